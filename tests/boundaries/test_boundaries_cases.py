"""Every boundary file of the case list, one zone in every format, and files with bytes changed by lot."""

import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from kit.boundary_cases import CASES
from kit.boundary_cases.document import PAGE, page
from kit.boundary_cases.kit import GEODATA, ID, NAME, ZONE, Case, counties_of_linfen, frame
from kit.fuzz import FORMATS, Format, failures, tried
from kit.make_examples import BROKEN as BROKEN_FOLDER
from kit.make_examples import report_of, write_broken
from kit.shared import unpacked
from zonemap.boundaries.formats.parcel_txt import read_parcel_txt
from zonemap.boundaries.geometry.rings import split_at_closure
from zonemap.boundaries.reader import COLUMNS, read_boundaries
from zonemap.boundaries.sources import find_sources
from zonemap.core.problems import DataProblems

ZONES = pd.DataFrame(
    [
        (ID, NAME, "Made-up Zone", "141002"),
        (
            "hongtong-etdz",
            "洪洞经济技术开发区",
            "Hongtong Economic and Technological Development Zone",
            "141002",
        ),
        ("houma-edz", "侯马经济开发区", "Houma Economic Development Zone", "141081"),
        ("anze-etdz", "安泽经济技术开发区", "", "141026"),
        ("anze-maidz", "安泽现代农业产业示范区", "", "141002"),
    ],
    columns=["zone_id", "name_zh", "name_en", "counties"],
)


def read(case: Case, folder: Path) -> gpd.GeoDataFrame:
    """Write the files of a case into a folder and read them as it asks."""
    options = {"counties": counties_of_linfen(), **case.options}
    known = {"all": ZONES, "earlier": gpd.GeoDataFrame(ZONES[:1], geometry=[ZONE], crs=4525).to_crs(4490)}
    if "zones" in options:
        options["zones"] = known[options["zones"]]
    return read_boundaries(case.write(folder), **options)


def said_of(found: gpd.GeoDataFrame) -> str:
    """Return all that is said of boundaries."""
    return "\n".join(map(str, found.drop(columns="geometry").to_numpy().ravel()))


@pytest.mark.parametrize("case", [c for c in CASES if c.refused], ids=lambda case: case.id)
def test_refused(case: Case, tmp_path: Path) -> None:
    """A file that cannot be read rightly stops with file, place, value and the way out."""
    with pytest.raises(DataProblems) as caught:
        read(case, tmp_path)
    for words in case.says:
        assert words in str(caught.value)
    for problem in caught.value.problems:
        assert problem.file
        assert all((problem.message.zh, problem.message.en, problem.fix.zh, problem.fix.en))
        assert len(problem.value) <= 80
    if case.row is not None:
        assert caught.value.problems[0].row == case.row


@pytest.mark.parametrize("case", [c for c in CASES if not c.refused], ids=lambda case: case.id)
def test_read(case: Case, tmp_path: Path) -> None:
    """A file that can be read comes back as the shape it holds, with all that was done to it said."""
    found = read(case, tmp_path)
    assert list(found.columns) == list(COLUMNS)
    assert found.crs.to_epsg() == 4490
    assert found.geometry.is_valid.all()
    for words in case.says:
        assert words in said_of(found)
    if case.same is not None:
        assert is_same(found, case.same)
    if case.zone_ids is not None:
        assert tuple(found["zone_id"]) == case.zone_ids
    if case.rows is not None:
        assert len(found) == case.rows


def is_same(found: gpd.GeoDataFrame, shape: shapely.Geometry) -> bool:
    """Return whether boundaries together are a shape given in EPSG:4525, to a centimetre."""
    whole = frame([found.geometry.union_all()], crs=4490, to=4525).geometry.iloc[0]
    return shapely.hausdorff_distance(whole, shape) < 0.01 and whole.symmetric_difference(shape).area < 100


SAME_BYTES = [
    *("txt-standard", "csv-formula", "xlsx-standard", "xlsx-too-large", "shp-gbk-cpg", "shp-zipped"),
    *("gpkg-standard", "dxf-r12", "dxf-r2007", "dxf-hatch", "kml-standard", "hostile-virtual-table"),
]


@pytest.mark.parametrize("id", SAME_BYTES)
def test_files_have_the_same_bytes_on_another_day(
    id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a case writes depends on neither clock nor chance, whoever writes the format."""
    (case,) = (case for case in CASES if case.id == id)
    days, written = [], []
    for name, zone in (("yesterday", "WEST12"), ("today", "EAST-14")):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        days.append(time.localtime().tm_yday)
        case.write(tmp_path / name)
        written.append({path.name: path.read_bytes() for path in (tmp_path / name / id).iterdir()})
    monkeypatch.undo()
    time.tzset()
    assert days[0] != days[1]
    assert written[0] == written[1]


def test_cases_are_many_and_named_once() -> None:
    """No two cases share a name, which is that of their folder, and the bad ones are many."""
    assert len({case.id.lower() for case in CASES}) == len(CASES)
    assert sum(case.is_bad for case in CASES) >= 80


def test_documented() -> None:
    """The table of formats is the list of cases, line for line, and no case stands there twice."""
    assert PAGE.read_text("utf-8") == page()
    assert len({case.id for case in CASES}) == len(CASES) >= 120


EXAMPLES = [source.path for source in find_sources(GEODATA / "examples") if "broken" not in source.file]
BROKEN = [path for path in sorted(BROKEN_FOLDER.iterdir()) if path.name != "README.md"]
BY_OTHERS = [source.path for source in find_sources(unpacked(Path(__file__).parent / "foreign"))]
"""The same zone as other programs write it, a ZIP for each: QGIS 3.22 (save as; ``qgis-project.dxf`` is its
project export to DXF in CP936), GDAL 3.6 (its LIBKML driver for KML and KMZ), LibreOffice 7.4 Calc (XLSX, CSV
in GB18030, CSV with semicolons)."""
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
    assert report_of(BROKEN_FOLDER / name) in (BROKEN_FOLDER / "README.md").read_text("utf-8")


def test_broken_examples_are_those_of_their_cases(tmp_path: Path) -> None:
    """The ten broken examples are what their cases write, and no other file lies among them."""
    made = write_broken(tmp_path)
    assert len(made) == 10
    assert sorted(path.name for path in made) == sorted(path.name for path in BROKEN)
    for path in made:
        assert path.read_bytes() == (BROKEN_FOLDER / path.name).read_bytes()


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


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
def test_twenty_mutations(format: Format) -> None:
    """None of twenty mutations of each format ends in a traceback or in an error nobody foresaw."""
    assert list(failures(format, range(20))) == []


@pytest.mark.slow
@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
def test_two_hundred_mutations(format: Format) -> None:
    """Nor does any of the next hundred and eighty."""
    assert list(failures(format, range(20, 200))) == []


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
def test_unchanged_files_are_read(format: Format, tmp_path) -> None:
    """What is mutated is sound before, so that the mutations reach the readers' depths."""
    format.make(tmp_path)
    format.read(tmp_path)


def test_a_reader_that_raises_or_never_ends_is_found(monkeypatch) -> None:
    """The net has no hole of its own: a traceback and an endless loop are both named."""

    def raises(_: object) -> None:
        raise KeyError("x")

    def never_ends(_: object) -> None:
        while True:
            pass

    monkeypatch.setattr("kit.fuzz.SECONDS", 0.01)
    assert tried(Format("x", FORMATS[0].make, raises), 0)[0] == "uncaught"
    assert tried(Format("x", FORMATS[0].make, never_ends), 0)[0] == "hang"


HEAD = "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n带号=37\n[地块坐标]\n"
CORNERS = [
    (3990000.5, 37540000.25),
    (3990000.5, 37540300.0),
    (3990300.125, 37540300.0),
    (3990300.125, 37540000.25),
]


def _txt(path, lines, ends="\n"):
    path.write_bytes((HEAD + "\n".join(lines) + "\n").replace("\n", ends).encode())
    return path


def _points(name="J{}", ring=1, corners=CORNERS):
    return [
        f"{name.format(i)},{ring},{x:.3f},{y:.3f}" for i, (x, y) in enumerate([*corners, corners[0]], start=1)
    ]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("odd", ["", "J1 ,1,3990000.500,37540000.250", "j1,1,3990000.500,37540000.250"])
def test_plain_points_are_read_like_any_other(tmp_path, ends, odd):
    """A run of plain lines gives what the same lines give one at a time, whatever its line ends."""
    plain = _points()
    lines = ["4,9,1,甲,面,,,,@", *([odd, *plain[1:]] if odd else plain), "4,9,2,乙,面,,,,@", *plain]
    read = read_parcel_txt(_txt(tmp_path / "a.txt", lines, ends), "a.txt")
    assert [feature.name for feature in read.features] == ["甲", "乙"]
    for feature in read.features:
        assert shapely.get_coordinates(feature.geometry)[:4].tolist() == [[y, x] for x, y in CORNERS]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("J3,1,3990300.125,x7540300", "x7540300"),
        ("J3,1,300.125,37540300.000", "J3,1,300.125,37540300.000"),
    ],
)
def test_a_bad_line_among_plain_ones_is_told_with_its_row(tmp_path, wrong, told):
    """What cannot be read between runs, or within one, is named with its row and value."""
    plain = _points()
    lines = ["4,9,1,甲,面,,,,@", *plain, "4,9,2,乙,面,,,,@", *plain[:2], wrong, *plain[3:]]
    with pytest.raises(DataProblems) as error:
        read_parcel_txt(_txt(tmp_path / "a.txt", lines), "a.txt")
    assert [(one.row, one.value) for one in error.value.problems] == [(15, told)]


def test_rings_of_plain_points_keep_their_order(tmp_path):
    """Ring numbers part a run; a hole is told by where it lies."""
    inner = [(x + 100 if x < 3990200 else x - 100, y + 100 if y < 37540200 else y - 100) for x, y in CORNERS]
    lines = ["10,9,1,甲,面,,,,@", *_points("{}", 2), *_points("{}", 1, inner)]
    (feature,) = read_parcel_txt(_txt(tmp_path / "a.txt", lines), "a.txt").features
    assert len(feature.geometry.interiors) == 1


def test_a_ring_of_many_points_is_closed_where_it_comes_back(tmp_path):
    """Rings longer than the first stretch that is looked through part at their closing points."""
    turns = np.linspace(0, 2 * np.pi, 1000, endpoint=False)
    circle = np.column_stack([np.cos(turns), np.sin(turns)])
    runs = [np.vstack([one, one[:1]]) for one in (circle, circle + 5, circle[:4] + 9)]
    assert [len(ring) for ring in split_at_closure(np.vstack(runs))] == [1001, 1001, 5]
    assert [len(ring) for ring in split_at_closure(np.vstack([runs[0], circle[:1]]))] == [1002]
