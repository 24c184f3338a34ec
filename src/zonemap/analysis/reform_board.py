"""How far each measure of the reform is in each approved zone, as known on a day."""

from __future__ import annotations

from typing import Any

import pandas as pd

from zonemap.analysis.fact_sources import FactSources
from zonemap.analysis.fact_tables import tables_of
from zonemap.analysis.measures import Count
from zonemap.analysis.region_words import words_of
from zonemap.analysis.row_facts import DUE, STATED_LATER, RowFacts
from zonemap.core.dates import parse_edtf, sort_key
from zonemap.region.region import Region, once
from zonemap.region.status import APPROVED


@once
def reform_board(region: Region) -> pd.DataFrame:
    """Return the reform state as known on the region's day.

    Returns
    -------
    The approved zones by ``zone_id``, one column a measure; the state's key, ``not_reported`` where the
    sources do not state it, ``stated_later`` where they state it only of a later day.

    Raises
    ------
    KeyError
        If the frames of the region lack a column that tells of the reform or its sources.

    Examples
    --------
    >>> import zonemap as zm
    >>> board = zm.reform_board(zm.read_region("geodata"))
    >>> list(board.columns)
    ['term', 'appointment', 'performance_pay']
    """
    zones = region.zones[region.zones["status"].isin(APPROVED) & (region.zones["kind"] != "cluster")]
    facts = _row_facts(region)
    states = {zone_id: facts.states_of(str(zone_id)) for zone_id in zones.index}
    return pd.DataFrame(
        {
            key: [states[zone_id].get(key, "not_reported") for zone_id in zones.index]
            for key in words_of(region, "measure")
        },
        index=zones.index,
        dtype=object,
    ).rename_axis(columns="measure")


def days_left(region: Region) -> pd.Series:
    """Return how many days are left until measures of the reform are due, as far as the day knows.

    Returns
    -------
    Whole days to the end of the date, below 0 when it is over, by date in order: a coarse date, ``2020-06``.

    Raises
    ------
    KeyError
        As for :func:`reform_board`.

    Examples
    --------
    >>> import zonemap as zm
    >>> list(zm.days_left(zm.read_region("geodata")).index)
    ['2020-06']
    """
    facts = _row_facts(region)
    described = (fact for zone_id in reform_board(region).index for fact in facts.of(str(zone_id)))
    dues = {fact.id.partition("@")[2] for fact in described if fact.field == DUE and fact.is_drawn}
    ends = {due: parse_edtf(due).latest for due in sorted(dues, key=sort_key)}
    days = {due: (end - region.date).days for due, end in ends.items() if end is not None}
    return pd.Series(days, dtype=int, name="days").rename_axis("due")


def _row_facts(region: Region) -> RowFacts:
    """Return what the tables beside that of the zones tell on the region's day."""
    return RowFacts(FactSources(region, tables_of(region)))


def is_open(states: pd.DataFrame | pd.Series) -> Any:
    """Tell of states of the reform whether they are not known on the day."""
    return states.isin(["not_reported", STATED_LATER])


def count_done(board: pd.DataFrame) -> Count:
    """Count the zones that have all measures done; possibly those of which no measure is known not to be."""
    done = (board == "done").all(axis=1)
    return Count(int(done.sum()), int(((board == "done") | is_open(board)).all(axis=1).sum() - done.sum()))
