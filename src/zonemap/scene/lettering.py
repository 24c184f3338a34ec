"""Text measured in one Chinese typeface from a package, cut, broken into lines and set in paragraphs."""

# Above 300 lines because measuring, breaking and fitting a text read the same widths of letters.

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib
from matplotlib.font_manager import get_font
from matplotlib.ft2font import LoadFlags
from pylopdf_fonts_zh_cn import sans_path

from zonemap.core.names import both_names
from zonemap.core.text import LIST, Text
from zonemap.core.vocabulary import label
from zonemap.style.reader import quantity

if TYPE_CHECKING:
    import pandas as pd

MISSING = "〓"
"""Stands for a character that the typeface does not have, as printers have it."""

SLACK = 1.08
"""How much wider than measured a text may be set, as offices show it in a typeface of their own."""

BODY, LEAST = quantity("size.deck.body"), quantity("size.deck.least")
"""Type size of a text on a slide, and of tables, footnotes and footers: none is set smaller."""

LINE_HEIGHT = 1.45
"""Height of a line of a paragraph as a share of its type size, in the tallest Chinese typeface at hand."""

_LATIN_HEIGHT = 1.32
"""The same of a line without Chinese."""

_WIDER = 1.02
_WIDE = {"regular": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}
"""The widest faces in which a program without Arial sets a slide; both come with matplotlib."""

_FIRST_CHINESE = "\u2e80"
_CHINESE = re.compile(f"[{_FIRST_CHINESE}-\U0010ffff]")
_MIXED = re.compile("(?<=[\u3400-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[\u3400-\u9fff])")
_APART = 0.2  # room that some programs leave between Chinese and Latin, as a share of the type size

_NOT_FIRST = "、，。；：！？）》」』】〉…·％,.;:!?)]}”’"
_NOT_LAST = "（《「『【〈([{“‘"
_TOKEN = re.compile(r"\s+|[A-Za-z0-9À-ɏ'’.,;:()/&+²³°]+[-–]?|.", re.DOTALL)


@lru_cache(4096)
def settable(text: str) -> str:
    """Return a text on one line that the typeface can set; 〓 stands for what it cannot."""
    known = _letters()
    one_line = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(letter if letter == " " or ord(letter) in known else MISSING for letter in one_line)


def text_width(text: str, size: float) -> float:
    """Return how wide a text is set, in the unit of ``size``; kerning, which makes it narrower, left out."""
    return size * _width(text)


@lru_cache(4096)
def _width(text: str, face: str = "") -> float:
    """Return how wide a text is set as a share of the type size."""
    return sum(_advance(letter, face) for letter in settable(text))


def break_lines(text: str, size: float, width: float, face: str = "") -> list[str]:
    """Break a text into lines.

    Parameters
    ----------
    text
        The text; Chinese breaks between any two characters, Latin between words.
    size
        Type size.
    width
        Greatest width of a line, in the unit of ``size``.
    face
        ``regular`` or ``bold``: no letter is measured narrower than in that wide face.

    Returns
    -------
    The lines, one at least; none begins with a closing mark or ends with an opening one.
    """
    return list(_broken(text, size, width, face))


@lru_cache(4096)
def _broken(text: str, size: float, width: float, face: str) -> tuple[str, ...]:
    """Break a text into lines; the same one is measured again and again on its way to the paper."""
    lines = [""]
    used = inked = 0.0  # of the last line, with and without the blanks at its end: measured once a letter
    pieces = _pieces(settable(text))
    whole = [[piece] if size * _width(piece, face) <= width else list(piece) for piece in pieces]
    for piece in (part for parts in whole for part in parts):
        end = _advanced(used, piece.rstrip(), face) if piece.strip() else inked
        if lines[-1].strip() and size * end > width:
            lines.append(piece.lstrip())
            used, inked = _advanced(0.0, lines[-1], face), _advanced(0.0, piece.strip(), face)
        else:
            lines[-1] += piece
            used, inked = _advanced(used, piece, face), end
    return tuple(line.strip() for line in lines if line.strip()) or ("",)


def _advanced(used: float, text: str, face: str) -> float:
    """Return where a text ends that begins at a place, as a share of the type size."""
    for letter in text:
        used += _advance(letter, face)
    return used


def balance_lines(text: str, size: float, width: float) -> list[str]:
    """Break a text into as few lines as :func:`break_lines` does, but all about equally long."""
    lines = break_lines(text, size, width)
    narrow, wide = max(width / len(lines) * 0.9, longest_piece(text, size)), width
    while wide - narrow > 0.25 * size:
        middle = (narrow + wide) / 2
        if len(break_lines(text, size, middle)) > len(lines):
            narrow = middle
        else:
            wide = middle
    return break_lines(text, size, wide)


def longest_piece(text: str, size: float) -> float:
    """Return how wide the longest part of a text is that should not be broken: a Latin word."""
    return max((text_width(piece, size) for piece in _pieces(settable(text))), default=0.0)


def fit_line(text: str, size: float, width: float) -> str:
    """Return the text on one line, cut with an ellipsis if it is wider than ``width``."""
    return cut_text(settable(text), lambda cut: text_width(cut, size) <= width)


def fit_names(names: Sequence[str], lang: str, fits: Callable[[str], bool]) -> str:
    """Join as many names as have room, which ``fits`` tells of a text; those that have none are counted."""

    def wording(left_out: int) -> str:
        kept = len(names) - left_out
        rest = label("figure", "rest_names", lang).format(n=left_out) if left_out else ""
        joined = LIST.of(lang).join(names[:kept])
        return joined + rest if kept else rest.lstrip("，; ")

    least = bisect_left(range(len(names)), True, key=lambda left_out: fits(wording(left_out)))
    return wording(least)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a slide.

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

    def width(self) -> float:
        """Return how wide it may be set on one line, points."""
        return self.size * _width(self.text, self._face()) * self._wider()

    def height(self, width: float) -> float:
        """Return how high it may stand in a width, with the room above it, points."""
        return _height(self, width)

    def _face(self) -> str:
        """Name the wide face by which it is measured."""
        return "bold" if self.bold else "regular"

    def _wider(self) -> float:
        """Return how much wider than measured it may be set."""
        return _WIDER + _APART * len(_MIXED.findall(self.text)) / max(text_width(self.text, 1), 1)


@lru_cache(4096)
def _height(paragraph: Paragraph, width: float) -> float:
    """Return how high a paragraph stands; a table asks again for each type size, page and row."""
    room = width / paragraph._wider()
    lines = break_lines(paragraph.text, paragraph.size, room, paragraph._face())
    tall = LINE_HEIGHT if _CHINESE.search(paragraph.text) else _LATIN_HEIGHT
    return paragraph.before + tall * paragraph.size * len(lines)


def height_of(paragraphs: Sequence[Paragraph], width: float) -> float:
    """Return how high paragraphs may stand in a width, points."""
    return sum(paragraph.height(width) for paragraph in paragraphs)


def drop_last(paragraphs: Sequence[Paragraph], width: float, height: float) -> list[Paragraph]:
    """Return the first paragraphs that fit whole in the smallest type, with a sign where some go."""
    small = [replace(one, size=min(one.size, LEAST)) for one in paragraphs]
    kept = max(1, sum(tall <= height for tall in accumulate(one.height(width) for one in small)))
    last = paragraphs[kept - 1]
    return [*paragraphs[: kept - 1], replace(last, text=last.text + " …" * (kept < len(small)))]


def shrink(paragraphs: Sequence[Paragraph], width: float, height: float) -> list[Paragraph]:
    """Return paragraphs in type just small enough for a box, half a point a step.

    What does not fit in the smallest type is cut with an ellipsis.
    """
    fitted = list(paragraphs)
    while height_of(fitted, width) > height and max(paragraph.size for paragraph in fitted) > LEAST:
        fitted = [
            replace(
                paragraph,
                size=max(paragraph.size - 0.5, min(paragraph.size, LEAST)),
                before=0.9 * paragraph.before,
            )
            for paragraph in fitted
        ]
    tops = list(accumulate((paragraph.height(width) for paragraph in fitted), initial=0.0))
    if tops[-1] <= height or height < LINE_HEIGHT * fitted[0].size:  # in a box lower than a line all stays
        return fitted
    for last in range(len(fitted) - 1, -1, -1):
        rest = "…" * (last + 1 < len(fitted))  # what follows is left out, and that is said
        text = cut_text(fitted[last].text + rest, _fits(fitted[last], width, height - tops[last]))
        if text.strip("…") or last == 0:
            return [*fitted[:last], replace(fitted[last], text=text)]
    return fitted


def _fits(paragraph: Paragraph, width: float, height: float) -> Callable[[str], bool]:
    """Return what tells whether a text in place of that of a paragraph fits a box."""
    return lambda text: replace(paragraph, text=text).height(width) <= height


def cut_text(text: str, fits: Callable[[str], bool]) -> str:
    """Return as much of a text as fits, with an ellipsis where it was cut."""
    if fits(text):
        return text
    short = bisect_left(range(len(text)), True, key=lambda cut: fits(text[: len(text) - cut].rstrip() + "…"))
    return text[: len(text) - short].rstrip() + "…"


@cache
def _letters() -> frozenset[int]:
    """Return the code points that the typeface has."""
    return frozenset(get_font(str(sans_path())).get_charmap())


@cache
def _advance(letter: str, face: str) -> float:
    """Return the width of a letter as a share of the type size."""
    own = _advance_in(str(sans_path()), letter)
    if not face or letter >= _FIRST_CHINESE:  # every face sets these in a square
        return own
    fonts = Path(matplotlib.get_data_path(), "fonts", "ttf")
    return max(own, _advance_in(str(fonts / _WIDE[face]), letter))


def _advance_in(path: str, letter: str) -> float:
    """Return the width of a letter in a face as a share of the type size."""
    font = get_font(path)
    glyph = font.load_char(ord(letter), flags=LoadFlags.NO_SCALE | LoadFlags.NO_HINTING)
    return float(glyph.horiAdvance / font.units_per_EM)


def _pieces(text: str) -> list[str]:
    """Return the parts of a text between which a line may break."""
    pieces: list[str] = []
    for token in _TOKEN.findall(text):
        if pieces and (token[0] in _NOT_FIRST or pieces[-1][-1] in _NOT_LAST):
            pieces[-1] += token
        else:
            pieces.append(token)
    return pieces


BOTH = "both"
"""The language of a picture that says everything in Chinese and in English."""


def say(text: Text, lang: str) -> str:
    """Return a text in ``zh``, ``en`` or ``both``."""
    if lang != BOTH:
        return text.of(lang)
    return text.zh if text.of("en") == text.zh else f"{text.zh} {text.en}"


def main_lang(lang: str) -> str:
    """Return the language in which names stand first: Chinese in a picture in both."""
    return "zh" if lang == BOTH else lang


def name_of(row: Mapping[str, str] | pd.Series, lang: str) -> str:
    """Return a zone's or county's name; the Chinese one when there is no English, or in a picture in both."""
    return both_names(row).of(main_lang(lang))


def second_name(row: Mapping[str, str] | pd.Series, lang: str) -> str:
    """Return the name that stands below in a picture in both languages; empty where there is none."""
    names = both_names(row)
    return names.of("en") if lang == BOTH and names.of("en") != names.zh else ""
