"""Townships in words: as the sources write them and, for English readers, in Latin letters too."""

from __future__ import annotations

from zonemap.core.pinyin import Readings, syllables
from zonemap.core.text import Text

_KINDS = {"街道": "Subdistrict", "镇": "Town", "乡": "Township"}


def township_en(name: str, readings: Readings) -> str:
    """Return a township in Latin letters, read automatically: 乔李镇 is Qiaoli Town."""
    kind = next((kind for kind in _KINDS if name.endswith(kind)), "")
    read = "".join(syllables(name.removesuffix(kind), readings)).capitalize()
    return f"{read} {_KINDS.get(kind, '')}".strip()


def townships_of(cell: str, readings: Readings) -> list[Text]:
    """Return the townships of a cell in words.

    Parameters
    ----------
    cell
        Chinese names parted by semicolons.
    readings
        How the county names are read, which the townships' follow.

    Returns
    -------
    The names; in English the Chinese name stands behind each, since no source romanises it.
    """
    names = [name for name in cell.split(";") if name]
    return [Text(name, f"{township_en(name, readings)} {name}") for name in names]
