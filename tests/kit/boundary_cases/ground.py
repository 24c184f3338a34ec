"""The 17 counties that the tests hold boundaries against."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import geopandas as gpd

GEODATA = Path(__file__).parents[3] / "geodata"


@cache
def counties_of_linfen() -> gpd.GeoDataFrame:
    """Return the counties of the project's own geodata folder, by adcode."""
    return gpd.read_file(GEODATA / "counties.geojson").set_index("adcode")
