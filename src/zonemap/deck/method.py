"""The last slide: how the maps are to be read."""

from __future__ import annotations

from zonemap.deck.evidence import Evidence
from zonemap.deck.maps import draw_sample
from zonemap.deck.shapes import Box, text_box
from zonemap.deck.stage import Page, Stage
from zonemap.deck.typeface import Say, height_of, shrink
from zonemap.drawing.symbols import SOFT
from zonemap.vocabulary import Term, label, terms

_SCALES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64)
_HEADING, _SIDE = 28.0, 46.0
_RULES = ("status", "undated", "silent", "confidence", "counties", "colors")


def add_method(stage: Stage, evidence: Evidence) -> None:
    """Explain lines, symbols and rules."""
    words = stage.words
    page = stage.open("map", words.say("method_title"), words.say("method_lead"))
    page.clear()
    left, right = page.room.split(0.52, 30)
    scale = next((scale for scale in _SCALES if _height(stage, left, scale) <= left.height), _SCALES[-1])
    _explain(page, stage, "basis", words.say("method_bases"), left, scale)
    states, kinds = _below(stage, left, scale)
    _explain(page, stage, "status", words.say("method_states"), states, scale)
    _explain(page, stage, "kind", words.say("method_kinds"), kinds, scale)
    says = [Say(words.say("method_rules"), 15, bold=True, color="accent")]
    says += [Say(words.say(f"method_{key}"), 13, color="text", before=7) for key in _RULES]
    says += [Say(words.of("sheet", key), 13, color="text", before=7) for key in ("projection", "symbol_size")]
    text_box(page.shapes, right, shrink(says, right.width, right.height), name=words.say("method_rules"))
    stage.note(page, [say.text for say in says])


def _height(stage: Stage, box: Box, scale: float) -> float:
    """Return how high all samples stand in the left part."""
    parts = zip(("status", "kind"), _below(stage, box, scale), strict=True)
    bases = _tops(_entries(stage, "basis", scale), box, scale)[-1]
    return bases + max(_tops(_entries(stage, group, scale), part, scale)[-1] for group, part in parts)


def _below(stage: Stage, box: Box, scale: float) -> tuple[Box, Box]:
    """Return the two parts under the samples of the bases."""
    return box.below(_tops(_entries(stage, "basis", scale), box, scale)[-1]).split(0.42)


def _entries(stage: Stage, group: str, scale: float) -> list[tuple[Term, list[Say]]]:
    """Return the words of a group, each with what it means."""
    words, entries = stage.words, []
    for key, term in terms(group).items():
        if (group, key) == ("status", "not_yet"):
            continue
        says = [Say(words.of(group, key), 13 * scale, color="text", bold=group == "basis")]
        if group == "basis":
            says.append(Say(label("page", f"basis_{key}", words.lang), 12 * scale, color=SOFT))
        entries.append((term, says))
    return entries


def _tops(entries: list[tuple[Term, list[Say]]], box: Box, scale: float) -> list[float]:
    """Return how far under the upper edge each entry begins, and how far the last one reaches."""
    tops = [_HEADING * scale]
    for term, says in entries:
        gap = 7 if term.group == "basis" else 5
        tops.append(tops[-1] + height_of(says, box.width - _SIDE) + gap * scale)
    return [*tops[:-1], tops[-1] + 8 * scale]


def _explain(page: Page, stage: Stage, group: str, heading: str, box: Box, scale: float) -> None:
    """Draw the samples of a group with what they mean."""
    head = box._replace(height=22 * scale)
    text_box(page.shapes, head, [Say(heading, 15 * scale, bold=True, color="accent")], name=heading)
    entries = _entries(stage, group, scale)
    for (term, says), top in zip(entries, _tops(entries, box, scale), strict=False):
        title = says[0].text
        place = Box(box.left + _SIDE, box.top + top, box.width - _SIDE, height_of(says, box.width - _SIDE))
        draw_sample(page.shapes, term, (box.left + 18, place.top + 10 * scale), title)
        text_box(page.shapes, place, says, name=title)
