"""The mark of a zone: its shape says the class, its filling the status."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely

from zonemap.style.inks import INK, PAPER, lightness, mix
from zonemap.style.reader import quantity, table

Point = tuple[float, float]
Ring = tuple[Point, ...]

CORNERS: dict[str, Ring] = {
    symbol: tuple((float(x), float(y)) for x, y in ring) for symbol, ring in table("mark.shape").items()
}
"""The shapes about 0, 0 for a mark of radius 1; y runs downwards. Every other symbol is a circle."""

ROUND: Ring = tuple((float(np.cos(turn)), float(np.sin(turn))) for turn in np.arange(48) * np.pi / 24)


@dataclass(frozen=True)
class MarkPart:
    """One piece of a mark, painted over those before it.

    Parameters
    ----------
    ring
        Its outline about 0, 0 for a mark of radius 1; y runs downwards.
    fill, rim
        What it is filled and outlined with: ``class`` (the colour of the zone's class), ``pale`` (of the same
        colour, little), ``paper``, ``ink``; empty for nothing.
    width
        Of the outline, as a share of the radius.
    dash
        ``dash`` or ``dot``; empty for a solid outline.
    """

    ring: Ring
    fill: str = ""
    rim: str = ""
    width: float = 0.0
    dash: str = ""

    def paint(self, role: str, color: str) -> str:
        """Return the colour of a role for a class of a colour; empty for nothing."""
        return {"class": color, "pale": pale(color), "paper": PAPER, "ink": INK, "": ""}[role]


@cache
def mark_parts(symbol: str, status: str, *, is_numbered: bool = False) -> tuple[MarkPart, ...]:
    """Return what a zone's mark consists of, the same in every output.

    Parameters
    ----------
    symbol
        Shape of the class; a circle where it has none.
    status
        One of :data:`zonemap.region.status.STATUSES`; what has no mark of its own is drawn as not known.
    is_numbered
        Whether a number is to be read on it: half a mark then leaves a plate for it.
    """
    return tuple(
        MarkPart(
            ring, part.get("fill", ""), part.get("rim", ""), part.get("width", 0.0), part.get("dash", "")
        )
        for part in status_parts(status)
        if is_numbered or part["ring"] != "plate"
        for ring in mark_rings(symbol, part["ring"])
    )


def status_parts(status: str) -> list[dict]:
    """Return the parts of a status as the style file has them."""
    marks = table("mark.status")
    return list(marks.get(status, marks["unknown"]))


@cache
def mark_rings(symbol: str, name: str) -> tuple[Ring, ...]:
    """Return the rings that a part of a mark is cut to; a gap leaves two."""
    cut = table("mark.ring")[name]
    whole = ROUND if cut.get("round") else CORNERS.get(symbol, ROUND)
    scale, gap = cut.get("scale", 1.0), cut.get("gap", 0.0)
    scaled = tuple((scale * x, scale * y) for x, y in whole)
    if not cut.get("half"):
        return (scaled,)
    kept = [shapely.box(-9, -9, 0, -gap), shapely.box(-9, gap, 0, 9)]
    left = shapely.Polygon(scaled) & shapely.union_all(kept)
    return tuple(tuple(piece.exterior.coords[:-1]) for piece in shapely.get_parts(left))


def is_halved(status: str) -> bool:
    """Tell whether the mark of a status is of two colours in its middle, so that a number needs a plate."""
    return any(part["ring"] == "plate" for part in status_parts(status))


def pale(color: str) -> str:
    """Return the colour of a class of which little is known."""
    return mix(color, quantity("mark.pale"))


def label_ground(status: str, color: str) -> str:
    """Return the colour on which the number of a mark is read."""
    fills = {part.get("fill", "") for part in status_parts(status) if not is_halved(status)}
    return color if "class" in fills else pale(color) if "pale" in fills else PAPER


def label_ink(ground: str) -> str:
    """Return the colour of a number on a ground."""
    return PAPER if lightness(ground) < quantity("mark.light_number") else INK


def is_low(symbol: str, status: str) -> bool:
    """Tell whether a number stands low, where the shape is widest; half a mark has a plate in its middle."""
    return symbol == "triangle" and not is_halved(status)
