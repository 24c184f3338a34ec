"""The map frame: the projection about the region's middle, and what is drawn for every map."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

from zonemap.drawing import svg
from zonemap.drawing.sheet import (
    MAP_WIDTH,
    MARGIN,
    TITLE_HEIGHT,
    SheetSize,
)

_PADDING = 30.0


@dataclass(frozen=True)
class MapFrame:
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


def fit_frame(counties: gpd.GeoDataFrame, least_height: float) -> MapFrame:
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
    return MapFrame(
        SheetSize(height),
        to_plane,
        scale,
        left=MARGIN + MAP_WIDTH / 2 - scale * (left + right) / 2,
        top=TITLE_HEIGHT + height / 2 + scale * (bottom + top) / 2,
    )


def project_counties(counties: gpd.GeoDataFrame, frame: MapFrame) -> pd.Series:
    """Lay the counties into the frame, as finely as the drawing can show, their borders still shared."""
    laid = [frame.project(geometry) for geometry in counties.geometry]
    return pd.Series(list(shapely.coverage_simplify(laid, 0.8)), index=counties.index)
