"""What the data say, each in one sentence: the titles of slides and figures.

A finding is empty where the data tell nothing of it; what is not known is told as such, never as none.
"""

from __future__ import annotations

import pandas as pd

from zonemap.analysis.legend_classes import Legend
from zonemap.analysis.measures import (
    Count,
    approvals_per_year,
    count_approvals,
    count_counties,
    industries_on,
    known_industries,
    neighbours,
    shared_industries,
)
from zonemap.analysis.own_legends import NO_VALUE, series_by
from zonemap.analysis.reform_board import count_done, is_open, reform_board
from zonemap.analysis.region_words import words_of
from zonemap.core.dates import happened_by
from zonemap.core.names import both_names
from zonemap.core.text import NONE, Text, Value, join_texts
from zonemap.core.vocabulary import word
from zonemap.region.indicative import OWN_LINES, geodesic_area_km2
from zonemap.region.region import Region, once
from zonemap.region.series import Series


def _say(key: str, **values: Value) -> Text:
    """Return a finding with values put in; a name or a word that it begins with gets a capital letter."""
    told = _more(key, **values)
    return Text(told.zh, told.of("en")[:1].upper() + told.of("en")[1:])


def _more(key: str, **values: Value) -> Text:
    """Return what is added to a finding."""
    return word("finding", key).format(**values)


def map_finding(region: Region, legend: Legend) -> Text:
    """Say what a map tells of that by which it is coloured; what it has at all where that tells nothing."""
    if series := series_by(region, legend.by):
        return indicator_finding(region, series)
    of = {
        "kind": answer_finding,
        "year": growth_finding,
        "industry": industries_finding,
        "reform": reform_finding,
        "zones": counties_finding,
    }
    found = of[legend.by](region) if legend.by in of else _class_finding(legend)
    return found or answer_finding(region)


def answer_finding(region: Region) -> Text:
    """Say how many zones are approved, and how many of them operate."""
    if region.shown.empty:
        return _say("none")
    if not region.has_topic("time"):  # that none is approved is not known of zones without a date
        return _say("zones", n=len(region.shown))
    counts = key_counts(region)
    approved, operating = counts["approved"], counts["operating"]
    if not approved.certain and not approved.possible:
        return _say("approved_none")
    if not _are_provincial(region) or not bool((region.zones["operating"] != "").any()):
        return _say("approved", approved=approved.counted)
    if operating.certain == approved.certain and not approved.possible:
        return _say("operating_all", n=operating.certain)
    if not operating.certain and not operating.possible:
        return _say("operating_none", approved=approved.counted)
    return _say("operating", approved=approved.counted, operating=operating.counted)


def key_counts(region: Region) -> dict[str, Count]:
    """Count the zones of each key figure, with those that the sources leave open."""
    shown, is_cluster = region.shown, region.zones["kind"] == "cluster"
    own = shown[shown["kind"] != "cluster"]
    beside = region.zones[~region.zones["is_shown"] & (region.zones["status"] != "not_yet")]
    clusters = int((shown["kind"] == "cluster").sum())
    return {
        "approved": count_approvals(region, region.zones.index[~is_cluster]),
        "operating": Count(
            int((own["status"] == "operating").sum()), int((own["status"] == "approved").sum())
        ),
        "applying": Count(int((shown["status"] == "applying").sum()), int((beside["applied"] != "").sum())),
        "clusters": Count(clusters, int((beside["kind"] == "cluster").sum())),
    }


def _are_provincial(region: Region) -> bool:
    """Tell whether all zones but the clusters are provincial ones."""
    zones = region.zones[region.zones["kind"] != "cluster"]
    return bool((zones["tier"] == "provincial").all())


def counties_finding(region: Region) -> Text:
    """Say in how many counties there are zones."""
    busy, total = count_counties(region), len(region.counties)
    if region.shown.empty or not region.has_topic("counties") or not (busy.certain or busy.possible):
        return _say("on_map", n=len(region.shown))
    if busy.certain == total:
        return _say("counties_all", total=total)
    return _say("counties", n=busy.text, total=total)


def growth_finding(region: Region) -> Text:
    """Say in which years zones were approved and when most were; nothing where no approval has a year."""
    counts = approvals_per_year(approved_by(region))
    total = int(counts["approved"].sum())
    if not total:
        return NONE
    first, last = int(counts.index[0]), int(counts.index[-1])
    peak, most = int(counts["approved"].idxmax()), int(counts["approved"].max())
    is_even = (counts["approved"] == most).sum() > 1
    key = "growth_year" if first == last else "growth_even" if is_even else "growth"
    bounded = int(counts["bounded"].sum())
    told = _say(key, first=first, last=last, n=total, peak=peak, most=most)
    return told + (_more("growth_bounded", n=bounded) if bounded else NONE)


def approved_by(region: Region) -> pd.DataFrame:
    """Return the zones that were approved by the region's day."""
    return region.zones[
        region.zones["approved"].map(lambda text: happened_by(text, region.date)).astype(bool)
    ]


def industry_counts(region: Region) -> pd.DataFrame:
    """Count the shown zones by industry and basis, the most frequent first, else by vocabulary."""
    rows = industries_on(region)
    rows = rows[rows["zone_id"].isin(region.shown.index)]
    table = pd.crosstab(rows["industry"], rows["basis"]).reindex(columns=["stated", "name"], fill_value=0)
    table = table.reindex([key for key in words_of(region, "industry") if key in table.index])
    return table.loc[(-table.sum(axis=1)).sort_values(kind="stable").index]


@once
def alike(region: Region) -> pd.DataFrame:
    """Return the pairs of neighbours that name the same industry."""
    around = neighbours(region.shown, region.counties)
    return shared_industries(region.shown, known_industries(region), around)


def industries_finding(region: Region) -> Text:
    """Say which industry is named most often, if one is, and how many neighbours repeat each other."""
    counts, rows = industry_counts(region), industries_on(region)
    if counts.empty:
        return NONE
    totals = counts.sum(axis=1)
    n, most = rows.loc[rows["zone_id"].isin(region.shown.index), "zone_id"].nunique(), int(totals.iloc[0])
    if most == 1 or (totals == most).sum() > 1:
        told = _say("industries_even", n=n, kinds=len(counts))
    else:
        industry = region.words.word("industry", str(counts.index[0]))
        told = _say("industries", n=n, industry=industry, most=most)
    pairs = len(alike(region)[["zone_id", "other"]].drop_duplicates())
    return told + (_more("industries_repeat", n=pairs) if pairs else NONE)


def reform_finding(region: Region) -> Text:
    """Say how many zones have all measures done, begun or not told of; nothing where none is approved."""
    board = reform_board(region)
    if board.empty or not region.has_topic("reforms"):
        return NONE
    silent, done = int(is_open(board).all(axis=1).sum()), count_done(board)
    if done.certain == len(board):
        return _say("reform_all", n=len(board))
    if silent == len(board):
        return _say("reform_silent", n=len(board))
    started = len(board) - done.certain - silent
    return _say("reform", n=len(board), done=done.certain, started=started, silent=silent)


def ranked(region: Region, series: Series) -> pd.DataFrame:
    """Return the numbers of the day by place, the highest first: ``number``, ``name`` and ``written``."""
    found = series.on(region.date, region.state_day)
    places = region.counties if series.is_of_counties else region.shown
    found = found[found.index.isin(places.index)].sort_values("number", ascending=False, kind="stable")
    names = [both_names(places.loc[place]) for place in found.index]
    return found.assign(name=names, written=[f"{value} {series.unit}".strip() for value in found["value"]])


def indicator_finding(region: Region, series: Series) -> Text:
    """Say which place has the highest number, if one has; nothing where there is none on the day."""
    order = ranked(region, series)
    if order.empty:
        return NONE
    first = order.iloc[0]
    told = {"name": series.label, "place": first["name"], "value": first["written"]}
    highest = int((order["number"] == first["number"]).sum())
    if len(order) == 1:
        return _say("indicator_one", **told)
    key = "indicator_same" if highest == len(order) else "indicator_even" if highest > 1 else "indicator"
    return _say(key, **told, n=highest)


def _class_finding(legend: Legend) -> Text:
    """Say which class has most zones; nothing where it is not one alone, or not of most that are told of."""
    told = sorted((one for one in legend.classes if one.key != NO_VALUE.key), key=lambda one: -one.count)
    if not told or (len(told) > 1 and told[0].count == told[1].count):
        return NONE
    whole = sum(one.count for one in legend.classes)
    return _say("class", title=legend.title, label=told[0].label, n=told[0].count, all=whole)


def zone_finding(region: Region, zone_id: str) -> Text:
    """Say how well it is known where a zone lies."""
    zone = region.rows[zone_id]
    name, basis = both_names(zone), zone["basis"]
    if basis in (*OWN_LINES, "published_area"):
        is_published = basis == "published_area"
        area = f"{zone['area_km2']:g}" if is_published else f"{geodesic_area_km2(zone['geometry']):.2f}"
        return _say(f"zone_{basis}", name=name, area=area)
    hosts = [both_names(county) for _, county in region.hosts_of(region.zones.loc[zone_id]).iterrows()]
    return _say("zone_host_county", name=name, county=join_texts(hosts)) if hosts else name
