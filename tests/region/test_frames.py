"""Frames of anyone: areas and points of any place on earth become a region, a page, a map."""

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pytest
from pptx import Presentation
from pypdf import PdfReader
from shapely import LineString, Point, box

import zonemap as zm
from kit.decks import texts
from kit.toy import write_geodata
from zonemap.analysis.facts import FactBook
from zonemap.core.errors import ZonemapError
from zonemap.core.problems import DataProblems
from zonemap.outputs.figures.files import FIGURES
from zonemap.painters.figures import paint_sheet
from zonemap.scene.sheet import SheetStyle


def alps(**columns):
    """Return two squares of a degree side by side, and a point, in degrees of WGS 84."""
    shapes = [box(7, 46, 8, 47), box(8, 46, 9, 47), Point(7.25, 47.25)]
    plain = {"name": ["North", "Süd", "隰"], "use": ["port", "mill", "mill"], "jobs": [1200, 3, None]}
    return gpd.GeoDataFrame({**plain, **columns}, geometry=shapes, crs=4326)


@pytest.fixture(scope="module")
def region():
    """Make their region, without counties."""
    return zm.Region.from_frames(alps(), title="Parks")


def test_areas_are_drawn_as_given_and_points_are_points(region):
    """Nobody said that the lines were surveyed; a point has no outline."""
    assert region.zones["basis"].tolist() == ["given", "given", ""]
    assert region.zones.loc[region.zones["name_zh"] == "隰", ["lon", "lat"]].iloc[0].tolist() == [7.25, 47.25]
    assert region.zones["name_zh"].tolist() == ["North", "Süd", "隰"]


def test_the_area_of_a_square_degree_is_told_as_of_its_outline(region):
    """Between 46° and 47° north it has 8,533 km² on the ellipsoid."""
    area = next(fact for fact in FactBook(region).stated_of("north") if fact.field == "area_km2")
    assert "8532.7766 km² within the outline" in area.value.en
    assert "measured" not in area.value.en
    assert "实测" not in area.value.zh


def test_nothing_is_told_that_the_frame_has_no_place_for(region):
    """No tier, no county, no reform: a frame of parks knows nothing of them."""
    facts = FactBook(region).stated_of("north")
    assert {fact.field for fact in facts} == {"name_zh", "area_km2", "own:use", "own:jobs", "point", "basis"}


def test_an_empty_cell_of_a_column_is_told(region):
    """The jobs of the third are not stated, which is not none."""
    jobs = next(
        fact for fact in FactBook(region).stated_of(region.zones.index[2]) if fact.field == "own:jobs"
    )
    assert jobs.when == "silent"


def test_a_common_word_is_no_meaning():
    """``year``, ``area``, ``type`` of anyone's frame stay his own; ``approved`` is that column."""
    frame = alps(year=[2001, 2002, 2003], area=[1, 2, 3], type=["x", "y", "z"], approved=["1997", "", "2003"])
    made = zm.Region.from_frames(frame)
    assert {"own:year", "own:area", "own:type"} <= set(made.zones.columns)
    assert made.zones["approved"].tolist() == ["1997", "", "2003"]
    assert made.date.year == 2003


def test_a_column_of_that_name_with_other_cells_stays_the_owners():
    """``approved`` with yes and no is no date: nothing is refused, nothing is lost."""
    made = zm.Region.from_frames(alps(approved=["yes", "no", "no"]))
    assert made.zones["own:approved"].tolist() == ["yes", "no", "no"]
    assert not made.has_day


def test_without_a_name_the_index_is_the_name():
    """A frame by plot number is a frame of plots called so."""
    frame = alps().drop(columns="name").set_index(pd.Index(["P1", "P2", "P3"], name="plot"))
    made = zm.Region.from_frames(frame)
    assert made.zones["name_zh"].tolist() == ["P1", "P2", "P3"]


def test_metres_become_degrees():
    """In any reference system the places are the same."""
    flat = zm.Region.from_frames(alps().to_crs(32632))
    assert np.allclose(flat.extent, (7, 46, 9, 47.25), atol=0.01)


def test_counties_of_any_country_hold_the_zones_that_lie_in_them():
    """By the share of the area; a zone across a limit lies in both, mostly first."""
    cantons = gpd.GeoDataFrame(
        {"adcode": ["W", "E"], "name": ["West", "East"]},
        geometry=[box(6, 45, 7.7, 48), box(7.7, 45, 10, 48)],
        crs=4326,
    )
    made = zm.Region.from_frames(alps(), cantons)
    assert made.zones["counties"].tolist() == [("W", "E"), ("E",), ("W",)]
    assert made.counties["name_zh"].tolist() == ["West", "East"]
    assert "counties" in made.topics


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (gpd.GeoDataFrame({"name": ["a"]}, geometry=[box(0, 0, 1, 1)]), "set_crs"),
        (alps().iloc[:0], "no row"),
        (alps().set_geometry([box(0, 0, 1, 1), None, Point(2, 2)], crs=4326), "rows without geometry: 2"),
        (alps().rename(columns={"use": "name"}), "rename"),
        (gpd.GeoDataFrame({"name": ["a"]}, geometry=[LineString([(0, 0), (1, 1)])], crs=4326), "LineString"),
    ],
)
def test_what_is_no_area_on_earth_is_refused_in_a_sentence(frame, said):
    """Without a reference system, or as a line: what to do is said."""
    with pytest.raises(ZonemapError, match=said):
        zm.Region.from_frames(frame)


def test_rows_of_one_name_are_rows(tmp_path):
    """Two plots may be called alike; each has an id, and names that are markup stay words."""
    made = zm.Region.from_frames(alps(name=["</script>", "</script>", "<b>x</b>"]))
    assert made.zones.index.is_unique
    page = zm.save_page(zm.explore(made), tmp_path / "p.html").read_text("utf-8")
    assert "<b>x</b>" not in page


LOST = "does not lie in any of the counties given"
CANTON = gpd.GeoDataFrame({"name": ["West"]}, geometry=[box(6, 45, 7.7, 48)], crs=4326)


@pytest.mark.parametrize(
    ("zones", "counties", "value", "said"),
    [
        ([Point(7, 46), Point(20, 30)], CANTON, "b (20, 30)", f"point {LOST}"),
        ([Point(7, 46), box(20, 30, 21, 31)], CANTON, "b (20.5, 30.5)", f"boundary {LOST}"),
        ([Point(7, 46), None], CANTON, "b", "no county can be found"),
        ({"lon": [7, 20], "lat": [46, 30]}, CANTON, "b (20, 30)", f"point {LOST}"),
        ({"lon": [111.5, 20], "lat": [36.1, 30]}, None, "b (20, 30)", "in any county of China"),
        ({"counties": ["尧都区", ""], "n": [1, 2]}, None, "b", "no county can be found"),
    ],
    ids=["point", "area", "nothing", "degrees", "china", "silent"],
)
def test_a_zone_in_no_county_is_told_as_that(zones, counties, value, said):
    """With its row, its name and where it lies: not as a cell that nobody typed."""
    names = {"name": ["a", "b"]}
    frame = (
        pd.DataFrame({**names, **zones})
        if isinstance(zones, dict)
        else gpd.GeoDataFrame(names, geometry=zones, crs=4326)
    )
    with pytest.raises(DataProblems) as caught:
        zm.Region.from_frames(frame, counties)
    (problem,) = caught.value.problems
    assert (problem.row, problem.value) == (2, value)
    assert said in problem.message.en


def test_degrees_in_columns_are_a_place_among_counties():
    """As points are."""
    made = zm.Region.from_frames(pd.DataFrame({"name": ["a"], "lon": [7.0], "lat": [46.0]}), CANTON)
    assert made.zones["counties"].tolist() == [("1",)]


def test_counties_need_codes_of_their_own():
    """Two of one code cannot be told apart."""
    twice = gpd.GeoDataFrame(
        {"adcode": ["W", "W"]}, geometry=[box(6, 45, 8, 48), box(8, 45, 10, 48)], crs=4326
    )
    with pytest.raises(ZonemapError, match="adcode"):
        zm.Region.from_frames(alps(), twice)


def test_a_frame_without_geometry_finds_its_chinese_counties():
    """As a sheet does; a name that is no county is told with its row."""
    columns = {"开发区名称": ["甲园区", "乙园区"], "所在县": ["侯马市", "霍州市"]}
    plain = pd.DataFrame({**columns, "批准时间": ["1997", "2001"]})
    made = zm.Region.from_frames(plain)
    assert made.zones["counties"].tolist() == [("141081",), ("141082",)]
    with pytest.raises(DataProblems, match="侯某市"):
        zm.Region.from_frames(plain.replace("侯马市", "侯某市"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_figure_is_made_without_counties_and_dates(region, lang):
    """What there is nothing for says so."""
    for compose in FIGURES.values():
        figure, _ = paint_sheet(compose(region, SheetStyle(lang)))
        assert figure.axes


def test_documents_are_made_without_counties_and_dates(region, tmp_path):
    """Deck, atlas, workbook and GeoPackage of two parks and a point."""
    made = [
        zm.write_deck(region, tmp_path / "parks.pptx"),
        zm.write_atlas(region, tmp_path / "parks.pdf"),
        zm.write_workbook(region, tmp_path / "parks.xlsx"),
        zm.write_geopackage(region, tmp_path / "parks.gpkg"),
    ]
    deck, atlas, book = Presentation(made[0]), PdfReader(made[1]), openpyxl.load_workbook(made[2])
    said = {
        "deck": [texts(slide) for slide in deck.slides],
        "atlas": [page.extract_text() for page in atlas.pages],
        "workbook": [str(cell) for row in book.worksheets[0].values for cell in row if cell],
    }
    for name, found in said.items():
        for untold in (
            "2000 年",
            "2000年",
            "2000-01",
            "已运营",
            "时间未载明",
            "截至2",
            "截至 2",
            "发区 0",
            "0/0",
        ):
            assert not [text for text in found if untold in text], (name, untold)
    assert gpd.read_file(made[3], layer="zones")["name_zh"].tolist() == ["North", "Süd", "隰"]


def test_the_map_of_a_frame_is_coloured_by_its_columns():
    """``plot_map`` takes the frame itself; an unknown column is named with those that there are."""
    figure, axes = zm.plot_map(alps(), by="use")
    assert axes.figure is figure
    with pytest.raises(ZonemapError, match="colour"):
        zm.plot_map(alps(), by="colour")


def test_the_page_of_a_frame_tells_no_time_and_asks_no_county(visit, tmp_path):
    """Search, list, card and table are there; slider, statuses and the filter by county are not."""
    path = zm.save_page(
        zm.explore(alps(), color="use", zone="north", lang="en", title="Parks"), tmp_path / "p.html"
    )
    seen = visit(path)
    assert seen.state()["color"] == "use"
    assert seen.state()["selected"] == "north"
    assert seen.page.locator("#card-title").inner_text() == "North"
    assert not seen.page.locator("#timeline").is_visible()
    told = seen.page.locator("body").inner_text()
    for word in ("Undated", "2000-01", "1 January", "County", "approved"):
        assert word not in told, word
    assert "1200" in told
    assert seen.complaints == []
    seen.go("tab=table")
    assert seen.page.locator("#tab-body th[scope=col]").all_inner_texts()[0] == "Name"


def test_what_the_page_opens_with_stays_out_of_its_address(visit, tmp_path, linfen):
    """The view that was asked for is the page's own; another one is written into the address."""
    made = zm.explore(linfen, year=2018, tab="compare", compare=["houma-edz", "huozhou-edz"][:1], lang="zh")
    seen = visit(zm.save_page(made, tmp_path / "c.html"))
    assert seen.state()["year"] == 2018
    assert len(seen.state()["visible"]) == 5
    assert "#" not in seen.page.url
    seen.page.evaluate("zonemap.store.set({ tab: 'list' })")
    assert "tab=list" in seen.page.url


@pytest.mark.parametrize(
    "asked", [{"color": "x"}, {"year": 1800}, {"zone": "x"}, {"tab": "x"}, {"compare": ["x"]}]
)
def test_what_a_page_cannot_open_with_is_refused(linfen, asked):
    """What there is to choose from is named."""
    with pytest.raises(ZonemapError):
        zm.explore(linfen, **asked)


def test_outputs_do_not_depend_on_how_pandas_keeps_text(tmp_path):
    """With pyarrow installed text is kept another way: the bytes of all outputs are the same."""
    folder = write_geodata(tmp_path / "geodata")
    written = {}
    for storage in ("python", "pyarrow"):
        with pd.option_context("mode.string_storage", storage):
            paths = zm.build(
                zm.read_region(folder), tmp_path / storage, only=("page", "deck", "workbook", "geopackage")
            )
        written[storage] = {path.name: path.read_bytes() for path in paths}
    assert written["python"] == written["pyarrow"]
