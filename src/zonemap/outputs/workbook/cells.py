"""How the sheets of workbooks look: tables with lists to choose from, cells, widths, heights and print."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from zonemap.core.history import FIELDS
from zonemap.core.vocabulary import UNSTATED, Vocabulary, label, word
from zonemap.tables.headings import heading_of
from zonemap.tables.schemas import COUNTY_COLUMNS, LATITUDES, LONGITUDES, TABLE_NAMES, term_columns

FONT = "Microsoft YaHei"
TEXT = Font(name=FONT, size=10)
HEADING = Font(name=FONT, size=10, bold=True, color="FFFFFF")
HEADING_FILL = PatternFill("solid", start_color="12355B")
TOP, MIDDLE = (Alignment(vertical=place, wrap_text=True) for place in ("top", "center"))
UNDER = Border(bottom=Side("hair", color="A3A8AE"), right=Side("hair", color="D5D9DD"))
WIDEST, NARROWEST = 60.0, 8.0
"""Of a column, in the characters that Excel counts widths in."""
_WIDE, _COMMON = 1.88, 1.05
_WIDTHS = dict.fromkeys(" .,:;'|!()[]/-ijlft·", 0.65) | dict.fromkeys("mwMWABCDEFGHKNOPQRSTUVXYZ%@&+=_", 1.45)
"""Of letters in such characters, as offices show them: a Chinese one, most others, narrow and broad ones.
To measure them in a typeface takes half a second of loading."""
LINE_HEIGHT, HIGHEST = 14.5, 400.0
"""Of a line and of a row, in points; Excel allows 409."""
_PADDING = 0.8
"""What a column's width has beside its text, in characters."""
_PARTS = re.compile(r"[^\s\u2e80-\uffff]+\s*|\s+|[\u2e80-\uffff][\uff09\u3001\uff0c\uff1b\u3002]*")
"""Of a line: words, and Chinese letters with the marks that begin no line."""

MEASURED, OUTSIDE = (label("workbook", key, "zh") for key in ("measured_km2", "other_counties"))
"""Headings of what the program adds to the table of zones."""

_NUMBERS = {"lon": "0.0000", "lat": "0.0000", "area_km2": "General", MEASURED: "General"}
_DEGREES = {"lon": LONGITUDES, "lat": LATITUDES}
_COUNTY, _FIELD = "county", "field"
"""Of the lists to choose from: those that are no group of the vocabulary."""
_SPARE_ROWS = 500
_A3, _A4 = 8, 9
"""Numbers of papers, lying."""
_A3_WIDTH, _MOST_WIDTH = 160.0, 250.0
"""From which width, in characters, a sheet is printed on A3, and on several pages side by side."""
_A3_ROOM, _A4_ROOM, _SMALLEST = (212.0, 740.0), (150.0, 500.0), 0.7
"""Of a page in characters and in points with letters in their size, and how small a page may make them."""
_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.6, "bottom": 0.6, "header": 0.3, "footer": 0.3}
_ROOM_TO_FILL = 30
"""Rows of an empty table that are printed once something stands in them."""


def write_cell(cell: Cell, value: object, number_format: str = "@") -> None:
    """Write a value so that no text becomes a formula, a date or a number."""
    if value != "":
        cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", value) if isinstance(value, str) else value
    if isinstance(value, str):
        number_format = "@"
        if value:
            cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    cell.number_format = number_format
    cell.font, cell.border, cell.alignment = TEXT, UNDER, TOP


def write_heading(cell: Cell, text: str) -> None:
    """Write the heading of a column."""
    write_cell(cell, text)
    cell.font, cell.fill, cell.alignment = HEADING, HEADING_FILL, MIDDLE


def width_of(texts: Iterable[str], widest: float = WIDEST) -> float:
    """Return a column's width, in characters, for the widest line of its texts."""
    needed = max((characters(line) for text in texts for line in text.splitlines()), default=0) + 2.5
    return round(min(max(needed, NARROWEST), widest), 1)


def characters(line: str) -> float:
    """Return how wide a line is, in the characters that Excel counts column widths in."""
    return sum(
        _WIDE if unicodedata.east_asian_width(letter) in "WFA" else _WIDTHS.get(letter, _COMMON)
        for letter in line
    )


def set_heights(sheet: Worksheet, first_row: int = 1) -> None:
    """Make every row as high as its texts need in their columns; offices show rows as high as files say."""
    for row in sheet.iter_rows(min_row=first_row):
        lines = [
            _lines(str(cell.value or ""), sheet.column_dimensions[cell.column_letter].width)
            for cell in row
            if not isinstance(cell.value, dt.date)
        ]
        sheet.row_dimensions[row[0].row].height = min(LINE_HEIGHT * max(lines, default=1) + 3, HIGHEST)


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column: words stay whole, Chinese breaks at any letter."""
    return sum(_lines_of(line, max(width - _PADDING, 1.0)) for line in text.splitlines())


def _lines_of(line: str, room: float) -> int:
    """Return how many lines one line of a text takes where so many characters have room."""
    lines, at = 1, 0.0
    for part in _PARTS.findall(line):
        wide = characters(part.rstrip())
        if at and at + wide > room:
            lines, at = lines + 1, 0.0
        broken = max(0, math.ceil(wide / room) - 1)  # a word longer than the column
        lines, at = lines + broken, at + characters(part) - broken * room
    return lines


def fits_one_page(sheet: Worksheet) -> bool:
    """Return whether a sheet has room on one page in letters that can be read."""
    width = _width_of_all(sheet)
    height = sum(dimension.height for dimension in sheet.row_dimensions.values())
    wide, high = _A3_ROOM if width > _A3_WIDTH else _A4_ROOM
    return bool(min(wide / width, high / height) >= _SMALLEST)


def _width_of_all(sheet: Worksheet) -> float:
    """Return how wide the columns of a sheet are together."""
    return float(sum(dimension.width for dimension in sheet.column_dimensions.values()))


def set_print(sheet: Worksheet, *, footer: str = "", title_rows: str = "", pages_high: int = 0) -> None:
    """Print landscape, as wide as the page, or as a few where letters would be tiny; headings on each page.

    Parameters
    ----------
    sheet
        The sheet, its widths set.
    footer
        What stands below each page, before its number.
    title_rows
        The rows that each page repeats, such as ``1:1``.
    pages_high
        On how many pages below each other; 0 for as many as it needs.
    """
    width = _width_of_all(sheet)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A3 if width > _A3_WIDTH else _A4
    sheet.page_setup.fitToHeight = pages_high
    sheet.page_setup.fitToWidth = math.ceil(width / _MOST_WIDTH)
    sheet.page_margins = PageMargins(**_MARGINS)
    if width > _MOST_WIDTH:
        sheet.print_title_cols = "A:B"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if title_rows:
        sheet.print_title_rows = title_rows
    if footer:
        sheet.oddFooter.left.text = footer
        sheet.oddFooter.right.text = "&P / &N"
    if title_rows == "1:1" and sheet.max_row == 1:
        _print_if_filled(sheet)


def _print_if_filled(sheet: Worksheet) -> None:
    """Print only what comes below the headings of an empty table; say above the page that there was nothing.

    No cell says so: the table stays empty when it is read again.
    """
    sheet.print_area = f"A2:{get_column_letter(sheet.max_column)}{_ROOM_TO_FILL}"
    sheet.oddHeader.left.text = f"{sheet.title} · {word('workbook', 'no_rows')}".replace("&", "&&")


def word_lists(words: Vocabulary, counties: Iterable[str]) -> dict[str, list[str]]:
    """Return what cells may hold, by vocabulary group; the names of counties, and the fields of a history."""
    groups = sorted({group for name in TABLE_NAMES for group in term_columns(name).values()})
    listed = {
        group: [term.zh for key, term in words.terms(group).items() if key != UNSTATED] for group in groups
    }
    listed |= {_COUNTY: list(counties), _FIELD: [heading_of("zones", field) for field in FIELDS]}
    return {group: of_group for group, of_group in listed.items() if of_group}


def write_table(
    sheet: Worksheet, table: Mapping[str, Sequence[object]], name: str, lists: Mapping[str, Sequence[str]]
) -> None:
    """Write a table, its cells by column: heading, rows, filter, widths, lists to choose from."""
    headings = {column: heading_of(name, column) for column in table}
    rows = len(next(iter(table.values())))
    for number, (column, cells) in enumerate(table.items(), start=1):
        letter = get_column_letter(number)
        shown = ["" if isinstance(cell, float) and math.isnan(cell) else cell for cell in cells]
        is_counted = any(isinstance(cell, int | float) for cell in shown)
        number_format = _NUMBERS.get(column, "General" if is_counted else "@")
        sheet.column_dimensions[letter].number_format = number_format
        sheet.column_dimensions[letter].width = width_of([headings[column], *map(str, shown)])
        write_heading(sheet.cell(1, number), headings[column])
        for row, value in enumerate(shown, start=2):
            write_cell(sheet.cell(row, number), value, number_format)
        offer = _offer(name, column, lists)
        if offer is not None:
            offer.add(f"{letter}2:{letter}{rows + _SPARE_ROWS}")
            sheet.add_data_validation(offer)
    set_heights(sheet)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table))}{rows + 1}"


def _offer(table: str, column: str, lists: Mapping[str, Sequence[str]]) -> DataValidation | None:
    """Return what may be chosen for a cell, or is asked about; another text is never refused."""
    group = term_columns(table).get(column, "")
    group = (
        _COUNTY if column in COUNTY_COLUMNS else _FIELD if (table, column) == ("history", _FIELD) else group
    )
    if group in lists:
        sheet, letter = label("workbook", "words", "zh"), get_column_letter(list(lists).index(group) + 1)
        return _asking("list", f"'{sheet}'!${letter}$2:${letter}${len(lists[group]) + 1}")
    if column == "source_id" and table != "sources":
        return _asking("list", f"'{label('table', 'sources', 'zh')}'!$A$2:$A${_SPARE_ROWS}")
    if column in _DEGREES:
        least, most = _DEGREES[column]
        return _asking("decimal", str(least), formula2=str(most), operator="between")
    return None


def _asking(kind: str, formula: str, **more: str) -> DataValidation:
    """Return a check of cells that asks before it takes another text."""
    return DataValidation(kind, formula, allow_blank=True, errorStyle="warning", **more)


def write_lists(sheet: Worksheet, lists: Mapping[str, Sequence[str]]) -> None:
    """Write the words that cells may hold, a group a column, under headings that are no table's."""
    columns = {
        group: heading_of(name, column)
        for name in reversed(TABLE_NAMES)
        for column, group in term_columns(name).items()
    }
    for column, (group, words) in enumerate(lists.items(), start=1):
        heading = f"{sheet.title} · {columns.get(group) or heading_of('', group)}"
        sheet.column_dimensions[get_column_letter(column)].width = width_of([heading, *words])
        write_heading(sheet.cell(1, column), heading)
        for row, text in enumerate(words, start=2):
            write_cell(sheet.cell(row, column), text, "@")
    sheet.freeze_panes = "A2"
    set_print(sheet, title_rows="1:1")
