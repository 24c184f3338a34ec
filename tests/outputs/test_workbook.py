"""The workbook holds what the tables say, can be edited without harm, and is input again."""

import dataclasses
import datetime as dt
import re
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from kit.toy import ZONES, write_geodata
from zonemap.core.history import FIELDS
from zonemap.core.vocabulary import UNSTATED, label, terms
from zonemap.outputs.workbook.writer import table_of, write_workbook
from zonemap.region.reading import read_region
from zonemap.region.region import Region
from zonemap.tables.reader import read_tables
from zonemap.tables.schemas import TABLE_NAMES, columns_of
from zonemap.tables.spellings import in_words

HOSTILE = ["=1+1", "+86 357", "-乡", "@SUM(A1)", "{{ 7*7 }}", "2020-01-01", "001", "第一行\n第二行"]


def given_back(region: Region, geodata: Path, folder: Path) -> Region:
    """Write the workbook into a folder as its only tables and read the folder."""
    folder.mkdir()
    for name in ("datapackage.json", "counties.geojson"):
        shutil.copy(geodata / name, folder / name)
    write_workbook(region, folder / "tables.xlsx")
    return read_region(folder)


def assert_same(one: Region, other: Region) -> None:
    """Hold every table, zone and row of the account of two regions against each other."""
    for name in TABLE_NAMES:
        pd.testing.assert_frame_equal(table_of(one, name), table_of(other, name))
    pd.testing.assert_frame_equal(one.zones[["basis", "status"]], other.zones[["basis", "status"]])
    assert one.zones.geometry.geom_equals(other.zones.geometry).all()


def texts(sheet: openpyxl.worksheet.worksheet.Worksheet, column: str) -> list[object]:
    """Return the values under a heading."""
    headings = [cell.value for cell in sheet[1]]
    return [row[headings.index(column)].value for row in sheet.iter_rows(min_row=2)]


@pytest.fixture(scope="module")
def book(toy, tmp_path_factory):
    """Write the toy region's workbook and open it."""
    return openpyxl.load_workbook(write_workbook(toy, tmp_path_factory.mktemp("book") / "toy.xlsx"))


def test_a_workbook_given_back_is_the_same_region(toy, tmp_path):
    """Nothing is lost or changed on the way to Excel and back."""
    geodata = write_geodata(tmp_path / "geodata")
    assert_same(toy, given_back(toy, geodata, tmp_path / "back"))


def test_linfen_given_back_is_the_same_region(linfen, tmp_path):
    """All of the real tables, word for word."""
    geodata = Path(__file__).parents[2] / "geodata"
    assert_same(linfen, given_back(linfen, geodata, tmp_path / "back"))


def test_a_sheet_a_table_with_chinese_headings(book):
    """The tables under their Chinese names, every heading Chinese, names of zones beside their ids."""
    known = {term.zh for term in terms("column").values()} | {label("workbook", "zone_name", "zh")}
    for name in TABLE_NAMES:
        sheet = book[label("table", name, "zh")]
        assert {cell.value for cell in sheet[1]} <= known


def test_words_stand_in_chinese(book):
    """A kind is named as people say it."""
    kinds = texts(book[label("table", "zones", "zh")], label("column", "kind", "zh"))
    assert kinds == [label("kind", key, "zh") for key in ("economic", "hightech", "agriculture", "cluster")]


def test_no_sheet_shows_a_key(linfen, tmp_path):
    """Fields by their headings, counties and zones by their names, values in words, on every sheet."""
    book = openpyxl.load_workbook(write_workbook(linfen, tmp_path / "a.xlsx"))
    keys = {
        *linfen.counties.index,
        *(key for group in ("kind", "tier", "color", "status") for key in terms(group)),
    }
    keys |= {column for name in TABLE_NAMES for column in columns_of(name)} | set(FIELDS)
    for name in TABLE_NAMES:
        for row in book[label("table", name, "zh")].iter_rows(values_only=True):
            assert not keys & {part for cell in row for part in re.split("[;、]| .*", str(cell or ""))}, row
    assert texts(book["开发区"], "所在县（市、区）")[0] == "尧都区、洪洞县"
    assert texts(book["沿革"], "字段")[:4] == ["所在县（市、区）", "所在县（市、区）", "乡镇", "点位"]


def test_what_a_name_does_not_tell_apart_stays_a_code(toy, tmp_path):
    """Where two counties have one name, the cell keeps the codes, and is read as the same counties."""
    twice = toy.counties.assign(name_zh=toy.counties["name_zh"].iloc[0])
    written = in_words({name: table_of(toy, name) for name in TABLE_NAMES}, twice)
    assert list(written["zones"]["counties"]) == list(table_of(toy, "zones")["counties"])


def test_headings_are_frozen_and_filtered(book):
    """The heading stays in sight and every column can be filtered."""
    for name in TABLE_NAMES:
        sheet = book[label("table", name, "zh")]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")


def test_columns_are_as_wide_as_their_texts(book):
    """Neither cut nor endless."""
    for name in TABLE_NAMES:
        for dimension in book[label("table", name, "zh")].column_dimensions.values():
            assert 8 <= dimension.width <= 60


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_stays_a_text(toy, tmp_path, text):
    """What looks like a formula, a number or a date is not one."""
    region = dataclasses.replace(toy, sources=toy.sources.assign(title=text))
    opened = openpyxl.load_workbook(write_workbook(region, tmp_path / "toy.xlsx"))
    sheet = opened[label("table", "sources", "zh")]
    (cell,) = [cell for cell in sheet[2] if cell.value == text]
    assert cell.data_type == "s"
    assert cell.number_format == "@"
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@"))


def test_a_control_character_does_not_break_the_file(toy, tmp_path):
    """XML has no place for it: a blank stands there."""
    region = dataclasses.replace(toy, sources=toy.sources.assign(title="公\x0b报"))
    opened = openpyxl.load_workbook(write_workbook(region, tmp_path / "toy.xlsx"))
    assert "公 报" in texts(opened[label("table", "sources", "zh")], label("column", "title", "zh"))


def test_numbers_are_numbers_and_gaps_are_empty(book):
    """One area is stated, three are not."""
    sheet = book[label("table", "zones", "zh")]
    assert texts(sheet, label("column", "area_km2", "zh")) == [10, None, None, None]
    assert texts(sheet, label("column", "lon", "zh")) == [111.05, 111.15, 111.35, 111.35]


def test_a_date_typed_into_a_new_row_stays_a_text(book):
    """The whole column is text, so that Excel does not turn 1997-07 into a day."""
    sheet = book[label("table", "zones", "zh")]
    column = next(cell.column_letter for cell in sheet[1] if cell.value == label("column", "approved", "zh"))
    assert sheet.column_dimensions[column].number_format == "@"


def test_words_are_offered_as_lists(book):
    """Each column of words has a list of all of them."""
    sheet = book[label("table", "zones", "zh")]
    offers = sheet.data_validations.dataValidation
    assert [offer.type for offer in offers] == [*["list"] * 4, "decimal", "decimal", "list"]
    offered = book[label("workbook", "words", "zh")]
    known = {cell.value for column in offered.columns for cell in column}
    assert {term.zh for key, term in terms("kind").items() if key != UNSTATED} <= known


def test_a_column_of_ones_own_is_kept(tmp_path):
    """A planner's remarks come back from the workbook."""
    head, *rows = ZONES.splitlines()
    own = "\n".join([f"{head},经办人", *(f"{row},张三" for row in rows)])
    region = read_region(write_geodata(tmp_path / "geodata", zones=own))
    back = given_back(region, tmp_path / "geodata", tmp_path / "back")
    assert list(back.zones["own:经办人"]) == ["张三"] * 4


def test_the_first_sheet_says_what_it_is(toy, book):
    """Title, day in both languages, draft mark and fingerprint."""
    said = " ".join(
        str(cell.value) for row in book[label("workbook", "about", "zh")].iter_rows() for cell in row
    )
    days = ("2020年6月30日", "30 June 2020")
    for part in (toy.title_zh, toy.title_en, *days, "内部工作底图", toy.fingerprint):
        assert part in said


def test_a_map_number_replaces_the_draft_mark(toy, tmp_path):
    """The number as it was given."""
    opened = openpyxl.load_workbook(write_workbook(toy, tmp_path / "a.xlsx", map_number="晋S(2020)1号"))
    said = " ".join(
        str(cell.value) for row in opened[label("workbook", "about", "zh")].iter_rows() for cell in row
    )
    assert "审图号 晋S(2020)1号" in said
    assert "内部工作底图" not in said


def test_the_same_region_gives_the_same_bytes(toy, tmp_path):
    """No time of writing is left in the file."""
    one, other = (write_workbook(toy, tmp_path / name).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert one == other


def test_a_file_that_cannot_be_written_leaves_the_old_one(toy, tmp_path):
    """The folder is a file: an error, and the file is as it was."""
    (tmp_path / "dist").write_text("mine")
    with pytest.raises(OSError, match="dist"):
        write_workbook(toy, tmp_path / "dist" / "toy.xlsx")
    assert (tmp_path / "dist").read_text() == "mine"


def test_what_was_measured_stands_beside_the_stated_area(toy, tmp_path):
    """A number for the surveyed zone, nothing for the others; given back, it is no column of the table."""
    zones = toy.zones.copy()
    zones.loc["two", "measured_km2"] = 5.25
    surveyed = dataclasses.replace(toy, zones=zones)
    book = openpyxl.load_workbook(write_workbook(surveyed, tmp_path / "a.xlsx"))
    sheet = book[label("table", "zones", "zh")]
    headings = [cell.value for cell in sheet[1]]
    heading = label("workbook", "measured_km2", "zh")
    assert headings.index(heading) == headings.index(label("column", "area_km2", "zh")) + 1
    assert texts(sheet, heading) == [None, 5.25, None, None]
    assert "5.25" in str(
        at_a_glance(tmp_path / "a.xlsx")[zones.at["two", "name_zh"]]["面积（平方公里）"].value
    )
    back = given_back(surveyed, write_geodata(tmp_path / "geodata"), tmp_path / "back")
    assert heading not in table_of(back, "zones").columns
    assert_same(toy, back)


def at_a_glance(path: Path) -> dict[str, dict[str, openpyxl.cell.Cell]]:
    """Return the cells of the first sheet by the Chinese name of the zone and of the heading."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.title == "一览"
    heads = [str(cell.value).splitlines()[0] for cell in sheet[2]]
    return {
        str(row[0].value).splitlines()[0]: dict(zip(heads, row, strict=True))
        for row in sheet.iter_rows(min_row=3)
    }


def test_the_first_sheet_shows_all_at_a_glance(linfen, tmp_path):
    """A day is a date, a coarse one words, an area a number, a gap a dash; cells name their sources."""
    rows = at_a_glance(write_workbook(linfen, tmp_path / "a.xlsx"))
    assert list(rows) == list(linfen.zones["name_zh"])
    anze, linfen_zone, guxian = (
        rows[f"{name}经济{kind}开发区"] for name, kind in (("安泽", "技术"), ("临汾", ""), ("古县", "技术"))
    )
    assert anze["批准"].value == dt.datetime(2018, 12, 25)
    assert anze["批准"].is_date
    assert linfen_zone["批准"].value == "1997年7月"
    assert guxian["面积（平方公里）"].value == 11.01
    assert rows["侯马经济开发区"]["面积（平方公里）"].value == "–"
    assert rows["侯马经济开发区"]["所在县（市、区）"].value == "侯马市"
    of_area = linfen.evidence.query("zone_id == 'guxian-etdz' and field == 'area_km2'")["source_id"]
    publishers = linfen.sources.set_index("source_id").loc[of_area, "publisher"]
    assert all(publisher in guxian["面积（平方公里）"].comment.text for publisher in publishers)
    assert not rows["侯马经济开发区"]["面积（平方公里）"].comment


def test_numbers_of_ones_own_are_coloured_at_a_glance(tmp_path):
    """A rate has a scale of colours, a total bars; the newest number stands in the cell."""
    head = "截至2021年1月1日,,,,\n名称,县,亩均税收2019(万元/亩),亩均税收2020(万元/亩),总产值(亿元)\n"
    path = tmp_path / "临汾市.csv"
    path.write_text(head + "甲区,尧都区,10,12,5\n乙区,洪洞县,20,18,7\n", "utf-8")
    written = write_workbook(read_region(path), tmp_path / "a.xlsx")
    rows = at_a_glance(written)
    rate = next(heading for heading in rows["甲区"] if heading.startswith("亩均税收"))
    assert (rows["甲区"][rate].value, rows["乙区"][rate].value) == (12, 18)
    rules = openpyxl.load_workbook(written).worksheets[0].conditional_formatting
    assert sorted(rule.type for cells in rules for rule in cells.rules) == ["colorScale", "dataBar"]


def test_what_is_not_known_is_listed(linfen, tmp_path):
    """Each gap of each zone, and where a source states another value than the table."""
    book = openpyxl.load_workbook(write_workbook(linfen, tmp_path / "a.xlsx"))
    rows = [[cell.value for cell in row] for row in book["问题与缺口"].iter_rows(min_row=2)]
    assert ["侯马经济开发区", "面积 / Area", "资料未载明 / Not stated in the sources", None] in rows
    assert not [row for row in rows if row[0] == "古县经济技术开发区" and row[1] == "面积 / Area"]


def test_tables_name_zones_beside_their_ids_and_are_read_without(toy, tmp_path):
    """A person reads names; what she writes over them changes nothing."""
    geodata = write_geodata(tmp_path / "geodata")
    path = write_workbook(toy, tmp_path / "tables.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["依据"]
    assert texts(sheet, "开发区（不读入）")[0] == toy.zones.at[texts(sheet, "编号")[0], "name_zh"]
    sheet["C2"] = "改了也不读"
    folder = tmp_path / "back"
    folder.mkdir()
    for name in ("datapackage.json", "counties.geojson"):
        shutil.copy(geodata / name, folder / name)
    book.save(folder / "tables.xlsx")
    assert_same(toy, read_region(folder))


def test_sheets_for_people_are_not_read_and_not_asked_about(toy, tmp_path):
    """Given back as the only file, the zones are those of their own sheet, and no sheet is told as unread."""
    path = write_workbook(toy, tmp_path / "tables.xlsx")
    found = read_tables(path)
    assert not [item for item in found.unread if item.sheet in ("一览", "说明", "问题与缺口", "可选词")]
    assert len(found.tables["zones"].frame) == len(toy.zones)


def test_what_is_printed_can_be_read(toy, tmp_path):
    """A lying page as wide as the sheet; an empty table says so above a page, in no cell of its own."""
    book = openpyxl.load_workbook(write_workbook(toy, tmp_path / "a.xlsx"))
    first, empty, full = (book[name] for name in ("一览", "指标", "开发区"))
    assert (first.page_setup.orientation, first.page_setup.fitToWidth) == ("landscape", 1)
    assert first.page_setup.fitToHeight == 1
    assert empty.print_area == f"'指标'!$A$2:${empty.dimensions[-2]}$30"
    assert label("workbook", "no_rows", "zh") in empty.oddHeader.left.text
    assert empty.max_row == 1
    assert not full.print_area
