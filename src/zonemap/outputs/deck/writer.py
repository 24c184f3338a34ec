"""The region as a deck of native, editable slides for PowerPoint and WPS."""

from __future__ import annotations

import datetime as dt
import io
import uuid
import zipfile
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import quoteattr

from pptx.opc.serialized import PackageWriter, _ZipPkgWriter
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as PptxPresentation
from pptx.slide import Slide as PptxSlide
from pptx.util import lazyproperty

from zonemap.analysis.findings import growth_finding, industries_finding, reform_finding
from zonemap.analysis.legend import legend_by
from zonemap.analysis.region_words import day_of
from zonemap.core.atomic_output import refuse_input, write_atomic
from zonemap.core.errors import check_lang
from zonemap.core.text import NONE
from zonemap.outputs.deck.evidence import Evidence, add_evidence
from zonemap.outputs.deck.master import own_master
from zonemap.outputs.deck.slide import Deck, Slide, link
from zonemap.outputs.deck.slides.cover import add_answer, add_cover, lead_on
from zonemap.outputs.deck.slides.industries import add_industries
from zonemap.outputs.deck.slides.maps import Locator
from zonemap.outputs.deck.slides.numbers import add_growth, add_indicators
from zonemap.outputs.deck.slides.overview import add_overview, with_room_for_list
from zonemap.outputs.deck.slides.questions import (
    add_decisions,
    add_method,
    add_sources,
    add_unknown,
    unknown_title,
)
from zonemap.outputs.deck.slides.tables import (
    add_reforms,
    add_zones,
)
from zonemap.outputs.deck.slides.zone import add_small_maps, add_zone, choose_zones, named_rows
from zonemap.outputs.deck.template import find_layouts, read_template
from zonemap.outputs.deck.words import OFFICE_TAGS, Words
from zonemap.outputs.ooxml import make_reproducible
from zonemap.region.region import Region
from zonemap.scene.zone_marks import number_zones

_LONGEST_TITLE = 255
"""What the properties of an Office file hold, in characters."""

_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_P159 = "http://schemas.microsoft.com/office/powerpoint/2015/09/main"
_COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
"""By this PowerPoint knows what lists the sections."""

_BY_TOPIC = (
    ("years", add_growth),
    ("industries", add_industries),
    ("reforms", add_reforms),
)
"""The slides that only tell of a topic, each with it."""

_SENTENCES = 3
"""How many sentences the answer has."""


def write_deck(
    region: Region,
    path: Path | str,
    *,
    lang: str = "zh",
    template: Path | str | None = None,
    map_number: str = "",
) -> Path:
    """Write a deck: the answer on one page, topic by topic, and an appendix of zones, sources and method.

    Maps are native shapes, each county and zone a freeform under its name; charts and tables are native too.
    The speaker notes are to be spoken; the evidence of a slide stands on hidden slides behind it.

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
    words = Words(lang, region.words)
    presentation = own_master() if template is None else read_template(template)
    mark = words.mark(map_number)
    belongs = words.sentence("foot", mark=mark, fingerprint=region.fingerprint)
    foot = " · ".join(filter(None, [day_of(region).of(lang), belongs]))
    deck = Deck(
        presentation, find_layouts(presentation, str(template or "")), words, foot, own=template is None
    )
    _add_slides(deck, Evidence(region, words), mark)
    set_properties(presentation, words.title(region), region, words)
    return write_atomic(path, presentation_bytes(presentation, region.state_day))


def _add_slides(deck: Deck, evidence: Evidence, mark: str) -> None:
    """Add every slide, part by part; what tells of zones only where there are any."""
    region = evidence.region
    legend = legend_by(region, "kind")
    order = list(number_zones(region, legend))
    deck = with_room_for_list(deck, region)
    deck.begin_part("part_answer")
    add_cover(deck, evidence, mark)
    sentences = _sentences(evidence) if order else []
    answer = add_answer(deck, evidence, sentences)
    overview = add_overview(deck, evidence)
    if order:
        deck.begin_part("part_topics")
        for topic, add in _BY_TOPIC:
            if region.has_topic(topic):
                add(deck, evidence)
        add_indicators(deck, evidence)
        add_unknown(deck, evidence)
        add_decisions(deck, evidence)
    deck.begin_part("part_appendix")
    if order:
        _add_zones(deck, evidence, Locator(region, legend), order, overview)
    if region.has_topic("sources"):
        add_sources(deck, evidence)
    add_method(deck, evidence)
    lead_on(deck, answer, sentences)
    _write_parts(deck)


def _sentences(evidence: Evidence) -> list[str]:
    """Return the sentences of the answer: the titles of the slides that follow, as far as they are there."""
    region = evidence.region
    findings = (
        growth_finding(region) if region.has_topic("years") else NONE,
        industries_finding(region) if region.has_topic("industries") else NONE,
        reform_finding(region),
    )
    titles = [*map(evidence.words.say, findings), unknown_title(evidence)]
    return list(filter(None, titles))[:_SENTENCES]


def _add_zones(deck: Deck, evidence: Evidence, locator: Locator, order: list[str], overview: Slide) -> None:
    """Add every zone: slides of its own, small maps, tables; the mark on the map leads to its slide."""
    own, small, others = choose_zones(evidence.region, order)
    slides = {zone_id: add_zone(deck, evidence, locator, zone_id, overview) for zone_id in own}
    slides |= zip(small, add_small_maps(deck, evidence, locator, small, overview), strict=True)
    if others:
        slides |= zip(others, add_zones(deck, evidence, others, is_hidden=False, back=overview), strict=True)
        add_evidence(deck, deck.words.sentence("zones_title"), named_rows(deck, evidence, others))
    placed = [zone_id for zone_id in order if zone_id not in others]
    if placed:
        add_zones(deck, evidence, placed, is_hidden=True, back=overview)
    for slide in {id(one.pptx_slide): one.pptx_slide for one in (overview, *slides.values())}.values():
        _let_morph(slide)
    for zone_id, slide in slides.items():
        symbol = deck.words.sentence("name_symbol", name=evidence.names[zone_id], zone=zone_id)
        link(overview.pptx_slide, slide.pptx_slide, [symbol])


def _let_morph(pptx_slide: PptxSlide) -> None:
    """Let the marks that two maps share move from one slide to the other; where no Morph is known, fade."""
    override = pptx_slide._element.find(qn("p:clrMapOvr"))
    override.addnext(
        parse_xml(
            f'<mc:AlternateContent xmlns:mc="{_COMPATIBLE}" xmlns:p159="{_P159}" {nsdecls("p")}>'
            '<mc:Choice Requires="p159"><p:transition spd="slow"><p159:morph option="byObject"/>'
            '</p:transition></mc:Choice><mc:Fallback><p:transition spd="slow"><p:fade/></p:transition>'
            "</mc:Fallback></mc:AlternateContent>"
        )
    )


def _write_parts(deck: Deck) -> None:
    """Write the parts of the deck as sections, each with the ids of its slides."""
    ids = [listed.get("id") for listed in deck.presentation.slides._sldIdLst]
    starts = [*deck.parts.values(), len(ids)]
    sections = "".join(
        f'<p14:section name={quoteattr(name)} id="{{{str(uuid.uuid5(uuid.NAMESPACE_OID, name)).upper()}}}">'
        + "<p14:sldIdLst>"
        + "".join(f'<p14:sldId id="{number}"/>' for number in ids[start:end])
        + "</p14:sldIdLst></p14:section>"
        for name, (start, end) in zip(deck.parts, pairwise(starts), strict=True)
    )
    root = deck.presentation.part._element
    for old in root.findall(qn("p:extLst")):
        root.remove(old)
    root.append(
        parse_xml(
            f'<p:extLst {nsdecls("p")}><p:ext uri="{_SECTIONS}"><p14:sectionLst xmlns:p14="{_P14}">'
            f"{sections}</p14:sectionLst></p:ext></p:extLst>"
        )
    )


def set_properties(presentation: PptxPresentation, title: str, region: Region, words: Words) -> None:
    """Say in the file's properties what it is and from which input."""
    properties = presentation.core_properties
    properties.title = title[:_LONGEST_TITLE]
    properties.author = properties.last_modified_by = "zonemap"
    properties.subject = region.date.isoformat() if region.has_day else ""
    properties.keywords = region.fingerprint
    properties.comments = ""
    properties.language = OFFICE_TAGS[words.lang]
    properties.revision = 1
    properties.created = properties.modified = dt.datetime.combine(region.state_day, dt.time())


def presentation_bytes(presentation: PptxPresentation, day: dt.date) -> bytes:
    """Return a presentation as the bytes of a file, the same each time; it is compressed once, not twice."""
    package, written = presentation.part.package, io.BytesIO()
    writer = PackageWriter(written, package._rels, tuple(package.iter_parts()))
    with _Uncompressed(written) as stored:
        writer._write_content_types_stream(stored)
        writer._write_pkg_rels(stored)
        writer._write_parts(stored)
    return make_reproducible(written.getvalue(), day)


class _Uncompressed(_ZipPkgWriter):
    """Writes the parts of a presentation as they are."""

    @lazyproperty  # type: ignore[untyped-decorator]
    def _zipf(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(self._pkg_file, "w")
