"""A few sliders in place of all assumptions: what the polynomials of an exploration say when these are moved.

An emulator answers at once and is not the model: its skill on draws that it was not fitted on says how far it may be
believed. What has no slider stands at what is expected of it, and so does chance, which no emulator foresees.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reformsim.arrays import Floats, Ints
from reformsim.experiment.explore.fitted.surrogate import Term, legendre, skill
from reformsim.experiment.explore.sampled import EFFECT, LEVEL, Sampled

if TYPE_CHECKING:
    from reformsim.experiment.explore.result import Exploration

MOST = 10
"""Sliders."""

GRID = 33
"""Quantiles by which the place of a slider is told from its value."""

ENOUGH = 0.9
"""Skill from which an answer is shown."""


@dataclass(frozen=True, eq=False)
class Slider:
    """A parameter that can be moved.

    Attributes
    ----------
    name
        Of the weight, or of the figure of a lever.
    source
        What it rests on: 'estimated', 'assumed' or 'put_in'.
    quantiles : (GRID,) float64
        Values drawn, at coordinates evenly spread from 0 to 1, ascending.
    usual
        Median.
    """

    name: str
    unit: str
    source: str
    quantiles: Floats
    usual: float

    def coordinate(self, value: float) -> float:
        """Where a value stands among those that were drawn, 0 to 1."""
        return float(np.interp(value, self.quantiles, np.linspace(0.0, 1.0, GRID)))


@dataclass(frozen=True, eq=False)
class Answer:
    """How one outcome follows from the sliders.

    Attributes
    ----------
    what
        'level' of the first scenario, or 'effect' of another.
    constant
        What is expected if nothing is known.
    terms
        Products of Legendre polynomials of variance 1: positions of sliders, each with a degree.
    coefficients : (terms,) float64
        In the unit of the indicator.
    skill
        Share of the variance over draws that it foresees on draws not seen; NaN where nothing varies.
    """

    indicator: str
    scenario: str
    what: str
    constant: float
    terms: tuple[Term, ...]
    coefficients: Floats
    skill: float

    @property
    def believed(self) -> bool:
        """Whether its skill is at least :data:`ENOUGH`; where nothing varies there is nothing to foresee."""
        return not self.skill < ENOUGH

    def at(self, coordinates: Floats) -> float:
        """Give what is expected with the sliders at coordinates (sliders,) from 0 to 1."""
        total = self.constant
        for term, coefficient in zip(self.terms, self.coefficients.tolist(), strict=True):
            product = coefficient
            for slider, degree in term:
                product *= float(legendre(np.asarray(coordinates[slider]), degree))
            total += product
        return total


@dataclass(frozen=True, eq=False)
class Emulator:
    """Sliders, those that matter most first, and an answer for each outcome."""

    sliders: tuple[Slider, ...]
    answers: tuple[Answer, ...]


def emulator(exploration: Exploration, indicators: Collection[str] | None = None, most: int = MOST) -> Emulator:
    """Fit sliders to the draws of an exploration.

    Parameters
    ----------
    indicators
        That are to be answered; all that were measured unless given.
    most
        Sliders at most: those to which most of the variance of all answers together, each counted alike, is put down.

    Raises
    ------
    RunError
        If the design is no sample, or too few draws have a value.
    """
    asked = exploration.indicators if indicators is None else indicators
    told = [(scenario, name) for scenario, name in exploration.told if name in asked]
    sampled = {one: exploration.sampled(one[1], one[0]) for one in told}
    chosen = _chosen(list(sampled.values()), len(exploration.factors.names), most)
    first = exploration.scenarios[0]
    answers = tuple(
        _answer(name, scenario, LEVEL if scenario == first else EFFECT, one, chosen)
        for (scenario, name), one in sampled.items()
    )
    return Emulator(_sliders(exploration, chosen), answers)


def _chosen(outcomes: list[Sampled], count: int, most: int) -> Ints:
    """Positions of the parameters that matter most, the first most of all."""
    weight = np.zeros(count)
    for one in outcomes:
        spread = float(one.mean.var())
        if spread > 0.0:
            weight += one.surrogate.importance(count) / spread
    order = np.argsort(-weight, kind="stable")[:most]
    return np.asarray(order[weight[order] > 0.0])


def _sliders(exploration: Exploration, chosen: Ints) -> tuple[Slider, ...]:
    factors, grid = exploration.factors, np.linspace(0.0, 1.0, GRID)
    found = []
    for at in chosen.tolist():
        values = factors.values[:, at]
        quantiles = np.quantile(values[np.isfinite(values)], grid)
        name, source, middle = factors.names[at], factors.sources[at], float(quantiles[GRID // 2])
        found.append(Slider(name, factors.units[at], source, quantiles, middle))
    return tuple(found)


def _answer(indicator: str, scenario: str, what: str, one: Sampled, chosen: Ints) -> Answer:
    place = {position: at for at, position in enumerate(chosen.tolist())}
    model, kept = one.surrogate, one.surrogate.within(place)
    weights = [c for term, c in zip(model.terms, model.coefficients.tolist(), strict=True) if term in kept]
    terms = tuple(tuple((place[factor], degree) for factor, degree in term) for term in model.terms if term in kept)
    seen = skill(one.crossed.outcome, one.crossed.predicted(place))
    return Answer(indicator, scenario, what, model.constant, terms, np.array(weights), seen)
