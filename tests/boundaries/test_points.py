"""Where a zone's point is: inside its boundary, as stated, or derived; every output says which."""

import dataclasses
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest
import shapely
from openpyxl import load_workbook
from pypdf import PdfReader
from shapely import box

from kit.decks import opened, texts
from kit.toy import ZONES, county_squares, write_geodata
from zonemap.analysis.facts import facts_of
from zonemap.analysis.legend import legend_by
from zonemap.analysis.measures import format_area
from zonemap.analysis.proximity import certainly_nearest, seat_distances
from zonemap.core.problems import DataProblems
from zonemap.core.vocabulary import point_terms
from zonemap.outputs.atlas.writer import write_atlas
from zonemap.outputs.deck.writer import write_deck
from zonemap.outputs.figures.zone import plot_zone
from zonemap.outputs.geopackage.writer import write_geopackage
from zonemap.outputs.page.data import page_data
from zonemap.outputs.page.static_drawing import draw_svg
from zonemap.outputs.page.zone_table import zone_table
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
