"""The stops of the page's slider and what each zone is at them, so that the page computes no time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import Any

import pandas as pd

from zonemap.analysis.legend import MODES, modes_of
from zonemap.analysis.legend_classes import Legend, Mode
from zonemap.analysis.measures import count_approvals, industries_on
from zonemap.analysis.reform_board import reform_board
from zonemap.core.dates import sort_key, year_of
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

    @cached_property
    def modes(self) -> dict[str, Mode]:
        """What the map can be coloured by."""
        return modes_of(self.region)

    @cached_property
    def _keys(self) -> dict[int, dict[str, pd.Series]]:
        """The key of the class of each zone or county that a stop shows, for every legend."""
        return {
            year: {by: mode.of(state) for by, mode in self.modes.items()}
            for year, state in self.states.items()
        }

    @cached_property
    def legends(self) -> dict[str, Legend]:
        """The legends of the map with every class that some stop has; ``of`` is that of the last day."""
        last = max(self.years)
        found = {}
        for by, mode in self.modes.items():
            used = {mode.absent, *(key for keys in self._keys.values() for key in keys[by])}
            classes = mode.classes(self.states[last])
            is_kept = [mode.is_of_counties or item.key in used for item in classes]
            found[by] = Legend(by, mode.title, tuple(compress(classes, is_kept)), self._keys[last][by])
        return found

    def _classes_in(self, year: int) -> list[tuple[str, Mapping[str, str], str]]:
        """Return name, keys by zone and key of the others, for each legend that no field tells."""
        found: list[tuple[str, Mapping[str, str], str]] = []
        for by, mode in self.modes.items():
            if not mode.is_of_counties and not mode.field:
                whole = self.legends[by]
                known = {item.key for item in whole.classes}
                # A span of years may be narrower on an earlier day: the page has those of the last.
                keys = {
                    str(id_): key if key in known else whole.of[id_]
                    for id_, key in self._keys[year][by].items()
                }
                found.append((class_field(by, mode), keys, mode.absent))
        return found

    def runs(self, describe: Callable[[str, Values], Values]) -> dict[str, dict[str, Runs]]:
        """Return by zone what is not the same at all stops: by its name, from which year on it is what.

        Parameters
        ----------
        describe
            What the page is told of a zone; in place of a number that is not stated stands None.
        """
        seen: dict[str, dict[str, Runs]] = {str(zone_id): {} for zone_id in self.region.zones.index}
        last: dict[str, tuple[object, ...]] = {}
        for year, state in self.states.items():
            classes = self._classes_in(year)
            claims = _claims(industries_on(state))
            rows = state.zones.drop(columns=state.zones.geometry.name)
            columns = list(rows.columns)
            rows = rows.astype(object).where(rows.notna(), None)
            for zone_id, *zone in rows.itertuples(name=None):
                id_ = str(zone_id)
                of_day: Values = {name: keys.get(id_, absent) for name, keys, absent in classes}
                of_day["industries"] = claims.get(id_, [])
                told = (zone, of_day)
                if last.get(id_) == told:
                    continue
                last[id_] = told
                for name, value in {**describe(id_, dict(zip(columns, zone, strict=True))), **of_day}.items():
                    runs = seen[id_].setdefault(name, [])
                    if not runs or runs[-1][1] != value:
                        runs.append([year, value])
        for id_, outlines in self.outlines.items():
            seen[id_]["outline"] = [list(run) for run in outlines]
        return seen

    @cached_property
    def boards(self) -> dict[str, dict[str, Runs]]:
        """By zone and measure of the reform its state from each stop on; None where it has no row then."""
        found: dict[str, dict[str, Runs]] = {}
        if self.region.reforms.empty:
            return found
        for year, state in self.states.items():
            board = reform_board(state)
            for zone_id in map(str, state.zones.index):
                is_there = zone_id in board.index
                for measure in board.columns:
                    runs = found.setdefault(zone_id, {}).setdefault(measure, [])
                    now = board.at[zone_id, measure] if is_there else None
                    if now != (runs[-1][1] if runs else None):
                        runs.append([year, now])
        return {zone_id: {key: runs for key, runs in of.items() if runs} for zone_id, of in found.items()}


def class_field(by: str, mode: Mode) -> str:
    """Return the name under which the page finds the class of a zone in a legend."""
    return mode.field or f"{by}_class"


ABSENT = {class_field(by, mode): mode.absent for by, mode in MODES.items() if not mode.field}
"""The class of a zone that a day does not show, by the name of the field; it is not written."""


def _claims(industries: pd.DataFrame) -> dict[str, list[dict[str, str]]]:
    """Return by zone the industries that are told of it, each with its basis."""
    found: dict[str, list[dict[str, str]]] = {}
    for zone_id, key, basis in industries[["zone_id", "industry", "basis"]].itertuples(
        index=False, name=None
    ):
        found.setdefault(zone_id, []).append({"key": key, "basis": basis})
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
