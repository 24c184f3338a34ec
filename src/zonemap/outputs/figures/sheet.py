"""The paper of a figure: its format and colours, title, notes and sources around an empty body."""

# Above 300 lines because figures do not yet share the map engine of the other outputs.

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from zonemap.core.atomic_output import write_atomic
from zonemap.core.dates import format_date
from zonemap.core.errors import check_choice, check_lang
from zonemap.core.punctuation import CITATIONS, COLON, DOT, SPACE
from zonemap.core.vocabulary import label, terms
from zonemap.outputs.figures.lettering import break_lines, fit_line, text_width, write
from zonemap.region.region import Region
from zonemap.style.inks import INK, LINE, PAPER, SOFT
from zonemap.style.shades import grey_ground, grey_line, grey_of

FORMATS = {"16:9": (960.0, 540.0), "A4": (841.89, 595.276), "square": (720.0, 720.0)}
"""Width and height in points: a slide, a landscape sheet, a square."""


DPI, SCREEN_DPI = 300, 120
"""Dots an inch of a picture on paper, and of one in a notebook."""

_SETTINGS = Lock()
MARGIN = 26.0

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the upper left corner of the paper."""


class ShownFigure(Figure):
    """A figure that shows itself in a notebook, where its label is read aloud to those who cannot see it."""

    def _repr_png_(self) -> tuple[bytes, dict[str, str]]:
        return _encoded(self, "png", SCREEN_DPI, {"Software": "zonemap"}), {"alt": str(self.get_label())}


@dataclass(frozen=True)
class FigureStyle:
    """How a figure is made.

    Parameters
    ----------
    lang
        ``zh`` or ``en``.
    paper
        One of ``FORMATS``.
    grayscale
        Whether it is for a printer without colours.
    map_number
        The 审图号 issued to this very figure; without one it is marked as a working draft.
    """

    lang: str = "zh"
    paper: str = "16:9"
    grayscale: bool = False
    map_number: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet to draw on.

    Parameters
    ----------
    figure
        The figure.
    ax
        Axes over the whole sheet, in points from its upper left corner downwards.
    body
        What title and notes leave free.
    lang
        ``zh`` or ``en``.
    grayscale
        Whether it is for a printer without colours.
    """

    figure: Figure
    ax: Axes
    body: Box
    lang: str
    grayscale: bool

    def word(self, group: str, key: str, **values: object) -> str:
        """Return a word of the vocabulary in the sheet's language, with values put in."""
        return label(group, key, self.lang).format(**values) if values else label(group, key, self.lang)

    def color(self, color: str) -> str:
        """Return a colour in the sheet's colours or greys."""
        return grey_of(color) if self.grayscale else color

    def line_color(self, color: str) -> str:
        """Return a colour of lines in the sheet's colours or greys."""
        return grey_line(color) if self.grayscale else color

    def ground(self, color: str) -> str:
        """Return a pale colour of the ground in the sheet's colours or greys."""
        return grey_ground(color) if self.grayscale else color

    def axes(self, box: Box) -> Axes:
        """Add axes without frame or ticks over a box."""
        width, height = size_of(self.figure)
        left, top, right, bottom = box
        place = (left / width, 1 - bottom / height, (right - left) / width, (bottom - top) / height)
        ax = self.figure.add_axes(place)
        ax.set_axis_off()
        return ax

    def write(self, place: tuple[float, float], text: str, size: float, **look: Any) -> None:
        """Write one line at a place in points."""
        write(self.ax, place, text, size, **look)

    def write_block(
        self, place: tuple[float, float], text: str, size: float, width: float, **look: Any
    ) -> float:
        """Write a text in as many lines as it needs; return where the next base line lies."""
        left, top = place
        for line in break_lines(text, size, width):
            self.write((left, top), line, size, **look)
            top += 1.4 * size
        return top

    def rule(self, start: tuple[float, float], end: tuple[float, float], **look: Any) -> None:
        """Draw a thin line between two places in points."""
        self.ax.plot(*zip(start, end, strict=True), **{"color": LINE, "linewidth": 0.7, **look})

    def rect(self, box: Box, **look: Any) -> Rectangle:
        """Draw a rectangle."""
        left, top, right, bottom = box
        shape = Rectangle((left, top), right - left, bottom - top, **{"linewidth": 0, **look})
        self.ax.add_artist(shape)
        return shape


def open_sheet(lang: str, paper: str = "16:9", grayscale: bool = False) -> Sheet:
    """Make an empty sheet.

    Raises
    ------
    UnknownOption
        If there is no such language or format.
    """
    check_lang(lang)
    check_choice(paper, FORMATS, zh="纸张", en="paper")
    width, height = FORMATS[paper]
    figure = ShownFigure(figsize=(width / 72, height / 72), dpi=100, facecolor=PAPER)
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_axis_off()
    ax.set(xlim=(0, width), ylim=(height, 0), autoscale_on=False)
    return Sheet(figure, ax, (MARGIN, 0.85 * MARGIN, width - MARGIN, height - 0.6 * MARGIN), lang, grayscale)


def titled_sheet(
    region: Region,
    subject: str,
    below: str,
    style: FigureStyle,
    notes: Sequence[str],
    sources: Sequence[str],
    *,
    foot: float = 0,
) -> Sheet:
    """Make a sheet with title, mark and notes.

    Parameters
    ----------
    region
        Whose day and fingerprint are told.
    subject
        What the figure shows of the region; empty for all.
    below
        The line under the title, after the day.
    style
        Its language, format, colours and map number.
    notes
        What the figure must not be taken for: keys of the group ``sheet``, or whole sentences.
    sources
        Ids of the sources of what it draws, in the order in which they are named.
    foot
        Points left free under the notes.

    Raises
    ------
    UnknownOption
        If there is no such language or format.
    """
    lang = style.lang
    sheet = open_sheet(lang, style.paper, style.grayscale)
    left, top, right, bottom = sheet.body
    room = right - _draw_mark(sheet, style.map_number) - 16
    title = COLON.of(lang).join(filter(None, (region.title.of(lang), subject)))
    size = next((size for size in (24, 22, 20, 18) if text_width(title, size) <= room), 16)
    sheet.write((left, top + 21), fit_line(title, size, room), size)
    day = format_date(region.date.isoformat(), lang)
    dot = DOT.of(lang)
    wording = dot.join(filter(None, (f"{sheet.word('figure', 'as_of')}{day}", below)))
    sheet.write((left, top + 42), fit_line(wording, 13, right - left), 13, color=SOFT)
    sheet.figure.set_label(f"{title}{dot}{wording}")
    end = _draw_notes(sheet, region, [_note_text(sheet, key) for key in notes], sources, bottom - foot)
    return Sheet(sheet.figure, sheet.ax, (left, top + 56, right, end), lang, style.grayscale)


def _note_text(sheet: Sheet, key: str) -> str:
    """Return the note of a key, or the sentence itself."""
    return sheet.word("sheet", key) if key in terms("sheet") else key


def _draw_mark(sheet: Sheet, map_number: str) -> float:
    """Draw the map number, or that this is a working draft, into the upper right corner; return its width."""
    wording = (
        f"{sheet.word('sheet', 'map_number')} {map_number}" if map_number else sheet.word("sheet", "draft")
    )
    _, top, right, _ = sheet.body
    width = text_width(wording, 13) + 20
    sheet.rect((right - width, top, right, top + 25), facecolor=PAPER, edgecolor=INK, linewidth=1)
    sheet.write((right - width / 2, top + 17.5), wording, 13, align="center")
    return width


def _draw_notes(
    sheet: Sheet, region: Region, notes: list[str], sources: Sequence[str], bottom: float
) -> float:
    """Write notes, sources and fingerprint at the foot; return where it begins."""
    left, _, right, _ = sheet.body
    print_of = sheet.word("figure", "fingerprint", fingerprint=region.fingerprint)
    first = break_lines(DOT.of(sheet.lang).join(notes), 9.5, right - left)
    top = bottom - 13 * len(first) - 13 + 3
    sheet.rule((left, top - 13), (right, top - 13))
    for line in first:
        sheet.write((left, top), line, 9.5)
        top += 13
    room = right - left - text_width(print_of, 9.5) - 18
    sheet.write((left, top), source_line(region, sources, sheet, 9.5, room), 9.5, color=SOFT)
    sheet.write((right, top), print_of, 9.5, color=SOFT, align="right")
    return bottom - 13 * len(first) - 30


def source_line(region: Region, sources: Sequence[str], sheet: Sheet, size: float, width: float) -> str:
    """Name sources, as many as one line takes."""
    table = region.sources.set_index("source_id")
    names = [f"{table.at[key, 'publisher']} {table.at[key, 'date']}".strip() for key in sources]
    names = list(dict.fromkeys(names)) or [sheet.word("figure", "no_sources")]
    head = sheet.word("sheet", "sources") + COLON.of(sheet.lang)
    more = SPACE.of(sheet.lang) + sheet.word("sheet", "more_sources")
    for kept in range(len(names), 0, -1):
        wording = head + CITATIONS.of(sheet.lang).join(names[:kept]) + (more if kept < len(names) else "")
        if text_width(wording, size) <= width:
            return wording
    return fit_line(head + names[0], size, width)


def size_of(figure: Figure) -> tuple[float, float]:
    """Return width and height of a figure in points."""
    width, height = figure.get_size_inches()
    return float(width * 72), float(height * 72)


@contextmanager
def render_settings() -> Iterator[None]:
    """Make matplotlib keep text as text, without random ids; for one thread at a time, as they are global."""
    settings: Any = {
        "pdf.compression": 9,
        "pdf.fonttype": 42,
        "svg.fonttype": "none",
        "svg.hashsalt": "zonemap",
    }
    with _SETTINGS, mpl.rc_context(settings):
        yield


def save_figure(figure: Figure, path: Path | str, *, title: str = "") -> Path:
    """Write a figure as PNG (300 dpi), SVG (text as text) or PDF by the ending of its name, the same bytes
    each time.

    Parameters
    ----------
    figure
        The figure.
    path
        Where to write.
    title
        Title in the metadata.

    Raises
    ------
    OSError
        If the file cannot be written.
    UnknownOption
        If the ending is none of these.
    """
    kind = Path(path).suffix.lower().lstrip(".")
    metadata: dict[str, dict[str, str | None]] = {
        "png": {"Software": "zonemap", "Title": title},
        "svg": {"Date": None, "Creator": "zonemap", "Title": title},
        "pdf": {"CreationDate": None, "Creator": "zonemap", "Producer": None, "Title": title},
    }
    check_choice(
        kind, metadata, zh=f"图的格式（{Path(path).name}）", en=f"picture format ({Path(path).name})"
    )
    return write_atomic(path, _encoded(figure, kind, DPI, metadata[kind]))


def _encoded(figure: Figure, kind: str, dpi: int, metadata: Mapping[str, str | None]) -> bytes:
    """Return a figure as the bytes of a file."""
    content = io.BytesIO()
    with render_settings():
        figure.savefig(content, format=kind, dpi=dpi, metadata=metadata, bbox_inches=None)
    return content.getvalue()
