"""The overview map as a figure: zones over counties, in the same words and looks as every other output."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zonemap.analysis.facts import FactBook
from zonemap.analysis.legend import Legend, legend_by
from zonemap.analysis.measures import count_approvals, counts_by_status, later_areas
from zonemap.core.dates import format_date
from zonemap.core.punctuation import DOT
from zonemap.core.text import Text
from zonemap.core.vocabulary import label, word
from zonemap.drawing.symbols import Mark
from zonemap.outputs.figures.county_names import name_counties
from zonemap.outputs.figures.lettering import fit_line
from zonemap.outputs.figures.map_frame import MapFrame, draw_counties, draw_furniture, fit_frame, furniture_of
from zonemap.outputs.figures.marks import (
    county_fill_style,
    covered_by,
    draw_boundaries,
    draw_marks,
    keep_in_frame,
    place_marks,
)
from zonemap.outputs.figures.sheet import Box, FigureStyle, Sheet, size_of, titled_sheet
from zonemap.outputs.figures.zone_list import (
    MOST_LISTED,
    draw_key,
    draw_list,
    key_lines,
    key_words,
    list_width,
    name_of,
)
from zonemap.region.region import Region
from zonemap.style.inks import SAMPLE
from zonemap.style.reader import quantity

MAP_NOTES = ("indicative", "county_limits", "symbol_size", "projection")
"""What a map must not be taken for: keys of the vocabulary group ``sheet``."""

_KEY_SIZE = 11.0
_MOST_NOTED, _NOTED = 3, 320.0
"""How many zones whose area is stated later the notes name, and how wide a name may be, points."""


def plot_map(
    region: Region,
    *,
    by: str = "kind",
    lang: str = "zh",
    paper: str = "16:9",
    grayscale: bool = False,
    map_number: str = "",
) -> tuple[Figure, Axes]:
    """Draw a region's zones over its counties.

    Parameters
    ----------
    region
        The region on the day to show.
    by
        What colours zones (``kind``, ``year``, ``industry``, ``reform``) or counties (``zones``).
    lang
        ``zh`` or ``en``.
    paper
        ``16:9``, ``A4`` (landscape) or ``square``.
    grayscale
        Whether for a printer without colours: greys, and patterns where they would look alike.
    map_number
        The 审图号 issued to this very map; without one it is marked as a working draft.

    Returns
    -------
    The figure, and the map's axes: kilometres east and north of the region's middle, in the projection of
    :func:`zonemap.outputs.figures.map_frame.plane_crs`.

    Raises
    ------
    UnknownOption
        If there is no such legend, language or format.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> figure, axes = zm.plot_map(region, by="year", paper="A4")
    >>> figure.savefig("map.png")
    """
    legend = legend_by(region, by)
    sheet = titled_sheet(
        region,
        "",
        _subtitle(region, legend, lang),
        FigureStyle(lang, paper, grayscale, map_number),
        map_notes(region, lang),
        map_sources(region, by),
    )
    return sheet.figure, draw_overview(sheet, region, legend)


def map_notes(region: Region, lang: str) -> tuple[str, ...]:
    """Return what a map must not be taken for, and of which zones the area is stated only later."""
    wording = label("figure", "area_later", lang)
    later = list(later_areas(region).items())
    later_notes = [
        wording.format(
            name=fit_line(name_of(region.zones.loc[zone_id], lang), 9.5, _NOTED), date=format_date(day, lang)
        )
        for zone_id, day in later[:_MOST_NOTED]
    ]
    if len(later) > _MOST_NOTED:
        later_notes.append(label("figure", "more_areas_later", lang).format(n=len(later) - _MOST_NOTED))
    return (*MAP_NOTES, *later_notes)


def map_sources(region: Region, by: str, zone_ids: Iterable[str] | None = None) -> list[str]:
    """Return the sources of the zones on a map, and of what colours them."""
    coloured = {"industry": ["industries"], "reform": ["reforms"]}.get(by, [])
    return FactBook(region).sources_of(["values", "place", *coloured], zone_ids)


def draw_overview(sheet: Sheet, region: Region, legend: Legend) -> Axes:
    """Draw map, list and key into the body of a sheet; return the map's axes."""
    left, top, _, bottom = sheet.body
    map_box, list_box, columns = divide_body(sheet.body, region, sheet)
    key_width = max(map_box[2], 0 if columns == 1 else sheet.body[2]) - left
    lines = key_lines(key_words(region, with_kinds=legend.by == "zones"), sheet.lang, _KEY_SIZE, key_width)
    key_top = (bottom if columns == 1 else list_box[1] - 8) - 1.75 * _KEY_SIZE * len(lines)
    frame = fit_frame(sheet, (left, top, map_box[2], key_top - 8), region.counties, padding=16)
    marks = draw_zones(frame, region, legend)
    draw_list(sheet, list_box, region, legend, marks, columns)
    draw_key(sheet, (left, key_top), lines, _KEY_SIZE)
    return frame.ax


def draw_zones(frame: MapFrame, region: Region, legend: Legend) -> list[Mark]:
    """Draw counties, boundaries, symbols and names; return the marks of the zones."""
    is_few = len(region.shown) <= MOST_LISTED
    radius = quantity("size.figure.mark" if is_few else "size.figure.small")
    looks = {}
    of_zones = legend
    if legend.by == "zones":
        classes = {str(code): legend.class_of(str(code)) for code in legend.of.index}
        looks = {code: county_fill_style(frame.sheet, item) for code, item in classes.items()}
        of_zones = _plain(region)
    furniture = furniture_of(frame)
    draw_counties(frame, looks, furniture)
    if legend.by != "zones":
        draw_boundaries(frame, region, of_zones)
    marks = keep_in_frame(place_marks(region, of_zones, frame, radius), frame, radius)
    names = {str(code): name_of(county, frame.sheet.lang) for code, county in region.counties.iterrows()}
    taken = [*covered_by(marks, frame, radius), furniture.north, furniture.scale]
    name_counties(frame, names, taken, quantity("size.figure.county"))
    draw_marks(frame, marks, radius, numbered=is_few and legend.by != "zones")
    draw_furniture(frame, furniture)
    return marks


def _subtitle(region: Region, legend: Legend, lang: str) -> str:
    """Say what colours the map and how many zones it shows by status."""
    en = legend.title.of("en")
    title = Text(legend.title.zh, en[0].lower() + en[1:])
    wording = [label("figure", "colored_by", lang).format(title=title.of(lang)), count_line(region, lang)]
    return DOT.of(lang).join(filter(None, wording))


def count_line(region: Region, lang: str) -> str:
    """Say how many zones are shown by status."""
    shown = {key: n for key, n in counts_by_status(region.shown).items() if n and key != "approved"}
    approvals = count_approvals(region)
    approved = [word("figure", "count_approved").format(n=approvals.counted).of(lang)]
    wording = approved if approvals.certain or approvals.possible else []
    wording += [label("figure", f"count_{key}", lang).format(n=count) for key, count in shown.items()]
    return DOT.of(lang).join(wording)


def divide_body(body: Box, region: Region, sheet: Sheet) -> tuple[Box, Box, int]:
    """Share the body between map and list; return both and the number of columns of the list."""
    left, top, right, bottom = body
    width, height = size_of(sheet.figure)
    if width < 1.2 * height:
        middle = top + 0.62 * (bottom - top)
        return (left, top, right, middle), (left, middle + 8, right, bottom), 2
    list_room = min(max(list_width(sheet, region, 11), 0.3 * width), 0.48 * width)
    split = right - list_room
    return (left, top, split - 22, bottom), (split, top, right, bottom), 1


def _plain(region: Region) -> Legend:
    """Return the legend by kind in one quiet colour, for symbols over coloured counties."""
    legend = legend_by(region, "kind")
    classes = tuple(replace(item, color=SAMPLE) for item in legend.classes)
    return replace(legend, classes=classes)
