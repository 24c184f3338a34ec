"""The deck tells what the region holds, slide by slide, in the language asked for."""

import dataclasses

import pandas as pd
import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE

from kit.decks import deck_bytes, linfen_bytes, opened, texts, titled, toy_bytes
from zonemap.core.vocabulary import label
from zonemap.outputs.deck.writer import write_deck

HOSTILE = "{{ 7*7 }}</a:t><script>x</script>&amp;\x0b\x00 长名"


def titles(file: bytes) -> list[str]:
    """Return the titles of the slides."""
    return [slide.shapes.title.text for slide in opened(file).slides]


def test_the_slides_come_in_order():
    """Cover, figures, map, two years, charts, board, zones, four zones, sources, method."""
    assert titles(toy_bytes()) == [
        "玩具区",
        "省级开发区 2 个，资料载明已运营 1 个（另 1 个可能）",
        "3 个县（市、区）每县都有开发区或集聚区",
        "1999 年新批准 1 个，累计 1 个",
        "2010 年新批准 1 个，累计 2 个",
        "1999–2010 年共批准 2 个，1999 年最多（1 个）",
        "3 个区有产业记载，提到最多的是电力（3 个）",
        "改革措施：可能 1 个全部落实，2 个已启动，0 个资料未载明",
        "开发区一览",
        "甲县经济开发区",
        "乙县高新区",
        "丙县农业区",
        "丙县集聚区",
        "资料来源 1 项",
        "怎样读这些图",
    ]


def test_linfen_has_a_slide_for_each_year_and_zone(linfen):
    """1997, 2017, 2018, 2019 and 2020, and twenty zones."""
    found = titles(linfen_bytes())
    years = [title[:4] for title in found if "年新批准" in title]
    assert years == ["1997", "2017", "2018", "2019", "2020"]
    assert set(linfen.zones["name_zh"]) <= set(found)


@pytest.mark.parametrize(
    ("lang", "told"),
    [("zh", "省级开发区 9 个，资料载明已运营 8 个"), ("en", "9 provincial zones, 8 said to be operating")],
)
def test_the_figures_of_linfen(lang, told):
    """Nine zones, eight of which run, two applications, nine clusters, all 17 counties."""
    slide = titled(opened(linfen_bytes(lang)), told)
    cards = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP]
    numbers = [[inner.text_frame.text for inner in card.shapes if inner.has_text_frame][2] for card in cards]
    assert numbers[:7] == ["9", "8", "2", "9", "17/17", "2/9", "0/20"]


def test_the_english_deck_names_zones_in_english():
    """The Chinese name stands beside it."""
    slide = titled(opened(toy_bytes("en")), "Jia Zone")
    assert "甲县经济开发区" in texts(slide)
    assert "Not stated in the sources" in texts(slide)


def test_each_slide_says_what_it_is(toy):
    """Day, indicative, draft and fingerprint at the foot of each."""
    for slide in opened(toy_bytes()).slides:
        foot = next(shape.text_frame.text for shape in slide.shapes if shape.name == "页脚")
        for part in ("2020年6月30日", "示意图", "内部工作底图", toy.fingerprint):
            assert part in foot


def test_a_map_number_replaces_the_draft_mark(toy):
    """The number as it was given, on every slide."""
    for slide in opened(deck_bytes(toy, map_number="晋S(2020)1号")).slides:
        assert "审图号 晋S(2020)1号" in texts(slide)
        assert "内部工作底图" not in texts(slide)


def test_a_value_stands_with_its_source():
    """The year of approval, its source's number and how sure it is."""
    slide = titled(opened(toy_bytes()), "甲县经济开发区")
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert ["批准", "1999年", "[1] 高"] in rows
    assert ["面积", "10 km²", "[1] 高"] in rows
    assert "[1] 公报《《公报》》，2020年6月30日" in texts(slide)


def test_what_the_sources_do_not_state_is_said():
    """The cluster has neither a date nor an area."""
    said = texts(titled(opened(toy_bytes()), "丙县集聚区"))
    assert "资料未载明：乡镇、四至、申报、批准、挂牌、运营、面积" in said


def test_notes_carry_the_evidence():
    """Source, place in it and confidence of each value."""
    notes = titled(opened(toy_bytes()), "甲县经济开发区").notes_slide.notes_text_frame.text
    assert "批准日期：1999年 — [1] 公报《《公报》》，2020年6月30日 · p. 1 · 高" in notes
    assert "产业：电力" in notes
    for slide in opened(linfen_bytes()).slides:
        assert slide.notes_slide.notes_text_frame.text


def test_what_does_not_fit_stands_in_the_notes(linfen):
    """Houma has ten events; all are told in the notes."""
    slide = titled(opened(linfen_bytes()), "侯马经济开发区")
    assert "见备注" in texts(slide)
    notes = slide.notes_slide.notes_text_frame.text
    for told in linfen.events.loc[linfen.events["zone_id"] == "houma-edz", "text_zh"]:
        assert told in notes


def test_what_happened_later_is_not_told_as_if_it_were_now(linfen):
    """Xiangning's approval came after the day of the map."""
    slide = titled(opened(linfen_bytes()), linfen.zones.at["xiangning-ectdz", "name_zh"])
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    items = [row.cells[0].text for row in table.rows]
    assert label("page", "field_approved", "zh") not in items
    assert label("deck", "field_later", "zh") in items


def test_a_day_before_the_first_zone(toy):
    """Nothing is drawn that was not there, and the slides say so."""
    found = titles(deck_bytes(toy.as_of("1990")))
    assert "省级开发区 0 个，资料载明已运营 0 个" in found
    assert "这一天已有哪些开发区，资料没有载明" in found
    assert "甲县经济开发区" not in found


def test_hostile_text_stays_text(toy):
    """Names are written as they are, without the characters XML has no place for."""
    region = dataclasses.replace(toy, zones=toy.zones.assign(name_zh=HOSTILE), title_zh=HOSTILE)
    found = titles(deck_bytes(region))
    assert found.count("{{ 7*7 }}</a:t><script>x</script>&amp; 长名") == 5


def test_many_zones_are_counted_instead_of_listed(toy):
    """The list beside the map names classes alone; the tables go on over several slides."""
    many = toy.zones.loc[["two"] * 45].reset_index(drop=True)
    many.index = pd.Index([f"zone-{number}" for number in range(45)], name="zone_id")
    region = dataclasses.replace(
        toy,
        zones=many,
        **{name: getattr(toy, name)[:0] for name in ("evidence", "industries", "reforms", "events")},
    )
    deck = opened(deck_bytes(region))
    slide = titled(deck, "个县（市、区）中 1 个")
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    *_, kind, rest = [[cell.text for cell in row.cells] for row in table.rows]
    assert kind[2] == "45"
    assert "45 个未逐一列出" in "".join(rest)
    assert len([slide for slide in deck.slides if "开发区一览" in slide.shapes.title.text]) > 2


def test_the_properties_name_the_input(toy):
    """Title, day and fingerprint; no name of a person, no hour of writing."""
    properties = opened(toy_bytes()).core_properties
    assert properties.title == "玩具区"
    assert properties.subject == "2020-06-30"
    assert properties.keywords == toy.fingerprint
    assert properties.author == "zonemap"
    assert properties.modified.isoformat()[:19] == "2020-06-30T00:00:00"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_region_gives_the_same_bytes(toy, lang):
    """The workbooks inside charts too."""
    assert deck_bytes(toy, lang=lang) == toy_bytes(lang)


def test_an_unknown_language_is_refused(toy, tmp_path):
    """Only two are spoken."""
    with pytest.raises(ValueError, match="'fr' is no language"):
        write_deck(toy, tmp_path / "a.pptx", lang="fr")
    assert list(tmp_path.iterdir()) == []
