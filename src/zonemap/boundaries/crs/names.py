"""Reference systems by name: what a file or a person calls them, and what they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from pyproj import CRS
from pyproj.exceptions import CRSError

from zonemap.boundaries.boundary_file import DeclaredCrs
from zonemap.boundaries.crs.candidates import epsg_of, is_modern, meridian_of
from zonemap.core.errors import ZonemapError

_AXES_M = {6378245.0: "Beijing 1954", 6378140.0: "Xian 1980"}

OLD = ("Xian 1980", "Beijing 1954", "local")
"""Datums that nobody can bring to CGCS2000 without parameters of the place."""

MODERN = ("CGCS2000", "WGS 84")
"""Datums a few decimetres apart, taken for one."""

SHIFTED = {"GCJ-02": "gcj02", "BD-09": "bd09"}
"""Shifted datums, with what ``--shift`` calls them."""

# People write the datum into titles, footers, sheet names and file names, in words and digits that also stand
# in house numbers and parcel numbers. In free text the words have to stand as surveyors write them; where a
# text is known to speak of the reference system (a .prj, a column 坐标系) less is enough.
_UNIT_BEHIND = r"(?![\d.]*[号號米亩公人户家万元%％年月日期室楼])"
_PLAIN = {
    "Xian 1980": r"(?:国家|西安|XIAN|XA)(?:19)?80(?!\d)"
    + _UNIT_BEHIND
    + r"|(?<!\d)(?:19)?80(?:西安|国家|大地|坐标(?!点))|西安(?:大地|坐标)",
    "Beijing 1954": r"(?:国家|北京|BEIJING|BJ)(?:19)?54(?!\d)"
    + _UNIT_BEHIND
    + r"|(?<!\d)(?:19)?54(?:北京|国家|大地|坐标(?!点))|北京(?:大地|坐标)",
    "local": r"(?:地方|独立|城市|城建|任意|假定|假设|工程|施工|矿区|厂区|相对|自定义|建筑)"
    r"(?:平面|直角|测量|工程)*坐标|LOCAL(?:GRID|COORD)",
    "CGCS2000": r"CGCS|(?<!\d)2000(?:国家|大地|坐标(?!点))|(?:国家|大地)(?:大地)?(?:坐标系?)?2000",
    "WGS 84": r"WGS(?:19)?84",
    "GCJ-02": r"火星坐标|国测局坐标|(?:高德|腾讯)(?:地图)?坐标|GCJ0?2(?!\d)",
    "BD-09": r"百度(?:地图)?(?:经纬度?)?坐标|BD0?9(?:LL|MC|坐标)|百度.*BD0?9(?!\d)|(?:LON|LNG|LAT|[XY])BD0?9",
}
_LOOSE = {
    "Xian 1980": r"西安|XIAN|(?<!\d)(?:19)?80(?!\d)",
    "Beijing 1954": r"北京|BEIJING|(?<!\d)(?:19)?54(?!\d)",
    "local": r"地方|独立|假定|LOCAL",
    "CGCS2000": r"(?<!\d)2000(?!\d)|CHINAGEODETICCOORDINATESYSTEM2000|^国家大地坐标系$",
    "WGS 84": r"WGS|(?<!\d)(?:19)?84(?!\d)",
    "GCJ-02": r"GCJ|火星|高德|腾讯|国测局",
    "BD-09": r"BD0?9|百度",
}
_NO_MATTER = re.compile(r"[\s_\-–—·年\"'“”‘’()\[\]【】/]")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)[\s_\-–—·]+(?=\d)")
_ID = re.compile(r"(?:XA|BJ|BD)\d+")
_PERHAPS = re.compile(
    r"坐标|西安|北京|国家|大地|火星|百度|高德|xian|beijing|wgs|cgcs|gcj|bd[_ -]?0?9|"
    r"xa[_ -]?(?:19)?80|bj[_ -]?(?:19)?54|local",
    re.IGNORECASE,
)
_CRS_HEADING = re.compile(
    r"坐标系|坐标系统|坐标体系|大地基准|基准面|^datum$|^crs$|^srs$|coord(?:inate)?[ _]?sys", re.IGNORECASE
)


@dataclass(frozen=True)
class Statement:
    """What a file says somewhere that may name a datum.

    Parameters
    ----------
    text
        The words, as they stand.
    row
        Line or row where they stand.
    loose
        True when they are known to speak of the reference system.
    datum
        The datum, where the words are a sign for it that only their format knows.
    """

    text: str
    row: int | None = None
    loose: bool = False
    datum: str = ""


def datums_in(text: str, *, loose: bool = False) -> list[str]:
    """Return the datums that a text names: some of :data:`OLD`, :data:`MODERN` and :data:`SHIFTED`.

    Parameters
    ----------
    text
        Words of any kind.
    loose
        True when they are known to speak of the reference system, so that a bare ``80`` is one.
    """
    if not (loose or _PERHAPS.search(text)):
        return []
    apart = _BETWEEN_NUMBERS.sub("|", unicodedata.normalize("NFKC", text))
    plain = _NO_MATTER.sub("", apart).upper()
    if not loose and _ID.fullmatch(plain):
        return []
    found = [datum for datum, pattern in _PLAIN.items() if re.search(pattern, plain)]
    if loose and not found:
        found = [datum for datum, pattern in _LOOSE.items() if re.search(pattern, plain)]
    return found


def is_crs_heading(heading: str) -> bool:
    """Return whether a heading or key says that what stands under it names the reference system."""
    return bool(_CRS_HEADING.search(unicodedata.normalize("NFKC", heading).strip()))


def cell_statements(values: Mapping[str, str], row: int | None = None) -> list[Statement]:
    """Return the cells of a record that may name a datum, by their headings."""
    return [
        Statement(text, row, loose)
        for heading, text in values.items()
        if text and ((loose := is_crs_heading(heading)) or _PERHAPS.search(text))
    ]


def with_statements(declared: DeclaredCrs, statements: Iterable[Statement]) -> DeclaredCrs:
    """Add to what a file says of its reference system all that it says elsewhere.

    An old or local datum wins, wherever it stands: read as CGCS2000 it would be off by a hundred metres
    without a word. What else the file says is kept beside it.
    """
    wording: dict[str, Statement] = {}
    for statement in dict.fromkeys(statements):
        for datum in (
            [statement.datum] if statement.datum else datums_in(statement.text, loose=statement.loose)
        ):
            wording.setdefault(datum, statement)
    modern = next((wording[datum] for datum in MODERN if datum in wording), None)
    old = next((datum for datum in OLD if datum in wording), "")
    if declared.old_datum or old:
        return _with_old(declared, old, wording, modern)
    shifted = [name for datum, name in SHIFTED.items() if datum in wording]
    if shifted and not declared.shifted:
        words = wording[next(datum for datum in SHIFTED if datum in wording)]
        other = next(
            (wording[datum] for datum in (*MODERN, "BD-09") if datum in wording and wording[datum] != words),
            None,
        )
        against = other.text if other else ("BD-09" if len(shifted) > 1 else "")
        return replace(
            declared, shifted=shifted[0], shifted_text=words.text, shifted_row=words.row, against=against
        )
    if modern and not declared.text:
        return replace(declared, text=modern.text, row=declared.row or modern.row)
    return declared


def _with_old(
    declared: DeclaredCrs, old: str, wording: Mapping[str, Statement], modern: Statement | None
) -> DeclaredCrs:
    """Let an old datum win, the first that is named, and keep what speaks against it."""
    if declared.old_datum:
        against = modern.text if modern and modern.text != declared.text else declared.against
        return replace(declared, against=against)
    words = wording[old]
    stated = declared.text if not (declared.weak or declared.old_datum) else ""
    others = [text for text in (stated, modern.text if modern else "") if text and text != words.text]
    return replace(
        declared, text=words.text, old_datum=old, row=words.row, against=others[0] if others else ""
    )


def crs_name(crs: CRS) -> str:
    """Return ``EPSG:n`` when the system has such a code or is a Gauss–Krüger system by another name."""
    return _name_of(crs.srs)


@lru_cache(256)
def _name_of(srs: str) -> str:
    """Return the same for a system as it was written: looking up its code takes long."""
    crs = CRS.from_user_input(srs)
    code = crs.to_epsg() or _gauss_code(crs)
    return f"EPSG:{code}" if code else crs.name


def _gauss_code(crs: CRS) -> int | None:
    """Return the EPSG code of the CGCS2000 system with the parameters of a transverse Mercator system."""
    operation = crs.coordinate_operation
    if operation is None or "Transverse Mercator" not in operation.method_name or not is_modern(crs):
        return None
    value = {parameter.name: float(parameter.value) for parameter in operation.params}
    meridian, easting = value["Longitude of natural origin"], value["False easting"]
    zone, rest = divmod(easting, 1e6)
    known = value["Scale factor at natural origin"] == 1 and meridian % 3 == 0 and rest == 500_000
    if not known or (zone and meridian_of(int(zone)) != meridian):
        return None
    return epsg_of(int(meridian), int(zone) or None)


def old_datum_of(crs: CRS) -> str:
    """Return ``Xian 1980`` or ``Beijing 1954`` when a system stands on one of them, else nothing."""
    return _AXES_M.get(crs.ellipsoid.semi_major_metre, "") if crs.ellipsoid else ""


def is_utm(crs: CRS) -> bool:
    """Return whether a system is a UTM zone: a transverse Mercator that shrinks its meridian by 0.0004."""
    operation = crs.coordinate_operation
    if operation is None or "Transverse Mercator" not in operation.method_name:
        return False
    scale = [float(p.value) for p in operation.params if p.name == "Scale factor at natural origin"]
    return scale == [0.9996]


def declared_crs(crs: CRS | None, *, weak: bool = False) -> DeclaredCrs:
    """Return what a file says when it names a whole reference system; an undefined local one says nothing."""
    if crs is None or not (crs.is_projected or crs.is_geographic or crs.is_compound):
        return DeclaredCrs()
    flat = crs.to_2d()
    return DeclaredCrs(crs_name(flat), flat, old_datum=old_datum_of(flat), weak=weak)


def crs_statements(crs: CRS | None) -> list[Statement]:
    """Return the names that a reference system and its parts carry; they may say more than its numbers."""
    if crs is None:
        return []
    parts = (crs, crs.geodetic_crs, crs.datum)
    return [Statement(str(part.name)) for part in parts if part is not None and not crs.to_epsg()]


def parse_crs(requested_crs: int | str) -> CRS:
    """Return the reference system a person asks for.

    Raises
    ------
    ZonemapError
        If there is no such system.
    """
    try:
        return CRS.from_user_input(
            int(requested_crs) if str(requested_crs).strip().isdigit() else str(requested_crs).strip()
        ).to_2d()
    except CRSError as error:
        raise ZonemapError(
            f"没有这个坐标系：{requested_crs}；请给 EPSG 代号，如 4525 / "
            f"no such CRS: {requested_crs}; give an EPSG code such as 4525"
        ) from error
