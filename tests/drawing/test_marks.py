"""One mark a status: its parts are the same in every output, and no two statuses look alike."""

import pytest
from shapely import Polygon

from zonemap.region.status import STATUSES
from zonemap.style.marks import CORNERS, mark_parts


@pytest.mark.parametrize("symbol", ["", *CORNERS])
def test_no_two_statuses_have_the_same_mark(symbol):
    """Of each shape; a zone that is not yet there is drawn by no map."""
    drawn = [status for status in STATUSES if status != "not_yet"]
    assert len({mark_parts(symbol, status) for status in drawn}) == len(drawn)


def filled(symbol: str, status: str) -> float:
    """Return the share of a mark that has the colour of the class."""
    parts = mark_parts(symbol, status)
    return (
        sum(Polygon(part.ring).area for part in parts if part.fill == "class") / Polygon(parts[0].ring).area
    )


@pytest.mark.parametrize("symbol", ["", *CORNERS])
def test_the_filling_tells_how_far_a_zone_is(symbol):
    """Operating full, approved half, being set up half with a gap, the others not in full colour."""
    assert filled(symbol, "operating") == 1
    assert filled(symbol, "approved") == pytest.approx(0.5, abs=0.01)
    assert 0.2 < filled(symbol, "preparing") < 0.45
    assert [filled(symbol, status) for status in ("applying", "undated", "unknown")] == [0, 0, 0]


@pytest.mark.parametrize(("status", "dash"), [("undated", "dash"), ("unknown", "dot"), ("operating", "")])
def test_the_outline_tells_what_is_not_known(status, dash):
    """Dashes: no date. Dots: not known on this day."""
    assert mark_parts("", status)[-1].dash == dash


def test_a_number_stands_on_a_plate_where_the_mark_is_half():
    """Else half of it would stand on the colour."""
    assert len(mark_parts("", "approved", is_numbered=True)) == len(mark_parts("", "approved")) + 1
    assert mark_parts("", "operating", is_numbered=True) == mark_parts("", "operating")
