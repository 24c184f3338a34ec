"""What data tell of: a topic without data is shown nowhere, as field, filter, legend, figure or rule."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from zonemap.region.status import DATE_COLUMNS

TABLES = ("indicators", "industries", "reforms", "partners", "events", "sources")
"""The tables that are a topic each."""

TOPICS = (*TABLES, "day", "time", "years", "kinds", "counties")
"""``day``: of which day the data are; ``time``: any date; ``years``: those of approval."""

TOPIC_OF = {
    "kind": "kinds",
    "county": "counties",
    "zones": "counties",
    "status": "time",
    "undated": "time",
    "approved": "years",
    "year": "years",
    "timeline": "years",
    "industry": "industries",
    "reform": "reforms",
    "confidence": "sources",
}
"""The topic of what bears another name: fields, ways to colour, filters, figures and rules."""


def topic_of(what: str) -> str:
    """Return the topic that something is about; empty for what is about the zones themselves."""
    topic = TOPIC_OF.get(what, what)
    return topic if topic in TOPICS else ""


def topics_of_tables(
    zones: pd.DataFrame, counties: pd.DataFrame, tables: Mapping[str, pd.DataFrame], *, has_day: bool
) -> frozenset[str]:
    """Return the topics that data tell of.

    Parameters
    ----------
    zones, counties
        Those of the region.
    tables
        Its other tables by name.
    has_day
        Whether the data are of some day.
    """
    filled = {column for column in (*DATE_COLUMNS, "kind") if (zones[column] != "").any()}
    has = {
        "day": has_day,
        "time": bool(filled & set(DATE_COLUMNS)) or not (tables["events"].empty and tables["history"].empty),
        "years": bool(filled & {"applied", "approved"}),
        "kinds": "kind" in filled,
        "counties": len(counties) > 0,
        **{name: not tables[name].empty for name in TABLES},
    }
    return frozenset(topic for topic, is_there in has.items() if is_there)
