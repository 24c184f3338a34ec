"""What the tables say of each other."""

import pytest

from kit.toy import EVENTS, INDUSTRIES, ZONES, write_geodata
from zonemap.core.problems import DataProblems, Problem
from zonemap.region.reading import read_region


def problems_of(folder) -> list[Problem]:
    """Read a folder that is known to be faulty."""
    with pytest.raises(DataProblems) as caught:
        read_region(folder)
    return caught.value.problems


def test_an_unknown_county_gets_the_nearest(tmp_path):
    """甲懸 is no county of this region, and the message lists those there are."""
    folder = write_geodata(tmp_path, zones=ZONES.replace(",140002,", ",140020,"))
    (problem,) = problems_of(folder)
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
    problem, of_evidence = problems_of(write_geodata(tmp_path, industries=wrong))
    assert (problem.file, problem.row, problem.value) == ("industries.csv", 3, "too")
    assert "1 more rows" in problem.message.en
    assert "Perhaps two" in problem.fix.en
    assert (of_evidence.file, of_evidence.value) == ("evidence.csv", "too")


def test_an_unknown_source_is_a_problem(tmp_path):
    """An evidence that names no source is none."""
    folder = write_geodata(tmp_path)
    evidence = folder / "evidence.csv"
    evidence.write_text(evidence.read_text("utf-8").replace("gazette", "gazete", 1), "utf-8")
    (problem,) = problems_of(folder)
    assert (problem.file, problem.row, problem.column) == ("evidence.csv", 2, "source_id")


def test_a_value_without_evidence_is_a_problem(tmp_path):
    """Take one evidence away, and its value is named."""
    folder = write_geodata(tmp_path)
    evidence = folder / "evidence.csv"
    lines = evidence.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("zones,one,approved,")]
    assert len(kept) == len(lines) - 1
    evidence.write_text("\n".join(kept) + "\n", "utf-8")
    (problem,) = problems_of(folder)
    assert (problem.file, problem.row, problem.column, problem.value) == ("zones.csv", 2, "approved", "1999")
    assert "zones, one, approved" in problem.fix.en


def test_evidence_for_nothing_is_a_problem(tmp_path):
    """An evidence for a cell that is empty points at nothing."""
    folder = write_geodata(tmp_path)
    with (folder / "evidence.csv").open("a", encoding="utf-8") as file:
        file.write("zones,two,area_km2,gazette,p. 1,H,\n")
    (problem,) = problems_of(folder)
    assert (problem.file, problem.column, problem.value) == ("evidence.csv", "field", "area_km2")


def test_events_are_told_apart_by_date_and_type(tmp_path):
    """The evidence of an event names both."""
    folder = write_geodata(tmp_path, events=EVENTS + "one,2001-05,approved,扩区,Expanded\n")
    assert "events,one,2001-05 approved," in (folder / "evidence.csv").read_text("utf-8")
    assert len(read_region(folder).events) == 3


def test_the_same_industry_twice_is_a_problem(tmp_path):
    """Both rows are named."""
    folder = write_geodata(tmp_path, industries=INDUSTRIES + "one,power,name\n")
    assert [(problem.file, problem.row) for problem in problems_of(folder)] == [
        ("industries.csv", 2),
        ("industries.csv", 5),
    ]


def test_a_missing_table_is_one_of_the_problems(tmp_path):
    """The others are still read and checked."""
    folder = write_geodata(
        tmp_path, zones=ZONES.replace("hightech,provincial,county", "hightech,provincial,conty")
    )
    (folder / "story.csv").unlink()
    assert {problem.file for problem in problems_of(folder)} == {"story.csv", "zones.csv"}
