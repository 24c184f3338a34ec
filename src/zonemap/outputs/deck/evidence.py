"""Who says so: numbered sources, and the evidence of a value in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from zonemap.analysis.fact import Fact
from zonemap.analysis.facts import FactBook, book_of
from zonemap.core.text import COMMA
from zonemap.core.vocabulary import word
from zonemap.outputs.deck.native_tables import SMALL, Cell, Column, add_pages
from zonemap.outputs.deck.slide import Deck
from zonemap.outputs.deck.words import Words
from zonemap.region.region import Region


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
    _facts: dict[str, list[Fact]] = field(default_factory=dict, init=False, compare=False, repr=False)
    _described: dict[int, tuple[str, ...]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each source, in the order of ``sources.csv``."""
        return {
            source_id: number for number, source_id in enumerate(self.region.sources["source_id"], start=1)
        }

    @cached_property
    def book(self) -> FactBook:
        """What is known of the zones."""
        return book_of(self.region)

    def of(self, table: str, fields: Collection[str] = (), zones: Collection[str] | None = None) -> list[int]:
        """Return the labels of the evidence of a table; of some fields or of some zones alone, if told."""
        return [
            label
            for label, row in self.book.evidence_rows.items()
            if row["table"] == table
            and (not fields or row["field"] in fields)
            and (zones is None or row["zone_id"] in zones)
        ]

    def sources_of(self, labels: Iterable[int]) -> set[str]:
        """Return the sources of some rows of the evidence."""
        return {self.book.evidence_rows[label]["source_id"] for label in labels}

    def mark(self, labels: Sequence[int]) -> str:
        """Return the numbers of the sources of some values and the lowest confidence: ``[1][3] 高``."""
        if not labels:
            return "–"
        sources = self.sources_of(labels)
        self.cited.update(sources)
        used = sorted(self.numbers[source_id] for source_id in sources)
        lowest = max((self.book.evidence_rows[label]["confidence"] for label in labels), key="HML".index)
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

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each zone."""
        return {str(zone_id): self.words.name(zone) for zone_id, zone in self.region.zones.iterrows()}

    def short(self, source_id: str) -> str:
        """Name a source on one line: its number, publisher and date; the list of sources has the rest."""
        self.cited.add(source_id)
        row = self.region.sources.iloc[self.numbers[source_id] - 1]
        date = self.words.date(row["date"]) if row["date"] else self.words.sentence("undated_source")
        described = COMMA.of(self.words.lang).join(filter(None, (row["publisher"], date)))
        return f"[{self.numbers[source_id]}] {described}"

    def facts(self, zone_id: str) -> list[Fact]:
        """Return what is known of a zone; several slides ask for it."""
        if zone_id not in self._facts:
            self._facts[zone_id] = self.book.facts_of(zone_id)
        return self._facts[zone_id]

    def rows(self, zone_id: str) -> list[tuple[str, ...]]:
        """Tell every value of a zone, with who says so, where, and how sure it is."""
        return self._together([*map(self._row, self._of_zone.get(zone_id, ())), *self._own_cells(zone_id)])

    @cached_property
    def _of_zone(self) -> dict[str, list[int]]:
        """The labels of the evidence of each zone."""
        found: dict[str, list[int]] = {}
        for label, row in self.book.evidence_rows.items():
            found.setdefault(row["zone_id"], []).append(label)
        return found

    def _own_cells(self, zone_id: str) -> Iterator[tuple[str, ...]]:
        """Tell the values of a zone that stand in the planner's own table and that no source states."""
        lang = self.words.lang
        for fact in self.facts(zone_id):
            if fact.cell:
                about = self.words.sentence("value", field=fact.label.of(lang), value=fact.value.of(lang))
                yield about, fact.cell.of(lang)

    def rows_of(self, labels: Iterable[int]) -> list[tuple[str, ...]]:
        """Tell who says so for some rows of the evidence, zone by zone."""
        of_zones: dict[str, list[tuple[str, ...]]] = {}
        for label in labels:
            of_zones.setdefault(self.book.evidence_rows[label]["zone_id"], []).append(self._row(label))
        found: list[tuple[str, ...]] = []
        for zone_id, rows in of_zones.items():
            found += [(self.names[zone_id],)] if zone_id else []
            found += self._together(rows)
        return found

    def _together(self, rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """Tell the values that one place of a source states in one row."""
        values: dict[tuple[str, ...], list[str]] = {}
        for about, *wording in rows:
            values.setdefault(tuple(wording), []).append(about)
        return [(self.words.join_notes(told), *wording) for wording, told in values.items()]

    def _row(self, label: int) -> tuple[str, ...]:
        """Tell one row of the evidence."""
        self.cited.add(self.book.evidence_rows[label]["source_id"])
        if label not in self._described:
            self._described[label] = self._describe(label, self.book.evidence_rows[label])
        return self._described[label]

    def _describe(self, label: int, row: dict[str, str]) -> tuple[str, ...]:
        """Put one row of the evidence in words: what it is of, its value; who says so, where, how surely."""
        lang = self.words.lang
        fact = self.book.fact_at(row["table"], row["zone_id"], row["field"])
        is_column = row["table"] == "zones" and fact.field == row["field"]
        name = word("column", row["field"]) if is_column else fact.label
        about = self.words.sentence("value", field=name.of(lang), value=fact.described.of(lang))
        parts = [
            self.source(row["source_id"]),
            self.book.states_otherwise(label).of(lang),
            row["locator"],
            self.words.of("confidence", row["confidence"]),
            row["note"],
        ]
        return about, " · ".join(filter(None, parts)), f"[{self.numbers[row['source_id']]}]"


def add_evidence(deck: Deck, title: str, rows: Sequence[tuple[str, ...]]) -> None:
    """Add hidden slides with the evidence of the slide before: who says what, in smaller type.

    Parameters
    ----------
    deck, title
        Where, and the title of the slide that it is the evidence of.
    rows
        What, its value or who says so and where, and the numbers of its sources; what alone begins a part.
    """
    if not rows:
        return
    words = deck.words
    columns = [
        Column(words.sentence("head_item"), 200),
        Column(words.sentence("head_value"), 580),
        Column(words.sentence("head_source"), 108, "right"),
    ]
    parted = [[Cell(one[0], "accent", bold=True), *(Cell(text) for text in one[1:])] for one in rows]
    filled = [[*row, *(Cell("") for _ in range(len(columns) - len(row)))] for row in parted]
    heading = words.sentence("evidence_title", title=title)
    add_pages(deck, heading, "", columns, filled, largest=SMALL, is_hidden=True)
