"""Paints scenes as SVG, with presentation attributes only and every text escaped by the XML library.

So a picture may stand inside a page with a strict Content-Security-Policy as well as in a file of its own.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from xml.etree import ElementTree as ET

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from zonemap.painters.shade import png_of
from zonemap.scene.items import Disc, Group, Item, Label, Mark, Paint, Path, Shade
from zonemap.scene.marks import pieces
from zonemap.scene.sheet import Sheet
from zonemap.style.inks import INK, PAPER
from zonemap.style.reader import css_families

_ANCHORS = {"left": "", "center": "middle", "right": "end"}
_HALO_WIDTH = 0.26
"""Width of the outline that sets a label off, as a share of the type size."""


def paint_svg(sheet: Sheet) -> ET.Element:
    """Paint a sheet as an ``<svg>`` element, with title and description for those who cannot see it."""
    width, height = sheet.size
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {number(width)} {number(height)}",
            "role": "img",
            "aria-labelledby": "drawing-title drawing-description",
            "font-family": css_families(),
            "stroke-linejoin": "round",
            "fill-rule": "evenodd",
            "fill": INK,
        },
    )
    ET.SubElement(root, "title", {"id": "drawing-title"}).text = sheet.title
    ET.SubElement(root, "desc", {"id": "drawing-description"}).text = sheet.about
    _add(root, "rect", {"width": width, "height": height, "fill": PAPER})
    paint_items(root, sheet.items)
    return root


def paint_items(parent: ET.Element, items: Iterable[Item]) -> None:
    """Paint items one over the other; a mark and a group become a ``<g>``."""
    for item in items:
        match item:
            case Group():
                paint_items(ET.SubElement(parent, "g"), item.items)
            case Mark():
                paint_items(ET.SubElement(parent, "g"), pieces(item))
            case Label():
                _write(parent, item)
            case Disc():
                (x, y), look = item.centre, _look(item.paint)
                _add(parent, "circle", {"cx": x, "cy": y, "r": item.radius, **look})
            case Shade():
                left, top, right, bottom = item.box
                place = {"x": left, "y": top, "width": right - left, "height": bottom - top}
                picture = f"data:image/png;base64,{b64encode(png_of(item.opacity, item.color)).decode()}"
                _add(parent, "image", {**place, "preserveAspectRatio": "none", "href": picture})
            case Path() if not item.geometry.is_empty:
                _add(parent, "path", {"d": path_of(item.geometry), **_look(item.paint)})


def _look(paint: Paint) -> dict[str, object]:
    """Return a paint as presentation attributes; patterns are left to colour and shape."""
    look: dict[str, object] = {"fill": paint.fill or "none"}
    if paint.fill and paint.opacity < 1:
        look["fill-opacity"] = paint.opacity
    if paint.line:
        look |= {"stroke": paint.line, "stroke-width": paint.width}
        if paint.dash:
            look["stroke-dasharray"] = paint.dash.dashes
            if paint.dash.cap == "round":
                look["stroke-linecap"] = "round"
    return look


def _write(parent: ET.Element, label: Label) -> None:
    """Write one line of text."""
    x, y = label.place
    look: dict[str, object] = {"x": x, "y": y, "font-size": label.size}
    if label.color != INK:
        look["fill"] = label.color
    if label.bold:
        look["font-weight"] = "700"
    if anchor := _ANCHORS[label.align]:
        look["text-anchor"] = anchor
    if label.turn:
        look["transform"] = f"rotate({number(-label.turn)} {number(x)} {number(y)})"
    if label.halo:
        look |= {"stroke": label.halo, "stroke-width": _HALO_WIDTH * label.size, "paint-order": "stroke"}
    _add(parent, "text", look).text = label.text


def number(value: float) -> str:
    """Write a number with one decimal at most."""
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def path_of(geometry: BaseGeometry) -> str:
    """Return the path data of a line, a ring, a polygon or several; a line goes on where the last ended."""
    written: list[str] = []
    end: list[int] = []
    for part in (part for part in shapely.get_parts(geometry) if not part.is_empty):
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        for ring in rings:
            tenths = np.rint(np.asarray(ring.coords)[:, :2] * 10).astype(int)
            is_closed = ring.is_ring and len(tenths) > 2
            start = tenths[0].tolist()
            if is_closed or start != end:
                written.append(f"M{_steps(tenths[:1])}")
            written.append(_lines(tenths[:-1]) + "Z" if is_closed else _lines(tenths))
            end = [] if is_closed else tenths[-1].tolist()
    return "".join(written)


def _lines(tenths: np.ndarray) -> str:
    """Return the path data of a polyline in relative steps, without steps that do not move."""
    steps = np.diff(tenths, axis=0)
    moves = steps[steps.any(axis=1)]
    return f"l{_steps(moves)}" if len(moves) else ""


def _steps(tenths: np.ndarray) -> str:
    """Write numbers given in tenths, one after the other."""
    return "".join(map(_step, tenths.ravel())).strip()


def _step(tenths: int) -> str:
    """Write a number given in tenths as path data allow: no needless blank, no zero before the point."""
    written = number(abs(tenths) / 10).removeprefix("0") or "0"
    return ("-" if tenths < 0 else " ") + written


def _add(parent: ET.Element, tag: str, attributes: dict[str, object]) -> ET.Element:
    """Add an element; numbers are written short."""
    written = {
        key: number(value) if isinstance(value, int | float) else str(value)
        for key, value in attributes.items()
    }
    return ET.SubElement(parent, tag, written)
