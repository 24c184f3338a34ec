"""Points in a file → where they lie, in a file: a batch after another, so that memory stays flat."""

from __future__ import annotations

import csv
import io
import logging
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from zonemap.analysis.locate import CLASSES, FrameOfPoints, Locator, locate_points, own_name
from zonemap.analysis.located import Columns, Describing, check_counted, count_places, write_counts
from zonemap.boundaries.crs.gcj02 import DatumShift
from zonemap.boundaries.parquet import ENDINGS as PARQUET
from zonemap.boundaries.parquet import Engine, parquet_writer, texts_of
from zonemap.boundaries.points import PointFile
from zonemap.core.atomic_output import refuse_input, writing_atomic
from zonemap.core.errors import ZonemapError, need_package
from zonemap.core.reading import uncollected
from zonemap.region.indicative import GEODETIC_CRS
from zonemap.region.region import Region
from zonemap.tables.csv_file import csv_cells

LOG = logging.getLogger(__name__)

Floats = NDArray[np.float64]
Write = Callable[[Columns, Floats, Floats], None]
"""Writes the columns, longitudes and latitudes of a batch."""

_DRIVERS = {".gpkg": "GPKG", ".geojson": "GeoJSON"}


def locate(
    points: Any,
    region: Region,
    out: Path | str | None = None,
    *,
    count: Sequence[str] = (),
    crs: int | str | None = None,
    datum_shift: DatumShift = "keep",
    engine: Engine = "here",
    report_progress: Callable[[str], object] = LOG.info,
) -> Any:
    """Find the county and the zone that each point lies in.

    Parameters
    ----------
    points
        A frame of points in any CRS, or a frame with columns ``lon`` and ``lat`` in degrees, EPSG:4490, of
        any length. A missing or empty geometry is no point, and no more is one of several parts, a line or
        an area. With these two columns also a frame of Apache Spark, which asks on all its machines, and
        whatever gives Arrow batches (``__arrow_c_stream__``), as pyarrow and SedonaDB do.

        Or the path of a file: CSV, XLSX, Parquet (of which a folder may hold many) or a vector file, read as
        the command ``zonemap locate`` reads it.
    region
        The region on its day; zones that are not there yet hold no point.
    out
        The file to write: ``.csv``, ``.parquet``, ``.gpkg``, or ``.geojson``. Points of a file go there a
        batch at a time, so that there may be more than memory holds.
    count
        Write to ``out``, a ``.csv``, only how many points lie where, by any of ``kind``, ``county``,
        ``industry`` and ``year``.
    crs, datum_shift
        EPSG code or name of the reference system of a file that does not say it; ``gcj02`` or ``bd09`` moves
        its points back from there.
    engine
        What reads a file of Parquet: ``here``, or ``sedonadb``.
    report_progress
        Is told how many points are written, and how many a second.

    Returns
    -------
    Without ``out`` the same rows in the same order, in EPSG:4490, with the columns

    - ``result``: ``inside`` a surveyed boundary; ``perhaps`` inside, in a circle of the published area only;
      ``county`` when only the county is known; ``outside`` all counties; ``no_point``
    - ``inside``, ``perhaps``: tuples of zone ids
    - ``county``: tuple of adcodes, two for a point on a border
    - ``border_m``: metres to the nearest county limit within 2,300 m, by which the limits themselves may be
      off; NaN farther away, where the county is certain, and where there is no point

    A column of the points that has one of these names gets ``_given`` behind it. A frame of Spark becomes
    another one, any other that is not of pandas a ``pyarrow.RecordBatchReader``, whose batches are located
    when they are read.

    With ``out`` how many points have each result, which together are all of them. In both cases ``attrs`` of
    what comes of a file holds ``crs_reason`` and ``notes``, on how its reference system was found.

    Raises
    ------
    CannotRead
        If there is no such file.
    DataProblems
        If the points of a file cannot be read; nothing is written then.
    ZonemapError
        If a frame has neither points nor the two columns, or points without a CRS; if the ending of ``out``
        is another, it is one of the inputs, or a package is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> points = pd.DataFrame({"name": ["Guangzhou"], "lon": [113.26], "lat": [23.13]})
    >>> zm.locate(points, region)["result"].tolist()
    ['outside']
    """
    if out is not None:
        check_out(Path(out), count)
    if not isinstance(points, Path | str):
        if out is None:
            return locate_points(points, region)
        return _locate_batches(FrameOfPoints(points), region, Path(out), count, report_progress)
    file = PointFile(points, crs, counties=region.counties, datum_shift=datum_shift, engine=engine)
    if out is None:
        found: pd.DataFrame | pd.Series = locate_points(file.frame(), region)
    else:
        refuse_input("out", Path(out), [file.path])
        found = _locate_batches(file, region, Path(out), count, report_progress)
    found.attrs |= {"crs_reason": file.reason, "notes": file.notes}
    return found


def _locate_batches(
    points: PointFile | FrameOfPoints,
    region: Region,
    out: Path,
    by: Sequence[str],
    report_progress: Callable[[str], object],
) -> pd.Series:
    """Locate points and write them, or how many lie where; return how many have each result."""
    locator = None
    counts = np.zeros(0, dtype=np.int64)
    done, since = 0, time.monotonic()
    folder = TemporaryDirectory()
    writer = _counting() if by else writing(out, Path(folder.name))
    with folder, writer as write, uncollected():
        words = Describing(region)
        for batch in points.batches():
            locator = locator or Locator(region, points.expected)
            codes = locator.codes(batch.lon, batch.lat)
            counts = _sum(counts, np.bincount(codes, minlength=len(locator.places)))
            if not by:
                given = {own_name(name): cells for name, cells in batch.columns.items()}
                added = words.columns(locator.places, codes, locator.metres(batch.lon, batch.lat))
                write(given | added, batch.lon, batch.lat)
            done += len(codes)
            rate = done / max(time.monotonic() - since, 0.001)
            report_progress(f"{done:,} 个点 points · {rate:,.0f} 个/秒 a second")
    assert locator is not None
    known = {place: int(n) for place, n in zip(locator.places, counts, strict=True) if n}
    if by:
        write_counts(count_places(known, region, by), out)
    results = pd.Series(0, index=list(CLASSES), name="points")
    for place, n in known.items():
        results[place.result] += n
    return results


def check_out(path: Path, by: Sequence[str] = ()) -> None:
    """See, before any work, that located points, or counts of them, can be written so.

    Raises
    ------
    ZonemapError
        If the ending is another, a package is missing, or points cannot be counted by one of ``by``.
    """
    suffix = path.suffix.lower()
    check_counted(by)
    if by and suffix != ".csv":
        raise ZonemapError(f"{path}：计数只能写成 .csv / counts can be written as .csv alone")
    if suffix not in (".csv", *PARQUET, *_DRIVERS):
        raise ZonemapError(
            f"{path}：只能写成 .csv、.parquet、.gpkg 或 .geojson / only .csv, .parquet, .gpkg and .geojson "
            "can be written"
        )
    if suffix in PARQUET:
        need_package("pyarrow", "写出 Parquet ", "writing Parquet")


@contextmanager
def writing(path: Path, folder: Path) -> Iterator[Write]:
    """Open a file for located points; it stands there once all are written.

    Raises
    ------
    ZonemapError
        If it can be written as no such file.
    """
    check_out(path)
    suffix = path.suffix.lower()
    with writing_atomic(path) as target:
        if suffix == ".csv":
            text = io.TextIOWrapper(target, "utf-8", newline="", write_through=True)
            text.write("\ufeff")
            yield _csv_writer(text)
            text.detach()
            return
        if suffix in PARQUET:
            with parquet_writer(target) as write:
                yield write
            return
        beside = folder / f"points{suffix}"
        yield _layer_writer(beside, _DRIVERS[suffix])
        with beside.open("rb") as made:
            shutil.copyfileobj(made, target)


@contextmanager
def _counting() -> Iterator[Write]:
    """Open nothing: counts are written when all points are counted."""
    yield lambda columns, lon, lat: None


def _sum(counts: NDArray[np.int64], more: NDArray[np.int64]) -> NDArray[np.int64]:
    """Add counts by place, of which there may be more by now."""
    return np.pad(counts, (0, len(more) - len(counts))) + more


def _csv_writer(text: io.TextIOWrapper) -> Write:
    """Write batches as CSV, the heading before the first; no cell runs as a formula in a spreadsheet."""
    headings: list[str] = []

    def write(columns: Columns, lon: Floats, lat: Floats) -> None:
        whole = columns | {"located_lon": lon.round(6), "located_lat": lat.round(6)}
        if not headings:
            headings.extend(whole)
            csv.writer(text, lineterminator="\r\n").writerow(headings)
        rows = map(",".join, zip(*map(_cells, whole.values()), strict=True))
        text.write("".join(f"{row}\r\n" for row in rows))

    return write


def _cells(column: Any) -> Sequence[str]:
    """Return the cells of a column as they stand in a CSV file: nothing for a missing value."""
    if isinstance(column, np.ndarray) and column.dtype.kind == "f":
        texts = np.full(len(column), "", dtype=object)
        there = np.isfinite(column)
        texts[there] = list(map(repr, column[there].tolist()))
        return list(texts)
    column = column.tolist() if isinstance(column, np.ndarray) else texts_of(column)
    if set(map(type, column)) != {str}:
        column = ["" if value is None or value != value else value for value in column]
        column = [value if isinstance(value, str) else str(value) for value in column]
    return csv_cells(column)


def _layer_writer(path: Path, driver: str) -> Write:
    """Write batches as one layer of a GeoPackage, or a single one as GeoJSON."""

    def write(columns: Columns, lon: Floats, lat: Floats) -> None:
        if path.exists() and driver != "GPKG":
            raise ZonemapError(
                "点太多，写不成 GeoJSON；请用 --out 写成 .csv 或 .gpkg / too many points for GeoJSON: write "
                ".csv or .gpkg"
            )
        texts = {name: texts_of(cells) for name, cells in columns.items()}
        there = np.isfinite(lon)
        shapes = np.full(len(lon), None, dtype=object)
        shapes[there] = shapely.points(lon[there], lat[there])
        frame = gpd.GeoDataFrame(pd.DataFrame(texts), geometry=shapes, crs=GEODETIC_CRS)
        frame.to_file(path, driver=driver, engine="pyogrio", layer="points", append=path.exists())

    return write
