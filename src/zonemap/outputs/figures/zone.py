"""One zone as a figure: close up by its own line, or as far off as what indicates where it is."""

from __future__ import annotations

import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zonemap.core.errors import check_choice
from zonemap.core.punctuation import DOT
from zonemap.core.vocabulary import label
from zonemap.outputs.figures.county import draw_scene, zones_in
from zonemap.outputs.figures.map_frame import MapFrame, draw_furniture, fit_frame, furniture_of
from zonemap.outputs.figures.overview import divide_body, map_notes, map_sources
from zonemap.outputs.figures.sheet import FigureStyle, titled_sheet
from zonemap.outputs.figures.zone_list import draw_key, draw_list, key_lines, key_words, name_of, zone_legend
from zonemap.region.indicative import geodesic_area_km2
from zonemap.region.region import Region
from zonemap.style.reader import quantity

_KEY_SIZE = 11.0
_AROUND = 0.15
"""How much of the map is left free on each side of the zone."""


def plot_zone(
    region: Region,
    zone_id: str,
    *,
    by: str = "kind",
    lang: str = "zh",
    paper: str = "16:9",
    grayscale: bool = False,
    map_number: str = "",
) -> tuple[Figure, Axes]:
    """Draw one zone as near as its boundary allows, with the zones of the same county that lie in view.

    Parameters
    ----------
    region
        The region on the day to show.
    zone_id
        A zone that is there on that day. One in several counties is drawn in the first.
    by
        What colours the zones: ``kind``, ``year``, ``industry`` or ``reform``.
    lang, paper, grayscale, map_number
        As for :func:`zonemap.outputs.figures.overview.plot_map`.

    Returns
    -------
    The figure, and the map's axes as those of :func:`zonemap.outputs.figures.overview.plot_map`.

    Raises
    ------
    UnknownOption
        If the day shows no such zone, or if there is no such legend of zones, language or format.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> figure, axes = zm.plot_zone(region, region.shown.index[0])
    """
    check_choice(zone_id, region.shown.index, zh=f"{region.date} 的开发区", en=f"zone on {region.date}")
    zone = region.shown.loc[zone_id]
    home = zone["counties"][0]
    sheet = titled_sheet(
        region,
        name_of(zone, lang),
        _boundary_line(zone, lang),
        FigureStyle(lang, paper, grayscale, map_number),
        map_notes(region, lang),
        map_sources(region, by, zones_in(region, home).index),
    )
    near = region.subset(zones=zones_in(region, home).index)
    left, top, right, bottom = sheet.body
    map_box, list_box, columns = divide_body(sheet.body, near, sheet)
    lines = key_lines(key_words(near), lang, _KEY_SIZE, right - left)
    key_top = (bottom if columns == 1 else list_box[1] - 8) - 1.75 * _KEY_SIZE * len(lines)
    box = (left, top, map_box[2], key_top - 8)
    window = zone.geometry if zone["basis"] else region.counties.geometry[home]
    padding = _AROUND * min(box[2] - left, box[3] - top)
    frame = fit_frame(sheet, box, region.counties, window=window, padding=padding)
    near = near.subset(zones=near.zones.index[_in_view(near, frame)])
    legend = zone_legend(near, by)
    covered = [frame.project(window)] if _has_area(zone["basis"]) else []
    furniture = furniture_of(frame, [frame.project(window)])
    taken = [furniture.north, furniture.scale, *covered]
    marks = draw_scene(
        frame, near, legend, home, radius=quantity("size.figure.county_map"), names=13, taken=taken
    )
    draw_furniture(frame, furniture)
    draw_list(sheet, list_box, near, legend, marks, columns)
    lines = key_lines(key_words(near), lang, _KEY_SIZE, right - left)
    draw_key(sheet, (left, key_top), lines, _KEY_SIZE)
    return sheet.figure, frame.ax


def _in_view(region: Region, frame: MapFrame) -> pd.Series:
    """Tell of each zone whether its symbol or its own boundary lies in the frame."""
    zones = region.zones
    seen = [
        shapely.contains_xy(frame.extent, *point)
        or (_has_area(boundary_basis) and shapely.intersects(frame.extent, frame.project(geometry)))
        for point, boundary_basis, geometry in zip(
            frame.points(zones["lon"], zones["lat"]), zones["basis"], zones.geometry, strict=True
        )
    ]
    return pd.Series(seen, index=zones.index)


def _has_area(boundary_basis: str) -> bool:
    """Tell whether a boundary is a zone's own, and not that of its county."""
    return boundary_basis in ("surveyed", "published_area")


def _boundary_line(zone: pd.Series, lang: str) -> str:
    """Say what the drawn boundary is, and its area unless it is a county's."""
    if not zone["basis"]:
        return label("figure", "area_unknown", lang)
    wording = label("basis", zone["basis"], lang)
    if zone["basis"] == "host_county":
        return wording
    is_published = zone["basis"] == "published_area"
    area = f"{zone['area_km2']:g}" if is_published else f"{geodesic_area_km2(zone.geometry):.2f}"
    return f"{wording}{DOT.of(lang)}{area} km²"
