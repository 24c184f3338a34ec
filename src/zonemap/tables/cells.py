"""Cells as people write them: dates, numbers with units and words of the vocabulary, read where clear.

What is not clear is returned as it stands, for the schemas to name; nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from zonemap.core.dates import is_edtf
from zonemap.core.names import kind_called
from zonemap.core.vocabulary import Term, Vocabulary

_KM2_PER_UNIT = {
    "": 1.0,
    "km2": 1.0,
    "平方公里": 1.0,
    "平方千米": 1.0,
    "ha": 0.01,
    "公顷": 0.01,
    "亩": 1 / 1500,
    "万亩": 10000 / 1500,
    "m2": 1e-6,
    "平方米": 1e-6,
    "万平方米": 0.01,
}
_OTHER_WORDS = {
    "tier": {"国家级": "national", "国家": "national", "省级": "provincial", "省": "provincial"},
    "own_group": {"措施": "measure", "大事": "event", "指标": "indicator", "类别": "kind", "等级": "tier"},
    "industry": {
        "农林牧渔": "gb_a", "农林牧渔业": "gb_a", "采矿": "gb_b", "采掘": "gb_b", "建筑": "gb_e",
        "批发零售": "gb_f", "批发零售业": "gb_f", "商贸": "gb_f", "交通运输": "gb_g", "住宿餐饮": "gb_h",
        "信息技术": "gb_i", "信息产业": "gb_i", "软件和信息技术服务业": "gb_i", "金融": "gb_j",
        "房地产": "gb_k", "商务服务": "gb_l", "科技服务": "gb_m", "科研": "gb_m",
    },
    "kind": {
        "综保区": "comprehensive_bonded", "自贸区": "free_trade", "自贸片区": "free_trade",
        "自由贸易试验区": "free_trade", "边境经济合作区": "border", "跨境经济合作区": "border",
        "边合区": "border", "工业园": "industrial_park", "工业区": "industrial_park",
        "产业园": "industrial_park", "产业园区": "industrial_park",
    },
}  # fmt: skip
"""Other ways of writing words of the vocabulary, folded; the kinds that end names stand with the names."""

NUMBER = r"-?\d+(?:\.\d+)?"
"""Form of a number: digits, at most one point."""

_AREA = re.compile(
    r"(?:约|大约|ca\.?|about)?\s*(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(?P<unit>(?:[^\d\s.,/–-].*)?)"
)
_UNIT = re.compile(r"[(\[](?P<unit>[^()\[\]]+)[)\]]$")
_DMS = re.compile(
    r"(?P<degrees>\d{1,3})[°度](?P<minutes>\d{1,2}(?:\.\d+)?)[′'分](?:(?P<seconds>\d{1,2}(?:\.\d+)?)(?:[″\"秒]|''|′′))?"
)
_YMD = re.compile(
    r"(?P<year>\d{4})[-./年](?P<month>\d{1,2})(?:[-./月](?P<day>\d{1,2}))?[日月]?(?:\s+00:00:00)?"
)
_YEAR = re.compile(r"(?P<year>\d{4})(?:年|\.0)?")
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})?")
_DMY = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})")
_BY = re.compile(r"(?:\.\./|不晚于|截至|至|by\s+)(?P<rest>.+)|(?P<before>.+?)(?:之前|以前|前)")
_NOT_YET = re.compile(r"(?P<day>.+?)(?:时)?尚未|not yet (?:on|by)\s+(?P<on>.+)")
_TENTH_OR_FIRST = re.compile(r"\d{4}\.1")
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_BRACKETED = re.compile(r"\([^()]*\)")


def half_width(text: str) -> str:
    """Return a text in half width, without blanks at its ends."""
    return unicodedata.normalize("NFKC", text).strip()


def folded(text: str) -> str:
    """Return a text as headings and words are compared: half width, small letters, no blanks, no marks."""
    return re.sub(r"[\s*_]+", "", unicodedata.normalize("NFKC", text)).rstrip(":").casefold()


def read_date(text: str) -> str:
    """Read a date as people write it.

    Parameters
    ----------
    text
        Such as ``1997年7月``, ``2000.5.18``, ``2000-05-18 00:00:00``, ``1997.0``, ``截至2020年5月14日``,
        ``2020年5月14日尚未``.

    Returns
    -------
    The date in EDTF; the text itself where it is not a date or can mean two: ``5/6/2000`` (which is the
    month?) and ``1997.1`` (January, or an October whose nought a spreadsheet cut off).
    """
    wording = half_width(text)
    if is_edtf(wording) or _TENTH_OR_FIRST.fullmatch(wording):
        return wording
    by = _BY.fullmatch(wording)
    if by:
        date = _date_alone(by["rest"] or by["before"])
        return f"../{date}" if is_edtf(date) else text
    not_yet = _NOT_YET.fullmatch(wording)
    if not_yet:
        date = _date_alone(not_yet["day"] or not_yet["on"])
        return f"{date}/.." if is_edtf(date) and date else text
    date = _date_alone(wording)
    return date if is_edtf(date) else text


def _date_alone(wording: str) -> str:
    """Read a date without "by"; return the text itself when it is none."""
    wording = re.sub(
        r"[〇零一二三四五六七八九]{4}(?=年)", lambda year: year[0].translate(_CHINESE_DIGITS), wording
    )
    for form in (_YEAR, _YMD, _COMPACT, _DMY):
        found = form.fullmatch(wording.strip())
        if found and not _either_way(form, found):
            parts = found.groupdict()
            return "-".join(part.zfill(2) for key in ("year", "month", "day") if (part := parts.get(key)))
    return wording


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
    found = _AREA.fullmatch(half_width(text))
    if found is None:
        return text
    factor = _KM2_PER_UNIT.get(found["unit"].strip().lower())
    digits = found["number"].replace(",", "")
    if factor is None:
        return text
    return digits if factor == 1 else f"{float(digits) * factor:.10g}"


def unit_of_area(heading: str) -> str:
    """Return the unit of area that a heading names in brackets at its end; empty when it names none."""
    found = _UNIT.search(half_width(heading))
    unit = found["unit"].strip().lower() if found else ""
    return unit if unit in _KM2_PER_UNIT else ""


def without_unit(heading: str) -> str:
    """Return a heading without the unit of area in brackets at its end."""
    return _UNIT.sub("", half_width(heading)).strip() if unit_of_area(heading) else heading


def read_number(text: str) -> str:
    """Read a number in full or half width; the text itself where it is none."""
    wording = half_width(text)
    return wording if re.fullmatch(NUMBER, wording) else text


def read_color(text: str) -> str:
    """Read a colour of six digits from 0 to f, or three, with or without its mark; other text as it is."""
    digits = half_width(text).removeprefix("#").lower()
    if re.fullmatch("[0-9a-f]{3}", digits):
        digits = "".join(2 * digit for digit in digits)
    return f"#{digits}" if re.fullmatch("[0-9a-f]{6}", digits) else text


def read_degrees(text: str) -> str:
    """Read a longitude or latitude as decimal degrees.

    Parameters
    ----------
    text
        Such as ``111.6412``, ``111.6412°E``, ``东经111.6412`` or ``111°38′28.3″``.

    Returns
    -------
    Decimal degrees as text, to 0.000001° where minutes and seconds are converted; the text itself where it
    is none, or names west or south.
    """
    wording = re.sub(r"^[东北]经?纬?\s*|^[EN]\s*|\s*[EN]$", "", half_width(text))
    if re.fullmatch(NUMBER + "°?", wording):
        return wording.rstrip("°")
    found = _DMS.fullmatch(wording.replace(" ", ""))
    if found is None or float(found["minutes"]) >= 60 or float(found["seconds"] or 0) >= 60:
        return text
    degrees = int(found["degrees"]) + float(found["minutes"]) / 60 + float(found["seconds"] or 0) / 3600
    return f"{degrees:.6f}"


def read_term(text: str, group: str) -> str:
    """Read a word of the vocabulary given as key, in Chinese or in English.

    A bracket in a Chinese word may be left out, with what is in it or without, and so may what follows a
    colon: ``经济(技术)开发区`` is also 经济开发区 and 经济技术开发区.

    Returns
    -------
    Its key; the text itself where the group has no such word.
    """
    wording = folded(text)
    known = _spellings(group).get(wording) or _OTHER_WORDS.get(group, {}).get(wording)
    return known or (kind_called(text) if group == "kind" else "") or text


@cache
def _spellings(group: str) -> dict[str, str]:
    """Return the key by every way of writing a word of a group; ways that two words share are left out."""
    found: dict[str, set[str]] = {}
    for key, term in Vocabulary().terms(group).items():
        for spelling in ways_to_write(term):
            found.setdefault(spelling, set()).add(key)
    return {spelling: next(iter(keys)) for spelling, keys in found.items() if len(keys) == 1}


def ways_to_write(term: Term) -> Iterator[str]:
    """Go through the ways of writing a word."""
    zh = half_width(term.zh)
    whole = {zh, zh.split(":")[0], _BRACKETED.sub("", zh), re.sub("[()]", "", zh)}
    return map(folded, {term.key, term.en, *whole, f"{zh}{term.en}", f"{zh}/{term.en}"})
