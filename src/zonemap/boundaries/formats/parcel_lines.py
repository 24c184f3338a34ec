"""The lines of a boundary-point file (界址点 TXT): parcel lines and point lines in all their variants."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zonemap.boundaries.boundary_file import problem
from zonemap.core.problems import Problem
from zonemap.core.text import Text

_SEPARATORS = str.maketrans("\uff0c\uff1b;\u3001\uff1d\uff20\u3010\u3011", ",,,,=@[]")
_KINDS = {"面": "area", "线": "line", "点": "point"}
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_THOUSANDS = re.compile(r"[1-9]\d{2},\d{3}(?:\.\d+)|[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.\d+)?")
_AREA = re.compile(r"(?P<number>[\d.]+)\s*(?P<unit>公顷|平方公里|平方千米|平方米|亩|km2|km²|m2|m²|㎡|ha)?")
_DMS = re.compile(
    r"(\d{1,3})[°度](?:(\d{1,2})[′'分])?(?:(\d{1,2}(?:\.\d+)?)(?:′′|''|\"|秒))?"
)  # NFKC makes ″ ′′
_PLAIN = re.compile(
    r"^(?:J?[0-9]{1,7},[0-9]{1,4},[1-9][0-9]{4,8}(?:\.[0-9]+)?,[1-9][0-9]{4,8}(?:\.[0-9]+)?\r?\n)++",
    re.MULTILINE,
)
"""Lines of a point, its ring and metres as systems write them, one after the other."""

_ENDS = re.compile("\r\n|\r|\n")

LEAST_METRES = 10_000
"""A coordinate in metres is more than this."""

Points = NDArray[np.float64]
"""Ring number, easting and northing of points, shape (n, 3)."""

Piece = tuple[int, str | Points]
"""A line, or a run of points, with the number of its row."""

KM2_PER_UNIT = {
    "公顷": 0.01,
    "ha": 0.01,
    "平方公里": 1.0,
    "平方千米": 1.0,
    "km2": 1.0,
    "km²": 1.0,
    "平方米": 1e-6,
    "m2": 1e-6,
    "m²": 1e-6,
    "㎡": 1e-6,
    "亩": 1 / 1500,
}
"""Square kilometres in each unit of area that people write."""


@dataclass(frozen=True)
class ParcelLine:
    """The line before the points of a parcel.

    Parameters
    ----------
    count
        Number of points stated; None when it is not.
    area_km2
        Area stated; a bare number is hectares. NaN when it is not stated.
    kind
        ``area``, ``line`` or ``point``.
    """

    row: int
    count: int | None
    area_km2: float
    number: str
    name: str
    kind: str


@dataclass(frozen=True)
class PointLine:
    """A point: its ring and its two numbers in the order of the file."""

    row: int
    ring: int
    first: float
    second: float


def half_width(line: str) -> str:
    """Return a line with half-width separators and brackets; words stay as they are."""
    return line.translate(_SEPARATORS).replace("\ufeff", "").strip(" \t\u3000\x1a")


def is_parcel_line(line: str) -> bool:
    """Return whether a plain line begins a parcel."""
    return line.rstrip(", ").endswith("@") or any(field in _KINDS for field in _fields(line))


def read_parcel_line(line: str, row: int) -> ParcelLine:
    """Read a parcel line with 3 to 13 fields before ``@``.

    The fields are found from the kind (面): before it stand name, number, area and count, of which the first
    ones may be missing.
    """
    fields = [field.strip() for field in line.rstrip(", ").removesuffix("@").split(",")]
    at = next((i for i, field in enumerate(fields) if field in _KINDS), None)
    before = fields[:at] if at is not None else fields[:4]
    kind = _KINDS[fields[at]] if at is not None else "area"
    count, rest = _take_count(before)
    area, rest = _take_area(rest)
    name = rest[-1] if rest else ""
    number = rest[-2] if len(rest) > 1 else ""
    return ParcelLine(row, count, area, number, name, kind)


def _take_count(fields: list[str]) -> tuple[int | None, list[str]]:
    """Take the number of points off the front; with fewer than four fields it must be followed by an area."""
    first = _normal(fields[0]) if fields else ""
    if len(fields) >= 4:
        return (int(first) if first.isdigit() else None), fields[1:]
    if first.isdigit() and len(fields) > 1 and _AREA.fullmatch(_normal(fields[1])):
        return int(first), fields[1:]
    return None, fields


def _take_area(fields: list[str]) -> tuple[float, list[str]]:
    """Take the area off the front; a bare number is hectares."""
    if not fields:
        return math.nan, fields
    found = _AREA.fullmatch(_normal(fields[0]))
    if not found:
        return math.nan, (fields if fields[0] and len(fields) < 3 else fields[1:])
    try:
        area = float(found["number"]) * KM2_PER_UNIT[found["unit"] or "公顷"]
    except ValueError:
        return math.nan, fields[1:]
    return (area if area > 0 else math.nan), fields[1:]


def read_point_line(file: str, line: str, row: int) -> PointLine | Problem:
    """Read a point line: ``J1,1,X,Y``, ``J1,X,Y,,1,``, ``1,1,X,Y``, ``X,Y``, or the same parted by blanks.

    Returns
    -------
    The point, or the problem with the line.
    """
    fields = _fields(line)
    numbers = [to_number(field) for field in fields]
    at = next((i for i in range(len(fields) - 1) if _are_coordinates(numbers[i : i + 2])), None)
    if at is None:
        return _not_a_point(file, line, row, fields, numbers)
    first, second = numbers[at], numbers[at + 1]
    assert first is not None
    assert second is not None
    between = fields[1:at] if at > 1 else []
    ring = next((int(n) for n in map(_normal, between + fields[at + 2 :]) if n.isdigit() and len(n) < 5), 1)
    return PointLine(row, ring, first, second)


def _not_a_point(file: str, line: str, row: int, fields: list[str], numbers: list[float | None]) -> Problem:
    """Say what is wrong with a line that holds no two coordinates."""
    bad = next(
        (
            field
            for field, number in zip(fields[2:], numbers[2:], strict=True)
            if number is None and field and any(c.isdigit() for c in field)
        ),
        line,
    )
    return problem(
        file,
        Text("这一行读不出两个坐标", "no two coordinates can be read from this line"),
        Text("请按「点号,圈号,X,Y」更正", "Correct it to: point, ring, X, Y"),
        row=row,
        column="X, Y",
        value=bad,
    )


def to_number(text: str) -> float | None:
    """Return a number, or degrees, minutes and seconds as degrees; None when the text is neither.

    Commas may part thousands, as Excel writes them.
    """
    text = _normal(text).strip("NSEW ")
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    if _NUMBER.fullmatch(text):
        value = float(text)
        return value if math.isfinite(value) else None
    found = _DMS.fullmatch(text)
    if not found:
        return None
    degrees, minutes, seconds = (float(part or 0) for part in found.groups())
    return degrees + minutes / 60 + seconds / 3600 if minutes < 60 and seconds < 60 else None


def _are_coordinates(pair: list[float | None]) -> bool:
    """Return whether two numbers are a place: metres, or degrees in China."""
    first, second = pair
    if first is None or second is None:
        return False
    small, large = sorted((abs(first), abs(second)))
    return small > LEAST_METRES or (3 < small < 55 and 73 < large < 136 and (first % 1 > 0 or second % 1 > 0))


def _fields(line: str) -> list[str]:
    """Part a line at its commas, or at blanks when it has none."""
    parts = line.split(",") if "," in line else line.split()
    return [part.strip() for part in parts]


def _normal(text: str) -> str:
    """Return text with half-width digits and letters."""
    return unicodedata.normalize("NFKC", text).strip()


def numbered_lines(text: str) -> Iterator[tuple[int, str]]:
    """Go through the lines of a text with their numbers, half-width."""
    for row, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if line := half_width(raw):
            yield row, line


def pieces_of(text: str) -> Iterator[Piece]:
    """Go through a text: plain points as arrays, a run at a time, any other line by itself, half-width.

    Each comes with the number of its row, a run with that of its first.
    """
    row, at = 1, 0
    for run in _PLAIN.finditer(text):
        between = text[at : run.start()]
        yield from ((row + number - 1, line) for number, line in numbered_lines(between))
        row += len(_ENDS.findall(between))
        points = _points_of(run.group())
        if points is None:
            yield from ((row + number - 1, line) for number, line in numbered_lines(run.group()))
        else:
            yield row, points
        row, at = row + run.group().count("\n"), run.end()
    yield from ((row + number - 1, line) for number, line in numbered_lines(text[at:]))


def _points_of(run: str) -> Points | None:
    """Return ring, easting and northing of plain lines; None where a number is too small for a coordinate."""
    bare = run.rstrip("\r\n").replace("J", "").replace("\r", "").replace("\n", ",")
    cells = np.fromstring(bare, sep=",").reshape(-1, 4)
    return None if cells[:, 2:].min() <= LEAST_METRES else cells[:, [1, 3, 2]]
