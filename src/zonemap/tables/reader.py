"""Attribute tables as people keep them, in CSV files or workbooks: text in, text out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from zonemap.core.atomic_output import write_atomic
from zonemap.core.errors import DataProblems, Problem
from zonemap.core.reading import told_of
from zonemap.core.vocabulary import label
from zonemap.tables.cell_readers import read_cells
from zonemap.tables.cells import NUMBER, half_width, unit_of_area
from zonemap.tables.headings import column_key, heading_at, table_like, table_name
from zonemap.tables.rows import NoTable, Rows, Sheet
from zonemap.tables.schemas import TABLE_NAMES
from zonemap.tables.shape_problems import (
    duplicate_table,
    missing_heading,
    missing_table,
    nameless_columns,
    non_data_kind,
    shape_problems,
    spoilt_cells,
)
from zonemap.tables.table_file import ENDINGS, read_sheets

_SIGNED = re.compile(r"[+-](?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?%?", re.ASCII)
"""A number with its sign: a spreadsheet takes it for what it is, and nothing runs."""


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

    @property
    def place(self) -> str:
        """File and sheet in one phrase."""
        return " · ".join(filter(None, (self.file, self.sheet)))


@dataclass(frozen=True)
class Unread:
    """A file or sheet that was taken for no table.

    Parameters
    ----------
    file, sheet
        Where it stands; the sheet is empty for a whole file.
    like
        The table whose columns it has; empty when it has those of none.
    """

    file: str
    sheet: str = ""
    like: str = ""

    @property
    def place(self) -> str:
        """File and sheet in one phrase."""
        return " · ".join(filter(None, (self.file, self.sheet)))

    def __str__(self) -> str:
        if not self.like:
            return f"{self.place}：不是数据表，未读 / no table of the data, not read"
        zh, en = label("table", self.like, "zh"), self.like
        wording = f"列名像“{zh}”表；要用就改名为 {zh} 或 {en} / looks like {en}; to use it, name it {en}"
        return f"{self.place}：{wording}"


@dataclass(frozen=True)
class Tables:
    """Every attribute table of a folder.

    Parameters
    ----------
    tables
        Every table by its English name; one that is missing is there without rows and columns.
    problems
        What cannot be read, is missing or is there twice, and what is wrong with the shape of the tables.
    unread
        What was taken for no table.
    """

    tables: dict[str, Table] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def read_tables(folder: Path) -> Tables:
    """Read every attribute table of a folder.

    A table is a CSV file under its English or Chinese name, or a sheet of that name in any workbook of the
    folder.
    """
    found = Tables()
    for path in sorted(folder.iterdir()):
        if path.name.startswith(("~$", ".")) or path.suffix.lower() not in ENDINGS:
            continue
        try:
            with told_of(path.name):
                items = list(_tables_in(path))
            for item in items:
                _add(found, item)
        except NoTable as error:
            if table_name(path.stem) or path.suffix.lower() not in (".txt", ".tsv"):
                found.problems.append(error.problem)
        except DataProblems as error:
            found.problems.extend(error.problems)
    for name in TABLE_NAMES:
        if name not in found.tables:
            found.tables[name] = Table(name, pd.DataFrame(dtype=str), f"{name}.csv")
            if not any(table_name(Path(problem.file).stem) == name for problem in found.problems):
                found.problems.append(missing_table(name, _like(name, found.unread)))
    return Tables({name: found.tables[name] for name in TABLE_NAMES}, found.problems, found.unread)


def read_table(path: Path | str, name: str) -> Table:
    """Read one table from a file.

    Parameters
    ----------
    path
        A CSV file in UTF-8, UTF-16 or GB18030, with commas, semicolons or tabs, or a workbook, whose first
        sheet is read.
    name
        Which table it is, such as ``zones``.

    Raises
    ------
    CannotRead
        If the file cannot be read as a table.
    DataProblems
        If reading it stops at something else.
    """
    path = Path(path)
    with told_of(path.name):
        return _table(read_sheets(path)[0], name, path.name)


def write_table(frame: pd.DataFrame, path: Path | str) -> Path:
    """Write a table as CSV that Excel opens without harm: UTF-8 with a byte order mark, no running formulas.

    Parameters
    ----------
    frame
        Any table; its index is not written.
    path
        Where the file shall stand.
    """
    safe = frame.apply(lambda column: column.map(_as_text))
    text = safe.to_csv(index=False, lineterminator="\r\n")
    return write_atomic(path, "\ufeff" + text)


def as_written(problem: Problem, tables: Iterable[Table]) -> Problem:
    """Return a problem with heading and value as they stand in the file, where it names a cell of a table."""
    table = next(
        (table for table in tables if (table.file, table.sheet) == (problem.file, problem.sheet)), None
    )
    if table is None or problem.column not in table.headings:
        return problem
    number, heading = table.headings[problem.column]
    written = next(
        (cells[number - 1] for row, cells in table.rows if row == problem.row and len(cells) >= number), ""
    )
    value = written if written and problem.value not in written else problem.value
    return Problem(**{**problem.as_dict(), "column": heading, "value": value})  # type: ignore[arg-type]


def _as_text(value: object) -> object:
    """Keep a text that Excel would run as a formula a text, by a leading apostrophe; a number is none."""
    runs = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if runs and not _SIGNED.fullmatch(str(value)) else value


def _like(name: str, unread: list[Unread]) -> str:
    """Return the place of the first file or sheet that was not read and has the columns of a table."""
    return next((item.place for item in unread if item.like == name), "")


def _add(found: Tables, item: Table | Unread) -> None:
    """Add a table to those found, or the problem that it is there already."""
    if isinstance(item, Unread):
        found.unread.append(item)
    elif item.name in found.tables:
        found.problems.append(duplicate_table(item.file, item.sheet, found.tables[item.name].place))
    else:
        found.tables[item.name] = item
        found.problems.extend(item.problems)


def _tables_in(path: Path) -> Iterator[Table | Unread]:
    """Go through the sheets of a file: each is a table or is not read.

    A sheet is known by its name; one sheet may be known by the name of its file instead.
    """
    of_file = table_name(path.stem)
    if not of_file and path.suffix.lower() in (".csv", ".tsv", ".txt"):
        yield from _unread_text(path)
        return
    sheets = read_sheets(path)
    names = [table_name(sheet.title) for sheet in sheets]
    if of_file and of_file not in names:
        fitting = [i for i, sheet in enumerate(sheets) if not names[i] and _fits(sheet, of_file, len(sheets))]
        names = [of_file if i in fitting else name for i, name in enumerate(names)]
    for sheet, name in zip(sheets, names, strict=True):
        if name:
            yield _table(sheet, name, path.name)
        elif sheet.rows:
            yield Unread(path.name, sheet.title, table_like(sheet.rows))


def _unread_text(path: Path) -> Iterator[Unread]:
    """Say of a CSV file with another name that it is not read; a text that is no table needs no word."""
    try:
        like = table_like(read_sheets(path)[0].rows)
    except NoTable:
        like = ""
    if like or path.suffix.lower() == ".csv":
        yield Unread(path.name, like=like)


def _fits(sheet: Sheet, name: str, sheets: int) -> bool:
    """Tell whether a sheet is the table that its file is named for: the only sheet, or by its headings."""
    return sheets == 1 or (bool(sheet.rows) and heading_at(sheet.rows, name)[1] > 1)


def _table(sheet: Sheet, name: str, file: str) -> Table:
    """Make a table of a sheet: find its heading, name its columns, read its cells."""
    at, named = heading_at(sheet.rows, name)
    if not named:
        return Table(
            name, pd.DataFrame(dtype=str), file, sheet.title, rows=sheet.rows, hidden=sheet.hidden,
            problems=(missing_heading(sheet, name, file),),
        )  # fmt: skip
    heading_row, headings = sheet.rows[at]
    keys = [column_key(heading, name) if heading else f"#{i}" for i, heading in enumerate(headings, start=1)]
    table_rows = [(row, cells) for row, cells in sheet.rows[at + 1 :] if not _repeats(cells, keys, name)]
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
        name, read, file, sheet.title, places, heading_row, sheet.rows, sheet.hidden, tuple(problems)
    )


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
