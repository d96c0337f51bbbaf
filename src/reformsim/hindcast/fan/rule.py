"""The rule by which errors widen a forecast: pure functions on arrays.

An error is the log of the real number over the median that was forecast. Its size grows with the years ahead h as
``scale * h ** growth``; with the bounds of Student's t that gives a fan around the median. So does the Congressional
Budget Office, in its reports on the uncertainty of its projections: a forecast is as sure as earlier ones were right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import stdtrit

from reformsim.arrays import Bools, Floats, Ints

SHARES: Final = (0.3, 0.6, 0.9)
"""Shares of the real numbers that should lie within the fan, the innermost first."""

LEVELS: Final = (0.05, 0.2, 0.35, 0.65, 0.8, 0.95)
"""Quantiles at the edges of the fan, from the lowest to the highest."""

LEAST_GROWTH: Final = 0.5
"""Errors of single years that know nothing of each other add up like this; that they cancel is not to be counted on."""
MOST_GROWTH: Final = 1.0
"""A rate that is wrong for good adds up like this."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How far off a forecast may be.

    Attributes
    ----------
    scale
        Size of an error one year ahead (root mean square), as log of the number of municipalities.
    growth
        Power of the years ahead.
    spans
        Independent ones that the errors come from, see :func:`independent`; the degrees of freedom of Student's t.
    longest
        Years ahead of the longest forecast in the record; beyond them the growth is carried on.
    """

    scale: float
    growth: float
    spans: int
    longest: int

    def reach(self, ahead: Ints, share: float) -> Floats:
        """Give the distance of the edges from the median, as log, (n,); nought for a year that is known.

        Parameters
        ----------
        ahead : (n,) int64
            Years from the last known map.
        """
        size = self.scale * np.maximum(ahead, 0).astype(float) ** self.growth
        result: Floats = float(stdtrit(self.spans, 0.5 + share / 2.0)) * size
        return result


def fitted(origin: Ints, ahead: Ints, error: Floats) -> Rule:
    """Fit the rule on errors of forecasts.

    Growth is the slope of a line through the logs of the size of errors (root mean square about nought, so that a lean
    to one side counts as error) by the log of the years ahead, within its bounds; a number of years ahead weighs by the
    spans of its length that lie side by side in the record.

    Parameters
    ----------
    origin, ahead : (n,) int64
        Year that was known, and years from it.
    error : (n,) float64
        Log of the real number over the median.

    Raises
    ------
    ValueError
        Without an error.
    """
    if not len(error):
        raise ValueError("no errors to fit a rule on")
    years = years_covered(origin, ahead)
    horizons = np.unique(ahead)
    size = np.array([np.mean(error[ahead == h] ** 2) for h in horizons])
    weight = years / horizons
    growth, some = LEAST_GROWTH, size > 0.0
    if some.sum() > 1:
        x, y, w = np.log(horizons[some]), 0.5 * np.log(size[some]), weight[some]
        x, y = x - np.average(x, weights=w), y - np.average(y, weights=w)
        growth = float(np.clip((w * x * y).sum() / (w * x * x).sum(), LEAST_GROWTH, MOST_GROWTH))
    scale = float(np.sqrt(np.average(size / horizons ** (2.0 * growth), weights=weight)))
    return Rule(scale, growth, independent(origin, ahead), int(horizons[-1]))


def years_covered(origin: Ints, ahead: Ints) -> int:
    """Years that lie in some span from an origin."""
    return len(
        {year for first, h in zip(origin.tolist(), ahead.tolist(), strict=True) for year in range(first, first + h)}
    )


def independent(origin: Ints, ahead: Ints) -> int:
    """Give how many spans of the mean length lie side by side in the years covered, at least one.

    Spans that overlap share what happened in the years they have in common, so that errors of many of them are worth
    those of few.
    """
    return max(1, int(years_covered(origin, ahead) // float(np.mean(ahead))))


def apart(origin: Ints, ahead: Ints, first: int, last: int) -> Bools:
    """Whether each span has no year in common with the one from ``first`` to ``last``, (n,)."""
    result: Bools = (origin + ahead <= first) | (origin >= last)
    return result


def widened(rule: Rule, ahead: Ints, median: Floats, own: Floats, most: float) -> Floats:
    """Edges of the fan; never narrower than the model's own range.

    Parameters
    ----------
    ahead, median : (n,)
        Years ahead and the model's median.
    own : (n, 6)
        Quantiles of the model's replicates at :data:`LEVELS`.
    most
        Municipalities of the last known map: errors alone do not take the fan above, for their number never rose.

    Returns
    -------
    ndarray
        (n, 6), at :data:`LEVELS`, in municipalities.
    """
    reach = np.stack([rule.reach(ahead, share) for share in SHARES], axis=1)
    low = median[:, None] * np.exp(-reach[:, ::-1])
    high = np.minimum(median[:, None] * np.exp(reach), np.maximum(median, most)[:, None])
    inner = len(SHARES)
    # Rounded, so that a real number on an edge is not put outside by the last bit.
    edges = np.hstack([np.minimum(low, own[:, :inner]), np.maximum(high, own[:, inner:])])
    result: Floats = np.round(edges, 9)
    return result
