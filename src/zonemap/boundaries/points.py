"""Points that a planner holds, in a table or a vector file, brought to EPSG:4490."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from zonemap.boundaries.boundary_file import format_note
from zonemap.boundaries.crs.candidates import CGCS2000, each_in_china, to_degrees
from zonemap.boundaries.crs.gcj02 import MOVE_BACK, DatumShift
from zonemap.boundaries.crs.gcj02_detection import OVITAL
from zonemap.boundaries.crs.identify import CrsDecision, identify_crs
from zonemap.boundaries.crs.names import parse_crs
from zonemap.boundaries.crs.refusals import check_shift, refuse_old_datum
from zonemap.boundaries.geometry.county_index import CountyIndex
from zonemap.boundaries.parquet import Engine, check_engine, is_parquet, read_parquet_points, texts_of
from zonemap.boundaries.point_file import PointTable, Requested, read_point_tables
from zonemap.core.errors import CannotRead
from zonemap.core.reading import check_ordinary, errors_as_problems
from zonemap.core.text import Text


def read_points(
    path: Path | str,
    crs: int | str | None = None,
    *,
    counties: gpd.GeoDataFrame | None = None,
    datum_shift: DatumShift = "keep",
) -> gpd.GeoDataFrame:
    """Read points from a table or a vector file.

    Parameters
    ----------
    path
        A CSV file or workbook whose headings name longitude and latitude (经度, 纬度) or two coordinates in
        metres (X, Y), a vector file of points, or Parquet or GeoParquet, of which a folder may hold many.
    crs
        EPSG code or name of the reference system, where the file does not say it.
    counties
        Counties in EPSG:4490, index adcode, column ``name_zh``: the test of a guessed reference system.
    datum_shift
        ``gcj02`` or ``bd09`` moves all points back from there to CGCS2000; where a table holds several pairs
        of coordinates it also chooses among them, as ``crs`` does.

    Returns
    -------
    One row for each row of the table, or each feature, in their order: its values as text, ``row`` (as Excel
    counts, or the number of the feature) and a point in EPSG:4490, None where there is no usable one. How
    the reference system was found stands in ``attrs["crs_reason"]``, what else a person should know in
    ``attrs["notes"]``.

    Raises
    ------
    CannotRead
        If there is no such file.
    DataProblems
        If it is no table or vector file, has no coordinates, or its reference system cannot be told.
    ZonemapError
        If there is no such CRS.
    """
    return PointFile(path, crs, counties=counties, datum_shift=datum_shift).frame()


@dataclass(frozen=True)
class PointBatch:
    """Points that follow each other in a file.

    Parameters
    ----------
    columns
        Their cells by heading: ``sheet`` where there are several, ``row``, then the file's own: as text, or
        for Parquet as Arrow arrays.
    lon, lat
        Where they are, in EPSG:4490; NaN where there is no usable place.
    """

    columns: dict[str, Sequence[Any]]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]


class PointFile:
    """A file of points that is gone through once, a batch at a time; see :func:`read_points`.

    A table of more than 200,000 rows and Parquet come in parts, so that memory stays flat; how they are to be
    read, their reference system too, is told by the first. Every other file is one batch.

    Attributes
    ----------
    expected
        How many points there are, more or less; known from the first batch on.
    reason, notes
        How the reference system was found and what else a person should know: whole after the last batch.
    """

    def __init__(
        self,
        path: Path | str,
        crs: int | str | None = None,
        *,
        counties: gpd.GeoDataFrame | None = None,
        datum_shift: DatumShift = "keep",
        engine: Engine = "here",
    ) -> None:
        self.path, self._engine = Path(path), engine
        if not self.path.exists():
            raise CannotRead(f"没有这个文件 / no such file: {path}")
        self._requested = Requested(None if crs is None else parse_crs(crs), datum_shift)
        self._counties = counties
        self._placing: _Placing | None = None
        self.notes: list[str] = []
        self.expected = 0
        check_ordinary(self.path, self.path.name)
        check_engine(self.path, engine)

    @property
    def reason(self) -> str:
        """How the reference system was found."""
        return "" if self._placing is None else self._placing.reason

    def batches(self) -> Iterator[PointBatch]:
        """Go through the points, in the order of the file."""
        with errors_as_problems(self.path.name):
            if is_parquet(self.path):
                parts = read_parquet_points(self.path, self._requested, self._engine)
            else:
                parts = read_point_tables(self.path, self._requested)
            yield from map(self._batch, parts)

    def frame(self) -> gpd.GeoDataFrame:
        """Return all points; see :func:`read_points`."""
        parts = list(map(_frame_of, self.batches()))
        points = parts[0] if len(parts) == 1 else gpd.GeoDataFrame(pd.concat(parts, ignore_index=True))
        points.attrs["crs_reason"] = self.reason
        points.attrs["notes"] = self.notes
        return points

    def _batch(self, read: PointTable) -> PointBatch:
        """Return points as they are written down, with their places."""
        shift = self._requested.shift
        if self._placing is None:
            known = self._requested.crs is not None
            check_shift(self.path.name, read.declared, shift, crs_described=known)
            self._placing = _Placing(self.path.name, read, self._requested.crs, self._counties)
            self.notes = _notes(self.path.name, read, shift)
            self.expected = max(read.expected, len(read.rows))
            self._headings = _unique_headings(read.columns)
        lonlat = self._placing.lonlat(read.numbers)
        if shift != "keep":
            there = np.isfinite(lonlat).all(axis=1)
            lonlat[there] = MOVE_BACK[shift](lonlat[there])
        lonlat[~each_in_china(lonlat)] = np.nan
        columns: dict[str, Sequence[Any]] = {"sheet": read.sheets} if len(set(read.sheets)) > 1 else {}
        columns |= {"row": read.rows} | dict(zip(self._headings, read.cells, strict=True))
        return PointBatch(columns, *lonlat.T)


def _frame_of(batch: PointBatch) -> gpd.GeoDataFrame:
    """Return points as a frame, those without a usable place as None."""
    there = np.isfinite(batch.lon)
    geometry = np.full(len(there), None, dtype=object)
    geometry[there] = shapely.points(batch.lon[there], batch.lat[there])
    texts = {name: texts_of(cells) for name, cells in batch.columns.items()}
    kinds = {name: object if name == "sheet" else int if name == "row" else str for name in batch.columns}
    frame = pd.DataFrame({name: pd.Series(cells, dtype=kinds[name]) for name, cells in texts.items()})
    return gpd.GeoDataFrame(frame, geometry=geometry, crs=CGCS2000)


def _notes(file: str, read: PointTable, shift: DatumShift) -> list[str]:
    """Say what a person should know of the points: that they may be shifted, or were moved back."""
    notes = []
    if read.others:
        columns = "；".join(read.others)
        notes.append(format_note(f"另有坐标列未用：{columns}", f"other coordinates not used: {columns}"))
    if shift != "keep":
        name = {"gcj02": "GCJ-02", "bd09": "BD-09"}[shift]
        notes.append(
            format_note(f"已按指定从 {name} 改正到 CGCS2000", f"moved back from {name} to CGCS2000, as told")
        )
    elif file.lower().endswith(("ovkml", "ovkmz")):
        notes.append(OVITAL)
    elif read.service:
        whose, name = {"gcj02": ("高德 AMap", "GCJ-02"), "bd09": ("百度 Baidu", "BD-09")}[read.service]
        notes.append(
            format_note(
                f"列名像{whose}的导出表，坐标多半是 {name}，偏离数百米；若是，请加 --shift {read.service}",
                f"the headings are those of {whose}: the coordinates are {name} most likely, hundreds of "
                f"metres off; if so, say --shift {read.service}",
            )
        )
    return notes


def _unique_headings(columns: Sequence[str]) -> list[str]:
    """Return the headings so that none stands twice, and none where zonemap writes its own."""
    found: list[str] = []
    for number, column in enumerate(columns, start=1):
        name = column or f"#{number}"
        while name in (*found, "row", "sheet", "geometry"):
            name += "_"
        found.append(name)
    return found


class _Placing:
    """How the numbers of a file become longitude and latitude: decided once, by the first of them.

    Parameters
    ----------
    file
        Its name for the messages.
    read
        The first points, with what the file says of its reference system.
    requested_crs
        What the person says.
    counties
        The test of a guessed system.
    """

    def __init__(
        self, file: str, read: PointTable, requested_crs: CRS | None, counties: gpd.GeoDataFrame | None
    ) -> None:
        self._file, self._declared, self._requested_crs = file, read.declared, requested_crs
        self._in_degrees = read.in_degrees and requested_crs is None
        if self._in_degrees and read.declared.old_datum:
            refuse_old_datum(file, read.declared.old_datum, read.declared)
        self._counties = counties
        self._decision: CrsDecision | None = None
        self._exchanged = 0

    def lonlat(self, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return longitude and latitude of each pair of numbers; NaN where one is missing."""
        if self._in_degrees:
            return self._in_order(numbers)
        finite = np.isfinite(numbers).all(axis=1)
        lonlat = np.full_like(numbers, np.nan)
        if finite.any():
            found = self._decided(numbers[finite])
            lonlat[finite] = to_degrees(numbers[finite], found.crs, swapped=found.swapped)
        return lonlat

    @property
    def reason(self) -> str:
        """How the reference system was found."""
        if not self._in_degrees:
            return "" if self._decision is None else self._decision.reason
        stated = self._declared.text
        by = Text(f"文件写明{stated}；", f"stated: {stated}; ") if stated else Text("")
        zh, en = f"{by.zh}经纬度，视为 CGCS2000", f"{by.en}longitude and latitude, taken as CGCS2000"
        if not self._exchanged:
            return format_note(zh, en)
        return format_note(
            f"{zh}，{self._exchanged} 行的经度和纬度已互换",
            f"{en}, longitude and latitude of {self._exchanged} rows exchanged",
        )

    def _decided(self, numbers: NDArray[np.float64]) -> CrsDecision:
        """Return the reference system, which the first numbers tell."""
        if self._decision is None:
            counties = self._counties
            index = CountyIndex.of(counties) if counties is not None and len(counties) else None
            self._decision = identify_crs(
                self._file,
                numbers,
                self._declared,
                self._requested_crs,
                index.share_inside if index else None,
            )
        return self._decision

    def _in_order(self, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return degrees with longitude first: over China the two can be told apart, row by row."""
        swapped = ~each_in_china(numbers) & each_in_china(numbers[:, ::-1])
        self._exchanged += int(swapped.sum())
        lonlat = numbers.copy()
        lonlat[swapped] = numbers[swapped][:, ::-1]
        return lonlat
