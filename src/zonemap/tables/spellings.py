"""Names and ids: which zone, county or column is meant, where it is clear, and how it is told to people."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial

import pandas as pd

from zonemap.core.names import normalise_name, place_and_kind
from zonemap.tables.cell_readers import reader_of
from zonemap.tables.cells import half_width, read_date
from zonemap.tables.evidence import WHOLE_ROW, column_of, indicator_key
from zonemap.tables.headings import column_key, field_key, heading_of
from zonemap.tables.own_words import OwnWords, with_keys, words_in
from zonemap.tables.schemas import (
    BY_ZONE,
    COUNTY_COLUMNS,
    PLACE_COLUMNS,
    ROW_KEYS,
    columns_of,
    each,
    records_of,
    rows_of,
    split_list,
    words_of_columns,
)

_SEPARATOR = "、"
"""What parts several names in a cell for people."""


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
    for name in BY_ZONE:
        ids = each(tables[name]["zone_id"], lambda cell: zone_ids.get(normalise_name(cell), cell))
        found[name] = tables[name].assign(zone_id=ids.astype(str))
    codes = each(tables["indicators"]["adcode"], lambda cell: adcodes.get(normalise_name(cell), cell))
    found["indicators"] = found["indicators"].assign(adcode=codes.astype(str))
    words = words_in(tables["vocabulary"])
    found["vocabulary"] = with_keys(tables["vocabulary"])
    found["history"] = _read_history(found["history"], adcodes, words)
    found["story"] = tables["story"].assign(
        county=_read_each(tables["story"]["county"], adcodes),
        zone=_read_each(tables["story"]["zone"], zone_ids),
        **{name: _read_each(tables["story"][name], adcodes | zone_ids) for name in PLACE_COLUMNS},
    )
    found["evidence"] = _read_evidence(found["evidence"], adcodes, words)
    return found


def in_words(tables: Mapping[str, pd.DataFrame], counties: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Put words in place of ids and keys, as people are shown the tables: the other way round than reading.

    A row stands in words where its words are read as the very same row. One that would be read otherwise, as
    where two counties have one name, stays as it is.

    Parameters
    ----------
    tables
        Every attribute table, resolved.
    counties
        The counties; index adcode, columns ``name_zh`` and ``name_en``.

    Returns
    -------
    The same tables with names of counties and zones, Chinese headings and the words of the vocabulary.
    """
    whole = {
        name: table.assign(**dict.fromkeys(set(_spelt(name)).difference(table), ""))
        for name, table in tables.items()
    }
    words = words_in(tables["vocabulary"])
    zones = tables["zones"]
    of_zones = dict(zip(zones["zone_id"], zones["name_zh"], strict=True))
    of_counties = counties["name_zh"].to_dict()
    names = {
        "zone": of_zones,
        **dict.fromkeys(COUNTY_COLUMNS, of_counties),
        **dict.fromkeys(PLACE_COLUMNS, of_counties | of_zones),
    }
    written = {name: _write_table(name, table, names, words) for name, table in whole.items()}
    read = resolve({name: _read_words(name, table, words) for name, table in written.items()}, counties)
    return {
        name: written[name].where(
            (read[name][_spelt(name)] == table[_spelt(name)]).all(axis="columns"), table
        )[tables[name].columns]
        for name, table in whole.items()
    }


def _spelt(table: str) -> list[str]:
    """Return the columns of a table whose cells are told to people by other words than are kept."""
    of_counties = [
        column for column in (*COUNTY_COLUMNS, "zone", *PLACE_COLUMNS) if column in columns_of(table)
    ]
    by_field = ["field", "value"] if table in ("history", "evidence") else []
    return [*words_of_columns(table), *of_counties, *by_field]


def _write_table(
    name: str, table: pd.DataFrame, names: Mapping[str, Mapping[str, str]], words: OwnWords
) -> pd.DataFrame:
    """Write the ids and keys of a table as words."""
    if name not in ("history", "evidence"):
        written = {
            column: each(table[column], partial(_write_value, name, column, names=names, words=words))
            for column in _spelt(name)
        }
        return table.assign(**written)
    rows = records_of(table)
    of_columns = [column_of(row.get("table", "history"), row["field"]) for row in rows]
    values = [
        _write_value(*column, row["value"], names, words)
        for column, row in zip(of_columns, rows, strict=True)
    ]
    fields = [_write_field(row.get("table", "history"), row["field"], words) for row in rows]
    written = {"field": fields, "value": values}
    for column, (group, _) in words_of_columns(name).items():
        written[column] = [
            words.vocabulary.word(group, row[column]).zh if row[column] else "" for row in rows
        ]
    return table.assign(
        **{column: pd.Series(cells, table.index, dtype=str) for column, cells in written.items()}
    )


def _read_words(name: str, table: pd.DataFrame, words: OwnWords) -> pd.DataFrame:
    """Read the words of a table as they are read in a file, before names are resolved."""
    read = {
        column: each(table[column], partial(_read_value, name, column, adcodes={}, words=words))
        for column in words_of_columns(name)
    }
    return table.assign(**read)


def _write_value(
    table: str, column: str, value: str, names: Mapping[str, Mapping[str, str]], words: OwnWords
) -> str:
    """Write the value of a column in words: what :func:`_read_value` reads."""
    if column in names:
        return _SEPARATOR.join(names[column].get(part, part) for part in split_list(value))
    group, is_list = words_of_columns(table).get(column, ("", False))
    if not group or not value:
        return value
    parts = split_list(value) if is_list else [value]
    return _SEPARATOR.join(words.vocabulary.word(group, part).zh for part in parts)


def _write_field(table: str, field: str, words: OwnWords) -> str:
    """Write the field of an evidence or of the history in words: what :func:`_read_field` reads."""
    if field == WHOLE_ROW:
        return field
    if table == "zones":
        return heading_of("zones", field)
    if table == "history":
        column, blank, date = field.partition(" ")
        return f"{heading_of('zones', column)}{blank}{date}"
    if table == "events":
        date, blank, event = field.rpartition(" ")
        return f"{date}{blank}{words.vocabulary.word('event', event).zh}"
    group, _ = words_of_columns(table).get(ROW_KEYS.get(table, ""), ("", False))
    return words.vocabulary.word(group, field).zh if group else field


def _read_evidence(evidence: pd.DataFrame, adcodes: dict[str, str], words: OwnWords) -> pd.DataFrame:
    """Read the fields of the evidence, and each stated value as the cell is read that it is held against."""

    @cache  # a million rows hold few fields, and most values many times
    def field_of(table: str, field: str) -> str:
        return _read_field(table, field, words)

    @cache
    def value_of(table: str, field: str, value: str) -> str:
        return _read_value(*column_of(table, field), value, adcodes, words) if value else ""

    read = evidence.assign(field=[field_of(*row) for row in rows_of(evidence[["table", "field"]])])
    values = [value_of(*row) for row in rows_of(read[["table", "field", "value"]])]
    return read.assign(value=pd.Series(values, index=evidence.index, dtype=str))


def _read_history(history: pd.DataFrame, adcodes: dict[str, str], words: OwnWords) -> pd.DataFrame:
    """Read the fields of the history, and each value as a cell of its field is read."""
    fields = each(history["field"], field_key).astype(str)
    values = [
        _read_value("zones", field, value, adcodes, words)
        for field, value in zip(fields, history["value"], strict=True)
    ]
    return history.assign(field=fields, value=pd.Series(values, index=history.index, dtype=str))


def _read_value(table: str, column: str, value: str, adcodes: dict[str, str], words: OwnWords) -> str:
    """Read a value that stands elsewhere as a cell of its column is read."""
    if column == "counties":
        return ";".join(adcodes.get(normalise_name(part), part) for part in split_list(value))
    group, is_list = words_of_columns(table).get(column, ("", False))
    if group:
        return words.read_all(value, group) if is_list else words.read(value, group)
    reader = reader_of(table, column) if column in columns_of(table) else None
    return reader(value) if reader else value


def _read_each(cells: pd.Series, spellings: dict[str, str]) -> pd.Series:
    """Put ids in place of the names in cells that hold any number of them."""

    def read(cell: str) -> str:
        parts = split_list(cell)
        return ";".join(spellings.get(normalise_name(part), part) for part in parts)

    return cells.map(read).astype(str)


def _county_spellings(counties: pd.DataFrame) -> dict[str, str]:
    """Return the adcode by every spelling that fits one county only."""
    ways: dict[str, set[str]] = {}
    for adcode, zh, en in zip(counties.index, counties["name_zh"], counties["name_en"], strict=True):
        for way in (adcode, f"{adcode}000000", f"{adcode}.0", zh, en, place_and_kind(str(zh)).place):
            ways.setdefault(normalise_name(str(way)), set()).add(str(adcode))
    return _only(ways)


def _zone_spellings(zones: pd.DataFrame) -> dict[str, str]:
    """Return the id by every name that only one zone has."""
    ways: dict[str, set[str]] = {}
    for zone_id, zh, en in zip(zones["zone_id"], zones["name_zh"], zones["name_en"], strict=True):
        for way in (zh, en):
            ways.setdefault(normalise_name(way), set()).add(zone_id)
    ids = {zone_id: {zone_id} for zone_id in zones["zone_id"]}
    return _only({way: found for way, found in ways.items() if way and way not in ids})


def _only(ways: dict[str, set[str]]) -> dict[str, str]:
    """Return what each way of writing stands for, where it stands for one thing only."""
    return {way: next(iter(found)) for way, found in ways.items() if way and len(found) == 1}


def _read_field(table: str, field: str, words: OwnWords) -> str:
    """Read the field of an evidence: a column, a word of the vocabulary or the key of an event."""
    if half_width(field) == WHOLE_ROW:
        return WHOLE_ROW
    if table == "zones":
        key = column_key(field, "zones")
        return key if key in columns_of("zones") else field
    if table == "events":
        date, _, event = field.rpartition(" ")
        return f"{read_date(date)} {words.read(event, 'event')}".strip()
    if table == "history":
        column, _, date = half_width(field).partition(" ")
        return f"{field_key(column)} {read_date(date)}".strip()
    if table == "indicators":
        indicator, _, date = half_width(field).rpartition(" ")
        return indicator_key(words.read(indicator, "indicator"), read_date(date)) if indicator else field
    group, _ = words_of_columns(table).get(ROW_KEYS.get(table, ""), ("", False))
    return words.read(field, group) if group else field
