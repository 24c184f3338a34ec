"""What the commands print: progress, summaries, and how each of them ends."""

from __future__ import annotations

import codecs
import locale
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from zonemap.core.errors import CannotRead, ZonemapError
from zonemap.core.problems import DataProblems

if TYPE_CHECKING:
    from zonemap.outputs.build import Step
    from zonemap.region.region import Region

EXIT_PROBLEMS = 1
EXIT_CANNOT_READ = 2
EXIT_FAILED = 3
EXIT_INTERRUPTED = 130


PLAIN = "zonemap.plain"
"""How a console writes what its encoding does not have: km2 for km², else a question mark."""

_PLAINLY = str.maketrans({"²": "2", "·": "-", "–": "-", "→": "->", "…": "...", "—": "-"})


def _write_plainly(error: UnicodeError) -> tuple[str, int]:
    """Write in its place what an encoding does not have; for :func:`codecs.register_error`."""
    assert isinstance(error, UnicodeEncodeError)
    wording = error.object[error.start : error.end].translate(_PLAINLY)
    return "".join(letter if letter.isascii() else "?" for letter in wording), error.end


codecs.register_error(PLAIN, _write_plainly)


def in_language(help: str | None) -> str | None:
    """Return a help text, which says it in both languages, in that of the user where that is known."""
    chinese, slash, english = (help or "").partition(" / ")
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    named = next(filter(None, (*names, locale.getlocale()[0])), "C").lower()
    if not slash or named.startswith(("c.", "posix")) or named == "c":
        return help
    return chinese if named.startswith(("zh", "chinese")) else english


def example(command: str) -> str:
    """Return what stands below the help of a command."""
    return f"例如：{command} / Example: {command}"


class _Local:
    """Help in the language of the user."""

    help: str | None
    epilog: str | None
    params: list[Any]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        told: list[Any] = [self, *self.params, *getattr(self, "commands", {}).values()]
        for one in told:
            one.help = in_language(getattr(one, "help", None))
        self.epilog = in_language(self.epilog)
        super().format_help(ctx, formatter)  # type: ignore[misc]


class LocalCommand(_Local, TyperCommand):
    """A command."""


class CommandGroup(_Local, TyperGroup):
    """The commands; each ends in the same way when it is interrupted."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            typer.echo("已中断 / interrupted", err=True)
            raise typer.Exit(EXIT_INTERRUPTED) from error
        except EOFError as error:  # which would pass for the end of what somebody types
            raise typer.Exit(report_failure(error)) from error


_QUIET = threading.Event()


@contextmanager
def speaking(*, quiet: bool = False, verbose: bool = False) -> Iterator[None]:
    """Say less than usual, or more: what the library logs is told on stderr."""
    log, handler = logging.getLogger("zonemap"), logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    with ExitStack() as stack:
        if quiet:
            _QUIET.set()
            stack.callback(_QUIET.clear)
            nowhere = stack.enter_context(Path(os.devnull).open("w", encoding="utf-8"))
            stack.enter_context(redirect_stdout(nowhere))
        if verbose:
            log.addHandler(handler)
            stack.callback(log.removeHandler, handler)
            stack.callback(log.setLevel, log.level)
            log.setLevel(logging.INFO)
        yield


def describe_interruption(out: Path, is_as_before: bool) -> str:
    """Say what an interrupted build has left."""
    from zonemap.core.transaction import is_half_switched

    if is_half_switched(out):
        return (
            f"已中断；{out} 里新文件只换上了一部分，再运行一次会先把旧文件放回去 / "
            f"interrupted; only a part of the new files in {out} is in place: run this again, "
            "and the old files are put back first"
        )
    if is_as_before:
        return f"已中断；{out} 里的文件保持原样 / interrupted; the files in {out} are as they were"
    return f"已中断；{out} 里已经是新的一套 / interrupted; the files in {out} are the new set, and whole"


def readable_size(file: Path) -> str:
    """Return the size of a file as people read it."""
    kilobytes = file.stat().st_size / 1024
    return f"{kilobytes / 1024:.1f} MB" if kilobytes >= 1024 else f"{kilobytes:.0f} KB"


def track_steps(steps: list[Step], made: list[Step]) -> Iterator[Step]:
    """Show a progress bar while going through the steps of a build; note those that were made."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True, quiet=_QUIET.is_set())) as progress:
        task = progress.add_task("", total=len(steps))
        for step in steps:
            progress.update(task, description=f"{step.name_zh} {step.name_en}")
            yield step
            made.append(step)
            progress.advance(task)
        progress.update(task, description="完成 done")


@contextmanager
def show_activity() -> Iterator[Callable[[str], object]]:
    """Show that something is being done, for how long already, and what: the name that is said last."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True, quiet=_QUIET.is_set()), transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda wording: progress.update(task, description=wording)


def list_tables(geodata: Path) -> None:
    """Print which tables were read from where, and what was not read."""
    from zonemap.outputs.report import describe_tables
    from zonemap.tables.reader import read_tables

    typer.echo("读到的表 / Tables read:")
    for line in describe_tables(read_tables(geodata)):
        typer.echo(f"  {line}")
    typer.echo("")


def list_headings(data: Path) -> None:
    """Print how every heading was understood, and of a folder what each other file is used for."""
    from zonemap.outputs.report import describe_files, describe_headings
    from zonemap.region.data_folder import read_package
    from zonemap.tables.checks import read_all
    from zonemap.tables.schemas import OWN

    evidence = read_package(data / "datapackage.json").evidence if data.is_dir() else OWN
    found = read_all(data, evidence)
    typer.echo("读懂的列 / Columns as understood:")
    for line in describe_headings(found):
        typer.echo(f"  {line}")
    unread = [f"{item}" for item in found.unread]
    for line in [*(describe_files(data) if data.is_dir() else []), *unread]:
        typer.echo(f"  {line}")
    typer.echo("")


def summarise(region: Region) -> None:
    """Print what the region holds and what became of every row."""
    from zonemap.analysis.measures import counts_by_status
    from zonemap.core.vocabulary import label
    from zonemap.outputs.report import describe_account, describe_boundaries

    typer.echo(f"{region.title_zh} / {region.title_en}")
    typer.echo(f"截至 {region.date} / as of {region.date} · {len(region.counties)} 个县 counties")
    for text in region.derived:
        typer.echo(f"  {text}")
    for note in region.counties.attrs.get("notes", ()):
        typer.echo(f"  counties.geojson · {note}")
    for status, count in counts_by_status(region.zones).items():
        if count:
            typer.echo(f"  {count:>3}  {label('status', status, 'zh')} {label('status', status, 'en')}")
    typer.echo("连接账目 / Account of the join:")
    for line in describe_account(region):
        typer.echo(f"  {line}")
    for line in describe_boundaries(region):
        typer.echo(line)


def list_hints(region: Region) -> None:
    """Print what a person should look at, which is no error."""
    if region.witnesses.hints:
        typer.echo("\n请留意 / To look at:")
        for line in region.witnesses.hints:
            typer.echo(f"  {line}")


def warn_of_changed(region: Region) -> None:
    """Say which values cannot be right, and how many have been changed since their sources were read."""
    for problem in region.witnesses.doubts:
        typer.echo(str(problem), err=True)
    count = len(region.witnesses.changed)
    if count:
        typer.echo(
            f"{count} 个值与出处不符，成果中已注明；逐个见 zonemap check / {count} value"
            f"{'s' if count > 1 else ''} changed since the source, marked as such; zonemap check lists them",
            err=True,
        )


def report_problems(error: ZonemapError) -> int:
    """Say what went wrong on stderr and return the exit code."""
    text = str(error)
    if isinstance(error, DataProblems):
        from zonemap.outputs.report import describe_problems

        text = describe_problems(error.problems)
    typer.secho(text, err=True, fg=typer.colors.RED if isinstance(error, CannotRead) else None)
    return EXIT_CANNOT_READ if isinstance(error, CannotRead) else EXIT_PROBLEMS


def report_failure(error: BaseException) -> int:
    """Say in one line that the program failed, leave the details in a file, and return the exit code."""
    where = _write_details(error)
    kind = f"{type(error).__name__}: {error}".splitlines()[0]
    typer.echo(f"程序出错（{kind}）；详情见 {where} / the program failed; details in {where}", err=True)
    return EXIT_FAILED


def _write_details(error: BaseException) -> str:
    """Write what a developer needs, and return where, or that it could not be written."""
    import platform
    import tempfile
    import traceback
    from importlib.metadata import version

    from zonemap.outputs.manifest import VERSIONS_OF

    versions = [f"{package} {version(package)}" for package in VERSIONS_OF]
    lines = [platform.platform(), f"Python {sys.version}", *versions, "", *traceback.format_exception(error)]
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="zonemap-", suffix=".txt", delete=False
        ) as file:
            file.write("\n".join(lines))
    except OSError as failure:
        return f"（写不出 not written: {failure.strerror}）"
    return file.name


@contextmanager
def ending_like_an_interrupt() -> Iterator[None]:
    """Tidy up when told to end, or when the window is closed, as after Ctrl-C."""
    names = [name for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
    numbers = [
        getattr(signal, name) for name in names if threading.current_thread() is threading.main_thread()
    ]
    unset = [
        number for number in numbers if signal.getsignal(number) is signal.SIG_DFL
    ]  # nohup keeps its own
    for number in unset:
        signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number in unset:
            signal.signal(number, signal.SIG_DFL)
