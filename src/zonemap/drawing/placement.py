"""Where labels and symbols fit on a drawing, so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

_LATIN_EM = 0.54
"""Mean width of a Latin letter, as a share of the type size; a Chinese character is one em wide."""

_INSIDE = 0.9
"""Share of a label that must lie inside the area it names."""

_STEPS = 24
"""How many places a label tries across the longer side of its area."""

Box = tuple[float, float, float, float]


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is set, in the unit of ``size``."""
    return size * sum(1.0 if east_asian_width(letter) in "WF" else _LATIN_EM for letter in text)


def fit_text(text: str, size: float, width: float) -> str:
    """Return the text, cut with an ellipsis if it is wider than ``width``."""
    if text_width(text, size) <= width:
        return text
    cut = text
    while cut and text_width(cut + "…", size) > width:
        cut = cut[:-1]
    return cut.rstrip() + "…"


class Placer:
    """Places boxes one after the other, each clear of all that came before.

    No place is ever taken back: the same input gives the same drawing, in one pass, and the caller decides by
    its order who chooses first. A search for the best of all arrangements would gain a few names on a crowded
    map and move all the others whenever one zone is added.

    Parameters
    ----------
    frame
        Left, top, right and bottom of the room that there is.
    taken
        Boxes that no label may cover, likewise.
    """

    def __init__(self, frame: Box, taken: Sequence[Box] = ()) -> None:
        self._frame = frame
        self._taken = list(taken)

    def place(self, area: BaseGeometry, width: float, height: float) -> tuple[float, float] | None:
        """Find room for a box as near as can be to the middle of its area, and take it.

        Parameters
        ----------
        area
            The polygon that the label names.
        width, height
            Size of the box, in the unit of the area.

        Returns
        -------
        The centre of the box, or None when no place is free and nine tenths inside the area.
        """
        left, top, right, bottom = area.bounds
        if right - left < _INSIDE * width or bottom - top < _INSIDE * height:
            return None
        centres = _candidates(area)
        boxes = _boxes(centres, width, height)
        free = self._free(boxes)
        if not free.any():
            return None
        centres, boxes = centres[free], boxes[free]
        inside = shapely.area(shapely.intersection(shapely.box(*boxes.T), area)) / (width * height)
        middle = area.centroid
        away = np.hypot(centres[:, 0] - middle.x, centres[:, 1] - middle.y)
        # Nearness to the middle, unless it costs room: a hundredth more of the label inside is worth 4 units
        # of the way. Beyond 0.98 more is not seen, and must not drive a label to the far end of a county.
        best = int(np.argmin(away - 400 * np.minimum(inside, 0.98)))
        if inside[best] < _INSIDE:
            return None
        self._taken.append(tuple(boxes[best]))
        return float(centres[best, 0]), float(centres[best, 1])

    def place_beside(
        self, area: BaseGeometry, land: BaseGeometry, width: float, height: float
    ) -> tuple[float, float] | None:
        """Find room for a box outside the land, as near to its area as can be, and take it.

        Parameters
        ----------
        area
            The polygon that the label names.
        land
            All that the label must not cover.
        width, height
            Size of the box, in the unit of the area.

        Returns
        -------
        The centre of the box, or None when there is no free place that all but touches the area.
        """
        around = shapely.box(*area.bounds).buffer(max(width, height) / 2 + 2, join_style="mitre")
        centres = _grid(around)
        boxes = _boxes(centres, width, height)
        shapes = shapely.box(*boxes.T)
        free = self._free(boxes) & ~shapely.intersects(shapes, land)
        if not free.any():
            return None
        away = shapely.distance(shapes[free], area)
        best = int(np.argmin(away))
        if away[best] > height / 2:
            return None
        self._taken.append(tuple(boxes[free][best]))
        return float(centres[free][best, 0]), float(centres[free][best, 1])

    def _free(self, boxes: np.ndarray) -> np.ndarray:
        """Tell for each box whether it lies in the frame and covers nothing that is taken."""
        taken = np.array(self._taken).reshape(-1, 4)
        left, top, right, bottom = (boxes[:, [side]] for side in range(4))
        beside = (left >= taken[:, 2]) | (right <= taken[:, 0])
        apart = beside | (top >= taken[:, 3]) | (bottom <= taken[:, 1])
        framed = (boxes[:, :2] >= self._frame[:2]) & (boxes[:, 2:] <= self._frame[2:])
        return np.asarray(apart.all(axis=1) & framed.all(axis=1))


def _candidates(area: BaseGeometry) -> np.ndarray:
    """Return a grid of points inside an area, one at least."""
    grid = _grid(area)
    sure = area.representative_point()
    return np.vstack([grid[shapely.contains_xy(area, grid)], [[sure.x, sure.y]]])


def _grid(area: BaseGeometry) -> np.ndarray:
    """Return a grid of points over the extent of an area."""
    left, top, right, bottom = area.bounds
    step = max(right - left, bottom - top) / _STEPS
    x, y = np.meshgrid(np.arange(left, right + step, step), np.arange(top, bottom + step, step))
    return np.column_stack([x.ravel(), y.ravel()])


def _boxes(centres: np.ndarray, width: float, height: float) -> np.ndarray:
    """Return left, top, right and bottom of boxes by their centres."""
    half = (width / 2, height / 2)
    return np.column_stack([centres - half, centres + half])


def clip_to(geometry: BaseGeometry, frame: Box) -> BaseGeometry:
    """Return what of a geometry lies in a frame: a boundary may reach far beyond the counties of a map."""
    room = shapely.box(*frame)
    if shapely.covers(room, geometry):
        return geometry
    return shapely.intersection(shapely.make_valid(geometry), room)


def pull_inside(
    places: Sequence[tuple[float, float]], frame: Box, margin: float = 0
) -> list[tuple[float, float]]:
    """Move places that lie outside a frame, or nearer to its edge than a margin, inside."""
    left, top, right, bottom = frame
    return [
        (min(max(x, left + margin), right - margin), min(max(y, top + margin), bottom - margin))
        for x, y in places
    ]


def set_apart(
    points: Sequence[tuple[float, float]], radii: Sequence[float], symbol: float
) -> list[tuple[float, float]]:
    """Move the symbols of points that coincide to a ring around their common point.

    A symbol that would hide a small circle drawn about its own point is moved beside it.

    Parameters
    ----------
    points
        Where the symbols belong.
    radii
        Radius of the circle drawn about each point; 0 for none.
    symbol
        Radius of a symbol.

    Returns
    -------
    Where to draw each symbol.
    """
    groups: dict[tuple[int, int], list[int]] = {}
    for index, (x, y) in enumerate(points):
        groups.setdefault((round(x), round(y)), []).append(index)
    places = list(points)
    for members in groups.values():
        circle = max(radii[index] for index in members)
        hides = 0 < circle < 1.6 * symbol
        if len(members) == 1 and not hides:
            continue
        # Neighbours on the ring lie 2 · ring · sin(π / n) apart, which must be two radii; 0.35 is the gap.
        ring = max(symbol / np.sin(np.pi / max(len(members), 2)), circle if hides else 0) + 0.35 * symbol
        if hides:
            ring = max(ring, circle + 1.25 * symbol)
        # Several begin at the left, in order; one alone goes up and to the right, where it hides least of the
        # circle and of its name.
        for turn, index in enumerate(members):
            angle = (np.pi if len(members) > 1 else -np.pi / 4) + 2 * np.pi * turn / len(members)
            x, y = points[index]
            places[index] = (x + ring * float(np.cos(angle)), y + ring * float(np.sin(angle)))
    return places
