"""Where the marks of zones stand on a map, numbered by class."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import shapely

from zonemap.analysis.legend_classes import Legend, LegendClass
from zonemap.region.region import Region
from zonemap.scene.items import Box, Point
from zonemap.scene.land import Plane
from zonemap.scene.spreading import COUNT_REACH, place_symbols, pull_inside


@dataclass(frozen=True)
class ZoneMark:
    """A zone on a map.

    Parameters
    ----------
    zone_id
        Whose it is.
    number
        Its number on the map and in the list.
    point
        Where it belongs.
    place
        Where its mark is drawn; None when a counting mark stands for it.
    style, status
        Class and status of the zone.
    """

    zone_id: str
    number: int
    point: Point
    place: Point | None
    style: LegendClass
    status: str


@dataclass(frozen=True)
class Count:
    """A counting mark: where it stands and which zones it stands for."""

    place: Point
    zones: tuple[str, ...]


@dataclass(frozen=True)
class Placed:
    """The marks of a map, and the counting marks of those that have no room one by one."""

    marks: tuple[ZoneMark, ...]
    counts: tuple[Count, ...]
    radius: float

    def only(self, zones: Collection[str]) -> Placed:
        """Return the marks of some zones."""
        return Placed(tuple(mark for mark in self.marks if mark.zone_id in zones), self.counts, self.radius)

    def alone(self, zone_id: str) -> Placed:
        """Return the mark of one zone, where it belongs if it was one of a crowd, without the others."""
        (mark,) = self.only([zone_id]).marks
        return Placed((replace(mark, place=mark.place or mark.point),), (), self.radius)

    def numbered(self, numbers: Mapping[str, int]) -> Placed:
        """Return the marks with other numbers, in their order."""
        marks = [replace(mark, number=numbers[mark.zone_id]) for mark in self.marks]
        return replace(self, marks=tuple(sorted(marks, key=lambda mark: mark.number)))

    def boxes(self) -> list[Box]:
        """Return what the marks cover."""
        reach = 1.45 * self.radius + 2
        places = [mark.place for mark in self.marks if mark.place]
        taken = [(x - reach, y - reach, x + reach, y + reach) for x, y in places]
        wide = COUNT_REACH
        return taken + [
            (x - wide, y - wide, x + wide, y + wide) for x, y in (one.place for one in self.counts)
        ]


def number_zones(region: Region, legend: Legend) -> dict[str, int]:
    """Number the zones that are shown class by class, in the order of the legend; by zone id, in order."""
    ranks = {item.key: rank for rank, item in enumerate(legend.classes)}
    order = sorted(map(str, region.shown.index), key=lambda zone_id: ranks[legend.of[zone_id]])
    return {zone_id: number for number, zone_id in enumerate(order, 1)}


def place_marks(
    region: Region, legend: Legend, plane: Plane, radius: float, *, within: Collection[str] | None = None
) -> Placed:
    """Place the marks of the zones that are shown, numbered; none covers another or leaves the box.

    Parameters
    ----------
    region, legend, plane
        What is shown, in which classes, and where.
    radius
        Of a mark, points.
    within
        Zones that have a mark even where they lie outside the box; the others then have none there. None for
        all.
    """
    numbers = number_zones(region, legend)
    if within is not None:
        seen = _in_box(region.shown, plane)
        numbers = {key: number for key, number in numbers.items() if key in within or key in seen}
    zones = region.shown.loc[list(numbers)]
    points = plane.points(zones["lon"], zones["lat"])
    places, crowds = place_symbols(points, _reaches(zones, plane, points), radius, plane.box)
    inside = pull_inside(points, plane.box)
    marks = tuple(
        ZoneMark(zone_id, number, point, place, legend.class_of(zone_id), str(status))
        for (zone_id, number), point, place, status in zip(
            numbers.items(), inside, places, zones["status"], strict=True
        )
    )
    ids = list(numbers)
    counts = tuple(Count(crowd.place, tuple(ids[index] for index in crowd.members)) for crowd in crowds)
    return Placed(marks, counts, radius)


def _in_box(zones: pd.DataFrame, plane: Plane) -> set[str]:
    """Return the zones whose points lie in the box, not too near to its edge."""
    room = shapely.buffer(plane.frame, -8)
    points = np.array(plane.points(zones["lon"], zones["lat"])).reshape(-1, 2)
    inside = shapely.contains_xy(room, points)
    return set(map(str, zones.index[inside]))


def _reaches(zones: pd.DataFrame, plane: Plane, points: Sequence[Point]) -> list[float]:
    """Return how far from its point each zone's own line reaches; 0 where it has none."""
    reaches = []
    for (_, zone), (x, y) in zip(zones.iterrows(), points, strict=True):
        if zone["basis"] in ("", "host_county") or zone.geometry is None:
            reaches.append(0.0)
            continue
        corners = shapely.get_coordinates(plane.project(zone.geometry))
        reaches.append(float(np.hypot(corners[:, 0] - x, corners[:, 1] - y).max()))
    return reaches
