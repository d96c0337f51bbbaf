"""How packages stand beside one another in every draw: regret, and whether a threshold holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from reformsim.arrays import Floats
from reformsim.experiment.summary import HIGH, quantiles

REGRET = ("indicator", "scenario", "unit", "mean", "high", "most", "least_regret", "best_in")
SATISFICING = ("indicator", "scenario", "unit", "threshold", "holds_in")


def sign_of(direction: str) -> float:
    """Give 1 where more is better, -1 where less is; NaN where no way is."""
    return {"higher": 1.0, "lower": -1.0}.get(direction, float("nan"))


def regrets(outcomes: Floats, direction: str) -> Floats:
    """Give by how much the best of the packages is better in each draw (Savage 1951), in the indicator's unit.

    Parameters
    ----------
    outcomes
        (draws, packages); a draw in which one has no value has no regret (NaN).
    direction
        'lower' or 'higher'.

    Returns
    -------
    ndarray
        (draws, packages), nought for the best.
    """
    worth = outcomes * sign_of(direction)
    return np.asarray(worth.max(axis=1, keepdims=True) - worth, dtype=np.float64)


def regret_table(indicator: str, unit: str, direction: str, names: Sequence[str], outcomes: Floats) -> pd.DataFrame:
    """Give the regret of each package on one indicator.

    Parameters
    ----------
    names
        Of the packages.
    outcomes, direction
        As for :func:`regrets`.

    Returns
    -------
    DataFrame
        indicator, scenario, unit, mean regret, high (90 % quantile) and most (the largest); least_regret: whether its
        most is the least of all; best_in: share of the draws in which none is better (shared where several are).
    """
    found = regrets(outcomes, direction)
    found = found[np.isfinite(found).all(axis=1)]
    if not len(found):
        rows = [(indicator, name, unit, np.nan, np.nan, np.nan, False, np.nan) for name in names]
        return pd.DataFrame(rows, columns=list(REGRET))
    scale = max(1.0, float(np.nanmax(np.abs(outcomes))))
    best = found <= 1e-12 * scale
    most = found.max(axis=0)
    share = (best / best.sum(axis=1, keepdims=True)).mean(axis=0)
    high = np.quantile(found, HIGH, axis=0)
    rows = [
        (indicator, name, unit, found[:, i].mean(), high[i], most[i], bool(most[i] <= most.min()), share[i])
        for i, name in enumerate(names)
    ]
    return pd.DataFrame(rows, columns=list(REGRET))


def satisficing_table(
    indicator: str, unit: str, direction: str, names: Sequence[str], outcomes: Floats, threshold: float | None
) -> pd.DataFrame:
    """Give the share of the draws in which a threshold holds (Simon's satisficing; Starr's domain criterion).

    Parameters
    ----------
    threshold
        At least this where higher is better, at most where lower is; ``None``: no worse than the first package in the
        same draw.

    Returns
    -------
    DataFrame
        indicator, scenario, unit, threshold (missing where it is the first package), holds_in.
    """
    sign = sign_of(direction)
    bound = outcomes[:, :1] if threshold is None else np.full((1, 1), threshold)
    there = np.isfinite(outcomes) & np.isfinite(bound)
    slack = 1e-12 * np.maximum(1.0, np.abs(bound))
    with np.errstate(invalid="ignore"):
        holds = (sign * (outcomes - bound) >= -slack) & there
        share = holds.sum(axis=0) / np.where(there.any(axis=0), there.sum(axis=0), np.nan)
    at = np.nan if threshold is None else threshold
    rows = [(indicator, name, unit, at, share[i]) for i, name in enumerate(names)]
    return pd.DataFrame(rows, columns=list(SATISFICING))


def robustness_table(indicators: Mapping[str, tuple[str, str, Floats]], names: Sequence[str]) -> pd.DataFrame:
    """Put the packages beside one another on every indicator.

    Parameters
    ----------
    indicators
        By name: unit, direction and outcomes (draws, packages).

    Returns
    -------
    DataFrame
        indicator, scenario, unit, direction, median, low and high (10 % and 90 % quantile), mean regret and most
        regret, best_in, holds_in (share of the draws in which it is no worse than the first); the last four missing
        where no way is better.
    """
    tables = []
    for name, (unit, direction, outcomes) in indicators.items():
        middle, low, high = quantiles(outcomes)
        columns = {"indicator": name, "scenario": names, "unit": unit, "direction": direction}
        table = pd.DataFrame({**columns, "median": middle, "low": low, "high": high})
        regret, most, best, holds = (np.full(len(names), np.nan) for _ in range(4))
        if direction != "none":
            found = regret_table(name, unit, direction, names, outcomes)
            regret, most, best = (found[column].to_numpy() for column in ("mean", "most", "best_in"))
            holds = satisficing_table(name, unit, direction, names, outcomes, None)["holds_in"].to_numpy()
        tables.append(table.assign(mean_regret=regret, most_regret=most, best_in=best, holds_in=holds))
    return pd.concat(tables, ignore_index=True)
