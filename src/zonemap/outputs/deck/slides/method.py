"""The last slide: how the maps are to be read."""

from __future__ import annotations

from zonemap.analysis.region_words import words_of
from zonemap.core.vocabulary import Term, label
from zonemap.outputs.deck.evidence import Evidence
from zonemap.outputs.deck.slide import Deck, Slide
from zonemap.outputs.deck.slides.overview import draw_sample
from zonemap.painters.pptx_shapes import Box, text_box
from zonemap.painters.pptx_text import Paragraph, height_of, shrink
from zonemap.region.region import Region
from zonemap.style.inks import SOFT

_SCALES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64)
_HEADING, _SIDE = 28.0, 46.0
_RULES = ("status", "undated", "silent", "confidence", "counties", "colors")


def add_method(deck: Deck, evidence: Evidence) -> None:
    """Explain lines, symbols and rules."""
    words = deck.words
    slide = deck.open("map", words.sentence("method_title"), words.sentence("method_lead"))
    slide.clear()
    left, right = slide.room.split(0.52, 30)
    scale = next(
        (scale for scale in _SCALES if _height(deck, evidence.region, left, scale) <= left.height),
        _SCALES[-1],
    )
    _explain(slide, deck, evidence.region, "basis", words.sentence("method_bases"), left, scale)
    states, kinds = _below(deck, evidence.region, left, scale)
    _explain(slide, deck, evidence.region, "status", words.of("column", "status"), states, scale)
    _explain(slide, deck, evidence.region, "kind", words.sentence("method_kinds"), kinds, scale)
    paragraphs = [Paragraph(words.sentence("method_rules"), 15, bold=True, color="accent")]
    paragraphs += [Paragraph(words.sentence(f"method_{key}"), 13, color="text", before=7) for key in _RULES]
    paragraphs += [
        Paragraph(words.of("sheet", key), 13, color="text", before=7) for key in ("projection", "symbol_size")
    ]
    text_box(
        slide.shapes,
        right,
        shrink(paragraphs, right.width, right.height),
        name=words.sentence("method_rules"),
    )
    deck.note(slide, [paragraph.text for paragraph in paragraphs])


def _height(deck: Deck, region: Region, box: Box, scale: float) -> float:
    """Return how high all samples stand in the left part."""
    parts = zip(("status", "kind"), _below(deck, region, box, scale), strict=True)
    bases = _tops(_entries(deck, region, "basis", scale), box, scale)[-1]
    return bases + max(_tops(_entries(deck, region, group, scale), part, scale)[-1] for group, part in parts)


def _below(deck: Deck, region: Region, box: Box, scale: float) -> tuple[Box, Box]:
    """Return the two parts under the samples of the bases."""
    return box.below(_tops(_entries(deck, region, "basis", scale), box, scale)[-1]).split(0.42)


def _entries(deck: Deck, region: Region, group: str, scale: float) -> list[tuple[Term, list[Paragraph]]]:
    """Return the words of a group, each with what it means."""
    words, entries = deck.words, []
    for key, term in words_of(region, group).items():
        if (group, key) == ("status", "not_yet"):
            continue
        paragraphs = [Paragraph(term.label(words.lang), 13 * scale, color="text", bold=group == "basis")]
        if group == "basis":
            paragraphs.append(Paragraph(label("page", f"basis_{key}", words.lang), 12 * scale, color=SOFT))
        entries.append((term, paragraphs))
    return entries


def _tops(entries: list[tuple[Term, list[Paragraph]]], box: Box, scale: float) -> list[float]:
    """Return how far under the upper edge each entry begins, and how far the last one reaches."""
    tops = [_HEADING * scale]
    for term, paragraphs in entries:
        gap = 7 if term.group == "basis" else 5
        tops.append(tops[-1] + height_of(paragraphs, box.width - _SIDE) + gap * scale)
    return [*tops[:-1], tops[-1] + 8 * scale]


def _explain(
    slide: Slide, deck: Deck, region: Region, group: str, heading: str, box: Box, scale: float
) -> None:
    """Draw the samples of a group with what they mean."""
    head = box._replace(height=22 * scale)
    text_box(slide.shapes, head, [Paragraph(heading, 15 * scale, bold=True, color="accent")], name=heading)
    entries = _entries(deck, region, group, scale)
    for (term, paragraphs), top in zip(entries, _tops(entries, box, scale), strict=False):
        title = paragraphs[0].text
        place = Box(
            box.left + _SIDE, box.top + top, box.width - _SIDE, height_of(paragraphs, box.width - _SIDE)
        )
        draw_sample(slide.shapes, term, (box.left + 18, place.top + 10 * scale), title)
        text_box(slide.shapes, place, paragraphs, name=title)
