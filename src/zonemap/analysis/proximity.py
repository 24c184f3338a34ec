"""What follows from where zones lie, said only where the points are good enough to say it.

A point at a county seat stands for a zone that lies anywhere in its county: the error of the point is the way
to the farthest corner of the county. "Nearest" is said only when no other zone can be nearer, whatever the
errors are.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import Geod

_GEOD = Geod(ellps="GRS80")
_EARTH_KM = 6371.0
_BLOCK = 256
"""How many zones are held against all others at once: the table of all pairs would be large."""

EXACT = ("boundary", "site")
"""The bases of points that lie in the zone itself."""


@dataclass(frozen=True)
class Nearest:
    """The nearest other zone.

    Parameters
    ----------
    zone_id
        Which.
    distance_km
        Between the two points, on the ellipsoid GRS 80.
    error_km
        By how much the distance may be off, at most.
    """

    zone_id: str
    distance_km: float
    error_km: float


def point_errors_km(zones: pd.DataFrame, counties: gpd.GeoDataFrame) -> pd.Series:
    """Return how far each zone may lie from its point, at most.

    Parameters
    ----------
    zones
        Index ``zone_id``; ``lon`` and ``lat`` in degrees, EPSG:4490, ``point_basis`` and ``counties``.
    counties
        County polygons by adcode, EPSG:4490.

    Returns
    -------
    km, same index; 0 for points that lie in the zone itself.
    """
    errors = [
        0.0 if basis in EXACT else _farthest_km(zones.iloc[at], counties)
        for at, basis in enumerate(zones["point_basis"])
    ]
    return pd.Series(errors, index=zones.index, name="error_km", dtype=float)


def _farthest_km(zone: pd.Series, counties: gpd.GeoDataFrame) -> float:
    """Return the way from a point to the farthest corner of its counties, km."""
    corners = shapely.get_coordinates(list(counties.geometry.reindex(list(zone["counties"])).dropna()))
    if not len(corners):
        return float("inf")
    lon, lat = np.full(len(corners), zone["lon"]), np.full(len(corners), zone["lat"])
    _, _, metres = _GEOD.inv(lon, lat, corners[:, 0], corners[:, 1])
    return float(np.max(metres)) / 1000


def certainly_nearest(zones: pd.DataFrame, counties: gpd.GeoDataFrame) -> dict[str, Nearest]:
    """Find the nearest other zone of each, where the points are good enough to tell.

    Parameters
    ----------
    zones, counties
        As for :func:`point_errors_km`.

    Returns
    -------
    By zone_id; a zone whose nearest neighbour cannot be told is not in it.
    """
    if len(zones) < 2:
        return {}
    errors = point_errors_km(zones, counties).to_numpy()
    ids, lons, lats = zones.index.tolist(), zones["lon"].tolist(), zones["lat"].tolist()
    found = {}
    for first in range(0, len(zones), _BLOCK):
        ats = np.arange(first, min(first + _BLOCK, len(zones)))
        for at, best, slack in zip(ats.tolist(), *_best(ats, zones, errors), strict=True):
            if best >= 0:
                metres = _GEOD.inv(lons[at], lats[at], lons[best], lats[best])[2]
                found[str(ids[at])] = Nearest(str(ids[best]), float(metres) / 1000, slack)
    return found


def _best(
    ats: NDArray[np.int64], zones: pd.DataFrame, errors: NDArray[np.float64]
) -> tuple[list[int], list[float]]:
    """Return for some zones the place of the one that is certainly nearest, -1 for none, and the error."""
    away, slack = _distances_km(zones, ats), errors[ats][:, np.newaxis] + errors
    rows = np.arange(len(ats))
    most, least = away + slack, away - slack
    most[rows, ats] = least[rows, ats] = np.inf
    best = most.argmin(axis=1)
    least[rows, best] = np.inf
    nearest, error = most[rows, best], slack[rows, best]
    is_sure = np.isfinite(nearest) & (nearest <= least.min(axis=1)) & (away[rows, best] > error)
    return np.where(is_sure, best, -1).tolist(), error.tolist()


def _distances_km(zones: pd.DataFrame, ats: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the distances of some points from all on the sphere, km: good to half a per cent."""
    lon, lat = np.radians(zones["lon"].to_numpy(float)), np.radians(zones["lat"].to_numpy(float))
    across = np.sin((lat[ats][:, np.newaxis] - lat) / 2) ** 2
    along = np.cos(lat[ats])[:, np.newaxis] * np.cos(lat) * np.sin((lon[ats][:, np.newaxis] - lon) / 2) ** 2
    apart: NDArray[np.float64] = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(across + along, 0, 1)))
    return apart


def seat_distances(zones: pd.DataFrame, counties: gpd.GeoDataFrame) -> dict[str, tuple[str, float]]:
    """Return the way from each zone to the seat of its first county, where its point lies in the zone itself.

    Returns
    -------
    By zone_id the adcode of that county and km on the ellipsoid GRS 80; a zone whose point only stands for
    it, or whose county's seat is not known, is not in it.
    """
    found = {}
    seats = counties[["seat_lon", "seat_lat"]].astype(float).dropna()
    places = dict(zip(seats.index, seats.to_numpy(), strict=True))
    exact = zones.loc[zones["point_basis"].isin(EXACT), ["counties", "lon", "lat"]]
    for zone_id, hosts, lon, lat in pd.DataFrame(exact).itertuples(name=None):
        adcode = next(iter(hosts), "")
        if adcode in places:
            metres = _GEOD.inv(lon, lat, *places[adcode])[2]
            found[str(zone_id)] = (str(adcode), float(metres) / 1000)
    return found
