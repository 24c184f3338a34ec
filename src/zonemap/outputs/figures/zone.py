"""One zone as a figure: close up by its own line, or as far off as what indicates where it is."""

from __future__ import annotations

import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zonemap.core.errors import check_choice
from zonemap.core.names import both_names
from zonemap.core.text import DOT, Text, join_texts
from zonemap.core.vocabulary import word
from zonemap.outputs.figures.shown import figure_style, show_map
from zonemap.painters.figures import paint_sheet
from zonemap.region.indicative import geodesic_area_km2
from zonemap.region.region import Region
from zonemap.scene.county import county_map, zones_in
from zonemap.scene.key import draw_key, key_lines, key_words
from zonemap.scene.land import Plane, fit_plane, land_of
from zonemap.scene.overview import KEY_SIZE, divide_body, map_notes, map_sources
from zonemap.scene.sheet import titled_sheet
from zonemap.scene.zone_list import draw_list, zone_legend
from zonemap.style.reader import quantity

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
    ax: Axes | None = None,
    figsize: tuple[float, float] | None = None,
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
    lang, paper, grayscale, map_number, ax, figsize
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
    style = figure_style(lang, paper, grayscale, map_number, ax, figsize)
    sources = map_sources(region, by, zones_in(region, home).index)
    sheet = titled_sheet(region, both_names(zone), _boundary_line(zone), style, map_notes(region), sources)
    near = region.subset(zones=zones_in(region, home).index)
    left, top, right, bottom = sheet.body
    map_box, list_box, columns = divide_body(sheet.body, near, sheet)
    lines = key_lines(key_words(near), lang, KEY_SIZE, right - left)
    key_top = (bottom if columns == 1 else list_box[1] - 8) - 1.75 * KEY_SIZE * len(lines)
    box = (left, top, map_box[2], key_top - 8) if ax is None else sheet.body
    window = zone.geometry if zone["basis"] else region.counties.geometry[home]
    padding = _AROUND * min(box[2] - left, box[3] - top)
    plane = fit_plane(land_of(region.counties), box, window=window, padding=padding)
    near = near.subset(zones=near.zones.index[_in_view(near, plane)])
    legend = zone_legend(near, by)
    area = plane.project(window)
    taken = [area.bounds] if _has_area(zone["basis"]) else []
    map_, placed = county_map(
        near,
        legend,
        plane,
        home,
        lang,
        radius=quantity("size.map.county_mark"),
        names=13,
        clear=[area],
        selected=zone_id,
        taken=taken,
        tone=sheet.tone,
    )
    if ax is not None:
        return show_map(map_, ax)
    sheet.add(map_)
    numbers = {mark.zone_id: mark.number for mark in placed.marks}
    draw_list(sheet, list_box, near, legend, numbers, columns)
    draw_key(sheet, (left, key_top), key_lines(key_words(near), lang, KEY_SIZE, right - left), KEY_SIZE)
    figure, axes = paint_sheet(sheet, shown=True)
    return figure, axes[1]


def _in_view(region: Region, plane: Plane) -> pd.Series:
    """Tell of each zone whether its symbol or its own boundary lies in the frame."""
    zones = region.zones
    seen = [
        shapely.contains_xy(plane.frame, *point)
        or (_has_area(boundary_basis) and shapely.intersects(plane.frame, plane.project(geometry)))
        for point, boundary_basis, geometry in zip(
            plane.points(zones["lon"], zones["lat"]), zones["basis"], zones.geometry, strict=True
        )
    ]
    return pd.Series(seen, index=zones.index)


def _has_area(boundary_basis: str) -> bool:
    """Tell whether a boundary is a zone's own, and not that of its county."""
    return boundary_basis in ("surveyed", "published_area")


def _boundary_line(zone: pd.Series) -> Text:
    """Say what the drawn boundary is, and its area unless it is a county's."""
    if not zone["basis"]:
        return word("figure", "area_unknown")
    wording = word("basis", zone["basis"])
    if zone["basis"] == "host_county":
        return wording
    is_published = zone["basis"] == "published_area"
    area = f"{zone['area_km2']:g}" if is_published else f"{geodesic_area_km2(zone.geometry):.2f}"
    return join_texts([wording, Text(f"{area} km²")], DOT)
