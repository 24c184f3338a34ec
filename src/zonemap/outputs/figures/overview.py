"""The overview map as a figure: zones over counties, in the same words and looks as every other output."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zonemap.analysis.legend import legend_by
from zonemap.outputs.figures.shown import figure_style, show_map
from zonemap.painters.figures import paint_sheet
from zonemap.region.region import Region
from zonemap.scene.marks import Tone
from zonemap.scene.overview import overview_map, overview_sheet


def plot_map(
    region: Region,
    *,
    by: str = "kind",
    lang: str = "zh",
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
        The region on the day to show.
    by
        What colours zones (``kind``, ``year``, ``industry``, ``reform``) or counties (``zones``).
    lang
        ``zh`` or ``en``.
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
    legend = legend_by(region, by)
    style = figure_style(lang, paper, grayscale, map_number, ax, figsize)
    if ax is not None:
        tone = Tone(grayscale)
        map_ = overview_map(region, legend, (0.0, 0.0, *style.size), lang, numbered=False, tone=tone)
        return show_map(map_, ax)
    figure, axes = paint_sheet(overview_sheet(region, legend, style), shown=True)
    return figure, axes[1]
