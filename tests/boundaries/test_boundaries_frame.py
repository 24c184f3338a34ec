"""What ``read_boundaries`` returns and refuses, whatever the format."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from shapely import box

from kit.boundary_cases import CASES
from kit.boundary_cases.ground import GEODATA, counties_of_linfen
from kit.boundary_cases.kit import ID, Case
from zonemap.boundaries import sources as boundary_files
from zonemap.boundaries.formats.vector import DRIVERS
from zonemap.boundaries.reader import COLUMNS, read_boundaries
from zonemap.core.errors import CannotRead, ZonemapError
from zonemap.core.problems import DataProblems

EXAMPLE = GEODATA / "examples" / f"{ID}.gpkg"
LURES = [case for case in CASES if case.id.startswith("hostile-vrt-") or case.id == "hostile-gdalg"]


def test_columns_and_crs() -> None:
    """The frame has the columns it promises, in EPSG:4490."""
    found = read_boundaries(EXAMPLE)
    assert tuple(found.columns) == COLUMNS
    assert found.crs.to_epsg() == 4490


def test_area_is_that_of_an_equal_area_projection() -> None:
    """The area is that of an Albers projection about China to a hundred-thousandth."""
    albers = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=36 +lon_0=111 +ellps=GRS80"
    found = read_boundaries(EXAMPLE)
    assert found["area_km2"].iloc[0] == pytest.approx(found.to_crs(albers).area.iloc[0] / 1e6, rel=1e-5)


def test_area_beside_the_listed_one() -> None:
    """The area that zones.csv states stands beside the measured one, with the difference."""
    zones = pd.DataFrame({"zone_id": [ID], "name_zh": ["甲"], "area_km2": ["5"]})
    found = read_boundaries(EXAMPLE, zones=zones)
    assert found["stated_area_km2"].iloc[0] == 5
    assert found["area_difference_km2"].iloc[0] == pytest.approx(4.8366 - 5, abs=1e-3)


@pytest.mark.parametrize(
    ("heading", "value", "km2"),
    [
        ("area_km2", 4.8, 4.8),
        ("面积(公顷)", "480", 4.8),
        ("面积", "480公顷", 4.8),
        ("批准面积", "7200亩", 4.8),
    ],
)
def test_area_stated_in_the_file(heading: str, value: object, km2: float, tmp_path: Path) -> None:
    """An area with its unit is taken from the file."""
    path = tmp_path / "a.gpkg"
    gpd.GeoDataFrame({heading: [value]}, geometry=[box(111, 36, 111.1, 36.1)], crs=4490).to_file(path)
    assert read_boundaries(path)["stated_area_km2"].iloc[0] == pytest.approx(km2)


def test_area_without_unit_is_not_guessed(tmp_path: Path) -> None:
    """An area without a unit is left out: it may be square metres, hectares or mu."""
    path = tmp_path / "a.gpkg"
    gpd.GeoDataFrame({"面积": [480.0]}, geometry=[box(111, 36, 111.1, 36.1)], crs=4490).to_file(path)
    assert pd.isna(read_boundaries(path)["stated_area_km2"].iloc[0])


def test_missing_path() -> None:
    """A path that is not there is said so."""
    with pytest.raises(CannotRead, match="没有这个文件"):
        read_boundaries("nowhere.shp")


def test_unknown_crs() -> None:
    """A CRS that does not exist is said so."""
    with pytest.raises(ZonemapError, match="没有这个坐标系"):
        read_boundaries(EXAMPLE, crs=99999)


def test_all_files_of_a_folder_are_reported(tmp_path: Path) -> None:
    """Every broken file of a folder is reported at once."""
    for name in ("a.dwg", "b.pdf", "c.txt"):
        (tmp_path / name).write_text("x")
    with pytest.raises(DataProblems) as caught:
        read_boundaries(tmp_path)
    assert [problem.file for problem in caught.value.problems] == ["a.dwg", "b.pdf", "c.txt"]


def test_file_beyond_the_limit(tmp_path: Path) -> None:
    """A file of more than a gigabyte is refused before it is read."""
    path = tmp_path / "large.geojson"
    with path.open("wb") as file:
        file.truncate(boundary_files.MOST_FILE_BYTES + 1)
    with pytest.raises(DataProblems, match="超过 1 GB"):
        read_boundaries(path)


@pytest.mark.parametrize("case", LURES, ids=lambda case: case.id)
def test_lures_would_work_on_gdal(case: Case, tmp_path: Path) -> None:
    """GDAL left to itself reads these files by a driver that opens another file; hence the refusal."""
    driver = pyogrio.read_info(case.write(tmp_path))["driver"]
    assert driver not in DRIVERS.values()


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading an archive leaves no temporary file and writes nothing beside it."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    before = sorted(EXAMPLE.parent.iterdir())
    read_boundaries(EXAMPLE.parent / f"{ID}-gbk-shapefile.zip")
    assert list(tmp_path.iterdir()) == []
    assert sorted(EXAMPLE.parent.iterdir()) == before


def test_any_counties_frame_will_do() -> None:
    """Counties may come in another CRS and without names."""
    counties = counties_of_linfen()[["geometry"]].to_crs(4326)
    assert len(read_boundaries(EXAMPLE, counties=counties)) == 1


def test_any_order_of_features(tmp_path: Path) -> None:
    """The order of features changes nothing but the order of rows."""
    squares = {name: box(111.5 + i / 50, 36, 111.51 + i / 50, 36.01) for i, name in enumerate("abcd")}
    found = []
    for names in ("abcd", "dbca"):
        path = tmp_path / f"{names}.gpkg"
        shapes = [squares[name] for name in names]
        gpd.GeoDataFrame({"zone_id": list(names)}, geometry=shapes, crs=4490).to_file(path)
        found.append(
            read_boundaries(path)
            .set_index("zone_id")
            .sort_index()
            .drop(columns=["file", "layer", "geometry"])
        )
    pd.testing.assert_frame_equal(*found)
