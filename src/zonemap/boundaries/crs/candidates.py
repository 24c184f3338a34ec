"""The reference systems that numbers can be in, read from the numbers themselves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

CGCS2000, WGS84 = 4490, 4326
_AXIS_CGCS2000_M = 6_378_137.0
"""EPSG code of CGCS2000, longitude and latitude."""

# The box around China, and what it becomes in metres: 3°N has the northing 331,726, 54.5°N 6,041,571.
_LON, _LAT = (73.0, 136.0), (3.0, 54.5)
_NORTHING = (330_000.0, 6_050_000.0)

# Without a zone number the axes can only be told apart by size. The south of Hainan (18.1°N) lies at
# 2,002,050 and no easting is above 920,000; over the islands further south a northing could as well be an
# easting.
_NORTHING_WITHOUT_ZONE = (1_900_000.0, 6_050_000.0)

# 420 km to either side of the false easting. Half a 6° zone is 318 km wide at 18°N and 201 km at 53°N; what
# is more than that is a slip people do make, the neighbour's meridian (3° off is 271 km at 36°N), and a
# reading must exist for it before the counties can rule it out.
_EASTING = (80_000.0, 920_000.0)
_ZONES_6, _ZONES_3 = range(13, 24), range(24, 46)
_MERIDIANS = range(75, 136, 3)
# Web Mercator of the same box: 8,126,323–15,139,451 and 334,111–7,265,425. Eastings of the 6° zones 13 and 14
# fall into that too: both readings are then named, and the counties decide.
_MERCATOR_X, _MERCATOR_Y = (8.1e6, 15.2e6), (330_000.0, 7_300_000.0)

Span = tuple[float, float]


@dataclass(frozen=True)
class CrsCandidate:
    """One way to read numbers: a reference system, and whether x and y stand the other way round."""

    epsg: int
    swapped: bool
    zh: str
    en: str
    zone: int | None = None
    central_meridian: int | None = None

    @property
    def has_prefix(self) -> bool:
        """Return whether eastings carry the number of their zone."""
        return self.zone is not None


def epsg_of(central_meridian: int, zone: int | None) -> int:
    """Return the EPSG code of a Gauss–Krüger system of CGCS2000.

    Parameters
    ----------
    central_meridian
        Degrees east, a multiple of 3.
    zone
        Number that eastings carry in front, of 3° (25–45) or 6° zones (13–23); None when they carry none.
    """
    if zone is None:
        return 4534 + (central_meridian - 75) // 3
    return 4478 + zone if zone in _ZONES_6 else 4488 + zone


def meridian_of(zone: int) -> int:
    """Return the central meridian of a zone by its number: 13–23 are 6° zones, 24–45 are 3° zones."""
    return 6 * zone - 3 if zone in _ZONES_6 else 3 * zone


def crs_candidates(points: NDArray[np.float64]) -> list[CrsCandidate]:
    """List the ways to read numbers as places in China, the plain order of axes first.

    Parameters
    ----------
    points
        x and y, shape (n, 2).
    """
    x, y = _span(points[:, 0]), _span(points[:, 1])
    return [*_read(x, y, swapped=False), *_read(y, x, swapped=True)]


def _read(x: Span, y: Span, *, swapped: bool) -> list[CrsCandidate]:
    """List the ways to read x as east and y as north."""
    if _within(x, _LON) and _within(y, _LAT):
        return [CrsCandidate(CGCS2000, swapped, "数字是经纬度（度）", "the numbers are degrees")]
    # 3° zones have even and odd multiples of 3° as meridians, 6° zones only the odd: 111°E is zone 37 of the
    # one and 19 of the other. Their numbers never overlap over China (13–23 and 24–45), so the millions of
    # an easting name the zone without doubt; 24 (72°E) lies west of China. Without those digits every
    # meridian is a candidate, and only the place can choose.
    found = []
    zone = int(x[0] // 1e6)
    easting = (x[0] - zone * 1e6, x[1] - zone * 1e6)
    if zone in (*_ZONES_6, *_ZONES_3) and zone != 24 and _within(easting, _EASTING) and _within(y, _NORTHING):
        found.append(_with_zone(zone, swapped))
    if _within(x, _EASTING) and _within(y, _NORTHING_WITHOUT_ZONE):
        found += [_without_zone(meridian, swapped) for meridian in _MERIDIANS]
    if _within(x, _MERCATOR_X) and _within(y, _MERCATOR_Y):
        found.append(
            CrsCandidate(3857, swapped, "数字像网络墨卡托（米）", "the numbers look like web Mercator metres")
        )
    return found


def _with_zone(zone: int, swapped: bool) -> CrsCandidate:
    """Return the reading of eastings that carry a zone number."""
    width = 6 if zone in _ZONES_6 else 3
    meridian = meridian_of(zone)
    return CrsCandidate(
        epsg_of(meridian, zone),
        swapped,
        f"数字是米，东坐标带 {width} 度带号 {zone}（中央经线 {meridian}°E）",
        f"the numbers are metres, eastings carry the {width}° zone {zone} (central meridian {meridian}°E)",
        zone,
        meridian,
    )


def _without_zone(meridian: int, swapped: bool) -> CrsCandidate:
    """Return the reading of eastings without zone number about a central meridian."""
    return CrsCandidate(
        epsg_of(meridian, None),
        swapped,
        f"数字是米，东坐标无带号，按中央经线 {meridian}°E",
        f"the numbers are metres, eastings carry no zone number, read about {meridian}°E",
        None,
        meridian,
    )


def to_degrees(points: NDArray[np.float64], crs: CRS | int, *, swapped: bool = False) -> NDArray[np.float64]:
    """Bring points to EPSG:4490.

    Parameters
    ----------
    points
        x and y in ``crs``, shape (n, 2).
    crs
        Where they are; between WGS 84 and CGCS2000, a few decimetres apart, nothing is changed.
    swapped
        True when the first column is north.

    Returns
    -------
    Longitude and latitude, shape (n, 2); infinite where the system does not reach.
    """
    flat = points[:, ::-1] if swapped else points
    lon, lat = _transformer(CRS.from_user_input(crs).srs).transform(flat[:, 0], flat[:, 1])
    return np.column_stack([lon, lat])


def is_modern(crs: CRS) -> bool:
    """Return whether a system stands on the ellipsoid of CGCS2000 and WGS 84, a few decimetres apart."""
    return crs.ellipsoid is not None and abs(crs.ellipsoid.semi_major_metre - _AXIS_CGCS2000_M) < 0.5


def degrees_for(crs: CRS) -> int:
    """Return the code of the degrees that a system is brought to, to be taken for those of CGCS2000.

    From the datums of other countries PROJ knows the way to WGS 84 alone, and to CGCS2000 none but that of
    changing nothing, 100 to 200 m off.
    """
    return CGCS2000 if is_modern(crs) else WGS84


def frame_in_degrees(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Bring geometries of any known system to EPSG:4490."""
    assert shapes.crs is not None
    moved = shapes.to_crs(degrees_for(shapes.crs))
    return moved.set_crs(CGCS2000, allow_override=True)


def lonlat_of(shapes: NDArray[np.object_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return longitude and latitude of points; NaN for what is no single one."""
    alone = shapely.get_num_geometries(shapes) == 1
    there = alone & ~shapely.is_empty(shapes)
    points = np.where(there, shapely.get_geometry(shapes, 0), None)
    return shapely.get_x(points), shapely.get_y(points)


@cache
def _transformer(srs: str) -> Transformer:
    """Return the way from a system, as somebody wrote it, to degrees: to write it anew takes long."""
    crs = CRS.from_user_input(srs)
    return Transformer.from_crs(crs, CRS.from_epsg(degrees_for(crs)), always_xy=True)


def unpack_degrees(points: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Read numbers as degrees, minutes and seconds written in one, 111.202400 for 111°20′24″.

    Returns
    -------
    Decimal degrees; None when some number has 60 minutes or seconds or more.
    """
    seconds = np.round(np.abs(points) * 10_000, 6)
    whole, minutes, rest = seconds // 10_000, seconds // 100 % 100, seconds % 100
    if (minutes >= 60).any() or (rest >= 60).any():
        return None
    return np.asarray(np.sign(points) * (whole + minutes / 60 + rest / 3600), dtype=float)


def in_china(lonlat: NDArray[np.float64]) -> bool:
    """Return whether all points lie in the box around China."""
    return bool(len(lonlat)) and all(
        _within(_span(column), limits) for column, limits in zip(lonlat.T, (_LON, _LAT), strict=True)
    )


def each_in_china(lonlat: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell of each point whether it lies in the box around China; one that is NaN does not."""
    (lon, lat), (west, east), (south, north) = lonlat.T, _LON, _LAT
    within: NDArray[np.bool_] = (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
    return within


def _span(values: NDArray[np.float64]) -> Span:
    """Return the least and greatest value."""
    return float(values.min()), float(values.max())


def _within(span: Span, limits: Span) -> bool:
    """Return whether a span lies within limits."""
    return limits[0] <= span[0] and span[1] <= limits[1]
