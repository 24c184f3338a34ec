"""Dates as coarse as their source, and what they say of a day: reached, not reached, or not known.

A subset of the Extended Date/Time Format (ISO 8601-2:2019):

========================  ======================================================================
``1997`` ``1997-07``      some day of that year or month
``2000-05-18``            that day
``../2020-05-14``         by that day: reached on it and after; before it, not known
``2020-05-14/..``         not yet on that day: not reached up to it; after it, not known
``2020-05-14/2021-07``    after the first, by the second
========================  ======================================================================

An empty text means that the sources do not state the date: on no day is it known.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from numbers import Integral

from zonemap.core.errors import NotADay
from zonemap.core.text import NONE, Text

_DAY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")
_OPEN = ".."
_BY = Text("不晚于{by}", "by {by}")
_NOT_YET = Text("{after}时尚未，之后不详", "not yet on {after}; later not known")
_BETWEEN = Text("{after}之后，不晚于{by}", "after {after}, by {by}")


class Answer(StrEnum):
    """What a date says of a day. "Not known" is neither of the others, and never counts as one."""

    reached = "reached"
    not_reached = "not_reached"
    not_known = "not_known"


@dataclass(frozen=True)
class Edtf:
    """A date with its precision.

    Parameters
    ----------
    text
        The date as written.
    earliest
        First day it can mean; None when only "by that day" is known.
    latest
        Last day it can mean; None when only "not yet on that day" is known.
    """

    text: str
    earliest: dt.date | None
    latest: dt.date | None

    @property
    def is_bound(self) -> bool:
        """Whether the sources state only before or after which day it was, not when."""
        return "/" in self.text

    def on(self, day: dt.date) -> Answer:
        """Say whether it was reached by the end of a day."""
        if self.latest is not None and self.latest <= day:
            return Answer.reached
        if self.earliest is not None and day < self.earliest:
            return Answer.not_reached
        return Answer.not_known


@lru_cache(maxsize=4096)
def parse_edtf(text: str) -> Edtf:
    """Read a date.

    Raises
    ------
    ValueError
        If the text is none of the accepted forms, names a day that does not exist, or ends before it begins.
    """
    if "/" not in text:
        first, last = _span(text)
        return Edtf(text, first, last)
    after, by = text.split("/", 1)
    # "Not yet on D" says nothing of the days of D itself but that they passed without it.
    earliest = None if after == _OPEN else _span(after)[1] + dt.timedelta(days=1)
    latest = None if by == _OPEN else _span(by)[1]
    if earliest is None and latest is None:
        raise ValueError(f"a date without a day: {text!r}")
    if earliest is not None and latest is not None and latest < earliest:
        raise ValueError(f"the date ends before it begins: {text!r}")
    return Edtf(text, earliest, latest)


def _span(text: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a year, a month or a day."""
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(f"not a date: {text!r}")
    year, month, day = (int(found[name]) if found[name] else None for name in ("year", "month", "day"))
    assert year is not None
    last_month = month or 12
    last_day = day or calendar.monthrange(year, last_month)[1]
    return dt.date(year, month or 1, day or 1), dt.date(year, last_month, last_day)


def read_day(day: object) -> dt.date:
    """Return the day that a value names, of a month or year its last one.

    Parameters
    ----------
    day
        A text such as ``2018-12-31``, ``2018-12`` or ``2018``; a date, a datetime, a timestamp of pandas or
        numpy; or a whole year such as 2018.

    Raises
    ------
    NotADay
        If it names none.
    """
    try:
        if isinstance(day, dt.datetime):  # pandas' NaT is one, and its date fails
            return dt.date(day.year, day.month, day.day)
        if isinstance(day, dt.date):
            return day
        if isinstance(day, Integral) and not isinstance(day, bool):
            return dt.date(int(day), 12, 31)
        if isinstance(day, str):
            return _span(day.strip())[1]
        if type(day).__name__ == "datetime64":  # numpy's, told by name: the commands start without numpy
            return _span(str(day)[: len("2018-12-31")])[1]
    except (ValueError, TypeError, OverflowError):
        pass
    wording = repr(day) if not isinstance(day, str) else f"「{day}」"
    raise NotADay(
        f"{wording} 不是日期，请写成 2018-12-31、2018-12 或 2018 / "
        f"not a date: {day!r}; write it like 2018-12-31, 2018-12 or 2018"
    )


def is_edtf(text: str) -> bool:
    """Tell whether the text is an accepted date or empty."""
    if text == "":
        return True
    try:
        parse_edtf(text)
    except ValueError:
        return False
    return True


def on_day(text: str, day: dt.date) -> Answer:
    """Say whether a dated thing was reached by the end of a day; of an unstated date that is not known."""
    return parse_edtf(text).on(day) if text else Answer.not_known


def happened_by(text: str, day: dt.date) -> bool:
    """Tell whether the dated thing had certainly happened by the day; an unstated date never has."""
    return on_day(text, day) is Answer.reached


def may_have_happened(text: str, day: dt.date) -> bool:
    """Tell whether a stated date leaves it open that the thing had happened by the day."""
    return bool(text) and on_day(text, day) is Answer.not_known


def is_lower_bound_passed(text: str, day: dt.date) -> bool:
    """Tell whether the day lies at or after the first day that a stated date can mean."""
    earliest = parse_edtf(text).earliest if text else None
    return earliest is not None and earliest <= day


def year_of(text: str) -> int | None:
    """Return the year of a date; None when it is not stated, or when only a bound is: a bound is no date."""
    edtf = parse_edtf(text) if text else None
    return edtf.latest.year if edtf and edtf.latest and not edtf.is_bound else None


def known_from(text: str) -> dt.date | None:
    """Return the first day on which a dated thing is certainly reached; None when no day is known."""
    return parse_edtf(text).latest if text else None


def sort_key(text: str) -> tuple[bool, dt.date, str]:
    """Return what dates sort by: the first day on which each certainly holds, unstated and open ones last."""
    day = known_from(text)
    return day is None, day or dt.date.max, text


def format_date(text: str, lang: str) -> str:
    """Put a date in words, as coarse as it is: ``1997年7月``, ``by 14 May 2020``, ``not yet on 14 May 2020``.

    Parameters
    ----------
    text
        A date in one of the accepted forms, not empty.
    lang
        ``zh`` or ``en``.

    Raises
    ------
    UnknownOption
        If the language is another.
    """
    return date_text(text).of(lang)


@lru_cache(maxsize=4096)
def date_text(text: str) -> Text:
    """Put a date in words.

    Parameters
    ----------
    text
        A date in one of the accepted forms, not empty.
    """
    if "/" not in text:
        return _day_text(text)
    after, by = (None if part == _OPEN else _day_text(part) for part in text.split("/", 1))
    if after is None:
        return _BY.format(by=by or NONE)
    return _NOT_YET.format(after=after) if by is None else _BETWEEN.format(after=after, by=by)


def _day_text(text: str) -> Text:
    """Put a year, a month or a day in words."""
    parts = [int(part) for part in text.split("-")]
    names = [str(parts[0]), *(calendar.month_name[month] for month in parts[1:2]), *map(str, parts[2:])]
    zh = "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))
    return Text(zh, " ".join(reversed(names)))
