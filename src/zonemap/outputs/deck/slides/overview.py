"""The map of all counties and zones, with its key and its list."""

from __future__ import annotations

from typing import Any

import pandas as pd
import shapely

from zonemap.analysis.legend import Legend, LegendClass, legend_by
from zonemap.analysis.measures import count_counties, later_areas
from zonemap.core.text import NONE
from zonemap.core.vocabulary import Term, label, terms
from zonemap.drawing.symbols import Mark
from zonemap.outputs.deck.evidence import Evidence
from zonemap.outputs.deck.map_shapes import draw_boundaries, draw_boundary, draw_ground, draw_scale, fit_plane
from zonemap.outputs.deck.mark_shapes import draw_marks, draw_symbol, name_counties, place_marks
from zonemap.outputs.deck.native_shapes import Box, grouped, text_box
from zonemap.outputs.deck.native_tables import Cell, Column, Row, add_table, fit_size, heights_of, widths_of
from zonemap.outputs.deck.paragraphs import Paragraph, shrink, width_of
from zonemap.outputs.deck.slide import Deck, Slide
from zonemap.outputs.figures.overview import count_line
from zonemap.region.region import Region
from zonemap.region.status import APPROVED
from zonemap.style.inks import SAMPLE, SOFT
from zonemap.style.reader import quantity

RADIUS = quantity("size.deck.mark")
"""Radius of a numbered symbol, points."""

_MOST_NOTED = 3
"""How many zones whose area is stated later the notes name."""


def add_overview(deck: Deck, evidence: Evidence) -> None:
    """Add the map of all counties and zones with its key and its list."""
    region, words = evidence.region, deck.words
    legend = legend_by(region, "kind")
    busy, total = count_counties(region), len(region.counties)
    key = "map_title_all" if busy.certain == total else "map_title_some"
    title = words.sentence(key, n=busy.text.of(words.lang), total=total)
    if region.shown.empty:
        title = words.sentence("map_title_none")
    slide = deck.open("map", title, count_line(region, words.lang))
    slide.clear()
    left, right = slide.room.split(0.6)
    strip, notes = 38.0, 28.0 if later_areas(region) else 14.0
    box = left._replace(height=left.height - strip - notes - 6)
    with grouped(slide.shapes, words.sentence("name_map"), about_map(deck, region, legend)):
        plane = fit_plane(region, box)
        draw_ground(slide.shapes, region, plane, words)
        draw_boundaries(slide.shapes, region, legend, plane, words)
        marks = place_marks(region, legend, plane, RADIUS)
        draw_marks(slide.shapes, region, marks, RADIUS, words)
        name_counties(slide.shapes, region, plane, marks, RADIUS, words, quantity("size.deck.county"))
        draw_scale(slide.shapes, plane, words)
    draw_key(slide.shapes, deck, region, left._replace(top=box.bottom + 4, height=strip))
    _write_notes(slide.shapes, deck, region, left._replace(top=left.bottom - notes, height=notes))
    _list_zones(slide, deck, region, legend, marks, right)
    deck.note(slide, [words.sentence("notes_evidence"), *evidence.evidence_lines_of(_places(region))])


def _places(region: Region) -> pd.DataFrame:
    """Return the evidence of where the zones of the map lie and how they stand."""
    fields = ["counties", "lon", "area_km2", "approved", "applied"]
    rows = region.evidence[region.evidence["zone_id"].isin(region.shown.index)]
    return rows[(rows["table"] == "zones") & rows["field"].isin(fields)]


def about_map(deck: Deck, region: Region, legend: Legend) -> str:
    """Say in words what a map shows."""
    words = deck.words
    counts = (
        words.sentence("count_status", n=item.count, status=words.class_name(item)) for item in legend.classes
    )
    return words.sentence(
        "about_map",
        title=words.title(region),
        day=words.date(region.date.isoformat()),
        said=words.list(counts) or words.sentence("none_drawn"),
    )


def draw_key(shapes: Any, deck: Deck, region: Region, box: Box) -> None:
    """Explain the lines by their basis and the symbols by their status, as far as they occur."""
    shown = region.shown
    bases = [term for key, term in terms("basis").items() if (shown["basis"] == key).any()]
    states = [term for key, term in terms("status").items() if (shown["status"] == key).any()]
    with grouped(shapes, deck.words.sentence("name_key"), deck.words.sentence("name_key")):
        for row, words in enumerate((bases, states)):
            strip = box._replace(top=box.top + row * box.height / 2, height=box.height / 2)
            _draw_samples(shapes, deck, words, strip)


def _draw_samples(shapes: Any, deck: Deck, words: list[Term], box: Box) -> None:
    """Draw a line of samples with their words, in type that fits."""
    labels = [term.label(deck.words.lang) for term in words]
    size = 9.5
    while size > 7 and sum(width_of(label, size) + 50 for label in labels) > box.width:
        size -= 0.5
    left = box.left
    for term, wording in zip(words, labels, strict=True):
        draw_sample(shapes, term, (left + 14, box.top + box.height / 2), wording)
        width = 1.06 * width_of(wording, size) + 6
        place = Box(left + 32, box.top, width, box.height)
        text_box(shapes, place, [Paragraph(wording, size, color=SOFT)], name=wording, anchor="middle")
        left += 32 + width + 14


def draw_sample(shapes: Any, term: Term, centre: tuple[float, float], label: str) -> None:
    """Draw the sample of a basis, a status or a kind."""
    x, y = centre
    if term.group == "basis":
        outline = shapely.box(x - 13, y - 6, x + 13, y + 6)
        draw_boundary(shapes, outline, term.key, SAMPLE, name=label, about=label)
        return
    color, symbol = (term.color, term.symbol) if term.group == "kind" else (SAMPLE, "")
    status = "operating" if term.group == "kind" else term.key
    draw_symbol(
        shapes,
        LegendClass("sample", NONE, color, symbol=symbol),
        status,
        centre,
        quantity("size.deck.key"),
        name=label,
        about=label,
    )


def describe_later(deck: Deck, region: Region) -> list[str]:
    """Tell of which zones the area is stated only after the day of a map."""
    words = deck.words
    wording = label("figure", "area_later", words.lang)
    later = list(later_areas(region).items())
    notes_text = [
        wording.format(name=words.name(region.zones.loc[zone_id]), date=words.date(day))
        for zone_id, day in later[:_MOST_NOTED]
    ]
    if len(later) > _MOST_NOTED:
        notes_text.append(label("figure", "more_areas_later", words.lang).format(n=len(later) - _MOST_NOTED))
    return notes_text


def _write_notes(shapes: Any, deck: Deck, region: Region, box: Box) -> None:
    """Say what the map must not be taken for."""
    notes_text = deck.words.join_notes([deck.words.sentence("map_notes"), *describe_later(deck, region)])
    (wording,) = shrink([Paragraph(notes_text, 9, color=SOFT)], box.width, box.height, 6.5)
    text_box(shapes, box, [wording], name=deck.words.sentence("name_text"), anchor="middle")


def _list_zones(
    slide: Slide, deck: Deck, region: Region, legend: Legend, marks: list[Mark], box: Box
) -> None:
    """List the zones beside the map, or their classes alone when there are too many."""
    words = deck.words
    if region.shown.empty:
        wording = words.sentence("map_none", day=words.date(region.date.isoformat()))
        text_box(slide.shapes, box, [Paragraph(wording, 18, color="text")], name=words.sentence("name_text"))
        return
    columns = _columns(deck)
    rows = _zone_rows(deck, region, legend, marks)
    size = fit_size(columns, rows, box, 11)
    if sum(heights_of(columns, rows, box.width, size)) > box.height:
        where = words.sentence("zones_title")
        wording = words.sentence("none_listed", n=len(region.shown), where=where)
        rows, size = [*_class_rows(deck, legend), [Cell(""), Cell(wording, SOFT), Cell("")]], 12
    name = words.sentence("name_list")
    heights = add_table(slide, box, columns, rows, size, name=name, about=name)
    _draw_class_symbols(slide, deck, legend, rows, heights, box)


def _columns(deck: Deck) -> list[Column]:
    """Return the columns of the list of zones."""
    return [
        Column("", 34, "center"),
        Column(deck.words.of("column", "zone"), 220),
        Column(deck.words.sentence("head_standing"), 92, "right"),
    ]


def _draw_class_symbols(
    slide: Slide, deck: Deck, legend: Legend, rows: list[Row], heights: list[float], box: Box
) -> None:
    """Draw the symbol of each class before its row."""
    labels = {deck.words.class_name(item): item for item in legend.classes}
    with grouped(slide.shapes, deck.words.sentence("name_key"), deck.words.sentence("name_key")):
        x = box.left + widths_of(_columns(deck), box.width)[0] / 2
        top = box.top + heights[0]
        for row, height in zip(rows, heights[1:], strict=True):
            if not row[0].text and row[1].text in labels:
                item = labels[row[1].text]
                draw_symbol(
                    slide.shapes,
                    item,
                    "operating",
                    (x, top + height / 2),
                    quantity("size.deck.heading"),
                    name=row[1].text,
                    about=row[1].text,
                )
            top += height


def _class_rows(deck: Deck, legend: Legend) -> list[Row]:
    """Return a row a class, with its label and count; the symbol is drawn over it."""
    return [
        [
            Cell(""),
            Cell(deck.words.class_name(item), bold=True),
            Cell(str(item.count), bold=True),
        ]
        for item in legend.classes
    ]


def _zone_rows(deck: Deck, region: Region, legend: Legend, marks: list[Mark]) -> list[Row]:
    """Return the rows of the list, class by class."""
    rows: list[Row] = []
    for head, item in zip(_class_rows(deck, legend), legend.classes, strict=True):
        rows.append(head)
        for mark in marks:
            if mark.style == item:
                zone = region.zones.loc[mark.zone_id]
                name, standing = deck.words.name(zone), standing_of(deck, zone, mark.status)
                rows.append([Cell(str(mark.number), SOFT), Cell(name), Cell(standing, SOFT)])
    return rows


def standing_of(deck: Deck, zone: pd.Series, status: str) -> str:
    """Say when a zone was approved, or else how it stands."""
    if zone["approved"] and status in APPROVED:
        return deck.words.date(zone["approved"])
    return deck.words.of("status", status)
