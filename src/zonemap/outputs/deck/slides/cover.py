"""The first slides: the cover, and the answer on one page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from zonemap.analysis.legend import legend_by
from zonemap.analysis.measures import Count, count_approvals
from zonemap.analysis.region_words import day_of
from zonemap.outputs.deck.evidence import Evidence, add_evidence
from zonemap.outputs.deck.slide import Deck, Slide, link
from zonemap.outputs.deck.slides.maps import drawn_map, split_map
from zonemap.outputs.deck.slides.overview import list_classes
from zonemap.painters.pptx_shapes import EMU, Box, grouped, rectangle, text_box
from zonemap.painters.slides import paint_shapes
from zonemap.region.region import Region
from zonemap.region.status import APPROVED
from zonemap.scene.lettering import LEAST, LINE_HEIGHT, Paragraph, height_of, shrink
from zonemap.scene.overview import silhouette
from zonemap.style.inks import NAVY

_SILHOUETTE = (530.0, 90.0, 920.0, 460.0)
_NUMBER = 44.0
"""Width of the number of the slide that a sentence leads to, points."""

_SENTENCE = 20.0
"""Type size of the sentences of the answer, points."""


def add_cover(deck: Deck, evidence: Evidence, mark: str) -> None:
    """Add the cover: title, day, mark, how much is behind it."""
    region, words = evidence.region, deck.words
    below = [
        Paragraph(words.other(region.title), 18),
        *([Paragraph(day, 16, before=14)] if (day := day_of(region).of(words.lang)) else []),
        Paragraph(mark, 16, before=4),
        Paragraph(
            words.sentence("cover_sources", n=len(region.sources), rows=len(region.evidence))
            if region.has_topic("sources")
            else words.sentence("cover_own"),
            LEAST,
            before=14,
        ),
        Paragraph(words.of("figure", "fingerprint").format(fingerprint=region.fingerprint), LEAST),
    ]
    slide = deck.open("cover", region.title.of(words.lang), below=below)
    if deck.own:
        paint_shapes(slide.shapes, silhouette(region, _SILHOUETTE, words.lang))
    title = region.title.of(words.lang)
    deck.speak(slide, [title, words.of("sheet", "indicative")])
    add_evidence(deck, title, _region_events(evidence))


def _region_events(evidence: Evidence) -> list[tuple[str, ...]]:
    """Return what the sources say of the region as a whole, and who says so."""
    lang, rows = evidence.words.lang, list[tuple[str, ...]]()
    for fact in evidence.book.of_region():
        rows.append((fact.label.of(lang), fact.described.of(lang)))
        rows += evidence.rows_of(fact.evidence)
    return rows


def add_answer(deck: Deck, evidence: Evidence, sentences: Sequence[str]) -> Slide:
    """Add the answer on one page and return its slide: how many there are, sentences, and a small map."""
    region, words = evidence.region, deck.words
    zones = _zones_by_figure(region.shown)
    wording = {key: count.counted.of(words.lang) for key, count in _counts(region, zones).items()}
    title = (
        "key_title" if _are_provincial(region) and _has_topic(region, "operating") else "key_title_approved"
    )
    if not region.has_topic("time"):  # that none is approved is not known of zones without a date
        title, wording = "key_title_zones", {"n": str(len(region.shown))}
    lead = "key_lead" if _has_topic(region, "applied") or len(zones["clusters"]) else "key_lead_counted"
    said = words.sentence(title, **wording), words.sentence(lead, **wording)
    slide = deck.open("map", *said)
    slide.clear()
    left, right = split_map(slide.room)
    below = _write_sentences(slide.shapes, deck, right, sentences)
    legend = legend_by(region, "kind")
    list_classes(slide, deck, legend, right.below(below + 14))
    with drawn_map(slide, deck, region, legend, left, size="small") as (view, placed):
        view.draw_boundaries(legend)
        view.draw_marks(placed, numbered=False)
    deck.speak(slide, [*said, *sentences])
    return slide


def lead_on(deck: Deck, answer: Slide, sentences: Sequence[str]) -> None:
    """Let each sentence of the answer lead to the slide of that title, whose number stands behind it."""
    slides = list(deck.presentation.slides)
    shown = {number: one for number, one in enumerate(slides, 1) if one._element.get("show") != "0"}
    numbers = {one.shapes.title.text: number for number, one in shown.items()}
    for group in [shape for shape in answer.shapes if shape.name in sentences]:
        number = numbers[group.name]
        wording, right = f"→ {number}", (group.left + group.width) / EMU
        place = Box(right, group.top / EMU, _NUMBER, group.height / EMU)
        said = [Paragraph(wording, LEAST, color="accent", align="right")]
        text_box(answer.shapes, place, said, name=wording, anchor="middle")
        link(answer.pptx_slide, slides[number - 1], [group.name, wording])


def _write_sentences(shapes: Any, deck: Deck, box: Box, sentences: Sequence[str]) -> float:
    """Write each sentence beside a bar; return how high they stand."""
    top, width = box.top, box.width - 18 - _NUMBER
    for sentence in sentences:
        most = 3 * LINE_HEIGHT * _SENTENCE
        fitted = shrink([Paragraph(sentence, _SENTENCE, color="text")], width, most)
        height = height_of(fitted, width) + 2
        with grouped(shapes, sentence, sentence):
            bar = Box(box.left, top, 4, height)
            rectangle(shapes, bar, name=sentence, about=sentence, fill=NAVY)
            text_box(shapes, Box(box.left + 18, top, width, height), fitted, name=sentence, anchor="middle")
        top += height + 12
    return top - box.top


def _has_topic(region: Region, column: str) -> bool:
    """Tell whether the table states a column of any zone: what it never states is counted nowhere."""
    return bool((region.zones[column] != "").any())


def _are_provincial(region: Region) -> bool:
    """Tell whether all zones but the clusters are provincial ones."""
    zones = region.zones[region.zones["kind"] != "cluster"]
    return bool((zones["tier"] == "provincial").all())


def _zones_by_figure(shown: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the zones of each key figure."""
    cluster = shown["kind"] == "cluster"
    return {
        "approved": shown[~cluster & shown["status"].isin(APPROVED)],
        "operating": shown[~cluster & (shown["status"] == "operating")],
        "applying": shown[shown["status"] == "applying"],
        "clusters": shown[cluster],
    }


def _counts(region: Region, zones: dict[str, pd.DataFrame]) -> dict[str, Count]:
    """Count the zones of each key figure, with those that the sources leave open."""
    is_cluster = region.zones["kind"] == "cluster"
    beside = region.zones[~region.zones["is_shown"] & (region.zones["status"] != "not_yet")]
    unstated = int((zones["approved"]["status"] == "approved").sum())
    return {
        "approved": count_approvals(region, region.zones.index[~is_cluster]),
        "operating": Count(len(zones["operating"]), unstated),
        "applying": Count(len(zones["applying"]), int((beside["applied"] != "").sum())),
        "clusters": Count(len(zones["clusters"]), int((beside["kind"] == "cluster").sum())),
    }
