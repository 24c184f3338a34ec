"""Phone to projector, light and dark, large type, little motion, two languages; fifty hasty steps by lot."""

import random
import re

import pytest

from conftest import Visit
from zonemap.core.vocabulary import label, terms
from zonemap.style.reader import colors

TABS = [
    "list",
    "card",
    "reforms",
    "industries",
    "partners",
    "compare&compare=linfen-edz,houma-edz,quwo-cluster",
    "table",
]
SIZES = {
    "phone": {"width": 360, "height": 740},
    "small phone, lying": {"width": 640, "height": 320},
    "tablet": {"width": 768, "height": 1024},
    "notebook": {"width": 1366, "height": 768},
    "projector": {"width": 1920, "height": 1080},
    "4K": {"width": 3840, "height": 2160},
    "zoomed to 200 %": {"width": 683, "height": 384},
    "zoomed to 400 %": {"width": 320, "height": 256},
}
SETTLED = """() => {
    const box = document.getElementById('map-host').getBoundingClientRect();
    const size = map_1.getSize();
    const home = zonemap.view.home();
    return Math.abs(size.x - box.width) < 1 && Math.abs(size.y - box.height) < 1
        && map_1.getBounds().contains(home) && map_1.getBoundsZoom(home) - map_1.getZoom() < 0.6;
}"""
"""True once the map has the size of its frame and the region fills it."""
WIDER = """() => {
    const root = document.documentElement;
    const clips = node => /auto|scroll|hidden/.test(getComputedStyle(node).overflowX);
    const scrolls = node => node && (clips(node) || scrolls(node.parentElement));
    const over = [...document.querySelectorAll('body *')].filter(node => {
        const box = node.getBoundingClientRect();
        return node.checkVisibility() && box.width && box.right > root.clientWidth + 1
            && !node.closest('.leaflet-container') && !scrolls(node.parentElement);
    });
    return [root.scrollWidth - root.clientWidth, over.map(node => node.id || node.className || node.tagName)];
}"""
SMALL = """() => [...document.querySelectorAll('button, a[href], input, select, [role=option], [role=tab]')]
    .filter(node => node.checkVisibility() && getComputedStyle(node).display !== 'inline')
    .map(node => [node.id || node.dataset.focus || node.className, node.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.width < 23.9 || box.height < 23.9))
    .map(([name, box]) => `${name}: ${box.width.toFixed(1)} × ${box.height.toFixed(1)}`)"""
CUT = """() => [...document.querySelectorAll('button, h1, h2, h3, label, .year, .count, .choice-text')]
    .filter(node => node.checkVisibility() && node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0
        && getComputedStyle(node).overflowX !== 'visible')
    .map(node => `${node.id || node.className}: ${node.textContent}`)"""
LABELS = """() => {
    const [first] = onMap('*');
    const drawing = document.body.appendChild(first.ownerSVGElement);
    drawing.style.overflow = 'visible';
    const boxes = [...drawing.querySelectorAll('.zone-name, .county-name')].map(
        node => [node.textContent, node.getBoundingClientRect()]
    );
    const marks = [...drawing.querySelectorAll('.zone-mark')].map(
        node => [node.dataset.zone, node.getBoundingClientRect()]
    );
    const cover = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 4
        && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 4;
    const found = [];
    boxes.forEach(([name, box], at) => {
        for (const [other, place] of [...boxes.slice(at + 1), ...marks])
            if (cover(box, place)) found.push(`${name} × ${other}`);
    });
    drawing.remove();
    return [boxes.length, found];
}"""


@pytest.fixture(scope="module")
def window(opened):
    """Give the opened page a window of another size, its filters unfolded."""

    def resize(size: str) -> Visit:
        opened.page.set_viewport_size(SIZES[size])
        opened.page.wait_for_function(SETTLED)
        if opened.page.locator("#key-toggle[aria-expanded=false]").is_visible():
            opened.page.locator("#key-toggle").click()
        return opened

    return resize


@pytest.mark.parametrize("size", SIZES)
def test_everything_fits(desk, window, size):
    """In no board and neither language does the page lead sideways, or is a word cut off.

    All that can be pressed is 24 × 24 CSS pixels at least (WCAG 2.5.8), links within a line apart.
    """
    visited = window(size)
    for lang in ("zh", "en"):
        for tab in TABS:
            visited.go(f"lang={lang}&tab={tab}&zone=linfen-edz&kind=economic,cluster")
            assert visited.page.evaluate(WIDER) == [0, []], (lang, tab)
            assert visited.page.evaluate(CUT) == [], (lang, tab)
            assert visited.page.evaluate(SMALL) == [], (lang, tab)
    visited.page.locator("#take-open").click()
    assert visited.page.evaluate(SMALL) == []
    assert visited.page.evaluate(WIDER) == [0, []]
    note = visited.page.locator("#map-note")
    assert note.is_visible()
    assert label("page", "map_note", "en") == note.inner_text()


@pytest.mark.parametrize("size", ["phone", "tablet", "notebook", "projector", "4K"])
def test_names_on_the_map_cover_nothing(desk, window, size):
    """No name lies on another or on a mark; in a larger window there are more of them."""
    visited = window(size)
    for lang in ("zh", "en"):
        visited.go(f"lang={lang}")
        count, covered = visited.page.evaluate(LABELS)
        assert covered == [], lang
        assert count >= {"phone": 8, "tablet": 20, "notebook": 20}.get(size, 30), lang


def test_everything_is_within_reach_on_a_small_screen(visit, linfen_page):
    """By touch: unfold the filters, choose a zone on the map, read its card."""
    visited = visit(linfen_page, viewport=SIZES["phone"], has_touch=True, is_mobile=True)
    page = visited.page
    page.locator("#key-toggle").tap()
    page.locator('#key [data-value="cluster"]').tap()
    assert len(visited.state()["visible"]) == 9
    page.locator("#key-toggle").tap()
    host = page.locator("#map-host")
    host.scroll_into_view_if_needed()
    at, box = page.evaluate("zonemap.map.where('quwo-cluster')"), host.bounding_box()
    page.touchscreen.tap(box["x"] + at["x"], box["y"] + at["y"])
    page.wait_for_function("() => zonemap.state().selected === 'quwo-cluster'")
    page.wait_for_function(
        "() => document.getElementById('card-title').getBoundingClientRect().top < innerHeight"
    )
    assert visited.complaints == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_phone_shows_the_map(visit, linfen_page, lang):
    """One line above, most of it map; the panel is a sheet, lifted by a tap and by what one selects."""
    visited = visit(linfen_page, hash=f"lang={lang}", viewport=SIZES["phone"], has_touch=True, is_mobile=True)
    page = visited.page
    height = {one: page.locator(one).bounding_box()["height"] for one in ("#top", "#map-area", "#panel")}
    assert height["#top"] < 50
    assert height["#map-area"] >= 0.6 * 740
    assert height["#panel"] < 48
    unfold = page.locator("#key-toggle").bounding_box()
    for told in ("#measure", "#home-view", "#unnamed"):
        box = page.locator(told).bounding_box()
        assert box["x"] >= unfold["x"] + unfold["width"] or box["y"] >= unfold["y"] + unfold["height"], told
    for is_open in (True, False):
        page.locator("#unnamed").tap()
        assert page.locator("#unnamed-list").is_visible() is is_open
    page.locator("#lift").tap()
    assert page.locator("#zone-list").is_visible()
    assert page.locator("#item-houma-edz").bounding_box()["height"] == 44
    page.locator("#item-houma-edz").tap()
    page.wait_for_function("() => zonemap.state().selected === 'houma-edz'")
    sheet, top = page.locator("#panel").bounding_box(), page.locator("#map-host").bounding_box()["y"]
    assert page.locator("#card-title").is_visible()
    assert page.locator(".card .locator").is_visible()
    assert top + page.evaluate("zonemap.map.where('houma-edz').y") < sheet["y"]
    page.locator("#lift").tap()
    assert not page.locator("#card-title").is_visible()
    assert page.evaluate(SETTLED)
    assert visited.complaints == []


def test_one_may_zoom_the_page(desk):
    """Pinching is not forbidden."""
    content = desk.page.locator("meta[name=viewport]").get_attribute("content")
    assert "user-scalable" not in content
    assert "maximum-scale" not in content


@pytest.mark.parametrize("size", ["tablet", "notebook"])
def test_type_twice_as_large_fits(desk, window, size):
    """Who sets the browser's type to twice the size still reads all of it (WCAG 1.4.4)."""
    visited = window(size)
    visited.page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
    for tab in TABS:
        visited.go(f"tab={tab}&zone=linfen-edz")
        assert visited.page.evaluate(WIDER)[0] == 0, tab
    visited.page.evaluate("() => document.documentElement.removeAttribute('style')")


def contrast(page, place: str) -> float:
    """Return the contrast of the text of an element to the ground of the nearest one that has one."""
    return page.locator(place).first.evaluate(
        """node => {
            const numbers = text => text.match(/[\\d.]+/g).map(Number);
            const light = ([r, g, b]) => [r, g, b]
                .map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
            let under = node;
            const ground = node => numbers(getComputedStyle(node).backgroundColor);
            while (ground(under)[3] === 0) under = under.parentElement;
            const pair = [light(numbers(getComputedStyle(node).color)), light(ground(under))];
            pair.sort((a, b) => b - a);
            return (pair[0] + 0.05) / (pair[1] + 0.05);
        }"""
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_are_both_legible(desk, window, scheme):
    """The page follows the system; text stands out by 4.5 to 1; paper and picture stay white."""
    page = window("notebook").page
    page.emulate_media(color_scheme=scheme)
    desk.go("zone=linfen-edz")
    ground = page.evaluate("getComputedStyle(document.getElementById('panel')).backgroundColor")
    assert (sum(int(part) for part in ground[4:-1].split(",")) < 384) is (scheme == "dark")
    for place in (
        "#page-title",
        "#card-title",
        ".card .value",
        ".hint",
        ".choice-text",
        ".stop-year",
        "#foot",
    ):
        assert contrast(page, place) >= 4.5, place
    assert page.evaluate("zonemap.sheet.compose()[0].fill") == "#ffffff"
    page.emulate_media(color_scheme="light")


def test_switching_to_dark_redraws_the_map(desk):
    """At once, names and counties alike."""
    ink = "() => onMap('.county-name text')[0].getAttribute('fill')"
    for scheme in ("light", "dark", "light"):  # one test before may have left it dark
        desk.page.emulate_media(color_scheme=scheme)
        desk.page.wait_for_function(f"ink => ({ink})() === ink", arg=colors(f"page.{scheme}")["ink-2"])


def test_who_wants_no_motion_gets_none(desk):
    """The map jumps instead of flying, and no style moves."""
    page = desk.page
    page.locator("#search").fill("安泽经济")
    page.wait_for_function("() => zonemap.state().query === '安泽经济'")
    page.locator("#search").press("Enter")
    assert page.evaluate("map_1.getCenter().distanceTo([36.1468, 112.2335])") < 1000
    moving = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(node => {
            const style = getComputedStyle(node);
            return parseFloat(style.transitionDuration) > 0 || style.animationName !== 'none';
        }).length"""
    )
    assert moving == 0


def test_colours_of_the_system_keep_what_is_chosen(desk):
    """In high contrast a pressed choice and the chosen tab have a frame of their own."""
    page = desk.go("kind=economic")
    page.emulate_media(forced_colors="active")
    frames = [
        page.locator(place).evaluate("node => getComputedStyle(node).borderTopWidth")
        for place in (
            "#legend [data-value=economic]",
            "#legend [data-value=cluster]",
            "#tab-list",
            "#tab-card",
        )
    ]
    page.emulate_media(forced_colors="none")
    assert frames[0] == frames[2] == "2px"
    assert "2px" not in (frames[1], frames[3])


DRAWN = """() => {
    const all = (place, root = document) => [...root.querySelectorAll(place)];
    const texts = place => all(place).map(node => node.textContent);
    const listed = document.getElementById('zone-list');
    const table = document.querySelector('#tab-body[data-tab=table] tbody');
    return {
        marks: onMap('.zone-mark').map(mark => mark.dataset.zone).sort(),
        listed: listed && all('[role=option]', listed).map(row => row.dataset.zone),
        table: table && all('tr[data-zone]', table).map(row => row.dataset.zone).sort(),
        year: Number(document.getElementById('year').value),
        said: document.querySelector('#timeline .year')?.textContent,
        color: document.getElementById('color-by').value,
        tab: document.querySelector('[role=tab][aria-selected=true]').id.replace('tab-', ''),
        lang: document.documentElement.lang.slice(0, 2),
        pressed: all('#key [data-filter][aria-pressed=true]').map(
            one => `${one.dataset.filter}=${one.dataset.value}`
        ).sort(),
        count: document.querySelector('#filters .shown').textContent,
        empty: !document.getElementById('map-empty').hidden,
        card: document.querySelector('.card[data-zone]')?.dataset.zone ?? null,
        compared: all('.compared thead [data-focus^="compared:"]').map(one => one.dataset.focus.slice(9)),
        story: document.documentElement.classList.contains('story'),
        focus: document.activeElement !== null,
    };
}"""
STEPS = """steps => {
    const press = (node, init) => node.dispatchEvent(new KeyboardEvent('keydown', {bubbles: true, ...init}));
    const visible = place => [...document.querySelectorAll(place)].filter(
        node => node.checkVisibility() && !node.disabled
    );
    const change = (node, value, ...events) => {
        node.value = value;
        for (const name of events) node.dispatchEvent(new Event(name, {bubbles: true}));
    };
    const CHOICES = 'button:not(#take-menu *, #story-open, #play), [role=option]';
    for (const [act, at, text] of steps) {
        const pick = nodes => nodes[Math.floor(at * nodes.length)];
        if (act === 'click') pick(visible(CHOICES))?.click();
        if (act === 'year') change(document.getElementById('year'), text, 'input', 'change');
        if (act === 'color') {
            const select = document.getElementById('color-by');
            change(select, pick([...select.options]).value, 'change');
        }
        if (act === 'type') change(document.getElementById('search'), text, 'focus', 'input');
        if (act === 'key') press(document.activeElement || document.body, {key: text});
        if (act === 'tab') pick(visible('[role=tab]'))?.click();
        if (act === 'zoom') window.map_1.setZoom(window.map_1.getZoom() + (at - 0.5) * 2);
        if (act === 'pan') window.map_1.panBy([(at - 0.5) * 400, (at - 0.5) * 300]);
        if (act === 'back') history.back();
        if (act === 'hash') location.hash = text;
    }
}"""
CALM = """async () => {
    await new Promise(done => setTimeout(done));
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame); // a zoom began
    const { encode, decode } = zonemap.hash;
    return encode(decode(location.hash)) === encode(zonemap.store.now())
        && document.getElementById('search').value.trim() === zonemap.state().query
        && !map_1._animatingZoom && !map_1._panAnim?._inProgress;
}"""
WORDS = ["ht", "临汾", "steel", "", "zzz", "安泽", "Ukraine", "c"]
KEYS = ["ArrowDown", "ArrowUp", "Enter", "Escape", "Home", "End", "ArrowRight", "/"]
HASHES = ["year=2018", "kind=economic&year=2019", "zone=houma-edz", "tab=table", "lang=en", "", "color=zones"]


def steps(seed: int, count: int = 50) -> list[tuple[str, float, str]]:
    """Draw steps by lot, the same for the same seed."""
    lot = random.Random(seed)
    made = []
    for _ in range(count):
        act = lot.choice(
            ["click"] * 6 + ["year", "color", "type", "key", "key", "tab", "zoom", "pan", "back", "hash"]
        )
        text = {
            "year": str(lot.randint(1997, 2024)),
            "type": lot.choice(WORDS),
            "key": lot.choice(KEYS),
            "hash": lot.choice(HASHES),
        }.get(act, "")
        made.append((act, lot.random(), text))
    return made


def calm_down(page) -> None:
    """Wait until nothing moves; a promise, which a page is not asked for again, is awaited here."""
    assert any(page.evaluate(CALM) for _ in range(200))


def check(visited: Visit) -> None:
    """See that the page shows its state."""
    state, drawn = visited.page.evaluate(f"() => [zonemap.state(), ({DRAWN})()]")
    shown = sorted(state["visible"])
    assert drawn["marks"] == shown
    assert drawn["empty"] is (not shown)
    assert str(len(shown)) in drawn["count"]
    assert drawn["year"] == state["year"]
    assert drawn["said"] == str(state["year"])
    assert (drawn["color"], drawn["tab"], drawn["lang"]) == (state["color"], state["tab"], state["lang"])
    assert drawn["story"] is (state["story"] is not None)
    if state["tab"] == "list" and shown:
        assert drawn["listed"] == state["visible"]
    if state["tab"] == "table":
        assert drawn["table"] == shown
    if state["tab"] == "card":
        assert drawn["card"] == state["selected"]
    if state["tab"] == "compare":
        assert drawn["compared"] == state["compare"]
    held = {f"{key}={value}" for key, values in state["filters"].items() for value in values}
    assert set(drawn["pressed"]) <= held


@pytest.mark.parametrize("seed", range(3))
def test_fifty_hasty_steps(desk, seed):
    """All at once, within one turn of the page; then it is as its state says, and as its address opens it."""
    desk.page.evaluate(STEPS, steps(seed))
    calm_down(desk.page)
    check(desk)
    state = desk.state()
    desk.page.reload()
    desk.page.wait_for_function("() => document.documentElement.matches('.drawn')")
    again = desk.state()
    assert {**again, "view": ""} == {**state, "view": ""}
    check(desk)


@pytest.mark.parametrize("seed", range(3, 4))
def test_the_page_agrees_with_itself_after_every_step(desk, seed):
    """The same one by one, looked at each time."""
    for step in steps(seed):
        desk.page.evaluate(STEPS, [step])
        calm_down(desk.page)
        check(desk)


def test_a_long_heading_stays_in_its_column(desk):
    """A choice of colours that is named at length is cut in its box, not at the edge of the map."""
    sides = desk.page.evaluate("""() => {
        const choice = document.getElementById('color-by');
        const kept = choice.options[0].textContent;
        choice.options[0].textContent = '亩均税收'.repeat(20);
        const legend = document.getElementById('legend');
        const sides = [choice, legend].map((one) => one.getBoundingClientRect().right);
        choice.options[0].textContent = kept;
        return sides;
    }""")
    assert sides[0] <= sides[1]


GROUPS = ("page", "kind", "tier", "status", "basis", "industry", "state", "measure", "role", "event")
VIEWS = [
    "",
    "tab=card",
    "zone=linfen-edz",
    "zone=huozhou-etdz&year=2024",
    "tab=reforms&zone=houma-edz",
    "tab=industries&color=industry",
    "tab=partners",
    "tab=compare&compare=linfen-edz,quwo-cluster",
    "tab=table",
    "color=reform&kind=economic&county=141081,141002",
    "color=zones&year=1997",
    "color=year&q=nothing-there",
    "kind=tourism&county=141081",
    "story=5",
]
TEXTS = """() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode.parentElement;
        if (node.closest('script, style, noscript') || !node.checkVisibility()) continue;
        found.push([walker.currentNode.textContent.trim(), node.closest('[lang]').lang]);
    }
    for (const node of document.querySelectorAll('[aria-label], [title], [placeholder]'))
        for (const name of ['aria-label', 'title', 'placeholder'])
            if (node.checkVisibility() && node.getAttribute(name))
                found.push([node.getAttribute(name), name === 'title' ? 'any' : node.closest('[lang]').lang]);
    return found.filter(([text]) => text);
}"""
UNFOLD = """() => {
    let closed;
    while ((closed = document.querySelector('#filters .fold[aria-expanded=false]'))) closed.click();
}"""


@pytest.mark.parametrize(
    ("locale", "lang", "written"),
    [("zh-TW", "zh", "zh-CN"), ("de-DE", "en", "en")],
)
def test_the_browser_chooses_first(visit, linfen_page, locale, lang, written):
    """Chinese for a Chinese browser, English for all others; the page says which it is."""
    visited = visit(linfen_page, locale=locale)
    assert visited.state()["lang"] == lang
    assert visited.page.evaluate("document.documentElement.lang") == written
    assert "lang=" not in visited.page.url


def test_the_link_remembers_a_choice(desk, linfen):
    """Whoever opens the link reads English, whatever their browser."""
    visited = desk
    visited.page.locator("#language").click()
    assert "lang=en" in visited.page.url
    assert visited.page.title() == linfen.title_en
    visited.page.reload()
    visited.page.wait_for_function("() => document.documentElement.matches('.drawn')")
    assert visited.state()["lang"] == "en"
    visited.page.locator("#language").click()
    assert visited.page.title() == linfen.title_zh
    assert visited.state()["lang"] == "zh"


@pytest.mark.parametrize("view", VIEWS)
def test_the_english_page_is_english(desk, view):
    """No Chinese but where the page says that it is Chinese: sources, Chinese names, townships."""
    desk.go(f"lang=en&{view}")
    desk.page.evaluate(UNFOLD)
    said = desk.page.evaluate(TEXTS)
    assert [text for text, lang in said if lang == "en" and re.search("[\u4e00-\u9fff]", text)] == []
    assert_words(said)


@pytest.mark.parametrize("view", VIEWS)
def test_the_chinese_page_is_chinese(desk, view):
    """No word of the interface or of the data stands there in English."""
    desk.go(view)
    desk.page.evaluate(UNFOLD)
    english = {
        term.en
        for group in GROUPS
        for term in terms(group).values()
        if term.en != term.zh and len(term.en) > 2
    }
    said = desk.page.evaluate(TEXTS)
    assert [text for text, lang in said if lang == "zh-CN" and text in english] == []
    assert_words(said)


def assert_words(said: list[list[str]]) -> None:
    """See that no key of the vocabulary and no gap is shown in place of a word."""
    texts = [text for text, _ in said]
    assert {text for text in texts if "_" in text} & set(terms("page")) == set()
    assert [text for text in texts if re.search(r"[{}]|\b(undefined|NaN|null)\b", text)] == []


def test_a_township_is_named_in_both(desk):
    """On the English page in Latin letters first, the Chinese marked as Chinese."""
    desk.go("lang=en&zone=quwo-cluster")
    value = desk.page.locator(".card dd", has_text="Gaoxian Town").locator(".value")
    assert value.inner_text() == "Gaoxian Town 高显镇"
    assert value.locator("[lang=zh-CN]").inner_text() == "高显镇"
    desk.go("lang=zh&zone=quwo-cluster")
    assert "Gaoxian" not in desk.page.locator(".card").inner_text()
