"""Indicative boundaries for zones whose surveyed line nobody has handed in yet.

Two kinds, never to be mistaken for a surveyed line: a circle of the published area around the indicative
point, and the outline of the host county.
"""

from __future__ import annotations

from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod, Proj
from shapely import Polygon, get_point, maximum_inscribed_circle, transform
from shapely.geometry.base import BaseGeometry

GEODETIC_CRS = "EPSG:4490"
"""CGCS2000, longitude and latitude in degrees: the reference system of every frame in zonemap."""

POINT_TOLERANCE_M = 3000
"""How far outside its county an indicative point may lie: county limits are themselves up to 2.3 km off."""

POINT_COLUMNS = ("lon", "lat", "point_basis")
"""Where a zone's point is and what it is."""

DERIVED_POINTS = ("boundary", "derived_seat", "derived_county")
"""What a point is that no source states."""

AT_SEATS = ("township", "county_seat", "derived_seat")
"""What a point is that may lie 5 to 30 km off its zone."""

OWN_LINES = ("surveyed", "given")
"""What a boundary rests on that is the zone's own line: a survey, or a frame that somebody handed in."""

_CIRCLE_SIDES = 96


@lru_cache(maxsize=4096)  # a projection each: the page's years ask for the same circles again
def circle_of_area(lon: float, lat: float, area_km2: float) -> Polygon:
    """Return the circle of an area around a point.

    Parameters
    ----------
    lon, lat
        Its centre in degrees, EPSG:4490.
    area_km2
        Its area; the regular 96-gon that stands for the circle has exactly this area.

    Returns
    -------
    A polygon in EPSG:4490, drawn in the Lambert azimuthal equal-area projection about the centre.
    """
    step = 2 * np.pi / _CIRCLE_SIDES
    radius = np.sqrt(2 * area_km2 * 1e6 / (_CIRCLE_SIDES * np.sin(step)))
    angles = np.arange(_CIRCLE_SIDES) * step
    x, y = radius * np.cos(angles), radius * np.sin(angles)
    return Polygon(np.column_stack(equal_area(lon, lat)(x, y, inverse=True)))


def indicative_boundaries(zones: pd.DataFrame, counties: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give each zone the boundary that its facts allow, short of a survey.

    Parameters
    ----------
    zones
        Zones by ``zone_id`` with ``lon`` and ``lat`` (degrees, EPSG:4490), ``area_km2`` (NaN: not stated) and
        ``counties`` (tuples of adcodes).
    counties
        County polygons by adcode, EPSG:4490.

    Returns
    -------
    A frame of the zones' ``zone_id``, ``basis`` (published_area or host_county) and geometry, EPSG:4490. An
    area that is larger than the zone's counties cannot be right and is not drawn; a zone in no county that
    has no published area round a point is not in it.
    """
    shapes = dict(zip(counties.index, counties.geometry, strict=True))
    columns = (zones[name] for name in ("lon", "lat", "area_km2", "counties"))
    rows = [
        (zone_id, "published_area", circle_of_area(lon, lat, area_km2))
        if _can_be_drawn(lon, area_km2, [shapes[adcode] for adcode in adcodes])
        else (zone_id, "host_county", union_of([shapes[adcode] for adcode in adcodes]))
        for zone_id, lon, lat, area_km2, adcodes in zip(zones.index, *columns, strict=True)
        if adcodes or _can_be_drawn(lon, area_km2, [])
    ]
    frame = pd.DataFrame(rows, columns=["zone_id", "basis", "geometry"])
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=GEODETIC_CRS)


def _can_be_drawn(lon: float, area_km2: float, hosts: list[BaseGeometry]) -> bool:
    """Tell whether a circle of an area can stand for a zone: round its point, no larger than its counties."""
    return not np.isnan(lon) and area_km2 > 0 and (not hosts or area_km2 <= host_area_km2(hosts))


def place_points(zones: pd.DataFrame, counties: gpd.GeoDataFrame) -> pd.DataFrame:
    """Give a point to the zones of which the tables state none: the seat of their county, else inside it.

    Parameters
    ----------
    zones
        As for :func:`indicative_boundaries`, with ``point_basis``; ``lon`` and ``lat`` are NaN where they are
        not stated.
    counties
        County polygons by adcode, EPSG:4490, with ``seat_lon`` and ``seat_lat`` (NaN: not known).

    Returns
    -------
    The zones with a point each, and ``point_basis`` saying what it is: ``derived_seat`` or ``derived_county``
    for a derived one, ``not_stated`` for one of which the tables do not say what it is; no point (NaN, empty)
    for a zone in no county.
    """
    lon, lat = (zones[name].to_numpy(float).copy() for name in ("lon", "lat"))
    basis = [one or "not_stated" for one in zones["point_basis"].to_numpy(object)]
    hosts = zones["counties"].to_numpy(object)
    for at in np.flatnonzero(np.isnan(lon)).tolist():
        lon[at], lat[at], basis[at] = _stand_in(counties, hosts[at])
    columns = zip(POINT_COLUMNS, (lon, lat, basis), (float, float, object), strict=True)
    return zones.assign(
        **{name: pd.Series(values, index=zones.index, dtype=kind) for name, values, kind in columns}
    )


def use_boundaries(zones: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Put the points of zones with a line of their own inside it, and measure these.

    Parameters
    ----------
    zones
        Zones placed by :func:`place_points`, with their boundaries and what these rest on in ``basis``.

    Returns
    -------
    The zones; ``point_basis`` of those is ``boundary``. ``measured_km2`` is the area on the ellipsoid that
    their line encloses, NaN for the others.
    """
    has_line = zones["basis"].isin(OWN_LINES)
    stated = zip(*(zones[column] for column in POINT_COLUMNS), strict=True)
    points = [
        (*inner_point(shape), "boundary") if own else point
        for own, shape, point in zip(has_line, zones.geometry, stated, strict=True)
    ]
    measured = zones.geometry.where(has_line).map(lambda shape: geodesic_area_km2(shape) if shape else np.nan)
    return zones.assign(**_columns_of(points, zones.index), measured_km2=measured.astype(float))


@lru_cache(maxsize=4096)  # many zones stand for the same county
def inner_point(shape: BaseGeometry) -> tuple[float, float]:
    """Return longitude and latitude of the middle of the largest circle in a polygon in EPSG:4490."""
    squeeze = np.cos(np.radians(shape.centroid.y))
    flat = transform(shape, lambda degrees: degrees * [squeeze, 1.0])
    span = max(flat.bounds[2] - flat.bounds[0], flat.bounds[3] - flat.bounds[1])
    middle = get_point(maximum_inscribed_circle(flat, span / 1000), 0)
    return round(middle.x / squeeze, 6), round(middle.y, 6)


def _columns_of(points_: list[tuple[float, float, str]], index: pd.Index) -> dict[str, pd.Series]:
    """Return points as the columns that hold them."""
    columns = zip(*points_, strict=True) if points_ else ([], [], [])
    types = (float, float, object)
    return {
        name: pd.Series(list(values), index=index, dtype=kind)
        for name, values, kind in zip(POINT_COLUMNS, columns, types, strict=True)
    }


def _stand_in(counties: gpd.GeoDataFrame, adcodes: tuple[str, ...]) -> tuple[float, float, str]:
    """Return the point that stands in for one that is not stated, and what it is."""
    if not adcodes:
        return np.nan, np.nan, ""
    county = counties.loc[adcodes[0]]
    lon, lat = float(county["seat_lon"]), float(county["seat_lat"])
    if np.isnan(lon) or np.isnan(lat):
        return (*inner_point(county["geometry"]), "derived_county")
    return lon, lat, "derived_seat"


def union_of(shapes: list[BaseGeometry]) -> BaseGeometry:
    """Return the outline of counties; that of a single one as it is."""
    return shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)


def equal_area(lon: float, lat: float) -> Proj:
    """Return the equal-area projection about a point: degrees of EPSG:4490 to metres.

    A transformation between two reference systems gives the same numbers, bit for bit, but looks up twenty
    milliseconds long how their datums differ, which they do not.
    """
    return Proj({"proj": "laea", "lat_0": lat, "lon_0": lon, "ellps": "GRS80", "units": "m"})


def host_area_km2(shapes: list[BaseGeometry]) -> float:
    """Return the area of the counties that a zone lies in."""
    return sum(geodesic_area_km2(shape) for shape in shapes)


@lru_cache(maxsize=4096)  # of a county each zone in it asks, on every day
def geodesic_area_km2(geometry: BaseGeometry) -> float:
    """Return the area of a polygon in EPSG:4490 on the ellipsoid GRS 80, km²."""
    area, _ = Geod(ellps="GRS80").geometry_area_perimeter(geometry)
    return abs(area) / 1e6
