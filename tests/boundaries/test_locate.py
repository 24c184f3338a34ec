"""Which county and zone each point lies in: certain, perhaps, or the county only."""

import dataclasses

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point, box

from kit.table_cases.kit import book_bytes
from kit.toy import write_geodata
from outputs.test_cli import run
from zonemap.analysis.locate import count_results, describe_result, locate, write_located
from zonemap.boundaries.points import read_points
from zonemap.core.errors import CannotRead, ZonemapError
from zonemap.core.problems import DataProblems
from zonemap.region.reading import read_region
from zonemap.region.region import Region

HERE = {
    "in the survey": (111.15, 36.05),
    "in the circle": (111.05, 36.05),
    "in a county": (111.01, 36.01),
    "on a border": (111.1, 36.05),
    "in the gap": (111.25, 36.05),
}


@pytest.fixture(scope="module")
def surveyed(tmp_path_factory) -> Region:
    """The toy region with a survey of zone two: a square of 0.02 degrees; zone one has its circle."""
    folder = write_geodata(tmp_path_factory.mktemp("surveyed"))
    (folder / "boundaries").mkdir()
    frame = gpd.GeoDataFrame({"zone_id": ["two"]}, geometry=[box(111.14, 36.04, 111.16, 36.06)], crs=4490)
    frame.to_file(folder / "boundaries" / "two.geojson", driver="GeoJSON", engine="pyogrio")
    return read_region(folder)


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
    assert count_results(found).to_dict() == {
        "inside": 0,
        "perhaps": 2,
        "county": 0,
        "outside": 0,
        "no_point": 2,
    }
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
    assert found.geometry.isna().tolist() == [False, False, True, True]


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
    path = write_located(locate(points(), surveyed), surveyed, tmp_path / name)
    read = (
        pd.read_csv(path, dtype=str, keep_default_na=False) if name.endswith("csv") else gpd.read_file(path)
    )
    assert list(read["result"]) == ["inside", "perhaps", "county", "county", "outside"]
    assert read["county"][3] == "140001;140002"
    assert read["said"][0] == "在实测界线内 · 乙县高新区 · 乙县 / inside a surveyed boundary · Yi Zone · Yi"


def test_other_endings_are_refused(tmp_path, surveyed):
    """Nothing is written."""
    with pytest.raises(ZonemapError, match="can be written"):
        write_located(locate(points(), surveyed), surveyed, tmp_path / "out.xls")


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
