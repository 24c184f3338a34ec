"""Every table of the case list, good and bad, read and held against what must come of it."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from kit.table_cases import CASES
from kit.table_cases.document import PAGE, page
from kit.table_cases.kit import Case
from kit.toy import write_geodata
from zonemap.core.problems import DataProblems, Problem
from zonemap.region.reading import read_region
from zonemap.region.region import Region
from zonemap.tables.schemas import TABLE_NAMES, columns_of

GOOD = [case for case in CASES if not case.is_bad]
BAD = [case for case in CASES if case.is_bad]


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> Path:
    """The folder that each case changes a little."""
    return write_geodata(tmp_path_factory.mktemp("cases") / "toy")


def changed(plain: Path, case: Case, below: Path) -> Path:
    """Copy the toy region into a folder and put the files of a case into it."""
    folder = below / "geodata"
    shutil.copytree(plain, folder)
    for name in case.without:
        (folder / name).unlink()
    shutil.copytree(case.write(below), folder, dirs_exist_ok=True)
    return folder


def place(problem: Problem) -> tuple[str, str, int | None, str, str]:
    """Return where a problem is, and its value."""
    return problem.file, problem.sheet, problem.row, problem.column, problem.value


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.id)
def test_named(case: Case, plain: Path, tmp_path: Path) -> None:
    """Every fault is named with file, sheet, row, column, value and the way out, and nothing else is."""
    with pytest.raises(DataProblems) as caught:
        read_region(changed(plain, case, tmp_path))
    problems = caught.value.problems
    wanted = [(said.file, said.sheet, said.row, said.column, said.value) for said in case.says]
    assert sorted(map(str, map(place, problems))) == sorted(map(str, wanted))
    for said, where in zip(case.says, wanted, strict=True):
        assert any(place(problem) == where and said.words in str(problem) for problem in problems), said
    for problem in problems:
        assert all((problem.message.zh, problem.message.en, problem.fix.zh, problem.fix.en))


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.id)
def test_read(case: Case, toy: Region, plain: Path, tmp_path: Path) -> None:
    """The tables come back as those of the toy region, but for what the case shows otherwise."""
    region = read_region(changed(plain, case, tmp_path))
    otherwise = {(table, row, column) for table, row, column, _ in case.shows}
    for table, row, column, value in case.shows:
        assert str(getattr(region, table).iloc[row][column]) == value
    if not any(column == "counties" for _, _, column in otherwise):
        assert sorted(region.zones["basis"]) == sorted(toy.zones["basis"])
    for name in set(TABLE_NAMES) - {table for table, *_ in otherwise} - {"evidence"}:
        columns = [column for column in columns_of(name) if column != "zone_id" or name != "zones"]
        pd.testing.assert_frame_equal(getattr(region, name)[columns], getattr(toy, name)[columns])
    assert proofs(region) == proofs(toy)


def proofs(region: Region) -> set[tuple[str, ...]]:
    """Return for which values there is evidence."""
    return set(region.evidence[["table", "zone_id", "field"]].itertuples(index=False, name=None))


def test_cases_are_many_and_named_once() -> None:
    """No two cases share a name, which is that of their folder, and the bad ones are many."""
    assert len({case.id.lower() for case in CASES}) == len(CASES)
    assert len(BAD) >= 70


def test_documented() -> None:
    """The page of tables is the list of cases, line for line."""
    assert PAGE.read_text("utf-8") == page()
