"""GCJ-02 and BD-09, there and back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from zonemap.boundaries.crs.gcj02 import from_bd09, from_gcj02, metres_between, move_back, to_bd09, to_gcj02

PLACES = st.lists(st.tuples(st.floats(73.5, 135), st.floats(18, 53.5)), min_size=1, max_size=20)
YAODU = np.array([[111.5189, 36.0889]])


@settings(deadline=None)
@given(PLACES)
def test_gcj02_there_and_back(places: list[tuple[float, float]]) -> None:
    """A point moved to GCJ-02 and back is where it was to a micrometre."""
    points = np.array(places)
    assert metres_between(from_gcj02(to_gcj02(points)), points).max() < 1e-6


@settings(deadline=None)
@given(PLACES)
def test_bd09_there_and_back(places: list[tuple[float, float]]) -> None:
    """A point moved to BD-09 and back is where it was to a micrometre."""
    points = np.array(places)
    assert metres_between(from_bd09(to_bd09(points)), points).max() < 1e-6


def test_known_point() -> None:
    """The Forbidden City lies where the public formula puts it."""
    moved = to_gcj02(np.array([[116.397128, 39.916527]]))
    assert moved[0] == pytest.approx([116.4033725, 39.9179307], abs=1e-7)


def test_shift_over_linfen() -> None:
    """Over Linfen GCJ-02 lies half a kilometre east, BD-09 over a kilometre north-east."""
    gcj02, bd09 = to_gcj02(YAODU), to_bd09(YAODU)
    assert 474 < metres_between(YAODU, gcj02)[0] < 598
    assert 1200 < metres_between(YAODU, bd09)[0] < 1400
    assert gcj02[0, 0] > YAODU[0, 0]
    assert (bd09[0] > YAODU[0]).all()


def test_outside_china_stays() -> None:
    """A point outside China is not moved."""
    paris = np.array([[2.35, 48.86]])
    assert np.array_equal(to_gcj02(paris), paris)
    assert np.array_equal(to_bd09(paris), paris)
    assert np.array_equal(from_gcj02(paris), paris)


def test_shapes_move_back() -> None:
    """A polygon moved back from GCJ-02 is the one it was made from; ``keep`` leaves it alone."""
    square = box(111.5, 36.0, 111.6, 36.1)
    shifted = Polygon(to_gcj02(np.array(square.exterior.coords)))
    assert move_back(shifted, "gcj02").equals_exact(square, 1e-11)
    assert move_back(shifted, "keep") is shifted


def test_one_degree_is_111_km() -> None:
    """A degree of latitude is 111.2 km, a degree of longitude at 60° half of it."""
    start, north, east = np.array([[100.0, 60.0]]), np.array([[100.0, 61.0]]), np.array([[101.0, 60.0]])
    assert metres_between(start, north)[0] == pytest.approx(111_195, rel=1e-4)
    assert metres_between(start, east)[0] == pytest.approx(55_597, rel=1e-4)
