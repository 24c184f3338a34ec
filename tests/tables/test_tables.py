"""Tables in and out."""

import pandas as pd
import pytest

from kit import toy
from zonemap.core.errors import CannotRead
from zonemap.tables.checks import check_folder
from zonemap.tables.csv_file import write_table
from zonemap.tables.mojibake import fault_of
from zonemap.tables.reader import read_table


def test_everything_is_read_as_text(tmp_path):
    """A code keeps its zero, NA is a text, an empty cell is empty."""
    path = tmp_path / "a.csv"
    path.write_bytes("﻿zone_id,note\n001,NA\n,x \n".encode())
    frame = read_table(path, "zones").frame
    assert frame.to_dict("list") == {"zone_id": ["001", ""], "note": ["NA", "x"]}
    assert list(frame.index) == [2, 3]


@pytest.mark.parametrize("content", [b"", b"a,b\n\x00\xff\xfe,1\n", b'a,b\n"1,2\n'])
def test_what_is_no_table_says_so(tmp_path, content):
    """Empty files, bytes that are no text and broken quotes name the file."""
    path = tmp_path / "broken.csv"
    path.write_bytes(content)
    with pytest.raises(CannotRead, match=r"broken\.csv"):
        read_table(path, "zones")


def test_a_missing_file_says_so(tmp_path):
    """The message holds the path."""
    with pytest.raises(CannotRead, match="cannot open the file"):
        read_table(tmp_path / "none.csv", "zones")


def test_text_that_looks_like_a_formula_is_written_as_text(tmp_path):
    """Excel runs =cmd from a CSV; with an apostrophe before it, it does not."""
    path = write_table(
        pd.DataFrame({"name": ["=cmd|' /C calc'!A0", "@x", "洪洞"], "n": [-1, 2, 3]}), tmp_path / "a.csv"
    )
    text = path.read_bytes().decode("utf-8-sig")
    assert text.splitlines() == ["name,n", "'=cmd|' /C calc'!A0,-1", "'@x,2", "洪洞,3"]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("number", ["-3.5", "+1", "-.5", "-1e-3", "-12%"])
def test_a_number_is_written_as_a_number(tmp_path, number):
    """A number with a sign is no formula; what only begins like one is kept from running."""
    path = write_table(pd.DataFrame({"n": [number, f"{number}+1", f"{number}|x"]}), tmp_path / "a.csv")
    text = path.read_bytes().decode("utf-8-sig")
    assert text.splitlines()[1:] == [number, f"'{number}+1", f"'{number}|x"]


@pytest.mark.parametrize(
    ("text", "fault"), [("面积 10 km?", "lost"), ("10 km² of it", ""), ("Which one?", ""), ("??", "lost")]
)
def test_a_text_that_lost_a_character_is_found(text, fault):
    """GBK has no ², so a program that saves km² in GBK leaves km? behind."""
    assert fault_of(text) == fault


def test_a_missing_column_is_told_at_the_row_of_the_headings(tmp_path):
    """A title and a blank row above the headings: they stand in row 3."""
    folder = toy.write_geodata(tmp_path)
    (folder / "industries.csv").write_text("产业一览,,\n,,\nzone_id,industry\none,power\n", encoding="utf-8")
    (problem,) = [
        found
        for found in check_folder(folder, toy.county_squares()).problems
        if found.message.en == "the column is missing"
    ]
    assert (problem.file, problem.row, problem.column) == ("industries.csv", 3, "basis")


def test_evidence_that_cannot_be_read_is_said_once_and_first(tmp_path):
    """Not for each value that has lost its evidence by it."""
    folder = toy.write_geodata(tmp_path)
    (folder / "evidence.csv").write_bytes(b"table,zone_id\n" + b"zones,one\n" * 60_000)
    (folder / "industries.csv").write_text("zone_id,industry,basis\none,power,statd\n", encoding="utf-8")
    first, second, *others = check_folder(folder, toy.county_squares()).problems
    assert (first.file, first.message.en) == ("evidence.csv", "60,001 rows, more than 50,000 rows, not read")
    assert (second.file, second.row, second.value) == ("industries.csv", 2, "statd")
    assert others == []
