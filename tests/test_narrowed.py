"""Regions of which only a part is left, or in which hardly anything stands: every output copes with them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from decks import opened, texts
from toy import write_geodata
from zonemap.atlas.writer import write_atlas
from zonemap.deck.writer import write_deck
from zonemap.figures.industryboard import plot_industries
from zonemap.figures.multiples import plot_small_multiples
from zonemap.figures.overview import plot_map
from zonemap.figures.reformboard import plot_reforms
from zonemap.figures.timeline import plot_timeline
from zonemap.geopackage import write_geopackage
from zonemap.narrowed import narrowed
from zonemap.region import Region, read_region
from zonemap.workbook import write_workbook

TABLES = ("industries", "reforms", "partners", "events", "evidence", "sources")
FIGURES = (plot_map, plot_timeline, plot_industries, plot_reforms, plot_small_multiples)


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Region:
    """The made-up region of three counties and four zones."""
    return read_region(write_geodata(tmp_path_factory.mktemp("geodata")))


def one_county(region: Region) -> Region:
    """Keep only the first county; the zones of the others and all that is told of them stay."""
    return replace(region, counties=region.counties.iloc[:1])


def no_zone(region: Region) -> Region:
    """Keep one county and no zone."""
    return replace(one_county(region), zones=region.zones.iloc[:0])


def nothing_told(region: Region) -> Region:
    """Keep counties and zones, with nothing told of them."""
    return replace(region, **{name: getattr(region, name).iloc[:0] for name in TABLES})


def long_ago(region: Region) -> Region:
    """Return the region before anything was there."""
    return region.as_of("1990")


CASES = (one_county, no_zone, nothing_told, long_ago)


def test_a_whole_region_stays_as_it_is(whole):
    """Nothing is copied when nothing is left over."""
    assert narrowed(whole) is whole


def test_nothing_is_told_of_what_is_left_out(whole):
    """Zone one and what is said of it stay, and so does what is said of the region as a whole."""
    left = narrowed(one_county(whole))
    assert list(left.zones.index) == ["one"]
    assert list(left.industries["industry"]) == ["power"]
    assert set(left.events["zone_id"]) == {"one", ""}
    assert set(left.evidence["zone_id"]) == {"one", ""}


def test_a_zone_in_two_counties_stays_in_the_one_that_is_left(whole):
    """Only counties that are there are named."""
    both = replace(
        whole,
        counties=whole.counties.iloc[1:],
        zones=whole.zones.assign(counties=[("140001", "140002")] * len(whole.zones)),
    )
    assert set(narrowed(both).zones["counties"]) == {("140002",)}


@pytest.mark.parametrize("lang", ["zh", "en"])
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
    assert book["开发区"].max_row - 1 == len(narrowed(region).zones)
    package = write_geopackage(region, tmp_path / "region.gpkg")
    assert len(gpd.read_file(package, layer="counties")) == len(region.counties)
    assert len(gpd.read_file(package, layer="zones")) == len(narrowed(region).shown)


@pytest.mark.parametrize("plot", FIGURES)
@pytest.mark.parametrize("case", CASES)
def test_every_figure_can_be_drawn(case: Callable[[Region], Region], plot, whole):
    """Each says in words what it shows."""
    figure, _ = plot(case(whole))
    assert "玩具区" in figure.get_label()
