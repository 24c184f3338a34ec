"""Who does what: the chart of industries, and which zones repeat a neighbour."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from zonemap.analysis.findings import alike, industries_finding, industry_counts
from zonemap.analysis.measures import industries_on, later_industries
from zonemap.analysis.region_words import words_of
from zonemap.outputs.deck.evidence import Evidence, add_evidence
from zonemap.outputs.deck.native_charts import most_bars, stacked_bars
from zonemap.outputs.deck.slide import Deck, Slide
from zonemap.outputs.figures.industries import format_later_industries
from zonemap.painters.pptx_shapes import Box, text_box
from zonemap.region.region import Region
from zonemap.scene.lettering import BODY, LEAST, LINE_HEIGHT, Paragraph, height_of, shrink
from zonemap.style.inks import ACCENT, INFERRED, SOFT

_FOOT = 3 * LINE_HEIGHT * LEAST
"""How high the notes under a chart stand at most, points."""

_FEWER = ((None, None), (12, None), (6, None), (3, None), (1, None), (1, 8), (1, 4))
"""How many names and industries are told, the fewer the less room there is; None for all."""


def add_industries(deck: Deck, evidence: Evidence) -> None:
    """Add the chart of industries: how many zones name each, those inferred from a name apart."""
    region, words = evidence.region, deck.words
    note = industries_on(region)
    industry_rows = note[note["zone_id"].isin(region.shown.index)]
    named = {*industry_rows["zone_id"], *later_industries(region)["zone_id"]}
    unstated = len(region.shown) - len(named)
    counts = industry_counts(region)
    if counts.empty:
        return
    title = words.say(industries_finding(region))
    slide = deck.open("chart", title, words.sentence("industries_lead", silent=unstated))
    rest = len(counts) - most_bars(slide.room.above(_FOOT))
    slide = _write_foot(slide, deck, region, rest)
    left, right = slide.room.split(0.52, 30)
    counts = counts.iloc[: most_bars(left)]
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
    lead = words.sentence("industries_lead", silent=unstated)
    deck.speak(slide, [title, lead, words.sentence("notes_behind")])
    rows = evidence.of("industries", zones=set(industry_rows["zone_id"]))
    add_evidence(deck, title, evidence.rows_of(rows))


def _write_foot(slide: Slide, deck: Deck, region: Region, rest: int) -> Slide:
    """Say which industries later sources name, and how many have no bar; return the page with less room."""
    words, width = deck.words, slide.room.width
    more = words.sentence(
        "value", field=words.sentence("chart_industries"), value=words.sentence("and_rest", n=rest)
    )
    undrawn = [more] if rest > 0 else []
    later = format_later_industries(
        region,
        words.lang,
        lambda text: Paragraph(words.join_notes([*undrawn, text]), LEAST).height(width) <= _FOOT,
    )
    notes = words.join_notes([*undrawn, *([later] if later else [])])
    if not notes:
        return slide
    wording = Paragraph(notes, LEAST, color=SOFT)
    room = slide.room.above(wording.height(width) + 4)
    place = slide.room.below(room.height + 4)
    text_box(slide.shapes, place, [wording], name=words.sentence("name_text"), anchor="bottom")
    return replace(slide, room=room)


def _list_shared(slide: Slide, deck: Deck, evidence: Evidence, industry_rows: pd.DataFrame, box: Box) -> None:
    """Name the zones of each industry that several zones name, and the pairs of neighbours among them."""
    words = deck.words
    for most, kinds in _FEWER:
        notes = _describe_shared(deck, evidence, industry_rows, most, kinds)
        if (
            height_of([replace(one, size=LEAST, before=0.65 * one.before) for one in notes], box.width)
            <= box.height
        ):
            break
    fitted = shrink(notes, box.width, box.height)
    text_box(slide.shapes, box, fitted, name=words.sentence("industries_shared"))


def _describe_shared(
    deck: Deck, evidence: Evidence, industry_rows: pd.DataFrame, most: int | None, kinds: int | None
) -> list[Paragraph]:
    """Tell of shared industries, so many at most, with at most so many names each; the others are counted."""
    region, words = evidence.region, deck.words
    holders = industry_rows.groupby("industry")["zone_id"].agg(list)
    named = [key for key in words_of(region, "industry") if key in holders.index]
    shared = {key: holders[key] for key in named if len(holders[key]) > 1}
    pairs = alike(region)
    note = []
    for key, zone_ids in list(shared.items())[:kinds]:
        names = words.list(evidence.names[zone_id] for zone_id in zone_ids[:most])
        if most is not None and len(zone_ids) > most:
            names = words.sentence("and_more", names=names, n=len(zone_ids))
        note.append(words.sentence("value", field=words.of("industry", key), value=names))
    if kinds is not None and len(shared) > kinds:
        note.append(words.sentence("and_rest", n=len(shared) - kinds))
    near = []
    for pair in pairs.iloc[:most].itertuples():
        both = words.list(evidence.names[zone_id] for zone_id in (pair.zone_id, pair.other))
        near.append(words.sentence("value", field=words.of("industry", pair.industry), value=both))
    if most is not None and len(pairs) > most:
        near.append(words.sentence("pairs_rest", n=len(pairs) - most))
    parts = (
        (Paragraph(words.sentence("industries_shared"), BODY, bold=True, color="accent"), note, "none_named"),
        (Paragraph(words.sentence("industries_near"), BODY, True, "accent", before=18), near, "none_dated"),
    )
    return [
        paragraph
        for head, lines, none in parts
        for paragraph in (
            head,
            *(Paragraph(one, BODY, color="text", before=5) for one in lines or [words.sentence(none)]),
        )
    ]
