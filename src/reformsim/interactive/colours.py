"""Classes of colour for the maps of the page: limits that people can read, one scale for all worlds and both ends."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import to_hex

from reformsim.arrays import Floats
from reformsim.report.maps.scales import MISSING_COLOUR, chance_scale, value_scale
from reformsim.report.words import words

SIDES: Final = 3
"""Classes on either side of no change."""

UNSEEN: Final = 1e-9
"""Of the largest change; a smaller one is none."""


def value_classes(values: Floats, unit: str = "", *, orders: bool = False) -> dict[str, Any]:
    """Give round limits for some values and a colour for each class, as maps of the report have them.

    Parameters
    ----------
    values
        Of all places, in all worlds and at both ends.
    orders
        Whether they spread over orders of magnitude, as inhabitants do.
    """
    found = value_scale("", values.ravel(), words("en"), unit=unit, orders=orders)
    return {"limits": list(found.limits), "colours": list(found.colours), "missing": MISSING_COLOUR}


def chance_classes() -> dict[str, Any]:
    """Give the classes of chances: one of its own for never, then fifths up to always."""
    found = chance_scale("", "", words("en"))
    return {"limits": list(found.limits), "colours": list(found.colours), "missing": MISSING_COLOUR}


def change_classes(changes: Floats) -> dict[str, Any]:
    """Give classes of change about a middle one of no change: three of less, three of more, in round steps.

    Examples
    --------
    >>> change_classes(np.array([-6.0, 0.0, 4.0]))["limits"][-2:]
    [2.0, 4.0]
    """
    moved = np.abs(changes[np.isfinite(changes)])
    moved = moved[moved > UNSEEN * moved.max(initial=0.0)]
    if not len(moved):
        return {"limits": [], "colours": [_two_ways(0.5)], "missing": MISSING_COLOUR}
    # The few that lie far out would otherwise take the scale for themselves.
    step = _round_step(float(np.quantile(moved, 0.95)) / SIDES)
    above = [UNSEEN * float(moved.max()), *(step * at for at in range(1, SIDES))]
    limits = [*(-limit for limit in reversed(above)), *above]
    places = np.linspace(0.08, 0.92, 2 * SIDES + 1)
    return {"limits": limits, "colours": [_two_ways(float(at)) for at in places], "missing": MISSING_COLOUR}


def _two_ways(place: float) -> str:
    """Orange for less, white for none, purple for more: told apart with any colour vision."""
    return to_hex(colormaps["PuOr"](place))


def _round_step(size: float) -> float:
    """Give the nearest of 1, 2, 2.5 and 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(size))
    return min((round(one * power, 12) for one in (1.0, 2.0, 2.5, 5.0, 10.0)), key=lambda one: abs(one - size))
