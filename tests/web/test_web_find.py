"""Search, by any name and with the keyboard; and filters: they meet, they count, they can be taken back."""

import pandas as pd
import pytest

from conftest import Visit
from kit.regions import at_stop
from zonemap.analysis.measures import industries_on
from zonemap.core.vocabulary import label

HITS = "#search-results [role=option]"
FOUND = "[...document.querySelectorAll('#search-results [role=option]')].map(hit => hit.dataset.zone)"
SEARCHED = "text => window.zonemap.state().query === text.trim()"
HONGTONG = "hongtong-etdz"


def ask(desk: Visit, text: str) -> list[str]:
    """Type into the search box and return the ids of the results, once they are there."""
    desk.page.locator("#search").fill(text)
    desk.page.wait_for_function(SEARCHED, arg=text)
    return desk.page.evaluate(FOUND)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("洪洞经济", HONGTONG),
        ("hongtongjingji", HONGTONG),
        ("hong tong", HONGTONG),
        ("htjk", HONGTONG),
        ("ht", HONGTONG),
        ("HTJJJSKFQ", HONGTONG),
        ("Hongtong Economic", HONGTONG),
        ("ＨＯＮＧＴＯＮＧ", HONGTONG),
        ("hmjjkfq", "houma-edz"),
        ("yaodugaoxin", "yaodu-htz"),
    ],
)
def test_the_best_match_comes_first(desk, text, first):
    """Chinese, pinyin with and without blanks, initials whole or in part, English, full width, capitals."""
    assert ask(desk, text)[0] == first


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("安泽县", {"anze-etdz", "anze-maidz"}),
        ("Xiangning", {"xiangning-ectdz", "xiangning-cluster"}),
        ("钢铁", {"quwo-cluster", "yicheng-cluster"}),
        ("Rail freight", {"houma-edz"}),
        ("太原理工", {"huozhou-etdz"}),
        ("Ukraine", {"huozhou-etdz"}),
        ("高显镇", {"quwo-cluster"}),
        ("cluster steel", {"quwo-cluster", "yicheng-cluster"}),
        ("临汾经开区", {"linfen-edz"}),
        ("洪洞经开区", {"hongtong-etdz"}),
        ("尧都高新区", {"yaodu-htz"}),
        ("浮山集聚区", {"fushan-cluster"}),
        ("曲沃经济技术开发区", {"quwo-cluster"}),
        ("曲沃经开区", {"quwo-cluster"}),
        ("Quwo Economic", {"quwo-cluster"}),
    ],
)
def test_what_is_said_of_a_zone_finds_it(desk, text, expected):
    """County, industry, partner, its place, township, words from two of these, short names, events."""
    assert set(ask(desk, text)) == expected


def test_a_result_shows_the_name_that_was_found(desk):
    """The later name of a cluster is not the one that it bears on the day."""
    ask(desk, "曲沃经开区")
    assert "曲沃经济技术开发区" in desk.page.locator("#search-results .hit-about").inner_text()


def test_results_and_map_follow_every_letter(desk):
    """More letters, fewer results; in the end the zone of that name and the one partly in that county."""
    search = desk.page.locator("#search")
    counts = []
    for length in range(1, 9):
        text = "hongtong"[:length]
        search.press_sequentially(text[-1])
        desk.page.wait_for_function(SEARCHED, arg=text)
        counts.append(len(desk.state()["visible"]))
    assert counts == sorted(counts, reverse=True)
    assert desk.state()["visible"] == [HONGTONG, "linfen-edz"]
    assert len(desk.marks()) == 2


def test_results_beyond_the_eighth_are_counted(desk):
    """Nine clusters: eight are listed, and one more is told of."""
    ask(desk, "cluster")
    assert desk.page.locator(HITS).count() == 8
    assert "1" in desk.page.locator("#search-results .more").inner_text()
    assert len(desk.state()["visible"]) == 9


def test_arrow_keys_choose_and_enter_flies_there(desk):
    """Down, down, up, round the end and back; Enter opens what is chosen, and the map goes there."""
    found = ask(desk, "Anze")
    search = desk.page.locator("#search")
    seen = []
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"):
        search.press(key)
        chosen = desk.page.locator(f"#{search.get_attribute('aria-activedescendant')}")
        assert chosen.get_attribute("aria-selected") == "true"
        seen.append(chosen.get_attribute("data-zone"))
    assert seen == [found[0], found[1], found[0], found[1]]
    search.press("Enter")
    assert desk.state()["selected"] == found[1]
    assert desk.page.locator("#card-title").evaluate("node => node === document.activeElement")
    desk.page.wait_for_function("() => map_1.getCenter().distanceTo([36.1468, 112.2335]) < 1000")


def test_enter_at_once_takes_the_first(desk):
    """Enter right after the last letter does not wait for the list."""
    desk.page.locator("#search").focus()
    desk.page.keyboard.insert_text("古县")
    desk.page.keyboard.press("Enter")
    assert desk.state()["selected"] == "guxian-etdz"


def test_enter_that_ends_a_chinese_word_chooses_nothing(desk):
    """While an input method composes, Enter belongs to it."""
    ask(desk, "洪洞")
    desk.page.locator("#search").evaluate(
        "node => node.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true}))"
    )
    assert desk.state()["selected"] is None


def test_what_the_year_hides_is_found_and_brought_back(desk):
    """In 1997 there was no 古县 zone; choosing it goes to the year of its approval."""
    desk.go("year=1997")
    assert ask(desk, "古县") == ["guxian-etdz"]
    desk.page.locator("#search").press("Enter")
    state = desk.state()
    assert (state["year"], state["selected"]) == (2020, "guxian-etdz")
    assert "guxian-etdz" in state["visible"]


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", ["拼音", "产业", "合作方"]), ("en", ["pinyin", "industries"])]
)
def test_nothing_found_says_what_was_searched(desk, lang, said):
    """The words, and in what they were looked for; the same is announced, and the map is empty."""
    desk.go(f"lang={lang}")
    assert ask(desk, "大同") == []
    none = desk.page.locator("#search-none")
    assert none.is_visible()
    for text in ("大同", *said):
        assert text in none.inner_text()
    assert desk.state()["visible"] == []
    assert desk.marks() == []
    desk.page.wait_for_function("() => document.getElementById('live').textContent.includes('大同')")


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=alert(1)>", ".*", "[", "(a", "\\", "%", "{{ 7*7 }}", "zone-"]
)
def test_signs_are_searched_for_as_they_are(desk, text):
    """Nothing is a pattern, markup or a template."""
    assert ask(desk, text) == []
    assert text in desk.page.locator("#search-none").inner_text()
    assert desk.page.locator("img").count() == 0


def test_escape_closes_the_list_then_clears(desk):
    """Once for the list, once for the words."""
    ask(desk, "侯马")
    search = desk.page.locator("#search")
    search.press("Escape")
    assert not desk.page.locator("#search-results").is_visible()
    assert desk.state()["query"] == "侯马"
    search.press("Escape")
    assert desk.state()["query"] == ""
    assert search.input_value() == ""
    assert len(desk.state()["visible"]) == 20


def test_a_link_may_carry_a_search(desk):
    """The box, the list and the map show it."""
    desk.go("q=houma")
    assert desk.page.locator("#search").input_value() == "houma"
    assert desk.state()["visible"] == ["houma-edz"]
    assert desk.page.locator("#zone-list [role=option]").count() == 1


def test_the_slash_key_goes_to_the_search(desk):
    """From anywhere."""
    desk.page.keyboard.press("/")
    assert desk.page.evaluate("document.activeElement.id") == "search"
    assert desk.page.locator("#search").input_value() == ""


APPROVED_BY_2018 = {"linfen-edz", "houma-edz", "hongtong-etdz", "xiangfen-etdz", "anze-etdz"}
CHOICES = """() => [...document.querySelectorAll('#key [data-filter]')].map(choice => ({
    key: choice.dataset.filter,
    value: choice.dataset.value,
    count: parseInt(choice.querySelector('.count').textContent, 10),
    said: choice.getAttribute('aria-label'),
}))"""
LEAVES = """({key, value}) => {
    const state = zonemap.state();
    const left = zonemap.choose.choose({...state, filters: {...state.filters, [key]: [value]}});
    return key === 'zones' ? left.county.size : left.visible.length;
}"""
DRAWN = "() => onMap('.zone-mark').map(mark => mark.dataset.zone)"
OPEN_ALL = """() => {
    let closed;
    while ((closed = document.querySelector('#filters .fold[aria-expanded=false]'))) closed.click();
}"""


def press(desk: Visit, key: str, value: str) -> None:
    """Press a choice beside the map; unfold its group if need be."""
    choice = desk.page.locator(f'#key [data-filter="{key}"][data-value="{value}"]')
    if not choice.count():
        desk.page.locator(f'[data-focus="fold:{key}"]').click()
    choice.click()


def visible(desk: Visit) -> set[str]:
    """Return the zones shown, which state, map and list agree upon."""
    shown = desk.state()["visible"]
    assert sorted(desk.page.evaluate(DRAWN)) == sorted(shown)
    desk.page.locator("#tab-list").click()
    assert desk.page.locator("#zone-list [role=option]").count() == len(shown)
    return set(shown)


def is_approved(linfen) -> pd.Series:
    """Tell which zones are approved by the end of the source's year."""
    return linfen.as_of("2020").zones["status"].isin(["approved", "operating"])


def with_industry(linfen, industry: str) -> set[str]:
    """Return the zones that name an industry."""
    told = industries_on(linfen)
    return set(told.loc[told["industry"] == industry, "zone_id"])


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("kind", "agriculture", lambda r: set(r.zones.index[r.zones["kind"] == "agriculture"])),
        ("status", "operating", lambda r: set(r.zones.index[r.zones["status"] == "operating"])),
        ("status", "undated", lambda r: set(r.zones.index[r.zones["tier"] == "cluster"])),
        ("county", "141024", lambda r: {"linfen-edz", "hongtong-etdz"}),
        ("industry", "steel", lambda r: with_industry(r, "steel")),
        ("industry", "new_materials", lambda r: with_industry(r, "new_materials")),
        ("reform", "done_3", lambda r: {"linfen-edz", "houma-edz"}),
        ("basis", "published_area", lambda r: set(r.zones.index[r.zones["area_km2"].notna()])),
        ("approved", "2019", lambda r: {"xixian-maidz", "yaodu-htz", "huozhou-etdz"}),
        ("approved", "not_stated", lambda r: set(r.zones.index[~is_approved(r)])),
    ],
    ids=lambda value: value if isinstance(value, str) else "zones",
)
def test_each_filter_keeps_what_it_names(desk, linfen, key, value, expected):
    """Beside the map; all others go from map and list."""
    press(desk, key, value)
    assert desk.state()["filters"][key] == [value]
    assert visible(desk) == expected(linfen)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_industry_goes_by_its_own_name(desk, linfen, lang):
    """In its row, and in the chip of what is chosen."""
    desk.go(f"lang={lang}&industry=power")
    assert label("industry", "power", lang) in desk.page.locator("#filters .chip.removable").inner_text()
    desk.page.locator("#clear-all").click()
    desk.page.evaluate(OPEN_ALL)
    rows = desk.page.evaluate(
        """() => [...document.querySelectorAll('#filters [data-filter=industry]')].map(row => [
            row.dataset.value, row.querySelector('.choice-text').textContent])"""
    )
    assert {key for key, _ in rows} == set(industries_on(linfen)["industry"])
    assert dict(rows) == {key: label("industry", key, lang) for key, _ in rows}


@pytest.mark.parametrize(
    ("color", "key", "value", "expected"),
    [
        ("kind", "kind", "hightech", {"yaodu-htz"}),
        ("year", "approved", "1997", {"linfen-edz", "houma-edz"}),
        ("industry", "industry", "steel", {"quwo-cluster"}),
        ("reform", "reform", "done_2", {"hongtong-etdz"}),
        ("zones", "zones", "2", None),
    ],
)
def test_a_line_of_the_legend_filters_what_it_explains(desk, linfen, color, key, value, expected):
    """For each of the five legends; the count of zones per county is that of the data."""
    if expected is None:
        in_county = linfen.zones["counties"].explode()
        twice = set(in_county.value_counts().loc[lambda count: count == 2].index)
        expected = set(in_county.index[in_county.isin(twice)])
    desk.go(f"color={color}")
    line = desk.page.locator(f'#legend [data-filter="{key}"][data-value="{value}"]')
    line.click()
    assert line.get_attribute("aria-pressed") == "true"
    assert visible(desk) == expected
    line.click()
    assert len(visible(desk)) == 20


def test_values_of_one_filter_add_up_and_filters_meet(desk):
    """Two kinds: either; a kind and a county: both."""
    press(desk, "kind", "agriculture")
    press(desk, "kind", "tourism")
    assert visible(desk) == {"xixian-maidz", "anze-maidz", "xiangning-ectdz"}
    press(desk, "county", "141026")
    assert visible(desk) == {"anze-maidz"}


def test_filters_meet_the_slider(desk):
    """Of the five of 2018, one lies in 安泽; of the two of 1997, none."""
    press(desk, "county", "141026")
    desk.page.locator("#year").fill("2018")
    assert visible(desk) == {"anze-etdz"}
    desk.page.locator("#year").fill("1997")
    assert visible(desk) == set()


@pytest.mark.parametrize(
    "view",
    ["", "year=2018", "kind=economic", "kind=economic&status=operating", "q=anze", "color=zones&year=2024"],
)
def test_every_count_is_what_the_choice_would_leave(desk, view):
    """Beside each choice, in whatever view: the zones, or counties, that are left when it alone is chosen."""
    desk.go(view)
    desk.page.evaluate(OPEN_ALL)
    choices = desk.page.evaluate(CHOICES)
    offered = {"status", "basis", "county", "industry"}
    if "2018" in view:  # by then no source told of an industry
        offered.remove("industry")
    assert {choice["key"] for choice in choices} >= offered
    for choice in choices:
        assert choice["count"] == desk.page.evaluate(LEAVES, choice), choice
        assert str(choice["count"]) in choice["said"]


def test_a_count_that_was_read_is_true_once_chosen(desk):
    """The same by hand: read the number, press, count the marks."""
    desk.go("year=2018")
    count = int(desk.page.locator('[data-filter="basis"][data-value="host_county"] .count').inner_text())
    press(desk, "basis", "host_county")
    assert len(visible(desk)) == count == 4


def test_a_circle_that_is_not_drawn_is_not_counted(desk):
    """Before the act of 2017 临汾 has no known extent; in 2018 it has one, 安泽 only from 2020 on."""
    count = desk.page.locator('#legend [data-filter="basis"][data-value="published_area"] .count')
    desk.go("year=2016")
    assert "linfen-edz" in desk.state()["visible"]
    assert count.inner_text() == "0"
    desk.go("year=2018")
    assert count.inner_text() == "1"


def test_what_is_chosen_is_listed_and_can_be_taken_back(desk):
    """A chip for each filter; one takes back its filter, the last one everything."""
    desk.go("kind=economic&county=141082,141026")
    chips = desk.page.locator("#filters .chip.removable")
    assert chips.count() == 2
    chips.nth(1).click()
    assert desk.state()["filters"]["county"] == []
    assert desk.state()["filters"]["kind"] == ["economic"]


def test_one_click_clears_all(desk):
    """Filters and search; the year and the colours stay."""
    desk.go("year=2021&color=year&kind=economic&status=operating&q=linfen")
    desk.page.locator("#clear-all").click()
    state = desk.state()
    assert not any(state["filters"].values())
    assert (state["query"], state["year"], state["color"]) == ("", 2021, "year")
    assert len(visible(desk)) == 20
    assert desk.page.locator("#clear-all").count() == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_result_says_why_and_the_way_out(desk, lang):
    """Tourism in 侯马: none; without either filter there are as many as the button says."""
    desk.go(f"lang={lang}&kind=tourism&county=141081")
    assert visible(desk) == set()
    box = desk.page.locator("#map-empty")
    day = {"zh": "截至2020年5月14日", "en": "by 14 May 2020"}[lang]
    assert label("page", "empty_filters", lang).replace("{when}", day) in box.inner_text()
    ways = box.locator("button")
    assert ways.count() == 3
    offered = ways.nth(0).inner_text()
    ways.nth(0).click()
    assert str(len(visible(desk))) in offered
    assert not box.is_visible()


def test_a_year_before_its_filters_says_so(desk):
    """Clusters are shown from the day of the source on; the way there is a button."""
    desk.go("kind=cluster&year=2010")
    assert visible(desk) == set()
    way = desk.page.locator("#map-empty button", has_text="2020")
    way.click()
    assert len(visible(desk)) == 9


def test_unknown_values_in_a_link_find_nothing_and_break_nothing(desk):
    """An honest empty result, with the way out."""
    desk.go("kind=spaceport&county=000000")
    assert visible(desk) == set()
    desk.page.locator("#map-empty button", has_text=label("page", "clear_all", "zh")).click()
    assert len(visible(desk)) == 20


def test_what_changed_is_announced(desk):
    """The number that is left, for those who do not see the map."""
    press(desk, "kind", "cluster")
    desk.page.wait_for_function("() => document.getElementById('live').textContent.includes('9 / 20')")


@pytest.mark.parametrize("view", ["year=2019", "year=2020&kind=economic", "year=1997", "year=2020&q=安泽"])
def test_counties_without_a_zone_are_listed(desk, linfen, view):
    """Those in which this view shows none, at its year and under its filters; a click goes there."""
    desk.go(view)
    state = desk.state()
    shown = at_stop(linfen, state["year"]).zones.loc[state["visible"], "counties"]
    full = {code for codes in shown for code in codes}
    fold = desk.page.locator('[data-focus="fold:bare"]')
    if fold.get_attribute("aria-expanded") == "false":
        fold.click()
    places = desk.page.locator("#filter-bare button")
    listed = places.evaluate_all("all => all.map(one => one.dataset.county)")
    assert set(listed) == set(linfen.counties.index) - full
    assert fold.locator(".count").inner_text() == str(len(listed))
    places.first.click()
    assert desk.state()["view"]
    fold.click()


def test_filters_stand_above_the_fold(visit, linfen_page):
    """All of them in sight when the page opens in the window of a small notebook."""
    folds = visit(linfen_page, viewport={"width": 1366, "height": 768}).page.locator("#filters .fold")
    assert folds.count() >= 4
    assert all(box.bounding_box()["y"] < 400 for box in folds.all())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_name_is_lost_without_a_note(desk, lang):
    """Every zone in sight is named, or counted and one click away."""
    for view in ("", "tab=table", "color=industry"):
        desk.go(f"lang={lang}&{view}")
        told = desk.page.locator("#unnamed")
        named, said = desk.page.evaluate(
            """() => [
                zonemap.map.drawn().filter(one => one.class === 'zone-name').length,
                document.getElementById('unnamed').textContent,
            ]"""
        )
        lost = int("".join(filter(str.isdigit, said)))
        assert named + lost == len(desk.state()["visible"])
        assert told.is_visible() is (lost > 0)
    desk.go(f"lang={lang}&tab=table")
    assert told.is_visible()
    told.click()
    links = desk.page.locator("#unnamed-list .zone-link")
    assert links.count() == int("".join(filter(str.isdigit, told.inner_text())))
    zone = links.first.get_attribute("data-zone")
    links.first.click()
    assert desk.state()["selected"] == zone
    told.click()


def test_the_map_takes_the_whole_screen(desk):
    """By its button, and gives it back by the same."""
    desk.page.locator("#full-screen").click()
    desk.page.wait_for_function("() => document.fullscreenElement?.id === 'map-area'")
    desk.page.locator("#full-screen").click()
    desk.page.wait_for_function("() => !document.fullscreenElement")
