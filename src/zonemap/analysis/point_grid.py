"""Points on a grid: which areas hold each, how far off the nearest limit is; arrays in, arrays out.

Nothing here knows a name or a word, and nothing is done for one point after another.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from zonemap.region.indicative import GEODETIC_CRS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MANY_POINTS = 20_000
"""From so many points on a grid pays: fewer are tested one with another."""

_MOST_CELLS = 8_000_000
_PAD_DEGREES, _PAD_M = 1e-9, 1e-3
_AT_ONCE, _SIDES_AT_ONCE = 2**14, 2**15
_DEGREE_M = 110_500.0
_RADIUS_M = 6_371_000.0


class AreaGrid:
    """Areas over a regular grid, whose cells without a side of any area answer by lookup.

    Only points in the other cells are tested, against prepared polygons. A border belongs to its area.

    Parameters
    ----------
    areas
        Polygons in degrees; they may overlap and have holes.
    expected
        How many points will be asked for, more or less.

    Attributes
    ----------
    sets
        The numbers of the areas that hold a point together, by the code that :meth:`codes` returns; code 0 is
        no area. It grows as new ones are found.
    """

    def __init__(self, areas: NDArray[np.object_], expected: int) -> None:
        self.sets: list[tuple[int, ...]] = [()]
        self._steps: dict[int, int] = {}
        self._areas = areas
        shapely.prepare(areas)
        self._tree = shapely.STRtree(areas)
        self._cells: NDArray[np.int32] | None = None
        west, south, east, north = shapely.total_bounds(areas)
        if expected < MANY_POINTS or not np.isfinite(west):
            return
        self._size = max(math.sqrt((east - west) * (north - south) / min(_MOST_CELLS, 8 * expected)), 1e-6)
        self._corner = np.array([west, south]) - 2 * self._size
        self._across, self._down = (int(side / self._size) + 5 for side in (east - west, north - south))
        self._cells = self._looked_up()

    def codes(self, lon: Floats, lat: Floats) -> NDArray[np.int32]:
        """Return for each point which areas hold it, as an index of ``sets``; NaN is in none."""
        if self._cells is None:
            return self._tested(lon, lat)
        column = np.floor((lon - self._corner[0]) / self._size)
        row = np.floor((lat - self._corner[1]) / self._size)
        on_grid = (column >= 0) & (column < self._across) & (row >= 0) & (row < self._down)
        found = self._cells[np.where(on_grid, row * self._across + column, 0).astype(np.int64)]
        near = np.flatnonzero(found < 0)
        found[near] = self._tested(lon[near], lat[near])
        return found

    def _looked_up(self) -> NDArray[np.int32]:
        """Return the code of each cell, row by row; -1 where points have to be tested.

        Free cells that touch are on one side of every limit, so that one of them answers for all: cells side
        by side are one run, and a run whose first cell has a free one above it belongs to that one's run.
        """
        start, end = _sides(self._areas)
        cells = np.ones((self._down, self._across), dtype=bool)
        for some in _some_sides(start):
            _, column, row = _cells_of(start[some], end[some], self._corner, self._size, _PAD_DEGREES)
            cells[row, column] = False
        starts = cells.copy()
        starts[:, 1:] &= ~cells[:, :-1]
        free, begins = cells.ravel(), starts.ravel()
        run, first = np.cumsum(begins, dtype=np.int32) - 1, np.flatnonzero(begins)
        above = np.maximum(first - self._across, 0)
        parent = np.where((first >= self._across) & free[above], run[above], np.arange(len(first)))
        while (parent[parent] != parent).any():
            parent = parent[parent]
        heads = np.flatnonzero(parent == np.arange(len(first)))
        rows, columns = np.divmod(first[heads], self._across)
        codes = np.zeros(len(first), dtype=np.int32)
        codes[heads] = self._tested(
            self._corner[0] + (columns + 0.5) * self._size, self._corner[1] + (rows + 0.5) * self._size
        )
        return np.where(free, codes[parent][run], np.int32(-1))

    def _tested(self, lon: Floats, lat: Floats) -> NDArray[np.int32]:
        """Return the codes of points by a test against each area whose box holds them."""
        point, area = self._tree.query(shapely.points(lon, lat))
        held = shapely.intersects_xy(self._areas[area], lon[point], lat[point])
        return self._numbered(point[held], area[held], len(lon))

    def _numbered(self, point: Ints, area: Ints, count: int) -> NDArray[np.int32]:
        """Return the code of each point's set: a step on from the code of the set without its last area."""
        codes = np.zeros(count, dtype=np.int32)
        order = np.lexsort((area, point))
        point, area = point[order], area[order]
        while len(point):
            is_next = np.diff(point, prepend=-1) != 0
            steps = codes[point[is_next]].astype(np.int64) * len(self._areas) + area[is_next]
            different, which = np.unique(steps, return_inverse=True)
            codes[point[is_next]] = np.array([self._step(int(one)) for one in different])[which]
            point, area = point[~is_next], area[~is_next]
        return codes

    def _step(self, step: int) -> int:
        """Return the code of the set that a step leads to."""
        if step not in self._steps:
            before, area = divmod(step, len(self._areas))
            self._steps[step] = len(self.sets)
            self.sets.append((*self.sets[before], area))
        return self._steps[step]


class Limits:
    """The limits of areas, of which the near ones are found on a grid.

    Parameters
    ----------
    areas
        Areas in EPSG:4490; a limit that two of them share is kept once.
    within
        How near, in metres, a limit has to be.
    expected
        How many points will be asked for, more or less.
    """

    def __init__(self, areas: gpd.GeoDataFrame, within: float, expected: int) -> None:
        self._within = within
        west, south, east, north = areas.total_bounds
        plane = CRS.from_dict(
            {"proj": "aeqd", "lon_0": (west + east) / 2, "lat_0": (south + north) / 2, "ellps": "GRS80"}
        )
        self._onto = Transformer.from_crs(GEODETIC_CRS, plane, always_xy=True)
        start, end = _sides(np.asarray(areas.geometry.values))
        places, ends = np.unique(np.concatenate([start, end]) @ np.array([1, 1j]), return_inverse=True)
        first, last = np.sort(ends.reshape(2, -1), axis=0)
        both = np.divmod(np.unique(first * len(places) + last), len(places))
        lonlat = np.column_stack([places.real, places.imag])
        metres = np.column_stack(self._onto.transform(*lonlat.T))
        self._start, self._end = metres[both[0]], metres[both[1]]
        self._corner = metres.min(axis=0) - 3 * within
        side, column, row = _cells_of(self._start, self._end, self._corner, within, _PAD_M)
        self._across = int((metres[:, 0].max() - self._corner[0]) / within) + 4
        order = np.lexsort((side, row * self._across + column))
        self._side, self._cell = side[order], (row * self._across + column)[order]
        self._around: NDArray[np.bool_] | None = None
        if expected >= MANY_POINTS:
            self._mark_around(lonlat[both[0]], lonlat[both[1]])

    def metres(self, lon: Floats, lat: Floats) -> Floats:
        """Return how far each point is from the nearest limit; NaN where none is near, or for no point."""
        found = np.full(len(lon), np.nan)
        near = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat) & self._may_be_near(lon, lat))
        for at in range(0, len(near), _AT_ONCE):
            some = near[at : at + _AT_ONCE]
            found[some] = self._measured(np.column_stack(self._onto.transform(lon[some], lat[some])))
        return found

    def _measured(self, points: Floats) -> Floats:
        """Return how far points in metres are off, by the sides in their cell and those about it."""
        found = np.full(len(points), np.inf)
        column, row = np.floor((points - self._corner) / self._within).astype(np.int64).T
        on_grid = (column > 0) & (column < self._across - 1)
        for above in (-1, 0, 1):
            cell = (row + above) * self._across + column
            begin = np.searchsorted(self._cell, cell - 1)
            count = np.where(on_grid, np.searchsorted(self._cell, cell + 2) - begin, 0)
            some = np.flatnonzero(count)
            if len(some):
                which, nth = _spread(count[some])
                side = self._side[begin[some][which] + nth]
                away = _distances(points[some[which]], self._start[side], self._end[side])
                least = np.minimum.reduceat(away, np.cumsum(count[some]) - count[some])
                found[some] = np.minimum(found[some], least)
        return np.where(found <= self._within, found, np.nan)

    def _mark_around(self, start: Floats, end: Floats) -> None:
        """Mark the cells of a grid in degrees that are so near a side that points there have to be measured.

        A side that is straight in degrees is not in metres: the longer, the farther off it may be.
        """
        low, high = np.minimum(start, end), np.maximum(start, end)
        steep = np.radians(np.minimum(np.maximum(abs(low[:, 1]), abs(high[:, 1])) + 0.1, 89.0))
        length = np.hypot(*(high - low).T) * _DEGREE_M
        off = self._within + 50 + length**2 * (np.tan(steep) + 1) / (4 * _RADIUS_M)
        margin = np.column_stack([off / _DEGREE_M / np.cos(steep), off / _DEGREE_M])
        west, south = (low - margin).min(axis=0)
        east, north = (high + margin).max(axis=0)
        if west < -180 or east > 180:
            return
        self._step = max(self._within / _DEGREE_M, math.sqrt((east - west) * (north - south) / _MOST_CELLS))
        self._origin = np.array([west, south]) - self._step
        around = np.zeros([int(side / self._step) + 4 for side in (north - south, east - west)], dtype=bool)
        for some in _some_sides(start):
            _, column, row = _cells_of(start[some], end[some], self._origin, self._step, margin[some])
            around[row, column] = True
        self._around = around

    def _may_be_near(self, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
        """Return which points may be near a limit, as far as their cell in degrees can tell."""
        if self._around is None:
            return np.ones(len(lon), dtype=bool)
        down, across = self._around.shape
        column = np.floor((lon - self._origin[0]) / self._step)
        row = np.floor((lat - self._origin[1]) / self._step)
        on_grid = (column >= 0) & (column < across) & (row >= 0) & (row < down)
        cell = np.where(on_grid, row * across + column, 0).astype(np.int64)
        return self._around.ravel()[cell]


def _sides(areas: NDArray[np.object_]) -> tuple[Floats, Floats]:
    """Return where each side of areas starts and where it ends."""
    rings = shapely.get_parts(shapely.boundary(areas))
    places, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[:-1] == ring[1:]
    return places[:-1][same], places[1:][same]


def _some_sides(sides: Floats) -> Iterator[slice]:
    """Go through sides some at a time: the cells that all of them come near would fill the memory."""
    return (slice(at, at + _SIDES_AT_ONCE) for at in range(0, len(sides), _SIDES_AT_ONCE))


def _cells_of(
    start: Floats, end: Floats, corner: Floats, size: float, margin: float | Floats
) -> tuple[Ints, Ints, Ints]:
    """Return number of side, column and row for each cell that a side comes near, within a margin.

    Sides longer than a cell are parted, so that the box of each part has few cells.
    """
    parts = np.maximum(np.ceil(abs(end - start).max(axis=1) / size), 1).astype(np.int64)
    side, nth = _spread(parts)
    along = (end - start)[side] / parts[side, None]
    begin = start[side] + along * nth[:, None]
    around = margin if isinstance(margin, float) else margin[side]
    low = np.floor((np.minimum(begin, begin + along) - around - corner) / size).astype(np.int64)
    wide = np.floor((np.maximum(begin, begin + along) + around - corner) / size).astype(np.int64) - low + 1
    box, cell = _spread(wide.prod(axis=1))
    row, column = np.divmod(cell, wide[box, 0])
    return side[box], low[box, 0] + column, low[box, 1] + row


def _spread(counts: Ints) -> tuple[Ints, Ints]:
    """Return for counts such as 2, 1 which one and the how many-th: 0, 0, 1 and 0, 1, 0."""
    which = np.repeat(np.arange(len(counts)), counts)
    return which, np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)


def _distances(points: Floats, start: Floats, end: Floats) -> Floats:
    """Return how far each point is from its side."""
    (dx, dy), (px, py) = (end - start).T, (points - start).T
    square = dx * dx + dy * dy
    with np.errstate(divide="ignore", invalid="ignore"):
        along, across = (px * dx + py * dy) / square, (py * dx - px * dy) / square
    qx, qy = (points - end).T
    ends = np.sqrt(np.where(along >= 1, qx * qx + qy * qy, px * px + py * py))
    is_beside = (along > 0) & (along < 1)
    away: Floats = np.where(is_beside, abs(across) * np.sqrt(square), ends)
    return away
