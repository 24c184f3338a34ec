"""The region as a deck of native, editable slides for PowerPoint and WPS."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

from pptx.presentation import Presentation as PptxPresentation

from zonemap.analysis.legend import legend_by
from zonemap.core.atomic_output import refuse_input, write_atomic
from zonemap.core.errors import check_lang
from zonemap.outputs.deck.evidence import Evidence
from zonemap.outputs.deck.master import own_master
from zonemap.outputs.deck.slide import Deck
from zonemap.outputs.deck.slides.charts import add_approvals, add_industries
from zonemap.outputs.deck.slides.cover import add_cover, add_key_figures
from zonemap.outputs.deck.slides.method import add_method
from zonemap.outputs.deck.slides.overview import add_overview
from zonemap.outputs.deck.slides.tables import add_reforms, add_sources, add_zones
from zonemap.outputs.deck.slides.years import add_years
from zonemap.outputs.deck.slides.zone import Locator, add_zone
from zonemap.outputs.deck.template import find_layouts, read_template
from zonemap.outputs.deck.words import OFFICE_TAGS, Words
from zonemap.outputs.ooxml import make_reproducible
from zonemap.region.region import Region
from zonemap.scene.zone_marks import number_zones

_LONGEST_TITLE = 255
"""What the properties of an Office file hold, in characters."""


_BY_TOPIC = (
    ("years", add_years),
    ("years", add_approvals),
    ("industries", add_industries),
    ("reforms", add_reforms),
)
"""The slides that only tell of a topic, each with it."""


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
        If no layout of the template has a title, or if the deck would be written over the template.
    UnknownOption
        If there is no such language.

    Examples
    --------
    >>> import zonemap as zm
    >>> region = zm.read_region("geodata")
    >>> zm.write_deck(region, "deck.pptx", lang="en").name
    'deck.pptx'
    """
    check_lang(lang)
    if template is not None:
        refuse_input("path", Path(path), [Path(template)])
    words = Words(lang)
    presentation = own_master() if template is None else read_template(template)
    mark = words.mark(map_number)
    foot = words.sentence(
        "foot", day=words.date(region.date.isoformat()), mark=mark, fingerprint=region.fingerprint
    )
    deck = Deck(
        presentation, find_layouts(presentation, str(template or "")), words, foot, own=template is None
    )
    _add_slides(deck, Evidence(region, words), mark)
    _set_properties(presentation, region, words)
    written = io.BytesIO()
    presentation.save(written)
    return write_atomic(path, make_reproducible(written.getvalue(), region.state_day))


def _add_slides(deck: Deck, evidence: Evidence, mark: str) -> None:
    """Add every slide; what tells of zones only where there are any."""
    region = evidence.region
    legend = legend_by(region, "kind")
    order = list(number_zones(region, legend))
    add_cover(deck, evidence, mark)
    add_key_figures(deck, evidence)
    add_overview(deck, evidence)
    if order:
        for topic, add in _BY_TOPIC:
            if topic in region.topics:
                add(deck, evidence)
        add_zones(deck, evidence, order)
    locator = Locator(region, legend)
    for zone_id in order:
        add_zone(deck, evidence, locator, zone_id)
    if "sources" in region.topics:
        add_sources(deck, evidence)
    add_method(deck, evidence)


def _set_properties(presentation: PptxPresentation, region: Region, words: Words) -> None:
    """Say in the file's properties what it is and from which input."""
    properties = presentation.core_properties
    properties.title = words.title(region)[:_LONGEST_TITLE]
    properties.author = properties.last_modified_by = "zonemap"
    properties.subject = region.date.isoformat()
    properties.keywords = region.fingerprint
    properties.comments = ""
    properties.language = OFFICE_TAGS[words.lang]
    properties.revision = 1
    properties.created = properties.modified = dt.datetime.combine(region.state_day, dt.time())
