"""Two sheets of the workbook for people: all zones at a glance, and what is not known of them.

Both are made of the zones' facts and are left out when the workbook is read again.
"""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.formatting.rule import ColorScaleRule, DataBarRule
from openpyxl.styles import Alignment, Border, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from zonemap.analysis.fact import When
from zonemap.analysis.fact_rows import FactRow, fact_rows
from zonemap.analysis.facts import FactBook
from zonemap.analysis.row_facts import DUE
from zonemap.core.text import BRACKETS, DOT, NONE, SEMICOLON, Text, join_texts
from zonemap.core.vocabulary import word
from zonemap.outputs.workbook.cells import FONT, LINE_HEIGHT, set_heights, width_of, write_cell, write_heading
from zonemap.region.region import Region
from zonemap.region.series import Series
from zonemap.region.status import DATE_COLUMNS
from zonemap.style.inks import SEQUENTIAL, mix
from zonemap.tables.own_columns import PREFIX

_SECTIONS = ("status", "values", "industries", "reforms")
"""The parts of a zone's card that fit into a row; events, partners and what is computed do not."""
_NAMES = ("name_zh", "name_en")
_LEFT_OUT = (*_NAMES, "bounds", "township", "management", DUE)
"""What makes the row too long to be taken in at a glance; it stands in the sheets of the tables."""
_TITLE_ROWS = 2
_DASH = "–"
_WIDEST, _NAMES_WIDEST, _WORDS_WIDEST = 14.0, 30.0, 24.0
"""Of a column, of that of the names and of that of the industries, in characters."""
_LIGHT = tuple(mix(SEQUENTIAL[len(SEQUENTIAL) // 2], share).lstrip("#") for share in (0.08, 0.5))
"""The ends of a scale of colours on which black numbers can be read."""
_NOTE_WIDTH, _NOTE_LINE, _NOTE_CHARACTERS = 320, 18, 24
_GAPS = {
    When.silent: "gap_silent",
    When.later: "gap_later",
    When.not_known: "gap_not_known",
    When.last_known: "gap_last_known",
}


def write_overview(sheet: Worksheet, region: Region, book: FactBook, heading: Text) -> None:
    """Write a row a zone: what is known of it on the region's day, each cell with its sources as a note.

    Parameters
    ----------
    sheet
        An empty sheet.
    region
        The region on the day to show.
    book
        Its facts.
    heading
        What stands above the table: the region and its day.
    """
    rows = {str(zone_id): _cells_of(book, str(zone_id)) for zone_id in region.zones.index}
    columns = list(dict.fromkeys(name for cells in rows.values() for name in cells))
    _write_title(sheet, join_texts([heading, word("workbook", "dash")], DOT))
    heads = [word("column", "name_zh"), *columns]
    for number, text in enumerate(heads, start=1):
        write_heading(sheet.cell(_TITLE_ROWS, number), _in_two_lines(text))
    for number, (zone_id, cells) in enumerate(rows.items(), start=_TITLE_ROWS + 1):
        names = Text(*(region.rows[zone_id][name] for name in _NAMES))
        write_cell(sheet.cell(number, 1), _in_two_lines(names), "@")
        for at, column in enumerate(columns, start=2):
            if column in cells:
                _write_value(sheet, (number, at), region, zone_id, cells[column])
            else:
                write_cell(sheet.cell(number, at), _DASH, "@")
    _colour_numbers(sheet, region, columns, len(rows))
    _lay_out(sheet, heads, len(rows))


def write_gaps(sheet: Worksheet, region: Region, book: FactBook) -> None:
    """Write what is not known of each zone on the day, and where sources and table part ways."""
    heads = [word("column", "zone"), *(word("workbook", key) for key in ("gap_of", "gap", "gap_source"))]
    for number, text in enumerate(heads, start=1):
        write_heading(sheet.cell(1, number), _in_two_lines(text))
    rows = [
        (region.rows[zone_id]["name_zh"], *gap)
        for zone_id in map(str, region.zones.index)
        for gap in _gaps_of(region, book, zone_id)
    ] or [(str(word("workbook", "no_gaps")), "", "", "")]
    for number, row in enumerate(rows, start=2):
        for at, text in enumerate(row, start=1):
            write_cell(sheet.cell(number, at), text, "@")
    for at in range(1, len(heads) + 1):
        texts = [str(sheet.cell(number, at).value or "") for number in range(1, len(rows) + 2)]
        sheet.column_dimensions[get_column_letter(at)].width = width_of(texts)
    set_heights(sheet)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(rows) + 1}"


def _cells_of(book: FactBook, zone_id: str) -> dict[Text, FactRow]:
    """Return what stands in the row of a zone, by heading."""
    facts = (
        fact for fact in book.stated_of(zone_id) if fact.section in _SECTIONS and fact.field not in _LEFT_OUT
    )
    by_heading: dict[Text, list[FactRow]] = {}
    for row in fact_rows(facts)[0]:
        by_heading.setdefault(_heading_of(book.region, row), []).append(row)
    return {heading: _together(heading, rows) for heading, rows in by_heading.items()}


def _series_of(region: Region, field: str) -> Series | None:
    """Return the numbers that a fact tells of, if it tells numbers of the planner's own."""
    own = field.removeprefix(PREFIX)
    if own == field:
        return None
    of_zones = (one for one in region.series if not one.is_of_counties)
    return next((one for one in of_zones if own == one.key or own in one.columns), None)


def _together(heading: Text, rows: Sequence[FactRow]) -> FactRow:
    """Return rows under one heading as one."""
    facts = tuple(fact for row in rows for fact in row.facts)
    return FactRow(heading, join_texts((row.value for row in rows), SEMICOLON), facts)


def _heading_of(region: Region, row: FactRow) -> Text:
    """Return under which heading a row stands: industries share one, numbers say their unit."""
    if row.section == "industries":
        return word("table", "industries")
    if row.facts[0].field == "area_km2":
        return word("column", "area_km2")
    series = _series_of(region, row.facts[0].field)
    return row.label + _unit_of(series) if series else row.label


def _unit_of(series: Series) -> Text:
    """Return the unit of numbers in brackets."""
    return BRACKETS.format(text=series.unit) if series.unit else NONE


def _write_value(
    sheet: Worksheet, place: tuple[int, int], region: Region, zone_id: str, row: FactRow
) -> None:
    """Write what is known as a date, a number or words, and who says so as a note."""
    cell = sheet.cell(*place)
    value, number_format = _value_of(region, zone_id, row)
    write_cell(cell, value, number_format)
    if not isinstance(value, str):
        side = "left" if isinstance(value, dt.date) else "right"
        cell.alignment = Alignment(horizontal=side, vertical="top", indent=int(side == "right"))
    is_told = isinstance(value, str) or not row.facts[0].remark
    note = "\n".join(filter(None, ["" if is_told else row.value.zh, _note_of(region, row)]))
    if note:
        cell.comment = Comment(note, "zonemap", width=_NOTE_WIDTH, height=_height_of(note))


def _value_of(region: Region, zone_id: str, row: FactRow) -> tuple[object, str]:
    """Return what a cell holds and how it is shown; what is coarse or marked is told in words."""
    fact = row.facts[0]
    if len(row.facts) == 1 and fact.when is When.now:
        stated = str(region.rows[zone_id].get(fact.field, ""))
        if fact.field == "area_km2" and not math.isnan(float(region.rows[zone_id]["area_km2"])):
            return float(region.rows[zone_id]["area_km2"]), "General"
        if fact.field in DATE_COLUMNS and len(stated) == len("2018-12-25") and "/" not in stated:
            return (row.value.zh, "@") if fact.remark else (dt.date.fromisoformat(stated), "yyyy-mm-dd")
    series = _series_of(region, fact.field)
    entries = series.entries(zone_id, region.date, region.state_day)[0] if series else []
    if entries:
        return entries[-1].number, "General"
    return row.value.zh, "@"


def _note_of(region: Region, row: FactRow) -> str:
    """Name the sources of a cell, each once, or the cell of the planner's own table."""
    evidence = region.evidence.loc[list(row.evidence)]
    names = region.sources.set_index("source_id")
    lines = dict.fromkeys(
        DOT.zh.join(
            filter(None, (f"{names.at[source, 'publisher']}《{names.at[source, 'title']}》", date, locator))
        )
        for source, locator in zip(evidence["source_id"], evidence["locator"], strict=True)
        for date in (names.at[source, "date"],)
    )
    return str(ILLEGAL_CHARACTERS_RE.sub(" ", "\n".join([*lines, *([row.cell.zh] if row.cell else [])])))


def _height_of(note: str) -> int:
    """Return how high a note must be for its lines, in points."""
    return _NOTE_LINE * (1 + sum(1 + len(line) // _NOTE_CHARACTERS for line in note.splitlines()))


def _colour_numbers(sheet: Worksheet, region: Region, columns: Sequence[Text], count: int) -> None:
    """Let rates be coloured and totals have bars, each column by its own numbers."""
    by_heading = {one.label + _unit_of(one): one for one in region.series if not one.is_of_counties}
    for at, heading in enumerate(columns, start=2):
        series = by_heading.get(heading)
        if series is None:
            continue
        cells = f"{get_column_letter(at)}{_TITLE_ROWS + 1}:{get_column_letter(at)}{_TITLE_ROWS + count}"
        low, high = _LIGHT
        rule = (
            ColorScaleRule(start_type="min", start_color=low, end_type="max", end_color=high)
            if series.is_rate
            else DataBarRule("num", 0, "max", None, color=high)
        )
        sheet.conditional_formatting.add(cells, rule)


def _lay_out(sheet: Worksheet, heads: Sequence[Text], count: int) -> None:
    """Set widths and heights, keep names in view, and let every column be filtered."""
    for at in range(1, len(heads) + 1):
        cells = [sheet.cell(number, at).value for number in range(_TITLE_ROWS, _TITLE_ROWS + count + 1)]
        texts = ["2000-00-00" if isinstance(cell, dt.date) else str(cell or "") for cell in cells]
        widest = _WORDS_WIDEST if heads[at - 1] == word("table", "industries") else _WIDEST
        sheet.column_dimensions[get_column_letter(at)].width = width_of(
            texts, widest if at > 1 else _NAMES_WIDEST
        )
    set_heights(sheet, _TITLE_ROWS)
    sheet.freeze_panes = sheet.cell(_TITLE_ROWS + 1, 2)
    sheet.auto_filter.ref = f"A{_TITLE_ROWS}:{get_column_letter(len(heads))}{_TITLE_ROWS + count}"


def _write_title(sheet: Worksheet, text: Text) -> None:
    """Write what stands above the table, beyond its own column."""
    write_cell(sheet.cell(1, 1), str(text), "@")
    sheet.cell(1, 1).font, sheet.cell(1, 1).border = Font(name=FONT, size=12, bold=True), Border()
    sheet.cell(1, 1).alignment = Alignment(vertical="center")
    sheet.row_dimensions[1].height = 2 * LINE_HEIGHT


def _in_two_lines(text: Text) -> str:
    """Return a heading with its English below, unless that is the same in other brackets."""
    same = unicodedata.normalize("NFKC", text.zh) == text.of("en").replace(" ", "")
    return text.zh if same else f"{text.zh}\n{text.en}"


def _gaps_of(region: Region, book: FactBook, zone_id: str) -> Iterator[tuple[str, str, str]]:
    """Go through what is not known of a zone: of what, how, and by whom."""
    facts = [fact for fact in book.stated_of(zone_id) if fact.section in (*_SECTIONS, "partners")]
    publishers = region.sources.set_index("source_id")["publisher"]
    gaps = [fact for fact in facts if fact.when in _GAPS]
    for (heading, when), those in groupby(gaps, key=lambda fact: (fact.label, fact.when)):
        described = next(iter(those))
        what = word("workbook", _GAPS[when])
        yield str(heading), str(join_texts([what, described.value or NONE], DOT)), ""
    for fact in facts:
        for row in fact.evidence:
            otherwise = book.states_otherwise(row)
            if otherwise:
                source = publishers[region.evidence.at[row, "source_id"]]
                yield str(fact.label), str(otherwise), str(source)
