"""What ``read_boundaries`` returns and refuses, whatever the format and whatever a reader raises."""

import os
import socket
import zipfile
import zlib
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj.exceptions import ProjError
from shapely import MultiPolygon, Polygon, box

from kit.boundary_cases import CASES
from kit.boundary_cases.kit import GEODATA, ID, Case, counties_of_linfen, geojson
from kit.boundary_cases.vectors import FEATURE
from kit.toy import write_geodata
from zonemap.boundaries import sources as boundary_files
from zonemap.boundaries.formats.parcel_txt import read_parcel_txt, write_parcel_txt
from zonemap.boundaries.formats.vector import DRIVERS
from zonemap.boundaries.points import read_points
from zonemap.boundaries.reader import COLUMNS, read_boundaries
from zonemap.core.errors import CannotRead, ZonemapError
from zonemap.core.problems import DataProblems
from zonemap.core.reading import Unforeseen, errors_as_problems
from zonemap.outputs.conversion import convert_files
from zonemap.region.reading import read_region


def pipe(path: Path) -> None:
    """Put a pipe that nobody writes to: opening it would wait for ever."""
    os.mkfifo(path)


def dangling(path: Path) -> None:
    """Put a link to a file that is not there."""
    path.symlink_to(path.with_name("moved-away"))


def looping(path: Path) -> None:
    """Put a link to itself."""
    path.symlink_to(path)


def device(path: Path) -> None:
    """Put a link to a device without end."""
    path.symlink_to("/dev/zero")


def unreadable(path: Path) -> None:
    """Put a link to a file that the system will not read."""
    path.symlink_to("/proc/self/mem")


def bound(path: Path) -> None:
    """Put a socket."""
    here = Path.cwd()
    os.chdir(path.parent)  # the path of a socket may have 100 characters only
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(path.name)
    os.chdir(here)


ODD = (pipe, dangling, looping, device, unreadable, bound)


@pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", ["a.geojson", "a.txt", "a.shp", "a.xlsx", "a.kml", "a.zip"])
def test_what_is_no_file_among_boundaries(tmp_path, make, name):
    """Links, pipes and devices in a folder of boundaries are named, and none is waited for."""
    make(tmp_path / name)
    with pytest.raises(DataProblems, match=name):
        read_boundaries(tmp_path)


@pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", ["zones.csv", "zones.xlsx", "counties.geojson", "datapackage.json"])
def test_what_is_no_file_among_tables(tmp_path, make, name):
    """So are they where a table, the counties or the description should be."""
    folder = write_geodata(tmp_path)
    (folder / Path(name).with_suffix(".csv")).unlink(missing_ok=True)
    (folder / name).unlink(missing_ok=True)
    make(folder / name)
    with pytest.raises(ZonemapError, match=name):
        read_region(folder)


@pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", ["p.csv", "p.geojson"])
def test_what_is_no_file_as_points(tmp_path, make, name):
    """And where points should be."""
    make(tmp_path / name)
    with pytest.raises(ZonemapError, match="p"):
        read_points(tmp_path / name)


@pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)
def test_what_is_no_file_to_convert(tmp_path, make):
    """And where a boundary file is asked for by its name."""
    make(tmp_path / "a.kml")
    with pytest.raises(ZonemapError, match=r"a\.kml"):
        convert_files([tmp_path / "a.kml"], tmp_path / "out.gpkg")


def test_a_folder_that_links_to_itself_is_read_once(tmp_path):
    """The boundary in it is one, however often the link could be followed."""
    geojson(FEATURE)(tmp_path)
    (tmp_path / "again").symlink_to(tmp_path)
    assert read_boundaries(tmp_path)["zone_id"].tolist() == [ID]


EXPECTED = (
    *(zlib.error("x"), EOFError(), zipfile.BadZipFile("x"), NotImplementedError("x"), RecursionError()),
    *(ProjError("x"), PermissionError(13, "x"), MemoryError()),
)


@pytest.mark.parametrize("error", EXPECTED, ids=repr)
def test_an_expected_error_is_told_in_words(error):
    """File, what is wrong and the way out, in both languages; the error stays the cause."""
    with pytest.raises(DataProblems) as caught, errors_as_problems("a.zip"):
        raise error
    (problem,) = caught.value.problems
    assert problem.file == "a.zip"
    assert all((problem.message.zh, problem.message.en, problem.fix.zh, problem.fix.en))
    assert caught.value.__cause__ is error
    assert not isinstance(caught.value, Unforeseen)


def test_an_error_nobody_foresaw_keeps_its_cause():
    """A fault of our own is told too, but can be told from a fault of the file."""
    with pytest.raises(Unforeseen, match="KeyError") as caught, errors_as_problems("a.zip"):
        raise KeyError("row")
    assert isinstance(caught.value.__cause__, KeyError)


def test_a_problem_that_is_told_already_passes():
    """The first who knows what is wrong says it."""
    said = ZonemapError("said")
    with pytest.raises(ZonemapError) as caught, errors_as_problems("a.zip"):
        raise said
    assert caught.value is said


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
