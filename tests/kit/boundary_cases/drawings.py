# ruff: noqa: E501 -- a table of cases, one a line where it fits
"""Drawings (DXF), made with ezdxf."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from shapely import Polygon

from kit.boundary_cases.kit import HOLE, ID, NAME, PLAIN, RINGS, SECOND, SHELL, ZONE, Case, write

F = "DXF"
LAYER = "开发区范围线"


def dxf(draw: Callable, version: str = "R2007", encoding: str = "utf-8") -> Callable[[Path], object]:
    """Return a maker of a drawing."""

    def make(folder: Path) -> None:
        import ezdxf

        ezdxf.options.write_fixed_meta_data_for_testing = True  # no hour, no random name of the drawing
        drawing = ezdxf.new(version)
        drawing.encoding = encoding
        drawing.header["$DWGCODEPAGE"] = "ANSI_936"
        drawing.header["$TDCREATE"] = drawing.header["$TDUPDATE"] = 2458983.0
        draw(drawing.modelspace())
        for name in sorted({entity.dxftype() for entity in drawing.entitydb.values()}):
            drawing.classes.add_class(name)  # by name: ezdxf would list them as chance has it
        drawing.saveas(folder / "zone.dxf")

    return make


def polylines(rings=RINGS, close: bool = True, layer: str = LAYER, label: str = NAME) -> Callable:
    """Return what draws rings as polylines, and the name inside each part."""

    def draw(space) -> None:
        add = space.add_polyline2d if space.doc.dxfversion == "AC1009" else space.add_lwpolyline
        for ring in rings:
            add(ring if close else [*ring, ring[0]], close=close, dxfattribs={"layer": layer})
        for x, y in ((37545600.0, 3995900.0), (37549000.0, 3995700.0)):
            space.add_text(label, dxfattribs={"layer": "注记", "insert": (x, y), "height": 30})

    return draw


def lines(space) -> None:
    """Draw the first ring as separate lines."""
    for start, end in zip(SHELL, [*SHELL[1:], SHELL[0]], strict=True):
        space.add_line(start, end, dxfattribs={"layer": LAYER})


def gapped_lines(space, apart: float = 0.002) -> None:
    """Draw the first ring as lines whose ends do not quite meet."""
    for (x, y), end in zip(SHELL, [*SHELL[1:], SHELL[0]], strict=True):
        space.add_line((x + apart, y), end, dxfattribs={"layer": LAYER})


def hatch(space) -> None:
    """Draw the first part as a hatch with a hole."""
    filled = space.add_hatch(dxfattribs={"layer": LAYER})
    filled.paths.add_polyline_path(SHELL, is_closed=True)
    filled.paths.add_polyline_path(HOLE, is_closed=True, flags=16)


def opened(space) -> None:
    """Draw a polyline that does not close."""
    space.add_lwpolyline(SHELL, dxfattribs={"layer": LAYER})


def arc(space) -> None:
    """Draw a closed polyline with a bulge."""
    space.add_lwpolyline(
        [(*SHELL[0], 0.3), (*SHELL[1], 0), (*SHELL[2], 0), (*SHELL[3], 0)],
        format="xyb",
        close=True,
        dxfattribs={"layer": LAYER},
    )


def both(*draws: Callable) -> Callable:
    """Return what draws several things."""
    return lambda space: [draw(space) for draw in draws]


def good(
    id: str, encoding: str, variant: str, make, same=ZONE, says=(), does="读入", crs="none", **more
) -> Case:
    """Return a drawing that is read rightly."""
    return Case(
        f"dxf-{id}", F, encoding, crs, f"— {variant}", does, make, "zone.dxf", says=says, same=same, **more
    )


P = polylines()
MOVED = tuple([(x - 37e6, y) for x, y in ring] for ring in RINGS)
FRAME = [(37540000.0, 3990000.0), (37555000.0, 3990000.0), (37555000.0, 4000000.0), (37540000.0, 4000000.0)]


def ring(points, layer: str) -> Callable:
    """Return what draws a closed polyline on a layer."""
    return lambda space: space.add_lwpolyline(points, close=True, dxfattribs={"layer": layer})


def word(text: str, at: tuple[float, float]) -> Callable:
    """Return what writes a text at a place."""
    return lambda space: space.add_text(text, dxfattribs={"layer": "注记", "insert": at, "height": 30})


PARALLEL = list(Polygon(SHELL).buffer(30, join_style="mitre").exterior.coords)[:-1]
ONE = both(polylines((SHELL,), label=""), word(NAME, (37545600, 3995900)))
TITLE = word(NAME, (37541000.0, 3999000.0))
LIKE_TITLE = word("侯马市侯马经济开发区", (37541000.0, 3999000.0))
HOUMA = both(polylines((SHELL,), label=""), word("侯马经济开发区", (37545600, 3995900)))
MILLIMETRES = tuple([(x * 1000, y * 1000) for x, y in ring] for ring in RINGS)

CASES = (
    good("r12", "GBK", "R12", dxf(P, "R12", "gbk"), says=("EPSG:4525",)),
    good("r2000-gbk", "GBK", "R2000", dxf(P, "R2000", "gbk"), says=("CP936",), does="读入，图层和注记为中文"),
    good("r2004-gbk", "GBK", "R2004", dxf(P, "R2004", "gbk"), says=("CP936",)),
    good("r2007", "UTF-8", "R2007", dxf(P), says=("UTF-8",), does="读入，图层和注记为中文"),
    good("r2018", "UTF-8", "R2018", dxf(P, "R2018")),
    good("closed-by-point", "UTF-8", "polylines closed by their last point", dxf(polylines(close=False))),
    good("lines", "UTF-8", "a ring of separate lines", dxf(lines), PLAIN, does="读入，连成环"),
    good("hatch", "UTF-8", "a hatch with a hole", dxf(hatch), ZONE.geoms[0]),
    good("hatch-and-outline", "UTF-8", "a hatch and its outline", dxf(both(hatch, polylines((SHELL,)))), ZONE.geoms[0], says=("1 个重复的环",), does="读入，删去重复的环并说明"),
    good("no-zone-prefix", "UTF-8", "eastings without the zone number", dxf(polylines(MOVED, label="")), says=("无带号",), does="读入，由落点定中央经线"),
    good("layer-name", "UTF-8", "no text inside: the layer names it", dxf(polylines((SHELL,), label="12.5")), PLAIN, says=(LAYER,)),
    good("other-lines", "UTF-8", "open lines beside the boundary", dxf(both(P, lambda s: s.add_line((0, 0), (9, 9), dxfattribs={"layer": "图框"}))), says=("图层「图框」有 1 条未闭合的线未读",), does="读入，数清未读的线"),
    good("named", "UTF-8", "the text inside names the zone", dxf(P), options={"zones": "all"}, zone_ids=("made-up-zone",), does="读入，按注记认出开发区"),
    good("frame-layer", "UTF-8", "a sheet's frame on a layer of its own", dxf(both(P, ring(FRAME, "图框"))), says=("图层「图框」的一个图形（15,000 × 10,000）",), does="读入边界，列出图框"),
    good("frame-same-layer", "UTF-8", "a sheet's frame on the layer of the boundary", dxf(both(ONE, ring(FRAME, LAYER))), PLAIN, says=("像图框或平行线",), does="读入边界，列出图框"),
    good("frame-with-words", "UTF-8", "a frame with scale and author in its corner", dxf(both(ONE, ring(FRAME, "图框"), word("比例尺 1:2000", (37541000, 3990500)), word("制图：张三", (37543000, 3990500)))), PLAIN, says=("图层「图框」",), does="读入边界，列出图框"),
    good("parallel-line", "UTF-8", "a line parallel to the boundary", dxf(both(ONE, ring(PARALLEL, "缓冲线"))), PLAIN, says=("图层「缓冲线」",), does="读入边界，列出图框"),
    good("same-line-twice", "UTF-8", "the boundary on two layers", dxf(both(ONE, ring(SHELL, "红线"))), PLAIN, says=("图层「红线」",), does="读入边界，列出图框"),
    good("name-in-hole", "UTF-8", "a name in a hole", dxf(both(P, word("虚构村", (37546500, 3995200)))), options={"zones": "all"}, rows=2, same=None, zone_ids=(ID, ""), says=("虚构村",), does="读入，名称归最里面的图形"),
    good("title-and-label", "UTF-8", "the frame's title and the zone bear one name", dxf(both(ONE, ring(FRAME, "图框"), TITLE)), PLAIN, says=("图层「图框」",), does="读入边界，列出图框"),
    good("title-same-layer", "UTF-8", "as before, all on one layer", dxf(both(ONE, ring(FRAME, LAYER), TITLE)), PLAIN, says=("像图框或平行线",), does="读入边界，列出图框"),
    Case("dxf-title-like-label", F, "UTF-8", "none", "the frame's title is another spelling of the zone's name", "停止，指出两个图层", dxf(both(HOUMA, ring(FRAME, LAYER), LIKE_TITLE)), "zone.dxf", refused=True, says=("两个图层",), options={"zones": "all", "crs": 4525}),
    Case("dxf-frame-no-name", F, "UTF-8", "none", "a frame and a boundary without any name, the file is the zone's", "停止，指出两个图层", lambda f: (dxf(both(polylines((SHELL,), label="12.5"), ring(FRAME, "图框")))(f), (f / "zone.dxf").rename(f / f"{ID}.dxf")), f"{ID}.dxf", refused=True, says=("两个图层", "图框 149.9916"), options={"zones": "all"}),
    good("gaps", "UTF-8", "lines whose ends lie two millimetres apart", dxf(gapped_lines), PLAIN, does="读入，连成环"),
    Case("dxf-wide-gap", F, "UTF-8", "none", "lines whose ends lie a metre apart", "停止", dxf(lambda s: gapped_lines(s, 1.0)), "zone.dxf", refused=True, says=("没有面", "未闭合的线")),
    Case("dxf-arc", F, "UTF-8", "none", "— an arc in the boundary", "读入，弧线化为折线", dxf(arc), "zone.dxf", says=("EPSG:4525",)),
    Case("dxf-region", F, "UTF-8", "none", "a REGION beside the polylines", "读入，数清未读的实体", lambda f: (dxf(polylines())(f), (f / "zone.dxf").write_text((f / "zone.dxf").read_text("utf-8").replace("ENTITIES\n", "ENTITIES\n  0\nREGION\n  5\nFFF\n  8\n0\n", 1), "utf-8")), "zone.dxf", same=ZONE, says=("1 个 REGION 未读",)),
    Case("dxf-open", F, "UTF-8", "none", "the boundary does not close", "停止", dxf(opened), "zone.dxf", refused=True, says=("没有面", "未闭合的线")),
    Case("dxf-text-only", F, "UTF-8", "none", "only text", "停止", dxf(lambda s: s.add_text("甲", dxfattribs={"insert": (1, 1)})), "zone.dxf", refused=True, says=("没有面，只有：1 个点",)),
    Case("dxf-empty", F, "UTF-8", "none", "an empty drawing", "停止", dxf(lambda s: None), "zone.dxf", refused=True, says=("没有要素",)),
    Case("dxf-millimetres", F, "UTF-8", "none", "drawn in millimetres", "停止，说明数字的范围", dxf(polylines(MILLIMETRES, label="")), "zone.dxf", refused=True, says=("不像任何国家坐标系", "图纸单位")),
    Case("dxf-local", F, "UTF-8", "none", "a local origin", "停止", dxf(polylines(tuple([(x - 37.54e6, y - 3.99e6) for x, y in r] for r in (SHELL, SECOND)), label="")), "zone.dxf", refused=True, says=("不像任何国家坐标系",)),
    Case("dxf-binary", F, "", "none", "binary DXF", "停止，说明另存为什么", write("zone.dxf", b"AutoCAD Binary DXF\r\n\x1a\0" + b"\0" * 64), "zone.dxf", refused=True, says=("二进制 DXF", "另存为 DXF")),
    Case("dxf-cut-off", F, "UTF-8", "none", "cut off before its entities", "停止", write("zone.dxf", "  0\nSECTION\n  2\nHEADER\n  9\n$ACADVER\n  1\nAC1021\n"), "zone.dxf", refused=True, says=("",)),
)  # fmt: skip
