"""The ten tasks of a planner, each in three steps at most: clicks, keys, fields typed into."""

import pytest
from PIL import Image

from conftest import Visit
from kit.regions import at_stop
from zonemap.analysis.measures import approvals_per_year
from zonemap.core.vocabulary import label

MOST = 3


class Planner:
    """Someone before the page, whose steps are counted.

    Parameters
    ----------
    desk
        The page as she opens it.
    lang
        Her language.
    """

    def __init__(self, desk: Visit, lang: str) -> None:
        self.desk, self.page, self.lang = desk, desk.page, lang
        self.steps: list[str] = []

    def _step(self, said: str) -> None:
        self.steps.append(said)
        assert len(self.steps) <= MOST, self.steps

    def click(self, place: str) -> None:
        """Click what can be seen and stands in the window."""
        self._step(f"click {place}")
        assert self.page.locator(place).first.is_visible(), place
        self.page.locator(place).first.click()

    def press(self, key: str) -> None:
        """Press a key."""
        self._step(f"press {key}")
        self.page.keyboard.press(key)

    def type(self, place: str, text: str) -> None:
        """Fill in a field: to go there and to type is one step."""
        self._step(f"type {text}")
        self.page.locator(place).fill(text)

    def choose(self, place: str, value: str) -> None:
        """Choose from a list."""
        self._step(f"choose {value}")
        self.page.locator(place).select_option(value)

    def drag(self, first: str, last: str) -> None:
        """Draw a stroke from one thing to another."""
        self._step(f"drag {first} {last}")
        for act, place in ((self.page.mouse.down, first), (self.page.mouse.up, last)):
            box = self.page.locator(place).bounding_box()
            self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
            act()

    def sees(self, place: str) -> str:
        """Return what is to be read somewhere in the window, without scrolling."""
        found = self.page.locator(place).first
        found.wait_for()
        box, window = found.bounding_box(), self.page.viewport_size
        assert box["y"] < window["height"]
        assert box["x"] + box["width"] <= window["width"] + 1
        return found.inner_text()


@pytest.fixture(params=["zh", "en"])
def planner(desk, request):
    """Open the page in her language, at its start, with a printer that only counts."""
    desk.page.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1; }; }")
    desk.go(f"lang={request.param}")
    return Planner(desk, request.param)


def test_find_a_zone(planner):
    """Its name or county, and Enter: the card is open and the mark is ringed."""
    planner.type("#search", {"zh": "古县", "en": "guxian"}[planner.lang])
    planner.press("Enter")
    assert planner.desk.state()["selected"] == "guxian-etdz"
    assert {"zh": "古县", "en": "Guxian"}[planner.lang] in planner.sees("#card-title")


def test_what_was_approved_in_2018_and_2019(planner, linfen):
    """A stroke over two small maps."""
    planner.drag("#stop-2018", "#stop-2019")
    state = planner.desk.state()
    assert state["filters"]["approved"] == ["2018", "2019"]
    assert len(state["visible"]) == approvals_per_year(linfen.zones)["approved"].loc[[2018, 2019]].sum()
    assert str(len(state["visible"])) in planner.sees(".list-title")
    planner.page.locator("#clear-all").click()
    assert len(planner.desk.state()["visible"]) == len(linfen.zones), "the stroke is over"


def test_who_says_11_01_km2(planner, linfen):
    """The zone, and the fact: below it stands who says so."""
    planner.click("#item-guxian-etdz")
    planner.click(".card summary:has-text('11.01')")
    rows = linfen.evidence.query("table == 'zones' and zone_id == 'guxian-etdz' and field == 'area_km2'")
    said = planner.sees(".card [open] .evidence")
    publishers = linfen.sources.set_index("source_id")["publisher"]
    assert any(publishers[source] in said for source in rows["source_id"])


def test_counties_without_a_zone_in_2019(planner, linfen):
    """The small map of the year, and the question."""
    planner.click("#stop-2019")
    planner.click('[data-focus="fold:bare"]')
    shown = at_stop(linfen, 2019).shown
    hosts = {adcode for codes in shown["counties"] for adcode in codes}
    bare = linfen.counties.drop(index=list(hosts))[f"name_{planner.lang}"]
    planner.sees("#filter-bare")
    assert sorted(planner.page.locator("#filter-bare button").all_inner_texts()) == sorted(bare)
    planner.page.locator('[data-focus="fold:bare"]').click()


def test_who_shares_an_industry(planner, linfen):
    """One tab: each industry with those who are told to have it."""
    planner.click("#tab-industries")
    told = linfen.industries[linfen.industries["industry"] == "equipment"]["zone_id"]
    head = label("industry", "equipment", planner.lang)
    part = planner.page.locator(".card-part div, .card-part li, .card-part section").filter(has_text=head)
    links = part.last.locator("xpath=ancestor-or-self::*[.//*[contains(@class,'zone-link')]][1]")
    found = links.locator(".zone-link").evaluate_all("all => all.map(one => one.dataset.zone)")
    assert set(told) <= set(found)


def test_send_this_view(planner):
    """A copy that opens here; a note may be left empty."""
    planner.click("#take-open")
    planner.click("#take_copy")
    with planner.page.expect_download() as download:
        planner.click("#take-save")
    assert download.value.suggested_filename.endswith(".html")
    assert planner.sees("#take-said")


def test_a_picture_for_a_slide(planner):
    """With the title that is offered."""
    planner.click("#take-open")
    planner.click("#take_slide")
    with planner.page.expect_download() as download:
        planner.click("#take-save")
    with Image.open(download.value.path()) as picture:
        assert picture.size == (2560, 1440)
    assert planner.sees("#take-said")


def test_compare_two(planner):
    """霍州 and 侯马: a tab and two choices; what differs is marked."""
    planner.click("#tab-compare")
    for zone_id in ("huozhou-etdz", "houma-edz"):
        planner.choose("#compare-add", zone_id)
    assert planner.desk.state()["compare"] == ["huozhou-etdz", "houma-edz"]
    assert planner.sees(".compared .differs")


def test_what_is_undated(planner):
    """Told before any step, with their number; each opens by one click."""
    assert "9" in planner.sees(".tray-title")
    planner.click(".tray-mark")
    selected = planner.desk.state()["selected"]
    assert planner.desk.state()["status"][selected] == "undated"


def test_an_a3(planner):
    """Two clicks; the page says where it went."""
    planner.click("#take-open")
    planner.click("#take_a3")
    planner.page.wait_for_function("() => window.printed === 1")
    assert planner.page.locator("#print-sheet.a3").count() == 1
    assert label("page", "printing", planner.lang) in planner.page.locator("#take-said").text_content()
