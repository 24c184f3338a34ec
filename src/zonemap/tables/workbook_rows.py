"""A workbook → the rows of its sheets: what their cells show, as text."""

# Above 300 lines because the parts of a workbook refer to each other and are of use together only.

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import IO
from xml.etree import ElementTree
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel, from_ISO8601

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

MAX_UNPACKED = 256 * 2**20
"""Largest workbook that is read, once unpacked: some three million cells."""

MAX_MEMBERS = 1000
"""Most parts of a workbook."""

_CHUNK = 2**20
_BRACKETS_AND_QUOTES = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.')
_ROW = re.compile(rb"<(?:\w+:)?row[ >]")
_ROW_TAG = 32
_ROOT = re.compile(rb"(<worksheet\b[^>]*?)/?>")
_ENCODING = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w-]+)")
_ROW_TEXT = re.compile(r"<row\b[^>]*?(?<!/)>.*?</row>", re.DOTALL)
_UNNUMBERED = re.compile(rb"<row\b(?![^>]*\sr=\"\d)[^>]*>")
_LONGEST_ROW = 16 * 2**20
_NUMBER_OF_ROW = re.compile(r"<row\b[^>]*?\sr=\"(\d+)\"")
_PLAIN_NUMBER = r"-?[1-9]\d{0,14}|-?(?:0|[1-9]\d{0,14})\.(?!0000)\d{0,14}[1-9]|0"
_CELL = re.compile(
    r'<c r="([A-Z]+)\d+"(?: s="(\d+)")?(?: t="(\w+)")?\s*(?:/>|></c>|'
    rf"><v>(?:({_PLAIN_NUMBER})(?=<)|([^<]*))</v></c>|"
    r'><is><t(?: xml:space="preserve")?>([^<]*)</t></is></c>)',
    re.ASCII,
)
_MERGED = re.compile(rb'<mergeCell ref="([^"]+)"')
_FILLING = ("v", "is", "f")
_LAST_COLUMN = 16_384
_DIGITS = "0123456789"
_MOST_DIGITS = 16

_CellText = tuple[str, str, str, str, str, str]
"""Of a cell its column, style, kind, and its value: as a plain number, as another text, as one within."""

_RowText = tuple[str, list[_CellText]]
"""A row that holds nothing but plain cells: its text, and the cells."""


# The parts of a workbook are read as plain XML, by the names of their elements whatever their namespace (that
# of "strict" workbooks is another), and only for what a cell shows. A library that builds the whole model
# stops at a fault in a colour or a font, believes what a sheet says of its size, and is far slower.


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
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(archive, file, most_bytes)
            check_workbook_length(archive, most, file)
            book = _Book(archive)
            return [_read_sheet(book, one, most, file) for one in book.sheets]
    except NoTable:
        raise
    except Exception as error:  # a broken part makes its parser raise whatever it does
        raise refusal(file, "damaged") from error


@dataclass(frozen=True)
class _SheetPart:
    """A sheet by its title, whether Excel shows it, and the part that holds it."""

    title: str
    hidden: bool
    member: str


class _Book:
    """What a workbook says of its sheets, texts and number formats."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self._names = {name.lower(): name for name in archive.namelist()}
        root = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        self._targets = {
            str(item.get("Id")): (str(item.get("Type")), str(item.get("Target")))
            for item in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        }
        settings = [item for item in root.iter() if _tag(item) == "workbookPr"]
        since_1904 = any(item.get("date1904") in ("1", "true") for item in settings)
        self.epoch = CALENDAR_MAC_1904 if since_1904 else CALENDAR_WINDOWS_1900
        self.sheets = [part for item in root.iter() if _tag(item) == "sheet" and (part := self._part(item))]

    def _part(self, item: ElementTree.Element) -> _SheetPart | None:
        """Return the part of a sheet; None for what is no sheet of cells."""
        relation = next(value for name, value in item.items() if name.endswith("}id"))
        kind, target = self._targets[relation]
        if not kind.endswith("/worksheet"):
            return None
        hidden = item.get("state", "visible") != "visible"
        return _SheetPart(str(item.get("name")), hidden, self._member(target))

    def _member(self, target: str) -> str:
        """Return the name of a part in the archive, by how the workbook refers to it."""
        path = posixpath.normpath(posixpath.join("/xl", target)).removeprefix("/")
        return self._names[path.lower()]

    def _of_kind(self, kind: str) -> str | None:
        """Return the name of the part of a kind, if there is one."""
        targets = (target for type, target in self._targets.values() if type.endswith(f"/{kind}"))
        target = next(targets, None)
        return None if target is None else self._member(target)

    @cached_property
    def texts(self) -> list[str]:
        """Return the texts that cells share."""
        member = self._of_kind("sharedStrings")
        if member is None:
            return []
        found = []
        with self.archive.open(member) as stream:
            for _, item in ElementTree.iterparse(stream):
                if _tag(item) == "si":
                    found.append(_text_of(item))
                    item.clear()
        return found

    @cached_property
    def dates(self) -> dict[str, str]:
        """Return the number formats of dates and times by the style of their cells."""
        member = self._of_kind("styles")
        if member is None:
            return {}
        try:
            root = ElementTree.fromstring(self.archive.read(member))
        except (
            ElementTree.ParseError
        ):  # then dates are the numbers that they are kept as, and told of as such
            return {}
        own = {
            str(item.get("numFmtId")): str(item.get("formatCode"))
            for item in root.iter()
            if _tag(item) == "numFmt"
        }
        cells = next((item for item in root if _tag(item) == "cellXfs"), ())
        codes = [own.get(code, _built_in(code)) for item in cells if (code := str(item.get("numFmtId", "0")))]
        return {str(i): code for i, code in enumerate(codes) if is_date_format(code)}


def _root_of_plain(stream: IO[bytes]) -> bytes:
    """Return how the root of a sheet begins, where tags can be found in its text; else nothing.

    They can where the text is UTF-8, has no prefix before its names, no comments and no CDATA that may hold
    tags, and every row has its number.
    """
    head = stream.read(_CHUNK)
    declared, root = _ENCODING.match(head), _ROOT.search(head)
    if root is None or (declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii")):
        return b""
    chunk, tail = head, b""
    while chunk:
        text = tail + chunk
        if b"<!" in text or _UNNUMBERED.search(text):
            return b""
        tail, chunk = text[text.rfind(b"<") :], stream.read(_CHUNK)
    return root[1]


def _built_in(code: str) -> str:
    """Return a number format that Excel has without being told."""
    return str(BUILTIN_FORMATS.get(int(code), "General")) if code.isdigit() else "General"


def _text_of(item: ElementTree.Element) -> str:
    """Return the text of a string in one or more runs, without its reading in another script."""
    parts = []
    for child in item:
        tag = _tag(child)
        if tag == "t":
            parts.append(child.text or "")
        elif tag == "r":
            parts += [run.text or "" for run in child if _tag(run) == "t"]
    return "".join(parts).replace("x005F_", "")


def _read_sheet(book: _Book, part: _SheetPart, most: int, file: str) -> Sheet:
    """Read one sheet; how large it says it is does not matter."""
    with book.archive.open(part.member) as stream:
        reader = _SheetReader(stream, book, file)
        rows = filled(reader.rows(), most, file)
    return Sheet(part.title, rows, part.hidden, tuple(reader.uncomputed), tuple(reader.merged))


@dataclass
class _SheetReader:
    """Reads the rows of a sheet one by one, and what else its cells need to be understood.

    Formulas without a stored result and merged ranges are complete when the last row has been read; they are
    kept as :class:`zonemap.tables.rows.Sheet` holds them.
    """

    stream: IO[bytes]
    book: _Book
    file: str
    uncomputed: list[tuple[int, int, str]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    _columns: dict[str, int] = field(default_factory=dict)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Go through the rows that stand in the sheet, each under its number."""
        root = _root_of_plain(self.stream)
        self.stream.seek(0)
        number = 0
        for row in self._plain_rows(root) if root else self._elements():
            number = self._row_number(row, number)
            yield (
                number,
                self._cells_of_text(row[1]) if isinstance(row, tuple) else self._cells(row, number),
            )
            if not isinstance(row, tuple):
                row.clear()

    def _row_number(self, row: _RowText | ElementTree.Element, before: int) -> int:
        """Return the number of a row; one that does not say it follows the row before."""
        if isinstance(row, tuple):
            found = _NUMBER_OF_ROW.match(row[0])
            text = found[1] if found else None
        else:
            text = row.get("r")
        number = int(text) if text else before + 1
        if number > LAST_ROW:
            raise refusal(self.file, "far")
        return number

    def _plain_rows(self, root: bytes) -> Iterator[_RowText | ElementTree.Element]:
        """Go through the rows as text, or as elements where they hold more than plain cells."""
        # Whether the whole is well-formed is left to a parser that does nothing else; the cells of a row are
        # taken out of its text. That is three times as fast as to build an element for each of them.
        parser = expat.ParserCreate()
        rest = b""
        while chunk := self.stream.read(_CHUNK):
            parser.Parse(chunk, False)
            text = rest + chunk
            end = text.rfind(b"</row>") + len(b"</row>")
            if end < len(b"</row>"):
                rest = text
                if len(rest) > _LONGEST_ROW:
                    raise ValueError("a row without end")
                continue
            rest = text[end:]
            for found in _ROW_TEXT.findall(text[:end].decode()):
                cells = _CELL.findall(found)
                if found.count("<c ") + found.count("<c>") == len(cells):
                    yield found, cells
                else:
                    yield ElementTree.fromstring(root.decode() + ">" + found + "</worksheet>")[0]
        parser.Parse(b"", True)
        for ref in _MERGED.findall(rest):
            self._add_merged(ref.decode())

    def _elements(self) -> Iterator[ElementTree.Element]:
        """Go through the rows as elements, whatever their names begin with and their text is encoded in."""
        for _, item in ElementTree.iterparse(self.stream):
            if _tag(item) == "row":
                yield item
            elif _tag(item) == "mergeCell":
                self._add_merged(str(item.get("ref")))

    def _add_merged(self, ref: str) -> None:
        """Keep a merged range."""
        left, top, right, bottom = range_boundaries(ref)
        self.merged.append((int(top or 0), int(left or 0), int(bottom or 0), int(right or 0)))

    def _cells_of_text(self, row: list[_CellText]) -> list[str]:
        """Return what the cells of a row show that holds nothing but plain cells."""
        cells: list[str] = []
        columns, dates, texts = self._columns, self.book.dates, self.book.texts
        for letters, style, kind, plain, text, inline in row:
            column = columns.get(letters) or self._column(letters)
            if kind == "s" and plain:
                shown = texts[int(plain)]
            elif plain and kind in ("", "n") and len(plain) < _MOST_DIGITS and style not in dates:
                shown = plain
            elif inline:
                shown = unescape(inline).replace("x005F_", "") if "&" in inline or "_" in inline else inline
            elif plain or text:
                shown = self._value(unescape(plain or text), kind or "n", style)
            else:
                shown = ""
            if column == len(cells) + 1:
                cells.append(shown)
            elif column > len(cells):
                cells += [""] * (column - 1 - len(cells))
                cells.append(shown)
            else:
                cells[column - 1] = shown
        return cells

    def _cells(self, row: ElementTree.Element, number: int) -> list[str]:
        """Return what the cells of a row show."""
        cells: list[str] = []
        for cell in row:
            place = cell.get("r")
            column = self._column(place.rstrip(_DIGITS)) if place else len(cells) + 1
            while len(cells) < column - 1:
                cells.append("")
            shown = self._shown(cell, number, column) if len(cell) else ""
            if column <= len(cells):
                cells[column - 1] = shown
            else:
                cells.append(shown)
        return cells

    def _column(self, letters: str) -> int:
        """Return the number of a column; no sheet has more than 16,384."""
        found = self._columns.get(letters)
        if found is None:
            found = self._columns[letters] = column_index_from_string(letters)
            if found > _LAST_COLUMN:
                raise ValueError(letters)
        return found

    def _shown(self, cell: ElementTree.Element, row: int, column: int) -> str:
        """Return what a cell shows, as text; a number with the 15 digits that Excel keeps."""
        text, formula = None, None
        for part in cell:
            tag = part.tag
            if tag.endswith("}v") or tag == "v":
                text = part.text
            elif _tag(part) == "is":
                return _text_of(part)
            elif _tag(part) == "f":
                formula = part.text or ""
        if not text:
            if formula is not None:
                self.uncomputed.append((row, column, f"={formula}"))
            return ""
        return self._value(text, cell.get("t", "n"), cell.get("s", ""))

    def _value(self, text: str, kind: str, style: str) -> str:
        """Return what a cell with a value shows, by the kind of the value and the style of the cell."""
        if kind == "n":
            code = self.book.dates.get(style)
            return shown_number(text) if code is None else self._shown_date(text, code)
        if kind == "s":
            return self.book.texts[int(text)]
        if kind == "b":
            return str(bool(int(text)))
        if kind == "d":
            return _date_as_shown(from_ISO8601(text), self.book.dates.get(style, "yyyy-mm-dd"))
        return text

    def _shown_date(self, text: str, code: str) -> str:
        """Return a date or an hour that is kept as a number of days."""
        try:
            value = from_excel(float(text), self.book.epoch, timedelta=is_timedelta_format(code))
        except (OverflowError, ValueError):
            return "#VALUE!"
        return _date_as_shown(value, code)


def shown_number(text: str) -> str:
    """Return a number as a cell shows it under the general format."""
    if not any(mark in text for mark in ".eE"):
        return str(int(text))
    value = float(text)
    return f"{value:.0f}" if value.is_integer() else f"{value:.15g}"


def _date_as_shown(value: object, code: str) -> str:
    """Return a date as coarse as its number format shows it; a time of day is not asked for."""
    if not isinstance(value, dt.date):
        return str(value)
    shown = _BRACKETS_AND_QUOTES.sub("", code.lower()).split(";")[0]
    if "d" in shown:
        return value.strftime("%Y-%m-%d")
    return value.strftime("%Y-%m" if "m" in shown else "%Y")


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


def _tag(item: ElementTree.Element) -> str:
    """Return the name of an XML element without its namespace."""
    return item.tag.rpartition("}")[2]
