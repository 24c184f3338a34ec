"""One command writes everything, or nothing."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from kit.toy import write_geodata
from zonemap.cli import main
from zonemap.core.errors import ZonemapError
from zonemap.outputs.build import build
from zonemap.outputs.figures.files import figure_names
from zonemap.region.reading import read_region
from zonemap.region.region import Region


def hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths
    }


def run(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [sys.executable, "-c", "from zonemap.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


@dataclass(frozen=True)
class Built:
    """A folder of data, the outputs made of it, and what the command said."""

    geodata: Path
    out: Path
    printed: str
    progress: str

    def copy(self, folder: Path) -> Built:
        """Return a copy to be spoilt."""
        shutil.copytree(self.geodata, folder / "geodata")
        shutil.copytree(self.out, folder / "dist")
        return Built(folder / "geodata", folder / "dist", self.printed, self.progress)


def main_of(arguments: list[str]) -> None:
    """Run the command in this process; it must end well."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert not ended.value.code


def make(folder: Path, out: Path, seed: str) -> subprocess.CompletedProcess[str]:
    """Build the toy region in a process of its own with a hash seed of its own."""
    done = run(
        "build",
        folder,
        "--out",
        out,
        "--no-notebooks",
        env={"PYTHONHASHSEED": seed, "PATH": "", "PYTHONPATH": os.environ.get("PYTHONPATH", "")},
    )
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The toy region, built once by the command."""
    folder = tmp_path_factory.mktemp("build")
    geodata = write_geodata(folder / "geodata")
    done = make(geodata, folder / "dist", "1")
    return Built(geodata, folder / "dist", done.stdout, done.stderr)


def sketch(region: Region, path: Path, **options: object) -> Path:
    """Stand for a writer: the file tells the region, its day and what was asked for."""
    path.write_text(f"{region.name} {region.date} {sorted(options.items())}", "utf-8")
    return path


def sketch_figures(region: Region, folder: Path, **options: object) -> list[Path]:
    """Stand for the writer of the figures."""
    folder.mkdir()
    return [sketch(region, folder / name, **options) for name in figure_names(region)]


@pytest.fixture(scope="module", autouse=True)
def sketching() -> Iterator[None]:
    """Let builds in this process sketch what takes seconds: how a set is put in place asks not what is in it.

    ``whole`` is built by the command in a process of its own, and so by the writers themselves.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zonemap.outputs.build.explore", lambda region, **options: (region, options))
        patch.setattr("zonemap.outputs.build.save_page", lambda made, path: sketch(made[0], path, **made[1]))
        patch.setattr("zonemap.outputs.build.write_figures", sketch_figures)
        patch.setattr("zonemap.outputs.build.write_atlas", sketch)
        patch.setattr("zonemap.outputs.build.write_deck", sketch)
        yield


@pytest.fixture(scope="module")
def sketched(sketching: None, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The toy region, sketched once."""
    folder = tmp_path_factory.mktemp("sketch")
    geodata = write_geodata(folder / "geodata")
    build(read_region(geodata), folder / "dist")
    return Built(geodata, folder / "dist", "", "")


@pytest.fixture
def built(sketched: Built, tmp_path: Path) -> Built:
    """A copy of it."""
    return sketched.copy(tmp_path)


def test_the_outputs_are_those_that_the_manifest_lists(whole):
    """Every output is there; hashes of all inputs and outputs."""
    made = {path.name for path in whole.out.rglob("*")}
    endings = ("html", "pdf", "pptx", "xlsx", "gpkg")
    assert {"account.csv", "manifest.json", *(f"toy.{ending}" for ending in endings)} <= made
    assert {"map-zh.png", "map-en.svg"} <= made
    manifest = json.loads((whole.out / "manifest.json").read_text("utf-8"))
    written = hashes(whole.out)
    del written["manifest.json"]
    assert manifest["outputs"] == written
    assert manifest["inputs"] == hashes(whole.geodata)
    assert manifest["fingerprint"] == read_region(whole.geodata).fingerprint


def test_the_command_says_what_it_made(whole):
    """Counts, account and every file."""
    for said in ("玩具区 / Toy region", "Approved", "matched", "toy.html", "account.csv", "manifest.json"):
        assert said in whole.printed
    assert "done" in whole.progress


def test_a_full_disk_leaves_the_old_outputs(built):
    """No file may grow past 4 kB: the page cannot be written, and nothing has changed."""
    before = hashes(built.out)
    (built.geodata / "datapackage.json").write_text(
        '{"name": "toy", "title": "新", "title_en": "New", "as_of": "2020-06-30"}', "utf-8"
    )

    def small_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = run("build", built.geodata, "--out", built.out, "--no-notebooks", preexec_fn=small_disk)
    assert done.returncode == 1
    assert "old files are as they were" in done.stderr
    assert "Traceback" not in done.stderr
    assert hashes(built.out) == before


def test_a_killed_build_leaves_the_old_outputs(built):
    """Killed after the page has been written beside, before anything is put in place."""
    before = hashes(built.out)
    script = """
import os, signal, sys
from zonemap import build, read_region
def track(steps):
    yield steps[0]
    os.kill(os.getpid(), signal.SIGKILL)
build(read_region(sys.argv[1]).as_of("2005"), sys.argv[2], track=track)
"""
    done = subprocess.run([sys.executable, "-c", script, built.geodata, built.out], check=False)
    assert done.returncode == -signal.SIGKILL
    left = hashes(built.out)
    assert set(left) > set(before)
    assert {name: left[name] for name in before} == before
    build(read_region(built.geodata), built.out)
    assert hashes(built.out) == before


def test_an_interrupted_build_says_so_and_leaves_the_old_outputs(built, monkeypatch, capsys):
    """Ctrl-C while the page is written, and a notebook that would run for ever beside it."""
    before = hashes(built.out)
    notebooks = built.geodata.parent / "notebooks"
    notebooks.mkdir()
    endless = new_notebook(cells=[new_code_cell("while True: pass")])
    nbformat.write(endless, notebooks / "01_endless.ipynb")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("zonemap.outputs.build.save_page", interrupt)
    with pytest.raises(SystemExit) as ended:
        main(["build", str(built.geodata), "--out", str(built.out)])
    assert ended.value.code == 130
    assert "interrupted; the files in" in capsys.readouterr().err
    assert hashes(built.out) == before


def test_a_second_build_says_that_all_is_up_to_date(built, capsys):
    """The same files, with their sizes, and that nothing was made."""
    arguments = ["build", str(built.geodata), "--out", str(built.out), "--no-notebooks"]
    main_of(arguments)
    capsys.readouterr()
    main_of(arguments)
    said = capsys.readouterr().out
    assert "up to date, left as they are" in said
    assert "toy.html  " in said


def test_a_second_build_imports_nothing_heavy(built):
    """Hashes alone tell that nothing has changed, before pandas and the like are loaded."""
    arguments = ["build", str(built.geodata), "--out", str(built.out), "--no-notebooks"]
    main_of(arguments)
    code = """
import atexit, sys
from zonemap.cli import main
atexit.register(lambda: print({"pandas", "numpy", "shapely"} & {*sys.modules}))
main(sys.argv[1:])
"""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "up to date, left as they are" in done.stdout
    assert done.stdout.endswith("set()\n")


@pytest.mark.parametrize(
    ("options", "is_new"),
    [
        (["--lang", "en"], True),
        (["--as-of", "2010"], True),
        (["--no-context"], True),
        (["--map-number", "GS(2026)1"], True),
        (["--only", "page"], False),
        (["--only", "page，atlas"], False),
        (["--as-of", "2020-06-30"], False),
    ],
)
def test_another_wish_is_no_unchanged_build(built, options, is_new, capsys):
    """What was asked for differently is made anew; a part of what stands there is not."""
    arguments = ["build", str(built.geodata), "--out", str(built.out), "--no-notebooks"]
    main_of(arguments)
    capsys.readouterr()
    main_of([*arguments, *options])
    assert ("up to date" not in capsys.readouterr().out) == is_new


@pytest.mark.parametrize("change", ["changed", "added", "lost", "touched"])
def test_a_changed_input_or_output_is_no_unchanged_build(built, change, capsys):
    """A cell, a new file, an output that is gone or not as it was: hashes tell."""
    arguments = ["build", str(built.geodata), "--out", str(built.out), "--no-notebooks", "--replace"]
    main_of(arguments)
    capsys.readouterr()
    if change == "changed":
        path = built.geodata / "zones.csv"
        path.write_bytes(path.read_bytes() + b"\n")
    elif change == "added":
        (built.geodata / "notes.txt").write_text("a note")
    elif change == "lost":
        (built.out / "toy.pdf").unlink()
    else:
        (built.out / "toy.pdf").write_bytes(b"mine")
    main_of(arguments)
    assert "up to date" not in capsys.readouterr().out


def test_a_part_built_alone_is_no_whole(built, tmp_path, capsys):
    """After ``--only page`` a build of everything makes everything, and says after that that it stands."""
    arguments = ["build", str(built.geodata), "--out", str(tmp_path / "part"), "--no-notebooks"]
    main_of([*arguments, "--only", "account"])
    capsys.readouterr()
    main_of(arguments)
    assert "up to date" not in capsys.readouterr().out
    assert (tmp_path / "part" / "toy.pdf").is_file()


def test_unchanged_outputs_are_left_as_they_are(built):
    """A second build of the same input makes nothing and names the same files."""
    steps = []
    files = build(read_region(built.geodata), built.out, track=lambda new: steps.extend(new) or new)
    assert [path.relative_to(built.out).as_posix() for path in files] == sorted(hashes(built.out))
    assert steps == []


def test_a_lost_output_is_made_anew(built):
    """Somebody deleted the atlas: the whole set is put right."""
    before = hashes(built.out)
    (built.out / "toy.pdf").unlink()
    build(read_region(built.geodata), built.out)
    assert hashes(built.out) == before


def no_work(*_: object) -> None:
    """Stand for work that must not begin."""
    raise AssertionError("work has begun")


def test_a_file_of_somebody_is_named_before_any_work(built, monkeypatch, capsys):
    """An output that was changed, and a file with the name of one: nothing is done until told to replace."""
    (built.out / "account.csv").write_text("mine")
    manifest = json.loads((built.out / "manifest.json").read_text("utf-8"))
    del manifest["outputs"]["toy.pptx"]
    (built.out / "manifest.json").write_text(json.dumps(manifest))
    before = hashes(built.out)
    monkeypatch.setattr("zonemap.outputs.build.explore", no_work)
    with pytest.raises(SystemExit) as ended:
        main(["build", str(built.geodata), "--out", str(built.out), "--no-notebooks"])
    assert ended.value.code == 1
    assert "account.csv, toy.pptx; move them away, or add --replace" in capsys.readouterr().err
    assert hashes(built.out) == before
    monkeypatch.undo()
    main_of(["build", str(built.geodata), "--out", str(built.out), "--no-notebooks", "--replace"])
    main_of(["verify", str(built.out)])


def test_what_somebody_saves_during_a_build_is_not_replaced(built):
    """A person's file is safe until the last moment, and the rest is as it was."""
    before = hashes(built.out)

    def track(steps):
        (built.out / "account.csv").write_text("mine")
        yield from steps

    with pytest.raises(ZonemapError, match=r"account\.csv"):
        build(read_region(built.geodata).as_of("2005"), built.out, track=track)
    after = hashes(built.out)
    assert {name for name in before if after[name] != before[name]} == {"account.csv"}
    assert set(after) == set(before)


def test_outputs_of_another_region_go_unless_somebody_changed_them(built, capsys):
    """One folder holds one set; what is left of the old one is named."""
    (built.out / "toy.pdf").write_text("mine")
    (built.geodata / "datapackage.json").write_text(
        '{"name": "other", "title": "新", "title_en": "New", "as_of": "2020-06-30"}', "utf-8"
    )
    main_of(["build", str(built.geodata), "--out", str(built.out), "--no-notebooks"])
    made = {path.name for path in built.out.iterdir()}
    assert {name for name in made if name.startswith("toy")} == {"toy.pdf"}
    assert (built.out / "toy.pdf").read_text() == "mine"
    said = capsys.readouterr().out
    assert "toy.pdf" in said.partition("Not of this set, left as they are:")[2]


def test_only_the_outputs_that_are_asked_for_are_made(built, capsys):
    """Those of the same input stay in the set; after a change what is new remains alone; both are whole."""
    before = set(hashes(built.out))
    (built.out / "toy.html").unlink()
    command = ["build", str(built.geodata), "--out", str(built.out), "--no-notebooks", "--only"]
    main_of([*command, "page"])
    assert set(hashes(built.out)) == before
    main_of(
        [
            "build",
            str(built.geodata),
            "--out",
            str(built.out),
            "--only",
            "account,workbook",
            "--no-notebooks",
            "--as-of",
            "2019",
        ]
    )
    assert {path.name for path in built.out.iterdir()} == {"account.csv", "toy.xlsx", "manifest.json"}
    main_of(["verify", str(built.out)])
    capsys.readouterr()


def test_what_lies_around_is_left_out_on_demand(built, monkeypatch):
    """``--no-context`` reaches every writer and the manifest, so that the set is made anew."""
    drawn: list[bool] = []
    monkeypatch.setattr(
        "zonemap.outputs.build.explore",
        lambda region, **options: drawn.append(region.context.has_neighbours) or (region, options),
    )
    command = ["build", str(built.geodata), "--out", str(built.out), "--no-notebooks"]
    main_of([*command, "--no-context"])
    assert json.loads((built.out / "manifest.json").read_text("utf-8"))["wishes"]["context"] == "none"
    main_of(command)
    assert "context" not in json.loads((built.out / "manifest.json").read_text("utf-8"))["wishes"]
    assert drawn == [False, True]


def test_an_output_that_there_is_not_is_named_with_those_that_there_are(built):
    """A misspelt ``--only`` changes nothing."""
    done = run("build", built.geodata, "--out", built.out, "--only", "pages")
    assert done.returncode == 1
    assert "pages" in done.stderr
    assert "geopackage" in done.stderr


@pytest.mark.parametrize("out", [".", "dist", "boundaries/dist"])
def test_outputs_in_the_data_folder_are_refused(tmp_path, monkeypatch, out):
    """They would be read as data; nothing is made."""
    geodata = write_geodata(tmp_path / "geodata")
    region, before = read_region(geodata), hashes(geodata)
    monkeypatch.setattr("zonemap.outputs.build.explore", no_work)
    with pytest.raises(ZonemapError, match=r"--out .* input .*geodata"):
        build(region, geodata / out, geodata=geodata)
    assert hashes(geodata) == before
    assert not (geodata / "dist").exists()


def test_an_output_that_is_the_template_is_refused(built, monkeypatch):
    """The deck of the last build, edited and given as a template, would be lost."""
    before = hashes(built.out)
    monkeypatch.setattr("zonemap.outputs.build.explore", no_work)
    with pytest.raises(ZonemapError, match=r"toy\.pptx.*input"):
        build(read_region(built.geodata), built.out, template=built.out / "toy.pptx")
    assert hashes(built.out) == before


def test_a_second_build_at_once_is_told_who_is_at_work(built):
    """The first goes on and ends well."""

    def track(steps):
        with pytest.raises(ZonemapError, match=f"process {os.getpid()} on"):
            build(read_region(built.geodata), built.out)
        yield from steps

    build(read_region(built.geodata).as_of("2005"), built.out, track=track)
    main_of(["verify", str(built.out)])


def test_a_locked_output_leaves_the_old_set(built, monkeypatch, capsys):
    """The deck is open in another program: it is named, and nothing is mixed."""
    before, real, deck = hashes(built.out), os.replace, built.out / "toy.pptx"

    def replace(path, to):
        if deck in (Path(path), Path(to)):
            raise PermissionError(13, "Permission denied", str(path))
        real(path, to)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(SystemExit) as ended:
        main(["build", str(built.geodata), "--out", str(built.out), "--no-notebooks", "--as-of", "2005"])
    assert ended.value.code == 1
    assert "cannot replace toy.pptx: Permission denied; close the program" in capsys.readouterr().err
    assert hashes(built.out) == before


def test_a_build_told_to_end_tidies_up(built):
    """As Ctrl-C does: exit 130, the kernels of the notebooks end, nothing of our own stays behind."""
    before = hashes(built.out)
    notebooks = built.geodata.parent / "notebooks"
    notebooks.mkdir()
    cells = [new_code_cell("import os; open('kernel', 'w').write(str(os.getpid()))\nwhile True: pass")]
    nbformat.write(new_notebook(cells=cells), notebooks / "01_endless.ipynb")
    script = """
import os, signal, sys
from pathlib import Path
import zonemap.outputs.build
from zonemap.cli import main
def page(*_, **__):
    kernel = Path(sys.argv[1]).parent / "notebooks" / "kernel"
    while not kernel.exists() or not kernel.read_text():
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    signal.pause()
zonemap.outputs.build.explore = page
main(["build", sys.argv[1], "--out", sys.argv[2]])
"""
    command = [sys.executable, "-c", script, built.geodata, built.out]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 130
    assert "interrupted; the files in" in done.stderr
    assert "Traceback" not in done.stderr
    assert hashes(built.out) == before
    assert [path.name for path in built.out.iterdir() if path.name.startswith(".")] == []
    with pytest.raises(ProcessLookupError):
        os.kill(int((notebooks / "kernel").read_text()), 0)


def test_a_failing_program_leaves_the_old_outputs(built, monkeypatch, capsys):
    """Exit 3, one line, and the details in the file that it names."""
    before = hashes(built.out)
    (built.out / "toy.pdf").unlink()
    monkeypatch.setattr("zonemap.outputs.build.write_atlas", lambda *_, **__: 1 // 0)
    with pytest.raises(SystemExit) as ended:
        main(["build", str(built.geodata), "--out", str(built.out), "--no-notebooks"])
    assert ended.value.code == 3
    assert "Traceback" not in capsys.readouterr().err
    assert hashes(built.out) == {name: told for name, told in before.items() if name != "toy.pdf"}


def test_a_target_that_is_a_file_is_refused(tmp_path):
    """The sentence names the target."""
    region = read_region(write_geodata(tmp_path / "geodata"))
    (tmp_path / "dist").write_text("mine")
    with pytest.raises(ZonemapError, match="cannot write to"):
        build(region, tmp_path / "dist")
    assert (tmp_path / "dist").read_text() == "mine"


def test_a_template_that_is_not_there_is_named(built):
    """The sentence names the file, and the old outputs stay."""
    before = hashes(built.out)
    with pytest.raises(ZonemapError, match=r"office\.pptx"):
        build(read_region(built.geodata), built.out, template=built.geodata / "office.pptx")
    assert hashes(built.out) == before


ROOT = Path(__file__).parents[2]
HERE = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"}
ELSEWHERE = {"PYTHONHASHSEED": "2", "TZ": "Asia/Shanghai", "LC_ALL": "zh_CN.UTF-8", "LANGUAGE": "zh_CN"}
CELLS = (
    "import zonemap as zm\nregion = zm.read_region(zm.find_geodata())\nregion.account",
    "set(region.zones['kind'])",
    "zm.explore(region)",
    "zm.plot_timeline(region)[0]",
)


def build_as(where: Path, geodata: str, out: str, settings: dict[str, str]) -> dict[str, str]:
    """Build by the command, in a process of its own that works in a folder; return the hashes."""
    command = [sys.executable, "-c", "from zonemap.cli import main; main()", "build", geodata, "--out", out]
    done = subprocess.run(
        command, cwd=where, env={**os.environ, **settings}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return hashes(where / out)


def test_a_small_region_and_its_notebook_are_the_same_everywhere(tmp_path):
    """The toy region with a notebook that shows a table, a set, a map and a figure, built in two places."""
    here, there = tmp_path / "here", tmp_path / "规划 office" / "project"
    write_geodata(here / "geodata")
    cells = [new_markdown_cell("# 题 · Title"), *map(new_code_cell, CELLS)]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    (here / "notebooks").mkdir()
    nbformat.write(new_notebook(cells=cells), here / "notebooks" / "01_small.ipynb")
    for name in ("geodata", "notebooks"):
        shutil.copytree(here / name, there / name)
    one = build_as(here, "geodata", "dist", HERE)
    assert "notebooks/01_small.html" in one
    assert build_as(tmp_path, str(there / "geodata"), "elsewhere/made", ELSEWHERE) == one


@pytest.mark.slow
def test_linfen_and_its_notebooks_are_the_same_everywhere(linfen_set, tmp_path):
    """Built by the command in another place under other settings, all is as the shared build made it."""
    for name in ("geodata", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / "copy" / name)
    assert build_as(tmp_path, "copy/geodata", "dist", ELSEWHERE) == hashes(linfen_set)
