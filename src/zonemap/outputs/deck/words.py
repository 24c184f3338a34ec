"""What a deck says, in its language: words, names, dates, sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from zonemap.analysis.legend_classes import LegendClass
from zonemap.core.dates import format_date
from zonemap.core.names import both_names
from zonemap.core.text import LIST, SEMICOLON, Text, fill
from zonemap.core.vocabulary import Vocabulary, label
from zonemap.painters.pptx_shapes import printable
from zonemap.region.region import Region

OFFICE_TAGS = {"zh": "zh-CN", "en": "en-US"}
"""How Office names the languages."""


_MOST_SPOKEN = {"zh": 450, "en": 120}
"""How much can be spoken over one slide: characters of Chinese, words of English."""


@dataclass(frozen=True)
class Words:
    """The words of one language.

    Parameters
    ----------
    lang
        ``zh`` or ``en``.
    vocabulary
        The words, those of the region among them.
    """

    lang: str
    vocabulary: Vocabulary = field(default_factory=Vocabulary)

    def sentence(self, key: str, **values: object) -> str:
        """Return a sentence of the deck with values put in."""
        return fill(label("deck", key, self.lang), **values)

    def of(self, group: str, key: str) -> str:
        """Return a word of the vocabulary; the key itself where there is none."""
        return self.vocabulary.word(group, key).of(self.lang)

    def say(self, text: Text) -> str:
        """Return a text, such as a finding, on one line."""
        return printable(text.of(self.lang))

    def name(self, row: Mapping[str, str] | pd.Series) -> str:
        """Return the name of a zone, county or partner."""
        return printable(both_names(row).of(self.lang))

    def other(self, text: Text) -> str:
        """Return a text in the other language; empty where it is the same."""
        other = text.other(self.lang)
        return "" if other == text.of(self.lang) else printable(other)

    def title(self, region: Region) -> str:
        """Return the title of a region."""
        return printable(region.title.of(self.lang))

    def class_name(self, item: LegendClass) -> str:
        """Return the label of a class of a legend."""
        return item.label.of(self.lang)

    def text(self, row: Mapping[str, str] | pd.Series) -> str:
        """Return the text of an event or chapter."""
        return printable(Text(row["text_zh"], row["text_en"]).of(self.lang))

    def date(self, text: str) -> str:
        """Put a date in words."""
        return format_date(text, self.lang)

    def list(self, parts: Iterable[str]) -> str:
        """Join the parts of a list."""
        return LIST.of(self.lang).join(parts)

    def join_notes(self, notes: Iterable[str]) -> str:
        """Join notes on one line."""
        return SEMICOLON.of(self.lang).join(notes)

    def can_be_spoken(self, text: str) -> bool:
        """Tell whether a text is short enough to be spoken over one slide."""
        said = text if self.lang == "zh" else text.split()
        return len(said) <= _MOST_SPOKEN[self.lang] and len(text) <= 2 * _MOST_SPOKEN["zh"]

    def hosts(self, region: Region, zone: pd.Series) -> str:
        """Name the counties that a zone lies in."""
        return self.list(self.name(county) for _, county in region.hosts_of(zone).iterrows())

    def mark(self, map_number: str) -> str:
        """Return the map number, or that this is a working draft."""
        key = "map_number" if map_number else "draft"
        return f"{label('sheet', key, self.lang)} {map_number}".strip()
