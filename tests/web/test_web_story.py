"""The presentation: chapters of the data's own table, by arrow keys, legible from the back row."""

import pytest

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
