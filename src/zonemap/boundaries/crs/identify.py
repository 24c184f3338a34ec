"""Which reference system is a boundary in? What the file says, held against its numbers and the counties."""

# Above 300 lines because each way to find a system falls back on the next, and all speak of the same numbers.

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from zonemap.boundaries.boundary_file import DeclaredCrs, format_note
from zonemap.boundaries.crs.candidates import (
    CGCS2000,
    CrsCandidate,
    crs_candidates,
    in_china,
    is_modern,
    to_degrees,
    unpack_degrees,
)
from zonemap.boundaries.crs.names import crs_name, is_utm, old_datum_of
from zonemap.boundaries.crs.refusals import (
    refuse_as_stated,
    refuse_choice,
    refuse_disagreement,
    refuse_old_datum,
    refuse_other_datum,
    refuse_packed,
    refuse_unknown,
    refuse_zone,
)
from zonemap.core.text import NONE, Text

Points = NDArray[np.float64]
ShareInside = Callable[[Points], float]
"""Tells which share of points (longitude, latitude) lies in the counties a boundary may belong to."""

# A boundary lies in its counties or it does not: read about the next meridian, 3° away, it is some 270 km
# off. Half the vertices inside is therefore proof enough, and leaves room for zones that reach over a county
# line and for generalised limits. A stated system is doubted only when next to nothing falls inside, and
# refused only if another reading does: a region's counties may be incomplete, the file's word is better.
_INSIDE, _OUTSIDE = 0.5, 0.05

# One reading fits better than another only by more than generalised limits make of a boundary at a border.
_CLEARLY = 0.25

# Beyond this transverse Mercator still gives numbers, but for another zone: half a 6° zone is 334 km at most.
_FAR_FROM_MERIDIAN_M = 450_000.0


@dataclass(frozen=True)
class CrsDecision:
    """The reference system a boundary is read in.

    Parameters
    ----------
    crs
        The system.
    swapped
        True when the file's first number is north.
    reason
        Why, in both languages.
    """

    crs: CRS
    swapped: bool
    reason: str


def identify_crs(
    file: str,
    points: Points,
    declared: DeclaredCrs,
    requested_crs: CRS | None,
    share_inside: ShareInside | None,
) -> CrsDecision:
    """Decide in which reference system numbers are.

    Parameters
    ----------
    file
        Name of the file, for the messages.
    points
        Every vertex of the file, x before y, shape (n, 2).
    declared
        What the file says.
    requested_crs
        What the person says; it overrides the file.
    share_inside
        The test by place; None when no counties are known.

    Raises
    ------
    DataProblems
        If the file names an old datum, if file and numbers disagree, or if several systems are possible.
    """
    if requested_crs is not None:
        return _identify_requested(file, points, declared, requested_crs, share_inside)
    # Beijing 1954 and Xian 1980 give numbers that look like those of CGCS2000, and PROJ has only a ballpark
    # way between them: what the heading says is all there is to go by, so it comes before any guess.
    if declared.old_datum:
        refuse_old_datum(file, declared.old_datum, declared)
    possible = crs_candidates(points) or _degrees_elsewhere(points, share_inside)
    # "weak" is what a format prescribes rather than what somebody wrote (KML, GeoJSON: degrees). Metres in
    # such a file disprove it; a system that somebody wrote is held against the numbers instead.
    if declared.crs is not None and not (declared.weak and _in_metres(possible)):
        return _identify_declared(file, points, declared, share_inside)
    if declared.central_meridian is not None:
        possible = _keep_stated_zone(file, possible, declared)
    return _identify_by_numbers(file, points, possible, declared, share_inside)


def _identify_requested(
    file: str,
    points: Points,
    declared: DeclaredCrs,
    requested_crs: CRS,
    share_inside: ShareInside | None,
) -> CrsDecision:
    """Take the system the person named, if the numbers can be in it."""
    if old_datum_of(requested_crs):
        refuse_old_datum(file, old_datum_of(requested_crs))
    swapped = _order_of_axes(points, requested_crs, share_inside)
    if swapped is None:
        refuse_disagreement(file, points, crs_name(requested_crs))
    stated = declared.text
    return CrsDecision(
        requested_crs,
        swapped,
        format_note(
            f"按指定的 {crs_name(requested_crs)}"
            + (f"（文件写的是 {stated}）" if stated else "")
            + _swap_zh(swapped),
            f"{crs_name(requested_crs)} as told"
            + (f" (the file says {stated})" if stated else "")
            + _swap_en(swapped),
        ),
    )


def _identify_declared(
    file: str, points: Points, declared: DeclaredCrs, share_inside: ShareInside | None
) -> CrsDecision:
    """Take the system the file names in full, if numbers and place agree with it."""
    crs = declared.crs
    assert crs is not None
    if not is_modern(crs) and not _lies_abroad(points, crs, share_inside):
        refuse_other_datum(file, declared.text)
    swapped = _order_of_axes(points, crs, share_inside)
    if swapped is None:
        refuse_disagreement(file, points, declared.text)
    if share_inside is not None and share_inside(to_degrees(points, crs, swapped=swapped)) < _OUTSIDE:
        if crs.is_geographic:
            _check_not_packed(file, points, swapped, share_inside)
        others = [r for r in crs_candidates(points) if not _is_same(r, crs, swapped)]
        _check_no_better(file, points, declared.text, others, share_inside)
    doubt = NONE
    if is_utm(crs):
        doubt = _doubt_utm(file, points, declared.text, crs, swapped, share_inside)
    by = Text("格式规定为", "by the format") if declared.weak else Text("文件写明", "stated by the file")
    return CrsDecision(
        crs,
        swapped,
        format_note(
            f"{by.zh} {declared.text}{_swap_zh(swapped)}{doubt.zh}", f"{by.en}{_swap_en(swapped)}{doubt.en}"
        ),
    )


def _doubt_utm(
    file: str, points: Points, stated: str, crs: CRS, swapped: bool, share_inside: ShareInside | None
) -> Text:
    """Question a UTM label on numbers that can as well be Gauss–Krüger, or refuse it where that fits better.

    Surveys of China are not made in UTM, yet programs abroad offer it first. About the same meridian the two
    lie 0.04 % of the northing apart, 1.6 km at 36°N: hardly ever enough to leave a county, so that the place
    seldom decides.
    """
    others = [r for r in crs_candidates(points) if r.central_meridian is not None and r.swapped == swapped]
    if share_inside is not None:
        share = share_inside(to_degrees(points, crs, swapped=swapped))
        inside = {r: share_inside(_read(points, r)) for r in others}
        better = [r for r in others if inside[r] > share + _CLEARLY]
        if better:
            refuse_as_stated(file, stated, better[0])
        others = [r for r in others if inside[r] >= max(_INSIDE, share - _CLEARLY)]
    else:
        operation = crs.coordinate_operation
        origin = "Longitude of natural origin"
        meridians = [float(p.value) for p in operation.params if p.name == origin] if operation else []
        others = [r for r in others if r.central_meridian in meridians]
    if not others:
        return NONE
    metres = (to_degrees(points[:1], crs, swapped=swapped) - _read(points[:1], others[0]))[0, 1] * 111_000
    return Text(
        f"；国内测绘成果不用 UTM：是否其实是高斯-克吕格（{others[0].zh}，相差约 {abs(metres):,.0f} 米）？"
        f"若是，用 --crs {others[0].epsg} 指定",
        f"; surveys of China do not use UTM: is it Gauss–Krüger ({others[0].en}, some {abs(metres):,.0f} m "
        f"off)? If so, say --crs {others[0].epsg}",
    )


def _is_same(candidate: CrsCandidate, crs: CRS, swapped: bool) -> bool:
    """Return whether a reading is what the file says already."""
    if crs.is_geographic:
        return candidate.epsg == CGCS2000 and candidate.swapped == swapped
    return candidate.epsg == crs.to_epsg() and candidate.swapped == swapped


def _check_no_better(
    file: str, points: Points, stated: str, others: list[CrsCandidate], share_inside: ShareInside
) -> None:
    """Stop when the boundary lies in its counties only if it is read otherwise than stated."""
    for other in others:
        if share_inside(_read(points, other)) >= _INSIDE:
            refuse_as_stated(file, stated, other)


def _check_not_packed(file: str, points: Points, swapped: bool, share_inside: ShareInside) -> None:
    """Stop when degrees fall outside the counties as decimals but inside as degrees, minutes and seconds."""
    unpacked = unpack_degrees(points)
    if unpacked is not None and share_inside(unpacked[:, ::-1] if swapped else unpacked) >= _INSIDE:
        refuse_packed(file, points, unpacked)


def _keep_stated_zone(file: str, possible: list[CrsCandidate], declared: DeclaredCrs) -> list[CrsCandidate]:
    """Keep the readings that agree with a stated Gauss–Krüger zone."""
    zones = {None, declared.zone}
    kept = [
        r
        for r in possible
        if r.central_meridian == declared.central_meridian and (declared.zone is None or r.zone in zones)
    ]
    if not kept:
        refuse_zone(file, possible, declared)
    return kept


def _identify_by_numbers(
    file: str,
    points: Points,
    possible: list[CrsCandidate],
    declared: DeclaredCrs,
    share_inside: ShareInside | None,
) -> CrsDecision:
    """Choose among the readings of the numbers by where the boundary then falls."""
    if not possible:
        refuse_unknown(file, points)
    inside = possible
    tested = Text("未经县界检验", "not tested against counties")
    if share_inside is not None:
        inside = [r for r in possible if share_inside(_read(points, r)) >= _INSIDE]
        tested = Text("并落在本地县界内", "and so it falls inside its counties")
        if not inside and declared.central_meridian is not None:
            _check_no_better(file, points, declared.text, crs_candidates(points), share_inside)
            inside, tested = possible, Text("但落在本地县界外", "yet it falls outside its counties")
        if not inside and possible[0].epsg == CGCS2000:
            _check_not_packed(file, points, possible[0].swapped, share_inside)
    if len(inside) != 1:
        refuse_choice(file, points, inside or possible, falls_inside=bool(inside))
    chosen = inside[0]
    start = _beginning(declared)
    return CrsDecision(
        CRS.from_epsg(chosen.epsg),
        chosen.swapped,
        format_note(
            f"{start.zh}{chosen.zh}，{tested.zh}{_swap_zh(chosen.swapped)}",
            f"{start.en}{chosen.en}, {tested.en}{_swap_en(chosen.swapped)}",
        ),
    )


def _beginning(declared: DeclaredCrs) -> Text:
    """Say what the file states before what its numbers add."""
    if declared.text and not declared.weak:
        return Text(f"文件写明{declared.text}；", f"stated: {declared.text}; ")
    return Text(
        "推断：文件未写坐标系，假定 CGCS2000；",
        "guess: the file names no CRS, CGCS2000 is assumed; ",
    )


def _read(points: Points, candidate: CrsCandidate) -> Points:
    """Bring points to degrees by one reading."""
    return to_degrees(points, candidate.epsg, swapped=candidate.swapped)


def _in_metres(possible: list[CrsCandidate]) -> bool:
    """Return whether numbers are metres by every reading."""
    return bool(possible) and all(r.epsg != CGCS2000 for r in possible)


def _degrees_elsewhere(points: Points, share_inside: ShareInside | None) -> list[CrsCandidate]:
    """Return how numbers are degrees that lie in counties of another country, if they do."""
    if share_inside is None or np.abs(points).max() > 180:
        return []
    return [
        CrsCandidate(CGCS2000, swapped, "数字是经纬度（度）", "the numbers are degrees")
        for swapped in (False, True)
        if share_inside(points[:, ::-1] if swapped else points) >= _INSIDE
    ]


def _lies_abroad(points: Points, crs: CRS, share_inside: ShareInside | None) -> bool:
    """Tell whether a system of another country puts points into counties of that country."""
    lonlat = to_degrees(points, crs)
    return share_inside is not None and not in_china(lonlat) and share_inside(lonlat) >= _INSIDE


def _order_of_axes(points: Points, crs: CRS, share_inside: ShareInside | None) -> bool | None:
    """Return whether x and y must be swapped to lie in the counties or in China; None if neither does."""
    for swapped in (False, True):
        east = points[:, 1 if swapped else 0]
        if not _near_meridian(east, crs):
            continue
        lonlat = to_degrees(points, crs, swapped=swapped)
        if in_china(lonlat) or (share_inside is not None and share_inside(lonlat) >= _INSIDE):
            return swapped
    return None


def _near_meridian(east: NDArray[np.float64], crs: CRS) -> bool:
    """Return whether eastings fit the false easting of a transverse Mercator system."""
    operation = crs.coordinate_operation
    if operation is None or "Transverse Mercator" not in operation.method_name:
        return True
    offset = next(float(p.value) for p in operation.params if p.name == "False easting")
    return bool(np.abs(east - offset).max() <= _FAR_FROM_MERIDIAN_M)


def _swap_zh(swapped: bool) -> str:
    return "，x、y 已互换" if swapped else ""


def _swap_en(swapped: bool) -> str:
    return ", x and y swapped" if swapped else ""
