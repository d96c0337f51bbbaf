"""Statistics over replicates.

Two ranges are told apart. From the 10 % to the 90 % quantile of the replicates is what chance inside the model does
to one history. The interval of the mean is how well so many replicates know the mean; it shrinks with more of them.
Neither says anything about what the model leaves out.
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
    """Statistics over the first axis, each of the shape of the others: (years, indicators)."""

    median: Floats
    low: Floats
    high: Floats
    mean: Floats
    sd: Floats


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
    """

    difference: Floats
    low: Floats
    high: Floats
    mean: Floats
    mean_low: Floats
    mean_high: Floats
    same_sign: Floats


def level(values: Floats) -> Level:
    """Statistics of levels.

    Parameters
    ----------
    values
        (replicates, ...); missing values are left out, and where every replicate misses, the result does.
    """
    middle, low, high = quantiles(values)
    with _calm():
        mean = np.nanmean(values, axis=0)
        sd = np.nanstd(values, axis=0, ddof=1) if len(values) > 1 else np.full(mean.shape, np.nan)
    return Level(middle, low, high, mean, sd)


def effect(change: Floats) -> Effect:
    """Statistics of paired differences.

    Parameters
    ----------
    change
        (pairs, ...); missing values are left out, and where every pair misses, the result does.
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
    return Effect(middle, low, high, mean, mean - half, mean + half, same)


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
