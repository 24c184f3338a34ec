"""The map as one SVG drawing: what is seen before any script runs, in a mail preview and in print.

Only presentation attributes are used and every text is escaped by the XML library, so that the drawing may
stand inside a page with a strict Content-Security-Policy as well as in a file of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from zonemap.analysis.legend import Legend
from zonemap.core.vocabulary import terms
from zonemap.drawing import svg
from zonemap.drawing.frame import MapFrame, fit_frame, project_counties
from zonemap.drawing.ground import draw_county_names, draw_furniture, draw_ground
from zonemap.drawing.placement import clip_to, pull_inside, set_apart
from zonemap.drawing.sheet import (
    WIDTH,
    SheetSize,
    draw_foot,
    draw_key,
    draw_panel,
    draw_title,
    is_listed,
    panel_height,
)
from zonemap.drawing.symbols import Mark, draw_boundary, draw_symbol, symbol_group
from zonemap.region.region import Region
from zonemap.style.inks import INK, PAPER
from zonemap.style.reader import quantity

_MOST_NAMES = 120
"""Above so many counties the drawing is too small for their names."""

_FONTS = "'Noto Sans SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif"


def draw_svg(
    region: Region,
    legend: Legend,
    *,
    map_number: str = "",
    moves: Mapping[str, tuple[svg.Point, svg.Point]] = MappingProxyType({}),
) -> ET.Element:
    """Draw a region's zones over its counties.

    Counties carry their names. Zones carry a symbol by their class, numbered as in the list beside the map,
    and their boundary by its basis: surveyed with a solid line, the circle of a published area dashed, the
    host county's outline dotted.

    Parameters
    ----------
    region
        The region on the day to show.
    legend
        Classes of its zones (see :func:`zonemap.analysis.legend.legend_by`).
    map_number
        The map review number (审图号) issued to this very map; without one the drawing says working draft.
    moves
        Where the points of zones were and are, by id: longitude and latitude; a line leads along.

    Returns
    -------
    An ``<svg>`` element, 1200 units wide, in the azimuthal equal-area projection about the region's middle.
    """
    frame = fit_frame(region.counties, panel_height(region, legend))
    root = _root(region, frame.sheet)
    radius = quantity("size.drawing.mark" if is_listed(region) else "size.drawing.small")
    counties = project_counties(region.counties, frame)
    marks = _marks(region, legend, frame, radius)
    draw_ground(root, counties, frame)
    _draw_boundaries(root, region, legend, counties, frame)
    if len(counties) <= _MOST_NAMES:
        draw_county_names(root, region.counties, counties, marks, frame, radius)
    _draw_moves(root, moves, legend, frame)
    _draw_marks(root, marks, radius, numbered=is_listed(region))
    draw_furniture(root, counties, frame)
    draw_title(root, region, map_number)
    draw_panel(root, region, legend, marks)
    draw_key(root, frame.sheet, region)
    draw_foot(root, frame.sheet, region)
    return root


def svg_text(drawing: ET.Element) -> str:
    """Return a drawing as the text of an SVG file."""
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(drawing, encoding="unicode") + "\n"


def _root(region: Region, sheet: SheetSize) -> ET.Element:
    """Return the empty sheet with its title and description for those who cannot see it."""
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {svg.number(WIDTH)} {svg.number(sheet.height)}",
            "role": "img",
            "aria-labelledby": "drawing-title drawing-description",
            "font-family": _FONTS,
        },
    )
    ET.SubElement(root, "title", {"id": "drawing-title"}).text = f"{region.title_zh} · {region.title_en}"
    ET.SubElement(root, "desc", {"id": "drawing-description"}).text = _description(region)
    svg.rect(root, 0, 0, WIDTH, sheet.height, fill=PAPER)
    return root


def _description(region: Region) -> str:
    """Say in words what the drawing shows."""
    counts = region.shown["kind"].value_counts()
    kinds = [(term, int(counts[key])) for key, term in terms("kind").items() if key in counts]
    as_of = terms("sheet")["as_of"]
    words = [f"{term.zh} {count} {term.en}" for term, count in kinds]
    return "; ".join([f"{as_of.zh} {as_of.en} {region.date.isoformat()}", *words])


def _draw_boundaries(
    root: ET.Element, region: Region, legend: Legend, counties: pd.Series, frame: MapFrame
) -> None:
    """Draw each zone's boundary by its basis; outlines of one host county lie one inside the other."""
    group = svg.group(root, stroke_linejoin="round", stroke_linecap="round")
    depths: dict[tuple[str, ...], int] = {}
    for zone_id, zone in region.shown.iterrows():
        color = legend.class_of(str(zone_id)).color
        if zone["basis"] == "host_county":
            hosts = zone["counties"]
            depths[hosts] = depths.get(hosts, -1) + 1
            host = shapely.union_all(list(counties[list(hosts)]))
            draw_boundary(group, _inset(host, 2.8 + 3.4 * depths[hosts]), "host_county", color)
        elif zone.geometry is not None:
            laid = shapely.simplify(frame.project(zone.geometry), 0.2)
            draw_boundary(group, clip_to(laid, frame.box.bounds), zone["basis"], color)


def _inset(area: BaseGeometry, depth: float) -> BaseGeometry:
    """Return an area drawn in by a depth, its narrow necks closed."""
    return shapely.simplify(shapely.buffer(shapely.buffer(area, -depth - 2), 2), 1.5)


def _marks(region: Region, legend: Legend, frame: MapFrame, radius: float) -> list[Mark]:
    """Number the zones class by class, in the order of the legend, and place their symbols."""
    ranks = {item.key: rank for rank, item in enumerate(legend.classes)}
    shown = region.shown
    zones = shown.loc[sorted(shown.index, key=lambda zone_id: ranks[legend.of[zone_id]])]
    points = [frame.point(lon, lat) for lon, lat in zip(zones["lon"], zones["lat"], strict=True)]
    circles = zones["area_km2"].where(zones["basis"] == "published_area", 0.0)
    places = set_apart(points, list(np.sqrt(circles / np.pi) * frame.scale), radius)
    places = pull_inside(places, frame.box.bounds, 2 * radius)
    points = pull_inside(points, frame.box.bounds)
    return [
        Mark(
            str(zone_id),
            number,
            points[number - 1],
            places[number - 1],
            legend.class_of(str(zone_id)),
            status,
        )
        for number, (zone_id, status) in enumerate(zones["status"].items(), 1)
    ]


def _draw_marks(root: ET.Element, marks: Sequence[Mark], radius: float, *, numbered: bool) -> None:
    """Draw the symbols; a line leads from one that was set apart to where it belongs."""
    group = symbol_group(root)
    for mark in marks:
        if mark.place != mark.point:
            svg.line(group, mark.point, mark.place, stroke=INK, stroke_width=quantity("line.leader"))
            svg.circle(group, mark.point, quantity("line.leader_end"), fill=INK)
    for mark in marks:
        label = str(mark.number) if numbered else ""
        draw_symbol(group, mark.style, mark.status, mark.place, radius, label)


def _draw_moves(
    root: ET.Element, moves: Mapping[str, tuple[svg.Point, svg.Point]], legend: Legend, frame: MapFrame
) -> None:
    """Draw a line from where the point of a zone was, with a ring there, to where it is."""
    for zone_id, (before, now) in moves.items():
        color = legend.class_of(zone_id).color
        start, end = pull_inside([frame.point(*before), frame.point(*now)], frame.box.bounds)
        width = quantity("line.moved")
        svg.line(root, start, end, stroke=color, stroke_width=width)
        reach = quantity("line.moved_end")
        svg.circle(root, start, reach, stroke=color, stroke_width=width, fill=PAPER)
