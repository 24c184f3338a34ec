"""The zones as one table in HTML, for readers whose browser or mail program runs no scripts."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

import pandas as pd

from zonemap.analysis.measures import say_area
from zonemap.core.dates import format_date, happened_by
from zonemap.core.vocabulary import terms
from zonemap.region.region import Region

_COLUMNS = ("name_zh", "kind", "counties", "status", "approved", "area_km2", "industry")

Pair = tuple[str, str]


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
    for zone_id, zone in region.shown.iterrows():
        _add_row(body, region, str(zone_id), zone)
    return table


def _add_row(body: ET.Element, region: Region, zone_id: str, zone: pd.Series) -> None:
    """Add the row of a zone."""
    row = ET.SubElement(body, "tr")
    _fill(ET.SubElement(row, "th", {"scope": "row"}), (zone["name_zh"], zone["name_en"]))
    cells = [
        [_word("kind", zone["kind"])],
        list(region.hosts_of(zone).itertuples(index=False, name=None)),
        [_word("status", zone["status"])],
        _approved(zone["approved"], region.date),
        _area(zone),
        [_word("industry", key) for key in _of(region.industries, zone_id)["industry"]],
        _publishers(region, zone_id),
    ]
    for pairs in cells:
        zh, en = "、".join(pair[0] for pair in pairs), ", ".join(pair[1] for pair in pairs if pair[1])
        _fill(ET.SubElement(row, "td"), (zh, en) if zh else _word("page", "not_stated"))


def _approved(text: str, day: dt.date) -> list[Pair]:
    """Say when a zone was approved; a dash when that came after the day."""
    if text and not happened_by(text, day):
        return [("–", "")]
    return [(format_date(text, "zh"), format_date(text, "en"))] if text else []


def _area(zone: pd.Series) -> list[Pair]:
    """Say the area, in words only where it was measured."""
    if pd.notna(zone["measured_km2"]):
        return [(say_area(zone, "zh"), say_area(zone, "en"))]
    return [(f"{zone['area_km2']:.10g}", "")] if zone["area_km2"] > 0 else []


def _publishers(region: Region, zone_id: str) -> list[Pair]:
    """Name the sources that say anything of a zone."""
    sources = region.sources.set_index("source_id")
    ids = _of(region.evidence, zone_id)["source_id"].unique()
    return [(f"{sources.at[id_, 'publisher']} {sources.at[id_, 'date']}".strip(), "") for id_ in ids]


def _of(frame: pd.DataFrame, zone_id: str) -> pd.DataFrame:
    """Return the rows of a zone."""
    return frame[frame["zone_id"] == zone_id]


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
