"""Decks that several tests look into, each written once, and how to walk through their shapes."""

import io
import tempfile
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.presentation import Presentation as Deck
from pptx.shapes.base import BaseShape
from pptx.util import Pt

from kit.shared import once
from kit.toy import write_geodata
from zonemap.outputs.deck.writer import write_deck
from zonemap.region.reading import read_region
from zonemap.region.region import Region

GEODATA = Path(__file__).parents[2] / "geodata"
FACTORY: list[pytest.TempPathFactory] = []
"""pytest's own of this run, put here by ``conftest.py``: decks are asked for by calls, not as fixtures."""


@cache
def linfen_bytes(lang: str = "zh") -> bytes:
    """Write the deck of the repository's geodata, once for all workers."""

    def make(folder: Path) -> None:
        write_deck(read_region(GEODATA), folder / "deck.pptx", lang=lang)

    return (once(FACTORY[0], f"linfen-deck-{lang}", make) / "deck.pptx").read_bytes()


@cache
def toy_bytes(lang: str = "zh") -> bytes:
    """Write the deck of the made-up region."""
    with tempfile.TemporaryDirectory() as folder:
        return deck_bytes(read_region(write_geodata(Path(folder))), lang=lang)


def deck_bytes(region: Region, **options: object) -> bytes:
    """Write a deck and return the file."""
    with tempfile.TemporaryDirectory() as folder:
        return write_deck(region, Path(folder) / "deck.pptx", **options).read_bytes()


@cache
def opened(file: bytes) -> Deck:
    """Open a deck."""
    return Presentation(io.BytesIO(file))


def walk(shapes) -> Iterator[BaseShape]:
    """Go through shapes and the shapes inside groups."""
    for shape in shapes:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from walk(shape.shapes)


def alt_text(shape: BaseShape) -> str:
    """Return the alternative text of a shape."""
    return shape._element.xpath(".//p:cNvPr")[0].get("descr", "")


def titled(deck: Deck, part: str):
    """Return the first slide whose title holds a text."""
    return next(slide for slide in deck.slides if part in slide.shapes.title.text)


def is_hidden(slide) -> bool:
    """Tell whether a slide is not shown."""
    return slide._element.get("show") == "0"


def shown(deck: Deck) -> list:
    """Return the slides that are shown."""
    return [slide for slide in deck.slides if not is_hidden(slide)]


def with_hidden(deck: Deck, slide) -> list:
    """Return a slide with the hidden ones behind it."""
    slides = list(deck.slides)
    at = [one.slide_id for one in slides].index(slide.slide_id)
    behind = takewhile(is_hidden, slides[at + 1 :])
    return [slide, *behind]


def texts(slide) -> str:
    """Return all that a slide says, a line a text."""
    said = []
    for shape in walk(slide.shapes):
        if shape.has_text_frame:
            said.append(shape.text_frame.text)
        if getattr(shape, "has_table", False) and shape.has_table:
            said += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(said)


def beyond(deck: Deck) -> list[str]:
    """Return the names of the shapes that leave their slide, tables by the height of their rows."""
    found = []
    for slide in deck.slides:
        for shape in walk(slide.shapes):
            height = shape.height
            if getattr(shape, "has_table", False) and shape.has_table:
                height = sum(row.height for row in shape.table.rows)
            right, bottom = shape.left + shape.width, shape.top + height
            room = deck.slide_width + 1, deck.slide_height + 1
            if min(shape.left, shape.top) < -1 or right > room[0] or bottom > room[1]:
                found.append(shape.name)
    return found


def covered(slide) -> list[tuple[str, str]]:
    """Return which titles, texts, tables, charts and maps cover each other; symbols have several shapes."""
    found, boxes = [], []
    for shape in slide.shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP and shape.name not in ("地图", "Map"):
            continue
        height = shape.height
        if getattr(shape, "has_table", False) and shape.has_table:
            height = sum(row.height for row in shape.table.rows)
        box = (shape.name, shape.left, shape.top, shape.left + shape.width, shape.top + height)
        for other, left, top, right, bottom in boxes:
            across, down = min(box[3], right) - max(box[1], left), min(box[4], bottom) - max(box[2], top)
            if other != shape.name and min(across, down) > Pt(2):
                found.append((other, shape.name))
        boxes.append(box)
    return found
