"""Points that a planner holds, in a table or a vector file, brought to EPSG:4490."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from zonemap.boundaries.boundary_file import format_note
from zonemap.boundaries.crs.candidates import CGCS2000, in_china, to_degrees
from zonemap.boundaries.crs.gcj02 import MOVE_BACK, DatumShift
from zonemap.boundaries.crs.gcj02_detection import OVITAL
from zonemap.boundaries.crs.identify import identify_crs
from zonemap.boundaries.crs.names import parse_crs
from zonemap.boundaries.crs.refusals import check_shift, refuse_old_datum
from zonemap.boundaries.geometry.county_index import CountyIndex
from zonemap.boundaries.point_file import PointTable, Requested, read_file_of_points
from zonemap.core.errors import CannotRead
from zonemap.core.reading import check_ordinary, errors_as_problems
from zonemap.core.text import Text


def read_points(
    path: Path | str,
    crs: int | str | None = None,
    *,
    counties: gpd.GeoDataFrame | None = None,
    datum_shift: DatumShift = "keep",
) -> gpd.GeoDataFrame:
    """Read points from a table or a vector file.

    Parameters
    ----------
    path
        A CSV file or workbook whose headings name longitude and latitude (经度, 纬度) or two coordinates in
        metres (X, Y), or a vector file of points.
    crs
        EPSG code or name of the reference system, where the file does not say it.
    counties
        Counties in EPSG:4490, index adcode, column ``name_zh``: the test of a guessed reference system.
    datum_shift
        ``gcj02`` or ``bd09`` moves all points back from there to CGCS2000; where a table holds several pairs
        of coordinates it also chooses among them, as ``crs`` does.

    Returns
    -------
    One row for each row of the table, or each feature, in their order: its values as text, ``row`` (as Excel
    counts, or the number of the feature) and a point in EPSG:4490, None where there is no usable one. How
    the reference system was found stands in ``attrs["crs_reason"]``, what else a person should know in
    ``attrs["notes"]``.

    Raises
    ------
    CannotRead
        If there is no such file.
    DataProblems
        If it is no table or vector file, has no coordinates, or its reference system cannot be told.
    ZonemapError
        If there is no such CRS.
    """
    path = Path(path)
    if not path.exists():
        raise CannotRead(f"没有这个文件 / no such file: {path}")
    requested = Requested(None if crs is None else parse_crs(crs), datum_shift)
    check_ordinary(path, path.name)
    with errors_as_problems(path.name):
        read = read_file_of_points(path, requested)
        check_shift(path.name, read.declared, datum_shift, crs_described=requested.crs is not None)
        lonlat, reason = _to_degrees(path.name, read, requested.crs, counties)
        notes = _notes(path.name, read, datum_shift)
    if datum_shift != "keep":
        there = np.isfinite(lonlat).all(axis=1)
        lonlat[there] = MOVE_BACK[datum_shift](lonlat[there])
    usable = np.array(
        [bool(pair.all()) and in_china(pair[None]) for pair in np.nan_to_num(lonlat)], dtype=bool
    )
    geometry = [shapely.Point(pair) if good else None for pair, good in zip(lonlat, usable, strict=True)]
    frame = pd.DataFrame(
        [cells for _, _, cells in read.rows], columns=_unique_headings(read.columns), dtype=str
    )
    frame.insert(0, "row", [number for _, number, _ in read.rows])
    if len({sheet for sheet, _, _ in read.rows}) > 1:
        frame.insert(0, "sheet", [sheet for sheet, _, _ in read.rows])
    points = gpd.GeoDataFrame(frame, geometry=geometry, crs=CGCS2000)
    points.attrs["crs_reason"] = reason
    points.attrs["notes"] = notes
    return points


def _notes(file: str, read: PointTable, shift: DatumShift) -> list[str]:
    """Say what a person should know of the points: that they may be shifted, or were moved back."""
    notes = []
    if read.others:
        columns = "；".join(read.others)
        notes.append(format_note(f"另有坐标列未用：{columns}", f"other coordinates not used: {columns}"))
    if shift != "keep":
        name = {"gcj02": "GCJ-02", "bd09": "BD-09"}[shift]
        notes.append(
            format_note(f"已按指定从 {name} 改正到 CGCS2000", f"moved back from {name} to CGCS2000, as told")
        )
    elif file.lower().endswith(("ovkml", "ovkmz")):
        notes.append(OVITAL)
    elif read.service:
        whose, name = {"gcj02": ("高德 AMap", "GCJ-02"), "bd09": ("百度 Baidu", "BD-09")}[read.service]
        notes.append(
            format_note(
                f"列名像{whose}的导出表，坐标多半是 {name}，偏离数百米；若是，请加 --shift {read.service}",
                f"the headings are those of {whose}: the coordinates are {name} most likely, hundreds of "
                f"metres off; if so, say --shift {read.service}",
            )
        )
    return notes


def _unique_headings(columns: Sequence[str]) -> list[str]:
    """Return the headings so that none stands twice, and none where zonemap writes its own."""
    found: list[str] = []
    for number, column in enumerate(columns, start=1):
        name = column or f"#{number}"
        while name in (*found, "row", "sheet", "geometry"):
            name += "_"
        found.append(name)
    return found


def _to_degrees(
    file: str, read: PointTable, requested_crs: CRS | None, counties: gpd.GeoDataFrame | None
) -> tuple[NDArray[np.float64], str]:
    """Bring the numbers to longitude and latitude, and say how their reference system was found."""
    numbers = np.array(read.numbers, dtype=float).reshape(-1, 2)
    if read.in_degrees and requested_crs is None:
        if read.declared.old_datum:
            refuse_old_datum(file, read.declared.old_datum, read.declared)
        return _in_order(numbers, read.declared.text)
    finite = np.isfinite(numbers).all(axis=1)
    lonlat = np.full_like(numbers, np.nan)
    if not finite.any():
        return lonlat, ""
    county_index = CountyIndex.of(counties) if counties is not None and len(counties) else None
    decision = identify_crs(
        file,
        numbers[finite],
        read.declared,
        requested_crs,
        county_index.share_inside if county_index else None,
    )
    lonlat[finite] = to_degrees(numbers[finite], decision.crs, swapped=decision.swapped)
    return lonlat, decision.reason


def _in_order(numbers: NDArray[np.float64], stated: str) -> tuple[NDArray[np.float64], str]:
    """Return degrees with longitude first: over China the two can be told apart, row by row."""
    lonlat = numbers.copy()
    pairs = np.nan_to_num(numbers)
    swapped = [not in_china(pair[None]) and in_china(pair[None, ::-1]) for pair in pairs]
    lonlat[swapped] = numbers[swapped][:, ::-1]
    by = Text(f"文件写明{stated}；", f"stated: {stated}; ") if stated else Text("")
    reason = format_note(f"{by.zh}经纬度，视为 CGCS2000", f"{by.en}longitude and latitude, taken as CGCS2000")
    if not any(swapped):
        return lonlat, reason
    count = sum(swapped)
    return lonlat, format_note(
        f"{reason.partition(' / ')[0]}，{count} 行的经度和纬度已互换",
        f"{reason.partition(' / ')[2]}, longitude and latitude of {count} rows exchanged",
    )
