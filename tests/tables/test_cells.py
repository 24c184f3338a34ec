"""Cells as people write them are read where they are clear, and left alone where they are not."""

import pytest

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
