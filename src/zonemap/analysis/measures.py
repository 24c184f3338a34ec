"""Counts, areas, distances and shared industries: pure functions, frame in, frame out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import Geod

from zonemap.core.dates import happened_by, may_have_happened, parse_edtf, sort_key
from zonemap.core.history import history_of
from zonemap.core.text import SEMICOLON, Text
from zonemap.core.vocabulary import label, word
from zonemap.region.indicative import geodesic_area_km2
from zonemap.region.region import Region, once
from zonemap.region.status import APPROVED

_GEOD = Geod(ellps="GRS80")


def areas_km2(frame: gpd.GeoDataFrame) -> pd.Series:
    """Return the area of each polygon on the ellipsoid GRS 80.

    Parameters
    ----------
    frame
        Polygons in EPSG:4490.

    Returns
    -------
    km², same index.
    """
    return frame.geometry.map(geodesic_area_km2).rename("area_km2")


def format_area(zone: pd.Series | Mapping[str, Any], lang: str, *, with_file: bool = False) -> str:
    """Put the area of a zone in words: as stated, as measured within its surveyed or given line, or both.

    Parameters
    ----------
    zone
        A row of a region's zones.
    lang
        ``zh`` or ``en``.
    with_file
        Whether to name the file of the boundary.

    Returns
    -------
    Empty where the area is neither stated nor measured.
    """
    wording = [] if pd.isna(zone["area_km2"]) else [f"{zone['area_km2']:.10g} km²"]
    if pd.notna(zone["measured_km2"]):
        key = (
            "given" if zone["basis"] == "given" else "measured"
        )  # nobody says that what is given was surveyed
        words = label("area", f"{key}_in" if with_file else key, lang)
        wording.append(
            words.format(area=f"{round(zone['measured_km2'], 4):.10g}", file=zone["boundary_file"])
        )
    return SEMICOLON.of(lang).join(wording)


@dataclass(frozen=True)
class Count:
    """How many there are on a day.

    Parameters
    ----------
    certain
        Those that certainly are.
    possible
        Those of which the sources leave it open.
    """

    certain: int
    possible: int

    @property
    def text(self) -> Text:
        """The number as every output writes it: ``3``, ``3（另 1 个可能）``; no 0 where some are possible."""
        if not self.possible:
            return Text(str(self.certain), str(self.certain))
        key = "and_possible" if self.certain else "only_possible"
        return word("measure_words", key).format(n=self.certain, possible=self.possible)

    @property
    def or_dash(self) -> str:
        """The number that certainly are where the rest is told beside it; a dash for a 0 that is none."""
        return str(self.certain) if self.certain or not self.possible else "–"

    @property
    def counted(self) -> Text:
        """The number in a sentence, in Chinese with its measure word: ``3 个``, ``3 个（另 1 个可能）``."""
        key = "counted_and_possible" if self.certain else "counted_only_possible"
        used = word("measure_words", key if self.possible else "counted")
        return used.format(n=self.certain, possible=self.possible)


def count_approvals(region: Region, zone_ids: Iterable[str] | None = None) -> Count:
    """Count the zones approved by the region's day, of all or of some.

    Zones without a stated date of approval count in neither number: whether they were approved is not stated.
    """
    zones = region.zones if zone_ids is None else region.zones.loc[list(zone_ids)]
    certain = int(zones["status"].isin(APPROVED).sum())
    open_ = zones["approved"].map(lambda text: may_have_happened(text, region.date)).astype(bool)
    return Count(certain, int((open_ & ~zones["status"].isin(APPROVED)).sum()))


def count_counties(region: Region) -> Count:
    """Count the counties in which a zone lies on the region's day; possibly those of zones not drawn then."""
    certain = {code for codes in region.shown["counties"] for code in codes}
    beside = region.zones[~region.zones["is_shown"] & (region.zones["status"] != "not_yet")]
    possible = {code for codes in beside["counties"] for code in codes} - certain
    return Count(len(certain), len(possible))


def approvals_per_year(zones: pd.DataFrame) -> pd.DataFrame:
    """Count approvals by year, gaps included.

    A bound is no year: a zone "approved by July 2021" is counted in no year but in ``bounded``, among those
    that are approved by the end of that year.

    Returns
    -------
    Index ``year`` from the first to the last approval; ``approved`` (in that year), ``bounded`` (known to be
    approved by the end of that year, in no stated year) and ``cumulative``.
    """
    dated = zones["approved"][zones["approved"] != ""].map(parse_edtf)
    last = {zone_id: edtf.latest.year for zone_id, edtf in dated.items() if edtf.latest is not None}
    if not last:
        columns = {name: pd.Series(dtype=int) for name in ("approved", "bounded", "cumulative")}
        return pd.DataFrame(columns, index=pd.RangeIndex(0, name="year"))
    span = pd.RangeIndex(min(last.values()), max(last.values()) + 1, name="year")
    years = pd.Series(last)
    is_bound = pd.Series({zone_id: dated[zone_id].is_bound for zone_id in last}, dtype=bool)
    exact = years[~is_bound].value_counts().reindex(span, fill_value=0).rename("approved")
    bounded = years[is_bound].value_counts().reindex(span, fill_value=0).rename("bounded")
    return pd.DataFrame(
        {"approved": exact, "bounded": bounded, "cumulative": (exact + bounded).cumsum()}, index=span
    )


def zones_per_county(zones: pd.DataFrame, counties: pd.DataFrame) -> pd.Series:
    """Count the zones that lie, wholly or partly, in each county; index adcode, 0 where there is none."""
    counts = zones["counties"].explode().value_counts()
    return counts.reindex(counties.index, fill_value=0).rename("zones")


def county_neighbours(counties: gpd.GeoDataFrame) -> pd.Series:
    """Return for each county the sorted tuple of adcodes of the counties that share a border with it."""
    tree = shapely.STRtree(counties.geometry.values)
    left, right = tree.query(counties.geometry.values, predicate="intersects")
    pairs = pd.DataFrame({"left": counties.index[left], "right": counties.index[right]})
    pairs = pairs[pairs["left"] != pairs["right"]]
    found = pairs.groupby("left")["right"].agg(lambda adcodes: tuple(sorted(adcodes)))
    return found.reindex(counties.index).map(lambda adcodes: adcodes if isinstance(adcodes, tuple) else ())


def neighbours(zones: pd.DataFrame, counties: gpd.GeoDataFrame) -> pd.Series:
    """Return for each zone the ids of the zones in the same county or in one that borders on it."""
    around = county_neighbours(counties)
    home = zones["counties"].explode().rename("adcode").reset_index()
    in_county = home.groupby("adcode")["zone_id"].agg(list).to_dict()

    def near(zone_id: str) -> tuple[str, ...]:
        own = zones.at[zone_id, "counties"]
        reach = {*own, *(adcode for county in own for adcode in around.get(county, ()))}
        return tuple(sorted({other for adcode in reach for other in in_county.get(adcode, [])} - {zone_id}))

    return pd.Series(
        [near(zone_id) for zone_id in zones.index], index=zones.index, name="neighbours", dtype=object
    )


def later_areas(region: Region) -> dict[str, str]:
    """Return the shown zones whose area is stated only later than the region's day, each with that date.

    It is the date of the area in the history or, where it has none, that of the earliest source of the area.
    """
    history = history_of(region.history)
    dates = region.sources.set_index("source_id")["date"]
    rows = region.evidence[(region.evidence["table"] == "zones") & (region.evidence["field"] == "area_km2")]
    shown = region.shown
    found = {}
    for zone_id in shown.index[shown["area_km2"].isna() & shown["table_area_km2"].notna()]:
        entries = history.get((zone_id, "area_km2"), ())
        sources = rows.loc[rows["zone_id"] == zone_id, "source_id"].map(dates)
        since = [entry.since for entry in entries if entry.since] or sorted(sources, key=sort_key)
        found[str(zone_id)] = since[0]
    return found


@once
def later_industries(region: Region) -> pd.DataFrame:
    """List the industries of the shown zones that only sources later than the region's day name.

    Returns
    -------
    ``zone_id``, ``industry`` and ``date``, the coarse date of the earliest of these sources; an industry with
    a source that is undated, or may be of the day or before, is left out.
    """
    dates = dict(zip(region.sources["source_id"], region.sources["date"], strict=True))
    earliest = {date: parse_edtf(date).earliest if date else None for date in {"", *dates.values()}}
    is_later = {date: day is not None and day > region.date for date, day in earliest.items()}
    rows, shown = region.evidence[region.evidence["table"] == "industries"], set(region.shown.index)
    columns = [rows[name].tolist() for name in ("zone_id", "field", "source_id")]
    described: dict[tuple[str, str], list[str]] = {}
    for zone_id, industry, source_id in zip(*columns, strict=True):
        if zone_id in shown:
            described.setdefault((zone_id, industry), []).append(dates.get(source_id, ""))
    found = [
        (zone_id, industry, min(wording))
        for (zone_id, industry), wording in described.items()
        if all(is_later[date] for date in wording)
    ]
    return pd.DataFrame(found, columns=["zone_id", "industry", "date"])


@once
def industries_on(region: Region) -> pd.DataFrame:
    """Return the rows of ``region.industries`` that not only sources later than the region's day tell."""
    later = set(later_industries(region)[["zone_id", "industry"]].itertuples(index=False, name=None))
    claims = zip(*(region.industries[name].tolist() for name in ("zone_id", "industry")), strict=True)
    return region.industries[
        pd.Series([key not in later for key in claims], region.industries.index, dtype=bool)
    ]


@once
def known_industries(region: Region) -> pd.DataFrame:
    """Return the industries that dated sources of the region's day or before name.

    A zone is said to have the industry of another only by these: a report of today tells nothing of a day
    years ago, and an undated one of no day at all.

    Returns
    -------
    The rows of ``region.industries``, their index kept.
    """
    dates = region.sources.set_index("source_id")["date"]
    rows = region.evidence[region.evidence["table"] == "industries"]
    known = rows.assign(date=rows["source_id"].map(dates).fillna(""))
    is_known = known["date"].map(lambda text: happened_by(text, region.date)).astype(bool)
    is_dated = (known["date"] != "").groupby([known["zone_id"], known["field"]]).transform("all")
    keys = set(known.loc[is_known & is_dated, ["zone_id", "field"]].itertuples(index=False, name=None))
    claims = zip(region.industries["zone_id"], region.industries["industry"], strict=True)
    return region.industries[pd.Series([key in keys for key in claims], region.industries.index, dtype=bool)]


def shared_industries(zones: pd.DataFrame, industries: pd.DataFrame, near: pd.Series) -> pd.DataFrame:
    """List the neighbouring zones that name the same industry (同质化).

    Parameters
    ----------
    zones
        Index ``zone_id``.
    industries
        ``zone_id`` and ``industry``, such as :func:`known_industries` returns.
    near
        Neighbours by zone, as :func:`neighbours` returns them.

    Returns
    -------
    ``zone_id``, ``other`` and ``industry``, each pair once.
    """
    claims = industries[industries["zone_id"].isin(zones.index)]
    holders = claims.groupby("industry")["zone_id"].agg(list).to_dict()
    around = {zone_id: frozenset(near[zone_id]) for zone_id in claims["zone_id"].unique()}
    rows = [
        (zone_id, other, industry)
        for zone_id, industry in claims[["zone_id", "industry"]].itertuples(index=False)
        for other in holders[industry]
        if zone_id < other and other in around[zone_id]
    ]
    return pd.DataFrame(rows, columns=["zone_id", "other", "industry"])


def counts_by_status(zones: pd.DataFrame) -> dict[str, int]:
    """Count zones as people do: approved (running, being set up or not stated), applying, undated, not known
    on the day, and not yet there.
    """
    status = zones["status"].replace(dict.fromkeys(APPROVED, "approved")).value_counts()
    return {key: int(status.get(key, 0)) for key in ("approved", "applying", "undated", "unknown", "not_yet")}
