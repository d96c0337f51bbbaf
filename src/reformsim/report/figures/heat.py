"""A table of numbers as a heat map: the darker the more, with the number in every cell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from numpy.typing import NDArray

from reformsim.report import style
from reformsim.report.figures.canvas import SMALL, Sheet, bare, styled, width, wrapped

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from reformsim.report.words import Words

SHADES: Final = LinearSegmentedColormap.from_list("reformsim", ["#F4F7FA", "#B9D3E8", "#5E9FCB", "#1F6AA5", "#08306B"])
"""One hue from light to dark, which also a grey print tells apart."""

_CELL_IN = 0.235


@styled
def heat_figure(
    title: str,
    below: str,
    columns: Sequence[str],
    rows: Sequence[str],
    values: NDArray[np.float64],
    *,
    source: str,
    w: Words,
) -> Figure:
    """Draw the table.

    Parameters
    ----------
    columns
        The start first, then the scenarios, whose colours they have.
    values
        (rows, columns); missing ones (NaN) stay empty.
    """
    room = 0.3 + min(3.0, max(width(label, 8.5) for label in rows))
    wide = min(1.1, (style.WIDTH_IN - room - 0.2) / len(columns))
    heads = [wrapped(name, SMALL - 0.5, wide - 0.03, bold=True, most=3) for name in columns]
    above = 0.13 * max(len(lines) for lines in heads) + 0.1
    sheet = Sheet(title, below, body_in=above + _CELL_IN * len(rows) + 0.1, source=source)
    axes = sheet.axes(room, above, wide * len(columns), _CELL_IN * len(rows))
    bare(axes, grid="")
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    norm = (values - low) / (high - low) if high > low else np.zeros_like(values)
    axes.pcolormesh(norm, cmap=SHADES, vmin=0, vmax=1, edgecolors="white", linewidth=1.2)
    axes.set_ylim(len(rows), 0)
    for (row, column), value in np.ndenumerate(values):
        if math.isfinite(value):
            text = w.number(float(value), 0 if abs(value - round(value)) < 0.005 else 1)
            ink = style.UPON_DARK if norm[row, column] > 0.55 else style.UPON_LIGHT
            axes.text(column + 0.5, row + 0.52, text, ha="center", va="center", size=SMALL, color=ink)
    axes.set_xticks([])
    labels = ["\n".join(wrapped(label, 8.5, 3.0, most=1)) for label in rows]
    axes.set_yticks(np.arange(len(rows)) + 0.5, labels, size=8.5)
    for at, lines in enumerate(heads):
        shade = style.INK if at == 0 else style.colour(at - 1, len(columns) - 1)
        middle = room + (at + 0.5) * wide
        words, top = "\n".join(lines), sheet.top_in + above - 0.04
        sheet.text(middle, top, words, size=SMALL - 0.5, color=shade, weight="bold", ha="center", va="bottom")
    return sheet.figure
