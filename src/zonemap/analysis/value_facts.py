"""What is known of the columns of a zone on the region's day: by its history, its cells and its sources."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from zonemap.analysis.fact import Fact, When
from zonemap.analysis.fact_sources import FactSources
from zonemap.analysis.measures import format_area
from zonemap.analysis.value_words import ValueWords, field_label, term_text
from zonemap.core.dates import Answer, date_text, on_day, parse_edtf
from zonemap.core.history import BOUNDARY, NEED_A_BEGINNING, InForce, in_force
from zonemap.core.history import Entry as HistoryEntry
from zonemap.core.text import NONE, Text, join_texts
from zonemap.core.vocabulary import word
from zonemap.region.series import Entry, Series
from zonemap.region.status import DATE_COLUMNS
from zonemap.tables.evidence import history_key
from zonemap.tables.own_columns import PREFIX, OwnColumn

_FIELDS = (
    "name_zh",
    "name_en",
    "kind",
    "tier",
    "management",
    "counties",
    "township",
    "bounds",
    *DATE_COLUMNS,
)
STATUS = "status"
"""Section and field of the fact that tells the status; outputs set it in the heading of a zone."""

_WAITING = ("applying", "preparing")
"""Statuses that a zone leaves, unlike that of being approved."""

_STATES = ("kind", "tier", "management", "counties")
"""Fields that may have changed since the newest source told of them."""

_MOST_EARLIER = 8

_FROM_THE_BEGINNING = (*NEED_A_BEGINNING, "name_en")
"""Fields that no zone is without: that their sources are later than the day says nothing against them."""


Zone = Mapping[str, Any]
"""A row of a region's zones by column."""


@dataclass(frozen=True)
class ValueFacts:
    """The facts that ``zones.csv`` and ``history.csv`` tell.

    Parameters
    ----------
    sources
        The evidence of the region on its day.
    """

    sources: FactSources

    @property
    def words(self) -> ValueWords:
        """How values are put in words."""
        return self.sources.tables.words

    def of(self, zone_id: str, zone: Zone) -> Iterator[Fact]:
        """Go through the columns of the zones, after what these make of it on the day."""
        if self.sources.region.has_topic("time"):
            yield self.status(zone_id, zone)
        for field in _FIELDS:
            if field in DATE_COLUMNS:
                yield self._step(zone_id, field, str(zone[field]))
            elif field == "bounds":
                yield from self._field(
                    zone_id, field, Text(_of_table(zone, "bounds_zh"), _of_table(zone, "bounds_en"))
                )
            elif field == "counties":
                codes = (*zone["counties"], *zone["other_counties"])
                yield from self._field(zone_id, field, self.words.of(field, codes))
            else:
                yield from self._field(zone_id, field, self.words.of(field, _of_table(zone, field)))
        area = zone["area_km2"] if pd.notna(zone["measured_km2"]) else _of_table(zone, "area_km2")
        for fact in self._field(zone_id, "area_km2", self.words.of("area_km2", area)):
            yield _undrawn(_with_measured(fact, zone), zone)
        if (zone_id, BOUNDARY) in self.sources.tables.history:
            yield from self._field(zone_id, BOUNDARY, NONE)
        for column in self.sources.region.own_columns:
            if column.year is None or not column.is_number:
                yield self._own(zone_id, column, str(zone[column.column]))
        yield from self._numbers(zone_id)

    def _numbers(self, zone_id: str) -> Iterator[Fact]:
        """Tell of each indicator the newest number on the day, and those before it."""
        region = self.sources.region
        for series in region.series:
            if series.is_of_counties or not series.is_series:
                continue
            now, later = series.entries(zone_id, region.date, region.state_day)
            entries = now or later[:1]
            fact = self._fact(zone_id, f"{PREFIX}{series.key}", NONE, ()).but(
                label=series.label,
                evidence=tuple(
                    dict.fromkeys(
                        row
                        for entry in entries
                        for row in self.sources.witnesses(entry.key[0], zone_id, entry.key[2])
                    )
                ),
                keys=tuple(entry.key for entry in reversed(entries)),
            )
            if not entries:
                yield fact.at(When.silent, word("fact", "not_stated"))
                continue
            newest = now[-1] if now else later[0]
            fact = fact.but(value=number_text(series, newest), series=tuple(
                (entry.date, entry.number) for entry in now if entry.date
            ))  # fmt: skip
            if newest.row and not fact.evidence:
                cell = f"{region.witnesses.numbers}{newest.row}"
                fact = fact.but(cell=word("page", "own_cell").format(cell=cell))
            yield fact.but(remark=_earlier(now[:-1])) if now else self.sources.by_date(fact, newest.date)

    def status(self, zone_id: str, zone: Zone) -> Fact:
        """Tell the status; one that may have changed since its newest source is the last known."""
        day = self.sources.region.date
        evidence = self.sources.witnesses("zones", zone_id, *(name for name in DATE_COLUMNS if zone[name]))
        label, value = word("column", STATUS), term_text(STATUS, zone["status"])
        fact = Fact(f"zones/{zone_id}/{STATUS}", STATUS, STATUS, label, value, evidence=evidence)
        described = [parse_edtf(date).latest for date in self.sources.dates_of(evidence) if date]
        newest = max((self.sources.region.state_day, *filter(None, described)))
        if zone["status"] not in _WAITING or day <= newest:
            return fact
        return fact.at(When.last_known, word("fact", "last_known").format(day=date_text(newest.isoformat())))

    def _own(self, zone_id: str, column: OwnColumn, cell: str) -> Fact:
        """Tell a planner's own column; where its heading names a year, as of that year."""
        fact = self._fact(zone_id, column.column, column.value(cell), (column.column,))
        fact = fact.but(label=column.label)
        if not cell:
            return fact.at(When.silent, word("fact", "not_stated"))
        return fact if column.year is None else self.sources.by_date(fact, str(column.year))

    def _fact(self, zone_id: str, field: str, value: Text, columns: tuple[str, ...]) -> Fact:
        """Make the fact of a field with the evidence of its columns."""
        held, key = self.sources.tables.of_fields, (zone_id, field)
        if key not in held or held[key].value != value:
            held[key] = self._new_fact(zone_id, field, value, columns)
        return held[key]

    def _new_fact(self, zone_id: str, field: str, value: Text, columns: tuple[str, ...]) -> Fact:
        """Make the fact of a field."""
        return Fact(
            f"zones/{zone_id}/{field}",
            "values",
            field,
            NONE if field.startswith(PREFIX) else field_label(field),
            value,
            evidence=self.sources.witnesses("zones", zone_id, *columns),
            keys=tuple(("zones", zone_id, column) for column in columns),
        )

    def _field(self, zone_id: str, field: str, value: Text) -> Iterator[Fact]:
        """Tell a field: by its history, or by its cell and the dates of its sources."""
        entries = self.sources.tables.history.get((zone_id, field), ())
        columns = {"bounds": ("bounds_zh", "bounds_en")}.get(field, (field,))
        fact = self._fact(zone_id, field, value, columns)
        if entries:
            yield from self._by_history(fact, in_force(entries, self.sources.region.date))
        elif not value:
            yield fact.at(When.silent, word("fact", "not_stated"))
        else:
            yield self._since_ever(fact)

    def _since_ever(self, fact: Fact) -> Fact:
        """Say how a value stands to the day that has no date of its own."""
        stood = self.sources.by_sources(fact, is_state=fact.field in _STATES)
        return fact if stood.when is When.later and fact.field in _FROM_THE_BEGINNING else stood

    def _by_history(self, fact: Fact, found: InForce) -> Iterator[Fact]:
        """Tell the value in force on the day, then those that may hold and those that hold later."""
        if found.value is None:
            silent = Fact(fact.id, fact.section, fact.field, fact.label, NONE)
            yield silent.at(When.silent, word("fact", "not_stated"))
        else:
            value = self.words.of(fact.field, found.value)
            since = word("fact", "since").format(day=date_text(found.since)) if found.since else NONE
            in_use = fact.but(value=value, remark=since, **self._dated_witnesses(fact, found.since))
            yield in_use if found.since else self._since_ever(in_use)
        for when, entries in ((When.not_known, found.may_be), (When.later, found.later)):
            yield from (self._entry(fact, entry, when) for entry in entries)

    def _entry(self, fact: Fact, entry: HistoryEntry, when: When) -> Fact:
        """Tell a value that holds, or may hold, from a date on."""
        remark = word("fact", f"history_{when}").format(day=date_text(entry.since))
        return fact.but(
            id=f"{fact.id}@{entry.since}",
            value=self.words.of(fact.field, entry.value),
            when=when,
            remark=remark,
            **self._dated_witnesses(fact, entry.since),
        )

    def _dated_witnesses(self, fact: Fact, since: str) -> dict[str, Any]:
        """Return key and evidence of a value of the history; evidence of the field where it has none."""
        zone_id = fact.id.split("/")[1]
        field = history_key({"field": fact.field, "from": since})
        found = self.sources.witnesses("history", zone_id, field)
        return {"evidence": found or fact.evidence, "keys": (("history", zone_id, field),)}

    def _step(self, zone_id: str, field: str, date: str) -> Fact:
        """Tell a dated step."""
        fact = self._fact(zone_id, field, date_text(date) if date else NONE, (field,))
        if not date:
            return fact.at(When.silent, word("fact", "not_stated"))
        if parse_edtf(date).latest is None:  # "not yet on that day": true up to it, after it not known
            return (
                fact
                if on_day(date, self.sources.region.date) is Answer.not_reached
                else fact.at(When.not_known, word("fact", "not_known"))
            )
        return self.sources.by_date(fact, date)


def number_text(series: Series, entry: Entry) -> Text:
    """Put a number in words: with its unit and its date."""
    gap = "" if series.unit[:1] in ("%", "‰") else " "
    value = Text(f"{entry.value}{gap}{series.unit}".strip())
    return word("fact", "of_day").format(value=value, day=date_text(entry.date)) if entry.date else value


def _earlier(entries: Sequence[Entry]) -> Text:
    """Put the numbers before the newest in words, the last few of many."""
    if not entries:
        return NONE
    shown = [
        Text(entry.value) if not entry.date else date_text(entry.date) + Text(f" {entry.value}")
        for entry in entries[-_MOST_EARLIER:]
    ]
    described = word("fact", "earlier").format(values=join_texts(shown))
    if len(entries) > len(shown):
        described += word("fact", "more_values").format(n=str(len(entries) + 1))
    return described


def _of_table(zone: Zone, field: str) -> Any:
    """Return the value of a field on the day; where it is known only later, the one that the table states."""
    value = zone.get(field, "")
    is_missing = value is None or value == "" or (isinstance(value, float) and math.isnan(value))
    return zone.get(f"table_{field}", value) if is_missing else value


def _undrawn(fact: Fact, zone: Zone) -> Fact:
    """Return the fact of an area; a word says so where it is too large for the zone's counties."""
    if not fact.is_drawn or pd.isna(zone["area_km2"]) or zone["basis"] != "host_county":
        return fact
    return fact.but(remark=fact.remark + word("fact", "larger_than_county"))


def _with_measured(fact: Fact, zone: Zone) -> Fact:
    """Return the fact of an area with what was measured within the boundary beside it."""
    if pd.isna(zone["measured_km2"]) or not (fact.is_drawn or fact.when is When.silent):
        return fact
    value = Text(*(format_area(zone, lang, with_file=True) for lang in ("zh", "en")))
    return fact.but(value=value, when=When.now, remark=NONE) if not fact.is_drawn else fact.but(value=value)
