"""Timeline, industries, reform board and small maps say what the region says."""

import dataclasses

import pandas as pd
import pytest

from kit.drawn import colors, labels, outside, overlaps, texts, words
from kit.regions import write_region
from zonemap.analysis.legend import legend_by
from zonemap.analysis.measures import industries_on
from zonemap.analysis.reform_board import reform_board
from zonemap.core.vocabulary import terms
from zonemap.outputs.figures.files import FIGURES
from zonemap.outputs.figures.industries import format_later_industries, industry_table, plot_industries
from zonemap.outputs.figures.reforms import plot_reforms
from zonemap.outputs.figures.small_multiples import plot_small_multiples
from zonemap.outputs.figures.timeline import plot_timeline, timeline_columns
from zonemap.region.reading import read_region
from zonemap.scene.sheet import FORMATS, SheetStyle

PLOTS = [plot_timeline, plot_industries, plot_reforms, plot_small_multiples]


@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize("paper", list(FORMATS))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_text_covers_another_or_leaves_the_paper(linfen, plot, lang, paper):
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
    assert any("各项全部落实的可能" in line for line in lines)


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
