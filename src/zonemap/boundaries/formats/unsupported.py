"""Formats that are not read, and what to save them as."""

from __future__ import annotations

from pathlib import PurePath
from typing import NoReturn

from zonemap.boundaries.boundary_file import refuse
from zonemap.core.text import Text

_DXF = Text(
    "请在 CAD 中另存为 DXF（AutoCAD 2007 或更高，文本）",
    "In CAD, save it as DXF (AutoCAD 2007 or later, text)",
)
_LAYER = Text("请在 GIS 中导出为 GeoPackage 或 shapefile", "In the GIS, export it as GeoPackage or shapefile")
_ZIP = Text("请解压，或改用 ZIP 打包", "Unpack it, or pack it as ZIP")
_TABLE = Text("请另存为 XLSX 或 CSV", "Save it as XLSX or CSV")
_KML = Text("请在奥维中导出为 KML", "In Ovital, export it as KML")
_ASK = Text("请索取坐标文件（界址点 TXT、DXF、shapefile）", "Ask for the coordinates (TXT, DXF, shapefile)")
_WHOLE = Text(
    "请把同名的 .shp、.shx、.dbf、.prj 一起给",
    "Give .shp, .shx, .dbf and .prj of that name together",
)
_OPEN = Text(
    "请另存为界址点 TXT、shapefile、GeoPackage、GeoJSON、KML、DXF、CSV 或 XLSX",
    "Save it as boundary-point TXT, shapefile, GeoPackage, GeoJSON, KML, DXF, CSV or XLSX",
)

_ADVICE: dict[str, tuple[Text, Text]] = {
    "dwg": (Text("DWG 图纸", "a DWG drawing"), _DXF),
    "dgn": (Text("DGN 图纸", "a DGN drawing"), _DXF),
    "binary_dxf": (Text("二进制 DXF", "a binary DXF"), _DXF),
    "mdb": (Text("Access 数据库（个人地理数据库）", "an Access database (personal geodatabase)"), _LAYER),
    "accdb": (Text("Access 数据库", "an Access database"), _LAYER),
    "wp": (Text("MapGIS 文件", "a MapGIS file"), _LAYER),
    "wl": (Text("MapGIS 文件", "a MapGIS file"), _LAYER),
    "wt": (Text("MapGIS 文件", "a MapGIS file"), _LAYER),
    "udb": (Text("超图数据源", "a SuperMap source"), _LAYER),
    "udbx": (Text("超图数据源", "a SuperMap source"), _LAYER),
    "sqlite": (Text("SQLite 数据库，不是 GeoPackage", "an SQLite database, not a GeoPackage"), _LAYER),
    "e00": (Text("E00 交换文件", "an E00 exchange file"), _LAYER),
    "gml": (Text("GML"), _LAYER),
    "gpx": (Text("GPX 航迹", "a GPX track"), _LAYER),
    "topojson": (Text("TopoJSON"), Text("请导出为 GeoJSON", "Export it as GeoJSON")),
    "esrijson": (Text("Esri JSON"), Text("请导出为 GeoJSON", "Export it as GeoJSON")),
    "mxd": (Text("工程文件，不含数据", "a project file, which holds no data"), _LAYER),
    "aprx": (Text("工程文件，不含数据", "a project file, which holds no data"), _LAYER),
    "qgz": (Text("工程文件，不含数据", "a project file, which holds no data"), _LAYER),
    "qgs": (Text("工程文件，不含数据", "a project file, which holds no data"), _LAYER),
    "vrt": (Text("虚拟数据集，会读取别的文件", "a virtual dataset, which reads other files"), _LAYER),
    "seamless": (
        Text("MapInfo 视图或拼接表，会读取别的文件", "a MapInfo table that reads other files"),
        _LAYER,
    ),
    "rar": (Text("RAR 压缩包", "a RAR archive"), _ZIP),
    "7z": (Text("7z 压缩包", "a 7z archive"), _ZIP),
    "gz": (Text("gzip 或 tar 压缩包", "a gzip or tar archive"), _ZIP),
    "tar": (Text("tar 压缩包", "a tar archive"), _ZIP),
    "xls": (Text("旧版 Excel 或 WPS 表格", "an old Excel or WPS table"), _TABLE),
    "et": (Text("WPS 表格", "a WPS table"), _TABLE),
    "ods": (Text("ODS 表格", "an ODS table"), _TABLE),
    "ole": (Text("旧版 Office 文件", "an old Office file"), _TABLE),
    "ovobj": (Text("奥维对象文件", "an Ovital object file"), _KML),
    "ovjsn": (Text("奥维对象文件", "an Ovital object file"), _KML),
    "pdf": (Text("PDF", "a PDF"), _ASK),
    "docx": (Text("Word 文档", "a Word document"), _ASK),
    "doc": (Text("Word 文档", "a Word document"), _ASK),
    "image": (Text("图片", "a picture"), _ASK),
    "html": (Text("网页", "a web page"), _ASK),
    "shapefile_part": (Text("shapefile 的一部分，缺 .shp", "a part of a shapefile without its .shp"), _WHOLE),
    "mapinfo_part": (
        Text("MapInfo 的一部分，缺 .tab 或 .mif", "a part of a MapInfo table without its .tab or .mif"),
        Text("请把同名的文件一起给", "Give all files of that name together"),
    ),
    "empty": (Text("空文件", "an empty file"), Text("请重新导出", "Export it again")),
    "json": (
        Text("JSON，但不是 GeoJSON", "JSON, but not GeoJSON"),
        Text("请导出为 GeoJSON", "Export it as GeoJSON"),
    ),
    "xml": (
        Text("XML，但不是 KML", "XML, but not KML"),
        Text("请导出为 KML", "Export it as KML"),
    ),
    "text": (
        Text("文本，但没有界址点或坐标列", "text without boundary points or columns of coordinates"),
        Text(
            "请加标题行（如 zone_id,ring,X,Y），或用界址点 TXT 格式",
            "Add a heading row (such as zone_id,ring,X,Y), or use boundary-point TXT",
        ),
    ),
    "unknown": (Text("不认识的格式", "a format that is not known"), _OPEN),
}

SAME_AS = {
    "tgz": "gz",
    "bz2": "gz",
    "xz": "gz",
    "png": "image",
    "jpg": "image",
    "jpeg": "image",
    "tif": "image",
    "tiff": "image",
    "bmp": "image",
    "gif": "image",
    "htm": "html",
    "dbf": "shapefile_part",
    "shx": "shapefile_part",
    "prj": "shapefile_part",
    "cpg": "shapefile_part",
    "map": "mapinfo_part",
    "id": "mapinfo_part",
    "mid": "mapinfo_part",
}
"""Endings that get the advice of another."""


def advice_key(ending: str) -> str:
    """Return the key of the advice for an ending, or nothing."""
    key = SAME_AS.get(ending, ending)
    return key if key in _ADVICE else ""


def refuse_format(file: str, key: str) -> NoReturn:
    """Stop at a format that is not read, with what to save it as.

    Raises
    ------
    DataProblems
        Always.
    """
    what, fix = _ADVICE[key]
    message = Text("不能直接读取：{what}", "{what} is not read here").format(what=what)
    refuse(file, message, fix, column="格式 format", value=PurePath(file).suffix)
