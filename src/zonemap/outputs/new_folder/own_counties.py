"""The counties of a new folder that a planner brings along: polygons of any country, from any vector file."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import geopandas as gpd
from shapely import MultiPolygon

from zonemap.boundaries.boundary_file import problem
from zonemap.boundaries.formats.archive import unpack
from zonemap.boundaries.formats.detection import detect_format
from zonemap.boundaries.formats.features import Table
from zonemap.boundaries.formats.kml import read_kml
from zonemap.boundaries.formats.vector import DRIVERS, read_vector
from zonemap.boundaries.geometry.repair import polygons_of
from zonemap.boundaries.sources import find_sources
from zonemap.core.errors import CannotRead
from zonemap.core.problems import DataProblems
from zonemap.core.reading import errors_as_problems
from zonemap.core.text import Text
from zonemap.region.frames import counties_of_frame
from zonemap.tables.zones_of_frame import called_column

_CODE_LIKE = re.compile(
    r"adcode|gb|(?:\w*_)?code|\w*代码|geoid|fips|\w*_id|id|nuts_id|ags|insee\w*|\w*(?:nr|num|nummer)",
    re.IGNORECASE,
)


def read_any_counties(path: Path) -> gpd.GeoDataFrame:
    """Read polygons of any country from a vector file of any format as counties.

    Parameters
    ----------
    path
        A shapefile, loose or zipped, GeoPackage, GeoJSON, KML, file geodatabase, MapInfo or FlatGeobuf.

    Returns
    -------
    As :func:`read_counties_file` returns them. Code and name are the fields that are called so; without a
    code the features are numbered.

    Raises
    ------
    CannotRead
        If there is no such file.
    DataProblems
        If it cannot be read, or does not say its reference system.
    """
    if not path.exists():
        raise CannotRead(f"没有这个文件 / no such file: {path}")
    with errors_as_problems(path.name), TemporaryDirectory(prefix="zonemap-") as folder:
        table = _vector_table(path, Path(folder))
        if table.crs is None:
            message = Text("文件没有写明坐标系", "the file does not state its reference system")
            fix = Text("请连同 .prj 一起给，或存为 GeoPackage", "Give the .prj with it, or save a GeoPackage")
            raise DataProblems([problem(path.name, message, fix, column="CRS")])
        shapes = [
            MultiPolygon([part for shape in row.shapes for part in polygons_of(shape)]) for row in table.rows
        ]
        frame = gpd.GeoDataFrame([row.values for row in table.rows], geometry=shapes, crs=table.crs)
        areas = frame[~frame.geometry.is_empty].reset_index(drop=True)
        if areas.empty:
            _refuse_districts(path.name)
        return counties_of_frame(_with_codes(areas))


def _vector_table(path: Path, folder: Path) -> Table:
    """Read the only vector file that a path or the archive at it holds."""
    kind = detect_format(path, path.name)
    if kind in ("archive", "kmz"):
        unpack(path, path.name, folder)
        sources = find_sources(folder)
        if len(sources) == 1:
            return _vector_table(sources[0].path, folder)
    if kind == "kml":
        return read_kml(path, path.name)
    if kind in DRIVERS and kind != "dxf":
        return read_vector(path, path.name, kind)
    _refuse_districts(path.name)


def _refuse_districts(file: str) -> NoReturn:
    """Stop at a file that holds no areas."""
    message = Text("县界要是一个面图层的文件", "counties must be one file with a layer of areas")
    fix = Text(
        "请给 GeoJSON、GeoPackage、shapefile（可压缩）或 KML",
        "Give GeoJSON, GeoPackage, a shapefile (zipped or not) or KML",
    )
    raise DataProblems([problem(file, message, fix)])


def _with_codes(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return polygons with the field that holds their codes as ``adcode``, and that of their names found."""
    texts = [column for column in frame if column != frame.geometry.name]

    def is_own(column: str) -> bool:
        cells = frame[column].fillna("").astype(str)
        return bool((cells != "").all() and cells.is_unique)

    code = next((one for one in texts if _CODE_LIKE.fullmatch(str(one)) and is_own(one)), None)
    frame = frame if code is None else frame.rename(columns={code: "adcode"})
    if "adcode" in frame:
        frame = frame.assign(adcode=frame["adcode"].astype(str).str.replace(r"[^\w-]+", "-", regex=True))
    names = [
        one
        for one in texts
        if one != code and is_own(one) and not frame[one].astype(str).str.fullmatch(r"[\d.]+").any()
    ]
    if "name_zh" not in frame and called_column(frame) is None and names:
        frame = frame.rename(columns={names[0]: "name_zh"})
    return frame
