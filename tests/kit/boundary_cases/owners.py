# ruff: noqa: E501 -- a table of cases, one a line where it fits
"""Whose a boundary is: ids and names in the spellings people use."""

from __future__ import annotations

from kit.boundary_cases.kit import ID, ZONE, Case, frame, gdal

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


CASES = (
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
