"""Table files: what is no table is refused; the order of rows, columns and files does not matter."""

import csv
import datetime as dt
import io
import tempfile
from pathlib import Path
from random import Random

import openpyxl
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kit import toy
from kit.table_cases.kit import book_bytes
from zonemap.region.join import summarise_account
from zonemap.region.reading import read_region
from zonemap.region.region import Region
from zonemap.tables.csv_file import read_csv_sheet
from zonemap.tables.rows import MAX_ROWS, NoTable
from zonemap.tables.table_file import read_sheets

EIGHTEENTH = dt.datetime(2000, 5, 18)


def hidden(book: openpyxl.Workbook) -> None:
    """Hide the first sheet."""
    book.worksheets[0].sheet_state = "hidden"


def sheets_of(tmp_path, sheets, change=id):
    """Write a workbook and read it."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(book_bytes(sheets, change))
    return read_sheets(path)


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("yyyy-mm-dd", "2000-05-18"),
        ("mm-dd-yy", "2000-05-18"),
        ('yyyy"年"m"月"d"日"', "2000-05-18"),
        ("[$-F800]dddd, mmmm dd, yyyy", "2000-05-18"),
        ("yyyy-mm", "2000-05"),
        ("mmm-yy", "2000-05"),
        ('[$-804]yyyy"年"m"月"', "2000-05"),
        ("yyyy", "2000"),
        ('[Red]yyyy"年度"', "2000"),
        ('yyyy"d"', "2000"),
    ],
)
def test_a_date_is_as_coarse_as_it_shows(tmp_path, number_format, shown):
    """Colours, languages and quoted letters in the format are no days."""

    def change(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["A2"] = EIGHTEENTH
        book.worksheets[0]["A2"].number_format = number_format

    assert sheets_of(tmp_path, {"s": [["date"]]}, change)[0].rows == [(1, ["date"]), (2, [shown])]


@pytest.mark.parametrize(
    ("value", "shown"), [(11.01, "11.01"), (11.010000000000002, "11.01"), (1997.0, "1997"), (True, "True")]
)
def test_numbers_show_the_digits_that_excel_keeps(tmp_path, value, shown):
    """No tail of the binary form, no decimals of a whole number."""

    def change(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["A1"] = value

    assert sheets_of(tmp_path, {"s": []}, change)[0].rows == [(1, [shown])]


def test_rows_keep_the_numbers_that_excel_shows(tmp_path):
    """Rows without text are left out and still counted."""
    assert sheets_of(tmp_path, {"s": [[], ["a"], [], ["b"]]})[0].rows == [(2, ["a"]), (4, ["b"])]


def test_hidden_sheets_are_read_and_known_as_hidden(tmp_path):
    """Excel shows one of the two."""
    found = sheets_of(tmp_path, {"one": [["a"]], "two": [["b"]]}, hidden)
    assert [(sheet.title, sheet.hidden) for sheet in found] == [("one", True), ("two", False)]


def test_formulas_without_result_and_merged_cells_are_found(tmp_path):
    """With their places."""

    def change(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["B2"] = "=1+1"
        book.worksheets[0].merge_cells("A2:A4")

    (sheet,) = sheets_of(tmp_path, {"s": [["a", "b"], ["c"]]}, change)
    assert sheet.uncomputed == ((2, 2, "=1+1"),)
    assert sheet.merged == ((2, 1, 4, 1),)


def test_cells_are_counted_in_records_not_in_lines():
    """A line break inside quotes makes no row, in Excel neither."""
    sheet = read_csv_sheet(b'a,b\n"1\n2",3\n4,5\n', "a.csv")
    assert sheet.rows == [(1, ["a", "b"]), (2, ["1\n2", "3"]), (3, ["4", "5"])]


def test_a_million_rows_are_refused_before_they_are_parsed():
    """The message says how many there are and how many are read; none of them was kept."""
    with pytest.raises(NoTable, match=f"1,000,001 rows, more than {MAX_ROWS:,} rows"):
        read_csv_sheet(b"zone_id,industry,basis\n" + b"one,power,stated\n" * 1_000_000, "industries.csv")


def test_a_long_workbook_is_refused_before_it_is_loaded(tmp_path):
    """The message says how many rows with text there are and how many are read, here 10."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(book_bytes({"s": [["a"]] * 31, "t": [["b"]]}))
    with pytest.raises(NoTable, match=r"a\.xlsx.*\n.*\n +31 rows, more than 10 rows, not read"):
        read_sheets(path, 10)


def test_rows_without_text_do_not_count_as_rows_of_a_workbook(tmp_path):
    """Formats dragged down a sheet make rows in the file that hold nothing."""

    def change(book: openpyxl.Workbook) -> None:
        for row in range(2, 60):
            book.worksheets[0].cell(row, 1).number_format = "0.00"

    path = tmp_path / "a.xlsx"
    path.write_bytes(book_bytes({"s": [["a"]]}, change))
    assert read_sheets(path, 10)[0].rows == [(1, ["a"])]


def test_lines_within_cells_do_not_count_as_rows():
    """Sixty lines, two rows; ten are read."""
    text = b'a,b\n"' + b"1\n" * 60 + b'",2\n'
    assert [number for number, _ in read_csv_sheet(text, "a.csv", 10).rows] == [1, 2]


def test_a_large_file_is_refused_unread(tmp_path):
    """By its size on the disk alone: a sparse file of 65 MB."""
    path = tmp_path / "zones.csv"
    with path.open("wb") as file:
        file.truncate(65 << 20)
    with pytest.raises(NoTable, match="65 MB > 64 MB"):
        read_sheets(path)


TABLES = ("zones", "industries", "reforms", "partners", "events", "evidence", "sources", "story")
PARTNERS = toy.PARTNERS + "one,某公司,A company,operator,北京,2015\ntwo,某大学,,university,,\n"
IDS = ("one", "two", "three", "four")
NAMES = ("甲县经济开发区", "乙县高新区", "丙县农业区", "丙县集聚区")
ID = st.from_regex(r"z[a-z0-9]{0,6}(-[a-z0-9]{1,4})?", fullmatch=True)
NAME = st.text("东西南北山川河源城园新平安临汾洪洞", min_size=2, max_size=8).map(lambda text: f"{text}开发区")
QUICK = settings(max_examples=8, deadline=None, derandomize=True, phases=[Phase.generate])
SQUARE = """{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"zone_id": "one"},
"geometry": {"type": "Polygon", "coordinates":
[[[111.04, 36.04], [111.06, 36.04], [111.06, 36.06], [111.04, 36.06], [111.04, 36.04]]]}}]}"""


def written() -> dict[str, list[list[str]]]:
    """Return the cells of every table of the toy region, with two partners."""
    with tempfile.TemporaryDirectory() as name:
        folder = toy.write_geodata(Path(name), partners=PARTNERS)
        return {
            table: list(csv.reader((folder / f"{table}.csv").read_text("utf-8").splitlines()))
            for table in TABLES
        }


CELLS = written()


def region_of(cells: dict[str, list[list[str]]], boundary: str = SQUARE) -> Region:
    """Write tables and the surveyed boundary of one zone, and read the region."""
    with tempfile.TemporaryDirectory() as name:
        folder = toy.write_geodata(Path(name), **{table: as_csv(rows) for table, rows in cells.items()})
        (folder / "boundaries").mkdir()
        (folder / "boundaries" / "a.geojson").write_text(boundary, encoding="utf-8")
        return read_region(folder)


def as_csv(rows: list[list[str]]) -> str:
    """Return rows as CSV."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def plain(region: Region) -> dict[str, list[tuple[str, ...]]]:
    """Return every table of a region as sorted rows of text, without the numbers of the rows."""
    frames = {name: getattr(region, name) for name in (*TABLES, "account")}
    shapes = region.zones.geometry.to_wkt()
    frames["zones"] = pd.DataFrame(region.zones).assign(geometry=shapes).reset_index()
    return {name: sorted_rows(frame.drop(columns="row", errors="ignore")) for name, frame in frames.items()}


def sorted_rows(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return the rows of a frame as text, sorted."""
    return sorted(tuple(map(str, row)) for row in frame.itertuples(index=False, name=None))


def sums(region: Region) -> list[tuple[str, ...]]:
    """Return how many rows of each side are in each class of the account."""
    return sorted_rows(summarise_account(region.account))


USUAL = region_of(CELLS)


@QUICK
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(lot: Random):
    """Every table shuffled: the same zones, tables and account."""
    shuffled = {table: [head, *lot.sample(rows, len(rows))] for table, (head, *rows) in CELLS.items()}
    region = region_of(shuffled)
    assert plain(region) == plain(USUAL)
    assert sums(region) == sums(USUAL)


@QUICK
@given(st.randoms(use_true_random=False))
def test_the_order_of_columns_does_not_matter(lot: Random):
    """The columns of every table shuffled: the same region."""
    orders = {table: lot.sample(range(len(rows[0])), len(rows[0])) for table, rows in CELLS.items()}
    shuffled = {table: [[row[i] for i in orders[table]] for row in rows] for table, rows in CELLS.items()}
    assert plain(region_of(shuffled)) == plain(USUAL)


@QUICK
@given(
    st.lists(ID, min_size=len(IDS), max_size=len(IDS), unique=True),
    st.lists(NAME, min_size=len(NAMES), max_size=len(NAMES), unique=True),
)
def test_what_zones_are_called_does_not_matter(ids: list[str], names: list[str]):
    """Other ids and names, the same in every table: the same zones but for these, and the same account."""
    called = dict(zip((*IDS, *NAMES), (*ids, *names), strict=True))
    renamed = {
        table: [[called.get(cell, cell) for cell in row] for row in rows] for table, rows in CELLS.items()
    }
    region = region_of(renamed, SQUARE.replace('"one"', f'"{called["one"]}"'))
    back = {new: old for old, new in called.items()}
    restored = {
        table: sorted(tuple(back.get(cell, cell) for cell in row) for row in rows)
        for table, rows in plain(region).items()
    }
    assert restored == plain(USUAL)
    assert sums(region) == sums(USUAL)
