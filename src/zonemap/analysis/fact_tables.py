"""What the tables of a region hold, by zone: the same on every day, gathered once for all of them."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from zonemap.analysis.value_words import ValueWords
from zonemap.core.dates import parse_edtf
from zonemap.core.history import Entry, history_of
from zonemap.region.region import Region
from zonemap.region.status import DATE_COLUMNS
from zonemap.tables.schemas import ROW_KEYS, columns_of, is_date_column

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
    def rows(self) -> dict[str, dict[str, list[Row]]]:
        """The rows of each table by zone; those of the region as a whole by an empty id."""
        found: dict[str, dict[str, list[Row]]] = {}
        for name in _DESCRIBED:
            of_table = found.setdefault(name, {})
            for row in getattr(self.region, name).to_dict("records"):
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
        keys = zip(rows["table"], rows["zone_id"], rows["field"], strict=True)
        for label, key in zip(rows.index, keys, strict=True):
            found.setdefault(key, []).append(int(label))
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
        dates: dict[str, set[str]] = {}
        for zone_id, date in self._dates():
            dates.setdefault(zone_id, set()).add(date)
        return {
            zone_id: sorted({day for date in of_zone if date for day in _turns_of(date)})
            for zone_id, of_zone in dates.items()
        }

    def _dates(self) -> Iterator[tuple[str, str]]:
        """Go through every zone and date that a fact of it depends on."""
        yield from ((str(zone_id), self.region.state_day.isoformat()) for zone_id in self.region.zones.index)
        for column in DATE_COLUMNS:
            yield from ((str(zone_id), date) for zone_id, date in self.region.zones[column].items())
        for (zone_id, _), entries in self.history.items():
            yield from ((zone_id, entry.since) for entry in entries)
        for (_, zone_id, _), labels in self.evidence.items():
            yield from ((zone_id, self.source_dates[label]) for label in labels)
        for series in self.region.series:
            if not series.is_of_counties:
                yield from ((zone_id, date) for zone_id, dates in series.dates.items() for date in dates)
        for name in _DESCRIBED:
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


def _turns_of(date: str) -> Iterator[dt.date]:
    """Return the days from which on a date may say something else: its first, its last, the one after."""
    found = parse_edtf(date)
    if found.earliest is not None:
        yield found.earliest
    if found.latest is not None:
        yield found.latest
        if found.latest < dt.date.max:
            yield found.latest + dt.timedelta(days=1)
