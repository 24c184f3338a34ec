"""The last slide: how the maps are to be read."""

from __future__ import annotations

from zonemap.deck.evidence import Evidence
from zonemap.deck.maps import draw_sample
from zonemap.deck.shapes import Box, text_box
from zonemap.deck.stage import Page, Stage
from zonemap.deck.typeface import Say, height_of, shrink
from zonemap.drawing.symbols import SOFT
from zonemap.vocabulary import label, terms

_RULES = ("status", "undated", "silent", "confidence", "counties", "colors")


def add_method(stage: Stage, evidence: Evidence) -> None:
    """Explain lines, symbols and rules."""
    words = stage.words
    page = stage.open("map", words.say("method_title"), words.say("method_lead"))
    page.clear()
    left, right = page.room.split(0.52, 30)
    low = _explain(page, stage, "basis", words.say("method_bases"), left)
    states, kinds = left.below(low).split(0.42)
    _explain(page, stage, "status", words.say("method_states"), states)
    _explain(page, stage, "kind", words.say("method_kinds"), kinds)
    says = [Say(words.say("method_rules"), 15, bold=True, color="accent")]
    says += [Say(words.say(f"method_{key}"), 13, color="text", before=7) for key in _RULES]
    says += [Say(words.of("sheet", key), 13, color="text", before=7) for key in ("projection", "symbol_size")]
    text_box(page.shapes, right, shrink(says, right.width, right.height), name=words.say("method_rules"))
    stage.note(page, [say.text for say in says])


def _explain(page: Page, stage: Stage, group: str, heading: str, box: Box) -> float:
    """Draw the samples of a group with what they mean; return how high they stand."""
    words = stage.words
    text_box(
        page.shapes, box._replace(height=22), [Say(heading, 15, bold=True, color="accent")], name=heading
    )
    top = box.top + 28
    for key, term in terms(group).items():
        if (group, key) == ("status", "not_yet"):
            continue
        title = words.of(group, key)
        says = [Say(title, 13, color="text", bold=group == "basis")]
        if group == "basis":
            says.append(Say(label("page", f"basis_{key}", words.lang), 12, color=SOFT))
        height = height_of(says, box.width - 46)
        draw_sample(page.shapes, term, (box.left + 18, top + 10), title)
        place = Box(box.left + 46, top, box.width - 46, height)
        text_box(page.shapes, place, says, name=title)
        top += height + (7 if group == "basis" else 5)
    return top - box.top + 8
