"""A region's map as native shapes of a slide: every county and boundary a named freeform, grouped."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from zonemap.analysis.legend import Legend
from zonemap.drawing.placement import clip_to
from zonemap.outputs.deck.native_shapes import Box, freeform, grouped, rectangle, text_box
from zonemap.outputs.deck.paragraphs import Paragraph
from zonemap.outputs.deck.words import Words
from zonemap.outputs.figures.map_frame import plane_crs
from zonemap.region.region import Region
from zonemap.style.inks import INK, LAND, LINE, OUTLINE, PAPER
from zonemap.style.lines import boundary_line
from zonemap.style.reader import quantity

_SCALES_KM = (1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)


@dataclass(frozen=True)
class Plane:
    """Where on a slide the ground lies, in points.

    Parameters
    ----------
    box
        The room of the map.
    to_plane
        From degrees, EPSG:4490, to kilometres.
    scale
        Points for a kilometre.
    left, top
        Where the middle of the projection lies.
    counties
        Polygons in points by adcode, as fine as can be seen, their borders still shared.
    """

    box: Box
    to_plane: Transformer
    scale: float
    left: float
    top: float
    counties: pd.Series

    @cached_property
    def whole(self) -> BaseGeometry:
        """The counties as one, in points."""
        return shapely.union_all(shapely.make_valid(self.counties.to_numpy()))

    def project(self, geometry: BaseGeometry) -> BaseGeometry:
        """Lay a geometry in EPSG:4490."""
        return shapely.transform(geometry, self.points)

    def points(self, degrees: np.ndarray) -> np.ndarray:
        """Lay points in EPSG:4490, a row each."""
        x, y = self.to_plane.transform(degrees[:, 0], degrees[:, 1])
        return np.column_stack(
            [self.left + np.asarray(x) * self.scale, self.top - np.asarray(y) * self.scale]
        )


def fit_plane(region: Region, box: Box, *, padding: float = 6, detail: float = 0.4) -> Plane:
    """Lay the counties into a box, in the azimuthal equal-area projection of every printed map.

    Parameters
    ----------
    region
        The region.
    box
        The room of the map.
    padding
        Points left free around.
    detail
        How far, in points, a drawn border may lie off the given one.
    """
    to_plane = Transformer.from_crs("EPSG:4490", plane_crs(region.counties), always_xy=True)
    unscaled = Plane(box, to_plane, 1, 0, 0, pd.Series(dtype=object))
    flat = [unscaled.project(geometry) for geometry in region.counties.geometry]
    west, north, east, south = shapely.total_bounds(flat)
    scale = min((box.width - 2 * padding) / (east - west), (box.height - 2 * padding) / (south - north))
    left = box.left + box.width / 2 - scale * (west + east) / 2
    top = box.top + box.height / 2 - scale * (north + south) / 2
    plane = replace(unscaled, scale=scale, left=left, top=top)
    laid = shapely.coverage_simplify(
        [plane.project(geometry) for geometry in region.counties.geometry], detail
    )
    return replace(plane, counties=pd.Series(list(laid), index=region.counties.index))


def draw_ground(
    shapes: Any, region: Region, plane: Plane, words: Words, fills: Mapping[str, str] | None = None
) -> None:
    """Draw each county as a freeform, and the outline of the region.

    Parameters
    ----------
    shapes
        The shapes of a slide or group.
    region, plane
        What to draw, and where.
    words
        The language of names and alternative texts.
    fills
        Colour by adcode, where it is not that of land.
    """
    fills = fills or {}
    width = quantity("line.county")
    name = words.of("table", "counties")
    with grouped(shapes, name, words.sentence("about_counties", n=len(plane.counties))):
        for adcode, geometry in plane.counties.items():
            county = words.name(region.counties.loc[adcode])
            about = words.sentence("about_county", name=county)
            fill = fills.get(str(adcode), LAND)
            freeform(
                shapes,
                geometry,
                name=f"{county} {adcode}",
                about=about,
                fill=fill,
                line=LINE,
                line_width=width,
            )
        title = words.sentence("name_outline")
        freeform(
            shapes, plane.whole, name=title, about=title, line=OUTLINE, line_width=quantity("line.outline")
        )


def draw_boundaries(
    shapes: Any, region: Region, legend: Legend, plane: Plane, words: Words, only: Collection[str] = ()
) -> None:
    """Draw each zone's boundary as a freeform by its basis: solid, dashed or dotted.

    Outlines of one host county lie one inside the other; a zone whose extent is not known has none, and what
    lies outside the box of the map is left out.

    Parameters
    ----------
    shapes
        The shapes of a slide or group.
    region, legend, plane
        What to draw, in which colours, and where.
    words
        The language of names and alternative texts.
    only
        Ids of the zones that are drawn; all of them when empty.
    """
    zones = region.shown.loc[list(only)] if only else region.shown
    zones = zones[zones["basis"] != ""]
    if zones.empty:
        return
    with grouped(shapes, words.of("geopackage", "zones"), words.sentence("about_boundaries", n=len(zones))):
        depths: dict[tuple[str, ...], int] = {}
        for zone_id, zone in zones.iterrows():
            name = words.name(zone)
            boundary_basis = words.of("basis", zone["basis"])
            about = words.sentence("about_boundary", name=name, basis=boundary_basis)
            if zone["basis"] == "host_county":
                hosts = zone["counties"]
                depths[hosts] = depths.get(hosts, -1) + 1
                whole = shapely.union_all(shapely.make_valid(plane.counties[list(hosts)].to_numpy()))
                laid = _inset(whole, 2.6 + 3.2 * depths[hosts])
            else:
                laid = shapely.simplify(plane.project(zone.geometry), 0.15)
            color = legend.class_of(str(zone_id)).color
            laid = clip_to(laid, edges(plane.box))
            draw_boundary(shapes, laid, zone["basis"], color, name=f"{name} {zone_id}", about=about)


def draw_boundary(
    shapes: Any, geometry: BaseGeometry, boundary_basis: str, color: str, *, name: str, about: str
) -> None:
    """Draw a boundary: surveyed solid, the circle of a published area dashed, the host county dotted."""
    line = boundary_line(boundary_basis)
    freeform(
        shapes,
        geometry,
        name=name,
        about=about,
        fill=color if line.fill else "",
        opacity=line.fill,
        line=color,
        line_width=line.width,
        dash=line.preset,
    )


def _inset(area: BaseGeometry, depth: float) -> BaseGeometry:
    """Return an area drawn in by a depth, its narrow necks closed."""
    return shapely.simplify(shapely.buffer(shapely.buffer(area, -depth - 1.5), 1.5), 0.5)


def draw_scale(shapes: Any, plane: Plane, words: Words) -> None:
    """Draw scale bar and north arrow into the corners of the box that the counties leave freest."""
    width, height = 130.0, 40.0
    box = plane.box
    corners = [
        Box(left, top, width, height)
        for left in (box.left, box.right - width)
        for top in (box.top, box.bottom - height)
    ]
    covered = [
        float(
            shapely.area(shapely.intersection(plane.counties.to_numpy(), shapely.box(*edges(corner)))).sum()
        )
        for corner in corners
    ]
    order = sorted(range(4), key=lambda number: covered[number])
    _draw_bar(shapes, plane, corners[order[0]], words)
    _draw_north(shapes, corners[order[1]], words, at_right=corners[order[1]].left > box.left)


def edges(box: Box) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom."""
    return box.left, box.top, box.right, box.bottom


def _draw_bar(shapes: Any, plane: Plane, corner: Box, words: Words) -> None:
    """Draw the scale bar, in kilometres."""
    km = next((size for size in _SCALES_KM if size * plane.scale <= 110), 1)
    half = km * plane.scale / 2
    name = words.of("sheet", "scale")
    with grouped(shapes, name, words.sentence("value", field=name, value=f"{km} km")):
        about = f"{km} km"
        left, top = corner.left + 6, corner.bottom - 8
        rectangle(shapes, Box(left, top, half, 4), name=name, about=about, fill=INK, line=INK, width=0.75)
        rectangle(
            shapes, Box(left + half, top, half, 4), name=name, about=about, fill=PAPER, line=INK, width=0.75
        )
        for share, wording in ((0, "0"), (1, f"{km} km")):
            place = Box(left + 2 * half * share - 30, top - 16, 60, 15)
            text_box(
                shapes,
                place,
                [Paragraph(wording, 9, color=INK, align="center")],
                name=f"{name} {wording}",
                anchor="bottom",
            )


def _draw_north(shapes: Any, corner: Box, words: Words, *, at_right: bool) -> None:
    """Draw the north arrow; grid north and true north agree on the middle meridian."""
    x = corner.right - 16 if at_right else corner.left + 16
    name = words.of("sheet", "north")
    with grouped(shapes, name, name):
        ring = [
            (x, corner.top + 14),
            (x + 7, corner.top + 39),
            (x, corner.top + 33),
            (x - 7, corner.top + 39),
        ]
        freeform(shapes, shapely.LinearRing(ring), name=name, about=name, fill=INK)
        wording = Paragraph(name, 10, bold=True, color=INK, align="center")
        text_box(shapes, Box(x - 15, corner.top - 2, 30, 15), [wording], name=name, anchor="middle")
