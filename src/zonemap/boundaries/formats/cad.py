"""Drawings (DXF): closed polylines and hatches become areas, layer by layer, named by words inside."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from zonemap.boundaries.boundary_file import format_note
from zonemap.boundaries.formats.features import Row, Table, clean_text, outer_rings, rings_of_lines
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
    One row an area. Rings inside others on the same layer are holes. The name is the one text inside the
    area, or else the layer's unless it is ``0``. What has no area is counted in the notes, and kept when
    nothing has one.
    """
    texts = [(row.shapes[0], clean_text(row.values.get("Text", ""))) for row in table.rows if _is_text(row)]
    rows: list[Row] = []
    notes = list(table.notes)
    for layer in dict.fromkeys(row.layer for row in table.rows):
        entities = [row.shapes[0] for row in table.rows if row.layer == layer and row.shapes]
        rings, opened = _rings(entities)
        zh, en = f"图层「{layer}」", f"layer {layer}"
        if opened:
            notes.append(
                format_note(f"{zh}有 {opened} 条未闭合的线未读", f"{en}: {opened} open lines not read")
            )
        if not rings:
            continue
        geometry, decided = assemble(rings)
        parts = polygons_of(geometry)
        notes += [f"{format_note(zh, en)}: {text}" for text in decided]
        rows += [
            Row([part], {"name": _name(part, texts) or ("" if layer == "0" else layer)}, layer, number)
            for number, part in enumerate(parts, start=len(rows) + 1)
        ]
    return Table(rows or table.rows, table.crs, encoding=table.encoding, notes=notes)


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
        merged = shapely.line_merge(shapely.MultiLineString(lines))
        opened = sum(not line.is_closed for line in shapely.get_parts(merged))
        rings += rings_of_lines(merged)
    return [ring for ring in rings if len(ring) >= 3], opened


def _name(part: Polygon, texts: list[tuple[BaseGeometry, str]]) -> str:
    """Return the one text with a letter that lies inside an area, or nothing."""
    words = [(point, word) for point, word in texts if any(map(str.isalpha, word))]
    inside = {word for point, word in words if part.is_valid and part.covers(point)}
    return inside.pop() if len(inside) == 1 else ""
