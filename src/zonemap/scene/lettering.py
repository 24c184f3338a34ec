"""Text measured in one Chinese typeface from a package, cut and broken into lines."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import pandas as pd
from matplotlib.font_manager import get_font
from matplotlib.ft2font import LoadFlags
from pylopdf_fonts_zh_cn import sans_path

from zonemap.core.dates import date_text
from zonemap.core.names import both_names
from zonemap.core.text import LIST, Text
from zonemap.core.vocabulary import label, word
from zonemap.region.status import APPROVED

FAMILY = ("Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "sans-serif")
"""What an SVG asks for: the typeface it was measured with, then what Windows and macOS have."""

MISSING = "〓"
"""Stands for a character that the typeface does not have, as printers have it."""

SLACK = 1.08
"""How much wider than measured a text may be set, as offices show it in a typeface of their own."""

_NOT_FIRST = "、，。；：！？）》」』】〉…·％,.;:!?)]}”’"
_NOT_LAST = "（《「『【〈([{“‘"
_TOKEN = re.compile(r"\s+|[A-Za-z0-9À-ɏ'’.,;:()/&+²³°]+[-–]?|.", re.DOTALL)


def settable(text: str) -> str:
    """Return a text on one line that the typeface can set; 〓 stands for what it cannot."""
    known = _letters()
    one_line = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(letter if letter == " " or ord(letter) in known else MISSING for letter in one_line)


def text_width(text: str, size: float) -> float:
    """Return how wide a text is set, in the unit of ``size``; kerning, which makes it narrower, left out."""
    return size * sum(_advance(letter) for letter in settable(text))


def break_lines(text: str, size: float, width: float) -> list[str]:
    """Break a text into lines.

    Parameters
    ----------
    text
        The text; Chinese breaks between any two characters, Latin between words.
    size
        Type size.
    width
        Greatest width of a line, in the unit of ``size``.

    Returns
    -------
    The lines, one at least; none begins with a closing mark or ends with an opening one.
    """
    lines = [""]
    used = inked = 0.0  # of the last line, with and without the blanks at its end: measured once a letter
    pieces = _pieces(settable(text))
    whole = [[piece] if text_width(piece, size) <= width else list(piece) for piece in pieces]
    for piece in (part for parts in whole for part in parts):
        end = _advanced(used, piece.rstrip()) if piece.strip() else inked
        if lines[-1].strip() and size * end > width:
            lines.append(piece.lstrip())
            used, inked = _advanced(0.0, lines[-1]), _advanced(0.0, piece.strip())
        else:
            lines[-1] += piece
            used, inked = _advanced(used, piece), end
    return [line.strip() for line in lines if line.strip()] or [""]


def _advanced(used: float, text: str) -> float:
    """Return where a text ends that begins at a place, as a share of the type size."""
    for letter in text:
        used += _advance(letter)
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
    cut = settable(text)
    if text_width(cut, size) <= width:
        return cut
    while cut and text_width(cut + "…", size) > width:
        cut = cut[:-1]
    return cut.rstrip() + "…"


def fit_names(names: Sequence[str], lang: str, fits: Callable[[str], bool]) -> str:
    """Join as many names as have room; those that have none are counted.

    Parameters
    ----------
    names
        The names.
    lang
        ``zh`` or ``en``.
    fits
        Tells whether a text has room.

    Returns
    -------
    The names, or the first of them and how many more are not listed.
    """

    def wording(left_out: int) -> str:
        kept = len(names) - left_out
        rest = label("figure", "rest_names", lang).format(n=left_out) if left_out else ""
        joined = LIST.of(lang).join(names[:kept])
        return joined + rest if kept else rest.lstrip("，; ")

    least = bisect_left(range(len(names)), True, key=lambda left_out: fits(wording(left_out)))
    return wording(least)


@cache
def _letters() -> frozenset[int]:
    """Return the code points that the typeface has."""
    return frozenset(get_font(str(sans_path())).get_charmap())


@cache
def _advance(letter: str) -> float:
    """Return the width of a letter as a share of the type size."""
    font = get_font(str(sans_path()))
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


def standing(zone: pd.Series, status: str, lang: str) -> str:
    """Say how a zone stands: when it was approved, or its status."""
    if zone["approved"] and status in APPROVED:
        if lang == BOTH:
            return f"{zone['approved']} {say(word('status', 'approved'), lang)}"
        return say(word("figure", "approved_on").format(date=date_text(zone["approved"])), lang)
    return say(word("status", status), lang)
