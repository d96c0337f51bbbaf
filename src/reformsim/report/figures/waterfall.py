"""A waterfall: from the level without reforms, a step per part, to the level with all of them."""

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

from reformsim.report import style
from reformsim.report.figures.canvas import styled
from reformsim.report.figures.lines import ENGLISH, number_ticks
from reformsim.report.numbers import COUNTED, MISSING, decimals_for
from reformsim.report.page.saving import save

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from reformsim.report.words import Words

MOST_STEPS = 12
"""Steps shown one by one; the smallest beyond them become one."""

_RISE, _FALL = style.COLOURS[1], style.COLOURS[2]
_ROW_IN = 0.36
_ABOVE_IN, _BELOW_IN = 0.82, 0.78
_LABEL_WIDTH = 30
_ERRORS = 2.0
"""Standard errors on either side that the whisker spans."""


@dataclass(frozen=True, slots=True)
class Step:
    """One part: what it is called, how far it moves the level, and the standard error of that."""

    label: str
    effect: float
    error: float = 0.0
    last: bool = False
    """Whether it stands after all others, whatever its size."""


def draw_waterfall(
    title: str,
    subtitle: str,
    start: float,
    steps: Sequence[Step],
    path: Path,
    *,
    unit: str,
    source: str,
    w: Words = ENGLISH,
) -> None:
    """Draw a waterfall and save it, the same bytes for the same numbers; see :func:`waterfall_figure`."""
    save(waterfall_figure(title, subtitle, start, steps, unit=unit, source=source, w=w), path)


@styled
def waterfall_figure(
    title: str, subtitle: str, start: float, steps: Sequence[Step], *, unit: str, source: str, w: Words = ENGLISH
) -> Figure:
    """Make the figure without saving it.

    Parameters
    ----------
    steps
        The parts in any order; the largest are drawn first. The level after the last is the end.
    """
    rows = in_order(steps, w=w)
    height = _ABOVE_IN + _BELOW_IN + _ROW_IN * (len(rows) + 2)
    figure = Figure(figsize=(style.WIDTH_IN, height), facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.335, _BELOW_IN / height, 0.625, 1 - (_ABOVE_IN + _BELOW_IN) / height))
    levels = np.concatenate([[start], start + np.cumsum([row.effect for row in rows])])
    _draw_steps(axes, rows, levels, _decimals(start, rows, unit), w)
    figure.text(0.02, 1 - 0.14 / height, title, size=style.TITLE_SIZE, weight="bold", va="top")
    meaning = (
        f"; {w('figures.waterfall.errors', count=w.number(_ERRORS))}" if any(row.error > 0 for row in rows) else ""
    )
    below = textwrap.shorten(f"{unit}; {subtitle}{meaning}", 108, placeholder="\N{HORIZONTAL ELLIPSIS}")
    figure.text(0.02, 1 - 0.42 / height, below, size=style.TEXT_SIZE, color=style.FAINT, va="top")
    note = "\n".join(textwrap.wrap(source, 130)[:2])
    figure.text(0.02, 0.08 / height, note, size=style.NOTE_SIZE, color=style.FAINT, va="bottom")
    return figure


def in_order(steps: Sequence[Step], most: int = MOST_STEPS, w: Words = ENGLISH) -> list[Step]:
    """Sort steps by size, those that stand last after the others; the smallest beyond ``most`` become one.

    Its error is that of a sum of independent ones.
    """
    sized = sorted((s for s in steps if not s.last), key=lambda s: -abs(s.effect) if math.isfinite(s.effect) else 0.0)
    ending = [s for s in steps if s.last]
    room = most - len(ending)
    if len(sized) <= room:
        return [*sized, *ending]
    shown_ones, rest = sized[: room - 1], sized[room - 1 :]
    error = math.sqrt(sum(s.error**2 for s in rest if math.isfinite(s.error)))
    return [
        *shown_ones,
        Step(w("figures.waterfall.other", count=len(rest)), math.fsum(s.effect for s in rest), error),
        *ending,
    ]


def _decimals(start: float, rows: Sequence[Step], unit: str) -> int:
    """Decimals that suit the level, and of the largest step show three digits; two of what is counted."""
    largest = max((abs(row.effect) for row in rows if math.isfinite(row.effect)), default=0.0)
    digits, most = (2, 1) if unit in COUNTED else (3, 5)
    wanted = min(max(digits - 1 - math.floor(math.log10(largest)), 0), most) if largest > 1e-12 else 0
    return max(decimals_for([start], unit), wanted)


def _draw_steps(axes: Axes, rows: Sequence[Step], levels: np.ndarray, decimals: int, w: Words) -> None:
    count = len(rows)
    names = [w("figures.waterfall.without"), *(row.label for row in rows), w("figures.waterfall.with")]
    errors = [_ERRORS * row.error if math.isfinite(row.error) else 0.0 for row in rows]
    spans = [*levels, *(b + e for b, e in zip(levels[1:], errors, strict=True))]
    spans += [b - e for b, e in zip(levels[1:], errors, strict=True)]
    finite = [float(v) for v in spans if math.isfinite(v)] or [0.0, 1.0]
    low, high = min(finite), max(finite)
    # Whatever bar reaches furthest, its number has room beside it.
    widest = max(_room(w.number(value, decimals)) for value in (*levels, *(-abs(row.effect) for row in rows)))
    air = max(widest / (1 - 2 * widest) * (high - low), 0.005 * abs(high), 1e-9)
    axes.set_xlim(low - air, high + air)
    axes.set_ylim(count + 1.6, -0.6)
    for at, level in ((0, float(levels[0])), (count + 1, float(levels[-1]))):
        axes.plot([level], [at], "o", color=style.INK, markersize=6)
        text = w.number(level, decimals)
        right = _room(text) < (axes.get_xlim()[1] - level) / (axes.get_xlim()[1] - axes.get_xlim()[0])
        _write(axes, text, level, at, right, gap=8, color=style.INK, weight="bold")
    for i, (row, error) in enumerate(zip(rows, errors, strict=True), start=1):
        before, after = float(levels[i - 1]), float(levels[i])
        _draw_step(axes, i, before, after, error, row, decimals, w)
    for i, level in enumerate(levels):
        axes.plot([level, level], [i, i + 1], color=style.FAINT, linewidth=0.7, zorder=0)
    axes.set_yticks(range(count + 2), [_wrapped(name) for name in names])
    for at in (0, count + 1):
        axes.get_yticklabels()[at].set_fontweight("bold")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=style.GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    number_ticks(axes, "x", w)


def _draw_step(
    axes: Axes, at: int, before: float, after: float, error: float, row: Step, decimals: int, w: Words
) -> None:
    if not math.isfinite(row.effect):
        axes.annotate(MISSING, (0.02, at), xycoords=("axes fraction", "data"), va="center", color=style.FAINT)
        return
    shade = _RISE if row.effect >= 0 else _FALL
    axes.barh(at, after - before, left=before, height=0.56, color=shade, linewidth=0)
    if error > 0:
        axes.plot([after - error, after + error], [at, at], color=style.INK, linewidth=1.1, solid_capstyle="butt")
    left, right = min(before, after - error), max(before, after + error)
    bottom, top = axes.get_xlim()
    text = w.number(row.effect, decimals, signed=True)
    nothing = text == w.number(0.0, decimals)
    # The number stands where the bar points to, and on its other side where there is no room.
    points_right = row.effect >= 0 or nothing
    room = (top - right) if points_right else (left - bottom)
    if room < _room(text) * (top - bottom):
        points_right = not points_right
    ink = style.FAINT if nothing else shade
    _write(axes, text, right if points_right else left, at, points_right, gap=5, color=ink)


def _room(text: str) -> float:
    """Part of the axis that a number takes, with air."""
    return 0.02 + 0.019 * len(text)


def _write(axes: Axes, text: str, place: float, at: int, right: bool, *, gap: int, **look: Any) -> None:
    """Put a number on the right of a place or on its left."""
    shift, side = (gap, "left") if right else (-gap, "right")
    axes.annotate(text, (place, at), (shift, 0), textcoords="offset points", va="center", ha=side, **look)


def _wrapped(label: str) -> str:
    return "\n".join(textwrap.wrap(label, _LABEL_WIDTH, max_lines=2, placeholder="\N{HORIZONTAL ELLIPSIS}"))
