"""Where a county stands in the atlas: on pages of its own, on a half of one, or in a cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from zonemap.analysis.facts import FactBook
from zonemap.analysis.legend_classes import Legend
from zonemap.core.vocabulary import label
from zonemap.outputs.atlas.flow import BOTTOM, TOP, Book, Column, columns_of, head_page
from zonemap.outputs.atlas.matter import YEARS, references_height, years_of
from zonemap.scene.items import Box, Label
from zonemap.scene.key import lay_key
from zonemap.scene.land import land_of
from zonemap.scene.lettering import name_of
from zonemap.scene.overview import zones_in
from zonemap.scene.sheet import FORMATS, Sheet, SheetStyle, open_sheet

KEY_SIZE = 8.5
PADDING = 34.0
"""How much is seen around a county, points: as much as a note of the map needs."""

HEAD = 52.0
BOTH_HEIGHTS = 388.0
"""The room of a second heading on a page, and how high the bodies of both counties may be, points."""

ACROSS, DOWN = 4, 2
"""How many empty counties stand beside and under each other on a page."""

_WIDEST = 789.89
_MAPS = ((246.0, 2), (330.0, 1), (398.0, 1), (500.0, 1), (_WIDEST, 0))
_MAP_HEIGHTS = (150.0, 190.0, 226.0, 262.0, 298.0, 345.0, 392.0, 430.0)
"""How wide the map of a county with a page of its own may be, and beside how many columns of facts, of which
each takes a third of the page at least; and how high.
"""

_BLANK = 0.2
"""How much of a page may be blank before a layout that fills it is taken."""

_BESIDE = 24.0
"""Room between a map and the facts beside it, points."""

_GAP = 18.0
_HALF_FACTS, _HALF_MAP = 255.0, 300.0
_HALF_HEIGHTS = (150.0, 172.0, 194.0, 216.0, 238.0)
_CELL_GAP, _CELL_HEAD, _CELL_MAP = 20.0, 24.0, 128.0
"""Of counties that share a page: how wide map and facts are and how high the body may be; of the cell of an
empty one the room around it, of its heading and its map, points."""


class Full(Exception):
    """There is no further column."""


@dataclass(frozen=True)
class Place:
    """Where a county stands: on a page of its own, or on a part of one.

    Parameters
    ----------
    page, sheet
        The page.
    shift
        How far below the top of the page it begins, points.
    map_box
        The map.
    references
        Upper left corner of what names the neighbours and their pages.
    columns
        Where facts have room in this order; and then further pages, of which a part of a page has none.
    further
        The columns of further pages.
    notes
        The column in which footnotes stand first, if it is still empty.
    years
        Left end, top and right end of the axis of years; None where it has no room or nothing to show.
    """

    page: int
    sheet: Sheet
    shift: float
    map_box: Box
    references: tuple[float, float]
    columns: tuple[Column, ...]
    further: Iterator[Column]
    notes: Column | None = None
    years: tuple[float, float, float] | None = None


@dataclass
class Pages:
    """What is written of the counties, and where."""

    book: Book
    facts: FactBook
    legend: Legend
    around: Mapping[str, Sequence[str]]
    numbers: Mapping[str, int]
    places: dict[str, Place]
    zones: dict[str, int]


Write = Callable[[Pages, str, Place], set[str]]
"""Writes the zones of a county in its place; returns the sources that it names."""

Layout = Callable[[Pages, str, int, Sheet], Place]
"""Lays a county out on a page, of which the number is told."""


def half_height(pages: Pages, adcode: str, write: Write) -> float:
    """Return how high the body of a county is that shares a page; 0 where it needs one of its own."""
    sheet = open_sheet(SheetStyle(pages.book.lang, FORMATS["A4"]))
    for height in _HALF_HEIGHTS:
        if _has_room(pages, adcode, half_page(pages, adcode, 0, sheet, height=height), write):
            return height
    return 0.0


def fits_cell(pages: Pages, adcode: str, write: Write) -> bool:
    """Tell whether a county has no zone and so little else that a cell holds it."""
    if len(zones_in(pages.facts.region, adcode)):
        return False
    sheet = open_sheet(SheetStyle(pages.book.lang, FORMATS["A4"]))
    return _has_room(pages, adcode, cell_of_page(pages, adcode, 0, sheet, 0), write)


def _has_room(pages: Pages, adcode: str, place: Place, write: Write) -> bool:
    """Tell whether the text of a county has room in a place without further pages."""
    try:
        write(replace(pages, zones={}), adcode, place)
    except Full:
        return False
    return True


def _no_more() -> Iterator[Column]:
    """Give no column."""
    raise Full
    yield  # so that it is raised where a column is asked for


def half_page(
    pages: Pages, adcode: str, page: int, sheet: Sheet, shift: float = 0, *, height: float
) -> Place:
    """Lay out a part of a page: the map at the left over its neighbours, two columns beside it."""
    left, _, right, _ = sheet.body
    top, bottom = TOP + shift, TOP + shift + height
    map_box = (
        left,
        top,
        left + _HALF_MAP,
        bottom - references_height(pages.facts.region, sheet.lang, pages.around[adcode], _HALF_MAP),
    )
    start, end = map_box[2] + 20, map_box[2] + 20 + _HALF_FACTS
    first = Column(page, sheet, (start, top, end, bottom))
    second = Column(page, sheet, (end + _GAP, top, right, bottom))
    return Place(page, sheet, shift, map_box, (left, map_box[3] + 4), (first, second), _no_more(), second)


def cell_of_page(pages: Pages, adcode: str, page: int, sheet: Sheet, at: int) -> Place:
    """Lay out a cell of a page for an empty county: heading, small map, neighbours, what little is known."""
    left, _, right, _ = sheet.body
    across, down = at % ACROSS, at // ACROSS
    width = (right - left - (ACROSS - 1) * _CELL_GAP) / ACROSS
    height = (BOTTOM - TOP) / DOWN
    start, top = left + across * (width + _CELL_GAP), TOP + down * height
    map_top = top + _CELL_HEAD
    map_box = (start, map_top, start + width, map_top + _CELL_MAP)
    under = map_box[3] + references_height(pages.facts.region, sheet.lang, pages.around[adcode], width)
    column = Column(page, sheet, (start, under, start + width, top + height - 6))
    return Place(page, sheet, top - TOP, map_box, (start, map_box[3] + 4), (column,), _no_more())


def choose_layout(pages: Pages, adcode: str, write: Write) -> Layout:
    """Return how a county is laid out on pages of its own.

    Of the layouts that take the fewest pages those that leave no page too blank, of them that with the
    largest map, and of maps of the same scale the widest.
    """
    west, south, east, north = land_of(pages.facts.region).flat[adcode].bounds
    tried = open_sheet(SheetStyle(pages.book.lang, FORMATS["A4"]))
    standing: list[list[Layout]] = []
    scales: dict[Layout, float] = {}
    for width, beside in _MAPS:
        layouts: list[Layout] = []
        low = _whole_page(pages, adcode, 0, tried, width=width, height=0, beside=beside)
        for height in (one for one in _MAP_HEIGHTS if low.columns[-1].box[1] + one <= BOTTOM):
            layouts.append(partial(_whole_page, width=width, height=height, beside=beside))
            across, down = width - 2 * PADDING, height - 2 * PADDING
            scales[layouts[-1]] = min(across / (east - west), down / (north - south))
        standing += [layouts] if layouts else []
    if not standing:
        return partial(_whole_page, width=_MAPS[1][0], height=_MAP_HEIGHTS[0], beside=_MAPS[1][1])
    tries = cache(partial(_try, pages, adcode, write))

    def needed(layout: Layout) -> int:
        return tries(layout)[0]

    fewest = min(needed(lowest) for lowest, *_ in standing)
    highest = [layouts[bisect_right(layouts, fewest, key=needed) - 1] for layouts in standing]
    highest = [one for one in highest if needed(one) <= fewest]
    return min(highest, key=lambda one: (max(tries(one)[1], _BLANK), -scales[one]))


def _try(pages: Pages, adcode: str, write: Write, layout: Layout) -> tuple[int, float]:
    """Count the pages that a county takes in a layout; and tell how much of its blankest page stays blank."""
    sheets = [open_sheet(SheetStyle(pages.book.lang, FORMATS["A4"]))]
    place = layout(pages, adcode, 0, sheets[0])
    columns = [list(place.columns)]

    def further() -> Iterator[Column]:
        while True:
            sheets.append(open_sheet(SheetStyle(pages.book.lang, FORMATS["A4"])))
            columns.append(columns_of(len(sheets) - 1, sheets[-1], 2))
            yield from columns[-1]

    write(replace(pages, zones={}), adcode, replace(place, further=further()))
    return len(sheets), max(map(_blank, columns))


def _blank(columns: Sequence[Column]) -> float:
    """Return how much of a page the lower ends of its columns leave blank."""
    blank = 0.0
    for column in columns:
        left, top, right, bottom = column.box
        places = [one.place for one in column.sheet.items if isinstance(one, Label)]
        lowest = max((y for x, y in places if left <= x < right and top <= y <= bottom), default=top)
        blank += (right - left) * max(bottom - lowest, 0.0)
    return blank / (_WIDEST * (BOTTOM - TOP))


def _whole_page(
    pages: Pages, adcode: str, page: int, sheet: Sheet, *, width: float, height: float, beside: int
) -> Place:
    """Lay out a page for one county: columns beside map and key, or two below, and further pages."""
    left, _, right, _ = sheet.body
    map_box = (left, TOP, left + width, TOP + height)
    region = pages.facts.region
    key = lay_key(region, sheet.lang, KEY_SIZE, width, counts=(region,))  # as if some were counted
    axis = map_box[3] + 10 + key.height
    has_years = years_of(region, map(str, zones_in(region, adcode).index))
    under = axis + YEARS if has_years else axis - 2
    below = under + references_height(region, sheet.lang, pages.around[adcode], width)
    room = right - map_box[2]
    columns = [
        Column(page, sheet, (map_box[2] + room * at / beside + _BESIDE, TOP, end, BOTTOM))
        for at in range(beside)
        for end in [map_box[2] + room * (at + 1) / beside]
    ]
    low = Column(page, sheet, (left, below, map_box[2], BOTTOM))
    if beside:
        columns.append(low)
    else:
        for column in columns_of(page, sheet, 2):
            start, _, end, _ = column.box
            columns.append(Column(page, sheet, (start, below, end, BOTTOM)))
    years = (left, axis, map_box[2]) if has_years else None
    notes, further = low if beside else None, _further(pages, adcode)
    return Place(page, sheet, 0.0, map_box, (left, under), tuple(columns), further, notes, years)


def _further(pages: Pages, adcode: str) -> Iterator[Column]:
    """Give both columns of as many further pages as are needed."""
    book = pages.book
    while True:
        page, sheet = book.add_page()
        name = name_of(pages.facts.region.counties.loc[adcode], book.lang)
        head_page(sheet, name, label("atlas", "continued", book.lang))
        yield from columns_of(page, sheet, 2)
