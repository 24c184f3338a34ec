"""The commands. Heavy modules are imported by the command that needs them, so that help comes at once."""

# Above 300 lines because every option is declared here with its help; what the commands do lives elsewhere.

from __future__ import annotations

import datetime as dt
import gc
import io
import re
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zonemap.core.atomic_output import refuse_input
from zonemap.core.dates import read_day
from zonemap.core.errors import NotADay, ZonemapError
from zonemap.core.problems import DataProblems
from zonemap.terminal import (
    EXIT_INTERRUPTED,
    EXIT_PROBLEMS,
    PLAIN,
    CommandGroup,
    LocalCommand,
    describe_interruption,
    ending_like_an_interrupt,
    example,
    list_headings,
    list_hints,
    list_tables,
    readable_size,
    report_failure,
    report_problems,
    show_activity,
    speaking,
    summarise,
    track_steps,
    warn_of_changed,
)

if TYPE_CHECKING:
    from zonemap.outputs.build import Step
    from zonemap.region.region import Region

app = typer.Typer(
    cls=CommandGroup,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)


def _show_version(wanted: bool) -> None:
    """Print the version and end, if it is asked for."""
    if wanted:
        from importlib.metadata import version

        typer.echo(version("zonemap"))
        raise typer.Exit


@app.callback(epilog=example("zonemap build geodata --out dist"))
def common(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="版本 / the version"),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="只说出了什么问题 / say only what is wrong")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="说出每一步和用时 / tell each step and how long it took")
    ] = False,
) -> None:
    """开发区地图：打得开、说得清、讲得了 / Maps of development zones that open anywhere."""
    context.with_resource(speaking(quiet=quiet, verbose=verbose))


class Lang(StrEnum):
    """Languages of the outputs."""

    zh = "zh"
    en = "en"


class Basemap(StrEnum):
    """What may lie under the zones."""

    none = "none"
    tianditu = "tianditu"
    osm = "osm"


class Shift(StrEnum):
    """Shifted systems that a boundary can be moved back from."""

    keep = "keep"
    gcj02 = "gcj02"
    bd09 = "bd09"


class PointEngine(StrEnum):
    """What reads points that lie in Parquet."""

    here = "here"
    sedonadb = "sedonadb"


Geodata = Annotated[
    Path,
    typer.Argument(
        help="数据文件夹、工作簿或一张表 / the data: a folder, a workbook or one table", metavar="DATA"
    ),
]


@app.command(
    cls=LocalCommand,
    epilog=example("zonemap build zones.xlsx --out maps"),
)
def build(
    geodata: Geodata = Path("geodata"),
    out: Annotated[Path, typer.Option(help="写到哪里 / where to write")] = Path("dist"),
    as_of: Annotated[str, typer.Option(metavar="DATE", help="截至哪一天 / state on this day")] = "",
    lang: Annotated[Lang | None, typer.Option(help="打开时的语言 / language it opens in")] = None,
    basemap: Annotated[Basemap, typer.Option(help="底图 / basemap")] = Basemap.none,
    map_number: Annotated[
        str, typer.Option(metavar="审图号", help="已核发的审图号 / issued map number")
    ] = "",
    template: Annotated[
        Path | None, typer.Option(metavar="F", help="自己的演示模板 / your own .pptx template")
    ] = None,
    only: Annotated[
        str,
        typer.Option(metavar="page,deck,…", help="只生成其中几种成果 / make some of the outputs alone"),
    ] = "",
    boundaries: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="另一处的边界文件 / boundaries that lie elsewhere"),
    ] = None,
    with_context: Annotated[
        bool,
        typer.Option("--context/--no-context", help="是否画周边的县 / whether to draw what lies around"),
    ] = True,
    with_notebooks: Annotated[
        bool, typer.Option("--notebooks/--no-notebooks", help="是否运行笔记本 / whether to run the notebooks")
    ] = True,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="替换有人改过或放进去的文件 / replace files that somebody changed"),
    ] = False,
) -> None:
    """读取、检查、连接数据，写出全部成果 / Read, check and join the data; write every output."""
    from zonemap.core.build_context import notebooks_for
    from zonemap.core.inputs import BOUNDARIES
    from zonemap.outputs.manifest import MANIFEST
    from zonemap.outputs.standing import find_standing, wishes_of

    if boundaries:
        refuse_input("--out", out, [boundaries])
    day, notebooks = _asked_day(as_of), notebooks_for(geodata) if with_notebooks else None
    asked = (lang or "", basemap, map_number, template)
    given = day if geodata.is_file() else None
    standing = find_standing(
        out,
        geodata,
        boundaries or geodata / BOUNDARIES,
        day=day,
        wishes=wishes_of(*asked, has_context=with_context, day_given=given),
        notebooks=notebooks,
        template=template,
        parts=_parts(only),
    )
    if standing:
        typer.echo(f"截至 {standing.as_of} / as of {standing.as_of}")
        _list_outputs(out, standing.files, standing.fingerprint, is_new=False)
        return
    from zonemap.outputs.build import build as build_outputs
    from zonemap.tables.reader import reading_once

    before = _bytes_of(out / MANIFEST)
    with reading_once():
        region = _read(geodata, day, boundaries, context=with_context)
        list_headings(geodata)
    warn_of_changed(region)
    made: list[Step] = []
    try:
        files = build_outputs(
            region,
            out,
            lang=lang or "",
            basemap=basemap,
            map_number=map_number,
            template=template,
            notebooks=notebooks,
            only=_parts(only),
            geodata=geodata,
            boundaries=boundaries,
            replace=replace,
            track=lambda steps: track_steps(steps, made),
        )
    except KeyboardInterrupt as error:
        typer.echo(describe_interruption(out, before == _bytes_of(out / MANIFEST)), err=True)
        raise typer.Exit(EXIT_INTERRUPTED) from error
    summarise(region)
    _list_outputs(out, files, region.fingerprint, is_new=bool(made))


def _list_outputs(out: Path, files: Iterable[Path], fingerprint: str, *, is_new: bool) -> None:
    """Name the outputs, and what else stands beside them."""
    from zonemap.outputs.manifest import verify

    typer.echo(f"数据指纹 / Fingerprint: {fingerprint}")
    left = "" if is_new else "（已是最新，没有重做 up to date, left as they are）"
    typer.echo(f"\n成果 / Outputs{left}:")
    for file in files:
        typer.echo(f"  {file}  {readable_size(file)}")
    if foreign := verify(out).foreign:
        typer.echo("\n不属于这一套，没有动 / Not of this set, left as they are:")
        for name in foreign:
            typer.echo(f"  {out / name}")


def _parts(option: str) -> list[str]:
    """Return what an option names, parted by commas of either width."""
    return [part.strip() for part in re.split("[,，]", option) if part.strip()]


def _bytes_of(file: Path) -> bytes:
    """Return what stands in a file; nothing when it cannot be read."""
    try:
        return file.read_bytes()
    except OSError:
        return b""


@app.command(
    cls=LocalCommand,
    epilog=example("zonemap check geodata --marked problems.xlsx"),
)
def check(
    geodata: Geodata = Path("geodata"),
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出 / print JSON")] = False,
    marked: Annotated[
        Path | None, typer.Option(metavar="F.xlsx", help="写一份标红的副本 / write a copy with faults marked")
    ] = None,
) -> None:
    """一次列出数据中的所有问题 / Name every problem in the data at once."""
    from zonemap.tables.reader import reading_once

    _check_marked(marked, geodata)
    with reading_once():
        _check(geodata, as_json, marked)


def _check(geodata: Path, as_json: bool, marked: Path | None) -> None:
    """Check the data and say what was found."""
    import json

    try:
        region = _read(geodata)
        if described := (*region.witnesses.problems, *region.witnesses.doubts):
            raise DataProblems(described)
    except DataProblems as error:
        if marked:
            from zonemap.outputs.workbook.marked_copy import write_marked

            write_marked(geodata, error.problems, marked)
            typer.echo(f"已标出问题 / Problems marked in: {marked}", err=True)
        if as_json:
            found = [problem.as_dict() for problem in error.problems]
            typer.echo(json.dumps({"problems": found}, ensure_ascii=False, indent=2))
            raise typer.Exit(EXIT_PROBLEMS) from error
        raise
    if as_json:
        typer.echo(json.dumps({"problems": []}))
        return
    list_tables(geodata)
    list_headings(geodata)
    summarise(region)
    list_hints(region)
    typer.echo("\n没有问题 / No problems.")


@app.command(
    cls=LocalCommand,
    epilog=example("zonemap convert 界址点.txt --out boundaries.gpkg"),
)
def convert(
    files: Annotated[list[Path], typer.Argument(help="边界文件 / boundary files", metavar="FILE...")],
    crs: Annotated[
        str | None, typer.Option(metavar="EPSG", help="坐标系代码 / reference system, such as 4525")
    ] = None,
    out: Annotated[Path, typer.Option(metavar="F", help=".gpkg 或 .geojson / .gpkg or .geojson")] = Path(
        "boundaries.gpkg"
    ),
    shift: Annotated[
        Shift, typer.Option(help="从火星坐标或百度坐标改正 / move back from GCJ-02 or BD-09")
    ] = Shift.keep,
    geodata: Annotated[
        Path, typer.Option(metavar="GEODATA", help="用来核对县和开发区 / to check counties and zones with")
    ] = Path("geodata"),
) -> None:
    """把任何边界文件转为 EPSG:4490 / Any boundary file to GeoPackage or GeoJSON in EPSG:4490."""
    from zonemap.outputs.conversion import convert_files

    refuse_input("--out", out, [*files, *_files_in(geodata)])
    known = _read(geodata) if geodata.is_dir() else None
    with show_activity() as report_progress:
        converted = convert_files(
            files, out, crs=crs, datum_shift=shift.value, known=known, report_progress=report_progress
        )
    for boundary in converted.itertuples():
        typer.echo(
            f"{boundary.file} · {boundary.zone_id or boundary.name or '?'} · {boundary.area_km2:.4f} km²"
        )
        for line in (boundary.crs_reason, *boundary.repairs.splitlines(), *boundary.notes.splitlines()):
            typer.echo(f"    {line}")
    typer.echo(f"\n写出 / Written: {out}")


@app.command(
    cls=LocalCommand,
    epilog=example("zonemap locate companies.csv geodata --out located.csv"),
)
def locate(
    points: Annotated[Path, typer.Argument(help="点的表格或矢量文件 / table or vector file of points")],
    geodata: Geodata = Path("geodata"),
    out: Annotated[
        Path,
        typer.Option(
            metavar="F", help=".csv、.parquet、.gpkg 或 .geojson / .csv, .parquet, .gpkg or .geojson"
        ),
    ] = Path("located.csv"),
    crs: Annotated[
        str | None, typer.Option(metavar="EPSG", help="坐标系代码 / reference system, such as 4525")
    ] = None,
    shift: Annotated[
        Shift, typer.Option(help="从火星坐标或百度坐标改正 / move back from GCJ-02 or BD-09")
    ] = Shift.keep,
    as_of: Annotated[str, typer.Option(metavar="DATE", help="截至哪一天 / state on this day")] = "",
    count: Annotated[
        str,
        typer.Option(
            metavar="kind,county,…",
            help="只写计数：按 kind、county、industry、year / write counts alone, by any of these",
        ),
    ] = "",
    engine: Annotated[
        PointEngine,
        typer.Option(help="谁来读 Parquet：本程序，或 SedonaDB / what reads Parquet: zonemap, or SedonaDB"),
    ] = PointEngine.here,
) -> None:
    """每个点在哪个县、哪个开发区 / Which county and zone each point lies in."""
    from zonemap.boundaries.parquet import check_engine
    from zonemap.core.vocabulary import label
    from zonemap.outputs.located_files import check_out
    from zonemap.outputs.located_files import locate as locate_file

    refuse_input("--out", out, [points, geodata])
    check_out(out, _parts(count))
    check_engine(points, engine.value)
    region = _read(geodata, _asked_day(as_of))
    with show_activity() as report_progress:
        report_progress(f"读取 reading {points.name}")
        results = locate_file(
            points,
            region,
            out,
            count=_parts(count),
            crs=crs,
            datum_shift=shift.value,
            engine=engine.value,
            report_progress=report_progress,
        )
    typer.echo(f"坐标系 / CRS: {results.attrs['crs_reason']}")
    for note in results.attrs["notes"]:
        typer.echo(f"    {note}")
    for result, number in results.items():
        typer.echo(f"  {number:>5}  {label('located', result, 'zh')} / {label('located', result, 'en')}")
    typer.echo(f"  {results.sum():>5}  共计 in all\n\n写出 / Written: {out}")


@app.command(cls=LocalCommand, epilog=example("zonemap new 临汾 linfen"))
def new(
    city: Annotated[str, typer.Argument(help="地级市名称或代码 / prefecture, name or code", metavar="CITY")],
    folder: Annotated[Path, typer.Argument(help="新文件夹 / the new folder", metavar="DIR")],
    as_of: Annotated[str, typer.Option(metavar="DATE", help="数据截至哪一天 / day of the data")] = "",
    counties: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="自己的县界，任何国家 / your own districts, of any country"),
    ] = None,
) -> None:
    """为任何地级市建一个数据文件夹 / A data folder for any prefecture of China, or your own districts."""
    from zonemap.outputs.new_folder.writer import new_folder

    for file in new_folder(city, folder, as_of=_day(as_of) if as_of else None, counties=counties):
        typer.echo(f"  {file}")
    typer.echo(f"\n从 README.md 开始；填好后运行 / Begin with README.md; then run: zonemap check {folder}")


@app.command(
    cls=LocalCommand,
    epilog=example("zonemap diff geodata-2024 geodata --out changes.html"),
)
def diff(
    old: Annotated[Path, typer.Argument(help="以前的数据文件夹 / the older data folder", metavar="OLD")],
    new: Annotated[Path, typer.Argument(help="现在的数据文件夹 / the newer data folder", metavar="NEW")],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="F",
            help="写到哪里 / where to write: .txt, .json, .csv, .html, .pptx",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出 / print JSON")] = False,
    lang: Annotated[Lang, typer.Option(help="网页和幻灯片的语言 / language of page and slide")] = Lang.zh,
) -> None:
    """两个数据文件夹之间变了什么 / What changed between two data folders."""
    from zonemap.analysis.diff import changes_as_json, compare, describe_changes
    from zonemap.outputs.diff.files import check_ending, write_changes

    if out:
        check_ending(out)
        refuse_input("--out", out, [old, new])
    states = _read(old), _read(new)
    changes = compare(*states)
    if out:
        write_changes(changes, *states, out, lang=lang)
    typer.echo((changes_as_json if as_json else describe_changes)(changes, *states), nl=False)
    if out and not as_json:
        typer.echo(f"\n写出 / Written: {out}")


@app.command(cls=LocalCommand, epilog=example("zonemap verify dist"))
def verify(
    dist: Annotated[Path, typer.Argument(help="成果文件夹 / the folder of outputs", metavar="DIST")] = Path(
        "dist"
    ),
) -> None:
    """逐个核对成果是否和清单一致 / Compare every output with the manifest."""
    from zonemap.outputs.manifest import verify as verify_outputs

    found = verify_outputs(dist)
    differences = {
        "改过 changed": found.changed,
        "缺少 missing": found.missing,
        "清单之外 foreign": found.foreign,
    }
    for what, names in differences.items():
        for name in names:
            typer.echo(f"  {what}  {name}")
    if found.is_half_switched:
        typer.echo(
            "正在换成新的一套，或换到一半停了；没有在运行的话，再运行一次 zonemap build 会先把旧文件放回去 / "
            "New files are being put in place, or this was cut off half done; if no build is running, run "
            "zonemap build again: the old files are put back first"
        )
    counts = " · ".join(f"{what} {len(names)}" for what, names in differences.items())
    typer.echo(f"一致 as written {len(found.whole)} · {counts}")
    if not found.is_fine:
        raise typer.Exit(EXIT_PROBLEMS)


def _files_in(folder: Path) -> list[Path]:
    """Return the files below a folder: a new one may be written beside them."""
    return [path for path in folder.rglob("*") if path.is_file()]


def _check_marked(marked: Path | None, geodata: Path) -> None:
    """Refuse to write the marked copy where it would be read as data, or under another ending."""
    if marked is None:
        return
    if marked.suffix.lower() != ".xlsx":
        raise ZonemapError(f"--marked {marked}：只能写成 .xlsx / only .xlsx can be written")
    refuse_input("--marked", marked, [geodata])


def _read(
    geodata: Path, day: dt.date | None = None, boundaries: Path | None = None, *, context: bool = True
) -> Region:
    """Read the region, on another day if one is named."""
    from zonemap.region.reading import read_region

    region = read_region(geodata, state_day=day, boundaries=boundaries, context=context)
    return region if day is None else region.as_of(day)


def _asked_day(as_of: str) -> dt.date | None:
    """Return the day that ``--as-of`` names, if it names one; say so if it is still to come."""
    day = _day(as_of) if as_of else None
    if day is not None and day > dt.date.today():
        typer.echo(
            f"--as-of {day} 在今天之后：画的是资料到目前为止所载明的 / "
            f"--as-of {day} is after today: what is shown is what the sources state so far",
            err=True,
        )
    return day


def _day(as_of: str) -> dt.date:
    """Return the day that ``--as-of`` names."""
    try:
        return read_day(as_of)
    except NotADay as error:
        raise NotADay(f"--as-of {error}") from error


def main(arguments: Iterable[str] | None = None) -> None:
    """Run a command; whatever happens ends in a sentence, never in a traceback."""
    gc.set_threshold(100_000, 10, 20)  # a command ends soon: to look for cycles takes a tenth of a build
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=PLAIN)
    try:
        with ending_like_an_interrupt():
            app(args=None if arguments is None else list(arguments))
    except ZonemapError as error:
        sys.exit(report_problems(error))
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)
    except Exception as error:
        sys.exit(report_failure(error))
