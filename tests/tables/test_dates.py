"""Dates as coarse as their source."""

from datetime import date

import pytest

from zonemap.core.dates import format_date, happened_by, is_edtf, parse_edtf, year_of


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("1997", date(1997, 1, 1), date(1997, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2000-05-18", date(2000, 5, 18), date(2000, 5, 18)),
        ("../2020-05-14", None, date(2020, 5, 14)),
        ("../2021-07", None, date(2021, 7, 31)),
    ],
)
def test_a_date_spans_the_days_it_can_mean(text, earliest, latest):
    """A year spans its 366 days, "by that day" has no beginning."""
    found = parse_edtf(text)
    assert (found.earliest, found.latest) == (earliest, latest)


@pytest.mark.parametrize(
    "text", ["two thousand", "97", "1997-13", "2019-02-29", "1997/7", "1997-7", "2020-05-14/.."]
)
def test_anything_else_is_no_date(text):
    """Other spellings and days that do not exist are refused, not guessed."""
    assert not is_edtf(text)


def test_an_empty_text_is_an_unstated_date():
    """What the sources do not state has not certainly happened and has no year."""
    assert is_edtf("")
    assert not happened_by("", date(2100, 1, 1))
    assert year_of("") is None


def test_a_coarse_date_counts_from_its_last_day():
    """In June 2019 something of "2019" has not certainly happened."""
    assert not happened_by("2019", date(2019, 6, 30))
    assert happened_by("2019", date(2019, 12, 31))


def test_dates_are_said_as_coarse_as_they_are():
    """Both languages, each precision."""
    assert [format_date(text, "zh") for text in ("1997", "1997-07", "../2020-05-14")] == [
        "1997年",
        "1997年7月",
        "不晚于2020年5月14日",
    ]
    assert [format_date(text, "en") for text in ("1997", "1997-07", "../2020-05-14")] == [
        "1997",
        "July 1997",
        "by 14 May 2020",
    ]
