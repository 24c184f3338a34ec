"""Figures: the map covers and cuts nothing and counts as the legend; the boards say what the region says."""

import dataclasses
import shutil

import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Transformer

from conftest import GEODATA
from kit.drawn import colors, label_box, labels, maps, marks, outside, overlaps, texts, words
from kit.regions import write_region
from kit.toy import ZONES, write_geodata
from zonemap.analysis.legend import LEGENDS, legend_by
from zonemap.analysis.measures import industries_on
from zonemap.analysis.reform_board import reform_board
from zonemap.core.vocabulary import terms
from zonemap.outputs.figures.files import FIGURES
from zonemap.outputs.figures.industries import format_later_industries, industry_table, plot_industries
from zonemap.outputs.figures.overview import plot_map
from zonemap.outputs.figures.reforms import plot_reforms
from zonemap.outputs.figures.small_multiples import plot_small_multiples
from zonemap.outputs.figures.timeline import plot_timeline, timeline_columns
from zonemap.outputs.figures.zone import plot_zone
from zonemap.region.reading import read_region
from zonemap.scene.items import Disc, Path, walk
from zonemap.scene.land import plane_crs
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


MADE_UP = "yaodu-htz"
PLOTS = [plot_timeline, plot_industries, plot_reforms, plot_small_multiples]


@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize("paper", list(FORMATS))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_text_of_a_board_covers_another_or_leaves_the_paper(linfen, plot, lang, paper):
    """Measured with the renderer, on every paper in both languages."""
    figure, _ = plot(linfen, lang=lang, paper=paper)
    assert overlaps(figure) == []
    assert outside(figure) == []


@pytest.mark.parametrize("plot", PLOTS)
def test_an_early_day_is_said_in_words(linfen, plot):
    """Nothing is drawn without a word that there is nothing."""
    figure, _ = plot(linfen.as_of("1990"))
    assert "到这一天" in words(figure)


@pytest.mark.parametrize("plot", PLOTS)
def test_the_toy_region_is_drawn_too(toy, plot):
    """Three counties and four zones fit as well as seventeen and twenty."""
    figure, _ = plot(toy, grayscale=True, lang="en")
    assert overlaps(figure) == []


def test_the_timeline_has_a_column_for_each_year_and_status(linfen):
    """1997, a gap of nineteen years, 2017 to 2020, then applying and undated."""
    columns = timeline_columns(linfen, "zh")
    assert [(column.head, len(column.zones)) for column in columns] == [
        ("1997", 2),
        ("1998–2016", 0),
        ("2017", 1),
        ("2018", 2),
        ("2019", 3),
        ("2020", 1),
        ("正在申报", 2),
        ("时间未载明", 9),
    ]


def test_the_timeline_adds_up(linfen):
    """The last year's total is nine."""
    (last,) = [column for column in timeline_columns(linfen, "en") if column.head == "2020"]
    assert last.below == ("1 approved", "9 in all")


def test_the_timeline_names_every_zone(linfen):
    """Twenty names, each on its card."""
    figure, _ = plot_timeline(linfen)
    said = words(figure).replace("\n", "")
    assert all(name in said for name in linfen.zones["name_zh"])


def test_a_timeline_by_county_counts_is_refused(toy):
    """That legend colours counties."""
    with pytest.raises(ValueError, match="by kind, year, industry or reform"):
        plot_timeline(toy, by="zones")
    with pytest.raises(ValueError, match="by kind, year, industry or reform"):
        plot_small_multiples(toy, by="zones")


def test_the_industries_are_those_of_the_table(linfen):
    """Every row of the table that sources up to the day tell is a square, filled or hollow by its basis."""
    for region in (linfen, linfen.as_of("2024")):
        table, told = industry_table(region, legend_by(region)), industries_on(region)
        assert int((table != "").sum().sum()) == len(told)
        assert int((table == "name").sum().sum()) == int((told["basis"] == "name").sum())
    assert len(told) == len(linfen.industries)


def test_zones_without_an_industry_are_named(linfen):
    """洪洞 and six clusters have none in the sources."""
    figure, _ = plot_industries(linfen)
    missing = linfen.zones.loc[~linfen.zones.index.isin(linfen.industries["zone_id"]), "name_zh"]
    assert f"资料未载明产业的 {len(missing)} 个：" in words(figure)
    assert all(name in words(figure).replace("\n", "") for name in missing)


def test_the_reform_board_counts_what_is_done(linfen):
    """Three terms, three appointments and two kinds of pay of nine."""
    figure, _ = plot_reforms(linfen)
    board = reform_board(linfen)
    lines = [text.get_text() for text in texts(figure)]
    for measure in board.columns:
        done = int((board[measure] == "done").sum())
        at = lines.index(terms("measure")[measure].zh)
        silent = int((board[measure] == "not_reported").sum())
        assert lines[at + 1] == f"已落实 {done}/{len(board)}，{silent} 个未载明"
    states = [line for line in lines if line in {term.zh for term in terms("state").values()}]
    assert len(states) == board.size


def test_the_reform_board_of_an_earlier_day_says_what_is_stated_later(linfen):
    """At the end of 2018 one state is known; a 0 that nobody knows is a dash, no due date is told yet."""
    figure, _ = plot_reforms(linfen.as_of("2018-12-31"))
    lines = [text.get_text() for text in texts(figure)]
    assert (lines.count("已落实"), lines.count("后来才载明")) == (1, 10)
    assert [line for line in lines if line.startswith("已落实 ")] == [
        "已落实 1/5，4 个未载明",
        "已落实 –/5，5 个未载明",
        "已落实 –/5，5 个未载明",
    ]
    assert not [line for line in lines if "期限" in line]
    assert lines[1].startswith("改革措施：尚无一个载明全部落实") or "尚无一个载明全部落实" in "".join(lines)


def test_the_reform_board_has_the_colours_of_the_vocabulary(linfen):
    """Done, in progress and leaders in place."""
    figure, _ = plot_reforms(linfen)
    wanted = {terms("state")[key].color.lower() for key in ("done", "in_progress", "leaders_in_place")}
    assert wanted <= colors(figure)


def test_the_small_maps_are_one_for_each_county_at_one_scale(linfen):
    """Seventeen axes whose kilometres are equally long."""
    _, axes = plot_small_multiples(linfen)
    assert len(axes) == 17
    scales = {round(ax.get_window_extent().width / (ax.get_xlim()[1] - ax.get_xlim()[0]), 6) for ax in axes}
    assert len(scales) == 1


def test_the_small_maps_count_the_zones_of_a_county(linfen):
    """A zone in two counties stands in both."""
    figure, _ = plot_small_multiples(linfen)
    lines = [text.get_text() for text in texts(figure)]
    assert lines[lines.index("安泽县") + 1] == "2"
    assert lines.count("临汾经济开发区") == 2


def test_too_many_counties_are_said_in_words(toy):
    """Fifty small maps have no room on a sheet."""
    counties = pd.concat(
        [toy.counties.rename(lambda code, n=n: f"{code[:2]}{n:02}{code[4:]}") for n in range(17)]
    )
    figure, axes = plot_small_multiples(dataclasses.replace(toy, counties=counties), lang="en")
    assert len(axes) == 0
    assert "see the atlas" in words(figure)


@pytest.mark.parametrize(
    ("lang", "head"), [("zh", "产业只见于更晚的资料："), ("en", "Industries only in later")]
)
def test_industries_of_later_sources_are_named(linfen, lang, head):
    """襄汾, 安泽 and 翼城 are told of only by sources after 14 May 2020."""
    assert head in words(plot_industries(linfen, lang=lang)[0])
    said = format_later_industries(linfen, lang, lambda text: True)
    later = linfen.zones.loc[["xiangfen-etdz", "anze-etdz", "yicheng-cluster"], f"name_{lang}"]
    assert all(name in said for name in later)
    assert linfen.zones.at["quwo-cluster", f"name_{lang}"] not in said
    assert format_later_industries(linfen.as_of("2024"), lang, lambda text: True) == ""


def test_small_maps_before_an_area_is_stated_say_so(linfen):
    """The areas are left out of every cell."""
    figure, _ = plot_small_multiples(linfen.as_of("1998"))
    assert "临汾经济开发区的面积只在此后载明" in words(figure).replace("\n", "")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["industries", "reforms"])
def test_a_board_of_many_zones_can_be_read(tmp_path, name, lang):
    """With a row for as many as it has, the sheet grows higher rather than its type smaller than 9 points."""
    region = read_region(write_region(tmp_path / "geodata", zones=60))
    sheet = FIGURES[name](region, SheetStyle(lang))
    assert min(label.size for label in labels(sheet.items)) >= 9
    assert outside(sheet) == []


@pytest.fixture(scope="module")
def surveyed(tmp_path_factory):
    """Read the geodata with the made-up boundary, which has a hole and two parts, given to one zone."""
    folder = shutil.copytree(GEODATA, tmp_path_factory.mktemp("surveyed") / "geodata")
    (folder / "boundaries").mkdir(exist_ok=True)
    shutil.copy(folder / "examples" / "made-up-zone.txt", folder / "boundaries" / f"{MADE_UP}.txt")
    return read_region(folder)


def width_km(ax):
    """Return how wide the map is."""
    left, right = ax.get_xlim()
    return right - left


def test_each_boundary_is_named_with_its_area(linfen, surveyed):
    """The host county without, the circle with the published, the surveyed line with the measured area."""
    assert "所在县域（示意）" in words(plot_zone(linfen, MADE_UP)[0])
    assert "公布面积的等面积圆（示意）·11.01 km²" in words(plot_zone(linfen, "guxian-etdz")[0])
    assert "Surveyed boundary · 4.84 km²" in words(plot_zone(surveyed, MADE_UP, lang="en")[0])


def test_a_surveyed_line_is_shown_from_near(linfen, surveyed):
    """The county takes more than 50 km, the made-up zone less than 10."""
    assert width_km(plot_zone(linfen, MADE_UP)[1]) > 50
    assert width_km(plot_zone(surveyed, MADE_UP)[1]) < 10


def test_only_what_is_in_view_is_listed(linfen, surveyed):
    """The other zone of the county is seen beside the county's outline and not beside the near line."""
    assert "临汾经济开发区" in words(plot_zone(linfen, MADE_UP)[0])
    assert "临汾经济开发区" not in words(plot_zone(surveyed, MADE_UP)[0])


def test_a_hole_is_left_empty(surveyed):
    """The middle of the hole has the colour of the land; half a kilometre west the zone is coloured."""
    figure, ax = plot_zone(surveyed, MADE_UP)
    figure.canvas.draw()
    picture = np.asarray(figure.canvas.buffer_rgba())
    hole = shapely.Polygon(shapely.get_parts(surveyed.zones.geometry[MADE_UP])[0].interiors[0]).centroid
    to_plane = Transformer.from_crs(4490, plane_crs(surveyed.extent), always_xy=True)
    x, y = to_plane.transform(hole.x, hole.y)
    places = ax.transData.transform([(x, y), (x - 0.5, y)]).round().astype(int)
    middle, beside = (picture[-row, column, :3].min() for column, row in places)
    assert middle > 240
    assert beside < 225


@pytest.mark.parametrize("paper", FORMATS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_text_of_a_zone_covers_another_or_leaves_the_paper(linfen, lang, paper):
    """Every zone, on every paper, in both languages."""
    for zone_id in linfen.zones.index[::4]:
        figure, _ = plot_zone(linfen, zone_id, lang=lang, paper=paper)
        assert overlaps(figure) == []
        assert outside(figure) == []


@pytest.mark.parametrize("by", ["kind", "year", "industry", "reform"])
def test_every_legend_of_zones_colours_it(linfen, by):
    """In greys as well."""
    figure, _ = plot_zone(linfen, "anze-etdz", by=by, grayscale=True)
    assert "安泽经济技术开发区" in words(figure).replace("\n", "")


def test_a_zone_that_is_not_there_is_refused(linfen):
    """An unknown id, and a zone that the day does not show yet; the ids that there are are named."""
    with pytest.raises(ValueError, match=r"'hongdong' is no zone on .*hongtong-etdz"):
        plot_zone(linfen, "hongdong")
    with pytest.raises(ValueError, match="'guxian-etdz' is no zone on 2018-12-31"):
        plot_zone(linfen.as_of("2018"), "guxian-etdz")


def test_counts_by_county_are_refused(linfen):
    """They colour counties."""
    with pytest.raises(ValueError, match="counted by county"):
        plot_zone(linfen, "anze-etdz", by="zones")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_zone_before_its_area_is_stated_has_none(linfen, lang):
    """Its county is shown instead, and from when on its area is stated."""
    figure, _ = plot_zone(linfen.as_of("1998"), "linfen-edz", lang=lang)
    said = words(figure)
    later = (
        "面积只在此后载明（不晚于2017年7月15日）" if lang == "zh" else "stated only later (by 15 July 2017)"
    )
    assert later in said.replace("\n", "" if lang == "zh" else " ")
    assert "133.26" not in said
    assert overlaps(figure) == outside(figure) == []
