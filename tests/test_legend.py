"""One legend for every output."""

import dataclasses
import re

import pytest

from toy import INDUSTRIES, write_geodata
from zonemap.legend import LEGENDS, legend_by
from zonemap.region import Region, read_region


@pytest.fixture
def toy(tmp_path) -> Region:
    """The made-up region."""
    return read_region(write_geodata(tmp_path))


@pytest.mark.parametrize("by", LEGENDS)
def test_classes_cover_what_is_shown_and_nothing_else(toy, by):
    """Each class occurs, the counts add up, colours are colours, patterns differ."""
    legend = legend_by(toy, by)
    assert {item.key for item in legend.classes} == set(legend.of)
    assert sum(item.count for item in legend.classes) == len(legend.of)
    assert all(re.fullmatch("#[0-9A-F]{6}", item.color) for item in legend.classes)
    looks = [(item.color, item.pattern) for item in legend.classes]
    assert len(set(looks)) == len(looks)


def test_by_kind_in_the_order_of_the_vocabulary(toy):
    """Economic, high-tech, agriculture, cluster."""
    legend = legend_by(toy)
    assert [(item.key, item.count) for item in legend.classes] == [
        ("economic", 1),
        ("hightech", 1),
        ("agriculture", 1),
        ("cluster", 1),
    ]
    assert legend.class_of("two").label_en == "High-tech zone"


def test_by_year_keeps_the_undated_apart(toy):
    """Two years and one class for what is not approved or not stated."""
    legend = legend_by(toy, "year")
    assert legend.of.to_dict() == {"one": "1999", "two": "2010", "three": "not_stated", "four": "not_stated"}


@pytest.mark.parametrize(
    ("approved", "label_zh", "label_en"),
    [("../2021-07", "不晚于 2021", "by 2021"), ("2021-07", "2021", "2021")],
)
def test_by_year_a_bound_is_no_year(toy, approved, label_zh, label_en):
    """Approved by July 2021 may be earlier: the class says so; approved in July 2021 is of that year."""
    zones = toy.zones.copy()
    zones.loc["three", "approved"] = approved
    legend = legend_by(dataclasses.replace(toy, zones=zones).as_of("2021"), "year")
    assert legend.of["three"] == "2021"
    assert (legend.class_of("three").label_zh, legend.class_of("three").label_en) == (label_zh, label_en)
    assert legend.class_of("one").label_zh == "1999"


def test_by_reform_counts_what_is_done(toy):
    """one has two of three done, two has its leaders in place, the rest is not concerned."""
    legend = legend_by(toy, "reform")
    assert legend.of.to_dict() == {
        "one": "done_2",
        "two": "started",
        "three": "not_concerned",
        "four": "not_concerned",
    }


def test_by_reform_tells_nothing_that_was_not_yet_known(toy):
    """The states are of 2020: by the end of 2010 neither approved zone has any."""
    assert legend_by(toy.as_of("2010"), "reform").of.to_dict() == {
        "one": "not_reported",
        "two": "not_reported",
    }


def test_by_industry_says_what_is_not_stated(toy):
    """three names no industry."""
    legend = legend_by(toy, "industry")
    assert legend.of.to_dict() == {"one": "power", "two": "power", "three": "not_stated", "four": "power"}


def test_the_first_industry_leads(tmp_path):
    """A second industry does not change the class."""
    region = read_region(write_geodata(tmp_path, industries=INDUSTRIES + "one,medicine,stated\n"))
    assert legend_by(region, "industry").of["one"] == "power"


def test_by_zones_colours_counties(toy):
    """丙县 has two."""
    assert legend_by(toy, "zones").of.to_dict() == {"140001": "1", "140002": "1", "140003": "2"}


def test_an_earlier_day_has_fewer_classes(toy):
    """In 2000 only the first zone is there."""
    assert [item.key for item in legend_by(toy.as_of("2000")).classes] == ["economic"]


def test_an_unknown_legend_is_refused(toy):
    """The message lists those there are."""
    with pytest.raises(ValueError, match="kind, year"):
        legend_by(toy, "colour")
