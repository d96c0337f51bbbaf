"""Many indicators side by side: small lines with bands, one colour per scenario and one legend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reformsim.report import style
from reformsim.report.figures.canvas import SMALL, Sheet, bare, scenario_keys, styled, wrapped
from reformsim.report.figures.lines import Band, dress, meaning, plot, shade_keys, year_ticks

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from reformsim.report.words import Words

_ROW_IN = 1.62
_PLOT_IN = 0.92
_MARGIN_IN = 0.52
_GAP_IN = 0.1


@dataclass(frozen=True, eq=False)
class Panel:
    """One indicator: its title, its unit, and a band per scenario."""

    title: str
    unit: str
    bands: Sequence[Band]


@styled
def panel_figure(title: str, panels: Sequence[Panel], *, source: str, w: Words, columns: int = 3) -> Figure:
    """Draw indicators as small multiples.

    Parameters
    ----------
    panels
        Each with the same scenarios in the same order.
    """
    rows = math.ceil(len(panels) / columns)
    bands = [band for panel in panels for band in panel.bands]
    sheet = Sheet(
        title,
        meaning(bands, w),
        keys=[*scenario_keys([band.name for band in panels[0].bands], "s"), *shade_keys(bands, w)],
        body_in=rows * _ROW_IN,
        source=source,
    )
    whole = (style.WIDTH_IN - _GAP_IN) / columns
    for at, panel in enumerate(panels):
        left, top = (at % columns) * whole, (at // columns) * _ROW_IN
        lines = wrapped(panel.title, SMALL, whole - 0.3, bold=True, most=2)
        axes = sheet.axes(left + _MARGIN_IN, top + _ROW_IN - _PLOT_IN - 0.25, whole - _MARGIN_IN - 0.14, _PLOT_IN)
        head = sheet.top_in + top + 0.13 * (2 - len(lines))
        sheet.text(left + 0.14, head, "\n".join(lines), weight="bold")
        sheet.text(left + 0.14, sheet.top_in + top + 0.27, panel.unit, size=SMALL - 0.5, color=style.FAINT)
        bare(axes, grid="y")
        plot(axes, panel.bands, linewidth=1.5)
        dress(axes, panel.bands, w, most_ticks=4)
        years = panel.bands[0].years
        few = year_ticks(years[0], years[-1])
        axes.set_xticks(few if len(few) <= 3 else [few[0], few[len(few) // 2], few[-1]])
        axes.tick_params(labelsize=SMALL - 0.5)
        # The years at both ends stand within the panel, so that neighbours do not touch.
        labels = axes.get_xticklabels()
        if len(labels) > 1:
            labels[0].set_horizontalalignment("left")
            labels[-1].set_horizontalalignment("right")
    return sheet.figure
