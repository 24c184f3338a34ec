"""What several tests share: a browser with no network, and the region that the repository carries."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest
from matplotlib import pyplot
from playwright.sync_api import Browser, Page, sync_playwright

from kit import decks
from kit.shared import once
from kit.toy import write_geodata
from zonemap.outputs.atlas.writer import write_atlas
from zonemap.outputs.build import build
from zonemap.outputs.page.document import save_page
from zonemap.outputs.page.explore import explore
from zonemap.region.reading import read_region
from zonemap.region.region import Region

pd.set_option("mode.string_storage", "python")  # as on a planner's PC: pyarrow is installed for the tests


@pytest.fixture(autouse=True)
def _no_figure_is_kept() -> Iterator[None]:
    """Close what pyplot knows of, which a person would do, or a notebook."""
    yield
    pyplot.close("all")


GEODATA = Path(__file__).parent.parent / "geodata"
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
STARTED = """() => !document.getElementById('zonemap-data')
    || document.documentElement.matches('.drawn, .unmapped')"""
"""True once a map page is in use; at once for any other page."""
TO_ADDRESS = """hash => {
    document.body.click();
    document.activeElement?.blur();
    document.querySelector('#play.playing')?.click();
    history.pushState(null, '', location.href.replace(/#.*$/, '') + (hash ? `#${hash}` : ''));
    window.dispatchEvent(new PopStateEvent('popstate'));
}"""
"""Leaves what is open and goes to another address of the page, as the back button does."""


ON_MAP = """window.onMap = place => [...zonemap.dom.svg(
    'svg', {}, zonemap.map.drawn().map(zonemap.paint.svgNode)
).querySelectorAll(place)];"""
"""Gives scripts of tests what the map's canvas has been drawn from, as elements to ask as any others."""


@dataclass
class Visit:
    """A page in the browser, with every request that it made and every complaint that it caused."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def state(self) -> dict:
        """Return what the page says of itself."""
        return self.page.evaluate("window.zonemap.state()")

    def go(self, hash: str = "") -> Page:
        """Show the view of another hash on the same page."""
        self.page.evaluate(TO_ADDRESS, hash)
        return self.page

    def marks(self) -> list[str]:
        """Return the ids of the zones whose marks the map has drawn."""
        return self.page.evaluate("onMap('.zone-mark').map(mark => mark.dataset.zone)")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium once for a file of tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        yield chromium
        chromium.close()


def open_page(
    browser: Browser,
    contexts: ExitStack,
    path: Path,
    *,
    hash: str = "",
    scripts: bool = True,
    **options: object,
) -> Visit:
    """Open a file in a context of its own that ``contexts`` closes."""
    context = browser.new_context(offline=True, java_script_enabled=scripts, **{"locale": "zh-CN", **options})
    contexts.callback(context.close)
    visited = Visit(context.new_page())
    visited.page.add_init_script(ON_MAP)
    visited.page.on("request", lambda request: visited.requests.append(request.url))
    visited.page.on("pageerror", lambda error: visited.complaints.append(str(error)))
    visited.page.on(
        "console",
        lambda message: (
            visited.complaints.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    visited.page.goto(path.as_uri() + (f"#{hash}" if hash else ""))
    if scripts:
        visited.page.wait_for_function(STARTED)
    return visited


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open files in the browser: no network, and a context of its own for each.

    The function takes the path, and as keywords ``hash`` (after ``#``), ``scripts`` (False switches them
    off) and anything that Playwright's ``new_context`` takes, such as ``locale`` or ``viewport``.
    """
    with ExitStack() as contexts:

        def open_file(path: Path, **options: object) -> Visit:
            return open_page(browser, contexts, path, **options)

        yield open_file


@pytest.fixture(scope="session")
def linfen() -> Region:
    """Read the geodata of the repository."""
    return read_region(GEODATA)


@pytest.fixture(scope="session")
def linfen_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the whole set of Linfen, notebooks included, once for all workers; nobody may change it.

    As a planner may do it: in a folder of another name, beside ``geodata`` and ``notebooks``.
    """

    def make(folder: Path) -> None:
        project = folder / "规划 office"
        for name in ("geodata", "notebooks"):
            shutil.copytree(GEODATA.parent / name, project / name)
        geodata = project / "geodata"
        region = read_region(geodata)
        build(region, project / "dist", notebooks=project / "notebooks", geodata=geodata)

    return once(tmp_path_factory, "linfen-set", make) / "规划 office" / "dist"


@pytest.fixture(scope="session", autouse=True)
def shared_decks(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let all workers share the decks of Linfen."""
    decks.FACTORY[:] = [tmp_path_factory]


@pytest.fixture(scope="session")
def english_atlas(linfen: Region, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the atlas of Linfen in English, once for all workers."""

    def make(folder: Path) -> None:
        write_atlas(linfen, folder / "linfen.pdf", lang="en")

    return once(tmp_path_factory, "linfen-atlas-en", make) / "linfen.pdf"


@pytest.fixture(scope="session")
def linfen_page(linfen: Region, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the map page of the repository's geodata, once for all workers."""

    def make(folder: Path) -> None:
        save_page(explore(linfen), folder / "linfen.html")

    return once(tmp_path_factory, "linfen-page", make) / "linfen.html"


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Region:
    """Read the made-up region of ``toy.py``."""
    return read_region(write_geodata(tmp_path_factory.mktemp("toy")))


@pytest.fixture(scope="module")
def opened(browser: Browser, linfen_page: Path) -> Iterator[Visit]:
    """Open the page of Linfen once for a file of tests, in a window as of a small notebook."""
    with ExitStack() as contexts:
        window = {"width": 1366, "height": 768}
        yield open_page(browser, contexts, linfen_page, viewport=window, reduced_motion="reduce")


@pytest.fixture
def desk(opened: Visit) -> Iterator[Visit]:
    """Give a test the opened page at its start, and see that it complains of nothing meanwhile."""
    opened.go()
    opened.complaints.clear()
    yield opened
    assert opened.complaints == []
