"""What a field of a zone was on a day, from the values it had from certain dates on.

A row of the history says: from this date on the field has this value. A first row without a date holds from
the beginning, as far as the sources tell. Between the bounds of a coarse date the last certain value stands,
and is told as such.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zonemap.core.dates import Answer, on_day, sort_key

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("zone_id", "field", "from", "value")

FIELDS = (
    "name_zh",
    "name_en",
    "kind",
    "tier",
    "management",
    "counties",
    "township",
    "point",
    "area_km2",
    "bounds_zh",
    "bounds_en",
    "boundary",
)
"""The fields of a zone that may have a history: a point written ``lon lat``, a boundary by its file."""

BOUNDARY = "boundary"
"""The field whose value is a boundary file; no column of the zones."""

NEED_A_BEGINNING = ("name_zh", "kind", "counties")
"""Fields that no zone is without: their history begins with a row without a date."""


@dataclass(frozen=True)
class Entry:
    """One value and the date from which it holds (empty: from the beginning)."""

    since: str
    value: str


@dataclass(frozen=True)
class InForce:
    """The value of a field on a day.

    Parameters
    ----------
    value
        The last value that certainly holds; None before the first one: then it is not stated.
    since
        The date from which it holds; empty: from the beginning, or not stated.
    may_be
        The values that may already hold instead, because their date leaves it open.
    later
        The entries that hold only later, in their order.
    """

    value: str | None
    since: str = ""
    may_be: tuple[Entry, ...] = ()
    later: tuple[Entry, ...] = ()


History = Mapping[tuple[str, str], tuple[Entry, ...]]


def history_of(table: pd.DataFrame) -> dict[tuple[str, str], tuple[Entry, ...]]:
    """Return the entries of each zone and field, in the order in which they come to hold.

    Parameters
    ----------
    table
        ``zone_id``, ``field``, ``from`` (a date as :mod:`zonemap.core.dates` reads it, or empty), ``value``.
    """
    found: dict[tuple[str, str], list[Entry]] = {}
    for row in table.to_dict("records"):
        found.setdefault((row["zone_id"], row["field"]), []).append(Entry(row["from"], row["value"]))
    return {key: tuple(sorted(entries, key=_order)) for key, entries in found.items()}


def in_force(entries: Iterable[Entry], day: dt.date) -> InForce:
    """Return the value that holds on a day, and which others may.

    Parameters
    ----------
    entries
        The entries of one field of one zone, in their order.
    day
        The day.
    """
    value, since = None, ""
    may_be: list[Entry] = []
    later: list[Entry] = []
    for entry in entries:
        answer = Answer.reached if not entry.since else on_day(entry.since, day)
        if answer is Answer.reached:
            value, since = entry.value, entry.since
            may_be.clear()  # what a certain later value has replaced no longer matters
        elif answer is Answer.not_known:
            may_be.append(entry)
        else:
            later.append(entry)
    return InForce(value, since, tuple(may_be), tuple(later))


def days_of_change(entries: Iterable[Entry]) -> list[str]:
    """Return the dates at which a value came to hold, the beginning left out."""
    return [entry.since for entry in entries if entry.since]


def _order(entry: Entry) -> tuple[bool, tuple[bool, dt.date, str]]:
    """Return what entries sort by: the one without a date first."""
    return bool(entry.since), sort_key(entry.since)
