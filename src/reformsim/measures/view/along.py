"""What adds up along the years of each run, as prices and growth do; the first day of a run counts for nothing."""

from __future__ import annotations

import numpy as np

from reformsim.measures.view.snapshots import Snapshots
from reformsim.measures.view.stack import Floats


def running_sum(s: Snapshots, values: Floats) -> Floats:
    """Sum of the years of each run up to and including each.

    Parameters
    ----------
    values : (S,) float64
        By snapshot; what stands at the first day of a run is not looked at.

    Returns
    -------
    ndarray of float64, shape (S,)
        0 at the first day of each run.
    """
    return _along(s, values, np.add, 0.0)


def running_product(s: Snapshots, values: Floats) -> Floats:
    """Product of the years of each run up to and including each, (S,), otherwise as :func:`running_sum`; 1 at first."""
    return _along(s, values, np.multiply, 1.0)


def _along(s: Snapshots, values: Floats, step: np.ufunc, neutral: float) -> Floats:
    """Values laid out by run and year, so that no run depends on those beside it, and accumulated year by year."""
    year = np.arange(len(s.shots)) - s.first
    table = np.full((len(s.runs), year.max(initial=0) + 1), neutral)
    table[s.run, year] = np.where(year > 0, values, neutral)
    result: Floats = step.accumulate(table, axis=1)[s.run, year]
    return result
