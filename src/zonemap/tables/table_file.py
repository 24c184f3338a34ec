"""A file with a table → its sheets, whatever its ending says: the kind is told from what it holds."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from zonemap.core.inputs import TABLE_ENDINGS
from zonemap.core.reading import UNPACKING
from zonemap.tables.csv_file import count_lines, read_csv_sheet
from zonemap.tables.rows import HEAD, LONG_BYTES, MAX_BYTES, MAX_ROWS, Sheet, read_bytes, refusal

ENDINGS = TABLE_ENDINGS
"""Endings of files that may hold a table; some can only be refused with the way out."""

_HEAD_BYTES = 4096
_LEGACY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_STARTS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"{\\rtf", "rtf"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
)
_MARKUP = re.compile(rb"\s*<(?P<tag>[!?/]?[a-z]+)", re.IGNORECASE)
_WEB = re.compile(rb"<(?:!doctype html|html|table|head|body|meta)\b", re.IGNORECASE)
_PARTS = (
    ("xl/workbook.bin", "xlsb"),
    ("xl/workbook.xml", "workbook"),
    ("Index/", "numbers"),
    ("word/", "document"),
    ("ppt/", "document"),
)


def read_sheets(path: Path, most: int = MAX_ROWS) -> list[Sheet]:
    """Read the sheets of a workbook, or the one table of a CSV file.

    Parameters
    ----------
    path
        The file; its ending does not matter.
    most
        Most rows of a sheet that are read.

    Raises
    ------
    NoTable
        If it cannot be read, with the reason and the way out.
    """
    data = read_bytes(path, LONG_BYTES if most > MAX_ROWS else MAX_BYTES)
    kind = _kind(data)
    if kind == "text":
        return [read_csv_sheet(data, path.name, most)]
    if kind == "workbook":
        from zonemap.tables.workbook_rows import read_workbook_sheets

        return read_workbook_sheets(data, path.name, most)
    raise refusal(path.name, kind)


def lines_of_long_text(path: Path, most: int) -> int:
    """Return how many lines a text has that has more than so many and a head's; 0 for any other file."""
    if path.stat().st_size <= most:
        return 0
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    lines = count_lines(path) if _kind(head) == "text" else 0
    return lines if lines > most + HEAD else 0


def _kind(data: bytes) -> str:
    """Tell what a file holds: ``text``, ``workbook``, or why it is refused."""
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    if data.startswith(_LEGACY):
        return "password" if _PASSWORD in data else "xls"
    found = next((kind for start, kind in _STARTS if data.startswith(start)), "")
    if found:
        return found
    head = data[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf")
    if _MARKUP.match(head):
        return "html" if _WEB.search(head) else "xml"
    return "text"


def _zip_kind(data: bytes) -> str:
    """Tell what a ZIP archive is by its parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                return "ods" if b"opendocument.spreadsheet" in archive.read("mimetype") else "document"
    except (*UNPACKING, KeyError, RuntimeError, OSError, ValueError):
        return "damaged"
    return next((kind for part, kind in _PARTS if any(name.startswith(part) for name in names)), "archive")
