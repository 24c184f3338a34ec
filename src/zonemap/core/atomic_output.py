"""Writing files so that an interrupted run leaves the old ones whole, and never over what was read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from zonemap.core.errors import ZonemapError

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
    with writing_atomic(path) as file:
        file.write(content.encode() if isinstance(content, str) else content)
    return Path(path)


@contextmanager
def writing_atomic(path: Path | str) -> Iterator[IO[bytes]]:
    """Open a file that is written bit by bit, as :func:`write_atomic` does at once."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(target.name + _BESIDE)
    try:
        with beside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def refuse_input(option: str, out: Path, inputs: Iterable[Path]) -> None:
    """Refuse to write a file or folder that is an input, or lies in a folder that is one.

    Parameters
    ----------
    option
        How the user names the output, such as ``--out``.
    out
        What would be written.
    inputs
        Files and folders that are read.

    Raises
    ------
    ZonemapError
        If they meet, whatever links and spellings lead there.
    """
    for given in inputs:
        if _is_same(out, given) or _real(given) in (_real(out), *_real(out).parents):
            raise ZonemapError(
                f"{option} {out}：这是输入 {given}，或在它里面，写了会毁掉原件或被当作数据；请写到别处 / "
                f"this is the input {given} or lies in it: the original would be lost, or this would be read "
                "as data; write it outside"
            )


def _real(path: Path) -> Path:
    """Return where a path leads; unlike ``Path.resolve``, also one whose links go round in a circle."""
    return Path(os.path.realpath(path))


def _is_same(one: Path, other: Path) -> bool:
    """Say whether two names stand for one file, such as two hard links."""
    try:
        return one.samefile(other)
    except OSError:
        return False
