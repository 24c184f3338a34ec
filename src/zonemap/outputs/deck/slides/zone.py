"""One slide a zone: where it lies, what is known of it, and who says so."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from zonemap.analysis.fact import When
from zonemap.analysis.fact_rows import FactRow, fact_rows
from zonemap.analysis.legend_classes import Legend
from zonemap.analysis.value_facts import STATUS
from zonemap.core.vocabulary import label, terms
from zonemap.outputs.deck.evidence import Evidence, Reference
from zonemap.outputs.deck.native_tables import Cell, Column, Row, add_table, fit_size, heights_of
from zonemap.outputs.deck.slide import Deck, Slide
from zonemap.outputs.deck.slides.overview import draw_sample
from zonemap.painters.pptx_shapes import Box, grouped, text_box
from zonemap.painters.pptx_text import LINE, Paragraph, lines_of, shrink
from zonemap.painters.slides import paint_shapes
from zonemap.region.indicative import AT_SEATS
from zonemap.region.region import Region
from zonemap.scene.land import fit_plane, land_of
from zonemap.scene.map_view import MapView
from zonemap.scene.zone_marks import Placed, place_marks
from zonemap.style.inks import SOFT
from zonemap.style.reader import quantity

_LARGEST, _SMALLEST = 13.0, 10.5


@dataclass(frozen=True)
class Locator:
    """What the locators of all zones have in common: counties and marks, composed once for each room.

    Parameters
    ----------
    region, legend
        The zones that are shown and their classes.
    """

    region: Region
    legend: Legend
    _laid: dict[Box, tuple[MapView, Placed]] = field(default_factory=dict, repr=False)

    def lay(self, box: Box, lang: str) -> tuple[MapView, Placed]:
        """Return the map of the counties in a box, and the marks of all zones on it."""
        if box not in self._laid:
            plane = fit_plane(land_of(self.region.counties), box.edges, padding=6, detail=0.6)
            view = MapView(self.region, plane, lang, least=quantity("size.deck.least"))
            view.draw_counties()
            self._laid[box] = view, place_marks(self.region, self.legend, plane, quantity("size.deck.mark"))
        return self._laid[box]

    def draw(self, shapes: Any, box: Box, lang: str, zone_id: str) -> None:
        """Draw where a zone lies: its line, be it that of its county, and its mark."""
        ground, placed = self.lay(box, lang)
        view = replace(ground, items=list(ground.items))
        view.draw_boundaries(self.legend, [zone_id], hosts=[zone_id])
        view.draw_marks(placed.alone(zone_id), halos=False)
        paint_shapes(shapes, view.items)


def add_zone(deck: Deck, evidence: Evidence, locator: Locator, zone_id: str) -> None:
    """Add the slide of a zone: locator and basis on the left, values with sources on the right."""
    region, words = evidence.region, deck.words
    zone = region.zones.loc[zone_id]
    lead = words.sentence(
        "zone_lead",
        other=words.other_name(zone),
        kind=words.of("kind", zone["kind"]),
        status=evidence.book.status_of(zone_id).of(words.lang),
    )
    slide = deck.open("map", words.name(zone), lead.removeprefix(" · "))
    slide.clear()
    left, right = slide.room.split(0.36)
    used = _list_facts(slide, deck, evidence, zone_id, right)
    _draw_locator(slide, deck, evidence, locator, zone_id, left, used)
    speaker_notes = [words.sentence("notes_evidence"), *evidence.evidence_lines(zone_id)]
    events = [fact for fact in evidence.book.facts_of(zone_id) if fact.section == "events" and fact.value]
    if events:
        told = (
            words.sentence("value", field=one.label.of(words.lang), value=one.described.of(words.lang))
            for one in events
        )
        speaker_notes += [words.sentence("notes_events"), *told]
    deck.note(slide, speaker_notes)


def _list_facts(slide: Slide, deck: Deck, evidence: Evidence, zone_id: str, box: Box) -> set[str]:
    """List what is known, as much as fits, and what the sources do not state; return the sources cited."""
    words = deck.words
    facts, unstated = facts_of(deck, evidence, zone_id)
    paragraphs = (
        [Paragraph(words.sentence("silent", fields=words.list(unstated)), 10, color=SOFT)] if unstated else []
    )
    below = (
        sum(
            LINE * paragraph.size * len(lines_of(paragraph.text, paragraph.size, box.width))
            for paragraph in paragraphs
        )
        + 8
    )
    columns = [
        Column(words.sentence("head_item"), 128),
        Column(words.sentence("head_value"), 356),
        Column(words.sentence("head_source"), 84, "right"),
    ]
    rows, size = _fitting(deck, evidence, zone_id, facts, columns, box.width, box.height - below)
    add_table(
        slide,
        box,
        columns,
        rows,
        size,
        name=words.name(evidence.region.zones.loc[zone_id]),
        about=words.sentence("head_value"),
    )
    if paragraphs:
        top = box.top + sum(heights_of(columns, rows, box.width, size)) + 6
        place = box._replace(top=top, height=below - 6)
        text_box(slide.shapes, place, paragraphs, name=words.not_stated)
    references = [reference for one in facts for reference in one.references]
    return set(evidence.rows(zone_id, references)["source_id"])


def _fitting(
    deck: Deck,
    evidence: Evidence,
    zone_id: str,
    facts: list[Fact],
    columns: list[Column],
    width: float,
    height: float,
) -> tuple[list[Row], float]:
    """Return the rows that fit and their type size; what does not fit is named and stands in the notes."""
    rows = _rows(evidence, zone_id, facts)
    size = fit_size(columns, rows, Box(0, 0, width, height), _LARGEST, _SMALLEST)
    events = deck.words.sentence("field_events")
    order = [number for number, one in enumerate(facts) if one.item != events]
    order += [number for number, one in enumerate(facts) if one.item == events]
    kept, rest = rows, 0
    while sum(heights_of(columns, kept, width, size)) > height and rest < len(rows):
        rest += 1
        whole = sorted(order[: len(rows) - rest])
        more = [Cell(""), Cell(deck.words.sentence("rest_in_notes", n=rest), SOFT), Cell("")]
        kept = [*(rows[number] for number in whole), more]
    return kept, size


def _rows(evidence: Evidence, zone_id: str, facts: list[Fact]) -> list[Row]:
    """Return a row for each thing that is known; an item is named once."""
    rows: list[Row] = []
    last = ""
    for one in facts:
        mark = evidence.mark(evidence.rows(zone_id, one.references))
        rows.append(
            [
                Cell(one.item if one.item != last else "", "accent", bold=True),
                Cell(one.value),
                Cell(mark, SOFT),
            ]
        )
        last = one.item
    return rows


def _draw_locator(
    slide: Slide, deck: Deck, evidence: Evidence, locator: Locator, zone_id: str, box: Box, used: set[str]
) -> None:
    """Draw where the zone lies, say on what basis, and cite the sources."""
    region, words = evidence.region, deck.words
    zone = region.zones.loc[zone_id]
    notes = [
        Paragraph(evidence.footnote(source_id), 9, color=SOFT)
        for source_id in evidence.numbers
        if source_id in used
    ]
    notes_height = min(
        sum(
            LINE * paragraph.size * len(lines_of(paragraph.text, paragraph.size, box.width))
            for paragraph in notes
        ),
        0.34 * box.height,
    )
    basis_word = (
        words.of("basis", zone["basis"]) if zone["basis"] else label("figure", "area_unknown", words.lang)
    )
    basis_sentence = words.sentence("locator_basis", basis=basis_word)
    point = words.sentence("locator_point", point=words.point(zone))
    if zone["point_basis"] in AT_SEATS:
        point += words.sentence("locator_seat")
    below = shrink(
        [Paragraph(basis_sentence, 10.5, color="text"), Paragraph(point, 10.5, color=SOFT)],
        box.width - 36,
        60,
        8,
    )
    below_height = (
        sum(
            LINE * paragraph.size * len(lines_of(paragraph.text, paragraph.size, box.width - 36))
            for paragraph in below
        )
        + 2
    )
    hosts = zone["counties"] if zone["basis"] else ()
    map_box = box._replace(height=box.height - notes_height - below_height - 16)
    with grouped(
        slide.shapes,
        words.sentence("name_map"),
        words.sentence(
            "value", field=words.name(zone), value=words.hosts(region, zone) if hosts else basis_word
        ),
    ):
        locator.draw(slide.shapes, map_box, words.lang, zone_id)
        low = map_box.bottom + 6
        if zone["basis"]:
            draw_sample(slide.shapes, terms("basis")[zone["basis"]], (box.left + 15, low + 8), basis_sentence)
        text_box(
            slide.shapes, Box(box.left + 36, low, box.width - 36, below_height), below, name=basis_sentence
        )
        if notes:
            place = box._replace(top=box.bottom - notes_height, height=notes_height)
            text_box(
                slide.shapes,
                place,
                shrink(notes, box.width, notes_height, 6.5),
                name=words.sentence("name_footnotes"),
                anchor="bottom",
            )


_ABOVE = ("name_zh", "name_en", "kind")
"""What stands above the facts already; only values of other days are told among them."""


@dataclass(frozen=True)
class Fact:
    """One thing that is known of a zone: what, in words, and which evidence."""

    item: str
    value: str
    references: list[Reference] = field(default_factory=list)


def facts_of(deck: Deck, evidence: Evidence, zone_id: str) -> tuple[list[Fact], list[str]]:
    """Return what is known of a zone, what holds later last, and the names of what is not stated."""
    lang = deck.words.lang
    rows, missing = fact_rows(
        fact
        for fact in evidence.book.facts_of(zone_id)
        if not (fact.section == "values" and fact.field in _ABOVE and fact.is_drawn)
        and fact.section not in (STATUS, "place")  # told above the facts, and below the map beside them
    )
    in_order = sorted(rows, key=lambda row: row.when in (When.later, When.not_known))
    return [_fact(deck, evidence, row) for row in in_order], [label.of(lang) for label in missing]


def _fact(deck: Deck, evidence: Evidence, row: FactRow) -> Fact:
    """Put a row in words: what the program computes, and what holds later, say so first."""
    words = deck.words
    item, value = row.label.of(words.lang), row.value.of(words.lang)
    for is_apart, key in (
        (row.section == "computed", "field_computed"),
        (row.when in (When.later, When.not_known), "field_later"),
    ):
        if is_apart:
            item, value = words.sentence(key), words.sentence("value", field=item, value=value)
    used = evidence.region.evidence.loc[[*row.evidence]]
    return Fact(item, value, list(zip(used["table"], used["field"], strict=True)))
