"""What a legend is made of: its classes, the way to colour by it, and colours spread over a ramp."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from zonemap.core.text import Text
from zonemap.region.region import Region


@dataclass(frozen=True)
class LegendClass:
    """One class of a legend.

    Parameters
    ----------
    key
        What stands in ``Legend.of``.
    label
        How people read it.
    color
        ``#rrggbb``.
    pattern
        What says the same without colour.
    symbol
        Shape of the point symbol; empty when the class does not change it.
    count
        How many zones, or counties, are in it.
    size
        How large the mark of a total is, in radii of an ordinary one; its area is then not filled. 0 for what
        is no total.
    """

    key: str
    label: Text
    color: str
    pattern: str = "solid"
    symbol: str = ""
    count: int = 0
    size: float = 0.0

    @property
    def scale(self) -> float:
        """How large its mark is drawn."""
        return self.size or 1.0


@dataclass(frozen=True)
class Legend:
    """Classes of a region's zones or counties.

    Parameters
    ----------
    by
        What it colours by: one of ``LEGENDS``.
    title
        Its heading.
    classes
        In the order in which they are shown.
    of
        The class key of each zone (index ``zone_id``) or county (index ``adcode``).
    is_of_counties
        Whether its classes are those of counties.
    """

    by: str
    title: Text
    classes: tuple[LegendClass, ...]
    of: pd.Series
    is_of_counties: bool = False

    @property
    def is_sized(self) -> bool:
        """Whether its marks are as large as a total."""
        return any(item.size for item in self.classes)

    def class_of(self, feature: str) -> LegendClass:
        """Return the class of a zone or county by its id."""
        return self._classes[feature]

    @cached_property
    def _classes(self) -> dict[str, LegendClass]:
        """The class of each zone or county."""
        known = {item.key: item for item in self.classes}
        return {
            str(id_): known[key]
            for id_, key in zip(self.of.index.tolist(), self.of.tolist(), strict=True)
            if key in known
        }


@dataclass(frozen=True)
class Mode:
    """A way to colour the map, for every output.

    Parameters
    ----------
    title
        The heading of its legend.
    classes
        Every class that there may be for a region on its day, in order.
    of
        The key of the class of each zone that the day shows, or of each county.
    filters
        What a click on a class filters by on the page: a key that the page has, or one of its own, whose
        values are the keys of the classes.
    absent
        The class of a zone that the day does not show; it stands in the page's legend at all times.
    section
        The section of facts, beside values and places, that it draws, for the line of sources.
    field
        The column of the zones that holds the class itself, on any day and of any zone; empty: none does.
    is_of_counties
        Whether its classes are those of counties.
    title_on
        The heading of its legend on the day of a region, where that changes it.
    """

    title: Text
    classes: Callable[[Region], list[LegendClass]]
    of: Callable[[Region], pd.Series]
    filters: str
    absent: str = ""
    section: str = ""
    field: str = ""
    is_of_counties: bool = False
    title_on: Callable[[Region], Text] | None = None

    def title_of(self, region: Region) -> Text:
        """Return the heading of its legend on a region's day."""
        return self.title_on(region) if self.title_on else self.title


def spread(colors: tuple[str, ...], count: int) -> list[str]:
    """Return that many colours, spread evenly over a ramp; between its steps when it has too few."""
    if count == 1:
        return [colors[len(colors) // 2]]
    places = [step * (len(colors) - 1) / (count - 1) for step in range(count)]
    if count <= len(colors):
        return [colors[round(place)] for place in places]
    return [_between(colors, place) for place in places]


def _between(colors: tuple[str, ...], place: float) -> str:
    """Return the colour at a place of a ramp, mixed of the steps on either side."""
    below = min(int(place), len(colors) - 2)
    low, high = (np.array(list(bytes.fromhex(color[1:]))) for color in colors[below : below + 2])
    return "#" + "".join(f"{round(channel):02X}" for channel in low + (high - low) * (place - below))
