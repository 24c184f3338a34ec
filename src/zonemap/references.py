"""What the tables say of each other: every id that is named must exist, every value must have evidence."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable, Iterator
from typing import Any

import pandas as pd

from zonemap.errors import Problem
from zonemap.schemas import say_nearest

ROW_KEYS = {"industries": "industry", "reforms": "measure", "partners": "name_zh"}
"""Which column tells the rows of a zone apart, for the tables whose evidence is given by row."""

_NO_EVIDENCE_NEEDED = {"zone_id"}


def split_counties(cell: str) -> list[str]:
    """Return the counties named in a cell, which ``;`` or a Chinese separator parts."""
    return [part.strip() for part in re.split(r"[;;、,,]", cell) if part.strip()]


def county_codes(counties: pd.DataFrame) -> dict[str, str]:
    """Return the adcode by everything a county may be called: its adcode, its Chinese and English name."""
    codes = {adcode: adcode for adcode in counties.index}
    for column in ("name_zh", "name_en"):
        codes |= {name: adcode for adcode, name in counties[column].items() if name}
    return codes


def event_key(row: pd.Series) -> str:
    """Return the key of an event among those of its zone: its date, if stated, and its type."""
    return f"{row['date']} {row['event']}".strip()


def evidence_keys(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """List everything that needs evidence.

    Returns
    -------
    A frame with columns ``table``, ``zone_id``, ``field``, ``row`` (as Excel shows it) and ``value``: one row
    for each stated value of a zone and one for each row of the tables about industries, reforms, partners
    and events.
    """
    found = [*_zone_values(tables["zones"])]
    for table, column in ROW_KEYS.items():
        frame = tables[table]
        found += [
            (table, row["zone_id"], row[column], number, row[column]) for number, row in frame.iterrows()
        ]
    events = tables["events"]
    found += [
        ("events", row["zone_id"], event_key(row), number, row["text_zh"])
        for number, row in events.iterrows()
    ]
    return pd.DataFrame(found, columns=["table", "zone_id", "field", "row", "value"])


def _zone_values(zones: pd.DataFrame) -> Iterator[tuple[str, str, str, object, str]]:
    """Go through the stated values of ``zones``."""
    for number, row in zones.iterrows():
        for column in zones.columns:
            if row[column] and column not in _NO_EVIDENCE_NEEDED:
                yield "zones", row["zone_id"], column, number, row[column]


def check_references(
    tables: dict[str, pd.DataFrame],
    counties: pd.DataFrame,
    files: dict[str, str],
    whole: Collection[str],
) -> list[Problem]:
    """Check the tables against each other and against the counties.

    Parameters
    ----------
    tables
        Every attribute table, complete with its columns, index the row number as Excel shows it.
    counties
        The counties; index adcode, columns ``name_zh`` and ``name_en``.
    files
        File name by table, for the messages.
    whole
        Names of the tables that lack no column; only their values are held against the evidence.

    Returns
    -------
    Every problem: unknown zones, counties and sources, and evidence that is missing or points at nothing.
    """
    problems = _check_counties(tables["zones"], counties, files["zones"])
    zone_ids = set(tables["zones"]["zone_id"])
    for table in ("industries", "reforms", "partners", "events", "evidence"):
        problems += _check_known(tables[table], "zone_id", zone_ids, files[table])
    problems += _check_known(
        tables["evidence"], "source_id", set(tables["sources"]["source_id"]), files["evidence"]
    )
    for table, column in ROW_KEYS.items():
        problems += _check_rows_apart(tables[table], column, files[table])
    return problems + _check_evidence(tables, files, whole)


def _check_counties(zones: pd.DataFrame, counties: pd.DataFrame, file: str) -> list[Problem]:
    """Check that every county named by a zone exists."""
    codes = county_codes(counties)
    return [
        _unknown(file, number, "counties", part, codes)
        for number, cell in zones["counties"].items()
        for part in split_counties(cell)
        if part not in codes
    ]


def _check_known(frame: pd.DataFrame, column: str, known: set[str], file: str) -> list[Problem]:
    """Check that every id in a column, if given, is known; say each unknown id once, with all its rows."""
    unknown = frame[(frame[column] != "") & ~frame[column].isin(known)]
    return [
        _unknown(file, rows.index[0], column, str(value), sorted(known), others=len(rows) - 1)
        for value, rows in unknown.groupby(column, sort=False)
    ]


def _unknown(
    file: str, row: object, column: str, value: str, known: Iterable[str], others: int = 0
) -> Problem:
    """Say that a value is not among those known, in how many rows, and which is nearest."""
    fix_zh, fix_en = say_nearest(value, known)
    more_zh = f"(另有 {others} 行)" if others else ""
    more_en = f" (in {others} more rows too)" if others else ""
    return Problem(
        file,
        f"找不到这个值{more_zh}",
        f"no such value{more_en}",
        fix_zh,
        fix_en,
        int(str(row)),
        column,
        value,
    )


def _check_rows_apart(frame: pd.DataFrame, column: str, file: str) -> list[Problem]:
    """Check that a zone has each of its industries, measures and partners once."""
    twice = frame[frame.duplicated(["zone_id", column], keep=False)]
    return [
        Problem(
            file,
            "同一开发区重复了这一行",
            "the zone has this row more than once",
            "请删去多余的一行",
            "Delete the surplus row",
            int(str(number)),
            column,
            row[column],
        )
        for number, row in twice.iterrows()
    ]


def _check_evidence(
    tables: dict[str, pd.DataFrame], files: dict[str, str], whole: Collection[str]
) -> list[Problem]:
    """Check that every value has evidence and that every evidence points at a value."""
    key = ["table", "zone_id", "field"]
    needed, given = (
        frame[frame["table"].isin(whole) & frame["zone_id"].isin(["", *tables["zones"]["zone_id"]])]
        for frame in (evidence_keys(tables), tables["evidence"])
    )
    has, wants = pd.MultiIndex.from_frame(given[key]), pd.MultiIndex.from_frame(needed[key])
    return [
        *(_without_evidence(row, files) for row in needed[~wants.isin(has)].to_dict("records")),
        *(_without_value(number, row, files) for number, row in given[~has.isin(wants)].iterrows()),
    ]


def _without_evidence(row: dict[Hashable, Any], files: dict[str, str]) -> Problem:
    """Say that a value has no evidence."""
    place = f"{row['table']}, {row['zone_id']}, {row['field']}"
    return Problem(
        files[row["table"]],
        "这个值没有依据",
        "the value has no evidence",
        f"请在 {files['evidence']} 加一行:{place}",
        f"Add a row to {files['evidence']}: {place}",
        int(row["row"]),
        row["field"],
        row["value"],
    )


def _without_value(number: Hashable, row: pd.Series, files: dict[str, str]) -> Problem:
    """Say that an evidence points at no value."""
    return Problem(
        files["evidence"],
        "依据所指的值不存在",
        "the evidence points at no value",
        f"请核对 {row['table']} 表中 {row['zone_id']} 的 {row['field']}",
        f"Check {row['field']} of {row['zone_id']} in the table {row['table']}",
        int(str(number)),
        "field",
        row["field"],
    )
