"""The legend under maps: classes of colour, marks and borders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from reformsim.report import style
from reformsim.report.maps.scales import MISSING_COLOUR, Scale
from reformsim.report.words import words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NEW: Final = "#D55E00"
"""Outline of new municipalities: the vermilion of Okabe and Ito, seen on the light and on the dark end of the scale."""

MARGIN: Final = 0.15
LINE: Final = 0.14
"""Height of a line of the title of the scale, in inches."""

_BOX, _BOX_HIGH = 0.56, 0.15


def draw_legend(
    figure: Figure,
    scale: Scale,
    said: Sequence[str],
    bottom: float,
    marks: bool,
    missing: bool,
    lang: str,
    border: str = "",
) -> float:
    """Draw the classes as a strip with the limits under it, and on its right what the lines mean.

    Parameters
    ----------
    bottom
        Height of what stands below, in inches.

    Returns
    -------
    float
        Where the lines begin, in inches from the left.
    """
    w = words(lang)
    height = figure.get_figheight()
    base = bottom + 0.24
    write(figure, MARGIN, base + _BOX_HIGH + 0.06 + LINE * len(said), "\n".join(said), size=8)
    for at, colour in enumerate(scale.colours):
        _box(figure, MARGIN + at * _BOX, base, _BOX, height, facecolor=colour, edgecolor=style.EDGE)
    under = {"size": 7.5, "color": style.INK, "ha": "center"}
    for at, label in enumerate(scale.labels, start=1):
        write(figure, MARGIN + at * _BOX, base - 0.04, label, **under)
    if scale.first:
        write(figure, MARGIN, base - 0.04, scale.first, **{**under, "ha": "left"})
    if scale.last:
        write(figure, MARGIN + len(scale.colours) * _BOX, base - 0.04, scale.last, **under)
    right = max(scale_width(scale) + 0.45, 4.75)
    lines: list[tuple[str, str, float]] = []
    if marks:
        lines.append((w("maps.new"), NEW, 1.6))
    lines.append((border or w("maps.border.province"), style.UPON_LIGHT, 1.2))
    lines.append((w("maps.border.municipality"), style.EDGE, 0.4))
    start = base + _BOX_HIGH + 0.16
    ground = scale.colours[len(scale.colours) // 3]
    for at, (label, colour, width) in enumerate(lines):
        level = (start - at * 0.165) / height
        # Upon the colour of an area, where the line is seen on paper of any colour.
        _box(figure, right, start - at * 0.165 - 0.05, 0.28, height, high=0.1, facecolor=ground, edgecolor="none")
        ends = [right / style.WIDTH_IN, (right + 0.28) / style.WIDTH_IN]
        figure.add_artist(Line2D(ends, [level, level], color=colour, linewidth=width))
        write(figure, right + 0.36, start - at * 0.165, label, size=7.5, va="center")
    if missing:
        level = start - len(lines) * 0.165
        _box(figure, right, level - 0.05, 0.28, height, high=0.1, facecolor=MISSING_COLOUR, edgecolor=style.EDGE)
        write(figure, right + 0.36, level, w("maps.missing"), size=7.5, va="center")
    return right


def scale_width(scale: Scale) -> float:
    """Where the strip of classes ends, in inches from the left."""
    return MARGIN + len(scale.colours) * _BOX


def _box(
    figure: Figure, left: float, base: float, wide: float, height: float, high: float = _BOX_HIGH, **look: Any
) -> None:
    corner = (left / style.WIDTH_IN, base / height)
    figure.add_artist(
        Rectangle(corner, wide / style.WIDTH_IN, high / height, transform=figure.transFigure, linewidth=0.4, **look)
    )


def write(figure: Figure, left: float, top: float, text: str, **look: Any) -> None:
    """Write text at a place in inches from the corner at the lower left."""
    settings = {"va": "top", **look}
    place = (left / style.WIDTH_IN, top / figure.get_figheight())
    # Names come from the user's files; a dollar in them is a dollar.
    figure.text(*place, text, parse_math=False, linespacing=1.25, **settings)
