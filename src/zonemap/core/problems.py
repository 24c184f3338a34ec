"""What is wrong with an input: each problem with its place and the way out, all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zonemap.core.errors import ZonemapError
from zonemap.core.text import Text


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

    def __str__(self) -> str:
        count = len(self.problems)
        head = f"共 {count} 处问题 / {count} problem{'s' if count != 1 else ''}:"
        return "\n".join([head, *(f"  {problem}" for problem in self.problems)])
