"""The values of many scenarios one after the other, so that only sums of them are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from reformsim.arrays import Floats
from reformsim.experiment.computing.simulating import How, simulated

if TYPE_CHECKING:
    from reformsim.experiment.results import Run
    from reformsim.experiment.store.output import Writer
    from reformsim.scenario import Scenario

Axes = tuple[tuple[int, ...], tuple[str, ...]]
"""Years and indicators."""

Finish = Callable[[Callable[[], Mapping[str, "Writer"]]], None]

BATCH = 16
"""Scenarios whose replicates are in memory at a time where no folder keeps them."""


@contextmanager
def values_of(
    scenarios: Sequence[Scenario], replicates: int, how: How
) -> Iterator[tuple[Iterator[tuple[Axes, Floats]], Finish]]:
    """Simulate scenarios; to be used with ``with``.

    Parameters
    ----------
    scenarios
        Of different names, one territory, seed and horizon.
    how
        With a folder the replicates are kept there; without one they are forgotten when their values are taken.

    Yields
    ------
    values, finish
        Axes and values (replicates, years, indicators) of each scenario in turn; and what writes the files of the
        analysis to the folder.
    """
    if how.out is None:
        yield _in_batches(scenarios, replicates, how), lambda contents: None
        return
    with simulated(scenarios, replicates, how) as found:
        yield (_values(run) for run in found.runs), found.finish


def _in_batches(scenarios: Sequence[Scenario], replicates: int, how: How) -> Iterator[tuple[Axes, Floats]]:
    total = len(scenarios) * replicates
    for first in range(0, len(scenarios), BATCH):
        own = replace(how, progress=_shifted(how, first * replicates, total))
        with simulated(scenarios[first : first + BATCH], replicates, own) as found:
            yield from (_values(run) for run in found.runs)


def _shifted(how: How, before: int, total: int) -> Callable[[int, int], None] | None:
    told = how.progress
    return None if told is None else lambda done, _: told(before + done, total)


def _values(run: Run) -> tuple[Axes, Floats]:
    """Give axes and values without keeping the run's other content."""
    first = next(iter(run.pieces))
    return (first.years, first.indicators), np.concatenate(list(run.pieces.values()))
