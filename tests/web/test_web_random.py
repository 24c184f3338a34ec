"""Fifty hasty steps by lot: nothing complains, and what is drawn is what the state says."""

import random

import pytest

from conftest import Visit

DRAWN = """() => {
    const all = (place, root = document) => [...root.querySelectorAll(place)];
    const texts = place => all(place).map(node => node.textContent);
    const listed = document.getElementById('zone-list');
    const table = document.querySelector('#tab-body[data-tab=table] tbody');
    return {
        marks: all('#map-host .zone-mark').map(mark => mark.dataset.zone).sort(),
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
    await new Promise(done => setTimeout(() => requestAnimationFrame(done)));
    return location.hash.slice(1) === zonemap.hash.encode(zonemap.store.now())
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
    desk.page.wait_for_function(CALM)
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
        desk.page.wait_for_function(CALM)
        check(desk)
