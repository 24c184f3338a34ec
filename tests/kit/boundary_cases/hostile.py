# ruff: noqa: E501 -- a table of cases, one a line where it fits
"""Files that mean harm, or look like it: foreign drivers, archives, names."""

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
