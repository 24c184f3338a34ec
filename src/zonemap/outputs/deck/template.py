"""A planner's own template: read, emptied, its layouts found by name or by what they can hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.exc import PackageNotFoundError
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as PptxPresentation
from pptx.slide import SlideLayout

from zonemap.core.errors import CannotRead, ZonemapError
from zonemap.core.reading import UNPACKING, check_ordinary
from zonemap.outputs.deck.master import LEAD_NAME
from zonemap.painters.pptx_shapes import EMU, Box

_GAP = 12.0
"""Room between title, content and footer, points."""

_EDGE = 0.0375
"""Margin of a slide that its layout does not give, as a share of its width."""

ROLES: dict[str, tuple[str, ...]] = {
    "cover": ("封面 title slide", "封面", "标题幻灯片", "title slide", "cover", "title"),
    "map": ("地图 map", "地图", "map", "仅标题", "title only"),
    "chart": ("图表 chart", "图表", "chart", "标题和内容", "title and content"),
    "table": ("表格 table", "表格", "table", "标题和内容", "title and content"),
    "text": ("正文 text", "正文", "text", "标题和内容", "title and content"),
}
"""Names of the layout for each kind of slide, the most telling first."""

_UNREADABLE = (
    PackageNotFoundError,
    *UNPACKING,
    OSError,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
)
"""What python-pptx raises for files that are no presentation."""

TITLES = (KIND.TITLE, KIND.CENTER_TITLE)
CONTENT = (KIND.OBJECT, KIND.BODY, KIND.CHART, KIND.TABLE)
"""Kinds of placeholders that a slide's content may take the place of."""


@dataclass(frozen=True)
class Frame:
    """What a layout has: its placeholders by their number, where they stand, and what they leave free."""

    boxes: dict[int, Box]
    title: float
    lead: int | None
    below: int | None
    holder: int | None
    foot: Any
    foot_width: float
    number: Any
    room: Box


def read_template(path: Path | str) -> PptxPresentation:
    """Read a template and take its own slides out.

    Raises
    ------
    CannotRead
        If there is no such file, or it is no .pptx.
    DataProblems
        If it is a pipe or a device, or a link that leads nowhere.
    """
    file = Path(path)
    if file.exists() or file.is_symlink():
        check_ordinary(file, file.name)
    try:
        presentation = Presentation(str(file))
        _take_slides_out(presentation)
    except _UNREADABLE as error:
        raise CannotRead(
            f"{file}：不是可读的模板，请在 PowerPoint 或 WPS 中另存为 .pptx / "
            "not a readable template, save it as .pptx in PowerPoint or WPS"
        ) from error
    return presentation


def _take_slides_out(presentation: PptxPresentation) -> None:
    """Remove every slide, and the sections and shows that name slides."""
    presentation_xml = presentation.part._element
    for listed in list(presentation.slides._sldIdLst):
        presentation.part.drop_rel(listed.rId)
        presentation.slides._sldIdLst.remove(listed)
    for tag in ("p:custShowLst", "p:extLst"):
        for element in presentation_xml.findall(qn(tag)):
            presentation_xml.remove(element)


def find_layouts(presentation: PptxPresentation, file: str = "") -> dict[str, SlideLayout]:
    """Find the layout for each kind of slide: by name, else by the placeholders it has.

    Raises
    ------
    ZonemapError
        If no layout has a title.
    """
    layouts = [layout for master in presentation.slide_masters for layout in master.slide_layouts]
    titled = [layout for layout in layouts if _kinds(layout) & set(TITLES)]
    if not titled:
        raise ZonemapError(
            f"{file}：模板里没有带标题的版式，请在幻灯片母版中加一个“标题和内容”版式 / "
            "no layout of the template has a title; add a layout Title and Content to its slide master"
        )
    return {role: _by_name(titled, names) or _by_kind(titled, role) for role, names in ROLES.items()}


def _by_name(layouts: Sequence[SlideLayout], names: Sequence[str]) -> SlideLayout | None:
    """Return the layout with the most telling of some names."""
    by_name = {layout.name.strip().casefold(): layout for layout in reversed(layouts)}
    return next((by_name[name] for name in names if name in by_name), None)


def _by_kind(layouts: Sequence[SlideLayout], role: str) -> SlideLayout:
    """Return the layout whose placeholders suit a kind of slide best; of equals the first."""

    def fits(layout: SlideLayout) -> tuple[bool, int]:
        kinds = [placeholder.placeholder_format.type for placeholder in layout.placeholders]
        contents = sum(kind in CONTENT for kind in kinds)
        if role == "cover":
            return KIND.CENTER_TITLE not in kinds, contents
        return KIND.CENTER_TITLE in kinds, abs(contents - (0 if role == "map" else 1))

    return min(layouts, key=fits)


def measure_layout(layout: SlideLayout, size: tuple[float, float]) -> Frame:
    """Find what a layout has, once for all slides of its kind."""
    (width, height), edge = size, _EDGE * size[0]
    held = {shape.placeholder_format.idx: shape for shape in layout.placeholders}
    kinds = {idx: shape.placeholder_format.type for idx, shape in held.items()}
    boxes = {idx: box_of(shape) for idx, shape in held.items()}
    last = {kind: held[idx] for idx, kind in kinds.items()}
    lead = next((idx for idx, shape in held.items() if shape.name == LEAD_NAME), None)
    below = next((idx for idx, kind in kinds.items() if kind in (KIND.SUBTITLE, KIND.BODY)), None)
    contents = [idx for idx, kind in kinds.items() if kind in CONTENT and idx != lead]
    holder = max(contents, key=lambda idx: boxes[idx].width * boxes[idx].height, default=None)
    top = max(boxes[idx].bottom for idx in (0, lead) if idx is not None) + _GAP
    feet = [
        boxes[idx].top for idx, kind in kinds.items() if kind in (KIND.FOOTER, KIND.SLIDE_NUMBER, KIND.DATE)
    ]
    bottom = min([foot for foot in feet if foot > height / 2] or [height - edge]) - _GAP
    left, across = edge, width - 2 * edge
    if holder is not None:
        left, across = boxes[holder].left, boxes[holder].width
        top, bottom = max(boxes[holder].top, top), min(boxes[holder].bottom, bottom)
    room = Box(left, top, across, bottom - top)
    foot, number = last.get(KIND.FOOTER), last.get(KIND.SLIDE_NUMBER)
    wide = box_of(foot).width if foot is not None else 0.0
    return Frame(boxes, title_size(layout), lead, below, holder, foot, wide, number, room)


def box_of(shape: Any) -> Box:
    """Return where a shape stands, in points."""
    return Box(shape.left / EMU, shape.top / EMU, shape.width / EMU, shape.height / EMU)


def _kinds(layout: SlideLayout) -> set[Any]:
    """Return the kinds of placeholders that a layout has."""
    return {placeholder.placeholder_format.type for placeholder in layout.placeholders}


def title_size(layout: SlideLayout) -> float:
    """Return the type size of the titles of a layout, points."""
    master = layout.slide_master
    holders = [shape for shape in layout.placeholders if shape.placeholder_format.type in TITLES]
    holders += [shape for shape in master.placeholders if shape.placeholder_format.type in TITLES]
    found = [
        size for shape in holders for size in shape._element.xpath(".//a:lstStyle/a:lvl1pPr/a:defRPr/@sz")
    ]
    found += master._element.xpath("./p:txStyles/p:titleStyle/a:lvl1pPr/a:defRPr/@sz")
    return int(found[0]) / 100 if found else 44.0
