# ruff: noqa: E501 -- a table of cases, one a line where it fits
"""Shapes that are not right, and shapes that do not lie right to each other."""

from __future__ import annotations

from shapely import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

from kit.boundary_cases.kit import (
    HOLE,
    ID,
    PLAIN,
    SECOND,
    SHELL,
    ZONE,
    Case,
    both,
    frame,
    gdal,
    geojson,
    write,
)

F, GK = "GeoJSON", "EPSG:4525"
X, Y = 37545000.0, 3995000.0
BOW_TIE = Polygon([(X, Y), (X + 1000, Y + 1000), (X + 1000, Y), (X, Y + 1000)])
SMALL_BOW_TIE = Polygon(
    [
        (X, Y),
        (X + 1000, Y),
        (X + 1000, Y + 1000),
        (X + 100, Y + 1000),
        (X, Y + 900),
        (X, Y + 1000),
        (X + 60, Y + 900),
        (X, Y + 800),
    ]
)
SQUARE = box(X, Y, X + 1000, Y + 1000)


def shape(
    id: str,
    defect: str,
    does: str,
    shapes,
    says: tuple[str, ...] = (),
    same=None,
    refused=False,
    columns=None,
    **more,
) -> Case:
    """Return a GeoPackage of shapes."""
    return Case(
        f"shape-{id}",
        F,
        "UTF-8",
        GK,
        defect,
        does,
        gdal("zone.geojson", "GeoJSON", lambda: frame(shapes, **(columns or {}))),
        "zone.geojson",
        says=says,
        same=same,
        refused=refused,
        **more,
    )


def names(*ids: str) -> dict:
    """Return columns that name several shapes."""
    return {"zone_id": list(ids), "name": [f"虚构 {one}" for one in ids]}


SPIKE = Polygon(
    [(X, Y), (X + 1000, Y), (X + 1000, Y + 1000), (X + 1000, Y + 3000), (X + 1000, Y + 1000), (X, Y + 1000)]
)
TWICE = Polygon([*SHELL, *SHELL])
SLIVER = MultiPolygon([SQUARE, box(X + 5000, Y, X + 5000.5, Y + 0.5)])
PINHOLE = Polygon(SQUARE.exterior, [box(X + 10, Y + 10, X + 10.5, Y + 10.5).exterior])
UNCLOSED = {
    "type": "Polygon",
    "coordinates": [[[111.5, 36.1], [111.52, 36.1], [111.52, 36.12], [111.5, 36.12]]],
}
NAN = {"type": "Polygon", "coordinates": [[[111.5, 36.1], [111.6, 36.1], [None, 36.2], [111.5, 36.1]]]}

CASES = (
    shape("bow-tie", "a small crossing", "修复并报告面积变化", [SMALL_BOW_TIE], ("边界自相交，已修复，面积变化 +",)),
    shape("out-of-order", "points out of order", "停止，指出点的顺序", [BOW_TIE], ("边界自相交，修补会使面积改变一半以上", "请检查点的顺序"), refused=True),
    shape("out-of-order-part", "points of the second part out of order", "停止，指出点的顺序", [MultiPolygon([box(X + 3000, Y, X + 9000, Y + 6000), BOW_TIE])], ("第 2 块的边界自相交",), refused=True),
    shape("spike", "a spike out and back", "修复并报告面积变化", [SPIKE], ("已修复，面积变化",), same=SQUARE),
    shape("traced-twice", "the ring traced twice", "修复并报告面积变化", [TWICE], ("已修复，面积变化",), same=PLAIN),
    shape("hole-outside", "a hole outside its shell", "修复并报告面积变化", [Polygon(SQUARE.exterior, [box(X + 3000, Y, X + 4000, Y + 500).exterior])], ("空洞在外环之外，已修复",)),
    shape("nested-parts", "a part inside another", "修复并报告面积变化", [MultiPolygon([SQUARE, box(X + 100, Y + 100, X + 200, Y + 200)])], ("外环重叠，已修复，面积变化 -",), same=SQUARE),
    shape("overlapping-parts", "two parts overlap", "修复并报告面积变化", [MultiPolygon([box(X, Y, X + 200, Y + 200), box(X + 100, Y, X + 300, Y + 200)])], ("已修复，面积变化 -19,999",), same=box(X, Y, X + 300, Y + 200)),
    Case("shape-unclosed", F, "UTF-8", "EPSG:4326", "a ring without its closing point", "读入，闭合并记为修复", geojson([({"zone_id": ID}, UNCLOSED)]), f"{ID}.geojson", says=("有未闭合的环，已闭合",)),
    shape("sliver", "a part of 0.25 m²", "删去并报告面积", [SLIVER], ("删去 1 个碎面或碎洞，共 0.250 平方米",), same=SQUARE),
    shape("pinhole", "a hole of 0.25 m²", "删去并报告面积", [PINHOLE], ("删去 1 个碎面或碎洞",), same=SQUARE),
    shape("collection", "an area and a line in one shape", "读入面", [GeometryCollection([SQUARE, LineString([(X, Y), (X + 1, Y + 1)])])], same=SQUARE),
    shape("empty-among-others", "an empty shape among others", "读入其余，数清未读的", [ZONE, Polygon()], ("1 个空图形未读",), same=ZONE, columns=names("a", "b")),
    shape("none-among-others", "a missing shape among others", "读入其余，数清未读的", [ZONE, None], ("1 个空图形未读",), same=ZONE, columns=names("a", "b")),
    shape("collapsed-among-others", "a shape without area among others", "读入其余，数清未读的", [ZONE, Polygon([(X, Y), (X + 9, Y), (X, Y)])], ("1 个图形没有面积，未读",), same=ZONE, columns=names("a", "b")),
    shape("only-empty", "only empty shapes", "停止", [Polygon()], ("没有面，只有：1 个空图形",), refused=True),
    shape("only-collapsed", "only shapes without area", "停止", [Polygon([(X, Y), (X + 9, Y), (X, Y)])], ("所有图形都没有面积",), refused=True),
    shape("only-points", "only points", "停止", [Point(X, Y)], ("没有面，只有：1 个点",), refused=True),
    shape("only-open-lines", "only open lines", "停止", [LineString([(X, Y), (X + 9, Y), (X, Y + 9)])], ("没有面，只有：1 个未闭合的线",), refused=True),
    shape("closed-line", "— a closed line", "读入，按面处理并说明", [LineString([*SHELL, SHELL[0]])], ("闭合线按面处理",), same=PLAIN),
    shape("stray-point", "one point 50 km off", "停止，指出该点", [Polygon([*SHELL, (X, Y + 50_000)])], ("远离其余各点",), refused=True),
    Case("shape-infinite", "GeoPackage", "", GK, "an infinite coordinate", "停止，指出该点", gdal("zone.gpkg", "GPKG", lambda: frame([Polygon([*SHELL, (float("inf"), Y)])])), "zone.gpkg", refused=True, says=("不是有限数",)),
    shape("overlap", "two zones overlap", "读入，报告重叠面积", [SQUARE, box(X + 900, Y, X + 2000, Y + 1000)], ("与「b」重叠", "与「a」重叠", "平方米"), columns=names("a", "b"), rows=2),
    shape("duplicate", "the same shape for two zones", "读入，报告重叠面积", [SQUARE, SQUARE], ("与「b」重叠",), columns=names("a", "b"), rows=2),
    shape("touching", "— two zones share a side", "读入，不作重叠", [SQUARE, box(X + 1000, Y, X + 2000, Y + 1000)], same=box(X, Y, X + 2000, Y + 1000), columns=names("a", "b"), rows=2),
    shape("same-zone-twice", "— two shapes of one zone", "合成一个开发区并说明", [PLAIN.difference(Polygon(HOLE)), Polygon(SECOND)], ("由 2 个要素合成",), same=ZONE, zone_ids=(ID,)),
    shape("outside-county", "a part outside its county", "读入，报告县外面积", [box(37575000, 3995000, 37590000, 3996000)], ("之外（县界为示意）", "尧都区"), options={"zones": "all"}),
    shape("outside-region", "stated CRS, far outside the counties", "读入，报告县外面积", [box(37560000, 4200000, 37561000, 4201000)], ("（100.0%）在各县之外",)),
    Case("shape-two-files", F, "", GK, "one zone in two files", "停止，指出两个文件", both(gdal("a.fgb", "FlatGeobuf"), gdal("b.fgb", "FlatGeobuf")), "", refused=True, says=("同一开发区在 a.fgb 里已有边界", "b.fgb")),
    Case("shape-bad-among-files", F, "", GK, "one broken file among three", "停止，指出那一个", both(gdal("a.fgb", "FlatGeobuf"), write("b.dwg", b"AC1027" + b"\0" * 90), write("c.txt", "空话\n")), "", refused=True, says=("共 2 处问题", "b.dwg", "c.txt")),
    Case("shape-null-coordinate", "GeoJSON", "UTF-8", "EPSG:4326", "null as a coordinate", "停止", geojson([({}, NAN)]), f"{ID}.geojson", refused=True, says=("",)),
)  # fmt: skip
