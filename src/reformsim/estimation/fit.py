"""The estimate: the weights of the merger rule under which the recorded mergers are most likely, given the priors.

A coalition comes about with the chance that the model gives it: the councils start it if the least eager member
agrees, the province may start it within its borders, and it has to survive the procedure. What the record cannot
tell (spread of tastes, breaking off, the province's own level) is taken from the table of parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from reformsim.arrays import Floats
from reformsim.behaviour import Behaviour
from reformsim.errors import RunError
from reformsim.estimation.choices import Choices
from reformsim.model.mergers.procedures import STAGES
from reformsim.model.mergers.search import chance
from reformsim.model.mergers.worth import MEMBER_TERMS, SET_TERMS

HELD = ("merger.corop_border", "merger.burden", "merger.contagion")
"""Weights of the rule that no record can tell (``provenance.held_reasons``); they keep the value of the table."""
NAMES = tuple(name for name in (*(term for term, _ in SET_TERMS), *MEMBER_TERMS) if name not in HELD)
"""Weights that are estimated, in the order of the coefficients."""
SMOOTH = 0.1
"""Logits over which the least eager member gives way to the next; the smooth minimum is at most 0.16 too low."""
_ROOT_SIX = float(np.sqrt(6.0))


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One estimated weight.

    Attributes
    ----------
    value
        Mode of the posterior.
    error
        Standard error: the posterior's standard deviation by its curvature at the mode.
    """

    value: float
    error: float
    prior_mean: float
    prior_sd: float

    @property
    def learned(self) -> float:
        """Share of the prior variance that the data took away: 0 where they say nothing."""
        return 1.0 - (self.error / self.prior_sd) ** 2


@dataclass(frozen=True, slots=True)
class Fit:
    """An estimate with what it rests on.

    Attributes
    ----------
    events, controls
        Mergers in the data, and coalitions kept that did not come about.
    log_likelihood
        Of the events and the controls, at the estimate.
    correlations : (P, P) float64
        Of the weights in the joint posterior, in the order of the coefficients.
    """

    first: int
    last: int
    coefficients: Mapping[str, Coefficient]
    events: int
    controls: int
    log_likelihood: float
    correlations: Floats

    @property
    def values(self) -> dict[str, float]:
        """The estimated values by name."""
        return {name: one.value for name, one in self.coefficients.items()}


def priors(behaviour: Behaviour) -> tuple[Floats, Floats]:
    """Mean and standard deviation of the normal priors, from the ranges of the table.

    The mean is the neutral value where the table names one and the middle of the range otherwise; the standard
    deviation is a quarter of the range.
    """
    table = [behaviour.parameters[name] for name in NAMES]
    mean = np.array([p.neutral if p.neutral is not None else (p.low + p.high) / 2.0 for p in table])
    return mean, np.array([(p.high - p.low) / 4.0 for p in table])


def log_mean_taste(size: NDArray[np.integer], behaviour: Behaviour) -> Floats:
    """Log of the mean of exp(taste) of coalitions by size: what tastes add to the chance of a rare event.

    A taste is the mean of the members' own and the mean of the pairs', each a sum of two uniforms
    (``Streams.bounded_normal``), whose moment generating function is (sinh(a / 2) / (a / 2))^2.
    """
    own = _log_mgf(behaviour["merger.taste_spread"] / size) * size
    pairs = size * (size - 1) / 2.0
    return own + _log_mgf(behaviour["merger.pair_taste_spread"] / pairs) * pairs


def _log_mgf(spread: Floats) -> Floats:
    half = np.maximum(_ROOT_SIX * spread / 2.0, 1e-9)
    return 2.0 * np.log(np.sinh(half) / half)


def survival(behaviour: Behaviour) -> float:
    """Chance that a procedure that has started becomes a merger."""
    return float(np.prod([1.0 - behaviour[f"merger.break_off_{stage}"] for stage in STAGES]))


class Rule:
    """The chance of coalitions to come about, as a function of the weights.

    Parameters
    ----------
    behaviour
        Where the weights that are held, tastes and procedures come from.
    """

    def __init__(self, data: Choices, behaviour: Behaviour):
        self.data, self.behaviour = data, behaviour
        signs = dict(SET_TERMS)
        self._set = [name for name, _ in SET_TERMS]
        self._shared = data.shared * np.array([signs[name] for name in self._set])
        self._free = np.array([NAMES.index(name) if name in NAMES else -1 for name in (*self._set, *MEMBER_TERMS)])
        self._all = np.array([behaviour[name] for name in (*self._set, *MEMBER_TERMS)])
        known = np.log(survival(behaviour)) + log_mean_taste(data.size, behaviour)
        self.offset = known - np.log(data.kept)
        from_above = behaviour["merger.province_constant"]
        self._above = np.where(data.within, from_above, -np.inf)

    def value(self, weights: Floats) -> tuple[Floats, Floats]:
        """Logit of the chance, (S,), with the correction for sampling, and its slopes by weight, (S, P)."""
        full = np.where(self._free >= 0, weights[np.maximum(self._free, 0)], self._all)
        n_set, data = len(self._set), self.data
        common = self._shared @ full[:n_set]
        own = np.tensordot(full[n_set:], data.member, axes=1)
        own = np.where(data.inside, own, np.inf)
        # A smooth minimum: the mode may lie where two members are equally eager, and there is no slope at a kink.
        least = own.min(axis=1, keepdims=True)
        weight = np.exp((least - own) / SMOOTH)
        total = weight.sum(axis=1)
        of_least = (data.member * (weight / total[:, None])).sum(axis=2)
        of_mean = data.member.sum(axis=2) / data.size
        below = least[:, 0] - SMOOTH * np.log(total)
        above = full[n_set:] @ of_mean + self._above
        either = np.logaddexp(below, above)
        share = np.exp(above - either)
        slopes = np.empty((len(data), len(NAMES)))
        by_member = of_least * (1.0 - share) + of_mean * share
        for place, free in enumerate(self._free):
            if free >= 0:
                slopes[:, free] = self._shared[:, place] if place < n_set else by_member[place - n_set]
        return common + either + self.offset, slopes


def estimate(data: Choices, behaviour: Behaviour, first: int, last: int) -> Fit:
    """Estimate the merger rule on the choices of some years.

    Parameters
    ----------
    data
        All events and a sample of what did not come about; rows of other years are left out.
    behaviour
        Priors (from its ranges) and the weights that are held.

    Raises
    ------
    RunError
        If no merger took effect in these years, or the search for the mode fails.

    Notes
    -----
    The correction for sampling adds minus the log of the kept share to the logit (Prentice & Pyke 1979); it is exact
    for a chance on the logit scale. The mode is found by scipy's BFGS search with exact slopes; standard errors
    come from the expected information.
    """
    data = data.take((data.year >= first) & (data.year <= last))
    if not data.event.any():
        raise RunError(
            f"no merger of two to five neighbours took effect in {first}-{last}, so nothing can be estimated"
        )
    rule, event = Rule(data, behaviour), data.event.astype(float)
    mean, sd = priors(behaviour)

    # Searched in prior standard deviations, so that the weights are of one size.
    def loss(x: Floats) -> tuple[float, Floats]:
        value, slopes = rule.value(mean + sd * x)
        minus = np.logaddexp(0.0, value).sum() - value @ event + x @ x / 2.0
        return float(minus), slopes.T @ (chance(value) - event) * sd + x

    def information(x: Floats) -> Floats:
        value, slopes = rule.value(mean + sd * x)
        scaled, p = slopes * sd, chance(value)
        return (scaled * (p * (1.0 - p))[:, None]).T @ scaled + np.eye(len(x))

    found = minimize(loss, np.zeros(len(mean)), jac=True, method="BFGS", options={"gtol": 1e-6, "maxiter": 500})
    if float(np.abs(found.jac).max()) > 1e-4:
        raise RunError(f"the search for the estimate did not come to an end in {first}-{last}: {found.message}")
    value, _ = rule.value(mean + sd * found.x)
    covariance = np.linalg.inv(information(found.x))
    spread = np.sqrt(np.diag(covariance))
    error, correlations = sd * spread, covariance / np.outer(spread, spread)
    best = mean + sd * found.x
    table = {
        name: Coefficient(float(best[at]), float(error[at]), float(mean[at]), float(sd[at]))
        for at, name in enumerate(NAMES)
    }
    likelihood = float(value @ event - np.logaddexp(0.0, value).sum())
    return Fit(first, last, table, int(data.event.sum()), int((~data.event).sum()), likelihood, correlations)
