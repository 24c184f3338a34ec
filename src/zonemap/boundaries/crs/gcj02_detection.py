"""Is a boundary in GCJ-02 or BD-09? Told by whether it fits its county or an earlier outline when moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from zonemap.boundaries.boundary_file import format_note
from zonemap.boundaries.crs.gcj02 import MOVE_BACK, DatumShift, move_back
from zonemap.core.text import Text

OVITAL = format_note("奥维 9.3 起 .ovkml 可能是 GCJ-02，请核对", "Ovital since 9.3 may write GCJ-02: check")
"""What is said of a file of Ovital that names no datum."""

_METRES_PER_DEGREE = 111_195.0

_LIKE = 0.75
"""Least overlap of one outline by two hands. Every county of Linfen still shares 0.89 with itself in GCJ-02
and 0.77 in BD-09; smaller shapes share less, and are tried moved back as well."""

_SPACING_M = 200.0
"""Distance of the points compared: well below the shift, 429 m (GCJ-02) and 1,094 m (BD-09) in the median."""

_ROUNDS = 40

_KEPT_SHARE = 0.8
"""Share of the points that count in a round: the rest is where two hands drew differently."""

_BETTER = 0.95
"""A datum is named only if it leaves less than this share of the mismatch: a line that is merely coarse, or
drawn 150 m off, gains nothing by being moved."""

_LEAST_OUTSIDE, _MOST_LEFT = 0.05, 0.005
"""Without an outline to compare, only a shape that reaches out by 5 % and fits to 0.5 % when moved back tells
anything."""


@dataclass(frozen=True)
class ShiftFinding:
    """What the test says of one or more shapes.

    Parameters
    ----------
    shift
        ``gcj02`` or ``bd09``, or ``keep`` when nothing was noticed.
    east_m, north_m
        How far the shapes lie east and north of where they fit, metres.
    sure
        True when outlines were compared; False when only the part outside the county shrinks.
    """

    shift: DatumShift
    east_m: float = 0.0
    north_m: float = 0.0
    sure: bool = False

    def note(self) -> str:
        """Say what was noticed; empty when nothing was."""
        if self.shift == "keep":
            return ""
        name = {"gcj02": "GCJ-02", "bd09": "BD-09"}[self.shift]
        across = Text("西", "west") if self.east_m < 0 else Text("东", "east")
        along = Text("南", "south") if self.north_m < 0 else Text("北", "north")
        metres = f"{abs(self.east_m):.0f}", f"{abs(self.north_m):.0f}"
        zh = f"偏{across.zh} {metres[0]} 米、偏{along.zh} {metres[1]} 米"
        en = f"{metres[0]} m {across.en} and {metres[1]} m {along.en} of where it fits"
        start = Text("看起来是", "looks like") if self.sure else Text("可能是", "may be")
        return format_note(
            f"{start.zh} {name} 坐标：{zh}；未改动，如需改正：命令行 --shift {self.shift}，"
            f'Python datum_shift="{self.shift}"',
            f"{start.en} {name}: {en}; left as it is; to move it back: --shift {self.shift} on the command "
            f'line, datum_shift="{self.shift}" in Python',
        )


def detect_shift(
    shapes: Sequence[BaseGeometry],
    outlines: Sequence[BaseGeometry | None],
    homes: Sequence[BaseGeometry | None],
) -> ShiftFinding:
    """Tell whether shapes are shifted.

    Parameters
    ----------
    shapes
        Valid polygons in longitude and latitude.
    outlines
        For each shape an outline it may repeat, in CGCS2000: an earlier boundary or a county; or None.
    homes
        For each shape the county it is known to belong to; None when that is not known.

    Returns
    -------
    The finding for all shapes together: a file is in one datum.
    """
    # A shift of 500 m is no more than the error of many drawings, so one shape in its county proves nothing.
    # What does: the same outline in CGCS2000 (the county itself, or an earlier version) at the distance and
    # in the direction that a datum would put it. Nothing is ever moved on the strength of this: it is said,
    # and the person decides, since to move a right boundary is worse than to leave a wrong one.
    alike = [(s, o) for s, o in zip(shapes, outlines, strict=True) if o is not None and _alike(s, o)]
    if alike:
        return _compare_outlines(alike)
    at_home = [(s, h) for s, h in zip(shapes, homes, strict=True) if h is not None]
    return _compare_outside(at_home) if at_home else ShiftFinding("keep")


def _alike(shape: BaseGeometry, target: BaseGeometry) -> bool:
    """Return whether a shape is the target by another hand: the same outline, perhaps moved."""
    if not 0.7 < shape.area / target.area < 1.4:
        return False
    return any(_overlap_share(moved, target) > _LIKE for moved in (shape, *_moved(shape).values()))


def _overlap_share(shape: BaseGeometry, target: BaseGeometry) -> float:
    """Return intersection over union."""
    return float(shape.intersection(target).area / shape.union(target).area)


def _moved(shape: BaseGeometry) -> dict[DatumShift, BaseGeometry]:
    """Return a shape moved back from each datum."""
    shifts: tuple[DatumShift, ...] = ("gcj02", "bd09")
    return {shift: move_back(shape, shift) for shift in shifts}


def _compare_outlines(pairs: list[tuple[BaseGeometry, BaseGeometry]]) -> ShiftFinding:
    """Measure how far outlines lie off and compare that with what each datum would do.

    A datum is named only if the shapes then share more area with their targets too.
    """
    offset = np.median([-_shift_that_fits(shape, target) for shape, target in pairs], axis=0)
    expected = [_expected_offsets(shape) for shape, _ in pairs]
    distance = {
        shift: float(np.hypot(*(offset - np.median([offsets[shift] for offsets in expected], axis=0))))
        for shift in expected[0]
    }
    best = min(distance, key=lambda shift: distance[shift])
    if best == "keep" or _mismatch(pairs, best) > _BETTER * _mismatch(pairs, "keep"):
        return ShiftFinding("keep")
    return ShiftFinding(best, float(offset[0]), float(offset[1]), sure=True)


def _mismatch(pairs: list[tuple[BaseGeometry, BaseGeometry]], shift: DatumShift) -> float:
    """Return the area that shapes moved back do not share with their targets, square degrees."""
    return float(sum(move_back(s, shift).symmetric_difference(t).area for s, t in pairs))


def _expected_offsets(shape: BaseGeometry) -> dict[DatumShift, NDArray[np.float64]]:
    """Return how far each datum puts the middle of a shape east and north, metres."""
    middle = shapely.get_coordinates(shape.centroid)
    scale = _scale(middle[0, 1])
    offsets: dict[DatumShift, NDArray[np.float64]] = {"keep": np.zeros(2)}
    for shift, back in MOVE_BACK.items():
        offsets[shift] = ((middle - back(middle)) * scale)[0]
    return offsets


def _shift_that_fits(shape: BaseGeometry, target: BaseGeometry) -> NDArray[np.float64]:
    """Return the shift east and north, metres, that lays the outline of a shape onto its target.

    Each round looks for the nearest point of the target's outline and takes the shift that closes most of
    the gaps, leaving out the fifth of the points that lie farthest.
    """
    scale = _scale(shape.centroid.y)
    outline = shapely.segmentize(shapely.transform(shape, lambda c: c * scale).boundary, _SPACING_M)
    line = shapely.transform(target, lambda c: c * scale).boundary
    points, shift = shapely.get_coordinates(outline), np.zeros(2)
    shapely.prepare(line)
    for _ in range(_ROUNDS):
        here = points + shift
        at = shapely.line_locate_point(line, shapely.points(here))
        gaps = shapely.get_coordinates(shapely.line_interpolate_point(line, at)) - here
        length = np.hypot(*gaps.T)
        # A gap shows only the part of the shift across the line, none along it: so the step is the one
        # whose component in each gap's direction is nearest to the gap's length. (The mean
        # gap would be too short: sides that run along the shift show none of it.)
        kept = (length <= np.quantile(length, _KEPT_SHARE)) & (length > 1e-3)
        if kept.sum() < 3:
            break
        step = np.linalg.lstsq(gaps[kept] / length[kept, None], length[kept], rcond=None)[0]
        shift += step
        if np.hypot(*step) < 1.0:
            break
    return shift


def _scale(lat: float) -> NDArray[np.float64]:
    """Return metres per degree of longitude and latitude."""
    return np.array([np.cos(np.radians(lat)), 1.0]) * _METRES_PER_DEGREE


def _compare_outside(pairs: list[tuple[BaseGeometry, BaseGeometry]]) -> ShiftFinding:
    """Notice shapes that reach out of their counties as they are but not when moved back."""
    total = sum(shape.area for shape, _ in pairs)
    if sum(shape.difference(target).area for shape, target in pairs) < _LEAST_OUTSIDE * total:
        return ShiftFinding("keep")
    for shift in ("gcj02", "bd09"):
        moved = [(move_back(shape, shift), target) for shape, target in pairs]
        if sum(shape.difference(target).area for shape, target in moved) < _MOST_LEFT * total:
            east, north = np.median([_expected_offsets(shape)[shift] for shape, _ in pairs], axis=0)
            return ShiftFinding(shift, float(east), float(north))
    return ShiftFinding("keep")
