"""The map as one SVG drawing: what is seen before any script runs, in a mail preview and in print.

Only presentation attributes are used and every text is escaped by the XML library, so that the drawing may
stand inside a page with a strict Content-Security-Policy as well as in a file of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

from zonemap.analysis.legend import Legend
from zonemap.analysis.measures import expansions
from zonemap.core.dates import happened_by
from zonemap.core.vocabulary import terms
from zonemap.drawing import svg
from zonemap.drawing.placement import Placer, set_apart, text_width
from zonemap.drawing.sheet import (
    MAP_WIDTH,
    MARGIN,
    TITLE_HEIGHT,
    WIDTH,
    SheetSize,
    draw_foot,
    draw_key,
    draw_panel,
    draw_title,
    is_listed,
    panel_height,
)
from zonemap.drawing.symbols import FAINT, INK, LINE, PAPER, Mark, draw_boundary, draw_symbol, symbol_group
from zonemap.region.region import Region

_PADDING = 30.0
_MOST_NAMES = 120
"""Above so many counties the drawing is too small for their names."""

_GROUND, _LAND = "#edf0f2", "#fbfaf6"
_FONTS = "'Noto Sans SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif"


@dataclass(frozen=True)
class _Frame:
    """The map frame and how the ground is laid into it."""

    sheet: SheetSize
    to_plane: Transformer
    scale: float
    left: float
    top: float

    @property
    def box(self) -> BaseGeometry:
        """The frame as a rectangle."""
        return shapely.box(MARGIN, TITLE_HEIGHT, MARGIN + MAP_WIDTH, self.sheet.key_top)

    def project(self, geometry: BaseGeometry) -> BaseGeometry:
        """Lay a geometry in EPSG:4490 into the frame."""
        return shapely.transform(geometry, self._project)

    def _project(self, degrees: np.ndarray) -> np.ndarray:
        x, y = self.to_plane.transform(degrees[:, 0], degrees[:, 1])
        return np.column_stack(
            [self.left + np.asarray(x) * self.scale, self.top - np.asarray(y) * self.scale]
        )

    def point(self, lon: float, lat: float) -> svg.Point:
        """Lay a point into the frame."""
        ((x, y),) = self._project(np.array([[lon, lat]]))
        return float(x), float(y)

    def degrees(self) -> tuple[float, float, float, float]:
        """Return west, south, east and north of the frame in degrees."""
        edge = np.asarray(shapely.segmentize(self.box.exterior, 40).coords)
        x, y = (edge[:, 0] - self.left) / self.scale, (self.top - edge[:, 1]) / self.scale
        lon, lat = self.to_plane.transform(x, y, direction="INVERSE")
        return float(np.min(lon)), float(np.min(lat)), float(np.max(lon)), float(np.max(lat))


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
    frame = _frame(region.counties, panel_height(region, legend))
    root = _root(region, frame.sheet)
    radius = 9.5 if is_listed(region) else 3.0
    counties = _project_counties(region.counties, frame)
    marks = _marks(region, legend, frame, radius)
    _draw_ground(root, counties, frame)
    _draw_boundaries(root, region, legend, counties, frame)
    if len(counties) <= _MOST_NAMES:
        _draw_county_names(root, region.counties, counties, marks, frame, radius)
    _draw_moves(root, moves, legend, frame)
    _draw_marks(root, marks, radius, numbered=is_listed(region))
    _draw_furniture(root, counties, frame)
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


def _frame(counties: gpd.GeoDataFrame, least_height: float) -> _Frame:
    """Lay the counties into a map frame that is at least so high."""
    west, south, east, north = counties.total_bounds
    middle = {"lat_0": (south + north) / 2, "lon_0": (west + east) / 2}
    plane = CRS.from_dict({"proj": "laea", **middle, "ellps": "GRS80", "units": "km"})
    to_plane = Transformer.from_crs("EPSG:4490", plane, always_xy=True)
    flat = shapely.transform(counties.geometry.values, lambda xy: np.column_stack(to_plane.transform(*xy.T)))
    left, bottom, right, top = shapely.total_bounds(flat)
    inner = MAP_WIDTH - 2 * _PADDING
    wanted = (top - bottom) * inner / (right - left) + 2 * _PADDING
    height = float(min(max(wanted, least_height, 420.0), 1000.0))
    scale = min(inner / (right - left), (height - 2 * _PADDING) / (top - bottom))
    return _Frame(
        SheetSize(height),
        to_plane,
        scale,
        left=MARGIN + MAP_WIDTH / 2 - scale * (left + right) / 2,
        top=TITLE_HEIGHT + height / 2 + scale * (bottom + top) / 2,
    )


def _project_counties(counties: gpd.GeoDataFrame, frame: _Frame) -> pd.Series:
    """Lay the counties into the frame, as finely as the drawing can show, their borders still shared."""
    laid = [frame.project(geometry) for geometry in counties.geometry]
    return pd.Series(list(shapely.coverage_simplify(laid, 0.8)), index=counties.index)


def _draw_ground(root: ET.Element, counties: pd.Series, frame: _Frame) -> None:
    """Draw frame, graticule, counties and the region's outline."""
    group = svg.group(root, stroke_linejoin="round")
    svg.shape(group, frame.box, fill=_GROUND)
    _draw_graticule(group, frame)
    land = svg.group(group, fill=_LAND, stroke=LINE, stroke_width=0.9)
    for geometry in counties:
        svg.shape(land, geometry)
    outline = shapely.union_all(shapely.make_valid(counties.to_numpy()))
    svg.shape(group, outline, fill="none", stroke="#4d545c", stroke_width=1.8)
    svg.shape(group, frame.box, fill="none", stroke=INK, stroke_width=1)


def _draw_graticule(group: ET.Element, frame: _Frame) -> None:
    """Draw meridians and parallels with their degrees at the frame."""
    west, south, east, north = frame.degrees()
    extent = max(east - west, north - south)
    step = next((step for step in (0.1, 0.2, 0.5, 1, 2, 5, 10) if extent / step <= 7), 20)
    lines = svg.group(group, fill="none", stroke="#cfd5da", stroke_width=0.7)
    for lon in np.arange(np.ceil(west / step), east / step) * step:
        meridian = _in_frame(frame, [(lon, lat) for lat in np.linspace(south, north, 40)])
        svg.shape(lines, meridian)
        for x, y in shapely.get_coordinates(meridian):
            if y < TITLE_HEIGHT + 0.01 and x < MARGIN + MAP_WIDTH - 50:
                svg.text(group, (x + 4, y + 12), f"{lon:g}°E", 9.5, fill=FAINT)
    for lat in np.arange(np.ceil(south / step), north / step) * step:
        parallel = _in_frame(frame, [(lon, lat) for lon in np.linspace(west, east, 40)])
        svg.shape(lines, parallel)
        for x, y in shapely.get_coordinates(parallel):
            if x < MARGIN + 0.01 and y > TITLE_HEIGHT + 30:
                svg.text(group, (x + 4, y - 4), f"{lat:g}°N", 9.5, fill=FAINT)


def _in_frame(frame: _Frame, degrees: list[tuple[float, float]]) -> BaseGeometry:
    """Return the part of a line that lies in the frame."""
    return shapely.intersection(frame.project(shapely.LineString(degrees)), frame.box)


def _draw_boundaries(
    root: ET.Element, region: Region, legend: Legend, counties: pd.Series, frame: _Frame
) -> None:
    """Draw each zone's boundary by its basis; outlines of one host county lie one inside the other.

    An area that a zone has only since a later expansion is not drawn.
    """
    group = svg.group(root, stroke_linejoin="round", stroke_linecap="round")
    depths: dict[tuple[str, ...], int] = {}
    later = {id_ for id_, day in expansions(region.events).items() if not happened_by(day, region.date)}
    for zone_id, zone in region.shown.iterrows():
        color = legend.class_of(str(zone_id)).color
        if zone["basis"] == "host_county":
            hosts = zone["counties"]
            depths[hosts] = depths.get(hosts, -1) + 1
            host = shapely.union_all(list(counties[list(hosts)]))
            draw_boundary(group, _inset(host, 2.8 + 3.4 * depths[hosts]), "host_county", color)
        elif zone.geometry is not None and zone_id not in later:
            draw_boundary(group, shapely.simplify(frame.project(zone.geometry), 0.2), zone["basis"], color)


def _inset(area: BaseGeometry, depth: float) -> BaseGeometry:
    """Return an area drawn in by a depth, its narrow necks closed."""
    return shapely.simplify(shapely.buffer(shapely.buffer(area, -depth - 2), 2), 1.5)


def _marks(region: Region, legend: Legend, frame: _Frame, radius: float) -> list[Mark]:
    """Number the zones class by class, in the order of the legend, and place their symbols."""
    ranks = {item.key: rank for rank, item in enumerate(legend.classes)}
    shown = region.shown
    zones = shown.loc[sorted(shown.index, key=lambda zone_id: ranks[legend.of[zone_id]])]
    points = [frame.point(lon, lat) for lon, lat in zip(zones["lon"], zones["lat"], strict=True)]
    circles = zones["area_km2"].where(zones["basis"] == "published_area", 0.0)
    places = set_apart(points, list(np.sqrt(circles / np.pi) * frame.scale), radius)
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


def _draw_county_names(
    root: ET.Element,
    counties: gpd.GeoDataFrame,
    laid: pd.Series,
    marks: Sequence[Mark],
    frame: _Frame,
    radius: float,
) -> None:
    """Write the counties' names where there is room: in both languages, in Chinese alone, or beside."""
    reach = radius * 1.4 + 2
    taken = [(x - reach, y - reach, x + reach, y + reach) for x, y in (mark.place for mark in marks)]
    placer = Placer(frame.box.bounds, taken)
    names_zh = svg.lettering(root, 13, "#343a41", halo=_LAND, text_anchor="middle")
    names_en = svg.lettering(root, 10, "#5f6770", halo=_LAND, text_anchor="middle")
    land = shapely.union_all(shapely.make_valid(laid.to_numpy()))
    for adcode in sorted(laid.index, key=lambda code: laid[code].area):
        zh, en = counties.at[adcode, "name_zh"], counties.at[adcode, "name_en"]
        both = max(text_width(zh, 13), text_width(en, 10)) + 4
        if en and (place := placer.place(laid[adcode], both, 29)):
            svg.text(names_zh, (place[0], place[1] - 1), zh)
            svg.text(names_en, (place[0], place[1] + 11.5), en)
        elif place := placer.place(laid[adcode], text_width(zh, 13) + 4, 16):
            svg.text(names_zh, (place[0], place[1] + 4), zh)
        elif place := placer.place_beside(laid[adcode], land, text_width(zh, 13) + 4, 16):
            svg.text(names_zh, (place[0], place[1] + 4), zh, stroke=_GROUND)


def _draw_marks(root: ET.Element, marks: Sequence[Mark], radius: float, *, numbered: bool) -> None:
    """Draw the symbols; a line leads from one that was set apart to where it belongs."""
    group = symbol_group(root)
    for mark in marks:
        if mark.place != mark.point:
            svg.line(group, mark.point, mark.place, stroke=INK, stroke_width=0.9)
            svg.circle(group, mark.point, 2, fill=INK)
    for mark in marks:
        label = str(mark.number) if numbered else ""
        draw_symbol(group, mark.style, mark.status, mark.place, radius, label)


def _draw_moves(
    root: ET.Element, moves: Mapping[str, tuple[svg.Point, svg.Point]], legend: Legend, frame: _Frame
) -> None:
    """Draw a line from where the point of a zone was, with a ring there, to where it is."""
    for zone_id, (before, now) in moves.items():
        color = legend.class_of(zone_id).color
        start, end = frame.point(*before), frame.point(*now)
        svg.line(root, start, end, stroke=color, stroke_width=2.2)
        svg.circle(root, start, 4.5, stroke=color, stroke_width=2.2, fill=PAPER)


def _draw_furniture(root: ET.Element, counties: pd.Series, frame: _Frame) -> None:
    """Draw north arrow and scale bar in the two corners of the frame that are freest of counties."""
    left, top, right, bottom = shapely.buffer(frame.box, -18, join_style="mitre").bounds
    width, height = 200.0, 50.0
    corners = {
        (x, y): shapely.box(min(x, x + dx), min(y, y + dy), max(x, x + dx), max(y, y + dy))
        for x, dx in ((right, -width), (left, width))
        for y, dy in ((top, height), (bottom, -height))
    }
    covered = {
        corner: float(shapely.area(shapely.intersection(counties.to_numpy(), box)).sum())
        for corner, box in corners.items()
    }
    north, scale = sorted(corners, key=lambda corner: covered[corner])[:2]
    _draw_north(root, (north[0] + (12 if north[0] == left else -12), corners[north].bounds[1]))
    _draw_scale(root, frame, (corners[scale].bounds[0], corners[scale].bounds[3] - 6), scale[0] == right)


def _draw_north(root: ET.Element, top: svg.Point) -> None:
    """Draw the north arrow; grid north and true north agree on the middle meridian."""
    x, y = top
    svg.shape(
        root, shapely.LinearRing([(x, y + 16), (x + 9, y + 48), (x, y + 41), (x - 9, y + 48)]), fill=INK
    )
    term = terms("sheet")["north"]
    svg.text(root, (x, y + 12), f"{term.zh} {term.en}", 12, fill=INK, text_anchor="middle", font_weight="700")


def _draw_scale(root: ET.Element, frame: _Frame, place: svg.Point, at_right: bool) -> None:
    """Draw the scale bar, in kilometres."""
    km = next((size for size in (1000, 500, 200, 100, 50, 20, 10, 5, 2) if size * frame.scale <= 170), 1)
    half = km * frame.scale / 2
    left, y = place[0] + (200 - 28 - 2 * half if at_right else 4), place[1]
    svg.rect(root, left, y - 5, half, 5, fill=INK, stroke=INK, stroke_width=0.8)
    svg.rect(root, left + half, y - 5, half, 5, fill=PAPER, stroke=INK, stroke_width=0.8)
    for step in range(3):
        wording = f"{km / 2 * step:g}"
        svg.text(root, (left + step * half, y - 10), wording, 10.5, fill=INK, text_anchor="middle")
    svg.text(root, (left + 2 * half + 6, y), "km", 10.5, fill=INK)
