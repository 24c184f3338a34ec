"""Where labels and symbols fit on a picture, so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from zonemap.scene.items import Box, Point

_INSIDE = 0.9
"""Share of a label that must lie inside the area it names."""

_STEPS = 24
"""How many places a label tries across the longer side of its area."""

_FAR = 2.2
"""How far from its area a label with a leader may stand, in heights of the label."""


@dataclass(frozen=True)
class Spot:
    """Where a label stands that is not in its area: its centre, and the leader from it into the area."""

    centre: Point
    leader: BaseGeometry


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

    def place(self, area: BaseGeometry, width: float, height: float) -> Point | None:
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

    def place_outside(
        self, area: BaseGeometry, land: BaseGeometry | None, width: float, height: float
    ) -> Spot | None:
        """Find room for a box outside its area, as near as can be, and take it with the leader to the area.

        Parameters
        ----------
        area
            The polygon that the label names.
        land
            All that the label must not cover; None to stand on anything that is free, a little farther off.
        width, height
            Size of the box, in the unit of the area.

        Returns
        -------
        Where it stands; None when there is no free place near the area.
        """
        reach = height * (0.6 if land is not None else _FAR)
        around = shapely.box(*area.bounds).buffer(max(width, height) / 2 + reach, join_style="mitre")
        centres = _grid(around)
        boxes = _boxes(centres, width, height)
        free = self._free(boxes)
        centres, boxes = centres[free], boxes[free]
        shapes = shapely.box(*boxes.T)
        away = shapely.distance(shapes, area)
        near = (away <= reach) & ~shapely.intersects(shapes, area)
        if land is not None:
            near &= ~shapely.intersects(land, shapes)
        target, is_open = self._target(area)
        for at in np.argsort(np.where(near, away, np.inf), kind="stable")[: int(near.sum())]:
            leader = shapely.shortest_line(shapes[at], target)
            if not is_open or self._is_clear(leader):
                self._taken += [tuple(boxes[at]), leader.bounds]
                return Spot((float(centres[at, 0]), float(centres[at, 1])), leader)
        return None

    def _target(self, area: BaseGeometry) -> tuple[BaseGeometry, bool]:
        """Return where a leader into an area ends, well inside and clear of what is taken; and whether it is.

        Of an area that is all taken it is the edge.
        """
        boxes = shapely.union_all(shapely.box(*np.array(self._taken).reshape(-1, 4).T))
        free = shapely.difference(area, boxes)
        inner = shapely.buffer(free, -0.12 * float(np.sqrt(area.area)))
        if not inner.is_empty:
            return inner, True
        return (area, False) if free.is_empty else (free, True)

    def _is_clear(self, leader: BaseGeometry) -> bool:
        """Tell whether a leader crosses nothing that is taken."""
        taken = shapely.box(*np.array(self._taken).reshape(-1, 4).T)
        return not shapely.relate_pattern(leader, taken, "T********").any()

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
