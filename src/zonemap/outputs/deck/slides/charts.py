"""Slides with charts: approvals by year, industries."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from zonemap.analysis.measures import approvals_per_year, industries_on, later_industries
from zonemap.analysis.region_words import words_of
from zonemap.core.dates import happened_by
from zonemap.outputs.deck.evidence import Evidence
from zonemap.outputs.deck.native_charts import bars_and_line, stacked_bars
from zonemap.outputs.deck.slide import Deck, Slide
from zonemap.outputs.figures.industries import format_later_industries
from zonemap.painters.pptx_shapes import Box, text_box
from zonemap.painters.pptx_text import LINE, Paragraph, height_of, lines_of, shrink
from zonemap.region.region import Region
from zonemap.style.inks import ACCENT, INFERRED, SOFT


def add_approvals(deck: Deck, evidence: Evidence) -> None:
    """Add the chart of approvals: a column a year, and a line of all so far."""
    region, words = evidence.region, deck.words
    approved = region.zones[
        region.zones["approved"].map(lambda text: happened_by(text, region.date)).astype(bool)
    ]
    counts = approvals_per_year(approved)
    title = _approvals_title(deck, counts)
    slide = deck.open("chart", title, words.sentence("approvals_lead") if len(counts) else "")
    if counts.empty:
        deck.write_unstated(slide)
        return
    labels = [str(year) for year in counts.index]
    name = words.sentence("chart_approvals")
    yearly = [f"{year}: {count}" for year, count in counts["approved"].items() if count]
    bars_and_line(
        slide,
        slide.room,
        labels,
        (words.sentence("series_year"), counts["approved"].tolist()),
        (words.sentence("series_total"), counts["cumulative"].tolist()),
        name=name,
        about=f"{title} {words.list(yearly)}",
    )
    rows = region.evidence[(region.evidence["table"] == "zones") & (region.evidence["field"] == "approved")]
    rows = rows[rows["zone_id"].isin(approved.index)]
    deck.note(slide, [words.sentence("notes_evidence"), *evidence.evidence_lines_of(rows)])


def _approvals_title(deck: Deck, counts: pd.DataFrame) -> str:
    """Say when most zones were approved."""
    if counts.empty:
        return deck.words.sentence("approvals_none")
    first, last, total = counts.index[0], counts.index[-1], counts["approved"].sum()
    if not total:
        return deck.words.sentence("approvals_none")
    if first == last:
        return deck.words.sentence("approvals_title_one", first=first, n=total)
    peak, most = counts["approved"].idxmax(), counts["approved"].max()
    title = deck.words.sentence("approvals_title", first=first, last=last, n=total, peak=peak, most=most)
    bounded = int(counts["bounded"].sum())
    return title + (deck.words.sentence("approvals_bounded", n=bounded) if bounded else "")


def add_industries(deck: Deck, evidence: Evidence) -> None:
    """Add the chart of industries: how many zones name each, those inferred from a name apart."""
    region, words = evidence.region, deck.words
    told = industries_on(region)
    industry_rows = told[told["zone_id"].isin(region.shown.index)]
    named = {*industry_rows["zone_id"], *later_industries(region)["zone_id"]}
    unstated = len(region.shown) - len(named)
    counts = _counts(region, industry_rows)
    title = _industries_title(deck, counts, industry_rows["zone_id"].nunique())
    slide = deck.open(
        "chart", title, words.sentence("industries_lead", silent=unstated) if len(counts) else ""
    )
    if counts.empty:
        deck.write_unstated(slide)
        return
    slide = _describe_later(slide, deck, region)
    left, right = slide.room.split(0.52, 30)
    labels = [words.of("industry", key) for key in counts.index]
    wording = [f"{label} {count}" for label, count in zip(labels, counts.sum(axis=1), strict=True)]
    stacked_bars(
        slide,
        left,
        labels,
        [
            (words.of("industry_basis", "stated"), counts["stated"].tolist(), ACCENT),
            (words.of("industry_basis", "name"), counts["name"].tolist(), INFERRED),
        ],
        name=words.sentence("chart_industries"),
        about=f"{title} {words.list(wording)}",
    )
    _list_shared(slide, deck, evidence, industry_rows, right)
    rows = region.evidence[region.evidence["table"] == "industries"]
    rows = rows[rows["zone_id"].isin(industry_rows["zone_id"])]
    deck.note(slide, [words.sentence("notes_evidence"), *evidence.evidence_lines_of(rows)])


def _describe_later(slide: Slide, deck: Deck, region: Region) -> Slide:
    """Name at the foot the zones whose industries only later sources name; return the page with less room."""
    room = slide.room
    wording = format_later_industries(
        region,
        deck.words.lang,
        lambda text: height_of([Paragraph(text, 8)], room.width) <= 3 * LINE * 11,
    )
    if not wording:
        return slide
    (fitted,) = shrink([Paragraph(wording, 11, color=SOFT)], room.width, 3 * LINE * 11, 8)
    height = LINE * fitted.size * len(lines_of(wording, fitted.size, room.width)) + 4
    place = room._replace(top=room.bottom - height, height=height)
    text_box(slide.shapes, place, [fitted], name=deck.words.sentence("name_text"), anchor="bottom")
    return replace(slide, room=room._replace(height=room.height - height - 4))


def _list_shared(slide: Slide, deck: Deck, evidence: Evidence, industry_rows: pd.DataFrame, box: Box) -> None:
    """Name the zones of each industry that several zones name, and the pairs of neighbours among them."""
    words = deck.words
    for most in (None, 12, 6, 3, 1, 0):
        fitted = shrink(_say_shared(deck, evidence, industry_rows, most), box.width, box.height)
        is_whole = not any(sentence.text.endswith("…") for sentence in fitted)
        if is_whole and height_of(fitted, box.width) <= box.height:
            break
    text_box(slide.shapes, box, fitted, name=words.sentence("industries_shared"))


def _say_shared(
    deck: Deck, evidence: Evidence, industry_rows: pd.DataFrame, most: int | None
) -> list[Paragraph]:
    """Tell of shared industries, with at most so many names each; those left out are counted."""
    region, words = evidence.region, deck.words
    holders = industry_rows.groupby("industry")["zone_id"].agg(list)
    named = [key for key in words_of(region, "industry") if key in holders.index]
    shared = {key: holders[key] for key in named if len(holders[key]) > 1}
    pairs = evidence.alike
    paragraphs = [Paragraph(words.sentence("industries_shared"), 14, bold=True, color="accent")]
    for key, zone_ids in shared.items():
        names = words.list(words.name(region.zones.loc[zone_id]) for zone_id in zone_ids[:most])
        if most is not None and len(zone_ids) > most:
            of_them = words.of(*(("deck", "and_more") if most else ("measure_words", "counted")))
            names = of_them.format(names=names, n=len(zone_ids))
        paragraphs.append(
            Paragraph(
                words.sentence("value", field=words.of("industry", key), value=names),
                12.5,
                color="text",
                before=6,
            )
        )
    if not shared:
        paragraphs.append(Paragraph(words.sentence("none_named"), 12.5, color="text", before=6))
    paragraphs.append(Paragraph(words.sentence("industries_near"), 14, bold=True, color="accent", before=18))
    for pair in pairs.iloc[:most].itertuples():
        both = words.list(words.name(region.zones.loc[zone_id]) for zone_id in (pair.zone_id, pair.other))
        wording = words.sentence("value", field=words.of("industry", pair.industry), value=both)
        paragraphs.append(Paragraph(wording, 12.5, color="text", before=6))
    if most is not None and len(pairs) > most:
        paragraphs.append(
            Paragraph(words.sentence("pairs_rest", n=len(pairs) - most), 12.5, color="text", before=6)
        )
    if pairs.empty:
        paragraphs.append(Paragraph(words.sentence("none_dated"), 12.5, color="text", before=6))
    return paragraphs


def _counts(region: Region, industry_rows: pd.DataFrame) -> pd.DataFrame:
    """Count zones by industry and basis, the most frequent industry first, else in the vocabulary's order."""
    table = pd.crosstab(industry_rows["industry"], industry_rows["basis"]).reindex(
        columns=["stated", "name"], fill_value=0
    )
    table = table.reindex([key for key in words_of(region, "industry") if key in table.index])
    return table.loc[(-table.sum(axis=1)).sort_values(kind="stable").index]


def _industries_title(deck: Deck, counts: pd.DataFrame, zones: int) -> str:
    """Say which industry is named most often, if one is."""
    if counts.empty:
        return deck.words.sentence("industries_none")
    totals = counts.sum(axis=1)
    if (totals == totals.iloc[0]).sum() > 1:
        return deck.words.sentence("industries_title_even", n=zones, kinds=len(counts))
    industry = deck.words.of("industry", str(counts.index[0]))
    return deck.words.sentence("industries_title", n=zones, industry=industry, most=totals.iloc[0])
