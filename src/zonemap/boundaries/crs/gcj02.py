"""Map datums met in China: CGCS2000 and the shifted GCJ-02 and BD-09, there and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

DatumShift = Literal["keep", "gcj02", "bd09"]
"""What a planner may say of a boundary: leave it, or move it back from GCJ-02 or BD-09."""

Points = NDArray[np.float64]

# The formula is not published officially. This is the one that public libraries have in common:
# a polynomial with sines of the distance from 105°E 35°N, in metres, divided by the radii of
# the Krasovsky 1940 ellipsoid (axis and eccentricity below). Its box is a rectangle, not China's border.
_AXIS_M = 6378245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
# Baidu's second shift, from the same sources: polar coordinates of the degrees themselves, rippled and moved.
_BD_TURN = np.pi * 3000.0 / 180.0
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
# 1e-13° is 0.01 µm, the last digit that a double of 110° can hold. Over China that takes 6 rounds for GCJ-02
# and 8 for BD-09 (200,000 points); 30 only bounds the loop at the edge of the box, where it may not settle.
_ENOUGH_DEGREES = 1e-13
_MOST_ROUNDS = 30


def to_gcj02(points: Points) -> Points:
    """Move points from CGCS2000 or WGS 84 to GCJ-02.

    The public formula is itself only good to a metre or two. Points outside China stay where they are.

    Parameters
    ----------
    points
        Longitude and latitude in degrees, shape (n, 2).

    Returns
    -------
    Longitude and latitude in GCJ-02, shape (n, 2).

    Raises
    ------
    IndexError
        If the points do not come as rows of two numbers.

    Examples
    --------
    >>> import numpy as np
    >>> import zonemap as zm
    >>> zm.to_gcj02(np.array([[111.5, 36.1]])).round(4).tolist()
    [[111.5063, 36.0999]]
    """
    lon, lat = points[:, 0], points[:, 1]
    moved = points + np.column_stack(_gcj02_offset(lon, lat))
    return np.where(_in_china(lon, lat)[:, None], moved, points)


def from_gcj02(points: Points) -> Points:
    """Move points from GCJ-02 back to CGCS2000; the inverse of :func:`to_gcj02` to 1e-8 m.

    Parameters
    ----------
    points
        Longitude and latitude in GCJ-02, degrees, shape (n, 2).

    Returns
    -------
    Longitude and latitude in CGCS2000, shape (n, 2).
    """
    return _invert(to_gcj02, points)


def to_bd09(points: Points) -> Points:
    """Move points from CGCS2000 or WGS 84 to BD-09, which shifts GCJ-02 once more.

    Parameters
    ----------
    points
        Longitude and latitude in degrees, shape (n, 2).

    Returns
    -------
    Longitude and latitude in BD-09, shape (n, 2).
    """
    lon, lat = to_gcj02(points).T
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BD_TURN)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BD_TURN)
    moved = np.column_stack([radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006])
    return np.where(_in_china(*points.T)[:, None], moved, points)


def from_bd09(points: Points) -> Points:
    """Move points from BD-09 back to CGCS2000; the inverse of :func:`to_bd09` to 1e-8 m.

    Parameters
    ----------
    points
        Longitude and latitude in BD-09, degrees, shape (n, 2).

    Returns
    -------
    Longitude and latitude in CGCS2000, shape (n, 2).
    """
    return _invert(to_bd09, points)


MOVE_BACK: dict[DatumShift, Callable[[Points], Points]] = {"gcj02": from_gcj02, "bd09": from_bd09}
"""How to move points back to CGCS2000, by the datum they are in."""


def move_back(geometry: BaseGeometry, shift: DatumShift) -> BaseGeometry:
    """Move a geometry in degrees back to CGCS2000.

    Parameters
    ----------
    geometry
        Any geometry in longitude and latitude.
    shift
        The datum it is in; ``keep`` returns it as it is.
    """
    if shift == "keep":
        return geometry
    moved: BaseGeometry = shapely.transform(geometry, MOVE_BACK[shift])
    return moved


def metres_between(first: Points, second: Points) -> NDArray[np.float64]:
    """Return how far apart two sets of nearby points lie, point by point.

    Parameters
    ----------
    first, second
        Longitude and latitude in degrees, shape (n, 2).

    Returns
    -------
    Distances in metres on a sphere of 6,371 km, shape (n,); good to half a percent.
    """
    east, north = (second - first).T
    metres_per_degree = np.pi / 180 * 6_371_000.0
    shrink = np.cos(np.radians((first[:, 1] + second[:, 1]) / 2))
    return np.asarray(np.hypot(east * shrink, north) * metres_per_degree)


def _in_china(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which points the public formula shifts."""
    return (lon > _WEST) & (lon < _EAST) & (lat > _SOUTH) & (lat < _NORTH)


def _gcj02_offset(
    lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the shift of GCJ-02 in degrees of longitude and latitude."""
    x, y = lon - 105.0, lat - 35.0
    root, pi = np.sqrt(np.abs(x)), np.pi
    ripple = (20.0 * np.sin(6.0 * x * pi) + 20.0 * np.sin(2.0 * x * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    north += (20.0 * np.sin(y * pi) + 40.0 * np.sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * np.sin(y / 12.0 * pi) + 320.0 * np.sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    east += (20.0 * np.sin(x * pi) + 40.0 * np.sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * np.sin(x / 12.0 * pi) + 300.0 * np.sin(x / 30.0 * pi)) * 2.0 / 3.0
    phi = np.radians(lat)
    bend = 1.0 - _ECCENTRICITY_SQUARED * np.sin(phi) ** 2
    meridian = _AXIS_M * (1.0 - _ECCENTRICITY_SQUARED) / (bend * np.sqrt(bend))
    return (
        np.degrees(east / (_AXIS_M / np.sqrt(bend) * np.cos(phi))),
        np.degrees(north / meridian),
    )


def _invert(forward: Callable[[Points], Points], target: Points) -> Points:
    """Find the points that ``forward`` moves onto ``target``, by repeated correction."""
    # There is no closed form. The shift hardly changes over its own length, so that to subtract the shift
    # found at the guess is a contraction: each round gains two digits. One round, as many libraries stop at,
    # leaves up to 4.8 m for GCJ-02 and 42 m for BD-09 over China; two leave 3 cm and 45 cm.
    guess = target.astype(float, copy=True)
    for _ in range(_MOST_ROUNDS):
        error = target - forward(guess)
        guess += error
        if not np.any(np.abs(error) > _ENOUGH_DEGREES):
            break
    return guess
