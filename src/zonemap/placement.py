"""Where labels fit on a drawing: boxes that do not overlap, the lesser label dropped when there is no room."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

_LATIN_EM = 0.56
"""Mean width of a Latin letter, as a share of the type size; a Chinese character is one em wide."""

_STEPS = 24
"""How many places a label tries across the longer side of its area."""


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

    Parameters
    ----------
    taken
        Boxes that no label may cover: left, top, right, bottom.
    """

    def __init__(self, taken: Sequence[tuple[float, float, float, float]] = ()) -> None:
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
        The centre of the box, or None when no place is free and two thirds inside the area.
        """
        centres = _candidates(area)
        boxes = np.column_stack([centres - (width / 2, height / 2), centres + (width / 2, height / 2)])
        free = self._free(boxes)
        if not free.any():
            return None
        centres, boxes = centres[free], boxes[free]
        inside = shapely.area(shapely.intersection(shapely.box(*boxes.T), area)) / (width * height)
        middle = area.centroid
        away = np.hypot(centres[:, 0] - middle.x, centres[:, 1] - middle.y)
        best = int(np.argmin(away - 400 * np.minimum(inside, 0.98)))
        if inside[best] < 2 / 3:
            return None
        self._taken.append(tuple(boxes[best]))
        return float(centres[best, 0]), float(centres[best, 1])

    def _free(self, boxes: np.ndarray) -> np.ndarray:
        """Tell for each box whether it covers nothing that is taken."""
        if not self._taken:
            return np.ones(len(boxes), dtype=bool)
        taken = np.array(self._taken)
        left, top, right, bottom = (boxes[:, [side]] for side in range(4))
        apart = (
            (left >= taken[:, 2]) | (right <= taken[:, 0]) | (top >= taken[:, 3]) | (bottom <= taken[:, 1])
        )
        return np.asarray(apart.all(axis=1))


def _candidates(area: BaseGeometry) -> np.ndarray:
    """Return a grid of points inside an area, one at least."""
    left, top, right, bottom = area.bounds
    step = max(right - left, bottom - top) / _STEPS
    x, y = np.meshgrid(np.arange(left, right + step, step), np.arange(top, bottom + step, step))
    grid = np.column_stack([x.ravel(), y.ravel()])
    inside = grid[shapely.contains_xy(area, grid)]
    sure = area.representative_point()
    return np.vstack([inside, [[sure.x, sure.y]]])


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
        ring = max(symbol / np.sin(np.pi / max(len(members), 2)), circle if hides else 0) + 0.35 * symbol
        if hides:
            ring = max(ring, circle + 1.25 * symbol)
        for turn, index in enumerate(members):
            angle = (np.pi if len(members) > 1 else -np.pi / 4) + 2 * np.pi * turn / len(members)
            x, y = points[index]
            places[index] = (x + ring * float(np.cos(angle)), y + ring * float(np.sin(angle)))
    return places
