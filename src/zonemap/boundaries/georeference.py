"""A drawing is put in its place: reference system settled, shapes brought to EPSG:4490 and mended."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from zonemap.boundaries.boundary_file import BoundaryFile, Feature, format_note, problem, refuse
from zonemap.boundaries.crs.candidates import to_degrees
from zonemap.boundaries.crs.gcj02 import DatumShift, move_back
from zonemap.boundaries.crs.identify import CrsDecision, identify_crs
from zonemap.boundaries.crs.refusals import check_shift, refuse_crossing, refuse_infinite, refuse_strays
from zonemap.boundaries.geometry.county_index import CountyIndex
from zonemap.boundaries.geometry.repair import area_m2, crossing_ring, polygons_of, repair
from zonemap.boundaries.geometry.topology import LEAST_M2
from zonemap.boundaries.match_zones import ZoneMatch
from zonemap.core.problems import DataProblems
from zonemap.core.text import Text

_STRAY_METRES, _STRAY_DEGREES = 5_000.0, 0.05
_STRAY_TIMES = 20.0
_ONE_OVER_ANOTHER = 0.5
_WRITTEN_BY_ROWS = ("points_csv", "points_xlsx", "parcel_txt")


@dataclass
class Georeferenced:
    """A boundary in EPSG:4490 with what is known of it."""

    geometry: BaseGeometry
    zone_id: str
    name: str
    layer: str
    place: Text
    stated_area_km2: float
    repairs: list[str]
    notes: list[str] = field(default_factory=list)


def georeference(
    boundary_file: BoundaryFile,
    zone_matches: Sequence[ZoneMatch],
    requested_crs: CRS | None,
    county_index: CountyIndex | None,
    shift: DatumShift,
) -> tuple[list[Georeferenced], CrsDecision]:
    """Bring the features of a drawing to EPSG:4490.

    Parameters
    ----------
    boundary_file
        The features in their own numbers.
    zone_matches
        The zone of each.
    requested_crs
        The reference system the person names; None to find it.
    county_index
        The counties the drawing may lie in; None when they are not known.
    shift
        The datum to move the shapes back from.

    Returns
    -------
    The boundaries, those of one zone joined, and the reference system they were read in.

    Raises
    ------
    DataProblems
        If the reference system cannot be settled or no area remains.
    """
    check_shift(boundary_file.file, boundary_file.declared, shift, crs_described=requested_crs is not None)
    _check_finite(boundary_file)
    points = _points_of(boundary_file)
    _check_strays(boundary_file)
    decision = identify_crs(
        boundary_file.file,
        points,
        boundary_file.declared,
        requested_crs,
        county_index.share_inside if county_index else None,
    )
    georeferenced = [
        _georeference_feature(boundary_file.file, feature, zone_match, moved)
        for feature, zone_match, moved in zip(
            boundary_file.features, zone_matches, _moved(boundary_file, decision, shift), strict=True
        )
    ]
    kept = [one for one in georeferenced if not one.geometry.is_empty]
    if kept and len(kept) < len(georeferenced):
        _check_rows_used(boundary_file, georeferenced, zone_matches)
        count = len(georeferenced) - len(kept)
        boundary_file.notes.append(
            format_note(f"{count} 个图形没有面积，未读", f"{count} shapes without area not read")
        )
    if not kept:
        refuse(
            boundary_file.file,
            Text("所有图形都没有面积", "no shape has an area"),
            Text("请检查边界是否成面", "Check that the boundary is an area"),
            column="要素 feature",
            value="、".join(one.place.zh for one in georeferenced),
        )
    described = [m for m, one in zip(zone_matches, georeferenced, strict=True) if not one.geometry.is_empty]
    _check_layers(boundary_file, kept, by_file=any(m.by_file for m in described))
    return _join_zones(kept), decision


def _check_layers(boundary_file: BoundaryFile, kept: Sequence[Georeferenced], *, by_file: bool) -> None:
    """Stop when two layers draw one zone over each other: a frame, another year, a parallel line."""
    # In a drawing a frame on the boundary's own layer has the boundary for its hole: there the holes are
    # filled before shapes are compared, unless nothing but the file's name says whose they are.
    is_drawing = boundary_file.format == "dxf" and not by_file
    layers_of: dict[str, set[str]] = {}
    for one in kept:
        layers_of.setdefault(one.zone_id, set()).add(one.layer)
    of_zone: dict[str, list[tuple[Georeferenced, BaseGeometry]]] = {}
    for one in kept:
        if not one.zone_id or not (is_drawing or len(layers_of[one.zone_id]) > 1):
            continue
        shape = _filled(one.geometry) if is_drawing else one.geometry
        before = of_zone.setdefault(one.zone_id, [])
        before.append((one, shape))
        for other, other_shape in before[:-1]:
            if one.layer == other.layer and not is_drawing:
                continue
            shared = shape.intersection(other_shape).area
            if shared < _ONE_OVER_ANOTHER * min(shape.area, other_shape.area):
                continue
            layers = [f"{each.layer or '-'} {area_m2(each.geometry) / 1e6:.4f} km²" for each in (other, one)]
            refuse(
                boundary_file.file,
                Text(
                    "同一开发区在两个图层里各有一个图形，互相重叠，分不出哪个是边界",
                    "two layers draw the zone over each other: which one is the boundary cannot be told",
                ),
                Text(
                    "请只留边界的图层，或在边界里写上开发区的名称",
                    "Keep the layer of the boundary only, or write the zone's name inside the boundary",
                ),
                column="图层 layer",
                value="、".join(layers),
            )


def _filled(geometry: BaseGeometry) -> BaseGeometry:
    """Return a shape without its holes."""
    return shapely.union_all([shapely.Polygon(part.exterior) for part in polygons_of(geometry)])


def _check_rows_used(
    boundary_file: BoundaryFile, georeferenced: Sequence[Georeferenced], zone_matches: Sequence[ZoneMatch]
) -> None:
    """Stop when rows of a table or text make a shape without area: often they belong to another shape."""
    problems = []
    for feature, one, zone_match in zip(boundary_file.features, georeferenced, zone_matches, strict=True):
        if not one.geometry.is_empty or boundary_file.format not in _WRITTEN_BY_ROWS:
            continue
        place, hint = feature.place, zone_match.note
        count = shapely.get_num_coordinates(feature.geometry) - len(
            shapely.get_rings(shapely.get_parts(feature.geometry))
        )
        problems.append(
            problem(
                boundary_file.file,
                Text(
                    f"{place.zh}的 {count} 个点没有围出面积", f"the {count} points {place.en} enclose no area"
                ),
                Text(
                    "请检查这些点和名称" + (f"：{hint.zh}" if hint else ""),
                    "Check these points and their name" + (f": {hint.en}" if hint else ""),
                ),
                row=feature.row,
                column="名称 name",
                value=feature.name or feature.zone_id,
            )
        )
    if problems:
        raise DataProblems(problems)


def _points_of(boundary_file: BoundaryFile) -> np.ndarray:
    """Return the points of all features in their own numbers."""
    shapes = [feature.geometry for feature in boundary_file.features]
    return np.asarray(shapely.get_coordinates(shapes))


def _check_finite(boundary_file: BoundaryFile) -> None:
    """Stop at coordinates that are no numbers."""
    if np.isfinite(_points_of(boundary_file)).all():
        return
    for feature in boundary_file.features:
        points = shapely.get_coordinates(feature.geometry)
        bad = points[~np.isfinite(points).all(axis=1)]
        if len(bad):
            refuse_infinite(boundary_file.file, feature, bad)


def _check_strays(boundary_file: BoundaryFile) -> None:
    """Stop when a ring has a point or two far from all its others: a digit lost, a row swapped, a 0."""
    shapes = np.array([feature.geometry for feature in boundary_file.features], dtype=object)
    bounds = shapely.bounds(shapes)
    size = (bounds[:, 2:] - bounds[:, :2]).max(axis=1)
    least = _STRAY_METRES if np.abs(bounds).max() > 1000 else _STRAY_DEGREES
    for feature in (boundary_file.features[i] for i in np.flatnonzero(size > least)):
        for ring in shapely.get_rings(shapely.get_parts(feature.geometry)):
            points = shapely.get_coordinates(ring)[:-1]
            distance = np.abs(points - np.median(points, axis=0)).max(axis=1)
            far = distance > max(least, _STRAY_TIMES * float(np.median(distance)))
            if far.any():
                refuse_strays(boundary_file.file, feature, points[far])


def _moved(boundary_file: BoundaryFile, decision: CrsDecision, shift: DatumShift) -> list[BaseGeometry]:
    """Return all shapes in EPSG:4490: brought there at once, many cost little more than one."""
    shapes = np.array([feature.geometry for feature in boundary_file.features], dtype=object)
    moved = shapely.transform(
        shapely.force_2d(shapes),
        lambda points: to_degrees(points, decision.crs, swapped=decision.swapped),
    )
    return [move_back(shape, shift) for shape in moved]


def _georeference_feature(
    file: str, feature: Feature, zone_match: ZoneMatch, moved: BaseGeometry
) -> Georeferenced:
    """Mend one feature that was brought to EPSG:4490."""
    number = crossing_ring(moved)
    if number is not None:
        refuse_crossing(file, feature, number, shapely.get_num_geometries(moved))
    geometry, repaired = repair(moved)
    if feature.geometry.has_z:
        repaired = [format_note("去掉高程", "heights dropped"), *repaired]
    return Georeferenced(
        geometry,
        zone_match.zone_id,
        feature.name,
        feature.layer,
        feature.place,
        feature.stated_area_km2,
        feature.repairs + repaired,
        [*feature.notes, *([str(zone_match.note)] if zone_match.note else [])],
    )


def _join_zones(georeferenced: list[Georeferenced]) -> list[Georeferenced]:
    """Join the shapes that belong to one zone into one row, in the order of the first."""
    groups: dict[object, list[Georeferenced]] = {}
    for i, one in enumerate(georeferenced):
        groups.setdefault(one.zone_id or i, []).append(one)
    return [group[0] if len(group) == 1 else _join(group) for group in groups.values()]


def _join(parts: list[Georeferenced]) -> Georeferenced:
    """Join the shapes of one zone."""
    geometry = shapely.union_all([part.geometry for part in parts])
    stated = [part.stated_area_km2 for part in parts]
    repairs = [f"{part.place}: {text}" for part in parts for text in part.repairs]
    shared = sum(area_m2(part.geometry) for part in parts) - area_m2(geometry)
    if shared >= LEAST_M2:
        repairs.append(
            format_note(
                f"各块重叠 {shared:,.0f} 平方米，已合并", f"parts overlapped by {shared:,.0f} m², joined"
            )
        )
    return Georeferenced(
        geometry,
        parts[0].zone_id,
        "、".join(dict.fromkeys(part.name for part in parts if part.name)),
        "、".join(dict.fromkeys(part.layer for part in parts if part.layer)),
        parts[0].place,
        math.nan if any(map(pd.isna, stated)) else sum(stated),
        repairs,
        [
            format_note(f"由 {len(parts)} 个要素合成", f"joined from {len(parts)} features"),
            *dict.fromkeys(text for part in parts for text in part.notes),
        ],
    )
