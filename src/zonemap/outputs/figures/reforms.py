"""How far the reform measures are in each approved zone, as a figure."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zonemap.analysis.facts import FactBook, book_of
from zonemap.analysis.findings import reform_finding
from zonemap.analysis.legend import legend_by
from zonemap.analysis.measures import Count
from zonemap.analysis.reform_board import is_open, reform_board
from zonemap.analysis.region_words import as_of
from zonemap.core.dates import date_text, happened_by
from zonemap.core.text import NONE, Text
from zonemap.core.vocabulary import state_terms, word
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
from zonemap.scene.items import Disc, Paint, Path, Point
from zonemap.scene.lettering import balance_lines, text_width
from zonemap.scene.sheet import Sheet, SheetStyle, empty_note, sheet_notes, titled_sheet
from zonemap.style.inks import INK, LINE, PAPER, SOFT

_HEAD_HEIGHT = 62.0
_PIE_DEGREES = {"done": 360.0, "in_progress": 180.0, "leaders_in_place": 90.0}


def plot_reforms(
    region: Region,
    *,
    lang: str = "",
    paper: str = "16:9",
    grayscale: bool = False,
    map_number: str = "",
    ax: Axes | None = None,
    figsize: tuple[float, float] | None = None,
) -> tuple[Figure, Axes]:
    """Draw how far the reform measures are in each approved zone, as known on the region's day.

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
    >>> figure, axes = zm.plot_reforms(region, paper="square")
    """
    sheet = reforms_sheet(region, figure_style(lang, paper, grayscale, map_number, ax, figsize))
    return show(sheet, ax)


def reforms_sheet(region: Region, style: SheetStyle) -> Sheet:
    """Compose the figure of how far the reform measures are."""
    board, book = reform_board(region), book_of(region)
    is_empty = board.empty or region.reforms.empty
    sources = book.sources_of(("reforms",))
    style, subject = grown(style, len(board)), word("figure", "reforms")
    below = NONE if is_empty else _due(book, board)
    message = reform_finding(region)
    sheet = titled_sheet(region, subject, below, style, sheet_notes("indicative"), sources, message=message)
    if is_empty:
        empty_note(sheet, "no_reforms")
    else:
        _draw_board(sheet, region, board)
    return sheet


def _due(book: FactBook, board: pd.DataFrame) -> Text:
    """Say when the measures are due, if that is one date for all."""
    dues = book.dues_of(board.index)
    return word("figure", "due").format(date=date_text(dues[0])) if len(dues) == 1 else NONE


def _draw_board(sheet: Sheet, region: Region, board: pd.DataFrame) -> None:
    """Draw heads and rows."""
    bottom = write_foot(sheet, format_more_rows(sheet, len(board)))
    rows = board.head(MOST_ROWS)
    grid = _layout(sheet, region, rows, bottom)
    draw_rows(sheet, region, legend_by(region, "kind"), grid)
    as_of = _known_before(region)
    widest = max(text_width(term.label(sheet.lang), 1) for term in state_terms().values())
    size = min(grid.size, grid.column_width / (widest + 2.6))
    for column, measure in enumerate(rows.columns):
        title = region.words.word("measure", measure).of(sheet.lang)
        _draw_head(sheet, grid, column, title, board[measure])
        for row, zone_id in enumerate(grid.zones):
            place = (grid.start(column), grid.middle(row))
            wording = as_of.get((zone_id, measure), "")
            _draw_state(sheet, place, str(rows.at[zone_id, measure]), wording, size, grid.column_width)


def _layout(sheet: Sheet, region: Region, rows: pd.DataFrame, bottom: float) -> Grid:
    """Return the grid, as large as the body allows."""
    left, top, right, _ = sheet.body
    first = top + _HEAD_HEIGHT
    height = min((bottom - first) / len(rows), 52.0)
    size = min(0.42 * height, 15.0)
    zones = tuple(map(str, rows.index))
    names = names_room(region, zones, sheet.lang, size, 0.44 * (right - left))
    width = (right - left - names) / len(rows.columns)
    return Grid(left, first, names, width, height, len(rows.columns), zones, size)


def _draw_head(sheet: Sheet, grid: Grid, column: int, title: str, states: pd.Series) -> None:
    """Write the name of a measure and in how many zones it is done, of how many not stated."""
    left = grid.start(column)
    lines = balance_lines(title, 13, grid.column_width - 10)[:2]
    for number, text in enumerate(lines):
        sheet.write((left, grid.top - 24 - 15.5 * (len(lines) - 1 - number)), text, 13)
    open_ = int(is_open(states).sum())
    done = Count(int((states == "done").sum()), open_).or_dash
    key = "done_of_open" if open_ else "done_of"
    wording = sheet.word("figure", key, n=done, total=len(states), open=open_)
    size = 11 * min(1.0, (grid.column_width - 6) / text_width(wording, 11))
    sheet.write((left, grid.top - 7), wording, size, color=SOFT)


def _known_before(region: Region) -> dict[tuple[str, str], str]:
    """Return as of when a state is known, by zone and measure, where that is before the region's day."""
    day = region.date.isoformat()
    is_before = region.reforms["as_of"].map(lambda text: text != day and happened_by(text, region.date))
    rows = region.reforms[is_before.astype(bool)]
    keys = zip(rows["zone_id"], rows["measure"], strict=True)
    return dict(zip(keys, rows["as_of"], strict=True))


def _draw_state(
    sheet: Sheet, place: tuple[float, float], state: str, day: str, size: float, width: float
) -> None:
    """Draw the state of a measure: a pie as full as it is done, the word, as of when it is known."""
    left, middle = place
    term = state_terms()[state]
    _draw_pie(sheet, (left + 0.7 * size, middle), 0.62 * size, state, sheet.tone.fill(term.color))
    wording_of_state = term.label(sheet.lang)
    is_silent = state not in _PIE_DEGREES
    color = SOFT if is_silent else INK
    sheet.write((left + 1.8 * size, middle + 0.36 * size), wording_of_state, size, color=color)
    wording = sheet.say(as_of(day)) if day else ""
    small, beside = 0.72 * size, left + 2.5 * size + text_width(wording_of_state, size)
    if not is_silent and beside + text_width(wording, small) <= left + width - 4:
        sheet.write((beside, middle + 0.36 * size), wording, small, color=SOFT)


def _draw_pie(sheet: Sheet, centre: Point, radius: float, state: str, color: str) -> None:
    """Draw a pie that is as full as a measure is done; a dash where nothing is reported."""
    x, y = centre
    if state not in _PIE_DEGREES:
        sheet.rule((x - 0.5 * radius, y), (x + 0.5 * radius, y), LINE, 1.5)
        return
    turns = np.radians(np.linspace(-90, _PIE_DEGREES[state] - 90, 49))
    arc = np.column_stack([x + radius * np.cos(turns), y + radius * np.sin(turns)])
    sheet.add(Disc(centre, radius, Paint(PAPER, color, width=1.6)))
    sheet.add(Path(shapely.Polygon([centre, *arc]), Paint(color)))
