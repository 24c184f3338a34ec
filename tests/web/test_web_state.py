"""``window.zonemap.state()``: right from the first script on, and what it holds."""

from __future__ import annotations

import json

import pytest

from kit.days import at_stop
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
