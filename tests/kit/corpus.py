"""Everything that an output of a region may say: words, templates, facts and cells."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from string import ascii_uppercase

from kit.readers import Sections
from zonemap.analysis.facts import FactBook
from zonemap.core import vocabulary
from zonemap.core.dates import date_text, is_edtf
from zonemap.core.text import Text, parse_text
from zonemap.outputs.figures.files import FIGURES
from zonemap.region.context import neighbours_of
from zonemap.region.region import Region

TABLES = ("industries", "reforms", "partners", "events", "history", "evidence", "sources", "story")
YEARS = range(1980, 2040)
"""The years on whose last day an output may stop."""

_BETWEEN = re.compile(r"[\s·、，,;；:：。.()（）\[\]“”《》→/–\-—|…+=%″≠•●◔◐○◑✓]")
_NUMBER = re.compile(r"(?:\d[\d,.]*(?:°[ENWS]?)?)|[0-9a-f]{12}|‹\w+›")
_STOP = re.compile(r"[·；;，,、。()（）:：{}]")
_HOLE = re.compile(r"\{[^}]*\}")
_WRITTEN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_GRID = re.compile(r"\d+(?:\.\d+)?°[ENWS]")
_SCALE = re.compile(r"(?:[\d.]+ )+km")
_PLACES = re.compile(r"notes|row [\d.]+|[\d., ]+|[0-9a-f]{8}")
"""What a reader adds of its own: places, and the hash of what is too long."""
_ATTRIBUTES = re.compile(r"(?:\w+ (?:data-word|aria-label)|font-size=)")


class Corpus:
    """What may be said of a region: a run of text is explained if nothing else stands in it.

    Between what is known may stand punctuation and numbers. A line that was broken may begin and end within
    something known, a line of two columns begin so in both. A number of three digits or with decimals has to
    stand somewhere in what is known, or be a count of the evidence, a degree of the map's grid or a length of
    its scale; smaller whole numbers are counts, places in an order and pages, of which any may be right: they
    are held elsewhere.

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
        cited = region.evidence["source_id"].value_counts()
        counts = {str(count) for count in (len(region.evidence), *cited)}
        self._numbers = {_plain(number) for text in self.known for number in _WRITTEN.findall(text)} | counts

    def rest(self, run: str) -> str:
        """Return what nothing explains, from where the explanation ends; empty if all is explained."""
        run = _solid(run)
        first = self._length_of_end(run)
        reached, furthest = {0, first, first + self._length_of_end(run[first:])}, 0
        last = len(run) - self._length_of_beginning(run)
        for place in range(len(run)):
            if place in reached:
                furthest = place
                reached |= set(self._steps(run, place))
        explained = len(run) in reached or any(last <= place for place in reached)
        return "" if explained else run[furthest:]

    def strange_numbers(self, run: str) -> list[str]:
        """Return the numbers of three digits or with decimals that nobody stated."""
        numbers = [] if _SCALE.fullmatch(run) else map(_plain, _WRITTEN.findall(_GRID.sub("", run)))
        return [
            number
            for number in numbers
            if number not in self._numbers and (float(number) >= 100 or "." in number)
        ]

    def unexplained(self, texts: Iterable[str]) -> dict[str, str]:
        """Return the runs that nothing explains: where the explanation ends, or a strange number."""
        found = {run: self.rest(run) or " ".join(self.strange_numbers(run)) for run in dict.fromkeys(texts)}
        return {run: rest for run, rest in found.items() if rest}

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


def runs(output: str, line: str) -> list[str]:
    """Return the texts of a line as the readers write it: without place, size, colour and hash."""
    parts = [
        part for part in line.split(" | ") if not _PLACES.fullmatch(part) and not _ATTRIBUTES.match(part)
    ]
    if output == "page":
        return [part.removeprefix("drawing ") for part in parts[:1]]
    if output == "figures":  # the first text of a file is its title, given with its name by the kit
        return [re.sub(rf" · (?:{'|'.join(FIGURES)})$", "", part) for part in parts[:1]]
    if output in ("atlas", "workbook"):  # the page, or the sheet, comes first
        return parts[1:]
    return [re.sub(r" — .*|[0-9a-f]{8}$", "", part) for part in parts]


def runs_of(output: str, sections: Sections) -> list[str]:
    """Return all texts of what a reader found in a file."""
    return [run for line in sections["texts"] for run in runs(output, line)]


def _plain(number: str) -> str:
    """Return a number without the commas between its thousands."""
    return number.replace(",", "")


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
    for table in (*TABLES, "vocabulary"):
        yield from _cells(getattr(region, table).astype(str).to_numpy().ravel())
    yield from _cells(region.zones.drop(columns="geometry").astype(object).to_numpy().ravel())
    yield from _cells(region.counties.reset_index()[["adcode", "name_zh", "name_en"]].to_numpy().ravel())
    for names in region.counties[["name_zh", "name_en"]].to_numpy():
        yield from (f"{letter} {name}" for letter in ascii_uppercase for name in names)  # for want of room
    around = neighbours_of(region.counties, region.context)
    yield from _cells(around[["name_zh", "name_en"]].to_numpy().ravel())
    for layer in region.context.layers:
        yield from (layer.name.zh, layer.name.of("en"), layer.source.zh)
    for year in YEARS:
        yield date_text(dt.date(year, 12, 31).isoformat())
    yield date_text(region.date.isoformat())


def _words() -> Iterator[str]:
    """Yield the words of the vocabulary; of a template the pieces between its holes."""
    for group in vocabulary._all_terms().values():
        for term in group.values():
            for wording in (term.zh, term.en):
                yield from _HOLE.split(wording)
                for hole in _HOLE.findall(wording):  # ``{n:zone|# zones}``: the words of each number
                    yield from re.split(r"[|#]", hole.strip("{}").partition(":")[2])
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
