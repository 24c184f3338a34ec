"""Which county and zone each point lies in: certain, perhaps, or the county only."""

import dataclasses
import sys
import zipfile
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from shapely import Point, box

from kit.looks import drawn, query, styles
from kit.nation import nation_region, square_counties
from kit.table_cases.kit import book_bytes
from kit.toy import write_geodata
from outputs.test_cli import run
from zonemap.analysis.legend import legend_by
from zonemap.analysis.located import count_points, describe_result
from zonemap.analysis.point_grid import MANY_POINTS, AreaGrid, Limits
from zonemap.boundaries.points import read_points
from zonemap.core.errors import CannotRead, ZonemapError
from zonemap.core.problems import DataProblems
from zonemap.core.vocabulary import label, terms
from zonemap.outputs.geopackage.writer import LAYERS, write_geopackage
from zonemap.outputs.located_files import locate
from zonemap.region.reading import read_region
from zonemap.region.region import Region
from zonemap.style.inks import mix
from zonemap.style.marks import mark_parts

HERE = {
    "in the survey": (111.15, 36.05),
    "in the circle": (111.05, 36.05),
    "in a county": (111.01, 36.01),
    "on a border": (111.1, 36.05),
    "in the gap": (111.25, 36.05),
}


def surveyed_data(where: Path) -> Path:
    """Write the toy region with a survey of zone two: a square of 0.02 degrees; zone one has its circle."""
    folder = write_geodata(where)
    (folder / "boundaries").mkdir()
    frame = gpd.GeoDataFrame({"zone_id": ["two"]}, geometry=[box(111.14, 36.04, 111.16, 36.06)], crs=4490)
    frame.to_file(folder / "boundaries" / "two.geojson", driver="GeoJSON", engine="pyogrio")
    return folder


@pytest.fixture(scope="module")
def surveyed(tmp_path_factory) -> Region:
    """That region."""
    return read_region(surveyed_data(tmp_path_factory.mktemp("surveyed")))


def points(**columns) -> gpd.GeoDataFrame:
    """Return the five points."""
    return gpd.GeoDataFrame(
        {"name": list(HERE), **columns}, geometry=list(map(Point, HERE.values())), crs=4490
    )


def test_only_a_surveyed_boundary_says_inside(surveyed):
    """A circle says perhaps, a host county names the county, and a point between the counties is outside."""
    found = locate(points(), surveyed)
    assert list(found["result"]) == ["inside", "perhaps", "county", "county", "outside"]
    assert list(found["inside"]) == [("two",), (), (), (), ()]
    assert list(found["perhaps"]) == [(), ("one",), (), (), ()]
    assert list(found["county"]) == [("140002",), ("140001",), ("140001",), ("140001", "140002"), ()]


def test_the_distance_to_the_county_limit_is_told(surveyed):
    """0.01 degrees of longitude at 36° N are 902 m; a point on the border is 0 m off."""
    found = locate(points(), surveyed)
    assert found["border_m"].iloc[2] == pytest.approx(902, abs=2)
    assert found["border_m"].iloc[3] == pytest.approx(0, abs=1)
    assert "(902 m from a county limit, which is indicative)" in describe_result(found.iloc[2], surveyed)


def test_every_point_is_accounted_for(surveyed):
    """Empty and missing points too; rows, order and index stay."""
    given = gpd.GeoDataFrame(
        {"n": [1, 2, 3, 4]},
        geometry=[Point(111.05, 36.05), None, Point(), Point(111.05, 36.05)],
        index=[9, 7, 7, 5],
        crs=4490,
    )
    found = locate(given, surveyed)
    assert list(found["result"]) == ["perhaps", "no_point", "no_point", "perhaps"]
    assert list(found.index) == [9, 7, 7, 5]
    assert np.isnan(found["border_m"].iloc[1])


def test_zones_that_are_not_there_yet_hold_no_point(surveyed):
    """Zone two was approved in 2010; that the area of zone one has a source of 2020 is left out here."""
    found = locate(points(), dataclasses.replace(surveyed, evidence=surveyed.evidence[:0]).as_of("2005"))
    assert list(found["result"])[:2] == ["county", "perhaps"]


def test_points_in_any_crs_and_as_columns(surveyed):
    """Metres of EPSG:4546 or plain longitude and latitude: the same answers."""
    wanted = list(locate(points(), surveyed)["result"])
    lon, lat = zip(*HERE.values(), strict=True)
    assert list(locate(points().to_crs(4546), surveyed)["result"])[:3] == wanted[:3]
    assert list(locate(pd.DataFrame({"lon": lon, "lat": lat}), surveyed)["result"]) == wanted
    assert locate(pd.DataFrame({"lon": ["x"], "lat": [36]}), surveyed)["result"].item() == "no_point"


def test_what_is_no_frame_of_points_is_refused(surveyed):
    """Without a CRS or coordinates nothing is assumed."""
    with pytest.raises(ZonemapError, match="no CRS"):
        locate(points().set_crs(None, allow_override=True), surveyed)
    with pytest.raises(ZonemapError, match="columns lon and lat"):
        locate(pd.DataFrame({"x": [1]}), surveyed)


def test_columns_of_the_points_are_kept(surveyed):
    """Also those that are called like an answer."""
    found = locate(points(county="甲县", result="?"), surveyed)
    assert set(found["county_given"]) == {"甲县"}
    assert set(found["result_given"]) == {"?"}


def table(tmp_path, text: str, name: str = "points.csv"):
    """Write a table of points."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_of_degrees(tmp_path):
    """Chinese headings, degrees as people write them, a title above; an unusable row is kept."""
    rows = ["甲公司,111.05,36.05", "乙公司,111°9′0″,北纬36°3′", "丙公司,,", "丁公司,36.05,111.05"]
    found = read_points(table(tmp_path, "\n".join(["企业点位,,", "企业,经度,纬度", *rows])))
    assert list(found["row"]) == [3, 4, 5, 6]
    assert list(found["企业"]) == ["甲公司", "乙公司", "丙公司", "丁公司"]
    assert found.geometry[1].equals(Point(111.15, 36.05))
    assert found.geometry.isna().tolist() == [False, False, True, False]
    assert found.geometry[3].equals(Point(111.05, 36.05))
    assert "1 行的经度和纬度已互换" in found.attrs["crs_reason"]


def test_a_table_of_metres(tmp_path, surveyed):
    """North first, as surveyors write; the reference system is guessed by where the points fall, or told."""
    flat = points().to_crs(4525)
    rows = [f"{name},{point.y:.3f},{point.x:.3f}" for name, point in zip(HERE, flat.geometry, strict=True)]
    path = table(tmp_path, "\n".join(["点,X,Y", *rows]))
    for crs in (None, 4525):
        found = read_points(path, crs, counties=surveyed.counties)
        assert found.geometry[0].distance(Point(111.15, 36.05)) < 1e-6
    assert "EPSG:4525 as told" in found.attrs["crs_reason"]


def test_metres_without_a_crs_or_counties_to_tell_it_by_are_refused(tmp_path):
    """Either meridian is possible: nothing is guessed."""
    with pytest.raises(DataProblems, match="points"):
        read_points(table(tmp_path, "点,X,Y\na,3995531.654,546733.568\n"))


def test_a_workbook_and_vector_files(tmp_path, surveyed):
    """The same points in XLSX, GeoJSON, GeoPackage and shapefile."""
    wanted = list(locate(points(), surveyed)["result"])
    lonlat = [[name, str(x), str(y)] for name, (x, y) in HERE.items()]
    (tmp_path / "a.xlsx").write_bytes(book_bytes({"点": [["name", "lon", "lat"], *lonlat]}))
    for name, driver in (("a.geojson", "GeoJSON"), ("a.gpkg", "GPKG"), ("a.shp", "ESRI Shapefile")):
        points().to_file(tmp_path / name, driver=driver, engine="pyogrio")
    for name in ("a.xlsx", "a.geojson", "a.gpkg", "a.shp"):
        found = read_points(tmp_path / name)
        assert list(found["name"]) == list(HERE), name
        assert list(locate(found, surveyed)["result"]) == wanted, name


def test_what_is_no_point_stays_in_the_account(tmp_path, surveyed):
    """A polygon among the features ends as no_point."""
    mixed = gpd.GeoDataFrame(
        {"n": [1, 2]}, geometry=[Point(111.05, 36.05), box(111, 36, 111.1, 36.1)], crs=4490
    )
    mixed.to_file(tmp_path / "mixed.geojson", driver="GeoJSON", engine="pyogrio")
    assert list(locate(read_points(tmp_path / "mixed.geojson"), surveyed)["result"]) == [
        "perhaps",
        "no_point",
    ]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"name,address\na,b\n", "no columns of coordinates"),
        ("a.csv", b"", "the file is empty"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save it as .xlsx"),
        ("a.pdf", b"%PDF-1.7\n", "a PDF"),
        ("a.bin", b"\x00\x01\x02\x03", "save it as|Save it as"),
    ],
)
def test_files_without_points_are_named(tmp_path, name, content, says):
    """With the way out, not with a traceback."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataProblems, match=says):
        read_points(tmp_path / name)


def test_a_missing_file_says_so(tmp_path):
    """Its path is in the message."""
    with pytest.raises(CannotRead, match="no such file"):
        read_points(tmp_path / "none.csv")


@pytest.mark.parametrize("name", ["out.csv", "out.geojson", "out.gpkg"])
def test_the_answers_are_written(tmp_path, surveyed, name):
    """One row a point in each format, ids parted by semicolons, a sentence in both languages."""
    path = tmp_path / name
    counts = locate(points(), surveyed, path)
    assert counts.to_dict() == {"inside": 1, "perhaps": 1, "county": 2, "outside": 1, "no_point": 0}
    read = (
        pd.read_csv(path, dtype=str, keep_default_na=False) if name.endswith("csv") else gpd.read_file(path)
    )
    assert list(read["result"]) == ["inside", "perhaps", "county", "county", "outside"]
    assert read["county"][3] == "140001;140002"
    assert read["said"][0] == "在实测界线内 · 乙县高新区 · 乙县 / inside a surveyed boundary · Yi Zone · Yi"


def test_other_endings_are_refused(tmp_path, surveyed):
    """Nothing is written."""
    with pytest.raises(ZonemapError, match="can be written"):
        locate(points(), surveyed, tmp_path / "out.xls")


def test_the_command_prints_the_account(tmp_path, capsys):
    """As a user types it: every result with its count, and the sum."""
    folder = write_geodata(tmp_path / "geodata")
    path = table(tmp_path, "lon,lat\n111.05,36.05\n111.01,36.01\n111.25,36.05\nx,y\n")
    out = tmp_path / "out.csv"
    assert run("locate", str(path), str(folder), "--out", str(out)) == 0
    said = capsys.readouterr().out
    for line in ("1  也许在内", "1  只知所在县", "1  不在各县内", "1  没有可用的坐标", "4  共计 in all"):
        assert line in said
    assert len(pd.read_csv(out)) == 4


def test_points_are_counted_by_what_is_known_of_their_place(surveyed):
    """Each combination with its number, in both languages; what is not known of a point is empty."""
    counted = count_points(locate(points(), surveyed), surveyed, ["kind", "county"])
    assert list(counted.columns) == [
        "点落在哪里 / Where the points lie",
        "类型 / Kind",
        "县（市、区） / County",
        "点数 / Points",
    ]
    assert counted.iloc[0, 1:].tolist() == ["高新技术产业开发区 / High-tech zone", "乙县 / Yi", 1]
    assert sorted(counted.iloc[2:, 2]) == ["", "甲县 / Jia", "甲县、乙县 / Jia, Yi"]
    assert counted.iloc[2:, 1].tolist() == ["", "", ""]


@pytest.mark.parametrize("by", [["county"], ["industry"], ["year"], ["kind", "county", "industry", "year"]])
def test_counts_come_to_all_points(surveyed, by):
    """Those in no county and those without a point are rows of their own."""
    given = pd.concat([points(), points().assign(geometry=[None] * 5)], ignore_index=True)
    counted = count_points(locate(given, surveyed), surveyed, by)
    assert counted.iloc[:, -1].sum() == len(given)
    said = counted.set_index(counted.columns[0]).iloc[:, -1]
    assert said["不在各县内 / in none of the counties"] == 1
    assert said["没有可用的坐标 / no usable coordinates"] == 5


def test_a_point_in_two_zones_is_counted_once(surveyed):
    """Under what both are; zones of one kind are that kind."""
    found = locate(points(), surveyed).assign(inside=[("one", "two")] * 5)
    by_year = count_points(found, surveyed, ["year"])
    by_kind = count_points(found.assign(inside=[("two", "two")] * 5), surveyed, ["kind"])
    assert by_year.iloc[:, -1].sum() == 5
    assert "、" in by_year.iloc[0, 1]
    assert set(by_kind.iloc[:, 1]) == {"高新技术产业开发区 / High-tech zone"}


@pytest.mark.parametrize("by", ["size", "Kind", "kind;county", "类型"])
def test_what_points_cannot_be_counted_by_is_named_with_the_choices(tmp_path, capsys, by):
    """Nothing is written."""
    folder, out = write_geodata(tmp_path / "geodata"), tmp_path / "out.csv"
    path = table(tmp_path, "lon,lat\n111.05,36.05\n")
    assert run("locate", str(path), str(folder), "--count", by, "--out", str(out)) == 1
    said = capsys.readouterr().err
    assert by in said
    assert "kind, county, industry, year" in said
    assert not out.exists()


def test_the_command_writes_counts(tmp_path, capsys):
    """As a user types it; a map format takes none."""
    folder = write_geodata(tmp_path / "geodata")
    path = table(tmp_path, "lon,lat\n111.05,36.05\n111.01,36.01\n111.25,36.05\nx,y\n")
    out = tmp_path / "counts.csv"
    arguments = ("locate", str(path), str(folder), "--count", "kind，year", "--out")
    assert run(*arguments, str(out)) == 0
    assert "4  共计 in all" in capsys.readouterr().out
    counted = pd.read_csv(out, keep_default_na=False)
    assert counted.iloc[:, -1].tolist() == [1, 1, 1, 1]
    assert counted.columns[2] == "批准年份 / Year of approval"
    assert run(*arguments, str(tmp_path / "counts.gpkg")) == 1
    assert "counts can be written as .csv alone" in capsys.readouterr().err


def test_the_command_names_what_is_wrong(tmp_path, capsys):
    """Exit code 1 for a faulty file, 2 for one that is not there."""
    folder = write_geodata(tmp_path / "geodata")
    assert run("locate", str(table(tmp_path, "a,b\n1,2\n")), str(folder)) == 1
    assert "no columns of coordinates" in capsys.readouterr().err
    assert run("locate", str(tmp_path / "none.csv"), str(folder)) == 2


def test_the_zones_of_linfen_lie_in_their_counties(linfen):
    """Every indicative point is found in a county of its zone; those with an area lie in their own circle."""
    found = locate(pd.DataFrame(linfen.zones[["lon", "lat", "counties"]]), linfen)
    for zone_id, row in found.iterrows():
        assert set(row["county"]) & set(row["counties"]), zone_id
    with_area = linfen.zones.index[linfen.zones["area_km2"] > 0]
    assert all(zone_id in found.loc[zone_id, "perhaps"] for zone_id in with_area)


THREE_PAIRS = (
    "名称,经度,纬度,lon_gcj02,lat_gcj02,lon_wgs84,lat_wgs84\n"
    "甲,111.1563,36.0503,111.1563,36.0503,111.15,36.05\n"
    "乙,111.1563,36.0503,111.1563,36.0503,111.15,36.05\n"
)


def test_several_pairs_of_coordinates_are_listed_and_asked_about(tmp_path):
    """Nobody can tell which of them is meant; each way to say so stands in the message."""
    with pytest.raises(DataProblems) as caught:
        read_points(table(tmp_path, THREE_PAIRS))
    for words in (
        "有 3 对坐标列",
        "lon_gcj02、lat_gcj02（GCJ-02）",
        "--crs 4490",
        "--shift gcj02",
        "只留一对",
    ):
        assert words in str(caught.value)
    assert caught.value.problems[0].row == 1


def test_a_pair_is_chosen_by_what_the_person_says(tmp_path):
    """WGS 84 as it stands, GCJ-02 moved back: the same place to a metre; what is not read is named."""
    path = table(tmp_path, THREE_PAIRS)
    plain = read_points(path, 4490)
    moved = read_points(path, datum_shift="gcj02")
    assert plain.geometry[0].equals(Point(111.15, 36.05))
    assert 400 < 90_000 * Point(111.1563, 36.0503).distance(moved.geometry[0]) < 700
    assert any("经度、纬度" in note for note in moved.attrs["notes"])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('企业,坐标\n甲,"111.15,36.05"\n', ""),
        ('企业,location\n甲,"111.15,36.05"\n乙,\n', ""),
        ("企业,经纬度\n甲,111.15 36.05\n", ""),
        ("企业,点\n甲,POINT(111.15 36.05)\n", ""),
        ('企业,纬度经度\n甲,"36.05,111.15"\n', "经度和纬度已互换"),
        ("企业,经度,纬度\n甲,36.05,111.15\n", "经度和纬度已互换"),
        ("企业,经度(WGS84),纬度(WGS84)\n甲,111.15,36.05\n", "经度(WGS84)"),
    ],
)
def test_a_place_is_read_as_lists_write_it(tmp_path, text, says):
    """Both numbers in one cell, the two exchanged, a datum in the heading."""
    found = read_points(table(tmp_path, text))
    assert found.geometry[0].equals(Point(111.15, 36.05))
    assert says in found.attrs["crs_reason"]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.csv", 'name,pname,adname,location\n甲,山西省,尧都区,"111.15,36.05"\n', "高德 AMap"),
        ("a.csv", "name,uid,detail_info,lng,lat\n甲,1,{},111.15,36.05\n", "百度 Baidu"),
        (
            "a.ovkml",
            "<kml><Placemark><Point><coordinates>111.15,36.05</coordinates></Point></Placemark></kml>",
            "奥维",
        ),
    ],
)
def test_lists_of_map_services_are_told_of(tmp_path, name, text, says):
    """As convert does: they are read as they stand, with a word on what they may be; moved back when told."""
    path = table(tmp_path, text, name)
    found = read_points(path)
    assert found.geometry[0].equals(Point(111.15, 36.05))
    assert says in found.attrs["notes"][0]
    moved = read_points(path, datum_shift="gcj02")
    assert "已按指定从 GCJ-02 改正" in moved.attrs["notes"][0]
    assert not moved.geometry[0].equals(Point(111.15, 36.05))


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.csv", "西安80坐标系,,\n企业,经度,纬度\n甲,111.15,36.05\n", "1980 西安坐标系"),
        ("a.csv", "企业,经度,纬度,坐标系\n甲,111.15,36.05,火星\n", "--shift gcj02"),
        ("企业_gcj02.csv", "企业,经度,纬度\n甲,111.15,36.05\n", "--shift gcj02"),
        ("a.txt", "g 111.1500 36.0500 甲\ng 111.1600 36.0500 乙\ng 111.1600 36.0600 丙\n", "--shift gcj02"),
        ("a.txt", "g 111.1500 36.0500 甲\nb 111.1600 36.0500 乙\nb 111.1600 36.0600 丙\n", "标记不同"),
        ("a.csv", "企业,x80,y80,x2000,y2000\n甲,1,2,3,4\n", "有 2 对坐标列"),
    ],
)
def test_a_datum_that_a_list_names_is_not_passed_over(tmp_path, name, text, says):
    """Old ones are refused, shifted ones asked about, two readings named."""
    with pytest.raises(DataProblems, match=says):
        read_points(table(tmp_path, text, name))


def test_points_in_an_archive_are_read(tmp_path):
    """One file in a ZIP or KMZ; of two nobody knows which."""
    point = "<kml><Placemark><Point><coordinates>111.15,36.05</coordinates></Point></Placemark></kml>"
    for number in (1, 2):
        with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
            for i in range(number):
                archive.writestr(f"{i}.kml", point)
        if number == 1:
            assert read_points(tmp_path / "a.kmz").geometry[0].equals(Point(111.15, 36.05))
        else:
            with pytest.raises(DataProblems, match="2 files in the archive"):
                read_points(tmp_path / "a.kmz")


def test_the_command_moves_points_back(tmp_path, capsys):
    """``--shift`` as the contract has it, and the words that say so."""
    folder = write_geodata(tmp_path / "geodata")
    path = table(tmp_path, "企业,经度,纬度,增长率\n甲,111.0563,36.0503,-3.5\n")
    out = tmp_path / "out.csv"
    assert run("locate", str(path), str(folder), "--shift", "gcj02", "--out", str(out)) == 0
    assert "已按指定从 GCJ-02 改正" in capsys.readouterr().out
    row = pd.read_csv(out).iloc[0]
    assert row["located_lon"] == pytest.approx(111.05, abs=0.001)
    assert row["增长率"] == -3.5


def test_far_from_every_limit_no_distance_is_told(surveyed):
    """Two kilometres from a limit are told, three are not: that county is certain."""
    metre = 1 / 90_200  # degrees of longitude at 36° N
    given = pd.DataFrame({"lon": [111 + 2000 * metre, 111 + 3000 * metre], "lat": [36.05, 36.05]})
    found = locate(given, surveyed)
    assert found["border_m"].iloc[0] == pytest.approx(2000, abs=5)
    assert np.isnan(found["border_m"].iloc[1])
    assert "m from a county limit" not in describe_result(found.iloc[1], surveyed)


def test_each_of_many_points_is_found_in_its_county():
    """Of 1,000 points over 16 squares each where arithmetic says."""
    region = nation_region(square_counties(4, 4), 1)
    places = np.random.default_rng(7).integers(0, 40, (1000, 2))
    given = pd.DataFrame({"lon": 100.005 + places[:, 0] / 100, "lat": 30.005 + places[:, 1] / 100})
    columns, rows = (places // 10).T
    assert list(locate(given, region)["county"]) == [(f"{code}",) for code in 100_000 + 4 * rows + columns]


def awkward_areas() -> np.ndarray:
    """Return squares side by side, one with a hole, one across two of them, a wedge and a sliver."""
    squares = [box(x, y, x + 1, y + 1) for x in range(4) for y in range(4)]
    holed = squares[5].difference(box(1.25, 1.25, 1.75, 1.75))
    wedge = shapely.Polygon([(3.1, 3.1), (7.3, 3.4), (5.2, 6.9)])
    return np.array([*squares[:5], holed, *squares[6:], box(0.5, 0.5, 2.5, 1.5), wedge, box(5, 0, 5.0001, 4)])


def awkward_points(count: int) -> np.ndarray:
    """Return points by lot, points on limits and corners, and points that are none."""
    lot = np.random.default_rng(17)
    anywhere = lot.uniform(-1, 8, (count, 2))
    on_lines = np.column_stack([lot.integers(0, 5, count // 4), lot.uniform(0, 4, count // 4)])
    rim = np.column_stack([lot.uniform(1.25, 1.75, count // 4), np.full(count // 4, 1.25)])
    corners = lot.integers(-1, 6, (count // 4, 2))
    return np.concatenate([anywhere, on_lines, on_lines[:, ::-1], rim, corners, [[np.nan, 1], [1, np.nan]]])


@pytest.mark.parametrize("expected", [10, MANY_POINTS, 10**7])
def test_the_grid_answers_as_shapely_does(expected):
    """Whatever its cells: on limits, in holes, where areas overlap and outside."""
    areas, points = awkward_areas(), awkward_points(4000)
    grid = AreaGrid(areas, expected)
    found = [grid.sets[code] for code in grid.codes(*points.T)]
    plain = [
        tuple(np.flatnonzero(shapely.intersects(areas, Point(pair)))) if np.isfinite(pair).all() else ()
        for pair in points
    ]
    assert found == plain


@pytest.mark.parametrize("expected", [10, 10**6])
def test_the_nearest_limit_is_the_nearest_side(expected):
    """As measured to every limit in the same plane; a limit 300 km long is straight there, not in degrees."""
    areas = gpd.GeoSeries(awkward_areas()[[0, 1, 5, -2]], crs=4490)
    areas[4] = shapely.Polygon([(0, 60), (4, 60), (4, 61), (0, 61.5)])
    points = np.concatenate(
        [awkward_points(4000), np.random.default_rng(5).uniform((0, 59.9), (4, 61), (999, 2))]
    )
    west, south, east, north = areas.total_bounds
    plane = f"+proj=aeqd +lon_0={(west + east) / 2} +lat_0={(south + north) / 2} +ellps=GRS80"
    limits = areas.to_crs(plane).boundary.union_all()
    usable = np.isfinite(points).all(axis=1)
    flat = gpd.GeoSeries.from_xy(*points[usable].T, crs=4490).to_crs(plane)
    plain = np.full(len(points), np.nan)
    plain[usable] = flat.distance(limits)
    plain[plain > 2300] = np.nan
    found = Limits(gpd.GeoDataFrame(geometry=areas), 2300, expected).metres(*points.T)
    np.testing.assert_allclose(found, plain, atol=1e-6)
    assert 0.05 < np.isfinite(found).mean() < 0.9


LONG = [
    f"甲{i},{111.01 + i % 29 / 100},{36.005 + i % 17 / 200}" if i % 11 else f"'=乙{i}, 111°{i % 60}′E ,36.05"
    for i in range(1, 400)
]
ODD = {
    7: "",
    150: ",,",
    151: "丙,x,36",
    152: "丁,36.05,111.05",
}
ODD |= {
    260: '"戊\n己",111.05,36.05',
    300: "庚\u200b,,",
}


@pytest.fixture
def in_parts(monkeypatch):
    """Let tables of more than 100 rows be long, and read 30 of them at a time."""
    monkeypatch.setattr("zonemap.boundaries.point_file.MOST_POINTS", 100)
    monkeypatch.setattr("zonemap.boundaries.point_file.ROWS_AT_FIRST", 50)
    monkeypatch.setattr("zonemap.boundaries.point_file.ROWS_AT_ONCE", 30)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("options", [(), ("--shift", "gcj02"), ("--count", "kind,county")])
def test_a_long_table_in_parts_is_what_it_is_as_a_whole(tmp_path, request, capsys, encoding, options):
    """The same bytes and the same words, with rows that are odd in every way."""
    lines = [ODD.get(i, line) for i, line in enumerate(LONG)]
    (tmp_path / "long.csv").write_text("\n".join(["企业点位", "企业,经度,纬度", *lines]), encoding=encoding)
    folder, made = write_geodata(tmp_path / "geodata"), []
    for way in ("whole", "parts"):
        if way == "parts":
            request.getfixturevalue("in_parts")
        out = tmp_path / "out.csv"
        assert run("locate", str(tmp_path / "long.csv"), str(folder), "--out", str(out), *options) == 0
        made.append((out.read_bytes(), capsys.readouterr().out))
    assert made[0] == made[1]
    assert f"{len(lines) - 2}  共计 in all" in made[0][1]


def test_parts_of_a_table_in_metres_are_in_one_system(tmp_path, surveyed, in_parts):
    """The first rows tell the reference system of all."""
    flat = points().to_crs(4525)
    rows = [f"{p.y:.3f},{p.x:.3f}" for p in flat.geometry] * 60
    found = read_points(table(tmp_path, "\n".join(["X,Y", *rows])), counties=surveyed.counties)
    assert list(found["row"]) == list(range(2, 302))
    assert abs(found.geometry.x[::5] - 111.15).max() < 1e-6


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("a,b,111.05,36.05", "more cells than the heading"),
        ('"a,111.05,36.05', "quote"),
        ("\ud800", "UTF-8"),
    ],
)
def test_a_fault_far_down_leaves_no_half_file(tmp_path, in_parts, line, says, capsys):
    """A row that slipped, an open quote, broken characters: told, and nothing written."""
    lines = ["企业,经度,纬度", *LONG[:300], line]
    path = tmp_path / "long.csv"
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    out = tmp_path / "out.csv"
    assert run("locate", str(path), str(write_geodata(tmp_path / "geodata")), "--out", str(out)) in (1, 2)
    assert says in capsys.readouterr().err
    assert not list(tmp_path.glob("out.csv*"))


@pytest.mark.parametrize("ending", ["gpkg", "shp", "fgb"])
def test_many_features_in_parts_are_what_they_are_as_a_whole(tmp_path, request, ending):
    """The same rows in the same order, written in parts to a GeoPackage."""
    places = [(111.01 + i % 29 / 100, 36.005 + i % 17 / 200) for i in range(250)]
    given = gpd.GeoDataFrame({"name": map(str, range(250))}, geometry=list(map(Point, places)), crs=4490)
    path = tmp_path / f"many.{ending}"
    given.to_file(path, engine="pyogrio")
    folder, made = write_geodata(tmp_path / "geodata"), []
    for way in ("whole", "in_parts"):
        if way == "in_parts":
            request.getfixturevalue(way)
        out = tmp_path / f"{way}.gpkg"
        assert run("locate", str(path), str(folder), "--out", str(out)) == 0
        made.append(gpd.read_file(out))
    pd.testing.assert_frame_equal(*made)
    assert set(made[0]["name"]) == set(map(str, range(250)))


def test_too_many_points_for_geojson_leave_none(tmp_path, in_parts, capsys):
    """It is a format for one batch; the way out is named."""
    path = table(tmp_path, "\n".join(["企业,经度,纬度", *LONG]))
    out = tmp_path / "out.geojson"
    assert run("locate", str(path), str(write_geodata(tmp_path / "geodata")), "--out", str(out)) == 1
    assert ".csv or .gpkg" in capsys.readouterr().err
    assert not out.exists()


@pytest.fixture(scope="module")
def package(toy, tmp_path_factory) -> Path:
    """Write the toy region's GeoPackage."""
    return write_geopackage(toy, tmp_path_factory.mktemp("package") / "toy.gpkg")


def rgb(color: str) -> str:
    """Return a colour as QGIS writes it, without its opacity."""
    return ",".join(str(int(color[start : start + 2], 16)) for start in (1, 3, 5))


def test_three_layers_in_the_reference_system_of_the_data(package):
    """Counties, boundaries and points in EPSG:4490."""
    for name in LAYERS:
        assert pyogrio.read_info(package, layer=name)["crs"] == "EPSG:4490"


def test_the_layers_hold_what_the_region_holds(toy, package):
    """The same counties, zones and points, to the last digit."""
    counties = gpd.read_file(package, layer="counties").set_index("adcode")
    zones = gpd.read_file(package, layer="zones").set_index("zone_id")
    points = gpd.read_file(package, layer="points").set_index("zone_id")
    assert list(counties["name_zh"]) == list(toy.counties["name_zh"])
    assert list(zones.index) == list(points.index) == list(toy.shown.index)
    assert counties.geometry.geom_equals(toy.counties.geometry).all()
    assert zones.geometry.geom_equals(toy.shown.geometry).all()
    assert list(points.geometry.x) == list(toy.shown["lon"])
    for column in ("name_zh", "name_en", "kind", "status", "basis", "approved"):
        assert list(zones[column]) == list(toy.shown[column])


def test_words_stand_beside_their_keys(package):
    """A colleague with another GIS reads Chinese too."""
    zones = gpd.read_file(package, layer="zones").set_index("zone_id")
    assert zones.at["one", "kind_zh"] == label("kind", "economic", "zh")
    assert zones.at["four", "basis_zh"] == label("basis", "host_county", "zh")
    assert zones.at["two", "industries_zh"] == label("industry", "power", "zh")
    assert zones.at["three", "industries_zh"] == ""


def test_every_zone_is_drawn_in_the_colour_of_its_class(toy, package):
    """Boundaries and points carry the colour of the legend."""
    legend, by_layer = legend_by(toy), styles(package)
    for zone_id, zone in toy.shown.iterrows():
        color = rgb(legend.class_of(zone_id).color)
        line = drawn(by_layer["zones"])[f"\"kind\" = '{zone['kind']}' AND \"basis\" = '{zone['basis']}'"]
        assert color in {line.get(name, "").rsplit(",", 1)[0] for name in ("line_color", "outline_color")}
        point = drawn(by_layer["points"])[f"\"kind\" = '{zone['kind']}' AND \"status\" = '{zone['status']}'"]
        mark = b64decode(point["name"].removeprefix("base64:")).decode()
        seen = legend.class_of(zone_id).color
        assert (mix(seen, 0.3) if zone["status"] == "undated" else seen) in mark


def test_a_mark_in_qgis_is_that_of_the_no_script_drawing(toy, package):
    """The drawing within the style has the parts that every output draws, of the same class and status."""
    for zone_id, zone in toy.shown.iterrows():
        point = drawn(styles(package)["points"])[
            f"\"kind\" = '{zone['kind']}' AND \"status\" = '{zone['status']}'"
        ]
        mark = ET.fromstring(b64decode(point["name"].removeprefix("base64:")))
        parts = mark_parts(terms("kind")[zone["kind"]].symbol, zone["status"])
        assert len(list(mark.iter())) == 2 + len(parts), zone_id


def test_every_basis_has_its_own_line(toy, tmp_path):
    """Solid for a survey, dashed for the circle of an area, dotted for a host county."""
    zones = toy.zones.copy()
    zones.loc["two", "basis"] = "surveyed"
    package = write_geopackage(dataclasses.replace(toy, zones=zones), tmp_path / "toy.gpkg")
    lines = {
        basis: look.get("outline_style") or look["line_style"]
        for basis in terms("basis")
        for wanted, look in drawn(styles(package)["zones"]).items()
        if f"\"basis\" = '{basis}'" in wanted
    }
    assert lines == {"surveyed": "solid", "published_area": "dash", "host_county": "dot"}


def test_columns_have_chinese_names(package):
    """QGIS shows the heading that people know."""
    names = {alias.get("field"): alias.get("name") for alias in styles(package)["zones"].iter("alias")}
    assert names["approved"] == label("column", "approved", "zh")
    assert names["basis"] == "界线依据"


def test_coinciding_points_are_set_apart(package):
    """Two zones at one seat are two symbols."""
    renderer = styles(package)["points"].find("renderer-v2")
    assert renderer.get("type") == "pointDisplacement"


def test_a_zone_that_is_not_there_yet_is_left_out(toy, tmp_path):
    """In 1999 there is one."""
    package = write_geopackage(toy.as_of("1999"), tmp_path / "toy.gpkg")
    assert list(gpd.read_file(package, layer="zones")["zone_id"]) == ["one"]


def test_the_file_says_what_it_is(toy, package):
    """Day, fingerprint, draft mark and what it must not be taken for."""
    about = pyogrio.read_info(package, layer="counties")["dataset_metadata"]
    assert about["as_of"] == "2020-06-30"
    assert about["fingerprint"] == toy.fingerprint
    assert about["mark"].startswith("内部工作底图")
    assert "示意图" in about["note"]


def test_a_map_number_replaces_the_draft_mark(toy, tmp_path):
    """The number as it was given."""
    package = write_geopackage(toy, tmp_path / "toy.gpkg", map_number="晋S(2020)1号")
    mark = pyogrio.read_info(package, layer="counties")["dataset_metadata"]["mark"]
    assert mark.startswith("审图号")
    assert mark.endswith("晋S(2020)1号")


def test_any_gis_reads_the_version(package):
    """GeoPackage 1.2, by its header."""
    assert query(package, "PRAGMA user_version") == [(10200,)]
    assert query(package, "PRAGMA integrity_check") == [("ok",)]


def test_no_hour_of_writing_is_left(package):
    """Every stamp is the day that the tables describe."""
    stamps = query(package, "SELECT DISTINCT last_change FROM gpkg_contents")
    stamps += query(package, "SELECT DISTINCT timestamp FROM gpkg_metadata_reference")
    stamps += query(package, "SELECT DISTINCT update_time FROM layer_styles")
    assert set(stamps) == {("2020-06-30T00:00:00.000Z",)}


def test_the_same_region_gives_the_same_bytes(toy, package, tmp_path):
    """Byte for byte."""
    assert write_geopackage(toy, tmp_path / "again.gpkg").read_bytes() == package.read_bytes()


def test_all_of_linfen_is_in_it(linfen, tmp_path):
    """17 counties, 20 zones, 20 points."""
    package = write_geopackage(linfen, tmp_path / "linfen.gpkg")
    assert [len(gpd.read_file(package, layer=name)) for name in LAYERS] == [17, 20, 20]


def test_a_day_before_the_first_zone_has_counties_alone(toy, tmp_path):
    """The layers are there, without features."""
    package = write_geopackage(toy.as_of("1990"), tmp_path / "toy.gpkg")
    assert [pyogrio.read_info(package, layer=name)["features"] for name in LAYERS] == [3, 0, 0]


def other_files(folder: Path, lon: np.ndarray, lat: np.ndarray) -> dict[str, Path]:
    """Write points as plain Parquet, GeoParquet in degrees, metres and GeoArrow, a folder of it, and CSV."""
    frame = pd.DataFrame({"企业": [f"第 {i} 家" for i in range(len(lon))], "人数": range(len(lon))})
    shapes = gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(lon, lat), crs=4490)
    shapes.loc[~np.isfinite(lon), "geometry"] = None
    table = frame.assign(lon=lon, lat=lat)
    paths = {name: folder / f"{name}.parquet" for name in ("plain", "degrees", "metres", "arrow", "parts")}
    table.to_parquet(paths["plain"])
    shapes.to_parquet(paths["degrees"])
    shapes.to_crs(4547).to_parquet(paths["metres"])
    shapes.to_parquet(paths["arrow"], geometry_encoding="geoarrow", schema_version="1.1.0")
    paths["parts"].mkdir()
    for at in (0, 1):
        half = slice(at * len(lon) // 2, (at + 1) * len(lon) // 2)
        shapes.iloc[half].to_parquet(paths["parts"] / f"{at}.parquet", index=False)
    table.to_csv(folder / "table.csv", index=False)
    return paths | {"table": folder / "table.csv"}


def test_parquet_is_read_and_written_as_other_files_are(tmp_path, surveyed):
    """Plain, in any reference system, as GeoArrow or in a folder; the columns keep their kind."""
    lon, lat = (np.array([*column, np.nan]) for column in zip(*HERE.values(), strict=True))
    paths = other_files(tmp_path, lon, lat)
    wanted = [*locate(points(), surveyed)["result"], "no_point"]
    for name, path in paths.items():
        located = locate(path, surveyed, tmp_path / "out.parquet")
        written = gpd.read_parquet(tmp_path / "out.parquet")
        assert written["result"].tolist() == wanted, name
        assert written["row"].tolist() == [i + 1 + (name == "table") for i in range(len(lon))], name
        assert written.crs.to_epsg() == 4490
        assert written.geometry.isna().tolist() == [False] * 5 + [True]
        assert np.allclose(written.geometry.x[:5], lon[:5])
        assert written["人数"].dtype == ("str" if name == "table" else "int64")
        assert located.sum() == len(lon)
        assert read_points(path, counties=surveyed.counties)["人数"].tolist() == list("012345"), name


def other_tables(folder: Path, paths: dict[str, Path]) -> dict[str, Path]:
    """Write the same points as a workbook and as a GeoPackage."""
    frame = pd.read_csv(paths["table"])
    frame.to_excel(folder / "book.xlsx", index=False)
    gpd.read_parquet(paths["degrees"]).to_file(folder / "layer.gpkg", engine="pyogrio")
    return paths | {"book": folder / "book.xlsx", "layer": folder / "layer.gpkg"}


@pytest.mark.parametrize("ending", [".csv", ".gpkg", ".parquet"])
def test_a_path_is_located_as_its_frame_is_and_as_the_command_does(tmp_path, capsys, surveyed, ending):
    """With ``out`` the account comes back and the file is that of the command, else a frame."""
    lon, lat = (np.array([*column, np.nan]) for column in zip(*HERE.values(), strict=True))
    wanted = [*locate(points(), surveyed)["result"], "no_point"]
    data, out, theirs = (
        surveyed_data(tmp_path / "data"),
        tmp_path / f"out{ending}",
        tmp_path / f"theirs{ending}",
    )
    for name, path in other_tables(tmp_path, other_files(tmp_path, lon, lat)).items():
        counts = locate(str(path), surveyed, out)
        assert counts.to_dict() == {"inside": 1, "perhaps": 1, "county": 2, "outside": 1, "no_point": 1}
        assert run("locate", str(path), str(data), "--out", str(theirs)) == 0
        assert counts.attrs["crs_reason"] in capsys.readouterr().out, name
        read = {".csv": pd.read_csv, ".gpkg": gpd.read_file, ".parquet": gpd.read_parquet}[ending]
        pd.testing.assert_frame_equal(pd.DataFrame(read(out)), pd.DataFrame(read(theirs)))
        frame = locate(path, surveyed)
        assert frame["result"].tolist() == wanted, name
        assert frame.attrs["crs_reason"] == counts.attrs["crs_reason"]


def test_a_path_is_counted_moved_and_refused_as_the_command_does(tmp_path, surveyed):
    """Counts alone; a shift; no place that is an input; no way to write what is no frame of pandas."""
    path = table(tmp_path, "lon,lat\n111.05,36.05\n111.01,36.01\n")
    locate(path, surveyed, tmp_path / "counts.csv", count=["county"])
    assert pd.read_csv(tmp_path / "counts.csv").iloc[:, -1].tolist() == [1, 1]
    moved = locate(path, surveyed, datum_shift="gcj02")
    assert 300 < 111_000 * abs(moved.geometry.x[0] - 111.05) < 1000
    assert "GCJ-02" in moved.attrs["notes"][0]
    with pytest.raises(ZonemapError, match="this is the input"):
        locate(path, surveyed, path)
    with pytest.raises(CannotRead, match="no such file"):
        locate(tmp_path / "none.csv", surveyed, tmp_path / "out.csv")
    with pytest.raises(ZonemapError, match="frame of pandas"):
        locate([(111, 36)], surveyed, tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("ending", [".csv", ".gpkg", ".parquet"])
def test_a_frame_of_any_columns_is_written(tmp_path, surveyed, ending):
    """Numbers as numbers, all else as text; a frame that was located before keeps what it had."""
    day = pd.Timestamp("2020-05-18")
    given = locate(points(n=range(5), share=0.5, sure=True, day=day, ids=[("a", "b")] * 5), surveyed)
    locate(given, surveyed, tmp_path / f"out{ending}")
    read = {".csv": pd.read_csv, ".gpkg": gpd.read_file, ".parquet": gpd.read_parquet}[ending]
    written = read(tmp_path / f"out{ending}")
    assert written["n"].tolist() == [0, 1, 2, 3, 4]
    assert written["share"].tolist() == [0.5] * 5
    assert written["day"].astype(str).str.startswith("2020-05-18").all()
    assert written["result"].tolist() == written["result_given"].tolist() == given["result"].tolist()


@pytest.mark.parametrize("ending", [".csv", ".gpkg"])
def test_parquet_becomes_other_files(tmp_path, surveyed, ending):
    """Values as text, as from every other file."""
    lon, lat = (np.array(column) for column in zip(*HERE.values(), strict=True))
    path = other_files(tmp_path, lon, lat)["degrees"]
    out = tmp_path / f"out{ending}"
    locate(path, surveyed, out)
    written = pd.read_csv(out, dtype=str) if ending == ".csv" else gpd.read_file(out)
    assert written["人数"].tolist() == list("01234")
    assert written["企业"][0] == "第 0 家"


def test_parquet_says_what_is_wrong_with_it(tmp_path, surveyed):
    """Cut off, without coordinates, with no reference system, with two of them, an old datum."""
    lon, lat = (np.array(column) for column in zip(*HERE.values(), strict=True))
    paths = other_files(tmp_path, lon, lat)
    paths["plain"].write_bytes(paths["plain"].read_bytes()[:-9])
    with pytest.raises(DataProblems, match="cut off or broken"):
        read_points(paths["plain"])
    pd.DataFrame({"a": [1]}).to_parquet(tmp_path / "none.parquet")
    with pytest.raises(DataProblems, match="no columns of coordinates"):
        read_points(tmp_path / "none.parquet")
    gpd.read_parquet(paths["metres"]).set_crs(None, allow_override=True).to_parquet(
        tmp_path / "no_crs.parquet"
    )
    with pytest.raises(DataProblems):
        read_points(tmp_path / "no_crs.parquet")
    assert read_points(tmp_path / "no_crs.parquet", 4547).geometry.notna().all()
    gpd.read_parquet(paths["metres"]).to_parquet(paths["parts"] / "2.parquet", index=False)
    with pytest.raises(DataProblems, match="differ in columns or CRS"):
        read_points(paths["parts"])
    gpd.read_parquet(paths["degrees"]).to_crs(4610).to_parquet(tmp_path / "old.parquet")
    with pytest.raises(DataProblems, match="Xian 1980"):
        read_points(tmp_path / "old.parquet")


def test_parquet_without_rows_is_no_error(tmp_path, surveyed):
    """The account comes to none."""
    other_files(tmp_path, np.array([111.0]), np.array([36.0]))
    gpd.read_parquet(tmp_path / "degrees.parquet")[:0].to_parquet(tmp_path / "none.parquet")
    assert locate(tmp_path / "none.parquet", surveyed, tmp_path / "o.csv").sum() == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["points.csv", "--out", "out.parquet"], "pip install pyarrow"),
        (["points.parquet", "--out", "out.csv"], "pip install pyarrow"),
        (["points.csv", "--out", "out.csv", "--engine", "sedonadb"], "SedonaDB reads Parquet alone"),
    ],
)
def test_what_is_missing_is_said_before_the_work(tmp_path, monkeypatch, capsys, arguments, says):
    """Also before the data are read: there are none."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("zonemap.core.errors.find_spec", lambda name: None)
    for name in ("points.csv", "points.parquet"):
        table(tmp_path, "lon,lat\n", name)
    (tmp_path / "empty").mkdir()
    assert run("locate", arguments[0], "empty", *arguments[1:]) == 1
    assert says in capsys.readouterr().err
    assert not list(tmp_path.glob("out*"))


def test_arrow_batches_are_located_as_frames_are(surveyed):
    """The same rows in the same order with the same answers, a batch after another."""
    import pyarrow as pa

    lon, lat = zip(*HERE.values(), strict=True)
    frame = pd.DataFrame({"county": "甲县", "lon": [*lon, None], "lat": [*lat, 36]})
    wanted = locate(frame, surveyed)
    given = pa.Table.from_pandas(frame)
    found = locate(given.to_reader(max_chunksize=2), surveyed).read_all().to_pandas()
    assert list(found.columns) == [name for name in wanted.columns if name != "geometry"]
    for name in ("result", "inside", "perhaps", "county"):
        assert list(map(list, found[name])) == list(map(list, wanted[name])), name
    assert np.allclose(found["border_m"], wanted["border_m"], equal_nan=True)
    with pytest.raises(ZonemapError, match="columns lon and lat"):
        locate(given.select(["lon"]), surveyed)
    with pytest.raises(ZonemapError, match="no frame of points"):
        locate([1, 2], surveyed)


@pytest.fixture
def spark(monkeypatch) -> Iterator[object]:
    """Start Apache Spark on this machine alone."""
    from pyspark.sql import SparkSession  # half a gigabyte, wanted by one test

    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "65536",
    }
    session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    yield session
    session.stop()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
def test_a_million_points_lie_where_they_lie_whoever_asks(tmp_path, linfen, spark):
    """In this process, read by SedonaDB, and by Spark: each point's codes and the counts are equal.

    SedonaDB's own join of the same points with the same areas holds as many pairs.
    """
    import pyarrow as pa
    import sedonadb

    lot = np.random.default_rng(17)
    west, south, east, north = linfen.counties.total_bounds
    lon, lat = lot.uniform(west, east, 1_000_000), lot.uniform(south, north, 1_000_000)
    lon[::1000] = np.nan
    frame = pd.DataFrame({"n": np.arange(len(lon)), "lon": lon, "lat": lat})
    frame.to_parquet(tmp_path / "points.parquet", row_group_size=100_000)
    here = locate(frame, linfen)
    ids = {name: here[name].map(";".join).tolist() for name in ("inside", "perhaps", "county")}

    counted = locate(
        tmp_path / "points.parquet", linfen, tmp_path / "sedonadb.parquet", engine="sedonadb"
    ).to_dict()
    sedona = pd.read_parquet(tmp_path / "sedonadb.parquet").sort_values("n", ignore_index=True)
    assert sedona["result"].tolist() == here["result"].tolist()
    assert all(sedona[name].tolist() == wanted for name, wanted in ids.items())
    counts = here["result"].value_counts().to_dict()
    assert {result: count for result, count in counted.items() if count} == counts

    found = locate(spark.read.parquet(str(tmp_path / "points.parquet")).repartition(4), linfen)
    found.write.parquet(str(tmp_path / "spark"))
    sparks = pd.read_parquet(tmp_path / "spark").sort_values("n", ignore_index=True)
    assert sparks["result"].tolist() == here["result"].tolist()
    assert all(sparks[name].map(";".join).tolist() == wanted for name, wanted in ids.items())
    assert np.array_equal(sparks["border_m"], here["border_m"], equal_nan=True)
    assert {row["result"]: row["count"] for row in found.groupBy("result").count().collect()} == counts

    db = sedonadb.connect()
    db.read_parquet(str(tmp_path / "points.parquet")).to_view("points")
    for name, layer in (
        ("perhaps", linfen.zones[linfen.zones["basis"] == "published_area"]),
        ("county", linfen.counties),
    ):
        db.create_data_frame(pd.DataFrame({"wkb": shapely.to_wkb(layer.geometry.values)})).to_view(
            "shapes", True
        )
        pairs = db.sql(
            "SELECT count(*) AS n FROM points JOIN (SELECT ST_GeomFromWKB(wkb) AS area FROM shapes) AS areas "
            "ON ST_Intersects(area, ST_Point(lon, lat))"
        )
        assert pa.table(pairs)["n"][0].as_py() == here[name].map(len).sum(), name
