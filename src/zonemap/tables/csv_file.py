"""A frame → a CSV file that Excel opens without harm."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from zonemap.core.atomic_output import write_atomic

_SIGNED = re.compile(r"[+-](?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?%?", re.ASCII)
"""A number with its sign: a spreadsheet takes it for what it is, and nothing runs."""


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
    """Keep a text that Excel would run as a formula a text, by a leading apostrophe; a number is none."""
    runs = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if runs and not _SIGNED.fullmatch(str(value)) else value
