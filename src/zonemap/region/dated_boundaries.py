"""Boundaries that hold from a date on: the files that the history names, each of one zone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from zonemap.boundaries.reader import COLUMNS, read_boundaries, read_folder
from zonemap.core.history import BOUNDARY
from zonemap.core.problems import DataProblems, Problem
from zonemap.core.text import Text
from zonemap.region.indicative import GEODETIC_CRS

Shapes = Mapping[tuple[str, str], BaseGeometry]
"""Boundaries by zone and by the name of the file as the history has it."""


def dated_files(folder: Path, lines: Path, history: pd.DataFrame) -> dict[str, Path]:
    """Return where each boundary file of the history lies: among the boundaries or beside the data."""
    names = dict.fromkeys(history.loc[history["field"] == BOUNDARY, "value"])
    places = {name: [lines / name, folder / name] for name in names if _is_name(name)}
    found = {name: next((path for path in paths if path.exists()), None) for name, paths in places.items()}
    return {name: path for name, path in found.items() if path is not None}


def read_surveyed(
    folder: Path,
    lines: Path,
    counties: gpd.GeoDataFrame,
    zones: pd.DataFrame,
    history: pd.DataFrame,
    where: tuple[str, str],
) -> gpd.GeoDataFrame:
    """Read the boundaries that a planner put into the folder, those of always before those of some days.

    Parameters
    ----------
    folder
        The folder of the data.
    lines
        The folder of its boundaries, or a file; it may be missing.
    counties, zones
        As for :func:`zonemap.read_boundaries`; ``zones`` by ``zone_id``.
    history
        The history; its index is the row number as Excel shows it.
    where
        File and sheet of the history, for the messages.

    Returns
    -------
    As of :func:`zonemap.read_boundaries`; none where there is no file. ``file`` of a boundary of some days is
    the name that the history has.

    Raises
    ------
    DataProblems
        With everything that prevents a file from being read, or from being taken for the zone's.
    """
    rows = history[(history["field"] == BOUNDARY) & history["zone_id"].isin(zones.index)]
    paths = dated_files(folder, lines, rows)
    problems: list[Problem] = []
    frames = []
    if lines.exists():
        try:
            frames.append(read_folder(lines, paths.values(), counties=counties, zones=zones))
            problems += _undated(frames[0], set(rows["zone_id"]), where[0])
        except DataProblems as error:
            problems += error.problems
    read: set[tuple[str, str]] = set()
    for row, zone_id, name in rows[["zone_id", "value"]].itertuples(name=None):
        if (zone_id, name) in read:
            continue
        read.add((zone_id, name))
        try:
            found = _read_one(paths.get(name), zone_id, counties, zones)
        except DataProblems as error:
            problems += error.problems
            continue
        if isinstance(found, Text):
            problems.append(_not_usable(found, int(row), name, where))
        else:
            frames.append(found.assign(file=name))
    if problems:
        raise DataProblems(problems)
    kept = [frame for frame in frames if len(frame)]
    if not kept:
        return gpd.GeoDataFrame(columns=list(COLUMNS), geometry="geometry", crs=GEODETIC_CRS)
    return gpd.GeoDataFrame(pd.concat(kept, ignore_index=True), geometry="geometry", crs=GEODETIC_CRS)


def dated_shapes(boundaries: gpd.GeoDataFrame, history: pd.DataFrame) -> Shapes:
    """Return the boundaries of some days by zone and file."""
    rows = history[history["field"] == BOUNDARY]
    if rows.empty:
        return {}
    dated = set(zip(rows["zone_id"], rows["value"], strict=True))
    drawn = zip(boundaries["zone_id"], boundaries["file"], boundaries.geometry, strict=True)
    return {(zone_id, file): shape for zone_id, file, shape in drawn if (zone_id, file) in dated}


def _is_name(name: str) -> bool:
    """Tell whether a text names a file of the folder, and no place elsewhere."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return bool(parts) and not name.startswith("/") and ".." not in parts and ":" not in name


def _read_one(
    path: Path | None, zone_id: str, counties: gpd.GeoDataFrame, zones: pd.DataFrame
) -> gpd.GeoDataFrame | Text:
    """Return the boundary of a zone in a file, or what is wrong; one that names no zone is this zone's."""
    if path is None:
        return Text("没有这个边界文件", "there is no such boundary file")
    found = read_boundaries(path, counties=counties, zones=zones)
    own = found[found["zone_id"] == zone_id]
    if own.empty and len(found) == 1 and not any(found.loc[0, ["zone_id", "name"]]):
        own = found.assign(zone_id=zone_id)
    if own.empty:
        return Text("文件里没有这个开发区的边界", "the file holds no boundary of this zone")
    return own


def _not_usable(wording: Text, row: int, name: str, where: tuple[str, str]) -> Problem:
    """Say that a file of the history gives no boundary."""
    fix = Text(
        "请把文件放进 boundaries/，“值”里写它的名字；文件里要有这个开发区的编号或名称，"
        "或只有一个没有名称的图形",
        "Put the file into boundaries/ and write its name as the value; it has to hold the id or name of the "
        "zone, or a single shape without a name",
    )
    return Problem(where[0], wording, fix, row, "value", name, where[1])


def _undated(found: pd.DataFrame, with_history: set[str], history_file: str) -> list[Problem]:
    """Say of boundaries without a date that their zone has others with one."""
    rows = found[found["zone_id"].isin(with_history)]
    return [
        Problem(
            file,
            Text(
                f"{history_file} 已写明这个开发区的边界从何时起是哪个文件，其中没有这一个",
                f"{history_file} says from when on which file is this zone's boundary, and this one is not "
                "among them",
            ),
            Text(
                f"请在 {history_file} 加一行（字段 boundary），写明它的起始日期，或移走这个文件",
                f"Add a row to {history_file} (field boundary) that says from when on, or take the file away",
            ),
            column="zone_id",
            value=zone_id,
        )
        for file, zone_id in zip(rows["file"], rows["zone_id"], strict=True)
    ]
