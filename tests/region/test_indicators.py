"""Numbers of zones and counties over time: read, checked, told on each day, and in every output."""

import datetime as dt
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from itertools import combinations, cycle
from math import dist
from pathlib import Path

import openpyxl
import pandas as pd
import pyogrio
import pytest

from kit import readers
from kit.decks import deck_bytes, opened, shown, texts, toy_bytes
from kit.drawn import marks
from kit.sheets import write_book
from outputs.test_cli import run
from zonemap.analysis.diff import compare
from zonemap.analysis.fact import When
from zonemap.analysis.facts import facts_of
from zonemap.analysis.legend import legend_by
from zonemap.core.problems import DataProblems
from zonemap.core.vocabulary import label
from zonemap.outputs.atlas.facts import county_facts
from zonemap.outputs.geopackage.writer import write_geopackage
from zonemap.outputs.page.data import page_data
from zonemap.outputs.workbook.writer import write_workbook
from zonemap.region.reading import read_region
from zonemap.region.region import Region
from zonemap.scene.items import Mark, walk
from zonemap.scene.marks import COLOURED
from zonemap.scene.overview import county_fills, overview_sheet
from zonemap.scene.sheet import SheetStyle
from zonemap.style.inks import SAMPLE, mix

READERS = {
    "html": readers.page,
    "pptx": readers.deck,
    "pdf": readers.atlas,
    "xlsx": readers.workbook,
    "gpkg": readers.geopackage,
}
YEARS = range(2018, 2024)
TITLE = ["名称", "县", "批准日期", "亩均税收2019(万元/亩)", "亩均税收2021(万元/亩)"]
ZONES = [TITLE, ["甲园区", "侯马市", "2001", 10.5, 12.25], ["乙园区", "曲沃县", "2010", None, 3]]
NUMBERS = [
    ["开发区", "县", "指标", "年份", "数值", "单位"],
    ["甲园区", "", "产值", 2019, "1,500亿元", ""],
    ["甲园区", "", "产值", 2020, 1600, "亿元"],
    ["乙园区", "", "产值", "2021年6月", 8, "亿元"],
    ["", "侯马市", "人口密度", 2020, 950.5, "人/km²"],
    ["", "曲沃县", "人口密度", 2020, 430, "人/km²"],
]


def region_of(folder: Path, numbers: list[list[object]] = NUMBERS, name: str = "某市.xlsx") -> Region:
    """Read a region from a workbook with zones and numbers."""
    return read_region(write_book(folder / name, {"开发区": ZONES, "指标": numbers}))


def told(region: Region, name: str, label: str) -> tuple[str, When]:
    """Return what is told of an indicator of a zone, in Chinese, and how it stands to the day."""
    zone_id = region.zones.index[region.zones["name_zh"] == name][0]
    (fact,) = [fact for fact in facts_of(region, zone_id) if fact.label.zh == label]
    return fact.described.zh, fact.when


def test_columns_of_years_and_the_table_are_one_model(tmp_path):
    """Each indicator once, with its unit; units come out of the cells."""
    region = region_of(tmp_path)
    assert [(one.key, one.unit, one.is_rate, one.is_of_counties) for one in region.series] == [
        ("亩均税收", "万元/亩", True, False),
        ("产值", "亿元", False, False),
        ("人口密度", "人/km²", True, True),
    ]
    assert list(region.series[1].values["number"]) == [1500, 1600, 8]


@pytest.mark.parametrize(
    ("day", "tax", "output", "when"),
    [
        (2018, "10.5 万元/亩（2019年）（在这一天之后）", "1500 亿元（2019年）（在这一天之后）", When.later),
        (2019, "10.5 万元/亩（2019年）", "1500 亿元（2019年）", When.now),
        (2021, "12.25 万元/亩（2021年）；此前2019年 10.5", "1600 亿元（2020年）；此前2019年 1500", When.now),
    ],
)
def test_the_newest_number_of_the_day_is_told(tmp_path, day, tax, output, when):
    """With those before it; what is of a later day is told as that."""
    region = region_of(tmp_path).as_of(day)
    assert told(region, "甲园区", "亩均税收") == (tax, when)
    assert told(region, "甲园区", "产值") == (output, when)


def test_no_number_is_not_nought(tmp_path):
    """A zone without one says so."""
    region = region_of(tmp_path, [*NUMBERS[:3], *NUMBERS[4:]])
    assert told(region, "乙园区", "产值") == ("资料未载明", When.silent)


def test_each_number_names_its_cell(tmp_path):
    """Of the newest, as Excel names it."""
    region = region_of(tmp_path)
    cells = [
        fact.cell.zh
        for zone_id in region.zones.index
        for fact in facts_of(region, zone_id)
        if fact.label.zh == "产值"
    ]
    assert ["E3" in cells[0], "E4" in cells[1]] == [True, True]


def test_numbers_read_back_equal(tmp_path):
    """From GeoPackage, workbook and the workbook given back as input."""
    region = region_of(tmp_path)
    file = write_geopackage(region, tmp_path / "z.gpkg")
    zones = pyogrio.read_dataframe(file, layer="zones")
    assert list(zones["产值(亿元)"]) == [1600, 8]
    assert list(zones["亩均税收2021(万元/亩)"]) == [12.25, 3]
    counties = pyogrio.read_dataframe(file, layer="counties").set_index("adcode")
    assert counties["人口密度(人/km²)"].dropna().to_dict() == {"141081": 950.5, "141021": 430}
    assert list(pyogrio.read_dataframe(file, layer="indicators")["value"]) == [1500, 1600, 8, 950.5, 430]
    sheet = openpyxl.load_workbook(write_workbook(region, tmp_path / "z.xlsx"))["指标"]
    assert [cell.value for cell in sheet["F"]][1:] == [1500, 1600, 8, 950.5, 430]
    again = read_region(tmp_path / "z.xlsx", state_day=region.state_day)
    for one, other in zip(region.series, again.series, strict=True):
        pairs = (sorted(series.values[["date", "number"]].itertuples(index=False)) for series in (one, other))
        assert next(pairs) == next(pairs)


def test_a_changed_number_is_a_change(tmp_path):
    """Told with both values."""
    later = [*NUMBERS[:2], ["甲园区", "", "产值", 2020, 1700, "亿元"], *NUMBERS[3:]]
    changes = compare(region_of(tmp_path), region_of(tmp_path, later, "后来.xlsx"))
    (change,) = changes[changes["field"] == "indicators"].to_dict("records")
    assert ("1600" in change["old"], "1700" in change["new"]) == (True, True)


@pytest.mark.parametrize(
    ("rows", "words", "row"),
    [
        ([["丙园区", "", "产值", 2020, 1, ""]], "找不到这个值", 2),
        ([["", "", "产值", 2020, 1, ""]], "没有写是哪个", 2),
        ([["", "候马县", "产值", 2020, 1, ""]], "找不到这个值", 2),
        ([["甲园区", "", "产值", 2020, "很多", ""]], "不是数字", 2),
        ([["甲园区", "", "产值", "去年", 1, ""]], "不是可识别的日期", 2),
        ([["甲园区", "", "产值", 2020, 1, ""], ["甲园区", "", "产值", 2020, 2, ""]], "两个不同的数", 2),
        ([["甲园区", "", "产值", 2020, "1 亿元", "万元"]], "不是数字", 2),
    ],
)
def test_what_is_wrong_with_a_number_is_told(tmp_path, rows, words, row):
    """With its row."""
    with pytest.raises(DataProblems, match=words) as caught:
        region_of(tmp_path, [NUMBERS[0], *rows])
    assert caught.value.problems[0].row == row


def test_what_to_look_at_is_said(tmp_path):
    """Mixed units, missing years and what is a hundred times apart from the rest."""
    rows = [
        ["甲园区", "", "产值", year, 10 + year % 7, "亿元"] for year in (2014, 2015, 2017, 2018, 2019, 2020)
    ]
    rows += [["乙园区", "", "产值", 2020, 120000, "亿元"], ["乙园区", "", "用地", 2020, 3, "亩"]]
    rows += [["甲园区", "", "用地", 2020, 3, "公顷"]]
    hints = "\n".join(region_of(tmp_path, [NUMBERS[0], *rows]).witnesses.hints)
    assert "没有 2016 年的数" in hints
    assert "第8行的 120000" in hints
    assert "单位不一：亩 (1)、公顷 (1)" in hints
    assert "1 处缺其中一些年份" in hints


def test_a_hundred_thousand_numbers_are_read(tmp_path):
    """No row is lost."""
    frame = pd.DataFrame(
        [
            ("侯马市", f"指标{i}", f"{y}-{m:02}", i * y % 97)
            for i in range(300)
            for y in range(1990, 2018)
            for m in range(1, 13)
        ],
        columns=["县", "指标", "年份", "数值"],
    )
    folder = tmp_path / "geodata"
    folder.mkdir()
    zones = pd.DataFrame(ZONES[1:], columns=TITLE)
    region = region_of(tmp_path)
    zones.to_csv(folder / "zones.csv", index=False)
    frame.to_csv(folder / "indicators.csv", index=False)
    region.counties.reset_index().to_file(folder / "counties.geojson", driver="GeoJSON")
    (folder / "datapackage.json").write_text(
        '{"name": "a", "title": "甲", "title_en": "A", "as_of": "2021-12-31", "evidence": "own"}', "utf-8"
    )
    read = read_region(folder)
    assert len(read.indicators) == len(frame) == 100800
    assert sum(len(series.values) for series in read.series if series.is_of_counties) == len(frame)
    assert read.date == dt.date(2021, 12, 31)


@pytest.mark.parametrize(
    ("by", "title"),
    [("亩均税收", "亩均税收（万元/亩·2021年）"), ("产值", "产值（亿元·2020年–2021年6月·总量）")],
)
def test_a_legend_says_unit_year_and_gaps(tmp_path, by, title):
    """Of a rate and of a total; what has no number is a class of its own."""
    one = [*ZONES[1:], ["丙园区", "翼城县", "2010", None, None]]
    sheets = {"开发区": [TITLE, *one], "指标": NUMBERS}
    legend = legend_by(read_region(write_book(tmp_path / "某市.xlsx", sheets)), by)
    assert legend.title.zh == title
    assert legend.classes[-1].label.zh == "没有数值"
    assert legend.classes[-1].count == 1


def test_totals_are_sized_marks_and_fill_no_area(tmp_path):
    """Larger numbers, larger marks, one colour; the boundary keeps its line alone."""
    legend = legend_by(region_of(tmp_path), "产值")
    sizes = [item.size for item in legend.classes]
    assert sizes == sorted(sizes)
    assert len({item.color for item in legend.classes}) == 1
    paint = COLOURED.boundary("surveyed", legend.classes[-1])
    assert (paint.fill, bool(paint.line)) == ("", True)


def test_numbers_of_counties_colour_counties(tmp_path):
    """Every county has a class, most of them that of no number."""
    region = region_of(tmp_path)
    legend = legend_by(region, "人口密度")
    assert legend.is_of_counties
    assert set(legend.of.index) == set(region.counties.index)
    assert legend.of["141081"] != "no_value"
    assert (legend.of == "no_value").sum() == 15


def test_totals_of_counties_are_marks_and_fill_no_county(tmp_path):
    """Discs of two sizes and that of no number, beside the marks of zones; the land stays as it is."""
    rows = [
        ["县", "指标", "年份", "数值", "单位"],
        ["侯马市", "人口", 2020, 10, "人"],
        ["古县", "人口", 2020, 99, "人"],
    ]
    region = region_of(tmp_path, rows)
    legend = legend_by(region, "人口")
    assert (legend.is_of_counties, legend.is_sized, county_fills(legend)) == (True, True, {})
    sheet = overview_sheet(region, legend, SheetStyle("zh"))
    of_counties = {
        one.name: one for one in walk(sheet.items) if isinstance(one, Mark) and one.name[-6:].isdigit()
    }
    assert len(of_counties) == 17
    few, many = of_counties["侯马市 141081"], of_counties["古县 141025"]
    assert few.radius < many.radius
    assert all(dist(many.place, one.place) > many.radius for one in marks(sheet.items))
    drawn = [one for one in walk(sheet.items) if isinstance(one, Mark)]
    assert max(map(drawn.index, marks(sheet.items))) < min(map(drawn.index, of_counties.values()))
    assert {one.color for one in marks(sheet.items)} == {mix(SAMPLE, 0.45)}


def test_totals_of_zones_do_not_cover_each_other(tmp_path):
    """Each mark takes room for its own size, in a crowd of four at one place."""
    region = region_of(tmp_path)
    legend = legend_by(region, "产值")
    sizes = cycle((1.75, 0.7))
    classes = tuple(replace(item, size=next(sizes)) for item in legend.classes)
    found = marks(overview_sheet(region, replace(legend, classes=classes), SheetStyle("zh")).items)
    for one, other in combinations(found, 2):
        assert dist(one.place, other.place) >= one.radius + other.radius


def test_the_method_names_what_is_sized(tmp_path):
    """Symbols have a fixed size, but where numbers of hers are totals."""
    said = label("deck", "method_sized", "zh")
    assert said not in texts(shown(opened(toy_bytes()))[-1])
    assert said in texts(shown(opened(deck_bytes(region_of(tmp_path))))[-1])


def test_a_county_page_tells_its_numbers(tmp_path):
    """The newest with its unit and year; nothing of a county without one."""
    region = region_of(tmp_path)
    told = [(fact.head, fact.text) for fact in county_facts(region, "141081", "zh")]
    assert [head for head, _ in told] == [one.label.zh for one in region.series if one.is_of_counties]
    assert county_facts(region, "141025", "zh") == []


def test_the_page_shows_the_numbers_of_each_year(tmp_path):
    """Classes, heading and the small line follow the slider; county numbers stand with the counties."""
    data = page_data(region_of(tmp_path))
    tax = data["legends"]["亩均税收"]
    assert [pair[0] for _, pair in tax["titles"]] == [
        "亩均税收（万元/亩）",
        "亩均税收（万元/亩·2019年）",
        "亩均税收（万元/亩·2021年）",
    ]
    first = data["zones"][0]
    assert [year for year, _ in first["at"]["亩均税收_class"]] == [2001, 2019, 2021]
    series = [fact[4]["series"] for fact in first["facts"] if len(fact) > 4 and "series" in fact[4]]
    assert [["2019", 10.5], ["2021", 12.25]] in series
    assert set(data["legends"]["人口密度"]["counties"]) == {county["id"] for county in data["counties"]}
    assert all("size" in item for item in data["legends"]["产值"]["classes"])


def sheet_of(count: int) -> list[list[object]]:
    """Make a sheet of zones with two numbers of no year and three over six years, all of them different."""
    homes = ["侯马市", "曲沃县", "翼城县", "襄汾县", "洪洞县", "古县", "安泽县", "浮山县", "吉县", "乡宁县"]
    heads = ["名称", "所在县", "主导产业", "批准年份", "从业人数(人)", "绿化率(%)"]
    for name in ("工业总产值{}(亿元)", "亩均税收{}(万元/亩)", "企业数{}"):
        heads += [name.format(year) for year in YEARS]
    rows: list[list[object]] = [list(heads)]
    for at in range(count):
        row = [f"第{at + 1}园区", homes[at % len(homes)], "装备制造、光伏", str(2000 + at), 41_000 + 37 * at]
        row += [round(3.517 + 0.731 * at, 3)]
        row += [round(210.13 + 1.37 * at + 17.11 * (year - 2018), 2) for year in YEARS]
        row += [round(55.217 + 0.913 * at + 30.07 * (year - 2018), 3) for year in YEARS]
        rows.append([*row, *(7001 + 61 * at + (year - 2018) for year in YEARS)])
    return rows


@pytest.mark.parametrize("count", [3, pytest.param(20, marks=pytest.mark.slow)])
def test_every_number_of_a_sheet_is_read_back_from_every_output(tmp_path, capsys, count):
    """From one sheet by one command: page, static page, slides, atlas, workbook, GeoPackage."""
    rows = sheet_of(count)
    sheet = write_book(tmp_path / "园区.xlsx", {"开发区": rows})
    kinds = "page,deck,atlas,workbook,geopackage,account"
    assert run("build", str(sheet), "--out", str(tmp_path / "dist"), "--only", kinds) == 0
    said = capsys.readouterr().out
    assert [heading for heading in rows[0][4:] if f"{heading} → " not in said] == []
    numbers = {str(cell) for row in rows[1:] for cell in row[4:]}
    for ending in READERS:
        lines = READERS[ending](tmp_path / "dist" / f"园区.{ending}")
        found = set(re.findall(r"\d+(?:\.\d+)?", "\n".join(line for of in lines.values() for line in of)))
        assert (ending, sorted(numbers - found)) == (ending, [])
        if ending == "html":
            static = set(re.findall(r"\d+(?:\.\d+)?", "\n".join(lines["texts"])))
            assert sorted(numbers - static) == []
    again = read_region(tmp_path / "dist" / "园区.xlsx")
    assert set(compare(read_region(sheet), again)["change"]) == {"unchanged"}


def test_a_changed_number_is_in_the_difference(tmp_path):
    """Before and after, of the zone and the column."""
    rows = sheet_of(2)
    old = read_region(write_book(tmp_path / "old.xlsx", {"开发区": rows}))
    rows[1][7] = 999.5
    new = read_region(write_book(tmp_path / "new.xlsx", {"开发区": rows}))
    (change,) = compare(old, new).query("change != 'unchanged'").to_dict("records")
    assert (change["field"], change["new"]) == ("own:工业总产值2019(亿元)", "999.5")


def test_a_gis_maps_every_number_at_its_place(tmp_path):
    """In the GeoPackage a row a number: those of zones at their points, those of counties on their areas."""
    path = write_geopackage(region_of(tmp_path), tmp_path / "numbers.gpkg")
    columns = ["name_zh", "indicator", "date", "value", "unit"]
    zones, counties = (pyogrio.read_dataframe(path, layer=f"{of}_indicators") for of in ("zone", "county"))
    assert zones[columns].to_numpy().tolist() == [
        ["甲园区", "产值", "2019", 1500, "亿元"],
        ["甲园区", "产值", "2020", 1600, "亿元"],
        ["乙园区", "产值", "2021-06", 8, "亿元"],
    ]
    points = pyogrio.read_dataframe(path, layer="points").set_index("name_zh")
    assert all(zones.geometry == points.geometry.loc[zones["name_zh"]].to_numpy())
    assert counties[columns].to_numpy().tolist() == [
        ["侯马市", "人口密度", "2020", 950.5, "人/km²"],
        ["曲沃县", "人口密度", "2020", 430, "人/km²"],
    ]
    assert set(counties.geom_type) == {"MultiPolygon"}
    assert zones.crs == counties.crs == "EPSG:4490"


def test_a_geopackage_without_numbers_has_no_layer_of_them(tmp_path, toy):
    """Nor has one whose numbers are all of zones one of counties; columns tell what people call them."""
    layers = set(pyogrio.list_layers(write_geopackage(toy, tmp_path / "toy.gpkg"))[:, 0])
    assert not {"zone_indicators", "county_indicators"} & layers
    path = write_geopackage(region_of(tmp_path, NUMBERS[:3]), tmp_path / "zones.gpkg")
    layers = set(pyogrio.list_layers(path)[:, 0])
    assert {"zone_indicators", "county_indicators"} & layers == {"zone_indicators"}
    with closing(sqlite3.connect(path)) as database:
        told = "SELECT title FROM gpkg_data_columns WHERE table_name = 'zones' AND column_name = 'approved'"
        assert database.execute(told).fetchall() == [(label("column", "approved", "zh"),)]
