"""Workbooks: sheets, formats, formulas, merged cells, and what is hidden in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import openpyxl
from openpyxl.worksheet.formula import ArrayFormula

from kit.table_cases.kit import (
    TEXTS,
    Case,
    Cells,
    Maker,
    Said,
    book_bytes,
    both,
    cells_of,
    csv_text,
    no_value,
    replace_in_zip,
    set_cell,
    with_cells,
    workbook,
    write,
    zip_bytes,
)
from zonemap.core.vocabulary import terms
from zonemap.tables.schemas import columns_needed

ROWS = cells_of("zones")
NAMES = [*TEXTS, "evidence"]
BOOK = "数据.xlsx"
SHEET = "开发区"
SHEET_XML = "xl/worksheets/sheet1.xml"
MISSING = Said("the table is missing")
WITHOUT_ZONES = ("zones.csv",)


def good(id: str, what: str, make: Maker, without=WITHOUT_ZONES, shows=()) -> Case:
    """Return a case of a workbook that reads as the toy region."""
    return Case(f"workbook-{id}", what, make, without=without, shows=shows)


def bad(id: str, what: str, make: Maker, *says: Said, without=WITHOUT_ZONES) -> Case:
    """Return a case of a workbook that is named as faulty."""
    return Case(f"workbook-{id}", what, make, says, without)


def sheet(change: Callable[[openpyxl.Workbook], object] = id, rows: Cells = ROWS) -> Maker:
    """Return a maker of a workbook with the zones on its first sheet."""
    return workbook(BOOK, {SHEET: rows}, change)


def at(words: str, row: int, column: str, value: str) -> Said:
    """Return a problem in a cell of the workbook."""
    return Said(words, row, column, value, BOOK, SHEET)


def all_sheets(lang: str) -> dict[str, Cells]:
    """Return every table under its name in a language."""
    return {terms("table")[name].label(lang): cells_of(name) for name in NAMES}


def changes(*steps: Callable[[openpyxl.Workbook], object]) -> Callable[[openpyxl.Workbook], None]:
    """Return several changes as one."""

    def change(book: openpyxl.Workbook) -> None:
        for step in steps:
            step(book)

    return change


def hide(book: openpyxl.Workbook) -> None:
    """Hide the first sheet."""
    book.create_sheet("说明")["A1"] = "说明"
    book.worksheets[0].sheet_state = "hidden"


def filter_rows(book: openpyxl.Workbook) -> None:
    """Hide a row, as a filter does."""
    book.worksheets[0].row_dimensions[3].hidden = True
    book.worksheets[0].auto_filter.ref = "A1:P5"


def merge(*ranges: str) -> Callable[[openpyxl.Workbook], None]:
    """Return a change that merges cells."""

    def change(book: openpyxl.Workbook) -> None:
        for one in ranges:
            book.worksheets[0].merge_cells(one)

    return change


def since_1904(book: openpyxl.Workbook) -> None:
    """Count dates from 1904, as Excel for Mac did."""
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    set_cell("O2", dt.datetime(2001, 5, 1), "yyyy-mm")(book)


def array_formula(book: openpyxl.Workbook) -> None:
    """Put an array formula whose result is not stored."""
    book.worksheets[0]["P2"] = ArrayFormula("P2", "=SUM(5,5)")


def stored_formula() -> bytes:
    """Return the zones with a formula whose result is stored."""
    data = book_bytes({SHEET: ROWS}, set_cell("P2", "=5+5"))
    return replace_in_zip(data, SHEET_XML, b"<f>5+5</f><v></v>", b"<f>5+5</f><v>10</v>")


def with_xml(old: bytes, new: bytes) -> Maker:
    """Return a maker of the zones with something replaced in the sheet's XML."""
    return write(BOOK, lambda: replace_in_zip(book_bytes({SHEET: ROWS}), SHEET_XML, old, new))


def numbers(book: openpyxl.Workbook) -> None:
    """Keep numbers as numbers."""
    for row, column in ((2, 9), (2, 10), (3, 9), (3, 10), (2, 13), (3, 13), (2, 16), (2, 7), (3, 7)):
        cell = book.worksheets[0].cell(row, column)
        cell.value = float(cell.value)


def strict() -> bytes:
    """Return the zones as Excel saves them as "Strict Open XML"."""
    data = book_bytes({SHEET: ROWS}, set_cell("O2", dt.datetime(2001, 5, 1), "yyyy-mm"))
    for member in ("xl/workbook.xml", "xl/styles.xml", SHEET_XML, "xl/_rels/workbook.xml.rels"):
        for kind in (b"spreadsheetml/2006/main", b"officeDocument/2006/relationships"):
            new = b"http://purl.oclc.org/ooxml/" + kind.replace(b"/2006", b"")
            data = replace_in_zip(
                data, member, b"http://schemas.openxmlformats.org/" + kind, new, missing=True
            )
    return data


def styled(old: bytes, new: bytes) -> Callable[[], bytes]:
    """Return the zones with a date, and something replaced in the styles of the workbook."""

    def make() -> bytes:
        data = book_bytes({SHEET: ROWS}, set_cell("O2", dt.datetime(2001, 5, 1), "yyyy-mm"))
        return replace_in_zip(data, "xl/styles.xml", old, new)

    return make


def prefixed() -> bytes:
    """Return the zones with a prefix before every name of the sheet's XML, as some programs write it."""
    data = book_bytes({SHEET: ROWS})
    for name in (b"worksheet", b"sheetData", b"row", b"c", b"is", b"t", b"v"):
        for old, new in (
            (b"<" + name + b" ", b"<x:" + name + b" "),
            (b"<" + name + b">", b"<x:" + name + b">"),
            (b"</" + name + b">", b"</x:" + name + b">"),
        ):
            data = replace_in_zip(data, SHEET_XML, old, new, missing=True)
    return replace_in_zip(data, SHEET_XML, b"xmlns=", b"xmlns:x=")


def unnumbered() -> bytes:
    """Return the zones with rows and cells that do not say where they stand."""
    data = book_bytes({SHEET: ROWS})
    for row in range(1, len(ROWS) + 1):
        data = replace_in_zip(data, SHEET_XML, b'<row r="%d"' % row, b"<row")
    return data


def row_far_down() -> bytes:
    """Return the zones with a row under a number that no sheet has."""
    return replace_in_zip(
        book_bytes({SHEET: ROWS}), SHEET_XML, b"</sheetData>",
        b'<row r="900000000"><c r="A900000000" t="inlineStr"><is><t>x</t></is></c></row></sheetData>',
    )  # fmt: skip


CASES = (
    good(
        "chinese-sheets",
        "one workbook for all tables, sheets in Chinese",
        workbook(BOOK, all_sheets("zh")),
        tuple(f"{name}.csv" for name in NAMES),
    ),
    good(
        "english-sheets",
        "one workbook for all tables, sheets in English",
        workbook("data.xlsx", all_sheets("en")),
        tuple(f"{name}.csv" for name in NAMES),
    ),
    good(
        "numbered-sheets",
        "numbers before the sheets' names",
        workbook(BOOK, {"1 开发区": ROWS, "2、产业": cells_of("industries")}),
        ("zones.csv", "industries.csv"),
    ),
    good(
        "named-file",
        "the table's name as the file's, the sheet unnamed",
        workbook("zones.xlsx", {"Sheet1": ROWS}),
    ),
    good(
        "named-file-other-sheets",
        "the same with notes and empty sheets",
        workbook("zones.xlsx", {"说明": [["填表说明"], ["每行一个"]], "Sheet1": ROWS, "Sheet2": []}),
    ),
    good(
        "extra-sheets",
        "sheets that are no table",
        workbook(BOOK, {SHEET: ROWS, "统计": [["类型", "个数"], ["经济", "1"]]}),
    ),
    good("xlsm", "a workbook for macros", workbook("数据.xlsm", {SHEET: ROWS})),
    good("hidden-sheet", "a hidden sheet", sheet(hide)),
    good("hidden-rows", "rows hidden by a filter", sheet(filter_rows)),
    good(
        "title-merged",
        "a merged title above the heading",
        sheet(merge("A1:P1"), [["玩具区开发区一览表"], *ROWS]),
    ),
    good("starts-at-b3", "a table that begins at B3", sheet(rows=[[], [], *(["", *row] for row in ROWS)])),
    good(
        "month-format",
        "a date that shows its month only",
        sheet(set_cell("O2", dt.datetime(2001, 5, 1), "yyyy-mm")),
    ),
    good(
        "month-format-chinese",
        "a date that shows its month in Chinese",
        sheet(set_cell("O2", dt.datetime(2001, 5, 1), '[$-804]yyyy"年"m"月"')),
    ),
    good(
        "year-format",
        "a date that shows its year only",
        sheet(set_cell("M2", dt.datetime(1999, 1, 1), '[Red]yyyy"年度"')),
    ),
    good(
        "day-format",
        "a date",
        workbook(
            "sources.xlsx",
            {"Sheet1": cells_of("sources")},
            set_cell("D2", dt.datetime(2020, 6, 30), "yyyy/m/d"),
        ),
        ("sources.csv",),
    ),
    good("dates-since-1904", "dates counted from 1904", sheet(since_1904)),
    good("numbers", "numbers and years as numbers", sheet(numbers)),
    good("number-tail", "a number with a tail of its binary form", sheet(set_cell("P2", 10.000000000000002))),
    good("stored-formula", "a formula with its result", write(BOOK, stored_formula)),
    good(
        "false-extent",
        "a sheet that says it has a million rows",
        with_xml(b'<dimension ref="A1:P5"/>', b'<dimension ref="A1:XFD1048576"/>'),
    ),
    good(
        "no-extent", "a sheet that does not say how large it is", with_xml(b'<dimension ref="A1:P5"/>', b"")
    ),
    good(
        "small-extent",
        "a sheet that says it has one row",
        with_xml(b'<dimension ref="A1:P5"/>', b'<dimension ref="A1:B2"/>'),
    ),
    good("strict", "a workbook saved as Strict Open XML, a date in it", write(BOOK, strict)),
    good(
        "faulty-colour",
        "a style with a colour that is none",
        write(BOOK, styled(b'<patternFill patternType="gray125"', b'<patternFill patternType="grey"')),
    ),
    good("no-fills", "styles without fills and fonts", write(BOOK, styled(b"<fonts", b"<phonts/><fonts"))),
    good("prefix", "names of the XML with a prefix", write(BOOK, prefixed)),
    good("unnumbered-rows", "rows that do not say their number", write(BOOK, unnumbered)),
    good(
        "comment",
        "a comment in the XML that looks like a row",
        with_xml(b"<sheetData>", b'<sheetData><!-- <row r="2"><c r="A2"><v>1</v></c></row> -->'),
    ),
    good("gap-rows", "empty rows within the table", sheet(rows=[*ROWS[:3], [], [], *ROWS[3:]])),
    bad(
        "two-sheets",
        "a table on two sheets",
        workbook(BOOK, {SHEET: ROWS, "zones": ROWS}),
        Said("the table stands in 数据.xlsx · 开发区 too", file=BOOK, sheet="zones"),
    ),
    bad(
        "hidden-and-shown",
        "a table on a sheet and on a hidden one",
        workbook(BOOK, {SHEET: ROWS, "zones": ROWS}, hide),
        Said("the table stands in 数据.xlsx · 开发区 too", file=BOOK, sheet="zones"),
    ),
    bad(
        "sheet-and-file",
        "a table on a sheet and in a CSV file",
        sheet(),
        Said("the table stands in zones.csv too", file=BOOK, sheet=SHEET),
        without=(),
    ),
    bad(
        "unknown-sheets",
        "a workbook whose sheets are not named",
        workbook(BOOK, {"Sheet1": ROWS}),
        Said("perhaps it is 数据.xlsx · Sheet1"),
    ),
    bad(
        "empty-sheet",
        "an empty sheet under the name of a table",
        workbook(BOOK, {SHEET: []}),
        Said("the table is empty", file=BOOK, sheet=SHEET),
    ),
    bad(
        "bad-cell",
        "a bad cell, named with its sheet",
        sheet(rows=with_cells("zones", (3, "management", "conty"))),
        at("Perhaps county", 3, "management", "conty"),
    ),
    bad(
        "bad-cell-chinese",
        "a bad cell under a Chinese heading, named as it stands there",
        sheet(
            rows=[
                [terms("column")[key].zh for key in ROWS[0]],
                *with_cells("zones", (2, "approved", "九九年"))[1:],
            ]
        ),
        at("not a date", 2, "批准日期", "九九年"),
    ),
    bad(
        "bad-reference",
        "a misspelt county, named with its sheet",
        sheet(rows=with_cells("zones", (3, "counties", "140020"))),
        at("Perhaps 140002", 3, "counties", "140020"),
    ),
    bad(
        "unsaved-formula",
        "a formula whose result is not stored",
        sheet(set_cell("P2", "=5+5")),
        at("the result of the formula is not stored", 2, "area_km2", "=5+5"),
        no_value("one", "area_km2"),
    ),
    bad(
        "unsaved-array",
        "an array formula whose result is not stored",
        sheet(array_formula),
        at("the result of the formula is not stored", 2, "area_km2", "=SUM(5,5)"),
        no_value("one", "area_km2"),
    ),
    bad(
        "merged-rows",
        "cells merged over two rows",
        sheet(merge("F2:F3")),
        at("merged cells", 2, "management", "county"),
        no_value("two", "management"),
    ),
    bad(
        "merged-columns",
        "cells merged over two columns",
        sheet(merge("I3:J3")),
        at("merged cells", 3, "lon", "111.15"),
        at("only a part of the point", 3, "lat", ""),
        no_value("two", "lat"),
    ),
    bad(
        "error-value",
        "a formula that ends in an error",
        sheet(set_cell("C2", "#N/A")),
        at("an error value of Excel", 2, "name_en", "#N/A"),
    ),
    bad(
        "date-as-number",
        "a date under a number format",
        sheet(set_cell("M2", 36161)),
        at("if 1999-01-01 is meant", 2, "approved", "36161"),
    ),
    bad(
        "hour-format",
        "an hour in place of a date",
        sheet(set_cell("M2", dt.time(8, 30), "h:mm")),
        at("not a date", 2, "approved", "08:30:00"),
    ),
    bad(
        "truth-value",
        "TRUE in place of a name",
        sheet(set_cell("F2", True)),
        at("no such value", 2, "management", "True"),
    ),
    bad(
        "cut-off",
        "a workbook cut off in a download",
        write("zones.xlsx", lambda: book_bytes({"Sheet1": ROWS})[:-300]),
        Said("the workbook is cut off or broken", file="zones.xlsx"),
    ),
    bad(
        "broken-xml",
        "a workbook with broken XML",
        write(
            "zones.xlsx",
            lambda: replace_in_zip(book_bytes({"Sheet1": ROWS}), SHEET_XML, b"</row>", b"</raw>"),
        ),
        Said("the workbook is cut off or broken", file="zones.xlsx"),
    ),
    bad(
        "no-sheet",
        "an archive with a workbook of no sheet",
        write(
            "zones.xlsx",
            zip_bytes([("xl/workbook.xml", b"<workbook/>"), ("[Content_Types].xml", b"<Types/>")]),
        ),
        Said("the workbook is cut off or broken", file="zones.xlsx"),
    ),
    bad(
        "row-far-down",
        "a row under a number that no sheet has",
        write(BOOK, row_far_down),
        Said("above 1,048,576", file=BOOK),
        MISSING,
    ),
    bad(
        "column-far-right",
        "a stray text in the last column",
        sheet(set_cell("XFD3", "x")),
        Said("more than 256 columns", 3, "", "x", BOOK),
        MISSING,
    ),
    bad(
        "csv-beside",
        "a faulty CSV beside a sound workbook",
        both(sheet(), write("story.csv", csv_text([["chapter"], ["1"]]))),
        *(Said("the column is missing", 1, key, "", "story.csv") for key in columns_needed("story")[1:]),
    ),
)
