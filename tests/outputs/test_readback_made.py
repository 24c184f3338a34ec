"""Every output of two made-up regions says and shows what is kept of it (``kit/snapshots.py``).

60 zones in 17 counties; and a few zones that are all surveyed.
"""

from functools import cache

import pytest

from kit.snapshots import WRITERS, differences, made_region, outputs_of

SLOW = {
    ("sixty", "figures"),
    ("sixty", "atlas"),
    ("sixty", "deck"),
    ("surveyed", "figures"),
    ("surveyed", "atlas"),
}
KEPT = [
    pytest.param(name, output, marks=[pytest.mark.slow] if (name, output) in SLOW else [])
    for name in ("sixty", "surveyed")
    for output in outputs_of(name)
]


@pytest.fixture(scope="module")
def region_of(tmp_path_factory):
    """Make each region once."""
    return cache(lambda name: made_region(name, tmp_path_factory.mktemp(name)))


@pytest.mark.parametrize(("name", "output"), KEPT)
def test_an_output_says_what_is_kept_of_it(region_of, tmp_path, name, output):
    """Not one status, fact, text or box differs."""
    WRITERS[output](region_of(name), tmp_path / "dist")
    assert not (told := differences(name, output, tmp_path / "dist", tmp_path / f"{output}.json")), told
