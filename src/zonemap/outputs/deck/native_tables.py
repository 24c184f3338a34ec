"""Native tables, each row as high as its text needs, parted into pages that fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from zonemap.outputs.deck.slide import Deck, Slide
from zonemap.painters.pptx_shapes import EMU, Box, describe, paragraphs_xml, solid
from zonemap.scene.lettering import LEAST, Paragraph, cut_text
from zonemap.style.inks import LINE, NAVY, SOFT

_PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's built-in table style without colours and lines."""

_SIDE, _ABOVE = 4.0, 1.5
_MOST_SPREAD = 1.4
SMALL = 9.0
"""Type size of the evidence, which stands on hidden slides, points."""

FILLED = 0.95
"""Share of its room that a table takes, as the typefaces of other templates may be wider than measured."""


@dataclass(frozen=True)
class Column:
    """A column: its heading, its share of the width, how it is aligned."""

    heading: str
    share: float
    align: str = "left"


@dataclass(frozen=True)
class Cell:
    """A cell: its text and look; ``fill`` is ``#rrggbb`` or empty."""

    text: str
    color: str = "text"
    fill: str = ""
    bold: bool = False


Row = Sequence[Cell]


@dataclass(frozen=True)
class Grid:
    """A table that is laid out: its columns, its width and its type size in points."""

    columns: Sequence[Column]
    width: float
    size: float = LEAST

    @property
    def widths(self) -> list[float]:
        """The width of each column in points."""
        whole = sum(column.share for column in self.columns)
        return [self.width * column.share / whole for column in self.columns]

    @property
    def heading(self) -> Row:
        """The row of headings."""
        return [Cell(column.heading, "accent", bold=True) for column in self.columns]

    def heights(self, rows: Sequence[Row]) -> list[float]:
        """Return the height of the heading and of each row in points."""
        return [self._height(row) for row in (self.heading, *rows)]

    def _height(self, row: Row) -> float:
        """Return the height of a row."""
        return max(self._cell_height(*pair) for pair in zip(row, self.widths, strict=True))

    def _cell_height(self, cell: Cell, width: float) -> float:
        """Return the height of a cell."""
        return Paragraph(cell.text, self.size, cell.bold).height(width - 2 * _SIDE) + 2 * _ABOVE

    def fit(self, rows: Sequence[Row], height: float) -> Grid:
        """Return it in the largest type, a point a step, in which rows fit a height."""
        grid = self
        while grid.size > LEAST and sum(grid.heights(rows)) > height:
            grid = replace(grid, size=max(grid.size - 1, LEAST))
        return grid

    def take(self, rows: Sequence[Row], height: float) -> tuple[list[Row], list[Row]]:
        """Part the rows that fit a height from the others."""
        heading, *heights = self.heights(rows)
        kept = sum(used <= height - heading for used in accumulate(heights))
        return list(rows[:kept]), list(rows[kept:])

    def cut(self, rows: Sequence[Row], height: float, describe_rest: Callable[[int], str]) -> list[Row]:
        """Return the rows that fit a height; what does not fit is counted in a last row."""
        kept, rest = self.take(rows, height)
        if rest:
            kept, rest = self.take(rows, height - self._height(self._told(describe_rest(len(rows)))))
            kept.append(self._told(describe_rest(len(rest))))
        return kept

    def _told(self, wording: str) -> Row:
        """Return a row that only says something."""
        return [Cell(wording, SOFT) if number == 1 else Cell("") for number in range(len(self.columns))]

    def paginate(self, rows: Sequence[Row], height: float) -> list[list[Row]]:
        """Part rows into pages of about the same height, each with room for the heading.

        The text of a row that is higher than a page is cut with an ellipsis; no row is lost.
        """
        room = height - self._height(self.heading)
        rows = self.lowered(rows, room)
        _, *heights = self.heights(rows)
        pages = max(1, -(-int(sum(heights)) // max(int(room), 1)))
        while True:
            parted = _part(rows, heights, min(room, sum(heights) / pages + max(heights, default=0)))
            if len(parted) <= pages:
                return parted
            pages = len(parted)

    def lowered(self, rows: Sequence[Row], room: float) -> list[Row]:
        """Return rows whose texts are cut where they are higher than a room."""
        return [self._low(row, room) for row in rows]

    def _low(self, row: Row, room: float) -> Row:
        """Return a row whose texts are cut where they are higher than the room."""
        if self._height(row) <= room:
            return row

        def fitted(cell: Cell, width: float) -> Cell:
            return replace(
                cell,
                text=cut_text(
                    cell.text, lambda text: self._cell_height(replace(cell, text=text), width) <= room
                ),
            )

        return [fitted(cell, width) for cell, width in zip(row, self.widths, strict=True)]


def _part(rows: Sequence[Row], heights: Sequence[float], room: float) -> list[list[Row]]:
    """Fill pages one after the other."""
    parted: list[list[Row]] = [[]]
    used = 0.0
    for row, height in zip(rows, heights, strict=True):
        if parted[-1] and used + height > room:
            parted.append([])
            used = 0.0
        parted[-1].append(row)
        used += height
    return parted


def add_table(
    slide: Slide, box: Box, grid: Grid, rows: Sequence[Row], *, name: str, about: str, roomy: bool = False
) -> list[float]:
    """Add a table, in the placeholder for tables where the page has one.

    Parameters
    ----------
    slide
        The page.
    box
        Where the table begins, and its width; it is as high as its rows.
    grid, rows
        What it holds.
    name, about
        Its name and alternative text.
    roomy
        Whether the rows are spread over the height of the box, each at most by half its height.

    Returns
    -------
    The height of the heading and of each row in points.
    """
    heights = grid.heights(rows)
    if roomy:
        spread = min(max(FILLED * box.height / sum(heights), 1), _MOST_SPREAD)
        heights = [height * spread for height in heights]
    left, top, width, height = box._replace(width=grid.width, height=sum(heights)).emu()
    holder = slide.holder_of(KIND.TABLE)
    if holder is not None:
        frame = holder.insert_table(1, 1)
        frame.left, frame.top, frame.width, frame.height = left, top, width, height
    else:
        slide.clear()
        frame = slide.shapes.add_table(1, 1, left, top, width, height)
    describe(frame, name, about)
    old = frame.table._tbl
    old.getparent().replace(old, parse_xml(_table(grid, rows, heights, width)))
    return heights


def _table(grid: Grid, rows: Sequence[Row], heights: Sequence[float], whole: int) -> str:
    """Return a table in the plain style, with column widths that add up and a line under each row."""
    edges = [round(edge / grid.width * whole) for edge in accumulate(grid.widths, initial=0.0)]
    columns = "".join(f'<a:gridCol w="{end - start}"/>' for start, end in pairwise(edges))
    aligned = [column.align for column in grid.columns]
    drawn = "".join(
        f'<a:tr h="{round(height * EMU)}">'
        + "".join(
            _cell(cell, align, grid.size, number == 0) for cell, align in zip(row, aligned, strict=True)
        )
        + "</a:tr>"
        for number, (row, height) in enumerate(zip((grid.heading, *rows), heights, strict=True))
    )
    return (
        f'<a:tbl {nsdecls("a")}><a:tblPr firstRow="1"><a:tableStyleId>{_PLAIN_STYLE}</a:tableStyleId>'
        f"</a:tblPr><a:tblGrid>{columns}</a:tblGrid>{drawn}</a:tbl>"
    )


def _cell(cell: Cell, align: str, size: float, is_heading: bool) -> str:
    """Return a cell with the line under it."""
    written = paragraphs_xml([Paragraph(cell.text, size, cell.bold, cell.color, align)])
    side, above = round(_SIDE * EMU), round(_ABOVE * EMU)
    width, color = (15875, NAVY) if is_heading else (6350, LINE)
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{written}</a:txBody>"
        f'<a:tcPr marL="{side}" marR="{side}" marT="{above}" marB="{above}" anchor="ctr">'
        f'<a:lnB w="{width}">{solid(color)}</a:lnB>{solid(cell.fill)}</a:tcPr></a:tc>'
    )


def add_pages(
    deck: Deck,
    title: str,
    lead: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    largest: float = LEAST,
    is_hidden: bool = False,
    back: Slide | None = None,
) -> list[tuple[Slide, Sequence[Row]]]:
    """Add a table on as many slides as it needs.

    One slide takes it in the largest type that fits. Each further slide repeats the headings and says that it
    goes on.

    Parameters
    ----------
    deck, title, lead
        Where, and what each slide says above the table.
    columns, rows
        The table.
    largest
        Type size of a short table, points.
    is_hidden, back
        As for :meth:`zonemap.outputs.deck.slide.Deck.open`.

    Returns
    -------
    The slides, each with its rows.
    """
    slide = deck.open("table", title, lead, is_hidden=is_hidden, back=back)
    height = FILLED * slide.room.height
    grid = Grid(columns, slide.room.width, largest).fit(rows, height)
    parted = grid.paginate(rows, height)
    added: list[tuple[Slide, Sequence[Row]]] = []
    for number, part in enumerate(parted, start=1):
        if number > 1:
            slide = deck.open("table", title, lead, is_hidden=is_hidden, back=back)
        if len(parted) > 1:
            key = "page_of" if number == 1 else "page_on"
            deck.retitle(slide, title + deck.words.sentence(key, n=number, all=len(parted)))
        add_table(slide, slide.room, grid, part, name=title, about=lead or title, roomy=not is_hidden)
        added.append((slide, part))
    return added
