"""Native shapes on a slide: named, described; places in points."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np
import shapely
from pptx.dml.color import RGBColor
from pptx.dml.line import LineFormat
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.shapes.base import BaseShape
from pptx.util import Pt
from shapely.geometry.base import BaseGeometry

from zonemap.painters.pptx_text import Paragraph, printable, write

EMU = 12700
"""English metric units in a point."""

_DASHES = {"dash": MSO_LINE.DASH, "dot": MSO_LINE.ROUND_DOT, "short": MSO_LINE.SQUARE_DOT}


class Box(NamedTuple):
    """A rectangle on a slide, in points from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    def emu(self) -> tuple[int, int, int, int]:
        """Return left, top, width and height in English metric units."""
        left, top = round(self.left * EMU), round(self.top * EMU)
        return left, top, round(self.right * EMU) - left, round(self.bottom * EMU) - top

    def split(self, share: float, gap: float = 18) -> tuple[Box, Box]:
        """Return a left part with a share of the width, and the right part beside it."""
        left = (self.width - gap) * share
        return self._replace(width=left), self._replace(
            left=self.left + left + gap, width=self.width - gap - left
        )

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        return self.left, self.top, self.right, self.bottom

    def below(self, height: float) -> Box:
        """Return what is left under a strip of a height."""
        return self._replace(top=self.top + height, height=self.height - height)


def describe(shape: BaseShape, name: str, about: str) -> None:
    """Give a shape its name and its alternative text."""
    shape.name = printable(name)
    shape._element.xpath(".//p:cNvPr")[0].set("descr", printable(about))


@contextmanager
def grouped(shapes: Any, name: str, about: str) -> Iterator[None]:
    """Gather the shapes that are added meanwhile in one group; none when there are none."""
    before = len(shapes)
    yield
    added = list(shapes)[before:]
    if added:
        describe(shapes.add_group_shape(added), name, about)
        if shapes.turbo_add_enabled:  # which has not seen the id of the group
            shapes.turbo_add_enabled = True


def text_box(
    shapes: Any,
    box: Box,
    paragraphs: list[Paragraph],
    *,
    name: str,
    about: str = "",
    anchor: str = "top",
    wrap: bool = True,
) -> BaseShape:
    """Add a text box without margins; its alternative text is what it says, unless told otherwise."""
    added = shapes.add_textbox(*box.emu())
    write(added.text_frame, paragraphs, anchor=anchor, inset=0)
    added.text_frame.word_wrap = wrap
    added.text_frame.auto_size = MSO_AUTO_SIZE.NONE
    describe(added, name, about or " ".join(paragraph.text for paragraph in paragraphs))
    return added


def rectangle(
    shapes: Any, box: Box, *, name: str, about: str, fill: str = "", line: str = "", width: float = 1
) -> BaseShape:
    """Add a rectangle."""
    added = shapes.add_shape(MSO_SHAPE.RECTANGLE, *box.emu())
    return _finish(added, name, about, fill, 1, line, width, "")


def circle(
    shapes: Any,
    centre: tuple[float, float],
    radius: float,
    *,
    name: str,
    about: str,
    fill: str = "",
    opacity: float = 1,
    line: str = "",
    width: float = 1,
    dash: str = "",
) -> BaseShape:
    """Add a circle."""
    box = Box(centre[0] - radius, centre[1] - radius, 2 * radius, 2 * radius)
    added = shapes.add_shape(MSO_SHAPE.OVAL, *box.emu())
    return _finish(added, name, about, fill, opacity, line, width, dash)


def line(
    shapes: Any,
    start: tuple[float, float],
    end: tuple[float, float],
    *,
    name: str,
    about: str,
    color: str,
    width: float = 0.75,
) -> BaseShape:
    """Add a straight line."""
    places = [round(value * EMU) for value in (*start, *end)]
    added = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *places)
    return _finish(added, name, about, "", 1, color, width, "")


def freeform(
    shapes: Any,
    geometry: BaseGeometry,
    *,
    name: str,
    about: str,
    fill: str = "",
    opacity: float = 1,
    line: str = "",
    width: float = 0.75,
    dash: str = "",
) -> BaseShape | None:
    """Add a polygon, or polygons with holes, as one freeform that stays editable; nothing for an empty one.

    Parameters
    ----------
    shapes
        The shapes of a slide or group.
    geometry
        Polygons or a ring, in points.
    name, about
        Its name and alternative text.
    fill, line
        ``#rrggbb``; empty for none.
    opacity
        Of the fill, 0 to 1.
    width
        Of the line, points.
    dash
        ``dash``, ``dot``, ``short``; empty for a solid line.
    """
    rings = _rings(geometry)
    if not rings:
        return None
    left, top = np.vstack(rings).min(axis=0)
    across, down = np.vstack(rings).max(axis=0) - (left, top)
    added = shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(int, (left, top, across, down)))
    properties = added._element.spPr
    path = _path([ring - (left, top) for ring in rings], int(across), int(down))
    properties.replace(properties.find(qn("a:prstGeom")), parse_xml(path))
    return _finish(added, name, about, fill, opacity, line, width, dash)


def _path(rings: list[np.ndarray], width: int, height: int) -> str:
    """Return the geometry of a freeform; python-pptx's builder takes the square of the time."""
    drawn = "".join(
        f'<a:moveTo><a:pt x="{ring[0][0]:.0f}" y="{ring[0][1]:.0f}"/></a:moveTo>'
        + "".join(f'<a:lnTo><a:pt x="{x:.0f}" y="{y:.0f}"/></a:lnTo>' for x, y in ring[1:-1])
        + "<a:close/>"
        for ring in rings
    )
    return (
        f"<a:custGeom {nsdecls('a')}><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="{width}" h="{height}">{drawn}</a:path>'
        "</a:pathLst></a:custGeom>"
    )


def _rings(geometry: BaseGeometry) -> list[np.ndarray]:
    """Return the closed rings of a geometry in English metric units, those without area left out."""
    if geometry.geom_type in ("LinearRing", "LineString"):
        lines = [geometry]
    else:
        parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
        lines = [ring for part in parts if not part.is_empty for ring in (part.exterior, *part.interiors)]
    rings = [np.rint(np.asarray(ring.coords)[:, :2] * EMU) for ring in lines]
    return [ring for ring in rings if len(np.unique(ring, axis=0)) > 2]


def _finish(
    shape: Any, name: str, about: str, fill: str, opacity: float, line: str, width: float, dash: str
) -> BaseShape:
    """Colour a shape, free it from the theme's shadows, name and describe it."""
    for style in shape._element.findall(qn("p:style")):
        shape._element.remove(style)
    if hasattr(shape, "fill"):
        _fill(shape, fill, opacity)
    _draw_line(shape.line, line, width, dash)
    describe(shape, name, about)
    return shape


def _fill(shape: Any, fill: str, opacity: float) -> None:
    """Fill a shape, or leave it empty."""
    if not fill:
        shape.fill.background()
        return
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(fill[1:].upper())
    if opacity < 1:
        color = shape._element.spPr.find(qn("a:solidFill"))[0]
        color.append(color.makeelement(qn("a:alpha"), {"val": str(round(opacity * 100000))}))


def _draw_line(format: LineFormat, color: str, width: float, dash: str) -> None:
    """Draw the line of a shape, or none."""
    if not color:
        format.fill.background()
        return
    format.color.rgb = RGBColor.from_string(color[1:].upper())
    format.width = Pt(width)
    if dash:
        format.dash_style = _DASHES[dash]
        if dash == "dot":
            format._ln.set("cap", "rnd")
