"""Region → an interactive map in one offline page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import folium
import numpy as np
import pandas as pd
import shapely
from folium.map import Layer
from folium.template import Template
from shapely.geometry.base import BaseGeometry

from zonemap.analysis.legend import legend_by
from zonemap.analysis.region_words import words_of
from zonemap.core.errors import ZonemapError, check_lang
from zonemap.core.vocabulary import UNSTATED, terms
from zonemap.outputs.page.basemaps import add_tiles, basemap_named
from zonemap.outputs.page.data import page_data
from zonemap.outputs.page.document import Page
from zonemap.outputs.page.static_drawing import draw_svg
from zonemap.outputs.page.stops import Stops
from zonemap.outputs.page.zone_table import zone_table
from zonemap.region.region import Region
from zonemap.style.inks import LAND, LINE
from zonemap.style.lines import boundary_line
from zonemap.style.reader import quantity

MANY_SHAPES = 500
"""Above so many shapes, Leaflet draws on a canvas instead of one SVG element for each."""

_ID = re.compile(r"[\w-]+")
_COUNTY_UNITS, _ZONE_UNITS = 100_000, 1_000_000
"""Steps to a degree in which outlines are written: about a metre, and a tenth of one."""

_Shape = tuple[str, str, str, str | list[list[str]], int]


class _OfflineMap(folium.Map):
    """A folium map that links nothing: the page carries Leaflet itself."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - overrides folium's class attribute
    default_css: list[tuple[str, str]] = []  # noqa: RUF012


class _Shapes(Layer):
    """A layer of outlines, written in a fifth of the room that GeoJSON takes.

    Parameters
    ----------
    kind
        ``county`` or ``zone``.
    shapes
        Each shape's id, boundary basis (empty for a county), colour, its outline (rings by polygon as
        :func:`_steps` writes them, or the id of a shape of ``hosts`` that has the same outline), and which of
        the outlines that the zone has at some stop it is.
    units
        Steps to a degree.
    hosts
        A layer drawn before.
    """

    _template = Template("""
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.geoJson(null, {
                smoothFactor: 0.5,
                style: function (feature) {
                    var lines = {{ this.lines|tojson }};
                    return Object.assign({color: feature.properties.color}, lines[feature.properties.basis]);
                }
            });
            (function (layer, hosts) {
                function ring(steps) {
                    var x = 0, y = 0, points = [], numbers = steps.split(" ");
                    for (var i = 0; i < numbers.length; i += 2) {
                        x += Number(numbers[i]);
                        y += Number(numbers[i + 1]);
                        points.push([x / {{ this.units }}, y / {{ this.units }}]);
                    }
                    return points;
                }
                {%- if this.hosts %}
                {{ this.hosts.get_name() }}.eachLayer(function (host) {
                    hosts[host.feature.id] = host.feature.geometry;
                });
                {%- endif %}
                {{ this.shapes|tojson }}.forEach(function (shape) {
                    layer.addData({
                        type: "Feature",
                        id: shape[0],
                        properties: {
                            id: shape[0], layer: {{ this.kind|tojson }}, basis: shape[1], color: shape[2],
                            outline: shape[4]
                        },
                        geometry: typeof shape[3] === "string" ? hosts[shape[3]] : {
                            type: "MultiPolygon",
                            coordinates: shape[3].map(function (rings) { return rings.map(ring); })
                        }
                    });
                });
            })({{ this.get_name() }}, {});
        {% endmacro %}
    """)

    def __init__(self, kind: str, shapes: list[_Shape], units: int, hosts: _Shapes | None = None) -> None:
        super().__init__(overlay=True, control=False)
        self._name = "Shapes"
        self.kind = kind
        self.shapes = shapes
        self.hosts = hosts
        self.lines = _lines()
        self.units = units


def _lines() -> dict[str, dict[str, Any]]:
    """Return how Leaflet draws shapes by basis until the page's scripts do; an empty one is a county's."""
    looks: dict[str, dict[str, Any]] = {
        "": {"weight": quantity("size.page.county_line"), "fillColor": LAND, "fillOpacity": 1}
    }
    for basis in terms("basis"):
        line = boundary_line(basis)
        looks[basis] = {"weight": line.width, "fillOpacity": line.fill}
        if line.dash:
            looks[basis]["dashArray"] = line.dashes
    return looks


def explore(
    region: Region, *, lang: str | None = None, basemap: str = "none", map_number: str = ""
) -> folium.Map:
    """Make the interactive map of a region.

    The map shows itself in a notebook and saves itself as one HTML file that opens anywhere with no network
    (:func:`zonemap.save_page`, or folium's own ``save``). Layers that folium draws on top are kept if they
    need nothing but Leaflet; popups, plugins and icons that need other scripts are not carried.

    Parameters
    ----------
    region
        The region on the day that the map opens with.
    lang
        Language that the page opens in, ``zh`` or ``en``; by default the browser's.
    basemap
        ``none``, ``tianditu`` (needs the user's own key in the environment variable ``TIANDITU_KEY``, which
        is then readable in the page) or ``osm``. Both need a network when the page is opened; tiles that do
        not come leave the map whole.
    map_number
        The map review number (审图号) issued to this very map; without one the page says working draft.

    Returns
    -------
    A map whose root is the whole page.

    Raises
    ------
    ZonemapError
        If the basemap is unknown, is shifted against CGCS2000 (Amap, Tencent, Baidu) or lacks its key, if the
        language is unknown, or if an id could be read as code.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> page = zm.explore(region.as_of("2018-12-31"), lang="en")
    >>> zm.save_page(page, "map-2018.html").name
    'map-2018.html'
    """
    if lang is not None and lang != "":
        check_lang(lang)
    tiles = basemap_named(basemap)
    _check_ids([*region.zones.index, *region.counties.index])
    west, south, east, north = (float(bound) for bound in region.counties.total_bounds)
    map_ = _OfflineMap(
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=8,
        tiles=None,
        prefer_canvas=len(region.counties) + len(region.zones) > MANY_SHAPES,
        attribution_control=tiles is not None,
    )
    if tiles is not None:
        add_tiles(map_, tiles)
    stops = Stops(region)
    _add_shapes(map_, region, stops)
    map_.fit_bounds([[south, west], [north, east]])
    Page(
        page_data(
            region,
            lang=lang or "",
            basemap="" if tiles is None else basemap,
            map_number=map_number,
            stops=stops,
        ),
        drawing=draw_svg(region, legend_by(region, "kind"), map_number=map_number),
        table=zone_table(region),
        image_hosts=tiles.hosts if tiles else (),
    ).add_child(map_)
    return map_


def _check_ids(ids: Iterable[str]) -> None:
    """See that ids are plain: they are the one text that passes through folium's templates."""
    for id_ in ids:
        if not _ID.fullmatch(id_):
            raise ZonemapError(
                f"编号只能用字母、数字和连字符 / an id holds letters, digits and hyphens only: {id_!r}"
            )


def _add_shapes(map_: folium.Map, region: Region, stops: Stops) -> None:
    """Add counties and every outline that a zone has at some stop: ids, geometry and colours only."""
    counties = _Shapes(
        "county",
        [
            (str(adcode), "", LINE, _outline(geometry, _COUNTY_UNITS), 0)
            for adcode, geometry in region.counties.geometry.items()
        ],
        _COUNTY_UNITS,
    )
    counties.add_to(map_)
    kinds, ranks = words_of(region, "kind"), list(terms("basis"))
    zones: dict[tuple[str, int], _Shape] = {}
    for zone_id, runs in stops.outlines.items():
        for year, number in runs:
            zone = stops.states[year].zones.loc[zone_id]
            if zone.geometry is not None and (zone_id, number) not in zones:
                outline = _zone_outline(zone, _ZONE_UNITS)
                color = kinds[zone["kind"] or UNSTATED].color
                zones[zone_id, number] = (zone_id, zone["basis"], color, outline, number)
    surest_last = sorted(zones.values(), key=lambda shape: -ranks.index(shape[1]) if shape[1] else 0)
    _Shapes("zone", surest_last, _ZONE_UNITS, counties).add_to(map_)


def _zone_outline(zone: pd.Series, units: int) -> str | list[list[str]]:
    """Return a zone's outline, or the id of the county whose outline it is."""
    if zone["basis"] == "host_county" and len(zone["counties"]) == 1:
        return str(zone["counties"][0])
    return _outline(zone.geometry, units)


def _outline(geometry: BaseGeometry, units: int) -> list[list[str]]:
    """Return the rings of each polygon of a geometry as steps."""
    polygons = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    return [[_steps(ring, units) for ring in (part.exterior, *part.interiors)] for part in polygons]


def _steps(ring: BaseGeometry, units: int) -> str:
    """Write a ring as whole steps from point to point, the first from 0: longitude and latitude in turn."""
    points = np.rint(shapely.get_coordinates(ring) * units).astype(np.int64)
    steps = np.diff(points, axis=0, prepend=[[0, 0]])
    return " ".join(map(str, steps[steps.any(axis=1)].ravel()))
