"""Which zone names which industry, as a figure."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zonemap.analysis.facts import book_of
from zonemap.analysis.findings import industries_finding
from zonemap.analysis.legend import legend_by
from zonemap.analysis.legend_classes import Legend
from zonemap.analysis.measures import industries_on, later_industries
from zonemap.analysis.region_words import words_of
from zonemap.core.dates import format_date
from zonemap.core.text import NONE
from zonemap.core.vocabulary import label, word
from zonemap.outputs.figures.overview import figure_style, show
from zonemap.outputs.figures.zone_grid import (
    MOST_ROWS,
    Grid,
    draw_rows,
    format_more_rows,
    grown,
    names_room,
    write_foot,
)
from zonemap.region.region import Region
from zonemap.scene.items import Paint, Path, Point
from zonemap.scene.lettering import break_lines, fit_names, name_of, text_width
from zonemap.scene.sheet import Sheet, SheetStyle, empty_note, sheet_notes, titled_sheet
from zonemap.style.inks import LINE, PAPER, SAMPLE, SOFT

_LEAST = 9.0
"""Smallest type of the heads, points."""

_SLOPE = 0.72
"""Height of a line of text set at 45 degrees, as a share of its length."""


def plot_industries(
    region: Region,
    *,
    lang: str = "",
    paper: str = "16:9",
    grayscale: bool = False,
    map_number: str = "",
    ax: Axes | None = None,
    figsize: tuple[float, float] | None = None,
) -> tuple[Figure, Axes]:
    """Draw which zone names which industry.

    A filled square stands where a source states it, a hollow one where it only follows from the zone's name.
    The zones whose industry the sources do not state are named below.

    Parameters
    ----------
    region
        The region on the day to show.
    lang, paper, grayscale, map_number, figsize
        As for :func:`zonemap.outputs.figures.overview.plot_map`.
    ax
        Axes of your own to draw into, without title and notes; they then are in points.

    Returns
    -------
    The figure, and axes over the whole sheet in points from its upper left corner.

    Raises
    ------
    UnknownOption
        If there is no such language or format.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> figure, axes = zm.plot_industries(region, lang="en", grayscale=True)
    """
    sheet = industries_sheet(region, figure_style(lang, paper, grayscale, map_number, ax, figsize))
    return show(sheet, ax)


def industries_sheet(region: Region, style: SheetStyle) -> Sheet:
    """Compose the figure of which zone names which industry."""
    legend = legend_by(region, "kind")
    table = industry_table(region, legend)
    sources = book_of(region).sources_of(("industries",))
    style, subject = grown(style, len(table)), word("figure", "industries")
    message = industries_finding(region)
    sheet = titled_sheet(region, subject, NONE, style, sheet_notes("indicative"), sources, message=message)
    if table.empty:
        empty_note(sheet, "no_industries")
    else:
        _draw_board(sheet, region, legend, table)
    return sheet


def industry_table(region: Region, legend: Legend) -> pd.DataFrame:
    """Return zones by industries.

    Returns
    -------
    The zones that are shown and name an industry, in the order of the legend; the industries that occur, in
    the order of the vocabulary; ``stated``, ``name`` or empty.
    """
    described = industries_on(region)
    claims = described[described["zone_id"].isin(region.shown.index)]
    table = claims.pivot(index="zone_id", columns="industry", values="basis").fillna("")
    ranks = {item.key: rank for rank, item in enumerate(legend.classes)}
    order = [zone_id for zone_id in region.shown.index if zone_id in table.index]
    order.sort(key=lambda zone_id: ranks[legend.of[zone_id]])
    return table.loc[order, [key for key in words_of(region, "industry") if key in table.columns]]


def _draw_board(sheet: Sheet, region: Region, legend: Legend, table: pd.DataFrame) -> None:
    """Draw heads, rows and sums."""
    bottom = write_foot(
        sheet, [*_without(sheet, region, table), *_later(sheet, region), *format_more_rows(sheet, len(table))]
    )
    heads = [region.words.word("industry", key).of(sheet.lang) for key in table.columns]
    rows = table.head(MOST_ROWS)
    head, grid = _layout(sheet, region, rows, heads, bottom)
    draw_rows(sheet, region, legend, grid)
    counts = [str(int(number)) for number in (table != "").sum()]
    is_narrow = max(text_width(count, grid.size) for count in counts) > 0.9 * grid.column_width
    lower = 1.1 * grid.size * is_narrow  # numbers wider than their columns stand on two lines by turns
    for column, (text, count) in enumerate(zip(heads, counts, strict=True)):
        middle = grid.start(column) + grid.column_width / 2
        place = (middle - 0.3 * head, grid.top - 5)
        sheet.write(place, text, head, turn=45)
        sheet.rule((middle, grid.top), (middle, grid.bottom), LINE, 0.5)
        base = grid.bottom + 0.72 * grid.row_height + lower * (column % 2)
        sheet.write((middle, base), count, grid.size, align="center")
    side = 0.3 * min(grid.row_height, grid.column_width)
    for row, zone_id in enumerate(grid.zones):
        color = sheet.tone.fill(legend.class_of(zone_id).color)
        for column, industry_basis in enumerate(rows.loc[zone_id]):
            centre = (grid.start(column) + grid.column_width / 2, grid.middle(row))
            if industry_basis:
                _draw_claim(sheet, centre, side, color, industry_basis)
    _draw_key(sheet, (grid.left, grid.bottom + 1.55 * grid.row_height + lower), min(grid.size, 11.0))


def _layout(
    sheet: Sheet, region: Region, rows: pd.DataFrame, heads: list[str], bottom: float
) -> tuple[float, Grid]:
    """Return the type size of the heads and the grid below them."""
    left, top, right, _ = sheet.body
    longest = max(text_width(text, 1) for text in heads)
    head = min(13.0, 0.28 * (right - left) / len(heads), 0.29 * (bottom - top) / (_SLOPE * longest + 1.4))
    head = max(head, _LEAST)
    first = top + (_SLOPE * longest + 1.4) * head
    height = min((bottom - first) / (len(rows) + 2), 27.0)
    size = min(0.66 * height, 14.0)
    zones = tuple(map(str, rows.index))
    names = names_room(region, zones, sheet.lang, size, 0.42 * (right - left))
    overhang = _SLOPE * text_width(heads[-1], head)
    width = min((right - left - names - overhang) / len(heads), 44.0)
    return head, Grid(left, first, names, width, height, len(heads), zones, size)


def _draw_claim(sheet: Sheet, centre: Point, side: float, color: str, industry_basis: str) -> None:
    """Draw that a zone names an industry: filled when stated, hollow when it follows from the name."""
    x, y = centre
    fill = color if industry_basis == "stated" else PAPER
    sheet.add(Path(shapely.box(x - side, y - side, x + side, y + side), Paint(fill, color, width=1.8)))


def _draw_key(sheet: Sheet, place: tuple[float, float], size: float) -> None:
    """Explain filled and hollow squares."""
    left, middle = place
    for industry_basis, group, key in (("stated", "figure", "stated"), ("name", "industry_basis", "name")):
        wording = sheet.word(group, key)
        _draw_claim(sheet, (left + 0.6 * size, middle), 0.42 * size, sheet.tone.fill(SAMPLE), industry_basis)
        sheet.write((left + 1.6 * size, middle + 0.36 * size), wording, size, color=SOFT)
        left += text_width(wording, size) + 3 * size


def _without(sheet: Sheet, region: Region, table: pd.DataFrame) -> list[str]:
    """Name the zones whose industry the sources do not state, in three lines at most."""
    described = {*table.index, *later_industries(region)["zone_id"]}
    missing = region.shown[~region.shown.index.isin(described)]
    if missing.empty:
        return []
    width = sheet.body[2] - sheet.body[0]
    names = [name_of(zone, sheet.lang) for _, zone in missing.iterrows()]

    def wording(listed: str) -> str:
        return sheet.word("figure", "industries_none", n=len(missing), names=listed)

    listed = fit_names(names, sheet.lang, lambda text: _is_short(wording(text), width))
    return break_lines(wording(listed), 11, width)


def _later(sheet: Sheet, region: Region) -> list[str]:
    """Name the zones whose industries only later sources name, with the dates, in three lines at most."""
    width = sheet.body[2] - sheet.body[0]
    wording = format_later_industries(region, sheet.lang, lambda text: _is_short(text, width))
    return break_lines(wording, 11, width) if wording else []


def format_later_industries(region: Region, lang: str, fits: Callable[[str], bool]) -> str:
    """Name the zones whose industries only sources after the region's day name; empty when there is none.

    Parameters
    ----------
    region
        The region.
    lang
        ``zh`` or ``en``.
    fits
        Tells whether a text has room; zones that have none are counted.
    """
    zones = later_industries(region).drop_duplicates(["zone_id", "date"])
    if zones.empty:
        return ""
    wording = label("figure", "name_dated", lang)
    names = [
        wording.format(name=name_of(region.rows[row.zone_id], lang), date=format_date(str(row.date), lang))
        for row in zones.itertuples()
    ]
    described = label("figure", "industries_later", lang)
    return described.format(names=fit_names(names, lang, lambda text: fits(described.format(names=text))))


def _is_short(text: str, width: float) -> bool:
    """Tell whether a text has room in three lines."""
    return len(break_lines(text, 11, width)) <= 3
