"""What effects hang on: the assumptions that move each most, as bars from their low to their high end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reformsim.report import style
from reformsim.report.figures.canvas import SMALL, Sheet, bare, styled, wrapped
from reformsim.report.figures.lines import number_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from reformsim.report.words import Words

_ROW_IN, _HEAD_IN, _FOOT_IN, _LABEL_IN = 0.36, 0.3, 0.42, 4.1
LOW, HIGH = "#94C2E0", "#1F5F8B"
"""Of the low and the high end of an assumption; told apart in grey too."""


@dataclass(frozen=True, slots=True)
class Bar:
    """An assumption: the effect expected at its low and its high end, each with the interval of 95 %."""

    label: str
    at_low: float
    at_high: float
    low_range: tuple[float, float]
    high_range: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Tornado:
    """An effect with its mean over the draws, and the bars, the longest first."""

    title: str
    mean: float
    bars: tuple[Bar, ...]


@styled
def tornado_figure(title: str, below: str, effects: Sequence[Tornado], *, source: str, w: Words) -> Figure:
    """Draw the effects below each other, each on an axis of its own."""
    heights = [_HEAD_IN + _ROW_IN * len(one.bars) + _FOOT_IN for one in effects]
    sheet = Sheet(title, below, body_in=sum(heights), source=source)
    top = 0.0
    for one, height in zip(effects, heights, strict=True):
        sheet.text(0.3, sheet.top_in + top + 0.05, one.title, size=9, weight="bold")
        rows = _ROW_IN * len(one.bars)
        axes = sheet.axes(_LABEL_IN, top + _HEAD_IN, style.WIDTH_IN - _LABEL_IN - 0.35, rows)
        bare(axes)
        _draw(axes, one, w)
        top += height
    return sheet.figure


def _draw(axes: Axes, one: Tornado, w: Words) -> None:
    ends = [end for bar in one.bars for end in (bar.at_low, bar.at_high, *bar.low_range, *bar.high_range)]
    low, high = min(*ends, one.mean, 0.0), max(*ends, one.mean, 0.0)
    air = 0.04 * (high - low) or 1e-9
    axes.set_xlim(low - air, high + air)
    axes.set_ylim(len(one.bars) - 0.5, -0.5)
    axes.axvline(one.mean, color=style.INK, linewidth=1.2)
    axes.axvline(0.0, color=style.FAINT, linewidth=0.9, linestyle=":")
    for at, bar in enumerate(one.bars):
        for end, around, shade in ((bar.at_low, bar.low_range, LOW), (bar.at_high, bar.high_range, HIGH)):
            axes.barh(at, end - one.mean, left=one.mean, height=0.5, color=shade, linewidth=0, alpha=0.9)
            axes.plot(around, (at, at), color=style.INK, linewidth=0.8)
    axes.set_yticks(
        range(len(one.bars)), ["\n".join(wrapped(bar.label, SMALL, _LABEL_IN - 0.45, most=2)) for bar in one.bars]
    )
    for tick in axes.get_yticklabels():
        tick.set_fontsize(SMALL)
    number_ticks(axes, "x", w)
