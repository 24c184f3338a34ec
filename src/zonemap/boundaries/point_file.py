"""A file of points, be it a table, a text of Ovital or a vector file → the numbers that stand in it."""

# Above 300 lines because every kind of file of points ends as the same numbers, whole or in parts.

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from zonemap.boundaries.boundary_file import DeclaredCrs, refuse
from zonemap.boundaries.crs.gcj02 import DatumShift
from zonemap.boundaries.crs.names import MODERN, SHIFTED, Statement, with_statements
from zonemap.boundaries.formats.archive import unpack
from zonemap.boundaries.formats.detection import detect_format
from zonemap.boundaries.formats.features import Table
from zonemap.boundaries.formats.kml import read_kml
from zonemap.boundaries.formats.parcel_lines import numbered_lines, read_point_line, to_number
from zonemap.boundaries.formats.parcel_txt import flagged, text_statements
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
from zonemap.boundaries.formats.point_table import no_table_as_problem, sheet_statements, slipped
from zonemap.boundaries.formats.vector import DRIVERS, read_vector_parts
from zonemap.boundaries.sources import find_sources
from zonemap.core.problems import DataProblems, Problem
from zonemap.core.text import Text
from zonemap.tables.cells import read_degrees
from zonemap.tables.csv_file import columns_of, read_csv_blocks, rows_of_block
from zonemap.tables.encoding import decode
from zonemap.tables.rows import LONG_ROWS, Rows, Sheet
from zonemap.tables.table_file import ENDINGS, lines_of_long_text, read_sheets

ROWS_AT_FIRST, ROWS_AT_ONCE = 2**14, 2**15
"""How many rows of a long table tell how it is read, and how many are held in memory after that."""

_PLAIN = re.compile(r"\d+\.\d+", re.ASCII)
_PLAIN_LETTERS = frozenset("0123456789.")


@dataclass
class PointTable:
    """Points in the file's own numbers.

    Parameters
    ----------
    columns
        The headings.
    sheets, rows
        Sheet and row number of each point.
    cells
        The texts of the points, column by column.
    numbers
        x and y of each point, in two columns; NaN where it is not usable.
    declared, in_degrees, service, others
        What the file says of its reference system, whether the numbers are degrees, the map service that
        gives out such lists, and the pairs of coordinates that are not used.
    expected
        How many points the file has, more or less, where these are some of them.
    """

    columns: list[str]
    sheets: list[str] = field(default_factory=list)
    rows: Sequence[int] = field(default_factory=list)
    cells: list[Sequence[str]] = field(default_factory=list)
    numbers: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 2)))
    declared: DeclaredCrs = field(default_factory=DeclaredCrs)
    in_degrees: bool = False
    service: str = ""
    others: list[str] = field(default_factory=list)
    expected: int = 0

    def add(self, sheet: str, rows: Rows, numbers: NDArray[np.float64]) -> None:
        """Add the points of one sheet."""
        columns = zip(*(cells for _, cells in rows), strict=True)
        cells = [list(column) for column in columns] or [[] for _ in self.columns]
        before = self.cells or [[] for _ in self.columns]
        self.sheets += [sheet] * len(rows)
        self.rows = [*self.rows, *(number for number, _ in rows)]
        self.cells = [[*old, *new] for old, new in zip(before, cells, strict=True)]
        self.numbers = np.concatenate([self.numbers, numbers])


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


def read_point_tables(path: Path, requested: Requested) -> Iterator[PointTable]:
    """Read a file of points: whole, or a long one in parts, of which the first says how all are read."""
    is_table = path.suffix.lower() in ENDINGS
    if not is_table and detect_format(path, path.name) not in ("archive", "kmz"):
        yield from _read_vector(path)
    elif (
        is_table
        and (lines := lines_of_long_text(path, MOST_POINTS))
        and not (path.suffix.lower() == ".txt" and detect_format(path, path.name) == "parcel_txt")
    ):
        with no_table_as_problem():
            yield from _read_parts(path, requested, lines)
    else:
        yield read_file_of_points(path, requested)


def _read_parts(path: Path, requested: Requested, lines: int) -> Iterator[PointTable]:
    """Read a long table in parts; what is wrong with a later part is told when it is reached."""
    blocks = read_csv_blocks(path, ROWS_AT_FIRST, ROWS_AT_ONCE)
    head = Sheet("", rows_of_block(next(blocks), path.name))
    read, pair = coordinates_by_heading(path, head, requested)
    read.expected = lines
    yield read
    heading_row, headings = next(row for row in head.rows if row[1] == read.columns)
    for block in blocks:
        numbers, columns, overlong = columns_of(block, len(headings), path.name)
        if overlong:
            raise DataProblems(slipped(path.name, Sheet("", overlong), heading_row, headings, ()))
        yield PointTable(headings, [""] * len(numbers), numbers, columns, numbers_of(columns, pair))


def coordinates_by_heading(
    path: Path, head: Sheet, requested: Requested
) -> tuple[PointTable, CoordinatePair]:
    """Take the points of the first rows of a long table; tell which columns hold those of all others."""
    read = _table_of_sheets(path, [head], requested)
    at = _heading_at(head.rows)
    assert at is not None
    heading_row, headings = head.rows[at]
    pairs = coordinate_pairs(headings, [cells for _, cells in head.rows[at + 1 :]])
    return read, _choose_pair(path.name, heading_row, pairs, requested, read)


def read_file_of_points(path: Path, requested: Requested) -> PointTable:
    """Read a table, a text of Ovital or a vector file; of an archive the one file of points in it."""
    if path.suffix.lower() == ".txt" and detect_format(path, path.name) == "parcel_txt":
        return _read_lines(path)
    if path.suffix.lower() in ENDINGS:
        return _read_table(path, requested)
    if detect_format(path, path.name) not in ("archive", "kmz"):
        return next(_read_vector(path))
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
    numbers = []
    for row, line in lines:
        point = read_point_line(path.name, line, row)
        if isinstance(point, Problem):
            raise DataProblems([point])
        numbers.append((point.first, point.second))
    read.add("", [(row, [line]) for row, line in lines], np.array(numbers, dtype=float).reshape(-1, 2))
    read.in_degrees = bool((abs(read.numbers) < 1000).all())
    read.declared = with_statements(
        DeclaredCrs(), [Statement(path.name), *text_statements(text), *flagged(path.name, lines)]
    )
    return read


def _read_table(path: Path, requested: Requested) -> PointTable:
    """Read the rows of every sheet that has coordinates."""
    with no_table_as_problem():
        sheets = read_sheets(path, LONG_ROWS)
    return _table_of_sheets(path, sheets, requested)


def _table_of_sheets(path: Path, sheets: list[Sheet], requested: Requested) -> PointTable:
    """Take the points of every sheet that has coordinates."""
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
    width = len(headings)
    texts = [(number, (cells + [""] * width)[:width]) for number, cells in sheet.rows[at + 1 :]]
    columns = [[cells[column] for _, cells in texts] for column in range(width)]
    read.add(sheet.title, texts, numbers_of(columns, pair))


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


def numbers_of(columns: Sequence[Sequence[str]], pair: CoordinatePair) -> NDArray[np.float64]:
    """Return the two coordinates of each row; NaN where a text is none."""
    both: Sequence[Sequence[str]] = (columns[pair.x], columns[pair.y])
    if pair.x == pair.y:
        pairs = [split_pair(cell) or ("", "") for cell in columns[pair.x]]
        both = ([first for first, _ in pairs], [second for _, second in pairs])
    return np.column_stack([coordinates_of(texts, pair.in_degrees) for texts in both])


def coordinates_of(texts: Sequence[str], in_degrees: bool) -> NDArray[np.float64]:
    """Return one coordinate of each row; where all are written plainly, they are taken at once."""
    if _PLAIN_LETTERS.issuperset("".join(texts)) and "" not in texts:
        try:
            plain = np.array(list(map(float, texts)))
        except ValueError:
            pass
        else:
            return np.where(np.isfinite(plain), plain, np.nan)
    return np.array(
        [float(text) if _PLAIN.fullmatch(text) else _number(text, in_degrees) for text in texts], dtype=float
    )


def _number(text: str, in_degrees: bool) -> float:
    """Return a coordinate; NaN where the text is none."""
    found = to_number(read_degrees(text) if in_degrees else text)
    return math.nan if found is None else found


def _read_vector(path: Path) -> Iterator[PointTable]:
    """Read the features of a vector file, many of them in parts; what is no point has no coordinates."""
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
    if format == "kml":
        yield _points_of(read_kml(path, path.name))
        return
    for count, table in read_vector_parts(path, path.name, format, MOST_POINTS, ROWS_AT_ONCE):
        read = _points_of(table)
        read.expected = count
        yield read


def _points_of(table: Table) -> PointTable:
    """Return the points among the records of a vector file, each with its values."""
    columns = list(dict.fromkeys(key for row in table.rows for key in row.values))
    read = PointTable(columns, declared=table.declared)
    numbers = [_place_of(row.shapes) for row in table.rows]
    texts = [(row.number, [row.values.get(key, "") for key in columns]) for row in table.rows]
    read.add("", texts, np.array(numbers, dtype=float).reshape(-1, 2))
    return read


def _place_of(shapes: Sequence[BaseGeometry]) -> tuple[float, float]:
    """Return where a feature lies that is a single point; NaN for any other."""
    parts = shapely.get_parts(shapes[0]) if len(shapes) == 1 else []
    single = len(parts) == 1 and isinstance(parts[0], shapely.Point) and not parts[0].is_empty
    return (parts[0].x, parts[0].y) if single else (math.nan, math.nan)
