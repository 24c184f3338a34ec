"""Where a zone's point is: inside its boundary, as stated, or derived; every output says which."""

import dataclasses
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader
from shapely import Polygon, box
from shapely.geometry.base import BaseGeometry

from kit.boundary_cases.kit import counties_of_linfen
from kit.decks import opened, texts
from kit.toy import ZONES, county_squares, write_geodata
from zonemap.analysis.facts import facts_of
from zonemap.analysis.legend import legend_by
from zonemap.analysis.measures import format_area
from zonemap.analysis.proximity import certainly_nearest, seat_distances
from zonemap.boundaries.crs.gcj02 import from_bd09, from_gcj02, metres_between, move_back, to_bd09, to_gcj02
from zonemap.boundaries.reader import read_boundaries
from zonemap.core.problems import DataProblems
from zonemap.core.vocabulary import point_terms
from zonemap.outputs.atlas.writer import write_atlas
from zonemap.outputs.deck.writer import write_deck
from zonemap.outputs.figures.zone import plot_zone
from zonemap.outputs.geopackage.writer import write_geopackage
from zonemap.outputs.page.data import page_data
from zonemap.outputs.page.without_scripts import draw_svg, zone_table
from zonemap.outputs.workbook.writer import write_workbook
from zonemap.region.indicative import inner_point
from zonemap.region.reading import read_region
from zonemap.region.region import Region

SURVEY = box(111.12, 36.17, 111.14, 36.19)
"""A made-up boundary in 乙县, 14 km from its seat."""


def folder_with(folder: Path, *, zones: str = ZONES, seat: float = 36.05, survey: bool = False) -> Path:
    """Write the toy region with 乙县 four times as high, and a boundary for zone two."""
    write_geodata(folder, zones=zones)
    counties = county_squares()
    counties.loc["140002", "geometry"] = box(111.1, 36.0, 111.2, 36.4)
    counties.loc["140002", "seat_lat"] = seat
    counties.reset_index().to_file(folder / "counties.geojson", driver="GeoJSON", engine="pyogrio")
    if survey:
        (folder / "boundaries").mkdir()
        line = gpd.GeoDataFrame({"zone_id": ["two"]}, geometry=[SURVEY], crs="EPSG:4490")
        line.to_file(folder / "boundaries" / "two.geojson", driver="GeoJSON", engine="pyogrio")
    return folder


def without_point(basis: str = "") -> str:
    """Return the zones with no point for zone two."""
    return ZONES.replace("111.15,36.05,county_seat", f",,{basis}")


@pytest.fixture(scope="module")
def surveyed(tmp_path_factory) -> Region:
    """The region with a boundary for zone two, whose table names the seat as its point."""
    return read_region(folder_with(tmp_path_factory.mktemp("points") / "geodata", survey=True))


def test_the_point_of_a_surveyed_zone_is_inside_its_boundary(surveyed):
    """What the table states of it stays beside; distances are those of the new point."""
    zone = surveyed.zones.loc["two"]
    assert SURVEY.contains(shapely.Point(zone["lon"], zone["lat"]))
    assert zone["point_basis"] == "boundary"
    assert (zone["table_lon"], zone["table_lat"], zone["table_point_basis"]) == (111.15, 36.05, "county_seat")
    assert seat_distances(surveyed.zones, surveyed.counties)["two"][1] == pytest.approx(14.3, abs=0.1)
    nearest = certainly_nearest(surveyed.zones.loc[["one", "two"]], surveyed.counties)["one"]
    assert nearest.distance_km == pytest.approx(15.9, abs=0.1)


@pytest.mark.parametrize(
    "shape", [box(0, 36, 1, 36.1), shapely.Polygon([(0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (0, 1)])]
)
def test_an_inner_point_is_inside(shape):
    """Of a long shape and of one whose centroid lies outside."""
    assert shape.contains(shapely.Point(inner_point(shape)))


def test_the_measured_area_is_told_with_its_file(surveyed):
    """It stands alone where none is stated, and behind the stated one."""
    zone = surveyed.zones.loc["two"]
    assert format_area(zone, "en", with_file=True) == "3.9928 km² measured (two.geojson)"
    assert zone["measured_km2"] == pytest.approx(4.0, abs=0.02)
    stated = zone.copy()
    stated["area_km2"] = 5.0
    assert format_area(stated, "zh").startswith("5 km²；实测 ")


def test_page_table_and_drawing_follow_the_boundary(surveyed):
    """Mark, basis and area are those of the boundary; nothing is not stated that was measured."""
    (zone,) = [zone for zone in page_data(surveyed)["zones"] if zone["id"] == "two"]
    lat, lon = zone["point"]
    assert SURVEY.contains(shapely.Point(lon, lat))
    (point,) = [fact for fact in facts_of(surveyed, "two") if fact.field == "point"]
    assert point_terms()["boundary"].zh in point.value.zh
    assert point.evidence == ()
    assert zone["measured_km2"] == pytest.approx(4.0, abs=0.02)
    rows = [ET.tostring(row, encoding="unicode") for row in zone_table(surveyed).iter("tr")]
    (row,) = [row for row in rows if "乙县高新区" in row]
    assert "实测" in row
    elsewhere = surveyed.zones.assign(lon=surveyed.zones["table_lon"], lat=surveyed.zones["table_lat"])
    drawings = [
        ET.tostring(draw_svg(region, legend_by(region)), encoding="unicode")
        for region in (surveyed, with_zones(surveyed, elsewhere))
    ]
    assert drawings[0] != drawings[1]


def with_zones(region: Region, zones: gpd.GeoDataFrame) -> Region:
    """Return the region with other zones of the same ids."""
    return dataclasses.replace(region, zones=zones)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_deck_and_atlas_say_that_the_point_is_inside(surveyed, lang, tmp_path: Path):
    """No word of a seat on the slide of the zone, and the area as measured, with its file."""
    deck = opened(write_deck(surveyed, tmp_path / "deck.pptx", lang=lang).read_bytes())
    name = {"zh": "乙县高新区", "en": "Yi Zone"}[lang]
    (said,) = [texts(slide) for slide in deck.slides if slide.shapes.title.text == name]
    assert {"zh": "界线内点", "en": "Point inside the boundary"}[lang] in said
    assert "5–30" not in said
    assert "two.geojson" in said
    pages = PdfReader(write_atlas(surveyed, tmp_path / "atlas.pdf", lang=lang)).pages
    told = "".join("".join(page.extract_text() for page in pages).split())
    assert {"zh": "界线内点", "en": "Pointinsidetheboundary"}[lang] in told
    assert "two.geojson" in told


def test_the_figure_of_the_zone_has_its_mark_inside(surveyed):
    """The window is the boundary, and the number stands in it."""
    _, ax = plot_zone(surveyed, "two")
    west, east = ax.get_xlim()
    assert west < east
    assert any(text.get_text() == "1" for text in ax.texts)


def test_the_geopackage_follows_the_boundary(surveyed, tmp_path: Path):
    """The point lies in the polygon; measured and stated areas stand apart."""
    points = gpd.read_file(write_geopackage(surveyed, tmp_path / "toy.gpkg"), layer="points")
    point = points.set_index("zone_id").loc["two"]
    assert SURVEY.contains(point.geometry)
    assert (point["point_basis"], point["point_basis_zh"]) == ("boundary", "界线内点")
    assert point["measured_km2"] == pytest.approx(4.0, abs=0.02)
    assert point["area_km2"] != point["area_km2"]


def test_the_workbook_gives_back_what_the_table_states(surveyed, tmp_path: Path):
    """Put back into the folder it is read to the same zones."""
    sheet = load_workbook(write_workbook(surveyed, tmp_path / "toy.xlsx"))["开发区"]
    heads = [cell.value for cell in sheet[1]]
    row = dict(zip(heads, (cell.value for cell in sheet[3]), strict=True))
    assert (row["经度"], row["纬度"], row["点位依据"]) == (111.15, 36.05, "县（市、区）驻地")
    folder = folder_with(tmp_path / "again", survey=True)
    for file in folder.glob("*.csv"):
        file.unlink()
    (tmp_path / "toy.xlsx").rename(folder / "toy.xlsx")
    zones = read_region(folder).zones
    assert zones["table_lon"].tolist() == surveyed.zones["table_lon"].tolist()
    assert zones.loc["two", "point_basis"] == "boundary"


@pytest.mark.parametrize(
    ("seat", "basis", "point"),
    [(36.05, "derived_seat", (111.15, 36.05)), (float("nan"), "derived_county", (111.15, 36.2))],
)
def test_a_point_that_is_not_stated_is_derived_and_told_so(seat, basis, point, tmp_path: Path):
    """The seat of the county, else a point inside it; the workbook leaves the cells empty."""
    region = read_region(folder_with(tmp_path / "geodata", zones=without_point(), seat=seat))
    zone = region.zones.loc["two"]
    assert zone["point_basis"] == basis
    assert zone["lon"] == pytest.approx(point[0], abs=0.06)
    assert box(111.1, 36.0, 111.2, 36.4).contains(shapely.Point(zone["lon"], zone["lat"]))
    assert zone["table_lon"] != zone["table_lon"]
    words = point_terms()[basis].zh
    (fact,) = [fact for fact in facts_of(region, "two") if fact.field == "point"]
    assert words in fact.value.zh
    assert words.startswith("表中无点位")
    deck = opened(write_deck(region, tmp_path / "deck.pptx", lang="zh").read_bytes())
    assert any(words in texts(slide) for slide in deck.slides)
    sheet = load_workbook(write_workbook(region, tmp_path / "toy.xlsx"))["开发区"]
    assert not {cell.value for cell in sheet[3]} & {111.15, words}


def test_tables_may_lack_the_columns_of_points(tmp_path: Path):
    """All points are then derived, and none needs evidence."""
    lines = [line.split(",") for line in ZONES.splitlines()]
    zones = "\n".join(",".join([*cells[:8], *cells[11:]]) for cells in lines) + "\n"
    region = read_region(folder_with(tmp_path / "geodata", zones=zones))
    assert set(region.zones["point_basis"]) == {"derived_seat"}


def test_a_point_without_a_basis_is_said_to_have_none(tmp_path: Path):
    """It is used as it stands."""
    zones = ZONES.replace("111.15,36.05,county_seat", "111.15,36.05,")
    zone = read_region(folder_with(tmp_path / "geodata", zones=zones)).zones.loc["two"]
    assert (zone["lon"], zone["point_basis"]) == (111.15, "not_stated")


@pytest.mark.parametrize("cells", ["111.15,,county_seat", ",36.05,county_seat", ",,county_seat"])
def test_half_a_point_is_a_problem(cells, tmp_path: Path):
    """Row, column and the way out are named."""
    zones = ZONES.replace("111.15,36.05,county_seat", cells)
    with pytest.raises(DataProblems) as caught:
        read_region(folder_with(tmp_path / "geodata", zones=zones))
    (problem,) = caught.value.problems
    assert (problem.file, problem.row) == ("zones.csv", 3)
    assert "only a part of the point" in problem.message.en


def test_a_derived_word_is_no_word_for_a_table(tmp_path: Path):
    """``boundary`` is for the program to say."""
    zones = ZONES.replace("111.15,36.05,county_seat", "111.15,36.05,boundary")
    with pytest.raises(DataProblems, match="point_basis"):
        read_region(folder_with(tmp_path / "geodata", zones=zones))


ADCODES = counties_of_linfen().index.tolist()
MOVES = {"gcj02": to_gcj02, "bd09": to_bd09}


def write(folder: Path, shape: BaseGeometry, name: str = "甲") -> Path:
    """Write a shape as GeoJSON in EPSG:4326, as map services label theirs."""
    path = folder / "shape.geojson"
    gpd.GeoDataFrame({"name": [name]}, geometry=[shape], crs=4326).to_file(path)
    return path


def shifted(shape: BaseGeometry, datum: str) -> BaseGeometry:
    """Return a shape moved into another datum."""
    return shapely.transform(shape, MOVES[datum])


@pytest.mark.parametrize("adcode", ADCODES)
@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_shifted_county_is_noticed(adcode: str, datum: str, tmp_path: Path) -> None:
    """A county outline in GCJ-02 or BD-09 labelled 4326 is recognised, with the metres, and left alone."""
    county = counties_of_linfen().geometry[adcode]
    found = read_boundaries(write(tmp_path, shifted(county, datum)), counties=counties_of_linfen())
    name = {"gcj02": "GCJ-02", "bd09": "BD-09"}[datum]
    assert f"看起来是 {name} 坐标：偏东" in found["notes"].iloc[0]
    assert f'命令行 --shift {datum}，Python datum_shift="{datum}"' in found["notes"].iloc[0]
    assert shapely.hausdorff_distance(found.geometry.iloc[0], shifted(county, datum)) < 1e-6


@pytest.mark.parametrize("adcode", ADCODES)
def test_true_county_is_not_noticed(adcode: str, tmp_path: Path) -> None:
    """A county outline in CGCS2000 is not taken for a shifted one."""
    county = counties_of_linfen().geometry[adcode]
    found = read_boundaries(write(tmp_path, county), counties=counties_of_linfen())
    assert found["notes"].iloc[0] == ""


@pytest.mark.parametrize("adcode", ADCODES[:3])
@pytest.mark.parametrize("east_m", [-150, 150])
def test_coarse_county_is_not_noticed(adcode: str, east_m: float, tmp_path: Path) -> None:
    """An outline that is merely drawn 150 m off is not taken for a shifted one."""
    county = shapely.transform(
        counties_of_linfen().geometry[adcode], lambda p: p + np.array([east_m / 90_000, 0])
    )
    found = read_boundaries(write(tmp_path, county), counties=counties_of_linfen())
    assert "GCJ-02" not in found["notes"].iloc[0]


def test_moved_back_when_told(tmp_path: Path) -> None:
    """A shape in GCJ-02 comes back to a millimetre when its datum is told."""
    county = counties_of_linfen().geometry["141002"]
    path = write(tmp_path, shifted(county, "gcj02"))
    found = read_boundaries(path, counties=counties_of_linfen(), datum_shift="gcj02")
    assert shapely.hausdorff_distance(found.geometry.iloc[0], county) < 2e-8
    assert "已按指定从 GCJ-02 改正" in found["notes"].iloc[0]


def test_small_zone_at_the_edge_of_its_county(tmp_path: Path) -> None:
    """A zone that leaves its county only because it is shifted is said to be perhaps in GCJ-02."""
    square = gpd.GeoDataFrame(
        {"name_zh": ["方县"]}, geometry=[box(111.5, 36.0, 111.6, 36.1)], index=["141002"], crs=4490
    )
    zones = pd.DataFrame({"zone_id": ["a"], "name_zh": ["甲"], "counties": ["141002"]})
    path = write(tmp_path, shifted(box(111.59, 36.04, 111.5999, 36.05), "gcj02"))
    found = read_boundaries(path, counties=square, zones=zones)
    assert "可能是 GCJ-02" in found["notes"].iloc[0]


def test_small_zone_inside_says_nothing(tmp_path: Path) -> None:
    """A small zone in the middle of its county fits either way, so nothing is claimed."""
    zones = pd.DataFrame({"zone_id": ["a"], "name_zh": ["甲"], "counties": ["141002"]})
    path = write(tmp_path, box(111.50, 36.05, 111.51, 36.06))
    found = read_boundaries(path, counties=counties_of_linfen(), zones=zones)
    assert found["notes"].iloc[0] == ""


PLACES = st.lists(st.tuples(st.floats(73.5, 135), st.floats(18, 53.5)), min_size=1, max_size=20)
YAODU = np.array([[111.5189, 36.0889]])


@settings(deadline=None)
@given(PLACES)
def test_gcj02_there_and_back(places: list[tuple[float, float]]) -> None:
    """A point moved to GCJ-02 and back is where it was to a micrometre."""
    points = np.array(places)
    assert metres_between(from_gcj02(to_gcj02(points)), points).max() < 1e-6


@settings(deadline=None)
@given(PLACES)
def test_bd09_there_and_back(places: list[tuple[float, float]]) -> None:
    """A point moved to BD-09 and back is where it was to a micrometre."""
    points = np.array(places)
    assert metres_between(from_bd09(to_bd09(points)), points).max() < 1e-6


def test_known_point() -> None:
    """The Forbidden City lies where the public formula puts it."""
    moved = to_gcj02(np.array([[116.397128, 39.916527]]))
    assert moved[0] == pytest.approx([116.4033725, 39.9179307], abs=1e-7)


def test_shift_over_linfen() -> None:
    """Over Linfen GCJ-02 lies half a kilometre east, BD-09 over a kilometre north-east."""
    gcj02, bd09 = to_gcj02(YAODU), to_bd09(YAODU)
    assert 474 < metres_between(YAODU, gcj02)[0] < 598
    assert 1200 < metres_between(YAODU, bd09)[0] < 1400
    assert gcj02[0, 0] > YAODU[0, 0]
    assert (bd09[0] > YAODU[0]).all()


def test_outside_china_stays() -> None:
    """A point outside China is not moved."""
    paris = np.array([[2.35, 48.86]])
    assert np.array_equal(to_gcj02(paris), paris)
    assert np.array_equal(to_bd09(paris), paris)
    assert np.array_equal(from_gcj02(paris), paris)


def test_shapes_move_back() -> None:
    """A polygon moved back from GCJ-02 is the one it was made from; ``keep`` leaves it alone."""
    square = box(111.5, 36.0, 111.6, 36.1)
    shifted = Polygon(to_gcj02(np.array(square.exterior.coords)))
    assert move_back(shifted, "gcj02").equals_exact(square, 1e-11)
    assert move_back(shifted, "keep") is shifted


def test_one_degree_is_111_km() -> None:
    """A degree of latitude is 111.2 km, a degree of longitude at 60° half of it."""
    start, north, east = np.array([[100.0, 60.0]]), np.array([[100.0, 61.0]]), np.array([[101.0, 60.0]])
    assert metres_between(start, north)[0] == pytest.approx(111_195, rel=1e-4)
    assert metres_between(start, east)[0] == pytest.approx(55_597, rel=1e-4)
