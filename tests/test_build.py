"""One command writes everything, or nothing."""

import hashlib
import json
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from toy import write_geodata
from zonemap.builder import build
from zonemap.errors import ZonemapError
from zonemap.region import read_region


def hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths
    }


def run(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [sys.executable, "-c", "from zonemap.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def test_the_outputs_are_those_that_the_manifest_lists(tmp_path):
    """Page, account and manifest; hashes of all inputs and outputs."""
    geodata, out = write_geodata(tmp_path / "geodata"), tmp_path / "dist"
    files = build(read_region(geodata), out)
    assert {"toy.html", "account.csv", "manifest.json"} <= {path.name for path in files}
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    written = hashes(out)
    del written["manifest.json"]
    assert manifest["outputs"] == written
    inputs = hashes(geodata)
    assert manifest["inputs"] == inputs
    assert manifest["fingerprint"] == read_region(geodata).fingerprint


def test_the_same_input_gives_the_same_bytes(tmp_path):
    """Two builds in two processes, with different hash seeds."""
    geodata = write_geodata(tmp_path / "geodata")
    for seed in ("1", "2"):
        done = run("build", geodata, "--out", tmp_path / seed, env={"PYTHONHASHSEED": seed, "PATH": ""})
        assert done.returncode == 0, done.stderr
    assert hashes(tmp_path / "1") == hashes(tmp_path / "2")


def test_a_full_disk_leaves_the_old_outputs(tmp_path):
    """No file may grow past 4 kB: the page cannot be written, and nothing has changed."""
    geodata, out = write_geodata(tmp_path / "geodata"), tmp_path / "dist"
    build(read_region(geodata), out)
    before = hashes(out)
    (geodata / "datapackage.json").write_text(
        '{"name": "toy", "title": "新", "title_en": "New", "as_of": "2020-06-30"}', "utf-8"
    )

    def small_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = run("build", geodata, "--out", out, preexec_fn=small_disk)
    assert done.returncode == 1
    assert "old files are as they were" in done.stderr
    assert "Traceback" not in done.stderr
    assert hashes(out) == before


def test_a_killed_build_leaves_the_old_outputs(tmp_path):
    """Killed after the page has been written beside, before anything is put in place."""
    geodata, out = write_geodata(tmp_path / "geodata"), tmp_path / "dist"
    build(read_region(geodata), out)
    before = hashes(out)
    script = """
import os, signal, sys
from zonemap import build, read_region
def track(steps):
    yield steps[0]
    os.kill(os.getpid(), signal.SIGKILL)
build(read_region(sys.argv[1]).as_of("2005"), sys.argv[2], track=track)
"""
    done = subprocess.run([sys.executable, "-c", script, geodata, out], check=False)
    assert done.returncode == -signal.SIGKILL
    left = hashes(out)
    assert {name: left[name] for name in before} == before
    build(read_region(geodata), out)
    assert hashes(out) == before


def test_a_target_that_is_a_file_is_refused(tmp_path):
    """The sentence names the target."""
    region = read_region(write_geodata(tmp_path / "geodata"))
    (tmp_path / "dist").write_text("mine")
    with pytest.raises(ZonemapError, match="cannot write to"):
        build(region, tmp_path / "dist")
    assert (tmp_path / "dist").read_text() == "mine"


def test_the_command_says_what_it_wrote(tmp_path):
    """Counts, account and every file."""
    geodata, out = write_geodata(tmp_path / "geodata"), tmp_path / "dist"
    done = run("build", geodata, "--out", out)
    assert done.returncode == 0, done.stderr
    for said in ("玩具区 / Toy region", "Approved", "matched", "toy.html", "account.csv", "manifest.json"):
        assert said in done.stdout
    assert "done" in done.stderr
