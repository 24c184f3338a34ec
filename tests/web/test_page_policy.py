"""The policy of the page lets exactly what it carries run."""

import base64
import hashlib
import re

import pytest

from kit.packed import unpacked
from zonemap.outputs.page.explore import explore

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
SCRIPT = re.compile(r"<script([^>]*)>(.*?)</script>", re.DOTALL)
STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)


@pytest.fixture(scope="module")
def page(toy):
    """Return the toy region's page."""
    return explore(toy).get_root().render()


def policy(page: str) -> dict[str, list[str]]:
    """Return the directives of the policy."""
    (text,) = POLICY.findall(page)
    return {words[0]: words[1:] for words in (part.split() for part in text.split(";"))}


def hashed(text: str) -> str:
    """Return the hash of a script or style as a policy writes it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_all_is_forbidden_but_what_is_named(page):
    """The default is nothing; nothing may be fetched, sent or rebased."""
    found = policy(page)
    for directive in ("default-src", "connect-src", "form-action", "base-uri"):
        assert found[directive] == ["'none'"]
    assert found["img-src"] == ["data:", "blob:"]


def test_every_script_is_known_by_its_hash(page):
    """Each script that can run, the packed ones too, and no other."""
    running = [text for attributes, text in SCRIPT.findall(page) if "type=" not in attributes]
    assert sorted(policy(page)["script-src"]) == sorted(map(hashed, [*running, *unpacked(page)]))


def test_every_style_is_known_by_its_hash(page):
    """Each style sheet, and no other."""
    assert policy(page)["style-src"] == [hashed(text) for text in STYLE.findall(page)]


def test_nothing_stands_inline_without_a_hash(page):
    """No style attributes and no handlers in the markup; links lead nowhere outside."""
    markup = STYLE.sub("", SCRIPT.sub("", page))
    assert not re.search(r"\s(style|on\w+)=", markup)
    assert not re.search(r"<(script|link|img|iframe|object|embed|base)\b", markup)


def test_the_policy_comes_before_what_it_governs(page):
    """A policy holds for what follows it only."""
    assert page.index("Content-Security-Policy") < page.index("<style") < page.index("<script")


def test_leaflet_travels_with_its_notice(page):
    """Its authors and version are named in the open."""
    assert "Leaflet 1.9.3" in page
    assert "Vladimir Agafonkin" in page
    assert "@preserve" in unpacked(page)[0][:40]


def test_a_script_that_came_from_elsewhere_does_not_run(visit, page, tmp_path):
    """Smuggle a script and a handler into the file: the policy stops both."""
    smuggled = "<script>hacked = 1</script><button id='b' onclick='hacked = 1'>x</button></body>"
    (tmp_path / "page.html").write_text(page.replace("</body>", smuggled), encoding="utf-8")
    visited = visit(tmp_path / "page.html")
    visited.page.evaluate("document.getElementById('b').click()")
    assert visited.page.evaluate("window.hacked") is None
    assert len(visited.complaints) == 2
