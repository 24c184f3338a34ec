"""Outputs are left alone only when they are what they should be."""

from pathlib import Path

import pytest

from toy import write_geodata
from zonemap.manifest import MANIFEST, describe_making, manifest_of, unchanged_outputs
from zonemap.region import Region, read_region

WISHES = {"lang": "zh"}


@pytest.fixture
def region(tmp_path: Path) -> Region:
    """The made-up region."""
    return read_region(write_geodata(tmp_path / "geodata"))


@pytest.fixture
def out(tmp_path: Path, region: Region) -> Path:
    """A folder of two outputs with their manifest."""
    folder = tmp_path / "dist"
    (folder / "figures").mkdir(parents=True)
    (folder / "a.html").write_text("page")
    (folder / "figures" / "b.svg").write_text("figure")
    (folder / MANIFEST).write_text(manifest_of(describe_making(region, WISHES, ()), folder), "utf-8")
    return folder


def test_whole_outputs_of_the_same_making_are_unchanged(region, out):
    """All are named, the manifest too."""
    found = unchanged_outputs(describe_making(region, WISHES, ()), out)
    assert [path.relative_to(out).as_posix() for path in found] == ["a.html", "figures/b.svg", MANIFEST]


def test_a_file_of_somebody_else_does_not_matter(region, out):
    """What is not of the set may stand beside it."""
    (out / "mine.txt").write_text("mine")
    assert unchanged_outputs(describe_making(region, WISHES, ()), out)


def test_another_day_another_wish_or_another_notebook_is_another_making(region, out, tmp_path):
    """Each of the three changes what is made."""
    notebook = tmp_path / "01.ipynb"
    notebook.write_text("{}")
    for making in (
        describe_making(region.as_of("2005"), WISHES, ()),
        describe_making(region, {"lang": "en"}, ()),
        describe_making(region, WISHES, [notebook]),
    ):
        assert unchanged_outputs(making, out) == []


@pytest.mark.parametrize("name", ["a.html", "figures/b.svg", MANIFEST])
def test_a_missing_file_is_a_change(region, out, name):
    """Output or manifest."""
    (out / name).unlink()
    assert unchanged_outputs(describe_making(region, WISHES, ()), out) == []


def test_a_changed_output_is_a_change(region, out):
    """One letter is enough."""
    (out / "a.html").write_text("Page")
    assert unchanged_outputs(describe_making(region, WISHES, ()), out) == []


@pytest.mark.parametrize("manifest", ["", "{", "[]", "null", '{"outputs": 3}', '{"outputs": {"a.html": 1}}'])
def test_a_spoilt_manifest_is_a_change(region, out, manifest):
    """Whatever stands in it, nothing breaks."""
    (out / MANIFEST).write_text(manifest)
    assert unchanged_outputs(describe_making(region, WISHES, ()), out) == []
