"""Medians and intervals over replicates.

An interval is the range from the 10 % to the 90 % quantile of the replicates: what chance inside the model
does. It says nothing about what the model leaves out.
"""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray

LOW, HIGH = 0.10, 0.90
"""The quantiles that bound the interval of 80 %."""

Floats = NDArray[np.float64]


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
    with warnings.catch_warnings():
        # An indicator without a value in any replicate is missing, which is no cause for alarm.
        warnings.filterwarnings("ignore", "All-NaN slice", RuntimeWarning)
        middle, low, high = np.nanquantile(values, (0.5, LOW, HIGH), axis=0)
    return middle, low, high


def share_better(difference: Floats, direction: str) -> Floats:
    """Share of replicates in which the difference goes the wanted way, over the first axis.

    Parameters
    ----------
    difference
        Paired differences, shape (replicates, ...).
    direction
        'lower', 'higher' or 'none'; NaN is given for 'none', for then no way is better.
    """
    if direction == "none":
        return np.full(difference.shape[1:], np.nan)
    better = difference < 0 if direction == "lower" else difference > 0
    return np.asarray(better.mean(axis=0), dtype=np.float64)
