"""A planner's own template: read, emptied, its layouts found by name or by what they can hold."""

from __future__ import annotations

from collections.abc import Sequence
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
