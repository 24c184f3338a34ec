"""The zones as one table in HTML, for readers whose browser or mail program runs no scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as ET

import pandas as pd

from zonemap.analysis.fact import Fact, When
from zonemap.analysis.facts import FactBook
from zonemap.analysis.measures import format_area
from zonemap.core.text import Text
from zonemap.core.vocabulary import term, terms
from zonemap.region.region import Region

_COLUMNS = ("name_zh", "kind", "counties", "status", "approved", "area_km2", "industry")

Pair = tuple[str, str]

NOT_YET = Text("–")
"""What stands for a date that came after the day."""


def zone_table(region: Region) -> ET.Element:
    """Return the zones that the region shows on its day as a ``<table>``, bilingual, texts as texts.

    Cells that the sources do not state say so.
    """
    table = ET.Element("table")
    caption = ET.SubElement(table, "caption")
    as_of = terms("sheet")["as_of"]
    day = region.date.isoformat()
    _fill(caption, (f"{region.title_zh} · {as_of.zh} {day}", f"{region.title_en} · {as_of.en} {day}"))
    head = ET.SubElement(ET.SubElement(table, "thead"), "tr")
    for heading in [*(_word("column", column) for column in _COLUMNS), _word("sheet", "sources")]:
        _fill(ET.SubElement(head, "th", {"scope": "col"}), heading)
    body = ET.SubElement(table, "tbody")
    book, names = FactBook(region), _publishers(region)
    for zone_id, zone in region.shown.iterrows():
        facts = [fact for fact in book.stated_of(str(zone_id)) if _column_of(fact) in _COLUMNS]
        cells = [
            _said(facts, "kind"),
            list(region.hosts_of(zone).itertuples(index=False, name=None)),
            _said(facts, "status"),
            _approved(next(fact for fact in facts if fact.field == "approved")),
            _area(zone),
            _said(facts, "industry"),
            _sources(region, facts, names),
        ]
        _add_row(body, (zone["name_zh"], zone["name_en"]), cells)
    return table


def _column_of(fact: Fact) -> str:
    """Return the column that tells a fact; both names stand in one."""
    if fact.section == "industries":
        return "industry"
    return "name_zh" if fact.field == "name_en" else fact.field


def _said(facts: Iterable[Fact], column: str) -> list[Pair]:
    """Say what holds on the day, each with its mark."""
    told = (fact.described for fact in facts if _column_of(fact) == column and fact.is_drawn)
    return [(text.zh, text.en) for text in told]


def _sources(region: Region, facts: Iterable[Fact], names: Mapping[str, str]) -> list[Pair]:
    """Name the sources of what stands in a row, each once."""
    told = (fact for fact in facts if fact.when not in (When.silent, When.later))
    labels = dict.fromkeys(label for fact in told for label in fact.evidence)
    found = dict.fromkeys(region.evidence.loc[list(labels), "source_id"])
    return [(name, "") for name in dict.fromkeys(names[source_id] for source_id in found)]


def _add_row(body: ET.Element, name: Pair, cells: list[list[Pair]]) -> None:
    """Add the row of a zone; a cell without values says that the sources do not state it."""
    row = ET.SubElement(body, "tr")
    _fill(ET.SubElement(row, "th", {"scope": "row"}), name)
    for pairs in cells:
        zh, en = "、".join(pair[0] for pair in pairs), ", ".join(pair[1] for pair in pairs if pair[1])
        _fill(ET.SubElement(row, "td"), (zh, en) if zh else _word("page", "not_stated"))


def _approved(fact: Fact) -> list[Pair]:
    """Say when a zone was approved; a dash when that came after the day, words when it may have."""
    if fact.when is When.silent:
        return []
    said = NOT_YET if fact.when is When.later else fact.described
    return [(said.zh, said.en)]


def _area(zone: pd.Series) -> list[Pair]:
    """Say the area, in words only where it was measured."""
    if pd.notna(zone["measured_km2"]):
        return [(format_area(zone, "zh"), format_area(zone, "en"))]
    return [(f"{zone['area_km2']:.10g}", "")] if zone["area_km2"] > 0 else []


def _publishers(region: Region) -> dict[str, str]:
    """Name each source in short."""
    rows = region.sources[["source_id", "publisher", "date"]].itertuples(index=False, name=None)
    return {source_id: f"{publisher} {date}".strip() for source_id, publisher, date in rows}


def _word(group: str, key: str) -> Pair:
    """Return a word in Chinese and English."""
    one = term(group, key)
    return one.zh, one.en


def _fill(cell: ET.Element, pair: Pair) -> None:
    """Write the Chinese text and, in a span of its own, the English one."""
    cell.text = pair[0]
    if pair[1]:
        cell.text += " "
        ET.SubElement(cell, "span", {"lang": "en"}).text = pair[1]
