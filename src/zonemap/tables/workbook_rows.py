"""A workbook → the rows of its sheets: what their cells show, as text."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any
from xml.etree import ElementTree
from xml.parsers import expat

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from zonemap.tables.rows import (
    HEAD,
    LAST_ROW,
    MAX_ROWS,
    NoTable,
    Sheet,
    check_length,
    filled,
    refusal,
    too_large,
)

MAX_UNPACKED = 64 * 2**20
"""Largest workbook that is read, once unpacked; it takes about half a minute."""

MAX_MEMBERS = 1000
"""Most parts of a workbook."""

_FORMULA_OR_MERGE = re.compile(rb"<(?:\w+:)?(?:f[ >/]|mergeCell )")
_CHUNK = 2**20
_BRACKETS_AND_QUOTES = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.')
_ROW = re.compile(rb"<(?:\w+:)?row[ >]")
_ROW_TAG = 32
_FILLING = ("v", "is", "f")


def read_workbook_sheets(
    data: bytes, file: str, most: int = MAX_ROWS, most_bytes: int = MAX_UNPACKED
) -> list[Sheet]:
    """Read the sheets of a workbook: what their cells show, as text; hidden sheets too.

    A date is read as coarse as its format shows it: a cell that shows 1997-07 is July 1997, though Excel
    keeps the first of July in it.

    Parameters
    ----------
    data
        The bytes of the file.
    file
        Its name, for the messages.
    most
        Most rows of a sheet that are read.
    most_bytes
        Most bytes that it may unpack to.

    Raises
    ------
    NoTable
        If it is broken or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _check_size(archive, file, most_bytes)
            check_workbook_length(archive, most, file)
            shapes = _shapes(archive)
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            return [
                Sheet(
                    sheet.title,
                    filled(_sheet_rows(sheet, file), most, file),
                    sheet.sheet_state != "visible",
                    *shapes.get(sheet.title, ((), ())),
                )
                for sheet in book.worksheets
            ]
    except NoTable:
        raise
    except Exception as error:  # openpyxl raises whatever the broken part makes it raise
        raise refusal(file, "damaged") from error


def check_workbook_length(archive: zipfile.ZipFile, most: int, file: str) -> None:
    """Refuse a workbook with more rows than are read before it is loaded into memory.

    Raises
    ------
    NoTable
        If a sheet has more rows with text than ``most``.
    """
    for name in archive.namelist():
        if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
            continue
        with archive.open(name) as stream:
            many = _row_tags(stream) > most + HEAD
        if many:
            with archive.open(name) as stream:
                check_length(_filled_rows(stream), most, file)


def _check_size(archive: zipfile.ZipFile, file: str, most: int) -> None:
    """Refuse a workbook that would fill the memory."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if unpacked > most or len(members) > MAX_MEMBERS:
        raise too_large(file, unpacked, most)


def _row_tags(stream: IO[bytes]) -> int:
    """Count the rows in a sheet's XML, the empty ones too; a tag is counted where it begins."""
    count, tail = 0, b""
    while chunk := stream.read(_CHUNK):
        text = tail + chunk
        found = [match.end() for match in _ROW.finditer(text)]
        count += len(found)
        tail = text[max(found[-1] if found else 0, len(text) - _ROW_TAG) :]
    return count


def _filled_rows(stream: IO[bytes]) -> int:
    """Count the rows of a sheet that hold a value or a formula, without keeping anything of them."""
    count, counted = 0, False

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal count, counted
        name = tag.rpartition(":")[2]
        if name == "row":
            counted = False
        elif name in _FILLING and not counted:
            count, counted = count + 1, True

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.ParseFile(stream)
    return count


Shape = tuple[tuple[tuple[int, int, str], ...], tuple[tuple[int, int, int, int], ...]]
"""Formulas without a stored result, and merged ranges, as :class:`zonemap.tables.rows.Sheet` holds them."""


def _shapes(archive: zipfile.ZipFile) -> dict[str, Shape]:
    """Find the formulas without a stored result and the merged ranges of each sheet, by its title."""
    targets = {
        item.get("Id"): str(item.get("Target"))
        for item in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    found = {}
    for item in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        relation = next((value for name, value in item.items() if name.endswith("}id")), None)
        target = targets.get(relation)
        if _tag(item) == "sheet" and target:
            member = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            found[str(item.get("name"))] = _shape(archive, member)
    return found


def _shape(archive: zipfile.ZipFile, member: str) -> Shape:
    """Find the formulas without a stored result and the merged ranges of one sheet."""
    with archive.open(member) as stream:
        if not _mentions_any(stream):
            return (), ()
    uncomputed, merged = [], []
    with archive.open(member) as stream:
        for _, item in ElementTree.iterparse(stream):
            tag = _tag(item)
            if tag == "mergeCell":
                left, top, right, bottom = range_boundaries(str(item.get("ref")))
                merged.append((int(top or 0), int(left or 0), int(bottom or 0), int(right or 0)))
            elif tag == "c":
                formula = next((part for part in item if _tag(part) == "f"), None)
                if formula is not None and not any(_tag(part) in ("v", "is") and part.text for part in item):
                    uncomputed.append((*coordinate_to_tuple(str(item.get("r"))), f"={formula.text or ''}"))
            elif tag == "row":
                item.clear()
    return tuple(uncomputed), tuple(merged)


def _mentions_any(stream: IO[bytes]) -> bool:
    """Tell whether a sheet's XML holds a formula or a merged range at all."""
    tail = b""
    while chunk := stream.read(_CHUNK):
        if _FORMULA_OR_MERGE.search(tail + chunk):
            return True
        tail = chunk[-32:]
    return False


def _tag(item: ElementTree.Element) -> str:
    """Return the name of an XML element without its namespace."""
    return item.tag.rpartition("}")[2]


def _sheet_rows(sheet: Any, file: str) -> Iterator[tuple[int, list[str]]]:
    """Go through the rows of a sheet; how large it says it is does not matter."""
    sheet.reset_dimensions()
    rows: Iterable[tuple[Cell, ...]] = sheet.iter_rows()
    for number, cells in enumerate(rows, start=1):
        if number > LAST_ROW:
            raise refusal(file, "far")
        yield number, [_shown(cell) for cell in cells]


def _shown(cell: Cell) -> str:
    """Return what a cell shows, as text; a number with the 15 digits that Excel keeps."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return _shown_date(value, str(cell.number_format))
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.15g}"
    return str(value)


def _shown_date(value: dt.date, number_format: str) -> str:
    """Return a date as coarse as its number format shows it; a time of day is not asked for."""
    shown = _BRACKETS_AND_QUOTES.sub("", number_format.lower()).split(";")[0]
    if "d" in shown:
        return value.strftime("%Y-%m-%d")
    return value.strftime("%Y-%m" if "m" in shown else "%Y")
