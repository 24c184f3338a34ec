"""A boundary file in any format a planner holds becomes polygons in EPSG:4490, with where they came from."""

# Above 300 lines because a file is read, placed, matched and told of in one go, each step with its sentence.

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from zonemap.boundaries.boundary_file import BoundaryFile, format_note, problem
from zonemap.boundaries.crs.candidates import CGCS2000
from zonemap.boundaries.crs.gcj02 import DatumShift
from zonemap.boundaries.crs.gcj02_detection import OVITAL, detect_shift
from zonemap.boundaries.crs.identify import CrsDecision
from zonemap.boundaries.crs.names import crs_name, parse_crs
from zonemap.boundaries.geometry.county_index import CountyIndex
from zonemap.boundaries.geometry.repair import area_m2, note_stated_area
from zonemap.boundaries.geometry.topology import note_outside, note_overlaps
from zonemap.boundaries.georeference import Georeferenced, georeference
from zonemap.boundaries.match_zones import ZoneIndex, ZoneMatch, match_zones
from zonemap.boundaries.sources import Source, find_sources, read_source
from zonemap.core.errors import CannotRead
from zonemap.core.problems import DataProblems, Problem
from zonemap.core.reading import errors_as_problems
from zonemap.core.text import Text

COLUMNS = (
    "zone_id", "name", "geometry", "file", "format", "layer", "crs_declared", "crs_used", "crs_reason",
    "encoding", "repairs", "area_km2", "stated_area_km2", "area_difference_km2", "notes",
)  # fmt: skip
"""Columns of the frame that :func:`read_boundaries` returns."""


@dataclass(frozen=True)
class Surroundings:
    """What is known beside the files: the counties, the zones, their areas and their earlier boundaries."""

    county_index: CountyIndex | None
    zone_index: ZoneIndex | None
    homes: dict[str, CountyIndex]
    areas_km2: dict[str, float]
    earlier: dict[str, BaseGeometry]


def read_boundaries(
    path: Path | str,
    crs: int | str | None = None,
    *,
    counties: gpd.GeoDataFrame | None = None,
    zones: pd.DataFrame | None = None,
    datum_shift: DatumShift = "keep",
) -> gpd.GeoDataFrame:
    """Read boundaries from a file or a folder.

    Read are boundary-point TXT, shapefile (loose or zipped), GeoPackage, GeoJSON, KML, KMZ, DXF, file
    geodatabase, MapInfo, FlatGeobuf and tables of points in CSV or XLSX. Nothing is simplified; every repair
    is named with the area it changed.

    Parameters
    ----------
    path
        A boundary file, or a folder whose boundary files are all read.
    crs
        EPSG code or name of the reference system, when the file does not say it or says it wrongly.
    counties
        Counties in EPSG:4490, index adcode, column ``name_zh``: the test of a guessed reference system and
        the limits that a boundary should keep.
    zones
        The zones there are: index or column ``zone_id``, columns ``name_zh``, ``name_en``, ``counties`` and
        ``area_km2`` where known. With a geometry it gives earlier boundaries to compare with.
    datum_shift
        ``gcj02`` or ``bd09`` moves all shapes back from there to CGCS2000; ``keep`` only notes what looks
        shifted.

    Returns
    -------
    One row a zone, or a feature whose zone is not known; EPSG:4490; columns as in :data:`COLUMNS`. Areas are
    geodesic, square kilometres.

    Raises
    ------
    CannotRead
        If there is no such file or folder.
    DataProblems
        With everything that prevents a file from being read, for all files at once.
    ZonemapError
        If there is no such CRS.

    Examples
    --------
    >>> from pathlib import Path
    >>> import zonemap as zm
    >>> rows = ["zone_id,X,Y", "a,111.0,36.0", "a,111.1,36.0", "a,111.1,36.1"]
    >>> with Path("points.csv").open("w") as file:
    ...     print(*rows, sep="\\n", file=file)
    >>> found = zm.read_boundaries("points.csv")
    >>> found["zone_id"].tolist()
    ['a']
    >>> found.crs.to_epsg()
    4490
    """
    start = Path(path)
    if not start.exists():
        raise CannotRead(f"没有这个文件或文件夹 / no such file or folder: {path}")
    requested_crs = None if crs is None else parse_crs(crs)
    surroundings = _gather_surroundings(counties, zones)
    with errors_as_problems(start.name):
        sources = find_sources(start)
    return _read(sources, surroundings, requested_crs, datum_shift)


def read_folder(
    folder: Path, but: Collection[Path], *, counties: gpd.GeoDataFrame | None, zones: pd.DataFrame
) -> gpd.GeoDataFrame:
    """Read the boundaries of a folder but those of some of its files, as :func:`read_boundaries` does.

    Raises
    ------
    DataProblems
        With everything that prevents a file from being read, for all files at once.
    """
    with errors_as_problems(folder.name):
        sources = [source for source in find_sources(folder) if source.path not in but]
    return _read(sources, _gather_surroundings(counties, zones), None, "keep")


def _read(
    sources: Iterable[Source], surroundings: Surroundings, requested_crs: CRS | None, datum_shift: DatumShift
) -> gpd.GeoDataFrame:
    """Read boundary files; all that prevents one is told at once."""
    records: list[dict[str, object]] = []
    problems: list[Problem] = []
    for source in sources:
        try:
            for inner, boundary_file in read_source(source):
                with errors_as_problems(inner.file):
                    records += _records(boundary_file, inner, surroundings, requested_crs, datum_shift)
        except DataProblems as error:
            problems += error.problems
    problems += _check_once(records)
    if problems:
        raise DataProblems(problems)
    return _frame(records)


def _gather_surroundings(counties: gpd.GeoDataFrame | None, zones: pd.DataFrame | None) -> Surroundings:
    """Gather what is known beside the files."""
    county_index = None if counties is None else CountyIndex.of(counties)
    if zones is None:
        return Surroundings(county_index, None, {}, {}, {})
    keyed = zones.set_index("zone_id") if "zone_id" in zones.columns else zones
    homes, areas, earlier = {}, {}, {}
    surveyed = isinstance(keyed, gpd.GeoDataFrame)
    for zone_id, row in zip(map(str, keyed.index), keyed.to_dict("records"), strict=True):
        home = county_index.only(_adcodes(row.get("counties", ""))) if county_index else None
        if home:
            homes[zone_id] = home
        areas[zone_id] = float(pd.to_numeric(row.get("area_km2"), errors="coerce"))
        if surveyed and row.get("basis", "surveyed") == "surveyed" and row.get("geometry") is not None:
            earlier[zone_id] = row["geometry"]
    return Surroundings(county_index, ZoneIndex(keyed.reset_index(names="zone_id")), homes, areas, earlier)


def _adcodes(cell: object) -> list[str]:
    """Return the adcodes of a cell: a tuple of them, or text parted by ``;``."""
    parts: Iterable[object] = re.split(r"[;,\uff1b\uff0c\u3001]", cell) if isinstance(cell, str) else ()
    if isinstance(cell, tuple | list | set):
        parts = cell
    return [str(part).strip() for part in parts if str(part).strip()]


def _records(
    boundary_file: BoundaryFile,
    source: Source,
    surroundings: Surroundings,
    requested_crs: CRS | None,
    shift: DatumShift,
) -> list[dict[str, object]]:
    """Put the features of one file in their place and say what is to be said of them."""
    zone_matches = match_zones(boundary_file.features, source.stems, surroundings.zone_index)
    georeferenced, decision = georeference(
        boundary_file, zone_matches, requested_crs, _county_index(zone_matches, surroundings), shift
    )
    noticed = _note_shift(georeferenced, surroundings, boundary_file, shift)
    for one in georeferenced:
        one.notes += boundary_file.notes + noticed + _note_place(one, surroundings)
    used = crs_name(decision.crs)  # to look its code up takes longer than all else of a feature
    return [_record(one, boundary_file, decision, used, surroundings) for one in georeferenced]


def _county_index(zone_matches: Sequence[ZoneMatch], surroundings: Surroundings) -> CountyIndex | None:
    """Return the counties a file may lie in: those of its zones when all are known, else all."""
    homes = [surroundings.homes.get(zone_match.zone_id) for zone_match in zone_matches]
    codes = [code for home in homes if home for code in home.codes]
    return (
        surroundings.county_index.only(codes)
        if surroundings.county_index and all(homes)
        else surroundings.county_index
    )


def _note_shift(
    georeferenced: list[Georeferenced],
    surroundings: Surroundings,
    boundary_file: BoundaryFile,
    shift: DatumShift,
) -> list[str]:
    """Say whether a file looks like GCJ-02 or BD-09, or that it was moved back."""
    if shift != "keep":
        name = {"gcj02": "GCJ-02", "bd09": "BD-09"}[shift]
        return [
            format_note(f"已按指定从 {name} 改正到 CGCS2000", f"moved back from {name} to CGCS2000, as told")
        ]
    shapes = [one.geometry for one in georeferenced]
    outlines = [_outline_of(one, surroundings) for one in georeferenced]
    homes = [
        surroundings.homes[one.zone_id].whole if one.zone_id in surroundings.homes else None
        for one in georeferenced
    ]
    found = detect_shift(shapes, outlines, homes).note()
    if not found and boundary_file.file.lower().endswith(("ovkml", "ovkmz")):
        return [OVITAL]
    return [found] if found else []


def _outline_of(one: Georeferenced, surroundings: Surroundings) -> BaseGeometry | None:
    """Return the outline a boundary may repeat: its earlier one, or the county that holds most of it."""
    if one.zone_id in surroundings.earlier:
        return surroundings.earlier[one.zone_id]
    return surroundings.county_index.holder_of(one.geometry) if surroundings.county_index else None


def _note_place(one: Georeferenced, surroundings: Surroundings) -> list[str]:
    """Say how much of a boundary lies outside its counties, or outside all counties."""
    home = surroundings.homes.get(one.zone_id)
    if home:
        return note_outside(one.geometry, home, home.name, home.name)
    return (
        note_outside(one.geometry, surroundings.county_index, "各县", "all counties")
        if surroundings.county_index
        else []
    )


def _record(
    one: Georeferenced,
    boundary_file: BoundaryFile,
    decision: CrsDecision,
    crs_used: str,
    surroundings: Surroundings,
) -> dict[str, object]:
    """Return the row of one boundary."""
    area = area_m2(one.geometry) / 1e6
    listed = surroundings.areas_km2.get(one.zone_id, math.nan)
    stated = listed if math.isnan(one.stated_area_km2) else one.stated_area_km2
    one.notes += note_stated_area(one.stated_area_km2, area)
    return {
        "zone_id": one.zone_id,
        "name": one.name,
        "geometry": one.geometry,
        "file": boundary_file.file,
        "format": boundary_file.format,
        "layer": one.layer,
        "crs_declared": boundary_file.declared.text,
        "crs_used": crs_used,
        "crs_reason": decision.reason,
        "encoding": boundary_file.encoding,
        "repairs": "\n".join(one.repairs),
        "area_km2": area,
        "stated_area_km2": stated,
        "area_difference_km2": area - stated,
        "notes": one.notes,
    }


def _check_once(records: list[dict[str, object]]) -> list[Problem]:
    """Check that no zone has boundaries from two files."""
    files: dict[str, list[str]] = {}
    for record in records:
        if record["zone_id"]:
            files.setdefault(str(record["zone_id"]), []).append(str(record["file"]))
    return [
        problem(
            where[-1],
            Text(f"同一开发区在 {where[0]} 里已有边界", f"the zone has a boundary in {where[0]} already"),
            Text("请只留一份", "Keep only one of them"),
            column="zone_id",
            value=zone_id,
        )
        for zone_id, where in files.items()
        if len(where) > 1
    ]


def _frame(records: list[dict[str, object]]) -> gpd.GeoDataFrame:
    """Return the rows as a frame, with what is to be said of overlaps."""
    frame = gpd.GeoDataFrame(records, columns=list(COLUMNS), geometry="geometry", crs=CGCS2000)
    if not records:
        return frame
    called = [
        record["zone_id"] or record["name"] or f"{record['file']} {i}"
        for i, record in enumerate(records, start=1)
    ]
    overlaps = note_overlaps(list(frame.geometry), [str(name) for name in called])
    frame["notes"] = [
        "\n".join([*wording, *more]) for wording, more in zip(frame["notes"], overlaps, strict=True)
    ]
    return frame
