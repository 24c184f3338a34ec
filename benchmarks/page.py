"""Our page against ``GeoDataFrame.explore()`` of the same data, in one run and as ratios.

    .venv/bin/python benchmarks/page.py [FOLDER]        20 zones of one prefecture
    .venv/bin/python benchmarks/page.py FOLDER nation   2,543 made-up zones over the nation's 2,891 counties,
                                                        with evidence for every cell

Both pages, and all files that the page of ``explore()`` links, come from this machine, so no network slows it
down. FOLDER holds those files, for example as npm packages:

    npm install --prefix FOLDER jquery@3.7.1 bootstrap@5.2.2 leaflet.awesome-markers \\
        @fortawesome/fontawesome-free@6.2.0

What is not there is served empty, in favour of ``explore()``; Leaflet comes from the package that our page
carries too. The pages take turns, each with an empty cache; medians count. Pages are made in processes of
their own, each after the same region has been read. Jank is the time that frames took beyond 50 ms.
"""

import multiprocessing
import re
import resource
import shutil
import statistics
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from types import ModuleType

from playwright.sync_api import Browser, Page, sync_playwright

import zonemap as zm

GEODATA = Path(__file__).parent.parent / "geodata"
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--enable-precise-memory-info", "--js-flags=--expose-gc",
]  # fmt: skip
KINDS = {".js": "text/javascript", ".css": "text/css", "": "text/html; charset=utf-8"}
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
        return found;
    }; const isOwn = () => document.getElementById('zonemap-data'); const stands = () => isOwn() ?
    document.documentElement.matches('.drawn') : document.readyState === 'complete'; const look = () => {
        if (!document.body || !stands()) return requestAnimationFrame(look);
        requestAnimationFrame(() => setTimeout(() => { window.answers = performance.now(); }));
    };
    look();
    window.theMap = () => Object.values(window).find(value => window.L && value instanceof L.Map);
"""
STARTED = """() => {
    const [painted] = performance.getEntriesByName('first-contentful-paint');
    const isOwn = document.getElementById('zonemap-data');
    return painted && window.answers && [isOwn ? painted.startTime : window.answers, window.answers];
}"""
CALM = """() => new Promise(done => requestIdleCallback(
    () => requestAnimationFrame(() => setTimeout(() => done(true), 100)), {timeout: 20000}
))"""
MOVES = """async () => {
    const map = theMap();
    const pause = ms => new Promise(done => setTimeout(done, ms));
    for (let at = 0; at < 10; at += 1) {
        if (at % 2) map.setZoom(map.getZoom() + (at % 4 === 1 ? 1 : -1));
        else map.panBy([at % 4 ? -200 : 200, at % 4 ? -90 : 90]);
        await pause(700);
    }
}"""
ACTS = {
    "filter": "zonemap.store.toggle('kind', 'hightech')",
    "colour": "zonemap.store.set({color: 'industry'})",
    "search": "zonemap.store.set({query: 'cha'})",
    "a year's step": "zonemap.store.set({year: zonemap.store.now().year - 1})",
}
TIMED = """() => {{
    const since = performance.now();
    {act};
    const told = performance.now() - since;
    zonemap.map.where(''); // asked for a place, the map is drawn at once instead of with the next frame
    return [told, performance.now() - since];
}}"""


def explored(region: zm.Region) -> str:
    """Return the page of ``explore()``, counties under zones.

    It imports mapclassify even when nothing is to be classified; an empty module stands in for it.
    """
    sys.modules.setdefault("mapclassify", ModuleType("mapclassify")).classify = None
    columns = ["name_zh", "name_en", "geometry"]
    map_ = region.counties[columns].explore(color="#8a8f96", tiles=None)
    region.zones[[*columns[:2], "kind", "status", "geometry"]].explore(color="#0072B2", m=map_)
    return map_.get_root().render()


def own(region: zm.Region) -> str:
    """Return our page."""
    return zm.explore(region).get_root().render()


def made(read: Callable[[], zm.Region], make: Callable[[zm.Region], str]) -> tuple[str, float, float]:
    """Make a page in a process of its own; return it, the CPU seconds, and the peak of its memory in MB."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_made, (read, make))


def _made(read: Callable[[], zm.Region], make: Callable[[zm.Region], str]) -> tuple[str, float, float]:
    region = read()
    since = time.process_time()
    page = make(region)
    spent = time.process_time() - since
    return page, spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def linked(page: str, folder: Path | None) -> tuple[str, dict[str, bytes], list[str]]:
    """Turn the links of a page to this machine; return it, the files behind them, and those left empty."""
    found, empty = {}, []
    for address in re.findall(r'(?:src|href)="(https?://[^"]+)"', page):
        name = address.rsplit("/", 1)[1]
        page = page.replace(address, f"/{name}")
        found[f"/{name}"] = content(name, folder)
        if not found[f"/{name}"]:
            empty.append(name)
    return page, found, empty


def content(name: str, folder: Path | None) -> bytes:
    """Return a file by its name, with or without a version in it; nothing if it is nowhere."""
    if name in ("leaflet.js", "leaflet.css"):
        return files("xstatic.pkg.leaflet").joinpath("data", name).read_bytes()
    for known in (name, re.sub(r"-\d[\d.]*\d", "", name)):
        for path in sorted(folder.rglob(known)) if folder else []:
            return path.read_bytes()
    return b""


def serve(pages: dict[str, bytes]) -> str:
    """Serve files by their path from now on; return where."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = pages.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", KINDS.get(Path(self.path).suffix, "application/octet-stream"))
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def calm(page: Page) -> list[list[float]]:
    """Wait until nothing is left to do; return the long tasks and the frames since the last time, ms."""
    page.wait_for_function(CALM, timeout=120_000)
    return page.evaluate("pauses()")


def visit(browser: Browser, address: str) -> dict[str, float]:
    """Open a page with an empty cache and use it; return what was measured."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(WATCH)
    page.goto(address)
    first, answers = page.wait_for_function(STARTED).json_value()
    tasks, _ = calm(page)
    found = {
        "first drawing, ms": first,
        "map answers, ms": answers,
        "longest task on opening, ms": max([0, *tasks]),
    }
    page.evaluate("gc()")
    found["heap, MB"] = page.evaluate("performance.memory.usedJSHeapSize / 1e6")
    found["DOM elements"] = page.evaluate("document.querySelectorAll('*').length")
    page.evaluate(MOVES)
    _, frames = calm(page)
    found["longest frame of ten pans and zooms, ms"] = max(frames)
    found["jank of ten pans and zooms, ms"] = sum(max(0, frame - 50) for frame in frames)
    if page.evaluate("Boolean(document.getElementById('zonemap-data'))"):
        for name, act in ACTS.items():
            told, drawn = page.evaluate(TIMED.format(act=act))
            found |= {f"script of {name}, ms": told, f"script of {name} with the drawing, ms": drawn}
            _, frames = calm(page)
            found[f"longest frame after {name}, ms"] = max(frames)
    context.close()
    return found


def compare(read: Callable[[], zm.Region], folder: Path | None, rounds: int) -> None:
    """Make both pages, visit them in turns, and print what was measured."""
    (page, *making), (peer, *peer_making) = made(read, own), made(read, explored)
    peer, pages, empty = linked(peer, folder)
    pages |= {"/peer": peer.encode(), "/own": page.encode()}
    address = serve(pages)
    visits: dict[str, list[dict[str, float]]] = {"own": [], "peer": []}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        for _ in range(rounds):
            for name, found in visits.items():
                found.append(visit(browser, f"{address}/{name}"))
        browser.close()
    measured = {name: _medians(found) for name, found in visits.items()}
    for name, (cpu, peak) in (("own", making), ("peer", peer_making)):
        size = len(pages[f"/{name}"]) / 1000
        measured[name] = {
            "size, KB": size,
            **measured[name],
            "making, s of CPU": cpu,
            "making, peak MB": peak,
        }
    print("| | zonemap | explore() | ratio |\n|---|---|---|---|")
    for what, value in measured["own"].items():
        other = measured["peer"].get(what)
        ratio = "–" if not other else f"{value / other:.2f} ×"
        print(f"| {what} | {value:,.0f} | {'–' if other is None else f'{other:,.0f}'} | {ratio} |")
    if empty:
        print(f"served empty: {', '.join(empty)}")


def _medians(found: list[dict[str, float]]) -> dict[str, float]:
    """Return the median of each thing measured."""
    return {what: statistics.median(one[what] for one in found) for what in found[0]}


def prefecture() -> zm.Region:
    """Read the region that the repository carries."""
    return zm.read_region(GEODATA)


def nation() -> zm.Region:
    """Make the region of a whole nation."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
    from kit.nation import nation_counties, nation_region

    return nation_region(nation_counties(), zones=2543)


if __name__ == "__main__":
    is_nation = "nation" in sys.argv[2:]
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    compare(nation if is_nation else prefecture, folder, rounds=3 if is_nation else 9)
