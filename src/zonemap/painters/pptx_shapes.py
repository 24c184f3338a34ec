"""Native shapes and text of a slide: named, described; places in points.

They are written as XML: python-pptx sets an attribute at a time, which takes ten times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import numpy as np
import shapely
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.shapes.base import BaseShape
from shapely.geometry.base import BaseGeometry

from zonemap.scene.lettering import Paragraph

EMU = 12700
"""English metric units in a point."""

_DASHES = {"dash": "dash", "dot": "sysDot", "short": "sysDash"}
_THEME = {"text": "tx1", "paper": "bg1", "accent": "tx2", "shade": "bg2"}
_ALIGN = {"left": "l", "center": "ctr", "right": "r"}
_ANCHOR = {"top": "t", "middle": "ctr", "bottom": "b"}
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SPACES = nsdecls("a", "p")
_HEAD = 2  # what a group has before its shapes: its name and its place


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

    def above(self, height: float) -> Box:
        """Return what is left over a strip of a height at the foot."""
        return self._replace(height=self.height - height)

    def below(self, height: float) -> Box:
        """Return what is left under a strip of a height."""
        return self._replace(top=self.top + height, height=self.height - height)


def printable(text: str) -> str:
    """Return a text on one line, without the control characters that XML has no place for."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def describe(shape: BaseShape, name: str, about: str) -> None:
    """Give a shape its name and its alternative text."""
    shape.name = printable(name)
    next(shape._element.iter(qn("p:cNvPr"))).set("descr", printable(about))


@contextmanager
def grouped(shapes: Any, name: str, about: str) -> Iterator[None]:
    """Gather the shapes that are added meanwhile in one group; none when there are none."""
    # The group is there first: moving shapes into it afterwards costs as much as they do.
    around = shapes._spTree
    group = parse_xml(
        f"<p:grpSp {_SPACES}><p:nvGrpSpPr>{_named(shapes, name, about)}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
        "<p:grpSpPr/></p:grpSp>"
    )
    around.append(group)
    shapes._spTree = group
    yield
    shapes._spTree = around
    if len(group) == _HEAD:
        around.remove(group)
        return
    corners = np.array([_corners(element) for element in group[_HEAD:]])
    left, top = (int(edge) for edge in corners[:, :2].min(axis=0))
    right, bottom = (int(edge) for edge in corners[:, 2:].max(axis=0))
    place = transform((left, top, right - left, bottom - top))
    inner = place.replace("<a:xfrm>", "").replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
    whole = parse_xml(f"<p:grpSpPr {_SPACES}>{place.removesuffix('</a:xfrm>')}{inner}</p:grpSpPr>")
    group.replace(group[1], whole)


def _corners(element: Any) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of a shape in English metric units."""
    offset, extent = next(element.iter(qn("a:xfrm")))[:2]
    left, top = int(offset.get("x")), int(offset.get("y"))
    return left, top, left + int(extent.get("cx")), top + int(extent.get("cy"))


def paragraphs_xml(paragraphs: Sequence[Paragraph], *, heading: bool = False) -> str:
    """Return paragraphs as XML, with the theme's East-Asian face, which WPS does not take by itself."""
    return "".join(_paragraph(paragraph, "mj" if heading else "mn") for paragraph in paragraphs)


def _paragraph(paragraph: Paragraph, font: str) -> str:
    """Return one paragraph."""
    aligned = f' algn="{_ALIGN[paragraph.align]}"' if paragraph.align else ""
    before = (
        f'<a:spcBef><a:spcPts val="{round(paragraph.before * 100)}"/></a:spcBef>' if paragraph.before else ""
    )
    sized = f' sz="{round(paragraph.size * 100)}"' if paragraph.size else ""
    look = f"<a:pPr{aligned}>{before}</a:pPr>" if aligned or before else ""
    text = printable(paragraph.text)
    if not text:
        return f"<a:p>{look}<a:endParaRPr{sized}/></a:p>"
    langs = ("zh-CN", "en-US") if _CHINESE.search(text) else ("en-US", "zh-CN")
    weight = ' b="1"' if paragraph.bold else ""
    return (
        f'<a:p>{look}<a:r><a:rPr lang="{langs[0]}" altLang="{langs[1]}"{sized}{weight}>'
        f'{solid(paragraph.color)}<a:ea typeface="+{font}-ea"/></a:rPr><a:t>{escape(text)}</a:t></a:r></a:p>'
    )


def text_box(
    shapes: Any,
    box: Box,
    paragraphs: Sequence[Paragraph],
    *,
    name: str,
    about: str = "",
    anchor: str = "top",
    wrap: bool = True,
) -> None:
    """Add a text box without margins; its alternative text is what it says, unless told otherwise."""
    text = (
        f'<p:txBody><a:bodyPr wrap="{"square" if wrap else "none"}" lIns="0" tIns="0" rIns="0" bIns="0" '
        f'anchor="{_ANCHOR[anchor]}"><a:noAutofit/></a:bodyPr><a:lstStyle/>{paragraphs_xml(paragraphs)}</p:txBody>'
    )
    wording = about or " ".join(paragraph.text for paragraph in paragraphs)
    _add(shapes, name, wording, box.emu(), _preset("rect"), "<a:noFill/>", text=text)


def rectangle(shapes: Any, box: Box, *, name: str, about: str, fill: str = "") -> None:
    """Add a rectangle without a line."""
    _add(shapes, name, about, box.emu(), _preset("rect"), solid(fill) + _line("", 0, ""))


def circle(
    shapes: Any, centre: tuple[float, float], radius: float, *, name: str, about: str, **look: Any
) -> None:
    """Add a circle, filled and outlined as :func:`freeform` does."""
    box = Box(centre[0] - radius, centre[1] - radius, 2 * radius, 2 * radius)
    _add(shapes, name, about, box.emu(), _preset("ellipse"), _look(**look))


def line(
    shapes: Any,
    start: tuple[float, float],
    end: tuple[float, float],
    *,
    name: str,
    about: str,
    color: str,
    width: float = 0.75,
) -> None:
    """Add a straight line."""
    x, y, to_x, to_y = (round(value * EMU) for value in (*start, *end))
    flips = ' flipH="1"' * (to_x < x) + ' flipV="1"' * (to_y < y)
    place = transform((min(x, to_x), min(y, to_y), abs(to_x - x), abs(to_y - y))).replace(
        "xfrm>", f"xfrm{flips}>", 1
    )
    shapes._spTree.append(
        parse_xml(
            f"<p:cxnSp {_SPACES}><p:nvCxnSpPr>{_named(shapes, name, about)}<p:cNvCxnSpPr/><p:nvPr/>"
            f"</p:nvCxnSpPr><p:spPr>{place}{_preset('line')}{_line(color, width, '')}</p:spPr></p:cxnSp>"
        )
    )


def freeform(shapes: Any, geometry: BaseGeometry, *, name: str, about: str, **look: Any) -> None:
    """Add polygons, with holes or not, or lines as one freeform that stays editable; nothing for none.

    A line that does not end where it begins stays open.

    Parameters
    ----------
    shapes
        The shapes of a slide.
    geometry
        Polygons, rings or lines, in points.
    name, about
        Its name and alternative text.
    **look
        ``fill`` and ``line``, ``#rrggbb`` or empty for none; ``opacity`` of the fill, 0 to 1; ``width`` of
        the line, points; ``dash``, one of ``dash``, ``dot``, ``short`` or empty for a solid line.
    """
    rings = _rings(geometry)
    if not rings:
        return
    left, top = (int(value) for value in np.vstack(rings).min(axis=0))
    across, down = (int(value) for value in np.vstack(rings).max(axis=0) - (left, top))
    drawn = "".join(_ring((ring - (left, top)).astype(int).tolist()) for ring in rings)
    outline = (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{across}" h="{down}">{drawn}</a:path></a:pathLst></a:custGeom>'
    )
    _add(shapes, name, about, (left, top, across, down), outline, _look(**look))


def _ring(points: list[list[int]]) -> str:
    """Return one part of a freeform, closed where its last point is the first."""
    is_closed = points[0] == points[-1]
    (x, y), *others = points[:-1] if is_closed else points
    lines = "".join([f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>' for x, y in others])
    return f'<a:moveTo><a:pt x="{x}" y="{y}"/></a:moveTo>{lines}' + "<a:close/>" * is_closed


def _rings(geometry: BaseGeometry) -> list[np.ndarray]:
    """Return the rings of a geometry, or else its lines, in English metric units; none that nobody sees."""
    parts = [part for part in shapely.get_parts(geometry) if not part.is_empty]
    areas = [part for part in parts if part.geom_type == "Polygon"]
    lines = [ring for part in areas for ring in (part.exterior, *part.interiors)]
    lines = lines or [part for part in parts if part.geom_type in ("LineString", "LinearRing")]
    rings = [np.rint(np.asarray(line.coords)[:, :2] * EMU) for line in lines]
    return [ring for ring in rings if len(np.unique(ring, axis=0)) > (2 if areas else 1)]


def _add(
    shapes: Any, name: str, about: str, box: Sequence[int], outline: str, look: str, *, text: str = ""
) -> None:
    """Add a shape, free from the theme's shadows."""
    is_text = ' txBox="1"' if text else ""
    shapes._spTree.append(
        parse_xml(
            f"<p:sp {_SPACES}><p:nvSpPr>{_named(shapes, name, about)}<p:cNvSpPr{is_text}/><p:nvPr/>"
            f"</p:nvSpPr><p:spPr>{transform(box)}{outline}{look}</p:spPr>{text}</p:sp>"
        )
    )


def _named(shapes: Any, name: str, about: str) -> str:
    """Return the number, the name and the alternative text of the next shape."""
    wording, described = (escape(printable(text), {'"': "&quot;"}) for text in (name, about))
    return f'<p:cNvPr id="{shapes._next_shape_id}" name="{wording}" descr="{described}"/>'


def transform(box: Sequence[int]) -> str:
    """Return where a shape stands, by left, top, width and height in English metric units."""
    left, top, width, height = box
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def _preset(kind: str) -> str:
    """Return the outline of a kind that programs know."""
    return f'<a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>'


def _look(fill: str = "", opacity: float = 1, line: str = "", width: float = 0.75, dash: str = "") -> str:
    """Return fill and line of a shape."""
    alpha = f'<a:alpha val="{round(opacity * 100000)}"/>' if opacity < 1 else ""
    return (solid(fill, alpha) or "<a:noFill/>") + _line(line, width, dash)


def solid(color: str, alpha: str = "") -> str:
    """Return a colour, ``#rrggbb`` or of the theme, as a fill; empty for none."""
    if color.startswith("#"):
        return f'<a:solidFill><a:srgbClr val="{color[1:].upper()}">{alpha}</a:srgbClr></a:solidFill>'
    return f'<a:solidFill><a:schemeClr val="{_THEME[color]}"/></a:solidFill>' if color else ""


def _line(color: str, width: float, dash: str) -> str:
    """Return the line of a shape, or none."""
    if not color:
        return "<a:ln><a:noFill/></a:ln>"
    dashed = f'<a:prstDash val="{_DASHES[dash]}"/>' if dash else ""
    cap = ' cap="rnd"' if dash == "dot" else ""
    return f'<a:ln w="{round(width * EMU)}"{cap}>{solid(color)}{dashed}</a:ln>'
