"""What needs evidence, and which evidence stands for what: a value, a row, or all of a zone in a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from zonemap.tables.schemas import ROW_KEYS, columns_of, records_of, rows_of

WHOLE_ROW = "*"
"""Stands in the field of an evidence that holds for every value of its zone in its table."""

KEY = ["table", "zone_id", "field"]
"""The columns that say which value an evidence is of."""

_NO_EVIDENCE_NEEDED = {"zone_id"}


def event_key(row: Mapping[str, str] | pd.Series) -> str:
    """Return the key of an event among those of its zone: its date, if stated, and its type."""
    return f"{row['date']} {row['event']}".strip()


def history_key(row: Mapping[str, str]) -> str:
    """Return the key of a row of the history among those of its zone: its field and, if stated, its date."""
    return f"{row['field']} {row['from']}".strip()


def indicator_key(indicator: str, date: str) -> str:
    """Return the key of a number among those of its zone: what it is of and, if stated, its date."""
    return f"{indicator} {date}".strip()


def column_of(table: str, field: str) -> tuple[str, str]:
    """Return the table and column whose cells a value of the evidence is read and compared like.

    A source states the value of a zone's column, on the state day or from a date on; the state of a measure;
    an industry; a partner; the date of an event or, where it states none, the type.
    """
    if table == "history":
        return "zones", field.partition(" ")[0]
    if table == "events":
        return "events", "date" if " " in field else "event"
    if table == "indicators":
        return "indicators", "value"
    return table, {"zones": field, "reforms": "state"}.get(table, ROW_KEYS.get(table, field))


def evidence_keys(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """List everything that needs evidence.

    Returns
    -------
    A frame with columns ``table``, ``zone_id``, ``field``, ``row`` (as Excel shows it), ``value`` and
    ``cell``, which the value that a source states is held against: one row for each stated value of a zone
    and one for each row of the tables about its history, numbers, industries, reforms, partners and events. A
    column that a planner adds to a table needs none.
    """
    found = [*_zone_values(tables["zones"])]
    for table, column in ROW_KEYS.items():
        frame = tables.get(table, pd.DataFrame())
        cell = column_of(table, "")[1]
        found += [
            (table, row["zone_id"], row[column], number, row[column], row[cell])
            for number, row in _rows(frame)
        ]
    found += _numbers(tables.get("indicators", pd.DataFrame()), tables.get("evidence", pd.DataFrame()))
    for number, row in _rows(tables.get("history", pd.DataFrame())):
        found.append(("history", row["zone_id"], history_key(row), number, row["value"], row["value"]))
    for number, row in _rows(tables.get("events", pd.DataFrame())):
        cell = row["date"] or row["event"]
        found.append(("events", row["zone_id"], event_key(row), number, row["text_zh"], cell))
    return pd.DataFrame(found, columns=["table", "zone_id", "field", "row", "value", "cell"])


def _numbers(
    indicators: pd.DataFrame, evidence: pd.DataFrame
) -> Iterator[tuple[str, str, str, object, str, str]]:
    """Go through the numbers of the zones of whose numbers some evidence speaks.

    There may be a million: those of which the table itself is all the evidence are not gone through.
    """
    if indicators.empty or evidence.empty:
        return
    spoken = evidence.loc[evidence["table"] == "indicators", "zone_id"].unique()
    rows = indicators[indicators["zone_id"].isin(spoken) & (indicators["value"] != "")]
    columns = (rows[name].to_numpy(object) for name in ("zone_id", "indicator", "date", "value"))
    for number, zone_id, indicator, date, value in zip(rows.index, *columns, strict=True):
        yield "indicators", zone_id, indicator_key(indicator, date), number, value, value


def _zone_values(zones: pd.DataFrame) -> Iterator[tuple[str, str, str, object, str, str]]:
    """Go through the stated values of ``zones``."""
    columns = [column for column in columns_of("zones") if column not in _NO_EVIDENCE_NEEDED]
    for number, row in _rows(zones):
        for column in columns:
            if row.get(column):
                yield "zones", row["zone_id"], column, number, row[column], row[column]


def _rows(frame: pd.DataFrame) -> Iterator[tuple[object, dict[str, str]]]:
    """Go through the rows of a table with their numbers: as dictionaries, of which a cell is read quickly."""
    return zip(frame.index, records_of(frame), strict=True)


def spread_evidence(evidence: pd.DataFrame, needed: pd.DataFrame) -> pd.DataFrame:
    """Put an evidence for each value in place of one for the whole row.

    An evidence whose field is ``*`` stands for every value of its zone in its table that has no evidence of
    its own; it states none of them.

    Parameters
    ----------
    evidence
        The table, complete with its columns.
    needed
        What needs evidence, as :func:`evidence_keys` returns it.

    Returns
    -------
    The evidence, one row a value; an evidence for the whole row keeps its place and its row number, and
    stays as it is where it stands for nothing.
    """
    if not (evidence["field"] == WHOLE_ROW).any():
        return evidence
    own = set(rows_of(evidence[KEY]))
    fields: dict[tuple[str, str], list[str]] = {}
    for table, zone_id, field in rows_of(needed[KEY]):
        if (table, zone_id, field) not in own:
            fields.setdefault((table, zone_id), []).append(field)
    rows, numbers = [], []
    for number, row in zip(evidence.index, records_of(evidence), strict=True):
        whole = fields.get((row["table"], row["zone_id"])) if row["field"] == WHOLE_ROW else None
        spread = [{**row, "field": field, "value": ""} for field in whole] if whole else [row]
        rows += spread
        numbers += [number] * len(spread)
    return pd.DataFrame(rows, columns=evidence.columns, index=pd.Index(numbers, name=evidence.index.name))
