"""What the tables of a region hold, by zone: the same on every day, gathered once for all of them."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from zonemap.analysis.fact import Fact
from zonemap.analysis.value_words import ValueWords
from zonemap.core.dates import parse_edtf
from zonemap.core.history import Entry, history_of
from zonemap.region.region import Region
from zonemap.region.status import DATE_COLUMNS
from zonemap.tables.schemas import ROW_KEYS, columns_of, is_date_column, records_of, rows_of

Row = dict[str, str]

_DESCRIBED = (*ROW_KEYS, "events")
"""The tables whose rows are facts of a zone."""


@dataclass(frozen=True)
class FactTables:
    """The tables of a region by zone, with the words for their values.

    Parameters
    ----------
    region
        The region, on any day.
    """

    region: Region

    @cached_property
    def words(self) -> ValueWords:
        """The words for values."""
        return ValueWords(self.region)

    @cached_property
    def of_fields(self) -> dict[tuple[str, str], Fact]:
        """The fact of each zone and field as it was told last, before it is held against a day."""
        return {}

    @cached_property
    def of_rows(self) -> dict[tuple[str, str, str], Fact]:
        """The fact of each table, zone and key as it was told last, before it is held against a day."""
        return {}

    @cached_property
    def rows(self) -> dict[str, dict[str, list[Row]]]:
        """The rows of each table by zone; those of the region as a whole by an empty id."""
        found: dict[str, dict[str, list[Row]]] = {}
        for name in _DESCRIBED:
            of_table = found.setdefault(name, {})
            for row in records_of(getattr(self.region, name)):
                of_table.setdefault(row["zone_id"], []).append(row)
        return found

    @cached_property
    def history(self) -> dict[tuple[str, str], tuple[Entry, ...]]:
        """The entries of each zone and field of the history."""
        return history_of(self.region.history)

    @cached_property
    def evidence(self) -> dict[tuple[str, str, str], tuple[int, ...]]:
        """The labels of the rows of the evidence by table, zone and field."""
        found: dict[tuple[str, str, str], list[int]] = {}
        rows = self.region.evidence
        keys = rows_of(rows[["table", "zone_id", "field"]])
        for label, key in zip(rows.index.tolist(), keys, strict=True):
            found.setdefault((key[0], key[1], key[2]), []).append(int(label))
        return {key: tuple(labels) for key, labels in found.items()}

    @cached_property
    def source_dates(self) -> dict[int, str]:
        """The date of the source of each row of the evidence; empty for an undated one."""
        dates = dict(zip(self.region.sources["source_id"], self.region.sources["date"], strict=True))
        return {int(label): dates.get(id_, "") for label, id_ in self.region.evidence["source_id"].items()}

    @cached_property
    def turns(self) -> dict[str, list[dt.date]]:
        """By zone the days from which on something that is told of it may stand otherwise, in their order.

        Between two of them every fact of the zone is the same, what is computed from other zones left out.
        """
        days: dict[str, set[dt.date]] = {}
        for zone_id, date in self._dates():
            days.setdefault(zone_id, set()).update(_turns_of(date) if date else ())
        for zone_id, date in self._steps():
            days[zone_id].update(_ends_of(date) if date else ())
        return {zone_id: sorted(of_zone) for zone_id, of_zone in days.items()}

    def _steps(self) -> Iterator[tuple[str, str]]:
        """Go through every zone and date of a step of it: reached or not, and never older than the day."""
        for column in DATE_COLUMNS:
            yield from zip(map(str, self.region.zones.index), self.region.zones[column].tolist(), strict=True)
        for zone_id, rows in self.rows["events"].items():
            if zone_id:
                yield from ((zone_id, row["date"]) for row in rows)

    def _dates(self) -> Iterator[tuple[str, str]]:
        """Go through every zone and other date that a fact of it depends on."""
        yield from ((str(zone_id), self.region.state_day.isoformat()) for zone_id in self.region.zones.index)
        for (zone_id, _), entries in self.history.items():
            yield from ((zone_id, entry.since) for entry in entries)
        for (_, zone_id, _), labels in self.evidence.items():
            yield from ((zone_id, self.source_dates[label]) for label in labels)
        for series in self.region.series:
            if not series.is_of_counties:
                yield from ((zone_id, date) for zone_id, dates in series.dates.items() for date in dates)
        for name in ROW_KEYS:
            dated = [column for column in columns_of(name) if is_date_column(name, column)]
            for zone_id, rows in self.rows[name].items():
                yield from ((zone_id, row[column]) for row in rows for column in dated)


class _Same:
    """Tables told apart by being the very same frames: a region on another day has those of the first."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.frames = [
            region.evidence,
            region.sources,
            region.history,
            *(getattr(region, name) for name in _DESCRIBED),
        ]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and all(map(operator.is_, self.frames, other.frames))

    def __hash__(self) -> int:
        return id(self.region.evidence)


@lru_cache(maxsize=1)
def _tables(same: _Same) -> FactTables:
    """Return what tables hold."""
    return FactTables(same.region)


def tables_of(region: Region) -> FactTables:
    """Return the rows of a region's tables and who states them: on all its days the same."""
    return _tables(_Same(region))


@lru_cache(maxsize=4096)
def _ends_of(date: str) -> tuple[dt.date, ...]:
    """Return the first and the last day that a date can mean, as far as it has them."""
    found = parse_edtf(date)
    return tuple(day for day in (found.earliest, found.latest) if day is not None)


@lru_cache(maxsize=4096)
def _turns_of(date: str) -> tuple[dt.date, ...]:
    """Return the days from which on a date may say something else: its first, its last, the one after."""
    latest = parse_edtf(date).latest
    after = latest + dt.timedelta(days=1) if latest is not None and latest < dt.date.max else None
    return (*_ends_of(date), *([after] if after else []))
