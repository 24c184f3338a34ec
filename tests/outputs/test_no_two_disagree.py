"""No two outputs of one day disagree: statuses, counts and facts with their marks are those of the region."""

import html
import io
import re
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree as ET

import pandas as pd
import pyogrio
import pytest
from nbformat import NotebookNode
from pypdf import PdfReader

from kit import looks, page_parts, readback, readers
from kit.corpus import Corpus, runs_of
from kit.decks import deck_bytes, opened, shown, texts, with_hidden
from kit.drawn import texts as figure_texts
from kit.drawn import words
from zonemap.analysis.fact import Fact, When
from zonemap.analysis.fact_rows import FactRow, fact_rows
from zonemap.analysis.facts import FactBook, facts_of
from zonemap.analysis.legend import legend_by
from zonemap.analysis.measures import count_approvals, counts_by_status
from zonemap.core.build_context import BuildContext
from zonemap.core.dates import year_of
from zonemap.core.vocabulary import label, state_terms, terms
from zonemap.outputs.atlas.writer import write_atlas
from zonemap.outputs.figures.industries import plot_industries
from zonemap.outputs.figures.overview import plot_map
from zonemap.outputs.figures.reforms import plot_reforms
from zonemap.outputs.figures.timeline import plot_timeline
from zonemap.outputs.figures.zone import plot_zone
from zonemap.outputs.geopackage.writer import write_geopackage
from zonemap.outputs.notebooks import load_tools, run_notebooks
from zonemap.outputs.page.document import save_page
from zonemap.outputs.page.explore import explore
from zonemap.outputs.workbook.writer import write_workbook
from zonemap.painters.figures import save_figure
from zonemap.region.region import Region
from zonemap.region.status import APPROVED
from zonemap.scene.zone_marks import number_zones
from zonemap.style.marks import mark_parts

GEODATA = Path(__file__).parents[2] / "geodata"
A_DAY = "2018-12-31"
"""On it some things are so, some later, some not known."""
SOME_DAYS = ("1990-01-01", "2000-01-01", "2017-06-30", "2019-12-31", "2020-05-14", "2022-03-01", "2030-12-31")
DAYS = [A_DAY, *(pytest.param(day, marks=pytest.mark.slow) for day in SOME_DAYS)]
ABOVE = ("name_zh", "name_en", "kind")
"""What atlas and deck tell in the heading of a zone, where it holds on the day."""


@pytest.fixture(scope="module", params=DAYS)
def region(request: pytest.FixtureRequest, linfen: Region) -> Region:
    """Return Linfen on each of the days."""
    return linfen.as_of(request.param)


@pytest.fixture(scope="module")
def page(region: Region, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Write the page of the day."""
    return save_page(explore(region), tmp_path_factory.mktemp("page") / "page.html").read_text("utf-8")


@pytest.fixture(scope="module")
def deck(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the deck of the day."""
    file = tmp_path_factory.mktemp("deck") / "deck.pptx"
    file.write_bytes(deck_bytes(region, lang="zh"))
    return file


@pytest.fixture(scope="module")
def atlas(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the atlas of the day."""
    return write_atlas(region, tmp_path_factory.mktemp("atlas") / "atlas.pdf")


@pytest.fixture(scope="module")
def data(page: str) -> dict:
    """Return what the page of the day knows."""
    return page_parts.data(page)


def plain(text: str) -> str:
    """Return a text without the breaks and spaces that a line or a page puts into it."""
    return re.sub(r"\s+", "", text)


def holds(said: str, row: FactRow) -> bool:
    """Tell whether a text holds the value of a row; a broken heading beside it ends between its lines."""
    value, heading = plain(row.value.zh), plain(row.label.zh)
    if value in said:
        return True
    ends = "|".join(re.escape(heading[at:]) for at in range(1, len(heading)))
    return bool(re.search(f"(?:{ends})?".join(map(re.escape, value)), said)) if ends else False


def named(region: Region, zone_ids: Iterable[str]) -> list[str]:
    """Return the names of zones, sorted."""
    return sorted(region.zones.loc[list(zone_ids), "name_zh"])


def rows_of(region: Region, zone_id: str) -> list[FactRow]:
    """Return what atlas and deck say of a zone below its heading."""
    return fact_rows(
        fact
        for fact in facts_of(region, zone_id)
        if fact.section != "status" and not (fact.field in ABOVE and fact.is_drawn)
    )[0]


def test_the_page_tells_what_the_region_knows(region, data):
    """Status, count and every fact with its mark, at the stop that is the day, in both languages."""
    year = region.date.year
    book = FactBook(region)
    assert {zone["id"]: zone["status"] for zone in data["zones"]} == region.zones["status"].to_dict()
    assert {zone["id"]: zone["shown"] for zone in data["zones"]} == region.zones["is_shown"].to_dict()
    count = count_approvals(region)
    assert data["approvals"][year - data["meta"]["first_year"]] == [count.certain, count.possible]
    for zone in data["zones"]:
        written = readback.page_facts(data["facts"], zone["facts"])
        for lang in ("zh", "en"):
            assert readback.facts_at(written, year, lang) == [
                (fact.section, fact.field, fact.described.of(lang), fact.when.value)
                for fact in book.facts_of(zone["id"])
            ]


def test_every_stop_of_the_page_tells_what_the_region_knows_on_its_day(region, data):
    """All but what is computed from other zones, which holds for the page's own day and says so."""
    for year in range(data["meta"]["first_year"], data["meta"]["last_year"] + 1):
        state = region if year == region.date.year else region.as_of(str(year))
        book = FactBook(state)
        for zone in data["zones"]:
            written = readback.page_facts(data["facts"], zone["facts"])
            found = [fact for fact in readback.facts_at(written, year, "zh") if fact[0] != "computed"]
            assert found == [
                (fact.section, fact.field, fact.described.zh, fact.when.value)
                for fact in book.stated_of(zone["id"])
            ], (year, zone["id"])


def test_the_page_without_scripts_says_the_same(region, page):
    """Its table: the zones drawn, their status, and approvals by the day, those that may be so marked."""
    shown = region.shown
    said = readback.page_without_scripts(page, "zh")
    book = FactBook(region)
    status = {name: book.status_of(zone_id).zh for zone_id, name in shown["name_zh"].items()}
    assert (said["zones"], said["status"]) == (named(region, shown.index), status)
    approved = {}
    for zone_id in shown.index:
        (fact,) = [fact for fact in book.values_of(zone_id) if fact.field == "approved"]
        if fact.when not in (When.silent, When.later):
            approved[shown.at[zone_id, "name_zh"]] = fact.described.zh
    assert said["approved"] == approved


def test_the_table_without_scripts_names_the_sources_of_its_rows(region, page):
    """Those of the facts that stand in the row, and no others, such as those of partners."""
    book = FactBook(region)
    source_of = region.evidence["source_id"]
    named_as = {
        row.source_id: f"{row.publisher} {row.date}".strip() for row in region.sources.itertuples(index=False)
    }
    rows = ET.fromstring(readback._TABLE.search(page)[1]).find("tbody")
    said = {row[0].text.strip(): set(row[-1].text.strip().split("、")) for row in rows}
    columns = ("name_zh", "name_en", "kind", "counties", "status", "approved", "area_km2")
    for zone_id, name in region.shown["name_zh"].items():
        told = [
            fact
            for fact in book.stated_of(zone_id)
            if (fact.field in columns or fact.section == "industries")
            and fact.when not in (When.later, When.silent)
        ]
        assert said[name] == {named_as[source_of[label]] for fact in told for label in fact.evidence}


def test_the_figure_says_the_same(region, tmp_path):
    """Its list names the zones drawn; approved are those that certainly are."""
    drawn, _ = plot_map(region, lang="zh")
    said = readback.figure(save_figure(drawn, tmp_path / "map.svg", title="map").read_text("utf-8"), "zh")
    shown = region.shown
    assert said["zones"] == named(region, shown.index)
    assert said["by_status"].get(label("status", "approved", "zh"), 0) == count_approvals(region).certain


def test_the_drawing_without_scripts_has_the_mark_of_each_status(region, page):
    """Part by part, as the style has it for kind and status; each zone that the day shows has one."""
    legend = legend_by(region, "kind")
    colors = {str(zone): legend.class_of(str(zone)).color for zone in region.shown.index}
    drawing = ET.fromstring(readback._SVG.search(page)[1])
    marks = looks.of_drawing(drawing, number_zones(region, legend), colors)
    expected = {}
    for zone_id, zone in region.shown.iterrows():
        parts = mark_parts(legend.class_of(zone_id).symbol, zone["status"])
        expected[zone_id] = [(part.fill, part.rim, bool(part.dash)) for part in parts]
    assert {zone: [(p.fill, p.rim, p.broken) for p in mark.parts] for zone, mark in marks.items()} == expected


def test_the_timeline_says_the_same(region):
    """It names the zones drawn and no others; the years add up to the approvals that are dated."""
    drawn, _ = plot_timeline(region, lang="zh")
    said = plain(words(drawn))
    names = region.zones["name_zh"]
    assert [name for name in names if plain(name) in said] == [
        name for name, is_shown in zip(names, region.zones["is_shown"], strict=True) if is_shown
    ]
    dated = region.shown[region.shown["status"].isin(APPROVED)]["approved"].map(year_of).notna().sum()
    total = label("figure", "count_total", "zh").format(n=dated)
    assert (plain(total) in said) is bool(dated)
    waiting = set(region.shown["status"]) & {"applying", "undated", "unknown"}
    assert all(plain(label("status", status, "zh")) in said for status in waiting)


def test_the_figure_of_industries_says_the_same(region):
    """How many zones name how many industries by the day; later and silent ones are told as such."""
    drawn, _ = plot_industries(region, lang="zh")
    said = plain(words(drawn))
    facts = {
        zone_id: [fact for fact in facts_of(region, str(zone_id)) if fact.section == "industries"]
        for zone_id in region.shown.index
    }
    now = {zone_id: [one.field for one in told if one.is_drawn] for zone_id, told in facts.items()}
    zones, industries = sum(map(bool, now.values())), {key for keys in now.values() for key in keys}
    assert (plain(f"{zones} 个区有产业记载") in said) is bool(zones)
    if zones and plain("最多的是") not in said:
        assert plain(f"共 {len(industries)} 种产业") in said
    later = [zone_id for zone_id, told in facts.items() if any(one.when is When.later for one in told)]
    if zones:
        assert (plain(label("figure", "industries_later", "zh").split("{")[0]) in said) is bool(later)
        assert all(plain(name) in said for name in region.shown["name_zh"])


def test_the_figure_of_the_reform_says_the_same(region):
    """The states of its board are those of the facts, measure by measure; the due date once it is told."""
    drawn, _ = plot_reforms(region, lang="zh")
    lines = [text.get_text() for text in figure_texts(drawn)]
    expected: Counter[str] = Counter()
    dues = set()
    for zone_id, zone in region.zones.iterrows():
        if zone["status"] not in APPROVED or zone["kind"] == "cluster":
            continue
        facts = [fact for fact in facts_of(region, str(zone_id)) if fact.section == "reforms"]
        dues |= {fact.value.zh for fact in facts if fact.field == "due" and fact.is_drawn}
        for measure in terms("measure"):
            told = [fact for fact in facts if fact.field == measure]
            held = [fact.value.zh.split("（")[0] for fact in told if fact.is_drawn]
            later = any(fact.when is When.later for fact in told)
            silent = "stated_later" if later else "not_reported"
            expected[held[-1] if held else state_terms()[silent].zh] += 1
    words_of = {term.zh for term in state_terms().values()}
    assert Counter(line for line in lines if line in words_of) == expected
    assert any("期限" in line for line in lines) is (len(dues) == 1)


def test_the_figure_of_a_zone_says_the_same(region):
    """Its name, and on what its boundary rests that day."""
    for zone_id in region.shown.index[:1]:
        drawn, _ = plot_zone(region, zone_id, lang="zh")
        said, zone = plain(words(drawn)), region.shown.loc[zone_id]
        assert plain(zone["name_zh"]) in said
        assert plain(label("basis", zone["basis"], "zh")) in said


def test_the_deck_says_the_same(region, deck):
    """The slide of each zone, with those behind it, holds every row of its facts; no other zone has one."""
    slides = opened(deck.read_bytes())
    about = [slide for slide in shown(slides) if label("deck", "back", "zh") in texts(slide)]
    said = {
        name: plain("".join(map(texts, with_hidden(slides, slide))))
        for slide in about
        for name in region.zones["name_zh"]
        if name in texts(slide).splitlines()
    }
    for zone_id, zone in region.shown.iterrows():
        assert plain(FactBook(region).status_of(zone_id).zh) in said[zone["name_zh"]]
        for row in rows_of(region, str(zone_id)):
            told = row.section == "place" or plain(row.value.zh) in said[zone["name_zh"]]
            assert told, (zone_id, row)
    assert set(said) == set(region.shown["name_zh"])


def test_the_atlas_says_the_same(region, atlas):
    """Its pages hold every row of the facts of each zone drawn, with its mark."""
    book = PdfReader(atlas)
    said = plain("".join(page.extract_text() for page in book.pages))
    for zone_id, zone in region.shown.iterrows():
        assert plain(zone["name_zh"]) in said
        for row in rows_of(region, str(zone_id)):
            assert holds(said, row), (zone_id, row)


def test_every_text_of_the_day_is_a_word_a_template_or_a_fact(region, page, deck, atlas, tmp_path):
    """Page, deck, atlas and the figures of the map and of the reform."""
    for name, plot in (("map", plot_map), ("reforms", plot_reforms)):
        save_figure(plot(region, lang="zh")[0], tmp_path / f"{name}.svg", title=region.title_zh)
    said = {
        "page": [readers.page_text(page)],
        "deck": [readers.deck(deck)],
        "atlas": [readers.atlas(atlas)],
        "figures": [readers.figure(path) for path in sorted(tmp_path.glob("*.svg"))],
    }
    corpus = Corpus(region)
    for output, files in said.items():
        texts_of = [run for sections in files for run in runs_of(output, sections)]
        assert texts_of
        assert corpus.unexplained(texts_of) == {}, output


def test_the_geopackage_says_the_same(region, tmp_path):
    """Status keys; a column holds what is so on the day, and nothing that is later or may be so."""
    frame = pyogrio.read_dataframe(write_geopackage(region, tmp_path / "region.gpkg"), layer="zones")
    frame = frame.set_index("zone_id")
    assert frame["status"].to_dict() == region.shown["status"].to_dict()
    for zone_id, told in frame.iterrows():
        facts = [fact for fact in facts_of(region, zone_id) if fact.section in ("values", "industries")]
        assert told["industries_zh"] == "、".join(
            fact.value.zh for fact in facts if fact.section == "industries" and fact.is_drawn
        )
        for fact in facts:
            if "@" not in fact.id and fact.field in frame:
                is_filled = told[fact.field] not in ("", None) and told[fact.field] == told[fact.field]
                assert is_filled == (fact.is_drawn and bool(fact.value)), fact
            if fact.remark and fact.when is not When.silent:
                assert fact.described.zh in told["remarks_zh"]


def test_the_workbook_holds_the_tables_and_says_of_which_day_they_are(region, linfen, tmp_path):
    """Whatever day is shown elsewhere: it can be given back."""
    said = readback.workbook(write_workbook(region, tmp_path / "region.xlsx"))
    whole = readback.workbook(write_workbook(linfen, tmp_path / "linfen.xlsx"))
    assert said | {"day": ""} == whole | {"day": ""}


def test_what_is_not_known_is_never_none(region):
    """Where an approval may be so, no count says 0; every fact that does not hold on the day is marked."""
    for zone_id in region.zones.index:
        for fact in facts_of(region, zone_id):
            assert is_marked(fact), fact
            assert fact.value.zh not in ("0", "无")
    count = count_approvals(region)
    if count.possible:
        assert not count.text.zh.startswith("0")


def is_marked(fact: Fact) -> bool:
    """Tell whether a fact that does not simply hold says so, in both languages."""
    if fact.when is When.now:
        return True
    said = fact.described
    return bool(fact.remark) or (fact.section == "reforms" and "截至" in said.zh and "as of" in said.of("en"))


def test_five_are_approved_at_the_end_of_2018_and_eleven_are_named_in_2030(linfen):
    """Counted from the dates, whatever is drawn."""
    assert linfen.as_of("2018-12-31").zones["status"].isin(APPROVED).sum() == 5
    assert count_approvals(linfen.as_of("2018-12-31")).certain == 5
    assert len(linfen.as_of("2030-12-31").shown) >= 11


@pytest.mark.slow
def test_the_notebooks_say_the_same(region, tmp_path):
    """Their map knows each status; their tables count as the region does and name the undated."""
    for name in ("02_zones_on_the_map", "03_approval_years"):
        shutil.copy(GEODATA.parent / "notebooks" / f"{name}.ipynb", tmp_path)
    load_tools()
    run = run_notebooks(tmp_path, BuildContext(GEODATA, day=region.date))
    on_map, by_year = (said_in(notebook) for notebook in run.values())
    page = next(text for text in on_map["text/html"] if "zonemap-data" in text)
    data = page_parts.data(html.unescape(page))
    assert data["meta"]["as_of"] == region.date.isoformat()
    assert {zone["id"]: zone["status"] for zone in data["zones"]} == region.zones["status"].to_dict()
    counts = next(table for table in by_year["tables"] if region.date.isoformat() in table.columns)
    told = counts.set_index(counts.columns[0])[region.date.isoformat()].to_dict()
    assert told == {label("status", key, "zh"): n for key, n in counts_by_status(region.zones).items()}
    undated = region.shown[region.shown["status"] == "undated"]["name_zh"]
    last = [text for text in by_year["text/html"] if "<table" in text][-1]
    assert [name for name in region.zones["name_zh"] if f">{name}<" in last] == list(undated)


def said_in(notebook: NotebookNode) -> dict[str, list]:
    """Return what the cells of a notebook that was run put out: their HTML, and the tables in it."""
    found = [output.data for cell in notebook.cells for output in cell.get("outputs", []) if "data" in output]
    written = [data["text/html"] for data in found if "text/html" in data]
    tables = [table for text in written if "<table" in text for table in pd.read_html(io.StringIO(text))]
    for table in tables:  # the name of an index is a second row of headings
        table.columns = table.columns.get_level_values(0)
    return {"text/html": written, "tables": tables}
