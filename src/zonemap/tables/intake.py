"""The table of the zones as any office keeps it: ids made from names, industries in a cell, own columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, count

import pandas as pd

from zonemap.core.names import place_and_kind
from zonemap.core.pinyin import syllables
from zonemap.core.vocabulary import label
from zonemap.tables.cell_readers import read_cells
from zonemap.tables.cells import half_width
from zonemap.tables.indicators import with_plain_values
from zonemap.tables.nearest import is_near_heading
from zonemap.tables.own_columns import PREFIX, OwnColumn, own_column
from zonemap.tables.own_words import OwnWords, with_own_words, words_in
from zonemap.tables.reader import Tables
from zonemap.tables.schema_checks import fits_column
from zonemap.tables.schemas import ID_FORM, PLACE_COLUMNS, columns_of, split_list
from zonemap.tables.table import Table

_INDUSTRY = "industry"
"""The heading of industries: a table of its own, or a column of the zones with any number of them a cell."""

_GIVEN_BACK = tuple(
    half_width(label("workbook", key, "zh")) for key in ("measured_km2", "other_counties", "zone_name")
)
"""Headings that a workbook of zonemap adds: given back, they are not taken for a planner's own."""

_RUNNING = re.compile(r"序号|顺序号|行号|no\.?|nr\.?|#|№", re.IGNORECASE)
"""Heading of a column that only numbers the rows."""


def take_in(found: Tables, *, own: bool = False, with_near: bool = True) -> Tables:
    """Return the tables with what the zones' table leaves to the reader.

    Ids are made from names where the table has none; a column of industries becomes the table of the
    industries, each where its cell stands; every column without a meaning becomes a planner's own.

    Parameters
    ----------
    found
        The tables as they were read.
    own
        Whether the tables are their own evidence: then any word may be an id, for which one is made in all
        of them, and an industry is stated by the row that names it.
    with_near
        Whether a misspelt heading is taken for the column that it must mean.
    """
    found = replace(found, tables={name: _without_added(table) for name, table in found.tables.items()})
    numbers = found.tables["indicators"]
    plain = replace(numbers, frame=with_plain_values(numbers.frame))
    found = replace(found, tables=with_own_words({**found.tables, "indicators": plain}))
    zones = found.tables["zones"]
    if "name_zh" not in zones.frame.columns:
        return found
    zones = _with_ids(_with_near_headings(zones) if with_near else zones)
    tables = {**found.tables, "zones": zones}
    if own:
        tables = _with_proper_ids({**tables, "zones": _with_filled_ids(zones)})
        tables = _with_stated_industries(tables)
        zones = tables["zones"]
    if _INDUSTRY in zones.frame.columns and tables["industries"].frame.empty:
        tables["industries"] = _industries_in(zones, words_in(tables["vocabulary"].frame))
        zones = replace(zones, frame=zones.frame.drop(columns=[_INDUSTRY]))
    return replace(found, tables={**tables, "zones": _with_own_columns(zones)})


def own_columns_of(zones: Table) -> tuple[OwnColumn, ...]:
    """Return the planner's own columns of a table of zones that was taken in, in its order."""
    return tuple(
        own_column(column.removeprefix(PREFIX), zones.frame[column])
        for column in zones.frame.columns
        if column.startswith(PREFIX)
    )


def _with_near_headings(zones: Table) -> Table:
    """Take a misspelt heading for the column that it must mean.

    It must be near to the name of one column only, which no other heading has or is near to, and every cell
    below it must be what that column holds; else it stays a column of its own.
    """
    frame = zones.frame
    free = [column for column in columns_of("zones") if column not in frame.columns]
    found: dict[str, list[str]] = {}
    for heading in frame.columns:
        if heading not in columns_of("zones") and not _is_no_attribute(heading):
            for column in free:
                if is_near_heading(column, heading):
                    found.setdefault(heading, []).append(column)
    meant = Counter(column for columns in found.values() for column in columns)
    names = {
        heading: columns[0]
        for heading, columns in found.items()
        if len(columns) == 1 and meant[columns[0]] == 1 and fits_column(frame[heading], columns[0])
    }
    read = read_cells(frame.rename(columns=names), "zones")
    headings = {names.get(column, column): place for column, place in zones.headings.items()}
    return replace(zones, frame=read, headings=headings)


def _with_ids(zones: Table) -> Table:
    """Give each zone an id made from its name, if the table has no column of ids.

    Zones of one name are told apart by their counties, then by number.
    """
    if "zone_id" in zones.frame.columns:
        return zones
    frame = zones.frame
    counties = frame["counties"] if "counties" in frame.columns else pd.Series("", index=frame.index)
    stems = [_stem(name) for name in frame["name_zh"]]
    twice = {stem for stem, times in Counter(stems).items() if times > 1}
    stems = [
        f"{stem}-{_letters(county)}" if stem in twice and county else stem
        for stem, county in zip(stems, counties, strict=True)
    ]
    named = [stem if name else "" for stem, name in zip(stems, frame["name_zh"], strict=True)]
    ids = pd.Series(_apart(named, ()), index=frame.index, dtype=str)
    return replace(zones, frame=frame.assign(zone_id=ids))


def _with_filled_ids(zones: Table) -> Table:
    """Give an id made from its name to each zone whose cell of the id is empty."""
    given = zones.frame["zone_id"]
    if not (given == "").any():
        return zones
    bare = zones.frame[given == ""].drop(columns=["zone_id"])
    made = _with_ids(replace(zones, frame=bare)).frame["zone_id"]
    free = pd.Series(_apart(made, given), index=made.index, dtype=str)
    return replace(zones, frame=zones.frame.assign(zone_id=given.mask(given == "", free).astype(str)))


def _with_proper_ids(tables: dict[str, Table]) -> dict[str, Table]:
    """Make an id of every word that stands for one, the same in all tables: 盐湖高新区, A-01, S1."""
    ids = _proper_ids(tables["zones"].frame, "zone_id", _stem)
    sources = _proper_ids(tables["sources"].frame, "source_id", _letters)
    return {
        name: _renamed(_renamed(table, "zone_id", ids), "source_id", sources)
        for name, table in tables.items()
    } | {"story": _renamed_chapters(tables["story"], ids)}


def _proper_ids(frame: pd.DataFrame, column: str, make: Callable[[str], str]) -> dict[str, str]:
    """Return the id to make of each word of a column that is none, none of them twice."""
    words = [word for word in dict.fromkeys(frame.get(column, pd.Series(dtype=str))) if word]
    given = [word for word in words if re.fullmatch(ID_FORM, word)]
    others = [word for word in words if word not in set(given)]
    stems = [
        re.sub(r"[^a-z0-9]+", "-", word.lower()).strip("-") if word.isascii() else make(word)
        for word in others
    ]
    return dict(zip(others, _apart([stem or "no" for stem in stems], given), strict=True))


def _apart(ids: Iterable[str], taken: Iterable[str]) -> list[str]:
    """Return ids with a number behind each that is taken already; an empty one stays empty."""
    used, found = set(taken), list[str]()
    for id_ in ids:
        ways = chain([id_], (f"{id_}-{number}" for number in count(2)))
        found.append(next(way for way in ways if way not in used) if id_ else "")
        used.add(found[-1])
    return found


def _renamed(table: Table, column: str, ids: dict[str, str]) -> Table:
    """Put ids in place of words in a column of a table, if it has the column."""
    if not ids or column not in table.frame.columns:
        return table
    cells = table.frame[column].map(lambda cell: ids.get(cell, cell)).astype(str)
    return replace(table, frame=table.frame.assign(**{column: cells}))


def _renamed_chapters(story: Table, ids: dict[str, str]) -> Table:
    """Put ids in place of words where the chapters name zones."""
    story = _renamed(story, "zone", ids)
    columns = [column for column in PLACE_COLUMNS if ids and column in story.frame.columns]
    cells = {
        column: story.frame[column].map(
            lambda cell: ";".join(ids.get(part, part) for part in split_list(cell))
        )
        for column in columns
    }
    return replace(story, frame=story.frame.assign(**cells))


def _with_stated_industries(tables: dict[str, Table]) -> dict[str, Table]:
    """Let an industry be stated by its row, where the table does not say what it rests on."""
    industries = tables["industries"]
    if industries.frame.empty or "basis" in industries.frame.columns:
        return tables
    return {**tables, "industries": replace(industries, frame=industries.frame.assign(basis="stated"))}


def _stem(name: str) -> str:
    """Return what an id is made of: the place and the kind of a name, else all of the name, in letters."""
    parts = place_and_kind(name)
    if parts.place and parts.kind:
        return f"{_letters(parts.place)}-{parts.kind}"
    return _letters(name) or "zone"


def _letters(text: str) -> str:
    """Return a text as small letters and digits, syllable by syllable."""
    return re.sub(r"[^a-z0-9]", "", "".join(syllables(text, {})).replace("ü", "v"))


def _industries_in(zones: Table, words: OwnWords) -> Table:
    """Make the table of industries of a column of the zones: a row for each industry of a cell."""
    rows = [
        (number, zone_id, industry)
        for number, zone_id, cell in zones.frame[["zone_id", _INDUSTRY]].itertuples(name=None)
        for industry in dict.fromkeys(_industries_of(cell, words))
    ]
    frame = pd.DataFrame(
        [(zone_id, industry, "stated") for _, zone_id, industry in rows],
        columns=columns_of("industries"),
        index=pd.Index([number for number, _, _ in rows], name="row", dtype="int64"),
        dtype=str,
    )
    headings = {_INDUSTRY: zones.headings[_INDUSTRY], "zone_id": zones.headings["name_zh"]}
    return replace(zones, name="industries", frame=frame, headings=headings, problems=())


def _industries_of(cell: str, words: OwnWords) -> Iterator[str]:
    """Go through the industries of a cell; the name of one may hold the mark that parts several."""
    whole = words.read(cell, "industry")
    if whole in words.vocabulary.terms("industry"):
        yield whole
    else:
        yield from (words.read(part, "industry") for part in split_list(cell))


def _is_no_attribute(column: str) -> bool:
    """Tell whether a column says nothing of the zones: it numbers the rows, or zonemap itself added it."""
    return half_width(column) in _GIVEN_BACK or bool(_RUNNING.fullmatch(half_width(column)))


def _without_added(table: Table) -> Table:
    """Leave out of a table what zonemap itself adds to its workbooks for people."""
    added = [column for column in table.frame if half_width(column) in _GIVEN_BACK]
    return replace(table, frame=table.frame.drop(columns=added)) if added else table


def _with_own_columns(zones: Table) -> Table:
    """Name the columns without a meaning by their headings, apart from every column of the program."""
    frame = zones.frame.drop(columns=[column for column in zones.frame if _is_no_attribute(column)])
    known = columns_of("zones")
    own = {column: f"{PREFIX}{zones.headings[column][1]}" for column in frame.columns if column not in known}
    frame = frame.rename(columns=own)
    headings = {own.get(column, column): place for column, place in zones.headings.items()}
    return replace(zones, frame=frame, headings=headings)
