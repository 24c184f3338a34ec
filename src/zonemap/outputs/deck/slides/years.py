"""A map for each year in which zones were approved: what was new, what was there before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from zonemap.analysis.legend import legend_by
from zonemap.analysis.measures import Count, count_approvals
from zonemap.core.dates import happened_by, sort_key, year_of
from zonemap.outputs.deck.evidence import Evidence
from zonemap.outputs.deck.native_tables import Cell, Column, Row, add_table, cut_rows, fit_size
from zonemap.outputs.deck.slide import Deck, Slide
from zonemap.outputs.deck.slides.overview import KEY, close_map, draw_key, later_of, open_map
from zonemap.painters.pptx_shapes import Box, circle, grouped, line, text_box
from zonemap.painters.pptx_text import Paragraph, height_of, shrink
from zonemap.region.region import Region
from zonemap.region.status import APPROVED
from zonemap.scene.lettering import fit_names
from zonemap.scene.zone_marks import ZoneMark, place_marks
from zonemap.style.inks import LINE, NAVY, PAPER, SOFT
from zonemap.style.reader import quantity

_MOST_YEARS = 6
_STEPS = 58.0
"""Height of the row of years, points."""


def add_years(deck: Deck, evidence: Evidence) -> None:
    """Add a slide for each year in which zones were approved, up to the region's day."""
    region = evidence.region
    days = {year: min(dt.date(year, 12, 31), region.date) for year in _years(region)}
    states = {year: region.as_of(day) for year, day in days.items()}
    totals = {year: count_approvals(state) for year, state in states.items()}
    for year, state in states.items():
        _add_year(deck, evidence, state, totals, year)


def _years(region: Region) -> list[int]:
    """Return the years of approvals; of many the first, the last and some between."""
    dates = [text for text in region.zones["approved"] if happened_by(text, region.date)]
    years = sorted({year for year in map(year_of, dates) if year is not None})
    if len(years) <= _MOST_YEARS:
        return years
    return [years[round(step * (len(years) - 1) / (_MOST_YEARS - 1))] for step in range(_MOST_YEARS)]


def _add_year(deck: Deck, evidence: Evidence, region: Region, totals: dict[int, Count], year: int) -> None:
    """Add the map of a year: the zones approved in it are numbered, those before are small."""
    words = deck.words
    legend = legend_by(region, "kind")
    approved = region.shown[region.shown["status"].isin(APPROVED)]
    years = approved["approved"].map(year_of)
    new, before = approved[years == year], approved[years != year]
    slide = deck.open(
        "map",
        words.sentence("year_title", year=year, n=len(new), total=totals[year].text.of(words.lang)),
        words.sentence("year_lead", day=words.date(region.date.isoformat())),
    )
    slide.clear()
    left, right = slide.room.split(0.6)
    box = left._replace(height=left.height - KEY - 4)
    view = open_map(region, box, words.lang)
    view.draw_counties()
    view.draw_boundaries(legend, list(approved.index))
    placed = place_marks(region, legend, view.plane, quantity("size.deck.mark"))
    order = sorted(new.index, key=lambda zone_id: sort_key(new.at[zone_id, "approved"]))
    fresh = placed.only(order).numbered(
        {str(zone_id): number for number, zone_id in enumerate(order, start=1)}
    )
    older = placed.only([mark.zone_id for mark in placed.marks if mark.zone_id not in new.index])
    view.draw_marks(older, radius=quantity("size.deck.small"), numbered=False, halos=False)
    view.draw_marks(fresh, counts=False)
    close_map(slide.shapes, deck, view, legend, placed)
    draw_key(slide.shapes, deck, region, left._replace(top=box.bottom + 4, height=KEY))
    low = _list_new(slide, deck, evidence, region, fresh.marks, right, year)
    _describe_others(
        slide, deck, region, before, right.below(low)._replace(height=right.height - low - _STEPS - 12)
    )
    _draw_steps(slide, deck, totals, year, right._replace(top=right.bottom - _STEPS, height=_STEPS))
    rows = region.evidence[(region.evidence["table"] == "zones") & (region.evidence["field"] == "approved")]
    deck.note(
        slide,
        [
            words.sentence("notes_evidence"),
            *evidence.evidence_lines_of(rows[rows["zone_id"].isin(new.index)]),
        ],
    )


def _list_new(
    slide: Slide,
    deck: Deck,
    evidence: Evidence,
    region: Region,
    fresh: Sequence[ZoneMark],
    box: Box,
    year: int,
) -> float:
    """List the zones approved in the year; return how high the list is."""
    words = deck.words
    columns = [
        Column("", 30, "center"),
        Column(words.sentence("year_new", year=year), 180),
        Column(words.sentence("head_approved"), 98, "right"),
        Column(words.sentence("head_source"), 62, "right"),
    ]
    rows: list[Row] = [
        [
            Cell(str(mark.number), bold=True),
            Cell(words.name(region.zones.loc[mark.zone_id]), bold=True),
            Cell(words.date(region.zones.at[mark.zone_id, "approved"])),
            Cell(evidence.mark(evidence.rows(mark.zone_id, [("zones", "approved")])), SOFT),
        ]
        for mark in fresh
    ]
    room = box._replace(height=0.55 * box.height)
    size = fit_size(columns, rows, room, 13, 8)
    rows = cut_rows(columns, rows, room, size, lambda rest: words.sentence("and_rest", n=rest))
    heights = add_table(
        slide,
        box,
        columns,
        rows,
        size,
        name=words.sentence("name_list"),
        about=words.sentence("year_new", year=year),
    )
    return sum(heights) + 20


def _draw_steps(slide: Slide, deck: Deck, totals: dict[int, Count], year: int, box: Box) -> None:
    """Draw the years in a row, each with the number approved so far; this one filled."""
    words = deck.words
    name = words.sentence("series_total")
    line_text = words.list(f"{one}: {total.text.of(words.lang)}" for one, total in totals.items())
    with grouped(slide.shapes, name, f"{name}. {line_text}"):
        heading = box._replace(height=14)
        text_box(slide.shapes, heading, [Paragraph(name, 10, color=SOFT)], name=name, anchor="middle")
        radius, y = 11.0, box.top + 28
        step = (box.width - 2 * radius - 20) / max(len(totals) - 1, 1)
        places = {one: box.left + radius + 10 + number * step for number, one in enumerate(totals)}
        line(
            slide.shapes,
            (places[min(places)], y),
            (places[max(places)], y),
            name=name,
            about=name,
            color=LINE,
            width=1.5,
        )
        for one, x in places.items():
            now, label = one == year, f"{one}: {totals[one].text.of(words.lang)}"
            circle(
                slide.shapes,
                (x, y),
                radius,
                name=label,
                about=label,
                fill=NAVY if now else PAPER,
                line=NAVY,
                width=1.5,
            )
            inner, below = Box(x - 20, y - 10, 40, 20), Box(x - 25, y + radius + 2, 50, 16)
            ink = PAPER if now else NAVY
            count = Paragraph(
                str(totals[one].certain) + "+" * bool(totals[one].possible),
                11,
                bold=True,
                color=ink,
                align="center",
            )
            text_box(slide.shapes, inner, [count], name=label, anchor="middle", wrap=False)
            text_box(
                slide.shapes,
                below,
                [Paragraph(str(one), 10, bold=now, color="text", align="center")],
                name=label,
                wrap=False,
            )


def _describe_others(slide: Slide, deck: Deck, region: Region, before: pd.DataFrame, box: Box) -> None:
    """Tell which zones were approved before, and how many others the map shows."""
    words = deck.words
    head = words.sentence("year_before", n=len(before)) if len(before) else words.sentence("year_before_none")
    paragraphs = [Paragraph(head, 13, bold=True, color="accent")]
    states = region.shown["status"].value_counts()
    others = [
        words.sentence("count_status", status=words.of("status", key), n=states[key])
        for key in ("applying", "undated", "unknown")
        if key in states
    ]
    if others:
        paragraphs.append(
            Paragraph(words.sentence("year_other", said=words.list(others)), 12.5, color=SOFT, before=8)
        )
    paragraphs += [Paragraph(line_text, 10.5, color=SOFT, before=8) for line_text in later_of(deck, region)]
    if len(before):
        names = [words.name(zone) for _, zone in before.iterrows()]
        room = box.height - height_of([replace(sentence, size=8.5) for sentence in paragraphs], box.width) - 4
        wording = fit_names(
            names, words.lang, lambda text: height_of([Paragraph(text, 8.5)], box.width) <= room
        )
        paragraphs.insert(1, Paragraph(wording, 12.5, color=SOFT, before=2))
    text_box(
        slide.shapes, box, shrink(paragraphs, box.width, box.height, 7.5), name=words.sentence("name_text")
    )
