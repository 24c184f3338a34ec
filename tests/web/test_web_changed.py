"""The card of a zone whose cell was changed since its source, and whose own cells are the evidence."""

import json

import pytest

from kit import toy
from zonemap.core.vocabulary import label
from zonemap.outputs.page.document import save_page
from zonemap.outputs.page.explore import explore
from zonemap.region.reading import read_region

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
