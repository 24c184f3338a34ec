"""The figures of a region as files: each as a picture for slides and as a drawing whose text is text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from matplotlib.figure import Figure

from zonemap.outputs.figures.industries import plot_industries
from zonemap.outputs.figures.overview import plot_map
from zonemap.outputs.figures.reforms import plot_reforms
from zonemap.outputs.figures.small_multiples import plot_small_multiples
from zonemap.outputs.figures.timeline import plot_timeline
from zonemap.painters.figures import save_figure
from zonemap.region.region import Region

FIGURES: dict[str, Callable[..., tuple[Figure, object]]] = {
    "map": plot_map,
    "timeline": plot_timeline,
    "industries": plot_industries,
    "reforms": plot_reforms,
    "counties": plot_small_multiples,
}
"""What draws each figure."""

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
    for name, plot in FIGURES.items():
        for lang in _LANGS:
            figure, _ = plot(region, lang=lang, map_number=map_number)
            for kind in _KINDS:
                path = Path(folder) / f"{name}-{lang}.{kind}"
                written.append(save_figure(figure, path, title=f"{region.title.of(lang)} · {name}"))
    return written


def figure_names() -> list[str]:
    """Return the names of the files that :func:`write_figures` makes."""
    return [f"{name}-{lang}.{kind}" for name in FIGURES for lang in _LANGS for kind in _KINDS]
