"""The registry of indicators and how they are measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from reformsim.errors import UnknownNameError
from reformsim.indicators import administrators, capacity, cost, drukte, legitimacy, structure
from reformsim.indicators.kind import Indicator
from reformsim.indicators.view import View

_ALL: tuple[Indicator, ...] = (
    *structure.INDICATORS,
    *administrators.INDICATORS,
    *drukte.INDICATORS,
    *capacity.INDICATORS,
    *legitimacy.INDICATORS,
    *cost.INDICATORS,
)

INDICATORS: Mapping[str, Indicator] = MappingProxyType({i.name: i for i in _ALL})
"""All indicators by name, in the order in which they are reported."""

HEADLINES: tuple[str, ...] = tuple(i.name for i in _ALL if i.headline)
"""Names of the indicators shown first."""


def indicator(name: str) -> Indicator:
    """Give an indicator by name; raises :class:`UnknownNameError` with the nearest name."""
    try:
        return INDICATORS[name]
    except KeyError:
        raise UnknownNameError("indicator", name, INDICATORS) from None


def measure(view: View) -> NDArray[np.float64]:
    """All national indicators of a year, shape (I,), in the order of ``INDICATORS``."""
    return np.array([i.function(view) for i in _ALL])


Aggregate = Callable[[NDArray[np.float64], NDArray[np.float64]], float]


@dataclass(frozen=True, slots=True)
class Place:
    """The value of an indicator in one place."""

    level: str
    code: str
    indicator: str
    value: float


def measure_places(view: View, level: str) -> list[Place]:
    """Indicators that make sense below the national level, by place.

    Parameters
    ----------
    view
        The world of a year.
    level
        'province' or 'municipality'.
    """
    state = view.state
    province = state.province[view.live]
    found: list[Place] = []
    for item in _ALL:
        if item.by_municipality is None:
            continue
        values = np.asarray(item.by_municipality(view), float)
        if level == "municipality":
            found += [Place(level, state.codes[r], item.name, float(v)) for r, v in zip(view.live, values, strict=True)]
            continue
        for row in np.flatnonzero(state.provinces.alive):
            here = province == row
            if here.any():
                value = (
                    values[here].sum() if item.adds_up else values[here] @ view.people[here] / view.people[here].sum()
                )
                found.append(Place(level, state.provinces.codes[row], item.name, float(value)))
    return found
