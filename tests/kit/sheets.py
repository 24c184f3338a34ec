"""Tables of zones as offices type them: one sheet for each of twenty places of China, none alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import openpyxl

from zonemap.boundaries.districts import District, districts

PLACES: dict[str, tuple[str, int]] = {
    "北京市": ("北京", 12),
    "东莞市": ("东莞", 3),
    "恩施土家族苗族自治州": ("恩施州", 8),
    "苏州市": ("苏州", 16),
    "太原市": ("太原", 9),
    "金华市": ("义乌和金华", 10),
    "喀什地区": ("喀什地区", 14),
    "哈尔滨市": ("哈尔滨", 18),
    "三亚市": ("三亚", 4),
    "赣州市": ("赣州", 20),
    "延边朝鲜族自治州": ("延边", 8),
    "鄂尔多斯市": ("鄂尔多斯", 9),
    "重庆市": ("重庆", 60),
    "石河子市": ("石河子", 3),
    "济源市": ("济源", 3),
    "大连市": ("大连", 13),
    "深圳市": ("深圳", 7),
    "拉萨市": ("拉萨", 5),
    "呼和浩特市": ("呼和浩特", 9),
    "海西蒙古族藏族自治州": ("海西", 6),
}
"""What the file is called and how many zones it has, by prefecture."""

HEADINGS = (
    ("名称", "所在县（市、区）", "类型", "级别", "批准日期", "产业", "面积（平方公里）"),
    ("开发区名称", "所在区县", "开发区类型", "级别", "批准时间", "主导产业", "面积（公顷）"),
    ("园区", "县区", "类别", "等级", "设立年份", "主要产业", "规划面积(亩)"),
    ("name", "county", "type", "level", "approval year", "industries", "area (km2)"),
)
"""Headings for the same columns."""

OWN = ("亩均税收2019(万元/亩)", "亩均税收2021(万元/亩)", "工业总产值(亿元)", "联系科室")

_KINDS = ("经济技术开发区", "高新区", "综合保税区", "经济（技术）开发区", "工业园区", "飞地园区", "")
_LEVELS = ("国家级", "省级", "", "市级")
_DATES = ("1992年8月", "2003", "2010-05", "2018.6.1", "", "2021年")
_INDUSTRIES = ("光伏、锂电池", "装备制造", "跨境电商；保税加工", "生物医药，医疗器械", "", "低空经济")


def write_sheet(prefecture: str, folder: Path, most: int = 60) -> Path:
    """Write the sheet of a place, of at most so many zones; return the file."""
    stem, count = PLACES[prefecture]
    number = list(PLACES).index(prefecture)
    book = openpyxl.Workbook()
    sheet = book.active
    if number % 2:
        sheet.append([f"{stem}开发区一览表"])
    sheet.append(["序号", *HEADINGS[number % len(HEADINGS)], *OWN])
    for row in islice(rows(prefecture), min(count, most)):
        sheet.append(row)
    path = folder / f"{stem}.xlsx"
    book.save(path)
    return path


def rows(prefecture: str) -> Iterator[list[object]]:
    """Go through rows without end: names, counties in every spelling, words that no list has, gaps."""
    homes = [home for home in districts() if home.prefecture == prefecture]
    words = zip(cycle(_KINDS), cycle(_LEVELS), cycle(_DATES), cycle(_INDUSTRIES), strict=False)
    for number, (home, (kind, level, date, industry)) in enumerate(zip(cycle(homes), words, strict=False), 1):
        name = f"{_short(home)}第{number}{kind or '园区'}"
        area = None if number % 3 == 0 else 2 + number / 10  # in km², ha or mu: none larger than a county
        own = [
            number / 4,
            None if number % 2 else number / 2,
            f"{1000 + number:,}",
            "规划科" if number % 4 else "",
        ]
        yield [number, name, _spelt(home, number), kind, level, date, industry, area, *own]


_ETDZ, _JULY = "经济技术开发区", dt.datetime(2006, 7, 1)

FIRST_TRY: dict[str, list[list[object]]] = {
    "资料来源": [
        ["编号", "发布者", "标题", "日期", "网址"],
        ["s1", "运城市政府网", "全市开发区情况", dt.datetime(2024, 5, 20), None],
    ],
    "开发区": [
        ["编号", "名称", "类型", "级别", "管理", "所在县", "批准日期", "面积"],
        ["盐湖高新区", "盐湖高新技术产业开发区", "高新区", "省级", "县管", "盐湖区", "2018年", 2350],
        ["运城经开区", "运城经济技术开发区", "经开区", "省级", "市管", "盐湖区", _JULY, "12.5平方公里"],
        ["河津经开区", "河津经济技术开发区", _ETDZ, "省级", "县管", "河津", "2018.12", "1500公顷"],
        ["永济经开区", "永济经济技术开发区", _ETDZ, "省级", "县管", "永济市", "2017年12月", "9.8km²"],
        ["闻喜经开区", "闻喜经济技术开发区", _ETDZ, "省级", "县管", "闻喜县", 2019, None],
    ],
    "产业": [
        ["编号", "产业"],
        ["盐湖高新区", "新材料"],
        ["运城经开区", "装备制造"],
        ["河津经开区", "铝镁深加工"],
        ["永济经开区", "电机"],
        ["闻喜经开区", "钢铁"],
    ],
    "依据": [
        ["表", "编号", "字段", "来源", "可信度"],
        *(["开发区", zone, "*", "s1", "高"] for zone in ("盐湖高新区", "运城经开区", "河津经开区")),
        *(["开发区", zone, "*", "s1", "高"] for zone in ("永济经开区", "闻喜经开区")),
    ],
}  # fmt: skip
"""What somebody types who has read nothing: words as ids, headings of other tables, a slip of units."""


def write_book(file: Path, sheets: dict[str, list[list[object]]]) -> Path:
    """Write a workbook of some sheets; return the file."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, those in sheets.items():
        sheet = book.create_sheet(title)
        for row in those:
            sheet.append(row)
    book.save(file)
    return file


def _short(home: District) -> str:
    """Return a county's name without its ending, if something is left of it."""
    return home.name[:-1] if len(home.name) > 2 else home.name


def _spelt(home: District, number: int) -> str:
    """Return a county as one office or another writes it."""
    ways = (
        home.name,
        f"{home.prefecture}{home.name}",
        f"{home.province}{home.prefecture}{home.name}",
        home.adcode,
    )
    return ways[number % len(ways)]
