"""Every output of a region whose zones are all surveyed says what is kept of it (``kit/snapshots.py``)."""

import pytest

from kit.snapshots import WRITERS, differences, made_region, parameters_of


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    """Make the region."""
    return made_region("surveyed", tmp_path_factory.mktemp("surveyed"))


@pytest.mark.parametrize("output", parameters_of("surveyed", slow=("figures", "atlas")))
def test_an_output_says_what_is_kept_of_it(region, tmp_path, output):
    """Not one status, fact, text or box differs."""
    WRITERS[output](region, tmp_path / "dist")
    assert not (told := differences("surveyed", output, tmp_path / "dist", tmp_path / f"{output}.json")), told
