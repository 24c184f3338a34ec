"""A map for each year in which zones were approved: what was new, what was there before."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd

from zonemap.dates import happened_by, parse_edtf, year_of
from zonemap.deck.evidence import Evidence
from zonemap.deck.maps import RADIUS, about_map, draw_key, tell_later
from zonemap.deck.mapshapes import draw_boundaries, draw_ground, draw_scale, lay_plane
from zonemap.deck.markshapes import draw_marks, name_counties, place_marks
from zonemap.deck.master import NAVY
from zonemap.deck.shapes import Box, circle, grouped, line, text_box
from zonemap.deck.stage import Page, Stage
from zonemap.deck.tables import Cell, Column, Row, add_table, cut_rows, fit_size
from zonemap.deck.typeface import Say, height_of, shrink
from zonemap.drawing.svg import mix
from zonemap.drawing.symbols import LINE, PAPER, SOFT, Mark
from zonemap.figures.lettering import fit_names
from zonemap.legend import Legend, legend_by
from zonemap.measure import without_later_areas
from zonemap.region import Region

_SMALL = 6.0
_OLD, _NEW = 0.12, 0.32
"""How strong the host counties of earlier and of new zones are tinted."""

_MOST_YEARS = 6
_STEPS = 58.0
"""Height of the row of years, points."""


def add_years(stage: Stage, evidence: Evidence) -> None:
    """Add a slide for each year in which zones were approved, up to the region's day."""
    region = evidence.region
    days = {year: min(dt.date(year, 12, 31), region.date) for year in _years(region)}
    totals = {
        year: sum(happened_by(text, day) for text in region.zones["approved"]) for year, day in days.items()
    }
    for year, day in days.items():
        _add_year(stage, evidence, without_later_areas(region.as_of(day)), totals, year)


def _years(region: Region) -> list[int]:
    """Return the years of approvals; of many the first, the last and some between."""
    dates = [text for text in region.zones["approved"] if happened_by(text, region.date)]
    years = sorted({year for year in map(year_of, dates) if year is not None})
    if len(years) <= _MOST_YEARS:
        return years
    return [years[round(step * (len(years) - 1) / (_MOST_YEARS - 1))] for step in range(_MOST_YEARS)]


def _add_year(stage: Stage, evidence: Evidence, region: Region, totals: dict[int, int], year: int) -> None:
    """Add the map of a year: the zones approved in it are numbered, those before are small."""
    words = stage.words
    legend = legend_by(region, "kind")
    approved = region.shown[region.shown["status"].isin(["approved", "operating"])]
    years = approved["approved"].map(year_of)
    new, before = approved[years == year], approved[years < year]
    page = stage.open(
        "map",
        words.say("year_title", year=year, n=len(new), total=len(approved)),
        words.say("year_lead", day=words.date(region.date.isoformat())),
    )
    page.clear()
    left, right = page.room.split(0.6)
    key = 38.0
    box = left._replace(height=left.height - key - 4)
    tints = _tints(legend, before, _OLD) | _tints(legend, new, _NEW)
    with grouped(page.shapes, words.say("name_map"), about_map(stage, region, legend)):
        plane = lay_plane(region, box)
        draw_ground(page.shapes, region, plane, words, tints)
        draw_boundaries(page.shapes, region, legend, plane, words, list(approved.index))
        marks = {mark.zone_id: mark for mark in place_marks(region, legend, plane, RADIUS)}
        order = sorted(new.index, key=lambda zone_id: parse_edtf(new.at[zone_id, "approved"]).latest)
        fresh = [replace(marks[zone_id], number=number) for number, zone_id in enumerate(order, start=1)]
        older = [mark for zone_id, mark in marks.items() if zone_id not in new.index]
        draw_marks(page.shapes, region, older, _SMALL, words, numbered=False)
        draw_marks(page.shapes, region, fresh, 1.15 * RADIUS, words)
        name_counties(page.shapes, region, plane, list(marks.values()), RADIUS, words, 11)
        draw_scale(page.shapes, plane, words)
    draw_key(page.shapes, stage, region, left._replace(top=box.bottom + 4, height=key))
    low = _list_new(page, stage, evidence, region, fresh, right, year)
    _tell_others(
        page, stage, region, before, right.below(low)._replace(height=right.height - low - _STEPS - 12)
    )
    _draw_steps(page, stage, totals, year, right._replace(top=right.bottom - _STEPS, height=_STEPS))
    rows = region.evidence[(region.evidence["table"] == "zones") & (region.evidence["field"] == "approved")]
    stage.note(page, [words.say("notes_evidence"), *evidence.told_of(rows[rows["zone_id"].isin(new.index)])])


def _tints(legend: Legend, zones: pd.DataFrame, share: float) -> dict[str, str]:
    """Return a tint of its class for each host county of some zones, where it was known on that day."""
    return {
        adcode: mix(legend.class_of(str(zone_id)).color, share)
        for zone_id, zone in zones[zones["basis"] != ""].iterrows()
        for adcode in zone["counties"]
    }


def _list_new(
    page: Page, stage: Stage, evidence: Evidence, region: Region, fresh: list[Mark], box: Box, year: int
) -> float:
    """List the zones approved in the year; return how high the list is."""
    words = stage.words
    columns = [
        Column("", 30, "center"),
        Column(words.say("year_new", year=year), 180),
        Column(words.say("head_approved"), 98, "right"),
        Column(words.say("head_source"), 62, "right"),
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
    rows = cut_rows(columns, rows, room, size, lambda rest: words.say("and_rest", n=rest))
    heights = add_table(
        page, box, columns, rows, size, name=words.say("name_list"), about=words.say("year_new", year=year)
    )
    return sum(heights) + 20


def _draw_steps(page: Page, stage: Stage, totals: dict[int, int], year: int, box: Box) -> None:
    """Draw the years in a row, each with the number approved so far; this one filled."""
    words = stage.words
    name = words.say("series_total")
    told = words.list(f"{one}: {total}" for one, total in totals.items())
    with grouped(page.shapes, name, f"{name}. {told}"):
        heading = box._replace(height=14)
        text_box(page.shapes, heading, [Say(name, 10, color=SOFT)], name=name, anchor="middle")
        radius, y = 11.0, box.top + 28
        step = (box.width - 2 * radius - 20) / max(len(totals) - 1, 1)
        places = {one: box.left + radius + 10 + number * step for number, one in enumerate(totals)}
        line(
            page.shapes,
            (places[min(places)], y),
            (places[max(places)], y),
            name=name,
            about=name,
            color=LINE,
            width=1.5,
        )
        for one, x in places.items():
            now, label = one == year, f"{one}: {totals[one]}"
            circle(
                page.shapes,
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
            count = Say(str(totals[one]), 11, bold=True, color=ink, align="center")
            text_box(page.shapes, inner, [count], name=label, anchor="middle", wrap=False)
            text_box(
                page.shapes,
                below,
                [Say(str(one), 10, bold=now, color="text", align="center")],
                name=label,
                wrap=False,
            )


def _tell_others(page: Page, stage: Stage, region: Region, before: pd.DataFrame, box: Box) -> None:
    """Tell which zones were approved before, and how many others the map shows."""
    words = stage.words
    head = words.say("year_before", n=len(before)) if len(before) else words.say("year_before_none")
    says = [Say(head, 13, bold=True, color="accent")]
    states = region.shown["status"].value_counts()
    others = [
        words.say("count_status", status=words.of("status", key), n=states[key])
        for key in ("applying", "undated")
        if key in states
    ]
    if others:
        says.append(Say(words.say("year_other", said=words.list(others)), 12.5, color=SOFT, before=8))
    says += [Say(told, 10.5, color=SOFT, before=8) for told in tell_later(stage, region)]
    if len(before):
        names = [words.name(zone) for _, zone in before.iterrows()]
        room = box.height - height_of([replace(say, size=8.5) for say in says], box.width) - 4
        said = fit_names(names, words.lang, lambda text: height_of([Say(text, 8.5)], box.width) <= room)
        says.insert(1, Say(said, 12.5, color=SOFT, before=2))
    text_box(page.shapes, box, shrink(says, box.width, box.height, 7.5), name=words.say("name_text"))
