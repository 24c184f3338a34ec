"""One attribute table against its schema: every problem at once, each with the way out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from zonemap.core.dates import is_edtf, parse_edtf
from zonemap.core.history import FIELDS
from zonemap.core.problems import Problem
from zonemap.core.text import Text
from zonemap.core.vocabulary import terms
from zonemap.style.inks import QUALITATIVE
from zonemap.tables.cell_readers import reader_of
from zonemap.tables.cells import half_width
from zonemap.tables.headings import heading_of
from zonemap.tables.nearest import nearest_heading, suggest_nearest_term
from zonemap.tables.schemas import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    MOST_NOTES,
    Check,
    Where,
    columns_known,
    columns_needed,
    complete,
    records_of,
    schemas,
    split_list,
)

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
_SENTENCES: dict[str, tuple[Text, Text]] = {
    "missing": (
        Text("缺少这一列", "the column is missing"),
        Text("请补上列名", "Add a column with this heading"),
    ),
    "empty": (Text("此格不能为空", "the cell must not be empty"), Text("请填写", "Fill it in")),
    "id": (
        Text("编号只能用小写字母、数字和连字符", "an id holds small letters, digits and hyphens only"),
        Text("例如 houma-edz", "Write it like houma-edz"),
    ),
    "duplicate": (
        Text("编号重复", "the id stands more than once"),
        Text("每个编号只能出现一次，请改其中一个", "Give each row its own id"),
    ),
    "date": (
        Text("不是可识别的日期", "not a date"),
        Text(
            "请写成 1997、1997-07、2000-05-18、../2020-05-14（不晚于某日）、2020-05-14/..（某日尚未）"
            "或 2020-05-14/2021-07（两者之间）",
            "Write 1997, 1997-07, 2000-05-18, ../2020-05-14 (by that day), 2020-05-14/.. (not yet on that "
            "day) or 2020-05-14/2021-07 (between them)",
        ),
    ),
    "time": (
        Text(
            f"年份不在 {EARLIEST_YEAR}–{LATEST_YEAR} 之间",
            f"the year lies outside {EARLIEST_YEAR}–{LATEST_YEAR}",
        ),
        Text("请核对", "Check it"),
    ),
    "year": (Text("不是年份", "not a year"), Text("请写成 2018", "Write it like 2018")),
    "hex": (
        Text("不是颜色", "no colour"),
        Text(f"请写成 {QUALITATIVE[0]}", f"Write it like {QUALITATIVE[0]}: six digits from 0 to f"),
    ),
    "few": (
        Text("一章的注记太多", "too many notes for one chapter"),
        Text(f"最多 {MOST_NOTES} 条", f"Keep {MOST_NOTES} at most"),
    ),
    "field": (
        Text("这个字段没有沿革", "this field has no history"),
        Text(
            f"可用值：{'、'.join(heading_of('zones', field) for field in FIELDS)}",
            f"Valid values: {', '.join(FIELDS)}",
        ),
    ),
    "number": (Text("不是数字", "not a number"), Text("请只写数字", "Write the number alone")),
    "positive": (Text("必须大于 0", "must be above 0"), Text("请核对数值", "Check the value")),
    "longitude": (
        Text("经度不在 −180 到 180 之间", "the longitude lies outside −180 to 180"),
        Text("请核对；经度、纬度可能填反了", "Check it; longitude and latitude may be swapped"),
    ),
    "latitude": (
        Text("纬度不在 −90 到 90 之间", "the latitude lies outside −90 to 90"),
        Text("请核对；经度、纬度可能填反了", "Check it; longitude and latitude may be swapped"),
    ),
}


def check_table(
    frame: pd.DataFrame, table: str, file: str, sheet: str = "", heading_row: int = 1
) -> list[Problem]:
    """Check one table by itself.

    Parameters
    ----------
    frame
        The table as read: text columns, index the row number as Excel shows it.
    table
        Name of the table, such as ``zones``.
    file, sheet
        Name of the file and of the sheet, for the messages.
    heading_row
        Number of the row of the headings.

    Returns
    -------
    Every problem, in the order of rows; an empty list for a clean table.
    """
    missing = [name for name in columns_needed(table) if name not in frame]
    problems = [_missing_column(name, frame, file, heading_row) for name in missing]
    problems += [_value_problem(failure, file) for failure in _failures(frame, schemas()[table])]
    if table == "zones":
        problems += _check_order(complete(frame, table), file)
    return [replace(problem, sheet=sheet) for problem in problems]


def fits_column(cells: pd.Series, column: str) -> bool:
    """Tell whether the cells that are filled are what a column of the zones holds, read as its cells are."""
    reader, filled = reader_of("zones", column), cells[cells != ""]
    read = filled.map(reader) if reader else filled
    return not _failures(pd.DataFrame({column: read}), {column: schemas()["zones"][column]})


def check_values(columns: Mapping[str, pd.Series], row_values: pd.Series, where: Where) -> list[Problem]:
    """Check values of fields of zones that stand elsewhere than in the table of the zones.

    Parameters
    ----------
    columns
        The values by the field that they are of; those of fields without a rule pass.
    row_values
        The column ``value`` that they stand in, for the messages; the same index.
    where
        File and sheet, for the messages.
    """
    failures = _failures(pd.DataFrame(dict(columns)), schemas()["zones"])
    found = {_value_problem(failure, where[0]) for failure in failures}
    return [
        replace(problem, column="value", value=row_values[problem.row], sheet=where[1])
        for problem in sorted(found, key=lambda problem: problem.row or 0)
    ]


class _Failure(NamedTuple):
    """A cell that fails a check."""

    row: int
    column: str
    check: str
    value: str


def _failures(frame: pd.DataFrame, columns: Mapping[str, Sequence[Check]]) -> list[_Failure]:
    """Return every cell that fails a check of its column, in the order of rows."""
    failures = []
    for name in (name for name in columns if name in frame):
        for check in columns[name]:
            passed = check.passes(frame[name]).to_numpy(bool)
            # Nearly every column of nearly every table passes, and to take rows out of a frame costs most.
            if not passed.all():
                cells = frame.loc[~passed, name].items()
                failures += [_Failure(int(str(row)), name, check.name, str(cell)) for row, cell in cells]
    return sorted(failures, key=lambda failure: failure.row)


def _check_order(zones: pd.DataFrame, file: str) -> list[Problem]:
    """Check that no zone was approved, unveiled or run before the step that comes first."""
    return [
        _disordered(int(str(row)), first, then, zone, file)
        for row, zone in zip(zones.index, records_of(zones), strict=True)
        for first, then in _STEPS
        if _surely_after(zone[first], zone[then])
    ]


def _surely_after(first: str, then: str) -> bool:
    """Tell whether a date lies after another, however coarse they are; what is no date does not."""
    if not (first and then and is_edtf(first) and is_edtf(then)):
        return False
    earliest, latest = parse_edtf(first).earliest, parse_edtf(then).latest
    return earliest is not None and latest is not None and earliest > latest


def _disordered(row: int, first: str, then: str, zone: Mapping[str, Any], file: str) -> Problem:
    """Say that a later step is dated before an earlier one."""
    one, other = terms("column")[first], terms("column")[then]
    return Problem(
        file,
        Text(
            f"{other.zh}早于{one.zh}({zone[first]})",
            f"{other.en.lower()} before {one.en.lower()} ({zone[first]})",
        ),
        Text("请核对两个日期", "Check both dates"),
        row,
        then,
        zone[then],
    )


def _value_problem(failure: _Failure, file: str) -> Problem:
    """Turn a cell that fails a check into a problem that says the way out."""
    group = failure.check.partition(":")[2]
    if group:
        parts = split_list(failure.value)
        wrong = next((part for part in parts if part not in terms(group)), failure.value)
        message = Text("词汇表中没有这个值", "the vocabulary has no such value")
        fix = suggest_nearest_term(wrong, terms(group))
    else:
        message, fix = _SENTENCES[failure.check]
        fix = _specific_fix(failure.check, failure.value) or fix
    return Problem(file, message, fix, failure.row, failure.column, failure.value)


def _specific_fix(check: str, value: str) -> Text | None:
    """Return the way out for values that are often met; None for the others."""
    wording = half_width(value)
    if check == "date":
        return _date_way_out(wording)
    if check in ("longitude", "latitude") and abs(float(wording)) > _MOST_DEGREES:
        return Text(
            "像是投影坐标（米）；请换成经纬度（十进制度）",
            "It looks like metres of a projection: give longitude and latitude in degrees",
        )
    return None


def _date_way_out(wording: str) -> Text | None:
    """Return the way out for numbers and dates that can mean two things."""
    if re.fullmatch(r"[1-5]\d{4}(?:\.\d+)?", wording):
        day = dt.date(1899, 12, 30) + dt.timedelta(days=int(float(wording)))
        return Text(
            f"像是 Excel 的日期序号；若是 {day}，请这样写",
            f"It looks like a date number of Excel; if {day} is meant, write that",
        )
    both = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", wording)
    if both and max(int(both[1]), int(both[2])) <= _MONTHS:
        one, other, year = int(both[1]), int(both[2]), both[3]
        return Text(
            f"月、日分不清：请写成 {year}-{one:02}-{other:02} 或 {year}-{other:02}-{one:02}",
            f"Which is the month? Write {year}-{one:02}-{other:02} or {year}-{other:02}-{one:02}",
        )
    tenth = re.fullmatch(r"(\d{4})\.1", wording)
    if tenth:
        return Text(
            f"一月还是十月？请写成 {tenth[1]}-01 或 {tenth[1]}-10",
            f"January or October? Write {tenth[1]}-01 or {tenth[1]}-10",
        )
    return None


def _missing_column(column: str, frame: pd.DataFrame, file: str, heading_row: int) -> Problem:
    """Say that a column is missing, and which heading may be meant for it."""
    message, fix = _SENTENCES["missing"]
    fix += Text(f"“{terms('column')[column].zh}”或 {column}", " ")
    guess = nearest_heading(column, (str(name) for name in frame.columns if name not in columns_known()))
    if guess:
        fix += Text(f"；是否写成了 {guess}？", f"; perhaps it stands as {guess}")
    return Problem(file, message, fix, heading_row, column)
