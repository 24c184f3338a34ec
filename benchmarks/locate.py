"""Points over the nation (2,543 made-up zones, 2,891 counties) beside ``geopandas.sjoin`` and SedonaDB.

    .venv/bin/python benchmarks/locate.py [POINTS] [ROW…]      a million, and every row, if it is not said

CPU seconds (all threads), each in a process of its own that has read the areas: codes of county and zone, the
same with the distance to the nearest limit, and files of points read, located and written, which another
process has made before. The answers are held against those of ``sjoin``. SedonaDB
takes part where it is installed; it is asked for the counts by area, and reads Parquet.
"""

import csv
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zonemap.analysis.locate import Locator
from zonemap.boundaries.parquet import Engine
from zonemap.outputs.located_files import locate
from zonemap.region.region import Region

SEED = 17


def nation() -> Region:
    """Make the region, with a circle for each zone: those of unknown size have 20 square kilometres."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
    from kit.nation import nation_counties, nation_region

    region = nation_region(nation_counties(), zones=2543)
    host = region.zones["basis"] != "published_area"
    centres = gpd.GeoSeries.from_xy(region.zones["lon"], region.zones["lat"], crs=4490)
    circles = centres.to_crs("+proj=aeqd +lon_0=104 +lat_0=35").buffer(2523).to_crs(4490)
    region.zones.loc[host, "geometry"] = circles.values[host]
    region.zones.loc[host, "basis"] = "published_area"
    return region


def lonlat(region: Region, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw points: half of them anywhere in the box of the counties, half within some 30 km of a zone."""
    lot = np.random.default_rng(SEED)
    west, south, east, north = region.counties.total_bounds
    anywhere = lot.uniform((west, south), (east, north), (count - count // 2, 2))
    zones = region.zones[["lon", "lat"]].to_numpy()[lot.integers(0, len(region.zones), count // 2)]
    places = np.concatenate([anywhere, zones + lot.uniform(-0.3, 0.3, zones.shape)])
    return places[:, 0].copy(), places[:, 1].copy()


def codes(region: Region, lon: np.ndarray, lat: np.ndarray) -> int:
    locator = Locator(region, len(lon))
    found = locator.codes(lon, lat)
    sizes = np.array([len(place.perhaps) + len(place.county) for place in locator.places])
    return int(sizes[found].sum())


def codes_and_metres(region: Region, lon: np.ndarray, lat: np.ndarray) -> int:
    locator = Locator(region, len(lon))
    locator.codes(lon, lat)
    return int(np.isfinite(locator.metres(lon, lat)).sum())


def sjoin(region: Region, lon: np.ndarray, lat: np.ndarray) -> int:
    points = gpd.GeoDataFrame(geometry=shapely.points(lon, lat), crs=4490)
    layers = (region.zones[["geometry"]], region.counties[["geometry"]])
    return sum(len(gpd.sjoin(points, layer, predicate="intersects")) for layer in layers)


def sedonadb(region: Region, lon: np.ndarray, lat: np.ndarray) -> int:
    import pyarrow
    import sedonadb

    db = sedonadb.connect()
    points = pd.DataFrame({"lon": lon, "lat": lat})
    db.create_data_frame(points).to_view("points")
    held = 0
    for layer in (region.zones, region.counties):
        shapes = pd.DataFrame({"wkb": shapely.to_wkb(layer.geometry.values)})
        db.create_data_frame(shapes).to_view("shapes", True)
        db.sql("SELECT ST_GeomFromWKB(wkb) AS geometry FROM shapes").to_view("areas", True)
        asked = (
            "SELECT count(*) AS n FROM points JOIN areas ON ST_Intersects(areas.geometry, ST_Point(lon, lat))"
        )
        held += pyarrow.table(db.sql(asked))["n"][0].as_py()
    return held


def write_csv(path: Path, lon: np.ndarray, lat: np.ndarray) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["name", "lon", "lat"])
        for at in range(0, len(lon), 100_000):
            some = slice(at, at + 100_000)
            lines.writerows(
                zip(range(at, at + 100_000), lon[some].tolist(), lat[some].tolist(), strict=False)
            )


def write_parquet(path: Path, lon: np.ndarray, lat: np.ndarray) -> None:
    frame = pd.DataFrame({"name": np.arange(len(lon)), "lon": lon, "lat": lat})
    frame.to_parquet(path, row_group_size=100_000)


def measure(work: Callable[..., Any], *given: Any) -> Any:
    """Do some work in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, given)


def cost(ask: Callable[[Region, np.ndarray, np.ndarray], int], count: int) -> tuple[float, float, int]:
    """Return the CPU seconds of asking, the peak of its memory in MB and the answer."""
    region = nation()
    lon, lat = lonlat(region, count)
    start = time.process_time()
    answer = ask(region, lon, lat)
    return time.process_time() - start, peak(), answer


def write(path: Path, count: int) -> None:
    """Write a file of points."""
    {".csv": write_csv, ".parquet": write_parquet}[path.suffix](path, *lonlat(nation(), count))


def file_to_file(path: Path, count: int, engine: Engine) -> tuple[float, float]:
    """Read the points of a file, locate and write them; return the CPU seconds and the peak in MB."""
    region = nation()
    start = time.process_time()
    assert locate(path, region, path.with_stem("located"), engine=engine).sum() == count
    return time.process_time() - start, peak()


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


FILES: dict[str, tuple[str, Engine, str]] = {
    "csv_to_csv": (".csv", "here", ""),
    "parquet_to_parquet": (".parquet", "here", "pyarrow"),
    "parquet_by_sedonadb": (".parquet", "sedonadb", "sedonadb"),
}
"""From file to file: the ending, what reads it, and the package that it takes."""


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    wanted = set(sys.argv[2:])
    asked = [sjoin, codes, codes_and_metres, *([sedonadb] if find_spec("sedonadb") else [])]
    found: dict[str, tuple[float, float, int]] = {}
    print(f"{count:,} points\n| | s of CPU | × sjoin | peak MB |\n|---|---|---|---|")

    def tell(name: str, seconds: float, megabytes: float) -> None:
        times = f"{seconds / found['sjoin'][0]:.2f}" if "sjoin" in found else ""
        print(f"| {name} | {seconds:.2f} | {times} | {megabytes:,.0f} |", flush=True)

    for ask in asked:
        if not wanted or ask.__name__ in wanted:
            found[ask.__name__] = measure(cost, ask, count)
            tell(ask.__name__, *found[ask.__name__][:2])
    for name, (ending, engine, package) in FILES.items():
        if (not wanted or name in wanted) and (not package or find_spec(package)):
            with TemporaryDirectory() as folder:
                path = Path(folder) / f"points{ending}"
                measure(write, path, count)
                tell(name, *measure(file_to_file, path, count, engine))
    return sum(
        found[name][2] != found["sjoin"][2] for name in ("codes", "sedonadb") if {name, "sjoin"} <= set(found)
    )


if __name__ == "__main__":
    sys.exit(main())
