"""Indicative boundaries."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from kit.toy import county_squares
from zonemap.region.indicative import circle_of_area, geodesic_area_km2
from zonemap.region.place_checks import check_points, check_surveyed


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
