"""A made-up region whose answers one can work out in one's head.

Three square counties of 0.1 degrees in a row, the third apart: 甲县 (140001), 乙县 (140002), a gap, 丙县
(140003). Zone ``one`` of 10 km² in 甲县, approved 1999, runs; ``two`` in 乙县, approved in 2010; ``three`` in
丙县, applied for by 2020-06-30; the cluster ``four`` at the same seat as ``three`` has no date.
"""

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely import box

from zonemap.tables.evidence import evidence_keys

ZONES = """\
zone_id,name_zh,name_en,kind,tier,management,counties,township,lon,lat,point_basis,applied,approved,unveiled,operating,area_km2
one,甲县经济开发区,Jia Zone,economic,provincial,county,140001,,111.05,36.05,site,,1999,,2001-05,10
two,乙县高新区,Yi Zone,hightech,provincial,county,140002,,111.15,36.05,county_seat,,2010,,,
three,丙县农业区,Bing Zone,agriculture,provincial,county,140003,,111.35,36.05,county_seat,../2020-06-30,,,,
four,丙县集聚区,Bing Cluster,cluster,cluster,county,140003,,111.35,36.05,county_seat,,,,,
"""
INDUSTRIES = """\
zone_id,industry,basis
one,power,stated
two,power,stated
four,power,stated
"""
REFORMS = """\
zone_id,measure,state,as_of,due
one,term,done,2015,2020-06
one,appointment,done,2018,2020-06
two,term,leaders_in_place,../2020-06-30,2020-06
"""
PARTNERS = "zone_id,name_zh,name_en,role,place,since\n"
EVENTS = """\
zone_id,date,event,text_zh,text_en
one,1999,approved,批准,Approved
,2020-06-30,meeting,会议,A meeting
"""
SOURCES = """\
source_id,publisher,title,date,address
gazette,公报,《公报》,2020-06-30,
"""
STORY = (
    "chapter,title_zh,title_en,text_zh,text_en,year,color,kind,status,county,industry,zone,"
    "view,dim,note_zh,note_en,note_at\n"
)
PACKAGE = {"name": "toy", "title": "玩具区", "title_en": "Toy region", "as_of": "2020-06-30"}


def county_squares() -> gpd.GeoDataFrame:
    """Make the three counties, index adcode, EPSG:4490."""
    lefts = [111.0, 111.1, 111.3]
    return gpd.GeoDataFrame(
        {
            "adcode": ["140001", "140002", "140003"],
            "name_zh": ["甲县", "乙县", "丙县"],
            "name_en": ["Jia", "Yi", "Bing"],
            "seat_lon": [111.05, 111.15, 111.35],
            "seat_lat": [36.01, 36.05, 36.05],
        },
        geometry=[box(left, 36.0, left + 0.1, 36.1) for left in lefts],
        crs="EPSG:4490",
    ).set_index("adcode")


def write_geodata(folder: Path, **texts: str) -> Path:
    """Write the toy region as a geodata folder, with other texts for some tables, and evidence for all.

    Parameters
    ----------
    folder
        Where the files shall stand; made if missing.
    texts
        CSV texts by table, in place of the usual ones.
    """
    tables = {
        "zones": ZONES,
        "industries": INDUSTRIES,
        "reforms": REFORMS,
        "partners": PARTNERS,
        "events": EVENTS,
        "sources": SOURCES,
        "story": STORY,
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**tables, **texts}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    if "evidence" not in texts:
        evidence_for_all(folder).to_csv(folder / "evidence.csv", index=False)
    county_squares().reset_index().to_file(folder / "counties.geojson", driver="GeoJSON", engine="pyogrio")
    (folder / "datapackage.json").write_text(json.dumps(PACKAGE, ensure_ascii=False), encoding="utf-8")
    return folder


def evidence_for_all(folder: Path) -> pd.DataFrame:
    """Make one evidence for every value in the tables of a folder."""
    names = ("zones", "history", "industries", "reforms", "partners", "events")
    tables = {
        name: pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in names
        if (folder / f"{name}.csv").exists()
    }
    rows = evidence_keys(tables)[["table", "zone_id", "field"]].drop_duplicates()
    return rows.assign(source_id="gazette", locator="p. 1", confidence="H", note="")
