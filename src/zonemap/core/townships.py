"""Townships in words: as the sources write them and, for English readers, in Latin letters too."""

from __future__ import annotations

from collections.abc import Mapping

from zonemap.core.pinyin import Readings, county_readings, syllables

_KINDS = {"街道": "Subdistrict", "镇": "Town", "乡": "Township"}


def township_en(name: str, readings: Readings) -> str:
    """Return a township in Latin letters, read automatically: 乔李镇 is Qiaoli Town."""
    kind = next((kind for kind in _KINDS if name.endswith(kind)), "")
    read = "".join(syllables(name.removesuffix(kind), readings)).capitalize()
    return f"{read} {_KINDS.get(kind, '')}".strip()


def format_townships(cell: str, lang: str, counties: Mapping[str, str]) -> list[str]:
    """Return the townships of a cell in words.

    Parameters
    ----------
    cell
        Chinese names parted by semicolons.
    lang
        ``zh`` or ``en``; in English the Chinese name stands behind each, since no source romanises it.
    counties
        Romanised county names by Chinese name, which the reading follows.
    """
    names = [name for name in cell.split(";") if name]
    if lang == "zh":
        return names
    readings = county_readings(counties)
    return [f"{township_en(name, readings)} {name}" for name in names]
