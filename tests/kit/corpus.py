"""Everything that an output of a region may say: words, templates, facts and cells."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator

from zonemap.analysis.facts import FactBook
from zonemap.core import vocabulary
from zonemap.core.dates import date_text, is_edtf
from zonemap.core.text import Text, parse_text
from zonemap.region.region import Region

TABLES = ("industries", "reforms", "partners", "events", "history", "evidence", "sources", "story")
YEARS = range(1980, 2040)
"""The years on whose last day an output may stop."""

_BETWEEN = re.compile(r"[\s·、，,;；:：。.()（）\[\]“”《》→/–\-—|…+=%″≠•●◔◐○◑✓]")
_NUMBER = re.compile(r"(?:\d[\d,.]*(?:°[ENWS]?)?)|[0-9a-f]{12}|‹\w+›")
_STOP = re.compile(r"[·；;，,、。()（）:：{}]")
_HOLE = re.compile(r"\{[^}]*\}")


class Corpus:
    """What may be said of a region: a run of text is explained if nothing else stands in it.

    Between what is known may stand punctuation and numbers, which are held elsewhere. A line that was broken
    may begin and end within something known.

    Parameters
    ----------
    region
        The region on its day.
    """

    def __init__(self, region: Region) -> None:
        self.known = {part for text in _said(region) for part in _languages(text) if part}
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for text in self.known:
            self._by_start[text[:2]].append(text)
        self._all = "\n".join(sorted(self.known))

    def rest(self, run: str) -> str:
        """Return what nothing explains, from where the explanation ends; empty if all is explained."""
        run = _solid(run)
        reached, furthest = {self._length_of_end(run), 0}, 0
        last = len(run) - self._length_of_beginning(run)
        for place in range(len(run)):
            if place in reached:
                furthest = place
                reached |= set(self._steps(run, place))
        explained = len(run) in reached or any(last <= place for place in reached)
        return "" if explained else run[furthest:]

    def _steps(self, run: str, place: int) -> Iterator[int]:
        """Yield where a known text, a number or a mark that begins at a place ends."""
        for pattern in (_BETWEEN, _NUMBER):
            if found := pattern.match(run, place):
                yield found.end()
        for text in (*self._by_start[run[place : place + 2]], *self._by_start[run[place]]):
            if run.startswith(text, place):
                yield place + len(text)

    def _length_of_end(self, run: str) -> int:
        """Return how much of the beginning of a run stands somewhere in what is known."""
        return next((size for size in range(len(run), 0, -1) if run[:size] in self._all), 0)

    def _length_of_beginning(self, run: str) -> int:
        """Return how much of the end of a run stands somewhere in what is known."""
        return next((size for size in range(len(run), 0, -1) if run[-size:] in self._all), 0)


def _languages(text: Text | str) -> tuple[str, ...]:
    """Return a text in both languages."""
    both = (text.zh, text.of("en")) if isinstance(text, Text) else (text,)
    return tuple(map(_solid, both))


def _solid(text: str) -> str:
    """Return a text without its spaces: where a line is broken, one may be gone."""
    return "".join(text.split())


def _said(region: Region) -> Iterator[Text | str]:
    """Yield every word, piece of a template, fact and cell."""
    yield region.title
    yield from _words()
    yield from _facts(region)
    for table in TABLES:
        yield from _cells(getattr(region, table).astype(str).to_numpy().ravel())
    yield from _cells(region.zones.drop(columns="geometry").astype(object).to_numpy().ravel())
    yield from _cells(region.counties.reset_index()[["adcode", "name_zh", "name_en"]].to_numpy().ravel())
    for year in YEARS:
        yield date_text(dt.date(year, 12, 31).isoformat())
    yield date_text(region.date.isoformat())


def _words() -> Iterator[str]:
    """Yield the words of the vocabulary; of a template the pieces between its holes."""
    for group in vocabulary._all_terms().values():
        for term in group.values():
            for wording in (term.zh, term.en):
                yield from _HOLE.split(wording)
                yield from (piece for piece in _STOP.split(wording) if len(piece) > 1)


def _facts(region: Region) -> Iterator[Text]:
    """Yield what is told of the zones."""
    book = FactBook(region)
    for zone_id in region.zones.index:
        for fact in book.facts_of(zone_id):
            yield from (fact.label, fact.value, fact.described, fact.derivation, fact.cell)


def _cells(cells: object) -> Iterator[Text | str]:
    """Yield cells as they stand, their halves and parts, and their dates in words."""
    for cell in {str(cell) for cell in cells}:  # type: ignore[attr-defined]
        yield cell
        yield parse_text(cell)
        yield from cell.split(";")
        if cell and is_edtf(cell):
            yield date_text(cell)
