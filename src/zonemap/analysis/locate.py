"""Which county and zone does each point lie in? Only a surveyed boundary answers for certain."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from zonemap.analysis.measures import industries_on
from zonemap.boundaries.crs.candidates import frame_in_degrees
from zonemap.core.atomic_output import write_atomic
from zonemap.core.dates import happened_by, year_of
from zonemap.core.errors import ZonemapError, check_choice
from zonemap.core.names import both_names
from zonemap.core.text import LIST, NONE, Text, join_texts
from zonemap.core.vocabulary import UNSTATED, word
from zonemap.region.indicative import GEODETIC_CRS, OWN_LINES
from zonemap.region.region import Region
from zonemap.tables.csv_file import write_table
from zonemap.tables.schemas import records_of

CLASSES = ("inside", "perhaps", "county", "outside", "no_point")
"""What can become of a point; each ends in exactly one of them."""
COUNTED = {
    "kind": ("color", "kind"),
    "county": ("column", "county"),
    "industry": ("color", "industry"),
    "year": ("color", "year"),
}
"""What located points may be counted by, with the word that it is called by."""
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
    - ``border_m``: metres to the nearest county limit within 2,300 m, by which the limits themselves may be
      off; NaN farther away, where the county is certain, and where there is no point

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
    surveyed = zones[zones["basis"].isin(OWN_LINES)]
    circles = zones[zones["basis"] == "published_area"]
    tree = shapely.STRtree(shapes)
    found = {
        "inside": _holders(tree, surveyed),
        "perhaps": _holders(tree, circles),
        "county": _holders(tree, region.counties),
    }
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    answers = [~there, *(np.fromiter(map(bool, ids), bool, len(ids)) for ids in found.values())]
    results = np.select(answers, ["no_point", *found], "outside")
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


def count_points(located: gpd.GeoDataFrame, region: Region, by: Sequence[str]) -> pd.DataFrame:
    """Count located points by what is known of where they lie.

    Parameters
    ----------
    located
        As :func:`locate` returns them.
    region
        The region that they were located in.
    by
        Any of ``COUNTED``: kind, first-named industry and year of approval of the zone that holds a point, or
        perhaps does, and the county. What is not known of a point is empty.

    Returns
    -------
    A row for each combination that occurs, in words of both languages: what became of the points, each of
    ``by`` and how many points; together they are all of them.

    Raises
    ------
    UnknownOption
        If they cannot be counted by one of ``by``.
    """
    for one in by:
        check_choice(one, COUNTED, zh="计数方式", en="way to count")
    words = {one: _words_by(region, one) for one in dict.fromkeys(by)}
    counts = Counter(
        (row["result"], *(_joined(words[one], row, one) for one in words))
        for row in records_of(located[["result", "inside", "perhaps", "county"]])
    )
    ranked = sorted(
        counts.items(), key=lambda item: (CLASSES.index(item[0][0]), -item[1], *map(str, item[0][1:]))
    )
    headings = [word("located", "where"), *(word(*COUNTED[one]) for one in words), word("located", "points")]
    return pd.DataFrame(
        [[str(word("located", key[0])), *map(str, key[1:]), count] for key, count in ranked],
        columns=list(map(str, headings)),
    )


def write_counts(counts: pd.DataFrame, path: Path | str) -> Path:
    """Write counts of points as ``.csv``.

    Raises
    ------
    ZonemapError
        If the ending is another.
    """
    if Path(path).suffix.lower() != ".csv":
        raise ZonemapError(f"{path}：计数只能写成 .csv / counts can be written as .csv alone")
    return write_table(counts, path)


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


def _words_by(region: Region, by: str) -> dict[str, Text]:
    """Return what each zone, or each county, is counted as."""
    shown = region.shown
    if by == "county":
        return {str(adcode): both_names(region.counties.loc[adcode]) for adcode in region.counties.index}
    if by == "kind":
        return {str(key): region.words.word("kind", kind or UNSTATED) for key, kind in shown["kind"].items()}
    if by == "industry":
        first = industries_on(region).drop_duplicates("zone_id").set_index("zone_id")["industry"]
        named = {str(key): region.words.word("industry", industry) for key, industry in first.items()}
        return {str(key): named.get(str(key), word("fact", "not_stated")) for key in shown.index}
    return {str(key): _year(approved, region) for key, approved in shown["approved"].items()}


def _year(approved: str, region: Region) -> Text:
    """Return the year of an approval as of the region's day."""
    if not happened_by(approved, region.date):
        return word("legend", "not_approved")
    year = year_of(approved)
    return word("figure", "bounded") if year is None else Text(str(year))


def _joined(words: Mapping[str, Text], row: Mapping[str, Any], by: str) -> Text:
    """Return what a point is counted as: that of all zones, or counties, that hold it, each once."""
    holders = row["county"] if by == "county" else row["inside"] or row["perhaps"]
    found = list(dict.fromkeys(words[key] for key in holders))
    return join_texts(found, LIST) if found else NONE


def _in_geodetic_crs(points: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the points in EPSG:4490."""
    if isinstance(points, gpd.GeoDataFrame):
        if points.crs is None:
            raise ZonemapError("点没有坐标系，请先 set_crs / the points have no CRS: set one first")
        return points.set_geometry(frame_in_degrees(points.geometry))
    if not {"lon", "lat"} <= set(points.columns):
        raise ZonemapError("点表需要 lon 和 lat 两列 / the points need the columns lon and lat")
    lon, lat = (pd.to_numeric(points[column], errors="coerce") for column in ("lon", "lat"))
    there = np.isfinite(lon) & np.isfinite(lat)
    geometry = np.where(there, shapely.points(lon.where(there, 0), lat.where(there, 0)), None)
    return gpd.GeoDataFrame(points, geometry=geometry, crs=GEODETIC_CRS)


def _holders(points: shapely.STRtree, areas: gpd.GeoDataFrame) -> list[tuple[str, ...]]:
    """Return for each point the ids of the areas that hold it, their borders included, sorted.

    The areas are asked for their points, and not the points for their areas: an area is prepared once.
    """
    found: list[tuple[str, ...]] = [()] * len(points.geometries)
    order = areas.index.astype(str).argsort()
    ids = [(str(areas.index[at]),) for at in order]
    held = points.query(areas.geometry.values[order], predicate="intersects")
    for area, point in held.T.tolist():
        found[point] += ids[area]
    return found


def _metres_to_border(shapes: np.ndarray, there: np.ndarray, counties: gpd.GeoDataFrame) -> np.ndarray:
    """Return how far each point is from the nearest county limit, in metres; NaN where it is far."""
    metres = np.full(len(shapes), np.nan)
    if not there.any() or not len(counties):
        return metres
    west, south, east, north = counties.total_bounds
    plane = CRS.from_dict(
        {"proj": "aeqd", "lon_0": (west + east) / 2, "lat_0": (south + north) / 2, "ellps": "GRS80"}
    )
    limits = shapely.STRtree(_segments(counties.geometry.to_crs(plane)))
    points = gpd.GeoSeries(shapes[there], crs=GEODETIC_CRS).to_crs(plane).values
    (near, _), away = limits.query_nearest(
        points, max_distance=COUNTY_LIMITS_OFF_M, return_distance=True, all_matches=False
    )
    metres[np.flatnonzero(there)[near]] = away
    return metres


def _segments(areas: gpd.GeoSeries) -> np.ndarray:
    """Return the sides of areas one by one: the nearest of many short ones is found at once."""
    places, line = shapely.get_coordinates(shapely.get_parts(areas.boundary), return_index=True)
    sides = np.stack([places[:-1], places[1:]], axis=1)
    return np.asarray(shapely.linestrings(sides[line[:-1] == line[1:]]))


def _names(frame: pd.DataFrame, ids: Iterable[str]) -> Text:
    """Return the names of zones or counties."""
    return join_texts(both_names(frame.loc[key]) for key in ids)
