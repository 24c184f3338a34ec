"""What a case is, and the tables of the toy region that every case changes a little."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from kit import toy
from zonemap.outputs.ooxml import make_reproducible
from zonemap.tables.evidence import evidence_keys

Cells = list[list[str]]
Maker = Callable[[Path], object]


@dataclass(frozen=True)
class Said:
    """A problem that must be named.

    Parameters
    ----------
    words
        Words of its message or way out.
    row, column, value, file, sheet
        Where it stands, exactly.
    """

    words: str
    row: int | None = None
    column: str = ""
    value: str = ""
    file: str = "zones.csv"
    sheet: str = ""


@dataclass(frozen=True)
class Case:
    """What differs from the toy region, and what must come of it.

    Parameters
    ----------
    id
        Its name, in ``docs/tables.md`` and as a test.
    what
        The variant or the defect.
    make
        Writes the files that differ into an empty folder.
    says
        Every problem that must be named, and no other; empty when the folder must read as the toy region.
    without
        Files of the toy region that are not there.
    shows
        Cells that must read otherwise than in the toy region: value by table, row (from 0) and column.
    """

    id: str
    what: str
    make: Maker
    says: tuple[Said, ...] = ()
    without: tuple[str, ...] = ()
    shows: tuple[tuple[str, int, str, str], ...] = ()

    @property
    def is_bad(self) -> bool:
        """Return whether something is wrong with it."""
        return bool(self.says)

    def write(self, folder: Path) -> Path:
        """Write its files into a new folder of its name below another, and return that folder."""
        own = folder / self.id
        own.mkdir(parents=True)
        self.make(own)
        assert any(own.iterdir()), self.id
        return own

    @property
    def does(self) -> str:
        """Say in a few words what zonemap does."""
        return "; ".join(dict.fromkeys(said.words for said in self.says)) if self.says else "reads it"


TEXTS = {
    "zones": toy.ZONES,
    "industries": toy.INDUSTRIES,
    "reforms": toy.REFORMS,
    "partners": toy.PARTNERS,
    "events": toy.EVENTS,
    "sources": toy.SOURCES,
    "story": toy.STORY,
}


def cells_of(table: str) -> Cells:
    """Return the rows of a table of the toy region, the heading first."""
    if table == "evidence":
        frames = {name: _frame(name) for name in TEXTS}
        needed = evidence_keys(frames)[["table", "zone_id", "field"]].to_numpy().tolist()
        heading = ["table", "zone_id", "field", "source_id", "locator", "confidence", "note"]
        return [heading, *([*row, "gazette", "p. 1", "H", ""] for row in needed)]
    return list(csv.reader(io.StringIO(TEXTS[table])))


def no_value(zone_id: str, field: str) -> Said:
    """Return the problem that the evidence for a value of a zone points at nothing."""
    rows = [row[:3] for row in cells_of("evidence")]
    place = rows.index(["zones", zone_id, field]) + 1
    return Said("the evidence points at no value", place, "field", field, "evidence.csv")


def _frame(table: str) -> pd.DataFrame:
    """Return a table of the toy region as a frame of text."""
    return pd.read_csv(io.StringIO(TEXTS[table]), dtype=str, keep_default_na=False)


def with_cells(table: str, *changes: tuple[int, str, str]) -> Cells:
    """Return a table with some cells changed: row as Excel counts it, column, value."""
    rows = cells_of(table)
    for row, column, value in changes:
        rows[row - 1][rows[0].index(column)] = value
    return rows


def with_row(table: str, *row: str) -> Cells:
    """Return a table with one more row."""
    return [*cells_of(table), [*row, *[""] * (len(cells_of(table)[0]) - len(row))]]


def without_row(table: str, *start: str) -> Cells:
    """Return a table without the rows that begin with these cells."""
    return [row for row in cells_of(table) if row[: len(start)] != list(start)]


def csv_text(rows: Cells, delimiter: str = ",", line_end: str = "\n") -> str:
    """Return rows as CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return text.getvalue()


def write(name: str, content: str | bytes | Callable[[], bytes], encoding: str = "utf-8") -> Maker:
    """Return a maker of one file; what takes long to make may be given as a function."""

    def make(folder: Path) -> None:
        data = content() if callable(content) else content
        data = data.encode(encoding) if isinstance(data, str) else data
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    return make


def table(name: str, rows: Cells) -> Maker:
    """Return a maker of one CSV table."""
    return write(f"{name}.csv", csv_text(rows))


def both(*makers: Maker) -> Maker:
    """Return a maker that runs several."""

    def make(folder: Path) -> None:
        for one in makers:
            one(folder)

    return make


def book_bytes(sheets: dict[str, Cells], change: Callable[[openpyxl.Workbook], object] = id) -> bytes:
    """Return a workbook with texts in its cells, changed as told; the same bytes each time."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([cell or None for cell in row])
    change(book)
    written = io.BytesIO()
    book.save(written)
    return make_reproducible(written.getvalue(), dt.date(2020, 6, 30))


def workbook(
    name: str, sheets: dict[str, Cells], change: Callable[[openpyxl.Workbook], object] = id
) -> Maker:
    """Return a maker of a workbook."""
    return write(name, lambda: book_bytes(sheets, change))


def set_cell(place: str, value: Any, number_format: str = "General") -> Callable[[openpyxl.Workbook], None]:
    """Return a change of one cell of the first sheet."""

    def change(book: openpyxl.Workbook) -> None:
        cell = book.worksheets[0][place]
        cell.value, cell.number_format = value, number_format

    return change


def replace_in_zip(data: bytes, member: str, old: bytes, new: bytes, missing: bool = False) -> bytes:
    """Return an archive with some bytes of one member replaced; with ``missing`` they need not be there."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for info in archive.infolist():
            content = archive.read(info)
            if info.filename == member:
                assert missing or old in content, content[:2000]
                content = content.replace(old, new)
            changed.writestr(zipfile.ZipInfo(info.filename, (2020, 6, 30, 0, 0, 0)), content, 8)
    return written.getvalue()


def zip_bytes(members: Sequence[tuple[str, bytes]]) -> bytes:
    """Return an archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, (2020, 6, 30, 0, 0, 0)), content, 8)
    return written.getvalue()


def zones(*changes: tuple[int, str, str]) -> Maker:
    """Return a maker of ``zones.csv`` with some cells changed."""
    return table("zones", with_cells("zones", *changes))


def bad_cell(
    id: str, what: str, row: int, column: str, value: str, words: str, *more: Said, name: str = "zones"
) -> Case:
    """Return a case of one bad cell in a CSV table, which must be named with its value."""
    said = Said(words, row, column, value, f"{name}.csv")
    return Case(id, what, table(name, with_cells(name, (row, column, value))), (said, *more))
