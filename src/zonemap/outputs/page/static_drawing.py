"""The map as one SVG drawing: what is seen before any script runs, in a mail preview and in print."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from zonemap.analysis.legend_classes import Legend
from zonemap.painters.svg import paint_svg
from zonemap.region.region import Region
from zonemap.scene.land import land_of
from zonemap.scene.lettering import BOTH
from zonemap.scene.map_view import Move
from zonemap.scene.overview import NO_MOVES, overview_sheet
from zonemap.scene.sheet import SheetStyle

_WIDTH, _MAP_SHARE, _AROUND = 1200.0, 0.64, 220.0
_LOWEST, _HIGHEST = 660.0, 1100.0


def draw_svg(
    region: Region, legend: Legend, *, map_number: str = "", moves: Mapping[str, Move] = NO_MOVES
) -> ET.Element:
    """Draw a region's zones over its counties, in both languages.

    Parameters
    ----------
    region
        The region on the day to show.
    legend
        Classes of its zones (see :func:`zonemap.analysis.legend.legend_by`).
    map_number
        The map review number (审图号) issued to this very map; without one the drawing says working draft.
    moves
        Where the points of zones were and are, by id: longitude and latitude; a line leads along.

    Returns
    -------
    An ``<svg>`` element, 1200 units wide, as high as the land is.
    """
    bounds = land_of(region.counties).bounds
    west, south = bounds[:, :2].min(axis=0)
    east, north = bounds[:, 2:].max(axis=0)
    wanted = _MAP_SHARE * _WIDTH * float(north - south) / float(east - west) + _AROUND
    size = (_WIDTH, min(max(wanted, _LOWEST), _HIGHEST))
    return paint_svg(
        overview_sheet(region, legend, SheetStyle(BOTH, size, map_number=map_number), moves=moves)
    )
