"""What is said when the reference system of a boundary cannot be settled."""

from __future__ import annotations

from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from zonemap.boundaries.boundary_file import DeclaredCrs, Feature, refuse
from zonemap.boundaries.crs.candidates import CrsCandidate, crs_candidates, to_degrees
from zonemap.core.text import Text

Points = NDArray[np.float64]

_REPAIR_POINTS = Text("请更正或删去这些点", "Correct or delete these points")


def refuse_infinite(file: str, feature: Feature, points: Points) -> NoReturn:
    """Stop when coordinates are infinite or no numbers."""
    place = feature.place
    refuse(
        file,
        Text(
            f"{place.zh}有 {len(points)} 个点的坐标不是有限数",
            f"{place.en}: {len(points)} points are not finite numbers",
        ),
        _REPAIR_POINTS,
        row=feature.row,
        column="x, y",
        value=_pair(points),
    )


def refuse_strays(file: str, feature: Feature, strays: Points) -> NoReturn:
    """Stop when a few points of a ring lie far from all others."""
    place = feature.place
    refuse(
        file,
        Text(
            f"{place.zh}有 {len(strays)} 个点远离其余各点",
            f"{place.en}: {len(strays)} points lie far from all others",
        ),
        _REPAIR_POINTS,
        row=feature.row,
        column="x, y",
        value=_pair(strays),
    )


def refuse_crossing(file: str, feature: Feature, number: int, parts: int) -> NoReturn:
    """Stop when the outline of a part crosses itself as it does when its points are out of order."""
    place = feature.place
    part = Text(f"第 {number} 块的", f", part {number}") if parts > 1 else Text("的")
    refuse(
        file,
        Text(
            f"{place.zh}{part.zh}边界自相交，修补会使面积改变一半以上",
            f"{place.en}{part.en}: the boundary crosses itself, mending would change over half of its area",
        ),
        Text(
            "请检查点的顺序：各点应沿边界依次排列",
            "Check the order of the points: they should follow one another along the boundary",
        ),
        row=feature.row,
        column="界址点 points",
        value=feature.name or feature.zone_id,
    )


def _pair(points: Points) -> str:
    """Return the first of some points as text."""
    return f"{points[0, 0]:.12g}, {points[0, 1]:.12g}"


def refuse_other_datum(file: str, stated: str) -> NoReturn:
    """Stop at a datum that is neither CGCS2000 nor WGS 84."""
    refuse(
        file,
        Text(f"坐标系 {stated} 不在 CGCS2000 上", f"{stated} does not stand on CGCS2000"),
        Text("请先转换到 CGCS2000", "Convert it to CGCS2000 first"),
        column="CRS",
        value=stated,
    )


def refuse_as_stated(file: str, stated: str, other: CrsCandidate) -> NoReturn:
    """Stop when the boundary lies in its counties only by another reading than the stated one."""
    refuse(
        file,
        Text(
            f"文件写 {stated}，但按此落在本地之外；{other.zh} 时落在本地（EPSG:{other.epsg}）",
            f"the file says {stated}, which puts it outside its counties; inside when {other.en} "
            f"(EPSG:{other.epsg})",
        ),
        Text(
            f"请核对；若确为后者，用 --crs {other.epsg} 指定",
            f"Check it; if the latter is right, say --crs {other.epsg}",
        ),
        column="CRS",
        value=stated,
    )


def refuse_zone(file: str, possible: list[CrsCandidate], declared: DeclaredCrs) -> NoReturn:
    """Stop when the numbers are not in the Gauss–Krüger zone the file states."""
    seen = _only_candidate(possible)
    refuse(
        file,
        Text(
            f"文件写{declared.text}，与坐标数字不符" + (f"：{seen.zh}" if seen else ""),
            f"the file says {declared.text}, but the numbers disagree" + (f": {seen.en}" if seen else ""),
        ),
        Text(
            "请更正文件头或坐标，或用 --crs 指定坐标系",
            "Correct the heading or the numbers, or name the CRS with --crs",
        ),
        row=declared.row,
        column="带号",
        value=str(declared.zone or declared.central_meridian),
    )


def _only_candidate(possible: list[CrsCandidate]) -> CrsCandidate | None:
    """Return the one way to read numbers, if it can be told."""
    return possible[0] if possible and (len(possible) == 1 or possible[0].has_prefix) else None


def _range(points: Points) -> str:
    """Return the range of the numbers as text."""
    low, high = points.min(axis=0), points.max(axis=0)
    return f"x {low[0]:.10g}…{high[0]:.10g}, y {low[1]:.10g}…{high[1]:.10g}"


_OLD_DATUMS = {
    "Xian 1980": Text("1980 西安坐标系", "Xian 1980"),
    "Beijing 1954": Text("1954 北京坐标系", "Beijing 1954"),
    "local": Text("地方坐标系", "a local system"),
}


def refuse_old_datum(file: str, datum: str, declared: DeclaredCrs | None = None) -> NoReturn:
    """Stop at Xian 1980, Beijing 1954 or a local system, and at a file that names another one beside it."""
    name = _OLD_DATUMS[datum]
    row, stated = (declared.row, declared.text) if declared else (None, "")
    if declared and declared.against:
        message = Text(
            f"文件有两种说法：「{stated}」是{name.zh}，另一处写「{declared.against}」",
            f"the file says two things: {stated} is {name.en}, and elsewhere {declared.against}",
        )
        fix = Text(
            "请核对；若确为 CGCS2000，用 --crs 指定坐标系代号，如 4525",
            "Check it; if CGCS2000 is right, name the CRS with --crs, such as 4525",
        )
        refuse(file, message, fix, row=row, column="CRS", value=stated)
    refuse(
        file,
        Text(
            f"坐标系是{name.zh}，没有公开参数可准确转到 CGCS2000",
            f"the CRS is {name.en}; no public parameters lead from it to CGCS2000 with accuracy",
        ),
        Text(
            "请向测绘部门要 CGCS2000 成果，或用当地参数转换后再用 --crs 指定",
            "Ask the surveyors for CGCS2000, or convert it with local parameters and name the CRS with --crs",
        ),
        row=row,
        column="CRS",
        value=stated or datum,
    )


_SHIFTS = {"gcj02": "GCJ-02", "bd09": "BD-09"}


def check_shift(file: str, declared: DeclaredCrs, shift: str, *, crs_described: bool) -> None:
    """Stop at a file that says its numbers are shifted, unless the person says the same.

    Parameters
    ----------
    file
        Name of the file, for the message.
    declared
        What the file says.
    shift
        What the person says: ``keep``, ``gcj02`` or ``bd09``.
    crs_told
        True when the person named the reference system: then the file's own word does not count.

    Raises
    ------
    DataProblems
        If the person says nothing, or another datum than the file.
    """
    if not declared.shifted or shift == declared.shifted or (crs_described and shift == "keep"):
        return
    stated, name = declared.shifted_text, _SHIFTS[declared.shifted]
    if shift != "keep":
        message = Text(
            f"文件写「{stated}」，即 {name}，指定的却是 {_SHIFTS[shift]}",
            f"the file says {stated}, so {name}, but it is told to be {_SHIFTS[shift]}",
        )
    elif declared.against:
        message = Text(
            f"文件有两种说法：「{stated}」是 {name}，另一处写「{declared.against}」",
            f"the file says two things: {stated} is {name}, and elsewhere {declared.against}",
        )
    else:
        message = Text(
            f"文件写「{stated}」，坐标是 {name}，偏离 CGCS2000 数百米",
            f"the file says {stated}: the coordinates are {name}, hundreds of metres off CGCS2000",
        )
    fix = Text(
        f"请加 --shift {declared.shifted} 改正；若其实是 CGCS2000，用 --crs 4490 指定",
        f"Say --shift {declared.shifted} to move them back; if they are CGCS2000 after all, say --crs 4490",
    )
    refuse(file, message, fix, row=declared.shifted_row, column="CRS", value=stated)


def refuse_disagreement(file: str, points: Points, stated: str) -> NoReturn:
    """Stop when numbers cannot be in the system named."""
    look = _only_candidate(crs_candidates(points))
    refuse(
        file,
        Text(
            f"坐标系写的是 {stated}，与坐标数字不符" + (f"：{look.zh}" if look else ""),
            f"the CRS is given as {stated}, but the numbers disagree" + (f": {look.en}" if look else ""),
        ),
        Text(
            "请更正坐标系" + (f"，或用 --crs {look.epsg} 指定" if look else "或坐标"),
            "Correct the CRS" + (f", or say --crs {look.epsg}" if look else " or the numbers"),
        ),
        column="CRS",
        value=_range(points),
    )


def refuse_unknown(file: str, points: Points) -> NoReturn:
    """Stop when numbers look like no reference system of China."""
    refuse(
        file,
        Text(
            "坐标数字不像任何国家坐标系：可能是地方坐标系、图纸单位或缺位",
            "the numbers look like no national CRS: a local system, drawing units or missing digits",
        ),
        Text(
            "请导出 CGCS2000 坐标，或用 --crs 指定坐标系",
            "Export CGCS2000 coordinates, or name the CRS with --crs",
        ),
        column="CRS",
        value=_range(points),
    )


def refuse_packed(file: str, points: Points, unpacked: Points) -> NoReturn:
    """Stop at degrees, minutes and seconds that are written as one number."""
    seconds = round(float(unpacked[0, 0]) * 3600, 4)
    shown = f"{int(seconds // 3600)}°{int(seconds // 60 % 60):02d}′{seconds % 60:.6g}″"
    first = f"{points[0, 0]:.10g}"
    refuse(
        file,
        Text(
            f"数字像是「度.分秒」写法：{first} 即 {shown}，这样才落在本地县界内",
            f"the numbers look like DDD.MMSS: {first} for {shown}, and only so fall inside the counties",
        ),
        Text(
            f"请换算成十进制度，如 {first} 改为 {unpacked[0, 0]:.6f}",
            f"Convert them to decimal degrees, {first} to {unpacked[0, 0]:.6f}",
        ),
        column="经度、纬度 lon, lat",
        value=_range(points),
    )


def refuse_choice(file: str, points: Points, options: list[CrsCandidate], *, falls_inside: bool) -> NoReturn:
    """Stop when several readings are possible, or when the only ones fall outside the counties."""
    if len(options) == 1:
        middle = np.median(to_degrees(points, options[0].epsg, swapped=options[0].swapped), axis=0)
        message = Text(
            f"{options[0].zh}，但这样落在本地县界之外（{middle[0]:.3f}°E {middle[1]:.3f}°N）",
            f"{options[0].en}, but so it falls outside the counties ({middle[0]:.3f}°E {middle[1]:.3f}°N)",
        )
    elif falls_inside:
        message = Text(
            "文件未写坐标系，有几种可能",
            "the file names no CRS and several are possible",
        )
    else:
        message = Text(
            "文件未写坐标系，无论按哪个中央经线都不落在本地县界内",
            "the file names no CRS and by no central meridian does it fall inside the counties",
        )
    codes = ", ".join(str(option.epsg) for option in options[:4]) + (" …" if len(options) > 4 else "")
    refuse(
        file,
        message,
        Text(f"请用 --crs 指定坐标系，如 {codes}", f"Name the CRS with --crs, such as {codes}"),
        column="CRS",
        value=_range(points),
    )
