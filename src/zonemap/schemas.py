"""What each attribute table must look like, checked with pandera: every problem of a table at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache, partial

import pandas as pd
import pandera.pandas as pa
from rapidfuzz import process
from rapidfuzz.distance import OSA

from zonemap.cells import read_area_km2, read_date, read_number, read_term
from zonemap.dates import is_edtf
from zonemap.errors import Problem
from zonemap.vocabulary import terms

TABLE_NAMES = ("zones", "industries", "reforms", "partners", "events", "evidence", "sources", "story")
"""The attribute tables of a geodata folder."""

ID_FORM = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""Form of every id: small letters, digits and single hyphens."""

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
        "每个编号只能出现一次,请改其中一个",
        "Give each row its own id",
    ),
    "date": (
        "不是可识别的日期",
        "not a date",
        "请写成 1997、1997-07、2000-05-18 或 ../2020-05-14(截至某日)",
        "Write 1997, 1997-07, 2000-05-18 or ../2020-05-14 (by that day)",
    ),
    "number": ("不是数字", "not a number", "请只写数字", "Write the number alone"),
    "positive": ("必须大于 0", "must be above 0", "请核对数值", "Check the value"),
    "longitude": (
        "经度超出中国范围(73–136)",
        "the longitude lies outside China (73–136)",
        "请核对;经度、纬度可能填反了",
        "Check it; longitude and latitude may be swapped",
    ),
    "latitude": (
        "纬度超出中国范围(3–54)",
        "the latitude lies outside China (3–54)",
        "请核对;经度、纬度可能填反了",
        "Check it; longitude and latitude may be swapped",
    ),
}


def is_number(values: pd.Series) -> pd.Series:
    """Tell for each text whether it is a number or empty."""
    return (values == "") | pd.to_numeric(values, errors="coerce").notna()


def _between(low: float, high: float) -> Callable[[pd.Series], pd.Series]:
    """Return a test that a number, if it is one, lies in the closed interval."""

    def holds(values: pd.Series) -> pd.Series:
        numbers = pd.to_numeric(values, errors="coerce")
        return numbers.isna() | numbers.between(low, high)

    return holds


_FILLED = pa.Check(lambda values: values != "", error="empty")
_ID = pa.Check(lambda values: (values == "") | values.str.fullmatch(ID_FORM), error="id")
_UNIQUE = pa.Check(lambda values: (values == "") | ~values.duplicated(keep=False), error="duplicate")
_DATE = pa.Check(lambda values: values.map(is_edtf), error="date")
_NUMBER = pa.Check(is_number, error="number")
_POSITIVE = pa.Check(_between(1e-9, float("inf")), error="positive")
_LONGITUDE = pa.Check(_between(73, 136), error="longitude")
_LATITUDE = pa.Check(_between(3, 54), error="latitude")


def _term(group: str, *, required: bool = True) -> list[pa.Check]:
    """Return the checks for a column that holds keys of a vocabulary group."""
    known = pa.Check(lambda values: (values == "") | values.isin(list(terms(group))), error=f"term:{group}")
    return [_FILLED, known] if required else [known]


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
            "applied": [_DATE],
            "approved": [_DATE],
            "unveiled": [_DATE],
            "operating": [_DATE],
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
            "as_of": [_DATE],
            "due": [_DATE],
        },
        "partners": {
            "zone_id": [_FILLED],
            "name_zh": [_FILLED],
            "name_en": [],
            "role": _term("role"),
            "place": [],
            "since": [_DATE],
        },
        "events": {
            "zone_id": [],
            "date": [_DATE],
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
            "date": [_DATE],
            "address": [],
        },
        "story": {
            "chapter": [_FILLED, _UNIQUE],
            "title_zh": [_FILLED],
            "title_en": [],
            "text_zh": [_FILLED],
            "text_en": [],
            "year": [_NUMBER],
            "color": [],
            "kind": [],
            "status": [],
            "county": [],
            "industry": [],
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
        if name.startswith("term:"):
            return partial(read_term, group=name.removeprefix("term:"))
    by_check = {"date": read_date, "positive": read_area_km2, "number": read_number}
    return next((reader for check, reader in by_check.items() if check in names), None)


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
    try:
        _schemas()[table].validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases.sort_values("index", kind="stable", na_position="first")
        return [replace(_problem(case, frame, file), sheet=sheet) for case in cases.to_dict("records")]
    return []


def complete(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """Return the table with all of its columns, the missing ones empty, so that later checks can run."""
    extra = [name for name in frame.columns if name not in columns_of(table)]
    return frame.reindex(columns=[*columns_of(table), *extra], fill_value="")


def nearest(value: str, known: Iterable[str]) -> str:
    """Return the known value nearest to a misspelt one, or an empty text when none is near."""
    found = process.extractOne(value, list(known), scorer=OSA.normalized_similarity, score_cutoff=0.5)
    return str(found[0]) if found else ""


def say_nearest(value: str, known: Iterable[str]) -> tuple[str, str]:
    """Return the way out for an unknown value, in Chinese and English."""
    known = list(known)
    guess = nearest(value, known)
    shown = "、".join(known[:12]) + (" …" if len(known) > 12 else "")
    if guess:
        return f"是否应为 {guess}?可用值:{shown}", f"Perhaps {guess}; valid values: {shown}"
    return f"可用值:{shown}", f"Valid values: {shown}"


def _problem(case: dict[str, object], frame: pd.DataFrame, file: str) -> Problem:
    """Turn a failure that pandera found into a problem that says the way out."""
    check = str(case["check"])
    if check == "column_in_dataframe":
        return _missing_column(str(case["failure_case"]), frame, file)
    value = str(case["failure_case"])
    if check.startswith("term:"):
        known = terms(check.removeprefix("term:"))
        fix_zh, fix_en = say_nearest(value, known)
        message_zh, message_en = "词汇表中没有这个值", "the vocabulary has no such value"
    else:
        message_zh, message_en, fix_zh, fix_en = _SENTENCES[check]
    return Problem(
        file, message_zh, message_en, fix_zh, fix_en, int(str(case["index"])), str(case["column"]), value
    )


def _missing_column(column: str, frame: pd.DataFrame, file: str) -> Problem:
    """Say that a column is missing, and which heading may be meant for it."""
    message_zh, message_en, fix_zh, fix_en = _SENTENCES["missing"]
    guess = nearest(column, (str(name) for name in frame.columns if name not in terms("column")))
    if guess:
        fix_zh, fix_en = f"{fix_zh};是否写成了 {guess}?", f"{fix_en}; perhaps it stands as {guess}"
    return Problem(file, message_zh, message_en, fix_zh, fix_en, 1, column)
