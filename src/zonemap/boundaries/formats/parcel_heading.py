"""The heading of a boundary-point file (界址点 TXT): what it says of datum, zone and units."""

from __future__ import annotations

import re
import unicodedata
from typing import NoReturn

from pyproj import CRS

from zonemap.boundaries.boundary_file import DeclaredCrs, format_note, refuse
from zonemap.boundaries.crs.candidates import CGCS2000, meridian_of
from zonemap.boundaries.crs.names import MODERN, OLD, SHIFTED, datums_in
from zonemap.core.text import Text

Heading = dict[str, tuple[int, str]]
"""Line and value by key."""

_WIDTHS = {"三": 3, "六": 6, "3": 3, "6": 6}
_PLAIN_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_METRES = ("", "米", "公尺", "m", "metre", "meter", "metres", "meters")
_DEGREES = re.compile(r"度|°|deg", re.IGNORECASE)
_GAUSS = re.compile("高斯|克吕格|克里格|gauss|经纬", re.IGNORECASE)
_WIDTH_KEYS = ("几度分带", "分带")
_WAYS_OUT: dict[str, tuple[Text, Text]] = {
    "坐标系": (
        Text("看不懂的坐标系", "this CRS is not understood"),
        Text(
            "请写 2000国家大地坐标系，或用 --crs 指定", "Write 2000国家大地坐标系, or name the CRS with --crs"
        ),
    ),
    "计量单位": (
        Text("计量单位不是米或度", "the unit is neither metres nor degrees"),
        Text("请导出以米为单位的坐标", "Export the coordinates in metres"),
    ),
    "投影类型": (
        Text("投影不是高斯-克吕格", "the projection is not Gauss–Krüger"),
        Text("请导出高斯-克吕格坐标，或用 --crs 指定", "Export Gauss–Krüger, or name the CRS with --crs"),
    ),
    "几度分带": (
        Text("分带不是 3 度或 6 度", "the zones are neither 3° nor 6° wide"),
        Text("请写 3 或 6", "Write 3 or 6"),
    ),
    "带号": (
        Text("带号不是数字", "the zone is not a number"),
        Text("请写带号，如 37", "Write the number of the zone, such as 37"),
    ),
}


def read_heading(file: str, heading: Heading) -> tuple[DeclaredCrs, list[str]]:
    """Read the key–value lines of ``[属性描述]``.

    Parameters
    ----------
    file
        Name of the file, for the messages.
    heading
        Line and value by key as they stand; any key may be missing.

    Returns
    -------
    What the file says of its reference system, and notes on lines that are not used.

    Raises
    ------
    DataProblems
        If zone width, zone number, unit or projection contradict each other or are not understood.
    """
    read = _Reader(file, heading)
    notes = _note_parameters(read.value("转换参数"))
    old_datum, datum_text = read.datum()
    row = read.row("坐标系")
    if old_datum:
        return DeclaredCrs(datum_text, old_datum=old_datum, row=row), notes
    if read.is_degrees():
        return DeclaredCrs(datum_text or "度", CRS.from_epsg(CGCS2000), row=row), notes
    read.check_projection()
    width, number = read.width(), read.number()
    if number is None:
        return DeclaredCrs(datum_text, row=row), notes
    meridian, zone = read.zone(number, width)
    text = f"{datum_text} 带号 {number}".strip()
    return DeclaredCrs(text, central_meridian=meridian, zone=zone, row=read.row("带号")), notes


class _Reader:
    """Reads the values of one heading, and stops at what is not understood, naming line, key and value."""

    def __init__(self, file: str, heading: Heading) -> None:
        self._file = file
        self._heading = {
            key: (row, unicodedata.normalize("NFKC", value).strip()) for key, (row, value) in heading.items()
        }

    def value(self, key: str) -> str:
        """Return what stands behind a key; nothing when it is missing."""
        return self._heading[key][1] if key in self._heading else ""

    def row(self, key: str) -> int | None:
        """Return the line in which a key stands."""
        return self._heading[key][0] if key in self._heading else None

    def datum(self) -> tuple[str, str]:
        """Return the old datum named, if one is, and the statement."""
        value = self.value("坐标系")
        if not value:
            return "", ""
        named = datums_in(value, loose=True)
        if not set(named) & {*OLD, *MODERN, *SHIFTED}:
            self._refuse("坐标系")
        return next((datum for datum in named if datum in OLD), ""), value

    def is_degrees(self) -> bool:
        """Return whether the unit is degrees; metres are assumed when none is given."""
        unit = self.value("计量单位").lower()
        in_metres = unit in _METRES or re.sub(r"[^a-z]", "", unit) in _METRES[3:]
        if not in_metres and not _DEGREES.search(unit):
            self._refuse("计量单位")
        return not in_metres

    def check_projection(self) -> None:
        """Stop at a projection other than Gauss–Krüger."""
        projection = self.value("投影类型")
        if projection and not _GAUSS.search(projection):
            self._refuse("投影类型")

    def width(self) -> int | None:
        """Return the width of the zones in degrees."""
        key = next((key for key in _WIDTH_KEYS if self.value(key)), None)
        if key is None:
            return None
        found = next((width for mark, width in _WIDTHS.items() if mark in self.value(key)), None)
        if found is None:
            self._refuse(key)
        return found

    def number(self) -> int | None:
        """Return the zone number, or a central meridian written in its place."""
        value = self.value("带号")
        found = _PLAIN_NUMBER.search(value)
        if value and not found:
            self._refuse("带号")
        return int(float(found.group())) if found else None

    def zone(self, number: int, width: int | None) -> tuple[int, int | None]:
        """Return the central meridian, and the zone number unless a meridian was written in its place."""
        if (13 <= number <= 23 and width != 3) or (25 <= number <= 45 and width != 6):
            return meridian_of(number), number
        if 75 <= number <= 135 and number % 3 == 0:
            return number, None
        self._refuse(
            "带号",
            Text(
                f"带号 {number} 与 {width or '3 或 6'} 度分带不符",
                f"zone {number} does not exist among zones of {width or '3 or 6'}°",
            ),
            Text(
                "3 度带为 25–45，6 度带为 13–23，请更正",
                "3° zones are 25–45 and 6° zones 13–23; correct it",
            ),
        )

    def _refuse(self, key: str, message: Text | None = None, fix: Text | None = None) -> NoReturn:
        """Stop at a value, with what is usually said of its key, or something else."""
        usual = _WAYS_OUT["几度分带" if key in _WIDTH_KEYS else key]
        words = (message or usual[0], fix or usual[1])
        refuse(self._file, *words, row=self.row(key), column=key, value=self.value(key))


def _note_parameters(value: str) -> list[str]:
    """Say that transformation parameters are not used when some are not zero."""
    numbers = [part for part in re.split(r"[,\s]+", value) if part]
    if any(part.strip("0.+-") for part in numbers):
        return [format_note(f"转换参数未使用：{value}", f"transformation parameters not used: {value}")]
    return []
