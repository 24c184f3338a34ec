"""What stands in a cell arrives as text, never as code or markup; the policy lets what is carried run."""

import ast
import base64
import dataclasses
import hashlib
import re
from pathlib import Path

import pandas as pd
import pytest

from kit.page_parts import data, unpacked
from zonemap.core.errors import ZonemapError
from zonemap.outputs.page.document import save_page
from zonemap.outputs.page.explore import explore

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
