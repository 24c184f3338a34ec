"""Attribute tables as people keep them, in CSV files or workbooks: text in, text out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from zonemap.errors import Problem
from zonemap.output import write_atomic
from zonemap.tables.cells import NUMBER, plain, unit_of_area
from zonemap.tables.garbled import fault_of, mended
from zonemap.tables.headings import column_key, heading_at, table_like, table_name
from zonemap.tables.rows import MAX_CELL, NoTable, Rows, Sheet
from zonemap.tables.schemas import TABLE_NAMES, columns_of, read_cells
from zonemap.tables.table_file import ENDINGS, read_sheets
from zonemap.vocabulary import label


@dataclass(frozen=True)
class Table:
    """An attribute table as it was read.

    Parameters
    ----------
    name
        Such as ``zones``.
    frame
        Text columns under their English keys; index ``row``, the number that Excel shows; empty cells are
        empty texts.
    file
        Name of the file in its folder.
    sheet
        Name of the sheet; empty for a CSV file.
    headings
        Column number and heading of each column as they stand in the file.
    heading_row
        Number of the row of the headings.
    rows
        All rows as they stand in the file.
    hidden
        True when Excel does not show the sheet.
    problems
        What was wrong with its shape and with single texts.
    """

    name: str
    frame: pd.DataFrame = field(repr=False)
    file: str
    sheet: str = ""
    headings: dict[str, tuple[int, str]] = field(default_factory=dict, repr=False)
    heading_row: int = 1
    rows: Rows = field(default_factory=list, repr=False)
    hidden: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Unread:
    """A file or sheet that was taken for no table.

    Parameters
    ----------
    file, sheet
        Where it stands; the sheet is empty for a whole file.
    like
        The table whose columns it has; empty when it has those of none.
    """

    file: str
    sheet: str = ""
    like: str = ""

    def __str__(self) -> str:
        where = " · ".join(filter(None, (self.file, self.sheet)))
        if not self.like:
            return f"{where}：不是数据表，未读 / no table of the data, not read"
        zh, en = label("table", self.like, "zh"), self.like
        said = f"列名像“{zh}”表；要用就改名为 {zh} 或 {en} / looks like {en}; to use it, name it {en}"
        return f"{where}：{said}"


@dataclass(frozen=True)
class Tables:
    """Every attribute table of a folder.

    Parameters
    ----------
    tables
        Every table by its English name; one that is missing is there without rows and columns.
    problems
        What cannot be read, is missing or is there twice, and what is wrong with the shape of the tables.
    unread
        What was taken for no table.
    """

    tables: dict[str, Table] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def read_tables(folder: Path) -> Tables:
    """Read every attribute table of a folder.

    A table is a CSV file under its English or Chinese name, or a sheet of that name in any workbook of the
    folder.
    """
    found = Tables()
    for path in sorted(folder.iterdir()):
        if path.name.startswith(("~$", ".")) or path.suffix.lower() not in ENDINGS:
            continue
        try:
            for item in _tables_in(path):
                _add(found, item)
        except NoTable as error:
            if table_name(path.stem) or path.suffix.lower() not in (".txt", ".tsv"):
                found.problems.append(error.problem)
    for name in TABLE_NAMES:
        if name not in found.tables:
            found.tables[name] = Table(name, pd.DataFrame(dtype=str), f"{name}.csv")
            if not any(table_name(Path(problem.file).stem) == name for problem in found.problems):
                found.problems.append(_missing(name, found.unread))
    return Tables({name: found.tables[name] for name in TABLE_NAMES}, found.problems, found.unread)


def read_table(path: Path | str, name: str) -> Table:
    """Read one table from a file.

    Parameters
    ----------
    path
        A CSV file in UTF-8, UTF-16 or GB18030, with commas, semicolons or tabs, or a workbook, whose first
        sheet is read.
    name
        Which table it is, such as ``zones``.

    Raises
    ------
    CannotRead
        If the file cannot be read as a table.
    """
    path = Path(path)
    return _table(read_sheets(path)[0], name, path.name)


def write_table(frame: pd.DataFrame, path: Path | str) -> Path:
    """Write a table as CSV that Excel opens without harm: UTF-8 with a byte order mark, no running formulas.

    Parameters
    ----------
    frame
        Any table; its index is not written.
    path
        Where the file shall stand.
    """
    safe = frame.apply(lambda column: column.map(_as_text))
    text = safe.to_csv(index=False, lineterminator="\r\n")
    return write_atomic(path, "\ufeff" + text)


def as_written(problem: Problem, tables: Iterable[Table]) -> Problem:
    """Return a problem with heading and value as they stand in the file, where it names a cell of a table."""
    table = next(
        (table for table in tables if (table.file, table.sheet) == (problem.file, problem.sheet)), None
    )
    if table is None or problem.column not in table.headings:
        return problem
    number, heading = table.headings[problem.column]
    written = next(
        (cells[number - 1] for row, cells in table.rows if row == problem.row and len(cells) >= number), ""
    )
    value = written if written and problem.value not in written else problem.value
    return Problem(**{**problem.as_dict(), "column": heading, "value": value})  # type: ignore[arg-type]


def _as_text(value: object) -> object:
    """Keep a text that Excel would run as a formula a text, by a leading apostrophe."""
    runs = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if runs else value


def _add(found: Tables, item: Table | Unread) -> None:
    """Add a table to those found, or the problem that it is there already."""
    if isinstance(item, Unread):
        found.unread.append(item)
    elif item.name in found.tables:
        found.problems.append(_twice(item, found.tables[item.name]))
    else:
        found.tables[item.name] = item
        found.problems.extend(item.problems)


def _tables_in(path: Path) -> Iterator[Table | Unread]:
    """Go through the sheets of a file: each is a table or is not read.

    A sheet is known by its name; one sheet may be known by the name of its file instead.
    """
    of_file = table_name(path.stem)
    if not of_file and path.suffix.lower() in (".csv", ".tsv", ".txt"):
        yield from _unread_text(path)
        return
    sheets = read_sheets(path)
    names = [table_name(sheet.title) for sheet in sheets]
    if of_file and of_file not in names:
        fitting = [i for i, sheet in enumerate(sheets) if not names[i] and _fits(sheet, of_file, len(sheets))]
        names = [of_file if i in fitting else name for i, name in enumerate(names)]
    for sheet, name in zip(sheets, names, strict=True):
        if name:
            yield _table(sheet, name, path.name)
        elif sheet.rows:
            yield Unread(path.name, sheet.title, table_like(sheet.rows))


def _unread_text(path: Path) -> Iterator[Unread]:
    """Say of a CSV file with another name that it is not read; a text that is no table needs no word."""
    try:
        like = table_like(read_sheets(path)[0].rows)
    except NoTable:
        like = ""
    if like or path.suffix.lower() == ".csv":
        yield Unread(path.name, like=like)


def _fits(sheet: Sheet, name: str, sheets: int) -> bool:
    """Tell whether a sheet is the table that its file is named for: the only sheet, or by its headings."""
    return sheets == 1 or (bool(sheet.rows) and heading_at(sheet.rows, name)[1] > 1)


def _table(sheet: Sheet, name: str, file: str) -> Table:
    """Make a table of a sheet: find its heading, name its columns, read its cells."""
    at, named = heading_at(sheet.rows, name)
    if not named:
        return Table(
            name, pd.DataFrame(dtype=str), file, sheet.title, rows=sheet.rows, hidden=sheet.hidden,
            problems=(_headless(sheet, name, file),),
        )  # fmt: skip
    heading_row, headings = sheet.rows[at]
    keys = [column_key(heading, name) if heading else f"#{i}" for i, heading in enumerate(headings, start=1)]
    told = [(row, cells) for row, cells in sheet.rows[at + 1 :] if not _repeats(cells, keys, name)]
    records = [(row, cells) for row, cells in told if not _is_total(cells)]
    width = len(keys)
    index = pd.Index([row for row, _ in records], name="row", dtype="int64")
    cells = [(texts + [""] * width)[:width] for _, texts in records]
    frame = pd.DataFrame(cells, index=index, columns=keys, dtype=str)
    places = {
        key: (i, heading) for i, (key, heading) in reversed([*enumerate(zip(keys, headings, strict=True), 1)])
    }
    frame = frame.loc[:, ~frame.columns.duplicated()]
    problems = [
        *_shape_problems(sheet, file, heading_row, keys, told),
        *_nameless(frame, file, sheet.title),
        *_spoilt(frame, file, sheet.title),
    ]
    frame = frame.drop(columns=[key for key in frame.columns if key.startswith("#")])
    places = {key: place for key, place in places.items() if key in frame.columns}
    read = read_cells(_with_units(frame, places), name)
    return Table(
        name, read, file, sheet.title, places, heading_row, sheet.rows, sheet.hidden, tuple(problems)
    )


def _repeats(cells: list[str], keys: list[str], name: str) -> bool:
    """Tell whether a row only repeats the headings, in whichever language, as on each printed page."""
    said = [(cell, key) for cell, key in zip(cells, keys, strict=False) if cell]
    return len(said) > 1 and all(column_key(cell, name) == key for cell, key in said)


def _is_total(cells: list[str]) -> bool:
    """Tell whether a row sums up the others."""
    return plain(next(filter(None, cells))).casefold() in _TOTALS


def _with_units(frame: pd.DataFrame, headings: dict[str, tuple[int, str]]) -> pd.DataFrame:
    """Put the unit of area that a heading names to the bare numbers below it."""
    units = {key: unit_of_area(heading) for key, (_, heading) in headings.items()}
    told = {
        key: frame[key].map(
            lambda cell, unit=unit: f"{cell}{unit}" if re.fullmatch(NUMBER, plain(cell)) else cell
        )
        for key, unit in units.items()
        if unit and key == "area_km2"
    }
    return frame.assign(**told)


def _shape_problems(
    sheet: Sheet, file: str, heading_row: int, keys: list[str], records: Rows
) -> Iterator[Problem]:
    """Go through what is wrong with the shape of a table."""
    width = len(keys)
    for key in dict.fromkeys(key for key in keys if keys.count(key) > 1):
        yield _problem(file, sheet.title, "repeated", row=heading_row, column=key)
    for row, cells in records:
        if _is_total(cells):
            yield _problem(file, sheet.title, "total", row=row, value=next(filter(None, cells)))
        elif len(cells) > width:
            yield _problem(file, sheet.title, "overlong", row=row, value=cells[width])
    for row, number, formula in sheet.uncomputed:
        if row > heading_row and number <= width:
            yield _problem(file, sheet.title, "uncomputed", row=row, column=keys[number - 1], value=formula)
    for top, left, bottom, right in sheet.merged:
        if bottom > heading_row and left <= width:
            yield _merged(sheet, file, keys, (top, left, bottom, right))


def _merged(sheet: Sheet, file: str, keys: list[str], place: tuple[int, int, int, int]) -> Problem:
    """Say that cells are merged, so that all but the first are empty."""
    top, left, _, _ = place
    value = next((cells[left - 1] for row, cells in sheet.rows if row == top and len(cells) >= left), "")
    return _problem(file, sheet.title, "merged", row=top, column=keys[left - 1], value=value)


def _nameless(frame: pd.DataFrame, file: str, sheet: str) -> Iterator[Problem]:
    """Go through the columns that have values and no heading."""
    for key in frame.columns:
        filled = frame[key][frame[key] != ""]
        if key.startswith("#") and len(filled):
            yield _problem(
                file, sheet, "nameless", row=int(filled.index[0]), column=key, value=filled.iloc[0]
            )


def _spoilt(frame: pd.DataFrame, file: str, sheet: str) -> Iterator[Problem]:
    """Go through the cells whose text a program has spoilt."""
    for key in frame.columns:
        faults = {text: _fault(text) for text in frame[key].unique()}
        for row, text in frame[key].items():
            fault = faults[text]
            if fault:
                yield _problem(
                    file, sheet, fault, row=int(str(row)), column=key, value=text, guess=mended(text)
                )


def _fault(text: str) -> str:
    """Tell what is wrong with a text whatever column it stands in."""
    return "overfull" if len(text) > MAX_CELL else fault_of(text)


def _problem(
    file: str, sheet: str, what: str, *, row: int, column: str = "", value: str = "", guess: str = ""
) -> Problem:
    """Return a problem of shape or text by its name."""
    message_zh, message_en, fix_zh, fix_en = _SENTENCES[what]
    fix_zh, fix_en = fix_zh.format(guess=guess), fix_en.format(guess=guess)
    return Problem(file, message_zh, message_en, fix_zh, fix_en, row, column, value, sheet)


_TOTALS = ("合计", "总计", "小计", "共计", "total", "sum")

_SENTENCES: dict[str, tuple[str, str, str, str]] = {
    "repeated": (
        "列名重复",
        "the heading stands more than once",
        "请删去或改名其中一列",
        "Delete or rename one of the columns",
    ),
    "overlong": (
        "这一行的格数多于表头，内容可能错位",
        "the row has more cells than the heading; its values may have slipped",
        "含分隔符的文字请加英文双引号；表头缺的列名请补上",
        "Put double quotes around a text that holds the delimiter, or add the missing heading",
    ),
    "total": (
        "合计行不是数据",
        "a row of totals is no row of data",
        "请删去这一行",
        "Delete the row",
    ),
    "nameless": (
        "这一列有内容，没有列名",
        "the column has values and no heading",
        "请补列名，或清空这一列",
        "Add a heading, or empty the column",
    ),
    "uncomputed": (
        "公式没有存下结果",
        "the result of the formula is not stored",
        "请用 Excel 打开并保存，或把公式换成数值",
        "Open it in Excel and save it, or put the value in place of the formula",
    ),
    "merged": (
        "合并的单元格：只有左上一格有值，其余为空",
        "merged cells: only the first holds the value, the others are empty",
        "请取消合并，每格各填",
        "Unmerge them and fill in each",
    ),
    "error_value": (
        "这是 Excel 的错误值",
        "an error value of Excel",
        "请改正公式，或填入数值",
        "Correct the formula, or type the value",
    ),
    "lost": (
        "文字在以前的另存中已丢失",
        "characters were lost in an earlier save",
        "请重新录入，并另存为 CSV UTF-8 或 .xlsx",
        "Type it again, and save as CSV UTF-8 or .xlsx",
    ),
    "garbled": (
        "乱码：UTF-8 文字曾按别的编码打开并保存",
        "garbled: UTF-8 text was opened and saved in another encoding",
        "原文应为“{guess}”；请找回原文件，或重新录入",
        "It was “{guess}”; go back to the first file, or type it again",
    ),
    "control": (
        "含有看不见的控制字符",
        "it holds control characters that one cannot see",
        "请删去后重新录入",
        "Delete the cell and type it again",
    ),
    "overfull": (
        f"超过 {MAX_CELL:,} 个字",
        f"longer than {MAX_CELL:,} characters",
        "请删短；引号没有成对也会这样",
        "Shorten it; an unclosed quote does this too",
    ),
}


def _headless(sheet: Sheet, name: str, file: str) -> Problem:
    """Say that a table is empty or has no heading that is known."""
    expected = "、".join(columns_of(name)[:4])
    if not sheet.rows:
        return Problem(
            file, "空表", "the table is empty", f"请填表头，如：{expected}…", f"Add headings: {expected}",
            sheet=sheet.title,
        )  # fmt: skip
    row, cells = sheet.rows[0]
    return Problem(
        file,
        "没有认出列名",
        "no heading is known",
        f"第一行请写列名，中文或英文均可，如：{expected}…",
        f"Write headings in the first row, Chinese or English, such as {expected}",
        row,
        value=" ".join(cells),
        sheet=sheet.title,
    )


def _missing(name: str, unread: list[Unread]) -> Problem:
    """Say that a table is missing, and what may be meant for it."""
    near = [item for item in unread if item.like == name]
    fix_zh = f"请放入 {name}.csv 或“{label('table', name, 'zh')}”工作表"
    fix_en = f"Put {name}.csv, or a sheet of that name, into the folder"
    if near:
        where = " · ".join(filter(None, (near[0].file, near[0].sheet)))
        fix_zh, fix_en = f"{fix_zh}；是不是 {where}？", f"{fix_en}; perhaps it is {where}"
    return Problem(f"{name}.csv", "缺少这张表", "the table is missing", fix_zh, fix_en)


def _twice(table: Table, other: Table) -> Problem:
    """Say that a table is there twice."""
    where = " · ".join(filter(None, (other.file, other.sheet)))
    return Problem(
        table.file,
        f"这张表在 {where} 里已有一份",
        f"the table stands in {where} too",
        "请只保留一份",
        "Keep one of them",
        sheet=table.sheet,
    )
