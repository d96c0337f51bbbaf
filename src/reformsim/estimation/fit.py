"""The estimate: the weights of the merger rule under which the recorded mergers of several countries are most likely.

One hierarchical model: every country has weights of its own, normal about common ones, a level of its own, and a wave
of every year, each partly like the one before. A coalition comes about with the chance that the model gives it: the
councils start it, the province may start it within its borders, and it has to survive the procedure. What the records
cannot tell (spread of tastes, breaking off, the province's own level) is taken from the table of parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Floats
from reformsim.behaviour import Behaviour, Wave
from reformsim.errors import RunError
from reformsim.estimation.choices import TERMS, Choices
from reformsim.model.mergers.procedures import STAGES
from reformsim.model.mergers.search import chance

NAMES = tuple(name for name, _ in TERMS)
"""Weights that are estimated, in the order of the coefficients."""
SPREAD = {
    "merger.constant": 0.1,
    "merger.size": 0.5,
    "merger.small": 0.2,
    "merger.enclosed": 0.1,
    "merger.unequal": 0.15,
    "merger.extent": 0.7,
    "merger.large": 0.5,
    "merger.province_border": 0.4,
    "merger.recent": 0.4,
    "merger.cycle": 0.45,
    "merger.shared_bodies": 0.3,
    "merger.joint_service": 0.5,
    "merger.served": 0.3,
}
"""How much what each weight is multiplied with differs between possible coalitions (standard deviation on the Dutch
record, rounded; of the constant: none, so a wide prior; one civil service, 0.15, and being served, 0.08, are held
nearer to nought, for few mergers tell of them): what priors are in proportion to."""
COMMON, APART = 2.0, 1.0
"""Standard deviations of the priors, in logits per standard deviation of a feature: of the common weights about nought,
and of a country's about the common ones (the value that tells left-out Dutch years of 2004-2018 best of 0.05, 0.3, 1
and 5)."""
WIDE, LEVELS_APART = 100.0, 3.0
"""The same of the common constant, of which nothing is known, and of a country's, in logits."""
_ROOT_SIX = float(np.sqrt(6.0))


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One estimated weight: mode of the posterior, and standard error by the curvature there; and its prior."""

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
    """The estimate of one country.

    Attributes
    ----------
    events, controls
        Mergers in its data, and coalitions kept that did not come about.
    log_likelihood
        Of its events and controls, at the estimate.
    correlations : (P, P) float64
        Of the weights in the joint posterior, in the order of the coefficients.
    waves
        By year.
    """

    first: int
    last: int
    coefficients: Mapping[str, Coefficient]
    events: int
    controls: int
    log_likelihood: float
    correlations: Floats
    waves: Mapping[int, Wave]

    @property
    def values(self) -> dict[str, float]:
        """The estimated values by name."""
        return {name: one.value for name, one in self.coefficients.items()}


@dataclass(frozen=True, slots=True)
class Together:
    """The estimate of all countries: each one's, in the order given, and the common weights with their errors."""

    fits: tuple[Fit, ...]
    common: Mapping[str, tuple[float, float]]


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


def offset(data: Choices, behaviour: Behaviour) -> Floats:
    """What is known of the logit of each choice beside the weights: tastes, the province, the procedure, (S,).

    A start from above is as much likelier as ``merger.province_constant`` says.
    """
    above = np.where(data.within, behaviour["merger.province_constant"], -np.inf)
    known: Floats = np.log(survival(behaviour)) + log_mean_taste(data.size, behaviour) + np.logaddexp(0.0, above)
    return known


def chances(data: Choices, values: Mapping[str, float], behaviour: Behaviour, effects: Floats | None = None) -> Floats:
    """Chance of each choice to come about under weights, in a year whose wave is unknown, (S,).

    ``effects`` are logits by province, (P,), of coalitions within each; none unless given.
    """
    weights = np.array([values[name] for name in NAMES])
    value = data.columns @ weights + offset(data, behaviour) + expected_wave(behaviour)
    return chance(value if effects is None else value + np.append(effects, 0.0)[data.province])


def expected_wave(behaviour: Behaviour) -> float:
    """Log of the mean of exp(wave) of a year of which nothing is known."""
    return behaviour["merger.wave_spread"] ** 2 / 2.0


@dataclass(frozen=True, slots=True)
class _Country:
    """One country's part of the posterior: its data, with a column for each wave."""

    x: Floats
    y: Floats
    offset: Floats
    years: tuple[int, ...]
    wave_precision: Floats

    def derivatives(self, own: Floats) -> tuple[float, Floats, Floats]:
        """Minus log likelihood, its gradient and expected information, with the prior of the waves."""
        value = self.x @ own + self.offset
        p, waves = chance(value), own[len(NAMES) :]
        pull = self.wave_precision @ waves
        loss = float(np.logaddexp(0.0, value).sum() - value @ self.y + waves @ pull / 2.0)
        slope = self.x.T @ (p - self.y)
        slope[len(NAMES) :] += pull
        bend = (self.x * (p * (1.0 - p))[:, None]).T @ self.x
        bend[len(NAMES) :, len(NAMES) :] += self.wave_precision
        return loss, slope, bend


def _country(data: Choices, behaviour: Behaviour) -> _Country:
    years = np.unique(data.year)
    waves = (data.year[:, None] == years[None, :]).astype(float)
    lasting = behaviour["merger.wave_lasting"]
    apart = np.abs(years[:, None] - years[None, :])
    spread = behaviour["merger.wave_spread"] ** 2 * lasting ** apart.astype(float)
    return _Country(
        np.hstack([data.columns, waves]),
        data.event.astype(float),
        offset(data, behaviour) - np.log(data.kept),
        tuple(int(year) for year in years),
        np.linalg.inv(spread),
    )


def estimate(countries: Sequence[Choices], behaviour: Behaviour) -> Together:
    """Estimate the merger rule on the choices of one country or of several together.

    Parameters
    ----------
    countries
        Of each all events and a sample of what did not come about.
    behaviour
        What is not estimated.

    Raises
    ------
    RunError
        If there was no merger in a country's years, or the search for the mode fails.

    Notes
    -----
    The correction for sampling adds minus the log of the kept share to the logit (Prentice & Pyke 1979); it is exact
    for a chance on the logit scale. The mode is found by Newton's method; standard errors and correlations are those
    of the normal approximation there (Laplace), with all waves and the weights of all countries.
    """
    for data in countries:
        if not data.event.any():
            span = f"{data.year.min()}-{data.year.max()}" if len(data) else "these years"
            raise RunError(f"no merger of two to five neighbours took effect in {span}, so nothing can be estimated")
    posterior = _Posterior([_country(data, behaviour) for data in countries])
    at, bend = _mode(posterior.derivatives, posterior.start())
    covariance: Floats = np.asarray(np.linalg.inv(bend), dtype=np.float64)
    size = len(NAMES)
    places = zip(countries, posterior.parts, posterior.places, strict=True)
    fits = tuple(_fit(data, part, at[own], covariance[own, own], posterior) for data, part, own in places)
    errors = np.sqrt(np.diag(covariance)[:size])
    return Together(fits, {name: (float(at[one]), float(errors[one])) for one, name in enumerate(NAMES)})


class _Posterior:
    """The joint posterior: the common weights first, then of each country its own weights and its waves."""

    def __init__(self, parts: list[_Country]):
        self.parts, size = parts, len(NAMES)
        ends = size + np.cumsum([part.x.shape[1] for part in parts])
        self.places = [slice(int(end) - part.x.shape[1], int(end)) for end, part in zip(ends, parts, strict=True)]
        scale = np.array([SPREAD[name] for name in NAMES])
        self.common, self.apart = COMMON / scale, APART / scale
        self.common[0], self.apart[0] = WIDE, LEVELS_APART

    def start(self) -> Floats:
        """Where the search begins: mergers are rare, and nothing else is known."""
        at = np.zeros(self.places[-1].stop)
        at[[0, *(own.start for own in self.places)]] = -9.0
        return at

    def derivatives(self, at: Floats) -> tuple[float, Floats, Floats]:
        """Minus the log posterior, its gradient and its curvature."""
        size = len(NAMES)
        shared, here = at[:size], np.arange(size)
        loss, slope, bend = (
            float(((shared / self.common) ** 2).sum() / 2.0),
            np.zeros(len(at)),
            np.zeros(2 * (len(at),)),
        )
        slope[:size], bend[here, here] = shared / self.common**2, 1.0 / self.common**2
        tie = 1.0 / self.apart**2
        for part, own in zip(self.parts, self.places, strict=True):
            more, down, curved = part.derivatives(at[own])
            mine = here + own.start
            off = at[mine] - shared
            loss += more + float(tie @ off**2) / 2.0
            slope[own] += down
            bend[own, own] += curved
            slope[mine] += tie * off
            slope[:size] -= tie * off
            bend[mine, mine] += tie
            bend[here, here] += tie
            bend[mine, here] -= tie
            bend[here, mine] -= tie
        return loss, slope, bend


def _fit(data: Choices, part: _Country, own: Floats, covariance: Floats, posterior: _Posterior) -> Fit:
    """One country's estimate from its part of the mode and of the covariance."""
    size, spread = len(NAMES), np.sqrt(np.diag(covariance))
    prior = np.sqrt(posterior.common**2 + posterior.apart**2)
    table = {
        name: Coefficient(float(own[at]), float(spread[at]), 0.0, float(prior[at])) for at, name in enumerate(NAMES)
    }
    heights = zip(part.years, own[size:], spread[size:], strict=True)
    waves = {year: Wave(value=float(height), error=float(error)) for year, height, error in heights}
    value = part.x @ own + part.offset
    likelihood = float(value @ part.y - np.logaddexp(0.0, value).sum())
    events = int(data.event.sum())
    correlations = covariance[:size, :size] / np.outer(spread[:size], spread[:size])
    return Fit(part.years[0], part.years[-1], table, events, len(data) - events, likelihood, correlations, waves)


def _mode(derivatives: Callable[[Floats], tuple[float, Floats, Floats]], x: Floats) -> tuple[Floats, Floats]:
    """Where minus the log posterior is least, by Newton's method with halved steps, and the curvature there."""
    loss, slope, bend = derivatives(x)
    for _ in range(60):
        step = np.linalg.solve(bend, slope)
        if float(slope @ step) < 1e-12:
            return x, bend
        length = 1.0
        while True:
            ahead = derivatives(x - length * step)
            if ahead[0] <= loss + 1e-10 or length < 1e-6:
                break
            length /= 2.0
        x = x - length * step
        loss, slope, bend = ahead
    raise RunError("the search for the estimate did not come to an end")
