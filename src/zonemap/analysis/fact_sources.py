"""Who says a fact, and how it stands to the region's day by their dates or its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from zonemap.analysis.fact import Fact, When
from zonemap.analysis.fact_tables import FactTables
from zonemap.core.dates import Answer, date_text, on_day, parse_edtf, sort_key
from zonemap.core.text import Text
from zonemap.core.vocabulary import word
from zonemap.region.region import Region


@dataclass(frozen=True)
class FactSources:
    """The evidence of a region by the fact that it is of.

    Parameters
    ----------
    region
        The region on its day.
    tables
        What its tables hold.
    """

    region: Region
    tables: FactTables

    def fact(self, table: str, zone_id: str, key: str, label: Text, value: Text) -> Fact:
        """Make the fact that a row of a table tells of a zone, with all its evidence."""
        held, name = self.tables.of_rows, (table, zone_id, key)
        known = held.get(name)
        if known is None or known.value != value or known.label != label:
            evidence = self.witnesses(table, zone_id, key)
            known = Fact(
                f"{table}/{zone_id}/{key}", table, key, label, value, evidence=evidence, keys=(name,)
            )
            held[name] = known
        return known

    def dates_of(self, evidence: tuple[int, ...]) -> list[str]:
        """Return the dates of the sources of some rows of the evidence; empty for an undated one."""
        return [self.tables.source_dates[label] for label in evidence]

    def witnesses(self, table: str, zone_id: str, *fields: str) -> tuple[int, ...]:
        """Return the rows of the evidence for some fields."""
        known = self.tables.evidence
        if len(fields) == 1:
            return known.get((table, zone_id, fields[0]), ())
        return tuple(
            dict.fromkeys(label for field in fields for label in known.get((table, zone_id, field), ()))
        )

    def by_sources(self, fact: Fact, *, is_state: bool = False) -> Fact:
        """Say of a fact without a date of its own whether its sources are later or older than the day."""
        dates = tuple(self.dates_of(fact.evidence))
        if not dates or "" in dates:
            return fact
        first, last = _first_and_last(dates)
        earliest, latest = parse_edtf(first).earliest, parse_edtf(last).latest
        if earliest is not None and earliest > self.region.date:
            return fact.at(When.later, _dated("later_source", first))
        if is_state and latest is not None and latest < self.region.date:
            return fact.at(When.last_known, _dated("last_known", last))
        return fact

    def by_date(self, fact: Fact, date: str) -> Fact:
        """Say of a fact with a date of its own whether it is reached on the day."""
        answer = on_day(date, self.region.date)
        if answer is Answer.reached:
            return fact
        if answer is Answer.not_known:
            return fact.at(When.not_known, word("fact", "not_known"))
        return fact.at(When.later, word("fact", "later_date"))


@lru_cache(maxsize=4096)
def _first_and_last(dates: tuple[str, ...]) -> tuple[str, str]:
    """Return the date that begins first and the one that certainly ends last."""
    return (
        min(dates, key=lambda text: parse_edtf(text).earliest or dt.date.min),
        max(dates, key=sort_key),
    )


@lru_cache(maxsize=4096)
def _dated(key: str, date: str) -> Text:
    """Return a remark that names a date."""
    return word("fact", key).format(day=date_text(date))
