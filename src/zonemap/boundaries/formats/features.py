"""Rows of a vector file become features: which field names a shape, and lines that close become polygons."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

import numpy as np
import shapely
from pyproj import CRS
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from zonemap.boundaries.boundary_file import BoundaryFile, DeclaredCrs, Feature, format_note, problem, refuse
from zonemap.boundaries.crs.names import (
    Statement,
    cell_statements,
    crs_statements,
    declared_crs,
    with_statements,
)
from zonemap.boundaries.formats.parcel_lines import KM2_PER_UNIT
from zonemap.boundaries.formats.point_columns import column_of, columns_of, unit_of
from zonemap.boundaries.geometry.repair import polygons_of
from zonemap.boundaries.geometry.rings import assemble, close_ring
from zonemap.core.problems import DataProblems
from zonemap.core.text import Text

_WKT = re.compile(
    r"\s*(?:SRID=\d+;)?\s*(?:MULTI)?(?:POLYGON|LINESTRING|SURFACE|CURVE|POINT)\s*[ZM]{0,2}\s*\(",
    re.IGNORECASE,
)
_DEFAULT = re.compile(
    r"(?:未命名|无标题|新建)?(?:多边形|面|轨迹|路径|图形|范围|边界)?\s*\d*|"
    r"(?:untitled )?(?:polygon|path|shape|placemark)\s*\d*",
    re.IGNORECASE,
)
"""Names that programs give to a shape that has none."""
_NUMBER = re.compile(r"[\d.]+")
_GAP_METRES, _GAP_DEGREES = 0.01, 1e-7
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@dataclass
class Row:
    """One record of a vector file: its shapes, its values as text by field, its layer and its number.

    The names of the folders around it, outermost first, may name it too.
    """

    shapes: list[BaseGeometry]
    values: dict[str, str]
    layer: str = ""
    number: int = 0
    folders: tuple[str, ...] = ()


@dataclass
class Table:
    """The records of a vector file with the reference system it names, and what else may name a datum."""

    rows: list[Row]
    crs: CRS | None = None
    weak_crs: bool = False
    encoding: str = ""
    notes: list[str] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)

    @property
    def declared(self) -> DeclaredCrs:
        """Return what the file says of its reference system, wherever it says it."""
        wording = [
            *crs_statements(self.crs),
            *self.statements,
            *map(Statement, {row.layer for row in self.rows}),
        ]
        wording += [one for row in self.rows for one in cell_statements(row.values)]
        return with_statements(declared_crs(self.crs, weak=self.weak_crs), wording)


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
    boundary_file = BoundaryFile(file, format, [], table.declared, table.encoding, table.notes)
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


def is_wkt(cell: str) -> bool:
    """Return whether a cell holds a shape as WKT or EWKT."""
    return bool(_WKT.match(cell))


def read_wkt(file: str, row: int, cell: str) -> tuple[BaseGeometry | None, int]:
    """Read a shape written as WKT, and the code that EWKT puts in front of it (0 when there is none).

    Raises
    ------
    DataProblems
        If it cannot be read.
    """
    if not cell.strip():
        return None, 0
    code, _, text = cell.rpartition(";")
    try:
        srid = int(re.sub(r"\D", "", code) or 0)
        return shapely.from_wkt(text.strip()), srid
    except (shapely.errors.GEOSException, ValueError):
        refuse(
            file,
            Text("WKT 读不出", "the WKT cannot be read"),
            Text(
                "请补全；CSV 里含逗号的 WKT 要加英文双引号",
                "Complete it; in CSV a WKT with commas needs double quotes around it",
            ),
            row=row,
            column="WKT",
            value=cell,
        )


def _feature(row: Row, geometry: BaseGeometry, repairs: list[str]) -> Feature:
    """Return the feature of a record with an area."""
    filled = {heading: text for heading, value in row.values.items() if (text := clean_text(value))}
    names = [filled[heading] for heading in columns_of(filled, "name")]
    called = [*(n for n in names if not _DEFAULT.fullmatch(n)), *row.folders[::-1], *names, ""]
    zone_id, area = column_of(filled, "zone_id"), column_of(filled, "area")
    return Feature(
        geometry,
        Text(f"第 {row.number} 个要素", f"feature {row.number}"),
        row.layer,
        filled[zone_id] if zone_id else "",
        called[0],
        stated_area_km2=stated_area(area or "", filled[area] if area else ""),
        repairs=repairs,
        other_names=tuple(dict.fromkeys(called[1:-1])),
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
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return []
    lines = [part for part in _simple_parts(shape) if part.geom_type in ("LineString", "LinearRing")]
    closed = [line for line in join_lines(lines) if line.is_closed]
    rings = [close_ring(shapely.get_coordinates(line))[0] for line in closed]
    return [ring for ring in rings if len(ring) >= 3]


def join_lines(lines: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Join lines end to end where their ends lie within a centimetre of each other.

    Parameters
    ----------
    lines
        Lines in metres or degrees.

    Returns
    -------
    The lines that they make together, closed where they come back to their start.
    """
    lines = [line for line in lines if not line.is_empty]
    if not lines:
        return []
    merged = list(shapely.get_parts(shapely.line_merge(shapely.MultiLineString(lines))))
    if all(line.is_closed for line in merged):
        return merged
    # Drawn by hand or rounded to the millimetre, ends do not meet to the last digit. Those that nearly do are
    # put onto the first of them; nothing else of a line is moved.
    apart = _GAP_METRES if np.abs(shapely.get_coordinates(merged)).max() > 1000 else _GAP_DEGREES
    points = [shapely.get_coordinates(line)[:, :2] for line in merged]
    ends = np.array([p[i] for p in points for i in (0, -1)])
    near, target = shapely.STRtree(shapely.points(ends)).query(
        shapely.points(ends), predicate="dwithin", distance=apart
    )
    first = np.arange(len(ends))
    np.minimum.at(first, near, target)
    for i, line in enumerate(points):
        line[0], line[-1] = ends[first[2 * i]], ends[first[2 * i + 1]]
    return list(shapely.get_parts(shapely.line_merge(shapely.multilinestrings(points))))


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
