"""Search: as one types, by any name, with the keyboard; and an honest answer when nothing is found."""

import pytest

from conftest import Visit

HITS = "#search-results [role=option]"
FOUND = "[...document.querySelectorAll('#search-results [role=option]')].map(hit => hit.dataset.zone)"
SEARCHED = "text => window.zonemap.state().query === text.trim()"
HONGTONG = "hongtong-etdz"


def ask(desk: Visit, text: str) -> list[str]:
    """Type into the search box and return the ids of the results, once they are there."""
    desk.page.locator("#search").fill(text)
    desk.page.wait_for_function(SEARCHED, arg=text)
    return desk.page.evaluate(FOUND)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("洪洞经济", HONGTONG),
        ("hongtongjingji", HONGTONG),
        ("hong tong", HONGTONG),
        ("htjk", HONGTONG),
        ("ht", HONGTONG),
        ("HTJJJSKFQ", HONGTONG),
        ("Hongtong Economic", HONGTONG),
        ("ＨＯＮＧＴＯＮＧ", HONGTONG),
        ("hmjjkfq", "houma-edz"),
        ("yaodugaoxin", "yaodu-htz"),
    ],
)
def test_the_best_match_comes_first(desk, text, first):
    """Chinese, pinyin with and without blanks, initials whole or in part, English, full width, capitals."""
    assert ask(desk, text)[0] == first


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("安泽县", {"anze-etdz", "anze-maidz"}),
        ("Xiangning", {"xiangning-ectdz", "xiangning-cluster"}),
        ("钢铁", {"quwo-cluster", "yicheng-cluster"}),
        ("Rail freight", {"houma-edz"}),
        ("太原理工", {"huozhou-etdz"}),
        ("Ukraine", {"huozhou-etdz"}),
        ("高显镇", {"quwo-cluster"}),
        ("cluster steel", {"quwo-cluster", "yicheng-cluster"}),
        ("临汾经开区", {"linfen-edz"}),
        ("洪洞经开区", {"hongtong-etdz"}),
        ("尧都高新区", {"yaodu-htz"}),
        ("浮山集聚区", {"fushan-cluster"}),
        ("曲沃经济技术开发区", {"quwo-cluster"}),
        ("曲沃经开区", {"quwo-cluster"}),
        ("Quwo Economic", {"quwo-cluster"}),
    ],
)
def test_what_is_said_of_a_zone_finds_it(desk, text, expected):
    """County, industry, partner, its place, township, words from two of these, short names, events."""
    assert set(ask(desk, text)) == expected


def test_a_result_shows_the_name_that_was_found(desk):
    """The later name of a cluster is not the one that it bears on the day."""
    ask(desk, "曲沃经开区")
    assert "曲沃经济技术开发区" in desk.page.locator("#search-results .hit-about").inner_text()


def test_results_and_map_follow_every_letter(desk):
    """More letters, fewer results; in the end the zone of that name and the one partly in that county."""
    search = desk.page.locator("#search")
    counts = []
    for length in range(1, 9):
        text = "hongtong"[:length]
        search.press_sequentially(text[-1])
        desk.page.wait_for_function(SEARCHED, arg=text)
        counts.append(len(desk.state()["visible"]))
    assert counts == sorted(counts, reverse=True)
    assert desk.state()["visible"] == [HONGTONG, "linfen-edz"]
    assert desk.page.locator(".zone-mark").count() == 2


def test_results_beyond_the_eighth_are_counted(desk):
    """Nine clusters: eight are listed, and one more is told of."""
    ask(desk, "cluster")
    assert desk.page.locator(HITS).count() == 8
    assert "1" in desk.page.locator("#search-results .more").inner_text()
    assert len(desk.state()["visible"]) == 9


def test_arrow_keys_choose_and_enter_flies_there(desk):
    """Down, down, up, round the end and back; Enter opens what is chosen, and the map goes there."""
    found = ask(desk, "Anze")
    search = desk.page.locator("#search")
    seen = []
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"):
        search.press(key)
        chosen = desk.page.locator(f"#{search.get_attribute('aria-activedescendant')}")
        assert chosen.get_attribute("aria-selected") == "true"
        seen.append(chosen.get_attribute("data-zone"))
    assert seen == [found[0], found[1], found[0], found[1]]
    search.press("Enter")
    assert desk.state()["selected"] == found[1]
    assert desk.page.locator("#card-title").evaluate("node => node === document.activeElement")
    desk.page.wait_for_function("() => map_1.getCenter().distanceTo([36.1468, 112.2335]) < 1000")


def test_enter_at_once_takes_the_first(desk):
    """Enter right after the last letter does not wait for the list."""
    desk.page.locator("#search").focus()
    desk.page.keyboard.insert_text("古县")
    desk.page.keyboard.press("Enter")
    assert desk.state()["selected"] == "guxian-etdz"


def test_enter_that_ends_a_chinese_word_chooses_nothing(desk):
    """While an input method composes, Enter belongs to it."""
    ask(desk, "洪洞")
    desk.page.locator("#search").evaluate(
        "node => node.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true}))"
    )
    assert desk.state()["selected"] is None


def test_what_the_year_hides_is_found_and_brought_back(desk):
    """In 1997 there was no 古县 zone; choosing it goes to the year of its approval."""
    desk.go("year=1997")
    assert ask(desk, "古县") == ["guxian-etdz"]
    desk.page.locator("#search").press("Enter")
    state = desk.state()
    assert (state["year"], state["selected"]) == (2020, "guxian-etdz")
    assert "guxian-etdz" in state["visible"]


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", ["拼音", "产业", "合作方"]), ("en", ["pinyin", "industries"])]
)
def test_nothing_found_says_what_was_searched(desk, lang, said):
    """The words, and in what they were looked for; the same is announced, and the map is empty."""
    desk.go(f"lang={lang}")
    assert ask(desk, "大同") == []
    none = desk.page.locator("#search-none")
    assert none.is_visible()
    for text in ("大同", *said):
        assert text in none.inner_text()
    assert desk.state()["visible"] == []
    assert desk.page.locator(".zone-mark").count() == 0
    desk.page.wait_for_function("() => document.getElementById('live').textContent.includes('大同')")


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=alert(1)>", ".*", "[", "(a", "\\", "%", "{{ 7*7 }}", "zone-"]
)
def test_signs_are_searched_for_as_they_are(desk, text):
    """Nothing is a pattern, markup or a template."""
    assert ask(desk, text) == []
    assert text in desk.page.locator("#search-none").inner_text()
    assert desk.page.locator("img").count() == 0


def test_escape_closes_the_list_then_clears(desk):
    """Once for the list, once for the words."""
    ask(desk, "侯马")
    search = desk.page.locator("#search")
    search.press("Escape")
    assert not desk.page.locator("#search-results").is_visible()
    assert desk.state()["query"] == "侯马"
    search.press("Escape")
    assert desk.state()["query"] == ""
    assert search.input_value() == ""
    assert len(desk.state()["visible"]) == 20


def test_a_link_may_carry_a_search(desk):
    """The box, the list and the map show it."""
    desk.go("q=houma")
    assert desk.page.locator("#search").input_value() == "houma"
    assert desk.state()["visible"] == ["houma-edz"]
    assert desk.page.locator("#zone-list [role=option]").count() == 1


def test_the_slash_key_goes_to_the_search(desk):
    """From anywhere."""
    desk.page.keyboard.press("/")
    assert desk.page.evaluate("document.activeElement.id") == "search"
    assert desk.page.locator("#search").input_value() == ""
