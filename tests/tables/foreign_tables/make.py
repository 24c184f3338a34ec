"""Let LibreOffice write the tables of the toy region, as a planner with Calc would.

A workbook, an OpenDocument, and a CSV file for each sheet in UTF-8 and in GBK; those kept are of 7.4.

Needs ``soffice``; run by hand in ``tests/`` when the toy region changes:
``python -m tables.foreign_tables.make``. In the filters of LibreOffice 44 is a comma, 34 a quote, 76 UTF-8,
67 GBK; the last number asks for a file for each sheet.
"""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import openpyxl

from kit import toy
from zonemap.core.vocabulary import label
from zonemap.tables.schemas import TABLE_NAMES

FOLDER = Path(__file__).parent
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,{encoding},1,,0,false,true,false,false,false,-1"
NUMBERS = ("lon", "lat", "area_km2")


def main() -> None:
    """Write a workbook of all tables under Chinese headings, and let LibreOffice save it in other forms."""
    with TemporaryDirectory() as name:
        book = write_book(Path(name) / "toy.xlsx")
        convert(book, "xlsx:Calc MS Excel 2007 XML", FOLDER)
        convert(book, "ods", FOLDER)
        for form, encoding in (("utf-8", 76), ("gbk", 67)):
            convert(book, AS_CSV.format(encoding=encoding), book.parent / form)
            pack(book.parent / form, FOLDER / f"{form}.zip")


def pack(folder: Path, target: Path) -> None:
    """Pack the CSV files that LibreOffice named after workbook and sheet, each under its table's name."""
    with ZipFile(target, "w") as packed:
        for path in sorted(folder.glob("toy-*.csv")):
            entry = ZipInfo(path.name.removeprefix("toy-"), (2020, 5, 14, 0, 0, 0))
            packed.writestr(entry, path.read_bytes(), ZIP_DEFLATED)


def write_book(path: Path) -> Path:
    """Write the toy region as a workbook: Chinese sheets and headings, numbers as numbers."""
    folder = toy.write_geodata(path.parent / "toy")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for table in TABLE_NAMES:
        keys, *rows = csv.reader((folder / f"{table}.csv").read_text("utf-8").splitlines())
        sheet = book.create_sheet(label("table", table, "zh"))
        sheet.append([label("column", key, "zh") for key in keys])
        for row in rows:
            sheet.append([typed(key, cell) for key, cell in zip(keys, row, strict=True)])
    book.save(path)
    return path


def typed(key: str, cell: str) -> float | str | None:
    """Return what Excel would hold of a cell."""
    return float(cell) if cell and key in NUMBERS else cell or None


def convert(book: Path, form: str, folder: Path) -> None:
    """Let LibreOffice open a workbook and save it in another form."""
    subprocess.run(
        ["soffice", "--headless", "--convert-to", form, "--outdir", str(folder), str(book)],
        check=True,
        capture_output=True,
    )


if __name__ == "__main__":
    main()
