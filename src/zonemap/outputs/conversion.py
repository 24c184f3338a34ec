"""Boundary files in, one GeoPackage or GeoJSON in EPSG:4490 out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd

from zonemap.boundaries.crs.gcj02 import DatumShift
from zonemap.boundaries.reader import read_boundaries
from zonemap.boundaries.sources import without_companions
from zonemap.core.atomic_output import refuse_input, write_atomic
from zonemap.core.errors import ZonemapError
from zonemap.core.problems import DataProblems, Problem
from zonemap.region.region import Region

_DRIVERS = {".gpkg": "GPKG", ".geojson": "GeoJSON"}


def convert_files(
    files: Sequence[Path],
    out: Path,
    *,
    crs: int | str | None = None,
    datum_shift: DatumShift = "keep",
    known: Region | None = None,
    report_progress: Callable[[str], object] | None = None,
) -> gpd.GeoDataFrame:
    """Read boundary files of any supported format and write them as one file in EPSG:4490.

    Parameters
    ----------
    files
        Boundary files; those that are parts of another one are read with it.
    out
        The file to write, ``.gpkg`` or ``.geojson``.
    crs
        EPSG code of the files' reference system, when they do not say it.
    datum_shift
        ``gcj02`` or ``bd09`` moves the shapes back from there; ``keep`` only notes what looks shifted.
    known
        A region whose counties and zones the boundaries are checked against.
    report_progress
        Is told what is being done, before it is done.

    Returns
    -------
    What was written, with the columns of :func:`zonemap.read_boundaries`.

    Raises
    ------
    DataProblems
        With everything that prevents a file from being read, for all files at once.
    ZonemapError
        If ``out`` has another ending or is one of the files, or there is no such CRS.
    """
    if out.suffix.lower() not in _DRIVERS:
        raise ZonemapError(f"{out}：只能写成 .gpkg 或 .geojson / only .gpkg and .geojson can be written")
    refuse_input("out", out, files)
    counties, zones = (known.counties, known.zones) if known else (None, None)
    frames: list[gpd.GeoDataFrame] = []
    problems: list[Problem] = []
    for file in without_companions(files):
        if report_progress:
            report_progress(f"读取 reading {file.name} · {_megabytes(file)}")
        try:
            frames.append(read_boundaries(file, crs, counties=counties, zones=zones, datum_shift=datum_shift))
        except DataProblems as error:
            problems += error.problems
    if problems:
        raise DataProblems(problems)
    converted = gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), geometry="geometry", crs=frames[0].crs)
    if report_progress:
        report_progress(f"写出 writing {out.name}")
    write_atomic(out, _encoded(converted, out.suffix.lower()))
    return converted


def _megabytes(path: Path) -> str:
    """Return how large a file is, or the files of a folder together."""
    files = path.rglob("*") if path.is_dir() else [path]
    return f"{sum(file.stat().st_size for file in files if file.is_file()) / 2**20:.1f} MB"


def _encoded(frame: gpd.GeoDataFrame, suffix: str) -> bytes:
    """Return the bytes of a vector file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"boundaries{suffix}"
        frame.to_file(path, driver=_DRIVERS[suffix], engine="pyogrio", layer="boundaries")
        return path.read_bytes()
