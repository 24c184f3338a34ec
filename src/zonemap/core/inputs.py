"""Which files a set of data is made of. Nothing heavy is imported: hashes alone tell an unchanged set."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

PACKAGE_FILE = "datapackage.json"
"""What makes a folder a data folder."""

BOUNDARIES, CONTEXT = "boundaries", "context"
"""Where a planner puts boundary files, and files of rivers, roads, railways, red lines and so on."""

TABLE_ENDINGS = (
    ".csv",
    ".tsv",
    ".txt",
    ".xlsx",
    ".xlsm",
    ".xls",
    ".et",
    ".xlsb",
    ".ods",
    ".fods",
    ".numbers",
)
"""Endings of files that may hold a table; some can only be refused with the way out."""

_DATA_ENDINGS = (".json", ".geojson", *TABLE_ENDINGS)


def input_files(place: Path, lines: Path, named: Collection[Path] = ()) -> dict[str, Path]:
    """Return every data file of a geodata folder by its path in it, or the only file.

    Parameters
    ----------
    place
        The folder, or the file.
    lines
        Its boundaries, wherever they lie: then by their path in the folder that holds them.
    named
        Boundary files of it that the history names, wherever they lie; their companions count, too.
    """
    within = lines.is_relative_to(place)
    elsewhere = {} if within else _named([lines] if lines.is_file() else lines.rglob("*"), lines.parent)
    if place.is_file():
        return {place.name: place, **elsewhere}
    stems = {path.stem for path in named if path.parent == place}
    paths = {path for path in place.iterdir() if path.suffix.lower() in _DATA_ENDINGS or path.stem in stems}
    paths |= {found for path in named for found in path.rglob("*")}
    for name in (BOUNDARIES, CONTEXT):
        paths |= set((place / name).rglob("*"))
    return elsewhere | _named(paths, place)


def _named(paths: Iterable[Path], folder: Path) -> dict[str, Path]:
    """Return files by their path in a folder, in the order of their paths."""
    return {path.relative_to(folder).as_posix(): path for path in sorted(paths) if path.is_file()}
