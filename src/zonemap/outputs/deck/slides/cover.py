"""The first slides: the cover, and the answer on one page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zonemap.analysis.findings import answer_finding, key_counts
from zonemap.analysis.legend import legend_by
from zonemap.analysis.region_words import day_of
from zonemap.outputs.deck.evidence import Evidence, add_evidence
from zonemap.outputs.deck.slide import Deck, Slide, link
from zonemap.outputs.deck.slides.maps import drawn_map, split_map
from zonemap.outputs.deck.slides.overview import list_classes
from zonemap.painters.pptx_shapes import EMU, Box, grouped, rectangle, text_box
from zonemap.painters.slides import paint_shapes
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
    counts = key_counts(region)
    is_more = bool((region.zones["applied"] != "").any()) or counts["clusters"].certain
    lead = "key_lead" if is_more and region.has_topic("time") else "key_lead_counted"
    wording = {key: count.counted.of(words.lang) for key, count in counts.items()}
    said = words.say(answer_finding(region)), words.sentence(lead, **wording)
    slide = deck.open("map", *said)
    slide.clear()
    left, right = split_map(deck, slide.room)
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
