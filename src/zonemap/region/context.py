"""What lies around and under the zones and is no part of what is told of them: counties, rivers, hills.

It only helps to see where the region lies. It is drawn pale, is the source of no fact and decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from zonemap.boundaries.boundary_file import problem
from zonemap.boundaries.crs.candidates import to_degrees
from zonemap.boundaries.crs.identify import identify_crs
from zonemap.boundaries.districts import District, districts_near
from zonemap.boundaries.formats.detection import detect_format
from zonemap.boundaries.formats.features import Table
from zonemap.boundaries.formats.kml import read_kml
from zonemap.boundaries.formats.vector import DRIVERS, read_vector
from zonemap.boundaries.sources import find_sources
from zonemap.core.inputs import CONTEXT
from zonemap.core.problems import DataProblems, Problem
from zonemap.core.reading import check_ordinary, errors_as_problems
from zonemap.core.text import NONE, Text
from zonemap.core.vocabulary import terms
from zonemap.region.hillshade import PICTURES, Hillshade, read_hillshade

_WIDENED = 0.5
"""How far around a region its neighbours are known, as a share of its longer side."""

_MOST = 500
"""More counties than these are a nation: it has no counties around it."""


SEATS = "seats"
"""What county seats are called among the layers."""

DRAWN = "drawn"
"""The class of a file of the context in the account."""

OTHER = "other"
"""How a layer is drawn that the vocabulary group ``layer`` does not know by the name of its file."""


@dataclass(frozen=True)
class Layer:
    """The lines of a file in ``context/``, and the outlines of its areas.

    Parameters
    ----------
    file
        Its name in the data.
    key
        Which of the words of the group ``layer`` it is; ``other`` for none.
    name
        What the legend calls it: the title that ``datapackage.json`` gives it, else the name of the file.
    source
        The source that ``datapackage.json`` gives; empty where it gives none.
    lines
        EPSG:4490.
    features
        How many features they come from.
    """

    file: str
    key: str
    name: Text
    source: Text
    lines: BaseGeometry = field(repr=False)
    features: int = 0


@dataclass(frozen=True)
class Context:
    """What is drawn around and under the zones.

    Parameters
    ----------
    has_neighbours
        Whether the counties around the region are drawn where they are known.
    layers
        The lines that a planner put into ``context/``.
    hillshades
        The shade of hills that a planner put there.
    """

    has_neighbours: bool = True
    layers: tuple[Layer, ...] = ()
    hillshades: tuple[Hillshade, ...] = ()

    @property
    def own(self) -> tuple[Layer | Hillshade, ...]:
        """What a planner put into ``context/``, as it lies from the ground up."""
        return (*self.hillshades, *self.layers)


NO_CONTEXT = Context(has_neighbours=False)


def read_context(
    folder: Path, described: Mapping[str, tuple[Text, Text]], bounds: NDArray[np.float64]
) -> Context:
    """Read every file in ``context/`` of a data folder, by name.

    Parameters
    ----------
    folder
        The data folder.
    described
        Title and source of files, by their path in the folder.
    bounds
        West, south, east and north of the region, EPSG:4490.

    Raises
    ------
    DataProblems
        With everything that prevents a file from being drawn, for all files at once.
    """
    if not (folder / CONTEXT).is_dir():
        return Context()
    layers, hillshades, problems = list[Layer](), list[Hillshade](), list[Problem]()
    for source in find_sources(folder / CONTEXT):
        file = f"{CONTEXT}/{source.file}"
        try:
            check_ordinary(source.path, file)
            with errors_as_problems(file):
                told = described.get(file, (NONE, NONE))
                if source.path.suffix.lower() in PICTURES:
                    name = _name_of(source.path, told[0])[1]
                    hillshades.append(read_hillshade(source.path, file, (name, told[1]), bounds))
                else:
                    layers.append(_layer(source.path, file, told))
        except DataProblems as error:
            problems += error.problems
    if problems:
        raise DataProblems(problems)
    return Context(layers=tuple(layers), hillshades=tuple(hillshades))


def _name_of(path: Path, title: Text) -> tuple[str, Text]:
    """Return how a file is drawn, and what the legend calls it."""
    known = terms("layer")
    key = path.stem if path.stem in known else OTHER
    return key, title or (known[key].text if key != OTHER else Text(path.stem))


def _layer(path: Path, file: str, described: tuple[Text, Text]) -> Layer:
    """Read one file."""
    format = detect_format(path, file)
    if format not in DRIVERS and format != "kml":
        raise DataProblems([_no_lines(file, format)])
    table = read_kml(path, file) if format == "kml" else read_vector(path, file, format)
    lines = _lines_of(file, table)
    key, name = _name_of(path, described[0])
    return Layer(file, key, name, described[1], lines, len(table.rows))


def _lines_of(file: str, table: Table) -> BaseGeometry:
    """Return the lines of a file and the outlines of its areas in EPSG:4490."""
    parts = shapely.get_parts([shape for row in table.rows for shape in row.shapes])
    parts = shapely.force_2d(parts[~shapely.is_empty(parts)])
    drawn = parts[shapely.get_dimensions(parts) > 0]
    if not len(drawn):
        raise DataProblems([_no_lines(file, "")])
    is_area = shapely.get_dimensions(drawn) == 2
    drawn[is_area] = shapely.boundary(drawn[is_area])
    points = shapely.get_coordinates(drawn)
    found = identify_crs(file, points, table.declared, None, None)
    degrees = to_degrees(points, found.crs, swapped=found.swapped)
    return shapely.multilinestrings(shapely.get_parts(shapely.set_coordinates(drawn, degrees)))


def _no_lines(file: str, format: str) -> Problem:
    """Say that a file holds nothing that could be drawn under the zones."""
    return problem(
        file,
        Text("里面没有线或面", "it holds neither lines nor areas"),
        Text(
            "请存为 GeoPackage、GeoJSON、shapefile 或 KML（山体阴影存为 GeoTIFF），或移出这个文件夹",
            "Save it as GeoPackage, GeoJSON, shapefile or KML (a hillshade as GeoTIFF), or take it out",
        ),
        value=format,
    )


def seats_of(counties: gpd.GeoDataFrame, context: Context) -> pd.DataFrame:
    """Return name and place of the county seats that are drawn: those that are known, if any are wanted."""
    seats = counties[["name_zh", "seat_lon", "seat_lat"]]
    is_wanted = context.has_neighbours and len(counties) <= _MOST
    return pd.DataFrame(seats.dropna() if is_wanted else seats.iloc[:0])


def with_context(account: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Add to an account of boundaries and zones what was read to be drawn under them, a row a file."""
    rows = [("context", one.file, one.features, one.name.zh, DRAWN) for one in context.own]
    if not rows:
        return account
    return pd.concat([account, pd.DataFrame(rows, columns=account.columns)], ignore_index=True)


def neighbours_of(counties: gpd.GeoDataFrame, context: Context = Context()) -> gpd.GeoDataFrame:
    """Return the counties of China in and around a region, as the published data of all counties have them.

    Parameters
    ----------
    counties
        Those of the region, by adcode.
    context
        Whether any are wanted.

    Returns
    -------
    Index ``adcode``; ``name_zh``, ``name_en``, ``is_own`` (a county of the region) and polygons, EPSG:4490:
    indicative. Empty where most of the counties do not lie where China's county of that code lies: then they
    are of another country, or made up.
    """
    known = context.has_neighbours and 0 < len(counties) <= _MOST
    found = _around(tuple(map(str, counties.index)), tuple(counties.total_bounds)) if known else _nothing()
    own = counties.geometry[counties.index.isin(found.index[found["is_own"]])]
    middles = shapely.get_coordinates(shapely.point_on_surface(own.to_numpy()))
    lie = shapely.contains_xy(found.geometry.reindex(own.index).to_numpy(), *middles.T)
    return found if known and 2 * int(np.sum(lie)) > len(counties) else _nothing()


def _nothing() -> gpd.GeoDataFrame:
    """Return no county."""
    return _frame([], ())


@lru_cache(maxsize=4)
def _around(codes: tuple[str, ...], bounds: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    """Return the counties of some codes and those around, which lie in widened bounds."""
    west, south, east, north = bounds
    room = _WIDENED * max(east - west, north - south)
    box = (west - room, south - room, east + room, north + room)
    return _frame(districts_near(box), codes)


def _frame(found: Sequence[tuple[District, BaseGeometry]], codes: tuple[str, ...]) -> gpd.GeoDataFrame:
    """Return counties as a frame, those of the region marked."""
    columns = {
        "adcode": [district.adcode for district, _ in found],
        "name_zh": [district.name for district, _ in found],
        "name_en": [district.english for district, _ in found],
        "is_own": np.array([district.adcode in codes for district, _ in found], dtype=bool),
    }
    frame = gpd.GeoDataFrame(columns, geometry=[area for _, area in found], crs="EPSG:4490")
    return frame.set_index("adcode").sort_index()


def inner_lines(areas: Sequence[BaseGeometry], is_own: Sequence[bool]) -> BaseGeometry:
    """Return the borders between two areas that are not the region's own, each once.

    The outer edge of them all is left out, so that a coast or a national border is never among the lines, and
    so is the outline of the region, which draws itself.

    Parameters
    ----------
    areas
        Polygons that share their borders point by point.
    is_own
        Which of them are the region's.
    """
    parts, of_area = shapely.get_parts(np.asarray(areas, dtype=object), return_index=True)
    rings, of_part = shapely.get_rings(parts, return_index=True)
    places, of_ring = shapely.get_coordinates(rings, return_index=True)
    points, numbers = np.unique(places, axis=0, return_inverse=True)
    numbers = numbers.ravel()
    follows = of_ring[1:] == of_ring[:-1]
    edges = np.sort(np.column_stack([numbers[:-1], numbers[1:]])[follows], axis=1)
    owners = np.asarray(is_own, dtype=bool)[of_area[of_part[of_ring[:-1][follows]]]]
    whole, of_edge, counts = np.unique(edges, axis=0, return_inverse=True, return_counts=True)
    own = np.bincount(of_edge.ravel(), weights=owners, minlength=len(whole))
    kept = whole[(counts == 2) & (own == 0)]
    return shapely.line_merge(shapely.multilinestrings(points[kept]))
