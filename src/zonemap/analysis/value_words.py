"""Values in words, in both languages, the same for every output."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import pandas as pd

from zonemap.core.build_context import requested_lang
from zonemap.core.dates import date_text, is_edtf
from zonemap.core.errors import check_lang
from zonemap.core.names import townships_of
from zonemap.core.pinyin import Readings, county_readings
from zonemap.core.text import NONE, Text, join_texts
from zonemap.core.vocabulary import Vocabulary, terms, word
from zonemap.region.region import Region
from zonemap.tables.cells import NUMBER
from zonemap.tables.schemas import TABLE_NAMES, is_date_column, term_columns


@lru_cache(maxsize=4096)
def term_text(group: str, key: str) -> Text:
    """Return a word of the vocabulary; one that it does not have stands as it is."""
    known = terms(group)
    return known[key].text if key in known else Text(key)


@lru_cache(maxsize=1024)
def field_label(field: str) -> Text:
    """Return what people call a field of a zone."""
    key = f"field_{field}"
    return word("page", key) if key in terms("page") else word("column", field)


_MADE = {
    "status": {"status"},
    "basis": {"basis"},
    "located": {"located"},
    "side": {"side"},
    "class": {"account"},
    "state": {"state_later"},
}
"""Columns that the program makes, with the groups of their words."""


def in_words(frame: pd.DataFrame, lang: str = "", region: Region | None = None) -> pd.DataFrame:
    """Put a table for people: headings and cells in words in place of the keys of the vocabulary.

    Parameters
    ----------
    frame
        Any table of a region, or one made of it. A column whose cells hold words of the vocabulary, such as
        ``kind`` or ``status``, gets these in the language, and so do headings that are the names of columns
        or measures; all other cells stand as they are.
    lang
        ``zh`` or ``en``; by default that of the build that runs the notebook, else Chinese.
    region
        Whose table it is, where it holds words that a planner added.

    Raises
    ------
    UnknownOption
        If the language is another.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> zm.in_words(region.zones[["name_zh", "kind"]], "en").columns.tolist()
    ['Name', 'Kind']
    """
    lang = check_lang(lang or requested_lang())
    read = pd.DataFrame(frame).copy()
    words = region.words if region else Vocabulary()
    for at, column in enumerate(read.columns):
        keys = read.iloc[:, at]
        held = {str(key) for key in keys.dropna().unique() if isinstance(key, str) and key}
        for groups in _groups_of(str(column)):
            of = {key: group for group in groups for key in words.terms(group)}
            if held <= set(of):
                read.isetitem(at, [words.word(of[key], key).of(lang) if key in of else key for key in keys])
                break
    heads = words.terms("measure") | terms("column")
    return read.rename(columns=lambda name: heads[name].label(lang) if name in heads else name)


@cache
def _groups_of(column: str) -> list[tuple[str, ...]]:
    """Return the groups of the vocabulary whose words a column of that name may hold: one, or all of them."""
    found = {term_columns(table).get(column, "") for table in TABLE_NAMES} | _MADE.get(column, set())
    groups = sorted(found - {""})
    return [*((group,) for group in groups), *([tuple(groups)] if len(groups) > 1 else [])]


@dataclass(frozen=True)
class ValueWords:
    """The words for the values of a region's zones.

    Parameters
    ----------
    region
        Whose counties are named.
    """

    region: Region

    @cached_property
    def _counties(self) -> dict[str, Text]:
        names = pd.concat(
            [table[["name_zh", "name_en"]] for table in (self.region.counties, self.region.outside)]
        )
        return {str(adcode): Text(zh, en) for adcode, zh, en in names.itertuples(name=None)}

    @cached_property
    def _readings(self) -> Readings:
        return county_readings({name.zh: name.en for name in self._counties.values()})

    @cached_property
    def _held(self) -> dict[tuple[str, object], Text]:
        """What was put in words already, numbers left out: not stated is none that equals itself."""
        return {}

    def of(self, field: str, value: object) -> Text:
        """Put the value of a field in words; empty where it is not stated."""
        if isinstance(value, float):
            return self._new(field, value)
        key = field, value
        if key not in self._held:
            self._held[key] = self._new(field, value)
        return self._held[key]

    def _new(self, field: str, value: object) -> Text:
        """Put a value in words that was not before."""
        if group := term_columns("zones").get(field):
            return self.region.words.word(group, str(value)) if value else NONE
        if field == "counties":
            codes = value if isinstance(value, tuple) else tuple(filter(None, str(value).split(";")))
            return join_texts(self.county(code) for code in codes)
        if field == "township":
            return join_texts(townships_of(str(value), self._readings)) if value else NONE
        if field == "area_km2":
            number = float(str(value)) if value != "" else float("nan")
            return NONE if pd.isna(number) else Text(f"{number:.10g} km²")
        return Text(str(value))

    def county(self, adcode: str) -> Text:
        """Name a county."""
        return self._counties.get(adcode, Text(adcode))

    def stated(self, table: str, column: str, value: str) -> Text:
        """Put a value that a source states in words."""
        if is_date_column(table, column):
            return date_text(value) if value and is_edtf(value) else Text(value)
        if group := term_columns(table).get(column):
            return self.region.words.word(group, value)
        is_odd = column == "area_km2" and not re.fullmatch(NUMBER, value)
        return Text(value) if is_odd else self.of(column, value)  # a source may say "about ten"
