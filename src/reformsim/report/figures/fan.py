"""A forecast with the errors of earlier ones: three shades around the median, beside the model's own range."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from reformsim.arrays import Floats
from reformsim.report import style
from reformsim.report.figures.canvas import SMALL, Sheet, styled
from reformsim.report.figures.lines import Band, dress

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from reformsim.report.words import Words

SHADES: Final = ("#CFE3F1", "#94C2E0", "#4E9ACB")
"""The widest first; solid, so that each is the same wherever it lies, and told apart in grey."""
REAL: Final = "#C23B22"
_BODY_IN = 2.9


@dataclass(frozen=True, eq=False)
class Fan:
    """What is drawn, Y years.

    Attributes
    ----------
    edges : (Y, 6)
        From the lowest to the highest, of the shares 30, 60 and 90 %.
    median, low, high : (Y,)
        Of the model's own replicates, with the edges of their 80 %.
    real
        What there really was, by year, where that is known.
    beyond
        First year further ahead than the record; ``None`` where there is none.
    """

    years: tuple[int, ...]
    edges: Floats
    median: Floats
    low: Floats
    high: Floats
    real: dict[int, float]
    beyond: int | None = None


@styled
def fan_figure(title: str, unit: str, one: Fan, *, source: str, w: Words) -> Figure:
    """Draw the fan with a legend; see :class:`Fan`."""
    sheet = Sheet(title, w("figures.fan.below", unit=unit), body_in=_BODY_IN + 0.5, source=source)
    axes = sheet.axes(0.62, 0.43, style.WIDTH_IN - 0.9, _BODY_IN - 0.2)
    width = one.edges.shape[1]
    for at, shade in enumerate(SHADES):
        axes.fill_between(one.years, one.edges[:, at], one.edges[:, width - 1 - at], color=shade, linewidth=0)
    axes.plot(one.years, one.median, color=style.INK, linewidth=2.0, solid_capstyle="round")
    for edge in (one.low, one.high):
        axes.plot(one.years, edge, color=style.INK, linewidth=0.9, linestyle=(0, (4, 2)))
    known = [year for year in sorted(one.real) if one.years[0] <= year <= one.years[-1]]
    reals = [one.real[year] for year in known]
    axes.plot(known, reals, color=REAL, linewidth=0, marker="o", markersize=4, clip_on=False, zorder=5)
    around = np.array([*one.edges[:, 0], *reals]), np.array([*one.edges[:, -1], *reals])
    lowest, highest = np.full(len(one.years), around[0].min()), np.full(len(one.years), around[1].max())
    dress(axes, [Band("", one.years, one.median, lowest, highest)], w)
    if one.beyond is not None:
        _mark_beyond(axes, one.beyond, w)
    _legend(sheet.figure, axes, bool(known), w)
    return sheet.figure


def _legend(figure: Figure, axes: Axes, real: bool, w: Words) -> None:
    """Name shades and lines above the drawing, in two rows."""
    shares = ("90", "60", "30")
    marks: list[Patch | Line2D] = [
        Patch(color=shade, label=w("figures.fan.share", share=share))
        for shade, share in zip(SHADES, shares, strict=True)
    ]
    marks.append(Line2D([], [], color=style.INK, linewidth=2.0, label=w("figures.fan.median")))
    marks.append(Line2D([], [], color=style.INK, linewidth=0.9, linestyle=(0, (4, 2)), label=w("figures.fan.own")))
    if real:
        marks.append(Line2D([], [], color=REAL, linewidth=0, marker="o", markersize=4, label=w("figures.fan.real")))
    axes.legend(
        handles=marks, loc="lower left", bbox_to_anchor=(-0.01, 1.02), ncols=3, frameon=False, fontsize=SMALL,
        handlelength=1.8, columnspacing=1.6, borderaxespad=0.0,
    )  # fmt: skip


def _mark_beyond(axes: Axes, year: int, w: Words) -> None:
    """Draw where the record of errors ends, and say so."""
    axes.axvline(year - 0.5, color=style.FAINT, linewidth=0.9, linestyle=":")
    said = "\n".join(textwrap.wrap(w("figures.fan.beyond"), 22))
    left = year - 0.5 > sum(axes.get_xlim()) / 2
    axes.annotate(
        said, (year - 0.5, 0.03), xycoords=("data", "axes fraction"), xytext=(-4 if left else 4, 0),
        textcoords="offset points", ha="right" if left else "left", va="bottom", size=SMALL, color=style.FAINT,
    )  # fmt: skip
