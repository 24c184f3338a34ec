"""What lies under the zones of a map: graticule, counties with their names, north arrow and scale bar."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from zonemap.core.vocabulary import terms
from zonemap.drawing import svg
from zonemap.drawing.frame import MapFrame
from zonemap.drawing.placement import Placer, text_width
from zonemap.drawing.sheet import (
    MAP_WIDTH,
    MARGIN,
    TITLE_HEIGHT,
)
from zonemap.drawing.symbols import Mark
from zonemap.style.inks import FAINT, GRID, INK, LAND, LINE, NAME, NAME_SOFT, OUTLINE, PAPER, WATER
from zonemap.style.reader import quantity

_ZH, _EN, _DEGREE = (quantity(f"size.drawing.{of}") for of in ("county", "county_second", "degree"))


def draw_ground(root: ET.Element, counties: pd.Series, frame: MapFrame) -> None:
    """Draw frame, graticule, counties and the region's outline."""
    group = svg.group(root, stroke_linejoin="round")
    svg.shape(group, frame.box, fill=WATER)
    _draw_graticule(group, frame)
    land = svg.group(group, fill=LAND, stroke=LINE, stroke_width=quantity("line.county"))
    for geometry in counties:
        svg.shape(land, geometry)
    outline = shapely.union_all(shapely.make_valid(counties.to_numpy()))
    svg.shape(group, outline, fill="none", stroke=OUTLINE, stroke_width=quantity("line.outline"))
    svg.shape(group, frame.box, fill="none", stroke=INK, stroke_width=quantity("line.frame"))


def _draw_graticule(group: ET.Element, frame: MapFrame) -> None:
    """Draw meridians and parallels with their degrees at the frame."""
    west, south, east, north = frame.degrees()
    extent = max(east - west, north - south)
    step = next((step for step in (0.1, 0.2, 0.5, 1, 2, 5, 10) if extent / step <= 7), 20)
    lines = svg.group(group, fill="none", stroke=GRID, stroke_width=quantity("line.grid"))
    for lon in np.arange(np.ceil(west / step), east / step) * step:
        meridian = _in_frame(frame, [(lon, lat) for lat in np.linspace(south, north, 40)])
        svg.shape(lines, meridian)
        for x, y in shapely.get_coordinates(meridian):
            if y < TITLE_HEIGHT + 0.01 and x < MARGIN + MAP_WIDTH - 50:
                svg.text(group, (x + 4, y + 12), f"{lon:g}°E", _DEGREE, fill=FAINT)
    for lat in np.arange(np.ceil(south / step), north / step) * step:
        parallel = _in_frame(frame, [(lon, lat) for lon in np.linspace(west, east, 40)])
        svg.shape(lines, parallel)
        for x, y in shapely.get_coordinates(parallel):
            if x < MARGIN + 0.01 and y > TITLE_HEIGHT + 30:
                svg.text(group, (x + 4, y - 4), f"{lat:g}°N", _DEGREE, fill=FAINT)


def _in_frame(frame: MapFrame, degrees: list[tuple[float, float]]) -> BaseGeometry:
    """Return the part of a line that lies in the frame."""
    return shapely.intersection(frame.project(shapely.LineString(degrees)), frame.box)


def draw_county_names(
    root: ET.Element,
    counties: gpd.GeoDataFrame,
    laid: pd.Series,
    marks: Sequence[Mark],
    frame: MapFrame,
    radius: float,
) -> None:
    """Write the counties' names where there is room: in both languages, in Chinese alone, or beside."""
    reach = radius * 1.4 + 2
    taken = [(x - reach, y - reach, x + reach, y + reach) for x, y in (mark.place for mark in marks)]
    placer = Placer(frame.box.bounds, taken)
    names_zh = svg.lettering(root, _ZH, NAME, halo=LAND, text_anchor="middle")
    names_en = svg.lettering(root, _EN, NAME_SOFT, halo=LAND, text_anchor="middle")
    land = shapely.union_all(shapely.make_valid(laid.to_numpy()))
    # The smallest county chooses first: it has the fewest places that would do.
    for adcode in sorted(laid.index, key=lambda code: laid[code].area):
        zh, en = counties.at[adcode, "name_zh"], counties.at[adcode, "name_en"]
        both = max(text_width(zh, _ZH), text_width(en, _EN)) + 4
        if en and (place := placer.place(laid[adcode], both, 29)):
            svg.text(names_zh, (place[0], place[1] - 1), zh)
            svg.text(names_en, (place[0], place[1] + 11.5), en)
        elif place := placer.place(laid[adcode], text_width(zh, _ZH) + 4, 16):
            svg.text(names_zh, (place[0], place[1] + 4), zh)
        elif place := placer.place_beside(laid[adcode], land, text_width(zh, _ZH) + 4, 16):
            svg.text(names_zh, (place[0], place[1] + 4), zh, stroke=WATER)


def draw_furniture(root: ET.Element, counties: pd.Series, frame: MapFrame) -> None:
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


def _draw_scale(root: ET.Element, frame: MapFrame, place: svg.Point, at_right: bool) -> None:
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
