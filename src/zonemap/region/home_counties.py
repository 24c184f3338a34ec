"""The counties of zones that do not say them, or not by code: found by name, by point or by boundary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from zonemap.boundaries.counties import read_counties
from zonemap.boundaries.districts import District, district_at, districts
from zonemap.core.names import normalise_name
from zonemap.core.problems import DataProblems, Problem
from zonemap.core.text import Text
from zonemap.tables.cells import read_degrees
from zonemap.tables.intake import own_columns_of
from zonemap.tables.nearest import FORMER_CODE, is_code
from zonemap.tables.reader import Tables
from zonemap.tables.schemas import split_list
from zonemap.tables.table import Table, as_written

Places = Sequence[BaseGeometry | None]
"""Where each zone of a table lies: its boundary or its point, None where neither is known."""

_SHARE = 0.05
"""A zone lies in a county too that holds more than this share of it."""

_ENDING = re.compile(r"(?<=..)(?:自治县|自治旗|县|市|区|旗|林区|特区)$")
_UPPER = re.compile(r"(?<=..)(?:省|市|地区|盟|自治州|特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区)$")
_PARTS = re.compile(r"[;；、,，\n/]|\s+|(?<=[县市区旗])[和与及]")


def places_of(zones: pd.DataFrame) -> list[BaseGeometry | None]:
    """Return the points of zones that state both degrees."""
    empty = pd.Series("", index=zones.index)
    lon, lat = (
        pd.to_numeric(zones.get(column, empty).map(read_degrees), errors="coerce")
        for column in ("lon", "lat")
    )
    return [shapely.Point(x, y) if x == x and y == y else None for x, y in zip(lon, lat, strict=True)]


def placed(found: Tables, places: Places, counties: gpd.GeoDataFrame) -> Tables:
    """Put zones of no named county into those that hold a share of their area, or their point.

    Parameters
    ----------
    found
        The tables.
    places
        Where each row of the zones' table lies.
    counties
        The counties that there are; index adcode, polygons in EPSG:4490.

    Returns
    -------
    The tables with adcodes for the zones that are placed, and a problem for each that is not.
    """
    table = found.tables["zones"]
    stated = table.frame.get("counties", pd.Series("", index=table.frame.index))
    tree = shapely.STRtree(counties.geometry.to_numpy())
    codes = [
        cell or ";".join(_counties_at(shape, tree, counties))
        for cell, shape in zip(stated, places, strict=True)
    ]
    return _with_codes(found, codes, places, Text("所给的任何一个县", "any of the counties given"))


def _counties_at(shape: BaseGeometry | None, tree: shapely.STRtree, counties: gpd.GeoDataFrame) -> list[str]:
    """Return the counties that hold a shape, the one with its greatest share first."""
    if shape is None:
        return []
    met = tree.query(shape, predicate="intersects")
    shares = {
        str(counties.index[i]): counties.geometry.iloc[i].intersection(shape).area / (shape.area or 1)
        for i in met
    }
    ranked = sorted(shares, key=lambda code: (-shares[code], code))
    return [code for code in ranked if shares[code] > _SHARE or code == ranked[0]]


def _with_codes(found: Tables, codes: Sequence[str], places: Places, where: Text) -> Tables:
    """Write the counties of zones into their table, and say of which zones there are none."""
    table = found.tables["zones"]
    cells = pd.Series(codes, index=table.frame.index, dtype=str)
    lost = [
        _unplaced(table, row, place, where)
        for row, code, place in zip(table.frame.index, codes, places, strict=True)
        if not code
    ]
    tables = {**found.tables, "zones": replace(table, frame=table.frame.assign(counties=cells))}
    return replace(found, tables=tables, problems=[*found.problems, *lost])


def _unplaced(zones: Table, row: int, place: BaseGeometry | None, where: Text) -> Problem:
    """Say that a zone lies in no county, or that nothing says where it lies."""
    name = str(zones.frame.at[row, "name_zh"])
    if place is None or place.is_empty:
        message = Text(
            "不知道在哪个县：没有县名，也没有点位或边界",
            "no county can be found: neither a county nor a point or boundary is given",
        )
        fix = Text("请填写所在的县，或给出点位或边界", "Name its county, or give its point or its boundary")
        return Problem(zones.file, message, fix, int(row), "counties", name, zones.sheet)
    inner = place.representative_point()
    is_point = place.geom_type == "Point"
    message = Text(
        f"{'点位' if is_point else '边界'}不在{where.zh}之内",
        f"the {'point' if is_point else 'boundary'} does not lie in {where.en}",
    )
    fix = Text(
        "请核对坐标（经度在前）；若没有错，请给出它所在的县，或去掉这一行",
        "Check the coordinates, longitude first; if they are right, give the county that it lies in, or "
        "leave the row out",
    )
    value = f"{name} ({inner.x:.6g}, {inner.y:.6g})"
    return Problem(zones.file, message, fix, int(row), "counties", value, zones.sheet)


def with_home_counties(
    found: Tables, hints: str, places: Places | None = None
) -> tuple[Tables, gpd.GeoDataFrame]:
    """Find the counties of zones in all of China, and those of their prefectures.

    Parameters
    ----------
    found
        The tables; in the zones' table a county is named as people do, or left to the point.
    hints
        What names the prefecture besides, such as the name of the file; it decides between namesakes.
    places
        Where each zone lies; by the degrees in its table if it is not given.

    Returns
    -------
    The tables with adcodes in place of the names of counties, and the counties of every prefecture that has
    some of the zones, as :func:`zonemap.boundaries.counties.read_counties` returns them, by adcode.

    Raises
    ------
    DataProblems
        If none of the zones can be placed.
    """
    zones = found.tables["zones"]
    places = places_of(zones.frame) if places is None else places
    named = zones.frame.get("counties", pd.Series("", index=zones.frame.index))
    cells = [name or _at(place) for name, place in zip(named, places, strict=True)]
    chosen = _prefectures([part for cell in cells for part in _parts(cell)], hints)
    codes = [_codes(cell, chosen) for cell in cells]
    prefectures = sorted(
        {_district(code).prefecture_code for cell in codes for code in cell if code in _by_code()}
    )
    everywhere = Text("全国任何一个县", "any county of China")
    if not prefectures:
        given = any(place is not None for place in places) and not named.any()
        lost = _with_codes(found, [""] * len(cells), places, everywhere).problems if given else []
        raise DataProblems(lost or [_nowhere(zones)])
    counties = pd.concat([read_counties(code) for code in prefectures], ignore_index=True)
    joined = [";".join(cell) for cell in codes]
    return _with_codes(found, joined, places, everywhere), counties.set_index("adcode")


def _at(place: BaseGeometry | None) -> str:
    """Return the adcode of the county of China in which a zone lies, if it is one."""
    if place is None or place.is_empty:
        return ""
    inner = place.representative_point()
    return district_at(inner.x, inner.y)


def _parts(cell: str) -> list[str]:
    """Return the counties that a cell names."""
    whole = normalise_name(cell)
    if whole in _spellings():
        return [cell]
    return [part for part in _PARTS.split(cell) if part] or split_list(cell)


def _codes(cell: str, chosen: Counter[str]) -> list[str]:
    """Return the adcodes of the counties that a cell names; a name that is not clear stays as it is."""
    return list(dict.fromkeys(_one(part, chosen) for part in _parts(cell)))


def _one(part: str, chosen: Counter[str]) -> str:
    """Return the adcode of a county, the one in the prefecture of most zones if there are several."""
    fitting = _candidates(part)
    if len(fitting) == 1:
        return next(iter(fitting))
    ranked = sorted(fitting, key=lambda code: (-chosen[_district(code).prefecture_code], code))
    weights = [chosen[_district(code).prefecture_code] for code in ranked]
    return ranked[0] if ranked and weights[0] > (weights[1] if len(weights) > 1 else 0) else part


def _prefectures(parts: Iterable[str], hints: str) -> Counter[str]:
    """Count for each prefecture the names that are of its counties; one that is hinted at comes first."""
    counts: Counter[str] = Counter()
    for part in parts:
        owners = {_district(code).prefecture_code for code in _candidates(part)}
        for owner in owners:
            counts[owner] += 6 if len(owners) == 1 else 1
    for district in districts():
        stem = _UPPER.sub("", district.prefecture)
        if stem and stem in hints:
            counts[district.prefecture_code] += 1000
    return counts


def _candidates(part: str) -> frozenset[str]:
    """Return the adcodes of all counties that a name may mean."""
    wording = normalise_name(part)
    known = _spellings()
    for way in (wording, re.sub(r"(?<=[县市])区$", "", wording), re.sub(r"(?:境内|辖区)$", "", wording)):
        if way in known:
            return known[way]
    return frozenset()


@cache
def _spellings() -> dict[str, frozenset[str]]:
    """Return the adcodes by every way of writing a county: alone or after its prefecture and province."""
    ways: dict[str, set[str]] = {}
    for district in districts():
        for way in _ways(district):
            ways.setdefault(normalise_name(way), set()).add(district.adcode)
    return {way: frozenset(codes) for way, codes in ways.items()}


def _ways(district: District) -> Iterator[str]:
    """Go through the ways of writing a county."""
    names = {district.name, _ENDING.sub("", district.name)}
    prefectures = {"", district.prefecture, _UPPER.sub("", district.prefecture)}
    provinces = {"", district.province, _UPPER.sub("", district.province)}
    yield from (district.adcode, f"{district.adcode}000000")
    for name in names:
        yield from (f"{upper}{middle}{name}" for middle in prefectures for upper in provinces)


@cache
def _by_code() -> dict[str, District]:
    """Return all counties by their codes."""
    return {district.adcode: district for district in districts()}


def _district(adcode: str) -> District:
    """Return a county by its code."""
    return _by_code()[adcode]


def _nowhere(zones: Table) -> Problem:
    """Say that no zone says where it is, and which column may do so under another heading."""
    named = zones.frame.get("counties", pd.Series(dtype=str)).loc[lambda cells: cells != ""]
    if len(named):
        fix = Text("请写全名，如山西省临汾市尧都区", "Write its full name, such as 山西省临汾市尧都区")
        unknown = Problem(
            zones.file,
            Text("全国没有这个县", "no county of China is called so"),
            FORMER_CODE if is_code(named.iloc[0]) else fix,
            int(named.index[0]),
            "counties",
            named.iloc[0],
            zones.sheet,
        )
        return as_written(unknown, [zones])
    like = next((own for own in own_columns_of(zones) if _holds_counties(zones.frame[own.column])), None)
    fix = Text(
        "请加一列“所在县（市、区）”，或“经度”“纬度”两列",
        "Add a column with the counties, or two with longitude and latitude",
    )
    if like:
        fix = Text(
            f"“{like.heading}”一列像是县，请把列名改成“所在县（市、区）”",
            f"The column {like.heading} seems to hold counties: call it 所在县（市、区） or county",
        )
    return Problem(
        zones.file,
        Text("没有一个开发区能找到所在的县", "of no zone a county can be found"),
        fix,
        zones.heading_row,
        sheet=zones.sheet,
    )


def _holds_counties(cells: pd.Series) -> bool:
    """Tell whether most cells of a column name counties of China."""
    parts = [part for cell in cells if cell for part in _parts(cell)]
    return bool(parts) and sum(bool(_candidates(part)) for part in parts) > len(parts) / 2
