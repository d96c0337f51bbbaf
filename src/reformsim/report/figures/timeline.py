"""When reforms take effect, and below it the mergers that take effect each year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from matplotlib.ticker import FixedLocator

from reformsim.report import style
from reformsim.report.figures.canvas import LEFT_IN, SMALL, Sheet, bare, scenario_keys, styled, width, wrapped
from reformsim.report.figures.lines import Band, dress, plot, shade_keys, year_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from reformsim.report.words import Words

_GROUP_IN = 0.2
_MERGERS_IN = 1.25
_WIDEST_IN = 2.9
_STEP_IN = 0.06
_SIZE = 7.5


@dataclass(frozen=True, slots=True)
class Reform:
    """A reform: the group it stands in, what it is called, its day, and the scenarios (positions) that have it."""

    group: str
    label: str
    day: date
    scenarios: tuple[int, ...]


@styled
def timeline_figure(
    title: str, below: str, reforms: Sequence[Reform], mergers: Sequence[Band], *, source: str, w: Words
) -> Figure:
    """Draw the reforms and the mergers.

    Parameters
    ----------
    reforms
        In any order; shown by group in the order in which groups first occur, and then by day.
    mergers
        Mergers by year, one per scenario, whose years are those of the figure.
    """
    groups = list(dict.fromkeys(reform.group for reform in reforms))
    ordered = [sorted((r for r in reforms if r.group == g), key=lambda r: (r.day, r.label)) for g in groups]
    count = len(mergers)
    labels = {reform.label: wrapped(reform.label, _SIZE, _WIDEST_IN, most=2) for reform in reforms}
    heights = {reform: _row(len(labels[reform.label]), len(reform.scenarios)) for reform in reforms}
    upper = _GROUP_IN * len(groups) + sum(heights.values()) + (0.3 if reforms else 0.0)
    names = [band.name for band in mergers]
    body = upper + _MERGERS_IN + 0.62
    sheet = Sheet(title, below, keys=[*scenario_keys(names, "s"), *shade_keys(mergers, w)], body_in=body, source=source)
    room = max([LEFT_IN + 0.1 + width(line, _SIZE) for label in labels.values() for line in label], default=0.0)
    left = max(room + 0.22, 0.75)
    across = style.WIDTH_IN - left - 0.3
    if reforms:
        axes = sheet.axes(left, 0.0, across, upper - 0.3)
        _years(axes, mergers[0].years)
        axes.set_ylim(upper - 0.3, 0.0)
        axes.set_yticks([])
        here = 0.0
        for group, members in zip(groups, ordered, strict=True):
            sheet.text(LEFT_IN, sheet.top_in + here + _GROUP_IN / 2 + 0.02, group, weight="bold", va="center")
            here += _GROUP_IN
            for reform in members:
                middle = here + heights[reform] / 2
                label = "\n".join(labels[reform.label])
                sheet.text(LEFT_IN + 0.1, sheet.top_in + middle, label, size=_SIZE, va="center")
                _bars(axes, reform, middle, count)
                here += heights[reform]
    axes = sheet.axes(left, upper + 0.25, across, _MERGERS_IN)
    sheet.text(LEFT_IN, sheet.top_in + upper + 0.02, w("figures.timeline.mergers"), weight="bold")
    bare(axes, grid="y")
    plot(axes, mergers, linewidth=1.5)
    dress(axes, mergers, w, most_ticks=4)
    axes.tick_params(labelsize=SMALL)
    _years(axes, mergers[0].years)
    return sheet.figure


def _row(lines: int, scenarios: int) -> float:
    """Height of a row: as much as its words and its lines need."""
    return max(0.05 + 0.125 * lines, 0.06 + _STEP_IN * scenarios)


def _years(axes: Axes, years: Sequence[int]) -> None:
    """Show every year as the span that it is, named at its first day."""
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.set_xlim(years[0], years[-1] + 1)
    axes.xaxis.set_major_locator(FixedLocator(year_ticks(years[0], years[-1])))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}")
    axes.grid(axis="x", color=style.GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=SMALL)


def _bars(axes: Axes, reform: Reform, middle: float, count: int) -> None:
    """Draw a line per scenario that has the reform, from its day on to the end."""
    start = reform.day.year + (reform.day.timetuple().tm_yday - 1) / 366
    first, last = axes.get_xlim()
    # A reform from before the first year holds from the beginning.
    start = min(max(start, first), last)
    for rank, scenario in enumerate(reform.scenarios):
        at = middle + (rank - (len(reform.scenarios) - 1) / 2) * _STEP_IN
        shade = style.colour(scenario, count)
        axes.plot([start, last], [at, at], color=shade, linewidth=1.1, alpha=0.55, solid_capstyle="butt")
        axes.plot([start], [at], "o", color=shade, markersize=3.6, clip_on=False)
