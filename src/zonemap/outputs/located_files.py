"""Points in a file → where they lie, in a file: a batch after another, so that memory stays flat."""

from __future__ import annotations

import csv
import io
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from zonemap.analysis.locate import ADDED, Locator, Place, by_code
from zonemap.analysis.located import (
    check_counted,
    count_places,
    describe_place,
    names_of_counties,
    near_limit,
    write_counts,
)
from zonemap.boundaries.crs.candidates import lonlat_of
from zonemap.boundaries.parquet import ENDINGS as PARQUET
from zonemap.boundaries.parquet import parquet_writer, texts_of
from zonemap.boundaries.points import PointFile
from zonemap.core.atomic_output import writing_atomic
from zonemap.core.errors import ZonemapError, need_package
from zonemap.core.reading import uncollected
from zonemap.core.text import Text
from zonemap.region.indicative import GEODETIC_CRS
from zonemap.region.region import Region
from zonemap.tables.csv_file import csv_cells

Columns = dict[str, Any]
"""The cells of a batch by heading: sequences, or arrays of numbers."""
Floats = NDArray[np.float64]
Write = Callable[[Columns, Floats, Floats], None]
"""Writes the columns, longitudes and latitudes of a batch."""

_DRIVERS = {".gpkg": "GPKG", ".geojson": "GeoJSON"}


@dataclass(frozen=True)
class Located:
    """What became of the points of a file: how many lie in each place, code 0 being no point."""

    places: Sequence[Place]
    counts: NDArray[np.int64]

    def by_result(self, result: str) -> int:
        """Return of how many points that is the result."""
        return sum(
            int(n) for place, n in zip(self.places, self.counts, strict=True) if place.result == result
        )


def locate_file(
    points: PointFile,
    region: Region,
    out: Path,
    by: Sequence[str] = (),
    report_progress: Callable[[str], object] = print,
) -> Located:
    """Locate the points of a file and write them, or how many of them lie where.

    Parameters
    ----------
    points
        The file.
    region
        The region on its day.
    out
        ``.csv``, ``.parquet``, ``.gpkg``, or ``.geojson`` for points that come in one batch; for counts
        ``.csv``.
    by
        What to count by, if counts are wanted; see :func:`zonemap.analysis.located.count_points`.
    report_progress
        Is told how many points are done, and how many a second.

    Raises
    ------
    ZonemapError
        If the ending of ``out`` is another.
    DataProblems
        If the points cannot be read; nothing is written then.
    """
    check_out(out, by)
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
                given = {
                    f"{name}_given" if name in ADDED else name: cells for name, cells in batch.columns.items()
                }
                added = words.columns(locator.places, codes, locator.metres(batch.lon, batch.lat))
                write(given | added, batch.lon, batch.lat)
            done += len(codes)
            rate = done / max(time.monotonic() - since, 0.001)
            report_progress(f"{done:,} 个点 points · {rate:,.0f} 个/秒 a second")
    assert locator is not None
    located = Located(locator.places, counts)
    if by:
        known = {place: int(n) for place, n in zip(located.places, counts, strict=True) if n}
        write_counts(count_places(known, region, by), out)
    return located


def write_located(located: gpd.GeoDataFrame, region: Region, path: Path | str) -> Path:
    """Write located points, with a sentence for each, as ``.csv``, ``.geojson`` or ``.gpkg``.

    Raises
    ------
    ZonemapError
        If the ending is another.
    """
    places = [Place(*row) for row in zip(*(located[name] for name in Place._fields), strict=True)]
    known = {place: code for code, place in enumerate(dict.fromkeys(places))}
    codes = np.array([known[place] for place in places], dtype=np.int32)
    own = located.columns.difference([located.geometry.name, *ADDED], sort=False)
    given: Columns = {str(name): located[name].reset_index(drop=True) for name in own}
    added = Describing(region).columns(list(known), codes, located["border_m"].to_numpy(float))
    lonlat = lonlat_of(np.asarray(located.geometry.values))
    with TemporaryDirectory() as folder, writing(Path(path), Path(folder)) as write:
        write(given | added, *lonlat)
    return Path(path)


class Describing:
    """The words of located points: each place is said once, however many points lie there.

    Parameters
    ----------
    region
        Where the points were located.
    """

    def __init__(self, region: Region) -> None:
        self._region = region
        self._said: list[Text] = []
        self._cells: list[tuple[str, ...]] = []

    def columns(self, places: Sequence[Place], codes: NDArray[np.int32], metres: Floats) -> Columns:
        """Return the columns that are added to the points of a batch, as they are written."""
        for place in places[len(self._said) :]:
            self._said.append(describe_place(place, self._region))
            ids = (";".join(one) for one in (place.inside, place.perhaps, place.county))
            self._cells.append((place.result, *ids, names_of_counties(place, self._region).of("zh")))
        cells = zip(*self._cells, strict=True) if self._cells else [()] * len(ADDED)
        result, inside, perhaps, county, names = (by_code(column, codes) for column in cells)
        said = by_code(map(str, self._said), codes)
        near = np.flatnonzero(np.isfinite(metres))
        told = {int(at): near_limit(float(at)) for at in np.unique(metres[near].round())}
        for at in near:
            said[at] = str(self._said[codes[at]] + told[round(metres[at])])
        added = (result, inside, perhaps, county, metres.round(0), names, said)
        return dict(zip(ADDED, added, strict=True))


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
