"""County by county, as a figure: one small map for each, all at one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from zonemap.analysis.findings import counties_finding
from zonemap.analysis.legend_classes import Legend
from zonemap.core.vocabulary import word
from zonemap.outputs.figures.overview import figure_style
from zonemap.outputs.figures.zone_grid import class_line
from zonemap.painters.figures import paint_sheet
from zonemap.region.region import Region
from zonemap.scene.items import Box
from zonemap.scene.land import fit_plane, land_of
from zonemap.scene.lettering import break_lines, fit_line, fit_names, longest_piece, name_of, text_width
from zonemap.scene.overview import county_map, map_notes, map_sources, zones_in
from zonemap.scene.sheet import Sheet, SheetStyle, empty_note, titled_sheet
from zonemap.scene.zone_marks import number_zones, zone_legend
from zonemap.style.inks import FAINT, SOFT
from zonemap.style.reader import quantity

MOST_CELLS = 42
"""More counties than this have no room for a map each; Chongqing has 38."""

_GAP = 12.0
_HEAD = 17.0
_LIST = 0.36
"""Share of a cell that the names may take; those that do not fit are counted."""

_LEAST, _SMALLEST = 9.0, 9.0
"""Least height of a map and least type size, points."""


@dataclass(frozen=True)
class _Cell:
    """Sizes that all cells share, in points.

    Parameters
    ----------
    columns
        How many cells stand side by side.
    width, height
        Of a cell.
    size
        Type size of the zones' names.
    lines
        How many lines the names take at most.
    across
        How many names stand side by side: more than one where a cell is wide, each on one line.
    """

    columns: int
    width: float
    height: float
    size: float
    lines: int
    across: int = 1

    @property
    def map_height(self) -> float:
        """What name and list leave for the map."""
        return max(self.height - _HEAD - 1.25 * self.size * self.lines - 4, _LEAST)


def plot_small_multiples(
    region: Region,
    *,
    by: str = "kind",
    lang: str = "",
    paper: str = "16:9",
    grayscale: bool = False,
    map_number: str = "",
) -> tuple[Figure, np.ndarray]:
    """Draw one small map for each county, all at one scale, with the names of its zones.

    Parameters
    ----------
    region
        The region on the day to show.
    by
        What colours the zones: ``kind``, ``year``, ``industry`` or ``reform``.
    lang, paper, grayscale, map_number
        As for :func:`zonemap.outputs.figures.overview.plot_map`.

    Returns
    -------
    The figure, and the axes of the maps in the order of the adcodes, each as those of
    :func:`zonemap.outputs.figures.overview.plot_map`; none when there are too
    many counties, which the figure then says.

    Raises
    ------
    UnknownOption
        If there is no such legend of zones, language or format.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> figure, maps = zm.plot_small_multiples(region)
    >>> len(maps) == len(region.counties)
    True
    """
    sheet = small_multiples_sheet(region, figure_style(lang, paper, grayscale, map_number), by=by)
    figure, axes = paint_sheet(sheet, shown=True)
    return figure, np.array(axes[1:], dtype=object)


def small_multiples_sheet(region: Region, style: SheetStyle, *, by: str = "kind") -> Sheet:
    """Compose the figure of one small map for each county."""
    legend = zone_legend(region, by)
    count = word("figure", "multiples_count").format(counties=len(region.counties), zones=len(region.shown))
    subject, message = word("figure", "multiples"), counties_finding(region)
    notes, sources = map_notes(region, legend), map_sources(region, by)
    sheet = titled_sheet(region, subject, count, style, notes, sources, message=message)
    if region.counties.empty:
        empty_note(sheet, "no_counties")
    elif len(region.counties) > MOST_CELLS:
        empty_note(sheet, "too_many_counties")
    else:
        _draw_cells(sheet, region, legend)
    return sheet


def _draw_cells(sheet: Sheet, region: Region, legend: Legend, *, counted: bool = False) -> None:
    """Draw key and cells."""
    left, top, right, bottom = sheet.body
    above = len(sheet.items)
    classes = [(item, sheet.say(item.label)) for item in legend.classes]
    top = class_line(sheet, classes, (left, top, right), counted=counted)
    cell = _cell(sheet, region, (left, top, right, bottom))
    bounds = land_of(region).bounds
    wide, high = (bounds[:, 2] - bounds[:, 0]).max(), (bounds[:, 3] - bounds[:, 1]).max()
    scale = min((cell.width - 8) / wide, max(cell.map_height - 8, 1) / high)
    has_counts = False
    for number, adcode in enumerate(sorted(region.counties.index)):
        column, row = number % cell.columns, number // cell.columns
        place = (left + column * (cell.width + _GAP), top + row * (cell.height + _GAP))
        has_counts |= _draw_cell(sheet, region, legend, str(adcode), place, cell, scale)
    if has_counts and not counted:  # which shows once the marks are placed
        del sheet.items[above:]
        _draw_cells(sheet, region, legend, counted=True)


def _cell(sheet: Sheet, region: Region, body: Box) -> _Cell:
    """Return the sizes of the cells, a little wider than high."""
    count = len(region.counties)
    width, height = body[2] - body[0], body[3] - body[1]

    def sizes(columns: int) -> tuple[float, float]:
        rows = -(-count // columns)
        return (width - _GAP * (columns - 1)) / columns, (height - _GAP * (rows - 1)) / rows

    columns = max(range(1, count + 1), key=lambda number: min(sizes(number)[0] / 1.2, sizes(number)[1]))
    wide, high = sizes(columns)
    names = [name_of(zone, sheet.lang) for _, zone in region.shown.iterrows()]
    size = min(10.0, (wide - 18) / max([*(longest_piece(name, 1) for name in names), 1]))
    longest = max((text_width(name, 10) for name in names), default=0.0) + 30
    if (across := int(wide // longest)) > 1:
        most = max(len(zones_in(region, str(adcode))) for adcode in region.counties.index)
        lines = min(-(-most // across), max(int(_LIST * high / 12.5), 1))
        return _Cell(columns, wide, high, 10.0, max(lines, 1), across)
    while True:
        size = max(size, _SMALLEST)
        lines = max(_lines(sheet, region, str(adcode), size, wide) for adcode in region.counties.index)
        most = max(int(_LIST * high / (1.25 * size)), 1)
        if lines <= most or size == _SMALLEST:
            return _Cell(columns, wide, high, size, max(min(lines, most), 1))
        size -= 0.5


def _lines(sheet: Sheet, region: Region, adcode: str, size: float, width: float) -> int:
    """Return how many lines the names of a county's zones take."""
    zones = zones_in(region, adcode)
    return sum(len(_name_lines(sheet, zone, size, width)) for _, zone in zones.iterrows())


def _name_lines(sheet: Sheet, zone: pd.Series, size: float, width: float) -> list[str]:
    """Break the name of a zone into lines that leave room for its number."""
    return break_lines(name_of(zone, sheet.lang), size, width - 1.9 * size)


def _draw_cell(
    sheet: Sheet,
    region: Region,
    legend: Legend,
    adcode: str,
    place: tuple[float, float],
    cell: _Cell,
    scale: float,
) -> bool:
    """Draw one county: its name, its map and the names of its zones; return whether marks are counted."""
    left, top = place
    right = left + cell.width
    zones = zones_in(region, adcode)
    head = fit_line(name_of(region.counties.loc[adcode], sheet.lang), 12.5, cell.width - 20)
    sheet.write((left, top + 12), head, 12.5)
    sheet.write((right, top + 12), str(len(zones)), 12.5, align="right", color=SOFT)
    box = (left, top + _HEAD, right, top + _HEAD + cell.map_height)
    plane = fit_plane(land_of(region), box, focus=[adcode], scale=scale)
    radius = quantity("size.map.small_map")
    map_, placed = county_map(region, legend, plane, adcode, sheet.lang, radius=radius, tone=sheet.tone)
    sheet.add(map_)
    _draw_names(sheet, zones, number_zones(region, legend), (left, box[3] + 3), cell)
    return bool(placed.counts)


def _draw_names(
    sheet: Sheet,
    zones: pd.DataFrame,
    numbers: Mapping[str, int],
    place: tuple[float, float],
    cell: _Cell,
) -> None:
    """Write the names of a county's zones with their numbers and how many have no room, or that there are
    none."""
    left, top = place
    size = cell.size
    if zones.empty:
        wording = sheet.word("figure", "no_zone_here")
        sheet.write((left, top + size), fit_line(wording, size, cell.width), size, color=FAINT)
    order = sorted(map(str, zones.index), key=lambda zone_id: numbers[zone_id])
    names = [_name_lines(sheet, zones.loc[zone_id], size, cell.width) for zone_id in order]
    if cell.across > 1 or _kept(names, cell.lines) < len(order):
        # Each by how it begins says more than how many are left out.
        room = cell.width / cell.across - 1.7 * size
        names = [[fit_line(name_of(zones.loc[zone_id], sheet.lang), size, room)] for zone_id in order]
    kept = _kept(names, cell.lines * cell.across)
    rows, start = -(-kept // cell.across) if cell.across > 1 else kept, top
    for at, (zone_id, lines) in enumerate(zip(order[:kept], names, strict=False)):
        if at and at % rows == 0:
            left, top = left + cell.width / cell.across, start
        sheet.write((left, top + size), str(numbers[zone_id]), size, color=SOFT)
        for line in lines:
            sheet.write((left + 1.7 * size, top + size), line, size)
            top += 1.25 * size
    if kept < len(order):
        wording = fit_names(order[kept:], sheet.lang, lambda text: False)
        room = cell.width / cell.across
        sheet.write((left, top + size), fit_line(wording, size, room), size, color=SOFT)


def _kept(names: Sequence[Sequence[str]], most: int) -> int:
    """Return how many names fit so many lines; when not all do, one line is left to say so."""
    ends = list(accumulate(map(len, names)))
    if not ends or ends[-1] <= most:
        return len(names)
    return sum(end <= most - 1 for end in ends)
