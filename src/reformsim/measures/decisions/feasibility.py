"""Political feasibility: what became of the reforms of the scenario so far."""

from __future__ import annotations

import numpy as np

from reformsim.measures.kind import Measure
from reformsim.measures.view.snapshots import Snapshots, once
from reformsim.measures.view.stack import Floats

SOURCE = "note 7/22 (gradual path); levers' own passage, chance and delay given by the scenario"


@once
def _delays(s: Snapshots) -> list[list[int]]:
    """Years of delay of each of the reforms in force, by snapshot."""
    of_run = [[(r.enacted.year, r.delay) for r in run.reforms if r.enacted is not None] for run in s.runs]
    years = zip(s.run.tolist(), s.year.tolist(), strict=True)
    return [[delay for since, delay in of_run[run] if since <= year] for run, year in years]


def in_force(s: Snapshots) -> Floats:
    """Reforms that have taken effect, shape (S,)."""
    return np.array([len(delays) for delays in _delays(s)], np.float64)


def rejected(s: Snapshots) -> Floats:
    """Reforms announced so far that Parliament did not enact, shape (S,)."""
    announced = [[r.announced.year for r in run.reforms if r.enacted is None] for run in s.runs]
    years = zip(s.run.tolist(), s.year.tolist(), strict=True)
    return np.array([sum(day <= year for day in announced[run]) for run, year in years], np.float64)


def mean_delay(s: Snapshots) -> Floats:
    """Mean delay of the reforms in force, years, shape (S,); 0 where there are none."""
    return np.array([sum(delays) for delays in _delays(s)]) / np.maximum(in_force(s), 1.0)


MEASURES = (
    Measure(
        "reforms_in_force",
        "reforms",
        "Reforms in force",
        "Hervormingen van kracht",
        "Reforms of the scenario that have taken effect.",
        "none",
        SOURCE,
        in_force,
        items=(34, 137),
    ),
    Measure(
        "reforms_rejected",
        "reforms",
        "Reforms rejected",
        "Verworpen hervormingen",
        "Reforms of the scenario whose date has come and that were not enacted.",
        "none",
        SOURCE,
        rejected,
        items=(36, 103, 116, 137),
    ),
    Measure(
        "reform_delay",
        "years",
        "Delay of reforms",
        "Vertraging van hervormingen",
        "Years between the date of a reform and the day it took effect, mean over the reforms in force.",
        "none",
        SOURCE,
        mean_delay,
        items=(36, 137),
    ),
)
