"""Text on slides: measured before it is set, so that none overflows, with its East-Asian face named."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.text.text import TextFrame, _Run
from pptx.util import Pt

from zonemap.scene.lettering import break_lines, text_width

LINE = 1.45
"""Height of a line as a share of its type size, in the tallest of the typefaces that may be at hand."""

_WIDER, _BOLD_WIDER = 1.03, 1.07
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_MIXED = re.compile("(?<=[\u3400-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[\u3400-\u9fff])")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_APART = 0.2
"""Room that some programs leave between Chinese and Latin, as a share of the type size."""
_THEME = {
    "text": MSO_THEME_COLOR.TEXT_1,
    "paper": MSO_THEME_COLOR.BACKGROUND_1,
    "accent": MSO_THEME_COLOR.TEXT_2,
    "shade": MSO_THEME_COLOR.BACKGROUND_2,
}
_ALIGN = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}
_ANCHOR = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}


@dataclass(frozen=True)
class Paragraph:
    """A paragraph.

    Parameters
    ----------
    text
        What it says.
    size
        Type size in points; 0 for the size of the placeholder.
    bold
        Whether it is bold.
    color
        ``#rrggbb``, or ``text``, ``paper``, ``accent`` or ``shade`` of the theme; empty for that of the
        placeholder.
    align
        ``left``, ``center``, ``right``; empty for that of the placeholder.
    before
        Room above it, points.
    """

    text: str
    size: float = 0
    bold: bool = False
    color: str = ""
    align: str = ""
    before: float = 0


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is set on one line, points."""
    return text_width(text, size) * _wider(text, bold=bold)


def lines_of(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Break a text into the lines it takes in a width, points."""
    return break_lines(printable(text), size, width / _wider(text, bold=bold))


def _wider(text: str, *, bold: bool) -> float:
    """Return how much wider than measured a text may be set."""
    apart = _APART * len(_MIXED.findall(text)) / max(text_width(text, 1), 1)
    return (_BOLD_WIDER if bold else _WIDER) + apart


def height_of(paragraphs: Sequence[Paragraph], width: float) -> float:
    """Return how high paragraphs stand in a width, points."""
    return sum(_height(paragraph, width) for paragraph in paragraphs)


def _height(paragraph: Paragraph, width: float) -> float:
    """Return how high a paragraph stands in a width, points, with the room above it."""
    lines = lines_of(paragraph.text, paragraph.size, width, bold=paragraph.bold)
    return paragraph.before + LINE * paragraph.size * len(lines)


def shrink(
    paragraphs: Sequence[Paragraph], width: float, height: float, smallest: float = 8
) -> list[Paragraph]:
    """Return paragraphs in type just small enough for a box, half a point a step.

    What does not fit in the smallest type is cut with an ellipsis.
    """
    fitted = list(paragraphs)
    while height_of(fitted, width) > height and min(paragraph.size for paragraph in fitted) > smallest:
        fitted = [
            replace(paragraph, size=paragraph.size - 0.5, before=paragraph.before * 0.9)
            for paragraph in fitted
        ]
    return _cut(fitted, width, height)


def _cut(paragraphs: list[Paragraph], width: float, height: float) -> list[Paragraph]:
    """Return paragraphs cut at the end to fit a box; those of a box lower than a line stay whole."""
    if height_of(paragraphs, width) <= height or height < LINE * paragraphs[0].size:
        return paragraphs
    tops = list(accumulate((_height(paragraph, width) for paragraph in paragraphs), initial=0.0))
    for last in range(len(paragraphs) - 1, -1, -1):
        text = cut_text(paragraphs[last].text, _fit(tops[last], paragraphs[last], width, height))
        if text != "…" or last == 0:
            return [*paragraphs[:last], replace(paragraphs[last], text=text)]
    return paragraphs


def _fit(top: float, paragraph: Paragraph, width: float, height: float) -> Callable[[str], bool]:
    """Return what tells whether a text in place of that of a paragraph fits from a top on."""
    return lambda text: top + _height(replace(paragraph, text=text), width) <= height


def cut_text(text: str, fits: Callable[[str], bool]) -> str:
    """Return as much of a text as fits, with an ellipsis where it was cut."""
    if fits(text):
        return text
    short = bisect_left(range(len(text)), True, key=lambda cut: fits(text[: len(text) - cut].rstrip() + "…"))
    return text[: len(text) - short].rstrip() + "…"


def write(
    frame: TextFrame,
    paragraphs: Sequence[Paragraph],
    *,
    anchor: str = "",
    inset: float | None = None,
    heading: bool = False,
) -> None:
    """Fill a text frame.

    Parameters
    ----------
    frame
        The frame of a shape, a placeholder or a table cell.
    paragraphs
        Its paragraphs, one at least.
    anchor
        ``top``, ``middle`` or ``bottom``; empty for that of the placeholder.
    inset
        Room between frame and text, points; None for that of the placeholder.
    heading
        Whether it is set in the theme's face for headings.
    """
    if inset is not None:
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(inset)
        frame.word_wrap = True
    if anchor:
        frame.vertical_anchor = _ANCHOR[anchor]
    for number, paragraph in enumerate(paragraphs):
        pptx_paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        if paragraph.align:
            pptx_paragraph.alignment = _ALIGN[paragraph.align]
        if paragraph.before:
            pptx_paragraph.space_before = Pt(paragraph.before)
        if paragraph.text:
            _set(pptx_paragraph.add_run(), paragraph, heading=heading)
        elif paragraph.size:
            size = {"sz": str(round(paragraph.size * 100))}
            pptx_paragraph._p.append(pptx_paragraph._p.makeelement(qn("a:endParaRPr"), size))


def _set(run: _Run, paragraph: Paragraph, *, heading: bool) -> None:
    """Set a run: size, weight, colour, language and the theme's East-Asian face."""
    run.text = printable(paragraph.text)
    if paragraph.size:
        run.font.size = Pt(paragraph.size)
    if paragraph.bold:
        run.font.bold = True
    if paragraph.color.startswith("#"):
        run.font.color.rgb = RGBColor.from_string(paragraph.color[1:].upper())
    elif paragraph.color:
        run.font.color.theme_color = _THEME[paragraph.color]
    name_face(run, heading=heading)


def name_face(run: _Run, *, heading: bool = False) -> None:
    """Name the language of a run and the theme's East-Asian face, which WPS does not take by itself."""
    properties = run._r.get_or_add_rPr()
    properties.set("lang", "zh-CN" if _CHINESE.search(run.text) else "en-US")
    properties.set("altLang", "en-US" if _CHINESE.search(run.text) else "zh-CN")
    face = properties.makeelement(qn("a:ea"), {"typeface": "+mj-ea" if heading else "+mn-ea"})
    properties.insert_element_before(face, "a:cs", "a:sym", "a:hlinkClick", "a:hlinkMouseOver", "a:extLst")


def printable(text: str) -> str:
    """Return a text on one line, without the control characters that XML has no place for."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())
