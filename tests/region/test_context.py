"""What lies around and under the zones: counties, lines and the shade of hills, in every output."""

import io
import warnings
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.shapes.base import BaseShape
from pyproj import Transformer
from rasterio.transform import from_bounds
from shapely import box

from kit.toy import write_geodata
from zonemap.boundaries.counties import read_counties
from zonemap.boundaries.districts import features
from zonemap.core.errors import ZonemapError
from zonemap.core.problems import DataProblems
from zonemap.outputs.deck.writer import write_deck
from zonemap.outputs.figures.overview import plot_map
from zonemap.outputs.page.document import save_page
from zonemap.outputs.page.explore import explore
from zonemap.region.context import NO_CONTEXT, inner_lines, neighbours_of
from zonemap.region.reading import read_region
from zonemap.region.region import Region
from zonemap.scene.land import plane_crs


@pytest.fixture(scope="module")
def linfen() -> gpd.GeoDataFrame:
    """Read the counties of Linfen."""
    return read_counties("临汾")


@pytest.mark.parametrize("city", ["临汾", "222400", "大连", "652800"])
def test_what_lies_around_is_drawn_without_coast_or_national_border(city):
    """All counties next to the region are there; a line is between two of them, never an edge or its own."""
    own = read_counties(city).set_index("adcode")
    found = neighbours_of(own)
    assert set(found.index[found["is_own"]]) == set(own.index)
    nation = gpd.GeoDataFrame.from_features(features("district"), crs="EPSG:4490")
    near = nation[nation.intersects(own.union_all().buffer(0.2))]
    assert {code.removeprefix("156") for code in near["gb"]} <= set(found.index)
    lines = inner_lines(found.geometry.to_numpy(), found["is_own"].to_numpy())
    for outline in (found.union_all(), own.union_all()):
        assert lines.length > 0
        assert shapely.intersection(lines, outline.boundary).length == 0


def test_a_region_of_another_place_has_nothing_around(linfen):
    """Codes of China alone do not place it: made-up squares, another country, a nation, or nothing asked."""
    own = linfen.set_index("adcode")
    assert not neighbours_of(own).empty
    assert neighbours_of(own, NO_CONTEXT).empty
    assert neighbours_of(own.set_geometry(own.translate(-100, 10))).empty
    assert neighbours_of(own.set_geometry([box(111 + n, 30, 112 + n, 31) for n in range(len(own))])).empty
    assert neighbours_of(own.rename(index=lambda code: f"CH{code}")).empty
    assert neighbours_of(own.iloc[:0]).empty
    assert neighbours_of(own.sample(600, replace=True, random_state=1)).empty


POINTS = """{"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [111.1, 36.05]}}]}"""


@pytest.mark.parametrize("format", ["geojson", "gpkg", "shp"])
def test_a_planner_s_own_lines_lie_under_the_zones(tmp_path, format):
    """Lines, and the outlines of areas, of any file in ``context/`` and of any CRS; the account lists it."""
    folder = write_geodata(tmp_path / "toy")
    (folder / "context").mkdir()
    shapes = [shapely.LineString([(111.0, 36.02), (111.4, 36.08)]), box(111.02, 36.02, 111.04, 36.04)]
    kinds = {"roads": shapes[:1], "老铁路": shapes[1:]}
    for name, drawn in kinds.items():
        frame = gpd.GeoDataFrame({"n": range(len(drawn))}, geometry=drawn, crs=4490)
        crs = 4326 if format == "geojson" else 4547
        frame.to_crs(crs).to_file(folder / "context" / f"{name}.{format}")
    region = read_region(folder)
    found = {layer.name.zh: layer for layer in region.context.layers}
    assert {name: layer.key for name, layer in found.items()} == {"道路": "roads", "老铁路": "other"}
    assert found["道路"].lines.hausdorff_distance(shapes[0]) < 1e-6
    assert found["老铁路"].lines.hausdorff_distance(shapes[1].boundary) < 1e-6
    account = region.account[region.account["side"] == "context"]
    assert account[["file", "key", "class"]].to_numpy().tolist() == [
        [f"context/roads.{format}", "道路", "drawn"],
        [f"context/老铁路.{format}", "老铁路", "drawn"],
    ]
    assert {f"context/roads.{format}", f"context/老铁路.{format}"} <= set(region.inputs)
    assert read_region(folder, context=False).context == NO_CONTEXT


@pytest.mark.parametrize(
    ("name", "text"), [("cut.geojson", POINTS[:-9]), ("roads.txt", "roads"), ("points.geojson", POINTS)]
)
def test_a_file_of_the_context_without_lines_is_named_with_the_way_out(tmp_path, name, text):
    """Broken, of no vector format, or of points alone: with all other problems of the folder at once."""
    folder = write_geodata(tmp_path / "toy")
    (folder / "context").mkdir()
    (folder / "context" / name).write_text(text, encoding="utf-8")
    with pytest.raises(DataProblems) as caught:
        read_region(folder)
    assert [problem.file for problem in caught.value.problems] == [f"context/{name}"]


DARK, LEVEL = 60, 180
"""A slope in the shade and level ground, as a hillshade has them."""

AREA = (111.0, 35.9, 111.5, 36.2)
"""West, south, east and north of the pictures: the counties of the made-up region lie within."""


def halves(rows: int = 60, columns: int = 100) -> np.ndarray:
    """Make a picture whose western quarter lies in the shade."""
    grey = np.full((rows, columns), LEVEL, dtype=np.uint8)
    grey[:, : columns // 4] = DARK
    return grey


def write_picture(path: Path, bands: np.ndarray, *, crs: object = 4490, bounds: object = AREA) -> Path:
    """Write bands, one or several, as a picture that lies somewhere."""
    bands = bands if bands.ndim == 3 else bands[None]
    count, height, width = bands.shape
    where = {"transform": from_bounds(*bounds, width, height)} if bounds else {}
    path.parent.mkdir(exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with rasterio.open(
            path, "w", count=count, height=height, width=width, dtype=bands.dtype, crs=crs, **where
        ) as file:
            file.write(bands)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write the made-up data."""
    return write_geodata(tmp_path / "toy")


@pytest.fixture
def shaded(folder: Path) -> Region:
    """Read them with a hillshade."""
    write_picture(folder / "context" / "hillshade.tif", halves())
    return read_region(folder)


def test_a_hillshade_darkens_what_is_darker_than_level_ground(shaded):
    """60 of 180 is two thirds towards black; level ground and what lies outside are left as they are."""
    (shade,) = shaded.context.hillshades
    lon, lat = np.array([[111.05, 111.3, 112.0]]), np.array([[36.05, 36.05, 36.05]])
    assert shade.at(lon, lat).tolist() == [[170, 0, 0]]
    assert (shade.name.zh, shade.name.en) == ("山体阴影", "Hillshade")
    account = shaded.account[shaded.account["side"] == "context"]
    assert account[["file", "key", "class"]].to_numpy().tolist() == [
        ["context/hillshade.tif", "山体阴影", "drawn"]
    ]
    assert "context/hillshade.tif" in shaded.inputs


@pytest.mark.parametrize("epsg", [4490, 4546, 4525, 3857, 32649])
def test_a_hillshade_lies_where_its_file_says(folder, epsg):
    """In degrees, in 3° zones with and without their number, in Mercator, in a UTM zone: the shade begins at
    one place.
    """
    to_file = Transformer.from_crs(4490, epsg, always_xy=True)
    west, south, east, north = to_file.transform_bounds(*AREA)
    grey = np.full((600, 1000), LEVEL, dtype=np.uint8)
    x = west + (np.arange(1000) + 0.5) * (east - west) / 1000
    y = north - (np.arange(600) + 0.5) * (north - south) / 600
    lon, _ = to_file.transform(*np.meshgrid(x, y), direction="INVERSE")
    grey[lon < 111.125] = DARK
    write_picture(folder / "context" / "hillshade.tif", grey, crs=epsg, bounds=(west, south, east, north))
    (shade,) = read_region(folder).context.hillshades
    found = shade.at(np.array([111.12, 111.13]), np.array([36.05, 36.05]))
    assert found.tolist() == [170, 0]


def test_a_picture_with_a_world_file_is_told_by_its_numbers(folder):
    """A PNG names no reference system: degrees are degrees. Its name is that of the file."""
    path = write_picture(folder / "context" / "丘陵.png", halves(), crs=None, bounds=None)
    path.with_suffix(".pgw").write_text("0.005\n0\n0\n-0.005\n111.0025\n36.1975\n", encoding="ascii")
    (shade,) = read_region(folder).context.hillshades
    assert shade.at(np.array([111.05, 111.3]), np.array([36.05, 36.05])).tolist() == [170, 0]
    assert shade.name.zh == "丘陵"


def test_a_large_picture_is_kept_as_fine_as_is_shown(folder):
    """Of 9,000 by 6,000 pixels about the region alone, and of these one in a few."""
    write_picture(folder / "context" / "hillshade.tif", halves(6000, 9000), bounds=(109.0, 34.9, 113.0, 37.2))
    (shade,) = read_region(folder).context.hillshades
    assert max(shade.darkness.shape) <= 2400
    assert shade.darkness.shape[1] / 9000 < 0.5


PICTURES = {
    "heights": (halves().astype(np.float32), {}, "float32", "gdaldem hillshade"),
    "colours": (np.stack([halves(), halves() // 2, halves() // 3]), {}, "3 × uint8", "gdaldem hillshade"),
    "nowhere": (halves(), {"crs": None, "bounds": None}, "", ".tfw"),
    "elsewhere": (halves(), {"bounds": (100.0, 30.0, 101.0, 31.0)}, "", "out of context"),
}


@pytest.mark.parametrize("case", PICTURES)
def test_a_picture_that_is_no_hillshade_is_named_with_the_way_out(folder, case):
    """Heights, colours, one that lies nowhere, one of another place: with all other problems at once."""
    bands, how, value, advice = PICTURES[case]
    write_picture(folder / "context" / "hillshade.tif", bands, **how)
    (folder / "context" / "roads.txt").write_text("roads", encoding="utf-8")
    with pytest.raises(DataProblems) as caught:
        read_region(folder)
    first, second = caught.value.problems
    assert (first.file, first.value) == ("context/hillshade.tif", value)
    assert advice in str(first)
    assert second.file == "context/roads.txt"


def test_a_broken_picture_is_named(folder):
    """Half a file."""
    path = write_picture(folder / "context" / "hillshade.tif", halves())
    path.write_bytes(path.read_bytes()[:90])
    with pytest.raises(DataProblems, match=r"context/hillshade\.tif"):
        read_region(folder)


def test_without_the_package_it_is_said_how_to_install_it(folder, monkeypatch):
    """Reading pictures is an extra."""
    write_picture(folder / "context" / "hillshade.tif", halves())
    monkeypatch.setattr("zonemap.core.errors.find_spec", lambda name: None)
    with pytest.raises(ZonemapError, match="pip install rasterio"):
        read_region(folder)


def test_figures_and_slides_lie_in_the_shade(shaded, tmp_path):
    """On a figure the place in the shade is darker than one on level ground, both in one county; a slide has
    the picture among its shapes, described.
    """
    figure, ax = plot_map(shaded)
    figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())[..., :3].mean(axis=2)
    to_plane = Transformer.from_crs(4490, plane_crs(shaded.extent), always_xy=True)
    places = ax.transData.transform([to_plane.transform(lon, 36.085) for lon in (111.115, 111.14)])
    dark, level = (pixels[int(len(pixels) - y), int(x)] for x, y in places)
    assert dark < level - 20
    path = write_deck(shaded, tmp_path / "toy.pptx")
    shapes = [
        shape for slide in Presentation(path).slides for group in slide.shapes for shape in inside(group)
    ]
    pictures = [shape for shape in shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert {picture.name for picture in pictures} == {"山体阴影"}
    opacity = np.asarray(Image.open(io.BytesIO(pictures[0].image.blob)).convert("RGBA"))[..., 3]
    assert opacity.max() == round(0.55 * 170)
    assert opacity.min() == 0


def inside(shape: BaseShape) -> Iterator[BaseShape]:
    """Yield a shape, of a group those in it."""
    if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
        for one in shape.shapes:
            yield from inside(one)
    else:
        yield shape


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_lies_in_the_shade_and_one_switch_takes_it_away(shaded, visit, tmp_path, scheme):
    """The ground is darker west of the edge than east of it, whatever the theme; the legend names it and the
    print carries it. The drawing without scripts does without.
    """
    path = save_page(explore(shaded), tmp_path / "page.html")
    assert "image/png" not in path.read_text(encoding="utf-8")
    visited = visit(path, color_scheme=scheme)
    page = visited.page
    page.wait_for_function("() => zonemap.context.shades({}, zonemap.theme.screen()).length")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    brightness = """place => {
        const canvas = document.querySelector('canvas.zonemap-sheet');
        const [to, from] = [map_1.latLngToContainerPoint(place), canvas.getBoundingClientRect()];
        const host = map_1.getContainer().getBoundingClientRect();
        const at = [to.x + host.x - from.x, to.y + host.y - from.y].map(one => one * devicePixelRatio);
        const [red, green, blue] = canvas.getContext('2d').getImageData(...at, 1, 1).data;
        return red + green + blue;
    }"""
    west, east = (page.evaluate(brightness, [36.085, lon]) for lon in (111.115, 111.14))
    assert west < east
    assert "Hillshade" in page.inner_text("#context") or "山体阴影" in page.inner_text("#context")
    told = "items => items.flatMap(item => item.items ? told(item.items) : item.picture ? [item.box] : [])"
    assert (
        page.evaluate(f"() => {{ const told = {told}; return told(zonemap.sheet.compose()).length; }}") == 1
    )
    page.click("#context button")
    assert page.evaluate(brightness, [36.085, 111.115]) == east
