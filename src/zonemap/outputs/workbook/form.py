"""A workbook to fill in: a sheet a table, with notes on its headings, lists to choose from and an example."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment

from zonemap.core.atomic_output import write_atomic
from zonemap.core.text import Text
from zonemap.core.vocabulary import Vocabulary, label
from zonemap.outputs.ooxml import make_reproducible
from zonemap.outputs.workbook.cells import word_lists, write_lists, write_table
from zonemap.style.inks import QUALITATIVE
from zonemap.tables.headings import heading_term
from zonemap.tables.schemas import (
    EXAMPLE,
    TABLE_NAMES,
    checks_of,
    columns_needed,
    columns_of,
    term_columns,
)

_STAMP = dt.date(2000, 1, 1)

_EXAMPLES: dict[str, dict[str, str]] = {
    "zones": {
        "name_zh": "某某经济开发区",
        "kind": "economic",
        "tier": "provincial",
        "counties": "",
        "approved": "1997-07",
        "area_km2": "1101公顷",
    },
    "indicators": {
        "indicator": "工业总产值",
        "date": "2021",
        "value": "12.5",
        "unit": "亿元",
    },
    "industries": {"industry": "equipment", "basis": "stated"},
    "vocabulary": {
        "key": "park",
        "zh": "零碳产业园",
        "en": "Zero-carbon park",
        "color": QUALITATIVE[0],
        "shape": "square",
    },
    "sources": {"publisher": "某市人民政府", "title": "关于某开发区的批复", "date": "1997-07-01"},
    "evidence": {"zone_id": "某某经济开发区", "field": "*", "source_id": "s1"},
}
"""What the example of a table shows; it is not read."""

_HINTS = {
    "date": Text(
        "1997、1997-07、2000-05-18 或 ../2020-05-14（不晚于）", "such as 1997-07; ../2020-05-14: by that day"
    ),
    "positive": Text("平方公里；公顷、亩请写在数后", "in km²; write 公顷 or 亩 behind the number"),
    "longitude": Text("十进制度；不知道就留空", "decimal degrees; empty when not known"),
    "latitude": Text("十进制度；不知道就留空", "decimal degrees; empty when not known"),
    "hex": Text(f"如 {QUALITATIVE[0]}", f"such as {QUALITATIVE[0]}"),
    "id": Text("任何不重复的词", "any word of its own"),
}
"""How the cells of a column are written, by what they are checked for."""


def write_form(path: Path, counties: list[str]) -> Path:
    """Write the workbook that a new folder is filled in with.

    Parameters
    ----------
    path
        Where it shall stand.
    counties
        The names of the counties, for the list to choose from.

    Returns
    -------
    The path.
    """
    book = Workbook()
    book.remove(book.active)
    lists = word_lists(Vocabulary(), counties)
    for name in TABLE_NAMES:
        sheet = book.create_sheet(label("table", name, "zh"))
        write_table(sheet, _example(name, counties), name, lists)
        for number, column in enumerate(columns_of(name), start=1):
            cell = sheet.cell(1, number)
            cell.comment = Comment(_note(name, column), "zonemap", width=260, height=110)
    write_lists(book.create_sheet(label("workbook", "words", "zh")), lists)
    written = io.BytesIO()
    book.save(written)
    return write_atomic(path, make_reproducible(written.getvalue(), _STAMP))


def _example(name: str, counties: list[str]) -> dict[str, list[str]]:
    """Return the cells of a table with the row that shows how it is filled in, marked as one."""
    columns = columns_of(name)
    keys = _EXAMPLES.get(name, {})
    groups = term_columns(name)
    words = {column: label(groups[column], key, "zh") for column, key in keys.items() if column in groups}
    row = {**dict.fromkeys(columns, ""), **keys, **words, columns[0]: EXAMPLE}
    if name == "zones":
        row["counties"] = counties[0]
    return {column: [row[column]] for column in columns}


def _note(name: str, column: str) -> str:
    """Say what a column holds, whether it may be empty, and how its cells are written."""
    one = heading_term(name, column)
    checks = checks_of(name, column)
    is_needed = column in columns_needed(name) and "empty" in checks
    need = Text("必填", "required") if is_needed else Text("可空", "may be empty")
    hints = [_HINTS[check] for check in checks if check in _HINTS]
    return "\n".join(str(text) for text in (one.text, need, *hints))
