"""The names of counties on a map: in their counties, else beside with a leader, else counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from zonemap.core.vocabulary import word
from zonemap.region.region import Region
from zonemap.scene.items import Box, Item, Label, Paint, Path, Point
from zonemap.scene.land import Plane
from zonemap.scene.lettering import SLACK, name_of, say, second_name, text_width
from zonemap.scene.marks import Tone
from zonemap.scene.placement import Placer, clip_to
from zonemap.style.inks import FAINT, INK, LAND, NAME, NAME_SOFT, WATER
from zonemap.style.reader import quantity

_MOST_BESIDE = 120
"""Of more counties than this no name is set beside: the map is too small for them."""

_AROUND = 0.8
"""Type size of the names around the county that a map is about, as a share of its own."""


@dataclass(frozen=True)
class Names:
    """What was written, and how many names have no room."""

    items: tuple[Item, ...]
    left_out: int

    def note(self, lang: str) -> str:
        """Say how many names are not written; empty when all are."""
        return say(word("figure", "names_left_out").format(n=self.left_out), lang) if self.left_out else ""


def place_names(
    region: Region,
    plane: Plane,
    taken: Sequence[Box],
    size: float,
    least: float,
    lang: str,
    tone: Tone,
    *,
    focus: str = "",
) -> Names:
    """Write the names of counties, the smallest county first: it has the fewest places that would do.

    Parameters
    ----------
    region, plane
        Whose counties, and where they lie.
    taken
        What no name may cover.
    size, least
        Type size; a name that finds no room is set smaller, but not below the least.
    lang, tone
        The language, colours or greys.
    focus
        The county that the map is about: its name comes first, the others are fainter and stay inside.
    """
    placer = Placer(plane.box, taken)
    items: list[Item] = []
    left_out = 0
    areas = {str(code): _visible(area, plane) for code, area in plane.counties.items()}
    beside = not focus and len(areas) <= _MOST_BESIDE
    for code in sorted(areas, key=lambda code: (code != focus, areas[code].area)):
        if areas[code].is_empty:
            continue
        county = region.counties.loc[code]
        own = size if not focus or code == focus else max(_AROUND * size, least)
        color = NAME if not focus or code == focus else FAINT
        name, below = name_of(county, lang), second_name(county, lang)
        written = _inside(placer, areas[code], name, below, _sizes(own, least), color, tone)
        if not written and beside:
            written = _beside(placer, areas[code], plane.whole, name, _sizes(own, least), tone)
        items += written
        left_out += not written
    return Names(tuple(items), 0 if focus else left_out)


def _visible(area: BaseGeometry, plane: Plane) -> BaseGeometry:
    """Return what of a county lies in the box."""
    return clip_to(shapely.make_valid(area), plane.box)


def _inside(
    placer: Placer, area: BaseGeometry, name: str, below: str, sizes: Sequence[float], color: str, tone: Tone
) -> list[Item]:
    """Write a name into its county, with the second one below it if both fit, smaller if need be."""
    halo, size = tone.ground(LAND), sizes[0]
    small = quantity("size.map.second_name")
    if below:
        wide = max(text_width(name, size), text_width(below, small)) * SLACK + 2
        if place := placer.place(area, wide, size + 1.3 * small + 3):
            x, y = place
            top = y - 0.65 * small
            lower = Label(
                (x, top + 0.36 * size + 1.25 * small), below, small, NAME_SOFT, "center", halo, name=below
            )
            return [_label((x, top), name, size, color, halo), lower]
    for smaller in sizes:
        if place := placer.place(area, text_width(name, smaller) * SLACK + 2, smaller + 3):
            return [_label(place, name, smaller, color, halo)]
    return []


def _beside(
    placer: Placer, area: BaseGeometry, whole: BaseGeometry, name: str, sizes: Sequence[float], tone: Tone
) -> list[Item]:
    """Write a name outside its county with a leader: off the land where there is room, else on it."""
    for land, halo in ((whole, WATER), (None, LAND)):
        for smaller in sizes:
            spot = placer.place_outside(area, land, text_width(name, smaller) * SLACK + 2, smaller + 3)
            if spot:
                line = Paint(line=INK, width=quantity("line.leader"))
                return [
                    Path(spot.leader, line, name, name),
                    _label(spot.centre, name, smaller, NAME, tone.ground(halo)),
                ]
    return []


def _sizes(size: float, least: float) -> list[float]:
    """Return the type sizes that a name tries."""
    return sorted({max(share * size, least) for share in (1.0, 0.9, 0.8)}, reverse=True)


def _label(centre: Point, name: str, size: float, color: str, halo: str) -> Label:
    """Return a name about its middle."""
    return Label((centre[0], centre[1] + 0.36 * size), name, size, color, "center", halo, name=name)
