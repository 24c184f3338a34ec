"""The GeoPackage holds the region's layers with styles that draw them as every other output does."""

import dataclasses
from base64 import b64decode
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pyogrio
import pytest

from kit.looks import drawn, query, styles
from zonemap.analysis.legend import legend_by
from zonemap.core.vocabulary import label, terms
from zonemap.outputs.geopackage.writer import LAYERS, write_geopackage
from zonemap.style.inks import mix
from zonemap.style.marks import mark_parts


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
