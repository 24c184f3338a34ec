"""How the sheets of workbooks look: tables with lists to choose from, cells, widths, heights and print."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from zonemap.core.vocabulary import UNSTATED, Vocabulary, label, terms
from zonemap.scene.lettering import text_width
from zonemap.tables.headings import heading_term
from zonemap.tables.schemas import TABLE_NAMES, term_columns, terms_of_column

FONT = "Microsoft YaHei"
TEXT = Font(name=FONT, size=10)
HEADING = Font(name=FONT, size=10, bold=True, color="FFFFFF")
HEADING_FILL = PatternFill("solid", start_color="12355B")
UNDER = Border(bottom=Side("hair", color="A3A8AE"))
WIDEST, NARROWEST = 60.0, 8.0
"""Of a column, in the characters that Excel counts widths in."""
LINE_HEIGHT, HIGHEST = 15.0, 400.0
"""Of a row, in points; Excel allows 409."""

MEASURED, OUTSIDE = (label("workbook", key, "zh") for key in ("measured_km2", "other_counties"))
"""Headings of what the program adds to the table of zones."""

_NUMBERS = {"lon": "0.0000", "lat": "0.0000", "area_km2": "General", MEASURED: "General"}
_SPARE_ROWS = 500
_A3, _A4, _A3_WIDTH = 8, 9, 180


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
    cell.font, cell.border = TEXT, UNDER
    cell.alignment = Alignment(vertical="top", wrap_text=True)


def write_heading(cell: Cell, text: str) -> None:
    """Write the heading of a column."""
    write_cell(cell, text)
    cell.font, cell.fill = HEADING, HEADING_FILL
    cell.alignment = Alignment(vertical="center", wrap_text=True)


def width_of(texts: Iterable[str], widest: float = WIDEST) -> float:
    """Return a column's width, in characters, for the widest line of its texts."""
    needed = max((characters(line) for text in texts for line in text.splitlines()), default=0) + 2.5
    return round(min(max(needed, NARROWEST), widest), 1)


def characters(line: str) -> float:
    """Return how wide a line is, in the characters that Excel counts column widths in."""
    return text_width(line, 1.05 / 0.54)


def set_heights(sheet: Worksheet, first_row: int = 1) -> None:
    """Make every row as high as its texts need in their columns."""
    for row in sheet.iter_rows(min_row=first_row):
        lines = [
            _lines(str(cell.value or ""), sheet.column_dimensions[cell.column_letter].width) for cell in row
        ]
        sheet.row_dimensions[row[0].row].height = min(LINE_HEIGHT * max(lines) + 3, HIGHEST)


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column."""
    return sum(max(1, math.ceil(characters(line) / max(width - 1.5, 1))) for line in text.splitlines())


def set_print(sheet: Worksheet, *, footer: str = "", title_rows: str = "", pages_high: int = 0) -> None:
    """Print landscape, as wide as the page, with the headings on each page.

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
    width = sum(dimension.width for dimension in sheet.column_dimensions.values())
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A3 if width > _A3_WIDTH else _A4
    sheet.page_setup.fitToHeight = pages_high
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if title_rows:
        sheet.print_title_rows = title_rows
    if footer:
        sheet.oddFooter.left.text = footer
        sheet.oddFooter.right.text = "&P / &N"


def word_lists(words: Vocabulary) -> dict[str, list[str]]:
    """Return the words that cells may hold, by vocabulary group."""
    groups = sorted({group for name in TABLE_NAMES for group in term_columns(name).values()})
    listed = {
        group: [term.zh for key, term in words.terms(group).items() if key != UNSTATED] for group in groups
    }
    return {group: of_group for group, of_group in listed.items() if of_group}


def write_table(
    sheet: Worksheet,
    table: Mapping[str, Sequence[object]],
    name: str,
    lists: dict[str, list[str]],
    words: Vocabulary,
) -> None:
    """Write a table, its cells by column: heading, rows, filter, widths, lists to choose from."""
    groups = term_columns(name)
    in_words = {one: group for one, (group, is_list) in terms_of_column(name).items() if not is_list} | groups
    headings = {column: _heading(column, name) for column in table}
    rows = len(next(iter(table.values())))
    for number, (column, cells) in enumerate(table.items(), start=1):
        letter = get_column_letter(number)
        shown = [_shown(value, in_words.get(column, ""), words) for value in cells]
        sheet.column_dimensions[letter].number_format = _NUMBERS.get(column, "@")
        sheet.column_dimensions[letter].width = width_of([headings[column], *map(str, shown)])
        write_heading(sheet.cell(1, number), headings[column])
        for row, value in enumerate(shown, start=2):
            write_cell(sheet.cell(row, number), value, _NUMBERS.get(column, "@"))
        if groups.get(column, "") in lists:
            add_drop_down(sheet, letter, rows, list(lists).index(groups[column]) + 1, lists[groups[column]])
    set_heights(sheet)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table))}{rows + 1}"


def _heading(column: str, table: str) -> str:
    """Return the Chinese heading of a column; a planner's own column keeps its own."""
    return heading_term(table, column).zh if column in terms("column") else column


def _shown(value: object, group: str, words: Vocabulary) -> object:
    """Return what a cell shows: a word for a key of the vocabulary, nothing for what is not stated."""
    if isinstance(value, float):
        return "" if math.isnan(value) else value
    text = str(value)
    return words.word(group, text).zh if group and text else text


def add_drop_down(sheet: Worksheet, letter: str, rows: int, list_number: int, words: list[str]) -> None:
    """Let the cells of a column be chosen from a list; another text is asked about, not refused."""
    lists, column = label("workbook", "words", "zh"), get_column_letter(list_number)
    offer = DataValidation(
        "list", f"'{lists}'!${column}$2:${column}${len(words) + 1}", allow_blank=True, errorStyle="warning"
    )
    offer.add(f"{letter}2:{letter}{rows + _SPARE_ROWS}")
    sheet.add_data_validation(offer)


def write_lists(sheet: Worksheet, lists: dict[str, list[str]]) -> None:
    """Write the words that cells may hold, a group a column, under headings that are no table's."""
    columns = {
        group: _heading(column, name)
        for name in reversed(TABLE_NAMES)
        for column, group in term_columns(name).items()
    }
    for column, (group, words) in enumerate(lists.items(), start=1):
        heading = f"{sheet.title} · {columns.get(group) or _heading(group, '')}"
        sheet.column_dimensions[get_column_letter(column)].width = width_of([heading, *words])
        write_heading(sheet.cell(1, column), heading)
        for row, text in enumerate(words, start=2):
            write_cell(sheet.cell(row, column), text, "@")
    sheet.freeze_panes = "A2"
