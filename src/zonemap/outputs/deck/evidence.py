"""Who says so: numbered sources, and the evidence of a value in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from zonemap.analysis.facts import FactBook
from zonemap.analysis.measures import known_industries, neighbours, shared_industries
from zonemap.core.vocabulary import word
from zonemap.outputs.deck.words import Words
from zonemap.region.region import Region

Reference = tuple[str, str]
"""Table and field of an evidence."""


@dataclass(frozen=True)
class Evidence:
    """The evidence of a region, told in one language.

    Parameters
    ----------
    region
        The region.
    words
        The language.
    """

    region: Region
    words: Words
    cited: set[str] = field(default_factory=set, init=False, compare=False)
    """The sources named so far, on slides and in notes; the list of sources has no others."""

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each source, in the order of ``sources.csv``."""
        return {
            source_id: number for number, source_id in enumerate(self.region.sources["source_id"], start=1)
        }

    @cached_property
    def alike(self) -> pd.DataFrame:
        """The pairs of neighbours that name the same industry."""
        shown = self.region.shown
        around = neighbours(shown, self.region.counties)
        return shared_industries(shown, known_industries(self.region), around)

    @cached_property
    def book(self) -> FactBook:
        """What is known of the zones."""
        return FactBook(self.region)

    def rows(self, zone_id: str, references: Iterable[Reference]) -> pd.DataFrame:
        """Return the evidence of some values of a zone; an empty id for the region as a whole."""
        of_zone = self._of(zone_id)
        keys = list(zip(of_zone["table"], of_zone["field"], strict=True))
        wanted = set(references)
        return of_zone[pd.Series([key in wanted for key in keys], index=of_zone.index, dtype=bool)]

    def mark(self, rows: pd.DataFrame) -> str:
        """Return the numbers of the sources of some values and the lowest confidence: ``[1][3] 高``."""
        if rows.empty:
            return "–"
        self.cited.update(rows["source_id"])
        used = sorted({self.numbers[source_id] for source_id in rows["source_id"]})
        lowest = max(rows["confidence"], key="HML".index)
        return "".join(f"[{number}]" for number in used) + " " + self.words.sentence(f"confidence_{lowest}")

    def source(self, source_id: str) -> str:
        """Cite a source: publisher, title and date."""
        self.cited.add(source_id)
        return self._sources[source_id]

    @cached_property
    def _sources(self) -> dict[str, str]:
        """What cites each source: the notes of every slide do."""
        return {row["source_id"]: self._cite(row) for _, row in self.region.sources.iterrows()}

    def _cite(self, row: pd.Series) -> str:
        """Put a source in words."""
        date = self.words.date(row["date"]) if row["date"] else self.words.sentence("undated_source")
        return self.words.sentence("source", publisher=row["publisher"], title=row["title"], date=date)

    def _of(self, zone_id: str) -> pd.DataFrame:
        """Return the evidence of a zone; of the region as a whole for an empty id."""
        return self._by_zone.get(zone_id, self.region.evidence[:0])

    @cached_property
    def _by_zone(self) -> dict[str, pd.DataFrame]:
        """The evidence of each zone, parted once for all slides."""
        return {str(zone_id): rows for zone_id, rows in self.region.evidence.groupby("zone_id", sort=False)}

    @cached_property
    def _names(self) -> dict[str, str]:
        """The name of each zone."""
        return {str(zone_id): self.words.name(zone) for zone_id, zone in self.region.zones.iterrows()}

    def footnote(self, source_id: str) -> str:
        """Cite a source with its number."""
        return f"[{self.numbers[source_id]}] {self.source(source_id)}"

    def evidence_lines(self, zone_id: str) -> list[str]:
        """Tell every value of a zone with who says so, where, and how sure it is."""
        rows = self._of(zone_id)
        return [*(self._evidence_line(row) for _, row in rows.iterrows()), *self._own_cells(zone_id)]

    def _own_cells(self, zone_id: str) -> Iterator[str]:
        """Tell the values of a zone that stand in the planner's own table and that no source states."""
        lang = self.words.lang
        for fact in self.book.facts_of(zone_id) if self.region.witnesses.cells else ():
            if fact.cell:
                about = self.words.sentence("value", field=fact.label.of(lang), value=fact.value.of(lang))
                yield self.words.sentence("evidence", about=about, said=fact.cell.of(lang))

    def evidence_lines_of(self, rows: pd.DataFrame) -> list[str]:
        """Tell who says so for some rows of the evidence, with the zone they are of."""
        return [self._evidence_line(row, of_zone=True) for _, row in rows.iterrows()]

    def _evidence_line(self, row: pd.Series, *, of_zone: bool = False) -> str:
        """Tell one row of the evidence."""
        about = self._about(row)
        if of_zone and row["zone_id"]:
            about = f"{self._names[row['zone_id']]} · {about}"
        parts = [
            self.footnote(row["source_id"]),
            self.book.states_otherwise(int(str(row.name))).of(self.words.lang),
            row["locator"],
            self.words.of("confidence", row["confidence"]),
            row["note"],
        ]
        return self.words.sentence("evidence", about=about, said=" · ".join(filter(None, parts)))

    def _about(self, row: pd.Series) -> str:
        """Say what an evidence is of, with its value and how it stands to the day."""
        fact = self.book.fact_at(row["table"], row["zone_id"], row["field"])
        is_column = row["table"] == "zones" and fact.field == row["field"]
        label = word("column", row["field"]) if is_column else fact.label
        name, value = (text.of(self.words.lang) for text in (label, fact.described))
        return self.words.sentence("value", field=name, value=value)
