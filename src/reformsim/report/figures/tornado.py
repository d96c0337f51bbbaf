"""A tornado: what is expected of an effect at the low and at the high end of each assumption, the strongest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reformsim.report import style
from reformsim.report.figures.canvas import SMALL, Key, Sheet, bare, styled, wrapped
from reformsim.report.figures.lines import number_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from reformsim.report.words import Words

_ROW_IN = 0.44
_ABOVE_IN, _BELOW_IN = 0.22, 0.3
_LABEL_IN, _SHARE_IN = 2.75, 0.62
_PALE = 0.4


@dataclass(frozen=True, slots=True)
class End:
    """What is expected where an assumption is at one end, and the interval of that."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Bar:
    """An assumption: its label, both ends, the share of the variance it makes, and whether it is told from luck."""

    label: str
    at_low: End
    at_high: End
    share: float
    seen: bool = True


@styled
def tornado_figure(
    title: str, below: str, mean: float, bars: Sequence[Bar], *, colour: str, source: str, w: Words
) -> Figure:
    """Draw a bar from the mean to what is expected at either end of each assumption.

    Parameters
    ----------
    mean
        What is expected of all draws, in the unit of the bars.
    bars
        The strongest first.
    colour
        Of the scenario; the bar of the low end is hollow.
    """
    keys = [Key(w("hangs.figure.low"), style.FAINT, "s", hollow=True), Key(w("hangs.figure.high"), style.FAINT, "s")]
    height = _ROW_IN * len(bars)
    sheet = Sheet(title, below, keys=keys, body_in=_ABOVE_IN + height + _BELOW_IN, source=source)
    axes = sheet.axes(_LABEL_IN, _ABOVE_IN, style.WIDTH_IN - _LABEL_IN - _SHARE_IN - 0.1, height)
    bare(axes)
    _draw(axes, mean, bars, colour)
    axes.set_yticks(range(len(bars)), ["\n".join(wrapped(bar.label, SMALL, _LABEL_IN - 0.25)) for bar in bars])
    for tick, bar in zip(axes.get_yticklabels(), bars, strict=True):
        tick.set_color(style.INK if bar.seen else style.FAINT)
    right = style.WIDTH_IN - 0.14
    sheet.text(right, sheet.top_in + 0.04, w("hangs.figure.share"), ha="right", color=style.FAINT)
    for at, bar in enumerate(bars):
        middle = sheet.top_in + _ABOVE_IN + _ROW_IN * (at + 0.5)
        ink = style.INK if bar.seen else style.FAINT
        sheet.text(right, middle, w.share(bar.share), ha="right", va="center", color=ink)
    number_ticks(axes, "x", w, 5)
    return sheet.figure


def _draw(axes: Axes, mean: float, bars: Sequence[Bar], colour: str) -> None:
    reached = [mean, *(v for bar in bars for end in (bar.at_low, bar.at_high) for v in (end.value, end.low, end.high))]
    low, high = min(reached), max(reached)
    air = max(0.04 * (high - low), 1e-9)
    axes.set_xlim(low - air, high + air)
    axes.set_ylim(len(bars) - 0.5, -0.5)
    if low < 0.0 < high:
        axes.axvline(0.0, color=style.FAINT, linewidth=0.9, linestyle=(0, (3, 2)))
    for at, bar in enumerate(bars):
        shade = colour if bar.seen else style.FAINT
        for end, y, face in ((bar.at_low, at - 0.15, "white"), (bar.at_high, at + 0.15, shade)):
            axes.barh(y, end.value - mean, left=mean, height=0.28, facecolor=face, edgecolor=shade, linewidth=1.0)
            axes.plot([end.low, end.high], [y, y], color=style.INK, linewidth=0.9, alpha=1.0 if bar.seen else _PALE)
    axes.axvline(mean, color=style.INK, linewidth=1.1)
