"""What the page draws around and under the zones: names, lines and the shade of hills."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from zonemap.outputs.page.outlines import from_mercator, mercator, pack_lines, pack_outlines
from zonemap.painters.shade import webp_of
from zonemap.region.context import inner_lines, neighbours_of, seats_of
from zonemap.region.hillshade import Hillshade
from zonemap.region.region import Region
from zonemap.style.reader import color, quantity

_CONTEXT_UNITS = 0.02
"""Steps to a metre in which it is written."""

_FINE = 1 / 400
"""How far a border may be off, as a share of the extent: a pixel or two."""

_MOST_BYTES = 120_000
"""A layer of more bytes than this, before they are packed to a third, is made coarser until it has fewer."""

_WIDENED = 0.5
"""How far around the region layers are kept, as a share of its extent."""

_SHADE_PIXELS = 800
"""The longer side of the shade of hills: some 60 KB."""


def page_context(region: Region, *, has_neighbours: bool = True) -> tuple[dict[str, Any], list[bytes]]:
    """Return what the page says of the context, and its lines.

    Parameters
    ----------
    region
        Whose context it is.
    has_neighbours
        Whether the counties around are drawn; over a basemap they are not.

    Returns
    -------
    Names of the counties around with where they may stand, names and sources of the layers, pictures of the
    shade of hills; then as bytes the ground and the lines of these counties, if there are any, and those of
    each layer.
    """
    context = replace(region.context, has_neighbours=has_neighbours and region.context.has_neighbours)
    found = neighbours_of(region.counties, context)
    west, south, east, north = region.extent
    size = max(east - west, north - south, 0.01)
    told: dict[str, Any] = {} if found.empty else {"neighbours": _names_around(found, _FINE * size)}
    drawn = [] if found.empty else _lines_around(found, _FINE * size, region)
    room = _WIDENED * size
    box = (west - room, south - room, east + room, north + room)
    told["seats"] = list(seats_of(region.counties, context).index)
    told["layers"] = [
        {"key": layer.key, "name": [layer.name.zh, layer.name.of("en")], "source": layer.source.zh}
        for layer in context.layers
    ]
    told["hillshades"] = [_packed_shade(one, box) for one in context.hillshades]
    drawn += [_packed_layer(shapely.clip_by_rect(one.lines, *box), size, region) for one in context.layers]
    return told, drawn


def _names_around(found: gpd.GeoDataFrame, fine: float) -> list[dict[str, Any]]:
    """Return the names of the counties around, and the largest circle in each, in degrees."""
    around = found[~found["is_own"]]
    rooms = shapely.maximum_inscribed_circle(around.geometry.to_numpy(), fine)
    middles = shapely.get_coordinates(shapely.get_point(rooms, 0)).tolist()
    places = zip(around["name_zh"], around["name_en"], middles, shapely.length(rooms), strict=True)
    return [
        {"zh": zh, "en": en, "at": [round(lat, 4), round(lon, 4)], "room": round(float(room), 4)}
        for zh, en, (lon, lat), room in places
    ]


def _lines_around(found: gpd.GeoDataFrame, fine: float, region: Region) -> list[bytes]:
    """Return the ground of the counties around with that of the region, and their borders with each other."""
    areas = found.geometry.to_numpy()
    ground = shapely.simplify(shapely.union_all(shapely.make_valid(areas)), fine)
    lines = shapely.simplify(inner_lines(areas, found["is_own"].to_numpy()), fine)
    return [
        pack_outlines([ground], _CONTEXT_UNITS, region.extent),
        pack_lines(lines, _CONTEXT_UNITS, region.extent),
    ]


def _packed_layer(lines: BaseGeometry, size: float, region: Region) -> bytes:
    """Return the lines of a layer, as fine as the page can carry."""
    fine = _FINE * size / 4
    while True:
        packed = pack_lines(shapely.simplify(lines, fine), _CONTEXT_UNITS, region.extent)
        if len(packed) <= _MOST_BYTES or fine > size:
            return packed
        fine *= 2


def _packed_shade(shade: Hillshade, box: tuple[float, float, float, float]) -> dict[str, Any]:
    """Return name, source, place (metres of Web Mercator) and picture of a shade in a box of degrees."""
    (west, south), (east, north) = mercator(np.array(box).reshape(2, 2))
    each = max(east - west, north - south) / _SHADE_PIXELS
    columns, rows = round((east - west) / each), round((north - south) / each)
    x, y = np.meshgrid(
        west + (np.arange(columns) + 0.5) * (east - west) / columns,
        north - (np.arange(rows) + 0.5) * (north - south) / rows,
    )
    places = from_mercator(np.column_stack([x.ravel(), y.ravel()]))
    dark = quantity("opacity.hillshade") * shade.at(*places.T).reshape(rows, columns)
    picture = webp_of(np.rint(dark).astype(np.uint8), color("context.hillshade"))
    return {
        "name": [shade.name.zh, shade.name.of("en")],
        "source": shade.source.zh,
        "box": [round(edge) for edge in (west, south, east, north)],
        "picture": f"data:image/webp;base64,{b64encode(picture).decode()}",
    }
