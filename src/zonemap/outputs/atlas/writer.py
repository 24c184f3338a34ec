"""The atlas, one PDF: the whole, how to read it, maps of indicators, a page a county, index and sources."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from zonemap.analysis.legend import legend_by
from zonemap.analysis.region_words import day_of
from zonemap.core.atomic_output import write_atomic
from zonemap.core.errors import check_lang
from zonemap.core.text import DOT, LANGUAGE_TAGS
from zonemap.core.vocabulary import label
from zonemap.outputs.atlas.county import add_counties
from zonemap.outputs.atlas.flow import Book
from zonemap.outputs.atlas.matter import add_index, add_numbers, add_reading, add_sources, add_whole
from zonemap.outputs.atlas.pdf import Jump, make_pdf
from zonemap.painters.figures import paint_sheet
from zonemap.region.region import Region
from zonemap.scene.items import Mark, Paint, walk
from zonemap.scene.lettering import break_lines, fit_line
from zonemap.scene.overview import silhouette
from zonemap.style.inks import INK, NAVY, PAPER, SOFT

_FOOT_SIZE = 8.0
_SIDE, _COVER = 26.0, 556.0
"""Side margin of the pages, and how high the cover is filled, points."""

_SILHOUETTE = (430.0, 70.0, 810.0, 500.0)


def write_atlas(region: Region, path: Path | str, *, lang: str = "zh", map_number: str = "") -> Path:
    """Write the atlas of a region as PDF, A4 landscape.

    A cover, the map of all, how to read it, a map for each indicator, a page for each county with its zones,
    their values and who says so, an index and the sources. Text can be searched, fonts are embedded, marks,
    page numbers and names lead to their pages, and the same region gives the same bytes.

    Parameters
    ----------
    region
        The region on the day to show.
    path
        Where to write.
    lang
        ``zh`` or ``en``.
    map_number
        The 审图号 issued to this atlas; without one it is marked as a working draft.

    Returns
    -------
    The path.

    Raises
    ------
    OSError
        If the file cannot be written.
    UnknownOption
        If there is no such language.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> zm.write_atlas(region, "atlas.pdf", lang="en").name
    'atlas.pdf'
    """
    book = make_book(region, lang=lang, map_number=map_number)
    day = day_of(region).of(lang)
    fingerprint = label("figure", "fingerprint", lang).format(fingerprint=region.fingerprint)
    content = make_pdf(
        (paint_sheet(sheet)[0] for sheet in book.sheets),
        title=f"{region.title.of(lang)} · {label('atlas', 'atlas', lang)}",
        subject=" · ".join(filter(None, [day, fingerprint])),
        lang=LANGUAGE_TAGS[lang],
        bookmarks=book.bookmarks,
        jumps=book.jumps,
    )
    return write_atomic(path, content)


def make_book(region: Region, *, lang: str = "zh", map_number: str = "") -> Book:
    """Draw the pages of the atlas; parameters as for :func:`write_atlas`.

    Raises
    ------
    UnknownOption
        If there is no such language.
    """
    legend = legend_by(region, "kind")
    book = Book(check_lang(lang))
    _add_cover(book, region, map_number)
    add_whole(book, region, legend, map_number)
    add_reading(book, region, legend)
    add_numbers(book, region, map_number)
    counties, zones = add_counties(book, region, legend)
    rest = add_index(book, region, counties, zones)
    if region.has_topic("sources"):
        add_sources(book, region, rest)
    _link_marks(book, zones)
    _foot_pages(book, region, map_number)
    return book


def _add_cover(book: Book, region: Region, map_number: str) -> None:
    """Add a cover to print: title, day and mark beside the counties."""
    page, sheet = book.add_page()
    (width, _), lang = sheet.size, book.lang
    sheet.rect((0, 0, width, _COVER), Paint(NAVY))
    sheet.items += silhouette(region, _SILHOUETTE, lang)
    title, left = region.title.of(lang), 3 * _SIDE
    other = region.title.other(lang) if region.title.other(lang) != title else ""
    top = 0.4 * _COVER
    for line in break_lines(title, 34, _SILHOUETTE[0] - left - _SIDE)[:3]:
        sheet.write((left, top), line, 34, color=PAPER, bold=True)
        top += 44
    subtitle = DOT.of(lang).join(filter(None, [label("atlas", "atlas", lang), day_of(region).of(lang)]))
    mark = (
        f"{label('sheet', 'map_number', lang)} {map_number}" if map_number else label("sheet", "draft", lang)
    )
    for wording, size in ((other, 15.0), (subtitle, 15.0), (mark, 12.0)):
        if wording:
            sheet.write((left, top), fit_line(wording, size, _SILHOUETTE[0] - left), size, color=PAPER)
            top += 1.9 * size
    book.mark(label("atlas", "atlas", lang), page)


def _link_marks(book: Book, zones: Mapping[str, int]) -> None:
    """Let the mark of a zone on any map lead to the page that tells of it."""
    for page, sheet in enumerate(book.sheets):
        for mark in walk(sheet.items):
            if isinstance(mark, Mark) and zones.get(mark.zone, page) != page:
                (x, y), reach = mark.place, mark.radius
                box = (x - reach, y - reach, x + reach, y + reach)
                book.jumps.append(Jump(page, zones[mark.zone], box))


def _foot_pages(book: Book, region: Region, map_number: str) -> None:
    """Write at the foot of every page what it belongs to, its mark and its number."""
    lang = book.lang
    mark = (
        f"{label('sheet', 'map_number', lang)} {map_number}" if map_number else label("sheet", "draft", lang)
    )
    wording = [
        region.title.of(lang),
        day_of(region).of(lang),
        label("sheet", "indicative", lang),
        mark,
        label("figure", "fingerprint", lang).format(fingerprint=region.fingerprint),
    ]
    for number, sheet in enumerate(book.sheets, 1):
        page = label("atlas", "page", lang).format(n=number, all=len(book.sheets))
        sheet.write((_SIDE, 580), DOT.of(lang).join(filter(None, wording)), _FOOT_SIZE, color=SOFT)
        sheet.write((841.89 - _SIDE, 580), page, _FOOT_SIZE + 1, color=INK, align="right")
