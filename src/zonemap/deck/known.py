"""What is known of a zone, in words, each with its evidence; and what the sources do not state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pandas as pd

from zonemap.dates import happened_by
from zonemap.deck.evidence import Evidence, Reference, zone_value
from zonemap.deck.stage import Stage
from zonemap.deck.words import Words
from zonemap.measure import later_expansions, say_area
from zonemap.region import DATE_COLUMNS
from zonemap.tables.evidence import event_key
from zonemap.vocabulary import terms

_FIELDS = (
    "tier",
    "management",
    "counties",
    "township",
    "applied",
    "approved",
    "unveiled",
    "operating",
    "area_km2",
)

_MOST_NAMED = 6
"""How many neighbours with the same industry are named."""

_GROWN = ("counties", "township", "area_km2")
"""What the sources say of an expanded zone only since its expansion."""


@dataclass(frozen=True)
class Known:
    """One thing that is known of a zone: what, in words, and which evidence."""

    item: str
    value: str
    references: list[Reference] = field(default_factory=list)


def known_of(stage: Stage, evidence: Evidence, zone_id: str) -> tuple[list[Known], list[str]]:
    """Return what is known of a zone, and the names of what the sources do not state."""
    region, words = evidence.region, stage.words
    known: list[Known] = []
    later: list[Known] = []
    silent: list[str] = []
    grown = later_expansions(region)
    for column in _FIELDS:
        value, name = _value(evidence, words, zone_id, column), _field(words, column)
        if not value:
            silent.append(name)
        elif (column in _GROWN and zone_id in grown) or (
            column in DATE_COLUMNS and not happened_by(region.zones.at[zone_id, column], region.date)
        ):
            later.append(
                Known(
                    words.say("field_later"), words.say("value", field=name, value=value), [("zones", column)]
                )
            )
        else:
            known.append(Known(name, value, [("zones", column)]))
    found: Iterable[Known]
    for name, found in (
        ("field_industries", _industries(stage, evidence, zone_id)),
        ("field_reforms", _reforms(stage, evidence, zone_id)),
        ("computed", _computed(stage, evidence, zone_id)),
        ("field_partners", _partners(stage, evidence, zone_id)),
        ("field_events", _events(stage, evidence, zone_id, later=False)),
        ("field_later", [*later, *_events(stage, evidence, zone_id, later=True)]),
    ):
        rows = list(found)
        known += rows
        if not rows and name in ("field_industries", "field_partners", "field_events"):
            silent.append(words.say(name))
    return known, silent


def _value(evidence: Evidence, words: Words, zone_id: str, column: str) -> str:
    """Put a value in words; the area with what was measured, and in which file."""
    if column == "area_km2":
        return say_area(evidence.region.zones.loc[zone_id], words.lang, with_file=True)
    return zone_value(evidence.region, words, zone_id, column)


def _field(words: Words, column: str) -> str:
    """Return what people call a column, in short."""
    return words.say("head_county") if column == "counties" else words.of("page", f"field_{column}")


def _computed(stage: Stage, evidence: Evidence, zone_id: str) -> Iterator[Known]:
    """Tell what follows from the indicative points and the tables, which no source states."""
    region, words = evidence.region, stage.words
    shown, item = region.shown, words.say("field_computed")
    near, km = evidence.nearest.loc[zone_id]
    if near:
        name = words.name(shown.loc[near])
        same = round(km) == 0
        yield Known(item, words.say("same_point" if same else "nearest", name=name, km=f"{km:.0f}"))
    seat = evidence.seats[zone_id]
    if pd.notna(seat):
        yield Known(item, words.say("to_seat", km=f"{seat:.0f}"))
    pairs = evidence.alike[["zone_id", "other"]].to_numpy()
    others = [other for pair in pairs if zone_id in pair for other in pair if other != zone_id]
    if others:
        alike = list(dict.fromkeys(others))
        names = words.list(words.name(shown.loc[other]) for other in alike[:_MOST_NAMED])
        if len(alike) > _MOST_NAMED:
            names = words.say("and_more", names=names, n=len(alike))
        yield Known(item, words.say("same_industry", names=names))


def _of(frame: pd.DataFrame, zone_id: str) -> Iterator[pd.Series]:
    """Go through the rows of a zone."""
    for _, row in frame[frame["zone_id"] == zone_id].iterrows():
        yield row


def _industries(stage: Stage, evidence: Evidence, zone_id: str) -> Iterator[Known]:
    """Tell the industries in one row."""
    words = stage.words
    rows = list(_of(evidence.region.industries, zone_id))
    found = evidence.later
    later = set(found.loc[found["zone_id"] == zone_id, "industry"])
    said = []
    for row in rows:
        name = words.of("industry", row["industry"])
        name = name if row["basis"] == "stated" else words.say("from_name", industry=name)
        said.append(words.say("from_later", industry=name) if row["industry"] in later else name)
    if rows:
        references = [("industries", row["industry"]) for row in rows]
        yield Known(words.say("field_industries"), words.list(said), references)


def _reforms(stage: Stage, evidence: Evidence, zone_id: str) -> Iterator[Known]:
    """Tell the reform measures that are reported by the region's day, a row each."""
    words, day = stage.words, evidence.region.date
    for row in _of(evidence.region.reforms, zone_id):
        if row["state"] != "not_reported" and happened_by(row["as_of"], day):
            said = words.say(
                "measure_as_of",
                measure=words.of("measure", row["measure"]),
                state=words.of("state", row["state"]),
                date=words.date(row["as_of"]),
            )
            yield Known(words.say("field_reforms"), said, [("reforms", row["measure"])])


def _partners(stage: Stage, evidence: Evidence, zone_id: str) -> Iterator[Known]:
    """Tell the partners, a row for each role."""
    words = stage.words
    rows = list(_of(evidence.region.partners, zone_id))
    for role in terms("role"):
        those = [row for row in rows if row["role"] == role]
        if those:
            names = words.list(words.name(row) for row in those)
            said = words.say("value", field=words.of("role", role), value=names)
            yield Known(words.say("field_partners"), said, [("partners", row["name_zh"]) for row in those])


def _events(stage: Stage, evidence: Evidence, zone_id: str, *, later: bool) -> Iterator[Known]:
    """Tell the events up to the region's day, or those after it, a row each."""
    words, day = stage.words, evidence.region.date
    for row in _of(evidence.region.events, zone_id):
        after = bool(row["date"]) and not happened_by(row["date"], day)
        if after == later:
            item = words.say("field_later" if later else "field_events")
            yield Known(item, tell_event(stage, row), [("events", event_key(row))])


def tell_event(stage: Stage, row: pd.Series) -> str:
    """Tell an event with its date."""
    text = stage.words.text(row)
    return stage.words.say("dated", date=stage.words.date(row["date"]), text=text) if row["date"] else text
