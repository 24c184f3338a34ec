"""Values and evidence against each other: each value has some, and each evidence points at a value."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from zonemap.core.problems import Problem
from zonemap.core.text import Text
from zonemap.tables.evidence import KEY, WHOLE_ROW, column_of
from zonemap.tables.nearest import suggest_nearest
from zonemap.tables.schemas import ID_FORM, ROW_KEYS, Where
from zonemap.tables.stated_values import comparable

_OFFICIAL, _WITHOUT_PUBLISHER = "official", ("none", "")


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
    needed: pd.DataFrame,
    *,
    own: bool = False,
) -> list[Problem]:
    """Check that every value that needs evidence has some and that every evidence points at a value.

    What is ``needed`` is as :func:`evidence_keys` returns it. Where the evidence itself was not read, that is
    said once, not for each value. Where the cells are their own evidence (``own``), a value needs no other.
    """
    if "evidence" not in whole:
        return []
    zone_ids = ["", *(zone_id for zone_id in tables["zones"]["zone_id"] if re.fullmatch(ID_FORM, zone_id))]
    needed, given = (
        frame[frame["table"].isin(whole) & frame["zone_id"].isin(zone_ids) & (frame["field"] != "")]
        for frame in (needed, tables["evidence"])
    )
    has, wants = pd.MultiIndex.from_frame(given[KEY]), pd.MultiIndex.from_frame(needed[KEY])
    bare = needed[
        ~wants.isin(has) & ~(needed["table"].isin(ROW_KEYS | {"zones": ""}) & (needed["zone_id"] == ""))
    ]
    return [
        *(() if own else _without_evidence(bare, needed, where)),
        *(() if own else _numbers_without_evidence(tables, where)),
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


def _numbers_without_evidence(
    tables: Mapping[str, pd.DataFrame], where: Mapping[str, Where]
) -> Iterator[Problem]:
    """Say of each zone whose numbers no evidence speaks of; a source commonly states a whole table."""
    spoken = tables["evidence"].loc[tables["evidence"]["table"] == "indicators", "zone_id"].unique()
    bare = tables["indicators"].loc[lambda rows: (rows["zone_id"] != "") & ~rows["zone_id"].isin(spoken)]
    file, sheet = where["indicators"]
    evidence = " · ".join(filter(None, where["evidence"]))
    for zone_id, rows in bare.groupby("zone_id", sort=False):
        place = f"indicators, {zone_id}, {WHOLE_ROW}"
        yield Problem(
            file,
            Text(f"{len(rows)} 个数都没有依据", f"none of the {len(rows)} numbers has evidence"),
            Text(f"请在 {evidence} 加一行：{place}", f"Add a row to {evidence}: {place}"),
            int(rows.index[0]),
            "zone_id",
            str(zone_id),
            sheet,
        )


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
    return field if table == "zones" else {**ROW_KEYS, "indicators": "value"}.get(table, "text_zh")


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


def confidence_of(source_type: str, *, is_stated: bool, agreeing: int) -> str:
    """Return the confidence of one evidence.

    Parameters
    ----------
    source_type
        ``official``, ``news``, ``dataset`` or ``none``: without a known publisher; empty: not said.
    is_stated
        Whether the source states the value; what only follows from it is inferred.
    agreeing
        How many other sources with a known publisher state the same value.

    Returns
    -------
    ``H``: an official text or two independent sources; ``M``: one news item or one data set; ``L``: inferred,
    or without a known publisher.

    Examples
    --------
    >>> confidence_of("news", is_stated=True, agreeing=1)
    'H'
    >>> confidence_of("official", is_stated=False, agreeing=0)
    'L'
    """
    if not is_stated or source_type in _WITHOUT_PUBLISHER:
        return "L"
    return "H" if source_type == _OFFICIAL or agreeing else "M"


def confidence_by_rule(evidence: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """Return the confidence of every evidence.

    Parameters
    ----------
    evidence, sources
        The tables, resolved; an empty ``value`` says that the source does not state it.
    """
    types = (
        evidence["source_id"].map(dict(zip(sources["source_id"], sources["type"], strict=True))).fillna("")
    )
    stated = [
        comparable(column_of(str(table), str(field))[1], str(value))
        for table, field, value in evidence[["table", "field", "value"]].itertuples(index=False)
    ]
    rows = list(
        zip(
            evidence[KEY].itertuples(index=False, name=None),
            stated,
            evidence["source_id"],
            types,
            evidence["value"] != "",
            strict=True,
        )
    )
    backers: dict[tuple[object, object], set[str]] = {}
    for key, value, source_id, source_type, is_stated in rows:
        if is_stated and source_type not in _WITHOUT_PUBLISHER:
            backers.setdefault((key, value), set()).add(source_id)
    levels = [
        confidence_of(
            source_type,
            is_stated=is_stated,
            agreeing=len(backers.get((key, value), set()) - {source_id}),
        )
        for key, value, source_id, source_type, is_stated in rows
    ]
    return pd.Series(levels, index=evidence.index, dtype=str)
