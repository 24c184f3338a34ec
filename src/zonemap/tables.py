"""Attribute tables as people keep them: text in, text out, each row under the number Excel shows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from zonemap.errors import CannotRead
from zonemap.output import write_atomic
from zonemap.vocabulary import terms

TABLE_NAMES = ("zones", "industries", "reforms", "partners", "events", "evidence", "sources", "story")
"""The attribute tables of a geodata folder, each ``<name>.csv``."""

FIRST_ROW = 2
"""Row number of the first record as Excel shows it; the heading is row 1."""


def read_table(path: Path | str) -> pd.DataFrame:
    """Read a CSV file as text.

    Parameters
    ----------
    path
        A CSV file in UTF-8, with or without a byte order mark.

    Returns
    -------
    A frame of text columns under their English keys; the index is the row number as Excel shows it. Empty
    cells are empty texts. Rows without any text are left out, and the numbers of the others keep.

    Raises
    ------
    CannotRead
        If the file is missing, is not text or is not a table.
    """
    path = Path(path)
    try:
        frame = pd.read_csv(
            path, dtype=str, keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False
        )
    except FileNotFoundError as error:
        raise CannotRead(f"没有这个文件 / no such file: {path}") from error
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise CannotRead(f"读不出表格 / not a readable table: {path} ({error})") from error
    frame.index = pd.RangeIndex(FIRST_ROW, FIRST_ROW + len(frame), name="row")
    frame = frame.fillna("").apply(lambda column: column.str.strip())
    frame.columns = [_column_key(str(heading)) for heading in frame.columns]
    return frame[(frame != "").any(axis=1)]


def write_table(frame: pd.DataFrame, path: Path | str) -> Path:
    """Write a table as CSV that Excel opens without harm: UTF-8 with a byte order mark, no running formulas.

    Parameters
    ----------
    frame
        Any table; its index is not written.
    path
        Where the file shall stand.
    """
    safe = frame.apply(lambda column: column.map(_as_text))
    text = safe.to_csv(index=False, lineterminator="\r\n")
    return write_atomic(path, "\ufeff" + text)


def _as_text(value: object) -> object:
    """Keep a text that Excel would run as a formula a text, by a leading apostrophe."""
    return (
        f"'{value}"
        if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
        else value
    )


def _column_key(heading: str) -> str:
    """Return the English key of a heading given as key, in Chinese or in English."""
    heading = heading.strip()
    for key, term in terms("column").items():
        if heading in (key, term.zh, term.en):
            return key
    return heading
