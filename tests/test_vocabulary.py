"""A text that people see is one value in two languages; what says the same in the same sense is one entry."""

import csv
import re
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import pytest

import zonemap
import zonemap as zm
import zonemap.core.text as text_module
from zonemap.core.errors import UnknownOption
from zonemap.core.text import NONE, Text, join_texts, parse_text
from zonemap.core.vocabulary import groups, label, terms, word

TWICE = {
    "another number or part of speech in English": (
        "产业、县（市、区）、开发区、类型、改革、改革措施、班子任期制、平台公司、"
        "所在县（市、区）、申报、期限、{n} 个县"
    ),
    "another sense or wording in English": (
        "合作、基本情况、编号、说明、演示、项目、详情、缩小、资料未载明、英文名称、资料编号、截至{day}、中"
    ),
}
"""Chinese texts that stand in more than one entry, each with an English text of its own, by the reason."""


def split_texts() -> list[str]:
    """Return the texts of the list; a comma between brackets parts none."""
    return [text for texts in TWICE.values() for text in re.split(r"、(?!区）)", texts)]


def written() -> list[dict[str, str]]:
    """Return the rows of the vocabulary as they are written."""
    text = (Path(zonemap.__file__).parent / "core" / "vocabulary.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def chinese_texts() -> Counter[str]:
    """Count the Chinese texts; an entry that refers to another has none of its own."""
    return Counter(row["zh"] for row in written() if not row["zh"].startswith("="))


def test_a_word_of_two_entries_is_written_in_one():
    """The other refers to it, an entry with a text; no two write the same in both languages."""
    texts = {f"{row['group']}.{row['key']}": row["zh"] for row in written()}
    referred = {key: zh[1:] for key, zh in texts.items() if zh.startswith("=")}
    assert referred["page.not_stated"] == "fact.not_stated"
    assert {key: to for key, to in referred.items() if texts.get(to, "=").startswith("=")} == {}
    assert word("page", "not_stated") == word("fact", "not_stated")
    counts = Counter((row["zh"], row["en"]) for row in written() if not row["zh"].startswith("="))
    assert [text for text, count in counts.items() if count > 1] == []


def test_no_chinese_text_stands_twice_without_a_reason():
    """A word is found where it stands; a second entry with the same text needs a reason in the list."""
    counts = chinese_texts()
    allowed = set(split_texts())
    assert sorted(text for text, count in counts.items() if count > 1 and text not in allowed) == []


def test_every_text_that_may_stand_twice_does():
    """The list of reasons holds no text that stands once, and none under two reasons."""
    counts = chinese_texts()
    allowed = split_texts()
    assert [text for text in allowed if counts[text] < 2] == []
    assert len(allowed) == len(set(allowed))


@pytest.mark.parametrize("group", groups())
def test_every_word_is_there_in_both_languages(group):
    """No entry is without its Chinese or its English text."""
    assert [term.key for term in terms(group).values() if not (term.zh and term.en)] == []


def test_a_text_is_read_in_either_language():
    """Each language has its own words; the other one is known from there."""
    text = Text("开发区", "Zone")
    assert (text.of("zh"), text.of("en")) == ("开发区", "Zone")
    assert (text.other("zh"), text.other("en")) == ("Zone", "开发区")


def test_without_an_english_text_the_chinese_stands_in_both():
    """Nothing is translated by the program."""
    assert Text("开发区").of("en") == "开发区"
    assert str(Text("开发区")) == str(Text("开发区", "开发区")) == "开发区"


@pytest.mark.parametrize("lang", ["", "de", "ZH", "zh-CN"])
def test_another_language_is_refused_by_name(lang):
    """A language that there is not is told with those there are."""
    with pytest.raises(UnknownOption, match="zh, en"):
        Text("开发区", "Zone").of(lang)


def test_a_template_takes_texts_and_plain_values():
    """Each language is filled in with the value in that language; the format of a number is kept."""
    made = Text("{name}：{area:.1f}", "{name}: {area:.2f}").format(name=Text("临汾", "Linfen"), area=1.234)
    assert made == Text("临汾：1.2", "Linfen: 1.23")


def test_a_value_with_braces_is_no_template():
    """What comes from the data is put in as it is."""
    assert Text("{name}", "{name}").format(name="{x}") == Text("{x}", "{x}")


def test_texts_are_joined_in_the_manner_of_each_language():
    """Empty ones are left out; none at all is no text."""
    assert join_texts([Text("甲", "A"), NONE, Text("乙", "B")]) == Text("甲、乙", "A, B")
    assert join_texts([Text("甲"), Text("乙", "B")]) == Text("甲、乙", "甲, B")
    assert join_texts([Text("甲", "A"), Text("乙", "B")], Text("·", " · ")) == Text("甲·乙", "A · B")
    assert join_texts([]) == NONE
    assert not NONE


def test_texts_are_added_half_by_half():
    """One without English lends its Chinese to the English sum."""
    assert Text("甲", "A") + Text("（乙）") == Text("甲（乙）", "A（乙）")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("第三段 / third paragraph", Text("第三段", "third paragraph")),
        ("第三段", Text("第三段")),
        ("", NONE),
        ("2019/20", Text("2019/20")),
        ("甲 / 乙 / 丙", Text("甲 / 乙 / 丙")),
    ],
)
def test_a_cell_is_read_as_it_is_written(cell, text):
    """Only one slash between spaces parts the languages; what is read is written again as it was."""
    assert parse_text(cell) == text
    assert str(parse_text(cell)) == cell


def test_a_word_of_the_vocabulary_is_a_text():
    """The word and its label agree in both languages; there is none under another key."""
    assert word("table", "zones") == Text(label("table", "zones", "zh"), label("table", "zones", "en"))
    with pytest.raises(KeyError):
        word("table", "nothing")


SOURCES = [
    path
    for path in Path(zonemap.__file__).parent.rglob("*")
    if path.suffix in (".py", ".js") and path.name != "text.py"
]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_one_else_takes_a_bilingual_text_apart(path):
    """A text is parted where it is read; what holds two languages is one text, not two strings."""
    wrong = re.findall(r"""split\((?:["']) / .*|.*\blabel_(?:zh|en)\b.*""", path.read_text("utf-8"))
    assert not wrong


def test_the_rule_finds_what_it_looks_for():
    """The file that may part texts holds the very call."""
    assert re.search(r'split\(" / "\)', Path(text_module.__file__).read_text("utf-8"))


def test_a_table_is_put_in_words(linfen):
    """Headings and keys become words, all else stands; the table itself is left as it is."""
    zones = linfen.zones[["name_zh", "kind", "status", "basis"]]
    read = zm.in_words(zones, "en")
    assert read.columns.tolist() == ["Name", "Kind", "Status", "Basis"]
    assert read.loc["houma-edz"].tolist() == [
        "侯马经济开发区", "Economic development zone", "Operating", "Host county (indicative)",
    ]  # fmt: skip
    assert zones.at["houma-edz", "kind"] == "economic"


def test_a_column_with_other_words_is_left(linfen):
    """The basis of an industry is a word of its own group; a word of nobody stays, as an empty cell does."""
    bases = {term.zh for term in terms("industry_basis").values()}
    assert set(zm.in_words(linfen.industries)["依据类别"]) <= bases
    frame = pd.DataFrame({"kind": ["economic", "of my own"], "status": ["", "operating"]})
    assert zm.in_words(frame)["类型"].tolist() == ["economic", "of my own"]
    assert zm.in_words(frame)["状态"].tolist() == ["", "已运营"]


def test_words_of_another_language_are_refused(linfen):
    """As everywhere."""
    with pytest.raises(UnknownOption):
        zm.in_words(linfen.zones, "fr")


def test_the_version_and_the_measures_are_at_hand(linfen):
    """``zm.__version__`` is that of the installed package; ``zm.measure`` counts."""
    assert zm.__version__ == version("zonemap")
    assert sum(zm.measure.counts_by_status(linfen.zones).values()) == len(linfen.zones)
