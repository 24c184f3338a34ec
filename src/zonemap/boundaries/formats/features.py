"""Rows of a vector file become features: which field names a shape, and lines that close become polygons."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NoReturn

import numpy as np
import shapely
from pyproj import CRS
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from zonemap.boundaries.boundary_file import BoundaryFile, Feature, format_note, problem, refuse
from zonemap.boundaries.crs.names import declared_crs
from zonemap.boundaries.formats.parcel_lines import KM2_PER_UNIT
from zonemap.boundaries.formats.point_columns import column_of, unit_of
from zonemap.boundaries.geometry.repair import polygons_of
from zonemap.boundaries.geometry.rings import assemble, close_ring
from zonemap.core.problems import DataProblems
from zonemap.core.text import Text

_NUMBER = re.compile(r"[\d.]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@dataclass
class Row:
    """One record of a vector file: its shapes, its values as text by field, its layer and its number."""

    shapes: list[BaseGeometry]
    values: dict[str, str]
    layer: str = ""
    number: int = 0


@dataclass
class Table:
    """The records of a vector file with the reference system it names."""

    rows: list[Row]
    crs: CRS | None = None
    weak_crs: bool = False
    encoding: str = ""
    notes: list[str] = field(default_factory=list)


def boundary_file_of(file: str, format: str, table: Table) -> BoundaryFile:
    """Turn records into features.

    Parameters
    ----------
    file, format
        As the result shall name them.
    table
        The records.

    Returns
    -------
    A feature for each record with an area; the others are counted in the notes.

    Raises
    ------
    DataProblems
        If no record has an area.
    """
    boundary_file = BoundaryFile(
        file, format, [], declared_crs(table.crs, weak=table.weak_crs), table.encoding, table.notes
    )
    left_out: dict[Text, list[int]] = {}
    for row in table.rows:
        geometry, repairs = _area_of(row.shapes)
        if geometry is None:
            kind = _kind_without_area(row.shapes)
            left_out.setdefault(kind, []).append(row.number)
            continue
        boundary_file.features.append(_feature(row, geometry, repairs))
    if not boundary_file.features:
        _refuse_no_area(file, left_out)
    boundary_file.notes += [
        format_note(f"{len(numbers)} 个{kind.zh}未读", f"{len(numbers)} {kind.en} not read")
        for kind, numbers in left_out.items()
    ]
    return boundary_file


def _feature(row: Row, geometry: BaseGeometry, repairs: list[str]) -> Feature:
    """Return the feature of a record with an area."""
    names = {key: column_of(row.values, key) for key in ("zone_id", "name", "area")}
    value = {key: row.values[name] if name else "" for key, name in names.items()}
    return Feature(
        geometry,
        Text(f"第 {row.number} 个要素", f"feature {row.number}"),
        row.layer,
        clean_text(value["zone_id"]),
        clean_text(value["name"]),
        stated_area_km2=stated_area(names["area"] or "", value["area"]),
        repairs=repairs,
    )


def clean_text(text: str) -> str:
    """Return a word without control characters and blanks at its ends."""
    return _CONTROLS.sub("", text).strip()


def stated_area(heading: str, value: str) -> float:
    """Return an area in square kilometres when heading or value name its unit, else NaN.

    A unit that is not named is never guessed: in field work 面积 is square metres, hectares or mu alike.
    """
    text = unicodedata.normalize("NFKC", value).strip().lower()
    unit = unit_of(text) or unit_of(heading)
    found = _NUMBER.search(text.replace(",", ""))
    if unit not in KM2_PER_UNIT or not found:
        return math.nan
    try:
        return float(found.group()) * KM2_PER_UNIT[unit] or math.nan
    except ValueError:
        return math.nan


def _area_of(shapes: Iterable[BaseGeometry]) -> tuple[BaseGeometry | None, list[str]]:
    """Return the polygons among shapes and those that closed lines make, and what was mended."""
    parts, rings, wording = [], [], []
    for shape in shapes:
        parts += polygons_of(shape)
        rings += rings_of_lines(shape)
    if rings:
        geometry, decided = assemble(rings)
        parts += polygons_of(geometry)
        wording = [format_note("闭合线按面处理", "closed lines taken as areas"), *decided]
    if not parts:
        return None, []
    return (parts[0] if len(parts) == 1 else MultiPolygon(parts)), wording


def rings_of_lines(shape: BaseGeometry) -> list[np.ndarray]:
    """Return the rings that the lines of a shape make, joined end to end where they touch."""
    lines = [part for part in _simple_parts(shape) if part.geom_type in ("LineString", "LinearRing")]
    if not lines:
        return []
    merged = shapely.get_parts(shapely.line_merge(shapely.MultiLineString(lines)))
    closed = [shapely.get_coordinates(line) for line in merged if line.is_closed and not line.is_empty]
    rings = [close_ring(points)[0] for points in closed]
    return [ring for ring in rings if len(ring) >= 3]


def _simple_parts(shape: BaseGeometry) -> list[BaseGeometry]:
    """Return the single geometries a shape is made of."""
    parts = list(shapely.get_parts(shape))
    if len(parts) == 1 and parts[0].geom_type == shape.geom_type:
        return parts
    return [simple for part in parts for simple in _simple_parts(part)]


def _kind_without_area(shapes: list[BaseGeometry]) -> Text:
    """Say what a record without area is."""
    kinds = {part.geom_type for shape in shapes for part in _simple_parts(shape) if not part.is_empty}
    if "LineString" in kinds:
        return Text("未闭合的线", "open lines")
    return Text("点", "points") if "Point" in kinds else Text("空图形", "empty shapes")


class NoFeature(DataProblems):
    """A file that holds nothing at all, as the index of a KMZ may."""


def _refuse_no_area(file: str, left_out: dict[Text, list[int]]) -> NoReturn:
    """Stop at a file without areas; the features that it holds are named by their numbers."""
    fix = Text("请给闭合的边界面", "Give the boundary as closed areas")
    if not left_out:
        raise NoFeature([problem(file, Text("没有要素", "no feature"), fix)])
    zh = "、".join(f"{len(numbers)} 个{kind.zh}" for kind, numbers in left_out.items())
    en = ", ".join(f"{len(numbers)} {kind.en}" for kind, numbers in left_out.items())
    numbers = ", ".join(map(str, sorted(number for found in left_out.values() for number in found)))
    message = Text(f"没有面，只有：{zh}", f"no area, only {en}")
    refuse(file, message, fix, column="要素 feature", value=numbers)


def outer_rings(polygon: Polygon) -> list[np.ndarray]:
    """Return every ring of a polygon without its closing point."""
    return [shapely.get_coordinates(ring)[:-1] for ring in (polygon.exterior, *polygon.interiors)]
