"""Mending shapes, each repair said with the area it changed; nothing is simplified."""

from __future__ import annotations

import numpy as np
import shapely
from pyproj import Geod
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from zonemap.boundaries.boundary_file import format_note
from zonemap.core.text import Text

SLIVER_M2 = 1.0
"""Parts and holes smaller than this are left out."""
_NO_SLIVER = 1e-8
"""Square degrees that are more than this as far as 85°: 120 square metres at the equator, 10 there."""

# In an outline that crosses itself the lobes count against each other: two lobes a > b measure a - b as drawn
# and a + b when repaired. Half of the repaired area gone means b > a / 3: no slip of a point but points out
# of order, and nobody can say which area was meant.
_MOST_CHANGE = 0.5

# Stated areas are rounded and partly measured in the plane of projection: 1 % is beyond both. A unit is named
# when the ratio is within a tenth of its factor; the factors themselves lie 6 times apart or more.
_AGREE, _NEAR_FACTOR = 0.01, 0.1
_GEOD = Geod(ellps="GRS80")  # the ellipsoid of CGCS2000 to 0.1 mm


def area_m2(geometry: BaseGeometry) -> float:
    """Return the geodesic area of a geometry in EPSG:4490, square metres; lines and points have none."""
    if geometry.geom_type == "Polygon" and not _has_holes(geometry):  # its points are those of its ring
        return 0.0 if geometry.is_empty else abs(_ring_m2(geometry))
    return float(sum(abs(_ring_m2(part.exterior)) - _holes_m2(part) for part in polygons_of(geometry)))


def note_stated_area(stated: float, measured: float) -> list[str]:
    """Say how far the area a file states is from the measured one, and which unit would explain it.

    Parameters
    ----------
    stated
        Area as the file states it, square kilometres; NaN when it does not.
    measured
        Area of the boundary, square kilometres.

    Returns
    -------
    One sentence, or none when nothing is stated or both agree to 1 %.
    """
    if not stated > 0 or not measured > 0 or abs(stated - measured) <= _AGREE * measured:
        return []
    times = stated / measured
    if 0.5 < times < 2:
        how_zh, how_en = f"相差 {times - 1:+.1%}", f"{times - 1:+.1%}"
    elif times > 1:
        how_zh, how_en = f"前者是后者的 {times:,.1f} 倍", f"{times:,.1f} times as much"
    else:
        how_zh, how_en = f"后者是前者的 {1 / times:,.1f} 倍", f"{1 / times:,.1f} times less"
    unit = next((units for factor, *units in _UNITS_MISTAKEN if abs(times / factor - 1) < _NEAR_FACTOR), None)
    if unit:
        how_zh, how_en = f"{how_zh}；数字{unit[0]}", f"{how_en}; the number {unit[1]}"
    stated_text, found = (f"{area:,.2f}" if area >= 1 else f"{area:.3g}" for area in (stated, measured))
    return [
        format_note(
            f"文件载明 {stated_text} 平方公里，量得 {found} 平方公里，{how_zh}",
            f"the file states {stated_text} km², measured {found} km², {how_en}",
        )
    ]


_UNITS_MISTAKEN = (
    (15.0, "像是亩而非公顷", "looks like mu (亩), not hectares"),
    (1e4, "像是平方米而非公顷", "looks like m², not hectares"),
    (100.0, "像是公顷而非平方公里", "looks like hectares, not km²"),
    (1500.0, "像是亩而非平方公里", "looks like mu (亩), not km²"),
    (1e6, "像是平方米而非平方公里", "looks like m², not km²"),
    (0.01, "像是平方公里而非公顷", "looks like km², not hectares"),
    (1 / 15, "像是公顷而非亩", "looks like hectares, not mu (亩)"),
    (1e-4, "像是公顷而非平方米", "looks like hectares, not m²"),
    (15e-4, "像是亩而非平方米", "looks like mu (亩), not m²"),
    (1e-6, "像是平方公里而非平方米", "looks like km², not m²"),
)


def polygons_of(geometry: BaseGeometry) -> list[Polygon]:
    """Return the polygons a geometry is made of, leaving out points and lines."""
    if geometry.geom_type == "Polygon":  # as most are: nothing to take apart
        return [] if geometry.is_empty else [geometry]
    parts = shapely.get_parts(geometry, return_index=False)
    if any(part.geom_type in ("MultiPolygon", "GeometryCollection") for part in parts):
        return [polygon for part in parts for polygon in polygons_of(part)]
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def repair(geometry: BaseGeometry) -> tuple[BaseGeometry, list[str]]:
    """Make a polygon valid, flat and free of slivers.

    Parameters
    ----------
    geometry
        Polygons in EPSG:4490, possibly invalid.

    Returns
    -------
    A valid Polygon or MultiPolygon, empty when nothing with an area remains, and what was mended.
    """
    wording: list[str] = []
    if geometry.has_z:
        geometry = shapely.force_2d(geometry)
        wording.append(format_note("去掉高程", "heights dropped"))
    if not geometry.is_valid:
        geometry, how = _make_valid(geometry)
        wording.append(how)
    geometry, dropped = _drop_slivers(geometry)
    return geometry, wording + dropped


def _make_valid(geometry: BaseGeometry) -> tuple[BaseGeometry, str]:
    """Make polygons valid and say why and what it changed."""
    reason = _why_invalid(geometry)
    drawn = area_m2(geometry)
    # "structure" keeps what rings mean: shells are joined, holes cut out. The default, "linework", goes
    # by how often a place is circled: what two parts share becomes a gap (squares of 4 that share 1
    # come to 6 instead of 7), and the piece of a hole that sticks out becomes land.
    valid = _collect(polygons_of(shapely.make_valid(geometry, method="structure", keep_collapsed=False)))
    change = area_m2(valid) - drawn
    text = format_note(
        f"{reason.zh}，已修复，面积变化 {change:+,.1f} 平方米",
        f"{reason.en} mended, area changed by {change:+,.1f} m²",
    )
    return valid, text


def crossing_ring(geometry: BaseGeometry) -> int | None:
    """Return which polygon's outline crosses itself so that most of its area is a matter of guessing.

    The lobes of such an outline run in opposite directions and cancel out, as when its points are out of
    order. A small crossing, and a ring traced twice, are no such thing.

    Parameters
    ----------
    geometry
        Polygons in EPSG:4490, possibly invalid.

    Returns
    -------
    The number of the polygon, from 1; None when every outline can be mended.
    """
    if geometry.is_valid:
        return None
    for number, part in enumerate(polygons_of(geometry), start=1):
        outline = Polygon(part.exterior)
        if outline.is_valid:
            continue
        repaired = area_m2(shapely.make_valid(outline, method="structure", keep_collapsed=False))
        if repaired - area_m2(outline) > _MOST_CHANGE * repaired:
            return number
    return None


_REASONS = (
    ("Self-intersection", Text("边界自相交", "self-crossing boundary")),
    ("Ring Self-intersection", Text("环自相接", "ring touching itself")),
    ("Hole lies outside", Text("空洞在外环之外", "hole outside its shell")),
    ("Holes are nested", Text("空洞套空洞", "nested holes")),
    ("Nested shells", Text("外环重叠", "nested parts")),
    ("Interior is disconnected", Text("内部不连通", "disconnected interior")),
    ("Duplicate Rings", Text("环重复", "repeated ring")),
    ("Too few points", Text("点数不足", "ring of too few points")),
    ("Invalid Coordinate", Text("坐标无效", "invalid coordinate")),
)


def _why_invalid(geometry: BaseGeometry) -> Text:
    """Return why a geometry is not valid, in both languages."""
    reason = str(shapely.is_valid_reason(geometry))
    found = (words for start, words in _REASONS if reason.startswith(start))
    return next(found, Text("图形无效", "invalid shape"))


def _drop_slivers(geometry: BaseGeometry) -> tuple[BaseGeometry, list[str]]:
    """Leave out parts and holes below :data:`SLIVER_M2`."""
    if geometry.geom_type == "Polygon" and not _has_holes(geometry) and geometry.area > _NO_SLIVER:
        return geometry, []
    count, area, kept = 0, 0.0, []
    for part in polygons_of(geometry):
        holes = [(ring, abs(_ring_m2(ring))) for ring in part.interiors]
        small = [size for _, size in holes if size < SLIVER_M2]
        whole = area_m2(part)
        if whole < SLIVER_M2:
            count, area = count + 1, area + whole
            continue
        count, area = count + len(small), area + sum(small)
        big = [ring for ring, size in holes if size >= SLIVER_M2]
        kept.append(Polygon(part.exterior, big) if small else part)
    if not count:
        return _collect(kept), []
    text = format_note(
        f"删去 {count} 个碎面或碎洞，共 {area:.3f} 平方米", f"{count} slivers dropped, {area:.3f} m² in all"
    )
    return _collect(kept), [text]


def _collect(parts: list[Polygon]) -> BaseGeometry:
    """Return polygons as one geometry."""
    if len(parts) == 1:
        return parts[0]
    return MultiPolygon(parts)


def _ring_m2(ring: BaseGeometry) -> float:
    """Return the signed geodesic area inside a ring."""
    lon, lat = np.asarray(shapely.get_coordinates(ring)).T
    return float(_GEOD.polygon_area_perimeter(lon, lat)[0])


def _has_holes(polygon: BaseGeometry) -> bool:
    """Tell whether a polygon has holes."""
    return bool(shapely.get_num_interior_rings(polygon))


def _holes_m2(part: Polygon) -> float:
    """Return the area of a polygon's holes."""
    return sum(abs(_ring_m2(ring)) for ring in part.interiors)
