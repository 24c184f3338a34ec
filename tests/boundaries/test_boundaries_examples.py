"""The same made-up zone in every format, by our writers and by other programs, is the same polygon."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from kit import make_broken
from kit.boundary_cases.ground import GEODATA, counties_of_linfen
from kit.boundary_cases.kit import ID, ZONE
from kit.make_broken import report, write_files
from kit.shared import unpacked
from zonemap.boundaries.reader import read_boundaries
from zonemap.boundaries.sources import find_sources

EXAMPLES = [source.path for source in find_sources(GEODATA / "examples") if "broken" not in source.file]
BROKEN = [path for path in sorted(make_broken.FOLDER.iterdir()) if path.name != "README.md"]
BY_OTHERS = [source.path for source in find_sources(unpacked(Path(__file__).parent / "foreign"))]
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


@pytest.mark.parametrize("name", [path.name for path in BROKEN])
def test_broken_example_gives_its_report(name: str) -> None:
    """Each broken example stops with the report that stands in the page beside it."""
    assert report(make_broken.FOLDER / name) in (make_broken.FOLDER / "README.md").read_text("utf-8")


def test_broken_examples_are_those_of_their_cases(tmp_path: Path) -> None:
    """The ten broken examples are what their cases write, and no other file lies among them."""
    made = write_files(tmp_path)
    assert len(made) == 10
    assert sorted(path.name for path in made) == sorted(path.name for path in BROKEN)
    for path in made:
        assert path.read_bytes() == (make_broken.FOLDER / path.name).read_bytes()


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
