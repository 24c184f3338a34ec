"""What changed between two states of a region."""

import json

import geopandas as gpd
import pytest
from shapely import box

from kit.table_cases.kit import cells_of, csv_text, with_cells
from kit.toy import EVENTS, INDUSTRIES, REFORMS, write_geodata
from outputs.test_cli import run
from zonemap.analysis.diff import CHANGES, changes_as_json, compare, describe_changes
from zonemap.outputs.diff.files import write_changes
from zonemap.region.reading import read_region
from zonemap.region.region import Region

UNCHANGED = {"one", "two", "three", "four"}


def state(folder, survey=None, **texts) -> Region:
    """Read the toy region with other tables, perhaps with a survey of zone one."""
    write_geodata(folder, **texts)
    if survey is not None:
        (folder / "boundaries").mkdir()
        frame = gpd.GeoDataFrame({"zone_id": ["one"]}, geometry=[box(*survey)], crs=4490)
        frame.to_file(folder / "boundaries" / "one.geojson", driver="GeoJSON", engine="pyogrio")
    return read_region(folder)


def zones(*changes) -> str:
    """Return ``zones.csv`` with some cells changed."""
    return csv_text(with_cells("zones", *changes))


@pytest.fixture
def old(tmp_path) -> Region:
    """The toy region as it is."""
    return state(tmp_path / "old")


def changes_of(old, tmp_path, **texts) -> list[tuple[str, ...]]:
    """Return change, zone, field, old and new value and amount, without what is unchanged."""
    frame = compare(old, state(tmp_path / "new", **texts))
    found = frame[frame["change"] != "unchanged"].drop(columns=["name_zh", "name_en"])
    return list(found.itertuples(index=False, name=None))


def test_the_same_folder_has_no_changes(old, tmp_path):
    """Every zone is in the list, as unchanged."""
    found = compare(old, state(tmp_path / "new"))
    assert set(found["change"]) == {"unchanged"}
    assert set(found["zone_id"]) == UNCHANGED
    assert "没有变化 / Nothing changed." in describe_changes(found, old, old)


def test_an_approval_is_told_apart_from_an_edit(old, tmp_path):
    """Zone three is approved by the day of the tables; zone two only learns its month."""
    found = changes_of(
        old, tmp_path, zones=zones((4, "approved", "../2020-06-30"), (3, "approved", "2010-07"))
    )
    assert found == [
        ("approved", "three", "approved", "", "../2020-06-30", ""),
        ("edited", "two", "approved", "2010", "2010-07", ""),
    ]


def test_an_approval_may_come_with_the_day_alone(old):
    """The same tables ten years earlier: two was not approved yet."""
    found = compare(old.as_of("2009-12-31"), old)
    assert found[found["change"] == "approved"][["zone_id", "new"]].to_numpy().tolist() == [["two", "2010"]]


def test_a_new_name_and_an_edit_of_words(old, tmp_path):
    """Only the Chinese name is a name; the rest is edited."""
    found = changes_of(
        old,
        tmp_path,
        zones=zones((2, "name_zh", "甲县国家经济开发区"), (3, "name_en", "Yi Park"), (5, "kind", "tourism")),
    )
    assert found == [
        ("renamed", "one", "name_zh", "甲县经济开发区", "甲县国家经济开发区", ""),
        ("edited", "two", "name_en", "Yi Zone", "Yi Park", ""),
        ("edited", "four", "kind", "cluster", "tourism", ""),
    ]


@pytest.mark.parametrize(
    ("area", "change", "amount"), [("12.5", "expanded", "+2.5 km²"), ("8", "reduced", "-2 km²")]
)
def test_a_stated_area_grows_or_shrinks(old, tmp_path, area, change, amount):
    """With the difference in km²."""
    assert changes_of(old, tmp_path, zones=zones((2, "area_km2", area))) == [
        (change, "one", "area_km2", "10", area, amount)
    ]


def test_an_area_that_was_not_stated_before_is_no_growth(old, tmp_path):
    """Nothing became larger."""
    assert changes_of(old, tmp_path, zones=zones((3, "area_km2", "5"))) == [
        ("edited", "two", "area_km2", "", "5", "")
    ]


def test_a_moved_point_says_how_far(old, tmp_path):
    """0.01 degrees of latitude are 1,110 m."""
    ((change, zone, _, _, _, amount),) = changes_of(old, tmp_path, zones=zones((2, "lat", "36.06")))
    assert (change, zone) == ("moved", "one")
    assert amount in ("1109 m", "1110 m")


def test_a_survey_that_comes_grows_and_moves(tmp_path):
    """From the circle to the line; then twice as large; then of the same size elsewhere."""
    square, wide, beside = (
        (111.04, 36.04, 111.06, 36.06),
        (111.04, 36.04, 111.08, 36.06),
        (111.05, 36.04, 111.07, 36.06),
    )
    plain, first, larger, aside = (
        state(tmp_path / str(number), survey) for number, survey in enumerate((None, square, wide, beside))
    )
    kinds = [
        compare(one, other).query("zone_id == 'one'")["change"].item()
        for one, other in ((plain, first), (first, larger), (larger, first), (first, aside), (first, first))
    ]
    assert kinds == ["redrawn", "expanded", "reduced", "redrawn", "unchanged"]


def test_added_and_lost_zones(old, tmp_path):
    """A lost zone comes with the one that it may have become."""
    rows = cells_of("zones")
    rows[4] = ["five", "丙县经济开发区", "", "economic", "provincial", *rows[4][5:]]
    new = csv_text(rows)
    found = changes_of(old, tmp_path, zones=new, industries=INDUSTRIES.replace("four,power,stated\n", ""))
    assert found == [
        ("added", "five", "", "", "undated", ""),
        ("lost", "four", "", "undated", "five", ""),
    ]


def test_a_zone_under_a_new_id_is_known_by_its_name(old, tmp_path):
    """It is neither lost nor added."""
    found = changes_of(
        old, tmp_path, zones=zones((5, "zone_id", "bing")), industries=INDUSTRIES.replace("four,", "bing,")
    )
    assert found == [("edited", "bing", "zone_id", "four", "bing", "")]


def test_rows_of_the_other_tables(old, tmp_path):
    """New, gone and changed rows, and events of the region as a whole."""
    found = changes_of(
        old,
        tmp_path,
        industries=INDUSTRIES.replace("two,power,stated", "two,steel,stated"),
        reforms=REFORMS.replace("one,term,done", "one,term,in_progress"),
        events=EVENTS + ",2020-07,meeting,又一次会议,Another meeting\n",
    )
    assert found == [
        (
            "edited",
            "one",
            "reforms",
            "term · done · 2015 · 2020-06",
            "term · in_progress · 2015 · 2020-06",
            "",
        ),
        ("edited", "two", "industries", "power · stated", "", ""),
        ("edited", "two", "industries", "", "steel · stated", ""),
        ("edited", "", "events", "", "2020-07 · meeting · 又一次会议 · Another meeting", ""),
    ]


def test_every_zone_of_both_sides_is_accounted_for(old, tmp_path):
    """Those that changed, those that did not, those that only one side has; and back again."""
    rows = cells_of("zones")
    new = state(
        tmp_path / "new",
        zones=csv_text([*rows[:4], ["five", "戊区", *rows[4][2:]]]),
        industries=INDUSTRIES.replace("four,power,stated\n", ""),
    )
    there, back = compare(old, new), compare(new, old)
    assert set(there["zone_id"]) == set(back["zone_id"]) == UNCHANGED | {"five"}
    assert (
        set(there[there["change"] == "added"]["zone_id"])
        == set(back[back["change"] == "lost"]["zone_id"])
        == {"five"}
    )
    assert set(there["change"]) <= set(CHANGES)


def test_changes_in_words_and_as_json(old, tmp_path):
    """Both languages; the JSON counts the zones and names both states."""
    new = state(tmp_path / "new", zones=zones((2, "area_km2", "12.5")))
    found = compare(old, new)
    said = describe_changes(found, old, new)
    assert "扩大 Expanded (1)\n  甲县经济开发区 one: 面积（平方公里） Area (km²) 10 → 12.5 (+2.5 km²)" in said
    told = json.loads(changes_as_json(found, old, new))
    assert told["zones"] == {"expanded": 1, "unchanged": 3}
    assert told["old"]["date"] == "2020-06-30"
    assert told["old"]["fingerprint"] != told["new"]["fingerprint"]
    assert told["changes"][0]["amount"] == "+2.5 km²"


@pytest.mark.parametrize("name", ["a.txt", "a.json", "a.csv"])
def test_changes_are_written(old, tmp_path, name):
    """In three formats."""
    path = write_changes(compare(old, old), old, old, tmp_path / name)
    assert "two" in path.read_text("utf-8") or name.endswith("txt")


def test_the_command(tmp_path, capsys):
    """As a user types it, in words and as JSON; a faulty folder is named as such."""
    write_geodata(tmp_path / "old")
    write_geodata(tmp_path / "new", zones=zones((4, "approved", "2020-01")))
    out = tmp_path / "changes.json"
    assert run("diff", str(tmp_path / "old"), str(tmp_path / "new"), "--out", str(out)) == 0
    assert "批准 Approved (1)" in capsys.readouterr().out
    assert json.loads(out.read_text("utf-8"))["zones"]["approved"] == 1
    assert run("diff", str(tmp_path / "old"), str(tmp_path / "new"), "--json") == 0
    assert json.loads(capsys.readouterr().out)["zones"]["approved"] == 1
    write_geodata(tmp_path / "bad", zones=zones((4, "management", "conty")))
    assert run("diff", str(tmp_path / "old"), str(tmp_path / "bad")) == 1
    assert run("diff", str(tmp_path / "old"), str(tmp_path / "none")) == 2
