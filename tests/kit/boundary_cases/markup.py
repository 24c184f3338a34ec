# ruff: noqa: E501 -- a table of cases, one a line where it fits
"""KML, KMZ and Ovital's ovkml."""

from __future__ import annotations

from shapely import Polygon

from kit.boundary_cases.kit import ID, NAME, PLAIN, RINGS, SHELL, ZONE, Case, frame, write, zipped

F, CRS = "KML", "EPSG:4326"


def degrees(ring) -> list[tuple[float, float]]:
    """Return a ring in degrees with its closing point."""
    return list(frame([Polygon(ring)], to=4326).geometry.iloc[0].exterior.coords)


def numbers(ring, sep: str = " ", comma: str = ",", height: str = ",0") -> str:
    """Return a ring as KML writes coordinates."""
    return sep.join(f"{x:.12f}{comma}{y:.12f}{height}" for x, y in degrees(ring))


def polygon(shell, holes=(), **style) -> str:
    """Return a Polygon element."""
    inner = "".join(
        f"<innerBoundaryIs><LinearRing><coordinates>{numbers(h, **style)}</coordinates></LinearRing></innerBoundaryIs>"
        for h in holes
    )
    return f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{numbers(shell, **style)}</coordinates></LinearRing></outerBoundaryIs>{inner}</Polygon>"


def placemark(
    shape: str, name: str = NAME, data: str = f'<Data name="zone_id"><value>{ID}</value></Data>'
) -> str:
    """Return a Placemark element."""
    return f"<Placemark><name>{name}</name><ExtendedData>{data}</ExtendedData>{shape}</Placemark>"


def kml(
    body: str,
    head: str = '<?xml version="1.0" encoding="UTF-8"?>',
    space: str = ' xmlns="http://www.opengis.net/kml/2.2"',
) -> str:
    """Return a KML document."""
    return f"{head}<kml{space}><Document>{body}</Document></kml>"


def good(
    id: str,
    variant: str,
    text: str,
    encoding: str = "utf-8",
    same=ZONE,
    says=(),
    does="读入",
    name="zone.kml",
    **more,
) -> Case:
    """Return a KML that is read rightly."""
    return Case(
        f"kml-{id}",
        F,
        {"utf-8": "UTF-8", "gb18030": "GB18030", "utf-8-sig": "UTF-8 BOM"}[encoding],
        CRS,
        f"— {variant}",
        does,
        write(name, text, encoding),
        name,
        same=same,
        says=says,
        **more,
    )


def bad(id: str, defect: str, does: str, text: str | bytes, says: tuple[str, ...], **more) -> Case:
    """Return a KML that is refused."""
    return Case(
        f"kml-{id}",
        F,
        "UTF-8",
        CRS,
        defect,
        does,
        write("zone.kml", text),
        "zone.kml",
        refused=True,
        says=says,
        **more,
    )


SHAPE = f"<MultiGeometry>{polygon(SHELL, RINGS[1:2])}{polygon(RINGS[2])}</MultiGeometry>"
MARK = placemark(SHAPE)
LINE = f"<LineString><coordinates>{numbers(SHELL)}</coordinates></LineString>"
OPEN = "<LineString><coordinates>111.5,36.1 111.6,36.1 111.6,36.2</coordinates></LineString>"
POINT = "<Point><coordinates>111.5,36.1,0</coordinates></Point>"
SPACED = (
    f"<MultiGeometry>{polygon(SHELL, RINGS[1:2], comma=', ')}{polygon(RINGS[2], comma=', ')}</MultiGeometry>"
)
BOMB = '<?xml version="1.0"?><!DOCTYPE k [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><kml><Document><name>&b;</name></Document></kml>'
XXE = '<?xml version="1.0"?><!DOCTYPE k [<!ENTITY a SYSTEM "file:///etc/hostname">]><kml><Document><name>&a;</name></Document></kml>'

SEMICOLONS = (
    f"<MultiGeometry>{polygon(SHELL, RINGS[1:2], sep=';')}{polygon(RINGS[2], sep='; ')}</MultiGeometry>"
)
FIELDS = "<![CDATA[<table><tr><td>KFQMC</td><td>侯马经济开发区</td></tr><tr><td>MJ</td><td>4.8</td></tr></table>]]>"


def vertices(ring, names: str = "J{}") -> str:
    """Return the corners of a ring as placemarks."""
    return "".join(
        placemark(f"<Point><coordinates>{x:.12f},{y:.12f},0</coordinates></Point>", names.format(i), "")
        for i, (x, y) in enumerate(degrees(ring)[:-1], start=1)
    )


def gapped(ring) -> str:
    """Return a path whose end lies two millimetres from its start."""
    text = numbers(ring)
    first, _, rest = text.partition(",")
    return f"<LineString><coordinates>{float(first) + 2e-8:.12f},{rest}</coordinates></LineString>"


CASES = (
    good("standard", "Google Earth", kml(MARK), zone_ids=(ID,)),
    good("bom", "byte order mark", kml(MARK), "utf-8-sig"),
    good("gbk", "saved in GBK though it says UTF-8", kml(MARK), "gb18030", says=("gb18030",), zone_ids=(ID,), does="读入，按字节认出编码"),
    good("gbk-declared", "encoding=GBK stated", kml(MARK, '<?xml version="1.0" encoding="GBK"?>'), "gb18030", zone_ids=(ID,)),
    good("no-namespace", "no namespace", kml(MARK, space="")),
    good("no-height", "no heights", kml(placemark(f"<MultiGeometry>{polygon(SHELL, RINGS[1:2], height='')}{polygon(RINGS[2], height='')}</MultiGeometry>"))),
    good("blank-after-comma", "blanks after commas", kml(placemark(SPACED))),
    good("folders", "folders", kml(f"<Folder><name>虚构</name><Folder><name>范围</name>{MARK}</Folder></Folder>"), says=("虚构/范围",), does="读入，文件夹记为图层"),
    good("simple-data", "SimpleData of a schema", kml(placemark(SHAPE, data=f'<SchemaData><SimpleData name="zone_id">{ID}</SimpleData></SchemaData>')), zone_ids=(ID,)),
    good("path", "a closed path", kml(placemark(LINE)), same=PLAIN, says=("闭合线按面处理",), does="读入，闭合线按面并说明"),
    good("with-points", "placemark points beside the area", kml(MARK + placemark(POINT, "标注")), says=("1 个点未读",), does="读入面，数清未读的点"),
    good("ovkml", "ovkml of Ovital", kml(MARK), name="zone.ovkml", says=("奥维",), does="读入，提醒可能是 GCJ-02"),
    Case("kmz-standard", "KMZ", "UTF-8", CRS, "—", "读入", zipped("zone.kmz", write("zone.kml", kml(MARK)), {"zone.kml": "doc.kml"}), "zone.kmz", same=ZONE, zone_ids=(ID,)),
    Case("kmz-named-zip", "KMZ", "UTF-8", CRS, "— KML in a .zip", "读入", zipped("zone.zip", write("zone.kml", kml(MARK))), "zone.zip", same=ZONE),
    Case("kmz-file-name", "KMZ", "UTF-8", CRS, "— named after the zone", "读入，按文件名认出", zipped(f"{ID}.kmz", write("d.kml", kml(placemark(SHAPE, "范围", "")))), f"{ID}.kmz", same=ZONE, zone_ids=(ID,), says=("按文件名认定",), options={"zones": "all"}),
    good("elsewhere", "a placemark within an element of its own", kml(f"<Tour>{MARK}</Tour>"), zone_ids=(ID,)),
    good("links", "links beside the area", kml(MARK + "<NetworkLink><Link><href>https://example.invalid/a.kml</href></Link></NetworkLink>"), says=("1 个网络链接未读",), does="读入，说明未读链接"),
    good("name-in-data", "the name stands in Data", kml(placemark(SHAPE, "", '<Data name="KFQMC"><value>侯马经济开发区</value></Data>')), says=("侯马经济开发区",), zone_ids=("houma-edz",), options={"zones": "all"}, does="读入，由别处的名称认出"),
    good("name-is-a-default", "the name is 多边形 1, Data has the zone's", kml(placemark(SHAPE, "多边形 1", '<Data name="KFQMC"><value>侯马经济开发区</value></Data>')), zone_ids=("houma-edz",), options={"zones": "all"}, does="读入，由别处的名称认出"),
    good("name-in-description", "the name stands in a table of the description", kml(placemark(SHAPE, "", "").replace("<name>", f"<description>{FIELDS}</description><name>")), zone_ids=("houma-edz",), options={"zones": "all"}, does="读入，由别处的名称认出"),
    good("name-of-folder", "the folder is called after the zone", kml(f"<Folder><name>侯马经济开发区</name>{placemark(SHAPE, '', '')}</Folder>"), zone_ids=("houma-edz",), options={"zones": "all"}, does="读入，由别处的名称认出"),
    good("name-of-outer-folder", "the folder around the folder is called after the zone", kml(f"<Folder><name>侯马经济开发区</name><Folder><name>2020年</name>{placemark(SHAPE, '范围', '')}</Folder></Folder>"), zone_ids=("houma-edz",), options={"zones": "all"}, does="读入，由别处的名称认出"),
    good("semicolons", "semicolons between coordinates", kml(placemark(SEMICOLONS))),
    good("vertices", "the corners as placemarks J1, J2 …", kml(f"<Folder><name>侯马经济开发区</name>{vertices(SHELL)}</Folder>"), same=PLAIN, says=("4 个编号的点按顺序连成环",), zone_ids=("houma-edz",), options={"zones": "all"}, does="读入，按点号连成环并说明"),
    good("gap", "a path that ends two millimetres from its start", kml(placemark(gapped(SHELL))), same=PLAIN, says=("闭合线按面处理",), does="读入，闭合线按面并说明"),
    bad("vertices-named", "points that are called after firms", "停止", kml(vertices(SHELL, "第{}公司")), ("没有面，只有：4 个点",)),
    bad("vertices-skipped", "corners J1, J3, J5: some are missing", "停止", kml(vertices(SHELL, "J{}").replace("J3", "J9")), ("没有面，只有：4 个点",)),
    bad("two-outer-rings", "two outer rings in one Polygon", "停止，指出地标", kml(placemark(polygon(SHELL).replace("</Polygon>", polygon(RINGS[2]).removeprefix("<Polygon>")))), ("有 2 组坐标", "虚构示范区")),
    bad("not-closed", "an element is not closed", "停止，指出行", kml(MARK)[:-20], ("KML 不完整",), row=1),
    bad("cut-off", "cut off", "停止", kml(MARK)[:300], ("KML 不完整",)),
    bad("doctype", "entities that grow", "停止，不展开", BOMB, ("DOCTYPE",)),
    bad("external-entity", "an entity that reads a file", "停止，不读", XXE, ("DOCTYPE",)),
    bad("word-in-coordinates", "a word among coordinates", "停止，指出地标", kml(MARK).replace("0</coordinates>", "0 待补</coordinates>", 1), ("坐标读不出来", "待补")),
    bad("lat-lon-metres", "metres instead of degrees", "停止", kml(placemark("<Polygon><outerBoundaryIs><LinearRing><coordinates>37545200,3996100 37547850,3996320 37548210,3994480 37545200,3996100</coordinates></LinearRing></outerBoundaryIs></Polygon>")), ("EPSG:4326", "与坐标数字不符", "带号 37")),
    bad("points-only", "points only", "停止", kml(placemark(POINT)), ("没有面，只有：1 个点",)),
    bad("open-path", "an open path", "停止", kml(placemark(OPEN)), ("没有面，只有：1 个未闭合的线",)),
    bad("empty", "no placemark", "停止", kml(""), ("没有要素",)),
    bad("network-link", "only a link to another file", "停止，不去读", kml('<NetworkLink><Link><href>https://example.invalid/a.kml</href></Link></NetworkLink>'), ("没有要素",)),
    bad("no-coordinates", "an area without coordinates", "停止", kml(placemark(polygon(SHELL).replace(numbers(SHELL), ""))), ("没有面，只有：1 个空图形",)),
    bad("binary", "bytes that are no text", "停止", b"<kml>\xff\xfe\x80\x81\xff</kml>", ("不认识的格式",)),
)  # fmt: skip
