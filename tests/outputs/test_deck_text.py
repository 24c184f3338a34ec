"""No text on a slide is cut, covered or set in a face without Chinese."""

import re
from functools import cache

import pytest
from PIL import ImageFont
from pptx.util import Pt
from pylopdf_fonts_zh_cn import sans_path

from kit.decks import covered, deck_bytes, linfen_bytes, opened, shown, toy_bytes, walk
from kit.nation import nation_region, square_counties
from zonemap.scene.lettering import break_lines

CHINESE = range(0x2E80, 0x10000)
SIZES = {
    "标题": 26,
    "导语": 18,
    "页脚": 12,
    "页码": 12,
    "Title": 26,
    "Lead": 18,
    "Footer": 12,
    "Slide number": 12,
}
LINE = 1.32
"""Height of a line in Microsoft YaHei, the deck's Chinese face."""


@cache
def font() -> ImageFont.FreeTypeFont:
    """Load the typeface the deck is measured with, a thousand units an em."""
    return ImageFont.truetype(str(sans_path()), 1000)


def width_of(text: str, size: float) -> float:
    """Measure a text with the font, points."""
    return font().getlength(text) * size / 1000


def height_of(frame, width: float, usual: float) -> float:
    """Measure how high a text frame's paragraphs stand in a width, points."""
    height = 0.0
    for paragraph in frame.paragraphs:
        sizes = [run.font.size.pt for run in paragraph.runs if run.font.size] or [usual]
        before = paragraph.space_before.pt if paragraph.space_before else 0
        height += before + LINE * max(sizes) * len(break_lines(paragraph.text, max(sizes), width))
    return height


def runs(slide) -> list:
    """Return every run of a slide and of its notes."""
    return slide._element.xpath(".//a:r") + slide.notes_slide._element.xpath(".//a:r")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_chinese_run_names_its_face(lang):
    """Without it WPS sets Chinese in the Latin face."""
    for slide in opened(linfen_bytes(lang)).slides:
        for run in runs(slide):
            if any(ord(letter) in CHINESE for letter in run.text):
                assert run.xpath("string(./a:rPr/a:ea/@typeface)")
                assert run.xpath("string(./a:rPr/@lang)") == "zh-CN"


def test_the_theme_has_an_east_asian_face():
    """What the runs refer to."""
    deck = opened(toy_bytes())
    theme = next(part for part in deck.part.package.iter_parts() if "theme1" in part.partname)
    assert '<a:ea typeface="Microsoft YaHei"/>' in theme.blob.decode()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_text_is_higher_than_its_box(lang):
    """Measured with the font, on every slide."""
    for slide in opened(linfen_bytes(lang)).slides:
        for shape in walk(slide.shapes):
            if shape.has_text_frame and shape.text_frame.text and shape.text_frame.word_wrap is not False:
                usual = (
                    40
                    if shape.name in ("标题", "Title") and slide.slide_layout.name.startswith("封面")
                    else 0
                )
                needed = height_of(shape.text_frame, shape.width / Pt(1), usual or SIZES.get(shape.name, 18))
                assert needed <= shape.height / Pt(1) + 1, (shape.name, shape.text_frame.text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_its_box(lang):
    """A line that does not wrap fits its box, or stands in the middle of a symbol."""
    for slide in opened(linfen_bytes(lang)).slides:
        for shape in walk(slide.shapes):
            if shape.has_text_frame and shape.text_frame.text and shape.text_frame.word_wrap is False:
                (run,) = shape.text_frame.paragraphs[0].runs
                assert width_of(run.text, run.font.size.pt) <= shape.width / Pt(1), run.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_cell_is_higher_than_its_row(lang):
    """So that no renderer makes a table longer than it was laid out."""
    for slide in opened(linfen_bytes(lang)).slides:
        for shape in slide.shapes:
            if shape.has_table:
                for row in shape.table.rows:
                    for cell, column in zip(row.cells, shape.table.columns, strict=True):
                        width = (column.width - cell.margin_left - cell.margin_right) / Pt(1)
                        margins = (cell.margin_top + cell.margin_bottom) / Pt(1)
                        needed = height_of(cell.text_frame, width, 7) + margins
                        assert needed <= row.height / Pt(1) + 0.5, cell.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_covers_another(lang):
    """Titles, texts, tables, charts and maps stand beside each other; a symbol may be of several shapes."""
    for slide in opened(linfen_bytes(lang)).slides:
        assert covered(slide) == [], slide.shapes.title.text


def smallest(deck) -> float:
    """Return the smallest type size that any shown slide, its layout or a chart sets, points."""
    sizes = []
    for slide in shown(deck):
        parts = [slide.part, slide.slide_layout.part, slide.slide_layout.slide_master.part]
        parts += [
            shape.chart.part
            for shape in slide.shapes
            if getattr(shape, "has_chart", False) and shape.has_chart
        ]
        for part in parts:
            sizes += [int(size) for size in part._element.xpath("//@sz") if size.isdigit()]
    return min(sizes) / 100


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_last_row_can_read_all_of_it(lang):
    """Titles, texts, tables, notes under maps, numbers on marks, charts, footers: none is below 12 points."""
    assert smallest(opened(linfen_bytes(lang))) >= 12
    assert smallest(opened(toy_bytes(lang))) >= 12


@pytest.mark.parametrize(
    "zones", [pytest.param(60, marks=pytest.mark.slow), pytest.param(200, marks=pytest.mark.slow), 0, 26]
)
def test_many_zones_do_not_make_the_type_smaller(zones):
    """They go on on further slides, or are counted."""
    region = nation_region(square_counties(6, 3), max(zones, 1))
    assert smallest(opened(deck_bytes(region if zones else region.subset(zones=[])))) >= 12


def test_chinese_words_have_full_width_punctuation():
    """On slides, in notes, in names and in alternative texts; dates, numbers and units keep their own."""
    half = re.compile(r"[\u3400-\u9fff”】）][,:;()!?]|[,:;()!?][\u3400-\u9fff“]")
    for part in opened(linfen_bytes()).part.package.iter_parts():
        if part.partname.endswith(".xml") and "chart" not in part.partname:
            for said in re.findall(r'<a:t>([^<]*)<|descr="([^"]*)"| name="([^"]*)"', part.blob.decode()):
                assert not half.search("".join(said)), said
