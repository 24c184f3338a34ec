"""The page of a county: its map with the neighbours dimmed, its zones with their values, its footnotes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from zonemap.analysis.legend import Legend
from zonemap.analysis.measures import county_neighbours
from zonemap.core.names import both_names
from zonemap.core.vocabulary import label
from zonemap.drawing.symbols import SOFT
from zonemap.outputs.atlas.facts import Footnotes, zone_facts
from zonemap.outputs.atlas.flow import BODY, BOTTOM, SMALL, TOP, Book, Column, Flow, columns_of, head_page
from zonemap.outputs.atlas.pdf import Jump
from zonemap.outputs.figures.county import draw_scene, zones_in
from zonemap.outputs.figures.lettering import break_lines, fit_line, text_width
from zonemap.outputs.figures.map_frame import draw_furniture, fit_frame, furniture_of
from zonemap.outputs.figures.marks import draw_symbol, number_zones
from zonemap.outputs.figures.sheet import Sheet
from zonemap.outputs.figures.zone_list import draw_key, key_lines, key_words, name_of
from zonemap.region.region import Region

_MAP_WIDTH, _MAP_HEIGHT = 398.0, 298.0
_KEY_SIZE = 8.5
_NEIGHBOURS_HEIGHT = 28.0
_HEAD_WIDTH = {"zh": 96.0, "en": 110.0}


def add_counties(book: Book, region: Region, legend: Legend) -> tuple[dict[str, int], dict[str, int]]:
    """Add a page, or more, for each county in the order of the adcodes.

    Returns
    -------
    The page of each county by adcode and of each zone by id, from 0.
    """
    counties: dict[str, int] = {}
    zones: dict[str, int] = {}
    first = True
    for adcode in sorted(map(str, region.counties.index)):
        page, sheet = book.add_page()
        counties[adcode] = page
        if first:
            book.mark(label("atlas", "counties", book.lang), page)
            first = False
        book.mark(name_of(region.counties.loc[adcode], book.lang), page, 1)
        _add_county(book, region, legend, adcode, page, sheet, zones)
    add_references(book, region, counties)
    return counties, zones


def _add_county(
    book: Book,
    region: Region,
    legend: Legend,
    adcode: str,
    page: int,
    sheet: Sheet,
    zones: dict[str, int],
) -> None:
    """Draw the page of a county; note the page of each zone that is told of."""
    county = region.counties.loc[adcode]
    names = both_names(county)
    name, other = names.of(book.lang), names.other(book.lang)
    members = zones_in(region, adcode)
    count = label("atlas", "county_count", book.lang).format(n=len(members), adcode=adcode)
    head_page(sheet, name, f"{other} · {count}")
    below = _draw_map(sheet, region, legend, adcode)
    columns = _columns(book, name, page, sheet)
    flow = Flow(columns)
    notes = Footnotes(region, book.lang)
    if members.empty:
        flow.lines(label("atlas", "no_zone_here", book.lang), BODY + 2)
    numbers = number_zones(region, legend)
    for zone_id in sorted(map(str, members.index), key=lambda key: numbers[key]):
        if members.at[zone_id, "counties"][0] == adcode:
            _head_zone(flow, region, legend, zone_id, numbers[zone_id])
            zones[zone_id] = flow.column.page
            for fact in zone_facts(region, zone_id, notes):
                flow.fact(fact, _HEAD_WIDTH[book.lang])
        else:
            _head_zone(flow, region, legend, zone_id, numbers[zone_id])
            _write_cross_reference(flow, region, zone_id)
    left = sheet.body[0]
    under = Column(page, sheet, (left, below, left + _MAP_WIDTH, BOTTOM))
    _write_notes(Flow(chain([under, flow.rest()], columns)), notes)


def _columns(book: Book, name: str, page: int, sheet: Sheet) -> Iterator[Column]:
    """Give the column beside the map, then both columns of as many further pages as are needed."""
    left, _, right, _ = sheet.body
    yield Column(page, sheet, (left + _MAP_WIDTH + 24, TOP, right, BOTTOM))
    while True:
        further, empty = book.add_page()
        head_page(empty, name, label("atlas", "continued", book.lang))
        yield from columns_of(further, empty, 2)


def _draw_map(sheet: Sheet, region: Region, legend: Legend, adcode: str) -> float:
    """Draw map and key of a county; return where the room below begins."""
    left = sheet.body[0]
    box = (left, TOP, left + _MAP_WIDTH, TOP + _MAP_HEIGHT)
    frame = fit_frame(sheet, box, region.counties, [adcode], padding=34)
    furniture = furniture_of(frame, [frame.counties[adcode]])
    taken = [furniture.north, furniture.scale]
    draw_scene(frame, region, legend, adcode, radius=10, names=13, taken=taken)
    draw_furniture(frame, furniture)
    lines = key_lines(key_words(region), sheet.lang, _KEY_SIZE, _MAP_WIDTH)
    draw_key(sheet, (left, box[3] + 6), lines, _KEY_SIZE)
    return _references_top(region, sheet) + _NEIGHBOURS_HEIGHT


def _head_zone(flow: Flow, region: Region, legend: Legend, zone_id: str, number: int) -> None:
    """Write symbol, number and names of a zone."""
    lang = flow.column.sheet.lang
    zone = region.zones.loc[zone_id]
    flow.gap(10)
    names = both_names(zone)
    name, other = names.of(lang), names.other(lang)
    lines = break_lines(name, 13, flow.width - 30)
    sheet, left, top = flow.need(16.5 * len(lines) + 18 + 4 * BODY)
    style = legend.class_of(zone_id)
    draw_symbol(sheet.ax, sheet, style, zone["status"], (left + 12, top + 12), 9, 1, str(number))
    for at, line in enumerate(lines):
        sheet.write((left + 30, top + 13 + 16.5 * at), line, 13)
    below = top + 16.5 * len(lines) + 9
    kind = sheet.word("status", zone["status"])
    sheet.write((left + 30, below), fit_line(f"{other} · {kind}", 9, flow.width - 30), 9, color=SOFT)
    sheet.rule((left, below + 6), (left + flow.width, below + 6))
    flow.top = below + 10


def _write_cross_reference(flow: Flow, region: Region, zone_id: str) -> None:
    """Say at which county a zone in several counties is told of."""
    lang = flow.column.sheet.lang
    home = region.counties.loc[region.zones.at[zone_id, "counties"][0]]
    flow.lines(label("atlas", "told_at", lang).format(county=name_of(home, lang)), BODY)


def _write_notes(flow: Flow, notes: Footnotes) -> None:
    """Write the footnotes."""
    if not notes.lines:
        return
    flow.heading(label("atlas", "notes", notes.lang), size=9.5)
    for line in notes.lines:
        flow.lines(line, SMALL)


def add_references(book: Book, region: Region, pages: dict[str, int]) -> None:
    """Write under each county's map which counties are around it and on which pages; each leads there."""
    around = county_neighbours(region.counties)
    for adcode, page in pages.items():
        if not around[adcode]:
            continue
        sheet = book.sheets[page]
        left = sheet.body[0]
        at, line = left, _references_top(region, sheet) + BODY
        head = label("atlas", "around", book.lang)
        sheet.write((at, line), head, SMALL + 0.6, color=SOFT)
        at += text_width(head, SMALL + 0.6) + 6
        for code in around[adcode]:
            name = name_of(region.counties.loc[code], book.lang)
            wording = label("atlas", "on_page", book.lang).format(name=name, page=pages[code] + 1)
            width = text_width(wording, SMALL + 0.6)
            if at + width > left + _MAP_WIDTH:
                at, line = left, line + 1.4 * SMALL
            sheet.write((at, line), wording, SMALL + 0.6)
            book.jumps.append(Jump(page, pages[code], (at, line - SMALL - 2, at + width, line + 3)))
            at += width + 9


def _key_height(region: Region, lang: str) -> float:
    """Return how high the key under a county's map is."""
    return 1.75 * _KEY_SIZE * len(key_lines(key_words(region), lang, _KEY_SIZE, _MAP_WIDTH))


def _references_top(region: Region, sheet: Sheet) -> float:
    """Return where the list of neighbours begins."""
    return TOP + _MAP_HEIGHT + 8 + _key_height(region, sheet.lang)
