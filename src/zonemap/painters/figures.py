"""Paints scenes with matplotlib: each map in axes of its own, in kilometres of its projection."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path as FilePath
from threading import Lock
from typing import Any

import matplotlib as mpl
import numpy as np
import shapely
from matplotlib import pyplot
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path as Outline
from matplotlib.transforms import Transform
from shapely.geometry.base import BaseGeometry

from zonemap.core.atomic_output import write_atomic
from zonemap.core.errors import check_choice
from zonemap.painters.letters import write
from zonemap.painters.shade import rgba
from zonemap.scene.items import Disc, Group, Item, Label, MapGroup, Mark, Paint, Path, Shade
from zonemap.scene.marks import pieces
from zonemap.scene.sheet import Sheet
from zonemap.style.inks import PAPER
from zonemap.style.lines import hatch

DPI, SCREEN_DPI = 300, 120
"""Dots an inch of a picture on paper, and of one in a notebook."""

_SETTINGS = Lock()

Place = Callable[[np.ndarray], np.ndarray]
"""From points on the sheet to the data of axes."""


class ShownFigure(Figure):
    """A figure that shows itself in a notebook, where its label is read aloud to those who cannot see it."""

    def _repr_png_(self) -> tuple[bytes, dict[str, str]]:
        pyplot.close(self)  # else a notebook shows it a second time at the end of the cell
        return _encoded(self, "png", SCREEN_DPI, {"Software": "zonemap"}), {"alt": str(self.get_label())}


class _InAxes(Artist):
    """What is cut at the edge of its axes by the one box that they have, not by a box of its own."""

    def set_clip_path(self, path: object, transform: object = None) -> None:
        """Take the box of the axes."""
        assert self.axes is not None
        self.set_clip_box(self.axes.bbox)


class _Shape(PathPatch, _InAxes):
    """An outline in the data of its axes; no transform of its own stands between."""

    def get_transform(self) -> Transform:
        """Return the one from data to pixels."""
        return Artist.get_transform(self)


class _Disc(Circle, _InAxes):
    """A disc in the data of its axes."""


def paint_sheet(sheet: Sheet, *, shown: bool = False) -> tuple[ShownFigure, list[Axes]]:
    """Paint a sheet.

    Parameters
    ----------
    sheet
        The sheet.
    shown
        Whether pyplot knows of the figure, as one that a person asked for.

    Returns
    -------
    The figure, and the axes: first those over the whole sheet, in points from its upper left corner, then
    those of each map, in kilometres east and north in the projection of
    :func:`zonemap.scene.land.plane_crs`.
    """
    width, height = sheet.size
    look: dict[str, Any] = {"figsize": (width / 72, height / 72), "dpi": 100, "facecolor": PAPER}
    if shown and "inline" not in mpl.get_backend():  # a notebook shows what a cell returns, once
        figure: Any = pyplot.figure(FigureClass=ShownFigure, **look)
    else:
        figure = ShownFigure(**look)
        FigureCanvasAgg(figure)
    figure.set_label(sheet.about)
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_axis_off()
    ax.set(xlim=(0, width), ylim=(height, 0), autoscale_on=False)
    axes = [ax]
    for item in sheet.items:
        if isinstance(item, MapGroup):
            left, top, right, bottom = item.box
            place = (left / width, 1 - bottom / height, (right - left) / width, (bottom - top) / height)
            axes.append(paint_map(item, figure.add_axes(place)))
        else:
            _paint(ax, [item], lambda xy: xy, 1.0)
    return figure, axes


def paint_on(ax: Axes, sheet: Sheet) -> tuple[Figure, Axes]:
    """Paint a bare sheet into axes of someone else, which then are in points from their upper left corner."""
    width, height = sheet.size
    ax.set_axis_off()
    ax.set(xlim=(0, width), ylim=(height, 0), autoscale_on=False)
    _paint(ax, sheet.items, lambda xy: xy, 1.0)
    return figure_of(ax), ax


def size_of(ax: Axes) -> tuple[float, float]:
    """Return width and height of axes in points."""
    box = ax.get_window_extent()
    dots = figure_of(ax).dpi / 72
    return float(box.width / dots), float(box.height / dots)


def figure_of(ax: Axes) -> Figure:
    """Return the figure that axes stand in."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    return figure


def paint_map(map_: MapGroup, ax: Axes) -> Axes:
    """Paint a map into axes, which then are in kilometres of its projection."""
    west, south, east, north = map_.extent
    ax.set_axis_off()
    ax.set(xlim=(west, east), ylim=(south, north), autoscale_on=False)
    (x, y), scale = map_.origin, map_.scale
    _paint(
        ax,
        map_.items,
        lambda xy: np.column_stack([(xy[:, 0] - x) / scale, (y - xy[:, 1]) / scale]),
        1 / scale,
    )
    return ax


def _paint(ax: Axes, items: Iterable[Item], place: Place, unit: float) -> None:
    """Paint items one over the other; ``unit`` is how long a point is in the data of the axes."""
    for item in items:
        match item:
            case Group():
                _paint(ax, item.items, place, unit)
            case Mark():
                _paint(ax, pieces(item), place, unit)
            case Label():
                write(ax, item, _one(place, item.place))
            case Disc():
                ax.add_artist(_Disc(_one(place, item.centre), item.radius * unit, **_look(item.paint)))
            case Shade():
                (west, north), (east, south) = place(np.reshape(item.box, (2, 2)))
                picture, extent = rgba(item.opacity, item.color), (west, east, south, north)
                ax.imshow(picture, extent=extent, aspect="auto", origin="upper", zorder=2)
            case Path() if not item.geometry.is_empty:
                ax.add_artist(_Shape(_outline(shapely.transform(item.geometry, place)), **_look(item.paint)))


def _one(place: Place, point: tuple[float, float]) -> tuple[float, float]:
    """Return one point in the data of the axes."""
    ((x, y),) = place(np.array([point]))
    return float(x), float(y)


def _look(paint: Paint) -> dict[str, Any]:
    """Return a paint as matplotlib has it: dashes in widths of the line, patterns as hatches."""
    width = paint.width if paint.line else 0.0
    dash = paint.dash.dash if paint.dash and width else ()
    look: dict[str, Any] = {
        "facecolor": (paint.fill, paint.opacity) if paint.fill else "none",
        "edgecolor": paint.line or "none",
        "linewidth": width,
        "linestyle": (0, tuple(length / width for length in dash)) if dash else "solid",
        "joinstyle": "round",
        "capstyle": (paint.dash.cap if paint.dash else "") or "butt",
        "zorder": 2,
    }
    if hatched := hatch(paint.pattern):
        look |= {"hatch": hatched, "hatchcolor": (paint.pattern_color, paint.pattern_opacity)}
        look |= {"hatch_linewidth": paint.pattern_width}
    return look


def _outline(geometry: BaseGeometry) -> Outline:
    """Return the outline of lines or polygons, holes included."""
    parts = shapely.get_parts(shapely.orient_polygons(geometry))
    lines = [part for part in parts if part.geom_type in ("LineString", "LinearRing") and not part.is_empty]
    polygons = [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
    rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    drawn = [Outline(_points(ring), closed=True) for ring in rings]
    return Outline.make_compound_path(*drawn, *(Outline(_points(line)) for line in lines))


def _points(line: BaseGeometry) -> np.ndarray:
    """Return the points of a line."""
    return np.asarray(line.coords)[:, :2]


@contextmanager
def render_settings() -> Iterator[None]:
    """Make matplotlib keep text as text, without random ids; for one thread at a time, as they are global."""
    settings: Any = {
        "pdf.compression": 9,
        "pdf.fonttype": 42,
        "ps.fonttype": 42,  # by this one matplotlib parts the letters of a PDF: 256 a font, or all in one
        "svg.fonttype": "none",
        "svg.hashsalt": "zonemap",
    }
    with _SETTINGS, mpl.rc_context(settings):
        yield


def save_figure(figure: Figure, path: FilePath | str, *, title: str = "") -> FilePath:
    """Write a figure as PNG (300 dpi), SVG (text as text) or PDF by the ending of its name, the same bytes
    each time.

    Parameters
    ----------
    figure
        The figure.
    path
        Where to write.
    title
        Title in the metadata.

    Raises
    ------
    OSError
        If the file cannot be written.
    UnknownOption
        If the ending is none of these.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> figure, axes = zm.plot_map(region)
    >>> zm.save_figure(figure, "map.pdf").name
    'map.pdf'
    """
    kind = FilePath(path).suffix.lower().lstrip(".")
    metadata: dict[str, dict[str, str | None]] = {
        "png": {"Software": "zonemap", "Title": title},
        "svg": {"Date": None, "Creator": "zonemap", "Title": title},
        "pdf": {"CreationDate": None, "Creator": "zonemap", "Producer": None, "Title": title},
    }
    name = FilePath(path).name
    check_choice(kind, metadata, zh=f"图的格式（{name}）", en=f"picture format ({name})")
    return write_atomic(path, _encoded(figure, kind, DPI, metadata[kind]))


def _encoded(figure: Figure, kind: str, dpi: int, metadata: Mapping[str, str | None]) -> bytes:
    """Return a figure as the bytes of a file."""
    content = io.BytesIO()
    with render_settings():
        if kind != "png":
            figure.savefig(content, format=kind, dpi=dpi, metadata=metadata, bbox_inches=None)
            return content.getvalue()
        figure.savefig(content, format="rgba", dpi=dpi, bbox_inches=None)
    pixels = np.frombuffer(content.getbuffer(), np.uint8).reshape(-1, int(figure.get_figwidth() * dpi), 4)
    return _png(pixels, dpi, metadata)


def _png(pixels: np.ndarray, dpi: int, metadata: Mapping[str, str | None]) -> bytes:
    """Return pixels as a PNG file, without the channel that says nothing.

    No line is filtered: flat colours with lettering are a sixth smaller then, and made in half the time.
    """
    height, width, channels = pixels.shape
    if pixels[..., 3].min() == 255:
        channels = 3
    lines = np.zeros((height, 1 + channels * width), np.uint8)
    lines[:, 1:].reshape(height, width, channels)[...] = pixels[..., :channels]
    look = struct.pack(">IIBBBBB", width, height, 8, 2 if channels == 3 else 6, 0, 0, 0)
    chunks = [b"IHDR" + look, b"pHYs" + struct.pack(">IIB", *(2 * [round(dpi / 0.0254)]), 1)]
    chunks += [f"iTXt{key}\0\0\0\0\0{text or ''}".encode() for key, text in metadata.items()]
    chunks += [b"IDAT" + zlib.compress(lines.data, 3), b"IEND"]  # zlib's quick ways end at 3
    framed = (struct.pack(">I", len(one) - 4) + one + struct.pack(">I", zlib.crc32(one)) for one in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)
