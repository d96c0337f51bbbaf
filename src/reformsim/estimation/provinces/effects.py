"""A province's own effect on the level of its mergers: how far provinces differ, and for how long.

In a year in which so many mergers took effect in the country, each falls to a province in proportion to what the merger
rule expects there times exp(effect). So the wave of the year plays no part. Effects are normal with mean nought and one
spread; they last for ever, through the term of a provincial council, or a year. The spread is the one under which the
record is likeliest when the effects are integrated out (Laplace's approximation); the effects are shrunk by it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reformsim.arrays import Floats, Ints
from reformsim.estimation.provinces.counts import Counts

LASTING, TERM, YEAR = "for ever", "a council's term", "a year"
SHAPES = (LASTING, TERM, YEAR)
"""How long an effect may last."""
FIRST_TERM, TERM_YEARS = 2003, 4
"""Provincial councils were elected in March 2003, and every four years since."""
LEAD = 2
"""Years from the start of a procedure from below to the 1 January of its merger (law tables ``merger_*``)."""
SPREADS = np.arange(0.0, 2.5001, 0.05)
"""Spreads that are tried, in logits."""
WITHIN = 0.8212
"""What the log likelihood loses at the ends of an interval of 80 % (half the quantile of a chi square, 1 df)."""


@dataclass(frozen=True, slots=True)
class Effects:
    """Effects of provinces under one spread.

    Attributes
    ----------
    gain
        Log likelihood of the record beyond that of a rule without them, effects integrated out.
    value, error : (Y, P) float64
        Mode of the effect that acts in a year, in logits, and its standard error by the curvature there.
    """

    spread: float
    gain: float
    value: Floats
    error: Floats


@dataclass(frozen=True, slots=True)
class Spread:
    """The likeliest spread of effects that last so long, with the ends of its interval of 80 %.

    Attributes
    ----------
    gains : (S,) float64
        Gain in log likelihood by spread, in the order of ``SPREADS``.
    """

    shape: str
    value: float
    low: float
    high: float
    gain: float
    gains: Floats


def pattern(shape: str, years: Ints) -> Floats:
    """Which of a province's effects acts in a year, (Y, k): one column for ever, or one for each term or year."""
    if shape == LASTING:
        return np.ones((len(years), 1))
    label = years if shape == YEAR else (years - LEAD - FIRST_TERM) // TERM_YEARS
    result: Floats = (label[:, None] == np.unique(label)[None, :]).astype(float)
    return result


def log_likelihood(c: Counts, effect: Floats) -> float:
    """Log chance that the mergers of each year fell to the provinces they fell to, under effects (Y, P)."""
    value = np.log(np.maximum(c.expected, 1e-12)) + effect
    return float((c.real * value).sum() - c.total @ np.logaddexp.reduce(value, axis=1))


def effects(c: Counts, shape: str, spread: float) -> Effects:
    """The effects of provinces that last so long, under a spread."""
    years, provinces = c.real.shape
    if spread == 0.0:
        nothing = np.zeros((years, provinces))
        return Effects(0.0, 0.0, nothing, nothing)
    acts = spread * pattern(shape, c.year)
    z, bend = _mode(c, acts)
    value = acts @ z
    gain = log_likelihood(c, value) - (z**2).sum() / 2.0 - np.linalg.slogdet(bend)[1].sum() / 2.0
    error = np.sqrt(acts**2 @ np.diagonal(np.linalg.inv(bend), axis1=1, axis2=2))
    return Effects(spread, float(gain - log_likelihood(c, np.zeros((years, provinces)))), value, error)


def _mode(c: Counts, acts: Floats) -> tuple[Floats, Floats]:
    """Likeliest standard effects, (k, P), and the curvature of minus the log posterior there, (k, P, P).

    By Newton's method. In each year one effect of a province acts, so those of different terms are apart.
    """
    own = np.eye(c.real.shape[1])
    z = np.zeros((acts.shape[1], len(own)))
    for _ in range(60):
        value = np.log(np.maximum(c.expected, 1e-12)) + acts @ z
        share = np.exp(value - np.logaddexp.reduce(value, axis=1)[:, None])
        slope = acts.T @ (c.real - c.total[:, None] * share) - z
        # Of each year: how the shares of two provinces go together.
        together = c.total[:, None, None] * (share[:, :, None] * own - share[:, :, None] * share[:, None, :])
        bend: Floats = own + np.tensordot(acts.T**2, together, axes=1)
        step = np.linalg.solve(bend, slope[:, :, None])[:, :, 0]
        if np.abs(step).max() < 1e-9:
            break
        z = z + np.clip(step, -2.0, 2.0)
    return z, bend


def spread_of(c: Counts, shape: str) -> Spread:
    """How far provinces differ where their effects last so long."""
    gains = np.array([effects(c, shape, spread).gain for spread in SPREADS])
    best = int(np.argmax(gains))
    value, gain = float(SPREADS[best]), float(gains[best])
    near = SPREADS[gains >= gain - WITHIN]
    return Spread(shape, value, float(near[0]), float(near[-1]), gain, gains)
