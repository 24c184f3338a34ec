"""The page of a county: its map with the neighbours dimmed, its zones with their values, its footnotes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from zonemap.analysis.facts import FactBook
from zonemap.analysis.legend_classes import Legend
from zonemap.analysis.measures import county_neighbours
from zonemap.core.names import both_names
from zonemap.core.vocabulary import label
from zonemap.outputs.atlas.facts import Footnotes, zone_facts
from zonemap.outputs.atlas.flow import BODY, BOTTOM, SMALL, TOP, Book, Column, Flow, columns_of, head_page
from zonemap.outputs.atlas.pdf import Jump
from zonemap.region.region import Region
from zonemap.scene.county import county_map, zones_in
from zonemap.scene.key import draw_key, key_lines, key_words
from zonemap.scene.land import fit_plane, land_of
from zonemap.scene.lettering import break_lines, fit_line, name_of, text_width
from zonemap.scene.marks import sample_mark
from zonemap.scene.sheet import Sheet
from zonemap.scene.zone_marks import number_zones
from zonemap.style.inks import SOFT
from zonemap.style.reader import quantity

_MAP_WIDTH, _MAP_HEIGHT = 398.0, 298.0
_KEY_SIZE = 8.5
_NEIGHBOURS_HEIGHT = 28.0
_REFERENCE = SMALL + 0.6
_REFERENCE_LINE = 1.4 * SMALL
_HIGHEST_PAGE = 9999
_HEAD_WIDTH = {"zh": 96.0, "en": 110.0}


def add_counties(book: Book, region: Region, legend: Legend) -> tuple[dict[str, int], dict[str, int]]:
    """Add a page, or more, for each county in the order of the adcodes.

    Returns
    -------
    The page of each county by adcode and of each zone by id, from 0.
    """
    counties: dict[str, int] = {}
    zones: dict[str, int] = {}
    first, facts = True, FactBook(region)
    around = {str(code): near for code, near in county_neighbours(region.counties).items()}
    for adcode in sorted(map(str, region.counties.index)):
        page, sheet = book.add_page()
        counties[adcode] = page
        if first:
            book.mark(label("atlas", "counties", book.lang), page)
            first = False
        book.mark(name_of(region.counties.loc[adcode], book.lang), page, 1)
        _add_county(book, facts, legend, adcode, page, sheet, zones, around[adcode])
    add_references(book, region, around, counties)
    return counties, zones


def _add_county(
    book: Book,
    facts: FactBook,
    legend: Legend,
    adcode: str,
    page: int,
    sheet: Sheet,
    zones: dict[str, int],
    around: Sequence[str],
) -> None:
    """Draw the page of a county; note the page of each zone that is told of."""
    region = facts.region
    county = region.counties.loc[adcode]
    names = both_names(county)
    name, other = names.of(book.lang), names.other(book.lang)
    members = zones_in(region, adcode)
    count = label("atlas", "county_count", book.lang).format(n=len(members), adcode=adcode)
    head_page(sheet, name, f"{other} · {count}")
    below = _draw_map(sheet, region, legend, adcode, around)
    columns = _columns(book, name, page, sheet)
    flow = Flow(columns)
    notes = Footnotes(facts, book.lang)
    if members.empty:
        flow.lines(label("atlas", "no_zone_here", book.lang), BODY + 2)
    numbers = number_zones(region, legend)
    for zone_id in sorted(map(str, members.index), key=lambda key: numbers[key]):
        if members.at[zone_id, "counties"][0] == adcode:
            _head_zone(flow, facts, legend, zone_id, numbers[zone_id])
            zones[zone_id] = flow.column.page
            for fact in zone_facts(notes, zone_id):
                flow.fact(fact, _HEAD_WIDTH[book.lang])
        else:
            _head_zone(flow, facts, legend, zone_id, numbers[zone_id])
            _write_cross_reference(flow, region, zone_id)
    left = sheet.body[0]
    under = Column(page, sheet, (left, below, left + _MAP_WIDTH, BOTTOM))
    _write_notes(Flow(chain([under, flow.rest()], columns)), notes)
    book.cited |= notes.cited


def _columns(book: Book, name: str, page: int, sheet: Sheet) -> Iterator[Column]:
    """Give the column beside the map, then both columns of as many further pages as are needed."""
    left, _, right, _ = sheet.body
    yield Column(page, sheet, (left + _MAP_WIDTH + 24, TOP, right, BOTTOM))
    while True:
        further, empty = book.add_page()
        head_page(empty, name, label("atlas", "continued", book.lang))
        yield from columns_of(further, empty, 2)


def _draw_map(sheet: Sheet, region: Region, legend: Legend, adcode: str, around: Sequence[str]) -> float:
    """Draw map and key of a county; return where the room below begins."""
    left = sheet.body[0]
    box = (left, TOP, left + _MAP_WIDTH, TOP + _MAP_HEIGHT)
    plane = fit_plane(land_of(region.counties), box, focus=[adcode], padding=34)
    radius, clear = quantity("size.map.county_mark"), [plane.counties[adcode]]
    map_, _ = county_map(region, legend, plane, adcode, sheet.lang, radius=radius, names=13, clear=clear)
    sheet.add(map_)
    lines = key_lines(key_words(region), sheet.lang, _KEY_SIZE, _MAP_WIDTH)
    draw_key(sheet, (left, box[3] + 6), lines, _KEY_SIZE)
    return _references_top(region, sheet) + _references_height(region, sheet.lang, around)


def _head_zone(flow: Flow, facts: FactBook, legend: Legend, zone_id: str, number: int) -> None:
    """Write symbol, number, names and status of a zone."""
    lang = flow.column.sheet.lang
    zone = facts.region.zones.loc[zone_id]
    flow.gap(10)
    names = both_names(zone)
    name, other = names.of(lang), names.other(lang)
    lines = break_lines(name, 13, flow.width - 30)
    sheet, left, top = flow.need(16.5 * len(lines) + 18 + 4 * BODY)
    style = legend.class_of(zone_id)
    sheet.add(sample_mark(style, str(zone["status"]), (left + 12, top + 12), 9, str(number)))
    for at, line in enumerate(lines):
        sheet.write((left + 30, top + 13 + 16.5 * at), line, 13)
    below = top + 16.5 * len(lines) + 9
    status = facts.status_of(zone_id).of(lang)
    sheet.write((left + 30, below), fit_line(f"{other} · {status}", 9, flow.width - 30), 9, color=SOFT)
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


def add_references(
    book: Book, region: Region, around: Mapping[str, Sequence[str]], pages: dict[str, int]
) -> None:
    """Write under each county's map which counties are around it and on which pages; each leads there."""
    for adcode, page in pages.items():
        if not around[adcode]:
            continue
        sheet = book.sheets[page]
        left, top = sheet.body[0], _references_top(region, sheet) + BODY
        sheet.write((left, top), label("atlas", "around", book.lang), _REFERENCE, color=SOFT)
        wording = {code: _reference(region, book.lang, code, pages[code] + 1) for code in around[adcode]}
        for code, (across, number) in zip(wording, _places(list(wording.values()), book.lang), strict=True):
            at, line = left + across, top + number * _REFERENCE_LINE
            sheet.write((at, line), wording[code], _REFERENCE)
            right = at + text_width(wording[code], _REFERENCE)
            book.jumps.append(Jump(page, pages[code], (at, line - SMALL - 2, right, line + 3)))


def _reference(region: Region, lang: str, adcode: str, page: int) -> str:
    """Name a county and its page."""
    name = name_of(region.counties.loc[adcode], lang)
    return label("atlas", "on_page", lang).format(name=name, page=page)


def _places(wording: Sequence[str], lang: str) -> list[tuple[float, int]]:
    """Return for each reference how far from the left it stands and on which line, after the heading."""
    at, line = text_width(label("atlas", "around", lang), _REFERENCE) + 6, 0
    places = []
    for text in wording:
        width = text_width(text, _REFERENCE)
        if at + width > _MAP_WIDTH:
            at, line = 0.0, line + 1
        places.append((at, line))
        at += width + 9
    return places


def _references_height(region: Region, lang: str, around: Sequence[str]) -> float:
    """Return how high the references are at most: their pages are not known before all are written."""
    places = _places([_reference(region, lang, code, _HIGHEST_PAGE) for code in around], lang)
    lines = places[-1][1] + 1 if places else 1
    return max(_NEIGHBOURS_HEIGHT, BODY + (lines - 1) * _REFERENCE_LINE + _REFERENCE - 0.4)


def _key_height(region: Region, lang: str) -> float:
    """Return how high the key under a county's map is."""
    return 1.75 * _KEY_SIZE * len(key_lines(key_words(region), lang, _KEY_SIZE, _MAP_WIDTH))


def _references_top(region: Region, sheet: Sheet) -> float:
    """Return where the list of neighbours begins."""
    return TOP + _MAP_HEIGHT + 8 + _key_height(region, sheet.lang)
