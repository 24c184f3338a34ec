"""Attribute tables as people keep them, in CSV files or workbooks: text in, text out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from zonemap.cells import plain
from zonemap.errors import CannotRead, Problem
from zonemap.output import write_atomic
from zonemap.rows import Rows, read_csv_rows, read_workbook_rows
from zonemap.schemas import TABLE_NAMES, columns_of, read_cells
from zonemap.vocabulary import terms

_HEADING_WITHIN = 5


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
    problems
        What was wrong with its shape.
    """

    name: str
    frame: pd.DataFrame = field(repr=False)
    file: str
    sheet: str = ""
    problems: tuple[Problem, ...] = ()


def read_tables(folder: Path) -> tuple[dict[str, Table], list[Problem]]:
    """Read every attribute table of a folder.

    A table is a CSV file under its English or Chinese name, or a sheet of that name in any workbook of the
    folder.

    Returns
    -------
    tables
        Every table by its English name; one that is missing is there without rows and columns.
    problems
        What cannot be read, is missing or is there twice, and what is wrong with the shape of the tables.
    """
    found, problems = _found_tables(folder)
    tables: dict[str, Table] = {}
    for table in found:
        if table.name in tables:
            problems.append(_twice(table, tables[table.name]))
        else:
            tables[table.name] = table
            problems += table.problems
    for name in TABLE_NAMES:
        if name not in tables:
            file = f"{name}.csv"
            tables[name] = Table(name, pd.DataFrame(dtype=str), file)
            if not any(problem.file == file for problem in problems):
                problems.append(_missing(file))
    return {name: tables[name] for name in TABLE_NAMES}, problems


def read_table(path: Path | str, name: str) -> Table:
    """Read one table from a CSV file.

    Parameters
    ----------
    path
        A CSV file in UTF-8 or GB18030, with commas, semicolons or tabs.
    name
        Which table it is, such as ``zones``.

    Raises
    ------
    CannotRead
        If the file cannot be read as a table.
    """
    path = Path(path)
    return _table(read_csv_rows(path), name, path.name)


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


def _as_text(value: object) -> object:
    """Keep a text that Excel would run as a formula a text, by a leading apostrophe."""
    runs = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if runs else value


def _found_tables(folder: Path) -> tuple[list[Table], list[Problem]]:
    """Read the CSV files and the sheets that are tables, and say which files cannot be read."""
    found: list[Table] = []
    problems: list[Problem] = []
    for path in sorted(folder.iterdir()):
        try:
            found += _tables_in(path)
        except CannotRead as error:
            problems.append(_unreadable(path.name, error))
    return found, problems


def _tables_in(path: Path) -> Iterator[Table]:
    """Read the tables of one file; files of other kinds and the lock files of Excel hold none."""
    suffix = path.suffix.lower()
    if path.name.startswith(("~$", ".")):
        return
    name = _table_name(path.stem)
    if suffix in (".csv", ".tsv", ".txt") and name:
        yield read_table(path, name)
    elif suffix in (".xlsx", ".xlsm"):
        for sheet, rows in read_workbook_rows(path).items():
            sheet_name = _table_name(sheet) or (name if len(rows) > 1 else "")
            if sheet_name:
                yield _table(rows, sheet_name, path.name, sheet)


def _table_name(said: str) -> str:
    """Return the table meant by the name of a file or sheet; empty when it is none."""
    for key, term in terms("table").items():
        if plain(said).casefold() in (key, term.zh, term.en.casefold()):
            return key if key in TABLE_NAMES else ""
    return ""


def _table(rows: Rows, name: str, file: str, sheet: str = "") -> Table:
    """Make a table of rows: find its heading, name its columns, read its cells."""
    if not rows:
        raise CannotRead(f"{file} {sheet}:空表 / the table is empty")
    at = _heading_at(rows, name)
    heading_row, headings = rows[at]
    keys = [_column_key(heading) or f"#{number}" for number, heading in enumerate(headings, start=1)]
    records = rows[at + 1 :]
    width = len(keys)
    repeated = sorted({key for key in keys if keys.count(key) > 1})
    problems = [_repeated(file, sheet, heading_row, key) for key in repeated]
    problems += [_overlong(file, sheet, row, cells, width) for row, cells in records if len(cells) > width]
    cells = [(texts + [""] * width)[:width] for _, texts in records]
    index = pd.Index([row for row, _ in records], name="row", dtype="int64")
    frame = pd.DataFrame(cells, index=index, columns=keys, dtype=str)
    frame = frame.loc[:, ~frame.columns.duplicated()]
    return Table(name, read_cells(frame, name), file, sheet, tuple(problems))


def _heading_at(rows: Rows, name: str) -> int:
    """Return which of the first rows is the heading: the one that names most of the table's columns."""
    known = set(columns_of(name))
    named = [len(known & {_column_key(cell) for cell in cells}) for _, cells in rows[:_HEADING_WITHIN]]
    return named.index(max(named))


def _column_key(heading: str) -> str:
    """Return the English key of a heading given as key, in Chinese or in English."""
    said = plain(heading)
    for key, term in terms("column").items():
        if said.casefold() in (key, plain(term.zh), term.en.casefold()):
            return key
    return said


def _unreadable(file: str, error: CannotRead) -> Problem:
    """Say that a file cannot be read."""
    return Problem(
        file,
        "读不出这个文件",
        "the file cannot be read",
        "请另存为 CSV UTF-8 或 .xlsx",
        "Save it as CSV UTF-8 or .xlsx",
        value=str(error),
    )


def _missing(file: str) -> Problem:
    """Say that a table is missing."""
    return Problem(
        file,
        "缺少这张表",
        "the table is missing",
        "请放入 geodata 文件夹,或作为工作簿的一张表",
        "Put it into the geodata folder, or into a workbook as a sheet",
    )


def _twice(table: Table, other: Table) -> Problem:
    """Say that a table is there twice."""
    return Problem(
        table.file,
        f"这张表在 {other.file} 里已有一份",
        f"the table stands in {other.file} too",
        "请只保留一份",
        "Keep one of them",
        sheet=table.sheet,
    )


def _repeated(file: str, sheet: str, row: int, key: str) -> Problem:
    """Say that two columns have the same heading."""
    return Problem(
        file,
        "列名重复",
        "the heading stands more than once",
        "请删去或改名其中一列",
        "Delete or rename one of the columns",
        row,
        key,
        sheet=sheet,
    )


def _overlong(file: str, sheet: str, row: int, cells: list[str], width: int) -> Problem:
    """Say that a row has more cells than the heading, so that its values may have slipped."""
    return Problem(
        file,
        f"这一行有 {len(cells)} 格,表头只有 {width} 格,内容可能错位",
        f"the row has {len(cells)} cells, the heading {width}; its values may have slipped",
        "含逗号的文字请加英文双引号",
        "Put double quotes around a text that holds the delimiter",
        row,
        value=cells[width],
        sheet=sheet,
    )
