"""Making something costly once in a run of the tests, whichever worker asks for it first."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest


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
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
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
