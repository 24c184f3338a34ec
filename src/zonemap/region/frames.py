"""Frames that somebody has at hand → the parts of a region, without any file."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from zonemap.boundaries.crs.candidates import frame_in_degrees
from zonemap.boundaries.geometry.repair import polygons_of, repair
from zonemap.core.errors import ZonemapError
from zonemap.core.problems import DataProblems
from zonemap.core.text import Text
from zonemap.region.data_file import newest_day
from zonemap.region.home_counties import placed, places_of, with_home_counties
from zonemap.region.indicative import GEODETIC_CRS, geodesic_area_km2
from zonemap.region.join import check_frame
from zonemap.region.outlines import parts_of, typed_zones
from zonemap.tables.checks import check_tables
from zonemap.tables.intake import take_in
from zonemap.tables.reader import Tables
from zonemap.tables.schemas import OWN, TABLE_NAMES
from zonemap.tables.table import Table
from zonemap.tables.zones_of_frame import called_column, text_of, zones_of_frame

NO_DAY = dt.date(2000, 1, 1)
"""Stands for the day of a region that knows no dates: on every day it is the same, and none is shown."""


def parts_of_region(
    zones: pd.DataFrame,
    counties: gpd.GeoDataFrame | None,
    name: str,
    title: Text,
    state_day: dt.date | None,
) -> dict[str, Any]:
    """Return what a :class:`zonemap.Region` is made of; see :meth:`zonemap.Region.from_frames`."""
    check_frame(zones, "zones")
    shapes = _shapes_of(zones)
    _check_places(shapes, len(zones), counties)
    # Beside shapes, degrees are attributes; and without counties none can be one of them.
    without = () if shapes is None else ("lon", "lat") if counties is not None else ("lon", "lat", "counties")
    table = zones_of_frame(_attributes(zones), name, without=without)
    found = take_in(
        Tables({key: _empty(key, name) for key in TABLE_NAMES} | {"zones": table}), with_near=False
    )
    table = found.tables["zones"]
    outlines = _outlines(shapes, table.frame["zone_id"], name)
    if counties is not None:
        given = counties_of_frame(counties)
        found = placed(found, places_of(table.frame) if shapes is None else list(shapes), given)
    elif shapes is None:
        found, given = with_home_counties(found, title.zh)
    else:
        given = counties_of_frame(gpd.GeoDataFrame({"adcode": []}, geometry=[], crs=GEODETIC_CRS))
    day = state_day or newest_day(found)
    checked = check_tables(found, given, day, OWN)
    if checked.problems:
        raise DataProblems(checked.problems)
    typed = _with_points(typed_zones(checked.frames["zones"], given), shapes)
    return {
        "name": name,
        "title_zh": title.zh,
        "title_en": title.en,
        "state_day": day or NO_DAY,
        "date": day or NO_DAY,
        "has_day": day is not None,
        "inputs": {name: _hash(zones)},
        "witnesses": checked.witnesses,
        **parts_of(checked, typed, outlines, given),
    }


def counties_of_frame(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return polygons of any country as counties.

    Parameters
    ----------
    frame
        Polygons in any known reference system; ``adcode`` (column or index: any text without blanks; numbers
        stand in where there is none), ``name_zh`` or a column that is called a name, ``name_en``,
        ``seat_lon`` and ``seat_lat`` where known.

    Returns
    -------
    Index ``adcode``; ``name_zh``, ``name_en``, ``seat_lon``, ``seat_lat`` and polygons, EPSG:4490.
    """
    plain = frame.reset_index() if frame.index.names != [None] else frame.reset_index(drop=True)
    shapes = _in_degrees(plain)
    count = len(plain)
    codes = plain["adcode"].map(text_of) if "adcode" in plain else pd.Series(range(1, count + 1)).map(str)
    called = "name_zh" if "name_zh" in plain else called_column(plain)
    names = plain[called].map(text_of) if called else codes
    english = plain["name_en"].map(text_of) if "name_en" in plain else names
    seats = {
        key: pd.to_numeric(plain[key], errors="coerce") if key in plain else np.nan
        for key in ("seat_lon", "seat_lat")
    }
    values = {"adcode": codes.astype(str), "name_zh": names.astype(str), "name_en": english.astype(str)}
    areas = [_area(shape)[0] for shape in shapes]
    is_area = np.array([not area.is_empty for area in areas], dtype=bool)
    if not is_area.all() or values["adcode"].duplicated().any() or (values["adcode"] == "").any():
        rows = "、".join(str(i + 1) for i in np.flatnonzero(~is_area)[:5])
        raise ZonemapError(
            f"counties：每个县要有面和不重复的 adcode；有问题的行：{rows or '–'} / counties: each needs "
            f"an area and an adcode of its own; rows in question: {rows or '–'}"
        )
    return gpd.GeoDataFrame(pd.DataFrame(values).assign(**seats), geometry=areas, crs=GEODETIC_CRS).set_index(
        "adcode"
    )


def _check_places(shapes: np.ndarray | None, count: int, counties: object) -> None:
    """See that there are zones, and that each has a place."""
    if not count:
        raise ZonemapError("zones：一行也没有 / zones: no row at all")
    nowhere = [] if shapes is None else [i for i, one in enumerate(shapes, 1) if one is None or one.is_empty]
    if counties is None and nowhere:
        rows = ", ".join(map(str, nowhere[:5]))
        raise ZonemapError(
            f"没有图形的行：{rows}；请先去掉：frame[frame.geometry.notna()] / rows without geometry: {rows}; "
            "leave them out first: frame[frame.geometry.notna()]"
        )


def _attributes(zones: pd.DataFrame) -> pd.DataFrame:
    """Return a frame without its columns of geometry."""
    geometries = [column for column in zones if str(zones[column].dtype) == "geometry"]
    return pd.DataFrame(zones.drop(columns=geometries))


def _shapes_of(zones: pd.DataFrame) -> np.ndarray | None:
    """Return the active geometries in degrees of EPSG:4490; None where the frame has none."""
    if not isinstance(zones, gpd.GeoDataFrame) or zones.active_geometry_name is None:
        return None
    return _in_degrees(zones)


def _in_degrees(frame: gpd.GeoDataFrame) -> np.ndarray:
    """Return the geometries of a frame in EPSG:4490, without heights."""
    if frame.crs is None:
        raise ZonemapError(
            "没有坐标系，请先用 set_crs(…) 说明 / no reference system; say it first with set_crs(…)"
        )
    return np.asarray(shapely.force_2d(frame_in_degrees(frame.geometry).to_numpy()))


def _with_points(zones: pd.DataFrame, shapes: np.ndarray | None) -> pd.DataFrame:
    """Return typed zones with longitude and latitude of those that are points."""
    if shapes is None:
        return zones
    is_point = np.array([shape is not None and shape.geom_type == "Point" for shape in shapes], dtype=bool)
    places = [
        (shape.x, shape.y) if own else (np.nan, np.nan) for shape, own in zip(shapes, is_point, strict=True)
    ]
    lon, lat = np.array(places, dtype=float).reshape(-1, 2).T
    return zones.assign(lon=lon, lat=lat)


def _empty(key: str, name: str) -> Table:
    """Return a table without rows."""
    return Table(key, pd.DataFrame(dtype=str), name)


def _outlines(shapes: np.ndarray | None, zone_ids: pd.Series, name: str) -> gpd.GeoDataFrame:
    """Return the areas among the geometries as boundaries of their zones, as given."""
    rows = []
    for shape, zone_id in zip(shapes if shapes is not None else (), zone_ids, strict=False):
        if shape is None or shape.is_empty or shape.geom_type == "Point":
            continue
        area, repairs = _area(shape)
        if area.is_empty:
            raise ZonemapError(
                f"{name}：{zone_id} 是 {shape.geom_type}，要的是面或点 / "
                f"{name}: {zone_id} is a {shape.geom_type}; areas or points are needed"
            )
        rows.append({"zone_id": zone_id, "geometry": area, "repairs": "\n".join(repairs)})
    frame = pd.DataFrame(rows, columns=["zone_id", "geometry", "repairs"])
    described = {
        "name": "", "file": name, "format": "frame", "layer": "", "crs_declared": "",
        "crs_used": GEODETIC_CRS, "crs_reason": "", "encoding": "",
        "area_km2": [geodesic_area_km2(area) for area in frame["geometry"]],
        "stated_area_km2": np.nan, "area_difference_km2": np.nan, "notes": "",
    }  # fmt: skip
    return gpd.GeoDataFrame(frame.assign(**described, basis="given"), geometry="geometry", crs=GEODETIC_CRS)


def _area(shape: BaseGeometry | None) -> tuple[BaseGeometry, list[str]]:
    """Return the areas of a geometry as one valid geometry, and what was mended; an empty one for none."""
    parts = polygons_of(shape) if shape is not None else []
    if not parts:
        return shapely.Polygon(), []
    area = parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
    return (area, []) if area.is_valid else repair(area)


def _hash(zones: pd.DataFrame) -> str:
    """Return the SHA-256 of what a frame holds."""
    return hashlib.sha256(zones.to_csv().encode()).hexdigest()
