"""Every attribute table of a folder, read and checked: each by itself, then all against each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from zonemap.core.problems import Problem
from zonemap.tables.encoding import visible
from zonemap.tables.evidence import KEY, evidence_keys, spread_evidence
from zonemap.tables.evidence_checks import confidence_by_rule
from zonemap.tables.hints import hints
from zonemap.tables.history_checks import other_than_cells
from zonemap.tables.indicators import number_hints
from zonemap.tables.intake import take_in
from zonemap.tables.reader import Tables, Unread, read_tables
from zonemap.tables.references import check_references
from zonemap.tables.schema_checks import check_table
from zonemap.tables.schemas import (
    OPTIONAL_TABLES,
    OWN,
    REQUIRED,
    TABLE_NAMES,
    columns_needed,
    complete,
    rows_of,
)
from zonemap.tables.spellings import resolve
from zonemap.tables.stated_values import (
    changed_cells,
    check_wildcards,
    describe_changed,
    stating_otherwise,
)
from zonemap.tables.table import Table, as_written
from zonemap.tables.witnesses import Witnesses, number_place, own_cells

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
    witnesses
        How the cells stand to who says so.
    """

    frames: dict[str, pd.DataFrame] = field(repr=False)
    tables: dict[str, Table] = field(repr=False)
    problems: list[Problem]
    unread: list[Unread]
    witnesses: Witnesses = field(default_factory=Witnesses)


def check_folder(
    folder: Path, counties: pd.DataFrame, state_day: dt.date | None = None, evidence: str = REQUIRED
) -> Checked:
    """Read and check every attribute table of a folder; see :func:`read_all` and :func:`check_tables`."""
    return check_tables(read_all(folder, evidence), counties, state_day, evidence)


def read_all(place: Path, evidence: str = REQUIRED) -> Tables:
    """Read every attribute table of a folder or file, and take in what the zones' table leaves to the reader.

    Parameters
    ----------
    place
        The folder, or the file.
    evidence
        One of ``EVIDENCE``: where the cells are their own, only the zones are needed.
    """
    own = [name for name in TABLE_NAMES if name != "zones"] if evidence == OWN else ()
    found = read_tables(place, (*OPTIONAL_TABLES, *own))
    if evidence != OWN:  # what a planner gives as it is has such rows; they are told, and stop nothing
        found.problems.extend(one for table in found.tables.values() for one in table.left_out)
    return take_in(found, own=evidence == OWN)


def check_tables(
    found: Tables, counties: pd.DataFrame, state_day: dt.date | None = None, evidence: str = REQUIRED
) -> Checked:
    """Check every attribute table, each by itself and all against each other.

    Parameters
    ----------
    found
        The tables as they were read.
    counties
        The counties; index adcode, columns ``name_zh`` and ``name_en``.
    state_day
        The day that the cells of the zones speak of, where it is known.
    evidence
        Whether every value needs a row of the evidence, or the cells are their own: one of ``EVIDENCE``.
    """
    problems = list(found.problems)
    told = {_cell_of(problem) for problem in problems}
    for table in found.tables.values():
        if len(table.frame.columns):
            those = check_table(table.frame, table.name, table.file, table.sheet, table.heading_row)
            problems += [problem for problem in those if _cell_of(problem) not in told]
    whole = {
        name for name, table in found.tables.items() if set(columns_needed(name)) <= set(table.frame.columns)
    }
    frames = resolve({name: complete(table.frame, name) for name, table in found.tables.items()}, counties)
    where = {name: (table.file, table.sheet) for name, table in found.tables.items()}
    frames["evidence"] = _with_confidence(frames["evidence"], frames["sources"])
    problems += check_wildcards(frames["evidence"], where["evidence"])
    needed = evidence_keys(frames)
    frames["evidence"] = spread_evidence(frames["evidence"], needed)
    problems += check_references(frames, counties, where, whole, needed, evidence == OWN)

    def finish(those: Iterable[Problem]) -> list[Problem]:
        written = [_printable(as_written(problem, found.tables.values())) for problem in dict.fromkeys(those)]
        return _in_order(written, found.tables)

    changed = changed_cells(frames["evidence"], needed)
    keys = frozenset(rows_of(changed[KEY]))
    differing = [*describe_changed(changed, frames["evidence"], where)]
    if state_day is not None:
        for zone_id, name, problem in other_than_cells(
            frames["history"], frames["zones"], where["history"], state_day
        ):
            # Of a cell that its sources do not bear out, the history holds what they state: it is as stale.
            (differing if ("zones", zone_id, name) in keys else problems).append(problem)
    described = finish(problems)
    faulty = {_cell_of(problem) for problem in described}
    witnesses = Witnesses(
        changed=keys,
        otherwise=stating_otherwise(frames["evidence"], needed),
        numbers=number_place(found.tables["indicators"]),
        cells=own_cells(frames, found.tables, needed, all_of_them=evidence == OWN),
        # A cell that holds nothing readable is told once, as that.
        problems=tuple(problem for problem in finish(differing) if _cell_of(problem) not in faulty),
        hints=(
            *_left_out(found.tables.values() if evidence == OWN else ()),
            *hints(frames, where),
            *number_hints(frames["indicators"], where["indicators"]),
        ),
    )
    return Checked(frames, found.tables, described, found.unread, witnesses)


def _cell_of(problem: Problem) -> tuple[str, str, int | None, str]:
    """Return which cell a problem is of."""
    return problem.file, problem.sheet, problem.row, problem.column


def _left_out(tables: Iterable[Table]) -> Iterator[str]:
    """Name the rows that were taken for no data."""
    for one in (problem for table in tables for problem in table.left_out):
        place = " · ".join(filter(None, (one.file, one.sheet, f"第{one.row}行 row {one.row}")))
        yield f"{place} 「{one.value}」：没有读，不是数据 / left out: no row of data"


def _with_confidence(evidence: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Say by rule how sure an evidence is of which the table does not say it."""
    silent = evidence["confidence"] == ""
    if not silent.any():
        return evidence
    by_rule = confidence_by_rule(evidence, sources.drop_duplicates("source_id"))
    return evidence.assign(confidence=evidence["confidence"].mask(silent, by_rule))


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
