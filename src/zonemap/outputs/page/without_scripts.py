"""The map as one drawing and the zones as one table: what is seen where no script runs, and in print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from xml.etree import ElementTree as ET

import pandas as pd
import shapely

from zonemap.analysis.fact import Fact, When
from zonemap.analysis.facts import book_of
from zonemap.analysis.legend_classes import Legend
from zonemap.analysis.measures import format_area
from zonemap.analysis.region_words import day_of
from zonemap.core.text import DOT, LIST, Text, join_texts
from zonemap.core.vocabulary import word
from zonemap.outputs.page.outlines import lines_once
from zonemap.painters.svg import paint_svg
from zonemap.region.region import Region
from zonemap.scene.items import Group, Item, Paint, Path
from zonemap.scene.land import land_of
from zonemap.scene.lettering import BOTH
from zonemap.scene.map_view import Move
from zonemap.scene.overview import NO_MOVES, overview_sheet
from zonemap.scene.sheet import SheetStyle
from zonemap.tables.own_columns import PREFIX

_COLUMNS = ("name_zh", "kind", "counties", "status", "approved", "area_km2", "industry")

MOST_ROWS = 200
"""So many zones stand in the table at most: it is read by eye."""

_MANY, _TENTHS, _DETAIL = 100, 10, 1.0
"""So many shapes that look alike become one, in steps of a tenth of a point, this fine in points."""

_AREA = 2
"""The dimensions of what is no line and no point."""

_WIDTH, _MAP_SHARE, _AROUND = 1200.0, 0.64, 220.0
_LOWEST, _HIGHEST = 660.0, 1100.0

NOT_YET = Text("–")
"""What stands for a date that came after the day."""


def zone_table(region: Region) -> ET.Element:
    """Return the zones that the region shows on its day as a ``<table>``, bilingual, texts as texts.

    Cells that the sources do not state say so. Of many zones the first stand in it, and how many more there
    are.
    """
    table = ET.Element("table")
    caption = ET.SubElement(table, "caption")
    title = Text(region.title_zh, region.title_en)
    _fill(caption, join_texts([title, day_of(region)], DOT) if region.has_day else title)
    columns = [name for name in _COLUMNS if region.has_topic(name)]
    book, names, shown = book_of(region), _publishers(region), region.shown
    described = {str(zone_id): book.stated_of(str(zone_id)) for zone_id in shown.index[:MOST_ROWS]}
    own = {
        fact.field: fact.label
        for facts in described.values()
        for fact in facts
        if fact.field.startswith(PREFIX)
    }
    head = ET.SubElement(ET.SubElement(table, "thead"), "tr")
    for heading in [*(word("column", column) for column in columns), *own.values(), word("sheet", "sources")]:
        _fill(ET.SubElement(head, "th", {"scope": "col"}), heading)
    body = ET.SubElement(table, "tbody")
    for zone_id, zone in shown.head(MOST_ROWS).iterrows():
        facts = [fact for fact in described[str(zone_id)] if _column_of(fact) in (*_COLUMNS, *own)]
        cells = {
            "kind": _described(facts, "kind"),
            "counties": [Text(*names) for names in region.hosts_of(zone).itertuples(index=False, name=None)],
            "status": _described(facts, "status"),
            "approved": _approved(facts),
            "area_km2": _area(zone),
            "industry": _described(facts, "industry"),
        } | {column: _described(facts, column) for column in own}
        row = [cells[column] for column in (*columns, *own) if column in cells]
        _add_row(body, Text(zone["name_zh"], zone["name_en"]), [*row, _sources(region, facts, names)])
    if len(shown) > MOST_ROWS:
        foot = ET.SubElement(ET.SubElement(table, "tfoot"), "tr")
        more = word("page", "more_rows").format(most=MOST_ROWS, n=len(shown) - MOST_ROWS)
        _fill(ET.SubElement(foot, "td", {"colspan": str(len(columns) + len(own) + 1)}), more)
    return table


def _column_of(fact: Fact) -> str:
    """Return the column that tells a fact; both names stand in one."""
    if fact.section == "industries":
        return "industry"
    return "name_zh" if fact.field == "name_en" else fact.field


def _described(facts: Iterable[Fact], column: str) -> list[Text]:
    """Say what holds on the day, each with its mark."""
    return [fact.described for fact in facts if _column_of(fact) == column and fact.is_drawn]


def _sources(region: Region, facts: Iterable[Fact], names: Mapping[str, str]) -> list[Text]:
    """Name the sources of what stands in a row, each once: their names are in no language but their own."""
    known = (fact for fact in facts if fact.when not in (When.silent, When.later))
    labels = dict.fromkeys(label for fact in known for label in fact.evidence)
    sources = region.evidence.loc[list(labels), "source_id"]
    return [Text(LIST.zh.join(dict.fromkeys(names[source_id] for source_id in sources)))]


def _approved(facts: Iterable[Fact]) -> list[Text]:
    """Say when a zone was approved; a dash when that came after the day, words when it may have."""
    stated = (fact for fact in facts if fact.field == "approved" and fact.when is not When.silent)
    return [NOT_YET if fact.when is When.later else fact.described for fact in stated]


def _area(zone: pd.Series) -> list[Text]:
    """Say the area, in words only where it was measured."""
    if pd.notna(zone["measured_km2"]):
        return [Text(format_area(zone, "zh"), format_area(zone, "en"))]
    return [Text(f"{zone['area_km2']:.10g}")] if zone["area_km2"] > 0 else []


def _publishers(region: Region) -> dict[str, str]:
    """Name each source in short."""
    rows = region.sources[["source_id", "publisher", "date"]].itertuples(index=False, name=None)
    return {source_id: f"{publisher} {date}".strip() for source_id, publisher, date in rows}


def _add_row(body: ET.Element, name: Text, cells: Iterable[Sequence[Text]]) -> None:
    """Add the row of a zone; a cell without values says that the sources do not state it."""
    row = ET.SubElement(body, "tr")
    _fill(ET.SubElement(row, "th", {"scope": "row"}), name)
    for texts in cells:
        _fill(ET.SubElement(row, "td"), join_texts(texts) or word("page", "not_stated"))


def _fill(cell: ET.Element, text: Text) -> None:
    """Write the Chinese text and, in a span of its own, the English one if it is another."""
    cell.text = text.zh
    if text.en and text.en != text.zh:
        cell.text += " "
        ET.SubElement(cell, "span", {"lang": "en"}).text = text.en


def draw_svg(
    region: Region, legend: Legend, *, map_number: str = "", moves: Mapping[str, Move] = NO_MOVES
) -> ET.Element:
    """Draw a region's zones over its counties, in both languages, without the shade of hills.

    Parameters
    ----------
    region
        The region on the day to show.
    legend
        Classes of its zones (see :func:`zonemap.analysis.legend.legend_by`).
    map_number
        The map review number (审图号) issued to this very map; without one the drawing says working draft.
    moves
        Where the points of zones were and are, by id: longitude and latitude; a line leads along.

    Returns
    -------
    An ``<svg>`` element, 1200 units wide, as high as the land is.
    """
    if region.context.hillshades:  # more bytes than all else
        region = replace(region, context=replace(region.context, hillshades=()))
    wanted = _MAP_SHARE * _WIDTH * land_of(region).shape + _AROUND
    size = (_WIDTH, min(max(wanted, _LOWEST), _HIGHEST))
    sheet = overview_sheet(region, legend, SheetStyle(BOTH, size, map_number=map_number), moves=moves)
    sheet.items = list(_joined(sheet.items))
    return paint_svg(sheet)


def _joined(items: Iterable[Item]) -> Iterator[Item]:
    """Yield items; of many shapes with the same line the ground of each look, and the borders."""
    for item in items:
        if not isinstance(item, Group):
            yield item
            continue
        lined: dict[Paint, list[Path]] = {}
        for one in item.items:
            if isinstance(one, Path) and shapely.get_dimensions(one.geometry) == _AREA:
                lined.setdefault(_line_of(one.paint), []).append(one)
        many = [shapes for shapes in lined.values() if len(shapes) >= _MANY]
        taken = {id(path) for shapes in many for path in shapes}
        rest = [one for one in item.items if id(one) not in taken]
        joined = [path for shapes in many for path in _grounds_and_borders(shapes)]
        yield replace(item, items=(*joined, *_joined(rest)))


def _grounds_and_borders(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the ground of each look of shapes that have the same line, then the borders, each once."""
    parts, of_path = shapely.get_parts([path.geometry for path in paths], return_index=True)
    is_area = shapely.get_dimensions(parts) == _AREA
    simple = shapely.coverage_simplify(parts[is_area], _DETAIL)
    looks: dict[Paint, list[int]] = {}
    for number, path in enumerate(of_path[is_area]):
        looks.setdefault(paths[path].paint, []).append(number)
    for paint, numbers in looks.items():
        ground = shapely.union_all(shapely.make_valid(simple[numbers]))
        yield Path(ground, replace(paint, line=""))
    yield Path(lines_once(simple, _TENTHS), _line_of(paths[0].paint))


def _line_of(paint: Paint) -> Paint:
    """Return the line of a look alone."""
    return Paint(line=paint.line, width=paint.width, dash=paint.dash)
