"""Charts and tables are native, and hold the region's numbers."""

import re

import pytest
from pptx.enum.chart import XL_CHART_TYPE

from kit.decks import linfen_bytes, opened, texts, titled, toy_bytes
from zonemap.analysis.measures import approvals_per_year
from zonemap.analysis.reform_board import reform_board
from zonemap.core.vocabulary import terms
from zonemap.region.status import APPROVED


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


def test_a_chart_can_be_edited():
    """Its numbers are in a workbook inside."""
    chart = chart_of(titled(opened(linfen_bytes()), "1997–2020"))
    assert chart.part.chart_workbook.xlsx_part.blob[:2] == b"PK"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_reform_board_is_the_measured_one(linfen, lang):
    """Nine zones, three measures, each state by its word."""
    slide = titled(opened(linfen_bytes(lang)), "改革措施：" if lang == "zh" else "Reform:")
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
    """Those that slides and notes cite and no others, each with its number in the table of sources."""
    slides = list(opened(linfen_bytes()).slides)
    listed = [slide for slide in slides if "资料来源" in slide.shapes.title.text]
    rows = [row for slide in listed for row in table_of(slide)[1:]]
    numbers = [int(row[0].strip("[]")) for row in rows]
    assert [row[2] for row in rows] == list(linfen.sources["title"].iloc[[number - 1 for number in numbers]])
    said = [slide.notes_slide.notes_text_frame.text for slide in slides if slide not in listed]
    assert numbers == sorted({int(number) for number in re.findall(r"\[(\d+)\]", "".join(said))})


def test_tables_have_a_heading_row_for_screen_readers():
    """The first row is marked as heading on every table."""
    for slide in opened(linfen_bytes()).slides:
        for shape in slide.shapes:
            if shape.has_table:
                assert shape.table.first_row


def test_industries_of_later_sources_are_told_apart(linfen):
    """On the slide of the industries by name and date, on the zone's slide with a mark."""
    deck = opened(linfen_bytes())
    said = texts(titled(deck, "产业记载"))
    assert "产业只见于更晚的资料：" in said
    assert "襄汾经济技术开发区（2023年10月13日）" in said
    assert "霍州经济技术开发区（" not in said
    rows = table_of(titled(deck, "翼城产业集聚区"))
    assert ["后来", "产业：钢铁、铸造（后来：据2020年12月31日的资料）"] in [row[:2] for row in rows]
    assert "后来" not in next(row[1] for row in table_of(titled(deck, "曲沃产业集聚区")) if row[0] == "产业")
