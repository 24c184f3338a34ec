"""What each attribute table must look like: its columns and what each is checked for."""

# Above 300 lines because the columns of all tables are one list.

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from zonemap.core.dates import is_edtf, parse_edtf
from zonemap.core.history import FIELDS
from zonemap.core.vocabulary import OPEN_GROUPS, terms
from zonemap.tables.cells import NUMBER

if TYPE_CHECKING:
    import pandas as pd

TABLE_NAMES = (
    "zones",
    "history",
    "indicators",
    "industries",
    "reforms",
    "partners",
    "events",
    "evidence",
    "sources",
    "story",
    "vocabulary",
)
"""The attribute tables of a geodata folder."""

ROW_KEYS = {"industries": "industry", "reforms": "measure", "partners": "name_zh"}
"""Which column tells the rows of a zone apart, for the tables whose evidence is given by row."""

BY_ZONE = ("history", "indicators", *ROW_KEYS, "events", "evidence")
"""The tables whose rows are each about one zone."""

COUNTY_COLUMNS = ("counties", "county", "adcode")
"""The columns that name counties, whichever table they are in."""

PLACE_COLUMNS = ("view", "note_at")
"""The columns of a chapter that name zones and counties, any number of them."""

MOST_NOTES = 3
"""How many notes a chapter may put on the map: more cannot be read from the back row."""

OPTIONAL_TABLES = ("history", "indicators", "vocabulary")
"""Tables that may be missing: then they are empty."""

LONG_TABLES = ("indicators", "evidence")
"""Tables that may have a million rows."""

REQUIRED, OWN = EVIDENCE = ("required", "own")
"""Whether every value needs a row of the evidence, or stands for itself as the cell of a planner's table."""

EARLIEST_YEAR, LATEST_YEAR = 1949, 2100
"""Years that a date may lie in."""

LONGITUDES, LATITUDES = (-180.0, 180.0), (-90.0, 90.0)
"""Degrees that there are: whether a point lies where it should is held against the counties given."""

OPTIONAL = {
    ("zones", "zone_id"),
    *(("zones", column) for column in ("name_en", "kind", "tier", "management", "counties", "township")),
    *(("zones", column) for column in ("applied", "approved", "unveiled", "operating", "area_km2")),
    ("zones", "lon"),
    ("zones", "lat"),
    ("zones", "point_basis"),
    ("zones", "bounds_zh"),
    ("zones", "bounds_en"),
    *(("evidence", column) for column in ("locator", "value", "confidence", "note")),
    ("sources", "address"),
    ("sources", "type"),
    *(("indicators", column) for column in ("zone_id", "adcode", "date", "unit")),
    *(("vocabulary", column) for column in ("key", "en", "color", "shape", "pattern")),
    *(("vocabulary", column) for column in ("unit", "measure", "better")),
    *(("story", column) for column in ("view", "dim", "note_zh", "note_en", "note_at")),
}
"""Columns that a table may lack: ids, points, counties and confidence are then derived, others are empty."""

EXAMPLE = "示例 example（不读 not read）"
"""In the first cell of a row: it shows how to fill in the table and is not read."""

LIST_SEPARATORS = r"[;；、,，\n]"
"""What may part several values in one cell; ``;`` is the standard."""

ID_FORM = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""Form of every id: small letters, digits and single hyphens."""

Where = tuple[str, str]
"""File and sheet of a table."""


def is_number(values: pd.Series) -> pd.Series:
    """Tell for each text whether it is a number or empty."""
    return (values == "") | values.str.fullmatch(NUMBER)


def each(cells: pd.Series, read: Callable[[str], Any]) -> pd.Series:
    """Read every cell, equal ones once: a table of a million rows holds few different words and dates."""
    return cells.map({cell: read(cell) for cell in cells.unique()}) if len(cells) else cells


def rows_of(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Go through the rows of a frame: what pandas does ten times as slowly for columns of text."""
    return zip(*(frame[column].to_numpy(object) for column in frame.columns), strict=True)


def records_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame by column; see :func:`rows_of`."""
    columns = list(frame.columns)
    return [dict(zip(columns, cells, strict=True)) for cells in rows_of(frame)]


class Rows(Mapping[str, dict[str, Any]]):
    """The rows of a frame by its index, each a dictionary by column; made when it is asked for.

    Parameters
    ----------
    frame
        The frame; ids that differ as its index.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self._places = {str(id_): at for at, id_ in enumerate(frame.index)}
        self._columns = {str(column): frame[column].to_numpy(object) for column in frame.columns}

    def __getitem__(self, id_: str) -> dict[str, Any]:
        at = self._places[id_]
        return {column: cells[at] for column, cells in self._columns.items()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def split_list(cell: str) -> list[str]:
    """Return the values in a cell, which ``;`` or a Chinese separator parts."""
    return [part.strip() for part in re.split(LIST_SEPARATORS, cell) if part.strip()]


def read_list(cell: str, read: Callable[[str], str]) -> str:
    """Read the values in a cell; they are joined by ``;``.

    What holds a separator itself is one value where it reads as one, such as the status 已批准，筹建中.
    """
    pieces, found, at = re.split(f"({LIST_SEPARATORS})", cell), list[str](), 0
    while at < len(pieces):
        runs = {end: "".join(pieces[at:end]).strip() for end in range(min(len(pieces), at + 5), at, -2)}
        end = next((end for end, run in runs.items() if read(run) != run), at + 1)
        found += [read(runs[end])] if runs[end] else []
        at = end + 1
    return ";".join(found)


def split_notes(cell: str) -> list[str]:
    """Return the notes in a cell, which a semicolon or a line break parts: commas belong to the text."""
    return [part.strip() for part in re.split(r"[;；\n]", cell) if part.strip()]


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
        import pandas as pd  # who makes a new folder checks no cell

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
_DATE = Check("date", lambda values: each(values, is_edtf).astype(bool))
_IN_TIME = Check("time", lambda values: each(values, _is_in_time).astype(bool))
_DATES = [_DATE, _IN_TIME]
_YEAR = Check("year", lambda values: (values == "") | values.str.fullmatch(r"(19|20)\d\d"))
_HEX = Check("hex", lambda values: (values == "") | values.str.fullmatch("#[0-9a-f]{6}"))
_FEW = Check("few", lambda values: values.map(lambda cell: len(split_list(cell)) <= MOST_NOTES).astype(bool))
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
        "indicators": {
            "zone_id": [],
            "adcode": [],
            "indicator": [_FILLED],
            "date": _DATES,
            "value": [_NUMBER],
            "unit": [],
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
            "place": _term("place", required=False),
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
            "confidence": _term("confidence", required=False),
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
            "color": _term("color", required=False),
            "kind": _terms("kind"),
            "status": _terms("status"),
            "county": [],
            "industry": _terms("industry"),
            "zone": [],
            "view": [],
            "dim": _term("dim", required=False),
            "note_zh": [],
            "note_en": [],
            "note_at": [_FEW],
        },
        "vocabulary": {
            "group": _term("own_group"),
            "key": [],
            "zh": [_FILLED],
            "en": [],
            "color": [_HEX],
            "shape": _term("shape", required=False),
            "pattern": _term("pattern", required=False),
            "unit": [],
            "measure": _term("number_kind", required=False),
            "better": _term("better", required=False),
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


@cache
def term_columns(table: str) -> dict[str, str]:
    """Return the columns of a table that hold words of the vocabulary, each with its group."""
    names = [(column, check.name) for column, checks in schemas()[table].items() for check in checks]
    return {column: name.partition(":")[2] for column, name in names if name.startswith(("term:", "open:"))}


@cache
def words_of_columns(table: str) -> dict[str, tuple[str, bool]]:
    """Return the columns of a table that hold words: group, and whether in a list; of no table none."""
    names = [
        (column, check.name.partition(":"))
        for column, found in schemas().get(table, {}).items()
        for check in found
    ]
    held = {column: (group, kind.endswith("terms")) for column, (kind, _, group) in names if group}
    return held | terms_of_column(table)


def terms_of_column(table: str) -> dict[str, tuple[str, bool]]:
    """Return the columns of a table that a planner's words may stand in: group, and whether in a list."""
    names = [(column, check.name) for column, found in schemas().get(table, {}).items() for check in found]
    parts = [(column, name.partition(":")) for column, name in names]
    held = {
        column: (group, kind.endswith("terms"))
        for column, (kind, _, group) in parts
        if kind in ("open", "open_terms")
    }
    return held | ({"indicator": ("indicator", False)} if table == "indicators" else {})


def is_date_column(table: str, column: str) -> bool:
    """Tell whether the cells of a column are dates."""
    return column in columns_of(table) and "date" in checks_of(table, column)


def complete(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """Return the table with all of its columns, the missing ones empty, so that later checks can run."""
    extra = [name for name in frame.columns if name not in columns_of(table)]
    return frame.reindex(columns=[*columns_of(table), *extra], fill_value="")
