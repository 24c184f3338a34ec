"""Vector files that GDAL reads: a copy in a temporary folder, by the one driver its format allows."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyproj import CRS

from zonemap.boundaries.boundary_file import format_note, problem, refuse
from zonemap.boundaries.crs.names import Statement
from zonemap.boundaries.formats.attribute_encoding import dbf_encoding, dxf_encoding, repair_cut_characters
from zonemap.boundaries.formats.features import Row, Table
from zonemap.boundaries.formats.geojson import check_whole, survey
from zonemap.boundaries.formats.vector_copy import STEM, copy_vector
from zonemap.core.problems import DataProblems, Problem
from zonemap.core.text import Text

DRIVERS = {
    "shapefile": "ESRI Shapefile",
    "geopackage": "GPKG",
    "geojson": "GeoJSON",
    "dxf": "DXF",
    "filegdb": "OpenFileGDB",
    "mapinfo_tab": "MapInfo File",
    "mapinfo_mif": "MapInfo File",
    "flatgeobuf": "FlatGeobuf",
}
"""The one GDAL driver that may read each format; files that ask for another are refused."""

_IN_PARTS = ("geopackage", "shapefile", "flatgeobuf", "filegdb")
_QUOTED = re.compile(r'"([^"]+)"')
_MOST_PRJ = 65_536
_PREFIX = {"geojson": "GeoJSON:", "geopackage": "GPKG:"}
_CLOSED = format_note("有未闭合的环，已闭合", "open rings closed")


def read_vector(path: Path, file: str, format: str, most: int | None = None) -> Table:
    """Read every layer of a vector file.

    Parameters
    ----------
    path
        The file, or the folder of a file geodatabase.
    file
        Its name for the messages.
    format
        A key of :data:`DRIVERS`.
    most
        Most features of a layer that are read; any number when it is not given.

    Returns
    -------
    One row a feature; values are text.

    Raises
    ------
    DataProblems
        If GDAL cannot read it, reads it by another driver than the format's, or finds too many features.
    """
    with TemporaryDirectory(prefix="zonemap-") as folder:
        copy, notes = copy_vector(path, file, format, Path(folder))
        options, encoding, wording = _text_options(copy, format)
        notes += wording
        written = survey(copy, file) if format == "geojson" else None
        source = _PREFIX.get(format, "") + str(copy)
        rows: list[Row] = []
        crs: list[CRS] = []
        for layer in _layers(source, file, format, notes):
            if most is not None:
                _check_number(source, layer, most, file, notes)
            frame = _ask_gdal(file, notes, _read_layer, source, layer=layer, notes=notes, **options)
            rows += _rows(frame, "" if layer == STEM else layer, len(rows), encoding)
            if isinstance(frame, gpd.GeoDataFrame) and frame.crs is not None:
                crs.append(frame.crs)
    if len({item.to_wkt() for item in crs}) > 1:
        refuse(
            file,
            Text("各图层的坐标系不同", "its layers are in different CRS"),
            Text("请每个坐标系存一个文件", "Save one file for each CRS"),
            column="CRS",
            value=", ".join(dict.fromkeys(item.name for item in crs)),
        )
    if written is None:
        return Table(rows, crs[0] if crs else None, False, encoding, notes, _prj_statements(path))
    check_whole(file, written, [row.shapes for row in rows])
    stated = written.crs or (crs[0] if crs else None)
    return Table(rows, stated, written.crs is None, encoding, notes, list(written.statements))


def read_vector_parts(
    path: Path, file: str, format: str, most: int, rows: int
) -> Iterator[tuple[int, Table]]:
    """Read a vector file whole, or if its one layer has more than so many features, some of them at a time.

    Returns
    -------
    How many features there are in all, and the records of some of them.

    Raises
    ------
    DataProblems
        As :func:`read_vector`; several layers, or a GeoJSON or DXF, of so many features are refused.
    """
    with TemporaryDirectory(prefix="zonemap-") as folder:
        copy, notes = copy_vector(path, file, format, Path(folder))
        options, encoding, _ = _text_options(copy, format)
        source = _PREFIX.get(format, "") + str(copy)
        layers = _layers(source, file, format, notes)
        info = _ask_gdal(file, notes, pyogrio.read_info, source, layer=layers[0], force_feature_count=True)
        count = int(info["features"])
        if format not in _IN_PARTS or len(layers) > 1 or count <= most:
            whole = read_vector(path, file, format, most)
            yield len(whole.rows), whole
            return
        (layer,) = layers
        for skip in range(0, count, rows):
            options |= {"skip_features": skip, "max_features": rows}
            frame = _ask_gdal(file, notes, _read_layer, source, layer=layer, notes=notes, **options)
            crs = frame.crs if isinstance(frame, gpd.GeoDataFrame) else None
            records = list(_rows(frame, "" if layer == STEM else layer, skip, encoding))
            yield count, Table(records, crs, False, encoding, notes, _prj_statements(path))


def _prj_statements(path: Path) -> list[Statement]:
    """Return the names in the ``.prj`` beside a shapefile, which GDAL may not know or not use."""
    if path.is_dir():
        return []
    beside = [p for p in path.parent.iterdir() if p.stem == path.stem and p.suffix.lower() == ".prj"]
    texts = [p.read_bytes()[:_MOST_PRJ].decode("gb18030", "replace") for p in beside]
    names = [name for text in texts for name in _QUOTED.findall(text)]
    return [Statement(name) for name in names[:3]]


def _text_options(copy: Path, format: str) -> tuple[dict[str, Any], str, list[str]]:
    """Return reading options for the text of a file, its encoding and notes on it."""
    if format == "shapefile":
        table = copy.with_suffix(".dbf")
        encoding, notes = dbf_encoding(table, copy.with_suffix(".cpg"))
        if encoding:
            repair_cut_characters(table, encoding)
        return {"encoding": encoding} if encoding else {}, encoding, notes
    if format == "dxf":
        encoding = dxf_encoding(copy)
        return {"CLOSED_LINE_AS_POLYGON": "YES", "ENCODING": encoding or "UTF-8"}, encoding, []
    return {}, "", []


def _layers(source: str, file: str, format: str, notes: list[str]) -> list[str]:
    """List the layers with a geometry, after making sure which driver reads the file."""
    listed = _ask_gdal(file, notes, pyogrio.list_layers, source)
    if not len(listed):
        raise DataProblems([_broken(file)])
    driver = _ask_gdal(file, notes, pyogrio.read_info, source, layer=0)["driver"]
    if driver != DRIVERS[format]:
        refuse(
            file,
            Text("内容与格式不符", "the content does not fit the format"),
            Text("请从原软件重新导出", "Export it again"),
            column="格式 format",
            value=driver,
        )
    return [str(name) for name, kind in listed if kind is not None]


def _check_number(source: str, layer: str, most: int, file: str, notes: list[str]) -> None:
    """Stop at a layer with too many features before they are read."""
    info = _ask_gdal(file, notes, pyogrio.read_info, source, layer=layer, force_feature_count=True)
    if info["features"] > most:
        refuse(
            file,
            Text(f"有 {info['features']:,} 个要素，最多读 {most:,} 个", f"more than {most:,} features"),
            Text("请分成几个文件", "Split it into several files"),
            value=f"{info['features']:,}",
        )


def _read_layer(source: str, *, layer: str, notes: list[str], **options: Any) -> pd.DataFrame:
    """Read one layer; where rings stand open, close them and say so."""
    try:
        return pyogrio.read_dataframe(source, layer=layer, on_invalid="raise", **options)
    except shapely.errors.GEOSException:
        notes.append(_CLOSED)
        return pyogrio.read_dataframe(source, layer=layer, on_invalid="fix", **options)


def _ask_gdal(file: str, wording: list[str], ask: Callable[..., Any], source: str, **options: Any) -> Any:
    """Let GDAL read, keep its warnings as notes, and stop when it cannot."""
    with warnings.catch_warnings(record=True) as gdal_warnings:
        warnings.simplefilter("always")
        try:
            answer = ask(source, **options)
        except DataProblems:
            raise
        except Exception as error:  # pyogrio raises whatever a half-read file makes it raise
            raise DataProblems([_unread(file, error)]) from error
    wording += [note for note in _notes_of(gdal_warnings, source) if note not in wording]
    return answer


def _broken(file: str) -> Problem:
    """Return the problem of a file that GDAL cannot read."""
    return problem(
        file,
        Text("文件不完整或已损坏", "the file is cut off or broken"),
        Text("请从原软件重新导出", "Export it again"),
    )


def _unread(file: str, error: Exception) -> Problem:
    """Return the problem of a file at which GDAL stopped: it is broken, or cannot be read here."""
    if isinstance(error, UnicodeError):
        return problem(
            file,
            Text("字段名或文字的编码读不出", "the encoding of field names or words cannot be told"),
            Text(
                "请另存为 GeoPackage，或用 GB18030 编码重新导出",
                "Save it as GeoPackage, or export it again in GB18030",
            ),
            value=str(error),
        )
    if isinstance(error, pyogrio.errors.DataSourceError | pyogrio.errors.DataLayerError | OSError):
        return _broken(file)
    return problem(
        file,
        Text("读取程序读不了这个文件", "the reader cannot read this file"),
        Text("请另存为 GeoPackage 再给", "Save it as GeoPackage"),
        value=f"{type(error).__name__}: {error}",
    )


def _notes_of(gdal_warnings: list[warnings.WarningMessage], source: str) -> list[str]:
    """Say what GDAL warned of, without the place of the copy."""
    wording = []
    for text in dict.fromkeys(str(warning.message) for warning in gdal_warnings):
        if "Non closed ring" in text:
            wording.append(_CLOSED)
        else:
            wording.append(f"GDAL: {text.replace(str(Path(source).parent), '')[:200]}")
    return wording


def _rows(frame: pd.DataFrame, layer: str, before: int, encoding: str) -> Iterator[Row]:
    """Go through the records of a layer."""
    if not isinstance(frame, gpd.GeoDataFrame):
        return
    fields = [column for column in frame.columns if column != frame.geometry.name]
    texts = {column: [as_text(value) for value in frame[column]] for column in fields}
    for i, shape in enumerate(frame.geometry):
        values = {column: texts[column][i] for column in fields}
        yield Row([] if shape is None else [shape], values, values.get("Layer", layer), before + i + 1)


def as_text(value: object) -> str:
    """Return a value as text; whole numbers without decimals, lists as JSON, nothing for a missing one."""
    if isinstance(value, np.ndarray | list | tuple | dict):
        listed = value.tolist() if isinstance(value, np.ndarray) else value
        return json.dumps(listed, ensure_ascii=False, default=str)
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
