"""The one look of all figures.

Colours are those of Okabe and Ito (2008), told apart with any kind of colour vision and, in this order, also
by lightness.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

COLOURS: Final = ("#555555", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
"""Colour of the first, second, ... scenario; the first is the one compared against and stays grey."""

INK: Final = "#222222"
FAINT: Final = "#767676"
GRID: Final = "#E6E6E6"

PAPER: Final = "#FFFFFF"
STRIPE: Final = "#F3F3F3"
EDGE: Final = "#4D4D4D"
"""Thin lines around coloured areas."""

UPON_LIGHT: Final = "#202020"
UPON_DARK: Final = "#FEFEFE"
"""Words and lines upon coloured areas, which are the same on paper of any colour."""

WIDTH_IN: Final = 7.2
HEIGHT_IN: Final = 4.0
DPI: Final = 150

BOTH_ALPHA: Final = 0.16
CHANCE_ALPHA: Final = 0.32
"""Of the band of a scenario: light for chance and assumptions together, and over it dark for chance alone."""

BOTH: Final = "#E4E4E4"
CHANCE: Final = "#B7B7B7"
"""The two shades as a legend shows them: what the bands of a grey scenario are on white."""

_ON_DARK = ("#B9C0C9", "#5BB4EC", "#FF9457", "#3FCFA2", "#E3A3C6", "#F2BC45", "#A5D8F6")

DARK: Final[Mapping[str, str]] = MappingProxyType(
    {
        PAPER: "#14171B",
        INK: "#E8EAED",
        FAINT: "#A8AFB9",
        GRID: "#343A43",
        STRIPE: "#1E232A",
        BOTH: "#2E3237",
        CHANCE: "#5A5F66",
        **dict(zip(COLOURS, _ON_DARK, strict=True)),
        # The shades of the fan, from what is least to what is most likely.
        "#CFE3F1": "#1E3A4F",
        "#94C2E0": "#2B6087",
        "#4E9ACB": "#4E9ACB",
        "#C23B22": "#FF8C75",
        # Legal forms of bodies.
        "#3B4F6B": "#8FA9CF",
        "#8E6C8A": "#C39BBE",
        "#C9A227": "#DDB93F",
        "#7FA69A": "#8FBDAF",
    }
)
"""What a colour is on a dark screen; one that is not here, as those of maps, is the same there."""

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


def variable(colour: str) -> str:
    """Give a colour of this module as CSS that turns with the screen; another one as it is.

    Examples
    --------
    >>> variable("#222222"), variable("#ABCDEF")
    ('var(--c-222222,#222222)', '#ABCDEF')
    """
    return f"var(--c-{colour[1:].upper()},{colour})" if colour.upper() in DARK else colour


def dark_css() -> str:
    """Give the declarations of CSS by which :func:`variable` turns dark."""
    return " ".join(f"--c-{light[1:]}: {dark};" for light, dark in DARK.items())
