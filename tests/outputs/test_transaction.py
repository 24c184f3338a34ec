"""A set is switched as one, old or new; it is left alone only when whole; nothing read is written over."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kit.switching import LAST, NEW, OLD, lay, lying, switch
from kit.toy import write_geodata
from zonemap.core.atomic_output import refuse_input, write_atomic
from zonemap.core.errors import CannotRead, ZonemapError
from zonemap.core.transaction import OURS, hold_folder, is_half_switched, is_name, switch_set, undo_switch
from zonemap.outputs.manifest import (
    MANIFEST,
    describe_provenance,
    find_foreign,
    manifest_of,
    read_outputs,
    unchanged_outputs,
    verify,
)
from zonemap.outputs.ooxml import make_reproducible
from zonemap.outputs.workbook.writer import write_workbook
from zonemap.region.reading import read_region
from zonemap.region.region import Region

SCRIPT = Path(__file__).parents[1] / "kit" / "switching.py"


def see(*arguments: object) -> dict:
    """Run the script and return what it saw."""
    command = [sys.executable, SCRIPT, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def folder(tmp_path):
    """A folder with the old set."""
    lay(tmp_path, OLD)
    return tmp_path


def ours(folder):
    """Return what stands in a folder only meanwhile."""
    return sorted(path.name for path in folder.glob(f"{OURS}*"))


@pytest.fixture
def locked(monkeypatch):
    """Files that no program may move or replace, as those that are open in another one on Windows."""
    names: set[Path] = set()
    real = os.replace

    def replace(path, to):
        if {Path(path), Path(to)} & names:
            raise PermissionError(13, "Permission denied", str(path))
        real(path, to)

    monkeypatch.setattr(os, "replace", replace)
    return names


def test_a_switch_puts_all_in_place(folder):
    """New, changed and dropped; a folder that is left empty goes, and nothing of our own stays."""
    switch(folder, NEW)
    assert lying(folder) == NEW
    assert not (folder / "gone").exists()
    assert ours(folder) == []


def test_what_is_the_same_is_not_touched(folder):
    """Nobody who reads it is disturbed, and a lock on it does not matter."""
    before = (folder / "b").stat()
    switch(folder, NEW)
    assert (folder / "b").stat().st_ino == before.st_ino


def test_what_is_not_of_the_set_stays(folder):
    """Another file in the folder is left alone."""
    with hold_folder(folder) as stage:
        lay(stage, {"a": "new"})
        switch_set(folder, LAST)
    assert lying(folder) == OLD | {"a": "new"}


def test_an_error_while_the_set_is_made_leaves_the_old_one(folder):
    """Nothing is put in place before all is there."""

    def fail():
        with hold_folder(folder) as stage:
            lay(stage, {"a": "new"})
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert (lying(folder), ours(folder)) == (OLD, [])


def test_twenty_locked_files_each_leave_the_old_set(tmp_path, locked):
    """Whichever of twenty files is open in another program: it is named, and all are as they were."""
    names = [f"{number:02}" for number in range(19)] + [LAST]
    lay(tmp_path, dict.fromkeys(names, "old"))
    for name in names:
        locked.clear()
        locked.add(tmp_path / name)
        with pytest.raises(ZonemapError, match=f"cannot replace {name}: .*the old files are as they were"):
            switch(tmp_path, dict.fromkeys(names, "new"))
        assert (set(lying(tmp_path).values()), ours(tmp_path)) == ({"old"}, [])
    locked.clear()
    switch(tmp_path, dict.fromkeys(names, "new"))
    assert set(lying(tmp_path).values()) == {"new"}


def test_all_locked_files_are_named_at_once(folder, locked):
    """One round of closing programs is enough."""
    locked |= {folder / "a", folder / "gone/c"}
    with pytest.raises(ZonemapError, match="a, gone/c"):
        switch(folder, NEW)


def refuse_from(monkeypatch, first, last):
    """Let the calls of ``os.replace`` from the first to the last fail; return how many were made."""
    real, calls = os.replace, []

    def replace(path, to):
        calls.append(path)
        if first <= len(calls) <= last:
            raise PermissionError(13, "Permission denied", str(path))
        real(path, to)

    monkeypatch.setattr(os, "replace", replace)
    return calls


def moves_of_a_switch(folder, monkeypatch):
    """Return how many moves a whole switch makes."""
    lay(folder, OLD)
    with monkeypatch.context() as patched:
        calls = refuse_from(patched, 0, 0)
        switch(folder, NEW)
    return len(calls)


def test_a_move_that_fails_is_undone(tmp_path, monkeypatch):
    """Any single one of the moves of a switch, tries and journal included."""
    for number in range(2, moves_of_a_switch(tmp_path / "first", monkeypatch) + 1):
        folder = tmp_path / str(number)
        lay(folder, OLD)
        with monkeypatch.context() as patched:
            refuse_from(patched, number, number)
            with pytest.raises(ZonemapError, match="the old files are as they were"):
                switch(folder, NEW)
        assert (lying(folder), ours(folder)) == (OLD, [])


def test_a_switch_that_cannot_even_be_undone_says_so_and_is_undone_later(tmp_path, monkeypatch):
    """From some move on all fail: what is told is true, and the next run puts the old files back."""
    halves = 0
    for number in range(2, moves_of_a_switch(tmp_path / "first", monkeypatch) + 1):
        folder = tmp_path / str(number)
        lay(folder, OLD)
        with monkeypatch.context() as patched:
            refuse_from(patched, number, 10_000)
            with pytest.raises(ZonemapError) as caught:
                switch(folder, NEW)
            is_half = lying(folder) != OLD
            assert is_half_switched(folder) or not is_half
            assert ("only a part of the new files" in str(caught.value)) == is_half_switched(folder)
            if is_half_switched(folder):
                with pytest.raises(ZonemapError, match=r"only a part|cannot write|Permission"):
                    undo_switch(folder)
        halves += is_half
        with hold_folder(folder):
            assert lying(folder) == OLD
        assert ours(folder) == []
    assert halves > 2


def test_a_folder_in_the_way_of_a_file_is_named(folder):
    """And a file in the way of a folder."""
    (folder / "made").write_text("mine")
    (folder / "sub/e").mkdir()
    with pytest.raises(ZonemapError, match="cannot replace made/f, sub/e"):
        switch(folder, NEW)
    assert lying(folder) == OLD | {"made": "mine"}


def half(folder, monkeypatch, moves=9):
    """Leave a switch half done, as a kill would."""
    with monkeypatch.context() as patched:
        refuse_from(patched, moves, 10_000)
        with pytest.raises(ZonemapError, match="only a part"):
            switch(folder, NEW)


def test_what_somebody_saved_meanwhile_stays(folder, monkeypatch):
    """Undoing a switch does not overwrite a file that is neither old nor new."""
    half(folder, monkeypatch)
    assert lying(folder)["a"] == "new"
    (folder / "a").write_text("mine")
    with hold_folder(folder):
        assert lying(folder) == OLD | {"a": "mine"}


@pytest.mark.parametrize(
    "journal", ["", "[]", "{", '{"a": 3}', '{"../a": [false, ""]}', '{".zonemap-lock": [true, ""]}']
)
def test_a_journal_that_somebody_changed_moves_nothing(folder, journal):
    """It names what to do, and no file outside the folder is touched."""
    (folder / f"{OURS}journal").write_text(journal)
    lay(folder / f"{OURS}old", {"a": "evil"})
    with pytest.raises(ZonemapError, match="damaged"):
        undo_switch(folder)
    assert lying(folder) == OLD


def test_names_that_lead_elsewhere_are_none():
    """Whether written for this system or for another."""
    bad = ["", "/a", "../a", "a/../../b", "C:/a", "a\\b", f"{OURS}new/a", "a\0", 3, None]
    assert [name for name in bad if is_name(name)] == []
    assert all(map(is_name, ["a", "figures/地图-zh.png", ".hidden"]))


def test_a_second_run_is_told_who_holds_the_folder(folder):
    """Process, computer and time; nothing is touched."""
    with hold_folder(folder) as stage:
        lay(stage, NEW)
        with pytest.raises(ZonemapError, match=rf"process {os.getpid()} on .* \(since 2\d\d\d-"):
            switch(folder, NEW)
        switch_set(folder, LAST, ["gone/c"])
    assert lying(folder) == NEW


def test_a_lock_of_a_dead_process_holds_nobody_up(folder):
    """Killed while it held the folder: the next run goes on and clears up."""
    script = (
        "import os, sys; from pathlib import Path; from zonemap.core.transaction import hold_folder\n"
        "with hold_folder(Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, folder], check=False)
    assert f"{OURS}lock" in ours(folder)
    switch(folder, NEW)
    assert (lying(folder), ours(folder)) == (NEW, [])


def test_a_folder_that_is_a_file_is_an_error_of_the_system(tmp_path):
    """Nothing is removed."""
    (tmp_path / "dist").write_text("mine")
    with pytest.raises(OSError), hold_folder(tmp_path / "dist"):  # noqa: PT011
        pass
    assert (tmp_path / "dist").read_text() == "mine"


def no_mixture(saw):
    """See that kills left a whole set, or a half one that says so, and that all were healed."""
    assert set(saw["after"]) == {"old", "half", "new"}
    assert set(saw["healed"]) == {"old", "new"}


def test_a_killed_switch_is_old_or_new(tmp_path):
    """Killed at steps all along, and its recovery too."""
    saw = see("kills", tmp_path / "set", 6, 17)
    assert saw["kills"] > 20
    no_mixture(saw)


@pytest.mark.slow
def test_a_switch_killed_anywhere_is_old_or_new(tmp_path):
    """Killed before every single step; each recovery killed at every fifth."""
    saw = see("kills", tmp_path / "set", 1, 5)
    assert saw["kills"] > 300
    no_mixture(saw)


@pytest.mark.parametrize("count", [3, pytest.param(50, marks=pytest.mark.slow)])
def test_two_switches_at_once_leave_one_set(tmp_path, count):
    """Each is whole, and the one that had to wait was told by whom."""
    saw = see("pairs", tmp_path / "set", count)
    assert saw["pairs"] == sum(saw["seen"].values()) == count
    assert set(saw["seen"]) <= {"new", "other"}
    assert saw["refusals"] > 0
    assert "is writing this folder" in saw["said"][0]


def test_a_file_is_replaced_in_one_step(tmp_path):
    """The new text stands there, and nothing beside it."""
    target = tmp_path / "new folder" / "a.txt"
    write_atomic(target, "old")
    write_atomic(target, "隰县\n")
    assert target.read_bytes() == "隰县\n".encode()
    assert list(target.parent.iterdir()) == [target]


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    """When flushing fails the old file is untouched and no stray is left."""
    target = write_atomic(tmp_path / "a.txt", "old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomic(target, "new")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_full_name_of_an_input_is_refused(tmp_path):
    """The file itself, a file in a folder that is read, and both by way of a link."""
    file, folder = write_atomic(tmp_path / "in.csv", "x"), tmp_path / "data"
    write_atomic(folder / "zones.csv", "x")
    (tmp_path / "soft").symlink_to(file)
    (tmp_path / "way").symlink_to(folder, target_is_directory=True)
    os.link(file, tmp_path / "hard")
    for out in ("in.csv", "data/../in.csv", "soft", "hard", "data", "data/new.csv", "way/sub/new.csv"):
        with pytest.raises(ZonemapError, match=r"--out .*input .*write it outside"):
            refuse_input("--out", tmp_path / out, [file, folder])


def test_other_names_are_not_refused(tmp_path):
    """A file beside an input, and a folder around it, may be written."""
    file = write_atomic(tmp_path / "data" / "in.csv", "x")
    for out in (tmp_path, tmp_path / "data" / "new.csv", tmp_path / "data2"):
        refuse_input("--out", out, [file, tmp_path / "nowhere"])


def test_an_office_file_is_the_same_on_every_system(toy, tmp_path, monkeypatch):
    """No member names the system that it was written on."""
    written = write_workbook(toy, tmp_path / "a.xlsx").read_bytes()
    monkeypatch.setattr(sys, "platform", "win32")
    assert make_reproducible(written, toy.state_day) == written


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
    (folder / MANIFEST).write_text(
        manifest_of(describe_provenance(region, WISHES, ()), folder, {}, {}), "utf-8"
    )
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
