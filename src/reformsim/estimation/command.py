"""What ``reformsim estimate`` does: the estimate with its level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reformsim.behaviour import Behaviour
from reformsim.estimation.choices import Choices, choices, for_estimate
from reformsim.estimation.fit import Fit, Together, estimate
from reformsim.estimation.fitness import Fitness, fitness
from reformsim.estimation.level import find_level, mean_lost, municipalities_lost
from reformsim.estimation.record import check_years
from reformsim.territory import Territory, nearest_map

TERRITORY, FIRST, LAST = "netherlands", 2004, 2026
"""What the committed estimate rests on."""
BESIDE = ("switzerland", "flanders")
"""The countries beside it."""


@dataclass(frozen=True, slots=True)
class Result:
    """An estimate ready for use.

    Attributes
    ----------
    level
        What simulation adds to the constant.
    beside
        Other countries in it.
    together
        The estimate of all countries, the territory's first.
    """

    territory: str
    fit: Fit
    level: float
    beside: tuple[str, ...] = ()
    together: Together | None = None

    @property
    def values(self) -> dict[str, float]:
        """Values for runs: the level is part of the constant."""
        values = self.fit.values
        return values | {"merger.constant": values["merger.constant"] + self.level}

    def one_year_ahead(self, behaviour: Behaviour, first: int, last: int) -> Fitness:
        """Scores of the rule a year ahead; without the level, since rivals are not looked at there."""
        return fitness(record_of(self.territory, first), first, last, self.fit.values, behaviour)


def record_of(territory: str, first: int) -> Territory:
    """Give the map from which the record of a territory is followed to a first year of mergers."""
    return nearest_map(territory, first - 1)


def choices_beside(territory: str, first: int, last: int, behaviour: Behaviour) -> Choices:
    """The choices of another country within some years: of those years in which there was a merger.

    A country's level is its own; and in Flanders mergers could take effect at the end of a term only.
    """
    land = record_of(territory, first)
    start, end = max(first, land.year + 1), min(last, land.events_until or 0)
    check_years(land, start, end)
    data = choices(land, start, end, behaviour)
    return data.take(np.isin(data.year, data.year[data.event]))


def usual_beside(territory: str, last: int) -> tuple[str, ...]:
    """The countries beside the shipped record that had a merger up to a year; none beside any other record."""
    if territory != TERRITORY:
        return ()
    return tuple(one for one in BESIDE if any(event.year <= last for event in nearest_map(one, 0).events))


def run_estimate(
    behaviour: Behaviour,
    territory: str = TERRITORY,
    first: int = FIRST,
    last: int = LAST,
    beside: Sequence[str] | None = None,
    data: Choices | None = None,
) -> Result:
    """Estimate the merger rule on the mergers that took effect from ``first`` to ``last``.

    Parameters
    ----------
    behaviour
        What is not estimated (its values).
    first, last
        Years; nothing after 1 January of ``last`` is used, of other countries neither.
    beside
        Other countries, whose weights those of the territory are near to as far as the records say so;
        :func:`usual_beside` unless given.
    data
        The territory's choices, where they are known.

    Raises
    ------
    RunError
        If the record does not cover the years or holds no merger in them.
    """
    land = record_of(territory, first)
    own = for_estimate(data or choices(land, first, last, behaviour), last)
    others = usual_beside(territory, last) if beside is None else tuple(beside)
    found = estimate([own, *(choices_beside(one, first, last, behaviour) for one in others)], behaviour)
    fit = found.fits[0]

    def lost(shift: float) -> float:
        values = fit.values | {"merger.constant": fit.values["merger.constant"] + shift}
        return mean_lost(
            territory, land.year + 1, last, Behaviour(behaviour.parameters, {**behaviour, **values}, waves=fit.waves)
        )

    return Result(territory, fit, find_level(lost, municipalities_lost(land, last)), others, found)
