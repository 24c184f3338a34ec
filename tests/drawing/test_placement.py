"""Labels and symbols do not cover each other."""

import pytest
from shapely import box

from zonemap.drawing.placement import Placer, fit_text, set_apart, text_width

FRAME = (-500, -500, 500, 500)


def test_a_chinese_character_is_one_em_wide():
    """Two characters at size 10 take 20; Latin letters take about half of that."""
    assert text_width("临汾", 10) == 20
    assert 9 < text_width("ab", 10) < 12


def test_a_text_that_fits_is_left_alone():
    """Only a text that is too wide is cut."""
    assert fit_text("临汾", 10, 20) == "临汾"
    assert fit_text("临汾开发区", 10, 30).endswith("…")
    assert text_width(fit_text("临汾开发区", 10, 30), 10) <= 30


def test_the_first_label_stands_in_the_middle():
    """An empty square has room where one wants it."""
    x, y = Placer(FRAME).place(box(0, 0, 100, 100), 20, 10)
    assert (x, y) == pytest.approx((50, 50), abs=5)


def test_a_second_label_makes_way():
    """Two labels for one area do not overlap."""
    placer = Placer(FRAME)
    area = box(0, 0, 100, 100)
    one, other = placer.place(area, 40, 20), placer.place(area, 40, 20)
    assert abs(one[0] - other[0]) >= 40 or abs(one[1] - other[1]) >= 20


def test_a_label_without_room_is_dropped():
    """A label wider than its area has no place in it."""
    assert Placer(FRAME).place(box(0, 0, 10, 10), 40, 20) is None


def test_a_label_keeps_clear_of_what_is_taken():
    """When all of the area is taken there is no place either."""
    assert Placer(FRAME, [(0, 0, 100, 100)]).place(box(0, 0, 100, 100), 20, 10) is None


def test_a_label_may_stand_beside_its_area():
    """Outside the land, but touching it or nearly so."""
    area = box(0, 0, 10, 10)
    x, y = Placer(FRAME).place_beside(area, area, 40, 10)
    assert not box(x - 20, y - 5, x + 20, y + 5).intersects(area)
    assert box(x - 20, y - 5, x + 20, y + 5).distance(area) <= 5


def test_no_place_beside_an_area_that_land_surrounds():
    """Inland there is no outside."""
    assert Placer(FRAME).place_beside(box(0, 0, 10, 10), box(-200, -200, 200, 200), 40, 10) is None


def test_no_label_leaves_the_frame():
    """The free side of the area lies outside the frame."""
    area = box(0, 0, 10, 10)
    assert Placer((-1, -1, 11, 11)).place_beside(area, area, 40, 10) is None


def test_symbols_of_one_point_are_set_apart():
    """Two symbols of radius 5 at one point end up at least 10 from each other, the point between them."""
    (left, y1), (right, y2) = set_apart([(50, 50), (50, 50)], [0, 0], 5)
    assert right - left >= 10
    assert (left + right) / 2 == pytest.approx(50)
    assert y1 == pytest.approx(50) == y2


@pytest.mark.parametrize("count", [3, 4, 7])
def test_any_number_of_symbols_is_set_apart(count):
    """However many share a point, each pair is at least two radii apart."""
    places = set_apart([(0, 0)] * count, [0] * count, 5)
    gaps = [
        ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5
        for number, a in enumerate(places)
        for b in places[:number]
    ]
    assert min(gaps) >= 10


def test_a_lone_symbol_stays_where_it_belongs():
    """Nothing to set apart, and a large circle is not hidden by it."""
    assert set_apart([(1, 2), (90, 90)], [0, 40], 5) == [(1, 2), (90, 90)]


def test_a_symbol_does_not_hide_a_small_circle():
    """A circle of radius 4 would vanish below a symbol of radius 5."""
    ((x, y),) = set_apart([(0, 0)], [4], 5)
    assert (x**2 + y**2) ** 0.5 >= 9
