"""The first pages of the atlas: the map of the whole, and how to read the pages after it."""

from __future__ import annotations

from collections.abc import Sequence

from zonemap.analysis.legend import caveat_of
from zonemap.analysis.legend_classes import Legend, LegendClass
from zonemap.core.text import NONE
from zonemap.core.vocabulary import label, terms, word
from zonemap.outputs.atlas.flow import BODY, Book, Flow, pages_of
from zonemap.region.region import Region
from zonemap.region.status import DATE_COLUMNS
from zonemap.scene.key import sample
from zonemap.scene.lettering import break_lines
from zonemap.scene.marks import sample_mark
from zonemap.scene.overview import MAP_NOTES, overview_sheet
from zonemap.scene.sheet import FORMATS, SheetStyle
from zonemap.style.inks import ACCENT, SOFT

_SAMPLE = LegendClass("sample", NONE, ACCENT)
_COUNTED = ("township", *DATE_COLUMNS, "area_km2")
_INDENT = 40.0


def add_cover(book: Book, region: Region, legend: Legend, map_number: str) -> None:
    """Add the map of the whole region with the list of its zones."""
    style = SheetStyle(book.lang, FORMATS["A4"], map_number=map_number)
    sheet = overview_sheet(region, legend, style, subject=word("atlas", "atlas"), foot=34)
    book.mark(label("atlas", "cover", book.lang), book.add_sheet(sheet))


def add_reading(book: Book, region: Region, legend: Legend) -> None:
    """Add the page that explains colours, lines, statuses, confidence, and what is not stated."""
    flow = Flow(pages_of(book, label("atlas", "reading", book.lang)))
    flow.heading(label("page", "basis", book.lang))
    for key, term in terms("basis").items():
        _explain(flow, term.label(book.lang), label("page", f"basis_{key}", book.lang), boundary_basis=key)
    if caveat := caveat_of(region):
        flow.lines(caveat.of(book.lang), BODY, color=SOFT)
    if legend.classes:
        flow.heading(label("atlas", "kinds", book.lang))
    for item in legend.classes:
        count = label("measure_words", "counted", book.lang).format(n=item.count)
        _explain(flow, f"{item.label.of(book.lang)}  {count}", "", style=item)
    flow.heading(label("page", "status", book.lang))
    for key in terms("status"):
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
