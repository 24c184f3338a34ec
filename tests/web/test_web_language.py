"""Two languages, for every word and datum: the browser's at first, then what the link says."""

import re

import pytest

from zonemap.core.vocabulary import terms

GROUPS = ("page", "kind", "tier", "status", "basis", "industry", "state", "measure", "role", "event")
VIEWS = [
    "",
    "tab=card",
    "zone=linfen-edz",
    "zone=huozhou-etdz&year=2024",
    "tab=reforms&zone=houma-edz",
    "tab=industries&color=industry",
    "tab=partners",
    "tab=compare&compare=linfen-edz,quwo-cluster",
    "tab=table",
    "color=reform&kind=economic&county=141081,141002",
    "color=zones&year=1997",
    "color=year&q=nothing-there",
    "kind=tourism&county=141081",
    "story=5",
]
TEXTS = """() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode.parentElement;
        if (node.closest('script, style, noscript') || !node.checkVisibility()) continue;
        found.push([walker.currentNode.textContent.trim(), node.closest('[lang]').lang]);
    }
    for (const node of document.querySelectorAll('[aria-label], [title], [placeholder]'))
        for (const name of ['aria-label', 'title', 'placeholder'])
            if (node.checkVisibility() && node.getAttribute(name))
                found.push([node.getAttribute(name), name === 'title' ? 'any' : node.closest('[lang]').lang]);
    return found.filter(([text]) => text);
}"""
UNFOLD = """() => {
    let closed;
    while ((closed = document.querySelector('#filters .fold[aria-expanded=false]'))) closed.click();
}"""


@pytest.mark.parametrize(
    ("locale", "lang", "written"),
    [("zh-TW", "zh", "zh-CN"), ("de-DE", "en", "en")],
)
def test_the_browser_chooses_first(visit, linfen_page, locale, lang, written):
    """Chinese for a Chinese browser, English for all others; the page says which it is."""
    visited = visit(linfen_page, locale=locale)
    assert visited.state()["lang"] == lang
    assert visited.page.evaluate("document.documentElement.lang") == written
    assert "lang=" not in visited.page.url


def test_the_link_remembers_a_choice(desk, linfen):
    """Whoever opens the link reads English, whatever their browser."""
    visited = desk
    visited.page.locator("#language").click()
    assert "lang=en" in visited.page.url
    assert visited.page.title() == linfen.title_en
    visited.page.reload()
    visited.page.wait_for_function("() => document.documentElement.matches('.drawn')")
    assert visited.state()["lang"] == "en"
    visited.page.locator("#language").click()
    assert visited.page.title() == linfen.title_zh
    assert visited.state()["lang"] == "zh"


@pytest.mark.parametrize("view", VIEWS)
def test_the_english_page_is_english(desk, view):
    """No Chinese but where the page says that it is Chinese: sources, Chinese names, townships."""
    desk.go(f"lang=en&{view}")
    desk.page.evaluate(UNFOLD)
    said = desk.page.evaluate(TEXTS)
    assert [text for text, lang in said if lang == "en" and re.search("[\u4e00-\u9fff]", text)] == []
    assert_words(said)


@pytest.mark.parametrize("view", VIEWS)
def test_the_chinese_page_is_chinese(desk, view):
    """No word of the interface or of the data stands there in English."""
    desk.go(view)
    desk.page.evaluate(UNFOLD)
    english = {
        term.en
        for group in GROUPS
        for term in terms(group).values()
        if term.en != term.zh and len(term.en) > 2
    }
    said = desk.page.evaluate(TEXTS)
    assert [text for text, lang in said if lang == "zh-CN" and text in english] == []
    assert_words(said)


def assert_words(said: list[list[str]]) -> None:
    """See that no key of the vocabulary and no gap is shown in place of a word."""
    texts = [text for text, _ in said]
    assert {text for text in texts if "_" in text} & set(terms("page")) == set()
    assert [text for text in texts if re.search(r"[{}]|\b(undefined|NaN|null)\b", text)] == []


def test_a_township_is_named_in_both(desk):
    """On the English page in Latin letters first, the Chinese marked as Chinese."""
    desk.go("lang=en&zone=quwo-cluster")
    value = desk.page.locator(".card dd", has_text="Gaoxian Town").locator(".value")
    assert value.inner_text() == "Gaoxian Town 高显镇"
    assert value.locator("[lang=zh-CN]").inner_text() == "高显镇"
    desk.go("lang=zh&zone=quwo-cluster")
    assert "Gaoxian" not in desk.page.locator(".card").inner_text()
