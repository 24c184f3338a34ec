"""Points that a planner holds, in a table or a vector file, brought to EPSG:4490."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from zonemap.boundaries.boundary_file import DeclaredCrs, refuse
from zonemap.boundaries.crs.candidates import CGCS2000, in_china, to_degrees
from zonemap.boundaries.crs.identify import identify_crs
from zonemap.boundaries.crs.names import declared_crs, parse_crs
from zonemap.boundaries.formats.detection import detect_format
from zonemap.boundaries.formats.kml import read_kml
from zonemap.boundaries.formats.parcel_lines import to_number
from zonemap.boundaries.formats.point_columns import (
    HEADING_WITHIN,
    MOST_POINTS,
    column_of,
    find_blocks,
    find_columns,
)
from zonemap.boundaries.formats.point_table import slipped
from zonemap.boundaries.formats.vector import DRIVERS, read_vector
from zonemap.boundaries.geometry.county_index import CountyIndex
from zonemap.core.errors import CannotRead
from zonemap.core.problems import DataProblems
from zonemap.core.reading import check_ordinary, errors_as_problems
from zonemap.core.text import Text
from zonemap.tables.cells import read_degrees
from zonemap.tables.rows import NoTable, Rows, Sheet
from zonemap.tables.table_file import ENDINGS, read_sheets


@dataclass
class _PointTable:
    """Points in the file's own numbers: values by column, row numbers, x and y (NaN: not usable)."""

    columns: list[str]
    rows: list[tuple[str, int, list[str]]] = field(default_factory=list)
    numbers: list[tuple[float, float]] = field(default_factory=list)
    declared: DeclaredCrs = field(default_factory=DeclaredCrs)
    in_degrees: bool = False


def read_points(
    path: Path | str, crs: int | str | None = None, *, counties: gpd.GeoDataFrame | None = None
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

    Returns
    -------
    One row for each row of the table, or each feature, in their order: its values as text, ``row`` (as Excel
    counts, or the number of the feature) and a point in EPSG:4490, None where there is no usable one. How
    the reference system was found stands in ``attrs["crs_reason"]``.

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
    requested_crs = None if crs is None else parse_crs(crs)
    check_ordinary(path, path.name)
    with errors_as_problems(path.name):
        read = _read_table(path) if path.suffix.lower() in ENDINGS else _read_vector(path)
        lonlat, reason = _to_degrees(path.name, read, requested_crs, counties)
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
    return points


def _unique_headings(columns: Sequence[str]) -> list[str]:
    """Return the headings so that none stands twice, and none where zonemap writes its own."""
    found: list[str] = []
    for number, column in enumerate(columns, start=1):
        name = column or f"#{number}"
        while name in (*found, "row", "sheet", "geometry"):
            name += "_"
        found.append(name)
    return found


def _read_table(path: Path) -> _PointTable:
    """Read the rows of every sheet that has coordinates."""
    try:
        sheets = read_sheets(path, MOST_POINTS)
    except NoTable as error:
        raise DataProblems([error.problem]) from error
    found = [(sheet, at) for sheet in sheets if (at := _heading_at(sheet.rows)) is not None]
    if not found:
        refuse(
            path.name,
            Text("没有坐标列", "no columns of coordinates"),
            Text("请写列名，如 经度、纬度 或 X、Y", "Add headings such as lon and lat, or X and Y"),
            value="、".join(sheet.rows[0][1][0] for sheet in sheets if sheet.rows),
        )
    read = _PointTable(list(found[0][0].rows[found[0][1]][1]))
    for sheet, at in found:
        _gather(read, sheet, at, path.name)
    return read


def _heading_at(rows: Rows) -> int | None:
    """Return which of the first rows names the coordinates; None when none does."""
    return next((i for i, (_, cells) in enumerate(rows[:HEADING_WITHIN]) if find_columns(cells)), None)


def _gather(read: _PointTable, sheet: Sheet, at: int, file: str) -> None:
    """Add the points of one sheet."""
    headings = sheet.rows[at][1]
    if headings != read.columns:
        refuse(
            file,
            Text("各工作表的列名不同", "the sheets have different headings"),
            Text("请每种点存一个文件", "Save each kind of points as a file of its own"),
            value=sheet.title,
        )
    below = [headings, *(cells for _, cells in sheet.rows[at + 1 :])]
    if blocks := find_blocks(file, sheet.rows[at][0], below, sheet.title):
        raise DataProblems([blocks])
    columns = find_columns(headings)
    if missed := slipped(file, sheet, sheet.rows[at][0], headings, (columns["x"], columns["y"])):
        raise DataProblems(missed)
    x, y = headings.index(columns["x"]), headings.index(columns["y"])
    read.in_degrees = column_of(headings, "lon") == columns["x"]
    for number, cells in sheet.rows[at + 1 :]:
        texts = (cells + [""] * len(headings))[: len(headings)]
        read.rows.append((sheet.title, number, texts))
        read.numbers.append((_number(texts[x], read.in_degrees), _number(texts[y], read.in_degrees)))


def _number(text: str, in_degrees: bool) -> float:
    """Return a coordinate; NaN where the text is none."""
    found = to_number(read_degrees(text) if in_degrees else text)
    return math.nan if found is None else found


def _read_vector(path: Path) -> _PointTable:
    """Read the features of a vector file; what is no point has no coordinates."""
    format = detect_format(path, path.name)
    if format not in DRIVERS and format != "kml":
        refuse(
            path.name,
            Text("不是点的表格或矢量文件", "neither a table nor a vector file of points"),
            Text(
                "请另存为 CSV、XLSX、GeoPackage、GeoJSON 或 KML",
                "Save it as CSV, XLSX, GeoPackage, GeoJSON or KML",
            ),
            value=format,
        )
    table = (
        read_kml(path, path.name)
        if format == "kml"
        else read_vector(path, path.name, format, most=MOST_POINTS)
    )
    columns = list(dict.fromkeys(key for row in table.rows for key in row.values))
    read = _PointTable(columns, declared=declared_crs(table.crs, weak=table.weak_crs))
    for row in table.rows:
        read.rows.append(("", row.number, [row.values.get(key, "") for key in columns]))
        shape = row.shapes[0] if len(row.shapes) == 1 else None
        parts = shapely.get_parts(shape) if shape is not None else []
        single = len(parts) == 1 and isinstance(parts[0], shapely.Point) and not parts[0].is_empty
        read.numbers.append((parts[0].x, parts[0].y) if single else (math.nan, math.nan))
    return read


def _to_degrees(
    file: str, read: _PointTable, requested_crs: CRS | None, counties: gpd.GeoDataFrame | None
) -> tuple[NDArray[np.float64], str]:
    """Bring the numbers to longitude and latitude, and say how their reference system was found."""
    numbers = np.array(read.numbers, dtype=float).reshape(-1, 2)
    if read.in_degrees and requested_crs is None:
        return numbers, "经纬度，视为 CGCS2000 / longitude and latitude, taken as CGCS2000"
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
