"""Region → an interactive map in one offline page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import folium
import numpy as np
import pandas as pd
from folium.map import Layer
from folium.template import Template
from shapely.geometry.base import BaseGeometry

from zonemap.analysis.legend import default_mode, legend_by
from zonemap.core.build_context import build_context
from zonemap.core.errors import ZonemapError, check_lang
from zonemap.core.reading import uncollected
from zonemap.core.vocabulary import terms
from zonemap.outputs.page.basemaps import add_tiles, basemap_named
from zonemap.outputs.page.context import page_context
from zonemap.outputs.page.data import page_data
from zonemap.outputs.page.document import HEIGHT, Page
from zonemap.outputs.page.outlines import mercator, pack_outlines
from zonemap.outputs.page.stops import Stops, opening
from zonemap.outputs.page.without_scripts import draw_svg, zone_table
from zonemap.region.region import Region, as_region

MANY_SHAPES = 500
"""Above so many shapes, Leaflet draws on a canvas instead of one SVG element for each."""

_ID = re.compile(r"[\w-]+")
_COUNTY_UNITS, _ZONE_UNITS = 1.0, 10
"""Steps to a metre in which outlines are written, those of counties at most."""

_COUNTY_STEPS = 500_000
"""Across the whole map their steps are no more than this: of a nation, counties are written to some 14 m."""


class _OfflineMap(folium.Map):
    """A folium map that links nothing: the page carries Leaflet itself."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - overrides folium's class attribute
    default_css: list[tuple[str, str]] = []  # noqa: RUF012


class _Outlines(Layer):
    """A layer of the outlines that the page carries.

    Parameters
    ----------
    kind
        ``county`` or ``zone``.
    """

    _template = Template("""
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = zonemap.layer.group({{ this.kind|tojson }});
        {% endmacro %}
    """)

    def __init__(self, kind: str) -> None:
        super().__init__(overlay=True, control=False)
        self._name = "Outlines"
        self.kind = kind


def explore(
    region: Region | pd.DataFrame,
    *,
    color: str = "",
    year: int | None = None,
    zone: str = "",
    tab: str = "",
    compare: Sequence[str] = (),
    lang: str | None = None,
    basemap: str = "none",
    map_number: str = "",
    height: str = "",
    title: str = "",
) -> folium.Map:
    """Make the interactive map of a region.

    The map shows itself in a notebook and saves itself as one HTML file that opens anywhere with no network
    (:func:`zonemap.save_page`, or folium's own ``save``). Layers added with folium, popups and default icons
    too, work offline if they need nothing but Leaflet; to save a map with others is an error that names them.

    Parameters
    ----------
    region
        The region on the day that the map opens with, or a frame of zones of any place on earth (see
        :meth:`zonemap.Region.from_frames`).
    color
        What colours the map when it opens, such as ``year`` or the heading of a column of your own.
    year
        The year whose end it opens with; by default that of the region's day.
    zone
        Id of the zone whose card is open.
    tab
        What stands beside the map: ``list``, ``card``, ``industries``, ``reforms``, ``partners``, ``compare``
        or ``table``.
    compare
        Ids of zones to compare.
    lang
        Language that the page opens in, ``zh`` or ``en``; by default that of the build that runs the
        notebook, else the browser's.
    basemap
        ``none``, ``tianditu`` (needs the user's own key in the environment variable ``TIANDITU_KEY``, which
        is then readable in the page) or ``osm``. Both need a network when the page is opened; tiles that do
        not come leave the map whole.
    map_number
        The map review number (审图号) issued to this very map; without one the page says working draft.
    height
        Height of the frame in a notebook, such as ``600px``.
    title
        Title of the map of a frame.

    Returns
    -------
    A map whose root is the whole page.

    Raises
    ------
    ZonemapError
        If the basemap is unknown, is shifted against CGCS2000 (Amap, Tencent, Baidu) or lacks its key, if the
        language, colour, year, zone or tab is unknown, or if an id could be read as code.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> page = zm.explore(region.as_of("2018-12-31"), lang="en")
    >>> zm.save_page(page, "map-2018.html").name
    'map-2018.html'
    """
    region = as_region(region, title)
    asked = build_context()
    map_number = map_number or asked.map_number
    if lang := lang or asked.lang:
        check_lang(lang)
    tiles = basemap_named(basemap)
    _check_ids([*region.zones.index, *region.counties.index])
    west, south, east, north = region.extent
    map_ = _OfflineMap(
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=8,
        tiles=None,
        prefer_canvas=len(region.counties) + len(region.zones) > MANY_SHAPES,
        attribution_control=tiles is not None,
    )
    if tiles is not None:
        add_tiles(map_, tiles)
    with uncollected():
        stops = Stops(region)
        start = opening(stops, color=color, year=year, selected=zone, tab=tab, compare=list(compare))
        outlines, geometries = _zone_outlines(stops)
        context, drawn = page_context(region, has_neighbours=tiles is None)
        for kind in ("county", "zone"):
            _Outlines(kind).add_to(map_)
        map_.fit_bounds([[south, west], [north, east]])
        Page(
            map_,
            page_data(
                region,
                lang=lang or "",
                basemap="" if tiles is None else basemap,
                map_number=map_number,
                stops=stops,
                start=start,
            )
            | {"outlines": outlines, "context": context},
            outlines=[
                pack_outlines(list(region.counties.geometry), _county_units(region.extent), region.extent),
                pack_outlines(geometries, _ZONE_UNITS, region.extent),
                *drawn,
            ],
            drawing=draw_svg(region, legend_by(region, color or default_mode(region)), map_number=map_number),
            table=zone_table(region),
            image_hosts=tiles.hosts if tiles else (),
            height=height or HEIGHT,
        )
    return map_


def _check_ids(ids: Iterable[str]) -> None:
    """See that ids are plain: they are the one text that passes through folium's templates."""
    for id_ in ids:
        if not _ID.fullmatch(id_):
            raise ZonemapError(
                f"编号只能用字母、数字和连字符 / an id holds letters, digits and hyphens only: {id_!r}"
            )


def _county_units(extent: Sequence[float]) -> float:
    """Return the steps to a metre in which counties are written, whole ones to a kilometre."""
    span = float(np.ptp(mercator(np.array(extent, dtype=float).reshape(2, 2)), axis=0).max())
    return min(_COUNTY_UNITS, max(1, _COUNTY_STEPS * 1000 // max(span, 1)) / 1000)


def _zone_outlines(stops: Stops) -> tuple[list[list[Any]], list[BaseGeometry]]:
    """Return every outline that a zone has at some stop, the surest last, and the geometries of their own.

    Each is told by its zone, its basis, which of the zone's outlines it is, and the county whose outline it
    is or the number of its geometry.
    """
    ranks = {basis: -number for number, basis in enumerate(terms("basis"))}
    found, own = list[list[Any]](), list[BaseGeometry]()
    for zone_id, shapes in stops.shapes.items():
        for number, (basis, counties, geometry) in enumerate(shapes):
            if geometry is not None:
                is_county = basis == "host_county" and len(counties) == 1
                found.append([zone_id, basis, number, counties[0] if is_county else len(own)])
                own += [] if is_county else [geometry]
    return sorted(found, key=lambda outline: ranks.get(outline[1], 0)), own
