"""Cells against the values that their sources state: which have been changed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from zonemap.core.dates import is_edtf, parse_edtf
from zonemap.core.problems import Problem
from zonemap.core.text import Text
from zonemap.tables.cells import half_width
from zonemap.tables.evidence import KEY, WHOLE_ROW, column_of
from zonemap.tables.schemas import Where, is_date_column, records_of, rows_of, split_list

_LISTS = ("counties", "township")
_NUMBERS = ("lon", "lat", "point", "area_km2", "value")
_LONGEST = 60


def comparable(column: str, value: str) -> object:
    """Return a value of a zone's column so that two ways of writing it are equal."""
    if column in _NUMBERS:
        try:
            return tuple(float(part) for part in value.split())
        except ValueError:
            return value
    return frozenset(split_list(value)) if column in _LISTS else half_width(value)


def is_as_stated(table: str, column: str, cell: str, stated: Iterable[str]) -> bool:
    """Tell whether a cell holds what its sources state.

    Sources may disagree: then the cell holds what one of them states. Of a date each end is looked at by
    itself, since one source may state after which day a step came and another by which.

    Parameters
    ----------
    table, column
        Which column the cell is of.
    cell
        The cell.
    stated
        What the sources state, at least one value.
    """
    values = list(stated)
    if is_date_column(table, column) and is_edtf(cell):
        dates = [parse_edtf(value) for value in values if value and is_edtf(value)]
        found = parse_edtf(cell)
        return any(found.earliest == date.earliest for date in dates) and any(
            found.latest == date.latest for date in dates
        )
    return comparable(column, cell) in {comparable(column, value) for value in values}


def changed_cells(evidence: pd.DataFrame, needed: pd.DataFrame) -> pd.DataFrame:
    """Return the cells that hold what none of their sources states.

    Parameters
    ----------
    evidence
        The table, resolved and spread.
    needed
        What needs evidence, as :func:`evidence_keys` returns it.

    Returns
    -------
    ``table``, ``zone_id``, ``field``, ``row`` and ``cell`` as ``needed`` has them, with ``said``:
    the rows of the evidence that state a value. A cell none of whose sources states a value is not in it.
    """
    rows = evidence[evidence["value"] != ""]
    said: dict[tuple[str, ...], list[int]] = {}
    values: dict[tuple[str, ...], dict[str, None]] = {}
    for label, value, key in zip(rows.index, rows["value"], rows_of(rows[KEY]), strict=True):
        said.setdefault(key, []).append(int(label))
        values.setdefault(key, {})[str(value)] = None
    keys = needed.drop_duplicates(KEY)
    found = keys.assign(said=[said.get(key, []) for key in rows_of(keys[KEY])])
    stated = found[found["said"].map(bool).astype(bool)]
    is_kept = [
        cell in values[table, zone_id, field]
        or is_as_stated(*column_of(table, field), cell, values[table, zone_id, field])
        for table, zone_id, field, cell in rows_of(stated[[*KEY, "cell"]])
    ]
    return stated[~pd.Series(is_kept, index=stated.index, dtype=bool)]


def stating_otherwise(evidence: pd.DataFrame, needed: pd.DataFrame) -> frozenset[int]:
    """Return which rows of the evidence, counted from 0, state something else than the cell holds."""
    cells = {(table, zone_id, field): cell for table, zone_id, field, cell in rows_of(needed[[*KEY, "cell"]])}
    rows = rows_of(evidence[[*KEY, "value"]])
    return frozenset(
        number
        for number, (table, zone_id, field, value) in enumerate(rows)
        if value
        and cells.get((table, zone_id, field), value) != value
        and not is_as_stated(*column_of(table, field), cells[table, zone_id, field], [value])
    )


def describe_changed(
    changed: pd.DataFrame, evidence: pd.DataFrame, where: Mapping[str, Where]
) -> Iterator[Problem]:
    """Say of each changed cell what its sources state, and the ways out."""
    file_of_evidence = " · ".join(filter(None, where["evidence"]))
    for row in records_of(changed):
        table, field = str(row["table"]), str(row["field"])
        labels = list(dict.fromkeys(row["said"]))
        rows = [evidence.loc[label] for label in labels]
        stated = [(one["source_id"], _shortened(str(one["value"]))) for one in rows]
        numbers = ", ".join(map(str, labels))
        column = "value" if table == "history" else column_of(table, field)[1]
        yield Problem(
            where[table][0],
            Text(
                f"与出处不符：{'；'.join(f'{source} 载明 {value}' for source, value in stated)}",
                "changed since its source: "
                + "; ".join(f"{source} states {value}" for source, value in stated),
            ),
            Text(
                f"请改回；有新的资料，就在 {file_of_evidence} 加一行写明取值；"
                f"原来录错了，就改第 {numbers} 行",
                f"Put it back; if a new source says so, add a row with its value to {file_of_evidence}; if "
                f"the source was misread, correct the value in row {numbers} there",
            ),
            int(row["row"]),
            column,
            str(row["cell"]),
            where[table][1],
        )


def check_wildcards(evidence: pd.DataFrame, where: Where) -> list[Problem]:
    """Check that no evidence for a whole row states a value: which of them would it be?"""
    stating = evidence[(evidence["field"] == WHOLE_ROW) & (evidence["value"] != "")]
    return [
        Problem(
            where[0],
            Text(
                f"管整行的依据（{WHOLE_ROW}）不能写取值",
                f"an evidence for the whole row ({WHOLE_ROW}) cannot state a value",
            ),
            Text(
                "请留空；要写取值，就为那个字段单写一行",
                "Leave it empty, or give the field that it is of a row of its own",
            ),
            int(str(number)),
            "value",
            str(row["value"]),
            where[1],
        )
        for number, row in stating.iterrows()
    ]


def _shortened(value: str) -> str:
    """Return a value that fits a line."""
    return value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"
