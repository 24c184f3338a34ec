"""The commands as a user types them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from toy import ZONES, write_geodata
from zonemap.cli import main

GEODATA = Path(__file__).parents[1] / "geodata"


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
        ("houma-edz", "zone_id", "houma-edz"),
    ]:
        row = row_of[zone_id]
        assert f"zones.csv · 第{row}行 row {row} · {column} 「{value}」" in said
    assert "partners.csv · 第1行 row 1 · role" in said
    assert "Traceback" not in said


def test_check_as_json(tmp_path, capsys):
    """The same problems as data; nothing else on stdout."""
    folder = write_geodata(tmp_path, zones=ZONES.replace("hightech", "hitech"))
    assert run("check", str(folder), "--json") == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["file"], problem["row"], problem["column"], problem["value"]) == (
        "zones.csv",
        3,
        "kind",
        "hitech",
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
