"""The region as a GeoPackage that QGIS opens in the colours of the map."""

# Above 300 lines because it is one file: a function for each of its layers and tables.

from __future__ import annotations

import datetime as dt
import sqlite3
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio

from zonemap.analysis.fact import Fact, When
from zonemap.analysis.facts import book_of
from zonemap.analysis.legend import legend_by
from zonemap.analysis.legend_classes import LegendClass
from zonemap.analysis.region_words import words_of
from zonemap.core.atomic_output import write_atomic
from zonemap.core.text import join_texts
from zonemap.core.vocabulary import UNSTATED, label, point_terms, terms, word
from zonemap.outputs.geopackage.columns import add_names, add_views
from zonemap.outputs.geopackage.qgis_styles import Rule, boundary, county_fill, marker, style
from zonemap.region.region import Region
from zonemap.tables.own_columns import OwnColumn, numbers_of
from zonemap.tables.schemas import columns_of

LAYERS = ("counties", "zones", "points")

_ZONE_COLUMNS = (*columns_of("zones"), "measured_km2", "status", "basis")
_DESCRIBED = ("industries_zh", "reforms_zh", "remarks_zh")
"""Columns of words: industries and reform of the day, and what is told of other days or last known."""

_IN_COLUMNS = ("status", "values", "industries", "reforms")
"""Sections of facts that columns hold, or else ``remarks_zh``."""

_WORDS = {column: column for column in ("kind", "tier", "management", "status", "basis", "point_basis")}
_STYLES_TABLE = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
    f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME)
"""
_ADD_STYLE = "INSERT INTO layer_styles VALUES (NULL, '', '', ?, 'geom', ?, ?, '', 1, ?, '', NULL, ?)"
_LIST_STYLES = """
INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, srs_id)
VALUES ('layer_styles', 'attributes', 'layer_styles', ?, 0)
"""


def write_geopackage(region: Region, path: Path | str, *, map_number: str = "") -> Path:
    """Write counties, zone boundaries and zone points as layers with styles for QGIS.

    Parameters
    ----------
    region
        The region on the day to show; zones that its day does not show are left out.
    path
        Where the file shall stand.
    map_number
        The map review number (审图号) issued to the map; without one the file says working draft.

    Returns
    -------
    The path. The layers ``counties``, ``zones`` and ``points`` are in EPSG:4490; every word of the vocabulary
    stands as its key and, in a column ending in ``_zh``, in Chinese.

    Raises
    ------
    OSError
        If the file cannot be written; an old one is then untouched.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> zm.write_geopackage(region, "zones.gpkg").name
    'zones.gpkg'
    """
    frames = {"counties": _counties(region), "zones": _zones(region), "points": _points(region)}
    styles = _styles(region, frames)
    stamp = f"{region.state_day}T00:00:00.000Z"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "region.gpkg"
        for name, frame in frames.items():
            _write_layer(frame, file, name, _about(region, map_number) if name == LAYERS[0] else None)
        if len(region.indicators):
            numbers = pd.to_numeric(region.indicators["value"], errors="coerce")
            _write_table(region.indicators.assign(value=numbers), file, "indicators")
        if len(region.vocabulary):
            _write_table(region.vocabulary, file, "vocabulary")
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            if len(region.indicators):
                add_views(database)
            add_names(database, {name: _aliases(frame) for name, frame in frames.items()})
            _add_styles(database, styles, stamp)
            _make_reproducible(database, stamp)
        return write_atomic(path, file.read_bytes())


def _about(region: Region, map_number: str) -> dict[str, str]:
    """Say what the file is, of which day and from which input."""
    mark = terms("sheet")["map_number" if map_number else "draft"]
    notes = terms("sheet")["indicative"]
    return {
        "title": f"{region.title_zh} / {region.title_en}",
        "as_of": region.date.isoformat(),
        "fingerprint": region.fingerprint,
        "mark": f"{mark.zh} / {mark.en} {map_number}".strip(),
        "note": f"{notes.zh} / {notes.en}",
    }


def _counties(region: Region) -> gpd.GeoDataFrame:
    """Return the counties with the column ``adcode``."""
    columns = ["adcode", "name_zh", "name_en", "seat_lon", "seat_lat", "geometry"]
    frame = region.counties.reset_index()[columns]
    numbers = _newest(region, of_counties=True).items()
    return frame.assign(**{title: frame["adcode"].map(of_county) for title, of_county in numbers})


def _zones(region: Region) -> gpd.GeoDataFrame:
    """Return the zones with their boundaries; ``nest`` counts those that share a host county before it."""
    shown = region.shown
    shared = pd.Series(shown["counties"].map(";".join), index=shown.index).where(
        shown["basis"] == "host_county", pd.Series(shown.index, index=shown.index)
    )
    frame = shown.assign(counties=shown["counties"].map(";".join), nest=shared.groupby(shared).cumcount())
    frame = _known_on_day(frame, region).reset_index()
    frame = frame.assign(
        **{f"{column}_zh": frame[column].map(_in_chinese(region, group)) for column, group in _WORDS.items()}
    )
    outside = [] if region.outside.empty else ["other_counties"]
    frame = frame.assign(other_counties=frame["other_counties"].map(";".join))
    in_words = [f"{column}_zh" for column in _WORDS]
    known = [*_ZONE_COLUMNS, *outside, *in_words, *_DESCRIBED]
    own = _own_columns(frame, region, known)
    return gpd.GeoDataFrame(frame[[*known, "nest", "geometry"]].assign(**own))


def _own_columns(frame: pd.DataFrame, region: Region, known: Sequence[str]) -> dict[str, pd.Series]:
    """Return a planner's own columns under their headings, numbers as numbers, and the newest indicators.

    A heading that names another column of the layer, whatever its case, gets ``_own`` at its end.
    """
    taken = {name.casefold() for name in (*known, "nest", "fid", "geom", "geometry")}
    found = {own.heading: _own_column(frame, own, region) for own in region.own_columns}
    ids = frame["zone_id"].map(str)
    found |= {title: ids.map(numbers) for title, numbers in _newest(region, of_counties=False).items()}
    return {f"{name}_own" if name.casefold() in taken else name: cells for name, cells in found.items()}


def _own_column(frame: pd.DataFrame, own: OwnColumn, region: Region) -> pd.Series:
    """Return a planner's own column; nothing where the year of its heading is still to come."""
    if not own.is_number:
        return frame[own.column]
    numbers = numbers_of(frame[own.column], own)
    month, day = (1, 1) if region.date >= region.state_day else (12, 31)
    is_to_come = own.year is not None and dt.date(own.year, month, day) > region.date
    return numbers * np.nan if is_to_come else numbers


def _newest(region: Region, *, of_counties: bool) -> dict[str, pd.Series]:
    """Return the newest number of each place on the day, by name and unit of the indicator."""
    return {
        f"{one.label.zh}({one.unit})" if one.unit else one.label.zh: one.on(region.date, region.state_day)[
            "number"
        ]
        for one in region.series
        if one.is_of_counties == of_counties and not one.columns
    }


def _known_on_day(frame: gpd.GeoDataFrame, region: Region) -> gpd.GeoDataFrame:
    """Return the zones with what holds on the day in their columns; what else is known stands in words.

    A value that only a later day has, or may have, leaves its column empty; it is told in ``remarks_zh`` with
    how it stands to the day, and so is a value whose newest source is older than the day.
    """
    book = book_of(region)
    empty: dict[str, list[str]] = {}
    words: dict[str, list[str]] = {name: [] for name in _DESCRIBED}
    for zone_id in map(str, frame.index):
        facts = [fact for fact in book.stated_of(zone_id) if fact.section in _IN_COLUMNS]
        described = [fact for fact in facts if fact.when is not When.silent]
        drawn = [fact for fact in described if fact.is_drawn]
        industries = [fact.value for fact in drawn if fact.section == "industries"]
        words["industries_zh"].append(join_texts(industries).zh)
        words["reforms_zh"].append(_labelled(fact for fact in drawn if fact.section == "reforms"))
        words["remarks_zh"].append(_labelled(fact for fact in described if fact.remark))
        for fact in described:
            for _, _, column in fact.keys if not fact.is_drawn else ():
                empty.setdefault(column, []).append(zone_id)
    cells = {
        column: frame[column].mask(frame.index.isin(zone_ids), "")
        for column, zone_ids in empty.items()
        if column in frame and not pd.api.types.is_numeric_dtype(frame[column])
    }
    return frame.assign(**cells, **words)


def _labelled(facts: Iterable[Fact]) -> str:
    """Return facts in Chinese, each behind its label."""
    return "；".join(
        word("deck", "value").format(field=fact.label, value=fact.described).zh for fact in facts
    )


def _points(region: Region) -> gpd.GeoDataFrame:
    """Return the zones at their indicative points."""
    frame = _zones(region)
    points = gpd.points_from_xy(frame["lon"], frame["lat"], crs=frame.crs)
    return frame.set_geometry(points).drop(columns=["nest"])


def _in_chinese(region: Region, group: str) -> dict[str, str]:
    """Return the Chinese words of a group by key, nothing for an empty cell."""
    words = point_terms() if group == "point_basis" else words_of(region, group)
    return {key: term.zh for key, term in words.items()} | {"": ""}


def _write_layer(frame: gpd.GeoDataFrame, file: Path, name: str, about: Mapping[str, str] | None) -> None:
    """Write a layer under its Chinese title; the first makes the file, in a version that any GIS reads."""
    pyogrio.write_dataframe(
        frame,
        file,
        layer=name,
        driver="GPKG",
        append=file.exists(),
        promote_to_multi=name != "points",
        dataset_metadata=about,
        dataset_options={"VERSION": "1.2"} if about else None,
        layer_options={
            "GEOMETRY_NAME": "geom",
            "IDENTIFIER": label("geopackage", name, "zh"),
            "DESCRIPTION": label("geopackage", f"{name}_about", "zh"),
        },
    )


def _write_table(frame: pd.DataFrame, file: Path, name: str) -> None:
    """Write a table that has no place on the map: that of the numbers, or of the planner's words."""
    title = label("table", name, "zh")
    pyogrio.write_dataframe(
        frame, file, layer=name, driver="GPKG", append=True, layer_options={"IDENTIFIER": title}
    )


def _styles(region: Region, frames: Mapping[str, gpd.GeoDataFrame]) -> dict[str, str]:
    """Return the style of each layer: zones by kind and basis of the boundary, points by kind and status."""
    classes = {item.key: item for item in legend_by(region, "kind").classes}
    county = terms("table")["counties"]
    rules = {
        "counties": [Rule(county.zh, {}, county_fill())],
        "zones": [
            Rule(
                f"{classes[kind].label.zh} · {label('basis', boundary_basis, 'zh')}",
                {"kind": _stored(kind), "basis": boundary_basis},
                boundary(boundary_basis, classes[kind].color),
            )
            for kind, boundary_basis in _pairs(frames["zones"], classes, "basis")
        ],
        "points": [
            Rule(
                f"{classes[kind].label.zh} · {label('status', status, 'zh')}",
                {"kind": _stored(kind), "status": status},
                marker(classes[kind].symbol, classes[kind].color, status),
            )
            for kind, status in _pairs(frames["points"], classes, "status")
        ],
    }
    return {
        name: style(
            "point" if name == "points" else "polygon",
            rules[name],
            _aliases(frame),
            label_of="" if name == "zones" else "name_zh",
            apart=name == "points",
        )
        for name, frame in frames.items()
    }


def _pairs(frame: pd.DataFrame, classes: Mapping[str, LegendClass], group: str) -> list[tuple[str, str]]:
    """Return the pairs of kind and another column that occur, in the order of the vocabulary."""
    met = set(zip(frame["kind"].replace("", UNSTATED), frame[group], strict=True))
    return [(kind, key) for kind in classes for key in terms(group) if (kind, key) in met]


def _stored(kind: str) -> str:
    """Return what the layer holds for a class of kinds: nothing where the kind is not stated."""
    return "" if kind == UNSTATED else kind


def _aliases(frame: pd.DataFrame) -> dict[str, str]:
    """Return what people call the columns that have a name in the vocabulary."""
    known = {key: term.zh for key, term in {**terms("column"), **terms("geopackage")}.items()}
    return {column: known[column] for column in frame.columns if column in known}


def _add_styles(database: sqlite3.Connection, styles: Mapping[str, str], stamp: str) -> None:
    """Add the table in which QGIS looks for the style of a layer."""
    database.execute(_STYLES_TABLE)
    for name, qml in styles.items():
        database.execute(_ADD_STYLE, (name, name, qml, label("geopackage", name, "zh"), stamp))
    database.execute(_LIST_STYLES, (stamp,))


def _make_reproducible(database: sqlite3.Connection, stamp: str) -> None:
    """Take the hour of writing out of the file, so that the same region gives the same bytes."""
    database.execute("UPDATE gpkg_contents SET last_change = ?", (stamp,))
    database.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", (stamp,))
    database.execute("VACUUM")
