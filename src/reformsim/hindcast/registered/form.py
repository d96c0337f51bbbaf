"""What is registered: numbers that can be scored without the model that gave them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from reformsim.arrays import Bools, Floats, Ints
from reformsim.hindcast.fan.rule import LEVELS
from reformsim.hindcast.span import MODEL

FAN: Final = "fan"
"""Name of the model's forecast of the number with the errors of earlier forecasts."""

QUANTILES: Final = tuple(sorted((*LEVELS, 0.5)))
"""Quantiles of the number that are registered: the median and the edges of the bands of 30, 60 and 90 %."""

INTERVAL: Final = 0.95
"""Share of the interval that tells how far chances of the simulation are off for want of replicates."""


@dataclass(frozen=True, eq=False)
class Registered:
    """A forecast of Y years, of M municipalities and p pairs of neighbours.

    Attributes
    ----------
    facts
        What it was made from, by name: versions, digests, commit, seed.
    first
        The year of the map it starts from.
    years
        (Y) 1 January of these is foretold.
    codes, names
        (M) municipalities of the first map.
    people : (M,) int64
        Their inhabitants.
    pairs : (p, 2) int64
        Pairs that share a land border.
    announced : (p,) bool
        Whether the two were known to be about to merge, so that no forecast is scored by them.
    together
        By forecast, (Y, p) float64: chance that each pair is one municipality by each year. Of nothing where no change
        is foretold it is 0.
    merged : (Y, M) float64
        The model's chance that each is in one municipality with another.
    counts
        By forecast, (R, Y) int64: number of municipalities in each replicate, each year sorted by itself.
    fan : (Y, 7) float64
        Number of municipalities at :data:`QUANTILES`, with the errors of earlier forecasts.
    """

    facts: Mapping[str, Any]
    first: int
    years: tuple[int, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    people: Ints
    pairs: Ints
    announced: Bools
    together: Mapping[str, Floats]
    merged: Floats
    counts: Mapping[str, Ints]
    fan: Floats

    @property
    def replicates(self) -> int:
        """Replicates of the model."""
        return len(self.counts[MODEL])

    @property
    def least(self) -> float:
        """The smallest chance that the log score takes as given: half a replicate among one more."""
        return 0.5 / (self.replicates + 1.0)

    def quantiles(self, name: str) -> Floats:
        """Number of municipalities at :data:`QUANTILES` by year, (Y, 7)."""
        if name == FAN:
            return self.fan
        found: Floats = np.round(np.quantile(self.counts[name], QUANTILES, axis=0), 9).T
        return found


def interval(chance: Floats, replicates: int) -> tuple[Floats, Floats]:
    """Jeffreys interval of shares of replicates: lower and upper bound, of the same shape.

    References
    ----------
    Brown, Cai, DasGupta (2001), Interval estimation for a binomial proportion, Statistical Science 16 (2).
    """
    from scipy.stats import beta

    tail = (1.0 - INTERVAL) / 2.0
    hits = np.round(chance * replicates)
    low = np.where(hits == 0, 0.0, beta.ppf(tail, hits + 0.5, replicates - hits + 0.5))
    high = np.where(hits == replicates, 1.0, beta.ppf(1.0 - tail, hits + 0.5, replicates - hits + 0.5))
    return low, high
