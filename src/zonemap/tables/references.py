"""What the tables say of each other: every id that is named must exist, no row may stand twice."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pandas as pd

from zonemap.core.names import normalise_name, place_and_kind
from zonemap.core.problems import Problem
from zonemap.core.text import NONE, Text
from zonemap.tables.evidence_checks import check_evidence, check_evidence_apart
from zonemap.tables.history_checks import check_history
from zonemap.tables.indicators import check_numbers
from zonemap.tables.nearest import FORMER_CODE, is_code, suggest_nearest
from zonemap.tables.own_words import check_words
from zonemap.tables.schemas import (
    BY_ZONE,
    ID_FORM,
    PLACE_COLUMNS,
    ROW_KEYS,
    Where,
    split_list,
    split_notes,
)


def check_references(
    tables: Mapping[str, pd.DataFrame],
    counties: pd.DataFrame,
    where: Mapping[str, Where],
    whole: Collection[str],
    needed: pd.DataFrame,
    own: bool = False,
) -> list[Problem]:
    """Check the tables against each other and against the counties.

    Parameters
    ----------
    tables
        Every attribute table, resolved, with its evidence spread; index the row number as Excel shows it.
    counties
        The counties; index adcode, columns ``name_zh`` and ``name_en``.
    where
        File and sheet by table, for the messages.
    whole
        Names of the tables that lack no column; only their values are held against the evidence.
    needed
        What needs evidence, as :func:`evidence_keys` returns it.
    own
        Whether the cells are their own evidence: then a value without any other needs none.

    Returns
    -------
    Every problem: unknown zones, counties and sources, rows that stand twice, and evidence that is missing,
    stands twice or points at nothing.
    """
    by_adcode = {
        str(adcode): (str(zh), str(en))
        for adcode, zh, en in zip(counties.index, counties["name_zh"], counties["name_en"], strict=True)
    }
    zones = tables["zones"]
    by_zone = {
        zone_id: (zh, en)
        for zone_id, zh, en in zip(zones["zone_id"], zones["name_zh"], zones["name_en"], strict=True)
        if re.fullmatch(ID_FORM, zone_id)
    }
    by_source = {
        source_id: (title,)
        for source_id, title in tables["sources"][["source_id", "title"]].itertuples(index=False)
        if source_id
    }
    problems = _check_known(zones, "counties", by_adcode, where["zones"], spoken=zones["name_zh"])
    of_counties = tables["history"][tables["history"]["field"] == "counties"]
    problems += _check_known(of_counties, "value", by_adcode, where["history"])
    problems += _check_known(tables["story"], "county", by_adcode, where["story"])
    problems += _check_known(tables["indicators"], "adcode", by_adcode, where["indicators"])
    if by_zone or "zones" in whole:
        named = set(zones["zone_id"])
        for table in BY_ZONE:
            problems += _check_known(tables[table], "zone_id", by_zone, where[table], named)
        problems += _check_known(tables["story"], "zone", by_zone, where["story"], named)
        for column in PLACE_COLUMNS:
            problems += _check_known(tables["story"], column, by_adcode | by_zone, where["story"], named)
    problems += _check_notes(tables["story"], where["story"])
    if by_source or "sources" in whole:
        problems += _check_known(tables["evidence"], "source_id", by_source, where["evidence"])
    problems += _check_names_apart(zones, where["zones"], counties, own)
    for table, column in ROW_KEYS.items():
        problems += _check_rows_apart(tables[table], ["zone_id", column], where[table])
    problems += _check_rows_apart(tables["events"], ["zone_id", "date", "event", "text_zh"], where["events"])
    problems += _check_rows_apart(tables["history"], ["zone_id", "field", "from"], where["history"])
    problems += check_numbers(tables["indicators"], where["indicators"])
    problems += check_words(tables["vocabulary"], where["vocabulary"])
    problems += check_history(tables["history"], where["history"])
    problems += check_evidence_apart(tables["evidence"], where["evidence"])
    return problems + check_evidence(tables, where, whole, needed, own=own)


def _check_known(
    frame: pd.DataFrame,
    column: str,
    known: Mapping[str, Iterable[str]],
    where: Where,
    named: Collection[str] = (),
    spoken: pd.Series | None = None,
) -> list[Problem]:
    """Check that every id in a column is known; say each unknown id once, with how many rows have it.

    An id that is ``named`` where it belongs, though in a form that is not known, is not said again. What the
    row is called by may say which is meant: the only one whose name is ``spoken`` there.
    """
    unknown: dict[str, list[Any]] = {}
    for cell in frame[column].unique():  # of a million rows a few hundred differ
        for part in split_list(cell):
            if part not in known and part not in named:
                unknown.setdefault(part, []).extend(frame.index[frame[column] == cell])
    return [
        _unknown(where, rows, column, value, known, "" if spoken is None else _meant(spoken[rows[0]], known))
        for value, rows in unknown.items()
    ]


def _meant(name: str, known: Mapping[str, Iterable[str]]) -> str:
    """Return the only one of those known whose name, without its ending, stands in a name."""
    called = {key: place_and_kind(next(iter(names), "")).place for key, names in known.items()}
    found = [key for key, place in called.items() if len(place) > 1 and place in name]
    return found[0] if len(found) == 1 else ""


def _unknown(
    where: Where, rows: list[Any], column: str, value: str, known: Mapping[str, Iterable[str]], meant: str
) -> Problem:
    """Say that a value is not among those known, in how many rows, and which is nearest."""
    file, sheet = where
    more = len(rows) - 1
    also = Text(f"（另有 {more} 行）", f" (in {more} more rows too)") if more else NONE
    return Problem(
        file,
        Text(f"找不到这个值{also.zh}", f"no such value{also.en}"),
        suggest_nearest(value, known, meant) if meant or not _is_code(value, known) else FORMER_CODE,
        int(str(rows[0])),
        column,
        value,
        sheet,
    )


def _is_code(value: str, known: Mapping[str, Iterable[str]]) -> bool:
    """Tell whether a value is a code among codes: what is near it in digits may be far off on the ground."""
    return is_code(value) and any(is_code(valid) for valid in known)


def _check_names_apart(zones: pd.DataFrame, where: Where, counties: pd.DataFrame, own: bool) -> list[Problem]:
    """Check that no two zones have the same name; in tables that are their own evidence, in one county."""
    if own and counties.empty:  # anybody's frame: which rows are one and the same only he knows
        return []
    names = zones["name_zh"].map(normalise_name)
    apart = names + (" " + zones["counties"] if own else "")
    return [
        Problem(
            where[0],
            Text("两个开发区同名", "two zones have the same name"),
            Text(
                "请改其中一个，或删去重复的一行", "Rename one of them, or delete the row that is there twice"
            ),
            int(str(number)),
            "name_zh",
            row["name_zh"],
            where[1],
        )
        for number, row in zones[(names != "") & apart.duplicated(keep=False)].iterrows()
    ]


def _check_notes(story: pd.DataFrame, where: Where) -> list[Problem]:
    """Check that each note of a chapter has its place, and each place its note."""
    return [
        Problem(
            where[0],
            Text("注记和位置的个数不同", "there are not as many notes as places of notes"),
            Text("用分号隔开，一条注记对应一个位置", "Part them by semicolons, one note for each place"),
            int(str(number)),
            column,
            row[column],
            where[1],
        )
        for number, row in story.iterrows()
        for column in ("note_zh", "note_en")
        if (row[column] or column == "note_zh")
        and len(split_notes(row[column])) != len(split_list(row["note_at"]))
    ]


def _check_rows_apart(frame: pd.DataFrame, key: list[str], where: Where) -> list[Problem]:
    """Check that a zone has each of its industries, measures, partners and events once."""
    twice = frame[frame.duplicated(key, keep=False)]
    return [
        Problem(
            where[0],
            Text("同一开发区重复了这一行", "the zone has this row more than once"),
            Text("请删去多余的一行", "Delete the surplus row"),
            int(str(number)),
            key[-1],
            row[key[-1]],
            where[1],
        )
        for number, row in twice.iterrows()
    ]
