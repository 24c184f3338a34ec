"""The facts of the zones at every stop of the slider, so written that the page only looks them up.

A fact is written once with what never changes of it, and how it stands to the day as runs of stops. What many
facts share - texts, headings, runs, evidence - is written once and named by its number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from zonemap.analysis.fact import Fact, When
from zonemap.analysis.facts import FactBook, book_of
from zonemap.core.text import NONE, Text, parse_text
from zonemap.outputs.page.stops import Stops
from zonemap.tables.schemas import rows_of

Values = dict[str, Any]
Stand = tuple[When, Text] | None
"""How a fact stands to a day and its remark; None where it is not told on that day."""


@dataclass
class _Shared:
    """Values that are written once, each under its number."""

    numbers: dict[Hashable, int] = field(default_factory=dict)
    written: list[Any] = field(default_factory=list)

    def number(self, key: Hashable, value: Any) -> int:
        """Return the number of a value, a new one where it is met first."""
        if key not in self.numbers:
            self.numbers[key] = len(self.written)
            self.written.append(value)
        return self.numbers[key]


@dataclass
class _Runs:
    """What is told of one zone: its facts in order, each with the stops from which on it stands how."""

    order: list[int] = field(default_factory=list)
    numbers: dict[Hashable, int] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    runs: list[list[tuple[int, Stand]]] = field(default_factory=list)

    def add(self, year: int, facts: Iterable[Fact]) -> None:
        """Add what is told from the stop of a year on."""
        gone, place = dict.fromkeys(self.order), 0
        for fact in facts:
            key = (fact.id, fact.value, fact.evidence, fact.cell)
            number = self.numbers.setdefault(key, len(self.facts))
            gone.pop(number, None)
            if number == len(self.facts):
                self.order.insert(place, number)
                self.facts.append(fact)
                self.runs.append([])
            place = self.order.index(number) + 1
            self._stand(number, year, (fact.when, fact.remark))
        for left in gone:
            self._stand(left, year, None)

    def _stand(self, number: int, year: int, stand: Stand) -> None:
        """Note how a fact stands from the stop of a year on."""
        runs = self.runs[number]
        if not runs or runs[-1][1] != stand:
            runs.append((year, stand))


@dataclass
class PageFacts:
    """The facts of a region's zones, and of the region as a whole, at every stop.

    What is computed from other zones holds for the region's own day, and says so.

    Parameters
    ----------
    stops
        The region at every stop.
    """

    stops: Stops
    _texts: _Shared = field(default_factory=_Shared)
    _heads: _Shared = field(default_factory=_Shared)
    _stands: _Shared = field(default_factory=_Shared)

    def __post_init__(self) -> None:
        self._text(NONE)  # the text without words has the number 0

    @cached_property
    def book(self) -> FactBook:
        """What is known on the region's own day."""
        return book_of(self.stops.region)

    @cached_property
    def of_zones(self) -> dict[str, list[list[Any]]]:
        """The facts of each zone, in the order of all outputs."""
        first = self.stops.years[0]
        described = self._of_zones_by_stop()
        return {
            zone_id: [
                *self._written(runs),
                *(self._fact(fact, [(first, (fact.when, NONE))]) for fact in self.book.computed_of(zone_id)),
            ]
            for zone_id, runs in described.items()
        }

    @cached_property
    def of_region(self) -> list[list[Any]]:
        """What happened to the region as a whole."""
        runs = _Runs()
        for year, book in self._books.items():
            runs.add(year, book.of_region())
        return self._written(runs)

    @cached_property
    def evidence(self) -> list[Values]:
        """Who says what, and where: what several values have in common once; what is empty is left out."""
        return self._evidence[1]

    def shared(self) -> Values:
        """Return what the facts have in common: complete once all of them are written."""
        return {
            "texts": self._texts.written,
            "heads": self._heads.written,
            "stands": self._stands.written,
        }

    @cached_property
    def _books(self) -> dict[int, FactBook]:
        return {
            year: self.book if state is self.stops.region else self.book.on(state)
            for year, state in self.stops.states.items()
        }

    def _of_zones_by_stop(self) -> dict[str, _Runs]:
        """Gather what is told of each zone from which stop on, anew only where a day may have changed it."""
        found = {str(zone_id): _Runs() for zone_id in self.stops.region.zones.index}
        turns, passed = self.book.tables.turns, dict.fromkeys(found, -1)
        for year, book in self._books.items():
            for zone_id, runs in found.items():
                number = bisect_right(turns.get(zone_id, []), book.region.date)
                if number != passed[zone_id]:
                    passed[zone_id] = number
                    runs.add(year, book.stated_of(zone_id))
        return found

    def _written(self, runs: _Runs) -> list[list[Any]]:
        """Write facts with their runs."""
        return [self._fact(runs.facts[number], runs.runs[number]) for number in runs.order]

    def _fact(self, fact: Fact, runs: list[tuple[int, Stand]]) -> list[Any]:
        """Write a fact: the numbers of heading, value, runs and evidence, and what only few have."""
        head = (fact.section, fact.field, self._text(fact.label))
        numbers = self._evidence[0]
        more: Values = {
            name: self._text(text)
            for name, text in (("derivation", fact.derivation), ("cell", fact.cell))
            if text
        }
        if len(fact.series) > 1:
            more["series"] = [list(entry) for entry in fact.series]
        if fact.zone_ids:
            more["zones"] = list(fact.zone_ids)
        return [
            self._heads.number(head, list(head)),
            self._text(fact.value),
            self._stands.number(tuple(runs), [[year, self._stand(stand)] for year, stand in runs]),
            list(dict.fromkeys(numbers[label] for label in fact.evidence)),
            *([more] if more else []),
        ]

    def _stand(self, stand: Stand) -> list[Any] | None:
        """Write how a fact stands to a day."""
        if stand is None:
            return None
        when, remark = stand
        return [when.value, self._text(remark)] if remark else [when.value]

    def _text(self, text: Text) -> int:
        """Return the number of a text."""
        number = self._texts.numbers.get(text)
        return self._texts.number(text, _sides(text)) if number is None else number

    @cached_property
    def _evidence(self) -> tuple[dict[int, int], list[Values]]:
        """The number of each row of the evidence, and what is written under the numbers."""
        shared, numbers = _Shared(), {}
        rows = self.stops.region.evidence
        cells = rows_of(rows[["source_id", "locator", "confidence", "note"]])
        for label, (source_id, locator, confidence, note) in zip(rows.index.tolist(), cells, strict=True):
            wording = (parse_text(locator), parse_text(note), self.book.states_otherwise(int(label)))
            written: Values = {"source": source_id, "confidence": confidence}
            written |= {
                name: _sides(text)
                for name, text in zip(("locator", "note", "states"), wording, strict=True)
                if text
            }
            numbers[int(label)] = shared.number((source_id, confidence, wording), written)
        return numbers, shared.written


def _sides(text: Text) -> list[str]:
    """Return a text as the page chooses from: Chinese and English, or the one that there is."""
    return [text.zh] if text.of("en") == text.zh else [text.zh, text.en]
