"""Maps in the deck are native shapes: named, described, grouped, in the colours of the legend."""

import dataclasses

import pytest
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE_TYPE
from shapely import box

from kit.decks import alt_text, deck_bytes, linfen_bytes, opened, texts, titled, toy_bytes, walk
from kit.looks import is_soft
from zonemap.analysis.legend import legend_by
from zonemap.core.vocabulary import label


def freeforms(slide) -> dict[str, object]:
    """Return the freeforms of a slide by name."""
    return {shape.name: shape for shape in walk(slide.shapes) if shape.shape_type == MSO_SHAPE_TYPE.FREEFORM}


def parts_of(slide) -> dict[str, list]:
    """Return the freeforms of a slide by name, all parts of a mark under its one name."""
    found: dict[str, list] = {}
    for shape in walk(slide.shapes):
        if shape.shape_type in (MSO_SHAPE_TYPE.FREEFORM, MSO_SHAPE_TYPE.AUTO_SHAPE) and not is_soft(shape):
            found.setdefault(shape.name, []).append(shape)
    return found


@pytest.fixture(scope="module")
def overview():
    """Return the slide with the map of the toy region."""
    return titled(opened(toy_bytes()), "每县都有开发区或集聚区")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_county_and_zone_of_linfen_is_a_named_freeform(linfen, lang):
    """17 counties, the zones that have a line of their own, and the marks of all 20 on the overview slide."""
    slide = opened(linfen_bytes(lang)).slides[2]
    named = {f"{name} {key}" for key, name in linfen.counties[f"name_{lang}"].items()}
    lined = linfen.zones[linfen.zones["basis"] == "published_area"]
    assert named | {f"{name} {key}" for key, name in lined[f"name_{lang}"].items()} <= set(freeforms(slide))
    head = label("deck", "name_symbol", lang)
    marks = {head.format(name=name, zone=key) for key, name in linfen.zones[f"name_{lang}"].items()}
    assert marks <= set(parts_of(slide))


def test_shapes_are_grouped(overview):
    """One map, which holds counties, boundaries and symbols as groups."""
    (held,) = [shape for shape in overview.shapes if shape.name == "地图"]
    inner = [shape.name for shape in held.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP]
    assert inner[:3] == ["县（市、区）", "开发区界线", "开发区符号"]


def test_a_boundary_has_the_colour_of_its_class_and_the_line_of_its_basis(toy, overview):
    """Dashed for the circle of an area, dotted for a host county."""
    found, legend = freeforms(overview), legend_by(toy)
    dashes = {"published_area": MSO_LINE.DASH, "host_county": MSO_LINE.ROUND_DOT}
    for zone_id, zone in toy.shown.iterrows():
        if zone["basis"] == "host_county":
            found |= freeforms(titled(opened(toy_bytes()), zone["name_zh"]))  # the slide that is about it
        shape = found[f"{zone['name_zh']} {zone_id}"]
        assert f"#{shape.line.color.rgb}" == legend.class_of(zone_id).color.upper()
        assert shape.line.dash_style == dashes[zone["basis"]]


def test_a_surveyed_boundary_is_solid(toy):
    """No dash at all, and a filled area."""
    zones = toy.zones.copy()
    zones.loc["two", "basis"] = "surveyed"
    zones.loc[["two"], "geometry"] = [box(111.12, 36.02, 111.18, 36.08)]
    deck = opened(deck_bytes(dataclasses.replace(toy, zones=zones)))
    shape = freeforms(titled(deck, "每县都有开发区或集聚区"))["乙县高新区 two"]
    assert shape.line.dash_style is None
    assert str(shape.fill.fore_color.rgb) == "CC79A7"


def test_a_symbol_tells_class_and_status(toy, overview):
    """Full: operating; half: approved; hollow: applying; pale: undated. All have a dark rim."""
    found = parts_of(overview)
    fills = {
        zone_id: [
            str(part.fill.fore_color.rgb) for part in found[f"符号 {name} {zone_id}"] if part.fill.type == 1
        ]
        for zone_id, name in toy.zones["name_zh"].items()
    }
    assert fills == {
        "one": ["0072B2"], "two": ["FFFFFF", "CC79A7", "FFFFFF"], "three": ["FFFFFF"], "four": ["D3D3D3"],
    }  # fmt: skip
    whole, half = found["符号 乙县高新区 two"][:2]
    assert half.width / whole.width == pytest.approx(0.5, abs=0.02)
    assert str(found["符号 甲县经济开发区 one"][0].line.color.rgb) == "1B1F24"


def test_a_county_can_be_recoloured(overview):
    """It is filled, so another fill can be chosen, and its line can too."""
    shape = freeforms(overview)["甲县 140001"]
    assert str(shape.fill.fore_color.rgb) == "FBFAF6"
    assert shape.line.width > 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_shape_has_an_alternative_text(lang):
    """Shapes, groups, tables, charts and placeholders, on every slide."""
    for slide in opened(linfen_bytes(lang)).slides:
        assert [shape.name for shape in walk(slide.shapes) if not alt_text(shape).strip()] == []


def test_the_alternative_text_says_what_a_line_is():
    """The basis of a boundary, in words."""
    shape = freeforms(titled(opened(toy_bytes()), "丙县集聚区"))["丙县集聚区 four"]
    assert alt_text(shape) == "丙县集聚区，界线依据：所在县域（示意）"


def test_ids_are_unique_on_each_slide():
    """PowerPoint repairs a slide where two shapes share one."""
    for slide in opened(linfen_bytes()).slides:
        ids = [shape.shape_id for shape in walk(slide.shapes)]
        assert len(ids) == len(set(ids))


def test_everything_stands_on_the_slide():
    """No shape reaches over an edge."""
    deck = opened(linfen_bytes())
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


def test_a_year_shows_what_was_there():
    """In 1999 one zone, with its number; no county is filled for what lies somewhere in it."""
    slide = titled(opened(toy_bytes()), "1999 年新批准")
    found = set(freeforms(slide)) | set(parts_of(slide))
    assert "符号 甲县经济开发区 one" in found
    assert not [name for name in found if "two" in name or "three" in name or "four" in name]
    assert str(freeforms(slide)["甲县 140001"].fill.fore_color.rgb) == "FBFAF6"


def test_a_locator_shows_one_zone():
    """All counties, and the zone with its boundary and symbol."""
    slide = titled(opened(toy_bytes()), "乙县高新区")
    found = set(freeforms(slide)) | set(parts_of(slide))
    assert {"甲县 140001", "乙县 140002", "丙县 140003", "乙县高新区 two", "符号 乙县高新区 two"} <= found
    assert not [name for name in found if "one" in name]


def test_symbols_do_not_cover_each_other(linfen):
    """Each is clear of every other, on the map of all."""
    slide = opened(linfen_bytes()).slides[2]
    symbols = [shapes[0] for name, shapes in parts_of(slide).items() if name.startswith("符号 ")]
    assert len(symbols) == 20
    centres = [(shape.left + shape.width / 2, shape.top + shape.height / 2) for shape in symbols]
    for number, (x, y) in enumerate(centres):
        for other_x, other_y in centres[:number]:
            assert (x - other_x) ** 2 + (y - other_y) ** 2 > (18 * 12700) ** 2


@pytest.mark.parametrize(("year", "is_drawn"), [("1997", False), ("2017", True)])
def test_an_area_is_drawn_from_the_expansion_on(year, is_drawn):
    """Linfen has its 133.26 km² since 2017; before, its symbol alone is drawn."""
    slide = titled(opened(linfen_bytes()), f"{year} 年新批准")
    assert ("临汾经济开发区 linfen-edz" in freeforms(slide)) is is_drawn
    assert "符号 临汾经济开发区 linfen-edz" in {shape.name for shape in walk(slide.shapes)}
    assert ("的面积只在此后载明（不晚于2017年7月15日）" in texts(slide)) is not is_drawn


def test_a_day_before_the_expansion_tells_no_area(linfen):
    """Neither in the list of zones nor as known on the slide of the zone."""
    deck = opened(deck_bytes(linfen.as_of("2016")))
    assert "临汾经济开发区的面积只在此后载明" in texts(deck.slides[2])
    slide = titled(deck, "临汾经济开发区")
    assert freeforms(slide)["临汾经济开发区 linfen-edz"].line.dash_style == MSO_LINE.ROUND_DOT
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    heads = {row.cells[1].text: row.cells[0].text for row in table.rows}
    assert any(head.startswith("面积：133.26 km²") for head in heads)
    assert not [head for head in heads.values() if head in ("面积", "乡镇")]
