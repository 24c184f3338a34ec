"""The changes as one slide of native, editable shapes: the map, and what changed beside it."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from zonemap.analysis.legend_classes import LegendClass
from zonemap.core.text import NONE, Text
from zonemap.core.vocabulary import label, terms
from zonemap.outputs.deck.master import own_master
from zonemap.outputs.deck.native_tables import Cell, Column, Row, add_table, cut_rows, fit_size, widths_of
from zonemap.outputs.deck.slide import Deck, Slide
from zonemap.outputs.deck.slides.overview import (
    KEY,
    close_map,
    draw_class_marks,
    draw_key,
    open_map,
    write_notes,
)
from zonemap.outputs.deck.template import find_layouts
from zonemap.outputs.deck.words import OFFICE_TAGS, Words
from zonemap.outputs.diff.changed_map import ChangedMap
from zonemap.outputs.diff.described import DescribedChange, count_changes, headline, lead, state_line
from zonemap.outputs.ooxml import make_reproducible
from zonemap.painters.pptx_shapes import Box, text_box
from zonemap.painters.pptx_text import Paragraph
from zonemap.region.region import Region
from zonemap.scene.zone_marks import place_marks
from zonemap.style.inks import SOFT
from zonemap.style.reader import quantity

_LARGEST, _SMALLEST = 12.0, 8.5
_NOTES = 18.0


def changes_slide(
    scene: ChangedMap, described: Sequence[DescribedChange], old: Region, new: Region, *, lang: str = "zh"
) -> bytes:
    """Return a deck of one slide.

    Parameters
    ----------
    scene
        The map of the changes.
    described
        The changes in words.
    old, new
        The two states.
    lang
        ``zh`` or ``en``.
    """
    words = Words(lang)
    presentation = own_master()
    day = words.date(new.date.isoformat())
    foot = words.sentence("foot", day=day, mark=words.mark(""), fingerprint=new.fingerprint)
    deck = Deck(presentation, find_layouts(presentation), words, foot)
    states = [state_line(name, state).of(lang) for name, state in (("old", old), ("new", new))]
    rest = lead(described, new).of(lang) or " → ".join(states)
    slide = deck.open("map", headline(described).of(lang), rest)
    slide.clear()
    left, right = slide.room.split(0.56)
    _draw_map(slide, deck, scene, left)
    _list_changes(slide, deck, described, right, states)
    deck.note(slide, [*states, *_notes(described, lang)])
    _set_properties(deck, scene.region, new)
    written = io.BytesIO()
    presentation.save(written)
    return make_reproducible(written.getvalue(), new.state_day)


def _draw_map(slide: Slide, deck: Deck, scene: ChangedMap, room: Box) -> None:
    """Draw the map of the changes, its key and its notes."""
    box = room._replace(height=room.height - KEY - _NOTES - 6)
    region, legend = scene.region, scene.legend
    view = open_map(region, box, deck.words.lang)
    view.draw_counties()
    view.draw_boundaries(legend)
    view.draw_moves(scene.moves, legend)
    placed = place_marks(region, legend, view.plane, quantity("size.deck.mark"))
    same = [mark.zone_id for mark in placed.marks if mark.style.key == "unchanged"]
    others = [mark.zone_id for mark in placed.marks if mark.zone_id not in same]
    view.draw_marks(placed.only(same), radius=0.7 * placed.radius, numbered=False, halos=False)
    view.draw_marks(placed.only(others), counts=False)
    close_map(slide.shapes, deck, view, legend, placed)
    draw_key(slide.shapes, deck, region, room._replace(top=box.bottom + 4, height=KEY))
    write_notes(slide.shapes, deck, room._replace(top=room.bottom - _NOTES, height=_NOTES))


def _list_changes(
    slide: Slide, deck: Deck, described: Sequence[DescribedChange], box: Box, states: Sequence[str]
) -> None:
    """List the changes beside the map, as many as fit; the notes have them all."""
    lang = deck.words.lang
    if not described:
        says = [Paragraph(label("diff", "none", lang), 20, bold=True, color="accent")]
        says += [Paragraph(state, 12, color="text", before=8) for state in states]
        text_box(slide.shapes, box, says, name=label("diff", "list", lang), anchor="middle")
        return
    columns = [
        Column("", 30, "center"),
        Column(label("column", "zone", lang), 120),
        Column(f"{label('diff', 'old', lang)} → {label('diff', 'new', lang)}", 180),
    ]
    rows = _rows(described, lang)
    size = fit_size(columns, rows, box, _LARGEST, _SMALLEST)
    kept = cut_rows(columns, rows, box, size, lambda n: label("diff", "rest", lang).format(n=n))
    name = label("diff", "list", lang)
    heights = add_table(slide, box, columns, kept, size, name=name, about=name)
    kinds = {
        term.label(lang): LegendClass(term.key, term.text, term.color, symbol=term.symbol)
        for term in terms("change").values()
    }
    draw_class_marks(slide, deck, kinds, kept, heights, box, widths_of(columns, box.width)[0])


def _rows(described: Sequence[DescribedChange], lang: str) -> list[Row]:
    """Return the rows of the list, the kinds of change one after the other, each under its name."""
    rows: list[Row] = []
    for key in dict.fromkeys(row.change for row in described):
        count = count_changes(described).get(key)
        rows.append(
            [Cell(""), Cell(label("change", key, lang), bold=True), Cell(str(count or ""), bold=True)]
        )
        for row in described:
            if row.change == key:
                number = str(row.number or "")
                rows.append([Cell(number, SOFT), Cell(row.name.of(lang)), Cell(_what(row).of(lang), SOFT)])
    return rows


def _what(row: DescribedChange) -> Text:
    """Say in a line what changed of a zone."""
    if row.change == "moved":
        return row.field + Text(f" {row.amount}")
    amount = Text(f" ({row.amount})") if row.amount else NONE
    field = NONE if row.change in ("renamed", "added", "lost") else row.field + Text(" ")
    return field + row.old + Text(" → ") + row.new + amount


def _with_field(row: DescribedChange) -> Text:
    """Say in a line which field changed and how."""
    return row.field + Text(": ") + _what(row)


def _notes(described: Sequence[DescribedChange], lang: str) -> list[str]:
    """Return every change in a line of its own."""
    lines = [
        " · ".join([label("change", row.change, lang), row.name.of(lang), _with_field(row).of(lang)])
        for row in described
    ]
    return [label("diff", "notes" if described else "none", lang), *lines]


def _set_properties(deck: Deck, region: Region, new: Region) -> None:
    """Say in the file's properties what it is and from which input."""
    properties = deck.presentation.core_properties
    properties.title = deck.words.title(region)[:255]
    properties.author = properties.last_modified_by = "zonemap"
    properties.subject = new.date.isoformat()
    properties.keywords = new.fingerprint
    properties.comments = ""
    properties.language = OFFICE_TAGS[deck.words.lang]
    properties.revision = 1
    properties.created = properties.modified = dt.datetime.combine(new.state_day, dt.time())
