"""Numbers of zones and counties over time, whatever table they stand in: one series for each indicator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

import pandas as pd

from zonemap.core.dates import parse_edtf
from zonemap.core.text import Text
from zonemap.core.vocabulary import Term, Vocabulary
from zonemap.tables.evidence import indicator_key
from zonemap.tables.own_columns import OwnColumn, is_rate, number_in, numbers_of
from zonemap.tables.schemas import each

COLUMNS = ("place", "date", "number", "value", "first", "last", "table", "field", "row")


@dataclass(frozen=True)
class Entry:
    """A number of a place: the date that it is of (empty: none is stated), and where it stands.

    Parameters
    ----------
    date
        Such as ``2021`` or ``2021-06``.
    number
        The number.
    value
        Its digits as they stand.
    key
        Table, zone_id and field, as the evidence names it.
    row
        Its row in the table of indicators, as Excel shows it; 0 where a planner's own column holds it.
    """

    date: str
    number: float
    value: str
    key: tuple[str, str, str]
    row: int = 0


@dataclass(frozen=True)
class Series:
    """An indicator: its numbers by place and date.

    Parameters
    ----------
    key
        What it is asked for by: its name, with its unit where there are several of that name.
    label
        What people call it, without its unit.
    unit
        Its unit; empty when none is stated.
    is_rate
        Whether colours may show it; else it is a total.
    is_of_counties
        Whether its places are counties.
    values
        ``place`` (zone_id or adcode), ``date``, ``number``, ``value`` (its digits), ``first`` and ``last``
        (ordinals of the days between which the date lies, 0 for none), ``table``, ``field`` and ``row``, by
        place in the order of time.
    columns
        Headings of the planner's own columns that it is made of.
    better
        ``high`` or ``low``; empty when not said.
    color
        The planner's own colour of it; empty: none.
    """

    key: str
    label: Text
    unit: str
    is_rate: bool
    is_of_counties: bool
    values: pd.DataFrame = field(repr=False)
    columns: tuple[str, ...] = ()
    better: str = ""
    color: str = ""

    def on(self, day: dt.date, state_day: dt.date) -> pd.DataFrame:
        """Return the newest number of each place on a day, by place.

        A period counts from its end on; on the day that the tables speak of, from its beginning, since they
        state it.
        """
        reached = _reached(self.values, day, state_day)
        return self.values[reached].drop_duplicates("place", keep="last").set_index("place")

    def entries(self, place: str, day: dt.date, state_day: dt.date) -> tuple[list[Entry], list[Entry]]:
        """Return the numbers of a place that are reached on a day, and those of later, each in order."""
        rows = self._by_place.get(place, [])
        now, later = list[Entry](), list[Entry]()
        for entry, first, last in rows:
            is_reached = last <= day.toordinal() or (day >= state_day and first <= day.toordinal())
            (now if is_reached else later).append(entry)
        return now, later

    @cached_property
    def dates(self) -> Mapping[str, frozenset[str]]:
        """The dates of each place."""
        return {
            place: frozenset(entry.date for entry, _, _ in rows) for place, rows in self._by_place.items()
        }

    @cached_property
    def _by_place(self) -> dict[str, list[tuple[Entry, int, int]]]:
        """The numbers of each place in order, with the first and the last day of their dates."""
        found: dict[str, list[tuple[Entry, int, int]]] = {}
        for place, date, number, value, first, last, table, key, row in self.values.itertuples(index=False):
            zone_id = "" if self.is_of_counties else place
            entry = Entry(date, number, value, (table, zone_id, key), int(row))
            found.setdefault(place, []).append((entry, first, last))
        return found

    @property
    def is_series(self) -> bool:
        """Whether it has more to tell than a planner's own column without a year, which is told as that."""
        return not self.columns or bool((self.values["date"] != "").any())

    def of_places(self, places: Iterable[str]) -> Series:
        """Return the numbers of some places alone."""
        return replace(self, values=self.values[self.values["place"].isin(set(places))])


def series_of(
    indicators: pd.DataFrame,
    zones: pd.DataFrame,
    own_columns: Iterable[OwnColumn],
    words: Vocabulary | None = None,
) -> tuple[Series, ...]:
    """Gather the numbers of a region.

    Parameters
    ----------
    indicators
        The table of that name, resolved; index the row number as Excel shows it.
    zones
        The zones by ``zone_id`` with a planner's own columns.
    own_columns
        These columns; those of one name and unit, a year each, are one indicator.
    words
        The words with those that the planner adds: what an indicator is called, its unit and its kind.
    """
    listed = words.terms("indicator") if words else {}
    parts = [*_of_columns(zones, own_columns), *_of_table(indicators, listed)]
    if not parts:
        return ()
    together: dict[tuple[str, str, bool], list[tuple[pd.DataFrame, tuple[str, ...]]]] = {}
    for name, unit, is_of_counties, values, columns in parts:
        together.setdefault((name, unit, is_of_counties), []).append((values, columns))
    names = [name for name, _, _ in together]
    return tuple(
        Series(
            f"{name}({unit})" if names.count(name) > 1 and unit else name,
            listed[name].text if name in listed else Text(name),
            unit,
            is_rate(name, unit, listed.get(name)),
            is_of_counties,
            _ordered([values for values, _ in of]),
            tuple(heading for _, columns in of for heading in columns),
            listed[name].better if name in listed else "",
            listed[name].color if name in listed else "",
        )
        for (name, unit, is_of_counties), of in together.items()
    )


Part = tuple[str, str, bool, pd.DataFrame, tuple[str, ...]]
"""Name, unit, whether of counties, the numbers, and the headings of the columns that they stand in."""


def _of_columns(zones: pd.DataFrame, own_columns: Iterable[OwnColumn]) -> Iterator[Part]:
    """Go through a planner's own columns of numbers."""
    for own in own_columns:
        if own.is_number:
            numbers = numbers_of(zones[own.column], own).dropna()
            cells = zones.loc[numbers.index, own.column]
            values = pd.DataFrame(
                {
                    "place": numbers.index.astype(str),
                    "date": "" if own.year is None else str(own.year),
                    "number": numbers.to_numpy(float),
                    "value": cells.map(number_in).to_numpy(),
                    "table": "zones",
                    "field": own.column,
                    "row": 0,
                }
            )
            yield own.term.key if own.term else own.name, own.unit, False, _dated(values), (own.heading,)


def _of_table(indicators: pd.DataFrame, listed: Mapping[str, Term]) -> Iterator[Part]:
    """Go through the indicators of the table; a number without a unit is in the only one that is named."""
    numbers = pd.to_numeric(indicators["value"], errors="coerce")
    described = _dated(indicators.assign(number=numbers)[numbers.notna()])
    for name, rows in described.groupby("indicator", sort=False):
        stated = listed[str(name)].unit if name in listed else ""
        units = [unit for unit in rows["unit"].unique() if unit] or [stated]
        of_rows = rows["unit"].replace("", units[0]) if len(units) == 1 else rows["unit"]
        is_of_counties = rows["zone_id"] == ""
        for (unit, of_counties), some in rows.groupby([of_rows, is_of_counties], sort=False):
            keys = {date: indicator_key(str(name), date) for date in some["date"].unique()}
            values = some.assign(
                place=some["adcode" if of_counties else "zone_id"],
                table="indicators",
                field=some["date"].map(keys),
                row=some.index,
            )
            yield str(name), str(unit), bool(of_counties), values, ()


def _dated(values: pd.DataFrame) -> pd.DataFrame:
    """Return numbers with the days between which the date of each lies."""
    days = {end: each(values["date"], partial(_ordinal, last=end == "last")) for end in ("first", "last")}
    return values.assign(**days).astype(dict.fromkeys(days, int))


def _ordered(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Return numbers by place in the order of time, each once."""
    values = parts[0] if len(parts) == 1 else pd.concat(parts)
    inner = values.sort_values(["place", "last", "first"], kind="stable", ignore_index=True)
    return inner.drop_duplicates(["place", "date", "value"], ignore_index=True)[list(COLUMNS)]


def _ordinal(date: str, *, last: bool) -> int:
    """Return the ordinal of the last day of a date, else of its first; 0 for none."""
    if not date:
        return 0
    found = parse_edtf(date)
    day = found.latest or found.earliest if last else found.earliest or found.latest
    return day.toordinal() if day else 0


def _reached(values: pd.DataFrame, day: dt.date, state_day: dt.date) -> pd.Series:
    """Tell of each number whether its date is reached on a day."""
    reached = values["last"] <= day.toordinal()
    return reached | (values["first"] <= day.toordinal()) if day >= state_day else reached
