"""Native tables, each row as high as its text needs, parted into pages that fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate

from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.table import Table, _Cell
from pptx.util import Pt

from zonemap.outputs.deck.slide import Slide
from zonemap.painters.pptx_shapes import Box, describe
from zonemap.painters.pptx_text import Paragraph, cut_text, height_of, write
from zonemap.style.inks import LINE, SOFT

_PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's built-in table style without colours and lines."""

_SIDE, _ABOVE = 4.0, 1.5
_MOST_SPREAD = 1.4
FILLED = 0.95
"""Share of its room that a table takes, as the typefaces of other templates may be wider than measured."""

_SEAMS = re.compile(r"(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[\u4e00-\u9fff])")


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


def widths_of(columns: Sequence[Column], width: float) -> list[float]:
    """Return the width of each column in points."""
    whole = sum(column.share for column in columns)
    return [width * column.share / whole for column in columns]


def heights_of(columns: Sequence[Column], rows: Sequence[Row], width: float, size: float) -> list[float]:
    """Return the height of the heading and of each row in points."""
    widths = widths_of(columns, width)
    heading = [Cell(column.heading, bold=True) for column in columns]
    return [_height(row, widths, size) for row in (heading, *rows)]


def _height(row: Row, widths: Sequence[float], size: float) -> float:
    """Return the height of a row."""
    texts = (
        height_of([Paragraph(_spaced(cell.text) or " ", size, cell.bold)], width - 2 * _SIDE)
        for cell, width in zip(row, widths, strict=True)
    )
    return max(texts) + 2 * _ABOVE


def _spaced(text: str) -> str:
    """Return a text as wide as programs set it that part Chinese from figures and Latin letters."""
    return _SEAMS.sub(" ", text)


def paginate(
    columns: Sequence[Column], rows: Sequence[Row], width: float, height: float, size: float
) -> list[list[Row]]:
    """Part rows into pages of about the same height, each with room for the heading.

    The text of a row that is higher than a page is cut with an ellipsis; no row is lost.
    """
    heading = heights_of(columns, [], width, size)[0]
    room = height - heading
    rows = [_low(row, widths_of(columns, width), size, room) for row in rows]
    _, *heights = heights_of(columns, rows, width, size)
    pages = max(1, -(-int(sum(heights)) // max(int(room), 1)))
    while True:
        parted = _part(rows, heights, min(room, sum(heights) / pages + max(heights, default=0)))
        if len(parted) <= pages:
            return parted
        pages = len(parted)


def _low(row: Row, widths: Sequence[float], size: float, room: float) -> Row:
    """Return a row whose texts are cut where they are higher than the room."""
    if _height(row, widths, size) <= room:
        return row
    return [
        replace(
            cell, text=cut_text(cell.text, partial(_is_low, cell=cell, width=width, size=size, room=room))
        )
        for cell, width in zip(row, widths, strict=True)
    ]


def _is_low(text: str, *, cell: Cell, width: float, size: float, room: float) -> bool:
    """Tell whether a text in place of that of a cell is no higher than the room."""
    return _height([replace(cell, text=text)], [width], size) <= room


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
    slide: Slide,
    box: Box,
    columns: Sequence[Column],
    rows: Sequence[Row],
    size: float,
    *,
    name: str,
    about: str,
    roomy: bool = False,
) -> list[float]:
    """Add a table, in the placeholder for tables where the page has one.

    Parameters
    ----------
    slide
        The page.
    box
        Where the table begins, and its width; it is as high as its rows.
    columns, rows
        What it holds.
    size
        Type size, points.
    name, about
        Its name and alternative text.
    roomy
        Whether the rows are spread over the height of the box, each at most by half its height.

    Returns
    -------
    The height of the heading and of each row in points.
    """
    heights = heights_of(columns, rows, box.width, size)
    if roomy:
        spread = min(max(FILLED * box.height / sum(heights), 1), _MOST_SPREAD)
        heights = [height * spread for height in heights]
    left, top, width, height = box._replace(height=sum(heights)).emu()
    holder = slide.holder_of(KIND.TABLE)
    if holder is not None:
        frame = holder.insert_table(len(rows) + 1, len(columns))
        frame.left, frame.top, frame.width, frame.height = left, top, width, height
    else:
        slide.clear()
        frame = slide.shapes.add_table(len(rows) + 1, len(columns), left, top, width, height)
    describe(frame, name, about)
    table: Table = frame.table
    _set_sizes(table, widths_of(columns, box.width), heights, width)
    heading = [Cell(column.heading, "accent", bold=True) for column in columns]
    for number, row in enumerate((heading, *rows)):
        for cell, given, column in zip(table.rows[number].cells, row, columns, strict=True):
            _fill_cell(cell, given, column.align, size, heading=number == 0)
    return heights


def fit_size(
    columns: Sequence[Column], rows: Sequence[Row], box: Box, largest: float, smallest: float = 7
) -> float:
    """Return the largest type size, half a point a step, in which a table fits a box."""
    size = largest
    while size > smallest and sum(heights_of(columns, rows, box.width, size)) > box.height:
        size -= 0.5
    return size


def cut_rows(
    columns: Sequence[Column], rows: Sequence[Row], box: Box, size: float, describe_rest: Callable[[int], str]
) -> list[Row]:
    """Return the rows that fit a box; what does not fit is counted in a last row."""
    heading, *heights = heights_of(columns, rows, box.width, size)
    if heading + sum(heights) <= box.height:
        return list(rows)
    room = box.height - heading - max(heights)
    kept = sum(used <= room for used in accumulate(heights))
    rest = [Cell("") for _ in columns]
    rest[1] = Cell(describe_rest(len(rows) - kept), SOFT)
    return [*rows[:kept], rest]


def _set_sizes(table: Table, widths: Sequence[float], heights: Sequence[float], whole: int) -> None:
    """Set the plain style, column widths that add up, and row heights."""
    table.horz_banding = False
    style = table._tbl.tblPr.find(qn("a:tableStyleId"))
    style.text = _PLAIN_STYLE
    edges = [round(sum(widths[:number]) / sum(widths) * whole) for number in range(len(widths) + 1)]
    for column, start, end in zip(table.columns, edges, edges[1:], strict=False):
        column.width = end - start
    for row, height in zip(table.rows, heights, strict=True):
        row.height = Pt(height)


def _fill_cell(cell: _Cell, given: Cell, align: str, size: float, *, heading: bool) -> None:
    """Write a cell and draw the line under it."""
    cell.margin_left = cell.margin_right = Pt(_SIDE)
    cell.margin_top = cell.margin_bottom = Pt(_ABOVE)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    write(cell.text_frame, [Paragraph(given.text, size, given.bold, given.color, align)])
    properties = cell._tc.get_or_add_tcPr()
    color = "12355B" if heading else LINE[1:].upper()
    properties.append(
        parse_xml(
            f'<a:lnB {nsdecls("a")} w="{15875 if heading else 6350}"><a:solidFill><a:srgbClr val="{color}"/>'
            "</a:solidFill></a:lnB>"
        )
    )
    if given.fill:
        cell.fill.solid()
        cell.fill.fore_color.rgb = RGBColor.from_string(given.fill[1:].upper())
