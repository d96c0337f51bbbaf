"""What it would be worth to know: variance removed, and the expected value of partial perfect information.

By regression on the draws that are there already (Strong, Oakley & Brennan 2014), so no further simulation is needed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from reformsim.arrays import Floats
from reformsim.experiment.explore.conditional import known, resamples
from reformsim.experiment.explore.sampled import Factors, Sampled
from reformsim.experiment.summary import CONFIDENCE

_ENDS = (0.5 - CONFIDENCE / 2, 0.5 + CONFIDENCE / 2)


@dataclass(frozen=True)
class Value:
    """What knowing some parameters is worth to the choice between packages, in the unit of the indicator.

    Parameters
    ----------
    value
        By how much the choice would be better on average, if made with what is then known (EVPPI).
    low, high
        95 % interval by bootstrap over draws.
    unseen
        The same with every choice made by regressions that did not see the draw it is judged on; not above the truth
        on average, while ``value`` is not below it.
    most
        What knowing all, chance too, would be worth: no study is worth more.
    """

    value: float
    low: float
    high: float
    unseen: float
    most: float


NOTHING = Value(0.0, 0.0, 0.0, 0.0, 0.0)


def removed(data: Sampled, chosen: Collection[int]) -> float:
    """Give the share of the variance of an outcome that goes when some parameters are known, on draws not seen.

    Parameters
    ----------
    chosen
        Positions of the parameters.
    """
    if not len(chosen) or float(data.mean.var()) <= 0.0:
        return 0.0
    weights = np.ones((1, len(data.mean)))
    seed = data.factors.design.seed
    part = known(data.crossed, data.values, data.factors.blocks, chosen, weights, seed).removed
    # The means of several chances vary less than the outcome does.
    return max(part, 0.0) * min(float(data.mean.var() / data.single.var()), 1.0)


class Choice:
    """The choice between packages on one indicator.

    Parameters
    ----------
    outcomes
        (rows, packages): in every row of the design; rows in which one has no value are left out.
    sign
        1 where more is better, -1 where less is.
    """

    def __init__(self, factors: Factors, outcomes: Floats, sign: float):
        worth = np.where(np.isfinite(outcomes).all(axis=1, keepdims=True), outcomes * sign, np.nan)
        first = Sampled(factors, worth[:, 0])
        means = np.stack([Sampled(factors, column).mean for column in worth.T])
        self.best = int(np.argmax(means.mean(axis=1)))
        others = [i for i in range(len(means)) if i != self.best]
        self.gains = [Sampled(factors, worth[:, i] - worth[:, self.best]) for i in others]
        self._factors, self._draws = factors, first.draws
        singles = np.stack([one.single for one in self.gains]) if others else np.zeros((0, 1))
        self.most = float(np.maximum(singles, 0.0).max(axis=0, initial=0.0).mean())

    @property
    def open(self) -> bool:
        """Whether another package is ever better; else nothing can be worth knowing."""
        return self.most > 0.0

    def worth_of(self, chosen: Collection[int]) -> Value:
        """Give what knowing some parameters, by their positions, is worth."""
        if not self.open or not len(chosen):
            return NOTHING
        seed = self._factors.design.seed
        weights = resamples(len(self._draws), seed)
        blocks = self._factors.blocks
        found = [known(gain.crossed, gain.values, blocks, chosen, weights, seed) for gain in self.gains]
        ones = np.ones((1, len(self._draws)))
        fitted = np.stack([one.fitted for one in found])
        value = float(_worth(fitted[:, None], ones)[0])
        drawn = _worth(np.stack([one.resampled for one in found]), weights)
        foreseen = np.stack([one.foreseen for one in found])
        gains = np.stack([gain.mean for gain in self.gains])
        pick = foreseen.argmax(axis=0)
        at = np.arange(gains.shape[1])
        unseen = float(np.where(foreseen[pick, at] > 0.0, gains[pick, at], 0.0).mean())
        low, high = np.quantile(drawn, _ENDS)
        return Value(value, float(low), float(high), unseen, self.most)


def _worth(gains: Floats, weights: Floats) -> Floats:
    """Mean gain of choosing with knowledge over that of choosing without, (resamples,).

    Parameters
    ----------
    gains
        (others, resamples, draws): expected beside the package that is chosen without.
    """
    count = weights.sum(axis=1)
    choosing = (np.maximum(gains.max(axis=0), 0.0) * weights).sum(axis=1) / count
    without = np.maximum(((gains * weights).sum(axis=2) / count).max(axis=0), 0.0)
    return np.asarray(choosing - without, dtype=np.float64)
