"""Whether points, areas and boundaries of zones fit the counties that the zones lie in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import distance, intersects_xy, points, transform
from shapely.geometry.base import BaseGeometry

from zonemap.boundaries.match_zones import ZoneIndex
from zonemap.core.problems import Problem
from zonemap.core.text import Text
from zonemap.region.indicative import (
    POINT_TOLERANCE_M,
    equal_area,
    host_area_km2,
    union_of,
)
from zonemap.tables.nearest import suggest_nearest
from zonemap.tables.schemas import records_of

Row = Mapping[str, Any]
"""A zone by column."""


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
    problems, shapes = [], shapes_of(counties)
    for zone in records_of(zones):
        silent = [column for column in ("lon", "lat") if np.isnan(zone[column])]
        if len(silent) == 1 or (silent and zone["point_basis"]):
            problems.append(_halved(zone, silent, file))
        if silent:
            continue
        away = _metres_outside(zone["lon"], zone["lat"], _hosts(zone, shapes))
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
    problems, shapes = [], shapes_of(counties)
    for zone in records_of(stated):
        host_km2 = host_area_km2([shapes[adcode] for adcode in zone["counties"]])
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
    problems, shapes = [], shapes_of(counties)
    for boundary in surveyed[surveyed["zone_id"].isin(zones.index)].itertuples():
        inner, zone = boundary.geometry.representative_point(), zones.loc[boundary.zone_id].to_dict()
        away = _metres_outside(inner.x, inner.y, _hosts(zone, shapes))
        if away > POINT_TOLERANCE_M:
            problems.append(_boundary_outside_problem(zone, away, boundary.zone_id, boundary.file))
    return problems


def check_owners(surveyed: gpd.GeoDataFrame, zones: pd.DataFrame, faulty: pd.DataFrame) -> list[Problem]:
    """Check that every surveyed boundary is of a zone; of the others it is said which may be meant.

    Parameters
    ----------
    surveyed, zones
        As for :func:`check_surveyed`.
    faulty
        The zones that are wrong otherwise, which is told of them: their boundaries are not in question.
    """
    lost, others = surveyed[~surveyed["zone_id"].isin(zones.index)], ZoneIndex(faulty)
    known = {
        str(zone_id): (zh, en) for zone_id, zh, en in zones[["name_zh", "name_en"]].itertuples(name=None)
    }
    return [
        Problem(
            file,
            Text("边界不属于任何开发区，没有画出", "a boundary of no zone, which is not drawn"),
            suggest_nearest(name or zone_id, known),
            column="zone_id" if zone_id else "name_zh",
            value=zone_id or name,
        )
        for file, zone_id, name in lost[["file", "zone_id", "name"]].itertuples(index=False, name=None)
        if not (others.by_id(zone_id).zone_id or others.by_name(name).zone_id)
    ]


def shapes_of(counties: gpd.GeoDataFrame) -> dict[str, BaseGeometry]:
    """Return the polygon of each county: looked up a thousand times, a frame is slow."""
    return dict(zip(counties.index, counties.geometry, strict=True))


def _hosts(zone: Row, shapes: Mapping[str, BaseGeometry]) -> BaseGeometry:
    """Return the outline of the counties a zone lies in."""
    return union_of([shapes[adcode] for adcode in zone["counties"]])


def _metres_outside(lon: float, lat: float, area: BaseGeometry) -> float:
    """Return how far a point lies outside an area in EPSG:4490; 0 inside."""
    if intersects_xy(area, lon, lat):  # most do, and a projection of their own takes longest
        return 0.0
    to_metres = equal_area(lon, lat)
    flat = transform(area, lambda degrees: np.column_stack(to_metres(*degrees.T)))
    return float(distance(flat, points(0, 0)))


def _halved(zone: Row, silent: list[str], file: str) -> Problem:
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


def _point_outside_problem(zone: Row, away_m: float, file: str) -> Problem:
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


def _boundary_outside_problem(zone: Row, away_m: float, zone_id: str, file: str) -> Problem:
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


def _too_large_problem(zone: Row, host_km2: float, file: str) -> Problem:
    """Say that a zone is larger than its counties."""
    return Problem(
        file,
        Text(
            f"面积大于所在县（{host_km2:,.0f} 平方公里），没有画出",
            f"the area is larger than its county ({host_km2:,.0f} km²) and not drawn",
        ),
        Text(
            "请核对单位：这一列是平方公里，公顷、亩请写明",
            "Check the unit: the column is in km²; write 公顷 or 亩 behind the number if it is one of these",
        ),
        int(zone["row"]),
        "area_km2",
        f"{zone['area_km2']:.10g}",
    )
