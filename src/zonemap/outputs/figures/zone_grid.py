"""A grid of zones by something, as two figures need it: stripes, symbols and names at the left, columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from zonemap.analysis.legend_classes import Legend, LegendClass
from zonemap.core.vocabulary import term
from zonemap.region.region import Region
from zonemap.scene.items import Paint
from zonemap.scene.key import sample
from zonemap.scene.lettering import balance_lines, break_lines, fit_line, name_of, text_width
from zonemap.scene.marks import sample_mark
from zonemap.scene.sheet import Sheet, SheetStyle
from zonemap.scene.zone_marks import mark_status
from zonemap.style.inks import INK, SOFT, STRIPE

_ROW, _AROUND = 29.0, 260.0
"""Height of a row whose type can be read, and of what stands above and below the rows, points."""

MOST_ROWS = 40
"""More zones than this are told of in words."""

_INDENT = 2.2
_CLASS_SIZES = (12.0, 11.0, 10.0, 9.0)


@dataclass(frozen=True)
class Grid:
    """Where rows and columns lie, in points.

    Parameters
    ----------
    left, top
        Upper left corner of the rows.
    names_width
        Width of the zones' names.
    column_width, row_height
        Size of a cell.
    columns
        How many there are.
    zones
        Ids of the zones, a row each.
    size
        Type size of the names.
    """

    left: float
    top: float
    names_width: float
    column_width: float
    row_height: float
    columns: int
    zones: tuple[str, ...]
    size: float

    @property
    def right(self) -> float:
        """Right end of the last column."""
        return self.left + self.names_width + self.columns * self.column_width

    @property
    def bottom(self) -> float:
        """Lower end of the last row."""
        return self.top + len(self.zones) * self.row_height

    def middle(self, row: int) -> float:
        """Return the middle of a row."""
        return self.top + (row + 0.5) * self.row_height

    def start(self, column: int) -> float:
        """Return the left end of a column."""
        return self.left + self.names_width + column * self.column_width


def grown(style: SheetStyle, rows: int) -> SheetStyle:
    """Return a style whose sheet is high enough for so many rows in type that can be read."""
    needed = _AROUND + _ROW * min(rows, MOST_ROWS)
    width, height = style.size
    return style if style.is_bare or height >= needed else replace(style, size=(width, needed))


def names_room(region: Region, zones: Sequence[str], lang: str, size: float, most: float) -> float:
    """Return the width that symbols and names take, at most so much."""
    widest = max(text_width(name_of(region.rows[zone_id], lang), size) for zone_id in zones)
    return min(widest + (_INDENT + 1.4) * size, most)


def draw_rows(sheet: Sheet, region: Region, legend: Legend, grid: Grid) -> None:
    """Draw stripes, symbols, names and the lines above and below the rows."""
    for row, zone_id in enumerate(grid.zones):
        middle = grid.middle(row)
        if row % 2 == 0:
            box = (grid.left, middle - grid.row_height / 2, grid.right, middle + grid.row_height / 2)
            sheet.rect(box, Paint(sheet.tone.ground(STRIPE)))
        zone = region.rows[zone_id]
        centre = (grid.left + 0.95 * grid.size, middle)
        style, status = legend.class_of(zone_id), mark_status(region, zone_id)
        sheet.add(sample_mark(style, status, centre, 0.52 * grid.size, tone=sheet.tone))
        room = (grid.names_width - (_INDENT + 1.0) * grid.size, grid.row_height)
        place = (grid.left + _INDENT * grid.size, middle)
        _write_name(sheet, place, name_of(zone, sheet.lang), grid.size, room)
    for line in (grid.top, grid.bottom):
        sheet.rule((grid.left, line), (grid.right, line), color=INK, width=1)


def _write_name(
    sheet: Sheet, place: tuple[float, float], name: str, size: float, room: tuple[float, float]
) -> None:
    """Write a name from a point in the middle of its left side: on one line, else on two smaller ones.

    Parameters
    ----------
    sheet, place
        Where to write, in points.
    name, size
        What to write, and the type size.
    room
        Width and height that it may take.
    """
    left, middle = place
    width, height = room
    size = min(size, max(0.8 * size, size * width / max(text_width(name, size), 1)))
    lines = [name]
    if text_width(name, size) > width + 0.1:
        size = min(size, 0.42 * height)
        size *= 1 if len(break_lines(name, size, width)) <= 2 else 0.86
        lines = balance_lines(name, size, width)
        lines = [lines[0], fit_line(" ".join(lines[1:]), size, width)]
    base = middle + (0.36 - 0.6 * (len(lines) - 1)) * size
    for number, line in enumerate(lines):
        sheet.write((left, base + 1.2 * number * size), line, size)


def format_more_rows(sheet: Sheet, count: int) -> list[str]:
    """Say how many zones have no row; no line when every one has."""
    return [sheet.word("figure", "more_rows", n=count - MOST_ROWS)] if count > MOST_ROWS else []


def write_foot(sheet: Sheet, lines: Sequence[str]) -> float:
    """Write lines at the foot of the body; return where they begin."""
    left, _, _, bottom = sheet.body
    top = bottom - 15 * len(lines)
    for number, line in enumerate(lines):
        sheet.write((left, top + 12 + 15 * number), line, 11, color=SOFT)
    return top - 6


def class_line(
    sheet: Sheet,
    classes: Sequence[tuple[LegendClass, str]],
    room: tuple[float, float, float],
    *,
    counted: bool = False,
) -> float:
    """Explain the colours in as few lines as the smallest type allows; return where the last one ends.

    Parameters
    ----------
    sheet
        Where to draw.
    classes
        The classes and what is said of each.
    room
        Left, top and right.
    counted
        Whether it also explains the mark that stands for many.
    """
    left, top, right = room
    size = next(
        (
            size
            for size in _CLASS_SIZES
            if sum(_class_width(text, size) for _, text in classes) <= right - left + 1.4 * size
        ),
        _CLASS_SIZES[-1],
    )
    at = left
    for item, text in classes:
        if at > left and at + _class_width(text, size) > right + 1.4 * size:
            at, top = left, top + 1.7 * size
        sheet.add(
            sample_mark(item, "operating", (at + 0.6 * size, top + 0.75 * size), 0.5 * size, tone=sheet.tone)
        )
        sheet.write((at + 1.7 * size, top + 1.1 * size), text, size)
        at += _class_width(text, size)
    if counted:
        known = term("figure", "counted_key")
        if at + _class_width(sheet.say(known.text), size) > right:
            at, top = left, top + 2 * size
        sheet.add(sample(known, (at + 1.1 * size, top + 0.75 * size), 0.58 * size))
        sheet.write((at + 2.6 * size, top + 1.1 * size), sheet.say(known.text), size)
    return top + 2 * size if classes else top


def _class_width(text: str, size: float) -> float:
    """Return how wide a sample with its word and the gap after it is."""
    return text_width(text, size) + 3.4 * size
