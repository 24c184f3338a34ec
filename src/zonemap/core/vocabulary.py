"""The words once: every key that the data or the outputs use, in Chinese and English, with its style."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files

from zonemap.core.text import Text

OPEN_GROUPS = frozenset({"kind", "tier", "industry", "measure", "role", "place", "event"})
"""Groups that any word belongs to: one that is not listed is accepted as it is, in both languages."""

OWN_GROUPS = ("kind", "tier", "industry", "measure", "role", "place", "event", "indicator")
"""Groups that a planner may add words to; ``place`` and ``indicator`` hold none but hers."""

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
    unit
        Of an indicator: what its numbers are in where the tables do not say it.
    measure
        Of an indicator: ``total`` or ``rate``; empty where its name and its unit tell.
    better
        Of an indicator: ``high`` or ``low``; empty when not said.
    """

    group: str
    key: str
    zh: str
    en: str
    color: str = ""
    pattern: str = ""
    symbol: str = ""
    marker: str = ""
    unit: str = ""
    measure: str = ""
    better: str = ""

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
    """Read the vocabulary file, grouped, in its order.

    A word that says what another says in both languages holds ``=group.key`` of that one in place of a text.
    """
    text = files("zonemap.core").joinpath("vocabulary.csv").read_text("utf-8")
    rows = {(row["group"], row["key"]): row for row in csv.DictReader(text.splitlines())}
    groups: dict[str, dict[str, Term]] = {}
    for (group, key), row in rows.items():
        if row["zh"].startswith("="):
            one = rows[*row["zh"][1:].split(".", 1)]
            row |= {"zh": one["zh"], "en": one["en"]}
        groups.setdefault(group, {})[key] = Term(**row)
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
    known = _all_terms().get(group, {}) if group in OPEN_GROUPS else _all_terms()[group]
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


@lru_cache(maxsize=4096)
def word(group: str, key: str) -> Text:
    """Return one word in both languages.

    Raises
    ------
    KeyError
        If the group has no such key and is not open.
    """
    return term(group, key).text


@dataclass(frozen=True)
class Vocabulary:
    """The words of the package with those that a planner adds, or says otherwise.

    Parameters
    ----------
    own
        Her words by group and key, in the order of her table.
    """

    own: Mapping[str, Mapping[str, Term]] = field(default_factory=dict)

    def terms(self, group: str) -> dict[str, Term]:
        """Return the words of a group by key: the package's in their order, then those that are hers alone.

        Raises
        ------
        KeyError
            If there is no such group.
        """
        known = _all_terms().get(group, {}) if group in OWN_GROUPS else terms(group)
        return {**known, **self.own.get(group, {})}

    def term(self, group: str, key: str) -> Term:
        """Return one word with its style; of an open group any word, as it is.

        Raises
        ------
        KeyError
            If the group has no such key and is not open.
        """
        own = self.own.get(group, {})
        return own[key] if key in own else term(group, key)

    def word(self, group: str, key: str) -> Text:
        """Return one word in both languages; one that a closed group does not have stands as it is."""
        listed = _all_terms().get(group, {})
        is_known = key in self.own.get(group, {}) or key in listed or group in OPEN_GROUPS
        return self.term(group, key).text if is_known else Text(key)


def vocabulary_of(rows: Iterable[Mapping[str, str]]) -> Vocabulary:
    """Return the vocabulary with the words of a planner's table.

    Parameters
    ----------
    rows
        ``group``, ``key``, ``zh``, ``en``, ``color``, ``shape``, ``pattern``, ``unit``, ``measure`` and
        ``better``; what is empty is as the package says it.
    """
    own: dict[str, dict[str, Term]] = {}
    for row in rows:
        group, key = row["group"], row["key"]
        listed = (
            Vocabulary().terms(group).get(key, Term(group, key, key, "")) if group in OWN_GROUPS else None
        )
        if listed is not None and key:
            described = {
                name: row[name] for name in ("zh", "en", "color", "pattern", "unit", "measure", "better")
            }
            described["symbol"] = row["shape"]
            own.setdefault(group, {})[key] = replace(
                listed, **{name: value for name, value in described.items() if value}
            )
    return Vocabulary(own)
