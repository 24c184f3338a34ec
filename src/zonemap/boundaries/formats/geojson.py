"""GeoJSON as it is written, held against what GDAL reads of it, which leaves out what it cannot use."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from zonemap.boundaries.boundary_file import problem, refuse
from zonemap.boundaries.crs.names import OLD, SHIFTED, Statement, datums_in
from zonemap.core.problems import DataProblems, Problem
from zonemap.core.reading import parse_json
from zonemap.core.text import Text

_DEPTH = {
    "point": 0,
    "multipoint": 1,
    "linestring": 1,
    "multilinestring": 2,
    "polygon": 2,
    "multipolygon": 3,
}
"""How many lists stand around a position in each kind of geometry."""

_COLLECTION = "geometrycollection"
_EXPORT = Text("请从原软件重新导出", "Export it again")


@dataclass(frozen=True)
class Written:
    """What a geometry or feature holds as it is written: its rings, and what is wrong with it."""

    rings: int = 0
    zh: str = ""
    en: str = ""
    value: str = ""


@dataclass(frozen=True)
class Survey:
    """What a GeoJSON file holds as it is written.

    Parameters
    ----------
    features
        One item a feature, in their order; None where the file is no collection, feature or geometry.
    crs
        The reference system that the file names; None when it names none.
    statements
        The words by which it names one.
    """

    features: tuple[Written, ...] | None
    crs: CRS | None
    statements: tuple[Statement, ...] = ()


# GDAL reads GeoJSON leniently and without a word: a part of a MultiPolygon with one bracket too few is left
# out, a name of a reference system that it does not know becomes 4326. Neither can be seen in what it
# returns, so the file is read a second time as plain JSON, and what was written is held against what was
# read: features by number, rings by count. The coordinates themselves are GDAL's; here they are only counted.


def survey(path: Path, file: str) -> Survey:
    """Read a GeoJSON file as JSON, keeping of each geometry no more than how it is built.

    Parameters
    ----------
    path
        The file, in UTF-8.
    file
        Its name for the messages.

    Raises
    ------
    DataProblems
        If it is not well-formed, names a reference system that is not known, or with every feature whose
        coordinates are not built as its kind asks.
    """
    try:
        whole = parse_json(path.read_text("utf-8-sig"), _shrink)
    except json.JSONDecodeError as error:
        broken = problem(
            file,
            Text("JSON 不完整或已损坏", "the JSON is cut off or not well-formed"),
            _EXPORT,
            row=error.lineno,
            value=f"第 {error.colno} 字 character {error.colno}",
        )
        raise DataProblems([broken]) from error
    features = _features(whole)
    faults = [_fault(file, i, one) for i, one in enumerate(features or (), start=1) if one.zh]
    if faults:
        raise DataProblems(faults)
    crs, wording = _crs(file, whole.get("crs") if isinstance(whole, dict) else None)
    words = [str(whole[key]) for key in ("name", "description") if isinstance(whole, dict) and whole.get(key)]
    return Survey(features, crs, (*wording, *map(Statement, words)))


def check_whole(file: str, written: Survey, read: Sequence[Iterable[BaseGeometry]]) -> None:
    """Stop when fewer features or rings were read than are written.

    Parameters
    ----------
    file
        Name of the file for the messages.
    written
        What the file holds.
    read
        The shapes of each feature that was read.

    Raises
    ------
    DataProblems
        Naming every feature that lost a ring.
    """
    if written.features is None:
        return
    if len(written.features) != len(read):
        counts = len(written.features), len(read)
        refuse(
            file,
            Text(
                f"有 {counts[0]} 个要素，只能读出 {counts[1]} 个",
                f"{counts[0]} features, {counts[1]} readable",
            ),
            _EXPORT,
        )
    lost = [
        (i, one.rings, found)
        for i, (one, shapes) in enumerate(zip(written.features, read, strict=True), start=1)
        if (found := _count_rings(shapes)) < one.rings
    ]
    if lost:
        raise DataProblems(
            [
                _fault(
                    file,
                    i,
                    Written(0, f"有 {rings} 个环，只能读出 {found} 个", f"{rings} rings, {found} readable"),
                )
                for i, rings, found in lost
            ]
        )


def _shrink(item: dict[str, Any]) -> object:
    """Keep of a geometry or a feature how it is built, so that coordinates do not fill the memory."""
    # Called by the JSON parser for each object from the innermost out: a geometry has become its count before
    # the list of features around it is complete, and a large file never stands whole in memory as Python's
    # floats.
    kind = item.get("type")
    if kind == "Feature":
        return _written(item.get("geometry"))
    if isinstance(kind, str) and (kind.lower() in _DEPTH or kind.lower() == _COLLECTION):
        return _geometry(kind, item)
    return item


def _geometry(kind: str, item: dict[str, Any]) -> Written:
    """Say how a geometry is built."""
    if kind.lower() == _COLLECTION:
        parts = item.get("geometries")
        if not isinstance(parts, list):
            return Written(0, "没有 geometries", "no geometries", kind)
        found = [_written(part) for part in parts]
        return next((one for one in found if one.zh), Written(sum(one.rings for one in found)))
    depth = _DEPTH[kind.lower()]
    rings = _rings(item.get("coordinates"), depth)
    if rings is None and depth:
        return Written(
            0, "坐标的层数与图形类型不符，或不是数字", "coordinates not built as its type asks", kind
        )
    return Written(rings or 0)


def _written(geometry: object) -> Written:
    """Return what a feature's geometry holds; a feature without one holds nothing."""
    if geometry is None:
        return Written()
    if isinstance(geometry, Written):
        return geometry
    kind = geometry.get("type") if isinstance(geometry, dict) else geometry
    return Written(0, "不认识的图形类型", "a type of geometry that is not known", str(kind))


def _rings(coordinates: object, depth: int) -> int | None:
    """Count the rings with points among coordinates; None where they are not nested as asked."""
    if not isinstance(coordinates, list):
        return None
    if depth == 1:
        return int(bool(coordinates)) if all(map(_is_position, coordinates)) else None
    if depth == 0:
        return 0 if _is_position(coordinates) else None
    counts = [_rings(part, depth - 1) for part in coordinates]
    return None if None in counts else sum(count or 0 for count in counts)


def _is_position(item: object) -> bool:
    """Return whether an item is two numbers or more."""
    return isinstance(item, list) and len(item) > 1 and all(type(number) in (int, float) for number in item)


def _features(whole: object) -> tuple[Written, ...] | None:
    """Return the features of a file: those of a collection, or the one that it is."""
    if isinstance(whole, Written):
        return (whole,)
    listed = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(listed, list):
        return None
    odd = Written(0, "不是要素", "no feature")
    return tuple(one if isinstance(one, Written) else odd for one in listed)


def _crs(file: str, member: object) -> tuple[CRS | None, tuple[Statement, ...]]:
    """Return the reference system that the member ``crs`` names, and its words where it names a datum."""
    if member is None:
        return None, ()
    name = _crs_name(member)
    wording = (Statement(str(name), loose=True),)
    try:
        return CRS.from_user_input(name if isinstance(name, int) else str(name)), wording
    except CRSError:
        if set(datums_in(str(name), loose=True)) & {*OLD, *SHIFTED}:
            return None, wording
        refuse(
            file,
            Text("所写的坐标系不认识", "names a reference system that is not known"),
            Text(
                "请改为标准名称（如 urn:ogc:def:crs:EPSG::4490），或删去 crs 后用 --crs 指定",
                "Give its standard name (such as urn:ogc:def:crs:EPSG::4490), or delete crs and use --crs",
            ),
            column="crs",
            value=str(name),
        )


def _crs_name(member: object) -> object:
    """Return what the member ``crs`` says, however it is built."""
    properties = member.get("properties") if isinstance(member, dict) else None
    if isinstance(properties, dict):
        keys = ("name", "code", "href")
        return next((properties[key] for key in keys if properties.get(key)), json.dumps(member))
    if isinstance(member, str | int):
        return member
    return json.dumps(member, ensure_ascii=False)


def _count_rings(shapes: Iterable[BaseGeometry]) -> int:
    """Count the rings of the polygons and lines among shapes."""
    rings = 0
    for shape in shapes:
        for part in shapely.get_parts(shape):
            if part.geom_type == "Polygon":
                rings += 0 if part.is_empty else 1 + len(part.interiors)
            elif part.geom_type in ("LineString", "LinearRing"):
                rings += not part.is_empty
            elif part.geom_type != "Point":
                rings += _count_rings([part])
    return rings


def _fault(file: str, number: int, one: Written) -> Problem:
    """Return the problem of a feature."""
    return problem(
        file, Text(one.zh, one.en), _EXPORT, column=f"第 {number} 个要素 feature {number}", value=one.value
    )
