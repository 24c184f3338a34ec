"""What stands beside a map: the classes with their zones, and the key to lines and symbols."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import shapely

from zonemap.analysis.legend_classes import Legend, LegendClass
from zonemap.core.text import LIST
from zonemap.region.indicative import OWN_LINES
from zonemap.region.region import Region
from zonemap.scene.items import Box, Path
from zonemap.scene.lettering import (
    break_lines,
    fit_line,
    main_lang,
    name_of,
    second_name,
    text_width,
)
from zonemap.scene.marks import sample_mark
from zonemap.scene.sheet import Sheet
from zonemap.scene.zone_marks import mark_status, standing
from zonemap.style.inks import LINE, NAME_SOFT, SOFT

MOST_LISTED = 60
"""With more zones than this they are not numbered and listed one by one."""

_SIZES = (14.0, 13.0, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0)
_SMALLER = 11.0
"""Down to this type size names are set smaller rather than broken."""

_GAP = 14.0
_REST_SIZE = 11.0
_SECOND = 0.8
"""Type size of the second name of a picture in both languages, as a share of the first."""

_INDENT = 3.5
"""Where the names of zones begin, after number and mark, in type sizes."""

_COMPACT = ("", "circle", "square")
"""Symbols that do not reach beyond their radius."""


@dataclass(frozen=True)
class _Row:
    """One line or several of the list: a zone or the counties of a class; with ``samples``, a heading.

    ``below`` is the name in the second language of a picture in both.
    """

    lines: list[str]
    right: str
    style: LegendClass
    number: str = ""
    status: str = ""
    samples: tuple[str, ...] = ()
    below: str = ""


def draw_list(
    sheet: Sheet, box: Box, region: Region, legend: Legend, numbers: Mapping[str, int], columns: int = 1
) -> bool:
    """List the classes with their zones, or their counties, as large as the box allows.

    Parameters
    ----------
    sheet, box
        Where the list shall stand, in points.
    region, legend, numbers
        What is listed; zones one by one, by their numbers, when these are few enough.
    columns
        How many columns the list has.

    Returns
    -------
    Whether the list names zones by their numbers.
    """
    if not legend.classes:
        sheet.write_block((box[0], box[1] + 16), sheet.word("figure", "none_shown"), 13, box[2] - box[0])
        return False
    total = sum(item.count for item in legend.classes)
    is_short = not legend.is_of_counties and (len(numbers) < total or len(numbers) > MOST_LISTED)
    room = (*box[:3], box[3] - 2.8 * _REST_SIZE) if is_short else box
    size, filled = _largest(sheet, room, region, legend, numbers, columns)
    width = _column_width(box, len(filled))
    for number, column in enumerate(filled):
        _draw_column(sheet, column, (box[0] + number * (width + _GAP), box[1]), width, size)
    wording = _write_rest(sheet, region, legend, filled, total)
    if wording:
        below = max(sum(_height(row, size) for row in column) for column in filled)
        place = (box[0], box[1] + below + 1.4 * _REST_SIZE)
        sheet.write_block(place, wording, _REST_SIZE, box[2] - box[0], color=SOFT)
    return any(row.number for column in filled for row in column)


def _write_rest(
    sheet: Sheet, region: Region, legend: Legend, filled: Sequence[Sequence[_Row]], total: int
) -> str:
    """Say how many zones, or counties, the list leaves out; empty when it names all."""
    rows = [row for column in filled for row in column if not row.samples]
    if legend.is_of_counties:
        return "" if rows else sheet.word("figure", "none_listed", n=len(region.counties))
    if len(rows) == total:
        return ""
    return sheet.word("figure", "more_rows" if rows else "none_listed", n=total - len(rows))


def _largest(
    sheet: Sheet, box: Box, region: Region, legend: Legend, numbers: Mapping[str, int], columns: int
) -> tuple[float, list[list[_Row]]]:
    """Return the largest type size in which the list fits, and its columns.

    If need be it has one more, or two without how the zones stand. When nothing fits, only the headings are
    listed.
    """
    height = box[3] - box[1]
    for more, is_bare in ((0, False), (1, False), (1, True), (2, True)):
        count, broken = columns + more, None
        for size in _SIZES:
            rows = _rows(sheet, region, legend, numbers, size, _column_width(box, count), is_bare=is_bare)
            if filled := _fill_columns(rows, size, count, height):
                laid = size, filled + [[] for _ in range(count - len(filled))]
                if legend.is_of_counties or not any(_is_broken(row) for row in rows):
                    return laid
                broken = broken or laid
            if broken and size <= _SMALLER:
                return broken
    size = 12.0
    rows = _rows(sheet, region, legend, numbers, size, _column_width(box, 1))
    return size, [[row for row in rows if row.samples]]


def _is_broken(row: _Row) -> bool:
    """Tell whether a row has not room for its text on one line."""
    return len(row.lines) > 1 or row.lines[0].endswith("…")


def _column_width(box: Box, columns: int) -> float:
    """Return the width of each of so many columns."""
    return (box[2] - box[0] - _GAP * (columns - 1)) / columns


def _rows(
    sheet: Sheet,
    region: Region,
    legend: Legend,
    numbers: Mapping[str, int],
    size: float,
    width: float,
    *,
    is_bare: bool = False,
) -> list[_Row]:
    """Return the rows of the list in a type size; bare ones do not say how the zones stand."""
    rows = []
    for item in legend.classes:
        head = _head(sheet, item, size, (width - 7 * size) / sheet.slack)
        rows.append(_Row([head], str(item.count), item, samples=_samples(region, legend, item)))
        if legend.is_of_counties:
            counties = region.counties.loc[legend.of[legend.of == item.key].index]
            names = [name_of(county, sheet.lang) for _, county in counties.iterrows()]
            wording = LIST.of(main_lang(sheet.lang)).join(names)
            rows.append(_Row(break_lines(wording, size, width - _INDENT * size), "", item))
        elif len(numbers) <= MOST_LISTED:
            rows += [
                _zone_row(sheet, region, zone_id, item, str(number), size, width, is_bare=is_bare)
                for zone_id, number in numbers.items()
                if legend.of[zone_id] == item.key
            ]
    return rows


def _head(sheet: Sheet, item: LegendClass, size: float, width: float) -> str:
    """Return the heading of a class: in both languages where the picture is and it has room for both."""
    wording = sheet.say(item.label)
    if text_width(wording, size) > width:
        wording = item.label.of(main_lang(sheet.lang))
    return fit_line(wording, size, width)


def _samples(region: Region, legend: Legend, item: LegendClass) -> tuple[str, ...]:
    """Return what a class is shown by: its symbol and the surest boundary of its own that it has, if any."""
    if legend.is_of_counties:
        return ("symbol" if legend.is_sized else "county",)
    bases = set(region.shown.loc[legend.of == item.key, "basis"])
    return (
        "symbol",
        *[boundary_basis for boundary_basis in (*OWN_LINES, "published_area") if boundary_basis in bases][:1],
    )


def list_width(sheet: Sheet, region: Region, legend: Legend, size: float) -> float:
    """Return how wide the list of the zones is with every heading, and every name it has, on one line."""
    is_named = len(region.shown) <= MOST_LISTED
    widths = [
        text_width(name_of(zone, sheet.lang), size)
        + text_width(standing(region, zone, sheet.lang), _small(size))
        for _, zone in (region.shown.iterrows() if is_named else ())
    ]
    heads = [text_width(sheet.say(item.label), size) + 3 * size for item in legend.classes]
    return max([*widths, *heads], default=0.0) + (_INDENT + 1.4) * size


def _zone_row(
    sheet: Sheet,
    region: Region,
    zone_id: str,
    style: LegendClass,
    number: str,
    size: float,
    width: float,
    *,
    is_bare: bool,
) -> _Row:
    """Return the row of a zone."""
    zone = region.rows[zone_id]
    status = mark_status(region, zone_id)
    wording = "" if is_bare else standing(region, zone, sheet.lang)
    beside = text_width(wording, _small(size)) + size if wording else 0.0
    room = width / sheet.slack - _INDENT * size - beside
    below = fit_line(second_name(zone, sheet.lang), _SECOND * size, width - _INDENT * size)
    return _Row(
        break_lines(name_of(zone, sheet.lang), size, room), wording, style, number, status, below=below
    )


def _small(size: float) -> float:
    """Return the type size of how a zone stands, beside a name in a size."""
    return max(0.88 * size, _SIZES[-1])


def _height(row: _Row, size: float) -> float:
    """Return how high a row is."""
    return 1.85 * size if row.samples else (0.1 + 1.2 * (len(row.lines) + _SECOND * bool(row.below))) * size


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
            if row.number:
                sheet.write(
                    (left + 1.5 * size, top + 1.05 * size), row.number, size, color=SOFT, align="right"
                )
                centre = (left + 2.5 * size, top + 0.7 * size)
                radius = (0.5 if row.style.symbol in _COMPACT else 0.42) * size
                sheet.add(sample_mark(row.style, row.status, centre, radius, tone=sheet.tone))
            for at, line in enumerate(row.lines):
                sheet.write((left + _INDENT * size, top + (1.05 + 1.2 * at) * size), line, size)
            if row.below:
                base = top + (0.05 + 1.2 * (len(row.lines) + _SECOND)) * size
                sheet.write((left + _INDENT * size, base), row.below, _SECOND * size, color=NAME_SOFT)
            sheet.write((right, top + 1.05 * size), row.right, _small(size), color=SOFT, align="right")
        top += _height(row, size)


def _draw_heading(sheet: Sheet, row: _Row, place: tuple[float, float], right: float, size: float) -> None:
    """Draw the heading of a class: samples of its symbol and its areas, label and count."""
    left, top = place
    if "symbol" in row.samples:
        centre = (left + 0.95 * size, top + 0.8 * size)
        sheet.add(sample_mark(row.style, "operating", centre, 0.45 * size * row.style.scale, tone=sheet.tone))
    if "county" in row.samples:
        box = (left, top + 0.2 * size, left + 1.9 * size, top + 1.35 * size)
        sheet.rect(box, replace(sheet.tone.area(row.style), line=LINE, width=0.8))
    for boundary_basis in row.samples[1:]:
        area = shapely.box(right - 3.9 * size, top + 0.25 * size, right - 1.9 * size, top + 1.3 * size)
        sheet.add(Path(area, sheet.tone.boundary(boundary_basis, row.style)))
    sheet.write((left + 2.4 * size, top + 1.2 * size), row.lines[0], size, bold=True)
    sheet.write((right, top + 1.2 * size), row.right, size, align="right", bold=True)
    sheet.rule((left, top + 1.65 * size), (right, top + 1.65 * size), color=LINE)
