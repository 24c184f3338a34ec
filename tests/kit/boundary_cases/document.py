# ruff: noqa: E501 -- sentences stand one a line
"""The page ``docs/formats.md``, written from the case list: ``cd tests; python -m kit.boundary_cases.document``."""

from __future__ import annotations

from pathlib import Path

from kit.boundary_cases import (
    drawings,
    hostile,
    markup,
    systems,
    tables,
    texts,
    vectors,
)
from kit.boundary_cases.kit import Case

PAGE = Path(__file__).parents[3] / "docs" / "formats.md"

ENGLISH = {
    "读入": "reads it",
    "读入，由数字推断坐标系并说明": "reads it, guesses the CRS from the numbers and says so",
    "读入，互换并说明": "reads it, swaps the axes and says so",
    "读入，闭合并记为修复": "reads it, closes the ring and says so",
    "读入，合成一个开发区并说明": "reads it, joins the parts of the zone and says so",
    "读入，按包含关系定为空洞": "reads it, a hole because it lies inside",
    "读入，按包含关系定为另一块": "reads it, a part because it lies beside",
    "读入面，说明未读的线": "reads the area, says that the line is not read",
    "读入，说明未使用参数": "reads it, says that the parameters are not used",
    "读入，删去并记为修复": "reads it, drops the point and says so",
    "读入，删去并记说明": "reads it, drops the ring and says so",
    "修复并报告面积变化": "mends it, reports the area changed",
    "读入，指出单位可疑": "reads it, points at the unit",
    "合并并报告重叠面积": "joins them, reports the area shared",
    "停止，指出行和值": "stops, names line and value",
    "停止，指出行": "stops, names the line",
    "停止，指出每一行": "stops, names every line",
    "停止，两处一并报告": "stops, reports both at once",
    "停止，指出点数不符": "stops, says both numbers of points",
    "停止": "stops, says what to do",
    "停止，说明需要什么": "stops, says what is needed",
    "读入，问是否其实是高斯-克吕格": "reads it, asks whether it is Gauss–Krüger",
    "读入，字段名截断也认出": "reads it, knows the field by its cut name",
    "读入边界，列出图框": "reads the boundary, names the frame that is not read",
    "读入，名称归最里面的图形": "reads it, a name belongs to the innermost shape",
    "停止，指出两个图层": "stops, names both layers",
    "读入，由别处的名称认出": "reads it, recognises the zone by the name elsewhere",
    "读入，按点号连成环并说明": "reads it, joins the points by their numbers and says so",
    "读入，说明未读的行": "reads it, says which rows are not read",
    "读入两张表": "reads both tables",
    "读入，两页接成一个环": "reads it, the pages make one ring",
    "停止，列出各对坐标": "stops, lists the pairs of coordinates",
    "停止，请说明是否偏移": "stops, asks for --shift",
    "停止，两边都说": "stops, says what the file and what the numbers say",
    "停止，指出按 114°E 落在本地": "stops, says that it falls inside about 114°E",
    "停止，指出该点": "stops, names the point",
    "读入，由落点定出 114°E": "reads it, 114°E because so it falls inside",
    "停止，说明需要的标题": "stops, says which headings are needed",
    "停止，指出行和列": "stops, names row and column",
    "停止，指出两块的列": "stops, names the columns of both blocks",
    "停止，指出点的顺序": "stops, asks to check the order of the points",
    "读入，指出面积相差": "reads it, says by how much the areas differ",
    "停止，请改为十进制度": "stops, asks for decimal degrees",
    "停止，一并报告": "stops, reports all at once",
    "停止，不计算": "stops, computes nothing",
    "读入坐标表，说明未读的表": "reads the points, names the sheet not read",
    "停止，列出工作表": "stops, lists the sheets",
    "停止，不解开": "stops without unpacking",
    "读入，认出 GBK 并说明": "reads it, recognises GBK and says so",
    "读入，认出 UTF-8": "reads it, recognises UTF-8 and says so",
    "读入，按字节并说明": "reads it by its bytes and says so",
    "读入边界，说明没有属性": "reads the boundary, says that attributes are missing",
    "读入，由数字推断并说明": "reads it, guesses the CRS from the numbers and says so",
    "停止，说明缺什么": "stops, says what is missing",
    "停止，说明缺 .shp": "stops, says that the .shp is missing",
    "读入，由数字推断": "reads it, guesses the CRS from the numbers",
    "读入，转码": "reads it, changes the encoding",
    "读入，编号作文本": "reads it, the id is text",
    "读入面，数清未读的": "reads the area, counts what is not read",
    "按内容读入，说明": "reads it by its content and says so",
    "读入两层，记图层名": "reads both, keeps the layers' names",
    "读入，去掉高程并说明": "reads it, drops the heights and says so",
    "停止，数清有什么": "stops, counts what is there",
    "读入，图层和注记为中文": "reads it, layer and text in Chinese",
    "读入，连成环": "reads it, joins the lines to a ring",
    "读入，删去重复的环并说明": "reads it, drops the repeated ring and says so",
    "读入，由落点定中央经线": "reads it, the meridian by where it falls",
    "读入，数清未读的线": "reads it, counts the lines not read",
    "读入，按注记认出开发区": "reads it, recognises the zone by the text",
    "读入，弧线化为折线": "reads it, the arc becomes short lines",
    "停止，说明数字的范围": "stops, says the range of the numbers",
    "停止，说明另存为什么": "stops, says what to save it as",
    "读入，按字节认出编码": "reads it, recognises the encoding by its bytes",
    "读入，文件夹记为图层": "reads it, folders become the layer",
    "读入，闭合线按面并说明": "reads it, the closed line becomes an area, and says so",
    "读入面，数清未读的点": "reads the area, counts the points not read",
    "读入，提醒可能是 GCJ-02": "reads it, warns that it may be GCJ-02",
    "读入，按文件名认出": "reads it, recognises the zone by the file's name",
    "停止，指出要素": "stops, names the feature",
    "读入，列表作 JSON 文本": "reads it, lists become JSON text",
    "停止，指出记录数": "stops, names the numbers of records",
    "停止，写出坐标系名": "stops, quotes the name of the CRS",
    "读入，数清未读的实体": "reads it, counts the entities not read",
    "读入，说明表已隐藏": "reads it, says that the sheet is hidden",
    "读入，说明未读链接": "reads it, says that links are not followed",
    "停止，请指定坐标系": "stops, asks for the CRS",
    "停止，不展开": "stops, expands nothing",
    "停止，不读": "stops, reads nothing",
    "停止，指出地标": "stops, names the placemark",
    "停止，不去读": "stops, fetches nothing",
    "读入，与 CGCS2000 视为相同": "reads it, taken as CGCS2000",
    "推断并说明理由": "guesses it and says why",
    "推断，说明未经检验": "guesses it, says that it is not tested",
    "按指定读入": "reads it as told",
    "按指定读入，并记文件所写": "reads it as told, keeps what the file says",
    "停止，说明落在哪里": "stops, says where it would fall",
    "停止，列出可能": "stops, lists what is possible",
    "推断并说明": "guesses it and says so",
    "移回 CGCS2000 并说明": "moves it back to CGCS2000 and says so",
    "读入，指出偏移米数，不改": "reads it, says by how many metres it is off, changes nothing",
    "删去并报告面积": "drops it, reports its area",
    "读入面": "reads the area",
    "读入其余，数清未读的": "reads the others, counts what is not read",
    "读入，按面处理并说明": "reads it as an area and says so",
    "读入，报告重叠面积": "reads both, reports the area shared",
    "读入，不作重叠": "reads both, no overlap",
    "合成一个开发区并说明": "joins them to one zone and says so",
    "读入，报告县外面积": "reads it, reports the area outside",
    "停止，指出两个文件": "stops, names both files",
    "停止，指出那一个": "stops, names the broken ones",
    "认出": "recognises the zone",
    "认出并说明": "recognises the zone and says how",
    "不认定，给出建议": "leaves it open, suggests the nearest",
    "不认定": "leaves it open",
    "不认定，两边都说": "leaves it open, says both",
    "按名称认出": "recognises the zone by its name",
    "不认定，只作文本": "leaves it open, the id is only text",
    "编号照原样": "keeps the id as it is",
    "停止，不读别的文件": "stops, reads no other file",
    "停止，不写出临时文件夹": "stops, writes nothing outside the temporary folder",
    "停止，请解压一层": "stops, asks to unpack it once",
    "停止，按内容读": "stops, reads what it holds and follows nothing",
    "读入，名称只作文本": "reads it, the name is only text",
    "读入，删去这些字符": "reads it, drops these characters",
    "读入，略过这些": "reads it, leaves these out",
    "读入，文件名带路径": "reads it, the path is in the file's name",
    "返回空表": "returns an empty frame",
    "停止：另存为 DXF": "stops: save it as DXF",
    "停止：GeoPackage 或 shapefile": "stops: export it as GeoPackage or shapefile",
    "停止：GeoJSON": "stops: export it as GeoJSON",
    "停止：KML": "stops: export it as KML",
    "停止：坐标文件": "stops: ask for the coordinates",
    "停止：XLSX 或 CSV": "stops: save it as XLSX or CSV",
    "停止：ZIP": "stops: unpack it or pack it as ZIP",
    "停止：另存为界址点 TXT": "stops: lists the formats that are read",
    "停止：.dbf、.prj 一起给": "stops: give all parts of the shapefile",
}
"""What zonemap does, in both languages."""

SECTIONS = (
    ("界址点 TXT · Boundary-point files", texts.CASES),
    ("点表 · Tables of points", tables.CASES),
    ("GIS 文件 · Vector files", vectors.CASES),
    ("CAD 图纸 · Drawings", drawings.CASES),
    ("KML", markup.CASES),
    ("坐标系 · Reference systems", systems.CASES),
    ("图形 · Shapes", systems.SHAPES),
    ("归属 · Whose it is", hostile.OWNERS),
    ("安全 · Files that mean harm", hostile.CASES),
    ("不能直接读取的格式 · Formats that are not read", hostile.UNREAD),
)

INTRODUCTION = """\
# 边界文件 · Boundary files

`zonemap convert`, `zm.read_boundaries` and `geodata/boundaries/` read the files below. Each line is a test, named
in the last column; `python -m kit.write_cases FOLDER NAME` in `tests/` writes its files. The page is written from
the list of cases in `tests/kit/boundary_cases` (`python -m kit.boundary_cases.document` there), and a test holds the
two together.

- The format is told by the content, then by the ending. GDAL reads a copy in a temporary folder, by the one
  driver of that format: GeoJSON, GPKG, ESRI Shapefile, DXF, OpenFileGDB, MapInfo File, FlatGeobuf. TXT, KML, CSV
  and XLSX are read without GDAL.
- Coordinates come back in EPSG:4490 with every vertex where it was: nothing is simplified, and WGS 84 is taken
  as CGCS2000 (a few decimetres). A side between two vertices is straight in the file's own system; on a side
  of 10 km its middle lies up to two metres off the straight line in degrees.
- Areas are geodesic on the ellipsoid of CGCS2000. The area a Gauss–Krüger file states is that of the plane,
  larger by up to 0.05 % towards the edge of a 3° zone.
- Numbers cannot tell CGCS2000 from Xian 1980 or Beijing 1954: a guess assumes CGCS2000 and says so.

共 {count} 种情形 · {count} cases, {bad} of them bad input.
"""


def page() -> str:
    """Return the page."""
    cases = [case for _, listed in SECTIONS for case in listed]
    parts = [INTRODUCTION.format(count=len(cases), bad=sum(case.is_bad for case in cases))]
    for title, listed in SECTIONS:
        parts.append(
            f"\n## {title}\n\n| 格式 Format | 编码 Encoding | 坐标系 CRS | 情形 Variant or defect | 处理 | What zonemap does | 测试 Test |\n|---|---|---|---|---|---|---|\n"
        )
        parts += [_line(case) for case in listed]
    return "".join(parts)


def _line(case: Case) -> str:
    """Return the line of one case."""
    cells = (
        case.format,
        case.encoding or "—",
        case.crs or "—",
        case.defect.removeprefix("— "),
        case.does,
        ENGLISH[case.does],
        f"`{case.id}`",
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), "utf-8")
