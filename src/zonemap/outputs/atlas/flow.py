"""Text that flows through the columns of the atlas, page after page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from zonemap.core.vocabulary import label
from zonemap.outputs.atlas.facts import Fact
from zonemap.outputs.atlas.pdf import Bookmark, Jump
from zonemap.scene.items import Box
from zonemap.scene.lettering import break_lines, fit_line, text_width
from zonemap.scene.sheet import FORMATS, Sheet, SheetStyle, open_sheet
from zonemap.style.inks import INK, LINE, SOFT

BODY = 9.5
SMALL = 7.5
TOP, BOTTOM = 78.0, 556.0
"""Where the body of a page begins and ends, points."""

GUTTER = 26.0
_LINE = 1.32 * BODY
_MARKS = 7.5
_NARROWEST = 360.0

_ROUNDING = 1e-6
"""What lines added one by one may be higher than all of them at once, points."""


@dataclass(frozen=True)
class Column:
    """A column of a page.

    Parameters
    ----------
    page
        Number of the page, from 0.
    sheet
        The page.
    box
        Where the column stands on it.
    """

    page: int
    sheet: Sheet
    box: Box


@dataclass
class Book:
    """The pages of an atlas while it is made.

    Parameters
    ----------
    lang
        ``zh`` or ``en``.
    """

    lang: str
    sheets: list[Sheet] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)
    jumps: list[Jump] = field(default_factory=list)
    cited: set[str] = field(default_factory=set)
    """The sources that the footnotes name; the list of sources has no others."""

    def add_page(self) -> tuple[int, Sheet]:
        """Add an empty page; return its number and itself."""
        self.sheets.append(open_sheet(SheetStyle(self.lang, FORMATS["A4"])))
        return len(self.sheets) - 1, self.sheets[-1]

    def add_sheet(self, sheet: Sheet) -> int:
        """Add a drawn page; return its number."""
        self.sheets.append(sheet)
        return len(self.sheets) - 1

    def mark(self, title: str, page: int, level: int = 0) -> None:
        """Add an entry to the outline."""
        self.bookmarks.append(Bookmark(title, page, level))


def columns_of(page: int, sheet: Sheet, count: int) -> list[Column]:
    """Return the columns that share the body of a page."""
    left, _, right, _ = sheet.body
    width = (right - left - GUTTER * (count - 1)) / count
    starts = [left + number * (width + GUTTER) for number in range(count)]
    return [Column(page, sheet, (start, TOP, start + width, BOTTOM)) for start in starts]


def head_page(sheet: Sheet, title: str, beside: str = "", shift: float = 0) -> None:
    """Write the title of a page, or of what begins further down on it."""
    left, _, right, _ = sheet.body
    shown = fit_line(title, 24, 0.7 * (right - left))
    sheet.write((left, 50 + shift), shown, 24)
    at = left + text_width(shown, 24) + 14
    sheet.write((at, 50 + shift), fit_line(beside, 14, right - at), 14, color=SOFT)
    sheet.rule((left, 62 + shift), (right, 62 + shift), color=INK, width=1)


def pages_of(book: Book, title: str, count: int = 2) -> Iterator[Column]:
    """Give the columns of as many pages as are needed; the first one is in the outline."""
    page, sheet = book.add_page()
    head_page(sheet, title)
    book.mark(title, page)
    yield from columns_of(page, sheet, count)
    while True:
        page, sheet = book.add_page()
        head_page(sheet, title, label("atlas", "continued", book.lang))
        yield from columns_of(page, sheet, count)


class Flow:
    """Writes into columns, one after the other.

    Parameters
    ----------
    columns
        Where to write; the next one is taken when one is full.
    """

    def __init__(self, columns: Iterator[Column]) -> None:
        self._columns = columns
        self.column = next(columns)
        self.top = self.column.box[1]

    @property
    def width(self) -> float:
        """Width of the column."""
        return self.column.box[2] - self.column.box[0]

    def rest(self) -> Column:
        """Return what is left of the column."""
        left, _, right, bottom = self.column.box
        return Column(self.column.page, self.column.sheet, (left, self.top + 6, right, bottom))

    def need(self, height: float) -> tuple[Sheet, float, float]:
        """Make sure of room, in the next column that has it if need be; return page, left end and top."""
        while self.top + height > self.column.box[3] + _ROUNDING:
            self.column = next(self._columns)
            self.top = self.column.box[1]
        return self.column.sheet, self.column.box[0], self.top

    def gap(self, height: float) -> None:
        """Leave some room, not at the top of a column."""
        if self.top > self.column.box[1]:
            self.top += height

    def lines(self, text: str, size: float, *, indent: float = 0, color: str = INK) -> None:
        """Write a text in as many lines as it needs, all in one column if one can hold them."""
        for line in self._fitting(lambda width: break_lines(text, size, width - indent), 1.32 * size):
            sheet, left, top = self.need(1.32 * size)
            sheet.write((left + indent, top + size), line, size, color=color)
            self.top += 1.32 * size

    def _fitting(self, lines_of: Callable[[float], list[str]], height: float) -> list[str]:
        """Return the lines for the column in which they have room, which may be the next one."""
        lines = lines_of(self.width)
        if height * len(lines) > BOTTOM - TOP:
            return lines_of(min(self.width, _NARROWEST))
        before = self.column
        self.need(height * len(lines))
        return lines if self.column is before else lines_of(self.width)

    def heading(self, text: str, *, size: float = 12.5) -> None:
        """Write a heading that does not stand alone at the foot of a column."""
        self.gap(0.8 * size)
        sheet, left, top = self.need(4.5 * size)
        sheet.write((left, top + size), text, size)
        sheet.rule((left, top + 1.45 * size), (left + self.width, top + 1.45 * size), color=LINE)
        self.top += 1.9 * size

    def fact(self, fact: Fact, head_width: float) -> None:
        """Write a fact: what it is of at the left, then the value, then the numbers of its footnotes."""

        def lines_of(width: float) -> list[str]:
            return break_lines(fact.text, BODY, width - head_width)

        heads = break_lines(fact.head, BODY, head_width - 6)
        lines = self._fitting(lines_of, _LINE)
        for number in range(max(len(heads), len(lines))):
            sheet, left, top = self.need(_LINE)
            if number < len(heads):
                sheet.write((left, top + BODY), heads[number], BODY, color=SOFT)
            if number < len(lines):
                sheet.write((left + head_width, top + BODY), lines[number], BODY)
            self.top += _LINE
            if number == len(lines) - 1:
                marks = "".join(f"[{note}]" for note in fact.notes)
                self._write_marks(marks, head_width, text_width(lines[-1], BODY), len(heads) > len(lines))
        self.top += 1.5

    def _write_marks(self, marks: str, indent: float, end: float, heads_follow: bool) -> None:
        """Write the numbers of footnotes after the line that was written last, or on a line of their own."""
        fits = indent + end + 3 + text_width(marks, _MARKS) <= self.width
        if not fits and not heads_follow:
            self.need(_LINE)
            self.top += _LINE
        left = self.column.box[0] + indent + (end + 3 if fits else 0)
        base = self.top - _LINE + BODY if fits or not heads_follow else self.top + BODY
        self.column.sheet.write((left, base), marks, _MARKS, color=SOFT)
