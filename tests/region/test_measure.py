"""Where a zone stands on a day, and counts and sums of the zones."""

import dataclasses
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from kit.toy import write_geodata
from zonemap.analysis.computed_facts import _basis_of
from zonemap.analysis.measures import (
    Count,
    approvals_per_year,
    areas_km2,
    count_approvals,
    counts_by_status,
    county_neighbours,
    known_industries,
    later_areas,
    neighbours,
    shared_industries,
    zones_per_county,
)
from zonemap.analysis.proximity import certainly_nearest, point_errors_km, seat_distances
from zonemap.analysis.reform_board import count_done, reform_board
from zonemap.core.history import COLUMNS, Entry, history_of, in_force
from zonemap.region.reading import read_region
from zonemap.region.region import Region
from zonemap.region.status import DATE_COLUMNS, is_shown, status_on


@pytest.fixture
def toy(tmp_path) -> Region:
    """The made-up region."""
    return read_region(write_geodata(tmp_path))


def test_area_of_a_degree_square_at_the_equator():
    """About 110.57 km by 111.32 km."""
    square = gpd.GeoDataFrame(geometry=[box(100, 0, 101, 1)], index=["a"], crs="EPSG:4490")
    assert areas_km2(square)["a"] == pytest.approx(110.574 * 111.320, rel=1e-3)


def test_approvals_fill_the_years_between(toy):
    """1999 and 2010: twelve years, two approvals."""
    counts = approvals_per_year(toy.zones)
    assert list(counts.index) == list(range(1999, 2011))
    assert counts.loc[[1999, 2000, 2010], "approved"].tolist() == [1, 0, 1]
    assert counts.loc[[1999, 2009, 2010], "cumulative"].tolist() == [1, 1, 2]


def test_no_approval_gives_no_years():
    """Nothing to count is an empty frame that can still be asked for the years since one."""
    counts = approvals_per_year(pd.DataFrame({"approved": ["", ""]}))
    assert counts.empty
    assert counts.loc[1999:, "approved"].sum() == 0


def test_zones_per_county(toy):
    """丙县 has two."""
    assert zones_per_county(toy.zones, toy.counties).to_dict() == {"140001": 1, "140002": 1, "140003": 2}


def test_neighbours_share_a_county_or_a_border(toy):
    """甲 and 乙 touch; 丙 lies apart and holds two zones."""
    assert county_neighbours(toy.counties).tolist() == [("140002",), ("140001",), ()]
    near = neighbours(toy.zones, toy.counties)
    assert near.to_dict() == {"one": ("two",), "two": ("one",), "three": ("four",), "four": ("three",)}


@pytest.mark.parametrize(("day", "known"), [("2020-06-29", []), ("2020-06-30", ["one", "two", "four"])])
def test_an_industry_is_known_from_the_day_of_its_source_on(toy, day, known):
    """The gazette that names power is of 30 June 2020."""
    assert list(known_industries(toy.as_of(day))["zone_id"]) == known


def test_an_undated_source_makes_no_industry_known(toy):
    """It may be of any day."""
    undated = dataclasses.replace(toy, sources=toy.sources.assign(date=""))
    assert known_industries(undated).empty


def test_neighbours_with_the_same_industry_are_listed_once(toy):
    """one and two both name power and touch; four is too far off."""
    near = neighbours(toy.zones, toy.counties)
    shared = shared_industries(toy.zones, toy.industries, near)
    assert shared.to_dict("records") == [{"zone_id": "one", "other": "two", "industry": "power"}]


def test_the_reform_board_keeps_unreported_apart(toy):
    """Only approved zones; what nobody reports is said so."""
    board = reform_board(toy)
    assert board.loc["one"].to_dict() == {
        "term": "done",
        "appointment": "done",
        "performance_pay": "not_reported",
    }
    assert list(board.index) == ["one", "two"]


def test_the_reform_board_of_an_earlier_day(toy):
    """In 2016 the appointments of 2018 are stated later; what nobody reports is not."""
    board = reform_board(toy.as_of("2016"))
    assert board.loc["one"].tolist() == ["done", "stated_later", "not_reported"]
    assert count_done(board) == Count(0, 2)
    assert count_done(board).text.zh == "可能 2"


def test_counts_put_running_zones_with_the_approved(toy):
    """People count approvals, running or not."""
    assert counts_by_status(toy.zones) == {
        "approved": 2, "applying": 1, "undated": 1, "unknown": 0, "not_yet": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        ("2018-12-31", "5", "5"),
        ("2020-05-14", "9", "9"),
        ("2020-12-31", "9（另 1 个可能）", "9 (and possibly 1 more)"),
        ("2021-12-31", "10", "10"),
        ("1990-12-31", "0", "0"),
    ],
)
def test_possible_approvals_are_counted_apart(linfen, day, zh, en):
    """Between two bounds an approval is possible; all of the others are certain."""
    text = count_approvals(linfen.as_of(day)).text
    assert (text.zh, text.en) == (zh, en)


def test_no_zero_where_some_are_possible():
    """None that is certain, two that may be: no 0 is said."""
    assert Count(0, 2).text.zh == "可能 2"
    assert Count(0, 0).text.zh == "0"


def test_an_area_that_is_stated_later_carries_its_date(linfen):
    """By the history of 临汾, by the source of 安泽."""
    assert later_areas(linfen.as_of("2010")) == {"linfen-edz": "../2017-07-15"}
    assert later_areas(linfen) == {"anze-etdz": "2020-08-31"}
    assert later_areas(linfen.as_of("2021")) == {}


COUNTIES = gpd.GeoDataFrame(
    {"seat_lon": [111.5, float("nan")], "seat_lat": [36.5, float("nan")]},
    geometry=[box(111, 36, 112, 37), box(112, 36, 113, 37)],
    index=["141001", "141002"],
    crs=4490,
)


def zones(*rows: tuple[float, float, str, str]) -> pd.DataFrame:
    """Return zones a, b, c … at given points, each with its basis and county."""
    frame = pd.DataFrame(rows, columns=["lon", "lat", "point_basis", "county"])
    return frame.assign(counties=frame["county"].map(lambda code: (code,))).set_axis(
        list("abcdef"[: len(rows)])
    )


def test_a_seat_may_be_as_far_off_as_the_farthest_corner():
    """From the middle of a degree to its corner: half a diagonal, about 71 km; a surveyed point is exact."""
    errors = point_errors_km(
        zones((111.5, 36.5, "county_seat", "141001"), (111.5, 36.5, "boundary", "141001")), COUNTIES
    )
    assert errors["a"] == pytest.approx(71.4, abs=0.5)
    assert errors["b"] == 0


def test_the_nearest_of_surveyed_zones_is_told():
    """b lies 9 km east of a, c a degree away: each pair's way is told, and exact."""
    found = certainly_nearest(
        zones(
            (111.4, 36.5, "site", "141001"),
            (111.5, 36.5, "site", "141001"),
            (112.5, 36.5, "boundary", "141002"),
        ),
        COUNTIES,
    )
    assert {key: one.zone_id for key, one in found.items()} == {"a": "b", "b": "a", "c": "b"}
    assert found["a"].distance_km == pytest.approx(8.96, abs=0.05)
    assert found["a"].error_km == 0


@pytest.mark.parametrize("basis", ["county_seat", "township", "county_inner_point", ""])
def test_points_that_only_stand_for_a_zone_say_nothing(basis):
    """Two seats, each some 70 km off at most, are not told to be 9 km apart."""
    rows = zones((111.4, 36.5, basis, "141001"), (111.5, 36.5, basis, "141001"))
    assert certainly_nearest(rows, COUNTIES) == {}


def test_one_poor_point_takes_away_the_certainty_of_the_others():
    """b may be anywhere in the county, so c may or may not be the nearest to a."""
    rows = zones(
        (111.4, 36.5, "site", "141001"),
        (111.5, 36.5, "county_seat", "141001"),
        (111.6, 36.5, "site", "141001"),
    )
    assert certainly_nearest(rows, COUNTIES) == {}


@pytest.mark.parametrize("count", [0, 1])
def test_a_lone_zone_has_no_neighbour(count):
    """Nothing is near nothing."""
    rows = zones(*[(111.4, 36.5, "site", "141001")][:count])
    assert certainly_nearest(rows, COUNTIES) == {}


def test_the_way_to_the_seat_is_told_from_the_zone_itself():
    """A site 9 km from the seat: told, with the county; no seat known, or a point at the seat: not told."""
    rows = zones(
        (111.4, 36.5, "site", "141001"),
        (111.5, 36.5, "county_seat", "141001"),
        (112.5, 36.5, "site", "141002"),
    )
    found = seat_distances(rows, COUNTIES)
    assert list(found) == ["a"]
    assert found["a"][0] == "141001"
    assert found["a"][1] == pytest.approx(8.96, abs=0.05)


STATE_DAY = date(2020, 5, 14)


def zone(**dates: str) -> dict[str, str]:
    """Return the dates of a made-up zone."""
    return {column: dates.get(column, "") for column in DATE_COLUMNS}


APPLIED_BY = zone(applied="../2020-05-14", approved="2020-05-14/2021-07")
BEING_SET_UP = zone(approved="2020-02", operating="2020-05-14/..")
RUNS_BY = zone(approved="1997-07", operating="../2020-05-14")


@pytest.mark.parametrize(
    ("dates", "day", "status"),
    [
        (zone(), date(1990, 1, 1), "undated"),
        (zone(), date(2030, 1, 1), "undated"),
        (RUNS_BY, date(1990, 1, 1), "not_yet"),
        (RUNS_BY, date(1997, 7, 15), "unknown"),
        (RUNS_BY, date(1997, 7, 31), "approved"),
        (RUNS_BY, date(2020, 5, 13), "approved"),
        (RUNS_BY, date(2020, 5, 14), "operating"),
        (BEING_SET_UP, date(2020, 1, 31), "not_yet"),
        (BEING_SET_UP, date(2020, 2, 1), "unknown"),
        (BEING_SET_UP, date(2020, 2, 29), "preparing"),
        (BEING_SET_UP, date(2020, 5, 14), "preparing"),
        (BEING_SET_UP, date(2020, 5, 15), "approved"),
        (APPLIED_BY, date(1990, 1, 1), "unknown"),
        (APPLIED_BY, date(2020, 5, 14), "applying"),
        (APPLIED_BY, date(2020, 12, 31), "unknown"),
        (APPLIED_BY, date(2021, 7, 31), "approved"),
        (zone(applied="2015"), date(2014, 12, 31), "not_yet"),
        (zone(applied="2015"), date(2030, 1, 1), "applying"),
        (zone(approved="2022"), STATE_DAY, "unknown"),
        (zone(approved="2022"), date(2019, 1, 1), "not_yet"),
        (zone(operating="2010"), date(2009, 1, 1), "unknown"),
        (zone(operating="../2010"), date(2011, 1, 1), "operating"),
        (zone(unveiled="2000-05-18"), date(2001, 1, 1), "approved"),
    ],
)
def test_status(dates, day, status):
    """Each step is reached, not reached or not known; the last two never become one another."""
    assert status_on(dates, day, STATE_DAY) == status


@pytest.mark.parametrize(
    ("dates", "day", "shown"),
    [
        (zone(), date(2020, 5, 13), False),
        (zone(), STATE_DAY, True),
        (RUNS_BY, date(1997, 7, 1), True),
        (RUNS_BY, date(1997, 6, 30), False),
        (APPLIED_BY, date(1990, 1, 1), False),
        (zone(approved="2018-01/2019-06"), date(2018, 6, 1), True),
        (zone(approved="2018-01/.."), date(2018, 6, 1), False),
    ],
)
def test_shown(dates, day, shown):
    """A step reached, a stated lower bound passed, or the state day: else it stands beside the map."""
    assert is_shown(dates, day, STATE_DAY) is shown


@pytest.mark.parametrize("dates", [zone(), RUNS_BY, BEING_SET_UP, APPLIED_BY, zone(approved="2022")])
def test_a_zone_that_the_tables_name_is_never_said_not_to_be_there_yet(dates):
    """On the state day and after, whatever its dates say."""
    for day in (STATE_DAY, date(2020, 12, 31), date(2030, 12, 31)):
        assert status_on(dates, day, STATE_DAY) != "not_yet"


AREAS = (Entry("1997-07", "5"), Entry("../2017-07-15", "133.26"), Entry("2024-01-01", "150"))


@pytest.mark.parametrize(
    ("day", "value", "since", "may_be"),
    [
        (date(1990, 1, 1), None, "", ["133.26"]),
        (date(1997, 7, 1), None, "", ["5", "133.26"]),
        (date(1997, 7, 31), "5", "1997-07", ["133.26"]),
        (date(2017, 7, 14), "5", "1997-07", ["133.26"]),
        (date(2017, 7, 15), "133.26", "../2017-07-15", []),
        (date(2030, 1, 1), "150", "2024-01-01", []),
    ],
)
def test_the_last_certain_value_stands(day, value, since, may_be):
    """Three areas: on each day the one in force with its act, none before the first."""
    found = in_force(AREAS, day)
    assert (found.value, found.since, [entry.value for entry in found.may_be]) == (value, since, may_be)


def test_what_comes_later_is_told_apart():
    """A value that certainly does not hold yet is neither in force nor possible."""
    assert [entry.value for entry in in_force(AREAS, date(2000, 1, 1)).later] == ["150"]


def test_a_row_without_a_date_holds_from_the_beginning():
    """It stands first, wherever its row is."""
    rows = [("a", "kind", "../2022-02-26", "economic"), ("a", "kind", "", "cluster"), ("b", "kind", "", "x")]
    history = history_of(pd.DataFrame(rows, columns=list(COLUMNS)))
    assert list(history) == [("a", "kind"), ("b", "kind")]
    kinds = history["a", "kind"]
    assert [in_force(kinds, date(year, 12, 31)).value for year in (1900, 2021, 2022)] == [
        "cluster",
        "cluster",
        "economic",
    ]
    assert in_force(kinds, date(1900, 1, 1)).may_be == (Entry("../2022-02-26", "economic"),)


def test_a_field_without_a_history_has_no_value():
    """Nothing is made up."""
    assert in_force((), date(2020, 1, 1)).value is None


@pytest.mark.parametrize(
    ("error", "told"),
    [(0.0, "each point lies in its zone"), (0.01, "0.1 km"), (0.91, "1 km"), (17.2, "18 km")],
)
def test_what_a_distance_is_off_at_most_is_never_rounded_down(error, told):
    """17.2 km is more than 17; of two surveyed points no error is told."""
    assert told in _basis_of(error).en
