"""Changes in words of both languages: what of which zone, before and now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from zonemap.analysis.diff import own_label
from zonemap.analysis.value_words import ValueWords, field_label, term_text
from zonemap.core.dates import date_text, is_edtf
from zonemap.core.text import NONE, Text, join_texts
from zonemap.core.vocabulary import Vocabulary, terms, word
from zonemap.region.region import Region
from zonemap.region.status import DATE_COLUMNS
from zonemap.tables.schemas import ROW_KEYS, term_columns

NOTHING = Text("–")
_DOT = Text(" · ")

_ROW_WORDS = {
    table: (*term_columns(table).values(), *(["indicator"] if table == "indicators" else []))
    for table in (*ROW_KEYS, "events", "indicators", "vocabulary")
}


@dataclass(frozen=True)
class DescribedChange:
    """One change in words.

    Parameters
    ----------
    change
        What kind of change, a key of the vocabulary group ``change``.
    zone_id, number
        Whose, and its number on the map; 0 when it is not on it.
    name
        The zone's names, or those of the region as a whole.
    field
        What changed.
    old, new
        Before and now.
    amount
        By how much, with its unit; empty where that has no meaning.
    """

    change: str
    zone_id: str
    number: int
    name: Text
    field: Text
    old: Text
    new: Text
    amount: str


def describe(
    changes: pd.DataFrame, old: Region, new: Region, numbers: Mapping[str, int]
) -> list[DescribedChange]:
    """Tell every change but that there is none.

    Parameters
    ----------
    changes
        What :func:`zonemap.analysis.diff.compare` found.
    old, new
        The two states.
    numbers
        Numbers of the zones on the map, by id.
    """
    words = {"old": ValueWords(old), "new": ValueWords(new)}
    return [
        DescribedChange(
            row["change"],
            row["zone_id"],
            numbers.get(row["zone_id"], 0),
            Text(row["name_zh"], row["name_en"]),
            *_values(row, words, new),
            row["amount"],
        )
        for row in changes.to_dict("records")
        if row["change"] != "unchanged"
    ]


def _values(row: Mapping[str, str], words: Mapping[str, ValueWords], new: Region) -> tuple[Text, Text, Text]:
    """Return in words what changed, its value before and its value now."""
    status = word("column", "status")
    if row["change"] == "added":
        return status, NOTHING, _value("status", row["new"], words["new"])
    if row["change"] == "lost":
        return status, _value("status", row["old"], words["old"]), _successors(row["new"], new)
    old, now = (_value(row["field"], row[side], words[side]) for side in ("old", "new"))
    return field_words(row["field"], new), old, now


def field_words(field: str, region: Region) -> Text:
    """Return the name of what changed: a column of the zones, a table, the boundary or the point."""
    group = next((group for group in ("diff", "table") if field in terms(group)), "")
    if group:
        return word(group, field)
    return field_label(field) if field in terms("column") else own_label(region, field)


def _successors(zone_ids: str, new: Region) -> Text:
    """Say which new zones a lost one may have become."""
    if not zone_ids:
        return NOTHING
    heirs = new.zones.loc[zone_ids.split(), ["name_zh", "name_en"]]
    names = join_texts(Text(zh, en) for zh, en in heirs.itertuples(index=False))
    return word("diff", "heir").format(names=names)


def _value(field: str, value: str, words: ValueWords) -> Text:
    """Return a value in words."""
    if field in _ROW_WORDS:
        return (
            join_texts((_part(field, part, words.region.words) for part in value.split(" · ")), _DOT)
            or NOTHING
        )
    if not value:
        return word("page", "not_stated")
    if field in ("status", "basis"):
        return term_text(field, value)
    if field == "boundary":
        return Text(f"{value} km²")
    return date_text(value) if field in DATE_COLUMNS else words.of(field, value)


def _part(table: str, part: str, words: Vocabulary) -> Text:
    """Say a part of a row: a word of the vocabulary, a date, or what it is."""
    group = next((group for group in _ROW_WORDS[table] if part in words.terms(group)), "")
    if group:
        return words.word(group, part)
    return date_text(part) if is_edtf(part) else Text(part)


def count_changes(described: Sequence[DescribedChange]) -> dict[str, int]:
    """Return how many zones each change touches, in the order of the vocabulary."""
    zones = {
        key: len({row.zone_id for row in described if row.change == key and row.zone_id})
        for key in terms("change")
    }
    return {key: count for key, count in zones.items() if count}


def count_line(described: Sequence[DescribedChange]) -> dict[str, Text]:
    """Say how many zones each change touches."""
    return {key: word("change", key) + Text(f" {count}") for key, count in count_changes(described).items()}


def headline(described: Sequence[DescribedChange]) -> Text:
    """Say in a sentence what changed, or that nothing did."""
    zones = len({row.zone_id for row in described if row.zone_id})
    wording = join_texts(
        Text(line.zh, line.en[0].lower() + line.en[1:]) for line in count_line(described).values()
    )
    key = "headline" if zones > 1 else "headline_one" if zones else "headline_whole" if described else "none"
    return word("diff", key).format(n=zones, wording=wording)


def lead(described: Sequence[DescribedChange], new: Region) -> Text:
    """Say how many zones are as they were, where all of them are; else nothing."""
    return NONE if described else word("diff", "none_lead").format(n=len(new.zones))


def state_line(side: str, region: Region) -> Text:
    """Say of a state its day and its fingerprint.

    Parameters
    ----------
    side
        ``old`` or ``new``.
    region
        The state.
    """
    return word("diff", "state").format(
        side=word("diff", side),
        day=date_text(region.date.isoformat()),
        fingerprint=region.fingerprint,
    )
