"""What a zone is on a day, from its dates: each step reached, not reached, or not known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from zonemap.core.dates import Answer, is_lower_bound_passed, on_day

DATE_COLUMNS = ("applied", "approved", "unveiled", "operating")
"""The dated steps of a zone, in their order."""

STATUSES = ("not_yet", "applying", "approved", "preparing", "operating", "undated", "unknown")
"""Every status; the same keys stand in page, GeoPackage and tables."""

APPROVED = ("approved", "preparing", "operating")
"""The statuses of a zone that is certainly approved."""

THERE = (*APPROVED, "applying")
"""The statuses of a zone that has certainly reached a step."""


def status_on(zone: Mapping[str, str], day: dt.date, state_day: dt.date) -> str:
    """Derive the status of a zone on a day from its dates.

    Parameters
    ----------
    zone
        The dates ``applied``, ``approved`` and ``operating``; empty where not stated.
    day
        The day.
    state_day
        The day whose state the tables describe: a zone that they name exists on it and after.

    Returns
    -------
    One of ``STATUSES``. Not known is told as ``unknown`` (a step may or may not be reached) or ``undated``
    (no date is stated at all), never as ``not_yet``.
    """
    if not any(zone[column] for column in DATE_COLUMNS):
        return "undated"
    applied, approved, operating = (on_day(zone[name], day) for name in ("applied", "approved", "operating"))
    if operating is Answer.reached:
        return "operating"
    if approved is Answer.reached or (zone["unveiled"] and on_day(zone["unveiled"], day) is Answer.reached):
        return "preparing" if operating is Answer.not_reached else "approved"
    if _is_open(zone, "approved", day):
        return "unknown"
    if applied is Answer.reached:
        return "applying"
    if _is_open(zone, "applied", day) or day >= state_day:
        return "unknown"
    # That a later step is not reached leaves the earlier ones open: only these can say "not yet".
    is_not_yet = any(
        zone[name] and on_day(zone[name], day) is Answer.not_reached for name in DATE_COLUMNS[:2]
    )
    return "not_yet" if is_not_yet else "unknown"


def is_shown(zone: Mapping[str, str], day: dt.date, state_day: dt.date) -> bool:
    """Tell whether a map of a day draws the zone.

    It does when the zone has reached a step, when a stated lower bound of a step is passed, and from the
    state day on. The others stand beside the map with their number.
    """
    if day >= state_day or status_on(zone, day, state_day) in THERE:
        return True
    # That a step was "not yet" reached on some day is no sign that the zone was there after it.
    return any(
        is_lower_bound_passed(zone[name], day) and not zone[name].endswith("/..") for name in DATE_COLUMNS
    )


def _is_open(zone: Mapping[str, str], step: str, day: dt.date) -> bool:
    """Tell whether a stated date leaves open whether its step was reached on the day."""
    return bool(zone[step]) and on_day(zone[step], day) is Answer.not_known
