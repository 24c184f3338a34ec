"""The region as a deck of native, editable slides for PowerPoint and WPS."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

from pptx.presentation import Presentation as Deck

from zonemap.deck.boards import add_reforms, add_sources, add_zones
from zonemap.deck.evidence import Evidence
from zonemap.deck.maps import add_overview
from zonemap.deck.master import own_master
from zonemap.deck.method import add_method
from zonemap.deck.numbers import add_approvals, add_industries
from zonemap.deck.opening import add_cover, add_key_figures
from zonemap.deck.stage import Stage
from zonemap.deck.template import find_layouts, read_template
from zonemap.deck.words import Words
from zonemap.deck.years import add_years
from zonemap.deck.zone import add_zone, zone_order
from zonemap.errors import check_lang
from zonemap.legend import legend_by
from zonemap.measure import without_later_areas
from zonemap.ooxml import settle
from zonemap.output import write_atomic
from zonemap.region import Region

_LONGEST_TITLE = 255
"""What the properties of an Office file hold, in characters."""


def write_deck(
    region: Region,
    path: Path | str,
    *,
    lang: str = "zh",
    template: Path | str | None = None,
    map_number: str = "",
) -> Path:
    """Write a deck: cover, key figures, maps, charts, tables, a slide a zone, sources, method.

    Maps are native shapes, each county and zone a freeform under its name; charts and tables are native too.
    The speaker notes carry the evidence.

    Parameters
    ----------
    region
        The region on the day to show.
    path
        Where the file shall stand.
    lang
        ``zh`` or ``en``.
    template
        A .pptx file whose layouts are used, by name or else by their placeholders; None for our own master.
    map_number
        The map review number (审图号) issued to these very maps; without one the slides say working draft.

    Returns
    -------
    The path.

    Raises
    ------
    CannotRead
        If the template cannot be read.
    ZonemapError
        If no layout of the template has a title.
    UnknownOption
        If there is no such language.
    """
    check_lang(lang)
    region, words = without_later_areas(region), Words(lang)
    deck = own_master() if template is None else read_template(template)
    mark = words.mark(map_number)
    foot = words.say(
        "foot", day=words.date(region.date.isoformat()), mark=mark, fingerprint=region.fingerprint
    )
    stage = Stage(deck, find_layouts(deck, str(template or "")), words, foot, own=template is None)
    _add_slides(stage, Evidence(region, words), mark)
    _set_properties(deck, region, words)
    written = io.BytesIO()
    deck.save(written)
    return write_atomic(path, settle(written.getvalue(), region.state_day))


def _add_slides(stage: Stage, evidence: Evidence, mark: str) -> None:
    """Add every slide; what tells of zones only where there are any."""
    region = evidence.region
    legend = legend_by(region, "kind")
    order = zone_order(region, legend)
    add_cover(stage, evidence, mark)
    add_key_figures(stage, evidence)
    add_overview(stage, evidence)
    if order:
        add_years(stage, evidence)
        add_approvals(stage, evidence)
        add_industries(stage, evidence)
        add_reforms(stage, evidence)
        add_zones(stage, evidence, order)
    for zone_id in order:
        add_zone(stage, evidence, legend, zone_id)
    add_sources(stage, evidence)
    add_method(stage, evidence)


def _set_properties(deck: Deck, region: Region, words: Words) -> None:
    """Say in the file's properties what it is and from which input."""
    properties = deck.core_properties
    properties.title = words.title(region)[:_LONGEST_TITLE]
    properties.author = properties.last_modified_by = "zonemap"
    properties.subject = region.date.isoformat()
    properties.keywords = region.fingerprint
    properties.comments = ""
    properties.language = "zh-CN" if words.lang == "zh" else "en-US"
    properties.revision = 1
    properties.created = properties.modified = dt.datetime.combine(region.state_day, dt.time())
