"""The map of a whole region with its list and its key on a sheet, and that of one county."""

# Above 300 lines because the map of a region and that of a county lay the same things over each other.

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from zonemap.analysis.facts import book_of
from zonemap.analysis.findings import map_finding
from zonemap.analysis.legend import legend_by, modes_of
from zonemap.analysis.legend_classes import Legend
from zonemap.analysis.measures import count_approvals, counts_by_status, later_areas, zones_per_county
from zonemap.core.dates import date_text
from zonemap.core.names import both_names
from zonemap.core.text import DOT, NONE, Text, join_texts
from zonemap.core.vocabulary import word
from zonemap.region.region import Region, once
from zonemap.scene.context import context_note
from zonemap.scene.items import Box, Item, MapGroup, Paint
from zonemap.scene.key import draw_with_key, key_groups
from zonemap.scene.land import Plane, fit_plane, land_of
from zonemap.scene.lettering import BOTH, fit_line, main_lang
from zonemap.scene.map_view import MapView, Move
from zonemap.scene.marks import COLOURED, Tone
from zonemap.scene.sheet import Sheet, SheetStyle, sheet_notes, titled_sheet
from zonemap.scene.zone_list import MOST_LISTED, draw_list, list_width
from zonemap.scene.zone_marks import Placed, number_zones, place_marks
from zonemap.style.inks import NAVY, PAPER, SAMPLE, mix
from zonemap.style.reader import quantity

MAP_NOTES = ("indicative", "county_limits", "symbol_size", "projection")
"""What a map must not be taken for: keys of the vocabulary group ``sheet``."""

_PALE = 0.35
"""Share of its colour that the mark of a zone next door keeps."""

_ROWS = 0.06
"""How many zones a point of height takes in one column of a list."""
_MOST_NOTED, _NOTED = 3, 320.0
"""How many zones whose area is stated later the notes name, and how wide a name may be, points."""

NO_MOVES: Mapping[str, Move] = MappingProxyType({})


def overview_sheet(
    region: Region, legend: Legend, style: SheetStyle, *, subject: Text = NONE, foot: float = 0,
    moves: Mapping[str, Move] = NO_MOVES,
) -> Sheet:  # fmt: skip
    """Compose the sheet with the map of all zones over the counties, its list and its key.

    Parameters
    ----------
    region, legend
        The zones on the day to show, and their classes, or those of the counties.
    style
        Language, size, colours and map number.
    subject
        What the picture shows of the region, as its title; empty: what it says is.
    foot
        Points left free under the notes.
    moves
        Where the points of zones were and are, by id; a line leads along.
    """
    below = NONE if style.lang == BOTH else count_line(region)
    sources = [] if style.is_bare else map_sources(region, legend.by)
    message = NONE if subject or style.is_bare or style.lang == BOTH else map_finding(region, legend)
    sheet = titled_sheet(
        region, _colored_by(legend) if message else subject, below, style, map_notes(region, legend), sources,
        message=message, foot=foot,
    )  # fmt: skip
    if style.lang == BOTH:
        sheet.about = DOT.en.join([sheet.about, sheet.say(count_line(region))])
    if style.is_bare:  # as part of a picture of someone else: the map alone, without numbers of a list
        map_, _ = overview_map(
            region, legend, sheet.body, style.lang, numbered=False, tone=sheet.tone, moves=moves
        )
        sheet.add(map_)
    else:
        _draw_overview(sheet, region, legend, moves)
    return sheet


def _colored_by(legend: Legend) -> Text:
    """Say what colours a map."""
    title = Text(legend.title.zh, legend.title.of("en")[0].lower() + legend.title.of("en")[1:])
    return word("figure", "colored_by").format(title=title)


def silhouette(region: Region, box: Box, lang: str) -> list[Item]:
    """Return the counties in the shades of a cover: the more zones, the lighter."""
    busy = zones_per_county(region.shown, region.counties)
    fills = {
        str(adcode): Paint(mix(PAPER, 0.16 + 0.1 * min(int(count), 3), NAVY), NAVY, width=1)
        for adcode, count in busy.items()
    }
    view = MapView(region, fit_plane(land_of(region), box, padding=6, detail=0.6), lang)
    view.draw_counties(fills, outlined=False)
    return view.items[:1]  # without rivers and seats


def count_line(region: Region) -> Text:
    """Say how many zones are shown by status."""
    if not region.has_topic("time"):
        return word("figure", "count_zones").format(n=len(region.shown))
    shown = {key: n for key, n in counts_by_status(region.shown).items() if n and key != "approved"}
    approvals = count_approvals(region)
    approved = [word("figure", "count_approved").format(n=approvals.counted)]
    wording = approved if approvals.certain or approvals.possible else []
    wording += [word("figure", f"count_{key}").format(n=count) for key, count in shown.items()]
    return join_texts(wording, DOT)


def map_notes(region: Region, legend: Legend | None = None) -> list[Text]:
    """Return what a map must not be taken for, and of which zones the area is stated only later."""
    is_sized = legend is not None and legend.is_sized
    keys = ["symbols_sized" if is_sized and key == "symbol_size" else key for key in MAP_NOTES]
    around = [note] if (note := context_note(region)) else []
    return [*sheet_notes(*keys), *around, *later_notes(region)]


def later_notes(region: Region) -> list[Text]:
    """Tell of which zones the area is stated only after the day of a map."""
    later = list(later_areas(region).items())
    notes = []
    for zone_id, day in later[:_MOST_NOTED]:
        names = both_names(region.rows[zone_id])
        short = Text(*(fit_line(names.of(lang), 9.5, _NOTED) for lang in ("zh", "en")))
        notes.append(word("figure", "area_later").format(name=short, date=date_text(day)))
    if len(later) > _MOST_NOTED:
        notes.append(word("figure", "more_areas_later").format(n=len(later) - _MOST_NOTED))
    return notes


def map_sources(region: Region, by: str, zone_ids: Iterable[str] | None = None) -> list[str]:
    """Return the sources of the zones on a map, and of what colours them."""
    mode = modes_of(region).get(by)  # a map of changes is coloured by none of them
    return book_of(region).sources_of(("values", "place", mode.section if mode else ""), zone_ids)


def _draw_overview(sheet: Sheet, region: Region, legend: Legend, moves: Mapping[str, Move]) -> None:
    """Draw map, list and key into the body of a sheet."""
    map_box, list_box, columns = divide_body(sheet.body, region, legend, sheet)
    is_listed = draw_list(sheet, list_box, region, legend, _numbers(region, legend), columns)
    draw_with_key(
        sheet,
        region,
        map_box,
        lambda box: overview_map(
            region, legend, box, sheet.lang, numbered=is_listed, tone=sheet.tone, moves=moves
        ),
        groups=key_groups(legend),
    )


def overview_map(
    region: Region,
    legend: Legend,
    box: Box,
    lang: str,
    *,
    numbered: bool = True,
    tone: Tone = COLOURED,
    moves: Mapping[str, Move] = NO_MOVES,
) -> tuple[MapGroup, Placed]:
    """Compose the map of all zones over the counties; with numbers where a list beside it has them.

    Returns
    -------
    The map, and the marks on it.
    """
    view = MapView(region, fit_plane(land_of(region), box), lang, tone)
    view.reserve_furniture()
    view.draw_water(degrees=quantity("size.map.degree"))
    of_zones = plain_kinds(region) if legend.is_of_counties else legend
    view.draw_counties(county_fills(legend, tone))
    if not legend.is_of_counties:
        view.draw_boundaries(of_zones)
    view.draw_moves(moves, of_zones)
    is_total = legend.is_of_counties and legend.is_sized
    is_large = not is_total and (legend.is_of_counties or numbered or len(region.shown) <= MOST_LISTED)
    radius = quantity("size.map.mark" if is_large else "size.map.small")
    placed = place_marks(region, of_zones, view.plane, radius)
    if is_total:
        placed = view.draw_totals(legend, of_zones, placed)
    else:
        view.draw_marks(placed, numbered=numbered, halos=is_large)
    view.draw_names(quantity("size.map.county"), placed)
    view.draw_furniture()
    return view.group(count_line(region).of(main_lang(lang))), placed


def county_fills(legend: Legend, tone: Tone = COLOURED) -> dict[str, Paint]:
    """Return how counties are filled by a legend, by adcode: not at all by totals, which have sized marks."""
    if not legend.is_of_counties or legend.is_sized:
        return {}
    return {str(code): tone.area(legend.class_of(str(code))) for code in legend.of.index}


def divide_body(body: Box, region: Region, legend: Legend, sheet: Sheet) -> tuple[Box, Box, int]:
    """Share the body between map and list; return both and the number of columns of the list."""
    left, top, right, bottom = body
    width, height = sheet.size
    if width < 1.2 * height:
        middle = top + 0.62 * (bottom - top)
        return (left, top, right, middle), (left, middle + 8, right, bottom), 2
    is_long = _ROWS * (bottom - top) < len(region.shown) <= MOST_LISTED
    wanted = max(list_width(sheet, region, legend, 11), 0.3 * width)
    split = right - (0.48 * width if is_long else min(wanted, 0.48 * width))
    return (left, top, split - 22, bottom), (split, top, right, bottom), 1


def _numbers(region: Region, legend: Legend) -> dict[str, int]:
    """Return the numbers of the zones; none where counties are classed."""
    return {} if legend.is_of_counties else number_zones(region, legend)


def plain_kinds(region: Region) -> Legend:
    """Return the legend by kind in one quiet colour, for symbols over coloured counties."""
    legend = legend_by(region, "kind")
    classes = tuple(replace(item, color=SAMPLE) for item in legend.classes)
    return replace(legend, classes=classes)


def zones_in(region: Region, adcode: str) -> gpd.GeoDataFrame:
    """Return the shown zones that lie, wholly or partly, in a county; all of them for no county."""
    if not adcode:
        return region.shown
    found = _zones_by_county(region)
    if adcode not in found:
        found[adcode] = region.shown[region.shown["counties"].map(lambda counties: adcode in counties)]
    return found[adcode]


@once
def _zones_by_county(region: Region) -> dict[str, gpd.GeoDataFrame]:
    """Return the zones of the counties that were asked for already."""
    return {}


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
    below = len(view.items)
    if names:
        view.draw_names(names, placed, focus=adcode, taken=taken)
    named, view.items[below:] = view.items[below:], []
    beside = [mark for mark in placed.marks if mark.zone_id not in own and mark.place]
    clear_ = {mark.zone_id for mark in beside if not view.covers(mark.box(0.7 * radius))}
    view.draw_marks(placed.only(clear_), radius=0.7 * radius, numbered=False, counts=False, pale=_PALE)
    shown = placed.only(own)
    view.draw_marks(shown, halos=bool(names))
    view.items += named
    if clear is None:
        view.draw_edge()
    else:
        view.draw_furniture()
    about = both_names(region.counties.loc[adcode]) if adcode else region.title
    return view.group(about.of(main_lang(lang))), shown
