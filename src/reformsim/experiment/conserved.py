"""What no reform may make or lose, looked for in results: units on the map, offices that add up, inhabitants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reformsim.arrays import Bools, Floats, Ints, Ints32

if TYPE_CHECKING:
    from reformsim.experiment.results import Run

MAP, OFFICES, INHABITANTS = "map", "offices", "inhabitants"

_ROUNDING = 1e-9
"""Relative difference that is none: inhabitants come back from a quotient."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check of conservation.

    Attributes
    ----------
    name
        :data:`MAP`: every unit lies in one municipality, and there are as many as the results count.
        :data:`OFFICES`: administrators by office add up to all. :data:`INHABITANTS`: every scenario has as many in the
        same replicate and year.
    cases
        Years of replicates that were looked at.
    violated
        Those in which it does not hold.
    """

    name: str
    cases: int
    violated: int


def conserved(runs: Sequence[Run], whole: str, parts: Sequence[str]) -> tuple[Check, ...]:
    """Check results; what they do not hold is not checked and not told.

    Parameters
    ----------
    whole, parts
        An indicator and those that add up to it.
    """
    return tuple(check for check in (_map(runs), _sums(runs, whole, parts), _inhabitants(runs)) if check.cases)


def _map(runs: Sequence[Run]) -> Check:
    cases = violated = 0
    for run in runs:
        at = run.indicators.index("municipalities") if "municipalities" in run.indicators else None
        for piece in (piece for piece in run.pieces if piece.numbers):
            ordered = np.sort(piece.owner, axis=2)
            wrong = (ordered[:, :, 0] < 0) | (ordered[:, :, -1] >= len(piece.municipalities))
            if at is not None:
                wrong |= _distinct(ordered) != piece.values[:, :, at]
            cases += wrong.size
            violated += int(wrong.sum())
    return Check(MAP, cases, violated)


def _distinct(ordered: Ints32) -> Ints:
    """How many different numbers stand in each row of the last axis, which is in order."""
    return np.asarray(1 + (np.diff(ordered, axis=2) != 0).sum(axis=2), np.int64)


def _sums(runs: Sequence[Run], whole: str, parts: Sequence[str]) -> Check:
    cases = violated = 0
    for run in (run for run in runs if {whole, *parts} <= set(run.indicators)):
        together = np.sum([run.of(part) for part in parts], axis=0)
        wrong = _differ(together, run.of(whole))
        cases += wrong.size
        violated += int(wrong.sum())
    return Check(OFFICES, cases, violated)


def _inhabitants(runs: Sequence[Run]) -> Check:
    """Inhabitants are those per councillor times councillors, which every run has that has councils."""
    needed = {"councillors", "inhabitants_per_councillor"}
    if len(runs) < 2 or any(not needed <= set(run.indicators) for run in runs):
        return Check(INHABITANTS, 0, 0)
    common = sorted(set(runs[0].numbers).intersection(*(run.numbers for run in runs[1:])))
    first, *others = (_people(run, common) for run in runs)
    wrong = [_differ(other, first) for other in others]
    return Check(INHABITANTS, sum(one.size for one in wrong), sum(int(one.sum()) for one in wrong))


def _people(run: Run, numbers: Sequence[int]) -> Floats:
    kept = np.isin(run.numbers, numbers)
    return run.of("councillors")[kept] * run.of("inhabitants_per_councillor")[kept]


def _differ(some: Floats, others: Floats) -> Bools:
    known = np.isfinite(some) & np.isfinite(others)
    return known & (np.abs(some - others) > _ROUNDING * np.maximum(np.abs(others), 1.0))
