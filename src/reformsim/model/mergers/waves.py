"""The level of a year: mergers come in waves, and seldom near the end of a council's first half.

What is added to the value of every coalition, by the 1 January on which its merger would take effect. The waves of
years on record are those of the estimate; later ones are drawn, each partly like the one before (AR(1)).
"""

from __future__ import annotations

from datetime import date
from math import ceil, sqrt

import numpy as np

from reformsim.behaviour import Behaviour, Wave
from reformsim.country import NETHERLANDS
from reformsim.law import Law
from reformsim.model.mergers.procedures import stage_months
from reformsim.model.world import World
from reformsim.world.streams import Streams, key_of

MEMORY = 12
"""Years after which nothing is left of a wave that was not known."""
AFTER_ELECTION = 2
"""Years from regular council elections to the 1 January on which few mergers take effect: a council that is elected
for four years would have prepared its end in its first year."""
_KEY = np.array([key_of("merger.wave")], np.uint64)


def effective_year(law: Law, day: date, started: int) -> int:
    """Year on whose 1 January a procedure from below takes effect that starts in a year."""
    return started + ceil(stage_months(law, day, "below")[2] / 12.0)


def is_low(law: Law, year: int) -> bool:
    """Whether 1 January of a year is the second after regular council elections."""
    held = year - AFTER_ELECTION
    return any(day.year == held for day in law.dates("council_elections", date(held, 12, 31)))


def level(world: World, started: int) -> tuple[bool, float]:
    """Whether procedures that start in a year would end in a low one, and the wave of the year in which they would.

    Abroad neither is known, and the wave is drawn.
    """
    year = effective_year(world.law, world.today, started)
    home = world.territory.country == NETHERLANDS
    return home and is_low(world.law, year), wave(world.streams, world.behaviour, year, known=home)


def level_of(world: World, started: int) -> float:
    """Logits that the year adds to the value of every coalition."""
    low, height = level(world, started)
    return height - world.behaviour["merger.cycle"] * low


def wave(streams: Streams, behaviour: Behaviour, year: int, *, known: bool) -> float:
    """The wave of a year, in logits.

    Parameters
    ----------
    known
        Whether those on record, up to ``merger.waves_until``, are taken from the estimate.
    """
    record: dict[int, Wave] = {}
    if known:
        until = behaviour["merger.waves_until"]
        record = {one: found for one, found in behaviour.waves.items() if one <= min(until, year)}
    if year in record:
        return record[year].value + record[year].error * _normal(streams, year)
    last = max(record, default=year - MEMORY)
    height = record[last].value if last in record else 0.0
    lasting = behaviour["merger.wave_lasting"]
    fresh = behaviour["merger.wave_spread"] * sqrt(1.0 - lasting**2)
    for one in range(last + 1, year + 1):
        height = lasting * height + fresh * _normal(streams, one)
    return height


def _normal(streams: Streams, year: int) -> float:
    return float(streams.bounded_normal("merger.wave", year, _KEY)[0])
