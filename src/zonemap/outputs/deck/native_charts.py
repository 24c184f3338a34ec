"""Native charts, in the deck's own colours, that stay editable with their numbers."""

from __future__ import annotations

import math
from typing import Any

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from zonemap.outputs.deck.slide import Slide
from zonemap.painters.pptx_shapes import Box, describe, solid
from zonemap.scene.lettering import BODY, LEAST, Paragraph
from zonemap.style.inks import ACCENT, INK, LINE, PAPER, SOFT, TOTAL

_KEY = 30.0
"""Height that the key above the bars takes, points."""

_APART = 9.0
"""Room between the names of columns, points."""

_LABEL, _AROUND_PLOT, _HEADROOM = 18.0, 60.0, 1.12
"""How high a number is, what key and names take of the height, points; how far the axis passes the line."""

_NUMBERS_ONLY = "0;;;"
"""Number format that shows no zeros."""


def bars_and_line(
    slide: Slide,
    box: Box,
    labels: list[str],
    bars: tuple[str, list[int]],
    line: tuple[str, list[int]],
    *,
    name: str,
    about: str,
) -> None:
    """Add columns with a line over them, on one axis.

    Parameters
    ----------
    slide, box
        Where to draw.
    labels
        Categories.
    bars, line
        Names and values of the columns and of the line.
    name, about
        Name and alternative text.
    """
    chart = _chart(slide, box, XL_CHART_TYPE.COLUMN_CLUSTERED, labels, [bars, line], name, about)
    _move_to_line(chart)
    columns, over = chart.plots
    columns.gap_width = max(40, 500 - 60 * len(labels))  # of few columns none is as wide as a wall
    _label(columns.series[0], XL_LABEL_POSITION.OUTSIDE_END)
    _clear_line(columns.series[0], bars[1], line[1], box.height - _AROUND_PLOT)
    widest = max((Paragraph(label, LEAST).width() for label in labels), default=0.0) + _APART
    _name(chart, max(1, math.ceil(widest * len(labels) / max(box.width - 2 * _APART, 1))))
    _paint(columns.series[0], ACCENT)
    drawn = over.series[0]
    drawn.format.line.color.rgb, drawn.format.line.width = _rgb(TOTAL), Pt(2.25)
    drawn.smooth = False
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = _rgb(TOTAL)
    drawn.marker.format.line.color.rgb = _rgb(TOTAL)
    last = drawn.points[len(labels) - 1].data_label
    last.position, last.font.size, last.font.bold = XL_LABEL_POSITION.ABOVE, Pt(BODY), True
    last.font.color.rgb = _rgb(TOTAL)
    chart.value_axis.visible = False
    chart.value_axis.maximum_scale = max(line[1]) * _HEADROOM
    chart.value_axis.minimum_scale = 0


def stacked_bars(
    slide: Slide,
    box: Box,
    labels: list[str],
    series: list[tuple[str, list[int], str]],
    *,
    name: str,
    about: str,
) -> None:
    """Add horizontal bars, one on the other, the first category on top.

    Parameters
    ----------
    slide, box
        Where to draw.
    labels
        Categories.
    series
        Name, values and colour of each part.
    name, about
        Name and alternative text.
    """
    parts = [(title, values) for title, values, _ in series]
    chart = _chart(slide, box, XL_CHART_TYPE.BAR_STACKED, labels, parts, name, about)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = max(45, 300 - 45 * len(labels)), 100
    _label(plot, XL_LABEL_POSITION.CENTER, color=PAPER)
    _name(chart, 1)
    for drawn, (_, _, color) in zip(plot.series, series, strict=True):
        _paint(drawn, color)
    chart.category_axis.reverse_order = True
    chart.value_axis.visible = False
    chart.value_axis.minimum_scale = 0


def most_bars(box: Box) -> int:
    """Return for how many bars with their names a box has room."""
    return int(0.7 * (box.height - _KEY) / LEAST)


def _chart(
    slide: Slide,
    box: Box,
    kind: Any,
    labels: list[str],
    series: list[tuple[str, list[int]]],
    name: str,
    about: str,
) -> Chart:
    """Add a chart, in the placeholder for charts where the page has one; set type, legend and axes."""
    data = CategoryChartData(number_format=_NUMBERS_ONLY)
    data.categories = labels
    for title, values in series:
        data.add_series(title, values)
    left, top, width, height = box.emu()
    holder = slide.holder_of(KIND.CHART)
    if holder is not None:
        frame = holder.insert_chart(kind, data)
        frame.left, frame.top, frame.width, frame.height = left, top, width, height
    else:
        slide.clear()
        frame = slide.shapes.add_chart(kind, left, top, width, height, data)
    describe(frame, name, about)
    chart: Chart = frame.chart
    _number_axes(chart)
    _set_type(chart)
    chart.has_title = False
    chart.has_legend = len(series) > 1
    if chart.legend is not None:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    chart.value_axis.has_major_gridlines = False
    axis = chart.category_axis
    axis.format.line.color.rgb = _rgb(LINE)
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    return chart


def _number_axes(chart: Chart) -> None:
    """Give the axes ids that the schema allows; python-pptx's own are negative."""
    numbers: dict[str, str] = {}
    for element in chart._chartSpace.xpath(".//c:axId | .//c:crossAx"):
        element.set("val", numbers.setdefault(element.get("val"), str(len(numbers) + 1)))


def _set_type(chart: Chart) -> None:
    """Set size and colour of the type, and name its East-Asian face."""
    chart.font.size = Pt(LEAST)
    chart.font.color.rgb = _rgb(SOFT)
    properties = chart.font._rPr
    properties.append(properties.makeelement(qn("a:ea"), {"typeface": "+mn-ea"}))


def _clear_line(series: Any, bars: list[int], line: list[int], height: float) -> None:
    """Keep the numbers above columns clear of the line: in the column, or of a low one on white."""
    step = height / (max(line) * _HEADROOM)
    for at, (high, total) in enumerate(zip(bars, line, strict=True)):
        if not high or (total - high) * step >= 2 * _LABEL:
            continue
        number, is_inside = series.points[at].data_label, high * step >= _LABEL
        number.position = XL_LABEL_POSITION.INSIDE_END if is_inside else XL_LABEL_POSITION.OUTSIDE_END
        number.font.size, number.font.bold = Pt(LEAST), True
        number.font.color.rgb = _rgb(PAPER if is_inside else INK)
        if not is_inside:
            look = parse_xml(f"<c:spPr {nsdecls('c', 'a')}>{solid(PAPER)}</c:spPr>")
            plain = number._dLbl.find(qn("c:spPr"))
            plain.getparent().replace(plain, look)


def _name(chart: Chart, each: int) -> None:
    """Name every category, or of more than have room beside each other every second, third and so on."""
    axis = chart.category_axis
    axis.tick_labels.font.size = Pt(LEAST)
    axis.tick_labels.font.color.rgb = _rgb(SOFT)
    last = axis._element.find(qn("c:noMultiLvlLbl"))
    last.addprevious(last.makeelement(qn("c:tickLblSkip"), {"val": str(each)}))


def _label(plot: Any, position: Any, color: str = INK) -> None:
    """Write the numbers on the bars of a plot, or of one series of it."""
    if hasattr(plot, "has_data_labels"):
        plot.has_data_labels = True
    labels = plot.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = _NUMBERS_ONLY, False
    labels.position = position
    labels.font.size, labels.font.bold = Pt(LEAST), True
    labels.font.color.rgb = _rgb(color)


def _paint(series: Any, color: str) -> None:
    """Fill the bars of a series."""
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = _rgb(color)
    series.invert_if_negative = False


def _move_to_line(chart: Chart) -> None:
    """Take the second series out of the columns and draw it as a line on the same axes."""
    columns = chart._chartSpace.chart.plotArea.find(qn("c:barChart"))
    moved = columns.findall(qn("c:ser"))[1]
    columns.remove(moved)
    for element in moved.findall(qn("c:invertIfNegative")):
        moved.remove(element)
    line = parse_xml(
        f'<c:lineChart {nsdecls("c")}><c:grouping val="standard"/><c:varyColors val="0"/>'
        '<c:marker val="1"/></c:lineChart>'
    )
    line.insert(2, moved)
    for axis in columns.findall(qn("c:axId")):
        line.append(line.makeelement(qn("c:axId"), {"val": axis.get("val")}))
    columns.addnext(line)


def _rgb(color: str) -> RGBColor:
    """Return a colour as python-pptx takes it."""
    return RGBColor.from_string(color[1:].upper())
