"""What ``read_boundaries`` returns and refuses, whatever the format and whatever a reader raises."""

import os
import shutil
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
from pyproj import CRS
from pyproj.exceptions import ProjError
from shapely import MultiPolygon, Polygon, box

from kit.boundary_cases import CASES
from kit.boundary_cases.kit import GEODATA, ID, Case, counties_of_linfen, geojson
from kit.boundary_cases.vectors import FEATURE
from kit.toy import write_geodata
from zonemap.boundaries import sources as boundary_files
from zonemap.boundaries.crs.identify import identify_crs
from zonemap.boundaries.crs.names import datums_in, declared_crs
from zonemap.boundaries.formats.parcel_txt import read_parcel_txt, write_parcel_txt
from zonemap.boundaries.formats.vector import DRIVERS
from zonemap.boundaries.geometry.county_index import CountyIndex
from zonemap.boundaries.points import read_points
from zonemap.boundaries.reader import COLUMNS, read_boundaries
from zonemap.cli import main
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


NAMED = {
    "Xian 1980": "1980西安坐标系|西安80|西安 80 坐标|80西安坐标系|1980年西安坐标系|80国家大地坐标系|国家80|"
    "西安８０|1980年国家大地坐标系|Xian_1980_3_Degree_GK_Zone_37|GCS_Xian_1980|xian80|西安大地坐标系|XIAN-80|"
    "界址点成果表（西安80）|采用 80坐标系",
    "Beijing 1954": "1954北京坐标系|北京54|54北京坐标系|1954年北京坐标系|新北京54坐标系|Beijing 1954|"
    "54国家大地坐标系|D_Beijing_1954|BJ54坐标|北京坐标系",
    "local": "太原地方坐标系|独立坐标系|城市独立坐标|城建坐标系|假定坐标系|工程坐标|自定义坐标系",
    "CGCS2000": "2000国家大地坐标系|CGCS2000|国家2000|国家大地坐标系2000|2000坐标系|大地2000",
    "WGS 84": "WGS84|WGS-84 坐标|WGS_1984_UTM_Zone_49N",
    "GCJ-02": "GCJ02|GCJ-02|火星坐标|lon_gcj02|高德坐标|国测局坐标",
    "BD-09": "百度坐标|BD09坐标|bd09ll|lng_bd09|百度地图坐标",
}
SILENT = (
    "西安经济技术开发区|北京路54号|西安80号|北京54米|1980年批准|共80个坐标点|侯马经济开发区|国家级|80|54|2080坐标|"
    "BD-09|BJ-54|XA-80|国家大地测量|2000|城市建设|独立选址|百度公司|高德路|地方政府|界址点坐标表|坐标|X坐标|"
    "1980-05-04|北京市海淀区|UTM Zone 54N|西安80亩|西安市1980年"
)


@pytest.mark.parametrize(("text", "datum"), [(t, d) for d, texts in NAMED.items() for t in texts.split("|")])
def test_a_datum_named_in_free_text_is_known(text: str, datum: str) -> None:
    """As surveyors write it in titles, sheet names, file names and labels, and no other is seen in it."""
    assert datums_in(text) == [datum]


@pytest.mark.parametrize("text", SILENT.split("|"))
def test_words_and_numbers_that_name_no_datum(text: str) -> None:
    """Addresses, areas, years, parcels and places are not taken for one."""
    assert datums_in(text) == []


LABELS = (4490, 4525, 4524, 4526, 4546, 4545, 4547, 4497, 3857, 32649, 32650)
"""Reference systems that numbers of Linfen come in, and those of the next meridians."""

NUMBERS = LABELS[:-1]
"""Those that reach to Linfen: UTM 50 is 6° away."""


def told_of(square: Polygon, numbers: int, label: int) -> str:
    """Read a square in one system under the label of another: what is said of it, or that it is refused."""
    points = shapely.get_coordinates(gpd.GeoSeries([square], crs=4490).to_crs(numbers).iloc[0])
    inside = CountyIndex.of(counties_of_linfen()).share_inside
    try:
        return identify_crs("a.shp", points, declared_crs(CRS.from_epsg(label)), None, inside).reason
    except DataProblems:
        return "refused"


@pytest.mark.parametrize("adcode", counties_of_linfen().index)
def test_a_label_that_is_not_that_of_the_numbers_is_noticed(adcode: str) -> None:
    """In every county a wrong label is refused or questioned, 99 of 100; a right one is never refused.

    What cannot be noticed are UTM numbers under the label of their meridian: any label could be doubted so.
    """
    middle = counties_of_linfen().geometry.loc[adcode].representative_point()
    square = middle.buffer(0.01, cap_style="square")
    told = {(numbers, label): told_of(square, numbers, label) for numbers in NUMBERS for label in LABELS}
    right = {pair: said for pair, said in told.items() if pair[0] == pair[1]}
    assert [pair for pair, said in right.items() if said == "refused"] == []
    assert {pair[1] for pair, said in right.items() if "是否其实是" in said} <= {32649}
    wrong = {pair: said for pair, said in told.items() if pair not in right}
    passed = [pair for pair, said in wrong.items() if said != "refused" and "是否其实是" not in said]
    assert passed == [(32649, 4546)]
    assert len(wrong) == 100


@pytest.mark.parametrize("name", ["a.kml", "a.geojson", "a.kmz"])
def test_a_text_that_would_fill_the_memory_is_refused(tmp_path: Path, monkeypatch, name: str) -> None:
    """Before it is read, in an archive too: parsed it takes several times its size."""
    monkeypatch.setattr(boundary_files, "MOST_TEXT_BYTES", 100)
    kml = "<kml><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></kml>" + " " * 100
    text = kml if "km" in name else '{"type": "FeatureCollection", "features": []}' + " " * 100
    if name == "a.kmz":
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("doc.kml", text)
    else:
        (tmp_path / name).write_text(text)
    with pytest.raises(DataProblems, match="the file is larger than"):
        read_boundaries(tmp_path / name)


ABROAD = gpd.GeoDataFrame(
    {"name_zh": ["某区"]}, index=["010001"], geometry=[box(10.0, 50.0, 11.0, 51.0)], crs=4490
)
"""A district of another country."""

FIELD = box(10.4, 50.4, 10.5, 50.5)


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize(("crs", "label"), [(4326, 4326), (25832, 25832), (4326, None), (32632, 32632)])
@pytest.mark.parametrize("swapped", [False, True])
def test_boundaries_are_held_against_the_counties_given(tmp_path: Path, crs, label, swapped) -> None:
    """Wherever on earth they lie: nothing asks for China but where no counties are given."""
    shape = gpd.GeoSeries([FIELD], crs=4326).to_crs(crs).iloc[0]
    if swapped:
        shape = shapely.transform(shape, lambda points: points[:, ::-1])
    path = tmp_path / "a.gpkg"
    gpd.GeoDataFrame({"name": ["a"]}, geometry=[shape], crs=label).to_file(path, driver="GPKG")
    found = read_boundaries(path, counties=ABROAD)
    assert found.geometry[0].symmetric_difference(FIELD).area < 1e-4 * FIELD.area
    assert "是否其实是" not in found["crs_reason"][0]
    with pytest.raises(DataProblems):
        read_boundaries(path)


EXAMPLES = Path(__file__).parents[2] / "geodata" / "examples"


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson"])
def test_different_formats_become_one_file(tmp_path, suffix):
    """A boundary-point file and a shapefile of the same made-up zone: the same area twice."""
    files = [EXAMPLES / "made-up-zone.txt", EXAMPLES / "made-up-zone-gbk-shapefile.zip"]
    out = tmp_path / f"all{suffix}"
    converted = convert_files(files, out)
    written = gpd.read_file(out, engine="pyogrio")
    assert written.crs == "EPSG:4490"
    assert len(written) == len(converted) == 2
    assert written["area_km2"].tolist() == pytest.approx([4.8366, 4.8366], abs=1e-3)


def test_another_ending_is_refused(tmp_path):
    """The message says which can be written, and nothing is."""
    with pytest.raises(ZonemapError, match=r"only \.gpkg and \.geojson"):
        convert_files([EXAMPLES / "made-up-zone.txt"], tmp_path / "all.dwg")
    assert list(tmp_path.iterdir()) == []


def test_problems_of_all_files_come_at_once_and_the_old_file_stays(tmp_path):
    """Two broken files are both named."""
    out = tmp_path / "all.gpkg"
    out.write_bytes(b"old")
    for name in ("one.dwg", "two.dwg"):
        (tmp_path / name).write_bytes(b"AC1027 binary")
    with pytest.raises(DataProblems) as caught:
        convert_files([tmp_path / "one.dwg", tmp_path / "two.dwg"], out)
    assert {problem.file for problem in caught.value.problems} == {"one.dwg", "two.dwg"}
    assert out.read_bytes() == b"old"


def test_the_command_says_how_each_file_was_read(tmp_path, capsys, monkeypatch):
    """File, area, the reason for the reference system, and where it was written."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["convert", str(EXAMPLES / "made-up-zone.txt"), "--out", "zone.geojson"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert "made-up-zone.txt" in said
    assert "4.8366 km²" in said
    assert "central meridian 111°E" in said
    assert "写出 / Written: zone.geojson" in said


def test_what_is_being_done_is_told_while_it_is_done(tmp_path):
    """Each file with its size before it is read, then the file that is written."""
    said = []
    convert_files([EXAMPLES / "made-up-zone.txt"], tmp_path / "a.gpkg", report_progress=said.append)
    assert said == ["读取 reading made-up-zone.txt · 0.0 MB", "写出 writing a.gpkg"]


def test_the_parts_of_a_table_may_be_named_with_it(tmp_path):
    """The .dat, .id and .map of a .tab are read with it, not for themselves."""
    for form in ("tab", "mif"):
        shutil.unpack_archive(EXAMPLES / f"made-up-zone-{form}.zip", tmp_path / form)
    files = sorted((tmp_path / "tab").iterdir()) + sorted((tmp_path / "mif").iterdir())
    assert len(files) == 6
    converted = convert_files(files, tmp_path / "all.gpkg")
    assert converted["file"].tolist() == ["made-up-zone-tab.tab", "made-up-zone-mif.mif"]


def test_a_file_is_never_written_over_by_what_it_becomes(tmp_path):
    """Called from Python as well as by the command; the file is as it was."""
    file = tmp_path / "all.gpkg"
    convert_files([EXAMPLES / "made-up-zone.txt"], file)
    before = file.read_bytes()
    with pytest.raises(ZonemapError, match="this is the input"):
        convert_files([file], file)
    assert file.read_bytes() == before
