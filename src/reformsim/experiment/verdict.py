"""What may be said of an effect, in a word: robust, depends, put in, or none; and on what it hangs most.

The draws tell the sign, the sources only the origin. In this order (docs/odd.md, section 4):

- *none*, where the median and both ends of the range of 80 % read nought in the decimals of the levels;
- *robust*, where the median does not read nought and at least :data:`CLEAR` of the pairs have its sign; *put in*
  instead, where at least half of the effect is what the scenario types in, for then it is no finding;
- *depends*, where that is not so and the effect goes with an assumption, by rank correlation over the draws;
- *none* else: the sign is a toss, and no assumption is seen to decide it.

Of fewer than :data:`FEW` pairs nothing is said, unless nothing moves at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reformsim.arrays import Floats, Ints

if TYPE_CHECKING:
    from reformsim.experiment.results import Run

ROBUST, DEPENDS, PUT_IN, NONE = "robust", "depends", "put_in", "none"
VERDICTS: Final = (ROBUST, DEPENDS, PUT_IN, NONE)

CLEAR: Final = 0.9
"""Share of the pairs that must have the sign of the median."""

FEW: Final = 10
"""Pairs below which there is no verdict."""

DOUBT: Final = 0.05
"""Chance that any assumption at all is named where none has to do with the effect (Bonferroni over all drawn)."""


def verdict(
    ends: tuple[float, float, float], places: int, same_sign: float, pairs: int, hangs_on: str, put_in: bool
) -> str:
    """Say what may be said of an effect.

    Parameters
    ----------
    ends
        Median, 10 % and 90 % quantile of the paired differences.
    places
        Decimals in which the levels are told.
    same_sign
        Share of the pairs with the sign of the median.
    pairs
        How many there are.
    hangs_on
        The assumption that it goes with most; empty where none is seen to.
    put_in
        Whether at least half of it is what the scenario types in.

    Returns
    -------
    str
        One of :data:`VERDICTS`; empty where the effect is missing or of too few pairs.

    Examples
    --------
    >>> verdict((-2.0, -3.0, -1.0), 1, 0.97, 128, "cooperation.ending", put_in=False)
    'robust'
    """
    from reformsim.report.numbers import reads_nought

    if not np.isfinite(ends).all():
        return ""
    if pairs < FEW:
        return "" if any(ends) else NONE
    if all(reads_nought(end, places) for end in ends):
        return NONE
    if same_sign >= CLEAR and not reads_nought(ends[0], places):
        return PUT_IN if put_in else ROBUST
    return DEPENDS if hangs_on else NONE


def hangs_on(change: Floats, drawn: pd.DataFrame) -> tuple[NDArray[np.object_], Floats]:
    """Find the assumption that each effect goes with most.

    Replicates of one draw count once, with their mean. With more assumptions than draws no regression on all of them
    is to be had; rank correlations need none, and see what goes one way.

    Parameters
    ----------
    change : (pairs, ...)
        Paired differences; draws in which one is missing are left out.
    drawn
        A row per pair: draw, and a column for each assumption.

    Returns
    -------
    names : (...) of str
        Empty where no assumption goes with the effect beyond :data:`DOUBT`.
    correlations : (...)
        Spearman's, of that assumption; NaN where there is none.
    """
    shape, flat = change.shape[1:], change.reshape(len(change), -1)
    draws = drawn["draw"].to_numpy()
    _, first, group = np.unique(draws, return_index=True, return_inverse=True)
    points = drawn.drop(columns="draw").iloc[first]
    points = points.loc[:, points.nunique() > 1]
    names, found = np.full(flat.shape[1], "", dtype=object), np.full(flat.shape[1], np.nan)
    if points.shape[1]:
        means = _means(flat, group, len(first))
        whole = np.isfinite(means).all(axis=0)
        # Most columns miss nothing and are ranked at once.
        for columns in (np.flatnonzero(whole), *np.flatnonzero(~whole)[:, None]):
            rows = np.isfinite(means[:, columns]).all(axis=1)
            if len(columns) and rows.sum() >= FEW:
                at, rank = _strongest(means[np.ix_(rows, columns)], points.to_numpy(np.float64)[rows])
                seen = at >= 0
                names[columns[seen]] = np.asarray(points.columns, dtype=object)[at[seen]]
                found[columns[seen]] = rank[seen]
    return names.reshape(shape), found.reshape(shape)


def _means(values: Floats, group: Ints, count: int) -> Floats:
    """Mean of the replicates of each draw, missing where one is."""
    sums = np.zeros((count, values.shape[1]))
    np.add.at(sums, group, values)
    return np.asarray(sums / np.bincount(group)[:, None], dtype=np.float64)


def _strongest(effects: Floats, points: Floats) -> tuple[Ints, Floats]:
    """Position of the assumption with the greatest rank correlation, -1 where none is beyond doubt; and that."""
    from scipy.stats import rankdata, t

    draws, many = points.shape
    with np.errstate(invalid="ignore", divide="ignore"):
        mine, theirs = (_standard(np.asarray(rankdata(one, axis=0))) for one in (points, effects))
        ranks = np.nan_to_num(mine.T @ theirs)
    at = np.abs(ranks).argmax(axis=0)
    best = ranks[at, np.arange(ranks.shape[1])]
    edge = float(t.isf(DOUBT / many / 2.0, draws - 2))
    least = edge / np.sqrt(edge**2 + draws - 2)
    return np.where(np.abs(best) >= least, at, -1), best


def _standard(ranks: Floats) -> Floats:
    """Columns of mean nought and length one; NaN where all are alike."""
    apart = ranks - ranks.mean(axis=0)
    return np.asarray(apart / np.sqrt((apart**2).sum(axis=0)), dtype=np.float64)


def drawn_for(run: Run, base: Run, pairs: Sequence[int]) -> pd.DataFrame:
    """Give what was drawn for each pair: draw, and a column for each assumption of either scenario."""
    tables = [one.assumptions.drop(columns="scenario").set_index("replicate").loc[list(pairs)] for one in (run, base)]
    mine, theirs = tables
    more = theirs[[name for name in theirs.columns if name not in mine.columns]]
    return pd.concat([mine, more], axis=1)


def with_verdicts(table: pd.DataFrame, run: Run, base: Run, origins: pd.Series[str]) -> pd.DataFrame:
    """Give a table of the differences of a scenario with what may be said of each.

    Parameters
    ----------
    table
        A row per year and indicator, in the order of the run, with ``hangs_on``.
    origins
        What each rests on most; empty where that is not known.
    """
    from reformsim.experiment.attribution.sources import FIGURES
    from reformsim.experiment.tabled import describe
    from reformsim.report.numbers import decimals_for

    units = describe(run.indicators)["unit"].tolist() * len(run.years)
    levels = zip(base.level.median.ravel().tolist(), run.level.median.ravel().tolist(), strict=True)
    columns = ("difference", "low", "high", "same_sign", "pairs", "hangs_on")
    said = []
    for both, unit, origin, row in zip(
        levels, units, origins, table[list(columns)].itertuples(index=False), strict=True
    ):
        ends = (float(row.difference), float(row.low), float(row.high))
        places = decimals_for([*both, ends[0]], unit)
        said.append(verdict(ends, places, row.same_sign, row.pairs, row.hangs_on, origin == FIGURES))
    first = list(table.columns).index("hangs_on")
    whole = table.assign(origin=origins.to_numpy())
    whole.insert(first, "verdict", said)
    return whole
