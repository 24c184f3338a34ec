"""What is known of a zone on the region's day: one ordered list that every output reads.

Card, table, atlas, deck, workbook, GeoPackage, notes and diff loop over these facts; none has a list of
fields of its own, and none words a value a second time.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from zonemap.analysis.fact import Fact, When
from zonemap.analysis.measures import say_area
from zonemap.analysis.proximity import Nearest, certainly_nearest, seat_distances
from zonemap.core.dates import Answer, format_date, is_edtf, on_day, parse_edtf, sort_key
from zonemap.core.history import Entry, InForce, history_of, in_force
from zonemap.core.pinyin import Readings, county_readings
from zonemap.core.text import NONE, Text, join_texts
from zonemap.core.townships import townships_of
from zonemap.core.vocabulary import terms, word
from zonemap.region.region import Region
from zonemap.region.status import DATE_COLUMNS
from zonemap.tables.cells import NUMBER
from zonemap.tables.evidence import column_of, event_key, history_key
from zonemap.tables.schemas import is_date_column, term_columns

SECTIONS = ("values", "survey", "industries", "reforms", "partners", "events", "computed")
"""The parts in which the facts of a zone come, in their order."""

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
_STATES = ("kind", "tier", "management", "counties")
"""Fields that may have changed since the newest source told of them."""

_WITH_A_BEGINNING = ("name_zh", "name_en", "kind", "counties")
"""Fields that no zone is without: they hold from the beginning unless its history says otherwise."""

_TERM_FIELDS = {"kind": "kind", "tier": "tier", "management": "management", "point_basis": "point_basis"}


def date_text(text: str) -> Text:
    """Put a date in words."""
    return Text(format_date(text, "zh"), format_date(text, "en"))


def term_text(group: str, key: str) -> Text:
    """Return a word of the vocabulary; one that it does not have stands as it is."""
    known = terms(group)
    return known[key].text if key in known else Text(key)


def field_label(field: str) -> Text:
    """Return what people call a field of a zone."""
    key = f"field_{field}"
    return word("page", key) if key in terms("page") else word("column", field)


@dataclass(frozen=True)
class FactBook:
    """The facts of a region's zones on its day.

    Parameters
    ----------
    region
        The region on its day.
    """

    region: Region

    def facts_of(self, zone_id: str) -> list[Fact]:
        """Return what is known of a zone, in order; what the sources do not state stands among it as silent.

        Raises
        ------
        KeyError
            If the region has no such zone.
        """
        zone = self.region.zones.loc[zone_id]
        found = [
            *self._values(zone_id, zone),
            *self._rows("industries", zone_id, self._industry),
            *self._reforms(zone_id),
            *self._rows("partners", zone_id, self._partner),
            *self._events(zone_id),
            *self._computed(zone_id),
        ]
        return [self._witnessed(fact) for fact in found]

    def values_of(self, zone_id: str) -> list[Fact]:
        """Return what is known of the columns of a zone alone, in order.

        Raises
        ------
        KeyError
            If the region has no such zone.
        """
        return [self._witnessed(fact) for fact in self._values(zone_id, self.region.zones.loc[zone_id])]

    def states_otherwise(self, label: int) -> Text:
        """Say what a row of the evidence states, where the cell holds something else; else nothing.

        Parameters
        ----------
        label
            The label of a row of ``Region.evidence``.
        """
        if label not in self.region.witnesses.otherwise:
            return NONE
        row = self.region.evidence.loc[label]
        value = self._stated(*column_of(row["table"], row["field"]), row["value"])
        return word("page", "states").format(value=value)

    # -- what the tables hold, by zone, made once ---------------------------------------------------------

    @cached_property
    def _history(self) -> dict[tuple[str, str], tuple[Entry, ...]]:
        return history_of(self.region.history)

    @cached_property
    def _counties(self) -> dict[str, Text]:
        names = pd.concat(
            [table[["name_zh", "name_en"]] for table in (self.region.counties, self.region.outside)]
        )
        return {str(adcode): Text(zh, en) for adcode, zh, en in names.itertuples(name=None)}

    @cached_property
    def _readings(self) -> Readings:
        return county_readings({name.zh: name.en for name in self._counties.values()})

    @cached_property
    def _evidence(self) -> dict[tuple[str, str, str], list[int]]:
        found: dict[tuple[str, str, str], list[int]] = {}
        rows = self.region.evidence
        keys = zip(rows["table"], rows["zone_id"], rows["field"], strict=True)
        for label, key in zip(rows.index, keys, strict=True):
            found.setdefault(key, []).append(int(label))
        return found

    def _stated(self, table: str, column: str, value: str) -> Text:
        """Put a value that a source states in words."""
        if is_date_column(table, column):
            return date_text(value) if value and is_edtf(value) else Text(value)
        if group := term_columns(table).get(column):
            return term_text(group, value)
        is_odd = column == "area_km2" and not re.fullmatch(NUMBER, value)
        return Text(value) if is_odd else self._words(column, value)  # a source may say "about ten"

    def _witnessed(self, fact: Fact) -> Fact:
        """Say of a fact that its value was changed, or that only a cell of the table says so."""
        witnesses = self.region.witnesses
        if fact.when is When.silent:
            return fact
        if any(key in witnesses.changed for key in fact.keys):
            fact = replace(fact, remark=fact.remark + word("page", "changed"))
        cells = [witnesses.cells[key] for key in fact.keys if key in witnesses.cells]
        if cells and not fact.evidence:
            fact = replace(fact, cell=word("page", "own_cell").format(cell=cells[0]))
        return fact

    @cached_property
    def _source_dates(self) -> dict[int, str]:
        dates = dict(zip(self.region.sources["source_id"], self.region.sources["date"], strict=True))
        return {int(label): dates.get(id_, "") for label, id_ in self.region.evidence["source_id"].items()}

    @cached_property
    def _nearest(self) -> dict[str, Nearest]:
        return certainly_nearest(self.region.shown, self.region.counties)

    @cached_property
    def _seats(self) -> dict[str, tuple[str, float]]:
        return seat_distances(self.region.shown, self.region.counties)

    @cached_property
    def _holders(self) -> dict[str, list[Fact]]:
        """The facts that name an industry on the day, with a dated source, by industry."""
        found: dict[str, list[Fact]] = {}
        for zone_id in self.region.shown.index:
            for row in self._tables["industries"].get(str(zone_id), []):
                fact = self._industry(str(zone_id), row)
                dates = [self._source_dates[label] for label in fact.evidence]
                if fact.when is When.now and dates and all(dates):
                    found.setdefault(fact.field, []).append(fact)
        return found

    @cached_property
    def _tables(self) -> dict[str, dict[str, list[dict[str, str]]]]:
        return {
            name: {
                str(zone_id): rows.to_dict("records")
                for zone_id, rows in getattr(self.region, name).groupby("zone_id", sort=False)
            }
            for name in ("industries", "reforms", "partners", "events")
        }

    def _witnesses(self, table: str, zone_id: str, *fields: str) -> tuple[int, ...]:
        """Return the rows of the evidence for some fields."""
        found = [label for field in fields for label in self._evidence.get((table, zone_id, field), [])]
        return tuple(dict.fromkeys(found))

    # -- how a fact stands to the day ---------------------------------------------------------------------

    @property
    def _day(self) -> dt.date:
        return self.region.date

    def _by_sources(self, fact: Fact, *, is_state: bool = False) -> Fact:
        """Say of a fact without a date of its own whether its sources are later or older than the day."""
        dates = [self._source_dates[label] for label in fact.evidence]
        if not dates or "" in dates:
            return fact
        first = min(dates, key=lambda text: parse_edtf(text).earliest or dt.date.min)
        earliest = parse_edtf(first).earliest
        if earliest is not None and earliest > self._day:
            return fact.at(When.later, word("fact", "later_source").format(day=date_text(first)))
        last = max(dates, key=sort_key)
        latest = parse_edtf(last).latest
        if is_state and latest is not None and latest < self._day:
            return fact.at(When.last_known, word("fact", "last_known").format(day=date_text(last)))
        return fact

    def _by_date(self, fact: Fact, date: str) -> Fact:
        """Say of a fact with a date of its own whether it is reached on the day."""
        answer = on_day(date, self._day)
        if answer is Answer.reached:
            return fact
        if answer is Answer.not_known:
            return fact.at(When.not_known, word("fact", "not_known"))
        return fact.at(When.later, word("fact", "later_date"))

    # -- the values of zones.csv --------------------------------------------------------------------------

    def _values(self, zone_id: str, zone: pd.Series) -> Iterator[Fact]:
        """Go through the columns of the zones."""
        for field in _FIELDS:
            if field in DATE_COLUMNS:
                yield self._step(zone_id, field, str(zone[field]))
            elif field == "bounds":
                yield from self._field(
                    zone_id, field, Text(_of_table(zone, "bounds_zh"), _of_table(zone, "bounds_en"))
                )
            elif field == "counties":
                codes = (*zone["counties"], *zone["other_counties"])
                yield from self._field(zone_id, field, self._words(field, codes))
            else:
                yield from self._field(zone_id, field, self._words(field, _of_table(zone, field)))
        area = zone["area_km2"] if pd.notna(zone["measured_km2"]) else _of_table(zone, "area_km2")
        for fact in self._field(zone_id, "area_km2", self._words("area_km2", area)):
            yield _with_measured(fact, zone)

    def _words(self, field: str, value: object) -> Text:
        """Put the value of a field in words; empty where it is not stated."""
        if field in _TERM_FIELDS:
            return term_text(_TERM_FIELDS[field], str(value)) if value else NONE
        if field == "counties":
            codes = value if isinstance(value, tuple) else tuple(filter(None, str(value).split(";")))
            return join_texts(self._county(code) for code in codes)
        if field == "township":
            return join_texts(townships_of(str(value), self._readings)) if value else NONE
        if field == "area_km2":
            number = float(str(value)) if value != "" else float("nan")
            return NONE if pd.isna(number) else Text(f"{number:.10g} km²")
        return Text(str(value))

    def _county(self, adcode: str) -> Text:
        """Name a county."""
        return self._counties.get(adcode, Text(adcode))

    def _field(self, zone_id: str, field: str, value: Text) -> Iterator[Fact]:
        """Tell a field: by its history, or by its cell and the dates of its sources."""
        entries = self._history.get((zone_id, field), ())
        columns = {"bounds": ("bounds_zh", "bounds_en")}.get(field, (field,))
        label = field_label(field)
        fact = Fact(
            f"zones/{zone_id}/{field}",
            "values",
            field,
            label,
            value,
            evidence=self._witnesses("zones", zone_id, *columns),
            keys=tuple(("zones", zone_id, column) for column in columns),
        )
        if entries:
            yield from self._by_history(fact, in_force(entries, self._day))
        elif not value:
            yield fact.at(When.silent, word("fact", "not_stated"))
        elif field in _WITH_A_BEGINNING:
            # A zone is known by these; that its sources are later than the day says nothing against them.
            stood = self._by_sources(fact, is_state=field in _STATES)
            yield fact if stood.when is When.later else stood
        else:
            yield self._by_sources(fact, is_state=field in _STATES)

    def _by_history(self, fact: Fact, found: InForce) -> Iterator[Fact]:
        """Tell the value in force on the day, then those that may hold and those that hold later."""
        if found.value is None:
            silent = Fact(fact.id, fact.section, fact.field, fact.label, NONE)
            yield silent.at(When.silent, word("fact", "not_stated"))
        else:
            value = self._words(fact.field, found.value)
            since = word("fact", "since").format(day=date_text(found.since)) if found.since else NONE
            in_use = replace(fact, value=value, remark=since, **self._dated_witnesses(fact, found.since))
            yield in_use if found.since else self._by_sources(in_use, is_state=fact.field in _STATES)
        for when, entries in ((When.not_known, found.may_be), (When.later, found.later)):
            yield from (self._entry(fact, entry, when) for entry in entries)

    def _entry(self, fact: Fact, entry: Entry, when: When) -> Fact:
        """Tell a value that holds, or may hold, from a date on."""
        remark = word("fact", f"history_{when}").format(day=date_text(entry.since))
        return replace(
            fact,
            id=f"{fact.id}@{entry.since}",
            value=self._words(fact.field, entry.value),
            when=when,
            remark=remark,
            **self._dated_witnesses(fact, entry.since),
        )

    def _dated_witnesses(self, fact: Fact, since: str) -> dict[str, Any]:
        """Return key and evidence of a value of the history; evidence of the field where it has none."""
        zone_id = fact.id.split("/")[1]
        field = history_key({"field": fact.field, "from": since})
        found = self._witnesses("history", zone_id, field)
        return {"evidence": found or fact.evidence, "keys": (("history", zone_id, field),)}

    def _step(self, zone_id: str, field: str, date: str) -> Fact:
        """Tell a dated step."""
        label = field_label(field)
        fact = Fact(
            f"zones/{zone_id}/{field}",
            "values",
            field,
            label,
            date_text(date) if date else NONE,
            evidence=self._witnesses("zones", zone_id, field),
            keys=(("zones", zone_id, field),),
        )
        if not date:
            return fact.at(When.silent, word("fact", "not_stated"))
        if parse_edtf(date).latest is None:  # "not yet on that day": true up to it, after it not known
            return (
                fact
                if on_day(date, self._day) is Answer.not_reached
                else fact.at(When.not_known, word("fact", "not_known"))
            )
        return self._by_date(fact, date)

    # -- rows of the other tables -------------------------------------------------------------------------

    def _rows(self, table: str, zone_id: str, describe: object) -> Iterator[Fact]:
        """Tell the rows of a table; one silent fact where there is none."""
        rows = self._tables[table].get(zone_id, [])
        for row in rows:
            yield describe(zone_id, row)  # type: ignore[operator]
        if not rows:
            yield self._silent(table, zone_id)

    def _silent(self, table: str, zone_id: str, field: str = "", label: Text = NONE) -> Fact:
        """Say that the sources state nothing of a table, or of a field."""
        id_ = "/".join(filter(None, (table, zone_id, field)))
        fact = Fact(id_, table, field or table, label or word("table", table), NONE)
        return fact.at(When.silent, word("fact", "not_stated"))

    def _industry(self, zone_id: str, row: dict[str, str]) -> Fact:
        """Tell an industry."""
        key = row["industry"]
        name = term_text("industry", key)
        value = word("fact", "from_name").format(value=name) if row["basis"] == "name" else name
        return self._by_sources(
            Fact(
                f"industries/{zone_id}/{key}",
                "industries",
                key,
                word("table", "industries"),
                value,
                evidence=self._witnesses("industries", zone_id, key),
                keys=(("industries", zone_id, key),),
            )
        )

    def _reforms(self, zone_id: str) -> Iterator[Fact]:
        """Tell the state of each measure; measures of which nothing is reported are silent."""
        rows = self._tables["reforms"].get(zone_id, [])
        told = [row for row in rows if row["state"] != "not_reported"]
        for row in sorted(
            told, key=lambda row: (list(terms("measure")).index(row["measure"]), sort_key(row["as_of"]))
        ):
            yield self._reform(zone_id, row, told)
        if rows:
            for key in terms("measure"):
                if key not in {row["measure"] for row in told}:
                    yield self._silent("reforms", zone_id, key, term_text("measure", key))

    def _reform(self, zone_id: str, row: dict[str, str], rows: Sequence[dict[str, str]]) -> Fact:
        """Tell one state of a measure: in force, replaced by a newer one, or later."""
        key = row["measure"]
        value = term_text("state", row["state"])
        if row["as_of"]:
            value = word("fact", "as_of").format(value=value, day=date_text(row["as_of"]))
        fact = Fact(
            f"reforms/{zone_id}/{key}" + (f"@{row['as_of']}" if len(rows) > 1 else ""),
            "reforms",
            key,
            term_text("measure", key),
            value,
            evidence=self._witnesses("reforms", zone_id, key),
            keys=(("reforms", zone_id, key),),
        )
        stood = self._by_date(fact, row["as_of"]) if row["as_of"] else fact
        latest = parse_edtf(row["as_of"]).latest if row["as_of"] else None
        if stood.when is When.now and latest is not None and latest < self._day:
            return fact.at(When.last_known, NONE)  # the value itself says of which day it is
        return stood

    def _partner(self, zone_id: str, row: dict[str, str]) -> Fact:
        """Tell a partner: name, role, place, since when."""
        parts = [
            Text(row["name_zh"], row["name_en"]),
            term_text("place", row["place"]) if row["place"] else NONE,
            date_text(row["since"]) if row["since"] else NONE,
        ]
        fact = Fact(
            f"partners/{zone_id}/{row['name_zh']}",
            "partners",
            row["name_zh"],
            term_text("role", row["role"]),
            join_texts(parts, Text(" · ", " · ")),
            evidence=self._witnesses("partners", zone_id, row["name_zh"]),
            keys=(("partners", zone_id, row["name_zh"]),),
        )
        return self._by_date(fact, row["since"]) if row["since"] else self._by_sources(fact)

    def _events(self, zone_id: str) -> Iterator[Fact]:
        """Tell what happened, by the dates on which each was certainly over; undated ones last."""
        rows = self._tables["events"].get(zone_id, [])
        for row in sorted(rows, key=lambda row: sort_key(row["date"])):
            yield self.event(zone_id, row)
        if not rows:
            yield self._silent("events", zone_id)

    # -- what no source states but the program computes ----------------------------------------------------

    def _computed(self, zone_id: str) -> Iterator[Fact]:
        """Tell what follows from the points and the tables, where they are good enough to say it."""
        near = self._nearest.get(zone_id)
        if near:
            error = f"{near.error_km:.0f}" if near.error_km >= 1 else f"{near.error_km:.1f}"
            yield self._derived(
                zone_id,
                "nearest",
                word("fact", "about_km").format(
                    name=self.name_of(near.zone_id), km=f"{near.distance_km:.0f}"
                ),
                word("fact", "from_points").format(error=error),
                (near.zone_id,),
            )
        if zone_id in self._seats:
            adcode, km = self._seats[zone_id]
            value = word("fact", "seat_km").format(name=self._county(adcode), km=f"{km:.0f}")
            yield self._derived(zone_id, "to_seat", value, word("fact", "from_seat"))
        yield from self._same_industry(zone_id)

    def _same_industry(self, zone_id: str) -> Iterator[Fact]:
        """Name the zones that dated sources of the day or before say to have the same industry."""
        for industry, holders in self._holders.items():
            own = next((fact for fact in holders if fact.id.split("/")[1] == zone_id), None)
            for other in holders:
                other_id = other.id.split("/")[1]
                if own is None or other_id == zone_id:
                    continue
                value = word("fact", "same_industry").format(
                    name=self.name_of(other_id), industry=term_text("industry", industry)
                )
                basis = word("fact", "from_sources").format(
                    own=self._sourced(zone_id, own), other=self._sourced(other_id, other)
                )
                yield self._derived(
                    zone_id, "same_industry", value, basis, (other_id,), f"{other_id}/{industry}"
                )

    def _sourced(self, zone_id: str, fact: Fact) -> Text:
        """Say of which day the newest source of a fact about a zone is."""
        last = max((self._source_dates[label] for label in fact.evidence), key=sort_key)
        return word("fact", "source_of").format(name=self.name_of(zone_id), day=date_text(last))

    def _derived(
        self,
        zone_id: str,
        field: str,
        value: Text,
        basis: Text,
        zone_ids: tuple[str, ...] = (),
        key: str = "",
    ) -> Fact:
        """Make a fact that the program computes, with the day and what it is computed from."""
        day = date_text(self._day.isoformat())
        return Fact(
            "/".join(filter(None, ("computed", zone_id, field, key))),
            "computed",
            field,
            word("page", field),
            value,
            derivation=word("fact", "derived").format(day=day, basis=basis),
            zone_ids=zone_ids,
        )

    def name_of(self, zone_id: str) -> Text:
        """Name a zone."""
        zone = self.region.zones.loc[zone_id]
        return Text(zone["name_zh"], zone["name_en"])

    def event(self, zone_id: str, row: dict[str, str]) -> Fact:
        """Tell an event of a zone or, with an empty ``zone_id``, of the region."""
        key = event_key(pd.Series(row))
        when = date_text(row["date"]) if row["date"] else word("page", "undated_event")
        fact = Fact(
            f"events/{zone_id}/{key}",
            "events",
            key,
            when,
            Text(row["text_zh"], row["text_en"]),
            evidence=self._witnesses("events", zone_id, key),
            keys=(("events", zone_id, key),),
        )
        return self._by_date(fact, row["date"]) if row["date"] else self._by_sources(fact)


def _of_table(zone: pd.Series, field: str) -> Any:
    """Return the value of a field on the day; where it is known only later, the one that the table states."""
    value = zone.get(field, "")
    return zone.get(f"table_{field}", value) if value == "" or pd.isna(value) is True else value


def _with_measured(fact: Fact, zone: pd.Series) -> Fact:
    """Return the fact of an area with what was measured within the boundary beside it."""
    if pd.isna(zone["measured_km2"]) or not (fact.is_drawn or fact.when is When.silent):
        return fact
    value = Text(*(say_area(zone, lang, with_file=True) for lang in ("zh", "en")))
    return (
        replace(fact, value=value, when=When.now, remark=NONE)
        if not fact.is_drawn
        else replace(fact, value=value)
    )


def facts_of(region: Region, zone_id: str) -> list[Fact]:
    """Return what is known of a zone on the region's day.

    Parameters
    ----------
    region
        The region on its day.
    zone_id
        The zone.

    Returns
    -------
    The facts in the order in which every output tells them; what the sources do not state is among them.

    Raises
    ------
    KeyError
        If the region has no such zone.
    """
    return FactBook(region).facts_of(zone_id)


def drawn(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts that a map of the day may draw."""
    return [fact for fact in facts if fact.is_drawn]
