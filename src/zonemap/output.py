"""Writing files so that an interrupted run leaves the old ones whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_BESIDE = ".zonemap-new"


def write_atomic(path: Path | str, content: bytes | str) -> Path:
    """Write a file beside its target, flush it to the disk, then put it in place in one step.

    Parameters
    ----------
    path
        Where the file shall stand. Its folder is made if missing.
    content
        Bytes, or text that is written as UTF-8 with ``\\n`` line ends.

    Returns
    -------
    The path.

    Raises
    ------
    OSError
        If the disk is full or the folder cannot be written; the old file is then untouched.
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(target.name + _BESIDE)
    data = content.encode() if isinstance(content, str) else content
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return target


@contextmanager
def staged_folder(target: Path, last: str) -> Iterator[Path]:
    """Give an empty folder to write a set of outputs into; put all in place at the end, or none.

    The set is switched file by file with ``os.replace`` after every file has been written and flushed, so
    that files in the target folder which do not belong to the set stay. What an earlier, killed run left
    behind is cleared first.

    Parameters
    ----------
    target
        The folder in which the set shall stand.
    last
        Name of the file that is put in place after all others, as the mark of a finished set.

    Raises
    ------
    OSError
        If the disk is full or the folder cannot be written; the old files are then untouched.
    """
    target.mkdir(parents=True, exist_ok=True)
    clear_strays(target)
    stage = target / _BESIDE
    stage.mkdir()
    try:
        yield stage
        staged = sorted(
            (path for path in stage.rglob("*") if path.is_file()), key=lambda path: (path.name == last, path)
        )
        for path in staged:
            _flush(path)
        for path in staged:
            place = target / path.relative_to(stage)
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
    finally:
        clear_strays(target)


def clear_strays(target: Path) -> None:
    """Remove what a killed run left in the folder of a set."""
    shutil.rmtree(target / _BESIDE, ignore_errors=True)


def _flush(path: Path) -> None:
    """Bring a written file to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
