"""Figures for those who asked for one: in pyplot, in a notebook, or in axes of their own."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zonemap.core.errors import check_choice, check_lang
from zonemap.painters.figures import figure_of, paint_map, paint_on, paint_sheet, size_of
from zonemap.scene.items import MapGroup
from zonemap.scene.sheet import FORMATS, Sheet, SheetStyle


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
    check_lang(lang)
    check_choice(paper, FORMATS, zh="纸张", en="paper")
    size = FORMATS[paper] if figsize is None else (72 * figsize[0], 72 * figsize[1])
    return SheetStyle(
        lang, size if ax is None else size_of(ax), grayscale, map_number, is_bare=ax is not None
    )


def show(sheet: Sheet, ax: Axes | None) -> tuple[Figure, Axes]:
    """Show a sheet as a figure of its own, or in axes; return figure and axes, which are in points."""
    if ax is not None:
        return paint_on(ax, sheet)
    figure, axes = paint_sheet(sheet, shown=True)
    return figure, axes[0]


def show_map(map_: MapGroup, ax: Axes) -> tuple[Figure, Axes]:
    """Show a map in axes, which then are in kilometres of its projection."""
    return figure_of(ax), paint_map(map_, ax)
