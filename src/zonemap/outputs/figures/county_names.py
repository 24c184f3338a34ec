"""The names of counties on a printed map, where there is room for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from zonemap.drawing.placement import Placer
from zonemap.outputs.figures.lettering import text_width, write
from zonemap.outputs.figures.map_frame import MapFrame
from zonemap.style.inks import LAND, NAME, WATER


def name_counties(
    frame: MapFrame,
    names: Mapping[str, str],
    taken: Sequence[BaseGeometry],
    size: float,
    *,
    color: str = NAME,
    areas: Mapping[str, BaseGeometry] | None = None,
) -> list[BaseGeometry]:
    """Write the counties' names where there is room, clear of all that is taken.

    Parameters
    ----------
    frame
        The map frame.
    names
        What to write, by adcode.
    taken
        What no name may cover, in kilometres.
    size
        Type size, points; a name that finds no room is set smaller.
    color
        Colour of the names.
    areas
        Where a name must lie, by adcode, in kilometres; None for its county or beside it.

    Returns
    -------
    What the names cover, in kilometres.
    """
    scale = frame.scale
    placer = Placer(_times(frame.extent, scale).bounds, [_times(shape, scale).bounds for shape in taken])
    laid = {code: _times((areas or frame.counties)[code], scale) for code in names}
    land = _times(shapely.union_all(shapely.make_valid(frame.counties.to_numpy())), scale)
    written = []
    for adcode in sorted(laid, key=lambda code: laid[code].area):
        place, smaller = _room(placer, laid[adcode], None if areas else land, names[adcode], size)
        if place is None:
            continue
        (x, y), is_inside = place
        halo = frame.sheet.ground(LAND if is_inside else WATER)
        base = (x / scale, (y - 0.36 * smaller) / scale)
        write(frame.ax, base, names[adcode], smaller, color=color, align="center", halo=halo)
        half = text_width(names[adcode], smaller) / 2
        box = shapely.box(x - half, y - smaller / 2, x + half, y + smaller / 2)
        written.append(_times(box, 1 / scale))
    return written


def _room(
    placer: Placer, area: BaseGeometry, land: BaseGeometry | None, name: str, size: float
) -> tuple[tuple[tuple[float, float], bool] | None, float]:
    """Find room for a name inside its area, or beside it, smaller if need be; return it and the type size."""
    sizes = [size * share for share in (1.0, 0.9, 0.8)]
    for smaller in sizes:
        place = placer.place(area, text_width(name, smaller) + 4, smaller + 3)
        if place:
            return (place, True), smaller
    for smaller in sizes if land is not None else ():
        place = placer.place_beside(area, land, text_width(name, smaller) + 4, smaller + 3)
        if place:
            return (place, False), smaller
    return None, size


def _times(geometry: BaseGeometry, factor: float) -> BaseGeometry:
    """Return a geometry blown up about the origin."""
    return shapely.transform(geometry, lambda xy: xy * factor)
