# ruff: noqa: E501 -- a table of cases, one a line where it fits
"""Shapefile, GeoPackage, GeoJSON, file geodatabase, MapInfo and FlatGeobuf."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyogrio
from shapely import MultiPolygon, Point, box, to_geojson

from kit.boundary_cases.kit import (
    ID,
    NAME,
    PLAIN,
    ZONE,
    Case,
    both,
    frame,
    gdal,
    geojson,
    shapefile,
    write,
    zipped,
)

SHP, GPKG, JSON, GDB, MI, FGB = "Shapefile", "GeoPackage", "GeoJSON", "FileGDB", "MapInfo", "FlatGeobuf"
GK = "EPSG:4525"


def geodatabase(folder: Path) -> None:
    """Write a file geodatabase."""
    pyogrio.write_dataframe(frame(), folder / f"{ID}.gdb", driver="OpenFileGDB", layer="zone")


def cut(name: str, maker, keep: float):
    """Return a maker whose file is cut off."""

    def make(folder: Path) -> None:
        maker(folder)
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data[: int(len(data) * keep)])

    return make


def two_layers(folder: Path) -> None:
    """Write a GeoPackage of two layers in two CRS."""
    pyogrio.write_dataframe(frame(), folder / "two.gpkg", layer="a", driver="GPKG")
    pyogrio.write_dataframe(frame(to=4490), folder / "two.gpkg", layer="b", driver="GPKG", append=True)


def degrees(**columns):
    """Return the made-up zone in degrees as a GeoJSON geometry."""
    import json

    return json.loads(to_geojson(frame(to=4490).geometry.iloc[0]))


def rename(maker, old: str, new: str):
    """Return a maker that gives a file another name."""

    def make(folder: Path) -> None:
        maker(folder)
        for path in list(folder.glob(f"{old}.*")):
            path.rename(folder / (new + path.suffix))

    return make


def fewer(ending: str, maker, at: int, size: int, drop: int = 0):
    """Return a maker whose file of an ending says that it holds one record, perhaps without its last bytes."""

    def make(folder: Path) -> None:
        maker(folder)
        (path,) = folder.glob(f"*.{ending}")
        data = bytearray(path.read_bytes())
        data = data[: len(data) - drop]
        order = "big" if ending == "shx" else "little"
        data[at : at + size] = (len(data) // 2 if ending == "shx" else 1).to_bytes(size, order)
        path.write_bytes(bytes(data))

    return make


def cut_field(names: list[str], values: list[str], width: int = 80, encoding: str = "utf-8"):
    """Return a maker of a shapefile whose table is cut where its room ends, whatever the character."""

    def make(folder: Path) -> None:
        shapefile()(folder)
        fields = [
            name.encode(encoding)[:10].ljust(11, b"\0") + b"C" + bytes(4) + bytes([width]) + bytes(15)
            for name in names
        ]
        start, size = 32 + 32 * len(names) + 1, 1 + width * len(names)
        head = (
            b"\x03\x78\x05\x0e"
            + (1).to_bytes(4, "little")
            + start.to_bytes(2, "little")
            + size.to_bytes(2, "little")
            + bytes(20)
        )
        record = b" " + b"".join(value.encode(encoding)[:width].ljust(width) for value in values)
        (folder / f"{ID}.dbf").write_bytes(head + b"".join(fields) + b"\r" + record + b"\x1a")

    return make


def two_zones() -> gpd.GeoDataFrame:
    """Return two zones."""
    return frame([PLAIN, ZONE.geoms[1]], zone_id=["a", "b"], name=["A", "B"])


def ring_of(left: float) -> list:
    """Return a triangle east of a meridian."""
    return [[left, 36.1], [left + 0.1, 36.1], [left + 0.1, 36.2], [left, 36.1]]


FEATURE = [({"zone_id": ID, "name": NAME}, degrees())]
USELESS_PRJ = """PROJCS["CGCS2000_3_Degree_GK_Zone_37",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss["GCS_China_Geodetic_Coordinate_System500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",111.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"""
GPK = gdal("zone.gpkg", "GPKG")

CASES = (
    Case("shp-gbk-no-cpg", SHP, "GBK", GK, "— GBK without .cpg", "读入，认出 GBK 并说明", shapefile(), f"{ID}.shp", same=ZONE, zone_ids=(ID,), says=("文字按 gb18030 读",)),
    Case("shp-gbk-cpg", SHP, "GBK", GK, "— GBK with .cpg", "读入", shapefile(drop=()), f"{ID}.shp", same=ZONE, zone_ids=(ID,)),
    Case("shp-utf-8", SHP, "UTF-8", GK, "— UTF-8 with .cpg", "读入", shapefile(encoding="UTF-8", drop=()), f"{ID}.shp", same=ZONE, zone_ids=(ID,)),
    Case("shp-utf-8-no-cpg", SHP, "UTF-8", GK, "— UTF-8 without .cpg", "读入，认出 UTF-8", shapefile(encoding="UTF-8"), f"{ID}.shp", same=ZONE, says=("文字按 utf-8 读",)),
    Case("shp-cpg-lies", SHP, "GBK", GK, ".cpg says UTF-8, bytes are GBK", "读入，按字节并说明",
         both(shapefile(), write(f"{ID}.cpg", "UTF-8")), f"{ID}.shp", same=ZONE, says=("文字按 gb18030 读（.cpg：UTF-8）",)),
    Case("shp-chinese-fields", SHP, "GBK", GK, "— Chinese field names", "读入", shapefile(lambda: frame(开发区编号=[ID], 名称=[NAME])), f"{ID}.shp", same=ZONE),
    Case("shp-folder", SHP, "GBK", GK, "— a folder", "读入", shapefile(), "", same=ZONE),
    Case("shp-zipped", SHP, "GBK", GK, "— zipped", "读入", zipped("zone.zip", shapefile()), "zone.zip", same=ZONE),
    Case("shp-zipped-chinese-name", SHP, "GBK", GK, "— zipped under a Chinese name", "读入", zipped("虚构.zip", rename(shapefile(), ID, "虚构示范区")), "虚构.zip", same=ZONE),
    Case("shp-no-dbf", SHP, "", GK, "no .dbf", "读入边界，说明没有属性", shapefile(drop=("cpg", "dbf")), f"{ID}.shp", same=ZONE, says=("缺 .dbf",)),
    Case("shp-no-prj", SHP, "GBK", "none", "no .prj", "读入，由数字推断并说明", shapefile(drop=("cpg", "prj")), f"{ID}.shp", same=ZONE, says=("推断", "EPSG:4525")),
    Case("shp-no-shx", SHP, "GBK", GK, "no .shx", "停止，说明缺什么", shapefile(drop=("shx",)), f"{ID}.shp", refused=True, says=("缺少同名的 .shx",)),
    Case("shp-only-dbf", SHP, "GBK", GK, "only the .dbf", "停止，说明缺 .shp", shapefile(drop=("shp", "shx", "prj", "cpg")), "", refused=True, says=("缺 .shp",)),
    Case("shp-cut-off", SHP, "GBK", GK, "the .shp is cut off", "停止", cut(f"{ID}.shp", shapefile(), 0.6), f"{ID}.shp", refused=True, says=("文件不完整",)),
    Case("shp-broken-prj", SHP, "GBK", "unreadable", "the .prj is garbage", "读入，由数字推断", shapefile(prj="PROJCS[broken"), f"{ID}.shp", same=ZONE, says=(".prj 读不出", "推断")),
    Case("gpkg-standard", GPKG, "", GK, "—", "读入", GPK, "zone.gpkg", same=ZONE, zone_ids=(ID,)),
    Case("gpkg-no-crs", GPKG, "", "none", "no CRS", "读入，由数字推断", gdal("zone.gpkg", "GPKG", lambda: frame(crs=None)), "zone.gpkg", same=ZONE, says=("推断",)),
    Case("gpkg-two-crs", GPKG, "", "two", "two layers in two CRS", "停止", two_layers, "two.gpkg", refused=True, says=("各图层的坐标系不同",)),
    Case("gpkg-cut-off", GPKG, "", GK, "cut off", "停止", cut("zone.gpkg", GPK, 0.3), "zone.gpkg", refused=True, says=("",)),
    Case("gpkg-empty", GPKG, "", GK, "no feature", "停止", gdal("zone.gpkg", "GPKG", lambda: frame([])), "zone.gpkg", refused=True, says=("没有要素",)),
    Case("geojson-4490", JSON, "UTF-8", "EPSG:4490", "— crs member", "读入", gdal("zone.geojson", "GeoJSON", lambda: frame(to=4490), COORDINATE_PRECISION=9), "zone.geojson", same=ZONE, zone_ids=(ID,)),
    Case("geojson-4525", JSON, "UTF-8", GK, "— crs member, metres", "读入", gdal("zone.geojson", "GeoJSON"), "zone.geojson", same=ZONE, says=("文件写明 EPSG:4525",)),
    Case("geojson-bare", JSON, "UTF-8", "EPSG:4326", "— a bare geometry", "读入", write("zone.geojson", to_geojson(frame(to=4490).geometry.iloc[0])), "zone.geojson", same=ZONE),
    Case("geojson-named-json", JSON, "UTF-8", "EPSG:4326", "— named .json", "读入", geojson(FEATURE, "zone.json"), "zone.json", same=ZONE),
    Case("geojson-bom", JSON, "UTF-8 BOM", "EPSG:4326", "byte order mark", "读入", lambda f: (geojson(FEATURE, "z.geojson")(f), (f / "z.geojson").write_bytes(b"\xef\xbb\xbf" + (f / "z.geojson").read_bytes())), "z.geojson", same=ZONE),
    Case("geojson-gbk", JSON, "GB18030", "EPSG:4326", "saved in GBK", "读入，转码", lambda f: (geojson(FEATURE, "z.geojson")(f), (f / "z.geojson").write_bytes((f / "z.geojson").read_text("utf-8").encode("gb18030"))), "z.geojson", same=ZONE, zone_ids=(ID,)),
    Case("geojson-cut-off", JSON, "UTF-8", "EPSG:4326", "cut off", "停止", cut(f"{ID}.geojson", geojson(FEATURE), 0.7), f"{ID}.geojson", refused=True, says=("已损坏",)),
    Case("geojson-no-features", JSON, "UTF-8", "EPSG:4326", "no feature", "停止", geojson([]), f"{ID}.geojson", refused=True, says=("没有要素",)),
    Case("geojson-number-id", JSON, "UTF-8", "EPSG:4326", "— zone_id is a number", "读入，编号作文本", geojson([({"zone_id": 7}, degrees())]), f"{ID}.geojson", same=ZONE, zone_ids=("7",)),
    Case("geojson-mixed", JSON, "UTF-8", "EPSG:4326", "points and lines among areas", "读入面，数清未读的",
         geojson([*FEATURE, ({}, {"type": "Point", "coordinates": [111.5, 36.1]}), ({}, {"type": "LineString", "coordinates": [[111.5, 36.1], [111.6, 36.1]]})]),
         f"{ID}.geojson", same=ZONE, says=("1 个点未读", "1 个未闭合的线未读")),
    Case("geojson-lists", JSON, "UTF-8", "EPSG:4326", "— lists and objects as attributes", "读入，列表作 JSON 文本", geojson([({"zone_id": ID, "name": ["甲", 1], "of": {"a": [1, 2]}, "n": [1, 2]}, degrees())]), f"{ID}.geojson", same=ZONE, zone_ids=(ID,), says=('["甲", 1]',)),
    Case("geojson-shallow-part", JSON, "UTF-8", "EPSG:4326", "a part of a MultiPolygon one level too shallow", "停止，指出要素", geojson([*FEATURE, ({}, {"type": "MultiPolygon", "coordinates": [ring_of(111.5), [ring_of(111.7)]]})]), f"{ID}.geojson", refused=True, says=("feature 2", "MultiPolygon", "坐标的层数")),
    Case("geojson-deep-ring", JSON, "UTF-8", "EPSG:4326", "a ring one level too deep", "停止，指出要素", geojson([({}, {"type": "Polygon", "coordinates": [ring_of(111.5), [ring_of(111.52)]]})]), f"{ID}.geojson", refused=True, says=("feature 1", "坐标的层数")),
    Case("geojson-null-number", JSON, "UTF-8", "EPSG:4326", "a null among coordinates", "停止，指出要素", geojson([({}, {"type": "Polygon", "coordinates": [[*ring_of(111.5)[:3], [111.5, None], ring_of(111.5)[0]]]})]), f"{ID}.geojson", refused=True, says=("feature 1", "不是数字")),
    Case("geojson-null-coordinates", JSON, "UTF-8", "EPSG:4326", "null instead of coordinates", "停止，指出要素", geojson([*FEATURE, ({}, {"type": "Polygon", "coordinates": None})]), f"{ID}.geojson", refused=True, says=("feature 2",)),
    Case("geojson-unknown-type", JSON, "UTF-8", "EPSG:4326", "a type of geometry that there is not", "停止，指出要素", geojson([*FEATURE, ({}, {"type": "Poligon", "coordinates": [ring_of(111.5)]})]), f"{ID}.geojson", refused=True, says=("feature 2", "Poligon")),
    Case("geojson-no-geometry", JSON, "UTF-8", "EPSG:4326", "a feature without geometry", "读入面，数清未读的", geojson([*FEATURE, ({}, None)]), f"{ID}.geojson", same=ZONE, says=("1 个空图形未读",)),
    Case("geojson-not-a-feature", JSON, "UTF-8", "EPSG:4326", "a number among the features", "停止，指出要素", lambda f: (geojson(FEATURE)(f), (f / f"{ID}.geojson").write_text((f / f"{ID}.geojson").read_text("utf-8")[:-2] + ", 7]}", "utf-8")), f"{ID}.geojson", refused=True, says=("feature 2", "不是要素")),
    Case("geojson-unknown-crs", JSON, "UTF-8", "MOON", "crs names a system that is not known", "停止，写出坐标系名", geojson(FEATURE, crs={"type": "name", "properties": {"name": "MOON"}}), f"{ID}.geojson", refused=True, says=("MOON", "不认识")),
    Case("geojson-crs-link", JSON, "UTF-8", "a link", "crs is a link that is not known", "停止，写出坐标系名", geojson(FEATURE, crs={"type": "link", "properties": {"href": "https://example.invalid/crs", "type": "ogcwkt"}}), f"{ID}.geojson", refused=True, says=("example.invalid", "不认识")),
    Case("geojson-crs-no-name", JSON, "UTF-8", "no name", "crs holds no name", "停止，写出坐标系名", geojson(FEATURE, crs={"type": "name", "properties": {}}), f"{ID}.geojson", refused=True, says=("properties", "不认识")),
    Case("geojson-crs-null", JSON, "UTF-8", "EPSG:4326", "— crs is null", "读入", geojson(FEATURE, crs=None), f"{ID}.geojson", same=ZONE),
    Case("geojson-crs-is-an-attribute", JSON, "UTF-8", GK, "an attribute named crs, metres", "读入，由数字推断", gdal("zone.geojson", "GeoJSON", lambda: frame(crs=None, zone_id=[ID], crs_=["x"]).rename(columns={"crs_": "crs"})), "zone.geojson", same=ZONE, says=("推断",)),
    Case("geojson-nested", JSON, "UTF-8", "", "brackets a hundred thousand deep", "停止", write("zone.geojson", '{"type": "Polygon", "coordinates": ' + "[" * 100_000), "zone.geojson", refused=True, says=("嵌套过深",)),
    Case("shp-cut-field", SHP, "UTF-8", GK, "a field name of UTF-8 cut inside a character at ten bytes", "读入，字段名截断也认出", cut_field(["园区名称"], [NAME]), f"{ID}.shp", same=ZONE, says=(NAME,)),
    Case("shp-cut-fields-alike", SHP, "UTF-8", GK, "two field names of UTF-8 that are cut to the same", "读入，字段名截断也认出", cut_field(["园区名称", "园区名字"], [NAME, "乙"]), f"{ID}.shp", same=ZONE, says=(NAME,)),
    Case("shp-cut-text", SHP, "UTF-8", GK, "a text of UTF-8 cut inside a character", "读入", cut_field(["名称"], [NAME], width=19), f"{ID}.shp", same=ZONE, says=("虚构示范区(ma",)),
    Case("shp-cut-text-gbk", SHP, "GBK", GK, "a text of GBK cut inside a character", "读入", cut_field(["名称"], ["虚构示范区"], width=9, encoding="gbk"), f"{ID}.shp", same=ZONE, says=("虚构示范",)),
    Case("shp-shx-fewer", SHP, "GBK", GK, "the .shx lists fewer records", "停止，指出记录数", fewer("shx", shapefile(two_zones), 24, 4, drop=8), f"{ID}.shp", refused=True, says=(".shx 1, .dbf 2",)),
    Case("shp-dbf-fewer", SHP, "GBK", GK, "the .dbf holds fewer records", "停止，指出记录数", fewer("dbf", shapefile(two_zones), 4, 4), f"{ID}.shp", refused=True, says=(".shx 2, .dbf 1",)),
    Case("shp-shx-cut-off", SHP, "GBK", GK, "the .shx is cut off", "停止", cut(f"{ID}.shx", shapefile(two_zones), 0.95), f"{ID}.shp", refused=True, says=("文件不完整（.shx）",)),
    Case("shp-prj-useless", SHP, "GBK", "incomplete", "the .prj names no projection", "停止，请指定坐标系", shapefile(prj=USELESS_PRJ), f"{ID}.shp", refused=True, says=("--crs",)),
    Case("tab-dat-fewer", MI, "", GK, "the .dat holds fewer records", "停止，指出记录数", fewer("dat", gdal("zone.tab", "MapInfo File", two_zones), 4, 4), "zone.tab", refused=True, says=(".dat 1, .id 2",)),
    Case("gdb-standard", GDB, "", GK, "—", "读入", geodatabase, f"{ID}.gdb", same=ZONE, zone_ids=(ID,)),
    Case("gdb-in-folder", GDB, "", GK, "— a folder that holds it", "读入", geodatabase, "", same=ZONE),
    Case("gdb-zipped", GDB, "", GK, "— zipped", "读入", zipped("zone.gdb.zip", geodatabase), "zone.gdb.zip", same=ZONE),
    Case("gdb-empty-folder", GDB, "", GK, "a .gdb folder without tables", "停止", lambda f: ((f / "x.gdb").mkdir(), (f / "x.gdb" / "gdb").write_bytes(b"\5")), "x.gdb", refused=True, says=("不认识的格式",)),
    Case("tab-standard", MI, "", GK, "— TAB, bounds of the map set", "读入", gdal("zone.tab", "MapInfo File", BOUNDS="37500000,3900000,37600000,4100000"), "zone.tab", same=ZONE, zone_ids=(ID,)),
    Case("tab-no-map", MI, "", GK, ".map missing", "停止，说明缺什么", lambda f: (gdal("zone.tab", "MapInfo File")(f), (f / "zone.map").unlink()), "zone.tab", refused=True, says=("缺少同名的 .map",)),
    Case("mif-standard", MI, "", GK, "— MIF", "读入", gdal("zone.mif", "MapInfo File"), "zone.mif", same=ZONE, zone_ids=(ID,)),
    Case("mif-gbk", MI, "GBK", GK, "— MIF with GBK words", "读入", lambda f: (gdal("zone.mif", "MapInfo File", lambda: frame(zone_id=[ID], name=["made up"]))(f), (f / "zone.mid").write_bytes(f'"{ID}","虚构示范区"\n'.encode("gbk")), (f / "zone.mif").write_bytes((f / "zone.mif").read_bytes().replace(b'Charset "UTF-8"', b'Charset "WindowsSimpChinese"').replace(b'Charset "Neutral"', b'Charset "WindowsSimpChinese"'))), "zone.mif", same=ZONE),
    Case("mid-alone", MI, "", GK, ".mid without .mif", "停止，说明缺什么", write("zone.mid", '"a","b"\n'), "zone.mid", refused=True, says=("缺 .tab 或 .mif",)),
    Case("fgb-standard", FGB, "", GK, "—", "读入", gdal("zone.fgb", "FlatGeobuf"), "zone.fgb", same=ZONE, zone_ids=(ID,)),
    Case("fgb-cut-off", FGB, "", GK, "cut off", "停止", cut("zone.fgb", gdal("zone.fgb", "FlatGeobuf"), 0.5), "zone.fgb", refused=True, says=("已损坏",)),
    Case("wrong-ending", JSON, "UTF-8", "EPSG:4326", "GeoJSON named .kml", "按内容读入，说明", geojson(FEATURE, "zone.kml"), "zone.kml", same=ZONE, says=("内容是 geojson",)),
    Case("gpkg-named-shp", GPKG, "", GK, "GeoPackage named .shp", "按内容读入，说明", rename(gdal("q.gpkg", "GPKG"), "q", "q"), "q.gpkg", same=ZONE),
    Case("multi-layer-gpkg", GPKG, "", GK, "— two layers in one CRS", "读入两层，记图层名",
         lambda f: (gdal("m.gpkg", "GPKG", lambda: frame([PLAIN]), layer="甲")(f), gdal("m.gpkg", "GPKG", lambda: frame([ZONE.geoms[1]], zone_id=["b"], name=["乙"]), layer="乙", append=True)(f)), "m.gpkg", same=MultiPolygon([PLAIN, ZONE.geoms[1]]), rows=2),
    Case("large-coordinates-z", GPKG, "", GK, "heights on every point", "读入，去掉高程并说明", gdal("z.gpkg", "GPKG", lambda: frame([box(37545000, 3995000, 37546000, 3996000)]).assign(geometry=lambda d: d.geometry.force_3d(400))), "z.gpkg", same=box(37545000, 3995000, 37546000, 3996000), says=("去掉高程",)),
    Case("points-only-gpkg", GPKG, "", GK, "points only", "停止，数清有什么", gdal("p.gpkg", "GPKG", lambda: frame([Point(37545000, 3995000)])), "p.gpkg", refused=True, says=("没有面，只有：1 个点",)),
)  # fmt: skip
