"""The words once: every key that the data or the outputs use, in Chinese and English, with its style."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from zonemap.core.text import Text

OPEN_GROUPS = frozenset({"kind", "tier", "industry", "role", "event"})
"""Groups that any word belongs to: one that is not listed is accepted as it is, in both languages."""

UNSTATED = "unstated"
"""Key of the word for a value that is not stated, in the groups that have one."""


@dataclass(frozen=True)
class Term:
    """A word of the vocabulary.

    Parameters
    ----------
    group
        What kind of word it is: ``kind``, ``industry``, ``measure``, ``column`` …
    key
        The value that stands in the data.
    zh, en
        How people read it.
    color
        ``#rrggbb`` on every output; empty when the word has no colour.
    pattern
        Name of the pattern that says the same without colour.
    symbol
        Shape of the point symbol on the map.
    marker
        One character that says the same in text.
    """

    group: str
    key: str
    zh: str
    en: str
    color: str = ""
    pattern: str = ""
    symbol: str = ""
    marker: str = ""

    @property
    def text(self) -> Text:
        """The word in both languages."""
        return Text(self.zh, self.en)

    def label(self, lang: str) -> str:
        """Return the word in ``zh`` or ``en``.

        Raises
        ------
        UnknownOption
            If the language is another.
        """
        return self.text.of(lang)


@cache
def _all_terms() -> dict[str, dict[str, Term]]:
    """Read the vocabulary file, grouped, in its order."""
    text = files("zonemap.core").joinpath("vocabulary.csv").read_text("utf-8")
    groups: dict[str, dict[str, Term]] = {}
    for row in csv.DictReader(text.splitlines()):
        groups.setdefault(row["group"], {})[row["key"]] = Term(**row)
    return groups


def groups() -> list[str]:
    """Return the names of all groups, in order."""
    return list(_all_terms())


def terms(group: str) -> dict[str, Term]:
    """Return the words of a group by key, in order.

    Raises
    ------
    KeyError
        If there is no such group.
    """
    return dict(_all_terms()[group])


def point_terms() -> dict[str, Term]:
    """Return the words for what a zone's point is, by key: those of the tables and those that are derived."""
    return terms("point_basis") | terms("point_derived")


def state_terms() -> dict[str, Term]:
    """Return the words for how far a measure of the reform is, by key; last what only a day makes of it."""
    return terms("state") | terms("state_later")


def term(group: str, key: str) -> Term:
    """Return one word with its style; of an open group any word, as it is.

    Raises
    ------
    KeyError
        If the group has no such key and is not open.

    Examples
    --------
    >>> term("industry", "steel").en
    'Steel'
    >>> term("industry", "光伏").text
    Text(zh='光伏', en='光伏')
    """
    known = _all_terms()[group]
    if key in known or group not in OPEN_GROUPS:
        return known[key]
    return Term(group, key, key, key) if key else known[UNSTATED]


def label(group: str, key: str, lang: str) -> str:
    """Return one word in ``zh`` or ``en``.

    Raises
    ------
    KeyError
        If the group has no such key and is not open.
    UnknownOption
        If the language is another.
    """
    return term(group, key).label(lang)


def word(group: str, key: str) -> Text:
    """Return one word in both languages.

    Raises
    ------
    KeyError
        If the group has no such key and is not open.
    """
    return term(group, key).text
