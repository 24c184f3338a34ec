"""Cells and dates as people write them: read where they are clear, as coarse as their source."""

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
from zonemap.tables.cells import read_area_km2, read_date, read_degrees, read_number, read_term


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1997年7月", "1997-07"),
        ("1997年", "1997"),
        ("1997.0", "1997"),
        ("2000.5.18", "2000-05-18"),
        ("2000/5/18", "2000-05-18"),
        ("2000年5月18日", "2000-05-18"),
        ("2000-05-18 00:00:00", "2000-05-18"),
        ("20000518", "2000-05-18"),
        ("199707", "1997-07"),
        ("1997.7", "1997-07"),
        ("18/5/2000", "2000-05-18"),
        ("5/5/2000", "2000-05-05"),
        ("\uff11\uff19\uff19\uff17年\uff17月", "1997-07"),
        ("一九九七年7月", "1997-07"),
        ("截至2020年5月14日", "../2020-05-14"),
        ("2020年5月14日尚未", "2020-05-14/.."),
        ("2020年5月时尚未", "2020-05/.."),
        ("not yet on 14/05/2020", "2020-05-14/.."),
        ("尚未", "尚未"),
        ("不晚于2020年5月14日", "../2020-05-14"),
        ("2021年7月前", "../2021-07"),
        ("by 2020-05-14", "../2020-05-14"),
        ("", ""),
    ],
)
def test_clear_dates(written, read):
    """Each way of writing gives one date, as coarse as it was."""
    assert read_date(written) == read


@pytest.mark.parametrize(
    "written", ["5/6/2000", "1997.1", "97年7月", "two thousand", "2019年2月30日", "36664", "去年"]
)
def test_unclear_dates_stay_as_they_are(written):
    """Two readings, no such day, or a serial number: for a person to say."""
    assert read_date(written) == written


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("133.26平方公里", "133.26"),
        ("约20 km²", "20"),
        ("133.26", "133.26"),
        ("1101公顷", "11.01"),
        ("1,101 ha", "11.01"),
        ("1.5万亩", "10"),
        ("11010000平方米", "11.01"),
    ],
)
def test_areas_with_units(written, read):
    """The unit is read, not lost."""
    assert read_area_km2(written) == read


@pytest.mark.parametrize("written", ["很大", "20–30", "20 miles", "-3", "20/30", "11,01", "1,1,1", "1.101,5"])
def test_what_is_no_area_stays(written):
    """Spans, other units, words and commas that part no thousands are not numbers."""
    assert read_area_km2(written) == written


def test_numbers_in_full_width():
    """As typed with a Chinese keyboard."""
    assert read_number("\uff11\uff11.6412") == "11.6412"
    assert read_number("north") == "north"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("111.6412", "111.6412"),
        ("\uff11\uff11\uff11.6412°", "111.6412"),
        ("111.6412°E", "111.6412"),
        ("东经111.6412", "111.6412"),
        ("北纬36°8′", "36.133333"),
        ("111°38′28.3″", "111.641194"),
        ("111度38分28.3秒", "111.641194"),
    ],
)
def test_degrees(written, read):
    """Decimal, or with minutes and seconds."""
    assert read_degrees(written) == read


@pytest.mark.parametrize("written", ["36.1W", "36°61′", "111°38′60″", "east", "111-38-28"])
def test_what_is_no_degree_stays(written):
    """West and south are not in China; there is no minute 61."""
    assert read_degrees(written) == written


def test_words_in_either_language():
    """Key, Chinese and English all give the key; others stay."""
    assert read_term("产业集聚区", "kind") == "cluster"
    assert read_term("Industrial Cluster", "kind") == "cluster"
    assert read_term("经济(技术)开发区", "kind") == "economic"
    assert read_term("经济技术开发区", "kind") == "economic"
    assert read_term("经济开发区", "kind") == "economic"
    assert read_term("高", "confidence") == "H"
    assert read_term("开发", "kind") == "开发"


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
