"""Boundary-point files (界址点 TXT), the form an approved boundary comes in: read and written."""

# Above 300 lines because what is read is also written here, line for line.

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS
from shapely import Polygon

from zonemap.boundaries.boundary_file import BoundaryFile, Feature, format_note, problem, refuse
from zonemap.boundaries.crs.names import Statement, is_crs_heading, with_statements
from zonemap.boundaries.formats.parcel_heading import Heading, read_heading
from zonemap.boundaries.formats.parcel_lines import (
    ParcelLine,
    Piece,
    Points,
    is_parcel_line,
    numbered_lines,
    pieces_of,
    read_parcel_line,
    read_point_line,
)
from zonemap.boundaries.geometry.repair import polygons_of
from zonemap.boundaries.geometry.rings import Ring, assemble, close_ring, note_parts, split_at_closure
from zonemap.core.atomic_output import write_atomic
from zonemap.core.problems import DataProblems, Problem
from zonemap.core.text import Text
from zonemap.tables.encoding import decode

_COORDINATES = "地块坐标"
_IN_WORDS = str.maketrans(
    {",": "\u00b7", ";": "\u00b7", "\uff0c": "\u00b7", "@": " ", "=": " ", "[": "(", "]": ")"}
)
_FLAG = re.compile(r"([gb])[\s,]+\d{2,3}\.\d+[\s,]+\d{2,3}\.\d+", re.IGNORECASE)
_MAYBE_FLAGGED = re.compile(r"^\W*[gb]\W+[0-9]", re.IGNORECASE | re.MULTILINE)
_NO_LINE = ParcelLine(0, None, math.nan, "", "", "area")


@dataclass
class _Parcel:
    """A parcel line with the points under it and the problems of its lines."""

    line: ParcelLine
    points: list[Points] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many points were read."""
        return sum(map(len, self.points))


def read_parcel_txt(path: Path, file: str) -> BoundaryFile:
    """Read a boundary-point file.

    Parameters
    ----------
    path
        The file, in UTF-8 or GB18030, with any line ends.
    file
        Its name for the messages.

    Returns
    -------
    One feature a parcel, easting before northing as the file's second and first number.

    Raises
    ------
    DataProblems
        With every line that cannot be read, every count that does not fit, or what the heading lacks.
    """
    try:
        text, encoding = decode(path.read_bytes())
    except ValueError:
        refuse(
            file,
            Text("不是 UTF-8 或 GB18030 文本", "not text in UTF-8 or GB18030"),
            Text("请另存为 UTF-8 文本", "Save it as UTF-8 text"),
        )
    pieces = list(numbered_lines(text) if _MAYBE_FLAGGED.search(text) else pieces_of(text))
    del text
    heading, lines = _part_sections(pieces)
    declared, notes = read_heading(file, heading)
    written = [(row, line) for row, line in lines if isinstance(line, str)]
    statements = line_statements((row, line) for row, line in pieces if isinstance(line, str))
    declared = with_statements(declared, [*statements, *flagged(file, written)])
    parcels = _gather(file, lines)
    areas = [parcel for parcel in parcels if parcel.line.kind == "area"]
    features = [_build(file, parcel, number) for number, parcel in enumerate(areas, start=1)]
    problems = [found for parcel in areas for found in parcel.problems]
    if problems:
        raise DataProblems(problems)
    if not features:
        refuse(
            file,
            Text("没有地块坐标", "no parcel with points"),
            Text("请从系统重新导出界址点文件", "Export the boundary points again"),
        )
    skipped = len(parcels) - len(areas)
    if skipped:
        notes.append(format_note(f"{skipped} 个点、线地块未读", f"{skipped} point or line parcels not read"))
    return BoundaryFile(
        file, "parcel_txt", [feature for feature in features if feature], declared, encoding, notes
    )


def text_statements(text: str) -> Iterator[Statement]:
    """Go through the lines of a text that may name a datum, wherever they stand."""
    return line_statements(numbered_lines(text))


def line_statements(lines: Iterable[tuple[int, str]]) -> Iterator[Statement]:
    """Go through numbered lines likewise."""
    for row, line in lines:
        key, equals, value = line.partition("=")
        if equals and value.strip() and is_crs_heading(key):
            yield Statement(value.strip(), row, loose=True)
        elif not line.isascii() or any(map(str.isalpha, line)):
            yield Statement(line, row)


def flagged(file: str, lines: list[tuple[int, str]]) -> list[Statement]:
    """Return what the letters in front of Ovital's points say: g is GCJ-02, b is BD-09.

    Raises
    ------
    DataProblems
        If the points of one file bear different letters, or only some bear one.
    """
    flags = [(row, line, found[1].lower() if (found := _FLAG.match(line)) else "") for row, line in lines]
    first = next((one for one in flags if one[2]), None)
    if first is None:
        return []
    odd = next((one for one in flags if one[2] != first[2] and not is_parcel_line(one[1])), None)
    if odd:
        refuse(
            file,
            Text(
                f"各点的坐标标记不同：第 {first[0]} 行是 {first[2]}，第 {odd[0]} 行是 {odd[2] or '无'}",
                f"the points bear different marks: {first[2]} in row {first[0]}, {odd[2] or 'none'} in row "
                f"{odd[0]}",
            ),
            Text(
                "g 是 GCJ-02，b 是 BD-09，无标记是 WGS 84；请分成几个文件",
                "g is GCJ-02, b is BD-09, none is WGS 84: part them into files",
            ),
            row=odd[0],
            column="标记 mark",
            value=odd[1],
        )
    return [Statement(first[1], first[0], datum={"g": "GCJ-02", "b": "BD-09"}[first[2]])]


def _part_sections(pieces: Iterable[Piece]) -> tuple[Heading, list[Piece]]:
    """Part a file into the keys of its heading and its numbered coordinate lines."""
    heading: Heading = {}
    lines: list[Piece] = []
    section = ""
    for row, line in pieces:
        if not isinstance(line, str):
            if section in ("", _COORDINATES) or lines:
                lines.append((row, line))
        elif line.startswith("[") and "]" in line:
            section = line[1 : line.index("]")].strip()
        elif "=" in line and section != _COORDINATES and not is_parcel_line(line):
            key, _, value = line.partition("=")
            heading[key.strip()] = (row, value.strip())
        elif section in ("", _COORDINATES) or is_parcel_line(line) or lines:
            lines.append((row, line))
    return heading, lines


def _gather(file: str, lines: Iterable[Piece]) -> list[_Parcel]:
    """Gather point lines under their parcel lines."""
    parcels: list[_Parcel] = []
    for row, line in lines:
        if not isinstance(line, str):
            parcels = parcels or [_Parcel(_NO_LINE)]
            parcels[-1].points.append(line)
            continue
        if is_parcel_line(line):
            parcels.append(_Parcel(read_parcel_line(line, row)))
            continue
        if not parcels:
            parcels.append(_Parcel(_NO_LINE))
        point = read_point_line(file, line, row)
        if isinstance(point, Problem):
            parcels[-1].problems.append(point)
        else:
            parcels[-1].points.append(np.array([(point.ring, point.second, point.first)]))
    return parcels


def _build(file: str, parcel: _Parcel, number: int) -> Feature | None:
    """Build the polygons of a parcel, or add to its problems what prevents it."""
    line = parcel.line
    rings, repairs, unclosed = _rings_of(parcel.points)
    if not parcel.problems:
        parcel.problems += _check_rings(file, parcel, rings, unclosed)
    if parcel.problems:
        return None
    geometry, wording = assemble(rings)
    return Feature(
        geometry,
        Text(f"第 {number} 个地块", f"parcel {number}"),
        name=line.name,
        zone_id=line.number if any(map(str.isalpha, line.number)) else "",
        row=line.row or None,
        stated_area_km2=line.area_km2,
        repairs=repairs,
        notes=wording + note_parts(geometry),
    )


def _rings_of(points: list[Points]) -> tuple[list[Ring], list[str], int]:
    """Return the rings of a parcel without closing points, what was mended, and how many stood open."""
    rings, repairs, unclosed = [], [], 0
    for run in _runs(points):
        for ring in split_at_closure(run):
            unclosed += not np.array_equal(ring[0], ring[-1])
            closed, repaired = close_ring(ring)
            rings.append(closed)
            repairs += repaired
    if unclosed:
        repairs.append(format_note(f"{unclosed} 个环首尾未闭合，已闭合", f"{unclosed} open rings closed"))
    return rings, repairs, unclosed


def _runs(points: list[Points]) -> Iterator[Ring]:
    """Give the points of each ring number in the order of the file, easting before northing."""
    whole = np.concatenate(points) if points else np.empty((0, 3))
    numbers, first = np.unique(whole[:, 0], return_index=True)
    for number in numbers[np.argsort(first)]:
        yield whole[whole[:, 0] == number, 1:]


def _check_rings(file: str, parcel: _Parcel, rings: list[Ring], unclosed: int) -> list[Problem]:
    """Say what prevents a parcel from being built: no points, too few, or another number than stated."""
    line, found = parcel.line, parcel.count
    shown = line.name or line.number
    if line.count and not found - len(rings) + unclosed <= line.count <= found + unclosed:
        message = Text(
            f"写明 {line.count} 个点，实有 {found} 个", f"{line.count} points stated, {found} found"
        )
        fix = Text("请补全界址点，或更正点数", "Add the missing points, or correct the number")
    elif not rings or any(len(np.unique(ring, axis=0)) < 3 for ring in rings):
        message = Text("有一个环不足 3 个不同的点", "a ring has fewer than 3 different points")
        fix = Text("请补全界址点", "Add the missing boundary points")
    else:
        return []
    return [problem(file, message, fix, row=line.row or None, column="界址点 points", value=shown)]


def write_parcel_txt(zones: gpd.GeoDataFrame, path: Path | str, *, crs: int = 4525) -> Path:
    """Write a boundary-point file in GB18030 with Windows line ends.

    Parameters
    ----------
    zones
        Polygons in any CRS; a column ``name`` names the parcels and ``zone_id``, if there, numbers them.
    path
        Where the file shall stand.
    crs
        EPSG code of a 3° Gauss–Krüger zone of CGCS2000 whose eastings carry their number, 4513–4533.

    Returns
    -------
    The path.

    Raises
    ------
    ValueError
        If ``crs`` is another one.
    """
    if not 4513 <= crs <= 4533:
        raise ValueError(f"crs {crs} is no 3° zone of CGCS2000 with its number in front (4513–4533)")
    lines = [
        "[属性描述]",
        "格式版本号=1.01版本",
        "坐标系=2000国家大地坐标系",
        "几度分带=3",
        "投影类型=高斯克吕格",
        "计量单位=米",
        f"带号={crs - 4488}",
        "精度=0.0001",
        "转换参数=0,0,0,0,0,0,0",
        "[地块坐标]",
    ]
    for number, row in enumerate(zones.to_crs(CRS.from_epsg(crs)).to_dict("records"), start=1):
        lines += _parcel_lines(row["geometry"], str(row.get("zone_id") or number), str(row.get("name") or ""))
    return write_atomic(path, "\r\n".join([*lines, ""]).encode("gb18030"))


def _parcel_lines(geometry: shapely.Geometry, number: str, name: str) -> list[str]:
    """Return the lines of one parcel; commas in words become ``·``, so that they part no fields."""
    rings = [ring for part in polygons_of(geometry) for ring in _closed_rings(part)]
    number, name = (" ".join(word.translate(_IN_WORDS).split()) for word in (number, name))
    count, hectares = sum(map(len, rings)), geometry.area / 10_000
    lines = [f"{count},{hectares:.4f},{number},{name},面,,,,@"]
    point = 0
    for number_of_ring, ring in enumerate(rings, start=1):
        first = point + 1
        for i, (east, north) in enumerate(ring):
            closing = i == len(ring) - 1
            point += not closing
            lines.append(f"J{first if closing else point},{number_of_ring},{north:.4f},{east:.4f}")
    return lines


def _closed_rings(part: Polygon) -> list[Ring]:
    """Return the rings of a polygon with their closing points."""
    return [shapely.get_coordinates(ring) for ring in (part.exterior, *part.interiors)]
