"""Typed zones and their outlines, joined: what was surveyed or given first, else what the facts allow."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd

from zonemap.boundaries.reader import COLUMNS
from zonemap.core.vocabulary import vocabulary_of
from zonemap.region.indicative import GEODETIC_CRS, indicative_boundaries, place_points, use_boundaries
from zonemap.region.join import MATCHED, join_attributes
from zonemap.region.series import series_of
from zonemap.region.zone_states import keep_table
from zonemap.tables.checks import Checked
from zonemap.tables.intake import own_columns_of
from zonemap.tables.reader import asked_in
from zonemap.tables.schemas import TABLE_NAMES, records_of
from zonemap.tables.spellings import county_codes, split_counties


def typed_zones(zones: pd.DataFrame, counties: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return checked zones by ``zone_id``, with numbers as numbers and counties as tuples of adcodes."""
    codes = county_codes(counties)
    numbers = {column: pd.to_numeric(zones[column]).astype(float) for column in ("lon", "lat", "area_km2")}
    tuples = zones["counties"].map(lambda cell: tuple(codes[part] for part in split_counties(cell)))
    return zones.assign(**numbers, counties=tuples, row=zones.index).set_index("zone_id")


def outlined_zones(
    zones: pd.DataFrame, outlines: gpd.GeoDataFrame, counties: gpd.GeoDataFrame, file: str
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Join zones with their outlines.

    Parameters
    ----------
    zones
        As of :func:`typed_zones`.
    outlines
        ``zone_id``, ``file``, ``basis`` (surveyed or given) and polygons, EPSG:4490.
    counties
        County polygons by adcode, EPSG:4490.
    file
        Where the zones stand, for the account.

    Returns
    -------
    The zones as a region holds them but for status and day, and the account of both sides.
    """
    placed = place_points(keep_table(zones), counties)
    is_further = outlines["zone_id"].duplicated() & (outlines["zone_id"] != "")
    boundaries = layer_boundaries(outlines[~is_further], indicative_boundaries(placed, counties))
    joined, account = join_attributes(boundaries, placed.assign(file=file))
    account = _with_further(account, outlines[is_further], len(boundaries))
    drawn = use_boundaries(joined.drop(columns=["file", "file_boundary"]).fillna({"basis": ""}))
    return drawn.assign(
        other_counties=[()] * len(joined), boundary_file=_files_of(outlines, joined.index)
    ), account


def parts_of(
    checked: Checked, zones: pd.DataFrame, outlines: gpd.GeoDataFrame, counties: gpd.GeoDataFrame
) -> dict[str, Any]:
    """Return the fields of a region that follow from its checked tables, its outlines and its counties.

    Parameters
    ----------
    checked
        The tables without a problem.
    zones, outlines, counties
        As for :func:`outlined_zones`.
    """
    tables = checked.frames
    words = vocabulary_of(tables["vocabulary"].to_dict("records"))
    own_columns = tuple(one.in_words(words) for one in own_columns_of(checked.tables["zones"]))
    joined, account = outlined_zones(zones, outlines, counties, checked.tables["zones"].file)
    return {
        "counties": counties,
        "zones": joined,
        "boundaries": outlines[list(COLUMNS)],
        "account": account,
        "own_columns": own_columns,
        "series": series_of(tables["indicators"], zones, own_columns, words),
        "asked": asked_in(checked.tables),
        **{name: tables[name].reset_index(drop=True) for name in TABLE_NAMES if name != "zones"},
    }


def layer_boundaries(outlines: gpd.GeoDataFrame, indicative: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Put outlines that somebody gave before indicative ones, which stay only where there is none.

    Returns
    -------
    ``zone_id``, ``basis``, ``file`` and polygons, EPSG:4490; an outline whose zone is not known keeps an
    empty ``zone_id``.
    """
    left = indicative[~indicative["zone_id"].isin(outlines["zone_id"])]
    columns = ["zone_id", "basis", "file", "geometry"]
    layers = [outlines[columns], left.assign(file=left["basis"])[columns]]
    rows = [row for layer in layers for row in records_of(layer)]
    return gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=GEODETIC_CRS)


def _files_of(outlines: gpd.GeoDataFrame, zone_ids: pd.Index) -> list[str]:
    """Return the file of each zone's first outline; empty where there is none."""
    first = outlines.drop_duplicates("zone_id")
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
