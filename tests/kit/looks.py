"""How a zone looks in an output, read from what was drawn: the parts of its mark, the line of its boundary.

Every reader returns the same: parts by zone, and lines by zone. Inks are told by what they are for (class,
pale, paper, ink), so that the page's ink and that of paper compare, and lengths as shares of the whole mark.
"""

from __future__ import annotations

import pathlib
import sqlite3
from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgba
from matplotlib.patches import Patch
from pptx.enum.dml import MSO_FILL, MSO_LINE
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn
from shapely import Polygon

from kit.decks import walk
from kit.vectors import path_points
from zonemap.region.region import Region
from zonemap.scene.items import Disc, Item, Label, Path
from zonemap.scene.items import Mark as SceneMark
from zonemap.scene.items import walk as walk_items
from zonemap.scene.marks import pieces
from zonemap.style.inks import INK, PAPER
from zonemap.style.marks import pale
from zonemap.style.reader import quantity

_SVG = "{http://www.w3.org/2000/svg}"
_ROUND = 20
"""A ring of more points than this is a circle."""


class Part(NamedTuple):
    """A part of a mark; the width of its rim in radii, its box as shares of the width of the whole mark."""

    fill: str
    rim: str
    width: float
    broken: bool
    box: tuple[float, ...]


class Mark(NamedTuple):
    """A mark: how many corners it has (0: a circle), its height and area for its width, its parts."""

    corners: int
    height: float
    area: float
    parts: tuple[Part, ...]


class Line(NamedTuple):
    """A boundary: its colour, width, how it is broken, the opacity of its fill."""

    color: str
    width: float
    dash: str
    fill: float


class Piece(NamedTuple):
    """What was drawn: points, colours, the opacity of the fill, the width of the line, whether broken."""

    points: np.ndarray
    fill: str
    opacity: float
    rim: str
    width: float
    broken: bool


def _role(color: str, own: str, opacity: float = 1) -> str:
    """Return what a colour is for; the colour itself when it is none of these."""
    own = own.lower()
    roles = {"": "", "none": "", PAPER: "paper", INK: "ink", pale(own): "pale"}
    return "pale" if color == own and opacity < 1 else roles.get(color, "class" if color == own else color)


def alike(one: Mark, other: Mark) -> bool:
    """Tell whether two marks are the same, but for what rounding of coordinates does."""

    def said(mark: Mark) -> list:
        return [mark.corners, *((part.fill, part.rim, part.broken) for part in mark.parts)]

    def measured(mark: Mark) -> np.ndarray:
        return np.array(
            [mark.height, mark.area, *(number for part in mark.parts for number in (part.width, *part.box))]
        )

    return said(one) == said(other) and bool(np.allclose(measured(one), measured(other), rtol=0, atol=0.02))


def _mark(pieces: Sequence[Piece], own: str, radius: float) -> Mark:
    """Put a mark together from what was drawn of it; the plate under a number is left out."""
    whole = pieces[0].points
    (left, top), (right, bottom) = whole.min(axis=0), whole.max(axis=0)
    unit = right - left
    parts = []
    for piece in pieces:
        shares = (piece.points - (left, top)) / unit
        box = tuple(float(value) for value in (*shares.min(axis=0), *shares.max(axis=0)))
        fill, rim = _role(piece.fill, own, piece.opacity), _role(piece.rim, own)
        if rim or fill != "paper" or piece is pieces[0]:
            parts.append(Part(fill, rim, piece.width / radius if rim else 0.0, piece.broken, box))
    corners = len(np.unique(np.round((whole - (left, top)) / unit, 2), axis=0))
    return Mark(
        0 if corners > _ROUND else corners,
        float((bottom - top) / unit),
        Polygon(whole).area / unit**2,
        tuple(parts),
    )


PAGE = """() => {
    const {ink, paper} = zonemap.theme.screen();
    const of = (path, name) => path.getAttribute(name) || '';
    const marks = onMap('.zone-mark').map(mark => [
        mark.dataset.zone, [...mark.querySelectorAll('path')].slice(1).map(path => ({
            d: of(path, 'd'), opacity: Number(of(path, 'fill-opacity') || 1),
            width: Number(of(path, 'stroke-width')), dash: of(path, 'stroke-dasharray'),
            fill: of(path, 'fill'), rim: of(path, 'stroke'),
        }))]);
    const lines = onMap('[data-shape][stroke]').filter(path => zonemap.zone(path.dataset.shape)).map(path => [
        path.dataset.shape, [
            of(path, 'stroke'), Number(of(path, 'stroke-width')), of(path, 'stroke-dasharray'),
            of(path, 'fill') === 'none' ? 0 : Number(of(path, 'fill-opacity')),
        ]]);
    return {ink, paper, marks, lines, radius: zonemap.style.size.mark * zonemap.theme.rem()};
}"""
"""What the map in the page has drawn."""


def of_page(told: Mapping[str, Any], colors: Mapping[str, str]) -> tuple[dict, dict]:
    """Read what ``PAGE`` returned."""
    inks = {told["ink"]: INK, told["paper"]: PAPER}
    marks = {}
    for zone, paths in told["marks"]:
        pieces = [
            Piece(
                np.array(list(path_points("M" + ring))),
                inks.get(path["fill"], path["fill"].lower()),
                path["opacity"],
                inks.get(path["rim"], path["rim"].lower()),
                path["width"],
                bool(path["dash"]),
            )
            for path in paths
            for ring in path["d"].split("M")[1:]
        ]
        marks[zone] = _mark(pieces, colors[zone], told["radius"])
    return marks, {zone: Line(color.lower(), *rest) for zone, (color, *rest) in told["lines"]}


def _drawn(element: ET.Element) -> Piece:
    """Read a circle or a path of a drawing."""
    if element.tag.endswith("circle"):
        points = _circle(*(float(element.get(name)) for name in ("cx", "cy", "r")))
    else:
        points = np.array(list(path_points(element.get("d"))))
    return Piece(
        points,
        (element.get("fill") or "").lower(),
        1,
        (element.get("stroke") or "").lower(),
        float(element.get("stroke-width") or 0),
        bool(element.get("stroke-dasharray")),
    )


def of_qml(region: Region, styles: Mapping[str, Mapping[str, dict]], colors: Mapping[str, str]):
    """Read the styles of a GeoPackage: the properties of symbols by layer and filter."""
    marks, lines = {}, {}
    for zone, row in region.shown.iterrows():
        wanted = f"\"kind\" = '{row['kind']}' AND "
        name = styles["points"][f"{wanted}\"status\" = '{row['status']}'"]["name"]
        drawing = ET.fromstring(b64decode(name.removeprefix("base64:")))
        pieces = [_drawn(one) for one in drawing.iter() if one.tag.rpartition("}")[2] in ("circle", "path")]
        marks[zone] = _mark(pieces, colors[zone], 10)
        if row["basis"]:
            look = styles["zones"][f"{wanted}\"basis\" = '{row['basis']}'"]
            color = [int(part) for part in (look.get("outline_color") or look["line_color"]).split(",")[:3]]
            lines[zone] = Line(
                "#" + bytes(color).hex(),
                float(look.get("outline_width") or look["line_width"]),
                look.get("outline_style") or look["line_style"],
                round(int(look.get("color", "0,0,0,0").split(",")[3]) / 255, 1),
            )
    return marks, lines


def of_scene(items: Iterable[Item], region: Region, colors: Mapping[str, str]) -> tuple[dict, dict]:
    """Read a scene: the numbered marks of zones, and the lines that bear their names and ids."""
    zones = {f"{row['name_zh']} {zone}": str(zone) for zone, row in region.shown.iterrows()}
    found, lines = {}, {}
    for item in walk_items(items):
        if isinstance(item, SceneMark) and item.zone and item.label:
            drawn = [_composed(one) for one in pieces(item) if not isinstance(one, Label)]
            found[item.zone] = _mark(drawn, colors[item.zone], item.radius)
        elif isinstance(item, Path) and item.name in zones:
            paint = item.paint
            dash = paint.dash.dashes if paint.dash else ""
            lines[zones[item.name]] = Line(
                paint.line.lower(), paint.width, dash, paint.opacity if paint.fill else 0
            )
    return found, lines


def _composed(item: Path | Disc) -> Piece:
    """Read a path or a disc of a scene."""
    if isinstance(item, Disc):
        points = _circle(*item.centre, item.radius)
    else:
        points = np.asarray(item.geometry.exterior.coords)[:-1]
    paint = item.paint
    return Piece(points, paint.fill.lower(), 1, paint.line.lower(), paint.width, bool(paint.dash))


def _circle(x: float, y: float, reach: float) -> np.ndarray:
    """Return points on a circle."""
    turns = np.arange(48) * np.pi / 24
    return np.column_stack([x + reach * np.cos(turns), y + reach * np.sin(turns)])


def of_drawing(root: ET.Element, order: Mapping[str, int], colors: Mapping[str, str]) -> dict[str, Mark]:
    """Read the marks of the drawing of the map: groups that end with a number."""
    zones = {str(number): zone for zone, number in order.items()}
    found = {}
    for group in root.iter(f"{_SVG}g"):
        *drawn, last = [*group] or [group]
        if drawn and last.text in zones and not any(one.tag.endswith(("g", "text")) for one in drawn):
            zone, radius = zones[last.text], quantity("size.map.mark")
            found[zone] = _mark([_drawn(one) for one in drawn], colors[zone], radius)
    return found


def of_figure(ax: Axes) -> set[Line]:
    """Read every line of a figure's map, those that look alike once."""
    return {
        Line(
            to_hex(patch.get_edgecolor()),
            patch.get_linewidth(),
            " ".join(f"{length:g}" for length in patch._dash_pattern[1] or ()),
            round(to_rgba(patch.get_facecolor())[3], 1),
        )
        for patch in ax.findobj(Patch)
    }


def of_deck(slide: Any, region: Region, colors: Mapping[str, str]) -> tuple[dict, dict]:
    """Read the freeforms of a slide: marks and boundaries bear the names and ids of their zones."""
    marks: dict[str, list[Piece]] = {}
    lines = {}
    zones = {f"{row['name_zh']} {zone}": str(zone) for zone, row in region.shown.iterrows()}
    for shape in walk(slide.shapes):
        if shape.shape_type not in (MSO_SHAPE_TYPE.FREEFORM, MSO_SHAPE_TYPE.AUTO_SHAPE) or is_soft(shape):
            continue
        if shape.name in zones:
            alpha = shape._element.spPr.findall(f".//{qn('a:solidFill')}//{qn('a:alpha')}")
            filled = shape.fill.type == MSO_FILL.SOLID
            preset = {MSO_LINE.DASH: "dash", MSO_LINE.ROUND_DOT: "dot", None: "solid"}[shape.line.dash_style]
            fill = int(alpha[0].get("val")) / 100000 if alpha else float(filled)
            lines[zones[shape.name]] = Line(
                f"#{shape.line.color.rgb}".lower(), round(shape.line.width.pt, 1), preset, fill
            )
        elif shape.name.removeprefix("符号 ") in zones:
            marks.setdefault(zones[shape.name.removeprefix("符号 ")], []).append(_shape(shape))
    radius = quantity("size.deck.mark") * 12700
    return {zone: _mark(pieces, colors[zone], radius) for zone, pieces in marks.items()}, lines


def is_soft(shape: Any) -> bool:
    """Tell whether a shape is the halo of a mark: a disc through which the ground is seen."""
    is_disc = shape.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE
    return is_disc and shape._element.spPr.find(f".//{qn('a:alpha')}") is not None


def _shape(shape: Any) -> Piece:
    """Read a freeform or a circle."""
    points = [(int(at.get("x")), int(at.get("y"))) for at in shape._element.iter(qn("a:pt"))]
    if not points:
        reach = shape.width / 2
        points = _circle(reach, reach, reach)
    fill = f"#{shape.fill.fore_color.rgb}".lower() if shape.fill.type == MSO_FILL.SOLID else ""
    is_ruled = shape.line.fill.type == MSO_FILL.SOLID
    rim = f"#{shape.line.color.rgb}".lower() if is_ruled else ""
    broken = bool(is_ruled and shape.line.dash_style)
    width = shape.line.width if is_ruled else 0
    return Piece(np.add(points, (shape.left, shape.top)), fill, 1, rim, width, broken)


def query(path: pathlib.Path, question: str) -> list[tuple]:
    """Ask the database behind a GeoPackage."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute(question).fetchall()


def styles(path: pathlib.Path) -> dict[str, ET.Element]:
    """Return the style of each layer."""
    rows = query(path, "SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault = 1")
    return {name: ET.fromstring(qml.split("\n", 1)[1]) for name, qml in rows}


def drawn(root: ET.Element) -> dict[str, dict[str, str]]:
    """Return the properties of the symbol of each rule by its filter."""
    symbols = {symbol.get("name"): symbol for symbol in root.iter("symbol")}
    return {
        rule.get("filter", ""): {
            prop.get("k"): prop.get("v") for prop in symbols[rule.get("symbol")].iter("prop")
        }
        for rule in root.iter("rule")
    }
