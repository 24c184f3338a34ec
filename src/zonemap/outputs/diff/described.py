"""Changes in words of both languages: what of which zone, before and now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from zonemap.core.dates import format_date, is_edtf
from zonemap.core.vocabulary import label, terms
from zonemap.region.region import Region
from zonemap.region.status import DATE_COLUMNS
from zonemap.tables.schemas import term_columns

Pair = tuple[str, str]
"""The same in Chinese and in English."""

NOTHING: Pair = ("–", "–")

_ROW_WORDS = {
    "industries": ("industry", "industry_basis"),
    "reforms": ("measure", "state"),
    "partners": ("role", "place"),
    "events": ("event",),
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
    name: Pair
    field: Pair
    old: Pair
    new: Pair
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
    return [
        DescribedChange(
            row["change"],
            row["zone_id"],
            numbers.get(row["zone_id"], 0),
            (row["name_zh"], row["name_en"] or row["name_zh"]),
            *_values(row, old, new),
            row["amount"],
        )
        for row in changes.to_dict("records")
        if row["change"] != "unchanged"
    ]


def _values(row: Mapping[str, str], old: Region, new: Region) -> tuple[Pair, Pair, Pair]:
    """Return in words what changed, its value before and its value now."""
    status = _both("column", "status")
    if row["change"] == "added":
        return status, NOTHING, _value("status", row["new"], new)
    if row["change"] == "lost":
        return status, _value("status", row["old"], old), _successors(row["new"], new)
    return (
        field_words(row["field"]),
        _value(row["field"], row["old"], old),
        _value(row["field"], row["new"], new),
    )


def field_words(field: str) -> Pair:
    """Return the name of what changed: a column of the zones, a table, the boundary or the point."""
    for group in ("diff", "column", "table"):
        if field in terms(group):
            return _both(group, field)
    return field, field


def _successors(zone_ids: str, new: Region) -> Pair:
    """Say which new zones a lost one may have become."""
    if not zone_ids:
        return NOTHING
    heirs = new.zones.loc[zone_ids.split()]
    names = "、".join(heirs["name_zh"]), ", ".join(heirs["name_en"])
    return _pair(
        label("diff", "heir", lang).format(names=name) for lang, name in zip(("zh", "en"), names, strict=True)
    )


def _value(field: str, value: str, region: Region) -> Pair:
    """Return a value in words."""
    if field in _ROW_WORDS:
        return _row(field, value) if value else NOTHING
    if not value:
        return _both("page", "not_stated")
    if field == "counties":
        return _counties(value, region)
    if field == "boundary":
        return f"{value} km²", f"{value} km²"
    if field in DATE_COLUMNS:
        return format_date(value, "zh"), format_date(value, "en")
    return _term(
        {"status": "status", "basis": "basis"}.get(field) or term_columns("zones").get(field, ""), value
    )


def _counties(value: str, region: Region) -> Pair:
    """Name counties given as codes, or by the name itself."""
    names = region.counties.reindex(value.split(";")).dropna(how="all")
    if names.empty:
        return value, value
    return "、".join(names["name_zh"]), ", ".join(names["name_en"])


def _row(table: str, value: str) -> Pair:
    """Say a row of another table, part by part."""
    parts = [_part(table, part) for part in value.split(" · ")]
    return " · ".join(zh for zh, _ in parts), " · ".join(en for _, en in parts)


def _part(table: str, part: str) -> Pair:
    """Say a part of a row: a word of the vocabulary, a date, or what it is."""
    group = next((group for group in _ROW_WORDS[table] if part in terms(group)), "")
    if group:
        return _both(group, part)
    return (format_date(part, "zh"), format_date(part, "en")) if is_edtf(part) else (part, part)


def _term(group: str, key: str) -> Pair:
    """Return a word of the vocabulary; the key itself where there is none."""
    return _both(group, key) if group and key in terms(group) else (key, key)


def _both(group: str, key: str) -> Pair:
    """Return a word in both languages."""
    term = terms(group)[key]
    return term.zh, term.en


def _pair(wording: Iterator[str]) -> Pair:
    """Return two texts as a pair."""
    zh, en = wording
    return zh, en
