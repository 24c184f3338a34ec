"""What the rows of every kind of table share: cells, limits, and the refusal of what is no table."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from zonemap.core.errors import CannotRead
from zonemap.core.problems import DataProblems, Problem
from zonemap.core.reading import check_ordinary
from zonemap.core.text import Text

Rows = list[tuple[int, list[str]]]
"""Row numbers as Excel shows them, with the texts of the row's cells; rows without any text are left out."""

MAX_BYTES = 64 * 2**20
"""Largest table that is read. A table of zones for all of China has under 1 MB."""

MAX_ROWS = 50_000
"""Most rows of a table that are read. The evidence for all zones of China has some 45,000."""

LONG_ROWS, LONG_BYTES = 1_100_000, 256 * 2**20
"""Most rows and bytes of a table that is long by nature: numbers over years, evidence for each value."""

MAX_COLUMNS = 256
"""Most columns that are read."""

MAX_CELL = 32_767
"""Most characters of a cell, as in Excel."""

LAST_ROW = 2**20
"""The last row that a sheet can have."""

HEAD = 20
"""Rows of titles and headings that do not count, and among which the delimiter is told."""

_INVISIBLE_MARKS = ("\u200b", "\u2060", "\ufeff", "\xad", "_x000D_")
_INVISIBLE = re.compile("|".join(_INVISIBLE_MARKS))


class NoTable(CannotRead):
    """A file is no table that can be read.

    Parameters
    ----------
    problem
        Which file, why, and the way out.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


@dataclass(frozen=True)
class Sheet:
    """The rows of a CSV file or of a sheet of a workbook.

    Parameters
    ----------
    title
        Name of the sheet; empty for a CSV file.
    rows
        Its rows.
    hidden
        True when Excel does not show the sheet.
    uncomputed
        Row, column number and text of each formula whose result is not stored.
    merged
        First row, first column number, last row, last column number of each merged range.
    """

    title: str
    rows: Rows = field(repr=False)
    hidden: bool = False
    uncomputed: tuple[tuple[int, int, str], ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Read a file that is there and not too large.

    Parameters
    ----------
    path
        The file.
    limit
        Most bytes that are read.

    Raises
    ------
    NoTable
        If it is missing, locked, no file at all or too large.
    """
    try:
        check_ordinary(path, path.name)
        size = path.stat().st_size
        if size > limit:
            raise too_large(path.name, size, limit)
        return path.read_bytes()
    except DataProblems as error:
        raise NoTable(error.problems[0]) from error
    except OSError as error:
        raise refusal(path.name, "locked", value=str(error.strerror or error)) from error


def filled(rows: Iterable[tuple[int, list[str]]], most: int, file: str) -> Rows:
    """Trim the cells, drop the empty ones at the end of a row and the rows without any text.

    Equal texts are kept once, so that a table with many rows of few words takes little memory.

    Raises
    ------
    NoTable
        If there are more rows with text than ``most``, or more than 256 columns with text.
    """
    kept: Rows = []
    trimmed = _Trimmed()
    for number, cells in rows:
        texts = [trimmed[cell] for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            continue
        kept.append((number, texts))
        if len(texts) > MAX_COLUMNS:
            raise refusal(file, "columns", row=number, value=texts[-1])
        check_length(len(kept), most, file)
    return kept


def check_length(rows: int, most: int, file: str) -> None:
    """Stop at a table that is too long.

    Raises
    ------
    NoTable
        If there are more rows than ``most``, the heading and titles above it apart.
    """
    if rows > most + HEAD:
        raise NoTable(
            Problem(
                file,
                Text(
                    f"有 {rows:,} 行，最多读 {most:,} 行，整张表未读",
                    f"{rows:,} rows, more than {most:,} rows, not read",
                ),
                Text("请只保留本地区的行", "Keep only the rows of this region"),
            )
        )


def refusal(file: str, why: str, *, row: int | None = None, value: str = "") -> NoTable:
    """Return the error for a file that is no table, by one of the reasons there are."""
    return NoTable(Problem(file, *_REFUSALS[why], row=row, value=value))


def too_large(file: str, size: int, limit: int) -> NoTable:
    """Return the error for a file that would fill the memory."""
    return refusal(file, "large", value=f"{size >> 20} MB > {limit >> 20} MB")


def shows_nothing(text: str) -> bool:
    """Tell whether a text has characters that are taken out of cells, as they show nothing."""
    return any(mark in text for mark in _INVISIBLE_MARKS)


class _Trimmed(dict[str, str]):
    """Cells without blanks at their ends and without characters that show nothing, each kept once."""

    def __missing__(self, cell: str) -> str:
        """Trim a cell that was not met before."""
        text = cell.strip() if cell.isascii() and "_" not in cell else _INVISIBLE.sub("", cell).strip()
        if text != cell:
            text = self.setdefault(text, text)
        self[cell] = text
        return text


_SAVE = Text("请用 Excel 或 WPS 打开，另存为 .xlsx", "Open it in Excel or WPS and save it as .xlsx")

_EXPORT = Text("请在 Numbers 中导出为 Excel（.xlsx）", "Export it from Numbers as Excel (.xlsx)")

_COPY = Text("请把表格内容复制到 Excel，存为 .xlsx", "Copy its table into Excel and save it as .xlsx")

_SAVE_UTF8 = Text(
    "请用 Excel 打开，确认文字正确后另存为“CSV UTF-8”或 .xlsx",
    "Open it in Excel, see that the text is right, and save it as CSV UTF-8 or .xlsx",
)

_REFUSALS: dict[str, tuple[Text, Text]] = {
    "locked": (
        Text("打不开这个文件", "cannot open the file"),
        Text("请确认文件存在、没有被别的程序占用", "See that it is there and that no other program holds it"),
    ),
    "empty": (
        Text("空文件", "the file is empty"),
        Text("请填入表格，或删去这个文件", "Fill it in, or delete the file"),
    ),
    "large": (
        Text("文件太大，未读", "the file is too large and was not read"),
        Text("请只保留需要的表和行", "Keep only the sheets and rows that are needed"),
    ),
    "far": (
        Text(
            f"有一行的行号超过 {LAST_ROW:,}，未读",
            f"a row stands under a number above {LAST_ROW:,}, not read",
        ),
        Text("请删去最下面多余的行", "Delete the surplus row at the bottom"),
    ),
    "columns": (
        Text(f"超过 {MAX_COLUMNS} 列，未读", f"more than {MAX_COLUMNS} columns, not read"),
        Text("请删去右边多余的列", "Delete the surplus columns on the right"),
    ),
    "quotes": (
        Text(
            "从这一行起，英文双引号没有成对，表格无法分列",
            "from this row on a double quote is not closed, so the cells cannot be told apart",
        ),
        Text("请补上引号，或用 Excel 另存为 .xlsx", "Close the quotes, or save the table as .xlsx"),
    ),
    "cell": (
        Text(
            f"这一行有一格超过 {csv.field_size_limit():,} 个字",
            f"a cell of this row is longer than {csv.field_size_limit():,} characters",
        ),
        Text("请删短；引号没有成对也会这样", "Shorten it; an unclosed quote does this too"),
    ),
    "broken_utf8": (
        Text("文件是 UTF-8，但有损坏的字符", "the file is UTF-8 with broken characters"),
        _SAVE_UTF8,
    ),
    "encoding": (
        Text(
            "看不出文字编码（不是 UTF-8，也不像 GB18030）",
            "the encoding cannot be told (not UTF-8, and unlike GB18030)",
        ),
        _SAVE_UTF8,
    ),
    "binary": (Text("不是文字，不是表格", "no text, so no table"), _SAVE_UTF8),
    "damaged": (Text("工作簿不完整或已损坏", "the workbook is cut off or broken"), _SAVE),
    "xls": (Text("这是旧版 .xls 工作簿，不能读", "an old .xls workbook, which is not read"), _SAVE),
    "xlsb": (Text("这是 .xlsb 二进制工作簿，不能读", "a binary .xlsb workbook, which is not read"), _SAVE),
    "ods": (Text("这是 OpenDocument 表格，不能读", "an OpenDocument table, which is not read"), _SAVE),
    "numbers": (Text("这是 Numbers 表格，不能读", "a Numbers table, which is not read"), _EXPORT),
    "html": (
        Text("这是网页，只是名字像表格", "a web page that is only named like a table"),
        _SAVE,
    ),
    "xml": (Text("这是 XML 表格，不能读", "an XML table, which is not read"), _SAVE),
    "rtf": (Text("这是 RTF 文档，不是表格", "an RTF document, not a table"), _COPY),
    "pdf": (
        Text("这是 PDF，不是表格", "a PDF, not a table"),
        Text("请把表格内容存为 .xlsx", "Save its table as .xlsx"),
    ),
    "image": (
        Text("这是图片，不是表格", "a picture, not a table"),
        Text("请把内容录入 .xlsx", "Type its content into an .xlsx"),
    ),
    "document": (Text("这是文档或演示文稿，不是工作簿", "a document or slides, not a workbook"), _COPY),
    "archive": (Text("这是压缩包", "an archive"), Text("请解压后放入", "Unpack it and put in what it holds")),
    "password": (
        Text("工作簿有密码", "the workbook has a password"),
        Text("请去掉密码后另存", "Save it without the password"),
    ),
}


def column_letters(number: int) -> str:
    """Return the letters by which a workbook calls a column, the first being 1."""
    # openpyxl has the same; to import it for the cells of a CSV would take longer than to read them.
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
