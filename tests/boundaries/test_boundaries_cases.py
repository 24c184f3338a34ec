"""Every boundary file of the case list, good and bad, read and held against what must come of it."""

import time
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from kit.boundary_cases import CASES
from kit.boundary_cases.document import PAGE, page
from kit.boundary_cases.ground import counties_of_linfen
from kit.boundary_cases.kit import ID, NAME, ZONE, Case, frame
from zonemap.boundaries.reader import COLUMNS, read_boundaries
from zonemap.core.problems import DataProblems

ZONES = pd.DataFrame(
    [
        (ID, NAME, "Made-up Zone", "141002"),
        (
            "hongtong-etdz",
            "洪洞经济技术开发区",
            "Hongtong Economic and Technological Development Zone",
            "141002",
        ),
        ("houma-edz", "侯马经济开发区", "Houma Economic Development Zone", "141081"),
        ("anze-etdz", "安泽经济技术开发区", "", "141026"),
        ("anze-maidz", "安泽现代农业产业示范区", "", "141002"),
    ],
    columns=["zone_id", "name_zh", "name_en", "counties"],
)


def read(case: Case, folder: Path) -> gpd.GeoDataFrame:
    """Write the files of a case into a folder and read them as it asks."""
    options = {"counties": counties_of_linfen(), **case.options}
    known = {"all": ZONES, "earlier": gpd.GeoDataFrame(ZONES[:1], geometry=[ZONE], crs=4525).to_crs(4490)}
    if "zones" in options:
        options["zones"] = known[options["zones"]]
    return read_boundaries(case.write(folder), **options)


def said_of(found: gpd.GeoDataFrame) -> str:
    """Return all that is said of boundaries."""
    return "\n".join(map(str, found.drop(columns="geometry").to_numpy().ravel()))


@pytest.mark.parametrize("case", [c for c in CASES if c.refused], ids=lambda case: case.id)
def test_refused(case: Case, tmp_path: Path) -> None:
    """A file that cannot be read rightly stops with file, place, value and the way out."""
    with pytest.raises(DataProblems) as caught:
        read(case, tmp_path)
    for words in case.says:
        assert words in str(caught.value)
    for problem in caught.value.problems:
        assert problem.file
        assert all((problem.message.zh, problem.message.en, problem.fix.zh, problem.fix.en))
        assert len(problem.value) <= 80
    if case.row is not None:
        assert caught.value.problems[0].row == case.row


@pytest.mark.parametrize("case", [c for c in CASES if not c.refused], ids=lambda case: case.id)
def test_read(case: Case, tmp_path: Path) -> None:
    """A file that can be read comes back as the shape it holds, with all that was done to it said."""
    found = read(case, tmp_path)
    assert list(found.columns) == list(COLUMNS)
    assert found.crs.to_epsg() == 4490
    assert found.geometry.is_valid.all()
    for words in case.says:
        assert words in said_of(found)
    if case.same is not None:
        assert is_same(found, case.same)
    if case.zone_ids is not None:
        assert tuple(found["zone_id"]) == case.zone_ids
    if case.rows is not None:
        assert len(found) == case.rows


def is_same(found: gpd.GeoDataFrame, shape: shapely.Geometry) -> bool:
    """Return whether boundaries together are a shape given in EPSG:4525, to a centimetre."""
    whole = frame([found.geometry.union_all()], crs=4490, to=4525).geometry.iloc[0]
    return shapely.hausdorff_distance(whole, shape) < 0.01 and whole.symmetric_difference(shape).area < 100


SAME_BYTES = [
    *("txt-standard", "csv-formula", "xlsx-standard", "xlsx-too-large", "shp-gbk-cpg", "shp-zipped"),
    *("gpkg-standard", "dxf-r12", "dxf-r2007", "dxf-hatch", "kml-standard", "hostile-virtual-table"),
]


@pytest.mark.parametrize("id", SAME_BYTES)
def test_files_have_the_same_bytes_on_another_day(
    id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a case writes depends on neither clock nor chance, whoever writes the format."""
    (case,) = (case for case in CASES if case.id == id)
    days, written = [], []
    for name, zone in (("yesterday", "WEST12"), ("today", "EAST-14")):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        days.append(time.localtime().tm_yday)
        case.write(tmp_path / name)
        written.append({path.name: path.read_bytes() for path in (tmp_path / name / id).iterdir()})
    monkeypatch.undo()
    time.tzset()
    assert days[0] != days[1]
    assert written[0] == written[1]


def test_cases_are_many_and_named_once() -> None:
    """No two cases share a name, which is that of their folder, and the bad ones are many."""
    assert len({case.id.lower() for case in CASES}) == len(CASES)
    assert sum(case.is_bad for case in CASES) >= 80


def test_documented() -> None:
    """The table of formats is the list of cases, line for line, and no case stands there twice."""
    assert PAGE.read_text("utf-8") == page()
    assert len({case.id for case in CASES}) == len(CASES) >= 120
