"""A file of points, be it a table, a text of Ovital or a vector file → the numbers that stand in it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import shapely
from pyproj import CRS

from zonemap.boundaries.boundary_file import DeclaredCrs, refuse
from zonemap.boundaries.crs.gcj02 import DatumShift
from zonemap.boundaries.crs.names import MODERN, SHIFTED, Statement, with_statements
from zonemap.boundaries.formats.archive import unpack
from zonemap.boundaries.formats.detection import detect_format
from zonemap.boundaries.formats.kml import read_kml
from zonemap.boundaries.formats.parcel_lines import read_point_line, to_number
from zonemap.boundaries.formats.parcel_txt import flagged, numbered_lines, text_statements
from zonemap.boundaries.formats.point_columns import (
    HEADING_WITHIN,
    MOST_POINTS,
    CoordinatePair,
    coordinate_pairs,
    find_blocks,
    find_columns,
    service_of,
    several_pairs,
    split_pair,
)
from zonemap.boundaries.formats.point_table import sheet_statements, slipped
from zonemap.boundaries.formats.vector import DRIVERS, read_vector
from zonemap.boundaries.sources import find_sources
from zonemap.core.problems import DataProblems, Problem
from zonemap.core.text import Text
from zonemap.tables.cells import read_degrees
from zonemap.tables.encoding import decode
from zonemap.tables.rows import NoTable, Rows, Sheet
from zonemap.tables.table_file import ENDINGS, read_sheets


@dataclass
class PointTable:
    """Points in the file's own numbers: values by column, row numbers, x and y (NaN: not usable)."""

    columns: list[str]
    rows: list[tuple[str, int, list[str]]] = field(default_factory=list)
    numbers: list[tuple[float, float]] = field(default_factory=list)
    declared: DeclaredCrs = field(default_factory=DeclaredCrs)
    in_degrees: bool = False
    service: str = ""
    others: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Requested:
    """What the person says of the coordinates."""

    crs: CRS | None
    shift: DatumShift

    def fits(self, pair: CoordinatePair) -> bool:
        """Return whether a pair of columns is what the person names."""
        if self.shift != "keep":
            return SHIFTED.get(pair.datum) == self.shift
        if self.crs is None:
            return False
        return pair.in_degrees == self.crs.is_geographic and pair.datum in MODERN

    def may_fit(self, pair: CoordinatePair) -> bool:
        """Return whether a pair of columns that names no datum can be what the person names."""
        in_degrees = self.crs.is_geographic if self.crs else True
        return not self.is_silent and not pair.datum and pair.in_degrees == in_degrees

    @property
    def is_silent(self) -> bool:
        """Return whether the person leaves it to the file."""
        return self.crs is None and self.shift == "keep"


def read_file_of_points(path: Path, requested: Requested) -> PointTable:
    """Read a table, a text of Ovital or a vector file; of an archive the one file of points in it."""
    if path.suffix.lower() == ".txt" and detect_format(path, path.name) == "parcel_txt":
        return _read_lines(path)
    if path.suffix.lower() in ENDINGS:
        return _read_table(path, requested)
    if detect_format(path, path.name) not in ("archive", "kmz"):
        return _read_vector(path)
    with TemporaryDirectory(prefix="zonemap-") as folder:
        unpack(path, path.name, Path(folder))
        inner = [source.path for source in find_sources(Path(folder))]
        if len(inner) != 1 or detect_format(inner[0], path.name) in ("archive", "kmz"):
            refuse(
                path.name,
                Text(f"压缩包里有 {len(inner)} 个文件", f"{len(inner)} files in the archive"),
                Text("请只放一个点文件", "Put one file of points into it"),
                value=", ".join(one.name for one in inner),
            )
        return read_file_of_points(inner[0], requested)


def _read_lines(path: Path) -> PointTable:
    """Read points that stand a line each, with the letter by which Ovital says how they are shifted."""
    text = decode(path.read_bytes())[0]
    lines = list(numbered_lines(text))
    read = PointTable(["text"])
    for row, line in lines:
        point = read_point_line(path.name, line, row)
        if isinstance(point, Problem):
            raise DataProblems([point])
        read.rows.append(("", row, [line]))
        read.numbers.append((point.first, point.second))
    read.in_degrees = all(max(map(abs, pair)) < 1000 for pair in read.numbers)
    read.declared = with_statements(
        DeclaredCrs(), [Statement(path.name), *text_statements(text), *flagged(path.name, lines)]
    )
    return read


def _read_table(path: Path, requested: Requested) -> PointTable:
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
    read = PointTable(list(found[0][0].rows[found[0][1]][1]))
    wording = [Statement(path.name)]
    for sheet, at in found:
        _gather(read, sheet, at, path.name, requested)
        wording += sheet_statements(sheet, sheet.rows[at][0], set(read.others))
    read.declared = with_statements(DeclaredCrs(), wording)
    return read


def _heading_at(rows: Rows) -> int | None:
    """Return which of the first rows names the coordinates; None when none does."""
    first = next((i for i, (_, cells) in enumerate(rows[:HEADING_WITHIN]) if find_columns(cells)), None)
    if first is not None:
        return first
    # A column that holds both numbers is known by its cells: the row above the first of them is the heading.
    below = (i for i, (_, cells) in enumerate(rows[1:HEADING_WITHIN]) if any(map(split_pair, cells)))
    return next(below, None)


def _gather(read: PointTable, sheet: Sheet, at: int, file: str, requested: Requested) -> None:
    """Add the points of one sheet."""
    headings = sheet.rows[at][1]
    if headings != read.columns:
        refuse(
            file,
            Text("各工作表的列名不同", "the sheets have different headings"),
            Text("请每种点存一个文件", "Save each kind of points as a file of its own"),
            value=sheet.title,
        )
    rows = [cells for _, cells in sheet.rows[at + 1 :]]
    pair = _choose_pair(file, sheet.rows[at][0], coordinate_pairs(headings, rows), requested, read)
    if (
        pair.x != pair.y
        and not read.others
        and (blocks := find_blocks(file, sheet.rows[at][0], [headings, *rows], sheet.title))
    ):
        raise DataProblems([blocks])
    if missed := slipped(file, sheet, sheet.rows[at][0], headings, {headings[pair.x], headings[pair.y]}):
        raise DataProblems(missed)
    read.in_degrees = pair.in_degrees
    read.service = service_of(headings)
    for number, cells in sheet.rows[at + 1 :]:
        texts = (cells + [""] * len(headings))[: len(headings)]
        both = (split_pair(texts[pair.x]) or ("", "")) if pair.x == pair.y else (texts[pair.x], texts[pair.y])
        read.rows.append((sheet.title, number, texts))
        read.numbers.append((_number(both[0], pair.in_degrees), _number(both[1], pair.in_degrees)))


def _choose_pair(
    file: str, row: int, pairs: list[CoordinatePair], requested: Requested, read: PointTable
) -> CoordinatePair:
    """Return the pair of columns to read: the only one, or that of the datum the person names.

    Raises
    ------
    DataProblems
        If there are several and nobody says which.
    """
    fits = [pair for pair in pairs if requested.fits(pair)] or [
        pair for pair in pairs if requested.may_fit(pair)
    ]
    if len(pairs) == 1 or (requested.is_silent and len({pair.datum for pair in pairs}) == 1):
        chosen = pairs[0]
    elif fits:
        chosen = fits[0]
    else:
        raise DataProblems([several_pairs(file, row, pairs, can_choose=True)])
    read.others = [pair.called for pair in pairs if pair != chosen]
    return chosen


def _number(text: str, in_degrees: bool) -> float:
    """Return a coordinate; NaN where the text is none."""
    found = to_number(read_degrees(text) if in_degrees else text)
    return math.nan if found is None else found


def _read_vector(path: Path) -> PointTable:
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
    read = PointTable(columns, declared=table.declared)
    for row in table.rows:
        read.rows.append(("", row.number, [row.values.get(key, "") for key in columns]))
        shape = row.shapes[0] if len(row.shapes) == 1 else None
        parts = shapely.get_parts(shape) if shape is not None else []
        single = len(parts) == 1 and isinstance(parts[0], shapely.Point) and not parts[0].is_empty
        read.numbers.append((parts[0].x, parts[0].y) if single else (math.nan, math.nan))
    return read
