"""One entry for one text: what says the same in the same sense stands once, and its callers share it."""

import re
from collections import Counter

import pytest

from zonemap.core.vocabulary import groups, terms

TWICE = {
    "another number or part of speech in English": (
        "产业集聚区、产业、县（市、区）、开发区、类型、改革、改革措施、班子任期制、平台公司、"
        "所在县（市、区）、申报、期限、{n} 个县"
    ),
    "another sense or wording in English": (
        "合作、基本情况、编号、说明、演示、项目、详情、缩小、批准、资料未载明、英文名称、资料编号"
    ),
    "a set of words of which the deck shortens one": "高、中、低",
    "the page carries its own words, after the parts and fields of its card": (
        "时间未载明、实测界线、已落实、挂牌、名称、级别、管理、乡镇、着色方式、文件、合作方、"
        "大事、资料来源、内部工作底图、北、示意图，不作为权属和审批依据、界线依据、地图、"
        "批准年份、改革进度、每县数量、日期未载明、面积、状态"
    ),
    "another form around the date in English": "截至、截至{day}",
}
"""Chinese texts that may stand in more than one entry, by the reason."""


def split_texts() -> list[str]:
    """Return the texts of the list; a comma between brackets parts none."""
    return [text for texts in TWICE.values() for text in re.split(r"、(?!区）)", texts)]


def test_no_chinese_text_stands_twice_without_a_reason():
    """A word is found where it stands; a second entry with the same text needs a reason in the list."""
    counts = Counter(term.zh for group in groups() for term in terms(group).values())
    allowed = set(split_texts())
    assert sorted(text for text, count in counts.items() if count > 1 and text not in allowed) == []


def test_every_text_that_may_stand_twice_does():
    """The list of reasons holds no text that stands once, and none under two reasons."""
    counts = Counter(term.zh for group in groups() for term in terms(group).values())
    allowed = split_texts()
    assert [text for text in allowed if counts[text] < 2] == []
    assert len(allowed) == len(set(allowed))


@pytest.mark.parametrize("group", groups())
def test_every_word_is_there_in_both_languages(group):
    """No entry is without its Chinese or its English text."""
    assert [term.key for term in terms(group).values() if not (term.zh and term.en)] == []
