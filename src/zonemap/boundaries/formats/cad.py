"""Drawings (DXF): closed polylines and hatches become areas, layer by layer, named by words inside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from zonemap.boundaries.boundary_file import format_note
from zonemap.boundaries.crs.names import Statement
from zonemap.boundaries.formats.features import Row, Table, clean_text, join_lines, outer_rings
from zonemap.boundaries.geometry.repair import polygons_of
from zonemap.boundaries.geometry.rings import Ring, assemble, close_ring

_SKIPPED = re.compile(
    rb"^ *0 *\r?\n *(REGION|MPOLYGON|MLINE|SURFACE|PLANESURFACE|BODY|3DSOLID|ACAD_PROXY_ENTITY) *\r?$",
    re.MULTILINE,
)
"""Entities that may be outlines and that GDAL leaves out without a word."""


def join_drawing(table: Table) -> Table:
    """Join the entities of a drawing into areas.

    Parameters
    ----------
    table
        One row an entity, as GDAL reads a DXF: closed polylines are polygons, words are points.

    Returns
    -------
    One row an area. Rings inside others on the same layer are holes. The name is the one text of which the
    area is the innermost around it, or else the layer's unless it is ``0``; what is drawn around such an area
    and has no text of its own is a frame and only noted. What has no area is counted in the notes, and kept
    when nothing has one.
    """
    texts = [(row.shapes[0], clean_text(row.values.get("Text", ""))) for row in table.rows if _is_text(row)]
    notes = list(table.notes)
    outlines = _outlines(table, notes)
    _give_names(outlines, texts)
    frames = [one for one in outlines if one.is_frame]
    rows: list[Row] = []
    for layer in dict.fromkeys(one.layer for one in outlines):
        kept = [one for one in outlines if one.layer == layer and one not in frames]
        for shape, name in _areas(kept, layer, notes):
            rows.append(Row([shape], {"name": name or ("" if layer == "0" else layer)}, layer, len(rows) + 1))
    notes += [_note_frame(one) for one in frames]
    wording = [*table.statements, *(Statement(word) for _, word in texts)]
    return Table(rows or table.rows, table.crs, encoding=table.encoding, notes=notes, statements=wording)


@dataclass(eq=False)
class _Outline:
    """A ring of a drawing, the texts of which it is the innermost, and those of the rings inside it."""

    ring: Ring
    area: Polygon
    layer: str
    names: list[str] = field(default_factory=list)
    inner_names: set[str] = field(default_factory=set)

    @property
    def is_frame(self) -> bool:
        """Return whether it is drawn around a shape that bears a name, and has no other name of its own."""
        return bool(self.inner_names) and not (
            len(set(self.names)) == 1 and set(self.names) - self.inner_names
        )


def _outlines(table: Table, notes: list[str]) -> list[_Outline]:
    """Return the rings of every layer, each once, and note the lines that are none."""
    found: list[_Outline] = []
    for layer in dict.fromkeys(row.layer for row in table.rows):
        rings, opened = _rings([row.shapes[0] for row in table.rows if row.layer == layer and row.shapes])
        if opened:
            zh, en = f"图层「{layer}」", f"layer {layer}"
            notes.append(
                format_note(f"{zh}有 {opened} 条未闭合的线未读", f"{en}: {opened} open lines not read")
            )
        found += [_Outline(ring, Polygon(ring), layer) for ring in rings]
    return found


def _give_names(outlines: list[_Outline], texts: list[tuple[BaseGeometry, str]]) -> None:
    """Give each text to the innermost ring around it, and the names inside it to each ring drawn around."""
    # A sheet's frame, its title block and a line drawn parallel to the boundary hold the name of the zone as
    # well as the boundary does: what they have in common is that something smaller holds it too.
    valid = [one for one in outlines if one.area.is_valid]
    for point, word in texts:
        around = [one for one in valid if one.area.covers(point)] if any(map(str.isalpha, word)) else []
        if around:
            min(around, key=lambda one: one.area.area).names.append(word)
    for named in [one for one in valid if one.names]:
        for other in valid:
            if other is not named and _is_around(other, named):
                other.inner_names |= set(named.names)


def _is_around(other: _Outline, named: _Outline) -> bool:
    """Return whether a ring is drawn around another, or once more on another layer."""
    if not other.area.covers(named.area):
        return False
    return other.area.area > named.area.area or (other.layer != named.layer and not other.names)


def _areas(outlines: list[_Outline], layer: str, notes: list[str]) -> Iterator[tuple[Polygon, str]]:
    """Go through the areas of one layer, and those of its rings that bear a name inside another ring."""
    if not outlines:
        return
    geometry, decided = assemble([one.ring for one in outlines])
    notes += [f"{format_note(f'图层「{layer}」', f'layer {layer}')}: {text}" for text in decided]
    shells = polygons_of(geometry)
    for part in shells:
        own = [one for one in outlines if one.area.exterior.equals(part.exterior)]
        yield part, _only({word for one in own for word in one.names})
    for one in outlines:
        if one.names and not any(one.area.exterior.equals(part.exterior) for part in shells):
            inner = [other.ring for other in outlines if other is not one and one.area.covers(other.area)]
            yield polygons_of(assemble([one.ring, *inner])[0])[0], _only(set(one.names))


def _only(words: set[str]) -> str:
    """Return the one text, or nothing when there are several."""
    return next(iter(words)) if len(words) == 1 else ""


def _note_frame(frame: _Outline) -> str:
    """Say that a ring around the boundary is not read as one."""
    west, south, east, north = frame.area.bounds
    size = f"{east - west:,.0f} × {north - south:,.0f}"
    return format_note(
        f"图层「{frame.layer}」的一个图形（{size}）围着有名称的图形，自己没有名称：像图框或平行线，未读",
        f"layer {frame.layer}: a shape ({size}) around one with a name, without a name of its own: like a "
        "frame or a parallel line, not read",
    )


def note_skipped(path: Path) -> list[str]:
    """Say how many entities of a drawing may be outlines but are of a kind that is not read."""
    counts = Counter(found[1].decode() for found in _SKIPPED.finditer(path.read_bytes()))
    return [
        format_note(
            f"{count} 个 {kind} 未读，请在 CAD 中炸开为多段线",
            f"{count} {kind} not read: explode it to polylines",
        )
        for kind, count in counts.items()
    ]


def _is_text(row: Row) -> bool:
    """Return whether an entity is a text with a place."""
    return bool(row.values.get("Text")) and bool(row.shapes) and row.shapes[0].geom_type == "Point"


def _rings(entities: list[BaseGeometry]) -> tuple[list[Ring], int]:
    """Return the rings that the entities of a layer draw, and how many lines stay open."""
    polygons = [part for shape in entities for part in polygons_of(shape)]
    rings = [close_ring(ring)[0] for part in polygons for ring in outer_rings(part)]
    lines = [
        part for shape in entities for part in shapely.get_parts(shape) if part.geom_type == "LineString"
    ]
    opened = 0
    if lines:
        merged = join_lines(lines)
        opened = sum(not line.is_closed for line in merged)
        rings += [close_ring(shapely.get_coordinates(line))[0] for line in merged if line.is_closed]
    return [ring for ring in rings if len(ring) >= 3], opened
