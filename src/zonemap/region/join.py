"""Boundaries × attributes → zones, with an account of every row on both sides."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import geopandas as gpd
import numpy as np
import pandas as pd

from zonemap.core.errors import ZonemapError

MATCHED = "matched"
BOUNDARY_ONLY = "boundary_without_attributes"
ATTRIBUTES_ONLY = "attributes_without_boundary"
DUPLICATE = "duplicate_key"

ACCOUNT_COLUMNS = ["side", "file", "row", "key", "class"]


def join_attributes(
    boundaries: gpd.GeoDataFrame,
    attributes: pd.DataFrame,
    on: str = "zone_id",
    *,
    left_on: str | None = None,
    right_on: str | None = None,
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Join boundaries with their attributes and account for every row of both.

    Keys are compared as the text they are, blanks at their ends apart. A key that stands more than once on
    either side joins nothing: which row is meant is for a person to say. An empty key joins nothing.

    Parameters
    ----------
    boundaries
        One boundary a row, any CRS or none; its active geometry is taken, whatever its name.
    attributes
        One record a row. Geometry of its own, such as the points of offices, stays an ordinary column.
    on
        Name of the key on both sides: a column, or the name of the index.
    left_on, right_on
        Name of the key in the boundaries and in the attributes, where they differ.

    Returns
    -------
    zones
        The rows of ``attributes`` in their order and with their index, those without a boundary too (geometry
        None), with all columns of both; active geometry and CRS are those of ``boundaries``. Of two columns
        of one name, that of the boundaries ends in ``_boundary``; where it is the geometry, that of the
        attributes ends in ``_attributes`` instead.
    account
        One row for each row of both sides: ``side`` (boundary, attributes), ``file``, ``row`` (its number
        there), ``key`` and ``class``: matched, boundary_without_attributes, attributes_without_boundary or
        duplicate_key. ``account.attrs["renamed"]`` tells by side which columns have got another name.

    Raises
    ------
    ZonemapError
        If the boundaries have no geometry, a side has no such key, holds its keys in one level of several or
        as numbers, where 001 has become 1, or names two columns alike.

    Examples
    --------
    >>> import geopandas as gpd
    >>> import pandas as pd
    >>> from shapely import box
    >>> import zonemap as zm
    >>> boundaries = gpd.GeoDataFrame({"zone_id": ["a"]}, geometry=[box(111, 36, 112, 37)], crs=4490)
    >>> attributes = pd.DataFrame({"zone_id": ["a", "b"], "name": ["first", "second"]})
    >>> zones, account = zm.join_attributes(boundaries, attributes)
    >>> account["class"].tolist()
    ['matched', 'matched', 'attributes_without_boundary']
    """
    check_frame(boundaries, "boundaries")
    check_frame(attributes, "attributes")
    geometry = _active_geometry(boundaries)
    left_key, right_key = left_on or on, right_on or on
    left, right = _keys(boundaries, left_key, "boundaries"), _keys(attributes, right_key, "attributes")
    left_class, right_class = _classes(left, right, BOUNDARY_ONLY), _classes(right, left, ATTRIBUTES_ONLY)
    account = pd.concat(
        [
            _account(boundaries, left, "boundary", left_class),
            _account(attributes, right, "attributes", right_class),
        ],
        ignore_index=True,
    )
    given = _own_columns(boundaries, left_key, right_key)
    named = pd.Index([*attributes.columns, *(name for name in attributes.index.names if name is not None)])
    renamed = _new_names(given.columns, named, geometry)
    account.attrs["renamed"] = renamed
    where = pd.Series(np.flatnonzero(left_class == MATCHED), index=left[left_class == MATCHED])
    places = where.reindex(right.where(right_class == MATCHED)).fillna(-1).astype(int)
    joined = pd.concat(
        [
            pd.DataFrame(attributes).reset_index(drop=True).rename(columns=renamed["attributes"]),
            pd.DataFrame(given.reindex(places.to_numpy()))
            .reset_index(drop=True)
            .rename(columns=renamed["boundaries"]),
        ],
        axis=1,
    )
    joined.index = attributes.index
    return gpd.GeoDataFrame(joined, geometry=geometry), account


def summarise_account(account: pd.DataFrame) -> pd.DataFrame:
    """Count the rows of an account by side and class; the counts add up to the rows of both sides."""
    return account.groupby(["side", "class"], sort=True).size().rename("rows").reset_index()


def check_frame(frame: pd.DataFrame, side: str) -> None:
    """See that a side is a table whose columns can be told apart."""
    if not isinstance(frame, pd.DataFrame):
        raise ZonemapError(
            f"{side}：需要一张表（DataFrame），得到的是 {type(frame).__name__} / "
            f"{side}: needs a table (DataFrame), not {type(frame).__name__}"
        )
    if frame.columns.nlevels > 1:
        raise ZonemapError(
            f"{side}：列名有几层，请先合成一层 / {side}: the columns have several levels; make them one first"
        )
    twice = frame.columns[frame.columns.duplicated()]
    if len(twice):
        raise ZonemapError(
            f"{side}：有几列都叫「{twice[0]}」，请先改名 / "
            f"{side}: several columns are called {str(twice[0])!r}; rename them first"
        )


def _active_geometry(boundaries: gpd.GeoDataFrame) -> Hashable:
    """Return the name of the active geometry of the boundaries."""
    name = boundaries.active_geometry_name if isinstance(boundaries, gpd.GeoDataFrame) else None
    if name is None or name not in boundaries.columns:
        raise ZonemapError(
            "boundaries：没有几何列，请用 read_boundaries 读入，或用 set_geometry 指定 / "
            "boundaries: no geometry; read them with read_boundaries, or name it with set_geometry"
        )
    return str(name) if isinstance(name, str) else name


def _keys(frame: pd.DataFrame, key: str, side: str) -> pd.Series:
    """Return the keys of a side as trimmed text in the order of its rows, empty where there is none."""
    if key in frame.columns:
        held = pd.Series(frame[key].to_numpy(dtype=object), dtype=object)
    elif key in frame.index.names:
        if frame.index.nlevels > 1:
            raise ZonemapError(
                f"{side}：「{key}」是多级索引中的一级，请先 reset_index() / "
                f"{side}: {key!r} is one level of an index of several; call reset_index() first"
            )
        held = pd.Series(frame.index.to_numpy(dtype=object), dtype=object)
    else:
        raise ZonemapError(
            f"{side}：没有「{key}」这一列，有的是：{_listed(frame.columns, '、')} / "
            f"{side}: no column {key!r} to join on; there are {_listed(frame.columns, ', ')}"
        )
    stated = held[held.notna()]
    other = stated[[not isinstance(value, str) for value in stated]]
    if len(other):
        raise ZonemapError(
            f"{side}：「{key}」第 {other.index[0] + 1} 个值 {other.iloc[0]!r} 不是文本，数字会使"
            " 001 变成 1，请按文本读入 / "
            f"{side}: value {other.index[0] + 1} of {key!r}, {other.iloc[0]!r}, is no text: "
            "in numbers 001 may have become 1; read it as text"
        )
    return held.where(held.notna(), "").astype(str).str.strip()


def _listed(names: Iterable[Hashable], comma: str) -> str:
    """Name columns, one after the other."""
    return comma.join(map(str, names)) or "–"


def _classes(keys: pd.Series, others: pd.Series, alone: str) -> pd.Series:
    """Give each key its class, seen from its own side."""
    twice = set(keys[keys.duplicated()]) | set(others[others.duplicated()])
    classes = pd.Series(MATCHED, index=keys.index, dtype=object)
    classes[~keys.isin(set(others)) | (keys == "")] = alone
    classes[keys.isin(twice) & (keys != "")] = DUPLICATE
    return classes


def _account(frame: pd.DataFrame, keys: pd.Series, side: str, classes: pd.Series) -> pd.DataFrame:
    """List the rows of one side with their classes."""
    return pd.DataFrame(
        {
            "side": side,
            "file": frame["file"].to_numpy() if "file" in frame.columns else "",
            "row": frame["row"].to_numpy() if "row" in frame.columns else np.arange(1, len(frame) + 1),
            "key": keys,
            "class": classes,
        },
        columns=ACCOUNT_COLUMNS,
    )


def _own_columns(boundaries: gpd.GeoDataFrame, left_key: str, right_key: str) -> gpd.GeoDataFrame:
    """Return what the boundaries add to the attributes: a key of the same name says nothing new."""
    kept = boundaries.reset_index(drop=left_key in boundaries.columns or left_key == right_key)
    return kept.drop(columns=left_key) if left_key == right_key and left_key in kept.columns else kept


def _new_names(given: pd.Index, attributes: pd.Index, geometry: Hashable) -> dict[str, dict[Hashable, str]]:
    """Return by side which columns get another name, as both sides have one of theirs."""
    taken = {*given, *attributes}
    renamed: dict[str, dict[Hashable, str]] = {"boundaries": {}, "attributes": {}}
    for name in given.intersection(attributes, sort=False):
        side, ending = ("attributes", "attributes") if name == geometry else ("boundaries", "boundary")
        new = f"{name}_{ending}"
        while new in taken:
            new += f"_{ending}"
        taken.add(new)
        renamed[side][name] = new
    return renamed
