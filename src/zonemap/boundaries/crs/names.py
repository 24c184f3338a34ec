"""Reference systems by name: what a file or a person calls them, and what they are."""

from __future__ import annotations

from pyproj import CRS
from pyproj.exceptions import CRSError

from zonemap.boundaries.boundary_file import DeclaredCrs
from zonemap.boundaries.crs.candidates import epsg_of, meridian_of
from zonemap.core.errors import ZonemapError

_AXES_M = {6378245.0: "Beijing 1954", 6378140.0: "Xian 1980"}
_AXIS_CGCS2000_M = 6378137.0


def crs_name(crs: CRS) -> str:
    """Return ``EPSG:n`` when the system has such a code or is a Gauss–Krüger system by another name."""
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


def is_modern(crs: CRS) -> bool:
    """Return whether a system stands on the ellipsoid of CGCS2000 and WGS 84, a few decimetres apart."""
    return crs.ellipsoid is not None and abs(crs.ellipsoid.semi_major_metre - _AXIS_CGCS2000_M) < 0.5


def declared_crs(crs: CRS | None, *, weak: bool = False) -> DeclaredCrs:
    """Return what a file says when it names a whole reference system; an undefined local one says nothing."""
    if crs is None or not (crs.is_projected or crs.is_geographic or crs.is_compound):
        return DeclaredCrs()
    flat = crs.to_2d()
    return DeclaredCrs(crs_name(flat), flat, old_datum=old_datum_of(flat), weak=weak)


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
