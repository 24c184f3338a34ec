"""The heading of a boundary-point file (界址点 TXT): what it says of datum, zone and units."""

from __future__ import annotations

import re
import unicodedata

from pyproj import CRS

from zonemap.boundaries.drawing import Declared, refuse, say
from zonemap.boundaries.gauss import CGCS2000, meridian_of

_DATUMS = (
    (r"2000|CGCS|国家大地|^84$|WGS", ""),
    (r"80|西安|XIAN", "Xian 1980"),
    (r"54|北京|BEIJING", "Beijing 1954"),
)
_WIDTHS = {"三": 3, "六": 6, "3": 3, "6": 6}
_PLAIN_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def read_heading(file: str, values: dict[str, str]) -> tuple[Declared, list[str]]:
    """Read the key–value lines of ``[属性描述]``.

    Parameters
    ----------
    file
        Name of the file, for the messages.
    values
        Value by key as they stand; any key may be missing.

    Returns
    -------
    What the file says of its reference system, and notes on lines that are not used.

    Raises
    ------
    DataProblems
        If zone width, zone number, unit or projection contradict each other or are not understood.
    """
    plain = {key: unicodedata.normalize("NFKC", value).strip() for key, value in values.items()}
    notes = _note_parameters(plain.get("转换参数", ""))
    old_datum, datum_text = _read_datum(file, plain.get("坐标系", ""))
    if old_datum:
        return Declared(datum_text, old_datum=old_datum), notes
    if _is_degrees(file, plain.get("计量单位", "")):
        return Declared(datum_text or "度", CRS.from_epsg(CGCS2000)), notes
    _check_projection(file, plain.get("投影类型", ""))
    width = _read_width(file, plain.get("几度分带") or plain.get("分带", ""))
    number = _read_number(file, plain.get("带号", ""))
    if number is None:
        return Declared(datum_text), notes
    meridian, zone = _read_zone(file, number, width)
    text = f"{datum_text} 带号 {number}".strip()
    return Declared(text, central_meridian=meridian, zone=zone), notes


def _read_datum(file: str, value: str) -> tuple[str, str]:
    """Return the old datum named, if one is, and the statement."""
    if not value:
        return "", ""
    for pattern, old in _DATUMS:
        if re.search(pattern, value.upper()):
            return old, value
    refuse(
        file,
        ("看不懂的坐标系", "this CRS is not understood"),
        ("请写 2000国家大地坐标系，或用 --crs 指定", "Write 2000国家大地坐标系, or name the CRS with --crs"),
        column="坐标系",
        value=value,
    )


def _is_degrees(file: str, unit: str) -> bool:
    """Return whether the unit is degrees; metres are assumed when none is given."""
    if unit in ("", "米", "m", "M", "metre", "meter"):
        return False
    if "度" in unit:
        return True
    refuse(
        file,
        ("计量单位不是米或度", "the unit is neither metres nor degrees"),
        ("请导出以米为单位的坐标", "Export the coordinates in metres"),
        column="计量单位",
        value=unit,
    )


def _check_projection(file: str, projection: str) -> None:
    """Stop at a projection other than Gauss–Krüger."""
    if projection and not re.search("高斯|克吕格|克里格|gauss|经纬", projection, re.IGNORECASE):
        refuse(
            file,
            ("投影不是高斯-克吕格", "the projection is not Gauss–Krüger"),
            ("请导出高斯-克吕格坐标，或用 --crs 指定", "Export Gauss–Krüger, or name the CRS with --crs"),
            column="投影类型",
            value=projection,
        )


def _read_width(file: str, value: str) -> int | None:
    """Return the width of the zones in degrees."""
    if not value:
        return None
    found = next((width for mark, width in _WIDTHS.items() if mark in value), None)
    if found is None:
        refuse(
            file,
            ("分带不是 3 度或 6 度", "the zones are neither 3° nor 6° wide"),
            ("请写 3 或 6", "Write 3 or 6"),
            column="几度分带",
            value=value,
        )
    return found


def _read_number(file: str, value: str) -> int | None:
    """Return the zone number, or a central meridian written in its place."""
    if not value:
        return None
    found = _PLAIN_NUMBER.search(value)
    if not found:
        refuse(
            file,
            ("带号不是数字", "the zone is not a number"),
            ("请写带号，如 37", "Write the number of the zone, such as 37"),
            column="带号",
            value=value,
        )
    return int(float(found.group()))


def _read_zone(file: str, number: int, width: int | None) -> tuple[int, int | None]:
    """Return the central meridian, and the zone number unless a meridian was written in its place."""
    if 13 <= number <= 23 and width != 3:
        return meridian_of(number), number
    if 25 <= number <= 45 and width != 6:
        return meridian_of(number), number
    if 75 <= number <= 135 and number % 3 == 0:
        return number, None
    refuse(
        file,
        (
            f"带号 {number} 与 {width or '3 或 6'} 度分带不符",
            f"zone {number} does not exist among zones of {width or '3 or 6'}°",
        ),
        (
            "3 度带为 25–45，6 度带为 13–23，请更正",
            "3° zones are 25–45 and 6° zones 13–23; correct it",
        ),
        column="带号",
        value=str(number),
    )


def _note_parameters(value: str) -> list[str]:
    """Say that transformation parameters are not used when some are not zero."""
    numbers = [part for part in re.split(r"[,\s]+", value) if part]
    if any(part.strip("0.+-") for part in numbers):
        return [say(f"转换参数未使用：{value}", f"transformation parameters not used: {value}")]
    return []
