"""What stands in a cell arrives as the text it is: never as code, markup or a template."""

import ast
import dataclasses
import json
import re
from pathlib import Path

import pandas as pd
import pytest

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
    found = re.search(r'<script id="zonemap-data"[^>]*>(.*?)</script>', page.read_text("utf-8"), re.DOTALL)
    return json.loads(found[1])


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
