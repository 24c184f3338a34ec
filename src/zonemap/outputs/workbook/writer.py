"""The region's tables as one workbook that may be edited and given back as input."""

from __future__ import annotations

import io
import math
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from zonemap.core.atomic_output import write_atomic
from zonemap.core.vocabulary import UNSTATED, label, terms, word
from zonemap.outputs.ooxml import make_reproducible
from zonemap.region.region import Region
from zonemap.region.zone_states import KNOWN_BY_SOURCES
from zonemap.scene.lettering import text_width
from zonemap.tables.schemas import TABLE_NAMES, columns_of, term_columns

_MEASURED, _OUTSIDE = (label("workbook", key, "zh") for key in ("measured_km2", "other_counties"))

_NUMBERS = {"lon": "0.0000", "lat": "0.0000", "area_km2": "General", _MEASURED: "General"}
_NOT_OF_THE_TABLE = (
    "geometry",
    "basis",
    "status",
    "is_shown",
    "row",
    "other_counties",
    "measured_km2",
    "boundary_file",
    *(f"table_{column}" for column in KNOWN_BY_SOURCES),
)
_WIDEST, _NARROWEST = 60.0, 8.0
_SPARE_ROWS = 500
_LINE_HEIGHT = 15.0
_A3, _A4, _A3_WIDTH = 8, 9, 180

_FONT = "Microsoft YaHei"
_TEXT = Font(name=_FONT, size=10)
_HEADING = Font(name=_FONT, size=10, bold=True, color="FFFFFF")
_HEADING_FILL = PatternFill("solid", start_color="12355B")
_UNDER = Border(bottom=Side("hair", color="A3A8AE"))


def write_workbook(region: Region, path: Path | str, *, map_number: str = "") -> Path:
    """Write the region's tables as a workbook, a sheet a table.

    Every cell holds what the table says: words of the vocabulary in Chinese, dates and ids as texts that no
    spreadsheet turns into something else. In the folder of a data package the workbook stands for all CSV
    tables.

    Parameters
    ----------
    region
        The region.
    path
        Where the file shall stand.
    map_number
        The map review number (审图号) issued to the map; without one the workbook says working draft.

    Returns
    -------
    The path.

    Raises
    ------
    OSError
        If the file cannot be written; an old one is then untouched.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> zm.write_workbook(region, "tables.xlsx").name
    'tables.xlsx'
    """
    book = Workbook()
    _about(book.active, region, map_number)
    lists = _word_lists()
    for name in TABLE_NAMES:
        sheet = book.create_sheet(label("table", name, "zh"))
        _write_table(sheet, table_of(region, name), name, lists)
        _set_print(sheet, region)
    _write_lists(book.create_sheet(label("workbook", "words", "zh")), lists)
    book.properties.title = ILLEGAL_CHARACTERS_RE.sub(" ", region.title_zh)
    book.properties.creator = "zonemap"
    book.properties.description = region.fingerprint
    written = io.BytesIO()
    book.save(written)
    return write_atomic(path, make_reproducible(written.getvalue(), region.state_day))


def table_of(region: Region, name: str) -> pd.DataFrame:
    """Return a table of the region as it stands in a geodata folder: texts, and numbers as numbers.

    Parameters
    ----------
    region
        The region.
    name
        Name of the table, such as ``zones``.
    """
    if name != "zones":
        frame: pd.DataFrame = getattr(region, name)
        return frame
    # Given back and read again, the cells must be those of the state day, whatever day is shown elsewhere.
    on_state_day = region.as_of(region.state_day).zones
    stated = {column: on_state_day[f"table_{column}"] for column in KNOWN_BY_SOURCES}
    zones = pd.DataFrame(on_state_day.assign(**stated).reset_index()).drop(columns=list(_NOT_OF_THE_TABLE))
    own = {column.column: column.heading for column in region.own_columns}
    table = zones[[*columns_of("zones"), *own]].assign(counties=zones["counties"].map(";".join))
    table = table.rename(columns=own)
    table = _with_measured(table, region.zones["measured_km2"])
    if region.outside.empty:
        return table
    outside = [
        "、".join(region.outside.loc[list(codes), "name_zh"]) for codes in region.zones["other_counties"]
    ]
    return table.assign(**{_OUTSIDE: outside})


def _with_measured(table: pd.DataFrame, measured: pd.Series) -> pd.DataFrame:
    """Set what was measured within surveyed boundaries beside the stated area, where there is any."""
    if measured.notna().any():
        table.insert(list(table.columns).index("area_km2") + 1, _MEASURED, measured.round(4).to_numpy())
    return table


def _word_lists() -> dict[str, list[str]]:
    """Return the words that cells may hold, by vocabulary group."""
    groups = sorted({group for name in TABLE_NAMES for group in term_columns(name).values()})
    return {group: [term.zh for key, term in terms(group).items() if key != UNSTATED] for group in groups}


def _write_table(sheet: Worksheet, frame: pd.DataFrame, name: str, lists: dict[str, list[str]]) -> None:
    """Write a table: heading, rows, filter, widths, lists to choose from."""
    groups = term_columns(name)
    headings = {column: _heading(column) for column in frame.columns}
    for number, column in enumerate(frame.columns, start=1):
        letter = get_column_letter(number)
        shown = [_shown(value, groups.get(column, "")) for value in frame[column]]
        sheet.column_dimensions[letter].number_format = _NUMBERS.get(column, "@")
        sheet.column_dimensions[letter].width = _width([headings[column], *map(str, shown)])
        _write_heading(sheet.cell(1, number), headings[column])
        for row, value in enumerate(shown, start=2):
            _write_cell(sheet.cell(row, number), value, _NUMBERS.get(column, "@"))
        if column in groups:
            _add_drop_down(
                sheet, letter, len(frame), list(lists).index(groups[column]) + 1, lists[groups[column]]
            )
    _set_heights(sheet)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(frame.columns))}{len(frame) + 1}"


def _heading(column: str) -> str:
    """Return the Chinese heading of a column; a planner's own column keeps its own."""
    known = terms("column")
    return known[column].zh if column in known else column


def _shown(value: object, group: str) -> object:
    """Return what a cell shows: a word for a key of the vocabulary, nothing for what is not stated."""
    if isinstance(value, float):
        return "" if pd.isna(value) else value
    text = str(value)
    return label(group, text, "zh") if group and text in terms(group) else text


def _write_heading(cell: Cell, text: str) -> None:
    """Write the heading of a column."""
    _write_cell(cell, text, "@")
    cell.font, cell.fill = _HEADING, _HEADING_FILL
    cell.alignment = Alignment(vertical="center", wrap_text=True)


def _write_cell(cell: Cell, value: object, number_format: str) -> None:
    """Write a value so that no text becomes a formula, a date or a number."""
    if value != "":
        cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", value) if isinstance(value, str) else value
    if isinstance(value, str):
        number_format = "@"
        if value:
            cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    cell.number_format = number_format
    cell.font, cell.border = _TEXT, _UNDER
    cell.alignment = Alignment(vertical="top", wrap_text=True)


def _width(texts: list[str]) -> float:
    """Return a column's width, in characters, for the widest line of its texts."""
    widest = max((_characters(line) for text in texts for line in text.splitlines()), default=0) + 2.5
    return round(min(max(widest, _NARROWEST), _WIDEST), 1)


def _characters(line: str) -> float:
    """Return how wide a line is, in the characters that Excel counts column widths in."""
    return text_width(line, 1.05 / 0.54)


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column."""
    return sum(max(1, math.ceil(_characters(line) / (width - 1.5))) for line in text.splitlines())


def _set_heights(sheet: Worksheet) -> None:
    """Make every row as high as its texts need in their columns."""
    for row in sheet.iter_rows():
        lines = [
            _lines(str(cell.value or ""), sheet.column_dimensions[cell.column_letter].width) for cell in row
        ]
        sheet.row_dimensions[row[0].row].height = _LINE_HEIGHT * max(lines) + 3


def _add_drop_down(sheet: Worksheet, letter: str, rows: int, list_number: int, words: list[str]) -> None:
    """Let the cells of a column be chosen from a list; another text is asked about, not refused."""
    lists, column = label("workbook", "words", "zh"), get_column_letter(list_number)
    offer = DataValidation(
        "list", f"'{lists}'!${column}$2:${column}${len(words) + 1}", allow_blank=True, errorStyle="warning"
    )
    offer.add(f"{letter}2:{letter}{rows + _SPARE_ROWS}")
    sheet.add_data_validation(offer)


def _set_print(sheet: Worksheet, region: Region) -> None:
    """Print landscape, as wide as the page, with the heading on each page and the fingerprint below."""
    width = sum(dimension.width for dimension in sheet.column_dimensions.values())
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A3 if width > _A3_WIDTH else _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.left.text = f"{region.name} {region.fingerprint}"
    sheet.oddFooter.right.text = "&P / &N"


def _about(sheet: Worksheet, region: Region, map_number: str) -> None:
    """Say on the first sheet what the workbook is, of which day, and how it is given back."""
    sheet.title = label("workbook", "about", "zh")
    mark = terms("sheet")["map_number" if map_number else "draft"]
    as_of = terms("sheet")["as_of"]
    words = terms("workbook")
    print_of = words["fingerprint"]
    rows = [
        (region.title_zh, region.title_en),
        (f"{as_of.zh} {region.date}", f"{as_of.en} {region.date}"),
        (f"{mark.zh} {map_number}".strip(), f"{mark.en} {map_number}".strip()),
        (f"{print_of.zh} {region.fingerprint}", f"{print_of.en} {region.fingerprint}"),
        *_day_of_tables(region),
        *((words[key].zh, words[key].en) for key in ("give_back", "empty", "dates", "indicative")),
    ]
    for row, texts in enumerate(rows, start=1):
        for column, text in enumerate(texts, start=1):
            _write_cell(sheet.cell(row, column), text, "@")
    sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = _WIDEST
    _set_heights(sheet)
    sheet["A1"].font = sheet["B1"].font = Font(name=_FONT, size=14, bold=True)
    sheet.row_dimensions[1].height = 2 * _LINE_HEIGHT
    _set_print(sheet, region)


def _day_of_tables(region: Region) -> list[tuple[str, str]]:
    """Say that the tables are those of the state day, where the set of outputs shows another."""
    if region.date == region.state_day:
        return []
    text = word("workbook", "day_of_tables").format(day=region.state_day.isoformat())
    return [(text.zh, text.en)]


def _write_lists(sheet: Worksheet, lists: dict[str, list[str]]) -> None:
    """Write the words that cells may hold, a group a column, under headings that are no table's."""
    columns = {
        group: column for name in reversed(TABLE_NAMES) for column, group in term_columns(name).items()
    }
    for column, (group, words) in enumerate(lists.items(), start=1):
        heading = f"{sheet.title} · {_heading(columns[group])}"
        sheet.column_dimensions[get_column_letter(column)].width = _width([heading, *words])
        _write_heading(sheet.cell(1, column), heading)
        for row, text in enumerate(words, start=2):
            _write_cell(sheet.cell(row, column), text, "@")
    sheet.freeze_panes = "A2"
