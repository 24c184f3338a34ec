"""The last pages of the atlas: the zones with their pages, and the sources."""

from __future__ import annotations

from collections.abc import Mapping

from zonemap.core.pinyin import county_readings, syllables
from zonemap.core.text import LIST
from zonemap.core.vocabulary import label
from zonemap.outputs.atlas.facts import cite
from zonemap.outputs.atlas.flow import BODY, Book, Flow, pages_of
from zonemap.outputs.atlas.pdf import Jump
from zonemap.region.region import Region
from zonemap.scene.lettering import fit_line, name_of, text_width
from zonemap.style.inks import LINE, SOFT
from zonemap.style.lines import Line

_ROW = 15.0


def add_index(book: Book, region: Region, counties: Mapping[str, int], zones: Mapping[str, int]) -> None:
    """Add the index: the zones in the order of their names, by pinyin or alphabet, then the counties."""
    flow = Flow(pages_of(book, label("atlas", "index", book.lang)))
    if zones:
        flow.heading(label("atlas", "index_zones", book.lang))
    order = _order({key: name_of(region.zones.loc[key], book.lang) for key in zones}, region)
    for zone_id in order:
        zone = region.zones.loc[zone_id]
        hosts = [name_of(county, book.lang) for _, county in region.hosts_of(zone).iterrows()]
        beside = LIST.of(book.lang).join(hosts)
        _entry(book, flow, name_of(zone, book.lang), beside, zones[zone_id])
    flow.heading(label("table", "counties", book.lang))
    for adcode in _order({key: name_of(region.counties.loc[key], book.lang) for key in counties}, region):
        _entry(book, flow, name_of(region.counties.loc[adcode], book.lang), adcode, counties[adcode])


def add_sources(book: Book, region: Region) -> None:
    """Add the list of the sources that the pages before cite, with the number of values that rest on each."""
    flow = Flow(pages_of(book, label("sheet", "sources", book.lang), 1))
    counts = region.evidence["source_id"].value_counts()
    for source_id in region.sources.loc[region.sources["source_id"].isin(book.cited), "source_id"]:
        wording = label("atlas", "source", book.lang).format(
            source=cite(region, source_id, book.lang), n=int(counts.get(source_id, 0))
        )
        flow.lines(wording, BODY)
        flow.gap(4)


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
