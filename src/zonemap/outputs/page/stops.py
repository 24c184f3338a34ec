"""The stops of the page's slider and what each zone is at them, so that the page computes no time."""

# Above 300 lines because what a zone is at each of the stops is told by one class.

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zonemap.analysis.legend import MODES, modes_of
from zonemap.analysis.legend_classes import Legend, Mode
from zonemap.analysis.measures import count_approvals, industries_on
from zonemap.analysis.reform_board import reform_board
from zonemap.core.dates import parse_edtf, sort_key, year_of
from zonemap.core.errors import check_choice
from zonemap.region.region import Region
from zonemap.region.status import DATE_COLUMNS
from zonemap.tables.schemas import TABLE_NAMES, is_date_column, rows_of

TABS = ("list", "card", "reforms", "industries", "partners", "compare", "table")
"""What can stand beside the map."""

Values = dict[str, Any]
Runs = list[list[Any]]
"""Pairs of a year and the value from its stop on."""

Columns = dict[str, NDArray[np.object_]]
"""Cells of any kind by column."""

Outline = tuple[str, tuple[str, ...], Any]
"""Basis, counties and geometry of an outline; no geometry where the map shows none."""


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
        dates += [date for series in self.region.series for date in series.values["date"].unique()]
        years = [year for year in map(_year_by, dates) if year is not None]
        years += [self.region.state_day.year, self.region.date.year]
        return range(min(years), max(years) + 1)

    @cached_property
    def states(self) -> dict[int, Region]:
        """The region at those stops that may differ from the one before: a date of the data lies between.

        In most years nothing happens, and what is counted and classified there is what was.
        """
        dates, turns = _bounds_of(self.region), [self.years[0]]
        days = [self.day_of(year) for year in self.years]
        for year, (before, day) in zip(self.years[1:], pairwise(days), strict=True):
            if bisect_left(dates, before) < bisect_right(dates, day):
                turns.append(year)
        states = self.region.on_days([self.day_of(year) for year in turns])
        return {**dict(zip(turns, states, strict=True)), self.region.date.year: self.region}

    def day_of(self, year: int) -> dt.date:
        """Return the day of a stop."""
        return self.region.date if year == self.region.date.year else dt.date(year, 12, 31)

    @cached_property
    def outlines(self) -> dict[str, list[tuple[int, int]]]:
        """By zone the first year of a stop with each outline that it has at some stop, and its number."""
        return self._outlines[0]

    @property
    def shapes(self) -> dict[str, list[Outline]]:
        """By zone the outlines that it has at some stop, in the order of their numbers."""
        return self._outlines[1]

    @cached_property
    def _outlines(self) -> tuple[dict[str, list[tuple[int, int]]], dict[str, list[Outline]]]:
        """The runs of the outlines, and the outlines."""
        found: dict[str, list[tuple[int, int]]] = {}
        shapes: dict[str, list[Outline]] = {}
        for year, state in self.states.items():
            columns = [state.zones[name].tolist() for name in ("basis", "counties")]
            shapes_now = zip(*columns, state.zones.geometry.to_numpy(), strict=True)
            for zone_id, shape in zip(state.zones.index.tolist(), shapes_now, strict=True):
                known = shapes.setdefault(zone_id, [])
                number = next((at for at, other in enumerate(known) if _same(shape, other)), len(known))
                if number == len(known):
                    known.append(shape)
                runs = found.setdefault(zone_id, [])
                if not runs or runs[-1][1] != number:
                    runs.append((year, number))
        return found, shapes

    def approvals(self) -> list[list[int]]:
        """Return for each stop how many zones certainly were approved, and how many more possibly."""
        counts: list[list[int]] = []
        for year in self.years:
            if year in self.states:
                count = count_approvals(self.states[year])
            counts.append([count.certain, count.possible])
        return counts

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
        last = max(self.states)
        found = {}
        for by, mode in self.modes.items():
            used = {mode.absent, *(key for keys in self._keys.values() for key in keys[by].unique())}
            classes = mode.classes(self.states[last])
            is_kept = [mode.is_of_counties or item.key in used for item in classes]
            found[by] = Legend(by, mode.title, tuple(compress(classes, is_kept)), self._keys[last][by])
        return found

    def titles(self, by: str) -> Runs:
        """Return from which stop on a legend is headed how, in both languages."""
        runs: Runs = []
        for year, state in self.states.items():
            title = self.modes[by].title_of(state)
            pair = [title.zh, title.of("en")]
            if not runs or runs[-1][1] != pair:
                runs.append([year, pair])
        return runs

    def county_classes(self, by: str) -> dict[str, Runs]:
        """Return from which stop on each county is in which class of a legend."""
        found: dict[str, Runs] = {}
        for year, keys in self._keys.items():
            for adcode, key in keys[by].items():
                runs = found.setdefault(str(adcode), [])
                if not runs or runs[-1][1] != key:
                    runs.append([year, key])
        return found

    def _classes_in(self, year: int) -> list[tuple[str, Mapping[str, str], str]]:
        """Return name, keys by zone and key of the others, for each legend that no field tells."""
        found: list[tuple[str, Mapping[str, str], str]] = []
        for by, mode in self.modes.items():
            if not mode.is_of_counties and not mode.field:
                whole = self.legends[by]
                known = {item.key for item in whole.classes}
                # A span of years may be narrower on an earlier day: the page has those of the last.
                of = self._keys[year][by]
                keys = {
                    id_: key if key in known else whole.of[id_]
                    for id_, key in zip(of.index.tolist(), of.tolist(), strict=True)
                }
                found.append((class_field(by, mode), keys, mode.absent))
        return found

    def _cells_in(self, year: int, ids: Sequence[str]) -> Columns:
        """Return for zones the class in each legend that no field tells, and their industries."""
        found = {
            name: _column([keys.get(id_, absent) for id_ in ids])
            for name, keys, absent in self._classes_in(year)
        }
        claims = _claims(industries_on(self.states[year]))
        return found | {"industries": _column([claims.get(id_, []) for id_ in ids])}

    def runs(self, describe: Callable[[str, Values], Values]) -> dict[str, dict[str, Runs]]:
        """Return by zone what is not the same at all stops: by its name, from which year on it is what.

        Parameters
        ----------
        describe
            What the page is told of a zone; in place of a number that is not stated stands None.
        """
        ids = [str(zone_id) for zone_id in self.region.zones.index]
        seen: dict[str, dict[str, Runs]] = {zone_id: {} for zone_id in ids}
        before: Columns = {}
        for year, state in self.states.items():
            columns, classes = _cells_of(state), self._cells_in(year, ids)
            cells = columns | {f" {name}": column for name, column in classes.items()}
            for at in _differing(before, cells):
                zone = {name: column[at] for name, column in columns.items()}
                of_day = {name: column[at] for name, column in classes.items()}
                for name, value in {**describe(ids[at], zone), **of_day}.items():
                    runs = seen[ids[at]].setdefault(name, [])
                    if not runs or runs[-1][1] != value:
                        runs.append([year, value])
            before = cells
        for id_, outlines in self.outlines.items():
            seen[id_]["outline"] = [list(run) for run in outlines]
        return seen

    @cached_property
    def boards(self) -> dict[str, dict[str, Runs]]:
        """By zone and measure of the reform its state from each stop on; None where it has no row then."""
        found: dict[str, dict[str, Runs]] = {}
        if self.region.reforms.empty:
            return found
        before: dict[str, dict[str, str]] = {}
        for year, state in self.states.items():
            board = reform_board(state)
            for measure in board.columns:
                now = dict(zip(board.index.tolist(), board[measure].tolist(), strict=True))
                then, before[measure] = before.get(measure, {}), now
                for zone_id in {**then, **now}:
                    if now.get(zone_id) != then.get(zone_id):
                        runs = found.setdefault(zone_id, {}).setdefault(measure, [])
                        runs.append([year, now.get(zone_id)])
        return found


def opening(stops: Stops, **asked: Any) -> dict[str, Any]:
    """Return what the page opens with, as far as it is asked for; a zone that is open has its card open.

    Raises
    ------
    UnknownOption
        If there is no such colour, year, zone or tab.
    """
    if asked["color"]:
        check_choice(asked["color"], stops.modes, zh="上色方式", en="colour")
    if asked["year"] is not None:
        check_choice(str(asked["year"]), map(str, stops.years), zh="年份", en="year")
    if asked["tab"]:
        check_choice(asked["tab"], TABS, zh="栏目", en="tab")
    for zone_id in filter(None, [asked["selected"], *asked["compare"]]):
        check_choice(zone_id, stops.region.zones.index, zh="开发区", en="zone")
    tab = asked["tab"] or ("card" if asked["selected"] else "compare" if asked["compare"] else "")
    return {key: value for key, value in {**asked, "tab": tab}.items() if value}


def class_field(by: str, mode: Mode) -> str:
    """Return the name under which the page finds the class of a zone in a legend."""
    return mode.field or f"{by}_class"


ABSENT = {class_field(by, mode): mode.absent for by, mode in MODES.items() if not mode.field}
"""The class of a zone that a day does not show, by the name of the field; it is not written."""


def _column(cells: Sequence[object]) -> NDArray[np.object_]:
    """Return cells of any kind as a column."""
    column = np.empty(len(cells), dtype=object)
    for at, cell in enumerate(cells):
        column[at] = cell
    return column


def _cells_of(state: Region) -> Columns:
    """Return the columns of a region's zones but for the outlines; None where a number is not stated."""
    found: Columns = {}
    for name in state.zones.columns.drop(state.zones.geometry.name):
        cells = state.zones[name].to_numpy(object)
        is_missing = pd.isna(cells)
        if is_missing.any():
            cells = cells.copy()
            cells[is_missing] = None
        found[str(name)] = cells
    return found


def _differing(before: Columns, now: Columns) -> list[int]:
    """Return the places at which a column holds another cell than before; all if there was nothing before."""
    differs = np.zeros(len(next(iter(now.values()))), dtype=bool)
    for name, cells in now.items():
        differs |= True if name not in before else (before[name] != cells).astype(bool)
    return np.flatnonzero(differs).tolist()


def _claims(industries: pd.DataFrame) -> dict[str, list[dict[str, str]]]:
    """Return by zone the industries that are told of it, each with its basis."""
    found: dict[str, list[dict[str, str]]] = {}
    for zone_id, key, basis in rows_of(industries[["zone_id", "industry", "basis"]]):
        found.setdefault(zone_id, []).append({"key": key, "basis": basis})
    return found


def _same(one: Outline, other: Outline) -> bool:
    """Tell whether two outlines are the same: of host counties by the counties, others by their shape."""
    if one[0] != other[0]:
        return False
    if one[0] == "host_county":
        return bool(one[1] == other[1])
    return one[2] is other[2] or (one[2] is not None and bool(one[2].equals(other[2])))


def _bounds_of(region: Region) -> list[dt.date]:
    """Return the days on which anything that the data date begins or ends to be known, in their order."""
    frames = {name: getattr(region, name) for name in TABLE_NAMES}
    cells = {
        cell
        for name, frame in frames.items()
        for column in frame.columns
        if is_date_column(name, column)
        for cell in frame[column].unique()
    }
    dates = [parse_edtf(cell) for cell in cells if cell]
    days = {day for date in dates for day in (date.earliest, date.latest) if day}
    for series in region.series:
        ordinals = series.values[["first", "last"]].to_numpy().ravel()
        days |= {dt.date.fromordinal(int(ordinal)) for ordinal in set(ordinals) if ordinal > 0}
    return sorted(days | {region.date, region.state_day})


def _year_by(text: str) -> int | None:
    """Return the last year that a date can mean."""
    found = sort_key(text)[1] if text else dt.date.max
    return year_of(text) or (None if found == dt.date.max else found.year)
