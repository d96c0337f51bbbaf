"""What ``reformsim estimate`` does: the estimate with its level."""

from __future__ import annotations

from dataclasses import dataclass

from reformsim.behaviour import Behaviour
from reformsim.estimation.choices import Choices, choices
from reformsim.estimation.fit import Fit, estimate
from reformsim.estimation.fitness import Fitness, fitness
from reformsim.estimation.level import find_level, mean_lost, municipalities_lost

TERRITORY, FIRST, LAST = "netherlands-2003", 2004, 2011
"""What the committed estimate rests on."""


@dataclass(frozen=True, slots=True)
class Result:
    """An estimate ready for use.

    Attributes
    ----------
    level
        What simulation adds to the constant.
    """

    territory: str
    fit: Fit
    level: float

    @property
    def values(self) -> dict[str, float]:
        """Values for runs: the level is part of the constant."""
        values = self.fit.values
        return values | {"merger.constant": values["merger.constant"] + self.level}

    def one_year_ahead(self, behaviour: Behaviour, first: int, last: int) -> Fitness:
        """Scores of the rule a year ahead; without the level, since rivals are not looked at there."""
        return fitness(self.territory, first, last, behaviour.override(self.fit.values))


def run_estimate(
    behaviour: Behaviour,
    territory: str = TERRITORY,
    first: int = FIRST,
    last: int = LAST,
    data: Choices | None = None,
) -> Result:
    """Estimate the merger rule on the mergers that took effect from ``first`` to ``last``.

    Parameters
    ----------
    behaviour
        Priors (its ranges) and what is not estimated (its values).
    first, last
        Years; nothing after 1 January of ``last`` is used.

    Raises
    ------
    RunError
        If the record does not cover the years or holds no merger in them.
    """
    found = estimate(data or choices(territory, first, last, behaviour), behaviour, first, last)
    fitted = found.values

    def lost(shift: float) -> float:
        values = fitted | {"merger.constant": fitted["merger.constant"] + shift}
        return mean_lost(territory, last, behaviour.override(values))

    return Result(territory, found, find_level(lost, municipalities_lost(territory, last)))
