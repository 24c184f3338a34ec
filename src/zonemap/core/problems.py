"""What is wrong with an input: each problem with its place and the way out, all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from zonemap.core.errors import ZonemapError
from zonemap.core.text import Text

_MOST_APART, _MOST_ROWS, _MOST_VALUES = 5, 12, 3


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where it is, and the way out.

    Parameters
    ----------
    file
        Name of the file, relative to the folder that was read.
    message
        What is wrong.
    fix
        The way out.
    row
        Row number as Excel shows it (the heading is row 1); None when the whole file is meant.
    column
        Heading of the column.
    value
        The value as it stands in the file.
    sheet
        Name of the sheet, when the file is a workbook.
    """

    file: str
    message: Text
    fix: Text
    row: int | None = None
    column: str = ""
    value: str = ""
    sheet: str = ""

    @property
    def place(self) -> str:
        """File, sheet, row and column in one phrase."""
        parts = [self.file, self.sheet]
        parts += [f"第{self.row}行 row {self.row}" if self.row else "", self.column]
        return " · ".join(part for part in parts if part)

    def as_dict(self) -> dict[str, str | int | None]:
        """Return the fields as plain data, for JSON; each language of a text by itself."""
        return {
            "file": self.file,
            "message_zh": self.message.zh,
            "message_en": self.message.en,
            "fix_zh": self.fix.zh,
            "fix_en": self.fix.en,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "sheet": self.sheet,
        }

    def wording(self, lang: str) -> str:
        """Return what is wrong and the way out in one language."""
        template = Text("{message}；{fix}", "{message}. {fix}.")
        return template.format(message=self.message, fix=self.fix).of(lang)

    def __str__(self) -> str:
        shown = f" 「{self.value}」" if self.value else ""
        return "\n    ".join((f"{self.place}{shown}", self.wording("zh"), self.wording("en")))


def group_problems(problems: Sequence[Problem]) -> list[str]:
    """Say each mistake once, with its rows, the first of its values and one way out.

    Parameters
    ----------
    problems
        In their order. Those of one column that are wrong in the same way and have the same way out are one
        mistake; so are more than five that differ in the way out alone, of which the first stands for all.
    """
    alike: dict[object, list[Problem]] = {}
    for problem in problems:
        key = (problem.file, problem.sheet, problem.column, problem.message)
        alike.setdefault(key, []).append(problem)
    lines = []
    for those in alike.values():
        if len(those) > _MOST_APART:
            lines.append(_together(those))
            continue
        same: dict[Text, list[Problem]] = {}
        for problem in those:
            same.setdefault(problem.fix, []).append(problem)
        lines += [str(some[0]) if len(some) == 1 else _together(some) for some in same.values()]
    return lines


def first_of_many(problems: Sequence[Problem], most: int) -> list[Problem]:
    """Return problems of places without a row: of more than a few that are alike, the first stands for all.

    Parameters
    ----------
    problems
        In their order.
    most
        How many that are wrong in one way, with one way out, are told one by one.
    """
    alike: dict[tuple[Text, Text], list[Problem]] = {}
    for problem in problems:
        alike.setdefault((problem.message, problem.fix), []).append(problem)
    found = []
    for those in alike.values():
        more = len(those) - 1
        counted = replace(those[0], column=f"{those[0].column}，另有 {more} 个 and {more} more")
        found += those if len(those) <= most else [counted]
    return found


def _together(problems: Sequence[Problem]) -> str:
    """Tell problems as one."""
    first = problems[0]
    rows = list(dict.fromkeys(problem.row for problem in problems if problem.row))
    shown = ", ".join(map(str, rows[:_MOST_ROWS])) + " …" * (len(rows) > _MOST_ROWS)
    count = f"{len(problems)} 处 / {len(problems)} times"
    place = " · ".join(filter(None, (first.file, first.sheet, f"第{shown}行 rows {shown}", first.column)))
    values = list(dict.fromkeys(problem.value for problem in problems if problem.value))
    described = "".join(f" 「{value}」" for value in values[:_MOST_VALUES]) + " …" * (
        len(values) > _MOST_VALUES
    )
    return "\n    ".join((f"{place}{described}（{count}）", first.wording("zh"), first.wording("en")))


class DataProblems(ZonemapError):
    """Every problem found in the input, collected before raising once.

    Parameters
    ----------
    problems
        At least one problem.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(str(self))

    def _repr_html_(self) -> str:
        """Return the problems as a table, for a notebook: a row each, texts as texts."""
        heads = ("", "位置 Where", "值 Value", "问题和改法 What is wrong, and the way out")
        rows = [
            (str(number), one.place, one.value, f"{one.wording('zh')} / {one.wording('en')}")
            for number, one in enumerate(self.problems, start=1)
        ]
        head = "".join(f"<th>{text}</th>" for text in heads)
        body = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def __str__(self) -> str:
        count = len(self.problems)
        head = f"共 {count} 处问题 / {count} problem{'s' if count != 1 else ''}:"
        return "\n".join([head, *(f"  {line}" for line in group_problems(self.problems))])
