"""The same data give the same bytes whatever the hash seed, the time zone, the locale and the folders are."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from kit.toy import write_geodata

ROOT = Path(__file__).parents[2]
HERE = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"}
ELSEWHERE = {"PYTHONHASHSEED": "2", "TZ": "Asia/Shanghai", "LC_ALL": "zh_CN.UTF-8", "LANGUAGE": "zh_CN"}
CELLS = (
    "import zonemap as zm\nregion = zm.read_region(zm.find_geodata())\nregion.account",
    "set(region.zones['kind'])",
    "zm.explore(region)",
    "zm.plot_timeline(region)[0]",
)


def hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths
    }


def build(where: Path, geodata: str, out: str, settings: dict[str, str]) -> dict[str, str]:
    """Build by the command, in a process of its own that works in a folder; return the hashes."""
    command = [sys.executable, "-c", "from zonemap.cli import main; main()", "build", geodata, "--out", out]
    done = subprocess.run(
        command, cwd=where, env={**os.environ, **settings}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return hashes(where / out)


def test_a_small_region_and_its_notebook_are_the_same_everywhere(tmp_path):
    """The toy region with a notebook that shows a table, a set, a map and a figure, built in two places."""
    here, there = tmp_path / "here", tmp_path / "规划 office" / "project"
    write_geodata(here / "geodata")
    cells = [new_markdown_cell("# 题 · Title"), *map(new_code_cell, CELLS)]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    (here / "notebooks").mkdir()
    nbformat.write(new_notebook(cells=cells), here / "notebooks" / "01_small.ipynb")
    for name in ("geodata", "notebooks"):
        shutil.copytree(here / name, there / name)
    one = build(here, "geodata", "dist", HERE)
    assert "notebooks/01_small.html" in one
    assert build(tmp_path, str(there / "geodata"), "elsewhere/made", ELSEWHERE) == one


@pytest.mark.slow
def test_linfen_and_its_notebooks_are_the_same_everywhere(linfen_set, tmp_path):
    """Built by the command in another place under other settings, all is as the shared build made it."""
    for name in ("geodata", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / "copy" / name)
    assert build(tmp_path, "copy/geodata", "dist", ELSEWHERE) == hashes(linfen_set)
