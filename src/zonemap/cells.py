"""Cells as people write them: dates, numbers with units and words of the vocabulary, read where clear.

What is not clear is returned as it stands, for the schemas to name; nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata

from zonemap.dates import is_edtf
from zonemap.vocabulary import terms

_KM2_PER_UNIT = {
    "": 1.0,
    "km2": 1.0,
    "km²": 1.0,
    "平方公里": 1.0,
    "平方千米": 1.0,
    "ha": 0.01,
    "公顷": 0.01,
    "亩": 1 / 1500,
    "万亩": 10000 / 1500,
    "m2": 1e-6,
    "m²": 1e-6,
    "平方米": 1e-6,
}
_AREA = re.compile(
    r"(?:约|大约|ca\.?|about)?\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>(?:[^\d\s.,/–-].*)?)"
)
_YMD = re.compile(
    r"(?P<year>\d{4})[-./年](?P<month>\d{1,2})(?:[-./月](?P<day>\d{1,2}))?[日月]?(?:\s+00:00:00)?"
)
_YEAR = re.compile(r"(?P<year>\d{4})(?:年|\.0)?")
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})?")
_DMY = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})")
_BY = re.compile(r"(?:\.\./|截至|至|by\s+)(?P<rest>.+)|(?P<before>.+?)(?:之前|以前|前)")
_TENTH_OR_FIRST = re.compile(r"\d{4}\.1")
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


def plain(text: str) -> str:
    """Return a text in half width, without blanks at its ends."""
    return unicodedata.normalize("NFKC", text).strip()


def read_date(text: str) -> str:
    """Read a date as people write it.

    Parameters
    ----------
    text
        Such as ``1997年7月``, ``2000.5.18``, ``2000-05-18 00:00:00``, ``1997.0``, ``截至2020年5月14日``.

    Returns
    -------
    The date in EDTF; the text itself where it is not a date or can mean two: ``5/6/2000`` (which is the
    month?) and ``1997.1`` (January, or an October whose nought a spreadsheet cut off).
    """
    said = plain(text)
    if is_edtf(said) or _TENTH_OR_FIRST.fullmatch(said):
        return said
    by = _BY.fullmatch(said)
    if by:
        date = _date_alone(by["rest"] or by["before"])
        return f"../{date}" if is_edtf(date) else text
    date = _date_alone(said)
    return date if is_edtf(date) else text


def _date_alone(said: str) -> str:
    """Read a date without "by"; return the text itself when it is none."""
    said = re.sub(r"[〇零一二三四五六七八九]{4}(?=年)", lambda year: year[0].translate(_CHINESE_DIGITS), said)
    for form in (_YEAR, _YMD, _COMPACT, _DMY):
        found = form.fullmatch(said.strip())
        if found and not _either_way(form, found):
            parts = found.groupdict()
            return "-".join(part.zfill(2) for key in ("year", "month", "day") if (part := parts.get(key)))
    return said


def _either_way(form: re.Pattern[str], found: re.Match[str]) -> bool:
    """Tell whether day and month of a day-first date could be the other way round."""
    return form is _DMY and int(found["day"]) <= 12 and found["day"] != found["month"]


def read_area_km2(text: str) -> str:
    """Read an area with or without its unit.

    Parameters
    ----------
    text
        Such as ``133.26平方公里``, ``约20 km²``, ``1101公顷`` or ``133.26``.

    Returns
    -------
    The number of km² as text, with the digits as given where no unit is converted; the text itself where it
    is no area.
    """
    found = _AREA.fullmatch(plain(text))
    if found is None:
        return text
    factor = _KM2_PER_UNIT.get(found["unit"].strip().lower())
    digits = found["number"].replace(",", "")
    if factor is None:
        return text
    return digits if factor == 1 else f"{float(digits) * factor:.10g}"


def read_number(text: str) -> str:
    """Read a number in full or half width, degrees sign or not; the text itself where it is none."""
    said = plain(text).rstrip("°")
    return said if re.fullmatch(r"-?\d+(?:\.\d+)?", said) else text


def read_term(text: str, group: str) -> str:
    """Read a word of the vocabulary given as key, in Chinese or in English.

    Returns
    -------
    Its key; the text itself where the group has no such word.
    """
    said = plain(text)
    for key, term in terms(group).items():
        if said.casefold() in (key.casefold(), plain(term.zh), term.en.casefold()):
            return key
    return text
