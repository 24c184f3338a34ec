"""KML as Google Earth, Ovital and GIS programs write it, read without fetching what it links to."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # refuses external entities; documents with a DOCTYPE are refused below
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

import numpy as np
from pyproj import CRS
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from zonemap.boundaries.boundary_file import format_note, refuse
from zonemap.boundaries.crs.names import Statement
from zonemap.boundaries.formats.features import Row, Table
from zonemap.core.text import Text
from zonemap.tables.encoding import decode

_DECLARATION = re.compile(r"^\s*<\?xml.*?\?>", re.DOTALL)
_NUMBER = r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)"
_PAIR = re.compile(rf"(?<![\d.]){_NUMBER}\s*,\s*{_NUMBER}(?:\s*,\s*{_NUMBER})?\s*;?(?![\d.])")
_SEMICOLONS = re.compile(r"(?<=\d);(?=[-+.\d])")
_CELLS = re.compile(r"<t[dh][^>]*>\s*([^<]*?)\s*</t[dh]>\s*<td[^>]*>\s*([^<]*?)\s*</td>", re.IGNORECASE)
_VERTEX = re.compile(r"(?:J|P|Z|界址点|界桩|拐点|点)?\s*-?\s*0*(\d{1,4})(?:号|#)?", re.IGNORECASE)
_WORDINGS = ("name", "description", "Snippet", "snippet")
_GEOMETRIES = ("Polygon", "LineString", "LinearRing", "Point")


def read_kml(path: Path, file: str) -> Table:
    """Read the placemarks of a KML file.

    Parameters
    ----------
    path
        The file, in UTF-8 or GB18030, whatever its first line says.
    file
        Its name for the messages.

    Returns
    -------
    One row a placemark, longitude before latitude; its folders are the layer. KML is EPSG:4326 by definition.

    Raises
    ------
    DataProblems
        If it is not well-formed or a coordinate cannot be read.
    """
    try:
        text, encoding = decode(path.read_bytes())
    except ValueError:
        _refuse_broken(file, 1)
    text = _DECLARATION.sub("", text)
    if "<!DOCTYPE" in text:
        refuse(
            file,
            Text("KML 含 DOCTYPE 声明", "the KML has a DOCTYPE"),
            Text("请从原软件重新导出 KML", "Export the KML again"),
        )
    try:
        root = ET.fromstring(text)
        marks = enumerate(_placemarks(root), start=1)
        rows = [_read_placemark(file, mark, folders, number) for number, (mark, folders) in marks]
    except ET.ParseError as error:
        _refuse_broken(file, error.position[0])
    except RecursionError:
        refuse(
            file,
            Text("KML 的文件夹或图形嵌套过深", "folders or shapes of the KML are nested too deep"),
            Text("请从原软件重新导出 KML", "Export the KML again"),
        )
    links = sum(_tag(element) == "NetworkLink" for element in root.iter())
    notes = [format_note(f"{links} 个网络链接未读", f"{links} network links not followed")] if links else []
    rows, joined = _join_vertices(rows)
    notes += joined
    wording = [Statement(text) for text in _wordings(root)]
    return Table(rows, CRS.from_epsg(4326), encoding=encoding, notes=notes, statements=wording)


def _wordings(root: ET.Element) -> list[str]:
    """Return what names, descriptions and snippets say, those of the document and its folders too."""
    found = (_plain(element) for element in root.iter() if _tag(element) in _WORDINGS)
    return list(dict.fromkeys(filter(None, found)))


def _plain(element: ET.Element) -> str:
    """Return the text of an element."""
    return (element.text or "").strip()


def _join_vertices(rows: list[Row]) -> tuple[list[Row], list[str]]:
    """Join placemarks that are points numbered J1, J2 … to rings, a folder each, where there is no area."""
    if any(shape.geom_type != "Point" for row in rows for shape in row.shapes):
        return rows, []
    made: list[Row] = []
    notes = []
    for folders in dict.fromkeys(row.folders for row in rows):
        listed = [row for row in rows if row.folders == folders and row.shapes]
        numbers = [_VERTEX.fullmatch(row.values["name"]) for row in listed]
        order = [int(found[1]) for found in numbers if found]
        steps = [after - before for before, after in pairwise(order)]
        closes = bool(order) and order[-1] == order[0]
        if (
            len(order) != len(listed)
            or len(order) < 3
            or any(step != 1 for step in steps[: -1 if closes else None])
        ):
            return rows, []
        ring = LineString([*(row.shapes[0] for row in listed), listed[0].shapes[0]])
        made.append(Row([ring], {"name": ""}, "/".join(folders), listed[0].number, folders))
        notes.append(
            format_note(
                f"{len(listed)} 个编号的点按顺序连成环",
                f"{len(listed)} numbered points joined to a ring in order",
            )
        )
    return made or rows, notes


def _placemarks(
    element: ET.Element, folders: tuple[str, ...] = ()
) -> Iterator[tuple[ET.Element, tuple[str, ...]]]:
    """Go through the placemarks below an element, wherever they stand, with the names of their folders."""
    for child in element:
        tag = _tag(child)
        if tag == "Placemark":
            yield child, folders
        else:
            own = _text(child, "name") if tag == "Folder" else ""
            yield from _placemarks(child, (*folders, own) if own else folders)


def _read_placemark(file: str, mark: ET.Element, folders: tuple[str, ...], number: int) -> Row:
    """Read one placemark."""
    values = {"name": _text(mark, "name"), **dict(_CELLS.findall(_text(mark, "description")))}
    for element in mark.iter():
        key = element.get("name")
        if key and _tag(element) == "Data":
            values[key] = _text(element, "value")
        elif key and _tag(element) == "SimpleData":
            values[key] = (element.text or "").strip()
    geometries = list(_geometries(mark))
    _check_whole(file, mark, geometries, values["name"] or f"Placemark {number}")
    shapes = [_read_shape(file, element, values["name"]) for element in geometries]
    return Row([shape for shape in shapes if shape is not None], values, "/".join(folders), number, folders)


def _check_whole(file: str, mark: ET.Element, geometries: list[ET.Element], name: str) -> None:
    """Stop at a placemark that holds more runs of coordinates than its geometries can have."""
    written = sum(_tag(e) == "coordinates" and bool((e.text or "").strip()) for e in mark.iter())
    read = sum(_runs_of(element) for element in geometries)
    if written > read:
        refuse(
            file,
            Text(
                f"有 {written} 组坐标，只能读出 {read} 组", f"{written} runs of coordinates, {read} readable"
            ),
            Text(
                "一个 Polygon 只能有一个外环，其余请另放 Polygon",
                "A Polygon has one outer ring only: put the others into Polygons of their own",
            ),
            column=name,
        )


def _runs_of(geometry: ET.Element) -> int:
    """Return how many runs of coordinates are read of a geometry."""
    if _tag(geometry) != "Polygon":
        return 1
    sides = [_tag(child) for child in geometry]
    return min(1, sides.count("outerBoundaryIs")) + sides.count("innerBoundaryIs")


def _geometries(element: ET.Element) -> Iterator[ET.Element]:
    """Go through the geometries of a placemark; the rings of a polygon are not given by themselves."""
    for child in element:
        if _tag(child) in _GEOMETRIES:
            yield child
        elif _tag(child) == "MultiGeometry":
            yield from _geometries(child)


def _read_shape(file: str, element: ET.Element, name: str) -> BaseGeometry | None:
    """Read one geometry; None when it holds no points."""
    if _tag(element) == "Polygon":
        shells = _rings(file, element, "outerBoundaryIs", name)
        holes = _rings(file, element, "innerBoundaryIs", name)
        return Polygon(shells[0], holes) if shells else None
    points = _points(file, element, name)
    if _tag(element) == "Point":
        return Point(points[0]) if len(points) else None
    return LineString(points) if len(points) > 1 else None


def _rings(file: str, polygon: ET.Element, side: str, name: str) -> list[np.ndarray]:
    """Read the rings of one side of a polygon that have at least three points."""
    found = [_points(file, element, name) for element in polygon if _tag(element) == side]
    return [points for points in found if len(points) >= 3]


def _points(file: str, element: ET.Element, name: str) -> np.ndarray:
    """Read the first ``coordinates`` below an element, shape (n, 2)."""
    text = next((e.text or "" for e in element.iter() if _tag(e) == "coordinates"), "").strip()
    text = _SEMICOLONS.sub("; ", text)
    rest = _PAIR.sub("", text).strip()
    if rest:
        refuse(
            file,
            Text("坐标读不出来", "coordinates cannot be read"),
            Text("请从原软件重新导出 KML", "Export the KML again"),
            column=name or "coordinates",
            value=rest,
        )
    return np.array([[float(x), float(y)] for x, y, _ in _PAIR.findall(text)]).reshape(-1, 2)


def _tag(element: ET.Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _text(element: ET.Element, tag: str) -> str:
    """Return the text of a direct child, or nothing."""
    return next(((child.text or "").strip() for child in element if _tag(child) == tag), "")


def _refuse_broken(file: str, row: int) -> NoReturn:
    """Stop at a file that is not well-formed."""
    refuse(
        file,
        Text("KML 不完整或格式有误", "the KML is cut off or not well-formed"),
        Text("请从原软件重新导出 KML", "Export the KML again"),
        row=row,
    )
