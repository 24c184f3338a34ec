"""Values and evidence against each other: each value has some, and each evidence points at a value."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from zonemap.core.problems import Problem
from zonemap.core.text import Text
from zonemap.tables.evidence import KEY, WHOLE_ROW, evidence_keys
from zonemap.tables.nearest import suggest_nearest
from zonemap.tables.schemas import ID_FORM, ROW_KEYS, Where


def check_evidence_apart(evidence: pd.DataFrame, where: Where) -> list[Problem]:
    """Check that no evidence stands twice."""
    twice = evidence[evidence.duplicated([*KEY, "source_id", "locator"])]
    twice = twice[~twice.index.duplicated()]
    return [
        Problem(
            where[0],
            Text("这条依据已有一份", "the same evidence stands above"),
            Text("请删去这一行", "Delete this row"),
            int(str(number)),
            "field",
            row["field"],
            where[1],
        )
        for number, row in twice.iterrows()
    ]


def check_evidence(
    tables: Mapping[str, pd.DataFrame],
    where: Mapping[str, Where],
    whole: Collection[str],
    *,
    own: bool = False,
) -> list[Problem]:
    """Check that every value has evidence and that every evidence points at a value.

    Where the evidence itself was not read, that is said once, not for each value. Where the cells are their
    own evidence (``own``), a value needs no other.
    """
    if "evidence" not in whole:
        return []
    zone_ids = ["", *(zone_id for zone_id in tables["zones"]["zone_id"] if re.fullmatch(ID_FORM, zone_id))]
    needed, given = (
        frame[frame["table"].isin(whole) & frame["zone_id"].isin(zone_ids) & (frame["field"] != "")]
        for frame in (evidence_keys(tables), tables["evidence"])
    )
    has, wants = pd.MultiIndex.from_frame(given[KEY]), pd.MultiIndex.from_frame(needed[KEY])
    bare = needed[
        ~wants.isin(has) & ~(needed["table"].isin(ROW_KEYS | {"zones": ""}) & (needed["zone_id"] == ""))
    ]
    return [
        *(() if own else _without_evidence(bare, needed, where)),
        *(_without_value(number, row, where, needed) for number, row in given[~has.isin(wants)].iterrows()),
    ]


def _without_evidence(
    bare: pd.DataFrame, needed: pd.DataFrame, where: Mapping[str, Where]
) -> Iterator[Problem]:
    """Go through the values without evidence; a zone none of whose values has any is said once."""
    at = needed[needed["table"] == "zones"].groupby("row").size()
    for row, values in bare[bare["table"] == "zones"].groupby("row", sort=False):
        if len(values) > 1 and len(values) == at[row]:
            yield _row_without_evidence(values.iloc[0], len(values), where)
            bare = bare[(bare["table"] != "zones") | (bare["row"] != row)]
    yield from (_value_without_evidence(row, where) for row in bare.to_dict("records"))


def _row_without_evidence(first: pd.Series, count: int, where: Mapping[str, Where]) -> Problem:
    """Say that no value of a zone has evidence."""
    file, sheet = where["zones"]
    evidence = " · ".join(filter(None, where["evidence"]))
    place = f"zones, {first['zone_id']}, {WHOLE_ROW}"
    return Problem(
        file,
        Text(f"这一行的 {count} 个值都没有依据", f"none of the {count} values of this row has evidence"),
        Text(
            f"一份资料管整行时，在 {evidence} 加一行：{place}",
            f"If one source says the whole row, add a row to {evidence}: {place}",
        ),
        int(first["row"]),
        "zone_id",
        first["zone_id"],
        sheet,
    )


def _value_without_evidence(row: dict[Hashable, Any], where: Mapping[str, Where]) -> Problem:
    """Say that a value has no evidence."""
    place = f"{row['table']}, {row['zone_id']}, {row['field']}"
    file, sheet = where[row["table"]]
    evidence = " · ".join(filter(None, where["evidence"]))
    return Problem(
        file,
        Text("这个值没有依据", "the value has no evidence"),
        Text(f"请在 {evidence} 加一行：{place}", f"Add a row to {evidence}: {place}"),
        int(row["row"]),
        _column_of(row["table"], row["field"]),
        row["value"],
        sheet,
    )


def _column_of(table: str, field: str) -> str:
    """Return the column in which the value stands that an evidence is of."""
    return field if table == "zones" else ROW_KEYS.get(table, "text_zh")


def _without_value(
    number: Hashable, row: pd.Series, where: Mapping[str, Where], needed: pd.DataFrame
) -> Problem:
    """Say that an evidence points at no value, and at which it may."""
    file, sheet = where["evidence"]
    there = needed[(needed["table"] == row["table"]) & (needed["zone_id"] == row["zone_id"])]
    fix = Text("请删去这一行，或补上所指的行", "Delete this row, or add the row that it points at")
    if len(there):
        fix = suggest_nearest(row["field"], dict.fromkeys(there["field"], ()))
    return Problem(
        file,
        Text(
            f"依据所指的值不存在：{row['table']} 表，{row['zone_id'] or '全区'}",
            f"the evidence points at no value of {row['zone_id'] or 'the region'} "
            f"in the table {row['table']}",
        ),
        fix,
        int(str(number)),
        "field",
        row["field"],
        sheet,
    )
