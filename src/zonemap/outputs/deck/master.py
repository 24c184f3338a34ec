"""The master of our own decks: 16:9, theme colours and fonts, five layouts with placeholders."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as PptxPresentation
from pptx.util import Pt

from zonemap.core.vocabulary import UNSTATED, terms
from zonemap.painters.pptx_shapes import Box, transform
from zonemap.scene.lettering import BODY, LEAST
from zonemap.style.inks import ACCENT, FAINT, INK, NAVY, PAPER, QUALITATIVE, SHADE, SOFT

WIDTH, HEIGHT = 960.0, 540.0
"""Size of a slide in points."""

LATIN_FACE, CHINESE_FACE = "Arial", "Microsoft YaHei"

LEAD_NAME = "导语 Lead"
"""Name of the placeholder for the line under the title."""

LEAD_SIZE = 18.0
"""Type size of the line under the title, points."""

_TITLE = Box(50, 12, 870, 50)
_LEAD = Box(50, 62, 870, 28)
_BODY = Box(36, 98, 888, 402)
_FOOT = Box(36, 511, 800, 18)
_NUMBER = Box(852, 511, 72, 18)
_BAR = Box(36, 20, 4, 34)
_RULE = Box(36, 507, 888, 0.75)

_LAYOUTS = {
    "cover": ("title", "封面", "Title Slide"),
    "map": ("titleOnly", "地图", "Map"),
    "chart": ("chart", "图表", "Chart"),
    "table": ("tbl", "表格", "Table"),
    "text": ("obj", "正文", "Text"),
}


def own_master() -> PptxPresentation:
    """Make an empty deck with our own master.

    Returns
    -------
    A deck without slides, its layouts ``封面 Title Slide``, ``地图 Map``, ``图表 Chart``, ``表格 Table`` and
    ``正文 Text``.
    """
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Pt(WIDTH), Pt(HEIGHT)
    presentation.part._element.sldSz.attrib.pop("type", None)
    _drop_leftovers(presentation)
    _set_theme(presentation)
    _set_master(presentation)
    for layout in list(presentation.slide_layouts)[len(_LAYOUTS) :]:
        presentation.slide_layouts.remove(layout)
    for layout, (role, (kind, zh, en)) in zip(presentation.slide_layouts, _LAYOUTS.items(), strict=True):
        _set_layout(layout._element, role, kind, f"{zh} {en}")
    return presentation


def _drop_leftovers(presentation: PptxPresentation) -> None:
    """Drop the printer settings and the thumbnail of the file that python-pptx begins with."""
    for relations, kind in (
        (presentation.part._rels, RT.PRINTER_SETTINGS),
        (presentation.part.package._rels, RT.THUMBNAIL),
    ):
        for key in [key for key, relation in relations.items() if relation.reltype == kind]:
            relations.pop(key)


def _set_theme(presentation: PptxPresentation) -> None:
    """Put in theme colours and fonts; the accents are the colours of the kinds of zones."""
    accents = [term.color for term in terms("kind").values() if term.pattern and term.key != UNSTATED]
    colors = {
        "dk1": INK,
        "lt1": PAPER,
        "dk2": NAVY,
        "lt2": SHADE,
        **{f"accent{number}": color for number, color in enumerate([*accents, QUALITATIVE[4]][:6], start=1)},
        "hlink": ACCENT,
        "folHlink": FAINT,
    }
    scheme = "".join(
        f'<a:{key}><a:srgbClr val="{color[1:].upper()}"/></a:{key}>' for key, color in colors.items()
    )
    faces = f'<a:latin typeface="{LATIN_FACE}"/><a:ea typeface="{CHINESE_FACE}"/><a:cs typeface=""/>'
    faces += (
        '<a:font script="Hans" typeface="微软雅黑"/><a:font script="Hant" typeface="Microsoft JhengHei"/>'
    )
    theme = presentation.slide_master.part.part_related_by(RT.THEME)
    root = parse_xml(theme.blob)
    elements = root.find(qn("a:themeElements"))
    root.set("name", "zonemap")
    for tag, inner in (("a:clrScheme", scheme), ("a:fontScheme", _fonts(faces)), ("a:fmtScheme", _FLAT)):
        old = elements.find(qn(tag))
        elements.replace(old, parse_xml(f'<{tag} {nsdecls("a")} name="zonemap">{inner}</{tag}>'))
    theme.blob = serialize_part_xml(root)


def _fonts(faces: str) -> str:
    """Return the two fonts of a theme."""
    return f"<a:majorFont>{faces}</a:majorFont><a:minorFont>{faces}</a:minorFont>"


_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_FLAT = (
    f"<a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>"
    + "<a:lnStyleLst>"
    + "".join(
        f'<a:ln w="{width}" cap="flat" cmpd="sng" algn="ctr">{_FILL}<a:prstDash val="solid"/></a:ln>'
        for width in (9525, 19050, 28575)
    )
    + "</a:lnStyleLst><a:effectStyleLst>"
    + "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    + f"</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst>"
)


def _set_master(presentation: PptxPresentation) -> None:
    """Lay out the master: accent bar, title, body, footer, number; text styles without bullets."""
    master = presentation.slide_master._element
    shapes = [
        _bar(2, "标题色条 Bar", _BAR, "tx2"),
        _bar(3, "页脚线 Rule", _RULE, "bg2", shade="75000"),
        _placeholder(4, "标题 Title", "title", None, _TITLE, "单击编辑标题 Click to edit", anchor="ctr"),
        _placeholder(5, "正文 Body", "body", 1, _BODY, "单击编辑正文 Click to edit"),
        _placeholder(6, "页脚 Footer", "ftr", 3, _FOOT, "", size=LEAST, soft=True),
        _placeholder(
            7, "页码 Number", "sldNum", 4, _NUMBER, "‹#›", size=LEAST, align="r", soft=True, field=True
        ),
    ]
    _replace_tree(master, shapes)
    styles = master.find(qn("p:txStyles"))
    styles.replace(styles.find(qn("p:titleStyle")), _text_style("p:titleStyle", [26], "tx2", "mj", bold=True))
    styles.replace(
        styles.find(qn("p:bodyStyle")),
        _text_style("p:bodyStyle", [BODY, LEAST, LEAST, LEAST, LEAST], "tx1", "mn"),
    )


def _set_layout(layout: Any, role: str, kind: str, name: str) -> None:
    """Lay out one layout."""
    layout.set("type", kind)
    layout.find(qn("p:cSld")).set("name", name)
    if role == "cover":
        _replace_tree(layout, _cover(), background="tx2")
        layout.set("showMasterSp", "0")
        return
    shapes = [
        _placeholder(2, "标题 Title", "title", None, None, "单击编辑标题 Click to edit"),
        _placeholder(
            3,
            LEAD_NAME,
            "body",
            13,
            _LEAD,
            "单击编辑导语 Click to edit",
            size=LEAD_SIZE,
            anchor="ctr",
            soft=True,
        ),
        _placeholder(4, "页脚 Footer", "ftr", 10, None, ""),
        _placeholder(5, "页码 Number", "sldNum", 11, None, "‹#›", field=True),
    ]
    content = {"chart": "chart", "table": "tbl", "text": "body"}.get(role)
    if content:
        shapes.append(_placeholder(6, "内容 Content", content, 1, _BODY, "内容 Content"))
    _replace_tree(layout, shapes)


def _cover() -> list[str]:
    """Return the shapes of the cover: title and subtitle on the left, room for the region on the right."""
    return [
        _placeholder(
            2, "标题 Title", "ctrTitle", None, Box(60, 150, 470, 130), "单击编辑标题 Click to edit",
            size=40, anchor="b", color="bg1",
        ),
        _placeholder(
            3, "副标题 Subtitle", "subTitle", 1, Box(60, 296, 470, 150), "单击编辑副标题 Click to edit",
            size=16, color="bg1",
        ),
        _placeholder(4, "页脚 Footer", "ftr", 10, Box(60, 500, 840, 18), "", color="bg1"),
    ]  # fmt: skip


def _replace_tree(element: Any, shapes: Iterable[str], background: str = "bg1") -> None:
    """Replace the shapes and the background of a master or layout."""
    tree = (
        f'<p:cSld {nsdecls("a", "p", "r")}><p:bg><p:bgPr><a:solidFill><a:schemeClr val="{background}"/>'
        "</a:solidFill><a:effectLst/></p:bgPr></p:bg><p:spTree><p:nvGrpSpPr>"
        '<p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
        '<a:off x="0" y="0"/>'
        '<a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
        f"{''.join(shapes)}</p:spTree></p:cSld>"
    )
    old = element.find(qn("p:cSld"))
    new = parse_xml(tree)
    if old.get("name"):
        new.set("name", old.get("name"))
    element.replace(old, new)


def _bar(number: int, name: str, box: Box, color: str, shade: str = "") -> str:
    """Return a filled rectangle without text."""
    darker = f'<a:lumMod val="{shade}"/>' if shade else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}" descr="{name}"/><p:cNvSpPr/>'
        '<p:nvPr userDrawn="1"/>'
        f'</p:nvSpPr><p:spPr>{transform(box.emu())}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:schemeClr val="{color}">{darker}</a:schemeClr></a:solidFill>'
        "<a:ln><a:noFill/></a:ln>"
        "</p:spPr></p:sp>"
    )


def _placeholder(
    number: int,
    name: str,
    kind: str,
    index: int | None,
    box: Box | None,
    prompt: str,
    *,
    size: float = 0,
    anchor: str = "",
    align: str = "",
    color: str = "",
    soft: bool = False,
    field: bool = False,
) -> str:
    """Return a placeholder; without a box it takes that of the master."""
    place = f'{transform(box.emu())}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>' if box else ""
    index_of = "" if index is None else f' idx="{index}"'
    tint = f'<a:solidFill><a:schemeClr val="{color}"/></a:solidFill>' if color else ""
    if soft:
        tint = f'<a:solidFill><a:srgbClr val="{SOFT[1:].upper()}"/></a:solidFill>'
    sized = f' sz="{round(size * 100)}"' if size else ""
    aligned = f' algn="{align}"' if align else ""
    style = (
        f"<a:lvl1pPr{aligned}><a:defRPr{sized}>{tint}</a:defRPr></a:lvl1pPr>"
        if sized or tint or aligned
        else ""
    )
    anchored = f' anchor="{anchor}"' if anchor else ""
    edges = f' lIns="0" tIns="0" rIns="0" bIns="0"{anchored}' if box else ""
    text = f'<a:r><a:rPr lang="zh-CN" altLang="en-US"/><a:t>{escape(prompt)}</a:t></a:r>' if prompt else ""
    if field:
        text = '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="zh-CN"/>'
        text += f"<a:t>{prompt}</a:t></a:fld>"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}" descr="{name}"/><p:cNvSpPr>'
        '<a:spLocks noGrp="1"/>'
        f'</p:cNvSpPr><p:nvPr><p:ph type="{kind}"{index_of}/></p:nvPr></p:nvSpPr><p:spPr>{place}</p:spPr>'
        f"<p:txBody><a:bodyPr{edges}><a:normAutofit/></a:bodyPr><a:lstStyle>{style}</a:lstStyle>"
        f"<a:p>{text}</a:p></p:txBody></p:sp>"
    )


def _text_style(tag: str, sizes: list[float], color: str, font: str, *, bold: bool = False) -> Any:
    """Return the text styles of a master, a level a size, without bullets."""
    weight = ' b="1"' if bold else ""
    levels = "".join(
        f'<a:lvl{level}pPr marL="{(level - 1) * 228600}" indent="0" algn="l" defTabSz="914400" eaLnBrk="1" '
        f'hangingPunct="1"><a:buNone/><a:defRPr sz="{round(size * 100)}"{weight} kern="1200"><a:solidFill>'
        f'<a:schemeClr val="{color}"/></a:solidFill><a:latin typeface="+{font}-lt"/>'
        f'<a:ea typeface="+{font}-ea"/><a:cs typeface="+{font}-cs"/></a:defRPr></a:lvl{level}pPr>'
        for level, size in enumerate(sizes, start=1)
    )
    return parse_xml(f"<{tag} {nsdecls('p', 'a')}>{levels}</{tag}>")
