"""The registry of indicators and how they are measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from reformsim.errors import UnknownNameError
from reformsim.indicators import (
    administrators,
    allocation,
    capacity,
    compactness,
    cooperation,
    cost,
    decisions,
    drukte,
    europe,
    feasibility,
    legitimacy,
    mergers,
    money,
    principles,
    randstad,
    resources,
    service,
    staff,
    structure,
    water_boards,
)
from reformsim.indicators.kind import Indicator
from reformsim.indicators.view import View, once

_ALL: tuple[Indicator, ...] = (
    *structure.INDICATORS,
    *administrators.INDICATORS,
    *water_boards.INDICATORS,
    *drukte.INDICATORS,
    *capacity.INDICATORS,
    *legitimacy.INDICATORS,
    *cost.INDICATORS,
    *cooperation.INDICATORS,
    *mergers.INDICATORS,
    *money.INDICATORS,
    *staff.INDICATORS,
    *resources.INDICATORS,
    *allocation.INDICATORS,
    *europe.INDICATORS,
    *compactness.INDICATORS,
    *decisions.INDICATORS,
    *service.INDICATORS,
    *randstad.INDICATORS,
    *feasibility.INDICATORS,
    *principles.INDICATORS,
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


@dataclass(frozen=True, slots=True)
class Place:
    """The value of an indicator in one place."""

    level: str
    code: str
    indicator: str
    value: float


LOCAL: tuple[str, ...] = tuple(i.name for i in _ALL if i.by_municipality is not None)
"""Names of the indicators that make sense below the national level."""


@once
def _by_municipality(view: View) -> NDArray[np.float64]:
    """All local indicators of a year by living municipality, shape (m, L), in the order of ``LOCAL``."""
    return np.column_stack([np.asarray(i.by_municipality(view), float) for i in _ALL if i.by_municipality])


def place_values(view: View, level: str) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """All local indicators of a year by place.

    Parameters
    ----------
    view
        The world of a year.
    level
        'province' or 'municipality'.

    Returns
    -------
    codes : (P,) tuple of str
    values : (P, L) float64
        In the order of ``LOCAL``; how a province's value comes of its municipalities', each indicator says.
    """
    state = view.state
    items = [i for i in _ALL if i.by_municipality is not None]
    values = _by_municipality(view)
    if level == "municipality":
        return tuple(state.codes[r] for r in view.live), values
    province = state.province[view.live]
    rows, at = np.unique(province, return_inverse=True)
    weights = {
        "sum": np.ones(len(province)),
        "inhabitants": view.people,
        "councillors": view.seats.astype(float),
        "municipalities": np.ones(len(province)),
        "representatives": view.representatives,
    }
    together = np.zeros((len(rows), len(items)))
    for column, item in enumerate(items):
        weight = weights[item.together]
        total = np.bincount(at, weights=weight * values[:, column], minlength=len(rows))
        share = 1.0 if item.together == "sum" else np.bincount(at, weights=weight, minlength=len(rows))
        together[:, column] = total / share
    return tuple(state.provinces.codes[r] for r in rows), together


def measure_places(view: View, level: str) -> list[Place]:
    """The same as :func:`place_values`, one entry per place and indicator."""
    codes, values = place_values(view, level)
    return [
        Place(level, code, name, float(value))
        for column, name in enumerate(LOCAL)
        for code, value in zip(codes, values[:, column], strict=True)
    ]
