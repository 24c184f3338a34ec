"""Headings, file names and sheet names as people write them → columns and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from zonemap.core.vocabulary import Term, terms
from zonemap.tables.cells import folded, half_width, without_unit
from zonemap.tables.rows import Rows
from zonemap.tables.schemas import TABLE_NAMES, columns_of

_HEADING_WITHIN = 10
_BRACKETED = re.compile(r"\([^()]*\)")
_NUMBERING = re.compile(r"^(?:附?表)?\d{1,2}(?=\D)[.、_\s-]*")


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
    return _column_spellings(table).get(wording) or _other_spellings().get(wording) or half_width(heading)


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
    return (named.index(most) if named else 0), most


def table_like(rows: Rows) -> str:
    """Return the table whose columns the rows have, at least three and half of them; empty when none."""
    found = {name: heading_at(rows, name)[1] for name in TABLE_NAMES}
    best = max(found, key=lambda name: (found[name] / len(columns_of(name)), found[name]))
    return best if found[best] >= max(3, len(columns_of(best)) / 2) else ""


@cache
def _column_spellings(table: str) -> dict[str, str]:
    """Return the column by every way of writing the heading of a table's column."""
    return _spellings(terms("column")[column] for column in columns_of(table))


@cache
def _other_spellings() -> dict[str, str]:
    """Return the column by every way of writing any heading."""
    return _spellings(terms("column").values())


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
