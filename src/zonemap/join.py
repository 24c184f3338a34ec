"""Boundaries × attributes → zones, with an account of every row on both sides."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from zonemap.errors import ZonemapError

MATCHED = "matched"
BOUNDARY_ONLY = "boundary_without_attributes"
ATTRIBUTES_ONLY = "attributes_without_boundary"
DUPLICATE = "duplicate_key"

ACCOUNT_COLUMNS = ["side", "file", "row", "key", "class"]


def join_attributes(
    boundaries: gpd.GeoDataFrame, attributes: pd.DataFrame, on: str = "zone_id"
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Join boundaries with their attributes and account for every row of both.

    Keys are compared as the text they are, blanks at their ends apart. A key that stands more than once on
    either side joins nothing: which row is meant is for a person to say. An empty key joins nothing.

    Parameters
    ----------
    boundaries
        One boundary a row, any CRS; the key stands in the column ``on``.
    attributes
        One record a row; the key stands in the column ``on`` or in an index of that name.
    on
        Name of the key.

    Returns
    -------
    zones
        The rows of ``attributes`` in their order, those without a boundary too (geometry None), with the
        columns of ``boundaries``; CRS of ``boundaries``.
    account
        One row for each row of both sides: ``side`` (boundary, attributes), ``file``, ``row`` (its number
        there), ``key`` and ``class``: matched, boundary_without_attributes, attributes_without_boundary or
        duplicate_key.

    Raises
    ------
    ZonemapError
        If a side has no such column, or holds its keys as numbers, where 001 has become 1.
    """
    left, right = _keyed(attributes, on, "attributes"), _keyed(boundaries, on, "boundaries")
    attribute_class = _classes(left[on], right[on], ATTRIBUTES_ONLY)
    boundary_class = _classes(right[on], left[on], BOUNDARY_ONLY)
    account = pd.concat(
        [_account(right, on, "boundary", boundary_class), _account(left, on, "attributes", attribute_class)],
        ignore_index=True,
    )
    matched = right[boundary_class == MATCHED].drop(columns=["file", "row"], errors="ignore")
    joined = left.merge(matched, on=on, how="left", validate="many_to_one", suffixes=("", "_boundary"))
    joined.index = attributes.index
    return gpd.GeoDataFrame(joined, geometry="geometry", crs=boundaries.crs), account


def summarise_account(account: pd.DataFrame) -> pd.DataFrame:
    """Count the rows of an account by side and class; the counts add up to the rows of both sides."""
    return account.groupby(["side", "class"], sort=True).size().rename("rows").reset_index()


def _keyed(frame: pd.DataFrame, on: str, side: str) -> pd.DataFrame:
    """Return a copy whose key is a column of trimmed text."""
    keyed = frame.reset_index() if frame.index.name == on and on not in frame.columns else frame.copy()
    if on not in keyed.columns:
        raise ZonemapError(f"{side}：没有「{on}」这一列 / {side}: no column {on!r} to join on")
    if pd.api.types.is_numeric_dtype(keyed[on]) and len(keyed):
        raise ZonemapError(
            f"{side}：「{on}」是数字，001 可能已变成 1，请按文本读入 / "
            f"{side}: {on!r} holds numbers, where 001 may have become 1; read it as text"
        )
    keyed[on] = keyed[on].astype(object).where(keyed[on].notna(), "").astype(str).str.strip()
    return keyed


def _classes(keys: pd.Series, others: pd.Series, alone: str) -> pd.Series:
    """Give each key its class, seen from its own side."""
    twice = set(keys[keys.duplicated()]) | set(others[others.duplicated()])
    classes = pd.Series(MATCHED, index=keys.index)
    classes[~keys.isin(set(others)) | (keys == "")] = alone
    classes[keys.isin(twice) & (keys != "")] = DUPLICATE
    return classes


def _account(frame: pd.DataFrame, on: str, side: str, classes: pd.Series) -> pd.DataFrame:
    """List the rows of one side with their classes."""
    numbers = pd.Series(range(1, len(frame) + 1), index=frame.index)
    return pd.DataFrame(
        {
            "side": side,
            "file": frame.get("file", pd.Series("", index=frame.index)),
            "row": frame.get("row", numbers),
            "key": frame[on],
            "class": classes,
        },
        columns=ACCOUNT_COLUMNS,
    )
