"""A fact: one thing that is known of a zone on a day, in words, with how it is known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from zonemap.core.text import NONE, Text


class When(StrEnum):
    """How a fact stands to the day."""

    now = "now"
    later = "later"
    """Holds, or is stated, only after the day."""
    last_known = "last_known"
    """A state whose newest source is older than the day."""
    not_known = "not_known"
    """The sources leave open whether it holds on the day."""
    silent = "silent"
    """The sources do not state it."""


@dataclass(frozen=True)
class Fact:
    """One thing that is known of a zone on a day.

    Parameters
    ----------
    id
        Its own name in the region, such as ``zones/linfen-edz/approved``.
    section
        The part of a card it belongs to: ``status``, ``values``, ``survey``, ``industries``, ``reforms``,
        ``partners``, ``events`` or ``computed``.
    field
        What it is of: a column, or the key of its row.
    label
        What people call that.
    value
        The value in words; empty when silent.
    when
        How it stands to the day.
    remark
        What ``when`` means here, in words; empty for ``now``.
    derivation
        For what no source states but the program computes: from what, of which day, how far off.
    evidence
        Row labels of ``Region.evidence``, all of them, disagreeing ones too.
    zone_ids
        Other zones that it names.
    keys
        The values of the tables that it tells: table, zone_id and field, as the evidence names them.
    series
        The dates and numbers up to the day, in order, of what changes over time.
    cell
        Where it stands in a planner's own table, in words, if no source but this cell says so.
    """

    id: str
    section: str
    field: str
    label: Text
    value: Text
    when: When = When.now
    remark: Text = NONE
    derivation: Text = NONE
    evidence: tuple[int, ...] = ()
    zone_ids: tuple[str, ...] = ()
    keys: tuple[tuple[str, str, str], ...] = ()
    cell: Text = NONE
    series: tuple[tuple[str, float], ...] = ()

    @property
    def described(self) -> Text:
        """The value with its remark, as every output writes it."""
        return self.value + self.remark

    @property
    def is_drawn(self) -> bool:
        """Whether a map of the day may draw it."""
        return self.when in (When.now, When.last_known)

    def at(self, when: When, remark: Text) -> Fact:
        """Return the fact standing otherwise to the day."""
        return self.but(when=when, remark=remark)

    def but(self, **changes: Any) -> Fact:
        """Return the fact with other values, without going through every field: a page asks it often."""
        made = object.__new__(Fact)
        made.__dict__.update(self.__dict__, **changes)
        return made
