"""What it would be worth to know: variance removed, and the expected value of partial perfect information.

By regression on the draws that are there already (Strong, Oakley & Brennan 2014), so no further simulation is needed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from reformsim.arrays import Floats
from reformsim.experiment.explore.conditional import resamples
from reformsim.experiment.explore.sampled import Sampled
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
    part = data.known(tuple(sorted(chosen))).removed
    # The means of several chances vary less than the outcome does.
    return max(part, 0.0) * min(float(data.mean.var() / data.single.var()), 1.0)


class Choice:
    """The choice between the first package and others on one indicator.

    Parameters
    ----------
    effects
        Of each other package: its difference with the first.
    sign
        1 where more is better, -1 where less is.
    """

    def __init__(self, effects: Sequence[Sampled], sign: float):
        gone = np.isnan([one.outcome for one in effects]).any(axis=0)
        # A draw in which one has no value is a draw of none.
        if gone.any():
            effects = [Sampled(one.factors, np.where(gone, np.nan, one.outcome)) for one in effects]
        self._effects, self._sign = effects, sign
        singles = np.stack([sign * one.single for one in effects])
        self.most = float(_worth(singles[:, None], np.ones((1, singles.shape[1])))[0])

    @property
    def open(self) -> bool:
        """Whether another package is ever better than the one chosen now; else nothing can be worth knowing."""
        return self.most > 0.0

    def worth_of(self, chosen: Collection[int]) -> Value:
        """Give what knowing some parameters, by their positions, is worth."""
        if not self.open or not len(chosen):
            return NOTHING
        found = [one.known(tuple(sorted(chosen))) for one in self._effects]
        count = len(self._effects[0].mean)
        ones = np.ones((1, count))
        fitted = self._sign * np.stack([one.fitted for one in found])
        weights = resamples(count, self._effects[0].factors.design.seed)
        drawn = self._sign * np.stack([one.resampled(weights) for one in found])
        low, high = np.quantile(_worth(drawn, weights), _ENDS)
        foreseen = self._sign * np.stack([one.foreseen for one in found])
        gains = self._sign * np.stack([one.mean for one in self._effects])
        pick, at = foreseen.argmax(axis=0), np.arange(count)
        taken = float(np.where(foreseen[pick, at] > 0.0, gains[pick, at], 0.0).mean())
        unseen = taken - max(float(gains.mean(axis=1).max()), 0.0)
        value = float(_worth(fitted[:, None], ones)[0])
        return Value(value, float(low), float(high), unseen, self.most)


def _worth(gains: Floats, weights: Floats) -> Floats:
    """Mean gain of choosing in every draw over that of choosing once for all, (resamples,).

    Parameters
    ----------
    gains
        (others, resamples, draws): expected beside the first package.
    weights
        (resamples, draws): how often each draw counts.
    """
    count = weights.sum(axis=1)
    choosing = (np.maximum(gains.max(axis=0), 0.0) * weights).sum(axis=1) / count
    once = np.maximum(((gains * weights).sum(axis=2) / count).max(axis=0), 0.0)
    return np.asarray(choosing - once, dtype=np.float64)
