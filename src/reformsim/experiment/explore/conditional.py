"""What an outcome is expected to be if one parameter, or some, were known: by regression on the same draws.

First what the other parameters do is taken away, as far as :mod:`surrogate` sees it and by polynomials that did not
see the draw; parameters that are drawn jointly stay together. Then what is left is regressed on the parameter's rank
among the draws.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from reformsim.arrays import Floats, Ints
from reformsim.experiment.explore.design import keyed
from reformsim.experiment.explore.fitted.surrogate import CrossFit, Surrogate, fit, folds_of, legendre, refitted
from reformsim.experiment.summary import HIGH, LOW

RESAMPLES = 200
"""Samples drawn from the draws, of which intervals are made."""

DEGREES = (1, 2, 3)
"""Of the polynomials of one parameter among which one is chosen."""


@dataclass(frozen=True, eq=False)
class Curve:
    """The expected outcome along one parameter.

    Parameters
    ----------
    low, high
        At the 10 % and the 90 % quantile of the parameter.
    share
        Of the variance of the outcome that knowing the parameter removes, corrected for what chance finds in any
        parameter.
    by_luck
        How likely as much is found along a parameter that does nothing (F test of the regression).
    resampled
        (resamples, 3): the first three in samples drawn from the draws.
    """

    low: float
    high: float
    share: float
    by_luck: float
    resampled: Floats


def curve(rank: Floats, left: Floats, variance: float, weights: Floats) -> Curve:
    """Regress on one parameter; the degree is the one of least error on draws left out (by the leverage).

    Parameters
    ----------
    rank
        (n,): of the parameter, between 0 and 1.
    left
        (n,): the outcome less what the other parameters do.
    variance
        Of the whole outcome.
    weights
        (resamples, n): how often each draw is in each resample.
    """
    columns = [np.ones(len(rank)), *(legendre(rank, degree) for degree in DEGREES)]
    basis = np.column_stack(columns)
    ends = np.array([[1.0, *(legendre(np.array([at]), degree)[0] for degree in DEGREES)] for at in (LOW, HIGH)])
    best, least = 1, np.inf
    for degree in DEGREES:
        some = basis[:, : degree + 1]
        inverse = np.linalg.pinv(some.T @ some)
        fitted = some @ (inverse @ (some.T @ left))
        leverage = np.einsum("ij,jk,ik->i", some, inverse, some)
        error = float(np.mean(((left - fitted) / np.maximum(1.0 - leverage, 1e-9)) ** 2))
        if error < least * (1.0 - 1e-9):
            best, least = degree, error
    used, at = basis[:, : best + 1], ends[:, : best + 1]
    each = np.vstack([np.ones((1, len(rank))), weights])
    normal = np.einsum("bn,ni,nj->bij", each, used, used, optimize=True)
    moments = np.einsum("bn,ni->bi", each * left, used, optimize=True)
    coefficients = np.linalg.solve(normal + 1e-12 * np.eye(best + 1), moments[:, :, None])[:, :, 0]
    levels = coefficients @ at.T
    share = _shares(each, used, left, coefficients, variance)
    all_of = np.column_stack([levels, share])
    luck = _by_luck(left, used @ coefficients[0], best)
    return Curve(float(all_of[0, 0]), float(all_of[0, 1]), float(max(all_of[0, 2], 0.0)), luck, all_of[1:])


def _by_luck(left: Floats, fitted: Floats, degree: int) -> float:
    from scipy.stats import f

    free = len(left) - degree - 1
    rest = float(((left - fitted) ** 2).sum())
    gained = float(((left - left.mean()) ** 2).sum()) - rest
    if free < 1 or gained <= 0.0:
        return 1.0
    return float(f.sf(gained / degree / max(rest / free, 1e-300), degree, free))


def _shares(each: Floats, used: Floats, left: Floats, coefficients: Floats, variance: float) -> Floats:
    """Share of the variance that each regression removes; what as many columns of noise would remove is taken off."""
    if variance <= 0.0:
        return np.zeros(len(each))
    count = each.sum(axis=1)
    fitted = coefficients @ used.T
    middle = (each * left).sum(axis=1, keepdims=True) / count[:, None]
    whole = (each * (left - middle) ** 2).sum(axis=1)
    rest = (each * (left - fitted) ** 2).sum(axis=1)
    free = np.maximum(count - used.shape[1], 1.0)
    return np.asarray((whole / (count - 1.0) - rest / free) / variance, dtype=np.float64)


def ranks(values: Floats) -> Floats:
    """Give the rank of each value among its column's, between 0 and 1; equal ones share the mean of theirs."""
    from scipy.stats import rankdata

    return np.asarray((rankdata(values, axis=0) - 0.5) / len(values), dtype=np.float64)


def resamples(count: int, seed: int) -> Floats:
    """Give how often each of so many draws is in each of the samples drawn from them, (RESAMPLES, count)."""
    chance = keyed(seed, "resamples")
    return chance.multinomial(count, np.full(count, 1.0 / count), size=RESAMPLES).astype(np.float64)


def curves(crossed: CrossFit, values: Floats, blocks: Sequence[int], seed: int) -> tuple[Curve, ...]:
    """Give the curve of every parameter.

    Parameters
    ----------
    crossed
        Of the outcome on the unit coordinates.
    values
        (n, k): of the parameters.
    blocks
        (k,): parameters of the same number are drawn jointly.
    seed
        Of the resamples.
    """
    weights = resamples(len(values), seed)
    rank, variance = ranks(values), float(crossed.outcome.var(ddof=1))
    left = {block: crossed.without(_outside(blocks, {block})) for block in dict.fromkeys(blocks)}
    return tuple(curve(rank[:, j], left[block], variance, weights) for j, block in enumerate(blocks))


@dataclass(frozen=True, eq=False)
class Known:
    """What is expected of an outcome if some parameters were known.

    Parameters
    ----------
    fitted
        (n,): expected in each draw.
    foreseen
        (n,): the same by regressions that did not see the draw.
    removed
        Share of the variance that goes when they are known, on draws not seen.
    model, rank, left
        The regression, and what it was made on.
    """

    fitted: Floats
    foreseen: Floats
    removed: float
    model: Surrogate
    rank: Floats
    left: Floats

    def resampled(self, weights: Floats) -> Floats:
        """Give what is expected in each draw (resamples, n) by the same terms fitted on samples of the draws.

        Parameters
        ----------
        weights
            As :func:`resamples` gives them.
        """
        coefficients, columns = refitted(self.model, self.rank, self.left, weights)
        return np.asarray(coefficients @ columns.T, dtype=np.float64)


def known(crossed: CrossFit, values: Floats, blocks: Sequence[int], chosen: Collection[int], seed: int) -> Known:
    """Regress an outcome on some of the parameters.

    Parameters
    ----------
    chosen
        Positions of the parameters that become known; the other arguments are as for :func:`curves`.
    """
    touched = {blocks[j] for j in chosen}
    left = crossed.without(_outside(blocks, touched))
    rank = ranks(values[:, sorted(chosen)])
    model = fit(rank, left, seed)
    fold = folds_of(len(left), seed)
    foreseen = np.empty(len(left))
    for k in range(fold.max() + 1):
        foreseen[fold == k] = fit(rank[fold != k], left[fold != k], seed).predict(rank[fold == k])
    variance = float(crossed.outcome.var())
    error = float(np.mean((left - foreseen) ** 2))
    removed = (float(left.var()) - error) / variance if variance > 0.0 else float("nan")
    return Known(model.predict(rank), foreseen, removed, model, rank, left)


def _outside(blocks: Sequence[int], touched: Collection[int]) -> Ints:
    return np.array([j for j, block in enumerate(blocks) if block not in touched], dtype=np.int64)
