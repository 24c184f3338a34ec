"""What a GIS reads beside the layers: every number at its place, and what people call the columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from zonemap.core.vocabulary import label

_PLACES = {"zone_indicators": ("points", "zone_id"), "county_indicators": ("counties", "adcode")}
"""The views of the numbers, with the layer that has their places and the column that both have."""

_VIEW = """
CREATE VIEW {view} AS
SELECT numbers.fid AS OGC_FID, places.name_zh, numbers.indicator, numbers.date, numbers.value, numbers.unit,
    places.geom
FROM indicators AS numbers JOIN {layer} AS places ON places.{column} = numbers.{column}
"""
_LIST = """
INSERT INTO gpkg_contents
SELECT ?, data_type, ?, ?, last_change, min_x, min_y, max_x, max_y, srs_id
FROM gpkg_contents WHERE table_name = ?
"""
_GEOMETRY = """
INSERT INTO gpkg_geometry_columns
SELECT ?, column_name, geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns WHERE table_name = ?
"""
_NAMES_TABLE = """
CREATE TABLE gpkg_data_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
    mime_type TEXT, constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
    CONSTRAINT gdc_tn UNIQUE (table_name, name))
"""
_EXTENSION = """
INSERT INTO gpkg_extensions VALUES ('gpkg_data_columns', NULL, 'gpkg_schema',
    'http://www.geopackage.org/spec/#extension_schema', 'read-write')
"""
_NAME = "INSERT INTO gpkg_data_columns (table_name, column_name, title) VALUES (?, ?, ?)"


def add_views(database: sqlite3.Connection) -> None:
    """Add the numbers of zones at their points, and those of counties on their areas, a row a number.

    So a GIS maps any of them, or lets a number run through the years. A view of no number is left out.
    """
    for view, (layer, column) in _PLACES.items():
        database.execute(_VIEW.format(view=view, layer=layer, column=column))
        if database.execute(f"SELECT 1 FROM {view} LIMIT 1").fetchone() is None:
            database.execute(f"DROP VIEW {view}")
            continue
        title, about = label("geopackage", view, "zh"), label("geopackage", f"{view}_about", "zh")
        database.execute(_LIST, (view, title, about, layer))
        database.execute(_GEOMETRY, (view, layer))


def add_names(database: sqlite3.Connection, names: Mapping[str, Mapping[str, str]]) -> None:
    """Add what people call columns, by layer and column, as the standard has it (extension "schema")."""
    database.execute(_NAMES_TABLE)
    database.execute(_EXTENSION)
    rows = [(layer, column, title) for layer, columns in names.items() for column, title in columns.items()]
    database.executemany(_NAME, rows)
