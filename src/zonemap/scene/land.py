"""The ground of a map: counties in the projection of every drawn map, laid into a box in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

from zonemap.region.context import Context, Layer, inner_lines, neighbours_of
from zonemap.region.region import Region
from zonemap.scene.items import Box, Item, MapGroup, Point

_SEEN = 0.4
"""How far, in points, a line that only helps to find one's way may lie off the given one."""

Extent = tuple[float, float, float, float]
"""West, south, east and north."""


def plane_crs(extent: Sequence[float]) -> CRS:
    """Return the projection of a region's drawn maps: azimuthal equal-area about its middle, kilometres."""
    west, south, east, north = extent
    middle = {"lat_0": (south + north) / 2, "lon_0": (west + east) / 2}
    return CRS.from_dict({"proj": "laea", **middle, "ellps": "GRS80", "units": "km"})


@dataclass(frozen=True)
class Around:
    """The counties around a region, kilometres.

    Parameters
    ----------
    counties
        Names and polygons by adcode, those of the region left out.
    ground
        All of them with the region as one, so that no gap opens between the two.
    lines
        Their borders with each other.
    """

    counties: gpd.GeoDataFrame
    ground: BaseGeometry
    lines: BaseGeometry


class Land:
    """Counties in kilometres, projected once for all maps of a region.

    Parameters
    ----------
    counties
        Polygons by adcode, EPSG:4490; there may be none.
    extent
        West, south, east and north of what maps show, EPSG:4490.
    context
        Whether there are counties around them.
    """

    def __init__(self, counties: gpd.GeoDataFrame, extent: Extent, context: Context = Context()) -> None:  # noqa: B008
        self.counties, self.context = counties, context
        self.crs = plane_crs(extent)
        self.extent = extent
        self.to_plane = Transformer.from_crs("EPSG:4490", self.crs, always_xy=True)
        self.flat = pd.Series(list(self.project(counties.geometry.to_numpy())), index=counties.index)

    def project(self, degrees: Any) -> Any:
        """Return one geometry or several in EPSG:4490 in kilometres."""
        return shapely.transform(degrees, lambda xy: np.column_stack(self.to_plane.transform(*xy.T)))

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The counties by where they are."""
        return shapely.STRtree(self.flat.to_numpy())

    @cached_property
    def around(self) -> Around | None:
        """The counties around; None where none are known."""
        found = neighbours_of(self.counties, self.context)
        if found.empty:
            return None
        degrees, is_own = found.geometry.to_numpy(), found["is_own"].to_numpy()
        lines = self.project(inner_lines(degrees, is_own))
        flat = found.set_geometry(self.project(degrees), crs=self.crs)
        return Around(flat[~is_own], shapely.union_all(shapely.make_valid(flat.geometry.to_numpy())), lines)

    @cached_property
    def layers(self) -> list[tuple[Layer, BaseGeometry]]:
        """What is drawn under the zones, with its lines in kilometres."""
        return [(layer, self.project(layer.lines)) for layer in self.context.layers]

    @cached_property
    def whole(self) -> np.ndarray:
        """What a map of all has to hold, kilometres: the counties, or the extent where there are none."""
        if len(self.flat):
            return np.asarray(self.flat.to_numpy())
        west, south, east, north = self.extent
        # A single point, or several in a line, have room around them.
        room = 0.05 * max(east - west, north - south, 0.1)
        around = shapely.box(west - room, south - room, east + room, north + room)
        return np.array([self.project(shapely.segmentize(around, 0.1))])

    @cached_property
    def shape(self) -> float:
        """Height by width of what a map of all has to hold."""
        west, south, east, north = shapely.total_bounds(self.whole)
        return float((north - south) / (east - west))

    @cached_property
    def bounds(self) -> np.ndarray:
        """West, south, east and north of each county, kilometres."""
        return np.asarray(shapely.bounds(self.flat.to_numpy()))


class _Same:
    """Counties told apart by being the very same frame: comparing two would cost more than it saves."""

    def __init__(self, region: Region) -> None:
        self.counties, self.extent, self.context = region.counties, region.extent, region.context

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Same)
            and other.counties is self.counties
            and other.context is self.context
            and other.extent == self.extent
        )

    def __hash__(self) -> int:
        return id(self.counties)


@lru_cache(maxsize=2)
def _land(same: _Same) -> Land:
    """Return the land of counties."""
    return Land(same.counties, same.extent, same.context)


def land_of(region: Region) -> Land:
    """Return the land of a region; where the counties are the same, the same land."""
    return _land(_Same(region))


@dataclass(frozen=True)
class Plane:
    """Land laid into a box.

    Parameters
    ----------
    land
        The counties.
    box
        The room of the map, in points.
    scale
        Points for a kilometre.
    origin
        Where 0, 0 of the projection lies, in points.
    counties
        Polygons in points by adcode, those that the box shows, as fine as can be seen, borders still shared.
    """

    land: Land
    box: Box
    scale: float
    origin: Point
    counties: pd.Series

    @cached_property
    def frame(self) -> BaseGeometry:
        """The box as a rectangle."""
        return shapely.box(*self.box)

    @cached_property
    def whole(self) -> BaseGeometry:
        """The counties as one, prepared for many questions."""
        whole = shapely.union_all(shapely.make_valid(self.counties.to_numpy()))
        shapely.prepare(whole)
        return whole

    def clipped(self, flat: BaseGeometry) -> BaseGeometry:
        """Lay what the box shows of a geometry in kilometres, as fine as can be seen."""
        (x, y), scale, (left, top, right, bottom) = self.origin, self.scale, self.box
        room = ((left - x) / scale, (y - bottom) / scale, (right - x) / scale, (y - top) / scale)
        return shapely.simplify(self.to_plane(shapely.clip_by_rect(flat, *room)), _SEEN)

    def project(self, geometry: BaseGeometry) -> BaseGeometry:
        """Lay a geometry in EPSG:4490."""
        return self.to_plane(self.land.project(geometry))

    def to_plane(self, flat: Any) -> Any:
        """Lay one geometry or several in kilometres."""
        (x, y), scale = self.origin, self.scale
        return shapely.transform(
            flat, lambda xy: np.column_stack([x + xy[:, 0] * scale, y - xy[:, 1] * scale])
        )

    def points(self, lon: Any, lat: Any) -> list[Point]:
        """Lay points in EPSG:4490."""
        east, north = self.land.to_plane.transform(np.asarray(lon, float), np.asarray(lat, float))
        (x, y), scale = self.origin, self.scale
        return list(zip((x + east * scale).tolist(), (y - north * scale).tolist(), strict=True))

    def pixels(self, each: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return longitude and latitude of the pixels that fill the box, each so many points wide."""
        left, top, right, bottom = self.box
        columns, rows = max(1, round((right - left) / each)), max(1, round((bottom - top) / each))
        x, y = np.meshgrid(
            left + (np.arange(columns) + 0.5) * (right - left) / columns,
            top + (np.arange(rows) + 0.5) * (bottom - top) / rows,
        )
        (from_x, from_y), scale = self.origin, self.scale
        lon, lat = self.land.to_plane.transform(
            (x - from_x) / scale, (from_y - y) / scale, direction="INVERSE"
        )
        return lon, lat

    def degrees(self) -> tuple[float, float, float, float]:
        """Return west, south, east and north of the box in degrees."""
        edge = np.asarray(shapely.segmentize(self.frame.exterior, 40).coords)
        (x, y), scale = self.origin, self.scale
        east, north = (edge[:, 0] - x) / scale, (y - edge[:, 1]) / scale
        lon, lat = self.land.to_plane.transform(east, north, direction="INVERSE")
        return float(np.min(lon)), float(np.min(lat)), float(np.max(lon)), float(np.max(lat))

    def group(self, items: Sequence[Item], name: str = "", about: str = "") -> MapGroup:
        """Return items as a map that knows where it lies."""
        return MapGroup(tuple(items), name, about, self.box, self.land.crs, self.scale, self.origin)


def fit_plane(
    land: Land,
    box: Box,
    *,
    focus: Sequence[str] = (),
    window: BaseGeometry | None = None,
    padding: float = 16,
    scale: float = 0,
    detail: float = 0.4,
) -> Plane:
    """Lay land into a box.

    Parameters
    ----------
    land, box
        What shall stand where.
    focus
        Adcodes of the counties that shall fill the box; all of them when empty.
    window
        What shall fill the box instead, EPSG:4490.
    padding
        Points left free around.
    scale
        Points for a kilometre; 0 for as many as the box takes.
    detail
        How far, in points, a drawn border may lie off the given one.
    """
    seen = land.flat[list(focus)].to_numpy() if len(focus) else land.whole
    shown = seen if window is None else land.project(window)
    west, south, east, north = shapely.total_bounds(shown)
    left, top, right, bottom = box
    fitting = min(
        (right - left - 2 * padding) / (east - west), (bottom - top - 2 * padding) / (north - south)
    )
    scale = scale or fitting
    origin = ((left + right - scale * (west + east)) / 2, (top + bottom + scale * (south + north)) / 2)
    plane = Plane(land, box, scale, origin, pd.Series(dtype=object))
    x, y = origin
    room = shapely.box((left - x) / scale, (y - bottom) / scale, (right - x) / scale, (y - top) / scale)
    inside = np.sort(land.tree.query(room, predicate="intersects"))
    laid = shapely.coverage_simplify(plane.to_plane(land.flat.to_numpy()[inside]), detail)
    return replace(plane, counties=pd.Series(list(laid), index=land.flat.index[inside]))
