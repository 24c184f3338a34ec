"""The overview map as a figure, and what shows any figure: in pyplot, in a notebook, in axes of one's own."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zonemap.analysis.legend import default_mode, legend_by
from zonemap.core.build_context import build_context, requested_lang
from zonemap.core.errors import check_choice, check_lang
from zonemap.painters.figures import figure_of, paint_map, paint_on, paint_sheet, size_of
from zonemap.region.region import Region, as_region
from zonemap.scene.items import MapGroup
from zonemap.scene.overview import overview_sheet
from zonemap.scene.sheet import FORMATS, Sheet, SheetStyle


def plot_map(
    region: Region | pd.DataFrame,
    *,
    by: str = "",
    lang: str = "",
    paper: str = "16:9",
    grayscale: bool = False,
    map_number: str = "",
    ax: Axes | None = None,
    figsize: tuple[float, float] | None = None,
) -> tuple[Figure, Axes]:
    """Draw a region's zones over its counties.

    Parameters
    ----------
    region
        The region on the day to show, or a frame of zones (see :meth:`zonemap.Region.from_frames`).
    by
        What colours zones (``kind``, ``year``, ``industry``, ``reform``, or a column of their owner) or
        counties (``zones``); by default the first of these that the data tell of.
    lang
        ``zh`` or ``en``; by default that of the build that runs the notebook, else Chinese.
    paper
        ``16:9``, ``A4`` (landscape) or ``square``.
    grayscale
        Whether for a printer without colours: greys, and patterns where they would look alike.
    map_number
        The 审图号 issued to this very map; without one it is marked as a working draft.
    ax
        Axes of your own to draw the map alone into, without title, list, key and notes.
    figsize
        Width and height in inches, in place of ``paper``.

    Returns
    -------
    The figure, and the map's axes: kilometres east and north of the region's middle, in the projection of
    :func:`zonemap.scene.land.plane_crs`.

    Raises
    ------
    UnknownOption
        If there is no such legend, language or format.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> figure, axes = zm.plot_map(region, by="year", paper="A4")
    >>> figure.savefig("map.png")
    """
    region = as_region(region)
    legend = legend_by(region, by or default_mode(region))
    style = figure_style(lang, paper, grayscale, map_number, ax, figsize)
    return show_map(overview_sheet(region, legend, style), ax)


def figure_style(
    lang: str,
    paper: str,
    grayscale: bool,
    map_number: str,
    ax: Axes | None = None,
    figsize: tuple[float, float] | None = None,
) -> SheetStyle:
    """Return the style of a figure; ``ax`` goes before ``figsize``, and that before ``paper``.

    Raises
    ------
    UnknownOption
        If there is no such language or format.
    """
    lang = check_lang(lang or requested_lang())
    check_choice(paper, FORMATS, zh="纸张", en="paper")
    size = FORMATS[paper] if figsize is None else (72 * figsize[0], 72 * figsize[1])
    return SheetStyle(
        lang,
        size if ax is None else size_of(ax),
        grayscale,
        map_number or build_context().map_number,
        is_bare=ax is not None,
    )


def show(sheet: Sheet, ax: Axes | None) -> tuple[Figure, Axes]:
    """Show a sheet as a figure of its own, or in axes; return figure and axes, which are in points."""
    if ax is not None:
        return paint_on(ax, sheet)
    figure, axes = paint_sheet(sheet, shown=True)
    return figure, axes[0]


def show_map(sheet: Sheet, ax: Axes | None) -> tuple[Figure, Axes]:
    """Show a sheet with a map likewise; the axes are those of the map, in kilometres of its projection."""
    if ax is not None:
        map_ = next(item for item in sheet.items if isinstance(item, MapGroup))
        return figure_of(ax), paint_map(map_, ax)
    figure, axes = paint_sheet(sheet, shown=True)
    return figure, axes[1]
