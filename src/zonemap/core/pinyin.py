"""Chinese names in Latin letters, for search: full pinyin and initials.

The automatic reading of a place name can be wrong (洪洞 reads Hongtong, not Hongdong). Where the romanised
name of a county in the data says otherwise, the data are right, also inside longer names.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping

_SUFFIXES = ("自治县", "特区", "林区", "县", "市", "区", "旗")
_MOST_READINGS = 64

Readings = Mapping[str, tuple[str, ...]]


def county_readings(names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Find the county names whose automatic reading is wrong.

    Parameters
    ----------
    names
        Romanised county names by Chinese name, such as ``{"洪洞县": "Hongtong"}``.

    Returns
    -------
    The right syllables by the part of the name that they read, such as ``{"洪洞": ("hong", "tong")}``.
    """
    readings = {}
    for zh, en in names.items():
        letters = re.sub(r"[^a-z]", "", en.lower())
        stems = [zh, *(zh.removesuffix(suffix) for suffix in _SUFFIXES if zh.endswith(suffix))]
        if any("".join(_read(stem)) == letters for stem in stems):
            continue
        for stem in stems:
            syllables = _matching(stem, letters)
            if syllables:
                readings[stem] = syllables
    return readings


def syllables(text: str, readings: Readings) -> list[str]:
    """Read a Chinese text; letters and digits in it stay together as one syllable, in small letters.

    Parameters
    ----------
    text
        The text.
    readings
        Parts to be read otherwise, as :func:`county_readings` returns them.
    """
    if not readings:
        return _read(text)
    known = "|".join(re.escape(part) for part in sorted(readings, key=len, reverse=True))
    pieces = re.split(f"({known})", text)
    return [
        syllable for piece in pieces for syllable in (readings[piece] if piece in readings else _read(piece))
    ]


def _read(text: str) -> list[str]:
    """Read a text automatically."""
    import pypinyin  # its dictionary takes half a second, and most commands read no name

    words = (re.sub(r"[\W_]+", "", word) for word in pypinyin.lazy_pinyin(text))
    return [word.lower() for word in words if word]


def _matching(stem: str, letters: str) -> tuple[str, ...]:
    """Choose among all readings of each character those that spell the letters; empty when none do."""
    import pypinyin

    choices = pypinyin.pinyin(stem, style=pypinyin.Style.NORMAL, heteronym=True)
    spelt = itertools.islice(itertools.product(*choices), _MOST_READINGS)
    return next((reading for reading in spelt if "".join(reading) == letters), ())
