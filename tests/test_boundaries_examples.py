"""The same made-up zone in every format, by our writers and by other programs, is the same polygon."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from boundary_cases.ground import GEODATA, counties_of_linfen
from boundary_cases.kit import ID, ZONE
from zonemap.boundaries.boundary_files import find_sources
from zonemap.boundaries.reader import read_boundaries

FOREIGN = Path(__file__).parent / "foreign"
EXAMPLES = [source.path for source in find_sources(GEODATA / "examples") if "broken" not in source.file]
BY_OTHERS = [source.path for source in find_sources(FOREIGN)]
ROUNDED_M = 0.01


@pytest.mark.parametrize("path", [*EXAMPLES, *BY_OTHERS], ids=lambda path: path.name)
def test_same_zone_in_every_format(path: Path) -> None:
    """Every format gives the made-up zone back to a centimetre, with its hole and its second part."""
    found = read_boundaries(path, counties=counties_of_linfen())
    whole = shapely.union_all(found.to_crs(4525).geometry)
    assert shapely.hausdorff_distance(whole, ZONE) < ROUNDED_M
    assert len(shapely.get_parts(whole)) == 2
    assert abs(found["area_km2"].sum() - 4.8366) < 0.0001


@pytest.mark.parametrize("path", [p for p in EXAMPLES if p.suffix != ".dxf"], ids=lambda path: path.name)
def test_examples_say_whose_they_are(path: Path) -> None:
    """Every example but the drawings carries the id of the made-up zone and a name that says so."""
    found = read_boundaries(path, counties=counties_of_linfen())
    assert found["zone_id"].tolist() == [ID]
    assert "虚构" in found["name"].iloc[0]
    assert "made up" in found["name"].iloc[0]


def test_examples_cover_every_format() -> None:
    """The examples hold each format that is read."""
    formats = {read_boundaries(path, counties=counties_of_linfen())["format"].iloc[0] for path in EXAMPLES}
    assert formats == {
        "parcel_txt", "shapefile", "geopackage", "geojson", "kml", "dxf", "filegdb",
        "mapinfo_tab", "mapinfo_mif", "flatgeobuf", "points_csv", "points_xlsx",
    }  # fmt: skip


def test_broken_example_gives_its_report() -> None:
    """The broken example stops with the report that lies beside it."""
    with pytest.raises(Exception, match="处问题") as caught:
        read_boundaries(GEODATA / "examples" / "broken" / "made-up-zone-broken.txt")
    report = (GEODATA / "examples" / "broken" / "made-up-zone-broken.report.md").read_text("utf-8")
    assert str(caught.value) in report


def test_a_folder_of_examples_is_one_zone_too_often() -> None:
    """A folder that holds one zone in many files is refused, with every file named."""
    with pytest.raises(Exception, match="里已有边界"):
        read_boundaries(GEODATA / "examples", counties=counties_of_linfen())


def test_names_survive_the_code_pages() -> None:
    """A GBK shapefile without .cpg, a CP936 drawing and a GB18030 table give the same Chinese name."""
    chosen = ["made-up-zone-gbk-shapefile.zip", "made-up-zone-r2000.dxf", "made-up-zone-points.csv"]
    frames = [read_boundaries(GEODATA / "examples" / name, counties=counties_of_linfen()) for name in chosen]
    assert {frame["name"].iloc[0] for frame in frames} == {"虚构示范区(made up)"}
    assert all(isinstance(frame, gpd.GeoDataFrame) for frame in frames)
