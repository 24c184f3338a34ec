"""The history is held against itself, the cells of the zones, the vocabulary and the counties."""

import pytest

from kit import toy
from zonemap.core.problems import DataProblems
from zonemap.region.reading import read_region

HEAD = "zone_id,field,from,value\n"
THREE_AREAS = "one,area_km2,1999,4\none,area_km2,2005-06,7.5\none,area_km2,2012,10\n"


def problems_of(folder) -> list:
    """Return what a folder is refused for."""
    with pytest.raises(DataProblems) as caught:
        read_region(folder)
    return caught.value.problems


@pytest.mark.parametrize(
    ("rows", "row", "column", "value", "message"),
    [
        ("one,area_km2,1999,4\n", 2, "value", "4", "differs from the table of zones, which says 10"),
        ("one,kind,2001,economic\n", 2, "field", "kind", "from the beginning on is missing"),
        ("one,kind,,economics\n", 2, "value", "economics", "the vocabulary has no such value"),
        ("one,area_km2,2021,-5\n", 2, "value", "-5", "must be above 0"),
        ("one,point,2021,36.05 111.05\n", 2, "value", "36.05 111.05", "longitude lies outside"),
        ("one,point,2021,111.05\n", 2, "value", "111.05", "not a number"),
        ("one,counties,,140001\none,counties,2021,140009\n", 3, "value", "140009", "no such value"),
        ("one,approved,2021,2003\n", 2, "field", "approved", "this field has no history"),
        ("one,kind,soon,economic\n", 2, "from", "soon", "not a date"),
        ("nine,kind,,economic\n", 2, "zone_id", "nine", "no such value"),
    ],
)
def test_a_history_that_cannot_be_is_told(tmp_path, rows, row, column, value, message):
    """By file, row as Excel counts, column, value and the way out."""
    found = problems_of(toy.write_geodata(tmp_path, history=HEAD + rows))
    one = next(problem for problem in found if message in problem.message.en)
    assert (one.file, one.row, one.column) == ("history.csv", row, column)
    assert value in one.value
    assert one.fix.zh
    assert one.fix.en


def test_a_row_that_stands_twice_is_told(tmp_path):
    """The same zone, field and date with two values: neither is guessed."""
    history = HEAD + "one,area_km2,2012,10\none,area_km2,2012,10\n"
    found = problems_of(toy.write_geodata(tmp_path, history=history))
    assert {problem.row for problem in found if "more than once" in problem.message.en} == {2, 3}


@pytest.mark.parametrize(
    ("day", "area"),
    [
        ("1998-12-31", None),
        ("1999-12-31", 4),
        ("2005-05-31", 4),
        ("2005-06-30", 7.5),
        ("2011-12-31", 7.5),
        ("2012-12-31", 10),
        ("2030-12-31", 10),
    ],
)
def test_every_day_has_the_area_in_force(tmp_path, day, area):
    """Three acts, three areas; none before the first act."""
    region = read_region(toy.write_geodata(tmp_path, history=HEAD + THREE_AREAS)).as_of(day)
    found = region.zones.loc["one", "area_km2"]
    assert found == area if area else found != found


def test_areas_in_hectares_and_mu_are_the_same_areas(tmp_path):
    """400 hectares, 11,250 mu, and 10 km² written plainly."""
    rows = "one,area_km2,1999,400公顷\none,area_km2,2005-06,11250亩\none,area_km2,2012,10 km²\n"
    region = read_region(toy.write_geodata(tmp_path, history=HEAD + rows))
    assert list(region.history["value"].astype(float)) == [4, 7.5, 10]
