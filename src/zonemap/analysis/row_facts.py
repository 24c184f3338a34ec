"""What the rows of industries, reforms, partners and events tell of a zone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from zonemap.analysis.fact import Fact, When
from zonemap.analysis.fact_sources import FactSources
from zonemap.analysis.region_words import words_of
from zonemap.analysis.value_words import term_text
from zonemap.core.dates import date_text, parse_edtf, sort_key
from zonemap.core.text import NONE, Text, join_texts
from zonemap.core.vocabulary import Term, Vocabulary, word
from zonemap.tables.evidence import event_key

DUE = "due"
"""The field of a fact that tells by when measures of the reform are due."""

STATED_LATER = "stated_later"
"""The state of a measure on a day before any of which the sources tell one."""

Describe = Callable[[str, dict[str, str]], Fact]
"""What tells a row of a table of a zone."""


@dataclass(frozen=True)
class RowFacts:
    """The facts that rows tell, each with its sources.

    Parameters
    ----------
    sources
        The evidence of the region on its day.
    """

    sources: FactSources

    @property
    def _words(self) -> Vocabulary:
        return self.sources.region.words

    @cached_property
    def _measures(self) -> dict[str, Term]:
        return words_of(self.sources.region, "measure")

    def of(self, zone_id: str) -> Iterator[Fact]:
        """Go through what the tables tell of a zone, in order."""
        yield from self._rows("industries", zone_id, self._industry)
        yield from self._reforms(zone_id)
        yield from self._rows("partners", zone_id, self._partner)
        yield from self._events(zone_id)

    def _rows(self, table: str, zone_id: str, describe: Describe) -> Iterator[Fact]:
        """Tell the rows of a table; one silent fact where there is none."""
        rows = self.sources.tables.rows[table].get(zone_id, [])
        for row in rows:
            yield describe(zone_id, row)
        if not rows:
            yield self._silent(table, zone_id)

    def _silent(self, table: str, zone_id: str, field: str = "", label: Text = NONE) -> Fact:
        """Say that the sources state nothing of a table, or of a field."""
        fact = self.sources.fact(table, zone_id, field or table, label or word("table", table), NONE)
        return fact.at(When.silent, word("fact", "not_stated"))

    def _industry(self, zone_id: str, row: dict[str, str]) -> Fact:
        """Tell an industry."""
        key = row["industry"]
        name = self._words.word("industry", key)
        value = word("fact", "from_name").format(value=name) if row["basis"] == "name" else name
        fact = self.sources.fact("industries", zone_id, key, word("table", "industries"), value)
        return self.sources.by_sources(fact)

    def _reforms(self, zone_id: str) -> Iterator[Fact]:
        """Tell the state of each measure; measures of which nothing is reported are silent."""
        rows = self.sources.tables.rows["reforms"].get(zone_id, [])
        described = [row for row in rows if row["state"] != "not_reported"]
        measures = list(self._measures)
        for row in sorted(
            described, key=lambda row: (measures.index(row["measure"]), sort_key(row["as_of"]))
        ):
            yield self._reform(zone_id, row, described)
        if rows:
            told = {row["measure"] for row in described}
            for key in measures:
                if key not in told:
                    yield self._silent("reforms", zone_id, key, self._words.word("measure", key))
        yield from self._dues(zone_id, rows)

    def states_of(self, zone_id: str) -> dict[str, str]:
        """Return by measure the key of the state that holds on the day; ``stated_later`` before any does."""
        found: dict[str, str] = {}
        rows = self.sources.tables.rows["reforms"].get(zone_id, [])
        for row in sorted(rows, key=lambda row: sort_key(row["as_of"])):
            fact = self._reform(zone_id, row, rows)
            if fact.is_drawn and row["state"] != "not_reported":
                found[row["measure"]] = row["state"]
            elif fact.when is When.later and row["state"] != "not_reported":
                found.setdefault(row["measure"], STATED_LATER)
        return found

    def _dues(self, zone_id: str, rows: Sequence[dict[str, str]]) -> Iterator[Fact]:
        """Tell by when measures are due: one date for all of them, or which by when."""
        dues = sorted({row["due"] for row in rows if row["due"]}, key=sort_key)
        for due in dues:
            measures = [row["measure"] for row in rows if row["due"] == due]
            value = date_text(due)
            if len(dues) > 1:
                names = join_texts(self._words.word("measure", key) for key in dict.fromkeys(measures))
                value = word("fact", "due_of").format(day=value, names=names)
            yield self.sources.by_sources(
                Fact(
                    f"reforms/{zone_id}/{DUE}@{due}",
                    "reforms",
                    DUE,
                    word("column", DUE),
                    value,
                    evidence=self.sources.witnesses("reforms", zone_id, *dict.fromkeys(measures)),
                )
            )

    def _reform(self, zone_id: str, row: dict[str, str], rows: Sequence[dict[str, str]]) -> Fact:
        """Tell one state of a measure: in force, replaced by a newer one, or later."""
        key = row["measure"]
        value = _state_text(row["state"], row["as_of"])
        fact = self.sources.fact("reforms", zone_id, key, self._words.word("measure", key), value)
        if len(rows) > 1:
            fact = fact.but(id=f"{fact.id}@{row['as_of']}")
        stood = self.sources.by_date(fact, row["as_of"]) if row["as_of"] else self.sources.by_sources(fact)
        latest = parse_edtf(row["as_of"]).latest if row["as_of"] else None
        if stood.when is When.now and latest is not None and latest < self.sources.region.date:
            return fact.at(When.last_known, NONE)  # the value itself says of which day it is
        return stood

    def _partner(self, zone_id: str, row: dict[str, str]) -> Fact:
        """Tell a partner: name, role, place, since when."""
        parts = [
            Text(row["name_zh"], row["name_en"]),
            self._words.word("place", row["place"]) if row["place"] else NONE,
            date_text(row["since"]) if row["since"] else NONE,
        ]
        role, value = self._words.word("role", row["role"]), join_texts(parts, Text(" · ", " · "))
        fact = self.sources.fact("partners", zone_id, row["name_zh"], role, value)
        return self.sources.by_date(fact, row["since"]) if row["since"] else self.sources.by_sources(fact)

    def _events(self, zone_id: str) -> Iterator[Fact]:
        """Tell what happened, by the dates on which each was certainly over; undated ones last."""
        rows = self.sources.tables.rows["events"].get(zone_id, [])
        for row in sorted(rows, key=lambda row: sort_key(row["date"])):
            yield self.event(zone_id, row)
        if not rows:
            yield self._silent("events", zone_id)

    def event(self, zone_id: str, row: dict[str, str]) -> Fact:
        """Tell an event of a zone or, with an empty ``zone_id``, of the region."""
        key = event_key(row)
        when = date_text(row["date"]) if row["date"] else word("page", "undated_event")
        fact = self.sources.fact("events", zone_id, key, when, Text(row["text_zh"], row["text_en"]))
        return self.sources.by_date(fact, row["date"]) if row["date"] else self.sources.by_sources(fact)


@lru_cache(maxsize=1024)  # thousands of zones share few states and days
def _state_text(state: str, day: str) -> Text:
    """Say what the state of a measure is, as of a day if one is stated."""
    value = term_text("state", state)
    return word("fact", "as_of").format(value=value, day=date_text(day)) if day else value
