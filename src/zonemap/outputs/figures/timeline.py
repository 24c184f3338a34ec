"""When zones were approved, as a figure: a year a column with names on it, what has no year apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zonemap.analysis.facts import book_of
from zonemap.analysis.findings import growth_finding
from zonemap.analysis.legend_classes import Legend
from zonemap.analysis.measures import Count
from zonemap.core.dates import year_of
from zonemap.core.vocabulary import label, word
from zonemap.outputs.figures.overview import figure_style, show
from zonemap.outputs.figures.zone_grid import class_line
from zonemap.region.region import Region
from zonemap.region.status import APPROVED
from zonemap.scene.items import Box, Paint, Path, Point
from zonemap.scene.lettering import balance_lines, break_lines, fit_line, longest_piece, name_of
from zonemap.scene.marks import sample_mark
from zonemap.scene.overview import count_line
from zonemap.scene.sheet import Sheet, SheetStyle, sheet_notes, titled_sheet
from zonemap.scene.zone_marks import mark_status, zone_legend
from zonemap.style.inks import FAINT, INK, SOFT, mix
from zonemap.style.lines import Line
from zonemap.style.reader import table

_SIZES = (14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
_FOOT = 60.0
_WIDEST, _GAP_WIDTH = 190.0, 74.0


@dataclass(frozen=True)
class Column:
    """A column of the timeline.

    Parameters
    ----------
    head, below
        What stands under it: one line, and one or two.
    zones
        Ids of its zones; none for a span of years without approvals.
    kind
        ``year``, ``gap`` or the status of its zones.
    """

    head: str
    below: tuple[str, ...]
    zones: tuple[str, ...]
    kind: str


def plot_timeline(
    region: Region,
    *,
    by: str = "kind",
    lang: str = "",
    paper: str = "16:9",
    grayscale: bool = False,
    map_number: str = "",
    ax: Axes | None = None,
    figsize: tuple[float, float] | None = None,
) -> tuple[Figure, Axes]:
    """Draw when the zones were approved, as known on the region's day.

    Parameters
    ----------
    region
        The region on the day to show.
    by
        What colours the zones: ``kind``, ``year``, ``industry`` or ``reform``.
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
        If there is no such legend of zones, language or format.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> figure, axes = zm.plot_timeline(region, lang="en")
    """
    sheet = timeline_sheet(region, figure_style(lang, paper, grayscale, map_number, ax, figsize), by=by)
    return show(sheet, ax)


def timeline_sheet(region: Region, style: SheetStyle, *, by: str = "kind") -> Sheet:
    """Compose the figure of when zones were approved."""
    legend = zone_legend(region, by)
    sources = book_of(region).sources_of(("values",))
    notes = sheet_notes("indicative", "undated_note")
    sheet = titled_sheet(
        region,
        word("figure", "timeline"),
        count_line(region),
        style,
        notes,
        sources,
        message=growth_finding(region),
    )
    draw_timeline(sheet, region, legend)
    return sheet


def draw_timeline(sheet: Sheet, region: Region, legend: Legend) -> None:
    """Draw the timeline into the body of a sheet."""
    left, top, right, bottom = sheet.body
    columns = timeline_columns(region, sheet.lang)
    if not columns:
        sheet.write_block((left, top + 24), sheet.word("figure", "none_shown"), 16, right - left)
        return
    classes = [(item, f"{sheet.say(item.label)} {item.count}") for item in legend.classes]
    box = (left, class_line(sheet, classes, (left, top, right)) + 6, right, bottom - 4)
    wide = [column for column in columns if column.kind != "gap"]
    names = {
        zone_id: name_of(region.rows[zone_id], sheet.lang) for column in wide for zone_id in column.zones
    }
    for kept, size in product((columns, wide), _SIZES):  # names before the gaps between the years
        width = min((right - left - (len(kept) - len(wide)) * _GAP_WIDTH) / len(wide), _WIDEST)
        room = width - 12 - 2.6 * size
        if max(longest_piece(name, size) for name in names.values()) > room:
            continue
        cards = {zone_id: balance_lines(name, size, room) for zone_id, name in names.items()}
        tallest = max(sum(_card_height(cards[key], size) for key in column.zones) for column in wide)
        if tallest <= box[3] - box[1] - _FOOT:
            _draw_columns(sheet, region, legend, kept, cards, box, width, size)
            return
    _draw_bars(sheet, region, legend, wide, box)


def timeline_columns(region: Region, lang: str) -> list[Column]:
    """Return the columns: years of approval with the gaps between them, then the zones of no stated year."""
    shown = region.shown
    is_dated = shown["approved"].map(year_of).notna()
    is_approved = shown["status"].isin(APPROVED) & is_dated
    approved = shown[is_approved]
    years = approved["approved"].map(year_of)
    columns: list[Column] = []
    total = 0
    for year, zones in approved.sort_values("approved").groupby(years, sort=True):
        if columns and int(year) - int(columns[-1].head) > 1:
            columns.append(_gap(int(columns[-1].head) + 1, int(year) - 1, lang))
        total += len(zones)
        below = (
            word("figure", "count_approved").format(n=Count(len(zones), 0).counted).of(lang),
            label("figure", "count_total", lang).format(n=total),
        )
        columns.append(Column(str(year), below, tuple(map(str, zones.index)), "year"))
    rest = shown[~is_approved]
    is_bounded = rest["status"].isin(APPROVED) & (rest["approved"] != "")
    bounded = tuple(map(str, rest.index[is_bounded]))
    if bounded:  # a bound is no year: such approvals stand beside the years
        count = label("measure_words", "counted", lang).format(n=len(bounded))
        columns.append(Column(label("figure", "bounded", lang), (count,), bounded, "bounded"))
    rest = rest[~is_bounded]
    for status in table("mark.status"):
        ids = tuple(map(str, rest.index[rest["status"] == status]))
        if ids:
            count = label("measure_words", "counted", lang).format(n=len(ids))
            columns.append(Column(label("status", status, lang), (count,), ids, status))
    return columns


def _gap(first: int, last: int, lang: str) -> Column:
    """Return the column for years without approvals."""
    span = str(first) if first == last else f"{first}–{last}"
    return Column(span, tuple(break_lines(label("figure", "no_approvals", lang), 10, 60)), (), "gap")


def _card_height(lines: Sequence[str], size: float) -> float:
    """Return how high the card of a zone is, with the gap above it."""
    return (1.25 * len(lines) + 1.0) * size


def _draw_columns(
    sheet: Sheet,
    region: Region,
    legend: Legend,
    columns: Sequence[Column],
    cards: dict[str, list[str]],
    box: Box,
    width: float,
    size: float,
) -> None:
    """Draw the columns with the names of their zones, standing on the line of time."""
    base = box[3] - _FOOT
    left = box[0]
    is_past = False
    for column in columns:
        if column.kind not in ("year", "gap") and not is_past:
            is_past = True
            if left > box[0]:
                sheet.rule((left - 1, box[1]), (left - 1, box[3]), dash=Line(0, (2.1, 2.1)))
        is_gap = column.kind == "gap"
        wide = _GAP_WIDTH if is_gap else width
        if column.kind in ("year", "gap"):
            color, dash = (FAINT, Line(0, (1.6, 3.2))) if is_gap else (INK, None)
            sheet.rule((left, base), (left + wide, base), color, 1.6, dash=dash)
        _draw_foot(sheet, column, (left, base), wide)
        foot = base - 5
        for zone_id in column.zones:
            foot -= _card_height(cards[zone_id], size)
            place = (left + 4, foot + 0.3 * size, left + wide - 4, foot + _card_height(cards[zone_id], size))
            _draw_card(sheet, region, legend, zone_id, cards[zone_id], place, size)
        left += wide


def _draw_foot(sheet: Sheet, column: Column, place: Point, width: float) -> None:
    """Write what a column is and how many zones it has."""
    left, base = place
    middle = left + width / 2
    is_gap = column.kind == "gap"
    head = 10.5 if is_gap else 17 if column.kind == "year" else 14
    color = FAINT if is_gap else INK
    size = 10.0 if is_gap else 11.5
    sheet.write(
        (middle, base + 21), fit_line(column.head, head, width - 4), head, color=color, align="center"
    )
    for number, line in enumerate(column.below):
        place = (middle, base + 38 + 1.3 * size * number)
        sheet.write(place, fit_line(line, size, width - 4), size, color=SOFT, align="center")


def _draw_card(
    sheet: Sheet, region: Region, legend: Legend, zone_id: str, lines: Sequence[str], box: Box, size: float
) -> None:
    """Draw the card of a zone: its symbol and its name."""
    style = legend.class_of(zone_id)
    color = sheet.tone.fill(style.color)
    left, top, right, bottom = box
    corner, status = 0.35 * size, mark_status(region, zone_id)
    card = shapely.box(left + corner, top + corner, right - corner, bottom - corner).buffer(corner)
    dash = Line(0, (3.0, 2.0)) if status == "undated" else None
    sheet.add(Path(card, Paint(mix(color, 0.1), mix(color, 0.75), width=1, dash=dash)))
    centre = (left + 1.15 * size, (top + bottom) / 2)
    sheet.add(sample_mark(style, status, centre, 0.5 * size, tone=sheet.tone))
    line = (top + bottom) / 2 - (len(lines) - 1) * 0.625 * size + 0.36 * size
    for number, text in enumerate(lines):
        sheet.write((left + 2.2 * size, line + 1.25 * number * size), text, size)


def _draw_bars(sheet: Sheet, region: Region, legend: Legend, columns: Sequence[Column], box: Box) -> None:
    """Draw only how many zones there are in each column, by class, when their names have no room."""
    width = (box[2] - box[0]) / len(columns)
    most = max(len(column.zones) for column in columns)
    base = box[3] - _FOOT
    unit = (base - box[1] - 16) / most
    for number, column in enumerate(columns):
        left, top = box[0] + number * width, base
        keys = legend.of[list(column.zones)].value_counts()
        for item in legend.classes:
            height = unit * int(keys.get(item.key, 0))
            bar = (left + 0.12 * width, top - height, left + 0.88 * width, top)
            sheet.rect(bar, sheet.tone.area(item, "bar"))
            top -= height
        size = min(11.0, max(9.0, 0.32 * width))
        middle = left + width / 2
        sheet.write((middle, top - 4), str(len(column.zones)), size, align="center")
        if width > 26 or number % max(1, round(26 / width)) == 0:
            size = min(12.0, max(9.0, 0.3 * width))
            for line, text in enumerate(break_lines(column.head, size, width - 4)):
                sheet.write((middle, base + 16 + 1.15 * size * line), text, size, align="center")
    sheet.rule((box[0], base), (box[2], base), INK, 1.2)
    wording = sheet.word("figure", "none_listed", n=sum(len(column.zones) for column in columns))
    sheet.write((box[0], box[3] - 6), wording, 11, color=SOFT)
