# ruff: noqa: E501 -- a table of cases, one a line where it fits
"""Tables of boundary points in CSV and XLSX."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
from shapely import MultiPolygon

from kit.boundary_cases.kit import ID, NAME, PLAIN, RINGS, SECOND, SHELL, ZONE, Case, frame, write
from kit.boundary_cases.texts import rings_in
from zonemap.outputs.ooxml import make_reproducible

F, X, GK, DEG = "点表 CSV", "点表 XLSX", "EPSG:4525", "EPSG:4490"
HEADING = ["zone_id", "开发区名称", "圈号", "X坐标", "Y坐标"]
SHORT = ("X", "Y")


def rows_of(rings=RINGS, order=("n", "e")) -> list[list]:
    """Return the rows of the made-up zone, ring by ring."""
    found = []
    for number, ring in enumerate(rings, start=1):
        for east, north in ring:
            pair = {"n": north, "e": east}
            found.append([ID, NAME, number, pair[order[0]], pair[order[1]]])
    return found


def csv_text(rows: list[list], heading=HEADING, parting: str = ",") -> str:
    """Return a CSV table."""
    return "\n".join(parting.join(map(str, row)) for row in (heading, *rows)) + "\n"


def xlsx(*sheets: tuple[str, list[list]], name: str = "points.xlsx") -> Callable[[Path], object]:
    """Return a maker of a workbook."""

    def make(folder: Path) -> None:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets:
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        written = io.BytesIO()
        book.save(written)
        (folder / name).write_bytes(make_reproducible(written.getvalue(), dt.date(2020, 5, 14)))

    return make


def good(
    id: str, variant: str, text: str, encoding="utf-8", same=ZONE, says=(), does="读入", crs=GK, **more
) -> Case:
    """Return a CSV that is read rightly."""
    shown = {"gb18030": "GB18030", "utf-8": "UTF-8", "utf-8-sig": "UTF-8 BOM", "utf-16": "UTF-16"}[encoding]
    return Case(f"csv-{id}", F, shown, crs, f"— {variant}", does, write("points.csv", text, encoding), "points.csv",
                says=says, same=same, **more)  # fmt: skip


def bad(id: str, defect: str, does: str, text: str | bytes, says: tuple[str, ...], **more) -> Case:
    """Return a CSV that is refused."""
    return Case(f"csv-{id}", F, "UTF-8", GK, defect, does, write("points.csv", text), "points.csv",
                refused=True, says=says, **more)  # fmt: skip


def small_dimension(folder: Path) -> None:
    """Write a workbook whose sheet says that it ends in its fifth row."""
    xlsx(("坐标", [HEADING, *rows_of()]))(folder)
    path = folder / "points.xlsx"
    with zipfile.ZipFile(path) as archive:
        members = [(info, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, data in members:
            archive.writestr(info, re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:E5"', data))


def hidden_sheet(folder: Path) -> None:
    """Write a workbook whose points stand in a hidden sheet."""
    xlsx(("说明", [["x"]]), ("坐标", [HEADING, *rows_of()]))(folder)
    book = openpyxl.load_workbook(folder / "points.xlsx")
    book["坐标"].sheet_state = "hidden"
    book.save(folder / "points.xlsx")


def bomb() -> bytes:
    """Return a workbook whose sheet says it unpacks to 3 GB."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, text in (("xl/workbook.xml", "<workbook/>"), ("xl/worksheets/sheet1.xml", "0" * 1000)):
            archive.writestr(zipfile.ZipInfo(member, (2020, 5, 14, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return data.getvalue().replace((1000).to_bytes(4, "little"), (3_000_000_000).to_bytes(4, "little"))


R = rows_of()
NAMED = ["名称", "X", "Y"]
SLIPS = ["侯马经济开发区"] * 2 + ["候马经济开发区"] * 2 + ["侯马经济开发区"] * 2
R6 = [(n, e) for e, n in [SHELL[0], (37546500.0, 3996200.0), SHELL[1], (37548000.0, 3995500.0), *SHELL[2:]]]
TWO_BLOCKS = [
    ["点号", "X", "Y", "点号", "X", "Y"],
    *[
        [f"J{i}", SHELL[i - 1][1], SHELL[i - 1][0], f"J{i + 2}", SHELL[i + 1][1], SHELL[i + 1][0]]
        for i in (1, 2)
    ],
]
BARE = [row[3:] for row in rows_of((SHELL,))]
DEGREES = rings_in(4490)
WITH_GAPS = [line for ring in RINGS for line in (*[[n, e] for e, n in ring], ["", ""])]

SIDES = ["点号", "X(m)", "Y(m)", "边长(m)"]


def sides(ring, close: bool = True) -> list[list]:
    """Return the points of a ring with the lengths of its sides in rows between them."""
    points = [*ring, ring[0]] if close else ring
    names = [f"J{i}" for i in range(1, len(ring) + 1)] + ["J1"]
    listed = [
        row
        for name, (e, n) in zip(names, points, strict=False)
        for row in ([name, n, e, ""], ["", "", "", 900])
    ]
    return listed[:-1]


RESULT = [["界址点成果表"], ["宗地代码：141081001001GB00001"], SIDES, *sides(SHELL)]
DEGREES_WKT = frame(to=4490).geometry.iloc[0].wkt

CASES = (
    good("utf-8", "X is north, as surveyors write", csv_text(R)),
    good("utf-8-bom", "saved by Excel", csv_text(R), "utf-8-sig"),
    good("gb18030", "saved by Chinese Excel", csv_text(R), "gb18030"),
    good("utf-16", "Unicode text of Excel", csv_text(R, parting="\t"), "utf-16"),
    good("semicolon", "semicolons", csv_text(R, parting=";")),
    good("tab", "tabs", csv_text(R, parting="\t")),
    good("x-is-east", "X is east, as CAD writes", csv_text(rows_of(order=("e", "n"))), says=("EPSG:4525",)),
    good("named-axes", "headings 东坐标, 北坐标", csv_text(rows_of(order=("e", "n")), [*HEADING[:3], "东坐标", "北坐标"])),
    good("title-above", "a title above the heading", "虚构示范区界址点坐标表,,,,\n" + csv_text(R)),
    good("two-columns", "only X and Y", csv_text(BARE, SHORT), same=PLAIN),
    good("empty-rows", "rings parted by empty rows", csv_text(WITH_GAPS, SHORT)),
    good("filled-down", "zone named in its first row only",
         csv_text([row if i == 0 else ["", "", *row[2:]] for i, row in enumerate(R)]), zone_ids=(ID,)),
    good("full-width-digits", "full-width digits", csv_text(R).replace("37547850.5", "\uff13\uff17547850.5")),
    good("thousands-quoted", "quoted cells", csv_text(R).replace("37547850.5", '"37547850.5"')),
    good("thousands-commas", "numbers with commas between the thousands", csv_text([[*r[:3], f'"{r[3]:,.3f}"', f'"{r[4]:,.3f}"'] for r in R])),
    bad("decimal-comma", "decimal commas", "停止，指出行和列", csv_text([["甲", '"111,500"', '"36,100"']] * 3, ["名称", "经度", "纬度"]), ("共 6 处问题", "111,500", "36,100"), row=2),
    good("no-zone-prefix", "eastings without the zone number", csv_text([[*r[:4], r[4] - 37e6] for r in R]), says=("无带号",)),
    good("114-degrees", "about 114°E, no zone number, no heading", csv_text(rows_of(rings_in(4547))), crs="EPSG:4547",
         says=("EPSG:4547", "114°E"), does="读入，由落点定出 114°E"),
    good("degrees", "经度, 纬度", csv_text([[*r[:3], lon, lat] for r, (lon, lat) in zip(R, [p for ring in rings_in(4490) for p in ring], strict=True)],
         [*HEADING[:3], "经度", "纬度"]), same=None, crs=DEG, says=("数字是经纬度",)),
    good("headings-lon-lat", "经度(E), 纬度(N)", csv_text([["甲", 111.5, 36.1], ["甲", 111.52, 36.1], ["甲", 111.51, 36.12]], ["名称", "经度(E)", "纬度(N)"]),
         same=None, crs=DEG, says=("数字是经纬度",)),
    good("lat-lon", "latitude before longitude", csv_text([["甲", 36.1, 111.5], ["甲", 36.1, 111.52], ["甲", 36.12, 111.51]], ["名称", "X", "Y"]),
         same=None, crs=DEG, says=("x、y 已互换",)),
    good("dms", "degrees, minutes and seconds", csv_text([["甲", "111°30′00″", "36°06′00″"], ["甲", "111°31′00″", "36°06′00″"], ["甲", "111°30′30″", "36°07′00″"]], ["名称", "经度", "纬度"]),
         same=None, crs=DEG, says=("数字是经纬度",)),
    bad("no-columns", "no columns of coordinates", "停止，说明需要的标题", "名称,长度\n甲,3\n", ("没有界址点或坐标列",)),
    bad("packed-degrees", "degrees written DDD.MMSS", "停止，请改为十进制度", csv_text([["甲", 111.2024, 35.3615], ["甲", 111.2236, 35.3615], ["甲", 111.2236, 35.3800], ["甲", 111.2024, 35.3800]], ["名称", "经度", "纬度"]), ("度.分秒", "111°20′24″"), options={"crs": None}),
    bad("word-in-cell", "a word in a coordinate cell", "停止，指出行和列", csv_text(R).replace("37547850.5", "见附图"), ("见附图", "Y坐标", "不是数字"), row=3),
    bad("empty-cell", "a coordinate cell empty", "停止，指出行和列", csv_text(R).replace("37547850.5", ""), ("Y坐标", "不是数字"), row=3),
    bad("two-bad-cells", "two broken cells", "停止，一并报告", csv_text(R).replace("37547850.5", "a").replace("37549400.0", "b"), ("共 2 处问题",)),
    bad("two-points", "two points only", "停止", csv_text(BARE[:2], SHORT), ("不足 3 个不同的点",), row=2),
    bad("list-of-places", "a list of places, one a row", "停止", csv_text([["甲园区", 111.3566, 35.6136], ["乙园区", 111.6412, 36.1326]], ["名称", "经度", "纬度"]), ("每行是一个地点（共 2 个）", "zonemap build", "zonemap locate"), row=2, options={"crs": None}),
    bad("two-blocks", "two blocks of points side by side", "停止，指出两块的列", csv_text(TWO_BLOCKS[1:], TWO_BLOCKS[0]), ("X、Y 出现 2 次（B、C 列和 E、F 列）", "上下接排"), row=1),
    good("headings-x-north", "纵坐标X(m), 横坐标Y(m)", csv_text(R, [*HEADING[:3], "纵坐标X(m)", "横坐标Y(m)"]), zone_ids=(ID,)),
    good("headings-north-east", "北坐标X, 东坐标Y", csv_text(R, [*HEADING[:3], "北坐标X", "东坐标Y"])),
    good("headings-in-brackets", "纵坐标(X), 横坐标(Y)", csv_text(R, [*HEADING[:3], "纵坐标（X）", "横坐标（Y）"])),
    good("headings-values", "x坐标值, y坐标值", csv_text(R, [*HEADING[:3], "x坐标值", "y坐标值"])),
    good("second-block-empty", "a second block without points", csv_text([[f"J{i}", n, e, "", "", ""] for i, (e, n) in enumerate(SHELL)], TWO_BLOCKS[0]), same=PLAIN),
    bad("name-slip-inside", "a name misspelt in the middle of a ring", "停止，指出行和列", csv_text([[n, *p] for n, p in zip(SLIPS, R6, strict=True)], NAMED), ("「侯马经济开发区」的环到第 6 行才接着写，中间第 4–5 行写的是「候马经济开发区」", "请改为「侯马经济开发区」"), row=4),
    bad("name-slip-last", "a name misspelt at the end of a ring", "停止，指出行和列", csv_text([[n, *p] for n, p in zip(["侯马经济开发区"] * 5 + ["候马经济开发区"], R6, strict=True)], NAMED), ("不足 3 个不同的点", "若名称「候马经济开发区」是「侯马经济开发区」之误"), row=7),
    bad("name-slip-line", "a name misspelt for three points in line", "停止，指出行和列", csv_text([*[["侯马经济开发区", n, e] for e, n in SHELL], *[["候马经济开发区", 3995000 + 100 * i, 37545000] for i in range(3)]], NAMED), ("的 3 个点没有围出面积", "houma-edz 侯马经济开发区"), row=6, options={"zones": "all", "crs": 4525}),
    bad("heading-only", "heading without rows", "停止", csv_text([]), ("列名下面没有点",)),
    bad("nul-bytes", "NUL bytes inside", "停止", b"X,Y\n\0\0\0\0,\xff\xfe\n", ("不认识的格式",)),
    bad("excel-error", "#VALUE! in a cell", "停止，指出行和列", csv_text(R).replace("37547850.5", "#VALUE!"), ("#VALUE!",), row=3),
    bad("formula", "a formula in a cell", "停止，不计算", csv_text(R).replace("37547850.5", "=1+2"), ("=1+2", "不是数字"), row=3),
    bad("scientific", "digits lost by Excel (3.75E+07)", "停止", csv_text([[*r[:3], 3.99e6, "3.75E+07"] for r in R]), ("不足 3 个不同的点",)),
    Case("xlsx-standard", X, "", GK, "— ring by ring", "读入", xlsx(("坐标", [HEADING, *R])), "points.xlsx", same=ZONE, zone_ids=(ID,)),
    Case("xlsx-two-blocks", X, "", GK, "two blocks of points side by side", "停止，指出两块的列", xlsx(("坐标", [["界址点坐标表"], *TWO_BLOCKS])), "points.xlsx",
         refused=True, says=("工作表「坐标」里 X、Y 出现 2 次（B、C 列和 E、F 列）",), row=2),
    Case("xlsx-two-sheets", X, "", GK, "— a sheet of notes beside the points", "读入坐标表，说明未读的表",
         xlsx(("说明", [["虚构"]]), ("坐标", [HEADING, *R])), "points.xlsx", same=ZONE, says=("工作表「说明」没有坐标列，未读",)),
    Case("xlsx-title-above", X, "", GK, "— titles above the heading", "读入",
         xlsx(("坐标", [["虚构示范区界址点坐标表"], [], HEADING, *R])), "points.xlsx", same=ZONE),
    Case("xlsx-text-numbers", X, "", GK, "— numbers as text", "读入", xlsx(("坐标", [HEADING, *[[*map(str, r)] for r in R]])), "points.xlsx", same=ZONE),
    Case("xlsx-no-columns", X, "", GK, "no columns of coordinates", "停止，列出工作表", xlsx(("说明", [["虚构"]])), "points.xlsx",
         refused=True, says=("没有坐标列", "说明")),
    Case("xlsx-word-in-cell", X, "", GK, "a word in a coordinate cell", "停止，指出行和列",
         xlsx(("坐标", [HEADING, R[0], [*R[1][:4], "见附图"], *R[2:]])), "points.xlsx", refused=True, says=("见附图", "Y坐标"), row=3),
    Case("xlsx-broken", X, "", GK, "the workbook is cut off", "停止", write("points.xlsx", b"PK\x03\x04broken"), "points.xlsx",
         refused=True, says=("已损坏",)),
    Case("xlsx-hollow", X, "", GK, "a workbook without sheets inside", "停止", write("points.xlsx", bomb().replace(b"\0^\xd0\xb2", (1000).to_bytes(4, "little"))), "points.xlsx",
         refused=True, says=("工作簿不完整或已损坏",)),
    Case("xlsx-too-large", X, "", GK, "unpacks to 3 GB", "停止，不解开", write("points.xlsx", bomb()), "points.xlsx",
         refused=True, says=("文件太大，未读",)),
    Case("xlsx-dimension", X, "", GK, "the sheet says that it is smaller than it is", "读入", small_dimension, "points.xlsx", same=ZONE, zone_ids=(ID,)),
    Case("xlsx-hidden", X, "", GK, "a hidden sheet of points", "读入，说明表已隐藏", hidden_sheet, "points.xlsx", same=ZONE, says=("隐藏的工作表「坐标」也读了",)),
    Case("xlsx-uncomputed", X, "", GK, "a row of formulas without stored results", "停止，指出行和列",
         xlsx(("坐标", [SHORT, *([r[3], r[4]] for r in R[:3]), ["=1+1", "=2+2"]])), "points.xlsx", refused=True, says=("公式没有存下结果", "=1+1"), row=5),
    bad("unclosed-quote", "a quote that is not closed swallows rows", "停止，指出行", csv_text([*R[:4], [ID, f'"{NAME}', *R[4][2:]], *R[5:]]), ("双引号没有成对",)),
    bad("unquoted-comma", "a comma in a name without quotes", "停止，指出行", csv_text([[r[3], r[4], "甲,乙"] for r in R[:4]], ("X", "Y", "name")), ("格数多于表头", "乙"), row=2),
    bad("long-cell", "a cell of 140,000 letters", "停止，指出行", csv_text([*R, ["x" * 140_000, "", "", "", ""]]), ("超过 131,072 个字",)),
    Case("xlsx-locked", X, "", GK, "locked with a password", "停止", write("points.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), "points.xlsx",
         refused=True, says=("旧版 Office 文件",)),
    Case("xlsx-side-lengths", X, "", GK, "— 界址点成果表, lengths of sides in rows between", "读入", xlsx(("成果表", RESULT)), "points.xlsx", same=PLAIN),
    Case("xlsx-footers", X, "", GK, "— remarks and signatures below the points", "读入，说明未读的行", xlsx(("成果表", [*RESULT, [], ["备注：坐标系为2000国家大地坐标系"], ["制表：张三", "", "日期：2019-4-19"]])), "points.xlsx", same=PLAIN, says=("第 14、15 行不是点，未读：备注",)),
    Case("xlsx-second-table", X, "", GK, "— a second table below with titles of its own", "读入两张表", xlsx(("成果表", [["地块名称：甲"], *RESULT, ["地块名称：乙"], SIDES, *sides(SECOND)])), "points.xlsx", same=MultiPolygon([PLAIN, ZONE.geoms[1]]), rows=2, says=("甲", "乙")),
    Case("xlsx-second-page", X, "", GK, "— the points go on under the heading of a second page", "读入，两页接成一个环", xlsx(("成果表", [SIDES, *sides(SHELL, close=False)[:4], ["续表"], SIDES, *sides(SHELL)[4:]])), "points.xlsx", same=PLAIN, rows=1),
    bad("last-point-half", "the last point has one coordinate only", "停止，指出行和列", csv_text([*R, [ID, NAME, 3, 3996000, "见附图"]]), ("见附图", "不是数字"), row=13),
    bad("several-pairs", "three pairs of coordinates, two of them with a datum", "停止，列出各对坐标", "名称,经度,纬度,lon_gcj02,lat_gcj02,lon_wgs84,lat_wgs84\n" + "".join(f"甲,{x},{y},{x},{y},{x},{y}\n" for x, y in DEGREES[0]), ("有 3 对坐标列", "lon_wgs84、lat_wgs84（WGS 84）"), row=1),
    bad("old-and-new", "X80, Y80 beside X2000, Y2000", "停止，列出各对坐标", csv_text([[n, e, n, e] for e, n in SHELL], ["X80", "Y80", "X2000", "Y2000"]), ("有 2 对坐标列", "Xian 1980"), row=1),
    Case("csv-wkt", F, "UTF-8", "EPSG:4490", "— a column WKT", "读入", write("p.csv", f'名称,WKT\n{NAME},"{DEGREES_WKT}"\n'), "p.csv", same=ZONE, says=(NAME,)),
    Case("csv-ewkt", F, "UTF-8", GK, "— EWKT with SRID=4525", "读入", write("p.csv", f'WKT,名称\n"SRID=4525;{ZONE.wkt}",{NAME}\n'), "p.csv", same=ZONE, says=("文件写明 EPSG:4525",)),
    Case("xlsx-wkt", X, "", "EPSG:4490", "— a column geometry of WKT", "读入", xlsx(("边界", [["zone_id", "geometry"], [ID, DEGREES_WKT]])), "points.xlsx", same=ZONE, zone_ids=(ID,)),
    Case("csv-wkt-cut", F, "UTF-8", GK, "a WKT that is cut off", "停止，指出行", write("p.csv", f'名称,WKT\n{NAME},"{DEGREES_WKT[:200]}"\n'), "p.csv", refused=True, says=("WKT 读不出",), row=2),
    Case("csv-wkt-unquoted", F, "UTF-8", GK, "WKT with commas and no quotes", "停止，指出行", write("p.csv", f"名称,WKT\n{NAME},{DEGREES_WKT}\n"), "p.csv", refused=True, says=("WKT 读不出", "双引号"), row=2),
    Case("csv-wkt-two-srids", F, "UTF-8", "two", "two SRIDs in one column", "停止", write("p.csv", f'名称,WKT\n甲,"SRID=4525;{PLAIN.wkt}"\n乙,"SRID=4490;{DEGREES_WKT}"\n'), "p.csv", refused=True, says=("SRID 不同", "4490, 4525")),
)  # fmt: skip
