"""The zones as one table in HTML, for readers whose browser or mail program runs no scripts."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pandas as pd

from zonemap.analysis.fact import Fact, When
from zonemap.analysis.facts import FactBook
from zonemap.analysis.measures import format_area
from zonemap.core.text import Text
from zonemap.core.vocabulary import terms
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
    book, industries, publishers = FactBook(region), _by_zone(region.industries), _publishers(region)
    for zone_id, zone in region.shown.iterrows():
        approved = next(fact for fact in book.values_of(str(zone_id)) if fact.field == "approved")
        cells = [
            [_word("kind", zone["kind"])],
            list(region.hosts_of(zone).itertuples(index=False, name=None)),
            [_word("status", zone["status"])],
            _approved(approved),
            _area(zone),
            [_word("industry", row["industry"]) for row in industries.get(str(zone_id), [])],
            publishers.get(str(zone_id), []),
        ]
        _add_row(body, (zone["name_zh"], zone["name_en"]), cells)
    return table


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


def _publishers(region: Region) -> dict[str, list[Pair]]:
    """Name by zone the sources that say anything of it, each once."""
    sources = region.sources.set_index("source_id")
    names = {id_: f"{row['publisher']} {row['date']}".strip() for id_, row in sources.iterrows()}
    pairs = region.evidence[["zone_id", "source_id"]].drop_duplicates()
    found: dict[str, list[Pair]] = {}
    for zone_id, source_id in pairs.itertuples(index=False, name=None):
        found.setdefault(zone_id, []).append((names[source_id], ""))
    return found


def _by_zone(frame: pd.DataFrame) -> dict[str, list[dict[str, str]]]:
    """Return the rows of a table by zone."""
    return {str(zone_id): rows.to_dict("records") for zone_id, rows in frame.groupby("zone_id", sort=False)}


def _word(group: str, key: str) -> Pair:
    """Return a word in Chinese and English."""
    term = terms(group)[key]
    return term.zh, term.en


def _fill(cell: ET.Element, pair: Pair) -> None:
    """Write the Chinese text and, in a span of its own, the English one."""
    cell.text = pair[0]
    if pair[1]:
        cell.text += " "
        ET.SubElement(cell, "span", {"lang": "en"}).text = pair[1]
