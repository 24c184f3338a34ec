"""The columns that say whose a shape is, which ring a point belongs to and where it lies."""

# Above 300 lines because headings, their pairs and their datums are compared with one list of names.

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from zonemap.boundaries.boundary_file import problem
from zonemap.boundaries.crs.names import MODERN, SHIFTED, datums_in
from zonemap.core.problems import Problem
from zonemap.core.text import Text
from zonemap.tables.rows import column_letters

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
_FIELD_BYTES = 10
_LOOKED_AT = 100
_BOTH = re.compile(
    r"\s*(?:POINT\s*)?[(\[]?\s*(-?\d{1,3}\.\d+)°?[EN]?\s*[,;、\s/]\s*(-?\d{1,3}\.\d+)°?[EN]?\s*[)\]]?\s*",
    re.IGNORECASE,
)
_SERVICES = {
    "gcj02": frozenset(
        (
            *("pname", "cityname", "adname", "typecode", "gridcode", "pcode", "citycode", "biz_ext"),
            *("business_area", "biz_type", "entr_location", "navi_poiid", "poiweight", "shopid"),
        )
    ),
    "bd09": frozenset(("uid", "street_id", "detail_info", "navi_location", "shop_hours", "std_tag")),
}
"""Headings of the lists that map services give out; two of them are no chance."""
_KNOWN = frozenset(alias for aliases in _NAMES.values() for alias in aliases)
_DATUM = re.compile(
    r"(?:gcj-?0?2|bd-?0?9|(?:wgs|cgcs)[-_]?(?:19)?(?:84|2000)?|(?:西安|北京|国家)?(?:19)?(?:80|54)(?:西安|北京)?|"
    r"(?:国家)?2000|火星|高德|百度|腾讯|天地图|国家大地|(?:地方|独立|城市)(?=坐标))(?:坐标系|系)?"
)
"""A datum in the heading of a coordinate, such as X80, 经度(GCJ02), lon_wgs84."""
_UNIT = re.compile(r"[(\[_]?(平方公里|平方千米|平方米|公顷|亩|km2|ha|m2|米|度|m|°)[)\]]?$")
_BRACKETS = re.compile(r"[()\[\]/]")


@lru_cache(1024)
def plain_heading(heading: str) -> str:
    """Return a heading in small half-width letters without blanks and without its unit."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", heading)).lower().strip("\"'\ufeff")
    if text in _KNOWN:
        return text
    bare = _BRACKETS.sub("", _UNIT.sub("", text))
    return bare if bare in _KNOWN else _BRACKETS.sub("", _UNIT.sub("", _DATUM.sub("", text))).strip("_-:")


@lru_cache(1024)
def unit_of(heading: str) -> str:
    """Return the unit of area written in a heading, or nothing."""
    found = _UNIT.search(re.sub(r"\s+", "", unicodedata.normalize("NFKC", heading)).lower())
    return found.group(1) if found else ""


def columns_of(headings: Iterable[str], key: str) -> list[str]:
    """Return the headings that mean ``key``, in the order in which the aliases are listed."""
    by_plain: dict[str, str] = {}
    for heading in headings:
        by_plain.setdefault(plain_heading(str(heading)), str(heading))
    return [by_plain[alias] for alias in (*_NAMES[key], *_cut_names(key)) if alias in by_plain]


def column_of(headings: Iterable[str], key: str) -> str | None:
    """Return the first heading that means ``key``."""
    return next(iter(columns_of(headings, key)), None)


@cache
def _cut_names(key: str) -> tuple[str, ...]:
    """Return what is left of the names of a key in a shapefile, where a field name has ten bytes of UTF-8."""
    cut = (alias.encode()[:_FIELD_BYTES].decode(errors="ignore") for alias in _NAMES[key])
    return tuple(name for name in cut if name not in _KNOWN and len(name) > 1)


def coordinate_headings(headings: Iterable[str]) -> list[str]:
    """Return the headings that name a coordinate, in their order."""
    known = {alias for key in ("lon", "lat", "x", "y") for alias in _NAMES[key]}
    return [str(heading) for heading in headings if plain_heading(str(heading)) in known]


@dataclass(frozen=True)
class CoordinatePair:
    """Two columns that hold the coordinates of a place, or one that holds both.

    Parameters
    ----------
    x, y
        Where they stand, counted from 0; equal for one column ``lon,lat``.
    in_degrees
        True for longitude and latitude.
    datum
        The datum that the headings name; empty when they name none.
    called
        The headings, for the messages.
    """

    x: int
    y: int
    in_degrees: bool
    datum: str
    called: str


def coordinate_pairs(headings: Sequence[str], below: Sequence[Sequence[str]]) -> list[CoordinatePair]:
    """Find all pairs of coordinates of a table that hold numbers.

    Parameters
    ----------
    headings
        The headings.
    below
        The rows below them, of which the first hundred are looked at for a column that holds both.

    Returns
    -------
    Longitude and latitude first, then metres; of one kind and datum only the first, since blocks of points
    side by side are told of elsewhere.
    """
    found: list[CoordinatePair] = []
    for first, second, in_degrees in (("lon", "lat", True), ("x", "y", False)):
        places = [_places_by_datum(headings, key) for key in (first, second)]
        for datum in places[0]:
            if datum in places[1]:
                x, y = places[0][datum], places[1][datum]
                found.append(CoordinatePair(x, y, in_degrees, datum, f"{headings[x]}、{headings[y]}"))
    if found:
        return [one for one in found if _holds_any(below, one.x)] or found[:1]
    both = [i for i in range(len(headings)) if _holds_pairs(below[:_LOOKED_AT], i)]
    return [CoordinatePair(i, i, True, _datum_of(headings[i]), headings[i]) for i in both]


def several_pairs(file: str, row: int, pairs: Sequence[CoordinatePair], *, can_choose: bool) -> Problem:
    """Return the problem of a table with coordinates in several datums.

    Parameters
    ----------
    file, row
        Where the headings stand.
    pairs
        The pairs of columns.
    can_choose
        True where the command line can say which one is meant.
    """
    listed = "；".join(f"{pair.called}（{pair.datum or '未写坐标系 not named'}）" for pair in pairs)
    shifted = [(f"--shift {SHIFTED[pair.datum]}", pair.called) for pair in pairs if pair.datum in SHIFTED]
    modern = [("--crs 4490", pair.called) for pair in pairs if pair.datum in MODERN and pair.in_degrees]
    ways = [*modern[:1], *shifted[:2]] if can_choose else []
    return problem(
        file,
        Text(f"有 {len(pairs)} 对坐标列：{listed}", f"{len(pairs)} pairs of coordinates: {listed}"),
        Text(
            "请" + "，或".join([*(f"用 {way} 取 {called}" for way, called in ways), "只留一对"]),
            "Please "
            + ", or ".join([*(f"say {way} for {called}" for way, called in ways), "keep one pair only"]),
        ),
        row=row,
        column="坐标 coordinates",
        value=pairs[0].called,
    )


def _places_by_datum(headings: Sequence[str], key: str) -> dict[str, int]:
    """Return where the columns that mean a coordinate stand, by the datum their headings name."""
    found: dict[str, int] = {}
    for i, heading in enumerate(headings):
        if plain_heading(heading) in _NAMES[key]:
            found.setdefault(_datum_of(heading), i)
    return found


def _datum_of(heading: str) -> str:
    """Return the datum that the heading of a coordinate names."""
    return next(iter(datums_in(heading, loose=True)), "")


def _holds_any(rows: Iterable[Sequence[str]], column: int) -> bool:
    """Return whether a column holds anything."""
    return any(column < len(cells) and cells[column] for cells in rows)


def _holds_pairs(rows: Iterable[Sequence[str]], column: int) -> bool:
    """Return whether most cells of a column are two coordinates."""
    cells = [row[column] for row in rows if column < len(row) and row[column]]
    return bool(cells) and sum(map(bool, map(split_pair, cells))) > len(cells) / 2


def split_pair(cell: str) -> tuple[str, str] | None:
    """Part a cell such as ``111.5,36.1`` or ``POINT(111.5 36.1)`` into its two numbers."""
    found = _BOTH.fullmatch(unicodedata.normalize("NFKC", cell))
    return (found[1], found[2]) if found else None


def service_of(headings: Iterable[str]) -> str:
    """Return the map service whose lists of places have such headings: ``gcj02`` (AMap), ``bd09`` (Baidu)."""
    names = {heading.strip().lower() for heading in headings}
    return next((datum for datum, marks in _SERVICES.items() if len(names & marks) > 1), "")


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
        "、".join(column_letters(at[n] + 1) for at in (first, second) if n < len(at)) for n in range(times)
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
