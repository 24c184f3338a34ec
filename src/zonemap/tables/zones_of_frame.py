"""A frame that somebody has at hand → the table of the zones."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Collection

import pandas as pd

from zonemap.tables.cell_readers import read_cells
from zonemap.tables.headings import column_key
from zonemap.tables.own_columns import PREFIX
from zonemap.tables.schema_checks import fits_column
from zonemap.tables.schemas import columns_of
from zonemap.tables.table import Table

_NAME_LIKE = re.compile(r"(?:^|[\W_])(?:name|label|title)$|名$|名称$", re.IGNORECASE)
_ASCII_NAMES = frozenset({*columns_of("zones"), "industry"})


def zones_of_frame(frame: pd.DataFrame, name: str, *, without: Collection[str] = ()) -> Table:
    """Return a frame as the table of the zones, its first row being row 1.

    A column is taken for one of the table's only when it bears its very name, or a Chinese one that offices
    give it, and every cell is what that column holds; all others are columns of its owner. A word such as
    ``year`` or ``area`` alone says too little. The name is the column of that name, else the first column of
    texts that is called a name, else the index.

    Parameters
    ----------
    frame
        A zone a row; geometry left out.
    name
        What the frame is called where its cells are told of.
    without
        Columns of the table that none of the frame's is taken for.
    """
    named = frame.reset_index() if frame.index.names != [None] else frame
    texts = pd.DataFrame({str(column): named[column].map(text_of).astype(str) for column in named})
    texts.index = pd.RangeIndex(1, len(texts) + 1, name="row")
    keys: dict[str, str] = {}
    for heading in texts:
        key = _meant(str(heading))
        is_free = bool(key) and key not in without and key not in keys.values()
        keys[str(heading)] = key if is_free and fits_column(texts[heading], key) else f"{PREFIX}{heading}"
    read = texts.rename(columns=keys)
    headings = {keys[heading]: (number, heading) for number, heading in enumerate(texts, 1)}
    if "name_zh" not in read:
        called = called_column(named)
        if called is None:
            read.insert(0, "name_zh", frame.index.map(str))
        else:
            read = read.rename(columns={keys[called]: "name_zh"})
            headings["name_zh"] = headings.pop(keys[called])
    unnamed = read["name_zh"] == ""
    read.loc[unnamed, "name_zh"] = [str(label) for label in frame.index[unnamed.to_numpy()]]
    return Table("zones", read_cells(read, "zones"), name, headings=headings, heading_row=0)


def _meant(heading: str) -> str:
    """Return the column of the zones that a heading names beyond doubt; empty when it names none."""
    key = column_key(heading, "zones")
    is_sure = not heading.isascii() or heading in _ASCII_NAMES or heading.casefold() == "name"
    return key if is_sure and key in columns_of("zones") else ""


def called_column(frame: pd.DataFrame) -> str | None:
    """Return the first column of texts that is called a name; None where there is none."""
    names = (str(column) for column in frame if _NAME_LIKE.search(str(column)))
    return next((name for name in names if frame[name].map(_is_text).any()), None)


def _is_text(value: object) -> bool:
    """Tell whether a value is a text."""
    return isinstance(value, str)


def text_of(value: object) -> str:
    """Return a value as its cell would hold it; empty where there is none."""
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, dt.datetime):  # a pandas Timestamp is one
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
