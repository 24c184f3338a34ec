"""All outputs say the same as the region, read back, and a zone looks alike wherever it is drawn."""

from collections import Counter
from contextlib import ExitStack
from itertools import combinations, product
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest
from PIL import Image
from playwright.sync_api import Browser
from shapely import box

from conftest import open_page
from kit import looks, readback
from kit.decks import deck_bytes, linfen_bytes, opened, shown
from kit.looks import drawn, styles
from kit.toy import write_geodata
from zonemap.analysis.legend import legend_by
from zonemap.analysis.measures import counts_by_status
from zonemap.core.dates import format_date, happened_by
from zonemap.core.vocabulary import label
from zonemap.outputs.atlas.writer import make_book
from zonemap.outputs.deck.evidence import Evidence
from zonemap.outputs.deck.master import own_master
from zonemap.outputs.deck.slide import Deck
from zonemap.outputs.deck.slides import maps as deck_maps
from zonemap.outputs.deck.slides.overview import add_overview
from zonemap.outputs.deck.template import find_layouts
from zonemap.outputs.deck.words import Words
from zonemap.outputs.figures.overview import plot_map
from zonemap.outputs.figures.small_multiples import small_multiples_sheet
from zonemap.outputs.figures.zone import zone_sheet
from zonemap.outputs.geopackage.writer import write_geopackage
from zonemap.outputs.page.document import save_page
from zonemap.outputs.page.explore import explore
from zonemap.outputs.page.without_scripts import draw_svg
from zonemap.painters.figures import DPI, paint_sheet, save_figure
from zonemap.region.reading import read_region
from zonemap.region.region import Region
from zonemap.scene.items import Item, MapGroup, Mark, walk
from zonemap.scene.overview import overview_sheet
from zonemap.scene.sheet import SheetStyle
from zonemap.scene.zone_marks import number_zones
from zonemap.style.lines import boundary_line

ALWAYS = {"zones", "day", "mark"}
ZONES = {"other", "kind", "area", "by_kind", "fingerprint"}
SHOWN = {
    "page": ALWAYS | ZONES | {"counties", "dated", "color", "painted"},
    "page_without_scripts": ALWAYS | ZONES - {"by_kind", "fingerprint"} | {"status", "approved"},
    "figure": ALWAYS | {"counties", "approved", "waiting", "by_kind", "by_status", "color", "fingerprint"},
    "atlas": ALWAYS
    | ZONES
    | {"counties", "status", "dated", "approved", "waiting"}
    | {"by_status", "colors"},
    "deck": ALWAYS | ZONES | {"counties", "status", "approved", "waiting", "painted"},
    "workbook": ALWAYS | ZONES | {"dated"},
    "geopackage": ALWAYS | ZONES | {"counties", "status", "approved", "painted"},
}
"""What each output shows; the rest it does not."""


@pytest.fixture(scope="module")
def outputs(
    linfen: Region, linfen_set: Path, english_atlas: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict:
    """Read every output of Linfen back."""
    folder = tmp_path_factory.mktemp("parity")
    text = (linfen_set / "linfen.html").read_text("utf-8")
    said = {
        ("workbook", "zh"): readback.workbook(linfen_set / "linfen.xlsx"),
        ("geopackage", "zh"): readback.geopackage(linfen_set / "linfen.gpkg"),
    }
    for lang, atlas in (("zh", linfen_set / "linfen.pdf"), ("en", english_atlas)):
        drawn, _ = plot_map(linfen, lang=lang)
        drawing = save_figure(drawn, folder / f"map-{lang}.svg", title=linfen.title_zh)
        said |= {
            ("page", lang): readback.page(text, lang),
            ("page_without_scripts", lang): readback.page_without_scripts(text, lang),
            ("figure", lang): readback.figure(drawing.read_text("utf-8"), lang),
            ("atlas", lang): readback.atlas(atlas, lang),
            ("deck", lang): readback.deck(opened(linfen_bytes(lang)), lang),
        }
    return said


def what_is(region: Region, lang: str) -> readback.Said:
    """Return what the region and its one legend say, in words."""
    name, other = f"name_{lang}", f"name_{readback.other_than(lang)}"
    zones = region.shown.set_index(name)
    legend = legend_by(region, "kind")
    labels = {item.key: item.label.of(lang) for item in legend.classes}
    status = {zone: label("status", key, lang) for zone, key in zones["status"].items()}
    dated = zones["approved"][zones["approved"] != ""]
    approved = dated[[happened_by(date, region.date) for date in dated]]
    counts = counts_by_status(region.zones)
    return {
        "counties": sorted(region.counties[name]),
        "zones": sorted(zones.index),
        "other": zones[other].to_dict(),
        "kind": zones["kind"].map(labels).to_dict(),
        "status": status,
        "dated": {zone: format_date(date, lang) for zone, date in dated.items()},
        "approved": {zone: format_date(date, lang) for zone, date in approved.items()},
        "waiting": {zone: word for zone, word in status.items() if zone not in approved.index},
        "area": {zone: f"{area:.10g}" for zone, area in zones["area_km2"].dropna().items()},
        "by_kind": dict(Counter(zones["kind"].map(labels))),
        "by_status": {label("status", key, lang): int(n) for key, n in counts.items() if n},
        "color": {labels[item.key]: item.color.lower() for item in legend.classes},
        "colors": {item.color.lower() for item in legend.classes},
        "painted": {
            region.zones.at[zone, name]: legend.class_of(zone).color.lower() for zone in region.shown.index
        },
        "day": format_date(region.date.isoformat(), lang),
        "fingerprint": region.fingerprint,
        "mark": label("sheet", "draft", lang),
    }


def test_the_region_is_whole(linfen):
    """17 counties, 20 zones, five kinds, nine approvals, three areas: there is something to compare."""
    told = what_is(linfen, "zh")
    sizes = {key: len(told[key]) for key in ("counties", "zones", "color", "approved", "area", "waiting")}
    assert sizes == {"counties": 17, "zones": 20, "color": 5, "approved": 9, "area": 2, "waiting": 11}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("output", SHOWN)
def test_no_output_differs_from_the_region(outputs, linfen, output, lang):
    """Every value that an output shows is that of the region, in its language; and none is missing."""
    if (output, lang) not in outputs:
        lang = "zh"
    told = what_is(linfen, lang)
    if output == "workbook":  # its tables are those that were read, whatever day a source is of
        table = linfen.zones.set_index("name_zh")["table_area_km2"].dropna()
        told["area"] = {zone: f"{area:.10g}" for zone, area in table.items()}
    assert outputs[output, lang] == {key: told[key] for key in told if key in SHOWN[output]}


DATES = {
    "operating": "1999,,2001-05",
    "approved": "2010,,",
    "preparing": "2010,,2020-06-30/..",
    "applying": ",,",
    "undated": ",,",
    "unknown": "2020-05-14/2021-07,,",
}
KINDS = ("economic", "hightech", "agriculture", "tourism", "cluster")
HEAD = (
    "zone_id,name_zh,name_en,kind,tier,management,counties,township,lon,lat,point_basis,"
    "applied,approved,unveiled,operating,area_km2"
)


def every_look(folder: Path) -> Region:
    """Make a region of every kind at every status, one in three with an area, one surveyed."""
    rows = []
    for number, (kind, status) in enumerate(product(KINDS, DATES)):
        host, place = divmod(number, 10)
        lon = (111.0, 111.1, 111.3)[host] + 0.01 + 0.02 * (place % 5)
        lat = 36.03 + 0.04 * (place // 5)
        applied = "../2020-06-30" if status == "applying" else ""
        tier = "cluster" if kind == "cluster" else "provincial"
        area = "2" if number % 3 == 0 else ""
        rows.append(
            f"z{number},区{number},Zone {number},{kind},{tier},county,14000{host + 1},,{lon:.2f},{lat:.2f},"
            f"site,{applied},{DATES[status]},{area}"
        )
    tables = {"zones": "\n".join([HEAD, *rows, ""]), "industries": "zone_id,industry,basis\n"}
    tables |= {"reforms": "zone_id,measure,state,as_of,due\n"}
    tables |= {"events": "zone_id,date,event,text_zh,text_en\n"}
    write_geodata(folder, **tables)
    (folder / "boundaries").mkdir()
    survey = gpd.GeoDataFrame({"zone_id": ["z1"]}, geometry=[box(111.02, 36.02, 111.04, 36.04)], crs=4490)
    survey.to_file(folder / "boundaries" / "z1.geojson", driver="GeoJSON", engine="pyogrio")
    return read_region(folder)


@pytest.fixture(scope="module", params=["linfen", "every look"])
def region(request, linfen, tmp_path_factory) -> Region:
    """Give Linfen, and a region of every kind and status."""
    return linfen if request.param == "linfen" else every_look(tmp_path_factory.mktemp("looks") / "geodata")


@pytest.fixture(scope="module")
def seen(region: Region, linfen: Region, browser: Browser, tmp_path_factory) -> dict:
    """Read marks and lines of every output."""
    folder = tmp_path_factory.mktemp("seen")
    legend = legend_by(region, "kind")
    colors = {str(zone): legend.class_of(str(zone)).color for zone in region.shown.index}
    order = number_zones(region, legend)
    package = styles(write_geopackage(region, folder / "looks.gpkg"))
    deck = opened(linfen_bytes() if region is linfen else deck_bytes(region))
    scene = overview_sheet(region, legend, SheetStyle()).items
    drawn_map = ET.fromstring(ET.tostring(draw_svg(region, legend)))
    with ExitStack() as contexts:
        visited = open_page(
            browser,
            contexts,
            save_page(explore(region), folder / "looks.html"),
            viewport={"width": 1600, "height": 900},
        )
        page = visited.page.evaluate(looks.PAGE)
    found = {
        "page": looks.of_page(page, colors),
        "gis": looks.of_qml(region, {name: drawn(root) for name, root in package.items()}, colors),
        "scene": looks.of_scene(scene, region, colors),
        "drawing": (
            looks.of_drawing(drawn_map, order, colors),
            {},
        ),
        "deck": looks.of_deck(shown(deck)[2], region, colors),
    }
    return found | {"colors": colors, "figure": looks.of_figure(plot_map(region)[1])}


@pytest.fixture(scope="module")
def scenes(region: Region) -> dict[str, list[Item]]:
    """Compose the other maps that draw every zone: slide, small maps, atlas, figures of one."""
    painted: list[list[Item]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deck_maps, "paint_shapes", lambda shapes, items, about="": painted.append([*items]))
        deck = own_master()
        add_overview(Deck(deck, find_layouts(deck), Words("zh"), ""), Evidence(region, Words("zh")))
    of_zones = [zone_sheet(region, str(zone), SheetStyle()) for zone in region.shown.index]
    return {
        "slide": painted[0],
        "small maps": small_multiples_sheet(region, SheetStyle()).items,
        "atlas": [item for sheet in make_book(region).sheets for item in sheet.items],
        "figures of a zone": [item for sheet in of_zones for item in sheet.items],
    }


@pytest.mark.parametrize("output", ["slide", "small maps", "atlas", "figures of a zone"])
def test_so_it_looks_on_every_other_map(scenes, seen, region, output):
    """The mark of every zone is that of the page; its line and filling are those of its basis."""
    marks, lines = looks.of_scene(scenes[output], region, seen["colors"])
    assert set(marks) == set(region.shown.index)
    for zone, mark in marks.items():
        assert looks.alike(mark, seen["page"][0][zone]), (zone, mark)
    for zone, row in region.shown.iterrows():
        line = boundary_line(row["basis"]) if row["basis"] else None
        if line and (row["basis"] != "host_county" or output == "figures of a zone"):
            color = seen["colors"][str(zone)].lower()
            assert lines[str(zone)] == looks.Line(color, line.width, line.dashes, line.fill or 0), zone


def test_a_picture_has_the_colours_of_the_scene(region, tmp_path):
    """Spot-checked in the PNG: a place in the mark of each zone that operates, beside its number."""
    sheet = overview_sheet(region, legend_by(region, "kind"), SheetStyle())
    path = save_figure(paint_sheet(sheet)[0], tmp_path / "map.png")
    picture, dots = Image.open(path), DPI / 72
    (map_,) = [item for item in sheet.items if isinstance(item, MapGroup)]
    marks = [item for item in walk(map_.items) if isinstance(item, Mark) and item.status == "operating"]
    spots = [(one, one.place[0], one.place[1] + 0.72 * one.radius) for one in marks if one.zone]
    assert len(spots) >= 3
    for mark, x, y in spots:
        color = "#{:02x}{:02x}{:02x}".format(*picture.getpixel((round(x * dots), round(y * dots))))
        assert color == mark.color.lower(), mark.name


def test_every_look_is_there(seen, region):
    """Page, drawing and GIS have every zone; the made-up region has every status of every kind."""
    for output in ("page", "gis", "scene", "drawing", "deck"):
        assert set(seen[output][0]) == set(region.shown.index), output
    if len(region.zones) == 30:
        assert set(region.zones["status"]) == set(DATES)
        assert set(region.zones["basis"]) == {"surveyed", "published_area", "host_county"}


@pytest.mark.parametrize("output", ["gis", "scene", "drawing", "deck"])
def test_the_mark_of_a_zone_is_that_of_the_page(seen, output):
    """Shape, parts, fills, rims, widths and dashes of every zone."""
    for zone, mark in seen["page"][0].items():
        assert looks.alike(seen[output][0][zone], mark), (zone, seen[output][0][zone], mark)


def test_the_marks_of_two_statuses_differ(seen, region):
    """As drawn in the page: two zones look alike when kind and status are the same, and only then."""
    marks = seen["page"][0]
    for one, other in combinations(region.shown.index, 2):
        same = (region.shown.loc[[one, other], ["kind", "status"]].nunique() == 1).all()
        assert looks.alike(marks[one], marks[other]) is bool(same), (one, other)


@pytest.mark.parametrize("output", ["page", "gis", "scene", "deck"])
def test_the_line_of_a_zone_is_that_of_its_basis(seen, region, output):
    """Colour of the class, width, dashes, and how much the area is filled."""
    expected = {}
    for zone, row in region.shown[region.shown["basis"] != ""].iterrows():
        if row["basis"] == "host_county" and output in ("scene", "deck"):
            continue  # on paper the county of a zone is outlined where the zone is what the map is about
        line = boundary_line(row["basis"])
        if output == "page" and not line.at_rest:
            continue  # drawn only when it is pointed at or chosen
        dash = (line.preset or "solid") if output in ("gis", "deck") else line.dashes
        expected[str(zone)] = looks.Line(seen["colors"][str(zone)].lower(), line.width, dash, line.fill)
    assert seen[output][1] == expected


def test_a_figure_has_the_lines_of_the_scene(seen):
    """The same colours, widths, dashes and fills, as the painter drew them."""
    assert set(seen["scene"][1].values()) <= seen["figure"]
