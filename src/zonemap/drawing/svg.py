"""Small pieces of an SVG drawing: shapes and texts with presentation attributes only."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

Point = tuple[float, float]


def number(value: float) -> str:
    """Write a number with one decimal at most."""
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def group(parent: ET.Element, **attributes: object) -> ET.Element:
    """Add a group; underscores in names of attributes stand for hyphens."""
    return _add(parent, "g", attributes)


def rect(
    parent: ET.Element, left: float, top: float, width: float, height: float, **attributes: object
) -> ET.Element:
    """Add a rectangle."""
    return _add(parent, "rect", {"x": left, "y": top, "width": width, "height": height, **attributes})


def circle(parent: ET.Element, centre: Point, radius: float, **attributes: object) -> ET.Element:
    """Add a circle."""
    return _add(parent, "circle", {"cx": centre[0], "cy": centre[1], "r": radius, **attributes})


def line(parent: ET.Element, start: Point, end: Point, **attributes: object) -> ET.Element:
    """Add a straight line."""
    ends = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
    return _add(parent, "line", {**ends, **attributes})


def shape(parent: ET.Element, geometry: BaseGeometry, **attributes: object) -> ET.Element:
    """Add the outline of a geometry."""
    return _add(parent, "path", {"d": path_of(geometry), **attributes})


def text(
    parent: ET.Element, place: Point, content: str, size: float | None = None, **attributes: object
) -> ET.Element:
    """Add a line of text.

    Parameters
    ----------
    place
        Where its base line begins, ends or has its middle, by ``text_anchor``.
    size
        Type size; None for that of the group.
    """
    sized = {} if size is None else {"font_size": size}
    element = _add(parent, "text", {"x": place[0], "y": place[1], **sized, **attributes})
    element.text = content
    return element


def lettering(
    parent: ET.Element, size: float, color: str, *, halo: str = "", **attributes: object
) -> ET.Element:
    """Add a group whose texts share size and colour.

    Parameters
    ----------
    halo
        Colour of an outline that sets the texts off from what is below; empty for none.
    """
    outline: dict[str, object] = (
        {"stroke": halo, "stroke_width": 3, "stroke_linejoin": "round", "paint_order": "stroke"}
        if halo
        else {}
    )
    return group(parent, font_size=size, fill=color, **outline, **attributes)


def path_of(geometry: BaseGeometry) -> str:
    """Return the path data of a line, a ring, a polygon or several of them."""
    pieces = []
    for part in (part for part in shapely.get_parts(geometry) if not part.is_empty):
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        for ring in rings:
            points = np.asarray(ring.coords)[:, :2]
            closed = ring.is_ring and len(points) > 2
            pieces.append(_path(points[:-1] if closed else points) + ("Z" if closed else ""))
    return "".join(pieces)


def _path(points: np.ndarray) -> str:
    """Return the path data of a polyline in relative steps of tenths, without steps that do not move."""
    tenths = np.rint(points * 10).astype(int)
    steps = np.diff(tenths, axis=0)
    moves = "".join(_step(value) for value in steps[steps.any(axis=1)].ravel())
    return "M" + "".join(map(_step, tenths[0])).strip() + (f"l{moves.strip()}" if moves else "")


def _step(tenths: int) -> str:
    """Write a number given in tenths as path data allow: no needless blank, no zero before the point."""
    written = number(abs(tenths) / 10).removeprefix("0") or "0"
    return ("-" if tenths < 0 else " ") + written


def _add(parent: ET.Element, tag: str, attributes: dict[str, object]) -> ET.Element:
    """Add an element; numbers are written short and underscores in names stand for hyphens."""
    written = {
        key.replace("_", "-"): number(value) if isinstance(value, int | float) else str(value)
        for key, value in attributes.items()
    }
    return ET.SubElement(parent, tag, written)
