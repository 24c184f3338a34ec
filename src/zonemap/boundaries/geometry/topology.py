"""How boundaries lie to each other and to their counties: overlaps and parts outside, with their areas."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from zonemap.boundaries.boundary_file import format_note
from zonemap.boundaries.geometry.county_index import CountyIndex
from zonemap.boundaries.geometry.repair import area_m2

LEAST_M2 = 1.0
"""Overlaps and parts outside below this are drawing noise and not reported."""

MOST_OVERLAPS = 1_000
"""More overlaps than these are not listed one by one."""


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
    met = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    listed = 0
    for i, j in sorted((i, j) for i, j in met.T.tolist() if i < j):
        area = area_m2(shapes[i].intersection(shapes[j]))
        if area < LEAST_M2:
            continue
        if listed == MOST_OVERLAPS:
            notes[i].append(
                format_note(
                    f"重叠超过 {listed} 处，其余未列", f"over {listed} overlaps, the others not listed"
                )
            )
            return notes
        listed += 1
        for one, other in ((i, names[j]), (j, names[i])):
            zh, en = f"与「{other}」重叠 {area:,.0f} 平方米", f"overlaps {other} by {area:,.0f} m²"
            notes[one].append(format_note(zh, en))
    return notes


def note_outside(shape: BaseGeometry, county_index: CountyIndex, name_zh: str, name_en: str) -> list[str]:
    """Say how much of a boundary lies outside the counties it should lie in.

    Parameters
    ----------
    shape
        A valid polygon in EPSG:4490.
    county_index
        Those counties.
    name_zh, name_en
        How they are called.

    Returns
    -------
    One sentence, or none when nothing lies outside.
    """
    outside = area_m2(county_index.outside(shape))
    if outside < LEAST_M2:
        return []
    share = 100 * outside / area_m2(shape)
    return [
        format_note(
            f"有 {outside:,.0f} 平方米（{share:.1f}%）在{name_zh}之外（县界为示意）",
            f"{outside:,.0f} m² ({share:.1f}%) outside {name_en} (county limits are indicative)",
        )
    ]
