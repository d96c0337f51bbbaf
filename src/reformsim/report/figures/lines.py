"""One indicator over the years: a line for the median and a band for 80 % of the replicates per scenario.

A band has two shades where chance is told apart: dark for what chance alone makes, light for chance and assumptions.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator
from numpy.typing import NDArray

import reformsim
from reformsim.report import style
from reformsim.report.figures.canvas import Key, source_lines, styled
from reformsim.report.page.saving import save
from reformsim.report.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Height of a line of a label as a part of the axis, with air, so that two labels never touch.
_LABEL_GAP = 0.07
_WIDEST_LABEL = 17

ENGLISH = Words("en")


@dataclass(frozen=True, eq=False)
class Band:
    """One scenario's indicator: the line and the edges of its band, each of shape (years,).

    Its colour is that of its place among the bands unless it has one of its own; ``chance`` are the edges of what
    chance alone makes, where that is known (NaN in years in which it is not).
    """

    name: str
    years: tuple[int, ...]
    middle: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    colour: str = ""
    chance: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None

    @classmethod
    def of(cls, run: Any, indicator: str, colour: str = "") -> Band:
        """Give the band of an indicator of a run."""
        at, level = run.indicators.index(indicator), run.level
        chance = level.chance_low[:, at], level.chance_high[:, at]
        return cls(run.name, run.years, level.median[:, at], level.low[:, at], level.high[:, at], colour, chance)


def shade_of(bands: Sequence[Band], position: int) -> str:
    """Colour of the band at a position."""
    return bands[position].colour or style.colour(position, len(bands))


def source_line(attribution: str, w: Words = ENGLISH) -> str:
    """What stands small under every figure: the program and whose data it is."""
    return w("common.source", version=reformsim.__version__, attribution=attribution)


def draw(title: str, unit: str, bands: Sequence[Band], path: Path, *, source: str, w: Words = ENGLISH) -> None:
    """Draw an indicator and save it as PNG or SVG, the same bytes for the same numbers.

    Parameters
    ----------
    bands
        One per scenario, the one compared against first.
    w
        Language of what the figure adds; title and unit are given in it.
    """
    save(indicator_figure(title, unit, bands, source=source, w=w), path)


@styled
def indicator_figure(title: str, unit: str, bands: Sequence[Band], *, source: str, w: Words = ENGLISH) -> Figure:
    """Make the figure without saving it; see :func:`draw`."""
    figure = Figure(figsize=(style.WIDTH_IN, style.HEIGHT_IN), facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.085, 0.175, 0.70, 0.59))
    plot(axes, bands)
    dress(axes, bands, w)
    _legend(figure, shade_keys(bands, w))
    _label_ends(axes, bands)
    figure.text(0.02, 0.955, title, size=style.TITLE_SIZE, weight="bold", va="top")
    figure.text(0.02, 0.885, f"{unit}; {meaning(bands, w)}", size=style.TEXT_SIZE, color=style.FAINT, va="top")
    note = "\n".join(source_lines(source))
    figure.text(0.02, 0.02, note, size=style.NOTE_SIZE, color=style.FAINT, va="bottom")
    return figure


def meaning(bands: Sequence[Band], w: Words) -> str:
    """Say what line and band are; only the line where every band is as thin as it."""
    return w("common.band" if any(np.any(band.low < band.high) for band in bands) else "common.median")


def shade_keys(bands: Sequence[Band], w: Words) -> list[Key]:
    """Give the legend of the shades; none where no band tells chance apart, or all are as thin as their lines."""
    told = [(band, band.chance) for band in bands if band.chance is not None and np.isfinite(band.chance[0]).any()]
    if not any(np.any(band.low < band.high) for band, _ in told):
        return []
    dark = Key(w("common.shade.chance"), style.CHANCE, "s", style.FAINT)
    if all(_same(low, band.low) and _same(high, band.high) for band, (low, high) in told):
        return [Key(w("common.shade.fixed"), style.CHANCE, "s", style.FAINT)]
    return [dark, Key(w("common.shade.both"), style.BOTH, "s", style.FAINT)]


def _same(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    return bool(np.array_equal(one, other, equal_nan=True))


def _legend(figure: Figure, keys: Sequence[Key]) -> None:
    """Name the shades under the words of a figure that is no sheet."""
    marks = [Patch(color=key.colour, label=key.label) for key in keys]
    if marks:
        figure.legend(
            handles=marks, loc="upper left", bbox_to_anchor=(0.012, 0.858), ncols=2, frameon=False, fontsize=9,
            labelcolor=style.FAINT, handlelength=1.2, handleheight=0.9, columnspacing=1.6, borderpad=0.0,
            borderaxespad=0.4,
        )  # fmt: skip


def plot(axes: Axes, bands: Sequence[Band], *, linewidth: float = 2.0) -> None:
    """Draw the lines with their bands, each scenario in its colour."""
    for position, band in enumerate(bands):
        shade = shade_of(bands, position)
        axes.fill_between(band.years, band.low, band.high, color=shade, alpha=style.BOTH_ALPHA, linewidth=0)
        if band.chance is not None:
            axes.fill_between(band.years, *band.chance, color=shade, alpha=style.CHANCE_ALPHA, linewidth=0)
        # A year alone has no line; a dot shows it.
        marker = "o" if len(band.years) == 1 else None
        axes.plot(band.years, band.middle, color=shade, linewidth=linewidth, solid_capstyle="round", marker=marker)


def dress(axes: Axes, bands: Sequence[Band], w: Words, *, most_ticks: int = 6) -> None:
    """Give axes with lines their limits, ticks and grid."""
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.grid(axis="y", color=style.GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    years = bands[0].years
    axes.set_xlim(years[0], max(years[-1], years[0] + 1))
    axes.xaxis.set_major_locator(FixedLocator(year_ticks(years[0], years[-1])))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
    _limit_values(axes, bands)
    number_ticks(axes, "y", w, most_ticks)


def number_ticks(axes: Axes, which: str, w: Words, most: int = 6) -> None:
    """Put round numbers, written as the language has it, on an axis ('x' or 'y') whose limits are set."""
    axis, limits = (axes.xaxis, axes.get_xlim()) if which == "x" else (axes.yaxis, axes.get_ylim())
    axis.set_major_locator(MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10]))
    ticks = axis.get_major_locator().tick_values(*limits)
    decimals = _tick_decimals(np.asarray(ticks, dtype=np.float64))
    axis.set_major_formatter(FuncFormatter(lambda value, _: w.number(value, decimals)))


def year_ticks(first: int, last: int) -> list[int]:
    """Years to name on the axis: the first, the last, and round ones that do not crowd them."""
    span = last - first
    step = next((s for s in (1, 2, 5, 10, 20) if span <= 7 * s), 50)
    between = range(-(-first // step) * step, last, step)
    air = max(1, step // 2 + 1) if step > 1 else 1
    return sorted({first, last, *(year for year in between if year - first >= air and last - year >= air)})


def _limit_values(axes: Axes, bands: Sequence[Band]) -> None:
    """Leave air around the data, a flat line in the middle, and never suggest values below nought."""
    numbers = np.concatenate([np.concatenate([band.low, band.middle, band.high]) for band in bands])
    numbers = numbers[np.isfinite(numbers)]
    if not numbers.size:
        axes.set_ylim(0, 1)
        return
    low, high = float(numbers.min()), float(numbers.max())
    # A change of a few per cent of the level should not look like a landslide.
    air = max(0.08 * (high - low), 0.03 * abs(high), 1e-9)
    axes.set_ylim(max(0.0, low - air) if low >= 0 else low - air, high + air)


def _tick_decimals(ticks: NDArray[np.float64]) -> int:
    step = float(np.min(np.diff(ticks))) if ticks.size > 1 else 1.0
    for decimals in range(6):
        if math.isclose(round(step, decimals), step, rel_tol=1e-6):
            return decimals
    return 6


def _label_ends(axes: Axes, bands: Sequence[Band]) -> None:
    """Name each line where it ends; labels are pushed apart where lines end together."""
    bottom, top = axes.get_ylim()
    ends = []
    for position, band in enumerate(bands):
        finite = np.flatnonzero(np.isfinite(band.middle))
        if finite.size:
            last = int(finite[-1])
            ends.append((position, (float(band.middle[last]) - bottom) / (top - bottom)))
    lines = {position: _wrapped(bands[position].name) for position, _ in ends}
    gap = _LABEL_GAP * max((text.count("\n") + 1 for text in lines.values()), default=1)
    for (position, height), place in zip(ends, spread([h for _, h in ends], gap), strict=True):
        shade = shade_of(bands, position)
        axes.plot(
            (1.0, 1.015, 1.03),
            (height, height, place),
            transform=axes.transAxes,
            color=shade,
            linewidth=0.8,
            clip_on=False,
        )
        axes.text(1.04, place, lines[position], transform=axes.transAxes, color=shade, va="center", weight="bold")


def _wrapped(name: str) -> str:
    return "\n".join(textwrap.wrap(name, _WIDEST_LABEL, max_lines=3, placeholder="\N{HORIZONTAL ELLIPSIS}"))


def spread(heights: Sequence[float], gap: float) -> list[float]:
    """Move labels apart until each has its gap, as little as possible and in their own order.

    Parameters
    ----------
    heights
        Where the labels would like to be, as a part of the axis.
    """
    order = sorted(range(len(heights)), key=lambda i: (heights[i], i))
    # Labels that would overlap form a block that is centred on what its members want (pool adjacent
    # violators on heights less their rank times the gap).
    blocks: list[tuple[float, int]] = []
    for rank, i in enumerate(order):
        mean, count = heights[i] - rank * gap, 1
        while blocks and blocks[-1][0] > mean:
            other, size = blocks.pop()
            mean, count = (mean * count + other * size) / (count + size), count + size
        blocks.append((mean, count))
    flat = [mean for mean, count in blocks for _ in range(count)]
    placed = [0.0] * len(heights)
    for rank, i in enumerate(order):
        placed[i] = flat[rank] + rank * gap
    return placed
