"""The maps on slides: of all counties and zones, and close-ups; legend, scale and north at the same place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from zonemap.analysis.legend_classes import Legend
from zonemap.core.vocabulary import Term, label
from zonemap.outputs.deck.slide import Deck, Slide
from zonemap.painters.pptx_shapes import Box, grouped, text_box
from zonemap.painters.slides import paint_shapes
from zonemap.region.region import Region
from zonemap.scene.context import context_sources
from zonemap.scene.furniture import BESIDE
from zonemap.scene.items import Paint, Path
from zonemap.scene.key import BY_ZONE, Key, key_groups, lay_key, sample
from zonemap.scene.land import fit_plane, land_of
from zonemap.scene.lettering import LEAST, LINE_HEIGHT, Paragraph, height_of, shrink
from zonemap.scene.map_view import MapView
from zonemap.scene.overview import later_notes, plain_kinds
from zonemap.scene.sheet import SheetStyle, open_sheet
from zonemap.scene.zone_marks import Placed, place_marks
from zonemap.style.inks import LINE, SOFT
from zonemap.style.reader import quantity

_AROUND = 0.12
"""Room around what a close-up shows, as a share of it."""

_MOST_NOTES = 3
"""How many lines the notes beside a map take."""

_QUIET = 0.65
"""How large the marks of zones are beside totals of counties, as a share of small ones."""

_HIGHEST = 0.45
"""Share of the height that what stands below a map takes at most."""

_LEAST_BELOW = 7 * LEAST
"""What a close-up needs below it at least: four lines of what it rests on, and a source."""

_BELOW = 6.0


def split_map(deck: Deck, room: Box) -> tuple[Box, Box]:
    """Return where a map with its key stands, and what is told beside it."""
    return room.split(deck.map_share)


def below_map(deck: Deck, region: Region, room: Box) -> tuple[Box, Box]:
    """Return the box of a map, as high on every slide, and what is left below it beside arrow and bar."""
    width = split_map(deck, deck.room("map"))[0].width
    counted = _lay_key(region, deck, width, BY_ZONE, (region,))  # as if some marks were
    needed = max(counted.height, _LEAST_BELOW)
    box = room.above(min(needed, _HIGHEST * room.height) + 2 * _BELOW)
    key = room.below(box.height + _BELOW)
    return box, key._replace(left=key.left + BESIDE[0], width=key.width - BESIDE[0])


def _lay_key(
    region: Region, deck: Deck, width: float, groups: Sequence[str], counts: Collection[object]
) -> Key:
    """Lay out the key of a map, its first lines beside arrow and bar."""
    return lay_key(region, deck.words.lang, LEAST, width, groups=groups, counts=counts, indent=BESIDE[0])


def lay_notes(deck: Deck, region: Region, room: Box) -> tuple[list[Paragraph], Box]:
    """Lay at the foot of a room what the map beside it must not be taken for; return also the room above."""
    words = deck.words
    around = context_sources(region).of(words.lang)
    brief, high = [words.sentence("map_notes"), *filter(None, [around])], _MOST_NOTES * LINE_HEIGHT * LEAST
    whole = [Paragraph(words.join_notes([*brief, *later_of(deck, region)]), LEAST, color=SOFT)]
    if height_of(whole, room.width) > high:  # what is stated later is told by the notes and the zone's slide
        whole = [Paragraph(words.join_notes(brief), LEAST, color=SOFT)]
    wording = shrink(whole, room.width, high)
    return wording, room.above(height_of(wording, room.width) + 8)


def write_notes(slide: Slide, deck: Deck, region: Region, room: Box) -> Box:
    """Write the notes of :func:`lay_notes`; return what is left above them."""
    wording, rest = lay_notes(deck, region, room)
    text_box(slide.shapes, room.below(rest.height + 8), wording, name=deck.words.sentence("name_text"))
    return rest


@contextmanager
def drawn_map(
    slide: Slide,
    deck: Deck,
    region: Region,
    legend: Legend,
    room: Box,
    *,
    fills: Mapping[str, Paint] | None = None,
    size: str = "mark",
) -> Iterator[tuple[MapView, Placed]]:
    """Draw a map of the whole region with its key; counties are filled and marks are as large as is told.

    Yields
    ------
    The map with its counties, to draw on, and the marks of the zones; names, arrow and bar come last.
    """
    lang, shapes = deck.words.lang, slide.shapes
    box, beside = below_map(deck, region, room)
    plane = fit_plane(land_of(region), box.edges, padding=6, detail=0.4)
    view = MapView(region, plane, lang, least=LEAST)
    view.reserve_furniture(beside=(box.left, box.bottom + 1))
    view.draw_around()
    view.draw_counties(fills)
    zones = plain_kinds(region) if legend.is_of_counties else legend
    radius = quantity("size.deck.small") if legend.is_of_counties else quantity(f"size.deck.{size}")
    if legend.is_of_counties and legend.is_sized:
        radius *= _QUIET
    placed = place_marks(region, zones, plane, radius)
    yield view, placed
    view.draw_names(quantity("size.deck.county"), placed)
    view.draw_furniture(frame=False)
    paint_shapes(shapes, [view.group(about_map(deck, region, legend))])
    key = open_sheet(SheetStyle(lang))
    laid = _lay_key(region, deck, room.width, key_groups(legend), placed.counts)
    laid.draw(key, (room.left, beside.top))
    name = deck.words.sentence("name_key")
    with grouped(shapes, name, name):
        paint_shapes(shapes, key.items, name)


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
            view.reserve_furniture(beside=(box.left, box.bottom + 1))
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
