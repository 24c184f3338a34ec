"""A CSV file: read as rows of text under Excel's numbers, and written so that Excel opens it without harm."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pandas as pd

from zonemap.core.atomic_output import write_atomic
from zonemap.tables.encoding import broken_utf8, decode, detect_encoding, is_plausible
from zonemap.tables.rows import (
    HEAD,
    MAX_ROWS,
    NoTable,
    Rows,
    Sheet,
    check_length,
    filled,
    refusal,
    shows_nothing,
)

if TYPE_CHECKING:
    import _csv

RUNNING = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would run as a formula."""

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
    safe = frame.apply(lambda column: column.map(as_text))
    text = safe.to_csv(index=False, lineterminator="\r\n")
    return write_atomic(path, "\ufeff" + text)


def as_text(value: object) -> object:
    """Keep a text that Excel would run as a formula a text, by a leading apostrophe; a number is none."""
    runs = isinstance(value, str) and value.startswith(RUNNING)
    return f"'{value}" if runs and not _SIGNED.fullmatch(str(value)) else value


def csv_cells(texts: Sequence[str]) -> Sequence[str]:
    """Return texts as the cells of a CSV file, quoted where need be, with no formula that runs."""
    whole, count = "\n".join(texts), len(texts)
    plain = not any(mark in whole for mark in '",\r') and whole.count("\n") == max(count - 1, 0)
    if plain and not whole.startswith(RUNNING) and not any(f"\n{mark}" in whole for mark in RUNNING):
        return texts
    cells = {text: _quoted(str(as_text(text))) for text in set(texts)}
    return [cells[text] for text in texts]


def _quoted(text: str) -> str:
    """Return a text in quotes if it holds what would end its cell."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"' if any(mark in text for mark in '",\r\n') else text


_DELIMITERS = ",;\t"
_SAMPLE = 2**18
_PIECE = 2**22
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
    return Sheet("", filled(_records(io.BytesIO(data), encoding, file), most, file))


Block = tuple[int, list[list[str]]]
"""Rows of a long table as they stand in the file, and the number of the first."""


def read_csv_blocks(path: Path, first: int, rows: int) -> Iterator[Block]:
    """Go through a long CSV file, so many rows first and then at a time; nothing else is held in memory.

    Raises
    ------
    NoTable
        As :func:`read_csv_sheet`, but for the length.
    """
    encoding = _encoding_of(path)
    with path.open("rb") as stream:
        records = _lines(stream, encoding)
        number = 1
        try:
            while block := list(islice(records, first if number == 1 else rows)):
                yield number, block
                number += len(block)
        except csv.Error as error:
            raise _broken(error, path.name, records.line_num) from error


def count_lines(path: Path) -> int:
    """Return how many line ends a file has, read bit by bit; never too few."""
    with path.open("rb") as stream:
        ends = [(piece.count(b"\n"), piece.count(b"\r")) for piece in iter(lambda: stream.read(_PIECE), b"")]
    return max(map(sum, zip(*ends, strict=True)), default=0)


def rows_of_block(block: Block, file: str) -> Rows:
    """Return the rows of a block that have any text."""
    first, rows = block
    shielded = ([_SHIELD.sub("", cell) for cell in cells] for cells in rows)
    return filled(enumerate(shielded, start=first), len(rows), file)


def columns_of(block: Block, width: int, file: str) -> tuple[Sequence[int], list[Sequence[str]], Rows]:
    """Return the numbers of the rows with any text, their cells by column, and the rows that are longer.

    What is done to each cell is what :func:`zonemap.tables.rows.filled` does.
    """
    first, rows = block
    if set(map(len, rows)) == {width}:
        columns: list[Sequence[str]] = [list(map(str.strip, column)) for column in zip(*rows, strict=True)]
        whole = "\n".join("\n".join(column) for column in columns)
        if not ("'" in whole or shows_nothing(whole) or "" in columns[0]):
            return range(first, first + len(rows)), columns, []
    kept = rows_of_block(block, file)
    cells = [(cells + [""] * width)[:width] for _, cells in kept]
    columns = list(zip(*cells, strict=True)) or [()] * width
    return [number for number, _ in kept], columns, [row for row in kept if len(row[1]) > width]


def lines_of(data: bytes) -> int:
    """Return how many line ends a text has, whatever its encoding; never too few."""
    return max(data.count(b"\n"), data.count(b"\r"))


def _count_records(data: bytes, file: str) -> int:
    """Count the rows with any text, without keeping them."""
    encoding = detect_encoding(data[:_SAMPLE])
    records = _records(io.BytesIO(data), encoding, file) if encoding else ()
    return sum(any(cells) for _, cells in records)


def _records(stream: IO[bytes], encoding: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Go through the rows of a CSV file, each under its number; nothing else is held in memory."""
    number = 0
    try:
        for number, cells in enumerate(_lines(stream, encoding), start=1):
            yield number, [_SHIELD.sub("", cell) for cell in cells]
    except csv.Error as error:
        raise _broken(error, file, number + 1) from error


def _lines(stream: IO[bytes], encoding: str) -> _csv.Reader:
    """Open the rows of a CSV file, without the line that names the delimiter."""
    head = stream.read(_SAMPLE).decode(encoding, errors="ignore")
    stream.seek(0)
    stated = _SEP.match(head)
    text = io.TextIOWrapper(stream, encoding, errors="replace", newline="")
    if stated:
        text.readline()
    return csv.reader(text, delimiter=stated[1] if stated else _delimiter(head), strict=True)


def _broken(error: csv.Error, file: str, row: int) -> NoTable:
    """Return the refusal of a CSV file at a row."""
    return refusal(file, "cell" if "limit" in str(error) else "quotes", row=row)


def _encoding_of(path: Path) -> str:
    """Return the encoding of a long text: that of its beginning, held against the whole."""
    with path.open("rb") as stream:
        head = stream.read(_PIECE)
    encoding = _encoding(head[: head.rfind(b"\n") + 1] if b"\0" not in head else head, path.name)
    for way in dict.fromkeys((encoding.replace("ascii", "utf-8"), "gb18030")):
        decoder = codecs.getincrementaldecoder(way)()
        with path.open("rb") as stream, suppress(UnicodeError):
            for piece in iter(lambda: stream.read(_PIECE), b""):
                decoder.decode(piece)
            return way
    raise refusal(path.name, "broken_utf8" if encoding.startswith("utf-8") else "binary")


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
