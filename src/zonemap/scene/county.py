"""One county on a map: its zones in full, its neighbours dimmed."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from zonemap.analysis.legend_classes import Legend
from zonemap.core.names import both_names
from zonemap.region.region import Region
from zonemap.scene.items import Box, MapGroup
from zonemap.scene.land import Plane
from zonemap.scene.lettering import main_lang
from zonemap.scene.map_view import MapView
from zonemap.scene.marks import COLOURED, Tone
from zonemap.scene.zone_marks import Placed, place_marks

_PALE = 0.35
"""Share of its colour that the mark of a zone next door keeps."""


def zones_in(region: Region, adcode: str) -> gpd.GeoDataFrame:
    """Return the shown zones that lie, wholly or partly, in a county; all of them for no county."""
    if not adcode:
        return region.shown
    return region.shown[region.shown["counties"].map(lambda counties: adcode in counties)]


def county_map(
    region: Region,
    legend: Legend,
    plane: Plane,
    adcode: str,
    lang: str,
    *,
    radius: float,
    names: float = 0,
    clear: Sequence[BaseGeometry] | None = None,
    selected: str = "",
    taken: Sequence[Box] = (),
    tone: Tone = COLOURED,
) -> tuple[MapGroup, Placed]:
    """Compose the map of a county with its zones, and what lies around it, dimmed.

    Parameters
    ----------
    region, legend
        The zones that are shown and their classes.
    plane
        Where the ground lies; it shows the county.
    adcode
        The county; empty for a map of zones in none.
    lang
        ``zh`` or ``en``.
    radius
        Radius of the marks, points.
    names
        Type size of the county's name; 0 for no names.
    clear
        What arrow and bar shall leave free, in points; None for neither arrow nor bar.
    selected
        The zone that the map is about: the outline of its county is drawn if only that is known of it.
    taken
        What no name may cover.
    tone
        In colours or greys.

    Returns
    -------
    The map, and the marks of the county's zones.
    """
    own = set(zones_in(region, adcode).index)
    view = MapView(region, plane, lang, tone)
    if clear is not None:
        view.reserve_furniture(clear)
    view.draw_water()
    view.draw_counties(focus=adcode)
    view.draw_boundaries(legend, own, hosts=[selected] if selected else [])
    placed = place_marks(region, legend, plane, radius, within=own)
    others = {mark.zone_id for mark in placed.marks} - own
    view.draw_marks(placed.only(others), radius=0.7 * radius, numbered=False, counts=False, pale=_PALE)
    shown = placed.only(own)
    view.draw_marks(shown, halos=bool(names))
    if names:
        view.draw_names(names, placed, focus=adcode, taken=taken)
    if clear is None:
        view.draw_edge()
    else:
        view.draw_furniture()
    about = both_names(region.counties.loc[adcode]) if adcode else region.title
    return view.group(about.of(main_lang(lang))), shown
