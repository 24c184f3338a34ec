"""The counties as the ground that boundaries lie on: which holds a shape, and what lies outside."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from zonemap.boundaries.crs.candidates import CGCS2000, frame_in_degrees

_NEAR_DEGREES = 0.02
_MOST_SAMPLES = 500


class CountyIndex:
    """Counties by adcode, in EPSG:4490.

    Parameters
    ----------
    codes, names
        Adcode and Chinese name of each county.
    shapes
        Their polygons.
    """

    def __init__(self, codes: Sequence[str], names: Sequence[str], shapes: Sequence[BaseGeometry]) -> None:
        self.codes = list(codes)
        self.names = list(names)
        self.shapes = np.array(shapes, dtype=object)
        shapely.prepare(self.shapes)
        self._tree = shapely.STRtree(self.shapes)
        self._whole: BaseGeometry | None = None

    @classmethod
    def of(cls, counties: gpd.GeoDataFrame) -> CountyIndex:
        """Take the counties from a frame with index adcode and column ``name_zh``, in any CRS."""
        if counties.crs is not None and counties.crs.to_epsg() != CGCS2000:
            counties = counties.set_geometry(frame_in_degrees(counties.geometry))
        names = counties["name_zh"] if "name_zh" in counties.columns else counties.index
        return cls([str(code) for code in counties.index], list(map(str, names)), list(counties.geometry))

    def only(self, codes: Sequence[str]) -> CountyIndex | None:
        """Return the counties with the given adcodes; None when none of them is there."""
        at = [i for i, code in enumerate(self.codes) if code in set(codes)]
        if not at:
            return None
        return CountyIndex([self.codes[i] for i in at], [self.names[i] for i in at], self.shapes[at].tolist())

    @property
    def whole(self) -> BaseGeometry:
        """All counties as one shape."""
        if self._whole is None:
            self._whole = shapely.union_all(self.shapes)
        return self._whole

    @property
    def name(self) -> str:
        """The names of all counties."""
        return "、".join(self.names)

    def share_inside(self, lonlat: NDArray[np.float64]) -> float:
        """Return which share of points (longitude, latitude) lies in a county or within two kilometres.

        Of many points a sample is tested.
        """
        sample = lonlat[:: max(1, len(lonlat) // _MOST_SAMPLES)]
        finite = sample[np.isfinite(sample).all(axis=1)]
        if not len(finite):
            return 0.0
        near = self._tree.query(shapely.points(finite), predicate="dwithin", distance=_NEAR_DEGREES)[0]
        return len(np.unique(near)) / len(sample)

    def holder_of(self, shape: BaseGeometry) -> BaseGeometry | None:
        """Return the county that holds most of a shape; None when it lies in none."""
        at = self._tree.query(shape, predicate="intersects")
        if len(at) < 2:
            return self.shapes[at[0]] if len(at) else None
        return self.shapes[at[int(np.argmax(shapely.area(shapely.intersection(self.shapes[at], shape))))]]

    def outside(self, shape: BaseGeometry) -> BaseGeometry:
        """Return the part of a shape that lies in no county."""
        if len(self._tree.query(shape, predicate="covered_by")):
            return shapely.Polygon()
        at = self._tree.query(shape, predicate="intersects")
        outside: BaseGeometry = shape.difference(shapely.union_all(self.shapes[at]))
        return outside
