"""Facts as the rows that a table or a column of them shows, the same in every output."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zonemap.analysis.fact import Fact, When
from zonemap.core.text import Text, join_texts

_SHARED = ("industries", "partners")
"""Sections of which those of one label, alike as to the day, share a row."""

_SEMICOLON = Text("；", "; ")


@dataclass(frozen=True)
class FactRow:
    """One row: what it is of, the values in words, and the facts that it tells.

    Parameters
    ----------
    label
        What people call it.
    value
        The values with how they stand to the day.
    facts
        At least one.
    """

    label: Text
    value: Text
    facts: tuple[Fact, ...]

    @property
    def section(self) -> str:
        """The part of a card that it belongs to."""
        return self.facts[0].section

    @property
    def when(self) -> When:
        """How it stands to the day."""
        return self.facts[0].when

    @property
    def evidence(self) -> tuple[int, ...]:
        """Row labels of ``Region.evidence``, each once."""
        return tuple(dict.fromkeys(label for fact in self.facts for label in fact.evidence))

    @property
    def cell(self) -> Text:
        """Where the values stand in a planner's own tables, if no source but these cells says so."""
        return join_texts(dict.fromkeys(fact.cell for fact in self.facts if fact.cell))


def fact_rows(facts: Iterable[Fact]) -> tuple[list[FactRow], list[Text]]:
    """Lay facts out in rows.

    Parameters
    ----------
    facts
        In their order.

    Returns
    -------
    The rows in the order of the facts, and the labels of what the sources state for no day, each once.
    """
    together: dict[object, list[Fact]] = {}
    missing: dict[Text, None] = {}
    for fact in facts:
        if fact.when is When.silent:
            missing.setdefault(fact.label)
        elif fact.section in _SHARED:
            together.setdefault((fact.section, fact.label, fact.when, fact.remark), []).append(fact)
        else:
            together[fact.id] = [fact]
    rows = [_row(those) for those in together.values()]
    known = {row.label for row in rows}  # a value of another day is told: then nothing is said to be missing
    return rows, [label for label in missing if label not in known]


def _row(facts: Sequence[Fact]) -> FactRow:
    """Make one row of facts that share it."""
    first = facts[0]
    separator = _SEMICOLON if first.section == "partners" else Text("、", ", ")
    value = join_texts((fact.value for fact in facts), separator) + first.remark
    if first.derivation:
        value = join_texts([value, first.derivation], _SEMICOLON)
    return FactRow(first.label, value, tuple(facts))
