"""Every output of Linfen says and shows what is kept of it (``kit/snapshots.py``)."""

import pytest

from kit.snapshots import differences, outputs_of


@pytest.mark.parametrize("output", outputs_of("linfen"))
def test_an_output_of_linfen_says_what_is_kept_of_it(linfen_set, tmp_path, output):
    """Not one status, fact, text or box differs."""
    assert not (told := differences("linfen", output, linfen_set, tmp_path / f"{output}.json")), told
