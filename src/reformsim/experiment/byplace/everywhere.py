"""Local indicators of all places in all years over the replicates, in as few passes over the pieces as there can be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Floats
from reformsim.experiment.summary import quantiles

if TYPE_CHECKING:
    from reformsim.experiment.byplace.localtables import Asked
    from reformsim.experiment.results import Run

MOST = 50_000_000
"""Numbers held at a time, 200 MB: all indicators of some hundred replicates of the Netherlands over twenty years."""


class Spread(NamedTuple):
    """An indicator over the replicates, (years, places) each; NaN where it has no value in any replicate.

    Parameters
    ----------
    middle
        Median; of what is nought or one in a municipality the share of the replicates in which it is one.
    low, high
        10 % and 90 % quantile; NaN of what is nought or one.
    """

    middle: Floats
    low: Floats
    high: Floats


def everywhere(run: Run, asked: Asked, shares: Collection[str] = ()) -> Mapping[str, Spread]:
    """Give every indicator that is asked for, in the years and places that are.

    Parameters
    ----------
    shares
        Those that are nought or one in a municipality, of which the share of the replicates is wanted.
    """
    return dict(_spreads(run, asked, shares))


def _spreads(run: Run, asked: Asked, shares: Collection[str]) -> Iterator[tuple[str, Spread]]:
    shape = (run.replicates, len(asked.years), len(asked.places))
    step = max(1, MOST // max(1, int(np.prod(shape))))
    for start in range(0, len(asked.indicators), step):
        names = asked.indicators[start : start + step]
        held, done = np.empty((len(names), *shape), np.float32), 0
        for parts in run.pieces.local(names):
            for at, values in enumerate(parts):
                held[at, done : done + len(values.by_unit)] = asked.cut(values)
            done += len(parts[0].by_unit)
        for name, numbers in zip(names, held, strict=True):
            yield name, _share(numbers) if name in shares else Spread(*quantiles(numbers.astype(np.float64)))


def _share(values: NDArray[np.float32]) -> Spread:
    there = np.isfinite(values)
    count, total = there.sum(axis=0), np.where(there, values, 0.0).sum(axis=0, dtype=np.float64)
    nothing = np.full(count.shape, np.nan)
    return Spread(np.divide(total, count, out=nothing.copy(), where=count > 0), nothing, nothing)
