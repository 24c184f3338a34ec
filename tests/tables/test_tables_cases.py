"""Every table of the case list: what must come of it, and the marked copy with its faults in red."""

import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from kit import toy
from kit.table_cases import CASES
from kit.table_cases.document import PAGE, page
from kit.table_cases.kit import TEXTS, Case, book_bytes, cells_of, with_cells
from kit.toy import ZONES, write_geodata
from outputs.test_cli import run
from zonemap.core.errors import ZonemapError
from zonemap.core.problems import DataProblems, Problem
from zonemap.outputs.workbook.marked_copy import write_marked
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


FAULTY = ZONES.replace("hightech,provincial,county", "hightech,provincial,conty").replace(",1999,", ",soon,")
RED = "00FFC7CE"


def problems_of(folder: Path) -> list[Problem]:
    """Read a faulty folder."""
    with pytest.raises(DataProblems) as caught:
        read_region(folder)
    return caught.value.problems


def marked(folder: Path) -> openpyxl.Workbook:
    """Write the marked copy of a folder and open it."""
    return openpyxl.load_workbook(write_marked(folder, problems_of(folder), folder.parent / "marked.xlsx"))


def red_cells(book: openpyxl.Workbook) -> dict[str, str]:
    """Return the text of every red cell by its place."""
    return {
        f"{sheet.title}!{cell.coordinate}": str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.start_color.rgb == RED
    }


def test_faulty_cells_are_red_and_commented_where_they_stand(tmp_path):
    """Row and column are those of the file; the comment says what is wrong and the way out."""
    book = marked(write_geodata(tmp_path / "geodata", zones=FAULTY))
    assert red_cells(book) == {"开发区!F3": "conty", "开发区!M2": "soon"}
    comment = book["开发区"]["F3"].comment.text
    assert "词汇表中没有这个值" in comment
    assert "Perhaps county" in comment


def test_the_list_leads_to_the_cells(tmp_path):
    """One row a problem, those of a whole file first, with a link where there is a cell."""
    folder = write_geodata(tmp_path / "geodata", zones=FAULTY)
    (folder / "story.csv").unlink()
    book = marked(folder)
    sheet = book.worksheets[0]
    rows = [[cell.value for cell in row[:6]] for row in sheet.iter_rows(min_row=5)]
    assert rows == [
        [1, "story.csv", None, None, None, None],
        [2, "zones.csv", None, 2, "approved", "soon"],
        [3, "zones.csv", None, 3, "management", "conty"],
    ]
    assert sheet["D7"].hyperlink.location == "'开发区'!F3"


def test_a_missing_column_is_marked_beside_the_headings(tmp_path):
    """Where the heading is to be written."""
    folder = write_geodata(tmp_path / "geodata")
    lines = (folder / "sources.csv").read_text("utf-8").splitlines()
    parts = [line.rsplit(",", 2) for line in lines]
    (folder / "sources.csv").write_text("\n".join(f"{first},{last}" for first, _, last in parts), "utf-8")
    book = marked(folder)
    assert list(red_cells(book)) == ["资料来源!E1"]
    assert "date" in book["资料来源"]["E1"].comment.text


def test_a_workbook_is_marked_in_its_own_rows(tmp_path):
    """A title above the heading and empty rows keep their place."""
    rows = with_cells("zones", (3, "management", "conty"))
    folder = write_geodata(tmp_path / "geodata")
    (folder / "zones.csv").unlink()
    (folder / "数据.xlsx").write_bytes(book_bytes({"开发区": [["名单"], [], *rows[:2], [], *rows[2:]]}))
    book = marked(folder)
    assert red_cells(book) == {"开发区!F6": "conty"}
    assert book["开发区"]["A1"].value == "名单"


def test_a_point_outside_its_county_is_marked_in_a_workbook(tmp_path):
    """Longitude and latitude are red on the sheet of the zones, though a later check found the fault."""
    folder = write_geodata(tmp_path / "geodata")
    (folder / "zones.csv").unlink()
    (folder / "数据.xlsx").write_bytes(book_bytes({"开发区": with_cells("zones", (2, "lon", "113.5"))}))
    assert [problem.sheet for problem in problems_of(folder)] == ["开发区"]
    assert list(red_cells(marked(folder)).values()) == ["113.5", "36.05"]


def test_the_mended_copy_takes_the_place_of_the_tables(tmp_path):
    """Mend the red cells, put the workbook in place of the CSV files, and the folder is clean."""
    folder = write_geodata(tmp_path / "geodata", zones=FAULTY)
    book = marked(folder)
    book["开发区"]["F3"], book["开发区"]["M2"] = "county", "1999"
    for name in (*TEXTS, "evidence"):
        (folder / f"{name}.csv").unlink()
    book.save(folder / "mended.xlsx")
    assert list(read_region(folder).zones["approved"]) == ["1999", "2010", "", ""]


def test_texts_stay_texts(tmp_path):
    """What looks like a formula is a text in the copy."""
    zones = FAULTY.replace("甲县经济开发区", "=1+1")
    book = marked(write_geodata(tmp_path / "geodata", zones=zones))
    assert book["开发区"]["B2"].data_type == "s"
    assert book["开发区"]["B2"].value == "=1+1"


def test_texts_that_no_workbook_holds_are_made_visible(tmp_path):
    """Control characters do not stop the copy."""
    zones = ZONES.replace("甲县经济开发区", "甲\x1b县")
    book = marked(write_geodata(tmp_path / "geodata", zones=zones))
    assert red_cells(book) == {"开发区!B2": "甲\ufffd县"}


def test_every_bad_case_can_be_marked(tmp_path):
    """A file that is no table is in the list; the others are copied."""
    folder = write_geodata(tmp_path / "geodata")
    (folder / "zones.csv").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    book = marked(folder)
    assert book.worksheets[0]["B5"].value == "zones.csv"
    assert "开发区" not in book.sheetnames
    assert book["产业"].max_row == len(cells_of("industries"))


def test_check_writes_the_copy(tmp_path, capsys):
    """As a user types it; the problems are printed all the same."""
    folder = write_geodata(tmp_path / "geodata", zones=FAULTY)
    assert run("check", str(folder), "--marked", str(tmp_path / "faults.xlsx")) == 1
    said = capsys.readouterr().err
    assert "faults.xlsx" in said
    assert "conty" in said
    assert red_cells(openpyxl.load_workbook(tmp_path / "faults.xlsx"))


@pytest.mark.parametrize(("name", "says"), [("geodata/faults.xlsx", "outside"), ("faults.csv", "only .xlsx")])
def test_where_the_copy_cannot_stand(tmp_path, capsys, name, says):
    """In the data folder it would be read as data."""
    folder = write_geodata(tmp_path / "geodata", zones=FAULTY)
    assert run("check", str(folder), "--marked", str(tmp_path / name)) == 1
    assert says in capsys.readouterr().err
    assert not (tmp_path / name).exists()


def test_clean_tables_are_not_marked(tmp_path, capsys):
    """Nothing is written, and an old copy stays as it was."""
    folder = write_geodata(tmp_path / "geodata")
    old = tmp_path / "faults.xlsx"
    shutil.copy(folder / "zones.csv", old)
    assert run("check", str(folder), "--marked", str(old)) == 0
    assert old.read_bytes() == (folder / "zones.csv").read_bytes()
    assert "No problems" in capsys.readouterr().out


def test_the_copy_is_never_written_among_the_tables(tmp_path):
    """There it would be read as data."""
    folder = write_geodata(tmp_path / "geodata", zones=FAULTY)
    with pytest.raises(ZonemapError, match="this is the input"):
        write_marked(folder, problems_of(folder), folder / "marked.xlsx")
    assert not (folder / "marked.xlsx").exists()
