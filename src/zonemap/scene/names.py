"""Names of counties on a map: in a county, else beside it, else a letter that a note explains; or counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import shapely
from shapely.geometry.base import BaseGeometry

from zonemap.core.text import LIST
from zonemap.core.vocabulary import word
from zonemap.region.region import Region
from zonemap.scene.items import Box, Item, Label, Paint, Path, Point
from zonemap.scene.land import Plane
from zonemap.scene.lettering import SLACK, main_lang, name_of, say, second_name, text_width
from zonemap.scene.marks import Tone
from zonemap.scene.placement import Placer, clip_to
from zonemap.style.inks import FAINT, INK, LAND, NAME, NAME_SOFT, WATER
from zonemap.style.reader import quantity

_MOST_BESIDE = 120
"""Of more counties than this no name is set beside: the map is too small for them."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""What stands for a name that has no room, as zones have numbers."""

_AROUND = 0.8
"""Type size of the names around the county that a map is about, as a share of its own."""


@dataclass(frozen=True)
class Names:
    """What was written, what the letters on the map stand for, and how many names are left out."""

    items: tuple[Item, ...]
    lettered: tuple[str, ...]
    left_out: int

    def note(self, lang: str) -> str:
        """Say what the letters stand for and how many names are not written; empty when all are."""
        rest = say(word("figure", "names_left_out").format(n=self.left_out), lang) if self.left_out else ""
        return LIST.of(main_lang(lang)).join([*self.lettered, *filter(None, [rest])])

    def fits(self, lang: str, size: float, width: float) -> bool:
        """Tell whether a line has room for the note."""
        return text_width(self.note(lang), size) * SLACK <= width


def width_of_count(lang: str, size: float) -> float:
    """Return how wide a note is that only counts names, points."""
    return text_width(Names((), (), 99).note(main_lang(lang)), size) * SLACK


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
    note: float = 0,
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
    note
        Width of a line that says what letters stand for; names for which it has no room are only counted.
    """
    placer = Placer(plane.box, taken)
    items: list[Item] = []
    missing: list[str] = []
    areas = {str(code): _visible(area, plane) for code, area in plane.counties.items()}
    beside = not focus and len(areas) <= _MOST_BESIDE
    for code in sorted(areas, key=lambda code: (code != focus, areas[code].area)):
        if areas[code].is_empty:
            continue
        county = region.county_rows[code]
        own = size if not focus or code == focus else max(_AROUND * size, least)
        color = NAME if not focus or code == focus else FAINT
        name, below = name_of(county, lang), second_name(county, lang)
        written = _inside(placer, areas[code], name, below, _sizes(own, least), color, tone)
        if not written and beside:
            written = _beside(placer, areas[code], plane.whole, name, _sizes(own, least), tone)
        items += written
        if not written:
            missing.append(code)
    if not _has_room([f"A {name_of(region.county_rows[code], lang)}" for code in missing], least, lang, note):
        return Names(tuple(items), (), len(missing))
    letters, lettered = list[Item](), list[str]()
    for code in sorted(missing):
        entry = f"{_LETTERS[len(lettered)]} {name_of(region.county_rows[code], lang)}"
        written = _letter(placer, areas[code], entry, plane.whole if beside else None, least, tone)
        letters += written
        lettered += [entry] if written else []
    names = Names((*items, *letters), tuple(lettered), len(missing) - len(lettered))
    # A letter that has no room itself is counted in the note, for which there may then be none.
    return names if names.fits(lang, least, note) else Names(tuple(items), (), len(missing))


def _has_room(entries: Sequence[str], size: float, lang: str, width: float) -> bool:
    """Tell whether a line has room for what all letters stand for."""
    line = LIST.of(main_lang(lang)).join(entries)
    return len(entries) <= len(_LETTERS) and text_width(line, size) * SLACK <= width


def _letter(
    placer: Placer, area: BaseGeometry, entry: str, whole: BaseGeometry | None, least: float, tone: Tone
) -> list[Item]:
    """Write the letter of an entry of the note into its county, or beside it where that is allowed."""
    letter = entry[0]
    written = _inside(placer, area, letter, "", [least], NAME, tone)
    if not written and whole is not None:
        written = _beside(placer, area, whole, letter, [least], tone)
    return [replace(item, name=entry) for item in written if isinstance(item, Path | Label)]


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
