"""The first slides: cover and key figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from zonemap.analysis.legend import legend_by
from zonemap.analysis.measures import Count, count_approvals, count_counties, zones_per_county
from zonemap.analysis.reform_board import count_done, is_open, reform_board
from zonemap.core.vocabulary import UNSTATED
from zonemap.outputs.deck.evidence import Evidence
from zonemap.outputs.deck.slide import Deck
from zonemap.painters.pptx_shapes import Box, grouped, rectangle, text_box
from zonemap.painters.pptx_text import Paragraph, height_of, shrink
from zonemap.painters.slides import paint_shapes
from zonemap.region.region import Region
from zonemap.region.status import APPROVED
from zonemap.scene.items import Paint
from zonemap.scene.land import fit_plane, land_of
from zonemap.scene.map_view import MapView
from zonemap.style.inks import NAVY, PAPER, SHADE, SOFT, mix

_SILHOUETTE = (530.0, 90.0, 920.0, 460.0)
_MOST_NAMES = 3
_CARDS_A_ROW = 4
_SIDES, _NUMBER = 30.0, 88.0


@dataclass(frozen=True)
class Card:
    """A key figure: its number, what it counts, and a note."""

    number: str
    title: str
    note: str


def add_cover(deck: Deck, evidence: Evidence, mark: str) -> None:
    """Add the cover: title, day, mark, how much is behind it."""
    region, words = evidence.region, deck.words
    below = [
        Paragraph(words.other(region.title), 18),
        Paragraph(words.sentence("as_of", day=words.date(region.date.isoformat())), 16, before=14),
        Paragraph(mark, 16, before=4),
        Paragraph(
            words.sentence("cover_sources", n=len(region.sources), rows=len(region.evidence))
            if "sources" in region.topics
            else words.sentence("cover_own"),
            12,
            before=14,
        ),
        Paragraph(words.of("figure", "fingerprint").format(fingerprint=region.fingerprint), 12),
    ]
    slide = deck.open("cover", region.title.of(words.lang), below=below)
    if deck.own:
        _draw_silhouette(slide.shapes, deck, evidence)
    deck.note(slide, [words.of("sheet", "indicative"), *_region_events(deck, evidence)])


def _region_events(deck: Deck, evidence: Evidence) -> list[str]:
    """Return what the sources say of the region as a whole."""
    events = evidence.region.events
    whole = events[events["zone_id"] == ""]
    return [deck.words.sentence("notes_events"), *(deck.words.text(row) for _, row in whole.iterrows())]


def _draw_silhouette(shapes: Any, deck: Deck, evidence: Evidence) -> None:
    """Draw the counties in the shades of the cover."""
    region, words = evidence.region, deck.words
    busy = zones_per_county(region.shown, region.counties)
    fills = {
        str(adcode): Paint(mix(PAPER, 0.16 + 0.1 * min(int(count), 3), NAVY), NAVY, width=1)
        for adcode, count in busy.items()
    }
    plane = fit_plane(land_of(region.counties), _SILHOUETTE, padding=6, detail=0.6)
    view = MapView(region, plane, words.lang)
    view.draw_counties(fills, outlined=False)
    paint_shapes(shapes, view.items)


def add_key_figures(deck: Deck, evidence: Evidence) -> None:
    """Add the key figures as cards."""
    region, words = evidence.region, deck.words
    zones = _zones_by_figure(region.shown)
    wording = {key: count.counted.of(words.lang) for key, count in _counts(region, zones).items()}
    title = "key_title" if _are_provincial(region) and _tells(region, "operating") else "key_title_approved"
    lead = "key_lead" if _tells(region, "applied") or len(zones["clusters"]) else "key_lead_counted"
    slide = deck.open("map", words.sentence(title, **wording), words.sentence(lead, **wording))
    slide.clear()
    cards = _cards(deck, evidence, zones)
    rows = -(-len(cards) // _CARDS_A_ROW)
    gap = 16.0
    width = (slide.room.width - gap * (_CARDS_A_ROW - 1)) / _CARDS_A_ROW
    height = (slide.room.height - gap * (rows - 1)) / rows
    size = _title_size(cards, width, height)
    for number, card in enumerate(cards):
        row, column = divmod(number, _CARDS_A_ROW)
        left, top = slide.room.left + column * (width + gap), slide.room.top + row * (height + gap)
        _draw_card(slide.shapes, deck, Box(left, top, width, height), card, size)
    dated = region.evidence[
        (region.evidence["table"] == "zones") & region.evidence["field"].isin(["tier", "approved"])
    ]
    deck.note(slide, [words.sentence("notes_evidence"), *evidence.evidence_lines_of(dated)])


def _tells(region: Region, column: str) -> bool:
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


def _cards(deck: Deck, evidence: Evidence, zones: dict[str, pd.DataFrame]) -> list[Card]:
    """Return the key figures."""
    region, words = evidence.region, deck.words
    approved, clusters = zones["approved"], zones["clusters"]
    numbers = {key: count.text.of(words.lang) for key, count in _counts(region, zones).items()}
    busy = count_counties(region)
    kinds = approved["kind"].replace("", UNSTATED).value_counts()
    legend = legend_by(region, "kind")
    by_kind = [f"{words.class_name(item)} {kinds[item.key]}" for item in legend.classes if item.key in kinds]
    per_county = zones_per_county(region.shown, region.counties)
    without = region.counties[per_county == 0]
    board = reform_board(region)
    done = board[(board == "done").all(axis=1)] if len(board) else board
    bases = region.shown["basis"].value_counts()
    undated = bool(len(clusters)) and bool((clusters["status"] == "undated").all())
    tier = "card_approved" if _are_provincial(region) else "card_approved_any"
    by_topic = {
        "operating": Card(numbers["operating"], words.sentence("card_operating"), _operating(deck, approved)),
        "applied": Card(numbers["applying"], words.of("status", "applying"), _names(deck, zones["applying"])),
    }
    of_clusters = Card(
        numbers["clusters"],
        words.sentence("card_clusters"),
        words.sentence("card_clusters_undated") if undated else _names(deck, clusters),
    )
    of_reform = Card(
        _share(count_done(board).least.of(words.lang), 0 if is_open(board).all(axis=None) else len(board)),
        words.sentence("card_reform"),
        _names(deck, region.zones.loc[done.index]),
    )
    of_sources = Card(
        str(len(region.sources)),
        words.sentence("card_sources"),
        words.sentence("card_sources_note", rows=len(region.evidence)),
    )
    return [
        Card(numbers["approved"], words.sentence(tier), words.list(by_kind) or _nothing(deck)),
        *(card for column, card in by_topic.items() if _tells(region, column)),
        *([of_clusters] if (region.zones["kind"] == "cluster").any() else []),
        Card(
            f"{busy.text.of(words.lang)}/{len(per_county)}",
            words.sentence("card_counties"),
            words.sentence(
                "card_counties_open" if busy.possible else "card_counties_rest", names=_names(deck, without)
            )
            if len(without)
            else words.sentence("card_counties_all"),
        ),
        *([of_reform] if "reforms" in region.topics else []),
        Card(
            _share(bases.get("surveyed", 0), len(region.shown)),
            words.sentence("card_boundaries"),
            words.sentence(
                "card_boundaries_note", area=bases.get("published_area", 0), host=bases.get("host_county", 0)
            )
            if len(bases)
            else _nothing(deck),
        ),
        *([of_sources] if "sources" in region.topics else []),
    ]


def _operating(deck: Deck, approved: pd.DataFrame) -> str:
    """Say of which approved zones no source states that they operate, and which are still being set up."""
    found = []
    for status, key in (("approved", "card_operating_rest"), ("preparing", "card_preparing")):
        waiting = approved[approved["status"] == status]
        if len(waiting):
            found.append(deck.words.sentence(key, names=_names(deck, waiting)))
    if found:
        return deck.words.join_notes(found)
    return deck.words.sentence("card_operating_all") if len(approved) else _nothing(deck)


def _nothing(deck: Deck) -> str:
    """Say that the sources name none; that there was none they do not say."""
    return deck.words.of("fact", "not_stated")


def _share(part: int | str, whole: int) -> str:
    """Write a part of a whole; a dash where there is no whole."""
    return f"{part}/{whole}" if whole else "–"


def _names(deck: Deck, frame: pd.DataFrame) -> str:
    """Name a few zones or counties."""
    names = [deck.words.name(row) for _, row in frame.iterrows()]
    if not names:
        return _nothing(deck)
    if len(names) <= _MOST_NAMES:
        return deck.words.list(names)
    return deck.words.sentence("and_more", names=deck.words.list(names[:_MOST_NAMES]), n=len(names))


def _title_size(cards: list[Card], width: float, height: float) -> float:
    """Return the largest type size in which title and note of every card fit."""
    size = 17.0
    while size > 8 and any(
        height_of(_paragraphs_of(card, size), width - _SIDES) > height - _NUMBER - 8 for card in cards
    ):
        size -= 0.5
    return size


def _paragraphs_of(card: Card, size: float) -> list[Paragraph]:
    """Return title and note of a card."""
    return [
        Paragraph(card.title, size, bold=True, color="text"),
        Paragraph(card.note, 0.82 * size, color=SOFT, before=3),
    ]


def _draw_card(shapes: Any, deck: Deck, box: Box, card: Card, size: float) -> None:
    """Draw a key figure."""
    name = deck.words.sentence("name_card", title=card.title)
    about = deck.words.sentence("about_card", title=card.title, number=card.number, note=card.note)
    with grouped(shapes, name, about):
        rectangle(shapes, box, name=name, about=card.title, fill=SHADE)
        rectangle(shapes, box._replace(width=4), name=name, about=card.title, fill=NAVY)
        inner = box._replace(left=box.left + 18, width=box.width - _SIDES)
        number = inner._replace(top=box.top + 8, height=_NUMBER - 8)
        figure = shrink([Paragraph(card.number, 54, bold=True, color="accent")], number.width, number.height)
        text_box(shapes, number, figure, name=name, anchor="middle", wrap=False)
        rest = inner.below(_NUMBER)._replace(height=box.height - _NUMBER - 4)
        text_box(shapes, rest, _paragraphs_of(card, size), name=name)
