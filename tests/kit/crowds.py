"""Regions with hardly anything in them, and with more zones and longer names than a sheet has room for."""

from __future__ import annotations

from dataclasses import replace

from kit.nation import nation_region, square_counties
from zonemap.region.region import Region
from zonemap.region.zone_states import TABLE_COLUMNS

LONG = "（某某镇）战略性新兴产业与先进制造业融合发展示范工业园区第{n}期"
LONG_EN = "Strategic Emerging Industries and Advanced Manufacturing Integration Demonstration Park, Phase {n}"


def crowd(zones: int, counties: int = 2, *, long: bool = False, one_place: bool = False) -> Region:
    """Make a region of so many zones in a row of square counties, each seventh zone in two counties.

    Parameters
    ----------
    zones, counties
        How many.
    long
        Whether the names are long.
    one_place
        Whether all zones stand at one point.
    """
    region = nation_region(square_counties(counties, 1), max(zones, 1))
    if not zones:
        return region.subset(zones=[])
    frame = region.zones.copy()
    if counties > 1:
        codes = list(region.counties.index)
        hosts = [
            (one[0], codes[(codes.index(one[0]) + 1) % counties]) if at % 7 == 0 else one
            for at, one in enumerate(frame["counties"])
        ]
        frame["counties"] = hosts
    if long:
        frame["name_zh"] = [LONG.format(n=at) for at in range(1, zones + 1)]
        frame["name_en"] = [LONG_EN.format(n=at) for at in range(1, zones + 1)]
    if one_place:
        frame["lon"], frame["lat"] = frame["lon"].iloc[0], frame["lat"].iloc[0]
        frame = frame.drop(columns=list(TABLE_COLUMNS))
    return replace(region, zones=frame)
