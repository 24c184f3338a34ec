"""A CSV file or a sheet of a workbook → rows of text, each under the number that Excel shows."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.utils.exceptions import InvalidFileException

from zonemap.encoding import decode
from zonemap.errors import CannotRead

Rows = list[tuple[int, list[str]]]
"""Row numbers as Excel shows them, with the texts of the row's cells; rows without any text are left out."""

MAX_BYTES = 64 * 2**20
"""Largest table that is read. A table of zones for all of China has under 1 MB."""

MAX_UNPACKED = 256 * 2**20
"""Largest workbook that is read, once unpacked."""

_DELIMITERS = ",;\t"
_HEAD = 20


def read_csv_rows(path: Path) -> Rows:
    """Read a CSV file in UTF-8 or GB18030, parted by commas, semicolons or tabs.

    Raises
    ------
    CannotRead
        If the file is missing, too large, no text, or its quotes do not close.
    """
    try:
        text, _ = decode(_bytes(path))
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        return _filled(enumerate(lines, start=1))
    except (ValueError, csv.Error) as error:
        raise CannotRead(
            f"{path}:不是可读的表格,请另存为 CSV UTF-8 / not a readable table, save it as CSV UTF-8: {error}"
        ) from error


def read_workbook_rows(path: Path) -> dict[str, Rows]:
    """Read the sheets of a workbook: what their cells show, as text.

    A date is read as coarse as its format shows it: a cell that shows 1997-07 is July 1997, though Excel
    keeps the first of July in it.

    Returns
    -------
    Rows by the name of the sheet, in the order of the workbook; hidden sheets too.

    Raises
    ------
    CannotRead
        If the file is missing, too large, or no workbook of the kind .xlsx.
    """
    data = _bytes(path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > MAX_UNPACKED:
            raise _too_large(path, unpacked, MAX_UNPACKED)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return {sheet.title: _filled(_sheet_rows(sheet.iter_rows())) for sheet in book.worksheets}
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise CannotRead(
            f"{path}:不是可读的工作簿,请另存为 .xlsx / not a readable workbook, save it as .xlsx: {error}"
        ) from error


def _bytes(path: Path) -> bytes:
    """Read a file that is there and not too large."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _too_large(path, size, MAX_BYTES)
        return path.read_bytes()
    except OSError as error:
        raise CannotRead(f"打不开文件 / cannot open the file: {path} ({error.strerror})") from error


def _too_large(path: Path, size: int, limit: int) -> CannotRead:
    """Refuse a file that would fill the memory."""
    return CannotRead(
        f"{path}:{size >> 20} MB 超过上限 {limit >> 20} MB,请只保留需要的表和行 / "
        f"{size >> 20} MB is over the limit of {limit >> 20} MB; keep only the sheets and rows you need"
    )


def _delimiter(text: str) -> str:
    """Return the delimiter that stands most often in the first lines outside quotes."""
    head = "\n".join(text.splitlines()[:_HEAD])
    unquoted = "".join(head.split('"')[::2])
    return max(_DELIMITERS, key=unquoted.count)


def _filled(rows: Iterable[tuple[int, list[str]]]) -> Rows:
    """Trim the cells, drop the empty ones at the end of a row and the rows without any text."""
    kept = []
    for number, cells in rows:
        texts = [cell.strip() for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            kept.append((number, texts))
    return kept


def _sheet_rows(rows: Iterable[tuple[Cell, ...]]) -> Iterator[tuple[int, list[str]]]:
    """Go through the rows of a sheet."""
    for number, cells in enumerate(rows, start=1):
        yield number, [_shown(cell) for cell in cells]


def _shown(cell: Cell) -> str:
    """Return what a cell shows, as text."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return _shown_date(value, str(cell.number_format))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _shown_date(value: dt.date, number_format: str) -> str:
    """Return a date as coarse as its number format shows it."""
    shown = number_format.lower().split(";")[0]
    if "d" in shown:
        return value.strftime("%Y-%m-%d")
    return value.strftime("%Y-%m" if "m" in shown else "%Y")
