"""Symbols of zones and names of counties on a map of native shapes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from zonemap.analysis.legend import Legend, LegendClass
from zonemap.drawing.placement import Placer, pull_inside, set_apart
from zonemap.drawing.symbols import Mark
from zonemap.outputs.deck.map_shapes import Plane, edges
from zonemap.outputs.deck.native_shapes import Box, circle, freeform, grouped, line, text_box
from zonemap.outputs.deck.paragraphs import LINE, Paragraph, width_of
from zonemap.outputs.deck.words import Words
from zonemap.region.region import Region
from zonemap.style.inks import INK, NAME
from zonemap.style.lines import mark_dash
from zonemap.style.marks import is_low, label_ground, label_ink, mark_parts
from zonemap.style.reader import quantity

_ROUNDS = 30


def place_marks(region: Region, legend: Legend, plane: Plane, radius: float) -> list[Mark]:
    """Number the zones class by class, in the order of the legend, and place their symbols in points.

    The symbol of a zone outside the box stands at its edge.
    """
    ranks = {item.key: rank for rank, item in enumerate(legend.classes)}
    shown = region.shown
    zones = shown.loc[sorted(shown.index, key=lambda zone_id: ranks[legend.of[zone_id]])]
    points = [(float(x), float(y)) for x, y in plane.points(zones[["lon", "lat"]].to_numpy(dtype=float))]
    circles = zones["area_km2"].where(zones["basis"] == "published_area", 0.0)
    places = set_apart(points, list(np.sqrt(circles / np.pi) * plane.scale), radius)
    places = pull_inside(_part(places, 2.3 * radius), edges(plane.box), 2 * radius)
    points = pull_inside(points, edges(plane.box))
    return [
        Mark(str(zone_id), number, point, place, legend.class_of(str(zone_id)), str(status))
        for number, (zone_id, status, point, place) in enumerate(
            zip(zones.index, zones["status"], points, places, strict=True), start=1
        )
    ]


def _part(places: Sequence[tuple[float, float]], least: float) -> list[tuple[float, float]]:
    """Push symbols that overlap apart, until each is at least so far from every other."""
    spots = np.array(places, dtype=float).reshape(-1, 2)
    for _ in range(_ROUNDS):
        gaps = spots[:, np.newaxis] - spots
        away = np.hypot(gaps[..., 0], gaps[..., 1])
        np.fill_diagonal(away, np.inf)
        short = np.clip(least - away, 0, None) / 2
        if not short.any():
            break
        spots += (gaps / np.maximum(away, 1e-6)[..., np.newaxis] * short[..., np.newaxis]).sum(axis=1)
    return [(float(x), float(y)) for x, y in spots]


def draw_marks(
    shapes: Any, region: Region, marks: Sequence[Mark], radius: float, words: Words, *, numbered: bool = True
) -> None:
    """Draw the symbols; a line leads from one that was set apart to where it belongs."""
    if not marks:
        return
    with grouped(shapes, words.sentence("name_symbols"), words.sentence("about_symbols", n=len(marks))):
        for mark in marks:
            if np.hypot(mark.place[0] - mark.point[0], mark.place[1] - mark.point[1]) > 0.1:
                name = words.sentence("name_leader", name=words.name(region.zones.loc[mark.zone_id]))
                width = quantity("line.leader")
                line(shapes, mark.point, mark.place, name=name, about=name, color=INK, width=width)
                circle(shapes, mark.point, quantity("line.leader_end"), name=name, about=name, fill=INK)
        for mark in marks:
            zone = region.zones.loc[mark.zone_id]
            name = words.name(zone)
            about = words.sentence(
                "about_symbol",
                name=name,
                kind=words.of("kind", zone["kind"]),
                status=words.of("status", mark.status),
                point=words.point(zone),
            )
            label = str(mark.number) if numbered else ""
            draw_symbol(
                shapes,
                mark.style,
                mark.status,
                mark.place,
                radius,
                label,
                name=words.sentence("name_symbol", name=name, zone=mark.zone_id),
                about=about,
            )


def draw_symbol(
    shapes: Any,
    style: LegendClass,
    status: str,
    centre: tuple[float, float],
    radius: float,
    label: str = "",
    *,
    name: str,
    about: str,
) -> None:
    """Draw a symbol: shape by class, filling by status, in the parts of every other output's mark."""
    for part in mark_parts(style.symbol, status, is_numbered=bool(label)):
        ring = shapely.LinearRing([(centre[0] + radius * x, centre[1] + radius * y) for x, y in part.ring])
        freeform(
            shapes,
            ring,
            name=name,
            about=about,
            fill=part.paint(part.fill, style.color),
            line=part.paint(part.rim, style.color),
            line_width=max(part.width * radius, 0.6),
            dash=mark_dash(part.dash).preset,
        )
    if label:
        ink = label_ink(label_ground(status, style.color))
        low = 0.2 * radius if is_low(style.symbol, status) else 0
        box = Box(centre[0] - 1.6 * radius, centre[1] - radius + low, 3.2 * radius, 2 * radius)
        wording = Paragraph(label, 0.95 * radius, bold=True, color=ink, align="center")
        text_box(shapes, box, [wording], name=name, about=about, anchor="middle", wrap=False)


def name_counties(
    shapes: Any, region: Region, plane: Plane, marks: Sequence[Mark], radius: float, words: Words, size: float
) -> None:
    """Write the counties' names where there is room, inside or beside, clear of each other and of symbols."""
    reach = radius * 1.5 + 2
    taken = [(x - reach, y - reach, x + reach, y + reach) for x, y in (mark.place for mark in marks)]
    placer = Placer(edges(plane.box), taken)
    with grouped(shapes, words.sentence("name_county_names"), words.sentence("name_county_names")):
        for adcode in sorted(plane.counties.index, key=lambda code: plane.counties[code].area):
            name, area = words.name(region.counties.loc[adcode]), plane.counties[adcode]
            tries = [(inside, size - less) for inside in (True, False) for less in (0, 1, 2)]
            for inside, type_size in tries:
                width, height = width_of(name, type_size) + 2, 1.2 * type_size
                place = (
                    placer.place(area, width, height)
                    if inside
                    else placer.place_beside(area, plane.whole, width, height)
                )
                if place:
                    box = Box(place[0] - width / 2, place[1] - LINE / 2 * type_size, width, LINE * type_size)
                    wording = Paragraph(name, type_size, color=NAME, align="center")
                    text_box(shapes, box, [wording], name=name, anchor="middle", wrap=False)
                    break
