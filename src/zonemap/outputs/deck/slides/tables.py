"""Slides with tables: reform board, zones."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress

import pandas as pd

from zonemap.analysis.findings import reform_finding
from zonemap.analysis.legend import legend_by
from zonemap.analysis.measures import format_area
from zonemap.analysis.reform_board import reform_board
from zonemap.analysis.region_words import words_of
from zonemap.core.vocabulary import UNSTATED, Term, state_terms
from zonemap.outputs.deck.evidence import Evidence, add_evidence
from zonemap.outputs.deck.native_tables import (
    FILLED,
    Cell,
    Column,
    Grid,
    Row,
    add_pages,
    add_table,
)
from zonemap.outputs.deck.slide import Deck, Slide
from zonemap.scene.lettering import BODY
from zonemap.scene.zone_marks import number_zones
from zonemap.style.inks import INK, PAPER, SOFT, lightness

_BOARD = 15.0
"""Type size of a short table, points."""

_MOST_NAMED = 12
"""How many zones of a state are named at most where the board is too long for its slide."""

_MEANING = ("ways", "aim")
"""Events of the whole region that say what the reform is."""


def add_reforms(deck: Deck, evidence: Evidence) -> None:
    """Add the reform board: a zone a row, a measure a column, coloured by how far.

    A board that is longer than a slide stands on hidden ones, behind the counts of each measure.
    """
    region, words = evidence.region, deck.words
    board = reform_board(region)
    if board.empty:
        return
    title = words.say(reform_finding(region))
    dues = evidence.book.dues_of(board.index)
    lead = words.sentence("reform_lead")
    if dues:
        lead += words.sentence("reform_due", due=words.list(words.date(due) for due in dues))
    columns = [
        Column(words.of("column", "zone"), 330),
        *(Column(words.of("measure", key), 210) for key in board.columns),
    ]
    rows: list[Row] = [
        [Cell(evidence.names[zone_id], bold=True), *(_state(deck, state) for state in states)]
        for zone_id, states in zip(board.index, board.to_numpy(), strict=True)
    ]
    slide = deck.open("table", title, lead)
    grid = Grid(columns, slide.room.width, _BOARD).fit(rows, FILLED * slide.room.height)
    is_long = sum(grid.heights(rows)) > FILLED * slide.room.height
    shown, told = (grid, rows) if not is_long else _count_states(deck, evidence, board, slide)
    add_table(
        slide,
        slide.room,
        shown,
        told,
        name=title,
        about=lead,
        roomy=True,
    )
    deck.speak(slide, [title, lead, *_meaning(deck, evidence), words.sentence("notes_behind")])
    if is_long:
        add_pages(deck, words.sentence("board_title"), title, columns, rows, is_hidden=True)
    add_evidence(deck, title, evidence.rows_of(evidence.of("reforms", zones={*region.zones.index, ""})))


def _count_states(
    deck: Deck, evidence: Evidence, board: pd.DataFrame, slide: Slide
) -> tuple[Grid, list[Row]]:
    """Tell for each measure in how many zones it is how far, and as many of these as have room."""
    words = deck.words
    there = [key for key in state_terms() if (board == key).any(axis=None)]
    states = [Column(state_terms()[key].label(words.lang), 120) for key in there]
    columns = [Column(words.of("column", "measure"), 80), *states]

    def told(measure: object, key: str, most: int) -> str:
        names = [evidence.names[zone_id] for zone_id in board.index[board[measure] == key]]
        named = words.list(names[:most]) + ("…" if len(names) > most else "")
        return words.sentence("value", field=len(names), value=named) if names and most else str(len(names))

    for most in (*range(_MOST_NAMED, 0, -1), 0):
        rows: list[Row] = [
            [
                Cell(words.of("measure", str(measure)), bold=True),
                *(_state(deck, key, told(measure, key, most)) for key in there),
            ]
            for measure in board.columns
        ]
        grid = Grid(columns, slide.room.width, BODY)
        if sum(grid.heights(rows)) <= FILLED * slide.room.height:
            break
    return grid, rows


def _meaning(deck: Deck, evidence: Evidence) -> list[str]:
    """Tell what the reform is, where the events of the whole region say so."""
    events = evidence.region.events
    described = events[(events["zone_id"] == "") & events["event"].isin(_MEANING)]
    return [deck.words.text(row) for _, row in described.iterrows()]


def _state(deck: Deck, key: str, wording: str = "") -> Cell:
    """Return the cell of a state: marker and word, or what is said instead, and colour."""
    term = state_terms()[key]
    wording = wording or f"{term.marker} {term.label(deck.words.lang)}"
    if lightness(term.color) > 0.9:
        return Cell(wording, SOFT)
    return Cell(wording, PAPER if lightness(term.color) < 0.18 else INK, term.color)


def add_zones(
    deck: Deck, evidence: Evidence, order: Sequence[str], *, is_hidden: bool, back: Slide
) -> list[Slide]:
    """Add zones as tables, numbered as on the map.

    Parameters
    ----------
    deck, evidence
        The deck, and what it tells.
    order
        Zone ids in the order of their numbers.
    is_hidden
        Whether the tables are not shown, as their zones have a place on other slides.
    back
        The slide of the map.

    Returns
    -------
    The slide of each zone.
    """
    words = deck.words
    columns = {
        "number": Column(words.sentence("head_number"), 44, "center"),
        "zone": Column(words.of("column", "zone"), 200),
        "kind": Column(words.of("column", "kind"), 150),
        "counties": Column(words.sentence("head_county"), 110),
        "approved": Column(words.sentence("head_approved"), 112),
        "status": Column(words.of("column", "status"), 84),
        "area_km2": Column(words.sentence("head_area"), 84, "right"),
        "source": Column(words.sentence("head_source"), 96, "right"),
    }
    is_there = [evidence.region.has_topic(field) for field in columns]
    kinds = words_of(evidence.region, "kind")
    numbers = number_zones(evidence.region, legend_by(evidence.region, "kind"))
    rows: list[Row] = [
        list(compress(_zone_row(deck, evidence, kinds, numbers[zone_id], zone_id), is_there))
        for zone_id in order
    ]
    head = list(compress(columns.values(), is_there))
    title, lead = words.sentence("zones_title"), words.sentence("zones_lead")
    added = add_pages(deck, title, lead, head, rows, is_hidden=is_hidden, back=None if is_hidden else back)
    for slide, _ in added:
        deck.speak(slide, [slide.shapes.title.text, lead])
    return [slide for slide, part in added for _ in part]


def _zone_row(deck: Deck, evidence: Evidence, kinds: dict[str, Term], number: int, zone_id: str) -> Row:
    """Return the row of a zone; what is later than the region's day is not told here."""
    region, words = evidence.region, deck.words
    zone = region.rows[zone_id]
    facts = {fact.field: fact for fact in evidence.book.values_of(zone_id) if fact.is_drawn}
    described = [facts[field] for field in ("kind", "counties", "approved", "area_km2") if field in facts]
    wording = {fact.field: fact.value.of(words.lang) for fact in described}
    if "area_km2" in wording:
        wording["area_km2"] = format_area(zone, words.lang)  # shorter: without the file of the boundary
    mark = evidence.mark([label for fact in described for label in fact.evidence])
    return [
        Cell(str(number), kinds[zone["kind"] or UNSTATED].color, bold=True),
        Cell(evidence.names[zone_id], bold=True),
        Cell(wording.get("kind", "–")),
        Cell(wording.get("counties", "–")),
        Cell(wording.get("approved", "–")),
        Cell(words.of("status", zone["status"])),
        Cell(wording.get("area_km2", "–")),
        Cell(mark, SOFT),
    ]
