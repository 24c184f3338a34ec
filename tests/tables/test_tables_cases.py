"""Every table of the case list, good and bad, and those that LibreOffice wrote: what must come of it."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from kit import toy
from kit.table_cases import CASES
from kit.table_cases.document import PAGE, page
from kit.table_cases.kit import Case
from kit.toy import write_geodata
from zonemap.core.problems import DataProblems, Problem
from zonemap.region.reading import read_region
from zonemap.region.region import Region
from zonemap.tables.reader import read_tables
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


FOREIGN = Path(__file__).parent / "foreign_tables"
FORMS = {"xlsx": "toy.xlsx", "ods": "toy.ods", "utf-8": "utf-8.zip", "gbk": "gbk.zip"}
TABLES = ("zones", "industries", "reforms", "partners", "events", "evidence", "sources", "story")


def folder_of(form: str, tmp_path: Path) -> Path:
    """Make a data folder of the toy region whose tables are those that LibreOffice wrote in a form."""
    folder = toy.write_geodata(tmp_path / form)
    for table in TABLES:
        (folder / f"{table}.csv").unlink()
    written = FOREIGN / FORMS[form]
    if written.suffix == ".zip":
        shutil.unpack_archive(written, folder)
    else:
        shutil.copy(written, folder)
    return folder


def texts(region: Region) -> dict[str, list[list[str]]]:
    """Return every table as text."""
    return {name: getattr(region, name).astype(str).to_numpy().tolist() for name in TABLES}


@pytest.mark.parametrize("form", ["xlsx", "utf-8", "gbk"])
def test_libreoffice_tables_are_the_same_region(tmp_path, form):
    """A workbook of Chinese sheets, and a CSV file for each sheet in UTF-8 and in GBK."""
    read = read_region(folder_of(form, tmp_path))
    assert texts(read) == texts(read_region(toy.write_geodata(tmp_path / "toy")))
    assert read.zones.index.tolist() == ["one", "two", "three", "four"]


def test_an_open_document_is_refused_with_the_way_out(tmp_path):
    """The message names the file and what to save it as."""
    folder = folder_of("ods", tmp_path)
    with pytest.raises(DataProblems) as caught:
        read_region(folder)
    first = caught.value.problems[0]
    assert first.file == "toy.ods"
    assert "OpenDocument" in first.message.en
    assert first.fix.zh == "请用 Excel 或 WPS 打开，另存为 .xlsx"


def test_the_files_are_what_they_say(tmp_path):
    """GBK text is no UTF-8, and the eight sheets stand in one workbook."""
    with pytest.raises(UnicodeDecodeError):
        (folder_of("gbk", tmp_path) / "开发区.csv").read_bytes().decode("utf-8")
    tables = read_tables(folder_of("xlsx", tmp_path)).tables
    there = [table for table in tables.values() if len(table.frame.columns)]
    assert {table.file for table in there} == {"toy.xlsx"}
    assert len({table.sheet for table in there}) == len(TABLES)
