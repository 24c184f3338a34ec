"""The key of a map: a sample and a word for each basis, kind and status that occurs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

import shapely

from zonemap.analysis.legend_classes import Legend, LegendClass
from zonemap.analysis.region_words import words_of
from zonemap.core.text import NONE
from zonemap.core.vocabulary import UNSTATED, Term, term
from zonemap.region.context import SEATS
from zonemap.region.region import Region, once
from zonemap.scene.context import SHADE, layer_look, layer_terms, seat_dot, shade_sample
from zonemap.scene.items import Box, Group, Item, MapGroup, Path, Point
from zonemap.scene.lettering import say, text_width
from zonemap.scene.marks import COLOURED, Tone, count_mark, halo, sample_mark
from zonemap.scene.sheet import Sheet
from zonemap.scene.zone_marks import Placed
from zonemap.style.inks import INK, SAMPLE

BY_ZONE = ("basis", "status")
"""What the key of a map of zones explains: groups of the vocabulary."""

_SAMPLE = LegendClass("sample", NONE, SAMPLE)

_INDENTED = 2
"""How many lines are as high as what they are set in for."""

_CROWD = 60
"""How many zones a map has room for without counting some; the key is laid out anew where that is not so."""

KEY_SIZE = 11.0
"""Type size of the key of a figure, points."""


class Key(NamedTuple):
    """A key laid out: its words line by line, the type size in points, and how far the first lines, beside
    arrow and bar, are set in.
    """

    lines: list[list[Term]]
    size: float
    indent: float = 0

    @property
    def height(self) -> float:
        """How high it is, points."""
        return 1.75 * self.size * len(self.lines) + self._more

    @property
    def _more(self) -> float:
        """How much higher its first line is, on which the counting mark is larger than all others."""
        is_counted = any(one.key == "counted_key" for one in self.lines[0])
        return 0.8 * self.size * is_counted

    def draw(self, sheet: Sheet, place: Point) -> None:
        """Draw a sample and the word for each basis, kind and status, from an upper left corner on."""
        size, top = self.size, place[1] + self._more / 2
        for number, line in enumerate(self.lines):
            left = place[0] + (self.indent if number < _INDENTED else 0)
            for shown in line:
                sheet.add(sample(shown, (left + 1.05 * size, top + 0.8 * size), 0.58 * size, sheet.tone))
                sheet.write((left + 2.6 * size, top + 1.18 * size), sheet.say(shown.text), size, color=INK)
                left += _sample_width(shown, sheet.lang, size)
            top += 1.75 * size + (0 if number else self._more / 2)


def key_groups(legend: Legend) -> Sequence[str]:
    """Return what a key explains beside a legend: over totals the marks of zones do not show their status."""
    if not legend.is_of_counties:
        return BY_ZONE
    return ("kind",) if legend.is_sized else ("kind", "status")


def lay_key(
    region: Region,
    lang: str,
    size: float,
    width: float,
    *,
    groups: Sequence[str] = BY_ZONE,
    counts: Collection[object] = (),
    indent: float = 0,
) -> Key:
    """Lay out in a width what the key explains, as far as it occurs: some groups of words, bases and statuses
    if no others are told; with counting marks also what they stand for. The first lines may be set in.
    """
    words = [term("figure", "counted_key")] if counts else []
    words += chain.from_iterable(_words_shown(region, one) for one in groups)
    words += _layers(region)
    lines: list[list[Term]] = []
    while words or not lines:
        narrow = indent if len(lines) < _INDENTED else 0
        lines.append(_next_line(words, lang, size, width - narrow + 1.6 * size, is_set_in=bool(narrow)))
        words = [one for one in words if one not in lines[-1]]
    return Key(lines, size, indent)


def _next_line(words: Sequence[Term], lang: str, size: float, room: float, *, is_set_in: bool) -> list[Term]:
    """Return the words of the next line; one too wide for a line that is set in waits for one that is not."""
    line, used = list[Term](), 0.0
    for one in words:
        needed = _sample_width(one, lang, size)
        if used + needed <= room or not (line or is_set_in):
            line.append(one)
            used += needed
        elif line:
            break
    return line


@once
def _layers(region: Region) -> list[Term]:
    """Return what lies under the zones."""
    return layer_terms(region)


def _words_shown(region: Region, group: str) -> list[Term]:
    """Return the words of a group that occur on the map."""
    found = _words_by_group(region)
    if group not in found:
        known = words_of(region, group) if group != "status" or region.has_topic("time") else {}
        there = set(region.shown[group]) if known else set()
        found[group] = [one for key, one in known.items() if ("" if key == UNSTATED else key) in there]
    return found[group]


@once
def _words_by_group(region: Region) -> dict[str, list[Term]]:
    """Return the words of the groups that were asked for already."""
    return {}


def _sample_width(shown: Term, lang: str, size: float) -> float:
    """Return how wide a sample with its word and the gap after it is."""
    return 4.2 * size + text_width(say(shown.text, lang), size)


def draw_with_key(
    sheet: Sheet,
    region: Region,
    room: Box,
    compose: Callable[[Box], tuple[MapGroup, Placed]],
    *,
    groups: Sequence[str] = BY_ZONE,
) -> Placed:
    """Draw the map that is composed for a box, and its key at the foot of its room; return its marks."""
    left, top, right, bottom = room

    def to_plane(counts: Collection[object]) -> tuple[Key, Box]:
        key = lay_key(region, sheet.lang, KEY_SIZE, right - left, groups=groups, counts=counts)
        return key, (left, top, right, bottom - key.height - 8)

    key, box = to_plane(region.shown.index[_CROWD:].tolist())  # mostly right, which saves drawing twice
    map_, placed = compose(box)
    key, lower = to_plane(placed.counts)  # whether marks are counted shows once they are placed
    if lower != box:
        map_, placed = compose(lower)
    sheet.add(map_)
    key.draw(sheet, (left, bottom - key.height))
    return placed


def sample(shown: Term, centre: Point, radius: float, tone: Tone = COLOURED, name: str = "") -> Item:
    """Return the sample of a basis, a status or a kind, which in the colour of none has its own."""
    x, y = centre
    style, status = _SAMPLE, shown.key
    if shown.key == "counted_key":
        return Group(tuple(count_mark(centre, 1.73 * radius, "n")), name, name)
    if shown.key == "host_county":
        mark = replace(
            sample_mark(style, "operating", centre, 0.75 * radius, tone=tone), name=name, about=name
        )
        return Group((halo(mark), mark), name, name)
    if shown.group == "basis":
        area = shapely.box(x - 1.8 * radius, y - radius, x + 1.8 * radius, y + radius)
        return Path(area, tone.boundary(shown.key, style), name, name)
    if shown.key == SEATS:
        return seat_dot(centre, tone, name)
    if shown.key == SHADE:
        return shade_sample(centre, radius, tone, name)
    if shown.group == "layer":
        line = shapely.LineString([(x - 1.8 * radius, y), (x + 1.8 * radius, y)])
        return Path(line, layer_look(shown.key, tone), name, name)
    if shown.group == "kind":
        style, status = replace(_SAMPLE, symbol=shown.symbol), "operating"
    return replace(sample_mark(style, status, centre, radius, tone=tone), name=name, about=name)
