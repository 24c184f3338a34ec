"""Rows of boundary points → shapes: which points belong to one ring, and which rings to one shape."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

import numpy as np

from zonemap.boundaries.boundary_file import problem
from zonemap.boundaries.formats.parcel_lines import to_number
from zonemap.boundaries.formats.point_columns import find_columns
from zonemap.boundaries.geometry.rings import split_at_closure
from zonemap.core.problems import Problem
from zonemap.core.text import Text

_MOST_INTERRUPTIONS = 10
_POINT_NUMBER = re.compile(r"(?:J|界址点|点|P|Z)?-?0*(\d{1,5})号?", re.IGNORECASE)
_NAMED = re.compile(r"(?:开发区|园区|项目|地块|宗地)名称\s*[:=]\s*([^\s:;,]+)")

Cells = list[str]


@dataclass
class PointShape:
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


@dataclass
class PointBlock:
    """One table of a sheet: its heading and the rows below it that are points.

    Parameters
    ----------
    rows
        The heading and what stands below it; empty rows part rings.
    first_row
        Row of the heading.
    columns
        Heading by key, as :func:`zonemap.boundaries.formats.point_columns.find_columns` finds them.
    name
        Whose points they are, by the words above the table; empty when it does not say.
    footers
        Rows below the points that are none: remarks, signatures, the titles of the next table.
    goes_on
        True when the points go on where those of the table before it stopped, as on a second page.
    """

    rows: list[Cells]
    first_row: int
    columns: dict[str, str]
    name: str = ""
    footers: list[tuple[int, Cells]] = field(default_factory=list)
    goes_on: bool = False


def part_tables(rows: list[Cells], at: int) -> list[PointBlock]:
    """Part the rows of a sheet into the tables that stand below each other, each with its heading.

    Parameters
    ----------
    rows
        All rows of the sheet, empty ones too.
    at
        Where the first heading stands.
    """
    # A 成果表 as offices print it: titles, heading, points with the lengths of sides in rows of their own,
    # remarks and signatures, and on the next page all of it again, for the next parcel or the same one.
    starts = [at, *(i for i in range(at + 1, len(rows)) if find_columns(rows[i]))]
    found: list[PointBlock] = []
    above = rows[:at]
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        columns = find_columns(rows[start])
        block = PointBlock(rows[start:end], start + 1, columns, _name_above(above))
        _take_footers(block)
        numbers = _point_numbers(block)
        if found and numbers and (before := _point_numbers(found[-1])):
            block.goes_on = numbers[0] == before[-1] + 1
        above = [cells for _, cells in block.footers]
        found.append(block)
    return found


def _name_above(rows: list[Cells]) -> str:
    """Return the name that the words above a table give it."""
    cells = (unicodedata.normalize("NFKC", cell) for row in rows for cell in row)
    return next((named[1].strip() for cell in cells if (named := _NAMED.search(cell))), "")


def _take_footers(block: PointBlock) -> None:
    """Take the rows at the end of a table that are no points: words, no number where a coordinate stands."""
    at = [block.rows[0].index(block.columns[key]) for key in ("x", "y")]
    while len(block.rows) > 1:
        cells = block.rows[-1]
        both = [cells[i] if i < len(cells) else "" for i in at]
        first = next((cell for cell in cells if cell), "")
        if first and (all(both) or any(to_number(cell) is not None for cell in both if cell)):
            return
        if first and (_POINT_NUMBER.fullmatch(first) or to_number(first) is not None):
            return
        if first:
            row = block.first_row + len(block.rows) - 1
            block.footers.insert(0, (row, cells))
        block.rows.pop()


def _point_numbers(block: PointBlock) -> list[int]:
    """Return the numbers of the points of a table, where its first column holds them."""
    firsts = (cells[0] for cells in block.rows[1:] if cells and cells[0])
    found = [_POINT_NUMBER.fullmatch(first) for first in firsts]
    return [int(one[1]) for one in found if one] if all(found) else []


def gather_shapes(
    file: str, block: PointBlock, problems: list[Problem], goes_on: PointShape | None = None
) -> list[PointShape]:
    """Gather points by zone, name, part and ring; what is left blank stays as in the row above.

    Without a column for the ring, an empty row begins a new one; a row that holds something in other columns
    only, such as the length of a side, does not.
    """
    rows, first_row, columns = block.rows, block.first_row, block.columns
    at = {key: rows[0].index(heading) for key, heading in columns.items()}
    shapes: dict[tuple[str, ...], PointShape] = {}
    if goes_on is not None and not {"zone_id", "name", "part", "ring"} & set(columns):
        _go_on(file, goes_on, block, at, problems)
        return []
    runs: list[tuple[PointShape, int]] = []
    last = dict.fromkeys(("zone_id", "name", "part", "ring"), "")
    gaps = 0
    between: list[Problem] = []
    for number, cells in enumerate(rows[1:], start=first_row + 1):
        value = {key: cells[i] if i < len(cells) else "" for key, i in at.items()}
        if not any(value.values()):
            gaps += not any(cells)
            continue
        if value.get("zone_id", last["zone_id"]) not in ("", last["zone_id"]):
            last = dict.fromkeys(last, "")
        last |= {key: value[key] for key in last if value.get(key)}
        point = _point(file, number, value, columns, problems)
        key = (last["zone_id"], last["name"] or block.name, last["part"])
        shape = shapes.setdefault(key, PointShape(*key, number))
        ring = last["ring"] or f"gap {gaps}"
        if not runs or runs[-1][0] is not shape:
            if len(between) < _MOST_INTERRUPTIONS and shape.is_open(ring):
                between.append(_interruption(file, shape, runs, number, columns))
            runs.append((shape, number))
        if point:
            shape.rings.setdefault(ring, []).append(point)
    problems += between
    return list(shapes.values())


def _go_on(
    file: str, shape: PointShape, block: PointBlock, at: dict[str, int], problems: list[Problem]
) -> None:
    """Add the points of a page to the last ring of the page before."""
    ring = list(shape.rings)[-1] if shape.rings else "gap 0"
    for number, cells in enumerate(block.rows[1:], start=block.first_row + 1):
        value = {key: cells[i] if i < len(cells) else "" for key, i in at.items()}
        if any(value.values()) and (point := _point(file, number, value, block.columns, problems)):
            shape.rings.setdefault(ring, []).append(point)


def _interruption(
    file: str, shape: PointShape, runs: list[tuple[PointShape, int]], row: int, columns: dict[str, str]
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
        Text(
            f"「{shape.called}」的环到第 {row} 行才接着写，中间第 {rows} 行写的是「{odd.called}」",
            f"the ring of {shape.called} goes on in row {row}, but rows {rows} in between say {odd.called}",
        ),
        Text(
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
            Text("坐标不是数字", "the coordinate is not a number"),
            Text("请更正，或删去这一行", "Correct it, or delete the row"),
            row=row,
            column=columns[key],
            value=value[key],
        )
        for key, number in (("x", x), ("y", y))
        if number is None
    ]
    return None
