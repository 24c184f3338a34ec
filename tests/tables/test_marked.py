"""The marked copy: every fault in red where it stands, and a list that leads there."""

import shutil
from pathlib import Path

import openpyxl
import pytest

from kit.table_cases.kit import TEXTS, book_bytes, cells_of, with_cells
from kit.toy import ZONES, write_geodata
from outputs.test_cli import run
from zonemap.core.errors import ZonemapError
from zonemap.core.problems import DataProblems, Problem
from zonemap.outputs.workbook.marked_copy import write_marked
from zonemap.region.reading import read_region

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
