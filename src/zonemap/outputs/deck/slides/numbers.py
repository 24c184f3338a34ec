"""Slides of numbers: how the zones grew year by year, and a planner's own indicators with map and order."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from zonemap.analysis.findings import approved_by, growth_finding, indicator_finding, ranked
from zonemap.analysis.legend import legend_by, modes_of
from zonemap.analysis.legend_classes import Legend
from zonemap.analysis.measures import approvals_per_year, count_approvals
from zonemap.analysis.own_legends import NO_VALUE
from zonemap.core.dates import year_of
from zonemap.outputs.deck.evidence import Evidence, add_evidence
from zonemap.outputs.deck.native_charts import bars_and_line
from zonemap.outputs.deck.native_tables import Cell, Column, Grid, Row, add_table
from zonemap.outputs.deck.slide import Deck, Slide
from zonemap.outputs.deck.slides.maps import drawn_map, split_map
from zonemap.outputs.deck.slides.overview import draw_class_marks
from zonemap.painters.pptx_shapes import Box, grouped, text_box
from zonemap.painters.slides import paint_shapes
from zonemap.region.region import Region
from zonemap.region.status import APPROVED
from zonemap.scene.land import fit_plane, land_of
from zonemap.scene.lettering import BODY, LEAST, LINE_HEIGHT, Paragraph, shrink
from zonemap.scene.map_view import MapView
from zonemap.scene.overview import county_fills, plain_kinds
from zonemap.scene.zone_marks import place_marks
from zonemap.style.inks import SOFT
from zonemap.style.reader import quantity

_MOST_YEARS = 5
_MAPS = 0.56
"""Share of the height that the maps and what stands below them take."""

_CAPTION = 2 * LINE_HEIGHT * LEAST
_PALE = 0.45
"""Share of its colour that the mark of a zone of earlier years keeps."""

_MOST_SHOWN = 3
"""How many indicators are shown; the others stand on hidden slides."""


def add_growth(deck: Deck, evidence: Evidence) -> None:
    """Add small maps of some years side by side, and below them a column a year and a line of all so far."""
    region, words = evidence.region, deck.words
    title = words.say(growth_finding(region))
    if not title:
        return
    approved = approved_by(region)
    counts = approvals_per_year(approved)
    slide = deck.open("chart", title, words.sentence("growth_lead"))
    upper = slide.room.above((1 - _MAPS) * slide.room.height)
    _draw_years(slide, deck, region, upper)
    yearly = [f"{year}: {count}" for year, count in counts["approved"].items() if count]
    bars_and_line(
        slide,
        slide.room.below(upper.height + 6),
        [str(year) for year in counts.index],
        (words.sentence("series_year"), counts["approved"].tolist()),
        (words.sentence("series_total"), counts["cumulative"].tolist()),
        name=words.sentence("chart_approvals"),
        about=f"{title} {words.list(yearly)}",
    )
    deck.speak(slide, [title, words.sentence("approvals_counted"), words.sentence("notes_behind")])
    rows = evidence.of("zones", ("approved",), set(approved.index))
    add_evidence(deck, title, evidence.rows_of(rows))


def _years(region: Region) -> list[int]:
    """Return the years of approvals; of many the first, the last and some between."""
    years = sorted({year for year in map(year_of, approved_by(region)["approved"]) if year is not None})
    if len(years) <= _MOST_YEARS:
        return years
    return [years[round(step * (len(years) - 1) / (_MOST_YEARS - 1))] for step in range(_MOST_YEARS)]


def _draw_years(slide: Slide, deck: Deck, region: Region, box: Box) -> None:
    """Draw the map of each year, all of one size, with the number of new zones and of all below it."""
    gap = 12.0
    width = (box.width - (_MOST_YEARS - 1) * gap) / _MOST_YEARS
    years = _years(region)
    left = box.left + (box.width - len(years) * (width + gap) + gap) / 2
    for number, year in enumerate(years):
        state = region.as_of(min(dt.date(year, 12, 31), region.date))
        place = box._replace(left=left + number * (width + gap), width=width)
        _draw_year(slide, deck, state, year, place)


def _draw_year(slide: Slide, deck: Deck, region: Region, year: int, box: Box) -> None:
    """Draw the map of a year: new zones in full colour, those before pale."""
    words = deck.words
    total = count_approvals(region).text.of(words.lang)
    region = region.subset(zones=region.shown.index[region.shown["status"].isin(APPROVED)])
    years = region.shown["approved"].map(year_of)
    new, before = set(region.shown.index[years == year]), set(region.shown.index[years != year])
    caption = words.sentence("growth_step", year=year, n=len(new), total=total)
    legend, room = legend_by(region, "kind"), box.above(_CAPTION)
    plane = fit_plane(land_of(region), room.edges, padding=3, detail=0.7)
    view = MapView(region, plane, words.lang, least=LEAST)
    view.draw_counties()
    view.draw_boundaries(legend)
    placed = place_marks(region, legend, plane, quantity("size.deck.small"))
    view.draw_marks(placed.only(before), numbered=False, counts=False, halos=False, pale=_PALE)
    view.draw_marks(placed.only(new), numbered=False, halos=False)
    with grouped(slide.shapes, caption, caption):
        paint_shapes(slide.shapes, view.items)
    wording = shrink(
        [Paragraph(caption, BODY, bold=True, color="accent", align="center")], box.width, _CAPTION
    )
    text_box(slide.shapes, box.below(room.height), wording, name=caption)


def add_indicators(deck: Deck, evidence: Evidence) -> None:
    """Add a slide for each indicator that a map can show and that has numbers on the day."""
    region, words = evidence.region, deck.words
    modes = modes_of(region)
    there = [(one, ranked(region, one)) for one in region.series if one.key in modes]
    for number, (series, order) in enumerate((pair for pair in there if len(pair[1])), start=1):
        legend = legend_by(region, series.key)
        title, lead = words.say(indicator_finding(region, series)), legend.title.of(words.lang)
        slide = deck.open("map", title, lead, is_hidden=number > _MOST_SHOWN)
        slide.clear()
        left, right = split_map(deck, slide.room)
        is_of_counties = legend.is_of_counties
        with drawn_map(slide, deck, region, legend, left, fills=county_fills(legend)) as (view, placed):
            if is_of_counties and legend.is_sized:
                view.draw_totals(legend, plain_kinds(region), placed)
            else:
                view.draw_boundaries(legend, () if is_of_counties else None)
                view.draw_marks(placed, numbered=False, halos=not is_of_counties)
        columns = [
            Column("", 34, "center"),
            Column(words.of("column", "county" if is_of_counties else "zone"), 200),
            Column(series.label.of(words.lang), 110, "right"),
        ]
        rows = _rank_rows(deck, legend, order)
        grid = Grid(columns, right.width, BODY).fit(rows, right.height)
        shown = grid.cut(rows, right.height, lambda rest: words.sentence("and_rest", n=rest))
        classes = {words.class_name(item): item for item in legend.classes}
        heights = add_table(slide, right, grid, shown, name=title, about=title)
        draw_class_marks(slide, deck, classes, shown, heights, right, grid)
        deck.speak(slide, [title, lead])


def _rank_rows(deck: Deck, legend: Legend, ranks: pd.DataFrame) -> list[Row]:
    """Return the rows of the list, class by class, the highest first."""
    order = ranks["number"].rank(method="min", ascending=False).astype(int)
    rows: list[Row] = []
    of = legend.of.reindex(ranks.index)
    for item in reversed([one for one in legend.classes if (of == one.key).any()]):
        rows.append([Cell(""), Cell(deck.words.class_name(item), bold=True), Cell("")])
        for place in ranks.index[of == item.key]:
            told = ranks.loc[place]
            rows.append(
                [Cell(str(order[place]), SOFT), Cell(deck.words.say(told["name"])), Cell(told["written"])]
            )
    silent = [item for item in legend.classes if item.key == NO_VALUE.key]
    return rows + [
        [Cell(""), Cell(deck.words.class_name(item), bold=True), Cell(str(item.count))] for item in silent
    ]
