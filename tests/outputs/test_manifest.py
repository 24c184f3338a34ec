"""Outputs are left alone only when they are what they should be."""

from pathlib import Path

import pytest

from kit.toy import write_geodata
from zonemap.core.errors import CannotRead
from zonemap.outputs.manifest import (
    MANIFEST,
    describe_provenance,
    find_foreign,
    manifest_of,
    read_outputs,
    unchanged_outputs,
    verify,
)
from zonemap.region.reading import read_region
from zonemap.region.region import Region

WISHES = {"lang": "zh"}
NAMES = ["a.html", "figures/b.svg", MANIFEST]


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
    (folder / MANIFEST).write_text(manifest_of(describe_provenance(region, WISHES, ()), folder), "utf-8")
    return folder


def test_whole_outputs_of_the_same_making_are_unchanged(region, out):
    """All are named, the manifest too."""
    found = unchanged_outputs(describe_provenance(region, WISHES, ()), out, NAMES)
    assert [path.relative_to(out).as_posix() for path in found] == ["a.html", "figures/b.svg", MANIFEST]


def test_a_file_of_somebody_else_does_not_matter(region, out):
    """What is not of the set may stand beside it."""
    (out / "mine.txt").write_text("mine")
    assert unchanged_outputs(describe_provenance(region, WISHES, ()), out, NAMES)


def test_another_day_another_wish_or_another_notebook_is_another_making(region, out, tmp_path):
    """Each of the three changes what is made."""
    notebook = tmp_path / "01.ipynb"
    notebook.write_text("{}")
    for provenance in (
        describe_provenance(region.as_of("2005"), WISHES, ()),
        describe_provenance(region, {"lang": "en"}, ()),
        describe_provenance(region, WISHES, [notebook]),
    ):
        assert unchanged_outputs(provenance, out, NAMES) == []


@pytest.mark.parametrize("name", ["a.html", "figures/b.svg", MANIFEST])
def test_a_missing_file_is_a_change(region, out, name):
    """Output or manifest."""
    (out / name).unlink()
    assert unchanged_outputs(describe_provenance(region, WISHES, ()), out, NAMES) == []


def test_a_changed_output_is_a_change(region, out):
    """One letter is enough."""
    (out / "a.html").write_text("Page")
    assert unchanged_outputs(describe_provenance(region, WISHES, ()), out, NAMES) == []


@pytest.mark.parametrize("manifest", ["", "{", "[]", "null", '{"outputs": 3}', '{"outputs": {"a.html": 1}}'])
def test_a_spoilt_manifest_is_a_change(region, out, manifest):
    """Whatever stands in it, nothing breaks."""
    (out / MANIFEST).write_text(manifest)
    assert unchanged_outputs(describe_provenance(region, WISHES, ()), out, NAMES) == []


@pytest.mark.parametrize("names", [[MANIFEST], [*NAMES, "c.pdf"], [*NAMES[1:]]])
def test_another_list_of_outputs_is_a_change(region, out, names):
    """A manifest that lists more or less than a build makes is not up to date, though its hashes hold."""
    assert unchanged_outputs(describe_provenance(region, WISHES, ()), out, names) == []


def test_a_half_switched_set_is_not_up_to_date(region, out):
    """A build was killed while it put files in place."""
    (out / ".zonemap-journal").write_text("{}")
    assert unchanged_outputs(describe_provenance(region, WISHES, ()), out, NAMES) == []


def test_what_the_last_build_did_not_leave_so_is_foreign(out):
    """Changed, not listed, a folder where a file shall stand, a file where a folder shall."""
    (out / "a.html").write_text("mine")
    (out / "c.pdf").write_text("mine")
    (out / "d.pptx").mkdir()
    (out / "notebooks").write_text("mine")
    names = [*NAMES, "c.pdf", "d.pptx", "notebooks/e.html", "new.gpkg"]
    assert find_foreign(out, names, read_outputs(out)) == ["a.html", "c.pdf", "d.pptx", "notebooks"]


def test_without_a_manifest_all_is_foreign(out):
    """What nobody vouches for is somebody's own, a broken manifest too."""
    (out / MANIFEST).write_text("mine")
    assert find_foreign(out, NAMES, {}) == NAMES


def test_a_dangling_link_is_foreign(out):
    """It is a name that somebody has taken."""
    (out / "c.pdf").symlink_to(out / "nowhere")
    assert find_foreign(out, ["c.pdf"], read_outputs(out)) == ["c.pdf"]


def test_verify_of_whole_outputs(out):
    """Nothing differs; what stands there only meanwhile is not foreign."""
    (out / ".zonemap-lock").touch()
    found = verify(out)
    assert found.is_fine
    assert found.whole == NAMES[:2]


def test_verify_names_what_differs(out):
    """Changed, missing and foreign, each by its name."""
    (out / "a.html").write_text("Page")
    (out / "figures" / "b.svg").rename(out / "figures" / "mine.svg")
    found = verify(out)
    assert (found.changed, found.missing, found.foreign) == (
        ["a.html"],
        ["figures/b.svg"],
        ["figures/mine.svg"],
    )
    assert not found.is_fine


def test_verify_tells_a_half_switched_set(out):
    """Even when every hash still holds."""
    (out / ".zonemap-journal").write_text("{}")
    assert not verify(out).is_fine


@pytest.mark.parametrize(
    "outputs", ['{"../a.html": "%s"}', '{"/etc/passwd": "%s"}', '{"a.html": "1"}', '{"a.html": null}', "[]"]
)
def test_a_manifest_that_lists_what_cannot_be_is_none(out, outputs):
    """No name leads out of the folder, and a hash is a hash."""
    (out / MANIFEST).write_text('{"outputs": ' + outputs.replace("%s", "0" * 64) + "}")
    with pytest.raises(CannotRead, match="not a manifest"):
        verify(out)
