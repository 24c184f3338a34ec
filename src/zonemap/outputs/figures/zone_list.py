"""What stands beside a printed map: the classes with their zones, and the key to lines and symbols."""

# Above 300 lines because figures do not yet share the map engine of the other outputs.

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
import shapely

from zonemap.analysis.legend import Legend, LegendClass, legend_by
from zonemap.core.dates import format_date
from zonemap.core.errors import UnknownOption
from zonemap.core.names import both_names
from zonemap.core.punctuation import LIST
from zonemap.core.text import NONE
from zonemap.core.vocabulary import Term, terms
from zonemap.drawing.symbols import Mark
from zonemap.outputs.figures.lettering import balance_lines, break_lines, fit_line, text_width
from zonemap.outputs.figures.marks import county_fill_style, draw_boundary, draw_symbol
from zonemap.outputs.figures.sheet import Box, Sheet
from zonemap.region.region import Region
from zonemap.region.status import APPROVED
from zonemap.style.inks import INK, LINE, SAMPLE, SOFT

MOST_LISTED = 45
"""With more zones than this they are not numbered and listed one by one."""

_SIZES = (14.0, 13.0, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
_GAP = 22.0
_REST_SIZE = 11.0
_SAMPLE = LegendClass("sample", NONE, SAMPLE)
_COMPACT = ("", "circle", "square")
"""Symbols that do not reach beyond their radius."""


Size = tuple[float, float]
"""Width and height in points."""


@dataclass(frozen=True)
class _Row:
    """One line or several of the list: a zone or the counties of a class; with ``samples``, a heading."""

    lines: list[str]
    right: str
    style: LegendClass
    mark: Mark | None = None
    samples: tuple[str, ...] = ()


def name_of(row: pd.Series, lang: str) -> str:
    """Return a zone's or county's name; the Chinese one when there is no English."""
    return both_names(row).of(lang)


def write_name(sheet: Sheet, place: tuple[float, float], name: str, size: float, room: Size) -> None:
    """Write a name from a point in the middle of its left side: on one line, else on two smaller ones.

    Parameters
    ----------
    sheet, place
        Where to write, in points.
    name, size
        What to write, and the type size.
    room
        Width and height that it may take.
    """
    left, middle = place
    width, height = room
    size = min(size, max(0.8 * size, size * width / max(text_width(name, size), 1)))
    lines = [name]
    if text_width(name, size) > width + 0.1:
        size = min(size, 0.42 * height)
        size *= 1 if len(break_lines(name, size, width)) <= 2 else 0.86
        lines = balance_lines(name, size, width)
        lines = [lines[0], fit_line(" ".join(lines[1:]), size, width)]
    base = middle + (0.36 - 0.6 * (len(lines) - 1)) * size
    for number, line in enumerate(lines):
        sheet.write((left, base + 1.2 * number * size), line, size)


def standing(zone: pd.Series, status: str, sheet: Sheet) -> str:
    """Say how a zone stands: when it was approved, or its status."""
    if zone["approved"] and status in APPROVED:
        return sheet.word("figure", "approved_on", date=format_date(zone["approved"], sheet.lang))
    return sheet.word("status", status)


def zone_legend(region: Region, by: str) -> Legend:
    """Classify the zones of a figure that colours zones, not counties.

    Raises
    ------
    UnknownOption
        If there is no such legend of zones.
    """
    if by == "zones":
        raise UnknownOption(
            "按县计数的图例不能给开发区上色：请用 kind、year、industry 或 reform / "
            "zones are counted by county: colour zones by kind, year, industry or reform"
        )
    return legend_by(region, by)


def draw_list(
    sheet: Sheet, box: Box, region: Region, legend: Legend, marks: Sequence[Mark], columns: int = 1
) -> None:
    """List the classes with their zones, or their counties, as large as the box allows.

    Parameters
    ----------
    sheet, box
        Where the list shall stand, in points.
    region, legend, marks
        What is listed; zones are listed by their marks when these are few enough.
    columns
        How many columns the list has.
    """
    if not legend.classes:
        sheet.write_block((box[0], box[1] + 16), sheet.word("figure", "none_shown"), 13, box[2] - box[0])
        return
    total = sum(item.count for item in legend.classes)
    is_short = legend.by != "zones" and (len(marks) < total or len(marks) > MOST_LISTED)
    room = (*box[:3], box[3] - 2.8 * _REST_SIZE) if is_short else box
    size, filled = _largest(sheet, room, region, legend, marks, columns)
    width = _column_width(box, len(filled))
    for number, column in enumerate(filled):
        _draw_column(sheet, column, (box[0] + number * (width + _GAP), box[1]), width, size)
    wording = _say_rest(sheet, region, legend, filled, total)
    if wording:
        below = max(sum(_height(row, size) for row in column) for column in filled)
        place = (box[0], box[1] + below + 1.4 * _REST_SIZE)
        sheet.write_block(place, wording, _REST_SIZE, box[2] - box[0], color=SOFT)


def _say_rest(
    sheet: Sheet, region: Region, legend: Legend, filled: Sequence[Sequence[_Row]], total: int
) -> str:
    """Say how many zones, or counties, the list leaves out; empty when it names all."""
    rows = [row for column in filled for row in column if not row.samples]
    if legend.by == "zones":
        return "" if rows else sheet.word("figure", "none_listed", n=len(region.counties))
    if len(rows) == total:
        return ""
    return sheet.word("figure", "more_rows" if rows else "none_listed", n=total - len(rows))


def _largest(
    sheet: Sheet, box: Box, region: Region, legend: Legend, marks: Sequence[Mark], columns: int
) -> tuple[float, list[list[_Row]]]:
    """Return the largest type size in which the list fits, and its columns: one more if need be.

    When nothing fits, only the headings are listed.
    """
    height = box[3] - box[1]
    for count in (columns, columns + 1):
        for size in _SIZES:
            rows = _rows(sheet, region, legend, marks, size, _column_width(box, count))
            filled = _fill_columns(rows, size, count, height)
            if filled:
                return size, filled + [[] for _ in range(count - len(filled))]
    size = 12.0
    rows = _rows(sheet, region, legend, marks, size, _column_width(box, 1))
    return size, [[row for row in rows if row.samples]]


def _column_width(box: Box, columns: int) -> float:
    """Return the width of each of so many columns."""
    return (box[2] - box[0] - _GAP * (columns - 1)) / columns


def _rows(
    sheet: Sheet, region: Region, legend: Legend, marks: Sequence[Mark], size: float, width: float
) -> list[_Row]:
    """Return the rows of the list in a type size."""
    rows = []
    for item in legend.classes:
        head = fit_line(item.label.of(sheet.lang), size, width - 7 * size)
        rows.append(_Row([head], str(item.count), item, samples=_samples(region, legend, item)))
        if legend.by == "zones":
            members = region.counties.loc[legend.of[legend.of == item.key].index]
            names = [name_of(county, sheet.lang) for _, county in members.iterrows()]
            wording = LIST.of(sheet.lang).join(names)
            rows.append(_Row(break_lines(wording, size, width - 2.4 * size), "", item))
        elif len(marks) <= MOST_LISTED:
            rows += [_zone_row(sheet, region, mark, size, width) for mark in marks if mark.style == item]
    return rows


def _samples(region: Region, legend: Legend, item: LegendClass) -> tuple[str, ...]:
    """Return what a class is shown by: its symbol and the surest boundary of its own that it has, if any."""
    if legend.by == "zones":
        return ("county",)
    bases = set(region.shown.loc[legend.of == item.key, "basis"])
    return (
        "symbol",
        *[boundary_basis for boundary_basis in ("surveyed", "published_area") if boundary_basis in bases][:1],
    )


def list_width(sheet: Sheet, region: Region, size: float) -> float:
    """Return how wide the list of the zones is with every name on one line."""
    widths = [
        text_width(name_of(zone, sheet.lang), size)
        + text_width(standing(zone, zone["status"], sheet), 0.88 * size)
        for _, zone in region.shown.iterrows()
    ]
    return max(widths, default=0.0) + 3.8 * size


def _zone_row(sheet: Sheet, region: Region, mark: Mark, size: float, width: float) -> _Row:
    """Return the row of a zone."""
    zone = region.zones.loc[mark.zone_id]
    wording = standing(zone, mark.status, sheet)
    room = width - 2.4 * size - text_width(wording, 0.88 * size) - size
    return _Row(break_lines(name_of(zone, sheet.lang), size, room), wording, mark.style, mark)


def _height(row: _Row, size: float) -> float:
    """Return how high a row is."""
    return 1.95 * size if row.samples else (0.2 + 1.2 * len(row.lines)) * size


def _fill_columns(rows: Sequence[_Row], size: float, columns: int, height: float) -> list[list[_Row]] | None:
    """Share the rows out to columns of a height; None when they do not fit."""
    filled: list[list[_Row]] = [[]]
    used = 0.0
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        needed = _height(row, size) + (_height(after, size) if row.samples and after else 0)
        if used + needed > height and filled[-1]:
            filled.append([])
            used = 0.0
        filled[-1].append(row)
        used += _height(row, size)
    fits = len(filled) <= columns and used <= height
    return filled if fits else None


def _draw_column(
    sheet: Sheet, rows: Sequence[_Row], place: tuple[float, float], width: float, size: float
) -> None:
    """Draw one column of the list."""
    left, top = place
    right = left + width
    for row in rows:
        if row.samples:
            _draw_heading(sheet, row, (left, top), right, size)
        else:
            if row.mark is not None:
                centre = (left + 0.95 * size, top + 0.7 * size)
                radius = (0.62 if row.style.symbol in _COMPACT else 0.52) * size
                look = row.mark.status, centre, radius, 1, str(row.mark.number)
                draw_symbol(sheet.ax, sheet, row.style, *look)
            for number, line in enumerate(row.lines):
                sheet.write((left + 2.4 * size, top + (1.05 + 1.2 * number) * size), line, size)
            sheet.write((right, top + 1.05 * size), row.right, 0.88 * size, color=SOFT, align="right")
        top += _height(row, size)


def _draw_heading(sheet: Sheet, row: _Row, place: tuple[float, float], right: float, size: float) -> None:
    """Draw the heading of a class: samples of its symbol and its areas, label and count."""
    left, top = place
    if "symbol" in row.samples:
        centre = (left + 0.95 * size, top + 0.8 * size)
        draw_symbol(sheet.ax, sheet, row.style, "operating", centre, 0.45 * size)
    if "county" in row.samples:
        box = (left, top + 0.2 * size, left + 1.9 * size, top + 1.35 * size)
        sheet.rect(box, edgecolor=LINE, linewidth=0.8, **county_fill_style(sheet, row.style))
    for boundary_basis in row.samples[1:]:
        area = shapely.box(right - 3.9 * size, top + 0.25 * size, right - 1.9 * size, top + 1.3 * size)
        draw_boundary(sheet.ax, sheet, area, boundary_basis, row.style)
    sheet.write((left + 2.4 * size, top + 1.2 * size), row.lines[0], size)
    sheet.write((right, top + 1.2 * size), row.right, size, align="right")
    sheet.rule((left, top + 1.65 * size), (right, top + 1.65 * size), color=LINE)


def key_words(region: Region, *, with_kinds: bool = False) -> list[Term]:
    """Return what the key explains, as far as it occurs: bases of boundaries, or kinds of zones; statuses."""
    shown = region.shown
    return [
        term
        for group in ("kind" if with_kinds else "basis", "status")
        for key, term in terms(group).items()
        if (shown[group] == key).any()
    ]


def key_lines(words: Sequence[Term], lang: str, size: float, width: float) -> list[list[Term]]:
    """Share the samples of the key out to lines of a width."""
    lines: list[list[Term]] = [[]]
    used = 0.0
    for term in words:
        needed = _sample_width(term, lang, size)
        if lines[-1] and used + needed > width + 1.6 * size:
            lines.append([])
            used = 0.0
        lines[-1].append(term)
        used += needed
    return lines


def _sample_width(term: Term, lang: str, size: float) -> float:
    """Return how wide a sample with its word and the gap after it is."""
    return 4.2 * size + text_width(term.label(lang), size)


def draw_key(sheet: Sheet, place: tuple[float, float], lines: Sequence[Sequence[Term]], size: float) -> None:
    """Draw the key: a sample and a word for each basis, kind and status."""
    top = place[1]
    for line in lines:
        left = place[0]
        for term in line:
            middle = (left + 1.05 * size, top + 0.8 * size)
            if term.group == "basis":
                sample = shapely.box(left, top + 0.2 * size, left + 2.1 * size, top + 1.4 * size)
                draw_boundary(sheet.ax, sheet, sample, term.key, _SAMPLE)
            else:
                style, status = _SAMPLE, term.key
                if term.group == "kind":
                    style, status = replace(_SAMPLE, symbol=term.symbol), "operating"
                draw_symbol(sheet.ax, sheet, style, status, middle, 0.58 * size)
            sheet.write((left + 2.6 * size, top + 1.18 * size), term.label(sheet.lang), size, color=INK)
            left += _sample_width(term, sheet.lang, size)
        top += 1.75 * size
