"""Regions: read, checked, joined and shown on a day; a wrong choice ends in one sentence of one kind."""

import datetime as dt
import inspect
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point, box

import zonemap as zm
from kit.toy import ZONES, county_squares, write_geodata
from zonemap.cli import main
from zonemap.core.dates import read_day
from zonemap.core.errors import CannotRead, NotADay, UnknownOption, ZonemapError
from zonemap.core.vocabulary import terms
from zonemap.outputs.diff.files import write_changes
from zonemap.region.indicative import circle_of_area, geodesic_area_km2
from zonemap.region.place_checks import check_points, check_surveyed
from zonemap.region.reading import read_region

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
