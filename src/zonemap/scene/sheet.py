"""The paper of a picture: its size and colours, title, notes and sources around an empty body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import shapely

from zonemap.analysis.region_words import day_of
from zonemap.core.text import CITATIONS, COLON, DOT, NONE, SPACE, Text, Value, join_texts
from zonemap.core.vocabulary import word
from zonemap.region.region import Region
from zonemap.scene.items import Box, Item, Label, Paint, Path, Point
from zonemap.scene.lettering import BOTH, balance_lines, break_lines, fit_line, main_lang, say, text_width
from zonemap.scene.marks import Tone
from zonemap.style.inks import INK, LINE, PAPER, SOFT
from zonemap.style.reader import quantity

FORMATS = {"16:9": (960.0, 540.0), "A4": (841.89, 595.276), "square": (720.0, 720.0)}
"""Width and height in points: a slide, a landscape sheet, a square."""

MARGIN = 26.0
_OTHER_FACES = 1.18
_TITLE_SIZES = (24.0, 22.0, 20.0, 18.0)


@dataclass(frozen=True)
class SheetStyle:
    """How a sheet is made.

    Parameters
    ----------
    lang
        ``zh``, ``en`` or ``both``.
    size
        Width and height in points.
    is_grey
        Whether it is for a printer without colours.
    map_number
        The 审图号 issued to this very picture; without one it is marked as a working draft.
    is_bare
        Whether it is all body, as part of a picture of someone else who says the rest.
    """

    lang: str = "zh"
    size: tuple[float, float] = FORMATS["16:9"]
    is_grey: bool = False
    map_number: str = ""
    is_bare: bool = False


@dataclass
class Sheet:
    """A sheet in the making: a scene with a title and an empty body.

    Parameters
    ----------
    lang
        ``zh``, ``en`` or ``both``.
    size
        Width and height in points.
    tone
        In colours or greys.
    body
        What title and notes leave free.
    title, about
        What it is, and what it shows, for those who cannot see it.
    """

    lang: str
    size: tuple[float, float]
    tone: Tone
    body: Box
    items: list[Item] = field(default_factory=list)
    title: str = ""
    about: str = ""

    @property
    def slack(self) -> float:
        """How much wider than measured the texts may be set: where the typeface is not known, much."""
        return _OTHER_FACES if self.lang == BOTH else 1.0

    def say(self, text: Text) -> str:
        """Return a text in the language of the sheet."""
        return say(text, self.lang)

    def word(self, group: str, key: str, **values: Value) -> str:
        """Return a word of the vocabulary in the sheet's language, with values put in."""
        return self.say(word(group, key).format(**values) if values else word(group, key))

    def write(self, place: Point, text: str, size: float, **look: object) -> None:
        """Write one line at a place."""
        self.items.append(replace(Label(place, text, size), **look))  # type: ignore[arg-type]

    def write_block(self, place: Point, text: str, size: float, width: float, **look: object) -> float:
        """Write a text in as many lines as it needs; return where the next base line lies."""
        left, top = place
        for line in break_lines(text, size, width):
            self.write((left, top), line, size, **look)
            top += 1.4 * size
        return top

    def rule(self, start: Point, end: Point, color: str = LINE, width: float = 0.7, **paint: object) -> None:
        """Draw a thin line between two places."""
        look = replace(Paint(line=color, width=width), **paint)  # type: ignore[arg-type]
        self.items.append(Path(shapely.LineString([start, end]), look))

    def rect(self, box: Box, paint: Paint) -> None:
        """Draw a rectangle."""
        self.items.append(Path(shapely.box(*box), paint))

    def add(self, *items: Item) -> None:
        """Add items."""
        self.items += items


def open_sheet(style: SheetStyle) -> Sheet:
    """Make an empty sheet."""
    width, height = style.size
    body = (MARGIN, 0.85 * MARGIN, width - MARGIN, height - 0.6 * MARGIN)
    return Sheet(style.lang, style.size, Tone(style.is_grey), body)


def titled_sheet(
    region: Region,
    subject: Text,
    below: Text,
    style: SheetStyle,
    notes: Sequence[Text],
    sources: Sequence[str],
    *,
    message: Text = NONE,
    foot: float = 0,
) -> Sheet:
    """Make a sheet with title, mark and notes.

    Parameters
    ----------
    region
        Whose day and fingerprint are told.
    subject
        What the picture shows of the region; empty for all.
    below
        The line under the title, after the day.
    style
        Its language, size, colours and map number.
    notes
        What the picture must not be taken for.
    sources
        Ids of the sources of what it draws, in the order in which they are named.
    message
        What it says, in a sentence, which then is its title; region and subject stand in the line under it.
    foot
        Points left free under the notes.
    """
    sheet = open_sheet(style)
    if style.is_bare:
        sheet.body = (0.0, 0.0, *style.size)
        return sheet
    left, top, right, bottom = sheet.body
    room = (right - left - _draw_mark(sheet, style.map_number) - 16) / sheet.slack
    title = (message or join_texts([region.title, subject], COLON)).of(main_lang(sheet.lang))
    told = [region.title, subject, day_of(region), below] if message else [day_of(region), below]
    rest = sheet.say(join_texts(told, DOT))
    english = region.title.of("en")
    if sheet.lang == BOTH and english != title:
        rest = DOT.en.join(filter(None, [english, rest]))
    top += _write_title(sheet, title, rest, (left, top, right, room))
    sheet.title, sheet.about = title, DOT.of(main_lang(sheet.lang)).join(filter(None, [title, rest]))
    if sheet.lang == BOTH and english != title:
        sheet.title = DOT.en.join([title, english])
    end = _draw_notes(sheet, region, notes, sources, bottom - foot)
    sheet.body = (left, top, right, end)
    return sheet


def _write_title(sheet: Sheet, title: str, rest: str, room: tuple[float, float, float, float]) -> float:
    """Write title and the line under it, each on a second line where it is long; return how high they stand.

    Parameters
    ----------
    sheet, title, rest
        Where, and what they say.
    room
        Left end, top, right end, and how wide the title may be beside the mark.
    """
    left, top, right, width = room
    size = next((size for size in _TITLE_SIZES if text_width(title, size) <= width), _TITLE_SIZES[-1])
    lines = [title] if text_width(title, size) <= width else balance_lines(title, size, width)
    at = top + 21 - 1.25 * size
    for line in lines:
        at += 1.25 * size
        sheet.write((left, at), line, size, bold=True)
    lines = break_lines(rest, 13, right - left)
    for number, line in enumerate(lines):
        sheet.write((left, at + 21 + 16.5 * number), line, 13, color=SOFT)
    return at - top + 35 + 16.5 * (len(lines) - 1)


def _draw_mark(sheet: Sheet, map_number: str) -> float:
    """Draw the map number, or that this is a working draft, into the upper right corner; return its width."""
    wording = f"{sheet.word('sheet', 'map_number' if map_number else 'draft')} {map_number}".strip()
    _, top, right, _ = sheet.body
    width = text_width(wording, 13) + 20
    sheet.rect((right - width, top, right, top + 25), Paint(PAPER, INK, width=1))
    sheet.write((right - width / 2, top + 17.5), wording, 13, align="center")
    return width


def _draw_notes(
    sheet: Sheet, region: Region, notes: Sequence[Text], sources: Sequence[str], bottom: float
) -> float:
    """Write notes, sources and fingerprint at the foot; return where it begins."""
    left, _, right, _ = sheet.body
    size = quantity("size.sheet.note")
    langs = ("zh", "en") if sheet.lang == BOTH else (sheet.lang,)
    lines = [
        line
        for lang in langs
        for line in break_lines(join_texts(notes, DOT).of(lang), size, (right - left) / sheet.slack)
    ]
    top = bottom - 13 * len(lines) - 10
    sheet.rule((left, top - 13), (right, top - 13))
    for line in lines:
        sheet.write((left, top), line, size)
        top += 13
    print_of = sheet.word("figure", "fingerprint", fingerprint=region.fingerprint)
    room = (right - left) / sheet.slack - text_width(print_of, size) - 18
    sheet.write((left, top), source_line(region, sources, sheet, size, room), size, color=SOFT)
    sheet.write((right, top), print_of, size, color=SOFT, align="right")
    return bottom - 13 * len(lines) - 30


def source_line(region: Region, sources: Sequence[str], sheet: Sheet, size: float, width: float) -> str:
    """Name sources, as many as one line takes."""
    table = region.sources.set_index("source_id")
    names = [f"{table.at[key, 'publisher']} {table.at[key, 'date']}".strip() for key in sources]
    names = list(dict.fromkeys(names)) or [sheet.word("figure", "no_sources")]
    lang = main_lang(sheet.lang)
    head = sheet.word("sheet", "sources") + COLON.of(lang)
    more = SPACE.of(lang) + sheet.word("sheet", "more_sources")
    for kept in range(len(names), 0, -1):
        wording = head + CITATIONS.of(lang).join(names[:kept]) + (more if kept < len(names) else "")
        if text_width(wording, size) <= width:
            return wording
    return fit_line(head + names[0], size, width)


def sheet_notes(*keys: str) -> list[Text]:
    """Return notes of the vocabulary by their keys."""
    return [word("sheet", key) for key in keys]


def empty_note(sheet: Sheet, key: str) -> None:
    """Say in words that there is nothing to draw."""
    left, top, right, _ = sheet.body
    sheet.write_block((left, top + 24), sheet.word("figure", key), 16, right - left)
