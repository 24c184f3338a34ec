"""The pages of the counties: the map with its neighbours, the zones with their facts, the footnotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from zonemap.analysis.facts import FactBook, book_of
from zonemap.analysis.legend_classes import Legend
from zonemap.analysis.measures import county_neighbours
from zonemap.core.names import both_names
from zonemap.core.vocabulary import label
from zonemap.outputs.atlas.facts import Footnotes, county_facts, zone_facts
from zonemap.outputs.atlas.flow import BODY, BOTTOM, SMALL, TOP, Book, Column, Flow, head_page
from zonemap.outputs.atlas.layout import (
    ACROSS,
    BOTH_HEIGHTS,
    DOWN,
    HEAD,
    KEY_SIZE,
    PADDING,
    Pages,
    Place,
    cell_of_page,
    choose_layout,
    fits_cell,
    half_height,
    half_page,
)
from zonemap.outputs.atlas.matter import add_references, draw_years, years_of
from zonemap.region.region import Region
from zonemap.scene.key import lay_key
from zonemap.scene.land import fit_plane, land_of
from zonemap.scene.lettering import break_lines, fit_line, name_of, text_width
from zonemap.scene.marks import sample_mark
from zonemap.scene.overview import county_map, zones_in
from zonemap.scene.zone_marks import Count, mark_status, number_zones
from zonemap.style.inks import SOFT
from zonemap.style.reader import quantity

_HEAD_WIDTH = {"zh": 96.0, "en": 110.0}
_FEWEST_CELLS = 3
"""From how many empty counties on these are listed together, each with a small map."""


def add_counties(book: Book, region: Region, legend: Legend) -> tuple[dict[str, int], dict[str, int]]:
    """Add the counties in the order of the adcodes: each on a page or more, two with little on one.

    Counties without any zone come last, several on a page, if they are more than two.

    Returns
    -------
    The page of each county by adcode and of each zone by id, from 0.
    """
    around = {str(code): near for code, near in county_neighbours(region.counties).items()}
    pages = Pages(book, book_of(region), legend, around, number_zones(region, legend), {}, {})
    waiting, start = sorted(map(str, region.counties.index)), len(book.sheets)
    empty = [adcode for adcode in waiting if fits_cell(pages, adcode, _write)]
    empty = empty if len(empty) >= _FEWEST_CELLS else []
    waiting = [adcode for adcode in waiting if adcode not in empty]
    heights = {adcode: height for adcode in waiting if (height := half_height(pages, adcode, _write))}
    while waiting:
        first = waiting.pop(0)
        room = BOTH_HEIGHTS - heights.get(first, BOTH_HEIGHTS)
        fitting = [adcode for adcode in waiting if heights.get(adcode, BOTH_HEIGHTS) <= room]
        if fitting:  # the highest that has room, so that the lowest are left for those that need them
            other = max(fitting, key=lambda adcode: heights[adcode])
            waiting.remove(other)
            _add_pair(pages, {first: heights[first], other: heights[other]})
        else:
            _add_whole(pages, first)
    for at in range(0, len(empty), ACROSS * DOWN):
        _add_cells(pages, empty[at : at + ACROSS * DOWN])
    if pages.places:
        book.mark(label("atlas", "counties", book.lang), start)
    for adcode in sorted(pages.places):
        book.mark(name_of(region.counties.loc[adcode], book.lang), pages.places[adcode].page, 1)
    for adcode, place in pages.places.items():
        targets = {code: pages.places[code].page for code in around[adcode]}
        add_references(book, region, targets, place.page, (*place.references, place.map_box[2]))
    return {code: place.page for code, place in pages.places.items()}, pages.zones


def _add_pair(pages: Pages, heights: Mapping[str, float]) -> None:
    """Add a page with two counties and one key; what both leave free goes to both."""
    page, sheet = pages.book.add_page()
    counts: list[Count] = []
    more, shift = (BOTH_HEIGHTS - sum(heights.values())) / len(heights), 0.0
    for adcode, height in heights.items():
        place = half_page(pages, adcode, page, sheet, shift, height=height + more)
        counts += _draw_map(pages, adcode, place)
        _add_county(pages, adcode, place)
        shift += height + more + HEAD
    left, _, right, _ = sheet.body
    key = lay_key(pages.facts.region, sheet.lang, KEY_SIZE, right - left, counts=counts)
    key.draw(sheet, (left, BOTTOM + 8 - key.height))


def _add_cells(pages: Pages, adcodes: Sequence[str]) -> None:
    """Add a page of counties without any zone: a small map each, and what is around it."""
    page, sheet = pages.book.add_page()
    region, lang = pages.facts.region, sheet.lang
    head_page(sheet, label("atlas", "empty_counties", lang))
    for at, adcode in enumerate(adcodes):
        place = pages.places[adcode] = cell_of_page(pages, adcode, page, sheet, at)
        left, top, right, _ = place.map_box
        names = both_names(region.counties.loc[adcode])
        shown = fit_line(names.of(lang), 14, 0.7 * (right - left))
        sheet.write((left, top - 8), shown, 14)
        beside = left + text_width(shown, 14) + 8
        sheet.write((beside, top - 8), fit_line(names.other(lang), BODY, right - beside), BODY, color=SOFT)
        _draw_map(pages, adcode, place, names=0)  # its name stands above, those around it below
        _write(pages, adcode, place)


def _add_whole(pages: Pages, adcode: str) -> None:
    """Add a county on a page of its own, and on more where even beside the lowest map not all has room."""
    layout = choose_layout(pages, adcode, _write)
    page, sheet = pages.book.add_page()
    place = layout(pages, adcode, page, sheet)
    counts = _draw_map(pages, adcode, place)
    width = place.map_box[2] - place.map_box[0]
    key = lay_key(pages.facts.region, sheet.lang, KEY_SIZE, width, counts=counts)
    key.draw(sheet, (place.map_box[0], place.map_box[3] + 6))
    if place.years:
        region = pages.facts.region
        approved = years_of(region, map(str, zones_in(region, adcode).index))
        draw_years(sheet, region, pages.legend, {one: pages.numbers[one] for one in approved}, place.years)
    _add_county(pages, adcode, place)


def _add_county(pages: Pages, adcode: str, place: Place) -> None:
    """Write heading, facts and footnotes of a county."""
    book, region = pages.book, pages.facts.region
    names = both_names(region.counties.loc[adcode])
    count = label("atlas", "county_count", book.lang).format(n=len(zones_in(region, adcode)), adcode=adcode)
    head_page(place.sheet, names.of(book.lang), f"{names.other(book.lang)} · {count}", place.shift)
    pages.places[adcode] = place
    book.cited |= _write(pages, adcode, place)


def _write(pages: Pages, adcode: str, place: Place) -> set[str]:
    """Write the zones of a county with their facts, then the footnotes; return the sources named."""
    lang, region = pages.book.lang, pages.facts.region
    members = zones_in(region, adcode)
    flow = Flow(chain(place.columns, place.further))
    notes = Footnotes(pages.facts, lang)
    for fact in county_facts(region, adcode, lang):
        flow.fact(fact, _HEAD_WIDTH[lang])
    if members.empty:
        flow.lines(label("atlas", "no_zone_here", lang), BODY)
    for zone_id in sorted(map(str, members.index), key=lambda key: pages.numbers[key]):
        _head_zone(flow, pages.facts, pages.legend, zone_id, pages.numbers[zone_id])
        if members.at[zone_id, "counties"][0] == adcode:
            pages.zones[zone_id] = flow.column.page
            for fact in zone_facts(notes, zone_id):
                flow.fact(fact, _HEAD_WIDTH[lang])
        else:
            _write_cross_reference(flow, region, zone_id)
    _write_notes(Flow(chain(_left(flow, place), place.further)), notes)
    return notes.cited


def _left(flow: Flow, place: Place) -> Sequence[Column]:
    """Return the columns that facts left for the footnotes, first the one kept for these."""
    if flow.column not in place.columns:
        return [flow.rest()]
    later = place.columns[place.columns.index(flow.column) + 1 :]
    kept = [column for column in later if column == place.notes]
    return [*kept, flow.rest(), *(column for column in later if column != place.notes)]


def _draw_map(pages: Pages, adcode: str, place: Place, names: float = 13) -> Sequence[Count]:
    """Draw the map of a county; return its counting marks."""
    region, sheet, box = pages.facts.region, place.sheet, place.map_box
    plane = fit_plane(land_of(region), box, focus=[adcode], padding=PADDING)
    radius, clear = quantity("size.map.county_mark"), [plane.counties[adcode]]
    map_, placed = county_map(
        region, pages.legend, plane, adcode, sheet.lang, radius=radius, names=names, clear=clear
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
