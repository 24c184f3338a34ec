"""The changes as one slide of native, editable shapes: the map, and what changed beside it."""

from __future__ import annotations

from collections.abc import Sequence

from zonemap.analysis.legend_classes import LegendClass
from zonemap.core.text import NONE, Text
from zonemap.core.vocabulary import label, terms
from zonemap.outputs.deck.master import own_master
from zonemap.outputs.deck.native_tables import Cell, Column, Grid, Row, add_table
from zonemap.outputs.deck.slide import Deck, Slide
from zonemap.outputs.deck.slides.maps import drawn_map, split_map, write_notes
from zonemap.outputs.deck.slides.overview import draw_class_marks
from zonemap.outputs.deck.template import find_layouts
from zonemap.outputs.deck.words import Words
from zonemap.outputs.deck.writer import presentation_bytes, set_properties
from zonemap.outputs.diff.changed_map import ChangedMap
from zonemap.outputs.diff.described import DescribedChange, count_changes, headline, lead, state_line
from zonemap.painters.pptx_shapes import Box, text_box
from zonemap.region.region import Region
from zonemap.scene.lettering import LEAST, Paragraph
from zonemap.style.inks import SOFT


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
    foot = " · ".join(
        [
            words.sentence("as_of", day=day),
            words.sentence("foot", mark=words.mark(""), fingerprint=new.fingerprint),
        ]
    )
    deck = Deck(presentation, find_layouts(presentation), words, foot)
    states = [state_line(name, state).of(lang) for name, state in (("old", old), ("new", new))]
    rest = lead(described, new).of(lang) or " → ".join(states)
    slide = deck.open("map", headline(described).of(lang), rest)
    slide.clear()
    left, right = split_map(deck, slide.room)
    _draw_map(slide, deck, scene, left)
    _list_changes(slide, deck, described, write_notes(slide, deck, scene.region, right), states)
    deck.note(slide, [*states, *_notes(described, lang)])
    set_properties(presentation, words.title(scene.region), new, words)
    return presentation_bytes(presentation, new.state_day)


def _draw_map(slide: Slide, deck: Deck, scene: ChangedMap, room: Box) -> None:
    """Draw the map of the changes, its key and its notes."""
    region, legend = scene.region, scene.legend
    with drawn_map(slide, deck, region, legend, room) as (view, placed):
        view.draw_boundaries(legend)
        view.draw_moves(scene.moves, legend)
        same = [mark.zone_id for mark in placed.marks if mark.style.key == "unchanged"]
        others = [mark.zone_id for mark in placed.marks if mark.zone_id not in same]
        view.draw_marks(placed.only(same), radius=0.7 * placed.radius, numbered=False, halos=False)
        view.draw_marks(placed.only(others), counts=False)


def _list_changes(
    slide: Slide, deck: Deck, described: Sequence[DescribedChange], box: Box, states: Sequence[str]
) -> None:
    """List the changes beside the map, as many as fit; the notes have them all."""
    lang = deck.words.lang
    if not described:
        says = [Paragraph(label("diff", "none", lang), 20, bold=True, color="accent")]
        says += [Paragraph(state, LEAST, color="text", before=8) for state in states]
        text_box(slide.shapes, box, says, name=label("diff", "list", lang), anchor="middle")
        return
    columns = [
        Column("", 30, "center"),
        Column(label("column", "zone", lang), 120),
        Column(f"{label('diff', 'old', lang)} → {label('diff', 'new', lang)}", 180),
    ]
    rows = _rows(described, lang)
    grid = Grid(columns, box.width)
    kept = grid.cut(rows, box.height, lambda n: label("diff", "rest", lang).format(n=n))
    name = label("diff", "list", lang)
    heights = add_table(slide, box, grid, kept, name=name, about=name)
    kinds = {
        term.label(lang): LegendClass(term.key, term.text, term.color, symbol=term.symbol)
        for term in terms("change").values()
    }
    draw_class_marks(slide, deck, kinds, kept, heights, box, grid)


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
