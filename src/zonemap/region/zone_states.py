"""The zones on a day: what the tables state of each, as far as it holds and is known then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from zonemap.core.dates import parse_edtf
from zonemap.core.history import BOUNDARY, Entry, in_force
from zonemap.region.dated_boundaries import Shapes
from zonemap.region.indicative import (
    DERIVED_POINTS,
    GEODETIC_CRS,
    OWN_LINES,
    POINT_COLUMNS,
    indicative_boundaries,
    place_points,
    use_boundaries,
)
from zonemap.region.status import DATE_COLUMNS, is_shown, status_on
from zonemap.tables.schemas import rows_of

KNOWN_BY_SOURCES = ("area_km2", "township", "bounds_zh", "bounds_en", *POINT_COLUMNS)
"""Fields without a date of their own that a map draws: known from the date of their first source."""

TABLE_COLUMNS = frozenset(f"table_{column}" for column in KNOWN_BY_SOURCES)
"""Columns of the zones that hold what the table states, whatever the day."""

_DRAWN_BY = (*POINT_COLUMNS, "area_km2", "counties")
"""What the indicative outline of a zone depends on."""

KnownFrom = Mapping[tuple[str, str], dt.date]
History = Mapping[tuple[str, str], tuple[Entry, ...]]


def known_from(evidence: pd.DataFrame, sources: pd.DataFrame) -> dict[tuple[str, str], dt.date]:
    """Return the first day on which each value of the zones is known: that of its earliest source.

    Parameters
    ----------
    evidence, sources
        The tables.

    Returns
    -------
    By zone_id and field; a value with an undated source, or with none, is not in it: it may be of any day.
    """
    dates = dict(zip(sources["source_id"], sources["date"], strict=True))
    rows = evidence[(evidence["table"] == "zones") & evidence["field"].isin(KNOWN_BY_SOURCES)]
    days: dict[tuple[str, str], list[dt.date | None]] = {}
    for zone_id, field, source_id in rows_of(rows[["zone_id", "field", "source_id"]]):
        date = dates.get(source_id, "")
        days.setdefault((zone_id, field), []).append(parse_edtf(date).earliest if date else None)
    return {
        key: min(day for day in found if day is not None) for key, found in days.items() if None not in found
    }


def keep_table(zones: pd.DataFrame) -> pd.DataFrame:
    """Keep what the table states where another day, or a boundary, puts another value in its place."""
    return zones.assign(**{f"table_{column}": zones.get(column, "") for column in KNOWN_BY_SOURCES})


def stated_on(stated: pd.DataFrame, day: dt.date, history: History, known: KnownFrom) -> pd.DataFrame:
    """Return what is stated of the zones on a day: history applied, and what is known only later left out.

    Parameters
    ----------
    stated
        The zones as their table states them, by ``zone_id``: numbers as numbers (NaN: not stated),
        ``counties`` as tuples of adcodes.
    day
        The day.
    history
        The entries of each zone and field.
    known
        As :func:`known_from` returns it.
    """
    places = {zone_id: at for at, zone_id in enumerate(stated.index.to_numpy(object))}
    changes: dict[str, dict[int, object]] = {}
    for (zone_id, field), entries in history.items():
        if zone_id in places:
            for column, cell in _cells(field, in_force(entries, day).value).items():
                changes.setdefault(column, {})[places[zone_id]] = cell
    for (zone_id, field), first in known.items():
        has_history = (zone_id, "point" if field in POINT_COLUMNS else field) in history
        if day < first and not has_history and zone_id in places:
            changes.setdefault(field, {})[places[zone_id]] = _cells(field, None)[field]
    return stated.assign(
        **{
            column: _changed(stated[column], cells)
            for column, cells in changes.items()
            if column in stated.columns
        }
    )


def _changed(column: pd.Series, cells: Mapping[int, object]) -> pd.Series:
    """Return a column with other cells at some places."""
    values = column.to_numpy(object).copy()
    for at, cell in cells.items():
        values[at] = cell
    return pd.Series(values, index=column.index, dtype=column.dtype)


def _cells(field: str, value: str | None) -> dict[str, object]:
    """Return the cells of a value by column, as the zones hold them; None: not stated."""
    if field == "point":
        lon, lat = map(float, value.split()) if value else (float("nan"), float("nan"))
        # What the point is, stands in the table; a zone without one on the day has none there either.
        return {"lon": lon, "lat": lat} if value else {"lon": lon, "lat": lat, "point_basis": ""}
    if field in ("area_km2", "lon", "lat"):
        return {field: float(value) if value else float("nan")}
    if field == "counties":
        return {field: tuple(filter(None, (value or "").split(";")))}
    return {field: value or ""}


def zones_on(
    zones: gpd.GeoDataFrame,
    day: dt.date,
    state_day: dt.date,
    history: History,
    known: KnownFrom,
    counties: gpd.GeoDataFrame,
    shapes: Shapes,
) -> gpd.GeoDataFrame:
    """Return the zones on another day: values, points, outlines, status, and whether a map of it draws them.

    Parameters
    ----------
    zones
        The zones on any day; ``table_…`` columns hold what the table states.
    day, state_day
        The day, and the day whose state the table describes.
    history, known
        As for :func:`stated_on`.
    counties
        County polygons by adcode, EPSG:4490; counties of the history that are not in it are passed over.
    shapes
        The boundaries of some days.
    """
    zones = bounded_on(zones, day, history, shapes)
    table = {column: zones[f"table_{column}"] for column in KNOWN_BY_SOURCES}
    whole = stated_on(zones.assign(**table), day, history, known)
    moved = [str(zone_id) for zone_id, name in history if name == "counties" and zone_id in zones.index]
    stated = _within(whole, zones, counties, moved)
    steps = list(rows_of(stated[list(DATE_COLUMNS)]))
    stands = {
        dates: (status_on(one, day, state_day), is_shown(one, day, state_day))
        for dates in set(steps)  # of thousands of zones a few hundred differ
        for one in [dict(zip(DATE_COLUMNS, dates, strict=True))]
    }
    stated = stated.assign(
        status=pd.Series([stands[dates][0] for dates in steps], index=zones.index, dtype=object),
        is_shown=pd.Series([stands[dates][1] for dates in steps], index=zones.index, dtype=bool),
    )
    placed = place_points(_keep_derived_points(stated, zones), counties)
    has_line = zones["basis"].isin(OWN_LINES)
    is_moved = ~has_line & ~_equal(placed, zones)
    kept = placed.assign(
        **{name: zones[name].where(has_line, placed[name]) for name in POINT_COLUMNS},
        basis=zones["basis"],
        measured_km2=zones["measured_km2"],
    )
    if is_moved.any():
        outlines = indicative_boundaries(placed[is_moved], counties).set_index("zone_id")
        lines = zones.geometry.copy()
        lines[is_moved] = outlines.geometry
        kept = kept.set_geometry(lines)
        kept.loc[is_moved, "basis"] = outlines["basis"].reindex(kept.index[is_moved], fill_value="")
    return gpd.GeoDataFrame(kept, geometry=kept.geometry.name, crs=GEODETIC_CRS)


def bounded_on(zones: gpd.GeoDataFrame, day: dt.date, history: History, shapes: Shapes) -> gpd.GeoDataFrame:
    """Return the zones with the surveyed boundary that is in force on a day, where these change.

    Parameters
    ----------
    zones, day, history, shapes
        As for :func:`zones_on`.

    Returns
    -------
    The zones; one that has no surveyed boundary on the day has no point or measured area either.
    """
    now = {
        zone_id: in_force(entries, day).value or ""
        for (zone_id, field), entries in history.items()
        if field == BOUNDARY and zone_id in zones.index
    }
    files = {zone_id: file for zone_id, file in now.items() if file != zones.at[zone_id, "boundary_file"]}
    if not files:
        return zones
    bounded = zones.copy()
    lost = [zone_id for zone_id, file in files.items() if not file]
    bounded.loc[lost, ["basis", "point_basis"]] = "host_county", ""
    bounded.loc[lost, ["lon", "lat", "measured_km2"]] = float("nan")
    gained = {zone_id: shapes[zone_id, file] for zone_id, file in files.items() if file}
    if gained:
        outlines = zones.loc[list(gained)].set_geometry(list(gained.values()), crs=GEODETIC_CRS)
        drawn = use_boundaries(outlines.assign(basis="surveyed"))
        for column in ("basis", "measured_km2", *POINT_COLUMNS, zones.geometry.name):
            bounded.loc[drawn.index, column] = drawn[column if column in drawn else drawn.geometry.name]
    bounded.loc[list(files), "boundary_file"] = list(files.values())
    return bounded


def _keep_derived_points(stated: pd.DataFrame, zones: pd.DataFrame) -> pd.DataFrame:
    """Return the zones with the derived points they had on another day, where their counties are the same.

    An inner point costs more than all else of a state; it is not sought again for each of the page's years.
    """
    pairs = zip(stated["counties"], zones["counties"], strict=True)
    same_counties = pd.Series([one == other for one, other in pairs], index=zones.index, dtype=bool)
    keeps = stated["lon"].isna() & zones["point_basis"].isin(DERIVED_POINTS) & same_counties
    return stated.assign(**{name: zones[name].where(keeps, stated[name]) for name in POINT_COLUMNS})


def _within(
    stated: pd.DataFrame, zones: pd.DataFrame, counties: gpd.GeoDataFrame, moved: list[str]
) -> pd.DataFrame:
    """Return the zones with those of their counties that the region has; at least those of another day.

    Those that it has been narrowed by are ``other_counties``, of the zones that ``moved`` as they are then.
    """
    known = set(counties.index)
    columns = (frame["counties"].to_numpy(object) for frame in (stated, zones))
    inside = [
        tuple(code for code in codes if code in known) or before
        for codes, before in zip(*columns, strict=True)
    ]
    ids = zones.index.to_numpy(object)
    outside = dict(zip(ids, zones.get("other_counties", [()] * len(zones)), strict=True))
    outside |= {
        zone_id: tuple(code for code in stated.at[zone_id, "counties"] if code not in counties.index)
        for zone_id in moved
    }
    return stated.assign(
        counties=pd.Series(inside, index=stated.index, dtype=object),
        other_counties=pd.Series(outside, index=stated.index, dtype=object),
    )


def _equal(placed: pd.DataFrame, zones: pd.DataFrame) -> pd.Series:
    """Tell of each zone whether its outline depends on the same values on both days."""
    same = pd.Series(True, index=zones.index)
    for column in _DRAWN_BY:
        one, other = placed[column], zones[column]
        same &= (one == other) | (one.isna() & other.isna())
    return same
