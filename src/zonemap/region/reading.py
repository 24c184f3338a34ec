"""A geodata folder read, checked and joined to the zones of a region on the day of its tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from zonemap.boundaries.reader import read_folder
from zonemap.core.build_context import context_of
from zonemap.core.errors import CannotRead
from zonemap.core.inputs import BOUNDARIES, PACKAGE_FILE
from zonemap.core.problems import DataProblems, Problem
from zonemap.core.vocabulary import word
from zonemap.region.context import NO_CONTEXT, read_context, with_context
from zonemap.region.counties_file import read_counties_file
from zonemap.region.data_file import day_of, name_of, title_of
from zonemap.region.data_folder import Package, hash_file, hash_files, read_package
from zonemap.region.dated_boundaries import dated_files, read_surveyed
from zonemap.region.home_counties import placed, places_of, with_home_counties
from zonemap.region.outlines import parts_of, typed_zones
from zonemap.region.place_checks import check_areas, check_owners, check_points, check_surveyed
from zonemap.region.region import Region
from zonemap.tables.checks import check_tables, read_all
from zonemap.tables.reader import Tables
from zonemap.tables.schemas import LATITUDES, LONGITUDES, OWN, each, is_number
from zonemap.tables.spellings import split_counties
from zonemap.tables.table import as_written


def read_region(
    path: Path | str,
    *,
    state_day: dt.date | None = None,
    boundaries: Path | str | None = None,
    context: bool = True,
) -> Region:
    """Read a geodata folder, a workbook or one table, check it and join boundaries with attributes.

    Parameters
    ----------
    path
        A folder with ``datapackage.json``, ``counties.geojson`` and the tables; or a file, a workbook or CSV,
        with the zones and whatever else is known of them: names and a county or a point are enough.
    state_day
        The day that the cells of a file speak of, where they do not say it; a folder says it itself.
    boundaries
        A folder of boundary files, or one of them, in place of ``boundaries/`` in the folder.
    context
        Whether maps show what lies around the zones.

    Returns
    -------
    The region on the day whose state its tables describe; in a notebook that ``zonemap build`` runs, on the
    day of the build. A value that was changed since its source was read is marked as such, not refused.

    Raises
    ------
    CannotRead
        If the folder, its description or its counties cannot be read.
    DataProblems
        If anything in the tables or the boundaries is wrong: every problem at once.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> bool(region.account["class"].eq("matched").any())
    True
    """
    place = Path(path)
    asked = context_of(place)
    state_day, boundaries = state_day or asked.state_day, boundaries or asked.boundaries
    lines = place / BOUNDARIES if boundaries is None else Path(boundaries)
    for needed in (place, *([lines] if boundaries is not None else [])):
        if not needed.exists():
            raise CannotRead(f"没有这个文件夹或文件 / no such folder or file: {needed}")
    package, found, counties = (
        _read_folder(place, lines) if place.is_dir() else _read_file(place, lines, state_day)
    )
    state_day = package.state_day
    checked = check_tables(found, counties, state_day, package.evidence)
    zones_file, zones_sheet = checked.tables["zones"].file, checked.tables["zones"].sheet
    zones = typed_zones(sound_zones(checked.frames["zones"], counties), counties)

    def written(found: Iterable[Problem]) -> list[Problem]:
        """Name the sheet and the heading as they stand in the file."""
        return [as_written(replace(problem, sheet=zones_sheet), checked.tables.values()) for problem in found]

    problems = [*checked.problems, *written(check_points(zones, counties, zones_file))]
    doubts = written(check_areas(zones, counties, zones_file))
    tables, listed = checked.frames, checked.tables.get("history")
    where = (listed.file, listed.sheet) if listed else ("", "")
    try:
        surveyed = read_surveyed(place, lines, counties, zones, tables["history"], where)
        problems += check_surveyed(surveyed, zones, counties)
        faulty = checked.frames["zones"].loc[lambda rows: ~rows.index.isin(zones["row"])]
        doubts += check_owners(surveyed, zones, faulty)
    except DataProblems as error:
        problems += error.problems
    try:
        own = read_context(place, package.context, counties.total_bounds)
    except DataProblems as error:
        problems += error.problems
    if problems:
        raise DataProblems([*problems, *doubts, *checked.witnesses.problems])
    region = Region(
        name=package.name,
        title_zh=package.title.zh,
        title_en=package.title.en,
        state_day=state_day,
        date=state_day,
        inputs=hash_files(place, lines, dated_files(place, lines, tables["history"]).values()),
        witnesses=replace(checked.witnesses, doubts=tuple(doubts)),
        derived=package.derived,
        context=own if context and asked.has_context else NO_CONTEXT,
        **parts_of(checked, zones, surveyed.assign(basis="surveyed"), counties),
    )
    region = replace(region, account=with_context(region.account, own))
    return region.as_of(asked.day or state_day)


def _read_folder(folder: Path, lines: Path) -> tuple[Package, Tables, gpd.GeoDataFrame]:
    """Read what a folder says of itself, its tables and its counties."""
    package = read_package(folder / PACKAGE_FILE)
    counties = read_counties_file(folder / "counties.geojson")
    if package.counties not in ("", hash_file(folder / "counties.geojson", "counties.geojson")):
        package = replace(package, derived=(*package.derived, word("reading", "counties_replaced")))
    found = read_all(folder, package.evidence)
    if package.evidence == OWN and "name_zh" in found.tables["zones"].frame:
        found = placed(found, _places_of(found.tables["zones"].frame, lines, counties), counties)
    return package, found, counties


def _places_of(
    zones: pd.DataFrame, lines: Path, counties: gpd.GeoDataFrame | None
) -> list[BaseGeometry | None]:
    """Return where zones lie: by their points, or by their boundaries where nothing else says it."""
    places = places_of(zones)
    named = zones["counties"] if "counties" in zones else pd.Series("", index=zones.index)
    silent = [not name and place is None for name, place in zip(named, places, strict=True)]
    if not any(silent) or not lines.exists():
        return places
    told = [column for column in ("zone_id", "name_zh", "name_en", "area_km2") if column in zones]
    try:
        found = read_folder(lines, (), counties=counties, zones=zones[told])
    except DataProblems:  # told where all boundaries are read
        return places
    shapes = dict(zip(found["zone_id"], found.geometry, strict=True))
    return [
        shapes.get(zone_id) if is_silent else place
        for zone_id, is_silent, place in zip(zones["zone_id"], silent, places, strict=True)
    ]


def _read_file(file: Path, lines: Path, given: dt.date | None) -> tuple[Package, Tables, gpd.GeoDataFrame]:
    """Read the tables of a file; its counties, its title and its day follow from them."""
    found = read_all(file, OWN)
    if found.problems:
        raise DataProblems(found.problems)
    day, derived = day_of(found, file, given)
    zones = found.tables["zones"].frame
    found, counties = with_home_counties(found, file.stem, _places_of(zones, lines, None))
    title = title_of(file.stem, counties)
    said = (derived, word("reading", "codes_undated"))
    return Package(name_of(file), title, day, OWN, said), found, counties


def sound_zones(zones: pd.DataFrame, counties: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the zones whose id, point, area and counties can be used and so be checked further."""
    codes = set(counties.index)
    known = each(zones["counties"], lambda cell: bool(cell) and set(split_counties(cell)) <= codes)
    numbers = is_number(zones["area_km2"]).astype(bool)
    for column, (least, most) in {"lon": LONGITUDES, "lat": LATITUDES}.items():
        inside = pd.to_numeric(zones[column], errors="coerce").between(least, most)
        numbers &= inside | (zones[column] == "")
    named = (zones["zone_id"] != "") & ~zones["zone_id"].duplicated(keep=False)
    return zones[known.astype(bool) & numbers & named]
