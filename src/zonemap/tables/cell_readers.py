"""The cells of a table, each read by what its column holds: dates, numbers, words of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import pandas as pd

from zonemap.tables.cells import read_area_km2, read_color, read_date, read_degrees, read_number, read_term
from zonemap.tables.headings import field_key
from zonemap.tables.schemas import checks_of, columns_of, each, read_list


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
        name: each(frame[name], reader)
        for name in columns_of(table)
        if name in frame.columns and (reader := reader_of(table, name))
    }
    return frame.assign(**read)


def reader_of(table: str, column: str) -> Callable[[str], str] | None:
    """Return how the cells of a column are read, by what they are checked for; None: as they stand."""
    names = checks_of(table, column)
    for name in names:
        kind, _, group = name.partition(":")
        if group:
            return partial(_read_terms if kind.endswith("terms") else read_term, group=group)
    return next((reader for check, reader in _READERS.items() if check in names), None)


def _read_terms(text: str, group: str) -> str:
    """Read any number of words of a vocabulary group; they are joined by ``;``."""
    return read_list(text, partial(read_term, group=group))


def _read_year(text: str) -> str:
    """Read a year, however it is written; the text itself where it is none."""
    read = read_date(text)
    return read if re.fullmatch(r"\d{4}", read) else text


_READERS: dict[str, Callable[[str], str]] = {
    "date": read_date,
    "field": field_key,
    "hex": read_color,
    "year": _read_year,
    "positive": read_area_km2,
    "longitude": read_degrees,
    "latitude": read_degrees,
    "number": read_number,
}
