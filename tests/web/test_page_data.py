"""What the page knows of the toy region, value by value."""

import dataclasses
import json

import pytest

from kit import readback
from zonemap.analysis.measures import count_approvals
from zonemap.core.vocabulary import word
from zonemap.outputs.page.data import page_data
from zonemap.outputs.page.stops import Stops
from zonemap.outputs.page.without_scripts import zone_table


@pytest.fixture(scope="module")
def data(toy):
    """Return the data of the toy region's page."""
    return page_data(toy)


def by_id(rows: list[dict]) -> dict[str, dict]:
    """Return records by their id."""
    return {row["id"]: row for row in rows}


def told(data: dict, zone_id: str) -> list[dict]:
    """Return what the page tells of a zone."""
    return readback.page_facts(data["facts"], by_id(data["zones"])[zone_id]["facts"])


def test_the_data_are_plain_json(data):
    """No NaN, no numpy number, no date: JSON gives back what it got."""
    assert json.loads(json.dumps(data, allow_nan=False)) == data


def test_the_years_span_all_that_happens(data):
    """From the approval of 1999 to the application of 2020."""
    assert (data["meta"]["first_year"], data["meta"]["last_year"]) == (1999, 2020)


def test_the_day_of_the_tables_and_the_day_shown_are_told_apart(toy):
    """On 31 December 2010 the tables still describe June 2020."""
    meta = page_data(toy.as_of("2010"))["meta"]
    assert (meta["date"], meta["as_of"]) == ("2020-06-30", "2010-12-31")


def test_a_date_carries_its_last_possible_day(data):
    """1999 has certainly come by its last day; what is not stated is not there."""
    one = by_id(data["zones"])["one"]
    assert one["approved"] == "1999"
    assert one["by"] == {"approved": "1999-12-31"}


def test_what_is_not_stated_is_null_or_empty(data):
    """Zone ``two`` has no area, no township, and its point is the seat itself."""
    two = told(data, "two")
    assert by_id(data["zones"])["two"]["area_km2"] is None
    assert [fact["field"] for fact in two if fact["section"] == "computed"] == ["same_industry"]
    (township,) = [fact for fact in two if fact["field"] == "township"]
    assert (township["value"], township["stands"][0][1][0]) == ([""], "silent")


def test_places_are_latitude_then_longitude(data):
    """As Leaflet takes them."""
    assert by_id(data["zones"])["one"]["point"] == [36.05, 111.05]
    assert by_id(data["counties"])["140001"]["seat"] == [36.01, 111.05]


def test_a_label_stands_in_the_middle_of_its_county(data):
    """The middle of a square."""
    assert by_id(data["counties"])["140001"]["label"] == pytest.approx([36.05, 111.05], abs=0.001)


def test_distances_and_neighbours(data):
    """甲县's seat is 0.04 degrees south of zone ``one``, 4.4 km; 甲县 and 乙县 share a border."""
    nearest, to_seat, *_ = [fact for fact in told(data, "one") if fact["section"] == "computed"]
    assert (nearest["field"], nearest["value"][0]) == ("nearest", "乙县高新区，约 9 公里")
    assert nearest["zones"] == ["two"]
    assert to_seat["field"] == "to_seat"
    assert to_seat["value"] == ["甲县驻地，约 4 公里", "seat of Jia, about 4 km"]
    assert by_id(data["zones"])["one"]["neighbours"] == ["two"]
    # the point of ``three`` stands for it: how near ``four`` is, is not known
    assert [fact for fact in told(data, "three") if fact["section"] == "computed"] == []


def test_neighbours_that_claim_the_same_industry(data):
    """``one`` and ``two`` both name power; so does ``four``, which is no neighbour of theirs."""
    zones = by_id(data["zones"])
    assert zones["one"]["same_industry"] == ["two"]
    assert zones["four"]["same_industry"] == []


def test_rows_of_other_tables_stand_with_their_zone(data):
    """Industries for the filter, the board of the reform by stop; events and due dates among what is told."""
    one = by_id(data["zones"])["one"]
    assert one["industries"] == [{"key": "power", "basis": "stated"}]
    assert one["board"]["term"] == [[1999, "stated_later"], [2015, "done"]]
    assert one["board"]["performance_pay"] == [[1999, "not_reported"]]
    assert by_id(data["zones"])["four"]["board"] == {}
    (due,) = [fact for fact in told(data, "one") if (fact["section"], fact["field"]) == ("reforms", "due")]
    assert due["value"] == ["2020年6月", "June 2020"]
    (event,) = [fact for fact in told(data, "one") if fact["section"] == "events"]
    assert (event["field"], event["label"][0], event["value"]) == (
        "1999 approved",
        "1999年",
        ["批准", "Approved"],
    )


def test_events_of_the_whole_region_stand_apart(data):
    """The meeting belongs to no zone."""
    (meeting,) = readback.page_facts(data["facts"], data["facts"]["region"])
    assert (meeting["field"], meeting["value"]) == ("2020-06-30 meeting", ["会议", "A meeting"])


def test_every_zone_has_a_class_at_every_stop_in_every_legend(data):
    """In the field that the legend names; what is not written is its absent class. Counties have none."""
    for by, legend in data["legends"].items():
        assert (legend["field"] == "") is (by == "zones")
        keys = {item["key"] for item in legend["classes"]}
        for zone in data["zones"] if legend["field"] else ():
            now = zone.get(legend["field"], legend["absent"])
            others = [value for _, value in zone["at"].get(legend["field"], [])]
            assert {now, *others} <= keys, (by, zone["id"])


def test_legends_hold_the_classes_of_every_view(data):
    """No zone in a county, and an approval to come, are classes though no day of the tables has them."""
    keys = {by: [item["key"] for item in legend["classes"]] for by, legend in data["legends"].items()}
    assert keys["zones"] == ["0", "1", "2", "3", "4+"]
    assert keys["year"][-1] == "not_stated"
    assert {"started", "not_concerned"} < set(keys["reform"])


def test_names_can_be_searched_in_latin_letters(data):
    """高 gao, 新 xin, 区 qu."""
    two = by_id(data["zones"])["two"]
    assert two["pinyin"].endswith("gaoxinqu")
    assert two["initials"].endswith("gxq")


def test_a_lone_zone_has_no_nearest(toy):
    """There is nothing to measure to."""
    facts = told(page_data(toy.subset(zones=["one"])), "one")
    assert [fact["field"] for fact in facts if fact["section"] == "computed"] == ["to_seat"]


def test_a_seat_that_is_not_known_is_null(toy):
    """Not a place at sea off Africa."""
    counties = toy.counties.assign(seat_lon=float("nan"), seat_lat=float("nan"))
    assert page_data(dataclasses.replace(toy, counties=counties))["counties"][0]["seat"] is None


def test_a_chapter_lists_its_filters(toy):
    """Values parted by semicolons become a list; an empty cell is no filter."""
    row = dict.fromkeys(toy.story.columns, "") | {"chapter": "1", "year": "2018", "kind": "economic;cluster"}
    story = toy.story.iloc[:0].copy()
    story.loc[0] = row
    (chapter,) = page_data(dataclasses.replace(toy, story=story))["story"]
    assert chapter["year"] == 2018
    assert chapter["filters"] == {"kind": ["economic", "cluster"]}


def test_the_table_says_what_is_not_stated(toy):
    """Four rows; zone ``two`` has no area in any source."""
    table = zone_table(toy)
    rows = {row.find("th").text.strip(): row for row in table.find("tbody")}
    assert len(rows) == 4
    assert "资料未载明" in "".join(rows["乙县高新区"].itertext())
    assert "10" in [cell.text for cell in rows["甲县经济开发区"]]


def test_the_table_does_not_tell_of_what_came_later(toy):
    """An approval of 2021 is none on a day in 2020, nor is it unknown."""
    zones = toy.zones.copy()
    zones.loc["three", "approved"] = "2021-07"
    (row,) = [
        row
        for row in zone_table(dataclasses.replace(toy, zones=zones)).find("tbody")
        if row.find("th").text.strip() == "丙县农业区"
    ]
    assert "2021" not in "".join(row.itertext())
    assert "–" in [cell.text for cell in row]


def test_the_table_says_where_the_sources_leave_it_open(toy):
    """By July 2021: on a day in 2020 it may have been approved, or not."""
    zones = toy.zones.copy()
    zones.loc["three", "approved"] = "../2021-07"
    table = zone_table(dataclasses.replace(toy, zones=zones))
    cells = next(row for row in table.find("tbody") if row.find("th").text.strip() == "丙县农业区")
    assert "不晚于2021年7月" in "".join(cells.itertext())
    assert word("fact", "not_known").zh in "".join(cells.itertext())


def test_a_zone_is_told_at_every_stop(linfen):
    """The page is given from which stop on a zone is what: 临汾经济开发区 before and since its expansion."""
    zone = by_id(page_data(linfen)["zones"])["linfen-edz"]
    assert zone["at"]["area_km2"] == [[1997, None], [2017, 133.26]]
    assert zone["at"]["counties"] == [[1997, ["141002"]], [2017, ["141002", "141024"]]]
    assert zone["at"]["basis"] == [[1997, "host_county"], [2017, "published_area"]]
    assert (zone["area_km2"], zone["status"]) == (133.26, "operating")
    assert "zh" not in zone["at"]


@pytest.mark.parametrize("day", ["2018-06-30", "2020-05-14", "2030-12-31"])
def test_the_stop_of_a_year_is_the_day_of_the_build_or_the_last(linfen, day):
    """What is written for each stop is what the region is on that very day."""
    region = linfen.as_of(day)
    data = page_data(region)
    first, last = data["meta"]["first_year"], data["meta"]["last_year"]
    assert first <= region.date.year <= last
    for year in range(first, last + 1):
        state = region if year == region.date.year else region.as_of(str(year))
        for zone in data["zones"]:
            runs = {**{key: [[first, value]] for key, value in zone.items()}, **zone["at"]}
            found = {
                key: [value for since, value in runs[key] if since <= year][-1]
                for key in ("status", "shown", "kind")
            }
            there = state.zones.loc[zone["id"]]
            assert found == {"status": there["status"], "shown": there["is_shown"], "kind": there["kind"]}


def test_approvals_that_are_possible_are_counted_apart(linfen):
    """At the end of 2021 all are certain; on 31 December 2020 one more may be approved."""
    data = page_data(linfen.as_of("2020-12-31"))
    counts = dict(enumerate(data["approvals"], data["meta"]["first_year"]))
    assert (counts[2018], counts[2020], counts[2021]) == ([5, 0], [9, 1], [10, 0])


def test_townships_are_romanised(linfen):
    """What kind of township it is stays apart from its name."""
    facts = told(page_data(linfen), "linfen-edz")
    towns = [fact["value"][-1] for fact in facts if fact["field"] == "township"]
    assert "Qiaoli Town 乔李镇, Ganting Town 甘亭镇, Quting Town 曲亭镇, Yandi Township 淹底乡" in towns


@pytest.mark.parametrize("day", [None, "2018-12-31", "2030"])
def test_a_stop_that_is_left_out_is_as_the_one_before(linfen, day):
    """Where no date of the data lies between, zones, classes and counts are those of the stop before."""
    stops = Stops(linfen.as_of(day) if day else linfen)
    assert {linfen.state_day.year, stops.years[0]} <= set(stops.states) < set(stops.years)
    for year in sorted(set(stops.years) - set(stops.states)):
        before = stops.states[max(stop for stop in stops.states if stop < year)]
        alone = linfen.as_of(stops.day_of(year))
        assert alone.zones.drop(columns="geometry").equals(before.zones.drop(columns="geometry"))
        assert count_approvals(alone) == count_approvals(before)
        for by, mode in stops.modes.items():
            assert mode.of(alone).equals(mode.of(before)), (year, by)
