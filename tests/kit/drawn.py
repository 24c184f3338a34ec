"""What a figure shows, measured with its renderer."""

from __future__ import annotations

from itertools import combinations

from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from zonemap.outputs.figures.lettering import HALO


def texts(figure: Figure) -> list[Text]:
    """Return every line of text that a figure shows, outlines behind them left out."""
    return [text for text in figure.findobj(Text) if text.get_text() and text.get_gid() != HALO]


def words(figure: Figure) -> str:
    """Return all text of a figure."""
    return "\n".join(text.get_text() for text in texts(figure))


def boxes(figure: Figure) -> list[tuple[str, Bbox]]:
    """Return each upright line of text with the pixels that it covers."""
    renderer = figure.canvas.get_renderer()
    upright = [text for text in texts(figure) if not text.get_rotation()]
    return [(text.get_text(), text.get_window_extent(renderer)) for text in upright]


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Return the pairs of lines of text that cover each other by more than a pixel."""
    found = []
    for (one, box), (other, beside) in combinations(boxes(figure), 2):
        width = min(box.x1, beside.x1) - max(box.x0, beside.x0)
        height = min(box.y1, beside.y1) - max(box.y0, beside.y0)
        if width > 1 and height > 1:
            found.append((one, other))
    return found


def outside(figure: Figure) -> list[str]:
    """Return the lines of text that leave the paper."""
    renderer = figure.canvas.get_renderer()
    paper = figure.bbox.padded(1)
    found = []
    for text in texts(figure):
        box = text.get_window_extent(renderer)
        if not (paper.contains(box.x0, box.y0) and paper.contains(box.x1, box.y1)):
            found.append(text.get_text())
    return found


def colors(figure: Figure) -> set[str]:
    """Return every colour that fills or outlines a shape, as ``#rrggbb``."""
    shapes = figure.findobj(Patch)
    return {to_hex(color) for shape in shapes for color in (shape.get_facecolor(), shape.get_edgecolor())}
