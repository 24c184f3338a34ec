"""The zones one by one: a slide for each of the highest, small maps of others, up to nine on a slide."""

# Above 300 lines because the slide of a zone, its small map and its hidden rows tell the same facts.

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from zonemap.analysis.fact import Fact, When
from zonemap.analysis.fact_rows import FactRow, fact_rows
from zonemap.analysis.value_facts import STATUS
from zonemap.core.names import both_names
from zonemap.core.vocabulary import label, point_terms, terms
from zonemap.outputs.deck.evidence import Evidence, add_evidence
from zonemap.outputs.deck.native_tables import FILLED, Cell, Column, Grid, Row, add_table
from zonemap.outputs.deck.slide import Deck, Slide
from zonemap.outputs.deck.slides.maps import Locator, below_map, draw_sample
from zonemap.painters.pptx_shapes import Box, grouped, text_box
from zonemap.region.indicative import AT_SEATS, OWN_LINES
from zonemap.region.region import Region
from zonemap.region.status import APPROVED
from zonemap.scene.furniture import BESIDE
from zonemap.scene.lettering import BODY, LEAST, Paragraph, drop_last, height_of, shrink
from zonemap.style.inks import SOFT

MOST_OWN, MOST_SMALL = 10, 90
"""How many zones have a slide of their own, and how many a small map; the others stand in tables."""

MOST_OWN_OF_MANY = 6
"""How many have a slide of their own where tables follow, which take slides too."""

_TIERS = ("national", "provincial")
"""Tiers whose approved zones have a slide of their own, the highest first."""
_NARROWEST = 150.0  # points that explain a close-up beside its arrow and bar
_CELL = (200.0, 108.0)  # least width and height of a small map with its facts, points

_WIDEST, _HIGH, _MAP = 0.5, 0.8, 0.55
"""Share of the width of a cell that a map beside its text takes at most, from which height on, as a share of
the width, it stands above the text, and the share of the height that it takes there."""

_IN_CELL = ("counties", "approved", "applied", "area_km2", "industries")  # as far as there is room


def choose_zones(region: Region, order: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Part zones into those with a slide of their own, those with a small map and those in tables.

    A slide of its own has an approved zone of a high tier, or one with a line of its own; of many the highest
    and largest. Each part keeps the order.
    """

    def rank(zone_id: str) -> tuple[int, bool, float]:
        zone = region.rows[zone_id]
        is_high = zone["tier"] in _TIERS and (zone["status"] in APPROVED or not region.has_topic("time"))
        tier = _TIERS.index(zone["tier"]) if is_high else len(_TIERS)
        return tier, zone["basis"] not in OWN_LINES, -float(np.nan_to_num(zone["area_km2"]))

    ranked = sorted(sorted(order), key=rank)
    most = MOST_OWN if len(ranked) <= MOST_OWN + MOST_SMALL else MOST_OWN_OF_MANY
    own = {one for one in ranked[:most] if rank(one)[:2] < (len(_TIERS), True)}
    small = {one for one in ranked if one not in own}
    small &= set([one for one in ranked if one not in own][:MOST_SMALL])
    return (
        [one for one in order if one in own],
        [one for one in order if one in small],
        [one for one in order if one not in own | small],
    )


def add_zone(deck: Deck, evidence: Evidence, locator: Locator, zone_id: str, back: Slide) -> Slide:
    """Add the slide of a zone: close-up and basis on the left, values with sources on the right.

    What has no room beside the map stands on the hidden slide behind, with all evidence.
    """
    words, name, lead = deck.words, evidence.names[zone_id], _lead(deck, evidence, zone_id)
    slide = deck.open("map", name, lead, back=back)
    slide.clear()
    left, right = slide.room.split(0.44)
    facts = described_rows(deck, evidence.facts(zone_id))
    kept = _list_facts(slide, deck, evidence, facts, right)
    used = evidence.sources_of(label for one in facts for label in one.evidence)
    _draw_locator(slide, deck, evidence, locator, zone_id, left, used)
    told = (words.sentence("value", field=one.item, value=one.value) for one in facts)
    deck.speak(slide, [name, lead, *told])
    add_evidence(deck, name, zone_rows(deck, evidence, zone_id, kept))
    return slide


def add_small_maps(
    deck: Deck, evidence: Evidence, locator: Locator, zone_ids: Sequence[str], back: Slide
) -> list[Slide]:
    """Add small maps of zones with their most important facts, up to nine on a slide; return their slides."""
    words, region, slides = deck.words, evidence.region, list[Slide]()
    room = deck.room("map")
    columns, rows = (
        max(1, min(3, int(size // least)))
        for size, least in zip((room.width, room.height), _CELL, strict=True)
    )
    pages = -(-len(zone_ids) // (columns * rows))
    each = -(-len(zone_ids) // max(pages, 1))
    for start in range(0, len(zone_ids), max(each, 1)):
        group = zone_ids[start : start + each]
        rows = -(-len(group) // columns)
        without = sum(
            region.rows[zone_id]["basis"] not in (*OWN_LINES, "published_area") for zone_id in group
        )
        key = "small_some" if 0 < without < len(group) else "small_unknown" if without else "small_known"
        title = words.sentence(key, n=len(group), m=without)
        lead = words.sentence("small_lead")
        slide = deck.open("map", title, lead, back=back)
        slide.clear()
        gap = 14.0
        width = (slide.room.width - gap * (columns - 1)) / columns
        height = (slide.room.height - gap * (rows - 1)) / rows
        for number, zone_id in enumerate(group):
            row, column = divmod(number, columns)
            left, top = slide.room.left + column * (width + gap), slide.room.top + row * (height + gap)
            _draw_cell(slide, deck, evidence, locator, zone_id, Box(left, top, width, height))
        deck.speak(slide, [title, lead, words.list(evidence.names[zone_id] for zone_id in group)])
        add_evidence(deck, title, named_rows(deck, evidence, group))
        slides += [slide] * len(group)
    return slides


def _draw_cell(
    slide: Slide, deck: Deck, evidence: Evidence, locator: Locator, zone_id: str, box: Box
) -> None:
    """Draw the small map of a zone, and beside it its name and its most important facts."""
    words, name = deck.words, evidence.names[zone_id]
    kind = [words.of("kind", key)] if (key := evidence.region.rows[zone_id]["kind"]) else []
    standing = " · ".join(filter(None, [*kind, evidence.book.status_of(zone_id).of(words.lang)]))
    rows = fact_rows(fact for fact in evidence.facts(zone_id) if fact.is_drawn)[0]
    of = {name: [row for row in rows if name in (row.facts[0].field, row.section)] for name in _IN_CELL}
    told = [_describe(deck, row) for name in _IN_CELL for row in of[name][:1]]
    lines = [words.sentence("value", field=one.item, value=one.value) for one in told]
    map_box, beside = box.split(min(box.height / box.width, _WIDEST), 10)
    if box.height > _HIGH * box.width:  # then the map takes the width above its text
        map_box, beside = box.above((1 - _MAP) * box.height), box.below(_MAP * box.height + 4)
    wording = [
        Paragraph(name, BODY, bold=True, color="accent"),
        *(Paragraph(line, LEAST, color="text", before=1) for line in filter(None, [standing, *lines])),
    ]
    with grouped(slide.shapes, name, name):
        locator.draw(slide.shapes, map_box, words.lang, zone_id, is_small=True)
        size = beside.width, beside.height
        text_box(slide.shapes, beside, shrink(drop_last(wording, *size), *size), name=name)


def _lead(deck: Deck, evidence: Evidence, zone_id: str) -> str:
    """Say what a zone is called in the other language, of which kind it is and how it stands."""
    zone = evidence.region.rows[zone_id]
    return deck.words.sentence(
        "zone_lead",
        other=deck.words.other(both_names(zone)),
        kind=deck.words.of("kind", zone["kind"]),
        status=evidence.book.status_of(zone_id).of(deck.words.lang),
    ).strip(" ·")


def zone_rows(deck: Deck, evidence: Evidence, zone_id: str, shown: int = 0) -> list[tuple[str, ...]]:
    """Return what is known of a zone but is not shown yet, and then who says so and where."""
    facts = described_rows(deck, evidence.facts(zone_id))
    told = [(one.item, one.value, evidence.mark(one.evidence)) for one in facts[shown:]]
    witnesses = evidence.rows(zone_id)
    return [*told, *([(deck.words.sentence("notes_evidence"),), *witnesses] if witnesses else [])]


def named_rows(deck: Deck, evidence: Evidence, zone_ids: Iterable[str]) -> list[tuple[str, ...]]:
    """Return all that is known of some zones, each under its name."""
    return [
        row
        for zone_id in zone_ids
        for row in (
            (
                evidence.names[zone_id],
                deck.words.join_notes(
                    [_lead(deck, evidence, zone_id), *_place(deck, evidence.region.rows[zone_id])]
                ),
            ),
            *zone_rows(deck, evidence, zone_id),
        )
    ]


def _columns(deck: Deck) -> list[Column]:
    """Return the columns of the table of facts."""
    return [
        Column(deck.words.sentence("head_item"), 136),
        Column(deck.words.sentence("head_value"), 348),
        Column(deck.words.sentence("head_source"), 84, "right"),
    ]


def _list_facts(slide: Slide, deck: Deck, evidence: Evidence, facts: list[DescribedRow], box: Box) -> int:
    """List what is known, and what the sources do not state; return how much of it has room."""
    rows, height = _rows(evidence, facts), FILLED * box.height
    grid = Grid(_columns(deck), box.width, BODY).fit(rows, height)
    shown = grid.cut(rows, height, lambda rest: deck.words.sentence("rest_hidden", n=rest))
    about = deck.words.sentence("head_value")
    add_table(slide, box, grid, shown, name=slide.shapes.title.text, about=about)
    return len(rows) if shown[-1:] == rows[-1:] else len(shown) - 1


def _rows(evidence: Evidence, facts: list[DescribedRow]) -> list[Row]:
    """Return a row for each thing that is known; an item is named once."""
    items = [one.item for one in facts]
    return [
        [
            Cell(one.item if one.item != last else "", "accent", bold=True),
            Cell(one.value),
            Cell(evidence.mark(one.evidence), SOFT),
        ]
        for one, last in zip(facts, ["", *items], strict=False)
    ]


def _draw_locator(
    slide: Slide, deck: Deck, evidence: Evidence, locator: Locator, zone_id: str, box: Box, used: set[str]
) -> None:
    """Draw where the zone lies, say on what basis, and name the sources."""
    region, words = evidence.region, deck.words
    zone = region.rows[zone_id]
    basis_sentence, point = _place(deck, zone)
    wording = [Paragraph(basis_sentence, LEAST, color="text"), Paragraph(point, LEAST, color=SOFT)]
    map_box, key = below_map(deck, region, box)
    if key.width < _NARROWEST:  # then below arrow and bar
        key = box.below(key.top + BESIDE[1] - box.top)
    wording = shrink(wording, key.width - 36, key.height)
    high = height_of(wording, key.width - 36)
    notes = _footnotes(evidence, used, box.below(max(key.top + high - box.top, map_box.height + BESIDE[1])))
    hosts = words.hosts(region, zone) if zone["basis"] and zone["counties"] else basis_sentence
    about = words.sentence("value", field=evidence.names[zone_id], value=hosts)
    with grouped(slide.shapes, words.sentence("name_map"), about):
        locator.draw(slide.shapes, map_box, words.lang, zone_id)
        if zone["basis"]:
            draw_sample(
                slide.shapes, terms("basis")[zone["basis"]], (key.left + 15, key.top + 8), basis_sentence
            )
        beside = Box(key.left + 36, key.top, key.width - 36, high)
        text_box(slide.shapes, beside, wording, name=basis_sentence)
        if notes:
            place = box.below(box.height - height_of(notes, box.width))
            text_box(slide.shapes, place, notes, name=words.sentence("name_footnotes"), anchor="bottom")


def _place(deck: Deck, zone: Mapping[str, Any]) -> tuple[str, str]:
    """Say on what the boundary of a zone rests, and what its point is."""
    words, basis = deck.words, zone["basis"]
    known = words.of("basis", basis) if basis else label("figure", "area_unknown", words.lang)
    point = words.sentence("locator_point", point=point_terms()[zone["point_basis"]].label(words.lang))
    if zone["point_basis"] in AT_SEATS:
        point += words.sentence("locator_seat")
    return words.sentence("locator_basis", basis=known), point


def _footnotes(evidence: Evidence, used: set[str], box: Box) -> list[Paragraph]:
    """Name the sources in short, as many as fit one behind the other; those left out are counted."""
    named = [evidence.short(source_id) for source_id in evidence.numbers if source_id in used]
    shown: list[Paragraph] = []
    for kept in range(len(named), -1, -1) if named else ():
        rest = [evidence.words.sentence("and_rest", n=len(named) - kept)] * (kept < len(named))
        wording = evidence.words.join_notes([*named[:kept], *rest])
        shown = [Paragraph(wording, LEAST, color=SOFT)]
        if height_of(shown, box.width) <= box.height:
            break
    return shown


_ABOVE = ("name_zh", "name_en", "kind")  # of these only values of other days are told among the facts


@dataclass(frozen=True)
class DescribedRow:
    """One thing that is known of a zone: what, in words, and the labels of its evidence."""

    item: str
    value: str
    evidence: tuple[int, ...] = ()


def described_rows(deck: Deck, facts: Iterable[Fact]) -> list[DescribedRow]:
    """Return what is known of a zone, what holds later last, and then what is not stated."""
    rows, missing = fact_rows(
        fact
        for fact in facts
        if not (fact.section == "values" and fact.field in _ABOVE and fact.is_drawn)
        and fact.section not in (STATUS, "place")  # told above the facts, and below the map beside them
    )
    in_order = sorted(rows, key=lambda row: row.when in (When.later, When.not_known))
    silent = deck.words.list(label.of(deck.words.lang) for label in missing)
    return [
        *(_describe(deck, row) for row in in_order),
        *([DescribedRow(deck.words.of("page", "not_stated"), silent)] if missing else []),
    ]


def _describe(deck: Deck, row: FactRow) -> DescribedRow:
    """Put a row in words: what the program computes, and what holds later, say so first."""
    words = deck.words
    item, value = row.label.of(words.lang), row.value.of(words.lang)
    for is_apart, key in (
        (row.section == "computed", "field_computed"),
        (row.when in (When.later, When.not_known), "field_later"),
    ):
        if is_apart:
            item, value = words.sentence(key), words.sentence("value", field=item, value=value)
    return DescribedRow(item, value, row.evidence)
