"""Tables of boundary points (CSV, XLSX): rows of one ring after another become polygons."""

# Above 300 lines because a sheet's tables, its datum and what is wrong with it are read together.

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import numpy as np
from rapidfuzz import fuzz, process

from zonemap.boundaries.boundary_file import BoundaryFile, DeclaredCrs, Feature, format_note, problem, refuse
from zonemap.boundaries.crs.names import (
    Statement,
    cell_statements,
    is_crs_heading,
    parse_crs,
    with_statements,
)
from zonemap.boundaries.formats.features import Row, Table, boundary_file_of, clean_text, is_wkt, read_wkt
from zonemap.boundaries.formats.point_columns import (
    HEADING_WITHIN,
    MOST_POINTS,
    coordinate_headings,
    coordinate_pairs,
    find_blocks,
    find_columns,
    several_pairs,
)
from zonemap.boundaries.formats.point_shapes import Cells, PointBlock, PointShape, gather_shapes, part_tables
from zonemap.boundaries.geometry.rings import assemble, close_ring, note_parts, split_at_closure
from zonemap.core.problems import DataProblems, Problem
from zonemap.core.text import NONE, Text
from zonemap.tables.csv_file import read_csv_sheet
from zonemap.tables.encoding import detect_encoding
from zonemap.tables.rows import NoTable, Sheet

MOST_XLSX_BYTES = 256 << 20
"""Most bytes a workbook may unpack to."""

_ALIKE = 60


def read_points_csv(path: Path, file: str) -> BoundaryFile:
    """Read a table of points in CSV, parted by commas, semicolons or tabs.

    Parameters
    ----------
    path
        The file, in UTF-8, UTF-16 or GB18030. Its heading row names the two coordinates and, if they are
        there, zone, name, part and ring.
    file
        Its name for the messages.

    Returns
    -------
    One feature for each zone, name and part.

    Raises
    ------
    DataProblems
        With every cell that is no coordinate.
    """
    data = path.read_bytes()
    with no_table_as_problem():
        sheet = read_csv_sheet(data, file, MOST_POINTS)
    return _boundary_file_of(file, "points_csv", [sheet], detect_encoding(data))


def read_points_xlsx(path: Path, file: str) -> BoundaryFile:
    """Read the sheets of a workbook that hold points.

    Parameters
    ----------
    path
        The workbook; sheets without columns of coordinates are left out.
    file
        Its name for the messages.

    Returns
    -------
    One feature for each sheet, zone, name and part.

    Raises
    ------
    DataProblems
        If the workbook is broken or too large, or with every cell that is no coordinate.
    """
    with no_table_as_problem():
        from zonemap.tables.workbook_rows import read_workbook_sheets

        sheets = read_workbook_sheets(path.read_bytes(), file, MOST_POINTS, MOST_XLSX_BYTES)
    return _boundary_file_of(file, "points_xlsx", sheets, "")


@contextmanager
def no_table_as_problem() -> Iterator[None]:
    """Tell why a file is no table as a problem of the file."""
    try:
        yield
    except NoTable as error:
        raise DataProblems([error.problem]) from error


def _with_gaps(sheet: Sheet) -> list[Cells]:
    """Return the rows of a sheet with the empty ones between them, which part rings."""
    found: list[Cells] = []
    for number, cells in sheet.rows:
        found += [[]] * (number - 1 - len(found))
        found.append(cells)
    return found


def slipped(
    file: str, sheet: Sheet, heading_row: int, headings: Sequence[str], used: Iterable[str]
) -> list[Problem]:
    """Name the cells of a table that a reader of its columns would miss.

    Parameters
    ----------
    file, sheet
        Where the table stands.
    heading_row
        Number of the row of the headings.
    headings
        All headings.
    used
        Those of the columns that are read.

    Returns
    -------
    Rows of a CSV file that are longer than the headings, since an unquoted delimiter shifts what follows it,
    and formulas without a stored result.
    """
    at = {list(headings).index(heading) + 1: heading for heading in used}
    uncomputed = [
        problem(
            file,
            Text("公式没有存下结果", "the result of the formula is not stored"),
            Text("请用 Excel 打开并保存", "Open it in Excel and save it"),
            row=row,
            column=at[column],
            value=text,
        )
        for row, column, text in sheet.uncomputed
        if row > heading_row and column in at
    ]
    overlong = [
        problem(
            file,
            Text(
                "这一行的格数多于表头，内容可能错位",
                "the row has more cells than the heading; its values may have slipped",
            ),
            Text(
                "含分隔符的文字请加英文双引号；表头缺的列名请补上",
                "Put double quotes around a text that holds the delimiter, or add the missing heading",
            ),
            row=row,
            value=cells[len(headings)],
        )
        for row, cells in sheet.rows
        if not sheet.title and row > heading_row and len(cells) > len(headings)
    ]
    return uncomputed + overlong


def _boundary_file_of(file: str, format: str, sheets: list[Sheet], encoding: str) -> BoundaryFile:
    """Turn the rows of sheets into features."""
    if wkt := _wkt_table(file, sheets, encoding):
        return boundary_file_of(file, format, wkt)
    shapes: list[tuple[str, PointShape]] = []
    problems: list[Problem] = []
    statements: list[Statement] = []
    notes: list[str] = []
    unread = []
    for sheet in sheets:
        title, rows = sheet.title, _with_gaps(sheet)
        at = next((i for i, row in enumerate(rows[:HEADING_WITHIN]) if find_columns(row)), None)
        if at is None:
            unread.append(title)
            statements += sheet_statements(sheet, len(rows))
            continue
        statements += sheet_statements(sheet, at + 1)
        if missed := slipped(file, sheet, at + 1, rows[at], find_columns(rows[at]).values()):
            problems += missed
            continue
        found: list[PointShape] = []
        for block in part_tables(rows, at):
            pairs = coordinate_pairs(block.rows[0], block.rows[1:])
            if len({pair.datum for pair in pairs}) > 1:
                problems.append(several_pairs(file, block.first_row, pairs, can_choose=False))
                continue
            if blocks := find_blocks(file, block.first_row, block.rows, title):
                problems.append(blocks)
                continue
            if block.footers:
                notes.append(_note_footers(title, block))
            goes_on = found[-1] if found and block.goes_on else None
            found += gather_shapes(file, block, problems, goes_on)
        shapes += [(title, shape) for shape in found]
    names = [shape.name for _, shape in shapes]
    counts = [sum(map(len, shape.rings.values())) for _, shape in shapes]
    if not problems and len(counts) > 1 and set(counts) == {1}:
        problems.append(_single_points(file, shapes[0][1], len(shapes)))
    features = [_feature(file, title, shape, names, problems) for title, shape in shapes]
    if problems:
        raise DataProblems(problems)
    if not features:
        _refuse_no_points(file, unread, headed=len(unread) < len(sheets))
    notes += [
        format_note(f"工作表「{t}」没有坐标列，未读", f"sheet {t} has no coordinates, not read")
        for t in unread
    ]
    notes += [
        format_note(f"隐藏的工作表「{s.title}」也读了", f"the hidden sheet {s.title} was read too")
        for s in sheets
        if s.hidden and s.title not in unread
    ]
    declared = with_statements(DeclaredCrs(), statements)
    return BoundaryFile(file, format, [f for f in features if f], declared, encoding, notes)


def sheet_statements(sheet: Sheet, heading_row: int, unused: Collection[str] = ()) -> list[Statement]:
    """Return what a sheet says that may name a datum: name, titles, headings, cells and footers.

    Parameters
    ----------
    sheet
        The sheet.
    heading_row
        Number of the row of the headings.
    unused
        Pairs of headings, parted by ``、``, whose columns are not read: what they name does not count.
    """
    left = {heading for pair in unused for heading in pair.split("、")}
    headings: list[str] = next((cells for number, cells in sheet.rows if number == heading_row), [])
    coordinates = set(coordinate_headings(headings))
    wording = [Statement(sheet.title)]
    for number, cells in sheet.rows:
        if number < heading_row:
            wording += _title_statements(cells, number)
        elif number == heading_row:
            wording += [Statement(cell, number, cell in coordinates) for cell in cells if cell not in left]
        else:
            wording += cell_statements(dict(zip(headings, cells, strict=False)), number)
    return wording


def _title_statements(cells: Cells, row: int) -> Iterator[Statement]:
    """Go through the cells above the headings: one that names the reference system speaks for the next."""
    for before, cell in zip(["", *cells], cells, strict=False):
        yield Statement(cell, row, loose=bool(cell) and is_crs_heading(before) and not is_crs_heading(cell))


def _wkt_table(file: str, sheets: Sequence[Sheet], encoding: str) -> Table | None:
    """Read the sheets with a column of shapes written as WKT; None when there is none."""
    rows: list[Row] = []
    codes: set[int] = set()
    statements: list[Statement] = []
    for sheet in sheets:
        start = next(
            (i for i, (_, cells) in enumerate(sheet.rows[1:HEADING_WITHIN]) if any(map(is_wkt, cells))), None
        )
        if start is None:
            continue
        heading_row, headings = sheet.rows[start]
        column = next(i for i, cell in enumerate(sheet.rows[start + 1][1]) if is_wkt(cell))
        statements += sheet_statements(sheet, heading_row)
        for number, cells in sheet.rows[start + 1 :]:
            shape, code = read_wkt(file, number, cells[column] if column < len(cells) else "")
            codes |= {code} if code else set()
            values = {
                h: cell for i, (h, cell) in enumerate(zip(headings, cells, strict=False)) if i != column
            }
            rows.append(Row([] if shape is None else [shape], values, sheet.title, number))
    if len(codes) > 1:
        shown = ", ".join(map(str, sorted(codes)))
        refuse(
            file,
            Text("各行的 SRID 不同", "the rows are in different SRIDs"),
            Text("请每个坐标系存一个文件", "Save one file for each CRS"),
            column="SRID",
            value=shown,
        )
    crs = parse_crs(codes.pop()) if codes else None
    return Table(rows, crs, encoding=encoding, statements=statements) if rows else None


def _note_footers(title: str, block: PointBlock) -> str:
    """Say which rows below a table are no points."""
    rows = "、".join(str(row) for row, _ in block.footers[:5])
    words = " ".join(cell for _, cells in block.footers for cell in cells if cell)[:60]
    sheet = Text(f"工作表「{title}」", f"sheet {title}, ") if title else NONE
    return format_note(
        f"{sheet.zh}第 {rows} 行不是点，未读：{words}", f"{sheet.en}row {rows}: no points, not read: {words}"
    )


def _refuse_no_points(file: str, unread: list[str], *, headed: bool) -> NoReturn:
    """Stop at a table without points: there is a heading and nothing below it, or no heading."""
    if headed:
        message = Text("列名下面没有点", "no points below the headings")
        fix = Text("请填入界址点，每行一个", "Fill in the boundary points, one a row")
        refuse(file, message, fix, column="X, Y")
    message = Text("没有坐标列", "no columns of coordinates")
    fix = Text("请加标题行，如 zone_id,ring,X,Y", "Add a heading row such as zone_id,ring,X,Y")
    refuse(file, message, fix, column="工作表 sheet", value=", ".join(unread))


def _feature(
    file: str, title: str, shape: PointShape, names: list[str], problems: list[Problem]
) -> Feature | None:
    """Build the polygons of a shape, or add what prevents it."""
    runs = [ring for points in shape.rings.values() for ring in split_at_closure(np.array(points))]
    closed = [close_ring(ring) for ring in runs]
    rings = [ring for ring, _ in closed]
    if not rings or any(len(np.unique(ring, axis=0)) < 3 for ring in rings):
        if not problems:
            problems.append(
                problem(
                    file,
                    Text("有一个环不足 3 个不同的点", "a ring has fewer than 3 different points"),
                    _way_out(shape.name, names),
                    row=shape.row,
                    column="界址点 points",
                    value=f"{shape.name or shape.zone_id} {sum(map(len, runs))}".strip(),
                )
            )
        return None
    geometry, decided = assemble(rings)
    return Feature(
        geometry,
        Text(f"第 {shape.row} 行起", f"from row {shape.row}"),
        title,
        clean_text(shape.zone_id),
        clean_text(shape.name),
        shape.row,
        repairs=[text for _, repaired in closed for text in repaired],
        notes=decided + note_parts(geometry),
    )


def _single_points(file: str, first: PointShape, count: int) -> Problem:
    """Say that a table of places, such as a list of zones or of firms, holds no boundary."""
    return problem(
        file,
        Text(
            f"每行是一个地点（共 {count} 个），不是界址点",
            f"each row is a place ({count} in all), not a boundary point",
        ),
        Text(
            "开发区清单请用 zonemap build；企业等地点请用 zonemap locate；若是边界，请补全界址点",
            "Give a list of zones to zonemap build, firms and other places to zonemap locate; of a boundary, "
            "add the missing points",
        ),
        row=first.row,
        column="界址点 points",
        value=first.called,
    )


def _way_out(name: str, names: list[str]) -> Text:
    """Say how to mend a ring of too few points: its points are missing, or its name is a slip."""
    others = [other for other in dict.fromkeys(names) if other and other != name]
    near = process.extractOne(name, others, scorer=fuzz.ratio, score_cutoff=_ALIKE) if name else None
    if near is None:
        return Text("请补全界址点", "Add the missing boundary points")
    return Text(
        f"若名称「{name}」是「{near[0]}」之误，请改名称；否则请补全界址点",
        f"If the name {name} is a slip for {near[0]}, correct it; else add the missing boundary points",
    )
