"""The figures of a region as files: each as a picture for slides and as a drawing whose text is text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from zonemap.analysis.legend import legend_by
from zonemap.outputs.figures.industries import industries_sheet
from zonemap.outputs.figures.reforms import reforms_sheet
from zonemap.outputs.figures.small_multiples import small_multiples_sheet
from zonemap.outputs.figures.timeline import timeline_sheet
from zonemap.painters.figures import paint_sheet, save_figure
from zonemap.region.region import Region
from zonemap.scene.overview import overview_sheet
from zonemap.scene.sheet import Sheet, SheetStyle

FIGURES: dict[str, Callable[[Region, SheetStyle], Sheet]] = {
    "map": lambda region, style: overview_sheet(region, legend_by(region), style),
    "timeline": timeline_sheet,
    "industries": industries_sheet,
    "reforms": reforms_sheet,
    "counties": small_multiples_sheet,
}
"""What composes each figure."""

_LANGS = ("zh", "en")
_KINDS = ("png", "svg")


def write_figures(region: Region, folder: Path | str, *, map_number: str = "") -> list[Path]:
    """Write every figure of a region in both languages, as PNG (300 dpi) and as SVG with text as text.

    Parameters
    ----------
    region
        The region on the day to show.
    folder
        Where to write ``map-zh.png``, ``map-zh.svg``, ``map-en.png`` … ``counties-en.svg``; made if missing.
    map_number
        The 审图号 issued to these figures; without one they are marked as working drafts.

    Returns
    -------
    The files, in the order of the figures.

    Raises
    ------
    OSError
        If the folder cannot be written.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> figures = zm.write_figures(region, "figures")
    >>> figures[0].name
    'map-zh.png'
    """
    written = []
    for name in figures_of(region):
        for lang in _LANGS:
            figure, _ = paint_sheet(FIGURES[name](region, SheetStyle(lang, map_number=map_number)))
            for kind in _KINDS:
                path = Path(folder) / f"{name}-{lang}.{kind}"
                written.append(save_figure(figure, path, title=f"{region.title.of(lang)} · {name}"))
    return written


def figures_of(region: Region) -> list[str]:
    """Return the names of the figures that have something to show: those of a topic that the data tell of."""
    return [name for name in FIGURES if region.has_topic(name)]


def figure_names(region: Region) -> list[str]:
    """Return the names of the files that :func:`write_figures` makes."""
    return [f"{name}-{lang}.{kind}" for name in figures_of(region) for lang in _LANGS for kind in _KINDS]
