"""The one look of all figures.

Colours are those of Okabe and Ito (2008), told apart with any kind of colour vision and, in this order, also
by lightness.
"""

from __future__ import annotations

from typing import Any, Final

COLOURS: Final = ("#555555", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
"""Colour of the first, second, ... scenario; the first is the one compared against and stays grey."""

INK: Final = "#222222"
FAINT: Final = "#767676"
GRID: Final = "#E6E6E6"

WIDTH_IN: Final = 7.2
HEIGHT_IN: Final = 4.0
DPI: Final = 150

BOTH_ALPHA: Final = 0.16
CHANCE_ALPHA: Final = 0.32
"""Of the band of a scenario: light for chance and assumptions together, and over it dark for chance alone."""

BOTH: Final = "#E4E4E4"
CHANCE: Final = "#B7B7B7"
"""The two shades as a legend shows them: what the bands of a grey scenario are on white."""

TITLE_SIZE: Final = 12
TEXT_SIZE: Final = 9.5
NOTE_SIZE: Final = 7

RC: Final[dict[Any, Any]] = {
    "font.family": "DejaVu Sans",  # ships with Matplotlib, so figures are the same on every machine
    "font.size": TEXT_SIZE,
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.unicode_minus": True,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
}


def colour(position: int, count: int = 2) -> str:
    """Colour of the scenario at this position of ``count``; beyond seven they come round again."""
    # A scenario alone is not a yardstick for another, so it is not grey.
    return COLOURS[1] if count == 1 else COLOURS[position % len(COLOURS)]
