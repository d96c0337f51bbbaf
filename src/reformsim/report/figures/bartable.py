"""Parts of a whole as a table of bars: parts in rows, the whole below, the start and the scenarios in columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reformsim.report import style
from reformsim.report.figures.canvas import SMALL, Sheet, bare, styled, width, wrapped

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from reformsim.report.words import Words

_ROW_IN = 0.25
_WIDEST_LABEL_IN = 2.0


@styled
def bar_table_figure(
    title: str,
    below: str,
    columns: Sequence[str],
    rows: Sequence[str],
    values: NDArray[np.float64],
    *,
    whole: str,
    source: str,
    w: Words,
) -> Figure:
    """Draw the bars, and the whole of each column under them.

    Parameters
    ----------
    columns
        The start first, then the scenarios, whose colours they have.
    values
        (rows + 1, columns), none negative; the last row is the whole, which medians of parts need not add up to.
    """
    labels = ["\n".join(wrapped(label, 8.5, _WIDEST_LABEL_IN, most=1)) for label in (*rows, whole)]
    room = 0.3 + max(width(label, 8.5, bold=True) for label in labels)
    wide = min(1.9, (style.WIDTH_IN - room - 0.1) / len(columns))
    heads = [wrapped(name, SMALL - 0.5, wide - 0.05, bold=True, most=3) for name in columns]
    above = 0.13 * max(len(lines) for lines in heads) + 0.1
    count = len(rows) + 1
    sheet = Sheet(title, below, body_in=above + _ROW_IN * count + 0.1, source=source)
    texts = [[w.number(float(v)) for v in row] for row in values]
    figures = max(width(text, SMALL, bold=True) for row in texts for text in row)
    most = max(float(values[:-1].max()), 1e-9)
    # In narrow columns the numbers stand on their bars, or the bars would have no room to differ.
    beside = wide - figures - 0.2 > 0.5
    longest = wide - figures - 0.2 if beside else wide - 0.12
    strong, faint = (0.75, 0.45) if beside else (0.4, 0.22)
    for at, name in enumerate(heads):
        shade = style.INK if at == 0 else style.colour(at - 1, len(columns) - 1)
        axes = sheet.axes(room + at * wide, above, wide - 0.04, _ROW_IN * count)
        axes.set_xlim(0, wide - 0.04)
        lengths = longest * values[:-1, at] / most
        _column(axes, lengths, [row[at] for row in texts], shade, strong if at else faint, beside=beside)
        if at == 0:
            axes.set_yticks(range(count), labels, size=8.5)
            axes.get_yticklabels()[-1].set_fontweight("bold")
        words, top = "\n".join(name), sheet.top_in + above - 0.06
        sheet.text(room + at * wide, top, words, size=SMALL - 0.5, color=shade, weight="bold", va="bottom")
    return sheet.figure


def _column(
    axes: Axes, lengths: NDArray[np.float64], texts: Sequence[str], shade: str, alpha: float, *, beside: bool
) -> None:
    """Draw the bars of a column with their numbers, and the whole under a line."""
    count = len(lengths)
    bare(axes, grid="")
    axes.set_ylim(count + 0.5, -0.5)
    axes.barh(range(count), lengths, height=0.62, color=shade, alpha=alpha, linewidth=0)
    for row, length in enumerate(lengths):
        axes.text((length if beside else 0.0) + 0.05, row, texts[row], va="center_baseline", size=SMALL)
    axes.text(0 if beside else 0.05, count, texts[-1], va="center_baseline", size=SMALL, weight="bold")
    axes.axhline(count - 0.5, color=style.FAINT, linewidth=0.8)
    axes.plot([0, 0], [-0.5, count - 0.5], color=style.FAINT, linewidth=0.8)
    axes.set_xticks([])
    axes.set_yticks([])
