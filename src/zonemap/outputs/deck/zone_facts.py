"""What is known of a zone, in words, each with its evidence; and what the sources do not state."""

from __future__ import annotations

from dataclasses import dataclass, field

from zonemap.analysis.fact import When
from zonemap.analysis.fact_rows import FactRow, fact_rows
from zonemap.analysis.value_facts import STATUS
from zonemap.outputs.deck.evidence import Evidence, Reference
from zonemap.outputs.deck.slide import Deck

_ABOVE = ("name_zh", "name_en", "kind")
"""What stands above the facts already; only values of other days are told among them."""


@dataclass(frozen=True)
class Fact:
    """One thing that is known of a zone: what, in words, and which evidence."""

    item: str
    value: str
    references: list[Reference] = field(default_factory=list)


def facts_of(deck: Deck, evidence: Evidence, zone_id: str) -> tuple[list[Fact], list[str]]:
    """Return what is known of a zone, what holds later last, and the names of what is not stated."""
    lang = deck.words.lang
    rows, missing = fact_rows(
        fact
        for fact in evidence.book.facts_of(zone_id)
        if not (fact.section == "values" and fact.field in _ABOVE and fact.is_drawn)
        and fact.section not in (STATUS, "place")  # told above the facts, and below the map beside them
    )
    in_order = sorted(rows, key=lambda row: row.when in (When.later, When.not_known))
    return [_fact(deck, evidence, row) for row in in_order], [label.of(lang) for label in missing]


def _fact(deck: Deck, evidence: Evidence, row: FactRow) -> Fact:
    """Put a row in words: what the program computes, and what holds later, say so first."""
    words = deck.words
    item, value = row.label.of(words.lang), row.value.of(words.lang)
    for is_apart, key in (
        (row.section == "computed", "field_computed"),
        (row.when in (When.later, When.not_known), "field_later"),
    ):
        if is_apart:
            item, value = words.sentence(key), words.sentence("value", field=item, value=value)
    used = evidence.region.evidence.loc[[*row.evidence]]
    return Fact(item, value, list(zip(used["table"], used["field"], strict=True)))
