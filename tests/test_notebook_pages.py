"""The notebooks of the repository, run on its data, open with no network."""

import shutil
from pathlib import Path

import pytest

from zonemap.notebook import write_notebooks

ROOT = Path(__file__).parent.parent
MOST_BYTES = 1_500_000


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Run the notebooks where a planner may have put them: elsewhere, beside a folder geodata."""
    elsewhere = tmp_path_factory.mktemp("规划 office") / "project"
    shutil.copytree(ROOT / "geodata", elsewhere / "geodata")
    shutil.copytree(ROOT / "notebooks", elsewhere / "notebooks")
    return {path.stem: path for path in write_notebooks(elsewhere / "notebooks", elsewhere / "out")}


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
        assert str(path.parent.parent) not in text


def test_nothing_went_to_the_error_stream(pages):
    """No warning stands between a cell and its answer."""
    for path in pages.values():
        assert "application/vnd.jupyter.stderr" not in path.read_text("utf-8")


def test_the_map_in_the_page_is_alive(pages, visit):
    """The map runs in its frame and knows its zones."""
    page = visit(pages["02_zones_on_the_map"]).page
    page.locator("iframe").first.scroll_into_view_if_needed()
    frame = page.frames[1]
    frame.wait_for_function("() => window.zonemap && window.zonemap.state().visible.length === 20")
    assert frame.locator("#map-host .leaflet-overlay-pane path").count() >= 17


def test_the_map_is_shut_in_its_frame(pages, visit):
    """The map's document has an origin of its own: it reaches nothing of the page around it."""
    page = visit(pages["02_zones_on_the_map"]).page
    assert page.frames[1].evaluate("self.origin") == "null"


def test_the_mistake_is_shown_with_file_row_and_way_out(pages):
    """The first notebook shows what an error looks like."""
    text = pages["01_meet_the_data"].read_text("utf-8")
    assert "zones.csv" in text
    assert "hitech" in text
