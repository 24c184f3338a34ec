"""Townships for Chinese and for English readers."""

import pytest

from zonemap.core.pinyin import county_readings
from zonemap.core.townships import townships_of

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
