"""The join accounts for every row of both sides."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from zonemap.errors import ZonemapError
from zonemap.join import join_attributes, summarise_account


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
