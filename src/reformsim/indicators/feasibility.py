"""Political feasibility: what became of the reforms of the scenario so far."""

from __future__ import annotations

from reformsim.indicators.kind import Indicator
from reformsim.indicators.view import View
from reformsim.model.politics import Reform

SOURCE = "note 7/22 (gradual path); levers' own passage, chance and delay given by the scenario"


def _in_force(view: View) -> list[Reform]:
    return [r for r in view.world.reforms if r.enacted is not None and r.enacted.year <= view.state.year]


def rejected(view: View) -> float:
    """Reforms announced so far that Parliament did not enact."""
    return float(sum(r.enacted is None and r.announced.year <= view.state.year for r in view.world.reforms))


def mean_delay(view: View) -> float:
    """Mean delay of the reforms in force, years; 0 where there are none."""
    delays = [r.delay for r in _in_force(view)]
    return sum(delays) / len(delays) if delays else 0.0


INDICATORS = (
    Indicator(
        "reforms_in_force",
        "reforms",
        "Reforms in force",
        "Hervormingen van kracht",
        "Reforms of the scenario that have taken effect.",
        "none",
        SOURCE,
        lambda v: float(len(_in_force(v))),
        items=(34, 137),
    ),
    Indicator(
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
    Indicator(
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
