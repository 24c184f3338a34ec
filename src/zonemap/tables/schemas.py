"""What each attribute table must look like: its columns and what each is checked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pandas as pd

from zonemap.core.dates import is_edtf, parse_edtf
from zonemap.core.history import FIELDS
from zonemap.core.vocabulary import OPEN_GROUPS, terms
from zonemap.tables.cells import NUMBER

TABLE_NAMES = (
    "zones",
    "history",
    "industries",
    "reforms",
    "partners",
    "events",
    "evidence",
    "sources",
    "story",
)
"""The attribute tables of a geodata folder."""

ROW_KEYS = {"industries": "industry", "reforms": "measure", "partners": "name_zh"}
"""Which column tells the rows of a zone apart, for the tables whose evidence is given by row."""

BY_ZONE = ("history", *ROW_KEYS, "events", "evidence")
"""The tables whose rows are each about one zone."""

OPTIONAL_TABLES = ("history",)
"""Tables that may be missing: then they are empty."""

REQUIRED, OWN = EVIDENCE = ("required", "own")
"""Whether every value needs a row of the evidence, or stands for itself as the cell of a planner's table."""

COLORS = tuple(terms("color"))
"""What a chapter of the presentation may colour the map by."""

EARLIEST_YEAR, LATEST_YEAR = 1949, 2100
"""Years that a date may lie in."""

LONGITUDES, LATITUDES = (73.0, 136.0), (3.0, 54.0)
"""Degrees between which China lies."""

OPTIONAL = {
    ("zones", "zone_id"),
    *(("zones", column) for column in ("name_en", "kind", "tier", "management", "counties", "township")),
    *(("zones", column) for column in ("applied", "approved", "unveiled", "operating", "area_km2")),
    ("zones", "lon"),
    ("zones", "lat"),
    ("zones", "point_basis"),
    ("zones", "bounds_zh"),
    ("zones", "bounds_en"),
    ("evidence", "value"),
    ("sources", "type"),
}
"""Columns that a table may lack: ids, points and counties are then derived, the others are empty."""

LIST_SEPARATORS = r"[;；、,，\n]"
"""What may part several values in one cell; ``;`` is the standard."""

ID_FORM = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""Form of every id: small letters, digits and single hyphens."""

Where = tuple[str, str]
"""File and sheet of a table."""


def is_number(values: pd.Series) -> pd.Series:
    """Tell for each text whether it is a number or empty."""
    return (values == "") | values.str.fullmatch(NUMBER)


def split_list(cell: str) -> list[str]:
    """Return the values in a cell, which ``;`` or a Chinese separator parts."""
    return [part.strip() for part in re.split(LIST_SEPARATORS, cell) if part.strip()]


def _is_in_time(text: str) -> bool:
    """Tell whether a text, if it is a date, lies in the years that planning records are of."""
    if not text or not is_edtf(text):
        return True
    edtf = parse_edtf(text)
    days = [day for day in (edtf.earliest, edtf.latest) if day is not None]
    return all(EARLIEST_YEAR <= day.year <= LATEST_YEAR for day in days)


def _between(low: float, high: float) -> Callable[[pd.Series], pd.Series]:
    """Return a test that a number, if it is one, lies in the closed interval."""

    def holds(values: pd.Series) -> pd.Series:
        numbers = pd.to_numeric(values, errors="coerce")
        return numbers.isna() | numbers.between(low, high)

    return holds


@dataclass(frozen=True)
class Check:
    """What the cells of a column must be.

    Parameters
    ----------
    name
        What a cell fails for, such as ``empty``, ``date`` or ``term:kind``.
    passes
        Tells for each text of a column whether it is right; a check of a form lets an empty cell pass.
    """

    name: str
    passes: Callable[[pd.Series], pd.Series]


_FILLED = Check("empty", lambda values: values != "")
_ID = Check("id", lambda values: (values == "") | values.str.fullmatch(ID_FORM))
_UNIQUE = Check("duplicate", lambda values: (values == "") | ~values.duplicated(keep=False))
_DATE = Check("date", lambda values: values.map(is_edtf).astype(bool))
_IN_TIME = Check("time", lambda values: values.map(_is_in_time).astype(bool))
_DATES = [_DATE, _IN_TIME]
_YEAR = Check("year", lambda values: (values == "") | values.str.fullmatch(r"(19|20)\d\d"))
_COLOR = Check("color", lambda values: (values == "") | values.isin(COLORS))
_FIELD = Check("field", lambda values: (values == "") | values.isin(FIELDS))
_NUMBER = Check("number", is_number)
_POSITIVE = Check("positive", _between(1e-9, float("inf")))
_LONGITUDE = Check("longitude", _between(*LONGITUDES))
_LATITUDE = Check("latitude", _between(*LATITUDES))


def _term(group: str, *, required: bool = True) -> list[Check]:
    """Return the checks for a column that holds keys of a vocabulary group."""
    if group in OPEN_GROUPS:  # any word is one of them; how its cells are read follows from the name
        known = Check(f"open:{group}", lambda values: values == values)
    else:
        known = Check(f"term:{group}", lambda values: (values == "") | values.isin(list(terms(group))))
    return [_FILLED, known] if required else [known]


def _terms(group: str) -> list[Check]:
    """Return the check for a column whose cells hold any number of keys of a vocabulary group."""
    if group in OPEN_GROUPS:
        return [Check(f"open_terms:{group}", lambda values: values == values)]
    known = set(terms(group))
    return [
        Check(
            f"terms:{group}",
            lambda values: values.map(lambda cell: set(split_list(cell)) <= known).astype(bool),
        )
    ]


@cache
def schemas() -> dict[str, dict[str, list[Check]]]:
    """Return for every attribute table its columns, in order, and what the cells of each are checked for."""
    return {
        "zones": {
            "zone_id": [_FILLED, _ID, _UNIQUE],
            "name_zh": [_FILLED],
            "name_en": [],
            "kind": _term("kind", required=False),
            "tier": _term("tier", required=False),
            "management": _term("management", required=False),
            "counties": [_FILLED],
            "township": [],
            "lon": [_NUMBER, _LONGITUDE],
            "lat": [_NUMBER, _LATITUDE],
            "point_basis": _term("point_basis", required=False),
            "applied": _DATES,
            "approved": _DATES,
            "unveiled": _DATES,
            "operating": _DATES,
            "area_km2": [_NUMBER, _POSITIVE],
            "bounds_zh": [],
            "bounds_en": [],
        },
        "history": {
            "zone_id": [_FILLED],
            "field": [_FILLED, _FIELD],
            "from": _DATES,
            "value": [_FILLED],
        },
        "industries": {
            "zone_id": [_FILLED],
            "industry": _term("industry"),
            "basis": _term("industry_basis"),
        },
        "reforms": {
            "zone_id": [_FILLED],
            "measure": _term("measure"),
            "state": _term("state"),
            "as_of": _DATES,
            "due": _DATES,
        },
        "partners": {
            "zone_id": [_FILLED],
            "name_zh": [_FILLED],
            "name_en": [],
            "role": _term("role"),
            "place": [],
            "since": _DATES,
        },
        "events": {
            "zone_id": [],
            "date": _DATES,
            "event": _term("event"),
            "text_zh": [_FILLED],
            "text_en": [],
        },
        "evidence": {
            "table": _term("table"),
            "zone_id": [],
            "field": [_FILLED],
            "source_id": [_FILLED],
            "locator": [],
            "value": [],
            "confidence": _term("confidence"),
            "note": [],
        },
        "sources": {
            "source_id": [_FILLED, _ID, _UNIQUE],
            "type": _term("source_type", required=False),
            "publisher": [_FILLED],
            "title": [_FILLED],
            "date": _DATES,
            "address": [],
        },
        "story": {
            "chapter": [_FILLED, _UNIQUE],
            "title_zh": [_FILLED],
            "title_en": [],
            "text_zh": [_FILLED],
            "text_en": [],
            "year": [_YEAR],
            "color": [_COLOR],
            "kind": _terms("kind"),
            "status": _terms("status"),
            "county": [],
            "industry": _terms("industry"),
            "zone": [],
        },
    }


def columns_of(table: str) -> list[str]:
    """Return the columns of an attribute table, in order."""
    return list(schemas()[table])


def columns_needed(table: str) -> list[str]:
    """Return the columns that an attribute table must have, in order."""
    return [name for name in columns_of(table) if (table, name) not in OPTIONAL]


@cache
def columns_known() -> frozenset[str]:
    """Return the columns of all attribute tables."""
    return frozenset(column for table in TABLE_NAMES for column in columns_of(table))


def checks_of(table: str, column: str) -> list[str]:
    """Return the names of what a column is checked for, such as ``empty``, ``date`` or ``term:kind``."""
    return [check.name for check in schemas()[table][column]]


def term_columns(table: str) -> dict[str, str]:
    """Return the columns of a table that hold words of the vocabulary, each with its group."""
    names = [(column, check.name) for column, checks in schemas()[table].items() for check in checks]
    return {column: name.partition(":")[2] for column, name in names if name.startswith(("term:", "open:"))}


def is_date_column(table: str, column: str) -> bool:
    """Tell whether the cells of a column are dates."""
    return column in columns_of(table) and "date" in checks_of(table, column)


def complete(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """Return the table with all of its columns, the missing ones empty, so that later checks can run."""
    extra = [name for name in frame.columns if name not in columns_of(table)]
    return frame.reindex(columns=[*columns_of(table), *extra], fill_value="")
