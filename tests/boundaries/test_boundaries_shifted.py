"""GCJ-02 and BD-09 under another label are noticed, reported in metres, and corrected only when told."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import box
from shapely.geometry.base import BaseGeometry

from kit.boundary_cases.ground import counties_of_linfen
from zonemap.boundaries.crs.gcj02 import to_bd09, to_gcj02
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
