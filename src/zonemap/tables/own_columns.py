"""The columns that a planner adds to the table of the zones: what each is called, its unit, its year."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import pandas as pd

from zonemap.core.text import Text
from zonemap.core.vocabulary import Term, Vocabulary
from zonemap.tables.cells import half_width

PREFIX = "own:"
"""Begins the names of a planner's own columns in a frame, so that none is taken for one of the program's."""

_UNIT = re.compile(r"[(\[](?P<unit>[^()\[\]]*)[)\]]$")
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?!\d)\s*年?度?")
_NUMBER = re.compile(r"(?P<number>[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(?P<unit>[^\d\s.,/-][^\d]*)?")
_RATE = re.compile(r"[/%‰]|率|均|比重|占比|密度|强度|per\b", re.IGNORECASE)


@dataclass(frozen=True)
class OwnColumn:
    """A column of the zones that the program has no meaning for.

    Parameters
    ----------
    column
        Its name in ``Region.zones``.
    heading
        Its heading as it stands in the table.
    name
        The heading without unit and year.
    unit
        Its unit; empty when there is none.
    year
        The year that its heading names; None when it names none.
    is_number
        Whether every filled cell is a number.
    term
        What the planner's own words say of it; None: nothing.
    """

    column: str
    heading: str
    name: str
    unit: str = ""
    year: int | None = None
    is_number: bool = False
    term: Term | None = None

    @property
    def label(self) -> Text:
        """What it is called: without its unit, with its year."""
        name = self.title
        return name if self.year is None else name + Text(f"（{self.year}年）", f" ({self.year})")

    @property
    def title(self) -> Text:
        """What it is called without its year."""
        return self.term.text if self.term else Text(self.name)

    def in_words(self, words: Vocabulary) -> OwnColumn:
        """Return the column as the planner's own words call it: by its name, or by its whole heading."""
        listed = words.terms("indicator").values()
        called = (self.heading, self.name)
        term = next((one for one in listed if {one.key, one.zh, one.en} & set(called)), None)
        return replace(self, term=term, unit=self.unit or (term.unit if term else ""))

    @property
    def is_rate(self) -> bool:
        """Whether its numbers are shares or per something, which colours may show; else they are totals."""
        return self.is_number and is_rate(self.name, self.unit, self.term)

    def value(self, cell: str) -> Text:
        """Return a cell in words: a number with its unit, a text as it stands."""
        if not self.is_number or not cell:
            return Text(cell)
        number = number_in(cell)
        gap = "" if self.unit[:1] in ("%", "‰") else " "
        return Text(f"{number}{gap}{self.unit}".strip() if self.unit else number)


def own_column(heading: str, cells: pd.Series) -> OwnColumn:
    """Read what a heading and the cells below it say.

    Parameters
    ----------
    heading
        As it stands in the table: ``亩均税收2019(万元/亩)``.
    cells
        Its cells as text.

    Examples
    --------
    >>> own_column("亩均税收2019(万元/亩)", pd.Series(["12.5", ""])).label.zh
    '亩均税收（2019年）'
    """
    wording = half_width(heading)
    found = _UNIT.search(wording)
    unit = found["unit"].strip() if found and not _YEAR.fullmatch(found["unit"].strip()) else ""
    name = _UNIT.sub("", wording).strip() if unit else wording
    years = _YEAR.findall(wording)
    year = int(years[0]) if len(years) == 1 else None
    if year is not None:
        name = re.sub(r"[(\[]\s*[)\]]", "", _YEAR.sub("", name)).strip(" -_·:") or wording
    filled = [half_width(cell) for cell in cells if cell]
    numbers = [_NUMBER.fullmatch(cell) for cell in filled]
    is_number = bool(filled) and all(numbers)
    of_cells = {(number["unit"] or "").strip() for number in numbers if number}
    if is_number and len(of_cells - {""}) > 1:  # mixed units: no number of one and the same thing
        is_number = False
    if is_number and not unit:
        unit = next(iter(of_cells - {""}), "")
    return OwnColumn(f"{PREFIX}{heading}", heading, name, unit, year, is_number)


def number_in(cell: str) -> str:
    """Return the number of a cell without its unit and the commas that part its thousands."""
    found = _NUMBER.fullmatch(half_width(cell))
    return found["number"].replace(",", "") if found else cell


def unit_in(cell: str) -> str:
    """Return the unit behind the number of a cell; empty when it has none, or is no number."""
    found = _NUMBER.fullmatch(half_width(cell))
    return (found["unit"] or "").strip() if found else ""


def is_rate(name: str, unit: str, term: Term | None = None) -> bool:
    """Tell whether numbers are shares or per something, which colours may show; else they are totals."""
    if term is not None and term.measure:
        return term.measure == "rate"
    return bool(_RATE.search(f"{unit} {name}"))


def numbers_of(cells: pd.Series, column: OwnColumn) -> pd.Series:
    """Return the cells of a column of numbers as numbers, NaN where nothing is stated."""
    return pd.to_numeric(
        cells.map(lambda cell: number_in(str(cell)) if column.is_number else ""), errors="coerce"
    )
