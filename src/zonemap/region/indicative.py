"""Indicative boundaries for zones whose surveyed line nobody has handed in yet.

Two kinds, never to be mistaken for a surveyed line: a circle of the published area around the indicative
point, and the outline of the host county.
"""

# Above 300 lines because of its messages: what stands in for a line, and what is wrong with it,
# rest on the same distances.

from __future__ import annotations

from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS, Geod, Transformer
from shapely import Polygon, distance, get_point, maximum_inscribed_circle, points, transform
from shapely.geometry.base import BaseGeometry

from zonemap.core.problems import Problem
from zonemap.core.text import Text

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
    ring = np.column_stack([radius * np.cos(angles), radius * np.sin(angles)])
    to_degrees = Transformer.from_crs(_equal_area(lon, lat), GEODETIC_CRS, always_xy=True)
    return Polygon(np.column_stack(to_degrees.transform(*ring.T)))


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
    A frame of the zones' ``zone_id``, ``basis`` (published_area or host_county) and geometry, EPSG:4490.
    """
    shapes = dict(zip(counties.index, counties.geometry, strict=True))
    columns = (zones[name] for name in ("lon", "lat", "area_km2", "counties"))
    rows = [
        (zone_id, "published_area", circle_of_area(lon, lat, area_km2))
        if area_km2 > 0
        else (zone_id, "host_county", _together([shapes[adcode] for adcode in adcodes]))
        for zone_id, lon, lat, area_km2, adcodes in zip(zones.index, *columns, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["zone_id", "basis", "geometry"])
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=GEODETIC_CRS)


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
    for a derived one, ``not_stated`` for one of which the tables do not say what it is.
    """
    columns = (zones[name] for name in ("lon", "lat", "point_basis", "counties"))
    points = [
        _stand_in(counties.loc[adcodes[0]]) if np.isnan(lon) else (lon, lat, point_basis or "not_stated")
        for lon, lat, point_basis, adcodes in zip(*columns, strict=True)
    ]
    return zones.assign(**_columns_of(points, zones.index))


def use_boundaries(zones: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Put the points of surveyed zones inside their boundaries, and measure these.

    Parameters
    ----------
    zones
        Zones placed by :func:`place_points`, with their boundaries and what these rest on in ``basis``.

    Returns
    -------
    The zones; ``point_basis`` of the surveyed ones is ``boundary``. ``measured_km2`` is the area on the
    ellipsoid that their boundary encloses, NaN for the others.
    """
    points = [
        (*inner_point(zone.geometry), "boundary")
        if zone["basis"] == "surveyed"
        else tuple(zone[column] for column in POINT_COLUMNS)
        for _, zone in zones.iterrows()
    ]
    measured = zones.geometry.where(zones["basis"] == "surveyed").map(
        lambda shape: geodesic_area_km2(shape) if shape else np.nan
    )
    return zones.assign(**_columns_of(points, zones.index), measured_km2=measured.astype(float))


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


def _stand_in(county: pd.Series) -> tuple[float, float, str]:
    """Return the point that stands in for one that is not stated, and what it is."""
    lon, lat = float(county["seat_lon"]), float(county["seat_lat"])
    if np.isnan(lon) or np.isnan(lat):
        return (*inner_point(county["geometry"]), "derived_county")
    return lon, lat, "derived_seat"


def check_points(zones: pd.DataFrame, counties: gpd.GeoDataFrame, file: str) -> list[Problem]:
    """Check that every stated point has both degrees and lies in a county of its zone, or within 3 km of it.

    Parameters
    ----------
    zones
        As for :func:`indicative_boundaries`, with the column ``row``, the row number as Excel shows it.
    counties
        County polygons by adcode, EPSG:4490.
    file
        Name of the file, for the messages.
    """
    problems = []
    for _, zone in zones.iterrows():
        silent = [column for column in ("lon", "lat") if np.isnan(zone[column])]
        if len(silent) == 1 or (silent and zone["point_basis"]):
            problems.append(_halved(zone, silent, file))
        if silent:
            continue
        away = _metres_outside(zone["lon"], zone["lat"], _hosts(zone, counties))
        if away > POINT_TOLERANCE_M:
            problems.append(_point_outside_problem(zone, away, file))
    return problems


def check_areas(zones: pd.DataFrame, counties: gpd.GeoDataFrame, file: str) -> list[Problem]:
    """Check that no zone is larger than its counties, as one is whose area was given in another unit.

    Parameters
    ----------
    zones, counties, file
        As for :func:`check_points`.
    """
    stated = zones[zones["area_km2"] > 0]
    problems = []
    for _, zone in stated.iterrows():
        host_km2 = sum(geodesic_area_km2(shape) for shape in counties.geometry.loc[list(zone["counties"])])
        if zone["area_km2"] > host_km2:
            problems.append(_too_large_problem(zone, host_km2, file))
    return problems


def check_surveyed(
    surveyed: gpd.GeoDataFrame, zones: pd.DataFrame, counties: gpd.GeoDataFrame
) -> list[Problem]:
    """Check that every surveyed boundary lies in a county of its zone, or within 3 km of it.

    Parameters
    ----------
    surveyed
        ``zone_id``, ``file`` and polygons, EPSG:4490; those of no zone are passed over.
    zones, counties
        As for :func:`indicative_boundaries`.
    """
    problems = []
    for boundary in surveyed[surveyed["zone_id"].isin(zones.index)].itertuples():
        inner, zone = boundary.geometry.representative_point(), zones.loc[boundary.zone_id]
        away = _metres_outside(inner.x, inner.y, _hosts(zone, counties))
        if away > POINT_TOLERANCE_M:
            problems.append(_boundary_outside_problem(zone, away, boundary.zone_id, boundary.file))
    return problems


def _hosts(zone: pd.Series, counties: gpd.GeoDataFrame) -> BaseGeometry:
    """Return the outline of the counties a zone lies in."""
    return _together(list(counties.geometry.loc[list(zone["counties"])]))


def _together(shapes: list[BaseGeometry]) -> BaseGeometry:
    """Return the outline of counties; that of a single one as it is."""
    return shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)


def _equal_area(lon: float, lat: float) -> CRS:
    """Return the equal-area projection about a point, in metres."""
    return CRS.from_dict({"proj": "laea", "lat_0": lat, "lon_0": lon, "ellps": "GRS80", "units": "m"})


def _metres_outside(lon: float, lat: float, area: BaseGeometry) -> float:
    """Return how far a point lies outside an area in EPSG:4490; 0 inside."""
    to_metres = Transformer.from_crs(GEODETIC_CRS, _equal_area(lon, lat), always_xy=True)
    flat = transform(area, lambda degrees: np.column_stack(to_metres.transform(*degrees.T)))
    return float(distance(flat, points(0, 0)))


def _halved(zone: pd.Series, silent: list[str], file: str) -> Problem:
    """Say that of longitude, latitude and what they are only a part is stated."""
    return Problem(
        file,
        Text("点位只填了一部分", "only a part of the point is stated"),
        Text(
            "经度、纬度都填；都不知道时连同点位依据一起留空，程序会取县驻地或县内点并说明",
            "Fill in longitude and latitude; if they are not known, leave both and point_basis empty: the "
            "seat or a point inside the county stands in, and it is said so",
        ),
        int(zone["row"]),
        ", ".join(silent),
    )


def _point_outside_problem(zone: pd.Series, away_m: float, file: str) -> Problem:
    """Say that a point lies outside its counties."""
    names = "、".join(zone["counties"])
    return Problem(
        file,
        Text(
            f"点位在所属县（{names}）之外 {away_m / 1000:.1f} 公里",
            f"the point lies {away_m / 1000:.1f} km outside its county ({names})",
        ),
        Text("请核对经纬度和县代码", "Check longitude, latitude and county code"),
        int(zone["row"]),
        "lon, lat",
        f"{zone['lon']}, {zone['lat']}",
    )


def _boundary_outside_problem(zone: pd.Series, away_m: float, zone_id: str, file: str) -> Problem:
    """Say that a surveyed boundary lies outside its counties."""
    names = "、".join(zone["counties"])
    return Problem(
        file,
        Text(
            f"界线在所属县（{names}）之外 {away_m / 1000:.1f} 公里",
            f"the boundary lies {away_m / 1000:.1f} km outside its county ({names})",
        ),
        Text(
            "请核对坐标系，以及这是哪个开发区的界线",
            "Check its reference system, and which zone it belongs to",
        ),
        column="zone_id",
        value=zone_id,
    )


def _too_large_problem(zone: pd.Series, host_km2: float, file: str) -> Problem:
    """Say that a zone is larger than its counties."""
    return Problem(
        file,
        Text(
            f"面积大于所在县（{host_km2:,.0f} 平方公里）",
            f"the area is larger than its county ({host_km2:,.0f} km²)",
        ),
        Text(
            "请核对单位：这一列是平方公里，公顷、亩请写明",
            "Check the unit: the column is in km²; write 公顷 or 亩 behind the number if it is one of these",
        ),
        int(zone["row"]),
        "area_km2",
        f"{zone['area_km2']:.10g}",
    )


def geodesic_area_km2(geometry: BaseGeometry) -> float:
    """Return the area of a polygon in EPSG:4490 on the ellipsoid GRS 80, km²."""
    area, _ = Geod(ellps="GRS80").geometry_area_perimeter(geometry)
    return abs(area) / 1e6
