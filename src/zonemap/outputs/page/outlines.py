"""Outlines as the page carries them: whole steps in Web Mercator, borders that two shapes share once.

Every ring is a chain of arcs between the points where borders meet, so that two neighbours refer to one arc,
and every point says whether the map of the whole region needs it. The page reads it in ``web/outlines.js``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

RADIUS = 6378137.0
"""Radius of the sphere of Web Mercator, metres."""

_SEEN = 1 / 3000
"""How far a border of the whole region may be off, as a share of its extent: less than half a pixel."""

_KILO = 1000

_LIMIT = 85.0
"""Web Mercator ends near the poles."""

Numbers = np.ndarray


def mercator(degrees: Numbers) -> Numbers:
    """Return longitudes and latitudes in metres of Web Mercator."""
    lon, lat = np.radians(degrees[:, 0]), np.radians(np.clip(degrees[:, 1], -_LIMIT, _LIMIT))
    return np.column_stack([lon, np.arcsinh(np.tan(lat))]) * RADIUS


def from_mercator(metres: Numbers) -> Numbers:
    """Return metres of Web Mercator as longitudes and latitudes."""
    x, y = metres.T / RADIUS
    return np.column_stack([np.degrees(x), np.degrees(np.arctan(np.sinh(y)))])


def lines_once(geometries: Sequence[BaseGeometry], units: float) -> BaseGeometry:
    """Return the borders of polygons as lines, shared ones once, in whole steps of so many to a unit."""
    rings, _, _ = _rings(geometries)
    arcs, _ = _cut(rings, lambda places: places * units)
    lines = [arcs.points[piece] / units for piece in arcs.pieces]
    return shapely.multilinestrings([shapely.linestrings(line) for line in lines])


@dataclass
class _Arcs:
    """Arcs of one set of shapes, each under its number; known by the first step from either end."""

    points: Numbers
    pieces: list[Numbers] = field(default_factory=list)
    numbers: dict[tuple[int, int], int] = field(default_factory=dict)

    def reference(self, arc: Numbers) -> int:
        """Return the number of an arc, doubled, and one more where it runs the other way round."""
        ends = (int(arc[0]), int(arc[1])), (int(arc[-1]), int(arc[-2]))
        if ends[0] not in self.numbers:
            number = 2 * len(self.pieces)
            self.pieces.append(arc)
            self.numbers[ends[1]] = number + 1
            self.numbers[ends[0]] = number
        return self.numbers[ends[0]]


def pack_outlines(geometries: Sequence[BaseGeometry], units: float, extent: Sequence[float]) -> bytes:
    """Write polygons in as few bytes as can be.

    Parameters
    ----------
    geometries
        Polygons in longitude and latitude, EPSG:4490; what is none is written as a shape without polygons.
    units
        Steps to a metre of Web Mercator.
    extent
        West, south, east and north of the whole map: how fine it has to be when all of it is seen.

    Returns
    -------
    Whole numbers of four bytes, the lowest bytes of all first: units to a kilometre, tolerance, how many arcs
    and shapes; how many points each arc has, the steps of all points across, their last bit saying whether
    the map of the whole region needs the point, and the steps up; how many polygons each shape has, how many
    rings each polygon, how many arcs each ring, and the steps from arc to arc, their last bit saying which
    way it runs.
    """
    rings, of_part, of_shape = _rings(geometries)
    arcs, chains = _cut(rings, lambda degrees: mercator(degrees) * units)
    span = mercator(np.array(extent, dtype=float).reshape(2, 2))
    tolerance = int(np.ptp(span, axis=0).max() * units * _SEEN)
    numbers = [
        np.array([round(_KILO * units), tolerance, len(arcs.pieces), len(geometries)]),
        *_written(arcs, tolerance),
        *_named(len(geometries), of_shape, of_part, chains),
    ]
    return _bytes(np.concatenate(numbers))


def pack_lines(lines: BaseGeometry, units: float, extent: Sequence[float]) -> bytes:
    """Write lines as outlines are, as arcs that belong to no shape."""
    parts = [part for part in shapely.get_parts(lines) if not part.is_empty]
    places, of_part = shapely.get_coordinates(parts, return_index=True)
    points = np.rint(mercator(places) * units).astype(np.int64)
    ends = np.flatnonzero(np.diff(of_part)) + 1
    arcs = _Arcs(points, np.split(np.arange(len(points)), ends) if len(points) else [])
    span = mercator(np.array(extent, dtype=float).reshape(2, 2))
    tolerance = int(np.ptp(span, axis=0).max() * units * _SEEN)
    return _bytes(
        np.concatenate([[round(_KILO * units), tolerance, len(arcs.pieces), 0], *_written(arcs, tolerance)])
    )


def _rings(geometries: Sequence[BaseGeometry]) -> tuple[Numbers, Numbers, Numbers]:
    """Return the rings of all polygons, their polygons, and the shapes of these."""
    shapes = shapely.orient_polygons(np.asarray(geometries, dtype=object), exterior_cw=False)
    parts, of_shape = shapely.get_parts(shapes, return_index=True)
    is_area = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, of_part = shapely.get_rings(parts[is_area], return_index=True)
    return rings, of_part, of_shape[is_area]


def _cut(rings: Numbers, laid: Callable[[Numbers], Numbers]) -> tuple[_Arcs, list[list[int]]]:
    """Cut rings, laid into whole steps, into arcs; return these and those of each ring."""
    places, of_ring = shapely.get_coordinates(rings, return_index=True)
    steps = np.rint(laid(places)).astype(np.int64)
    _, firsts, vertices = np.unique(steps @ [1, 1j], return_index=True, return_inverse=True)
    arcs = _Arcs(steps[firsts])
    ends = np.flatnonzero(np.diff(of_ring)) + 1
    return arcs, _chains(np.split(vertices, ends) if len(rings) else [], arcs)


def _chains(rings: Sequence[Numbers], arcs: _Arcs) -> list[list[int]]:
    """Return the arcs of each ring; arcs meet where not exactly two edges do."""
    open_rings = [_without_repeats(ring) for ring in rings]
    edges = np.concatenate(
        [np.column_stack([ring, np.roll(ring, -1)]) for ring in open_rings] or [np.empty((0, 2), np.int64)]
    )
    ends = np.unique(np.sort(edges, axis=1), axis=0)
    is_knot = np.bincount(ends.ravel(), minlength=len(arcs.points)) != 2
    return [_chain(ring, is_knot, arcs) for ring in open_rings]


def _without_repeats(ring: Numbers) -> Numbers:
    """Return the points of a ring without its last, which is its first, and without repeats."""
    kept = ring[:-1][np.diff(ring) != 0]
    return kept if len(kept) else ring[:1]


def _chain(ring: Numbers, is_knot: Numbers, arcs: _Arcs) -> list[int]:
    """Return the arcs of one ring."""
    knots = np.flatnonzero(is_knot[ring])
    start = knots[0] if len(knots) else int(np.argmin(ring))  # alone, it begins where its twin would
    whole = np.concatenate([ring[start:], ring[:start], ring[start : start + 1]])
    if not len(knots) and whole[1] > whole[-2]:
        return [arcs.reference(whole[::-1]) ^ 1]
    cuts = [*(knots - start), len(ring)] if len(knots) else [0, len(ring)]
    return [arcs.reference(whole[a : b + 1]) for a, b in pairwise(cuts)]


def _written(arcs: _Arcs, tolerance: int) -> list[Numbers]:
    """Write arcs: how many points each has, then the steps of all."""
    if not arcs.pieces:
        return []
    sizes = np.array([len(piece) for piece in arcs.pieces])
    points = arcs.points[np.concatenate(arcs.pieces)]
    needed = _needed(points, sizes, tolerance)
    across, up = np.diff(points, axis=0, prepend=[[0, 0]]).T
    return [sizes, 2 * _unsigned(across) + needed, _unsigned(up)]


def _needed(points: Numbers, sizes: Numbers, tolerance: int) -> Numbers:
    """Tell which points the map of the whole region needs; an island stays one, however small."""
    of_arc = np.repeat(np.arange(len(sizes)), sizes)
    lines = shapely.linestrings(points.astype(float), indices=of_arc)
    kept, of_line = shapely.get_coordinates(
        shapely.simplify(lines, tolerance, preserve_topology=False), return_index=True
    )
    # A point inside an arc is in no other, so the place alone says which it is.
    found = np.isin(points @ [1, 1j], kept @ [1, 1j])
    starts = np.cumsum(sizes) - sizes
    few = np.bincount(of_line, minlength=len(sizes)) < 4
    closed = (points[starts] == points[starts + sizes - 1]).all(axis=1)
    for arc in np.flatnonzero(few & closed):
        own = slice(starts[arc], starts[arc] + sizes[arc])
        for axis in points[own].T:
            found[own][[axis.argmin(), axis.argmax()]] = True
    return found


def _named(count: int, of_shape: Numbers, of_part: Numbers, chains: Sequence[Sequence[int]]) -> list[Numbers]:
    """Write shapes: the polygons of each, the rings of each polygon, the arcs of each ring."""
    if not chains:
        return [np.zeros(count, dtype=np.int64)]
    references = np.array([number for chain in chains for number in chain])
    steps = np.diff(references >> 1, prepend=0)
    return [
        np.bincount(of_shape, minlength=count),
        np.bincount(of_part, minlength=len(of_shape)),
        np.array([len(chain) for chain in chains]),
        2 * _unsigned(steps) + (references & 1),
    ]


def _unsigned(values: Numbers) -> Numbers:
    """Return whole numbers as such that are not negative: the small ones stay small."""
    return np.where(values < 0, -2 * values - 1, 2 * values)


def _bytes(values: Numbers) -> bytes:
    """Write numbers of four bytes: first the lowest byte of each, then the next, so that they pack well."""
    return values.astype("<u4").view(np.uint8).reshape(-1, 4).T.tobytes()
