"""How the cells of the tables stand to who says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from zonemap.core.problems import Problem
from zonemap.tables.evidence import KEY
from zonemap.tables.own_columns import PREFIX
from zonemap.tables.rows import column_letters
from zonemap.tables.schemas import ROW_KEYS, rows_of
from zonemap.tables.table import Table

Key = tuple[str, str, str]
"""Table, zone_id and field of a value."""


@dataclass(frozen=True)
class Witnesses:
    """How the cells of the tables stand to who says so.

    Parameters
    ----------
    changed
        The values that none of their sources states, though some of them state one.
    otherwise
        The rows of the evidence, counted from 0, that state something else than the cell holds.
    cells
        Where a value stands that has no row of the evidence, as ``zones.csv D7``; only where a planner's
        tables are their own evidence.
    numbers
        Where the numbers of the table of indicators stand: file, sheet and letters of their column.
    problems
        What is to be said of each changed value.
    doubts
        What cannot be right and is told, but not drawn: it stops no output.
    hints
        What a person should look at though it need not be wrong.
    """

    changed: frozenset[Key] = frozenset()
    otherwise: frozenset[int] = frozenset()
    cells: Mapping[Key, str] = field(default_factory=dict)
    numbers: str = ""
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Problem, ...] = ()
    hints: tuple[str, ...] = ()


def own_cells(
    frames: Mapping[str, pd.DataFrame],
    tables: Mapping[str, Table],
    needed: pd.DataFrame,
    *,
    all_of_them: bool,
) -> dict[Key, str]:
    """Return the cell of each value that has no row of the evidence.

    Parameters
    ----------
    frames
        Every attribute table, resolved, with its evidence spread; index the row number as Excel shows it.
    tables
        Every attribute table as it stands in its file.
    needed
        What needs evidence, as :func:`evidence_keys` returns it.
    all_of_them
        Whether every value may stand for itself; else only those of a planner's own columns do.
    """
    found: dict[Key, str] = {}
    zones = frames["zones"]
    for column in [name for name in zones.columns if name.startswith(PREFIX)]:
        for row, zone_id, cell in zones[["zone_id", column]].itertuples(name=None):
            if cell:
                found["zones", zone_id, column] = _cell(tables["zones"], "zones", column, row)
    if not all_of_them:
        return found
    backed = set(rows_of(frames["evidence"][KEY]))
    for table, zone_id, name, row in rows_of(needed[[*KEY, "row"]]):
        if (table, zone_id, name) not in backed:
            found.setdefault((table, zone_id, name), _cell(tables[table], table, name, row))
    return found


def number_place(of: Table) -> str:
    """Return file, sheet and letters of the column of the numbers; a row behind them names a cell."""
    return _cell(of, "indicators", "", "") if len(of.frame) else ""


def _cell(of: Table, table: str, name: str, row: int | str) -> str:
    """Return file, sheet and cell of a value."""
    columns = {"zones": name, **dict.fromkeys(("history", "indicators"), "value"), "events": "text_zh"}
    column = {**columns, **ROW_KEYS}[table]
    place = of.headings.get(column)
    letters = column_letters(place[0]) if place else ""
    return " ".join(filter(None, (of.file, of.sheet, f"{letters}{row}")))
