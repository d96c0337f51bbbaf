"""Classes of colour for maps: limits that people can read, and a scale that is dark where the number is high."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import to_hex
from matplotlib.ticker import MaxNLocator

from reformsim.arrays import Floats
from reformsim.report import style
from reformsim.report.words import Words

MISSING_COLOUR: Final = "#D9D9D9"
_NEVER: Final = style.UPON_DARK
_SIDES: Final = 3
"""Classes on either side of no change."""
_UNSEEN: Final = 1e-9
"""Of the largest change; a smaller one is none."""
_MOST: Final = 6
"""Limits on a scale; eyes tell no more shades apart on a map."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Classes with their colours.

    Parameters
    ----------
    limits
        (k,) ascending: where one class ends and the next begins; a value on a limit is in the upper class.
    labels
        (k) the limits in words.
    colours
        (k + 1) hexadecimal.
    first, last
        What is written under the first class, and at the end of the last.
    """

    title: str
    limits: tuple[float, ...]
    labels: tuple[str, ...]
    colours: tuple[str, ...]
    first: str = ""
    last: str = ""

    def colour(self, values: Floats) -> list[str]:
        """Give the colour of each value; grey where it is not finite."""
        at = np.digitize(values, self.limits) if self.limits else np.zeros(len(values), np.int64)
        finite = np.isfinite(values)
        return [self.colours[i] if fine else MISSING_COLOUR for i, fine in zip(at, finite, strict=True)]


def value_scale(title: str, values: Floats, w: Words, *, unit: str = "", orders: bool = False) -> Scale:
    """Make a scale of round limits for some values.

    Parameters
    ----------
    unit
        'share' for percentages.
    orders
        Whether the values spread over orders of magnitude, as inhabitants do; then limits go 1, 2, 5, 10.
    """
    finite = values[np.isfinite(values)]
    if not len(finite):
        return Scale(title, (), (), shades(1))
    # The few that lie far out would otherwise take the scale for themselves.
    low, high = (float(v) for v in np.quantile(finite, (0.02, 0.98)))
    if orders and low > 0:
        limits = _orders(low, high)
    else:
        ticks = MaxNLocator(nbins=_MOST, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
        limits = [float(v) for v in ticks if low < v < high]
    if not limits:
        # All the same, or nearly: one class, named by its value.
        return Scale(title, (), (), shades(1), first=_number(float(np.median(finite)), [low, high], w, unit))
    labels = tuple(_number(limit, limits, w, unit) for limit in limits)
    return Scale(title, tuple(limits), labels, shades(len(limits) + 1))


def chance_scale(title: str, never: str, w: Words) -> Scale:
    """Make the scale of chances: a class of its own for never, then fifths up to always."""
    fifths = (0.2, 0.4, 0.6, 0.8)
    labels = tuple(w.share(share) for share in (0.0, *fifths))
    return Scale(title, (1e-12, *fifths), labels, (_NEVER, *shades(5)), first=never, last=w.share(1.0))


def change_scale(title: str, changes: Floats, none: str, w: Words, *, unit: str = "") -> Scale:
    """Make the scale of changes: a class in the middle for none, three of less and three of more, in round steps.

    Parameters
    ----------
    none
        The words for no change.
    """
    moved = np.abs(changes[np.isfinite(changes)])
    moved = moved[moved > _UNSEEN * moved.max(initial=0.0)]
    if not len(moved):
        return Scale(title, (), (), (_two_ways(0.5),), first=none)
    # The few that lie far out would otherwise take the scale for themselves.
    step = _round_step(float(np.quantile(moved, 0.95)) / _SIDES)
    above = [_UNSEEN * float(moved.max()), *(step * at for at in range(1, _SIDES))]
    limits = [*(-limit for limit in reversed(above)), *above]
    written = [0.0 if abs(limit) == above[0] else limit for limit in limits]
    labels = tuple(_number(limit, written, w, unit) for limit in written)
    places = np.linspace(0.08, 0.92, 2 * _SIDES + 1)
    return Scale(title, tuple(limits), labels, tuple(_two_ways(float(at)) for at in places))


def _two_ways(place: float) -> str:
    """Orange for less, white for none, purple for more: told apart with any colour vision."""
    return to_hex(colormaps["PuOr"](place))


def _round_step(size: float) -> float:
    """Give the nearest of 1, 2, 2.5 and 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(size))
    return min((round(one * power, 12) for one in (1.0, 2.0, 2.5, 5.0, 10.0)), key=lambda one: abs(one - size))


def shades(count: int) -> tuple[str, ...]:
    """Colours from light to dark, told apart with any colour vision and in grey."""
    # From pale yellow over green to blue its lightness falls evenly; the ends, where lines drown, are left out.
    places = np.linspace(0.04, 0.96, count) if count > 1 else np.array([0.4])
    return tuple(to_hex(colormaps["YlGnBu"](float(place))) for place in places)


def _orders(low: float, high: float) -> list[float]:
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for steps in ((1, 2, 5), (1, 3), (1,)):
        limits = [step * 10.0**power for power in powers for step in steps if low < step * 10.0**power < high]
        if len(limits) <= _MOST:
            return limits
    return limits[:: math.ceil(len(limits) / _MOST)]


def _number(value: float, together: Sequence[float], w: Words, unit: str) -> str:
    if unit == "share":
        return f"{w.number(100 * value, _decimals([100 * v for v in together]))} %"
    return w.number(value, _decimals(together))


def _decimals(values: Sequence[float]) -> int:
    """Fewest decimals with which limits are written exactly."""
    for decimals in range(5):
        if all(math.isclose(round(v, decimals), v, rel_tol=1e-6, abs_tol=1e-12) for v in values):
            return decimals
    return 3
