"""The file of county limits of a geodata folder, checked like every other input and told of by its name."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from zonemap.boundaries.boundary_file import DeclaredCrs, format_note, problem
from zonemap.boundaries.counties import OWN_CODES
from zonemap.boundaries.crs.candidates import CGCS2000, in_china, is_modern
from zonemap.boundaries.crs.gcj02_detection import detect_shift
from zonemap.boundaries.crs.names import crs_name, with_statements
from zonemap.boundaries.districts import districts, outlines_of
from zonemap.boundaries.formats.geojson import survey
from zonemap.boundaries.geometry.repair import crossing_ring, polygons_of, repair
from zonemap.core.errors import CannotRead
from zonemap.core.problems import DataProblems, Problem, first_of_many
from zonemap.core.reading import check_ordinary, errors_as_problems, parse_json
from zonemap.core.text import Text

COUNTY_COLUMNS = ("adcode", "name_zh", "name_en", "seat_lon", "seat_lat")
"""What each county must carry."""

_APART = 3
"""How many features with one fault are told one by one."""

_COMPARED = 5
"""How many counties are compared with the limits of the program."""

_MOST_DEGREES, _MOST_LATITUDE = 180.0, 90.0
_SIX = re.compile(r"\d{6}")
_NATIONAL = re.compile(r"156(\d{6})")
_WORD = re.compile(r"[\w-]+")
_STATISTICAL = re.compile(r"(\d{6})0{6}")
_GET = Text(
    "请用 zonemap new 另建一个文件夹，取其中的 counties.geojson",
    "Make a folder with zonemap new and take the counties.geojson in it",
)
_DEGREES = Text(
    "请导出为经纬度（CGCS2000，EPSG:4490），经度在前",
    "Export it in degrees (CGCS2000, EPSG:4490), longitude first",
)
_CODE = Text("请填六位县级代码，如 141002", "Give the code of six digits, such as 141002")
_DELETE = Text("请删去这个要素，或补上它的面", "Delete the feature, or give it its area")


@dataclass
class _Gathered:
    """The counties of a file as they are read, with all that is wrong and all that was mended."""

    file: str
    has_own_codes: bool = False
    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rewritten: list[tuple[str, str, str]] = field(default_factory=list)

    def blame(self, place: str, message: Text, fix: Text, value: object = "") -> None:
        """Add a problem of one feature."""
        self.problems.append(problem(self.file, message, fix, column=place, value=str(value)))

    def note_codes(self) -> None:
        """Say which codes were written another way; of many the first."""
        more = len(self.rewritten) - 1
        zh, en = (f"，另有 {more} 个同样", f", and {more} more alike") if more >= _APART else ("", "")
        for place, text, code in self.rewritten[: 1 if zh else None]:
            note = format_note(f"{place}：代码 {text} 按 {code} 读{zh}", f"code {text} read as {code}{en}")
            self.notes.append(note)


def read_counties_file(path: Path) -> gpd.GeoDataFrame:
    """Read the counties of a region.

    Parameters
    ----------
    path
        A GeoJSON file in degrees, longitude first, on the ellipsoid of CGCS2000.

    Returns
    -------
    Index ``adcode``; ``name_zh``, ``name_en``, ``seat_lon``, ``seat_lat`` (NaN: not known) and polygons,
    EPSG:4490. What was mended stands in ``attrs["notes"]``.

    Raises
    ------
    CannotRead
        If there is no such file.
    DataProblems
        With everything that is wrong with it, feature by feature.
    """
    if not path.exists():
        raise CannotRead(f"没有县界文件 / no counties: {path}；{_GET}")
    file = path.name
    check_ordinary(path, file)
    with errors_as_problems(file):
        written = survey(path, file)
        _check_system(file, written.crs)
        _check_datum(file, with_statements(DeclaredCrs(), written.statements))
        collection = parse_json(path.read_text("utf-8-sig"))
        features = collection.get("features") if isinstance(collection, dict) else None
        if not isinstance(features, list) or not features:
            raise DataProblems([problem(file, Text("里面没有县", "no county in it"), _GET)])
        found = _Gathered(file, has_own_codes=collection.get(OWN_CODES[0]) == OWN_CODES[1])
        for number, feature in enumerate(features, start=1):
            _add(found, number, feature)
        found.note_codes()
        _check_twice(found)
        _check_shift(found)
    if found.problems:
        raise DataProblems(first_of_many(found.problems, _APART))
    frame = gpd.GeoDataFrame(found.rows, geometry="geometry", crs=CGCS2000).set_index("adcode")
    frame.attrs["notes"] = found.notes
    return frame


def _check_system(file: str, crs: Any) -> None:
    """Stop at counties in metres or on another datum."""
    if crs is not None and not (crs.is_geographic and is_modern(crs)):
        message = Text("县界须为 CGCS2000 经纬度", "counties must be in degrees on CGCS2000")
        raise DataProblems([problem(file, message, _DEGREES, column="crs", value=crs_name(crs))])


def _check_datum(file: str, declared: DeclaredCrs) -> None:
    """Stop at counties that say of themselves that they are on an old datum or shifted."""
    stated = declared.shifted_text or (declared.text if declared.old_datum else "")
    if stated:
        message = Text("县界须为 CGCS2000 经纬度", "counties must be in degrees on CGCS2000")
        raise DataProblems([problem(file, message, _DEGREES, column="crs", value=stated)])


def _add(found: _Gathered, number: int, feature: dict[str, Any]) -> None:
    """Add one county, or what is wrong with it."""
    values = feature.get("properties") or {}
    name = values.get("name_zh") if isinstance(values, dict) else ""
    place = f"第 {number} 个要素 feature {number}" + (f" {name}" if isinstance(name, str) and name else "")
    missing = [column for column in COUNTY_COLUMNS if column not in values]
    if missing:
        found.blame(place, Text("缺少字段", "fields are missing"), _GET, "、".join(missing))
        return
    area = _area(found, place, feature.get("geometry"), values)
    is_abroad = area is not None and not in_china(shapely.get_coordinates(area))
    row = {
        **values,
        "adcode": _adcode(found, place, values["adcode"], any_form=is_abroad or found.has_own_codes),
        "name_zh": _name(found, place, "name_zh", values["name_zh"], needed=True),
        "name_en": _name(found, place, "name_en", values["name_en"], needed=False),
        "seat_lon": _degrees(found, place, "seat_lon", values["seat_lon"]),
        "seat_lat": _degrees(found, place, "seat_lat", values["seat_lat"]),
        "geometry": area,
    }
    found.rows.append(row)


def _adcode(found: _Gathered, place: str, value: object, *, any_form: bool) -> str:
    """Return a code of six digits, or blame what is none; other ways of writing one are read and noted.

    Of counties of another country, and of polygons that somebody chose, it is any word.
    """
    text = f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value).strip()
    if any_form and _WORD.fullmatch(text):
        return text
    longer = _NATIONAL.fullmatch(text) or _STATISTICAL.fullmatch(text)
    if longer:
        found.rewritten.append((place, text, longer[1]))
        return longer[1]
    if not _SIX.fullmatch(text):
        found.blame(place, Text("adcode 不是县级代码", "adcode is not the code of a county"), _CODE, text)
    return text


def _name(found: _Gathered, place: str, column: str, value: object, *, needed: bool) -> str:
    """Return a name, or blame what is none."""
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or (needed and not value.strip()):
        fix = Text("请填写县名", "Give the name of the county")
        found.blame(
            place, Text(f"{column} 不是名称", f"{column} is no name"), fix, "" if value is None else value
        )
        return ""
    return value.strip()


def _degrees(found: _Gathered, place: str, column: str, value: object) -> float:
    """Return a coordinate of the seat, NaN where it is not known, or blame what is none."""
    if value is None or value == "":
        return math.nan
    try:
        number = float(value) if isinstance(value, int | float | str) else math.inf
    except ValueError:
        number = math.inf
    if math.isinf(number):
        fix = Text("请填十进制度，不知道则留空（null）", "Give decimal degrees, or null where not known")
        found.blame(place, Text(f"{column} 不是数字", f"{column} is no number"), fix, value)
        return math.nan
    return number


def _area(found: _Gathered, place: str, geometry: Any, values: dict[str, Any]) -> BaseGeometry | None:
    """Return the polygons of a county, or blame what prevents them."""
    if geometry is None:
        found.blame(place, Text("没有图形", "no geometry"), _DELETE)
        return None
    shape = shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    parts = polygons_of(shape)
    if not parts:
        found.blame(place, Text("县界不是面", "the county is no area"), _DELETE, shape.geom_type)
        return None
    area = parts[0] if len(parts) == 1 and shape.geom_type == "Polygon" else MultiPolygon(parts)
    return _repaired(found, place, area) if _lies_on_earth(found, place, area, values) else None


def _lies_on_earth(found: _Gathered, place: str, area: BaseGeometry, values: dict[str, Any]) -> bool:
    """Tell whether coordinates are longitude and latitude; blame those that are not.

    A county of China by code and name must lie there; another may lie anywhere.
    """
    points = shapely.get_coordinates(area)
    if in_china(points):
        return True
    shown = f"{points[0, 0]:.10g}, {points[0, 1]:.10g}"
    if in_china(points[:, ::-1]):
        message = Text("经度和纬度写反了", "longitude and latitude are exchanged")
    elif np.abs(points).max() > _MOST_DEGREES:
        message = Text("坐标是米，不是度", "coordinates are metres, not degrees")
    elif _is_of_china(str(values["adcode"]), str(values["name_zh"])):
        message = Text("坐标不在中国范围内", "coordinates lie outside China")
    elif np.abs(points[:, 1]).max() > _MOST_LATITUDE:
        message = Text("纬度不在 −90 到 90 之间", "the latitude lies outside −90 to 90")
    else:
        return True
    found.blame(place, message, _DEGREES, shown)
    return False


def _is_of_china(code: str, name: str) -> bool:
    """Tell whether a code and a name are those of a county of China."""
    return any(code in (one.adcode, f"156{one.adcode}") and name == one.name for one in districts())


def _repaired(found: _Gathered, place: str, area: BaseGeometry) -> BaseGeometry | None:
    """Return a county whose outline is valid; a small fault is mended and noted, a great one blamed."""
    if area.is_valid:
        return area
    if crossing_ring(area) is not None:
        found.blame(place, Text("界线自相交叉", "the outline crosses itself"), _GET)
        return None
    whole, wording = repair(area)
    if whole.is_empty:
        found.blame(place, Text("县界没有面积", "the county has no area"), _DELETE)
        return None
    found.notes += [f"{place}: {text}" for text in wording]
    return whole


def _check_twice(found: _Gathered) -> None:
    """Blame a code that two counties bear."""
    codes = [row["adcode"] for row in found.rows]
    for code in _repeated(codes):
        numbers = "、".join(str(i) for i, one in enumerate(codes, start=1) if one == code)
        message = Text(
            f"有几个县的代码相同（第 {numbers} 个）",
            f"several counties bear one code (numbers {numbers})",
        )
        fix = Text("请合并为一个要素，或改正代码", "Join them into one feature, or correct the code")
        found.blame("adcode", message, fix, code)


def _repeated(codes: list[str]) -> Iterator[str]:
    """Go through the codes that stand more than once."""
    return (code for code in dict.fromkeys(codes) if codes.count(code) > 1)


def _check_shift(found: _Gathered) -> None:
    """Blame counties that lie where GCJ-02 or BD-09 would put them, by the limits the program carries."""
    # Everything is held against the counties; shifted by 500 m they would blame each boundary that is right.
    rows = [] if found.problems else [row for row in found.rows if row["geometry"] is not None]
    known = outlines_of(row["adcode"] for row in rows[:_COMPARED])
    shapes = [(row["geometry"], known[row["adcode"]]) for row in rows if row["adcode"] in known]
    finding = detect_shift([one for one, _ in shapes], [own for _, own in shapes], [None] * len(shapes))
    if not (finding.sure and finding.shift != "keep"):
        return
    name = {"gcj02": "GCJ-02", "bd09": "BD-09"}[finding.shift]
    message = Text(
        f"县界看起来是 {name} 坐标：偏东 {finding.east_m:.0f} 米、偏北 {finding.north_m:.0f} 米",
        f"the counties look like {name}: {finding.east_m:.0f} m east and {finding.north_m:.0f} m north of "
        "where they fit",
    )
    found.blame("geometry", message, _GET, name)
