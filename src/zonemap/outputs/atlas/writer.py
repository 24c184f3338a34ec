"""The atlas, one PDF: the whole, how to read it, maps of indicators, a page a county, index and sources."""

from __future__ import annotations

from pathlib import Path

from zonemap.analysis.legend import legend_by
from zonemap.analysis.region_words import day_of
from zonemap.core.atomic_output import write_atomic
from zonemap.core.errors import check_lang
from zonemap.core.text import DOT, LANGUAGE_TAGS
from zonemap.core.vocabulary import label
from zonemap.outputs.atlas.county import add_counties
from zonemap.outputs.atlas.flow import Book
from zonemap.outputs.atlas.matter import add_cover, add_index, add_numbers, add_reading, add_sources
from zonemap.outputs.atlas.pdf import make_pdf
from zonemap.painters.figures import paint_sheet
from zonemap.region.region import Region
from zonemap.style.inks import INK, SOFT

_FOOT_SIZE = 8.0


def write_atlas(region: Region, path: Path | str, *, lang: str = "zh", map_number: str = "") -> Path:
    """Write the atlas of a region as PDF, A4 landscape.

    A cover map, how to read it, a map for each indicator, a page for each county with its zones, their values
    and who says so, an index and the sources. Text can be searched, fonts are embedded, page numbers and
    names lead to their pages, and the same region gives the same bytes.

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
    add_cover(book, region, legend, map_number)
    add_reading(book, region, legend)
    add_numbers(book, region, map_number)
    counties, zones = add_counties(book, region, legend)
    add_index(book, region, counties, zones)
    if region.has_topic("sources"):
        add_sources(book, region)
    _foot_pages(book, region, map_number)
    return book


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
        sheet.write((26, 580), DOT.of(lang).join(filter(None, wording)), _FOOT_SIZE, color=SOFT)
        sheet.write((841.89 - 26, 580), page, _FOOT_SIZE + 1, color=INK, align="right")
