"""What tells how a map lies on the ground: graticule, north arrow, scale bar, frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from zonemap.core.vocabulary import label, word
from zonemap.scene.items import Box, Group, Item, Label, Paint, Path, Point
from zonemap.scene.land import Plane
from zonemap.scene.lettering import main_lang, say, text_width
from zonemap.scene.marks import Tone
from zonemap.style.inks import FAINT, GRID, INK, PAPER
from zonemap.style.reader import quantity

_SCALES_KM = (1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)
_STEPS_DEGREES = (0.1, 0.2, 0.5, 1, 2, 5, 10)
_LONGEST = 120.0
"""How long the scale bar is at most, points."""

BESIDE = (184.0, 48.0)
"""Room for arrow and bar side by side outside a map."""

_BAR, _ARROW, _NOTE = (150.0, 24.0), (24.0, 48.0), (170.0, 14.0)
"""Room for scale bar, north arrow and a note."""


def graticule(plane: Plane, tone: Tone) -> dict[str, Path]:
    """Return meridians and parallels by what they are called."""
    west, south, east, north = plane.degrees()
    extent = max(east - west, north - south)
    step = next((step for step in _STEPS_DEGREES if extent / step <= 7), 20)
    paint = Paint(line=tone.ground(GRID), width=quantity("line.grid"))
    lines = {
        f"{lon:g}°E": [(lon, lat) for lat in np.linspace(south, north, 40)]
        for lon in np.arange(np.ceil(west / step), east / step) * step
    } | {
        f"{lat:g}°N": [(lon, lat) for lon in np.linspace(west, east, 40)]
        for lat in np.arange(np.ceil(south / step), north / step) * step
    }
    inside = {
        name: shapely.intersection(plane.project(shapely.LineString(line)), plane.frame)
        for name, line in lines.items()
    }
    return {
        name: Path(line, paint)
        for name, line in inside.items()
        if line.geom_type == "LineString" and not line.is_empty
    }


def degree_labels(plane: Plane, lines: dict[str, Path], size: float, taken: Sequence[Box]) -> list[Label]:
    """Return the degrees of meridians and parallels at the frame, where nothing else stands."""
    left, top, _, _ = plane.box
    labels = []
    for name, line in lines.items():
        ends = shapely.get_coordinates(line.geometry)
        if name.endswith("E"):
            x, _ = min(ends, key=lambda point: point[1])
            place = (float(x) + 4, top + 12)
        else:
            _, y = min(ends, key=lambda point: point[0])
            place = (left + 4, float(y) - 4)
        label_ = Label(place, name, size, FAINT)
        box = shapely.box(*label_.box)
        is_low = name.endswith("N") and place[1] < top + 28
        covered = (
            shapely.intersects(plane.whole, box)
            or shapely.intersects(shapely.box(*np.array(taken).reshape(-1, 4).T), box).any()
        )
        if not is_low and not covered and shapely.contains(plane.frame, box):
            labels.append(label_)
    return labels


@dataclass(frozen=True)
class Furniture:
    """Where north arrow and scale bar stand: no name may cover them.

    Parameters
    ----------
    north, scale
        The two corners of the box that are freest.
    notes
        Where what the map has to say may stand, the freest first.
    scale_at_right
        Whether the scale bar is set to the right in its corner.
    """

    north: Box
    scale: Box
    notes: tuple[Box, ...]
    scale_at_right: bool

    def note_box(self, covered: Sequence[Box], counted: float) -> Box:
        """Return where a note covers nothing, if need be one as wide as counting takes; else the freest."""
        others = shapely.box(*np.array([*covered, self.north, self.scale]).T)

        def hidden(room: Box) -> float:
            return float(shapely.area(shapely.intersection(others, shapely.box(*room))).sum())

        short = tuple(_short(self.notes, counted))
        return next((room for room in (*self.notes, *short) if not hidden(room)), min(short, key=hidden))

    def items(self, plane: Plane, lang: str, size: float) -> list[Item]:
        """Return the arrow and the bar, whose numbers have a type size."""
        return [_bar(plane, self.scale, self.scale_at_right, lang, size), _arrow(self.north, lang, size)]


def _short(notes: Sequence[Box], width: float) -> Iterator[Box]:
    """Yield rooms of a width along the edges that some notes stand at."""
    left, right = min(note[0] for note in notes), max(note[2] for note in notes)
    for top, bottom in dict.fromkeys((note[1], note[3]) for note in notes):
        for x in np.arange(left, right - width, width / 8):
            yield float(x), top, float(x) + width, bottom


def beside_map(plane: Plane, place: Point) -> Furniture:
    """Return north arrow and scale bar side by side outside a map, from an upper left corner on."""
    (left, top), (wide, high), (length, bar) = place, _ARROW, _BAR
    low = top + 0.75 * high
    notes = find_room(plane).notes
    scale = (left + wide + 4, low - bar, left + wide + 4 + length, low)
    return Furniture((left, top, left + wide, top + high), scale, notes, scale_at_right=False)


def find_room(plane: Plane, clear: Sequence[BaseGeometry] = ()) -> Furniture:
    """Find room for north arrow and scale bar, as clear as can be of some areas, else of all counties."""
    left, top, right, bottom = (
        side + inset for side, inset in zip(plane.box, (10, 18, -10, -10), strict=True)
    )

    def corner(side: str, level: str, width: float, height: float) -> Box:
        x = left if side == "left" else right - width
        y = top if level == "top" else bottom - height
        return x, y, x + width, y + height

    areas = np.array(clear) if len(clear) else plane.counties.to_numpy()
    places = [(side, level) for side in ("right", "left") for level in ("top", "bottom")]
    covered = {
        place: float(shapely.area(shapely.intersection(areas, shapely.box(*corner(*place, 150, 48)))).sum())
        for place in places
    }
    scale, north, *rest = sorted(places, key=lambda place: covered[place])
    notes = {place: corner(*place, *_NOTE) for place in rest}
    arrow, beside = corner(*north, *_ARROW), _ARROW[0] + 10
    x, y, end, bottom_ = corner(*north, *_NOTE)
    shift = beside if north[0] == "left" else -beside
    notes[north] = (x + shift, y, end + shift, bottom_)
    bar = corner(*scale, *_BAR)
    others = shapely.box(*np.array([arrow, bar]).T)

    def hidden(box: Box) -> tuple[bool, float]:
        strip = shapely.box(*box)
        land = shapely.area(shapely.intersection(areas, strip)).sum()
        return bool(shapely.intersects(others, strip).any()), float(land)

    return Furniture(arrow, bar, tuple(sorted(notes.values(), key=hidden)), scale[0] == "right")


def frame_line(box: Box) -> Path:
    """Return the line around a map."""
    return Path(shapely.box(*box), Paint(line=INK, width=quantity("line.frame")))


def _arrow(box: Box, lang: str, size: float) -> Group:
    """Return the north arrow; grid north and true north agree on the middle meridian."""
    x, top = (box[0] + box[2]) / 2, box[1]
    name = say(word("sheet", "north"), lang)
    ring = [(x, top + 15), (x + 8, top + 45), (x, top + 39), (x - 8, top + 45)]
    letter = Label((x, top + 11), name, size + 1, align="center", bold=True, name=name)
    return Group((Path(shapely.Polygon(ring), Paint(INK), name, name), letter), name, name)


def _bar(plane: Plane, box: Box, at_right: bool, lang: str, size: float) -> Group:
    """Return the scale bar, in kilometres."""
    km = next((size for size in _SCALES_KM if size * plane.scale <= _LONGEST), 1)
    half = km * plane.scale / 2
    steps = [f"{km / 2 * step:g}" for step in range(3)]
    steps[2] += " km"
    tail = text_width(steps[2], size) / 2 + 4
    left = box[2] - 2 * half - tail if at_right else box[0] + 6
    name = label("sheet", "scale", main_lang(lang))
    items: list[Item] = [
        Path(
            shapely.box(start, box[3] - 5, start + half, box[3]),
            Paint(fill, INK, width=0.8),
            name,
            f"{km} km",
        )
        for start, fill in ((left, INK), (left + half, PAPER))
    ]
    items += [
        Label((left + step * half, box[3] - 9), wording, size, align="center", name=f"{name} {wording}")
        for step, wording in enumerate(steps)
        if step != 1 or _leave_room(steps, half, size)
    ]
    return Group(
        tuple(items), name, label("deck", "value", main_lang(lang)).format(field=name, value=f"{km} km")
    )


def _leave_room(steps: list[str], half: float, size: float) -> bool:
    """Tell whether the number in the middle of the bar stands clear of the last."""
    return half >= (text_width(steps[1], size) + text_width(steps[2], size)) / 2 + 0.4 * size
