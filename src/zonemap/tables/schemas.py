"""What each attribute table must look like, checked with pandera: every problem of a table at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial

import pandas as pd
import pandera.pandas as pa

from zonemap.dates import is_edtf, parse_edtf
from zonemap.errors import Problem
from zonemap.tables.cells import NUMBER, plain, read_area_km2, read_date, read_degrees, read_number, read_term
from zonemap.tables.nearest import nearest_heading, say_nearest_term
from zonemap.vocabulary import terms

TABLE_NAMES = ("zones", "industries", "reforms", "partners", "events", "evidence", "sources", "story")
"""The attribute tables of a geodata folder."""

COLORS = ("kind", "year", "industry", "reform", "zones")
"""What a chapter of the presentation may colour the map by."""

EARLIEST_YEAR, LATEST_YEAR = 1949, 2100
"""Years that a date may lie in."""

LONGITUDES, LATITUDES = (73.0, 136.0), (3.0, 54.0)
"""Degrees between which China lies."""

LIST_SEPARATORS = r"[;；、,，\n]"
"""What may part several values in one cell; ``;`` is the standard."""

ID_FORM = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""Form of every id: small letters, digits and single hyphens."""

_STEPS = (
    ("applied", "approved"),
    ("applied", "unveiled"),
    ("applied", "operating"),
    ("approved", "unveiled"),
    ("approved", "operating"),
)
"""Steps of a zone of which the first cannot come after the second."""

_MOST_DEGREES = 180
_MONTHS = 12

_SENTENCES: dict[str, tuple[str, str, str, str]] = {
    "missing": ("缺少这一列", "the column is missing", "请补上列名", "Add a column with this heading"),
    "empty": ("此格不能为空", "the cell must not be empty", "请填写", "Fill it in"),
    "id": (
        "编号只能用小写字母、数字和连字符",
        "an id holds small letters, digits and hyphens only",
        "例如 houma-edz",
        "Write it like houma-edz",
    ),
    "duplicate": (
        "编号重复",
        "the id stands more than once",
        "每个编号只能出现一次，请改其中一个",
        "Give each row its own id",
    ),
    "date": (
        "不是可识别的日期",
        "not a date",
        "请写成 1997、1997-07、2000-05-18 或 ../2020-05-14（截至某日）",
        "Write 1997, 1997-07, 2000-05-18 or ../2020-05-14 (by that day)",
    ),
    "time": (
        f"年份不在 {EARLIEST_YEAR}–{LATEST_YEAR} 之间",
        f"the year lies outside {EARLIEST_YEAR}–{LATEST_YEAR}",
        "请核对",
        "Check it",
    ),
    "year": ("不是年份", "not a year", "请写成 2018", "Write it like 2018"),
    "color": (
        "地图不能这样着色",
        "the map cannot be coloured by it",
        f"可用值：{'、'.join(COLORS)}",
        f"Valid values: {', '.join(COLORS)}",
    ),
    "number": ("不是数字", "not a number", "请只写数字", "Write the number alone"),
    "positive": ("必须大于 0", "must be above 0", "请核对数值", "Check the value"),
    "longitude": (
        "经度超出中国范围（73–136）",
        "the longitude lies outside China (73–136)",
        "请核对；经度、纬度可能填反了",
        "Check it; longitude and latitude may be swapped",
    ),
    "latitude": (
        "纬度超出中国范围（3–54）",
        "the latitude lies outside China (3–54)",
        "请核对；经度、纬度可能填反了",
        "Check it; longitude and latitude may be swapped",
    ),
}


def is_number(values: pd.Series) -> pd.Series:
    """Tell for each text whether it is a number or empty."""
    return (values == "") | values.str.fullmatch(NUMBER)


def split_list(cell: str) -> list[str]:
    """Return the values in a cell, which ``;`` or a Chinese separator parts."""
    return [part.strip() for part in re.split(LIST_SEPARATORS, cell) if part.strip()]


def _is_in_time(text: str) -> bool:
    """Tell whether a text, if it is a date, lies in the years that planning records are of."""
    return not text or not is_edtf(text) or EARLIEST_YEAR <= parse_edtf(text).latest.year <= LATEST_YEAR


def _between(low: float, high: float) -> Callable[[pd.Series], pd.Series]:
    """Return a test that a number, if it is one, lies in the closed interval."""

    def holds(values: pd.Series) -> pd.Series:
        numbers = pd.to_numeric(values, errors="coerce")
        return numbers.isna() | numbers.between(low, high)

    return holds


_FILLED = pa.Check(lambda values: values != "", error="empty")
_ID = pa.Check(lambda values: (values == "") | values.str.fullmatch(ID_FORM), error="id")
_UNIQUE = pa.Check(lambda values: (values == "") | ~values.duplicated(keep=False), error="duplicate")
_DATE = pa.Check(lambda values: values.map(is_edtf).astype(bool), error="date")
_IN_TIME = pa.Check(lambda values: values.map(_is_in_time).astype(bool), error="time")
_DATES = [_DATE, _IN_TIME]
_YEAR = pa.Check(lambda values: (values == "") | values.str.fullmatch(r"(19|20)\d\d"), error="year")
_COLOR = pa.Check(lambda values: (values == "") | values.isin(COLORS), error="color")
_NUMBER = pa.Check(is_number, error="number")
_POSITIVE = pa.Check(_between(1e-9, float("inf")), error="positive")
_LONGITUDE = pa.Check(_between(*LONGITUDES), error="longitude")
_LATITUDE = pa.Check(_between(*LATITUDES), error="latitude")


def _term(group: str, *, required: bool = True) -> list[pa.Check]:
    """Return the checks for a column that holds keys of a vocabulary group."""
    known = pa.Check(lambda values: (values == "") | values.isin(list(terms(group))), error=f"term:{group}")
    return [_FILLED, known] if required else [known]


def _terms(group: str) -> list[pa.Check]:
    """Return the check for a column whose cells hold any number of keys of a vocabulary group."""
    known = set(terms(group))
    return [
        pa.Check(
            lambda values: values.map(lambda cell: set(split_list(cell)) <= known).astype(bool),
            error=f"terms:{group}",
        )
    ]


@cache
def _schemas() -> dict[str, pa.DataFrameSchema]:
    """Return the schema of every attribute table."""
    columns: dict[str, dict[str, list[pa.Check]]] = {
        "zones": {
            "zone_id": [_FILLED, _ID, _UNIQUE],
            "name_zh": [_FILLED],
            "name_en": [],
            "kind": _term("kind"),
            "tier": _term("tier"),
            "management": _term("management", required=False),
            "counties": [_FILLED],
            "township": [],
            "lon": [_FILLED, _NUMBER, _LONGITUDE],
            "lat": [_FILLED, _NUMBER, _LATITUDE],
            "point_basis": _term("point_basis"),
            "applied": _DATES,
            "approved": _DATES,
            "unveiled": _DATES,
            "operating": _DATES,
            "area_km2": [_NUMBER, _POSITIVE],
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
            "confidence": _term("confidence"),
            "note": [],
        },
        "sources": {
            "source_id": [_FILLED, _ID, _UNIQUE],
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
    return {
        table: pa.DataFrameSchema({name: pa.Column(str, checks) for name, checks in of_table.items()})
        for table, of_table in columns.items()
    }


def columns_of(table: str) -> list[str]:
    """Return the columns of an attribute table, in order."""
    return list(_schemas()[table].columns)


def checks_of(table: str, column: str) -> list[str]:
    """Return the names of what a column is checked for, such as ``empty``, ``date`` or ``term:kind``."""
    return [str(check.error) for check in _schemas()[table].columns[column].checks]


def term_columns(table: str) -> dict[str, str]:
    """Return the columns of a table that hold words of the vocabulary, each with its group."""
    checks = [
        (name, str(check.error))
        for name, column in _schemas()[table].columns.items()
        for check in column.checks
    ]
    return {name: error.removeprefix("term:") for name, error in checks if error.startswith("term:")}


def read_cells(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """Read the cells of a table as people write them: dates, numbers with units, words of the vocabulary.

    Parameters
    ----------
    frame
        Text columns.
    table
        Name of the table, such as ``zones``.

    Returns
    -------
    The same frame with clear cells in their standard form, and unclear ones as they were.
    """
    read = {
        name: frame[name].map(reader)
        for name, column in _schemas()[table].columns.items()
        if name in frame.columns and (reader := _reader(column.checks))
    }
    return frame.assign(**read)


def _reader(checks: list[pa.Check]) -> Callable[[str], str] | None:
    """Return how the cells of a column are read, by what they are checked for."""
    names = [str(check.error) for check in checks]
    for name in names:
        kind, _, group = name.partition(":")
        if group:
            return partial(read_term if kind == "term" else _read_terms, group=group)
    return next((reader for check, reader in _READERS.items() if check in names), None)


def _read_terms(text: str, group: str) -> str:
    """Read any number of words of a vocabulary group; they are joined by ``;``."""
    return ";".join(read_term(part, group) for part in split_list(text))


def _read_year(text: str) -> str:
    """Read a year, however it is written; the text itself where it is none."""
    read = read_date(text)
    return read if re.fullmatch(r"\d{4}", read) else text


_READERS: dict[str, Callable[[str], str]] = {
    "date": read_date,
    "year": _read_year,
    "positive": read_area_km2,
    "longitude": read_degrees,
    "latitude": read_degrees,
    "number": read_number,
}


def check_table(frame: pd.DataFrame, table: str, file: str, sheet: str = "") -> list[Problem]:
    """Check one table by itself.

    Parameters
    ----------
    frame
        The table as read: text columns, index the row number as Excel shows it.
    table
        Name of the table, such as ``zones``.
    file, sheet
        Name of the file and of the sheet, for the messages.

    Returns
    -------
    Every problem, in the order of rows; an empty list for a clean table.
    """
    problems = [_problem(case, frame, file) for case in _failures(frame, table)]
    if table == "zones":
        problems += _check_order(complete(frame, table), file)
    return [replace(problem, sheet=sheet) for problem in problems]


def _failures(frame: pd.DataFrame, table: str) -> list[dict[str, object]]:
    """Return what pandera finds, in the order of rows."""
    try:
        _schemas()[table].validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases.sort_values("index", kind="stable", na_position="first")
        return [{str(key): value for key, value in case.items()} for case in cases.to_dict("records")]
    return []


def _check_order(zones: pd.DataFrame, file: str) -> list[Problem]:
    """Check that no zone was approved, unveiled or run before the step that comes first."""
    return [
        _disordered(int(str(row)), first, then, zone, file)
        for row, zone in zones.iterrows()
        for first, then in _STEPS
        if _surely_after(zone[first], zone[then])
    ]


def _surely_after(first: str, then: str) -> bool:
    """Tell whether a date lies after another, however coarse they are; what is no date does not."""
    if not (first and then and is_edtf(first) and is_edtf(then)):
        return False
    earliest = parse_edtf(first).earliest
    return earliest is not None and earliest > parse_edtf(then).latest


def _disordered(row: int, first: str, then: str, zone: pd.Series, file: str) -> Problem:
    """Say that a later step is dated before an earlier one."""
    one, other = terms("column")[first], terms("column")[then]
    return Problem(
        file,
        f"{other.zh}早于{one.zh}({zone[first]})",
        f"{other.en.lower()} before {one.en.lower()} ({zone[first]})",
        "请核对两个日期",
        "Check both dates",
        row,
        then,
        zone[then],
    )


def complete(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """Return the table with all of its columns, the missing ones empty, so that later checks can run."""
    extra = [name for name in frame.columns if name not in columns_of(table)]
    return frame.reindex(columns=[*columns_of(table), *extra], fill_value="")


def _problem(case: dict[str, object], frame: pd.DataFrame, file: str) -> Problem:
    """Turn a failure that pandera found into a problem that says the way out."""
    check = str(case["check"])
    if check == "column_in_dataframe":
        return _missing_column(str(case["failure_case"]), frame, file)
    value = str(case["failure_case"])
    group = check.partition(":")[2]
    if group:
        wrong = next((part for part in split_list(value) if part not in terms(group)), value)
        message_zh, message_en = "词汇表中没有这个值", "the vocabulary has no such value"
        fix_zh, fix_en = say_nearest_term(wrong, terms(group))
    else:
        message_zh, message_en, fix_zh, fix_en = _SENTENCES[check]
        fix_zh, fix_en = _sharper(check, value) or (fix_zh, fix_en)
    return Problem(
        file, message_zh, message_en, fix_zh, fix_en, int(str(case["index"])), str(case["column"]), value
    )


def _sharper(check: str, value: str) -> tuple[str, str] | None:
    """Return the way out for values that are often met; None for the others."""
    said = plain(value)
    if check == "date":
        return _date_way_out(said)
    if check in ("longitude", "latitude") and abs(float(said)) > _MOST_DEGREES:
        return (
            "像是投影坐标（米）；请换成经纬度（十进制度）",
            "It looks like metres of a projection: give longitude and latitude in degrees",
        )
    return None


def _date_way_out(said: str) -> tuple[str, str] | None:
    """Return the way out for numbers and dates that can mean two things."""
    if re.fullmatch(r"[1-5]\d{4}(?:\.\d+)?", said):
        day = dt.date(1899, 12, 30) + dt.timedelta(days=int(float(said)))
        return (
            f"像是 Excel 的日期序号；若是 {day}，请这样写",
            f"It looks like a date number of Excel; if {day} is meant, write that",
        )
    both = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", said)
    if both and max(int(both[1]), int(both[2])) <= _MONTHS:
        one, other, year = int(both[1]), int(both[2]), both[3]
        return (
            f"月、日分不清：请写成 {year}-{one:02}-{other:02} 或 {year}-{other:02}-{one:02}",
            f"Which is the month? Write {year}-{one:02}-{other:02} or {year}-{other:02}-{one:02}",
        )
    tenth = re.fullmatch(r"(\d{4})\.1", said)
    if tenth:
        return (
            f"一月还是十月？请写成 {tenth[1]}-01 或 {tenth[1]}-10",
            f"January or October? Write {tenth[1]}-01 or {tenth[1]}-10",
        )
    return None


def _missing_column(column: str, frame: pd.DataFrame, file: str) -> Problem:
    """Say that a column is missing, and which heading may be meant for it."""
    message_zh, message_en, fix_zh, fix_en = _SENTENCES["missing"]
    fix_zh = f"{fix_zh}“{terms('column')[column].zh}”或 {column}"
    guess = nearest_heading(column, (str(name) for name in frame.columns if name not in columns_known()))
    if guess:
        fix_zh, fix_en = f"{fix_zh}；是否写成了 {guess}？", f"{fix_en}; perhaps it stands as {guess}"
    return Problem(file, message_zh, message_en, fix_zh, fix_en, 1, column)


@cache
def columns_known() -> frozenset[str]:
    """Return the columns of all attribute tables."""
    return frozenset(column for table in TABLE_NAMES for column in columns_of(table))
