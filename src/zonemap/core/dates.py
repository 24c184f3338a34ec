"""Dates as coarse as their source: the part of EDTF that planning records need.

Accepted are ``1997``, ``1997-07``, ``2000-05-18`` and ``../2020-05-14`` ("by that day"), a subset of the
Extended Date/Time Format (ISO 8601-2:2019). An empty text means that the sources do not state the date.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from numbers import Integral

from zonemap.core.errors import NotADay, check_lang

_FORM = re.compile(r"(?P<by>\.\./)?(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")


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
        Last day it can mean.
    """

    text: str
    earliest: date | None
    latest: date


def parse_edtf(text: str) -> Edtf:
    """Read a date.

    Raises
    ------
    ValueError
        If the text is none of the four accepted forms or names a day that does not exist.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError(f"not a date: {text!r}")
    year, month, day = (int(found[name]) if found[name] else None for name in ("year", "month", "day"))
    assert year is not None
    last_month = month or 12
    first = date(year, month or 1, day or 1)
    last = date(year, last_month, day or calendar.monthrange(year, last_month)[1])
    return Edtf(text, None if found["by"] else first, last)


def read_day(day: object) -> date:
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
        if isinstance(day, datetime):  # pandas' NaT is one, and its date fails
            return date(day.year, day.month, day.day)
        if isinstance(day, date):
            return day
        if isinstance(day, Integral) and not isinstance(day, bool):
            return date(int(day), 12, 31)
        if isinstance(day, str):
            return parse_edtf(day.strip()).latest
        if type(day).__name__ == "datetime64":  # numpy's, told by name: the commands start without numpy
            return parse_edtf(str(day)[: len("2018-12-31")]).latest
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


def happened_by(text: str, day: date) -> bool:
    """Tell whether the dated thing had certainly happened by the day; an unstated date never has."""
    return bool(text) and parse_edtf(text).latest <= day


def year_of(text: str) -> int | None:
    """Return the year a date is counted in, None when it is not stated."""
    return parse_edtf(text).latest.year if text else None


def format_date(text: str, lang: str) -> str:
    """Put a date in words: ``1997年7月`` or ``July 1997``, as coarse as it is.

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
    bare = text.removeprefix("../")
    parts = [int(part) for part in bare.split("-")]
    if check_lang(lang) == "zh":
        wording = "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))
        return f"不晚于{wording}" if bare != text else wording
    names = [str(parts[0]), *(calendar.month_name[month] for month in parts[1:2]), *map(str, parts[2:])]
    wording = " ".join(reversed(names))
    return f"by {wording}" if bare != text else wording
