"""What leads to and explains the counties of the atlas: cover, reading, neighbours, index, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from zonemap.analysis.legend import caveat_of, legend_by, modes_of
from zonemap.analysis.legend_classes import Legend, LegendClass
from zonemap.analysis.own_legends import NO_VALUE
from zonemap.analysis.region_words import words_of
from zonemap.core.dates import happened_by, year_of
from zonemap.core.pinyin import county_readings, syllables
from zonemap.core.text import LIST, NONE
from zonemap.core.vocabulary import label, terms, word
from zonemap.outputs.atlas.facts import cite
from zonemap.outputs.atlas.flow import BODY, SMALL, Book, Flow, pages_of
from zonemap.outputs.atlas.pdf import Jump
from zonemap.region.region import Region
from zonemap.region.status import DATE_COLUMNS
from zonemap.scene.items import Disc, Paint
from zonemap.scene.key import sample
from zonemap.scene.lettering import break_lines, fit_line, name_of, text_width
from zonemap.scene.marks import sample_mark
from zonemap.scene.overview import MAP_NOTES, overview_sheet
from zonemap.scene.sheet import FORMATS, Sheet, SheetStyle
from zonemap.style.inks import ACCENT, LINE, SOFT
from zonemap.style.lines import Line

_ROW = 15.0
_SAMPLE = LegendClass("sample", NONE, ACCENT)
_COUNTED = ("township", *DATE_COLUMNS, "area_km2")
_INDENT = 40.0
_NEIGHBOURS_HEIGHT = 28.0
_REFERENCE = SMALL + 0.6
_REFERENCE_LINE = 1.4 * SMALL
_HIGHEST_PAGE = 9999
YEARS = 30.0
"""How high the axis of years is, points."""


def add_whole(book: Book, region: Region, legend: Legend, map_number: str) -> None:
    """Add the map of the whole region with the list of its zones."""
    style = SheetStyle(book.lang, FORMATS["A4"], map_number=map_number)
    sheet = overview_sheet(region, legend, style, subject=word("atlas", "atlas"), foot=34)
    book.mark(label("atlas", "cover", book.lang), book.add_sheet(sheet))


def add_numbers(book: Book, region: Region, map_number: str) -> None:
    """Add a map with its list for each indicator that has a number on the day."""
    modes = modes_of(region)
    for series in (one for one in region.series if one.key in modes):
        legend = legend_by(region, series.key)
        if (legend.of == NO_VALUE.key).all():
            continue
        style = SheetStyle(book.lang, FORMATS["A4"], map_number=map_number)
        sheet = overview_sheet(region, legend, style, subject=series.label, foot=34)
        book.mark(series.label.of(book.lang), book.add_sheet(sheet))


def add_reading(book: Book, region: Region, legend: Legend) -> None:
    """Add the page that explains colours, lines, statuses, confidence, and what is not stated."""
    flow = Flow(pages_of(book, label("atlas", "reading", book.lang)))
    flow.heading(label("page", "basis", book.lang))
    for key, term in words_of(region, "basis").items():
        _explain(flow, term.label(book.lang), label("page", f"basis_{key}", book.lang), boundary_basis=key)
    if caveat := caveat_of(region):
        flow.lines(caveat.of(book.lang), BODY, color=SOFT)
    if legend.classes:
        flow.heading(label("atlas", "kinds", book.lang))
    for item in legend.classes:
        count = label("measure_words", "counted", book.lang).format(n=item.count)
        _explain(flow, f"{item.label.of(book.lang)}  {count}", "", style=item)
    if region.has_topic("time"):
        flow.heading(label("page", "status", book.lang))
    for key in terms("status") if region.has_topic("time") else ():
        if not (region.zones["status"] == key).any():
            continue
        meaning = label("atlas", f"status_{key}", book.lang) if f"status_{key}" in terms("atlas") else ""
        _explain(flow, label("status", key, book.lang), meaning, style=_SAMPLE, status=key)
    flow.heading(label("column", "confidence", book.lang))
    for term in terms("confidence").values():
        flow.lines(term.label(book.lang), BODY)
    flow.lines(label("atlas", "footnotes", book.lang), BODY, color=SOFT)
    if len(region.zones):
        _describe_unstated(flow, region, book.lang)
    flow.heading(label("atlas", "limits", book.lang))
    for key in MAP_NOTES:
        flow.lines(label("sheet", key, book.lang), BODY)


def _explain(
    flow: Flow,
    word: str,
    meaning: str,
    *,
    boundary_basis: str = "",
    style: LegendClass = _SAMPLE,
    status: str = "operating",
) -> None:
    """Write one entry of the explanation: a sample, the word, what it means."""
    lines = break_lines(meaning, BODY - 1, flow.width - _INDENT) if meaning else []
    height = max(1.3 * BODY + 1.3 * (BODY - 1) * len(lines) + 5, 22)
    sheet, left, top = flow.need(height)
    if boundary_basis:
        sheet.add(sample(terms("basis")[boundary_basis], (left + 15, top + 11), 7.2))
    else:
        sheet.add(sample_mark(style, status, (left + 15, top + 12), 7))
    base = top + BODY if lines else top + 12 + 0.36 * BODY
    sheet.write((left + _INDENT, base), word, BODY + 0.5)
    for number, line in enumerate(lines):
        base = top + 2.3 * BODY + 1.3 * (BODY - 1) * number
        sheet.write((left + _INDENT, base), line, BODY - 1, color=SOFT)
    flow.top += height


def _describe_unstated(flow: Flow, region: Region, lang: str) -> None:
    """Tell how much the sources do not state."""
    flow.heading(label("page", "not_stated", lang))
    flow.lines(label("atlas", "not_stated", lang), BODY)
    flow.gap(4)
    for line in _unstated(region, lang):
        flow.lines(line, BODY, indent=10)


def _unstated(region: Region, lang: str) -> Sequence[str]:
    """Count for each column of how many zones the sources do not state it."""
    zones = region.zones
    counts = {key: int((zones[key].isna() | (zones[key] == "")).sum()) for key in _COUNTED}
    without = int((~zones.index.isin(region.industries["zone_id"])).sum())
    wording = [
        label("atlas", "unstated", lang).format(
            field=label("page", f"field_{key}", lang), n=n, all=len(zones)
        )
        for key, n in counts.items()
    ]
    industries = label("table", "industries", lang)
    return [*wording, label("atlas", "unstated", lang).format(field=industries, n=without, all=len(zones))]


def add_references(
    book: Book, region: Region, targets: Mapping[str, int], page: int, room: tuple[float, float, float]
) -> None:
    """Write under a county's map which counties are around it and on which pages; each leads there.

    Parameters
    ----------
    book, region
        The atlas and the region.
    targets
        The pages of the counties around, by adcode, from 0.
    page, room
        Where to write: page, left end, top and right end.
    """
    if not targets:
        return
    left, top, right = room
    sheet, top = book.sheets[page], top + BODY
    sheet.write((left, top), label("atlas", "around", book.lang), _REFERENCE, color=SOFT)
    wording = [_reference(region, book.lang, code, target + 1) for code, target in targets.items()]
    spots = _spots(wording, book.lang, right - left)
    for text, target, (across, number) in zip(wording, targets.values(), spots, strict=True):
        at, line = left + across, top + number * _REFERENCE_LINE
        sheet.write((at, line), text, _REFERENCE)
        book.jumps.append(
            Jump(page, target, (at, line - SMALL - 2, at + text_width(text, _REFERENCE), line + 3))
        )


def years_of(region: Region, zone_ids: Iterable[str]) -> dict[str, int]:
    """Return the years in which zones were approved by the region's day, as far as these are known."""
    dates = {zone_id: region.rows[zone_id]["approved"] for zone_id in zone_ids}
    years = {one: year_of(date) for one, date in dates.items() if happened_by(date, region.date)}
    return {zone_id: year for zone_id, year in years.items() if year is not None}


def draw_years(
    sheet: Sheet, region: Region, legend: Legend, numbers: Mapping[str, int], room: tuple[float, float, float]
) -> None:
    """Draw an axis from the first approval to the day, on it a county's numbered zones; of too many counts.

    Parameters
    ----------
    sheet, region, legend
        Where to draw, and the zones with their classes.
    numbers
        The number of each zone to mark, approved in a year that is known.
    room
        Left end, top and right end.
    """
    left, top, right = room
    years, heading = years_of(region, map(str, region.shown.index)), label("column", "approved", sheet.lang)
    first, last = min(years.values()), region.date.year
    start, level = left + text_width(heading, SMALL) + 20, top + 9
    step = (right - 16 - start) / max(last - first, 1)
    sheet.write((left, top + 12), heading, SMALL, color=SOFT)
    sheet.rule((start, level), (start + (last - first) * step, level), width=1.2)
    on_axis = {year: start + (year - first) * step for year in years.values()}
    ends, places, at = {first: start, last: start + (last - first) * step}, {}, -right
    for zone_id in sorted(numbers, key=lambda key: (years[key], numbers[key])):
        at = places[zone_id] = max(on_axis[years[zone_id]], at + 15)  # two of one year side by side
    if at > right - 8:
        for year, count in Counter(years[one] for one in numbers).items():
            place = on_axis[year]
            sheet.add(Disc((place, level), 4, Paint(SOFT)))
            sheet.write((place, level - 7), f"{count}", SMALL, align="center")
            ends = {other: x for other, x in ends.items() if abs(x - place) > 24} | {year: place}
        places = {}
    for zone_id, at in places.items():
        sheet.add(sample_mark(legend.class_of(zone_id), "operating", (at, level), 6.5, str(numbers[zone_id])))
        ends = {year: x for year, x in ends.items() if abs(x - at) > 24} | {years[zone_id]: at}
    for year, x in ends.items():
        sheet.write((x, top + YEARS - 5), str(year), SMALL, align="center")


def references_height(region: Region, lang: str, around: Sequence[str], room: float) -> float:
    """Return how high the references are at most: their pages are not known before all are written."""
    spots = _spots([_reference(region, lang, code, _HIGHEST_PAGE) for code in around], lang, room)
    lines = spots[-1][1] + 1 if spots else 1
    return max(_NEIGHBOURS_HEIGHT, BODY + (lines - 1) * _REFERENCE_LINE + _REFERENCE - 0.4)


def _reference(region: Region, lang: str, adcode: str, page: int) -> str:
    """Name a county and its page."""
    name = name_of(region.counties.loc[adcode], lang)
    return label("atlas", "on_page", lang).format(name=name, page=page)


def _spots(wording: Sequence[str], lang: str, room: float) -> list[tuple[float, int]]:
    """Return for each reference how far from the left it stands and on which line, after the heading."""
    at, line = text_width(label("atlas", "around", lang), _REFERENCE) + 6, 0
    spots = []
    for text in wording:
        width = text_width(text, _REFERENCE)
        if at + width > room:
            at, line = 0.0, line + 1
        spots.append((at, line))
        at += width + 9
    return spots


def add_index(book: Book, region: Region, counties: Mapping[str, int], zones: Mapping[str, int]) -> Flow:
    """Add the index: the zones in the order of their names, by pinyin or alphabet, then the counties.

    Returns
    -------
    What is left of its last page.
    """
    flow = Flow(pages_of(book, label("atlas", "index", book.lang)))
    if zones:
        flow.heading(label("atlas", "index_zones", book.lang))
    order = _order({key: name_of(region.rows[key], book.lang) for key in zones}, region)
    for zone_id in order:
        zone = region.rows[zone_id]
        hosts = [name_of(county, book.lang) for _, county in region.hosts_of(zone).iterrows()]
        beside = LIST.of(book.lang).join(hosts)
        _entry(book, flow, name_of(zone, book.lang), beside, zones[zone_id])
    flow.heading(label("table", "counties", book.lang))
    for adcode in _order({key: name_of(region.counties.loc[key], book.lang) for key in counties}, region):
        _entry(book, flow, name_of(region.counties.loc[adcode], book.lang), adcode, counties[adcode])
    return flow


def add_sources(book: Book, region: Region, flow: Flow) -> None:
    """List the sources that the pages before cite after the index, with how many values rest on each."""
    flow.heading(label("sheet", "sources", book.lang))
    book.mark(label("sheet", "sources", book.lang), flow.column.page)
    counts = region.evidence["source_id"].value_counts()
    for source_id in region.sources.loc[region.sources["source_id"].isin(book.cited), "source_id"]:
        wording = label("atlas", "source", book.lang).format(
            source=cite(region, source_id, book.lang), n=int(counts.get(source_id, 0))
        )
        flow.lines(wording, BODY - 1)
        flow.gap(3)


def _order(names: Mapping[str, str], region: Region) -> list[str]:
    """Return ids in the order of their names: Chinese by pinyin, with the counties' own readings."""
    read = dict(zip(region.counties["name_zh"], region.counties["name_en"], strict=True))
    readings = county_readings(read)
    return sorted(names, key=lambda key: ([part.lower() for part in syllables(names[key], readings)], key))


def _entry(book: Book, flow: Flow, name: str, beside: str, page: int) -> None:
    """Write a name, what stands beside it and the page, to which the line leads."""
    sheet, left, top = flow.need(_ROW)
    right = left + flow.width
    number = str(page + 1)
    shown = fit_line(name, BODY, 0.68 * flow.width)
    sheet.write((left, top + 10), shown, BODY)
    at = left + text_width(shown, BODY) + 8
    wording = fit_line(beside, BODY - 1.5, right - 30 - at)
    sheet.write((at, top + 10), wording, BODY - 1.5, color=SOFT)
    sheet.write((right, top + 10), number, BODY, align="right")
    start = at + text_width(wording, BODY - 1.5) + 6
    if start < right - 24:
        sheet.rule((start, top + 9), (right - 20, top + 9), color=LINE, dash=Line(0, (0.7, 2.1)))
    book.jumps.append(Jump(flow.column.page, page, (left, top, right, top + _ROW)))
    flow.top += _ROW
