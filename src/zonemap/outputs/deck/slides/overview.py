"""The maps of a deck: all counties and zones with key and list, and close-ups of zones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from zonemap.analysis.legend import legend_by
from zonemap.analysis.legend_classes import Legend, LegendClass
from zonemap.analysis.measures import count_counties
from zonemap.core.vocabulary import Term, label
from zonemap.outputs.deck.evidence import Evidence
from zonemap.outputs.deck.native_tables import Cell, Column, Grid, Row, add_table
from zonemap.outputs.deck.slide import Deck, Slide
from zonemap.painters.pptx_shapes import Box, grouped, text_box
from zonemap.painters.slides import paint_shapes
from zonemap.region.region import Region
from zonemap.scene.context import context_sources
from zonemap.scene.items import Paint, Path
from zonemap.scene.key import lay_key, sample
from zonemap.scene.land import fit_plane, land_of
from zonemap.scene.lettering import BODY, LEAST, LINE_HEIGHT, Paragraph, height_of, shrink
from zonemap.scene.map_view import MapView
from zonemap.scene.marks import sample_mark
from zonemap.scene.overview import count_line, later_notes, plain_kinds
from zonemap.scene.sheet import SheetStyle, open_sheet
from zonemap.scene.zone_marks import Placed, ZoneMark, place_marks, standing
from zonemap.style.inks import LINE, SOFT
from zonemap.style.reader import quantity

_BETWEEN = 12.0
"""Room between the two columns of a long list, points."""

_AROUND = 0.12
"""Room around what a close-up shows, as a share of it."""

_MOST_NOTES = 3
"""How many lines the notes under a map take."""


def add_overview(deck: Deck, evidence: Evidence) -> Slide:
    """Add the map of all counties and zones with its key and its list; return its slide."""
    region, words = evidence.region, deck.words
    legend = legend_by(region, "kind")
    busy, total = count_counties(region), len(region.counties)
    key = "map_title_all" if busy.certain == total else "map_title_some"
    title = words.sentence(key, n=busy.text.of(words.lang), total=total)
    if not region.has_topic("counties"):
        title = words.sentence("map_title_zones", n=len(region.shown))
    if region.shown.empty:
        title = words.sentence("map_title_none")
    counted = count_line(region).of(words.lang)
    slide = deck.open("map", title, counted)
    slide.clear()
    left, right = slide.room.split(0.55)
    with drawn_map(slide, deck, region, legend, left, notes=later_of(deck, region)) as (view, placed):
        view.draw_boundaries(legend)
        view.draw_marks(placed)
    _list_zones(slide, deck, region, legend, placed.marks, right)
    deck.speak(slide, [title, counted, words.sentence("notes_zones"), *later_of(deck, region)])
    return slide


@contextmanager
def drawn_map(
    slide: Slide,
    deck: Deck,
    region: Region,
    legend: Legend,
    room: Box,
    *,
    notes: Sequence[str] | None = None,
    fills: Mapping[str, Paint] | None = None,
    size: str = "mark",
) -> Iterator[tuple[MapView, Placed]]:
    """Draw a map of the whole region with its key; notes, if any, say what it must not be taken for.

    Counties are filled and marks are as large as is told.

    Yields
    ------
    The map with its counties, to draw on, and the marks of the zones; names, arrow and bar come last.
    """
    lang, shapes = deck.words.lang, slide.shapes
    around = context_sources(region).of(lang)
    high = lay_key(region, lang, LEAST, room.width, counts=(region,)).height  # as if some were counted
    wording = [
        Paragraph(
            deck.words.join_notes(
                [deck.words.sentence("map_notes"), *filter(None, [around]), *(notes or ())]
            ),
            LEAST,
            color=SOFT,
        )
    ]
    below = 0.0 if notes is None else min(height_of(wording, room.width), _MOST_NOTES * LINE_HEIGHT * LEAST)
    box = room.above(high + below + 8)
    plane = fit_plane(land_of(region), box.edges, padding=6, detail=0.4)
    view = MapView(region, plane, lang, least=LEAST)
    view.reserve_furniture()
    view.draw_around()
    view.draw_counties(fills)
    zones = plain_kinds(region) if legend.is_of_counties else legend
    placed = place_marks(region, zones, plane, quantity(f"size.deck.{size}"))
    yield view, placed
    view.draw_names(quantity("size.deck.county"), placed)
    view.draw_furniture(frame=False)
    paint_shapes(shapes, [view.group(about_map(deck, region, legend))])
    key = open_sheet(SheetStyle(lang))
    laid = lay_key(region, lang, LEAST, room.width, counts=placed.counts)
    laid.draw(key, (room.left, box.bottom + 4))
    name = deck.words.sentence("name_key")
    with grouped(shapes, name, name):
        paint_shapes(shapes, key.items, name)
    if notes is not None:
        place = room._replace(top=room.bottom - below, height=below)
        text_box(shapes, place, shrink(wording, room.width, below), name=deck.words.sentence("name_text"))


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
        wording=words.list(counts) or words.sentence("none_drawn"),
    )


@dataclass(frozen=True)
class Locator:
    """Draws close-ups of zones.

    Parameters
    ----------
    region, legend
        The zones that are shown and their classes.
    """

    region: Region
    legend: Legend

    def draw(self, shapes: Any, box: Box, lang: str, zone_id: str, *, is_small: bool = False) -> None:
        """Draw a zone: its line or that of its county, its mark; arrow, bar and names if it is not small."""
        zone = self.region.rows[zone_id]
        window, home = zone["geometry"] if zone["basis"] else None, next(iter(zone["counties"]), "")
        padding = _AROUND * min(box.width, box.height)
        plane = fit_plane(land_of(self.region), box.edges, window=window, padding=padding, detail=0.6)
        view = MapView(self.region, plane, lang, least=LEAST)
        if not is_small:
            view.reserve_furniture([plane.project(window)] if window is not None else [])
        view.draw_counties(focus=home, outlined=False)
        view.draw_boundaries(self.legend, [zone_id], hosts=[zone_id])
        placed = place_marks(self.region, self.legend, plane, quantity("size.deck.mark"), within=[zone_id])
        (mark,) = placed.only([zone_id]).marks
        placed = replace(placed, marks=(replace(mark, place=mark.point),), counts=())  # it makes way for none
        view.draw_marks(placed, halos=False)
        if not is_small:
            view.draw_names(quantity("size.deck.county"), placed, focus=home)
            view.draw_furniture(frame=False)
        name, edge = label("deck", "name_map", lang), Paint(line=LINE, width=quantity("line.edge"))
        paint_shapes(shapes, [*view.items, Path(plane.frame, edge, name, name)])


def draw_sample(shapes: Any, term: Term, centre: tuple[float, float], name: str) -> None:
    """Draw the sample of a basis, a status or a kind."""
    drawn = sample(term, centre, quantity("size.deck.key"), name=name)
    with grouped(shapes, name, name):
        paint_shapes(shapes, [drawn])


def later_of(deck: Deck, region: Region) -> list[str]:
    """Tell of which zones the area is stated only after the day of a map."""
    return [note.of(deck.words.lang) for note in later_notes(region)]


def _list_zones(
    slide: Slide, deck: Deck, region: Region, legend: Legend, marks: Sequence[ZoneMark], box: Box
) -> None:
    """List the zones beside the map, or their classes alone when there are too many."""
    words = deck.words
    if region.shown.empty:
        wording = words.sentence("map_none", day=words.date(region.date.isoformat()))
        text_box(slide.shapes, box, [Paragraph(wording, 18, color="text")], name=words.sentence("name_text"))
        return
    columns = [Column("", 30, "center"), Column(words.of("column", "zone"), 190)]
    whole = Grid([*columns, Column(words.sentence("head_standing"), 100, "right")], box.width, BODY)
    rows = _zone_rows(deck, region, legend, marks)
    grid, parted = whole.fit(rows, box.height), [rows]
    if sum(grid.heights(rows)) > box.height:  # then in two columns, without how the zones stand
        grid = Grid(columns, (box.width - _BETWEEN) / 2)
        parted = _in_two(grid, [_bare(row) for row in rows], box.height, deck)
        if not parted:
            rest = Cell(_write_rest(deck, len(region.shown)), SOFT)
            grid, parted = whole, [[*_class_rows(deck, legend), [Cell(""), rest, Cell("")]]]
    symbols = {words.class_name(item): item for item in legend.classes}
    name = words.sentence("name_list")
    for part in parted:
        heights = add_table(slide, box, grid, part, name=name, about=name)
        draw_class_marks(slide, deck, symbols, part, heights, box, grid)
        box = box._replace(left=box.left + grid.width + _BETWEEN)


def _in_two(grid: Grid, rows: list[Row], height: float, deck: Deck) -> list[list[Row]]:
    """Part rows into two columns, those without room counted; nothing if most of them have none."""
    parted = grid.paginate(rows, height)
    if len(parted) <= 2:
        return parted
    first, others = grid.take(rows, height)
    second = grid.cut(
        others, height, lambda n: _write_rest(deck, sum(bool(row[0].text) for row in others[-n:]))
    )
    return [first, second] if 2 * (len(first) + len(second)) > len(rows) else []


def _write_rest(deck: Deck, n: int) -> str:
    """Say how many zones the list beside the map leaves out, and where they are."""
    return deck.words.sentence("none_listed", n=n, where=deck.words.sentence("zones_title"))


def _bare(row: Row) -> Row:
    """Return a row without how the zone stands; that of a class with its count behind its name."""
    number, name, standing = row
    return [number, name if number.text else replace(name, text=f"{name.text} {standing.text}")]


def draw_class_marks(
    slide: Slide,
    deck: Deck,
    classes: Mapping[str, LegendClass],
    rows: Sequence[Row],
    heights: Sequence[float],
    box: Box,
    grid: Grid,
) -> None:
    """Draw the mark of each class, by its name, into the first column of its row in a table."""
    top, radius = box.top + heights[0], quantity("size.deck.heading")
    name = deck.words.sentence("name_key")
    with grouped(slide.shapes, name, name):
        for row, height in zip(rows, heights[1:], strict=True):
            wording = row[1].text if not row[0].text else ""
            item = classes.get(wording) or classes.get(wording.rpartition(" ")[0])
            if item:
                centre = (box.left + grid.widths[0] / 2, top + height / 2)
                mark = sample_mark(item, "operating", centre, min(radius * item.scale, 0.45 * height))
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


def list_classes(slide: Slide, deck: Deck, legend: Legend, box: Box) -> None:
    """List the classes of a small map with their counts, as far as there is room."""
    columns = [
        Column("", 30, "center"),
        Column(deck.words.of("column", "kind"), 260),
        Column(deck.words.sentence("head_count"), 100, "right"),
    ]
    rows = _class_rows(deck, legend)
    grid = Grid(columns, min(box.width, 330), BODY).fit(rows, box.height)
    shown, rest = grid.take(rows, box.height)
    if not shown or rest:
        return
    name = deck.words.sentence("name_classes")
    heights = add_table(slide, box, grid, shown, name=name, about=name)
    draw_class_marks(
        slide, deck, {deck.words.class_name(item): item for item in legend.classes}, shown, heights, box, grid
    )


def _zone_rows(deck: Deck, region: Region, legend: Legend, marks: Sequence[ZoneMark]) -> list[Row]:
    """Return the rows of the list, class by class."""
    rows: list[Row] = []
    for head, item in zip(_class_rows(deck, legend), legend.classes, strict=True):
        rows.append(head)
        for mark in marks:
            if mark.style == item:
                zone = region.rows[mark.zone_id]
                name, since = deck.words.name(zone), standing(region, zone, deck.words.lang, is_headed=True)
                rows.append([Cell(str(mark.number), SOFT), Cell(name), Cell(since, SOFT)])
    return rows
