"""Forecasts from rolling origins: the model started on every map that is known, as far as real numbers go."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from reformsim.hindcast.fan.record import DIGITS, QUANTILES, Errors, real_counts
from reformsim.hindcast.span import chosen_scenario, forward_beyond

REPLICATES = 64
"""Replicates of every forecast in the record."""


def origins(until: int | None = None) -> tuple[int, ...]:
    """Years to start from: those of the records of the Netherlands that have a real number after them.

    Parameters
    ----------
    until
        Last year that is forecast; the last real number unless given.
    """
    last = max(real_counts()) if until is None else until
    found, year = [], min(real_counts())
    while year < last:
        land = chosen_scenario(None, year).land()
        if year > (land.events_until or land.year):
            break
        found.append(year)
        year += 1
    return tuple(found)


def forecast_errors(
    *,
    starts: Sequence[int] | None = None,
    until: int | None = None,
    replicates: int = REPLICATES,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Errors:
    """Simulate from every origin to the last real number, and hold the municipalities against it.

    The scenario is that of a hindcast: reforms and law as they came, mergers as recorded to the origin. What a
    forecaster of that day could not know, later law and inhabitants, is known; the errors leave it out.

    Parameters
    ----------
    starts
        Origins; all of :func:`origins` unless given.
    until
        Last year; the last real number unless given.
    workers
        As for :func:`reformsim.run`; the record does not depend on it.
    progress
        Called with the origins done and those there are.
    """
    from reformsim.experiment import run
    from reformsim.experiment.adjusting import adjusted

    real = real_counts()
    last = max(real) if until is None else until
    chosen = origins(last) if starts is None else tuple(starts)
    rows = []
    for done, first in enumerate(chosen):
        scenario = forward_beyond(chosen_scenario(None, first), first, last)
        used = adjusted(scenario, replicates=replicates, measures=["municipalities"])
        result = run(used, assumptions="fixed", workers=workers)
        counts = result.of("municipalities")[:, result.years.index(first) + 1 :]
        found = np.round(np.quantile(counts, QUANTILES, axis=0), DIGITS).T
        rows += [(first, year, real[year], *found[at]) for at, year in enumerate(range(first + 1, last + 1))]
        if progress is not None:
            progress(done + 1, len(chosen))
    table = np.array(rows, float)
    origin, year, number = table[:, :3].astype(np.int64).T
    return Errors(origin, year, number, table[:, 3:])
