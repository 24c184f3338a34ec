"""The stops of the page's slider and what each zone is at them, so that the page computes no time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from zonemap.analysis.legend import Legend, legend_by
from zonemap.analysis.measures import count_approvals
from zonemap.core.dates import happened_by, sort_key, year_of
from zonemap.region.region import Region
from zonemap.region.status import DATE_COLUMNS

Values = dict[str, Any]
Runs = list[list[Any]]
"""Pairs of a year and the value from its stop on."""


@dataclass(frozen=True)
class Stops:
    """A region at the stops of the slider: the last day of every year, in its own year the region's day.

    Parameters
    ----------
    region
        The region on the day that the page opens with.
    """

    region: Region

    @cached_property
    def years(self) -> range:
        """The years in which anything happens, those of the tables' day and of the region's day included."""
        dates = [*self.region.zones[list(DATE_COLUMNS)].to_numpy().ravel(), *self.region.events["date"]]
        dates += list(self.region.history["from"])
        years = [year for year in map(_year_by, dates) if year is not None]
        years += [self.region.state_day.year, self.region.date.year]
        return range(min(years), max(years) + 1)

    @cached_property
    def states(self) -> dict[int, Region]:
        """The region at each stop."""
        days = [self.day_of(year) for year in self.years]
        states = dict(zip(self.years, self.region.on_days(days), strict=True))
        return {**states, self.region.date.year: self.region}

    def day_of(self, year: int) -> dt.date:
        """Return the day of a stop."""
        return self.region.date if year == self.region.date.year else dt.date(year, 12, 31)

    @cached_property
    def outlines(self) -> dict[str, list[tuple[int, int]]]:
        """By zone the first year of a stop with each outline that it has at some stop, and its number."""
        found: dict[str, list[tuple[int, int]]] = {}
        shapes: dict[str, list[tuple[Any, ...]]] = {}
        for year, state in self.states.items():
            columns = zip(state.zones["basis"], state.zones["counties"], state.zones.geometry, strict=True)
            for zone_id, shape in zip(map(str, state.zones.index), columns, strict=True):
                known = shapes.setdefault(zone_id, [])
                number = next((at for at, other in enumerate(known) if _same(shape, other)), len(known))
                if number == len(known):
                    known.append(shape)
                runs = found.setdefault(zone_id, [])
                if not runs or runs[-1][1] != number:
                    runs.append((year, number))
        return found

    def approvals(self) -> list[list[int]]:
        """Return for each stop how many zones certainly were approved, and how many more possibly."""
        counts = (count_approvals(state) for state in self.states.values())
        return [[count.certain, count.possible] for count in counts]

    def runs(self, describe: Callable[[str, Values], Values], years: Legend) -> dict[str, dict[str, Runs]]:
        """Return by zone what is not the same at all stops: by its name, from which year on it is what.

        Parameters
        ----------
        describe
            What the page is told of a zone; in place of a number that is not stated stands None.
        years
            The legend of the years of approval over all stops.
        """
        seen: dict[str, dict[str, Runs]] = {str(zone_id): {} for zone_id in self.region.zones.index}
        last: dict[str, tuple[object, ...]] = {}
        for year, state in self.states.items():
            by_year, reform = legend_by(state, "year").of, legend_by(state, "reform").of
            rows = state.zones.drop(columns=state.zones.geometry.name)
            columns = list(rows.columns)
            rows = rows.astype(object).where(rows.notna(), None)
            for zone_id, *zone in rows.itertuples(name=None):
                id_ = str(zone_id)
                key = by_year.get(zone_id, "not_stated")
                told = (zone, key, reform.get(zone_id))
                if last.get(id_) == told:
                    continue
                last[id_] = told
                now = {
                    **describe(id_, dict(zip(columns, zone, strict=True))),
                    "year_class": key if key in ("not_stated", "bounded") else years.of[zone_id],
                    "reform_class": reform.get(zone_id, "not_concerned"),
                }
                for name, value in now.items():
                    runs = seen[id_].setdefault(name, [])
                    if not runs or runs[-1][1] != value:
                        runs.append([year, value])
        for id_, outlines in self.outlines.items():
            seen[id_]["outline"] = [list(run) for run in outlines]
        return seen

    def states_of(self, rows: Iterable[dict[str, str]]) -> dict[str, Runs]:
        """Return by measure of the reform its state from each stop on; nothing before the first one known."""
        dated = sorted((row for row in rows if row["as_of"]), key=lambda row: sort_key(row["as_of"]))
        found: dict[str, Runs] = {}
        for year, state in self.states.items():
            for row in dated:
                if happened_by(row["as_of"], state.date):
                    runs = found.setdefault(row["measure"], [])
                    if runs and runs[-1][0] == year:
                        runs[-1][1] = row["state"]
                    elif not runs or runs[-1][1] != row["state"]:
                        runs.append([year, row["state"]])
        return found


def _same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Tell whether two outlines are the same: of host counties by the counties, others by their shape."""
    if one[0] != other[0]:
        return False
    if one[0] == "host_county":
        return bool(one[1] == other[1])
    return one[2] is other[2] or (one[2] is not None and bool(one[2].equals(other[2])))


def _year_by(text: str) -> int | None:
    """Return the last year that a date can mean."""
    found = sort_key(text)[1] if text else dt.date.max
    return year_of(text) or (None if found == dt.date.max else found.year)
