"""Cards, tables and charts of slides; charts and tables are native, so that who has the slides can change them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reformsim.report import style
from reformsim.report.slides.deck import Box, Slide, Text, emu, fill, inches, rgb

if TYPE_CHECKING:
    from reformsim.report.page.html import Card

PALE: Final = "#F3F5F7"
MOST_LABELS: Final = 7
"""Years that are named below a chart."""

KINDS: Final = {"robust": "#00794F", "put_in": "#7A5C00", "depends": "#A34700", "none": "#555555", "against": "#A6202B"}
"""Colour of a verdict, which always stands beside it as a word and a mark."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a chart; ``None`` where it has no value."""

    name: str
    values: Sequence[float | None]
    colour: str
    thin: bool = False


def cards(slide: Slide, box: Box, shown: Sequence[Card]) -> None:
    """Put cards beside each other: promise, effect, unit, range, verdict, reason, and what stands beside it."""
    for card, place in zip(shown, box.columns(max(len(shown), 1)), strict=False):
        _panel(slide, place, KINDS.get(card.kind, style.FAINT))
        inside = Box(place.left + 0.2, place.top + 0.2, place.width - 0.4, place.height - 0.35)
        verdict = f"{card.mark} {card.verdict}".strip()
        told = (
            Text(card.promise, size=18, bold=True),
            Text(card.effect, size=30, bold=True),
            Text(card.unit, size=14),
            Text(card.spread, size=14, colour=style.FAINT),
            Text(card.reason, verdict + (":" if card.reason and verdict else ""), 15, KINDS.get(card.kind, style.INK)),
            *(Text(one, size=12, colour=style.INK) for one in card.beside),
        )
        slide.texts(inside, [one for one in told if one.text or one.head], smallest=10)


def _panel(slide: Slide, box: Box, colour: str) -> None:
    from pptx.enum.shapes import MSO_SHAPE

    for place, fill_in in ((box, PALE), (Box(box.left, box.top, box.width, 0.08), colour)):
        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *emu(place))
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(fill_in)
        shape.line.fill.background()
        shape.shadow.inherit = False


def table(
    slide: Slide, box: Box, heads: Sequence[str], rows: Sequence[Sequence[str]], *, first: float = 2.0, size: float = 14
) -> None:
    """Put a table into a box.

    Parameters
    ----------
    first
        Width of the first column, in widths of the others.
    """
    count = len(heads)
    shape = slide.shapes.add_table(len(rows) + 1, count, *emu(Box(box.left, box.top, box.width, 0.4)))
    made, widths = shape.table, [first, *([1.0] * (count - 1))]
    made.horz_banding = False
    for at, width in enumerate(widths):
        made.columns[at].width = inches(box.width * width / sum(widths))
    high = min(box.height / (len(rows) + 1), 0.62)
    for at, row in enumerate((heads, *rows)):
        made.rows[at].height = inches(high)
        for column, text in enumerate(row):
            cell = made.cell(at, column)
            cell.margin_left = cell.margin_right = inches(0.08)
            cell.margin_top = cell.margin_bottom = inches(0.03)
            cell.fill.solid()
            cell.fill.fore_color.rgb = rgb(style.INK if at == 0 else PALE if at % 2 else "#FFFFFF")
            room = Box(0, 0, box.width * widths[column] / sum(widths) - 0.16, high - 0.06)
            colour = "#FFFFFF" if at == 0 else style.INK
            fill(cell.text_frame, [Text(text, size=size, colour=colour, bold=at == 0)], room, 9)


def line_chart(slide: Slide, box: Box, title: str, years: Sequence[int], lines: Sequence[Line]) -> None:
    """Put a chart of lines by year into a box; thin lines are the ends of ranges."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    data = CategoryChartData()
    data.categories = [str(year) for year in years]
    for one in lines:
        data.add_series(one.name, [_value(value) for value in one.values])
    head, below = box.rows(0.13, 0.87, gap=0.0)
    slide.texts(head, [Text(title, size=13, bold=True)], smallest=9)
    chart: Any = slide.shapes.add_chart(XL_CHART_TYPE.LINE, *emu(below), data).chart
    chart.has_legend, chart.has_title = False, False
    for series, one in zip(chart.plots[0].series, lines, strict=True):
        series.smooth = False
        series.format.line.color.rgb = rgb(one.colour)
        series.format.line.width = Pt(0.75 if one.thin else 2.5)
        if one.thin:
            series.format.line.dash_style = MSO_LINE.DASH
    _axes(chart, [value for one in lines for value in one.values if value is not None])
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _every(chart.category_axis, max(1, math.ceil(len(years) / MOST_LABELS)))


def _every(axis: Any, step: int) -> None:
    """Label every so many years only, which the library has no word for."""
    from pptx.oxml.ns import qn
    from pptx.oxml.xmlchemy import OxmlElement

    last = axis._element.find(qn("c:noMultiLvlLbl"))
    for tag in ("c:tickLblSkip", "c:tickMarkSkip"):
        one = OxmlElement(tag)
        one.set("val", str(step))
        if last is None:
            axis._element.append(one)
        else:
            last.addprevious(one)


def bar_chart(
    slide: Slide, box: Box, title: str, names: Sequence[str], values: Sequence[float], colours: Sequence[str],
    *, form: str = "0%",
) -> None:  # fmt: skip
    """Put a chart of lying bars into a box, the first on top, each in its colour and with its number."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Pt

    data = CategoryChartData(number_format=form)
    data.categories = list(names)
    data.add_series(title, [_value(value) for value in values])
    head, below = box.rows(0.13, 0.87, gap=0.0)
    slide.texts(head, [Text(title, size=13, bold=True)], smallest=9)
    chart: Any = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *emu(below), data).chart
    chart.has_legend, chart.has_title = False, False
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 60, True
    plot.data_labels.font.size, plot.data_labels.number_format = Pt(11), form
    plot.data_labels.number_format_is_linked = False
    for at, colour in enumerate(colours):
        bar = plot.series[0].points[at].format.fill
        bar.solid()
        bar.fore_color.rgb = rgb(colour)
    chart.category_axis.reverse_order = True
    chart.category_axis.tick_labels.font.size = Pt(11)
    chart.category_axis.has_major_gridlines = False
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = min(0.0, *values) if values else 0.0


def _axes(chart: Any, values: Sequence[float]) -> None:
    from pptx.util import Pt

    for axis in (chart.category_axis, chart.value_axis):
        axis.tick_labels.font.size = Pt(10)
        axis.format.line.color.rgb = rgb(style.GRID)
    chart.category_axis.has_major_gridlines = False
    chart.value_axis.major_gridlines.format.line.color.rgb = rgb(style.GRID)
    finite = [value for value in values if math.isfinite(value)]
    if finite:
        low, high = min(finite), max(finite)
        step = 10.0 ** math.floor(math.log10(max(high - low, abs(high) * 0.02, 1e-9)))
        chart.value_axis.minimum_scale = math.floor(low / step) * step
        chart.value_axis.maximum_scale = math.ceil(high / step) * step
        decimals = max(0, -round(math.log10(step)))
        chart.value_axis.tick_labels.number_format = "#,##0" + (f".{'0' * decimals}" if decimals else "")
        chart.value_axis.tick_labels.number_format_is_linked = False


def _value(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)
