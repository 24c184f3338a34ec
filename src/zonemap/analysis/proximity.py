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
        0.0 if zone["point_basis"] in EXACT else _farthest_km(zone, counties) for _, zone in zones.iterrows()
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
    away = _distances_km(zones)
    slack = errors[:, np.newaxis] + errors
    found = {}
    for at, zone_id in enumerate(zones.index):
        most, least = away[at] + slack[at], away[at] - slack[at]
        most[at] = least[at] = np.inf
        best = int(most.argmin())
        others = np.delete(least, best)
        if (
            np.isfinite(most[best])
            and most[best] <= others.min(initial=np.inf)
            and away[at][best] > slack[at][best]
        ):
            found[str(zone_id)] = Nearest(
                str(zones.index[best]), _exact_km(zones, at, best), float(slack[at][best])
            )
    return found


def _distances_km(zones: pd.DataFrame) -> NDArray[np.float64]:
    """Return the distances between all points on the sphere, km: good to half a per cent."""
    lon, lat = np.radians(zones["lon"].to_numpy(float)), np.radians(zones["lat"].to_numpy(float))
    across = np.sin((lat[:, np.newaxis] - lat) / 2) ** 2
    along = np.cos(lat)[:, np.newaxis] * np.cos(lat) * np.sin((lon[:, np.newaxis] - lon) / 2) ** 2
    apart: NDArray[np.float64] = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(across + along, 0, 1)))
    return apart


def _exact_km(zones: pd.DataFrame, one: int, other: int) -> float:
    """Return the distance between two points on the ellipsoid, km."""
    a, b = zones.iloc[one], zones.iloc[other]
    return float(_GEOD.inv(a["lon"], a["lat"], b["lon"], b["lat"])[2]) / 1000


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
