"""The workbook holds what the tables say, can be edited without harm, and is input again."""

import dataclasses
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from kit.toy import ZONES, write_geodata
from zonemap.core.vocabulary import UNSTATED, label, terms
from zonemap.outputs.workbook.writer import table_of, write_workbook
from zonemap.region.reading import read_region
from zonemap.region.region import Region
from zonemap.tables.schemas import TABLE_NAMES

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
    """Eight tables under their Chinese names, every heading Chinese."""
    for name in TABLE_NAMES:
        sheet = book[label("table", name, "zh")]
        assert {cell.value for cell in sheet[1]} <= {term.zh for term in terms("column").values()}


def test_words_stand_in_chinese(book):
    """A kind is named as people say it."""
    kinds = texts(book[label("table", "zones", "zh")], label("column", "kind", "zh"))
    assert kinds == [label("kind", key, "zh") for key in ("economic", "hightech", "agriculture", "cluster")]


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
    assert len(offers) == 4
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
    """Title, day, draft mark and fingerprint."""
    said = " ".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row)
    for part in (toy.title_zh, toy.title_en, "2020-06-30", "内部工作底图", toy.fingerprint):
        assert part in said


def test_a_map_number_replaces_the_draft_mark(toy, tmp_path):
    """The number as it was given."""
    opened = openpyxl.load_workbook(write_workbook(toy, tmp_path / "a.xlsx", map_number="晋S(2020)1号"))
    said = " ".join(str(cell.value) for row in opened.worksheets[0].iter_rows() for cell in row)
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
    back = given_back(surveyed, write_geodata(tmp_path / "geodata"), tmp_path / "back")
    assert heading not in table_of(back, "zones").columns
    assert_same(toy, back)
