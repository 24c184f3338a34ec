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
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

from zonemap.scene.items import Box, Item, MapGroup, Point


def plane_crs(counties: gpd.GeoDataFrame) -> CRS:
    """Return the projection of a region's drawn maps: azimuthal equal-area about its middle, kilometres."""
    west, south, east, north = counties.total_bounds
    middle = {"lat_0": (south + north) / 2, "lon_0": (west + east) / 2}
    return CRS.from_dict({"proj": "laea", **middle, "ellps": "GRS80", "units": "km"})


class Land:
    """Counties in kilometres, projected once for all maps of a region.

    Parameters
    ----------
    counties
        Polygons by adcode, EPSG:4490.
    """

    def __init__(self, counties: gpd.GeoDataFrame) -> None:
        self.crs = plane_crs(counties)
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
    def bounds(self) -> np.ndarray:
        """West, south, east and north of each county, kilometres."""
        return np.asarray(shapely.bounds(self.flat.to_numpy()))


class _Same:
    """Counties told apart by being the very same frame: comparing two would cost more than it saves."""

    def __init__(self, counties: gpd.GeoDataFrame) -> None:
        self.counties = counties

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.counties is self.counties

    def __hash__(self) -> int:
        return id(self.counties)


@lru_cache(maxsize=2)
def _land(same: _Same) -> Land:
    """Return the land of counties."""
    return Land(same.counties)


def land_of(counties: gpd.GeoDataFrame) -> Land:
    """Return the land of counties; of the same counties the same land."""
    return _land(_Same(counties))


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

    def project(self, geometry: BaseGeometry) -> BaseGeometry:
        """Lay a geometry in EPSG:4490."""
        return self.lay(self.land.project(geometry))

    def lay(self, flat: Any) -> Any:
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
    seen = land.flat[list(focus)] if len(focus) else land.flat
    shown = seen.to_numpy() if window is None else land.project(window)
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
    laid = shapely.coverage_simplify(plane.lay(land.flat.to_numpy()[inside]), detail)
    return replace(plane, counties=pd.Series(list(laid), index=land.flat.index[inside]))
