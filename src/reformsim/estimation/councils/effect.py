"""One effect beside a known rule: the local share of councils, in logits, with a level and its error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reformsim.arrays import Bools, Floats, Ints
from reformsim.model.mergers.search import chance

PRIOR = 5.0
"""Standard deviation of the prior of the effect about nought, logits per share: wide, for a share goes from 0 to 1."""
TENTH = 1.2816
"""Standard errors from the middle of a normal distribution to the end of its middle 80 %."""


@dataclass(frozen=True, slots=True)
class Cases:
    """What could happen, by a rule that knows nothing of parties.

    Attributes
    ----------
    year : (n,) int64
    known : (n,) float64
        Logit of the chance by the rule as it was trained on earlier years.
    share : (n,) float64
        Local share of the seats of those who decide, less the usual one.
    happened : (n,) bool
    """

    year: Ints
    known: Floats
    share: Floats
    happened: Bools

    def take(self, some: Bools) -> Cases:
        """Those marked."""
        return Cases(self.year[some], self.known[some], self.share[some], self.happened[some])

    @staticmethod
    def join(parts: list[Cases]) -> Cases:
        """All of several parts."""
        return Cases(*(np.concatenate([getattr(part, name) for part in parts]) for name in Cases.__slots__))


@dataclass(frozen=True, slots=True)
class Effect:
    """The estimate: mode of the posterior and standard error there.

    Attributes
    ----------
    value, error
        Logits per share of local seats.
    level
        What the later years have more than the rule expects, logits.
    events, cases
        What it rests on.
    """

    value: float
    error: float
    level: float
    events: int
    cases: int

    @property
    def low(self) -> float:
        """Lower end of the middle 80 %."""
        return self.value - TENTH * self.error

    @property
    def high(self) -> float:
        """Upper end of the middle 80 %."""
        return self.value + TENTH * self.error


def fit_effect(of: Cases, *, without: bool = False) -> Effect:
    """Fit level and effect beside the known logits; with ``without`` the level alone.

    Newton's method on the logistic likelihood with a normal prior of the effect (``PRIOR``).
    """
    design = np.column_stack([np.ones(len(of.year)), np.zeros(len(of.year)) if without else of.share])
    prior, at = np.array([1e-6, PRIOR**-2]), np.zeros(2)
    for _ in range(100):
        p = chance(of.known + design @ at)
        slope = design.T @ (of.happened - p) - prior * at
        bend = (design * (p * (1.0 - p))[:, None]).T @ design + np.diag(prior)
        move = np.clip(np.linalg.solve(bend, slope), -2.0, 2.0)
        at = at + move
        if np.abs(move).max() < 1e-10:
            break
    error = float(np.sqrt(np.linalg.inv(bend)[1, 1]))
    return Effect(float(at[1]), error, float(at[0]), int(of.happened.sum()), len(of.year))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Every year as the others expect it.

    Attributes
    ----------
    before, after : Mapping
        Level and effect by year, from all other years: without parties (effect 0), and with them.
    gain : float
        Log likelihood that the effect adds over all left-out years, in nats.
    """

    before: dict[int, Effect]
    after: dict[int, Effect]
    gain: float


def left_out(of: Cases) -> LeftOut:
    """Fit all years but one, for every year, and score the year that was left out."""
    before, after, gain = {}, {}, 0.0
    for year in np.unique(of.year).tolist():
        rest, here = of.take(of.year != year), of.take(of.year == year)
        before[year], after[year] = fit_effect(rest, without=True), fit_effect(rest)
        gain += log_likelihood(here, after[year]) - log_likelihood(here, before[year], effect=0.0)
    return LeftOut(before, after, gain)


def log_likelihood(of: Cases, by: Effect, effect: float | None = None) -> float:
    """Log likelihood of what happened by a level and an effect."""
    value = of.known + by.level + (by.value if effect is None else effect) * of.share
    return float(value @ of.happened - np.logaddexp(0.0, value).sum())
