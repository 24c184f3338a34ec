"""What is left of each table when a region is narrowed to some of its zones and counties."""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import pandas as pd

from zonemap.core.errors import ZonemapError
from zonemap.tables.schemas import PLACE_COLUMNS, split_list
from zonemap.tables.spellings import split_counties


def codes_in(cells: pd.Series) -> set[str]:
    """Return every code of cells that hold several."""
    return {code for codes in cells for code in codes}


def counties_of_other_days(history: pd.DataFrame, names: pd.DataFrame, left: pd.DataFrame) -> set[str]:
    """Return the counties that zones lie in on other days only, of those that the region is narrowed by."""
    cells = history.loc[history["field"] == "counties", "value"]
    return (codes_in(cells.map(split_list)) & set(names.index)) - set(left.index)


def narrowed_to(zones: gpd.GeoDataFrame, counties: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return zones with those of their counties alone that are left; the rest as ``other_counties``."""
    inside = zones["counties"].map(lambda codes: tuple(code for code in codes if code in counties.index))
    outside = zones["counties"].map(lambda codes: tuple(code for code in codes if code not in counties.index))
    return zones.assign(counties=inside, other_counties=zones["other_counties"] + outside)


def chosen_ids(asked: Iterable[str] | None, known: dict[str, str], what_zh: str, what_en: str) -> list[str]:
    """Return the ids that are asked for, all when None, in the order in which the region has them.

    Raises
    ------
    ZonemapError
        If one is not known.
    """
    if asked is None:
        return list(dict.fromkeys(known.values()))
    wanted = [asked] if isinstance(asked, str) else [str(key) for key in asked]
    for key in wanted:
        if key not in known:
            raise ZonemapError(
                f"没有「{key}」这个{what_zh}；有：{'、'.join(known)} / "
                f"no {what_en} {key!r}; there are {', '.join(known)}"
            )
    kept = {known[key] for key in wanted}
    return [key for key in dict.fromkeys(known.values()) if key in kept]


def without_zones(table: pd.DataFrame, lost: set[str], column: str = "zone_id") -> pd.DataFrame:
    """Return a table without the rows of some zones."""
    return table[~table[column].isin(lost)].reset_index(drop=True)


def chapters_left(story: pd.DataFrame, zones: set[str], counties: set[str]) -> pd.DataFrame:
    """Return the chapters that open only zones and counties that are left."""
    whole = [
        set(split_list(row["zone"])) <= zones
        and set(split_counties(row["county"])) <= counties
        and {place for column in PLACE_COLUMNS for place in split_list(row[column])} <= zones | counties
        for _, row in story.iterrows()
    ]
    return story[pd.Series(whole, index=story.index, dtype=bool)].reset_index(drop=True)
