"""The key of a map: a sample and a word for each basis, kind and status that occurs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import shapely

from zonemap.analysis.legend_classes import LegendClass
from zonemap.analysis.region_words import words_of
from zonemap.core.text import NONE
from zonemap.core.vocabulary import UNSTATED, Term
from zonemap.region.region import Region
from zonemap.scene.items import Group, Item, Path, Point
from zonemap.scene.lettering import say, text_width
from zonemap.scene.marks import COLOURED, Tone, halo, sample_mark
from zonemap.scene.sheet import Sheet
from zonemap.style.inks import INK, SAMPLE

_SAMPLE = LegendClass("sample", NONE, SAMPLE)


def key_words(region: Region, *, with_kinds: bool = False) -> list[Term]:
    """Return what the key explains, as far as it occurs: bases of boundaries, or kinds of zones; statuses."""
    shown = region.shown
    return [
        term
        for group in ("kind" if with_kinds else "basis", "status")
        for key, term in words_of(region, group).items()
        if (shown[group] == ("" if key == UNSTATED else key)).any()
    ]


def key_lines(words: Sequence[Term], lang: str, size: float, width: float) -> list[list[Term]]:
    """Share the samples of the key out to lines of a width."""
    lines: list[list[Term]] = [[]]
    used = 0.0
    for term in words:
        needed = _sample_width(term, lang, size)
        if lines[-1] and used + needed > width + 1.6 * size:
            lines.append([])
            used = 0.0
        lines[-1].append(term)
        used += needed
    return lines


def _sample_width(term: Term, lang: str, size: float) -> float:
    """Return how wide a sample with its word and the gap after it is."""
    return 4.2 * size + text_width(say(term.text, lang), size)


def draw_key(sheet: Sheet, place: Point, lines: Sequence[Sequence[Term]], size: float) -> None:
    """Draw the key: a sample and a word for each basis, kind and status."""
    top = place[1]
    for line in lines:
        left = place[0]
        for term in line:
            sheet.add(sample(term, (left + 1.05 * size, top + 0.8 * size), 0.58 * size, sheet.tone))
            sheet.write((left + 2.6 * size, top + 1.18 * size), sheet.say(term.text), size, color=INK)
            left += _sample_width(term, sheet.lang, size)
        top += 1.75 * size


def sample(term: Term, centre: Point, radius: float, tone: Tone = COLOURED, name: str = "") -> Item:
    """Return the sample of a basis, a status or a kind, which in the colour of none has its own."""
    x, y = centre
    style, status = _SAMPLE, term.key
    if term.key == "host_county":
        mark = replace(
            sample_mark(style, "operating", centre, 0.75 * radius, tone=tone), name=name, about=name
        )
        return Group((halo(mark), mark), name, name)
    if term.group == "basis":
        area = shapely.box(x - 1.8 * radius, y - radius, x + 1.8 * radius, y + radius)
        return Path(area, tone.boundary(term.key, style), name, name)
    if term.group == "kind":
        style, status = replace(_SAMPLE, symbol=term.symbol), "operating"
    return replace(sample_mark(style, status, centre, radius, tone=tone), name=name, about=name)
