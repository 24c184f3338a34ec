"""Every attribute table of a folder, read and checked: each by itself, then all against each other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from zonemap.core.errors import Problem
from zonemap.tables.evidence import spread_evidence
from zonemap.tables.mojibake import visible
from zonemap.tables.reader import Unread, read_tables
from zonemap.tables.references import check_references
from zonemap.tables.schema_checks import check_table
from zonemap.tables.schemas import columns_of, complete
from zonemap.tables.spellings import resolve
from zonemap.tables.table import Table, as_written

_LONGEST = 80


@dataclass(frozen=True)
class Checked:
    """The tables of a folder and all that is wrong with them.

    Parameters
    ----------
    frames
        Every table by name, complete with its columns, ids in place of names, evidence for each value; index
        the row number as Excel shows it.
    tables
        Every table as it stands in its file.
    problems
        Every problem, with heading and value as they stand in the file.
    unread
        What was taken for no table.
    """

    frames: dict[str, pd.DataFrame] = field(repr=False)
    tables: dict[str, Table] = field(repr=False)
    problems: list[Problem]
    unread: list[Unread]


def check_folder(folder: Path, counties: pd.DataFrame, state_day: dt.date | None = None) -> Checked:
    """Read and check every attribute table of a folder.

    Parameters
    ----------
    folder
        The folder.
    counties
        The counties; index adcode, columns ``name_zh`` and ``name_en``.
    state_day
        The day that the cells of the zones speak of, where it is known.
    """
    found = read_tables(folder)
    problems = list(found.problems)
    for table in found.tables.values():
        if len(table.frame.columns):
            problems += check_table(table.frame, table.name, table.file, table.sheet, table.heading_row)
    whole = {
        name for name, table in found.tables.items() if set(columns_of(name)) <= set(table.frame.columns)
    }
    frames = resolve({name: complete(table.frame, name) for name, table in found.tables.items()}, counties)
    frames["evidence"] = spread_evidence(frames)
    where = {name: (table.file, table.sheet) for name, table in found.tables.items()}
    problems += check_references(frames, counties, where, whole, state_day)
    written = [_printable(as_written(problem, found.tables.values())) for problem in dict.fromkeys(problems)]
    return Checked(frames, found.tables, _in_order(written, found.tables), found.unread)


def _printable(problem: Problem) -> Problem:
    """Return a problem whose value fits a line and holds nothing that one cannot see."""
    value = visible(problem.value)
    return replace(problem, value=value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…")


def _in_order(problems: list[Problem], tables: dict[str, Table]) -> list[Problem]:
    """Return the problems table by table and row by row; those of a whole file come first."""
    order = {(table.file, table.sheet): number for number, table in enumerate(tables.values())}
    return sorted(
        problems,
        key=lambda problem: (
            -1 if problem.row is None else order.get((problem.file, problem.sheet), -1),
            problem.row or 0,
        ),
    )
