"""Blocks of points printed side by side: a table that must not be read by its first block alone."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.utils import get_column_letter

from zonemap.boundaries.drawing import problem
from zonemap.boundaries.point_columns import repeated_columns
from zonemap.errors import Problem


def find_blocks(file: str, row: int, rows: Sequence[Sequence[str]], title: str = "") -> Problem | None:
    """Say that coordinates stand in several blocks side by side.

    Parameters
    ----------
    file
        Name of the file, for the message.
    row
        Row of the headings.
    rows
        The headings and the rows below them.
    title
        Name of the sheet; empty where there is none.

    Returns
    -------
    The problem; None when the coordinates stand once, or the further columns are empty.
    """
    first, second = repeated_columns(rows[0])
    more = [*first[1:], *second[1:]]
    if not any(i < len(cells) and str(cells[i]).strip() for cells in rows[1:] for i in more):
        return None
    times = max(len(first), len(second))
    blocks = [
        "、".join(get_column_letter(at[n] + 1) for at in (first, second) if n < len(at)) for n in range(times)
    ]
    x, y = (str(rows[0][at[0]]).strip() for at in (first, second))
    columns_zh = "和 ".join(f"{block} 列" for block in blocks)
    columns_en = " and ".join(block.replace("、", ", ") for block in blocks)
    where = f"工作表「{title}」里 " if title else ""
    return problem(
        file,
        (
            f"{where}{x}、{y} 出现 {times} 次（{columns_zh}）",
            f"{x} and {y} stand {times} times (columns {columns_en})",
        ),
        ("请把各块上下接排成一列", "Put the blocks below each other"),
        row=row,
        column=f"{x}, {y}",
        value=",".join(str(cell) for cell in rows[0]),
    )
