"""A CSV file: read as rows of text under Excel's numbers, and written so that Excel opens it without harm."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from zonemap.core.atomic_output import write_atomic
from zonemap.tables.encoding import broken_utf8, decode, detect_encoding, is_plausible
from zonemap.tables.rows import HEAD, MAX_ROWS, Sheet, check_length, filled, refusal

_SIGNED = re.compile(
    r"[+-] ?(?:\d+(?:\.\d*)?|\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?)(?:[eE][+-]?\d+)?%?", re.ASCII
)
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


_DELIMITERS = ",;\t"
_SAMPLE = 2**18
_SEP = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_SHIELD = re.compile(r"^'(?=[=+\-@\t\r])")
"""The apostrophe that keeps a text in a CSV file from running as a formula."""


def read_csv_sheet(data: bytes, file: str, most: int = MAX_ROWS) -> Sheet:
    """Read a CSV file in UTF-8, UTF-16 or GB18030, parted by commas, semicolons or tabs.

    Parameters
    ----------
    data
        The bytes of the file.
    file
        Its name, for the messages.
    most
        Most rows that are read.

    Raises
    ------
    NoTable
        If it is no text, in an encoding that cannot be told, too long, or its quotes do not close.
    """
    if lines_of(data) > most + HEAD:
        check_length(_count_records(data, file), most, file)
    encoding = _encoding(data, file)
    return Sheet("", filled(_records(data, encoding, file), most, file))


def lines_of(data: bytes) -> int:
    """Return how many line ends a text has, whatever its encoding; never too few."""
    return max(data.count(b"\n"), data.count(b"\r"))


def _count_records(data: bytes, file: str) -> int:
    """Count the rows with any text, without keeping them."""
    encoding = detect_encoding(data[:_SAMPLE])
    return sum(any(cells) for _, cells in _records(data, encoding, file)) if encoding else 0


def _records(data: bytes, encoding: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Go through the rows of a CSV file, each under its number; nothing else is held in memory."""
    head = data[:_SAMPLE].decode(encoding, errors="ignore")
    stated = _SEP.match(head)
    stream = io.TextIOWrapper(io.BytesIO(data), encoding, errors="replace", newline="")
    if stated:
        stream.readline()
    lines = csv.reader(stream, delimiter=stated[1] if stated else _delimiter(head), strict=True)
    number = 0
    try:
        for number, cells in enumerate(lines, start=1):
            yield number, [_SHIELD.sub("", cell) for cell in cells]
    except csv.Error as error:
        why = "cell" if "limit" in str(error) else "quotes"
        raise refusal(file, why, row=number + 1) from error


def _encoding(data: bytes, file: str) -> str:
    """Return the encoding of a text, if it can be told."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf,;"):
        raise refusal(file, "empty")
    try:
        text, encoding = decode(data)
    except ValueError as error:
        raise refusal(file, "broken_utf8" if broken_utf8(data) else "binary") from error
    if encoding == "gb18030" and broken_utf8(data):
        raise refusal(file, "broken_utf8")
    if encoding == "gb18030" and not is_plausible(text):
        raise refusal(file, "encoding")
    return encoding


def _delimiter(text: str) -> str:
    """Return the delimiter that parts most of the first lines into equally many cells."""
    head = text.splitlines(keepends=True)[:HEAD]

    def evenness(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(cells) for cells in csv.reader(head, delimiter=delimiter) if cells]
        except csv.Error:
            return (0, 0)
        usual = max(widths, key=lambda width: (widths.count(width), width), default=1)
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max(_DELIMITERS, key=evenness)
