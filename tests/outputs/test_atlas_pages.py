"""The atlas: every page says what the region says, nothing covers anything, and the file is sound."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from kit.drawn import labels, maps, outside, overlaps, words
from kit.regions import write_region
from kit.toy import ZONES, write_geodata
from zonemap.analysis.facts import FactBook
from zonemap.core.vocabulary import label
from zonemap.outputs.atlas.facts import Footnotes, in_language, zone_facts
from zonemap.outputs.atlas.flow import BOTTOM, TOP, columns_of
from zonemap.outputs.atlas.writer import make_book, write_atlas
from zonemap.region.reading import read_region


@pytest.fixture(scope="module")
def books(linfen):
    """Draw the atlas in both languages."""
    return {lang: make_book(linfen, lang=lang) for lang in ("zh", "en")}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_type_of_the_atlas_is_too_small_to_read(books, lang):
    """Seven and a half points on paper."""
    said = [label for sheet in books[lang].sheets for label in labels(sheet.items)]
    assert [(label.text, label.size) for label in said if label.size < 7.5] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_text_covers_another_or_leaves_its_page(books, lang):
    """Measured with the renderer, on every page."""
    for number, sheet in enumerate(books[lang].sheets, 1):
        assert (number, overlaps(sheet)) == (number, [])
        assert (number, outside(sheet)) == (number, [])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_county_has_its_page(books, linfen, lang):
    """Seventeen bookmarks under one, in order, each at a page that has the county's name as a title."""
    entries = [entry for entry in books[lang].bookmarks if entry.level == 1]
    assert sorted(entry.title for entry in entries) == sorted(linfen.counties[f"name_{lang}"])
    for entry in entries:
        titles = [label.text for label in labels(books[lang].sheets[entry.page].items) if label.size == 24]
        assert entry.title in titles


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_counties_with_little_share_a_page(books, lang):
    """翼城 has a cluster and shares one; 尧都 has a page of its own; all come to 22 pages at most."""
    pages = {entry.title: entry.page for entry in books[lang].bookmarks if entry.level == 1}
    counties = Counter(pages.values())
    yicheng, yaodu = {"zh": ("翼城县", "尧都区"), "en": ("Yicheng", "Yaodu")}[lang]
    assert counties[pages[yicheng]] == 2
    assert counties[pages[yaodu]] == 1
    assert max(counties.values()) == 2
    assert len(books[lang].sheets) <= 22


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_facts_beside_a_map_have_a_third_of_the_page(books, lang):
    """A map leaves them that, or takes the whole width and stands above them."""
    for sheet in books[lang].sheets:
        left, _, right, _ = sheet.body
        for map_ in maps(sheet.items):
            beside = right - map_.box[2]
            assert beside < 1 or beside >= (right - left) / 3


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_page_on_which_a_county_goes_on_is_half_blank(books, lang):
    """What its columns hold comes to more than half of them."""
    continued = label("atlas", "continued", lang)
    for sheet in books[lang].sheets:
        if continued not in (said := [one.text for one in labels(sheet.items)]):
            continue
        places = [one.place for one in labels(sheet.items) if one.place[1] < BOTTOM]
        boxes = [column.box for column in columns_of(0, sheet, 2)]
        ends = [max(y for x, y in places if left <= x < right) for left, _, right, _ in boxes]
        assert sum(end - TOP for end in ends) > (BOTTOM - TOP), said[0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_counties_without_zones_are_listed_several_on_a_page(tmp_path, lang):
    """Fifteen of seventeen on two pages, each with name and small map, each a bookmark to its page."""
    region = read_region(write_region(tmp_path / "two", zones=2))
    book = make_book(region, lang=lang)
    entries = {entry.title: entry.page for entry in book.bookmarks if entry.level == 1}
    title = label("atlas", "empty_counties", lang)
    empty = [number for number, sheet in enumerate(book.sheets) if title in words(sheet)]
    assert len(entries) == 17
    assert sorted(Counter(entries.values())[page] for page in empty) == [7, 8]
    for name, page in entries.items():
        assert name in words(book.sheets[page])
    assert sum(len(maps(book.sheets[page].items)) for page in empty) == 15
    for page in empty:
        assert (overlaps(book.sheets[page]), outside(book.sheets[page])) == ([], [])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_page_of_a_county_holds_notes_alone(books, lang):
    """Where text goes on, a fact or more stands above the notes."""
    continued = label("atlas", "continued", lang)
    notes = label("atlas", "notes", lang)
    for sheet in books[lang].sheets:
        said = [one.text for one in labels(sheet.items)]
        if continued in said and notes in said:
            assert said.index(notes) > said.index(continued) + 1


def test_every_zone_is_told_once_with_its_values(books, linfen):
    """Its facts stand on its county's pages; the second county of a zone refers to the first."""
    said = "\n".join(words(sheet) for sheet in books["zh"].sheets)
    assert said.count("133.26 km²") == 1
    assert "详见尧都区一页。" in said
    assert "1997年7月" in said


def test_every_footnote_that_is_named_is_there(books):
    """On the pages of a county each number in brackets has its note."""
    book = books["zh"]
    starts = [entry.page for entry in book.bookmarks if entry.level == 1] + [len(book.sheets) - 2]
    for start, end in pairwise(starts):
        lines = "\n".join(words(sheet) for sheet in book.sheets[start:end])
        notes = set(re.findall(r"(?:^|；)\[(\d+)\](?: |\n\w)", lines, re.MULTILINE))
        assert set(re.findall(r"\[(\d+)\]", lines)) == notes


def test_the_notes_say_source_place_and_confidence(linfen):
    """Short, in the language of the page."""
    notes = Footnotes(FactBook(linfen), "en")
    zone_facts(notes, "linfen-edz")
    assert notes.lines[0].startswith("[1] 澎湃号·政务 14 May 2020, News link, para 1, high")


def test_what_is_not_stated_is_listed(linfen):
    """The last line of each zone names what the sources do not say."""
    facts = zone_facts(Footnotes(FactBook(linfen), "zh"), "yonghe-cluster")
    assert facts[-1].head == "资料未载明"
    for word in ("申报", "批准", "挂牌", "运营", "面积", "产业"):
        assert word in facts[-1].text


def test_what_came_after_the_day_is_marked(linfen):
    """An approval of 2021 on a map of 2020."""
    facts = zone_facts(Footnotes(FactBook(linfen), "zh"), "xiangning-ectdz")
    (approved,) = [fact for fact in facts if fact.head == "批准"]
    assert approved.text == "2020年5月14日之后，不晚于2021年7月（在这一天之后）"
    later = [fact for fact in facts if fact.text.endswith(("（在这一天之后）", "资料未载明）"))]
    assert later


def test_an_industry_from_the_name_is_marked(linfen):
    """It is not what a source states."""
    facts = zone_facts(Footnotes(FactBook(linfen), "en"), "xixian-maidz")
    assert "Modern agriculture (follows from the name)" in [fact.text for fact in facts]


@pytest.mark.parametrize(
    ("text", "lang", "half"),
    [("甲 / A", "zh", "甲"), ("甲 / A", "en", "A"), ("1 / 2 / 3", "en", "1 / 2 / 3"), ("甲", "en", "甲")],
)
def test_bilingual_notes_are_halved(text, lang, half):
    """Only a text of exactly two halves is one."""
    assert in_language(text, lang) == half


def test_the_index_leads_to_the_zones(books, linfen):
    """Each entry of the index jumps to a page that holds the zone's name."""
    book = books["zh"]
    index = next(entry.page for entry in book.bookmarks if entry.title == "索引")
    targets = [jump.target for jump in book.jumps if jump.page == index]
    assert len(targets) == len(linfen.zones) + len(linfen.counties)
    together = "\n".join(words(book.sheets[target]) for target in targets)
    assert all(name in together for name in linfen.zones["name_zh"])


def test_the_index_reads_hongtong_right(books):
    """洪洞 stands between 古县 and 侯马 by its own reading; 尧都 before 翼城 and 永和."""
    book = books["zh"]
    index = next(entry.page for entry in book.bookmarks if entry.title == "索引")
    lines = words(book.sheets[index]).splitlines()
    order = [line for line in lines if line.endswith(("开发区", "集聚区", "示范区"))]
    assert (
        order.index("古县经济技术开发区") < order.index("洪洞经济技术开发区") < order.index("侯马经济开发区")
    )


def test_every_page_has_number_day_mark_and_fingerprint(books, linfen):
    """Of all pages, in order."""
    sheets = books["zh"].sheets
    for number, sheet in enumerate(sheets, 1):
        said = words(sheet)
        assert f"第 {number} 页，共 {len(sheets)} 页" in said
        for part in ("截至2020年5月14日", "内部工作底图", "示意图，不作为权属和审批依据", linfen.fingerprint):
            assert part in said


def test_a_county_without_zones_says_so(toy):
    """In words, on its page."""
    book = make_book(toy.as_of("1990"))
    pages = [entry.page for entry in book.bookmarks if entry.level == 1]
    said = ["".join(words(book.sheets[page]).split()) for page in pages]
    assert all("资料没有载明这里有开发区" in one for one in said)


def test_a_map_number_stands_on_every_page(toy):
    """In place of the draft mark."""
    for sheet in make_book(toy, map_number="晋S(2024)001号").sheets:
        assert "审图号 晋S(2024)001号" in words(sheet)
        assert "内部工作底图" not in words(sheet)


def test_a_very_long_text_flows_on(tmp_path):
    """Two thousand characters run through the columns and stay on the pages."""
    events = "zone_id,date,event,text_zh,text_en\none,1999,approved," + "获批并挂牌" * 500 + ",\n"
    region = read_region(write_geodata(tmp_path, events=events))
    book = make_book(region)
    for sheet in book.sheets:
        assert outside(sheet) == []
        assert overlaps(sheet) == []
    assert "".join(words(sheet) for sheet in book.sheets).replace("\n", "").count("获批并挂牌") > 400


def test_names_are_never_read_as_markup(tmp_path):
    """Dollars and braces are drawn as they are."""
    text = ZONES.replace("甲县经济开发区", "甲$x^2$区{{7*7}}")
    book = make_book(read_region(write_geodata(tmp_path, zones=text)))
    assert "甲$x^2$区{{7*7}}" in "\n".join(words(sheet) for sheet in book.sheets)


def test_an_unknown_language_is_named(toy):
    """The message holds it."""
    with pytest.raises(ValueError, match="fr"):
        make_book(toy, lang="fr")


def test_what_came_with_a_later_act_is_marked(linfen):
    """Area, townships and counties of Linfen are those of an act of by 2017."""
    early = linfen.as_of("1998")
    facts = {fact.head: fact.text for fact in zone_facts(Footnotes(FactBook(early), "zh"), "linfen-edz")}
    assert facts["面积"] == "133.26 km²（当时是否已如此，资料未载明：不晚于2017年7月15日）"
    assert "公布面积" not in "".join(facts.values())


def test_an_industry_of_a_later_source_is_marked(linfen):
    """襄汾's are those of 2023."""
    facts = zone_facts(Footnotes(FactBook(linfen), "zh"), "xiangfen-etdz")
    (industries,) = [fact.text for fact in facts if fact.head == "产业"]
    assert industries.count("、") == 2
    assert "（后来：据2023年" in industries


@pytest.mark.parametrize(("lang", "said"), [("zh", "不晚于2020年5月14日"), ("en", "by 14 May 2020")])
def test_an_upper_bound_does_not_read_as_an_end(linfen, lang, said):
    """Linfen runs since some day up to that one."""
    facts = zone_facts(Footnotes(FactBook(linfen), lang), "linfen-edz")
    assert said in [fact.text for fact in facts if fact.head == label("page", "field_operating", lang)]


@pytest.fixture(scope="module")
def atlas(linfen_set):
    """Find the atlas of the repository's geodata."""
    return linfen_set / "linfen.pdf"


@pytest.fixture(scope="module")
def reader(atlas):
    """Read it."""
    return PdfReader(atlas)


def fonts(reader):
    """Return the descriptors of all fonts of the first page."""
    found = reader.pages[0]["/Resources"]["/Font"].values()
    return [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in found]


def test_text_can_be_searched(reader, linfen):
    """Every zone and county, 洪洞 and 隰县 among them."""
    text = "".join(page.extract_text() for page in reader.pages)
    for name in [*linfen.zones["name_zh"], *linfen.counties["name_zh"]]:
        assert name in text


def test_pages_are_a4_landscape(reader):
    """297 by 210 mm, to a tenth."""
    for page in reader.pages:
        assert float(page.mediabox.width) == pytest.approx(841.89, abs=0.3)
        assert float(page.mediabox.height) == pytest.approx(595.28, abs=0.3)


def test_fonts_are_embedded_as_true_type(reader):
    """What is declared as TrueType is TrueType, with quadratic outlines."""
    assert fonts(reader)
    for descriptor in fonts(reader):
        file = descriptor["/FontFile2"].get_data()
        assert file.startswith(b"\x00\x01\x00\x00")


def test_every_outline_is_kept(reader, tmp_path):
    """No glyph but the blank is empty."""
    for number, descriptor in enumerate(fonts(reader)):
        path = tmp_path / f"{number}.ttf"
        path.write_bytes(descriptor["/FontFile2"].get_data())
        with TTFont(path) as font:
            empty = [name for name in font.getGlyphOrder() if font["glyf"][name].numberOfContours == 0]
        assert len(empty) <= 2


def test_bookmarks_hang_in_two_levels(reader, linfen):
    """Cover, whole, reading, counties with seventeen below, index, sources."""
    outline = reader.outline
    titles = [entry.title for entry in outline if not isinstance(entry, list)]
    (counties,) = [entry for entry in outline if isinstance(entry, list)]
    assert titles == ["地图集", "总图", "怎样读这本图集", "各县（市、区）", "索引", "资料来源"]
    assert len(counties) == len(linfen.counties)
    for entry in counties:
        page = reader.get_destination_page_number(entry)
        assert entry.title in reader.pages[page].extract_text()


def test_links_stay_in_the_file(reader):
    """Every link leads to a page of the atlas."""
    count = 0
    for page in reader.pages:
        for annotation in page.get("/Annots", []):
            entry = annotation.get_object()
            assert entry["/Subtype"] == "/Link"
            assert "/URI" not in str(entry)
            count += 1
    assert count > 60


def test_the_file_says_what_it_is(reader, linfen):
    """Title, day and fingerprint, language; no date of making."""
    assert linfen.title_zh in reader.metadata.title
    assert linfen.fingerprint in reader.metadata.subject
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    assert "/CreationDate" not in reader.metadata


def test_the_file_is_small(atlas):
    """Far under five megabytes."""
    assert atlas.stat().st_size < 2_000_000


def test_the_same_region_gives_the_same_bytes(toy, tmp_path):
    """No date, no random id."""
    one = write_atlas(toy, tmp_path / "one.pdf").read_bytes()
    assert one == write_atlas(toy, tmp_path / "two.pdf").read_bytes()


def test_the_file_names_no_machine_and_no_tool_host(atlas):
    """Neither paths nor addresses."""
    content = atlas.read_bytes()
    assert not re.search(rb"https?://|/home/|/root/", content)


def test_the_english_atlas_is_english(english_atlas):
    """Titles, values and notes."""
    reader = PdfReader(english_atlas)
    text = "".join(page.extract_text() for page in reader.pages)
    assert "How to read this atlas" in text
    assert "Hongtong Economic and Technological Development Zone" in text.replace("\n", " ")
    assert reader.trailer["/Root"]["/Lang"] == "en"
