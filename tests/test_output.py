"""Old files stay whole whatever interrupts the writing of new ones."""

import errno
import os
from pathlib import Path

import pytest

from zonemap.output import staged_folder, write_atomic


def files_in(folder: Path) -> dict[str, str]:
    """Return the text of every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.*")}


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


def test_a_set_is_put_in_place_together(tmp_path):
    """New files replace old ones, files that are not of the set stay."""
    for name, text in {"a.html": "old", "mine.txt": "mine", "sub/b.csv": "old"}.items():
        write_atomic(tmp_path / name, text)
    with staged_folder(tmp_path, last="manifest.json") as stage:
        for name in ("a.html", "sub/b.csv", "manifest.json"):
            write_atomic(stage / name, "new")
        assert (tmp_path / "a.html").read_text() == "old"
    assert files_in(tmp_path) == {
        "a.html": "new",
        "sub/b.csv": "new",
        "manifest.json": "new",
        "mine.txt": "mine",
    }


def test_an_interrupted_set_leaves_all_old_files(tmp_path):
    """When the second output fails the first is not put in place either."""
    write_atomic(tmp_path / "a.html", "old")

    def interrupted() -> None:
        with staged_folder(tmp_path, last="manifest.json") as stage:
            write_atomic(stage / "a.html", "new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert files_in(tmp_path) == {"a.html": "old"}


def test_what_a_killed_run_left_is_cleared(tmp_path):
    """A stage of an earlier run does not leak into the next set."""
    (tmp_path / ".zonemap-new").mkdir()
    (tmp_path / ".zonemap-new" / "stray.html").write_text("half")
    with staged_folder(tmp_path, last="manifest.json") as stage:
        write_atomic(stage / "a.html", "new")
    assert files_in(tmp_path) == {"a.html": "new"}
