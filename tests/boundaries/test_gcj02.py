"""GCJ-02 and BD-09, there and back; under another label noticed, and corrected only when told."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box
from shapely.geometry.base import BaseGeometry

from kit.boundary_cases.kit import counties_of_linfen
from zonemap.boundaries.crs.gcj02 import from_bd09, from_gcj02, metres_between, move_back, to_bd09, to_gcj02
from zonemap.boundaries.reader import read_boundaries

ADCODES = counties_of_linfen().index.tolist()
MOVES = {"gcj02": to_gcj02, "bd09": to_bd09}


def write(folder: Path, shape: BaseGeometry, name: str = "甲") -> Path:
    """Write a shape as GeoJSON in EPSG:4326, as map services label theirs."""
    path = folder / "shape.geojson"
    gpd.GeoDataFrame({"name": [name]}, geometry=[shape], crs=4326).to_file(path)
    return path


def shifted(shape: BaseGeometry, datum: str) -> BaseGeometry:
    """Return a shape moved into another datum."""
    return shapely.transform(shape, MOVES[datum])


@pytest.mark.parametrize("adcode", ADCODES)
@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_shifted_county_is_noticed(adcode: str, datum: str, tmp_path: Path) -> None:
    """A county outline in GCJ-02 or BD-09 labelled 4326 is recognised, with the metres, and left alone."""
    county = counties_of_linfen().geometry[adcode]
    found = read_boundaries(write(tmp_path, shifted(county, datum)), counties=counties_of_linfen())
    name = {"gcj02": "GCJ-02", "bd09": "BD-09"}[datum]
    assert f"看起来是 {name} 坐标：偏东" in found["notes"].iloc[0]
    assert f'命令行 --shift {datum}，Python datum_shift="{datum}"' in found["notes"].iloc[0]
    assert shapely.hausdorff_distance(found.geometry.iloc[0], shifted(county, datum)) < 1e-6


@pytest.mark.parametrize("adcode", ADCODES)
def test_true_county_is_not_noticed(adcode: str, tmp_path: Path) -> None:
    """A county outline in CGCS2000 is not taken for a shifted one."""
    county = counties_of_linfen().geometry[adcode]
    found = read_boundaries(write(tmp_path, county), counties=counties_of_linfen())
    assert found["notes"].iloc[0] == ""


@pytest.mark.parametrize("adcode", ADCODES[:3])
@pytest.mark.parametrize("east_m", [-150, 150])
def test_coarse_county_is_not_noticed(adcode: str, east_m: float, tmp_path: Path) -> None:
    """An outline that is merely drawn 150 m off is not taken for a shifted one."""
    county = shapely.transform(
        counties_of_linfen().geometry[adcode], lambda p: p + np.array([east_m / 90_000, 0])
    )
    found = read_boundaries(write(tmp_path, county), counties=counties_of_linfen())
    assert "GCJ-02" not in found["notes"].iloc[0]


def test_moved_back_when_told(tmp_path: Path) -> None:
    """A shape in GCJ-02 comes back to a millimetre when its datum is told."""
    county = counties_of_linfen().geometry["141002"]
    path = write(tmp_path, shifted(county, "gcj02"))
    found = read_boundaries(path, counties=counties_of_linfen(), datum_shift="gcj02")
    assert shapely.hausdorff_distance(found.geometry.iloc[0], county) < 2e-8
    assert "已按指定从 GCJ-02 改正" in found["notes"].iloc[0]


def test_small_zone_at_the_edge_of_its_county(tmp_path: Path) -> None:
    """A zone that leaves its county only because it is shifted is said to be perhaps in GCJ-02."""
    square = gpd.GeoDataFrame(
        {"name_zh": ["方县"]}, geometry=[box(111.5, 36.0, 111.6, 36.1)], index=["141002"], crs=4490
    )
    zones = pd.DataFrame({"zone_id": ["a"], "name_zh": ["甲"], "counties": ["141002"]})
    path = write(tmp_path, shifted(box(111.59, 36.04, 111.5999, 36.05), "gcj02"))
    found = read_boundaries(path, counties=square, zones=zones)
    assert "可能是 GCJ-02" in found["notes"].iloc[0]


def test_small_zone_inside_says_nothing(tmp_path: Path) -> None:
    """A small zone in the middle of its county fits either way, so nothing is claimed."""
    zones = pd.DataFrame({"zone_id": ["a"], "name_zh": ["甲"], "counties": ["141002"]})
    path = write(tmp_path, box(111.50, 36.05, 111.51, 36.06))
    found = read_boundaries(path, counties=counties_of_linfen(), zones=zones)
    assert found["notes"].iloc[0] == ""


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
