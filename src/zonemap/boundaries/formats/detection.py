"""Which format is this file in? Told from its content first, and from its ending where content is silent."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from zonemap.boundaries.formats.archive import member_names
from zonemap.boundaries.formats.parcel_lines import half_width, is_parcel_line
from zonemap.boundaries.formats.point_columns import HEADING_WITHIN, find_columns
from zonemap.boundaries.formats.unsupported import advice_key, refuse_format
from zonemap.tables.encoding import decode

ENDINGS = {
    "parcel_txt": ("txt",),
    "shapefile": ("shp",),
    "geopackage": ("gpkg",),
    "geojson": ("geojson", "json"),
    "kml": ("kml", "ovkml"),
    "kmz": ("kmz", "ovkmz"),
    "dxf": ("dxf",),
    "filegdb": ("gdb",),
    "mapinfo_tab": ("tab",),
    "mapinfo_mif": ("mif",),
    "flatgeobuf": ("fgb",),
    "points_csv": ("csv", "txt", "tsv", "dat"),
    "points_xlsx": ("xlsx", "xlsm"),
    "archive": ("zip",),
}
"""The formats that are read, with the endings they usually have."""

_WKT = re.compile(r"""(?:^|[,\t"])\s*(?:SRID=\d+,)?(?:MULTI)?POLYGON\s*[ZM]{0,2}\s*\(""", re.IGNORECASE)
_HEAD_BYTES = 65_536
_FOREIGN_MARKS = (b"OGRVRTDataSource", b"gdal_streamed_alg", b"OGRWFSDataSource", b"GDAL_WMS")

_MAGIC = (
    (b"fgb\x03fgb", "flatgeobuf"),
    (b"\x00\x00\x27\x0a", "shapefile"),
    (b"AutoCAD Binary DXF", "binary_dxf"),
    (b"AC10", "dwg"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"\xd0\xcf\x11\xe0", "ole"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"GIF8", "image"),
    (b"\x00\x01\x00\x00Standard ", "mdb"),
)


def detect_format(path: Path, file: str) -> str:
    """Tell the format of a boundary file or file geodatabase.

    Parameters
    ----------
    path
        The file, or the folder of a file geodatabase.
    file
        Its name for the messages.

    Returns
    -------
    A key of :data:`ENDINGS`.

    Raises
    ------
    DataProblems
        If the format is not read; the message says what to save the file as.
    """
    if path.is_dir():
        if not any(path.glob("*.gdbtable")):
            refuse_format(file, "unknown")
        return "filegdb"
    key = _detect(path, file)
    if key not in ENDINGS:
        refuse_format(file, _specific_advice(key, path))
    return key


def is_geodatabase(path: Path) -> bool:
    """Return whether a folder is a file geodatabase, by its name or by what it holds."""
    return path.is_dir() and (ending_of(path) == "gdb" or any(path.glob("*.gdbtable")))


def ending_of(path: Path) -> str:
    """Return the ending of a name in small letters, without dot."""
    return path.suffix.lower().removeprefix(".")


def _specific_advice(key: str, path: Path) -> str:
    """Return the advice by ending where the content says less."""
    vague = key in ("unknown", "ole", "text", "sqlite", "json", "xml")
    return (advice_key(ending_of(path)) or key) if vague else key


def _detect(path: Path, file: str) -> str:
    """Return a key of a format that is read or of an advice."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if not head.strip(b"\0 \t\r\n"):
        return "empty"
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _detect_zip(path, file)
    if head.startswith(b"SQLite format 3\0"):
        return _detect_sqlite(path)
    magic = next((key for mark, key in _MAGIC if head.startswith(mark)), None)
    if magic:
        return magic
    if holds_foreign_mark(path):
        return "vrt"
    return _detect_text(path, head)


def holds_foreign_mark(path: Path) -> bool:
    """Return whether a file holds the mark of a driver that reads other files, anywhere in it."""
    longest = max(map(len, _FOREIGN_MARKS))
    with path.open("rb") as stream:
        tail = b""
        while block := stream.read(1 << 20):
            window = tail + block
            if any(mark in window for mark in _FOREIGN_MARKS):
                return True
            tail = window[-longest:]
    return False


def _detect_zip(path: Path, file: str) -> str:
    """Tell what a ZIP container holds."""
    names = [name.lower() for name in member_names(path, file)]
    if "xl/workbook.xml" in names:
        return "points_xlsx"
    if any(name.startswith("word/") for name in names):
        return "docx"
    if "mimetype" in names and "content.xml" in names:
        return "ods"
    if ending_of(path) in ENDINGS["kmz"] or (names and all(name.endswith(".kml") for name in names)):
        return "kmz"
    return "archive"


def _detect_sqlite(path: Path) -> str:
    """Tell a sound GeoPackage from other databases; one with foreign virtual tables is none."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            database.text_factory = lambda data: data.decode("utf-8", "replace")
            rows = database.execute("SELECT name, sql FROM sqlite_master").fetchall()
    except sqlite3.Error:
        return "sqlite"
    made = [str(sql or "") for _, sql in rows]
    virtual = [sql for sql in made if re.match(r"\s*CREATE\s+VIRTUAL", sql, re.IGNORECASE)]
    if any(not re.search(r"USING\s+rtree\b", sql, re.IGNORECASE) for sql in virtual):
        return "vrt"
    return "geopackage" if "gpkg_contents" in [name for name, _ in rows] else "sqlite"


def _detect_text(path: Path, head: bytes) -> str:
    """Tell the format of a text file."""
    try:
        text, _ = decode(head)
    except ValueError:
        return "unknown"
    text = text.lstrip("\ufeff \t\r\n\0")
    tellers: tuple[Callable[[str], str], ...] = (_detect_xml, _detect_json, _detect_drawing, _detect_points)
    return next((key for tell in tellers if (key := tell(text))), "text")


def _detect_xml(text: str) -> str:
    """Tell an XML file by its root element."""
    if not text.startswith("<"):
        return ""
    found = re.search(r"<(?:\w+:)?([A-Za-z][\w.-]*)", re.sub(r"<\?.*?\?>|<!--.*?-->", "", text, flags=re.S))
    root = found.group(1).lower() if found else ""
    known = {"kml": "kml", "featurecollection": "gml", "gpx": "gpx", "html": "html"}
    return known.get(root, "html" if "<!doctype html" in text[:200].lower() else "xml")


def _detect_json(text: str) -> str:
    """Tell a JSON file by its types."""
    if not re.match(r"\{|\[\s*[\[{]", text):
        return ""
    types = set(re.findall(r'"type"\s*:\s*"(\w+)"', text))
    if "Topology" in types:
        return "topojson"
    if re.search(r'"(esriGeometry\w+|geometryType|rings)"', text) and "FeatureCollection" not in types:
        return "esrijson"
    geometries = {"Polygon", "MultiPolygon", "GeometryCollection", "LineString", "MultiLineString", "Point"}
    return "geojson" if types & {"FeatureCollection", "Feature", "MultiPoint", *geometries} else "json"


def _detect_drawing(text: str) -> str:
    """Tell DXF and MapInfo files by their first lines."""
    tokens = [line.strip() for line in text[:4000].splitlines()]
    if re.match(r"(999\n.*\n)*0\nSECTION(\n|$)", "\n".join(tokens)):
        return "dxf"
    if text[:6].lower() == "!table":
        plain_table = re.search(r"type\s+native\b", text, re.IGNORECASE)
        linked = re.search(r"isseamless|open\s+table|create\s+view", text, re.IGNORECASE)
        return "mapinfo_tab" if plain_table and not linked else "seamless"
    return "mapinfo_mif" if re.match(r"version\s+\d+", text, re.IGNORECASE) else ""


def _detect_points(text: str) -> str:
    """Tell boundary-point files and tables of points."""
    lines = [half_width(line) for line in re.split(r"\r\n|\r|\n", text)][:200]
    if any(line.startswith("[地块坐标") or is_parcel_line(line) for line in lines):
        return "parcel_txt"
    if any(find_columns(re.split(r"[,\t]", line)) for line in lines[:HEADING_WITHIN]):
        return "points_csv"
    if any(_WKT.search(line) for line in lines[:HEADING_WITHIN]):
        return "points_csv"
    numbers = [line for line in lines if line]
    bare = sum(len(re.findall(r"\d{5,}\.?\d*|\d{2,3}\.\d{3,}", line)) >= 2 for line in numbers)
    return "parcel_txt" if len(numbers) >= 3 and bare >= 0.8 * len(numbers) else ""
