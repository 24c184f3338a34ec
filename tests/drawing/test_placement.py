"""Labels and symbols do not cover each other, and what lies far outside the counties leaves no map.

What a zone has far away is cut, its symbol is at the edge.
"""

import dataclasses
import io
import itertools
import re
from itertools import combinations
from math import hypot
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from pptx import Presentation
from shapely import Point, box

import zonemap as zm
from kit.decks import beyond, deck_bytes, opened
from kit.drawn import texts
from kit.nation import nation_region, square_counties
from zonemap.analysis.diff import compare
from zonemap.analysis.legend import legend_by
from zonemap.outputs.diff.files import write_changes
from zonemap.outputs.page.without_scripts import draw_svg
from zonemap.region.region import Region
from zonemap.scene.furniture import find_room
from zonemap.scene.items import Label
from zonemap.scene.land import fit_plane, land_of
from zonemap.scene.lettering import text_width
from zonemap.scene.marks import COLOURED
from zonemap.scene.names import place_names
from zonemap.scene.placement import Placer, clip_to
from zonemap.scene.spreading import place_symbols, pull_inside, set_apart

FRAME = (-500, -500, 500, 500)


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
    """Off the land, near it, with a leader that ends in it."""
    area = box(0, 0, 10, 10)
    spot = Placer(FRAME).place_outside(area, area, 40, 10)
    label = box(spot.centre[0] - 20, spot.centre[1] - 5, spot.centre[0] + 20, spot.centre[1] + 5)
    assert not label.intersects(area)
    assert label.distance(area) <= 6
    assert spot.leader.distance(label) < 1e-6
    assert area.covers(Point(spot.leader.coords[-1]))


def test_a_leader_keeps_clear_of_what_is_taken():
    """It ends in the part of the area that is free."""
    area, mark = box(0, 0, 10, 10), (0, 0, 10, 8)
    spot = Placer(FRAME, [mark]).place_outside(area, area, 40, 10)
    assert not box(*mark).buffer(-0.1).intersects(spot.leader)


def test_inland_a_label_stands_on_other_land_or_nowhere():
    """There is no place off the land; on it there is, with a leader."""
    area, land = box(0, 0, 10, 10), box(-200, -200, 200, 200)
    assert Placer(FRAME).place_outside(area, land, 40, 10) is None
    assert Placer(FRAME).place_outside(area, None, 40, 10).leader.length > 0


def test_no_label_leaves_the_frame():
    """The free side of the area lies outside the frame."""
    area = box(0, 0, 10, 10)
    assert Placer((-1, -1, 11, 11)).place_outside(area, area, 40, 10) is None


def test_symbols_that_would_cover_each_other_are_pushed_apart():
    """Twelve within one radius: each ends two radii from every other, near to where it belongs."""
    points = [(0.3 * number, 0.0) for number in range(12)]
    places, crowds = place_symbols(points, [0] * 12, 5, FRAME)
    assert crowds == []
    for number, (x, y) in enumerate(places):
        assert all(hypot(x - u, y - v) >= 10 for u, v in places[:number])
        assert hypot(x, y) < 60


def test_too_many_symbols_in_one_place_are_counted():
    """Of thirty at one point and one far off, thirty have one counting mark."""
    places, (crowd,) = place_symbols([(0.0, 0.0)] * 30 + [(200.0, 0.0)], [0] * 31, 5, FRAME)
    assert places == [None] * 30 + [(200.0, 0.0)]
    assert crowd.members == tuple(range(30))
    assert crowd.place == pytest.approx((0, 0))


def test_the_lower_makes_way_for_the_higher():
    """Of two that would cover each other the national one hardly moves; alike, both move as far."""
    points = [(0.0, 0.0), (4.0, 0.0)]
    (higher, lower), _ = place_symbols(points, [0, 0], 5, FRAME, [0, 2])
    assert hypot(higher[0] - lower[0], higher[1] - lower[1]) >= 10
    assert abs(higher[0]) < 1 < lower[0] - 4
    (one, other), _ = place_symbols(points, [0, 0], 5, FRAME)
    assert -one[0] == pytest.approx(other[0] - 4)


def test_a_few_of_the_highest_are_never_counted_away():
    """Thirty at one point, one of them national: it has a mark of its own beside the count of the others."""
    places, (crowd,) = place_symbols([(0.0, 0.0)] * 30, [0] * 30, 5, FRAME, [1] * 7 + [0] + [1] * 22)
    assert [number for number, place in enumerate(places) if place] == [7]
    assert len(crowd.members) == 29


def test_symbols_outside_the_frame_come_to_its_edge():
    """Several from one side do not cover each other there."""
    places, _ = place_symbols([(900.0, 0.0)] * 3, [0] * 3, 5, FRAME)
    for number, (x, y) in enumerate(places):
        assert x <= 490
        assert all(hypot(x - u, y - v) >= 10 for u, v in places[:number])


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


@pytest.mark.parametrize(
    ("width", "letters", "note"),
    [
        (400, ["A", "B"], "A 天字第一号县、B 天字第二号县"),
        (100, [], "另有 2 个县名未标出"),
        (0, [], "另有 2 个县名未标出"),
    ],
)
def test_a_name_without_room_becomes_a_letter_where_a_line_explains_it(width, letters, note):
    """Beside a county, in 40 points, two names of 54 have no room: both get letters, or both are counted."""
    counties = square_counties(3, 1)
    counties["name_zh"] = ["天字第一号县", "甲县", "天字第二号县"]
    region = nation_region(counties, 1)
    plane = fit_plane(land_of(region), (0, 0, 120, 60))
    names = place_names(region, plane, [], 9, 9, "zh", COLOURED, focus="100001", note=width)
    assert sorted(item.text for item in names.items) == sorted([*letters, "甲县"])
    assert names.note("zh") == note


def test_a_letter_without_room_is_passed_over():
    """The first county is all taken: the second gets the first letter, the first is counted."""
    counties = square_counties(3, 1)
    counties["name_zh"] = ["天字第一号县", "甲县", "天字第二号县"]
    region = nation_region(counties, 1)
    plane = fit_plane(land_of(region), (0, 0, 120, 60))
    first = plane.counties["100000"].bounds
    names = place_names(region, plane, [first], 9, 9, "zh", COLOURED, focus="100001", note=400)
    assert names.note("zh") == "A 天字第二号县、另有 1 个县名未标出"


def test_each_symbol_takes_its_own_room():
    """Large and small ones keep clear of each other; what stands already is moved by none."""
    radii = [20, 5, 5, 12]
    places, _ = place_symbols([(0.0, 0.0), (8.0, 0.0), (0.0, 9.0), (15.0, 15.0)], [0] * 4, radii, FRAME)
    for (one, radius), (other, reach) in combinations(zip(places, radii, strict=True), 2):
        assert hypot(one[0] - other[0], one[1] - other[1]) >= radius + reach
    (place,), _ = place_symbols([(1.0, 0.0)], [0], 5, FRAME, held=[((0.0, 0.0), 30.0)])
    assert hypot(*place) >= 35


EDGES = (0.0, 0.0, 10.0, 10.0)


@pytest.fixture(scope="module")
def far(toy) -> Region:
    """Set the second zone, surveyed, three degrees east of the counties."""
    zones = toy.zones.copy()
    zones.loc["two", ["basis", "lon", "lat"]] = ["surveyed", 114.15, 36.05]
    zones.loc[["two"], "geometry"] = [box(114.1, 36.0, 114.2, 36.1)]
    return dataclasses.replace(toy, zones=zones)


def places(path: str) -> np.ndarray:
    """Return the points of path data that begin with one absolute point a ring, the others relative."""
    rings = []
    for ring in re.findall(r"M([^MZ]+)Z?", path):
        numbers = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", ring)]
        rings.append(np.cumsum(np.array(numbers).reshape(-1, 2), axis=0))
    return np.vstack(rings)


def test_a_boundary_is_cut_at_the_frame():
    """One inside stays as it is; one across loses what is outside; of one outside nothing is left."""
    inside = box(1, 1, 2, 2)
    assert clip_to(inside, EDGES) is inside
    assert clip_to(box(8, 8, 20, 20), EDGES).equals(box(8, 8, 10, 10))
    assert clip_to(box(11, 11, 12, 12), EDGES).is_empty


def test_a_symbol_outside_comes_to_the_edge():
    """One inside stays where it is, clear of the margin."""
    assert pull_inside([(5, 5), (30, 5), (-2, 11)], EDGES, 1) == [(5, 5), (9, 5), (1, 9)]


def test_the_drawing_keeps_to_its_frame(far):
    """Lines, circles and outlines all lie on the sheet; of the boundary far away none is drawn."""
    root = draw_svg(far, legend_by(far))
    _, _, width, height = map(float, root.get("viewBox").split())
    drawn: dict[str, list[ET.Element]] = {}
    for element in root.iter():
        drawn.setdefault(element.tag, []).append(element)
    xy = [places(path.get("d")) for path in drawn["path"] if path.get("d")]
    xy += [
        np.array([[float(shape.get(f"{axis}{end}")) for axis in "xy"]])
        for shape in drawn.get("line", [])
        for end in "12"
    ]
    points = np.vstack(xy)
    assert points.min() >= 0
    assert (points <= (width, height)).all()


def test_the_slides_keep_to_their_frame(far):
    """Overview, years and the zone's own locator."""
    assert beyond(opened(deck_bytes(far))) == []


def test_the_slide_of_changes_keeps_to_its_frame(toy, far, tmp_path: Path):
    """The zone moved there: the line that leads along ends at the edge."""
    changes = compare(toy, far)
    written = write_changes(changes, toy, far, tmp_path / "a.pptx")
    deck = Presentation(io.BytesIO(written.read_bytes()))
    assert "moved" in set(changes["change"])
    assert beyond(deck) == []


def test_the_figure_has_every_number_on_its_map(far):
    """Numbers are text, which axes do not cut."""
    figure, ax = zm.plot_map(far)
    window = ax.get_window_extent(figure.canvas.get_renderer())
    numbers = [text for text in texts(figure) if text.axes is ax and text.get_text().isdigit()]
    assert {text.get_text() for text in numbers} >= {"1", "2", "3", "4"}
    for text in numbers:
        extent = text.get_window_extent()
        assert window.x0 <= extent.x0
        assert extent.x1 <= window.x1


@pytest.mark.parametrize("size", [8.0, 12.0])
@pytest.mark.parametrize("width", [90, 140, 240, 600])
def test_the_numbers_of_the_scale_bar_stand_clear_of_each_other(linfen, width, size):
    """Where the bar is too short for three of them, the one in the middle is left out."""
    plane = fit_plane(land_of(linfen), (0, 0, width, width))
    bar, _ = find_room(plane).items(plane, "zh", size)
    labels = [item for item in bar.items if isinstance(item, Label)]
    half = [text_width(label.text, size) / 2 for label in labels]
    edges = [(label.place[0] - own, label.place[0] + own) for label, own in zip(labels, half, strict=True)]
    assert labels[-1].text.endswith(" km")
    assert all(one[1] < other[0] for one, other in itertools.pairwise(edges))
