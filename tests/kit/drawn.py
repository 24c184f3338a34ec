"""What a figure shows, measured with its renderer; or what a scene holds, measured as it was composed."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import shapely
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from zonemap.painters.letters import HALO
from zonemap.scene.items import Disc, Item, Label, MapGroup, Mark, walk
from zonemap.scene.lettering import text_width
from zonemap.scene.marks import pieces
from zonemap.scene.sheet import Sheet


def labels(items: Iterable[Item]) -> list[Label]:
    """Return every label of a scene, the numbers of its marks too."""
    found = []
    for item in walk(items):
        if isinstance(item, Label):
            found.append(item)
        elif isinstance(item, Mark):
            found += [piece for piece in pieces(item) if isinstance(piece, Label)]
    return found


def marks(items: Iterable[Item]) -> list[Mark]:
    """Return every mark of a zone in a scene."""
    return [item for item in walk(items) if isinstance(item, Mark) and item.zone]


def maps(items: Iterable[Item]) -> list[MapGroup]:
    """Return every map of a scene."""
    return [item for item in walk(items) if isinstance(item, MapGroup)]


def label_box(label: Label) -> shapely.Geometry:
    """Return what a label covers, as it is measured in the shipped typeface."""
    x, y = label.place
    width = text_width(label.text, label.size)
    left = x - {"left": 0.0, "center": width / 2, "right": width}[label.align]
    return shapely.box(left, y - 0.8 * label.size, left + width, y + 0.12 * label.size)


def covering(items: Iterable[Item]) -> list[tuple[str, str]]:
    """Return the pairs of labels that cover each other by more than a point, turned ones left out."""
    upright = [label for label in labels(items) if not label.turn and label.text]
    boxes_ = [shapely.buffer(label_box(label), -0.5) for label in upright]
    tree = shapely.STRtree(boxes_)
    return [
        (upright[one].text, upright[other].text)
        for one, other in tree.query(boxes_, predicate="intersects").T
        if one < other
    ]


def hidden(items: Iterable[Item]) -> list[tuple[str, str]]:
    """Return the pairs of marks of one map of which one hides the other's middle."""
    found = []
    for map_ in maps(items):
        for one, other in combinations(marks(map_.items), 2):
            away = shapely.distance(shapely.Point(one.place), shapely.Point(other.place))
            if away < max(one.radius, other.radius):
                found.append((one.zone, other.zone))
    return found


def beyond_sheet(sheet: Sheet) -> list[str]:
    """Return the labels, marks and discs that leave the sheet, or the map they stand on."""
    found = []
    width, height = sheet.size
    for room, items in [
        (shapely.box(0, 0, width, height), sheet.items),
        *((shapely.box(*map_.box), map_.items) for map_ in maps(sheet.items)),
    ]:
        paper = shapely.buffer(room, 1)
        found += [one.text for one in labels(items) if not one.turn and not paper.contains(label_box(one))]
        round_ = [item for item in walk(items) if isinstance(item, Mark)]
        found += [
            one.zone for one in round_ if not paper.contains(shapely.Point(one.place).buffer(one.radius))
        ]
        found += [
            "disc"
            for item in walk(items)
            if isinstance(item, Disc) and not paper.contains(shapely.Point(item.centre))
        ]
    return found


def texts(figure: Figure) -> list[Text]:
    """Return every line of text that a figure shows, outlines behind them left out."""
    return [text for text in figure.findobj(Text) if text.get_text() and text.get_gid() != HALO]


def words(shown: Figure | Sheet) -> str:
    """Return all text of a figure or a sheet."""
    if isinstance(shown, Sheet):
        return "\n".join(label.text for label in labels(shown.items) if label.text)
    return "\n".join(text.get_text() for text in texts(shown))


def boxes(figure: Figure) -> list[tuple[str, Bbox]]:
    """Return each upright line of text with the pixels that it covers."""
    renderer = figure.canvas.get_renderer()
    upright = [text for text in texts(figure) if not text.get_rotation()]
    return [(text.get_text(), text.get_window_extent(renderer)) for text in upright]


def overlaps(shown: Figure | Sheet) -> list[tuple[str, str]]:
    """Return the pairs of lines of text that cover each other by more than a pixel, or a point."""
    if isinstance(shown, Sheet):
        return covering(shown.items)
    found = []
    for (one, box), (other, beside) in combinations(boxes(shown), 2):
        width = min(box.x1, beside.x1) - max(box.x0, beside.x0)
        height = min(box.y1, beside.y1) - max(box.y0, beside.y0)
        if width > 1 and height > 1:
            found.append((one, other))
    return found


def outside(figure: Figure | Sheet) -> list[str]:
    """Return the lines of text that leave the paper; of a sheet the marks as well."""
    if isinstance(figure, Sheet):
        return beyond_sheet(figure)
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
