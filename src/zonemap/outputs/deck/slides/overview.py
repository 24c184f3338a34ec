"""The maps of a deck: all counties and zones with key and list, and close-ups of zones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from zonemap.analysis.findings import counties_finding
from zonemap.analysis.legend import legend_by
from zonemap.analysis.legend_classes import Legend, LegendClass
from zonemap.outputs.deck.evidence import Evidence
from zonemap.outputs.deck.native_tables import Cell, Column, Grid, Row, add_table
from zonemap.outputs.deck.slide import Deck, Slide
from zonemap.outputs.deck.slides.maps import drawn_map, later_of, lay_notes, split_map, write_notes
from zonemap.painters.pptx_shapes import Box, grouped, text_box
from zonemap.painters.slides import paint_shapes
from zonemap.region.region import Region
from zonemap.scene.lettering import BODY, Paragraph
from zonemap.scene.marks import sample_mark
from zonemap.scene.overview import count_line
from zonemap.scene.zone_marks import ZoneMark, number_zones, standing
from zonemap.style.inks import SOFT
from zonemap.style.reader import quantity

_BETWEEN = 12.0
"""Room between the two columns of a long list, points."""

_NUMBER = 26.0
"""How wide the column of numbers and marks is, points."""

_SHARES = (0.55, 0.51, 0.47, 0.43)
"""Share of the width that maps take, the widest first."""


def add_overview(deck: Deck, evidence: Evidence) -> Slide:
    """Add the map of all counties and zones with its key and its list; return its slide."""
    region, words = evidence.region, deck.words
    legend = legend_by(region, "kind")
    title = words.say(counties_finding(region))
    counted = count_line(region).of(words.lang)
    slide = deck.open("map", title, counted)
    slide.clear()
    left, right = split_map(deck, slide.room)
    with drawn_map(slide, deck, region, legend, left) as (view, placed):
        view.draw_boundaries(legend)
        view.draw_marks(placed)
    _list_zones(slide, deck, region, legend, placed.marks, write_notes(slide, deck, region, right))
    deck.speak(slide, [title, counted, words.sentence("notes_zones"), *later_of(deck, region)])
    return slide


def with_room_for_list(deck: Deck, region: Region) -> Deck:
    """Return the deck with maps just so narrow that the list of all zones has room beside one."""
    legend = legend_by(region, "kind")
    rows = [_bare(row) for row in _zone_rows(deck, region, legend)]
    for share in _SHARES:
        narrower = replace(deck, map_share=share)
        _, room = lay_notes(deck, region, split_map(narrower, deck.room("map"))[1])
        if len(_half(deck, room.width).paginate(rows, room.height)) <= 2:
            return narrower
    return deck


def _columns(deck: Deck, width: float) -> list[Column]:
    """Return the columns of the list in a width: number or mark, and name."""
    return [Column("", _NUMBER, "center"), Column(deck.words.of("column", "zone"), width - _NUMBER)]


def _half(deck: Deck, width: float) -> Grid:
    """Return one of the two columns of a long list."""
    half = (width - _BETWEEN) / 2
    return Grid(_columns(deck, half), half)


def _list_zones(
    slide: Slide, deck: Deck, region: Region, legend: Legend, marks: Sequence[ZoneMark], box: Box
) -> None:
    """List the zones beside the map, or their classes alone when there are too many."""
    words = deck.words
    if region.shown.empty:
        wording = words.sentence("map_none", day=words.date(region.date.isoformat()))
        text_box(slide.shapes, box, [Paragraph(wording, 18, color="text")], name=words.sentence("name_text"))
        return
    columns = _columns(deck, 220)
    whole = Grid([*columns, Column(words.sentence("head_standing"), 100, "right")], box.width, BODY)
    rows = _zone_rows(deck, region, legend)
    grid, parted = whole.fit(rows, box.height), [rows]
    if sum(grid.heights(rows)) > box.height:  # then in two columns, without how the zones stand
        grid = _half(deck, box.width)
        parted = _in_two(grid, [_bare(row) for row in rows], box.height, deck)
        if not parted:
            rest = Cell(_write_rest(deck, len(region.shown)), SOFT)
            counted = [*columns, Column(words.sentence("head_count"), 84, "right")]
            grid = Grid(counted, box.width, BODY)
            rows = [*_numbered_rows(deck, legend, marks), [Cell(""), rest, Cell("")]]
            parted = [grid.cut(rows, box.height, lambda n: words.sentence("and_rest", n=n))]
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


def _numbered_rows(deck: Deck, legend: Legend, marks: Sequence[ZoneMark]) -> list[Row]:
    """Return a row a class with the numbers that its zones bear on the map."""
    rows: list[Row] = []
    for (symbol, name, count), item in zip(_class_rows(deck, legend), legend.classes, strict=True):
        numbers = [mark.number for mark in marks if mark.style == item]
        ends = sorted({min(numbers), max(numbers)}) if numbers else []
        span = "–".join(str(number) for number in ends)
        rows.append([symbol, replace(name, text=f"{name.text} {span}".strip()), count])
    return rows


def list_classes(slide: Slide, deck: Deck, legend: Legend, box: Box) -> None:
    """List the classes of a small map with their counts, as far as there is room."""
    columns = [
        Column("", 30, "center"),
        Column(deck.words.of("column", "kind"), 300),
        Column(deck.words.sentence("head_count"), 84, "right"),
    ]
    rows = _class_rows(deck, legend)
    grid = Grid(columns, min(box.width, 390), BODY).fit(rows, box.height)
    shown, rest = grid.take(rows, box.height)
    if not shown or rest:
        return
    name = deck.words.sentence("name_classes")
    heights = add_table(slide, box, grid, shown, name=name, about=name)
    draw_class_marks(
        slide, deck, {deck.words.class_name(item): item for item in legend.classes}, shown, heights, box, grid
    )


def _zone_rows(deck: Deck, region: Region, legend: Legend) -> list[Row]:
    """Return the rows of the list, class by class."""
    rows: list[Row] = []
    numbers = number_zones(region, legend)
    for head, item in zip(_class_rows(deck, legend), legend.classes, strict=True):
        rows.append(head)
        for zone_id, number in numbers.items():
            if legend.of[zone_id] == item.key:
                zone = region.rows[zone_id]
                name, since = deck.words.name(zone), standing(region, zone, deck.words.lang, is_headed=True)
                rows.append([Cell(str(number), SOFT), Cell(name), Cell(since, SOFT)])
    return rows
