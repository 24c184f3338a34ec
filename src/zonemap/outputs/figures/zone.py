"""One zone as a figure: close up by its own line, or as far off as what indicates where it is."""

from __future__ import annotations

import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from shapely.geometry.base import BaseGeometry

from zonemap.analysis.findings import zone_finding
from zonemap.core.errors import check_choice
from zonemap.core.names import both_names
from zonemap.core.text import DOT, Text, join_texts
from zonemap.core.vocabulary import word
from zonemap.outputs.figures.overview import figure_style, show_map
from zonemap.region.indicative import OWN_LINES, geodesic_area_km2
from zonemap.region.region import Region
from zonemap.scene.items import Box, MapGroup
from zonemap.scene.key import draw_with_key
from zonemap.scene.land import Plane, fit_plane, land_of
from zonemap.scene.overview import county_map, divide_body, map_notes, map_sources, zones_in
from zonemap.scene.sheet import Sheet, SheetStyle, titled_sheet
from zonemap.scene.zone_list import draw_list
from zonemap.scene.zone_marks import Placed, zone_legend
from zonemap.style.reader import quantity

_AROUND = 0.15
"""How much of the map is left free on each side of the zone."""


def plot_zone(
    region: Region,
    zone_id: str,
    *,
    by: str = "kind",
    lang: str = "",
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
    style = figure_style(lang, paper, grayscale, map_number, ax, figsize)
    return show_map(zone_sheet(region, zone_id, style, by=by), ax)


def zone_sheet(region: Region, zone_id: str, style: SheetStyle, *, by: str = "kind") -> Sheet:
    """Compose the figure of one zone; a bare sheet has the map alone."""
    zone = region.shown.loc[zone_id]
    home = zone["counties"][0] if zone["counties"] else ""
    near = region.subset(zones=zones_in(region, home).index)
    sources = map_sources(region, by, near.zones.index)
    message, below = zone_finding(region, zone_id), _boundary_line(zone)
    sheet = titled_sheet(region, both_names(zone), below, style, map_notes(region), sources, message=message)
    map_box, list_box, columns = divide_body(sheet.body, near, zone_legend(near, by), sheet)
    window = zone.geometry if zone["basis"] else _around(region, zone, home)

    def plane_in(box: Box) -> Plane:
        padding = _AROUND * min(box[2] - box[0], box[3] - box[1])
        return fit_plane(land_of(region), box, window=window, padding=padding)

    near = near.subset(zones=near.zones.index[_in_view(near, plane_in(map_box))])
    legend = zone_legend(near, by)

    def compose(box: Box) -> tuple[MapGroup, Placed]:
        plane = plane_in(box)
        area = plane.project(window)
        return county_map(
            near,
            legend,
            plane,
            home,
            style.lang,
            radius=quantity("size.map.county_mark"),
            names=13,
            clear=[area],
            selected=zone_id,
            taken=[area.bounds] if _has_area(zone["basis"]) else [],
            tone=sheet.tone,
        )

    if style.is_bare:
        sheet.add(compose(sheet.body)[0])
        return sheet
    placed = draw_with_key(sheet, near, map_box, compose)
    numbers = {mark.zone_id: mark.number for mark in placed.marks}
    draw_list(sheet, list_box, near, legend, numbers, columns)
    return sheet


def _around(region: Region, zone: pd.Series, home: str) -> BaseGeometry:
    """Return what the map of a zone without an outline shows: its county, or the land around its point."""
    if home:
        return region.counties.geometry[home]
    west, south, east, north = region.extent
    room = max(east - west, north - south, 0.1) / 4
    return shapely.Point(zone["lon"], zone["lat"]).buffer(room)


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
    return boundary_basis in (*OWN_LINES, "published_area")


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
