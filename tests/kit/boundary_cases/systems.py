# ruff: noqa: E501 -- a table of cases, one a line where it fits
"""Reference systems, said, unsaid and said wrongly; and shapes, sound and broken."""

from __future__ import annotations

from pyproj import CRS
from shapely import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box, transform

from kit.boundary_cases.drawings import dxf, polylines
from kit.boundary_cases.kit import (
    HOLE,
    ID,
    NAME,
    PLAIN,
    SECOND,
    SHELL,
    ZONE,
    Case,
    both,
    frame,
    gdal,
    geojson,
    shapefile,
    write,
)
from kit.boundary_cases.markup import MARK, kml
from kit.boundary_cases.tables import HEADING, csv_text, rows_of, xlsx
from kit.boundary_cases.texts import T, rings_in
from zonemap.boundaries.crs.gcj02 import to_bd09, to_gcj02

F, SHP = "FlatGeobuf", "Shapefile"


def gpkg(id: str, crs: str, variant: str, does: str, made, says=(), same=ZONE, refused=False, **more) -> Case:
    """Return a GeoPackage in some reference system."""
    start = "" if refused else "— "
    return Case(
        f"crs-{id}",
        F,
        "",
        crs,
        start + variant,
        does,
        gdal("zone.fgb", "FlatGeobuf", made),
        "zone.fgb",
        same=None if refused else same,
        says=says,
        refused=refused,
        **more,
    )


def wrong(crs: int | str | None, to: int | str | None = None):
    """Return the made-up zone's numbers in one CRS under the label of another."""
    return lambda: frame(to=to).set_crs(crs, allow_override=True)


def esri(epsg: int) -> str:
    """Return the text of a .prj."""
    return CRS.from_epsg(epsg).to_wkt("WKT1_ESRI")


def shifted(move):
    """Return a county-sized outline moved into another datum; it is put in by the tests' county."""
    return lambda: frame(to=4490).assign(geometry=lambda d: [transform(s, move) for s in d.geometry])


def named(
    id: str,
    format: str,
    where: str,
    make,
    path: str,
    says: tuple[str, ...],
    does="停止，说明需要什么",
    **more,
) -> Case:
    """Return a file that names an old, local or shifted datum in some place of its own."""
    return Case(
        f"datum-{id}", format, "", "as named", where, does, make, path, refused=True, says=says, **more
    )


def relabelled(name: str):
    """Return a .prj with the numbers of CGCS2000 under another name."""
    return shapefile(prj=esri(4525).replace("CGCS2000_3_Degree_GK_Zone_37", name))


R = rows_of()
XIAN, BEIJING, LOCAL = ("1980 西安坐标系",), ("1954 北京坐标系",), ("地方坐标系",)
TWO = ("文件有两种说法",)
ASK = "停止，请说明是否偏移"
UNTOLD = csv_text([[*row[:4], row[4] - 37e6] for row in rows_of()])
DEGREES = [(x, y) for x, y in rings_in(4490)[0]]
SWAPPED = {"type": "Polygon", "coordinates": [[[y, x] for x, y in [*DEGREES, DEGREES[0]]]]}
DEGREES_SHAPE = {"type": "Polygon", "coordinates": [[*map(list, DEGREES), list(DEGREES[0])]]}
GK = "EPSG:4525"
METRES = {"type": "Polygon", "coordinates": [[*map(list, SHELL), list(SHELL[0])]]}

CASES = (
    gpkg("4490", "EPSG:4490", "CGCS2000 degrees", "读入", lambda: frame(to=4490), ("文件写明 EPSG:4490",)),
    gpkg("4326", "EPSG:4326", "WGS 84 degrees", "读入，与 CGCS2000 视为相同", lambda: frame(to=4326), ("文件写明 EPSG:4326",)),
    gpkg("4525", "EPSG:4525", "3° zone 37", "读入", frame, ("文件写明 EPSG:4525",)),
    gpkg("4546", "EPSG:4546", "111°E, no zone number", "读入", lambda: frame(to=4546), ("文件写明 EPSG:4546",)),
    gpkg("4547", "EPSG:4547", "114°E, no zone number", "读入", lambda: frame(to=4547), ("文件写明 EPSG:4547",)),
    gpkg("4497", "EPSG:4497", "6° zone 19", "读入", lambda: frame(to=4497), ("文件写明 EPSG:4497",)),
    gpkg("32649", "EPSG:32649", "UTM 49N", "读入，问是否其实是高斯-克吕格", lambda: frame(to=32649), ("文件写明 EPSG:32649", "是否其实是高斯-克吕格", "--crs 4546")),
    gpkg("utm-label", "EPSG:32649", "label UTM 49N, numbers 111°E", "读入，问是否其实是高斯-克吕格", wrong(32649, 4546), ("是否其实是高斯-克吕格", "--crs 4546"), same=None),
    gpkg("utm-label-114", "EPSG:32649", "label UTM 49N, numbers of 114°E", "停止，两边都说", wrong(32649, 4547), ("EPSG:32649", "--crs 4547"), refused=True),
    gpkg("3857", "EPSG:3857", "web Mercator", "读入", lambda: frame(to=3857), ("文件写明 EPSG:3857",)),
    gpkg("none-4525", "none", "3° zone 37 by the numbers", "推断并说明理由", wrong(None), ("推断", "EPSG:4525", "落在本地县界内")),
    gpkg("none-4546", "none", "111°E by where it falls", "推断并说明理由", wrong(None, 4546), ("推断", "EPSG:4546")),
    gpkg("none-4547", "none", "114°E by where it falls", "推断并说明理由", wrong(None, 4547), ("推断", "EPSG:4547")),
    gpkg("none-4497", "none", "6° zone 19 by the numbers", "推断并说明理由", wrong(None, 4497), ("推断", "EPSG:4497", "6 度带号 19")),
    gpkg("none-4490", "none", "degrees by the numbers", "推断并说明理由", wrong(None, 4490), ("推断", "EPSG:4490")),
    gpkg("none-3857", "none", "web Mercator by where it falls", "推断并说明理由", wrong(None, 3857), ("推断", "EPSG:3857")),
    gpkg("none-no-counties", "none", "zone number, no counties to test with", "推断，说明未经检验", wrong(None), ("未经县界检验",), options={"counties": None}),
    gpkg("told", "none", "told by --crs 4547", "按指定读入", wrong(None, 4547), ("按指定的 EPSG:4547",), options={"crs": 4547}),
    gpkg("told-text", "none", "told as EPSG:4525", "按指定读入", wrong(None), ("按指定的 EPSG:4525",), options={"crs": "EPSG:4525"}),
    gpkg("told-over-stated", "EPSG:4524", "the label is wrong, --crs tells better", "按指定读入，并记文件所写", wrong(4524), ("按指定的 EPSG:4525（文件写的是 EPSG:4524）",), options={"crs": 4525}),
    gpkg("told-over-xian", "EPSG:2361", "labelled Xian 1980, converted already", "按指定读入，并记文件所写", wrong(2361), ("按指定的 EPSG:4525（文件写的是 EPSG:2361）",), options={"crs": 4525}),
    gpkg("xian-1980", "EPSG:2361", "Xian 1980", "停止，说明需要什么", wrong(2361), ("1980 西安坐标系", "CGCS2000 成果"), refused=True),
    gpkg("beijing-1954", "EPSG:2413", "Beijing 1954", "停止，说明需要什么", wrong(2413), ("1954 北京坐标系",), refused=True),
    gpkg("xian-degrees", "EPSG:4610", "Xian 1980 degrees", "停止", wrong(4610, 4490), ("1980 西安坐标系",), refused=True),
    gpkg("told-xian", "none", "told Xian 1980 by --crs", "停止", wrong(None), ("1980 西安坐标系",), refused=True, options={"crs": 2361}),
    gpkg("nad27", "EPSG:4267", "a datum of another continent", "停止", wrong(4267, 4490), ("不在 CGCS2000 上",), refused=True),
    gpkg("label-38-numbers-37", "EPSG:4526", "label zone 38, numbers zone 37", "停止，两边都说", wrong(4526), ("EPSG:4526", "带号 37", "--crs 4525"), refused=True),
    gpkg("label-degrees-numbers-metres", "EPSG:4490", "label degrees, numbers metres", "停止，两边都说", wrong(4490), ("EPSG:4490", "带号 37"), refused=True),
    gpkg("label-metres-numbers-degrees", "EPSG:4525", "label metres, numbers degrees", "停止，两边都说", wrong(4525, 4490), ("EPSG:4525", "经纬度"), refused=True),
    gpkg("label-no-prefix-numbers-prefix", "EPSG:4546", "label without zone number, numbers with it", "停止", wrong(4546), ("EPSG:4546", "带号 37"), refused=True),
    gpkg("label-111-numbers-114", "EPSG:4546", "label 111°E, numbers of 114°E", "停止，指出按 114°E 落在本地", wrong(4546, 4547), ("EPSG:4546", "114°E", "--crs 4547"), refused=True),
    gpkg("told-wrong", "none", "--crs disagrees with the numbers", "停止", wrong(None), ("EPSG:4546", "不符"), refused=True, options={"crs": 4546}),
    gpkg("elsewhere", "none", "numbers fall outside the counties", "停止，说明落在哪里", lambda: frame([Polygon([(x, y + 600_000) for x, y in SHELL])], crs=None, zone_id=[ID], name=["甲"]), ("落在本地县界之外",), refused=True),
    Case("crs-untold-no-counties", "点表 CSV", "UTF-8", "none", "no zone number, no counties to test with", "停止，列出可能", write("p.csv", UNTOLD), "p.csv", refused=True, says=("有几种可能", "--crs"), options={"counties": None}),
    Case("crs-prj-xian", SHP, "GBK", "Xian 1980 .prj", "Xian 1980 .prj", "停止，说明需要什么", shapefile(prj=esri(2361)), f"{ID}.shp", refused=True, says=("1980 西安坐标系",)),
    Case("crs-prj-beijing", SHP, "GBK", "Beijing 1954 .prj", "Beijing 1954 .prj", "停止，说明需要什么", shapefile(prj=esri(2413)), f"{ID}.shp", refused=True, says=("1954 北京坐标系",)),
    Case("crs-prj-38", SHP, "GBK", "zone 38 .prj", ".prj of zone 38, numbers of 37", "停止，两边都说", shapefile(prj=esri(4526)), f"{ID}.shp", refused=True, says=("带号 37",)),
    Case("crs-prj-esri", SHP, "GBK", "EPSG:4525", "— .prj as ArcGIS writes it", "读入", shapefile(prj=esri(4525)), f"{ID}.shp", same=ZONE, says=("EPSG:4525",)),
    Case("crs-geojson-metres", "GeoJSON", "UTF-8", "none", "metres without crs member", "推断并说明", geojson([({"zone_id": ID}, METRES)]), f"{ID}.geojson", same=Polygon(SHELL), says=("推断", "EPSG:4525")),
    Case("crs-geojson-metres-4326", "GeoJSON", "UTF-8", "EPSG:4326", "metres, crs member says 4326", "停止", geojson([({"zone_id": ID}, METRES)], crs={"type": "name", "properties": {"name": "EPSG:4326"}}), f"{ID}.geojson", refused=True, says=("EPSG:4326", "带号 37")),
    Case("crs-geojson-lat-lon", "GeoJSON", "UTF-8", "EPSG:4326", "latitude before longitude", "读入，互换并说明", geojson([({"zone_id": ID}, SWAPPED)]), f"{ID}.geojson", same=Polygon(SHELL), says=("x、y 已互换",)),
    named("80-guojia", "界址点 TXT", "坐标系=80国家大地坐标系", write("z.txt", T({"坐标系": "80国家大地坐标系"}), "gb18030"), "z.txt", ("80国家大地坐标系", *XIAN), row=3),
    named("54-guojia", "界址点 TXT", "坐标系=54国家大地坐标系", write("z.txt", T({"坐标系": "54国家大地坐标系"}), "gb18030"), "z.txt", BEIJING, row=3),
    named("local-txt", "界址点 TXT", "坐标系=地方独立坐标系", write("z.txt", T({"坐标系": "地方独立坐标系"}), "gb18030"), "z.txt", LOCAL, row=3),
    named("project-section", "界址点 TXT", "[项目信息] says 西安80, the heading 2000", write("z.txt", "[项目信息]\n坐标系统=西安80\n" + T(), "gb18030"), "z.txt", (*TWO, "西安80"), "停止，两边都说", row=2),
    named("remark-line", "界址点 TXT", "a remark behind the points", write("z.txt", T({"坐标系": None}) + "说明：本成果采用1954年北京坐标系\n", "gb18030"), "z.txt", ("说明：本成果采用1954年北京坐标系",), row=None),
    named("title-row", "点表 CSV", "a title row says 西安80坐标系", write("p.csv", "界址点成果表（西安80坐标系）,,,,\n" + csv_text(R)), "p.csv", XIAN, row=1),
    named("title-cell", "点表 XLSX", "坐标系 and its name in two cells above", xlsx(("坐标", [["坐标系：", "80"], HEADING, *R])), "points.xlsx", XIAN, row=1),
    named("heading", "点表 CSV", "headings X(西安80), Y(西安80)", write("p.csv", csv_text(R, [*HEADING[:3], "X(西安80)", "Y(西安80)"])), "p.csv", XIAN, row=1),
    named("heading-short", "点表 CSV", "headings X54, Y54", write("p.csv", csv_text(R, [*HEADING[:3], "X54", "Y54"])), "p.csv", BEIJING, row=1),
    named("column", "点表 CSV", "a column 坐标系 says 1980西安", write("p.csv", csv_text([[*r, "1980西安"] for r in R], [*HEADING, "坐标系"])), "p.csv", XIAN, row=2),
    named("column-other", "点表 CSV", "a column 备注 says so in one row", write("p.csv", csv_text([*[[*r, ""] for r in R[:-1]], [*R[-1], "独立坐标系成果"]], [*HEADING, "备注"])), "p.csv", LOCAL, row=12),
    named("sheet-name", "点表 XLSX", "the sheet is called 西安80", xlsx(("西安80", [HEADING, *R])), "points.xlsx", XIAN),
    named("other-sheet", "点表 XLSX", "a sheet of notes says so", xlsx(("说明", [["本表为北京54坐标系成果"]]), ("坐标", [HEADING, *R])), "points.xlsx", BEIJING, row=1),
    named("file-name", "点表 CSV", "the file is called 边界_西安80", write("边界_西安80.csv", csv_text(R)), "边界_西安80.csv", XIAN),
    named("prj-name", SHP, "the .prj has the numbers of CGCS2000 and the name of Xian 1980", relabelled("Xian_1980_3_Degree_GK_Zone_37"), f"{ID}.shp", ("Xian 1980", "文件有两种说法"), "停止，两边都说"),
    named("attribute", SHP, "an attribute says 西安80坐标", shapefile(lambda: frame(zone_id=[ID], name=[NAME], bz=["西安80坐标"])), f"{ID}.shp", (*TWO, "西安80坐标"), "停止，两边都说"),
    named("layer", F, "the layer is called 北京54", gdal("zone.gpkg", "GPKG", layer="北京54范围"), "zone.gpkg", (*TWO, "北京54范围"), "停止，两边都说"),
    named("document", "KML", "the document is called 西安80坐标系", write("z.kml", kml(f"<name>范围（西安80坐标系）</name>{MARK}")), "z.kml", XIAN),
    named("drawing", "DXF", "a text of the drawing says 1980西安坐标系", dxf(lambda s: (polylines()(s), s.add_text("1980西安坐标系，1985国家高程基准", dxfattribs={"insert": (37545200, 3993000)}))), "zone.dxf", XIAN),
    named("geojson-crs", "GeoJSON", "crs member Xian 1980 by a name that is not known", geojson([({"zone_id": ID}, METRES)], crs={"type": "name", "properties": {"name": "西安80"}}), f"{ID}.geojson", XIAN),
    named("both", "点表 CSV", "the title says CGCS2000, the column 西安80", write("p.csv", "2000国家大地坐标系,,,,,\n" + csv_text([[*r, "西安80"] for r in R], [*HEADING, "坐标系"])), "p.csv", (*TWO, "2000国家大地坐标系", "--crs"), "停止，两边都说"),
    named("gcj02-crs", "GeoJSON", "crs member GCJ02", geojson([({"zone_id": ID}, DEGREES_SHAPE)], crs={"type": "name", "properties": {"name": "GCJ02"}}), f"{ID}.geojson", ("「GCJ02」", "--shift gcj02"), ASK),
    named("gcj02-heading", "点表 CSV", "headings 经度(GCJ02), 纬度(GCJ02)", write("p.csv", csv_text([["甲", *p] for p in DEGREES], ["名称", "经度(GCJ02)", "纬度(GCJ02)"])), "p.csv", ("--shift gcj02",), ASK, row=1),
    named("bd09-column", "点表 CSV", "a column 坐标系 says 百度", write("p.csv", csv_text([["甲", *p, "百度"] for p in DEGREES], ["名称", "经度", "纬度", "坐标系"])), "p.csv", ("--shift bd09",), ASK, row=2),
    named("gcj02-told-bd09", "点表 CSV", "火星坐标, told BD-09", write("p.csv", "火星坐标,,\n" + csv_text([["甲", *p] for p in DEGREES], ["名称", "经度", "纬度"])), "p.csv", ("GCJ-02", "指定的却是 BD-09"), ASK, row=1, options={"datum_shift": "bd09"}),
    Case("datum-gcj02-crs-told", "GeoJSON", "", "GCJ02", "crs member GCJ02, told so", "移回 CGCS2000 并说明", geojson([({"zone_id": ID}, DEGREES_SHAPE)], crs={"type": "name", "properties": {"name": "GCJ02"}}), f"{ID}.geojson", says=("已按指定从 GCJ-02 改正",), options={"datum_shift": "gcj02"}),
    Case("datum-title-2000", "点表 CSV", "", "as named", "— the title names 2000国家大地坐标系", "读入", write("p.csv", "2000国家大地坐标系,,,,\n" + csv_text(R)), "p.csv", same=ZONE, says=("文件写明2000国家大地坐标系",)),
    Case("datum-xian-told", "点表 CSV", "", "as named", "the title says 西安80, --crs tells better", "按指定读入，并记文件所写", write("p.csv", "西安80坐标系,,,,\n" + csv_text(R)), "p.csv", same=ZONE, says=("按指定的 EPSG:4525（文件写的是 西安80坐标系）",), options={"crs": 4525}),
    Case("datum-address", "点表 CSV", "", GK, "— an address in 西安路80号, 北京54号院", "读入", write("p.csv", csv_text([[*r, "西安80号、北京54号院，共80坐标点"] for r in R], [*HEADING, "地址"])), "p.csv", same=ZONE),
    gpkg("gcj02-told", "EPSG:4326", "GCJ-02, told so", "移回 CGCS2000 并说明", shifted(to_gcj02), ("已按指定从 GCJ-02 改正",), options={"datum_shift": "gcj02"}),
    gpkg("bd09-told", "EPSG:4326", "BD-09, told so", "移回 CGCS2000 并说明", shifted(to_bd09), ("已按指定从 BD-09 改正",), options={"datum_shift": "bd09"}),
    Case("crs-gcj02-earlier", F, "", "EPSG:4326", "GCJ-02 labelled 4326, an earlier boundary is known", "读入，指出偏移米数，不改", gdal("zone.fgb", "FlatGeobuf", shifted(to_gcj02)), "zone.fgb", says=("看起来是 GCJ-02", "米"), options={"zones": "earlier"}),
    Case("crs-bd09-earlier", F, "", "EPSG:4326", "BD-09 labelled 4326, an earlier boundary is known", "读入，指出偏移米数，不改", gdal("zone.fgb", "FlatGeobuf", shifted(to_bd09)), "zone.fgb", says=("看起来是 BD-09", "米"), options={"zones": "earlier"}),
)  # fmt: skip


GEOJSON = "GeoJSON"
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
        GEOJSON,
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

SHAPES = (
    shape("bow-tie", "a small crossing", "修复并报告面积变化", [SMALL_BOW_TIE], ("边界自相交，已修复，面积变化 +",)),
    shape("out-of-order", "points out of order", "停止，指出点的顺序", [BOW_TIE], ("边界自相交，修补会使面积改变一半以上", "请检查点的顺序"), refused=True),
    shape("out-of-order-part", "points of the second part out of order", "停止，指出点的顺序", [MultiPolygon([box(X + 3000, Y, X + 9000, Y + 6000), BOW_TIE])], ("第 2 块的边界自相交",), refused=True),
    shape("spike", "a spike out and back", "修复并报告面积变化", [SPIKE], ("已修复，面积变化",), same=SQUARE),
    shape("traced-twice", "the ring traced twice", "修复并报告面积变化", [TWICE], ("已修复，面积变化",), same=PLAIN),
    shape("hole-outside", "a hole outside its shell", "修复并报告面积变化", [Polygon(SQUARE.exterior, [box(X + 3000, Y, X + 4000, Y + 500).exterior])], ("空洞在外环之外，已修复",)),
    shape("nested-parts", "a part inside another", "修复并报告面积变化", [MultiPolygon([SQUARE, box(X + 100, Y + 100, X + 200, Y + 200)])], ("外环重叠，已修复，面积变化 -",), same=SQUARE),
    shape("overlapping-parts", "two parts overlap", "修复并报告面积变化", [MultiPolygon([box(X, Y, X + 200, Y + 200), box(X + 100, Y, X + 300, Y + 200)])], ("已修复，面积变化 -19,999",), same=box(X, Y, X + 300, Y + 200)),
    Case("shape-unclosed", GEOJSON, "UTF-8", "EPSG:4326", "a ring without its closing point", "读入，闭合并记为修复", geojson([({"zone_id": ID}, UNCLOSED)]), f"{ID}.geojson", says=("有未闭合的环，已闭合",)),
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
    Case("shape-two-files", GEOJSON, "", GK, "one zone in two files", "停止，指出两个文件", both(gdal("a.fgb", "FlatGeobuf"), gdal("b.fgb", "FlatGeobuf")), "", refused=True, says=("同一开发区在 a.fgb 里已有边界", "b.fgb")),
    Case("shape-bad-among-files", GEOJSON, "", GK, "one broken file among three", "停止，指出那一个", both(gdal("a.fgb", "FlatGeobuf"), write("b.dwg", b"AC1027" + b"\0" * 90), write("c.txt", "空话\n")), "", refused=True, says=("共 2 处问题", "b.dwg", "c.txt")),
    Case("shape-null-coordinate", "GeoJSON", "UTF-8", "EPSG:4326", "null as a coordinate", "停止", geojson([({}, NAN)]), f"{ID}.geojson", refused=True, says=("",)),
)  # fmt: skip
