"""Rows of boundary points → shapes: which points belong to one ring, and which rings to one shape."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from zonemap.boundaries.boundary_file import problem
from zonemap.boundaries.formats.parcel_lines import to_number
from zonemap.boundaries.geometry.rings import split_at_closure
from zonemap.core.problems import Problem
from zonemap.core.text import Text

_MOST_INTERRUPTIONS = 10

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


def gather_shapes(
    file: str, rows: list[Cells], first_row: int, columns: dict[str, str], problems: list[Problem]
) -> list[PointShape]:
    """Gather points by zone, name, part and ring; what is left blank stays as in the row above.

    Without a column for the ring, an empty row begins a new one.
    """
    at = {key: rows[0].index(heading) for key, heading in columns.items()}
    shapes: dict[tuple[str, ...], PointShape] = {}
    runs: list[tuple[PointShape, int]] = []
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
