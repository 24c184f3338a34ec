"""Where the marks of zones stand on a map, numbered by class."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import dist

import numpy as np
import pandas as pd
import shapely

from zonemap.analysis.legend import legend_by
from zonemap.analysis.legend_classes import Legend, LegendClass
from zonemap.core.dates import date_text
from zonemap.core.errors import UnknownOption
from zonemap.core.vocabulary import word
from zonemap.region.region import Region
from zonemap.region.status import APPROVED
from zonemap.scene.items import Box, Point
from zonemap.scene.land import Plane
from zonemap.scene.lettering import BOTH, say
from zonemap.scene.spreading import COUNT_REACH, place_symbols, pull_inside

_RANKS = {"national": 0, "provincial": 1}
"""Which marks come first: the lower ones make way for the higher ones and are painted below them."""


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
    rank
        Of its tier: 0 for the highest.
    """

    zone_id: str
    number: int
    point: Point
    place: Point | None
    style: LegendClass
    status: str
    rank: int = len(_RANKS)

    def box(self, radius: float) -> Box:
        """Return what the mark covers where it is drawn, with a little room around."""
        (x, y), reach = self.place or self.point, 1.45 * radius * self.style.scale + 2
        return x - reach, y - reach, x + reach, y + reach


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

    def numbered(self, numbers: Mapping[str, int]) -> Placed:
        """Return the marks with other numbers, in their order."""
        marks = [replace(mark, number=numbers[mark.zone_id]) for mark in self.marks]
        return replace(self, marks=tuple(sorted(marks, key=lambda mark: mark.number)))

    def boxes(self) -> list[Box]:
        """Return what the marks cover."""
        taken = [mark.box(self.radius) for mark in self.marks if mark.place]
        wide = COUNT_REACH
        return taken + [
            (x - wide, y - wide, x + wide, y + wide) for x, y in (one.place for one in self.counts)
        ]


def zone_legend(region: Region, by: str) -> Legend:
    """Classify the zones of a figure that colours zones, not counties.

    Raises
    ------
    UnknownOption
        If there is no such legend of zones.
    """
    legend = legend_by(region, by)
    if legend.is_of_counties:
        raise UnknownOption(
            "按县计数的图例不能给开发区上色：请用 kind、year、industry 或 reform / "
            "zones are counted by county: colour zones by kind, year, industry or reform"
        )
    return legend


def number_zones(region: Region, legend: Legend) -> dict[str, int]:
    """Number the zones that are shown class by class, in the order of the legend; by zone id, in order."""
    ranks = {item.key: rank for rank, item in enumerate(legend.classes)}
    order = sorted(map(str, region.shown.index), key=lambda zone_id: ranks[legend.of[zone_id]])
    return {zone_id: number for number, zone_id in enumerate(order, 1)}


def place_marks(
    region: Region,
    legend: Legend,
    plane: Plane,
    radius: float,
    *,
    within: Collection[str] | None = None,
    held: Sequence[tuple[Point, float]] = (),
) -> Placed:
    """Place the marks of the zones that are shown, numbered; none covers another or leaves the box.

    Parameters
    ----------
    region, legend, plane
        What is shown, in which classes, and where.
    radius
        Of a mark, points.
    within
        Zones that the map is about: they have a mark even if they lie outside the box. The others have none
        there, nor where a crowd leaves them no room. None for all.
    held
        Place and radius of what stands already, for which the marks make way.
    """
    numbers = number_zones(region, legend)
    if within is not None:
        seen = _in_box(region.shown, plane)
        numbers = {key: number for key, number in numbers.items() if key in within or key in seen}
    zones = region.shown.loc[list(numbers)]
    points = plane.points(zones["lon"], zones["lat"])
    ranks = [_RANKS.get(tier, len(_RANKS)) for tier in zones["tier"]]
    radii = [radius * legend.class_of(zone_id).scale for zone_id in numbers]
    places, crowds = place_symbols(points, _reaches(zones, plane, points), radii, plane.box, ranks, held)
    if within is not None:
        places = _clear([key in within for key in numbers], places, radius)
    inside = pull_inside(points, plane.box)
    marks = tuple(
        ZoneMark(zone_id, number, point, place, legend.class_of(zone_id), mark_status(region, zone_id), rank)
        for (zone_id, number), point, place, rank in zip(numbers.items(), inside, places, ranks, strict=True)
    )
    ids = list(numbers)
    counts = tuple(Count(crowd.place, tuple(ids[index] for index in crowd.members)) for crowd in crowds)
    return Placed(marks, counts, radius)


def _clear(is_own: Sequence[bool], places: Sequence[Point | None], radius: float) -> list[Point | None]:
    """Return the places without those of other zones that hide a mark before them."""
    taken = [place for own, place in zip(is_own, places, strict=True) if own and place]
    found = list(places)
    for index, place in enumerate(places):
        if is_own[index] or place is None:
            continue
        if any(dist(place, one) < radius for one in taken):
            found[index] = None
        else:
            taken.append(place)
    return found


def _in_box(zones: pd.DataFrame, plane: Plane) -> set[str]:
    """Return the zones whose points lie in the box, not too near to its edge."""
    room = shapely.buffer(plane.frame, -8)
    points = np.array(plane.points(zones["lon"], zones["lat"])).reshape(-1, 2)
    inside = shapely.contains_xy(room, points)
    return set(map(str, zones.index[inside]))


def _reaches(zones: pd.DataFrame, plane: Plane, points: Sequence[Point]) -> list[float]:
    """Return how far from its point each zone's own line reaches; 0 where it has none."""
    reaches = []
    for basis, line, (x, y) in zip(
        zones["basis"].to_numpy(object), zones.geometry.to_numpy(), points, strict=True
    ):
        if basis in ("", "host_county") or line is None:
            reaches.append(0.0)
            continue
        corners = shapely.get_coordinates(plane.project(line))
        reaches.append(float(np.hypot(corners[:, 0] - x, corners[:, 1] - y).max()))
    return reaches


def mark_status(region: Region, zone_id: str) -> str:
    """Return the status that the mark of a zone shows; where no date is told of any, the mark is plain."""
    return str(region.rows[zone_id]["status"]) if region.has_topic("time") else "operating"


def standing(region: Region, zone: pd.Series, lang: str, *, is_headed: bool = False) -> str:
    """Say how a zone stands: when it was approved, or its status; nothing where no date is told of any.

    Under a heading that speaks of approvals the date stands alone.
    """
    if not region.has_topic("time"):
        return ""
    status = str(zone["status"])
    if zone["approved"] and status in APPROVED:
        if is_headed:
            return say(date_text(zone["approved"]), lang)
        if lang == BOTH:
            return f"{zone['approved']} {say(word('status', 'approved'), lang)}"
        return say(word("figure", "approved_on").format(date=date_text(zone["approved"])), lang)
    return say(word("status", status), lang)
