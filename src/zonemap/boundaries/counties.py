"""The counties of a prefecture: polygons, codes, names and seats, from published data.

What is known of them is what :mod:`zonemap.boundaries.districts` knows. The same input gives the same bytes::

    python -m zonemap.boundaries.counties 临汾 geodata/counties.geojson
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rapidfuzz import process

from zonemap.boundaries.districts import COUNTY_ENDING, districts, outlines_of, prefecture_codes
from zonemap.core.atomic_output import write_atomic
from zonemap.core.errors import ZonemapError
from zonemap.core.text import Text

if TYPE_CHECKING:
    import geopandas as gpd

OWN_CODES = ("codes", "own")
"""A member of the collection that says that its codes are not those of the counties of China."""

_CRS = "EPSG:4490"
_CRS_URN = "urn:ogc:def:crs:EPSG::4490"
_COLUMNS = ["adcode", "name_zh", "name_en", "seat_lon", "seat_lat", "seat_geonameid"]


def county_rows(city: str) -> list[dict[str, Any]]:
    """Return the counties of a prefecture, a dictionary each, sorted by adcode; see :func:`read_counties`."""
    prefix = _prefix_of(city.strip())
    found = [district for district in districts() if district.adcode.startswith(prefix)]
    outlines = outlines_of(district.adcode for district in found)
    return [
        {
            "adcode": one.adcode,
            "name_zh": one.name,
            "name_en": one.english,
            **dict(zip(_COLUMNS[3:], one.seat, strict=True)),
            "geometry": outlines[one.adcode],
        }
        for one in found
    ]


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
    import geopandas as gpd  # a new folder is made without it, three times as quickly

    rows = county_rows(city)
    frame = gpd.GeoDataFrame(rows, columns=[*_COLUMNS, "geometry"], crs=_CRS)
    records = gpd.pd.Series([row["seat_geonameid"] for row in rows], index=frame.index, dtype=object)
    return frame.assign(seat_geonameid=records)


def prefecture_name(city: str) -> str:
    """Return the full name of a prefecture: 临汾市 for ``临汾``, ``1410`` or ``临汾市``.

    Raises
    ------
    ZonemapError
        If there is no such prefecture; the nearest names are suggested.
    """
    prefix = _prefix_of(city.strip())
    return next(name for name, code in prefecture_codes().items() if code == prefix)


def write_counties(counties: Iterable[Mapping[Any, Any]], path: Path | str, *members: str) -> Path:
    """Write counties as GeoJSON, the same bytes for the same counties; coordinates as they are.

    Parameters
    ----------
    counties
        As :func:`county_rows` returns them.
    path
        Where the file shall stand.
    members
        Name and value of a further member of the collection.

    Returns
    -------
    The path.
    """
    lines = [json.dumps(_feature(row), ensure_ascii=False) for row in counties]
    head = json.dumps({"type": "name", "properties": {"name": _CRS_URN}})
    body = ",\n".join(lines)
    more = "".join(f'"{name}": "{value}", ' for name, value in zip(members[::2], members[1::2], strict=True))
    text = f'{{"type": "FeatureCollection", {more}"crs": {head}, "features": [\n{body}\n]}}\n'
    return write_atomic(path, text)


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
        district.adcode
        for district in districts()
        if county in (district.name, COUNTY_ENDING.sub("", district.name))
    ]
    return [name for name, code in codes.items() if any(adcode.startswith(code) for adcode in found)]


def _sound(text: str) -> str:
    """Return a text as it sounds, in small letters."""
    import pypinyin  # its dictionary takes half a second, and most names are found

    return "".join(pypinyin.lazy_pinyin(text)).lower()


def _feature(row: Mapping[Any, Any]) -> dict[str, Any]:
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
        write_counties(county_rows(arguments[0]), arguments[1])
    except ZonemapError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
