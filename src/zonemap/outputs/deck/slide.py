"""Slides of one deck: each opened from a layout, with title, line under it, footer, number and notes."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as PptxPresentation
from pptx.shapes.base import BaseShape
from pptx.slide import Slide as PptxSlide
from pptx.slide import SlideLayout

from zonemap.outputs.deck.master import LEAD_NAME
from zonemap.outputs.deck.template import CONTENT, title_size
from zonemap.outputs.deck.words import Words
from zonemap.painters.pptx_shapes import EMU, Box, describe, text_box
from zonemap.painters.pptx_text import LINE, Paragraph, lines_of, name_face, printable, shrink, write

_LEAD_SIZE, _FOOT_SIZE = 14.0, 9.0
_SMALLEST_TITLE = 16.0
_GAP = 12.0
"""Room between title, content and footer, points."""

_EDGE = 0.0375
"""Margin of a slide that its layout does not give, as a share of its width."""


@dataclass(frozen=True)
class Slide:
    """A slide that has been opened.

    Parameters
    ----------
    pptx_slide
        The slide.
    room
        What title, lead and footer leave free, in points.
    holder
        The placeholder that the content takes the place of; None where the layout has none.
    """

    pptx_slide: PptxSlide
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
    own
        Whether the master is our own.
    """

    presentation: PptxPresentation
    layouts: dict[str, SlideLayout]
    words: Words
    foot: str
    own: bool = True

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of a slide in points."""
        return (self.presentation.slide_width or 0) / EMU, (self.presentation.slide_height or 0) / EMU

    def open(self, role: str, title: str, lead: str = "", below: Sequence[Paragraph] = ()) -> Slide:
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
        """
        pptx_slide = self.presentation.slides.add_slide(self.layouts[role])
        pptx_slide.shapes.turbo_add_enabled = True  # else each shape looks through all before it for its id
        room, holder = self._room(pptx_slide)
        self._write_title(pptx_slide, title)
        if lead:
            room = self._write_lead(pptx_slide, room, lead)
        if below:
            self._write_below(pptx_slide, room, below)
        if not self._add_foot(pptx_slide):
            room = self._foot_below(pptx_slide, room)
        self._number(pptx_slide)
        for shape in list(pptx_slide.placeholders):
            spare = shape.placeholder_format.type in (*CONTENT, KIND.SUBTITLE, KIND.PICTURE)
            if spare and not _filled(shape) and (holder is None or shape.shape_id != holder.shape_id):
                shape._element.getparent().remove(shape._element)
        return Slide(pptx_slide, room, holder)

    def note(self, slide: Slide, lines: Sequence[str]) -> None:
        """Write speaker notes, a paragraph a line."""
        frame = slide.pptx_slide.notes_slide.notes_text_frame
        assert frame is not None
        for number, wording in enumerate(lines):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            run = paragraph.add_run()
            run.text = printable(wording)
            name_face(run)

    def write_unstated(self, slide: Slide) -> None:
        """Say in place of a chart or table that nothing is guessed where the sources are silent."""
        slide.clear()
        wording = Paragraph(self.words.sentence("method_silent"), 18, color="text")
        text_box(slide.shapes, slide.room, [wording], name=self.words.sentence("name_text"))

    def _write_title(self, pptx_slide: PptxSlide, title: str) -> None:
        """Write the title, smaller where it would not fit."""
        shape = pptx_slide.shapes.title
        assert shape is not None
        box = box_of(shape)
        usual = title_size(pptx_slide.slide_layout)
        (fitted,) = shrink([Paragraph(title, usual, bold=True)], box.width, box.height, _SMALLEST_TITLE)
        write(
            shape.text_frame,
            [Paragraph(fitted.text, 0 if fitted.size == usual else fitted.size)],
            heading=True,
        )
        describe(shape, self.words.of("column", "title"), self.words.of("column", "title"))

    def _write_lead(self, pptx_slide: PptxSlide, room: Box, lead: str) -> Box:
        """Write the line under the title, into its placeholder if there is one; return the room left."""
        name = self.words.sentence("name_lead")
        shape = _lead_holder(pptx_slide)
        if shape is not None:
            box = box_of(shape)
            (fitted,) = shrink([Paragraph(lead, _LEAD_SIZE)], box.width, box.height, _FOOT_SIZE)
            write(shape.text_frame, [Paragraph(fitted.text, 0 if fitted.size == _LEAD_SIZE else fitted.size)])
            describe(shape, name, name)
            return room
        (fitted,) = shrink([Paragraph(lead, _LEAD_SIZE, color="text")], room.width, 2 * LINE * _LEAD_SIZE)
        height = LINE * fitted.size * len(lines_of(fitted.text, fitted.size, room.width)) + 4
        text_box(pptx_slide.shapes, room._replace(height=height), [fitted], name=name)
        return room.below(height + 4)

    def _write_below(self, pptx_slide: PptxSlide, room: Box, below: Sequence[Paragraph]) -> None:
        """Write the subtitle, smaller where it would not fit, or a text box where the layout has none."""
        name = self.words.sentence("name_lead")
        for shape in pptx_slide.placeholders:
            if shape.placeholder_format.type in (KIND.SUBTITLE, KIND.BODY):
                box = box_of(shape)
                write(shape.text_frame, shrink(below, box.width, box.height))
                describe(shape, name, name)
                return
        text_box(pptx_slide.shapes, room, shrink(below, room.width, room.height), name=name)

    def retitle(self, slide: Slide, title: str) -> None:
        """Give a page another title."""
        assert slide.pptx_slide.shapes.title is not None
        slide.pptx_slide.shapes.title.text_frame.clear()
        self._write_title(slide.pptx_slide, title)

    def _add_foot(self, pptx_slide: PptxSlide) -> bool:
        """Add the footer where the layout has one that is wide enough; tell whether it has."""
        for shape in pptx_slide.slide_layout.placeholders:
            if shape.placeholder_format.type == KIND.FOOTER:
                if len(lines_of(self.foot, _FOOT_SIZE, box_of(shape).width)) > 1:
                    return False
                added = _copy(pptx_slide, shape)
                for paragraph in added.text_frame._txBody.findall(qn("a:p"))[1:]:
                    added.text_frame._txBody.remove(paragraph)
                added.text_frame.clear()
                write(added.text_frame, [Paragraph(self.foot, _FOOT_SIZE)])
                describe(added, self.words.sentence("name_foot"), self.words.sentence("name_foot"))
                return True
        return False

    def _foot_below(self, pptx_slide: PptxSlide, room: Box) -> Box:
        """Write the footer at the lower edge of the content; return the room left."""
        height = LINE * _FOOT_SIZE * len(lines_of(self.foot, _FOOT_SIZE, room.width)) + 2
        strip = Box(room.left, room.bottom - height, room.width, height)
        text_box(
            pptx_slide.shapes,
            strip,
            [Paragraph(self.foot, _FOOT_SIZE, color="text")],
            name=self.words.sentence("name_foot"),
        )
        return room._replace(height=room.height - height - 4)

    def _number(self, pptx_slide: PptxSlide) -> None:
        """Add the slide's number where the layout has it."""
        for shape in pptx_slide.slide_layout.placeholders:
            if shape.placeholder_format.type == KIND.SLIDE_NUMBER:
                added = _copy(pptx_slide, shape)
                for text in added._element.xpath(".//a:fld/a:t"):
                    text.text = str(len(self.presentation.slides))
                describe(added, self.words.sentence("name_number"), self.words.sentence("name_number"))

    def _room(self, pptx_slide: PptxSlide) -> tuple[Box, BaseShape | None]:
        """Return what title and footer leave free, and the placeholder that stands there."""
        width, height = self.size
        title, lead, edge = pptx_slide.shapes.title, _lead_holder(pptx_slide), _EDGE * width
        assert title is not None
        top = max(box_of(shape).bottom for shape in (title, lead) if shape is not None) + _GAP
        feet = [
            box_of(shape).top
            for shape in pptx_slide.slide_layout.placeholders
            if shape.placeholder_format.type in (KIND.FOOTER, KIND.SLIDE_NUMBER, KIND.DATE)
        ]
        bottom = min([foot for foot in feet if foot > height / 2] or [height - edge]) - _GAP
        holders = [
            shape
            for shape in pptx_slide.placeholders
            if shape.placeholder_format.type in CONTENT and (lead is None or shape.shape_id != lead.shape_id)
        ]
        holder = max(holders, key=lambda shape: box_of(shape).width * box_of(shape).height, default=None)
        if holder is None:
            return Box(edge, top, width - 2 * edge, bottom - top), None
        box = box_of(holder)
        top, bottom = max(box.top, top), min(box.bottom, bottom)
        return Box(box.left, top, box.width, bottom - top), holder


def box_of(shape: BaseShape) -> Box:
    """Return where a shape stands, in points."""
    return Box(shape.left / EMU, shape.top / EMU, shape.width / EMU, shape.height / EMU)


def _lead_holder(pptx_slide: PptxSlide) -> Any:
    """Return the placeholder for the line under the title, which our own layouts have."""
    leads = [
        shape.placeholder_format.idx
        for shape in pptx_slide.slide_layout.placeholders
        if shape.name == LEAD_NAME
    ]
    return next((shape for shape in pptx_slide.placeholders if shape.placeholder_format.idx in leads), None)


def _copy(pptx_slide: PptxSlide, shape: BaseShape) -> Any:
    """Copy a placeholder from the layout to the slide."""
    copied = copy.deepcopy(shape._element)
    copied.nvSpPr.cNvPr.set("id", str(pptx_slide.shapes._next_shape_id))
    pptx_slide.shapes._spTree.append(copied)
    return pptx_slide.shapes[-1]


def _filled(shape: BaseShape) -> bool:
    """Tell whether a placeholder holds text."""
    return bool(shape.has_text_frame and shape.text_frame.text)
