"""Statistics over replicates.

Three ranges are told apart. From the 10 % to the 90 % quantile of the replicates is what chance and assumptions do to
one history. The range of chance is what chance would do to it alone. The interval of the mean is how well so many
replicates know the mean; it shrinks with more of them. None says anything about what the model leaves out.

Replicates that share their assumptions differ by chance alone. Their deviations from their common mean, stretched by
sqrt(g / (g - 1)) in a group of g, have the spread of chance, and half of the width of the chance range is the 80 %
quantile of their size: a quantile, as the ends of the whole range are, so that a replicate that runs away moves neither
(of 32 pairs it is known to some 16 %, where a standard deviation would be to 13 %). The range lies about the median and
ends where the whole one does.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from reformsim.arrays import Floats, Ints

LOW, HIGH = 0.10, 0.90
"""The quantiles that bound the range of 80 %."""

CONFIDENCE = 0.95
"""Of the interval of a mean."""

CLEAR = 0.9
"""Share of the pairs that must have the sign of the median for the sign to hold."""

FEWEST = 8
"""Degrees of freedom (pairs that share their assumptions) below which chance is not told apart."""


@dataclass(frozen=True, eq=False)
class Chance:
    """Chance apart, each of the shape of the other statistics: (years, indicators); NaN where it is not known.

    Parameters
    ----------
    chance_low, chance_high
        Range of 80 % by chance alone, about the median.
    chance_share
        Part of the variance over the replicates that is chance, 0 to 1; NaN where nothing varies.
    chance_error
        Its standard error; 0 where nothing but chance was drawn.
    """

    chance_low: Floats
    chance_high: Floats
    chance_share: Floats
    chance_error: Floats

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Put blocks of indicators together."""
        return cls(*(np.concatenate([getattr(p, f.name) for p in parts], axis=-1) for f in fields(cls)))

    def columns(self) -> dict[str, Floats]:
        """The statistics by name: median, range, that of chance, and the others."""
        chance = {f.name: getattr(self, f.name) for f in fields(Chance)}
        own = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in chance}
        first = dict(list(own.items())[:3])
        return {**first, **chance, **own}


@dataclass(frozen=True, eq=False)
class Level(Chance):
    """Statistics over the first axis, each of the shape of the others: (years, indicators)."""

    median: Floats
    low: Floats
    high: Floats
    mean: Floats
    sd: Floats


@dataclass(frozen=True, eq=False)
class Effect(Chance):
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


def level(values: Floats, draws: Sequence[int] = ()) -> Level:
    """Statistics of levels.

    Parameters
    ----------
    values
        (replicates, ...); missing values are left out, and where every replicate misses, the result does.
    draws
        Number of the draw of the assumptions of each replicate; without, chance is not told apart.
    """
    middle, low, high = quantiles(values)
    with _calm():
        mean = np.nanmean(values, axis=0)
        sd = np.nanstd(values, axis=0, ddof=1) if len(values) > 1 else np.full(mean.shape, np.nan)
    apart = chance(values, draws, (middle, low, high))
    return Level(*_fields(apart), median=middle, low=low, high=high, mean=mean, sd=sd)


def effect(change: Floats, draws: Sequence[int] = ()) -> Effect:
    """Statistics of paired differences.

    Parameters
    ----------
    change
        (pairs, ...); missing values are left out, and where every pair misses, the result does.
    draws
        Number of the draw of the assumptions of each pair; without, chance is not told apart.
    """
    from scipy.special import stdtrit

    middle, low, high = quantiles(change)
    there = np.isfinite(change)
    count = there.sum(axis=0)
    with _calm():
        mean = np.nanmean(change, axis=0)
        spread = np.nanstd(change, axis=0, ddof=1) if len(change) > 1 else np.full(mean.shape, np.nan)
        half = stdtrit(np.maximum(count - 1, 1), 0.5 + CONFIDENCE / 2) * spread / np.sqrt(count)
        same = (np.sign(change) == np.sign(middle)).sum(axis=0) / np.where(count * (middle != 0.0), count, np.nan)
    apart = _fields(chance(change, draws, (middle, low, high)))
    return Effect(*apart, middle, low, high, mean, mean - half, mean + half, same)


def chance(values: Floats, draws: Sequence[int], whole: tuple[Floats, Floats, Floats]) -> Chance:
    """Tell chance apart from assumptions.

    Parameters
    ----------
    values : (r, ...)
        Of r replicates; missing values are left out.
    draws
        Number of the draw of the assumptions of each. Where all have one, all that varies is chance; without, it is
        not known.
    whole
        Median, 10 % and 90 % quantile of the values.
    """
    middle, low, high = whole
    if not len(draws):
        nothing = np.full(middle.shape, np.nan)
        return Chance(nothing, nothing, nothing, nothing)
    with _calm():
        spread = np.nanvar(values, axis=0, ddof=1) if len(values) > 1 else np.full(middle.shape, np.nan)
        varies = np.nanmax(values, axis=0) > np.nanmin(values, axis=0)
    numbers, group = np.unique(np.asarray(draws), return_inverse=True)
    if len(numbers) == 1:
        return Chance(low, high, np.where(varies, 1.0, np.nan), np.where(varies, 0.0, np.nan))
    several = np.bincount(group)[group] > 1
    apart, freedom = _apart(values[several], group[several], len(numbers))
    half = nanquantile(np.abs(apart), HIGH - LOW)
    with _calm():
        within = np.nansum(apart**2, axis=0) / np.isfinite(apart).sum(axis=0)
        share = np.where((freedom >= FEWEST) & varies, within / spread, np.nan)
        added = -share * _added((values - np.nanmean(values, axis=0)) ** 2, spread, group, len(numbers))
        added += _added(apart**2, within, group[several], len(numbers))
        error = np.sqrt((added**2).sum(axis=0)) / spread
    # What no replicate moves, chance does not move.
    half = np.where(varies, np.where(freedom >= FEWEST, half, np.nan), 0.0)
    return Chance(np.maximum(middle - half, low), np.minimum(middle + half, high), np.minimum(share, 1.0), error)


def _apart(values: Floats, group: Ints, count: int) -> tuple[Floats, Ints]:
    """Deviations from the mean of the group, stretched to the spread of chance, and their degrees of freedom."""
    there = np.isfinite(values)
    numbers, sums = np.zeros((count, *values.shape[1:]), dtype=np.int64), np.zeros((count, *values.shape[1:]))
    np.add.at(numbers, group, there)
    np.add.at(sums, group, np.where(there, values, 0.0))
    with _calm():
        # One that is left alone by missing values has no deviation.
        stretch = np.where(numbers > 1, np.sqrt(numbers / (numbers - 1.0)), np.nan)
        apart = (values - (sums / numbers)[group]) * stretch[group]
    return apart, np.maximum(numbers - 1, 0).sum(axis=0)


def _added(squares: Floats, mean: Floats, group: Ints, count: int) -> Floats:
    """What each draw adds to the error of a mean of squares, (draws, ...): draws are independent, not replicates.

    With the same of another mean it gives the error of their ratio (delta method; Cochran 1977, section 6.5).
    """
    there = np.isfinite(squares)
    sums = np.zeros((count, *squares.shape[1:]))
    np.add.at(sums, group, np.where(there, squares - mean, 0.0))
    return np.asarray(sums / there.sum(axis=0), dtype=np.float64)


def _fields(found: Chance) -> tuple[Floats, Floats, Floats, Floats]:
    return found.chance_low, found.chance_high, found.chance_share, found.chance_error


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
    middle, low, high = nanquantile(values, (0.5, LOW, HIGH))
    return middle, low, high


def nanquantile(values: Floats, which: float | tuple[float, ...]) -> Floats:
    """Quantiles over the first axis, missing values left out; NaN where all miss."""
    # NumPy's way around missing values goes column by column, and most columns miss none.
    missing = np.isnan(values).any(axis=0)
    found: Floats = np.empty((*np.shape(which), *missing.shape))
    with _calm():
        found[..., ~missing] = np.quantile(values[:, ~missing], which, axis=0) if len(values) else np.nan
        found[..., missing] = np.nanquantile(values[:, missing], which, axis=0)
    return found


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
