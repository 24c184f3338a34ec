"""One county on a printed map: its zones in full, its neighbours dimmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import geopandas as gpd
import shapely

from zonemap.analysis.legend import Legend
from zonemap.drawing.symbols import Mark
from zonemap.outputs.figures.county_names import name_counties
from zonemap.outputs.figures.map_frame import MapFrame
from zonemap.outputs.figures.marks import covered_by, draw_boundaries, draw_marks, place_marks
from zonemap.outputs.figures.zone_list import name_of
from zonemap.region.region import Region
from zonemap.style.inks import DIM, FAINT, LAND, LINE, OUTLINE, WATER
from zonemap.style.reader import quantity
from zonemap.style.shades import mix


def zones_in(region: Region, adcode: str) -> gpd.GeoDataFrame:
    """Return the shown zones that lie, wholly or partly, in a county."""
    return region.shown[region.shown["counties"].map(lambda counties: adcode in counties)]


def draw_scene(
    frame: MapFrame,
    region: Region,
    legend: Legend,
    adcode: str,
    *,
    radius: float,
    names: float = 0,
    taken: Sequence[shapely.Geometry] = (),
) -> list[Mark]:
    """Draw a county with its zones, and what lies around it, dimmed.

    Parameters
    ----------
    frame
        The map frame; it shows the county.
    region, legend
        The zones that are shown and their classes.
    adcode
        The county.
    radius
        Radius of the symbols, points.
    names
        Type size of the counties' names; 0 for none.
    taken
        What no name may cover, in kilometres.

    Returns
    -------
    The marks of the county's zones.
    """
    seen = [
        str(code) for code in frame.counties.index[shapely.intersects(list(frame.counties), frame.extent)]
    ]
    ground = frame.sheet.ground
    frame.shape(frame.extent, facecolor=ground(WATER), zorder=0)
    for code in seen:
        look = {"facecolor": ground(DIM), "edgecolor": LINE, "linewidth": quantity("line.dim"), "zorder": 1}
        if code == adcode:
            look = {
                "facecolor": ground(LAND),
                "edgecolor": OUTLINE,
                "linewidth": quantity("line.outline"),
                "zorder": 2,
            }
        frame.shape(frame.counties[code], **look)
    own = set(zones_in(region, adcode).index)
    draw_boundaries(frame, region, legend, only=own)
    marks = [mark for mark in place_marks(region, legend, frame, radius) if _is_seen(frame, mark, radius)]
    free = frame.extent.difference(shapely.union_all(list(taken)).buffer(radius / frame.scale))
    dimmed = [
        _dim(mark) for mark in marks if mark.zone_id not in own and shapely.contains_xy(free, *mark.place)
    ]
    draw_marks(frame, dimmed, 0.7 * radius, numbered=False)
    draw_marks(frame, [mark for mark in marks if mark.zone_id in own], radius)
    if names:
        _name(frame, region, adcode, seen, names, [*covered_by(marks, frame, radius), *taken])
    return [mark for mark in marks if mark.zone_id in own]


def _is_seen(frame: MapFrame, mark: Mark, radius: float) -> bool:
    """Tell whether a symbol lies in the frame."""
    return bool(shapely.contains_xy(frame.extent.buffer(-radius / frame.scale), *mark.place))


def _dim(mark: Mark) -> Mark:
    """Return a mark in a pale colour, without status or leader."""
    return replace(
        mark,
        point=mark.place,
        style=replace(mark.style, color=mix(mark.style.color, 0.35)),
        status="operating",
    )


def _name(
    frame: MapFrame,
    region: Region,
    adcode: str,
    seen: Sequence[str],
    size: float,
    taken: Sequence[shapely.Geometry],
) -> None:
    """Write the name of the county if it is in view, then those of its neighbours where they have room."""
    names = {code: name_of(region.counties.loc[code], frame.sheet.lang) for code in seen}
    visible = {
        code: shapely.intersection(shapely.make_valid(frame.counties[code]), frame.extent) for code in seen
    }
    own = {code: names.pop(code) for code in (adcode,) if code in names}
    written = name_counties(frame, own, taken, size, areas=visible)
    around = {code: name for code, name in names.items() if not visible[code].is_empty}
    name_counties(frame, around, [*taken, *written], 0.8 * size, color=FAINT, areas=visible)
