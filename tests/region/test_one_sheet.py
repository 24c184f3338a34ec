"""One table of zones is enough: what each heading means, where the zones are, of which day it speaks."""

import datetime as dt
import random
from pathlib import Path

import openpyxl
import pyogrio
import pytest

from kit.sheets import OWN, PLACES, write_sheet
from zonemap.analysis.diff import compare
from zonemap.analysis.facts import facts_of
from zonemap.analysis.legend import legend_by
from zonemap.boundaries.districts import districts
from zonemap.core.problems import DataProblems
from zonemap.outputs.geopackage.writer import write_geopackage
from zonemap.outputs.workbook.writer import write_workbook
from zonemap.region.home_counties import with_home_counties
from zonemap.region.reading import read_region
from zonemap.region.region import Region
from zonemap.tables.checks import read_all
from zonemap.tables.own_columns import numbers_of, own_column
from zonemap.tables.schemas import OWN as OWN_EVIDENCE


def sheet_of(folder: Path, rows: list[list[object]], name: str = "某表.xlsx") -> Path:
    """Write rows as the only sheet of a workbook."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / name)
    return folder / name


def region_of(folder: Path, rows: list[list[object]], name: str = "某表.xlsx", **options) -> Region:
    """Read a region from the rows of a sheet."""
    return read_region(sheet_of(folder, rows, name), **options)


def told(region: Region, zone_id: str) -> dict[str, str]:
    """Return what is told of a zone by its columns, in Chinese."""
    return {
        fact.label.zh: fact.described.zh for fact in facts_of(region, zone_id) if fact.section == "values"
    }


HOUMA = [
    ["临汾市开发区情况"],
    [
        "序号",
        "开发区",
        "所在县",
        "类别",
        "批准时间",
        "主导产业",
        "面积(公顷)",
        "亩均税收2019(万元/亩)",
        "备注",
    ],
    [1, "侯马经济开发区", "侯马市区", "经开区", "1997年7月", "物流、装备制造", 1101, 12.5, "老区"],
    [2, "某飞地园区", "山西省临汾市尧都区", "飞地园区", "", "低空经济", "", "", ""],
]


def test_a_sheet_becomes_a_region(tmp_path):
    """Two zones, their prefecture's 17 counties, ids from names, kinds and industries as they are."""
    region = region_of(tmp_path, HOUMA)
    assert (region.name, region.title_zh) == ("某表", "临汾市开发区")
    assert len(region.counties) == 17
    assert list(region.zones["counties"]) == [("141081",), ("141002",)]
    assert list(region.zones.index) == ["houma-economic", "moufeidiyuanqu"]
    assert list(region.zones["kind"]) == ["economic", "飞地园区"]
    assert list(region.industries["industry"]) == ["logistics", "equipment", "低空经济"]
    assert region.zones.loc["houma-economic", "area_km2"] == 11.01


def test_the_witness_of_each_value_is_its_cell(tmp_path):
    """Column and row as Excel names them, those of an own column and of an industry too."""
    cells = region_of(tmp_path, HOUMA).witnesses.cells
    assert cells["zones", "houma-economic", "approved"] == "某表.xlsx Sheet E3"
    assert cells["zones", "houma-economic", "own:备注"] == "某表.xlsx Sheet I3"
    assert cells["industries", "moufeidiyuanqu", "低空经济"] == "某表.xlsx Sheet F4"


def test_every_column_is_told(tmp_path):
    """A column of hers is a fact with its unit and year; an empty cell is not stated, never nought."""
    region = region_of(tmp_path, HOUMA)
    first, second = told(region, "houma-economic"), told(region, "moufeidiyuanqu")
    assert (first["亩均税收（2019年）"], first["备注"]) == ("12.5 万元/亩", "老区")
    assert second["亩均税收（2019年）"] == second["备注"] == "资料未载明"
    assert "序号" not in first


def test_the_day_is_the_newest_in_the_table(tmp_path):
    """The year of a heading counts; before it goes a cell that says the day, before that the day given."""
    assert region_of(tmp_path, HOUMA).state_day == dt.date(2019, 12, 31)
    stated = [["临汾市开发区情况（截至2023年6月30日）"], *HOUMA[1:]]
    assert region_of(tmp_path, stated).state_day == dt.date(2023, 6, 30)
    assert region_of(tmp_path, stated, state_day=dt.date(2024, 1, 1)).state_day == dt.date(2024, 1, 1)


def test_a_table_without_any_date_asks_for_the_day(tmp_path):
    """It is never that of the reading."""
    rows = [["名称", "县"], ["某园区", "侯马市"]]
    with pytest.raises(DataProblems, match="--as-of"):
        region_of(tmp_path, rows)
    assert region_of(tmp_path, rows, state_day=dt.date(2024, 1, 1)).date == dt.date(2024, 1, 1)


def test_a_point_is_place_enough(tmp_path):
    """The county is the one that it lies in."""
    region = region_of(tmp_path, [["名称", "经度", "纬度", "设立年份"], ["某园区", 111.3566, 35.6136, 2001]])
    assert region.zones["counties"].item() == ("141081",)


def test_a_table_that_says_nowhere_is_refused(tmp_path):
    """With the columns that are missing."""
    with pytest.raises(DataProblems, match="所在县"):
        region_of(tmp_path, [["名称", "设立年份"], ["某园区", 2001]])


def test_an_unknown_county_is_named_with_its_row(tmp_path):
    """The other zones being placed, it is a problem of one cell."""
    rows = [*HOUMA, [3, "丙园区", "猴马市", "", "2001", "", "", "", ""]]
    with pytest.raises(DataProblems) as caught:
        region_of(tmp_path, rows)
    (problem,) = caught.value.problems
    assert (problem.row, problem.column, problem.value) == (5, "所在县", "猴马市")
    assert "141081" in problem.fix.zh


def test_namesakes_are_told_apart(tmp_path):
    """A county whose name is found twice is that of the prefecture of the others, or of the file's name."""
    rows = [
        ["名称", "区", "设立年份", "区县"],
        ["甲园区", "", 2001, "朝阳区"],
        ["乙园区", "", 2001, "海淀区"],
    ]
    assert list(region_of(tmp_path, rows).zones["counties"]) == [("110105",), ("110108",)]
    alone = [["名称", "设立年份", "区县"], ["甲园区", 2001, "朝阳区"]]
    assert region_of(tmp_path, alone, "长春市.xlsx").zones["counties"].item() == ("220104",)
    with pytest.raises(DataProblems, match="县"):
        region_of(tmp_path, alone)


def test_two_zones_of_one_name_are_told_apart_by_county(tmp_path):
    """Their ids carry the county."""
    rows = [["名称", "县", "设立年份"], ["工业园区", "侯马市", 2001], ["城南工业园", "曲沃县", 2001]]
    twice = [*rows, ["城南工业园", "翼城县", 2001]]
    ids = list(read_all(sheet_of(tmp_path, twice), OWN_EVIDENCE).tables["zones"].frame["zone_id"])
    assert ids == ["gongyeyuanqu", "chengnangongyeyuan-quwoxian", "chengnangongyeyuan-yichengxian"]


def test_two_headings_that_claim_one_column_are_both_kept(tmp_path):
    """Neither is taken for the area; both are told."""
    rows = [["名称", "县", "设立年份", "规划面积", "核准面积"], ["某园区", "侯马市", 2001, 12, 9]]
    region = region_of(tmp_path, rows)
    assert region.zones["area_km2"].isna().all()
    assert [column.heading for column in region.own_columns] == ["规划面积", "核准面积"]


def test_a_slip_in_a_heading_is_understood_if_its_cells_are(tmp_path):
    """Dates below "批准日斯" make it the date of approval; words below it do not."""
    rows = [["名称", "县", "批准日斯", "挂牌日期"], ["某园区", "侯马市", "2001-05", "2002"]]
    assert region_of(tmp_path, rows).zones["approved"].item() == "2001-05"
    rows[1][2] = "已批"
    region = region_of(tmp_path, rows)
    assert region.zones["approved"].item() == ""
    assert [column.heading for column in region.own_columns] == ["批准日斯"]


@pytest.mark.parametrize(
    ("heading", "cells", "name", "unit", "year", "numbers"),
    [
        ("亩均税收2019(万元/亩)", ["12.5", ""], "亩均税收", "万元/亩", 2019, [12.5, None]),
        ("就业人数", ["1,500人", "20 人"], "就业人数", "人", None, [1500, 20]),
        ("2021年产值（亿元）", ["-3"], "产值", "亿元", 2021, [-3]),
        ("增速", ["3%", "-1.5%"], "增速", "%", None, [3, -1.5]),
        ("规模", ["1500公顷", "3亩"], "规模", "", None, None),
        ("联系电话", ["0357-1234567"], "联系电话", "", None, None),
    ],
)
def test_numbers_are_read_with_unit_and_year(heading, cells, name, unit, year, numbers):
    """Mixed units are no number of one thing."""
    import pandas as pd

    column = own_column(heading, pd.Series(cells))
    assert (column.name, column.unit, column.year) == (name, unit, year)
    assert column.is_number == (numbers is not None)
    if numbers is not None:
        read = numbers_of(pd.Series(cells), column)
        assert [None if value != value else value for value in read] == numbers


def spellings() -> list[tuple[str, str]]:
    """Return 263 ways of writing counties, as tables have them, with the adcodes that they mean."""
    chosen = random.Random(7).sample([home for home in districts() if home.prefecture and home.province], 88)
    forms = []
    for home in chosen:
        short = home.name[:-1] if len(home.name) > 2 and home.name[-1] in "县市区旗" else home.name
        forms += [
            (f"{home.province}{home.prefecture}{home.name}", home.adcode),
            (f"{home.prefecture}{home.name}", home.adcode),
            (f"{home.prefecture.removesuffix('市')}{short}", home.adcode),
        ]
    return forms[:263]


def test_counties_are_understood_as_tables_spell_them(tmp_path):
    """Of 263 spellings at least 98 in a hundred are read, and none as another county."""
    wrong, unread = [], []
    known = {home.adcode for home in districts()}
    rows = [["名称", "县"], *([f"园区{number}", way] for number, (way, _) in enumerate(spellings()))]
    found, _ = with_home_counties(read_all(sheet_of(tmp_path, rows), OWN_EVIDENCE), "")
    for (way, adcode), read in zip(spellings(), found.tables["zones"].frame["counties"], strict=True):
        if read != adcode:
            (wrong if read in known else unread).append((way, read))
    assert wrong == []
    assert len(unread) <= 5, unread


@pytest.mark.parametrize("prefecture", PLACES)
def test_the_sheet_of_any_place_is_read_at_once(tmp_path, prefecture):
    """Every row is a zone in a county of its prefecture, nothing of Linfen's there, every own column is."""
    region = read_region(write_sheet(prefecture, tmp_path))
    homes = {home.adcode for home in districts() if home.prefecture == prefecture}
    assert len(region.zones) == PLACES[prefecture][1]
    assert set().union(*region.zones["counties"]) <= homes
    assert [column.heading for column in region.own_columns] == list(OWN)
    assert [column.is_rate for column in region.own_columns] == [True, True, False, False]
    assert "临汾" not in "".join([region.title_zh, *region.counties["name_zh"], *region.zones["name_zh"]])


def test_every_column_reaches_geopackage_workbook_figure_and_diff(tmp_path):
    """Numbers as numbers, gaps as gaps, under her own headings; an edited cell is a change."""
    region = region_of(tmp_path, HOUMA)
    layer = pyogrio.read_dataframe(write_geopackage(region, tmp_path / "z.gpkg"), layer="zones")
    layer = layer.set_index("zone_id")
    assert layer.loc["houma-economic", "亩均税收2019(万元/亩)"] == 12.5
    assert layer["亩均税收2019(万元/亩)"].isna().sum() == 1
    assert list(layer["备注"]) == ["老区", ""]
    book = openpyxl.load_workbook(write_workbook(region, tmp_path / "z.xlsx"))
    headings = [cell.value for cell in book["开发区"][1]]
    assert {"亩均税收2019(万元/亩)", "备注"} <= set(headings)
    legend = legend_by(region, "亩均税收2019(万元/亩)")
    assert [item.label.zh for item in legend.classes] == ["12.5 万元/亩", "没有数值"]
    edited = [*HOUMA[:2], [*HOUMA[2][:-1], "新区"], HOUMA[3]]
    changes = compare(region, region_of(tmp_path, edited, "later.xlsx"))
    (change,) = changes[changes["change"] == "edited"].to_dict("records")
    assert (change["field"], change["old"], change["new"]) == ("own:备注", "老区", "新区")
