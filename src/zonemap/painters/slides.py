"""Paints scenes as native shapes of a slide: named, described, grouped, each to be edited by hand."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from zonemap.painters.pptx_shapes import Box, circle, describe, freeform, grouped, line, text_box
from zonemap.painters.shade import png_of
from zonemap.scene.items import Disc, Group, Item, Label, Mark, Path, Shade
from zonemap.scene.lettering import LINE_HEIGHT, SLACK, Paragraph, text_width
from zonemap.scene.marks import pieces


def paint_shapes(shapes: Any, items: Iterable[Item], about: str = "") -> None:
    """Paint items one over the other; a group with a name becomes a group of shapes.

    Items without a name are read aloud as what they are part of.
    """
    for item in items:
        match item:
            case Group() if item.name:
                with grouped(shapes, item.name, item.about or item.name):
                    paint_shapes(shapes, item.items, item.name)
            case Group():
                paint_shapes(shapes, item.items, about)
            case Mark():
                paint_shapes(shapes, pieces(item), item.name or about)
            case Label():
                _write(shapes, item)
            case Disc():
                circle(shapes, item.centre, item.radius, **_look(item, about))
            case Shade():
                _shade(shapes, item, about)
            case Path() if item.geometry.geom_type == "LineString" and len(item.geometry.coords) == 2:
                (start, end), look = item.geometry.coords, _look(item, about)
                line(
                    shapes,
                    start,
                    end,
                    name=look["name"],
                    about=look["about"],
                    color=look["line"],
                    width=look["width"],
                )
            case Path():
                freeform(shapes, item.geometry, **_look(item, about))


def _look(item: Disc | Path, about: str) -> dict[str, Any]:
    """Return how a shape is filled, outlined, named and described; patterns are left to colour and shape."""
    paint = item.paint
    return {
        "name": item.name or about,
        "about": item.about or item.name or about,
        "fill": paint.fill,
        "opacity": paint.opacity,
        "line": paint.line,
        "width": paint.width,
        "dash": paint.dash.preset if paint.dash else "",
    }


def _shade(shapes: Any, item: Shade, about: str) -> None:
    """Lay a shade over its box."""
    left, top, right, bottom = item.box
    box = Box(left, top, right - left, bottom - top)
    added = shapes.add_picture(io.BytesIO(png_of(item.opacity, item.color)), *box.emu())
    describe(added, item.name or about, item.about or item.name or about)
    shapes._spTree.append(added._element)  # into the group that is open


def _write(shapes: Any, label: Label) -> None:
    """Write one line of text, in a box about it that leaves room for other typefaces."""
    width, height = SLACK * text_width(label.text, label.size) + 2, LINE_HEIGHT * label.size
    x, y = label.place
    left = x - {"left": 0.0, "center": width / 2, "right": width}[label.align]
    box = Box(left, y - 0.36 * label.size - height / 2, width, height)
    paragraph = Paragraph(label.text, label.size, label.bold, label.color, label.align)
    name = label.name or label.text
    text_box(shapes, box, [paragraph], name=name, about=label.about or name, anchor="middle", wrap=False)
