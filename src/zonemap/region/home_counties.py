"""The counties of zones whose table is all there is: found among those of China by name or by point."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

import geopandas as gpd
import pandas as pd

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

_ENDING = re.compile(r"(?<=..)(?:自治县|自治旗|县|市|区|旗|林区|特区)$")
_UPPER = re.compile(r"(?<=..)(?:省|市|地区|盟|自治州|特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区)$")
_PARTS = re.compile(r"[;；、,，\n/]|\s+|(?<=[县市区旗])[和与及]")


def with_home_counties(found: Tables, hints: str) -> tuple[Tables, gpd.GeoDataFrame]:
    """Find the counties of zones in all of China, and those of their prefectures.

    Parameters
    ----------
    found
        The tables; in the zones' table a county is named as people do, or left to the point.
    hints
        What names the prefecture besides, such as the name of the file; it decides between namesakes.

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
    cells = _cells(zones.frame)
    chosen = _prefectures([part for cell in cells for part in _parts(cell)], hints)
    codes = [_codes(cell, chosen) for cell in cells]
    prefectures = sorted(
        {_district(code).prefecture_code for cell in codes for code in cell if code in _by_code()}
    )
    if not prefectures:
        raise DataProblems([_nowhere(zones)])
    frame = zones.frame.assign(
        counties=pd.Series([";".join(cell) for cell in codes], index=zones.frame.index)
    )
    counties = pd.concat([read_counties(code) for code in prefectures], ignore_index=True)
    table = replace(zones, frame=frame.astype({"counties": str}))
    return replace(found, tables={**found.tables, "zones": table}), counties.set_index("adcode")


def _cells(zones: pd.DataFrame) -> list[str]:
    """Return what is stated of each zone's counties; the adcode at its point where nothing is."""
    empty = pd.Series("", index=zones.index)
    named, lon, lat = (zones.get(column, empty) for column in ("counties", "lon", "lat"))
    return [name or _at(read_degrees(x), read_degrees(y)) for name, x, y in zip(named, lon, lat, strict=True)]


def _at(lon: str, lat: str) -> str:
    """Return the adcode of the county at a point, if it is one."""
    try:
        return district_at(float(lon), float(lat))
    except ValueError:
        return ""


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
