"""Tables of boundary points (CSV, XLSX): rows of one ring after another become polygons."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import openpyxl
from rapidfuzz import fuzz, process

from zonemap.boundaries.drawing import Drawing, Feature, problem, refuse, say
from zonemap.boundaries.features import tidy
from zonemap.boundaries.parcel_lines import to_number
from zonemap.boundaries.point_columns import HEADING_WITHIN, MOST_POINTS, find_blocks, find_columns
from zonemap.boundaries.rings import assemble, close_ring, note_parts, split_at_closure
from zonemap.errors import DataProblems, Problem
from zonemap.tables.encoding import decode
from zonemap.tables.rows import NoTable, check_length, lines_of
from zonemap.tables.workbook_rows import check_workbook_length

MOST_XLSX_BYTES = 256 << 20
"""Most bytes a workbook may unpack to."""

_MOST_COLUMNS = 60
_MOST_INTERRUPTIONS = 10
_ALIKE = 60

Cells = list[str]


@dataclass
class _Shape:
    """The points of one shape by ring, in the order of the table."""

    zone_id: str
    name: str
    part: str
    row: int
    rings: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what tells the shape from the others of its table."""
        return self.zone_id, self.name, self.part

    @property
    def called(self) -> str:
        """Return the shape's name for the messages."""
        return " ".join(word for word in (self.name or self.zone_id, self.part) if word)

    def is_open(self, ring: str) -> bool:
        """Return whether a ring has points and has not come back to its first."""
        if not self.rings.get(ring):
            return False
        last = split_at_closure(np.array(self.rings[ring]))[-1]
        return len(last) < 4 or not np.array_equal(last[0], last[-1])


def read_points_csv(path: Path, file: str) -> Drawing:
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
    _check_length(file, lines_of(data))
    try:
        text, encoding = decode(data)
    except ValueError:
        refuse(
            file,
            ("不是 UTF-8 或 GB18030 文本", "not text in UTF-8 or GB18030"),
            ("请另存为 UTF-8 的 CSV", "Save it as CSV in UTF-8"),
        )
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    parting = max(",;\t", key=first.count)
    rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=parting))
    return _draw(file, "points_csv", [("", rows)], encoding)


def read_points_xlsx(path: Path, file: str) -> Drawing:
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
    try:
        with zipfile.ZipFile(path) as archive:
            _check_size(archive, file)
            check_workbook_length(archive, MOST_POINTS, file)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheets = [(sheet.title, _sheet_rows(sheet)) for sheet in book.worksheets]
        book.close()
    except NoTable as error:
        raise DataProblems([error.problem]) from error
    except DataProblems:
        raise
    except Exception:  # openpyxl raises whatever the broken part makes it raise
        refuse(
            file,
            ("工作簿不完整或已损坏", "the workbook is cut off or broken"),
            ("请用 Excel 打开后另存为 XLSX", "Open it in Excel and save it as XLSX"),
        )
    return _draw(file, "points_xlsx", sheets, "")


def _check_size(archive: zipfile.ZipFile, file: str) -> None:
    """Stop at a workbook that would fill the memory."""
    unpacked = sum(info.file_size for info in archive.infolist())
    if unpacked > MOST_XLSX_BYTES:
        refuse(
            file,
            ("工作簿解开后过大", "the workbook unpacks to too much"),
            ("请只留坐标表", "Keep the sheet of coordinates only"),
            value=f"{unpacked >> 20} MB > {MOST_XLSX_BYTES >> 20} MB",
        )


def _check_length(file: str, rows: int) -> None:
    """Stop at a table of too many points."""
    try:
        check_length(rows, MOST_POINTS, file)
    except NoTable as error:
        raise DataProblems([error.problem]) from error


def _sheet_rows(sheet: Any) -> list[Cells]:
    """Return the cells of a sheet as text."""
    return [
        ["" if cell is None else str(cell).strip() for cell in row]
        for row in sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS)
    ]


def _draw(file: str, format: str, sheets: list[tuple[str, list[Cells]]], encoding: str) -> Drawing:
    """Turn the rows of sheets into features."""
    shapes: list[tuple[str, _Shape]] = []
    problems: list[Problem] = []
    unread = []
    for title, rows in sheets:
        at = next((i for i, row in enumerate(rows[:HEADING_WITHIN]) if find_columns(row)), None)
        if at is None:
            unread.append(title)
            continue
        if blocks := find_blocks(file, at + 1, rows[at:], title):
            problems.append(blocks)
            continue
        found = _gather(file, rows[at:], at + 1, find_columns(rows[at]), problems)
        shapes += [(title, shape) for shape in found]
    names = [shape.name for _, shape in shapes]
    features = [_feature(file, title, shape, names, problems) for title, shape in shapes]
    if problems:
        raise DataProblems(problems)
    if not features:
        _refuse_no_points(file, unread, headed=len(unread) < len(sheets))
    notes = [say(f"工作表「{t}」没有坐标列，未读", f"sheet {t} has no coordinates, not read") for t in unread]
    return Drawing(file, format, [f for f in features if f], encoding=encoding, notes=notes)


def _refuse_no_points(file: str, unread: list[str], *, headed: bool) -> NoReturn:
    """Stop at a table without points: there is a heading and nothing below it, or no heading."""
    if headed:
        message = ("列名下面没有点", "no points below the headings")
        fix = ("请填入界址点，每行一个", "Fill in the boundary points, one a row")
        refuse(file, message, fix, column="X, Y")
    message = ("没有坐标列", "no columns of coordinates")
    fix = ("请加标题行，如 zone_id,ring,X,Y", "Add a heading row such as zone_id,ring,X,Y")
    refuse(file, message, fix, column="工作表 sheet", value=", ".join(unread))


def _gather(
    file: str, rows: list[Cells], first_row: int, columns: dict[str, str], problems: list[Problem]
) -> list[_Shape]:
    """Gather points by zone, name, part and ring; what is left blank stays as in the row above.

    Without a column for the ring, an empty row begins a new one.
    """
    at = {key: rows[0].index(heading) for key, heading in columns.items()}
    shapes: dict[tuple[str, ...], _Shape] = {}
    runs: list[tuple[_Shape, int]] = []
    last = dict.fromkeys(("zone_id", "name", "part", "ring"), "")
    gaps = 0
    between: list[Problem] = []
    for number, cells in enumerate(rows[1:], start=first_row + 1):
        value = {key: cells[i] if i < len(cells) else "" for key, i in at.items()}
        if not any(value.values()):
            gaps += 1
            continue
        if value.get("zone_id", last["zone_id"]) not in ("", last["zone_id"]):
            last = dict.fromkeys(last, "")
        last |= {key: value[key] for key in last if value.get(key)}
        point = _point(file, number, value, columns, problems)
        key = (last["zone_id"], last["name"], last["part"])
        shape = shapes.setdefault(key, _Shape(*key, number))
        ring = last["ring"] or f"gap {gaps}"
        if not runs or runs[-1][0] is not shape:
            if len(between) < _MOST_INTERRUPTIONS and shape.is_open(ring):
                between.append(_interruption(file, shape, runs, number, columns))
            runs.append((shape, number))
        if point:
            shape.rings.setdefault(ring, []).append(point)
    problems += between
    return list(shapes.values())


def _interruption(
    file: str, shape: _Shape, runs: list[tuple[_Shape, int]], row: int, columns: dict[str, str]
) -> Problem:
    """Say which rows of another name stand inside a ring that goes on in a row."""
    after = max(i for i, (one, _) in enumerate(runs) if one is shape)
    odd, first = runs[after + 1]
    end = runs[after + 2][1] - 1 if after + 2 < len(runs) else row - 1
    rows = f"{first}" if end == first else f"{first}–{end}"
    keys = ("zone_id", "name", "part")
    differs = next(key for key, a, b in zip(keys, odd.key, shape.key, strict=True) if a != b)
    value, wanted = (one.key[keys.index(differs)] for one in (odd, shape))
    return problem(
        file,
        (
            f"「{shape.called}」的环到第 {row} 行才接着写，中间第 {rows} 行写的是「{odd.called}」",
            f"the ring of {shape.called} goes on in row {row}, but rows {rows} in between say {odd.called}",
        ),
        (
            f"若是笔误，请改为「{wanted}」；否则请把同一环的行排在一起",
            f"If it is a slip, write {wanted}; else put the rows of one ring together",
        ),
        row=first,
        column=columns[differs],
        value=value,
    )


def _point(
    file: str, row: int, value: dict[str, str], columns: dict[str, str], problems: list[Problem]
) -> tuple[float, float] | None:
    """Read the two coordinates of a row, or add what is wrong with each."""
    x, y = to_number(value["x"]), to_number(value["y"])
    if x is not None and y is not None:
        return x, y
    problems += [
        problem(
            file,
            ("坐标不是数字", "the coordinate is not a number"),
            ("请更正，或删去这一行", "Correct it, or delete the row"),
            row=row,
            column=columns[key],
            value=value[key],
        )
        for key, number in (("x", x), ("y", y))
        if number is None
    ]
    return None


def _feature(
    file: str, title: str, shape: _Shape, names: list[str], problems: list[Problem]
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
                    ("有一个环不足 3 个不同的点", "a ring has fewer than 3 different points"),
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
        say(f"第 {shape.row} 行起", f"from row {shape.row}"),
        title,
        tidy(shape.zone_id),
        tidy(shape.name),
        shape.row,
        repairs=[text for _, mended in closed for text in mended],
        notes=decided + note_parts(geometry),
    )


def _way_out(name: str, names: list[str]) -> tuple[str, str]:
    """Say how to mend a ring of too few points: its points are missing, or its name is a slip."""
    others = [other for other in dict.fromkeys(names) if other and other != name]
    near = process.extractOne(name, others, scorer=fuzz.ratio, score_cutoff=_ALIKE) if name else None
    if near is None:
        return "请补全界址点", "Add the missing boundary points"
    return (
        f"若名称「{name}」是「{near[0]}」之误，请改名称；否则请补全界址点",
        f"If the name {name} is a slip for {near[0]}, correct it; else add the missing boundary points",
    )
