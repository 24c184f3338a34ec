"""A single file with zones: what its region is called, and which day its cells speak of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd

from zonemap.boundaries.districts import District, districts, english_name
from zonemap.core.dates import is_edtf, parse_edtf
from zonemap.core.problems import DataProblems, Problem
from zonemap.core.text import Text
from zonemap.core.vocabulary import word
from zonemap.region.status import DATE_COLUMNS
from zonemap.tables.cells import read_date
from zonemap.tables.intake import own_columns_of
from zonemap.tables.reader import Tables

_AS_OF = re.compile(
    r"截(?:至|止)\s*[:：]?\s*(?P<day>\d{4}\s*[-./年]\s*(?:\d{1,2}\s*[-./月]?\s*)?(?:\d{1,2}\s*日?)?)"
)
_UNSAFE = re.compile(r'[\\/:*?"<>|\s]+')


def name_of(file: Path) -> str:
    """Return what the outputs of a file are called by: its stem without what a path may not hold."""
    return _UNSAFE.sub("-", file.stem).strip("-.") or "zones"


def title_of(name: str, counties: gpd.GeoDataFrame) -> Text:
    """Return the title of a region: by its prefecture if it has one only, else by the name of its file."""
    homes = {home.prefecture for home in _homes(counties)}
    if len(homes) == 1 and (home := homes.pop()):
        return Text(f"{home}开发区", f"Development zones of {english_name(home)}")
    return Text(name, name)


def day_of(found: Tables, file: Path, given: dt.date | None) -> tuple[dt.date, Text]:
    """Return the day that the cells of a file speak of, and how it was found.

    It is the day that is given; else that of a cell such as 截至2023年12月31日; else the newest that the
    tables of the zones and of the sources name, in a date or in the heading of a column; never that of the
    reading.

    Raises
    ------
    DataProblems
        If none is given and the file names none.
    """
    if given:
        return given, word("reading", "day_given").format(day=given.isoformat())
    stated = sorted(_stated(found))
    if stated:
        return stated[-1], word("reading", "day_stated").format(day=stated[-1].isoformat())
    if newest := newest_day(found):
        return newest, word("reading", "day_newest").format(day=newest.isoformat())
    fix = Text(
        "请用 --as-of 说明，或在表上方写“截至2023年12月31日”",
        "Say it with --as-of, or write 截至2023年12月31日 above the table",
    )
    message = Text(
        "表里没有任何日期，不知道是哪一天的情况", "no date in the table: of which day does it speak"
    )
    raise DataProblems([Problem(file.name, message, fix)])


def newest_day(found: Tables) -> dt.date | None:
    """Return the newest day that dates of the zones or headings with a year name; None without any."""
    return max(_named(found), default=None)


def _stated(found: Tables) -> Iterator[dt.date]:
    """Go through the days that cells beside the zones' table say it speaks of."""
    zones = found.tables["zones"]
    rows = [
        cells for number, cells in zones.rows if number < zones.heading_row or number not in zones.frame.index
    ]
    for cell in (cell for cells in rows for cell in cells):
        for match in _AS_OF.finditer(cell):
            yield from _latest(read_date(re.sub(r"\s", "", match["day"]).rstrip("-./")))


def _named(found: Tables) -> Iterator[dt.date]:
    """Go through the days that dates of the zones and of the sources, and headings with a year, name."""
    zones = found.tables["zones"]
    for column in DATE_COLUMNS:
        for cell in zones.frame.get(column, ()):
            yield from _latest(cell)
    for cell in found.tables["sources"].frame.get("date", ()):
        yield from _latest(cell)
    for own in own_columns_of(zones):
        if own.year:
            yield dt.date(own.year, 12, 31)


def _latest(text: str) -> Iterator[dt.date]:
    """Yield the last day that a coarse date can mean, if it is one."""
    if text and is_edtf(text):
        day = parse_edtf(text).latest
        if day is not None:
            yield day


def _homes(counties: gpd.GeoDataFrame) -> Iterator[District]:
    """Go through the counties as they stand among those of China."""
    by_code = {district.adcode: district for district in districts()}
    return (by_code[adcode] for adcode in counties.index if adcode in by_code)
