"""A grid of zones by something, as two figures need it: stripes, symbols and names at the left, columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zonemap.analysis.legend import Legend
from zonemap.outputs.figures.lettering import text_width
from zonemap.outputs.figures.marks import draw_symbol
from zonemap.outputs.figures.sheet import Sheet
from zonemap.outputs.figures.zone_list import name_of, write_name
from zonemap.region.region import Region
from zonemap.style.inks import INK, SOFT, STRIPE

MOST_ROWS = 40
"""More zones than this are told of in words."""

_INDENT = 2.2


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


def names_room(region: Region, zones: Sequence[str], lang: str, size: float, most: float) -> float:
    """Return the width that symbols and names take, at most so much."""
    widest = max(text_width(name_of(region.zones.loc[zone_id], lang), size) for zone_id in zones)
    return min(widest + (_INDENT + 1.4) * size, most)


def draw_rows(sheet: Sheet, region: Region, legend: Legend, grid: Grid) -> None:
    """Draw stripes, symbols, names and the lines above and below the rows."""
    for row, zone_id in enumerate(grid.zones):
        middle = grid.middle(row)
        if row % 2 == 0:
            box = (grid.left, middle - grid.row_height / 2, grid.right, middle + grid.row_height / 2)
            sheet.rect(box, facecolor=sheet.ground(STRIPE), zorder=0.5)
        zone = region.zones.loc[zone_id]
        centre = (grid.left + 0.95 * grid.size, middle)
        draw_symbol(sheet.ax, sheet, legend.class_of(zone_id), zone["status"], centre, 0.52 * grid.size)
        room = (grid.names_width - (_INDENT + 1.0) * grid.size, grid.row_height)
        place = (grid.left + _INDENT * grid.size, middle)
        write_name(sheet, place, name_of(zone, sheet.lang), grid.size, room)
    for line in (grid.top, grid.bottom):
        sheet.rule((grid.left, line), (grid.right, line), color=INK, linewidth=1)


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


def write_empty_note(sheet: Sheet, key: str) -> None:
    """Say in words that there is nothing to draw."""
    left, top, right, _ = sheet.body
    sheet.write_block((left, top + 24), sheet.word("figure", key), 16, right - left)
