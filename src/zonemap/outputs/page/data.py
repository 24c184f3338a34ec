"""What the page knows, as one block of plain values: the region, its legends, its words, its evidence."""

# Above 300 lines because it is one block: a function for each part of it, none longer than a screen.

from __future__ import annotations

import math
from dataclasses import replace
from importlib.metadata import version
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from zonemap.analysis.fact import Fact
from zonemap.analysis.facts import FactBook
from zonemap.analysis.legend import (
    LEGENDS,
    NOT_APPROVED,
    Legend,
    caveat_of,
    legend_by,
    reform_classes,
    zones_classes,
)
from zonemap.analysis.measures import areas_km2, known_industries, neighbours, shared_industries
from zonemap.core.dates import known_from, year_of
from zonemap.core.pinyin import county_readings, syllables
from zonemap.core.text import parse_text
from zonemap.core.townships import township_en
from zonemap.core.vocabulary import Term, point_terms, terms
from zonemap.outputs.page.stops import Stops
from zonemap.region.indicative import DERIVED_POINTS
from zonemap.region.region import Region
from zonemap.region.status import DATE_COLUMNS

_GROUPS = (
    "kind",
    "tier",
    "management",
    "status",
    "basis",
    "boundary_format",
    "measure",
    "area",
    "state",
    "industry",
    "industry_basis",
    "role",
    "place",
    "event",
    "confidence",
    "sheet",
    "measure_words",
)
"""The words of the data that the page uses, apart from its own in the group ``page``."""

_LIVE = ("kind", "year", "reform", "zones")
"""Legends whose classes the page finds for the view: no class of one day is written for another."""

_STORY_FILTERS = ("kind", "status", "county", "industry")

_GRANTED: dict[str, object] = {
    "approved_year": None,
    "area_later": "",
    "bounds": None,
    "year_class": "not_stated",
    "reform_class": "not_concerned",
}
"""Values of a zone that are not written where they are these."""

Values = dict[str, Any]


def page_data(
    region: Region, *, lang: str = "", basemap: str = "", map_number: str = "", stops: Stops | None = None
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

    Returns
    -------
    Values that JSON can write: texts, numbers, lists and dictionaries; coordinates as latitude, longitude in
    degrees, EPSG:4490; distances in km, areas in km².
    """
    stops = stops or Stops(region)
    first, last = stops.years[0], stops.years[-1]
    whole = max(stops.states.values(), key=lambda state: state.date)
    legends = {by: _every_year(legend_by(whole, by)) for by in LEGENDS}
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
            "basemap": basemap,
        },
        **_vocabulary(region),
        "counties": _counties(region.counties),
        "approvals": stops.approvals(),
        "zones": _zones(region, stops, legends["year"]),
        "events": _events(region.events[region.events["zone_id"] == ""]),
        "evidence": _evidence(region),
        "changed": sorted(map(list, region.witnesses.changed)),
        "cells": sorted([*key, cell] for key, cell in region.witnesses.cells.items()),
        "sources": _sources(region.sources),
        "legends": {by: _legend(legend) for by, legend in legends.items()},
        "story": _story(region.story),
    }


def _vocabulary(region: Region) -> Values:
    """Return the words of the page and, apart from them, the words of the data with what style they have."""
    words = {key: [term.zh, term.en] for key, term in terms("page").items()}
    caveat = caveat_of(region)
    words["basis_hint"] = [caveat.zh, caveat.en]
    return {
        "words": words,
        "terms": {
            **{group: {key: _term(term) for key, term in terms(group).items()} for group in _GROUPS},
            "point_basis": {key: _term(term) for key, term in point_terms().items()},
        },
    }


def _term(term: Term) -> Values:
    """Describe a word."""
    style = {"color": term.color, "pattern": term.pattern, "symbol": term.symbol, "marker": term.marker}
    return {"zh": term.zh, "en": term.en, **{name: value for name, value in style.items() if value}}


def _counties(counties: gpd.GeoDataFrame) -> list[Values]:
    """Describe the counties: names, where a label may stand, seat, area and extent."""
    areas = areas_km2(counties)
    middles = shapely.get_point(shapely.maximum_inscribed_circle(counties.geometry.values, 0.01), 0)
    bounds = shapely.bounds(counties.geometry.values)
    return [
        {
            "id": adcode,
            "zh": county["name_zh"],
            "en": county["name_en"],
            "label": _place(middle.x, middle.y),
            "seat": _place(county["seat_lon"], county["seat_lat"]),
            "area_km2": round(areas[adcode]),
            "bbox": [round(float(bound), 4) for bound in (south, west, north, east)],
        }
        for (adcode, county), middle, (west, south, east, north) in zip(
            counties.iterrows(), middles, bounds, strict=True
        )
    ]


def _zones(region: Region, stops: Stops, by_year: Legend) -> list[Values]:
    """Describe the zones, each with its rows of the other tables and what surrounds it."""
    zones = region.zones
    around = neighbours(zones, region.counties)
    book, known = FactBook(region), known_industries(region)
    alike = _alike(shared_industries(zones, known, around))
    claims = region.industries.assign(open=~region.industries.index.isin(known.index))
    readings = county_readings(dict(zip(region.counties["name_zh"], region.counties["name_en"], strict=True)))
    surveys = _surveys(region.boundaries)

    def described(zone_id: str, zone: pd.Series) -> Values:
        read = [township_en(name, readings) for name in zone["township"].split(";")]
        return {**_zone(zone_id, zone), "township_en": ";".join(read)}

    runs = stops.runs(described, by_year)
    rows = {name: _by_zone(getattr(region, name)) for name in ("reforms", "partners", "events")}
    rows["industries"] = _by_zone(claims)
    return [
        {
            **_at(runs[str(zone_id)], region.date.year),
            "states": stops.states_of(_rows(rows["reforms"].get(zone_id))),
            "outside": _outside(region, zone),
            **_romanised(zone["name_zh"], readings),
            "industries": _industries(rows["industries"].get(zone_id)),
            "reforms": _reforms(rows["reforms"].get(zone_id)),
            "partners": _pick(
                rows["partners"].get(zone_id),
                name_zh="zh",
                name_en="en",
                role="role",
                place="place",
                since="since",
            ),
            "events": _events(rows["events"].get(zone_id)),
            "survey": surveys.get(str(zone_id)),
            "computed": [_computed(fact) for fact in book.places_of(str(zone_id))],
            "neighbours": list(around[zone_id]),
            "same_industry": sorted(alike.get(str(zone_id), set())),
        }
        for zone_id, zone in zones.iterrows()
    ]


def _at(runs: dict[str, Any], year: int) -> Values:
    """Return what is true at the stop of a year, and under ``at`` the runs of what is not so at all stops.

    What the page takes for granted is left out where it is so: no year, no later area, no class.
    """
    now = {name: [value for since, value in values if since <= year][-1] for name, values in runs.items()}
    told = {name: value for name, value in now.items() if name not in _GRANTED or value != _GRANTED[name]}
    return {**told, "at": {name: values for name, values in runs.items() if len(values) > 1}}


def _rows(frame: pd.DataFrame | None) -> list[dict[str, str]]:
    """Return the rows of a table as records; none for None."""
    return [] if frame is None else frame.to_dict("records")


def _zone(zone_id: str, zone: pd.Series) -> Values:
    """Describe what is stated of a zone on a day."""
    dates = dict(zone[list(DATE_COLUMNS)])
    days = {name: known_from(text) for name, text in dates.items()}
    return {
        "id": zone_id,
        "zh": zone["name_zh"],
        "en": zone["name_en"],
        "kind": zone["kind"],
        "tier": zone["tier"],
        "management": zone["management"],
        "counties": list(zone["counties"]),
        "township": zone["township"],
        "bounds": [zone["bounds_zh"], zone["bounds_en"]] if zone["bounds_zh"] else None,
        "point": _place(zone["lon"], zone["lat"]),
        "point_basis": zone["point_basis"],
        "point_derived": zone["point_basis"] in DERIVED_POINTS,
        "basis": zone["basis"],
        **dates,
        "by": {name: day.isoformat() for name, day in days.items() if day},
        "approved_year": year_of(dates["approved"]),
        "area_km2": _number(zone["area_km2"]),
        "measured_km2": _number(zone["measured_km2"], 4),
    }


def _outside(region: Region, zone: pd.Series) -> list[Values]:
    """Name the counties of a zone that the region has been narrowed by."""
    names = region.outside.loc[list(zone["other_counties"])]
    return [{"id": adcode, "zh": row["name_zh"], "en": row["name_en"]} for adcode, row in names.iterrows()]


def _surveys(boundaries: pd.DataFrame) -> dict[str, Values]:
    """Describe by zone where a surveyed boundary comes from, and what was done to it."""
    return {
        row["zone_id"]: {
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


def _computed(fact: Fact) -> list[Any]:
    """Describe what the program computes: of what, in words, from what, and the zones that it names."""
    texts = [[text.zh, text.of("en")] for text in (fact.value, fact.derivation)]
    return [fact.field, *texts, list(fact.zone_ids)]


def _by_zone(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the rows of a table by zone."""
    return {str(zone_id): rows for zone_id, rows in frame.groupby("zone_id", sort=False)}


def _pick(frame: pd.DataFrame | None, **names: str) -> list[Values]:
    """Return the named columns of a table as records under other names; no rows for None."""
    if frame is None:
        return []
    rows = frame[list(names)].itertuples(index=False, name=None)
    return [dict(zip(names.values(), row, strict=True)) for row in rows]


def _industries(frame: pd.DataFrame | None) -> list[Values]:
    """Describe the industries; ``open`` where no dated source of the day or before names one."""
    rows = _pick(frame, industry="key", basis="basis", open="open")
    return [{key: value for key, value in row.items() if value is not False} for row in rows]


def _reforms(frame: pd.DataFrame | None) -> list[Values]:
    """Describe the states of the measures."""
    return _pick(frame, measure="measure", state="state", as_of="as_of", due="due")


def _events(frame: pd.DataFrame | None) -> list[Values]:
    """Describe events."""
    return _pick(frame, date="date", event="event", text_zh="zh", text_en="en")


def _evidence(region: Region) -> list[Values]:
    """Describe who says what, and where; what is empty is left out, and what the cell itself says, too."""
    rows = _pick(
        region.evidence,
        table="table",
        zone_id="zone",
        field="field",
        source_id="source",
        locator="locator",
        confidence="confidence",
        note="note",
    )
    rows = [{key: value for key, value in row.items() if value or key == "zone"} for row in rows]
    rows = [row | {key: _sides(row[key]) for key in ("locator", "note") if key in row} for row in rows]
    book = FactBook(region)
    for row, label in zip(rows, region.evidence.index, strict=True):
        if states := book.states_otherwise(int(label)):
            row["states"] = [states.zh, states.of("en")]
    return rows


def _sides(cell: str) -> list[str]:
    """Return a text as the page chooses from: Chinese and English, or the one that there is."""
    text = parse_text(cell)
    return [text.zh, text.en] if text.en else [text.zh]


def _sources(sources: pd.DataFrame) -> Values:
    """Describe the sources by their id."""
    rows = _pick(
        sources, source_id="id", publisher="publisher", title="title", date="date", address="address"
    )
    return {row.pop("id"): row for row in rows}


def _every_year(legend: Legend) -> Legend:
    """Return a legend with the classes of all years and filters, not only those of its own day."""
    classes = {
        "year": (*(item for item in legend.classes if item.key != NOT_APPROVED.key), NOT_APPROVED),
        "reform": tuple(reform_classes()),
        "zones": tuple(zones_classes()),
    }
    return replace(legend, classes=classes.get(legend.by, legend.classes))


def _legend(legend: Legend) -> Values:
    """Describe a legend, and the class of each zone if neither years nor filters can change it.

    Kind, approval and reform depend on the stop and are told with the zone, the counties' classes depend on
    every filter as well: the page finds them for what it shows.
    """
    lasting = {} if legend.by in _LIVE else {str(zone): str(key) for zone, key in legend.of.items()}
    return {
        "title": [legend.title.zh, legend.title.of("en")],
        "classes": [
            {
                "key": item.key,
                "label": [item.label.zh, item.label.of("en")],
                "color": item.color,
                "pattern": item.pattern,
                "symbol": item.symbol,
            }
            for item in legend.classes
        ],
        "of": lasting,
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
        }
        for row in story.to_dict("records")
    ]


def _place(lon: float, lat: float) -> list[float] | None:
    """Return latitude and longitude, to a metre or so; None when they are not known."""
    if math.isnan(float(lon)) or math.isnan(float(lat)):
        return None
    return [round(float(lat), 5), round(float(lon), 5)]


def _number(value: float, digits: int = 6) -> float | None:
    """Return a number rounded; None when it is not stated."""
    return None if math.isnan(value) else round(float(value), digits)
