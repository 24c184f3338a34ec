"""An attribute table as it was read: one sheet → text columns under their English keys."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from operator import itemgetter

import pandas as pd

from zonemap.core.problems import Problem
from zonemap.tables.cell_readers import read_cells
from zonemap.tables.cells import NUMBER, half_width, unit_of_area
from zonemap.tables.headings import column_key, column_keys, heading_at
from zonemap.tables.rows import Rows, Sheet
from zonemap.tables.schemas import EXAMPLE
from zonemap.tables.shape_problems import (
    missing_heading,
    nameless_columns,
    non_data_kind,
    rows_left_out,
    shape_problems,
    spoilt_cells,
)


@dataclass(frozen=True)
class Table:
    """An attribute table as it was read.

    Parameters
    ----------
    name
        Such as ``zones``.
    frame
        Text columns under their English keys; index ``row``, the number that Excel shows; empty cells are
        empty texts.
    file
        Name of the file in its folder.
    sheet
        Name of the sheet; empty for a CSV file.
    headings
        Column number and heading of each column as they stand in the file.
    heading_row
        Number of the row of the headings.
    rows
        All rows as they stand in the file.
    hidden
        True when Excel does not show the sheet.
    problems
        What was wrong with its shape and with single texts.
    left_out
        The rows that were taken for no data, such as totals.
    """

    name: str
    frame: pd.DataFrame = field(repr=False)
    file: str
    sheet: str = ""
    headings: dict[str, tuple[int, str]] = field(default_factory=dict, repr=False)
    heading_row: int = 1
    rows: Rows = field(default_factory=list, repr=False)
    hidden: bool = False
    problems: tuple[Problem, ...] = ()
    left_out: tuple[Problem, ...] = ()

    @property
    def place(self) -> str:
        """File and sheet in one phrase."""
        return " · ".join(filter(None, (self.file, self.sheet)))


def as_written(problem: Problem, tables: Iterable[Table]) -> Problem:
    """Return a problem with heading and value as they stand in the file, where it names a cell of a table."""
    table = next(
        (table for table in tables if (table.file, table.sheet) == (problem.file, problem.sheet)), None
    )
    if table is None or problem.column not in table.headings:
        return problem
    number, heading = table.headings[problem.column]
    # Rows stand in their order: of a million, one is not looked for from the first.
    at = bisect_left(table.rows, problem.row or 0, key=itemgetter(0))
    row, cells = table.rows[at] if at < len(table.rows) else (0, [])
    written = cells[number - 1] if row == problem.row and len(cells) >= number else ""
    value = written if written and problem.value not in written else problem.value
    return replace(problem, column=heading, value=value)


def make_table(sheet: Sheet, name: str, file: str) -> Table:
    """Make a table of a sheet: find its heading, name its columns, read its cells."""
    at, named = heading_at(sheet.rows, name)
    if not named:
        return Table(
            name, pd.DataFrame(dtype=str), file, sheet.title, rows=sheet.rows, hidden=sheet.hidden,
            problems=(missing_heading(sheet, name, file),),
        )  # fmt: skip
    heading_row, headings = sheet.rows[at]
    keys = column_keys(headings, name)
    table_rows = [
        (row, cells)
        for row, cells in sheet.rows[at + 1 :]
        if cells[:1] != [EXAMPLE] and not _repeats(cells, keys, name)
    ]
    records = [(row, cells) for row, cells in table_rows if not non_data_kind(cells)]
    width = len(keys)
    index = pd.Index([row for row, _ in records], name="row", dtype="int64")
    cells = [(texts + [""] * width)[:width] for _, texts in records]
    frame = pd.DataFrame(cells, index=index, columns=keys, dtype=str)
    places = {
        key: (i, heading) for i, (key, heading) in reversed([*enumerate(zip(keys, headings, strict=True), 1)])
    }
    frame = frame.loc[:, ~frame.columns.duplicated()]
    problems = [
        *shape_problems(sheet, file, heading_row, keys, table_rows),
        *nameless_columns(frame, file, sheet.title),
        *spoilt_cells(frame, file, sheet.title),
    ]
    frame = frame.drop(columns=[key for key in frame.columns if key.startswith("#")])
    places = {key: place for key, place in places.items() if key in frame.columns}
    read = read_cells(_with_units(frame, places), name)
    return Table(
        name, read, file, sheet.title, places, heading_row, sheet.rows, sheet.hidden, tuple(problems),
        tuple(rows_left_out(sheet, file, table_rows)),
    )  # fmt: skip


def _repeats(cells: list[str], keys: list[str], name: str) -> bool:
    """Tell whether a row only repeats the headings, in whichever language, as on each printed page."""
    wording = [(cell, key) for cell, key in zip(cells, keys, strict=False) if cell]
    return len(wording) > 1 and all(column_key(cell, name) == key for cell, key in wording)


def _with_units(frame: pd.DataFrame, headings: dict[str, tuple[int, str]]) -> pd.DataFrame:
    """Put the unit of area that a heading names to the bare numbers below it."""
    units = {key: unit_of_area(heading) for key, (_, heading) in headings.items()}
    completed = {
        key: frame[key].map(
            lambda cell, unit=unit: f"{cell}{unit}" if re.fullmatch(NUMBER, half_width(cell)) else cell
        )
        for key, unit in units.items()
        if unit and key == "area_km2"
    }
    return frame.assign(**completed)
