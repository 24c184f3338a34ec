"""The attribute tables of a folder: which file, or which sheet of a workbook, is which table."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from zonemap.core.problems import DataProblems, Problem
from zonemap.core.reading import errors_as_problems
from zonemap.core.vocabulary import label, word
from zonemap.tables.headings import column_key, heading_at, table_like, table_name
from zonemap.tables.rows import LONG_ROWS, MAX_ROWS, NoTable, Sheet
from zonemap.tables.schemas import LONG_TABLES, OPTIONAL_TABLES, TABLE_NAMES
from zonemap.tables.shape_problems import (
    duplicate_table,
    missing_table,
)
from zonemap.tables.table import Table, make_table
from zonemap.tables.table_file import ENDINGS, read_sheets

_FOR_PEOPLE = frozenset(label("workbook", key, "zh") for key in ("overview", "about", "gaps", "words"))
"""The sheets of a workbook of zonemap that hold no table: nothing of them is read."""


_READ: ContextVar[dict[Path, list[Table | Unread]] | None] = ContextVar("read", default=None)


@dataclass(frozen=True)
class Unread:
    """A file or sheet that was taken for no table.

    Parameters
    ----------
    file, sheet
        Where it stands; the sheet is empty for a whole file.
    like
        The table whose columns it has; empty when it has those of none.
    why
        Why it was not read, a key of the vocabulary's group ``unread``.
    """

    file: str
    sheet: str = ""
    like: str = ""
    why: str = "no_table"

    @property
    def place(self) -> str:
        """File and sheet in one phrase."""
        return " · ".join(filter(None, (self.file, self.sheet)))

    def __str__(self) -> str:
        if not self.like:
            return f"{self.place}：{word('unread', self.why)}"
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


def asked_in(tables: Mapping[str, Table]) -> frozenset[str]:
    """Return the columns of the zones and the tables that data have a place for, filled or not."""
    return frozenset(tables["zones"].headings) | {name for name, table in tables.items() if table.headings}


def read_tables(place: Path, optional: Collection[str] = OPTIONAL_TABLES) -> Tables:
    """Read every attribute table of a folder, or of one file.

    A table is a CSV file under its English or Chinese name, or a sheet of that name in any workbook of the
    folder; those that are ``optional`` may be missing. In a single file the zones need no such name: they are
    in the first sheet that has a column of their names.
    """
    found = Tables()
    paths = sorted(place.iterdir()) if place.is_dir() else [place]
    for path in paths:
        if path.name.startswith(("~$", ".")) or path.suffix.lower() not in ENDINGS:
            continue
        try:
            with errors_as_problems(path.name):
                items = _items_of(path, place.is_dir())
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
            unread = any(table_name(Path(problem.file).stem) == name for problem in found.problems)
            if not unread and name not in optional:
                found.problems.append(missing_table(name, _like(name, found.unread)))
    return Tables({name: found.tables[name] for name in TABLE_NAMES}, found.problems, found.unread)


@contextmanager
def reading_once() -> Iterator[None]:
    """Read a file once within this, whoever asks for its tables."""
    token = _READ.set({})
    try:
        yield
    finally:
        _READ.reset(token)


def _items_of(path: Path, in_folder: bool) -> list[Table | Unread]:
    """Return what the sheets of a file are."""
    kept = _READ.get()
    if kept is not None and path in kept:
        return kept[path]
    items = list(_tables_in(path) if in_folder else _tables_of_file(path))
    if kept is not None:
        kept[path] = items
    return items


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
    with errors_as_problems(path.name):
        return make_table(read_sheets(path)[0], name, path.name)


def _like(name: str, unread: list[Unread]) -> str:
    """Return the place of the first file or sheet that was not read and has the columns of a table."""
    return next((item.place for item in unread if item.like == name), "")


def _add(found: Tables, item: Table | Unread) -> None:
    """Add a table to those found, or the problem that it is there already."""
    if isinstance(item, Unread):
        found.unread.append(item)
    elif item.name in found.tables and item.frame.empty and not item.problems:
        found.unread.append(Unread(item.file, item.sheet, why="empty_beside"))
    elif item.name in found.tables and found.tables[item.name].frame.empty:
        empty, found.tables[item.name] = found.tables[item.name], item
        found.unread.append(Unread(empty.file, empty.sheet, why="empty_beside"))
        found.problems.extend(item.problems)
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
    sheets = read_sheets(path, LONG_ROWS if of_file in LONG_TABLES else MAX_ROWS)
    names = [table_name(sheet.title) for sheet in sheets]
    if of_file and of_file not in names:
        fitting = [i for i, sheet in enumerate(sheets) if not names[i] and _fits(sheet, of_file, len(sheets))]
        names = [of_file if i in fitting else name for i, name in enumerate(names)]
    for sheet, name in zip(sheets, names, strict=True):
        if name:
            yield make_table(sheet, name, path.name)
        elif sheet.rows and sheet.title not in _FOR_PEOPLE:
            yield Unread(path.name, sheet.title, table_like(sheet.rows))


def _tables_of_file(path: Path) -> Iterator[Table | Unread]:
    """Go through the sheets of the only file; if none is called the zones, the first that names some is."""
    sheets = read_sheets(path)
    names = [table_name(sheet.title) for sheet in sheets]
    if "zones" not in names:
        able = [
            i
            for i, sheet in enumerate(sheets)
            if not names[i] and sheet.title not in _FOR_PEOPLE and _names_zones(sheet)
        ]
        names = ["zones" if i == next(iter(able), -1) else name for i, name in enumerate(names)]
    for sheet, name in zip(sheets, names, strict=True):
        if name:
            yield make_table(sheet, name, path.name)
        elif sheet.rows and sheet.title not in _FOR_PEOPLE:
            yield Unread(path.name, sheet.title, table_like(sheet.rows))


def _names_zones(sheet: Sheet) -> bool:
    """Tell whether a sheet has a column with the names of zones."""
    at, named = heading_at(sheet.rows, "zones")
    return bool(named) and any(column_key(cell, "zones") == "name_zh" for cell in sheet.rows[at][1])


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
