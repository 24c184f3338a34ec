"""A region narrowed to some of its counties or zones: nothing is told of those that it no longer has."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from zonemap.region import Region

_TOLD_OF_ZONES = ("industries", "reforms", "partners", "events", "evidence")


def narrowed(region: Region) -> Region:
    """Return the region without what refers to counties or zones that it does not have.

    Parameters
    ----------
    region
        A region whose counties or zones may have been filtered, such as with :func:`dataclasses.replace`.

    Returns
    -------
    Zones only in the region's counties, with those alone named; rows of the tables only of these zones or,
    with an empty ``zone_id``, of the whole. The very region when nothing is left over.
    """
    known = set(region.counties.index)
    counties = region.zones["counties"].map(lambda adcodes: tuple(code for code in adcodes if code in known))
    zones = region.zones.assign(counties=counties)[counties.map(bool).astype(bool)]
    tables = {name: _told_of(getattr(region, name), zones) for name in _TOLD_OF_ZONES}
    rows = sum(len(getattr(region, name)) for name in tables)
    if counties.equals(region.zones["counties"]) and sum(map(len, tables.values())) == rows:
        return region
    return replace(region, zones=zones, **tables)


def _told_of(table: pd.DataFrame, zones: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of some zones and those of the whole."""
    return table[table["zone_id"].isin(["", *zones.index])].reset_index(drop=True)
