"""Slides with charts: approvals by year, industries."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from zonemap.dates import happened_by
from zonemap.deck.charts import bars_and_line, stacked_bars
from zonemap.deck.evidence import Evidence
from zonemap.deck.shapes import Box, text_box
from zonemap.deck.stage import Page, Stage
from zonemap.deck.typeface import LINE, Say, height_of, lines_of, shrink
from zonemap.drawing.symbols import SOFT
from zonemap.figures.industryboard import say_later
from zonemap.measure import approvals_per_year
from zonemap.region import Region
from zonemap.vocabulary import terms

_STATED, _FROM_NAME = "#0072B2", "#8a9097"


def add_approvals(stage: Stage, evidence: Evidence) -> None:
    """Add the chart of approvals: a column a year, and a line of all so far."""
    region, words = evidence.region, stage.words
    approved = region.zones[
        region.zones["approved"].map(lambda text: happened_by(text, region.date)).astype(bool)
    ]
    counts = approvals_per_year(approved)
    title = _approvals_title(stage, counts)
    page = stage.open("chart", title, words.say("approvals_lead") if len(counts) else "")
    if counts.empty:
        stage.say_silent(page)
        return
    labels = [str(year) for year in counts.index]
    name = words.say("chart_approvals")
    told = [f"{year}: {count}" for year, count in counts["approved"].items() if count]
    bars_and_line(
        page,
        page.room,
        labels,
        (words.say("series_year"), counts["approved"].tolist()),
        (words.say("series_total"), counts["cumulative"].tolist()),
        name=name,
        about=f"{title} {words.list(told)}",
    )
    rows = region.evidence[(region.evidence["table"] == "zones") & (region.evidence["field"] == "approved")]
    rows = rows[rows["zone_id"].isin(approved.index)]
    stage.note(page, [words.say("notes_evidence"), *evidence.told_of(rows)])


def _approvals_title(stage: Stage, counts: pd.DataFrame) -> str:
    """Say when most zones were approved."""
    if counts.empty:
        return stage.words.say("approvals_none")
    first, last, total = counts.index[0], counts.index[-1], counts["cumulative"].iloc[-1]
    if first == last:
        return stage.words.say("approvals_title_one", first=first, n=total)
    peak, most = counts["approved"].idxmax(), counts["approved"].max()
    return stage.words.say("approvals_title", first=first, last=last, n=total, peak=peak, most=most)


def add_industries(stage: Stage, evidence: Evidence) -> None:
    """Add the chart of industries: how many zones name each, those inferred from a name apart."""
    region, words = evidence.region, stage.words
    told = region.industries[region.industries["zone_id"].isin(region.shown.index)]
    silent = len(region.shown) - told["zone_id"].nunique()
    counts = _counts(told)
    title = _industries_title(stage, counts, told["zone_id"].nunique())
    page = stage.open("chart", title, words.say("industries_lead", silent=silent) if len(counts) else "")
    if counts.empty:
        stage.say_silent(page)
        return
    page = _tell_later(page, stage, region)
    left, right = page.room.split(0.52, 30)
    labels = [words.of("industry", key) for key in counts.index]
    said = [f"{label} {count}" for label, count in zip(labels, counts.sum(axis=1), strict=True)]
    stacked_bars(
        page,
        left,
        labels,
        [
            (words.say("series_stated"), counts["stated"].tolist(), _STATED),
            (words.say("series_name"), counts["name"].tolist(), _FROM_NAME),
        ],
        name=words.say("chart_industries"),
        about=f"{title} {words.list(said)}",
    )
    _list_shared(page, stage, evidence, told, right)
    rows = region.evidence[region.evidence["table"] == "industries"]
    rows = rows[rows["zone_id"].isin(told["zone_id"])]
    stage.note(page, [words.say("notes_evidence"), *evidence.told_of(rows)])


def _tell_later(page: Page, stage: Stage, region: Region) -> Page:
    """Name at the foot the zones whose industries only later sources name; return the page with less room."""
    room = page.room
    said = say_later(
        region,
        stage.words.lang,
        lambda text: height_of([Say(text, 8)], room.width) <= 3 * LINE * 11,
    )
    if not said:
        return page
    (fitted,) = shrink([Say(said, 11, color=SOFT)], room.width, 3 * LINE * 11, 8)
    height = LINE * fitted.size * len(lines_of(said, fitted.size, room.width)) + 4
    place = room._replace(top=room.bottom - height, height=height)
    text_box(page.shapes, place, [fitted], name=stage.words.say("name_text"), anchor="bottom")
    return replace(page, room=room._replace(height=room.height - height - 4))


def _list_shared(page: Page, stage: Stage, evidence: Evidence, told: pd.DataFrame, box: Box) -> None:
    """Name the zones of each industry that several zones name, and the pairs of neighbours among them."""
    words = stage.words
    tries = (_say_shared(stage, evidence, told, most) for most in (None, 12, 6, 3, 1, 0))
    says = next(
        (
            said
            for said in tries
            if height_of(shrink(said, box.width, box.height), box.width) <= box.height
            and not any(say.text.endswith("…") for say in shrink(said, box.width, box.height))
        ),
        _say_shared(stage, evidence, told, 0),
    )
    text_box(page.shapes, box, shrink(says, box.width, box.height), name=words.say("industries_shared"))


def _say_shared(stage: Stage, evidence: Evidence, told: pd.DataFrame, most: int | None) -> list[Say]:
    """Tell of shared industries, with at most so many names each; those left out are counted."""
    region, words = evidence.region, stage.words
    holders = told.groupby("industry")["zone_id"].agg(list)
    shared = {
        key: holders[key] for key in terms("industry") if key in holders.index and len(holders[key]) > 1
    }
    pairs = evidence.alike
    says = [Say(words.say("industries_shared"), 14, bold=True, color="accent")]
    for key, zone_ids in shared.items():
        names = words.list(words.name(region.zones.loc[zone_id]) for zone_id in zone_ids[:most])
        if most is not None and len(zone_ids) > most:
            names = words.say("and_more" if most else "counted", names=names, n=len(zone_ids))
        says.append(
            Say(
                words.say("value", field=words.of("industry", key), value=names), 12.5, color="text", before=6
            )
        )
    if not shared:
        says.append(Say(words.say("none"), 12.5, color="text", before=6))
    says.append(Say(words.say("industries_near"), 14, bold=True, color="accent", before=18))
    for pair in pairs.iloc[:most].itertuples():
        both = words.list(words.name(region.zones.loc[zone_id]) for zone_id in (pair.zone_id, pair.other))
        said = words.say("value", field=words.of("industry", pair.industry), value=both)
        says.append(Say(said, 12.5, color="text", before=6))
    if most is not None and len(pairs) > most:
        says.append(Say(words.say("pairs_rest", n=len(pairs) - most), 12.5, color="text", before=6))
    if pairs.empty:
        says.append(Say(words.say("none"), 12.5, color="text", before=6))
    return says


def _counts(told: pd.DataFrame) -> pd.DataFrame:
    """Count zones by industry and basis, the most frequent industry first, else in the vocabulary's order."""
    table = pd.crosstab(told["industry"], told["basis"]).reindex(columns=["stated", "name"], fill_value=0)
    table = table.reindex([key for key in terms("industry") if key in table.index])
    return table.loc[(-table.sum(axis=1)).sort_values(kind="stable").index]


def _industries_title(stage: Stage, counts: pd.DataFrame, zones: int) -> str:
    """Say which industry is named most often, if one is."""
    if counts.empty:
        return stage.words.say("industries_none")
    totals = counts.sum(axis=1)
    if (totals == totals.iloc[0]).sum() > 1:
        return stage.words.say("industries_title_even", n=zones, kinds=len(counts))
    industry = stage.words.of("industry", str(counts.index[0]))
    return stage.words.say("industries_title", n=zones, industry=industry, most=totals.iloc[0])
