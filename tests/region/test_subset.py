"""Regions of which only a part is left, or in which hardly anything stands: every output copes with them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from kit.decks import opened, texts
from kit.toy import ZONES, write_geodata
from zonemap.core.errors import ZonemapError
from zonemap.outputs.atlas.writer import write_atlas
from zonemap.outputs.deck.writer import write_deck
from zonemap.outputs.figures.industries import plot_industries
from zonemap.outputs.figures.overview import plot_map
from zonemap.outputs.figures.reforms import plot_reforms
from zonemap.outputs.figures.small_multiples import plot_small_multiples
from zonemap.outputs.figures.timeline import plot_timeline
from zonemap.outputs.geopackage.writer import write_geopackage
from zonemap.outputs.page.data import page_data
from zonemap.outputs.page.explore import explore
from zonemap.outputs.page.without_scripts import zone_table
from zonemap.outputs.workbook.writer import write_workbook
from zonemap.region.reading import read_region
from zonemap.region.region import Region

TABLES = ("industries", "reforms", "partners", "events", "evidence", "sources")
FIGURES = (plot_map, plot_timeline, plot_industries, plot_reforms, plot_small_multiples)


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Region:
    """The made-up region of three counties and four zones."""
    return read_region(write_geodata(tmp_path_factory.mktemp("geodata")))


def one_county(region: Region) -> Region:
    """Keep only the first county."""
    return region.subset(counties=["140001"])


def no_zone(region: Region) -> Region:
    """Keep one county and no zone."""
    return region.subset(zones=[], counties=["140001"])


def nothing_told(region: Region) -> Region:
    """Keep counties and zones, with nothing told of them."""
    return replace(region, **{name: getattr(region, name).iloc[:0] for name in TABLES})


def long_ago(region: Region) -> Region:
    """Return the region before anything was there."""
    return region.as_of("1990")


CASES = (one_county, no_zone, nothing_told, long_ago)


@pytest.fixture(scope="module")
def across(tmp_path_factory) -> Region:
    """The region whose zone one lies in 甲县 and 乙县, narrowed to 乙县."""
    zones = ZONES.replace(",140001,,", ",140001;140002,,")
    return read_region(write_geodata(tmp_path_factory.mktemp("across"), zones=zones)).subset(
        counties=["140002"]
    )


def test_nothing_is_told_of_what_is_left_out(whole):
    """Zone one and what is said of it stay, and so does what is said of the region as a whole."""
    left = one_county(whole)
    assert list(left.zones.index) == ["one"]
    assert list(left.industries["industry"]) == ["power"]
    assert set(left.events["zone_id"]) == {"one", ""}
    assert set(left.evidence["zone_id"]) == {"one", ""}
    assert set(left.account["key"]) == {"one"}


def test_zones_are_kept_by_their_ids_and_counties_by_their_names(whole):
    """All counties stay when only zones are chosen, in the order of the tables."""
    left = whole.subset(zones=["two", "one"])
    assert list(left.zones.index) == ["one", "two"]
    assert len(left.counties) == 3
    assert list(whole.subset(counties=["丙县"]).zones.index) == ["three", "four"]


@pytest.mark.parametrize("asked", [{"zones": ["five"]}, {"counties": ["戊县"]}])
def test_what_a_region_does_not_have_cannot_be_kept(asked, whole):
    """The sentence names it and what there is."""
    (key,) = next(iter(asked.values()))
    with pytest.raises(ZonemapError, match=f"{key}.*(one|甲县)"):
        whole.subset(**asked)


def test_a_chapter_that_opens_what_is_left_out_is_left_out(tmp_path: Path):
    """The others stay."""
    story = "chapter,title_zh,title_en,text_zh,text_en,year,color,kind,status,county,industry,zone\n"
    rows = "a,一,,一,,,,,,,,\nb,二,,二,,,,,,140003,,\nc,三,,三,,,,,,,,two\n"
    region = read_region(write_geodata(tmp_path / "geodata", story=story + rows))
    assert list(region.subset(counties=["140001"]).story["chapter"]) == ["a"]


def test_a_zone_in_two_counties_stays_in_the_one_that_is_left(across):
    """It lies in the county that is there; the other is known by its name."""
    assert across.zones.at["one", "counties"] == ("140002",)
    assert across.zones.at["one", "other_counties"] == ("140001",)
    assert across.outside.to_dict("index") == {"140001": {"name_zh": "甲县", "name_en": "Jia"}}
    again = across.subset(zones=["one"])
    assert list(again.hosts_of(again.zones.loc["one"])["name_zh"]) == ["乙县", "甲县"]


def test_every_output_names_the_county_that_is_left_out(across, tmp_path: Path):
    """Page, table, deck, atlas, workbook and GeoPackage tell that zone one also lies in 甲县."""
    (zone,) = [zone for zone in page_data(across)["zones"] if zone["id"] == "one"]
    assert zone["outside"] == [{"id": "140001", "zh": "甲县", "en": "Jia"}]
    assert "乙县、甲县" in ET.tostring(zone_table(across), encoding="unicode")
    deck = opened(write_deck(across, tmp_path / "deck.pptx", lang="zh").read_bytes())
    assert any("乙县、甲县" in texts(slide) for slide in deck.slides)
    pages = PdfReader(write_atlas(across, tmp_path / "atlas.pdf")).pages
    assert "甲县" in "".join(page.extract_text() for page in pages).replace("甲县经济开发区", "")
    sheet = load_workbook(write_workbook(across, tmp_path / "region.xlsx"))["开发区"]
    assert "甲县" in [cell.value for cell in sheet[2]]
    layer = gpd.read_file(write_geopackage(across, tmp_path / "region.gpkg"), layer="zones")
    assert list(layer["other_counties"]) == ["140001", ""]


@pytest.mark.parametrize(
    "fewer",
    [
        lambda region: {"counties": region.counties.iloc[:1]},
        lambda region: {"zones": region.zones.iloc[:1]},
        lambda region: {"sources": region.sources.iloc[:0]},
    ],
)
def test_a_region_that_speaks_of_what_it_does_not_have_is_not_made(fewer, whole):
    """The plain sentence names the way out."""
    with pytest.raises(ZonemapError, match=r"region\.subset"):
        replace(whole, **fewer(whole))


@pytest.mark.parametrize("case", CASES)
def test_the_map_page_can_be_made(case: Callable[[Region], Region], whole):
    """Each county and zone that is there is on the page, and no other."""
    region = case(whole)
    data = page_data(region)
    assert [county["id"] for county in data["counties"]] == list(region.counties.index)
    assert explore(region).get_root().render()


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.slow)])
@pytest.mark.parametrize("case", CASES)
def test_the_deck_can_be_written(case: Callable[[Region], Region], lang, whole, tmp_path: Path):
    """Each slide has a title, and no zone is told of that is not there."""
    deck = opened(write_deck(case(whole), tmp_path / "deck.pptx", lang=lang).read_bytes())
    assert all(slide.shapes.title.text for slide in deck.slides)
    if case in (one_county, no_zone):
        assert not any("乙县" in texts(slide) or "Yi Zone" in texts(slide) for slide in deck.slides)


@pytest.mark.parametrize("case", CASES)
def test_the_atlas_can_be_written(case: Callable[[Region], Region], whole, tmp_path: Path):
    """Each county has its page."""
    region = case(whole)
    pages = PdfReader(write_atlas(region, tmp_path / "atlas.pdf")).pages
    text = "".join(page.extract_text() for page in pages)
    assert all(name in text for name in region.counties["name_zh"])


@pytest.mark.parametrize("case", CASES)
def test_the_workbook_and_the_geopackage_can_be_written(
    case: Callable[[Region], Region], whole, tmp_path: Path
):
    """Both hold the counties and zones that are there."""
    region = case(whole)
    book = load_workbook(write_workbook(region, tmp_path / "region.xlsx"))
    assert book["开发区"].max_row - 1 == len(region.zones)
    package = write_geopackage(region, tmp_path / "region.gpkg")
    assert len(gpd.read_file(package, layer="counties")) == len(region.counties)
    assert len(gpd.read_file(package, layer="zones")) == len(region.shown)


@pytest.mark.parametrize("plot", FIGURES)
@pytest.mark.parametrize("case", CASES)
def test_every_figure_can_be_drawn(case: Callable[[Region], Region], plot, whole):
    """Each says in words what it shows."""
    figure, _ = plot(case(whole))
    assert "玩具区" in figure.get_label()
