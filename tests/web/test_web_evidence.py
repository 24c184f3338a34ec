"""The card says where a surveyed boundary comes from and which cell was changed since its source."""

import json
import shutil
from contextlib import ExitStack

import pytest

from conftest import GEODATA, open_page
from kit import toy
from zonemap.core.vocabulary import label
from zonemap.outputs.page.document import save_page
from zonemap.outputs.page.explore import explore
from zonemap.region.reading import read_region

MADE_UP = "yaodu-htz"


@pytest.fixture(scope="module")
def page(browser, tmp_path_factory):
    """Open a page of the geodata in which one zone has the made-up boundary, a hole and two parts."""
    folder = shutil.copytree(GEODATA, tmp_path_factory.mktemp("surveyed") / "geodata")
    (folder / "boundaries").mkdir(exist_ok=True)
    shutil.copy(folder / "examples" / "made-up-zone.txt", folder / "boundaries" / f"{MADE_UP}.txt")
    file = save_page(explore(read_region(folder)), folder.parent / "page.html")
    with ExitStack() as contexts:
        yield open_page(browser, contexts, file)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_provenance_of_a_survey_is_on_the_card(page, lang):
    """File, format, declared and used reference system, both areas, repairs and notes."""
    page.go(f"lang={lang}&zone={MADE_UP}")
    part = page.page.locator(".card-part").first
    heads, says = part.locator("dt").all_inner_texts(), part.locator("dd").all_inner_texts()
    said = dict(zip(heads, says, strict=True))

    def of(key):
        return said[label("page", f"survey_{key}", lang)]

    assert of("file") == f"{MADE_UP}.txt"
    assert of("format") == label("boundary_format", "parcel_txt", lang)
    assert "2000国家大地坐标系" in of("declared")
    assert of("crs") == "EPSG:4525"
    assert (of("area"), of("stated")) == ("4.8366 km²", "4.8368 km²")
    assert of("repairs") == label("page", "survey_whole", lang)
    assert {"zh": "按空洞处理", "en": "holes"}[lang] in of("notes")


def test_a_survey_is_drawn_solid_and_counted(page):
    """Solid line; the basis in words; one surveyed in the legend."""
    page.go(f"zone={MADE_UP}")
    dash = page.page.evaluate(
        f"[...window.zonemap.map.shapes.zone.get('{MADE_UP}')].map(shape => shape.options.dashArray)"
    )
    assert dash == [None]
    assert label("page", "basis_surveyed", "zh") in page.page.locator(".basis-note").inner_text()
    page.go("basis=surveyed")
    assert page.state()["visible"] == [MADE_UP]
    assert page.complaints == []


EVIDENCE = """\
table,zone_id,field,source_id,locator,value,confidence,note
zones,one,area_km2,gazette,p. 1,<b>9</b>,H,
zones,one,kind,gazette,p. 1,economic,H,
"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_card_says_what_changed_and_whose_cell_it_is(visit, tmp_path, lang):
    """The mark and the stated value at the area alone, as text; elsewhere the cell of the planner's table."""
    folder = toy.write_geodata(tmp_path / "toy", evidence=EVIDENCE)
    described = {**toy.PACKAGE, "evidence": "own"}
    (folder / "datapackage.json").write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
    path = save_page(explore(read_region(folder)), tmp_path / "page.html")
    seen = visit(path, hash=f"lang={lang}&zone=one")
    entries = dict(
        seen.page.eval_on_selector_all(
            ".card dt",
            "titles => titles.map(title => [title.textContent, title.nextElementSibling.innerText])",
        )
    )
    changed = label("page", "changed", lang).strip()
    area = entries[label("page", "field_area_km2", lang)]
    assert changed in area
    assert "<b>9</b>" in area
    assert [title for title, text in entries.items() if changed in text] == [
        label("page", "field_area_km2", lang)
    ]
    assert "zones.csv M2" in entries[label("page", "field_approved", lang)]
    assert "zones.csv" not in entries[label("page", "field_kind", lang)]
    assert seen.complaints == []
