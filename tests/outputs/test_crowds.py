"""No number of zones and no length of a name takes an output down, loses a row or leaves the sheet."""

import re
from dataclasses import replace
from functools import cache

import openpyxl
import pyogrio
import pytest
from lxml import etree

import zonemap as zm
from kit.decks import beyond, deck_bytes, is_hidden, opened, shown
from kit.drawn import covering, hidden, labels, maps, marks, outside, overlaps, words
from kit.nation import nation_region, square_counties
from kit.page_parts import data
from kit.regions import write_region
from zonemap.analysis.legend import legend_by
from zonemap.analysis.reform_board import reform_board
from zonemap.core.vocabulary import label
from zonemap.outputs.atlas.writer import make_book
from zonemap.outputs.deck.evidence import Evidence
from zonemap.outputs.deck.master import own_master
from zonemap.outputs.deck.slide import Deck
from zonemap.outputs.deck.slides.tables import add_reforms
from zonemap.outputs.deck.template import find_layouts
from zonemap.outputs.deck.words import Words
from zonemap.region.region import Region
from zonemap.region.zone_states import TABLE_COLUMNS
from zonemap.scene.lettering import MISSING, fit_names, settable
from zonemap.scene.overview import overview_sheet
from zonemap.scene.sheet import SheetStyle

FIGURES = ("plot_map", "plot_timeline", "plot_industries", "plot_reforms", "plot_small_multiples")
CROWDS = {
    "none": (0, 2, False, False),
    "one": (1, 2, False, False),
    "two": (2, 6, True, False),
    "sixty in one place": (60, 1, False, True),
    "sixty": (60, 17, True, False),
    "two hundred": (200, 2, True, False),
    "two hundred in six": (200, 6, True, False),
    "two hundred in seventeen": (200, 17, False, False),
}
HEAVY = ("sixty", "sixty in one place", "two hundred", "two hundred in six", "two hundred in seventeen")
EACH = [pytest.param(name, marks=pytest.mark.slow) if name in HEAVY else name for name in CROWDS]
"""Of those with many zones, each output takes seconds or more."""

MORE = {
    "zh": r"另有 (\d+) 个未列出|(\d+) 个未逐一列出",
    "en": r"(\d+) more (?:are )?not listed|(\d+) are not listed",
}


@cache
def made(name: str):
    """Make a crowd once."""
    zones, counties, long, one_place = CROWDS[name]
    return crowd(zones, counties, long=long, one_place=one_place)


def left_out(said: str, lang: str = "zh") -> list[int]:
    """Return every number that a text says is not listed."""
    return [int(one or other) for one, other in re.findall(MORE[lang], said)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("plot", FIGURES)
@pytest.mark.parametrize("name", EACH)
def test_every_figure_is_drawn_and_stays_on_the_paper(name, plot, lang):
    """On a slide and on a square sheet, whatever the region."""
    for paper in ("16:9", "square"):
        figure, _ = getattr(zm, plot)(made(name), lang=lang, paper=paper)
        assert outside(figure) == []


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
@pytest.mark.parametrize("name", CROWDS)
def test_in_any_crowd_the_map_can_be_read(name, lang):
    """No two labels cover each other, no mark hides another, each zone has its mark or is counted in one."""
    region = made(name)
    sheet = overview_sheet(region, legend_by(region), SheetStyle(lang))
    assert covering(sheet.items) == hidden(sheet.items) == outside(sheet) == []
    counted = [int(label.text[1:]) for label in labels(sheet.items) if re.fullmatch(r"×\d+", label.text)]
    assert len(marks(sheet.items)) + sum(counted) == len(region.shown)


@pytest.mark.parametrize(("name", "is_counted"), [("two", False), ("sixty in one place", True)])
def test_a_mark_that_stands_for_several_is_explained_in_the_key(name, is_counted):
    """Where the map has one, and only there."""
    sheet = overview_sheet(made(name), legend_by(made(name), "kind"), SheetStyle("en"))
    said = [one.text for one in labels(sheet.items)]
    assert any(re.fullmatch(r"×\d+", text) for text in said) is is_counted
    assert (label("figure", "counted_key", "en") in said) is is_counted


def test_counties_without_room_for_their_names_are_counted():
    """Of 400 small squares some names are written; written and counted ones are all."""
    region = nation_region(square_counties(20, 20), 5)
    sheet = overview_sheet(region, legend_by(region), SheetStyle())
    (note,) = [label.text for label in labels(sheet.items) if "县名未标出" in label.text]
    (map_,) = maps(sheet.items)
    written = [label for label in labels(map_.items) if label.text in set(region.counties["name_zh"])]
    assert len(written) + int(re.search(r"\d+", note)[0]) == len(region.counties)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", EACH[1:])
def test_a_zone_is_drawn_in_any_crowd(name, lang):
    """And what its list leaves out is counted."""
    region = made(name)
    figure, _ = zm.plot_zone(region, region.shown.index[-1], lang=lang)
    assert outside(figure) == []


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.slow)])
@pytest.mark.parametrize("plot", ["plot_map", "plot_timeline"])
@pytest.mark.parametrize(
    "name", [pytest.param("two hundred in six", marks=pytest.mark.slow), "two hundred in seventeen"]
)
def test_what_a_figure_lists_and_leaves_out_is_all(name, plot, lang):
    """The names that stand there and the numbers of those that do not add up to all zones."""
    region = made(name)
    figure, _ = getattr(zm, plot)(region, lang=lang)
    said = words(figure)
    column = "name_zh" if lang == "zh" else "name_en"
    assert not any(f"{one}\n" in said for one in region.shown[column])
    assert left_out(said, lang) == [len(region.shown)]


def test_names_without_room_are_counted():
    """All, some or none of the names."""
    names = ["甲", "乙", "丙"]
    assert fit_names(names, "zh", lambda said: True) == "甲、乙、丙"
    assert fit_names(names, "zh", lambda said: "丙" not in said) == "甲、乙，另有 1 个未列出"
    assert fit_names(names, "en", lambda said: False) == "3 more not listed"


@cache
def deck_of(name: str, lang: str = "zh"):
    """Write the deck of a crowd once."""
    return opened(deck_bytes(made(name), lang=lang))


@pytest.mark.parametrize("name", EACH)
def test_everything_of_a_deck_stands_on_its_slide(name):
    """Every shape, tables by the height of their rows; symbols of zones at one place too."""
    assert beyond(deck_of(name)) == []


@pytest.mark.slow
def test_what_a_map_of_a_deck_counts_is_told_whole(tmp_path):
    """In the type of slides, too, the note on counties without a name is not cut, marks all around it."""
    region = zm.read_region(write_region(tmp_path, zones=200, surveyed="some"))
    slides = opened(deck_bytes(region)).slides
    texts = [etree.tostring(slide._element, encoding="unicode") for slide in slides]
    notes = [note for text in texts for note in re.findall(r"<a:t>([^<]*另有[^<]*县名[^<]*)</a:t>", text)]
    assert notes
    assert [note for note in notes if not note.endswith("个县名未标出")] == []


@pytest.mark.parametrize("name", EACH)
def test_a_deck_of_any_crowd_has_few_slides(name):
    """Sixty zones on at most 30, two hundred on at most 45, however long their names."""
    assert len(shown(deck_of(name))) <= (30 if CROWDS[name][0] <= 60 else 45)


def tables(deck, title: str) -> list:
    """Return the tables of a name."""
    return [
        shape.table
        for slide in deck.slides
        for shape in slide.shapes
        if getattr(shape, "has_table", False) and shape.has_table and shape.name == title
    ]


@pytest.mark.parametrize("name", EACH[1:])
def test_no_row_of_a_deck_is_lost(name):
    """Zones and reform board have a row for each, headings on every slide, and say that they go on."""
    region, deck = made(name), deck_of(name)
    board = reform_board(region)
    told = board.index if "reforms" in region.topics else []  # a topic without data has no slide
    for title, column, expected in (
        (label("deck", "zones_title", "zh"), 1, region.shown["name_zh"]),
        (label("deck", "board_title", "zh"), 0, region.zones.loc[told, "name_zh"]),
    ):
        found = tables(deck, title)
        if column == 0 and not found:  # a short board is shown itself
            found = [
                table
                for slide in deck.slides
                for table in tables_of(slide)
                if "改革措施：" in title_of(slide)
            ]
            found = [table for table in found if table.cell(0, 0).text == label("column", "zone", "zh")]
        rows = [row for table in found for row in list(table.rows)[1:]]
        assert sorted(row.cells[column].text for row in rows) == sorted(expected)
        heads = {tuple(cell.text for cell in table.rows[0].cells) for table in found}
        assert len(heads) == min(len(found), 1)


def tables_of(slide) -> list:
    """Return the tables of a slide."""
    return [shape.table for shape in slide.shapes if getattr(shape, "has_table", False) and shape.has_table]


def title_of(slide) -> str:
    """Return the title of a slide."""
    return slide.shapes.title.text


def test_a_long_reform_board_stands_behind_its_counts():
    """No row is lost, none stands below the slide, headings are repeated; the counts add up to the board."""
    region, spoken, deck = made("sixty"), Words("zh"), own_master()
    stage = Deck(deck, find_layouts(deck, ""), spoken, "页脚", own=True)
    add_reforms(stage, Evidence(region, spoken))
    summary, *pages = [slide for slide in deck.slides if "依据" not in title_of(slide)]
    board = reform_board(region)
    (counts,) = tables_of(summary)
    told = [[cell.text.partition("：") for cell in list(row.cells)[1:]] for row in list(counts.rows)[1:]]
    numbers = [[int(number) for number, _, _ in row] for row in told]
    named = {name for row in told for *_, names in row if names for name in names.split("、")[:1]}
    assert named
    assert {name.rstrip("…") for name in named} <= set(region.zones["name_zh"])
    assert [sum(row) for row in numbers] == [len(board)] * len(board.columns)
    found = [table for slide in pages for table in tables_of(slide)]
    assert [row.cells[0].text for table in found for row in list(table.rows)[1:]] == list(
        region.zones.loc[board.index, "name_zh"]
    )
    assert (is_hidden(summary), {*map(is_hidden, pages)}) == (False, {True})
    assert [("续" in title_of(slide)) for slide in pages] == [False] + [True] * (len(pages) - 1)
    assert {table.cell(0, 0).text for table in found} == {label("column", "zone", "zh")}
    assert beyond(deck) == []


@pytest.mark.parametrize("name", EACH)
def test_the_atlas_names_every_zone(name):
    """Each on a page of its county; an empty region has its pages too; nothing leaves its page."""
    region = made(name)
    sheets = make_book(region).sheets
    said = "".join("".join(words(sheet).split()) for sheet in sheets)
    assert [zone for zone in region.shown["name_zh"] if "".join(settable(zone).split()) not in said] == []
    assert MISSING not in said
    assert [outside(sheet) for sheet in sheets] == [[]] * len(sheets)


def test_many_neighbours_of_long_names_leave_the_footnotes_free():
    """The references under the map of a county take the lines that they need."""
    counties = square_counties(3, 3)
    counties["name_zh"] = [f"战略性新兴产业先进制造业融合发展示范{name}" for name in counties["name_zh"]]
    region = nation_region(counties, 18)
    sheets = make_book(region).sheets
    pages = [sheet for sheet in sheets if "相邻" in words(sheet)]
    assert sum(words(sheet).count("相邻") for sheet in pages) == len(counties)
    assert [overlaps(sheet) for sheet in pages] == [[]] * len(pages)


@pytest.mark.parametrize("name", EACH)
def test_tables_and_page_hold_every_zone(name, tmp_path):
    """The workbook names each zone, GeoPackage and page each that is there on the day."""
    region = made(name)
    book = openpyxl.load_workbook(zm.write_workbook(region, tmp_path / "a.xlsx"), read_only=True)
    rows = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert set(region.zones["name_zh"]) <= rows
    layers = zm.write_geopackage(region, tmp_path / "a.gpkg")
    assert list(pyogrio.read_dataframe(layers, layer="zones")["zone_id"]) == list(region.shown.index)
    page = zm.save_page(zm.explore(region), tmp_path / "a.html").read_text("utf-8")
    assert {zone["id"] for zone in data(page)["zones"]} >= set(region.shown.index)


LONG = "（某某镇）战略性新兴产业与先进制造业融合发展示范工业园区第{n}期"
LONG_EN = "Strategic Emerging Industries and Advanced Manufacturing Integration Demonstration Park, Phase {n}"


def crowd(zones: int, counties: int = 2, *, long: bool = False, one_place: bool = False) -> Region:
    """Make a region of so many zones in a row of square counties, each seventh zone in two counties.

    Parameters
    ----------
    zones, counties
        How many.
    long
        Whether the names are long.
    one_place
        Whether all zones stand at one point.
    """
    region = nation_region(square_counties(counties, 1), max(zones, 1))
    if not zones:
        return region.subset(zones=[])
    frame = region.zones.copy()
    if counties > 1:
        codes = list(region.counties.index)
        hosts = [
            (one[0], codes[(codes.index(one[0]) + 1) % counties]) if at % 7 == 0 else one
            for at, one in enumerate(frame["counties"])
        ]
        frame["counties"] = hosts
    if long:
        frame["name_zh"] = [LONG.format(n=at) for at in range(1, zones + 1)]
        frame["name_en"] = [LONG_EN.format(n=at) for at in range(1, zones + 1)]
    if one_place:
        frame["lon"], frame["lat"] = frame["lon"].iloc[0], frame["lat"].iloc[0]
        frame = frame.drop(columns=list(TABLE_COLUMNS))
    return replace(region, zones=frame)
