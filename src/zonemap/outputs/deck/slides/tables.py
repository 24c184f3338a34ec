"""Slides with tables: reform board, zones, sources."""

from __future__ import annotations

from itertools import islice

from zonemap.analysis.measures import format_area
from zonemap.analysis.reform_board import count_done, is_open, reform_board
from zonemap.analysis.region_words import words_of
from zonemap.core.vocabulary import UNSTATED, state_terms
from zonemap.outputs.deck.evidence import Evidence
from zonemap.outputs.deck.native_tables import FILLED, Cell, Column, Row, add_table, fit_size, paginate
from zonemap.outputs.deck.slide import Deck
from zonemap.style.inks import INK, PAPER, SOFT, lightness

_SMALLEST = 10.0
"""Smallest type of the reform board; a longer one goes on on the next slide."""

_MEANING = ("ways", "aim")
"""Events of the whole region that say what the reform is."""


def add_reforms(deck: Deck, evidence: Evidence) -> None:
    """Add the reform board: a zone a row, a measure a column, coloured by how far."""
    region, words = evidence.region, deck.words
    board = reform_board(region)
    unstated = is_open(board).all(axis=1)
    done = count_done(board)
    counts = {
        "done": done.least.of(words.lang),
        "started": len(board) - done.certain - unstated.sum(),
        "silent": unstated.sum(),
    }
    title = words.sentence("reform_title", **counts) if len(board) else words.sentence("reform_none")
    dues = evidence.book.dues_of(board.index)
    lead = words.sentence("reform_lead")
    if dues:
        lead += words.sentence("reform_due", due=words.list(words.date(due) for due in dues))
    if board.empty:
        deck.write_unstated(deck.open("table", title, lead))
        return
    columns = [
        Column(words.of("column", "zone"), 240),
        *(Column(words.of("measure", key), 210) for key in board.columns),
    ]
    rows: list[Row] = [
        [Cell(words.name(region.zones.loc[zone_id]), bold=True), *(_state(deck, state) for state in states)]
        for zone_id, states in zip(board.index, board.to_numpy(), strict=True)
    ]
    evidence_lines_of = region.evidence[region.evidence["table"] == "reforms"]
    notes = [
        evidence.evidence_lines_of(evidence_lines_of[evidence_lines_of["zone_id"] == zone_id])
        for zone_id in board.index
    ]
    others = evidence.evidence_lines_of(evidence_lines_of[~evidence_lines_of["zone_id"].isin(board.index)])
    notes[0] = [*_meaning(deck, evidence), words.sentence("notes_evidence"), *notes[0]]
    notes[-1] = [*notes[-1], *others]
    _add_pages(deck, title, lead, columns, rows, (15, _SMALLEST), notes)


def _meaning(deck: Deck, evidence: Evidence) -> list[str]:
    """Tell what the reform is, where the events of the whole region say so."""
    events = evidence.region.events
    told = events[(events["zone_id"] == "") & events["event"].isin(_MEANING)]
    return [deck.words.text(row) for _, row in told.iterrows()]


def _state(deck: Deck, key: str) -> Cell:
    """Return the cell of a state: marker, word and colour."""
    term = state_terms()[key]
    wording = f"{term.marker} {term.label(deck.words.lang)}"
    if lightness(term.color) > 0.9:
        return Cell(wording, SOFT)
    return Cell(wording, PAPER if lightness(term.color) < 0.18 else INK, term.color)


def add_zones(deck: Deck, evidence: Evidence, order: list[str]) -> None:
    """Add the zones as tables, numbered as on the map.

    Parameters
    ----------
    deck, evidence
        The deck, and what it tells.
    order
        Zone ids in the order of their numbers.
    """
    region, words = evidence.region, deck.words
    columns = [
        Column(words.sentence("head_number"), 44, "center"),
        Column(words.of("column", "zone"), 200),
        Column(words.of("column", "kind"), 150),
        Column(words.sentence("head_county"), 110),
        Column(words.sentence("head_approved"), 112),
        Column(words.of("column", "status"), 84),
        Column(words.sentence("head_area"), 84, "right"),
        Column(words.sentence("head_source"), 96, "right"),
    ]
    rows = [_zone_row(deck, evidence, number, zone_id) for number, zone_id in enumerate(order, start=1)]
    zone_evidence = region.evidence[region.evidence["table"] == "zones"]
    notes = [
        evidence.evidence_lines_of(zone_evidence[zone_evidence["zone_id"] == zone_id]) for zone_id in order
    ]
    _add_pages(
        deck, words.sentence("zones_title"), words.sentence("zones_lead"), columns, rows, (12, 12), notes
    )


def _zone_row(deck: Deck, evidence: Evidence, number: int, zone_id: str) -> Row:
    """Return the row of a zone; what is later than the region's day is not told here."""
    region, words = evidence.region, deck.words
    zone = region.zones.loc[zone_id]
    facts = {fact.field: fact for fact in evidence.book.values_of(zone_id) if fact.is_drawn}
    told = [facts[field] for field in ("kind", "counties", "approved", "area_km2") if field in facts]
    wording = {fact.field: fact.value.of(words.lang) for fact in told}
    if "area_km2" in wording:
        wording["area_km2"] = format_area(zone, words.lang)  # shorter: without the file of the boundary
    mark = evidence.mark(region.evidence.loc[[label for fact in told for label in fact.evidence]])
    return [
        Cell(str(number), words_of(region, "kind")[zone["kind"] or UNSTATED].color, bold=True),
        Cell(words.name(zone), bold=True),
        Cell(wording.get("kind", "–")),
        Cell(wording.get("counties", "–")),
        Cell(wording.get("approved", "–")),
        Cell(words.of("status", zone["status"])),
        Cell(wording.get("area_km2", "–")),
        Cell(mark, SOFT),
    ]


def add_sources(deck: Deck, evidence: Evidence) -> None:
    """Add the sources that the slides before cite, numbered as they are in the table of sources."""
    region, words = evidence.region, deck.words
    columns = [
        Column(words.sentence("head_number"), 44, "center"),
        Column(words.of("column", "publisher"), 150),
        Column(words.of("column", "title"), 405),
        Column(words.of("column", "date"), 178),
        Column(words.sentence("head_uses"), 70, "right"),
    ]
    uses = region.evidence["source_id"].value_counts()
    cited = region.sources[region.sources["source_id"].isin(evidence.cited)]
    rows: list[Row] = [
        [
            Cell(f"[{evidence.numbers[row['source_id']]}]"),
            Cell(row["publisher"]),
            Cell(row["title"]),
            Cell(words.date(row["date"]) if row["date"] else words.sentence("undated_source")),
            Cell(str(uses.get(row["source_id"], 0))),
        ]
        for _, row in cited.iterrows()
    ]
    title = words.sentence("sources_title", n=len(rows))
    notes = [
        [" · ".join(filter(None, row[["publisher", "title", "date", "address"]]))]
        for _, row in cited.iterrows()
    ]
    _add_pages(deck, title, words.sentence("sources_lead"), columns, rows, (12, 12), notes)


def _add_pages(
    deck: Deck,
    title: str,
    lead: str,
    columns: list[Column],
    rows: list[Row],
    sizes: tuple[float, float],
    notes: list[list[str]],
) -> None:
    """Add a table on as many slides as it needs in the smaller of two type sizes, with the notes of its rows.

    One slide takes it in the largest size that fits. Each further slide repeats the headings and says that it
    goes on.
    """
    slide = deck.open("table", title, lead)
    largest, smallest = sizes
    room = slide.room._replace(height=FILLED * slide.room.height)
    size = fit_size(columns, rows, room, largest, smallest)
    parted = paginate(columns, rows, room.width, room.height, size)
    left = iter(notes)
    for number, part in enumerate(parted, start=1):
        if number > 1:
            slide = deck.open("table", title, lead)
        if len(parted) > 1:
            place = deck.words.sentence("page_of" if number == 1 else "page_on", n=number, all=len(parted))
            deck.retitle(slide, title + place)
        add_table(slide, slide.room, columns, part, size, name=title, about=lead, roomy=True)
        deck.note(slide, [wording for lines in islice(left, len(part)) for wording in lines])
