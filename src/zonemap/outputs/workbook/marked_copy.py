"""A copy of the tables with every faulty cell coloured and explained, and a sheet that lists all problems."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from zonemap.core.atomic_output import refuse_input, write_atomic
from zonemap.core.problems import Problem
from zonemap.core.vocabulary import label, terms
from zonemap.outputs.ooxml import make_reproducible
from zonemap.outputs.workbook.cells import (
    FONT,
    HEADING,
    HEADING_FILL,
    LINE_HEIGHT,
    NARROWEST,
    TEXT,
    characters,
    set_heights,
    set_print,
)
from zonemap.tables.reader import read_tables
from zonemap.tables.rows import MAX_CELL
from zonemap.tables.table import Table

_TITLE = Font(name=FONT, size=14, bold=True)
_FAULTY = Font(name=FONT, size=10, bold=True, color="9C0006")
_FAULTY_FILL = PatternFill("solid", start_color="FFC7CE")
_LINK = Font(name=FONT, size=10, color="0563C1", underline="single")
_OVERVIEW = {
    "number": 6,
    "file": 22,
    "sheet": 12,
    "row": 7,
    "column": 14,
    "value": 26,
    "wrong": 44,
    "way_out": 60,
}
"""Columns of the sheet that lists the problems, with their widths in characters."""

_HEADING_ROW = 4
_WIDEST = 40.0
_COMMENT_WIDTH, _COMMENT_LINE = 380, 18
_COMMENT_CHARACTERS = 50
_MOST_COMMENTS = 5000

Place = tuple[str, int, int]
"""Title of a sheet of the copy, row and column number."""


def write_marked(folder: Path, problems: Sequence[Problem], path: Path | str) -> Path:
    """Write a marked copy of the tables of a folder.

    The first sheet lists the problems. Every table that can be read follows on a sheet of its own, each text
    as it stands in the file, in the row and column that it has there; faulty cells are red and have a
    comment.

    Parameters
    ----------
    folder
        The folder that was checked.
    problems
        What is wrong with it.
    path
        Where the workbook shall stand.

    Returns
    -------
    The path.

    Raises
    ------
    ZonemapError
        If the copy would be written into the folder, where it would be read as data.
    """
    refuse_input("path", Path(path), [folder])
    tables = [table for table in read_tables(folder).tables.values() if table.rows]
    book = Workbook()
    overview = book.active
    sheets = {(table.file, table.sheet): _copy(book, table) for table in tables}
    by_place = {(table.file, table.sheet): table for table in tables}
    places: list[Place | None] = []
    wording: dict[Place, list[str]] = {}
    for problem in problems:
        origin = (problem.file, problem.sheet)
        cells = _cells_of(problem, by_place[origin]) if origin in by_place else []
        found = [(sheets[origin].title, row, column) for row, column in cells]
        places.append(found[0] if found else None)
        for place in found:
            wording.setdefault(place, []).append(_explained(problem))
    for (title, row, column), texts in list(wording.items())[:_MOST_COMMENTS]:
        _mark(book[title].cell(row, column), texts)
    _write_overview(overview, problems, places)
    book.properties.creator = "zonemap"
    written = io.BytesIO()
    book.save(written)
    return write_atomic(path, make_reproducible(written.getvalue(), dt.date.today()))


def _copy(book: Workbook, table: Table) -> Worksheet:
    """Copy a table, cell by cell, to a sheet under its Chinese name."""
    sheet = book.create_sheet(label("table", table.name, "zh"))
    widths: dict[int, float] = {}
    for row, cells in table.rows:
        for number, text in enumerate(cells, start=1):
            if text:
                _put(sheet.cell(row, number), text)
                widths[number] = max(widths.get(number, 0.0), *map(characters, text.splitlines()), 0.0)
    for number, width in widths.items():
        sheet.column_dimensions[get_column_letter(number)].width = min(max(width + 2, NARROWEST), _WIDEST)
    for cell in sheet[table.heading_row]:
        cell.font, cell.fill = HEADING, HEADING_FILL
    sheet.freeze_panes = sheet.cell(table.heading_row + 1, 1)
    set_heights(sheet)
    set_print(sheet)
    return sheet


def _cells_of(problem: Problem, table: Table) -> list[tuple[int, int]]:
    """Return row and column number of the cells that a problem is about; none when it is of the whole file.

    What is missing is marked beside the headings, what is wrong with a row in its first cell.
    """
    if problem.row is None:
        return []
    numbers = {name: number for key, (number, heading) in table.headings.items() for name in (key, heading)}
    named = [numbers[name] for name in problem.column.split(", ") if name in numbers]
    if problem.column.startswith("#") and problem.column[1:].isdigit():
        named = [int(problem.column[1:])]
    if not named and problem.column and problem.row <= table.heading_row:
        return [(table.heading_row, max(number for number, _ in table.headings.values()) + 1)]
    return [(problem.row, number) for number in named or [1]]


def _explained(problem: Problem) -> str:
    """Return what is wrong and the way out, in both languages."""
    missing = f"{problem.column}:" if problem.row and not problem.value and problem.column else ""
    return "\n".join(missing + problem.wording(lang) for lang in ("zh", "en"))


def _mark(cell: Cell, texts: list[str]) -> None:
    """Colour a cell and comment on it."""
    text = "\n\n".join(dict.fromkeys(texts))
    cell.fill, cell.font = _FAULTY_FILL, _FAULTY
    comment = Comment(_legal(text), "zonemap")
    lines = sum(1 + int(characters(line) // _COMMENT_CHARACTERS) for line in text.splitlines())
    comment.width, comment.height = _COMMENT_WIDTH, min(_COMMENT_LINE * (lines + 1), 600)
    cell.comment = comment


def _write_overview(sheet: Worksheet, problems: Sequence[Problem], places: Sequence[Place | None]) -> None:
    """List the problems, each with a link to its cell."""
    words = terms("marked")
    sheet.title = words["title"].zh
    _put(sheet["A1"], f"{words['title'].zh} {words['title'].en}")
    for row, lang in ((2, "zh"), (3, "en")):
        _put(sheet.cell(row, 1), words["intro"].label(lang).format(count=len(problems)))
    for row in (1, 2, 3):
        sheet.cell(row, 1).alignment = Alignment(wrap_text=False)
    sheet["A1"].font = _TITLE
    for number, (key, width) in enumerate(_OVERVIEW.items(), start=1):
        cell = sheet.cell(_HEADING_ROW, number)
        _put(cell, f"{words[key].zh}\n{words[key].en}")
        cell.font, cell.fill = HEADING, HEADING_FILL
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row, (problem, place) in enumerate(zip(problems, places, strict=True), start=_HEADING_ROW + 1):
        _write_problem(sheet, row, row - _HEADING_ROW, problem, place)
    sheet.freeze_panes = sheet.cell(_HEADING_ROW + 1, 1)
    last = get_column_letter(len(_OVERVIEW))
    sheet.auto_filter.ref = f"A{_HEADING_ROW}:{last}{_HEADING_ROW + len(problems)}"
    set_heights(sheet, _HEADING_ROW)
    sheet.row_dimensions[1].height = 2 * LINE_HEIGHT
    set_print(sheet)


def _write_problem(sheet: Worksheet, row: int, number: int, problem: Problem, place: Place | None) -> None:
    """Write one problem as a row of the list."""
    texts = (
        str(number),
        problem.file,
        problem.sheet,
        str(problem.row or ""),
        problem.column,
        problem.value,
        f"{problem.message.zh}\n{problem.message.en}",
        f"{problem.fix.zh}\n{problem.fix.en}",
    )
    for column, text in enumerate(texts, start=1):
        _put(sheet.cell(row, column), text)
    for column in (1, 4):
        if texts[column - 1]:
            sheet.cell(row, column).value = int(texts[column - 1])
            sheet.cell(row, column).number_format = "0"
            sheet.cell(row, column).alignment = Alignment(horizontal="left", vertical="top")
    if place:
        title, at, in_column = place
        cell = sheet.cell(row, 4)
        target = f"'{title}'!{get_column_letter(in_column)}{at}"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
        cell.font = _LINK


def _put(cell: Cell, text: str) -> None:
    """Write a text that no spreadsheet runs or turns into something else."""
    if not text:
        return
    cell.value, cell.data_type = _legal(text), "s"
    cell.number_format = "@"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
    cell.font = TEXT
    cell.alignment = Alignment(vertical="top", wrap_text=True)


def _legal(text: str) -> str:
    """Return a text without what a workbook cannot hold, and no longer than a cell may be."""
    return str(ILLEGAL_CHARACTERS_RE.sub("\ufffd", text))[:MAX_CELL]
