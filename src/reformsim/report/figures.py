"""One indicator over the years: a line for the median and a band for 80 % of the replicates per scenario."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator
from numpy.typing import NDArray

import reformsim
from reformsim.report import style
from reformsim.report.numbers import shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Height of a line of a label as a part of the axis, with air, so that two labels never touch.
_LABEL_GAP = 0.07
_WIDEST_LABEL = 17


@dataclass(frozen=True, eq=False)
class Band:
    """One scenario's indicator: the line and the edges of its band, each of shape (years,)."""

    name: str
    years: tuple[int, ...]
    middle: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def source_line(attribution: str) -> str:
    """What stands small under every figure: the program and whose data it is."""
    return f"reformsim {reformsim.__version__}; data: {attribution}"


def draw(title: str, unit: str, bands: Sequence[Band], path: Path, *, source: str) -> None:
    """Draw an indicator and save it as PNG, the same bytes for the same numbers.

    Parameters
    ----------
    title, unit
        What is shown, and in what.
    bands
        One per scenario, the one compared against first.
    path
        File to write.
    source
        Line under the figure.
    """
    with rc_context(style.RC):
        figure = indicator_figure(title, unit, bands, source=source)
        # Without its metadata Matplotlib writes no date and no version of its own into the file.
        figure.savefig(path, dpi=style.DPI, format="png", metadata={"Software": None})


def indicator_figure(title: str, unit: str, bands: Sequence[Band], *, source: str) -> Figure:
    """Make the figure without saving it; see :func:`draw`."""
    figure = Figure(figsize=(style.WIDTH_IN, style.HEIGHT_IN), facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.085, 0.175, 0.70, 0.62))
    for position, band in enumerate(bands):
        shade = style.colour(position, len(bands))
        axes.fill_between(band.years, band.low, band.high, color=shade, alpha=0.18, linewidth=0)
        axes.plot(band.years, band.middle, color=shade, linewidth=2, solid_capstyle="round")
    _dress(axes, bands)
    _label_ends(axes, bands)
    figure.text(0.02, 0.955, title, size=style.TITLE_SIZE, weight="bold", va="top")
    replicated = any(np.any(band.low < band.high) for band in bands)
    meaning = "median and the range of 80 % of the replicates" if replicated else "median of the replicates"
    figure.text(0.02, 0.885, f"{unit}; {meaning}", size=style.TEXT_SIZE, color=style.FAINT, va="top")
    note = "\n".join(textwrap.wrap(source, 130)[:2])
    figure.text(0.02, 0.02, note, size=style.NOTE_SIZE, color=style.FAINT, va="bottom")
    return figure


def _dress(axes: Axes, bands: Sequence[Band]) -> None:
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.grid(axis="y", color=style.GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    years = bands[0].years
    axes.set_xlim(years[0], max(years[-1], years[0] + 1))
    axes.xaxis.set_major_locator(FixedLocator(year_ticks(years[0], years[-1])))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
    _limit_values(axes, bands)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))
    ticks = axes.yaxis.get_major_locator().tick_values(*axes.get_ylim())
    decimals = _tick_decimals(np.asarray(ticks, dtype=np.float64))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: shown(value, decimals)))


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
        shade = style.colour(position, len(bands))
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
    gap
        Least distance between two.

    Returns
    -------
    list of float
        Where they go, in the order given.
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
