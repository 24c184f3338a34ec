"""The commands as a user types them, and what a check says in words."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from unittest.mock import Mock

import geopandas as gpd
import pytest
from shapely import box

from kit.table_cases.kit import book_bytes, cells_of
from kit.toy import ZONES, write_geodata
from tables.test_table_file import hidden
from zonemap.cli import main
from zonemap.core.errors import ZonemapError
from zonemap.core.problems import Problem
from zonemap.core.text import Text
from zonemap.outputs.report import (
    MOST_PROBLEMS,
    describe_account,
    describe_boundaries,
    describe_problems,
    describe_tables,
)
from zonemap.region.reading import read_region
from zonemap.tables.reader import read_tables

GEODATA = Path(__file__).parents[2] / "geodata"


def run(*arguments: str) -> int:
    """Run a command and return its exit code."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def replace_in(path: Path, old: str, new: str) -> None:
    """Change one place of a file, which must be there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_check_of_clean_data_says_so(tmp_path, capsys):
    """Exit 0, with counts and the account."""
    assert run("check", str(write_geodata(tmp_path))) == 0
    said = capsys.readouterr().out
    assert "没有问题 / No problems." in said
    assert "边界 Boundaries: 4 = 4 已连接 matched" in said
    assert "属性行 Attribute rows: 4 = 4 已连接 matched" in said
    assert "4  开发区 zones ← zones.csv" in said


def test_check_names_five_defects_of_the_real_data_at_once(tmp_path, capsys):
    """A misspelt county, a duplicate id, an impossible date, a missing column, swapped coordinates."""
    folder = tmp_path / "geodata"
    shutil.copytree(GEODATA, folder)
    zones = folder / "zones.csv"
    lines = zones.read_text("utf-8").splitlines()
    row_of = {line.split(",")[0]: number for number, line in enumerate(lines, start=1)}
    replace_in(zones, "141082", "14l082")
    replace_in(zones, ",2017,", ",two thousand,")
    replace_in(zones, "111.9145", "36.2896")
    zones.write_text(zones.read_text("utf-8") + lines[row_of["houma-edz"] - 1] + "\n", "utf-8")
    replace_in(folder / "partners.csv", ",role,", ",rolle,")
    assert run("check", str(folder)) == 1
    said = capsys.readouterr().err
    for zone_id, column, value in [
        ("huozhou-etdz", "counties", "14l082"),
        ("hongtong-etdz", "approved", "two thousand"),
        ("guxian-etdz", "lon", "36.2896"),
    ]:
        row = row_of[zone_id]
        assert f"zones.csv · 第{row}行 row {row} · {column} 「{value}」" in said
    rows = f"{row_of['houma-edz']}, {len(lines) + 1}"
    assert f"zones.csv · 第{rows}行 rows {rows} · zone_id 「houma-edz」" in said
    assert "partners.csv · 第1行 row 1 · role" in said
    assert "Traceback" not in said


def test_the_version_is_told(capsys):
    """That of the package, alone on its line."""
    assert run("--version") == 0
    assert capsys.readouterr().out == f"{version('zonemap')}\n"


def test_check_as_json(tmp_path, capsys):
    """The same problems as data; nothing else on stdout."""
    folder = write_geodata(
        tmp_path, zones=ZONES.replace("hightech,provincial,county", "hightech,provincial,conty")
    )
    assert run("check", str(folder), "--json") == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["file"], problem["row"], problem["column"], problem["value"]) == (
        "zones.csv",
        3,
        "management",
        "conty",
    )


def test_clean_data_as_json_has_no_problems(tmp_path, capsys):
    """An empty list, exit 0."""
    assert run("check", str(write_geodata(tmp_path)), "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"problems": []}


def test_a_folder_that_is_not_there_exits_with_2(tmp_path, capsys):
    """Cannot read is not the same as problems."""
    assert run("check", str(tmp_path / "nowhere")) == 2
    assert "no such folder" in capsys.readouterr().err


def test_a_day_that_is_none_is_refused(tmp_path, capsys):
    """The message shows how to write one."""
    folder = write_geodata(tmp_path)
    assert run("build", str(folder), "--out", str(tmp_path / "dist"), "--as-of", "someday") == 1
    assert "2018-12-31" in capsys.readouterr().err


def test_help_imports_nothing_heavy():
    """The help of every command comes without geopandas, pandas, folium or matplotlib."""
    heavy = "{'geopandas', 'pandas', 'folium', 'matplotlib', 'shapely', 'pptx'}"
    script = f"import sys, zonemap, zonemap.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def manifest_of_one(folder: Path) -> Path:
    """Write a folder with one output and its manifest."""
    folder.mkdir()
    (folder / "a.csv").write_text("a")
    told = hashlib.sha256(b"a").hexdigest()
    (folder / "manifest.json").write_text(json.dumps({"outputs": {"a.csv": told}}))
    return folder


def test_verify_of_whole_outputs(tmp_path, capsys):
    """Exit 0, and how many are as they were written."""
    assert run("verify", str(manifest_of_one(tmp_path / "dist"))) == 0
    assert "as written 1 ·" in capsys.readouterr().out


def test_verify_names_what_differs(tmp_path, capsys):
    """Exit 1; each file and what is the matter with it."""
    folder = manifest_of_one(tmp_path / "dist")
    (folder / "mine.txt").touch()
    (folder / "a.csv").write_text("b")
    assert run("verify", str(folder)) == 1
    said = capsys.readouterr().out
    assert "改过 changed  a.csv" in said
    assert "清单之外 foreign  mine.txt" in said
    (folder / "a.csv").unlink()
    assert run("verify", str(folder)) == 1
    assert "缺少 missing  a.csv" in capsys.readouterr().out


@pytest.mark.parametrize("manifest", [None, "{}", "not JSON"])
def test_verify_without_a_manifest_exits_with_2(tmp_path, capsys, manifest):
    """Missing or broken, it is named."""
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest)
    assert run("verify", str(tmp_path)) == 2
    assert "manifest.json" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [
        ["convert", "{data}/counties.geojson", "--out", "{data}/counties.geojson", "--geodata", "nowhere"],
        ["convert", "{data}/zones.csv", "--out", "{data}/counties.geojson", "--geodata", "{data}"],
        ["locate", "{points}", "{data}", "--out", "{points}"],
        ["locate", "{points}", "{data}", "--out", "{data}/located.csv"],
        ["diff", "{data}", "{data}", "--out", "{data}/zones.csv"],
        ["check", "{data}", "--marked", "{data}/boundaries/marked.xlsx"],
        ["build", "{data}", "--out", "{data}/dist"],
    ],
)
def test_no_output_is_an_input(tmp_path, monkeypatch, capsys, command):
    """Refused before anything is read, and every file is as it was."""
    data, points = write_geodata(tmp_path / "data"), tmp_path / "points.csv"
    points.write_text("lon,lat\n111.05,36.05\n")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    before = {path: path.read_bytes() for path in files}
    assert run(*(part.format(data=data, points=points) for part in command)) == 1
    said = capsys.readouterr().err
    assert "write it outside" in said
    assert said.startswith("--marked " if "--marked" in command else "--out ")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def fail_with(monkeypatch, error: BaseException) -> None:
    """Let every command fail while it reads."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("zonemap.region.reading.read_region", fail)


@pytest.mark.parametrize("error", [ZeroDivisionError("what\nelse"), EOFError("cut"), RecursionError()])
def test_a_failure_of_the_program_is_one_line(tmp_path, monkeypatch, capsys, error):
    """Exit 3; traceback and versions stand in the file that is named."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    fail_with(monkeypatch, error)
    assert run("check", "somewhere") == 3
    (line,) = capsys.readouterr().err.splitlines()
    (details,) = tmp_path.glob("zonemap-*.txt")
    assert line.endswith(f"the program failed; details in {details}")
    told = details.read_text("utf-8")
    assert f"{type(error).__name__}" in told
    assert "Traceback" in told
    assert "geopandas " in told


def test_details_that_cannot_be_written_are_said_to_be_so(monkeypatch, capsys):
    """A full disk does not turn one failure into another."""
    fail_with(monkeypatch, ZeroDivisionError())
    monkeypatch.setattr("tempfile.NamedTemporaryFile", Mock(side_effect=OSError(28, "No space left")))
    assert run("check", "somewhere") == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert "not written: No space left" in line


@pytest.mark.parametrize(
    "command",
    [
        ["check", "x"],
        ["build", "x"],
        ["locate", "p.csv", "x"],
        ["diff", "x", "y"],
        ["convert", "b", "--geodata", "."],
    ],
)
def test_every_command_can_be_interrupted(monkeypatch, capsys, command):
    """Exit 130 and one line."""
    fail_with(monkeypatch, KeyboardInterrupt())
    assert run(*command) == 130
    (line,) = capsys.readouterr().err.splitlines()
    assert "interrupted" in line


def test_a_mistyped_option_is_still_a_usage_error(capsys):
    """The last handler does not swallow it."""
    assert run("check", "--nonsense") == 2
    assert "No such option" in capsys.readouterr().err


def with_boundary(folder, **columns):
    """Put one surveyed square into the toy region."""
    frame = gpd.GeoDataFrame(
        {key: [value] for key, value in columns.items()},
        geometry=[box(111.04, 36.04, 111.06, 36.06)],
        crs=4490,
    )
    (folder / "boundaries").mkdir()
    frame.to_file(folder / "boundaries" / "survey.gpkg", engine="pyogrio")
    return read_region(folder)


def test_both_sides_add_up(tmp_path):
    """Four zones, four boundaries."""
    assert describe_account(read_region(write_geodata(tmp_path))) == [
        "属性行 Attribute rows: 4 = 4 已连接 matched",
        "边界 Boundaries: 4 = 4 已连接 matched",
    ]


def test_a_boundary_that_finds_its_zone_takes_the_place_of_the_indicative_one(tmp_path):
    """Still four boundaries."""
    region = with_boundary(write_geodata(tmp_path), zone_id="one", name="")
    assert describe_account(region)[1] == "边界 Boundaries: 4 = 4 已连接 matched"
    assert region.zones.loc["one", "basis"] == "surveyed"


def test_boundaries_may_lie_elsewhere(tmp_path):
    """Given by name, a folder elsewhere is read in place of ``boundaries/``, and changes the fingerprint."""
    folder = write_geodata(tmp_path / "geodata")
    plain = read_region(folder)
    frame = gpd.GeoDataFrame({"zone_id": ["one"]}, geometry=[box(111.02, 36.02, 111.04, 36.04)], crs=4490)
    (tmp_path / "elsewhere").mkdir()
    frame.to_file(tmp_path / "elsewhere" / "lines.geojson")
    region = read_region(folder, boundaries=tmp_path / "elsewhere")
    assert region.zones.at["one", "basis"] == "surveyed"
    assert region.fingerprint != plain.fingerprint
    assert "elsewhere/lines.geojson" in region.inputs


def test_boundaries_that_are_not_there_are_named(tmp_path, capsys):
    """A misspelt folder is no folder without boundaries."""
    folder = write_geodata(tmp_path / "geodata")
    assert (
        run("build", str(folder), "--out", str(tmp_path / "dist"), "--boundaries", str(tmp_path / "x")) == 2
    )
    assert str(tmp_path / "x") in capsys.readouterr().err


def test_a_boundary_of_no_zone_is_said_with_the_nearest(tmp_path):
    """It is kept in the account, with its file and name, and the zone that may be meant."""
    region = with_boundary(write_geodata(tmp_path), name="甲县开发园")
    said = describe_account(region)
    assert said[1] == "边界 Boundaries: 5 = 1 有边界无属性 boundary without attributes + 4 已连接 matched"
    assert "survey.gpkg 「甲县开发园」" in said[2]
    assert "perhaps one 甲县经济开发区" in said[2]


def test_surveyed_boundaries_are_said_with_their_notes(tmp_path):
    """Which file, whose, how large, and everything that was noticed; nothing where nothing was surveyed."""
    assert describe_boundaries(read_region(write_geodata(tmp_path / "without"))) == []
    region = with_boundary(write_geodata(tmp_path / "with"), name="甲县开发园")
    head, boundary, *notes = describe_boundaries(region)
    assert head == "实测界线 / Surveyed boundaries:"
    assert boundary.strip().startswith("survey.gpkg · 甲县开发园 · ")
    assert any("did you mean one" in note for note in notes)


def test_an_account_that_does_not_add_up_is_not_printed(tmp_path):
    """A lost row stops everything."""
    region = read_region(write_geodata(tmp_path))
    region = replace(region, account=region.account.drop(index=0))
    with pytest.raises(ZonemapError, match="does not add up"):
        describe_account(region)


def test_tables_are_listed_with_rows_file_and_sheet(tmp_path):
    """And what was taken for no table, with the table it looks like."""
    folder = write_geodata(tmp_path)
    (folder / "zones.csv").unlink()
    (folder / "数据.xlsx").write_bytes(
        book_bytes({"开发区": cells_of("zones"), "备份": cells_of("zones")}, hidden)
    )
    (folder / "抄录.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    said = describe_tables(read_tables(folder))
    assert said[0] == "    4  开发区 zones ← 数据.xlsx · 开发区（隐藏的工作表 hidden sheet）"
    assert said[-2].startswith("    –  抄录.csv：不是数据表")
    assert "数据.xlsx · 备份" in said[-1]
    assert "name it zones" in said[-1]


def test_very_many_problems_are_counted(tmp_path):
    """The first 200 mistakes in full; the JSON and the marked copy have the rest."""
    texts = [Text(f"错{number}", f"wrong {number}") for number in range(300)]
    said = describe_problems(
        [Problem("zones.csv", text, Text("改", "Mend it"), row) for row, text in enumerate(texts, 2)]
    )
    assert said.startswith("共 300 处问题 / 300 problems:")
    assert said.count("wrong") == MOST_PROBLEMS
    assert "100 more: see all with --json or --marked" in said


def test_check_says_what_it_read(tmp_path, capsys):
    """As a user types it."""
    assert run("check", str(write_geodata(tmp_path, zones=ZONES))) == 0
    assert "4  开发区 zones ← zones.csv" in capsys.readouterr().out


def told(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a process of its own in some environment."""
    command = [sys.executable, "-c", "from zonemap.cli import main; main()", *arguments]
    known = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))}
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False, env={**known, **environment}
    )


@pytest.mark.parametrize("command", ["", "build", "check", "convert", "locate", "new", "diff", "verify"])
def test_help_is_in_the_language_of_the_user(command):
    """One language where it is known, both where it is not; and an example that is a command."""
    arguments = [*filter(None, [command]), "--help"]
    chinese, english, both = (
        told(*arguments, LANG=lang).stdout for lang in ("zh_CN.UTF-8", "en_GB.UTF-8", "C.UTF-8")
    )
    assert f"例如：zonemap {command}".rstrip() in chinese
    assert f"Example: zonemap {command}".rstrip() in english
    assert "Example" not in chinese
    assert "例如" not in english
    assert "例如" in both
    assert "Example" in both


def test_quiet_says_only_what_is_wrong(tmp_path, capsys):
    """Nothing when all is fine, the problems when not."""
    folder = write_geodata(tmp_path)
    assert run("-q", "check", str(folder)) == 0
    assert capsys.readouterr() == ("", "")
    replace_in(folder / "zones.csv", "1999", "19x9")
    assert run("-q", "check", str(folder)) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "19x9" in said.err


def test_verbose_tells_each_step(tmp_path, capsys):
    """With its time, on stderr; the next command is told as usual again."""
    folder, out = write_geodata(tmp_path / "geodata"), tmp_path / "dist"
    wanted = ["build", str(folder), "--out", str(out), "--only", "account"]
    assert run("-v", *wanted) == 0
    assert re.search(r"连接账目 account: \d+\.\d s", capsys.readouterr().err)
    assert run(*wanted, "--as-of", "2010") == 0
    assert "account: " not in capsys.readouterr().err


def test_a_console_without_a_raised_two_gets_a_plain_one():
    """No question mark in a unit, no traceback."""
    code = "import sys, zonemap.terminal as t; sys.stdout.reconfigure(errors=t.PLAIN); print('1.5 km² → 甲')"
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, capture_output=True, check=True, env={**os.environ, "PYTHONIOENCODING": "ascii"}
    )
    assert done.stdout.strip() == b"1.5 km2 -> ?"
