"""The map shows itself in a notebook: a plain frame, no banner, no blank."""

import re

import pytest

from zonemap.outputs.page.explore import explore


@pytest.fixture(scope="module")
def shown(toy):
    """Return what a notebook gets to show."""
    return explore(toy)._repr_html_()


def test_there_is_no_banner(shown):
    """Folium's request to trust the notebook is not there."""
    assert "Trust" not in shown
    assert shown.startswith("<iframe ")
    assert shown.endswith("</iframe>")


def test_the_frame_has_an_origin_of_its_own(shown):
    """Scripts run in it, but reach nothing of the notebook."""
    (rights,) = re.findall(r'sandbox="([^"]*)"', shown)
    assert "allow-scripts" in rights.split()
    assert "allow-same-origin" not in rights.split()


def test_the_map_is_drawn_in_the_frame(visit, shown, tmp_path):
    """Set into another page, all four zones are there and nothing goes wrong."""
    host = tmp_path / "notebook.html"
    host.write_text(f"<!DOCTYPE html><title>notebook</title>{shown}", encoding="utf-8")
    visited = visit(host)
    frame = visited.page.frames[1]
    frame.wait_for_function("() => window.zonemap?.state().visible.length === 4")
    frame.wait_for_selector("path.leaflet-interactive")
    assert visited.complaints == []
    assert [address for address in visited.requests if not address.startswith("about:")] == [host.as_uri()]
