"""The changes as one slide of native, editable shapes: the map, and what changed beside it."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import numpy as np

from zonemap.changes.scene import Scene
from zonemap.changes.told import Told
from zonemap.changes.words import count_changes, headline, state_line
from zonemap.deck.maps import about_map, draw_key
from zonemap.deck.mapshapes import Plane, draw_boundaries, draw_ground, draw_scale, lay_plane
from zonemap.deck.markshapes import draw_marks, draw_symbol, name_counties, place_marks
from zonemap.deck.master import own_master
from zonemap.deck.shapes import Box, circle, grouped, line, text_box
from zonemap.deck.stage import Page, Stage
from zonemap.deck.tables import Cell, Column, Row, add_table, cut_rows, fit_size, widths_of
from zonemap.deck.template import find_layouts
from zonemap.deck.typeface import Say, shrink
from zonemap.deck.words import Words
from zonemap.drawing.symbols import PAPER, SOFT
from zonemap.legend import LegendClass
from zonemap.ooxml import settle
from zonemap.region import Region
from zonemap.vocabulary import label, terms

_RADIUS = 9.5
_LARGEST, _SMALLEST = 12.0, 8.5
_KEY, _NOTES = 38.0, 14.0


def changes_slide(scene: Scene, told: Sequence[Told], old: Region, new: Region, *, lang: str = "zh") -> bytes:
    """Return a deck of one slide.

    Parameters
    ----------
    scene
        The map of the changes.
    told
        The changes in words.
    old, new
        The two states.
    lang
        ``zh`` or ``en``.
    """
    words = Words(lang)
    deck = own_master()
    day = words.date(new.date.isoformat())
    foot = words.say("foot", day=day, mark=words.mark(""), fingerprint=new.fingerprint)
    stage = Stage(deck, find_layouts(deck), words, foot)
    side = lang == "en"
    title, _, rest = headline(told, new)[side].partition(". " if side else "。")
    states = [state_line(name, state)[side] for name, state in (("old", old), ("new", new))]
    page = stage.open("map", title, rest or " → ".join(states))
    page.clear()
    left, right = page.room.split(0.56)
    _draw_map(page, stage, scene, left)
    _list_changes(page, stage, told, right, states)
    stage.note(page, [*states, *_notes(told, lang)])
    _set_properties(stage, scene.region, new)
    written = io.BytesIO()
    deck.save(written)
    return settle(written.getvalue(), new.state_day)


def _draw_map(page: Page, stage: Stage, scene: Scene, room: Box) -> None:
    """Draw the map of the changes, its key and its notes."""
    words, shapes = stage.words, page.shapes
    box = room._replace(height=room.height - _KEY - _NOTES - 6)
    region, legend = scene.region, scene.legend
    with grouped(shapes, words.say("name_map"), about_map(stage, region, legend)):
        plane = lay_plane(region, box)
        draw_ground(shapes, region, plane, words)
        draw_boundaries(shapes, region, legend, plane, words)
        _draw_moves(shapes, scene, plane, words)
        marks = place_marks(region, legend, plane, _RADIUS)
        same = [mark for mark in marks if mark.style.key == "unchanged"]
        draw_marks(shapes, region, same, 0.7 * _RADIUS, words, numbered=False)
        draw_marks(shapes, region, [mark for mark in marks if mark not in same], _RADIUS, words)
        name_counties(shapes, region, plane, marks, _RADIUS, words, 11)
        draw_scale(shapes, plane, words)
    draw_key(shapes, stage, region, room._replace(top=box.bottom + 4, height=_KEY))
    strip = room._replace(top=room.bottom - _NOTES, height=_NOTES)
    (said,) = shrink([Say(words.say("map_notes"), 9, color=SOFT)], strip.width, strip.height, 6.5)
    text_box(shapes, strip, [said], name=words.say("name_text"), anchor="middle")


def _draw_moves(shapes: Any, scene: Scene, plane: Plane, words: Words) -> None:
    """Draw a line from where the point of a zone was, with a ring there, to where it is."""
    for zone_id, places in scene.moves.items():
        name = words.name(scene.region.zones.loc[zone_id])
        said = label("diff", "moved_from", words.lang).format(name=name)
        start, end = [(float(x), float(y)) for x, y in plane.points(np.array(places))]
        color = scene.legend.class_of(zone_id).color
        line(shapes, start, end, name=said, about=said, color=color, width=2)
        circle(shapes, start, 4, name=said, about=said, fill=PAPER, line=color, width=2)


def _list_changes(page: Page, stage: Stage, told: Sequence[Told], box: Box, states: Sequence[str]) -> None:
    """List the changes beside the map, as many as fit; the notes have them all."""
    lang = stage.words.lang
    if not told:
        says = [Say(label("diff", "none", lang), 20, bold=True, color="accent")]
        says += [Say(state, 12, color="text", before=8) for state in states]
        text_box(page.shapes, box, says, name=label("diff", "list", lang), anchor="middle")
        return
    columns = [
        Column("", 30, "center"),
        Column(label("diff", "zone", lang), 120),
        Column(f"{label('diff', 'old', lang)} → {label('diff', 'new', lang)}", 180),
    ]
    rows = _rows(told, lang)
    size = fit_size(columns, rows, box, _LARGEST, _SMALLEST)
    kept = cut_rows(columns, rows, box, size, lambda n: label("diff", "rest", lang).format(n=n))
    name = label("diff", "list", lang)
    heights = add_table(page, box, columns, kept, size, name=name, about=name)
    _draw_symbols(page.shapes, stage, kept, heights, box, widths_of(columns, box.width)[0])


def _rows(told: Sequence[Told], lang: str) -> list[Row]:
    """Return the rows of the list, the kinds of change one after the other, each under its name."""
    side = lang == "en"
    rows: list[Row] = []
    for key in dict.fromkeys(row.change for row in told):
        count = count_changes(told).get(key)
        rows.append(
            [Cell(""), Cell(label("change", key, lang), bold=True), Cell(str(count or ""), bold=True)]
        )
        for row in told:
            if row.change == key:
                number = str(row.number or "")
                rows.append([Cell(number, SOFT), Cell(row.name[side]), Cell(_what(row, side), SOFT)])
    return rows


def _what(row: Told, side: int) -> str:
    """Say in a line what changed of a zone."""
    if row.change == "moved":
        return f"{row.field[side]} {row.amount}"
    amount = f" ({row.amount})" if row.amount else ""
    field = "" if row.change in ("renamed", "added", "lost") else f"{row.field[side]} "
    return f"{field}{row.old[side]} → {row.new[side]}{amount}"


def _draw_symbols(
    shapes: Any, stage: Stage, rows: Sequence[Row], heights: Sequence[float], box: Box, width: float
) -> None:
    """Draw the symbol of each kind of change before its name."""
    styles = {term.label(stage.words.lang): term for term in terms("change").values()}
    name = stage.words.say("name_key")
    top = box.top + heights[0]
    with grouped(shapes, name, name):
        for row, height in zip(rows, heights[1:], strict=True):
            term = styles.get(row[1].text) if not row[0].text and row[1].bold else None
            if term:
                style = LegendClass(term.key, term.zh, term.en, term.color, symbol=term.symbol)
                centre = (box.left + width / 2, top + height / 2)
                draw_symbol(shapes, style, "approved", centre, 5.5, name=row[1].text, about=row[1].text)
            top += height


def _notes(told: Sequence[Told], lang: str) -> list[str]:
    """Return every change in a line of its own."""
    side = lang == "en"
    lines = [
        f"{label('change', row.change, lang)} · {row.name[side]} · {row.field[side]}: {_what(row, side)}"
        for row in told
    ]
    return [label("diff", "notes" if told else "none", lang), *lines]


def _set_properties(stage: Stage, region: Region, new: Region) -> None:
    """Say in the file's properties what it is and from which input."""
    properties = stage.deck.core_properties
    properties.title = stage.words.title(region)[:255]
    properties.author = properties.last_modified_by = "zonemap"
    properties.subject = new.date.isoformat()
    properties.keywords = new.fingerprint
    properties.comments = ""
    properties.language = "zh-CN" if stage.words.lang == "zh" else "en-US"
    properties.revision = 1
    properties.created = properties.modified = dt.datetime.combine(new.state_day, dt.time())
