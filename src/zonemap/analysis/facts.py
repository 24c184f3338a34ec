"""What is known of a zone on the region's day: one ordered list that every output reads.

Card, table, atlas, deck, workbook, GeoPackage, notes and diff loop over these facts; none has a list of
fields of its own, and none words a value a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from zonemap.analysis.fact import Fact, When
from zonemap.analysis.fact_sources import FactSources
from zonemap.analysis.measures import known_industries
from zonemap.analysis.proximity import Nearest, certainly_nearest, seat_distances
from zonemap.analysis.value_facts import ValueFacts
from zonemap.analysis.value_words import ValueWords, field_label, term_text
from zonemap.core.dates import date_text, parse_edtf, sort_key
from zonemap.core.text import NONE, Text, join_texts
from zonemap.core.vocabulary import terms, word
from zonemap.region.region import Region
from zonemap.tables.evidence import column_of, event_key

Describe = Callable[[str, dict[str, str]], Fact]
"""What tells a row of a table of a zone."""

_MOST_NAMED = 6
"""How many zones of the same industry are named."""


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
            *self._values.of(zone_id, zone),
            *self._rows("industries", zone_id, self._industry),
            *self._reforms(zone_id),
            *self._rows("partners", zone_id, self._partner),
            *self._events(zone_id),
            *self.places_of(zone_id),
            *self._same_industry(zone_id),
        ]
        return [self._witnessed(fact) for fact in found]

    def values_of(self, zone_id: str) -> list[Fact]:
        """Return what is known of the columns of a zone alone, in order.

        Raises
        ------
        KeyError
            If the region has no such zone.
        """
        return [self._witnessed(fact) for fact in self._values.of(zone_id, self.region.zones.loc[zone_id])]

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
        value = self._words.stated(*column_of(row["table"], row["field"]), row["value"])
        return word("page", "states").format(value=value)

    def fact_at(self, table: str, zone_id: str, field: str) -> Fact:
        """Return the fact that tells a value of the tables, named as the evidence names it.

        Parameters
        ----------
        table, zone_id, field
            As in ``Region.evidence``; an empty ``zone_id`` is the region as a whole.
        """
        found = self._by_key.get((table, zone_id, field))
        label, value = word("table", table), Text(field)
        if table == "zones":  # longitude and latitude, which are told together; a field with a history
            zone = self.region.zones.loc[zone_id]
            value = self._words.of(field, zone.get(f"table_{field}", zone.get(field, "")))
            label = word("column", field)
        if table == "history":  # what another value has replaced on the day
            column, _, since = field.partition(" ")
            rows = self.region.history
            row = rows[(rows["zone_id"] == zone_id) & (rows["field"] == column) & (rows["from"] == since)]
            label, value = field_label(column), self._words.of(column, row["value"].iloc[0])
        return found or self._sources.fact(table, zone_id, field, label, value)

    # -- what the tables hold, by zone, made once ---------------------------------------------------------

    @cached_property
    def _by_key(self) -> dict[tuple[str, str, str], Fact]:
        of_region = [self.event("", row) for row in self._tables["events"].get("", [])]
        of_zones = (fact for zone_id in self.region.zones.index for fact in self.facts_of(str(zone_id)))
        return {key: fact for fact in (*of_region, *of_zones) for key in fact.keys}

    @cached_property
    def _sources(self) -> FactSources:
        return FactSources(self.region)

    @cached_property
    def _words(self) -> ValueWords:
        return ValueWords(self.region)

    @cached_property
    def _values(self) -> ValueFacts:
        return ValueFacts(self._sources, self._words)

    @cached_property
    def _nearest(self) -> dict[str, Nearest]:
        return certainly_nearest(self.region.shown, self.region.counties)

    @cached_property
    def _seats(self) -> dict[str, tuple[str, float]]:
        return seat_distances(self.region.shown, self.region.counties)

    @cached_property
    def _holders(self) -> dict[str, dict[str, str]]:
        """By industry the shown zones that dated sources name it of, each with the date of its newest one."""
        found: dict[str, dict[str, str]] = {}
        known = known_industries(self.region)
        for zone_id, industry in known[["zone_id", "industry"]].itertuples(index=False, name=None):
            dates = self._sources.dates_of(self._sources.witnesses("industries", zone_id, industry))
            if zone_id in self.region.shown.index:
                found.setdefault(industry, {})[zone_id] = max(dates, key=sort_key)
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

    # -- rows of the other tables -------------------------------------------------------------------------

    def _rows(self, table: str, zone_id: str, describe: Describe) -> Iterator[Fact]:
        """Tell the rows of a table; one silent fact where there is none."""
        rows = self._tables[table].get(zone_id, [])
        for row in rows:
            yield describe(zone_id, row)
        if not rows:
            yield self._silent(table, zone_id)

    def _silent(self, table: str, zone_id: str, field: str = "", label: Text = NONE) -> Fact:
        """Say that the sources state nothing of a table, or of a field."""
        fact = self._sources.fact(table, zone_id, field or table, label or word("table", table), NONE)
        return fact.at(When.silent, word("fact", "not_stated"))

    def _industry(self, zone_id: str, row: dict[str, str]) -> Fact:
        """Tell an industry."""
        key = row["industry"]
        name = term_text("industry", key)
        value = word("fact", "from_name").format(value=name) if row["basis"] == "name" else name
        fact = self._sources.fact("industries", zone_id, key, word("table", "industries"), value)
        return self._sources.by_sources(fact)

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
        fact = self._sources.fact("reforms", zone_id, key, term_text("measure", key), value)
        if len(rows) > 1:
            fact = replace(fact, id=f"{fact.id}@{row['as_of']}")
        stood = self._sources.by_date(fact, row["as_of"]) if row["as_of"] else fact
        latest = parse_edtf(row["as_of"]).latest if row["as_of"] else None
        if stood.when is When.now and latest is not None and latest < self.region.date:
            return fact.at(When.last_known, NONE)  # the value itself says of which day it is
        return stood

    def _partner(self, zone_id: str, row: dict[str, str]) -> Fact:
        """Tell a partner: name, role, place, since when."""
        parts = [
            Text(row["name_zh"], row["name_en"]),
            term_text("place", row["place"]) if row["place"] else NONE,
            date_text(row["since"]) if row["since"] else NONE,
        ]
        role, value = term_text("role", row["role"]), join_texts(parts, Text(" · ", " · "))
        fact = self._sources.fact("partners", zone_id, row["name_zh"], role, value)
        return self._sources.by_date(fact, row["since"]) if row["since"] else self._sources.by_sources(fact)

    def _events(self, zone_id: str) -> Iterator[Fact]:
        """Tell what happened, by the dates on which each was certainly over; undated ones last."""
        rows = self._tables["events"].get(zone_id, [])
        for row in sorted(rows, key=lambda row: sort_key(row["date"])):
            yield self.event(zone_id, row)
        if not rows:
            yield self._silent("events", zone_id)

    # -- what no source states but the program computes ----------------------------------------------------

    def places_of(self, zone_id: str) -> list[Fact]:
        """Return what follows from where a zone lies, where its point is good enough to say it."""
        found = []
        near = self._nearest.get(zone_id)
        if near:
            error = f"{near.error_km:.0f}" if near.error_km >= 1 else f"{near.error_km:.1f}"
            distance = word("fact", "about_km").format(
                name=self.name_of(near.zone_id), km=f"{near.distance_km:.0f}"
            )
            basis = word("fact", "from_points").format(error=error)
            found.append(self._derived(zone_id, "nearest", distance, basis, (near.zone_id,)))
        if zone_id in self._seats:
            adcode, km = self._seats[zone_id]
            distance = word("fact", "seat_km").format(name=self._words.county(adcode), km=f"{km:.0f}")
            found.append(self._derived(zone_id, "to_seat", distance, word("fact", "from_seat")))
        return found

    def _same_industry(self, zone_id: str) -> Iterator[Fact]:
        """Name for each industry the other zones of which dated sources of the day or before say so."""
        for row in self._tables["industries"].get(zone_id, []):
            holders = self._holders.get(row["industry"], {})
            others = [other for other in holders if other != zone_id]
            if zone_id not in holders or not others:
                continue
            names = join_texts(self.name_of(other) for other in others[:_MOST_NAMED])
            if len(others) > _MOST_NAMED:
                names = word("deck", "and_more").format(names=names, n=len(others))
            value = word("fact", "same_industry").format(
                names=names, industry=term_text("industry", row["industry"])
            )
            oldest = min((holders[id_] for id_ in (zone_id, *others)), key=sort_key)
            basis = word("fact", "from_sources").format(day=date_text(oldest))
            yield self._derived(
                zone_id, "same_industry", value, basis, tuple(others[:_MOST_NAMED]), row["industry"]
            )

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
        day = date_text(self.region.date.isoformat())
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
        fact = self._sources.fact("events", zone_id, key, when, Text(row["text_zh"], row["text_en"]))
        return self._sources.by_date(fact, row["date"]) if row["date"] else self._sources.by_sources(fact)


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
