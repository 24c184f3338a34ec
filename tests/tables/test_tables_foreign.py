"""Tables that LibreOffice wrote, as Calc saves them, read as what they were made of."""

import shutil
from pathlib import Path

import pytest

from kit import toy
from zonemap.core.problems import DataProblems
from zonemap.region.reading import read_region
from zonemap.region.region import Region
from zonemap.tables.reader import read_tables

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
