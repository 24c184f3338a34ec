"""Colours are told apart by everyone and on any printer, or else a pattern or a shape tells them apart."""

from itertools import combinations

import numpy as np
import pytest

from kit.eyes import ENOUGH, VISIONS, ciede2000, lab, linear
from kit.nation import nation_region, square_counties
from zonemap.analysis.legend import LEGENDS, legend_by
from zonemap.analysis.legend_classes import LegendClass


def difference(one: LegendClass, other: LegendClass, vision: str) -> float:
    """Return how far apart two classes are for somebody's eyes, by their colours alone."""
    return ciede2000(*(lab(VISIONS[vision] @ linear(item.color)) for item in (one, other)))


def look(item: LegendClass) -> tuple[str, str]:
    """Return what is drawn of a class besides its colour: ``solid`` and ``none`` draw no pattern."""
    return {"solid": "", "none": ""}.get(item.pattern, item.pattern), item.symbol


@pytest.fixture(scope="module")
def made_up():
    """Make a region in which every class of every legend occurs."""
    return nation_region(square_counties(20, 10), zones=300)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((50, -0.001, 2.49), (50, 0.0011, -2.49), 4.7461),
    ],
)
def test_differences_are_those_that_were_published(one, other, expected):
    """Pairs from the test data of Sharma, Wu and Dalal (2005)."""
    assert ciede2000(np.array(one), np.array(other)) == pytest.approx(expected, abs=2e-4)


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("by", LEGENDS)
def test_any_two_classes_are_told_apart(linfen, made_up, by, vision):
    """By ΔE00 of at least 10, or by a pattern or a shape; in Linfen and where every class occurs."""
    for region in (linfen.as_of("2024"), made_up):
        for one, other in combinations(legend_by(region, by).classes, 2):
            assert difference(one, other, vision) >= ENOUGH or look(one) != look(other), (one.key, other.key)


@pytest.mark.parametrize("vision", ["usual", "protanopia", "deuteranopia", "tritanopia"])
def test_kinds_and_industries_are_told_apart_by_colour_alone(linfen, vision):
    """Every two of them, however far apart in the legend."""
    for by in ("kind", "industry"):
        for one, other in combinations(legend_by(linfen, by).classes, 2):
            assert difference(one, other, vision) >= ENOUGH, (one.key, other.key)


@pytest.mark.parametrize("by", ["year", "reform", "zones"])
def test_what_has_an_order_gets_darker(linfen, made_up, by):
    """From class to class, in grey as well; what is not stated stands apart."""
    for region in (linfen.as_of("2024"), made_up):
        steps = [
            item
            for item in legend_by(region, by).classes
            if item.key != "bounded" and not item.key.startswith("not_")
        ]
        lightness = [lab(linear(item.color))[0] for item in steps if item.key != "0"]
        assert lightness == sorted(lightness, reverse=True)
