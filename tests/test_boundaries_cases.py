"""Every boundary file of the case list, good and bad, read and held against what must come of it."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from boundary_cases import CASES
from boundary_cases.document import PAGE, page
from boundary_cases.ground import counties_of_linfen
from boundary_cases.kit import ID, NAME, TESTS, ZONE, Case, frame
from zonemap.boundaries.reader import COLUMNS, read_boundaries
from zonemap.errors import DataProblems

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


def read(case: Case) -> gpd.GeoDataFrame:
    """Read the files of a case as it asks."""
    options = {"counties": counties_of_linfen(), **case.options}
    known = {"all": ZONES, "earlier": gpd.GeoDataFrame(ZONES[:1], geometry=[ZONE], crs=4525).to_crs(4490)}
    if "zones" in options:
        options["zones"] = known[options["zones"]]
    return read_boundaries(case.folder / case.path, **options)


def said_of(found: gpd.GeoDataFrame) -> str:
    """Return all that is said of boundaries."""
    return "\n".join(map(str, found.drop(columns="geometry").to_numpy().ravel()))


@pytest.mark.parametrize("case", [c for c in CASES if c.refused], ids=lambda case: case.id)
def test_refused(case: Case) -> None:
    """A file that cannot be read rightly stops with file, place, value and the way out."""
    with pytest.raises(DataProblems) as caught:
        read(case)
    for words in case.says:
        assert words in str(caught.value)
    for problem in caught.value.problems:
        assert problem.file
        assert all((problem.message_zh, problem.message_en, problem.fix_zh, problem.fix_en))
        assert len(problem.value) <= 80
    if case.row is not None:
        assert caught.value.problems[0].row == case.row


@pytest.mark.parametrize("case", [c for c in CASES if not c.refused], ids=lambda case: case.id)
def test_read(case: Case) -> None:
    """A file that can be read comes back as the shape it holds, with all that was done to it said."""
    found = read(case)
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


def test_every_case_has_its_files() -> None:
    """The folders of the corpus are those of the list, and the bad ones are many."""
    listed = {case.folder for case in CASES}
    made = {path for side in ("good", "bad") for path in TESTS.glob(f"{side}/boundaries/*/")}
    assert listed == {path for path in made if path.is_dir()}
    assert len(listed) == len(CASES)
    assert sum(case.is_bad for case in CASES) >= 80


def test_documented() -> None:
    """The table of formats is the list of cases, line for line, and no case stands there twice."""
    assert PAGE.read_text("utf-8") == page()
    assert len({case.id for case in CASES}) == len(CASES) >= 120
