"""Styles for QGIS, in the colours, symbols and lines of every other output."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_OID, uuid5
from xml.etree import ElementTree as ET

from zonemap.analysis.legend_classes import LegendClass
from zonemap.core.text import NONE
from zonemap.painters.svg import paint_items
from zonemap.scene.marks import pieces, sample_mark
from zonemap.style.inks import INK, LAND, LINE, OUTLINE, PAPER
from zonemap.style.lines import boundary_line
from zonemap.style.reader import quantity

_FONT = "Microsoft YaHei"
_VERSION = "3.22.0"
_NONE = "0,0,0,0"
_NESTED = '"nest" * 0.9 + 0.6'

Layer = tuple[str, dict[str, str]]
"""Class of a symbol layer and its properties."""


@dataclass(frozen=True)
class Rule:
    """What is drawn how.

    Parameters
    ----------
    name
        Its label in the legend.
    wanted
        The values of the columns that a feature must have.
    layer
        The symbol.
    """

    name: str
    wanted: Mapping[str, str]
    layer: Layer


def county_fill() -> Layer:
    """Return how a county is drawn."""
    return "SimpleFill", {
        "color": _rgba(LAND),
        "outline_color": _rgba(LINE),
        "outline_width": f"{quantity('line.county'):g}",
        "outline_width_unit": "Point",
        "style": "solid",
        "joinstyle": "round",
    }


def boundary(boundary_basis: str, color: str) -> Layer:
    """Return how a zone's boundary is drawn: surveyed solid, published area dashed, host county dotted."""
    line = boundary_line(boundary_basis)
    style = line.preset or "solid"
    if not line.fill:
        return "SimpleLine", {
            "line_color": _rgba(color),
            "line_width": f"{line.width:g}",
            "line_width_unit": "Point",
            "line_style": style,
            "use_custom_dash": "1" if line.dash else "0",
            "customdash": ";".join(f"{length:g}" for length in line.dash),
            "customdash_unit": "Point",
            "capstyle": "round",
            "joinstyle": "round",
        }
    return "SimpleFill", {
        "color": _rgba(color, line.fill),
        "outline_color": _rgba(color),
        "outline_style": style,
        "outline_width": f"{line.width:g}",
        "outline_width_unit": "Point",
        "style": "solid",
        "joinstyle": "round",
    }


def marker(symbol: str, color: str, status: str) -> Layer:
    """Return how a point is drawn: shape by class, filling by status, the very mark of the other outputs.

    QGIS has no halves of every shape, so the mark is a drawing within the style.
    """
    drawing = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": "-18 -18 36 36"})
    holder = ET.SubElement(drawing, "g", {"stroke-linejoin": "round"})
    mark = sample_mark(LegendClass("", NONE, color, symbol=symbol), status, (0.0, 0.0), 10)
    paint_items(holder, pieces(mark))
    content = b64encode(ET.tostring(drawing)).decode("ascii")
    return "SvgMarker", {
        "name": f"base64:{content}",
        "size": f"{quantity('size.gis.mark'):g}",
        "size_unit": "MM",
    }


def style(
    geometry: str,
    rules: Sequence[Rule],
    aliases: Mapping[str, str],
    *,
    label_of: str = "",
    apart: bool = False,
) -> str:
    """Write the style of a layer.

    Parameters
    ----------
    geometry
        ``polygon`` or ``point``.
    rules
        What is drawn how; the first that fits.
    aliases
        What people call the columns.
    label_of
        The column whose text is written beside a feature; empty for none.
    apart
        Whether the symbols of points that coincide are set apart.

    Returns
    -------
    QML, which QGIS 3 reads.
    """
    labelled = {"labelsEnabled": "1" if label_of else "0"}
    root = ET.Element("qgis", {"version": _VERSION, "styleCategories": "AllStyleCategories", **labelled})
    holder = _displaced(root) if apart else root
    _add_rules(holder, rules, "marker" if geometry == "point" else "fill")
    if apart:
        _add_symbol(
            holder,
            "centerSymbol",
            "marker",
            ("SimpleMarker", {"name": "circle", "color": _rgba(INK), "size": "1"}),
        )
    if label_of:
        _add_labels(root, label_of, geometry)
    names = ET.SubElement(root, "aliases")
    for index, (field, name) in enumerate(aliases.items()):
        ET.SubElement(names, "alias", {"field": field, "index": str(index), "name": name})
    ET.SubElement(root, "layerGeometryType").text = "0" if geometry == "point" else "2"
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + ET.tostring(
        root, encoding="unicode"
    )


def _displaced(root: ET.Element) -> ET.Element:
    """Add a renderer that sets the symbols of coinciding points on a ring."""
    renderer = ET.SubElement(
        root,
        "renderer-v2",
        {
            "type": "pointDisplacement",
            "tolerance": "1",
            "toleranceUnit": "MM",
            "placement": "0",
            "circleWidth": "0.2",
            "circleColor": _rgba(LINE),
            "circleRadiusAddition": "0",
            "labelAttributeName": "",
        },
    )
    ET.SubElement(
        renderer, "labelFontProperties", {"description": f"{_FONT},8,-1,5,50,0,0,0,0,0", "style": ""}
    )
    return renderer


def _add_rules(parent: ET.Element, rules: Sequence[Rule], kind: str) -> None:
    """Add a renderer by rules with their symbols."""
    renderer = ET.SubElement(parent, "renderer-v2", {"type": "RuleRenderer", "symbollevels": "0"})
    listed = ET.SubElement(renderer, "rules", {"key": _key("root")})
    symbols = ET.SubElement(renderer, "symbols")
    for number, rule in enumerate(rules):
        wanted = " AND ".join(f"\"{field}\" = '{value}'" for field, value in rule.wanted.items())
        given = {"filter": wanted} if wanted else {}
        ET.SubElement(
            listed,
            "rule",
            {"key": _key(rule.name + wanted), "symbol": str(number), "label": rule.name, **given},
        )
        _add_symbol(symbols, str(number), kind, rule.layer)


def _add_symbol(parent: ET.Element, name: str, kind: str, layer: Layer) -> None:
    """Add a symbol of one layer; outlines of one host county lie one inside the other."""
    symbol = ET.SubElement(
        parent, "symbol", {"name": name, "type": kind, "alpha": "1", "clip_to_extent": "1"}
    )
    active = ET.SubElement(symbol, "layer", {"class": layer[0], "enabled": "1", "locked": "0", "pass": "0"})
    for key, value in layer[1].items():
        ET.SubElement(active, "prop", {"k": key, "v": value})
    if layer[0] == "SimpleLine":
        defined = ET.SubElement(active, "data_defined_properties")
        _add_options(
            defined, {"name": "", "properties": {"offset": _by_expression(_NESTED)}, "type": "collection"}
        )


def _by_expression(expression: str) -> dict[str, object]:
    """Return a property that an expression gives."""
    return {"active": "true", "expression": expression, "type": "3"}


def _add_options(parent: ET.Element, options: Mapping[str, object], name: str = "") -> None:
    """Add a map of options."""
    active = ET.SubElement(parent, "Option", {"type": "Map", **({"name": name} if name else {})})
    for key, value in options.items():
        if isinstance(value, Mapping):
            _add_options(active, value, key)
        else:
            kind = {"active": "bool", "type": "int" if str(value).isdigit() else "QString"}.get(
                key, "QString"
            )
            ET.SubElement(active, "Option", {"name": key, "type": kind, "value": str(value)})


def _add_labels(root: ET.Element, field: str, geometry: str) -> None:
    """Write a column beside the features, with a light edge around the letters."""
    labeling = ET.SubElement(root, "labeling", {"type": "simple"})
    settings = ET.SubElement(labeling, "settings")
    text = ET.SubElement(
        settings,
        "text-style",
        {
            "fieldName": field,
            "fontFamily": _FONT,
            "fontSize": f"{quantity('size.gis.zone' if geometry == 'point' else 'size.gis.county'):g}",
            "fontSizeUnit": "Point",
            "textColor": _rgba(INK if geometry == "point" else OUTLINE),
        },
    )
    ET.SubElement(
        text,
        "text-buffer",
        {"bufferDraw": "1", "bufferSize": "0.8", "bufferSizeUnits": "MM", "bufferColor": _rgba(PAPER)},
    )
    place = (
        {"placement": "6", "dist": "2.5", "priority": "8"}
        if geometry == "point"
        else {"placement": "1", "priority": "3"}
    )
    ET.SubElement(settings, "placement", place)
    ET.SubElement(settings, "rendering", {"scaleVisibility": "0", "displayAll": "0"})


def _rgba(color: str, opacity: float = 1) -> str:
    """Return a colour as QGIS writes it."""
    parts: Iterable[int] = (int(color[start : start + 2], 16) for start in (1, 3, 5))
    return ",".join(map(str, [*parts, round(opacity * 255)]))


def _key(text: str) -> str:
    """Return an id that is the same for the same text."""
    return f"{{{uuid5(NAMESPACE_OID, text)}}}"
