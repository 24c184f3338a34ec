"""Every problem of a table at once, with row, column, value and the way out."""

import pandas as pd
import pytest

from kit.toy import ZONES
from zonemap.core.problems import Problem
from zonemap.tables.reader import read_table
from zonemap.tables.schema_checks import check_table
from zonemap.tables.schemas import complete


def problems_of(text: str, tmp_path, table: str = "zones") -> list[Problem]:
    """Write a table, read it and check it."""
    path = tmp_path / f"{table}.csv"
    path.write_text(text, encoding="utf-8")
    return check_table(read_table(path, table).frame, table, path.name)


def with_cell(row: int, column: str, value: str) -> str:
    """Return the toy zones with one cell changed; rows as Excel counts them."""
    lines = [line.split(",") for line in ZONES.splitlines()]
    lines[row - 1][lines[0].index(column)] = value
    return "\n".join(",".join(line) for line in lines) + "\n"


def test_a_clean_table_has_no_problems(tmp_path):
    """The toy zones are clean."""
    assert problems_of(ZONES, tmp_path) == []


@pytest.mark.parametrize(
    ("column", "value", "message", "fix"),
    [
        ("zone_id", "../evil", "an id holds", "houma-edz"),
        ("zone_id", "", "must not be empty", "Fill it in"),
        ("name_zh", "", "must not be empty", "Fill it in"),
        ("management", "conty", "no such value", "Perhaps county"),
        ("point_basis", "centre", "no such value", "site"),
        ("approved", "two thousand", "not a date", "1997-07"),
        ("approved", "2019-02-30", "not a date", "1997-07"),
        ("area_km2", "many", "not a number", "number alone"),
        ("area_km2", "-3", "above 0", "Check"),
        ("lon", "36.05", "longitude lies outside China", "swapped"),
        ("lat", "111.05", "latitude lies outside China", "swapped"),
        ("lat", "north", "not a number", "number alone"),
    ],
)
def test_a_bad_cell_is_named(tmp_path, column, value, message, fix):
    """File, row as Excel shows it, column, value, what is wrong and the way out."""
    (problem,) = problems_of(with_cell(3, column, value), tmp_path)
    assert (problem.file, problem.row, problem.column, problem.value) == ("zones.csv", 3, column, value)
    assert message in problem.message.en
    assert fix in problem.fix.en
    assert problem.message.zh
    assert problem.fix.zh


def test_both_rows_of_a_duplicate_are_named(tmp_path):
    """Which of the two is meant is for a person to say."""
    found = problems_of(with_cell(3, "zone_id", "one"), tmp_path)
    assert [problem.row for problem in found] == [2, 3]
    assert all("more than once" in problem.message.en for problem in found)


def test_a_missing_column_is_named_with_what_may_stand_for_it(tmp_path):
    """The heading "nme_zh" is offered for "name_zh"."""
    (problem,) = problems_of(ZONES.replace(",name_zh,", ",nme_zh,", 1), tmp_path)
    assert (problem.row, problem.column) == (1, "name_zh")
    assert "perhaps it stands as nme_zh" in problem.fix.en


def test_several_problems_come_together(tmp_path):
    """Nothing hides behind the first mistake."""
    text = with_cell(2, "approved", "soon").replace(
        "hightech,provincial,county", "hightech,provincial,cuonty"
    )
    found = {(problem.row, problem.column) for problem in problems_of(text, tmp_path)}
    assert found == {(2, "approved"), (3, "management")}


def test_rows_keep_their_numbers_over_blank_lines(tmp_path):
    """A blank line is left out and the next row is still called by Excel's number."""
    lines = ZONES.splitlines()
    text = "\n".join([lines[0], lines[1], "", *lines[2:]]).replace(
        "hightech,provincial,county", "hightech,provincial,cuonty"
    )
    (problem,) = problems_of(text, tmp_path)
    assert problem.row == 4


def test_complete_adds_what_is_missing_and_keeps_what_is_extra():
    """A planner's own column is not lost."""
    frame = complete(pd.DataFrame({"source_id": ["a"], "备注": ["x"]}), "sources")
    assert list(frame.columns) == ["source_id", "type", "publisher", "title", "date", "address", "备注"]
    assert frame.loc[0, "title"] == ""
