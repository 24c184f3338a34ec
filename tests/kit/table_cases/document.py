# ruff: noqa: E501 -- the page is wrapped for its own reader
"""The page ``docs/tables.md``, written from the case list: ``cd tests; python -m kit.table_cases.document``."""

from __future__ import annotations

from pathlib import Path

from kit.table_cases import CASES, SECTIONS
from kit.table_cases.kit import Case

PAGE = Path(__file__).parents[3] / "docs" / "tables.md"

INTRODUCTION = """\
# 属性表 · Attribute tables

What `zonemap check` and `zm.read_region` make of tables as people keep them. Each line is a test, named in the
last column; `python -m kit.write_cases FOLDER NAME` in `tests/` writes its files. The page is written from the list
of cases in `tests/kit/table_cases` (`python -m kit.table_cases.document` there), and a test holds the two together.

- 表可以是 CSV，也可以是工作簿里的一张工作表；文件名或工作表名写表名，中文、英文都行。 A table is a CSV file or a
  sheet of a workbook; file or sheet bear the table's name, in Chinese or English: {tables}.
- 列名、词语、日期、面积、经纬度按大家的写法读；只要有一种以上的读法，就不读，列出来由人决定。 Headings, words, dates,
  areas and degrees are read as people write them; what can mean two things is not read but listed, for a person to
  say.
- 每个问题都写明文件、工作表、Excel 行号、列、值和改法，一次列全。 Every problem says file, sheet, row as Excel counts,
  column, value and the way out; all of them at once. `zonemap check --marked 问题.xlsx` marks them in a copy.
- 文件种类看内容，不看后缀。 What a file is, is told by its content, not by its ending.
- 上限：64 MB，解压后 64 MB，50,000 行，256 列，一格 32,767 字；指标表和依据表 256 MB，1,100,000 行。 At most 64 MB, 64 MB
  unpacked, 50,000 rows, 256 columns, 32,767 characters a cell; tables of indicators and of evidence 256 MB and
  1,100,000 rows; anything larger is refused.

共 {count} 种情形，其中 {bad} 种有错 · {count} cases, {bad} of them faulty.
"""

HEADING = "| 情形 Variant or defect | 结果 What zonemap does | 测试 Test |\n|---|---|---|\n"


def page() -> str:
    """Return the page."""
    from zonemap.core.vocabulary import label
    from zonemap.tables.schemas import TABLE_NAMES

    tables = ", ".join(f"{label('table', name, 'zh')} `{name}`" for name in TABLE_NAMES)
    bad = sum(case.is_bad for case in CASES)
    parts = [INTRODUCTION.format(count=len(CASES), bad=bad, tables=tables)]
    for title, cases in SECTIONS:
        parts += [f"\n## {title}\n\n", HEADING, *map(_line, cases)]
    return "".join(parts)


def _line(case: Case) -> str:
    """Return the line of one case."""
    stops = f"停止 stops: {case.does}" if case.is_bad else "读入 reads it"
    cells = (case.what, stops, f"`{case.id}`")
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
