"""Figures as the pages of one PDF: fonts that every reader takes, bookmarks, links, the same bytes twice."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import (
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    Fit,
    NameObject,
    TextStringObject,
)

from zonemap.painters.figures import render_settings

_WITHIN = 0.6
"""How far a quadratic outline may lie from the cubic one, in units of the font. There are 1000 to the em:
at 10 pt it is 0.006 pt, while a dot at 600 dpi is 0.12 pt."""

# Text in the PDF names glyphs by number, so that outlines and widths are all it needs: no cmap, no names.
_TABLES_IN_PDF = {"glyf", "head", "hhea", "hmtx", "loca", "maxp", "GlyphOrder"}
_PROFILE_FIELDS = (
    "maxComponentElements",
    "maxFunctionDefs",
    "maxInstructionDefs",
    "maxSizeOfInstructions",
    "maxStackElements",
    "maxStorage",
    "maxTwilightPoints",
)


@dataclass(frozen=True)
class Bookmark:
    """An entry of the outline.

    Parameters
    ----------
    title
        What it says.
    page
        Number of the page, from 0.
    level
        0, or 1 for an entry under the last one of level 0.
    """

    title: str
    page: int
    level: int = 0


@dataclass(frozen=True)
class Jump:
    """A place on a page that leads to another page.

    Parameters
    ----------
    page, target
        Numbers of the pages, from 0.
    box
        Left, top, right, bottom in points from the upper left corner.
    """

    page: int
    target: int
    box: tuple[float, float, float, float]


def make_pdf(
    figures: Iterable[Figure],
    *,
    title: str,
    subject: str,
    lang: str,
    bookmarks: Sequence[Bookmark] = (),
    jumps: Sequence[Jump] = (),
) -> bytes:
    """Bind figures into one PDF.

    Parameters
    ----------
    figures
        A page each.
    title, subject
        What it is, for the reader's window and for catalogues.
    lang
        Language of the text, such as ``zh-CN``.
    bookmarks
        The outline, in order.
    jumps
        Links from page to page.
    """
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(_pages(figures))))
    writer.metadata = {"/Title": title, "/Subject": subject, "/Creator": "zonemap", "/Producer": "zonemap"}
    _convert_fonts(writer)
    _add_bookmarks(writer, bookmarks)
    for jump in jumps:
        _add_jump(writer, jump)
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(lang)
    preferences = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    root[NameObject("/ViewerPreferences")] = preferences
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def _pages(figures: Iterable[Figure]) -> bytes:
    """Return the figures as matplotlib writes them."""
    content = io.BytesIO()
    no_dates = {"CreationDate": None, "ModDate": None}
    with render_settings(), PdfPages(content, metadata=no_dates) as pages:
        for figure in figures:
            pages.savefig(figure)
    return content.getvalue()


def _convert_fonts(writer: PdfWriter) -> None:
    """Turn OpenType fonts with cubic outlines into the TrueType fonts that they are declared to be.

    Matplotlib embeds either kind as TrueType; readers that take the declaration at its word show no text. All
    pages share their fonts.
    """
    resources: Any = writer.pages[0]["/Resources"]
    for font in resources["/Font"].values():
        for descendant in font.get_object().get("/DescendantFonts", []):
            descriptor = descendant.get_object()["/FontDescriptor"]
            file = descriptor["/FontFile2"].get_object().get_data()
            if file.startswith(b"OTTO"):
                stream = DecodedStreamObject()
                stream.set_data(true_type(file))
                descriptor[NameObject("/FontFile2")] = writer._add_object(stream.flate_encode(9))


def true_type(open_type: bytes) -> bytes:
    """Return an OpenType font with quadratic instead of cubic outlines and no more than a PDF needs.

    Parameters
    ----------
    open_type
        A font file with the table ``CFF``.
    """
    # Only the outlines change. The order of the glyphs must stay, since the pages name glyphs by their
    # numbers and the widths that matplotlib wrote stand in that order; and no time of writing may enter
    # (recalcTimestamp).
    font = TTFont(io.BytesIO(open_type), recalcTimestamp=False)
    order = font.getGlyphOrder()
    cubic = font.getGlyphSet()
    outlines = newTable("glyf")
    outlines.glyphOrder = order
    outlines.glyphs = {name: _quadratic(cubic, name) for name in order}
    font["loca"] = newTable("loca")
    font["glyf"] = outlines
    # CFF fonts have a short "maxp" (0.5); TrueType needs the long one, though without instructions all is
    # zero.
    profile = font["maxp"]
    profile.tableVersion = 0x00010000
    for field in _PROFILE_FIELDS:
        setattr(profile, field, 0)
    profile.maxZones = 1
    for name in set(font.keys()) - _TABLES_IN_PDF:
        del font[name]
    font.sfntVersion = "\x00\x01\x00\x00"
    content = io.BytesIO()
    font.save(content)
    return content.getvalue()


def _quadratic(cubic: Any, name: str) -> Any:
    """Return a glyph with quadratic outlines."""
    # Reversed: PostScript outlines run counter-clockwise around ink, TrueType's clockwise.
    pen = TTGlyphPen(cubic)
    cubic[name].draw(Cu2QuPen(pen, _WITHIN, reverse_direction=True))
    return pen.glyph()


def _add_bookmarks(writer: PdfWriter, bookmarks: Sequence[Bookmark]) -> None:
    """Add the outline; an entry hangs on the last one of the level above."""
    last: dict[int, Any] = {}
    for bookmark in bookmarks:
        parent = last.get(bookmark.level - 1)
        last[bookmark.level] = writer.add_outline_item(
            title=bookmark.title, page_number=bookmark.page, parent=parent
        )
    if bookmarks:
        writer.page_mode = "/UseOutlines"


def _add_jump(writer: PdfWriter, jump: Jump) -> None:
    """Add a link without a border."""
    height = float(writer.pages[jump.page].mediabox.height)
    left, top, right, bottom = jump.box
    rect = (left, height - bottom, right, height - top)
    link = Link(rect=rect, border=[0, 0, 0], target_page_index=jump.target, fit=Fit.fit())
    writer.add_annotation(jump.page, link)
