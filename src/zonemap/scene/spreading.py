"""Symbols set apart, so that none covers another or what it stands for; too many are counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from zonemap.scene.items import Box, Point

_HIDDEN = 2.0
"""What reaches less far than so many radii from its point would vanish below the symbol."""

_ROUNDS, _YIELD = 150, 0.4
_APART = 2.3
"""How far apart symbols are set, in radii: as far as their corners reach."""

_HELD = -1
"""Rank of what does not move at all."""

_CROWD, _CROWDED = 5.0, 12
"""So many radii around a symbol there is room for so many; more are told by a counting mark."""


@dataclass(frozen=True)
class Crowd:
    """Symbols that have no room one by one: where their counting mark stands, and which they are."""

    place: Point
    members: tuple[int, ...]


def place_symbols(
    points: Sequence[Point],
    circles: Sequence[float],
    radius: float | Sequence[float],
    frame: Box,
    ranks: Sequence[int] = (),
    held: Sequence[tuple[Point, float]] = (),
) -> tuple[list[Point | None], list[Crowd]]:
    """Place symbols so that none covers another, or the small circle that it stands for.

    Parameters
    ----------
    points
        Where they belong.
    circles
        How far from each point reaches what is drawn about it; 0 for nothing.
    radius
        Of a symbol, or of each.
    frame
        Where they must stay.
    ranks
        Which comes first, 0 before 1: it stays where it belongs, and the other makes way. None for all alike.
    held
        Place and radius of what stands already: it stays, and all symbols make way for it.

    Returns
    -------
    Where to draw each symbol, None for one of a crowd; and the crowds.
    """
    inside = pull_inside(points, frame)
    order = np.array(ranks or [0] * len(points))
    radii = np.broadcast_to(np.array(radius, dtype=float), len(points))
    crowds = _crowds(inside, float(np.median(radii)) if len(points) else 1.0, _counted(order))
    counted = {index for crowd in crowds for index in crowd}
    alone = [index for index in range(len(points)) if index not in counted]
    middles = [_middle([inside[index] for index in crowd]) for crowd in crowds]
    places = set_apart(
        [inside[index] for index in alone], [circles[index] for index in alone], list(radii[alone])
    )
    sizes = [*radii[alone], *[COUNT_REACH] * len(middles), *(reach for _, reach in held)]
    firmness = [*order[alone], *[order.min(initial=0)] * len(middles), *[_HELD] * len(held)]
    spots = _push_apart([*places, *middles, *(place for place, _ in held)], sizes, frame, firmness)
    found: list[Point | None] = [None] * len(points)
    for index, spot in zip(alone, spots, strict=False):
        found[index] = spot
    last = spots[len(alone) : len(alone) + len(crowds)]
    return found, [Crowd(spot, tuple(crowd)) for spot, crowd in zip(last, crowds, strict=True)]


COUNT_REACH = 22.0
"""How far a counting mark with its number reaches, points."""


def _counted(order: np.ndarray) -> np.ndarray:
    """Return which symbols a counting mark may stand for: not the highest, if they are few among others."""
    others = np.flatnonzero(order > order.min(initial=0))
    is_few = 0 < len(order) - len(others) <= _CROWDED
    return others if is_few and len(others) else np.arange(len(order))


def _crowds(points: Sequence[Point], radius: float, left: np.ndarray) -> list[list[int]]:
    """Return the groups of those left that are too many for the room they lie in, the densest first."""
    # A counting mark needs room, too: around small symbols it takes in those that it would push away.
    reach = max(_CROWD * radius, 1.5 * COUNT_REACH)
    most = _CROWDED * (reach / (_CROWD * radius)) ** 2
    spots = np.array(points, dtype=float).reshape(-1, 2)
    crowds: list[list[int]] = []
    while len(left) > most:
        shapes = shapely.points(spots[left])
        whose, near = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=reach)
        around = np.split(near, np.cumsum(np.bincount(whose, minlength=len(left)))[:-1])
        counts = np.array([len(group) for group in around])
        densest = int(np.argmax(counts))
        if counts[densest] <= most:
            break
        crowd = np.sort(left[around[densest]])
        crowds.append(crowd.tolist())
        left = np.setdiff1d(left, crowd)
    return crowds


def _middle(points: Sequence[Point]) -> Point:
    """Return the middle of points."""
    x, y = np.mean(np.array(points), axis=0)
    return float(x), float(y)


def _push_apart(
    places: Sequence[Point], sizes: Sequence[float], frame: Box, ranks: Sequence[int]
) -> list[Point]:
    """Push symbols that overlap apart, each round a little, the lower further; keep them in the frame."""
    order = np.array(ranks)
    spots = np.array(places, dtype=float).reshape(-1, 2)
    radii, held = np.array(sizes, dtype=float), order == _HELD
    margin = np.where(radii < COUNT_REACH, 2 * radii, radii)[:, np.newaxis]
    low, high = np.array(frame[:2]) + margin, np.array(frame[2:]) - margin
    low[held] = high[held] = spots[held]
    spots = np.minimum(np.maximum(spots, low), high)
    for _ in range(_ROUNDS):
        shapes = shapely.points(spots)
        reach = _APART * radii.max(initial=0.0)
        one, other = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=reach)
        one, other = one[one != other], other[one != other]
        gaps = spots[one] - spots[other]
        away = np.hypot(gaps[:, 0], gaps[:, 1])
        # Two at the very same place part along a direction of their own, else they would stay there.
        turn = np.where(one < other, 1.0, -1.0)[:, np.newaxis] * [[0.6, 0.8]]
        way = np.where(away[:, np.newaxis] > 1e-6, gaps / np.maximum(away, 1e-6)[:, np.newaxis], turn)
        short = _APART / 2 * (radii[one] + radii[other]) - away
        is_short = short > 1e-3
        if not is_short.any():
            break
        share = 0.5 + np.where(held[other], 0.5, _YIELD * np.sign(order[one] - order[other]))
        np.add.at(spots, one[is_short], (way * (short * share)[:, np.newaxis])[is_short])
        spots = np.minimum(np.maximum(spots, low), high)
    return [(float(x), float(y)) for x, y in spots]


def set_apart(
    points: Sequence[Point], radii: Sequence[float], symbol: float | Sequence[float]
) -> list[Point]:
    """Move the symbols of points that coincide to a ring around their common point.

    A symbol that would hide a small circle drawn about its own point is moved beside it.

    Parameters
    ----------
    points
        Where the symbols belong.
    radii
        Radius of the circle drawn about each point; 0 for none.
    symbol
        Radius of a symbol, or of each.

    Returns
    -------
    Where to draw each symbol.
    """
    groups: dict[tuple[int, int], list[int]] = {}
    sizes = np.broadcast_to(np.array(symbol, dtype=float), len(points))
    for index, (x, y) in enumerate(points):
        groups.setdefault((round(x), round(y)), []).append(index)
    places = list(points)
    for members in groups.values():
        circle, symbol = max(radii[index] for index in members), float(sizes[members].max())
        hides = 0 < circle < _HIDDEN * symbol
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


def pull_inside(places: Sequence[Point], frame: Box, margin: float = 0) -> list[Point]:
    """Move places that lie outside a frame, or nearer to its edge than a margin, inside."""
    left, top, right, bottom = frame
    return [
        (min(max(x, left + margin), right - margin), min(max(y, top + margin), bottom - margin))
        for x, y in places
    ]
