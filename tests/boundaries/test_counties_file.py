"""The counties of a folder are checked like every other input, and blamed by the name of their own file."""

import json
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from pyproj import Transformer
from shapely.geometry import mapping

from kit.boundary_cases.kit import GEODATA
from kit.toy import write_geodata
from zonemap.boundaries.crs.gcj02 import to_bd09, to_gcj02
from zonemap.cli import main
from zonemap.core.problems import DataProblems
from zonemap.region.counties_file import read_counties_file
from zonemap.region.reading import read_region
from zonemap.region.region import Region

TO_METRES = Transformer.from_crs(4490, 4546, always_xy=True)
Change = Callable[[dict], None]


def moved(move: Callable[[float, float], list[float]]) -> Change:
    """Return a change that moves every vertex and leaves the CRS unsaid."""

    def at(part: list) -> list:
        return move(*part) if isinstance(part[0], float | int) else [at(one) for one in part]

    def change(collection: dict) -> None:
        collection.pop("crs", None)
        for feature in collection["features"]:
            feature["geometry"]["coordinates"] = at(feature["geometry"]["coordinates"])

    return change


def first(**values: object) -> Change:
    """Return a change of the properties of the first county."""
    return lambda collection: collection["features"][0]["properties"].update(values)


def shaped(geometry: object) -> Change:
    """Return a change of the geometry of the first county."""
    return lambda collection: collection["features"][0].update(geometry=geometry)


def coded(write: Callable[[str], object]) -> Change:
    """Return a change of how every code is written."""

    def change(collection: dict) -> None:
        for feature in collection["features"]:
            feature["properties"]["adcode"] = write(feature["properties"]["adcode"])

    return change


def both(*changes: Change) -> Change:
    """Return several changes as one."""

    def change(collection: dict) -> None:
        for one in changes:
            one(collection)

    return change


def without(member: str) -> Change:
    """Return a change that drops a property of the first county."""
    return lambda collection: collection["features"][0]["properties"].pop(member)


def read(folder: Path, change: Change) -> Region:
    """Read the toy region with other counties."""
    path = write_geodata(folder) / "counties.geojson"
    collection = json.loads(path.read_text("utf-8"))
    change(collection)
    path.write_text(json.dumps(collection, ensure_ascii=False), "utf-8")
    return read_region(folder)


BOW_TIE = [[111.0, 36.0], [111.1, 36.1], [111.1, 36.0], [111.0, 36.1], [111.0, 36.0]]
FAULTS: dict[str, tuple[Change, str]] = {
    "metres": (moved(lambda x, y: list(TO_METRES.transform(x, y))), "metres, not degrees"),
    "axes": (moved(lambda x, y: [y, x]), "longitude and latitude are exchanged"),
    "abroad": (
        both(first(adcode="141002", name_zh="尧都区"), moved(lambda x, y: [x - 100, y])),
        "outside China",
    ),
    "no-latitude": (moved(lambda x, y: [x - 100, y - 130]), "−90 to 90"),
    "no-geometry": (shaped(None), "no geometry"),
    "line": (shaped({"type": "LineString", "coordinates": [[111.0, 36.0], [111.1, 36.1]]}), "LineString"),
    "crossing": (shaped({"type": "Polygon", "coordinates": [BOW_TIE]}), "crosses itself"),
    "shallow": (shaped({"type": "MultiPolygon", "coordinates": [BOW_TIE]}), "not built as its type asks"),
    "words": (shaped({"type": "Polygon", "coordinates": [[["a", "b"]]]}), "not built as its type asks"),
    "dashes": (first(adcode="100000_JD", name_zh=""), "100000_JD"),
    "short-code": (first(adcode="1400"), "1400"),
    "township-code": (first(adcode="140001001000"), "140001001000"),
    "half-code": (first(adcode=140001.5), "140001.5"),
    "twice": (first(adcode="140002"), "numbers 1、2"),
    "no-code": (first(adcode=None), "not the code of a county"),
    "no-field": (without("adcode"), "fields are missing"),
    "name": (first(name_zh=None), "name_zh is no name"),
    "list-as-name": (first(name_zh=["甲"]), "name_zh is no name"),
    "seat": (first(seat_lon="东"), "seat_lon is no number"),
    "endless-seat": (first(seat_lat=10**4000), "seat_lat is no number"),
    "endless-code": (first(adcode=10**4000), "adcode is not the code of a county"),
    "projected": (lambda c: c.update(crs={"type": "name", "properties": {"name": "EPSG:4546"}}), "EPSG:4546"),
    "gcj02-crs": (lambda c: c.update(crs={"type": "name", "properties": {"name": "GCJ02"}}), "GCJ02"),
    "unknown-crs": (lambda c: c.update(crs={"type": "name", "properties": {"name": "MOON"}}), "MOON"),
    "no-county": (lambda c: c.update(features=[]), "no county"),
    "a-number": (lambda c: c.update(features=[1]), "no feature"),
    "properties": (lambda c: c["features"][0].update(properties=[1]), "fields are missing"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_the_counties_is_told_of_their_file(tmp_path, name):
    """Neither a traceback nor a zone that is blamed for its county."""
    change, words = FAULTS[name]
    with pytest.raises(DataProblems) as caught:
        read(tmp_path, change)
    assert {problem.file for problem in caught.value.problems} == {"counties.geojson"}
    assert words in str(caught.value)


def test_every_fault_is_told_at_once(tmp_path):
    """A file with two faults is mended in one round."""

    def no_shape_no_code(collection: dict) -> None:
        collection["features"][0]["geometry"] = None
        collection["features"][2]["properties"]["adcode"] = "x"

    with pytest.raises(DataProblems) as caught:
        read(tmp_path, no_shape_no_code)
    assert len(caught.value.problems) == 2


def test_one_fault_of_many_counties_is_told_once(tmp_path):
    """Of the first, with how many more have it; so is a code of all that is written another way."""
    twenty = [(f"{140001 + i}", f"县{i}") for i in range(20)]

    def many(collection: dict) -> None:
        one, properties = json.dumps(collection["features"][0]), collection["features"][0]["properties"]
        collection["features"] = [
            {**json.loads(one), "properties": {**properties, "adcode": code, "name_zh": name}}
            for code, name in twenty
        ]

    with pytest.raises(DataProblems) as caught:
        read(tmp_path / "metres", both(many, FAULTS["metres"][0]))
    (problem,) = caught.value.problems
    assert "feature 1 县0" in problem.column
    assert "19 more" in problem.column
    path = write_geodata(tmp_path / "codes") / "counties.geojson"
    collection = json.loads(path.read_text("utf-8"))
    both(many, coded("{}000000".format))(collection)
    path.write_text(json.dumps(collection, ensure_ascii=False), "utf-8")
    (note,) = read_counties_file(path).attrs["notes"]
    assert "19 more" in note


@pytest.mark.parametrize(
    ("write", "noted"),
    [(float, False), (int, False), ("156{}".format, True), ("{}000000".format, True)],
    ids=["float", "int", "156", "12"],
)
def test_a_code_written_another_way_is_read(tmp_path, write, noted):
    """141002.0, 156141002 and 141002000000 can mean one county only; what is not plain is noted."""
    region = read(tmp_path, coded(write))
    assert list(region.counties.index) == ["140001", "140002", "140003"]
    assert bool(region.counties.attrs["notes"]) is noted


def test_a_small_fault_of_an_outline_is_mended_and_said(tmp_path, capsys):
    """A spike of a county is cut off, with the area that this changes, and check says so."""
    there, back = [111.1, 36.12], [111.1, 36.1]
    spike = [[111.0, 36.0], [111.1, 36.0], back, there, back, [111.0, 36.1], [111.0, 36.0]]
    region = read(tmp_path, shaped({"type": "Polygon", "coordinates": [spike]}))
    assert region.counties.geometry.is_valid.all()
    assert region.counties.loc["140001"].geometry.bounds == (111.0, 36.0, 111.1, 36.1)
    with pytest.raises(SystemExit, match="0"):
        main(["check", str(tmp_path)])
    assert "counties.geojson" in capsys.readouterr().out


def test_heights_and_collections_of_counties_are_read(tmp_path):
    """A county that another program wrote with heights, or in a collection, is the same county."""

    def change(collection: dict) -> None:
        ring = [[111.0, 36.0, 5], [111.1, 36.0, 5], [111.1, 36.1, 5], [111.0, 36.1, 5], [111.0, 36.0, 5]]
        area = {"type": "Polygon", "coordinates": [ring]}
        collection["features"][0]["geometry"] = {"type": "GeometryCollection", "geometries": [area]}

    region = read(tmp_path, change)
    shape = region.counties.loc["140001"].geometry
    assert not shape.has_z
    assert shape.bounds == (111.0, 36.0, 111.1, 36.1)
    assert mapping(shape)["type"] == "MultiPolygon"


def test_a_file_nested_too_deep_is_told(tmp_path):
    """A thousand brackets are no reason for a traceback."""
    path = write_geodata(tmp_path) / "counties.geojson"
    path.write_text('{"type": "FeatureCollection", "features": ' + "[" * 100_000)
    with pytest.raises(DataProblems, match=r"counties\.geojson"):
        read_region(tmp_path)


@pytest.mark.parametrize(("move", "name"), [(to_gcj02, "GCJ-02"), (to_bd09, "BD-09")])
def test_shifted_counties_are_told_of(tmp_path, move, name):
    """Held against the limits the program carries: not the zones are blamed, but the file of counties."""
    path = tmp_path / "counties.geojson"
    counties = gpd.read_file(GEODATA / "counties.geojson")
    counties.geometry = shapely.transform(counties.geometry.values, move)
    counties.to_file(path, driver="GeoJSON", engine="pyogrio")
    with pytest.raises(DataProblems, match=f"the counties look like {name}") as caught:
        read_counties_file(path)
    assert [problem.file for problem in caught.value.problems] == ["counties.geojson"]


@pytest.mark.parametrize("change", ["as they are", "simplified", "moved 200 m", "rounded"])
def test_counties_by_another_hand_are_not_called_shifted(tmp_path, change):
    """Coarser, rounded or a little off: none of that is a datum."""
    path = tmp_path / "counties.geojson"
    counties = gpd.read_file(GEODATA / "counties.geojson")
    shapes = {
        "as they are": lambda s: s,
        "simplified": lambda s: s.simplify(0.005).make_valid(),
        "moved 200 m": lambda s: s.translate(0.0022, 0),
        "rounded": lambda s: s.set_precision(0.001).make_valid(),
    }
    counties.geometry = shapes[change](counties.geometry)
    counties.to_file(path, driver="GeoJSON", engine="pyogrio")
    assert len(read_counties_file(path)) == 17
