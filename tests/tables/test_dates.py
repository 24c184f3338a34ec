"""Dates as coarse as their source."""

from datetime import date

import pytest

from zonemap.core.dates import (
    Answer,
    format_date,
    happened_by,
    is_edtf,
    on_day,
    parse_edtf,
    sort_key,
    year_of,
)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("1997", date(1997, 1, 1), date(1997, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2000-05-18", date(2000, 5, 18), date(2000, 5, 18)),
        ("../2020-05-14", None, date(2020, 5, 14)),
        ("../2021-07", None, date(2021, 7, 31)),
        ("2020-05-14/..", date(2020, 5, 15), None),
        ("2020/..", date(2021, 1, 1), None),
        ("2020-05-14/2021-07", date(2020, 5, 15), date(2021, 7, 31)),
    ],
)
def test_a_date_spans_the_days_it_can_mean(text, earliest, latest):
    """A year spans its 366 days, "by that day" has no beginning."""
    found = parse_edtf(text)
    assert (found.earliest, found.latest) == (earliest, latest)


@pytest.mark.parametrize(
    "text",
    [
        "two thousand",
        "97",
        "1997-13",
        "2019-02-29",
        "1997/7",
        "1997-7",
        "../..",
        "2021/2020",
        "2020/",
        "/2020",
        "1/2/3",
    ],
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


@pytest.mark.parametrize(
    ("text", "day", "answer"),
    [
        ("2018", date(2017, 12, 31), Answer.not_reached),
        ("2018", date(2018, 6, 30), Answer.not_known),
        ("2018", date(2018, 12, 31), Answer.reached),
        ("../2018", date(1900, 1, 1), Answer.not_known),
        ("../2018", date(2018, 12, 31), Answer.reached),
        ("2018-03-05/..", date(2018, 3, 5), Answer.not_reached),
        ("2018-03-05/..", date(2018, 3, 6), Answer.not_known),
        ("2018-03-05/..", date(2100, 1, 1), Answer.not_known),
        ("2018-03-05/2019", date(2018, 3, 5), Answer.not_reached),
        ("2018-03-05/2019", date(2019, 12, 30), Answer.not_known),
        ("2018-03-05/2019", date(2019, 12, 31), Answer.reached),
        ("", date(2100, 1, 1), Answer.not_known),
    ],
)
def test_a_date_has_three_answers(text, day, answer):
    """Reached, not reached, or not known."""
    assert on_day(text, day) is answer


def test_a_bound_is_no_year():
    """Something approved by July 2021 was not approved "in 2021"."""
    assert [year_of(text) for text in ("2021-07", "../2021-07", "2020/2021", "2020/..")] == [2021] + 3 * [
        None
    ]


def test_dates_sort_by_the_day_on_which_they_certainly_hold():
    """A bound stands where it is reached; what is never certain comes last."""
    texts = ["2020/..", "", "../2021-07", "2021", "1997-07", "1997"]
    assert sorted(texts, key=sort_key) == ["1997-07", "1997", "../2021-07", "2021", "", "2020/.."]


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2020-05-14/..", "2020年5月14日时尚未，之后不详", "not yet on 14 May 2020; later not known"),
        ("2020-05-14/2021-07", "2020年5月14日之后，不晚于2021年7月", "after 14 May 2020, by July 2021"),
    ],
)
def test_bounds_are_said_as_bounds(text, zh, en):
    """What is known of a bound, and no more."""
    assert (format_date(text, "zh"), format_date(text, "en")) == (zh, en)


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
