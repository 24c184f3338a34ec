"""How a zone is drawn: its symbol by class and status, its boundary by basis."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree as ET

import shapely
from shapely.geometry.base import BaseGeometry

from zonemap.analysis.legend import LegendClass
from zonemap.drawing import svg
from zonemap.style.lines import boundary_line, mark_dash
from zonemap.style.marks import ROUND, Ring, is_low, label_ground, label_ink, mark_parts
from zonemap.style.reader import quantity


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
    type_size = quantity("size.drawing.number")
    return svg.group(
        parent, font_size=type_size, font_weight="700", text_anchor="middle", stroke_linejoin="round"
    )


def draw_symbol(
    parent: ET.Element, style: LegendClass, status: str, centre: svg.Point, radius: float, label: str = ""
) -> None:
    """Draw a symbol: shape by class, filling by status, as :func:`zonemap.style.marks.mark_parts` says."""
    for part in mark_parts(style.symbol, status, is_numbered=bool(label)):
        look: dict[str, object] = {"fill": part.paint(part.fill, style.color) or "none"}
        if part.rim:
            look |= {"stroke": part.paint(part.rim, style.color), "stroke_width": part.width * radius}
        if part.dash:
            look["stroke_dasharray"] = mark_dash(part.dash).dashes
        if _is_round(part.ring):
            svg.circle(parent, centre, radius * max(x for x, _ in part.ring), **look)
        else:
            corners = [(centre[0] + radius * x, centre[1] + radius * y) for x, y in part.ring]
            svg.shape(parent, shapely.LinearRing(corners), **look)
    if label:
        ink = label_ink(label_ground(status, style.color))
        low = 5.6 if is_low(style.symbol, status) else 3.6
        svg.text(parent, (centre[0], centre[1] + low), label, fill=ink)


def _is_round(ring: Ring) -> bool:
    """Tell whether a ring is a whole circle, which SVG says in one word."""
    return len(ring) == len(ROUND) and min(x for x, _ in ring) < 0 < max(x for x, _ in ring)


def draw_boundary(parent: ET.Element, geometry: BaseGeometry, boundary_basis: str, color: str) -> None:
    """Draw a boundary: surveyed solid, the circle of a published area dashed, the host county dotted."""
    if geometry.is_empty:
        return
    line = boundary_line(boundary_basis)
    look: dict[str, object] = {"stroke": color, "stroke_width": line.width, "fill": "none"}
    if line.fill:
        look |= {"fill": color, "fill_opacity": line.fill}
    if line.dash:
        look["stroke_dasharray"] = line.dashes
    if line.cap == "butt":  # the group says round
        look["stroke_linecap"] = line.cap
    svg.shape(parent, geometry, fill_rule="evenodd", **look)
