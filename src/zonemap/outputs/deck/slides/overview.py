"""The map of all counties and zones, with its key and its list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from zonemap.analysis.legend import legend_by
from zonemap.analysis.legend_classes import Legend, LegendClass
from zonemap.analysis.measures import count_counties, later_areas
from zonemap.core.vocabulary import Term, terms
from zonemap.outputs.deck.evidence import Evidence
from zonemap.outputs.deck.native_tables import Cell, Column, Row, add_table, fit_size, heights_of, widths_of
from zonemap.outputs.deck.slide import Deck, Slide
from zonemap.painters.pptx_shapes import Box, grouped, text_box
from zonemap.painters.pptx_text import Paragraph, shrink, width_of
from zonemap.painters.slides import paint_shapes
from zonemap.region.region import Region
from zonemap.region.status import APPROVED
from zonemap.scene.key import sample
from zonemap.scene.land import fit_plane, land_of
from zonemap.scene.map_view import MapView
from zonemap.scene.marks import sample_mark
from zonemap.scene.overview import count_line, later_notes
from zonemap.scene.zone_marks import Placed, ZoneMark, place_marks
from zonemap.style.inks import SOFT
from zonemap.style.reader import quantity

KEY = 40.0
"""Height of the key under a map, points."""


def add_overview(deck: Deck, evidence: Evidence) -> None:
    """Add the map of all counties and zones with its key and its list."""
    region, words = evidence.region, deck.words
    legend = legend_by(region, "kind")
    busy, total = count_counties(region), len(region.counties)
    key = "map_title_all" if busy.certain == total else "map_title_some"
    title = words.sentence(key, n=busy.text.of(words.lang), total=total)
    if region.shown.empty:
        title = words.sentence("map_title_none")
    slide = deck.open("map", title, count_line(region).of(words.lang))
    slide.clear()
    left, right = slide.room.split(0.6)
    notes = 36.0 if later_areas(region) else 18.0
    box = left._replace(height=left.height - KEY - notes - 6)
    view = open_map(region, box, words.lang)
    view.draw_counties()
    view.draw_boundaries(legend)
    placed = place_marks(region, legend, view.plane, quantity("size.deck.mark"))
    view.draw_marks(placed)
    close_map(slide.shapes, deck, view, legend, placed)
    draw_key(slide.shapes, deck, region, left._replace(top=box.bottom + 4, height=KEY))
    write_notes(
        slide.shapes, deck, left._replace(top=left.bottom - notes, height=notes), later_of(deck, region)
    )
    _list_zones(slide, deck, region, legend, placed.marks, right)
    deck.note(slide, [words.sentence("notes_evidence"), *evidence.evidence_lines_of(_places(region))])


def _places(region: Region) -> pd.DataFrame:
    """Return the evidence of where the zones of the map lie and how they stand."""
    fields = ["counties", "lon", "area_km2", "approved", "applied"]
    rows = region.evidence[region.evidence["zone_id"].isin(region.shown.index)]
    return rows[(rows["table"] == "zones") & rows["field"].isin(fields)]


def open_map(region: Region, box: Box, lang: str, *, detail: float = 0.4, padding: float = 6) -> MapView:
    """Return an empty map of the whole region in a box, with room for arrow and bar."""
    plane = fit_plane(land_of(region.counties), box.edges, padding=padding, detail=detail)
    view = MapView(region, plane, lang, least=quantity("size.deck.least"))
    view.reserve_furniture()
    return view


def close_map(shapes: Any, deck: Deck, view: MapView, legend: Legend, placed: Placed) -> None:
    """Write the names of the counties, draw arrow and bar, and put the map on a slide."""
    view.draw_names(quantity("size.deck.county"), placed)
    view.draw_furniture(frame=False)
    paint_shapes(shapes, [view.group(about_map(deck, view.region, legend))])


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
    size = quantity("size.deck.least")
    gaps = 44.0 if sum(width_of(label, size) + 44 for label in labels) <= box.width else 34.0
    left = box.left
    for term, wording in zip(words, labels, strict=True):
        draw_sample(shapes, term, (left + 12, box.top + box.height / 2), wording)
        width = 1.06 * width_of(wording, size) + 4
        place = Box(left + 28, box.top, width, box.height)
        text_box(
            shapes, place, [Paragraph(wording, size, color=SOFT)], name=wording, anchor="middle", wrap=False
        )
        left += width + gaps - 6


def draw_sample(shapes: Any, term: Term, centre: tuple[float, float], label: str) -> None:
    """Draw the sample of a basis, a status or a kind."""
    drawn = sample(term, centre, quantity("size.deck.key"), name=label)
    with grouped(shapes, label, label):
        paint_shapes(shapes, [drawn])


def later_of(deck: Deck, region: Region) -> list[str]:
    """Tell of which zones the area is stated only after the day of a map."""
    return [note.of(deck.words.lang) for note in later_notes(region)]


def write_notes(shapes: Any, deck: Deck, box: Box, more: Sequence[str] = ()) -> None:
    """Say what the map must not be taken for."""
    said = deck.words.join_notes([deck.words.sentence("map_notes"), *more])
    least = quantity("size.deck.least")
    (wording,) = shrink([Paragraph(said, least, color=SOFT)], box.width, box.height, least)
    text_box(shapes, box, [wording], name=deck.words.sentence("name_text"), anchor="middle")


def _list_zones(
    slide: Slide, deck: Deck, region: Region, legend: Legend, marks: Sequence[ZoneMark], box: Box
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
    symbols = {words.class_name(item): item for item in legend.classes}
    draw_class_marks(slide, deck, symbols, rows, heights, box, widths_of(columns, box.width)[0])


def _columns(deck: Deck) -> list[Column]:
    """Return the columns of the list of zones."""
    return [
        Column("", 34, "center"),
        Column(deck.words.of("column", "zone"), 220),
        Column(deck.words.sentence("head_standing"), 92, "right"),
    ]


def draw_class_marks(
    slide: Slide,
    deck: Deck,
    classes: Mapping[str, LegendClass],
    rows: Sequence[Row],
    heights: Sequence[float],
    box: Box,
    width: float,
) -> None:
    """Draw the mark of each class, by its name, into the first column of its row in a table."""
    top, radius = box.top + heights[0], quantity("size.deck.heading")
    name = deck.words.sentence("name_key")
    with grouped(slide.shapes, name, name):
        for row, height in zip(rows, heights[1:], strict=True):
            item = classes.get(row[1].text) if not row[0].text else None
            if item:
                mark = sample_mark(item, "operating", (box.left + width / 2, top + height / 2), radius)
                paint_shapes(slide.shapes, [replace(mark, name=row[1].text, about=row[1].text)])
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


def _zone_rows(deck: Deck, region: Region, legend: Legend, marks: Sequence[ZoneMark]) -> list[Row]:
    """Return the rows of the list, class by class."""
    rows: list[Row] = []
    for head, item in zip(_class_rows(deck, legend), legend.classes, strict=True):
        rows.append(head)
        for mark in marks:
            if mark.style == item:
                zone = region.zones.loc[mark.zone_id]
                name, since = deck.words.name(zone), _standing(deck, zone, mark.status)
                rows.append([Cell(str(mark.number), SOFT), Cell(name), Cell(since, SOFT)])
    return rows


def _standing(deck: Deck, zone: pd.Series, status: str) -> str:
    """Say when a zone was approved, or else how it stands."""
    if zone["approved"] and status in APPROVED:
        return deck.words.date(zone["approved"])
    return deck.words.of("status", status)
