"""The region's tables as one workbook that may be edited and given back as input."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from zonemap.analysis.facts import book_of
from zonemap.analysis.region_words import day_of
from zonemap.core.atomic_output import write_atomic
from zonemap.core.text import DOT, Text, join_texts
from zonemap.core.vocabulary import label, word
from zonemap.outputs.ooxml import make_reproducible
from zonemap.outputs.workbook.cells import (
    FONT,
    LINE_HEIGHT,
    MEASURED,
    OUTSIDE,
    WIDEST,
    fits_one_page,
    set_heights,
    set_print,
    word_lists,
    write_cell,
    write_lists,
    write_table,
)
from zonemap.outputs.workbook.summary import write_gaps, write_overview
from zonemap.region.region import Region
from zonemap.region.zone_states import KNOWN_BY_SOURCES
from zonemap.tables.schemas import TABLE_NAMES, columns_of
from zonemap.tables.spellings import in_words
from zonemap.tables.workbook_rows import shown_number

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


def write_workbook(region: Region, path: Path | str, *, map_number: str = "") -> Path:
    """Write the region's tables as a workbook, a sheet a table, behind a sheet that shows all at a glance.

    Every cell of a table holds what the table says: words of the vocabulary in Chinese, dates and ids as
    texts that no spreadsheet turns into something else. In the folder of a data package the workbook stands
    for all CSV tables.

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
    facts, footer = book_of(region), f"{region.name} {region.fingerprint}"
    heading = Text(region.title_zh, region.title_en)
    overview = book.active
    overview.title = label("workbook", "overview", "zh")
    write_overview(overview, region, facts, join_texts([heading, day_of(region)], DOT))
    set_print(overview, footer=footer, title_rows="1:2", pages_high=int(fits_one_page(overview)))
    _about(book.create_sheet(label("workbook", "about", "zh")), region, map_number)
    gaps = book.create_sheet(label("workbook", "gaps", "zh"))
    write_gaps(gaps, region, facts)
    lists = word_lists(region.words, region.counties["name_zh"])
    tables = in_words({name: table_of(region, name) for name in TABLE_NAMES}, region.counties)
    sheets = {name: book.create_sheet(label("table", name, "zh")) for name in TABLE_NAMES}
    for name, sheet in sheets.items():
        table = _with_names(tables[name], region)
        write_table(sheet, {column: list(table[column]) for column in table.columns}, name, lists)
    for sheet in (gaps, *sheets.values()):
        set_print(sheet, footer=footer, title_rows="1:1")
    write_lists(book.create_sheet(label("workbook", "words", "zh")), lists)
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
        if name == "indicators" and len(frame):
            numbers = pd.to_numeric(frame["value"], errors="coerce")
            return frame.assign(value=numbers.astype(object).where(numbers.notna(), frame["value"]))
        return frame
    # Given back and read again, the cells must be those of the state day, whatever day is shown elsewhere.
    on_state_day = region.as_of(region.state_day).zones
    stated = {column: on_state_day[f"table_{column}"] for column in KNOWN_BY_SOURCES}
    zones = pd.DataFrame(on_state_day.assign(**stated).reset_index()).drop(columns=list(_NOT_OF_THE_TABLE))
    own = {column.column: column.heading for column in region.own_columns}
    table = zones[[*columns_of("zones"), *own]].assign(counties=zones["counties"].map(";".join))
    table = table.rename(columns=own)
    counted = {heading for series in region.series for heading in series.columns}
    table = table.assign(**{heading: _as_numbers(table[heading]) for heading in counted & set(table.columns)})
    table = _with_measured(table, region.zones["measured_km2"])
    if region.outside.empty:
        return table
    outside = [
        "、".join(region.outside.loc[list(codes), "name_zh"]) for codes in region.zones["other_counties"]
    ]
    return table.assign(**{OUTSIDE: outside})


def _as_numbers(cells: pd.Series) -> pd.Series:
    """Return the cells of a column as numbers where they are some, if each is then read as it stands."""
    found: dict[str, object] = {}
    for text in map(str, cells):
        try:
            found[text] = int(text) if text.isdecimal() else float(text)
        except ValueError:  # a gap, or a word for one
            continue
    is_read_again = all(shown_number(repr(number)) == text for text, number in found.items())
    return cells.map(lambda text: found.get(str(text), text)).astype(object) if is_read_again else cells


def _with_names(table: pd.DataFrame, region: Region) -> pd.DataFrame:
    """Say beside the ids of a table which zones they are of; a reader leaves that column out."""
    if "zone_id" not in table or "name_zh" in table:
        return table
    named = region.zones["name_zh"].to_dict()
    names = pd.Series(
        [named.get(zone_id, "") for zone_id in table["zone_id"]], index=table.index, dtype=object
    )
    at = list(table.columns).index("zone_id") + 1
    return pd.concat(
        [table.iloc[:, :at], names.rename(label("workbook", "zone_name", "zh")), table.iloc[:, at:]], axis=1
    )


def _with_measured(table: pd.DataFrame, measured: pd.Series) -> pd.DataFrame:
    """Set what was measured within surveyed boundaries beside the stated area, where there is any."""
    if measured.notna().any():
        table.insert(list(table.columns).index("area_km2") + 1, MEASURED, measured.round(4).to_numpy())
    return table


def _about(sheet: Worksheet, region: Region, map_number: str) -> None:
    """Say on the first sheet what the workbook is, of which day, and how it is given back."""
    mark = word("sheet", "map_number" if map_number else "draft")
    rows = [
        Text(region.title_zh, region.title_en),
        *([day_of(region)] if region.has_day else []),
        join_texts([mark, Text(map_number)], Text(" ")),
        join_texts([word("workbook", "fingerprint"), Text(region.fingerprint)], Text(" ")),
        *_day_of_tables(region),
        *(word("workbook", key) for key in ("give_back", "empty", "dates", "indicative")),
    ]
    for row, text in enumerate(rows, start=1):
        for column, lang in enumerate(("zh", "en"), start=1):
            write_cell(sheet.cell(row, column), text.of(lang), "@")
    sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = WIDEST
    set_heights(sheet)
    sheet["A1"].font = sheet["B1"].font = Font(name=FONT, size=14, bold=True)
    sheet.row_dimensions[1].height = 2 * LINE_HEIGHT
    set_print(sheet)


def _day_of_tables(region: Region) -> list[Text]:
    """Say that the tables are those of the state day, where the set of outputs shows another."""
    if region.date == region.state_day:
        return []
    return [word("workbook", "day_of_tables").format(day=region.state_day.isoformat())]
