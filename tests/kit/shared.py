"""Making something costly once in a run of the tests, whichever worker asks for it first; unpacking."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Let the first worker that asks make the contents of a folder; the others wait for it.

    Parameters
    ----------
    factory
        pytest's own, whose folder the workers of a run have in common.
    name
        Name of the folder.
    make
        Fills the folder that it is given. When it fails, it fails for all.

    Returns
    -------
    The folder; nobody may change what is in it.
    """
    own = factory.getbasetemp()
    root = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder, done, failed = root / name, root / f"{name}.done", root / f"{name}.failed"
    with FileLock(root / f"{name}.lock"):
        if failed.exists():
            raise AssertionError(f"{name} could not be made: {failed.read_text('utf-8')}")
        if not done.exists():
            folder.mkdir()
            try:
                make(folder)
            except BaseException as error:
                failed.write_text(repr(error), encoding="utf-8")
                raise
            done.touch()
    return folder


def unpacked(folder: Path) -> Path:
    """Unpack every ZIP of a folder into a temporary one: its files are known when tests are collected.

    Returns
    -------
    The temporary folder; it goes when the process ends.
    """
    target = Path(tempfile.mkdtemp(prefix="unpacked-"))
    atexit.register(shutil.rmtree, target, ignore_errors=True)
    for path in sorted(folder.glob("*.zip")):
        shutil.unpack_archive(path, target)
    return target
