"""Hundreds of shapes: drawn on a canvas, listed as one scrolls, and still what the state says."""

import itertools
import re
from contextlib import ExitStack

import pytest
from PIL import Image

from conftest import open_page
from kit.nation import nation_region, square_counties
from kit.regions import write_region
from zonemap.core.vocabulary import label
from zonemap.outputs.page import document
from zonemap.outputs.page.document import save_page
from zonemap.outputs.page.explore import explore
from zonemap.region.reading import read_region

SHOWN = "() => zonemap.state().visible.length"
OPTIONS = "() => document.querySelectorAll('#zone-list [role=option]').length"


@pytest.fixture(scope="module")
def region():
    """Make 300 zones in 300 square counties."""
    return nation_region(square_counties(20, 15), zones=300)


@pytest.fixture(scope="module")
def path(region, tmp_path_factory):
    """Write their page."""
    return save_page(explore(region), tmp_path_factory.mktemp("many") / "many.html")


@pytest.fixture(scope="module")
def page_of_many(browser, path):
    """Open their page once."""
    with ExitStack() as contexts:
        window = {"width": 1366, "height": 768}
        yield open_page(browser, contexts, path, viewport=window, reduced_motion="reduce")


@pytest.fixture
def many(page_of_many):
    """Give a test the opened page in its last year."""
    page_of_many.go("year=2021")
    yield page_of_many
    assert page_of_many.complaints == []


def test_all_are_there_but_none_is_an_element(many, region):
    """One canvas for the whole map; no path for any county."""
    assert many.page.evaluate(SHOWN) == len(region.as_of("2021-12-31").shown)
    assert many.page.locator("#map-host canvas").count() == 1
    assert many.page.locator("#map-host path").count() == 0


def test_data_that_travel_in_parts_arrive_whole(browser, region, path, tmp_path, monkeypatch):
    """Parts of 70 zones: the page is that of one part, in order, and can be asked before all is there."""
    monkeypatch.setattr(document, "_ZONES_IN_A_PART", 70)
    parted = save_page(explore(region), tmp_path / "parted.html")
    assert parted.read_bytes() != path.read_bytes()
    ids = [str(zone_id) for zone_id in region.zones.index]
    with ExitStack() as contexts:
        visited = open_page(browser, contexts, parted)
        assert visited.page.evaluate("() => zonemap.data.zones.map(({ id }) => id)") == ids
        early = (
            "document.addEventListener('DOMContentLoaded', () => (window.early = zonemap.data.zones.length))"
        )
        visited.page.add_init_script(early)
        visited.page.reload()
        assert visited.page.evaluate("() => window.early") == len(ids)
        assert visited.complaints == []


def test_the_list_draws_what_is_in_sight(many):
    """Few rows, told to be many; the last one comes by one key and opens by another."""
    shown = many.page.evaluate(SHOWN)
    assert 5 < many.page.evaluate(OPTIONS) < 60
    assert many.page.locator("#zone-list [role=option]").first.get_attribute("aria-setsize") == str(shown)
    many.page.locator("#zone-list").focus()
    many.page.keyboard.press("End")
    last = many.state()["visible"][-1]
    row = many.page.locator(f"#item-{last}")
    row.wait_for()
    assert row.get_attribute("aria-posinset") == str(shown)
    assert many.page.evaluate(OPTIONS) < 60
    many.page.keyboard.press("Enter")
    assert many.state()["selected"] == last


def test_the_table_draws_what_is_in_sight(many):
    """Scrolled to its end it shows the last row."""
    many.page.locator("#tab-table").click()
    rows = many.page.locator("table.zones tbody tr[data-zone]")
    assert 5 < rows.count() < 80
    box = many.page.locator(".table-box")
    box.evaluate("node => { node.scrollTop = node.scrollHeight }")
    many.page.locator(f'tr[data-zone="{many.state()["visible"][-1]}"]').wait_for()
    assert rows.count() < 80


def test_search_filter_and_years_are_exact(many, region):
    """As the library counts them."""
    whole = region.as_of("2021-12-31").shown
    many.page.locator('[data-filter="kind"][data-value="tourism"]').click()
    assert many.page.evaluate(SHOWN) == (whole["kind"] == "tourism").sum()
    many.page.locator("#clear-all").click()
    many.page.locator("#year").fill("1999")
    assert many.page.evaluate(SHOWN) == len(region.as_of("1999-12-31").shown)
    many.page.locator("#year").fill("2021")
    name = whole["name_zh"].iloc[7]
    many.page.locator("#search").fill(name)
    many.page.wait_for_function("name => zonemap.state().query === name", arg=name)
    assert whole.index[7] in many.state()["visible"]
    many.page.keyboard.press("Enter")
    assert many.state()["selected"] == whole.index[7]


def test_a_click_on_the_canvas_chooses_the_zone_under_it(many):
    """By its mark; a county with no zone chooses nothing."""
    many.go("kind=tourism&year=2021")
    zone_id = many.state()["visible"][0]
    at = many.page.evaluate(
        """id => {
            const box = document.getElementById('map-host').getBoundingClientRect();
            const { x, y } = zonemap.map.where(id);
            return [box.x + x, box.y + y];
        }""",
        zone_id,
    )
    many.page.mouse.click(*at)
    many.page.wait_for_function("id => zonemap.state().selected === id", arg=zone_id)


def test_the_picture_shows_them_all(many):
    """It decodes, and most of its frame is drawn."""
    many.page.locator("#take-open").click()
    with many.page.expect_download() as download:
        many.page.locator("#take_png").click()
    with Image.open(download.value.path()) as picture:
        assert picture.size == (2800, 1980)
        colors = picture.convert("RGB").crop((80, 220, 2060, 1780)).resize((200, 160)).getcolors(1 << 16)
        assert len(colors) > 50


def test_hasty_steps_leave_it_whole(many):
    """Years, colours and moves in quick turn."""
    many.page.evaluate(
        """() => {
            const year = document.getElementById('year');
            for (let at = 0; at < 30; at += 1) {
                year.value = 1984 + at;
                year.dispatchEvent(new Event('input'));
                const color = document.getElementById('color-by');
                color.selectedIndex = at % 5;
                color.dispatchEvent(new Event('change'));
                map_1.panBy([at % 2 ? 40 : -40, 0], {animate: false});
            }
        }"""
    )
    state = many.state()
    assert state["year"] == 2013
    assert str(len(state["visible"])) in many.page.locator("#filters .shown").inner_text()


def test_numbers_over_the_bars_are_apart(many):
    """Where there is no room for each, the number of the year alone is written; years do not touch either."""
    placed = many.page.evaluate(
        """() => ['.bar-count', '.tick'].map(place => [...document.querySelectorAll(place)]
            .filter(node => node.textContent && getComputedStyle(node).visibility === 'visible')
            .map(node => {
                const range = document.createRange();
                range.selectNodeContents(node);
                const { left, right } = range.getBoundingClientRect();
                return [left, right];
            }))"""
    )
    for boxes in placed:
        assert boxes
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(boxes))


COUNTS = """() => {
    const { x, y } = document.getElementById('map-host').getBoundingClientRect();
    return zonemap.map.drawn().filter(one => one.class === 'count-mark').map(one => {
        const at = zonemap.map.leaflet().layerPointToContainerPoint([one.x, one.y]);
        return [Number(one.items.at(-1).text), x + at.x, y + at.y];
    });
}"""


@pytest.fixture(scope="module")
def sixty(browser, tmp_path_factory):
    """Open the page of 60 zones in 17 counties."""
    folder = tmp_path_factory.mktemp("sixty")
    path = save_page(explore(read_region(write_region(folder / "data", zones=60))), folder / "sixty.html")
    with ExitStack() as contexts:
        window = {"width": 1366, "height": 768}
        yield open_page(browser, contexts, path, viewport=window, reduced_motion="reduce")


def test_marks_on_each_other_are_counted_and_open(sixty):
    """Each zone has a mark or is counted; a click sets the counted out in a ring; no name is lost untold."""
    visible = sixty.state()["visible"]
    for lang in ("en", "zh"):
        sixty.go(f"lang={lang}")
        names = sixty.page.evaluate("onMap('.zone-name').length")
        assert str(len(visible) - names) in sixty.page.locator("#unnamed").inner_text()
    counts = sixty.page.evaluate(COUNTS)
    marks = sixty.marks()
    assert counts
    assert len(marks) + sum(number for number, _, _ in counts) == len(visible)
    number, x, y = counts[0]
    sixty.page.mouse.click(x, y)
    assert len(sixty.marks()) == len(marks) + number
    assert sixty.complaints == []


@pytest.mark.parametrize(("layout", "listed"), [("paper", True), ("paper", False), ("slide", False)])
def test_on_paper_and_in_pictures_marks_are_counted_and_no_name_is_lost_untold(sixty, layout, listed):
    """Each zone has a mark or is counted, and a sample says what that is; the names written and the number of
    those left out are all the zones. Only where the list comes behind it is spoken of.
    """
    sixty.go("lang=en")
    visible = sixty.state()["visible"]
    marks, counts, names, texts = sixty.page.evaluate(
        """([layout, listed]) => {
            const all = items => items.flatMap(item => item.items ? [item, ...all(item.items)] : item);
            const made = all(zonemap.sheet.compose(layout, layout === 'slide' ? 'A title' : '', listed));
            const of = name => made.filter(one => one.class === name);
            const counts = of('count-mark').map(one => Number(one.items.at(-1).text));
            const texts = made.flatMap(item => item.text ?? []);
            return [of('zone-mark').length, counts, of('zone-name').length, texts];
        }""",
        [layout, listed],
    )
    assert marks + sum(counts) == len(visible)
    assert (label("figure", "counted_key", "en") in texts) == bool(counts)
    assert counts or layout == "paper"
    left = " ".join(texts).partition("Names without room: ")[2]
    assert int(re.match(r"\d+", left)[0]) == len(visible) - names
    assert ("the list behind" in left) == listed
