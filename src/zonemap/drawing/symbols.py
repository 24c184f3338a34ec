"""How a zone is drawn: its symbol by class and status, its boundary by basis."""

from __future__ import annotations

from dataclasses import dataclass
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


def draw_symbol(
    parent: ET.Element, style: LegendClass, status: str, centre: svg.Point, radius: float, label: str = ""
) -> None:
    """Draw a symbol: shape by class; hollow: applying, pale and dashed: undated, dark rim: operating."""
    fill, rim, width = {
        "applying": (PAPER, style.color, 2.2),
        "undated": (svg.mix(style.color, 0.3), style.color, 1.5),
        "operating": (style.color, INK, 1.9),
    }.get(status, (style.color, PAPER, 1.3))
    dashes = {"stroke_dasharray": "2.6 1.8"} if status == "undated" else {}
    look = {"fill": fill, "stroke": rim, "stroke_width": width, **dashes}
    if style.symbol in CORNERS:
        corners = [(centre[0] + radius * x, centre[1] + radius * y) for x, y in CORNERS[style.symbol]]
        svg.shape(parent, shapely.LinearRing(corners), **look)
    else:
        svg.circle(parent, centre, radius, **look)
    if label:
        ink = PAPER if svg.lightness(fill) < 0.18 else INK
        low = 5.6 if style.symbol == "triangle" else 3.6
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
