"""The join accounts for every row of both sides."""

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, box

from zonemap.core.errors import ZonemapError
from zonemap.region.join import join_attributes, summarise_account


def boundaries(*keys: object) -> gpd.GeoDataFrame:
    """Make unit squares with the given keys."""
    squares = [box(step, 0, step + 1, 1) for step in range(len(keys))]
    return gpd.GeoDataFrame({"zone_id": list(keys)}, geometry=squares, crs="EPSG:4490")


def attributes(*keys: object) -> pd.DataFrame:
    """Make records with the given keys."""
    return pd.DataFrame({"zone_id": list(keys), "name": [f"name of {key}" for key in keys]})


def classes(account: pd.DataFrame, side: str) -> list[str]:
    """Return the classes of one side, in the order of its rows."""
    return account.loc[account["side"] == side, "class"].tolist()


def test_what_matches_gets_its_geometry():
    """Each record gets the square with its key, in the order of the records."""
    zones, account = join_attributes(boundaries("a", "b"), attributes("b", "a"))
    assert zones["name"].tolist() == ["name of b", "name of a"]
    assert [shape.bounds[0] for shape in zones.geometry] == [1, 0]
    assert zones.crs == "EPSG:4490"
    assert set(account["class"]) == {"matched"}


def test_one_sided_rows_are_named_and_kept():
    """A record without a boundary stays, without geometry; a boundary without a record is in the account."""
    zones, account = join_attributes(boundaries("a", "x"), attributes("a", "b"))
    assert zones["zone_id"].tolist() == ["a", "b"]
    assert zones.geometry.isna().tolist() == [False, True]
    assert classes(account, "boundary") == ["matched", "boundary_without_attributes"]
    assert classes(account, "attributes") == ["matched", "attributes_without_boundary"]


@pytest.mark.parametrize(("left", "right"), [(("a", "a", "b"), ("a", "b")), (("a", "b"), ("a", "a", "b"))])
def test_a_key_that_stands_twice_joins_nothing(left, right):
    """Neither of two candidates is taken, whichever side they stand on."""
    zones, account = join_attributes(boundaries(*left), attributes(*right))
    assert zones.loc[zones["zone_id"] == "a", "geometry"].isna().all()
    assert zones.loc[zones["zone_id"] == "b", "geometry"].notna().all()
    duplicates = account[account["class"] == "duplicate_key"]
    assert duplicates["key"].tolist() == ["a", "a", "a"]


@pytest.mark.parametrize("nothing", ["", None, "  "])
def test_empty_keys_never_join_each_other(nothing):
    """Nothing is not equal to nothing."""
    zones, account = join_attributes(boundaries(nothing), attributes(nothing))
    assert zones.geometry.isna().all()
    assert account["class"].tolist() == ["boundary_without_attributes", "attributes_without_boundary"]


def test_keys_are_text():
    """001 is not 1: keys that were read as numbers are refused."""
    zones, _ = join_attributes(boundaries("001"), attributes("1"))
    assert zones.geometry.isna().all()
    with pytest.raises(ZonemapError, match="001 may have become 1"):
        join_attributes(boundaries(1), attributes("1"))


def test_a_missing_key_column_is_named():
    """The message says which side lacks which column."""
    with pytest.raises(ZonemapError, match="boundaries: no column 'zone_id'"):
        join_attributes(boundaries("a").rename(columns={"zone_id": "id"}), attributes("a"))


def test_the_counts_add_up():
    """Every row of both sides ends in exactly one class."""
    left, right = boundaries("a", "b", "b", "", "x"), attributes("a", "b", "c", "c")
    _, account = join_attributes(left, right)
    sums = summarise_account(account).groupby("side")["rows"].sum()
    assert sums.to_dict() == {"boundary": 5, "attributes": 4}


def test_the_account_keeps_file_and_row():
    """Where a row stands in its file is not lost."""
    left = boundaries("x").assign(file="zones.dxf", row=7)
    _, account = join_attributes(left, attributes("a"))
    assert account.loc[0, ["file", "row", "key"]].tolist() == ["zones.dxf", 7, "x"]


def test_the_order_of_rows_does_not_matter():
    """Any order of either side gives the same zones."""
    left, right = boundaries("a", "b", "c"), attributes("c", "a", "b")
    one, _ = join_attributes(left, right)
    other, _ = join_attributes(left.iloc[::-1], right.iloc[::-1])
    pd.testing.assert_frame_equal(one.sort_values("zone_id"), other.sort_values("zone_id"))


def test_the_attributes_own_geometry_is_never_taken_for_the_boundary():
    """Offices in metres beside polygons in degrees: the polygon is the zone's, the office a column."""
    offices = gpd.GeoDataFrame({"zone_id": ["a"]}, geometry=[Point(111, 36)], crs=4326).to_crs(3857)
    polygons = boundaries("a")
    zones, account = join_attributes(polygons, offices)
    assert zones.geometry.tolist() == polygons.geometry.tolist()
    assert zones.crs == "EPSG:4490"
    assert zones["geometry_attributes"].tolist() == offices.geometry.tolist()
    assert zones["geometry_attributes"].crs == "EPSG:3857"
    assert account.attrs["renamed"] == {"boundaries": {}, "attributes": {"geometry": "geometry_attributes"}}


def test_the_active_geometry_counts_whatever_its_name():
    """Of two geometries of the boundaries the active one is the zone's; a column "geometry" is no more."""
    polygons = boundaries("a").rename_geometry("limits")
    polygons["geometry"] = gpd.GeoSeries([Point(0, 0)], crs=3857)
    zones, _ = join_attributes(polygons, attributes("a"))
    assert zones.active_geometry_name == "limits"
    assert zones.geometry.tolist() == polygons["limits"].tolist()
    assert zones["geometry"].tolist() == [Point(0, 0)]
    assert zones["geometry"].crs == "EPSG:3857"


def test_boundaries_without_a_crs_stay_without_one():
    """Nothing is guessed, and nothing is taken from the attributes."""
    offices = gpd.GeoDataFrame({"zone_id": ["a"], "office": [Point(1, 1)]}, geometry="office", crs=3857)
    zones, _ = join_attributes(boundaries("a").set_crs(None, allow_override=True), offices)
    assert zones.crs is None
    assert zones["office"].crs == "EPSG:3857"


def test_attributes_with_an_empty_geometry():
    """A geometry column of the attributes that holds nothing takes nothing away from the boundary."""
    record = attributes("a").assign(geometry=None)
    zones, _ = join_attributes(boundaries("a"), record)
    assert zones.geometry.notna().all()
    assert zones["geometry_attributes"].isna().all()


@pytest.mark.parametrize("left", [True, False])
@pytest.mark.parametrize("right", [True, False])
def test_a_key_may_stand_in_the_index_of_either_side(left, right):
    """The zones keep the index of the attributes, and the key stands in one place only."""
    polygons, records = boundaries("a", "b"), attributes("b", "a")
    zones, _ = join_attributes(
        polygons.set_index("zone_id") if left else polygons,
        records.set_index("zone_id") if right else records,
    )
    assert [shape.bounds[0] for shape in zones.geometry] == [1, 0]
    assert zones.reset_index()["zone_id"].tolist() == ["b", "a"]
    assert ("zone_id" in zones.columns) is not right


def test_keys_of_different_names():
    """Each side by its own name; both columns stay."""
    zones, account = join_attributes(
        boundaries("a").rename(columns={"zone_id": "NAME"}), attributes("a", "b"), left_on="NAME"
    )
    assert zones["NAME"].iloc[0] == "a"
    assert zones["NAME"].isna().tolist() == [False, True]
    other, _ = join_attributes(
        boundaries("a"), attributes("a").rename(columns={"zone_id": "code"}), right_on="code"
    )
    assert other[["code", "zone_id"]].to_numpy().tolist() == [["a", "a"]]
    assert set(account["class"]) == {"matched", "attributes_without_boundary"}


def test_columns_of_one_name_are_both_kept_and_told():
    """The boundaries' column gets an ending, another one where that name is taken."""
    polygons = boundaries("a").assign(file="a.dxf", area=1, area_boundary=2)
    zones, account = join_attributes(polygons, attributes("a").assign(file="zones.csv", area=3))
    assert zones.loc[0, ["file", "file_boundary"]].tolist() == ["zones.csv", "a.dxf"]
    assert zones.loc[0, ["area", "area_boundary", "area_boundary_boundary"]].tolist() == [3, 2, 1]
    assert account.attrs["renamed"]["boundaries"] == {
        "file": "file_boundary",
        "area": "area_boundary_boundary",
    }


def test_the_frames_that_were_given_stay_as_they_are():
    """Neither side is changed, nor a key trimmed in what is handed back."""
    polygons, records = boundaries("a "), attributes(" a")
    zones, account = join_attributes(polygons, records)
    assert (polygons["zone_id"].tolist(), records["zone_id"].tolist()) == (["a "], [" a"])
    assert zones["zone_id"].tolist() == [" a"]
    assert account["key"].tolist() == ["a", "a"]


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        (boundaries("a").drop(columns="geometry"), attributes("a"), "no geometry"),
        (gpd.GeoDataFrame({"zone_id": ["a"]}), attributes("a"), "no geometry"),
        (boundaries("a"), None, "not NoneType"),
        (boundaries("a"), attributes("a").assign(zone_id=7), "7, is no text"),
        (
            boundaries("a", "b").assign(zone_id=["a", 1]),
            attributes("a"),
            "value 2 of 'zone_id', 1, is no text",
        ),
        (boundaries("a"), pd.DataFrame([["a", "b"]], columns=["zone_id"] * 2), "several columns are called"),
        (
            boundaries("a"),
            attributes("a").set_index(["zone_id", "name"]),
            "one level of an index of several",
        ),
        (boundaries("a"), pd.DataFrame([["a"]], columns=pd.MultiIndex.from_tuples([("x", "y")])), "levels"),
        (boundaries("a"), pd.DataFrame({"code": ["a"]}), "no column 'zone_id' to join on; there are code"),
    ],
)
def test_what_cannot_be_joined_is_refused_in_a_sentence(left, right, said):
    """In both languages, with the side, the column and what there is instead."""
    with pytest.raises(ZonemapError, match=said) as refused:
        join_attributes(left, right)
    assert " / " in str(refused.value)


@pytest.mark.parametrize(("left", "right"), [((), ("a",)), (("a",), ()), ((), ())])
def test_empty_frames_join_to_what_there_is(left, right):
    """No rows on a side is no mistake."""
    zones, account = join_attributes(boundaries(*left), attributes(*right))
    assert (len(zones), len(account)) == (len(right), len(left) + len(right))
    assert zones.crs == "EPSG:4490"


KEYS = st.lists(st.one_of(st.none(), st.sampled_from(["a", " a", "b", "c", "", "区"])), max_size=6)
NAMES = st.sampled_from(["key", "file", "row", "geometry", "geom", "name", "name_boundary", "区"])


@settings(max_examples=150, deadline=None)
@given(left=KEYS, right=KEYS, names=st.data())
def test_whatever_the_names_nothing_is_lost(left, right, names):
    """Any keys, names, order and index: rows add up, columns are all there, shapes are the boundaries'."""
    shape = names.draw(NAMES, "geometry")
    own = names.draw(st.sets(NAMES.filter(lambda name: name != shape), min_size=1, max_size=3), "boundaries")
    others = names.draw(st.sets(NAMES, min_size=1, max_size=4), "attributes")
    left_on, right_on = sorted(own)[0], sorted(others)[0]
    polygons = gpd.GeoDataFrame(
        {
            name: left if name == left_on else [f"{name}{at}" for at in range(len(left))]
            for name in sorted(own)
        }
        | {shape: gpd.GeoSeries([box(at, 0, at + 1, 1) for at in range(len(left))], dtype="geometry")},
        geometry=shape,
        crs=4490,
    )
    records = pd.DataFrame(
        {
            name: right if name == right_on else [f"{name}-{at}" for at in range(len(right))]
            for name in sorted(others)
        },
        index=names.draw(st.lists(st.integers(0, 3), min_size=len(right), max_size=len(right)), "index"),
    )
    if names.draw(st.booleans(), "left key in index"):
        polygons = polygons.set_index(left_on)
    if names.draw(st.booleans(), "right key in index"):
        records = records.set_index(right_on)
    zones, account = join_attributes(polygons, records, left_on=left_on, right_on=right_on)

    assert zones.index.equals(records.index)
    assert zones.active_geometry_name == shape
    assert zones.crs == "EPSG:4490"
    assert zones.columns.is_unique
    own_columns = len(own) + 1 - (left_on == right_on)
    assert zones.shape[1] == records.shape[1] + own_columns
    renamed = account.attrs["renamed"]["attributes"]
    for column in records.columns:
        assert zones[renamed.get(column, column)].tolist() == records[column].tolist()
    sums = summarise_account(account).groupby("side")["rows"].sum().to_dict()
    assert sums == {
        side: count for side, count in (("attributes", len(right)), ("boundary", len(left))) if count
    }
    clean = [(key or "").strip() for key in left]
    for key, found in zip([(key or "").strip() for key in right], zones.geometry, strict=True):
        once = key and clean.count(key) == 1 and [(one or "").strip() for one in right].count(key) == 1
        assert (found is not None) == bool(once)
        if once:
            assert found.bounds[0] == clean.index(key)
