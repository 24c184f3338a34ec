"""Tables of boundary points (CSV, XLSX): rows of one ring after another become polygons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import numpy as np
from rapidfuzz import fuzz, process

from zonemap.boundaries.boundary_file import BoundaryFile, Feature, format_note, problem, refuse
from zonemap.boundaries.formats.features import clean_text
from zonemap.boundaries.formats.point_columns import HEADING_WITHIN, MOST_POINTS, find_blocks, find_columns
from zonemap.boundaries.formats.point_shapes import Cells, PointShape, gather_shapes
from zonemap.boundaries.geometry.rings import assemble, close_ring, note_parts, split_at_closure
from zonemap.core.problems import DataProblems, Problem
from zonemap.core.text import Text
from zonemap.tables.csv_file import read_csv_sheet
from zonemap.tables.encoding import detect_encoding
from zonemap.tables.rows import NoTable, Sheet
from zonemap.tables.workbook_rows import read_workbook_sheets

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
    with _no_table_as_problem():
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
    with _no_table_as_problem():
        sheets = read_workbook_sheets(path.read_bytes(), file, MOST_POINTS, MOST_XLSX_BYTES)
    return _boundary_file_of(file, "points_xlsx", sheets, "")


@contextmanager
def _no_table_as_problem() -> Iterator[None]:
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
    shapes: list[tuple[str, PointShape]] = []
    problems: list[Problem] = []
    unread = []
    for sheet in sheets:
        title, rows = sheet.title, _with_gaps(sheet)
        at = next((i for i, row in enumerate(rows[:HEADING_WITHIN]) if find_columns(row)), None)
        if at is None:
            unread.append(title)
            continue
        if blocks := find_blocks(file, at + 1, rows[at:], title):
            problems.append(blocks)
            continue
        if missed := slipped(file, sheet, at + 1, rows[at], find_columns(rows[at]).values()):
            problems += missed
            continue
        found = gather_shapes(file, rows[at:], at + 1, find_columns(rows[at]), problems)
        shapes += [(title, shape) for shape in found]
    names = [shape.name for _, shape in shapes]
    features = [_feature(file, title, shape, names, problems) for title, shape in shapes]
    if problems:
        raise DataProblems(problems)
    if not features:
        _refuse_no_points(file, unread, headed=len(unread) < len(sheets))
    notes = [
        format_note(f"工作表「{t}」没有坐标列，未读", f"sheet {t} has no coordinates, not read")
        for t in unread
    ]
    notes += [
        format_note(f"隐藏的工作表「{s.title}」也读了", f"the hidden sheet {s.title} was read too")
        for s in sheets
        if s.hidden and s.title not in unread
    ]
    return BoundaryFile(file, format, [f for f in features if f], encoding=encoding, notes=notes)


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
