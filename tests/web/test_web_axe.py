"""Axe-core finds nothing: in six states, two languages and two widths, in the dark, and in what opens."""

from contextlib import ExitStack
from pathlib import Path

import axe_playwright_python
import pytest

from conftest import Visit, open_page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RUN = """async () => {
    const found = await axe.run(document, {resultTypes: ['violations'], iframes: false, preload: false});
    return [
        found.passes.length,
        found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}`)),
    ];
}"""
STATES = {
    "list": "",
    "card": "zone=linfen-edz",
    "reforms": "tab=reforms&color=reform&zone=hongtong-etdz",
    "industries": "tab=industries&color=industry&kind=cluster",
    "table": "tab=table&year=1997",
    "story": "story=5",
}
OTHERS = {
    "card": "zone=huozhou-etdz",
    "partners": "tab=partners",
    "comparison": "tab=compare&compare=linfen-edz,quwo-cluster&color=zones",
    "nothing left": "kind=tourism&county=141081&color=year",
}
WIDTHS = {"phone": {"width": 360, "height": 740}, "notebook": {"width": 1366, "height": 768}}


@pytest.fixture(scope="module")
def loaded(browser, linfen_page):
    """Open the page once with axe in it; its policy, which would stop axe, is set aside."""
    with ExitStack() as contexts:
        visited = open_page(browser, contexts, linfen_page, viewport=WIDTHS["phone"], bypass_csp=True)
        visited.page.evaluate(f"() => {{ {AXE} }}")
        yield visited


@pytest.fixture
def examined(loaded):
    """Show the page in a width and in light or dark colours."""

    def show(width: str, scheme: str = "light") -> Visit:
        loaded.page.set_viewport_size(WIDTHS[width])
        loaded.page.emulate_media(color_scheme=scheme)
        loaded.go()
        return loaded

    return show


def violations(visited: Visit) -> list[str]:
    """Return what axe objects to, and see that it looked at all."""
    passed, found = visited.page.evaluate(RUN)
    assert passed > 20
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_state_has_a_violation(examined, width, lang):
    """All rules of axe, its best practices too."""
    visited = examined(width)
    found = {}
    for name, hash in STATES.items():
        visited.go(f"lang={lang}&{hash}")
        found[name] = violations(visited)
    assert found == {name: [] for name in STATES}


def test_the_dark_has_no_violation(examined):
    """The other boards, an empty result, and a card."""
    visited = examined("notebook", "dark")
    found = {}
    for name, hash in OTHERS.items():
        visited.go(hash)
        found[name] = violations(visited)
    assert found == {name: [] for name in OTHERS}


def test_nothing_that_opens_has_a_violation(examined):
    """Search results, nothing found, the menu, the unfolded filters."""
    visited = examined("phone")
    page = visited.page
    page.locator("#key-toggle").click()
    page.locator('[data-focus="fold:county"]').click()
    found = {"filters": violations(visited)}
    page.locator("#search").fill("临汾")
    page.locator("#search-results [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    found["results"] = violations(visited)
    page.locator("#search").fill("qqqq")
    page.locator("#search-none").wait_for()
    found["nothing found"] = violations(visited)
    page.keyboard.press("Escape")
    page.locator("#take-open").click()
    found["menu"] = violations(visited)
    assert found == {name: [] for name in found}


def test_without_scripts_there_is_no_violation_either(browser, visit, linfen_page):
    """The drawing and the table, as a mail preview shows them."""
    html = visit(linfen_page, scripts=False).page.content()
    page = browser.new_page(bypass_csp=True)
    page.set_content(html.replace("<script", "<template").replace("</script", "</template"))
    page.evaluate(f"() => {{ {AXE} }}")
    passed, found = page.evaluate(RUN)
    page.close()
    assert passed > 5
    assert found == []
