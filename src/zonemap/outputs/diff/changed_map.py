"""Both states on one map: the zones of the new one and those that were lost, classed by what changed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import geopandas as gpd
import pandas as pd

from zonemap.analysis.legend_classes import Legend, LegendClass
from zonemap.core.vocabulary import label, terms, word
from zonemap.region.region import Region
from zonemap.scene.items import Point
from zonemap.scene.map_view import Move
from zonemap.scene.zone_marks import number_zones


@dataclass(frozen=True)
class ChangedMap:
    """What is drawn of the changes.

    Parameters
    ----------
    region
        The new state, with the zones that were lost, under a title that names both.
    legend
        Its zones by what changed; a zone with several changes by the first of ``CHANGES``.
    numbers
        The number of each zone on the map, by id.
    moves
        Where the points of the zones that moved were and are, by id.
    """

    region: Region
    legend: Legend
    numbers: dict[str, int]
    moves: dict[str, Move]


def changed_map(changes: pd.DataFrame, old: Region, new: Region) -> ChangedMap:
    """Lay the changes out for one map (see :func:`zonemap.analysis.diff.compare`)."""
    lost = changes.loc[changes["change"] == "lost", "zone_id"]
    gone = old.zones.loc[
        [zone for zone in lost if set(old.zones.at[zone, "counties"]) <= set(new.counties.index)]
    ]
    region = replace(
        new,
        title_zh=label("diff", "title", "zh").format(title=new.title_zh),
        title_en=label("diff", "title", "en").format(title=new.title_en),
        zones=gpd.GeoDataFrame(pd.concat([new.zones, gone])) if len(gone) else new.zones,
    )
    legend = _legend(changes, region)
    moved = changes[changes["change"] == "moved"].set_index("zone_id")
    moves = {
        str(zone): (_place(row["old"]), _place(row["new"]))
        for zone, row in moved.iterrows()
        if zone in legend.of.index
    }
    return ChangedMap(region, legend, number_zones(region, legend), moves)


def _legend(changes: pd.DataFrame, region: Region) -> Legend:
    """Class the zones that are shown by the first of their changes."""
    of_zones = changes[changes["zone_id"].isin(region.shown.index)]
    of = of_zones.drop_duplicates("zone_id").set_index("zone_id")["change"].reindex(region.shown.index)
    counts = of.value_counts()
    classes = tuple(
        LegendClass(key, term.text, term.color, symbol=term.symbol, count=int(counts[key]))
        for key, term in terms("change").items()
        if key in counts
    )
    return Legend("change", word("diff", "legend"), classes, of)


def _place(text: str) -> Point:
    """Read a point as the comparison writes it."""
    lon, lat = map(float, text.split())
    return lon, lat
