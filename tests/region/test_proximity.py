"""What is near what, said only where the points are good enough."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from zonemap.analysis.proximity import certainly_nearest, point_errors_km, seat_distances

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
