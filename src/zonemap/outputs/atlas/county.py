"""The pages of the counties: the map with its neighbours, the zones with their facts, the footnotes."""

# Above 300 lines because how a county is laid out is tried with the very text that is written.

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain

from zonemap.analysis.facts import FactBook, book_of
from zonemap.analysis.legend_classes import Legend
from zonemap.analysis.measures import county_neighbours
from zonemap.core.names import both_names
from zonemap.core.vocabulary import label
from zonemap.outputs.atlas.facts import Footnotes, county_facts, zone_facts
from zonemap.outputs.atlas.flow import BODY, BOTTOM, SMALL, TOP, Book, Column, Flow, columns_of, head_page
from zonemap.outputs.atlas.matter import YEARS, add_references, draw_years, references_height, years_of
from zonemap.region.region import Region
from zonemap.scene.items import Box
from zonemap.scene.key import lay_key
from zonemap.scene.land import fit_plane, land_of
from zonemap.scene.lettering import break_lines, name_of
from zonemap.scene.marks import sample_mark
from zonemap.scene.overview import county_map, zones_in
from zonemap.scene.sheet import FORMATS, Sheet, SheetStyle, open_sheet
from zonemap.scene.zone_marks import Count, mark_status, number_zones
from zonemap.style.inks import SOFT
from zonemap.style.reader import quantity

_MAPS = ((246.0, 2), (398.0, 1), (470.0, 1), (540.0, 1))
_MAP_HEIGHTS = (150.0, 190.0, 226.0, 262.0, 298.0, 345.0, 392.0, 430.0)
"""How wide the map of a county with a page of its own may be, and beside how many columns of facts; and how
high. It is drawn at the largest scale, and then the widest, with which it takes the fewest pages.
"""

_BESIDE = 24.0
"""Room between a map and the facts beside it, points."""

_KEY_SIZE = 8.5
_HEAD_WIDTH = {"zh": 96.0, "en": 110.0}
_PADDING = 34.0
"""How much is seen around a county, points: as much as a note of the map needs."""

_HALF_FACTS = 255.0
_HALF_MAP, _HEAD = 300.0, 52.0
_HALF_HEIGHTS = (150.0, 172.0, 194.0, 216.0, 238.0)
_BOTH_HEIGHTS = 388.0
"""Of counties that share a page: how wide map and facts are, the room of the second heading, and how high
the body of one may be, and of both together, points."""


class _Full(Exception):
    """There is no further column."""


@dataclass(frozen=True)
class _Place:
    """Where a county stands: on a page of its own, or on the upper or lower half of one.

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
        Where facts have room in this order, footnotes in the last one first; and then further pages, of
        which half a page has none.
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
    years: tuple[float, float, float] | None = None


@dataclass
class _Pages:
    """What is written of the counties, and where."""

    book: Book
    facts: FactBook
    legend: Legend
    around: Mapping[str, Sequence[str]]
    numbers: Mapping[str, int]
    places: dict[str, _Place]
    zones: dict[str, int]


_Layout = Callable[[_Pages, str, int, Sheet], _Place]
"""Lays a county out on a page, of which the number is told."""


def add_counties(book: Book, region: Region, legend: Legend) -> tuple[dict[str, int], dict[str, int]]:
    """Add the counties in the order of the adcodes: each on a page or more, two with little on one.

    Returns
    -------
    The page of each county by adcode and of each zone by id, from 0.
    """
    around = {str(code): near for code, near in county_neighbours(region.counties).items()}
    pages = _Pages(book, book_of(region), legend, around, number_zones(region, legend), {}, {})
    waiting, start = sorted(map(str, region.counties.index)), len(book.sheets)
    heights = {adcode: height for adcode in waiting if (height := _half_height(pages, adcode))}
    while waiting:
        first = waiting.pop(0)
        room = _BOTH_HEIGHTS - heights.get(first, _BOTH_HEIGHTS)
        fitting = [adcode for adcode in waiting if heights.get(adcode, _BOTH_HEIGHTS) <= room]
        if fitting:  # the highest that has room, so that the lowest are left for those that need them
            other = max(fitting, key=lambda adcode: heights[adcode])
            waiting.remove(other)
            _add_pair(pages, {first: heights[first], other: heights[other]})
        else:
            _add_whole(pages, first)
    if pages.places:
        book.mark(label("atlas", "counties", book.lang), start)
    for adcode in sorted(pages.places):
        book.mark(name_of(region.counties.loc[adcode], book.lang), pages.places[adcode].page, 1)
    for adcode, place in pages.places.items():
        targets = {code: pages.places[code].page for code in around[adcode]}
        add_references(book, region, targets, place.page, (*place.references, place.map_box[2]))
    return {code: place.page for code, place in pages.places.items()}, pages.zones


def _half_height(pages: _Pages, adcode: str) -> float:
    """Return how high the body of a county is that shares a page; 0 where it needs one of its own."""
    sheet = open_sheet(SheetStyle(pages.book.lang, FORMATS["A4"]))
    for height in _HALF_HEIGHTS:
        try:
            _write(replace(pages, zones={}), adcode, _half_page(pages, adcode, 0, sheet, height=height))
        except _Full:
            continue
        return height
    return 0.0


def _pages_needed(pages: _Pages, adcode: str, layout: _Layout) -> int:
    """Count the pages on which the facts and footnotes of a county have room in a layout."""
    sheets = [open_sheet(SheetStyle(pages.book.lang, FORMATS["A4"]))]

    def further() -> Iterator[Column]:
        while True:
            sheets.append(open_sheet(SheetStyle(pages.book.lang, FORMATS["A4"])))
            yield from columns_of(len(sheets) - 1, sheets[-1], 2)

    _write(replace(pages, zones={}), adcode, replace(layout(pages, adcode, 0, sheets[0]), further=further()))
    return len(sheets)


def _no_more() -> Iterator[Column]:
    """Give no column."""
    raise _Full
    yield  # so that it is raised where a column is asked for


def _add_pair(pages: _Pages, heights: Mapping[str, float]) -> None:
    """Add a page with two counties and one key; what both leave free goes to both."""
    page, sheet = pages.book.add_page()
    counts: list[Count] = []
    more, shift = (_BOTH_HEIGHTS - sum(heights.values())) / len(heights), 0.0
    for adcode, height in heights.items():
        place = _half_page(pages, adcode, page, sheet, shift, height=height + more)
        counts += _draw_map(pages, adcode, place)
        _add_county(pages, adcode, place)
        shift += height + more + _HEAD
    left, _, right, _ = sheet.body
    key = lay_key(pages.facts.region, sheet.lang, _KEY_SIZE, right - left, counts=counts)
    key.draw(sheet, (left, BOTTOM + 8 - key.height))


def _half_page(
    pages: _Pages, adcode: str, page: int, sheet: Sheet, shift: float = 0, *, height: float
) -> _Place:
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
    second = Column(page, sheet, (end + 18, top, right, bottom))
    return _Place(page, sheet, shift, map_box, (left, map_box[3] + 4), (first, second), _no_more())


def _add_whole(pages: _Pages, adcode: str) -> None:
    """Add a county on a page of its own, and on more where even beside the lowest map not all has room."""
    layout = _choose_layout(pages, adcode)
    page, sheet = pages.book.add_page()
    place = layout(pages, adcode, page, sheet)
    counts = _draw_map(pages, adcode, place)
    width = place.map_box[2] - place.map_box[0]
    key = lay_key(pages.facts.region, sheet.lang, _KEY_SIZE, width, counts=counts)
    key.draw(sheet, (place.map_box[0], place.map_box[3] + 6))
    if place.years:
        region = pages.facts.region
        approved = years_of(region, map(str, zones_in(region, adcode).index))
        draw_years(sheet, region, pages.legend, {one: pages.numbers[one] for one in approved}, place.years)
    _add_county(pages, adcode, place)


def _choose_layout(pages: _Pages, adcode: str) -> _Layout:
    """Return how a county is laid out on a page of its own: with the largest map that takes no more pages."""
    west, south, east, north = land_of(pages.facts.region).flat[adcode].bounds
    tried = open_sheet(SheetStyle(pages.book.lang, FORMATS["A4"]))
    standing: list[list[_Layout]] = []
    scales: dict[_Layout, float] = {}
    for width, beside in _MAPS:
        layouts: list[_Layout] = []
        low = _whole_page(pages, adcode, 0, tried, width=width, height=0, beside=beside)
        for height in (one for one in _MAP_HEIGHTS if low.columns[-1].box[1] + one <= BOTTOM):
            layouts.append(partial(_whole_page, width=width, height=height, beside=beside))
            across, down = width - 2 * _PADDING, height - 2 * _PADDING
            scales[layouts[-1]] = min(across / (east - west), down / (north - south))
        standing += [layouts] if layouts else []
    if not standing:
        return partial(_whole_page, width=_MAPS[1][0], height=_MAP_HEIGHTS[0], beside=_MAPS[1][1])
    needed = cache(partial(_pages_needed, pages, adcode))
    fewest = min(needed(lowest) for lowest, *_ in standing)
    highest = [layouts[bisect_right(layouts, fewest, key=needed) - 1] for layouts in standing]
    highest = [one for one in highest if needed(one) <= fewest]
    return max(reversed(highest), key=lambda one: scales[one])  # of the same scale the widest


def _whole_page(
    pages: _Pages, adcode: str, page: int, sheet: Sheet, *, width: float, height: float, beside: int
) -> _Place:
    """Lay out a page for one county: columns beside map and key, one below, and further pages."""
    left, _, right, _ = sheet.body
    map_box = (left, TOP, left + width, TOP + height)
    region = pages.facts.region
    key = lay_key(region, sheet.lang, _KEY_SIZE, width, counts=(region,))  # as if some were counted
    axis = map_box[3] + 10 + key.height
    has_years = years_of(region, map(str, zones_in(region, adcode).index))
    under = axis + YEARS if has_years else axis - 2
    below = under + references_height(region, sheet.lang, pages.around[adcode], width)
    room = right - map_box[2]
    columns = (
        *(
            Column(page, sheet, (map_box[2] + room * at / beside + _BESIDE, TOP, end, BOTTOM))
            for at in range(beside)
            for end in [map_box[2] + room * (at + 1) / beside]
        ),
        Column(page, sheet, (left, below, map_box[2], BOTTOM)),
    )
    place = _Place(page, sheet, 0.0, map_box, (left, under), columns, _further(pages, adcode))
    return replace(place, years=(left, axis, map_box[2])) if has_years else place


def _further(pages: _Pages, adcode: str) -> Iterator[Column]:
    """Give both columns of as many further pages as are needed."""
    book = pages.book
    while True:
        page, sheet = book.add_page()
        name = name_of(pages.facts.region.counties.loc[adcode], book.lang)
        head_page(sheet, name, label("atlas", "continued", book.lang))
        yield from columns_of(page, sheet, 2)


def _add_county(pages: _Pages, adcode: str, place: _Place) -> None:
    """Write heading, facts and footnotes of a county."""
    book, region = pages.book, pages.facts.region
    names = both_names(region.counties.loc[adcode])
    count = label("atlas", "county_count", book.lang).format(n=len(zones_in(region, adcode)), adcode=adcode)
    head_page(place.sheet, names.of(book.lang), f"{names.other(book.lang)} · {count}", place.shift)
    pages.places[adcode] = place
    book.cited |= _write(pages, adcode, place)


def _write(pages: _Pages, adcode: str, place: _Place) -> set[str]:
    """Write the zones of a county with their facts, then the footnotes; return the sources named."""
    lang, region = pages.book.lang, pages.facts.region
    members = zones_in(region, adcode)
    *beside, last = place.columns
    flow = Flow(chain(place.columns, place.further))
    notes = Footnotes(pages.facts, lang)
    for fact in county_facts(region, adcode, lang):
        flow.fact(fact, _HEAD_WIDTH[lang])
    if members.empty:
        flow.lines(label("atlas", "no_zone_here", lang), BODY + 2)
    for zone_id in sorted(map(str, members.index), key=lambda key: pages.numbers[key]):
        _head_zone(flow, pages.facts, pages.legend, zone_id, pages.numbers[zone_id])
        if members.at[zone_id, "counties"][0] == adcode:
            pages.zones[zone_id] = flow.column.page
            for fact in zone_facts(notes, zone_id):
                flow.fact(fact, _HEAD_WIDTH[lang])
        else:
            _write_cross_reference(flow, region, zone_id)
    rest = [flow.rest()]
    if flow.column in beside:
        rest = [last, *rest, *beside[beside.index(flow.column) + 1 :]]
    _write_notes(Flow(chain(rest, place.further)), notes)
    return notes.cited


def _draw_map(pages: _Pages, adcode: str, place: _Place) -> Sequence[Count]:
    """Draw the map of a county; return its counting marks."""
    region, sheet, box = pages.facts.region, place.sheet, place.map_box
    plane = fit_plane(land_of(region), box, focus=[adcode], padding=_PADDING)
    radius, clear = quantity("size.map.county_mark"), [plane.counties[adcode]]
    map_, placed = county_map(
        region, pages.legend, plane, adcode, sheet.lang, radius=radius, names=13, clear=clear
    )
    sheet.add(map_)
    return placed.counts


def _head_zone(flow: Flow, facts: FactBook, legend: Legend, zone_id: str, number: int) -> None:
    """Write symbol, number, names and status of a zone."""
    lang = flow.column.sheet.lang
    zone = facts.region.rows[zone_id]
    flow.gap(10)
    names = both_names(zone)
    name, other = names.of(lang), names.other(lang)
    lines = break_lines(name, 13, flow.width - 30)
    status = facts.status_of(zone_id).of(lang)
    told = [one for one in (other, status) if one]
    beside = break_lines(" · ".join(told), 9, flow.width - 30)
    if not beside[-1].endswith(status):  # the status is short: it is never torn
        beside = [line for one in told for line in break_lines(one, 9, flow.width - 30)]
    sheet, left, top = flow.need(16.5 * len(lines) + 12 * len(beside) + 6 + 4 * BODY)
    style = legend.class_of(zone_id)
    sheet.add(
        sample_mark(
            style,
            mark_status(facts.region, zone_id),
            (left + 12, top + 12),
            9,
            str(number),
        )
    )
    for at, line in enumerate(lines):
        sheet.write((left + 30, top + 13 + 16.5 * at), line, 13)
    below = top + 16.5 * len(lines) + 9
    for line in beside:
        sheet.write((left + 30, below), line, 9, color=SOFT)
        below += 12
    below -= 12
    sheet.rule((left, below + 6), (left + flow.width, below + 6))
    flow.top = below + 10


def _write_cross_reference(flow: Flow, region: Region, zone_id: str) -> None:
    """Say at which county a zone in several counties is told of."""
    lang = flow.column.sheet.lang
    home = region.counties.loc[region.zones.at[zone_id, "counties"][0]]
    flow.lines(label("atlas", "told_at", lang).format(county=name_of(home, lang)), BODY)


def _write_notes(flow: Flow, notes: Footnotes) -> None:
    """Write the footnotes."""
    if not (lines := notes.lines):
        return
    first = 1.32 * SMALL * len(break_lines(lines[0], SMALL, flow.width))
    flow.need(min(3 * 9.5 + first, BOTTOM - TOP))  # else the heading would stand alone at the foot
    flow.heading(label("atlas", "notes", notes.lang), size=9.5)
    for line in lines:
        flow.lines(line, SMALL)
