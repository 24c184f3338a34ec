"""The first slides: cover and key figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from zonemap.deck.evidence import Evidence
from zonemap.deck.mapshapes import lay_plane
from zonemap.deck.master import NAVY, SHADE
from zonemap.deck.shapes import Box, freeform, grouped, rectangle, text_box
from zonemap.deck.stage import Stage
from zonemap.deck.typeface import Say, height_of, shrink
from zonemap.drawing.svg import mix
from zonemap.drawing.symbols import SOFT
from zonemap.legend import legend_by
from zonemap.measure import reform_board, zones_per_county

_MOST_NAMES = 3
_CARDS_A_ROW = 4
_SIDES, _NUMBER = 30.0, 88.0


@dataclass(frozen=True)
class Card:
    """A key figure: its number, what it counts, and a note."""

    number: str
    title: str
    note: str


def add_cover(stage: Stage, evidence: Evidence, mark: str) -> None:
    """Add the cover: title, day, mark, how much is behind it."""
    region, words = evidence.region, stage.words
    zh, en = region.title_zh, region.title_en
    below = [
        Say(en if words.lang == "zh" else zh, 18),
        Say(words.say("as_of", day=words.date(region.date.isoformat())), 16, before=14),
        Say(mark, 16, before=4),
        Say(words.say("cover_sources", n=len(region.sources), rows=len(region.evidence)), 12, before=14),
        Say(words.say("fingerprint", fingerprint=region.fingerprint), 12),
    ]
    page = stage.open("cover", zh if words.lang == "zh" else en, below=below)
    if stage.own:
        _draw_silhouette(page.shapes, stage, evidence)
    stage.note(page, [words.of("sheet", "indicative"), *_told(stage, evidence)])


def _told(stage: Stage, evidence: Evidence) -> list[str]:
    """Return what the sources say of the region as a whole."""
    events = evidence.region.events
    whole = events[events["zone_id"] == ""]
    return [stage.words.say("notes_events"), *(stage.words.text(row) for _, row in whole.iterrows())]


def _draw_silhouette(shapes: Any, stage: Stage, evidence: Evidence) -> None:
    """Draw the counties in the shades of the cover."""
    region, words = evidence.region, stage.words
    plane = lay_plane(region, Box(530, 90, 390, 370), detail=0.6)
    with grouped(shapes, words.of("table", "counties"), words.say("about_counties", n=len(plane.counties))):
        busy = zones_per_county(region.shown, region.counties)
        for adcode, geometry in plane.counties.items():
            name = words.name(region.counties.loc[adcode])
            fill = mix("#ffffff", 0.16 + 0.1 * min(int(busy[adcode]), 3), NAVY)
            about = words.say("about_county", name=name)
            freeform(
                shapes, geometry, name=f"{name} {adcode}", about=about, fill=fill, line=NAVY, line_width=1
            )


def add_key_figures(stage: Stage, evidence: Evidence) -> None:
    """Add the key figures as cards."""
    region, words = evidence.region, stage.words
    zones = _sorted_out(region.shown)
    said = {key: len(frame) for key, frame in zones.items()}
    page = stage.open("map", words.say("key_title", **said), words.say("key_lead", **said))
    page.clear()
    cards = _cards(stage, evidence, zones)
    rows = -(-len(cards) // _CARDS_A_ROW)
    gap = 16.0
    width = (page.room.width - gap * (_CARDS_A_ROW - 1)) / _CARDS_A_ROW
    height = (page.room.height - gap * (rows - 1)) / rows
    size = _title_size(cards, width, height)
    for number, card in enumerate(cards):
        row, column = divmod(number, _CARDS_A_ROW)
        left, top = page.room.left + column * (width + gap), page.room.top + row * (height + gap)
        _draw_card(page.shapes, stage, Box(left, top, width, height), card, size)
    dated = region.evidence[
        (region.evidence["table"] == "zones") & region.evidence["field"].isin(["tier", "approved"])
    ]
    stage.note(page, [words.say("notes_evidence"), *evidence.told_of(dated)])


def _sorted_out(shown: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the zones of each key figure."""
    cluster = shown["kind"] == "cluster"
    return {
        "approved": shown[~cluster & shown["status"].isin(["approved", "operating"])],
        "operating": shown[~cluster & (shown["status"] == "operating")],
        "applying": shown[shown["status"] == "applying"],
        "clusters": shown[cluster],
    }


def _cards(stage: Stage, evidence: Evidence, zones: dict[str, pd.DataFrame]) -> list[Card]:
    """Return the key figures."""
    region, words = evidence.region, stage.words
    approved, clusters = zones["approved"], zones["clusters"]
    kinds = approved["kind"].value_counts()
    legend = legend_by(region, "kind")
    by_kind = [
        f"{words.of('kind', item.key)} {kinds[item.key]}" for item in legend.classes if item.key in kinds
    ]
    per_county = zones_per_county(region.shown, region.counties)
    without = region.counties[per_county == 0]
    board = reform_board(region)
    done = board[(board == "done").all(axis=1)] if len(board) else board
    bases = region.shown["basis"].value_counts()
    undated = bool(len(clusters)) and bool((clusters["status"] == "undated").all())
    return [
        Card(str(len(approved)), words.say("card_approved"), words.list(by_kind) or words.say("none")),
        Card(str(len(zones["operating"])), words.say("card_operating"), _operating(stage, approved)),
        Card(str(len(zones["applying"])), words.say("card_applying"), _names(stage, zones["applying"])),
        Card(
            str(len(clusters)),
            words.say("card_clusters"),
            words.say("card_clusters_undated") if undated else _names(stage, clusters),
        ),
        Card(
            f"{int((per_county > 0).sum())}/{len(per_county)}",
            words.say("card_counties"),
            words.say("card_counties_rest", names=_names(stage, without))
            if len(without)
            else words.say("card_counties_all"),
        ),
        Card(
            _share(len(done), len(board)),
            words.say("card_reform"),
            _names(stage, region.zones.loc[done.index]),
        ),
        Card(
            _share(bases.get("surveyed", 0), len(region.shown)),
            words.say("card_boundaries"),
            words.say(
                "card_boundaries_note", area=bases.get("published_area", 0), host=bases.get("host_county", 0)
            )
            if len(bases)
            else words.say("none"),
        ),
        Card(
            str(len(region.sources)),
            words.say("card_sources"),
            words.say("card_sources_note", rows=len(region.evidence)),
        ),
    ]


def _operating(stage: Stage, approved: pd.DataFrame) -> str:
    """Say of which approved zones no source states that they operate."""
    waiting = approved[approved["status"] == "approved"]
    if len(waiting):
        return stage.words.say("card_operating_rest", names=_names(stage, waiting))
    return stage.words.say("card_operating_all" if len(approved) else "none")


def _share(part: int, whole: int) -> str:
    """Write a part of a whole; a plain zero where there is no whole."""
    return f"{part}/{whole}" if whole else "0"


def _names(stage: Stage, frame: pd.DataFrame) -> str:
    """Name a few zones or counties."""
    names = [stage.words.name(row) for _, row in frame.iterrows()]
    if not names:
        return stage.words.say("none")
    if len(names) <= _MOST_NAMES:
        return stage.words.list(names)
    return stage.words.say("and_more", names=stage.words.list(names[:_MOST_NAMES]), n=len(names))


def _title_size(cards: list[Card], width: float, height: float) -> float:
    """Return the largest type size in which title and note of every card fit."""
    size = 17.0
    while size > 8 and any(
        height_of(_told_on(card, size), width - _SIDES) > height - _NUMBER - 8 for card in cards
    ):
        size -= 0.5
    return size


def _told_on(card: Card, size: float) -> list[Say]:
    """Return title and note of a card."""
    return [
        Say(card.title, size, bold=True, color="text"),
        Say(card.note, 0.82 * size, color=SOFT, before=3),
    ]


def _draw_card(shapes: Any, stage: Stage, box: Box, card: Card, size: float) -> None:
    """Draw a key figure."""
    name = stage.words.say("name_card", title=card.title)
    about = stage.words.say("about_card", title=card.title, number=card.number, note=card.note)
    with grouped(shapes, name, about):
        rectangle(shapes, box, name=name, about=card.title, fill=SHADE)
        rectangle(shapes, box._replace(width=4), name=name, about=card.title, fill=NAVY)
        inner = box._replace(left=box.left + 18, width=box.width - _SIDES)
        number = inner._replace(top=box.top + 8, height=_NUMBER - 8)
        figure = shrink([Say(card.number, 54, bold=True, color="accent")], number.width, number.height)
        text_box(shapes, number, figure, name=name, anchor="middle", wrap=False)
        rest = inner.below(_NUMBER)._replace(height=box.height - _NUMBER - 4)
        text_box(shapes, rest, _told_on(card, size), name=name)
