"""The notebooks of the repository, run on its data, open with no network."""

import datetime as dt
import os
import re
import socket
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from threading import Thread

import nbformat
import pytest
from nbconvert.exporters.html import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

import zonemap as zm
from kit.sheets import write_book
from kit.toy import write_geodata
from zonemap.core.build_context import BuildContext
from zonemap.core.errors import ZonemapError
from zonemap.outputs.notebooks import write_notebooks

ROOT = Path(__file__).parents[2]
MOST_BYTES = 1_500_000


@pytest.fixture(scope="module")
def pages(linfen_set):
    """Find the pages of the notebooks, run where a planner may have put them: beside a folder geodata."""
    return {path.stem: path for path in sorted((linfen_set / "notebooks").glob("*.html"))}


def pictures(page):
    """Return the figures of a page."""
    return page.locator("img[src^='data:image/png']")


def test_every_notebook_has_its_page(pages):
    """No notebook is left out."""
    assert list(pages) == sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))


def test_pages_open_without_network_or_complaint(pages, visit):
    """One request, for the file itself, and a quiet console."""
    for path in pages.values():
        seen = visit(path)
        seen.page.wait_for_load_state("networkidle")
        assert seen.requests == [path.as_uri()]
        assert seen.complaints == []


def test_pages_say_title_and_language(pages, visit):
    """A browser's tab and a screen reader know what this is."""
    for path in pages.values():
        page = visit(path).page
        assert " · " in page.title()
        assert page.locator("html").get_attribute("lang") == "zh-CN"
        assert page.locator("h1").count() == 1


def test_pages_are_light_and_hold_no_path(pages):
    """Small enough to mail, and nothing of the machine that wrote them."""
    for path in pages.values():
        assert path.stat().st_size <= MOST_BYTES
        text = path.read_text("utf-8")
        assert str(ROOT) not in text
        assert str(path.parents[2]) not in text


def test_nothing_went_to_the_error_stream(pages):
    """No warning stands between a cell and its answer."""
    for path in pages.values():
        assert "application/vnd.jupyter.stderr" not in path.read_text("utf-8")


SET = {
    "02_zones_on_the_map": {"color": "kind", "tab": "list"},
    "03_approval_years": {"color": "year", "tab": "list"},
    "04_industries": {"color": "industry", "tab": "industries"},
    "05_reform_board": {"color": "reform", "tab": "reforms"},
    "06_your_own_boundaries": {"selected": "linfen-edz", "tab": "card"},
    "08_your_own_numbers": {"color": "虚构亩均税收"},
    "09_another_city": {"color": "year", "year": 2019},
}
"""What the map of each notebook opens with."""


@pytest.mark.parametrize("stem", SET)
def test_the_map_in_the_page_is_alive_and_set_to_its_question(pages, visit, stem):
    """The map runs in its frame, knows its zones and shows what the notebook asks."""
    page = visit(pages[stem]).page
    page.locator("iframe").first.scroll_into_view_if_needed()
    frame = page.frames[1]
    frame.wait_for_function("() => window.zonemap && window.zonemap.state().visible.length > 2")
    state = frame.evaluate("window.zonemap.state()")
    assert {key: state[key] for key in SET[stem]} == SET[stem]
    assert len(state["visible"]) == (3 if stem.startswith("09") else 20)
    assert frame.locator("#map-host").is_visible()


def test_the_map_is_shut_in_its_frame(pages, visit):
    """The map's document has an origin of its own: it reaches nothing of the page around it."""
    page = visit(pages["02_zones_on_the_map"]).page
    assert page.frames[1].evaluate("self.origin") == "null"


def test_the_mistake_is_shown_with_file_row_and_way_out(pages):
    """The first notebook shows what an error looks like."""
    text = pages["01_meet_the_data"].read_text("utf-8")
    assert "tables.xlsx · 开发区 · 第2行 row 2 · 管理 「conty」" in text


def test_every_picture_says_what_it_shows(pages, visit):
    """Title, day and counts of a figure are read to those who cannot see it."""
    figures = {"02": 1, "03": 1, "04": 1, "05": 1, "06": 2, "07": 2, "08": 1}
    for stem in pages:
        alts = (
            visit(pages[stem])
            .page.locator("img[src^='data:image/png']")
            .evaluate_all("images => images.map(i => i.alt)")
        )
        assert len(alts) == figures.get(stem[:2], 0)
        assert all("20" in alt for alt in alts)


def test_pictures_are_as_sharp_as_a_screen_needs(pages, visit):
    """110 to 150 dots an inch of the sheet that they were drawn for, whichever it is."""
    widths_in = (960 / 72, 841.89 / 72, 720 / 72)
    for stem in ("03_approval_years", "07_figures_and_slides"):
        sizes = (
            visit(pages[stem])
            .page.locator("img[src^='data:image/png']")
            .evaluate_all("all => all.map(i => i.naturalWidth)")
        )
        assert all(any(110 <= size / width <= 150 for width in widths_in) for size in sizes)


def test_the_reported_tally_is_checked(pages):
    """Four approved since 2019 and two pending are the six that the source counts."""
    text = pages["03_approval_years"].read_text("utf-8")
    assert "获批 approved 4 + 在报 pending 2 = 6" in text


def test_only_the_steel_makers_are_neighbours(pages):
    """Of the pairs that name the same industry, one lies next door."""
    text = pages["04_industries"].read_text("utf-8")
    assert text.count("<td>True</td>") == 1
    assert text.count("<td>False</td>") == 3


def test_the_reform_board_counts_the_days_left(pages):
    """From 14 May to the end of June."""
    assert "47 days left" in pages["05_reform_board"].read_text("utf-8")


def test_the_own_boundary_is_surveyed_noticed_and_refused(pages):
    """The boundary dropped in is shown, its shifted copy named in metres, the broken one listed in full."""
    text = pages["06_your_own_boundaries"].read_text("utf-8")
    assert "published_area → surveyed" in text
    assert "实测界线·1.00 km²" in text
    assert text.count("<td>0.9999</td>") == 4
    assert "looks like GCJ-02: 552 m east and 23 m south" in text
    assert "2 problems" in text
    assert "linfen-edz.txt · 第8、9行" in text or "linfen-edz.txt · 第8, 9行 rows 8, 9" in text


def test_deck_and_atlas_are_opened(pages):
    """Slides, named shapes and the page of a county are read back."""
    text = pages["07_figures_and_slides"].read_text("utf-8")
    assert "县（市、区） (18): 尧都区 141002" in text
    assert "开发区界线 (2): 临汾经济开发区 linfen-edz" in text
    assert re.search(r"霍州市 \d+ True True", text)


def test_all_pages_together_stay_small(pages):
    """Nine notebooks, seven maps among them, fit an e-mail."""
    assert sum(path.stat().st_size for path in pages.values()) <= 8_000_000


@pytest.mark.slow
def test_the_same_notebooks_run_on_other_data(tmp_path):
    """A region of three counties with no tally and one area; 08 and 09 read sheets of their own."""
    geodata = write_geodata(tmp_path / "elsewhere")
    pages = write_notebooks(ROOT / "notebooks", tmp_path / "out", BuildContext(geodata))
    texts = {path.stem[:2]: path.read_text("utf-8") for path in pages}
    own = {
        number: text.replace("山西省临汾市尧都区", "") for number, text in texts.items()
    }  # an error's example
    assert [number for number, text in own.items() if "临汾市" in text and number < "08"] == []
    assert "玩具区 / Toy region / 2020-06-30" in texts["01"]
    assert "surveyed" in texts["06"]


@pytest.mark.slow
def test_they_run_on_a_sheet_that_knows_neither_date_nor_industry(tmp_path):
    """Those of years, industries and the reform say so in a sentence; the others show the sheet."""
    rows = [["名称", "所在县"], ["甲园区", "小店区"], ["乙园区", "清徐县"], ["丙园区", "阳曲县"]]
    sheet = write_book(tmp_path / "园区.xlsx", {"开发区": rows})
    notes = BuildContext(sheet, state_day=dt.date(2023, 12, 31), lang="en", map_number="晋S(2026)001号")
    pages = write_notebooks(ROOT / "notebooks", tmp_path / "out", notes)
    texts = {path.stem[:2]: path.read_text("utf-8") for path in pages}
    ended = {number for number, text in texts.items() if "so this notebook ends here" in text}
    assert ended == {"03", "04", "05"}
    assert "晋S(2026)001号" in texts["02"]
    assert "Host county (indicative)" in texts["02"]


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory):
    """Start a real JupyterLab in a folder of its own; its address and the folder."""
    folder = tmp_path_factory.mktemp("jupyter")
    write_geodata(folder / "geodata")
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    options = [f"--port={port}", "--no-browser", "--allow-root", "--IdentityProvider.token="]
    homes = {name: str(folder / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    command = [sys.executable, "-m", "jupyterlab", *options, f"--notebook-dir={folder}"]
    with subprocess.Popen(command, env=os.environ | homes, stderr=subprocess.PIPE, text=True) as server:
        assert any("is running at" in line for line in server.stderr)
        Thread(target=server.stderr.read, daemon=True).start()  # a full pipe would stop it
        yield f"http://localhost:{port}/lab/tree/", folder
        server.terminate()


SELECTING = [
    'import zonemap as zm\nm = zm.select(zm.read_region("geodata"), lang="en", height="600px")\nm',
    'print("chosen:", *m.selected.index, m.widget.day)\nprint(len(m.evidence), *m.region.zones.index)',
]


def open_lab(page, address):
    """Open a notebook."""
    page.goto(address)
    page.locator(".jp-Notebook .jp-CodeCell").nth(1).wait_for(timeout=60_000)


def run_cell(page, number):
    """Run a cell again, and return what it prints once it has."""
    cell = page.locator(".jp-Notebook .jp-CodeCell").nth(number)
    prompt = cell.locator(".jp-InputArea-prompt")
    before = prompt.inner_text()
    for _ in range(30):  # before its kernel is there, a notebook takes no notice
        cell.locator(".cm-content").click()
        page.keyboard.press("Control+Enter")
        with suppress(AssertionError):
            expect(prompt).not_to_have_text(before, timeout=2000)
            break
    expect(prompt).to_have_text(re.compile(r"\[\d+\]"), timeout=60_000)
    return cell.locator(".jp-OutputArea-output").first.inner_text().splitlines() if number else []


def live_frame(page):
    """Return the page within the notebook, once its map is in use."""
    page.locator(".jp-Notebook iframe:visible").first.wait_for(timeout=60_000)
    frame = page.locator(".jp-Notebook iframe:visible").first.element_handle().content_frame()
    frame.wait_for_selector("html.drawn", timeout=60_000)
    return frame


def press_box(page, frame, zone):
    """Drag a box around the mark of a zone, with Shift held."""
    at = frame.evaluate(f"Object.values(zonemap.map.where('{zone}'))")
    box = frame.locator(".folium-map").bounding_box()
    left, top = box["x"] + at[0], box["y"] + at[1]
    page.keyboard.down("Shift")
    page.mouse.move(left - 18, top - 18)
    page.mouse.down()
    page.mouse.move(left + 18, top + 18, steps=4)
    page.mouse.up()
    page.keyboard.up("Shift")


def write_selecting(folder, name):
    """Write a notebook that chooses on the page."""
    cells = [new_code_cell(source) for source in SELECTING]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), folder / f"{name}.ipynb")


def opens_with(page):
    """Return which zone the page within a page opens with, and which zones its box holds."""
    page.locator("iframe").scroll_into_view_if_needed()
    frame = page.locator("iframe").element_handle().content_frame()
    frame.wait_for_selector("html.drawn")
    copy = frame.evaluate("zonemap.given.copy()") or {}
    return frame.evaluate("zonemap.store.now().selected"), (copy.get("box") or {}).get("ids")


def test_what_is_chosen_on_the_page_is_a_frame_in_python(jupyter, browser, visit):
    """In a real JupyterLab: all, one by a click, some by a box; saved as HTML it stands as it was left."""
    address, folder = jupyter
    write_selecting(folder, "choose")
    with closing(browser.new_page(viewport={"width": 1400, "height": 1200})) as page:
        open_lab(page, f"{address}choose.ipynb?reset")
        run_cell(page, 0)
        frame = live_frame(page)
        count = page.locator(".zonemap-chosen output")
        expect(count).to_have_text(re.compile(": 4$"))
        assert run_cell(page, 1)[0] == "chosen: one two three four 2020-06-30"
        frame.click("[role=option][data-zone='two']")
        expect(count).to_have_text(re.compile(": 1$"))
        told, more = run_cell(page, 1)
        assert told == "chosen: two 2020-06-30"
        assert int(more.removesuffix(" two")) > 0
        page.get_by_role("button", name="all zones").click()
        expect(count).to_have_text(re.compile(": 4$"))
        frame.locator(".folium-map").scroll_into_view_if_needed()
        press_box(page, frame, "one")
        expect(count).to_have_text(re.compile(": 1$"))
        assert run_cell(page, 1)[0] == "chosen: one 2020-06-30"
        page.keyboard.press("Control+s")
        expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    saved = folder / "choose.html"
    saved.write_text(HTMLExporter().from_filename(folder / "choose.ipynb")[0], encoding="utf-8")
    assert opens_with(visit(saved).page) == (None, ["one"])


def test_a_notebook_that_chooses_becomes_a_page(tmp_path, visit):
    """Where nobody clicks, the page stands there as it was asked for."""
    write_geodata(tmp_path / "geodata")
    cell = 'import zonemap as zm\nzm.select(zm.read_region("geodata"), zone="two")'
    nbformat.write(new_notebook(cells=[new_code_cell(cell)]), tmp_path / "one.ipynb")
    (path,) = write_notebooks(tmp_path, tmp_path / "out")
    seen = visit(path)
    assert opens_with(seen.page) == ("two", None)
    assert seen.requests == [path.as_uri()]
    assert seen.complaints == []


def test_what_is_chosen_is_known_before_anybody_clicks(toy):
    """As the page will tell it; another day has its own state."""
    chosen = zm.select(toy)
    chosen.widget.set_trait("ids", ["two", "one"])
    assert list(chosen.selected.index) == ["two", "one"]
    assert list(chosen.selected["status"]) == ["approved", "operating"]
    chosen.widget.set_trait("day", "2000-12-31")
    assert list(chosen.selected["status"]) == ["not_yet", "preparing"]
    assert set(chosen.evidence["zone_id"]) <= {"one", "two"}
    assert {"value", "locator", "title", "publisher"} <= set(chosen.evidence.columns)


def test_without_the_package_its_name_is_said(toy, monkeypatch):
    """With the way to see the map all the same."""
    monkeypatch.setitem(sys.modules, "anywidget", None)
    with pytest.raises(ZonemapError, match=r"pip install anywidget.*zm\.explore"):
        zm.select(toy)
