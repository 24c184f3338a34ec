"""What can be wrong with the shape of a table and with single texts, whatever the table is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from zonemap.core.problems import Problem
from zonemap.core.text import Text
from zonemap.core.vocabulary import label
from zonemap.tables.cells import half_width
from zonemap.tables.encoding import fault_of, repaired
from zonemap.tables.rows import MAX_CELL, Rows, Sheet
from zonemap.tables.schemas import columns_of

_REMARK = re.compile(r"(备?注|说明|填表说明|资料来源|notes?|remarks?)\d*[:：]", re.IGNORECASE)
_TOTALS = ("合计", "总计", "小计", "共计", "total", "sum")
_SENTENCES: dict[str, tuple[Text, Text]] = {
    "repeated": (
        Text("列名重复", "the heading stands more than once"),
        Text("请删去或改名其中一列", "Delete or rename one of the columns"),
    ),
    "overlong": (
        Text(
            "这一行的格数多于表头，内容可能错位",
            "the row has more cells than the heading; its values may have slipped",
        ),
        Text(
            "含分隔符的文字请加英文双引号；表头缺的列名请补上",
            "Put double quotes around a text that holds the delimiter, or add the missing heading",
        ),
    ),
    "total": (
        Text("合计行不是数据", "a row of totals is no row of data"),
        Text("请删去这一行", "Delete the row"),
    ),
    "remark": (
        Text("说明文字不是数据", "a remark is no row of data"),
        Text("请删去这一行，或移到表外", "Delete the row, or move it out of the table"),
    ),
    "nameless": (
        Text("这一列有内容，没有列名", "the column has values and no heading"),
        Text("请补列名，或清空这一列", "Add a heading, or empty the column"),
    ),
    "uncomputed": (
        Text("公式没有存下结果", "the result of the formula is not stored"),
        Text(
            "请用 Excel 打开并保存，或把公式换成数值",
            "Open it in Excel and save it, or put the value in place of the formula",
        ),
    ),
    "merged": (
        Text(
            "合并的单元格：只有左上一格有值，其余为空",
            "merged cells: only the first holds the value, the others are empty",
        ),
        Text("请取消合并，每格各填", "Unmerge them and fill in each"),
    ),
    "error_value": (
        Text("这是 Excel 的错误值", "an error value of Excel"),
        Text("请改正公式，或填入数值", "Correct the formula, or type the value"),
    ),
    "lost": (
        Text("文字在以前的另存中已丢失", "characters were lost in an earlier save"),
        Text("请重新录入，并另存为 CSV UTF-8 或 .xlsx", "Type it again, and save as CSV UTF-8 or .xlsx"),
    ),
    "garbled": (
        Text(
            "乱码：UTF-8 文字曾按别的编码打开并保存",
            "garbled: UTF-8 text was opened and saved in another encoding",
        ),
        Text(
            "原文应为“{guess}”；请找回原文件，或重新录入",
            "It was “{guess}”; go back to the first file, or type it again",
        ),
    ),
    "control": (
        Text("含有看不见的控制字符", "it holds control characters that one cannot see"),
        Text("请删去后重新录入", "Delete the cell and type it again"),
    ),
    "overfull": (
        Text(f"超过 {MAX_CELL:,} 个字", f"longer than {MAX_CELL:,} characters"),
        Text("请删短；引号没有成对也会这样", "Shorten it; an unclosed quote does this too"),
    ),
}


def non_data_kind(cells: list[str]) -> str:
    """Return what a row is that is no row of data: ``total``, ``remark``; empty for data."""
    first, *others = filter(None, cells)
    if half_width(first).casefold() in _TOTALS:
        return "total"
    return "remark" if not others and _REMARK.match(half_width(first)) else ""


def shape_problems(
    sheet: Sheet, file: str, heading_row: int, keys: list[str], records: Rows
) -> Iterator[Problem]:
    """Go through what is wrong with the shape of a table.

    Parameters
    ----------
    sheet, file
        Where it stands.
    heading_row
        Number of the row of the headings.
    keys
        The columns, in order; those without a heading begin with ``#``.
    records
        The rows below the heading.
    """
    width = len(keys)
    for key in dict.fromkeys(key for key in keys if keys.count(key) > 1):
        yield _problem(file, sheet.title, "repeated", row=heading_row, column=key)
    for row, cells in records:
        if len(cells) > width and not non_data_kind(cells):
            yield _problem(file, sheet.title, "overlong", row=row, value=cells[width])
    for row, number, formula in sheet.uncomputed:
        if row > heading_row and number <= width:
            yield _problem(file, sheet.title, "uncomputed", row=row, column=keys[number - 1], value=formula)
    for top, left, bottom, right in sheet.merged:
        if bottom > heading_row and left <= width:
            yield _merged(sheet, file, keys, (top, left, bottom, right))


def rows_left_out(sheet: Sheet, file: str, records: Rows) -> Iterator[Problem]:
    """Go through the rows below the heading that are no data: totals, remarks."""
    for row, cells in records:
        if kind := non_data_kind(cells):
            yield _problem(file, sheet.title, kind, row=row, value=next(filter(None, cells)))


def _merged(sheet: Sheet, file: str, keys: list[str], place: tuple[int, int, int, int]) -> Problem:
    """Say that cells are merged, so that all but the first are empty."""
    top, left, _, _ = place
    value = next((cells[left - 1] for row, cells in sheet.rows if row == top and len(cells) >= left), "")
    return _problem(file, sheet.title, "merged", row=top, column=keys[left - 1], value=value)


def nameless_columns(frame: pd.DataFrame, file: str, sheet: str) -> Iterator[Problem]:
    """Go through the columns that have values and no heading."""
    for key in (key for key in frame.columns if key.startswith("#")):
        filled = frame[key][frame[key] != ""]
        if len(filled):
            yield _problem(
                file, sheet, "nameless", row=int(filled.index[0]), column=key, value=filled.iloc[0]
            )


def spoilt_cells(frame: pd.DataFrame, file: str, sheet: str) -> Iterator[Problem]:
    """Go through the cells whose text a program has spoilt."""
    for key in frame.columns:
        faults = {text: fault for text in frame[key].unique() if (fault := _fault(text))}
        for row, text in frame.loc[frame[key].isin(faults), key].items():
            yield _problem(
                file, sheet, faults[text], row=int(str(row)), column=key, value=text, guess=repaired(text)
            )


def _fault(text: str) -> str:
    """Tell what is wrong with a text whatever column it stands in."""
    return "overfull" if len(text) > MAX_CELL else fault_of(text)


def _problem(
    file: str, sheet: str, what: str, *, row: int, column: str = "", value: str = "", guess: str = ""
) -> Problem:
    """Return a problem of shape or text by its name."""
    message, fix = _SENTENCES[what]
    return Problem(file, message, fix.format(guess=guess), row, column, value, sheet)


def missing_heading(sheet: Sheet, name: str, file: str) -> Problem:
    """Say that a table is empty or has no heading that is known."""
    expected = "、".join(columns_of(name)[:4])
    if not sheet.rows:
        return Problem(
            file,
            Text("空表", "the table is empty"),
            Text(f"请填表头，如：{expected}…", f"Add headings: {expected}"),
            sheet=sheet.title,
        )
    row, cells = sheet.rows[0]
    return Problem(
        file,
        Text("没有认出列名", "no heading is known"),
        Text(
            f"第一行请写列名，中文或英文均可，如：{expected}…",
            f"Write headings in the first row, Chinese or English, such as {expected}",
        ),
        row,
        value=" ".join(cells),
        sheet=sheet.title,
    )


def missing_table(name: str, like: str) -> Problem:
    """Say that a table is missing, and which file or sheet may be meant for it."""
    fix = Text(
        f"请放入 {name}.csv 或“{label('table', name, 'zh')}”工作表",
        f"Put {name}.csv, or a sheet of that name, into the folder",
    )
    if like:
        fix += Text(f"；是不是 {like}？", f"; perhaps it is {like}")
    return Problem(f"{name}.csv", Text("缺少这张表", "the table is missing"), fix)


def duplicate_table(file: str, sheet: str, other: str) -> Problem:
    """Say that a table is there twice."""
    return Problem(
        file,
        Text(f"这张表在 {other} 里已有一份", f"the table stands in {other} too"),
        Text("请只保留一份", "Keep one of them"),
        sheet=sheet,
    )
