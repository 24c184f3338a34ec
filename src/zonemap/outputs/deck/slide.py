"""Slides of one deck: each opened from a layout, with title, line under it, footer, number and notes."""

from __future__ import annotations

import copy
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.opc.constants import CONTENT_TYPE
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.slide import CT_NotesSlide
from pptx.parts.slide import NotesSlidePart
from pptx.presentation import Presentation as PptxPresentation
from pptx.slide import Slide as PptxSlide
from pptx.slide import SlideLayout

from zonemap.outputs.deck.master import LEAD_SIZE
from zonemap.outputs.deck.template import CONTENT, Frame, measure_layout
from zonemap.outputs.deck.words import Words
from zonemap.painters.pptx_shapes import EMU, Box, describe, paragraphs_xml, text_box
from zonemap.scene.lettering import LEAST, LINE_HEIGHT, Paragraph, cut_text, height_of, shrink

_BACK = 130.0
"""Width of what leads back to the map, beside the lead, points."""


@dataclass(frozen=True)
class Slide:
    """A slide that has been opened.

    Parameters
    ----------
    pptx_slide, frame
        The slide, and what its layout has.
    room
        What title, lead and footer leave free, in points.
    holder
        The placeholder that the content takes the place of; None where the layout has none.
    """

    pptx_slide: PptxSlide
    frame: Frame
    room: Box
    holder: Any = field(default=None, repr=False)

    @property
    def shapes(self) -> Any:
        """The shapes of the slide."""
        return self.pptx_slide.shapes

    def clear(self) -> None:
        """Take the placeholder out, for content that does not fill one."""
        if self._is_held():
            self.holder._element.getparent().remove(self.holder._element)

    def holder_of(self, kind: Any) -> Any:
        """Return the placeholder if it is of a kind and still there, else None."""
        return self.holder if self._is_held() and self.holder.placeholder_format.type == kind else None

    def _is_held(self) -> bool:
        """Tell whether there is a placeholder that has not been taken out."""
        return self.holder is not None and self.holder._element.getparent() is not None


@dataclass(frozen=True)
class Deck:
    """A deck in the making.

    Parameters
    ----------
    presentation
        The deck.
    layouts
        The layout for each kind of slide.
    words
        Its language.
    foot
        What stands at the foot of each slide.
    own, map_share
        Whether the master is our own, and the share of the width that each map of all zones takes.
    """

    presentation: PptxPresentation
    layouts: dict[str, SlideLayout]
    words: Words
    foot: str
    own: bool = True
    map_share: float = 0.55
    _frames: dict[str, Frame] = field(default_factory=dict, repr=False)
    _empty: dict[str, Any] = field(default_factory=dict, repr=False)
    """An empty slide of each kind, and empty notes: a copy costs a tenth of making another."""
    parts: dict[str, int] = field(default_factory=dict, repr=False)
    """How many slides stand before each part of the deck, by the name of the part."""

    def begin_part(self, key: str) -> None:
        """Begin a part of the deck, which PowerPoint shows as a section."""
        self.parts[self.words.sentence(key)] = len(self.presentation.slides)

    def open(
        self,
        role: str,
        title: str,
        lead: str = "",
        below: Sequence[Paragraph] = (),
        *,
        is_hidden: bool = False,
        back: Slide | None = None,
    ) -> Slide:
        """Add a slide.

        Parameters
        ----------
        role
            Kind of slide, one of ``deck_template.ROLES``.
        title
            What the slide says, in a sentence.
        lead
            The line under it.
        below
            Paragraphs for the subtitle, where the layout has one.
        is_hidden
            Whether it is only for who asks for it: it is not shown.
        back
            A slide that a click beside the lead leads back to.
        """
        frame = self._frame(role)
        pptx_slide = self._add(role)
        pptx_slide.shapes.turbo_add_enabled = True  # else each shape looks through all before it for its id
        if is_hidden:
            pptx_slide._element.set("show", "0")
        holders = {shape.placeholder_format.idx: shape for shape in pptx_slide.placeholders}
        room, name = frame.room, self.words.sentence("name_lead")
        self._title(holders.pop(0), frame, title)
        if lead and frame.lead is not None:
            holder, box = holders.pop(frame.lead), frame.boxes[frame.lead]
            if back is not None:
                box = box._replace(width=box.width - _BACK)
                holder.left, holder.top, holder.width, holder.height = box.emu()
                self._lead_back(pptx_slide, box._replace(left=box.right, width=_BACK), back)
            self._fill(holder, box, Paragraph(lead, LEAD_SIZE))
        elif lead:
            fitted = shrink(
                [Paragraph(lead, LEAD_SIZE, color="text")], room.width, 2 * LINE_HEIGHT * LEAD_SIZE
            )
            height = height_of(fitted, room.width) + 4
            text_box(pptx_slide.shapes, room._replace(height=height), fitted, name=name)
            room = room.below(height + 4)
        if below and frame.below is not None:
            shape, box = holders.pop(frame.below), frame.boxes[frame.below]
            write(shape.text_frame, shrink(below, box.width, box.height))
            describe(shape, name, name)
        elif below:
            text_box(pptx_slide.shapes, room, shrink(below, room.width, room.height), name=name)
        room = self._add_foot(pptx_slide, frame, room)
        for idx, shape in holders.items():
            if idx != frame.holder and shape.placeholder_format.type in (
                *CONTENT,
                KIND.SUBTITLE,
                KIND.PICTURE,
            ):
                shape._element.getparent().remove(shape._element)
        return Slide(pptx_slide, frame, room, holders.get(frame.holder) if frame.holder is not None else None)

    def room(self, role: str) -> Box:
        """Return about how much room a kind of slide has."""
        return self._frame(role).room

    def _frame(self, role: str) -> Frame:
        """Return what a layout has, measured once."""
        if role not in self._frames:
            size = (self.presentation.slide_width or 0) / EMU, (self.presentation.slide_height or 0) / EMU
            self._frames[role] = measure_layout(self.layouts[role], size)
        return self._frames[role]

    def _add(self, role: str) -> PptxSlide:
        """Add a slide with the empty placeholders of its layout."""
        added, pptx_slide = self.presentation.part.add_slide(self.layouts[role])
        slide_xml = pptx_slide._element.cSld
        if role in self._empty:
            slide_xml.replace(slide_xml.spTree, copy.deepcopy(self._empty[role]))
        else:
            pptx_slide.shapes.clone_layout_placeholders(self.layouts[role])
            self._empty[role] = copy.deepcopy(slide_xml.spTree)
        self.presentation.slides._sldIdLst.add_sldId(added)
        return pptx_slide

    def retitle(self, slide: Slide, title: str) -> None:
        """Give a slide another title."""
        self._title(slide.shapes.title, slide.frame, title)

    def _title(self, shape: Any, frame: Frame, title: str) -> None:
        """Write the title."""
        self._fill(shape, frame.boxes[0], Paragraph(title, frame.title, bold=True), "column", "title")

    def _fill(
        self, shape: Any, box: Box, wanted: Paragraph, group: str = "deck", key: str = "name_lead"
    ) -> None:
        """Write one paragraph into a placeholder, in its own size unless that would not fit."""
        (fitted,) = shrink([wanted], box.width, box.height)
        size = 0 if fitted.size == wanted.size else fitted.size
        write(shape.text_frame, [Paragraph(fitted.text, size)], heading=wanted.bold)
        name = self.words.of(group, key)
        describe(shape, name, name)

    def _lead_back(self, pptx_slide: PptxSlide, box: Box, target: Slide) -> None:
        """Write what leads back to the map."""
        wording = self.words.sentence("back")
        paragraph = Paragraph(wording, LEAST, color="accent", align="right")
        text_box(pptx_slide.shapes, box, [paragraph], name=wording, anchor="middle")
        link(pptx_slide, target.pptx_slide, [wording])

    def note(self, slide: Slide, lines: Sequence[str]) -> None:
        """Write speaker notes, a paragraph a line."""
        if lines:
            write(self._notes_of(slide.pptx_slide), [Paragraph(wording) for wording in lines])

    def speak(self, slide: Slide, lines: Sequence[str]) -> None:
        """Write what is to be spoken, a paragraph a line, as much as can be spoken over one slide."""
        kept: list[str] = []
        for wording in dict.fromkeys(filter(None, lines)):
            before = "".join(f"{line} " for line in kept)
            fitted = cut_text(wording, partial(self._can_be_spoken, before))
            if kept and fitted != wording:
                break
            kept.append(fitted)
        self.note(slide, kept)

    def _can_be_spoken(self, before: str, text: str) -> bool:
        """Tell whether a text may follow what is to be spoken before."""
        return self.words.can_be_spoken(before + text)

    def _notes_of(self, pptx_slide: PptxSlide) -> Any:
        """Add the notes of a slide, under its number; python-pptx looks through all parts for a free one."""
        part, package = pptx_slide.part, pptx_slide.part.package
        master = package.presentation_part.notes_master_part
        name = PackURI(f"/ppt/notesSlides/notesSlide{part.partname.idx}.xml")
        is_first = "notes" not in self._empty
        empty = CT_NotesSlide.new() if is_first else copy.deepcopy(self._empty["notes"])
        notes = NotesSlidePart(name, CONTENT_TYPE.PML_NOTES_SLIDE, package, empty)
        notes.relate_to(master, RT.NOTES_MASTER)
        notes.relate_to(part, RT.SLIDE)
        if is_first:
            notes.notes_slide.clone_master_placeholders(master.notes_master)
            self._empty["notes"] = copy.deepcopy(notes._element)
        part.relate_to(notes, RT.NOTES_SLIDE)
        return notes.notes_slide.notes_text_frame

    def _add_foot(self, pptx_slide: PptxSlide, frame: Frame, room: Box) -> Box:
        """Write footer and number, into the layout's own if these have room; return the room left."""
        foot, name = Paragraph(self.foot, LEAST), self.words.sentence("name_foot")
        if frame.foot is not None and foot.width() <= frame.foot_width:
            added = _copy(pptx_slide, frame.foot)
            write(added.text_frame, [foot])
            describe(added, name, name)
        else:
            foot = Paragraph(self.foot, LEAST, color="text")
            height = foot.height(room.width) + 2
            strip = room._replace(top=room.bottom - height, height=height)
            text_box(pptx_slide.shapes, strip, [foot], name=name)
            room = room.above(height + 4)
        if frame.number is not None:
            added, name = _copy(pptx_slide, frame.number), self.words.sentence("name_number")
            for text in added._element.xpath(".//a:fld/a:t"):
                text.text = str(len(self.presentation.slides))
            describe(added, name, name)
        return room


def link(pptx_slide: PptxSlide, target: PptxSlide, names: Collection[str]) -> None:
    """Let a click on the shapes of some names lead to another slide."""
    named = [element for element in pptx_slide._element.iter(qn("p:cNvPr")) if element.get("name") in names]
    for element in named:
        relation = pptx_slide.part.relate_to(target.part, RT.SLIDE)
        click = parse_xml(
            f'<a:hlinkClick {nsdecls("a", "r")} r:id="{relation}" action="ppaction://hlinksldjump"/>'
        )
        element.insert(0, click)


def _copy(pptx_slide: PptxSlide, shape: Any) -> Any:
    """Copy a placeholder from the layout to the slide."""
    copied = copy.deepcopy(shape._element)
    next(copied.iter(qn("p:cNvPr"))).set("id", str(pptx_slide.shapes._next_shape_id))
    pptx_slide.shapes._spTree.append(copied)
    return pptx_slide.shapes._shape_factory(copied)


def write(frame: Any, paragraphs: Sequence[Paragraph], *, heading: bool = False) -> None:
    """Fill the text frame of a placeholder; ``heading`` sets it in the theme's face for headings."""
    body = frame._txBody
    for old in body.findall(qn("a:p")):
        body.remove(old)
    body.extend(parse_xml(f"<a:p {nsdecls('a')}>{paragraphs_xml(paragraphs, heading=heading)}</a:p>"))
