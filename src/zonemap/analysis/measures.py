"""Counts, areas, distances and shared industries: pure functions, frame in, frame out."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

from zonemap.core.dates import happened_by, parse_edtf, year_of
from zonemap.core.vocabulary import label, terms
from zonemap.region.indicative import geodesic_area_km2
from zonemap.region.region import Region

_GEOD = Geod(ellps="GRS80")


def areas_km2(frame: gpd.GeoDataFrame) -> pd.Series:
    """Return the area of each polygon on the ellipsoid GRS 80.

    Parameters
    ----------
    frame
        Polygons in EPSG:4490.

    Returns
    -------
    km², same index.
    """
    return frame.geometry.map(geodesic_area_km2).rename("area_km2")


def say_area(zone: pd.Series, lang: str, *, with_file: bool = False) -> str:
    """Put the area of a zone in words: as stated, as measured within its boundary, or both.

    Parameters
    ----------
    zone
        A row of a region's zones.
    lang
        ``zh`` or ``en``.
    with_file
        Whether to name the file of the boundary.

    Returns
    -------
    Empty where the area is neither stated nor measured.
    """
    wording = [] if pd.isna(zone["area_km2"]) else [f"{zone['area_km2']:.10g} km²"]
    if pd.notna(zone["measured_km2"]):
        key = "measured_in" if with_file else "measured"
        words = label("area", key, lang)
        wording.append(
            words.format(area=f"{round(zone['measured_km2'], 4):.10g}", file=zone["boundary_file"])
        )
    return ("；" if lang == "zh" else "; ").join(wording)


def approvals_per_year(zones: pd.DataFrame) -> pd.DataFrame:
    """Count approvals by year, gaps included.

    Returns
    -------
    Index ``year`` from the first to the last approval; ``approved`` (in that year) and ``cumulative``.
    """
    years = zones["approved"].map(year_of).dropna().astype(int)
    if years.empty:
        return pd.DataFrame({"approved": [], "cumulative": []}, index=pd.Index([], name="year"), dtype=int)
    span = pd.RangeIndex(years.min(), years.max() + 1, name="year")
    counts = years.value_counts().reindex(span, fill_value=0).rename("approved")
    return pd.DataFrame({"approved": counts, "cumulative": counts.cumsum()})


def expansions(events: pd.DataFrame) -> dict[str, str]:
    """Find when zones were last expanded: what the tables say of their area and place holds since then.

    Parameters
    ----------
    events
        The table of events.

    Returns
    -------
    Coarse dates by zone_id; expansions without a date are left out.
    """
    rows = events[(events["event"] == "expansion") & (events["date"] != "") & (events["zone_id"] != "")]
    latest = rows["date"].map(lambda text: parse_edtf(text).latest)
    last = rows.assign(latest=latest).sort_values("latest", kind="stable")
    return dict(zip(last["zone_id"], last["date"], strict=True))


def later_expansions(region: Region) -> dict[str, str]:
    """Find the zones with an area of their own that they have only since an expansion after the region's day.

    Returns
    -------
    Coarse dates of the expansions by zone_id, in the order of the zones.
    """
    days = expansions(region.events)
    own = region.shown.index[region.shown["basis"] != "host_county"]
    return {str(id_): days[id_] for id_ in own if id_ in days and not happened_by(days[id_], region.date)}


def without_later_areas(region: Region) -> Region:
    """Return the region without the boundaries that its zones have only since a later expansion.

    Where such a zone reached on the region's day is not known: its ``basis`` is empty and it has no polygon.
    """
    later = list(later_expansions(region))
    if not later:
        return region
    zones = region.zones.copy()
    zones.loc[later, "basis"] = ""
    zones.loc[later, zones.geometry.name] = None
    return replace(region, zones=zones)


def zones_per_county(zones: pd.DataFrame, counties: pd.DataFrame) -> pd.Series:
    """Count the zones that lie, wholly or partly, in each county; index adcode, 0 where there is none."""
    counts = zones["counties"].explode().value_counts()
    return counts.reindex(counties.index, fill_value=0).rename("zones")


def county_neighbours(counties: gpd.GeoDataFrame) -> pd.Series:
    """Return for each county the sorted tuple of adcodes of the counties that share a border with it."""
    tree = shapely.STRtree(counties.geometry.values)
    left, right = tree.query(counties.geometry.values, predicate="intersects")
    pairs = pd.DataFrame({"left": counties.index[left], "right": counties.index[right]})
    pairs = pairs[pairs["left"] != pairs["right"]]
    found = pairs.groupby("left")["right"].agg(lambda adcodes: tuple(sorted(adcodes)))
    return found.reindex(counties.index).map(lambda adcodes: adcodes if isinstance(adcodes, tuple) else ())


def neighbours(zones: pd.DataFrame, counties: gpd.GeoDataFrame) -> pd.Series:
    """Return for each zone the ids of the zones in the same county or in one that borders on it."""
    around = county_neighbours(counties)
    home = zones["counties"].explode().rename("adcode").reset_index()
    in_county = home.groupby("adcode")["zone_id"].agg(list).to_dict()

    def near(zone_id: str) -> tuple[str, ...]:
        own = zones.at[zone_id, "counties"]
        reach = {*own, *(adcode for county in own for adcode in around.get(county, ()))}
        return tuple(sorted({other for adcode in reach for other in in_county.get(adcode, [])} - {zone_id}))

    return pd.Series(
        [near(zone_id) for zone_id in zones.index], index=zones.index, name="neighbours", dtype=object
    )


def nearest_zone(zones: pd.DataFrame) -> pd.DataFrame:
    """Return the nearest other zone by the indicative points.

    Parameters
    ----------
    zones
        Index ``zone_id``; ``lon`` and ``lat`` in degrees, EPSG:4490.

    Returns
    -------
    Same index; ``nearest`` (a zone id, empty for a lone zone) and ``distance_km`` along the ellipsoid. Points
    set at the same seat have a distance of 0.
    """
    if len(zones) < 2:
        return pd.DataFrame({"nearest": "", "distance_km": np.nan}, index=zones.index)
    squeeze = np.cos(np.radians(zones["lat"].mean()))
    flat = (zones["lon"] * squeeze + 1j * zones["lat"]).to_numpy()
    away = np.abs(flat[:, np.newaxis] - flat)
    np.fill_diagonal(away, np.inf)
    order = away.argmin(axis=1)
    _, _, metres = _GEOD.inv(zones["lon"], zones["lat"], zones["lon"].iloc[order], zones["lat"].iloc[order])
    return pd.DataFrame(
        {"nearest": zones.index[order], "distance_km": np.asarray(metres) / 1000}, index=zones.index
    )


def seat_distance_km(zones: pd.DataFrame, counties: pd.DataFrame) -> pd.Series:
    """Return the distance from each zone's point to the seat of its first county, km.

    NaN where the seat is not known, and where the point is that seat itself: then nothing is measured.
    """
    seats = counties.loc[[adcodes[0] for adcodes in zones["counties"]], ["seat_lon", "seat_lat"]].astype(
        float
    )
    _, _, metres = _GEOD.inv(
        zones["lon"].to_numpy(),
        zones["lat"].to_numpy(),
        seats["seat_lon"].to_numpy(),
        seats["seat_lat"].to_numpy(),
    )
    away = pd.Series(np.asarray(metres) / 1000, index=zones.index, name="seat_km")
    return away.mask(zones["point_basis"].isin(["county_seat", "derived_seat"]))


def later_industries(region: Region) -> pd.DataFrame:
    """List the industries of the shown zones that only sources later than the region's day name.

    Returns
    -------
    ``zone_id``, ``industry`` and ``date``, the coarse date of the earliest of these sources; an industry with
    a source that is undated, or may be of the day or before, is left out.
    """
    dates = region.sources.set_index("source_id")["date"]
    rows = region.evidence[region.evidence["table"] == "industries"]
    rows = rows[rows["zone_id"].isin(region.shown.index)]
    found = []
    for (zone_id, industry), group in rows.groupby(["zone_id", "field"], sort=False):
        wording = sorted(group["source_id"].map(dates).fillna(""))
        first = [parse_edtf(text).earliest if text else None for text in wording]
        if all(day is not None and day > region.date for day in first):
            found.append((zone_id, industry, wording[0]))
    return pd.DataFrame(found, columns=["zone_id", "industry", "date"])


def shared_industries(zones: pd.DataFrame, industries: pd.DataFrame, near: pd.Series) -> pd.DataFrame:
    """List the neighbouring zones that name the same industry (同质化).

    Parameters
    ----------
    zones
        Index ``zone_id``.
    industries
        ``zone_id`` and ``industry``.
    near
        Neighbours by zone, as :func:`neighbours` returns them.

    Returns
    -------
    ``zone_id``, ``other`` and ``industry``, each pair once.
    """
    claims = industries[industries["zone_id"].isin(zones.index)]
    holders = claims.groupby("industry")["zone_id"].agg(list).to_dict()
    rows = [
        (zone_id, other, industry)
        for zone_id, industry in claims[["zone_id", "industry"]].itertuples(index=False)
        for other in holders[industry]
        if zone_id < other and other in near[zone_id]
    ]
    return pd.DataFrame(rows, columns=["zone_id", "other", "industry"])


def reform_board(region: Region) -> pd.DataFrame:
    """Return the reform state as known on the region's day.

    Returns
    -------
    The approved zones by ``zone_id``, one column a measure; the state's key, ``not_reported`` where the
    sources do not state it.
    """
    zones = region.zones[
        region.zones["status"].isin(["approved", "operating"]) & (region.zones["kind"] != "cluster")
    ]
    is_known = region.reforms["as_of"].map(lambda text: happened_by(text, region.date)).astype(bool)
    known = region.reforms[is_known]
    latest = known.assign(day=known["as_of"].map(lambda text: parse_edtf(text).latest)).sort_values("day")
    states = latest.drop_duplicates(["zone_id", "measure"], keep="last").set_index(["zone_id", "measure"])[
        "state"
    ]
    cells = pd.MultiIndex.from_product([zones.index, list(terms("measure"))], names=["zone_id", "measure"])
    return states.reindex(cells, fill_value="not_reported").unstack(sort=False)


def counts_by_status(zones: pd.DataFrame) -> dict[str, int]:
    """Count zones as people do: approved (operating or not), applying, undated and not yet there."""
    status = zones["status"].replace("operating", "approved").value_counts()
    return {key: int(status.get(key, 0)) for key in ("approved", "applying", "undated", "not_yet")}
