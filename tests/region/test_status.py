"""What a field and a zone are on a day: three answers, and what a map of the day draws."""

from datetime import date

import pandas as pd
import pytest

from zonemap.core.history import COLUMNS, Entry, history_of, in_force
from zonemap.region.status import DATE_COLUMNS, is_shown, status_on

STATE_DAY = date(2020, 5, 14)


def zone(**dates: str) -> dict[str, str]:
    """Return the dates of a made-up zone."""
    return {column: dates.get(column, "") for column in DATE_COLUMNS}


APPLIED_BY = zone(applied="../2020-05-14", approved="2020-05-14/2021-07")
BEING_SET_UP = zone(approved="2020-02", operating="2020-05-14/..")
RUNS_BY = zone(approved="1997-07", operating="../2020-05-14")


@pytest.mark.parametrize(
    ("dates", "day", "status"),
    [
        (zone(), date(1990, 1, 1), "undated"),
        (zone(), date(2030, 1, 1), "undated"),
        (RUNS_BY, date(1990, 1, 1), "not_yet"),
        (RUNS_BY, date(1997, 7, 15), "unknown"),
        (RUNS_BY, date(1997, 7, 31), "approved"),
        (RUNS_BY, date(2020, 5, 13), "approved"),
        (RUNS_BY, date(2020, 5, 14), "operating"),
        (BEING_SET_UP, date(2020, 1, 31), "not_yet"),
        (BEING_SET_UP, date(2020, 2, 1), "unknown"),
        (BEING_SET_UP, date(2020, 2, 29), "preparing"),
        (BEING_SET_UP, date(2020, 5, 14), "preparing"),
        (BEING_SET_UP, date(2020, 5, 15), "approved"),
        (APPLIED_BY, date(1990, 1, 1), "unknown"),
        (APPLIED_BY, date(2020, 5, 14), "applying"),
        (APPLIED_BY, date(2020, 12, 31), "unknown"),
        (APPLIED_BY, date(2021, 7, 31), "approved"),
        (zone(applied="2015"), date(2014, 12, 31), "not_yet"),
        (zone(applied="2015"), date(2030, 1, 1), "applying"),
        (zone(approved="2022"), STATE_DAY, "unknown"),
        (zone(approved="2022"), date(2019, 1, 1), "not_yet"),
        (zone(operating="2010"), date(2009, 1, 1), "unknown"),
        (zone(operating="../2010"), date(2011, 1, 1), "operating"),
        (zone(unveiled="2000-05-18"), date(2001, 1, 1), "approved"),
    ],
)
def test_status(dates, day, status):
    """Each step is reached, not reached or not known; the last two never become one another."""
    assert status_on(dates, day, STATE_DAY) == status


@pytest.mark.parametrize(
    ("dates", "day", "shown"),
    [
        (zone(), date(2020, 5, 13), False),
        (zone(), STATE_DAY, True),
        (RUNS_BY, date(1997, 7, 1), True),
        (RUNS_BY, date(1997, 6, 30), False),
        (APPLIED_BY, date(1990, 1, 1), False),
        (zone(approved="2018-01/2019-06"), date(2018, 6, 1), True),
        (zone(approved="2018-01/.."), date(2018, 6, 1), False),
    ],
)
def test_shown(dates, day, shown):
    """A step reached, a stated lower bound passed, or the state day: else it stands beside the map."""
    assert is_shown(dates, day, STATE_DAY) is shown


@pytest.mark.parametrize("dates", [zone(), RUNS_BY, BEING_SET_UP, APPLIED_BY, zone(approved="2022")])
def test_a_zone_that_the_tables_name_is_never_said_not_to_be_there_yet(dates):
    """On the state day and after, whatever its dates say."""
    for day in (STATE_DAY, date(2020, 12, 31), date(2030, 12, 31)):
        assert status_on(dates, day, STATE_DAY) != "not_yet"


AREAS = (Entry("1997-07", "5"), Entry("../2017-07-15", "133.26"), Entry("2024-01-01", "150"))


@pytest.mark.parametrize(
    ("day", "value", "since", "may_be"),
    [
        (date(1990, 1, 1), None, "", ["133.26"]),
        (date(1997, 7, 1), None, "", ["5", "133.26"]),
        (date(1997, 7, 31), "5", "1997-07", ["133.26"]),
        (date(2017, 7, 14), "5", "1997-07", ["133.26"]),
        (date(2017, 7, 15), "133.26", "../2017-07-15", []),
        (date(2030, 1, 1), "150", "2024-01-01", []),
    ],
)
def test_the_last_certain_value_stands(day, value, since, may_be):
    """Three areas: on each day the one in force with its act, none before the first."""
    found = in_force(AREAS, day)
    assert (found.value, found.since, [entry.value for entry in found.may_be]) == (value, since, may_be)


def test_what_comes_later_is_told_apart():
    """A value that certainly does not hold yet is neither in force nor possible."""
    assert [entry.value for entry in in_force(AREAS, date(2000, 1, 1)).later] == ["150"]


def test_a_row_without_a_date_holds_from_the_beginning():
    """It stands first, wherever its row is."""
    rows = [("a", "kind", "../2022-02-26", "economic"), ("a", "kind", "", "cluster"), ("b", "kind", "", "x")]
    history = history_of(pd.DataFrame(rows, columns=list(COLUMNS)))
    assert list(history) == [("a", "kind"), ("b", "kind")]
    kinds = history["a", "kind"]
    assert [in_force(kinds, date(year, 12, 31)).value for year in (1900, 2021, 2022)] == [
        "cluster",
        "cluster",
        "economic",
    ]
    assert in_force(kinds, date(1900, 1, 1)).may_be == (Entry("../2022-02-26", "economic"),)


def test_a_field_without_a_history_has_no_value():
    """Nothing is made up."""
    assert in_force((), date(2020, 1, 1)).value is None
