"""Maps in the deck are native shapes: named, described, grouped, in the colours of the legend."""

import dataclasses
import re

import pytest
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn
from shapely import box

from kit.decks import (
    alt_text,
    deck_bytes,
    linfen_bytes,
    opened,
    shown,
    texts,
    titled,
    toy_bytes,
    walk,
    with_hidden,
)
from kit.looks import is_soft
from zonemap.analysis.legend import legend_by
from zonemap.analysis.measures import approvals_per_year
from zonemap.analysis.reform_board import reform_board
from zonemap.core.vocabulary import label, terms
from zonemap.region.status import APPROVED


def freeforms(slide) -> dict[str, object]:
    """Return the freeforms of a slide, or of a group on it, by name."""
    return {shape.name: shape for shape in walk(slide.shapes) if shape.shape_type == MSO_SHAPE_TYPE.FREEFORM}


def parts_of(slide) -> dict[str, list]:
    """Return the freeforms of a slide by name, all parts of a mark under its one name."""
    found: dict[str, list] = {}
    for shape in walk(slide.shapes):
        if shape.shape_type in (MSO_SHAPE_TYPE.FREEFORM, MSO_SHAPE_TYPE.AUTO_SHAPE) and not is_soft(shape):
            found.setdefault(shape.name, []).append(shape)
    return found


def about(deck, name: str):
    """Return the slide that is about a zone, alone or with others: it leads back to the map."""
    return next(
        slide
        for slide in shown(deck)
        if "↩ 回到地图" in texts(slide)
        and (name == slide.shapes.title.text or name in texts(slide).splitlines())
    )


@pytest.fixture(scope="module")
def overview():
    """Return the slide with the map of the toy region."""
    return titled(opened(toy_bytes()), "都有开发区或集聚区")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_county_and_zone_of_linfen_is_a_named_freeform(linfen, lang):
    """17 counties, the zones that have a line of their own, and the marks of all 20 on the overview slide."""
    slide = shown(opened(linfen_bytes(lang)))[2]
    named = {f"{name} {key}" for key, name in linfen.counties[f"name_{lang}"].items()}
    lined = linfen.zones[linfen.zones["basis"] == "published_area"]
    assert named | {f"{name} {key}" for key, name in lined[f"name_{lang}"].items()} <= set(freeforms(slide))
    head = label("deck", "name_symbol", lang)
    marks = {head.format(name=name, zone=key) for key, name in linfen.zones[f"name_{lang}"].items()}
    assert marks <= set(parts_of(slide))


def test_shapes_are_grouped(overview):
    """One map, which holds counties, context, boundaries and symbols as groups."""
    (held,) = [shape for shape in overview.shapes if shape.name == "地图"]
    inner = [shape.name for shape in held.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP]
    assert inner[:4] == ["县（市、区）", "底图要素", "开发区界线", "开发区符号"]


def test_a_boundary_has_the_colour_of_its_class_and_the_line_of_its_basis(toy, overview):
    """Dashed for the circle of an area, dotted for a host county."""
    found, legend = freeforms(overview), legend_by(toy)
    dashes = {"published_area": MSO_LINE.DASH, "host_county": MSO_LINE.ROUND_DOT}
    for zone_id, zone in toy.shown.iterrows():
        if zone["basis"] == "host_county":
            found |= freeforms(about(opened(toy_bytes()), zone["name_zh"]))  # the slide that is about it
        shape = found[f"{zone['name_zh']} {zone_id}"]
        assert f"#{shape.line.color.rgb}" == legend.class_of(zone_id).color.upper()
        assert shape.line.dash_style == dashes[zone["basis"]]


def test_a_surveyed_boundary_is_solid(toy):
    """No dash at all, and a filled area."""
    zones = toy.zones.copy()
    zones.loc["two", "basis"] = "surveyed"
    zones.loc[["two"], "geometry"] = [box(111.12, 36.02, 111.18, 36.08)]
    deck = opened(deck_bytes(dataclasses.replace(toy, zones=zones)))
    shape = freeforms(titled(deck, "都有开发区或集聚区"))["乙县高新区 two"]
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


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_screen_reader_can_follow_every_slide(lang):
    """The title of a shown slide is there once in the deck, it is read first and the footer last."""
    foot = {label("deck", key, lang) for key in ("name_foot", "name_number")}
    slides = shown(opened(linfen_bytes(lang)))
    titles = [slide.shapes.title.text for slide in slides]
    assert all(titles)
    assert len(set(titles)) == len(titles)
    for slide in slides[1:]:
        first, *others = slide.shapes
        assert first.shape_id == slide.shapes.title.shape_id
        assert slide.notes_slide.notes_text_frame.text
        read = [shape.name for shape in others]
        assert foot <= set(read)
        assert max(shape.top for shape in slide.shapes if shape.name in foot) >= max(
            shape.top for shape in others if shape.name not in foot
        )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_legend_scale_and_north_stand_at_the_same_place(lang):
    """On the answer, the map of all and every zone's close-up."""
    words = {key: label("sheet", key, lang) for key in ("north", "scale")}
    places: dict[str, set] = {}
    for slide in shown(opened(linfen_bytes(lang))):
        for shape in walk(slide.shapes):
            if shape.shape_type == MSO_SHAPE_TYPE.GROUP and shape.name in words.values():
                corner = shape.left, shape.top + shape.height
                places.setdefault(shape.name, set()).add(tuple(round(value / 12700) for value in corner))
    assert set(places) == set(words.values())
    for found in places.values():
        assert all(max(values) - min(values) <= 4 for values in zip(*found, strict=True)), found


def test_the_alternative_text_says_what_a_line_is():
    """The basis of a boundary, in words."""
    shape = freeforms(about(opened(toy_bytes()), "丙县集聚区"))["丙县集聚区 four"]
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


def year_map(file: bytes, year: str):
    """Return the small map of a year."""
    (slide,) = [slide for slide in shown(opened(file)) if "年共批准" in slide.shapes.title.text]
    (found,) = [shape for shape in slide.shapes if shape.name.startswith(year) and hasattr(shape, "shapes")]
    return found


def test_a_year_shows_what_was_there():
    """In 1999 one zone, in 2010 two, with their numbers below; no county is filled for what lies in it."""
    first, last = year_map(toy_bytes(), "1999"), year_map(toy_bytes(), "2010")
    assert (first.name, last.name) == ("1999 年 +1，累计 1", "2010 年 +1，累计 2")
    found = set(freeforms(first)) | set(parts_of(first))
    assert "符号 甲县经济开发区 one" in found
    assert not [name for name in found if "two" in name or "three" in name or "four" in name]
    assert str(freeforms(first)["甲县 140001"].fill.fore_color.rgb) == "FBFAF6"
    assert {"符号 甲县经济开发区 one", "符号 乙县高新区 two"} <= set(parts_of(last))


def test_a_close_up_shows_one_zone():
    """Its county, those beside it that the map reaches, and the zone with its boundary and symbol."""
    slide = titled(opened(toy_bytes()), "乙县高新区")
    found = set(freeforms(slide)) | set(parts_of(slide))
    assert {"甲县 140001", "乙县 140002", "乙县高新区 two", "符号 乙县高新区 two"} <= found
    assert not [name for name in found if "one" in name or "140003" in name]


def test_symbols_do_not_cover_each_other(linfen):
    """Each is clear of every other, on the map of all."""
    slide = shown(opened(linfen_bytes()))[2]
    symbols = [shapes[0] for name, shapes in parts_of(slide).items() if name.startswith("符号 ")]
    assert len(symbols) == 20
    centres = [(shape.left + shape.width / 2, shape.top + shape.height / 2) for shape in symbols]
    for number, (x, y) in enumerate(centres):
        for other_x, other_y in centres[:number]:
            assert (x - other_x) ** 2 + (y - other_y) ** 2 > (18 * 12700) ** 2


@pytest.mark.parametrize(("year", "is_drawn"), [("1997", False), ("2017", True)])
def test_an_area_is_drawn_from_the_expansion_on(year, is_drawn):
    """Linfen has its 133.26 km² since 2017; before, its symbol alone is drawn."""
    drawn = year_map(linfen_bytes(), year)
    assert ("临汾经济开发区 linfen-edz" in freeforms(drawn)) is is_drawn
    assert "符号 临汾经济开发区 linfen-edz" in {shape.name for shape in walk(drawn.shapes)}


def test_a_day_before_the_expansion_tells_no_area(linfen):
    """Neither in the list of zones nor as known on the slide of the zone."""
    deck = opened(deck_bytes(linfen.as_of("2016")))
    assert "临汾经济开发区的面积只在此后载明" in texts(shown(deck)[2])
    slide = titled(deck, "临汾经济开发区")
    assert freeforms(slide)["临汾经济开发区 linfen-edz"].line.dash_style == MSO_LINE.ROUND_DOT
    tables = [shape.table for slide in with_hidden(deck, slide) for shape in slide.shapes if shape.has_table]
    heads = {row.cells[1].text: row.cells[0].text for table in tables for row in table.rows}
    assert any(head.startswith("面积：133.26 km²") for head in heads)
    assert not [head for head in heads.values() if head in ("面积", "乡镇")]


def chart_of(slide):
    """Return the chart of a slide."""
    (frame,) = [shape for shape in slide.shapes if shape.has_chart]
    return frame.chart


def table_of(slide) -> list[list[str]]:
    """Return the texts of a slide's table."""
    (frame,) = [shape for shape in slide.shapes if shape.has_table]
    return [[cell.text for cell in row.cells] for row in frame.table.rows]


def test_approvals_are_columns_with_a_line_over_them(linfen):
    """One in each year's column, all so far in the line; years without any are there too."""
    chart = chart_of(titled(opened(linfen_bytes()), "1997–2020 年共批准 9 个"))
    columns, line = chart.plots
    counts = approvals_per_year(linfen.zones[linfen.zones["status"].isin(APPROVED)])
    assert list(columns.categories) == [str(year) for year in range(1997, 2021)]
    assert list(columns.series[0].values) == counts["approved"].tolist()
    assert list(line.series[0].values) == counts["cumulative"].tolist()
    assert chart.chart_type == XL_CHART_TYPE.COLUMN_CLUSTERED


def test_industries_are_bars_those_from_a_name_apart():
    """Power is stated three times."""
    chart = chart_of(titled(opened(toy_bytes()), "电力"))
    stated, named = chart.plots[0].series
    assert list(chart.plots[0].categories) == ["电力"]
    assert list(stated.values) == [3]
    assert list(named.values) == [0]


def test_the_line_crosses_no_number_of_a_column():
    """Where it begins on a column, the number stands in that; the others above theirs, each written."""
    columns, _ = chart_of(titled(opened(linfen_bytes()), "1997–2020")).plots
    (labels,) = columns.series[0]._element.findall(qn("c:dLbls"))
    apart = {one.find(qn("c:idx")).get("val"): one for one in labels.findall(qn("c:dLbl"))}
    assert apart["0"].find(qn("c:dLblPos")).get("val") == "inEnd"
    low = [one for one in apart.values() if one.find(qn("c:dLblPos")).get("val") == "outEnd"]
    assert all(one.find(qn("c:spPr")) is not None for one in low)
    assert labels.find(qn("c:dLblPos")).get("val") == "outEnd"
    assert labels.find(qn("c:showVal")).get("val") == "1"


def test_a_chart_can_be_edited():
    """Its numbers are in a workbook inside."""
    chart = chart_of(titled(opened(linfen_bytes()), "1997–2020"))
    assert chart.part.chart_workbook.xlsx_part.blob[:2] == b"PK"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_reform_board_is_the_measured_one(linfen, lang):
    """Nine zones, three measures, each state by its word."""
    slide = titled(opened(linfen_bytes(lang)), "改革措施：" if lang == "zh" else "completed the reform")
    _, *rows = table_of(slide)
    board = reform_board(linfen)
    words = {key: f"{term.marker} {term.label(lang)}" for key, term in terms("state").items()}
    assert [row[0] for row in rows] == list(linfen.zones.loc[board.index, f"name_{lang}"])
    assert [row[1:] for row in rows] == [[words[state] for state in states] for states in board.to_numpy()]


def test_states_have_their_colours():
    """Done is blue with white letters."""
    slide = titled(opened(linfen_bytes()), "改革措施：")
    (frame,) = [shape for shape in slide.shapes if shape.has_table]
    cell = frame.table.cell(1, 1)
    assert f"#{cell.fill.fore_color.rgb}" == terms("state")["done"].color
    assert str(cell.text_frame.paragraphs[0].runs[0].font.color.rgb) == "FFFFFF"


def test_the_zone_tables_hold_every_zone_once(linfen):
    """Numbered 1 to 20 over the slides, as on the map."""
    slides = [slide for slide in opened(linfen_bytes()).slides if "开发区一览" in slide.shapes.title.text]
    rows = [row for slide in slides for row in table_of(slide)[1:]]
    assert [row[0] for row in rows] == [str(number) for number in range(1, 21)]
    assert sorted(row[1] for row in rows) == sorted(linfen.zones["name_zh"])


def test_the_sources_are_numbered(linfen):
    """Those that slides cite, hidden ones too, and no others, each with its number in the table."""
    slides = list(opened(linfen_bytes()).slides)
    listed = [slide for slide in slides if slide.shapes.title.text.startswith("本稿引用资料")]
    rows = [row for slide in listed for row in table_of(slide)[1:]]
    numbers = [int(row[0].strip("[]")) for row in rows]
    assert [row[2] for row in rows] == list(linfen.sources["title"].iloc[[number - 1 for number in numbers]])
    said = [texts(slide) for slide in slides if "引用资料" not in slide.shapes.title.text]
    assert numbers == sorted({int(number) for number in re.findall(r"\[(\d+)\]", "".join(said))})


def test_tables_have_a_heading_row_for_screen_readers():
    """The first row is marked as heading on every table."""
    for slide in opened(linfen_bytes()).slides:
        for shape in slide.shapes:
            if shape.has_table:
                assert shape.table.first_row


def test_industries_of_later_sources_are_told_apart(linfen):
    """On the slide of the industries by name and date, behind that of the zone with a mark."""
    deck = opened(linfen_bytes())
    said = texts(titled(deck, "产业记载"))
    assert "产业只见于更晚的资料：" in said
    assert "襄汾经济技术开发区（2023年10月13日）" in said
    assert "霍州经济技术开发区（" not in said
    slides = with_hidden(deck, about(deck, "翼城产业集聚区"))[1:]
    rows = [row for slide in slides for row in table_of(slide)]
    at = {row[0]: number for number, row in enumerate(rows)}
    own = rows[at["翼城产业集聚区"] : at["浮山产业集聚区"]]
    assert ["后来", "产业：钢铁、铸造（后来：据2020年12月31日的资料）"] in [row[:2] for row in own]
    assert "后来" not in next(row[1] for row in rows[at["曲沃产业集聚区"] :] if row[0] == "产业")
