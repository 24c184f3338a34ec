"""The page at the size of a nation: 2,000 made-up zones over its 2,891 counties.

    .venv/bin/python benchmarks/nation.py [FILE]

Writes the page (to FILE if one is given) and prints how large it is, how long it takes to make, when the
first polygon is seen and when the map answers, and for each thing that one does the longest task of the
browser and the longest time between two frames.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

import zonemap as zm

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from kit.nation import nation_counties, nation_region

SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WATCH = """
    let [tasks, gaps] = [[], []];
    const watch = new PerformanceObserver(list => tasks.push(...list.getEntries()));
    watch.observe({type: 'longtask', buffered: true});
    let last = performance.now();
    const frame = now => {
        gaps.push(now - last);
        last = now;
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    window.pauses = () => {
        const found = [[...tasks, ...watch.takeRecords()].map(entry => entry.duration), gaps];
        [tasks, gaps] = [[], []];
        return found.map(times => Math.max(0, ...times));
    };
"""
STARTED = """() => {
    const [painted] = performance.getEntriesByName('first-contentful-paint');
    return painted && document.documentElement.matches('.drawn') && [painted.startTime, performance.now()];
}"""
CALM = """() => new Promise(done => requestIdleCallback(
    () => requestAnimationFrame(() => setTimeout(() => done(true), 100)), {timeout: 5000}
))"""
DRAG = """years => new Promise(done => {
    const slider = document.getElementById('year');
    const step = () => {
        if (!years.length) return done();
        slider.value = years.shift();
        slider.dispatchEvent(new Event('input'));
        requestAnimationFrame(step);
    };
    step();
})"""


def told(page: Page, name: str) -> None:
    """Print the longest pauses since the last time, once nothing is left to do."""
    page.wait_for_function(CALM)
    task, frame = page.evaluate("pauses()")
    print(f"  {name}: longest task {task:.0f} ms, longest time between frames {frame:.0f} ms")


def click(page: Page, place: str) -> None:
    """Click at once, without Playwright's own waiting."""
    page.evaluate("place => document.querySelector(place).click()", place)


def type_in(page: Page, text: str) -> None:
    """Type into the search box, letter by letter, until the page has found something."""
    page.locator("#search").press_sequentially(text, delay=60)
    page.wait_for_function("text => zonemap.state().query === text", arg=text)


def use(page: Page) -> None:
    """Do what one does with the page, one thing after another."""
    told(page, "open")
    click(page, '[data-filter="kind"][data-value="hightech"]')
    told(page, "filter by kind")
    click(page, "#clear-all")
    told(page, "clear")
    type_in(page, "chaoyang")
    told(page, "search, eight letters")
    page.keyboard.press("Enter")
    told(page, "go there")
    click(page, "#home-view")
    told(page, "whole nation again")
    page.locator("#year").fill("2005")
    told(page, "change the year")
    page.evaluate(DRAG, [1990 + at for at in range(20)])
    told(page, "drag through twenty years")
    for color in ("industry", "zones", "kind"):
        page.locator("#color-by").select_option(color)
        told(page, f"colour by {color}")
    for tab in ("table", "industries", "list"):
        click(page, f"#tab-{tab}")
        told(page, f"open {tab}")
    page.evaluate("() => { map_1.panBy([300, 100], {animate: false}) }")
    told(page, "pan")
    page.evaluate("() => { map_1.setZoom(map_1.getZoom() + 2, {animate: false}) }")
    told(page, "zoom in")


def main() -> None:
    begun = time.perf_counter()
    region = nation_region(nation_counties())
    made = time.perf_counter()
    map_ = zm.explore(region)
    with tempfile.TemporaryDirectory() as folder:
        path = zm.save_page(map_, sys.argv[1] if len(sys.argv) > 1 else Path(folder) / "nation.html")
        print(
            f"{len(region.counties)} counties, {len(region.zones)} zones: {path.stat().st_size / 1e6:.1f} MB"
        )
        print(f"made up in {made - begun:.1f} s, written in {time.perf_counter() - made:.1f} s")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            page.add_init_script(WATCH)
            page.goto(Path(path).resolve().as_uri())
            painted, answers = page.wait_for_function(STARTED, timeout=120_000).json_value()
            print(
                f"first polygon seen at {painted:.0f} ms (the drawing), the map answers at {answers:.0f} ms"
            )
            use(page)
            browser.close()


if __name__ == "__main__":
    main()
