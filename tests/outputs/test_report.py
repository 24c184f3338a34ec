"""What a check says in words: tables, account, problems."""

from dataclasses import replace

import geopandas as gpd
import pytest
from shapely import box

from kit.table_cases.kit import book_bytes, cells_of
from kit.toy import ZONES, write_geodata
from outputs.test_cli import run
from tables.test_table_file import hidden
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
    """The first 200 in full; the JSON and the marked copy have the rest."""
    said = describe_problems(
        [Problem("zones.csv", Text("错", "wrong"), Text("改", "Mend it"), row) for row in range(2, 302)]
    )
    assert said.startswith("共 300 处问题 / 300 problems:")
    assert said.count("wrong") == MOST_PROBLEMS
    assert "100 more: see all with --json or --marked" in said


def test_check_says_what_it_read(tmp_path, capsys):
    """As a user types it."""
    assert run("check", str(write_geodata(tmp_path, zones=ZONES))) == 0
    assert "4  开发区 zones ← zones.csv" in capsys.readouterr().out
