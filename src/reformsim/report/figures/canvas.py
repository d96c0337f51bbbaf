"""The sheet that figures are drawn on: title above, what is shown below it, a legend line, the source at the foot.

Places are in inches from the top left, so that a figure may be as high as what it shows.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from reformsim.report import style
from reformsim.report.page.saving import look

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Given = ParamSpec("Given")
Made = TypeVar("Made")

HEAD_IN: Final = 0.66
"""Height that title and subtitle of one line take."""
FOOT_IN: Final = 0.36
"""Height that the source of two lines takes."""
NOTE_LINE_IN: Final = 0.13
"""Height of each line of it more."""
LINE_IN: Final = 0.19
"""Height of a line of text."""
LEFT_IN: Final = 0.14
SMALL: Final = 8.0
"""Size of words within a figure of many parts."""

_AXES_WIDTH = style.WIDTH_IN - 2 * LEFT_IN


def styled(draws: Callable[Given, Made]) -> Callable[Given, Made]:
    """Make a function draw in the one look, and take a dollar sign in a name for a dollar sign."""

    @wraps(draws)
    def inner(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        with rc_context({**look(), "text.parse_math": False}):
            return draws(*args, **kwargs)

    return inner


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend line: a label, the colour and the form of its mark.

    Parameters
    ----------
    ink
        Colour of the words where it is not that of the mark.
    line
        Width of the line of the mark.
    hollow
        Whether the mark is.
    """

    label: str
    colour: str
    marker: str = "o"
    ink: str = ""
    line: float = 1.6
    hollow: bool = False


def scenario_keys(names: Sequence[str], marker: str = "o") -> list[Key]:
    """Give the keys of the scenarios in their colours."""
    return [Key(name, style.colour(at, len(names)), marker) for at, name in enumerate(names)]


class Sheet:
    """A figure under construction.

    Parameters
    ----------
    body_in
        Height of what is drawn, between the head and the foot.
    """

    def __init__(self, title: str, below: str, *, body_in: float, source: str, keys: Sequence[Key] = ()):
        lines = wrapped(below, style.TEXT_SIZE, _AXES_WIDTH)
        rows = _legend_rows(keys)
        titles = wrapped(title, style.TITLE_SIZE, _AXES_WIDTH, bold=True)
        extra = LINE_IN * (len(lines) - 1 + len(rows)) + 0.24 * (len(titles) - 1)
        self.top_in = HEAD_IN + extra + (0.12 if rows else 0.0)
        note = source_lines(source)
        self.height_in = self.top_in + body_in + FOOT_IN + NOTE_LINE_IN * max(len(note) - 2, 0)
        self.figure = Figure(figsize=(style.WIDTH_IN, self.height_in), facecolor="white")
        FigureCanvasAgg(self.figure)
        self.text(LEFT_IN, 0.14, "\n".join(titles), size=style.TITLE_SIZE, weight="bold")
        here = 0.42 + 0.24 * (len(titles) - 1)
        self.text(LEFT_IN, here, "\n".join(lines), size=style.TEXT_SIZE, color=style.FAINT)
        here += LINE_IN * len(lines) + 0.06
        for row in rows:
            self._legend_row(row, here + LINE_IN / 2)
            here += LINE_IN
        self.figure.text(
            LEFT_IN / style.WIDTH_IN,
            0.08 / self.height_in,
            "\n".join(note),
            size=style.NOTE_SIZE,
            color=style.FAINT,
            va="bottom",
        )

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Add axes at a place in inches; ``top`` is counted from the top of the body."""
        below = self.height_in - self.top_in - top - height
        whole = (style.WIDTH_IN, self.height_in)
        return self.figure.add_axes((left / whole[0], below / whole[1], width / whole[0], height / whole[1]))

    def text(
        self,
        left: float,
        top: float,
        words: str,
        *,
        size: float = SMALL,
        color: str = style.INK,
        weight: str = "normal",
        ha: str = "left",
        va: str = "top",
    ) -> None:
        """Write at a place in inches from the top left of the sheet."""
        self.figure.text(
            left / style.WIDTH_IN,
            1 - top / self.height_in,
            words,
            size=size,
            color=color,
            weight=weight,
            ha=ha,
            va=va,
        )

    def _legend_row(self, row: Sequence[tuple[float, Key]], middle: float) -> None:
        axes = self.figure.add_axes((0, 0, 1, 1), zorder=-1)
        axes.set_axis_off()
        axes.set_xlim(0, style.WIDTH_IN)
        axes.set_ylim(self.height_in, 0)
        for left, key in row:
            face, line = ("none", 0.8) if key.hollow else (key.colour, key.line)
            size = 9 if key.ink else 6
            axes.plot([left + 0.06], [middle], key.marker, color=key.colour, mfc=face, markersize=size, mew=line)
            weight, ink = ("normal", key.ink) if key.ink else ("bold", key.colour)
            self.text(left + 0.17, middle, key.label, size=9, color=ink, weight=weight, va="center_baseline")


def _legend_rows(keys: Sequence[Key]) -> list[list[tuple[float, Key]]]:
    """Put the keys beside one another, and on a further line where there is no room."""
    rows: list[list[tuple[float, Key]]] = []
    left = style.WIDTH_IN
    for key in keys:
        wide = 0.17 + width(key.label, 9, bold=True)
        if left + wide > style.WIDTH_IN - LEFT_IN:
            rows.append([])
            left = LEFT_IN
        rows[-1].append((left, key))
        left += wide + 0.25
    return rows


@lru_cache(maxsize=4096)
def width(words: str, size: float, *, bold: bool = False) -> float:
    """Width of words in inches."""
    if not words.strip():
        return 0.0
    face = FontProperties(family=style.RC["font.family"], weight="bold" if bold else "normal", size=size)
    wide, _, _ = text_to_path.get_text_width_height_descent(words, face, ismath=False)
    return float(wide) / 72


def source_lines(source: str) -> list[str]:
    """Break the source at the foot of a figure into lines; licences want it whole, and only a very long one is cut."""
    return textwrap.wrap(source, 130, max_lines=4, placeholder="\N{HORIZONTAL ELLIPSIS}")


def wrapped(words: str, size: float, room: float, *, bold: bool = False, most: int = 3) -> list[str]:
    """Break words into lines that fit a width in inches; what does not fit ``most`` lines is cut with an ellipsis."""
    if width(words, size, bold=bold) <= room:
        return [words]
    letters = max(4, int(len(words) * room / width(words, size, bold=bold)) + 2)
    while letters > 4:
        lines = textwrap.wrap(words, letters, max_lines=most, placeholder="\N{HORIZONTAL ELLIPSIS}")
        if all(width(line, size, bold=bold) <= room for line in lines):
            return lines
        letters -= 1
    return textwrap.wrap(words, letters, max_lines=most, placeholder="\N{HORIZONTAL ELLIPSIS}")


def bare(axes: Axes, *, grid: str = "x") -> None:
    """Take away the frame; leave faint lines along one axis, or none."""
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, labelsize=SMALL)
    if grid:
        axes.grid(axis=grid, color=style.GRID, linewidth=0.8)  # type: ignore[arg-type]
    axes.set_axisbelow(True)
