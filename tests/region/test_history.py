"""What a field was on a day."""

from datetime import date

import pandas as pd
import pytest

from zonemap.core.history import COLUMNS, Entry, history_of, in_force

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
