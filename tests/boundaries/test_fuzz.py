"""Files with a few bytes changed: every reader reads them or says why not, and comes to an end."""

import pytest

from kit.fuzz import FORMATS, Format, failures, tried


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
def test_twenty_mutations(format: Format) -> None:
    """None of twenty mutations of each format ends in a traceback or in an error nobody foresaw."""
    assert list(failures(format, range(20))) == []


@pytest.mark.slow
@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
def test_two_hundred_mutations(format: Format) -> None:
    """Nor does any of the next hundred and eighty."""
    assert list(failures(format, range(20, 200))) == []


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
def test_unchanged_files_are_read(format: Format, tmp_path) -> None:
    """What is mutated is sound before, so that the mutations reach the readers' depths."""
    format.make(tmp_path)
    format.read(tmp_path)


def test_a_reader_that_raises_or_never_ends_is_found(monkeypatch) -> None:
    """The net has no hole of its own: a traceback and an endless loop are both named."""

    def raises(_: object) -> None:
        raise KeyError("x")

    def never_ends(_: object) -> None:
        while True:
            pass

    monkeypatch.setattr("kit.fuzz.SECONDS", 0.01)
    assert tried(Format("x", FORMATS[0].make, raises), 0)[0] == "uncaught"
    assert tried(Format("x", FORMATS[0].make, never_ends), 0)[0] == "hang"
