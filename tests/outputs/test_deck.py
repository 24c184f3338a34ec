"""The deck tells what the region holds, slide by slide, in the language asked for."""

import dataclasses

import pandas as pd
import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

from kit.decks import deck_bytes, linfen_bytes, opened, shown, texts, titled, toy_bytes, walk, with_hidden
from kit.nation import nation_region, square_counties
from kit.toy import ZONES, write_geodata
from zonemap.analysis.findings import (
    answer_finding,
    counties_finding,
    growth_finding,
    industries_finding,
    map_finding,
    reform_finding,
    zone_finding,
)
from zonemap.analysis.legend import legend_by
from zonemap.core.text import fill
from zonemap.core.vocabulary import label, terms
from zonemap.outputs.deck.evidence import Evidence
from zonemap.outputs.deck.slides.questions import unknown_title
from zonemap.outputs.deck.slides.zone import MOST_OWN, MOST_OWN_OF_MANY, MOST_SMALL, choose_zones
from zonemap.outputs.deck.words import Words
from zonemap.outputs.deck.writer import write_deck
from zonemap.region.reading import read_region

P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
MEASURES, TWO = list(terms("measure")), ("one", "two")
HOSTILE = "{{ 7*7 }}</a:t><script>x</script>&amp;\x0b\x00 长名"


def titles(file: bytes) -> list[str]:
    """Return the titles of the slides that are shown."""
    return [slide.shapes.title.text for slide in shown(opened(file))]


def all_of(deck, part: str) -> str:
    """Return what the first slide of a title says with the hidden ones behind it."""
    return "\n".join(map(texts, with_hidden(deck, titled(deck, part))))


def test_the_slides_come_in_order():
    """Cover, answer, map; growth, industries, board, what is missing, what is due; zones, sources, method."""
    assert titles(toy_bytes()) == [
        "玩具区",
        "省级开发区 2 个，资料载明已运营 1 个（另 1 个可能）",
        "3 个县（市、区）都有开发区或集聚区",
        "1999–2010 年共批准 2 个",
        "3 个区有产业记载，最多的是电力（3 个区）；1 对相邻的区产业相同",
        "改革措施：尚无一个载明全部落实，2 个已启动",
        "4 个区都没有载明实测界线",
        "1 个区正在申报，等待批准；改革期限2020年6月，2 个区未载明全部落实",
        "甲县经济开发区",
        "乙县高新区",
        "这 2 个区都只知所在县",
        "本稿引用资料 1 项",
        "怎样读这些图",
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_linfen_has_few_slides(lang):
    """Twenty zones on at most 22; those that are approved on one of their own."""
    assert len(titles(linfen_bytes(lang))) <= 22


@pytest.mark.slow
@pytest.mark.parametrize(("zones", "most"), [(60, 30), (200, 45)])
def test_many_zones_have_few_slides(zones, most):
    """The highest have a slide each, others a small map, the rest a row; each is there once."""
    region = nation_region(square_counties(6, 3), zones)
    deck = opened(deck_bytes(region))
    assert len(shown(deck)) <= most
    own, small, rest = choose_zones(region, list(region.shown.index))
    assert sorted([*own, *small, *rest]) == sorted(region.shown.index)
    expected = {60: (MOST_OWN, 50, 0), 200: (MOST_OWN_OF_MANY, MOST_SMALL, 104)}
    assert (len(own), len(small), len(rest)) == expected[zones]
    names = [shape.name for slide in shown(deck) for shape in slide.shapes]
    for zone_id in small:
        assert names.count(region.zones.at[zone_id, "name_zh"]) == 1


def test_what_can_be_spoken_is_short(linfen):
    """At most 450 characters of Chinese or 120 words of English over one slide; hidden slides need none."""
    for lang, size in (("zh", len), ("en", lambda text: len(text.split()))):
        for slide in shown(opened(linfen_bytes(lang))):
            assert 0 < size(slide.notes_slide.notes_text_frame.text) <= {"zh": 450, "en": 120}[lang]


def test_the_answer_says_what_the_slides_after_it_show():
    """Its three sentences are titles of later slides; beside them stands a map."""
    answer, *others = shown(opened(linfen_bytes()))[1:]
    said = [shape.name for shape in answer.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP]
    sentences = [name for name in said if name in {slide.shapes.title.text for slide in others}]
    assert len(sentences) == 3
    assert "地图" in said
    deck = opened(linfen_bytes())
    for sentence in sentences:  # a click on it leads there
        said = next(shape for shape in walk(answer.shapes) if shape.name == sentence and shape.has_text_frame)
        target = next(slide for slide in deck.slides if slide.part is link_of(answer, said))
        assert target.shapes.title.text == sentence
        assert f"→ {list(deck.slides).index(target) + 1}" in texts(answer)


def test_a_symbol_leads_to_its_slide_and_back(linfen):
    """Every mark of the map, to a slide that names its zone; that slide leads to the map."""
    deck = opened(linfen_bytes())
    overview = shown(deck)[2]
    for zone_id, name in linfen.shown["name_zh"].items():
        marks = [shape for shape in walk(overview.shapes) if shape.name == f"符号 {name} {zone_id}"]
        (target,) = {link_of(overview, mark) for mark in marks}
        slide = next(slide for slide in deck.slides if slide.part is target)
        assert name in texts(slide)
        (back,) = [shape for shape in slide.shapes if shape.name == "↩ 回到地图"]
        assert link_of(slide, back) is overview.part


def link_of(slide, shape):
    """Return the part that a click on a shape leads to."""
    (click,) = shape._element.xpath("./p:nvSpPr/p:cNvPr/a:hlinkClick")
    assert click.get("action") == "ppaction://hlinksldjump"
    return slide.part.related_part(click.get(qn("r:id")))


def test_sections_hold_every_slide_once():
    """The answer, topic by topic, the appendix, in the order of the slides."""
    deck = opened(linfen_bytes())
    sections = deck.part._element.findall(f".//{{{P14}}}section")
    assert [section.get("name") for section in sections] == ["结论", "分题", "附录"]
    listed = [int(slide.get("id")) for slide in deck.part._element.iter(f"{{{P14}}}sldId")]
    assert listed == [slide.slide_id for slide in deck.slides]
    first = next(iter(sections[2].iter(f"{{{P14}}}sldId"))).get("id")
    assert deck.slides.get(int(first)).shapes.title.text == "临汾经济开发区"


def test_marks_move_from_the_map_to_the_close_up():
    """Morph on the map and on the slides that its symbols lead to, a fade where Morph is not known."""
    deck = opened(linfen_bytes())
    moving = [slide for slide in deck.slides if slide._element.xpath("./*[local-name()='AlternateContent']")]
    assert moving[0] == shown(deck)[2]
    assert {slide.shapes.title.text for slide in moving} >= {"临汾经济开发区", "侯马经济开发区"}
    for slide in moving:
        (fallback,) = slide._element.xpath("./*/*[local-name()='Fallback']//p:fade")
        assert fallback.getparent().getparent().getprevious().get("Requires") == "p159"
    marks = [{shape.name for shape in walk(slide.shapes)} for slide in moving[:2]]
    assert "符号 临汾经济开发区 linfen-edz" in marks[0] & marks[1]


HEAD = "zone_id,measure,state,as_of,due\n"
INDUSTRIES = "zone_id,industry,basis\n"


@pytest.mark.parametrize(
    ("title_of", "tables", "day", "title"),
    [
        (growth_finding, {}, "1990", ""),
        (growth_finding, {}, "2005", "1999 年批准 1 个"),
        (growth_finding, {}, "2020", "1999–2010 年共批准 2 个"),
        (reform_finding, {"reforms": HEAD}, "2020", ""),
        (reform_finding, {}, "1990", ""),
        (
            reform_finding,
            {"reforms": HEAD + "one,term,done,2015,\ntwo,term,done,2015,\n"},
            "2020",
            "改革措施：尚无一个载明全部落实，2 个已启动",
        ),
        (
            reform_finding,
            {
                "reforms": HEAD
                + "".join(f"{zone},{key},done,2015,\n" for zone in ("one", "two") for key in MEASURES)
            },
            "2020",
            "改革措施：2 个开发区全部落实",
        ),
        (
            reform_finding,
            {"reforms": HEAD + "three,term,done,2015,\n"},
            "2020",
            "改革措施：2 个开发区的进展，资料都未载明",
        ),
        (industries_finding, {"industries": INDUSTRIES}, "2020", ""),
        (
            industries_finding,
            {"industries": INDUSTRIES + "one,power,stated\n"},
            "2020",
            "1 个区有产业记载，共 1 种产业",
        ),
        (
            industries_finding,
            {"industries": INDUSTRIES + "one,power,stated\nfour,steel,stated\n"},
            "2020",
            "2 个区有产业记载，共 2 种产业",
        ),
        (unknown_title, {}, "2020", "4 个区都没有载明实测界线"),
        (unknown_title, {}, "1990", ""),
    ],
)
def test_a_title_says_what_is_so(tmp_path, title_of, tables, day, title):
    """With none, one, some, all of a kind, and with what nobody tells; without a title there is no slide."""
    region = read_region(write_geodata(tmp_path / "geodata", **tables)).as_of(day)
    evidence = Evidence(region, Words("zh"))
    said = title_of(evidence) if title_of is unknown_title else title_of(region).zh
    assert said == title
    assert (title in titles(deck_bytes(region))) is bool(title)


def test_what_most_lack_is_said_of_some(tmp_path):
    """Where every boundary is surveyed and every township and area stated: a date, but not of all."""
    lines = [line.split(",") for line in ZONES.splitlines()]
    full = [lines[0], *([*cells[:7], "某镇", *cells[8:15], "10"] for cells in lines[1:])]
    tables = {
        "zones": "\n".join(map(",".join, full)).replace(",,1999,,", ",,1999,2000,") + "\n",
        "partners": "zone_id,name_zh,name_en,role,place,since\none,甲方,A,adviser,,\n",
    }
    region = read_region(write_geodata(tmp_path / "geodata", **tables))
    region = dataclasses.replace(region, zones=region.zones.assign(basis="surveyed"))
    assert unknown_title(Evidence(region, Words("zh"))) == "申报缺得最多：4 个区中 3 个未载明"


@pytest.mark.parametrize(
    ("dates", "answer", "growth"),
    [
        ([("", ""), ("", "")], ("数据中共有 2 个区", "The data hold 2 zones"), ""),
        (
            [("1999", ""), ("2005", "")],
            ("已批准的开发区有 2 个", "2 zones are approved"),
            "1999–2005 年共批准 2 个",
        ),
        (
            [("1999", "2001"), ("2005", "")],
            ("资料载明已运营 1 个（另 1 个可能）", "1 (and possibly 1 more) operate according to"),
            "1999–2005 年共批准 2 个",
        ),
        (
            [("2019/2021", ""), ("2005", "2010")],
            ("省级开发区 1 个（另 1 个可能），", "1 (and possibly 1 more) provincial zones are approved"),
            "2005 年批准 1 个",
        ),
        ([("../2010", ""), ("../2012", "")], ("已批准的开发区有 2 个", "2 zones are approved"), ""),
        (
            [("2015/..", ""), ("2005", "")],
            ("已批准的开发区有 1 个（另 1 个可能）", "1 (and possibly 1 more) zones are approved"),
            "2005 年批准 1 个",
        ),
    ],
)
def test_what_is_not_known_is_never_told_as_none(tmp_path, dates, answer, growth):
    """No date, no step stated, one between two bounds, by a day, not yet on one; no rows of a topic."""
    rows = [
        f"z{at},区{at},Zone {at},economic,provincial,county,14000{at},,,,,,{approved},,{operating},"
        for at, (approved, operating) in enumerate(dates, start=1)
    ]
    tables = {"zones": "\n".join([ZONES.splitlines()[0], *rows, ""])}
    tables |= {"industries": INDUSTRIES, "reforms": HEAD, "events": "zone_id,date,event,text_zh,text_en\n"}
    region = read_region(write_geodata(tmp_path / "geodata", **tables))
    said = answer_finding(region)
    assert answer[0] in said.zh
    assert answer[1] in said.of("en")
    assert growth_finding(region).zh == growth
    assert not industries_finding(region)
    assert not reform_finding(region)
    assert "3 个县（市、区）中有 2 个" in counties_finding(region).zh
    assert zone_finding(region, "z1").zh == "区1：只知在甲县，界线未载明"
    assert map_finding(region, legend_by(region, "kind")) == said


@pytest.mark.parametrize(
    ("key", "n", "zh", "en"),
    [
        ("counties", {"n": 0, "total": 3}, "中有 0 个有", "0 of 3 counties have a"),
        ("counties", {"n": 1, "total": 3}, "3 个县（市、区）中有 1 个有", "1 of 3 counties has a"),
        ("counties", {"n": "2 (and possibly 1 more)", "total": 4}, "有 2 (", "of 4 counties have"),
        ("counties_all", {"total": 1}, "这个县（市、区）有开发区", "The county has a zone"),
        ("counties_all", {"total": 3}, "3 个县（市、区）都有", "Each of the 3 counties has"),
        ("operating_all", {"n": 1}, "资料载明已运营", "The one approved provincial zone operates"),
        ("operating_all", {"n": 2}, "资料载明都已运营", "All 2 approved provincial zones operate"),
        ("growth_year", {"first": 1999, "n": 1}, "1999 年批准 1 个", "1 zone was approved in 1999"),
        ("growth_bounded", {"n": 2}, "；另 2 个已批准", "; 2 more were approved"),
        ("industries_repeat", {"n": 1}, "1 对相邻", "; 1 pair of neighbours overlaps"),
        ("reform", {"n": 3, "done": 0, "started": 1, "silent": 2},
         "：尚无一个载明全部落实，1 个已启动，2 个资料未载明",
         "None of 3 approved zones is known to have completed the reform, 1 has begun, 2 are unreported"),
        ("reform", {"n": 3, "done": 1, "started": 2, "silent": 0},
         "1 个全部落实，2 个已启动", "1 of 3 approved zones has completed the reform, 2 have begun"),
        ("reform_all", {"n": 1}, "1 个开发区全部落实", "The approved zone has completed"),
        ("reform_silent", {"n": 4}, "资料都未载明", "in any of the 4 approved zones"),
        ("industries_even", {"n": 1, "kinds": 1}, "1 个区有产业记载", "for 1 zone, 1 kind in all"),
        ("deck.unknown_all", {"field": "Area", "all": 1}, "这个区没有载明Area", "for the one zone"),
        ("deck.decisions_due", {"due": "x", "n": 1}, "1 个区未载明", "still open in 1 zone"),
        ("deck.industries_lead", {"silent": 0}, "的开发区数", "the zones that name the industry"),
        ("deck.small_unknown", {"n": 1}, "只知所在县", "Only the county is known of this zone"),
    ],
)  # fmt: skip
def test_a_sentence_is_right_for_none_one_and_many(key, n, zh, en):
    """In number and verb, in both languages; what is not known is told as that."""
    group, _, name = key.rpartition(".")
    said = {lang: fill(label(group or "finding", name, lang), **n) for lang in ("zh", "en")}
    assert zh in said["zh"]
    assert en in said["en"]
    assert not said["zh"].endswith("，")


def test_every_finding_can_be_said(linfen):
    """No template lacks a value, whatever the number; each begins as a sentence does."""
    numbers = "n total approved operating first last peak most kinds started silent done all"
    values = dict.fromkeys([*numbers.split(), "industry"], 1)
    words = dict.fromkeys(["name", "place", "value", "title", "label", "area", "county"], "X")
    for key in terms("finding"):
        for number in (0, 1, 2):
            said = fill(label("finding", key, "en"), **dict.fromkeys(values, number), **words)
            assert "{" not in said
            assert "#" not in said
            assert said[0].isupper() or said[0].isdigit() or said.startswith((";", "“")), said
    for finding in (answer_finding, counties_finding, growth_finding, industries_finding, reform_finding):
        assert finding(linfen)


@pytest.mark.parametrize(
    ("day", "title"),
    [
        ("2020-06-30", "1 个区正在申报，等待批准；改革期限2020年6月，2 个区未载明全部落实"),
        ("2021", "1 个区正在申报，等待批准；改革期限2020年6月已过，2 个区未载明全部落实"),
    ],
)
def test_what_is_due_and_what_is_over(toy, day, title):
    """By the day of the map."""
    assert title in titles(deck_bytes(toy.as_of(day)))


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", "省级开发区 9 个，资料载明已运营 8 个"),
        ("en", "9 provincial zones are approved; 8 operate according to the sources"),
    ],
)
def test_the_answer_of_linfen(lang, told):
    """Nine zones, eight of which run, and how many there are of each kind."""
    slide = titled(opened(linfen_bytes(lang)), told)
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    assert [row.cells[2].text for row in table.rows][1:] == ["7", "1", "2", "1", "9"]


def test_the_english_deck_names_zones_in_english():
    """The Chinese name stands beside it."""
    slide = titled(opened(toy_bytes("en")), "Jia Zone")
    assert "甲县经济开发区" in texts(slide)
    assert "Not stated in the sources" in all_of(opened(toy_bytes("en")), "Jia Zone")


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
    assert "[1] 公报，2020年6月30日" in texts(slide)


def test_what_the_sources_do_not_state_is_said():
    """The cluster has neither a date nor an area; the table has no column of its bounds."""
    said = all_of(opened(toy_bytes()), "都只知所在县")
    assert "资料未载明\n乡镇、申报、批准、挂牌、运营、面积" in said


def test_the_evidence_stands_on_a_hidden_slide_behind():
    """Source, place in it and confidence of each value; values of one place of a source share a row."""
    slide = with_hidden(opened(toy_bytes()), titled(opened(toy_bytes()), "甲县经济开发区"))[-1]
    assert slide.shapes.title.text == "依据：甲县经济开发区"
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    (told,) = [row for row in rows if "批准日期：1999年" in row[0]]
    assert told[1].startswith("公报《《公报》》，2020年6月30日 · p. 1 · 高")
    assert told[2] == "[1]"
    assert "产业：电力" in told[0]


def test_what_does_not_fit_stands_on_the_hidden_slide_behind(linfen):
    """Houma has ten events; all are told, on its slide or behind it."""
    deck = opened(linfen_bytes())
    assert "见后面的隐藏页" in texts(titled(deck, "侯马经济开发区"))
    for told in linfen.events.loc[linfen.events["zone_id"] == "houma-edz", "text_zh"]:
        assert told in all_of(deck, "侯马经济开发区")


def test_what_happened_later_is_not_told_as_if_it_were_now(linfen):
    """Xiangning's approval came after the day of the map: not beside its small map, but marked behind it."""
    deck, name = opened(linfen_bytes()), linfen.zones.at["xiangning-ectdz", "name_zh"]
    ((slide, cell),) = [
        (slide, shape) for slide in shown(deck) for shape in slide.shapes if shape.name == name
    ]
    beside = "".join(shape.text_frame.text for shape in walk(cell.shapes) if shape.has_text_frame)
    assert name in beside
    assert label("page", "field_approved", "zh") not in beside
    assert label("deck", "field_later", "zh") in "".join(map(texts, with_hidden(deck, slide)))


def test_a_day_before_the_first_zone(toy):
    """Nothing is drawn that was not there, and the slides say so."""
    found = titles(deck_bytes(toy.as_of("1990")))
    assert "资料没有写出这一天已有的开发区" in found
    assert "地图上没有开发区" in found
    assert "甲县经济开发区" not in found


def test_hostile_text_stays_text(toy):
    """Names are written as they are, without the characters XML has no place for."""
    region = dataclasses.replace(toy, zones=toy.zones.assign(name_zh=HOSTILE), title_zh=HOSTILE)
    found = titles(deck_bytes(region))
    assert found.count("{{ 7*7 }}</a:t><script>x</script>&amp; 长名") == 3


def test_many_zones_are_counted_instead_of_listed(toy):
    """The list beside the map names classes alone; the tables go on over several slides."""
    many = toy.zones.loc[["two"] * 90].reset_index(drop=True)
    many.index = pd.Index([f"zone-{number}" for number in range(90)], name="zone_id")
    region = dataclasses.replace(
        toy,
        zones=many,
        **{name: getattr(toy, name)[:0] for name in ("evidence", "industries", "reforms", "events")},
    )
    deck = opened(deck_bytes(region))
    slide = titled(deck, "个县（市、区）中有 1 个")
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    *_, kind, rest = [[cell.text for cell in row.cells] for row in table.rows]
    assert kind[2] == "90"
    assert "90 个未逐一列出" in "".join(rest)
    assert len([slide for slide in deck.slides if "开发区一览" in slide.shapes.title.text]) > 2
    assert not any("开发区一览" in slide.shapes.title.text for slide in shown(deck))


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
