"""The history against itself, against the cells of the zones and against the counties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from operator import itemgetter

import pandas as pd

from zonemap.core.dates import is_edtf
from zonemap.core.history import BOUNDARY, FIELDS, NEED_A_BEGINNING, history_of, in_force
from zonemap.core.problems import Problem
from zonemap.core.text import Text
from zonemap.tables.schema_checks import check_values
from zonemap.tables.schemas import Where, records_of
from zonemap.tables.stated_values import comparable

_POINT = ("lon", "lat")


def check_history(history: pd.DataFrame, where: Where) -> list[Problem]:
    """Check the history of the zones by itself.

    Parameters
    ----------
    history
        ``zone_id``, ``field``, ``from``, ``value``, resolved; index the row number as Excel shows it.
    where
        File and sheet of the history, for the messages.

    Returns
    -------
    Every problem: values that a cell of that field could not hold, and names, kinds and counties without a
    value from the beginning on.
    """
    readable = _readable(history)
    return [*_unfit(readable, where), *_without_beginning(readable, where)]


def _readable(history: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose field and date can be read."""
    pairs = zip(history["field"], history["from"], strict=True)
    can_be_read = [field in FIELDS and (not date or is_edtf(date)) for field, date in pairs]
    return history[pd.Series(can_be_read, history.index, dtype=bool)]


def _unfit(history: pd.DataFrame, where: Where) -> Iterator[Problem]:
    """Yield what a cell of the field could not hold; a point is held against both of its columns."""
    for field, rows in history.groupby("field", sort=False):
        columns = {str(field): rows["value"]}
        if field == "point":
            pairs = rows["value"].map(lambda value: (*value.split(maxsplit=1), "?", "?"))
            columns = {name: pairs.map(itemgetter(at)).astype(str) for at, name in enumerate(_POINT)}
        yield from check_values(columns, rows["value"], where)


def _without_beginning(history: pd.DataFrame, where: Where) -> Iterator[Problem]:
    """Yield fields that no zone is without and that have no value from the beginning on."""
    needed = history[history["field"].isin(NEED_A_BEGINNING)]
    for (_, field), rows in needed.groupby(["zone_id", "field"], sort=False):
        if (rows["from"] != "").all():
            yield Problem(
                where[0],
                Text("这个字段缺少最初的值", "the value from the beginning on is missing"),
                Text(
                    "请加一行，“起始日期”留空，写最早的值；名称、类型和所在县任何时候都要有",
                    "Add a row without a date that holds the first value; a zone is never without name, kind "
                    "and counties",
                ),
                int(str(rows.index[0])),
                "field",
                str(field),
                where[1],
            )


def other_than_cells(
    history: pd.DataFrame, zones: pd.DataFrame, where: Where, day: dt.date
) -> Iterator[tuple[str, str, Problem]]:
    """Yield zone, field and what is to be said of each value in force that the zone's cell does not hold.

    Parameters
    ----------
    history
        As for :func:`check_history`.
    zones
        The zones, resolved.
    where
        File and sheet of the history, for the messages.
    day
        The day that the cells of the zones speak of.
    """
    history = _readable(history)
    cells: Mapping[str, Mapping[str, str]] = {
        zone["zone_id"]: zone for zone in records_of(zones[~zones["zone_id"].duplicated()])
    }
    for (zone_id, field), entries in history_of(history).items():
        found = in_force(entries, day)
        if zone_id not in cells or field == BOUNDARY:
            continue
        cell = _cell(cells[zone_id], field)
        value = found.value or ""
        if comparable(field, cell) == comparable(field, value):
            continue
        rows = history[(history["zone_id"] == zone_id) & (history["field"] == field)]
        row = [*rows.index[rows["from"] == found.since], *rows.index][0]
        problem = Problem(
            where[0],
            Text(
                f"{day} 的值与开发区表不同，表中为 {cell or '空'}",
                f"the value on {day} differs from the table of zones, which says {cell or 'nothing'}",
            ),
            Text("请改其中一处：两处说的是同一天", "Correct one of the two: both speak of the same day"),
            int(str(row)),
            "value",
            value,
            where[1],
        )
        yield zone_id, field, problem


def _cell(zone: Mapping[str, str], field: str) -> str:
    """Return what the cells of a zone say of a field."""
    return " ".join(zone[name] for name in _POINT).strip() if field == "point" else zone.get(field, "")
