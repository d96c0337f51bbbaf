"""Figures of a hindcast: the number of municipalities, how reliable chances are, and a map beside the real one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from numpy.typing import NDArray

from reformsim.arrays import Floats
from reformsim.report import style
from reformsim.report.figures.canvas import source_lines
from reformsim.report.figures.lines import Band, indicator_figure
from reformsim.report.page.saving import look, save

if TYPE_CHECKING:
    from matplotlib.axes import Axes

REAL = "#C23B22"
"""Colour of what really happened on the map."""


@dataclass(frozen=True, eq=False)
class PlaceMap:
    """Municipalities on the map: where they lie (metres), how many live there, (M,), and neighbours, (p, 2)."""

    x: Floats
    y: Floats
    people: Floats
    pairs: NDArray[np.int64]


def draw_bands(bands: Sequence[Band], path: Path, *, source: str) -> None:
    """Draw the real number of municipalities first, then the forecasts; the model's with its band."""
    with rc_context(look()):
        figure = indicator_figure("Municipalities, real and as forecast", "municipalities", bands, source=source)
        axes = figure.axes[0]
        axes.plot(bands[0].years, bands[0].middle, color=style.INK, linewidth=0, marker="o", markersize=4)
        save(figure, path)


def draw_reliability(panels: Mapping[str, Mapping[str, Floats]], path: Path, *, source: str) -> None:
    """Draw chances given beside what happened, a panel for each kind of case.

    Parameters
    ----------
    panels
        By title and forecast: cases, mean chance and share that happened of each bin, (b, 3).
    """
    with rc_context(look()):
        figure = Figure(figsize=(style.WIDTH_IN, style.HEIGHT_IN), facecolor="white")
        FigureCanvasAgg(figure)
        figure.text(0.02, 0.955, "Chance given and what happened", size=style.TITLE_SIZE, weight="bold", va="top")
        said = "mean chance and share that happened, by tenth of the cases; bars: 80 % of chance's own play"
        figure.text(0.02, 0.885, said, size=style.TEXT_SIZE, color=style.FAINT, va="top")
        width = 0.88 / len(panels)
        for at, (title, forecasts) in enumerate(panels.items()):
            axes = figure.add_axes((0.10 + at * width, 0.2, width - 0.11, 0.56))
            _reliability_panel(axes, title, forecasts)
        _note(figure, source)
        save(figure, path)


def _reliability_panel(axes: Axes, title: str, forecasts: Mapping[str, Floats]) -> None:
    most = 0.0
    for at, (name, bins) in enumerate(forecasts.items()):
        cases, chance, happened = bins.T
        low, high = _play(cases, chance)
        shade = style.COLOURS[1 + at]
        axes.vlines(chance, low, high, color=shade, linewidth=4, alpha=0.18)
        axes.plot(chance, happened, color=shade, marker="o", markersize=4, linewidth=1.2, label=name)
        most = max(most, float(chance.max()), float(happened.max()), float(high.max()))
    axes.plot((0, most), (0, most), color=style.FAINT, linewidth=0.8, linestyle="--")
    # Where nobody gave a chance the panel is empty, and says so by having nothing in it.
    end = most * 1.05 or 1.0
    axes.set_xlim(0, end)
    axes.set_ylim(0, end)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_title(title, size=style.TEXT_SIZE, loc="left", color=style.INK)
    axes.set_xlabel("chance given", size=style.TEXT_SIZE)
    axes.set_ylabel("share that happened", size=style.TEXT_SIZE)
    if forecasts:
        axes.legend(frameon=False, fontsize=style.NOTE_SIZE, loc="upper left")
    axes.tick_params(labelsize=style.NOTE_SIZE + 1)


def _play(cases: Floats, chance: Floats) -> tuple[Floats, Floats]:
    """The middle 80 % of shares that would be seen if the chances were right."""
    from scipy.stats import binom

    low, high = (binom.ppf(edge, cases.astype(int), np.clip(chance, 0.0, 1.0)) / cases for edge in (0.1, 0.9))
    return low, high


def draw_map(
    place: PlaceMap,
    chances: tuple[Floats, Floats],
    happened: tuple[Floats, Floats],
    path: Path,
    *,
    span: str,
    source: str,
) -> None:
    """Draw the map of chances beside the real one: a circle for each municipality, a line for each pair that joins.

    Parameters
    ----------
    chances, happened
        Of municipalities, (M,), and of pairs, (p,); 0 or 1 for what happened.
    """
    with rc_context(look()):
        figure = Figure(figsize=(style.WIDTH_IN, 5.2), facecolor="white")
        FigureCanvasAgg(figure)
        figure.text(0.02, 0.965, f"Who merges, {span}", size=style.TITLE_SIZE, weight="bold", va="top")
        said = "circles: municipalities by inhabitants, the darker the likelier; lines: pairs that become one"
        figure.text(0.02, 0.915, said, size=style.TEXT_SIZE, color=style.FAINT, va="top")
        panels = (("chance in the model", chances, style.COLOURS[1]), ("really", happened, REAL))
        for at, (title, (merged, together), shade) in enumerate(panels):
            axes = figure.add_axes((0.01 + 0.5 * at, 0.06, 0.48, 0.79))
            _map_panel(axes, place, merged, together, shade)
            axes.set_title(title, size=style.TEXT_SIZE, color=shade, weight="bold", y=0.97)
        _note(figure, source)
        save(figure, path)


def _map_panel(axes: Axes, place: PlaceMap, merged: Floats, together: Floats, shade: str) -> None:
    spots = np.stack([place.x, place.y], axis=1) / 1000.0
    strength = together / max(float(together.max(initial=0.0)), 1e-9)
    # Fainter lines than this are not seen.
    seen = strength > 0.04
    strength = strength[seen]
    if seen.any():
        ends = list(spots[place.pairs[seen]])
        faint = 0.15 + 0.85 * strength
        axes.add_collection(LineCollection(ends, colors=shade, linewidths=0.3 + 2.2 * strength, alpha=faint))
    size = 4.0 + 60.0 * place.people / place.people.max()
    axes.scatter(spots[:, 0], spots[:, 1], s=size, facecolor="white", edgecolor="#B5B5B5", linewidth=0.4, zorder=2)
    # The depth of the colour is its opacity.
    deep = np.clip(merged / max(float(merged.max(initial=0.0)), 1e-9), 0.0, 1.0)
    fill = np.column_stack([np.tile(to_rgb(shade), (len(deep), 1)), deep])
    axes.scatter(spots[:, 0], spots[:, 1], s=size, facecolor=fill, edgecolor="none", zorder=3)
    axes.set_aspect("equal")
    axes.autoscale_view()
    axes.set_axis_off()


def _note(figure: Figure, source: str) -> None:
    note = "\n".join(source_lines(source))
    figure.text(0.02, 0.02, note, size=style.NOTE_SIZE, color=style.FAINT, va="bottom")
