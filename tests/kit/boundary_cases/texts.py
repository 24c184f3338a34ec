# ruff: noqa: E501 -- a table of cases, one a line where it fits
"""Boundary-point files (界址点 TXT) in every variant met, and broken ones."""

from __future__ import annotations

from collections.abc import Callable

from shapely import Polygon

from kit.boundary_cases.kit import HOLE, NAME, PLAIN, RINGS, SHELL, ZONE, Case, frame, write

F, GB, U8, GK = "界址点 TXT", "GB18030", "UTF-8", "EPSG:4525"
HEADING = {
    "格式版本号": "1.01版本",
    "坐标系": "2000国家大地坐标系",
    "几度分带": "3",
    "投影类型": "高斯克吕格",
    "计量单位": "米",
    "带号": "37",
    "精度": "0.001",
    "转换参数": "0,0,0,0,0,0,0",
}
COMMA, BRACKETS, EQUALS = "\uff0c", ("\u3010", "\u3011"), "\uff1d"
Point = Callable[[int, int, float, float], str]


def standard(point: int, ring: int, north: float, east: float) -> str:
    """Return a point line as the ministry's format has it."""
    return f"J{point},{ring},{north},{east}"


def parcel_text(
    heading: dict[str, str] | None = None,
    line: str = "{count},483.6837,1,{name},面,,工业用地,,@",
    point: Point = standard,
    rings: tuple = RINGS,
    close: bool = True,
    count: int | None = None,
) -> str:
    """Return a boundary-point file of the made-up zone; values of ``heading`` replace or drop keys."""
    keys = HEADING | (heading or {})
    lines = ["[属性描述]", *(f"{key}={value}" for key, value in keys.items() if value is not None)]
    return "\n".join([*lines, "[地块坐标]", *parcel(line, point, rings, close, count), ""])


def parcel(
    line: str = "{count},483.6837,1,{name},面,,工业用地,,@",
    point: Point = standard,
    rings: tuple = RINGS,
    close: bool = True,
    count: int | None = None,
) -> list[str]:
    """Return the lines of one parcel."""
    points = []
    for number, ring in enumerate(rings, start=1):
        run = [*ring, ring[0]] if close else ring
        points += [point(i, number, north, east) for i, (east, north) in enumerate(run, start=1)]
    return [line.format(count=len(points) if count is None else count, name=NAME), *points]


def good(
    id: str, variant: str, text: str, encoding: str = "gb18030", same=ZONE, says=(), does="读入", **more
) -> Case:
    """Return a case that is read rightly."""
    shown = {"gb18030": GB, "utf-8": U8, "utf-8-sig": "UTF-8 BOM", "utf-16": "UTF-16"}[encoding]
    return Case(f"txt-{id}", F, shown, GK, f"— {variant}", does, write("zone.txt", text, encoding), "zone.txt",
                says=says, same=same, **more)  # fmt: skip


def bad(id: str, defect: str, does: str, text: str | bytes, says: tuple[str, ...], **more) -> Case:
    """Return a case that is refused."""
    return Case(f"txt-{id}", F, GB, GK, defect, does, write("zone.txt", text, "gb18030"), "zone.txt",
                refused=True, says=says, **more)  # fmt: skip


def rings_in(epsg: int) -> tuple:
    """Return the rings of the made-up zone in another CRS."""
    moved = frame([Polygon(ring) for ring in RINGS], to=epsg).geometry
    return tuple([(round(x, 12), round(y, 12)) for x, y in shape.exterior.coords[:-1]] for shape in moved)


T = parcel_text
SECOND_LINE = "J2,1,3996320.25,37547850.5"
BOW_TIE = [SHELL[0], SHELL[2], SHELL[1], SHELL[3]]

OVITAL = (
    "{a} 111.5001 36.1001 J1\n{a} 111.5201 36.1001 J2\n{b} 111.5201 36.1201 J3\n{b} 111.5001 36.1201 J4\n"
)

CASES = (
    good("standard", "the ministry's format", T()),
    good("utf-8", "the ministry's format", T(), "utf-8"),
    good("utf-8-bom", "byte order mark", T(), "utf-8-sig"),
    good("utf-16", "saved as Unicode by Notepad", T(), "utf-16"),
    good("crlf", "Windows line ends", T().replace("\n", "\r\n")),
    good("cr-only", "CR-only line ends", T().replace("\n", "\r")),
    good(
        "full-width",
        "full-width commas, brackets and equals signs",
        T().replace(",", COMMA).replace("[", BRACKETS[0]).replace("]", BRACKETS[1]).replace("=", EQUALS),
    ),
    good(
        "full-width-digits", "full-width digits in numbers", T().replace("37547850.5", "\uff13\uff17547850.5")
    ),
    good(
        "no-heading",
        "no heading at all",
        "\n".join(parcel()),
        says=("推断", "EPSG:4525", "落在本地县界内"),
        does="读入，由数字推断坐标系并说明",
    ),
    good("no-parcel-line", "points only, no parcel line", "\n".join(parcel()[1:])),
    good(
        "bare-numbers",
        "two numbers a line, nothing else",
        "\n".join(parcel(point=lambda i, r, n, e: f"{n} {e}", rings=(SHELL,))[1:]),
        same=PLAIN,
    ),
    good("missing-keys", "some keys missing", T({"几度分带": None, "精度": None, "转换参数": None})),
    good("project-section", "[项目信息] before the heading", "[项目信息]\n项目名称=虚构\n项目编号=1\n" + T()),
    good("zone-width-word", "分带=3度带", T({"几度分带": None, "分带": "3度带"})),
    good("zone-as-meridian", "带号 holds the meridian 111", T({"带号": "111"})),
    good("three-fields", "3 fields before @", T(line="{count},483.6837,{name}@")),
    good("thirteen-fields", "13 fields before @", T(line="{count},483.6837,1,{name},面,,工业,,,,,,,@")),
    good("blank-after-at", "a blank after @", T(line="{count},483.6837,1,{name},面,,工业用地,,@ ")),
    good("no-at", "@ missing", T(line="{count},483.6837,1,{name},面,,工业用地,,")),
    good("area-first", "area with its unit first, no count", T(line="483.6837公顷,,{name},面,,,,@")),
    good(
        "ring-last",
        "ring after the coordinates: J1,X,Y,,1,",
        T(point=lambda i, r, n, e: f"J{i},{n},{e},,{r},"),
    ),
    good("no-j", "point numbers without J", T(point=lambda i, r, n, e: f"{i},{r},{n},{e}")),
    good("tabs", "fields parted by tabs", T(point=lambda i, r, n, e: f"J{i}\t{r}\t{n}\t{e}")),
    good(
        "no-zone-prefix",
        "eastings without the zone number",
        T(point=lambda i, r, n, e: f"J{i},{r},{n},{e - 37e6}"),
        says=("无带号",),
    ),
    good(
        "axes-swapped",
        "easting before northing",
        T(point=lambda i, r, n, e: f"J{i},{r},{e},{n}"),
        says=("x、y 已互换",),
        does="读入，互换并说明",
    ),
    good("count-without-closing", "count leaves out closing points", T(count=11)),
    good(
        "unclosed",
        "rings without closing points",
        T(close=False),
        says=("3 个环首尾未闭合，已闭合",),
        does="读入，闭合并记为修复",
    ),
    good(
        "one-ring-number",
        "all rings numbered 1, parted by their closure",
        T(point=lambda i, r, n, e: f"J{i},1,{n},{e}"),
    ),
    good(
        "degrees",
        "longitude and latitude, 计量单位=度",
        T(
            {"计量单位": "度", "几度分带": None, "带号": None},
            rings=([(111.5, 36.1), (111.52, 36.1), (111.51, 36.12)],),
        ),
        same=None,
        says=("EPSG:4490",),
    ),
    good(
        "dms",
        "degrees, minutes and seconds",
        "[地块坐标]\n3,1,1,甲,面,@\nJ1,1,36°06′00″,111°30′00″\nJ2,1,36°06′00″,111°31′12″\nJ3,1,36°07′12″,111°30′36″\n",
        same=None,
        says=("数字是经纬度",),
    ),
    good(
        "two-parcels",
        "two parcels of one zone",
        T(rings=(SHELL, HOLE)) + "\n".join(parcel(rings=RINGS[2:])),
        says=("由 2 个要素合成",),
        does="读入，合成一个开发区并说明",
        options={"zones": "all"},
    ),
    good(
        "hole-by-containment",
        "second ring inside the first",
        T(rings=(SHELL, HOLE)),
        same=ZONE.geoms[0],
        says=("按空洞处理",),
        does="读入，按包含关系定为空洞",
    ),
    good(
        "part-by-containment",
        "second ring beside the first",
        T(rings=(SHELL, RINGS[2])),
        same=PLAIN.union(ZONE.geoms[1]),
        says=("由 2 块组成",),
        does="读入，按包含关系定为另一块",
    ),
    good(
        "6-degree",
        "6° zone 19",
        T({"几度分带": "6", "带号": "19"}, point=lambda i, r, n, e: f"J{i},{r},{n},{e - 18e6}"),
        says=("EPSG:4497",),
    ),
    good(
        "line-parcel",
        "a 线 parcel beside the area",
        T() + "2,0,2,管线,线,,,,@\nJ1,1,3996100,37545200\nJ2,1,3996200,37545300\n",
        says=("1 个点、线地块未读",),
        does="读入面，说明未读的线",
    ),
    good(
        "parameters",
        "transformation parameters not zero",
        T({"转换参数": "1.5,0,0,0,0,0,0"}),
        says=("转换参数未使用",),
        does="读入，说明未使用参数",
    ),
    Case(
        "txt-repeated-point",
        F,
        GB,
        GK,
        "a point repeated",
        "读入，删去并记为修复",
        write(
            "zone.txt",
            T().replace(SECOND_LINE, f"{SECOND_LINE}\n{SECOND_LINE}").replace("14,", "15,"),
            "gb18030",
        ),
        "zone.txt",
        says=("删去 1 个重复点",),
        same=ZONE,
    ),
    Case(
        "txt-repeated-ring",
        F,
        GB,
        GK,
        "a ring given twice",
        "读入，删去并记说明",
        write("zone.txt", T(rings=(SHELL, SHELL)), "gb18030"),
        "zone.txt",
        says=("删去 1 个重复的环",),
        same=PLAIN,
    ),
    Case(
        "txt-bow-tie",
        F,
        GB,
        GK,
        "points out of order",
        "停止，指出点的顺序",
        write("zone.txt", T(rings=(BOW_TIE,)), "gb18030"),
        "zone.txt",
        refused=True,
        says=("第 1 个地块的边界自相交", "请检查点的顺序"),
    ),
    Case(
        "txt-area-in-mu",
        F,
        GB,
        GK,
        "area in mu (亩) where hectares are meant",
        "读入，指出单位可疑",
        write("zone.txt", T(line="{count},7255.3,1,{name},面,,,,@"), "gb18030"),
        "zone.txt",
        says=("文件载明 72.55 平方公里，量得", "15.0 倍；数字像是亩而非公顷"),
    ),
    Case(
        "txt-area-off",
        F,
        GB,
        GK,
        "area stated 20 % too large",
        "读入，指出面积相差",
        write("zone.txt", T(line="{count},580.4,1,{name},面,,,,@"), "gb18030"),
        "zone.txt",
        says=("文件载明 5.80 平方公里，量得 4.8", "相差 +20.0%"),
    ),
    Case(
        "txt-area-in-square-metres",
        F,
        GB,
        GK,
        "area in m² where hectares are meant",
        "读入，指出单位可疑",
        write("zone.txt", T(line="{count},4836837,1,{name},面,,,,@"), "gb18030"),
        "zone.txt",
        says=("像是平方米而非公顷",),
        same=ZONE,
    ),
    Case(
        "txt-overlapping-parcels",
        F,
        GB,
        GK,
        "parcels of one zone overlap",
        "合并并报告重叠面积",
        write("zone.txt", T(rings=(SHELL,)) + "\n".join(parcel(rings=(HOLE,))), "gb18030"),
        "zone.txt",
        says=("各块重叠",),
        same=PLAIN,
        options={"zones": "all"},
    ),
    bad(
        "letter-in-number",
        "a letter in a coordinate",
        "停止，指出行和值",
        T().replace("37547850.5", "3754785O.5"),
        ("3754785O.5", "读不出两个坐标"),
        row=13,
    ),
    bad(
        "missing-coordinate",
        "a coordinate missing",
        "停止，指出行",
        T().replace(",37547850.5", ","),
        ("读不出两个坐标",),
        row=13,
    ),
    bad(
        "not-a-number",
        "NaN as coordinate",
        "停止，指出行",
        T().replace("37547850.5", "nan"),
        ("读不出两个坐标",),
        row=13,
    ),
    bad(
        "infinite",
        "1e999 as coordinate",
        "停止，指出行",
        T().replace("37547850.5", "1e999"),
        ("读不出两个坐标",),
        row=13,
    ),
    bad(
        "decimal-comma",
        "decimal commas",
        "停止，指出每一行",
        T(point=lambda i, r, n, e: f"J{i},{r},{n},{e}".replace(".", ",")),
        ("读不出两个坐标",),
    ),
    bad(
        "two-bad-lines",
        "two broken lines",
        "停止，两处一并报告",
        T().replace("37547850.5", "x7").replace("37549400.0", "y7"),
        ("共 2 处问题", "x7", "y7"),
    ),
    bad(
        "count-too-high",
        "fewer points than stated",
        "停止，指出点数不符",
        T(count=20),
        ("写明 20 个点，实有 14 个",),
        row=11,
    ),
    bad(
        "count-too-low",
        "more points than stated",
        "停止，指出点数不符",
        T(count=6),
        ("写明 6 个点，实有 14 个",),
        row=11,
    ),
    bad("cut-off", "the file is cut off", "停止，指出点数不符", T()[: T().index("J3,2")], ("写明 14 个点",)),
    bad(
        "two-point-ring",
        "a ring of two points",
        "停止",
        T(rings=(SHELL, SHELL[:2])),
        ("不足 3 个不同的点",),
        row=11,
    ),
    bad("no-points", "a parcel without points", "停止", T(rings=()), ("不足 3 个不同的点",)),
    bad("only-lines", "only 线 parcels", "停止", T(line="{count},0,1,{name},线,,,,@"), ("没有地块坐标",)),
    bad("empty", "empty file", "停止", b"", ("空文件",)),
    bad("blank", "blank lines only", "停止", "\n\n  \n", ("空文件",)),
    bad(
        "binary", "bytes that are no text", "停止", bytes(range(128, 256)) * 9 + b"\0\xff", ("不认识的格式",)
    ),
    bad(
        "prose",
        "prose, no coordinates",
        "停止",
        "虚构示范区范围说明:东至大道,西至河岸。\n",
        ("没有界址点或坐标列",),
    ),
    bad(
        "xian-1980",
        "坐标系=1980西安坐标系",
        "停止，说明需要什么",
        T({"坐标系": "1980西安坐标系"}),
        ("1980 西安坐标系", "当地参数"),
    ),
    bad(
        "beijing-1954",
        "坐标系=北京54",
        "停止，说明需要什么",
        T({"坐标系": "北京54坐标系"}),
        ("1954 北京坐标系",),
    ),
    bad("unknown-crs", "坐标系=某某坐标系", "停止", T({"坐标系": "某某坐标系"}), ("看不懂的坐标系",)),
    bad(
        "zone-disagrees",
        "heading zone 38, eastings 37",
        "停止，两边都说",
        T({"带号": "38"}),
        ("带号 38", "带号 37"),
    ),
    bad(
        "width-disagrees",
        "6° zones with number 37",
        "停止",
        T({"几度分带": "6"}),
        ("带号 37 与 6 度分带不符",),
    ),
    bad("width-unknown", "几度分带=4", "停止", T({"几度分带": "4"}), ("分带不是 3 度或 6 度",)),
    bad("zone-no-number", "带号=三十七", "停止", T({"带号": "三十七"}), ("带号不是数字",)),
    bad("unit-kilometres", "计量单位=千米", "停止", T({"计量单位": "千米"}), ("计量单位不是米或度",)),
    bad("projection", "投影类型=UTM", "停止", T({"投影类型": "UTM"}), ("投影不是高斯-克吕格",)),
    bad(
        "wrong-meridian",
        "heading 111°E, numbers of 114°E",
        "停止，指出按 114°E 落在本地",
        T(rings=rings_in(4547)),
        ("114°E", "--crs 4547"),
    ),
    bad(
        "local-numbers",
        "small numbers of a local system",
        "停止",
        T(point=lambda i, r, n, e: f"J{i},{r},{n - 3.99e6:.3f},{e - 37.54e6:.3f}"),
        ("读不出两个坐标",),
    ),
    bad(
        "zero-point",
        "a point 0,0 among the others",
        "停止，指出该点",
        T(rings=([*SHELL[:2], (10001.0, 10001.0), *SHELL[2:]],)),
        ("远离其余各点", "10001, 10001"),
        row=11,
    ),
    bad(
        "digit-lost",
        "a digit lost in one northing",
        "停止，指出该点",
        T().replace("3996320.25", "399632.25"),
        ("远离其余各点", "399632.25"),
    ),
    bad(
        "one-row-swapped",
        "x and y swapped in one line",
        "停止，指出该点",
        T().replace("3996320.25,37547850.5", "37547850.5,3996320.25"),
        ("远离其余各点",),
    ),
    good("unit-meter", "计量单位=Meter", T({"计量单位": "Meter"})),
    good("unit-metres-in-brackets", "计量单位=米(m)", T({"计量单位": "METERS"})),
    good(
        "closed-twice",
        "every ring closed by its last point and once more by its first",
        T(rings=tuple([*ring, ring[0], ring[0]] for ring in RINGS), close=False),
        says=("个重复点",),
        does="读入，删去并记为修复",
    ),
    bad(
        "ovital-g",
        "奥维's g in front of each point: GCJ-02",
        "停止，请说明是否偏移",
        OVITAL.format(a="g", b="g"),
        ("「g 111.5", "GCJ-02", "--shift gcj02"),
        row=1,
    ),
    bad(
        "ovital-b",
        "奥维's b in front of each point: BD-09",
        "停止，请说明是否偏移",
        OVITAL.format(a="b", b="b"),
        ("BD-09", "--shift bd09"),
        row=1,
    ),
    bad(
        "ovital-mixed",
        "奥维's g before some points only",
        "停止，两边都说",
        OVITAL.format(a="g", b=" "),
        ("标记不同", "第 3 行是 无"),
        row=3,
    ),
    good(
        "ovital-told",
        "奥维's g, told GCJ-02",
        OVITAL.format(a="g", b="g"),
        same=None,
        says=("已按指定从 GCJ-02 改正",),
        does="移回 CGCS2000 并说明",
        options={"datum_shift": "gcj02"},
    ),
)
