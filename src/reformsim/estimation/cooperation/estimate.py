"""What ``reformsim estimate-cooperation`` does: all rules of cooperation, fitted on the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from reformsim.arrays import Floats
from reformsim.estimation.cooperation.cases import Cases, cases
from reformsim.estimation.cooperation.fitting import Regression, choose, regress
from reformsim.estimation.cooperation.steps import LISTS_SINCE, step
from reformsim.model.cooperation.terms import JOINING, JOINING_AT, PARTNER, STARTING

FIRST, LAST = 2012, 2022
"""Steps on which the committed estimate rests: from 1 January 2011 to that of 2022."""
SCORED = 2026
"""Last step of the record, up to which rules are scored."""


@dataclass(frozen=True, slots=True)
class CooperationFit:
    """The estimated weights.

    Attributes
    ----------
    values, errors
        By name of the parameter.
    correlations : (P, P) float64
        In that order.
    events, controls
        Events of bodies in the data, and cases without one.
    """

    first: int
    last: int
    values: Mapping[str, float]
    errors: Mapping[str, float]
    correlations: Floats
    events: int
    controls: int


def all_cases(first: int, last: int) -> Cases:
    """The cases of some steps; what did not live to be registered is made up for by the rate of ending to 2022."""
    found = [step(year) for year in range(first, last + 1)]
    return cases(found, ending_rate())


def ending_rate() -> float:
    """Bodies that ended a year, of those that could, on the lists up to the last step that estimates use."""
    listed = [step(year) for year in range(LISTS_SINCE, LAST + 1)]
    at_risk = sum(int((one.free & ~one.one_left).sum()) for one in listed)
    return sum(int((one.free & ~one.one_left & ~one.goes_on).sum()) for one in listed) / at_risk


def fit(data: Cases, first: int, last: int) -> CooperationFit:
    """Fit all rules on some cases."""
    began, joined = regress(data.founding, "rate"), regress(data.joining, "chance")
    partner, spread = choose(data.partners)
    blocks = [
        _level(began, ("cooperation.founding", *STARTING, "cooperation.founding_wave"), np.zeros(3)),
        (PARTNER, partner, spread),
        _level(joined, ("cooperation.joining", *JOINING), JOINING_AT),
        _level(regress(data.leaving, "chance"), ("cooperation.leaving",), np.zeros(0)),
        _level(regress(data.ending, "chance"), ("cooperation.ending", "cooperation.ending_members"), np.zeros(1)),
        _level(regress(data.fused, "chance"), ("cooperation.fusing",), np.zeros(0)),
    ]
    names = [name for some, _, _ in blocks for name in some]
    values = np.concatenate([some for _, some, _ in blocks])
    covariance, at = np.zeros((len(names), len(names))), 0
    for _, some, block in blocks:
        covariance[at : at + len(some), at : at + len(some)] = block
        at += len(some)
    errors = np.sqrt(np.diag(covariance))
    bodies = len(np.unique(data.partners.group))
    happened = [round(float(part.happened.sum())) for part in (data.joining, data.leaving, data.ending)]
    at_risk = sum(len(part.year) for part in (data.founding, data.joining, data.leaving, data.ending))
    return CooperationFit(
        first, last, dict(zip(names, values.tolist(), strict=True)), dict(zip(names, errors.tolist(), strict=True)),
        covariance / np.outer(errors, errors), bodies + sum(happened), at_risk - sum(happened) - bodies,
    )  # fmt: skip


def _level(found: Regression, names: tuple[str, ...], where: Floats) -> tuple[tuple[str, ...], Floats, Floats]:
    """Weights with the level as a yearly chance (or rate) where the terms are ``where``, and their covariance."""
    value = found.weights[0] + where @ found.weights[1:]
    chance = np.exp(value) if found.kind == "rate" else 1.0 / (1.0 + np.exp(-value))
    slope = np.eye(len(found.weights))
    slope[0] = (chance if found.kind == "rate" else chance * (1.0 - chance)) * np.r_[1.0, where]
    return names, np.r_[chance, found.weights[1:]], slope @ found.covariance @ slope.T
