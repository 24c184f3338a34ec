"""Rings of points become polygons: holes are told by containment, never by their number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from zonemap.boundaries.boundary_file import format_note

Ring = NDArray[np.float64]


def close_ring(ring: Ring) -> tuple[Ring, list[str]]:
    """Drop points repeated one after the other and the closing point.

    Parameters
    ----------
    ring
        Points x, y, shape (n, 2).

    Returns
    -------
    The ring without its closing point, and what was mended.
    """
    kept = ring[np.r_[True, np.any(np.diff(ring, axis=0) != 0, axis=1)]]
    repeated = len(ring) - len(kept)
    if len(kept) > 1 and np.array_equal(kept[0], kept[-1]):
        kept = kept[:-1]
    if not repeated:
        return kept, []
    return kept, [format_note(f"删去 {repeated} 个重复点", f"{repeated} repeated points dropped")]


def split_at_closure(ring: Ring) -> list[Ring]:
    """Split a run of points wherever it comes back to its first point: each return ends a ring."""
    # Equal to the last digit, not nearly: a closing point is a copy of the first in the file, while two
    # corners a millimetre apart are two corners. Three points on the way at least, or it is a point written
    # twice. A ring that is closed twice, by the point and again by its copy, stays one ring.
    rings, start = [], 0
    while (end := _closure(ring, start)) is not None:
        rings.append(ring[start : end + 1])
        start = end + 1
    if start < len(ring):
        rings.append(ring[start:])
    return rings


def _closure(ring: Ring, start: int) -> int | None:
    """Return where a run comes back to a point for the first time; looked for in stretches that double."""
    at, reach = start + 3, 256
    while at < len(ring):
        same = (ring[at : at + reach + 1] == ring[start]).all(axis=1)
        ends = np.flatnonzero(same & ~np.append(same[1:], False))
        if len(ends) and ends[0] < reach:
            return at + int(ends[0])
        at, reach = at + reach, 2 * reach
    return None


def assemble(rings: Sequence[Ring]) -> tuple[BaseGeometry, list[str]]:
    """Build polygons from rings: a ring inside an odd number of others is a hole, every other one a part.

    Parameters
    ----------
    rings
        Points x, y of each ring without closing point, each of at least three points.

    Returns
    -------
    A Polygon or MultiPolygon, possibly invalid, and what was mended or decided.
    """
    shapes = [Polygon(ring) for ring in rings]
    distinct = _without_twins(shapes)
    wording = []
    if len(distinct) < len(shapes):
        count = len(shapes) - len(distinct)
        wording.append(format_note(f"删去 {count} 个重复的环", f"{count} repeated rings dropped"))
    shells, holes = _sort_by_depth(distinct)
    parts = [Polygon(shell.exterior, [hole.exterior for hole in holes[i]]) for i, shell in enumerate(shells)]
    count = sum(len(inside) for inside in holes)
    if count:
        wording.append(
            format_note(f"{count} 个环在另一环之内，按空洞处理", f"{count} rings lie inside another: holes")
        )
    return (parts[0] if len(parts) == 1 else MultiPolygon(parts)), wording


def note_parts(geometry: BaseGeometry) -> list[str]:
    """Say of how many parts a shape is made when it is more than one."""
    count = shapely.get_num_geometries(geometry)
    return [format_note(f"由 {count} 块组成", f"made of {count} parts")] if count > 1 else []


def _without_twins(shapes: list[Polygon]) -> list[Polygon]:
    """Drop rings that run through the same points as an earlier one, from whatever start."""
    seen, kept = set(), []
    for shape in shapes:
        key = shapely.to_wkb(shapely.normalize(shape))
        if key not in seen:
            seen.add(key)
            kept.append(shape)
    return kept


def _sort_by_depth(shapes: list[Polygon]) -> tuple[list[Polygon], list[list[Polygon]]]:
    """Part rings into shells and, for each shell, the holes directly inside it; largest first."""
    # Files number rings 1, 2, … both for holes and for further parts, and write them in either direction, so
    # that neither number nor orientation can tell. Where they lie can: largest first, a ring can only be
    # inside one before it, and of those that hold it the last is the nearest. A ring in a shell is its hole,
    # a ring in a hole a part again, an island in the lake. "Covered" and not "within": a hole may touch its
    # shell.
    shapes = sorted(shapes, key=lambda shape: -shape.area)
    valid = [shape if shape.is_valid else shapely.make_valid(shape) for shape in shapes]
    inner, outer = shapely.STRtree(valid).query(valid, predicate="covered_by")
    parent: dict[int, int] = {}
    for i, j in zip(inner.tolist(), outer.tolist(), strict=True):
        if j < i:
            parent[i] = max(j, parent.get(i, -1))
    holes: dict[int, list[Polygon]] = {}
    for i in range(len(shapes)):
        if i in parent and parent[i] in holes:
            holes[parent[i]].append(shapes[i])
        else:
            holes[i] = []
    return [shapes[i] for i in holes], list(holes.values())
