"""Zones on a printed map: symbols by class and status, boundaries by basis, patterns for want of colour."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Patch, PathPatch, Polygon
from shapely.geometry.base import BaseGeometry

from zonemap.analysis.legend import Legend, LegendClass
from zonemap.drawing.placement import pull_inside, set_apart
from zonemap.drawing.symbols import Mark
from zonemap.outputs.figures.lettering import write
from zonemap.outputs.figures.map_frame import MapFrame, path_of
from zonemap.outputs.figures.sheet import Sheet
from zonemap.region.region import Region
from zonemap.style.inks import INK
from zonemap.style.lines import Line, bears_pattern, boundary_line, hatch, mark_dash
from zonemap.style.marks import is_low, label_ground, label_ink, mark_parts
from zonemap.style.reader import quantity


def number_zones(region: Region, legend: Legend) -> dict[str, int]:
    """Number the zones that are shown class by class, in the order of the legend; by zone id, in order."""
    ranks = {item.key: rank for rank, item in enumerate(legend.classes)}
    order = sorted(map(str, region.shown.index), key=lambda zone_id: ranks[legend.of[zone_id]])
    return {zone_id: number for number, zone_id in enumerate(order, 1)}


def place_marks(region: Region, legend: Legend, frame: MapFrame, radius: float) -> list[Mark]:
    """Place the symbols of the zones, numbered.

    Parameters
    ----------
    region, legend
        The zones that are shown and their classes.
    frame
        The map frame.
    radius
        Radius of a symbol, points.

    Returns
    -------
    A mark for each zone, in kilometres; symbols at one point stand apart.
    """
    numbers = number_zones(region, legend)
    zones = region.shown.loc[list(numbers)]
    points = frame.points(zones["lon"], zones["lat"])
    circles = zones["area_km2"].where(zones["basis"] == "published_area", 0.0)
    scaled = [(x * frame.scale, y * frame.scale) for x, y in points]
    places = set_apart(scaled, list(np.sqrt(circles / np.pi) * frame.scale), radius)
    return [
        Mark(
            str(zone_id),
            number,
            points[number - 1],
            (places[number - 1][0] / frame.scale, places[number - 1][1] / frame.scale),
            legend.class_of(str(zone_id)),
            str(status),
        )
        for number, (zone_id, status) in enumerate(zones["status"].items(), 1)
    ]


def keep_in_frame(marks: Sequence[Mark], frame: MapFrame, radius: float) -> list[Mark]:
    """Return marks of which those outside the frame stand at its edge: no text is cut there as shapes are."""
    room, margin = frame.extent.bounds, 2 * radius / frame.scale
    places = pull_inside([mark.place for mark in marks], room, margin)
    points = pull_inside([mark.point for mark in marks], room)
    return [
        replace(mark, place=place, point=point)
        for mark, place, point in zip(marks, places, points, strict=True)
    ]


def draw_marks(frame: MapFrame, marks: Sequence[Mark], radius: float, *, numbered: bool = True) -> None:
    """Draw the symbols; a line leads from one that was set apart to where it belongs."""
    unit = 1 / frame.scale
    for mark in marks:
        if np.hypot(mark.place[0] - mark.point[0], mark.place[1] - mark.point[1]) > 0.1 * unit:
            frame.ax.plot(
                *zip(mark.point, mark.place, strict=True),
                color=INK,
                linewidth=quantity("line.leader"),
                zorder=4,
            )
            frame.ax.add_artist(
                Circle(mark.point, quantity("line.leader_end") * unit, facecolor=INK, zorder=4)
            )
    for mark in marks:
        label = str(mark.number) if numbered else ""
        draw_symbol(frame.ax, frame.sheet, mark.style, mark.status, mark.place, radius, unit, label)


def draw_symbol(
    ax: Axes,
    sheet: Sheet,
    style: LegendClass,
    status: str,
    centre: tuple[float, float],
    radius: float,
    unit: float = 1,
    label: str = "",
) -> None:
    """Draw a symbol: shape by class, filling by status, as :func:`zonemap.drawing.symbols.mark_parts` says.

    Parameters
    ----------
    ax, sheet
        Where to draw, and in colours or greys.
    style, status
        Class and status of the zone.
    centre
        In the data of the axes.
    radius
        Points.
    unit
        How long a point is in the data of the axes.
    label
        What is written on it.
    """
    base = sheet.color(style.color)
    upward = -1 if ax.get_ylim()[0] > ax.get_ylim()[1] else 1
    reach = radius * unit
    is_patterned = sheet.grayscale and not style.symbol and bears_pattern(radius)
    for part in mark_parts(style.symbol, status, is_numbered=bool(label)):
        corners = [(centre[0] + reach * x, centre[1] - upward * reach * y) for x, y in part.ring]
        patch = Polygon(corners, closed=True, joinstyle="round", zorder=5)
        rim = part.paint(part.rim, sheet.line_color(style.color))
        patch.set(facecolor=part.paint(part.fill, base) or "none", edgecolor=rim or "none")
        width = max(part.width * radius, 0.6) if part.rim else 0.0
        patch.set(linewidth=width, linestyle=_dashes(mark_dash(part.dash), width))
        if is_patterned and part.fill == "class":
            lines = (0, 0, 0, quantity("hatching.mark_opacity"))
            patch.set(hatch=hatch(style.pattern), hatchcolor=lines, hatch_linewidth=quantity("hatching.mark"))
        ax.add_artist(patch)
    if label:
        ground = label_ground(status, base)
        low = (0.56 if is_low(style.symbol, status) else 0.37) * reach
        write(
            ax,
            (centre[0], centre[1] - upward * low),
            label,
            radius,
            color=label_ink(ground),
            align="center",
            halo=ground if is_patterned and ground == base else "",
        )


def _dashes(line: Line, width: float) -> Any:
    """Return a broken line as matplotlib has it, in widths of the line; solid when it is not broken."""
    return (0, tuple(length / width for length in line.dash)) if line.dash else "solid"


def draw_boundaries(
    frame: MapFrame, region: Region, legend: Legend, only: Collection[str] | None = None
) -> None:
    """Draw each zone's boundary by its basis; outlines of one host county lie one inside the other.

    Parameters
    ----------
    frame
        The map frame.
    region, legend
        The zones that are shown and their classes.
    only
        Ids of the zones whose boundary is drawn; None for all.
    """
    depths: dict[tuple[str, ...], int] = {}
    for zone_id, zone in region.shown.iterrows():
        if only is not None and zone_id not in only:
            continue
        style = legend.class_of(str(zone_id))
        if zone["basis"] == "host_county":
            hosts = zone["counties"]
            depths[hosts] = depths.get(hosts, -1) + 1
            whole = shapely.union_all(shapely.make_valid(frame.counties[list(hosts)].to_numpy()))
            inset = _inset(whole, (2.6 + 3.2 * depths[hosts]) / frame.scale, 1 / frame.scale)
            draw_boundary(frame.ax, frame.sheet, inset, "host_county", style)
        elif zone["basis"] and zone.geometry is not None:
            draw_boundary(frame.ax, frame.sheet, frame.project(zone.geometry), zone["basis"], style)


def draw_boundary(
    ax: Axes, sheet: Sheet, geometry: BaseGeometry, boundary_basis: str, style: LegendClass
) -> None:
    """Draw a boundary: surveyed solid, the circle of a published area dashed, the host county dotted."""
    color = sheet.line_color(style.color)
    line = boundary_line(boundary_basis)
    look: dict[str, Any] = {
        "facecolor": (sheet.color(style.color), line.fill) if line.fill else "none",
        "edgecolor": color,
        "linewidth": line.width,
        "linestyle": _dashes(line, line.width),
        "zorder": 3,
    }
    if line.cap:
        look["capstyle"] = line.cap
    for part in shapely.get_parts(shapely.orient_polygons(geometry)):
        if line.fill:
            patch: Patch = PathPatch(path_of(part), hatch=hatch(style.pattern))
            lines = (color, quantity("hatching.area_opacity"))
            patch.set(hatchcolor=lines, hatch_linewidth=quantity("hatching.area"))
        else:
            patch = Polygon(np.asarray(part.exterior.coords)[:, :2])
        patch.set(**look)
        ax.add_artist(patch)


def county_fill_style(sheet: Sheet, style: LegendClass) -> dict[str, Any]:
    """Return how a county is filled in the colour and pattern of its class."""
    lines = (1, 1, 1, quantity("hatching.county_opacity"))
    look = {"hatchcolor": lines, "hatch_linewidth": quantity("hatching.county")}
    return {"facecolor": sheet.color(style.color), "hatch": hatch(style.pattern), **look}


def _inset(area: BaseGeometry, depth: float, unit: float) -> BaseGeometry:
    """Return an area drawn in by a depth, its narrow necks closed."""
    return shapely.simplify(shapely.buffer(shapely.buffer(area, -depth - 1.5 * unit), 1.5 * unit), 0.6 * unit)


def covered_by(marks: Sequence[Mark], frame: MapFrame, radius: float) -> list[BaseGeometry]:
    """Return what the symbols cover, in kilometres."""
    reach = (1.45 * radius + 2) / frame.scale
    return [
        shapely.box(x - reach, y - reach, x + reach, y + reach) for x, y in (mark.place for mark in marks)
    ]
