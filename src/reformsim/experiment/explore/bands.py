"""How wide an outcome is, and what makes it so: chance, what is estimated, what is assumed, what was put in."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reformsim.experiment.explore.conditional import curves, resamples
from reformsim.experiment.explore.design import CHANCE, SOBOL
from reformsim.experiment.explore.fitted.surrogate import refitted
from reformsim.experiment.explore.indices import indices
from reformsim.experiment.explore.sampled import Sampled
from reformsim.experiment.summary import CONFIDENCE, HIGH, LOW

ALL, UNSEEN = "all", "unseen"

BANDS = ("source", "median", "low", "high", "share", "share_low", "share_high", "method")
TORNADO = (
    "parameter", "source", "parameter_unit", "low", "high", "at_low", "at_low_from", "at_low_to", "at_high",
    "at_high_from", "at_high_to", "share", "share_low", "share_high", "seen",
)  # fmt: skip

_ENDS = (0.5 - CONFIDENCE / 2, 0.5 + CONFIDENCE / 2)


def bands(data: Sampled) -> pd.DataFrame:
    """Give the range of an outcome, and of it what each source makes with the others left out.

    Returns
    -------
    DataFrame
        source ('all', 'chance', those of the parameters, and 'unseen'); median, low and high (10 % and 90 % quantile:
        of all draws; of chance, of its deviations round the mean of a draw; of a source, of what the regression puts
        down to it alone); share of the variance with its 95 % interval; method, what the share comes from: 'repeated'
        draws, 'regression', 'sobol' (design grouped by source, with a value in every row), or 'rest': what sources do
        only together and what regression does not see, and where nothing tells chance apart chance too.
    """
    middle, low, high = np.quantile(data.single, (0.5, LOW, HIGH))
    rows = [(ALL, middle, low, high, 1.0, 1.0, 1.0, "draws")]
    variance = float(data.single.var(ddof=1))
    if variance > 0.0:
        indexed = data.factors.design.kind == SOBOL and bool(np.isfinite(data.outcome).all())
        shares = _by_indices(data) if indexed else _chance(data, variance)
        known = {name for name, *_ in shares}
        rows += shares
        rows += [row for row in _by_regression(data, variance) if row[0] not in known]
        rows.append((UNSEEN, np.nan, np.nan, np.nan, 1.0 - sum(row[4] for row in rows[1:]), np.nan, np.nan, "rest"))
    return pd.DataFrame(rows, columns=list(BANDS))


_Row = tuple[str, float, float, float, float, float, float, str]


def _chance(data: Sampled, variance: float) -> list[_Row]:
    apart, draw = data.apart
    if not len(apart):
        return []
    square = apart**2
    names, at = np.unique(draw, return_inverse=True)
    by_draw = np.bincount(at, square) / np.bincount(at)
    weights = resamples(len(names), data.factors.design.seed)
    ends = np.quantile(weights @ by_draw / len(names), _ENDS) / variance
    middle, low, high = np.quantile(apart, (0.5, LOW, HIGH)) + float(data.mean.mean())
    return [(CHANCE, middle, low, high, float(by_draw.mean()) / variance, *ends, "repeated")]


def _by_indices(data: Sampled) -> list[_Row]:
    """Of a design of Sobol: chance by its total index, which is what is left when all parameters are known."""
    found = indices(data.factors.design, data.outcome)
    place = {name: i for i, name in enumerate(found["factor"])}
    rows: list[_Row] = []
    for name in (CHANCE, *data.factors.by_source):
        if name in place:
            kind = "total" if name == CHANCE else "first"
            share, low, high = (float(found[f"{kind}{end}"].iloc[place[name]]) for end in ("", "_low", "_high"))
            rows.append((name, np.nan, np.nan, np.nan, share, low, high, "sobol"))
    return rows


def _by_regression(data: Sampled, variance: float) -> list[_Row]:
    model = data.surrogate
    weights = resamples(len(data.mean), data.factors.design.seed)
    coefficients, _ = refitted(model, data.unit, data.mean, weights)
    rows: list[_Row] = []
    for source, positions in data.factors.by_source.items():
        terms = model.within(positions)
        at = [1 + i for i, term in enumerate(model.terms) if term in terms]
        error = coefficients[:, at].var(axis=0, ddof=1).sum()
        # A coefficient's square is too large by the square of its error.
        share = max(float((model.coefficients[[i - 1 for i in at]] ** 2).sum() - error), 0.0) / variance
        drawn = np.maximum((coefficients[:, at] ** 2).sum(axis=1) - 2.0 * error, 0.0) / variance
        middle, low, high = np.quantile(model.part(data.unit, terms) + model.constant, (0.5, LOW, HIGH))
        rows.append((source, middle, low, high, share, *np.quantile(drawn, _ENDS), "regression"))
    return rows


def tornado(data: Sampled) -> pd.DataFrame:
    """Give the expected outcome at the low and the high end of every parameter, by regression on the draws.

    Returns
    -------
    DataFrame
        parameter, the one that moves most (by share, then from end to end) first; source; parameter_unit; low and
        high: its 10 % and 90 % quantile; at_low and at_high: the outcome expected there, whatever the others are,
        each with its 95 % interval (_from, _to) by bootstrap; share of the variance that knowing it removes, with its
        interval. ``attrs`` has ``skill``, the share of the variance that all parameters together foresee on draws not
        seen, and ``mean``.
    """
    factors = data.factors
    found = curves(data.crossed, data.values, factors.blocks, factors.design.seed)
    ends = np.quantile(data.values, (LOW, HIGH), axis=0)
    rows = []
    for at, one in enumerate(found):
        low, high, share = np.quantile(one.resampled, _ENDS, axis=0).T
        seen = one.by_luck < (1.0 - CONFIDENCE) / len(found)
        about = (factors.names[at], factors.sources[at], factors.units[at], ends[0, at], ends[1, at])
        rows.append((*about, one.low, *low, one.high, *high, one.share, *np.maximum(share, 0.0), seen))
    table = pd.DataFrame(rows, columns=list(TORNADO))
    swing = (table["at_high"] - table["at_low"]).abs()
    # By share first: what is least in the middle ends alike at both ends.
    table = table.iloc[np.lexsort((-swing, -table["share"]))].reset_index(drop=True)
    table.attrs.update(skill=data.crossed.skill, mean=float(data.mean.mean()))
    return table
