"""Every public name says what it raises and shows an example, and the examples run."""

import doctest
import inspect
from pathlib import Path

import pytest

import zonemap
from kit.toy import write_geodata
from zonemap.region.reading import read_region
from zonemap.region.region import Region

FUNCTIONS = [name for name in zonemap.__all__ if inspect.isfunction(getattr(zonemap, name))]
LONG = ("build", "write_figures")
"""What writes a dozen files or more; the other tests write all of those too."""


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Region:
    """Read the toy region once for all examples."""
    return read_region(write_geodata(tmp_path_factory.mktemp("examples") / "geodata"))


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] * (name in LONG)) for name in zonemap.__all__]
)
def test_an_example_runs(name: str, region: Region, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the docstring shows is what comes of it, in a folder with the data in ``geodata``."""
    (tmp_path / "geodata").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        zonemap, "read_region", lambda path: region if path == "geodata" else read_region(path), raising=False
    )
    home = getattr(zonemap, name) if name != "read_region" else read_region
    (example,) = doctest.DocTestFinder(recurse=False).find(home, name, module=False, globs={})
    assert example.examples
    output: list[str] = []
    assert not doctest.DocTestRunner().run(example, out=output.append).failed, "".join(output)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_public_function_says_what_it_raises(name: str) -> None:
    """Each of them refuses something, and says so."""
    assert "\n    Raises\n    ------\n" in getattr(zonemap, name).__doc__
