"""Boundary-point files are written so that they read back as what they were."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from zonemap.boundaries.formats.parcel_txt import read_parcel_txt, write_parcel_txt
from zonemap.boundaries.reader import read_boundaries

EAST, NORTH = 37_547_000.0, 3_995_000.0
NAMES = st.text(st.characters(codec="gb18030", exclude_categories=["C", "Z"]), min_size=1, max_size=20)
KEPT_M = 1e-4


@st.composite
def stars(draw: st.DrawFn) -> Polygon:
    """Draw a star-shaped polygon of 3 to 40 corners, perhaps with a hole in its middle."""
    count = draw(st.integers(3, 40))
    radii = np.array(draw(st.lists(st.floats(300, 900), min_size=count, max_size=count)))
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    shell = np.column_stack([EAST + radii * np.cos(angles), NORTH + radii * np.sin(angles)])
    hole = [shell * 0.1 + np.array([EAST, NORTH]) * 0.9] if draw(st.booleans()) else []
    return Polygon(shell, hole)


def zones(shapes: list[Polygon], **columns: list[str]) -> gpd.GeoDataFrame:
    """Return zones in EPSG:4525."""
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=4525)


@settings(deadline=None, max_examples=50)
@given(shape=stars(), name=NAMES)
def test_written_and_read_back(tmp_path_factory: pytest.TempPathFactory, shape: Polygon, name: str) -> None:
    """Any polygon, with or without a hole, and any name come back from a boundary-point file."""
    path = tmp_path_factory.mktemp("txt") / "zone.txt"
    write_parcel_txt(zones([shape], name=[name], zone_id=["made-up"]), path)
    found = read_boundaries(path)
    back = found.to_crs(4525).geometry.iloc[0]
    assert shapely.hausdorff_distance(back, shape) < 2 * KEPT_M
    assert len(back.interiors) == len(shape.interiors)
    assert found["zone_id"].iloc[0] == "made-up"
    assert found["crs_used"].iloc[0] == "EPSG:4525"
    assert abs(found["stated_area_km2"].iloc[0] - shape.area / 1e6) < 1e-6


def test_parts_come_back(tmp_path: Path) -> None:
    """A zone of two parts, one with a hole, is written as three rings and read as two parts."""
    ring = box(EAST, NORTH, EAST + 100, NORTH + 100)
    shape = MultiPolygon([ring.difference(box(EAST + 10, NORTH + 10, EAST + 20, NORTH + 20)),
                          box(EAST + 200, NORTH, EAST + 300, NORTH + 100)])  # fmt: skip
    path = write_parcel_txt(zones([shape], name=["甲"]), tmp_path / "zone.txt")
    assert path.read_bytes().decode("gb18030").count("J1,1,") == 2
    back = read_boundaries(path).to_crs(4525).geometry.iloc[0]
    assert back.symmetric_difference(shape).area < 0.1


def test_the_ministry_s_form(tmp_path: Path) -> None:
    """A square of one hectare is written as the ministry's format has it."""
    path = tmp_path / "zone.txt"
    write_parcel_txt(zones([box(EAST, NORTH, EAST + 100, NORTH + 100)], name=["甲"], zone_id=["a"]), path)
    lines = path.read_bytes().decode("gb18030").split("\r\n")
    assert lines[0] == "[属性描述]"
    assert "带号=37" in lines
    assert lines[lines.index("[地块坐标]") + 1] == "5,1.0000,a,甲,面,,,,@"
    assert lines[lines.index("[地块坐标]") + 2] == "J1,1,3995000.0000,37547100.0000"


def test_several_zones(tmp_path: Path) -> None:
    """Several zones are several parcels, in order, whatever CRS they come in."""
    squares = [box(EAST + i * 500, NORTH, EAST + i * 500 + 100, NORTH + 100) for i in range(3)]
    path = tmp_path / "zone.txt"
    write_parcel_txt(zones(squares, zone_id=["a", "b", "c"]).to_crs(4490), path)
    found = read_boundaries(path)
    assert found["zone_id"].tolist() == ["a", "b", "c"]
    assert found["area_km2"].round(3).tolist() == [0.01, 0.01, 0.01]


def test_words_cannot_break_the_lines(tmp_path: Path) -> None:
    """Commas, @, equals signs and line ends in a name part no field."""
    path = tmp_path / "zone.txt"
    write_parcel_txt(zones([box(EAST, NORTH, EAST + 9, NORTH + 9)], name=["甲,乙@\n[地块坐标]=1"]), path)
    drawing = read_parcel_txt(path, "zone.txt")
    assert [feature.name for feature in drawing.features] == ["甲·乙 (地块坐标) 1"]


def test_other_zone_than_3_degrees(tmp_path: Path) -> None:
    """A CRS that is no 3° zone with its number is refused."""
    with pytest.raises(ValueError, match="4513–4533"):
        write_parcel_txt(zones([box(0, 0, 1, 1)]), tmp_path / "zone.txt", crs=4546)
