"""What one boundary file holds, in its own numbers, before its reference system is settled."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NoReturn

from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from zonemap.core.problems import DataProblems, Problem
from zonemap.core.text import Text


@dataclass(frozen=True)
class DeclaredCrs:
    """What a file says of its reference system.

    Parameters
    ----------
    text
        The statement as people read it; empty when the file says nothing.
    crs
        The system, when the statement names one in full.
    central_meridian
        Degrees east, when the file states a Gauss–Krüger zone but not whether eastings carry its number.
    zone
        The number of that zone.
    old_datum
        ``Xian 1980``, ``Beijing 1954`` or ``local``, when the file names one of them anywhere.
    row
        Line of the file that says so, when it is a text.
    weak
        True when the statement only follows from the format, as EPSG:4326 does for GeoJSON.
    against
        What else the file says of its datum, when that is another one.
    shifted
        ``gcj02`` or ``bd09`` when the file says that its numbers are shifted so.
    shifted_text, shifted_row
        The words that say so, and where they stand.
    """

    text: str = ""
    crs: CRS | None = None
    central_meridian: int | None = None
    zone: int | None = None
    old_datum: str = ""
    row: int | None = None
    weak: bool = False
    against: str = ""
    shifted: str = ""
    shifted_text: str = ""
    shifted_row: int | None = None


@dataclass
class Feature:
    """One shape of a file.

    Parameters
    ----------
    geometry
        Polygons in the file's own numbers, x before y (easting, northing or longitude, latitude).
    place
        Where it stands in the file.
    row
        Line of a text file or row of a table, when it stands in one.
    stated_area_km2
        Area as the file states it, square kilometres; NaN when it does not.
    repairs
        What was mended, a sentence each.
    notes
        What a person should know, a sentence each.
    other_names
        What else may be its name, best first: other fields, folders.
    """

    geometry: BaseGeometry
    place: Text
    layer: str = ""
    zone_id: str = ""
    name: str = ""
    row: int | None = None
    stated_area_km2: float = math.nan
    repairs: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    other_names: tuple[str, ...] = ()


@dataclass
class BoundaryFile:
    """What one boundary file holds.

    Parameters
    ----------
    file
        Name of the file relative to the folder that was read.
    format
        Key of the format.
    encoding
        Encoding of its text; empty when the format fixes it.
    notes
        What a person should know of the file as a whole.
    """

    file: str
    format: str
    features: list[Feature]
    declared: DeclaredCrs = DeclaredCrs()
    encoding: str = ""
    notes: list[str] = field(default_factory=list)


def format_note(zh: str, en: str) -> str:
    """Return one bilingual sentence."""
    return str(Text(zh, en))


def refuse(
    file: str,
    message: Text,
    fix: Text,
    *,
    row: int | None = None,
    column: str = "",
    value: str = "",
) -> NoReturn:
    """Stop with one problem, each sentence in Chinese and English.

    Raises
    ------
    DataProblems
        Always.
    """
    raise DataProblems([problem(file, message, fix, row=row, column=column, value=value)])


def problem(
    file: str,
    message: Text,
    fix: Text,
    *,
    row: int | None = None,
    column: str = "",
    value: str = "",
) -> Problem:
    """Return one problem, each sentence in Chinese and English; a long value is cut short."""
    shown = value if len(value) <= 80 else value[:79] + "…"
    return Problem(file, message, fix, row=row, column=column, value=shown)
