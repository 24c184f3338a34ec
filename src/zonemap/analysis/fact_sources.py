"""Who says a fact, and how it stands to the region's day by their dates or its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

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
        return Fact(
            f"{table}/{zone_id}/{key}",
            table,
            key,
            label,
            value,
            evidence=self.witnesses(table, zone_id, key),
            keys=((table, zone_id, key),),
        )

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
        dates = self.dates_of(fact.evidence)
        if not dates or "" in dates:
            return fact
        first = min(dates, key=lambda text: parse_edtf(text).earliest or dt.date.min)
        earliest = parse_edtf(first).earliest
        if earliest is not None and earliest > self.region.date:
            return fact.at(When.later, word("fact", "later_source").format(day=date_text(first)))
        last = max(dates, key=sort_key)
        latest = parse_edtf(last).latest
        if is_state and latest is not None and latest < self.region.date:
            return fact.at(When.last_known, word("fact", "last_known").format(day=date_text(last)))
        return fact

    def by_date(self, fact: Fact, date: str) -> Fact:
        """Say of a fact with a date of its own whether it is reached on the day."""
        answer = on_day(date, self.region.date)
        if answer is Answer.reached:
            return fact
        if answer is Answer.not_known:
            return fact.at(When.not_known, word("fact", "not_known"))
        return fact.at(When.later, word("fact", "later_date"))
