"""How far each measure of the reform is in each approved zone, as known on a day."""

from __future__ import annotations

from typing import Any

import pandas as pd

from zonemap.analysis.fact_sources import FactSources
from zonemap.analysis.fact_tables import FactTables
from zonemap.analysis.measures import Count
from zonemap.analysis.row_facts import STATED_LATER, RowFacts
from zonemap.core.vocabulary import terms
from zonemap.region.region import Region
from zonemap.region.status import APPROVED


def reform_board(region: Region) -> pd.DataFrame:
    """Return the reform state as known on the region's day.

    Returns
    -------
    The approved zones by ``zone_id``, one column a measure; the state's key, ``not_reported`` where the
    sources do not state it, ``stated_later`` where they state it only of a later day.
    """
    zones = region.zones[region.zones["status"].isin(APPROVED) & (region.zones["kind"] != "cluster")]
    facts = RowFacts(FactSources(region, FactTables(region)))
    states = {zone_id: facts.states_of(str(zone_id)) for zone_id in zones.index}
    return pd.DataFrame(
        {
            key: [states[zone_id].get(key, "not_reported") for zone_id in zones.index]
            for key in terms("measure")
        },
        index=zones.index,
        dtype=object,
    ).rename_axis(columns="measure")


def is_open(states: pd.DataFrame | pd.Series) -> Any:
    """Tell of states of the reform whether they are not known on the day."""
    return states.isin(["not_reported", STATED_LATER])


def count_done(board: pd.DataFrame) -> Count:
    """Count the zones that have all measures done; possibly those of which no measure is known not to be."""
    done = (board == "done").all(axis=1)
    return Count(int(done.sum()), int(((board == "done") | is_open(board)).all(axis=1).sum() - done.sum()))
