"""The frame of a printed map: counties in kilometres, graticule, scale bar, north arrow."""

# Above 300 lines because figures do not yet share the map engine of the other outputs.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

from zonemap.outputs.figures.lettering import text_width, write
from zonemap.outputs.figures.sheet import Box, Sheet
from zonemap.style.inks import FAINT, GRID, INK, LAND, LINE, OUTLINE, PAPER, WATER
from zonemap.style.reader import quantity

_DEGREE = quantity("size.figure.degree")
_SCALES_KM = (1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)


@dataclass(frozen=True)
class MapFrame:
    """A map frame with counties laid into it.

    Parameters
    ----------
    ax
        Axes in kilometres east and north of the middle of the region, in the projection of
        :func:`plane_crs`.
    sheet
        The sheet it lies on.
    box
        Where on the sheet, in points.
    scale
        Points for a kilometre.
    to_plane
        From degrees, EPSG:4490, to kilometres.
    counties
        Polygons in kilometres by adcode, their borders still shared.
    """

    ax: Axes
    sheet: Sheet
    box: Box
    scale: float
    to_plane: Transformer
    counties: pd.Series

    @property
    def extent(self) -> BaseGeometry:
        """The frame as a rectangle in kilometres."""
        (left, right), (bottom, top) = self.ax.get_xlim(), self.ax.get_ylim()
        return shapely.box(left, bottom, right, top)

    def project(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return a geometry in EPSG:4490 in kilometres."""
        return shapely.transform(geometry, self._project)

    def points(self, lon: Sequence[float], lat: Sequence[float]) -> list[tuple[float, float]]:
        """Return points in EPSG:4490 in kilometres."""
        places = self._project(np.column_stack([lon, lat]).astype(float))
        return [(float(x), float(y)) for x, y in places]

    def _project(self, degrees: np.ndarray) -> np.ndarray:
        return np.column_stack(self.to_plane.transform(degrees[:, 0], degrees[:, 1]))

    def shape(self, geometry: BaseGeometry, **look: Any) -> None:
        """Draw a geometry in kilometres; nothing for an empty one."""
        if not geometry.is_empty:
            look = {"linewidth": 0, "joinstyle": "round", **look}
            self.ax.add_artist(PathPatch(path_of(geometry), **look))


def plane_crs(counties: gpd.GeoDataFrame) -> CRS:
    """Return the projection of a region's printed maps: azimuthal equal-area about its middle, kilometres."""
    west, south, east, north = counties.total_bounds
    middle = {"lat_0": (south + north) / 2, "lon_0": (west + east) / 2}
    return CRS.from_dict({"proj": "laea", **middle, "ellps": "GRS80", "units": "km"})


def project_counties(counties: gpd.GeoDataFrame) -> pd.Series:
    """Return polygons in kilometres, in the projection of :func:`plane_crs`, by adcode."""
    to_plane = _to_plane(plane_crs(counties))
    return pd.Series(list(_project(counties.geometry.to_numpy(), to_plane)), index=counties.index)


def _project(degrees: Any, to_plane: Transformer) -> Any:
    """Return one geometry or several in EPSG:4490 in kilometres."""
    return shapely.transform(degrees, lambda xy: np.column_stack(to_plane.transform(*xy.T)))


@cache
def _to_plane(crs: CRS) -> Transformer:
    """Return the way from degrees, EPSG:4490, to kilometres."""
    return Transformer.from_crs("EPSG:4490", crs, always_xy=True)


def fit_frame(
    sheet: Sheet,
    box: Box,
    counties: gpd.GeoDataFrame,
    focus: Sequence[str] = (),
    *,
    window: BaseGeometry | None = None,
    padding: float = 20,
    scale: float = 0,
) -> MapFrame:
    """Lay counties into a box on a sheet.

    Parameters
    ----------
    sheet, box
        Where the map shall stand.
    counties
        Polygons by adcode, EPSG:4490.
    focus
        Adcodes of the counties that shall fill the frame; all of them when empty.
    window
        What shall fill the frame instead, EPSG:4490.
    padding
        Points left free around them.
    scale
        Points for a kilometre; 0 for as many as the box takes.
    """
    to_plane = _to_plane(plane_crs(counties))
    flat = project_counties(counties)
    seen = flat[list(focus)] if len(focus) else flat
    shown = seen.to_numpy() if window is None else _project(window, to_plane)
    left, bottom, right, top = shapely.total_bounds(shown)
    width, height = box[2] - box[0], box[3] - box[1]
    fitting = min((width - 2 * padding) / (right - left), (height - 2 * padding) / (top - bottom))
    scale = scale or fitting
    x, y = (left + right) / 2, (bottom + top) / 2
    ax = sheet.axes(box)
    ax.set(
        xlim=(x - width / 2 / scale, x + width / 2 / scale),
        ylim=(y - height / 2 / scale, y + height / 2 / scale),
        autoscale_on=False,
    )
    fine = shapely.coverage_simplify(flat.to_numpy(), 0.4 / scale)
    return MapFrame(ax, sheet, box, scale, to_plane, pd.Series(list(fine), index=flat.index))


def draw_counties(
    frame: MapFrame, looks: Mapping[str, Mapping[str, Any]], furniture: Furniture | None = None
) -> None:
    """Draw background, graticule, counties and the region's outline.

    Parameters
    ----------
    frame
        The map frame.
    looks
        How to fill counties, by adcode; the others are left in the colour of land.
    furniture
        What the degrees at the frame must not cover.
    """
    frame.shape(frame.extent, facecolor=frame.sheet.ground(WATER), zorder=0)
    _draw_graticule(frame, furniture)
    land = {"facecolor": frame.sheet.ground(LAND)}
    for adcode, geometry in frame.counties.items():
        look = looks.get(str(adcode), land)
        frame.shape(
            geometry, **{"edgecolor": LINE, "linewidth": quantity("line.county"), "zorder": 1, **look}
        )
    whole = shapely.union_all(shapely.make_valid(frame.counties.to_numpy()))
    frame.shape(whole, facecolor="none", edgecolor=OUTLINE, linewidth=quantity("line.outline"), zorder=2)


def _draw_graticule(frame: MapFrame, furniture: Furniture | None) -> None:
    """Draw meridians and parallels with their degrees at the frame."""
    west, south, east, north = _degrees(frame)
    extent = max(east - west, north - south)
    step = next((step for step in (0.1, 0.2, 0.5, 1, 2, 5, 10) if extent / step <= 7), 20)
    left, _, _, top = frame.extent.bounds
    gap = 4 / frame.scale
    for lon in np.arange(np.ceil(west / step), east / step) * step:
        line = _line(frame, [(lon, lat) for lat in np.linspace(south, north, 40)])
        if line is not None:
            x = max(line.coords, key=lambda point: point[1])[0]
            _degree_label(frame, (x + gap, top - 3 * gap), f"{lon:g}°E", furniture)
    for lat in np.arange(np.ceil(south / step), north / step) * step:
        line = _line(frame, [(lon, lat) for lon in np.linspace(west, east, 40)])
        if line is not None and min(line.coords)[1] < top - 7 * gap:
            _degree_label(frame, (left + gap, min(line.coords)[1] + gap), f"{lat:g}°N", furniture)


def _degrees(frame: MapFrame) -> tuple[float, float, float, float]:
    """Return west, south, east and north of the frame in degrees."""
    edge = np.asarray(shapely.segmentize(frame.extent.exterior, 5).coords)
    lon, lat = frame.to_plane.transform(edge[:, 0], edge[:, 1], direction="INVERSE")
    return float(np.min(lon)), float(np.min(lat)), float(np.max(lon)), float(np.max(lat))


def _line(frame: MapFrame, degrees: list[tuple[float, float]]) -> shapely.LineString | None:
    """Draw a line of the graticule; return what of it lies in the frame."""
    inside = shapely.intersection(frame.project(shapely.LineString(degrees)), frame.extent)
    if inside.is_empty or inside.geom_type != "LineString":
        return None
    color = frame.sheet.ground(GRID)
    frame.ax.plot(*np.asarray(inside.coords).T, color=color, linewidth=quantity("line.grid"), zorder=0.5)
    return inside


def _degree_label(
    frame: MapFrame, place: tuple[float, float], degrees: str, furniture: Furniture | None
) -> None:
    """Write the degrees of a line of the graticule, where there is room."""
    x, y = place
    box = shapely.box(x, y, x + text_width(degrees, _DEGREE) / frame.scale, y + 9 / frame.scale)
    taken = [*frame.counties, *([furniture.north, furniture.scale] if furniture else [])]
    if shapely.contains(frame.extent, box) and not shapely.intersects(box, taken).any():
        write(frame.ax, place, degrees, _DEGREE, color=FAINT, zorder=3)


@dataclass(frozen=True)
class Furniture:
    """Where north arrow and scale bar stand, in kilometres: no name may cover them.

    Parameters
    ----------
    north, scale
        The two corners of the frame that are freest of counties.
    scale_at_right
        Whether the scale bar is set to the right in its corner.
    """

    north: BaseGeometry
    scale: BaseGeometry
    scale_at_right: bool


def furniture_of(frame: MapFrame, clear: Sequence[BaseGeometry] = ()) -> Furniture:
    """Find room for north arrow and scale bar, as clear as can be of some areas, else of all counties."""
    unit = 1 / frame.scale
    left, bottom, right, top = shapely.buffer(frame.extent, -11 * unit, join_style="mitre").bounds
    top -= 8 * unit

    def corner(side: str, level: str, width: float, height: float) -> BaseGeometry:
        x = left if side == "left" else right - width * unit
        y = bottom if level == "bottom" else top - height * unit
        return shapely.box(x, y, x + width * unit, y + height * unit)

    counties = np.array(clear) if len(clear) else frame.counties.to_numpy()
    places = [(side, level) for side in ("right", "left") for level in ("top", "bottom")]
    covered = {
        place: float(shapely.area(shapely.intersection(counties, corner(*place, 150, 46))).sum())
        for place in places
    }
    scale, north = sorted(places, key=lambda place: covered[place])[:2]
    return Furniture(corner(*north, 22, 46), corner(*scale, 150, 22), scale[0] == "right")


def draw_furniture(frame: MapFrame, furniture: Furniture) -> None:
    """Draw north arrow, scale bar and the line around the map."""
    left, bottom, right, top = furniture.north.bounds
    _draw_north(frame, ((left + right) / 2, top))
    _draw_scale(frame, furniture.scale.bounds, at_right=furniture.scale_at_right)
    left, bottom, right, top = frame.extent.bounds
    line = Rectangle(
        (left, bottom),
        right - left,
        top - bottom,
        facecolor="none",
        edgecolor=INK,
        linewidth=quantity("line.frame"),
    )
    frame.ax.add_artist(line).set_zorder(9)


def _draw_north(frame: MapFrame, tip: tuple[float, float]) -> None:
    """Draw the north arrow; grid north and true north agree on the middle meridian."""
    unit = 1 / frame.scale
    x, y = tip
    arrow = [
        (x, y - 14 * unit),
        (x + 8 * unit, y - 43 * unit),
        (x, y - 37 * unit),
        (x - 8 * unit, y - 43 * unit),
    ]
    frame.shape(shapely.Polygon(arrow), facecolor=INK, zorder=4)
    write(frame.ax, (x, y - 11 * unit), frame.sheet.word("sheet", "north"), 11, align="center")


def _draw_scale(frame: MapFrame, corner: tuple[float, float, float, float], *, at_right: bool) -> None:
    """Draw the scale bar, in kilometres."""
    unit = 1 / frame.scale
    longest = 120 * unit
    km = next((size for size in _SCALES_KM if size <= longest), 1)
    wording = [f"{km / 2 * step:g}" for step in range(3)]
    wording[2] += " km"
    tail = text_width(wording[2], 10) / 2 * unit
    left = corner[2] - km - tail if at_right else corner[0] + 6 * unit
    y = corner[1]
    for start, fill in ((0.0, INK), (km / 2, PAPER)):
        half = shapely.box(left + start, y, left + start + km / 2, y + 4.5 * unit)
        frame.shape(half, facecolor=fill, edgecolor=INK, linewidth=0.8, zorder=4)
    for step, word in enumerate(wording):
        write(frame.ax, (left + step * km / 2, y + 9 * unit), word, 10, align="center")


def path_of(geometry: BaseGeometry) -> Path:
    """Return the outline of a polygon, or of several, holes included."""
    polygons = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    return Path.make_compound_path(*(Path(np.asarray(ring.coords)[:, :2], closed=True) for ring in rings))
