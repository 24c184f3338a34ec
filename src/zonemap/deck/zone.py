"""One slide a zone: where it lies, what is known of it, and who says so."""

from __future__ import annotations

from zonemap.deck.evidence import Evidence
from zonemap.deck.known import Known, known_of, tell_event
from zonemap.deck.maps import draw_sample
from zonemap.deck.mapshapes import draw_boundaries, draw_ground, lay_plane
from zonemap.deck.markshapes import draw_marks, place_marks
from zonemap.deck.shapes import Box, grouped, text_box
from zonemap.deck.stage import Page, Stage
from zonemap.deck.tables import Cell, Column, Row, add_table, fit_size, heights_of
from zonemap.deck.typeface import LINE, Say, lines_of, shrink
from zonemap.drawing.svg import mix
from zonemap.drawing.symbols import SOFT
from zonemap.indicative import AT_SEATS
from zonemap.legend import Legend
from zonemap.region import Region
from zonemap.vocabulary import label, terms

_LARGEST, _SMALLEST = 13.0, 10.5


def add_zone(stage: Stage, evidence: Evidence, legend: Legend, zone_id: str) -> None:
    """Add the slide of a zone: locator and basis on the left, values with sources on the right."""
    region, words = evidence.region, stage.words
    zone = region.zones.loc[zone_id]
    lead = words.say(
        "zone_lead",
        other=words.other_name(zone),
        kind=words.of("kind", zone["kind"]),
        status=words.of("status", zone["status"]),
    )
    page = stage.open("map", words.name(zone), lead.removeprefix(" · "))
    page.clear()
    left, right = page.room.split(0.36)
    used = _list_known(page, stage, evidence, zone_id, right)
    _draw_locator(page, stage, evidence, legend, zone_id, left, used)
    told = [words.say("notes_evidence"), *evidence.told(zone_id)]
    events = region.events[region.events["zone_id"] == zone_id]
    if len(events):
        told += [words.say("notes_events"), *(tell_event(stage, event) for _, event in events.iterrows())]
    stage.note(page, told)


def _list_known(page: Page, stage: Stage, evidence: Evidence, zone_id: str, box: Box) -> set[str]:
    """List what is known, as much as fits, and what the sources do not state; return the sources cited."""
    words = stage.words
    known, silent = known_of(stage, evidence, zone_id)
    says = [Say(words.say("silent", fields=words.list(silent)), 10, color=SOFT)] if silent else []
    below = sum(LINE * say.size * len(lines_of(say.text, say.size, box.width)) for say in says) + 8
    columns = [
        Column(words.say("head_item"), 104),
        Column(words.say("head_value"), 380),
        Column(words.say("head_source"), 84, "right"),
    ]
    rows, size = _fitting(stage, evidence, zone_id, known, columns, box.width, box.height - below)
    add_table(
        page,
        box,
        columns,
        rows,
        size,
        name=words.name(evidence.region.zones.loc[zone_id]),
        about=words.say("head_value"),
    )
    if says:
        top = box.top + sum(heights_of(columns, rows, box.width, size)) + 6
        place = box._replace(top=top, height=below - 6)
        text_box(page.shapes, place, says, name=words.not_stated)
    references = [reference for one in known for reference in one.references]
    return set(evidence.rows(zone_id, references)["source_id"])


def _fitting(
    stage: Stage,
    evidence: Evidence,
    zone_id: str,
    known: list[Known],
    columns: list[Column],
    width: float,
    height: float,
) -> tuple[list[Row], float]:
    """Return the rows that fit and their type size; what does not fit is named and stands in the notes."""
    rows = _rows(evidence, zone_id, known)
    size = fit_size(columns, rows, Box(0, 0, width, height), _LARGEST, _SMALLEST)
    events = stage.words.say("field_events")
    order = [number for number, one in enumerate(known) if one.item != events]
    order += [number for number, one in enumerate(known) if one.item == events]
    kept, rest = rows, 0
    while sum(heights_of(columns, kept, width, size)) > height and rest < len(rows):
        rest += 1
        whole = sorted(order[: len(rows) - rest])
        more = [Cell(""), Cell(stage.words.say("rest_in_notes", n=rest), SOFT), Cell("")]
        kept = [*(rows[number] for number in whole), more]
    return kept, size


def _rows(evidence: Evidence, zone_id: str, known: list[Known]) -> list[Row]:
    """Return a row for each thing that is known; an item is named once."""
    rows: list[Row] = []
    last = ""
    for one in known:
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
    page: Page, stage: Stage, evidence: Evidence, legend: Legend, zone_id: str, box: Box, used: set[str]
) -> None:
    """Draw where the zone lies, say on what basis, and cite the sources."""
    region, words = evidence.region, stage.words
    zone = region.zones.loc[zone_id]
    notes = [
        Say(evidence.footnote(source_id), 9, color=SOFT)
        for source_id in evidence.numbers
        if source_id in used
    ]
    notes_height = min(
        sum(LINE * say.size * len(lines_of(say.text, say.size, box.width)) for say in notes),
        0.34 * box.height,
    )
    told = words.of("basis", zone["basis"]) if zone["basis"] else label("figure", "area_unknown", words.lang)
    basis = words.say("locator_basis", basis=told)
    point = words.say("locator_point", point=words.point(zone))
    if zone["point_basis"] in AT_SEATS:
        point += words.say("locator_seat")
    below = shrink([Say(basis, 10.5, color="text"), Say(point, 10.5, color=SOFT)], box.width - 36, 60, 8)
    below_height = (
        sum(LINE * say.size * len(lines_of(say.text, say.size, box.width - 36)) for say in below) + 2
    )
    hosts = zone["counties"] if zone["basis"] else ()
    map_box = box._replace(height=box.height - notes_height - below_height - 16)
    plane = lay_plane(region, map_box, detail=0.6)
    with grouped(
        page.shapes,
        words.say("name_map"),
        words.say("value", field=words.name(zone), value=words.hosts(region, zone) if hosts else told),
    ):
        color = legend.class_of(zone_id).color
        draw_ground(page.shapes, region, plane, words, {adcode: mix(color, 0.16) for adcode in hosts})
        draw_boundaries(page.shapes, region, legend, plane, words, [zone_id])
        marks = {mark.zone_id: mark for mark in place_marks(region, legend, plane, 8)}
        draw_marks(page.shapes, region, [marks[zone_id]], 9, words)
        low = map_box.bottom + 6
        if zone["basis"]:
            draw_sample(page.shapes, terms("basis")[zone["basis"]], (box.left + 15, low + 8), basis)
        text_box(page.shapes, Box(box.left + 36, low, box.width - 36, below_height), below, name=basis)
        if notes:
            place = box._replace(top=box.bottom - notes_height, height=notes_height)
            text_box(
                page.shapes,
                place,
                shrink(notes, box.width, notes_height, 6.5),
                name=words.say("name_footnotes"),
                anchor="bottom",
            )


def zone_order(region: Region, legend: Legend) -> list[str]:
    """Return the zones in the order of their numbers: class by class, as the legend has them."""
    ranks = {item.key: rank for rank, item in enumerate(legend.classes)}
    return sorted(region.shown.index, key=lambda zone_id: ranks[legend.of[zone_id]])
