"""What the page is for: the presentation, legible from the back row, and the ten tasks of a planner.

The chapters stand in the data's own table and go by arrow keys; each task takes three steps at most: clicks,
keys, fields typed into.
"""

import pytest
from PIL import Image

from conftest import Visit
from kit.regions import at_stop
from zonemap.analysis.measures import approvals_per_year
from zonemap.core.vocabulary import label

FILTERS = ("kind", "status", "county", "industry")
SIZES = """() => Object.fromEntries(
    Object.entries({title: '#story-title', text: '.story-text', key: '.story-key', year: '.story-year'}).map(
        ([name, place]) => [name, parseFloat(getComputedStyle(document.querySelector(place)).fontSize)]
    )
)"""


@pytest.fixture(scope="module")
def chapters(linfen):
    """Return the table of chapters."""
    return linfen.story.to_dict("records")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_chapter_sets_what_its_row_says(desk, chapters, lang):
    """Year, colours, filters, zone; title and text in the language of the page; the arrow goes on."""
    assert 6 <= len(chapters) <= 8
    desk.go(f"lang={lang}")
    desk.page.locator("#story-open").click()
    for number, chapter in enumerate(chapters):
        state = desk.state()
        assert state["story"] == number
        assert state["year"] == int(chapter["year"])
        assert state["color"] == chapter["color"]
        assert state["selected"] == (chapter["zone"] or None)
        for key in FILTERS:
            assert state["filters"][key] == [value for value in chapter[key].split(";") if value]
        caption = desk.page.locator("#caption")
        assert caption.locator("h1").inner_text() == chapter[f"title_{lang}"]
        assert caption.locator(".story-text").inner_text() == chapter[f"text_{lang}"]
        assert f"{number + 1} / {len(chapters)}" in caption.inner_text()
        assert sorted(desk.marks()) == sorted(state["visible"])
        assert state["visible"]
        desk.page.keyboard.press("ArrowRight")
    assert desk.state()["story"] == len(chapters) - 1


def test_keys_go_both_ways_and_to_the_ends(desk, chapters):
    """Arrows, the keys of a presenter, Home and End; the first has nothing before it."""
    desk.go("story=3")
    seen = []
    for key in ("ArrowLeft", "PageUp", "ArrowLeft", "PageDown", "End", "ArrowRight", "Home"):
        desk.page.keyboard.press(key)
        seen.append(desk.state()["story"])
    last = len(chapters) - 1
    assert seen == [1, 0, 0, 1, last, last, 0]


def test_buttons_do_what_the_keys_do(desk):
    """For those who point."""
    desk.go("story=1")
    acts = desk.page.locator(".story-acts button")
    assert acts.nth(0).is_disabled()
    acts.nth(1).click()
    assert desk.state()["story"] == 1
    acts.nth(0).click()
    assert desk.state()["story"] == 0


def test_it_fills_the_screen_and_gives_it_back(desk):
    """Only map and caption are left; Escape brings back the view from before, and the keyboard's place."""
    desk.go("year=2018&color=year&kind=economic&zone=houma-edz")
    before = desk.state()
    desk.page.locator("#story-open").click()
    desk.page.wait_for_function("() => document.fullscreenElement === document.documentElement")
    for part in ("#top", "#key", "#timeline", "#panel"):
        assert not desk.page.locator(part).is_visible()
    frame = desk.page.evaluate("[innerWidth, innerHeight]")
    caption = desk.page.locator("#caption").bounding_box()
    area = desk.page.locator("#map-area").bounding_box()
    assert caption["width"] + area["width"] >= frame[0] - 2
    assert area["height"] == frame[1]
    desk.page.keyboard.press("Escape")
    desk.page.wait_for_function("() => !document.fullscreenElement && zonemap.state().story === null")
    assert desk.state() == before
    assert desk.page.evaluate("document.activeElement.id") == "story-open"


def test_a_link_opens_a_chapter(desk, chapters):
    """And leaving it gives the plain page."""
    desk.go("story=5")
    assert desk.page.locator("#story-title").inner_text() == chapters[4]["title_zh"]
    desk.page.keyboard.press("Escape")
    assert desk.state()["story"] is None
    assert len(desk.state()["visible"]) == 20


def test_the_language_of_the_talk_stays(desk, chapters):
    """An English talk goes on in English."""
    desk.go("lang=en&story=1")
    desk.page.keyboard.press("ArrowRight")
    assert desk.state()["lang"] == "en"
    assert desk.page.locator("#story-title").inner_text() == chapters[1]["title_en"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("width", "height"), [(1280, 720), (1920, 1080), (3840, 2160)], ids=["beamer", "screen", "4K"]
)
def test_type_is_legible_from_the_back_row(desk, width, height, lang):
    """A title of 1/24 of the height at least, text of 1/36, the key of 1/60; nothing has to be scrolled."""
    page = desk.page
    page.set_viewport_size({"width": width, "height": height})
    desk.go(f"story=6&lang={lang}")
    sizes = page.evaluate(SIZES)
    assert sizes["title"] >= height / 24
    assert sizes["text"] >= height / 36
    assert sizes["key"] >= height / 60
    for number in range(8):
        page.keyboard.press("Home" if number == 0 else "ArrowRight")
        assert page.locator("#caption").evaluate("box => box.scrollHeight - box.clientHeight") <= 1, (
            number + 1
        )


def test_a_chapter_that_is_not_there_opens_the_page(desk):
    """``story=99`` and ``story=x`` are nothing."""
    for hash in ("story=99", "story=0", "story=x"):
        desk.go(hash)
        assert desk.state()["story"] is None


def test_the_camera_the_pale_and_the_notes(desk, linfen):
    """What a chapter looks at is in sight and named, its notes are read, all else is pale; Space goes on."""
    for number, chapter in enumerate(linfen.story.to_dict("records"), start=1):
        desk.go(f"story={number}")
        drawn = desk.page.evaluate(
            """() => ({
                notes: onMap('.story-note').map(one => one.textContent),
                pale: onMap('g[opacity] .zone-mark').map(one => one.dataset.zone),
            })"""
        )
        notes = sorted(note.replace("\n", "") for note in chapter["note_zh"].split(";") if note)
        assert sorted(drawn["notes"]) == notes
        named = {id_ for column in ("view", "zone", "note_at") for id_ in chapter[column].split(";") if id_}
        pale = set(drawn["pale"])
        shown = set(desk.state()["visible"])
        assert pale == (shown - named if chapter["dim"] else set())
        where = desk.page.evaluate("ids => ids.map(id => zonemap.map.where(id))", sorted(named & shown))
        area = desk.page.locator("#map-host").bounding_box()
        assert all(0 < at["x"] < area["width"] and 0 < at["y"] < area["height"] for at in where)
        assert desk.state()["view"] == ""
    desk.go("story=1")
    desk.page.keyboard.press("Space")
    assert desk.state()["story"] == 1
    assert desk.page.locator("#caption progress").evaluate("bar => [bar.value, bar.max]") == [2, 8]


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
