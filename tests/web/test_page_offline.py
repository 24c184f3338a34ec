"""The page is one file that needs nothing else: the same bytes each time, without network, in a notebook."""

import re
import resource
import signal
from contextlib import contextmanager

import pytest

from zonemap.core.vocabulary import label
from zonemap.outputs.page.document import save_page
from zonemap.outputs.page.explore import explore

DRAWN = """kind => new Set(
    Object.values(map_1._layers)
        .filter(layer => layer.feature?.properties.layer === kind)
        .map(layer => layer.feature.id)
).size"""


def test_nothing_is_requested_and_nothing_goes_wrong(visit, linfen_page):
    """One request, the file itself; not one complaint."""
    visited = visit(linfen_page)
    visited.page.wait_for_function("() => window.zonemap?.state().visible.length === 20")
    assert visited.requests == [linfen_page.as_uri()]
    assert visited.complaints == []


def test_all_shapes_are_drawn(visit, linfen_page):
    """17 counties, and 20 zones each with a shape."""
    page = visit(linfen_page).page
    assert page.evaluate(DRAWN, "county") == 17
    assert page.evaluate(DRAWN, "zone") == 20


@pytest.mark.parametrize("query", ["hongtong", "洪洞", "Hongtong", "htjj"])
def test_a_zone_is_found_however_it_is_written(visit, linfen_page, query):
    """Chinese, pinyin, English and initials find 洪洞经济技术开发区; Enter selects it."""
    visited = visit(linfen_page)
    visited.page.locator("#search").fill(query)
    visited.page.locator("#search-results [role=option]").first.wait_for()
    assert "洪洞经济技术开发区" in visited.page.locator("#search-results").inner_text()
    visited.page.locator("#search-results [role=option]", has_text="洪洞经济技术开发区").click()
    assert visited.state()["selected"] == "hongtong-etdz"


def test_the_slider_at_2018_shows_the_five_that_were_approved(visit, linfen_page):
    """Two of 1997, 洪洞 of 2017, 襄汾 and 安泽 of 2018."""
    visited = visit(linfen_page)
    visited.page.locator("input[type=range]").first.fill("2018")
    assert set(visited.state()["visible"]) == {
        "linfen-edz", "houma-edz", "hongtong-etdz", "xiangfen-etdz", "anze-etdz",
    }  # fmt: skip


def test_the_hash_opens_the_same_view(visit, linfen_page):
    """A link to 2018 shows what the slider shows."""
    state = visit(linfen_page, hash="year=2018").state()
    assert state["year"] == 2018
    assert len(state["visible"]) == 5


def test_the_card_gives_the_area_and_who_says_so(visit, linfen_page):
    """古县经济技术开发区: 11.01 km², from the 山西晚报."""
    page = visit(linfen_page, hash="zone=guxian-etdz").page
    page.get_by_text("11.01").first.wait_for()
    card = page.locator("#tab-body")
    assert "11.01" in card.inner_text()
    assert "山西晚报" in card.text_content()


@pytest.mark.parametrize(("lang", "word"), [("zh", "临汾经济开发区"), ("en", "Linfen")])
def test_without_scripts_the_map_and_the_table_are_there(visit, linfen_page, lang, word):
    """A mail preview shows the drawing and all 20 zones."""
    visited = visit(linfen_page, scripts=False, locale="zh-CN" if lang == "zh" else "en-GB")
    drawing = visited.page.locator("#static-map svg")
    assert drawing.is_visible()
    assert drawing.bounding_box()["width"] > 600
    rows = visited.page.locator("#static-table tbody tr")
    assert rows.count() == 20
    assert word in rows.first.inner_text()
    assert visited.requests == [linfen_page.as_uri()]


def test_the_drawing_makes_way_for_the_map(visit, linfen_page):
    """Once the map is there, the drawing is not."""
    page = visit(linfen_page).page
    page.wait_for_function("() => document.documentElement.classList.contains('drawn')")
    assert not page.locator("#static-map").is_visible()
    assert page.locator("#map-host").is_visible()


def test_the_drawing_is_painted_before_the_scripts_run(browser, linfen_page):
    """Whoever waits for a slow machine sees the map meanwhile."""
    page = browser.new_page()
    page.add_init_script(
        "requestAnimationFrame(function look() {"
        "  if (!document.querySelector('#static-map svg')) requestAnimationFrame(look);"
        "  else setTimeout(() => (window.painted = true));"
        "});"
        "new MutationObserver(() => {"
        "  if (window.L) window.begun ??= window.painted ? 'painted' : 'not painted';"
        "}).observe(document, { childList: true, subtree: true });"
    )
    page.goto(linfen_page.as_uri())
    page.wait_for_function("() => window.begun")
    assert page.evaluate("window.begun") == "painted"
    page.close()


def test_shapes_are_painted_before_words(browser, linfen_page):
    """The first frame after the first script lays out no word of the drawing: words are what takes long.

    Where a page is whole before its first frame it shows its words at once; here that is left out.
    """
    page = browser.new_page()
    page.add_init_script(
        "addEventListener('pageshow', event => event.stopImmediatePropagation(), true);"
        "requestAnimationFrame(function look() {"
        "  const word = document.querySelector('#static-map text');"
        "  if (!word || !document.documentElement.classList.contains('js')) requestAnimationFrame(look);"
        "  else window.first = word.getClientRects().length;"
        "});"
        "new MutationObserver(() => {"
        "  if (document.documentElement.classList.contains('seen'))"
        "    window.second ??= document.querySelector('#static-map text').getClientRects().length;"
        "}).observe(document, { subtree: true, attributes: true });"
    )
    page.goto(linfen_page.as_uri())
    page.wait_for_function("() => window.second")
    assert page.evaluate("window.first") == 0
    page.close()


def test_the_drawing_stands_before_any_script(linfen_page):
    """No script has to be read before the map can be painted."""
    html = linfen_page.read_text("utf-8")
    assert html.index("</svg>") < html.index("<script")


@pytest.mark.parametrize("width", [360, 1366])
def test_without_scripts_the_table_follows_the_drawing(visit, linfen_page, width):
    """No gap of what only scripts fill, and on a phone a drawing that can be read and pushed sideways."""
    page = visit(linfen_page, scripts=False, viewport={"width": width, "height": 740}).page
    drawing = page.locator("#static-map svg").bounding_box()
    table = page.locator("#static-table").bounding_box()
    assert table["y"] - (drawing["y"] + drawing["height"]) < 4
    assert drawing["width"] > 700
    assert table["width"] <= width


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_browser_that_cannot_unpack_keeps_the_drawing_and_says_so(browser, linfen_page, lang):
    """Drawing, table and a sentence; who asks for the data all the same gets them."""
    page = browser.new_page()
    page.add_init_script("delete window.DecompressionStream")
    page.goto(linfen_page.as_uri())
    assert page.locator("#static-map svg").is_visible()
    assert page.locator("#static-table tbody tr").count() == 20
    assert label("page", "still", lang) in page.locator("#still").inner_text()
    assert page.evaluate("[zonemap.data.zones.length, zonemap.state().visible.length]") == [20, 20]
    assert not page.locator("#map-host canvas").count()
    page.close()


@contextmanager
def full_disk(limit: int):
    """Let no file grow past some bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_two_maps_of_one_region_are_the_same_bytes(toy, tmp_path):
    """Folium's random ids leave no trace."""
    one, other = (save_page(explore(toy), tmp_path / name).read_bytes() for name in ("one", "other"))
    assert one == other


def test_rendering_again_changes_nothing(toy):
    """Showing a map in a notebook before saving it does not alter the file."""
    root = explore(toy).get_root()
    assert root.render() == root.render()


def test_folium_saves_the_same_page(toy, tmp_path):
    """The map's own ``save`` writes what ``save_page`` writes."""
    map_ = explore(toy)
    map_.save(tmp_path / "own.html")
    assert (tmp_path / "own.html").read_bytes() == save_page(map_, tmp_path / "page.html").read_bytes()


def test_a_full_disk_leaves_the_old_page(toy, tmp_path):
    """The new page cannot be written, so the old one stays, and nothing lies about."""
    path = tmp_path / "page.html"
    path.write_text("old", encoding="utf-8")
    map_ = explore(toy)
    with full_disk(4096), pytest.raises(OSError, match="File too large"):
        save_page(map_, path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["page.html"]
    assert path.read_text("utf-8") == "old"


def test_the_page_is_light_enough_for_any_mail(linfen_page):
    """At most 350 KB in all, Leaflet included."""
    assert linfen_page.stat().st_size <= 350_000


@pytest.fixture(scope="module")
def shown(toy):
    """Return what a notebook gets to show."""
    return explore(toy)._repr_html_()


def test_there_is_no_banner(shown):
    """Folium's request to trust the notebook is not there."""
    assert "Trust" not in shown
    assert shown.startswith("<iframe ")
    assert shown.endswith("</iframe>")


def test_the_frame_has_an_origin_of_its_own(shown):
    """Scripts run in it, but reach nothing of the notebook."""
    (rights,) = re.findall(r'sandbox="([^"]*)"', shown)
    assert "allow-scripts" in rights.split()
    assert "allow-same-origin" not in rights.split()


def test_the_map_is_drawn_in_the_frame(visit, shown, tmp_path):
    """Set into another page, all four zones are there and nothing goes wrong."""
    host = tmp_path / "notebook.html"
    host.write_text(f"<!DOCTYPE html><title>notebook</title>{shown}", encoding="utf-8")
    visited = visit(host)
    frame = visited.page.frames[1]
    frame.wait_for_function("() => window.zonemap?.state().visible.length === 4")
    frame.wait_for_selector("canvas.zonemap-sheet")
    assert visited.complaints == []
    assert [address for address in visited.requests if not address.startswith("about:")] == [host.as_uri()]
