# ruff: noqa: E501 -- a table of cases, one a line where it fits
"""Files that mean harm, formats that are not read, and whose a boundary is."""

from __future__ import annotations

import io
import sqlite3
import stat
import zipfile
from contextlib import closing
from pathlib import Path

from kit.boundary_cases.drawings import dxf, polylines
from kit.boundary_cases.kit import (
    ID,
    PLAIN,
    RINGS,
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
from kit.boundary_cases.markup import kml
from kit.boundary_cases.texts import parcel_text
from kit.boundary_cases.vectors import FEATURE

SECRET = {"type": "Point", "coordinates": [111.5, 36.1]}
VRT = '<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource relativeToVRT="1">secret.geojson</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
GDALG = '{"type":"gdal_streamed_alg","command_line":"gdal vector pipeline ! read secret.geojson ! write --of stream x"}'
AND_SECRET = geojson([({"name": "secret"}, SECRET)], "secret.geojson")


def lure(id: str, format: str, defect: str, name: str, content: str) -> Case:
    """Return a file that makes GDAL read a second one."""
    return Case(
        f"hostile-{id}",
        format,
        "UTF-8",
        "",
        defect,
        "停止，不读别的文件",
        both(AND_SECRET, write(name, content)),
        name,
        refused=True,
        says=("会读取别的文件",),
    )


def virtual_table(folder: Path) -> None:
    """Write a GeoPackage with a virtual table that reads another file."""
    gdal("zone.gpkg", "GPKG")(folder)
    with closing(sqlite3.connect(folder / "zone.gpkg")) as database:
        database.execute("PRAGMA writable_schema=ON")
        sql = "CREATE VIRTUAL TABLE leak USING VirtualOGR('secret.geojson')"
        database.execute(
            "INSERT INTO sqlite_master(type,name,tbl_name,rootpage,sql) VALUES('table','leak','leak',0,?)",
            (sql,),
        )
        database.commit()


def archive(*members: tuple[str, bytes], name: str = "zone.zip", flags: int = 0, link: str = ""):
    """Return a maker of an archive with members named as they are."""

    def make(folder: Path) -> None:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
            for member, content in members:
                info = zipfile.ZipInfo(member, (2020, 5, 14, 0, 0, 0))
                if member == link:
                    info.external_attr = (stat.S_IFLNK | 0o777) << 16
                packed.writestr(info, content)
        raw = bytearray(data.getvalue())
        if flags:
            for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
                raw[raw.index(mark) + at] |= flags
        (folder / name).write_bytes(bytes(raw))

    return make


def damaged_inside(folder: Path) -> None:
    """Write an archive whose packed bytes cannot be unpacked."""
    archive(("zone.txt", TXT))(folder)
    data = bytearray((folder / "zone.zip").read_bytes())
    data[40:60] = b"\xff" * 20
    (folder / "zone.zip").write_bytes(bytes(data))


def lying(folder: Path) -> None:
    """Write an archive whose member says it unpacks to 4 GB."""
    archive(("zone.txt", b"0" * 1000))(folder)
    data = (folder / "zone.zip").read_bytes()
    (folder / "zone.zip").write_bytes(
        data.replace((1000).to_bytes(4, "little"), (4_000_000_000).to_bytes(4, "little"))
    )


def packed(id: str, defect: str, does: str, make, says: tuple[str, ...], name: str = "zone.zip") -> Case:
    """Return an archive that is refused."""
    return Case(f"archive-{id}", "ZIP", "", "", defect, does, make, name, refused=True, says=says)


def named(id: str, name: str, defect: str) -> Case:
    """Return a boundary with a hostile name, which must come back as it is, as text."""
    return Case(
        f"hostile-name-{id}",
        "FlatGeobuf",
        "",
        "EPSG:4525",
        defect,
        "读入，名称只作文本",
        gdal("zone.fgb", "FlatGeobuf", lambda: frame(zone_id=[ID], name=[name])),
        "zone.fgb",
        same=ZONE,
        says=(name,),
    )


def file_named(id: str, name: str, defect: str) -> Case:
    """Return a boundary in a file with an awkward name."""
    return Case(
        f"hostile-file-{id}",
        "GeoJSON",
        "UTF-8",
        "EPSG:4326",
        defect,
        "读入",
        geojson(FEATURE, name),
        name,
        same=ZONE,
    )


TXT = parcel_text().encode("gb18030")

CASES = (
    lure("vrt-geojson", "GeoJSON", "a VRT named .geojson", "zone.geojson", VRT),
    lure("vrt-kml", "KML", "a VRT named .kml", "zone.kml", VRT),
    lure("vrt-dxf", "DXF", "a VRT named .dxf", "zone.dxf", VRT),
    lure("vrt-tab", "MapInfo", "a VRT named .tab", "zone.tab", VRT),
    lure("vrt-mif", "MapInfo", "a VRT named .mif", "zone.mif", VRT),
    lure("vrt-shp", "Shapefile", "a VRT named .shp", "zone.shp", VRT),
    lure("vrt-gpkg", "GeoPackage", "a VRT named .gpkg", "zone.gpkg", VRT),
    lure("vrt-fgb", "FlatGeobuf", "a VRT named .fgb", "zone.fgb", VRT),
    lure("vrt-txt", "界址点 TXT", "a VRT named .txt", "zone.txt", VRT),
    lure("vrt-vrt", "VRT", "a VRT under its own name", "zone.vrt", VRT),
    lure("vrt-in-kml", "KML", "a KML with a VRT behind it", "zone.kml", kml("", head="") + VRT),
    lure("vrt-in-geojson", "GeoJSON", "a GeoJSON with a VRT behind it", "zone.geojson", '{"type":"FeatureCollection","features":[]}' + VRT),
    lure("gdalg", "GeoJSON", "a GDAL pipeline named .geojson", "zone.geojson", GDALG),
    Case("hostile-vrt-in-dxf", "DXF", "UTF-8", "", "a DXF with a VRT in a comment", "停止，不读别的文件", both(AND_SECRET, dxf(polylines()), lambda f: (f / "zone.dxf").write_text(f"999\n{VRT}\n" + (f / "zone.dxf").read_text("utf-8"), "utf-8")), "zone.dxf", refused=True, says=("会读取别的文件",)),
    lure("tab-view", "MapInfo", "a TAB that joins other tables", "zone.tab", '!Table\n!Version 100\nOpen Table "secret" Hide\nCreate View v as Select * From secret\n'),
    lure("tab-seamless", "MapInfo", "a seamless TAB", "zone.tab", '!table\n!version 300\nDefinition Table\n  Type NATIVE Charset "Neutral"\n  Fields 1\n    Table Char (100) ;\nbegin_metadata\n"\\IsSeamless" = "TRUE"\nend_metadata\n'),
    Case("hostile-virtual-table", "GeoPackage", "", "", "a virtual table that reads another file", "停止", virtual_table, "zone.gpkg", refused=True, says=("会读取别的文件",)),
    packed("path-up", "a name with ../", "停止，不写出临时文件夹", archive(("../../evil.txt", TXT)), ("指向包外", "../../evil.txt")),
    packed("absolute", "an absolute name", "停止", archive(("/tmp/evil.txt", TXT)), ("指向包外",)),
    packed("drive", "a name with a drive", "停止", archive(("C:\\evil.txt", TXT)), ("指向包外",)),
    packed("backslash-up", "a name with ..\\", "停止", archive(("..\\evil.txt", TXT)), ("指向包外",)),
    packed("nested", "an archive in an archive", "停止，请解压一层", zipped("zone.zip", zipped("inner.zip", write("zone.txt", TXT))), ("压缩包里还有压缩包",)),
    packed("locked", "locked with a password", "停止", archive(("zone.txt", TXT), flags=1), ("压缩包有密码",)),
    packed("broken", "cut off", "停止", lambda f: (archive(("zone.txt", TXT))(f), (f / "zone.zip").write_bytes((f / "zone.zip").read_bytes()[:200])), ("已损坏",)),
    packed("damaged", "a byte changed", "停止", lambda f: (archive(("zone.txt", TXT))(f), (f / "zone.zip").write_bytes((f / "zone.zip").read_bytes().replace(TXT[:0] + (f / "zone.zip").read_bytes()[60:64], b"\0\0\0\0", 1))), ("已损坏",)),
    packed("damaged-inside", "bytes changed inside a packed file", "停止", damaged_inside, ("已损坏",)),
    packed("bomb", "unpacks to 4 GB", "停止，不解开", lying, ("压缩包过大",)),
    packed("too-many", "2,001 files", "停止，不解开", archive(*((f"{i}.txt", b"") for i in range(2001))), ("压缩包过大",)),
    packed("empty", "no file inside", "停止", archive(), ("空文件",)),
    packed("nothing-readable", "no boundary inside", "停止", archive(("a.pdf", b"%PDF-1.4"), ("b.dwg", b"AC1027")), ("共 2 处问题", "zone.zip/a.pdf", "zone.zip/b.dwg")),
    packed("link", "a symbolic link to another file", "停止，按内容读", archive(("zone.txt", b"/etc/hostname"), link="zone.txt"), ("没有界址点或坐标列",)),
    named("template", "{{ 7*7 }}{% x %}{# y #}", "a template in the name"),
    named("script", "<img src=x onerror=alert(1)>", "a script in the name"),
    named("formula", "=cmd|' /C calc'!A1", "a formula in the name"),
    named("quote", "甲'; DROP TABLE zones;--", "SQL in the name"),
    named("emoji", "甲𠮷🏭", "rare characters and emoji in the name"),
    named("long", "虚" * 3000, "a name of 3,000 characters"),
    Case("hostile-name-control", "FlatGeobuf", "", "EPSG:4525", "control and direction characters in the name", "读入，删去这些字符", gdal("zone.fgb", "FlatGeobuf", lambda: frame(zone_id=[ID], name=["甲\u202e乙\x07\u200b丙"])), "zone.fgb", same=ZONE, says=("甲乙丙",)),
    file_named("chinese", "虚构 示范区(草稿).geojson", "— Chinese name with blanks and brackets"),
    file_named("exclamation", "zone!a.geojson", "— ! in the name"),
    file_named("query", "zone?a#b%20c.geojson", "— ? and # in the name"),
    file_named("colon", "zip:zone.geojson", "— a scheme in the name"),
    file_named("vsi", "vsizip.geojson", "— a name like a virtual file system"),
    file_named("emoji", "🏭.geojson", "— emoji in the name"),
    file_named("capitals", "ZONE.GEOJSON", "— capitals"),
    Case("hostile-file-shapefile-capitals", "Shapefile", "GBK", "EPSG:4525", "— .SHP, .DBF in capitals", "读入", lambda f: (shapefile()(f), [p.rename(p.with_suffix(p.suffix.upper())) for p in list(f.iterdir())]), f"{ID}.SHP", same=ZONE),
    Case("hostile-folder-names", "GeoPackage", "", "EPSG:4525", "— hidden files, read-me and styles beside it", "读入，略过这些", both(gdal("zone.fgb", "FlatGeobuf"), write(".DS_Store", b"x"), write("README.md", "x"), write("zone.qml", "<qgis/>"), write("~$zone.xlsx", b"x")), "", same=ZONE),
    Case("hostile-subfolder", "GeoPackage", "", "EPSG:4525", "— a folder in the folder", "读入，文件名带路径", lambda f: ((f / "甲").mkdir(), gdal("甲/zone.fgb", "FlatGeobuf")(f)), "", same=ZONE, says=("甲/zone.fgb",)),
    Case("hostile-empty-folder", "—", "", "", "an empty folder", "返回空表", lambda f: (f / "README.md").write_text("x"), "", rows=0),
)  # fmt: skip
assert PLAIN
assert RINGS


F, GK = "FlatGeobuf", "EPSG:4525"
HONGTONG = "hongtong-etdz"


def called(
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
    called("by-id", "", (HONGTONG,), "— the id", "认出", zone_id=HONGTONG),
    called("id-capitals", "", (HONGTONG,), "— the id in capitals", "认出并说明", ("read as hongtong-etdz",), zone_id="HONGTONG-ETDZ"),
    called("by-name", "洪洞经济技术开发区", (HONGTONG,), "— the name", "认出"),
    called("english", "Hongtong Economic and Technological Development Zone", (HONGTONG,), "— the English name", "认出"),
    called("with-county", "洪洞县经济技术开发区", (HONGTONG,), "— 县 in the name", "认出并说明", ("名称「洪洞县经济技术开发区」即「洪洞经济技术开发区」",)),
    called("with-city", "临汾市洪洞县经济技术开发区", (HONGTONG,), "— city and county in the name", "认出并说明", ("即「洪洞经济技术开发区」",)),
    called("traditional", "洪洞經濟技術開發區", (HONGTONG,), "— traditional characters", "认出并说明", ("即「洪洞经济技术开发区」",)),
    called("full-width-blank", "\u3000洪洞 经济技术开发区", (HONGTONG,), "— blanks in the name", "认出并说明", ("即「洪洞经济技术开发区」",)),
    called("short", "洪洞经开区", (HONGTONG,), "— the short form 经开区", "认出并说明", ("即「洪洞经济技术开发区」",)),
    called("two-in-county", "安泽现代农业示范区", ("anze-maidz",), "— one of two zones of a county", "认出并说明"),
    called("misspelt", "候马经济开发区", ("",), "a wrong character (候马)", "不认定，给出建议", ("是不是：houma-edz 侯马经济开发区",)),
    called("county-only", "安泽县", ("",), "only the county, which has two zones", "不认定，给出建议", ("没有开发区叫「安泽县」",)),
    called("unknown", "火星经济技术开发区", ("",), "a zone that is not listed", "不认定", ("没有开发区叫「火星经济技术开发区」",)),
    called("nothing", "", ("",), "neither id nor name", "不认定", ("没有编号或名称",)),
    called("contradiction", "侯马经济开发区", ("",), "id and name say different zones", "不认定，两边都说", ("不一致，未认定",), zone_id=HONGTONG),
    called("unknown-id", "洪洞经济技术开发区", (HONGTONG,), "— unknown id, known name", "按名称认出", zone_id="X001"),
    called("by-file-id", "", (HONGTONG,), "— the file's name is the id", "认出并说明", ("按文件名认定为 hongtong-etdz",), file=f"{HONGTONG}.fgb"),
    called("by-file-name", "", (HONGTONG,), "— the file's name is the zone's name", "认出并说明", ("按文件名认定为 hongtong-etdz",), file="洪洞经开区.fgb"),
    called("path-as-id", "", ("",), "an id that is a path", "不认定，只作文本", ("没有开发区叫「../../etc/x」",), zone_id="../../etc/x"),
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
