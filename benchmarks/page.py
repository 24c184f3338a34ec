"""How soon the first polygon is seen: our page against ``GeoDataFrame.explore()`` of the same data.

    .venv/bin/python benchmarks/page.py [FOLDER]

Both pages, and all files that the page of ``explore()`` links, come from this machine, so no network slows it
down. FOLDER holds those files, for example as npm packages:

    npm install --prefix FOLDER jquery@3.7.1 bootstrap@5.2.2 leaflet.awesome-markers \\
        @fortawesome/fontawesome-free@6.2.0

What is not there is served empty, in favour of ``explore()``; Leaflet comes from the package that our page
carries too. A polygon is seen once a frame with it is painted; ours is first seen in the drawing. The pages
take turns, each with an empty cache; medians count.
"""

import re
import shutil
import statistics
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from types import ModuleType

from playwright.sync_api import Browser, sync_playwright

import zonemap as zm

GEODATA = Path(__file__).parent.parent / "geodata"
ROUNDS = 15
LIMIT = 0.6
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
KINDS = {".js": "text/javascript", ".css": "text/css", "": "text/html; charset=utf-8"}
WATCH = """
    window.first = {};
    const within = (name, place) => {
        if (window.first[name]) return;
        const paths = [...document.querySelectorAll(place)];
        if (!paths.some(path => path.getAttribute('d')?.length > 100)) return;
        window.first[name] = Infinity;
        requestAnimationFrame(() => setTimeout(() => { window.first[name] = performance.now(); }));
    };
    new MutationObserver(() => {
        within('polygon', 'svg path');
        within('live', 'path.leaflet-interactive');
    }).observe(document, {childList: true, subtree: true, attributes: true, attributeFilter: ['d']});
"""
SEEN = """() => {
    const [painted] = performance.getEntriesByName('first-contentful-paint');
    const { polygon, live } = window.first;
    if (!painted || !(polygon < Infinity) || !(live < Infinity)) return null;
    return [polygon, live].map(time => Math.max(time, painted.startTime));
}"""


def explored(region: zm.Region) -> str:
    """Return the page of ``explore()``, counties under zones.

    It imports mapclassify even when nothing is to be classified; an empty module stands in for it.
    """
    sys.modules.setdefault("mapclassify", ModuleType("mapclassify")).classify = None
    columns = ["name_zh", "name_en", "geometry"]
    map_ = region.counties[columns].explore(color="#8a8f96", tiles=None)
    region.zones[[*columns[:2], "kind", "status", "geometry"]].explore(color="#0072B2", m=map_)
    return map_.get_root().render()


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


def times(browser: Browser, address: str) -> list[float]:
    """Open a page with an empty cache; return when the first polygon was seen and the first live one, ms."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    found = page.wait_for_function(SEEN).json_value()
    context.close()
    return found


def main() -> int:
    region = zm.read_region(GEODATA)
    peer, pages, empty = linked(explored(region), Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    pages |= {"/peer": peer.encode(), "/own": zm.explore(region).get_root().render().encode()}
    address = serve(pages)
    rounds: dict[str, list[list[float]]] = {"own": [], "peer": []}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        for _ in range(ROUNDS):
            for name, found in rounds.items():
                found.append(times(browser, f"{address}/{name}"))
        browser.close()
    median = {
        name: [statistics.median(times_) for times_ in zip(*found, strict=True)]
        for name, found in rounds.items()
    }
    for name, label in (("own", "zonemap"), ("peer", "explore()")):
        first, live = median[name]
        size = len(pages[f"/{name}"]) / 1024
        print(f"{label}: {size:.0f} KB, first polygon {first:.0f} ms, first one that answers {live:.0f} ms")
    if empty:
        print(f"served empty: {', '.join(empty)}")
    ratio, live = (own / peer for own, peer in zip(median["own"], median["peer"], strict=True))
    print(f"first polygon: {ratio:.2f} × explore() ({'at most' if ratio <= LIMIT else 'MORE THAN'} {LIMIT})")
    print(f"first polygon that answers to the pointer: {live:.2f} × explore()")
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
