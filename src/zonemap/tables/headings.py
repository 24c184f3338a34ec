"""Headings, file names and sheet names as people write them → columns and tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from zonemap.core.history import FIELDS
from zonemap.core.vocabulary import Term, terms
from zonemap.tables.cells import folded, half_width, without_unit
from zonemap.tables.schemas import TABLE_NAMES, columns_of

if TYPE_CHECKING:
    from zonemap.tables.rows import Rows

_HEADING_WITHIN = 10
_BRACKETED = re.compile(r"\([^()]*\)")
_NUMBERING = re.compile(r"^(?:附?表)?\d{1,2}(?=\D)[.、_\s-]*")


SYNONYMS = {
    "name_zh": "开发区 开发区名称 园区 园区名称 功能区 功能区名称 区名 项目名称 zone_name park",
    "counties": "县 区县 县区 县市区 市县 县（区、市） 区（县） 所在县 所在区县 所在县区 所在县市区 "
    "所在县（区） 所在区 所在地 所在行政区 所属县 所属区县 所属县区 所属县市区 所属行政区 "
    "行政区 行政区划 辖区 属地 板块 所在板块 county district",
    "kind": "类别 种类 性质 开发区类型 开发区类别 园区类型 园区类别 type",
    "tier": "等级 层级 开发区级别 园区级别 批准级别 level",
    "management": "管理层级 管理权限",
    "township": "乡镇街道 所在乡镇 街道",
    "lon": "经度（°） 东经 lng long",
    "lat": "纬度（°） 北纬",
    "applied": "申报时间 申请时间 申请日期",
    "approved": "批准 批准时间 批准年份 批准年度 批准年月 批准设立时间 批准设立日期 获批时间 获批日期 "
    "获批年份 批复时间 批复日期 批复年份 设立时间 设立日期 设立年份 成立时间 成立日期 成立年份 "
    "年份 approval_date approval_year approved_year year",
    "unveiled": "挂牌时间 揭牌时间 揭牌日期",
    "operating": "运营时间 投产时间 投运时间 建成时间 启用时间",
    "area_km2": "面积 规划面积 批准面积 核准面积 总面积 用地面积 占地面积 area",
    "bounds_zh": "四至 四至范围 范围",
    "industry": "主导产业 主要产业 重点产业 产业定位 产业方向 主导产业名称 支柱产业 特色产业 industries",
}
"""Other headings that offices give the columns of a table of zones; each is listed, none is guessed."""

_OF_TABLE = {
    "sources": {
        "source_id": "编号 来源编号 资料 id",
        "title": "名称 题名 文件名称 资料名称",
        "publisher": "发布单位 发布机构 发文机关 单位 来源",
        "date": "发布日期 发文日期 时间",
        "type": "类型 类别",
        "address": "链接 地址 文号 url link",
    },
    "indicators": {
        "zone_id": "开发区 开发区名称 园区 园区名称 名称 区名 zone",
        "adcode": "县 县（市、区） 区县 县区 县市区 所在县 行政区 行政区划 地区 县代码 county",
        "indicator": "指标 项目",
        "date": "年份 年度 年 时间 期 时期 year period",
        "value": "值 数值 数据 number",
        "unit": "计量单位",
    },
    "vocabulary": {
        "group": "类别 分类 组",
        "key": "代号 代码 键 id",
        "zh": "中文 中文名 中文名称 词 名称 名称（中文） name_zh",
        "en": "英文 英文名 英文名称 english name_en",
        "color": "颜色值 色 colour",
        "shape": "符号 symbol",
        "unit": "计量单位",
        "better": "方向",
    },
    "evidence": {
        "source_id": "来源 出处 资料 资料来源 来源编号",
        "locator": "位置 页码 页 条款",
        "value": "值 数值",
        "note": "备注",
    },
}
"""Headings that mean something else in another table than in that of the zones."""


@lru_cache(maxsize=2**16)  # every row is asked whether it repeats the headings
def column_key(heading: str, table: str) -> str:
    """Return the key of a column whose heading is given as key, in Chinese, in English or in both.

    Parameters
    ----------
    heading
        The heading; a unit of area in brackets at its end does not matter.
    table
        Name of the table.

    Returns
    -------
    The key of a column of the table, else of any column of the vocabulary, else the heading itself.
    """
    wording = folded(without_unit(heading))
    found = _column_spellings(table).get(wording)
    if table == "zones":  # what has no meaning there is a planner's own column, under its own heading
        return found or _synonyms().get(wording) or half_width(heading)
    return found or _listed_of(table).get(wording) or _other_spellings().get(wording) or half_width(heading)


@cache
def heading_term(table: str, column: str) -> Term:
    """Return what a column is called in a table: in some a heading means something of its own."""
    known = terms("column")
    return replace(known.get(f"{table}.{column}", known[column]), key=column)


def field_key(heading: str) -> str:
    """Return which field of a zone a row of the history is about; not all are columns of the zones."""
    key, other = column_key(heading, "zones"), column_key(heading, "history")
    return other if key not in FIELDS and other in FIELDS else key


def heading_of(table: str, column: str) -> str:
    """Return the Chinese heading of a column; one that is a planner's own keeps its own."""
    return heading_term(table, column).zh if column in terms("column") else column


def column_keys(headings: Sequence[str], table: str) -> list[str]:
    """Return the key of each column of a table; ``#1``, ``#2`` … for those without a heading.

    Of two headings of the zones that may mean the same column, the one that is its name has it; where neither
    is, none has it, and both are columns of their own.
    """
    keys = [column_key(heading, table) if heading else f"#{i}" for i, heading in enumerate(headings, start=1)]
    if table != "zones":
        return keys
    named = [_column_spellings(table).get(folded(without_unit(heading))) for heading in headings]
    claims = Counter(key for key, name in zip(keys, named, strict=True) if name is None)
    return [
        half_width(heading)
        if heading and name is None and key in SYNONYMS and (key in named or claims[key] > 1)
        else key
        for heading, key, name in zip(headings, keys, named, strict=True)
    ]


def table_name(wording: str) -> str:
    """Return the table meant by the name of a file or sheet; empty when it is none.

    The name may have a number before it and an ending after it: ``1.开发区``, ``zones.csv``.
    """
    stem = _NUMBERING.sub(
        "", re.sub(r"\.(?:csv|tsv|txt|xlsx?)$", "", half_width(wording), flags=re.IGNORECASE)
    )
    return _table_spellings().get(folded(stem), "")


def heading_at(rows: Rows, table: str) -> tuple[int, int]:
    """Find the heading: the one of the first rows that names most of the table's columns.

    Returns
    -------
    Which row it is, counted from 0, and how many columns it names.
    """
    known = set(columns_of(table))
    named = [len(known & {column_key(cell, table) for cell in cells}) for _, cells in rows[:_HEADING_WITHIN]]
    most = max(named, default=0)
    at = named.index(most) if named else 0
    if most == 1 and table == "zones":  # a word such as "county" may stand in any row of data
        sure = {*_column_spellings(table), *(way for way, key in _synonyms().items() if key == "name_zh")}
        most = int(any(folded(without_unit(cell)) in sure for cell in rows[at][1]))
    return at, most


def table_like(rows: Rows) -> str:
    """Return the table whose columns the rows have, at least three and half of them; empty when none."""
    found = {name: heading_at(rows, name)[1] for name in TABLE_NAMES}
    best = max(found, key=lambda name: (found[name] / len(columns_of(name)), found[name]))
    return best if found[best] >= max(3, len(columns_of(best)) / 2) else ""


@cache
def _column_spellings(table: str) -> dict[str, str]:
    """Return the column by every way of writing the heading of a table's column."""
    return _spellings(heading_term(table, column) for column in columns_of(table))


@cache
def _other_spellings() -> dict[str, str]:
    """Return the column by every way of writing any heading."""
    return _spellings(term for key, term in terms("column").items() if "." not in key)


@cache
def _synonyms() -> dict[str, str]:
    """Return the column of the zones by every other heading that it is known by."""
    listed = {folded(heading): column for column, those in SYNONYMS.items() for heading in those.split()}
    return _spellings([terms("column")["industry"]]) | listed


@cache
def _listed_of(table: str) -> dict[str, str]:
    """Return the column of another table by every other heading that it is known by there."""
    return {
        folded(heading): column
        for column, those in _OF_TABLE.get(table, {}).items()
        for heading in those.split()
    }


@cache
def _table_spellings() -> dict[str, str]:
    """Return the table by every way of writing its name."""
    return _spellings(term for key, term in terms("table").items() if key in TABLE_NAMES)


def _spellings(words: Iterable[Term]) -> dict[str, str]:
    """Return the key by every way of writing; ways that two words share are left out."""
    found: dict[str, set[str]] = {}
    for term in words:
        for spelling in _ways_to_write(term):
            found.setdefault(spelling, set()).add(term.key)
    return {spelling: next(iter(keys)) for spelling, keys in found.items() if len(keys) == 1}


def _ways_to_write(term: Term) -> Iterator[str]:
    """Go through the ways of writing a heading or name."""
    zh = half_width(term.zh)
    singly = (term.key, zh, term.en, _BRACKETED.sub("", zh))
    together = (f"{zh}{other}" for other in (term.en, f"/{term.en}", term.key, f"({term.key})"))
    turned = (f"{term.key}{zh}", f"{term.key}({zh})", f"{term.en}{zh}")
    return (folded(without_unit(way)) for way in (*singly, *together, *turned))
