"""What is known of a zone, in words, each with its evidence; and what the sources do not state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pandas as pd

from zonemap.analysis.fact import Fact as Known
from zonemap.analysis.fact import When
from zonemap.analysis.facts import field_label
from zonemap.analysis.measures import say_area
from zonemap.core.dates import happened_by
from zonemap.core.vocabulary import terms
from zonemap.outputs.deck.evidence import Evidence, Reference
from zonemap.outputs.deck.slide import Deck
from zonemap.outputs.deck.words import Words
from zonemap.tables.evidence import event_key

_ABOVE = ("name_zh", "name_en", "kind")
"""What stands above the facts already; only values of other days are told among them."""

_MOST_NAMED = 6
"""How many neighbours with the same industry are named."""


@dataclass(frozen=True)
class Fact:
    """One thing that is known of a zone: what, in words, and which evidence."""

    item: str
    value: str
    references: list[Reference] = field(default_factory=list)


def facts_of(deck: Deck, evidence: Evidence, zone_id: str) -> tuple[list[Fact], list[str]]:
    """Return what is known of a zone, and the names of what the sources do not state."""
    region, words = evidence.region, deck.words
    facts: list[Fact] = []
    later: list[Fact] = []
    unstated: list[str] = []
    for known in evidence.book.values_of(zone_id):
        if known.field in _ABOVE and known.is_drawn:
            continue
        value, name = _value(evidence, words, zone_id, known), _field(words, known.field)
        references = [
            (row["table"], row["field"]) for _, row in region.evidence.loc[[*known.evidence]].iterrows()
        ]
        if not value:
            unstated.append(name)
        elif known.when in (When.later, When.not_known):
            wording = words.sentence("value", field=name, value=value)
            later.append(Fact(words.sentence("field_later"), wording, references))
        else:
            facts.append(Fact(name, value, references))
    found: Iterable[Fact]
    for name, found in (
        ("field_industries", _industries(deck, evidence, zone_id)),
        ("field_reforms", _reforms(deck, evidence, zone_id)),
        ("computed", _computed(deck, evidence, zone_id)),
        ("field_partners", _partners(deck, evidence, zone_id)),
        ("field_events", _events(deck, evidence, zone_id, later=False)),
        ("field_later", [*later, *_events(deck, evidence, zone_id, later=True)]),
    ):
        rows = list(found)
        facts += rows
        if not rows and name in ("field_industries", "field_partners", "field_events"):
            unstated.append(words.sentence(name))
    return facts, unstated


def _value(evidence: Evidence, words: Words, zone_id: str, known: Known) -> str:
    """Put a value in words; counties with those outside the region, the area with what was measured."""
    zone, lang = evidence.region.zones.loc[zone_id], words.lang
    if known.field == "area_km2" and (known.is_drawn or known.when is When.silent):
        return say_area(zone, lang, with_file=True) + known.remark.of(lang) * known.is_drawn
    if known.when is When.silent:
        return ""
    if known.field == "counties" and known.is_drawn:
        return words.hosts(evidence.region, zone) + known.remark.of(lang)
    return known.described.of(lang)


def _field(words: Words, column: str) -> str:
    """Return what people call a column, in short."""
    return words.sentence("head_county") if column == "counties" else field_label(column).of(words.lang)


def _computed(deck: Deck, evidence: Evidence, zone_id: str) -> Iterator[Fact]:
    """Tell what follows from the indicative points and the tables, which no source states."""
    region, words = evidence.region, deck.words
    shown, item = region.shown, words.sentence("field_computed")
    near, km = evidence.nearest.loc[zone_id]
    if near:
        name = words.name(shown.loc[near])
        same = round(km) == 0
        yield Fact(item, words.sentence("same_point" if same else "nearest", name=name, km=f"{km:.0f}"))
    seat = evidence.seats[zone_id]
    if pd.notna(seat):
        yield Fact(item, words.sentence("to_seat", km=f"{seat:.0f}"))
    pairs = evidence.alike[["zone_id", "other"]].to_numpy()
    others = [other for pair in pairs if zone_id in pair for other in pair if other != zone_id]
    if others:
        alike = list(dict.fromkeys(others))
        names = words.list(words.name(shown.loc[other]) for other in alike[:_MOST_NAMED])
        if len(alike) > _MOST_NAMED:
            names = words.sentence("and_more", names=names, n=len(alike))
        yield Fact(item, words.sentence("same_industry", names=names))


def _of(frame: pd.DataFrame, zone_id: str) -> Iterator[pd.Series]:
    """Go through the rows of a zone."""
    for _, row in frame[frame["zone_id"] == zone_id].iterrows():
        yield row


def _industries(deck: Deck, evidence: Evidence, zone_id: str) -> Iterator[Fact]:
    """Tell the industries in one row."""
    words = deck.words
    rows = list(_of(evidence.region.industries, zone_id))
    found = evidence.later
    later = set(found.loc[found["zone_id"] == zone_id, "industry"])
    wording = []
    for row in rows:
        name = words.of("industry", row["industry"])
        name = name if row["basis"] == "stated" else words.sentence("from_name", industry=name)
        wording.append(words.sentence("from_later", industry=name) if row["industry"] in later else name)
    if rows:
        references = [("industries", row["industry"]) for row in rows]
        yield Fact(words.sentence("field_industries"), words.list(wording), references)


def _reforms(deck: Deck, evidence: Evidence, zone_id: str) -> Iterator[Fact]:
    """Tell the reform measures that are reported by the region's day, a row each."""
    words, day = deck.words, evidence.region.date
    for row in _of(evidence.region.reforms, zone_id):
        if row["state"] != "not_reported" and happened_by(row["as_of"], day):
            wording = words.sentence(
                "measure_as_of",
                measure=words.of("measure", row["measure"]),
                state=words.of("state", row["state"]),
                date=words.date(row["as_of"]),
            )
            yield Fact(words.sentence("field_reforms"), wording, [("reforms", row["measure"])])


def _partners(deck: Deck, evidence: Evidence, zone_id: str) -> Iterator[Fact]:
    """Tell the partners, a row for each role."""
    words = deck.words
    rows = list(_of(evidence.region.partners, zone_id))
    for role in terms("role"):
        those = [row for row in rows if row["role"] == role]
        if those:
            names = words.list(words.name(row) for row in those)
            wording = words.sentence("value", field=words.of("role", role), value=names)
            yield Fact(
                words.sentence("field_partners"), wording, [("partners", row["name_zh"]) for row in those]
            )


def _events(deck: Deck, evidence: Evidence, zone_id: str, *, later: bool) -> Iterator[Fact]:
    """Tell the events up to the region's day, or those after it, a row each."""
    words, day = deck.words, evidence.region.date
    for row in _of(evidence.region.events, zone_id):
        after = bool(row["date"]) and not happened_by(row["date"], day)
        if after == later:
            item = words.sentence("field_later" if later else "field_events")
            yield Fact(item, describe_event(deck, row), [("events", event_key(row))])


def describe_event(deck: Deck, row: pd.Series) -> str:
    """Tell an event with its date."""
    text = deck.words.text(row)
    return deck.words.sentence("dated", date=deck.words.date(row["date"]), text=text) if row["date"] else text
