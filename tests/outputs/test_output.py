"""Old files stay whole whatever interrupts the writing of new ones; what is read is never written over."""

import errno
import os
import sys

import pytest

from zonemap.core.atomic_output import refuse_input, write_atomic
from zonemap.core.errors import ZonemapError
from zonemap.outputs.ooxml import make_reproducible
from zonemap.outputs.workbook.writer import write_workbook


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
