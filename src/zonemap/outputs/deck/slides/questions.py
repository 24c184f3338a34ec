"""What an audience asks: what is not known, what is due, who says so, how the maps are to be read."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from zonemap.analysis.fact import When
from zonemap.analysis.fact_rows import fact_rows
from zonemap.analysis.reform_board import days_left, reform_board
from zonemap.analysis.region_words import words_of
from zonemap.core.vocabulary import label
from zonemap.outputs.deck.evidence import Evidence, add_evidence
from zonemap.outputs.deck.native_tables import FILLED, Cell, Column, Grid, Row, add_pages, add_table
from zonemap.outputs.deck.slide import Deck, Slide
from zonemap.outputs.deck.slides.maps import draw_sample
from zonemap.painters.pptx_shapes import Box, text_box
from zonemap.region.indicative import OWN_LINES
from zonemap.region.region import Region
from zonemap.scene.lettering import BODY, LEAST, LINE_HEIGHT, Paragraph, fit_names, height_of, shrink
from zonemap.style.inks import SOFT

_ASK = {
    "boundary": "ask_place",
    "area_km2": "ask_place",
    "bounds": "ask_place",
    "township": "ask_place",
    "applied": "ask_dates",
    "approved": "ask_dates",
    "reforms": "ask_reform",
}
"""Whom to ask for what is not known."""

_HIGHEST = 0.7
"""Share of the height that a row takes at most: its text is cut, and the others stand, too."""

_SIDE = 46.0
_RULED = 0.46
"""Share of the height that the rules take."""

_RULES = ("status", "undated", "silent", "confidence", "counties", "colors")


def add_unknown(deck: Deck, evidence: Evidence) -> None:
    """Add what is not known of how many zones, and whom to ask."""
    words, missing = deck.words, _missing(evidence)
    if not missing:
        return
    title, lead = unknown_title(evidence), words.sentence("unknown_lead")
    columns = [
        Column(words.sentence("head_missing"), 170),
        Column(words.of("column", "zone"), 410),
        Column(words.sentence("head_count"), 90, "right"),
        Column(words.sentence("head_ask"), 240),
    ]
    slide = deck.open("table", title, lead)
    room, whole = Grid(columns, slide.room.width).widths[1] - 8, len(evidence.region.shown)

    def named(zone_ids: Sequence[str]) -> str:
        if len(zone_ids) == whole:
            return words.sentence("all_zones")
        names = [evidence.names[zone_id] for zone_id in zone_ids]
        fitted = fit_names(names, words.lang, lambda text: Paragraph(text, LEAST).width() <= room)
        return fitted if fitted.startswith(names[0]) else words.sentence("names_hidden")

    rows: list[Row] = [
        [
            Cell(label, bold=True),
            Cell(named(zone_ids)),
            Cell(f"{len(zone_ids)}/{whole}"),
            Cell(words.sentence(_ASK.get(field, "ask_other")), SOFT),
        ]
        for (field, label), zone_ids in missing.items()
    ]
    _fill(slide, deck, columns, rows, title, lead, largest=BODY)
    lists = [
        (label, words.list(evidence.names[zone_id] for zone_id in zone_ids))
        for (_, label), zone_ids in missing.items()
    ]
    add_evidence(deck, title, lists)


def _fill(
    slide: Slide,
    deck: Deck,
    columns: Sequence[Column],
    rows: Sequence[Row],
    title: str,
    lead: str,
    *,
    rest: str = "and_rest",
    largest: float = LEAST,
) -> Sequence[Row]:
    """Fill a slide with a table in the largest type that fits; return the rows without room."""
    height = FILLED * slide.room.height
    grid = Grid(columns, slide.room.width, largest).fit(rows, height)
    rows = grid.lowered(rows, _HIGHEST * height)
    shown = grid.cut(rows, height, lambda n: deck.words.sentence(rest, n=n))
    add_table(slide, slide.room, grid, shown, name=title, about=lead, roomy=True)
    deck.speak(slide, [title, lead])
    return [] if shown == rows else rows[len(shown) - 1 :]


def unknown_title(evidence: Evidence) -> str:
    """Say what is missing of most zones; nothing where nothing is."""
    missing = _missing(evidence)
    if not missing:
        return ""
    ((_, label), zone_ids), whole = next(iter(missing.items())), len(evidence.region.shown)
    key = "unknown_all" if len(zone_ids) == whole else "unknown_title"
    return evidence.words.sentence(key, field=label, n=len(zone_ids), all=whole)


def _missing(evidence: Evidence) -> dict[tuple[str, str], list[str]]:
    """Return what the sources do not state, by field and its name, with the zones; what most lack first."""
    region, lang = evidence.region, evidence.words.lang
    found: dict[tuple[str, str], list[str]] = {}
    for zone_id in map(str, region.shown.index):
        if region.rows[zone_id]["basis"] not in OWN_LINES:
            found.setdefault(("boundary", evidence.words.of("basis", "surveyed")), []).append(zone_id)
        _, silent = fact_rows(evidence.facts(zone_id))
        fields = {fact.label: fact.field for fact in evidence.facts(zone_id) if fact.when is When.silent}
        for name in silent:
            found.setdefault((fields[name], name.of(lang)), []).append(zone_id)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def add_decisions(deck: Deck, evidence: Evidence) -> None:
    """Add what is to be decided or done: zones that apply, and measures of the reform that are due."""
    region, words = evidence.region, deck.words
    board, days = reform_board(region), days_left(region)
    undone = {
        due: [
            zone_id
            for zone_id in board.index
            if due in evidence.book.dues_of([zone_id]) and not _is_done(board, zone_id)
        ]
        for due in days.index
    }
    waiting = region.shown[region.shown["status"] == "applying"]
    parts = [words.sentence("decisions_waiting", n=len(waiting))] if len(waiting) else []
    open_dues, lead = [due for due, zone_ids in undone.items() if zone_ids], words.sentence("decisions_lead")
    if open_dues:
        due = next((due for due in open_dues if days[due] >= 0), open_dues[-1])
        key = "decisions_due" if days[due] >= 0 else "decisions_over"
        parts.append(words.sentence(key, due=words.date(due), n=len(undone[due])))
        lead += words.sentence("days_left", days=days[due]) if days[due] >= 0 else ""
    if not parts:
        return
    rows: list[Row] = [
        [
            Cell(words.date(due), bold=True),
            Cell(words.sentence("decision_reform")),
            Cell(words.list(evidence.names[zone_id] for zone_id in undone[due])),
        ]
        for due in open_dues
    ]
    for zone_id, zone in waiting.iterrows():
        applied = words.date(zone["applied"]) if zone["applied"] else words.of("fact", "not_stated")
        rows.append(
            [
                Cell(applied, bold=True),
                Cell(words.of("status", "applying")),
                Cell(evidence.names[str(zone_id)]),
            ]
        )
    columns = [
        Column(words.of("column", "date"), 160),
        Column(words.sentence("head_decision"), 220),
        Column(words.of("column", "zone"), 510),
    ]
    title = words.join_notes(parts)
    title = title[0].upper() + title[1:]
    slide = deck.open("table", title, lead)
    _fill(slide, deck, columns, rows, title, lead, largest=BODY + 1)


def _is_done(board: pd.DataFrame, zone_id: str) -> bool:
    """Tell whether all measures of the reform are done in a zone."""
    return bool((board.loc[zone_id] == "done").all())


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
    title, lead = words.sentence("sources_title", n=len(rows)), words.sentence("sources_lead")
    slide = deck.open("table", title, lead)
    if further := _fill(slide, deck, columns, rows, title, lead, rest="rest_hidden"):
        add_pages(deck, title, lead, columns, further, is_hidden=True)
    addresses = [
        (f"[{evidence.numbers[row['source_id']]}] {row['publisher']}", row["address"])
        for _, row in cited.iterrows()
        if row["address"]
    ]
    add_evidence(deck, title, addresses)


def add_method(deck: Deck, evidence: Evidence) -> None:
    """Explain lines and symbols, and by which rules the maps are drawn."""
    words, region = deck.words, evidence.region
    title = words.sentence("method_title")
    slide = deck.open("map", title, words.sentence("method_lead"))
    slide.clear()
    upper = slide.room.above(_RULED * slide.room.height)
    bases, others = upper.split(0.45, 30)
    states, kinds = others.split(0.44)
    _explain(slide, deck, region, "basis", words.sentence("method_bases"), bases)
    if region.has_topic("time"):
        _explain(slide, deck, region, "status", words.of("column", "status"), states)
    _explain(slide, deck, region, "kind", words.sentence("method_kinds"), kinds)
    rules = [words.sentence(f"method_{key}") for key in _RULES if region.has_topic(key)]
    rules += [words.of("sheet", key) for key in ("projection", "symbol_size")]
    rules += [words.sentence("method_sized")] if any(not one.is_rate for one in region.series) else []
    deck.speak(slide, [title, *rules])
    lower, heading = slide.room.below(upper.height + 8), words.sentence("method_rules")
    wording = [Paragraph(heading, BODY + 1, bold=True, color="accent")]
    wording += [Paragraph(rule, BODY, color="text", before=3) for rule in rules]
    text_box(slide.shapes, lower, shrink(wording, lower.width, lower.height), name=heading)


def _explain(slide: Slide, deck: Deck, region: Region, group: str, heading: str, box: Box) -> None:
    """Draw the samples of a group with what they mean; those without room are counted."""
    lang, width = deck.words.lang, box.width - _SIDE
    head = Paragraph(heading, BODY + 1, bold=True, color="accent")
    text_box(slide.shapes, box._replace(height=head.height(box.width)), [head], name=heading)
    top, terms = 30.0, [term for key, term in words_of(region, group).items() if key != "not_yet"]
    for number, term in enumerate(terms):
        title = term.label(lang)
        wording = [Paragraph(title, BODY, color="text", bold=group == "basis")]
        if group == "basis":
            wording.append(Paragraph(label("page", f"basis_{term.key}", lang), LEAST, color=SOFT))
        place = Box(box.left + _SIDE, box.top + top, width, height_of(wording, width))
        if place.bottom > box.bottom - LINE_HEIGHT * LEAST * (number + 1 < len(terms)):
            rest = deck.words.sentence("and_rest", n=len(terms) - number)
            place = place._replace(height=box.bottom - place.top)
            text_box(slide.shapes, place, [Paragraph(rest, LEAST, color=SOFT)], name=rest)
            return
        draw_sample(slide.shapes, term, (box.left + 18, place.top + 0.7 * BODY), title)
        text_box(slide.shapes, place, wording, name=title)
        top += place.height + 7
