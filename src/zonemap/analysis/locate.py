"""Which county and zone does each point lie in? Only a surveyed boundary answers for certain."""

from __future__ import annotations

import tempfile
from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from zonemap.core.atomic_output import write_atomic
from zonemap.core.errors import ZonemapError
from zonemap.core.names import both_names
from zonemap.core.text import Text, join_texts
from zonemap.core.vocabulary import word
from zonemap.region.indicative import GEODETIC_CRS
from zonemap.region.region import Region
from zonemap.tables.csv_file import write_table

CLASSES = ("inside", "perhaps", "county", "outside", "no_point")
"""What can become of a point; each ends in exactly one of them."""

COUNTY_LIMITS_OFF_M = 2300
"""How far the generalised county limits are off at most: nearer to one, the county is not certain."""

_SENTENCES = ("result", "inside", "perhaps", "county", "border_m")
_ADDED = (*_SENTENCES, "county_names", "said")
_NEAR_LIMIT = Text(
    "（距县界 {metres} 米，县界为示意）", " ({metres} m from a county limit, which is indicative)"
)
_DRIVERS = {".gpkg": "GPKG", ".geojson": "GeoJSON"}


def locate(points: pd.DataFrame, region: Region) -> gpd.GeoDataFrame:
    """Find the county and the zone that each point lies in.

    Parameters
    ----------
    points
        A frame of points in any CRS, or a frame with columns ``lon`` and ``lat`` in degrees, EPSG:4490. A
        missing or empty geometry is no point.
    region
        The region on its day; zones that are not there yet hold no point.

    Returns
    -------
    The same rows in the same order, in EPSG:4490, with the columns

    - ``result``: ``inside`` a surveyed boundary; ``perhaps`` inside, in a circle of the published area only;
      ``county`` when only the county is known; ``outside`` all counties; ``no_point``
    - ``inside``, ``perhaps``: tuples of zone ids
    - ``county``: tuple of adcodes, two for a point on a border
    - ``border_m``: metres to the nearest county limit, NaN where there is no point; the limits themselves are
      up to 2,300 m off

    A column of the points that has one of these names gets ``_given`` behind it.

    Raises
    ------
    ZonemapError
        If the frame has neither points nor the two columns, or points without a CRS.

    Examples
    --------
    >>> import pandas as pd
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> points = pd.DataFrame({"name": ["Guangzhou"], "lon": [113.26], "lat": [23.13]})
    >>> zm.locate(points, region)["result"].tolist()
    ['outside']
    """
    placed = _in_geodetic_crs(points)
    placed = placed.rename(columns={name: f"{name}_given" for name in _ADDED if name in placed.columns})
    shapes = placed.geometry.values
    zones = region.shown
    surveyed = zones[zones["basis"] == "surveyed"]
    circles = zones[zones["basis"] == "published_area"]
    found = {
        "inside": _holders(shapes, surveyed),
        "perhaps": _holders(shapes, circles),
        "county": _holders(shapes, region.counties),
    }
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    results = [_result(bool(point), *three) for point, *three in zip(there, *found.values(), strict=True)]
    return placed.assign(result=results, **found, border_m=_metres_to_border(shapes, there, region.counties))


def count_results(located: pd.DataFrame) -> pd.Series:
    """Count the points by result; the counts add up to the points.

    Raises
    ------
    ZonemapError
        If they do not.
    """
    counts = located["result"].value_counts().reindex(list(CLASSES), fill_value=0)
    if counts.sum() != len(located):
        raise ZonemapError("点的账目不平 / the account of the points does not add up")
    return counts


def describe_result(row: Mapping[Hashable, Any], region: Region) -> str:
    """Say in both languages what is known of where a point lies."""
    parts = [word("located", row["result"])]
    named = row["inside"] or row["perhaps"]
    if named and row["result"] in ("inside", "perhaps"):
        parts.append(_names(region.zones, named))
    if row["county"]:
        parts.append(_names(region.counties, row["county"]))
    wording = join_texts(parts, Text(" · "))
    if row["border_m"] < COUNTY_LIMITS_OFF_M:
        wording += _NEAR_LIMIT.format(metres=f"{row['border_m']:.0f}")
    return str(wording)


def write_located(located: gpd.GeoDataFrame, region: Region, path: Path | str) -> Path:
    """Write located points, with a sentence for each, as ``.csv``, ``.geojson`` or ``.gpkg``.

    Raises
    ------
    ZonemapError
        If the ending is another.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in (".csv", *_DRIVERS):
        raise ZonemapError(
            f"{path}：只能写成 .csv、.geojson 或 .gpkg / only .csv, .geojson and .gpkg can be written"
        )
    described = located.assign(
        **{column: located[column].map(";".join) for column in ("inside", "perhaps", "county")},
        county_names=[_names(region.counties, codes).of("zh") for codes in located["county"]],
        border_m=located["border_m"].round(0),
        said=[describe_result(row, region) for row in located[list(_SENTENCES)].to_dict("records")],
    )
    if suffix == ".csv":
        lonlat = {"located_lon": described.geometry.x.round(6), "located_lat": described.geometry.y.round(6)}
        return write_table(pd.DataFrame(described.drop(columns="geometry")).assign(**lonlat), path)
    with tempfile.TemporaryDirectory() as folder:
        beside = Path(folder) / f"points{suffix}"
        described.to_file(beside, driver=_DRIVERS[suffix], engine="pyogrio", layer="points")
        return write_atomic(path, beside.read_bytes())


def _in_geodetic_crs(points: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the points in EPSG:4490."""
    if isinstance(points, gpd.GeoDataFrame):
        if points.crs is None:
            raise ZonemapError("点没有坐标系，请先 set_crs / the points have no CRS: set one first")
        return points.to_crs(GEODETIC_CRS)
    if not {"lon", "lat"} <= set(points.columns):
        raise ZonemapError("点表需要 lon 和 lat 两列 / the points need the columns lon and lat")
    lon, lat = (pd.to_numeric(points[column], errors="coerce") for column in ("lon", "lat"))
    there = np.isfinite(lon) & np.isfinite(lat)
    geometry = np.where(there, shapely.points(lon.where(there, 0), lat.where(there, 0)), None)
    return gpd.GeoDataFrame(points, geometry=geometry, crs=GEODETIC_CRS)


def _holders(shapes: np.ndarray, areas: gpd.GeoDataFrame) -> list[tuple[str, ...]]:
    """Return for each point the ids of the areas that hold it, their borders included, sorted."""
    tree = shapely.STRtree(areas.geometry.values)
    found: list[list[str]] = [[] for _ in shapes]
    for point, area in zip(*tree.query(shapes, predicate="intersects"), strict=True):
        found[point].append(str(areas.index[area]))
    return [tuple(sorted(ids)) for ids in found]


def _result(there: bool, inside: tuple[str, ...], perhaps: tuple[str, ...], counties: tuple[str, ...]) -> str:
    """Return what became of a point: the first of the answers that holds."""
    if not there:
        return "no_point"
    answers = {"inside": inside, "perhaps": perhaps, "county": counties, "outside": ("",)}
    return next(answer for answer, is_certain in answers.items() if is_certain)


def _metres_to_border(shapes: np.ndarray, there: np.ndarray, counties: gpd.GeoDataFrame) -> np.ndarray:
    """Return how far each point is from the nearest county limit, in metres."""
    metres = np.full(len(shapes), np.nan)
    if not there.any() or not len(counties):
        return metres
    west, south, east, north = counties.total_bounds
    plane = CRS.from_dict(
        {"proj": "aeqd", "lon_0": (west + east) / 2, "lat_0": (south + north) / 2, "ellps": "GRS80"}
    )
    limits = counties.geometry.to_crs(plane).boundary.union_all()
    points = gpd.GeoSeries(shapes[there], crs=GEODETIC_CRS).to_crs(plane)
    metres[there] = shapely.distance(points.values, limits)
    return metres


def _names(frame: pd.DataFrame, ids: Iterable[str]) -> Text:
    """Return the names of zones or counties."""
    return join_texts(both_names(frame.loc[key]) for key in ids)
