"""What a zone has far outside the counties of a map leaves no map: it is cut, its symbol is at the edge."""

import dataclasses
import io
import itertools
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from pptx import Presentation
from shapely import box

import zonemap as zm
from kit.decks import beyond, deck_bytes, opened
from kit.drawn import texts
from zonemap.analysis.diff import compare
from zonemap.analysis.legend import legend_by
from zonemap.outputs.diff.files import write_changes
from zonemap.outputs.page.without_scripts import draw_svg
from zonemap.region.region import Region
from zonemap.scene.furniture import find_room
from zonemap.scene.items import Label
from zonemap.scene.land import fit_plane, land_of
from zonemap.scene.lettering import text_width
from zonemap.scene.placement import clip_to
from zonemap.scene.spreading import pull_inside

FRAME = (0.0, 0.0, 10.0, 10.0)


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
    assert clip_to(inside, FRAME) is inside
    assert clip_to(box(8, 8, 20, 20), FRAME).equals(box(8, 8, 10, 10))
    assert clip_to(box(11, 11, 12, 12), FRAME).is_empty


def test_a_symbol_outside_comes_to_the_edge():
    """One inside stays where it is, clear of the margin."""
    assert pull_inside([(5, 5), (30, 5), (-2, 11)], FRAME, 1) == [(5, 5), (9, 5), (1, 9)]


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
