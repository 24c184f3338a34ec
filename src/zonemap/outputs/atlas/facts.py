"""What the atlas tells of a zone: values in words, each with the numbers of its footnotes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from zonemap.analysis.fact_rows import FactRow, fact_rows
from zonemap.analysis.facts import FactBook
from zonemap.analysis.value_facts import STATUS
from zonemap.core.dates import format_date
from zonemap.core.text import BRACKETS, COLON, COMMA, SEMICOLON, TITLE, join_texts, parse_text
from zonemap.core.vocabulary import label
from zonemap.region.region import Region

_NAMES = ("name_zh", "name_en")
"""What stands above the facts already, as the status does; only names of other days are told among them."""


@dataclass(frozen=True)
class Fact:
    """A value in words.

    Parameters
    ----------
    head
        What it is of.
    text
        The value.
    notes
        Numbers of its footnotes.
    """

    head: str
    text: str
    notes: tuple[int, ...] = ()


@dataclass
class Footnotes:
    """The footnotes of one county, numbered in the order in which they are first needed.

    Parameters
    ----------
    book
        What is known of the zones, and whose evidence is cited.
    lang
        ``zh`` or ``en``.
    """

    book: FactBook
    lang: str
    _numbers: dict[tuple[str, str, str, str, str], int] = field(default_factory=dict)

    @property
    def region(self) -> Region:
        """The region whose evidence is cited."""
        return self.book.region

    @property
    def cited(self) -> set[str]:
        """The sources named."""
        return {source_id for source_id, *_ in self._numbers}

    def of_rows(self, labels: Iterable[int]) -> tuple[int, ...]:
        """Return the numbers of the footnotes to some rows of the evidence, new ones where needed."""
        found = set()
        for number in labels:
            row, states = self.book.evidence_rows[number], self.book.states_otherwise(number).of(self.lang)
            described = (row["source_id"], states, row["locator"], row["confidence"], row["note"])
            found.add(self._numbers.setdefault(described, len(self._numbers) + 1))
        return tuple(sorted(found))

    @property
    def lines(self) -> list[str]:
        """The footnotes, a line for each source: the source once, then place in it, confidence and note."""
        by_source: dict[str, list[str]] = {}
        for (source_id, *described), number in self._numbers.items():
            wording = by_source.setdefault(source_id, [])
            source = "" if wording else self._source(source_id)
            wording.append(f"[{number}] {self._footnote(source, *described)}")
        return [SEMICOLON.of(self.lang).join(wording) for wording in by_source.values()]

    @cached_property
    def _sources(self) -> dict[str, dict[str, str]]:
        """The sources by their ids."""
        return {row["source_id"]: row for row in self.region.sources.to_dict("records")}

    def _source(self, source_id: str) -> str:
        """Name a source in short: publisher and date."""
        source = self._sources[source_id]
        day = (
            format_date(source["date"], self.lang) if source["date"] else label("atlas", "no_date", self.lang)
        )
        return f"{source['publisher']} {day}"

    def _footnote(self, source: str, states: str, locator: str, confidence: str, note: str) -> str:
        """Put one footnote in words."""
        sure = label("atlas", f"sure_{confidence}", self.lang)
        wording = COMMA.of(self.lang).join(
            filter(None, (source, states, in_language(locator, self.lang), sure))
        )
        return COLON.of(self.lang).join(filter(None, (wording, in_language(note, self.lang))))


def in_language(text: str, lang: str) -> str:
    """Return the half of a text written ``中文 / English`` that is in a language; the whole of any other."""
    return parse_text(text).of(lang)


def cite(region: Region, source_id: str, lang: str) -> str:
    """Name a source: publisher, title, date."""
    source = region.sources.set_index("source_id").loc[source_id]
    title = TITLE.of(lang).format(text=source["title"])
    day = format_date(source["date"], lang) if source["date"] else label("atlas", "no_date", lang)
    return f"{source['publisher']}{title}{COMMA.of(lang)}{day}"


def zone_facts(notes: Footnotes, zone_id: str) -> list[Fact]:
    """Tell what the sources state of a zone as of the region's day.

    Returns
    -------
    The facts in the order of all outputs; last, in one line, what the sources do not state.
    """
    lang = notes.lang
    rows, missing = fact_rows(
        fact
        for fact in notes.book.facts_of(zone_id)
        if fact.section != STATUS and not (fact.field in _NAMES and fact.is_drawn)
    )
    silent = join_texts(missing).of(lang)
    return [
        *(_fact(row, notes) for row in rows),
        *([Fact(label("page", "not_stated", lang), silent)] if missing else []),
    ]


def county_facts(region: Region, adcode: str, lang: str) -> list[Fact]:
    """Tell the newest number of each indicator of a county as of the region's day."""
    told = []
    for series in (one for one in region.series if one.is_of_counties):
        now, _ = series.entries(adcode, region.date, region.state_day)
        if now:
            day = BRACKETS.of(lang).format(text=format_date(now[-1].date, lang)) if now[-1].date else ""
            told.append(Fact(series.label.of(lang), f"{now[-1].value} {series.unit}".strip() + day))
    return told


def _fact(row: FactRow, notes: Footnotes) -> Fact:
    """Put a row in words, with the numbers of its footnotes."""
    lang = notes.lang
    text = row.value.of(lang)
    if row.cell:
        text += BRACKETS.of(lang).format(text=row.cell.of(lang))
    return Fact(row.label.of(lang), text, notes.of_rows(row.evidence))
