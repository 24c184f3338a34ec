"""The overview map: same zones, counts and colours as the legend, nothing covered, nothing cut."""

import dataclasses

import pytest
import shapely

from kit.drawn import colors, label_box, labels, maps, marks, outside, overlaps, texts, words
from kit.toy import ZONES, write_geodata
from zonemap.analysis.legend import LEGENDS, legend_by
from zonemap.outputs.figures.overview import plot_map
from zonemap.region.reading import read_region
from zonemap.scene.items import Disc, Path, walk
from zonemap.scene.overview import overview_sheet
from zonemap.scene.sheet import FORMATS, SheetStyle
from zonemap.style.inks import grey_of

PAPERS = list(FORMATS)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_text_covers_another_or_leaves_the_paper(linfen, lang, paper):
    """Measured with the renderer, on every paper in both languages."""
    figure, _ = plot_map(linfen, lang=lang, paper=paper)
    assert overlaps(figure) == []
    assert outside(figure) == []


@pytest.mark.parametrize("by", LEGENDS)
def test_every_legend_draws_without_overlap(linfen, by):
    """In greys as well."""
    figure, _ = plot_map(linfen, by=by, grayscale=True)
    assert overlaps(figure) == []


def test_no_county_name_covers_a_symbol(linfen):
    """A name keeps clear of the symbols' outlines."""
    items = overview_sheet(linfen, legend_by(linfen), SheetStyle()).items
    symbols = [shapely.Point(mark.place).buffer(mark.radius) for mark in marks(items)]
    named = [label_box(label) for label in labels(items) if label.text in set(linfen.counties["name_zh"])]
    assert (len(symbols), len(named)) == (20, 17)
    assert not shapely.union_all(named).intersects(shapely.union_all(symbols))


def test_every_county_is_named(linfen):
    """Seventeen names stand on the map, in either language."""
    for lang in ("zh", "en"):
        figure, ax = plot_map(linfen, lang=lang)
        on_map = {text.get_text() for text in texts(figure) if text.axes is ax}
        assert set(linfen.counties[f"name_{lang}"]) <= on_map


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_zone_is_listed_with_its_number(linfen, lang):
    """Each name once, and the numbers 1 to 20 on the map and in the list."""
    figure, ax = plot_map(linfen, lang=lang, paper="A4")
    said = words(figure)
    assert all(name.replace("\n", " ") in said.replace("\n", " ") for name in linfen.zones[f"name_{lang}"])
    numbers = [text.get_text() for text in texts(figure) if text.axes is ax and text.get_text().isdigit()]
    assert sorted(map(int, numbers)) == list(range(1, 21)) or set(range(1, 21)) <= set(map(int, numbers))


def test_counts_are_those_of_the_legend(linfen):
    """Seven, one, two, one and nine."""
    figure, _ = plot_map(linfen)
    legend = legend_by(linfen, "kind")
    lines = [text.get_text() for text in texts(figure)]
    for item in legend.classes:
        at = lines.index(item.label.zh)
        assert lines[at + 1] == str(item.count)


@pytest.mark.parametrize("by", LEGENDS)
def test_colours_are_those_of_the_legend(linfen, by):
    """Every class colour is on the figure."""
    figure, _ = plot_map(linfen, by=by)
    assert {item.color.lower() for item in legend_by(linfen, by).classes} <= colors(figure)


def test_grey_is_without_colour(linfen):
    """Every shape has equal red, green and blue."""
    figure, _ = plot_map(linfen, grayscale=True)
    tinted = {color for color in colors(figure) if not color[1:3] == color[3:5] == color[5:7]}
    inks = {"#1b1f24", "#4d545c", "#a3a8ae"}
    assert tinted <= inks


def test_greys_keep_the_order_of_lightness():
    """Darker stays darker, and nothing becomes black or white."""
    greys = [grey_of(color) for color in ("#000000", "#0072b2", "#fde725", "#ffffff")]
    assert greys == sorted(greys)
    assert greys[0] > "#303030"
    assert greys[-1] < "#e0e0e0"


def test_the_bases_look_different(linfen):
    """Surveyed is solid, a published area dashed; of a host county a mark with a halo is drawn, no line."""
    zones = linfen.zones.copy()
    zones.loc["guxian-etdz", "basis"] = "surveyed"
    region = dataclasses.replace(linfen, zones=zones)
    sheet = overview_sheet(region, legend_by(region), SheetStyle())
    (map_,) = maps(sheet.items)
    named = {item.name: item for item in walk(map_.items) if isinstance(item, Path)}
    solid, dashed = named["古县经济技术开发区 guxian-etdz"].paint, named["临汾经济开发区 linfen-edz"].paint
    assert (solid.dash, dashed.dash.preset) == (None, "dash")
    assert not [name for name in named if name.endswith("houma-edz")]
    halos = {item.name for item in walk(map_.items) if isinstance(item, Disc) and not item.paint.line}
    assert "符号 侯马经济开发区 houma-edz" in halos
    assert "符号 临汾经济开发区 linfen-edz" not in halos
    assert "实测界线" in words(sheet)


def test_counted_counties_are_filled_and_symbols_explained(linfen):
    """No boundary is drawn then, so none is explained; the shapes are."""
    figure, _ = plot_map(linfen, by="zones", lang="en")
    said = words(figure)
    assert "Host county (indicative)" not in said
    assert "Industrial cluster" in said


def test_zones_at_one_point_stand_apart(toy):
    """The two zones of the third county have two places."""
    figure, ax = plot_map(toy)
    at = [text.get_position() for text in texts(figure) if text.axes is ax and text.get_text() in "34"]
    assert len(set(at)) == 2


def test_the_day_before_any_zone_is_said_in_words(toy):
    """An empty list says that it is empty."""
    figure, _ = plot_map(toy.as_of("1990"))
    assert "资料中没有开发区" in words(figure)


def test_what_the_map_must_not_be_taken_for_stands_on_it(linfen):
    """Note, mark, sources, day and fingerprint."""
    figure, _ = plot_map(linfen)
    said = words(figure)
    for part in (
        "示意图，不作为权属和审批依据",
        "内部工作底图",
        "资料来源",
        "2020年5月14日",
        linfen.fingerprint,
    ):
        assert part in said


def test_a_map_number_replaces_the_draft_mark(linfen):
    """Only a number that was issued to this map is printed."""
    figure, _ = plot_map(linfen, map_number="晋S(2024)001号")
    assert "审图号 晋S(2024)001号" in words(figure)
    assert "内部工作底图" not in words(figure)


@pytest.mark.parametrize(
    "wrong",
    [{"by": "colour"}, {"lang": "fr"}, {"paper": "A5"}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_an_unknown_choice_is_named(toy, wrong):
    """The message holds the value."""
    with pytest.raises(ValueError, match=next(iter(wrong.values()))):
        plot_map(toy, **wrong)


def test_names_are_never_read_as_markup(tmp_path):
    """Dollars, braces, emoji and a very long name are drawn as they are, or marked."""
    text = ZONES.replace("甲县经济开发区", "甲$x^2$区{{7*7}}🚀").replace("Jia Zone", "Jia " * 60)
    region = read_region(write_geodata(tmp_path, zones=text))
    for lang in ("zh", "en"):
        figure, _ = plot_map(region, lang=lang)
        figure.canvas.draw()
        assert outside(figure) == []
    figure, _ = plot_map(region)
    assert "甲$x^2$区{{7*7}}〓" in words(figure)


def test_forty_zones_are_still_listed(tmp_path):
    """In two columns beside the map."""
    head, one, *_ = ZONES.splitlines()
    rows = [one.replace("one,甲", f"z{number},甲{number}", 1) for number in range(40)]
    empty = {
        "industries": "zone_id,industry,basis\n",
        "reforms": "zone_id,measure,state,as_of,due\n",
        "events": "zone_id,date,event,text_zh,text_en\n",
    }
    region = read_region(write_geodata(tmp_path, zones="\n".join([head, *rows]) + "\n", **empty))
    figure, ax = plot_map(region)
    said = "".join(text.get_text() for text in texts(figure) if text.axes is not ax)
    assert all(f"甲{number}县经济开发区" in said for number in range(40))


def test_many_zones_are_counted_not_listed(tmp_path):
    """With more than sixty zones the list holds the classes only."""
    head, one, *_ = ZONES.splitlines()
    rows = [
        one.replace("one,甲县", f"z{number},甲县{number}号", 1).replace("111.05", f"111.0{number % 9 + 1}")
        for number in range(61)
    ]
    empty = {
        "industries": "zone_id,industry,basis\n",
        "reforms": "zone_id,measure,state,as_of,due\n",
        "events": "zone_id,date,event,text_zh,text_en\n",
    }
    region = read_region(write_geodata(tmp_path, zones="\n".join([head, *rows]) + "\n", **empty))
    figure, _ = plot_map(region)
    assert "61" in [text.get_text() for text in texts(figure)]
    assert "甲县经济开发区" not in words(figure)


@pytest.mark.parametrize(("year", "is_drawn"), [("1998", False), ("2017", True)])
def test_an_area_is_drawn_from_the_day_of_its_act_on(linfen, year, is_drawn):
    """Linfen has its 133.26 km² since an expansion of 2017; before, its symbol stands alone."""
    figure, _ = plot_map(linfen.as_of(year))
    said = words(figure).replace("\n", "")
    assert ("公布面积的等面积圆" in said) is is_drawn
    assert ("临汾经济开发区的面积只在此后载明（不晚于2017年7月15日）" in said) is not is_drawn
    assert overlaps(figure) == outside(figure) == []
