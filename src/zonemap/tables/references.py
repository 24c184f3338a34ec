"""What the tables say of each other: every id that is named must exist, every value must have evidence."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from zonemap.errors import Problem
from zonemap.names import normal, place_and_kind
from zonemap.tables.cells import plain, read_date, read_term
from zonemap.tables.headings import column_key
from zonemap.tables.nearest import say_nearest
from zonemap.tables.schemas import ID_FORM, columns_of, split_list

ROW_KEYS = {"industries": "industry", "reforms": "measure", "partners": "name_zh"}
"""Which column tells the rows of a zone apart, for the tables whose evidence is given by row."""

WHOLE_ROW = "*"
"""Stands in the field of an evidence that holds for every value of its zone in its table."""

_KEY = ["table", "zone_id", "field"]
_BY_ZONE = ("industries", "reforms", "partners", "events", "evidence")
_NO_EVIDENCE_NEEDED = {"zone_id"}

Where = tuple[str, str]
"""File and sheet of a table."""


def county_codes(counties: pd.DataFrame) -> dict[str, str]:
    """Return the adcode by everything a county may be called: its adcode, its Chinese and English name."""
    codes = {adcode: adcode for adcode in counties.index}
    for column in ("name_zh", "name_en"):
        codes |= {name: adcode for adcode, name in counties[column].items() if name}
    return codes


def split_counties(cell: str) -> list[str]:
    """Return the counties named in a cell, which ``;`` or a Chinese separator parts."""
    return split_list(cell)


def resolve(tables: Mapping[str, pd.DataFrame], counties: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Put ids in place of names, where it is clear which zone, county or column is meant.

    Counties may be named in any spelling that fits one of them only, zones by their full name, the fields of
    the evidence in Chinese.

    Parameters
    ----------
    tables
        Every attribute table, complete with its columns.
    counties
        The counties; index adcode, columns ``name_zh`` and ``name_en``.

    Returns
    -------
    The same tables with adcodes, zone ids and column keys; what is not clear stays as it was.
    """
    adcodes, zone_ids = _county_spellings(counties), _zone_spellings(tables["zones"])
    found = dict(tables)
    found["zones"] = tables["zones"].assign(counties=_read_each(tables["zones"]["counties"], adcodes))
    for name in _BY_ZONE:
        ids = tables[name]["zone_id"].map(lambda cell: zone_ids.get(normal(cell), cell))
        found[name] = tables[name].assign(zone_id=ids.astype(str))
    found["story"] = tables["story"].assign(
        county=_read_each(tables["story"]["county"], adcodes),
        zone=_read_each(tables["story"]["zone"], zone_ids),
    )
    found["evidence"] = found["evidence"].assign(
        field=[_read_field(row) for row in found["evidence"].to_dict("records")]
    )
    return found


def _read_each(cells: pd.Series, spellings: dict[str, str]) -> pd.Series:
    """Put ids in place of the names in cells that hold any number of them."""

    def read(cell: str) -> str:
        parts = split_list(cell)
        return ";".join(spellings.get(normal(part), part) for part in parts)

    return cells.map(read).astype(str)


def _county_spellings(counties: pd.DataFrame) -> dict[str, str]:
    """Return the adcode by every spelling that fits one county only."""
    ways: dict[str, set[str]] = {}
    for adcode, zh, en in zip(counties.index, counties["name_zh"], counties["name_en"], strict=True):
        for way in (adcode, f"{adcode}000000", f"{adcode}.0", zh, en, place_and_kind(str(zh)).place):
            ways.setdefault(normal(str(way)), set()).add(str(adcode))
    return _only(ways)


def _zone_spellings(zones: pd.DataFrame) -> dict[str, str]:
    """Return the id by every name that only one zone has."""
    ways: dict[str, set[str]] = {}
    for zone_id, zh, en in zip(zones["zone_id"], zones["name_zh"], zones["name_en"], strict=True):
        for way in (zh, en):
            ways.setdefault(normal(way), set()).add(zone_id)
    ids = {zone_id: {zone_id} for zone_id in zones["zone_id"]}
    return _only({way: found for way, found in ways.items() if way and way not in ids})


def _only(ways: dict[str, set[str]]) -> dict[str, str]:
    """Return what each way of writing stands for, where it stands for one thing only."""
    return {way: next(iter(found)) for way, found in ways.items() if way and len(found) == 1}


def _read_field(evidence: dict[Hashable, Any]) -> str:
    """Read the field of an evidence: a column, a word of the vocabulary or the key of an event."""
    table, field = evidence["table"], str(evidence["field"])
    if plain(field) == WHOLE_ROW:
        return WHOLE_ROW
    if table == "zones":
        key = column_key(field, "zones")
        return key if key in columns_of("zones") else field
    if table == "events":
        date, _, event = field.rpartition(" ")
        return f"{read_date(date)} {read_term(event, 'event')}".strip()
    return read_term(field, ROW_KEYS[table]) if table in ("industries", "reforms") else field


def event_key(row: pd.Series) -> str:
    """Return the key of an event among those of its zone: its date, if stated, and its type."""
    return f"{row['date']} {row['event']}".strip()


def evidence_keys(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """List everything that needs evidence.

    Returns
    -------
    A frame with columns ``table``, ``zone_id``, ``field``, ``row`` (as Excel shows it) and ``value``: one row
    for each stated value of a zone and one for each row of the tables about industries, reforms, partners
    and events. A column that a planner adds to a table needs none.
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
    columns = [column for column in columns_of("zones") if column not in _NO_EVIDENCE_NEEDED]
    for number, row in zones.iterrows():
        for column in columns:
            if row.get(column):
                yield "zones", row["zone_id"], column, number, row[column]


def spread_evidence(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Put an evidence for each value in place of one for the whole row.

    An evidence whose field is ``*`` stands for every value of its zone in its table that has no evidence of
    its own.

    Parameters
    ----------
    tables
        Every attribute table, complete with its columns.

    Returns
    -------
    The evidence, one row a value; an evidence for the whole row keeps its place and its row number, and
    stays as it is where it stands for nothing.
    """
    evidence = tables["evidence"]
    if not (evidence["field"] == WHOLE_ROW).any():
        return evidence
    own = set(evidence[_KEY].itertuples(index=False, name=None))
    fields: dict[tuple[str, str], list[str]] = {}
    for table, zone_id, field in evidence_keys(tables)[_KEY].itertuples(index=False, name=None):
        if (table, zone_id, field) not in own:
            fields.setdefault((table, zone_id), []).append(field)
    rows, numbers = [], []
    for number, row in zip(evidence.index, evidence.to_dict("records"), strict=True):
        whole = fields.get((row["table"], row["zone_id"])) if row["field"] == WHOLE_ROW else None
        spread = [{**row, "field": field} for field in whole or [row["field"]]]
        rows += spread
        numbers += [number] * len(spread)
    return pd.DataFrame(rows, columns=evidence.columns, index=pd.Index(numbers, name=evidence.index.name))


def check_references(
    tables: Mapping[str, pd.DataFrame],
    counties: pd.DataFrame,
    where: Mapping[str, Where],
    whole: Collection[str],
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
    problems = _check_known(zones, "counties", by_adcode, where["zones"])
    problems += _check_known(tables["story"], "county", by_adcode, where["story"])
    if by_zone or "zones" in whole:
        named = set(zones["zone_id"])
        for table in _BY_ZONE:
            problems += _check_known(tables[table], "zone_id", by_zone, where[table], named)
        problems += _check_known(tables["story"], "zone", by_zone, where["story"], named)
    if by_source or "sources" in whole:
        problems += _check_known(tables["evidence"], "source_id", by_source, where["evidence"])
    problems += _check_names_apart(zones, where["zones"])
    for table, column in ROW_KEYS.items():
        problems += _check_rows_apart(tables[table], ["zone_id", column], where[table])
    problems += _check_rows_apart(tables["events"], ["zone_id", "date", "event", "text_zh"], where["events"])
    problems += _check_evidence_apart(tables["evidence"], where["evidence"])
    return problems + _check_evidence(tables, where, whole)


def _check_known(
    frame: pd.DataFrame,
    column: str,
    known: Mapping[str, Iterable[str]],
    where: Where,
    named: Collection[str] = (),
) -> list[Problem]:
    """Check that every id in a column is known; say each unknown id once, with how many rows have it.

    An id that is ``named`` where it belongs, though in a form that is not known, is not said again.
    """
    unknown: dict[str, list[object]] = {}
    for number, cell in frame[column].items():
        for part in split_list(cell):
            if part not in known and part not in named:
                unknown.setdefault(part, []).append(number)
    return [_unknown(where, rows, column, value, known) for value, rows in unknown.items()]


def _unknown(
    where: Where, rows: list[object], column: str, value: str, known: Mapping[str, Iterable[str]]
) -> Problem:
    """Say that a value is not among those known, in how many rows, and which is nearest."""
    file, sheet = where
    fix_zh, fix_en = say_nearest(value, known)
    more_zh = f"（另有 {len(rows) - 1} 行）" if len(rows) > 1 else ""
    more_en = f" (in {len(rows) - 1} more rows too)" if len(rows) > 1 else ""
    return Problem(
        file,
        f"找不到这个值{more_zh}",
        f"no such value{more_en}",
        fix_zh,
        fix_en,
        int(str(rows[0])),
        column,
        value,
        sheet,
    )


def _check_names_apart(zones: pd.DataFrame, where: Where) -> list[Problem]:
    """Check that no two zones have the same name."""
    names = zones["name_zh"].map(normal)
    return [
        Problem(
            where[0],
            "两个开发区同名",
            "two zones have the same name",
            "请改其中一个，或删去重复的一行",
            "Rename one of them, or delete the row that is there twice",
            int(str(number)),
            "name_zh",
            row["name_zh"],
            where[1],
        )
        for number, row in zones[(names != "") & names.duplicated(keep=False)].iterrows()
    ]


def _check_rows_apart(frame: pd.DataFrame, key: list[str], where: Where) -> list[Problem]:
    """Check that a zone has each of its industries, measures, partners and events once."""
    twice = frame[frame.duplicated(key, keep=False)]
    return [
        Problem(
            where[0],
            "同一开发区重复了这一行",
            "the zone has this row more than once",
            "请删去多余的一行",
            "Delete the surplus row",
            int(str(number)),
            key[-1],
            row[key[-1]],
            where[1],
        )
        for number, row in twice.iterrows()
    ]


def _check_evidence_apart(evidence: pd.DataFrame, where: Where) -> list[Problem]:
    """Check that no evidence stands twice."""
    twice = evidence[evidence.duplicated([*_KEY, "source_id", "locator"])]
    twice = twice[~twice.index.duplicated()]
    return [
        Problem(
            where[0],
            "这条依据已有一份",
            "the same evidence stands above",
            "请删去这一行",
            "Delete this row",
            int(str(number)),
            "field",
            row["field"],
            where[1],
        )
        for number, row in twice.iterrows()
    ]


def _check_evidence(
    tables: Mapping[str, pd.DataFrame], where: Mapping[str, Where], whole: Collection[str]
) -> list[Problem]:
    """Check that every value has evidence and that every evidence points at a value."""
    zone_ids = ["", *(zone_id for zone_id in tables["zones"]["zone_id"] if re.fullmatch(ID_FORM, zone_id))]
    needed, given = (
        frame[frame["table"].isin(whole) & frame["zone_id"].isin(zone_ids) & (frame["field"] != "")]
        for frame in (evidence_keys(tables), tables["evidence"])
    )
    has, wants = pd.MultiIndex.from_frame(given[_KEY]), pd.MultiIndex.from_frame(needed[_KEY])
    bare = needed[
        ~wants.isin(has) & ~(needed["table"].isin(ROW_KEYS | {"zones": ""}) & (needed["zone_id"] == ""))
    ]
    return [
        *_without_evidence(bare, needed, where),
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
        f"这一行的 {count} 个值都没有依据",
        f"none of the {count} values of this row has evidence",
        f"一份资料管整行时，在 {evidence} 加一行：{place}",
        f"If one source says the whole row, add a row to {evidence}: {place}",
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
        "这个值没有依据",
        "the value has no evidence",
        f"请在 {evidence} 加一行：{place}",
        f"Add a row to {evidence}: {place}",
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
    fix_zh, fix_en = "请删去这一行，或补上所指的行", "Delete this row, or add the row that it points at"
    if len(there):
        fix_zh, fix_en = say_nearest(row["field"], dict.fromkeys(there["field"], ()))
    return Problem(
        file,
        f"依据所指的值不存在：{row['table']} 表，{row['zone_id'] or '全区'}",
        f"the evidence points at no value of {row['zone_id'] or 'the region'} in the table {row['table']}",
        fix_zh,
        fix_en,
        int(str(number)),
        "field",
        row["field"],
        sheet,
    )
