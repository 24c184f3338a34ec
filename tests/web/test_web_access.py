"""With the keyboard alone, and by the rules of axe-core: in states, languages, widths, light and dark."""

from contextlib import ExitStack
from pathlib import Path

import axe_playwright_python
import pytest

from conftest import Visit, open_page
from zonemap.core.vocabulary import label

HERE = """() => {
    const node = document.activeElement;
    return {
        id: node.id,
        tag: node.tagName,
        role: node.getAttribute('role') || '',
        focus: node.dataset.focus || '',
        filter: node.dataset.filter ? `${node.dataset.filter}=${node.dataset.value}` : '',
    };
}"""
FOCUS = """() => {
    const node = document.activeElement;
    if (node === document.body) return null;
    const style = getComputedStyle(node);
    const box = node.getBoundingClientRect();
    const middle = [
        Math.max(0, Math.min(innerWidth - 1, box.x + box.width / 2)),
        Math.max(0, Math.min(innerHeight - 1, box.y + box.height / 2)),
    ];
    const top = document.elementFromPoint(...middle);
    return {
        name: node.id || node.dataset.focus || node.className || node.tagName,
        ringed: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        inside: box.right > 0 && box.bottom > 0 && box.x < innerWidth && box.y < innerHeight && box.width > 0,
        uncovered: Boolean(top) && (node.contains(top) || top.contains(node)),
        named: Boolean(
            node.getAttribute('aria-label') || node.textContent.trim() || node.labels?.length || node.title
        ),
    };
}"""

DRAWN = """() => [...new Set(
    onMap('.zone-mark').map(mark => mark.dataset.zone)
)].sort()"""
"""The zones whose marks the map draws, those left out by a filter or not there yet not among them."""


def press_until(visited: Visit, key: str, found, most: int = 120) -> dict:
    """Press a key until the focus is where it should be; return where that is."""
    for _ in range(most):
        visited.page.keyboard.press(key)
        here = visited.page.evaluate(HERE)
        if found(here):
            return here
    raise AssertionError(f"{key} does not get there within {most} presses: {here}")


def test_the_walk(visit, linfen_page):
    """Nothing but keys, from the first to the last step."""
    visited = visit(linfen_page, viewport={"width": 1366, "height": 768})
    keys = visited.page.keyboard

    press_until(visited, "Tab", lambda here: here["id"] == "search")
    keys.type("htjk")
    visited.page.wait_for_function(
        "() => document.querySelectorAll('#search-results [role=option]').length === 1"
    )
    keys.press("ArrowDown")
    keys.press("Enter")
    assert visited.state()["selected"] == "hongtong-etdz"
    assert visited.page.evaluate(HERE)["id"] == "card-title"

    evidence = visited.page.locator(".card .evidence").first
    visited.page.keyboard.press("PageDown")
    assert "山西" in visited.page.locator(".card").inner_text()
    assert evidence.locator("li").count() >= 1

    press_until(visited, "Shift+Tab", lambda here: here["filter"] == "kind=cluster")
    keys.press("Space")
    assert visited.state()["filters"]["kind"] == ["cluster"]
    assert visited.page.evaluate(HERE)["filter"] == "kind=cluster"
    press_until(visited, "Tab", lambda here: here["focus"] == "clear")
    keys.press("Enter")
    assert visited.state()["filters"]["kind"] == []

    press_until(visited, "Tab", lambda here: here["id"] == "year")
    keys.press("Home")
    assert visited.state()["year"] == 1997
    press_until(visited, "Shift+Tab", lambda here: here["id"] == "play")
    keys.press("Enter")
    visited.page.wait_for_function("() => zonemap.state().year > 1997")
    keys.press("Enter")
    assert visited.page.locator("#play").get_attribute("aria-label") == label("page", "play", "zh")

    press_until(visited, "Tab", lambda here: here["focus"].startswith("tab:"))
    keys.press("ArrowLeft")
    assert visited.state()["tab"] == "list"
    press_until(visited, "Tab", lambda here: here["id"] == "zone-list")
    keys.press("End")
    keys.press("Enter")
    assert visited.state()["selected"] == visited.state()["visible"][-1]
    keys.press("Escape")
    assert visited.state()["selected"] is None
    assert visited.complaints == []


def test_one_gets_through_the_page_and_out_of_it(desk):
    """Tab reaches every control once and then leaves: nothing holds the focus."""
    seen = []
    for _ in range(200):
        desk.page.keyboard.press("Tab")
        here = desk.page.evaluate(
            "document.activeElement === document.body ? '' : document.activeElement.outerHTML"
        )
        if not here or here in seen:
            break
        seen.append(here)
    else:
        raise AssertionError("the focus never comes round")
    text = "".join(seen)
    parts = ["skip", "search", "story-open", "take-open", "language", "color-by", "year", "play", "zone-list"]
    parts += ["home-view", "tab-list"]
    for part in [*(f'id="{name}"' for name in parts), 'data-filter="kind"', "leaflet-container"]:
        assert part in text, part


@pytest.mark.parametrize(
    ("view", "width", "scheme"),
    [
        ("", 1366, "dark"),
        ("zone=linfen-edz&kind=economic", 1366, "light"),
        ("tab=reforms&lang=en", 1024, "dark"),
        ("tab=industries", 360, "light"),
        ("story=2", 1366, "light"),
    ],
)
def test_one_always_sees_where_one_is(visit, linfen_page, view, width, scheme):
    """Each stop has a ring of two pixels at least, lies in sight, under nothing, and has a name."""
    viewport = {"width": width, "height": 768}
    visited = visit(linfen_page, hash=view, viewport=viewport, color_scheme=scheme)
    seen = 0
    for _ in range(60):
        visited.page.keyboard.press("Tab")
        stop = visited.page.evaluate(FOCUS)
        if stop is None:
            break
        seen += 1
        assert stop["ringed"], stop
        assert stop["inside"], stop
        assert stop["uncovered"], stop
        assert stop["named"], stop
    assert seen > 2


def test_the_skip_link_goes_to_the_list(desk):
    """The first stop, seen only then."""
    desk.page.keyboard.press("Tab")
    assert desk.page.evaluate(HERE)["id"] == "skip"
    desk.page.keyboard.press("Enter")
    assert desk.page.evaluate(HERE)["id"] == "zone-list"


def test_the_list_mirrors_the_map(desk):
    """Each arrow key rings the mark of the row that is active; Enter opens it."""
    desk.page.locator("#tab-list").focus()
    desk.page.keyboard.press("Tab")
    for _ in range(3):
        desk.page.keyboard.press("ArrowDown")
        active = desk.page.locator("#zone-list").get_attribute("aria-activedescendant").removeprefix("item-")
        assert desk.page.evaluate("zonemap.hover.now()") == active
        assert desk.page.locator("#map-host .ring").count() == 1
    desk.page.keyboard.press("Enter")
    assert desk.state()["selected"] == active


@pytest.mark.parametrize(
    "view",
    ["", "year=2018", "kind=economic", "county=141002&lang=en", "status=undated", "kind=tourism&year=1997"],
)
def test_the_list_holds_what_the_map_draws(desk, view):
    """Walked row by row from first to last, it names each zone that the map draws, once, and no other."""
    desk.go(view)
    desk.page.locator("#tab-list").focus()
    drawn = desk.page.evaluate(DRAWN)
    walked = []
    if drawn:
        desk.page.keyboard.press("Tab")
        desk.page.keyboard.press("Home")
    for _ in drawn:
        row = desk.page.locator("#zone-list .active")
        walked.append(row.get_attribute("data-zone"))
        assert (row.get_attribute("aria-posinset"), row.get_attribute("aria-setsize")) == (
            str(len(walked)),
            str(len(drawn)),
        )
        desk.page.keyboard.press("ArrowDown")
    assert sorted(walked) == drawn
    assert walked == desk.state()["visible"]


def test_tabs_move_by_arrow_keys(desk):
    """One stop for all; the arrows go round."""
    desk.page.locator("#tab-list").focus()
    seen = []
    for _ in range(7):
        desk.page.keyboard.press("ArrowRight")
        seen.append(desk.page.evaluate("document.activeElement.id"))
        assert f"tab-{desk.state()['tab']}" == seen[-1]
    assert seen[-1] == "tab-list"
    assert len(set(seen)) == 7


def test_the_focus_stays_when_the_page_is_drawn_anew(desk):
    """Pressing a filter, sorting the table, opening a group: the key stays where it was."""
    desk.go("tab=table")
    for place in ('[data-focus="fold:county"]', '[data-focus="kind:economic"]', '[data-focus="sort:kind"]'):
        desk.page.locator(place).focus()
        desk.page.keyboard.press("Enter")
        assert desk.page.evaluate("document.activeElement.dataset.focus") in place


AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RUN = """async () => {
    const found = await axe.run(document, {resultTypes: ['violations'], iframes: false, preload: false});
    return [
        found.passes.length,
        found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}`)),
    ];
}"""
STATES = {
    "list": "",
    "card": "zone=linfen-edz",
    "reforms": "tab=reforms&color=reform&zone=hongtong-etdz",
    "industries": "tab=industries&color=industry&kind=cluster",
    "table": "tab=table&year=1997",
    "story": "story=5",
}
OTHERS = {
    "card": "zone=huozhou-etdz",
    "partners": "tab=partners",
    "comparison": "tab=compare&compare=linfen-edz,quwo-cluster&color=zones",
    "nothing left": "kind=tourism&county=141081&color=year",
}
WIDTHS = {"phone": {"width": 360, "height": 740}, "notebook": {"width": 1366, "height": 768}}


@pytest.fixture(scope="module")
def loaded(browser, linfen_page):
    """Open the page once with axe in it; its policy, which would stop axe, is set aside."""
    with ExitStack() as contexts:
        visited = open_page(browser, contexts, linfen_page, viewport=WIDTHS["phone"], bypass_csp=True)
        visited.page.evaluate(f"() => {{ {AXE} }}")
        yield visited


@pytest.fixture
def examined(loaded):
    """Show the page in a width and in light or dark colours."""

    def show(width: str, scheme: str = "light") -> Visit:
        loaded.page.set_viewport_size(WIDTHS[width])
        loaded.page.emulate_media(color_scheme=scheme)
        loaded.go()
        return loaded

    return show


def violations(visited: Visit) -> list[str]:
    """Return what axe objects to, and see that it looked at all."""
    passed, found = visited.page.evaluate(RUN)
    assert passed > 20
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_state_has_a_violation(examined, width, lang):
    """All rules of axe, its best practices too."""
    visited = examined(width)
    found = {}
    for name, hash in STATES.items():
        visited.go(f"lang={lang}&{hash}")
        found[name] = violations(visited)
    assert found == {name: [] for name in STATES}


def test_the_dark_has_no_violation(examined):
    """The other boards, an empty result, and a card."""
    visited = examined("notebook", "dark")
    found = {}
    for name, hash in OTHERS.items():
        visited.go(hash)
        found[name] = violations(visited)
    assert found == {name: [] for name in OTHERS}


def test_nothing_that_opens_has_a_violation(examined):
    """Search results, nothing found, the menu, the unfolded filters."""
    visited = examined("phone")
    page = visited.page
    page.locator("#key-toggle").click()
    page.locator('[data-focus="fold:county"]').click()
    found = {"filters": violations(visited)}
    page.locator("#search").fill("临汾")
    page.locator("#search-results [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    found["results"] = violations(visited)
    page.locator("#search").fill("qqqq")
    page.locator("#search-none").wait_for()
    found["nothing found"] = violations(visited)
    page.keyboard.press("Escape")
    page.locator("#take-open").click()
    found["menu"] = violations(visited)
    assert found == {name: [] for name in found}


def test_without_scripts_there_is_no_violation_either(browser, visit, linfen_page):
    """The drawing and the table, as a mail preview shows them."""
    html = visit(linfen_page, scripts=False).page.content()
    page = browser.new_page(bypass_csp=True)
    page.set_content(html.replace("<script", "<template").replace("</script", "</template"))
    page.evaluate(f"() => {{ {AXE} }}")
    passed, found = page.evaluate(RUN)
    page.close()
    assert passed > 5
    assert found == []
