# ruff: noqa: E501 -- a table of cases, one a line where it fits
"""Files: names, encodings, delimiters, and what is no table at all."""

from __future__ import annotations

import re

from kit.table_cases.kit import (
    Case,
    Maker,
    Said,
    both,
    cells_of,
    csv_text,
    table,
    with_cells,
    with_row,
    workbook,
    write,
    zip_bytes,
)

ROWS = cells_of("zones")
TEXT = csv_text(ROWS)
LINES = TEXT.splitlines()
WIDTH = len(ROWS[0])
EVENTS = cells_of("events")
COMMAS = [EVENTS[0], ["one", "1999", "approved", "批准", "Approved, at last, by the province"], EVENTS[2]]
SAVE = "save it as .xlsx"
LEGACY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
DATA = "zones.csv"


def good(id: str, what: str, make: Maker, without: tuple[str, ...] = (), shows=()) -> Case:
    """Return a case of files that read as the toy region."""
    return Case(f"file-{id}", what, make, without=without, shows=shows)


def bad(id: str, what: str, make: Maker, *says: Said, without: tuple[str, ...] = ()) -> Case:
    """Return a case of files that are named as faulty."""
    return Case(f"file-{id}", what, make, says, without)


def no_table(id: str, what: str, name: str, content: bytes, words: str) -> Case:
    """Return a case of a file in place of ``zones.csv`` that is no table; only the file itself is named."""
    return bad(id, what, write(name, content), Said(words, file=name), without=("zones.csv",))


CASES = (
    good(
        "utf-8-bom", "UTF-8 with a byte order mark, as Excel saves CSV UTF-8", write(DATA, TEXT, "utf-8-sig")
    ),
    good("gb18030", "GB18030, as Chinese Excel saves CSV", write(DATA, TEXT, "gb18030")),
    good(
        "utf-16-tabs",
        "UTF-16 with tabs, as Excel saves Unicode text",
        write(DATA, csv_text(ROWS, "\t"), "utf-16"),
    ),
    good("windows-lines", "CRLF line ends", write(DATA, csv_text(ROWS, line_end="\r\n"))),
    good("mac-lines", "CR-only line ends", write(DATA, csv_text(ROWS, line_end="\r"))),
    good(
        "semicolons",
        "semicolons, and commas inside the texts",
        write("events.csv", csv_text(COMMAS, ";")),
        shows=(("events", 0, "text_en", COMMAS[1][4]),),
    ),
    good("tabs", "tabs", write(DATA, csv_text(ROWS, "\t"))),
    good("tsv-ending", "the ending .tsv", write("zones.tsv", csv_text(ROWS, "\t")), ("zones.csv",)),
    good("sep-line", "a first line sep=; for Excel", write(DATA, "sep=;\r\n" + csv_text(ROWS, ";"))),
    good("blank-lines", "blank lines between the rows", write(DATA, "\n\n".join(LINES) + "\n")),
    good(
        "trailing-delimiters",
        "empty columns on the right",
        write(DATA, "\n".join(f"{line},,,," for line in LINES) + "\n"),
    ),
    good(
        "quoted-newline",
        "a line break inside a quoted text",
        table("events", with_cells("events", (2, "text_en", "Approved\nby the province"))),
        shows=(("events", 0, "text_en", "Approved\nby the province"),),
    ),
    good("chinese-name", "the table's Chinese name as the file's", write("开发区.csv", TEXT), ("zones.csv",)),
    good("numbered-name", "a number before the name", write("1.开发区.csv", TEXT), ("zones.csv",)),
    good("capital-ending", "ZONES.CSV", write("ZONES.CSV", TEXT), ("zones.csv",)),
    good("double-ending", "zones.csv.txt, as Notepad saves it", write("zones.csv.txt", TEXT), ("zones.csv",)),
    good(
        "csv-named-xls",
        "CSV under the ending .xls",
        write("zones.xls", csv_text(ROWS, "\t"), "gb18030"),
        ("zones.csv",),
    ),
    good("xlsx-named-csv", "a workbook under the ending .csv", workbook(DATA, {"Sheet1": ROWS})),
    good(
        "xlsx-named-xls",
        "an .xlsx workbook under the ending .xls",
        workbook("zones.xls", {"Sheet1": ROWS}),
        ("zones.csv",),
    ),
    good(
        "lock-file",
        "the lock file of an open workbook beside it",
        both(
            write("~$zones.xlsx", bytes(165)),
            write(".~lock.zones.csv#", ",planner,office,14.05.2020 09:00,file;"),
        ),
    ),
    good(
        "other-texts",
        "notes and pictures beside the tables",
        both(
            write("notes.txt", "待办,核对,日期\n"),
            write("scan.png", b"\x89PNG\r\n"),
            write("README.md", "# notes\n"),
        ),
    ),
    good(
        "copy-beside",
        "a copy with another name beside the table",
        write("zones - 副本.csv", TEXT.replace("1999", "1899")),
    ),
    no_table("empty", "an empty file", DATA, b"", "the file is empty"),
    no_table("only-commas", "a file of commas", DATA, b",,,\r\n,,,\r\n", "the file is empty"),
    no_table("zeros", "a file of zero bytes, as a broken disk leaves", DATA, bytes(500), "the file is empty"),
    no_table("binary", "bytes that are no text", DATA, b"zone_id,name_zh\n\x00\xff\xfe\x01,1\n", "no text"),
    no_table(
        "utf-8-broken",
        "UTF-8 with a broken character",
        DATA,
        TEXT.encode().replace("甲".encode(), b"\xe7\x94", 1),
        "UTF-8 with broken characters",
    ),
    no_table(
        "big5",
        "Big5, from a traditional Chinese system",
        DATA,
        csv_text([ROWS[0], *([row[0], "臨汾經濟開發區", *row[2:]] for row in ROWS[1:])]).encode("big5"),
        "encoding cannot be told",
    ),
    no_table(
        "latin-1",
        "Latin-1",
        DATA,
        re.sub("[一-龥]+", "Größe ", TEXT).encode("latin-1"),
        "encoding cannot be told",
    ),
    no_table(
        "cut-off-gb18030",
        "GB18030 cut off within a character",
        DATA,
        csv_text([*ROWS, ["five", "丁县经济开发区"]]).encode("gb18030").split("发区".encode("gb18030"))[-2]
        + b"\xb7",
        "no text",
    ),
    bad(
        "unclosed-quote",
        "a quote that does not close",
        write(DATA, TEXT.replace("乙县高新区", '"乙县高新区')),
        Said("a double quote is not closed", 3),
    ),
    no_table("legacy-xls", "an old .xls workbook", "zones.xls", LEGACY, SAVE),
    no_table("legacy-named-xlsx", "an old .xls workbook under the ending .xlsx", "zones.xlsx", LEGACY, SAVE),
    no_table(
        "password",
        "a workbook with a password",
        "zones.xlsx",
        LEGACY + "EncryptedPackage".encode("utf-16-le"),
        "without the password",
    ),
    no_table(
        "html-named-xls",
        "a web page under the ending .xls, as some systems export",
        "zones.xls",
        "<html><head><meta charset='gb2312'></head><body><table><tr><td>编号</td></tr></table></body></html>".encode(
            "gb18030"
        ),
        "a web page",
    ),
    no_table(
        "xml-spreadsheet",
        "an XML spreadsheet of Excel 2003",
        "zones.xls",
        b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook/>',
        "an XML table",
    ),
    no_table(
        "ods",
        "an OpenDocument table",
        "zones.ods",
        zip_bytes(
            [("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<x/>")]
        ),
        "an OpenDocument table",
    ),
    no_table(
        "xlsb",
        "a binary workbook",
        "zones.xlsb",
        zip_bytes([("[Content_Types].xml", b"<x/>"), ("xl/workbook.bin", b"\x83\x01")]),
        "a binary .xlsb",
    ),
    no_table(
        "numbers",
        "a table of Numbers",
        "zones.numbers",
        zip_bytes([("Index/Document.iwa", b"\x00")]),
        "a Numbers table",
    ),
    no_table(
        "docx-named-xlsx",
        "a Word document under the ending .xlsx",
        "zones.xlsx",
        zip_bytes([("word/document.xml", b"<x/>")]),
        "a document or slides",
    ),
    no_table(
        "zip-named-xlsx",
        "an archive under the ending .xlsx",
        "zones.xlsx",
        zip_bytes([("zones.csv", TEXT.encode())]),
        "an archive",
    ),
    no_table("pdf-named-csv", "a PDF under the ending .csv", DATA, b"%PDF-1.7\n1 0 obj\n", "a PDF"),
    no_table(
        "image-named-xlsx",
        "a picture under the ending .xlsx",
        "zones.xlsx",
        b"\x89PNG\r\n\x1a\n" + bytes(40),
        "a picture",
    ),
    no_table(
        "rtf",
        "an RTF document under the ending .xls",
        "zones.xls",
        b"{\\rtf1\\ansi zones}",
        "an RTF document",
    ),
    bad(
        "folder",
        "a folder under the name of a table",
        write("zones.csv/inside.txt", "x"),
        Said("cannot open the file", value="Is a directory"),
        without=("zones.csv",),
    ),
    bad(
        "missing",
        "a table that is missing",
        write("notes.txt", "x"),
        Said("the table is missing", file="story.csv"),
        without=("story.csv",),
    ),
    bad(
        "other-name",
        "a table under another name",
        write("名单2020.csv", TEXT),
        Said("perhaps it is 名单2020.csv"),
        without=("zones.csv",),
    ),
    bad(
        "twice",
        "a table in two files",
        write("开发区.csv", TEXT),
        Said("the table stands in zones.csv too", file="开发区.csv"),
    ),
    bad(
        "overlong-row",
        "a text with a comma and no quotes",
        write("events.csv", csv_text(EVENTS).replace("Approved", "Approved, at last")),
        Said("more cells than the heading", 2, "", "at last", "events.csv"),
    ),
    bad(
        "pipes",
        "another delimiter",
        write(DATA, TEXT.replace(",", "|")),
        Said("no heading is known", 1, "", "|".join(ROWS[0])[:79] + "…"),
    ),
    bad(
        "full-width-commas",
        "full-width commas as delimiter",
        write(DATA, TEXT.replace(",", "\uff0c")),
        Said("no heading is known", 1, "", "\uff0c".join(ROWS[0])[:79] + "…"),
    ),
    bad(
        "mojibake",
        "UTF-8 that was saved as GB18030 text",
        table("zones", with_cells("zones", (2, "name_zh", "甲县经开".encode().decode("gb18030")))),
        Said("It was “甲县经开”", 2, "name_zh", "甲县经开".encode().decode("gb18030")),
    ),
    bad(
        "mojibake-latin",
        "UTF-8 that was saved as Latin text",
        table("zones", with_cells("zones", (2, "name_zh", "甲县".encode().decode("latin-1")))),
        Said("control characters", 2, "name_zh", "ç\ufffd²å\ufffd¿"),
    ),
    bad(
        "question-marks",
        "names that became question marks",
        table("zones", with_cells("zones", (2, "name_zh", "?????"))),
        Said("characters were lost", 2, "name_zh", "?????"),
    ),
    bad(
        "replacement",
        "a name with a replacement character",
        table("zones", with_cells("zones", (2, "name_zh", "甲县经济\ufffd发区"))),
        Said("characters were lost", 2, "name_zh", "甲县经济\ufffd发区"),
    ),
    bad(
        "kun-jin-kao",
        "锟斤拷",
        table("zones", with_cells("zones", (2, "name_zh", "锟斤拷县"))),
        Said("characters were lost", 2, "name_zh", "锟斤拷县"),
    ),
    bad(
        "many-columns",
        "more columns than any table has",
        write(DATA, TEXT.replace("\n", "," * 300 + "x\n", 1)),
        Said("more than 256 columns", 1, "", "x"),
    ),
    bad(
        "total-row",
        "a row of totals at the end",
        table("zones", with_row("zones", "合计", "4个")),
        Said("a row of totals", 6, "", "合计"),
    ),
    bad(
        "remark-row",
        "a remark below the table",
        table("zones", with_row("zones", "注：面积以批复为准")),
        Said("a remark is no row of data", 6, "", "注：面积以批复为准"),
    ),
)
