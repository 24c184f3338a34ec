"""The drawing of the map stands alone: whole, legible, honest about every line."""

import base64
import dataclasses
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
import shapely
from pylopdf_fonts_zh_cn import sans_path
from shapely import Polygon, box

from kit.drawn import labels
from kit.regions import write_region
from zonemap.analysis.legend import legend_by
from zonemap.outputs.figures.files import FIGURES
from zonemap.outputs.page.without_scripts import draw_svg
from zonemap.painters.svg import paint_svg
from zonemap.region.reading import read_region
from zonemap.scene.lettering import SLACK, text_width
from zonemap.scene.overview import overview_sheet
from zonemap.scene.sheet import SheetStyle

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "{{ 7*7 }}</svg><script>hacked=1</script>&amp;"


def drawn(region, **options) -> ET.Element:
    """Draw a region by kind and read the file back."""
    return ET.fromstring(ET.tostring(draw_svg(region, legend_by(region), **options)))


def texts(root: ET.Element) -> list[str]:
    """Return every text of a drawing."""
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def lettered(element: ET.Element, size: float = 0, anchor: str = "start") -> list[tuple[str, Polygon]]:
    """Return every text below an element with the room that it takes, about."""
    size, anchor = float(element.get("font-size", size)), element.get("text-anchor", anchor)
    if element.tag == f"{SVG}text":
        x, y, width = float(element.get("x")), float(element.get("y")), text_width(element.text, size) * 0.9
        left = x - {"start": 0, "middle": width / 2, "end": width}[anchor]
        return [(element.text, box(left, y - 0.7 * size, left + width, y))]
    return [found for child in element for found in lettered(child, size, anchor)]


def dashes(root: ET.Element, color: str) -> list[str | None]:
    """Return the line styles of the boundaries drawn in a colour."""
    return [path.get("stroke-dasharray") for path in root.iter(f"{SVG}path") if path.get("stroke") == color]


def test_the_drawing_says_what_it_is(toy):
    """Title and description are there for those who cannot see it."""
    root = drawn(toy)
    assert root.get("role") == "img"
    ids = root.get("aria-labelledby").split()
    said = {element.get("id"): element.text for element in root}
    assert said[ids[0]] == "玩具区 · Toy region"
    assert "2020年6月30日" in said[ids[1]]


def test_every_county_and_zone_is_named(toy):
    """Three counties on the map, four zones in the list, in both languages."""
    shown = texts(drawn(toy))
    for frame in (toy.counties, toy.zones):
        assert set(frame["name_zh"]) | set(frame["name_en"]) <= set(shown)


def test_each_zone_has_one_number_on_the_map_and_in_the_list(toy):
    """Numbers 1 to 4, each twice; the class of each zone counts 1 besides."""
    shown = texts(drawn(toy))
    assert [shown.count(str(number)) for number in (1, 2, 3, 4)] == [2 + 4, 2, 2, 2]


def test_every_boundary_basis_has_its_own_line(toy):
    """Dashed for the circle of an area, solid for a survey; a host county has none."""
    zones = toy.zones.copy()
    zones.loc["two", "basis"] = "surveyed"
    zones.loc[["two"], "geometry"] = [box(111.12, 36.02, 111.18, 36.08)]
    root = drawn(dataclasses.replace(toy, zones=zones))
    assert "5 3" in dashes(root, "#0072B2")
    assert None in dashes(root, "#CC79A7")
    assert set(dashes(root, "#009E73")) == {None}  # of its mark alone


def test_the_key_explains_the_lines_that_occur(toy):
    """The toy region has no surveyed line, so none is explained."""
    shown = " ".join(texts(drawn(toy)))
    assert "Circle of the published area" in shown
    assert "Host county" in shown
    assert "Surveyed" not in shown


def test_a_zone_that_is_not_there_yet_is_not_drawn(toy):
    """In 1999 only the first zone is approved."""
    shown = texts(drawn(toy.as_of("1999")))
    assert "甲县经济开发区" in shown
    assert "乙县高新区" not in shown
    assert "丙县集聚区" not in shown


def test_a_map_without_a_number_says_that_it_is_a_draft(toy):
    """No review number was issued, so none is printed."""
    assert "内部工作底图 Working draft" in texts(drawn(toy))


def test_a_map_number_stands_in_place_of_the_draft_note(toy):
    """The number as it was given, and nothing of a draft."""
    shown = texts(drawn(toy, map_number="晋S(2020)1号"))
    assert "审图号 Map number 晋S(2020)1号" in shown
    assert "内部工作底图 Working draft" not in shown


def test_the_notes_say_what_the_map_is_not(toy):
    """Indicative, by whom, in what reference system."""
    shown = " ".join(texts(drawn(toy)))
    for part in ("示意图", "Indicative map", "公报", "CGCS2000", "km", "北 N"):
        assert part in shown


def test_hostile_text_stays_text(toy):
    """Names and titles are escaped by the XML library: no element comes of them."""
    zones, counties = toy.zones.assign(name_zh=HOSTILE, name_en=HOSTILE), toy.counties.assign(name_zh=HOSTILE)
    region = dataclasses.replace(toy, zones=zones, counties=counties, title_zh=HOSTILE, title_en=HOSTILE)
    root = drawn(region, map_number=HOSTILE)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "g", "path", "rect", "line", "circle", "text",
    }  # fmt: skip
    assert any(text.startswith("{{ 7*7 }}") for text in texts(root))


def test_only_presentation_attributes_are_used(toy):
    """A policy that forbids inline styles leaves the drawing as it is."""
    for element in drawn(toy).iter():
        assert not {"style", "class", "href"} & set(element.keys())
        assert not [name for name in element.keys() if name.startswith("on")]  # noqa: SIM118


def test_texts_do_not_run_into_each_other(linfen):
    """No two lines of text on the real sheet share room."""
    boxes = lettered(drawn(linfen))
    clashes = [
        (one, other)
        for number, (one, a) in enumerate(boxes)
        for other, b in boxes[:number]
        if a.intersects(b)
    ]
    assert clashes == []


def test_all_of_linfen_is_on_the_sheet(linfen):
    """17 counties by name, 20 zones by number."""
    shown = texts(drawn(linfen))
    assert set(linfen.counties["name_zh"]) <= set(shown)
    assert all(shown.count(str(number)) >= 2 for number in range(1, 21))


def test_the_same_region_gives_the_same_drawing(toy):
    """Twice the same bytes."""
    assert ET.tostring(draw_svg(toy, legend_by(toy))) == ET.tostring(draw_svg(toy, legend_by(toy)))


@pytest.mark.parametrize("by", ["year", "industry", "reform"])
def test_other_legends_can_be_drawn(toy, by):
    """Classes without a symbol of their own get a circle."""
    root = ET.fromstring(ET.tostring(draw_svg(toy, legend_by(toy, by))))
    assert set(toy.zones["name_zh"]) <= set(texts(root))


def test_many_zones_are_not_listed_one_by_one(toy):
    """A hundred zones get small symbols without numbers, and the legend counts them."""
    hundred = toy.zones.loc[["two"] * 100].reset_index(drop=True)
    hundred.index = [f"zone-{number}" for number in range(100)]
    untold = {name: getattr(toy, name)[:0] for name in ("evidence", "industries", "reforms", "events")}
    shown = texts(drawn(dataclasses.replace(toy, zones=hundred, **untold)))
    assert "100" in shown
    assert "乙县高新区" not in shown


@pytest.mark.parametrize(("year", "is_drawn"), [("2004", False), ("2005", True)])
def test_an_area_is_drawn_from_the_day_of_its_act_on(toy, year, is_drawn):
    """Zone ``one``, approved 1999, has its 10 km² since an act of 2005."""
    act = pd.DataFrame([("one", "area_km2", "2005", "10")], columns=toy.history.columns)
    region = dataclasses.replace(toy, history=act).as_of(year)
    color = legend_by(region).class_of("one").color
    assert ("5 3" in dashes(drawn(region), color)) is is_drawn


MEASURE = """async ([face, said]) => {
  document.fonts.add(await new FontFace('shipped', `url(data:font/ttf;base64,${face})`).load());
  return said.map(([text, size]) => {
    const span = document.body.appendChild(document.createElement('span'));
    Object.assign(span.style, {font: `${size}px shipped`, whiteSpace: 'pre', position: 'absolute'});
    span.textContent = text;
    return span.getBoundingClientRect().width;
  });
}"""


def test_a_browser_sets_text_as_wide_as_it_was_measured(linfen, browser):
    """Every text of the map of Linfen, in the shipped typeface: within the slack that boxes leave."""
    sheets = [overview_sheet(linfen, legend_by(linfen), SheetStyle(lang)) for lang in ("zh", "en")]
    said = sorted({(label.text, label.size) for sheet in sheets for label in labels(sheet.items)})
    face = base64.b64encode(sans_path().read_bytes()).decode()
    page = browser.new_page()
    widths = page.evaluate(MEASURE, [face, said])
    page.close()
    assert len(said) > 100
    for (text, size), width in zip(said, widths, strict=True):
        measured = text_width(text, size)
        assert measured / SLACK - 0.5 <= width <= measured * SLACK + 0.5, text


SCALE = 4
"""Enlarged, letters take the width that they have on paper, not one rounded to whole dots."""

BOXES = """() => [...document.querySelectorAll("text")].filter((text) => text.textContent).map((text) => {
    const box = text.getBBox();
    return [text.textContent, box.x, box.y, box.x + box.width, box.y + box.height];
})"""


@pytest.fixture(scope="module")
def crowded(tmp_path_factory):
    """Return a region of sixty zones with the longest names."""
    return read_region(write_region(tmp_path_factory.mktemp("sixty") / "geodata", zones=60))


@pytest.mark.parametrize("region", ["linfen", pytest.param("crowded", marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", FIGURES)
def test_a_browser_sets_no_text_wider_than_it_is_given_room(request, browser, region, name):
    """Every label is as wide as it was measured in the shipped typeface, but for the slack it is given."""
    for lang in ("zh", "en"):
        sheet = FIGURES[name](request.getfixturevalue(region), SheetStyle(lang))
        boxes = boxes_in(browser, sheet)
        asked = [label for label in labels(sheet.items) if label.text]
        assert [text for text, _ in boxes] == [label.text for label in asked]
        measured = [text_width(label.text, label.size) for label in asked]
        set_ = [box_.bounds[2] - box_.bounds[0] for _, box_ in boxes]
        assert [
            (label.text, width, wide)
            for label, width, wide in zip(asked, measured, set_, strict=True)
            if not 0.9 * width <= wide <= SLACK * width + 0.5
        ] == []


def boxes_in(browser, sheet) -> list[tuple[str, Polygon]]:
    """Return every text of a sheet with the box that Chromium gives it, in points."""
    root = paint_svg(sheet)
    root.set("width", str(SCALE * sheet.size[0]))
    page = browser.new_page()
    page.set_content(ET.tostring(root, encoding="unicode"))
    found = [(text, shapely.box(*bounds)) for text, *bounds in page.evaluate(BOXES)]
    page.close()
    return found
