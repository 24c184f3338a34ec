"""Names are found as people say them, not as a dictionary of single characters does."""

import pytest

from zonemap.core.pinyin import county_readings, syllables

NAMES = {"洪洞县": "Hongtong", "隰县": "Xixian", "尧都区": "Yaodu", "古县": "Guxian"}


def test_only_a_wrong_reading_is_mended():
    """Of these only 洪洞 (as hong dong) and 尧都 (as yao dou) are read wrongly."""
    assert county_readings(NAMES) == {"洪洞": ("hong", "tong"), "尧都": ("yao", "du")}


def test_a_mended_reading_holds_inside_longer_names():
    """The zone is named after the county."""
    readings = county_readings(NAMES)
    assert syllables("洪洞经济", readings) == ["hong", "tong", "jing", "ji"]


def test_a_name_is_read_automatically_where_nothing_is_known():
    """No county, no correction."""
    assert syllables("汾西", {}) == ["fen", "xi"]


def test_letters_and_digits_stay_together():
    """What is not Chinese is one syllable, in small letters, without punctuation."""
    assert syllables("A1-B 区", {}) == ["a1b", "qu"]


@pytest.mark.parametrize("english", ["", "Nonsense", "{{ 7*7 }}"])
def test_an_english_name_that_spells_no_reading_corrects_nothing(english):
    """A translated or missing name is no reading."""
    assert county_readings({"洪洞县": english}) == {}
