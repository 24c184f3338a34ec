"""What a picture consists of, in points from its upper left corner: paths, discs, labels, marks and so on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from zonemap.scene.lettering import SLACK, text_width
from zonemap.style.inks import INK, PAPER
from zonemap.style.lines import Line

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True)
class Paint:
    """How a shape is filled and outlined.

    Parameters
    ----------
    fill, line
        Colours ``#rrggbb``; empty for none.
    opacity
        Of the filling.
    width
        Of the line.
    dash
        How the line is broken; None for a solid one.
    pattern
        Key of a pattern over the filling, its colour, opacity and width of lines; empty for none.
    """

    fill: str = ""
    line: str = ""
    opacity: float = 1.0
    width: float = 0.0
    dash: Line | None = None
    pattern: str = ""
    pattern_color: str = PAPER
    pattern_opacity: float = 1.0
    pattern_width: float = 0.6


@dataclass(frozen=True)
class Path:
    """A line, a polygon or several; ``name`` and ``about``, the alternative text, where it has them."""

    geometry: BaseGeometry
    paint: Paint
    name: str = ""
    about: str = ""


@dataclass(frozen=True)
class Disc:
    """A circle."""

    centre: Point
    radius: float
    paint: Paint
    name: str = ""
    about: str = ""


@dataclass(frozen=True)
class Shade:
    """A colour laid over a box, pixel by pixel more or less opaque.

    Parameters
    ----------
    box
        What it covers.
    opacity
        0 for none, 255 for opaque; rows from the top, shape (rows, columns).
    color
        ``#rrggbb``.
    """

    box: Box
    opacity: NDArray[np.uint8] = field(repr=False, compare=False)
    color: str
    name: str = ""
    about: str = ""


@dataclass(frozen=True)
class Label:
    """A line of text.

    Parameters
    ----------
    place
        Where its base line begins, ends or has its middle, by ``align``: ``left``, ``right`` or ``center``.
    halo
        Colour of an outline that sets it off from what is below; empty for none.
    turn
        Degrees by which it is turned about its place, against the clock.
    """

    place: Point
    text: str
    size: float
    color: str = INK
    align: str = "left"
    halo: str = ""
    bold: bool = False
    turn: float = 0.0
    name: str = ""
    about: str = ""

    @property
    def box(self) -> Box:
        """What it covers if it is not turned, as wide as any typeface may set it."""
        width = SLACK * text_width(self.text, self.size)
        x, y = self.place
        left = x - {"left": 0.0, "center": width / 2, "right": width}[self.align]
        return left, y - 0.88 * self.size, left + width, y + 0.22 * self.size


@dataclass(frozen=True)
class Mark:
    """The mark of a zone, or a sample of one; :func:`zonemap.scene.marks.pieces` says what it consists of.

    Parameters
    ----------
    symbol, color, pattern
        Of its class.
    status
        Of the zone.
    label
        What is written on it.
    type_size
        Of what is written on it; 0 for that which goes with its radius.
    is_grey
        Whether it is for a printer without colours.
    zone
        Id of the zone; empty for a sample.
    """

    place: Point
    radius: float
    symbol: str
    color: str
    status: str
    label: str = ""
    pattern: str = "solid"
    type_size: float = 0.0
    is_grey: bool = False
    zone: str = ""
    name: str = ""
    about: str = ""


@dataclass(frozen=True)
class Group:
    """Items that belong together."""

    items: tuple[Item, ...]
    name: str = ""
    about: str = ""


@dataclass(frozen=True)
class MapGroup(Group):
    """A map: its items, and how points become places on the ground.

    Parameters
    ----------
    box
        Its frame.
    crs
        The projection, in kilometres.
    scale
        Points for a kilometre.
    origin
        Where 0, 0 of the projection lies, in points.
    """

    box: Box = (0.0, 0.0, 1.0, 1.0)
    crs: CRS | None = field(default=None, compare=False)
    scale: float = 1.0
    origin: Point = (0.0, 0.0)

    @property
    def extent(self) -> Box:
        """West, south, east and north of the frame, kilometres in the projection."""
        left, top, right, bottom = self.box
        (x, y), scale = self.origin, self.scale
        return (left - x) / scale, (y - bottom) / scale, (right - x) / scale, (y - top) / scale


Item: TypeAlias = Path | Disc | Shade | Label | Mark | Group


def walk(items: Iterable[Item]) -> Iterator[Item]:
    """Yield every item, those of groups after their group."""
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from walk(item.items)
