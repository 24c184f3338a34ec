"""Values in words, in both languages, the same for every output."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from zonemap.core.dates import date_text, is_edtf
from zonemap.core.names import townships_of
from zonemap.core.pinyin import Readings, county_readings
from zonemap.core.text import NONE, Text, join_texts
from zonemap.core.vocabulary import terms, word
from zonemap.region.region import Region
from zonemap.tables.cells import NUMBER
from zonemap.tables.schemas import is_date_column, term_columns


def term_text(group: str, key: str) -> Text:
    """Return a word of the vocabulary; one that it does not have stands as it is."""
    known = terms(group)
    return known[key].text if key in known else Text(key)


def field_label(field: str) -> Text:
    """Return what people call a field of a zone."""
    key = f"field_{field}"
    return word("page", key) if key in terms("page") else word("column", field)


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

    def of(self, field: str, value: object) -> Text:
        """Put the value of a field in words; empty where it is not stated."""
        if group := term_columns("zones").get(field):
            return term_text(group, str(value)) if value else NONE
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
            return term_text(group, value)
        is_odd = column == "area_km2" and not re.fullmatch(NUMBER, value)
        return Text(value) if is_odd else self.of(column, value)  # a source may say "about ten"
