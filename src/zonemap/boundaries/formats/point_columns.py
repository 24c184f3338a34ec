"""The columns that say whose a shape is, which ring a point belongs to and where it lies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from openpyxl.utils import get_column_letter

from zonemap.boundaries.boundary_file import problem
from zonemap.core.problems import Problem
from zonemap.core.text import Text

HEADING_WITHIN = 10
"""The heading of a table of points stands within this many rows; titles may stand above it."""

MOST_POINTS = 200_000
"""Most points that are read from one table or layer."""

_NAMES = {
    "zone_id": ("zone_id", "zoneid", "开发区编号", "开发区代码", "园区编号"),
    "name": (
        "name",
        "name_zh",
        "名称",
        "开发区名称",
        "开发区",
        "园区名称",
        "kfqmc",
        "yqmc",
        "dkmc",
        "地块名称",
        "xmmc",
        "项目名称",
        "mc",
    ),
    "part": ("part", "地块", "地块号", "地块编号", "dkbh", "块号"),
    "ring": ("ring", "圈号", "环号", "地块圈号", "环", "圈"),
    "area": ("area_km2", "批准面积", "规划面积", "面积", "地块面积", "area_ha", "area_m2", "area"),
    "lon": ("lon", "lng", "long", "longitude", "经度", "经度e", "经度l", "东经", "jd"),
    "lat": ("lat", "latitude", "纬度", "纬度n", "纬度b", "北纬", "wd"),
    "x": (
        "x",
        "x坐标",
        "坐标x",
        "x坐标值",
        "x值",
        "纵坐标",
        "纵坐标x",
        "x纵坐标",
        "横坐标x",
        "北坐标",
        "北坐标x",
        "x北坐标",
        "northing",
        "north",
        "n",
        "point_x",
    ),
    "y": (
        "y",
        "y坐标",
        "坐标y",
        "y坐标值",
        "y值",
        "横坐标",
        "横坐标y",
        "y横坐标",
        "纵坐标y",
        "东坐标",
        "东坐标y",
        "y东坐标",
        "easting",
        "east",
        "e",
        "point_y",
    ),
}
_UNIT = re.compile(r"[(\[_]?(平方公里|平方千米|平方米|公顷|亩|km2|ha|m2|米|度|m|°)[)\]]?$")
_BRACKETS = re.compile(r"[()\[\]/]")


def plain_heading(heading: str) -> str:
    """Return a heading in small half-width letters without blanks and without its unit."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", heading)).lower().strip("\"'\ufeff")
    known = {alias for aliases in _NAMES.values() for alias in aliases}
    return text if text in known else _BRACKETS.sub("", _UNIT.sub("", text))


def unit_of(heading: str) -> str:
    """Return the unit of area written in a heading, or nothing."""
    found = _UNIT.search(re.sub(r"\s+", "", unicodedata.normalize("NFKC", heading)).lower())
    return found.group(1) if found else ""


def column_of(headings: Iterable[str], key: str) -> str | None:
    """Return the heading that means ``key``, in the order in which the aliases are listed."""
    by_plain: dict[str, str] = {}
    for heading in headings:
        by_plain.setdefault(plain_heading(str(heading)), str(heading))
    return next((by_plain[alias] for alias in _NAMES[key] if alias in by_plain), None)


def find_columns(headings: Iterable[str]) -> dict[str, str]:
    """Find the columns of a table of points.

    Returns
    -------
    Heading by key, with ``x`` for the first and ``y`` for the second coordinate: longitude and latitude where
    they are named, else the columns called X and Y, whichever of them is north. Empty when the two
    coordinates are not there.
    """
    names = [str(heading) for heading in headings]
    pair = (column_of(names, "lon"), column_of(names, "lat"))
    if None in pair:
        pair = (column_of(names, "x"), column_of(names, "y"))
    first, second = pair
    if first is None or second is None:
        return {}
    found = {key: column_of(names, key) for key in ("zone_id", "name", "part", "ring")}
    return {"x": first, "y": second} | {key: name for key, name in found.items() if name}


def find_blocks(file: str, row: int, rows: Sequence[Sequence[str]], title: str = "") -> Problem | None:
    """Say that coordinates stand in several blocks side by side.

    Parameters
    ----------
    file
        Name of the file, for the message.
    row
        Row of the headings.
    rows
        The headings and the rows below them.
    title
        Name of the sheet; empty where there is none.

    Returns
    -------
    The problem; None when the coordinates stand once, or the further columns are empty.
    """
    first, second = _repeated(rows[0])
    more = [*first[1:], *second[1:]]
    if not any(i < len(cells) and str(cells[i]).strip() for cells in rows[1:] for i in more):
        return None
    times = max(len(first), len(second))
    blocks = [
        "、".join(get_column_letter(at[n] + 1) for at in (first, second) if n < len(at)) for n in range(times)
    ]
    x, y = (str(rows[0][at[0]]).strip() for at in (first, second))
    columns_zh = "和 ".join(f"{block} 列" for block in blocks)
    columns_en = " and ".join(block.replace("、", ", ") for block in blocks)
    where = f"工作表「{title}」里 " if title else ""
    return problem(
        file,
        Text(
            f"{where}{x}、{y} 出现 {times} 次（{columns_zh}）",
            f"{x} and {y} stand {times} times (columns {columns_en})",
        ),
        Text("请把各块上下接排成一列", "Put the blocks below each other"),
        row=row,
        column=f"{x}, {y}",
        value=",".join(str(cell) for cell in rows[0]),
    )


def _repeated(headings: Iterable[str]) -> tuple[list[int], list[int]]:
    """Return where the two coordinates stand when one of them stands more than once; else nothing."""
    names = [str(heading) for heading in headings]
    found = find_columns(names)
    if not found:
        return [], []
    plain = [plain_heading(name) for name in names]
    first, second = (
        [i for i, name in enumerate(plain) if name == plain_heading(found[key])] for key in ("x", "y")
    )
    return (first, second) if len(first) > 1 or len(second) > 1 else ([], [])
