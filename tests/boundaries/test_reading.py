"""Whatever a reader raises, and whatever stands where a file should: a problem with a name and a way out."""

import os
import socket
import zipfile
import zlib
from pathlib import Path

import pytest
from pyproj.exceptions import ProjError

from kit.boundary_cases.kit import ID, geojson
from kit.boundary_cases.vectors import FEATURE
from kit.toy import write_geodata
from zonemap.boundaries.points import read_points
from zonemap.boundaries.reader import read_boundaries
from zonemap.core.errors import ZonemapError
from zonemap.core.problems import DataProblems
from zonemap.core.reading import Unforeseen, errors_as_problems
from zonemap.outputs.conversion import convert_files
from zonemap.region.reading import read_region


def pipe(path: Path) -> None:
    """Put a pipe that nobody writes to: opening it would wait for ever."""
    os.mkfifo(path)


def dangling(path: Path) -> None:
    """Put a link to a file that is not there."""
    path.symlink_to(path.with_name("moved-away"))


def looping(path: Path) -> None:
    """Put a link to itself."""
    path.symlink_to(path)


def device(path: Path) -> None:
    """Put a link to a device without end."""
    path.symlink_to("/dev/zero")


def unreadable(path: Path) -> None:
    """Put a link to a file that the system will not read."""
    path.symlink_to("/proc/self/mem")


def bound(path: Path) -> None:
    """Put a socket."""
    here = Path.cwd()
    os.chdir(path.parent)  # the path of a socket may have 100 characters only
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(path.name)
    os.chdir(here)


ODD = (pipe, dangling, looping, device, unreadable, bound)


@pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", ["a.geojson", "a.txt", "a.shp", "a.xlsx", "a.kml", "a.zip"])
def test_what_is_no_file_among_boundaries(tmp_path, make, name):
    """Links, pipes and devices in a folder of boundaries are named, and none is waited for."""
    make(tmp_path / name)
    with pytest.raises(DataProblems, match=name):
        read_boundaries(tmp_path)


@pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", ["zones.csv", "zones.xlsx", "counties.geojson", "datapackage.json"])
def test_what_is_no_file_among_tables(tmp_path, make, name):
    """So are they where a table, the counties or the description should be."""
    folder = write_geodata(tmp_path)
    (folder / Path(name).with_suffix(".csv")).unlink(missing_ok=True)
    (folder / name).unlink(missing_ok=True)
    make(folder / name)
    with pytest.raises(ZonemapError, match=name):
        read_region(folder)


@pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", ["p.csv", "p.geojson"])
def test_what_is_no_file_as_points(tmp_path, make, name):
    """And where points should be."""
    make(tmp_path / name)
    with pytest.raises(ZonemapError, match="p"):
        read_points(tmp_path / name)


@pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)
def test_what_is_no_file_to_convert(tmp_path, make):
    """And where a boundary file is asked for by its name."""
    make(tmp_path / "a.kml")
    with pytest.raises(ZonemapError, match=r"a\.kml"):
        convert_files([tmp_path / "a.kml"], tmp_path / "out.gpkg")


def test_a_folder_that_links_to_itself_is_read_once(tmp_path):
    """The boundary in it is one, however often the link could be followed."""
    geojson(FEATURE)(tmp_path)
    (tmp_path / "again").symlink_to(tmp_path)
    assert read_boundaries(tmp_path)["zone_id"].tolist() == [ID]


EXPECTED = (
    *(zlib.error("x"), EOFError(), zipfile.BadZipFile("x"), NotImplementedError("x"), RecursionError()),
    *(ProjError("x"), PermissionError(13, "x"), MemoryError()),
)


@pytest.mark.parametrize("error", EXPECTED, ids=repr)
def test_an_expected_error_is_told_in_words(error):
    """File, what is wrong and the way out, in both languages; the error stays the cause."""
    with pytest.raises(DataProblems) as caught, errors_as_problems("a.zip"):
        raise error
    (problem,) = caught.value.problems
    assert problem.file == "a.zip"
    assert all((problem.message.zh, problem.message.en, problem.fix.zh, problem.fix.en))
    assert caught.value.__cause__ is error
    assert not isinstance(caught.value, Unforeseen)


def test_an_error_nobody_foresaw_keeps_its_cause():
    """A fault of our own is told too, but can be told from a fault of the file."""
    with pytest.raises(Unforeseen, match="KeyError") as caught, errors_as_problems("a.zip"):
        raise KeyError("row")
    assert isinstance(caught.value.__cause__, KeyError)


def test_a_problem_that_is_told_already_passes():
    """The first who knows what is wrong says it."""
    said = ZonemapError("said")
    with pytest.raises(ZonemapError) as caught, errors_as_problems("a.zip"):
        raise said
    assert caught.value is said
