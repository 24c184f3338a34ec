"""Text that flows through the columns of the atlas, page after page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from zonemap.atlas_words import Fact
from zonemap.canvas import Box, Paper, open_paper
from zonemap.lettering import break_lines, text_width
from zonemap.pdf import Bookmark, Jump
from zonemap.symbols import INK, LINE, SOFT

BODY = 9.5
SMALL = 7.6
TOP, BOTTOM = 78.0, 556.0
"""Where the body of a page begins and ends, points."""

GUTTER = 26.0


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
    sheet: Paper
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
    sheets: list[Paper] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)
    jumps: list[Jump] = field(default_factory=list)

    def add_page(self) -> tuple[int, Paper]:
        """Add an empty page; return its number and itself."""
        self.sheets.append(open_paper(self.lang, "A4"))
        return len(self.sheets) - 1, self.sheets[-1]

    def add_sheet(self, sheet: Paper) -> int:
        """Add a drawn page; return its number."""
        self.sheets.append(sheet)
        return len(self.sheets) - 1

    def mark(self, title: str, page: int, level: int = 0) -> None:
        """Add an entry to the outline."""
        self.bookmarks.append(Bookmark(title, page, level))


def columns_of(page: int, sheet: Paper, count: int) -> list[Column]:
    """Return the columns that share the body of a page."""
    left, _, right, _ = sheet.body
    width = (right - left - GUTTER * (count - 1)) / count
    starts = [left + number * (width + GUTTER) for number in range(count)]
    return [Column(page, sheet, (start, TOP, start + width, BOTTOM)) for start in starts]


def head_page(sheet: Paper, title: str, beside: str = "") -> None:
    """Write the title of a page."""
    left, _, right, _ = sheet.body
    sheet.write((left, 50), title, 24)
    sheet.write((left + text_width(title, 24) + 14, 50), beside, 14, color=SOFT)
    sheet.rule((left, 62), (right, 62), color=INK, linewidth=1)


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

    def need(self, height: float) -> tuple[Paper, float, float]:
        """Make sure of room, in the next column if need be; return page, left end and top of the room."""
        if self.top + height > self.column.box[3]:
            self.column = next(self._columns)
            self.top = self.column.box[1]
        return self.column.sheet, self.column.box[0], self.top

    def gap(self, height: float) -> None:
        """Leave some room, not at the top of a column."""
        if self.top > self.column.box[1]:
            self.top += height

    def lines(self, text: str, size: float, *, indent: float = 0, color: str = INK) -> None:
        """Write a text in as many lines as it needs."""
        for line in break_lines(text, size, self.width - indent):
            sheet, left, top = self.need(1.32 * size)
            sheet.write((left + indent, top + size), line, size, color=color)
            self.top += 1.32 * size

    def heading(self, text: str, *, size: float = 12.5) -> None:
        """Write a heading that does not stand alone at the foot of a column."""
        self.gap(0.8 * size)
        sheet, left, top = self.need(4.5 * size)
        sheet.write((left, top + size), text, size)
        sheet.rule((left, top + 1.45 * size), (left + self.width, top + 1.45 * size), color=LINE)
        self.top += 1.9 * size

    def facts(self, facts: Sequence[Fact], head_width: float) -> None:
        """Write facts, what they are of at the left, the numbers of their footnotes after them."""
        for fact in facts:
            heads = break_lines(fact.head, BODY, head_width - 8)
            marks = "".join(f"[{number}]" for number in fact.notes)
            lines, beside = self._with_marks(fact.text, marks, self.width - head_width)
            height = 1.32 * BODY * max(len(heads), len(lines)) + 1.5
            sheet, left, top = self.need(height)
            for number, line in enumerate(heads):
                sheet.write((left, top + (1 + 1.32 * number) * BODY), line, BODY, color=SOFT)
            for number, line in enumerate(lines):
                sheet.write((left + head_width, top + (1 + 1.32 * number) * BODY), line, BODY)
            after = left + head_width + beside
            base = top + (1 + 1.32 * (len(lines) - 1)) * BODY
            sheet.write((after, base), marks, SMALL - 0.6, color=SOFT)
            self.top += height

    def _with_marks(self, text: str, marks: str, width: float) -> tuple[list[str], float]:
        """Break a text; return its lines and how far right the marks after it begin."""
        lines = break_lines(text, BODY, width)
        needed = text_width(marks, SMALL - 0.6) + 3
        end = text_width(lines[-1], BODY)
        if marks and end + needed > width:
            lines.append("")
            end = -3.0
        return lines, end + 3
