"""What can go wrong, said so that a planner can mend it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass


class ZonemapError(Exception):
    """A mistake in the input or a wish that cannot be met, in a plain bilingual sentence.

    Examples
    --------
    >>> import zonemap as zm
    >>> try:
    ...     zm.read_region("nowhere")
    ... except zm.ZonemapError as error:
    ...     print(error)
    没有这个文件夹 / no such folder: nowhere
    """


class UnknownOption(ZonemapError, ValueError):
    """A value that is none of those that may be chosen."""


class NotADay(ZonemapError, ValueError):
    """A value that names no day."""


class CannotRead(ZonemapError):
    """A file or folder cannot be read at all."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where it is, and the way out.

    Parameters
    ----------
    file
        Name of the file, relative to the folder that was read.
    message_zh, message_en
        What is wrong.
    fix_zh, fix_en
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
    message_zh: str
    message_en: str
    fix_zh: str
    fix_en: str
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
        """Return the fields as plain data, for JSON."""
        return asdict(self)

    def __str__(self) -> str:
        shown = f" 「{self.value}」" if self.value else ""
        wording = (f"{self.message_zh}；{self.fix_zh}", f"{self.message_en}. {self.fix_en}.")
        return "\n    ".join((f"{self.place}{shown}", *wording))


_LANGS = ("zh", "en")
_MOST_NAMED = 12


def check_choice(value: object, choices: Iterable[str], *, zh: str, en: str) -> None:
    """See that a value is one of those that may be chosen.

    Parameters
    ----------
    value
        What was asked for.
    choices
        What there is.
    zh, en
        What is chosen, in both languages, such as 语言 and language.

    Raises
    ------
    UnknownOption
        If it is none of them; the message names the value and the choices.
    """
    known = list(choices)
    if isinstance(value, str) and value in known:
        return
    named = known[:_MOST_NAMED]
    more = len(known) - len(named)
    all_zh = "、".join(named) + (f"等 {len(known)} 个" if more else "")
    all_en = ", ".join(named) + (f" and {more} more" if more else "")
    raise UnknownOption(
        f"没有{zh}「{value}」，可选：{all_zh or '无'} / {value!r} is no {en}; there are {all_en or 'none'}"
    )


def check_lang(lang: str) -> str:
    """Return a language if it is ``zh`` or ``en``.

    Raises
    ------
    UnknownOption
        If it is another.
    """
    check_choice(lang, _LANGS, zh="语言", en="language")
    return lang


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
