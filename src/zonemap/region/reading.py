"""A geodata folder read, checked and joined to the zones of a region on the day of its tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd

from zonemap.core.errors import CannotRead
from zonemap.core.problems import DataProblems
from zonemap.region.counties_file import read_counties_file
from zonemap.region.data_file import day_of, name_of, title_of
from zonemap.region.data_folder import Package, day_of_build, hash_files, read_package
from zonemap.region.dated_boundaries import dated_files, read_surveyed
from zonemap.region.home_counties import with_home_counties
from zonemap.region.indicative import (
    GEODETIC_CRS,
    indicative_boundaries,
    place_points,
    use_boundaries,
)
from zonemap.region.join import MATCHED, join_attributes
from zonemap.region.place_checks import check_areas, check_points, check_surveyed
from zonemap.region.region import Region
from zonemap.region.zone_states import keep_table
from zonemap.tables.checks import check_tables, read_all
from zonemap.tables.intake import own_columns_of
from zonemap.tables.reader import Tables
from zonemap.tables.schemas import LATITUDES, LONGITUDES, OWN, TABLE_NAMES, is_number
from zonemap.tables.spellings import county_codes, split_counties


def read_region(path: Path | str, *, state_day: dt.date | None = None) -> Region:
    """Read a geodata folder, a workbook or one table, check it and join boundaries with attributes.

    Parameters
    ----------
    path
        A folder with ``datapackage.json``, ``counties.geojson`` and the tables; or a file, a workbook or CSV,
        with the zones and whatever else is known of them: names and a county or a point are enough.
    state_day
        The day that the cells of a file speak of, where they do not say it; a folder says it itself.

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
    if not place.exists():
        raise CannotRead(f"没有这个文件夹或文件 / no such folder or file: {place}")
    package, found, counties = _read_folder(place) if place.is_dir() else _read_file(place, state_day)
    state_day = package.state_day
    checked = check_tables(found, counties, state_day, package.evidence)
    zones_file, zones_sheet = checked.tables["zones"].file, checked.tables["zones"].sheet
    zones = typed_zones(sound_zones(checked.frames["zones"], counties), counties)
    placed = [*check_points(zones, counties, zones_file), *check_areas(zones, counties, zones_file)]
    problems = [*checked.problems, *(replace(problem, sheet=zones_sheet) for problem in placed)]
    tables, listed = checked.frames, checked.tables.get("history")
    where = (listed.file, listed.sheet) if listed else ("", "")
    try:
        surveyed = read_surveyed(place, counties, zones, tables["history"], where)
        problems += check_surveyed(surveyed, zones, counties)
    except DataProblems as error:
        problems += error.problems
    if problems:
        raise DataProblems([*problems, *checked.witnesses.problems])
    zones = place_points(keep_table(zones), counties)
    is_further = surveyed["zone_id"].duplicated() & (surveyed["zone_id"] != "")
    boundaries = layer_boundaries(surveyed[~is_further], indicative_boundaries(zones, counties))
    joined, account = join_attributes(boundaries, zones.assign(file=zones_file))
    account = _with_further(account, surveyed[is_further], len(boundaries))
    region = Region(
        name=package.name,
        title_zh=package.title.zh,
        title_en=package.title.en,
        state_day=state_day,
        date=state_day,
        counties=counties,
        zones=use_boundaries(joined.drop(columns=["file", "file_boundary"])).assign(
            other_counties=[()] * len(joined), boundary_file=_files_of(surveyed, joined.index)
        ),
        boundaries=surveyed,
        account=account,
        inputs=hash_files(place, dated_files(place, tables["history"]).values()),
        witnesses=checked.witnesses,
        own_columns=own_columns_of(checked.tables["zones"]),
        derived=package.derived,
        **{name: tables[name].reset_index(drop=True) for name in TABLE_NAMES if name != "zones"},
    )
    return region.as_of(day_of_build(place) or state_day)


def _read_folder(folder: Path) -> tuple[Package, Tables, gpd.GeoDataFrame]:
    """Read what a folder says of itself, its tables and its counties."""
    package = read_package(folder / "datapackage.json")
    counties = read_counties_file(folder / "counties.geojson")
    return package, read_all(folder, package.evidence), counties


def _read_file(file: Path, given: dt.date | None) -> tuple[Package, Tables, gpd.GeoDataFrame]:
    """Read the tables of a file; its counties, its title and its day follow from them."""
    found = read_all(file, OWN)
    if found.problems:
        raise DataProblems(found.problems)
    day, derived = day_of(found, file, given)
    found, counties = with_home_counties(found, file.stem)
    title = title_of(file.stem, counties)
    return Package(name_of(file), title, day, OWN, (derived,)), found, counties


def _files_of(surveyed: gpd.GeoDataFrame, zone_ids: pd.Index) -> list[str]:
    """Return the file of each zone's first surveyed boundary; empty where there is none."""
    first = surveyed.drop_duplicates("zone_id")
    files = dict(zip(first["zone_id"], first["file"], strict=True))
    return [str(files.get(zone_id, "")) for zone_id in zone_ids]


def _with_further(account: pd.DataFrame, further: gpd.GeoDataFrame, count: int) -> pd.DataFrame:
    """Add to an account of as many boundaries those that a zone has beside its first, on other days."""
    rows = [
        ("boundary", file, count + number, zone_id, MATCHED)
        for number, (file, zone_id) in enumerate(zip(further["file"], further["zone_id"], strict=True), 1)
    ]
    added = pd.concat([account, pd.DataFrame(rows, columns=account.columns)]) if rows else account
    return added.sort_values("side", key=lambda sides: sides != "boundary", kind="stable", ignore_index=True)


def layer_boundaries(surveyed: gpd.GeoDataFrame, indicative: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Put surveyed boundaries before indicative ones, which stay only where nothing was surveyed.

    Returns
    -------
    ``zone_id``, ``basis``, ``file`` and polygons, EPSG:4490; a surveyed boundary whose zone is not known
    keeps an empty ``zone_id``.
    """
    left = indicative[~indicative["zone_id"].isin(surveyed["zone_id"])]
    layers = [surveyed.assign(basis="surveyed"), left.assign(file=left["basis"])]
    columns = ["zone_id", "basis", "file", "geometry"]
    rows = [row for layer in layers for row in layer[columns].to_dict("records")]
    return gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=GEODETIC_CRS)


def sound_zones(zones: pd.DataFrame, counties: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the zones whose id, point, area and counties can be used and so be checked further."""
    known = zones["counties"].map(
        lambda cell: bool(cell) and set(split_counties(cell)) <= set(counties.index)
    )
    numbers = is_number(zones["area_km2"]).astype(bool)
    for column, (least, most) in {"lon": LONGITUDES, "lat": LATITUDES}.items():
        inside = pd.to_numeric(zones[column], errors="coerce").between(least, most)
        numbers &= inside | (zones[column] == "")
    named = (zones["zone_id"] != "") & ~zones["zone_id"].duplicated(keep=False)
    return zones[known.astype(bool) & numbers & named]


def typed_zones(zones: pd.DataFrame, counties: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return checked zones by ``zone_id``, with numbers as numbers and counties as tuples of adcodes."""
    codes = county_codes(counties)
    numbers = {column: pd.to_numeric(zones[column]).astype(float) for column in ("lon", "lat", "area_km2")}
    tuples = zones["counties"].map(lambda cell: tuple(codes[part] for part in split_counties(cell)))
    return zones.assign(**numbers, counties=tuples, row=zones.index).set_index("zone_id")
