"""Years: what is shown by the end of each, the bars, playing, and what has no date."""

import pytest

from kit.regions import at_stop
from zonemap.analysis.measures import approvals_per_year
from zonemap.core.vocabulary import label

YEARS = range(1997, 2025)
COLORED = """([id, color]) =>
    onMap(`.zone-mark[data-zone="${id}"] path`).map(path => ({
        filled: path.getAttribute('fill') === color || path.getAttribute('fill').startsWith('url('),
        outlined: path.getAttribute('stroke') === color,
        dashed: Boolean(path.getAttribute('stroke-dasharray')),
        width: path.getBBox().width,
    }))"""


@pytest.fixture(scope="module")
def by_year(linfen):
    """Return the zones that are shown by the end of each year, with their status, as the library says."""
    return {year: at_stop(linfen, year).shown["status"].to_dict() for year in YEARS}


def test_every_year_shows_what_was_there_by_its_end(desk, by_year):
    """From 1997 to 2024 the page and the library agree on every zone and its status."""
    status = "() => Object.fromEntries(zonemap.store.chosen().status)"
    for year in YEARS:
        desk.go(f"year={year}")
        shown = desk.state()["visible"]
        assert set(shown) == set(by_year[year]), year
        assert {
            zone: state for zone, state in desk.page.evaluate(status).items() if zone in shown
        } == by_year[year]
        assert sorted(desk.marks()) == sorted(shown)
        assert desk.page.locator("#timeline .year").inner_text() == str(year)


def test_there_is_a_small_map_for_each_year_with_an_event(desk, linfen):
    """With a bar as high as its approvals, and their number; only those in sight are painted."""
    approved = approvals_per_year(linfen.zones)["approved"]
    stops = desk.page.evaluate(
        """() => [...document.querySelectorAll('.stop')].map(stop => [
            Number(stop.dataset.year),
            Number(stop.querySelector('.bar-count').textContent),
            stop.querySelector('.bar').getBoundingClientRect().height,
        ])"""
    )
    assert {year: count for year, count, _ in stops if count} == approved[approved > 0].to_dict()
    years = [year for year, _, _ in stops]
    assert years == sorted(years)
    assert {1997, 2017, 2018, 2019, 2020, 2021, 2024} <= set(years)
    assert 2005 not in years
    heights = {count: height for _, count, height in stops}
    assert heights[0] == 0
    assert [heights[n] / heights[1] for n in (2, 3)] == pytest.approx([2, 3], abs=0.05)


PAINTED = """year => {
    const stop = document.getElementById(`stop-${year}`);
    if (!stop.dataset.painted) return 0;
    const map = stop.querySelector('canvas');
    const { width, height } = map;
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    copy.drawImage(map, 0, 0);
    const { data } = copy.getImageData(0, 0, width, height);
    let own = 0;
    for (let at = 0; at < data.length; at += 4) own += data[at] < 16 && Math.abs(data[at + 2] - 0xb2) < 8;
    return own;
}"""
"""How many pixels of a small map have the blue of economic zones; none before it is painted."""


def test_a_small_map_shows_what_there_was(desk):
    """More blue in 2019 than in 2017; while the page itself stays at its year."""
    desk.page.wait_for_function(f"() => ({PAINTED})(2019) > 0 && ({PAINTED})(2017) > 0")
    assert desk.page.evaluate(PAINTED, 2019) > 1.5 * desk.page.evaluate(PAINTED, 2017)
    assert desk.state()["year"] == 2020
    assert len(desk.state()["visible"]) == 20


def test_a_small_map_goes_to_its_year(desk):
    """By a click, and by the keyboard from one to the next."""
    desk.page.locator("#stop-2017").click()
    assert desk.state()["year"] == 2017
    assert desk.page.locator("#stop-2017").get_attribute("aria-selected") == "true"
    strip = desk.page.locator("#strip")
    strip.focus()
    strip.press("ArrowRight")
    assert desk.state()["year"] == 2018
    strip.press("Home")
    assert desk.state()["year"] == 1997
    assert strip.get_attribute("aria-activedescendant") == "stop-1997"
    desk.go("year=2005")  # nothing happens then: the map before it is the one
    assert desk.page.locator(".stop[aria-selected=true]").get_attribute("data-year") == "2000"


@pytest.mark.parametrize("way", ["stroke", "keyboard"])
def test_a_range_of_years_is_dragged(desk, way):
    """From 2017 to 2019: six approvals; the year in view stays."""
    if way == "stroke":
        desk.page.locator("#stop-2017").hover()
        desk.page.mouse.down()
        desk.page.locator("#stop-2019").hover()
        desk.page.mouse.up()
    else:
        desk.go("year=2019")
        desk.page.locator("#strip").focus()
        desk.page.keyboard.press("Shift+ArrowLeft")
        desk.page.keyboard.press("Shift+ArrowLeft")
    state = desk.state()
    assert state["filters"]["approved"] == ["2017", "2018", "2019"]
    assert len(state["visible"]) == 6
    assert state["year"] == {"stroke": 2020, "keyboard": 2019}[way]
    assert desk.page.locator(".stop.in").count() == 3


@pytest.mark.parametrize(
    ("start", "key", "year"),
    [
        (2018, "ArrowRight", 2019),
        (2018, "ArrowLeft", 2017),
        (2018, "Home", 1997),
        (2018, "End", 2024),
        (1997, "ArrowLeft", 1997),
        (2024, "ArrowRight", 2024),
    ],
)
def test_arrow_keys_move_the_year(desk, start, key, year):
    """One by one, to the ends, and not beyond them."""
    desk.go(f"year={start}")
    slider = desk.page.locator("#year")
    slider.focus()
    desk.page.keyboard.press(key)
    assert desk.state()["year"] == year
    assert slider.input_value() == str(year)
    assert str(year) in slider.get_attribute("aria-valuetext")


def test_the_slider_says_how_many_were_approved(desk):
    """In words, for those who hear it."""
    desk.go("year=2018")
    said = desk.page.locator("#year").get_attribute("aria-valuetext")
    assert "2018" in said
    assert "5" in said


@pytest.mark.parametrize(
    ("hash", "said"),
    [
        ("year=2020", "截至2020年5月14日"),
        ("year=2020&lang=en", "by 14 May 2020"),
        ("year=2019", "年底"),
        ("year=2021", "年底"),
    ],
)
def test_the_source_s_own_year_goes_up_to_its_day(desk, hash, said):
    """Nothing is dated later in 2020: the slider, the card and the table say the day, not the year's end."""
    desk.go(f"{hash}&zone=houma-edz&tab=card")
    assert said in desk.page.locator("#timeline .year-about").inner_text()
    assert said in desk.page.locator("#year").get_attribute("aria-valuetext")
    assert said in desk.page.locator(".card .badge").first.inner_text()
    desk.go(f"{hash}&tab=table")
    assert said in desk.page.locator("#panel caption").inner_text()


@pytest.mark.parametrize(
    ("lang", "by", "least"), [("zh", "不晚于2021年7月", "至少 10"), ("en", "by July 2021", "at least 10")]
)
def test_a_bound_is_not_told_as_a_year(desk, lang, by, least):
    """乡宁 was approved by July 2021: the list, the legend, the filter and the slider say so."""
    desk.go(f"lang={lang}&year=2021&color=year&tab=list&approved=bounded")
    assert by in desk.page.locator("#item-xiangning-ectdz .item-about").inner_text()
    assert desk.page.locator('#legend [data-value="2021"]').count() == 0
    unstated = label("figure", "bounded", lang)
    assert desk.page.locator('#legend [data-value="bounded"] .choice-text').inner_text() == unstated
    assert unstated in desk.page.locator("#filters .chip.removable").inner_text()
    said = desk.page.locator("#year").get_attribute("aria-valuetext")
    assert label("page", "year_bounds", lang).replace("{n}", "1") in said
    assert least in said
    assert least in desk.page.locator("#timeline .year-about").inner_text()
    desk.go(f"lang={lang}&year=2019&tab=list")
    assert by not in desk.page.locator("#zone-list").inner_text()
    assert least not in desk.page.locator("#timeline .year-about").inner_text()


@pytest.fixture
def clock(visit, linfen_page):
    """Open the page with a clock that the test moves."""
    visited = visit(linfen_page, hash="year=2021")
    visited.page.clock.install()
    visited.page.reload()
    visited.page.clock.run_for(1000)
    visited.page.wait_for_function("() => window.zonemap?.state?.()")
    return visited


def test_playing_dwells_where_something_happens(clock):
    """From the first year on; 2001 to 2016 pass at once, the years of approvals stay; at the end it stops."""
    page = clock.page
    play = page.locator("#play")
    first = play.get_attribute("aria-label")
    page.clock.pause_at(page.evaluate("Date.now()") + 60_000)
    play.click()
    assert clock.state()["year"] == 1997
    page.clock.run_for(1300)
    assert clock.state()["year"] == 1997
    page.clock.run_for(400)
    assert clock.state()["year"] == 2000
    page.clock.run_for(1300 + 17 * 90)
    assert clock.state()["year"] == 2017
    assert play.get_attribute("aria-label") != first
    page.clock.run_for(8 * 1500)
    assert clock.state()["year"] == 2024
    assert play.get_attribute("aria-label") == first
    assert clock.complaints == []


def test_playing_pauses_where_it_is(clock):
    """By the same button, and by moving the slider."""
    page = clock.page
    play = page.locator("#play")
    play.click()
    page.clock.run_for(2000)
    play.click()
    page.clock.run_for(5000)
    assert clock.state()["year"] == 2000
    play.click()
    assert clock.state()["year"] == 2000
    page.clock.run_for(1450)
    assert clock.state()["year"] > 2000
    page.locator("#year").fill("2018")
    page.clock.run_for(5000)
    assert clock.state()["year"] == 2018


def test_marks_tell_the_status(desk, linfen):
    """Running: filled. Being set up: half. Applying: hollow. No date: within a dashed line."""
    desk.go("year=2020")
    parts = {
        zone: desk.page.evaluate(COLORED, [zone, color])
        for zone, color in {
            "houma-edz": "#0072B2",
            "guxian-etdz": "#0072B2",
            "anze-maidz": "#009E73",
            "puxian-cluster": "#6B6B6B",
        }.items()
    }
    filled = {
        zone: max((part["width"] for part in found if part["filled"]), default=0)
        for zone, found in parts.items()
    }
    whole = {zone: max(part["width"] for part in found) for zone, found in parts.items()}
    assert filled["houma-edz"] == whole["houma-edz"]
    assert filled["guxian-etdz"] == pytest.approx(whole["guxian-etdz"] / 2, rel=0.05)  # the gap takes the tip
    assert filled["anze-maidz"] == 0
    assert any(part["outlined"] for part in parts["anze-maidz"])
    assert filled["puxian-cluster"] == whole["puxian-cluster"]
    assert [any(part["dashed"] for part in parts[zone]) for zone in parts] == [False, False, False, True]


def test_an_application_stops_being_hollow_once_approved(desk):
    """乡宁 applied by 2020 and was approved by 2021."""
    for year, hollow in ((2020, True), (2021, False)):
        desk.go(f"year={year}")
        found = desk.page.evaluate(COLORED, ["xiangning-ectdz", "#E69F00"])
        assert any(part["filled"] for part in found) is not hollow


@pytest.mark.parametrize(("lang", "named"), [("zh", "时间未载明"), ("en", "Undated")])
def test_the_undated_wait_in_a_tray_that_says_so(desk, linfen, lang, named):
    """Nine clusters in every year, and what may be there; before the source's day they are nowhere else."""
    clusters = set(linfen.zones.index[linfen.zones["kind"] == "cluster"])
    for year in (1997, 2019, 2020):
        desk.go(f"lang={lang}&year={year}")
        tray = desk.page.locator(".tray")
        assert named in tray.inner_text()
        marks = tray.locator(".tray-mark").evaluate_all("marks => marks.map(mark => mark.dataset.zone)")
        then = at_stop(linfen, year).zones
        beside = (then["status"] == "undated") | ((then["status"] != "not_yet") & ~then["is_shown"])
        assert set(marks) == set(then.index[beside]) >= clusters
        assert (clusters & set(desk.state()["visible"]) == clusters) is (year >= 2020)


def test_a_mark_of_the_tray_opens_its_zone(desk):
    """And goes to the first year in which it is drawn."""
    desk.go("year=1997")
    desk.page.locator('.tray-mark[data-zone="jixian-cluster"]').click()
    state = desk.state()
    assert (state["selected"], state["year"]) == ("jixian-cluster", 2020)


def test_the_day_of_the_source_is_marked(desk):
    """2020-05-14, in words and on the map of 2020, where no number stands."""
    assert "2020-05-14" in desk.page.locator(".source-day").inner_text()
    assert desk.page.locator(".stop.source").get_attribute("data-year") == "2020"


STROKED = """() => [...window.zonemap.map.shapes.zone.get('linfen-edz')]
    .filter(shape => shape.options.stroke).map(shape => shape.feature.properties.basis)"""


@pytest.mark.parametrize(("year", "drawn"), [(2016, False), (2017, True)])
def test_an_area_is_not_drawn_before_the_zone_had_it(desk, linfen, year, drawn):
    """Linfen's 133.26 km² are those since 15 July 2017; before, a halo, and its county once chosen."""
    desk.go(f"lang=en&year={year}")
    at_rest = desk.page.evaluate(STROKED)
    assert at_rest == (["published_area"] if drawn else [])
    assert desk.page.evaluate("onMap('.zone-halo').length") > 0
    desk.go(f"lang=en&year={year}&zone=linfen-edz")
    stroked = desk.page.evaluate(STROKED)
    assert stroked == (["published_area"] if drawn else ["host_county"])
    assert desk.marks().count("linfen-edz") == 1
    area = {True: "133.26 km² (in force by 15 July 2017)"}.get(drawn, "133.26 km² (not known whether")
    assert area in desk.page.locator(".card").inner_text()
    desk.go(f"lang=en&year={year}&tab=table")
    assert area in desk.page.locator('#tab-body tr[data-zone="linfen-edz"]').inner_text()
