"""How boundaries lie to each other and to their counties: overlaps and parts outside, each with its area."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from zonemap.drawing import say
from zonemap.repair import area_m2

LEAST_M2 = 1.0
"""Overlaps and parts outside below this are drawing noise and not reported."""


def note_overlaps(shapes: Sequence[BaseGeometry], names: Sequence[str]) -> list[list[str]]:
    """Say which boundaries overlap and by how much.

    Parameters
    ----------
    shapes
        Valid polygons in EPSG:4490.
    names
        How each is called.

    Returns
    -------
    The notes of each shape.
    """
    notes: list[list[str]] = [[] for _ in shapes]
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    for i, j in zip(first.tolist(), second.tolist(), strict=True):
        if i == j:
            continue
        area = area_m2(shapes[i].intersection(shapes[j]))
        if area >= LEAST_M2:
            notes[i].append(
                say(f"与「{names[j]}」重叠 {area:,.0f} 平方米", f"overlaps {names[j]} by {area:,.0f} m²")
            )
    return notes


def counties_of(shape: BaseGeometry, counties: gpd.GeoDataFrame) -> list[str]:
    """Return the adcodes of the counties a shape lies in, the one with most of it first."""
    hit = counties.iloc[counties.sindex.query(shape, predicate="intersects")]
    shares = shapely.area(shapely.intersection(hit.geometry.to_numpy(), shape))
    order = sorted(zip(-shares, hit.index, strict=True))
    return [str(adcode) for share, adcode in order if share < 0]


def note_outside(shape: BaseGeometry, home: BaseGeometry, home_name: str) -> str:
    """Say how much of a boundary lies outside its counties; empty when nothing does.

    Parameters
    ----------
    shape
        A valid polygon in EPSG:4490.
    home
        Its counties as one geometry.
    home_name
        How they are called.
    """
    outside = area_m2(shape.difference(home))
    if outside < LEAST_M2:
        return ""
    share = 100 * outside / area_m2(shape)
    return say(
        f"有 {outside:,.0f} 平方米({share:.1f}%)在{home_name}之外(县界为示意)",
        f"{outside:,.0f} m² ({share:.1f}%) outside {home_name} (county limits are indicative)",
    )
