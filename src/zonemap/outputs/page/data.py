"""What the page knows, as one block of plain values: the region, its legends, its words, its evidence."""

# Above 300 lines because it is one block: a function for each part of it, none longer than a screen.

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import partial
from importlib.metadata import version
from itertools import zip_longest
from typing import Any

import pandas as pd
import shapely

from zonemap.analysis.legend import caveat_of, modes_of
from zonemap.analysis.legend_classes import Legend
from zonemap.analysis.measures import known_industries, neighbours, shared_industries
from zonemap.analysis.region_words import words_of
from zonemap.core.dates import known_from, year_of
from zonemap.core.pinyin import county_readings, syllables
from zonemap.core.text import parse_text
from zonemap.core.vocabulary import UNSTATED, Term, state_terms, terms
from zonemap.outputs.page.facts import PageFacts
from zonemap.outputs.page.stops import ABSENT, Stops, class_field
from zonemap.region.region import Region
from zonemap.region.topics import TOPIC_OF, TOPICS
from zonemap.tables.schemas import split_list, split_notes

_GROUPS = (
    "kind",
    "table",
    "color",
    "status",
    "basis",
    "boundary_format",
    "measure",
    "state",
    "industry",
    "industry_basis",
    "role",
    "place",
    "confidence",
    "sheet",
    "measure_words",
)
"""The words of the data that the page uses, apart from its own in the group ``page``."""

_STORY_FILTERS = ("kind", "status", "county", "industry")

_GRANTED: dict[str, object] = {"approved_year": None, **ABSENT}
"""Values of a zone that are not written where they are these."""

Values = dict[str, Any]


def page_data(
    region: Region,
    *,
    lang: str = "",
    basemap: str = "",
    map_number: str = "",
    stops: Stops | None = None,
    start: Values | None = None,
) -> Values:
    """Gather everything that the page shows.

    Parameters
    ----------
    region
        The region on the day that the page opens with.
    lang
        Language that the page opens in, ``zh`` or ``en``; empty lets the browser choose.
    basemap
        Name of the basemap; empty for none.
    map_number
        The map review number (审图号) issued to this very map; empty for none.
    stops
        The region at every stop of the slider, where it is made already.
    start
        What the page opens with besides: keys of its state.

    Returns
    -------
    Values that JSON can write: texts, numbers, lists and dictionaries; coordinates as latitude, longitude in
    degrees, EPSG:4490; distances in km, areas in km².
    """
    stops = stops or Stops(region)
    facts = PageFacts(stops)
    first, last = stops.years[0], stops.years[-1]
    return {
        "meta": {
            "name": region.name,
            "title_zh": region.title_zh,
            "title_en": region.title_en,
            "date": region.state_day.isoformat(),
            "as_of": region.date.isoformat(),
            "first_year": first,
            "last_year": last,
            "map_number": map_number,
            "lang": lang,
            "version": version("zonemap"),
            "fingerprint": region.fingerprint,
            "crs": "EPSG:4490",
            "extent": _extent(region),
            "basemap": basemap,
            "untold": sorted(what for what in (*TOPICS, *TOPIC_OF) if not region.has_topic(what)),
            **({"start": start} if start else {}),
        },
        **_vocabulary(region),
        "counties": _counties(region),
        "approvals": stops.approvals(),
        "zones": _zones(region, stops, facts),
        "facts": {"region": facts.of_region, **facts.shared()},
        "evidence": facts.evidence,
        "sources": _sources(region.sources),
        "legends": {by: _legend(legend, stops) for by, legend in stops.legends.items()},
        "story": _story(region.story),
    }


def _extent(region: Region) -> list[float]:
    """Return south, west, north and east of what the map shows, a little apart where they are one."""
    west, south, east, north = region.extent
    room = 0.01 if west == east and south == north else 0.0
    return [round(bound, 4) for bound in (south - room, west - room, north + room, east + room)]


def _vocabulary(region: Region) -> Values:
    """Return the words of the page and, apart from them, the words of the data with what style they have."""
    words = {key: [term.zh, term.en] for key, term in terms("page").items()}
    caveat = caveat_of(region)
    words["basis_hint"] = [caveat.zh, caveat.en]
    return {
        "words": words,
        "terms": {
            group: {key: _term(term) for key, term in _words(region, group).items()} for group in _GROUPS
        },
    }


def _words(region: Region, group: str) -> Mapping[str, Term]:
    """Return the words of a group, with those that the region itself brings."""
    if group == "state":
        return state_terms()
    if group == "color":
        own = {by: Term("color", by, mode.title.zh, mode.title.en) for by, mode in modes_of(region).items()}
        return own | terms("color")
    return words_of(region, group)


def _term(term: Term) -> Values:
    """Describe a word."""
    style = {"color": term.color, "pattern": term.pattern, "symbol": term.symbol, "marker": term.marker}
    return {"zh": term.zh, "en": term.en, **{name: value for name, value in style.items() if value}}


def _counties(region: Region) -> list[Values]:
    """Describe the counties: names, where a label may stand, and seat."""
    shapes = region.counties.geometry.values
    middles = shapely.get_point(shapely.maximum_inscribed_circle(shapes, 0.01), 0)
    return [
        {
            "id": adcode,
            "zh": county["name_zh"],
            "en": county["name_en"],
            "label": _place(middle.x, middle.y),
            "seat": _place(county["seat_lon"], county["seat_lat"]),
        }
        for (adcode, county), middle in zip(region.county_rows.items(), middles, strict=True)
    ]


def _zones(region: Region, stops: Stops, facts: PageFacts) -> list[Values]:
    """Describe the zones, each with its facts and with what the page filters, searches and draws them by."""
    zones = region.zones
    around = neighbours(zones, region.counties)
    known = known_industries(region)
    alike = _alike(shared_industries(zones, known, around))
    readings = county_readings(dict(zip(region.counties["name_zh"], region.counties["name_en"], strict=True)))
    runs = stops.runs(partial(_zone, _surveys(region.boundaries)))
    rows = facts.book.tables.rows
    return [
        {
            **_at(runs[zone_id], region.date.year),
            "board": stops.boards.get(zone_id, {}),
            "outside": _outside(region, codes),
            **_romanised(name, readings),
            "partners": _pick(
                rows["partners"].get(zone_id),
                name_zh="zh",
                name_en="en",
                role="role",
                place="place",
                since="since",
            ),
            "facts": facts.of_zones[zone_id],
            "neighbours": list(around[zone_id]),
            "same_industry": sorted(alike.get(zone_id, set())),
        }
        for zone_id, name, codes in zones[["name_zh", "other_counties"]].itertuples(name=None)
    ]


def _at(runs: dict[str, Any], year: int) -> Values:
    """Return what is true at the stop of a year, and under ``at`` the runs of what is not so at all stops.

    What the page takes for granted is left out where it is so: no year, no class.
    """
    now = {name: [value for since, value in values if since <= year][-1] for name, values in runs.items()}
    told = {name: value for name, value in now.items() if name not in _GRANTED or value != _GRANTED[name]}
    return {**told, "at": {name: values for name, values in runs.items() if len(values) > 1}}


def _zone(surveys: Mapping[tuple[str, str], Values], zone_id: str, zone: Values) -> Values:
    """Describe what is stated of a zone on a day."""
    days = {name: known_from(zone[name]) for name in ("applied", "approved")}
    return {
        "id": zone_id,
        "zh": zone["name_zh"],
        "en": zone["name_en"],
        "kind": zone["kind"] or UNSTATED,
        "counties": list(zone["counties"]),
        "point": _place(zone["lon"], zone["lat"]),
        "basis": zone["basis"],
        "status": zone["status"],
        "shown": bool(zone["is_shown"]),
        "approved": zone["approved"],
        "by": {name: day.isoformat() for name, day in days.items() if day},
        "approved_year": year_of(zone["approved"]),
        "area_km2": _number(zone["area_km2"]),
        "measured_km2": _number(zone["measured_km2"], 4),
        "survey": surveys.get((zone_id, zone.get("boundary_file", ""))),
    }


def _outside(region: Region, codes: tuple[str, ...]) -> list[Values]:
    """Name the counties of a zone that the region has been narrowed by."""
    if not codes:
        return []
    names = region.outside.loc[list(codes)]
    return [{"id": adcode, "zh": row["name_zh"], "en": row["name_en"]} for adcode, row in names.iterrows()]


def _surveys(boundaries: pd.DataFrame) -> dict[tuple[str, str], Values]:
    """Describe by zone and file where a surveyed boundary comes from, and what was done to it."""
    return {
        (row["zone_id"], row["file"]): {
            "file": row["file"],
            "format": row["format"],
            "declared": row["crs_declared"],
            "crs": row["crs_used"],
            "area_km2": _number(row["area_km2"], 4),
            "stated_km2": _number(row["stated_area_km2"], 4),
            "repairs": [_sides(text) for text in row["repairs"].splitlines()],
            "notes": [_sides(text) for text in [row["crs_reason"], *row["notes"].splitlines()] if text],
        }
        for row in boundaries.to_dict("records")
        if row["zone_id"]
    }


def _romanised(name: str, readings: dict[str, tuple[str, ...]]) -> Values:
    """Return a name's pinyin and initials."""
    read = syllables(name, readings)
    return {"pinyin": "".join(read), "initials": "".join(syllable[0] for syllable in read)}


def _alike(pairs: pd.DataFrame) -> dict[str, set[str]]:
    """Return for each zone its neighbours that name an industry of its own."""
    found: dict[str, set[str]] = {}
    for one, other in pairs[["zone_id", "other"]].itertuples(index=False):
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def _pick(rows: Iterable[Mapping[str, Any]] | None, **names: str) -> list[Values]:
    """Return the named columns of rows under other names; no rows for None."""
    return [{new: row[old] for old, new in names.items()} for row in rows or ()]


def _sides(cell: str) -> list[str]:
    """Return a text as the page chooses from: Chinese and English, or the one that there is."""
    text = parse_text(cell)
    return [text.zh, text.en] if text.en else [text.zh]


def _sources(sources: pd.DataFrame) -> Values:
    """Describe the sources by their id."""
    rows = _pick(
        sources.to_dict("records"),
        source_id="id",
        publisher="publisher",
        title="title",
        date="date",
        address="address",
    )
    return {row.pop("id"): row for row in rows}


def _legend(legend: Legend, stops: Stops) -> Values:
    """Describe a legend: its classes, and where the page finds the class of a zone in the view."""
    mode = stops.modes[legend.by]
    told: Values = {"titles": stops.titles(legend.by)} if mode.title_on else {}
    if mode.title_on and mode.is_of_counties:
        told["counties"] = stops.county_classes(legend.by)
    return {
        **told,
        "title": [legend.title.zh, legend.title.of("en")],
        "classes": [
            {
                "key": item.key,
                "label": [item.label.zh, item.label.of("en")],
                "color": item.color,
                "pattern": item.pattern,
                "symbol": item.symbol,
                **({"size": item.size} if item.size else {}),
            }
            for item in legend.classes
        ],
        "field": "" if mode.is_of_counties else class_field(legend.by, mode),
        "absent": mode.absent,
        "filter": mode.filters,
        "section": mode.section,
    }


def _story(story: pd.DataFrame) -> list[Values]:
    """Describe the chapters of the presentation."""
    return [
        {
            "chapter": row["chapter"],
            "title": [row["title_zh"], row["title_en"]],
            "text": [row["text_zh"], row["text_en"]],
            "year": int(float(row["year"])) if row["year"] else None,
            "color": row["color"],
            "filters": {key: row[key].split(";") for key in _STORY_FILTERS if row[key]},
            "zone": row["zone"],
            "view": split_list(row["view"]),
            "dim": bool(row["dim"]),
            "notes": _notes(row),
        }
        for row in story.to_dict("records")
    ]


def _notes(chapter: Mapping[str, str]) -> list[Values]:
    """Describe the notes that a chapter puts on the map, each with the zone or county that it points at."""
    texts = (split_notes(chapter[column]) for column in ("note_zh", "note_en"))
    told = zip_longest(split_list(chapter["note_at"]), *texts, fillvalue="")
    return [{"at": at, "text": [zh, en]} for at, zh, en in told if at]


def _place(lon: float | None, lat: float | None) -> list[float] | None:
    """Return latitude and longitude, to a metre or so; None when they are not known."""
    if lon is None or lat is None or math.isnan(float(lon)) or math.isnan(float(lat)):
        return None
    return [round(float(lat), 5), round(float(lon), 5)]


def _number(value: float | None, digits: int = 6) -> float | None:
    """Return a number rounded; None when it is not stated."""
    return None if value is None or math.isnan(value) else round(float(value), digits)
