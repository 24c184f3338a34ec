"""What stands around a map on its sheet: title block, list of zones, key to the lines, sources and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import pandas as pd
import shapely

from zonemap.analysis.legend import Legend, LegendClass
from zonemap.core.text import NONE
from zonemap.core.vocabulary import Term, terms
from zonemap.drawing import svg
from zonemap.drawing.placement import fit_text, text_width
from zonemap.drawing.symbols import Mark, draw_boundary, draw_symbol, symbol_group
from zonemap.region.region import Region
from zonemap.region.status import APPROVED
from zonemap.style.inks import FAINT, INK, LINE, PAPER, SAMPLE, SOFT
from zonemap.style.reader import quantity

WIDTH = 1200.0
MARGIN = 24.0
TITLE_HEIGHT = 76.0
MAP_WIDTH = 800.0
KEY_HEIGHT = 60.0
FOOT_HEIGHT = 64.0
PANEL_LEFT = MARGIN + MAP_WIDTH + 26
PANEL_WIDTH = WIDTH - PANEL_LEFT - MARGIN

_ROW, _HEADING, _GAP = 27.0, 22.0, 11.0
_MAX_LISTED = 45
_LISTED = quantity("size.drawing.listed")


@dataclass(frozen=True)
class SheetSize:
    """The sizes of a sheet: only the height of the map varies."""

    map_height: float

    @property
    def key_top(self) -> float:
        """Where the key begins, under the map."""
        return TITLE_HEIGHT + self.map_height

    @property
    def foot_top(self) -> float:
        """Where sources and notes begin."""
        return self.key_top + KEY_HEIGHT

    @property
    def height(self) -> float:
        """Height of the whole."""
        return self.foot_top + FOOT_HEIGHT


def is_listed(region: Region) -> bool:
    """Tell whether the zones are few enough to be numbered and listed one by one."""
    return len(region.shown) <= _MAX_LISTED


def panel_height(region: Region, legend: Legend) -> float:
    """Return how high the panel beside the map is."""
    rows = len(region.shown) if is_listed(region) else 0
    return len(legend.classes) * (_HEADING + _GAP) + rows * _ROW


def draw_title(root: ET.Element, region: Region, map_number: str) -> None:
    """Draw the title, the day, and the map number or that this is a working draft."""
    room = WIDTH - 2 * MARGIN - 240
    svg.text(root, (MARGIN, 40), fit_text(region.title_zh, 25, room), 25, fill=INK, font_weight="700")
    as_of = terms("sheet")["as_of"]
    below = f"{region.title_en} · {as_of.zh} / {as_of.en} {region.date.isoformat()}"
    svg.text(root, (MARGIN, 62), fit_text(below, 13, room), 13, fill=SOFT)
    term = terms("sheet")["map_number" if map_number else "draft"]
    head = f"{term.zh} {map_number}".strip()
    width = max(text_width(head, 15), text_width(term.en, 11)) + 28
    left, middle = WIDTH - MARGIN - width, WIDTH - MARGIN - width / 2
    svg.rect(root, left, 20, width, 43, fill=PAPER, stroke=INK, stroke_width=1.2)
    svg.text(root, (middle, 39), head, 15, fill=INK, text_anchor="middle", font_weight="700")
    svg.text(root, (middle, 55), term.en, 11, fill=SOFT, text_anchor="middle")


def draw_panel(root: ET.Element, region: Region, legend: Legend, marks: Sequence[Mark]) -> None:
    """List the zones by class, each with its symbol, number, names and standing."""
    group = svg.group(root)
    columns = _Columns(
        symbol_group(root),
        svg.lettering(root, 12.5, INK),
        svg.lettering(root, 10, FAINT),
        svg.lettering(root, 10.5, SOFT, text_anchor="end"),
    )
    top = TITLE_HEIGHT
    for item in legend.classes:
        _draw_heading(group, item, top)
        top += _HEADING
        members = [mark for mark in marks if mark.style == item] if is_listed(region) else []
        for mark in members:
            _draw_row(columns, region.zones.loc[mark.zone_id], mark, top)
            top += _ROW
        top += _GAP


def _draw_heading(group: ET.Element, item: LegendClass, top: float) -> None:
    """Draw the heading of a class: symbol, label and count."""
    draw_symbol(group, item, "operating", (PANEL_LEFT + 8, top + 8), quantity("size.drawing.heading"))
    left, right = PANEL_LEFT + 22, PANEL_LEFT + PANEL_WIDTH
    zh = fit_text(item.label.zh, 12, PANEL_WIDTH - 54)
    beside = left + text_width(zh, 12) + 8
    svg.text(group, (left, top + 13), zh, 12, fill=INK, font_weight="700")
    svg.text(group, (beside, top + 13), fit_text(item.label.of("en"), 11, right - 26 - beside), 11, fill=SOFT)
    svg.text(group, (right, top + 13), str(item.count), 12, fill=INK, text_anchor="end", font_weight="700")
    svg.line(group, (PANEL_LEFT, top + 19), (right, top + 19), stroke=LINE, stroke_width=0.8)


@dataclass(frozen=True)
class _Columns:
    """What the list of zones consists of, each in a group that says its style once."""

    symbols: ET.Element
    names_zh: ET.Element
    names_en: ET.Element
    standings: ET.Element


def _draw_row(columns: _Columns, zone: pd.Series, mark: Mark, top: float) -> None:
    """Draw one zone of the list."""
    draw_symbol(
        columns.symbols, mark.style, mark.status, (PANEL_LEFT + 12, top + 14), _LISTED, str(mark.number)
    )
    left, right = PANEL_LEFT + 32, PANEL_LEFT + PANEL_WIDTH
    standing = _standing(zone, mark.status)
    room = right - left - text_width(standing, 10.5) - 8
    svg.text(columns.names_zh, (left, top + 12), fit_text(zone["name_zh"], 12.5, room))
    svg.text(columns.names_en, (left, top + 24), fit_text(zone["name_en"], 10, right - left))
    svg.text(columns.standings, (right, top + 12), standing)


def _standing(zone: pd.Series, status: str) -> str:
    """Say how a zone stands: when it was approved, or its status."""
    dated = zone["approved"] and status in APPROVED
    term = terms("status")["approved" if dated else status]
    return f"{zone['approved']} {term.zh} {term.en}" if dated else f"{term.zh} {term.en}"


def draw_key(root: ET.Element, sheet: SheetSize, region: Region) -> None:
    """Explain the lines by their basis and the symbols by their status, as far as they occur."""
    shown = region.shown
    bases = [term for key, term in terms("basis").items() if (shown["basis"] == key).any()]
    states = [term for key, term in terms("status").items() if (shown["status"] == key).any()]
    group = svg.group(root, stroke_linejoin="round", stroke_linecap="round")
    words = svg.lettering(root, 11, SOFT)
    _draw_samples(group, words, bases, sheet.key_top + 10)
    _draw_samples(group, words, states, sheet.key_top + 36)


def _draw_samples(group: ET.Element, lettering: ET.Element, words: Sequence[Term], top: float) -> None:
    """Draw one line of the key: samples with their words."""
    left = MARGIN
    sample = LegendClass("sample", NONE, SAMPLE)
    for term in words:
        if term.group == "basis":
            draw_boundary(group, shapely.box(left + 1, top + 1, left + 27, top + 15), term.key, sample.color)
        else:
            draw_symbol(group, sample, term.key, (left + 14, top + 8), quantity("size.drawing.key"))
        wording = f"{term.zh} {term.en}"
        svg.text(lettering, (left + 34, top + 12), wording)
        left += 34 + text_width(wording, 11) + 22


def draw_foot(root: ET.Element, sheet: SheetSize, region: Region) -> None:
    """Name the sources, the reference system and what the map must not be taken for."""
    room = WIDTH - 2 * MARGIN
    top = sheet.foot_top
    svg.line(root, (MARGIN, top), (WIDTH - MARGIN, top), stroke=LINE, stroke_width=0.8)
    words = [terms("sheet")[key] for key in ("indicative", "county_limits", "symbol_size", "projection")]
    svg.text(root, (MARGIN, top + 18), _sources(region, room), 10.5, fill=SOFT)
    zh, en = (" · ".join(parts) for parts in ([term.zh for term in words], [term.en for term in words]))
    svg.text(root, (MARGIN, top + 36), fit_text(zh, 10.5, room), 10.5, fill=INK, font_weight="700")
    svg.text(root, (MARGIN, top + 52), fit_text(en, 10.5, room), 10.5, fill=SOFT)


def _sources(region: Region, room: float) -> str:
    """Name the sources, those with most evidence first, as many as there is room for."""
    counts = region.evidence["source_id"].value_counts()
    sources = region.sources.set_index("source_id")
    order = sorted(counts.index.intersection(sources.index), key=lambda key: (-counts[key], key))
    names = [f"{sources.at[key, 'publisher']} {sources.at[key, 'date']}".strip() for key in order]
    head, more = terms("sheet")["sources"], terms("sheet")["more_sources"]
    for kept in range(len(names), 0, -1):
        rest = f" {more.zh} {more.en}" if kept < len(names) else ""
        wording = f"{head.zh} {head.en}: {'; '.join(names[:kept])}{rest}"
        if text_width(wording, 10.5) <= room:
            return wording
    return fit_text(f"{head.zh} {head.en}: {'; '.join(names)}", 10.5, room)
