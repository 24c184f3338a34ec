"""The history and the evidence of the data of the repository, held against what they must say."""

import re
from pathlib import Path
from shutil import copytree

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from shapely import box

from kit import toy
from zonemap.analysis.facts import facts_of
from zonemap.core.problems import DataProblems
from zonemap.outputs.geopackage.writer import write_geopackage
from zonemap.outputs.page.data import page_data
from zonemap.outputs.report import describe_account
from zonemap.region.indicative import geodesic_area_km2
from zonemap.region.reading import read_region
from zonemap.tables.evidence import evidence_keys
from zonemap.tables.evidence_checks import confidence_by_rule
from zonemap.tables.schemas import TABLE_NAMES

HEAD = "zone_id,field,from,value\n"
TWO_BOUNDARIES = "one,boundary,2005-06,small.geojson\none,boundary,2012,large.geojson\n"
THREE_AREAS = "one,area_km2,1999,4\none,area_km2,2005-06,7.5\none,area_km2,2012,10\n"


def problems_of(folder) -> list:
    """Return what a folder is refused for."""
    with pytest.raises(DataProblems) as caught:
        read_region(folder)
    return caught.value.problems


@pytest.mark.parametrize(
    ("rows", "row", "column", "value", "message"),
    [
        ("one,area_km2,1999,4\n", 2, "value", "4", "differs from the table of zones, which says 10"),
        ("one,kind,2001,economic\n", 2, "field", "kind", "from the beginning on is missing"),
        ("one,management,2001,conty\n", 2, "value", "conty", "the vocabulary has no such value"),
        ("one,area_km2,2021,-5\n", 2, "value", "-5", "must be above 0"),
        ("one,point,2021,36.05 111.05\n", 2, "value", "36.05 111.05", "latitude lies outside"),
        ("one,point,2021,111.05\n", 2, "value", "111.05", "not a number"),
        ("one,counties,,140001\none,counties,2021,140009\n", 3, "value", "140009", "no such value"),
        ("one,approved,2021,2003\n", 2, "field", "approved", "this field has no history"),
        ("one,kind,soon,economic\n", 2, "from", "soon", "not a date"),
        ("nine,kind,,economic\n", 2, "zone_id", "nine", "no such value"),
        ("one,boundary,2001,lost.geojson\n", 2, "value", "lost.geojson", "no such boundary file"),
        ("one,boundary,2001,../toy/zones.csv\n", 2, "value", "../toy/zones.csv", "no such boundary file"),
    ],
)
def test_a_history_that_cannot_be_is_told(tmp_path, rows, row, column, value, message):
    """By file, row as Excel counts, column, value and the way out."""
    found = problems_of(toy.write_geodata(tmp_path, history=HEAD + rows))
    one = next(problem for problem in found if message in problem.message.en)
    assert (one.file, one.row, one.column) == ("history.csv", row, column)
    assert value in one.value
    assert one.fix.zh
    assert one.fix.en


def test_a_row_that_stands_twice_is_told(tmp_path):
    """The same zone, field and date with two values: neither is guessed."""
    history = HEAD + "one,area_km2,2012,10\none,area_km2,2012,10\n"
    found = problems_of(toy.write_geodata(tmp_path, history=history))
    assert {problem.row for problem in found if "more than once" in problem.message.en} == {2, 3}


@pytest.mark.parametrize(
    ("day", "area"),
    [
        ("1998-12-31", None),
        ("1999-12-31", 4),
        ("2005-05-31", 4),
        ("2005-06-30", 7.5),
        ("2011-12-31", 7.5),
        ("2012-12-31", 10),
        ("2030-12-31", 10),
    ],
)
def test_every_day_has_the_area_in_force(tmp_path, day, area):
    """Three acts, three areas; none before the first act."""
    region = read_region(toy.write_geodata(tmp_path, history=HEAD + THREE_AREAS)).as_of(day)
    found = region.zones.loc["one", "area_km2"]
    assert found == area if area else found != found


def test_areas_in_hectares_and_mu_are_the_same_areas(tmp_path):
    """400 hectares, 11,250 mu, and 10 km² written plainly."""
    rows = "one,area_km2,1999,400公顷\none,area_km2,2005-06,11250亩\none,area_km2,2012,10 km²\n"
    region = read_region(toy.write_geodata(tmp_path, history=HEAD + rows))
    assert list(region.history["value"].astype(float)) == [4, 7.5, 10]


def with_boundaries(folder, rows: str, *, ids=("one", "one"), beside: bool = False):
    """Write the toy region with two squares for zone one, and the history that tells of them."""
    toy.write_geodata(folder, history=HEAD + rows)
    place = folder if beside else folder / "boundaries"
    place.mkdir(exist_ok=True)
    for name, zone_id, side in zip(("small.geojson", "large.geojson"), ids, (0.02, 0.04), strict=True):
        square = gpd.GeoDataFrame(
            {"zone_id": [zone_id]}, geometry=[box(111, 36, 111 + side, 36 + side)], crs=4490
        )
        square.to_file(place / name, driver="GeoJSON", engine="pyogrio")
    return folder


@pytest.mark.parametrize(("ids", "beside"), [(("one", "one"), False), (("", ""), False), (("one", ""), True)])
def test_every_day_has_the_boundary_in_force(tmp_path, ids, beside):
    """Two files, two areas: by id or as the only shape, beside the data, too; none before the first."""
    folder = with_boundaries(tmp_path / "toy", TWO_BOUNDARIES, ids=ids, beside=beside)
    region = read_region(folder)
    name = "" if beside else "boundaries/"
    assert {f"{name}small.geojson", f"{name}large.geojson"} <= set(region.inputs)
    found = {}
    for day in ("1999-12-31", "2005-05-31", "2005-06-30", "2011-12-31", "2012-12-31", "2030-12-31"):
        zone = region.as_of(day).zones.loc["one"]
        found[day] = (zone["basis"], zone["boundary_file"], round(zone["measured_km2"] / 4, 1))
        assert shapely.contains_xy(zone.geometry, zone["lon"], zone["lat"])
    small, large = ("surveyed", "small.geojson", 1.0), ("surveyed", "large.geojson", 4.0)
    assert [found[day] for day in ("2005-06-30", "2011-12-31")] == [small, small]
    assert [found[day] for day in ("2012-12-31", "2030-12-31")] == [large, large]
    for day in ("1999-12-31", "2005-05-31"):
        assert found[day][:2] == ("host_county", "")  # its area is stated by a source of 2020
        assert found[day][2] != found[day][2]
    assert "5 = 5" in describe_account(region)[1]  # four zones, and the other boundary of one


def test_the_boundary_in_force_is_told_by_its_file(tmp_path):
    """What holds, what may hold already and what holds later, each with its date."""
    region = read_region(with_boundaries(tmp_path / "toy", TWO_BOUNDARIES)).as_of("2012-06-30")
    told = [fact for fact in facts_of(region, "one") if fact.field == "boundary"]
    assert [(fact.value.zh, fact.when.value) for fact in told] == [
        ("small.geojson", "now"),
        ("large.geojson", "not_known"),
    ]
    assert "2012" in told[1].remark.zh
    assert not [fact for fact in facts_of(region, "two") if fact.field == "boundary"]


def test_a_boundary_that_is_not_the_zones_is_told(tmp_path):
    """A file that holds another zone's, and one without a date beside those with one."""
    found = problems_of(with_boundaries(tmp_path / "toy", TWO_BOUNDARIES, ids=("two", "one")))
    assert [(one.file, one.row, one.column, one.value) for one in found] == [
        ("history.csv", 2, "value", "small.geojson")
    ]
    assert "no boundary of this zone" in found[0].message.en
    found = problems_of(with_boundaries(tmp_path / "other", "one,boundary,2012,large.geojson\n"))
    assert [(one.file, one.column, one.value) for one in found] == [("small.geojson", "zone_id", "one")]
    assert "from when on" in found[0].message.en


def test_outputs_follow_the_boundary_in_force(tmp_path):
    """The page has outline and file of each stop; the GeoPackage draws the line of its day."""
    region = read_region(with_boundaries(tmp_path / "toy", TWO_BOUNDARIES))
    one = next(zone for zone in page_data(region)["zones"] if zone["id"] == "one")
    assert [number for _, number in one["at"]["outline"]] == [0, 1, 2]
    files = [(year, survey and survey["file"]) for year, survey in one["at"]["survey"]]
    assert files == [(1999, None), (2005, "small.geojson"), (2012, "large.geojson")]
    for day, area in (("2010", 4), ("2015", 16)):
        file = write_geopackage(region.as_of(day), tmp_path / f"{day}.gpkg")
        drawn = pyogrio.read_dataframe(file, layer="zones").set_index("zone_id").loc["one"]
        assert round(drawn["measured_km2"]) == round(geodesic_area_km2(drawn.geometry)) == area


GEODATA = Path(__file__).parents[2] / "geodata"
KEY = ["table", "zone_id", "field"]


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    """Read the tables as plain text."""
    return {
        name: pd.read_csv(GEODATA / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in TABLE_NAMES
        if name != "indicators"
    }


def keys(frame: pd.DataFrame) -> set[tuple[str, ...]]:
    """Return what each row stands for: table, zone and field."""
    return set(frame[KEY].itertuples(index=False, name=None))


def test_every_value_has_evidence(tables):
    """No stated value of a zone and no row of another table goes without."""
    assert keys(evidence_keys(tables)) - keys(tables["evidence"]) == set()


def test_every_evidence_points_at_a_value(tables):
    """Nothing is proved that is not there."""
    assert keys(tables["evidence"]) - keys(evidence_keys(tables)) == set()


def test_events_of_a_zone_can_be_told_apart(tables):
    """Date and type together are given once a zone, or their evidence would be mixed up."""
    assert not tables["events"].duplicated(["zone_id", "date", "event"]).any()


def test_every_source_is_used_and_every_one_used_is_listed(tables):
    """The list of sources is no longer and no shorter than what rests on it."""
    assert set(tables["evidence"]["source_id"]) == set(tables["sources"]["source_id"])


def test_no_evidence_stands_twice(tables):
    """A source backs a value once."""
    assert not tables["evidence"].duplicated([*KEY, "source_id", "locator"]).any()


def test_notes_are_in_both_languages(tables):
    """Chinese, then English."""
    for note in tables["evidence"]["note"]:
        assert not note or re.fullmatch(r"[^/]*[\u4e00-\u9fff][^/]* / [\x00-\x7f–]+", note), note


@pytest.mark.parametrize(
    ("table", "columns"),
    [("events", ["text_zh", "text_en"]), ("story", ["title_zh", "title_en", "text_zh", "text_en"])],
)
def test_texts_are_in_both_languages(tables, table, columns):
    """No text without its translation."""
    assert (tables[table][columns] != "").all(axis=None)


def test_inferred_values_are_marked_low(tables):
    """Who runs a zone is stated for one of them only."""
    told = tables["evidence"].query("table == 'zones' and field == 'management'")
    assert set(told[told["zone_id"] != "linfen-edz"]["confidence"]) == {"L"}
    assert set(told[told["zone_id"] == "linfen-edz"]["confidence"]) == {"H"}


def test_values_that_rest_on_later_sources_are_dated_later(tables):
    """What no source up to the day says is an approval, an event or an industry of a later date."""
    days = tables["sources"].set_index("source_id")["date"]
    evidence = tables["evidence"].assign(day=lambda frame: frame["source_id"].map(days))
    earliest = evidence[evidence["day"] != ""].groupby(KEY)["day"].min()
    later = earliest[earliest > "2021"].index.to_frame(index=False)
    assert set(later["table"]) == {"history", "events", "industries", "zones"}
    of_zones = later[later["table"] == "zones"]
    assert set(of_zones["field"]) == {"bounds_zh", "bounds_en"}, "known from the date of their source"
    assert set(later.loc[later["table"] == "history", "zone_id"]) == {"quwo-cluster"}


def test_confidence_follows_the_rule(tables):
    """Official text or two sources: high; one news item or data set: medium; inferred or unknown: low."""
    evidence = tables["evidence"]
    assert evidence["confidence"].to_list() == confidence_by_rule(evidence, tables["sources"]).to_list()


def test_every_source_has_its_type(tables):
    """And one without a known publisher is worth less than a news item."""
    assert set(tables["sources"]["type"]) == {"official", "news", "dataset", "none"}


def test_what_is_translated_or_inferred_states_no_value(tables):
    """Names in English, counties by their names, who runs a zone."""
    stated = tables["evidence"].query("value != '' and table == 'zones'")
    assert not set(stated["field"]) & {"name_en", "bounds_en"}
    assert set(stated.loc[stated["field"] == "counties", "zone_id"]) == {"linfen-edz"}
    assert set(stated.loc[stated["field"] == "management", "zone_id"]) == {"linfen-edz"}


def test_nothing_has_changed_since_its_source():
    """Every cell holds what one of its sources states; those that differ stand beside it."""
    region = read_region(GEODATA)
    assert region.witnesses.problems == ()
    assert region.witnesses.cells == {}
    rows = region.evidence.loc[sorted(region.witnesses.otherwise)]
    assert {("anze-etdz", "approved", "2018"), ("xiangning-ectdz", "approved", "../2022-02-26")} <= set(
        rows[["zone_id", "field", "value"]].itertuples(index=False, name=None)
    )


def test_no_remark_of_the_researcher_is_an_event(tables):
    """What was not found, and what a later source adds, is not told of the day of an approval."""
    for column in ("text_zh", "text_en"):
        assert not tables["events"][column].str.contains("未查到|not found|20 ?km|20平方公里").any()


def test_a_value_without_evidence_is_a_problem(tmp_path):
    """With the evidence for 古县's area gone, the folder is refused and the cell is named."""
    folder = copytree(GEODATA, tmp_path / "geodata")
    lines = (folder / "evidence.csv").read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("zones,guxian-etdz,area_km2,")]
    (folder / "evidence.csv").write_text("".join(kept), encoding="utf-8")
    with pytest.raises(DataProblems) as caught:
        read_region(folder)
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.column, problem.value) == (
        "zones.csv",
        10,
        "area_km2",
        "11.01",
    )


def test_evidence_without_a_value_is_a_problem(tmp_path):
    """With 古县's area gone, its evidence points at nothing."""
    folder = copytree(GEODATA, tmp_path / "geodata")
    text = (folder / "zones.csv").read_text("utf-8").replace(",11.01,", ",,")
    (folder / "zones.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataProblems) as caught:
        read_region(folder)
    (problem,) = caught.value.problems
    assert (problem.file, problem.value) == ("evidence.csv", "area_km2")
