"""One legend for every output."""

import dataclasses
import re

import pytest
from matplotlib.text import Text

from kit.decks import opened, texts
from kit.toy import INDUSTRIES, write_geodata
from zonemap.analysis.legend import LEGENDS, caveat_of, legend_by, reform_classes
from zonemap.core import vocabulary
from zonemap.core.vocabulary import Term
from zonemap.outputs.atlas.writer import write_atlas
from zonemap.outputs.deck.writer import write_deck
from zonemap.outputs.figures.reforms import plot_reforms
from zonemap.outputs.page.data import page_data
from zonemap.region.reading import read_region
from zonemap.region.region import Region


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
    assert legend.class_of("two").label.of("en") == "High-tech zone"


def test_by_year_keeps_the_undated_apart(toy):
    """Two years and one class for what is not approved or not stated."""
    legend = legend_by(toy, "year")
    assert legend.of.to_dict() == {"one": "1999", "two": "2010", "three": "not_stated", "four": "not_stated"}


@pytest.mark.parametrize(
    ("approved", "key", "zh", "en"),
    [
        ("../2021-07", "bounded", "已批准，年份未载明", "Approved, year not stated"),
        ("2021-07", "2021", "2021", "2021"),
    ],
)
def test_by_year_a_bound_is_no_year(toy, approved, key, zh, en):
    """Approved by July 2021 may be earlier: the class says so; approved in July 2021 is of that year."""
    zones = toy.zones.copy()
    zones.loc["three", "approved"] = approved
    legend = legend_by(dataclasses.replace(toy, zones=zones).as_of("2021"), "year")
    assert legend.of["three"] == key
    label = legend.class_of("three").label
    assert (label.of("zh"), label.of("en")) == (zh, en)
    assert legend.class_of("one").label.zh == "1999"


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


@pytest.mark.parametrize("more", [1, 6])
def test_any_number_of_reform_measures_has_its_classes(more, monkeypatch):
    """Each count of measures done has a colour of its own and says out of how many."""
    for number in range(more):
        key = f"new-{number}"
        monkeypatch.setitem(
            vocabulary._all_terms()["measure"], key, Term("measure", key, f"新{number}制", "")
        )
    classes = reform_classes()
    done = [item for item in classes if item.key.startswith("done_")]
    assert [item.label.of("en") for item in done] == [f"{n} of {3 + more} done" for n in range(1, 4 + more)]
    assert len({item.color for item in classes}) == len(classes)


def test_every_output_takes_another_measure(toy, monkeypatch, tmp_path):
    """Page, deck, atlas and figure have room for it, and none says that there are three."""
    new = Term("measure", "training", "培训制", "Training")
    monkeypatch.setitem(vocabulary._all_terms()["measure"], "training", new)
    assert "training" in page_data(toy)["terms"]["measure"]
    deck = opened(write_deck(toy, tmp_path / "deck.pptx", lang="zh").read_bytes())
    told = [texts(slide) for slide in deck.slides]
    assert any("培训制" in text for text in told)
    assert not any("三制" in text or "三项" in text for text in told)
    assert write_atlas(toy, tmp_path / "atlas.pdf").stat().st_size > 0
    figure, _ = plot_reforms(toy)
    assert "培训制" in [text.get_text() for text in figure.findobj(Text)]


@pytest.mark.parametrize(
    ("basis", "point_basis", "said"),
    [
        ("surveyed", "boundary", ""),
        ("host_county", "site", "界线未经实测的均为示意。"),
        ("surveyed", "county_seat", "点取县城或乡镇驻地时，可能离实际位置 5–30 公里。"),
        (
            "published_area",
            "township",
            "界线未经实测的均为示意；点取县城或乡镇驻地时，可能离实际位置 5–30 公里。",
        ),
        ("", "site", ""),
    ],
)
def test_the_caveat_is_of_what_is_drawn(toy, basis, point_basis, said):
    """Nothing is said of seats or indicative lines where there are none."""
    zones = toy.zones.assign(basis=basis, point_basis=point_basis)
    assert caveat_of(dataclasses.replace(toy, zones=zones)).zh == said
