"""How a zone is drawn: its symbol by class and status, its boundary by basis."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree as ET

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from zonemap.analysis.legend import LegendClass
from zonemap.drawing import svg

INK, SOFT, FAINT = "#1b1f24", "#4d545c", "#6b727b"
PAPER, LINE = "#ffffff", "#a3a8ae"

CORNERS = {
    "square": [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
    "triangle": [(0.0, -1.5), (1.5, 1.0), (-1.5, 1.0)],
    "diamond": [(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)],
    "star": [
        (float(size * np.sin(turn)), float(-size * np.cos(turn)))
        for turn, size in zip(np.arange(10) * np.pi / 5, [1.65, 1.0] * 5, strict=True)
    ],
}

_ROUND = tuple((float(np.cos(turn)), float(np.sin(turn))) for turn in np.arange(48) * np.pi / 24)
_GAP, _PLATE = 0.26, 0.66
_WHOLE = ("operating", "applying", "undated", "unknown")
"""Statuses whose number stands where the shape is widest; half a mark has a plate in its middle."""

DASHES = {"dash": "2.6 1.8", "dot": "0.8 1.8"}
"""How the outlines of marks are broken, in units of the drawing."""


@dataclass(frozen=True)
class Mark:
    """A zone's symbol.

    Parameters
    ----------
    zone_id
        Whose it is.
    number
        Its number on the map and in the list.
    point
        Where it belongs.
    place
        Where it is drawn.
    style
        The zone's class.
    status
        The zone's status.
    """

    zone_id: str
    number: int
    point: svg.Point
    place: svg.Point
    style: LegendClass
    status: str


def symbol_group(parent: ET.Element) -> ET.Element:
    """Add a group for symbols, which says once how their numbers are set."""
    return svg.group(parent, font_size=9.5, font_weight="700", text_anchor="middle", stroke_linejoin="round")


@dataclass(frozen=True)
class MarkPart:
    """One piece of a mark, painted over those before it.

    Parameters
    ----------
    ring
        Its outline about 0, 0 for a mark of radius 1; y runs downwards.
    fill, rim
        What it is filled and outlined with: ``class`` (the colour of the zone's class), ``pale`` (of the same
        colour, little), ``paper``, ``ink``; empty for nothing.
    width
        Of the outline, as a share of the radius.
    dash
        ``dash`` or ``dot``; empty for a solid outline.
    """

    ring: tuple[svg.Point, ...]
    fill: str = ""
    rim: str = ""
    width: float = 0.13
    dash: str = ""

    def paint(self, role: str, color: str) -> str:
        """Return the colour of a role for a class of a colour; empty for nothing."""
        return {"class": color, "pale": svg.mix(color, 0.3), "paper": PAPER, "ink": INK, "": ""}[role]


@cache
def mark_parts(symbol: str, status: str, *, is_numbered: bool = False) -> tuple[MarkPart, ...]:
    """Return what a zone's mark consists of: its shape says the class, its filling the status.

    One mark a status in every output: operating full, approved half, being set up half with a gap, applying
    hollow, undated pale within dashes, not known empty within dots.

    Parameters
    ----------
    symbol
        Shape of the class; a circle where it has none.
    status
        One of :data:`zonemap.region.status.STATUSES`.
    is_numbered
        Whether a number is to be read on it: half a mark then leaves a plate for it.
    """
    whole = tuple(CORNERS.get(symbol) or _ROUND)
    if status == "operating":
        return (MarkPart(whole, "class", "ink", 0.2),)
    if status == "applying":
        inner = tuple((0.8 * x, 0.8 * y) for x, y in whole)
        return MarkPart(whole, "paper", "ink", 0.1), MarkPart(inner, "", "class", 0.3)
    if status == "undated":
        return (MarkPart(whole, "pale", "ink", 0.13, "dash"),)
    if status not in ("approved", "preparing"):
        return (MarkPart(whole, "paper", "ink", 0.13, "dot"),)
    gap = _GAP if status == "preparing" else 0.0
    left = shapely.Polygon(whole) & shapely.union_all(
        [shapely.box(-9, -9, 0, -gap), shapely.box(-9, gap, 0, 9)]
    )
    halves = [MarkPart(tuple(piece.exterior.coords[:-1]), "class") for piece in shapely.get_parts(left)]
    plate = [MarkPart(tuple((_PLATE * x, _PLATE * y) for x, y in _ROUND), "paper")] if is_numbered else []
    return MarkPart(whole, "paper"), *halves, *plate, MarkPart(whole, "", "ink", 0.15)


def label_ground(status: str, color: str) -> str:
    """Return the colour on which the number of a mark is read."""
    return {"operating": color, "undated": svg.mix(color, 0.3)}.get(status, PAPER)


def draw_symbol(
    parent: ET.Element, style: LegendClass, status: str, centre: svg.Point, radius: float, label: str = ""
) -> None:
    """Draw a symbol: shape by class, filling by status, as :func:`mark_parts` says."""
    for part in mark_parts(style.symbol, status, is_numbered=bool(label)):
        look: dict[str, object] = {"fill": part.paint(part.fill, style.color) or "none"}
        if part.rim:
            look |= {"stroke": part.paint(part.rim, style.color), "stroke_width": part.width * radius}
        if part.dash:
            look["stroke_dasharray"] = DASHES[part.dash]
        reach = max(abs(x) for x, _ in part.ring)
        if len(part.ring) == len(_ROUND) and min(x for x, _ in part.ring) < 0 < max(x for x, _ in part.ring):
            svg.circle(parent, centre, radius * reach, **look)
        else:
            corners = [(centre[0] + radius * x, centre[1] + radius * y) for x, y in part.ring]
            svg.shape(parent, shapely.LinearRing(corners), **look)
    if label:
        ink = PAPER if svg.lightness(label_ground(status, style.color)) < 0.18 else INK
        low = 5.6 if style.symbol == "triangle" and status in _WHOLE else 3.6
        svg.text(parent, (centre[0], centre[1] + low), label, fill=ink)


def draw_boundary(parent: ET.Element, geometry: BaseGeometry, boundary_basis: str, color: str) -> None:
    """Draw a boundary: surveyed solid, the circle of a published area dashed, the host county dotted."""
    looks: dict[str, dict[str, object]] = {
        "surveyed": {"fill": color, "fill_opacity": 0.4, "stroke_width": 2},
        "published_area": {
            "fill": color,
            "fill_opacity": 0.2,
            "stroke_width": 1.7,
            "stroke_dasharray": "5 3",
            "stroke_linecap": "butt",
        },
        "host_county": {"fill": "none", "stroke_width": 1.8, "stroke_dasharray": "0.1 4.2"},
    }
    if not geometry.is_empty:
        svg.shape(parent, geometry, stroke=color, fill_rule="evenodd", **looks[boundary_basis])
