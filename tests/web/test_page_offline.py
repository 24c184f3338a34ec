"""The page is one file that needs nothing else, the same bytes each time; what cells hold never runs."""

import ast
import base64
import dataclasses
import hashlib
import re
import resource
import signal
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

from kit.page_parts import data, unpacked
from zonemap.core.errors import ZonemapError
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


SOURCES = sorted((Path(__file__).parents[2] / "src" / "zonemap").rglob("*.py"))
NAMES = [
    "{{ 7*7 }}",
    "{% x",
    "</script><img src=x onerror=window.hacked=1>",
    "=cmd|' /C calc'!A0",
]
EVIL = "{{ 7*7 }} {% x {# gone #} </script></svg></table><img src=x onerror=hacked=1><!-- <script> &amp;"
KEYS = {
    "zone_id", "kind", "tier", "management", "point_basis", "applied", "approved", "unveiled", "operating",
    "basis", "status", "industry", "measure", "state", "as_of", "due", "role", "since", "event", "date",
    "table", "field", "source_id", "confidence", "chapter", "year", "color",
}  # fmt: skip


def spoilt(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with hostile text in every column of free text."""
    free = [
        name
        for name in frame.columns
        if name not in KEYS and frame[name].map(lambda cell: isinstance(cell, str)).all()
    ]
    return frame.assign(**dict.fromkeys(free, EVIL))


@pytest.fixture(scope="module")
def hostile(toy):
    """Return the toy region with hostile text in every text of every table."""
    tables = {
        field.name: spoilt(getattr(toy, field.name))
        for field in dataclasses.fields(toy)
        if isinstance(getattr(toy, field.name), pd.DataFrame)
    }
    tables["zones"]["name_zh"] = NAMES
    return dataclasses.replace(toy, title_zh=EVIL, title_en=EVIL, **tables)


@pytest.fixture(scope="module")
def hostile_page(hostile, tmp_path_factory):
    """Write the page of the hostile region."""
    return save_page(explore(hostile, map_number=EVIL), tmp_path_factory.mktemp("hostile") / "page.html")


def block(page: Path) -> dict:
    """Read the data of a page as a program would."""
    return data(page.read_text("utf-8"))


def test_the_data_are_the_cells(hostile_page):
    """Nothing is evaluated, cut or changed on the way into the page."""
    data = block(hostile_page)
    assert [zone["zh"] for zone in data["zones"]] == NAMES
    assert {zone["en"] for zone in data["zones"]} == {EVIL}
    assert {county["zh"] for county in data["counties"]} == {EVIL}
    assert data["meta"]["title_zh"] == data["meta"]["map_number"] == EVIL


@pytest.mark.parametrize("scripts", [True, False])
def test_the_page_shows_the_cells_as_text(visit, hostile_page, scripts):
    """The names stand on the page; no image came of them and no script ran."""
    visited = visit(hostile_page, scripts=scripts)
    shown = visited.page.locator("body").inner_text()
    for name in NAMES:
        assert name in shown
    assert visited.page.locator("img").count() == 0
    assert visited.page.title().count("{{ 7*7 }}") >= 1
    assert visited.requests == [hostile_page.as_uri()]
    assert visited.complaints == []


def test_no_cell_runs(visit, hostile_page):
    """Open every zone's card: still nothing has run."""
    visited = visit(hostile_page)
    for zone_id in ("one", "two", "three", "four"):
        visited.page.evaluate("hash => { location.hash = hash }", f"zone={zone_id}&year=2020")
        visited.page.wait_for_function("id => zonemap.state().selected === id", arg=zone_id)
    assert visited.page.evaluate("window.hacked") is None
    assert visited.page.locator("img").count() == 0
    assert visited.complaints == []


@pytest.mark.parametrize("bad", ["{{ 7*7 }}", "a b", "x');alert(1)//", ""])
def test_an_id_that_could_be_read_as_code_is_refused(toy, bad):
    """Ids are the one text that folium gets."""
    zones = toy.zones.rename(index={"one": bad})
    told = {
        name: getattr(toy, name).replace({"zone_id": {"one": bad}})
        for name in ("industries", "reforms", "events", "evidence")
    }
    with pytest.raises(ZonemapError, match="an id holds letters"):
        explore(dataclasses.replace(toy, zones=zones, **told))


TEMPLATED = {
    "Element", "Template", "Html", "Popup", "Tooltip", "GeoJsonPopup", "GeoJsonTooltip", "DivIcon", "JsCode",
    "IFrame", "MacroElement",
}  # fmt: skip


def called(node: ast.Call) -> tuple[str, str]:
    """Return the object and the name of a called function, such as ``folium`` and ``Popup``."""
    if isinstance(node.func, ast.Attribute):
        return (node.func.value.id if isinstance(node.func.value, ast.Name) else ""), node.func.attr
    return "", node.func.id if isinstance(node.func, ast.Name) else ""


def data_in_templates(source: str) -> list[int]:
    """Return the lines that hand anything but a literal to a template, a popup or a tooltip."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        owner, name = called(node)
        given = [*node.args, *(word.value for word in node.keywords)]
        templated = name in TEMPLATED and owner != "ET"
        shown = [word for word in node.keywords if word.arg in ("popup", "tooltip", "caption")]
        if shown or (templated and not all(isinstance(value, ast.Constant) for value in given)):
            lines.append(node.lineno)
    return lines


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_module_hands_data_to_a_template(path):
    """Templates get literals, folium's popups and tooltips nothing at all."""
    assert data_in_templates(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "line",
    ["Element(name)", "folium.Popup(f'{name}')", "Template(text)", "folium.GeoJson(shape, tooltip=name)"],
)
def test_the_check_finds_what_it_looks_for(line):
    """Each of these would let a cell through."""
    assert data_in_templates(line) == [1]


POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
SCRIPT = re.compile(r"<script([^>]*)>(.*?)</script>", re.DOTALL)
STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)


@pytest.fixture(scope="module")
def page(toy):
    """Return the toy region's page."""
    return explore(toy).get_root().render()


def policy(page: str) -> dict[str, list[str]]:
    """Return the directives of the policy."""
    (text,) = POLICY.findall(page)
    return {words[0]: words[1:] for words in (part.split() for part in text.split(";"))}


def hashed(text: str) -> str:
    """Return the hash of a script or style as a policy writes it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_all_is_forbidden_but_what_is_named(page):
    """The default is nothing; nothing may be fetched, sent or rebased."""
    found = policy(page)
    for directive in ("default-src", "connect-src", "form-action", "base-uri"):
        assert found[directive] == ["'none'"]
    assert found["img-src"] == ["data:", "blob:"]


def test_every_script_is_known_by_its_hash(page):
    """Each script that can run, the packed ones too, and no other."""
    running = [text for attributes, text in SCRIPT.findall(page) if "type=" not in attributes]
    assert sorted(policy(page)["script-src"]) == sorted(map(hashed, [*running, *unpacked(page)]))


def test_every_style_is_known_by_its_hash(page):
    """Each style sheet, and no other."""
    assert policy(page)["style-src"] == [hashed(text) for text in STYLE.findall(page)]


def test_nothing_stands_inline_without_a_hash(page):
    """No style attributes and no handlers in the markup; links lead nowhere outside."""
    markup = STYLE.sub("", SCRIPT.sub("", page))
    assert not re.search(r"\s(style|on\w+)=", markup)
    assert not re.search(r"<(script|link|img|iframe|object|embed|base)\b", markup)


def test_the_policy_comes_before_what_it_governs(page):
    """A policy holds for what follows it only."""
    assert page.index("Content-Security-Policy") < page.index("<style") < page.index("<script")


def test_leaflet_travels_with_its_notice(page):
    """Its authors and version are named in the open."""
    assert "Leaflet 1.9.3" in page
    assert "Vladimir Agafonkin" in page
    assert "@preserve" in unpacked(page)[0][:40]


def test_a_script_that_came_from_elsewhere_does_not_run(visit, page, tmp_path):
    """Smuggle a script and a handler into the file: the policy stops both."""
    smuggled = "<script>hacked = 1</script><button id='b' onclick='hacked = 1'>x</button></body>"
    (tmp_path / "page.html").write_text(page.replace("</body>", smuggled), encoding="utf-8")
    visited = visit(tmp_path / "page.html")
    visited.page.evaluate("document.getElementById('b').click()")
    assert visited.page.evaluate("window.hacked") is None
    assert len(visited.complaints) == 2
