"""Statistics over replicates.

Three ranges are told apart. From the 10 % to the 90 % quantile of the replicates is what chance and assumptions do
to one history. The part of it that is chance comes from replicates that have the same draw of the assumptions. The
interval of the mean is how well so many replicates know the mean; it shrinks with more of them. None says anything
about what the model leaves out.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

LOW, HIGH = 0.10, 0.90
"""The quantiles that bound the range of 80 %."""

CONFIDENCE = 0.95
"""Of the interval of a mean."""

FEWEST = 3
"""Replicates beyond the first of their draw from which chance is told apart from assumptions."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Statistics:
    """Fields that are arrays, each with the indicators on its last axis."""

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Put blocks of indicators together."""
        return cls(*(np.concatenate([getattr(p, f.name) for p in parts], axis=-1) for f in fields(cls)))

    def columns(self) -> dict[str, Floats]:
        """The statistics by name."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


@dataclass(frozen=True, eq=False)
class Level(Statistics):
    """Statistics over the first axis, each of the shape of the others: (years, indicators).

    ``chance_low`` and ``chance_high`` are the range of 80 % that chance alone makes, ``chance`` its share of the
    variance; see :func:`chance_of`.
    """

    median: Floats
    low: Floats
    high: Floats
    mean: Floats
    sd: Floats
    chance_low: Floats
    chance_high: Floats
    chance: Floats


@dataclass(frozen=True, eq=False)
class Effect(Statistics):
    """Statistics of paired differences over the first axis.

    Parameters
    ----------
    difference, low, high
        Median, 10 % and 90 % quantile.
    mean, mean_low, mean_high
        Mean with its interval of 95 % by Student's t; without an interval (NaN) for a single pair.
    same_sign
        Share of the pairs whose difference has the sign of the median; NaN where that is nought, which has none.
    chance_low, chance_high, chance
        Range of 80 % that chance alone makes, and its share of the variance; see :func:`chance_of`.
    """

    difference: Floats
    low: Floats
    high: Floats
    mean: Floats
    mean_low: Floats
    mean_high: Floats
    same_sign: Floats
    chance_low: Floats
    chance_high: Floats
    chance: Floats


def level(values: Floats, draws: Sequence[int] = ()) -> Level:
    """Statistics of levels.

    Parameters
    ----------
    values
        (replicates, ...); missing values are left out, and where every replicate misses, the result does.
    draws
        Number of the draw of the assumptions of every replicate; without, chance is not told apart.
    """
    middle, low, high = quantiles(values)
    with _calm():
        mean = np.nanmean(values, axis=0)
        sd = np.nanstd(values, axis=0, ddof=1) if len(values) > 1 else np.full(mean.shape, np.nan)
    return Level(middle, low, high, mean, sd, *chance_of(values, draws, (middle, low, high)))


def effect(change: Floats, draws: Sequence[int] = ()) -> Effect:
    """Statistics of paired differences.

    Parameters
    ----------
    change
        (pairs, ...); missing values are left out, and where every pair misses, the result does.
    draws
        Number of the draw of the assumptions of every pair; without, chance is not told apart.
    """
    from scipy.stats import t

    middle, low, high = quantiles(change)
    there = np.isfinite(change)
    count = there.sum(axis=0)
    with _calm():
        mean = np.nanmean(change, axis=0)
        spread = np.nanstd(change, axis=0, ddof=1) if len(change) > 1 else np.full(mean.shape, np.nan)
        half = t.ppf(0.5 + CONFIDENCE / 2, np.maximum(count - 1, 1)) * spread / np.sqrt(count)
        same = (np.sign(change) == np.sign(middle)).sum(axis=0) / np.where(count * (middle != 0.0), count, np.nan)
    found = chance_of(change, draws, (middle, low, high))
    return Effect(middle, low, high, mean, mean - half, mean + half, same, *found)


def chance_of(
    values: Floats, draws: Sequence[int], whole: tuple[Floats, Floats, Floats]
) -> tuple[Floats, Floats, Floats]:
    """Tell the part of a range that is chance from what replicates of the same draw differ by.

    Parameters
    ----------
    values
        (replicates, ...).
    draws
        Number of the draw of every replicate: those of one number differ by chance alone.
    whole
        Median, low and high of the values.

    Returns
    -------
    tuple of ndarray
        Low and high end of 80 % by chance round the median, and the share of the variance that is chance. Where all
        replicates have one draw it is all of the range; else the deviations within draws, pooled, are taken as
        normal round the median (a quantile of the few pairs there are would be cruder), and the range never reaches
        beyond the whole one. NaN with fewer than three replicates more than there are draws.

    Examples
    --------
    >>> values = np.array([[1.0], [9.0], [4.0], [6.0], [14.0], [16.0], [24.0], [26.0]])
    >>> chance_of(values, (0, 1, 2, 2, 3, 3, 4, 4), quantiles(values))[2].round(3)
    array([0.024])
    """
    from scipy.stats import norm

    middle, low, high = whole
    names, group = np.unique(np.asarray(draws, dtype=np.int64), return_inverse=True)
    if len(draws) == 0 or len(draws) - len(names) < min(FEWEST, max(len(draws) - 1, 1)):
        nothing = np.full(middle.shape, np.nan)
        return nothing, nothing, nothing
    with _calm():
        variance = np.nanvar(values, axis=0, ddof=1)
    if len(names) == 1:
        return low, high, np.where(variance > 0.0, 1.0, np.nan)
    there = np.isfinite(values)
    filled = np.where(there, values, 0.0)
    shape = (len(names), *values.shape[1:])
    sums, counts = np.zeros(shape), np.zeros(shape)
    np.add.at(sums, group, filled)
    np.add.at(counts, group, there)
    inside = np.where(there, filled - (sums / np.maximum(counts, 1))[group], 0.0)
    free = np.maximum(counts - 1, 0).sum(axis=0)
    with _calm():
        pooled = np.where(free >= FEWEST, (inside**2).sum(axis=0) / np.where(free, free, np.nan), np.nan)
        share = np.where(variance > 0.0, np.minimum(pooled / variance, 1.0), np.nan)
    reach = norm.ppf(HIGH) * np.sqrt(pooled)
    return np.maximum(middle - reach, low), np.minimum(middle + reach, high), share


def quantiles(values: Floats) -> tuple[Floats, Floats, Floats]:
    """Median, 10 % and 90 % quantile over the first axis, missing values left out.

    Parameters
    ----------
    values
        Shape (replicates, ...).

    Returns
    -------
    tuple of ndarray
        Median, low and high, each of shape ``values.shape[1:]``; NaN where every replicate is NaN.
    """
    # NumPy's way around missing values goes column by column, and most columns miss none.
    missing = np.isnan(values).any(axis=0)
    found = np.empty((3, *missing.shape))
    with _calm():
        found[:, ~missing] = np.quantile(values[:, ~missing], (0.5, LOW, HIGH), axis=0)
        found[:, missing] = np.nanquantile(values[:, missing], (0.5, LOW, HIGH), axis=0)
    middle, low, high = found
    return middle, low, high


def share_better(difference: Floats, direction: str) -> Floats:
    """Share of replicates in which the difference goes the wanted way, over the first axis.

    Parameters
    ----------
    difference
        Paired differences, shape (replicates, ...).
    direction
        'lower', 'higher' or 'none'; NaN is given for 'none', for then no way is better, and where every
        replicate misses; missing values are left out.
    """
    if direction == "none":
        return np.full(difference.shape[1:], np.nan)
    better = difference < 0 if direction == "lower" else difference > 0
    there = np.isfinite(difference).sum(axis=0)
    return np.asarray(better.sum(axis=0) / np.where(there, there, np.nan), dtype=np.float64)


@contextmanager
def _calm() -> Iterator[None]:
    """An indicator without a value in any replicate is missing, which is no cause for alarm."""
    with warnings.catch_warnings(), np.errstate(invalid="ignore", divide="ignore"):
        warnings.filterwarnings("ignore", "All-NaN slice|Mean of empty slice|Degrees of freedom", RuntimeWarning)
        yield
