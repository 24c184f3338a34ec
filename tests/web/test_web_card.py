"""The card of a zone: every value with who says so, what was changed since, and what nobody says."""

import json
import re
import shutil
from contextlib import ExitStack

import pytest

from conftest import GEODATA, open_page
from kit import toy
from kit.regions import at_stop
from zonemap.analysis.fact import When
from zonemap.analysis.facts import FactBook
from zonemap.analysis.measures import known_industries, neighbours, shared_industries
from zonemap.analysis.value_words import field_label
from zonemap.core.dates import format_date
from zonemap.core.vocabulary import label
from zonemap.outputs.page.document import save_page
from zonemap.outputs.page.explore import explore
from zonemap.region.reading import read_region

ENTRIES = """() => [...document.querySelectorAll('.card dt')].map(title => ({
    title: title.textContent,
    value: title.nextElementSibling.querySelector('.value')?.textContent ?? '',
    evidence: [...title.nextElementSibling.querySelectorAll('.evidence li')].map(line => line.textContent),
    more: title.nextElementSibling.textContent,
    links: [...title.nextElementSibling.querySelectorAll('.zone-link')].map(link => link.dataset.zone),
}))"""
ROWS = """() => [...document.querySelectorAll('.card .rows > li')].map(row => ({
    value: row.querySelector('.value').textContent,
    text: row.textContent,
    evidence: [...row.querySelectorAll('.evidence li')].map(line => line.textContent),
}))"""
CARD_FIELDS = {
    **dict.fromkeys(("lon", "lat", "point_basis"), "point"),
    **dict.fromkeys(("bounds_zh", "bounds_en"), "bounds"),
}
"""Columns that the card tells together."""
ZONES = [
    "linfen-edz", "houma-edz", "hongtong-etdz", "xiangfen-etdz", "anze-etdz", "xixian-maidz", "yaodu-htz",
    "huozhou-etdz", "guxian-etdz", "anze-maidz", "xiangning-ectdz", "puxian-cluster", "quwo-cluster",
    "yicheng-cluster", "fushan-cluster", "xiangning-cluster", "jixian-cluster", "fenxi-cluster",
    "yonghe-cluster", "daning-cluster",
]  # fmt: skip


def half(text: str, lang: str) -> str:
    """Return the half of a bilingual text that is in a language."""
    halves = text.split(" / ")
    return halves[lang == "en"] if len(halves) == 2 else text


def is_backed(lines: list[str], evidence, sources, lang: str) -> bool:
    """Tell whether lines name publisher, day, place in the source, confidence and note of each evidence."""
    if len(lines) != len(evidence):
        return False
    for line, (_, row) in zip(lines, evidence.iterrows(), strict=True):
        source = sources.loc[row["source_id"]]
        said = [
            source["publisher"],
            format_date(source["date"], lang) if source["date"] else label("page", "undated_source", lang),
            half(row["locator"], lang),
            re.split("[:：]", label("confidence", row["confidence"], lang))[0],
            half(row["note"], lang),
        ]
        if not all(text in line for text in said):
            return False
    return True


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("zone_id", ZONES)
def test_every_value_says_who_says_so(desk, linfen, zone_id, lang):
    """For each of the 20 zones: source, its day, the place in it, and how sure, for every stated value."""
    desk.go(f"lang={lang}&zone={zone_id}&year=2024")
    sources = linfen.sources.set_index("source_id")
    of_day = linfen.history.loc[linfen.history["zone_id"] == zone_id, "field"]  # said by the history's own
    evidence = linfen.evidence[
        (linfen.evidence["zone_id"] == zone_id)
        & (linfen.evidence["table"] == "zones")
        & ~linfen.evidence["field"].isin(of_day)
    ]
    entries = {entry["title"]: entry for entry in desk.page.evaluate(ENTRIES)}
    for field, every in evidence.groupby(evidence["field"].replace(CARD_FIELDS)):
        rows = every.drop_duplicates(["source_id", "locator", "confidence", "note"])
        entry = entries[field_label(field).of(lang)]
        assert entry["value"]
        assert is_backed(entry["evidence"], rows, sources, lang), (field, entry)
    assert label("page", "no_evidence", lang) not in desk.page.locator(".card").inner_text()


@pytest.mark.parametrize("zone_id", ["linfen-edz", "huozhou-etdz", "quwo-cluster"])
def test_every_row_of_other_tables_says_so_too(desk, linfen, zone_id):
    """Industries, reforms, partners and events: as many as the tables have, each with its evidence."""
    desk.go(f"zone={zone_id}&year=2024")
    rows = desk.page.evaluate(ROWS)
    tables = {
        "industries": lambda row: label("industry", row["industry"], "zh"),
        "reforms": lambda row: label("measure", row["measure"], "zh"),
        "partners": lambda row: row["name_zh"],
        "events": lambda row: row["text_zh"],
    }
    expected = [
        says(row)
        for table, says in tables.items()
        for _, row in getattr(linfen, table)[getattr(linfen, table)["zone_id"] == zone_id].iterrows()
        if row.get("state") != "not_reported"  # that is listed as not stated
    ]
    due = set(linfen.reforms.loc[linfen.reforms["zone_id"] == zone_id, "due"])
    assert len(rows) == len(expected) + len(due)
    for text in expected:
        found = [row for row in rows if text in row["text"]]
        assert found
        assert all(row["evidence"] for row in found)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("zone_id", ["fushan-cluster", "guxian-etdz", "linfen-edz"])
def test_what_is_not_stated_is_listed(desk, linfen, zone_id, lang):
    """Each column without a value, under its own heading, and none that has one."""
    desk.go(f"lang={lang}&zone={zone_id}")
    listed = desk.page.locator(".card .missing li").all_inner_texts()
    zone = linfen.zones.loc[zone_id]
    for column in ("township", "applied", "approved", "unveiled", "operating", "area_km2"):
        stated = zone[column] != "" and zone[column] == zone[column]
        assert (label("page", f"field_{column}", lang) in listed) is not stated, column
    has_partner = zone_id in set(linfen.partners["zone_id"])
    assert (label("page", "part_partners", lang) in listed) is not has_partner
    assert label("page", "part_missing", lang) in desk.page.locator(".card").inner_text()


def test_a_measure_that_is_not_reported_is_listed_as_not_stated(desk):
    """古县: none of the three."""
    desk.go("zone=guxian-etdz")
    listed = desk.page.locator(".card .missing li").all_inner_texts()
    for measure in ("term", "appointment", "performance_pay"):
        assert label("measure", measure, "zh") in listed


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("zone_id", ["guxian-etdz", "houma-edz"])
def test_the_basis_of_the_boundary_is_told_in_words(desk, linfen, zone_id, lang):
    """What the line on the map is, and what it is not."""
    desk.go(f"lang={lang}&zone={zone_id}")
    basis = linfen.zones.at[zone_id, "basis"]
    note = desk.page.locator(".basis-note").inner_text()
    assert label("basis", basis, lang) in note
    assert label("page", f"basis_{basis}", lang) in note


@pytest.mark.parametrize("zone_id", ["hongtong-etdz", "quwo-cluster", "anze-maidz", "yonghe-cluster"])
def test_what_is_computed_is_what_the_library_computes(desk, linfen, zone_id):
    """Nearest zone and same industry as all outputs tell them; zones in neighbouring counties, and rivals."""
    desk.go(f"zone={zone_id}")
    entries = {entry["title"]: entry for entry in desk.page.evaluate(ENTRIES)}
    for fact in FactBook(linfen).computed_of(zone_id):
        entry = entries[fact.label.zh]
        assert entry["value"] == fact.value.zh
        assert fact.derivation.zh in entry["more"]
        assert entry["links"] == list(fact.zone_ids)
    around = neighbours(linfen.zones, linfen.counties)[zone_id]
    assert set(entries[label("page", "neighbours", "zh")]["links"]) <= set(around)
    assert len(entries[label("page", "neighbours", "zh")]["links"]) == min(12, len(around))
    pairs = shared_industries(
        linfen.zones, known_industries(linfen), neighbours(linfen.zones, linfen.counties)
    )
    rivals = {
        other
        for pair in pairs[["zone_id", "other"]].itertuples(index=False)
        for other in pair
        if zone_id in pair and other != zone_id
    }
    assert set(entries.get(label("page", "rivals_title", "zh"), {"links": []})["links"]) == rivals


def test_the_way_to_the_seat_is_given_where_the_point_lies_in_the_zone(visit, toy, tmp_path):
    """Zone ``one`` has a site, 4.4 km off; the point of ``two`` is the seat: of it nothing is said."""
    seat = label("page", "to_seat", "zh")
    page = save_page(explore(toy), tmp_path / "toy.html")
    found = {}
    for zone_id in ("one", "two"):
        entries = visit(page, hash=f"lang=zh&zone={zone_id}").page.evaluate(ENTRIES)
        found[zone_id] = [entry["value"] for entry in entries if entry["title"] == seat]
    assert found == {"one": ["甲县驻地，约 4 公里"], "two": []}


def test_a_neighbour_is_one_click_away(desk):
    """The card becomes its card, the map rings its mark, and back goes back."""
    desk.go("zone=hongtong-etdz")
    link = desk.page.locator(".card .zone-link").first
    other = link.get_attribute("data-zone")
    link.click()
    assert desk.state()["selected"] == other
    assert desk.page.locator(f'.card[data-zone="{other}"]').is_visible()
    desk.page.go_back()
    desk.page.wait_for_function("() => zonemap.state().selected === 'hongtong-etdz'")


def test_the_card_is_for_the_year_and_says_so(desk):
    """洪洞 had no zone in 2016: the card tells its state then, and that the map does not show it."""
    desk.go("zone=hongtong-etdz&year=2016")
    head = desk.page.locator(".card-head").inner_text()
    assert label("status", "not_yet", "zh") in head
    assert "2016" in head
    assert label("page", "not_shown_now", "zh") in head


def test_closing_the_card_goes_back_to_the_list(desk):
    """The keyboard's place, too."""
    desk.go("zone=houma-edz")
    desk.page.locator('.card-acts [data-focus="close"]').click()
    assert desk.state()["selected"] is None
    assert desk.page.evaluate("document.activeElement.id") == "zone-list"


def test_without_a_zone_the_card_tells_of_the_region(desk, linfen):
    """What happened to the region as a whole, and all sources."""
    desk.go("tab=card")
    card = desk.page.locator(".card").inner_text()
    assert linfen.title_zh in card
    for text in linfen.events.loc[linfen.events["zone_id"] == "", "text_zh"]:
        assert text in card
    for publisher in linfen.sources["publisher"]:
        assert publisher in card


@pytest.mark.parametrize(
    ("lang", "then", "later"),
    [
        ("zh", "正在申报 · 截至2020年5月14日", "正在申报（最近所知：2020年5月14日） · 2024 年底"),
        ("en", "Applying · by 14 May 2020", "Applying (last known: 14 May 2020) · end of 2024"),
    ],
)
def test_an_application_without_an_outcome_is_dated(desk, lang, then, later):
    """安泽 applied in 2020 and no source tells what came of it; 乡宁 was approved."""
    badge = desk.page.locator(".card .badge").first
    desk.go(f"lang={lang}&zone=anze-maidz&year=2020")
    assert badge.inner_text() == then
    desk.go(f"lang={lang}&zone=anze-maidz&year=2024")
    assert badge.inner_text() == later
    desk.go(f"lang={lang}&zone=xiangning-ectdz&year=2024")
    assert label("status", "approved", lang) in badge.inner_text()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("year", [1997, 2012, 2018, 2020, 2024])
@pytest.mark.parametrize("zone_id", ["linfen-edz", "quwo-cluster"])
def test_the_card_tells_at_each_stop_what_is_known_on_its_day(desk, linfen, zone_id, year, lang):
    """Value by value as the library tells it, with its mark: later, last known, not known whether so."""
    desk.go(f"lang={lang}&zone={zone_id}&year={year}")
    entries = [(entry["title"], entry["value"]) for entry in desk.page.evaluate(ENTRIES)]
    rows = [row["text"] for row in desk.page.evaluate(ROWS)]
    missing = desk.page.locator(".card .missing li").all_inner_texts()
    facts = FactBook(at_stop(linfen, year)).stated_of(zone_id)
    told = {fact.label for fact in facts if fact.when is not When.silent}
    for fact in facts:
        if fact.when is When.silent:
            assert (fact.label.of(lang) in missing) is (fact.label not in told)
        elif fact.section == "status":
            assert desk.page.locator(".card .badge").first.inner_text().startswith(fact.described.of(lang))
        elif fact.section in ("values", "place"):
            assert (fact.label.of(lang), fact.described.of(lang)) in entries
        else:
            assert any(fact.described.of(lang) in text for text in rows), fact
    marks = {fact.when for fact in facts}
    assert year >= 2018 or When.later in marks
    assert year <= 2020 or When.last_known in marks


def test_what_is_asked_first_is_seen_at_once(desk):
    """On a screen of 1366 × 768 county, year and area of 古县 stand above the fold, each with its source."""
    desk.page.set_viewport_size({"width": 1366, "height": 768})
    desk.go("lang=zh&zone=guxian-etdz&year=2020")
    large = desk.page.locator(".card .large > div")
    assert desk.page.locator(".card .large details[open]").count() == 0
    assert large.locator(".value").all_inner_texts() == ["古县", "2020年2月", "11.01 km²"]
    boxes = [large.nth(at).bounding_box() for at in range(3)]
    assert all(box["y"] + box["height"] < 768 for box in boxes)
    number = int(re.search(r"\d+", large.nth(2).locator(".sign").inner_text())[0])
    assert "山西晚报" in desk.page.locator(".card ol.sources > li").nth(number - 1).text_content()


@pytest.mark.parametrize("act", ["click", "Enter"])
def test_a_fact_unfolds_its_sources_and_stays_unfolded(desk, act):
    """By pointer or keyboard; another year leaves it open, another zone does not."""
    desk.go("lang=zh&zone=guxian-etdz&year=2020")
    summary = desk.page.locator(".large summary").last
    source = desk.page.locator(".large .evidence").last
    assert not source.is_visible()
    if act == "click":
        summary.click()
    else:
        summary.focus()
        desk.page.keyboard.press(act)
    assert "山西晚报" in source.inner_text()
    desk.page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")  # told
    desk.page.evaluate("zonemap.store.set({ year: 2021 })")
    assert "山西晚报" in desk.page.locator(".large .evidence").last.inner_text()
    desk.page.evaluate("zonemap.store.set({ selected: 'huozhou-etdz' })")
    assert desk.page.locator(".card details[open]").count() == 0


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
