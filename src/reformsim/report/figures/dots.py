"""Where each thing began and where each scenario brings it: a row of dots per thing, with the range of 80 %."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reformsim.report import style
from reformsim.report.figures.canvas import SMALL, Key, Sheet, bare, scenario_keys, styled, width, wrapped
from reformsim.report.figures.lines import number_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from reformsim.report.words import Words

_BETWEEN_IN = 0.16
_PER_SCENARIO_IN = 0.095
_BELOW_IN = 0.3
_WIDEST_LABEL_IN = 2.6


@dataclass(frozen=True, slots=True)
class Mark:
    """A scenario's value: median and range."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Row:
    """One thing: its label, its value at the start, and a mark per scenario; NaN is shown as not applicable."""

    label: str
    start: float
    marks: tuple[Mark, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Dots:
    """A panel of rows on one axis: its title, and whether values are shares to be shown as percentages."""

    title: str
    rows: tuple[Row, ...]
    percent: bool = False
    from_nought: bool = False


@styled
def dots_figure(
    title: str, below: str, names: Sequence[str], panels: Sequence[Dots], *, source: str, w: Words
) -> Figure:
    """Draw rows of dots, in panels that share the labels of the rows.

    Parameters
    ----------
    panels
        With the same labels in the same order.
    """
    rows = panels[0].rows
    step = _BETWEEN_IN + _PER_SCENARIO_IN * max(len(names), 1)
    titled = any(panel.title for panel in panels)
    above = 0.3 if titled else 0.04
    begun = any(math.isfinite(row.start) for panel in panels for row in panel.rows)
    keys = [*([Key(w("figures.start"), style.INK, "|")] if begun else []), *scenario_keys(names)]
    sheet = Sheet(title, below, keys=keys, body_in=above + step * len(rows) + _BELOW_IN, source=source)
    labels = ["\n".join(wrapped(row.label, 8.5, _WIDEST_LABEL_IN, bold=row.strong, most=2)) for row in rows]
    room = 0.3 + max(width(line, 8.5, bold=True) for label in labels for line in label.split("\n"))
    wide = (style.WIDTH_IN - room - 0.15) / len(panels)
    for at, panel in enumerate(panels):
        axes = sheet.axes(room + at * wide, above, wide - 0.2, step * len(rows))
        bare(axes)
        _draw(axes, panel, w, len(names))
        if at == 0:
            axes.set_yticks(range(len(rows)), labels)
            for tick, row in zip(axes.get_yticklabels(), rows, strict=True):
                tick.set_fontweight("bold" if row.strong else "normal")
                tick.set_fontsize(8.5)
        else:
            axes.set_yticks([])
        if panel.title:
            sheet.text(room + at * wide, sheet.top_in + 0.08, panel.title, size=8.5, weight="bold")
    return sheet.figure


def _draw(axes: Axes, panel: Dots, w: Words, count: int) -> None:
    scale = 100.0 if panel.percent else 1.0
    numbers = [scale * v for row in panel.rows for m in row.marks for v in (m.middle, m.low, m.high)]
    numbers += [scale * row.start for row in panel.rows]
    finite = [v for v in numbers if math.isfinite(v)] or [0.0, 1.0]
    low, high = (min(0.0, *finite) if panel.from_nought else min(finite)), max(finite)
    air = max(0.05 * (high - low), 0.005 * abs(high), 1e-9)
    axes.set_xlim(low - (0 if panel.from_nought and low == 0 else air), high + air)
    axes.set_ylim(len(panel.rows) - 0.5, -0.5)
    spread = 0.55 / max(count, 1)

    def absent(column: int, y: float, shade: str) -> None:
        """Say that there is no value, at the right edge, where few dots are: of scenarios first, the start beside."""
        axes.annotate(
            w("common.absent"),
            (axes.get_xlim()[1], y),
            (-3 - 26 * column, 0),
            textcoords="offset points",
            color=shade,
            size=6,
            ha="right",
            va="center",
        )

    for at, row in enumerate(panel.rows):
        if at:
            axes.axhline(at - 0.5, color=style.GRID, linewidth=0.8)
        if math.isfinite(row.start):
            start = scale * row.start
            axes.plot([start, start], [at - 0.36, at + 0.36], color=style.INK, linewidth=1.6, clip_on=False)
        elif any(math.isfinite(other.start) for other in panel.rows):
            absent(1, at, style.INK)
        for place, mark in enumerate(row.marks):
            shade = style.colour(place, count)
            y = at + (place - (len(row.marks) - 1) / 2) * spread
            if not math.isfinite(mark.middle):
                absent(0, y, shade)
                continue
            axes.plot([scale * mark.low, scale * mark.high], [y, y], color=shade, linewidth=1.6, alpha=0.45)
            axes.plot([scale * mark.middle], [y], "o", color=shade, markersize=4.5, clip_on=False)
    number_ticks(axes, "x", w, 6)
    axes.tick_params(labelsize=SMALL)
