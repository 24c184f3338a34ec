# ruff: noqa: E501 -- a table of cases, one a line where it fits
"""Whose a boundary is, by ids and names as people spell them; and formats that are not read."""

from __future__ import annotations

import io
import zipfile

from kit.boundary_cases.kit import ID, ZONE, Case, frame, gdal, write

F, GK = "FlatGeobuf", "EPSG:4525"
HONGTONG = "hongtong-etdz"


def named(
    id: str,
    name: str,
    found: tuple[str, ...],
    defect: str,
    does: str,
    says: tuple[str, ...] = (),
    zone_id: str = "",
    file: str = "zone.fgb",
) -> Case:
    """Return a boundary under an id and a name."""
    return Case(
        f"name-{id}",
        F,
        "",
        GK,
        defect,
        does,
        gdal(file, "FlatGeobuf", lambda: frame(zone_id=[zone_id], name=[name])),
        file,
        zone_ids=found,
        says=says,
        same=ZONE,
        options={"zones": "all"},
    )


OWNERS = (
    named("by-id", "", (HONGTONG,), "— the id", "认出", zone_id=HONGTONG),
    named("id-capitals", "", (HONGTONG,), "— the id in capitals", "认出并说明", ("read as hongtong-etdz",), zone_id="HONGTONG-ETDZ"),
    named("by-name", "洪洞经济技术开发区", (HONGTONG,), "— the name", "认出"),
    named("english", "Hongtong Economic and Technological Development Zone", (HONGTONG,), "— the English name", "认出"),
    named("with-county", "洪洞县经济技术开发区", (HONGTONG,), "— 县 in the name", "认出并说明", ("名称「洪洞县经济技术开发区」即「洪洞经济技术开发区」",)),
    named("with-city", "临汾市洪洞县经济技术开发区", (HONGTONG,), "— city and county in the name", "认出并说明", ("即「洪洞经济技术开发区」",)),
    named("traditional", "洪洞經濟技術開發區", (HONGTONG,), "— traditional characters", "认出并说明", ("即「洪洞经济技术开发区」",)),
    named("full-width-blank", "\u3000洪洞 经济技术开发区", (HONGTONG,), "— blanks in the name", "认出并说明", ("即「洪洞经济技术开发区」",)),
    named("short", "洪洞经开区", (HONGTONG,), "— the short form 经开区", "认出并说明", ("即「洪洞经济技术开发区」",)),
    named("two-in-county", "安泽现代农业示范区", ("anze-maidz",), "— one of two zones of a county", "认出并说明"),
    named("misspelt", "候马经济开发区", ("",), "a wrong character (候马)", "不认定，给出建议", ("是不是：houma-edz 侯马经济开发区",)),
    named("county-only", "安泽县", ("",), "only the county, which has two zones", "不认定，给出建议", ("没有开发区叫「安泽县」",)),
    named("unknown", "火星经济技术开发区", ("",), "a zone that is not listed", "不认定", ("没有开发区叫「火星经济技术开发区」",)),
    named("nothing", "", ("",), "neither id nor name", "不认定", ("没有编号或名称",)),
    named("contradiction", "侯马经济开发区", ("",), "id and name say different zones", "不认定，两边都说", ("不一致，未认定",), zone_id=HONGTONG),
    named("unknown-id", "洪洞经济技术开发区", (HONGTONG,), "— unknown id, known name", "按名称认出", zone_id="X001"),
    named("by-file-id", "", (HONGTONG,), "— the file's name is the id", "认出并说明", ("按文件名认定为 hongtong-etdz",), file=f"{HONGTONG}.fgb"),
    named("by-file-name", "", (HONGTONG,), "— the file's name is the zone's name", "认出并说明", ("按文件名认定为 hongtong-etdz",), file="洪洞经开区.fgb"),
    named("path-as-id", "", ("",), "an id that is a path", "不认定，只作文本", ("没有开发区叫「../../etc/x」",), zone_id="../../etc/x"),
    Case("name-id-without-list", F, "", GK, "— no list of zones given", "编号照原样", gdal("zone.fgb", "FlatGeobuf"), "zone.fgb", zone_ids=(ID,), same=ZONE),
)  # fmt: skip


def other(id: str, format: str, name: str, content: bytes | str, *says: str) -> Case:
    """Return a file in a format that is not read."""
    return Case(
        f"other-{id}",
        format,
        "",
        "",
        "not read",
        f"停止：{says[-1]}",
        write(name, content),
        name,
        refused=True,
        says=says,
    )


def office(inner: str) -> bytes:
    """Return an Office container."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", (2020, 5, 14, 0, 0, 0)), "x")
        archive.writestr(zipfile.ZipInfo(inner, (2020, 5, 14, 0, 0, 0)), "<x/>")
    return data.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64
JUNK = b"\x01\x02\x03\x80\xff" * 20

UNREAD = (
    other("dwg", "DWG", "zone.dwg", b"AC1027" + b"\0" * 64, "DWG 图纸", "另存为 DXF"),
    other("dgn", "DGN", "zone.dgn", JUNK, "DGN 图纸", "另存为 DXF"),
    other("mdb", "Access", "zone.mdb", b"\x00\x01\x00\x00Standard Jet DB\0", "Access", "GeoPackage 或 shapefile"),
    other("mapgis", "MapGIS", "zone.wp", JUNK, "MapGIS", "GeoPackage 或 shapefile"),
    other("supermap", "SuperMap", "zone.udb", JUNK, "超图", "GeoPackage 或 shapefile"),
    other("e00", "E00", "zone.e00", "EXP  0 /tmp\n", "E00", "GeoPackage 或 shapefile"),
    other("gml", "GML", "zone.gml", '<?xml version="1.0"?><gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml"/>', "GML", "GeoPackage 或 shapefile"),
    other("gpx", "GPX", "zone.gpx", '<?xml version="1.0"?><gpx version="1.1"/>', "GPX", "GeoPackage 或 shapefile"),
    other("topojson", "TopoJSON", "zone.json", '{"type":"Topology","objects":{},"arcs":[]}', "TopoJSON", "GeoJSON"),
    other("esrijson", "Esri JSON", "zone.json", '{"geometryType":"esriGeometryPolygon","features":[{"geometry":{"rings":[]}}]}', "Esri JSON", "GeoJSON"),
    other("json", "JSON", "zone.json", '{"name":"甲"}', "不是 GeoJSON", "GeoJSON"),
    other("xml", "XML", "zone.xml.txt", '<?xml version="1.0"?><data/>', "不是 KML", "KML"),
    other("html", "HTML", "zone.html", "<!DOCTYPE html><html></html>", "网页", "坐标文件"),
    other("qgz", "QGIS project", "zone.qgs", '<?xml version="1.0"?><qgis/>', "工程文件，不含数据", "GeoPackage 或 shapefile"),
    other("xls", "XLS", "zone.xls", OLE, "旧版 Excel", "XLSX 或 CSV"),
    other("doc", "Word", "zone.doc", OLE, "Word 文档", "坐标文件"),
    other("docx", "Word", "zone.docx", office("word/document.xml"), "Word 文档", "坐标文件"),
    other("ods", "ODS", "zone.ods", office("content.xml"), "ODS 表格", "XLSX 或 CSV"),
    other("pdf", "PDF", "zone.pdf", "%PDF-1.4\n", "PDF", "坐标文件"),
    other("png", "PNG", "zone.png", b"\x89PNG\r\n\x1a\n" + JUNK, "图片", "坐标文件"),
    other("jpg", "JPEG", "zone.jpg", b"\xff\xd8\xff\xe0" + JUNK, "图片", "坐标文件"),
    other("rar", "RAR", "zone.rar", b"Rar!\x1a\x07\0", "RAR", "ZIP"),
    other("7z", "7z", "zone.7z", b"7z\xbc\xaf\x27\x1c", "7z", "ZIP"),
    other("tgz", "tar.gz", "zone.tar.gz", b"\x1f\x8b\x08" + JUNK, "tar", "ZIP"),
    other("ovobj", "Ovital object", "zone.ovobj", JUNK, "奥维对象", "KML"),
    other("sqlite", "SQLite", "zone.db", b"SQLite format 3\0" + b"\0" * 200, "SQLite", "GeoPackage 或 shapefile"),
    other("unknown", "unknown", "zone.xyz", JUNK, "不认识的格式", "另存为界址点 TXT"),
    other("prj-alone", ".prj", "zone.prj", 'GEOGCS["a"]', "缺 .shp", ".dbf、.prj 一起给"),
)  # fmt: skip
